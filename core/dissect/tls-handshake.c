/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/tls-handshake.h"

#include "dissect/tls-names.h"

#define HEADER_SIZE 4u
#define DATAGRAM_HEADER_SIZE 12u
#define RANDOM_SIZE 32
/* A message that is larger than its record is believed up to this size; what is encrypted looks
 * larger nearly always. */
#define MAX_MESSAGE 0x40000u

enum {
  HELLO_REQUEST = 0,
  CLIENT_HELLO = 1,
  SERVER_HELLO = 2,
  CERTIFICATE = 11,
};

enum {
  EXTENSION_SERVER_NAME = 0,
  EXTENSION_ALPN = 16,
  EXTENSION_SUPPORTED_VERSIONS = 43,
  EXTENSION_KEY_SHARE = 51,
};

typedef struct {
  gboolean datagram, client;
  guint16 version;
  gboolean retry; /* a server hello that asks for another client hello */
  PktmonBytes server_name;
} Hello;

/* A part that its length of @width bytes stands before; what is there of it when it is cut. */
static PktmonBytes
split_vector (PktmonBytes *bytes, guint width)
{
  gsize size = 0;
  PktmonBytes part;

  for (guint i = 0; i < width; i++)
    size = size << 8 | pktmon_bytes_u8 (bytes);
  part = pktmon_bytes_split (bytes, size);
  part.failed = FALSE;
  return part;
}

static void
add_numbers (PktmonDissection *self, const char *key, const char *name, PktmonBytes list,
             const char *(*get_name) (guint16))
{
  while (self->tree != NULL && pktmon_bytes_left (&list) >= 2) {
    gsize start = list.position;
    guint16 number = pktmon_bytes_be16 (&list);

    pktmon_dissection_add_named_hex (self, key, name, start, 2, number, get_name (number));
  }
}

/* Those that are empty most often show only when they are not. */
static void
add_vector (PktmonDissection *self, const char *key, const char *name, PktmonBytes vector)
{
  if (pktmon_bytes_left (&vector) > 0)
    pktmon_dissection_add_rest_bytes (self, key, name, vector);
}

/* --- Extensions --- */

/* RFC 6066 section 3. */
static void
dissect_server_name (PktmonDissection *self, PktmonBytes value, Hello *hello)
{
  PktmonBytes list = split_vector (&value, 2);
  guint8 type = pktmon_bytes_u8 (&list);
  PktmonBytes name = split_vector (&list, 2);

  if (list.failed || type != 0)
    return;
  hello->server_name = name;
  pktmon_dissection_add_rest (self, "tls.handshake.extensions_server_name", "Server name", name);
}

/* RFC 7301 section 3.1. */
static void
dissect_alpn (PktmonDissection *self, PktmonBytes value)
{
  PktmonBytes list = split_vector (&value, 2);

  while (self->tree != NULL && pktmon_bytes_left (&list) > 0)
    pktmon_dissection_add_rest (self, "tls.handshake.extensions_alpn_str", "Next protocol",
                                split_vector (&list, 1));
}

/* RFC 8446 section 4.2.1: all that a client can do, the one that a server takes. */
static void
dissect_versions (PktmonDissection *self, PktmonBytes value, Hello *hello)
{
  PktmonBytes list = hello->client ? split_vector (&value, 1) : value;

  add_numbers (self, "tls.handshake.extensions.supported_version", "Supported version", list,
               pktmon_tls_version_get_name);
  while (pktmon_bytes_left (&list) >= 2) {
    guint16 version = pktmon_bytes_be16 (&list);
    gboolean newer = hello->datagram ? version < hello->version : version > hello->version;

    if (newer && version >> 8 == hello->version >> 8 && pktmon_tls_version_get_name (version))
      hello->version = version;
  }
}

/* RFC 8446 section 4.2.8. */
static void
dissect_key_share (PktmonDissection *self, PktmonBytes value, const Hello *hello)
{
  PktmonBytes list = hello->client ? split_vector (&value, 2) : value;

  while (self->tree != NULL && pktmon_bytes_left (&list) >= 2) {
    gsize start = list.position;
    guint16 group = pktmon_bytes_be16 (&list);

    pktmon_dissection_add_named_hex (self, "tls.handshake.extensions_key_share_group",
                                     "Key share group", start, 2, group,
                                     pktmon_tls_group_get_name (group));
    split_vector (&list, 2);
  }
}

