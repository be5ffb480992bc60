/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "preset/preset-store.h"
#include "support/temp-folder.h"
#include "support/waiting.h"

/* The store, with a folder of its own in place of the user's. */

#define NOBODY 65534
#define N_BUILT_IN 15
#define ROOM 65536
#define N_PROCESSES 6
#define N_ROUNDS 20

typedef struct {
  TestFolder *config;
  char *folder;
  PktmonPresetStore *store;
  guint n_changes; /* of the list */
  const char *wanted_name;
  guint wanted; /* snap length of that one */
} Fixture;

static TestFolder *config; /* of all tests of this process */

static void
changed_cb (GListModel *model, guint position, guint removed, guint added, Fixture *self)
{
  self->n_changes++;
}

static void
set_up_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *ours = test_folder_build (config, "packet-monitor");

  g_assert_cmpint (access (ours, F_OK), !=, 0);
  self->folder = g_build_filename (ours, "presets", NULL);
}

static void
open_store (Fixture *self)
{
  self->store = pktmon_preset_store_new();
  g_signal_connect (self->store, "items-changed", G_CALLBACK (changed_cb), self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  set_up_folder (self, data);
  open_store (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *ours = test_folder_build (config, "packet-monitor");

  if (self->store != NULL) {
    g_object_add_weak_pointer (G_OBJECT (self->store), (gpointer *) &self->store);
    g_object_unref (self->store);
    test_wait_gone ((gpointer *) &self->store, "the store is gone");
  }
  if (g_unlink (ours) != 0) { /* no link */
    TestFolder *folder = g_new0 (TestFolder, 1);

    folder->path = g_strdup (ours);
    test_folder_free (folder);
  }
  g_free (self->folder);
}

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->store));
}

static PktmonPreset *
save (PktmonPresetStore *store, const char *name, guint snap_length, PktmonPreset *replaced,
      GError **error)
{
  PktmonPresetContents contents = { .name = (char *) name, .snap_length = snap_length };

  return pktmon_preset_store_save (store, &contents, replaced, error);
}

static PktmonPreset *
must_save (Fixture *self, const char *name, guint snap_length, PktmonPreset *replaced)
{
  g_autoptr (GError) error = NULL;
  PktmonPreset *preset = save (self->store, name, snap_length, replaced, &error);

  g_assert_no_error (error);
  g_assert_true (pktmon_preset_store_find (self->store, name) == preset);
  return preset;
}

static void
check_refused (gboolean done, GError *error, PktmonError code)
{
  g_assert_false (done);
  g_assert_error (error, PKTMON_ERROR, (int) code);
  g_assert_nonnull (pktmon_error_get_advice (error));
  g_error_free (error);
}

/* @call: sets `error`. */
#define assert_refused(call, code)                                                                 \
  do {                                                                                             \
    GError *error = NULL;                                                                          \
    gboolean done = (call) ? TRUE : FALSE;                                                         \
    check_refused (done, error, code);                                                             \
  } while (0)

static guint
get_snap_length (PktmonPreset *preset)
{
  return pktmon_preset_get_contents (preset)->snap_length;
}

