/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pktmon.h"

#include <stdarg.h>
#include <string.h>

/* Adds @first, what stands in @rest, and NULL. */
static void
add_arguments (GPtrArray *arguments, const char *first, va_list rest)
{
  for (const char *argument = first; argument != NULL; argument = va_arg (rest, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  g_ptr_array_add (arguments, NULL);
}

TestProgramResult *
test_pktmon_run (GBytes *input, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new();
  va_list rest;

  va_start (rest, input);
  add_arguments (arguments, TEST_PKTMON, rest);
  va_end (rest);
  return test_program_run ((const char *const *) arguments->pdata, input);
}

TestProgram *
test_pktmon_start (const char *first, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new();
  va_list rest;

  g_ptr_array_add (arguments, (gpointer) TEST_PKTMON);
  va_start (rest, first);
  add_arguments (arguments, first, rest);
  va_end (rest);
  return test_program_start ((const char *const *) arguments->pdata);
}

/* The command that runs @script with what stands in @rest; free with g_strfreev. */
static GStrv
make_script (const char *script, va_list rest)
{
  GPtrArray *arguments = g_ptr_array_new();
  const char *argument;

  g_ptr_array_add (arguments, g_strdup ("bash"));
  g_ptr_array_add (arguments, g_strdup ("-c"));
  g_ptr_array_add (arguments, g_strdup_printf ("pktmon=$0; %s", script));
  g_ptr_array_add (arguments, g_strdup (TEST_PKTMON));
  while ((argument = va_arg (rest, const char *)) != NULL)
    g_ptr_array_add (arguments, g_strdup (argument));
  g_ptr_array_add (arguments, NULL);
  return (GStrv) g_ptr_array_free (arguments, FALSE);
}

TestProgramResult *
test_pktmon_run_script (const char *script, ...)
{
  g_auto (GStrv) arguments = NULL;
  va_list rest;

  va_start (rest, script);
  arguments = make_script (script, rest);
  va_end (rest);
  return test_program_run ((const char *const *) arguments, NULL);
}

TestProgram *
test_pktmon_start_script (const char *script, ...)
{
  g_auto (GStrv) arguments = NULL;
  va_list rest;

  va_start (rest, script);
  arguments = make_script (script, rest);
  va_end (rest);
  return test_program_start ((const char *const *) arguments);
}

gboolean
test_pktmon_can_drop_privileges (void)
{
  g_autoptr (TestProgramResult) result =
      test_pktmon_run_script (TEST_UNPRIVILEGED " \"$pktmon\" --version", NULL);

  if (result->status == 0)
    return TRUE;
  g_test_skip ("only root can become somebody else, who must be able to reach the program");
  return FALSE;
}

void
test_pktmon_check_result (const TestProgramResult *result, int status, const char *output,
                          const char *message)
{
  g_autofree char *text = test_program_result_dup_text (result);

  if (result->status != status)
    g_test_message ("%s", result->messages);
  g_assert_cmpint (result->status, ==, status);
  if (output != NULL)
    g_assert_cmpstr (text, ==, output);
  if (message != NULL && strstr (result->messages, message) == NULL)
    g_assert_cmpstr (result->messages, ==, message);
}

void
test_pktmon_check (const char *const *arguments, int status, const char *output,
                   const char *message)
{
  g_autoptr (GPtrArray) whole = g_ptr_array_new();
  g_autoptr (TestProgramResult) result = NULL;

  g_ptr_array_add (whole, (gpointer) TEST_PKTMON);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (whole, (gpointer) *arguments);
  g_ptr_array_add (whole, NULL);
  result = test_program_run ((const char *const *) whole->pdata, NULL);
  test_pktmon_check_result (result, status, output, message);
}

char *
test_python (const char *expression, GBytes *input)
{
  g_autofree char *script =
      g_strdup_printf ("import csv, io, json, sys\n"
                       "text = sys.stdin.buffer.read().decode('utf-8', 'strict')\n"
                       "print(%s)",
                       expression);
  const char *arguments[] = { "/usr/bin/python3", "-c", script, NULL };
  g_autoptr (TestProgramResult) result = test_program_run (arguments, input);
  g_autofree char *text = test_program_result_dup_text (result);

  g_assert_cmpstr (result->messages, ==, "");
  g_assert_cmpint (result->status, ==, 0);
  return g_strdup (g_strchomp (text));
}
