/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/notes-window.h"

#include "base/i18n.h"
#include "ui/note-list.h"
#include "ui/note-row.h"
#include "ui/note-text.h"
#include "ui/packet-rows.h"

struct _PktmonNotesWindow {
  AdwWindow parent_instance;

  PktmonDocument *document;
  PktmonPacketRows *packets;
  PktmonNoteList *list;
  guint64 hidden; /* the packet that was chosen, and is not shown */

  AdwWindowTitle *title;
  GtkSearchEntry *entry;
  GtkLabel *capture;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListView *view;
};

G_DEFINE_FINAL_TYPE (PktmonNotesWindow, pktmon_notes_window, ADW_TYPE_WINDOW)

/* --- What is shown --- */

static void
show_counts (PktmonNotesWindow *self)
{
  g_autofree char *text = pktmon_note_text_dup_counts (pktmon_document_get_notes (self->document));

  adw_window_title_set_subtitle (self->title, text != NULL ? text : "");
}

static void
show_capture_comment (PktmonNotesWindow *self)
{
  g_autofree char *comment =
      pktmon_notes_dup_capture_comment (pktmon_document_get_notes (self->document));

  gtk_label_set_text (self->capture, comment != NULL ? comment : "");
  gtk_widget_set_visible (GTK_WIDGET (self->capture), comment != NULL);
}

static void
show_page (PktmonNotesWindow *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  gboolean searching = *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';

  if (any || pktmon_note_list_is_busy (self->list))
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    gtk_stack_set_visible_child_name (self->stack, searching ? "nothing" : "none");
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, pktmon_note_row_new());
}

static void
show_packet (PktmonNotesWindow *self, PktmonNoteRow *row, guint64 position)
{
  pktmon_note_row_show (row, pktmon_document_get_notes (self->document), self->packets, position);
}

static void
bind_cb (PktmonNotesWindow *self, GtkListItem *item)
{
  show_packet (self, PKTMON_NOTE_ROW (gtk_list_item_get_child (item)),
               pktmon_note_item_get_position (gtk_list_item_get_item (item)));
}

/* Rows that stay may have other notes. */
static void
refresh_rows (PktmonNotesWindow *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *row = gtk_widget_get_first_child (child);

    if (row != NULL && PKTMON_IS_NOTE_ROW (row))
      show_packet (self, PKTMON_NOTE_ROW (row),
                   pktmon_note_row_get_position (PKTMON_NOTE_ROW (row)));
  }
}

static void
notes_changed_cb (PktmonNotesWindow *self)
{
  show_counts (self);
  show_capture_comment (self);
  refresh_rows (self);
}

/* --- Going there --- */

static void
show_all_cb (PktmonNotesWindow *self)
{
  pktmon_document_show_all (self->document);
  pktmon_document_await (self->document, self->hidden);
}

static void
tell_hidden (PktmonNotesWindow *self, guint64 position)
{
  AdwToast *toast = adw_toast_new (_ ("This packet is not among those that are shown."));

  self->hidden = position;
  adw_toast_set_button_label (toast, _ ("Show All Packets"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (show_all_cb), self,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
go_to_row (PktmonNotesWindow *self, guint row)
{
  g_autoptr (PktmonNoteItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), row);
  guint64 position;
  guint shown;

  if (item == NULL)
    return;
  position = pktmon_note_item_get_position (item);
  if (pktmon_packet_list_find (pktmon_document_get_list (self->document), position, &shown))
    pktmon_document_go_to (self->document, position);
  else
    tell_hidden (self, position);
}

static void
activate_cb (PktmonNotesWindow *self, guint row)
{
  go_to_row (self, row);
}

/* --- Looking for a text --- */

static void
search_changed_cb (PktmonNotesWindow *self)
{
  pktmon_note_list_set_text (self->list, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
entered_cb (PktmonNotesWindow *self)
{
  go_to_row (self, 0);
}

static void
stop_search_cb (PktmonNotesWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* --- Life --- */

static void
pktmon_notes_window_dispose (GObject *object)
{
  PktmonNotesWindow *self = PKTMON_NOTES_WINDOW (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->packets, pktmon_packet_rows_free);
  g_clear_object (&self->list);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_notes_window_parent_class)->dispose (object);
}

static void
pktmon_notes_window_class_init (PktmonNotesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_notes_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/notes-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonNotesWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PktmonNotesWindow, entry);
  gtk_widget_class_bind_template_child (widget_class, PktmonNotesWindow, capture);
  gtk_widget_class_bind_template_child (widget_class, PktmonNotesWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PktmonNotesWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PktmonNotesWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
pktmon_notes_window_init (PktmonNotesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PktmonNotesWindow *
pktmon_notes_window_new (GtkWindow *parent, PktmonDocument *document)
{
  PktmonNotesWindow *self = g_object_new (PKTMON_TYPE_NOTES_WINDOW, "transient-for", parent, NULL);
  PktmonNotes *notes = pktmon_document_get_notes (document);
  g_autoptr (GtkSingleSelection) selection = NULL;

  self->document = g_object_ref (document);
  self->packets = pktmon_packet_rows_new (pktmon_document_get_store (document));
  self->list = pktmon_note_list_new (pktmon_document_get_store (document), notes);
  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (notes, "changed", G_CALLBACK (notes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::busy", G_CALLBACK (show_page), self,
                           G_CONNECT_SWAPPED);
  show_counts (self);
  show_capture_comment (self);
  show_page (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  return self;
}
