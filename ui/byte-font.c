/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/byte-font.h"

#include "ui/settings.h"

#define DESKTOP_SCHEMA "org.gnome.desktop.interface"
#define DESKTOP_FONT "monospace-font-name"

struct _PktmonByteFont {
  GObject parent_instance;

  GSettings *settings;
  GSettings *desktop; /* NULL: this desktop has no such settings */
};

G_DEFINE_FINAL_TYPE (PktmonByteFont, pktmon_byte_font, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GSettings *
desktop_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default();
  g_autoptr (GSettingsSchema) schema =
      g_settings_schema_source_lookup (source, DESKTOP_SCHEMA, TRUE);

  return schema != NULL && g_settings_schema_has_key (schema, DESKTOP_FONT)
             ? g_settings_new_full (schema, NULL, NULL)
             : NULL;
}

static void
changed_cb (PktmonByteFont *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
pktmon_byte_font_dispose (GObject *object)
{
  PktmonByteFont *self = PKTMON_BYTE_FONT (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->desktop);
  G_OBJECT_CLASS (pktmon_byte_font_parent_class)->dispose (object);
}

static void
pktmon_byte_font_class_init (PktmonByteFontClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pktmon_byte_font_dispose;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_BYTE_FONT, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_byte_font_init (PktmonByteFont *self)
{
  self->settings = pktmon_settings_new();
  g_signal_connect_object (self->settings, "changed::" PKTMON_SETTING_FONT_SCALE,
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->desktop = desktop_settings_new();
  if (self->desktop != NULL)
    g_signal_connect_object (self->desktop, "changed::" DESKTOP_FONT, G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
}

PktmonByteFont *
pktmon_byte_font_new (void)
{
  return g_object_new (PKTMON_TYPE_BYTE_FONT, NULL);
}

PangoFontDescription *
pktmon_byte_font_dup_description (PktmonByteFont *self, PangoContext *context)
{
  PangoFontDescription *description =
      pango_font_description_copy (pango_context_get_font_description (context));
  double scale;
  int size;

  g_return_val_if_fail (PKTMON_IS_BYTE_FONT (self), NULL);

  scale = g_settings_get_double (self->settings, PKTMON_SETTING_FONT_SCALE);
  pango_font_description_set_family_static (description, "monospace");
  if (self->desktop != NULL) {
    g_autofree char *name = g_settings_get_string (self->desktop, DESKTOP_FONT);
    PangoFontDescription *wanted = pango_font_description_from_string (name);

    pango_font_description_merge (description, wanted, TRUE);
    pango_font_description_free (wanted);
  }
  size = (int) (pango_font_description_get_size (description) * scale);
  if (pango_font_description_get_size_is_absolute (description))
    pango_font_description_set_absolute_size (description, size);
  else
    pango_font_description_set_size (description, size);
  return description;
}
