/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/live-bar.h"

#include "base/format.h"
#include "base/i18n.h"
#include "ui/actions.h"
#include "ui/live-text.h"

/* Between two looks. Rates are those of the last second. */
#define LOOK_MS 250
#define N_LOOKS 5u

typedef struct {
  gint64 time; /* monotonic, in microseconds; 0: there was no look */
  guint64 packets;
} Look;

struct _PktmonLiveBar {
  AdwBin parent_instance;

  PktmonLive *live;
  PktmonDocument *document;
  guint timeout; /* while it is active */
  Look looks[N_LOOKS];
  guint n_looks;    /* also the next one's place, modulo their number */
  guint64 lost;     /* packets, when it was looked last */
  guint64 lost_at;  /* packet near which the last ones were lost; PKTMON_POSITION_NONE: none were */
  gboolean is_over; /* it was captured, and has ended */

  GtkToggleButton *pause;
  GtkToggleButton *follow;
  GtkLabel *text;
  GtkButton *lost_button;
  AdwButtonContent *lost_content;
};

G_DEFINE_FINAL_TYPE (PktmonLiveBar, pktmon_live_bar, ADW_TYPE_BIN)

/* Packets a second; negative while nobody knows. */
static double
take_rate (PktmonLiveBar *self, guint64 packets)
{
  const Look now = { g_get_monotonic_time(), packets };
  Look *oldest = &self->looks[self->n_looks % N_LOOKS];
  Look before = *oldest;

  if (before.time == 0)
    before = self->looks[0];
  *oldest = now;
  self->n_looks++;
  if (before.time == 0 || packets < before.packets)
    return -1;
  return (double) (packets - before.packets) * G_USEC_PER_SEC / (double) (now.time - before.time);
}

static const char *
get_state_text (const PktmonSessionStatus *status, PktmonLiveState state)
{
  if (state == PKTMON_LIVE_STOPPING)
    return _ ("Stopping");
  if (status->state == PKTMON_SESSION_STOPPED)
    return _ ("Stopped");
  return status->state == PKTMON_SESSION_PAUSED ? _ ("Paused") : _ ("Capturing");
}

/* One text, so that it wraps as a whole. A label that gets a text is laid out again, even if it is
 * the same. */
static void
show_text (PktmonLiveBar *self, const char *state, const char *numbers)
{
  g_autofree char *markup = g_markup_printf_escaped ("<b>%s</b>  %s", state, numbers);

  if (!g_str_equal (gtk_label_get_label (self->text), markup))
    gtk_label_set_markup (self->text, markup);
}

static void
show_lost (PktmonLiveBar *self, const PktmonSessionStatus *status)
{
  guint64 lost = pktmon_session_status_get_lost (status);
  guint64 count = pktmon_store_get_count (pktmon_document_get_store (self->document));
  g_autofree char *label = NULL, *causes = NULL, *number = NULL, *tooltip = NULL;

  if (lost == self->lost)
    return;
  self->lost = lost;
  self->lost_at = count > 0 ? count - 1 : 0;
  label = pktmon_live_text_dup_lost (lost);
  causes = pktmon_live_text_dup_causes (status);
  number = pktmon_format_dup_count (self->lost_at + 1);
  tooltip = g_strdup_printf (_ ("%s\nThe last ones near packet %s"), causes, number);
  adw_button_content_set_label (self->lost_content, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->lost_button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lost_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tooltip, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->lost_button), TRUE);
}

static void
refresh (PktmonLiveBar *self)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_live_dup_status (self->live);
  PktmonLiveState state = pktmon_live_get_state (self->live);
  guint64 shown = pktmon_packet_list_get_count (pktmon_document_get_list (self->document));
  double rate = take_rate (self, status->counters.packets);
  g_autofree char *text =
      pktmon_live_text_dup_status (status, shown, state == PKTMON_LIVE_ACTIVE ? rate : -1);

  show_text (self, get_state_text (status, state), text);
  show_lost (self, status);
}

static gboolean
look_cb (gpointer user_data)
{
  refresh (user_data);
  return G_SOURCE_CONTINUE;
}

/* What another capture does is none of its business. */
static void
state_changed_cb (PktmonLiveBar *self)
{
  if (self->is_over)
    return;
  refresh (self);
  if (pktmon_live_get_state (self->live) != PKTMON_LIVE_IDLE)
    return;
  self->is_over = TRUE;
  g_clear_handle_id (&self->timeout, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->pause), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->follow), FALSE);
}

static void
shown_changed_cb (PktmonLiveBar *self)
{
  if (self->is_over &&
      pktmon_live_get_store (self->live) == pktmon_document_get_store (self->document))
    refresh (self);
}

static void
lost_clicked_cb (PktmonLiveBar *self)
{
  pktmon_document_go_to (self->document, self->lost_at);
}

static void
pktmon_live_bar_dispose (GObject *object)
{
  PktmonLiveBar *self = PKTMON_LIVE_BAR (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->live != NULL) {
    g_signal_handlers_disconnect_by_data (self->live, self);
    g_signal_handlers_disconnect_by_data (self->document, self);
  }
  g_clear_object (&self->live);
  g_clear_object (&self->document);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pktmon_live_bar_parent_class)->dispose (object);
}

static void
pktmon_live_bar_class_init (PktmonLiveBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_live_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/live-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonLiveBar, pause);
  gtk_widget_class_bind_template_child (widget_class, PktmonLiveBar, follow);
  gtk_widget_class_bind_template_child (widget_class, PktmonLiveBar, text);
  gtk_widget_class_bind_template_child (widget_class, PktmonLiveBar, lost_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonLiveBar, lost_content);
  gtk_widget_class_bind_template_callback (widget_class, lost_clicked_cb);
}

static void
pktmon_live_bar_init (PktmonLiveBar *self)
{
  self->lost_at = PKTMON_POSITION_NONE;
  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_actions_describe (GTK_ACTIONABLE (self->pause));
  pktmon_actions_describe (GTK_ACTIONABLE (self->follow));
}

void
pktmon_live_bar_watch (PktmonLiveBar *self, PktmonLive *live, PktmonDocument *document)
{
  g_return_if_fail (PKTMON_IS_LIVE_BAR (self));

  self->live = g_object_ref (live);
  self->document = g_object_ref (document);
  self->timeout = g_timeout_add (LOOK_MS, look_cb, self);
  g_signal_connect_object (live, "state-changed", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "shown-changed", G_CALLBACK (shown_changed_cb), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
}
