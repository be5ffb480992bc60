/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/content.h"
#include "dissect/layers.h"

/* Messages of a start line and header lines: HTTP/1 (RFC 9112) and its relatives RTSP (RFC 7826),
 * SIP (RFC 3261) and SSDP (UPnP Device Architecture 2.0, section 1). */

#define MIN_METHOD 3
#define MAX_METHOD 20
#define N_PARTS 3
#define MAX_HEADERS 256

typedef enum {
  SYNTAX_HTTP2, /* the line with which a client goes on to HTTP/2 (RFC 9113 section 3.4) */
  SYNTAX_HTTP,
  SYNTAX_RTSP,
  SYNTAX_SIP,
  N_SYNTAXES,
} Syntax;

typedef struct {
  const char *line; /* as it stands before the colon */
  const char *key;
} KnownHeader;

static const KnownHeader http_headers[] = {
  { "Host", "http.host" },
  { "User-Agent", "http.user_agent" },
  { "Server", "http.server" },
  { "Content-Type", "http.content_type" },
  { "Content-Length", "http.content_length_header" },
  { "Connection", "http.connection" },
  { "Location", "http.location" },
  { "Referer", "http.referer" },
  { "Cookie", "http.cookie" },
  { "Set-Cookie", "http.set_cookie" },
  { "Date", "http.date" },
  { 0 },
};

static const KnownHeader sip_headers[] = {
  { "Via", "sip.Via" },
  { "From", "sip.From" },
  { "To", "sip.To" },
  { "Call-ID", "sip.Call-ID" },
  { "CSeq", "sip.CSeq" },
  { "Contact", "sip.Contact" },
  { "User-Agent", "sip.User-Agent" },
  { 0 },
};

static const KnownHeader no_headers[] = { { 0 } };

static const struct {
  const char *protocol, *key, *name;
  const char *version; /* with what the version begins */
  const char *request_keys[N_PARTS], *response_keys[N_PARTS];
  const KnownHeader *headers;
} syntaxes[N_SYNTAXES] = {
  [SYNTAX_HTTP2] = { "HTTP2",
                     "http2",
                     "HyperText Transfer Protocol 2",
                     "HTTP/2.0",
                     { "http2.magic" },
                     { 0 },
                     no_headers },
  [SYNTAX_HTTP] = { "HTTP",
                    "http",
                    "Hypertext Transfer Protocol",
                    "HTTP/1.",
                    { "http.request.method", "http.request.uri", "http.request.version" },
                    { "http.response.version", "http.response.code", "http.response.phrase" },
                    http_headers },
  [SYNTAX_RTSP] = { "RTSP",
                    "rtsp",
                    "Real Time Streaming Protocol",
                    "RTSP/",
                    { "rtsp.method", "rtsp.url" },
                    { NULL, "rtsp.status" },
                    no_headers },
  [SYNTAX_SIP] = { "SIP",
                   "sip",
                   "Session Initiation Protocol",
                   "SIP/2.0",
                   { "sip.Method", "sip.r-uri" },
                   { NULL, "sip.Status-Code" },
                   sip_headers },
};

typedef struct {
  Syntax syntax;
  gboolean response;
  PktmonBytes line;           /* without its end */
  PktmonBytes parts[N_PARTS]; /* method, target, version; version, code, reason */
  gsize after;                /* position behind the line's end */
} StartLine;

/* --- Recognition --- */

/* Takes the rest of a line up to its last space, and that; all of it when there is none. */
static PktmonBytes
split_before_last (PktmonBytes *line)
{
  PktmonBytes part = pktmon_bytes_split (line, pktmon_bytes_find_last (line, ' '));

  pktmon_bytes_skip (line, MIN (1, pktmon_bytes_left (line)));
  return part;
}

