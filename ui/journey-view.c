/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/journey-view.h"

#include <adwaita.h>

#include "base/i18n.h"
#include "constraint/stack-terms.h"
#include "pcapng/stack-event.h"
#include "probe/event.h"
#include "ui/drop-class.h"
#include "ui/journey-text.h"
#include "ui/packet-menu.h"

/* Rows that are made at once; more would keep the window from its next frame. */
#define ROWS 64u

struct _PktmonJourneyView {
  GtkWidget parent_instance;

  PktmonDocument *document;
  PktmonJourney *journey; /* NULL: none is looked for */
  guint64 shown;          /* the packet that it is of; PKTMON_POSITION_NONE: none */
  guint max_rows;         /* those beyond are made when they are asked for */

  GtkStack *stack;
  GtkImage *end_icon;
  GtkLabel *summary, *end;
  GtkButton *more;
  GtkListBox *points;
  GtkMenuButton *like_button, *constraint_button;
  GMenu *like_menu, *constraint_menu;
};

G_DEFINE_FINAL_TYPE (PktmonJourneyView, pktmon_journey_view, GTK_TYPE_WIDGET)

enum { FILTER, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Rows --- */

static GtkWidget *
label_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  gtk_widget_set_visible (label, *text != '\0');
  return label;
}

static GtkWidget *
heading_new (const PktmonAppearance *before, const PktmonAppearance *appearance)
{
  g_autofree char *point = pktmon_journey_text_dup_point (appearance);
  g_autofree char *pause =
      before != NULL ? pktmon_journey_text_dup_pause (before, appearance) : g_strdup ("");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = label_new (point, "caption-heading");

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), label_new (pause, "numeric"));
  return box;
}

/* The packet that is looked at is set off, for assistive technology too. */
static void
set_current (GtkWidget *row, gboolean current)
{
  if (current)
    gtk_widget_add_css_class (row, "current-point");
  else
    gtk_widget_remove_css_class (row, "current-point");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED, current, -1);
}

static GtkWidget *
row_new (PktmonJourney *journey, guint n, gboolean current)
{
  const PktmonAppearance *appearance = pktmon_journey_get (journey, n);
  const PktmonAppearance *before = n > 0 ? pktmon_journey_get (journey, n - 1) : NULL;
  g_autofree char *changes = pktmon_journey_text_dup_changes (pktmon_journey_get_all (journey), n);
  g_autofree char *notes = pktmon_journey_text_dup_notes (appearance);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *row = gtk_list_box_row_new();

  gtk_box_append (GTK_BOX (box), heading_new (before, appearance));
  gtk_box_append (GTK_BOX (box), label_new (changes, "caption"));
  gtk_box_append (GTK_BOX (box), label_new (notes, "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  set_current (row, current);
  return row;
}

static void
remove_rows (PktmonJourneyView *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->points, 0)) != NULL)
    gtk_list_box_remove (self->points, GTK_WIDGET (row));
}

/* Another packet of the same journey is looked at: the rows stay, and the focus in them. */
static void
move_current (PktmonJourneyView *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->points, i)) != NULL; i++)
    set_current (GTK_WIDGET (row),
                 pktmon_journey_get (self->journey, (guint) i)->position == self->shown);
}

/* What there was no room for cannot be shown either. */
static void
show_more (PktmonJourneyView *self)
{
  guint n = pktmon_journey_get_count (self->journey);
  guint64 left = n + pktmon_journey_get_left_out (self->journey);
  g_autofree char *text = NULL;

  left -= MIN (n, self->max_rows);
  text =
      g_strdup_printf (ngettext ("%u more point", "%u more points", (gulong) left), (guint) left);
  gtk_button_set_label (self->more, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), n > self->max_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->more), left > 0);
}

/* @first: row that is the first new one. */
static void
append_rows (PktmonJourneyView *self, guint first)
{
  guint n = MIN (pktmon_journey_get_count (self->journey), self->max_rows);
  guint64 current = pktmon_document_get_current (self->document);

  for (guint i = first; i < n; i++) {
    const PktmonAppearance *appearance = pktmon_journey_get (self->journey, i);

    gtk_list_box_append (self->points, row_new (self->journey, i, appearance->position == current));
  }
  show_more (self);
}

static void
more_cb (PktmonJourneyView *self)
{
  guint first = self->max_rows;
  GtkListBoxRow *row;

  self->max_rows += ROWS;
  append_rows (self, first);
  row = gtk_list_box_get_row_at_index (self->points, (int) first);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* --- The journey --- */

static const char *
get_end_icon (const PktmonAppearance *last)
{
  if (last->point == PKTMON_POINT_DELIVERY)
    return "emblem-ok-symbolic";
  return last->point == PKTMON_POINT_DROP ? pktmon_drop_class_get_icon (last->reason)
                                          : "go-next-symbolic";
}

/* The appearance that says how the journey ended: the last one, unless that is a copy that was
 * dropped of a packet that a program has read. */
static const PktmonAppearance *
find_end (PktmonJourney *journey)
{
  guint n = pktmon_journey_get_count (journey);
  const PktmonAppearance *last = pktmon_journey_get (journey, n - 1);

  if (last->point != PKTMON_POINT_DROP || (last->flags & PKTMON_STACK_CLONE) == 0)
    return last;
  for (guint i = n; i-- > 0;)
    if (pktmon_journey_get (journey, i)->point == PKTMON_POINT_DELIVERY)
      return pktmon_journey_get (journey, i);
  return last;
}

static void
show_end (PktmonJourneyView *self)
{
  const PktmonAppearance *last = find_end (self->journey);
  g_autofree char *summary = pktmon_journey_text_dup_summary (self->journey);
  g_autofree char *end = pktmon_journey_text_dup_end (last);

  gtk_label_set_text (self->summary, summary);
  gtk_label_set_text (self->end, end);
  gtk_image_set_from_icon_name (self->end_icon, get_end_icon (last));
}

/* New rows where the focus is in an old one. */
static void
replace_rows (PktmonJourneyView *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->points));
  int place = focus != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : -1;
  GtkListBoxRow *row;

  remove_rows (self);
  append_rows (self, 0);
  row = place >= 0 ? gtk_list_box_get_row_at_index (self->points, place) : NULL;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* While it is looked for, what was shown stays: it would flicker. */
