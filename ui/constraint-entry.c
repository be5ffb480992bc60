/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/constraint-entry.h"

#include "base/limits.h"
#include "ui/filter-choices.h"
#include "ui/message-line.h"

/* More than any field may have, so that its check can say so. */
#define MAX_TEXT (PKTMON_MAX_FILTER_TEXT + 100)

struct _PktmonConstraintEntry {
  AdwBin parent_instance;

  PktmonConstraintDraft *draft;
  PktmonConstraintField field;

  GtkLabel *title;
  GtkEntry *entry;
  GtkMenuButton *names_button;
  PktmonFilterChoices *names;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonConstraintEntry, pktmon_constraint_entry, ADW_TYPE_BIN)

enum { PROP_0, PROP_KEY, PROP_TITLE, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

/* --- The text --- */

static void
text_changed_cb (PktmonConstraintEntry *self)
{
  if (self->draft != NULL)
    pktmon_constraint_draft_set_field (self->draft, self->field,
                                       gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
field_changed_cb (PktmonConstraintEntry *self)
{
  const char *text = pktmon_constraint_draft_get_field (self->draft, self->field);

  if (text == NULL)
    text = "";
  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->entry))))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
problems_changed_cb (PktmonConstraintEntry *self)
{
  const GError *problem = pktmon_constraint_draft_get_problem (self->draft, self->field);

  pktmon_message_line_mark (GTK_WIDGET (self->entry), problem != NULL);
  if (problem != NULL)
    pktmon_message_line_set_error (self->message, problem);
  else
    pktmon_message_line_set (self->message, "error", NULL);
}

/* --- The names --- */

/* Each number once, by the name that it is written with. */
static void
add_names (PktmonConstraintEntry *self)
{
  const PktmonNamedNumber *names = pktmon_constraint_field_get_names (self->field);

  gtk_widget_set_visible (GTK_WIDGET (self->names_button), names != NULL);
  for (const PktmonNamedNumber *i = names; i != NULL && i->name != NULL; i++) {
    g_autofree char *number = NULL;

    if (pktmon_names_get (names, i->value) != i->name)
      continue;
    number =
        g_strdup_printf (self->field == PKTMON_CONSTRAINT_ETHERTYPE ? "0x%04x" : "%u", i->value);
    pktmon_filter_choices_add (self->names, i->name, number);
  }
}

static void
chosen_cb (PktmonConstraintEntry *self, const char *name)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/* --- Life --- */

static void
set_title (PktmonConstraintEntry *self, const char *title)
{
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->title), -1);
}

static void
set_key (PktmonConstraintEntry *self, const char *key)
{
  int field = pktmon_constraint_field_find (key, strlen (key));

  g_return_if_fail (field >= 0);

  self->field = (PktmonConstraintField) field;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry),
                               pktmon_constraint_field_get_advice (self->field));
  add_names (self);
}

static void
pktmon_constraint_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonConstraintEntry *self = PKTMON_CONSTRAINT_ENTRY (object);

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
pktmon_constraint_entry_set_property (GObject *object, guint id, const GValue *value,
                                      GParamSpec *pspec)
{
  switch (id) {
  case PROP_KEY:
    set_key (PKTMON_CONSTRAINT_ENTRY (object), g_value_get_string (value));
    break;
  case PROP_TITLE:
    set_title (PKTMON_CONSTRAINT_ENTRY (object), g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gboolean
pktmon_constraint_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PKTMON_CONSTRAINT_ENTRY (widget)->entry));
}

static void
pktmon_constraint_entry_dispose (GObject *object)
{
  PktmonConstraintEntry *self = PKTMON_CONSTRAINT_ENTRY (object);

  g_clear_object (&self->draft);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pktmon_constraint_entry_parent_class)->dispose (object);
}

static void
pktmon_constraint_entry_class_init (PktmonConstraintEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pktmon_constraint_entry_get_property;
  object_class->set_property = pktmon_constraint_entry_set_property;
  object_class->dispose = pktmon_constraint_entry_dispose;
  widget_class->grab_focus = pktmon_constraint_entry_grab_focus;
  properties[PROP_KEY] =
      g_param_spec_string ("key", NULL, NULL, "name",
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (PKTMON_TYPE_FILTER_CHOICES);
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/constraint-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintEntry, title);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintEntry, names_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintEntry, names);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintEntry, message);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
pktmon_constraint_entry_init (PktmonConstraintEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_entry_set_max_length (self->entry, MAX_TEXT);
}

void
pktmon_constraint_entry_set_draft (PktmonConstraintEntry *self, PktmonConstraintDraft *draft)
{
  g_autofree char *notify =
      g_strconcat ("notify::", pktmon_constraint_field_get_key (self->field), NULL);

  g_return_if_fail (PKTMON_IS_CONSTRAINT_ENTRY (self));
  g_return_if_fail (self->draft == NULL);

  self->draft = g_object_ref (draft);
  g_signal_connect_object (draft, notify, G_CALLBACK (field_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "problems-changed", G_CALLBACK (problems_changed_cb), self,
                           G_CONNECT_SWAPPED);
  field_changed_cb (self);
  problems_changed_cb (self);
}
