/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preset-row.h"

#include "base/error.h"
#include "base/i18n.h"
#include "ui/preset-text.h"

struct _PktmonPresetRow {
  AdwBin parent_instance;

  char *path; /* NULL: nothing can be dragged */

  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *summary;
  GtkLabel *built_in;
};

G_DEFINE_FINAL_TYPE (PktmonPresetRow, pktmon_preset_row, ADW_TYPE_BIN)

static GdkContentProvider *
prepare_cb (PktmonPresetRow *self)
{
  g_autoptr (GFile) file = self->path != NULL ? g_file_new_for_path (self->path) : NULL;

  return file != NULL ? gdk_content_provider_new_typed (G_TYPE_FILE, file) : NULL;
}

/* What is dragged looks as it does in the list. */
static void
drag_begin_cb (PktmonPresetRow *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

static void
show_state (PktmonPresetRow *self, gboolean usable, gboolean used)
{
  const char *icon = !usable ? "dialog-warning-symbolic" : used ? "object-select-symbolic" : NULL;

  gtk_image_set_from_icon_name (self->icon, icon);
  if (usable)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
}

/* What assistive technology says of the item that the row is in. */
static void
describe (PktmonPresetRow *self, PktmonPreset *preset, const char *summary, gboolean used)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autoptr (GString) text = g_string_new (pktmon_preset_get_name (preset));

  if (used)
    /* Translators: stands behind the name of the preset that is in use. */
    g_string_append_printf (text, ", %s", _ ("in use"));
  if (pktmon_preset_is_built_in (preset))
    g_string_append_printf (text, ", %s", gtk_label_get_text (self->built_in));
  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str,
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
}

void
pktmon_preset_row_set_preset (PktmonPresetRow *self, PktmonPreset *preset, const char *path,
                              gboolean used)
{
  g_autoptr (GError) error = NULL;
  gboolean usable = pktmon_preset_check (preset, &error);
  g_autofree char *summary =
      usable ? pktmon_preset_text_dup_summary (preset) : pktmon_error_dup_what (error);
  g_autofree char *details = pktmon_preset_text_dup_details (preset);

  g_return_if_fail (PKTMON_IS_PRESET_ROW (self));

  g_free (self->path);
  self->path = g_strdup (path);
  gtk_label_set_text (self->name, pktmon_preset_get_name (preset));
  gtk_label_set_text (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->built_in), pktmon_preset_is_built_in (preset));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), details);
  show_state (self, usable, used);
  describe (self, preset, summary, used);
}

static void
pktmon_preset_row_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (pktmon_preset_row_parent_class)->dispose (object);
}

static void
pktmon_preset_row_finalize (GObject *object)
{
  g_free (PKTMON_PRESET_ROW (object)->path);
  G_OBJECT_CLASS (pktmon_preset_row_parent_class)->finalize (object);
}

static void
pktmon_preset_row_class_init (PktmonPresetRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_preset_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_preset_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/preset-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonPresetRow, icon);
  gtk_widget_class_bind_template_child (widget_class, PktmonPresetRow, name);
  gtk_widget_class_bind_template_child (widget_class, PktmonPresetRow, summary);
  gtk_widget_class_bind_template_child (widget_class, PktmonPresetRow, built_in);
  gtk_widget_class_bind_template_callback (widget_class, prepare_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
}

static void
pktmon_preset_row_init (PktmonPresetRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
