/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/sandbox.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "base/error.h"
#include "base/i18n.h"

/* What capturing takes, whatever the arguments. */
static const int calls[] = {
  /* bytes */
  SCMP_SYS (read),
  SCMP_SYS (readv),
  SCMP_SYS (write),
  SCMP_SYS (writev),
  SCMP_SYS (lseek),
  SCMP_SYS (ftruncate),
  SCMP_SYS (fstat),
  SCMP_SYS (newfstatat),
  SCMP_SYS (fcntl),
  SCMP_SYS (close),
  /* sockets */
  SCMP_SYS (bind),
  SCMP_SYS (getsockname),
  SCMP_SYS (getsockopt),
  SCMP_SYS (setsockopt),
  SCMP_SYS (sendto),
  SCMP_SYS (sendmsg),
  SCMP_SYS (recvfrom),
  SCMP_SYS (recvmsg),
  /* waiting */
  SCMP_SYS (poll),
  SCMP_SYS (ppoll),
  SCMP_SYS (eventfd2),
  SCMP_SYS (futex),
  SCMP_SYS (clock_nanosleep),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (sched_yield),
  /* memory */
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (madvise),
  SCMP_SYS (brk),
  /* threads and signals */
  SCMP_SYS (set_robust_list),
  SCMP_SYS (rseq),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (sched_getaffinity),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  SCMP_SYS (tgkill),
  /* questions about the process itself, and the time */
  SCMP_SYS (getpid),
  SCMP_SYS (gettid),
  SCMP_SYS (getuid),
  SCMP_SYS (geteuid),
  SCMP_SYS (sysinfo),
  SCMP_SYS (getrandom),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (gettimeofday),
};

/* What reading devices of libpcap takes beyond it. */
static const int device_calls[] = {
  SCMP_SYS (ioctl),
  SCMP_SYS (select),
  SCMP_SYS (pselect6),
  SCMP_SYS (recvmmsg),
};

static gboolean
allow_all (scmp_filter_ctx filter, const int *list, gsize count)
{
  for (gsize i = 0; i < count; i++)
    if (seccomp_rule_add (filter, SCMP_ACT_ALLOW, list[i], 0) != 0)
      return FALSE;
  return TRUE;
}

/* Allows @call where argument @number, masked with @mask, is @value. */
static gboolean
allow_where (scmp_filter_ctx filter, int call, guint number, guint64 mask, guint64 value)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, call, 1,
                           SCMP_CMP (number, SCMP_CMP_MASKED_EQ, mask, value)) == 0;
}

static gboolean
allow_calls (scmp_filter_ctx filter, guint scope)
{
  guint64 all = G_MAXUINT32;

  return allow_all (filter, calls, G_N_ELEMENTS (calls)) &&
         /* no code is made */
         allow_where (filter, SCMP_SYS (mmap), 2, PROT_EXEC, 0) &&
         allow_where (filter, SCMP_SYS (mprotect), 2, PROT_EXEC, 0) &&
         /* threads, not processes; of the newer call the arguments cannot be seen: C libraries go
          * back to the older one */
         allow_where (filter, SCMP_SYS (clone), 0, CLONE_THREAD, CLONE_THREAD) &&
         seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0) == 0 &&
         allow_where (filter, SCMP_SYS (prctl), 0, all, PR_SET_NAME) &&
         allow_where (filter, SCMP_SYS (socket), 0, all, AF_PACKET) &&
         allow_where (filter, SCMP_SYS (socket), 0, all, AF_NETLINK) &&
         allow_where (filter, SCMP_SYS (socket), 0, all, AF_UNIX) &&
         /* what the kernel says of programs that run in it */
         (!(scope & PKTMON_SCOPE_STACK) ||
          allow_where (filter, SCMP_SYS (bpf), 0, all, BPF_OBJ_GET_INFO_BY_FD)) &&
         (!(scope & PKTMON_SCOPE_NAMESPACES) ||
          allow_where (filter, SCMP_SYS (setns), 1, all, CLONE_NEWNET)) &&
         (!(scope & PKTMON_SCOPE_DEVICES) ||
          allow_all (filter, device_calls, G_N_ELEMENTS (device_calls)));
}

gboolean
pktmon_sandbox_enter (guint scope, GError **error)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  gboolean good = filter != NULL && allow_calls (filter, scope) && seccomp_load (filter) == 0;

  if (filter != NULL)
    seccomp_release (filter);
  if (!good)
    pktmon_error_set (
        error, PKTMON_ERROR_UNSUPPORTED,
        _ ("The capture helper could not give up system calls that it does not need."),
        _ ("Use a kernel with seccomp filters (CONFIG_SECCOMP_FILTER)."));
  return good;
}
