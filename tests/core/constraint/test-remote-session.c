/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/remote-session.h"

#include <locale.h>

/* Which connections a user sits at, by what the environment says, which may be anything. */

static const struct {
  const char *connection; /* SSH_CONNECTION; NULL: not set, here and below */
  const char *client;     /* SSH_CLIENT */
  const char *display;    /* DISPLAY */
  const char *texts;      /* of the constraints, with line breaks between */
} sessions[] = {
  { NULL, NULL, NULL, "" },
  { NULL, NULL, ":0", "" },
  { "192.0.2.7 50022 198.51.100.1 22", NULL, "localhost:10.0",
    "ip=192.0.2.7 ip2=198.51.100.1 port=50022 port2=22 proto=tcp exclude name=\"My SSH session\"" },
  { "192.0.2.7 50022 198.51.100.1 22", "192.0.2.8 1 2", NULL,
    "ip=192.0.2.7 ip2=198.51.100.1 port=50022 port2=22 proto=tcp exclude name=\"My SSH session\"" },
  { NULL, "192.0.2.7 50022 2222", NULL,
    "ip=192.0.2.7 port=50022 port2=2222 proto=tcp exclude name=\"My SSH session\"" },
  { "fe80::1%eth0 1 fe80::2%eth0 22", NULL, NULL,
    "ip=fe80::1 ip2=fe80::2 port=1 port2=22 proto=tcp exclude name=\"My SSH session\"" },
  { "::ffff:192.0.2.7 1 ::ffff:192.0.2.8 22", NULL, NULL,
    "ip=192.0.2.7 ip2=192.0.2.8 port=1 port2=22 proto=tcp exclude name=\"My SSH session\"" },
  { "UNKNOWN 65535 UNKNOWN 65535", "192.0.2.7 50022 22", NULL,
    "ip=192.0.2.7 port=50022 port2=22 proto=tcp exclude name=\"My SSH session\"" },
  { "192.0.2.7/8 1 192.0.2.8 22", NULL, NULL, "" },
  { "192.0.2.7 70000 192.0.2.8 22", NULL, NULL, "" },
  { "192.0.2.7 1 2001:db8::1 22", NULL, NULL, "" },
  { "192.0.2.7 50022", "", "", "" },
  { " ", "\xff\xff \xff \xff", "\xff:\xff", "" },
  { NULL, NULL, "192.0.2.9:1.0",
    "ip=192.0.2.9 port=6001 proto=tcp exclude name=\"My X11 session\"" },
  { NULL, NULL, "tcp/192.0.2.9:0",
    "ip=192.0.2.9 port=6000 proto=tcp exclude name=\"My X11 session\"" },
  { NULL, NULL, "[2001:db8::9]:2",
    "ip=2001:db8::9 port=6002 proto=tcp exclude name=\"My X11 session\"" },
  { NULL, NULL, "terminal:3.1", "port=6003 proto=tcp exclude name=\"My X11 session\"" },
  { NULL, NULL, "unix:0", "" },
  { NULL, NULL, "/tmp/launch-x/org.xquartz:0", "" },
  { NULL, NULL, "127.0.0.1:11.0", "" },
  { NULL, NULL, "terminal:64", "" },
  { NULL, NULL, "terminal", "" },
  { "192.0.2.7 50022 198.51.100.1 22", NULL, "192.0.2.9:1",
    "ip=192.0.2.7 ip2=198.51.100.1 port=50022 port2=22 proto=tcp exclude name=\"My SSH session\"\n"
    "ip=192.0.2.9 port=6001 proto=tcp exclude name=\"My X11 session\"" },
};

static char **
set_variable (char **environment, const char *name, const char *value)
{
  return value != NULL ? g_environ_setenv (environment, name, value, TRUE) : environment;
}

static void
test_sessions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sessions); i++) {
    g_auto (GStrv) environment = g_new0 (char *, 1);
    g_autoptr (GPtrArray) list = NULL;
    g_autoptr (GString) texts = g_string_new (NULL);

    environment = set_variable (environment, "SSH_CONNECTION", sessions[i].connection);
    environment = set_variable (environment, "SSH_CLIENT", sessions[i].client);
    environment = set_variable (environment, "DISPLAY", sessions[i].display);
    list = pktmon_remote_session_list (environment);
    for (guint j = 0; j < list->len; j++) {
      g_autofree char *text = pktmon_constraint_dup_text (g_ptr_array_index (list, j));

      g_string_append_printf (texts, "%s%s", j > 0 ? "\n" : "", text);
    }
    g_assert_cmpstr (texts->str, ==, sessions[i].texts);
  }
}

/* That of the program itself. */
static void
test_own (void)
{
  g_autoptr (GPtrArray) without = NULL, with = NULL;

  g_unsetenv ("SSH_CONNECTION");
  g_unsetenv ("SSH_CLIENT");
  g_unsetenv ("DISPLAY");
  without = pktmon_remote_session_list (NULL);
  g_setenv ("SSH_CLIENT", "192.0.2.7 50022 22", TRUE);
  with = pktmon_remote_session_list (NULL);
  g_assert_cmpuint (without->len, ==, 0);
  g_assert_cmpuint (with->len, ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-session/sessions", test_sessions);
  g_test_add_func ("/remote-session/own", test_own);
  return g_test_run();
}
