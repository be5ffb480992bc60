/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "support/capture-checks.h"

/* The first four bytes choose what is exported, the rest is a capture:
 *   1. bits: only some positions, a filter, cut packets
 *   2. which positions: one bit for each of the first eight, and again
 *   3. which filter
 *   4. how many bytes of a packet are kept */

#define HEAD_SIZE 4u
#define WITH_POSITIONS 1u
#define WITH_FILTER 2u
#define WITH_CUT 4u

static const char *const filters[] = { "udp", "ip", "greater 20", "ether[0] & 1 = 0" };

/* What is exported to standard output ends up in memory. */
int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  int descriptor = memfd_create ("export", MFD_CLOEXEC);

  g_assert_cmpint (dup2 (descriptor, STDOUT_FILENO), ==, STDOUT_FILENO);
  close (descriptor);
  return 0;
}

static void
empty_output (void)
{
  g_assert_cmpint (ftruncate (STDOUT_FILENO, 0), ==, 0);
  g_assert_cmpint (lseek (STDOUT_FILENO, 0, SEEK_SET), ==, 0);
}

static PktmonPositions *
choose_positions (guint8 bits, guint64 packets)
{
  PktmonPositions *positions = pktmon_positions_new();

  for (guint64 i = 0; i < packets; i++)
    if (bits >> i % 8 & 1)
      pktmon_positions_add (positions, i);
  return positions;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TestReading) whole = NULL;
  g_autoptr (PktmonPositions) positions = NULL;
  g_autoptr (PktmonExpression) expression = NULL;
  PktmonExportOptions options = { 0 };

  if (size < HEAD_SIZE)
    return -1;
  whole = test_reading_new (data + HEAD_SIZE, size - HEAD_SIZE);
  if (data[0] & WITH_POSITIONS)
    options.positions = positions = choose_positions (data[1], whole->packets);
  if (data[0] & WITH_FILTER)
    options.expression = expression =
        pktmon_expression_new (filters[data[2] % G_N_ELEMENTS (filters)], NULL);
  if (data[0] & WITH_CUT)
    options.max_captured = data[3] + 1u;
  empty_output();
  test_check_export (whole, &options, "-", "/proc/self/fd/1");
  return 0;
}
