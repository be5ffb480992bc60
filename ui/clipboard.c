/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/clipboard.h"

#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "export/bytes-text.h"

static const struct {
  const char *name;
  PktmonBytesForm form;
} forms[] = {
  { "hex", PKTMON_BYTES_HEX },
  { "text", PKTMON_BYTES_TEXT },
  { "c", PKTMON_BYTES_C_ARRAY },
  { "dump", PKTMON_BYTES_DUMP },
};

void
pktmon_clipboard_copy (GtkWidget *widget, const PktmonLineBuffer *buffer)
{
  g_autofree char *text = pktmon_line_buffer_dup_text (buffer);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
append_bytes (PktmonLineBuffer *buffer, PktmonBytesForm form, GBytes *bytes, PktmonHexRange range)
{
  gsize length = MIN (range.length, PKTMON_MAX_COPIED_BYTES);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_return_if_fail (range.offset <= size && range.length <= size - range.offset);

  pktmon_bytes_text_append (buffer, form, data + range.offset, length, range.offset);
  if (length < range.length) {
    g_autofree char *count = pktmon_format_dup_count (range.length - length);
    g_autofree char *note =
        g_strdup_printf (ngettext ("%s more byte is left out", "%s more bytes are left out",
                                   (gulong) (range.length - length)),
                         count);

    pktmon_line_buffer_append_printf (buffer, "\n… %s\n", note);
  }
}

void
pktmon_clipboard_copy_bytes (GtkWidget *widget, const char *form, GBytes *bytes,
                             PktmonHexRange range)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (form, forms[i].name))
      append_bytes (&buffer, forms[i].form, bytes, range);
  pktmon_clipboard_copy (widget, &buffer);
}
