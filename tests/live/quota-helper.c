/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <unistd.h>

/* A capture helper whose user has only so much of the quota left: to larger writes the kernel
 * answers as it does then. The real helper is QUOTA_HELPER of the environment. */

#define LEFT 20000u

int
main (int argc, char **argv)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  if (seccomp_rule_add (filter, SCMP_ACT_ERRNO (EDQUOT), SCMP_SYS (write), 1,
                        SCMP_A2 (SCMP_CMP_GT, LEFT)) != 0)
    return 1;
  if (seccomp_load (filter) != 0)
    return 1;
  execv (getenv ("QUOTA_HELPER"), argv);
  return 1;
}
