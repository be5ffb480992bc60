/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* SMB 2 and 3 ([MS-SMB2]) and 1 ([MS-CIFS]) in the messages that NetBIOS sessions put around them
 * (RFC 1002 section 4.3), of which a segment may hold several. */

#define SESSION_MESSAGE 0
#define SESSION_HEADER_SIZE 4
#define MAGIC_1 "\xffSMB"
#define MAGIC_2 "\xfeSMB"
#define MAGIC_ENCRYPTED "\xfdSMB"
#define FLAG_RESPONSE_1 0x80
#define FLAG_RESPONSE_2 0x01

static const PktmonName commands_2[] = {
  { 0, "Negotiate Protocol" },
  { 1, "Session Setup" },
  { 2, "Session Logoff" },
  { 3, "Tree Connect" },
  { 4, "Tree Disconnect" },
  { 5, "Create" },
  { 6, "Close" },
  { 7, "Flush" },
  { 8, "Read" },
  { 9, "Write" },
  { 10, "Lock" },
  { 11, "Ioctl" },
  { 12, "Cancel" },
  { 13, "KeepAlive" },
  { 14, "Find" },
  { 15, "Notify" },
  { 16, "GetInfo" },
  { 17, "SetInfo" },
  { 18, "Break" },
};

static const PktmonName commands_1[] = {
  { 0x04, "Close" },
  { 0x06, "Delete" },
  { 0x08, "Query Information" },
  { 0x24, "Locking AndX" },
  { 0x25, "Trans" },
  { 0x2b, "Echo" },
  { 0x2d, "Open AndX" },
  { 0x2e, "Read AndX" },
  { 0x2f, "Write AndX" },
  { 0x32, "Trans2" },
  { 0x71, "Tree Disconnect" },
  { 0x72, "Negotiate Protocol" },
  { 0x73, "Session Setup AndX" },
  { 0x74, "Logoff AndX" },
  { 0x75, "Tree Connect AndX" },
  { 0xa0, "NT Trans" },
  { 0xa2, "NT Create AndX" },
  { 0xa4, "NT Cancel" },
};

/* [MS-ERREF] section 2.3, the common ones. */
static const PktmonName statuses[] = {
  { 0x00000000, "STATUS_SUCCESS" },           { 0x00000103, "STATUS_PENDING" },
  { 0x80000005, "STATUS_BUFFER_OVERFLOW" },   { 0x80000006, "STATUS_NO_MORE_FILES" },
  { 0xc000000d, "STATUS_INVALID_PARAMETER" }, { 0xc0000016, "STATUS_MORE_PROCESSING_REQUIRED" },
  { 0xc0000022, "STATUS_ACCESS_DENIED" },     { 0xc0000034, "STATUS_OBJECT_NAME_NOT_FOUND" },
  { 0xc000006d, "STATUS_LOGON_FAILURE" },     { 0xc00000bb, "STATUS_NOT_SUPPORTED" },
  { 0xc00000cc, "STATUS_BAD_NETWORK_NAME" },  { 0xc0000120, "STATUS_CANCELLED" },
};

typedef struct {
  gsize start;
  guint16 command;
  guint32 status;
  gboolean is_response;
  const char *name; /* of the command */
} Header;

static gboolean
is_smb (const PktmonBytes *bytes)
{
  return pktmon_bytes_starts_with (bytes, MAGIC_1) || pktmon_bytes_starts_with (bytes, MAGIC_2) ||
         pktmon_bytes_starts_with (bytes, MAGIC_ENCRYPTED);
}

static void
append_message (PktmonDissection *self, const Header *header)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  const char *status = PKTMON_NAME_OF (statuses, header->status);

  if (header->name == NULL) {
    pktmon_dissection_append_item (self, "Unknown command");
    return;
  }
  pktmon_dissection_append_item (self, header->name);
  if (info == NULL)
    return;
  pktmon_text_append (info, header->is_response ? " Response" : " Request");
  if (!header->is_response || header->status == 0)
    return;
  pktmon_text_append (info, ", Error: ");
  if (status != NULL)
    pktmon_text_append (info, status);
  else
    pktmon_text_append_hex (info, header->status, 8);
}

