/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/stack-watch.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>

#include "probe/point.h"
#include "support/json.h"
#include "support/pktmon.h"

/* --- The lab --- */

static void
add_cable (TestStackWatch *self, const char *from, const char *interface, const char *address,
           const char *router_interface, const char *router_address)
{
  test_network_ip ("-n %s link add %s type veth peer name %s netns %s", from, interface,
                   router_interface, self->r);
  test_network_ip ("-n %s address add %s/24 dev %s", from, address, interface);
  test_network_ip ("-n %s address add %s/24 dev %s", self->r, router_address, router_interface);
  test_network_ip ("-n %s link set %s up", from, interface);
  test_network_ip ("-n %s link set %s up", self->r, router_interface);
  test_network_ip ("-n %s route add default via %s", from, router_address);
}

static gboolean
has_points (void)
{
  g_autoptr (GError) error = NULL;

  if (pktmon_point_check (PKTMON_POINT_DROP, &error) &&
      pktmon_point_check (PKTMON_POINT_PREROUTING, &error))
    return TRUE;
  g_test_skip (error->message);
  return FALSE;
}

TestStackWatch *
test_stack_watch_new (void)
{
  TestNetwork *network = has_points() ? test_network_new() : NULL;
  TestStackWatch *self;

  if (network == NULL)
    return NULL;
  self = g_new0 (TestStackWatch, 1);
  self->network = network;
  self->a = test_network_add (network, "a");
  self->r = test_network_add (network, "r");
  self->b = test_network_add (network, "b");
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  add_cable (self, self->a, "a0", "10.0.1.2", "ra", "10.0.1.1");
  add_cable (self, self->b, "b0", "10.0.2.2", "rb", "10.0.2.1");
  test_network_ip ("netns exec %s sysctl -qw net.ipv4.ip_forward=1", self->r);
  /* Neighbours are known: packets go their way at once. */
  test_stack_watch_run (self->a, "ping -qc1 -W5 10.0.2.2 >/dev/null");
  return self;
}

void
test_stack_watch_free (TestStackWatch *self)
{
  g_clear_pointer (&self->program, test_program_free);
  g_ptr_array_unref (self->events);
  test_network_free (self->network);
  g_free (self->messages);
  g_free (self);
}

void
test_stack_watch_run (const char *network_namespace, const char *format, ...)
{
  g_autofree char *script = NULL;
  g_autoptr (TestProgramResult) result = NULL;
  va_list list;

  va_start (list, format);
  script = g_strdup_vprintf (format, list);
  va_end (list);
  result = test_program_run (
      (const char *const[]){ "ip", "netns", "exec", network_namespace, "bash", "-c", script, NULL },
      NULL);
  if (result->status != 0)
    g_error ("%s: %s", script, result->messages);
}

/* --- Watching --- */

void
test_stack_watch_start (TestStackWatch *self, const char *type, const char *options)
{
  g_autofree char *script =
      g_strdup_printf ("exec 3>&1; exec $pktmon start --type %s --json -s ns:%s -s ns:%s -s ns:%s "
                       "%s 2> >(while IFS= read -r line; do case $line in *Capturing*) "
                       "echo ready >&3 ;; *) echo \"$line\" >&2 ;; esac; done)",
                       type, self->a, self->r, self->b, options);
  g_autofree char *line = NULL;

  self->program = test_pktmon_start_script (script, NULL);
  line = test_program_read_line (self->program);
  g_assert_cmpstr (line, ==, "ready");
}

static void
take_lines (TestStackWatch *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_ptr_array_set_size (self->events, 0);
  for (char **line = lines; *line != NULL; line++)
    if (**line == '{')
      g_ptr_array_add (self->events, test_json_load_object (*line, strlen (*line)));
}

void
test_stack_watch_stop (TestStackWatch *self)
{
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *text = NULL;

  /* What is on its way arrives. */
  g_usleep (200000);
  test_program_signal (self->program, SIGINT);
  result = test_program_finish (self->program);
  g_clear_pointer (&self->program, test_program_free);
  g_assert_cmpint (result->status, ==, 0);
  g_free (self->messages);
  self->messages = g_strdup (result->messages);
  text = test_program_result_dup_text (result);
  take_lines (self, text);
}

/* --- What was seen --- */

static gboolean
has (GHashTable *event, const char *key, const char *value)
{
  return g_strcmp0 (g_hash_table_lookup (event, key), value) == 0;
}

GHashTable *
test_stack_watch_find (TestStackWatch *self, ...)
{
  for (guint i = 0; i < self->events->len; i++) {
    GHashTable *event = g_ptr_array_index (self->events, i);
    gboolean fits = TRUE;
    const char *key;
    va_list list;

    va_start (list, self);
    while ((key = va_arg (list, const char *)) != NULL)
      fits = has (event, key, va_arg (list, const char *)) && fits;
    va_end (list);
    if (fits)
      return event;
  }
  return NULL;
}

guint
test_stack_watch_count (TestStackWatch *self, const char *key, const char *value)
{
  guint n = 0;

  for (guint i = 0; i < self->events->len; i++)
    n += has (g_ptr_array_index (self->events, i), key, value);
  return n;
}

static int
compare_appearances (gconstpointer a, gconstpointer b)
{
  GHashTable *first = *(gpointer *) a, *second = *(gpointer *) b;

  return atoi (g_hash_table_lookup (first, "journey.appearance")) -
         atoi (g_hash_table_lookup (second, "journey.appearance"));
}

static void
append_point (GString *text, GHashTable *event)
{
  const char *source = g_hash_table_lookup (event, "frame.interface_name");
  const char *reason = g_hash_table_lookup (event, "drop.reason");

  g_assert_true (g_str_has_prefix (source, "ns:"));
  g_string_append_printf (text, "%s%c/%s", text->len > 0 ? " " : "", source[3],
                          strstr (source, "/stack:") + strlen ("/stack:"));
  if (reason != NULL)
    g_string_append_printf (text, ":%s", reason);
}

char *
test_stack_watch_dup_journey (TestStackWatch *self, GHashTable *event)
{
  g_autoptr (GPtrArray) journey = g_ptr_array_new();
  GString *text = g_string_new (NULL);

  g_assert_nonnull (event);
  for (guint i = 0; i < self->events->len; i++) {
    GHashTable *other = g_ptr_array_index (self->events, i);

    if (has (other, "journey.id", g_hash_table_lookup (event, "journey.id")))
      g_ptr_array_add (journey, other);
  }
  g_ptr_array_sort (journey, compare_appearances);
  for (guint i = 0; i < journey->len; i++)
    append_point (text, g_ptr_array_index (journey, i));
  return g_string_free (text, FALSE);
}