static void
put_file (Fixture *self, const char *file, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, file, NULL);

  g_mkdir_with_parents (self->folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
get_file (Fixture *self, const char *file)
{
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

/* --- One program --- */

static void
test_built_in (Fixture *self, gconstpointer data)
{
  PktmonPreset *dns = pktmon_preset_store_find (self->store, "dns");
  g_autoptr (PktmonPreset) copy = NULL;
  g_autoptr (PktmonPreset) second = NULL;
  g_autoptr (PktmonPreset) own = NULL;

  g_assert_cmpuint (count (self), ==, N_BUILT_IN);
  g_assert_nonnull (dns);
  g_assert_true (dns == pktmon_preset_store_find (self->store, " DNS "));
  g_assert_true (pktmon_preset_is_built_in (dns));
  assert_refused (pktmon_preset_store_delete (self->store, dns, &error), PKTMON_ERROR_INVALID);
  assert_refused (pktmon_preset_store_rename (self->store, dns, "x", &error), PKTMON_ERROR_INVALID);
  copy = pktmon_preset_store_duplicate (self->store, dns, NULL, NULL);
  second = pktmon_preset_store_duplicate (self->store, dns, NULL, NULL);
  g_assert_cmpstr (pktmon_preset_get_name (copy), ==, "DNS (copy)");
  g_assert_cmpstr (pktmon_preset_get_name (second), ==, "DNS (copy 2)");
  g_assert_false (pktmon_preset_is_built_in (copy));
  g_assert_cmpuint (pktmon_preset_get_contents (copy)->constraints->len, ==, 3);
  /* The user's own comes first. */
  own = pktmon_preset_store_duplicate (self->store, dns, "DNS", NULL);
  g_assert_true (pktmon_preset_store_find (self->store, "DNS") == own);
  g_assert_true (pktmon_preset_store_find (self->store, "dns") == dns);
}

static void
test_save (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPreset) b = must_save (self, "b", 1, NULL);
  g_autoptr (PktmonPreset) a = must_save (self, "a", 2, NULL);
  g_autoptr (PktmonPreset) changed = NULL;
  g_autoptr (PktmonPreset) first = NULL;
  g_autoptr (PktmonPresetStore) other = NULL;

  g_assert_cmpuint (count (self), ==, N_BUILT_IN + 2);
  first = g_list_model_get_item (G_LIST_MODEL (self->store), 0);
  g_assert_true (first == a);
  assert_refused (save (self->store, "b", 3, NULL, &error), PKTMON_ERROR_INVALID);
  assert_refused (save (self->store, "a", 3, b, &error), PKTMON_ERROR_INVALID);
  changed = must_save (self, "b", 5, b);
  g_assert_cmpuint (self->n_changes, ==, 3);
  other = pktmon_preset_store_new();
  g_assert_cmpuint (get_snap_length (pktmon_preset_store_find (other, "b")), ==, 5);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "a/b", "..",         ".hidden",     "%2F", "a\nb",
                                       "-x",  "🦆 \"'$`", "last-preset", "ä" };
  g_autoptr (PktmonPresetStore) other = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_unref (must_save (self, names[i], (guint) i + 1, NULL));
  other = pktmon_preset_store_new();
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    PktmonPreset *preset = pktmon_preset_store_find (other, names[i]);

    g_assert_nonnull (preset);
    g_assert_cmpuint (get_snap_length (preset), ==, i + 1);
  }
}

static void
test_rename (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPreset) a = must_save (self, "a", 7, NULL);
  g_autoptr (PktmonPreset) c = NULL;
  g_autoptr (PktmonPreset) last = NULL;
  g_autofree char *gone = NULL;

  g_object_unref (must_save (self, "b", 8, NULL));
  g_assert_true (pktmon_preset_store_set_last (self->store, a, NULL));
  assert_refused (pktmon_preset_store_rename (self->store, a, "b", &error), PKTMON_ERROR_INVALID);
  c = pktmon_preset_store_rename (self->store, a, "c", NULL);
  g_assert_cmpuint (get_snap_length (c), ==, 7);
  g_assert_null (pktmon_preset_store_find (self->store, "a"));
  gone = get_file (self, "a.preset");
  g_assert_null (gone);
  last = pktmon_preset_store_dup_last (self->store);
  g_assert_true (last == c);
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPreset) a = must_save (self, "a", 7, NULL);
  g_autoptr (PktmonPreset) back = NULL;
  g_autoptr (PktmonPreset) other = NULL;

  g_assert_true (pktmon_preset_store_delete (self->store, a, NULL));
  g_assert_cmpuint (count (self), ==, N_BUILT_IN);
  assert_refused (pktmon_preset_store_delete (self->store, a, &error), PKTMON_ERROR_CHANGED);
  back = pktmon_preset_store_restore (self->store, a, NULL);
  g_assert_cmpuint (get_snap_length (back), ==, 7);
  g_assert_true (pktmon_preset_store_delete (self->store, back, NULL));
  other = must_save (self, "a", 9, NULL);
  assert_refused (pktmon_preset_store_restore (self->store, a, &error), PKTMON_ERROR_INVALID);
}

