/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-row.h"

#include "base/format.h"
#include "base/i18n.h"
#include "probe/event.h"
#include "ui/live-text.h"
#include "ui/source-text.h"
#include "ui/sparkline.h"

G_STATIC_ASSERT (PKTMON_SPARKLINE_LENGTH >= PKTMON_RATE_HISTORY);

/* Width of the text that says why. */
#define REASON_CHARACTERS 40

struct _PktmonSourceRow {
  AdwBin parent_instance;

  GtkTreeListRow *row;      /* NULL: not bound */
  PktmonDataSource *source; /* of it */
  PktmonSourceTicks *ticks;
  gboolean refreshing; /* what the check button says is not the user's doing */
  gboolean capturing;  /* packets of it are captured */
  char *causes;        /* why packets of it were lost, a line each; NULL: none were */

  GtkTreeExpander *expander;
  GtkCheckButton *check;
  GtkImage *icon;
  GtkBox *box;
  GtkInscription *name;
  GtkInscription *summary;
  PktmonSparkline *sparkline;
  GtkWidget *dropping; /* of those that few rows need, NULL: not needed yet */
  GtkWidget *count;    /* likewise: packets of a stack point, and below it how fast they come */
  GtkWidget *record;   /* likewise */
  GtkWidget *lost;     /* likewise */
  GtkWidget *why;      /* likewise */
};

G_DEFINE_FINAL_TYPE (PktmonSourceRow, pktmon_source_row, ADW_TYPE_BIN)

/* --- The tick --- */

static void
refresh_tick (PktmonSourceRow *self)
{
  PktmonTick tick = pktmon_source_ticks_get_state (self->ticks, self->source);
  static const GtkAccessibleTristate states[] = {
    [PKTMON_TICK_NONE] = GTK_ACCESSIBLE_TRISTATE_FALSE,
    [PKTMON_TICK_SOME] = GTK_ACCESSIBLE_TRISTATE_MIXED,
    [PKTMON_TICK_ALL] = GTK_ACCESSIBLE_TRISTATE_TRUE,
  };

  self->refreshing = TRUE;
  gtk_check_button_set_active (self->check, tick == PKTMON_TICK_ALL);
  gtk_check_button_set_inconsistent (self->check, tick == PKTMON_TICK_SOME);
  self->refreshing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->check),
                            pktmon_source_ticks_can_toggle (self->ticks, self->source));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_STATE_CHECKED,
                               states[tick], -1);
}

static void
toggled_cb (PktmonSourceRow *self)
{
  if (self->refreshing || self->source == NULL)
    return;
  pktmon_source_ticks_toggle (self->ticks, self->source);
  refresh_tick (self);
}

/* --- What few rows need: there may be hundreds --- */

static void
create_reason_cb (GtkMenuButton *button, gpointer user_data)
{
  PktmonSourceRow *self = user_data;
  g_autofree char *reason = pktmon_source_dup_reason (self->source);
  GtkWidget *popover = gtk_popover_new();
  GtkWidget *label = gtk_label_new (reason);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), REASON_CHARACTERS);
  /* There may be a command in it to copy; with the focus, all would be selected at once. */
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_popover_set_child (GTK_POPOVER (popover), label);
  gtk_menu_button_set_popover (button, popover);
}

static GtkWidget *
make_why (PktmonSourceRow *self)
{
  GtkWidget *why = gtk_menu_button_new();
  const char *title = _ ("Why This Cannot Be Used");

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (why), "dialog-information-symbolic");
  gtk_widget_set_valign (why, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (why, FALSE);
  gtk_widget_set_tooltip_text (why, title);
  gtk_widget_add_css_class (why, "flat");
  gtk_widget_add_css_class (why, "why");
  gtk_accessible_update_property (GTK_ACCESSIBLE (why), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (why), create_reason_cb, self, NULL);
  return why;
}

