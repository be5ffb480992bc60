/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/symbols.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define PATH "/proc/kallsyms"
#define PIECE (256u * 1024)
/* More than any kernel has. */
#define MAX_SIZE (256u * 1024 * 1024)

typedef struct {
  guint64 address;
  const char *name; /* in `text` */
} Symbol;

struct _PktmonSymbols {
  int file; /* -1: it was read, or cannot be */
  GString *text;
  GArray *symbols; /* of Symbol, by address */
};

PktmonSymbols *
pktmon_symbols_new (void)
{
  PktmonSymbols *self = g_new0 (PktmonSymbols, 1);

  self->file = open (PATH, O_RDONLY | O_CLOEXEC);
  self->text = g_string_new (NULL);
  self->symbols = g_array_new (FALSE, FALSE, sizeof (Symbol));
  return self;
}

void
pktmon_symbols_free (PktmonSymbols *self)
{
  if (self->file >= 0)
    close (self->file);
  g_string_free (self->text, TRUE);
  g_array_unref (self->symbols);
  g_free (self);
}

/* --- Reading --- */

static void
read_text (PktmonSymbols *self)
{
  gssize got;

  do {
    gsize before = self->text->len;

    g_string_set_size (self->text, before + PIECE);
    got = read (self->file, self->text->str + before, PIECE);
    g_string_set_size (self->text, before + (gsize) MAX (got, 0));
  } while (got > 0 && self->text->len < MAX_SIZE);
  close (self->file);
  self->file = -1;
}

/* "ffffffff81000000 T _text", and perhaps the module. */
static void
take_line (PktmonSymbols *self, char *line)
{
  char *end;
  Symbol symbol = { .address = g_ascii_strtoull (line, &end, 16) };

  if (end == line || end[0] != ' ' || (end[1] | 0x20) != 't' || end[2] != ' ' ||
      symbol.address == 0)
    return;
  symbol.name = end + 3;
  end += 3 + strcspn (end + 3, "\t");
  *end = '\0';
  g_array_append_val (self->symbols, symbol);
}

static int
compare_symbols (gconstpointer a, gconstpointer b)
{
  const Symbol *first = a, *second = b;

  return (first->address > second->address) - (first->address < second->address);
}

static void
load (PktmonSymbols *self)
{
  char *line, *rest;

  read_text (self);
  rest = self->text->str;
  while ((line = strsep (&rest, "\n")) != NULL)
    take_line (self, line);
  g_array_sort (self->symbols, compare_symbols);
}

/* --- Looking --- */

const char *
pktmon_symbols_find (PktmonSymbols *self, guint64 address, guint64 *offset)
{
  guint first = 0, end;

  if (self->file >= 0)
    load (self);
  end = self->symbols->len;
  while (first < end) {
    guint middle = first + (end - first) / 2;

    if (g_array_index (self->symbols, Symbol, middle).address <= address)
      first = middle + 1;
    else
      end = middle;
  }
  if (first == 0)
    return NULL;
  *offset = address - g_array_index (self->symbols, Symbol, first - 1).address;
  return g_array_index (self->symbols, Symbol, first - 1).name;
}

gboolean
pktmon_symbols_append (PktmonSymbols *self, guint64 address, PktmonText *text)
{
  guint64 offset;
  const char *name = pktmon_symbols_find (self, address, &offset);

  if (name == NULL)
    return FALSE;
  pktmon_text_append_foreign (text, (const guint8 *) name, strlen (name));
  pktmon_text_append (text, "+");
  pktmon_text_append_hex (text, offset, 1);
  return TRUE;
}
