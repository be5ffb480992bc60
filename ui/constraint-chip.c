/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/constraint-chip.h"

#include "base/format.h"
#include "base/i18n.h"
#include "ui/actions.h"

struct _PktmonConstraintChip {
  GtkWidget parent_instance;

  PktmonConstraintList *list;
  PktmonConstraintItem *item;

  GtkPopover *menu;
  GtkCheckButton *enabled;
  GtkImage *excluding;
  GtkLabel *text;
  GtkLabel *hits;
  GtkButton *remove;
};

G_DEFINE_FINAL_TYPE (PktmonConstraintChip, pktmon_constraint_chip, GTK_TYPE_WIDGET)

static PktmonConstraint *
get_constraint (PktmonConstraintChip *self)
{
  return pktmon_constraint_item_get_constraint (self->item);
}

/* --- What it shows --- */

/* What it asks for; the switches have marks of their own, and a name stands for all of it. */
static char *
dup_title (const PktmonConstraint *constraint)
{
  g_auto (PktmonConstraintFields) fields = { 0 };
  g_autoptr (PktmonConstraint) plain = NULL;

  pktmon_constraint_fields_copy (&fields, pktmon_constraint_get_fields (constraint));
  if (fields.name != NULL)
    return g_strdup (fields.name);
  pktmon_constraint_fields_unset (&fields, PKTMON_CONSTRAINT_EXCLUDE);
  pktmon_constraint_fields_unset (&fields, PKTMON_CONSTRAINT_DISABLED);
  plain = pktmon_constraint_new_fields (&fields, NULL);
  g_assert (plain != NULL);
  return pktmon_constraint_dup_text (plain);
}

/* "Web, excluding, disabled, 1,204" */
static char *
dup_spoken (PktmonConstraintChip *self, const char *title)
{
  const PktmonConstraint *constraint = get_constraint (self);
  const char *hits = gtk_label_get_text (self->hits);
  g_autoptr (GString) spoken = g_string_new (title);

  if (pktmon_constraint_is_excluding (constraint))
    g_string_append_printf (spoken, ", %s", _ ("excluding"));
  if (!pktmon_constraint_is_enabled (constraint))
    g_string_append_printf (spoken, ", %s", _ ("disabled"));
  if (*hits != '\0')
    g_string_append_printf (spoken, ", %s", hits);
  return g_strdup (spoken->str);
}

static void
describe (PktmonConstraintChip *self)
{
  g_autofree char *title = dup_title (get_constraint (self));
  g_autofree char *spoken = dup_spoken (self, title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void toggled_cb (PktmonConstraintChip *self);

static void
show_constraint (PktmonConstraintChip *self)
{
  const PktmonConstraint *constraint = get_constraint (self);
  gboolean enabled = pktmon_constraint_is_enabled (constraint);
  g_autofree char *text = pktmon_constraint_dup_text (constraint);
  g_autofree char *title = dup_title (constraint);

  gtk_label_set_text (self->text, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text), text);
  gtk_widget_set_visible (GTK_WIDGET (self->excluding),
                          pktmon_constraint_is_excluding (constraint));
  g_signal_handlers_block_by_func (self->enabled, toggled_cb, self);
  gtk_check_button_set_active (self->enabled, enabled);
  g_signal_handlers_unblock_by_func (self->enabled, toggled_cb, self);
  if (enabled)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "disabled");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "disabled");
  describe (self);
}

/* A label that gets a text is laid out again, even if it is the same. */
static void
show_hits (PktmonConstraintChip *self)
{
  guint64 hits = pktmon_constraint_item_get_hits (self->item);
  g_autofree char *text =
      hits != PKTMON_HITS_UNKNOWN ? pktmon_format_dup_count (hits) : g_strdup ("");

  if (g_str_equal (gtk_label_get_text (self->hits), text))
    return;
  gtk_label_set_text (self->hits, text);
  gtk_widget_set_visible (GTK_WIDGET (self->hits), *text != '\0');
  describe (self);
}