static GtkWidget *
make_dropping (PktmonSourceRow *self)
{
  GtkWidget *dropping = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (dropping, "warning");
  gtk_accessible_update_property (GTK_ACCESSIBLE (dropping), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The interface drops packets"), -1);
  return dropping;
}

static GtkWidget *
make_record (PktmonSourceRow *self)
{
  GtkWidget *record = gtk_image_new_from_icon_name ("media-record-symbolic");

  gtk_widget_add_css_class (record, "accent");
  gtk_accessible_update_property (GTK_ACCESSIBLE (record), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Captured from"), -1);
  return record;
}

static GtkWidget *
make_lost (PktmonSourceRow *self)
{
  GtkWidget *lost = gtk_label_new (NULL);

  gtk_widget_add_css_class (lost, "caption");
  gtk_widget_add_css_class (lost, "error");
  gtk_widget_add_css_class (lost, "numeric");
  return lost;
}

static GtkWidget *
make_number (const char *style)
{
  GtkWidget *number = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_set_halign (number, GTK_ALIGN_END);
  gtk_widget_add_css_class (number, "caption");
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_add_css_class (number, style);
  return number;
}

static GtkWidget *
make_count (PktmonSourceRow *self)
{
  GtkWidget *count = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (count), make_number ("count"));
  gtk_box_append (GTK_BOX (count), make_number ("dim-label"));
  return count;
}

/* --- Texts --- */

/* Where rows begin at the right, a mark lets the text stand there, and an isolate keeps its own
 * order. Returns: whether it is another text. */
static gboolean
set_text (GtkInscription *inscription, const char *text)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (inscription)) == GTK_TEXT_DIR_RTL;
  g_autofree char *placed =
      mirrored ? g_strconcat ("\u200f\u2068", text, "\u2069", NULL) : g_strdup (text);

  if (g_strcmp0 (placed, gtk_inscription_get_text (inscription)) == 0)
    return FALSE;
  gtk_inscription_set_text (inscription, placed);
  return TRUE;
}

static void
refresh_texts (PktmonSourceRow *self)
{
  g_autofree char *name = pktmon_source_dup_name (self->source);
  g_autofree char *summary = pktmon_source_dup_summary (self->source);
  gboolean renamed = set_text (self->name, name);
  g_autofree char *label = NULL;

  if (!set_text (self->summary, summary) && !renamed)
    return;
  label = g_strdup_printf (_ ("Capture from %s"), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
}

static void
show_extra (PktmonSourceRow *self, GtkWidget **widget, GtkWidget *(*make) (PktmonSourceRow *),
            gboolean visible)
{
  if (*widget == NULL && visible) {
    *widget = make (self);
    gtk_box_append (self->box, *widget);
  }
  if (*widget != NULL)
    gtk_widget_set_visible (*widget, visible);
}

static void
refresh_state (PktmonSourceRow *self)
{
  gboolean available = pktmon_data_source_check_available (self->source, NULL);

  gtk_image_set_from_icon_name (self->icon, pktmon_source_get_icon_name (self->source));
  gtk_widget_set_sensitive (GTK_WIDGET (self->icon), available);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), available);
  show_extra (self, &self->why, make_why, !available);
  gtk_widget_set_visible (GTK_WIDGET (self->sparkline),
                          available && pktmon_data_source_get_link (self->source) != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_STATE_DISABLED,
                               !available, -1);
}

static void
refresh_rates (PktmonSourceRow *self)
{
  float packets[PKTMON_RATE_HISTORY];
  guint n = pktmon_data_source_get_history (self->source, packets);
  float most = 0;
  PktmonRates rates;
  g_autofree char *now = NULL, *highest = NULL, *label = NULL;

  pktmon_sparkline_set_values (self->sparkline, packets, n);
  show_extra (self, &self->dropping, make_dropping,
              pktmon_data_source_get_rates (self->source, &rates) && rates.dropped > 0);
  for (guint i = 0; i < n; i++)
    most = MAX (most, packets[i]);
  now = pktmon_source_dup_rate (n > 0 ? (double) packets[n - 1] : 0);
  highest = pktmon_source_dup_rate ((double) most);
  /* Translators: what a small picture shows; both are like "12 packets/s". */
  label = g_strdup_printf (_ ("Last minute: now %s, at most %s"), now, highest);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sparkline), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
