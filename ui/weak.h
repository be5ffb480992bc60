/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The user data of something that goes on in the background for a window. It does not keep the
 * window, which would outlive those that it stands above. Main thread. */

/* (transfer full), to be given to pktmon_weak_take. */
gpointer pktmon_weak_new (gpointer object);
/* The object, as @weak is freed. (transfer full): NULL when it is gone, as closed windows are. */
gpointer pktmon_weak_take (gpointer weak);

G_END_DECLS
