/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/expression-place.h"

#include <pcap/pcap.h>
#include <string.h>

/* A word that libpcap refuses as soon as it reads it, with an error of its own: that error behind
 * the first words of an expression says that these were fine. */
#define PROBE "99999999999999999999"

/* An expression of which only the syntax is wrong. */
#define WRONG_SYNTAX ")"

#define BLANKS " \t\r\n"

/* What libpcap says of @text. (transfer full): NULL when nothing is wrong. */
static char *
dup_error (const char *text)
{
  pcap_t *pcap = pcap_open_dead (DLT_EN10MB, 65535);
  struct bpf_program program;
  char *error = NULL;

  if (pcap_compile (pcap, &program, text, 0, PCAP_NETMASK_UNKNOWN) == 0)
    pcap_freecode (&program);
  else
    error = g_strdup (pcap_geterr (pcap));
  pcap_close (pcap);
  return error;
}

/* Where the words of @text begin, and its end. Parentheses are words. (element-type gsize) */
static GArray *
find_words (const char *text)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize at = strspn (text, BLANKS);

  while (text[at] != '\0') {
    gsize size = text[at] == '(' || text[at] == ')' ? 1 : strcspn (text + at, BLANKS "()");

    g_array_append_val (words, at);
    at += size;
    at += strspn (text + at, BLANKS);
  }
  g_array_append_val (words, at);
  return words;
}

/* Whether libpcap reads on behind the first @size bytes. */
static gboolean
goes_on (const char *text, gsize size, const char *probe_error)
{
  g_autofree char *probe = g_strdup_printf ("%.*s " PROBE, (int) size, text);
  g_autofree char *error = dup_error (probe);

  return g_strcmp0 (error, probe_error) == 0;
}

guint
pktmon_expression_find_mistake (const char *text)
{
  g_autofree char *error = dup_error (text);
  g_autofree char *syntax_error = dup_error (WRONG_SYNTAX);
  g_autofree char *probe_error = dup_error (PROBE);
  g_autoptr (GArray) words = find_words (text);
  guint fine = 0, wrong = words->len;

  if (g_strcmp0 (error, syntax_error) != 0 || g_strcmp0 (probe_error, syntax_error) == 0)
    return 0;
  /* It goes on behind the first `fine` words, and not behind `wrong`. */
  while (wrong - fine > 1) {
    guint middle = fine + (wrong - fine) / 2;

    if (goes_on (text, g_array_index (words, gsize, middle), probe_error))
      fine = middle;
    else
      wrong = middle;
  }
  return (guint) g_utf8_strlen (text, (gssize) g_array_index (words, gsize, fine)) + 1;
}
