/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A strict reader of JSON (RFC 8259): a test fails at the first byte that does not belong there, in
 * a key that comes twice, and in text that is not UTF-8. */

/* @size bytes that are one value, and nothing else. */
void test_json_check (const char *text, gsize size);

/* One object of plain values.
 * Returns: (transfer full): key → value: what a string stands for, other values as they are
 * written.
 */
GHashTable *test_json_load_object (const char *text, gsize size);

G_END_DECLS
