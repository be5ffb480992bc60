/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/drops-window.h"

#include <string.h>

#include "base/format.h"
#include "base/i18n.h"
#include "constraint/stack-terms.h"
#include "probe/meanings.h"
#include "stats/drops.h"
#include "ui/drop-class.h"
#include "ui/sparkline.h"

/* How often what is shown follows the counts. */
#define REFRESH_MS 200

struct _PktmonDropsWindow {
  AdwWindow parent_instance;

  PktmonDocument *document;
  PktmonDrops *drops;
  guint refresh; /* source that is due; 0: none */

  AdwWindowTitle *title;
  GtkStack *stack;
  PktmonSparkline *times;
  GtkSwitch *expected;
  GtkWidget *process_group;
  GtkListBox *reasons, *locations, *processes;
};

G_DEFINE_FINAL_TYPE (PktmonDropsWindow, pktmon_drops_window, ADW_TYPE_WINDOW)

/* --- Rows --- */

/* By which filter a row finds its packets. */
#define FILTER_KEY "pktmon-filter"
#define COUNT_KEY "pktmon-count"
#define ICON_KEY "pktmon-icon"

/* The row with this number, which stays for other names. */
static AdwActionRow *
ensure_row (GtkListBox *list, guint n)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, (int) n);
  GtkWidget *label, *icon;

  if (row != NULL)
    return ADW_ACTION_ROW (row);
  row = GTK_LIST_BOX_ROW (adw_action_row_new());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  icon = gtk_image_new();
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  g_object_set_data (G_OBJECT (row), ICON_KEY, icon);
  label = gtk_label_new (NULL);
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  g_object_set_data (G_OBJECT (row), COUNT_KEY, label);
  gtk_list_box_append (list, GTK_WIDGET (row));
  return ADW_ACTION_ROW (row);
}

static void
show_row (AdwActionRow *row, const char *title, guint64 packets, const char *filter)
{
  g_autofree char *count = pktmon_format_dup_count (packets);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_label_set_text (g_object_get_data (G_OBJECT (row), COUNT_KEY), count);
  g_object_set_data_full (G_OBJECT (row), FILTER_KEY, g_strdup (filter), g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), filter != NULL);
  gtk_widget_set_visible (GTK_WIDGET (row), packets > 0);
}

/* How bad it is, as an icon and in a word, and what it means. */
static void
explain (AdwActionRow *row, const char *reason)
{
  const char *class = pktmon_drop_class_get_word (reason);
  const char *meaning = pktmon_meaning_get_text (reason, strlen (reason));
  /* Translators: what it means that a packet was dropped, and how bad that is: "suspicious". */
  g_autofree char *text =
      meaning != NULL ? g_strdup_printf (_ ("%s (%s)"), meaning, class) : g_strdup (class);

  gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (row), ICON_KEY),
                                pktmon_drop_class_get_icon (reason));
  adw_action_row_set_subtitle (row, text);
}

static void
show_kind (PktmonDropsWindow *self, GtkListBox *list, PktmonDropsKind kind, const char *key)
{
  guint n = pktmon_drops_get_n (self->drops, kind), i;
  AdwActionRow *row;

  for (i = 0; i < n; i++) {
    const PktmonDropsCount *count = pktmon_drops_get (self->drops, kind, i);
    g_autofree char *filter = pktmon_stack_term_dup_text (key, count->name);
    g_autofree char *title = pktmon_text_dup_foreign (count->name);

    row = ensure_row (list, i);
    show_row (row, title, count->packets, filter);
    if (kind == PKTMON_DROPS_BY_REASON)
      explain (row, count->name);
  }
  row = ensure_row (list, i);
  gtk_image_clear (g_object_get_data (G_OBJECT (row), ICON_KEY));
  adw_action_row_set_subtitle (row, "");
  show_row (row, _ ("Others"), pktmon_drops_get_others (self->drops, kind), NULL);
  for (i++; gtk_list_box_get_row_at_index (list, (int) i) != NULL; i++)
    gtk_widget_set_visible (GTK_WIDGET (gtk_list_box_get_row_at_index (list, (int) i)), FALSE);
}

/* --- All of it --- */

static void
show_times (PktmonDropsWindow *self)
{
  float values[PKTMON_DROPS_TIMES];
  PktmonNanoseconds width;
  const guint64 *times = pktmon_drops_get_times (self->drops, &width);

  G_STATIC_ASSERT (PKTMON_DROPS_TIMES <= PKTMON_SPARKLINE_LENGTH);
  for (guint i = 0; i < PKTMON_DROPS_TIMES; i++)
    values[i] = (float) times[i];
  pktmon_sparkline_set_values (self->times, values, PKTMON_DROPS_TIMES);
}

