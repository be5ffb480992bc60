/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/bytes.h"
#include "base/text.h"

G_BEGIN_DECLS

/* One option of a pcapng block. */
typedef struct {
  guint16 code;
  gsize size;          /* of `value`, padding not included */
  const guint8 *value; /* borrowed from the block */
} PktmonOption;

/* Takes the next option from @options, a cursor at an option list; @big_endian is the byte order of
 * the section. FALSE at the end of the list: at opt_endofopt, where the bytes end, or
 * (options->failed is then set) where an option is longer than what is left. */
gboolean pktmon_option_next (PktmonBytes *options, gboolean big_endian, PktmonOption *option);

/* Finds the first option with @code in the list at @options; FALSE when there is none. */
gboolean pktmon_option_find (PktmonBytes options, gboolean big_endian, guint16 code,
                             PktmonOption *option);

/* Name of an option as the specification writes it ("if_tsresol"), or NULL when it is not known;
 * @block_type is that of the block it stands in. Static. */
const char *pktmon_option_get_name (guint32 block_type, guint16 code);

/* The bytes of a value that is text, as they are: mostly UTF-8; NULL when it is none. Borrowed. */
const guint8 *pktmon_option_get_text (guint32 block_type, const PktmonOption *option, gsize *size);

/* Appends the option's value as text, by its type in the specification ("10.0.0.1/24",
 * "02:00:00:00:00:01", "1000000000", text); values of the wrong size and of unknown options as
 * hexadecimal bytes. */
void pktmon_option_append_value (PktmonText *text, guint32 block_type, const PktmonOption *option,
                                 gboolean big_endian);

G_END_DECLS
