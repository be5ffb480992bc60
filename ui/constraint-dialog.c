/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/constraint-dialog.h"

#include "base/i18n.h"
#include "constraint/draft.h"
#include "ui/constraint-entry.h"
#include "ui/constraint-preview.h"
#include "ui/constraint-toggles.h"
#include "ui/message-line.h"

struct _PktmonConstraintDialog {
  AdwWindow parent_instance;

  PktmonConstraintList *list;
  PktmonConstraintItem *item; /* NULL: a new one */
  PktmonConstraintDraft *draft;

  GtkButton *apply;
  GtkBox *form;
  PktmonConstraintEntry *name;
  GtkSwitch *exclude;
  GtkSwitch *enabled;
  GtkSwitch *heartbeat;
  PktmonConstraintPreview *preview;
  PktmonMessageLine *refusal;
};

G_DEFINE_FINAL_TYPE (PktmonConstraintDialog, pktmon_constraint_dialog, ADW_TYPE_WINDOW)

/* The one that is edited may have been removed meanwhile. */
static gboolean
put (PktmonConstraintDialog *self, PktmonConstraint *constraint, GError **error)
{
  guint position;

  if (self->item == NULL || !pktmon_constraint_list_find (self->list, self->item, &position))
    return pktmon_constraint_list_append (self->list, constraint, error);
  pktmon_constraint_list_replace (self->list, position, constraint);
  return TRUE;
}

static void
apply_cb (PktmonConstraintDialog *self)
{
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_draft_dup_constraint (self->draft);
  g_autoptr (GError) error = NULL;

  if (constraint == NULL)
    return;
  if (put (self, constraint, &error))
    gtk_window_close (GTK_WINDOW (self));
  else
    pktmon_message_line_set_error (self->refusal, error);
}

/* --- Life --- */

static void
pktmon_constraint_dialog_dispose (GObject *object)
{
  PktmonConstraintDialog *self = PKTMON_CONSTRAINT_DIALOG (object);

  g_clear_object (&self->draft);
  g_clear_object (&self->item);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (pktmon_constraint_dialog_parent_class)->dispose (object);
}

static void
pktmon_constraint_dialog_class_init (PktmonConstraintDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_constraint_dialog_dispose;
  g_type_ensure (PKTMON_TYPE_CONSTRAINT_ENTRY);
  g_type_ensure (PKTMON_TYPE_CONSTRAINT_PREVIEW);
  g_type_ensure (PKTMON_TYPE_CONSTRAINT_TOGGLES);
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/constraint-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintDialog, apply);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintDialog, form);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintDialog, name);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintDialog, exclude);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintDialog, enabled);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintDialog, heartbeat);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintDialog, refusal);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pktmon_constraint_dialog_init (PktmonConstraintDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Gives the draft to every field below @widget. */
static void
bind_fields (PktmonConstraintDialog *self, GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (PKTMON_IS_CONSTRAINT_ENTRY (child))
      pktmon_constraint_entry_set_draft (PKTMON_CONSTRAINT_ENTRY (child), self->draft);
    else if (PKTMON_IS_CONSTRAINT_TOGGLES (child))
      pktmon_constraint_toggles_set_draft (PKTMON_CONSTRAINT_TOGGLES (child), self->draft);
    else
      bind_fields (self, child);
}

static void
bind_draft (PktmonConstraintDialog *self)
{
  const GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;

  bind_fields (self, GTK_WIDGET (self->form));
  g_object_bind_property (self->draft, "exclude", self->exclude, "active", both);
  g_object_bind_property (self->draft, "heartbeat", self->heartbeat, "active", both);
  g_object_bind_property (self->draft, "disabled", self->enabled, "active",
                          both | G_BINDING_INVERT_BOOLEAN);
  g_object_bind_property (self->draft, "valid", self->apply, "sensitive", G_BINDING_SYNC_CREATE);
}

PktmonConstraintDialog *
pktmon_constraint_dialog_new (GtkWindow *parent, PktmonConstraintList *list,
                              PktmonConstraintItem *item, PktmonStore *store)
{
  PktmonConstraintDialog *self =
      g_object_new (PKTMON_TYPE_CONSTRAINT_DIALOG, "transient-for", parent, NULL);

  self->list = g_object_ref (list);
  self->item = item != NULL ? g_object_ref (item) : NULL;
  self->draft = pktmon_constraint_draft_new (
      item != NULL ? pktmon_constraint_item_get_constraint (item) : NULL);
  gtk_window_set_title (GTK_WINDOW (self),
                        item != NULL ? _ ("Edit Constraint") : _ ("New Constraint"));
  gtk_button_set_label (self->apply, item != NULL ? _ ("_Apply") : _ ("_Add"));
  bind_draft (self);
  pktmon_constraint_preview_set_draft (self->preview, self->draft, store);
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
  return self;
}
