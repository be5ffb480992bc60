/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a program that was run to its end has left. */
typedef struct {
  int status; /* its exit status; -1 when a signal ended it */
  GBytes *output;
  char *messages; /* standard error */
} TestProgramResult;

/* Whether @name can be run; the test is marked as skipped when not. */
gboolean test_program_is_here (const char *name);

/* Runs a program, with @input (NULL: nothing) on its standard input, and waits for it.
 * @arguments: ends with NULL; the first is the program. The locale is C, the time zone UTC. */
TestProgramResult *test_program_run (const char *const *arguments, GBytes *input);
void test_program_result_free (TestProgramResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProgramResult, test_program_result_free)

/* The output as text. (transfer full) */
char *test_program_result_dup_text (const TestProgramResult *self);

/* TestProgram: a program that is running, with a pipe on its standard input that stays open. */
typedef struct {
  GSubprocess *process;
  int input; /* the pipe's other end; -1 once it is closed */
} TestProgram;

TestProgram *test_program_start (const char *const *arguments);
void test_program_write (TestProgram *self, gconstpointer data, gsize size);
/* Closes the pipe. */
void test_program_close (TestProgram *self);
/* Waits for a line of its standard output. (transfer full): without the line break. */
char *test_program_read_line (TestProgram *self);
/* Waits until the program has a file open whose name begins with @prefix, and its size is at least
 * @size. */
void test_program_wait_for_file (TestProgram *self, const char *prefix, gint64 size);
void test_program_signal (TestProgram *self, int number);
/* Waits for the end, with the pipe as it is. */
TestProgramResult *test_program_finish (TestProgram *self);
void test_program_free (TestProgram *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestProgram, test_program_free)

G_END_DECLS
