/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* The layer that a packet of @link_type (LINKTYPE_ value) begins with; never NULL: for a link type
 * that is not known it is one that shows the bytes as data. */
PktmonLayer pktmon_link_layer (guint16 link_type);

G_END_DECLS
