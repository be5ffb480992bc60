/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text form of constraints. */
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "constraint/constraint.h"
#include "constraint/expression.h"

#define BLANKS " \t\r\n"

/* What a message repeats of a text, in bytes with the final zero. */
#define QUOTE_SIZE 100

typedef struct {
  const char *text;
  const char *at;                                 /* what is read next */
  const char *wrong;                              /* in `text`; NULL: all of it */
  const char *places[PKTMON_N_CONSTRAINT_FIELDS]; /* where each field stands */
  PktmonConstraintFields fields;
  GError **error;
} Parser;

static gboolean
refuse (Parser *self, const char *wrong, const char *what, const char *advice)
{
  self->wrong = wrong;
  pktmon_error_set (self->error, PKTMON_ERROR_INVALID, what, advice);
  return FALSE;
}

/* @what: taken. */
static gboolean
refuse_take (Parser *self, const char *wrong, char *what, const char *advice)
{
  g_autofree char *taken = what;

  return refuse (self, wrong, taken, advice);
}

/* @size bytes of the text, for a message. (transfer full) */
static char *
dup_quote (const char *text, gsize size)
{
  char buffer[QUOTE_SIZE];
  PktmonText quote;

  pktmon_text_init (&quote, buffer, sizeof buffer);
  pktmon_text_append_foreign (&quote, (const guint8 *) text, size);
  return g_strdup (buffer);
}

/* --- Parsing --- */

static gsize
get_key_size (const char *text)
{
  gsize size = 0;

  while (g_ascii_isalnum (text[size]) || (size > 0 && (text[size] == '-' || text[size] == '_')))
    size++;
  return size;
}

/* Whether @text is made of fields, and not an expression. */
static gboolean
begins_with_field (const char *text)
{
  const char *start = text + strspn (text, BLANKS);
  gsize size = get_key_size (start);
  int field = pktmon_constraint_field_find (start, size);

  if (size == 0)
    return FALSE;
  /* "len=60" is an expression. */
  if (start[size] == '=' && start[size + 1] != '=')
    return field >= 0 || size != 3 || memcmp (start, "len", 3) != 0;
  return field >= 0 && pktmon_constraint_field_is_switch (field) &&
         (start[size] == '\0' || strchr (BLANKS, start[size]) != NULL);
}

/* Takes a value in quotation marks, or up to the next blank.
 * Returns: (transfer full): NULL when it has no end. */
static char *
take_value (Parser *self)
{
  GString *value = g_string_new (NULL);
  const char *start = self->at;

  if (*self->at != '"') {
    gsize size = strcspn (self->at, BLANKS);

    self->at += size;
    g_string_append_len (value, start, (gssize) size);
    return g_string_free (value, FALSE);
  }
  for (self->at++; *self->at != '"' && *self->at != '\0'; self->at++) {
    if (*self->at == '\\' && (self->at[1] == '"' || self->at[1] == '\\'))
      self->at++;
    g_string_append_c (value, *self->at);
  }
  if (*self->at == '"' && (self->at[1] == '\0' || strchr (BLANKS, self->at[1]) != NULL)) {
    self->at++;
    return g_string_free (value, FALSE);
  }
  g_string_free (value, TRUE);
  if (*self->at == '\0')
    refuse (self, start, _ ("A quotation mark is not closed."), _ ("Put another at the end."));
  else
    refuse (self, self->at + 1, _ ("A space is missing behind a quotation mark."),
            _ ("Put a backslash before a quotation mark within a value."));
  return NULL;
}

/* Takes what follows the key of @field. */
static gboolean
take_rest (Parser *self, PktmonConstraintField field, const char *key, gsize size)
{
  g_autofree char *value = NULL;
  const char *start = self->at + 1;

  if (*self->at != '=' && !pktmon_constraint_field_is_switch (field))
    return refuse_take (self, key, g_strdup_printf (_ ("“%.*s” has no value."), (int) size, key),
                        pktmon_constraint_field_get_advice (field));
  if (*self->at == '=') {
    self->at++;
    value = take_value (self);
    if (value == NULL)
      return FALSE;
  }
  self->wrong = start;
  return pktmon_constraint_fields_set (&self->fields, field, value != NULL ? value : "yes",
                                       self->error);
}

