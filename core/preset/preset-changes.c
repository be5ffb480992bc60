/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes the presets of a store. */
#include "base/error.h"
#include "base/i18n.h"
#include "preset/file-name.h"
#include "preset/folder.h"
#include "preset/last-preset.h"
#include "preset/preset-store-private.h"

/* One change: see pktmon_preset_folder_change. Plain value that owns what is in it. */
typedef struct {
  char *folder;
  PktmonPreset *written;
  PktmonPreset *replaced;
} Change;

static void
change_clear (Change *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_object (&self->written);
  g_clear_object (&self->replaced);
}

static void
change_free (Change *self)
{
  change_clear (self);
  g_free (self);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

/* --- What may be done --- */

static gboolean
check_own (PktmonPreset *preset, GError **error)
{
  if (!pktmon_preset_is_built_in (preset))
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("A preset that came with the program cannot be changed."),
                    _ ("Change a copy of it."));
  return FALSE;
}

static gboolean
check_name (PktmonPresetStore *store, const char *name, PktmonPreset *replaced, GError **error)
{
  g_autofree char *what = NULL;

  if (pktmon_preset_store_is_free (store, name, replaced))
    return TRUE;
  what = g_strdup_printf (_ ("There is a preset “%s” already."), name);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Choose another name, or change that one."));
  return FALSE;
}

/* What keeps its name keeps its file. */
static char *
choose_file (PktmonPreset *preset, PktmonPreset *replaced)
{
  const char *name = pktmon_preset_get_name (preset);

  if (replaced != NULL && g_str_equal (pktmon_preset_get_name (replaced), name))
    return g_strdup (pktmon_preset_get_file (replaced));
  return pktmon_preset_file_name_new (name);
}

static gboolean
prepare_write (Change *self, PktmonPresetStore *store, const PktmonPresetContents *contents,
               PktmonPreset *replaced, GError **error)
{
  g_autoptr (PktmonPreset) preset = pktmon_preset_new (contents, error);
  g_autofree char *file = NULL;

  if (preset == NULL || (replaced != NULL && !check_own (replaced, error)) ||
      !check_name (store, pktmon_preset_get_name (preset), replaced, error))
    return FALSE;
  file = choose_file (preset, replaced);
  self->written = pktmon_preset_new_in_file (preset, file);
  g_set_object (&self->replaced, replaced);
  return TRUE;
}

/* See pktmon_preset_store_change_async. */
static gboolean
prepare (Change *self, PktmonPresetStore *store, const PktmonPresetContents *contents,
         PktmonPreset *replaced, PktmonPreset *deleted, GError **error)
{
  self->folder = g_strdup (pktmon_preset_store_get_folder (store));
  if (contents != NULL)
    return prepare_write (self, store, contents, replaced, error);
  if (replaced != NULL) {
    g_set_object (&self->replaced, replaced);
    return check_own (replaced, error);
  }
  g_set_object (&self->written, deleted);
  return check_own (deleted, error) &&
         check_name (store, pktmon_preset_get_name (deleted), NULL, error);
}

/* --- Doing it --- */

/* Any thread. What was used last goes with its file. */
static gboolean
change_run (const Change *self, GError **error)
{
  g_autofree char *last = NULL;

  if (!pktmon_preset_folder_change (self->folder, self->written, self->replaced, error))
    return FALSE;
  last = pktmon_last_preset_read (self->folder);
  if (last != NULL && self->replaced != NULL && self->written != NULL &&
      pktmon_last_preset_is (last, self->replaced))
    pktmon_last_preset_write (self->folder, self->written, NULL);
  return TRUE;
}

static gboolean
change_now (PktmonPresetStore *store, const PktmonPresetContents *contents, PktmonPreset *replaced,
            PktmonPreset *deleted, PktmonPreset **written, GError **error)
{
  g_auto (Change) change = { 0 };

  if (!prepare (&change, store, contents, replaced, deleted, error) || !change_run (&change, error))
    return FALSE;
  pktmon_preset_store_note_change (store, change.written, change.replaced);
  if (written != NULL)
    *written = g_steal_pointer (&change.written);
  return TRUE;
}

PktmonPreset *
pktmon_preset_store_save (PktmonPresetStore *self, const PktmonPresetContents *contents,
                          PktmonPreset *replaced, GError **error)
{
  PktmonPreset *written = NULL;

  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), NULL);

  change_now (self, contents, replaced, NULL, &written, error);
  return written;
}

gboolean
pktmon_preset_store_delete (PktmonPresetStore *self, PktmonPreset *preset, GError **error)
{
  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), FALSE);

  return change_now (self, NULL, preset, NULL, NULL, error);
}

PktmonPreset *
pktmon_preset_store_restore (PktmonPresetStore *self, PktmonPreset *deleted, GError **error)
{
  PktmonPreset *written = NULL;

  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), NULL);

  change_now (self, NULL, NULL, deleted, &written, error);
  return written;
}

