/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/start-page.h"

#include "base/i18n.h"
#include "ui/constraint-bar.h"
#include "ui/flap-state.h"
#include "ui/leftover-list.h"
#include "ui/recent-list.h"
#include "ui/settings.h"

struct _PktmonStartPage {
  AdwBin parent_instance;

  AdwFlap *flap;
  AdwBin *sidebar;
  GtkLabel *preset;
  GtkButton *no_preset;
  PktmonConstraintBar *constraints;
  PktmonLeftoverList *leftovers;
};

G_DEFINE_FINAL_TYPE (PktmonStartPage, pktmon_start_page, ADW_TYPE_BIN)

static void
pktmon_start_page_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (pktmon_start_page_parent_class)->dispose (object);
}

static void
pktmon_start_page_class_init (PktmonStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PKTMON_TYPE_CONSTRAINT_BAR);
  g_type_ensure (PKTMON_TYPE_LEFTOVER_LIST);
  g_type_ensure (PKTMON_TYPE_RECENT_LIST);
  G_OBJECT_CLASS (klass)->dispose = pktmon_start_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonStartPage, flap);
  gtk_widget_class_bind_template_child (widget_class, PktmonStartPage, constraints);
  gtk_widget_class_bind_template_child (widget_class, PktmonStartPage, leftovers);
  gtk_widget_class_bind_template_child (widget_class, PktmonStartPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, PktmonStartPage, preset);
  gtk_widget_class_bind_template_child (widget_class, PktmonStartPage, no_preset);
}

static void
pktmon_start_page_init (PktmonStartPage *self)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_flap_state_remember (self->flap, settings, PKTMON_SETTING_SIDEBAR_VISIBLE);
}

AdwFlap *
pktmon_start_page_get_flap (PktmonStartPage *self)
{
  g_return_val_if_fail (PKTMON_IS_START_PAGE (self), NULL);

  return self->flap;
}

PktmonSourceView *
pktmon_start_page_get_source_view (PktmonStartPage *self)
{
  g_return_val_if_fail (PKTMON_IS_START_PAGE (self), NULL);

  return (PktmonSourceView *) adw_bin_get_child (self->sidebar);
}

void
pktmon_start_page_take_source_view (PktmonStartPage *self, PktmonSourceView *view)
{
  g_return_if_fail (PKTMON_IS_START_PAGE (self));

  adw_bin_set_child (self->sidebar, GTK_WIDGET (view));
}

void
pktmon_start_page_set_preset (PktmonStartPage *self, const char *name)
{
  g_autofree char *label = NULL;

  g_return_if_fail (PKTMON_IS_START_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->no_preset), name != NULL);
  if (name == NULL) {
    gtk_label_set_text_with_mnemonic (self->preset, _ ("_Presets…"));
    return;
  }
  /* Translators: the preset that is in use. */
  label = g_strdup_printf (_ ("Preset: %s"), name);
  gtk_label_set_text (self->preset, label);
}

void
pktmon_start_page_set_constraints (PktmonStartPage *self, PktmonConstraintList *constraints)
{
  g_return_if_fail (PKTMON_IS_START_PAGE (self));

  pktmon_constraint_bar_set_list (self->constraints, constraints, PKTMON_CONSTRAINTS_CAPTURED,
                                  NULL);
}
