/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <unistd.h>

#include "base/error.h"
#include "store/store.h"
#include "support/capture-checks.h"
#include "support/captures.h"
#include "support/compression.h"
#include "support/samples.h"
#include "support/temp-folder.h"

/* Captures that end early, at every place: all packets that are whole are there, and the message
 * says after which one the file ends. */

/* Real files up to this size are cut at every byte. */
#define SMALL_FILE 20000u

/* How many records of @whole are there in its first @cut bytes, and how many packets. */
static guint
count_records (const TestReading *whole, gsize cut, guint64 *packets)
{
  guint n = 0;

  *packets = 0;
  for (; n < whole->records->len; n++) {
    const TestRecord *record = test_reading_get_record (whole, n);

    if (record->record.offset + record->record.size > cut)
      break;
    *packets += record->step == PKTMON_READER_PACKET;
  }
  return n;
}

static void
check_message (const TestReading *reading, gsize cut, guint64 packets)
{
  g_autofree char *words =
      g_strdup_printf ("cut short after packet %" G_GUINT64_FORMAT ":", packets);

  if (reading->offset == cut)
    g_assert_no_error (reading->error);
  else if (reading->records->len == 0)
    g_assert_error (reading->error, PKTMON_ERROR, PKTMON_ERROR_NOT_A_CAPTURE);
  else {
    g_assert_error (reading->error, PKTMON_ERROR, PKTMON_ERROR_DAMAGED);
    g_assert_nonnull (strstr (reading->error->message, words));
  }
}

static void
check_cut (const TestReading *whole, gsize cut)
{
  g_autoptr (TestReading) reading = test_reading_new (whole->bytes, cut);
  guint64 packets;
  guint n = count_records (whole, cut, &packets);

  g_assert_cmpuint (reading->records->len, ==, n);
  g_assert_cmpuint (reading->packets, ==, packets);
  for (guint i = 0; i < n; i++) {
    const TestRecord *record = test_reading_get_record (reading, i);

    g_assert_cmpuint (record->record.offset, ==, test_reading_get_record (whole, i)->record.offset);
    if (record->step == PKTMON_READER_PACKET)
      g_assert_true (test_packet_equals (record, test_reading_get_record (whole, i)));
  }
  /* Behind damage of its own the file may be found damaged, or to end. */
  if (cut > whole->offset)
    g_assert_nonnull (reading->error);
  else
    check_message (reading, cut, packets);
}

static void
test_samples (gconstpointer user_data)
{
  const TestSample *sample = user_data;

  for (guint big_endian = 0; big_endian < 2; big_endian++) {
    g_autoptr (TestBuilder) builder = test_sample_build (sample, big_endian);
    g_autoptr (TestReading) whole = test_reading_new (builder->bytes->data, builder->bytes->len);

    for (gsize cut = 0; cut < whole->size; cut++)
      check_cut (whole, cut);
  }
}

/* The whole program's way of reading agrees. */
static void
test_store (gconstpointer user_data)
{
  g_autoptr (TestBuilder) builder = test_sample_build (user_data, FALSE);

  for (guint cut = 0; cut < builder->bytes->len; cut++) {
    g_autoptr (TestReading) reading = test_reading_new (builder->bytes->data, cut);

    test_check_store (reading);
  }
}

static void
test_real (void)
{
  g_autoptr (GPtrArray) captures = test_captures_load();
  guint files = 0;

  for (guint i = 0; captures != NULL && i < captures->len; i++) {
    const TestCapture *capture = g_ptr_array_index (captures, i);
    g_autoptr (TestReading) whole = test_reading_new_file (capture->path);

    if (whole->size > SMALL_FILE)
      continue;
    files++;
    for (gsize cut = 0; cut < whole->size; cut++)
      check_cut (whole, cut);
  }
  if (captures != NULL)
    g_assert_cmpuint (files, >, 10);
}

/* --- Compressed ones --- */

static guint64
load (const char *path, GError **error)
{
  g_autoptr (PktmonStore) store = pktmon_store_new (path, error);

  g_assert_nonnull (store);
  pktmon_store_wait_complete (store, error);
  return pktmon_store_get_count (store);
}

/* With fewer bytes there are as many packets, or fewer; never silence. */
static void
test_compressed (gconstpointer user_data)
{
  const TestCompression *method = user_data;
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (TestBuilder) builder = test_sample_build (test_samples_get_all (&(guint){ 0 }), FALSE);
  g_autoptr (GByteArray) packed = method->compress (builder->bytes->data, builder->bytes->len);
  guint64 before = 4;

  g_assert_true (g_file_set_contents (path, (const char *) packed->data, packed->len, NULL));
  for (guint cut = packed->len + 1; cut-- > 0;) {
    g_autoptr (GError) error = NULL;
    guint64 packets;

    g_assert_cmpint (truncate (path, cut), ==, 0);
    packets = load (path, &error);
    g_assert_cmpuint (packets, <=, before);
    g_assert_cmpint (error == NULL, ==, cut == packed->len);
    g_assert_true (cut < packed->len || packets == before);
    before = packets;
  }
  g_assert_cmpuint (before, ==, 0);
}

int
main (int argc, char **argv)
{
  guint n_samples, n_methods;
  const TestSample *samples = test_samples_get_all (&n_samples);
  const TestCompression *methods = test_compressions_get_all (&n_methods);

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n_samples; i++) {
    g_autofree char *path = g_strdup_printf ("/cut/reader/%s", samples[i].name);
    g_autofree char *store_path = g_strdup_printf ("/cut/store/%s", samples[i].name);

    g_test_add_data_func (path, &samples[i], test_samples);
    g_test_add_data_func (store_path, &samples[i], test_store);
  }
  for (guint i = 0; i < n_methods; i++) {
    g_autofree char *path = g_strdup_printf ("/cut/compressed/%s", methods[i].name);

    g_test_add_data_func (path, &methods[i], test_compressed);
  }
  g_test_add_func ("/cut/real", test_real);
  return g_test_run();
}
