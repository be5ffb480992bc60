/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/constraint-toggles.h"

#include "ui/message-line.h"

#define N_COLUMNS 4u

/* The fields hold bits. */
#define MAX_TOGGLES 8u

typedef struct {
  const char *name;
  GtkToggleButton *button;
} Toggle;

struct _PktmonConstraintToggles {
  AdwBin parent_instance;

  PktmonConstraintDraft *draft;
  PktmonConstraintField field;
  Toggle toggles[MAX_TOGGLES];
  guint n_toggles;

  GtkLabel *title;
  GtkGrid *grid;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonConstraintToggles, pktmon_constraint_toggles, ADW_TYPE_BIN)

enum { PROP_0, PROP_KEY, PROP_TITLE, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

/* --- Which are on --- */

static void
toggled_cb (PktmonConstraintToggles *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->n_toggles; i++)
    if (gtk_toggle_button_get_active (self->toggles[i].button))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", self->toggles[i].name);
  pktmon_constraint_draft_set_field (self->draft, self->field, text->str);
}

/* The bits of the draft's text, which is one of ours, or the normal form. */
static guint
get_set (PktmonConstraintToggles *self)
{
  const char *text = pktmon_constraint_draft_get_field (self->draft, self->field);
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", ",", -1);
  guint set = 0;

  for (char **name = names; *name != NULL; name++) {
    int value = pktmon_names_get_value (pktmon_constraint_field_get_names (self->field), *name,
                                        strlen (*name));

    set |= value > 0 ? (guint) value : 0;
  }
  return set;
}

static void
field_changed_cb (PktmonConstraintToggles *self)
{
  const PktmonNamedNumber *names = pktmon_constraint_field_get_names (self->field);
  guint set = get_set (self);

  for (guint i = 0; i < self->n_toggles; i++) {
    Toggle *toggle = &self->toggles[i];
    int bit = pktmon_names_get_value (names, toggle->name, strlen (toggle->name));

    g_signal_handlers_block_by_func (toggle->button, toggled_cb, self);
    gtk_toggle_button_set_active (toggle->button, (set & (guint) bit) != 0);
    g_signal_handlers_unblock_by_func (toggle->button, toggled_cb, self);
  }
}

static void
problems_changed_cb (PktmonConstraintToggles *self)
{
  const GError *problem = pktmon_constraint_draft_get_problem (self->draft, self->field);

  pktmon_message_line_mark (GTK_WIDGET (self->title), problem != NULL);
  if (problem != NULL)
    pktmon_message_line_set_error (self->message, problem);
  else
    pktmon_message_line_set (self->message, "error", NULL);
}

/* --- The buttons --- */

static void
add_toggle (PktmonConstraintToggles *self, const char *name)
{
  g_autofree char *label = g_ascii_strup (name, -1);
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  g_signal_connect_swapped (button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_grid_attach (self->grid, button, (int) (self->n_toggles % N_COLUMNS),
                   (int) (self->n_toggles / N_COLUMNS), 1, 1);
  self->toggles[self->n_toggles++] = (Toggle){ name, GTK_TOGGLE_BUTTON (button) };
}

static void
set_key (PktmonConstraintToggles *self, const char *key)
{
  int field = pktmon_constraint_field_find (key, strlen (key));
  const PktmonNamedNumber *names;

  g_return_if_fail (field >= 0);

  self->field = (PktmonConstraintField) field;
  names = pktmon_constraint_field_get_names (self->field);
  for (const PktmonNamedNumber *i = names; i->name != NULL; i++)
    if ((i->value & (i->value - 1)) == 0 && pktmon_names_get (names, i->value) == i->name)
      add_toggle (self, i->name);
}

/* --- Life --- */

static void
set_title (PktmonConstraintToggles *self, const char *title)
{
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}

static void
pktmon_constraint_toggles_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonConstraintToggles *self = PKTMON_CONSTRAINT_TOGGLES (object);

  switch (id) {
  case PROP_KEY:
    g_value_set_string (value, pktmon_constraint_field_get_key (self->field));
    break;
  case PROP_TITLE:
    g_value_set_string (value, gtk_label_get_label (self->title));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_constraint_toggles_set_property (GObject *object, guint id, const GValue *value,
                                        GParamSpec *pspec)
{
  switch (id) {
  case PROP_KEY:
    set_key (PKTMON_CONSTRAINT_TOGGLES (object), g_value_get_string (value));
    break;
  case PROP_TITLE:
    set_title (PKTMON_CONSTRAINT_TOGGLES (object), g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_constraint_toggles_dispose (GObject *object)
{
  PktmonConstraintToggles *self = PKTMON_CONSTRAINT_TOGGLES (object);

  g_clear_object (&self->draft);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pktmon_constraint_toggles_parent_class)->dispose (object);
}

static void
pktmon_constraint_toggles_class_init (PktmonConstraintTogglesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pktmon_constraint_toggles_get_property;
  object_class->set_property = pktmon_constraint_toggles_set_property;
  object_class->dispose = pktmon_constraint_toggles_dispose;
  properties[PROP_KEY] =
      g_param_spec_string ("key", NULL, NULL, "flags",
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/constraint-toggles.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintToggles, title);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintToggles, grid);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintToggles, message);
}

static void
pktmon_constraint_toggles_init (PktmonConstraintToggles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
pktmon_constraint_toggles_set_draft (PktmonConstraintToggles *self, PktmonConstraintDraft *draft)
{
  g_autofree char *notify =
      g_strconcat ("notify::", pktmon_constraint_field_get_key (self->field), NULL);

  g_return_if_fail (PKTMON_IS_CONSTRAINT_TOGGLES (self));
  g_return_if_fail (self->draft == NULL);

  self->draft = g_object_ref (draft);
  g_signal_connect_object (draft, notify, G_CALLBACK (field_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "problems-changed", G_CALLBACK (problems_changed_cb), self,
                           G_CONNECT_SWAPPED);
  field_changed_cb (self);
  problems_changed_cb (self);
}
