/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/constraint-bar.h"

#include "base/i18n.h"
#include "constraint/remote-session.h"
#include "ui/actions.h"
#include "ui/constraint-chip.h"
#include "ui/constraint-dialog.h"
#include "ui/constraint-paste.h"
#include "ui/message-line.h"

struct _PktmonConstraintBar {
  AdwBin parent_instance;

  PktmonConstraintList *list;
  PktmonConstraintPurpose purpose;
  PktmonStore *store;    /* NULL: none */
  GCancellable *pasting; /* NULL: nothing is */
  AdwToast *toast;       /* the last one, while it is shown; weak */

  GtkMenuButton *button;
  GtkLabel *nothing;
  GtkScrolledWindow *scrolled;
  GtkBox *chips;
  GtkButton *add;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonConstraintBar, pktmon_constraint_bar, ADW_TYPE_BIN)

/* --- Chips --- */

static GtkWidget *
get_chip (PktmonConstraintBar *self, guint position)
{
  GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips));

  for (; chip != NULL && position > 0; position--)
    chip = gtk_widget_get_next_sibling (chip);
  return chip;
}

static void
show_state (PktmonConstraintBar *self)
{
  gboolean any = pktmon_constraint_list_get_size (self->list) > 0;
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_set_visible (GTK_WIDGET (self->nothing), !any);
  gtk_widget_set_visible (GTK_WIDGET (self->scrolled), any);
  gtk_widget_set_visible (widget, any || self->purpose == PKTMON_CONSTRAINTS_CAPTURED);
  gtk_widget_action_set_enabled (widget, "constraints.remove-all", any);
  gtk_widget_action_set_enabled (widget, "constraints.disable-all",
                                 pktmon_constraint_list_count_enabled (self->list) > 0);
  pktmon_message_line_set (self->message, "error", NULL);
  /* What can be taken back is only what was done last. */
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
}

/* What had the focus may go. */
static void
items_changed_cb (PktmonConstraintBar *self, guint position, guint removed, guint added)
{
  GtkWidget *before = position > 0 ? get_chip (self, position - 1) : NULL;

  for (; removed > 0; removed--)
    gtk_box_remove (self->chips, get_chip (self, position));
  for (guint i = position; i < position + added; i++) {
    g_autoptr (PktmonConstraintItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);
    GtkWidget *chip = pktmon_constraint_chip_new (self->list, item);

    gtk_box_insert_child_after (self->chips, chip, before);
    before = chip;
  }
}

static void
focus_chip (PktmonConstraintBar *self, guint position)
{
  guint n = pktmon_constraint_list_get_size (self->list);
  GtkWidget *chip = get_chip (self, MIN (position, n > 0 ? n - 1 : 0));

  if (chip != NULL)
    gtk_widget_grab_focus (chip);
  else if (gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
  else
    gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))),
                            GTK_DIR_TAB_FORWARD);
}

/* --- Saying what was done, and taking it back --- */

/* What the list was before. */
typedef struct {
  PktmonConstraintList *list;
  GPtrArray *before;
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_object_unref (undo->list);
  g_ptr_array_unref (undo->before);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast, Undo *undo)
{
  pktmon_constraint_list_set_all (undo->list, undo->before);
}

/* @before: (transfer full) */
static void
show_toast (PktmonConstraintBar *self, const char *title, GPtrArray *before)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast = adw_toast_new (title);
  Undo *undo = g_new0 (Undo, 1);

  undo->list = g_object_ref (self->list);
  undo->before = before;
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, undo_free, 0);
  g_set_weak_pointer (&self->toast, toast);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

/* --- Adding --- */

static void
show_dialog (PktmonConstraintBar *self, PktmonConstraintItem *item)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  gtk_window_present (
      GTK_WINDOW (pktmon_constraint_dialog_new (window, self->list, item, self->store)));
}

void
pktmon_constraint_bar_ask (PktmonConstraintBar *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PKTMON_IS_CONSTRAINT_BAR (self));

  if (pktmon_constraint_list_check_room (self->list, &error))
    show_dialog (self, NULL);
  else
    pktmon_message_line_set_error (self->message, error);
}

static const char *
get_added_title (PktmonConstraintBar *self, const PktmonConstraint *constraint)
{
  gboolean excluding = pktmon_constraint_is_excluding (constraint);

  if (self->purpose == PKTMON_CONSTRAINTS_CAPTURED)
    return excluding ? _ ("No longer captured") : _ ("What is captured was constrained");
  return excluding ? _ ("No longer shown") : _ ("What is shown was constrained");
}

/* As many as there is room for. */
static void
add_all (PktmonConstraintBar *self, GPtrArray *constraints)
{
  g_autoptr (GPtrArray) before = pktmon_constraint_list_dup_all (self->list);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  while (n < constraints->len &&
         pktmon_constraint_list_append (self->list, g_ptr_array_index (constraints, n), &error))
    n++;
  if (n > 0)
    show_toast (self, get_added_title (self, g_ptr_array_index (constraints, 0)),
                g_steal_pointer (&before));
  if (error != NULL)
    pktmon_message_line_set_error (self->message, error);
}