static void
dissect_other_extension (PktmonDissection *self, guint16 type, PktmonBytes value)
{
  static const struct {
    guint16 type;
    const char *key, *name;
    const char *(*get_name) (guint16);
  } lists[] = {
    { 10, "tls.handshake.extensions_supported_group", "Supported group",
      pktmon_tls_group_get_name },
    { 13, "tls.handshake.sig_hash_alg", "Signature algorithm", pktmon_tls_signature_get_name },
    { 50, "tls.handshake.sig_hash_alg", "Signature algorithm", pktmon_tls_signature_get_name },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (lists[i].type == type) {
      add_numbers (self, lists[i].key, lists[i].name, split_vector (&value, 2), lists[i].get_name);
      return;
    }
  add_vector (self, "tls.handshake.extension.data", "Data", value);
}

static void
dissect_extension (PktmonDissection *self, guint16 type, PktmonBytes value, Hello *hello)
{
  switch (type) {
  case EXTENSION_SERVER_NAME:
    dissect_server_name (self, value, hello);
    break;
  case EXTENSION_ALPN:
    dissect_alpn (self, value);
    break;
  case EXTENSION_SUPPORTED_VERSIONS:
    dissect_versions (self, value, hello);
    break;
  case EXTENSION_KEY_SHARE:
    dissect_key_share (self, value, hello);
    break;
  default:
    if (self->tree != NULL)
      dissect_other_extension (self, type, value);
    break;
  }
}

static void
dissect_extensions (PktmonDissection *self, PktmonBytes list, Hello *hello)
{
  while (pktmon_bytes_left (&list) >= 4) {
    gsize start = list.position;
    guint16 type = pktmon_bytes_be16 (&list);
    PktmonBytes value = split_vector (&list, 2);
    const char *name = pktmon_tls_extension_get_name (type);

    if (self->tree == NULL) {
      dissect_extension (self, type, value, hello);
      continue;
    }
    pktmon_dissection_begin (self, NULL, name != NULL ? name : "Extension", start,
                             list.position - start);
    pktmon_dissection_add_named (self, "tls.handshake.extension.type", "Type", start, 2, type,
                                 name);
    dissect_extension (self, type, value, hello);
    pktmon_dissection_end (self, list.position);
  }
}

/* --- Hellos --- */

/* RFC 8446 section 4.1.3: the random value that makes a server hello a hello retry request. */
static gboolean
is_retry (const guint8 *random)
{
  static const guint8 retry[RANDOM_SIZE] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
  };

  return memcmp (random, retry, RANDOM_SIZE) == 0;
}

static void
dissect_ciphers (PktmonDissection *self, PktmonBytes *body, const Hello *hello)
{
  gsize start = body->position;
  PktmonBytes suites;

  if (!hello->client) {
    suites = pktmon_bytes_split (body, 2);
    add_numbers (self, "tls.handshake.ciphersuite", "Cipher suite", suites,
                 pktmon_tls_cipher_suite_get_name);
    pktmon_bytes_skip (body, 1); /* compression */
    return;
  }
  suites = split_vector (body, 2);
  pktmon_dissection_begin (self, "tls.handshake.ciphersuites", "Cipher suites", start,
                           body->position - start);
  add_numbers (self, "tls.handshake.ciphersuite", "Cipher suite", suites,
               pktmon_tls_cipher_suite_get_name);
  pktmon_dissection_end (self, body->position);
  add_vector (self, "tls.handshake.comp_methods", "Compression methods", split_vector (body, 1));
}

static void
dissect_hello (PktmonDissection *self, PktmonBytes *body, Hello *hello)
{
  gsize start = body->position;
  const guint8 *random;
  PktmonBytes extensions;

  hello->version = pktmon_bytes_be16 (body);
  random = pktmon_bytes_take (body, RANDOM_SIZE);
  if (random == NULL)
    return;
  hello->retry = !hello->client && is_retry (random);
  pktmon_dissection_add_named_hex (self, "tls.handshake.version", "Version", start, 2,
                                   hello->version, pktmon_tls_version_get_name (hello->version));
  pktmon_dissection_add_bytes (self, "tls.handshake.random", "Random", start + 2, random,
                               RANDOM_SIZE);
  add_vector (self, "tls.handshake.session_id", "Session ID", split_vector (body, 1));
  if (hello->datagram && hello->client)
    add_vector (self, "dtls.handshake.cookie", "Cookie", split_vector (body, 1));
  dissect_ciphers (self, body, hello);
  start = body->position;
  if (pktmon_bytes_left (body) < 2)
    return;
  extensions = split_vector (body, 2);
  pktmon_dissection_begin (self, NULL, "Extensions", start, body->position - start);
  dissect_extensions (self, extensions, hello);
  pktmon_dissection_end (self, body->position);
}

