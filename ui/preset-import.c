/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preset-import.h"

#include "base/error.h"
#include "base/i18n.h"

typedef struct {
  PktmonPresetStore *store;
  GQueue files; /* of GFile: still to come */
  GPtrArray *presets;
  GError *error;
} Import;

static void
import_free (gpointer data)
{
  Import *self = data;

  g_object_unref (self->store);
  g_queue_clear_full (&self->files, g_object_unref);
  g_ptr_array_unref (self->presets);
  g_clear_error (&self->error);
  g_free (self);
}

static void import_next (GTask *task);

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Import *self = g_task_get_task_data (user_data);
  PktmonPreset *preset = NULL;
  g_autoptr (GError) error = NULL;

  if (pktmon_preset_store_change_finish (self->store, result, &preset, &error))
    g_ptr_array_add (self->presets, preset);
  else if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  import_next (user_data);
}

static void
refuse_far (Import *self, GFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be read"), name);

  if (self->error == NULL)
    pktmon_error_set (&self->error, PKTMON_ERROR_UNSUPPORTED, what,
                      _ ("Copy the file to this computer first."));
}

/* @task: taken. */
static void
import_next (GTask *task)
{
  Import *self = g_task_get_task_data (task);
  g_autoptr (GFile) file = NULL;

  while ((file = g_queue_pop_head (&self->files)) != NULL) {
    const char *path = g_file_peek_path (file);

    if (path != NULL) {
      pktmon_preset_store_import_async (self->store, path, imported_cb, task);
      return;
    }
    refuse_far (self, file);
    g_clear_object (&file);
  }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
pktmon_preset_import_async (PktmonPresetStore *store, GListModel *files,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Import *self = g_new0 (Import, 1);

  self->store = g_object_ref (store);
  self->presets = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_queue_push_tail (&self->files, g_list_model_get_item (files, i));
  g_task_set_source_tag (task, pktmon_preset_import_async);
  g_task_set_task_data (task, self, import_free);
  import_next (task);
}

GPtrArray *
pktmon_preset_import_finish (GAsyncResult *result, GError **error)
{
  Import *self = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == pktmon_preset_import_async,
                        NULL);

  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  return g_ptr_array_ref (self->presets);
}

char *
pktmon_preset_import_dup_message (GPtrArray *presets)
{
  if (presets->len == 1)
    return g_strdup_printf (_ ("Preset “%s” imported"),
                            pktmon_preset_get_name (g_ptr_array_index (presets, 0)));
  return g_strdup_printf (ngettext ("%u preset imported", "%u presets imported", presets->len),
                          presets->len);
}
