/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/stack-terms.h"

#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "pcapng/stack-event.h"

#define BLANKS " \t\r\n"
#define SOURCE_PREFIX "stack:"
/* What a message repeats of a filter, in bytes with the final zero. */
#define QUOTE_SIZE 100
#define MAX_VALUES 64

typedef struct {
  const char *name;
  gboolean is_number;
  /* Text of the packet's value; FALSE when it has none. */
  gboolean (*get_text) (const PktmonPacket *packet, const char **data, gsize *size);
  gboolean (*get_number) (const PktmonPacket *packet, guint64 *number);
  gboolean asks_for_drops;
} Key;

typedef struct {
  const Key *key;
  gboolean differs; /* != */
  GStrv values;
  guint64 *numbers; /* the same as numbers, where the key has such; else NULL */
  guint n;
} Term;

struct _PktmonStackTerms {
  GArray *terms; /* of Term */
};

/* --- Values of packets --- */

/* Name of the point, as the id of its source has it. */
static const char *
find_point (const PktmonPacket *packet)
{
  const char *name = packet->interface->name;
  const char *prefix = name != NULL ? g_strrstr (name, SOURCE_PREFIX) : NULL;

  return prefix != NULL ? prefix + strlen (SOURCE_PREFIX) : NULL;
}

static gboolean
get_point (const PktmonPacket *packet, const char **data, gsize *size)
{
  *data = find_point (packet);
  *size = strlen (*data);
  return TRUE;
}

static gboolean
get_event_text (const PktmonPacket *packet, PktmonStackText which, const char **data, gsize *size)
{
  PktmonStackEvent event;

  if (!pktmon_stack_event_find (packet, &event) || event.texts[which].size == 0)
    return FALSE;
  *data = event.texts[which].data;
  *size = event.texts[which].size;
  return TRUE;
}

static gboolean
get_hook (const PktmonPacket *packet, const char **data, gsize *size)
{
  return get_event_text (packet, PKTMON_STACK_HOOK, data, size);
}

static gboolean
get_reason (const PktmonPacket *packet, const char **data, gsize *size)
{
  return get_event_text (packet, PKTMON_STACK_REASON, data, size);
}

static gboolean
get_location (const PktmonPacket *packet, const char **data, gsize *size)
{
  return get_event_text (packet, PKTMON_STACK_LOCATION, data, size);
}

static gboolean
get_process_name (const PktmonPacket *packet, const char **data, gsize *size)
{
  return get_event_text (packet, PKTMON_STACK_PROCESS, data, size);
}

static gboolean
get_process (const PktmonPacket *packet, guint64 *number)
{
  PktmonStackEvent event;

  if (!pktmon_stack_event_find (packet, &event))
    return FALSE;
  *number = event.process;
  return event.process != 0;
}

static gboolean
get_journey (const PktmonPacket *packet, guint64 *number)
{
  *number = pktmon_packet_get_id (packet);
  return *number != 0;
}

static const Key keys[] = {
  { "stack.point", FALSE, get_point, NULL, FALSE },
  { "stack.hook", FALSE, get_hook, NULL, FALSE },
  { "journey.id", TRUE, NULL, get_journey, TRUE },
  { "drop.reason", FALSE, get_reason, NULL, TRUE },
  { "drop.location", FALSE, get_location, NULL, TRUE },
  { "process.name", FALSE, get_process_name, NULL, FALSE },
  { "process.pid", TRUE, NULL, get_process, FALSE },
};

gboolean
pktmon_stack_terms_ask_for_drops (const PktmonStackTerms *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (g_array_index (self->terms, Term, i).key->asks_for_drops)
      return TRUE;
  return FALSE;
}

/* --- Matching --- */

static gboolean
is_among_numbers (const Term *term, guint64 number)
{
  for (guint i = 0; i < term->n; i++)
    if (term->numbers[i] == number)
      return TRUE;
  return FALSE;
}