static void
test_import (Fixture *self, gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "any name");
  g_autoptr (PktmonPreset) first = NULL;
  g_autoptr (PktmonPreset) second = NULL;

  g_assert_true (g_file_set_contents (path, "[Preset]\nversion=1\nname=A\n", -1, NULL));
  first = pktmon_preset_store_import (self->store, path, NULL);
  second = pktmon_preset_store_import (self->store, path, NULL);
  g_assert_cmpstr (pktmon_preset_get_name (first), ==, "A");
  g_assert_cmpstr (pktmon_preset_get_name (second), ==, "A (copy)");
  g_assert_true (g_file_set_contents (path, "[Preset]\nversion=9\nname=A\n", -1, NULL));
  assert_refused (pktmon_preset_store_import (self->store, path, &error),
                  PKTMON_ERROR_REVISION_MISMATCH);
  assert_refused (pktmon_preset_store_import (self->store, "/nowhere/x", &error),
                  PKTMON_ERROR_NOT_FOUND);
  assert_refused (pktmon_preset_store_import (self->store, folder->path, &error),
                  PKTMON_ERROR_INVALID);
  g_assert_cmpuint (count (self), ==, N_BUILT_IN + 2);
}

static void
test_last (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPreset) a = must_save (self, "a", 7, NULL);
  PktmonPreset *dns = pktmon_preset_store_find (self->store, "dns");
  g_autoptr (PktmonPreset) last = NULL;

  g_assert_null (pktmon_preset_store_dup_last (self->store));
  g_assert_true (pktmon_preset_store_set_last (self->store, dns, NULL));
  last = pktmon_preset_store_dup_last (self->store);
  g_assert_true (last == dns);
  g_assert_true (pktmon_preset_store_set_last (self->store, a, NULL));
  g_assert_true (pktmon_preset_store_delete (self->store, a, NULL));
  g_assert_null (pktmon_preset_store_dup_last (self->store));
  g_assert_true (pktmon_preset_store_set_last (self->store, NULL, NULL));
  g_assert_true (pktmon_preset_store_set_last (self->store, NULL, NULL));
}

/* What cannot be used is there, says why, and stays as it is; it can go, and come back. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  static const char newer[] = "[Preset]\nversion=77\nname=New\n# kept\n[Future]\nx=1\n";
  g_autoptr (PktmonPreset) back = NULL;
  g_autofree char *path = g_build_filename (self->folder, "pipe.preset", NULL);
  g_autofree char *text = NULL, *damaged = NULL;
  PktmonPreset *preset;

  put_file (self, "New.preset", newer);
  put_file (self, "a%2Fb.preset", "\x01\xff");
  put_file (self, "note.txt", "not one");
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  open_store (self);
  g_assert_cmpuint (count (self), ==, N_BUILT_IN + 3);
  g_assert_nonnull (pktmon_preset_store_find (self->store, "a/b"));
  g_assert_nonnull (pktmon_preset_store_find (self->store, "pipe"));
  preset = pktmon_preset_store_find (self->store, "New");
  assert_refused (pktmon_preset_store_rename (self->store, preset, "x", &error),
                  PKTMON_ERROR_REVISION_MISMATCH);
  assert_refused (pktmon_preset_store_duplicate (self->store, preset, NULL, &error),
                  PKTMON_ERROR_REVISION_MISMATCH);
  assert_refused (save (self->store, "New", 1, NULL, &error), PKTMON_ERROR_INVALID);
  damaged = get_file (self, "New.preset");
  g_assert_cmpstr (damaged, ==, newer);
  g_object_ref (preset);
  g_assert_true (pktmon_preset_store_delete (self->store, preset, NULL));
  back = pktmon_preset_store_restore (self->store, preset, NULL);
  g_assert_true (back == preset);
  text = get_file (self, "New.preset");
  g_assert_cmpstr (text, ==, newer);
  g_object_unref (preset);
}

/* --- The folder --- */

/* From here on this process has no rights but those of @mode in the folder, until become_root. */
static void
become_nobody (Fixture *self, int mode)
{
  g_autofree char *ours = g_path_get_dirname (self->folder);

  g_assert_cmpint (g_chmod (config->path, 0755), ==, 0);
  g_assert_cmpint (g_chmod (ours, 0755), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, mode), ==, 0);
  if (getuid() == 0)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
}