void
pktmon_constraint_bar_add (PktmonConstraintBar *self, PktmonConstraint *constraint)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new();

  g_return_if_fail (PKTMON_IS_CONSTRAINT_BAR (self));

  g_ptr_array_add (one, constraint);
  add_all (self, one);
}

static void
add_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_constraint_bar_ask (PKTMON_CONSTRAINT_BAR (widget));
}

static void
exclude_session_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GPtrArray) session = pktmon_remote_session_list (NULL);

  add_all (PKTMON_CONSTRAINT_BAR (widget), session);
}

/* --- Pasting --- */

static void
stop_pasting (PktmonConstraintBar *self)
{
  if (self->pasting != NULL)
    g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonConstraintBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pasted = pktmon_constraint_paste_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->pasting);
  if (pasted != NULL)
    add_all (self, pasted);
  else
    pktmon_message_line_set_error (self->message, error);
}

static void
paste_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonConstraintBar *self = PKTMON_CONSTRAINT_BAR (widget);

  stop_pasting (self);
  self->pasting = g_cancellable_new();
  pktmon_constraint_paste_async (widget, self->pasting, pasted_cb, g_object_ref (self));
}

/* --- Changing what there is --- */

static void
edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonConstraintBar *self = PKTMON_CONSTRAINT_BAR (widget);
  g_autoptr (PktmonConstraintItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->list), g_variant_get_uint32 (parameter));

  if (item != NULL)
    show_dialog (self, item);
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonConstraintBar *self = PKTMON_CONSTRAINT_BAR (widget);
  guint position = g_variant_get_uint32 (parameter);
  g_autoptr (GPtrArray) before = pktmon_constraint_list_dup_all (self->list);

  pktmon_constraint_list_remove (self->list, position);
  focus_chip (self, position);
  show_toast (self, _ ("Constraint removed"), g_steal_pointer (&before));
}

static void
remove_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonConstraintBar *self = PKTMON_CONSTRAINT_BAR (widget);
  g_autoptr (GPtrArray) before = pktmon_constraint_list_dup_all (self->list);

  pktmon_constraint_list_set_all (self->list, NULL);
  focus_chip (self, 0);
  show_toast (self, _ ("All constraints removed"), g_steal_pointer (&before));
}

static void
disable_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_constraint_list_disable_all (PKTMON_CONSTRAINT_BAR (widget)->list);
}

/* --- Life --- */

static void
pktmon_constraint_bar_dispose (GObject *object)
{
  PktmonConstraintBar *self = PKTMON_CONSTRAINT_BAR (object);

  stop_pasting (self);
  g_clear_weak_pointer (&self->toast);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->list);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pktmon_constraint_bar_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "constraints.add", NULL, add_cb);
  gtk_widget_class_install_action (klass, "constraints.paste", NULL, paste_cb);
  gtk_widget_class_install_action (klass, "constraints.exclude-session", NULL, exclude_session_cb);
  gtk_widget_class_install_action (klass, "constraints.edit", "u", edit_cb);
  gtk_widget_class_install_action (klass, "constraints.remove", "u", remove_cb);
  gtk_widget_class_install_action (klass, "constraints.remove-all", NULL, remove_all_cb);
  gtk_widget_class_install_action (klass, "constraints.disable-all", NULL, disable_all_cb);
  pktmon_actions_bind_class (klass, "constraints.");
}

static void
pktmon_constraint_bar_class_init (PktmonConstraintBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_constraint_bar_dispose;
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/constraint-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintBar, button);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintBar, nothing);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintBar, scrolled);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintBar, chips);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintBar, add);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintBar, message);
  install_actions (widget_class);
}

static void
pktmon_constraint_bar_init (PktmonConstraintBar *self)
{
  g_autoptr (GPtrArray) session = pktmon_remote_session_list (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "constraints.exclude-session",
                                 session->len > 0);
}

static void
set_purpose (PktmonConstraintBar *self, PktmonConstraintPurpose purpose)
{
  gboolean captured = purpose == PKTMON_CONSTRAINTS_CAPTURED;
  const char *title =
      captured ? _ ("Constraints on What Is Captured") : _ ("Constraints on What Is Shown");

  self->purpose = purpose;
  gtk_widget_set_visible (GTK_WIDGET (self->add), captured);
  gtk_menu_button_set_label (self->button, captured ? _ ("Captured") : _ ("Shown"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), title);
  gtk_label_set_text (self->nothing,
                      captured ? _ ("Everything is captured") : _ ("Everything is shown"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chips), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
}

void
pktmon_constraint_bar_set_list (PktmonConstraintBar *self, PktmonConstraintList *list,
                                PktmonConstraintPurpose purpose, PktmonStore *store)
{
  g_return_if_fail (PKTMON_IS_CONSTRAINT_BAR (self));
  g_return_if_fail (self->list == NULL);

  self->list = g_object_ref (list);
  self->store = store != NULL ? g_object_ref (store) : NULL;
  set_purpose (self, purpose);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  items_changed_cb (self, 0, 0, pktmon_constraint_list_get_size (list));
  show_state (self);
}