static gboolean
is_among_texts (const Term *term, const char *data, gsize size)
{
  for (guint i = 0; i < term->n; i++)
    if (strlen (term->values[i]) == size && memcmp (term->values[i], data, size) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
holds (const Term *term, const PktmonPacket *packet)
{
  const char *data;
  guint64 number;
  gsize size;

  if (term->key->is_number)
    return term->key->get_number (packet, &number) &&
           is_among_numbers (term, number) != term->differs;
  return term->key->get_text (packet, &data, &size) &&
         is_among_texts (term, data, size) != term->differs;
}

gboolean
pktmon_stack_terms_match (const PktmonStackTerms *self, const PktmonPacket *packet)
{
  if (find_point (packet) == NULL)
    return FALSE;
  for (guint i = 0; i < self->terms->len; i++)
    if (!holds (&g_array_index (self->terms, Term, i), packet))
      return FALSE;
  return TRUE;
}

/* --- Parsing --- */

static void
set_invalid (GError **error, const char *what, const char *text, gsize size)
{
  g_autofree char *message = NULL;
  char buffer[QUOTE_SIZE];
  PktmonText quote;

  pktmon_text_init (&quote, buffer, sizeof buffer);
  pktmon_text_append_foreign (&quote, (const guint8 *) text, size);
  message = g_strdup_printf ("%s: “%s”.", what, buffer);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, message,
                    _ ("Write it as in “drop.reason == NO_SOCKET and udp”."));
}

/* The first key that begins at a word of @text. */
static const Key *
find_key (const char *text, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    gsize length = strlen (keys[i].name);

    if (size >= length && strncmp (text, keys[i].name, length) == 0 &&
        (size == length || strchr (BLANKS "=!<>", text[length]) != NULL))
      return &keys[i];
  }
  return NULL;
}

/* Bytes of the word that joins two pieces there; 0: none does. */
static gsize
get_joint (const char *start, const char *at, const char *word)
{
  gsize size = strlen (word);

  if (strncmp (at, word, size) != 0)
    return 0;
  if (!g_ascii_isalpha (word[0]))
    return size;
  if ((at > start && !strchr (BLANKS ")\"", at[-1])) || !strchr (BLANKS "(", at[size]))
    return 0;
  return size;
}

typedef struct {
  const char *data;
  gsize size;
} Piece;

static Piece
strip (const char *data, gsize size)
{
  while (size > 0 && strchr (BLANKS, *data) != NULL) {
    data++;
    size--;
  }
  while (size > 0 && strchr (BLANKS, data[size - 1]) != NULL)
    size--;
  return (Piece){ data, size };
}

/* What stands between the words "and", but for those in parentheses or quotes.
 * @has_or: (out): whether there is an "or" beside them. (transfer full) */
static GArray *
split (const char *text, gboolean *has_or)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  const char *begin = text, *at = text;
  gboolean quoted = FALSE;
  Piece piece;
  int depth = 0;

  *has_or = FALSE;
  while (*at != '\0') {
    gsize joint = 0;

    quoted ^= *at == '"';
    depth += quoted ? 0 : (*at == '(') - (*at == ')');
    if (!quoted && depth == 0) {
      joint = get_joint (text, at, "and") + get_joint (text, at, "&&");
      *has_or = *has_or || get_joint (text, at, "or") + get_joint (text, at, "||") > 0;
    }
    if (joint > 0) {
      piece = strip (begin, (gsize) (at - begin));
      g_array_append_val (pieces, piece);
      begin = at + joint;
    }
    at += MAX (joint, 1);
  }
  piece = strip (begin, (gsize) (at - begin));
  g_array_append_val (pieces, piece);
  return pieces;
}

/* The next value of @rest, up to a comma or the end; NULL when there is none. (transfer full) */
static char *
take_value (Piece *rest)
{
  gboolean quoted = rest->size > 0 && *rest->data == '"';
  Piece value;
  gsize size = 0;

  if (quoted) {
    const char *end = memchr (rest->data + 1, '"', rest->size - 1);

    if (end == NULL)
      return NULL;
    value = (Piece){ rest->data + 1, (gsize) (end - rest->data) - 1 };
    size = value.size + 2;
  } else {
    while (size < rest->size && rest->data[size] != ',' && !strchr (BLANKS "\"", rest->data[size]))
      size++;
    value = (Piece){ rest->data, size };
  }
  *rest = strip (rest->data + size, rest->size - size);
  if (value.size == 0 || (rest->size > 0 && *rest->data != ','))
    return NULL;
  return g_strndup (value.data, value.size);
}

