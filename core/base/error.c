/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <string.h>

#include "base/i18n.h"

G_DEFINE_QUARK (pktmon - error - quark, pktmon_error)

void
pktmon_error_set (GError **error, PktmonError code, const char *what, const char *advice)
{
  g_set_error (error, PKTMON_ERROR, (int) code, "%s\n%s", what, advice);
}

typedef struct {
  int error_number;
  PktmonError code;
  const char *advice;
} ErrnoAdvice;

static const ErrnoAdvice errno_advice[] = {
  { ENOENT, PKTMON_ERROR_NOT_FOUND, N_ ("Check the name and the folder.") },
  { ENOTDIR, PKTMON_ERROR_NOT_FOUND, N_ ("Check the name and the folder.") },
  { ENAMETOOLONG, PKTMON_ERROR_INVALID, N_ ("Choose a shorter name.") },
  { EISDIR, PKTMON_ERROR_INVALID, N_ ("Choose a file in this folder.") },
  { EACCES, PKTMON_ERROR_PERMISSION, N_ ("Ask its owner for permission, or choose another file.") },
  { EPERM, PKTMON_ERROR_PERMISSION, N_ ("Ask its owner for permission, or choose another file.") },
  { EROFS, PKTMON_ERROR_PERMISSION, N_ ("Choose a place that can be written to.") },
  { ENOSPC, PKTMON_ERROR_NO_SPACE,
    N_ ("Free some space on this file system, or choose another place.") },
  { EDQUOT, PKTMON_ERROR_NO_SPACE,
    N_ ("Your quota on this file system is used up: remove files of yours, or choose another "
        "place.") },
  { EFBIG, PKTMON_ERROR_NO_SPACE,
    N_ ("Files may not grow that large here: choose another place, or write less.") },
};

void
pktmon_error_set_errno (GError **error, int error_number, const char *what)
{
  PktmonError code = PKTMON_ERROR_IO;
  const char *advice = N_ ("Try again, or choose another file system.");
  g_autofree char *reason = g_strdup_printf ("%s: %s.", what, g_strerror (error_number));

  for (gsize i = 0; i < G_N_ELEMENTS (errno_advice); i++)
    if (errno_advice[i].error_number == error_number) {
      code = errno_advice[i].code;
      advice = errno_advice[i].advice;
      break;
    }
  pktmon_error_set (error, code, reason, _ (advice));
}

char *
pktmon_error_dup_what (const GError *error)
{
  const char *end = error->domain == PKTMON_ERROR ? strchr (error->message, '\n') : NULL;

  return end != NULL ? g_strndup (error->message, (gsize) (end - error->message))
                     : g_strdup (error->message);
}

const char *
pktmon_error_get_advice (const GError *error)
{
  const char *end = error->domain == PKTMON_ERROR ? strchr (error->message, '\n') : NULL;

  return end != NULL ? end + 1 : NULL;
}
