/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <unistd.h>

#include "tests/empty-program.skel.h"

/* Attaches the empty program, says so, and waits until it is ended. */
int
main (void)
{
  struct empty_program *program = empty_program__open_and_load();

  if (program == NULL || empty_program__attach (program) != 0) {
    fprintf (stderr, "the kernel refuses the empty program\n");
    return 1;
  }
  puts ("Attached.");
  fflush (stdout);
  pause();
  return 0;
}
