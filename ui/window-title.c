/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the title of a window says. */
#include "base/format.h"
#include "base/i18n.h"
#include "ui/note-text.h"
#include "ui/window-private.h"

static void
set_title (PktmonWindow *self, const char *title, const char *subtitle)
{
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
}

static void
show_file (PktmonWindow *self)
{
  g_autofree char *path = g_file_get_parse_name (self->file);
  g_autofree char *name = g_path_get_basename (path);
  gboolean unsaved = self->document != NULL &&
                     pktmon_notes_is_unsaved (pktmon_document_get_notes (self->document));
  g_autofree char *title = g_strconcat (unsaved ? "• " : "", name, NULL);

  set_title (self, title, "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), path);
}

void
pktmon_window_show_count (PktmonWindow *self)
{
  guint64 count = pktmon_store_get_count (pktmon_document_get_store (self->document));
  guint64 shown = pktmon_packet_list_get_count (pktmon_document_get_list (self->document));
  g_autofree char *all = pktmon_format_dup_count (count);
  g_autofree char *some = pktmon_format_dup_count (shown);
  g_autofree char *notes = pktmon_note_text_dup_counts (pktmon_document_get_notes (self->document));
  g_autofree char *text = NULL;
  g_autofree char *both = NULL;

  if (shown == count)
    text = g_strdup_printf (ngettext ("%s packet", "%s packets", count), all);
  else
    text = g_strdup_printf (ngettext ("%s of %s packet", "%s of %s packets", count), some, all);
  both = g_strjoin (" · ", text, notes, NULL);
  adw_window_title_set_subtitle (self->title, both);
}

/* What is not saved has its state there; how many packets there are is in its status bar. */
void
pktmon_window_show_title (PktmonWindow *self)
{
  g_autofree char *title = NULL;

  if (self->file != NULL) {
    show_file (self);
    if (self->document != NULL)
      pktmon_window_show_count (self);
    return;
  }
  title = pktmon_document_dup_title (self->document);
  set_title (self, title, pktmon_window_get_live_title (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), NULL);
}