/* The certificates of TLS up to 1.2 (RFC 5246 section 7.4.2); later ones are encrypted. */
static void
add_certificates (PktmonDissection *self, PktmonBytes body)
{
  PktmonBytes list = split_vector (&body, 3);

  while (self->tree != NULL && pktmon_bytes_left (&list) > 3)
    add_vector (self, "tls.handshake.certificate", "Certificate", split_vector (&list, 3));
}

/* --- Messages --- */

typedef struct {
  gsize start;
  guint8 type;
  gsize length;          /* of the message */
  gsize fragment;        /* of the part of it that is here, captured or not */
  gsize fragment_offset; /* DTLS */
} Message;

static gboolean
read_message (PktmonBytes *record, gsize length, const PktmonTlsState *state, Message *message)
{
  gsize header = state->datagram ? DATAGRAM_HEADER_SIZE : HEADER_SIZE;

  message->start = record->position;
  message->type = pktmon_bytes_u8 (record);
  message->length = message->fragment = pktmon_bytes_be24 (record);
  message->fragment_offset = 0;
  if (state->datagram) {
    pktmon_bytes_skip (record, 2); /* sequence */
    message->fragment_offset = pktmon_bytes_be24 (record);
    message->fragment = pktmon_bytes_be24 (record);
  }
  if (record->failed || length < header || pktmon_tls_handshake_get_name (message->type) == NULL)
    return FALSE;
  if (message->type == HELLO_REQUEST)
    return length == header; /* zeros are what many encrypted messages begin with */
  if (state->encrypted && message->type != CLIENT_HELLO)
    return FALSE;
  return message->fragment <= length - header ||
         (!state->datagram && length > header && message->length <= MAX_MESSAGE);
}

static void
append_hello (PktmonDissection *self, const Hello *hello)
{
  PktmonText *info = pktmon_dissection_get_info (self);

  if (hello->retry)
    pktmon_dissection_append_item (self, "Hello Retry Request");
  else
    pktmon_dissection_append_item (
        self, pktmon_tls_handshake_get_name (hello->client ? CLIENT_HELLO : SERVER_HELLO));
  if (info == NULL || pktmon_bytes_left (&hello->server_name) == 0)
    return;
  pktmon_text_append (info, " (SNI=");
  pktmon_text_append_rest (info, hello->server_name);
  pktmon_text_append_char (info, ')');
}

static void
dissect_body (PktmonDissection *self, PktmonBytes body, const Message *message,
              PktmonTlsState *state)
{
  Hello hello = { .datagram = state->datagram, .client = message->type == CLIENT_HELLO };

  if ((message->type != CLIENT_HELLO && message->type != SERVER_HELLO) ||
      message->fragment_offset > 0) {
    pktmon_dissection_append_item (self, pktmon_tls_handshake_get_name (message->type));
    if (message->type == CERTIFICATE)
      add_certificates (self, body);
    return;
  }
  dissect_hello (self, &body, &hello);
  append_hello (self, &hello);
  if (hello.version != 0)
    state->version = hello.version;
}

/* What begins a record and is no message; @start: where it begins. */
static void
add_encrypted (PktmonDissection *self, PktmonBytes record, gsize begin, gsize start)
{
  if (start > begin)
    return;
  pktmon_dissection_append_item (self, record.failed ? "Handshake" : "Encrypted Handshake Message");
  record.position = start;
  pktmon_dissection_add_rest_bytes (self, "tls.handshake.encrypted", "Encrypted message", record);
}

void
pktmon_tls_handshake_dissect (PktmonDissection *self, PktmonBytes record, gsize length,
                              PktmonTlsState *state)
{
  gsize begin = record.position;
  gsize skipped = MIN (state->pending, length);
  Message message;

  state->pending -= skipped;
  pktmon_bytes_skip (&record, MIN (skipped, pktmon_bytes_left (&record)));
  while (pktmon_bytes_left (&record) > 0) {
    gsize left = length - (record.position - begin);
    PktmonBytes body;

    if (!read_message (&record, left, state, &message)) {
      add_encrypted (self, record, begin, message.start);
      return;
    }
    left -= record.position - message.start;
    body = pktmon_bytes_split (&record, message.fragment);
    body.failed = FALSE;
    pktmon_dissection_begin (self, "tls.handshake", pktmon_tls_handshake_get_name (message.type),
                             message.start, body.end - message.start);
    pktmon_dissection_add_named (self, "tls.handshake.type", "Type", message.start, 1, message.type,
                                 pktmon_tls_handshake_get_name (message.type));
    pktmon_dissection_add_u64 (self, "tls.handshake.length", "Length", message.start + 1, 3,
                               message.length);
    dissect_body (self, body, &message, state);
    pktmon_dissection_end (self, body.end);
    if (message.fragment > left)
      state->pending = message.fragment - left;
  }
}
