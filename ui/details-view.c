/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/details-view.h"

#include <adwaita.h>

#include "base/error.h"
#include "probe/point.h"
#include "ui/field-view.h"
#include "ui/hex-view.h"
#include "ui/journey-view.h"
#include "ui/packet-reader.h"
#include "ui/paned-position.h"
#include "ui/settings.h"

/* From this width on, in pixels, fields and bytes stand beside each other. */
#define WIDE 900
/* What the fields should have of that at least. */
#define FIELDS_WIDTH 320
/* Room for the handle between them. */
#define HANDLE 8

/* Where the position of the handle between them is remembered, by orientation. */
static const char *const position_keys[] = {
  [GTK_ORIENTATION_HORIZONTAL] = PKTMON_SETTING_FIELDS_WIDTH,
  [GTK_ORIENTATION_VERTICAL] = PKTMON_SETTING_FIELDS_HEIGHT,
};

struct _PktmonDetailsView {
  GtkWidget parent_instance;

  PktmonDocument *document;
  PktmonPacketReader *reader;
  PktmonNoteEdits *shown; /* that were asked for with the packet; held by the reader */
  GSettings *settings;

  GtkStack *stack;
  AdwStatusPage *failure;
  GtkPaned *paned;
  PktmonFieldView *fields;
  PktmonHexView *bytes;
  GtkWidget *switcher; /* between these and the journey */
  GtkStack *views;
  PktmonJourneyView *journey;
};

G_DEFINE_FINAL_TYPE (PktmonDetailsView, pktmon_details_view, GTK_TYPE_WIDGET)

/* --- The packet --- */

static void
show_failure (PktmonDetailsView *self, const GError *error)
{
  g_autofree char *what = pktmon_error_dup_what (error);

  adw_status_page_set_title (self->failure, what);
  adw_status_page_set_description (self->failure, pktmon_error_get_advice (error));
  gtk_stack_set_visible_child_name (self->stack, "failure");
}

static void
clear (PktmonDetailsView *self)
{
  pktmon_field_view_take_packet (self->fields, NULL, NULL);
  pktmon_hex_view_set_bytes (self->bytes, NULL);
}

static void
show_chosen (PktmonDetailsView *self)
{
  gboolean journey = gtk_widget_get_visible (self->switcher) &&
                     g_settings_get_boolean (self->settings, PKTMON_SETTING_JOURNEY_VISIBLE);

  gtk_stack_set_visible_child_name (self->views, journey ? "journey" : "fields");
}

static void
chosen_cb (PktmonDetailsView *self)
{
  if (gtk_widget_get_visible (self->switcher))
    g_settings_set_boolean (self->settings, PKTMON_SETTING_JOURNEY_VISIBLE,
                            g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "journey") ==
                                0);
}

/* Whoever has seen one packet of the network stack may look at journeys from then on. */
static void
offer_journey (PktmonDetailsView *self, guint64 position)
{
  PktmonStore *store = pktmon_document_get_store (self->document);
  const PktmonInterface *interface = pktmon_directory_get_interface (
      pktmon_store_get_directory (store), pktmon_store_get_interface (store, position));

  if (gtk_widget_get_visible (self->switcher) || interface == NULL ||
      pktmon_point_find_source (interface->name) == PKTMON_N_POINTS)
    return;
  gtk_widget_set_visible (self->switcher, TRUE);
  show_chosen (self);
}

static void
done_cb (PktmonDetailsView *self)
{
  g_autoptr (PktmonReadPacket) packet = pktmon_packet_reader_take (self->reader);

  if (packet->error != NULL) {
    clear (self);
    show_failure (self, packet->error);
    return;
  }
  offer_journey (self, packet->position);
  pktmon_hex_view_set_bytes (self->bytes, packet->bytes);
  pktmon_field_view_take_packet (self->fields, g_steal_pointer (&packet->tree), packet->bytes);
  gtk_stack_set_visible_child_name (self->stack, "packet");
}

/* Nothing is read while nobody looks. */
static void
update (PktmonDetailsView *self)
{
  guint64 current = pktmon_document_get_current (self->document);
  PktmonNoteEdits *edits = pktmon_notes_get_edits (pktmon_document_get_notes (self->document));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  pktmon_packet_reader_ask (self->reader, current, edits);
  self->shown = edits;
  if (current == PKTMON_POSITION_NONE) {
    clear (self);
    gtk_stack_set_visible_child_name (self->stack, "empty");
  }
}

/* The notes change with the file, too, as it is loaded. */
static void
notes_changed_cb (PktmonDetailsView *self)
{
  if (self->shown != pktmon_notes_get_edits (pktmon_document_get_notes (self->document)))
    update (self);
}

/* --- Fields and bytes --- */

static void
selected_cb (PktmonDetailsView *self)
{
  const PktmonField *field = pktmon_field_view_get_selected (self->fields);
  PktmonHexRange range = { 0 };

  if (field != NULL)
    range = (PktmonHexRange){ field->offset, field->length };
  pktmon_hex_view_set_highlight (self->bytes, range);
}

