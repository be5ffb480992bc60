/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/exporting.h"

#include "base/error.h"
#include "base/i18n.h"

struct _PktmonExporting {
  GObject parent_instance;

  GFile *file;               /* of the last one */
  GCancellable *cancellable; /* NULL: nothing is exported */
  double fraction;
  gboolean split;
  PktmonExportResult result;
};

G_DEFINE_FINAL_TYPE (PktmonExporting, pktmon_exporting, G_TYPE_OBJECT)

enum { PROP_0, PROP_FRACTION, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
set_fraction (PktmonExporting *self, double fraction)
{
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
tell_cb (double fraction, gpointer user_data)
{
  set_fraction (user_data, fraction);
}

static void
end (PktmonExporting *self, const GError *error)
{
  g_autoptr (GFile) file = g_object_ref (self->file);

  g_clear_object (&self->cancellable);
  set_fraction (self, -1);
  g_signal_emit (self, signals[ENDED], 0, file, error);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonExporting) self = user_data;
  g_autoptr (GError) error = NULL;

  pktmon_export_store_finish (PKTMON_STORE (source), result, &self->result, &error);
  end (self, error);
}

static gboolean
refuse_cb (gpointer user_data)
{
  PktmonExporting *self = user_data;
  g_autoptr (GError) error = NULL;

  pktmon_error_set (&error, PKTMON_ERROR_UNSUPPORTED, _ ("The file is not on this machine."),
                    _ ("Choose a folder of this machine."));
  end (self, error);
  return G_SOURCE_REMOVE;
}

void
pktmon_exporting_start (PktmonExporting *self, PktmonStore *store, GFile *file,
                        const PktmonExportChoice *choice, const PktmonExportOptions *options)
{
  g_return_if_fail (PKTMON_IS_EXPORTING (self));
  g_return_if_fail (self->cancellable == NULL);

  g_set_object (&self->file, file);
  self->cancellable = g_cancellable_new();
  self->split = pktmon_export_options_is_split (options);
  self->result = (PktmonExportResult){ 0 };
  set_fraction (self, 0);
  if (g_file_peek_path (file) == NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, refuse_cb, g_object_ref (self), g_object_unref);
  else
    pktmon_export_store_async (store, g_file_peek_path (file), choice, options, tell_cb, self,
                               self->cancellable, exported_cb, g_object_ref (self));
}

void
pktmon_exporting_cancel (PktmonExporting *self)
{
  g_return_if_fail (PKTMON_IS_EXPORTING (self));

  g_cancellable_cancel (self->cancellable);
}

gboolean
pktmon_exporting_is_busy (PktmonExporting *self)
{
  g_return_val_if_fail (PKTMON_IS_EXPORTING (self), FALSE);

  return self->cancellable != NULL;
}

const PktmonExportResult *
pktmon_exporting_get_result (PktmonExporting *self)
{
  g_return_val_if_fail (PKTMON_IS_EXPORTING (self), NULL);

  return &self->result;
}

GFile *
pktmon_exporting_dup_written (PktmonExporting *self)
{
  g_autofree char *first = NULL;

  g_return_val_if_fail (PKTMON_IS_EXPORTING (self), NULL);

  if (self->result.files == 0)
    return NULL;
  if (!self->split)
    return g_object_ref (self->file);
  first = pktmon_export_options_dup_part_path (g_file_peek_path (self->file), 1);
  return g_file_new_for_path (first);
}

/* --- Life --- */

static void
pktmon_exporting_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_FRACTION:
    g_value_set_double (value, PKTMON_EXPORTING (object)->fraction);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_exporting_dispose (GObject *object)
{
  PktmonExporting *self = PKTMON_EXPORTING (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (pktmon_exporting_parent_class)->dispose (object);
}

static void
pktmon_exporting_class_init (PktmonExportingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_exporting_get_property;
  object_class->dispose = pktmon_exporting_dispose;

  properties[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ENDED] = g_signal_new ("ended", PKTMON_TYPE_EXPORTING, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_ERROR);
}

static void
pktmon_exporting_init (PktmonExporting *self)
{
  self->fraction = -1;
}

PktmonExporting *
pktmon_exporting_new (void)
{
  return g_object_new (PKTMON_TYPE_EXPORTING, NULL);
}
