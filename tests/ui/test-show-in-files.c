/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/show-in-files.h"

#include "support/ui.h"
#include "support/waiting.h"
#include "support/widget.h"

/* What a file manager is asked for, by one that only listens, on a bus of its own. */

#define SERVICE "org.freedesktop.FileManager1"

typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  guint object, owner;
  gboolean owned;
  char *request; /* the last one's arguments as text; NULL: none came */
} FileManager;

static void
call_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  FileManager *self = user_data;

  g_assert_cmpstr (method, ==, "ShowItems");
  g_free (self->request);
  self->request = g_variant_print (parameters, FALSE);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
owned_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((FileManager *) user_data)->owned = TRUE;
}

static gboolean
is_owned (gpointer data)
{
  return ((FileManager *) data)->owned;
}

static gboolean
was_asked (gpointer data)
{
  return ((FileManager *) data)->request != NULL;
}

static void
file_manager_listen (FileManager *self)
{
  static const char description[] = "<node><interface name='" SERVICE "'><method name='ShowItems'>"
                                    "<arg type='as' direction='in'/><arg type='s' direction='in'/>"
                                    "</method></interface></node>";
  static const GDBusInterfaceVTable functions = { .method_call = call_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (description, NULL);
  g_autoptr (GError) error = NULL;

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  self->object =
      g_dbus_connection_register_object (self->connection, "/org/freedesktop/FileManager1",
                                         node->interfaces[0], &functions, self, NULL, &error);
  g_assert_no_error (error);
  self->owner = g_bus_own_name_on_connection (
      self->connection, SERVICE, G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb, NULL, self, NULL);
  test_wait (is_owned, self, "there is a file manager");
}

static void
file_manager_clear (FileManager *self)
{
  g_bus_unown_name (self->owner);
  g_dbus_connection_unregister_object (self->connection, self->object);
  g_clear_object (&self->connection);
  /* The program's own connection lives as long as the process. */
  g_test_dbus_stop (self->bus);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->request, g_free);
}

static void
test_show (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/tmp/a b%ä.pcapng");
  GtkWindow *window = test_widget_show (gtk_image_new_from_icon_name ("folder-symbolic"), 100, 100);
  FileManager manager = { 0 };

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  file_manager_listen (&manager);
  pktmon_show_in_files (window, file);
  test_wait (was_asked, &manager, "the file manager is asked");
  g_assert_cmpstr (manager.request, ==, "(['file:///tmp/a%20b%25%C3%A4.pcapng'], '')");
  test_widget_close (window);
  /* Its answer is awaited, too. */
  test_wait_gone ((gpointer *) &window, "the window is gone");
  file_manager_clear (&manager);
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/show-in-files/show", test_show);
  return g_test_run();
}
