/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/filter-status.h"

#include "base/format.h"
#include "base/i18n.h"
#include "ui/message-line.h"

struct _PktmonFilterStatus {
  AdwBin parent_instance;

  PktmonDocument *document;
  gboolean checking;
  GError *error; /* NULL: none */

  GtkLabel *count;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonFilterStatus, pktmon_filter_status, ADW_TYPE_BIN)

/* --- What is wrong --- */

/* NULL: the filter could judge every packet. */
static char *
dup_unjudged_text (PktmonViewFilter *filter)
{
  const char *reason;
  guint64 unjudged = pktmon_view_filter_get_unjudged (filter, &reason);
  g_autofree char *count = pktmon_format_dup_count (unjudged);

  if (unjudged == 0)
    return NULL;
  return g_strdup_printf (
      ngettext ("%s packet could not be judged by the filter and was left out: %s.",
                "%s packets could not be judged by the filter and were left out: %s.",
                (gulong) unjudged),
      count, reason);
}

/* What is wrong with the text matters most. */
static void
update_message (PktmonFilterStatus *self)
{
  PktmonViewFilter *filter = pktmon_document_get_view_filter (self->document);
  const GError *error = self->error;
  g_autofree char *unjudged = NULL;

  if (error == NULL && filter != NULL)
    error = pktmon_view_filter_get_error (filter);
  if (error == NULL && filter != NULL)
    unjudged = dup_unjudged_text (filter);
  if (error != NULL)
    pktmon_message_line_set_error (self->message, error);
  else
    pktmon_message_line_set (self->message, "warning", unjudged);
}

/* --- How many there are --- */

static char *
dup_count (PktmonFilterStatus *self)
{
  PktmonPacketList *list = pktmon_document_get_list (self->document);
  guint64 count = pktmon_store_get_count (pktmon_document_get_store (self->document));
  g_autofree char *some = pktmon_format_dup_count (pktmon_packet_list_get_count (list));
  g_autofree char *all = pktmon_format_dup_count (count);

  return g_strdup_printf (
      ngettext ("%s of %s packet shown", "%s of %s packets shown", (gulong) count), some, all);
}

/* "3 expected drops hidden". */
static char *
dup_expected (guint64 expected)
{
  g_autofree char *count = pktmon_format_dup_count (expected);

  return g_strdup_printf (
      ngettext ("%s expected drop hidden", "%s expected drops hidden", (gulong) expected), count);
}

static char *
dup_counts (PktmonFilterStatus *self)
{
  PktmonViewFilter *filter = pktmon_document_get_view_filter (self->document);
  guint64 n = filter != NULL ? pktmon_view_filter_get_expected (filter) : 0;
  g_autofree char *shown = NULL, *expected = NULL;

  if (pktmon_document_is_narrowed (self->document))
    shown = dup_count (self);
  if (n > 0)
    expected = dup_expected (n);
  if (shown != NULL && expected != NULL)
    return g_strdup_printf ("%s · %s", shown, expected);
  return shown != NULL ? g_steal_pointer (&shown) : g_steal_pointer (&expected);
}

static void
update_count (PktmonFilterStatus *self)
{
  g_autofree char *text =
      self->checking ? g_strdup (_ ("Checking the filter…")) : dup_counts (self);

  gtk_label_set_text (self->count, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->count), text != NULL);
}

static void
update (PktmonFilterStatus *self)
{
  update_count (self);
  update_message (self);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_visible (GTK_WIDGET (self->count)) ||
                              gtk_widget_get_visible (GTK_WIDGET (self->message)));
}

/* --- Life --- */

static void
pktmon_filter_status_dispose (GObject *object)
{
  PktmonFilterStatus *self = PKTMON_FILTER_STATUS (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->document);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (pktmon_filter_status_parent_class)->dispose (object);
}

static void
pktmon_filter_status_class_init (PktmonFilterStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_filter_status_dispose;
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/filter-status.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonFilterStatus, count);
  gtk_widget_class_bind_template_child (widget_class, PktmonFilterStatus, message);
}

static void
pktmon_filter_status_init (PktmonFilterStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
pktmon_filter_status_set_document (PktmonFilterStatus *self, PktmonDocument *document)
{
  g_return_if_fail (PKTMON_IS_FILTER_STATUS (self));
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  g_signal_connect_object (document, "shown-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
pktmon_filter_status_set_checking (PktmonFilterStatus *self, gboolean checking)
{
  g_return_if_fail (PKTMON_IS_FILTER_STATUS (self));

  self->checking = checking;
  update (self);
}

void
pktmon_filter_status_set_error (PktmonFilterStatus *self, const GError *error)
{
  g_return_if_fail (PKTMON_IS_FILTER_STATUS (self));

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  update (self);
}
