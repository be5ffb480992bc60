/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"

G_BEGIN_DECLS

/* Sets @error to "“@name” could not be opened: @reason." with what to do about @code, which is
 * PKTMON_ERROR_PERMISSION, _NOT_FOUND, _UNSUPPORTED, _NO_SPACE (memory) or _IO. */
void pktmon_open_error_set (GError **error, PktmonError code, const char *name, const char *reason);
/* The same from errno. */
void pktmon_open_error_set_errno (GError **error, int error_number, const char *name);

G_END_DECLS
