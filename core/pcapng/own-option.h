/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/format.h"
#include "pcapng/option.h"

G_BEGIN_DECLS

/* What this program says of a packet and pcapng has no option for: a custom option that holds bytes
 * and that other programs may copy (pcapng, section 3.5.1). Its value, the same in either byte
 * order but for the first number, as such options must be:
 *
 *   0  u32  PKTMON_ENTERPRISE_NUMBER, in the byte order of the section
 *   4  u32  PKTMON_OWN_OPTION_MAGIC as text: the number is nobody's own
 *   8  u8   kind, PKTMON_OWN_OPTION_…
 *   9  u8   0, three times
 *  12       what the kind says
 */

#define PKTMON_OWN_OPTION_MAGIC "PkMn"
#define PKTMON_OWN_OPTION_HEADER_SIZE 12u

typedef enum {
  PKTMON_OWN_OPTION_NONE, /* none of ours */
  PKTMON_OWN_OPTION_MARK, /* its user has marked the packet; nothing follows */
} PktmonOwnOption;

/* Writes what an option of ours begins with; @big_endian: the byte order of the section. */
void pktmon_own_option_put (guint8 header[PKTMON_OWN_OPTION_HEADER_SIZE], PktmonOwnOption kind,
                            gboolean big_endian);

/* What kind of ours @option is.
 * @contents: (out) (optional): at what the kind says. */
PktmonOwnOption pktmon_own_option_parse (const PktmonOption *option, gboolean big_endian,
                                         PktmonBytes *contents);

G_END_DECLS
