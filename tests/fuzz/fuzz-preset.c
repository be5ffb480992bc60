/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <netdb.h>

#include "base/error.h"
#include "preset/file-name.h"
#include "preset/preset.h"

/* The input is the file of a preset, and a name for one. */

/* A name in an expression is not looked up: this stands before the C library's. */
int
getaddrinfo (const char *name, const char *service, const struct addrinfo *hints,
             struct addrinfo **result)
{
  return EAI_NONAME;
}

/* What was read is written as what reads the same. */
static void
check_file (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (PktmonPreset) preset = pktmon_preset_new_bytes (bytes, "x.preset", FALSE);
  g_autoptr (PktmonPreset) again = NULL;
  g_autoptr (PktmonPreset) copy = NULL;
  g_autoptr (GBytes) saved = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_utf8_validate (pktmon_preset_get_name (preset), -1, NULL));
  if (!pktmon_preset_check (preset, &error)) {
    g_assert_true (error->domain == PKTMON_ERROR);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_nonnull (pktmon_error_get_advice (error));
    return;
  }
  copy = pktmon_preset_new (pktmon_preset_get_contents (preset), NULL);
  g_assert_nonnull (copy);
  again = pktmon_preset_new_bytes (pktmon_preset_get_bytes (copy), "x.preset", FALSE);
  g_assert_true (pktmon_preset_contents_equal (pktmon_preset_get_contents (preset),
                                               pktmon_preset_get_contents (again)));
  saved = pktmon_preset_contents_save (pktmon_preset_get_contents (again));
  g_assert_true (g_bytes_equal (saved, pktmon_preset_get_bytes (copy)));
  g_assert_true (pktmon_preset_matches (preset, pktmon_preset_get_name (preset)));
}

/* Every name has a file, and every file a name. */
static void
check_name (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *name = pktmon_preset_file_name_dup_name (text);
  g_autofree char *file = NULL;

  g_assert_true (g_utf8_validate (name, -1, NULL));
  file = pktmon_preset_file_name_new (name);
  g_assert_cmpuint (strlen (file), <, 256);
  g_assert_null (strchr (file, '/'));
  g_assert_true (name[0] == '\0' || pktmon_preset_file_name_check (file));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  check_file (data, size);
  check_name (data, size);
  return 0;
}
