/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <netdb.h>

#include "base/error.h"
#include "base/limits.h"
#include "constraint/kernel-filter.h"
#include "constraint/matcher.h"
#include "support/reading.h"
#include "support/samples.h"

/* The input is a constraint: its text, or a key file with a group “c”. */

/* A name in an expression is not looked up: this stands before the C library's. */
int
getaddrinfo (const char *name, const char *service, const struct addrinfo *hints,
             struct addrinfo **result)
{
  return EAI_NONAME;
}

static TestReading *reading; /* the packets that constraints are tried on */

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_frame (builder, 0, 17, 53, 1000);
  test_builder_frame (builder, 0, 6, 443, 1000);
  test_builder_enhanced (builder, 0, 0, 200, 200);
  reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  return 0;
}

static void
check_error (const GError *error)
{
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (pktmon_error_get_advice (error));
}

/* Its text and its key file make the same again. */
static void
check_forms (const PktmonConstraint *constraint)
{
  g_autofree char *text = pktmon_constraint_dup_text (constraint);
  g_autofree char *again = NULL;
  g_autoptr (PktmonConstraint) parsed = pktmon_constraint_new (text, NULL);
  g_autoptr (PktmonConstraint) loaded = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new();
  g_autoptr (GKeyFile) read = g_key_file_new();
  g_autofree char *data = NULL;

  g_assert_nonnull (parsed);
  g_assert_true (pktmon_constraint_equal (constraint, parsed));
  again = pktmon_constraint_dup_text (parsed);
  g_assert_cmpstr (text, ==, again);
  pktmon_constraint_save (constraint, file, "c");
  data = g_key_file_to_data (file, NULL, NULL);
  g_assert_true (g_key_file_load_from_data (read, data, (gsize) -1, G_KEY_FILE_NONE, NULL));
  loaded = pktmon_constraint_load (read, "c", NULL);
  g_assert_nonnull (loaded);
  g_assert_true (pktmon_constraint_equal (constraint, loaded));
}

/* The kernel takes the program, and lets pass what the matcher lets pass. */
static void
check_filter (PktmonConstraint *constraint)
{
  g_autoptr (GPtrArray) constraints = g_ptr_array_new();
  g_autoptr (PktmonMatcher) matcher = NULL;
  g_auto (PktmonKernelFilter) filter = { 0 };

  g_ptr_array_add (constraints, constraint);
  matcher = pktmon_matcher_new (constraints, NULL);
  g_assert_nonnull (matcher);
  for (guint i = 0; i < reading->packets; i++)
    pktmon_matcher_match (matcher, &test_reading_get_packet (reading, i)->record.packet);
  if (!pktmon_kernel_filter_init (&filter, constraints, 1, NULL) || filter.program == NULL)
    return;
  g_assert_cmpuint (filter.n, <=, PKTMON_MAX_FILTER_INSTRUCTIONS);
  g_assert_true (bpf_validate (filter.program, (int) filter.n));
}

static PktmonConstraint *
load (const char *data, gsize size, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new();

  if (g_key_file_load_from_data (file, data, size, G_KEY_FILE_NONE, NULL))
    return pktmon_constraint_load (file, "c", error);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, "no key file", "none");
  return NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonConstraint) constraint = NULL;
  guint column;

  if (text[0] == '[')
    constraint = load (text, strlen (text), &error);
  else
    constraint = pktmon_constraint_parse (text, &column, &error);
  if (constraint == NULL) {
    check_error (error);
    g_assert_true (text[0] == '[' || column <= strlen (text) + 1);
    return 0;
  }
  check_forms (constraint);
  check_filter (constraint);
  return 0;
}
