/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The actions that have keys, in one table: accelerators, bindings, tooltips and the Keyboard
 * Shortcuts window all come from it. Main thread only. */

typedef struct {
  /* Detailed: "win.open", "packets.copy::text"; NULL: the toolkit has these keys by itself, they
   * are only listed. What is in front of the dot says who gives the keys to the action: "app.",
   * "win." and "window.": the application; others: the widget class that has the action. */
  const char *name;
  const char *accelerators[4]; /* as gtk_accelerator_parse() reads them; ends with NULL */
  const char *title;           /* to be translated, in header capitals */
} PktmonAction;

typedef struct {
  const char *title; /* to be translated */
  const PktmonAction *actions;
  guint n_actions;
} PktmonActionGroup;

/* All of them, in the order in which they are shown. Static. */
const PktmonActionGroup *pktmon_actions_get_groups (guint *n_groups);

/* Gives @application the keys of the actions of itself and its windows. They work wherever the
 * focus is. */
void pktmon_actions_install_accelerators (GtkApplication *application);
/* Gives a widget class the keys of its actions, whose names begin with @prefix ("packets."). They
 * work while the focus is inside the widget, so that text entries elsewhere keep theirs. For
 * class_init, after the actions are installed. */
void pktmon_actions_bind_class (GtkWidgetClass *klass, const char *prefix);
/* The same for one widget, wherever the focus is in its window. */
void pktmon_actions_bind_globally (GtkWidget *widget, const char *prefix);
/* The same while the focus is outside the widget, before what has the focus gets the keys; text
 * entries keep theirs. */
void pktmon_actions_bind_elsewhere (GtkWidget *widget, const char *prefix);

/* Tells what an icon button does, by the title and keys of its action: tooltip and accessible
 * label. */
void pktmon_actions_describe (GtkActionable *button);
/* The same, but @title says what it does now (already translated); NULL: the action's. */
void pktmon_actions_describe_as (GtkActionable *button, const char *title);

G_END_DECLS