/* What @preset says, by another name. Returns: FALSE when it cannot be used. */
static gboolean
copy_contents (PktmonPreset *preset, const char *name, PktmonPresetContents *contents,
               GError **error)
{
  if (!pktmon_preset_check (preset, error))
    return FALSE;
  pktmon_preset_contents_copy (contents, pktmon_preset_get_contents (preset));
  g_free (contents->name);
  contents->name = g_strdup (name);
  return TRUE;
}

PktmonPreset *
pktmon_preset_store_rename (PktmonPresetStore *self, PktmonPreset *preset, const char *name,
                            GError **error)
{
  g_auto (PktmonPresetContents) contents = { 0 };

  if (!copy_contents (preset, name, &contents, error))
    return NULL;
  return pktmon_preset_store_save (self, &contents, preset, error);
}

/* The same; @name: NULL: a free one. */
static gboolean
copy_under_name (PktmonPresetStore *self, PktmonPreset *preset, const char *name,
                 PktmonPresetContents *contents, GError **error)
{
  g_autofree char *free_name = NULL;

  if (name == NULL)
    free_name = pktmon_preset_store_dup_free_name (self, pktmon_preset_get_name (preset));
  return copy_contents (preset, name != NULL ? name : free_name, contents, error);
}

static PktmonPreset *
save_copy (PktmonPresetStore *self, PktmonPreset *preset, const char *name, GError **error)
{
  g_auto (PktmonPresetContents) contents = { 0 };

  return copy_under_name (self, preset, name, &contents, error)
             ? pktmon_preset_store_save (self, &contents, NULL, error)
             : NULL;
}

PktmonPreset *
pktmon_preset_store_duplicate (PktmonPresetStore *self, PktmonPreset *preset, const char *name,
                               GError **error)
{
  return save_copy (self, preset, name, error);
}

PktmonPreset *
pktmon_preset_store_import (PktmonPresetStore *self, const char *path, GError **error)
{
  g_autoptr (PktmonPreset) preset = pktmon_preset_read (path, error);

  return preset != NULL ? save_copy (self, preset, NULL, error) : NULL;
}

/* --- Without waiting --- */

static void
change_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (change_run (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Change *change = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  pktmon_preset_store_note_change (g_task_get_source_object (task), change->written,
                                   change->replaced);
  g_task_return_pointer (task, g_steal_pointer (&change->written), g_object_unref);
}

/* The store is not the inner task's: the thread may be the last to let that go. */
static void
change_in_background (GTask *task, Change *change)
{
  g_autoptr (GTask) inner = g_task_new (NULL, NULL, changed_cb, g_object_ref (task));

  g_task_set_task_data (inner, change, (GDestroyNotify) change_free);
  g_task_run_in_thread (inner, change_in_thread);
}

/* @task: taken. */
static void
begin_change (GTask *task, const PktmonPresetContents *contents, PktmonPreset *replaced,
              PktmonPreset *deleted)
{
  g_autoptr (GTask) taken = task;
  Change *change = g_new0 (Change, 1);
  GError *error = NULL;

  if (prepare (change, g_task_get_source_object (taken), contents, replaced, deleted, &error)) {
    change_in_background (taken, change);
  } else {
    change_free (change);
    g_task_return_error (taken, error);
  }
}

void
pktmon_preset_store_change_async (PktmonPresetStore *self, const PktmonPresetContents *contents,
                                  PktmonPreset *replaced, PktmonPreset *deleted,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (PKTMON_IS_PRESET_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, pktmon_preset_store_change_async);
  begin_change (task, contents, replaced, deleted);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  PktmonPreset *preset = pktmon_preset_read (data, &error);

  if (preset != NULL)
    g_task_return_pointer (task, preset, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  g_auto (PktmonPresetContents) contents = { 0 };
  GError *error = NULL;
  g_autoptr (PktmonPreset) preset = g_task_propagate_pointer (G_TASK (result), &error);

  if (preset != NULL &&
      copy_under_name (g_task_get_source_object (task), preset, NULL, &contents, &error)) {
    begin_change (task, &contents, NULL, NULL);
    return;
  }
  g_task_return_error (task, error);
  g_object_unref (task);
}

void
pktmon_preset_store_import_async (PktmonPresetStore *self, const char *path,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) inner = NULL;
  GTask *task;

  g_return_if_fail (PKTMON_IS_PRESET_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, pktmon_preset_store_import_async);
  inner = g_task_new (NULL, NULL, read_cb, task);
  g_task_set_task_data (inner, g_strdup (path), g_free);
  g_task_run_in_thread (inner, read_in_thread);
}

gboolean
pktmon_preset_store_change_finish (PktmonPresetStore *self, GAsyncResult *result,
                                   PktmonPreset **preset, GError **error)
{
  g_autoptr (PktmonPreset) written = NULL;
  GError *failure = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  written = g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  if (preset != NULL)
    *preset = g_steal_pointer (&written);
  return TRUE;
}
