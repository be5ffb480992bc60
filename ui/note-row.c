/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/note-row.h"

#include "base/format.h"
#include "base/i18n.h"

struct _PktmonNoteRow {
  GtkWidget parent_instance;

  guint64 position;

  GtkLabel *packet;
  GtkLabel *comment;
};

G_DEFINE_FINAL_TYPE (PktmonNoteRow, pktmon_note_row, GTK_TYPE_WIDGET)

static void
pktmon_note_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PKTMON_TYPE_NOTE_ROW);
  G_OBJECT_CLASS (pktmon_note_row_parent_class)->dispose (object);
}

static void
pktmon_note_row_class_init (PktmonNoteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_note_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/note-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonNoteRow, packet);
  gtk_widget_class_bind_template_child (widget_class, PktmonNoteRow, comment);
}

static void
pktmon_note_row_init (PktmonNoteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pktmon_note_row_new (void)
{
  return g_object_new (PKTMON_TYPE_NOTE_ROW, NULL);
}

/* "● 12  TCP  1000 → 443 …" */
static char *
dup_heading (PktmonNotes *notes, const PktmonPacketRow *row)
{
  gboolean marked = pktmon_positions_contains (pktmon_notes_get_marked (notes), row->position);
  g_autofree char *number = pktmon_format_dup_count (row->position + 1);

  return g_strdup_printf ("%s%s  %s  %s", marked ? "● " : "", number, row->summary.protocol,
                          row->summary.info);
}

void
pktmon_note_row_show (PktmonNoteRow *self, PktmonNotes *notes, PktmonPacketRows *packets,
                      guint64 position)
{
  const PktmonPacketRow *row = pktmon_packet_rows_get (packets, position);
  g_autofree char *heading = dup_heading (notes, row);
  g_autofree char *comment = pktmon_notes_dup_comment (notes, position);

  g_return_if_fail (PKTMON_IS_NOTE_ROW (self));

  self->position = position;
  gtk_label_set_text (self->packet, heading);
  gtk_label_set_text (self->comment, comment != NULL ? comment : "");
  gtk_widget_set_visible (GTK_WIDGET (self->comment), comment != NULL);
}

guint64
pktmon_note_row_get_position (PktmonNoteRow *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTE_ROW (self), 0);

  return self->position;
}
