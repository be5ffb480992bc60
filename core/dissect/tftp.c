/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* TFTP (RFC 1350) with options (RFC 2347). Only what goes to its port is known; the rest of a
 * transfer is between two others. */

enum {
  READ_REQUEST = 1,
  WRITE_REQUEST,
  DATA,
  ACKNOWLEDGEMENT,
  ERROR,
  OPTIONS,
};
#define MAX_OPTIONS 16

static const PktmonName opcodes[] = {
  { READ_REQUEST, "Read Request" }, { WRITE_REQUEST, "Write Request" },
  { DATA, "Data Packet" },          { ACKNOWLEDGEMENT, "Acknowledgement" },
  { ERROR, "Error Code" },          { OPTIONS, "Option Acknowledgement" },
};

static const PktmonName errors[] = {
  { 0, "Not defined" },
  { 1, "File not found" },
  { 2, "Access violation" },
  { 3, "Disk full or allocation exceeded" },
  { 4, "Illegal TFTP operation" },
  { 5, "Unknown transfer ID" },
  { 6, "File already exists" },
  { 7, "No such user" },
  { 8, "Option negotiation failed" },
};

static void
add_text (PktmonDissection *self, const char *key, const char *name, const char *label,
          PktmonBytes text)
{
  PktmonText *info = pktmon_dissection_get_info (self);

  pktmon_dissection_add_rest (self, key, name, text);
  if (info == NULL)
    return;
  pktmon_text_append (info, label);
  pktmon_text_append_rest (info, text);
}

static void
dissect_options (PktmonDissection *self, PktmonBytes *bytes)
{
  for (guint i = 0; i < MAX_OPTIONS && pktmon_bytes_left (bytes) > 0; i++) {
    add_text (self, "tftp.option.name", "Option name", ", ",
              pktmon_bytes_split_before (bytes, '\0'));
    add_text (self, "tftp.option.value", "Option value", "=",
              pktmon_bytes_split_before (bytes, '\0'));
  }
}

static void
dissect_block (PktmonDissection *self, PktmonBytes *bytes)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = bytes->position;
  guint16 block = pktmon_bytes_be16 (bytes);

  if (bytes->failed)
    return;
  pktmon_dissection_add_u64 (self, "tftp.block", "Block", start, 2, block);
  if (info == NULL)
    return;
  pktmon_text_append (info, ", Block: ");
  pktmon_text_append_u64 (info, block);
}

static void
dissect_error (PktmonDissection *self, PktmonBytes *bytes)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = bytes->position;
  guint16 code = pktmon_bytes_be16 (bytes);
  const char *name = PKTMON_NAME_OF (errors, code);

  if (bytes->failed)
    return;
  pktmon_dissection_add_named (self, "tftp.error.code", "Error code", start, 2, code, name);
  if (info != NULL) {
    pktmon_text_append (info, ", Code: ");
    pktmon_text_append (info, name != NULL ? name : "Unknown");
  }
  add_text (self, "tftp.error.message", "Error message",
            ", Message: ", pktmon_bytes_split_before (bytes, '\0'));
}

static void
dissect_body (PktmonDissection *self, PktmonBytes *bytes, guint16 opcode)
{
  switch (opcode) {
  case READ_REQUEST:
  case WRITE_REQUEST:
    add_text (self, opcode == READ_REQUEST ? "tftp.source_file" : "tftp.destination_file",
              "File name", ", File: ", pktmon_bytes_split_before (bytes, '\0'));
    add_text (self, "tftp.type", "Transfer type",
              ", Transfer type: ", pktmon_bytes_split_before (bytes, '\0'));
    dissect_options (self, bytes);
    break;
  case ERROR:
    dissect_error (self, bytes);
    break;
  case OPTIONS:
    dissect_options (self, bytes);
    break;
  default:
    dissect_block (self, bytes);
    break;
  }
}

void
pktmon_dissect_tftp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 opcode = pktmon_bytes_be16 (bytes);
  const char *name = PKTMON_NAME_OF (opcodes, opcode);
  PktmonText *info;

  if (name == NULL) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "TFTP");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, name);
  pktmon_dissection_begin (self, "tftp", "Trivial File Transfer Protocol", start, 2);
  pktmon_dissection_add_named (self, "tftp.opcode", "Opcode", start, 2, opcode, name);
  dissect_body (self, bytes, opcode);
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}