static void
become_root (Fixture *self)
{
  g_assert_cmpint (seteuid (getuid()), ==, 0);
  g_assert_cmpint (g_chmod (self->folder, 0700), ==, 0);
}

static void
test_read_only (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPreset) a = must_save (self, "a", 1, NULL);

  become_nobody (self, 0555);
  assert_refused (save (self->store, "b", 3, NULL, &error), PKTMON_ERROR_PERMISSION);
  assert_refused (save (self->store, "a", 3, a, &error), PKTMON_ERROR_PERMISSION);
  assert_refused (pktmon_preset_store_rename (self->store, a, "c", &error),
                  PKTMON_ERROR_PERMISSION);
  assert_refused (pktmon_preset_store_delete (self->store, a, &error), PKTMON_ERROR_PERMISSION);
  become_root (self);
  g_assert_cmpuint (count (self), ==, N_BUILT_IN + 1);
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  put_file (self, "a.preset", "[Preset]\nversion=1\nname=A\n");
  become_nobody (self, 0);
  open_store (self);
  become_root (self);
  g_assert_error (pktmon_preset_store_get_error (self->store), PKTMON_ERROR,
                  PKTMON_ERROR_PERMISSION);
  g_assert_cmpuint (count (self), ==, N_BUILT_IN);
}

/* The old preset stays when there is no room for the new one. */
static void
test_full (Fixture *self, gconstpointer data)
{
  g_autoptr (TestFolder) tiny = test_folder_new_tiny (ROOM);
  g_autofree char *ours = test_folder_build (config, "packet-monitor");
  g_autofree char *fill = g_strnfill (ROOM, 'x');
  g_autofree char *path = NULL;
  FILE *file;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (PktmonPreset) a = NULL;

  if (tiny == NULL)
    return;
  path = test_folder_build (tiny, "fill");
  g_assert_cmpint (symlink (tiny->path, ours), ==, 0);
  open_store (self);
  a = must_save (self, "a", 1, NULL);
  before = get_file (self, "a.preset");
  file = fopen (path, "w");
  setvbuf (file, NULL, _IONBF, 0);
  fwrite (fill, 1, ROOM, file);
  fclose (file);
  assert_refused (save (self->store, "b", 3, NULL, &error), PKTMON_ERROR_NO_SPACE);
  assert_refused (save (self->store, "a", 3, a, &error), PKTMON_ERROR_NO_SPACE);
  assert_refused (pktmon_preset_store_rename (self->store, a, "c", &error), PKTMON_ERROR_NO_SPACE);
  after = get_file (self, "a.preset");
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (count (self), ==, N_BUILT_IN + 1);
  g_clear_object (&self->store);
}

/* --- Other programs --- */

static gboolean
is_so (gpointer data)
{
  Fixture *self = data;
  PktmonPreset *preset = pktmon_preset_store_find (self->store, self->wanted_name);

  return (preset != NULL ? get_snap_length (preset) : 0) == self->wanted;
}

/* @snap_length: 0: until it is gone. */
static void
wait_for (Fixture *self, const char *name, guint snap_length)
{
  self->wanted_name = name;
  self->wanted = snap_length;
  test_wait (is_so, self, "the list has followed");
}

static void
test_following (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPresetStore) other = pktmon_preset_store_new();
  g_autoptr (PktmonPreset) a = NULL, b = NULL;
  guint changes;

  a = save (other, "a", 1, NULL, NULL);
  wait_for (self, "a", 1);
  b = save (other, "a", 2, a, NULL);
  wait_for (self, "a", 2);
  put_file (self, "c.preset", "[Preset]\nversion=1\nname=c\nsnap-length=3\n");
  wait_for (self, "c", 3);
  changes = self->n_changes;
  put_file (self, "other.txt", "");
  g_assert_true (pktmon_preset_store_delete (other, b, NULL));
  wait_for (self, "a", 0);
  /* One change of one row, and not of those that are the same. */
  g_assert_cmpuint (self->n_changes, ==, changes + 1);
}

