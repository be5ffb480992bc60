/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/show-in-files.h"

/* https://www.freedesktop.org/wiki/Specifications/file-manager-interface/ */
#define SERVICE "org.freedesktop.FileManager1"
#define OBJECT "/org/freedesktop/FileManager1"

/* Milliseconds that a file manager has to start. */
#define PATIENCE_MS 10000

typedef struct {
  GtkWindow *window;
  GFile *file;
} Request;

static void
request_free (Request *self)
{
  g_object_unref (self->window);
  g_object_unref (self->file);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static void
show_folder (Request *self)
{
  g_autoptr (GFile) folder = g_file_get_parent (self->file);
  g_autofree char *uri = g_file_get_uri (folder != NULL ? folder : self->file);

  gtk_show_uri (self->window, uri, GDK_CURRENT_TIME);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) self = user_data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply == NULL)
    show_folder (self);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) self = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  g_autofree char *uri = g_file_get_uri (self->file);
  const char *const uris[] = { uri, NULL };

  if (bus == NULL)
    show_folder (self);
  else
    g_dbus_connection_call (bus, SERVICE, OBJECT, SERVICE, "ShowItems",
                            g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE,
                            PATIENCE_MS, NULL, shown_cb, g_steal_pointer (&self));
}

void
pktmon_show_in_files (GtkWindow *window, GFile *file)
{
  Request *request = g_new (Request, 1);

  request->window = g_object_ref (window);
  request->file = g_object_ref (file);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, connected_cb, request);
}