static gboolean
refuse_key (Parser *self, const char *key, gsize size)
{
  g_autofree char *quote = dup_quote (key, size > 0 ? size : strcspn (key, BLANKS));

  return refuse_take (
      self, key, g_strdup_printf (_ ("“%s” is no field of a constraint."), quote),
      _ ("Fields are ip, ip2, port, port2, proto, flags, vlan, mac, mac2, ethertype, dscp, encap, "
         "vxlan-port, heartbeat, bpf, exclude, disabled and name."));
}

static gboolean
take_field (Parser *self)
{
  const char *key = self->at;
  gsize size = get_key_size (key);
  int field = pktmon_constraint_field_find (key, size);

  self->at += size;
  if (size == 0 || field < 0 || (*self->at != '=' && strchr (BLANKS, *self->at) == NULL))
    return refuse_key (self, key, size);
  if (self->places[field] != NULL)
    return refuse_take (
        self, key,
        g_strdup_printf (_ ("“%s” is there twice."), pktmon_constraint_field_get_key (field)),
        _ ("Give a second address or port as “ip2”, “port2” or “mac2”; more "
           "belong into constraints of their own."));
  self->places[field] = key;
  return take_rest (self, field, key, size);
}

static gboolean
take_fields (Parser *self)
{
  PktmonConstraintField field;

  for (;;) {
    self->at += strspn (self->at, BLANKS);
    if (*self->at == '\0')
      break;
    if (!take_field (self))
      return FALSE;
  }
  self->wrong = NULL;
  if (pktmon_constraint_fields_check (&self->fields, &field, self->error))
    return TRUE;
  self->wrong = self->places[field];
  return FALSE;
}

/* Before libpcap sees it. */
static gboolean
check_text (Parser *self)
{
  const char *end;
  g_autofree char *what = NULL;

  if (strlen (self->text) > PKTMON_MAX_CONSTRAINT_TEXT) {
    what = g_strdup_printf (_ ("The constraint is longer than %u characters."),
                            PKTMON_MAX_CONSTRAINT_TEXT);
    return refuse (self, NULL, what, _ ("Make it shorter."));
  }
  if (!g_utf8_validate (self->text, -1, &end))
    return refuse (self, end, _ ("The constraint is not UTF-8 text."), _ ("Write it anew."));
  if (pktmon_expression_is_blank (self->text))
    return refuse (self, NULL, _ ("A constraint is empty."),
                   _ ("Say what packets it is about, or leave it out."));
  return TRUE;
}

static gboolean
take_all (Parser *self)
{
  if (!check_text (self))
    return FALSE;
  if (begins_with_field (self->text))
    return take_fields (self);
  return pktmon_constraint_fields_set (&self->fields, PKTMON_CONSTRAINT_EXPRESSION, self->text,
                                       self->error);
}

static guint
get_column (const Parser *self)
{
  if (self->wrong == NULL)
    return 0;
  return (guint) g_utf8_strlen (self->text, self->wrong - self->text) + 1;
}

PktmonConstraint *
pktmon_constraint_parse (const char *text, guint *column, GError **error)
{
  Parser self = { .text = text, .at = text, .error = error };
  PktmonConstraint *constraint = NULL;

  if (take_all (&self))
    constraint = pktmon_constraint_new_fields (&self.fields, error);
  *column = get_column (&self);
  pktmon_constraint_fields_clear (&self.fields);
  return constraint;
}

PktmonConstraint *
pktmon_constraint_new (const char *text, GError **error)
{
  guint column;

  return pktmon_constraint_parse (text, &column, error);
}

/* --- Normal form --- */

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (; *value != '\0'; value++) {
    if (*value == '"' || *value == '\\')
      g_string_append_c (text, '\\');
    g_string_append_c (text, *value);
  }
  g_string_append_c (text, '"');
}

static void
append_field (GString *text, const PktmonConstraintFields *fields, PktmonConstraintField field)
{
  g_autofree char *value = pktmon_constraint_fields_dup_text (fields, field);

  if (value == NULL)
    return;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, pktmon_constraint_field_get_key (field));
  if (pktmon_constraint_field_is_switch (field))
    return;
  g_string_append_c (text, '=');
  if (field == PKTMON_CONSTRAINT_NAME || field == PKTMON_CONSTRAINT_EXPRESSION)
    append_quoted (text, value);
  else
    g_string_append (text, value);
}

char *
pktmon_constraint_dup_text (const PktmonConstraint *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++)
    append_field (text, pktmon_constraint_get_fields (self), i);
  return g_string_free (text, FALSE);
}
