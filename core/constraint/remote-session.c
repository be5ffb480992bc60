/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/remote-session.h"

#include "base/i18n.h"

#define X11_PORT 6000

/* Displays of one machine; their ports end where those of others begin. */
#define MAX_DISPLAY 63

/* Sets a field, if there is something that it can be. */
static gboolean
set (PktmonConstraintFields *fields, PktmonConstraintField field, const char *text)
{
  return pktmon_constraint_fields_set (fields, field, text, NULL);
}

/* An address may have a scope ("fe80::1%eth0"), and an IPv4 one may be written as IPv6. */
static gboolean
set_address (PktmonConstraintFields *fields, PktmonConstraintField field, const char *text)
{
  g_autofree char *address = g_strndup (text, strcspn (text, "%"));

  if (strchr (address, '/') != NULL)
    return FALSE;
  if (g_str_has_prefix (address, "::ffff:") && strchr (address, '.') != NULL)
    return set (fields, field, address + strlen ("::ffff:"));
  return set (fields, field, address);
}

/* @name: to be kept short as any name has to be. */
static void
add (GPtrArray *list, PktmonConstraintFields *fields, const char *name)
{
  PktmonConstraint *constraint;

  set (fields, PKTMON_CONSTRAINT_PROTOCOL, "tcp");
  set (fields, PKTMON_CONSTRAINT_EXCLUDE, "yes");
  set (fields, PKTMON_CONSTRAINT_NAME, name);
  constraint = pktmon_constraint_new_fields (fields, NULL);
  if (constraint != NULL)
    g_ptr_array_add (list, constraint);
}

/* SSH_CONNECTION: "client port server port"; SSH_CLIENT: "client port port". */
static gboolean
add_ssh (GPtrArray *list, const char *value)
{
  g_auto (PktmonConstraintFields) fields = { 0 };
  g_auto (GStrv) words = g_strsplit (value != NULL ? value : "", " ", -1);
  guint n = g_strv_length (words);
  guint before = list->len;

  if (n < 3 || !set_address (&fields, PKTMON_CONSTRAINT_IP1, words[0]) ||
      !set (&fields, PKTMON_CONSTRAINT_PORT1, words[1]) ||
      !set (&fields, PKTMON_CONSTRAINT_PORT2, words[n - 1]) ||
      (n > 3 && !set_address (&fields, PKTMON_CONSTRAINT_IP2, words[2])))
    return FALSE;
  add (list, &fields, _ ("My SSH session"));
  return list->len > before;
}

static gboolean
is_local (const char *host)
{
  return *host == '\0' || *host == '/' || g_str_equal (host, "unix") ||
         g_str_equal (host, "localhost") || g_str_equal (host, "::1") ||
         g_str_has_prefix (host, "localhost/") || g_str_has_prefix (host, "127.");
}

/* "host:10.0", also "tcp/host:10" and "[2001:db8::1]:10" */
static void
add_x11 (GPtrArray *list, const char *value)
{
  g_auto (PktmonConstraintFields) fields = { 0 };
  const char *colon = value != NULL ? strrchr (value, ':') : NULL;
  g_autofree char *host =
      colon != NULL ? g_strndup (value, (gsize) (colon - value)) : g_strdup ("");
  char *name = g_str_has_prefix (host, "tcp/") ? host + strlen ("tcp/") : host;
  g_autofree char *number = NULL;
  g_autofree char *port = NULL;
  guint64 display;

  if (*name == '[' && g_str_has_suffix (name, "]")) {
    name[strlen (name) - 1] = '\0';
    name++;
  }
  if (is_local (name))
    return;
  number = g_strndup (colon + 1, strcspn (colon + 1, "."));
  if (!g_ascii_string_to_unsigned (number, 10, 0, MAX_DISPLAY, &display, NULL))
    return;
  port = g_strdup_printf ("%u", X11_PORT + (guint) display);
  set (&fields, PKTMON_CONSTRAINT_PORT1, port);
  set_address (&fields, PKTMON_CONSTRAINT_IP1, name);
  add (list, &fields, _ ("My X11 session"));
}

GPtrArray *
pktmon_remote_session_list (char **environment)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  g_auto (GStrv) own = environment == NULL ? g_get_environ() : NULL;

  if (environment == NULL)
    environment = own;
  if (!add_ssh (list, g_environ_getenv (environment, "SSH_CONNECTION")))
    add_ssh (list, g_environ_getenv (environment, "SSH_CLIENT"));
  add_x11 (list, g_environ_getenv (environment, "DISPLAY"));
  return list;
}
