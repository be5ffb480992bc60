/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "export/export.h"
#include "pcapng/format.h"
#include "store/cursor.h"
#include "support/live.h"
#include "support/reading.h"

/* Sessions that keep only the newest packets, under load: every packet is kept, or accounted for.
 */

typedef struct {
  TestFrameSender *sender;
  guint count;
  int done; /* atomic */
} Load;

static gpointer
send_load (gpointer data)
{
  Load *load = data;

  test_frame_sender_send (load->sender, load->count);
  g_atomic_int_set (&load->done, TRUE);
  return NULL;
}

/* --- In pieces --- */

/* Bytes of the files without a name that this process holds. */
static guint64
measure_pieces (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  const char *name;
  guint64 size = 0;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);
    struct stat status;

    if (target != NULL && strstr (target, "/packet-monitor-") != NULL &&
        stat (path, &status) == 0 && g_hash_table_add (known, GSIZE_TO_POINTER (status.st_ino)))
      size += (guint64) status.st_size;
  }
  return size;
}

/* The packet at @position is the frame with @number; -1: it is not kept. */
static void
check_kept (PktmonCursor *cursor, guint64 position, gint64 number)
{
  g_autoptr (GError) error = NULL;
  PktmonPacket packet;

  g_assert_true (pktmon_cursor_read (cursor, position, &packet, &error));
  g_assert_no_error (error);
  g_assert_cmpint (test_frame_get_number (packet.data, packet.captured), ==, number);
}

/* What is kept can be written to a file, and nothing else is in it. */
static void
check_export (PktmonStore *store, const TestFolder *folder, guint64 packets)
{
  g_autofree char *path = test_folder_build (folder, "out.pcapng");
  const PktmonExportChoice choice = { 0 };
  const PktmonExportOptions options = { 0 };
  g_autoptr (TestReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  g_assert_true (pktmon_export_store (store, path, &choice, &options, NULL, NULL, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.packets, ==, packets);
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, packets);
}

/* The newest packets are there, the oldest ones are dropped and that is said. */
static void
test_bounded (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonFileOutput) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonSessionStatus) status = NULL;
  g_autoptr (PktmonCursor) cursor = NULL;
  PktmonStore *store;
  Load load = { live->sender, 20000, 0 };
  GThread *thread;
  guint64 packets;

  if (live->session == NULL)
    return;
  g_assert_null (pktmon_file_output_new_bounded (7999999, 0, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_clear_error (&error);
  output = pktmon_file_output_new_bounded (8000000, 0, &error);
  g_assert_no_error (error);
  live->sender->size = 1000;
  test_live_add_source (live);
  g_assert_true (pktmon_session_attach_output (live->session, G_OBJECT (output), &error));
  test_live_start (live);
  thread = g_thread_new ("sender", send_load, &load);
  while (!g_atomic_int_get (&load.done)) {
    /* With one that its reader has not come to the end of. */
    g_assert_cmpuint (measure_pieces(), <=, 9100000);
    g_main_context_iteration (NULL, FALSE);
  }
  g_thread_join (thread);
  pktmon_session_set_active (live->session, FALSE, NULL);
  status = pktmon_session_dup_status (live->session);
  store = pktmon_session_get_store (live->session);
  g_assert_no_error (status->error);
  g_assert_cmpuint (pktmon_session_status_get_lost (status), ==, 0);
  g_assert_cmpuint (status->counters.packets, ==, 20000);
  g_assert_cmpuint (pktmon_store_get_count (store), ==, 20000);
  pktmon_spool_get_start (pktmon_store_get_spool (store), &packets);
  g_assert_cmpuint (status->removed_packets, ==, packets);
  g_assert_cmpuint (packets, >, 13000);
  g_assert_cmpuint (packets, <, 15000);
  cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  check_kept (cursor, 0, -1);
  check_kept (cursor, packets - 1, -1);
  check_kept (cursor, packets, (gint64) packets);
  check_kept (cursor, 19999, 19999);
  check_export (store, live->folder, 20000 - packets);
}

/* --- In a ring of files --- */

typedef struct {
  guint64 packets;
  gint64 next; /* number of the frame after the last one; -1: none yet */
  guint n_files;
} Found;

/* Each is whole, with its statistics, and goes on where the one before it ended, unless packets
 * were @lost. */
static void
check_file (const char *path, gboolean lost, Found *found)
{
  g_autoptr (TestReading) reading = test_reading_new_file (path);
  const TestRecord *last;

  g_assert_no_error (reading->error);
  last = test_reading_get_record (reading, reading->records->len - 1);
  g_assert_cmpuint (last->record.type, ==, PKTMON_BLOCK_INTERFACE_STATISTICS);
  for (guint i = 0; i < reading->packets; i++) {
    const PktmonPacket *packet = &test_reading_get_packet (reading, i)->record.packet;
    gint64 number = test_frame_get_number (packet->data, packet->captured);

    if (lost || found->next < 0)
      g_assert_cmpint (number, >=, found->next);
    else
      g_assert_cmpint (number, ==, found->next);
    found->next = number + 1;
  }
  found->packets += reading->packets;
  found->n_files++;
}

/* Numbers follow each other; the newest is @last. */
static Found
check_ring (const TestFolder *folder, guint last, gboolean lost)
{
  Found found = { .next = -1 };

  for (guint i = last + 1 - test_folder_count (folder); i <= last; i++) {
    g_autofree char *name = g_strdup_printf ("r_%05u.pcapng", i);
    g_autofree char *path = test_folder_build (folder, name);

    check_file (path, lost, &found);
  }
  return found;
}

static void
begin_ring (TestLive *live, const TestFolder *folder, const PktmonRing *ring)
{
  g_autofree char *path = test_folder_build (folder, "r.pcapng");
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonFileOutput) output = pktmon_file_output_new_ring (path, ring, &error);

  g_assert_no_error (error);
  test_live_add_source (live);
  g_assert_true (pktmon_session_attach_output (live->session, G_OBJECT (output), &error));
  test_live_start (live);
}