static void
add_header (PktmonDissection *self, const Header *header, gsize command_size, gsize command_at,
            gsize status_at)
{
  pktmon_dissection_add_named (self, NULL, "Command", header->start + command_at, command_size,
                               header->command, header->name);
  pktmon_dissection_add_text (self, NULL, "Direction", header->start, 0,
                              header->is_response ? "response" : "request");
  if (header->is_response)
    pktmon_dissection_add_named_hex (self, "smb2.nt_status", "Status", header->start + status_at, 4,
                                     header->status, PKTMON_NAME_OF (statuses, header->status));
}

static void
dissect_2 (PktmonDissection *self, PktmonBytes bytes)
{
  Header header = { .start = bytes.position };
  guint32 flags;

  pktmon_bytes_skip (&bytes, 8); /* magic, size, credits */
  header.status = pktmon_bytes_le32 (&bytes);
  header.command = pktmon_bytes_le16 (&bytes);
  pktmon_bytes_skip (&bytes, 2); /* credits */
  flags = pktmon_bytes_le32 (&bytes);
  if (bytes.failed)
    return;
  header.is_response = (flags & FLAG_RESPONSE_2) != 0;
  header.name = PKTMON_NAME_OF (commands_2, header.command);
  append_message (self, &header);
  add_header (self, &header, 2, 12, 8);
}

static void
dissect_1 (PktmonDissection *self, PktmonBytes bytes)
{
  Header header = { .start = bytes.position };

  pktmon_bytes_skip (&bytes, 4); /* magic */
  header.command = pktmon_bytes_u8 (&bytes);
  header.status = pktmon_bytes_le32 (&bytes);
  header.is_response = (pktmon_bytes_u8 (&bytes) & FLAG_RESPONSE_1) != 0;
  if (bytes.failed)
    return;
  header.name = PKTMON_NAME_OF (commands_1, header.command);
  append_message (self, &header);
  add_header (self, &header, 1, 4, 5);
}

static void
dissect_message (PktmonDissection *self, PktmonBytes message)
{
  if (pktmon_bytes_starts_with (&message, MAGIC_2))
    dissect_2 (self, message);
  else if (pktmon_bytes_starts_with (&message, MAGIC_1))
    dissect_1 (self, message);
  else
    pktmon_dissection_append_item (self, "Encrypted SMB3");
}

/* Takes the next message; FALSE: there is none. */
static gboolean
next_message (PktmonBytes *bytes, PktmonBytes *message)
{
  guint8 type = pktmon_bytes_u8 (bytes);
  guint32 size = pktmon_bytes_be24 (bytes);

  if (bytes->failed || type != SESSION_MESSAGE || !is_smb (bytes))
    return FALSE;
  *message = pktmon_bytes_split (bytes, size);
  message->failed = FALSE;
  return TRUE;
}

void
pktmon_dissect_smb (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize after;
  gboolean is_1;
  PktmonBytes message;

  if (!next_message (bytes, &message)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  is_1 = pktmon_bytes_starts_with (&message, MAGIC_1);
  pktmon_dissection_set_protocol (self, is_1 ? "SMB" : "SMB2");
  pktmon_dissection_begin (self, is_1 ? "smb" : "smb2", "Server Message Block", start, 0);
  do {
    pktmon_dissection_begin (self, NULL, "Message", message.position - SESSION_HEADER_SIZE,
                             SESSION_HEADER_SIZE);
    dissect_message (self, message);
    pktmon_dissection_end (self, message.end);
    after = bytes->position;
  } while (!bytes->failed && next_message (bytes, &message));
  bytes->position = after;
  bytes->failed = FALSE;
  pktmon_dissection_end (self, after);
  pktmon_application_leave (self, bytes);
}
