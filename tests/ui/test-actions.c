/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ui.h"
#include "ui/actions.h"
#include "ui/constraint-dialog.h"
#include "ui/presets-dialog.h"

/* The table of actions says what is there. */

typedef void (*ActionFunc) (const PktmonAction *action, gpointer data);

static void
for_each_action (ActionFunc func, gpointer data)
{
  guint n_groups;
  const PktmonActionGroup *groups = pktmon_actions_get_groups (&n_groups);

  for (guint i = 0; i < n_groups; i++)
    for (guint j = 0; j < groups[i].n_actions; j++)
      func (&groups[i].actions[j], data);
}

/* --- Each action exists --- */

static void
add_class_actions (GtkWidget *widget, GHashTable *names)
{
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (widget);
  const GVariantType *type;
  const char *name, *property;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &name, &type, &property); i++)
    g_hash_table_add (names, g_strdup (name));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_class_actions (child, names);
}

static void
add_group_actions (GActionGroup *group, const char *prefix, GHashTable *names)
{
  g_auto (GStrv) actions = g_action_group_list_actions (group);

  for (char **action = actions; *action != NULL; action++)
    g_hash_table_add (names, g_strconcat (prefix, *action, NULL));
}

static void
assert_exists (const PktmonAction *action, gpointer data)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (action->name == NULL)
    return;
  g_assert_true (g_action_parse_detailed_name (action->name, &name, &target, NULL));
  if (!g_hash_table_contains (data, name))
    g_error ("nothing has the action %s", name);
}

static gboolean
has_dialog (gpointer data)
{
  return test_ui_find_window (PKTMON_TYPE_CONSTRAINT_DIALOG) != NULL;
}

static void
test_exist (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *empty = test_ui_open (ui, NULL);
  PktmonWindow *window = test_ui_open_packets (ui, 10);
  PktmonPresetsDialog *presets = pktmon_presets_dialog_new (
      GTK_WINDOW (window), pktmon_application_get_presets (ui->application), NULL);
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new ("port=53", NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  pktmon_constraint_list_append (
      pktmon_document_get_constraints (pktmon_window_get_document (window)), constraint, NULL);
  add_class_actions (GTK_WIDGET (empty), names);
  add_class_actions (GTK_WIDGET (window), names);
  add_class_actions (GTK_WIDGET (presets), names);
  test_ui_press ("ctrl+k");
  test_wait (has_dialog, NULL, "the dialog of constraints is open");
  add_class_actions (test_ui_find_window (PKTMON_TYPE_CONSTRAINT_DIALOG), names);
  add_group_actions (G_ACTION_GROUP (window), "win.", names);
  add_group_actions (G_ACTION_GROUP (ui->application), "app.", names);
  for_each_action (assert_exists, names);
}

/* --- Keys --- */

/* Who has the keys of an action: the window, for all that is in it, or a pane. */
static char *
dup_owner (const PktmonAction *action)
{
  static const char *const windows[] = { "app.", "win.", "window." };

  if (action->name == NULL)
    return g_strdup ("win");
  for (gsize i = 0; i < G_N_ELEMENTS (windows); i++)
    if (g_str_has_prefix (action->name, windows[i]))
      return g_strdup ("win");
  return g_strndup (action->name, strcspn (action->name, "."));
}

/* Two panes may have the same keys for different things, but nothing may have them twice. */
static void
assert_keys (const PktmonAction *action, gpointer data)
{
  g_autofree char *owner = dup_owner (action);

  g_assert_nonnull (action->accelerators[0]);
  for (const char *const *keys = action->accelerators; *keys != NULL; keys++) {
    GdkModifierType modifiers;
    guint key;

    if (!gtk_accelerator_parse (*keys, &key, &modifiers) || key == 0)
      g_error ("“%s” of “%s” names no keys", *keys, action->title);
    if (!g_hash_table_add (data, g_strdup_printf ("%s %u %u", owner, key, modifiers)))
      g_error ("“%s” of “%s” has another action too", *keys, action->title);
  }
}

static void
test_keys (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for_each_action (assert_keys, seen);
}

/* --- Their descriptions --- */

static void
test_describe (void)
{
  GtkWidget *button = g_object_ref_sink (gtk_button_new());

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open");
  pktmon_actions_describe (GTK_ACTIONABLE (button));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Open (Ctrl+O)");
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Open");
  g_object_unref (button);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/actions/exist", test_exist);
  g_test_add_func ("/actions/keys", test_keys);
  g_test_add_func ("/actions/describe", test_describe);
  return g_test_run();
}
