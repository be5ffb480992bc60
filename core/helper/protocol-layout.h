/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"

G_BEGIN_DECLS

/* How the structures of the protocol lie in a message: what its encoding and decoding go by. */

typedef enum {
  PKTMON_FIELD_NUMBER,    /* `size`: 1, 2, 4 or 8 */
  PKTMON_FIELD_BOOLEAN,   /* 1 byte */
  PKTMON_FIELD_BYTES,     /* `size` of them */
  PKTMON_FIELD_TEXT,      /* `size` in memory, final zero included */
  PKTMON_FIELD_MESSAGE,   /* the same, with line feeds */
  PKTMON_FIELD_LIST,      /* up to `size` elements */
  PKTMON_FIELD_STRUCTURE, /* its fields */
} PktmonFieldKind;

typedef struct _PktmonLayoutField PktmonLayoutField;

typedef struct {
  const PktmonLayoutField *fields;
  gsize n_fields;
  gsize size; /* of the structure in memory */
} PktmonLayout;

struct _PktmonLayoutField {
  PktmonFieldKind kind;
  gsize offset; /* in the structure in memory */
  gsize size;
  gsize count;                 /* offset of a list's number of elements, a guint16 */
  const PktmonLayout *element; /* of a list; of a structure */
};

/* That of messages with this type; NULL when there is none such. Static. */
const PktmonLayout *pktmon_layout_find (guint type);

G_END_DECLS
