/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"

/* Protocols of text lines between a client that commands and a server that replies: FTP (RFC 959),
 * SMTP (RFC 5321), POP (RFC 1939) and IMAP (RFC 9051). What they carry in between, such as the text
 * of a mail, is not known by its look, and stays with TCP. */

#define MAX_LINES 128
#define MAX_WORD 16

typedef struct {
  const char *protocol, *key, *name;
  guint16 ports[2];
  const char *request, *reply; /* put before a line */
  guint command_at;            /* which word of a line is the command */
  const char *commands;        /* in capitals, each between spaces */
  const char *replies;         /* words that a reply begins with; NULL: three digits */
} Dialect;

static const Dialect ftp = {
  "FTP",
  "ftp",
  "File Transfer Protocol",
  { 21 },
  "Request: ",
  "Response: ",
  0,
  " ABOR ACCT ALLO APPE AUTH CCC CDUP CWD DELE EPRT EPSV FEAT HELP LANG LIST MDTM MKD MLSD MLST "
  "MODE"
  " NLST NOOP OPTS PASS PASV PBSZ PORT PROT PWD QUIT REIN REST RETR RMD RNFR RNTO SITE SIZE SMNT "
  "STAT"
  " STOR STOU STRU SYST TYPE USER ",
  NULL,
};

static const Dialect smtp = {
  "SMTP",
  "smtp",
  "Simple Mail Transfer Protocol",
  { 25, 587 },
  "C: ",
  "S: ",
  0,
  " AUTH BDAT DATA EHLO EXPN HELO HELP MAIL NOOP QUIT RCPT RSET STARTTLS VRFY ",
  NULL,
};

static const Dialect pop = {
  "POP",
  "pop",
  "Post Office Protocol",
  { 110 },
  "C: ",
  "S: ",
  0,
  " APOP AUTH CAPA DELE LIST NOOP PASS QUIT RETR RSET STAT STLS TOP UIDL USER UTF8 ",
  " +OK -ERR + ",
};

static const Dialect imap = {
  "IMAP",
  "imap",
  "Internet Message Access Protocol",
  { 143 },
  "Request: ",
  "Response: ",
  1,
  " APPEND AUTHENTICATE CAPABILITY CHECK CLOSE COPY CREATE DELETE ENABLE EXAMINE EXPUNGE FETCH ID"
  " IDLE LIST LOGIN LOGOUT LSUB MOVE NAMESPACE NOOP RENAME SEARCH SELECT STARTTLS STATUS STORE"
  " SUBSCRIBE UID UNSELECT UNSUBSCRIBE ",
  " * + ",
};

/* --- Recognition --- */

static gboolean
is_among (PktmonBytes word, const char *words)
{
  char capitals[MAX_WORD + 3] = " ";
  gsize size = pktmon_bytes_left (&word);

  if (size == 0 || size > MAX_WORD)
    return FALSE;
  for (gsize i = 1; i <= size; i++)
    capitals[i] = g_ascii_toupper ((char) pktmon_bytes_u8 (&word));
  capitals[size + 1] = ' ';
  return strstr (words, capitals) != NULL;
}

static gboolean
is_code (PktmonBytes line)
{
  for (guint i = 0; i < 3; i++)
    if (!g_ascii_isdigit (pktmon_bytes_u8 (&line)))
      return FALSE;
  return pktmon_bytes_left (&line) == 0 || strchr (" -", pktmon_bytes_u8 (&line)) != NULL;
}

static gboolean
is_reply (const Dialect *self, PktmonBytes line)
{
  PktmonBytes word;

  if (self->replies == NULL)
    return is_code (line);
  word = pktmon_bytes_split_before (&line, ' ');
  /* IMAP ends what a tagged command began with the same tag. */
  return is_among (word, self->replies) ||
         (self->command_at > 0 && is_among (pktmon_bytes_split_before (&line, ' '), " OK NO BAD "));
}

static gboolean
is_request (const Dialect *self, PktmonBytes line)
{
  for (guint i = 0; i < self->command_at; i++)
    pktmon_bytes_split_before (&line, ' ');
  return is_among (pktmon_bytes_split_before (&line, ' '), self->commands);
}

/* --- The layers --- */

static void
dissect (PktmonDissection *self, PktmonBytes *bytes, const Dialect *dialect)
{
  gboolean from_server =
      self->source_port == dialect->ports[0] || self->source_port == dialect->ports[1];
  PktmonBytes rest = *bytes;
  PktmonBytes line = pktmon_bytes_split_line (&rest);
  PktmonText *info;

  if (!(from_server ? is_reply (dialect, line) : is_request (dialect, line))) {
    pktmon_application_reject (self, bytes, bytes->position);
    return;
  }
  pktmon_dissection_set_protocol (self, dialect->protocol);
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, from_server ? dialect->reply : dialect->request);
    pktmon_text_append_rest (info, line);
  }
  pktmon_dissection_begin (self, dialect->key, dialect->name, bytes->position, 0);
  for (guint i = 0; i < MAX_LINES && self->tree != NULL && pktmon_bytes_left (bytes) > 0; i++)
    pktmon_dissection_add_rest (self, NULL, from_server ? "Response" : "Request",
                                pktmon_bytes_split_line (bytes));
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}

void
pktmon_dissect_ftp (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, &ftp);
}

void
pktmon_dissect_smtp (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, &smtp);
}

void
pktmon_dissect_pop (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, &pop);
}

void
pktmon_dissect_imap (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, &imap);
}
