/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/end-error.h"

#include "base/error.h"
#include "base/i18n.h"

void
pktmon_end_error_set (GError **error, guint reason, const char *id, const char *failure)
{
  const char *advice = _ ("Add the data source again to go on; what was captured before is kept.");
  g_autofree char *what = NULL;

  switch (reason) {
  case PKTMON_END_GONE:
    what = g_strdup_printf (_ ("The interface of “%s” is gone."), id);
    advice = _ ("What was captured before is kept. Capturing goes on when it comes back.");
    break;
  case PKTMON_END_MOVED:
    what = g_strdup_printf (_ ("The interface of “%s” is in another network namespace now."), id);
    break;
  case PKTMON_END_LINK_TYPE_CHANGED:
    what = g_strdup_printf (_ ("The packets of “%s” are of another kind now."), id);
    break;
  case PKTMON_END_FAILED:
    what = g_strdup_printf (_ ("“%s” cannot be read any more: %s."), id, failure);
    break;
  default:
    return;
  }
  pktmon_error_set (error, reason == PKTMON_END_FAILED ? PKTMON_ERROR_IO : PKTMON_ERROR_NOT_FOUND,
                    what, advice);
}
