/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/json.h"

#include <string.h>

typedef struct {
  const char *at, *end;
  GHashTable *members; /* of the outermost object; NULL: nobody wants them */
  guint depth;
} Parser;

static void parse_value (Parser *self);

static char
peek (const Parser *self)
{
  return self->at < self->end ? *self->at : '\0';
}

static char
take (Parser *self)
{
  g_assert_true (self->at < self->end);
  return *self->at++;
}

static void
skip_space (Parser *self)
{
  while (self->at < self->end && strchr (" \t\n\r", *self->at) != NULL)
    self->at++;
}

static gboolean
skip_if (Parser *self, char character)
{
  skip_space (self);
  if (peek (self) != character)
    return FALSE;
  self->at++;
  return TRUE;
}

/* --- Strings --- */

static gunichar
take_code (Parser *self)
{
  gunichar code = 0;

  for (guint i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (take (self));

    g_assert_cmpint (digit, >=, 0);
    code = code << 4 | (gunichar) digit;
  }
  return code;
}

static void
take_escape (Parser *self, GString *out)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  char name = take (self);
  const char *found = strchr (names, name);
  gunichar code;

  g_assert_cmpint (name, !=, '\0');
  if (name != 'u') {
    g_assert_nonnull (found);
    g_string_append_c (out, values[found - names]);
    return;
  }
  code = take_code (self);
  if (code >= 0xd800 && code < 0xdc00) {
    g_assert_cmpint (take (self), ==, '\\');
    g_assert_cmpint (take (self), ==, 'u');
    code = 0x10000 + ((code - 0xd800) << 10) + (take_code (self) - 0xdc00);
  }
  g_assert_true (g_unichar_validate (code));
  g_string_append_unichar (out, code);
}

static char *
take_string (Parser *self)
{
  GString *out = g_string_new (NULL);
  char c;

  g_assert_cmpint (take (self), ==, '"');
  while ((c = take (self)) != '"') {
    g_assert_cmpuint ((guint8) c, >=, 0x20);
    if (c == '\\')
      take_escape (self, out);
    else
      g_string_append_c (out, c);
  }
  return g_string_free (out, FALSE);
}

/* --- Other values --- */

static void
take_digits (Parser *self)
{
  g_assert_true (g_ascii_isdigit (take (self)));
  while (g_ascii_isdigit (peek (self)))
    self->at++;
}

static void
take_number (Parser *self)
{
  if (peek (self) == '-')
    self->at++;
  if (peek (self) == '0')
    self->at++;
  else
    take_digits (self);
  if (peek (self) == '.') {
    self->at++;
    take_digits (self);
  }
  if (peek (self) == 'e' || peek (self) == 'E') {
    self->at++;
    if (peek (self) == '-' || peek (self) == '+')
      self->at++;
    take_digits (self);
  }
}

static void
take_word (Parser *self)
{
  static const char *const words[] = { "true", "false", "null" };
  gsize left = (gsize) (self->end - self->at);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize size = strlen (words[i]);

    if (size <= left && memcmp (self->at, words[i], size) == 0) {
      self->at += size;
      return;
    }
  }
  g_error ("“%.*s” is no value", (int) MIN (left, 20), self->at);
}

static void
take_member (Parser *self, GHashTable *keys)
{
  const char *start;
  char *key, *value;

  skip_space (self);
  key = take_string (self);
  g_assert_true (skip_if (self, ':'));
  skip_space (self);
  start = self->at;
  parse_value (self);
  if (*start == '"') {
    Parser again = { .at = start, .end = self->at };

    value = take_string (&again);
  } else
    value = g_strndup (start, (gsize) (self->at - start));
  g_assert_true (g_hash_table_insert (keys, key, value));
}

static void
take_object (Parser *self)
{
  g_autoptr (GHashTable) keys =
      self->depth == 0 && self->members != NULL
          ? g_hash_table_ref (self->members)
          : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  self->at++;
  self->depth++;
  if (!skip_if (self, '}')) {
    do
      take_member (self, keys);
    while (skip_if (self, ','));
    g_assert_true (skip_if (self, '}'));
  }
  self->depth--;
}

static void
take_array (Parser *self)
{
  self->at++;
  self->depth++;
  if (!skip_if (self, ']')) {
    do
      parse_value (self);
    while (skip_if (self, ','));
    g_assert_true (skip_if (self, ']'));
  }
  self->depth--;
}

static void
parse_value (Parser *self)
{
  skip_space (self);
  switch (peek (self)) {
  case '{':
    take_object (self);
    break;
  case '[':
    take_array (self);
    break;
  case '"':
    g_free (take_string (self));
    break;
  default:
    if (peek (self) == '-' || g_ascii_isdigit (peek (self)))
      take_number (self);
    else
      take_word (self);
    break;
  }
}

static void
parse_all (const char *text, gsize size, GHashTable *members)
{
  Parser self = { .at = text, .end = text + size, .members = members };

  g_assert_true (g_utf8_validate (text, (gssize) size, NULL));
  parse_value (&self);
  skip_space (&self);
  g_assert_true (self.at == self.end);
}

void
test_json_check (const char *text, gsize size)
{
  parse_all (text, size, NULL);
}

GHashTable *
test_json_load_object (const char *text, gsize size)
{
  GHashTable *members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_assert_cmpint (text[0], ==, '{');
  parse_all (text, size, members);
  return members;
}
