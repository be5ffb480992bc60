/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/task-entry.h"

/* Without typing, until the text is settled. */
#define PAUSE_MS 300
/* What lasts longer shows how far it is. */
#define PATIENCE_MS 300
/* No work takes longer text, and laying it out would be slow. */
#define MAX_TEXT 8192

struct _PktmonTaskEntry {
  AdwBin parent_instance;

  guint pause;    /* timeout until the text is settled; 0: it is */
  guint patience; /* timeout until the work is slow; 0: it is, or there is none */
  gboolean slow;

  GtkEntry *entry;
  GtkWidget *stop;
};

G_DEFINE_FINAL_TYPE (PktmonTaskEntry, pktmon_task_entry, ADW_TYPE_BIN)

enum { PROP_0, PROP_PLACEHOLDER_TEXT, PROP_ICON_NAME, PROP_LABEL, PROP_SLOW, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { CHANGED, SETTLED, ENTERED, STOPPED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Typing --- */

static gboolean
pause_cb (gpointer user_data)
{
  PktmonTaskEntry *self = user_data;

  self->pause = 0;
  g_signal_emit (self, signals[SETTLED], 0);
  return G_SOURCE_REMOVE;
}

static void
tell_changed (PktmonTaskEntry *self)
{
  gboolean any = *pktmon_task_entry_get_text (self) != '\0';

  gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY,
                                     any ? "edit-clear-symbolic" : NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
changed_cb (PktmonTaskEntry *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MS, pause_cb, self);
  tell_changed (self);
}

static void
activate_cb (PktmonTaskEntry *self)
{
  pktmon_task_entry_settle (self);
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
icon_release_cb (PktmonTaskEntry *self)
{
  pktmon_task_entry_set_text (self, "");
}

static void
stop_cb (PktmonTaskEntry *self)
{
  pktmon_task_entry_settle (self);
  g_signal_emit (self, signals[STOPPED], 0);
}

static gboolean
pktmon_task_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PKTMON_TASK_ENTRY (widget)->entry));
}

/* --- Life --- */

static void
pktmon_task_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonTaskEntry *self = PKTMON_TASK_ENTRY (object);

  switch (id) {
  case PROP_SLOW:
    g_value_set_boolean (value, self->slow);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_task_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PktmonTaskEntry *self = PKTMON_TASK_ENTRY (object);

  switch (id) {
  case PROP_PLACEHOLDER_TEXT:
    gtk_entry_set_placeholder_text (self->entry, g_value_get_string (value));
    break;
  case PROP_ICON_NAME:
    gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_PRIMARY,
                                       g_value_get_string (value));
    break;
  case PROP_LABEL:
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    g_value_get_string (value), -1);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_task_entry_dispose (GObject *object)
{
  PktmonTaskEntry *self = PKTMON_TASK_ENTRY (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_handle_id (&self->patience, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pktmon_task_entry_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *klass)
{
  static const GParamFlags write = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_PLACEHOLDER_TEXT] =
      g_param_spec_string ("placeholder-text", NULL, NULL, NULL, write);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, write);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, write);
  properties[PROP_SLOW] =
      g_param_spec_boolean ("slow", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (klass, N_PROPERTIES, properties);
}

static void
install_signals (GType type)
{
  static const char *const names[] = {
    [CHANGED] = "changed",
    [SETTLED] = "settled",
    [ENTERED] = "entered",
    [STOPPED] = "stopped",
  };

  for (gsize i = 0; i < N_SIGNALS; i++)
    signals[i] =
        g_signal_new (names[i], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_task_entry_class_init (PktmonTaskEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pktmon_task_entry_get_property;
  object_class->set_property = pktmon_task_entry_set_property;
  object_class->dispose = pktmon_task_entry_dispose;
  widget_class->grab_focus = pktmon_task_entry_grab_focus;
  install_properties (object_class);
  install_signals (PKTMON_TYPE_TASK_ENTRY);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/task-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonTaskEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, PktmonTaskEntry, stop);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, icon_release_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
pktmon_task_entry_init (PktmonTaskEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_entry_set_max_length (self->entry, MAX_TEXT);
}

/* --- Text --- */

const char *
pktmon_task_entry_get_text (PktmonTaskEntry *self)
{
  g_return_val_if_fail (PKTMON_IS_TASK_ENTRY (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
pktmon_task_entry_settle (PktmonTaskEntry *self)
{
  g_return_if_fail (PKTMON_IS_TASK_ENTRY (self));

  g_clear_handle_id (&self->pause, g_source_remove);
}

void
pktmon_task_entry_set_text (PktmonTaskEntry *self, const char *text)
{
  g_return_if_fail (PKTMON_IS_TASK_ENTRY (self));

  g_clear_handle_id (&self->pause, g_source_remove);
  /* The entry would tell of the time between two texts, too. */
  g_signal_handlers_block_by_func (self->entry, changed_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  g_signal_handlers_unblock_by_func (self->entry, changed_cb, self);
  tell_changed (self);
}

void
pktmon_task_entry_set_mark (PktmonTaskEntry *self, const char *mark)
{
  static const char *const marks[] = { "error", "warning" };
  gboolean wrong = g_strcmp0 (mark, "error") == 0;

  g_return_if_fail (PKTMON_IS_TASK_ENTRY (self));

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), marks[i]);
  if (mark != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), mark);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* --- Work --- */

static void
set_slow (PktmonTaskEntry *self, gboolean slow)
{
  if (self->slow == slow)
    return;
  self->slow = slow;
  gtk_widget_set_visible (self->stop, slow);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOW]);
}

static gboolean
patience_cb (gpointer user_data)
{
  PktmonTaskEntry *self = user_data;

  self->patience = 0;
  set_slow (self, TRUE);
  return G_SOURCE_REMOVE;
}

void
pktmon_task_entry_set_busy (PktmonTaskEntry *self, gboolean busy, double fraction)
{
  g_return_if_fail (PKTMON_IS_TASK_ENTRY (self));

  if (!busy) {
    g_clear_handle_id (&self->patience, g_source_remove);
    set_slow (self, FALSE);
  } else if (!self->slow && self->patience == 0)
    self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
  gtk_entry_set_progress_fraction (self->entry, self->slow ? fraction : 0);
}

gboolean
pktmon_task_entry_is_slow (PktmonTaskEntry *self)
{
  g_return_val_if_fail (PKTMON_IS_TASK_ENTRY (self), FALSE);

  return self->slow;
}