static void
changed_cb (PktmonJourneyView *self)
{
  if (pktmon_journey_get_count (self->journey) > 0) {
    replace_rows (self);
    show_end (self);
    gtk_stack_set_visible_child_name (self->stack, "journey");
  } else if (!pktmon_journey_is_busy (self->journey)) {
    remove_rows (self);
    gtk_stack_set_visible_child_name (self->stack, "none");
  }
}

static void
forget (PktmonJourneyView *self)
{
  if (self->journey != NULL)
    g_signal_handlers_disconnect_by_data (self->journey, self);
  g_clear_object (&self->journey);
}

static gboolean
is_on_journey (PktmonJourneyView *self, guint64 position)
{
  guint n = self->journey != NULL ? pktmon_journey_get_count (self->journey) : 0;

  for (guint i = 0; i < n; i++)
    if (pktmon_journey_get (self->journey, i)->position == position)
      return TRUE;
  return FALSE;
}

static void
update (PktmonJourneyView *self)
{
  guint64 current = pktmon_document_get_current (self->document);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || current == self->shown)
    return;
  self->shown = current;
  if (is_on_journey (self, current)) {
    move_current (self);
    return;
  }
  forget (self);
  if (current == PKTMON_POSITION_NONE) {
    remove_rows (self);
    gtk_stack_set_visible_child_name (self->stack, "none");
    return;
  }
  self->max_rows = ROWS;
  self->journey = pktmon_journey_new (pktmon_document_get_store (self->document), current);
  g_signal_connect_object (self->journey, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
row_activated_cb (PktmonJourneyView *self, GtkListBoxRow *row)
{
  guint n = (guint) gtk_list_box_row_get_index (row);

  if (self->journey != NULL && n < pktmon_journey_get_count (self->journey))
    pktmon_document_go_to (self->document, pktmon_journey_get (self->journey, n)->position);
}

/* --- Packets like it --- */

/* At the beginning of the menu; an empty value is not known. */
static void
offer_term (PktmonJourneyView *self, const char *key, const char *value)
{
  g_autofree char *filter = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GMenuItem) item = NULL;

  if (*value == '\0')
    return;
  filter = pktmon_stack_term_dup_text (key, value);
  parts = g_strsplit (filter, "_", -1);
  label = g_strjoinv ("__", parts); /* no letter to press with Alt */
  item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "packets.filter", "s", filter);
  g_menu_prepend_item (self->like_menu, item);
}

static void
fill_like_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  PktmonJourneyView *self = user_data;
  g_autofree char *id = NULL;
  const PktmonAppearance *end;

  pktmon_packet_menu_set_filters (self->like_menu, self->document, self->shown);
  /* That of another packet is looked for, and this one's still shown. */
  if (self->journey == NULL || pktmon_journey_get_count (self->journey) == 0)
    return;
  end = find_end (self->journey);
  id = g_strdup_printf ("%" G_GUINT64_FORMAT, pktmon_journey_get_id (self->journey));
  offer_term (self, "journey.id", id);
  offer_term (self, "process.name", end->command);
  offer_term (self, "drop.location", end->location);
  offer_term (self, "drop.reason", end->reason);
}

static void
fill_constraint_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  PktmonJourneyView *self = user_data;

  pktmon_packet_menu_set_constraints (self->constraint_menu, self->document, self->shown, FALSE);
}

static void
filter_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[FILTER], 0, g_variant_get_string (parameter, NULL));
}

/* --- Life --- */

static void
pktmon_journey_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pktmon_journey_view_parent_class)->map (widget);
  update (PKTMON_JOURNEY_VIEW (widget));
}

static void
pktmon_journey_view_dispose (GObject *object)
{
  PktmonJourneyView *self = PKTMON_JOURNEY_VIEW (object);

  forget (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PKTMON_TYPE_JOURNEY_VIEW);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_journey_view_parent_class)->dispose (object);
}

static void
pktmon_journey_view_class_init (PktmonJourneyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_journey_view_dispose;
  widget_class->map = pktmon_journey_view_map;

  signals[FILTER] = g_signal_new ("filter", PKTMON_TYPE_JOURNEY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /* That of the menu of the packet list. */
  gtk_widget_class_install_action (widget_class, "packets.filter", "s", filter_cb);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/journey-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, stack);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, end_icon);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, summary);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, end);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, more);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, points);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, like_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, constraint_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, like_menu);
  gtk_widget_class_bind_template_child (widget_class, PktmonJourneyView, constraint_menu);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
pktmon_journey_view_init (PktmonJourneyView *self)
{
  self->shown = PKTMON_POSITION_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->like_button, fill_like_menu_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->constraint_button, fill_constraint_menu_cb, self,
                                         NULL);
}

void
pktmon_journey_view_set_document (PktmonJourneyView *self, PktmonDocument *document)
{
  g_return_if_fail (PKTMON_IS_JOURNEY_VIEW (self));
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::current", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}
