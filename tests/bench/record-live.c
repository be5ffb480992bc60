/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

#include "session/helper-client.h"
#include "support/frame-sender.h"

/* record-live NAMESPACE DEVICE FILE: captures until its standard input ends, as the program does:
 * with the helper of PKTMON_HELPER, into FILE. Says "started" when it has begun, and at the end how
 * many packets are in the file and how many were lost. */

typedef struct {
  PktmonHelperClient *client;
  GMainLoop *loop;
  char **arguments;
} Record;

static G_NORETURN void
give_up (const GError *error)
{
  g_printerr ("%s\n", error->message);
  _exit (1);
}

static void
failed_cb (PktmonHelperClient *client, const GError *error, Record *record)
{
  give_up (error);
}

static void
refused_cb (PktmonHelperClient *client, guint request, guint source, const GError *error,
            Record *record)
{
  give_up (error);
}

static void
done_cb (PktmonHelperClient *client, guint request, guint source, Record *record)
{
  if (request == PKTMON_REQUEST_START)
    g_print ("started\n");
}

static void
stopped_cb (PktmonHelperClient *client, const PktmonStoppedAnswer *stopped, const GError *error,
            Record *record)
{
  if (error != NULL)
    give_up (error);
  g_print ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", stopped->progress.packets,
           stopped->progress.lost);
  g_main_loop_quit (record->loop);
}

static gboolean
input_cb (int descriptor, GIOCondition condition, gpointer user_data)
{
  Record *record = user_data;

  pktmon_helper_client_stop (record->client);
  return G_SOURCE_REMOVE;
}

static void
launched_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  Record *record = user_data;
  int file = open (record->arguments[3], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  PktmonHelperSource source = {
    .kind = PKTMON_CAPTURE_INTERFACE,
    .device = record->arguments[2],
    .interface_index = test_namespace_get_index (record->arguments[1], record->arguments[2]),
    .network_namespace = test_namespace_open (record->arguments[1]),
    .id = record->arguments[2],
    .promiscuous = TRUE,
  };
  GError *error = NULL;
  guint number;

  if (!pktmon_helper_client_launch_finish (record->client, result, &error) ||
      !pktmon_helper_client_add_source (record->client, &source, &number, &error))
    give_up (error);
  pktmon_helper_client_add_spool (record->client, file, NULL, FALSE);
  pktmon_helper_client_start (record->client);
  close (file);
  close (source.network_namespace);
}

int
main (int argc, char **argv)
{
  Record record = { .arguments = argv };

  if (argc != 4) {
    g_printerr ("record-live NAMESPACE DEVICE FILE\n");
    return 2;
  }
  record.client = pktmon_helper_client_new();
  record.loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (record.client, "failed", G_CALLBACK (failed_cb), &record);
  g_signal_connect (record.client, "refused", G_CALLBACK (refused_cb), &record);
  g_signal_connect (record.client, "done", G_CALLBACK (done_cb), &record);
  g_signal_connect (record.client, "stopped", G_CALLBACK (stopped_cb), &record);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, input_cb, &record);
  pktmon_helper_client_launch_async (record.client, PKTMON_SCOPE_NAMESPACES, NULL, launched_cb,
                                     &record);
  g_main_loop_run (record.loop);
  g_object_unref (record.client);
  g_main_loop_unref (record.loop);
  return 0;
}
