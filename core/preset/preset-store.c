/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset/preset-store.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "preset/built-in.h"
#include "preset/folder.h"
#include "preset/last-preset.h"
#include "preset/preset-store-private.h"

/* Events of the folder that come in this time are one. */
#define SETTLE_MILLISECONDS 20

/* Characters for what makes a name another. */
#define ROOM_FOR_COPY 30

struct _PktmonPresetStore {
  GObject parent_instance;

  char *folder;
  char *built_in_folder;
  GPtrArray *presets; /* sorted; never changed, but replaced */
  GError *error;
  GFileMonitor *monitor;
  gboolean watches;    /* the folder was there when that began */
  guint settling;      /* a source; 0: none */
  gboolean is_reading; /* a thread is */
  guint generation;    /* of changes; what was read before one is old */
  gboolean is_complete;
  gboolean is_noting;    /* a thread writes down which was the last one */
  gboolean note_again;   /* that is not right any more */
  PktmonPreset *to_note; /* what is to be written then; NULL: none */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonPresetStore, pktmon_preset_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { COMPLETE, N_SIGNALS };

static guint signals[N_SIGNALS];

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_PRESET;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return PKTMON_PRESET_STORE (model)->presets->len;
}

static gpointer
list_model_get_item (GListModel *model, guint position)
{
  GPtrArray *presets = PKTMON_PRESET_STORE (model)->presets;

  return position < presets->len ? g_object_ref (g_ptr_array_index (presets, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

/* --- The list --- */

static int
compare (gconstpointer a, gconstpointer b)
{
  PktmonPreset *first = *(PktmonPreset *const *) a;
  PktmonPreset *second = *(PktmonPreset *const *) b;
  int order = pktmon_preset_is_built_in (first) - pktmon_preset_is_built_in (second);

  if (order == 0)
    order = g_utf8_collate (pktmon_preset_get_name (first), pktmon_preset_get_name (second));
  return order != 0 ? order
                    : g_strcmp0 (pktmon_preset_get_file (first), pktmon_preset_get_file (second));
}

static guint
count_same (GPtrArray *a, GPtrArray *b, guint limit, gboolean from_end)
{
  guint n = 0;

  while (n < limit && g_ptr_array_index (a, from_end ? a->len - 1 - n : n) ==
                          g_ptr_array_index (b, from_end ? b->len - 1 - n : n))
    n++;
  return n;
}

/* @presets: taken. */
static void
replace_all (PktmonPresetStore *self, GPtrArray *presets)
{
  g_autoptr (GPtrArray) before = self->presets;
  guint shorter = MIN (before->len, presets->len);
  guint first, last;

  g_ptr_array_sort (presets, compare);
  first = count_same (before, presets, shorter, FALSE);
  last = count_same (before, presets, shorter - first, TRUE);
  self->presets = presets;
  if (before->len - first - last > 0 || presets->len - first - last > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last,
                                presets->len - first - last);
}

/* --- Reading --- */

typedef struct {
  char *folder, *built_in_folder;
  GPtrArray *known;
  guint generation;
  GPtrArray *presets; /* what was read */
  GError *error;
} Reading;

static Reading *
reading_new (PktmonPresetStore *self)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->folder = g_strdup (self->folder);
  reading->built_in_folder = g_strdup (self->built_in_folder);
  reading->known = g_ptr_array_ref (self->presets);
  reading->generation = self->generation;
  return reading;
}

static void
reading_free (Reading *self)
{
  g_free (self->folder);
  g_free (self->built_in_folder);
  g_ptr_array_unref (self->known);
  g_clear_pointer (&self->presets, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

/* Those that are @built_in, or those that are not. */
static GPtrArray *
pick (GPtrArray *presets, gboolean built_in)
{
  GPtrArray *picked = g_ptr_array_new();

  for (guint i = 0; i < presets->len; i++)
    if (pktmon_preset_is_built_in (g_ptr_array_index (presets, i)) == built_in)
      g_ptr_array_add (picked, g_ptr_array_index (presets, i));
  return picked;
}

/* Any thread. */
static void
reading_run (Reading *self)
{
  g_autoptr (GPtrArray) own = pick (self->known, FALSE);
  g_autoptr (GPtrArray) others = pick (self->known, TRUE);
  GPtrArray *built_in = pktmon_preset_folder_read (self->built_in_folder, TRUE, others, NULL);

  self->presets = pktmon_preset_folder_read (self->folder, FALSE, own, &self->error);
  if (self->presets == NULL)
    self->presets = g_ptr_array_new_with_free_func (g_object_unref);
  if (built_in != NULL)
    g_ptr_array_extend_and_steal (self->presets, built_in);
}

static void
take_reading (PktmonPresetStore *self, Reading *reading)
{
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&reading->error);
  replace_all (self, g_steal_pointer (&reading->presets));
  if (!self->is_complete) {
    self->is_complete = TRUE;
    g_signal_emit (self, signals[COMPLETE], 0);
  }
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  reading_run (data);
  g_task_return_boolean (task, TRUE);
}

static void read_in_background (PktmonPresetStore *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonPresetStore) self = user_data;
  Reading *reading = g_task_get_task_data (G_TASK (result));

  self->is_reading = FALSE;
  if (reading->generation == self->generation)
    take_reading (self, reading);
  else
    read_in_background (self);
}

static void
read_in_background (PktmonPresetStore *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->is_reading) {
    self->generation++; /* what it reads may be old */
    return;
  }
  self->is_reading = TRUE;
  /* The store is not the task's: the thread may be the last to let that go. */
  task = g_task_new (NULL, NULL, read_cb, g_object_ref (self));
  g_task_set_task_data (task, reading_new (self), (GDestroyNotify) reading_free);
  g_task_run_in_thread (task, read_in_thread);
}

static gboolean
settled_cb (gpointer user_data)
{
  PktmonPresetStore *self = user_data;

  self->settling = 0;
  read_in_background (self);
  return G_SOURCE_REMOVE;
}

static void
event_cb (PktmonPresetStore *self)
{
  if (self->settling == 0)
    self->settling = g_timeout_add (SETTLE_MILLISECONDS, settled_cb, self);
}

/* A folder that is not there yet is only looked for every few seconds. */
static void
watch_folder (PktmonPresetStore *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_func (self->monitor, event_cb, self);
  g_clear_object (&self->monitor);
  self->watches = g_file_test (self->folder, G_FILE_TEST_IS_DIR);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (event_cb), self,
                             G_CONNECT_SWAPPED);
}