static void
picked_cb (PktmonDetailsView *self, guint64 offset)
{
  pktmon_field_view_select_byte (self->fields, (gsize) offset);
}

static void
filter_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  pktmon_document_set_filter_finish (PKTMON_DOCUMENT (source), result, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("%s", error->message);
}

static void
filter_cb (PktmonDetailsView *self, const char *text)
{
  pktmon_document_set_filter (self->document, text, filter_set_cb, NULL);
}

/* --- Room --- */

/* Who gets room that is added, and gives what is taken: the fields, and where the bytes are below
 * them, both. */
static void
share_room (PktmonDetailsView *self)
{
  GtkOrientation orientation = gtk_orientable_get_orientation (GTK_ORIENTABLE (self->paned));

  gtk_paned_set_resize_start_child (self->paned, TRUE);
  gtk_paned_set_resize_end_child (self->paned, orientation == GTK_ORIENTATION_VERTICAL);
}

static void
turn (PktmonDetailsView *self, GtkOrientation orientation)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->paned), orientation);
  pktmon_paned_position_remember (self->paned, self->settings, position_keys[orientation]);
  share_room (self);
  /* A paned takes a position to be for the size that it had the last time, in the other direction,
   * unless only its end grows. */
  if (g_settings_get_int (self->settings, position_keys[orientation]) >= 0) {
    gtk_paned_set_resize_start_child (self->paned, FALSE);
    gtk_paned_set_resize_end_child (self->paned, TRUE);
  }
}

/* The bytes get the room they need for all columns, or for half of them where the fields would have
 * too little. */
static void
suggest_position (PktmonDetailsView *self, int width)
{
  int half, all;

  gtk_widget_measure (GTK_WIDGET (self->bytes), GTK_ORIENTATION_HORIZONTAL, -1, &half, &all, NULL,
                      NULL);
  pktmon_paned_position_suggest (self->paned,
                                 width - HANDLE - (width - all >= FIELDS_WIDTH ? all : half));
}

static void
pktmon_details_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (PKTMON_DETAILS_VIEW (widget)->stack), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
pktmon_details_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PktmonDetailsView *self = PKTMON_DETAILS_VIEW (widget);
  GtkOrientation orientation =
      width >= WIDE ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;

  if (orientation != gtk_orientable_get_orientation (GTK_ORIENTABLE (self->paned)))
    turn (self, orientation);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    suggest_position (self, width);
  gtk_widget_allocate (GTK_WIDGET (self->stack), width, height, baseline, NULL);
  share_room (self);
}

/* --- Object --- */

static void
pktmon_details_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pktmon_details_view_parent_class)->map (widget);
  update (PKTMON_DETAILS_VIEW (widget));
}

static void
pktmon_details_view_dispose (GObject *object)
{
  PktmonDetailsView *self = PKTMON_DETAILS_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PKTMON_TYPE_DETAILS_VIEW);
  g_clear_object (&self->reader);
  g_clear_object (&self->document);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pktmon_details_view_parent_class)->dispose (object);
}

static void
pktmon_details_view_class_init (PktmonDetailsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_details_view_dispose;
  widget_class->measure = pktmon_details_view_measure;
  widget_class->size_allocate = pktmon_details_view_size_allocate;
  widget_class->map = pktmon_details_view_map;

  g_type_ensure (PKTMON_TYPE_FIELD_VIEW);
  g_type_ensure (PKTMON_TYPE_HEX_VIEW);
  g_type_ensure (PKTMON_TYPE_JOURNEY_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/details-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonDetailsView, stack);
  gtk_widget_class_bind_template_child (widget_class, PktmonDetailsView, failure);
  gtk_widget_class_bind_template_child (widget_class, PktmonDetailsView, paned);
  gtk_widget_class_bind_template_child (widget_class, PktmonDetailsView, fields);
  gtk_widget_class_bind_template_child (widget_class, PktmonDetailsView, bytes);
  gtk_widget_class_bind_template_child (widget_class, PktmonDetailsView, switcher);
  gtk_widget_class_bind_template_child (widget_class, PktmonDetailsView, views);
  gtk_widget_class_bind_template_child (widget_class, PktmonDetailsView, journey);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
}

static void
pktmon_details_view_init (PktmonDetailsView *self)
{
  self->settings = pktmon_settings_new();
  gtk_widget_init_template (GTK_WIDGET (self));
  turn (self, GTK_ORIENTATION_HORIZONTAL);
  g_signal_connect_object (self->settings, "changed::" PKTMON_SETTING_JOURNEY_VISIBLE,
                           G_CALLBACK (show_chosen), self, G_CONNECT_SWAPPED);
}

PktmonDetailsView *
pktmon_details_view_new (PktmonDocument *document)
{
  PktmonDetailsView *self = g_object_new (PKTMON_TYPE_DETAILS_VIEW, NULL);

  self->document = g_object_ref (document);
  self->reader = pktmon_packet_reader_new (pktmon_document_get_store (document));
  pktmon_journey_view_set_document (self->journey, document);
  g_signal_connect_object (self->reader, "done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::current", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pktmon_document_get_notes (document), "changed",
                           G_CALLBACK (notes_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
