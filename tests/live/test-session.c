/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "support/live.h"
#include "support/reading.h"
#include "support/waiting.h"

/* The Pktmon API with the real helper: every packet that is sent is captured, or counted. */

static TestReading *
read_file (const char *path)
{
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  return test_reading_new ((const guint8 *) contents, size);
}

static void
check_error (GError **error, gint code)
{
  g_assert_error (*error, PKTMON_ERROR, code);
  g_assert_nonnull (pktmon_error_get_advice (*error));
  g_clear_error (error);
}

/* --- Streams --- */

#define MANY 50000u

static void
test_stream (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSessionStatus) status = NULL;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ .truncation = 64 });
  test_live_start (live);
  test_frame_sender_send (live->sender, MANY);
  pktmon_session_set_active (live->session, FALSE, NULL);
  status = pktmon_session_dup_status (live->session);
  g_assert_no_error (status->error);
  g_assert_cmpuint (status->state, ==, PKTMON_SESSION_STOPPED);
  g_assert_cmpuint (status->stop_reason, ==, PKTMON_STOP_ASKED);
  g_assert_cmpuint (status->counters.packets + pktmon_session_status_get_lost (status), ==, MANY);
  g_assert_cmpuint (pktmon_store_get_count (pktmon_session_get_store (live->session)), ==,
                    status->counters.packets);
  test_live_wait_stopped (live);
  g_assert_cmpuint (live->packets, ==, status->counters.packets);
  g_assert_cmpuint (live->n_started, ==, 1);
  g_assert_cmpuint (live->truncation, ==, 64);
  g_assert_cmpuint (live->n_stopped, ==, 1);
  if (pktmon_session_status_get_lost (status) == 0)
    g_assert_cmpint (live->next_number, ==, MANY);
}

/* Packets come while it runs; pause and resume; a second capture. */
static void
test_course (TestLive *live, gconstpointer data)
{
  g_autofree char *first = NULL;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  g_assert_true (pktmon_session_is_active (live->session));
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 10);
  pktmon_session_pause (live->session);
  for (PktmonSessionState state = PKTMON_SESSION_RUNNING; state != PKTMON_SESSION_PAUSED;) {
    g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (live->session);

    g_main_context_iteration (NULL, TRUE);
    state = status->state;
  }
  test_frame_sender_send (live->sender, 5);
  live->next_number += 5;
  pktmon_session_resume (live->session);
  for (PktmonSessionState state = PKTMON_SESSION_PAUSED; state != PKTMON_SESSION_RUNNING;) {
    g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (live->session);

    g_main_context_iteration (NULL, TRUE);
    state = status->state;
  }
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 20);
  g_assert_cmpint (live->next_number, ==, 25);
  first = g_strdup (pktmon_session_get_path (live->session));
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
  pktmon_session_set_active (live->session, FALSE, NULL);
  test_live_start (live);
  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  test_frame_sender_send (live->sender, 3);
  pktmon_session_set_active (live->session, FALSE, NULL);
  test_live_wait_packets (live, 23);
  g_assert_cmpuint (live->n_started, ==, 2);
}

/* What nobody keeps leaves nothing behind, and yet every packet is delivered. */
static void
test_passing (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSessionStatus) status = NULL;

  if (live->session == NULL)
    return;
  live->sender->size = 1500;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ .passing = TRUE });
  test_live_start (live);
  g_assert_null (pktmon_session_get_path (live->session));
  for (guint i = 0; i < 10; i++) {
    test_frame_sender_send (live->sender, 10000);
    status = pktmon_session_dup_status (live->session);
    g_clear_pointer (&status, pktmon_session_status_free);
    g_main_context_iteration (NULL, FALSE);
  }
  pktmon_session_set_active (live->session, FALSE, NULL);
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (status->counters.packets + pktmon_session_status_get_lost (status), ==, 100000);
  g_assert_cmpuint (status->counters.file_size, >, 128 << 20);
  test_live_wait_stopped (live);
  g_assert_cmpuint (live->packets, ==, status->counters.packets);
}

static void
test_close_stream (TestLive *live, gconstpointer data)
{
  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 10);
  pktmon_stream_close (live->stream);
  test_frame_sender_send (live->sender, 10);
  pktmon_session_set_active (live->session, FALSE, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (live->packets, ==, 10);
  g_assert_cmpuint (live->n_stopped, ==, 0);
}

/* --- Files --- */

