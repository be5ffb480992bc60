/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/network.h"

#include <stdarg.h>
#include <unistd.h>

static gboolean
run (const char *command)
{
  g_autofree char *output = NULL, *messages = NULL;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, &output, &messages, &status, NULL));
  if (status != 0)
    g_test_message ("%s: %s", command, messages);
  return status == 0;
}

TestNetwork *
test_network_new (void)
{
  TestNetwork *self = g_new0 (TestNetwork, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  if (geteuid() == 0 && run ("ip netns list"))
    return self;
  test_network_free (self);
  g_test_skip ("needs the right to make network namespaces");
  return NULL;
}

void
test_network_delete (TestNetwork *self, const char *name)
{
  g_autofree char *command = g_strconcat ("ip netns delete ", name, NULL);
  guint position;

  g_assert_true (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &position));
  g_assert_true (run (command));
  g_ptr_array_remove_index (self->names, position);
}

void
test_network_free (TestNetwork *self)
{
  while (self->names->len > 0)
    test_network_delete (self, g_ptr_array_index (self->names, 0));
  g_ptr_array_unref (self->names);
  g_free (self);
}

void
test_network_ip (const char *format, ...)
{
  g_autofree char *arguments = NULL;
  g_autofree char *command = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  command = g_strconcat ("ip ", arguments, NULL);
  g_assert_true (run (command));
}

const char *
test_network_add (TestNetwork *self, const char *name)
{
  char *full = g_strdup_printf ("%s-%d", name, (int) getpid());

  test_network_ip ("netns add %s", full);
  g_ptr_array_add (self->names, full);
  test_network_ip ("netns exec %s sysctl -qw net.ipv6.conf.all.disable_ipv6=1", full);
  test_network_ip ("-n %s link set lo up", full);
  return full;
}
