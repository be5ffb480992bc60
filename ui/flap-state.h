/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Keeps whether the sidebar in @flap is shown in @key of @settings, which is static. Where the
 * window is narrow, the sidebar covers the content: it shows only when it is called then, and that
 * is not kept. */
void pktmon_flap_state_remember (AdwFlap *flap, GSettings *settings, const char *key);

G_END_DECLS