static void
test_file (TestLive *live, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (PktmonFileOutput) output = NULL;
  g_autoptr (TestReading) reading = NULL;
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  path = test_folder_build (live->folder, "out.pcapng");
  output = pktmon_file_output_new (path);
  test_live_add_source (live);
  g_assert_true (pktmon_session_attach_output (live->session, G_OBJECT (output), &error));
  g_assert_false (pktmon_session_attach_output (live->session, G_OBJECT (output), &error));
  check_error (&error, PKTMON_ERROR_INVALID);
  test_live_start (live);
  g_assert_cmpstr (pktmon_session_get_path (live->session), ==, path);
  test_frame_sender_send (live->sender, 1000);
  pktmon_session_set_active (live->session, FALSE, NULL);
  pktmon_session_close (live->session);
  reading = read_file (path);
  g_assert_cmpuint (reading->packets, ==, 1000);
}

static void
test_ring (TestLive *live, gconstpointer data)
{
  g_autofree char *path = NULL, *old = NULL;
  g_autoptr (PktmonFileOutput) output = NULL;
  g_autoptr (GError) error = NULL;
  guint packets = 0;

  if (live->session == NULL)
    return;
  path = test_folder_build (live->folder, "ring.pcapng");
  old = test_folder_build (live->folder, "ring_00007.pcapng");
  g_assert_true (g_file_set_contents (old, "old", -1, NULL));
  g_assert_null (pktmon_file_output_new_ring (path, &(PktmonRing){ .file_size = 1000 }, &error));
  check_error (&error, PKTMON_ERROR_INVALID);
  output =
      pktmon_file_output_new_ring (path, &(PktmonRing){ .file_size = 1000000, .files = 3 }, &error);
  g_assert_no_error (error);
  live->sender->size = 1000;
  test_live_add_source (live);
  g_assert_true (pktmon_session_attach_output (live->session, G_OBJECT (output), &error));
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  for (guint i = 0; i < 10; i++) {
    test_frame_sender_send (live->sender, 1000);
    test_live_wait_packets (live, (i + 1) * 1000);
  }
  pktmon_session_set_active (live->session, FALSE, NULL);
  g_assert_cmpint (live->next_number, ==, 10000);
  g_assert_cmpuint (test_folder_count (live->folder), ==, 4);
  g_assert_true (g_file_test (old, G_FILE_TEST_EXISTS));
  for (guint i = 1; i <= 30; i++) {
    g_autofree char *name = g_strdup_printf ("ring_%05u.pcapng", i);
    g_autofree char *file = test_folder_build (live->folder, name);
    g_autoptr (TestReading) reading = NULL;

    if (i == 7 || !g_file_test (file, G_FILE_TEST_EXISTS))
      continue;
    g_assert_cmpuint (i, >, 8);
    reading = read_file (file);
    packets += reading->packets;
  }
  g_assert_cmpuint (packets, >, 1000);
  g_assert_cmpuint (packets, <, 4000);
}

static void
test_limits (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSessionStatus) status = NULL;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  pktmon_session_set_limits (live->session, &(PktmonSessionLimits){ .packets = 42 });
  test_live_start (live);
  test_frame_sender_send (live->sender, 100);
  test_live_wait_stopped (live);
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (status->stop_reason, ==, PKTMON_STOP_PACKETS);
  g_assert_cmpuint (status->counters.packets, ==, 42);
  g_assert_cmpuint (live->packets, ==, 42);
}

/* --- Constraints --- */

static void
add_constraint (TestLive *live, const char *expression)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (expression, &error);

  g_assert_no_error (error);
  g_assert_true (pktmon_session_add_constraint (live->session, constraint, &error));
}

/* The kernel takes the tag out of a frame before a filter sees it; constraints see it all the
 * same, before and after they are changed. */
