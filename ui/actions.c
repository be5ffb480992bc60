/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/actions.h"

#include "base/i18n.h"

static const PktmonAction captures[] = {
  { "win.open", { "<Control>o" }, N_ ("Open") },
  { "win.reload", { "<Control>r", "F5" }, N_ ("Reload") },
  { "win.save", { "<Control>s" }, N_ ("Save") },
  { "win.save-as", { "<Shift><Control>s" }, N_ ("Save As") },
  { "win.export", { "<Control><Alt>e" }, N_ ("Export Packets") },
  { "app.new-window", { "<Control>n" }, N_ ("New Window") },
  { "window.close", { "<Control>w" }, N_ ("Close Window") },
};

static const PktmonAction sources[] = {
  { NULL, { "space" }, N_ ("Select or Deselect") },
  { "sources.copy-id", { "<Control>c" }, N_ ("Copy ID") },
  { "sources.menu", { "Menu", "<Shift>F10" }, N_ ("Menu") },
};

static const PktmonAction live[] = {
  { "win.capture", { "<Control>e" }, N_ ("Start or Stop") },
  { "win.pause", { "<Shift><Control>e" }, N_ ("Pause or Resume") },
  { "win.capture-options", { "<Shift><Control>o" }, N_ ("Capture Options") },
  { "win.follow", { "<Control>j" }, N_ ("Follow the Newest Packets, or Freeze the List") },
};

static const PktmonAction presets[] = {
  { "win.presets", { "<Control>p" }, N_ ("Presets") },
  { "win.save-preset", { "<Shift><Control>p" }, N_ ("Save as Preset") },
  { NULL, { "Return" }, N_ ("Use") },
  { "presets.save", { "<Control>n" }, N_ ("Save What Is Set as Preset") },
  { "presets.rename", { "F2" }, N_ ("Rename") },
  { "presets.duplicate", { "<Control>d" }, N_ ("Duplicate") },
  { "presets.delete", { "Delete" }, N_ ("Delete") },
  { "presets.undo", { "<Control>z" }, N_ ("Bring Back What Was Deleted") },
  { "presets.import", { "<Control>o" }, N_ ("Import") },
  { "presets.export", { "<Control>s" }, N_ ("Export") },
  { "presets.find", { "<Control>f" }, N_ ("Find Presets") },
  { "presets.menu", { "Menu", "<Shift>F10" }, N_ ("Menu") },
};

static const PktmonAction packets[] = {
  { "packet.next", { "<Control>Down" }, N_ ("Next Packet") },
  { "packet.previous", { "<Control>Up" }, N_ ("Previous Packet") },
  { "packet.mark", { "<Control>m" }, N_ ("Mark or Unmark") },
  { "packets.copy::text", { "<Control>c" }, N_ ("Copy as Text") },
  { "packets.copy::csv", { "<Shift><Control>c" }, N_ ("Copy as CSV") },
  { NULL, { "<Control>a" }, N_ ("Select All") },
  { NULL, { "<Shift><Control>a" }, N_ ("Select None") },
  { "packets.menu", { "Menu", "<Shift>F10" }, N_ ("Menu") },
};

static const PktmonAction notes[] = {
  { "notes.comment", { "<Control><Alt>c" }, N_ ("Comment on Packets") },
  { "notes.comment-capture", { "<Shift><Control><Alt>c" }, N_ ("Comment on Capture") },
  { "notes.show", { "<Control><Alt>m" }, N_ ("Marks and Comments") },
  { "notes.next", { "<Shift><Control>n" }, N_ ("Next Mark or Comment") },
  { "notes.previous", { "<Shift><Control>b" }, N_ ("Previous Mark or Comment") },
  { "notes.undo", { "<Control>z" }, N_ ("Undo Mark or Comment") },
  { "notes.redo", { "<Shift><Control>z" }, N_ ("Redo Mark or Comment") },
};

static const PktmonAction fields[] = {
  { "fields.copy-value", { "<Control>c" }, N_ ("Copy Value") },
  { "fields.copy-field", { "<Shift><Control>c" }, N_ ("Copy Name and Value") },
  { NULL, { "Right" }, N_ ("Expand, or Go In") },
  { NULL, { "Left" }, N_ ("Collapse, or Go Out") },
  { NULL, { "<Control>Right" }, N_ ("Expand All") },
  { NULL, { "<Control>Left" }, N_ ("Collapse All") },
  { "fields.menu", { "Menu", "<Shift>F10" }, N_ ("Menu") },
};

