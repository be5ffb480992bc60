/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "constraint/matcher.h"
#include "store/cursor.h"
#include "support/cable.h"
#include "support/live.h"
#include "support/waiting.h"

/* Constraints mean the same whatever of them the kernel can decide, and can be changed while
 * packets come: nothing is lost of what old and new ones want, nothing is kept that none wants, and
 * the file says when. */

static GPtrArray *
parse (const char *const *texts)
{
  GPtrArray *constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  for (; *texts != NULL; texts++) {
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (constraints, pktmon_constraint_new (*texts, &error));
    g_assert_no_error (error);
  }
  return constraints;
}

static void
set_constraints (TestLive *live, const char *const *texts)
{
  g_autoptr (GPtrArray) constraints = parse (texts);
  g_autoptr (GError) error = NULL;

  pktmon_session_set_constraints (live->session, constraints, &error);
  g_assert_no_error (error);
}

static void
send (TestLive *live, guint16 vlan, guint8 kind, guint count)
{
  live->sender->vlan = vlan;
  live->sender->kind = kind;
  test_frame_sender_send (live->sender, count);
}

/* What is waited for. */
typedef struct {
  TestLive *live;
  guint position; /* of a constraint */
  guint64 count;
} Counted;

/* --- What the kernel cannot decide --- */

/* The same in the store, the counters and the file, also where only the head is kept. */
static void
check_wide (TestLive *live, const char *const *texts, guint snap_length)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  g_autoptr (PktmonCursor) cursor = NULL;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ .truncation = snap_length });
  set_constraints (live, texts);
  test_live_start (live);
  send (live, 0x007, 0xb5, 10);
  send (live, 0x107, 0xb5, 20);
  send (live, 0, 0xb5, 30);
  send (live, 0, 0xb6, 40);
  pktmon_session_set_active (live->session, FALSE, NULL);
  test_live_wait_stopped (live);
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (status->counters.packets, ==, 50);
  g_assert_cmpuint (((PktmonSourceStatus *) status->sources->pdata[0])->counters.packets, ==, 50);
  g_assert_cmpuint (pktmon_session_status_get_lost (status), ==, 0);
  g_assert_cmpuint (live->packets, ==, 50);
  g_assert_cmpuint (pktmon_store_get_count (pktmon_session_get_store (live->session)), ==, 50);
  cursor = pktmon_cursor_new (pktmon_session_get_store (live->session), PKTMON_CURSOR_SEQUENTIAL);
  for (guint i = 0; i < 50; i++) {
    PktmonPacket packet;

    g_assert_true (pktmon_cursor_read (cursor, i, &packet, NULL));
    g_assert_cmpint (test_frame_get_number (packet.data, packet.captured), ==, i < 10 ? i : i + 50);
    g_assert_cmpuint (packet.length, ==, i < 10 ? 104 : 100);
    g_assert_cmpuint (packet.captured, ==,
                      snap_length == 0 ? packet.length : MIN (snap_length, packet.length));
  }
}

/* It does not tell what lies across a tag that it took out of the frame. */
static void
test_wide (TestLive *live, gconstpointer data)
{
  static const char *const texts[] = { "ether[11:4] = 0x01810000", "ethertype=0x88b6", NULL };

  check_wide (live, texts, 0);
}

static void
test_wide_snapped (TestLive *live, gconstpointer data)
{
  static const char *const texts[] = { "ether[11:4] = 0x01810000", "ethertype=0x88b6", NULL };

  check_wide (live, texts, 30);
}

/* What is decided by lies behind what is kept. */
static void
test_wide_behind (TestLive *live, gconstpointer data)
{
  static const char *const texts[] = { "ether[11:4] = 0x01810000 and ether[80] = 0",
                                       "ether[80] = 0 and ether proto 0x88b6", NULL };

  check_wide (live, texts, 30);
}