static void
check_constraints (TestLive *live, const char *first, const char *second, const char *third)
{
  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  add_constraint (live, first);
  test_live_start (live);
  test_frame_sender_send (live->sender, 10); /* without a tag */
  live->sender->vlan = 8;
  test_frame_sender_send (live->sender, 10);
  live->sender->vlan = 7;
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 10);
  pktmon_session_clear_constraints (live->session);
  add_constraint (live, second);
  add_constraint (live, third);
  /* Whoever asks for the end of a pause has had an answer to what was asked before. */
  pktmon_session_pause (live->session);
  pktmon_session_resume (live->session);
  for (PktmonSessionState state = PKTMON_SESSION_PAUSED; state != PKTMON_SESSION_RUNNING;) {
    g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (live->session);

    g_main_context_iteration (NULL, FALSE);
    state = status->state;
  }
  g_usleep (200000);
  test_frame_sender_send (live->sender, 10);
  live->sender->vlan = 9;
  test_frame_sender_send (live->sender, 7);
  live->sender->vlan = 0;
  live->sender->kind = 0xb6;
  test_frame_sender_send (live->sender, 3);
  pktmon_session_set_active (live->session, FALSE, NULL);
  test_live_wait_stopped (live);
  g_assert_cmpuint (live->packets, ==, 20);
}

static void
test_constraints (TestLive *live, gconstpointer data)
{
  check_constraints (live, "vlan=7 ethertype=0x88b5", "vlan=9", "ethertype=0x88b6");
}

static void
test_expressions (TestLive *live, gconstpointer data)
{
  check_constraints (live, "vlan 7 and ether proto 0x88b5", "vlan 9", "ether proto 0x88b6");
}

/* The session takes so many constraints, and says so of one more. */
static void
test_constraint_limit (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonConstraint) one_more = pktmon_constraint_new ("proto=tcp", NULL);
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  for (guint i = 0; i < PKTMON_MAX_CONSTRAINTS; i++)
    add_constraint (live, "vlan=7");
  g_assert_false (pktmon_session_add_constraint (live->session, one_more, &error));
  check_error (&error, PKTMON_ERROR_INVALID);
}

/* What is excluded is not captured, and what is disabled does nothing. */
static void
test_excluding (TestLive *live, gconstpointer data)
{
  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  add_constraint (live, "vlan=8 exclude");
  add_constraint (live, "disabled vlan=9");
  add_constraint (live, "ethertype=0x88b5");
  test_live_start (live);
  live->sender->vlan = 8;
  test_frame_sender_send (live->sender, 10);
  live->sender->vlan = 0;
  live->sender->kind = 0xb6;
  test_frame_sender_send (live->sender, 10);
  live->sender->kind = 0xb5;
  test_frame_sender_send (live->sender, 6);
  test_live_wait_packets (live, 6);
  pktmon_session_set_active (live->session, FALSE, NULL);
  g_assert_cmpuint (live->packets, ==, 6);
}

/* --- Sources --- */

/* The n-th source of a capture. */
static const PktmonSourceStatus *
get_source (const PktmonSessionStatus *status, guint n)
{
  return g_ptr_array_index (status->sources, n);
}

/* Interfaces are in the file in the order in which the sources were added. */
static void
test_order (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  g_autoptr (TestReading) reading = NULL;
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  pktmon_session_add_source (live->session, test_live_find (live, live->a, "lo"), &error);
  pktmon_session_add_source (live->session, test_live_find (live, live->a, "a0"), &error);
  g_assert_no_error (error);
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  pktmon_session_set_active (live->session, FALSE, NULL);
  status = pktmon_session_dup_status (live->session);
  reading = read_file (pktmon_session_get_path (live->session));
  g_assert_cmpuint (status->sources->len, ==, 3);
  g_assert_cmpuint (pktmon_directory_get_n_interfaces (reading->directory), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (pktmon_directory_get_interface (reading->directory, i)->name, ==,
                     get_source (status, i)->id);
}

static void
test_sources (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *far = NULL;

  if (live->session == NULL)
    return;
  g_assert_false (pktmon_session_set_active (live->session, TRUE, &error));
  check_error (&error, PKTMON_ERROR_INVALID);
  test_live_add_source (live);
  test_live_add_source (live); /* is there already */
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 10);
  pktmon_session_add_source (live->session, test_live_find (live, live->a, "a0"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pktmon_session_get_n_sources (live->session), ==, 2);
  do {
    g_clear_pointer (&status, pktmon_session_status_free);
    g_main_context_iteration (NULL, TRUE);
    status = pktmon_session_dup_status (live->session);
  } while (status->sources->len < 2 || get_source (status, 1)->state != PKTMON_SOURCE_UP);
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 30);
  far = g_strdup_printf ("ns:%s/if:b0", live->b);
  pktmon_session_remove_source (live->session, far);
  do {
    g_clear_pointer (&status, pktmon_session_status_free);
    g_main_context_iteration (NULL, TRUE);
    status = pktmon_session_dup_status (live->session);
  } while (pktmon_session_status_find (status, far)->state != PKTMON_SOURCE_ENDED);
  g_assert_no_error (pktmon_session_status_find (status, far)->error);
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 40);
  g_assert_cmpuint (live->n_warnings, ==, 0);
}

