/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"
#include "dissect/names.h"

G_BEGIN_DECLS

/* Attributes: values that a number and a length stand before, whatever their protocol calls them
 * (options, tags, parameters). A protocol has a table of those it knows; the tree shows each as one
 * field that covers all its bytes. */

typedef enum {
  PKTMON_FORM_BYTES,   /* hexadecimal */
  PKTMON_FORM_NUMBER,  /* one number, big endian, of 1 to 8 bytes */
  PKTMON_FORM_NUMBERS, /* bytes, each a number of its own */
  PKTMON_FORM_WORDS,   /* numbers of two bytes */
  PKTMON_FORM_SECONDS, /* a number with its unit */
  PKTMON_FORM_TEXT,
  PKTMON_FORM_IPV4, /* one address or more */
  PKTMON_FORM_IPV6,
  PKTMON_FORM_NAMES, /* domain names, not compressed */
} PktmonForm;

/* An element of a const table. */
typedef struct {
  guint32 number;
  PktmonForm form;
  const char *key, *name;
  const PktmonName *meanings; /* of numbers; may be NULL */
  gsize n_meanings;
} PktmonAttribute;

#define PKTMON_MEANINGS(names) .meanings = (names), .n_meanings = G_N_ELEMENTS (names)

/* The attribute @number among @count; NULL when it is not there. */
const PktmonAttribute *pktmon_attributes_find (const PktmonAttribute *attributes, gsize count,
                                               guint32 number);
#define PKTMON_ATTRIBUTE_OF(attributes, number)                                                    \
  pktmon_attributes_find (attributes, G_N_ELEMENTS (attributes), number)

/* Writes all of @value, as much of it as has the form. */
void pktmon_attribute_append (PktmonText *text, const PktmonAttribute *attribute,
                              PktmonBytes value);

/* Adds one to the tree, from the position @start (of its number) to the end of @value.
 * @attribute: NULL for one that is not known; then it is called @unknown, and @number and bytes are
 * shown. */
void pktmon_attribute_add (PktmonDissection *self, const PktmonAttribute *attribute,
                           const char *unknown, guint32 number, gsize start, PktmonBytes value);

G_END_DECLS
