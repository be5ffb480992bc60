/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "session/helper-client.h"
#include "support/temp-folder.h"
#include "support/waiting.h"

/* How the helper is started by somebody who has no rights: with a polkit and a pkexec that the test
 * plays. */

#define NOBODY 65534

/* What polkit answers first, and when it may ask the user. */
typedef struct {
  const char *name;
  gboolean authorized, challenge, kept;
  gboolean then_authorized, then_challenge, dismissed;
  const char *pkexec; /* script; NULL: there is none */
  PktmonError code;
  const char *says; /* part of the error */
} Case;

typedef struct {
  const Case *row;
  TestFolder *folder;
  GTestDBus *bus;
  GDBusConnection *polkit;
  GDBusNodeInfo *description;
  guint n_asked;
  gboolean owned;
  gboolean launched;
  GError *error;
} Stage;

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
  Stage *stage = user_data;
  const Case *row = stage->row;
  GVariantBuilder details;
  guint flags;

  check_question (parameters, &flags);
  stage->n_asked++;
  g_variant_builder_init (&details, G_VARIANT_TYPE ("a{ss}"));
  if (row->kept)
    g_variant_builder_add (&details, "{ss}", "polkit.retains_authorization_after_challenge", "1");
  if (flags != 0 && row->dismissed)
    g_variant_builder_add (&details, "{ss}", "polkit.dismissed", "true");
  g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("((bba{ss}))", flags != 0 ? row->then_authorized : row->authorized,
                                 flags != 0 ? row->then_challenge : row->challenge, &details));
}

static void
owned_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  ((Stage *) user_data)->owned = TRUE;
}

static gboolean
is_owned (gpointer data)
{
  return ((Stage *) data)->owned;
}

static void
start_polkit (Stage *stage)
{
  static const GDBusInterfaceVTable table = { .method_call = call_cb };
  g_autoptr (GError) error = NULL;

  stage->polkit =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (stage->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_assert_no_error (error);
  stage->description = g_dbus_node_info_new_for_xml (description, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (stage->polkit, "/org/freedesktop/PolicyKit1/Authority",
                                     stage->description->interfaces[0], &table, stage, NULL,
                                     &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (stage->polkit, "org.freedesktop.PolicyKit1",
                                G_BUS_NAME_OWNER_FLAGS_NONE, owned_cb, NULL, stage, NULL);
  test_wait (is_owned, stage, "polkit is there");
}

static void
write_pkexec (const Stage *stage)
{
  g_autofree char *path = test_folder_build (stage->folder, "pkexec");

  if (stage->row->pkexec == NULL)
    return;
  g_assert_true (g_file_set_contents (path, stage->row->pkexec, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

static void
launched_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  Stage *stage = user_data;

  pktmon_helper_client_launch_finish (PKTMON_HELPER_CLIENT (client), result, &stage->error);
  stage->launched = TRUE;
}

static gboolean
is_launched (gpointer data)
{
  return ((Stage *) data)->launched;
}

static void
launch (Stage *stage)
{
  g_autoptr (PktmonHelperClient) client = pktmon_helper_client_new();

  pktmon_helper_client_launch_async (client, 0, NULL, launched_cb, stage);
  test_wait (is_launched, stage, "the helper is there, or not");
}

static void
check (const Stage *stage, int code, const char *says)
{
  if (says == NULL) {
    g_assert_no_error (stage->error);
    return;
  }
  g_assert_error (stage->error, PKTMON_ERROR, code);
  g_assert_nonnull (strstr (stage->error->message, says));
  g_assert_nonnull (pktmon_error_get_advice (stage->error));
}

static void
test_case (gconstpointer data)
{
  Stage stage = { .row = data, .folder = test_folder_new() };
  g_autofree char *path = g_strdup_printf ("%s:%s", stage.folder->path, "/nowhere");
  g_autofree char *before = g_strdup (g_getenv ("PATH"));

  stage.bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (stage.bus);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_test_dbus_get_bus_address (stage.bus), TRUE);
  start_polkit (&stage);
  write_pkexec (&stage);
  g_setenv ("PATH", path, TRUE);
  launch (&stage);
  g_setenv ("PATH", before, TRUE);
  check (&stage, (int) stage.row->code, stage.row->says);
  g_assert_cmpuint (stage.n_asked, ==, stage.row->pkexec == NULL ? 0 : stage.row->kept ? 2 : 1);
  g_clear_error (&stage.error);
  g_dbus_connection_close_sync (stage.polkit, NULL, NULL);
  g_object_unref (stage.polkit);
  g_dbus_node_info_unref (stage.description);
  g_test_dbus_stop (stage.bus);
  g_object_unref (stage.bus);
  test_folder_free (stage.folder);
}

static void
test_no_helper (void)
{
  Stage stage = { 0 };
  g_autofree char *before = g_strdup (g_getenv ("PKTMON_HELPER"));

  g_setenv ("PKTMON_HELPER", "/nowhere/pktmon-helper", TRUE);
  launch (&stage);
  g_setenv ("PKTMON_HELPER", before, TRUE);
  check (&stage, PKTMON_ERROR_SETUP, "/nowhere/pktmon-helper");
  g_clear_error (&stage.error);
}

#define RUN "#!/bin/sh\nexec \"$1\"\n"
#define DISMISSED "#!/bin/sh\nexit 126\n"
#define REFUSED "#!/bin/sh\nexit 127\n"
#define BROKEN "#!/bin/sh\nexit 3\n"

static const Case cases[] = {
  { "authorized", .authorized = TRUE, .pkexec = RUN },
  { "asked", .challenge = TRUE, .kept = TRUE, .then_authorized = TRUE, .pkexec = RUN },
  { "pkexec-asks", .challenge = TRUE, .pkexec = RUN },
  { "forbidden", .pkexec = RUN, .code = PKTMON_ERROR_PERMISSION, .says = "does not allow" },
  { "dismissed", .challenge = TRUE, .kept = TRUE, .dismissed = TRUE, .pkexec = RUN,
    .code = PKTMON_ERROR_PERMISSION, .says = "did not allow" },
  { "wrong-password", .challenge = TRUE, .kept = TRUE, .pkexec = RUN,
    .code = PKTMON_ERROR_PERMISSION, .says = "does not allow" },
  { "no-agent", .challenge = TRUE, .kept = TRUE, .then_challenge = TRUE, .pkexec = RUN,
    .code = PKTMON_ERROR_SETUP, .says = "no polkit agent" },
  { "pkexec-dismissed", .challenge = TRUE, .pkexec = DISMISSED, .code = PKTMON_ERROR_PERMISSION,
    .says = "did not allow" },
  { "pkexec-refused", .challenge = TRUE, .pkexec = REFUSED, .code = PKTMON_ERROR_PERMISSION,
    .says = "not found entitled" },
  { "pkexec-broken", .challenge = TRUE, .pkexec = BROKEN, .code = PKTMON_ERROR_IO,
    .says = "status 3" },
  { "no-pkexec", .authorized = TRUE, .code = PKTMON_ERROR_SETUP, .says = "pkexec is missing" },
};

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  /* Whoever is root needs nobody's permission, and no terminal is to be asked on. */
  if (geteuid() == 0 &&
      (setresgid (NOBODY, NOBODY, NOBODY) != 0 || setresuid (NOBODY, NOBODY, NOBODY) != 0))
    g_error ("no way to become somebody without rights");
  setsid();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/helper-launch/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/helper-launch/no-helper", test_no_helper);
  return g_test_run();
}
