/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one error domain, with a code for each thing that the user can do about it. Every message has
 * two parts on two lines: what failed, and what to do. */
#define PKTMON_ERROR (pktmon_error_quark())

typedef enum {
  PKTMON_ERROR_REVISION_MISMATCH, /* another version of the API or protocol is asked for */
  PKTMON_ERROR_INVALID,           /* the request is wrong: correct it */
  PKTMON_ERROR_NOT_FOUND,         /* what it names is not there: name another */
  PKTMON_ERROR_PERMISSION,        /* get the right, or use something else */
  PKTMON_ERROR_NOT_A_CAPTURE,     /* the file is something else: choose another */
  PKTMON_ERROR_DAMAGED,           /* the file is good up to a place: use that part */
  PKTMON_ERROR_CHANGED,           /* somebody changed the file while it was open: open it again */
  PKTMON_ERROR_NO_SPACE,          /* free space or choose another place */
  PKTMON_ERROR_UNSUPPORTED,       /* this program cannot do it */
  PKTMON_ERROR_IO,                /* the system failed */
  PKTMON_ERROR_SETUP,             /* a part of the installation is missing: add it */
} PktmonError;

GQuark pktmon_error_quark (void);

/* Sets @error (which may be NULL) from what failed and what to do, both already translated, without
 * final line breaks. */
void pktmon_error_set (GError **error, PktmonError code, const char *what, const char *advice);

/* The same from errno of a file operation: "@what: No space left on device" with the advice and the
 * code that belong to it. @what: "“out.pcapng” could not be written". */
void pktmon_error_set_errno (GError **error, int error_number, const char *what);

/* The two parts of @error's message. what: (transfer full). advice: borrowed, NULL for errors of
 * other domains. */
char *pktmon_error_dup_what (const GError *error);
const char *pktmon_error_get_advice (const GError *error);

G_END_DECLS