/* A target may hold spaces; so may a reason. */
static void
split_parts (StartLine *self, gboolean cut)
{
  PktmonBytes rest = self->line;

  self->parts[0] = pktmon_bytes_split_before (&rest, ' ');
  if (self->response)
    self->parts[1] = pktmon_bytes_split_before (&rest, ' ');
  else
    self->parts[1] =
        cut ? pktmon_bytes_split (&rest, pktmon_bytes_left (&rest)) : split_before_last (&rest);
  self->parts[2] = rest;
}

static gboolean
find_version (PktmonBytes bytes, Syntax *syntax)
{
  for (guint i = 0; i < N_SYNTAXES; i++)
    if (pktmon_bytes_starts_with (&bytes, syntaxes[i].version)) {
      *syntax = (Syntax) i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_method (PktmonBytes word)
{
  gsize size = pktmon_bytes_left (&word);

  if (size < MIN_METHOD || size > MAX_METHOD)
    return FALSE;
  while (pktmon_bytes_left (&word) > 0) {
    guint8 c = pktmon_bytes_u8 (&word);

    if (!g_ascii_isupper (c) && c != '-' && c != '_')
      return FALSE;
  }
  return TRUE;
}

/* A request whose version is not here: by its target. */
static gboolean
guess_syntax (PktmonBytes target, Syntax *syntax)
{
  static const struct {
    const char *begin;
    Syntax syntax;
  } targets[] = {
    { "/", SYNTAX_HTTP },     { "http:", SYNTAX_HTTP }, { "https:", SYNTAX_HTTP },
    { "sip:", SYNTAX_SIP },   { "sips:", SYNTAX_SIP },  { "tel:", SYNTAX_SIP },
    { "rtsp:", SYNTAX_RTSP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    if (pktmon_bytes_starts_with (&target, targets[i].begin)) {
      *syntax = targets[i].syntax;
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_start_line (PktmonBytes bytes, StartLine *self)
{
  gboolean cut;

  if (!g_ascii_isupper (pktmon_bytes_peek_u8 (&bytes, 0)))
    return FALSE;
  cut = pktmon_bytes_find (&bytes, '\n') == pktmon_bytes_left (&bytes);
  self->line = pktmon_bytes_split_line (&bytes);
  self->after = bytes.position;
  self->response = find_version (self->line, &self->syntax);
  split_parts (self, cut);
  if (self->response)
    return self->syntax != SYNTAX_HTTP2;
  if (!is_method (self->parts[0]))
    return FALSE;
  return cut ? guess_syntax (self->parts[1], &self->syntax)
             : find_version (self->parts[2], &self->syntax);
}

gboolean
pktmon_start_line_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  StartLine line;

  return read_start_line (*payload, &line);
}

/* --- Header lines --- */

typedef struct {
  PktmonBytes line, name, value;
} HeaderLine;

/* Takes the next line; FALSE at the empty one and at the end. */
static gboolean
next_header (PktmonBytes *bytes, HeaderLine *self)
{
  self->line = pktmon_bytes_split_line (bytes);
  self->value = self->line;
  self->name = pktmon_bytes_split_before (&self->value, ':');
  while (pktmon_bytes_peek_u8 (&self->value, 0) == ' ')
    pktmon_bytes_skip (&self->value, 1);
  return pktmon_bytes_left (&self->line) > 0;
}

static gboolean
is_named (const HeaderLine *self, const char *name)
{
  gsize size = strlen (name);

  return pktmon_bytes_left (&self->name) == size &&
         g_ascii_strncasecmp ((const char *) self->name.data + self->name.position, name, size) ==
             0;
}

static void
add_header_line (PktmonDissection *self, const HeaderLine *header, const KnownHeader *known)
{
  for (; known->line != NULL; known++)
    if (is_named (header, known->line)) {
      pktmon_dissection_add_rest (self, known->key, known->line, header->value);
      return;
    }
  pktmon_dissection_add_rest (self, NULL, "Header", header->line);
}

static void
dissect_headers (PktmonDissection *self, PktmonBytes *bytes, const KnownHeader *known)
{
  HeaderLine header;

  for (guint i = 0; i < MAX_HEADERS && next_header (bytes, &header); i++)
    add_header_line (self, &header, known);
}

/* --- The layer --- */

/* Finds the line @name. */
static gboolean
find_header (PktmonBytes bytes, const char *name, PktmonBytes *value)
{
  HeaderLine header;

  for (guint i = 0; i < MAX_HEADERS && next_header (&bytes, &header); i++)
    if (is_named (&header, name)) {
      *value = header.value;
      return TRUE;
    }
  return FALSE;
}

static void
append_in_parentheses (PktmonText *info, PktmonBytes text)
{
  pktmon_text_append (info, " (");
  pktmon_text_append_rest (info, text);
  pktmon_text_append_char (info, ')');
}

/* The method that a response answers, from the line "CSeq: 1 INVITE" (RFC 3261 section 8.2.6). */
static void
append_answered (PktmonText *info, PktmonBytes headers)
{
  PktmonBytes value;

  if (!find_header (headers, "CSeq", &value))
    return;
  split_before_last (&value);
  append_in_parentheses (info, value);
}

/* "text/html", from the line "Content-Type: text/html; charset=utf-8". */
static void
append_content_type (PktmonText *info, PktmonBytes headers)
{
  PktmonBytes value;

  if (!find_header (headers, "Content-Type", &value))
    return;
  pktmon_bytes_limit (&value, pktmon_bytes_find (&value, ';'));
  append_in_parentheses (info, value);
}

static void
write_info (PktmonText *info, const StartLine *line, PktmonBytes headers)
{
  PktmonBytes shown = line->line;

  if (line->syntax == SYNTAX_HTTP2)
    pktmon_text_append (info, "Magic");
  else if (line->syntax != SYNTAX_SIP) {
    pktmon_text_append_rest (info, line->line);
    if (line->response)
      append_content_type (info, headers);
  } else if (line->response) {
    shown.position = line->parts[1].position;
    pktmon_text_append (info, "Status: ");
    pktmon_text_append_rest (info, shown);
    append_answered (info, headers);
  } else {
    shown.end = line->parts[1].end;
    pktmon_text_append (info, "Request: ");
    pktmon_text_append_rest (info, shown);
  }
}

static void
add_start_line (PktmonDissection *self, const StartLine *line)
{
  static const char *const request[N_PARTS] = { "Method", "URI", "Version" };
  static const char *const response[N_PARTS] = { "Version", "Status code", "Reason" };
  const char *const *names = line->response ? response : request;
  const char *const *keys =
      line->response ? syntaxes[line->syntax].response_keys : syntaxes[line->syntax].request_keys;

  pktmon_dissection_begin (self, NULL, line->response ? "Status line" : "Request line",
                           line->line.position, pktmon_bytes_left (&line->line));
  for (guint i = 0; i < N_PARTS; i++)
    if (pktmon_bytes_left (&line->parts[i]) > 0)
      pktmon_dissection_add_rest (self, keys[i], names[i], line->parts[i]);
  pktmon_dissection_end (self, line->line.end);
}

static void
dissect (PktmonDissection *self, PktmonBytes *bytes, const char *protocol)
{
  gsize start = bytes->position;
  StartLine line;
  PktmonText *info;

  if (!read_start_line (*bytes, &line)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  bytes->position = line.after;
  pktmon_dissection_set_protocol (self,
                                  protocol != NULL ? protocol : syntaxes[line.syntax].protocol);
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, &line, *bytes);
  if (self->tree == NULL)
    return;
  pktmon_dissection_begin (self, syntaxes[line.syntax].key, syntaxes[line.syntax].name, start,
                           line.after - start);
  add_start_line (self, &line);
  dissect_headers (self, bytes, syntaxes[line.syntax].headers);
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_dissect_data;
}

void
pktmon_dissect_start_line (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, NULL);
}

void
pktmon_dissect_ssdp (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, "SSDP");
}
