/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the user of a window marks packets and comments them, and what he asks of all of them. */
#include "base/i18n.h"
#include "ui/actions.h"
#include "ui/comment-dialog.h"
#include "ui/notes-window.h"
#include "ui/window-private.h"

static PktmonNotes *
get_notes (PktmonWindow *self)
{
  return pktmon_document_get_notes (self->document);
}

void
pktmon_window_refresh_notes (PktmonWindow *self)
{
  static const char *const names[] = { "notes.comment", "notes.comment-capture", "notes.show",
                                       "notes.next",    "notes.previous",        "win.drops" };
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean open = self->document != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (widget, names[i], open);
  gtk_widget_action_set_enabled (widget, "notes.undo",
                                 open && pktmon_notes_can_undo (get_notes (self)));
  gtk_widget_action_set_enabled (widget, "notes.redo",
                                 open && pktmon_notes_can_redo (get_notes (self)));
}

static void
changed_cb (PktmonWindow *self)
{
  pktmon_window_show_title (self);
  pktmon_window_refresh_notes (self);
  pktmon_window_refresh_save (self);
}

/* What of the document's properties is an action. */
static const struct {
  const char *action;
  const char *property;
} toggles[] = {
  { "fold-journeys", "journeys-folded" },
  { "expected-drops", "expected-drops" },
};

static void
offer_toggles (PktmonWindow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (toggles); i++) {
    g_autoptr (GPropertyAction) action =
        g_property_action_new (toggles[i].action, self->document, toggles[i].property);

    g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  }
}

void
pktmon_window_watch_notes (PktmonWindow *self)
{
  g_signal_connect_object (get_notes (self), "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_notes (self), "notify::unsaved", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  offer_toggles (self);
  pktmon_window_refresh_notes (self);
}

/* --- Comments --- */

/* Its button takes back the last change: when there is another one, it has to go. */
static void
commented_cb (PktmonWindow *self, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "notes.undo");
  g_signal_connect_object (get_notes (self), "changed", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
show_dialog (PktmonWindow *self, const PktmonPositions *positions)
{
  PktmonCommentDialog *dialog =
      pktmon_comment_dialog_new (GTK_WINDOW (self), self->document, positions);

  g_signal_connect_object (dialog, "commented", G_CALLBACK (commented_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The packets that are selected, or the one that is looked at. (transfer full) */
static PktmonPositions *
dup_chosen (PktmonWindow *self)
{
  guint64 current = pktmon_document_get_current (self->document);
  PktmonPositions *positions =
      pktmon_packet_selection_dup_positions (pktmon_document_get_selection (self->document));

  if (pktmon_positions_get_count (positions) == 0 && current != PKTMON_POSITION_NONE)
    pktmon_positions_add (positions, current);
  return positions;
}

static void
comment_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);
  g_autoptr (PktmonPositions) positions = dup_chosen (self);

  if (pktmon_positions_get_count (positions) > 0)
    show_dialog (self, positions);
}

static void
comment_capture_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_dialog (PKTMON_WINDOW (widget), NULL);
}

/* --- Going from one to the next --- */

/* The nearest packet with a mark or a comment before or behind the current one, among those that
 * are shown; PKTMON_POSITION_NONE: there is none. */
static guint64
find_noted (PktmonWindow *self, gboolean forward)
{
  const PktmonPositions *shown =
      pktmon_packet_list_get_positions (pktmon_document_get_list (self->document));
  guint64 current = pktmon_document_get_current (self->document);
  g_autoptr (PktmonPositions) noted =
      pktmon_positions_copy (pktmon_notes_get_marked (get_notes (self)));

  pktmon_positions_unite (noted, pktmon_notes_get_commented (get_notes (self)));
  if (shown != NULL)
    pktmon_positions_intersect (noted, shown);
  if (forward)
    return pktmon_positions_get_next (noted, current != PKTMON_POSITION_NONE ? current + 1 : 0);
  if (current == 0 || current == PKTMON_POSITION_NONE)
    return PKTMON_POSITION_NONE;
  return pktmon_positions_get_previous (noted, current - 1);
}

static void
go (PktmonWindow *self, gboolean forward)
{
  guint64 position = find_noted (self, forward);

  if (position != PKTMON_POSITION_NONE)
    pktmon_document_go_to (self->document, position);
  else
    adw_toast_overlay_add_toast (
        self->toasts, adw_toast_new (forward ? _ ("No marks or comments below this packet")
                                             : _ ("No marks or comments above this packet")));
}

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (PKTMON_WINDOW (widget), TRUE);
}

static void
previous_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (PKTMON_WINDOW (widget), FALSE);
}

/* One for each document: another one replaces it. */
static void
show_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);

  if (self->notes_window == NULL)
    g_set_weak_pointer (&self->notes_window,
                        pktmon_notes_window_new (GTK_WINDOW (self), self->document));
  gtk_window_present (GTK_WINDOW (self->notes_window));
}

static void
show_drops_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);

  if (self->drops_window == NULL)
    g_set_weak_pointer (&self->drops_window,
                        pktmon_drops_window_new (GTK_WINDOW (self), self->document));
  gtk_window_present (GTK_WINDOW (self->drops_window));
}

void
pktmon_window_close_notes (PktmonWindow *self)
{
  if (self->notes_window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->notes_window));
  if (self->drops_window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->drops_window));
  for (gsize i = 0; i < G_N_ELEMENTS (toggles); i++)
    g_action_map_remove_action (G_ACTION_MAP (self), toggles[i].action);
  g_signal_handlers_disconnect_by_data (get_notes (self), self);
}

/* --- Taking back --- */

/* Who types takes back what was typed. */
static gboolean
is_typing (PktmonWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  return focus != NULL && GTK_IS_EDITABLE (focus);
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (!is_typing (PKTMON_WINDOW (widget)))
    pktmon_notes_undo (get_notes (PKTMON_WINDOW (widget)));
}

static void
redo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (!is_typing (PKTMON_WINDOW (widget)))
    pktmon_notes_redo (get_notes (PKTMON_WINDOW (widget)));
}

void
pktmon_window_install_note_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "notes.comment", NULL, comment_cb);
  gtk_widget_class_install_action (klass, "notes.comment-capture", NULL, comment_capture_cb);
  gtk_widget_class_install_action (klass, "notes.show", NULL, show_cb);
  gtk_widget_class_install_action (klass, "win.drops", NULL, show_drops_cb);
  gtk_widget_class_install_action (klass, "notes.next", NULL, next_cb);
  gtk_widget_class_install_action (klass, "notes.previous", NULL, previous_cb);
  gtk_widget_class_install_action (klass, "notes.undo", NULL, undo_cb);
  gtk_widget_class_install_action (klass, "notes.redo", NULL, redo_cb);
  /* Text entries have keys of their own for some of these: they come first. */
  pktmon_actions_bind_class (klass, "notes.");
}
