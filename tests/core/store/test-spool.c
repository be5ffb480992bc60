/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "store/store.h"
#include "support/compression.h"
#include "support/reading.h"
#include "support/samples.h"
#include "support/temp-folder.h"

/* Captures from pipes, and compressed ones. */

static TestBuilder *
build_many (guint count)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_frame (builder, i, 17, 1000, (guint16) (i * 7919));
  return builder;
}

/* With the first compression, where it does not matter which. */
static GByteArray *
compress_any (const TestBuilder *builder)
{
  const TestCompression *method = test_compressions_get_all (&(guint){ 0 });

  return method->compress (builder->bytes->data, builder->bytes->len);
}

/* --- Compression --- */

/* Opens @data as a file.
 * Returns: packets. */
static guint64
load (const guint8 *data, gsize size, GError **error)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (PktmonStore) store = NULL;

  g_assert_true (g_file_set_contents (path, (const char *) data, (gssize) size, NULL));
  store = pktmon_store_new (path, error);
  g_assert_nonnull (store);
  pktmon_store_wait_complete (store, error);
  return pktmon_store_get_count (store);
}

static void
test_whole (gconstpointer user_data)
{
  const TestCompression *method = user_data;
  static const guint counts[] = { 0, 1, 50000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (TestBuilder) builder = build_many (counts[i]);
    g_autoptr (GByteArray) packed = method->compress (builder->bytes->data, builder->bytes->len);
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (load (packed->data, packed->len, &error), ==, counts[i]);
    g_assert_no_error (error);
  }
}

/* One capture in several members, which end anywhere, also empty ones. */
static void
test_members (gconstpointer user_data)
{
  const TestCompression *method = user_data;
  g_autoptr (TestBuilder) builder = build_many (20000);
  g_autoptr (GByteArray) packed = g_byte_array_new();
  static const gsize sizes[] = { 1, 0, 1000, 300001, 0, 262144 };
  gsize at = 0;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= G_N_ELEMENTS (sizes); i++) {
    gsize size = i < G_N_ELEMENTS (sizes) ? sizes[i] : builder->bytes->len - at;
    g_autoptr (GByteArray) member = method->compress (builder->bytes->data + at, size);

    g_byte_array_append (packed, member->data, member->len);
    at += size;
  }
  g_assert_cmpuint (load (packed->data, packed->len, &error), ==, 20000);
  g_assert_no_error (error);
}

/* A file that ends early says so, whatever it is cut in, and keeps what came before. */
static void
test_cut (gconstpointer user_data)
{
  const TestCompression *method = user_data;
  g_autoptr (TestBuilder) builder = build_many (20000);
  g_autoptr (GByteArray) packed = method->compress (builder->bytes->data, builder->bytes->len);

  for (guint i = 1; i < 40; i++) {
    g_autoptr (GError) error = NULL;
    guint size = i < 20 ? i : packed->len - (i - 19) * (packed->len / 25);
    guint64 packets = load (packed->data, size, &error);

    if (error == NULL || !(error->code == PKTMON_ERROR_DAMAGED || size < 20))
      g_error ("%s cut at %u of %u: %s", method->name, size, packed->len,
               error != NULL ? error->message : "no error");
    g_assert_cmpuint (packets, <, 20000);
    if (i == 20)
      g_assert_cmpuint (packets, >, 15000);
  }
}

/* Bytes that are wrong: what was packed well before them is there, in small files too. */
static void
test_damaged (gconstpointer user_data)
{
  const TestCompression *method = user_data;
  static const guint counts[] = { 2500, 40000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (TestBuilder) builder = build_many (counts[i]);
    g_autoptr (GByteArray) packed = method->compress (builder->bytes->data, builder->bytes->len);
    g_autoptr (GError) error = NULL;

    memset (packed->data + packed->len * 9 / 10, 0xff, 64);
    g_assert_cmpuint (load (packed->data, packed->len, &error), >, counts[i] / 2);
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_DAMAGED);
  }
}

static void
test_trailing_garbage (gconstpointer user_data)
{
  const TestCompression *method = user_data;
  g_autoptr (TestBuilder) builder = build_many (100);
  g_autoptr (GByteArray) packed = method->compress (builder->bytes->data, builder->bytes->len);
  g_autoptr (GError) error = NULL;

  g_byte_array_append (packed, (const guint8 *) "no member begins so", 19);
  g_assert_cmpuint (load (packed->data, packed->len, &error), ==, 100);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_DAMAGED);
}

/* A compressed file within a compressed file is not unpacked twice. */
static void
test_nested (gconstpointer user_data)
{
  const TestCompression *method = user_data;
  g_autoptr (TestBuilder) builder = build_many (10);
  g_autoptr (GByteArray) inner = method->compress (builder->bytes->data, builder->bytes->len);
  g_autoptr (GByteArray) outer = method->compress (inner->data, inner->len);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (load (outer->data, outer->len, &error), ==, 0);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NOT_A_CAPTURE);
}

/* --- Pipes --- */

typedef struct {
  const guint8 *data;
  gsize size;
  gsize piece;
  int target;
} PipeWriter;

static gpointer
write_slowly (gpointer data)
{
  PipeWriter *self = data;

  for (gsize at = 0; at < self->size;) {
    gssize written = write (self->target, self->data + at, MIN (self->piece, self->size - at));

    if (written < 0)
      break;
    at += (gsize) written;
    g_usleep (20);
  }
  close (self->target);
  return NULL;
}

/* The path by which this process can open the read end of a pipe. */
static PktmonStore *
open_pipe (int ends[2])
{
  g_autofree char *path = NULL;
  PktmonStore *store;

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  path = g_strdup_printf ("/proc/self/fd/%d", ends[0]);
  store = pktmon_store_new (path, NULL);
  g_assert_nonnull (store);
  close (ends[0]);
  return store;
}