/* --- Actions --- */

static void
set_switch (PktmonConstraintChip *self, PktmonConstraintField field, gboolean on)
{
  guint position;

  if (pktmon_constraint_list_find (self->list, self->item, &position))
    pktmon_constraint_list_set_switch (self->list, position, field, on);
}

static void
toggled_cb (PktmonConstraintChip *self)
{
  set_switch (self, PKTMON_CONSTRAINT_DISABLED, !gtk_check_button_get_active (self->enabled));
}

static void
toggle_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonConstraintChip *self = PKTMON_CONSTRAINT_CHIP (widget);

  set_switch (self, PKTMON_CONSTRAINT_DISABLED,
              pktmon_constraint_is_enabled (get_constraint (self)));
}

static void
exclude_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonConstraintChip *self = PKTMON_CONSTRAINT_CHIP (widget);

  set_switch (self, PKTMON_CONSTRAINT_EXCLUDE,
              !pktmon_constraint_is_excluding (get_constraint (self)));
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text =
      pktmon_constraint_dup_text (get_constraint (PKTMON_CONSTRAINT_CHIP (widget)));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
ask (PktmonConstraintChip *self, const char *action)
{
  guint position;

  if (pktmon_constraint_list_find (self->list, self->item, &position))
    gtk_widget_activate_action (GTK_WIDGET (self), action, "u", position);
}

static void
edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (PKTMON_CONSTRAINT_CHIP (widget), "constraints.edit");
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (PKTMON_CONSTRAINT_CHIP (widget), "constraints.remove");
}

static void
open_menu (PktmonConstraintChip *self, double x, double y)
{
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_menu (PKTMON_CONSTRAINT_CHIP (widget), 0, gtk_widget_get_height (widget));
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, PktmonConstraintChip *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  ask (self, "constraints.edit");
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y,
                 PktmonConstraintChip *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  open_menu (self, x, y);
}

/* --- Life --- */

static void
pktmon_constraint_chip_dispose (GObject *object)
{
  PktmonConstraintChip *self = PKTMON_CONSTRAINT_CHIP (object);

  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  while (gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_unparent (gtk_widget_get_first_child (GTK_WIDGET (self)));
  g_clear_object (&self->item);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (pktmon_constraint_chip_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "constraint.edit", NULL, edit_cb);
  gtk_widget_class_install_action (klass, "constraint.toggle", NULL, toggle_cb);
  gtk_widget_class_install_action (klass, "constraint.exclude", NULL, exclude_cb);
  gtk_widget_class_install_action (klass, "constraint.copy", NULL, copy_cb);
  gtk_widget_class_install_action (klass, "constraint.remove", NULL, remove_cb);
  gtk_widget_class_install_action (klass, "constraint.menu", NULL, menu_cb);
  pktmon_actions_bind_class (klass, "constraint.");
}

static void
pktmon_constraint_chip_class_init (PktmonConstraintChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_constraint_chip_dispose;
  gtk_widget_class_set_css_name (widget_class, "chip");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/constraint-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintChip, menu);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintChip, enabled);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintChip, excluding);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintChip, text);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintChip, hits);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintChip, remove);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
  install_actions (widget_class);
}

static void
pktmon_constraint_chip_init (PktmonConstraintChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->hits), FALSE);
  pktmon_actions_describe (GTK_ACTIONABLE (self->remove));
}

GtkWidget *
pktmon_constraint_chip_new (PktmonConstraintList *list, PktmonConstraintItem *item)
{
  PktmonConstraintChip *self = g_object_new (PKTMON_TYPE_CONSTRAINT_CHIP, NULL);

  self->list = g_object_ref (list);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify::constraint", G_CALLBACK (show_constraint), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::hits", G_CALLBACK (show_hits), self, G_CONNECT_SWAPPED);
  show_hits (self);
  show_constraint (self);
  return GTK_WIDGET (self);
}