static void
check_ring_under_load (TestLive *live, const PktmonRing *ring, guint count)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  guint64 lost;
  guint n;
  Found found;

  begin_ring (live, live->folder, ring);
  test_frame_sender_send (live->sender, count);
  pktmon_session_set_active (live->session, FALSE, NULL);
  status = pktmon_session_dup_status (live->session);
  g_assert_no_error (status->error);
  lost = pktmon_session_status_get_lost (status);
  n = test_folder_count (live->folder);
  found = check_ring (live->folder, status->n_removed + n, lost > 0);
  g_assert_cmpuint (found.packets + status->removed_packets, ==, status->counters.packets);
  g_assert_cmpuint (status->counters.packets + lost, ==, live->sender->sent);
  if (lost == 0)
    g_assert_cmpint (found.next, ==, (gint64) live->sender->sent);
  g_assert_cmpuint (status->n_removed, >, 5);
}

static void
test_size (TestLive *live, gconstpointer data)
{
  if (live->session == NULL)
    return;
  live->sender->size = 300;
  check_ring_under_load (live, &(PktmonRing){ .file_size = 2000000, .files = 4 }, 100000);
  g_assert_cmpuint (test_folder_count (live->folder), ==, 4);
}

static void
test_packets (TestLive *live, gconstpointer data)
{
  if (live->session == NULL)
    return;
  check_ring_under_load (live, &(PktmonRing){ .file_packets = 3333, .files = 3 }, 100000);
  g_assert_cmpuint (test_folder_count (live->folder), ==, 3);
}

static void
test_total (TestLive *live, gconstpointer data)
{
  guint64 size = 0;

  if (live->session == NULL)
    return;
  check_ring_under_load (live, &(PktmonRing){ .file_packets = 2000, .total_size = 10000000 },
                         200000);
  for (guint i = 1; i < 200; i++) {
    g_autofree char *name = g_strdup_printf ("r_%05u.pcapng", i);
    g_autofree char *path = test_folder_build (live->folder, name);
    struct stat status;

    size += stat (path, &status) == 0 ? (guint64) status.st_size : 0;
  }
  g_assert_cmpuint (size, <=, 10000000);
  g_assert_cmpuint (size, >, 8000000);
}

static void
test_time (TestLive *live, gconstpointer data)
{
  if (live->session == NULL)
    return;
  begin_ring (live, live->folder, &(PktmonRing){ .file_duration = 100 });
  for (guint i = 0; i < 8; i++) {
    test_frame_sender_send (live->sender, 1000);
    g_usleep (60000);
  }
  pktmon_session_set_active (live->session, FALSE, NULL);
  g_assert_cmpuint (test_folder_count (live->folder), >=, 3);
  g_assert_cmpuint (check_ring (live->folder, test_folder_count (live->folder), FALSE).packets, ==,
                    8000);
}

/* Where the next file cannot be made any more, or does not fit, all that are there are whole. */
static void
test_full (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  g_autoptr (TestFolder) folder = NULL;
  guint64 packets = 0;

  folder = live->session != NULL ? test_folder_new_tiny (5 << 20) : NULL;
  if (folder == NULL)
    return;
  begin_ring (live, folder, &(PktmonRing){ .file_size = 1000000 });
  live->sender->size = 1000;
  test_frame_sender_send (live->sender, 10000);
  test_live_wait_stopped (live);
  status = pktmon_session_dup_status (live->session);
  g_assert_error (status->error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  for (guint i = 1; i <= test_folder_count (folder); i++) {
    g_autofree char *name = g_strdup_printf ("r_%05u.pcapng", i);
    g_autofree char *path = test_folder_build (folder, name);
    g_autoptr (TestReading) reading = test_reading_new_file (path);

    packets += reading->packets;
  }
  g_assert_cmpuint (packets, ==, status->counters.packets);
  g_assert_cmpuint (packets, >, 4000);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  test_live_add ("/bounds/pieces", test_bounded);
  test_live_add ("/bounds/size", test_size);
  test_live_add ("/bounds/packets", test_packets);
  test_live_add ("/bounds/total", test_total);
  test_live_add ("/bounds/time", test_time);
  test_live_add ("/bounds/full", test_full);
  return g_test_run();
}