static const PktmonAction bytes[] = {
  { "bytes.copy::hex", { "<Control>c" }, N_ ("Copy as Hexadecimal") },
  { "bytes.copy::dump", { "<Shift><Control>c" }, N_ ("Copy as Hex Dump") },
  { "bytes.select-all", { "<Control>a" }, N_ ("Select All") },
  { "bytes.menu", { "Menu", "<Shift>F10" }, N_ ("Menu") },
};

static const PktmonAction find[] = {
  { "find.filter", { "<Control>l", "<Shift><Control>f" }, N_ ("Filter Packets") },
  { "find.show", { "<Control>f" }, N_ ("Find") },
  { "find.next", { "F3" }, N_ ("Find Next") },
  { "find.previous", { "<Shift>F3" }, N_ ("Find Previous") },
  { "find.go-to", { "<Control>g" }, N_ ("Go to Packet") },
};

static const PktmonAction constraints[] = {
  { "win.constrain", { "<Shift><Control>k" }, N_ ("Add Constraint on What Is Captured") },
  { "find.constrain", { "<Control>k" }, N_ ("Add Constraint on What Is Shown") },
  { "constraint.edit", { "Return", "KP_Enter" }, N_ ("Edit") },
  { "constraint.toggle", { "space" }, N_ ("Enable or Disable") },
  { "constraint.exclude", { "x" }, N_ ("Exclude or Include") },
  { "constraint.copy", { "<Control>c" }, N_ ("Copy") },
  { "constraints.paste", { "<Control>v" }, N_ ("Paste") },
  { "constraint.remove", { "Delete", "BackSpace" }, N_ ("Remove") },
  { "constraint.menu", { "Menu", "<Shift>F10" }, N_ ("Menu") },
  { "draft.copy", { "<Shift><Control>c" }, N_ ("Copy Text of the Constraint") },
  { "draft.paste", { "<Shift><Control>v" }, N_ ("Paste Text of a Constraint") },
};

static const PktmonAction view[] = {
  { "win.sidebar", { "F9" }, N_ ("Show Sidebar") },
  { "win.details-visible", { "<Control>F9" }, N_ ("Show Details") },
  { "win.fold-journeys", { "<Control><Alt>j" }, N_ ("One Row per Journey") },
  { "win.expected-drops", { "<Control><Alt>x" }, N_ ("Show Expected Drops") },
  { "win.drops", { "<Control><Alt>d" }, N_ ("Dropped Packets") },
  { "win.journey", { "<Shift><Control>j" }, N_ ("Show Journey") },
  { "win.fullscreen", { "F11" }, N_ ("Full Screen") },
};

static const PktmonAction general[] = {
  { NULL, { "F10" }, N_ ("Main Menu") },
  { "app.preferences", { "<Control>comma" }, N_ ("Preferences") },
  { "win.shortcuts", { "<Control>question" }, N_ ("Keyboard Shortcuts") },
  { "app.quit", { "<Control>q" }, N_ ("Quit") },
};

static const PktmonActionGroup groups[] = {
  { N_ ("Captures"), captures, G_N_ELEMENTS (captures) },
  { N_ ("Capturing"), live, G_N_ELEMENTS (live) },
  { N_ ("Data Sources"), sources, G_N_ELEMENTS (sources) },
  { N_ ("Presets"), presets, G_N_ELEMENTS (presets) },
  { N_ ("Packets"), packets, G_N_ELEMENTS (packets) },
  { N_ ("Marks and Comments"), notes, G_N_ELEMENTS (notes) },
  { N_ ("Fields of a Packet"), fields, G_N_ELEMENTS (fields) },
  { N_ ("Bytes of a Packet"), bytes, G_N_ELEMENTS (bytes) },
  { N_ ("Find and Filter"), find, G_N_ELEMENTS (find) },
  { N_ ("Constraints"), constraints, G_N_ELEMENTS (constraints) },
  { N_ ("View"), view, G_N_ELEMENTS (view) },
  { N_ ("General"), general, G_N_ELEMENTS (general) },
};

const PktmonActionGroup *
pktmon_actions_get_groups (guint *n_groups)
{
  *n_groups = G_N_ELEMENTS (groups);
  return groups;
}