static void
test_pipe (gconstpointer user_data)
{
  gsize piece = GPOINTER_TO_SIZE (user_data);
  g_autoptr (TestBuilder) builder = build_many (2000);
  g_autoptr (GByteArray) packed = compress_any (builder);

  for (guint i = 0; i < 2; i++) {
    const GByteArray *bytes = i == 0 ? builder->bytes : packed;
    PipeWriter writer = { bytes->data, bytes->len, piece, -1 };
    g_autoptr (PktmonStore) store = NULL;
    g_autoptr (GError) error = NULL;
    GThread *thread;
    int ends[2];

    store = open_pipe (ends);
    writer.target = ends[1];
    thread = g_thread_new ("write", write_slowly, &writer);
    g_assert_true (pktmon_store_wait_complete (store, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (pktmon_store_get_count (store), ==, 2000);
    g_thread_join (thread);
  }
}

/* Packets are there as soon as they came, though the pipe stays open. */
static void
test_pipe_lives (void)
{
  g_autoptr (TestBuilder) builder = build_many (5);
  g_autoptr (PktmonStore) store = NULL;
  int ends[2];

  store = open_pipe (ends);
  g_assert_cmpint (write (ends[1], builder->bytes->data, builder->bytes->len), ==,
                   (gssize) builder->bytes->len);
  while (pktmon_store_wait (store, 4) < 5)
    ;
  g_assert_false (pktmon_store_is_complete (store));
  g_assert_cmpfloat (pktmon_store_get_fraction (store), ==, -1);
  pktmon_store_stop (store);
  g_assert_true (pktmon_store_is_complete (store));
  g_assert_cmpuint (pktmon_store_get_count (store), ==, 5);
  g_clear_object (&store);
  close (ends[1]);
}

/* --- The spool alone --- */

static void
test_reading (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "file");
  g_autoptr (PktmonSpool) spool = NULL;
  g_autoptr (GError) error = NULL;
  guint8 buffer[16];

  g_assert_true (g_file_set_contents (path, "0123456789", 10, NULL));
  spool = pktmon_spool_new (path, NULL);
  g_assert_cmpuint (pktmon_spool_get_size (spool), ==, 10);
  g_assert_cmpfloat (pktmon_spool_get_fraction (spool), ==, 1);
  g_assert_cmpint (pktmon_spool_read (spool, 3, buffer, 4, NULL), ==, 4);
  g_assert_cmpmem (buffer, 4, "3456", 4);
  g_assert_cmpint (pktmon_spool_read (spool, 8, buffer, 16, NULL), ==, 2);
  g_assert_cmpint (pktmon_spool_read (spool, 10, buffer, 16, NULL), ==, 0);
  g_assert_cmpint (pktmon_spool_read (spool, G_MAXUINT64, buffer, 16, NULL), ==, 0);
  g_assert_true (pktmon_spool_wait (spool, 9, NULL));
  g_assert_false (pktmon_spool_wait (spool, 10, &error));
  g_assert_no_error (error);
  g_assert_cmpint (truncate (path, 5), ==, 0);
  g_assert_cmpint (pktmon_spool_read (spool, 3, buffer, 4, &error), ==, -1);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED);
  g_assert_cmpint (pktmon_spool_read (spool, 0, buffer, 5, NULL), ==, 5);
}

/* Without descriptors left there is an error, at whichever of them. */
static void
test_no_descriptors (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "file");
  g_autoptr (TestBuilder) builder = build_many (10);
  g_autoptr (GByteArray) packed = compress_any (builder);
  int next = dup (0);
  struct rlimit before;
  guint failed = 0;

  close (next);
  g_assert_true (g_file_set_contents (path, (const char *) packed->data, packed->len, NULL));
  getrlimit (RLIMIT_NOFILE, &before);
  for (guint more = 0; more < 8; more++) {
    struct rlimit limit = { .rlim_cur = (guint) next + more, .rlim_max = before.rlim_max };
    g_autoptr (GError) error = NULL;
    g_autoptr (PktmonSpool) spool = NULL;

    setrlimit (RLIMIT_NOFILE, &limit);
    spool = pktmon_spool_new (path, &error);
    setrlimit (RLIMIT_NOFILE, &before);
    if (spool == NULL) {
      g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_IO);
      failed++;
    }
  }
  g_assert_cmpuint (failed, ==, 4);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestDataFunc function;
  } compressed[] = {
    { "whole", test_whole },   { "members", test_members },
    { "cut", test_cut },       { "damaged", test_damaged },
    { "nested", test_nested }, { "trailing-garbage", test_trailing_garbage },
  };

  guint n_methods;
  const TestCompression *methods = test_compressions_get_all (&n_methods);

  setlocale (LC_ALL, "C.UTF-8");
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n_methods * G_N_ELEMENTS (compressed); i++) {
    const TestCompression *method = &methods[i % n_methods];
    guint test = i / n_methods;
    g_autofree char *path = g_strdup_printf ("/spool/%s/%s", compressed[test].name, method->name);

    g_test_add_data_func (path, method, compressed[test].function);
  }
  g_test_add_data_func ("/spool/pipe/small-pieces", GSIZE_TO_POINTER (97), test_pipe);
  g_test_add_data_func ("/spool/pipe/large-pieces", GSIZE_TO_POINTER (100000), test_pipe);
  g_test_add_func ("/spool/pipe/lives", test_pipe_lives);
  g_test_add_func ("/spool/reading", test_reading);
  g_test_add_func ("/spool/no-descriptors", test_no_descriptors);
  return g_test_run();
}