static void
show_total (PktmonDropsWindow *self)
{
  guint64 total = pktmon_drops_get_total (self->drops);
  guint64 hidden = pktmon_drops_get_expected (self->drops);
  g_autofree char *number = pktmon_format_dup_count (total);
  g_autofree char *expected = pktmon_format_dup_count (hidden);
  g_autofree char *text = g_strdup_printf (
      ngettext ("%s packet dropped", "%s packets dropped", (gulong) total), number);

  if (hidden > 0) {
    g_autofree char *more = g_strdup_printf (
        ngettext ("%s expected drop not counted", "%s expected drops not counted", (gulong) hidden),
        expected);
    g_autofree char *both = g_strdup_printf ("%s, %s", text, more);

    adw_window_title_set_subtitle (self->title, both);
  } else
    adw_window_title_set_subtitle (self->title, text);
}

static gboolean
refresh_cb (gpointer user_data)
{
  PktmonDropsWindow *self = user_data;
  guint64 all = pktmon_drops_get_total (self->drops) + pktmon_drops_get_expected (self->drops);

  self->refresh = 0;
  show_kind (self, self->reasons, PKTMON_DROPS_BY_REASON, "drop.reason");
  show_kind (self, self->locations, PKTMON_DROPS_BY_LOCATION, "drop.location");
  show_kind (self, self->processes, PKTMON_DROPS_BY_PROCESS, "process.name");
  gtk_widget_set_visible (self->process_group,
                          pktmon_drops_get_n (self->drops, PKTMON_DROPS_BY_PROCESS) > 0);
  show_times (self);
  show_total (self);
  gtk_stack_set_visible_child_name (self->stack, all > 0 ? "drops" : "none");
  return G_SOURCE_REMOVE;
}

static void
changed_cb (PktmonDropsWindow *self)
{
  if (self->refresh == 0)
    self->refresh = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static void
forget (PktmonDropsWindow *self)
{
  if (self->drops != NULL)
    g_signal_handlers_disconnect_by_data (self->drops, self);
  g_clear_object (&self->drops);
}

static void
count (PktmonDropsWindow *self)
{
  forget (self);
  self->drops = pktmon_drops_new (pktmon_document_get_store (self->document),
                                  gtk_switch_get_active (self->expected));
  g_signal_connect_object (self->drops, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
expected_cb (PktmonDropsWindow *self)
{
  if (self->document != NULL)
    count (self);
}

/* --- Going there --- */

static void
filter_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  pktmon_document_set_filter_finish (PKTMON_DOCUMENT (source), result, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("%s", error->message);
}

/* Only drops: a process is seen at other points, too. */
static void
row_activated_cb (PktmonDropsWindow *self, GtkListBoxRow *row)
{
  const char *filter = g_object_get_data (G_OBJECT (row), FILTER_KEY);
  g_autofree char *drops = NULL;

  if (filter == NULL)
    return;
  drops = g_strconcat ("stack.point == drop and ", filter, NULL);
  pktmon_document_set_filter (self->document, drops, filter_set_cb, NULL);
}

/* --- Life --- */

static void
pktmon_drops_window_dispose (GObject *object)
{
  PktmonDropsWindow *self = PKTMON_DROPS_WINDOW (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  forget (self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_drops_window_parent_class)->dispose (object);
}

static void
pktmon_drops_window_class_init (PktmonDropsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_drops_window_dispose;
  g_type_ensure (PKTMON_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/drops-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonDropsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PktmonDropsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PktmonDropsWindow, times);
  gtk_widget_class_bind_template_child (widget_class, PktmonDropsWindow, expected);
  gtk_widget_class_bind_template_child (widget_class, PktmonDropsWindow, process_group);
  gtk_widget_class_bind_template_child (widget_class, PktmonDropsWindow, reasons);
  gtk_widget_class_bind_template_child (widget_class, PktmonDropsWindow, locations);
  gtk_widget_class_bind_template_child (widget_class, PktmonDropsWindow, processes);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, expected_cb);
}

static void
pktmon_drops_window_init (PktmonDropsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonDropsWindow *
pktmon_drops_window_new (GtkWindow *parent, PktmonDocument *document)
{
  PktmonDropsWindow *self = g_object_new (PKTMON_TYPE_DROPS_WINDOW, "transient-for", parent, NULL);

  self->document = g_object_ref (document);
  count (self);
  return self;
}
