/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "export/csv-line.h"
#include "export/json-line.h"
#include "export/json-text.h"
#include "export/text-line.h"
#include "support/json.h"
#include "support/packets.h"
#include "support/reading.h"
#include "support/samples.h"

/* Packets as lines of JSON, CSV and text. */

typedef void (*AppendLine) (PktmonLineBuffer *buffer, const PktmonLine *line, gpointer user_data);

static void
append_json (PktmonLineBuffer *buffer, const PktmonLine *line, gpointer user_data)
{
  pktmon_json_line_append (buffer, line);
}

static void
append_csv (PktmonLineBuffer *buffer, const PktmonLine *line, gpointer user_data)
{
  pktmon_csv_line_append (buffer, line);
}

static void
append_text (PktmonLineBuffer *buffer, const PktmonLine *line, gpointer user_data)
{
  pktmon_text_line_append (buffer, user_data, line);
}

/* The line of the @n-th packet of @reading. (transfer full): without what ends it. */
static char *
dup_line (const TestReading *reading, guint n, AppendLine append, gpointer user_data,
          const char *line_end)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };
  const TestRecord *record = test_reading_get_packet (reading, n);
  const PktmonPacket *packet = &record->record.packet;
  PktmonSummary summary;
  PktmonLine line = {
    .number = n + 1u,
    .time = record->time,
    .packet = packet,
    .summary = &summary,
  };
  gsize end_size = strlen (line_end);

  line.relative = pktmon_time_subtract (record->time, test_reading_get_packet (reading, 0)->time);
  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, &summary);
  append (&buffer, &line, user_data);
  g_assert_cmpuint (buffer.length, >, end_size);
  g_assert_cmpmem (buffer.data + buffer.length - end_size, end_size, line_end, end_size);
  g_assert_null (memchr (buffer.data, '\n', buffer.length - 1));
  return g_strndup (buffer.data, buffer.length - end_size);
}

/* One packet of each kind, all in one capture. */
static TestReading *
read_packets (void)
{
  g_autoptr (GPtrArray) packets = test_packets_load();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);

    test_builder_begin_interface (builder, packet->link_type, 0);
    test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, i % 2 == 0 ? "eth0" : "a,\"b\"\n");
    test_builder_end (builder);
    test_builder_begin_enhanced (builder, i, i * 1000, packet->bytes->data, packet->bytes->len,
                                 packet->bytes->len);
    test_builder_end (builder);
  }
  return test_reading_new (builder->bytes->data, builder->bytes->len);
}

/* --- JSON text --- */

/* What text stands for when what is not UTF-8 is replaced. */
static char *
replace_invalid (const char *data, gsize size)
{
  GString *out = g_string_new (NULL);

  while (size > 0) {
    gunichar c = g_utf8_get_char_validated (data, (gssize) size);
    gsize taken = 1;

    if (c == (gunichar) -1 || c == (gunichar) -2)
      g_string_append (out, "\357\277\275");
    else {
      taken = (gsize) g_unichar_to_utf8 (c, NULL);
      g_string_append_len (out, data, (gssize) taken);
    }
    data += taken;
    size -= taken;
  }
  return g_string_free (out, FALSE);
}

static void
check_text (const char *data, gsize size)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };
  g_autoptr (GHashTable) members = NULL;
  g_autofree char *expected = replace_invalid (data, size);

  pktmon_line_buffer_append (&buffer, "{\"k\":");
  pktmon_json_text_append (&buffer, data, size);
  pktmon_line_buffer_append_char (&buffer, '}');
  members = test_json_load_object (buffer.data, buffer.length);
  g_assert_cmpstr (g_hash_table_lookup (members, "k"), ==, expected);
}

/* Each byte but zero, alone and next to each other one. */
static void
test_json_text (void)
{
  check_text ("", 0);
  for (guint i = 0x0101; i < 0x10000; i++) {
    char pair[] = { (char) (i >> 8), (char) i };

    if ((i & 0xff) == 0)
      continue;
    check_text (pair, 1);
    check_text (pair, 2);
  }
  for (guint i = 0; i < 20000; i++) {
    char noise[9];

    for (gsize j = 0; j < sizeof noise; j++)
      noise[j] = (char) (g_test_rand_bit() ? g_test_rand_int_range (1, 256)
                                           : "\"\\\xe2\x82\xac\xf0\x9f\x98\x80"[j]);
    check_text (noise, sizeof noise);
  }
}

static void
test_json_zero (void)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };

  pktmon_json_text_append (&buffer, "a\0b", 3);
  g_assert_cmpmem (buffer.data, buffer.length, "\"a\\u0000b\"", 10);
}

/* --- The same values in JSON and CSV --- */

/* The fields of one record (RFC 4180). */
static GPtrArray *
split_csv (const char *line)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  GString *field = g_string_new (NULL);

  for (gboolean quoted = FALSE;; line++) {
    if (quoted && line[0] == '"' && line[1] == '"')
      g_string_append_c (field, *line++);
    else if (*line == '"') {
      g_assert_true (quoted || field->len == 0);
      quoted = !quoted;
      g_assert_true (quoted || line[1] == ',' || line[1] == '\0');
    } else if (*line == '\0' || (*line == ',' && !quoted)) {
      g_assert_false (quoted);
      g_ptr_array_add (fields, g_strdup (field->str));
      g_string_truncate (field, 0);
      if (*line == '\0')
        break;
    } else
      g_string_append_c (field, *line);
  }
  g_string_free (field, TRUE);
  return fields;
}

