/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "store/loader.h"

/* send-frames INTERFACE CAPTURE COUNT RATE: sends frames of a capture out of one end of a veth
 * pair, more of them than sockets can: the kernel makes them itself, as it does to test XDP
 * programs (BPF_F_TEST_XDP_LIVE_FRAMES), in rows of equal ones. CAPTURE: "-" for the smallest
 * frames, of a type that the other end does not look into. RATE: frames a second; 0: all that go.
 * Prints how many were sent, and how many a second.
 *
 * send-frames INTERFACE: prepares the other end, which has to take frames in batches (GRO). */

#define MAX_FRAMES 1000u
#define MIN_SIZE 60u
#define MAX_SIZE 1514u
#define BATCH 64u

/* Frames of a row when there is no pause between rows. With one, a row is a hundredth of a
 * second's, and since the kernel waits about two of these for all processors at the end of each,
 * threads take turns. */
#define LONG_ROW 100000u
#define ROWS_A_SECOND 100u
#define THREADS 8u

typedef struct {
  guint8 data[MAX_SIZE];
  guint size;
} Frame;

typedef struct {
  int program;
  guint interface;
  guint64 count, rate;
  Frame *frames;
  guint n_frames;
  guint row;    /* frames of each row */
  guint n_rows; /* that were begun; atomic */
  gint64 begun; /* monotonic time */
} Sender;

static int
call_bpf (int command, union bpf_attr *attributes)
{
  return (int) syscall (SYS_bpf, command, attributes, sizeof *attributes);
}

/* One that sends each frame out of the interface. */
static int
load_program (guint interface)
{
  const struct bpf_insn code[] = {
    { .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_1, .imm = (gint32) interface },
    { .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_2, .imm = 0 },
    { .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_redirect },
    { .code = BPF_JMP | BPF_EXIT },
  };
  union bpf_attr attributes = {
    .prog_type = BPF_PROG_TYPE_XDP,
    .insn_cnt = G_N_ELEMENTS (code),
    .insns = (gsize) code,
    .license = (gsize) "GPL",
  };

  return call_bpf (BPF_PROG_LOAD, &attributes);
}

static void
send_row (const Sender *self, const Frame *frame, guint count)
{
  struct xdp_md context = { .data_end = frame->size, .ingress_ifindex = self->interface };
  union bpf_attr attributes = {
    .test = {
      .prog_fd = (guint32) self->program,
      .data_in = (gsize) frame->data,
      .data_size_in = frame->size,
      .ctx_in = (gsize) &context,
      .ctx_size_in = sizeof context,
      .repeat = count,
      .batch_size = BATCH,
      .flags = BPF_F_TEST_XDP_LIVE_FRAMES,
    },
  };

  if (call_bpf (BPF_PROG_TEST_RUN, &attributes) != 0)
    g_error ("Frames could not be sent: %s", g_strerror (errno));
}

static void
wait_for_turn (const Sender *self, guint64 sent)
{
  gint64 due = self->begun + (gint64) (sent * G_USEC_PER_SEC / self->rate);
  struct timespec until = {
    .tv_sec = due / G_USEC_PER_SEC,
    .tv_nsec = due % G_USEC_PER_SEC * 1000,
  };

  clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

/* The processor that sends also receives, batch by batch: with two of them, one could send more
 * than the other end has room for. */
static void
stay_here (void)
{
  cpu_set_t here;

  CPU_ZERO (&here);
  CPU_SET (0, &here);
  sched_setaffinity (0, sizeof here, &here);
}

static gpointer
send_cb (gpointer data)
{
  Sender *self = data;

  for (;;) {
    guint row = g_atomic_int_add (&self->n_rows, 1);
    guint64 sent = (guint64) row * self->row;

    if (sent >= self->count)
      return NULL;
    if (self->rate > 0)
      wait_for_turn (self, sent);
    send_row (self, &self->frames[row % self->n_frames],
              (guint) MIN (self->row, self->count - sent));
  }
}

static void
send_all (Sender *self)
{
  guint n_threads = self->rate > 0 ? THREADS : 1;
  GThread *threads[THREADS];

  self->row = self->rate > 0 ? (guint) MAX (1, self->rate / ROWS_A_SECOND) : LONG_ROW;
  stay_here();
  self->begun = g_get_monotonic_time();
  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("sender", send_cb, self);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
}

static gboolean
record_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
           const guint8 *data)
{
  Sender *self = user_data;
  Frame *frame = &self->frames[self->n_frames];

  if (step != PKTMON_READER_PACKET)
    return TRUE;
  frame->size = MIN (record->packet.captured, MAX_SIZE);
  memcpy (frame->data, record->packet.data, frame->size);
  frame->size = MAX (frame->size, MIN_SIZE);
  return ++self->n_frames < MAX_FRAMES;
}

static gboolean
end_cb (gpointer user_data, guint64 offset)
{
  return TRUE;
}

/* Of IEEE 802's local experimental type. */
static void
make_frame (Sender *self)
{
  static const guint8 header[] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5 };

  memcpy (self->frames[0].data, header, sizeof header);
  self->frames[0].size = MIN_SIZE;
  self->n_frames = 1;
}

static gboolean
load_frames (Sender *self, const char *path, GError **error)
{
  static const PktmonLoaderVisitor visitor = { .record = record_cb, .end = end_cb };
  g_autoptr (PktmonSpool) spool = pktmon_spool_new (path, error);
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);

  return spool != NULL && pktmon_loader_run (spool, reader, &visitor, self, error) &&
         self->n_frames > 0;
}

static gboolean
receive_in_batches (const char *interface)
{
  struct ethtool_value value = { .cmd = ETHTOOL_SGRO, .data = 1 };
  struct ifreq request = { .ifr_data = (char *) &value };
  int descriptor = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  gboolean good;

  g_strlcpy (request.ifr_name, interface, sizeof request.ifr_name);
  good = ioctl (descriptor, SIOCETHTOOL, &request) == 0;
  close (descriptor);
  return good;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Sender self = { 0 };
  double seconds;

  if (argc == 2)
    return receive_in_batches (argv[1]) ? 0 : 1;
  if (argc != 5) {
    g_printerr ("Usage: send-frames INTERFACE [CAPTURE COUNT RATE]\n");
    return 2;
  }
  self.interface = if_nametoindex (argv[1]);
  self.program = load_program (self.interface);
  self.count = g_ascii_strtoull (argv[3], NULL, 10);
  self.rate = g_ascii_strtoull (argv[4], NULL, 10);
  if (self.interface == 0 || self.program < 0) {
    g_printerr ("%s cannot be sent from: %s\n", argv[1], g_strerror (errno));
    return 1;
  }
  self.frames = g_new0 (Frame, MAX_FRAMES);
  if (g_str_equal (argv[2], "-")) {
    make_frame (&self);
  } else if (!load_frames (&self, argv[2], &error)) {
    g_printerr ("%s\n", error != NULL ? error->message : "There are no frames in the capture.");
    return 1;
  }
  send_all (&self);
  seconds = (double) (g_get_monotonic_time() - self.begun) / G_USEC_PER_SEC;
  g_print ("%" G_GUINT64_FORMAT " %.0f\n", self.count, (double) self.count / seconds);
  g_free (self.frames);
  return 0;
}
