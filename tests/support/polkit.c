/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/polkit.h"

#include <unistd.h>

#include "support/waiting.h"

static const char description[] =
    "<node><interface name='org.freedesktop.PolicyKit1.Authority'>"
    "<method name='CheckAuthorization'><arg type='(sa{sv})' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='a{ss}' direction='in'/>"
    "<arg type='u' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='(bba{ss})' direction='out'/></method></interface></node>";

static void
check_question (GVariant *parameters, guint *flags)
{
  g_autoptr (GVariant) subject = NULL;
  const char *kind, *action;
  guint pid;

  g_variant_get (parameters, "((&s@a{sv})&s@a{ss}u&s)", &kind, &subject, &action, NULL, flags,
                 NULL);
  g_assert_cmpstr (kind, ==, "unix-process");
  g_assert_true (g_variant_lookup (subject, "pid", "u", &pid));
  g_assert_cmpuint (pid, ==, (guint) getpid());
  /* The helper of the build folder is not the one of our policy. */
  g_assert_cmpstr (action, ==, "org.freedesktop.policykit.exec");
}

static void
call_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  TestPolkit *self = user_data;
  const TestPolkitAnswers *answers = self->answers;
  GVariantBuilder details;
  guint flags;

  check_question (parameters, &flags);
  self->n_asked++;
  g_variant_builder_init (&details, G_VARIANT_TYPE ("a{ss}"));
  if (answers->kept)
    g_variant_builder_add (&details, "{ss}", "polkit.retains_authorization_after_challenge", "1");
  if (flags != 0 && answers->dismissed)
    g_variant_builder_add (&details, "{ss}", "polkit.dismissed", "true");
  g_dbus_method_invocation_return_value (
      invocation,
      g_variant_new ("((bba{ss}))", flags != 0 ? answers->then_authorized : answers->authorized,
                     flags != 0 ? answers->then_challenge : answers->challenge, &details));
}

static void
owned_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((TestPolkit *) user_data)->owned = TRUE;
}

static gboolean
is_owned (gpointer data)
{
  return ((TestPolkit *) data)->owned;
}

static void
start (TestPolkit *self)
{
  static const GDBusInterfaceVTable table = { .method_call = call_cb };
  g_autoptr (GError) error = NULL;

  self->connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  self->description = g_dbus_node_info_new_for_xml (description, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (self->connection, "/org/freedesktop/PolicyKit1/Authority",
                                     self->description->interfaces[0], &table, self, NULL, &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (self->connection, "org.freedesktop.PolicyKit1",
                                G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb, NULL, self, NULL);
  test_wait (is_owned, self, "polkit is there");
}

TestPolkit *
test_polkit_new (const TestPolkitAnswers *answers)
{
  TestPolkit *self = g_new0 (TestPolkit, 1);

  self->answers = answers;
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (self->bus), TRUE);
  start (self);
  return self;
}

void
test_polkit_free (TestPolkit *self)
{
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_object_unref (self->connection);
  g_dbus_node_info_unref (self->description);
  g_test_dbus_stop (self->bus);
  g_object_unref (self->bus);
  g_free (self);
}
