/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/open-error.h"

#include <errno.h>

#include "base/i18n.h"

static const char *
get_advice (PktmonError code)
{
  static const struct {
    PktmonError code;
    const char *advice;
  } table[] = {
    { PKTMON_ERROR_PERMISSION,
      N_ ("The capture helper needs the right to capture packets (CAP_NET_RAW): start it as root, "
          "or give its file this capability.") },
    { PKTMON_ERROR_NOT_FOUND, N_ ("Choose one that is in the list of data sources now.") },
    { PKTMON_ERROR_UNSUPPORTED, N_ ("Choose another data source.") },
    { PKTMON_ERROR_NO_SPACE, N_ ("Choose a smaller buffer, or fewer data sources.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].code == code)
      return _ (table[i].advice);
  return _ ("Try again, or choose another data source.");
}

void
pktmon_open_error_set (GError **error, PktmonError code, const char *name, const char *reason)
{
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be opened: %s."), name, reason);

  pktmon_error_set (error, code, what, get_advice (code));
}

void
pktmon_open_error_set_errno (GError **error, int error_number, const char *name)
{
  static const struct {
    int error_number;
    PktmonError code;
  } table[] = {
    { EPERM, PKTMON_ERROR_PERMISSION },   { EACCES, PKTMON_ERROR_PERMISSION },
    { ENODEV, PKTMON_ERROR_NOT_FOUND },   { ENXIO, PKTMON_ERROR_NOT_FOUND },
    { ENOMEM, PKTMON_ERROR_NO_SPACE },    { ENOBUFS, PKTMON_ERROR_NO_SPACE },
    { EINVAL, PKTMON_ERROR_UNSUPPORTED },
  };
  PktmonError code = PKTMON_ERROR_IO;

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].error_number == error_number)
      code = table[i].code;
  pktmon_open_error_set (error, code, name, g_strerror (error_number));
}