/* --- The object --- */

static void
pktmon_preset_store_finalize (GObject *object)
{
  PktmonPresetStore *self = PKTMON_PRESET_STORE (object);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_handle_id (&self->settling, g_source_remove);
  g_ptr_array_unref (self->presets);
  g_clear_error (&self->error);
  g_clear_object (&self->to_note);
  g_free (self->folder);
  g_free (self->built_in_folder);
  G_OBJECT_CLASS (pktmon_preset_store_parent_class)->finalize (object);
}

static void
pktmon_preset_store_class_init (PktmonPresetStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_preset_store_finalize;
  signals[COMPLETE] = g_signal_new ("complete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_preset_store_init (PktmonPresetStore *self)
{
  self->folder = g_build_filename (g_get_user_config_dir(), "packet-monitor", "presets", NULL);
  self->built_in_folder = g_strdup (pktmon_built_in_get_folder());
  self->presets = g_ptr_array_new_with_free_func (g_object_unref);
  watch_folder (self);
}

PktmonPresetStore *
pktmon_preset_store_new (void)
{
  PktmonPresetStore *self = g_object_new (PKTMON_TYPE_PRESET_STORE, NULL);
  g_autoptr (Reading) reading = reading_new (self);

  reading_run (reading);
  take_reading (self, reading);
  return self;
}

PktmonPresetStore *
pktmon_preset_store_new_in_background (void)
{
  PktmonPresetStore *self = g_object_new (PKTMON_TYPE_PRESET_STORE, NULL);

  read_in_background (self);
  return self;
}

gboolean
pktmon_preset_store_is_complete (PktmonPresetStore *self)
{
  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), FALSE);

  return self->is_complete;
}

const GError *
pktmon_preset_store_get_error (PktmonPresetStore *self)
{
  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), NULL);

  return self->error;
}

PktmonPreset *
pktmon_preset_store_find (PktmonPresetStore *self, const char *name)
{
  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), NULL);

  for (guint i = 0; i < self->presets->len; i++)
    if (pktmon_preset_is_called (g_ptr_array_index (self->presets, i), name))
      return g_ptr_array_index (self->presets, i);
  return NULL;
}

/* --- What may be changed --- */

const char *
pktmon_preset_store_get_folder (PktmonPresetStore *self)
{
  return self->folder;
}

