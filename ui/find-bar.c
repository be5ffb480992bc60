/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/find-bar.h"

#include "base/i18n.h"
#include "ui/actions.h"
#include "ui/message-line.h"
#include "ui/task-entry.h"

struct _PktmonFindBar {
  AdwBin parent_instance;

  PktmonDocument *document;
  PktmonFind *find; /* NULL: no search goes on */
  PktmonFindDirection direction;

  GtkRevealer *revealer;
  PktmonTaskEntry *entry;
  GtkDropDown *kind;
  GtkActionable *previous;
  GtkActionable *next;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonFindBar, pktmon_find_bar, ADW_TYPE_BIN)

enum { PROP_0, PROP_OPEN, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

/* --- Searching --- */

static void
stop (PktmonFindBar *self)
{
  g_clear_object (&self->find);
  pktmon_task_entry_set_busy (self->entry, FALSE, 0);
}

/* @mark: of the entry; NULL: what was found is good. @text: NULL: there is nothing to say. */
static void
say (PktmonFindBar *self, const char *mark, const char *text)
{
  pktmon_task_entry_set_mark (self->entry, mark);
  pktmon_message_line_set (self->message, mark != NULL ? mark : "information", text);
}

static void
show_packet (PktmonFindBar *self, guint64 position)
{
  const char *text = NULL;

  if (position == PKTMON_POSITION_NONE) {
    say (self, "warning", _ ("Nothing was found in the packets that are shown."));
    return;
  }
  if (pktmon_find_has_wrapped (self->find))
    text = self->direction == PKTMON_FIND_FORWARD ? _ ("The search went on from the first packet.")
                                                  : _ ("The search went on from the last packet.");
  say (self, NULL, text);
  pktmon_document_go_to (self->document, position);
}

static void
find_changed_cb (PktmonFindBar *self)
{
  const GError *error = pktmon_find_get_error (self->find);

  if (pktmon_find_is_busy (self->find)) {
    pktmon_task_entry_set_busy (self->entry, TRUE, pktmon_find_get_fraction (self->find));
    return;
  }
  if (error != NULL) {
    pktmon_task_entry_set_mark (self->entry, "error");
    pktmon_message_line_set_error (self->message, error);
  } else
    show_packet (self, pktmon_find_get_position (self->find));
  stop (self);
}

/* Looks for the text in the packets after @from, in the direction. */
static void
start (PktmonFindBar *self, guint64 from, PktmonFindDirection direction)
{
  PktmonPacketList *list = pktmon_document_get_list (self->document);

  stop (self);
  pktmon_task_entry_settle (self->entry);
  self->direction = direction;
  self->find = pktmon_find_new (pktmon_document_get_store (self->document),
                                (PktmonPatternKind) gtk_drop_down_get_selected (self->kind),
                                pktmon_task_entry_get_text (self->entry),
                                pktmon_packet_list_get_positions (list), from, direction);
  g_signal_connect_object (self->find, "changed", G_CALLBACK (find_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pktmon_task_entry_set_busy (self->entry, TRUE, 0);
}

/* --- What the user does --- */

static gboolean
is_empty (PktmonFindBar *self)
{
  return *pktmon_task_entry_get_text (self->entry) == '\0';
}

static void
changed_cb (PktmonFindBar *self)
{
  stop (self);
  say (self, NULL, NULL);
}

/* While a text becomes longer, the packet that matches already stays the current one. */
static void
settled_cb (PktmonFindBar *self)
{
  guint64 current = pktmon_document_get_current (self->document);

  if (is_empty (self))
    return;
  if (current == 0 || current == PKTMON_POSITION_NONE)
    start (self, PKTMON_POSITION_NONE, PKTMON_FIND_FORWARD);
  else
    start (self, current - 1, PKTMON_FIND_FORWARD);
}

static void
entered_cb (PktmonFindBar *self)
{
  pktmon_find_bar_find (self, PKTMON_FIND_FORWARD);
}

static void
stopped_cb (PktmonFindBar *self)
{
  stop (self);
  say (self, NULL, _ ("The search was stopped."));
}

static void
kind_changed_cb (PktmonFindBar *self)
{
  static const char *const examples[] = {
    [PKTMON_PATTERN_TEXT] = N_ ("Text in the columns, for example “handshake”"),
    [PKTMON_PATTERN_BYTES] = N_ ("Bytes, for example “0d 0a” or “\"GET /\"”"),
    [PKTMON_PATTERN_FILTER] = N_ ("Filter, for example “tcp port 443”"),
  };

  g_object_set (self->entry, "placeholder-text",
                _ (examples[gtk_drop_down_get_selected (self->kind)]), NULL);
  if (self->document == NULL)
    return;
  changed_cb (self);
  settled_cb (self);
}

static void
close_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_object_set (widget, "open", FALSE, NULL);
}

void
pktmon_find_bar_open (PktmonFindBar *self)
{
  g_return_if_fail (PKTMON_IS_FIND_BAR (self));

  g_object_set (self, "open", TRUE, NULL);
  /* Also when it was open. */
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
pktmon_find_bar_find (PktmonFindBar *self, PktmonFindDirection direction)
{
  g_return_if_fail (PKTMON_IS_FIND_BAR (self));

  if (is_empty (self))
    pktmon_find_bar_open (self);
  else
    start (self, pktmon_document_get_current (self->document), direction);
}

/* --- Life --- */

static void
set_open (PktmonFindBar *self, gboolean open)
{
  if (gtk_revealer_get_reveal_child (self->revealer) == open)
    return;
  if (!open)
    stop (self);
  gtk_revealer_set_reveal_child (self->revealer, open);
  if (open)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

static void
pktmon_find_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonFindBar *self = PKTMON_FIND_BAR (object);

  switch (id) {
  case PROP_OPEN:
    g_value_set_boolean (value, gtk_revealer_get_reveal_child (self->revealer));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_find_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PktmonFindBar *self = PKTMON_FIND_BAR (object);

  switch (id) {
  case PROP_OPEN:
    set_open (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_find_bar_dispose (GObject *object)
{
  PktmonFindBar *self = PKTMON_FIND_BAR (object);

  g_clear_object (&self->find);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_find_bar_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass,
                                               "/org/packetmonitor/PacketMonitor/ui/find-bar.ui");
  gtk_widget_class_bind_template_child (klass, PktmonFindBar, revealer);
  gtk_widget_class_bind_template_child (klass, PktmonFindBar, entry);
  gtk_widget_class_bind_template_child (klass, PktmonFindBar, kind);
  gtk_widget_class_bind_template_child (klass, PktmonFindBar, previous);
  gtk_widget_class_bind_template_child (klass, PktmonFindBar, next);
  gtk_widget_class_bind_template_child (klass, PktmonFindBar, message);
  gtk_widget_class_bind_template_callback (klass, changed_cb);
  gtk_widget_class_bind_template_callback (klass, settled_cb);
  gtk_widget_class_bind_template_callback (klass, entered_cb);
  gtk_widget_class_bind_template_callback (klass, stopped_cb);
  gtk_widget_class_bind_template_callback (klass, kind_changed_cb);
}

static void
pktmon_find_bar_class_init (PktmonFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pktmon_find_bar_get_property;
  object_class->set_property = pktmon_find_bar_set_property;
  object_class->dispose = pktmon_find_bar_dispose;

  properties[PROP_OPEN] =
      g_param_spec_boolean ("open", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  g_type_ensure (PKTMON_TYPE_TASK_ENTRY);
  gtk_widget_class_install_action (widget_class, "finding.close", NULL, close_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "finding.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_SHIFT_MASK,
                                       "find.previous", NULL);
  bind_template (widget_class);
}

static void
pktmon_find_bar_init (PktmonFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_actions_describe (self->previous);
  pktmon_actions_describe (self->next);
  kind_changed_cb (self);
}

void
pktmon_find_bar_set_document (PktmonFindBar *self, PktmonDocument *document)
{
  g_return_if_fail (PKTMON_IS_FIND_BAR (self));
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
}