/* Constraints of which the kernel takes none at all: 32 of the longest. */
static void
test_too_large (TestLive *live, gconstpointer data)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GString *expression = g_string_new ("ether[11:4] = 0x01810000");

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (expression, " or ip6 host 2001:db8::%x", i);
  for (guint i = 0; i < 30; i++)
    g_ptr_array_add (texts,
                     g_strdup_printf ("ip=2001:db8:1:2:3:4:5:%x ip2=2001:db8:1:2:3:4:6:%x port=%u "
                                      "port2=%u flags=syn vlan=%u mac=02:00:00:00:00:%02x "
                                      "mac2=02:00:00:00:01:%02x dscp=ef encap=any vxlan-port=%u",
                                      i, i, i, i + 1, i, i, i, 4789 + i));
  g_ptr_array_add (texts, g_string_free (expression, FALSE));
  g_ptr_array_add (texts, g_strdup ("ethertype=0x88b6"));
  g_ptr_array_add (texts, NULL);
  check_wide (live, (const char *const *) texts->pdata, 0);
}

/* --- Changes under load --- */

#define CHANGES 30u
#define BURST 50u

typedef struct {
  TestLive *live;
  int ended;          /* atomic */
  guint64 numbers[2]; /* of the next frame of each kind */
} Load;

/* Sends frames of both kinds, with and without tags, each kind numbered on its own. */
static gpointer
send_load (gpointer data)
{
  Load *load = data;

  for (guint round = 0; !g_atomic_int_get (&load->ended); round++) {
    guint kind = round % 2;

    load->live->sender->sent = load->numbers[kind];
    send (load->live, (guint16) (round / 2 % 3 * 0x105), (guint8) (0xb5 + kind), BURST);
    load->numbers[kind] = load->live->sender->sent;
  }
  return NULL;
}

static gboolean
has_dividers (gpointer data)
{
  const Counted *counted = data;
  PktmonStore *store = pktmon_session_get_store (counted->live->session);

  return store != NULL && pktmon_dividers_count_until (pktmon_store_get_dividers (store),
                                                       G_MAXUINT64) >= counted->count;
}

static void
wait_dividers (TestLive *live, guint64 count)
{
  test_wait (has_dividers, &(Counted){ live, 0, count }, "the divider is in the file");
}

static PktmonMatcher *
matcher_for (const char *const *texts)
{
  g_autoptr (GPtrArray) constraints = parse (texts);

  return pktmon_matcher_new (constraints, NULL);
}

/* Of divider @i; NULL: there is none. */
static PktmonMatcher *
matcher_of (PktmonDividers *dividers, guint i)
{
  g_auto (GStrv) lines = NULL;

  if (i >= pktmon_dividers_count_until (dividers, G_MAXUINT64))
    return NULL;
  g_assert_cmpuint (pktmon_dividers_get (dividers, i)->kind, ==, PKTMON_DIVIDER_CONSTRAINTS);
  g_assert_cmpuint (pktmon_dividers_get (dividers, i)->number, ==, i + 1);
  lines = g_strsplit (pktmon_dividers_get (dividers, i)->text, "\n", -1);
  return matcher_for ((const char *const *) lines);
}

/* What decides around a packet. */
typedef struct {
  PktmonDividers *dividers;
  guint n;                            /* dividers before it */
  PktmonMatcher *before, *now, *next; /* NULL: there are none */
} Around;

static void
move_on (Around *self)
{
  g_clear_pointer (&self->before, pktmon_matcher_free);
  self->before = g_steal_pointer (&self->now);
  self->now = g_steal_pointer (&self->next);
  self->next = matcher_of (self->dividers, ++self->n);
}

/* By its time a packet may lie on the other side of a divider than by its place: the kernel has a
 * new filter a moment before anybody can say so, and packets may overtake each other. */
static gboolean
is_wanted (const Around *self, PktmonNanoseconds time, const PktmonPacket *packet)
{
  return pktmon_matcher_match (self->now, packet) ||
         (self->next != NULL && time < pktmon_dividers_get (self->dividers, self->n)->time &&
          pktmon_matcher_match (self->next, packet)) ||
         (self->n > 0 && time < pktmon_dividers_get (self->dividers, self->n - 1)->time &&
          pktmon_matcher_match (self->before, packet));
}