/* An interface that goes ends its part; with the last one the capture ends, and says why. */
static void
test_gone (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  test_network_ip ("-n %s link add c0 type veth peer name c1", live->b);
  test_network_ip ("-n %s link set c0 up", live->b);
  test_live_add_source (live);
  pktmon_session_add_source (live->session, test_live_find (live, live->b, "c0"), &error);
  g_assert_no_error (error);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  test_network_ip ("-n %s link delete c0", live->b);
  while (live->n_warnings == 0)
    g_main_context_iteration (NULL, TRUE);
  check_error (&live->error, PKTMON_ERROR_NOT_FOUND);
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 10);
  test_network_ip ("-n %s link delete b0", live->b);
  test_live_wait_stopped (live);
  g_assert_cmpuint (live->n_fatal, ==, 1);
  check_error (&live->error, PKTMON_ERROR_NOT_FOUND);
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (status->counters.packets, ==, 10);
}

/* --- Sessions --- */

static void
test_two (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSession) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonSessionStatus) status = NULL;

  if (live->session == NULL)
    return;
  other = pktmon_session_new (live->monitor, "other", &error);
  g_assert_no_error (error);
  test_live_add_source (live);
  pktmon_session_add_source (other, test_live_find (live, live->b, "b0"), &error);
  g_assert_no_error (error);
  test_live_start (live);
  g_assert_true (pktmon_session_set_active (other, TRUE, &error));
  test_frame_sender_send (live->sender, 10);
  pktmon_session_set_active (live->session, FALSE, NULL);
  test_frame_sender_send (live->sender, 10);
  pktmon_session_set_active (other, FALSE, NULL);
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (status->counters.packets, ==, 10);
  g_clear_pointer (&status, pktmon_session_status_free);
  status = pktmon_session_dup_status (other);
  g_assert_cmpuint (status->counters.packets, ==, 20);
}

static void
active_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;
  gboolean good = pktmon_session_set_active_finish (PKTMON_SESSION (object), result, error);

  g_assert_true (good == (*error == NULL));
  if (good)
    *error = g_error_new (PKTMON_ERROR, 0, "none");
}

static void
wait_active (TestLive *live, gboolean active, GCancellable *cancellable, GError **error)
{
  pktmon_session_set_active_async (live->session, active, cancellable, active_cb, error);
  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  while (*error == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_async (TestLive *live, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new();
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  wait_active (live, FALSE, NULL, &error); /* is not */
  g_clear_error (&error);
  wait_active (live, TRUE, NULL, &error);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID); /* no source */
  g_clear_error (&error);
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  wait_active (live, TRUE, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_live_wait_stopped (live);
  g_clear_error (&error);
  wait_active (live, TRUE, NULL, &error);
  g_assert_cmpstr (error->message, ==, "none");
  g_clear_error (&error);
  test_frame_sender_send (live->sender, MANY);
  wait_active (live, FALSE, NULL, &error);
  g_assert_cmpstr (error->message, ==, "none");
  g_assert_cmpuint (live->packets + 1, >, 1);
  g_assert_false (pktmon_session_is_active (live->session));
}

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) cache = test_folder_new();
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("XDG_CACHE_HOME", cache->path, TRUE);
  g_test_init (&argc, &argv, NULL);
  test_live_add ("/session/stream", test_stream);
  test_live_add ("/session/course", test_course);
  test_live_add ("/session/passing", test_passing);
  test_live_add ("/session/close-stream", test_close_stream);
  test_live_add ("/session/file", test_file);
  test_live_add ("/session/ring", test_ring);
  test_live_add ("/session/limits", test_limits);
  test_live_add ("/session/constraints", test_constraints);
  test_live_add ("/session/expressions", test_expressions);
  test_live_add ("/session/excluding", test_excluding);
  test_live_add ("/session/constraint-limit", test_constraint_limit);
  test_live_add ("/session/order", test_order);
  test_live_add ("/session/sources", test_sources);
  test_live_add ("/session/gone", test_gone);
  test_live_add ("/session/two", test_two);
  test_live_add ("/session/async", test_async);
  status = g_test_run();
  return status;
}
