/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/program.h"

G_BEGIN_DECLS

/* The command line that was built, as its users run it. */

/* Runs "pktmon" with the arguments that follow, up to NULL.
 * @input: its standard input; NULL: nothing. */
TestProgramResult *test_pktmon_run (GBytes *input, ...) G_GNUC_NULL_TERMINATED;
/* Starts it, with a pipe on its standard input. */
TestProgram *test_pktmon_start (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* Runs @script in a shell: "$pktmon" is the program, "$1" and so on what follows, up to NULL. */
TestProgramResult *test_pktmon_run_script (const char *script, ...) G_GNUC_NULL_TERMINATED;
/* The same, with a pipe on its standard input. */
TestProgram *test_pktmon_start_script (const char *script, ...) G_GNUC_NULL_TERMINATED;

/* How a script runs it as somebody without any privileges, and whether that is possible here; the
 * test is marked as skipped when not. */
#define TEST_UNPRIVILEGED "setpriv --reuid=65534 --regid=65534 --clear-groups"
gboolean test_pktmon_can_drop_privileges (void);

/* Runs it with these arguments; its exit status must be @status, and, unless they are NULL, its
 * output @output and its messages must contain @message. */
void test_pktmon_check (const char *const *arguments, int status, const char *output,
                        const char *message);
/* The same for a result. */
void test_pktmon_check_result (const TestProgramResult *result, int status, const char *output,
                               const char *message);

/* What a Python expression says of @input, which it sees as `text`, as one line; it must not fail.
 * (transfer full) */
char *test_python (const char *expression, GBytes *input);

G_END_DECLS
