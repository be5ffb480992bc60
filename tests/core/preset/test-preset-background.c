/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/error.h"
#include "preset/preset-store.h"
#include "support/temp-folder.h"
#include "support/waiting.h"

/* The store, for programs that must not wait. */

#define N_BUILT_IN 15
#define N_ROUNDS 20

typedef struct {
  PktmonPresetStore *store;
  const char *wanted;
} Fixture;

static TestFolder *config; /* of all tests of this process */

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->store));
}

static gboolean
has_only_built_in (gpointer data)
{
  return count (data) == N_BUILT_IN;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->store = pktmon_preset_store_new_in_background();
  g_assert_false (pktmon_preset_store_is_complete (self->store));
  g_assert_cmpuint (count (self), ==, 0);
  test_wait (has_only_built_in, self, "the presets are there");
  g_assert_true (pktmon_preset_store_is_complete (self->store));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  TestFolder *folder = g_new0 (TestFolder, 1);

  g_object_add_weak_pointer (G_OBJECT (self->store), (gpointer *) &self->store);
  g_object_unref (self->store);
  test_wait_gone ((gpointer *) &self->store, "the store is gone");
  folder->path = test_folder_build (config, "packet-monitor");
  test_folder_free (folder);
}

/* --- Changes --- */

static void
change_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PktmonPreset **preset = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      pktmon_preset_store_change_finish (PKTMON_PRESET_STORE (source), result, preset, &error));
  g_assert_no_error (error);
}

static void
refused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_false (
      pktmon_preset_store_change_finish (PKTMON_PRESET_STORE (source), result, NULL, user_data));
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

/* (transfer full) */
static PktmonPreset *
save (Fixture *self, const char *name)
{
  const PktmonPresetContents contents = { .name = (char *) name, .snap_length = 4 };
  PktmonPreset *preset = NULL;

  pktmon_preset_store_change_async (self->store, &contents, NULL, NULL, change_cb, &preset);
  test_wait (is_set, &preset, "the preset is saved");
  return preset;
}

static void
test_change (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPreset) a = save (self, "a");
  g_autoptr (PktmonPreset) back = NULL;
  PktmonPreset *none = NULL;

  g_assert_true (pktmon_preset_store_find (self->store, "a") == a);
  pktmon_preset_store_change_async (self->store, NULL, a, NULL, change_cb, &none);
  test_wait (has_only_built_in, self, "the preset is deleted");
  g_assert_null (none);
  pktmon_preset_store_change_async (self->store, NULL, NULL, a, change_cb, &back);
  test_wait (is_set, &back, "the preset is back");
  g_assert_cmpuint (pktmon_preset_get_contents (back)->snap_length, ==, 4);
}

static void
test_import (Fixture *self, gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "any name");
  g_autoptr (PktmonPreset) first = NULL;
  g_autoptr (PktmonPreset) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "[Preset]\nversion=1\nname=A\n", -1, NULL));
  pktmon_preset_store_import_async (self->store, path, change_cb, &first);
  test_wait (is_set, &first, "the preset is imported");
  pktmon_preset_store_import_async (self->store, path, change_cb, &second);
  test_wait (is_set, &second, "the preset is imported again");
  g_assert_cmpstr (pktmon_preset_get_name (first), ==, "A");
  g_assert_cmpstr (pktmon_preset_get_name (second), ==, "A (copy)");
  pktmon_preset_store_import_async (self->store, folder->path, refused_cb, &error);
  test_wait (is_set, &error, "the folder is refused");
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
}

/* --- The last one --- */

static gboolean
last_is (gpointer data)
{
  Fixture *self = data;
  g_autoptr (PktmonPreset) last = pktmon_preset_store_dup_last (self->store);

  return g_strcmp0 (last != NULL ? pktmon_preset_get_name (last) : NULL, self->wanted) == 0;
}

/* Many that come fast: the last one stays. */
static void
test_last (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonPreset) a = save (self, "a");
  g_autoptr (PktmonPreset) b = save (self, "b");

  for (guint i = 0; i < N_ROUNDS; i++)
    pktmon_preset_store_note_last (self->store, i % 2 == 0 ? b : NULL);
  pktmon_preset_store_note_last (self->store, a);
  self->wanted = "a";
  test_wait (last_is, self, "that one is the last");
  pktmon_preset_store_note_last (self->store, b);
  pktmon_preset_store_note_last (self->store, a);
  pktmon_preset_store_note_last (self->store, NULL);
  self->wanted = NULL;
  test_wait (last_is, self, "none is the last");
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  int result;

  g_setenv ("PKTMON_PRESET_DIR", TEST_SOURCE_ROOT "/data/presets", TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  config = test_folder_new();
  g_setenv ("XDG_CONFIG_HOME", config->path, TRUE);
  add ("/preset-background/change", test_change);
  add ("/preset-background/import", test_import);
  add ("/preset-background/last", test_last);
  result = g_test_run();
  test_folder_free (config);
  return result;
}
