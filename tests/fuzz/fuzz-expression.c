/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <netdb.h>

#include "base/error.h"
#include "constraint/expression.h"
#include "support/reading.h"
#include "support/samples.h"

/* The input is the text of a filter. */

/* A name in a filter is not looked up: this stands before the C library's. */
int
getaddrinfo (const char *name, const char *service, const struct addrinfo *hints,
             struct addrinfo **result)
{
  return EAI_NONAME;
}

static GPtrArray *readings; /* of TestReading: the packets that filters are tried on */

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  static const guint16 link_types[] = { 0, 1, 9, 101, 105, 113, 127, 276, 65535 };

  readings = g_ptr_array_new_with_free_func ((GDestroyNotify) test_reading_free);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (link_types); i++) {
    g_autoptr (TestBuilder) builder = test_builder_new (i % 2);

    test_builder_section (builder);
    test_builder_interface (builder, link_types[i / 2], 0);
    test_builder_frame (builder, 0, 17, 53, 1000);
    test_builder_frame (builder, 0, 6, 443, 1000);
    test_builder_enhanced (builder, 0, 0, 200, 300);
    test_builder_enhanced (builder, 0, 0, 0, 0);
    g_ptr_array_add (readings, test_reading_new (builder->bytes->data, builder->bytes->len));
  }
  return 0;
}

static void
check_error (const GError *error)
{
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (pktmon_error_get_advice (error));
}

/* A copy says the same. */
static void
match_all (PktmonExpression *expression, const TestReading *reading)
{
  g_autoptr (PktmonExpression) copy = pktmon_expression_copy (expression);
  guint64 before, after;
  const char *reason;

  for (guint i = 0; i < reading->packets; i++) {
    const PktmonPacket *packet = &test_reading_get_packet (reading, i)->record.packet;

    before = pktmon_expression_get_unjudged (expression, &reason);
    g_assert_cmpint (pktmon_expression_match (expression, packet), ==,
                     pktmon_expression_match (copy, packet));
    after = pktmon_expression_get_unjudged (expression, &reason);
    g_assert_true (after == before || reason != NULL);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonExpression) expression = pktmon_expression_new_view (text, &error);

  if (expression == NULL) {
    check_error (error);
    return 0;
  }
  g_assert_cmpstr (pktmon_expression_get_text (expression), ==, text);
  for (guint i = 0; i < readings->len; i++)
    match_all (expression, g_ptr_array_index (readings, i));
  return 0;
}