/* Every packet is wanted by the constraints that the divider before it names. */
static void
check_dividers (PktmonStore *store, const char *const *first)
{
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  Around around = { .dividers = pktmon_store_get_dividers (store) };

  around.now = matcher_for (first);
  around.next = matcher_of (around.dividers, 0);
  for (guint64 i = 0; i < pktmon_store_get_count (store); i++) {
    PktmonNanoseconds time = pktmon_store_get_nanoseconds (store, i);
    PktmonPacket packet;

    for (guint n = pktmon_dividers_count_until (around.dividers, i); around.n < n;) {
      g_assert_cmpint (pktmon_dividers_get (around.dividers, around.n)->time, <=, time);
      move_on (&around);
    }
    g_assert_true (pktmon_cursor_read (cursor, i, &packet, NULL));
    g_assert_true (is_wanted (&around, time, &packet));
  }
  g_clear_pointer (&around.before, pktmon_matcher_free);
  g_clear_pointer (&around.now, pktmon_matcher_free);
  g_clear_pointer (&around.next, pktmon_matcher_free);
}

/* Those of the first kind are all there, in their order. */
static void
check_kept (PktmonStore *store, guint64 sent)
{
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  gint64 number = 0;

  for (guint64 i = 0; i < pktmon_store_get_count (store); i++) {
    PktmonPacket packet;
    gsize type;

    g_assert_true (pktmon_cursor_read (cursor, i, &packet, NULL));
    type = packet.data[12] == 0x81 ? 16 : 12;
    if (packet.data[type + 1] != 0xb5)
      continue;
    g_assert_cmpint (test_frame_get_number (packet.data, packet.captured), ==, number);
    number++;
  }
  g_assert_cmpint (number, ==, (gint64) sent);
}

/* @sets: that take turns; all want the frames of the first kind. */
static void
check_changes (TestLive *live, const char *const sets[][4], guint n_sets)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  PktmonStore *store;
  Load load = { .live = live };
  GThread *sender;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  set_constraints (live, sets[0]);
  test_live_start (live);
  sender = g_thread_new ("sender", send_load, &load);
  for (guint i = 1; i <= CHANGES; i++) {
    set_constraints (live, sets[i % n_sets]);
    wait_dividers (live, i);
  }
  g_atomic_int_set (&load.ended, TRUE);
  g_thread_join (sender);
  pktmon_session_set_active (live->session, FALSE, NULL);
  test_live_wait_stopped (live);
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (pktmon_session_status_get_lost (status), ==, 0);
  store = pktmon_session_get_store (live->session);
  check_dividers (store, sets[0]);
  check_kept (store, load.numbers[0]);
  g_assert_cmpuint (pktmon_store_get_count (store), >, load.numbers[0]);
  g_assert_cmpuint (pktmon_store_get_count (store), <, load.numbers[0] + load.numbers[1]);
}

/* Added, edited, disabled, removed; the kernel decides alone. */
static void
test_changes (TestLive *live, gconstpointer data)
{
  static const char *const sets[][4] = {
    { "ethertype=0x88b5" },
    { "ethertype=0x88b5", "ethertype=0x88b6 vlan=261" },
    { "ethertype=0x88b5", "ethertype=0x88b6" },
    { "disabled ethertype=0x88b6", "ethertype=0x88b5" },
    { "vlan=522 ethertype=0x88b6 exclude" },
    { NULL },
  };

  check_changes (live, sets, G_N_ELEMENTS (sets));
}

/* With the helper's help, now and then. */
static void
test_wide_changes (TestLive *live, gconstpointer data)
{
  static const char *const sets[][4] = {
    { "ethertype=0x88b5", "ether[11:4] = 0x01810000" },
    { "ethertype=0x88b5" },
    { "ethertype=0x88b5", "bpf=\"ether[11:4] = 0x01810105\"" },
    { "ethertype=0x88b5", "bpf=\"ether[11:4] = 0x0181020a\" ethertype=0x88b6" },
    { NULL },
  };

  check_changes (live, sets, G_N_ELEMENTS (sets));
}

