/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "support/capture-checks.h"

/* The first five bytes choose what is exported, the rest is a capture:
 *   1. bits: only some positions, a filter, cut packets, no comments, some interfaces
 *   2. which positions, and which interfaces: one bit for each of the first eight, and again
 *   3. which filter
 *   4. how many bytes of a packet are kept
 *   5. the format and how it is compressed */

#define HEAD_SIZE 5u
#define WITH_POSITIONS 1u
#define WITH_FILTER 2u
#define WITH_CUT 4u
#define WITHOUT_COMMENTS 8u
#define WITH_INTERFACES 16u

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

static PktmonPositions *
choose_positions (guint8 bits, guint64 count)
{
  PktmonPositions *positions = pktmon_positions_new();

  for (guint64 i = 0; i < count; i++)
    if (bits >> i % 8 & 1)
      pktmon_positions_add (positions, i);
  return positions;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TestReading) whole = NULL;
  g_autoptr (PktmonPositions) positions = NULL;
  g_autoptr (PktmonPositions) interfaces = NULL;
  g_autoptr (PktmonExpression) expression = NULL;
  PktmonExportChoice choice = { 0 };
  PktmonExportOptions options = { 0 };

  if (size < HEAD_SIZE)
    return -1;
  whole = test_reading_new (data + HEAD_SIZE, size - HEAD_SIZE);
  if (data[0] & WITH_POSITIONS)
    choice.positions = positions = choose_positions (data[1], whole->packets);
  if (data[0] & WITH_INTERFACES)
    choice.interfaces = interfaces =
        choose_positions (data[1], pktmon_directory_get_n_interfaces (whole->directory));
  if (data[0] & WITH_FILTER)
    choice.expression = expression =
        pktmon_expression_new (filters[data[2] % G_N_ELEMENTS (filters)], NULL);
  if (data[0] & WITH_CUT)
    options.max_captured = data[3] + 1u;
  options.strip_comments = (data[0] & WITHOUT_COMMENTS) != 0;
  options.format = (PktmonExportFormat) (data[4] % PKTMON_N_EXPORT_FORMATS);
  options.compression =
      (PktmonCompression) (data[4] / PKTMON_N_EXPORT_FORMATS % PKTMON_N_COMPRESSIONS);
  test_check_export (whole, &choice, &options, "-", "/proc/self/fd/1");
  return 0;
}
