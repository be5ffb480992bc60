/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/meanings.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "probe/kernel-types.h"
#include "probe/reasons.h"

/* What is said of drops, beside what the kernel that runs has. */

typedef struct {
  GHashTable *texts; /* that were seen */
  guint n;
} Seen;

/* Reasons that newer kernels have are not explained yet. */
static gboolean
is_newer_kernel (void)
{
  struct utsname name;
  guint major = 0, minor = 0;

  uname (&name);
  sscanf (name.release, "%u.%u", &major, &minor);
  return major > 6 || (major == 6 && minor > 18);
}

static void
check_cb (const char *name, guint32 value, gpointer user_data)
{
  Seen *seen = user_data;
  const char *reason = pktmon_reason_get_name (value);
  const char *text;

  if (value <= 1 || value >> 16 != 0 || g_str_has_suffix (name, "_MAX"))
    return;
  g_assert_nonnull (reason);
  g_assert_true (g_str_has_suffix (name, reason));
  text = pktmon_meaning_get_text (reason, strlen (reason));
  if (text == NULL && !is_newer_kernel())
    g_error ("nothing is said of %s", reason);
  if (text != NULL && !g_hash_table_add (seen->texts, (gpointer) text))
    g_error ("the same is said of %s and another one", reason);
  seen->n++;
}

static void
test_all (void)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  Seen seen = { .texts = texts };

  pktmon_kernel_types_foreach_value ("skb_drop_reason", check_cb, &seen);
  if (seen.n == 0)
    g_test_skip ("the kernel does not say which reasons it has");
  else
    g_assert_cmpuint (seen.n, >, 50);
}

static void
test_classes (void)
{
  g_assert_cmpint (pktmon_meaning_get_class ("OTHERHOST", 9), ==, PKTMON_DROP_EXPECTED);
  g_assert_cmpint (pktmon_meaning_get_class ("NO_SOCKET", 9), ==, PKTMON_DROP_SUSPICIOUS);
  g_assert_cmpint (pktmon_meaning_get_class ("NETFILTER_DROP", 14), ==, PKTMON_DROP_HARD);
  /* Only all of a name is it. */
  g_assert_null (pktmon_meaning_get_text ("NO_SOCKET", 5));
  g_assert_null (pktmon_meaning_get_text ("OTHER", 5));
  g_assert_cmpint (pktmon_meaning_get_class ("OTHER", 5), ==, PKTMON_DROP_SUSPICIOUS);
}

/* What has no name is a number. */
static void
test_numbers (void)
{
  char buffer[32];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_reason_append (&text, 0x7f0012);
  g_assert_cmpstr (buffer, ==, "0x7f0012");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meanings/all", test_all);
  g_test_add_func ("/meanings/classes", test_classes);
  g_test_add_func ("/meanings/numbers", test_numbers);
  return g_test_run();
}