/* The same ones again are no change; those that are disabled, and names, do not count. */
static void
test_no_change (TestLive *live, gconstpointer data)
{
  static const char *const first[] = { "ethertype=0x88b5", NULL };
  static const char *const again[] = { "ethertype=0x88b5", "vlan=5 disabled", NULL };

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  set_constraints (live, first);
  test_live_start (live);
  set_constraints (live, again);
  send (live, 0, 0xb5, 10);
  test_live_wait_packets (live, 10);
  pktmon_session_set_active (live->session, FALSE, NULL);
  g_assert_cmpuint (
      pktmon_dividers_count_until (
          pktmon_store_get_dividers (pktmon_session_get_store (live->session)), G_MAXUINT64),
      ==, 0);
}

/* A divider is there soon, also when no packets come. */
static void
test_idle (TestLive *live, gconstpointer data)
{
  static const char *const first[] = { "vlan=5", NULL };
  static const char *const second[] = { "vlan=6 name=\"Six\"", "vlan=7 exclude", NULL };
  const PktmonDivider *divider;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  set_constraints (live, first);
  test_live_start (live);
  set_constraints (live, second);
  wait_dividers (live, 1);
  divider =
      pktmon_dividers_get (pktmon_store_get_dividers (pktmon_session_get_store (live->session)), 0);
  g_assert_cmpuint (divider->position, ==, 0);
  g_assert_cmpstr (divider->text, ==, "vlan=6 name=\"Six\"\nvlan=7 exclude");
  pktmon_session_set_active (live->session, FALSE, NULL);
}

/* --- Hits --- */

static void
check_hits (TestLive *live, guint position, guint64 hits)
{
  g_assert_cmpuint (pktmon_session_get_constraint_hits (live->session, position), ==, hits);
}

static gboolean
has_hits (gpointer data)
{
  const Counted *counted = data;

  return pktmon_session_get_constraint_hits (counted->live->session, counted->position) >=
         counted->count;
}

static void
wait_hits (TestLive *live, guint position, guint64 hits)
{
  test_wait (has_hits, &(Counted){ live, position, hits }, "the packets are counted");
  check_hits (live, position, hits);
}

static gboolean
is_paused (gpointer data)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (((TestLive *) data)->session);

  return status->state == PKTMON_SESSION_PAUSED;
}

static gboolean
is_running (gpointer data)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_dup_status (((TestLive *) data)->session);

  return status->state == PKTMON_SESSION_RUNNING;
}

/* What is asked for is done in order. */
static void
wait_done (TestLive *live)
{
  pktmon_session_pause (live->session);
  test_wait (is_paused, live, "the session is paused");
  pktmon_session_resume (live->session);
  test_wait (is_running, live, "the session runs again");
}

static void
check_counted (TestLive *live)
{
  static const char *const first[] = { "ethertype=0x88b5", "vlan=7", "vlan=8 exclude", NULL };
  static const char *const second[] = { "vlan=7 name=\"Seven\"", "disabled ethertype=0x88b5",
                                        "vlan=9", NULL };

  test_live_add_source (live);
  set_constraints (live, first);
  check_hits (live, 0, 0);
  test_live_start (live);
  send (live, 0, 0xb5, 10);
  send (live, 7, 0xb5, 20);
  send (live, 7, 0xb6, 5);
  send (live, 8, 0xb5, 40);
  send (live, 9, 0xb6, 80);
  wait_hits (live, 0, 30);
  wait_hits (live, 1, 25);
  check_hits (live, 2, 0);
  set_constraints (live, second);
  check_hits (live, 0, 25);
  check_hits (live, 1, 30);
  check_hits (live, 2, 0);
  wait_done (live);
  send (live, 7, 0xb5, 1);
  send (live, 9, 0xb6, 3);
  send (live, 0, 0xb5, 100);
  pktmon_session_set_active (live->session, FALSE, NULL);
  check_hits (live, 0, 26);
  check_hits (live, 1, 30);
  check_hits (live, 2, 3);
}

