/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include "support/capture-checks.h"

/* The input is a capture; a checksum of it says how it is cut into pieces. */

static guint32
sum (const guint8 *data, gsize size)
{
  guint32 value = 5381;

  for (gsize i = 0; i < size; i++)
    value = value * 33 + data[i];
  return value;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TestReading) whole = test_reading_new (data, size);

  test_check_pieces (whole, sum (data, size));
  test_check_directory (whole);
  test_check_texts (whole);
  test_check_contents (whole);
  test_check_dividers (whole);
  return 0;
}