refresh_capturing (PktmonSourceRow *self, const PktmonSessionStatus *status,
                   const PktmonSourceStatus *source)
{
  gboolean active = status != NULL && status->state >= PKTMON_SESSION_RUNNING &&
                    status->state <= PKTMON_SESSION_STOPPING;

  self->capturing = active && source != NULL && source->state != PKTMON_SOURCE_ENDED;
  show_extra (self, &self->record, make_record, self->capturing);
}

static void
set_number (GtkWidget *number, const char *text)
{
  /* A label that gets a text is laid out again, even if it is the same. */
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (number)), text))
    gtk_label_set_text (GTK_LABEL (number), text);
}

/* @rate: packets a second; negative: not known. */
static void
show_count (PktmonSourceRow *self, guint64 packets, double rate)
{
  gboolean drops = pktmon_data_source_get_point (self->source) == PKTMON_POINT_DROP;
  GtkWidget *number = gtk_widget_get_first_child (self->count);
  GtkWidget *speed = gtk_widget_get_last_child (self->count);
  g_autofree char *text = pktmon_format_dup_count (packets);
  g_autofree char *said = g_strdup_printf (
      drops ? ngettext ("%s packet dropped", "%s packets dropped", (gulong) packets)
            : ngettext ("%s packet captured", "%s packets captured", (gulong) packets),
      text);
  g_autofree char *fast = rate >= 0 ? pktmon_live_text_dup_rate (rate) : g_strdup ("");

  set_number (number, text);
  set_number (speed, fast);
  gtk_widget_set_visible (speed, rate >= 0);
  if (drops && packets > 0)
    gtk_widget_add_css_class (number, "drops");
  else
    gtk_widget_remove_css_class (number, "drops");
  gtk_accessible_update_property (GTK_ACCESSIBLE (number), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

/* How much passes the points of the stack is only known as far as it is captured. */
static void
refresh_count (PktmonSourceRow *self, const PktmonSourceStatus *source,
               const PktmonSourceCounts *counts)
{
  gboolean visible = source != NULL &&
                     pktmon_data_source_get_kind (self->source) == PKTMON_DATA_SOURCE_STACK_POINT;

  show_extra (self, &self->count, make_count, visible);
  if (!visible)
    return;
  gtk_box_reorder_child_after (self->box, self->count, GTK_WIDGET (self->sparkline));
  show_count (self, source->counters.packets,
              self->capturing ? pktmon_source_counts_get_rate (counts, source->id) : -1);
}

/* What a capture has lost of it. */
static void
refresh_lost (PktmonSourceRow *self, const PktmonSourceStatus *source)
{
  guint64 lost = source != NULL ? pktmon_source_counters_get_lost (&source->counters) : 0;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->causes, g_free);
  show_extra (self, &self->lost, make_lost, lost > 0);
  if (lost == 0)
    return;
  text = pktmon_live_text_dup_lost (lost);
  self->causes = pktmon_live_text_dup_source_causes (&source->counters);
  gtk_label_set_text (GTK_LABEL (self->lost), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lost), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->causes, -1);
}

void
pktmon_source_row_refresh (PktmonSourceRow *self, const PktmonSourceCounts *counts)
{
  const PktmonSessionStatus *status = pktmon_source_counts_get_status (counts);
  const PktmonSourceStatus *source;

  g_return_if_fail (PKTMON_IS_SOURCE_ROW (self));
  g_return_if_fail (self->source != NULL);

  refresh_tick (self);
  refresh_texts (self);
  refresh_state (self);
  refresh_rates (self);
  source = status != NULL
               ? pktmon_session_status_find (status, pktmon_data_source_get_id (self->source))
               : NULL;
  refresh_capturing (self, status, source);
  refresh_count (self, source, counts);
  refresh_lost (self, source);
}