static void
test_hits (TestLive *live, gconstpointer data)
{
  if (live->session == NULL)
    return;
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  check_counted (live);
}

/* Where nobody reads the packets. */
static void
test_hits_of_file (TestLive *live, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (PktmonFileOutput) file = NULL;

  if (live->session == NULL)
    return;
  path = test_folder_build (live->folder, "out.pcapng");
  file = pktmon_file_output_new (path);
  pktmon_session_attach_output (live->session, G_OBJECT (file), NULL);
  check_counted (live);
}

static void
test_hits_only (TestLive *live, gconstpointer data)
{
  if (live->session != NULL)
    check_counted (live);
}

/* Constraints that come when packets did long before. */
static void
test_late_hits (TestLive *live, gconstpointer data)
{
  static const char *const texts[] = { "ethertype=0x88b5", NULL };

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  test_live_start (live);
  send (live, 0, 0xb5, 10);
  send (live, 0, 0xb6, 10);
  set_constraints (live, texts);
  for (guint i = 0; i < 100 && pktmon_session_get_constraint_hits (live->session, 0) == 0; i++) {
    send (live, 0, 0xb5, 1);
    g_usleep (10000);
  }
  pktmon_session_set_active (live->session, FALSE, NULL);
  g_assert_cmpuint (pktmon_session_get_constraint_hits (live->session, 0), >, 0);
  g_assert_cmpuint (pktmon_session_get_constraint_hits (live->session, 0), <=,
                    live->sender->sent - 20);
}

/* --- Devices of libpcap --- */

/* Filters see the whole of a packet, of which less is kept. */
static void
test_device (TestCable *cable, gconstpointer data)
{
  g_autoptr (TestRecording) recording = NULL;
  g_autofree PktmonInstruction *program = NULL;
  g_autoptr (TestReading) reading = NULL;
  PktmonHelperSource source = {
    .kind = PKTMON_CAPTURE_DEVICE,
    .device = "any",
    .id = "dev:any",
    .network_namespace = -1,
    .snap_length = 40,
  };
  int home;

  if (cable->recording == NULL)
    return;
  home = test_namespace_enter (cable->b);
  recording = test_recording_new();
  test_namespace_leave (home);
  /* Frames of at least 500 bytes (SLL2 takes six more) with a zero near the end. */
  program = test_filter_compile ("len >= 500 and ether[490] = 0", &source.filter.n_instructions);
  source.filter.instructions = program;
  g_assert_cmpuint (test_recording_add_source (recording, &source), !=, 0);
  g_assert_cmpuint (recording->opened.snap_length, ==, 40);
  g_assert_true (test_recording_add_file (recording, FALSE));
  g_assert_true (test_recording_start (recording));
  test_frame_sender_send (cable->sender, 10);
  cable->sender->size = 600;
  test_frame_sender_send (cable->sender, 7);
  test_recording_wait_packets (recording, 7);
  test_recording_stop (recording);
  reading = test_recording_read (recording, 0);
  g_assert_cmpuint (reading->packets, ==, 7);
  for (guint i = 0; i < 7; i++) {
    const PktmonPacket *packet = &test_reading_get_packet (reading, i)->record.packet;

    g_assert_cmpuint (packet->captured, ==, 40);
    g_assert_cmpuint (packet->length, ==, 600 - 14 + 20);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  test_live_add ("/finish/wide", test_wide);
  test_live_add ("/finish/snapped", test_wide_snapped);
  test_live_add ("/finish/behind", test_wide_behind);
  test_live_add ("/finish/too-large", test_too_large);
  test_live_add ("/finish/changes", test_changes);
  test_live_add ("/finish/wide-changes", test_wide_changes);
  test_live_add ("/finish/no-change", test_no_change);
  test_live_add ("/finish/idle", test_idle);
  test_live_add ("/finish/hits", test_hits);
  test_live_add ("/finish/file-hits", test_hits_of_file);
  test_live_add ("/finish/only-hits", test_hits_only);
  test_live_add ("/finish/late-hits", test_late_hits);
  test_cable_add ("/finish/device", test_device);
  return g_test_run();
}
