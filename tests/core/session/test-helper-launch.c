/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "session/helper-client.h"
#include "support/polkit.h"
#include "support/temp-folder.h"
#include "support/waiting.h"

/* How the helper is started by somebody who has no rights: with a polkit and a pkexec that the test
 * plays. */

#define NOBODY 65534

typedef struct {
  const char *name;
  TestPolkitAnswers answers;
  const char *pkexec; /* script; NULL: there is none */
  PktmonError code;
  const char *says; /* part of the error */
} Case;

typedef struct {
  const Case *row;
  TestFolder *folder;
  gboolean launched;
  GError *error;
} Stage;

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
  g_autoptr (TestPolkit) polkit = test_polkit_new (&stage.row->answers);

  write_pkexec (&stage);
  g_setenv ("PATH", path, TRUE);
  launch (&stage);
  g_setenv ("PATH", before, TRUE);
  check (&stage, (int) stage.row->code, stage.row->says);
  g_assert_cmpuint (polkit->n_asked, ==,
                    stage.row->pkexec == NULL ? 0 : (stage.row->answers.kept ? 2 : 1));
  g_clear_error (&stage.error);
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
  { "authorized", .answers.authorized = TRUE, .pkexec = RUN },
  { "asked", .answers.challenge = TRUE, .answers.kept = TRUE, .answers.then_authorized = TRUE,
    .pkexec = RUN },
  { "pkexec-asks", .answers.challenge = TRUE, .pkexec = RUN },
  { "forbidden", .pkexec = RUN, .code = PKTMON_ERROR_PERMISSION, .says = "does not allow" },
  { "dismissed", .answers.challenge = TRUE, .answers.kept = TRUE, .answers.dismissed = TRUE,
    .pkexec = RUN, .code = PKTMON_ERROR_PERMISSION, .says = "did not allow" },
  { "wrong-password", .answers.challenge = TRUE, .answers.kept = TRUE, .pkexec = RUN,
    .code = PKTMON_ERROR_PERMISSION, .says = "does not allow" },
  { "no-agent", .answers.challenge = TRUE, .answers.kept = TRUE, .answers.then_challenge = TRUE,
    .pkexec = RUN, .code = PKTMON_ERROR_SETUP, .says = "no polkit agent" },
  { "pkexec-dismissed", .answers.challenge = TRUE, .pkexec = DISMISSED,
    .code = PKTMON_ERROR_PERMISSION, .says = "did not allow" },
  { "pkexec-refused", .answers.challenge = TRUE, .pkexec = REFUSED, .code = PKTMON_ERROR_PERMISSION,
    .says = "not found entitled" },
  { "pkexec-broken", .answers.challenge = TRUE, .pkexec = BROKEN, .code = PKTMON_ERROR_IO,
    .says = "status 3" },
  { "no-pkexec", .answers.authorized = TRUE, .code = PKTMON_ERROR_SETUP,
    .says = "pkexec is missing" },
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
