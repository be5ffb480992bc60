/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shortcuts-window.h"

#include "base/i18n.h"
#include "ui/actions.h"

/* GTK 4.8 fills a shortcuts window from a description only: gtk_shortcuts_window_add_section() and
 * its like came with 4.14. */

static void
append_group (GString *xml, const PktmonActionGroup *group)
{
  g_autofree char *head = g_markup_printf_escaped ("<child><object class='GtkShortcutsGroup'>"
                                                   "<property name='title'>%s</property>",
                                                   _ (group->title));

  g_string_append (xml, head);
  for (guint i = 0; i < group->n_actions; i++) {
    g_autofree char *keys = g_strjoinv (" ", (char **) group->actions[i].accelerators);
    g_autofree char *shortcut =
        g_markup_printf_escaped ("<child><object class='GtkShortcutsShortcut'>"
                                 "<property name='title'>%s</property>"
                                 "<property name='accelerator'>%s</property>"
                                 "</object></child>",
                                 _ (group->actions[i].title), keys);

    g_string_append (xml, shortcut);
  }
  g_string_append (xml, "</object></child>");
}

GtkWindow *
pktmon_shortcuts_window_new (void)
{
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GString) xml =
      g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                    "<property name='modal'>1</property>"
                    "<property name='destroy-with-parent'>1</property><child>"
                    "<object class='GtkShortcutsSection'>"
                    "<property name='section-name'>shortcuts</property>"
                    "<property name='max-height'>12</property>");
  guint n_groups;
  const PktmonActionGroup *groups = pktmon_actions_get_groups (&n_groups);

  for (guint i = 0; i < n_groups; i++)
    append_group (xml, &groups[i]);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  return GTK_WINDOW (gtk_builder_get_object (builder, "window"));
}
