/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/names.h"

const char *
pktmon_names_find (const PktmonName *names, gsize count, guint32 number)
{
  for (gsize i = 0; i < count; i++)
    if (names[i].number == number)
      return names[i].name;
  return NULL;
}