static gboolean
take_values (Term *term, Piece rest)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new();

  term->numbers = term->key->is_number ? g_new0 (guint64, MAX_VALUES) : NULL;
  do {
    g_autofree char *value = NULL;

    if (term->n > 0)
      rest = strip (rest.data + 1, rest.size - 1);
    value = term->n < MAX_VALUES ? take_value (&rest) : NULL;
    if (value == NULL ||
        (term->numbers != NULL &&
         !g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT64, &term->numbers[term->n], NULL)))
      return FALSE;
    g_strv_builder_add (builder, value);
    term->n++;
  } while (rest.size > 0);
  term->values = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
parse_term (Term *term, Piece piece)
{
  gsize length = strlen (term->key->name);
  Piece rest = strip (piece.data + length, piece.size - length);

  if (rest.size < 2 || (strncmp (rest.data, "==", 2) != 0 && strncmp (rest.data, "!=", 2) != 0))
    return FALSE;
  term->differs = *rest.data == '!';
  return take_values (term, strip (rest.data + 2, rest.size - 2));
}

static void
term_clear (gpointer data)
{
  Term *term = data;

  g_strfreev (term->values);
  g_free (term->numbers);
}

static gboolean
add_term (PktmonStackTerms *self, const Key *key, Piece piece, GError **error)
{
  Term term = { .key = key };

  if (!parse_term (&term, piece)) {
    term_clear (&term);
    set_invalid (error, _ ("This part of the filter is not valid"), piece.data, piece.size);
    return FALSE;
  }
  g_array_append_val (self->terms, term);
  return TRUE;
}

/* Whether a key stands inside of what libpcap is to take; not in quotes. */
static gboolean
has_key (Piece piece)
{
  gboolean quoted = FALSE;

  for (gsize i = 0; i < piece.size; i++) {
    quoted ^= piece.data[i] == '"';
    if (!quoted && (i == 0 || !g_ascii_isalnum (piece.data[i - 1])) &&
        find_key (piece.data + i, piece.size - i) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
take_piece (PktmonStackTerms *self, GString *rest, Piece piece, GError **error)
{
  const Key *key = find_key (piece.data, piece.size);

  if (key != NULL)
    return add_term (self, key, piece, error);
  if (has_key (piece)) {
    set_invalid (error, _ ("Only “and” can join this with the rest, outside of parentheses"),
                 piece.data, piece.size);
    return FALSE;
  }
  if (rest->len > 0)
    g_string_append (rest, " and ");
  g_string_append_len (rest, piece.data, (gssize) piece.size);
  return TRUE;
}

PktmonStackTerms *
pktmon_stack_terms_parse (const char *text, char **rest, GError **error)
{
  g_autoptr (PktmonStackTerms) self = g_atomic_rc_box_new0 (PktmonStackTerms);
  g_autoptr (GString) others = g_string_new (NULL);
  gboolean has_or;
  g_autoptr (GArray) pieces = split (text, &has_or);

  *rest = NULL;
  self->terms = g_array_new (FALSE, TRUE, sizeof (Term));
  g_array_set_clear_func (self->terms, term_clear);
  for (guint i = 0; i < pieces->len; i++)
    if (!take_piece (self, others, g_array_index (pieces, Piece, i), error))
      return NULL;
  if (self->terms->len == 0) {
    *rest = g_strdup (text);
    return NULL;
  }
  /* For libpcap, "and" and "or" bind alike: who mixes them has to say what is meant. */
  if (has_or) {
    set_invalid (error, _ ("What stands around “or” needs parentheses"), text, strlen (text));
    return NULL;
  }
  *rest = g_string_free (g_steal_pointer (&others), FALSE);
  return g_steal_pointer (&self);
}

PktmonStackTerms *
pktmon_stack_terms_ref (PktmonStackTerms *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  g_array_unref (((PktmonStackTerms *) data)->terms);
}

void
pktmon_stack_terms_unref (PktmonStackTerms *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

char *
pktmon_stack_term_dup_text (const char *key, const char *value)
{
  gboolean plain = *value != '\0' && strpbrk (value, BLANKS ",\"()&|") == NULL;

  return g_strdup_printf (plain ? "%s == %s" : "%s == \"%s\"", key, value);
}
