/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/limits.h"
#include "session/leftover.h"
#include "support/live.h"
#include "support/repeats.h"
#include "support/waiting.h"

/* What sessions and streams are made from, and what is left of them. */

static void
check_error (GError **error, gint code)
{
  g_assert_error (*error, PKTMON_ERROR, code);
  g_assert_nonnull (pktmon_error_get_advice (*error));
  g_clear_error (error);
}

static void
test_monitor (TestLive *live, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) list = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (live->session == NULL)
    return;
  g_assert_null (pktmon_monitor_new (PKTMON_API_VERSION + 1, &error));
  check_error (&error, PKTMON_ERROR_REVISION_MISMATCH);
  g_assert_null (pktmon_session_new (live->monitor, "", &error));
  check_error (&error, PKTMON_ERROR_INVALID);
  name = g_strnfill (PKTMON_MAX_SESSION_NAME + 1, 'x');
  g_assert_null (pktmon_session_new (live->monitor, name, &error));
  check_error (&error, PKTMON_ERROR_INVALID);
  g_assert_null (pktmon_stream_new (
      live->monitor, &(PktmonStreamConfig){ .buffer_size = PKTMON_STREAM_BUFFER_STEP + 1 },
      &error));
  check_error (&error, PKTMON_ERROR_INVALID);
  g_assert_null (pktmon_stream_new (
      live->monitor, &(PktmonStreamConfig){ .truncation = PKTMON_MAX_SNAP_LENGTH + 1 }, &error));
  check_error (&error, PKTMON_ERROR_INVALID);
  test_live_find (live, live->b, "b0");
  list = pktmon_monitor_list_sources (live->monitor, PKTMON_LIST_INTERFACES, FALSE);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (PktmonDataSource) source = g_list_model_get_item (list, i);

    g_assert_cmpuint (pktmon_data_source_get_kind (source), ==, PKTMON_DATA_SOURCE_INTERFACE);
    g_assert_true (pktmon_data_source_check_available (source, NULL));
  }
  g_assert_cmpuint (g_list_model_get_n_items (list), >, 2);
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  path = g_strdup (pktmon_session_get_path (live->session));
  pktmon_monitor_close (live->monitor);
  g_assert_false (pktmon_session_is_active (live->session));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (pktmon_session_set_active (live->session, TRUE, &error));
  check_error (&error, PKTMON_ERROR_INVALID);
  g_assert_null (pktmon_session_new (live->monitor, "late", &error));
  check_error (&error, PKTMON_ERROR_INVALID);
}

/* Whether a capture may have opened it: a file, what threads and processes are waited for with, a
 * socket to a helper. Others are the monitor's, for namespaces that come and go meanwhile. */
static gboolean
is_capturing (int descriptor)
{
  struct stat status;
  int domain = 0;
  socklen_t size = sizeof domain;

  if (fstat (descriptor, &status) != 0)
    return FALSE;
  if (S_ISSOCK (status.st_mode))
    return getsockopt (descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX;
  return S_ISREG (status.st_mode) && status.st_size > 0;
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    count += is_capturing ((int) g_ascii_strtoll (name, NULL, 10));
  return count;
}

static guint
count_threads (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/task", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

typedef struct {
  guint descriptors, threads;
} Usage;

/* GLib closes some in threads of its own, of which it keeps a few. */
static gboolean
is_clean (gpointer data)
{
  const Usage *before = data;

  g_main_context_wakeup (NULL);
  return count_descriptors() <= before->descriptors && count_threads() <= before->threads + 2;
}

/* Starting and stopping leaves nothing behind. */
static void
test_often (TestLive *live, gconstpointer data)
{
  const PktmonStreamConfig config = { .buffer_size = PKTMON_STREAM_BUFFER_STEP };
  Usage before = { 0 };

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &config);
  for (guint i = 0; i < TEST_REPEATS (1000); i++) {
    test_live_start (live);
    test_frame_sender_send (live->sender, 1);
    pktmon_session_set_active (live->session, FALSE, NULL);
    test_live_wait_packets (live, i + 1);
    if (i == 10)
      before = (Usage){ count_descriptors(), count_threads() };
  }
  test_wait (is_clean, &before, "nothing is left of the captures");
}

/* What a program left that was killed while it captured. */
static void
test_leftover (TestLive *live, gconstpointer data)
{
  g_autofree char *path = NULL, *copy = NULL;
  g_autoptr (GFile) from = NULL, to = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 10);
  path = g_strdup (pktmon_session_get_path (live->session));
  copy = g_strdup_printf ("%s-copy.pcapng", path);
  from = g_file_new_for_path (path);
  to = g_file_new_for_path (copy);
  g_assert_true (g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error));
  found = pktmon_leftovers_find();
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((PktmonLeftover *) g_ptr_array_index (found, 0))->path, ==, copy);
  g_assert_cmpuint (((PktmonLeftover *) g_ptr_array_index (found, 0))->size, >, 1000);
  g_assert_true (pktmon_leftover_discard (copy, &error));
  g_ptr_array_unref (found);
  found = pktmon_leftovers_find();
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) cache = test_folder_new();

  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("XDG_CACHE_HOME", cache->path, TRUE);
  g_setenv ("XDG_DATA_HOME", cache->path, TRUE);
  g_test_init (&argc, &argv, NULL);
  test_live_add ("/monitor/monitor", test_monitor);
  test_live_add ("/monitor/leftover", test_leftover);
  test_live_add ("/monitor/often", test_often);
  return g_test_run();
}