/* The next action after @previous (NULL: the first) whose name begins with @prefix; NULL: none. */
static const PktmonAction *
next_action (const PktmonAction *previous, const char *prefix)
{
  gboolean passed = previous == NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    for (guint j = 0; j < groups[i].n_actions; j++) {
      const PktmonAction *action = &groups[i].actions[j];

      if (passed && action->name != NULL && g_str_has_prefix (action->name, prefix))
        return action;
      passed = passed || action == previous;
    }
  return NULL;
}

/* --- Keys --- */

void
pktmon_actions_install_accelerators (GtkApplication *application)
{
  static const char *const prefixes[] = { "app.", "win.", "window." };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    for (const PktmonAction *action = NULL; (action = next_action (action, prefixes[i])) != NULL;)
      gtk_application_set_accels_for_action (application, action->name, action->accelerators);
}

/* The name of an action without its target. (transfer full), @target too */
static char *
dup_name (const PktmonAction *action, GVariant **target)
{
  char *name;

  if (!g_action_parse_detailed_name (action->name, &name, target, NULL))
    g_assert_not_reached();
  return name;
}

static GtkShortcut *
shortcut_new (const PktmonAction *action, const char *accelerator)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = dup_name (action, &target);
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (accelerator),
                                            gtk_named_action_new (name));

  gtk_shortcut_set_arguments (shortcut, target);
  return shortcut;
}

void
pktmon_actions_bind_class (GtkWidgetClass *klass, const char *prefix)
{
  for (const PktmonAction *action = NULL; (action = next_action (action, prefix)) != NULL;)
    for (const char *const *keys = action->accelerators; *keys != NULL; keys++) {
      g_autoptr (GtkShortcut) shortcut = shortcut_new (action, *keys);

      gtk_widget_class_add_shortcut (klass, shortcut);
    }
}

void
pktmon_actions_bind_globally (GtkWidget *widget, const char *prefix)
{
  GtkEventController *controller = gtk_shortcut_controller_new();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  for (const PktmonAction *action = NULL; (action = next_action (action, prefix)) != NULL;)
    for (const char *const *keys = action->accelerators; *keys != NULL; keys++)
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                            shortcut_new (action, *keys));
  gtk_widget_add_controller (widget, controller);
}

static gboolean
elsewhere_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  if (focus != NULL && (GTK_IS_EDITABLE (focus) || gtk_widget_is_ancestor (focus, widget)))
    return FALSE;
  name = dup_name (user_data, &target);
  return gtk_widget_activate_action_variant (widget, name, target);
}

void
pktmon_actions_bind_elsewhere (GtkWidget *widget, const char *prefix)
{
  GtkEventController *controller = gtk_shortcut_controller_new();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (const PktmonAction *action = NULL; (action = next_action (action, prefix)) != NULL;)
    for (const char *const *keys = action->accelerators; *keys != NULL; keys++)
      gtk_shortcut_controller_add_shortcut (
          GTK_SHORTCUT_CONTROLLER (controller),
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (*keys),
                            gtk_callback_action_new (elsewhere_cb, (gpointer) action, NULL)));
  gtk_widget_add_controller (widget, controller);
}

/* --- Buttons --- */

/* "Open (Ctrl+O)" */
static char *
dup_tooltip (const PktmonAction *action, const char *title)
{
  g_autofree char *label = NULL;
  GdkModifierType modifiers;
  guint key;

  if (!gtk_accelerator_parse (action->accelerators[0], &key, &modifiers))
    g_assert_not_reached();
  label = gtk_accelerator_get_label (key, modifiers);
  /* Translators: what a button does, and the keys that do the same. */
  return g_strdup_printf (_ ("%s (%s)"), title, label);
}

void
pktmon_actions_describe (GtkActionable *button)
{
  pktmon_actions_describe_as (button, NULL);
}

void
pktmon_actions_describe_as (GtkActionable *button, const char *title)
{
  const PktmonAction *action = NULL;
  g_autofree char *name = NULL;
  g_autofree char *tooltip = NULL;

  g_return_if_fail (GTK_IS_ACTIONABLE (button));

  name = g_action_print_detailed_name (gtk_actionable_get_action_name (button),
                                       gtk_actionable_get_action_target_value (button));
  do {
    action = next_action (action, name);
    g_return_if_fail (action != NULL);
  } while (!g_str_equal (action->name, name));
  if (title == NULL)
    title = _ (action->title);
  tooltip = dup_tooltip (action, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}
