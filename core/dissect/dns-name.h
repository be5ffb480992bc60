/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/bytes.h"
#include "base/text.h"

G_BEGIN_DECLS

/* Reads a domain name (RFC 1035 section 4.1.4) at the cursor and moves behind it.
 *
 * @message: position of the message's first byte, from which compression pointers count. A pointer
 * must lead backward, to before the part of the name that holds it, so following them ends.
 * @text: (nullable): receives the name, "<Root>" for the root.
 *
 * Returns: FALSE when the name is not one or ends outside; then `bytes->failed` is set too. */
gboolean pktmon_dns_name_read (PktmonBytes *bytes, gsize message, PktmonText *text);

G_END_DECLS
