/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/privilege.h"

#include <cap-ng.h>
#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

/* A source has four descriptors and its namespace a few; the rest is a handful. */
#define MAX_DESCRIPTORS (5u * PKTMON_MAX_CAPTURE_SOURCES + 64u)

static gboolean
fail (GError **error)
{
  g_autofree char *what =
      g_strdup_printf (_ ("The capture helper could not give up rights that it does not need: %s."),
                       g_strerror (errno));

  pktmon_error_set (error, PKTMON_ERROR_PERMISSION, what,
                    _ ("Install the capture helper anew, or start the program as root."));
  return FALSE;
}

static gboolean
limit (int resource, rlim_t most)
{
  struct rlimit value;

  if (getrlimit (resource, &value) != 0)
    return FALSE;
  value.rlim_max = MIN (value.rlim_max, most);
  value.rlim_cur = value.rlim_max;
  return setrlimit (resource, &value) == 0;
}

gboolean
pktmon_privilege_begin (GError **error)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
      limit (RLIMIT_CORE, 0) && limit (RLIMIT_NOFILE, MAX_DESCRIPTORS))
    return TRUE;
  return fail (error);
}

typedef struct {
  guint capability;
  guint scope;    /* PktmonScope that it is for; 0: any */
  gboolean after; /* START */
} Right;

static const Right rights[] = {
  { CAP_NET_RAW, 0, TRUE },
  { CAP_SYS_ADMIN, PKTMON_SCOPE_NAMESPACES, TRUE },
  { CAP_NET_ADMIN, PKTMON_SCOPE_DEVICES | PKTMON_SCOPE_STACK, FALSE },
  { CAP_BPF, PKTMON_SCOPE_STACK, FALSE },
  { CAP_PERFMON, PKTMON_SCOPE_STACK, FALSE },
  { CAP_SYSLOG, PKTMON_SCOPE_STACK, FALSE }, /* names of places in the kernel */
  /* To become who asked, and to forget what could be gained. */
  { CAP_SETUID, 0, FALSE },
  { CAP_SETGID, 0, FALSE },
  { CAP_SETPCAP, 0, FALSE },
};

static gboolean
has (guint capability)
{
  return capng_have_capability (CAPNG_PERMITTED, capability) != 0;
}

/* Chooses, of the rights that the process has, those for @scope. */
static gboolean
choose (guint scope, gboolean after)
{
  gboolean chosen[G_N_ELEMENTS (rights)];

  if (capng_get_caps_process() != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    chosen[i] = has (rights[i].capability) && (!after || rights[i].after) &&
                (rights[i].scope == 0 || rights[i].scope & scope);
  capng_clear (CAPNG_SELECT_CAPS);
  for (gsize i = 0; i < G_N_ELEMENTS (rights); i++)
    if (chosen[i])
      capng_update (CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, rights[i].capability);
  return TRUE;
}

gboolean
pktmon_privilege_restrict (guint16 *scope, GError **error)
{
  if (!choose (*scope, FALSE) || capng_apply (CAPNG_SELECT_CAPS) != 0)
    return fail (error);
  if (!has (CAP_SYS_ADMIN))
    *scope &= (guint16) ~PKTMON_SCOPE_NAMESPACES;
  if (!has (CAP_BPF) || !has (CAP_PERFMON))
    *scope &= (guint16) ~PKTMON_SCOPE_STACK;
  return TRUE;
}

gboolean
pktmon_privilege_drop (guint scope, uid_t user, gid_t group, GError **error)
{
  gboolean other = user != geteuid() || group != getegid();
  gboolean bounding = capng_get_caps_process() == 0 && has (CAP_SETPCAP);

  if (!choose (scope, TRUE))
    return fail (error);
  if (other && capng_change_id ((int) user, (int) group,
                                CAPNG_DROP_SUPP_GRP | (bounding ? CAPNG_CLEAR_BOUNDING : 0)) != 0)
    return fail (error);
  if (!other) {
    capng_clear (CAPNG_SELECT_BOUNDS);
    if (capng_apply (bounding ? CAPNG_SELECT_BOTH : CAPNG_SELECT_CAPS) != 0)
      return fail (error);
  }
  /* A change of the user makes a process traceable again on some systems. */
  return prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 || fail (error);
}