/* Who changes what another program has changed meanwhile is told, and nothing is lost. */
static void
test_conflict (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPreset) a = must_save (self, "a", 1, NULL);
  g_autoptr (PktmonPreset) theirs = NULL;
  g_autoptr (PktmonPresetStore) other = pktmon_preset_store_new();

  theirs = save (other, "a", 2, pktmon_preset_store_find (other, "a"), NULL);
  g_assert_nonnull (theirs);
  assert_refused (save (self->store, "a", 3, a, &error), PKTMON_ERROR_CHANGED);
  assert_refused (pktmon_preset_store_rename (self->store, a, "b", &error), PKTMON_ERROR_CHANGED);
  assert_refused (pktmon_preset_store_delete (self->store, a, &error), PKTMON_ERROR_CHANGED);
  wait_for (self, "a", 2);
  g_object_unref (must_save (self, "a", 3, pktmon_preset_store_find (self->store, "a")));
  assert_refused (save (other, "a", 4, theirs, &error), PKTMON_ERROR_CHANGED);
}

/* Adds N_ROUNDS to the number in one preset that all share, one by one, and makes a preset of its
 * own each time. */
static G_NORETURN void
work (guint number)
{
  for (guint i = 0; i < N_ROUNDS;) {
    g_autoptr (PktmonPresetStore) store = pktmon_preset_store_new();
    PktmonPreset *shared = pktmon_preset_store_find (store, "shared");
    g_autofree char *name = g_strdup_printf ("own %u %u", number, i);
    g_autoptr (GError) error = NULL;
    g_autoptr (PktmonPreset) written =
        save (store, "shared", shared != NULL ? get_snap_length (shared) + 1 : 1, shared, &error);
    g_autoptr (PktmonPreset) own = written != NULL ? save (store, name, i + 1, NULL, NULL) : NULL;

    if (own != NULL)
      i++;
    else if (!g_error_matches (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED) &&
             !g_error_matches (error, PKTMON_ERROR, PKTMON_ERROR_INVALID))
      _exit (1);
  }
  _exit (0);
}

static void
test_processes (Fixture *self, gconstpointer data)
{
  pid_t children[N_PROCESSES];
  PktmonPreset *shared;

  for (guint i = 0; i < N_PROCESSES; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i);

    children[i] = fork();
    if (children[i] == 0)
      execl ("/proc/self/exe", "test-preset-store", "--worker", number, NULL);
  }
  for (guint i = 0; i < N_PROCESSES; i++) {
    int status;

    g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
    g_assert_cmpint (status, ==, 0);
  }
  open_store (self);
  g_assert_cmpuint (count (self), ==, N_BUILT_IN + N_PROCESSES * N_ROUNDS + 1);
  shared = pktmon_preset_store_find (self->store, "shared");
  g_assert_cmpuint (get_snap_length (shared), ==, N_PROCESSES * N_ROUNDS);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer), gboolean opened)
{
  g_test_add (path, Fixture, NULL, opened ? set_up : set_up_folder, test, tear_down);
}

int
main (int argc, char **argv)
{
  int result;

  g_setenv ("PKTMON_PRESET_DIR", TEST_SOURCE_ROOT "/data/presets", TRUE);
  if (argc == 3 && g_str_equal (argv[1], "--worker"))
    work ((guint) atoi (argv[2]));
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  config = test_folder_new();
  g_setenv ("XDG_CONFIG_HOME", config->path, TRUE);
  add ("/preset-store/built-in", test_built_in, TRUE);
  add ("/preset-store/save", test_save, TRUE);
  add ("/preset-store/names", test_names, TRUE);
  add ("/preset-store/rename", test_rename, TRUE);
  add ("/preset-store/delete", test_delete, TRUE);
  add ("/preset-store/import", test_import, TRUE);
  add ("/preset-store/last", test_last, TRUE);
  add ("/preset-store/damaged", test_damaged, FALSE);
  add ("/preset-store/read-only", test_read_only, TRUE);
  add ("/preset-store/unreadable", test_unreadable, FALSE);
  add ("/preset-store/full", test_full, FALSE);
  add ("/preset-store/following", test_following, TRUE);
  add ("/preset-store/conflict", test_conflict, TRUE);
  add ("/preset-store/processes", test_processes, FALSE);
  result = g_test_run();
  test_folder_free (config);
  return result;
}