static GPtrArray *
load_header (void)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };
  g_autofree char *line = NULL;

  pktmon_csv_line_append_header (&buffer);
  g_assert_cmpmem (buffer.data + buffer.length - 2, 2, "\r\n", 2);
  line = g_strndup (buffer.data, buffer.length - 2);
  return split_csv (line);
}

static void
test_json_and_csv (void)
{
  g_autoptr (TestReading) reading = read_packets();
  g_autoptr (GPtrArray) header = load_header();
  guint n_columns;
  const PktmonColumn *columns = pktmon_column_get_all (&n_columns);

  g_assert_no_error (reading->error);
  g_assert_cmpuint (header->len, ==, n_columns);
  for (guint i = 0; i < reading->packets; i++) {
    g_autofree char *json = dup_line (reading, i, append_json, NULL, "\n");
    g_autofree char *csv = dup_line (reading, i, append_csv, NULL, "\r\n");
    g_autoptr (GHashTable) members = test_json_load_object (json, strlen (json));
    g_autoptr (GPtrArray) fields = split_csv (csv);
    guint present = 0;

    g_assert_cmpuint (fields->len, ==, n_columns);
    for (guint j = 0; j < n_columns; j++) {
      const char *value = g_hash_table_lookup (members, columns[j].key);

      g_assert_cmpstr (g_ptr_array_index (header, j), ==, columns[j].key);
      g_assert_cmpstr (g_ptr_array_index (fields, j), ==, value != NULL ? value : "");
      present += value != NULL;
    }
    g_assert_cmpuint (g_hash_table_size (members), ==, present);
  }
}

/* Kinds of values: numbers are numbers, times are text, and what is not there is left out. */
static void
test_json_kinds (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;
  g_autofree char *first = NULL, *second = NULL;

  test_builder_section (builder);
  test_builder_clocked_interface (builder, 9, 0);
  test_builder_frame (builder, G_GUINT64_CONSTANT (1700000000000000001), 17, 53, 1000);
  test_builder_simple (builder, 3, 3);
  reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  first = dup_line (reading, 0, append_json, NULL, "\n");
  second = dup_line (reading, 1, append_json, NULL, "\n");
  g_assert_true (g_str_has_prefix (
      first, "{\"frame.number\":1,\"frame.time_epoch\":\"1700000000.000000001\",\"frame.len\":46,"
             "\"frame.cap_len\":46,\"eth.src\":\"02:00:00:00:00:01\","));
  g_assert_nonnull (strstr (first, "\"udp.srcport\":53,\"udp.dstport\":1000,"));
  g_assert_true (
      g_str_has_prefix (second, "{\"frame.number\":2,\"frame.len\":3,\"frame.cap_len\":3,"));
  g_assert_null (strstr (second, "ip.src"));
}

/* --- Text --- */

/* Where the arrow stands, in characters. */
static glong
find_arrow (const char *line)
{
  const char *arrow = strstr (line, " → ");

  g_assert_nonnull (arrow);
  return g_utf8_strlen (line, arrow - line);
}

/* Columns stand below each other, and move only to the right, when a longer value comes. */
static void
test_text_alignment (void)
{
  g_autoptr (TestReading) reading = read_packets();
  PktmonTextLayout layout, before;
  glong arrow = 0;

  pktmon_text_layout_init (&layout);
  for (guint i = 0; i < 2 * reading->packets; i++) {
    g_autofree char *line = NULL;

    before = layout;
    line = dup_line (reading, i % (guint) reading->packets, append_text, &layout, "\n");
    g_assert_true (g_utf8_validate (line, -1, NULL));
    g_assert_cmpint (find_arrow (line), >=, arrow);
    arrow = find_arrow (line);
    g_assert_cmpint (arrow, ==, layout.number + 1 + layout.time + 1 + layout.source);
    g_assert_cmpuint (layout.source, >=, before.source);
    g_assert_cmpuint (layout.destination, >=, before.destination);
    g_assert_cmpuint (layout.protocol, >=, before.protocol);
    /* The second time round everything has its place. */
    if (i >= reading->packets)
      g_assert_cmpmem (&layout, sizeof layout, &before, sizeof before);
  }
}

/* Nanoseconds show from the first interface on that has them. */
static void
test_text_decimals (void)
{
  static const char *const times[] = { "0.000000", "1.000000000", "1.000000000" };
  static const guint64 ticks[] = { 5000000, G_GUINT64_CONSTANT (6000000000), 6000000 };
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;
  PktmonTextLayout layout;

  test_builder_section (builder);
  test_builder_clocked_interface (builder, 6, 0);
  test_builder_clocked_interface (builder, 9, 0);
  for (guint i = 0; i < 3; i++)
    test_builder_enhanced (builder, i % 2, ticks[i], 4, 4);
  reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  pktmon_text_layout_init (&layout);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *line = dup_line (reading, i, append_text, &layout, "\n");
    g_auto (GStrv) words = g_strsplit_set (g_strchug (line), " ", -1);
    guint at = 1;

    while (words[at][0] == '\0')
      at++;
    g_assert_cmpstr (words[at], ==, times[i]);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lines/json-text", test_json_text);
  g_test_add_func ("/lines/json-text/zero", test_json_zero);
  g_test_add_func ("/lines/json-and-csv", test_json_and_csv);
  g_test_add_func ("/lines/json-kinds", test_json_kinds);
  g_test_add_func ("/lines/text/alignment", test_text_alignment);
  g_test_add_func ("/lines/text/decimals", test_text_decimals);
  return g_test_run();
}
