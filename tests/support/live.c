/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/live.h"

#include "store/cursor.h"
#include "support/waiting.h"

void
test_live_set_up (TestLive *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->network = test_network_new();
  if (self->network == NULL)
    return;
  self->a = test_network_add (self->network, "a");
  self->b = test_network_add (self->network, "b");
  test_network_ip ("-n %s link add a0 type veth peer name b0 netns %s", self->a, self->b);
  test_network_ip ("-n %s link set a0 up", self->a);
  test_network_ip ("-n %s link set b0 up", self->b);
  self->sender = test_frame_sender_new (self->a, "a0");
  self->folder = test_folder_new();
  self->monitor = pktmon_monitor_new (PKTMON_API_VERSION, &error);
  g_assert_no_error (error);
  self->session = pktmon_session_new (self->monitor, "test", &error);
  g_assert_no_error (error);
}

void
test_live_tear_down (TestLive *self, gconstpointer data)
{
  if (self->network == NULL)
    return;
  if (self->stream != NULL)
    pktmon_stream_close (self->stream);
  g_clear_object (&self->stream);
  g_clear_object (&self->session);
  g_clear_object (&self->monitor);
  g_clear_error (&self->error);
  test_folder_free (self->folder);
  test_frame_sender_free (self->sender);
  test_network_free (self->network);
}

void
test_live_add (const char *path, void (*test) (TestLive *, gconstpointer))
{
  g_test_add (path, TestLive, NULL, test_live_set_up, test, test_live_tear_down);
}

typedef struct {
  PktmonSourceTree *tree;
  char *id;
} Search;

static gboolean
is_found (gpointer data)
{
  Search *search = data;
  PktmonDataSource *source = pktmon_source_tree_find (search->tree, search->id);

  return source != NULL && pktmon_data_source_check_available (source, NULL);
}

PktmonDataSource *
test_live_find (TestLive *self, const char *network_namespace, const char *device)
{
  g_autofree char *id = g_strdup_printf ("ns:%s/if:%s", network_namespace, device);
  Search search = { pktmon_monitor_get_source_tree (self->monitor), id };

  test_wait (is_found, &search, "the source is in the tree");
  return pktmon_source_tree_find (search.tree, id);
}

void
test_live_add_source (TestLive *self)
{
  g_autoptr (GError) error = NULL;

  pktmon_session_add_source (self->session, test_live_find (self, self->b, "b0"), &error);
  g_assert_no_error (error);
}

static void
data_cb (PktmonStream *stream, const PktmonBatch *batch, gpointer user_data)
{
  TestLive *self = user_data;
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (batch->store, PKTMON_CURSOR_SEQUENTIAL);

  for (guint64 i = 0; i < batch->n; i++) {
    PktmonPacket packet;
    g_autoptr (GError) error = NULL;
    gint64 number;

    pktmon_cursor_read (cursor, batch->first + i, &packet, &error);
    g_assert_no_error (error);
    number = test_frame_get_number (packet.data, packet.captured);
    self->next_number = number == self->next_number ? number + 1 : -1;
  }
  self->packets += batch->n;
}

static void
event_cb (PktmonStream *stream, const PktmonStreamEvent *event, gpointer user_data)
{
  TestLive *self = user_data;
  guint *counters[] = { &self->n_started, &self->n_stopped, &self->n_fatal, &self->n_warnings,
                        &self->n_returned };

  (*counters[event->kind])++;
  if (event->kind == PKTMON_STREAM_STARTED)
    self->truncation = event->truncation;
  if (event->error != NULL) {
    g_clear_error (&self->error);
    self->error = g_error_copy (event->error);
  }
}

void
test_live_attach_stream (TestLive *self, const PktmonStreamConfig *config)
{
  PktmonStreamConfig own = *config;
  g_autoptr (GError) error = NULL;

  own.data = data_cb;
  own.event = event_cb;
  own.user_data = self;
  self->stream = pktmon_stream_new (self->monitor, &own, &error);
  g_assert_no_error (error);
  pktmon_session_attach_output (self->session, G_OBJECT (self->stream), &error);
  g_assert_no_error (error);
}

void
test_live_start (TestLive *self)
{
  g_autoptr (GError) error = NULL;

  pktmon_session_set_active (self->session, TRUE, &error);
  g_assert_no_error (error);
}

typedef struct {
  TestLive *live;
  guint64 packets;
} Packets;

static gboolean
has_packets (gpointer data)
{
  Packets *packets = data;

  return packets->live->packets >= packets->packets;
}

void
test_live_wait_packets (TestLive *self, guint64 packets)
{
  Packets wanted = { self, packets };

  test_wait (has_packets, &wanted, "the packets are delivered");
}

static gboolean
is_stopped (gpointer data)
{
  TestLive *self = data;

  return !pktmon_session_is_active (self->session) &&
         (self->stream == NULL || self->n_stopped + self->n_fatal > 0);
}

void
test_live_wait_stopped (TestLive *self)
{
  test_wait (is_stopped, self, "the session has stopped");
}