/* Those of the program may have the name too. */
gboolean
pktmon_preset_store_is_free (PktmonPresetStore *self, const char *name, PktmonPreset *except)
{
  for (guint i = 0; i < self->presets->len; i++) {
    PktmonPreset *preset = g_ptr_array_index (self->presets, i);

    if (preset != except && !pktmon_preset_is_built_in (preset) &&
        pktmon_preset_is_called (preset, name))
      return FALSE;
  }
  return TRUE;
}

static char *
dup_short (const char *name, guint characters)
{
  return (guint) g_utf8_strlen (name, -1) > characters ? g_utf8_substring (name, 0, characters)
                                                       : g_strdup (name);
}

char *
pktmon_preset_store_dup_path (PktmonPresetStore *self, PktmonPreset *preset)
{
  const char *folder = self->folder;

  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), NULL);

  if (pktmon_preset_get_file (preset) == NULL)
    return NULL;
  if (pktmon_preset_is_built_in (preset))
    folder = self->built_in_folder;
  return g_build_filename (folder, pktmon_preset_get_file (preset), NULL);
}

char *
pktmon_preset_store_dup_free_name (PktmonPresetStore *self, const char *name)
{
  g_autofree char *shorter = NULL;

  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), NULL);

  if (pktmon_preset_store_find (self, name) == NULL)
    return g_strdup (name);
  shorter = dup_short (name, PKTMON_MAX_PRESET_NAME - ROOM_FOR_COPY);
  for (guint i = 1;; i++) {
    g_autofree char *copy = i == 1 ? g_strdup_printf (_ ("%s (copy)"), shorter)
                                   : g_strdup_printf (_ ("%s (copy %u)"), shorter, i);

    if (pktmon_preset_store_find (self, copy) == NULL)
      return g_steal_pointer (&copy);
  }
}

void
pktmon_preset_store_note_change (PktmonPresetStore *self, PktmonPreset *written,
                                 PktmonPreset *replaced)
{
  GPtrArray *presets = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->presets->len; i++) {
    PktmonPreset *preset = g_ptr_array_index (self->presets, i);

    if (!pktmon_preset_is_in_file_of (preset, written) &&
        !pktmon_preset_is_in_file_of (preset, replaced))
      g_ptr_array_add (presets, g_object_ref (preset));
  }
  if (written != NULL)
    g_ptr_array_add (presets, g_object_ref (written));
  self->generation++;
  if (!self->watches) {
    watch_folder (self);
    event_cb (self); /* what others did before */
  }
  replace_all (self, presets);
}

/* --- The last one --- */

PktmonPreset *
pktmon_preset_store_dup_last (PktmonPresetStore *self)
{
  g_autofree char *last = NULL;

  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), NULL);

  last = pktmon_last_preset_read (self->folder);
  for (guint i = 0; i < self->presets->len && last != NULL; i++) {
    PktmonPreset *preset = g_ptr_array_index (self->presets, i);

    if (pktmon_last_preset_is (last, preset))
      return g_object_ref (preset);
  }
  return NULL;
}

gboolean
pktmon_preset_store_set_last (PktmonPresetStore *self, PktmonPreset *preset, GError **error)
{
  g_return_val_if_fail (PKTMON_IS_PRESET_STORE (self), FALSE);

  return pktmon_last_preset_write (self->folder, preset, error);
}

typedef struct {
  char *folder;
  PktmonPreset *preset;
} Note;

static void
note_free (gpointer data)
{
  Note *self = data;

  g_free (self->folder);
  g_clear_object (&self->preset);
  g_free (self);
}

static void
note_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Note *note = data;

  pktmon_last_preset_write (note->folder, note->preset, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonPresetStore) self = user_data;
  g_autoptr (PktmonPreset) next = g_steal_pointer (&self->to_note);

  self->is_noting = FALSE;
  if (self->note_again)
    pktmon_preset_store_note_last (self, next);
}

/* One after the other, so that the last one is. */
void
pktmon_preset_store_note_last (PktmonPresetStore *self, PktmonPreset *preset)
{
  g_autoptr (GTask) task = NULL;
  Note *note;

  g_return_if_fail (PKTMON_IS_PRESET_STORE (self));

  self->note_again = self->is_noting;
  if (self->is_noting) {
    g_set_object (&self->to_note, preset);
    return;
  }
  self->is_noting = TRUE;
  note = g_new0 (Note, 1);
  note->folder = g_strdup (self->folder);
  g_set_object (&note->preset, preset);
  task = g_task_new (NULL, NULL, noted_cb, g_object_ref (self));
  g_task_set_task_data (task, note, note_free);
  g_task_run_in_thread (task, note_in_thread);
}
