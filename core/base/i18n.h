/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "config.h"

#include <glib/gi18n-lib.h>

/* Makes the program speak the user's language from here on. Its catalogues are looked for in
 * PKTMON_LOCALE_DIR of the environment, where that is set: for programs that are not installed, and
 * have no rights that their user has not. Call it first. */
void pktmon_i18n_init (void);
