/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a number of a protocol stands for; an element of a const table. */
typedef struct {
  guint32 number;
  const char *name; /* valid UTF-8 of our own */
} PktmonName;

/* The name of @number among the @count elements of @names; NULL when it is not there. */
const char *pktmon_names_find (const PktmonName *names, gsize count, guint32 number);

/* The same for a table that is an array in sight. */
#define PKTMON_NAME_OF(names, number) pktmon_names_find (names, G_N_ELEMENTS (names), number)

G_END_DECLS
