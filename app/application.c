/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application.h"

#include "base/i18n.h"
#include "ui/about.h"
#include "ui/actions.h"
#include "ui/picked-packets.h"
#include "ui/preferences.h"
#include "ui/window.h"

struct _PktmonApplication {
  AdwApplication parent_instance;

  PktmonMonitor *monitor;     /* that all windows capture with */
  PktmonPresetStore *presets; /* NULL where other windows are another process's */
};

G_DEFINE_FINAL_TYPE (PktmonApplication, pktmon_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "new-window", 'n', 0, G_OPTION_ARG_NONE, NULL, N_ ("Open a new window"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, N_ ("Captures to open"),
    N_ ("[FILE…]") },
  { NULL },
};

/* --- Windows --- */

/* The window that the user looked at last for which @matches holds; NULL when there is none. */
static PktmonWindow *
find_window (GApplication *application, gboolean (*matches) (PktmonWindow *, GFile *), GFile *file)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (application)); item != NULL;
       item = item->next)
    if (PKTMON_IS_WINDOW (item->data) && matches (item->data, file))
      return item->data;
  return NULL;
}

static gboolean
is_any (PktmonWindow *window, GFile *file)
{
  return TRUE;
}

static gboolean
is_empty (PktmonWindow *window, GFile *file)
{
  return pktmon_window_is_empty (window);
}

static gboolean
shows_file (PktmonWindow *window, GFile *file)
{
  return pktmon_window_get_file (window) != NULL &&
         g_file_equal (pktmon_window_get_file (window), file);
}

static PktmonWindow *
window_new (GApplication *application)
{
  PktmonApplication *self = PKTMON_APPLICATION (application);

  return pktmon_window_new (GTK_APPLICATION (application), self->monitor, self->presets);
}

static void
present_new (GApplication *application, GFile *file)
{
  PktmonWindow *window = window_new (application);

  if (file != NULL)
    pktmon_window_open (window, file);
  gtk_window_present (GTK_WINDOW (window));
}

/* In the window that shows it already, in an empty one, or in a new one. */
static void
present_file (GApplication *application, GFile *file)
{
  PktmonWindow *window = find_window (application, shows_file, file);

  if (window == NULL) {
    window = find_window (application, is_empty, NULL);
    if (window == NULL)
      window = window_new (application);
    pktmon_window_open (window, file);
  }
  gtk_window_present (GTK_WINDOW (window));
}

/* --- Actions --- */

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  present_new (G_APPLICATION (user_data), NULL);
}

/* Each window may have something to say about being closed; the last one ends the program. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows =
      g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *preferences = GTK_WINDOW (pktmon_preferences_new());

  gtk_window_set_transient_for (preferences,
                                gtk_application_get_active_window (GTK_APPLICATION (user_data)));
  gtk_window_present (preferences);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pktmon_about_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static const GActionEntry actions[] = {
  { "new-window", new_window_cb },
  { "preferences", preferences_cb },
  { "about", about_cb },
  { "quit", quit_cb },
};

/* --- Life --- */

static void
pktmon_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (pktmon_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  pktmon_actions_install_accelerators (GTK_APPLICATION (application));
  gtk_window_set_default_icon_name (APPLICATION_ID);
  pktmon_picked_packets_clean();
  PKTMON_APPLICATION (application)->presets = pktmon_preset_store_new_in_background();
}

static void
pktmon_application_activate (GApplication *application)
{
  PktmonWindow *window = find_window (application, is_any, NULL);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    present_new (application, NULL);
}

static void
pktmon_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    present_file (application, files[i]);
}

/* Runs in the one process that has the windows, for every time that the program is started. */
static int
pktmon_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  GVariantDict *given = g_application_command_line_get_options_dict (line);
  gboolean new_window = g_variant_dict_contains (given, "new-window");
  g_autofree const char **names = NULL;

  if (!g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&ay", &names)) {
    if (new_window)
      present_new (application, NULL);
    else
      g_application_activate (application);
    return 0;
  }
  for (const char **name = names; *name != NULL; name++) {
    g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, *name);

    if (new_window)
      present_new (application, file);
    else
      present_file (application, file);
  }
  return 0;
}

static int
pktmon_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  if (!g_variant_dict_contains (given, "version"))
    return -1;
  g_print ("Packet Monitor %s\n", PACKAGE_VERSION);
  return 0;
}

static void
pktmon_application_dispose (GObject *object)
{
  g_clear_object (&PKTMON_APPLICATION (object)->presets);
  g_clear_object (&PKTMON_APPLICATION (object)->monitor);
  G_OBJECT_CLASS (pktmon_application_parent_class)->dispose (object);
}

static void
pktmon_application_class_init (PktmonApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_application_dispose;
  application_class->startup = pktmon_application_startup;
  application_class->activate = pktmon_application_activate;
  application_class->open = pktmon_application_open;
  application_class->command_line = pktmon_application_command_line;
  application_class->handle_local_options = pktmon_application_handle_local_options;
}

static void
pktmon_application_init (PktmonApplication *self)
{
  self->monitor = pktmon_monitor_new_in_background (PKTMON_API_VERSION, NULL);
  for (const GOptionEntry *option = options; option->long_name != NULL; option++)
    g_application_add_main_option (G_APPLICATION (self), option->long_name, option->short_name,
                                   option->flags, option->arg, _ (option->description),
                                   _ (option->arg_description));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Shows the packets of captures: pcapng and pcap files, also compressed."));
}

PktmonApplication *
pktmon_application_new (void)
{
  return g_object_new (PKTMON_TYPE_APPLICATION, "application-id", APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/org/packetmonitor/PacketMonitor", NULL);
}

PktmonMonitor *
pktmon_application_get_monitor (PktmonApplication *self)
{
  g_return_val_if_fail (PKTMON_IS_APPLICATION (self), NULL);

  return self->monitor;
}

PktmonPresetStore *
pktmon_application_get_presets (PktmonApplication *self)
{
  g_return_val_if_fail (PKTMON_IS_APPLICATION (self), NULL);

  return self->presets;
}