static gboolean
query_tooltip_cb (PktmonSourceRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *details = NULL;
  g_autoptr (GString) text = NULL;

  if (self->source == NULL)
    return FALSE;
  details = pktmon_source_dup_details (self->source);
  text = g_string_new (details);
  if (self->capturing)
    g_string_append_printf (text, "\n%s", _ ("Packets are captured from it."));
  if (self->causes != NULL)
    g_string_append_printf (text, "\n%s\n%s", _ ("Lost:"), self->causes);
  gtk_tooltip_set_text (tooltip, text->str);
  return TRUE;
}

void
pktmon_source_row_show_reason (PktmonSourceRow *self)
{
  g_return_if_fail (PKTMON_IS_SOURCE_ROW (self));

  if (self->why != NULL && gtk_widget_get_visible (self->why))
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->why));
}

/* --- Life --- */

static void
pktmon_source_row_dispose (GObject *object)
{
  pktmon_source_row_unbind (PKTMON_SOURCE_ROW (object));
  G_OBJECT_CLASS (pktmon_source_row_parent_class)->dispose (object);
}

static void
pktmon_source_row_class_init (PktmonSourceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PKTMON_TYPE_SPARKLINE);
  G_OBJECT_CLASS (klass)->dispose = pktmon_source_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/source-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonSourceRow, expander);
  gtk_widget_class_bind_template_child (widget_class, PktmonSourceRow, check);
  gtk_widget_class_bind_template_child (widget_class, PktmonSourceRow, icon);
  gtk_widget_class_bind_template_child (widget_class, PktmonSourceRow, name);
  gtk_widget_class_bind_template_child (widget_class, PktmonSourceRow, summary);
  gtk_widget_class_bind_template_child (widget_class, PktmonSourceRow, box);
  gtk_widget_class_bind_template_child (widget_class, PktmonSourceRow, sparkline);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
pktmon_source_row_init (PktmonSourceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonSourceRow *
pktmon_source_row_new (void)
{
  return g_object_new (PKTMON_TYPE_SOURCE_ROW, NULL);
}

void
pktmon_source_row_bind (PktmonSourceRow *self, GtkTreeListRow *row, PktmonSourceTicks *ticks)
{
  g_return_if_fail (PKTMON_IS_SOURCE_ROW (self));

  g_set_object (&self->row, row);
  g_set_object (&self->ticks, ticks);
  g_clear_object (&self->source);
  self->source = gtk_tree_list_row_get_item (row);
  gtk_tree_expander_set_list_row (self->expander, row);
}

void
pktmon_source_row_unbind (PktmonSourceRow *self)
{
  g_return_if_fail (PKTMON_IS_SOURCE_ROW (self));

  if (self->expander != NULL)
    gtk_tree_expander_set_list_row (self->expander, NULL);
  /* It would say the reason of another source. */
  if (self->why != NULL && self->source != NULL)
    gtk_menu_button_popdown (GTK_MENU_BUTTON (self->why));
  g_clear_object (&self->row);
  g_clear_object (&self->source);
  g_clear_object (&self->ticks);
  g_clear_pointer (&self->causes, g_free);
}

GtkTreeListRow *
pktmon_source_row_get_row (PktmonSourceRow *self)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_ROW (self), NULL);

  return self->row;
}

PktmonDataSource *
pktmon_source_row_get_source (PktmonSourceRow *self)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_ROW (self), NULL);

  return self->source;
}

void
pktmon_source_row_focus (PktmonSourceRow *self)
{
  g_return_if_fail (PKTMON_IS_SOURCE_ROW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->expander));
}
