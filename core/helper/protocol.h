/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/limits.h"
#include "constraint/table.h"

G_BEGIN_DECLS

/* What the program and its capture helper say to each other, over a connected socket of the UNIX
 * domain (SOCK_SEQPACKET or SOCK_STREAM) that is the helper's standard input.
 *
 * A message is a header and a body. All numbers are little endian, without any padding.
 *
 *   offset  size
 *        0     4  bytes of the whole message, header included: 8 to PKTMON_MAX_MESSAGE
 *        4     2  type: PktmonMessageType
 *        6     2  0
 *        8        body: the fields of the type's structure below, in their order
 *
 * Of a field: guint8 takes 1 byte, guint16 2, guint32 4, guint64 8; PktmonBoolean 1 (0 or 1); bytes
 * of a fixed number as many. Text: 2 bytes with the number of bytes that follow, then those, UTF-8
 * without control characters, beside line feeds in a `message`, and without a final zero. A list
 * (`n_…` and an array): 2 bytes with the number of elements, then the fields of each. A body that
 * is shorter, or longer, or holds a number or text beyond its bounds is not a message.
 *
 * A request that carries a descriptor has it as SCM_RIGHTS with its first byte.
 *
 * Each request gets one answer, in order: HELLO, SOURCE_OPENED, DONE, or REFUSED. The other answers
 * come whenever there is something to say. The helper ends when its socket is closed. */

#define PKTMON_PROTOCOL_VERSION 3
#define PKTMON_MESSAGE_HEADER_SIZE 8u

typedef enum {
  /* Program to helper. */
  PKTMON_REQUEST_HELLO = 1,
  PKTMON_REQUEST_ADD_SOURCE = 2,
  PKTMON_REQUEST_SET_FILTER = 3,
  PKTMON_REQUEST_REMOVE_SOURCE = 4,
  PKTMON_REQUEST_ADD_SPOOL = 5,
  PKTMON_REQUEST_SET_LIMITS = 6,
  PKTMON_REQUEST_START = 7,
  PKTMON_REQUEST_PAUSE = 8,
  PKTMON_REQUEST_RESUME = 9,
  PKTMON_REQUEST_STOP = 10,
  PKTMON_REQUEST_SET_TRIGGER = 11,
  PKTMON_REQUEST_ADD_DIVIDER = 12,
  /* Helper to program. */
  PKTMON_ANSWER_HELLO = 129,
  PKTMON_ANSWER_DONE = 130,
  PKTMON_ANSWER_REFUSED = 131,
  PKTMON_ANSWER_SOURCE_OPENED = 132,
  PKTMON_ANSWER_SOURCE_CHANGED = 133,
  PKTMON_ANSWER_SOURCE_ENDED = 134,
  PKTMON_ANSWER_PROGRESS = 135,
  PKTMON_ANSWER_SPOOL_ENDED = 136,
  PKTMON_ANSWER_STOPPED = 137,
} PktmonMessageType;

/* 0 or 1. */
typedef guint8 PktmonBoolean;

/* --- Requests --- */

/* What a capture may need beyond the interfaces of the helper's own network namespace. Rights for
 * what is not asked for are given up at once. */
typedef enum {
  PKTMON_SCOPE_NAMESPACES = 1 << 0, /* interfaces of other network namespaces */
  PKTMON_SCOPE_DEVICES = 1 << 1,    /* other devices of libpcap, only until the first START */
  PKTMON_SCOPE_STACK = 1 << 2,      /* points inside the network stack, likewise */
} PktmonScope;

/* HELLO: the first message; its layout is the same in every version. */
typedef struct {
  guint16 version; /* PKTMON_PROTOCOL_VERSION */
  guint16 scope;   /* of PktmonScope */
} PktmonHelloRequest;

typedef enum {
  PKTMON_CAPTURE_INTERFACE = 1, /* network interface */
  PKTMON_CAPTURE_DEVICE = 2,    /* device of libpcap: any, nflog:5, usbmon1… */
  PKTMON_CAPTURE_STACK = 3,     /* point of the network stack: prerouting, drop… */
} PktmonCaptureKind;

/* One instruction of classic BPF (struct sock_filter). */
typedef struct {
  guint16 code;
  guint8 jump_true;
  guint8 jump_false;
  guint32 value;
} PktmonInstruction;

/* A constraint, as an entry of the table that decides: at stack points, and of what a program lets
 * pass. */
typedef struct {
  guint8 role; /* of PKTMON_ROLE_… */
  PktmonTableEntry entry;
  guint16 n_instructions; /* of its expression; 0: it has none */
} PktmonCaptureConstraint;

/* A filter: the program that decides, and its text for the file (if_filter). Without instructions
 * everything passes.
 * The program sees the frame as the kernel holds it: of a received frame the outermost VLAN tag is
 * usually not among its bytes, but at SKF_AD_VLAN_TAG and SKF_AD_VLAN_TAG_PRESENT
 * (linux/filter.h). What it returns beyond 0 shortens packets, as the snap length does.
 *
 * Where the program lets too much pass, the constraints that it was made of decide about the rest,
 * as the matcher does for packets of a file: they see whole frames with their VLAN tags. Each
 * expression is a program for frames of the source's link type; those of all stand one after the
 * other, in the constraints' order.
 * At stack points the constraints decide, and the program only where one has an expression. */
typedef struct {
  char text[PKTMON_MAX_FILTER_TEXT + 1];
  guint16 n_instructions;
  PktmonInstruction instructions[PKTMON_MAX_FILTER_INSTRUCTIONS];
  PktmonBoolean wide; /* the program lets too much pass; else constraints are needed only for
                         packets that an earlier one let pass */
  guint16 n_constraints;
  PktmonCaptureConstraint
      constraints[PKTMON_MAX_CONSTRAINTS]; /* without any, nothing is left out */
  guint16 n_expressions;
  PktmonInstruction expressions[PKTMON_MAX_EXPRESSION_INSTRUCTIONS];
} PktmonCaptureFilter;

/* ADD_SOURCE: opens a source; while a capture runs its packets follow at once. `source` is the
 * program's own number for it, free at the moment. With `in_namespace` the message carries a
 * descriptor of the network namespace (PKTMON_SCOPE_NAMESPACES). */
typedef struct {
  guint32 source;
  guint8 kind; /* PktmonCaptureKind */
  PktmonBoolean in_namespace;
  PktmonBoolean promiscuous;
  PktmonBoolean counting;  /* packets are only counted, where that is possible: at stack points */
  guint32 interface_index; /* which `device` must have; 0 for all but interfaces */
  guint32 snap_length;     /* bytes kept of a packet; 0: PKTMON_MAX_SNAP_LENGTH */
  guint64 buffer_size;     /* of the kernel's ring in bytes; 0: what suits this machine */
  char device[PKTMON_MAX_DEVICE_NAME + 1];
  char id[PKTMON_MAX_SOURCE_ID + 1];                   /* if_name: "ns:blue/if:veth1" */
  char description[PKTMON_MAX_SOURCE_DESCRIPTION + 1]; /* if_description; may be empty */
  PktmonCaptureFilter filter;
} PktmonAddSourceRequest;

/* SET_FILTER: replaces a source's filter in one step, for packets that come from then on; those
 * that came before are still decided about by the filter before. */
typedef struct {
  guint32 source;
  PktmonCaptureFilter filter;
} PktmonSetFilterRequest;

/* REMOVE_SOURCE: what the kernel already holds of it is still written, then SOURCE_ENDED comes. */
typedef struct {
  guint32 source;
} PktmonRemoveSourceRequest;

/* ADD_SPOOL: carries the descriptor of a regular file, opened for writing, to whose end the capture
 * is appended, as pcapng section. Files take their turns in the order in which they were added,
 * which also numbers them, from 0 on: the first at the start, each other one when the current file
 * has the size of the limits, or when a request says so. */
typedef struct {
  PktmonBoolean now; /* the next file's turn is now; of no meaning before START */
} PktmonAddSpoolRequest;

/* SET_LIMITS: at which the capture ends by itself; each 0: none. */
typedef struct {
  guint64 packets;
  guint64 bytes;    /* of all files together */
  guint64 duration; /* milliseconds since START */
  guint64 after;    /* packets after the one that a trigger is for */
  /* At which the next spool takes over; without one, after a while, the file goes on. */
  guint64 file_size;     /* bytes */
  guint64 file_packets;  /* packets in the file */
  guint64 file_duration; /* milliseconds since its first packet was written */
} PktmonSetLimitsRequest;

/* SET_TRIGGER: the capture ends by itself after the first packet of the source that the program
 * lets pass. The program sees what is written to the file: of a frame the VLAN tags are in their
 * places. */
typedef struct {
  guint32 source;
  PktmonCaptureFilter filter; /* its text is of no meaning */
} PktmonSetTriggerRequest;

/* ADD_DIVIDER: the file says (pcapng/divider-block.h), between the packets before and after, that
 * something changed now; while a capture runs. */
typedef struct {
  guint16 kind;   /* PktmonDividerKind */
  guint32 number; /* of the divider in its capture */
  char message[PKTMON_MAX_DIVIDER_TEXT + 1];
} PktmonAddDividerRequest;

/* START, PAUSE, RESUME, STOP have no body. Between PAUSE and RESUME no packets are captured; they
 * are not counted as lost. STOP is followed by STOPPED when everything captured is in the file.
 * After that all sources are closed, and another capture may be set up. */

/* --- Answers --- */

/* HELLO */
typedef struct {
  guint16 version;
  guint16 scope; /* what of the asked scope can be done with the rights that the helper has */
} PktmonHelloAnswer;

/* DONE: the request succeeded. */
typedef struct {
  guint16 request; /* PktmonMessageType */
} PktmonDoneAnswer;

/* REFUSED: nothing was changed. */
typedef struct {
  guint16 request; /* PktmonMessageType */
  guint32 source;  /* that the request names, else 0 */
  guint16 code;    /* PktmonError */
  char message[PKTMON_MAX_MESSAGE_TEXT + 1];
} PktmonRefusedAnswer;

typedef struct {
  guint8 family; /* 4 or 6 */
  guint8 prefix; /* length in bits */
  guint8 bytes[16];
} PktmonSourceAddress;

/* SOURCE_OPENED */
typedef struct {
  guint32 source;
  guint16 link_type;   /* LINKTYPE_ value */
  guint32 snap_length; /* in force */
  guint64 buffer_size; /* in force; 0: not known */
  PktmonBoolean up;    /* FALSE: packets come when it is up */
  PktmonBoolean has_mac;
  guint8 mac[6];
  guint16 n_addresses;
  PktmonSourceAddress addresses[PKTMON_MAX_SOURCE_ADDRESSES];
} PktmonSourceOpenedAnswer;

/* SOURCE_CHANGED: an interface went down, or up again; it stays a source all the time. */
typedef struct {
  guint32 source;
  PktmonBoolean up;
} PktmonSourceChangedAnswer;

typedef enum {
  PKTMON_END_REMOVED = 1,           /* as asked */
  PKTMON_END_GONE = 2,              /* the interface was deleted */
  PKTMON_END_MOVED = 3,             /* it is in another network namespace now */
  PKTMON_END_LINK_TYPE_CHANGED = 4, /* its packets are of another kind now */
  PKTMON_END_FAILED = 5,            /* it cannot be read any more */
} PktmonEndReason;

/* SOURCE_ENDED: everything captured from it is in the file; its number is free. */
typedef struct {
  guint32 source;
  guint16 reason;                            /* PktmonEndReason */
  guint16 code;                              /* PktmonError */
  char message[PKTMON_MAX_MESSAGE_TEXT + 1]; /* empty when it was asked for */
} PktmonSourceEndedAnswer;

/* What became of one source's packets since the capture's start. */
typedef struct {
  guint32 source;
  guint64 packets;        /* in the files */
  guint64 bytes;          /* their captured bytes */
  guint64 kernel_lost;    /* the kernel's ring was full */
  guint64 interface_lost; /* the interface had no room */
  guint64 unwritten;      /* read, and then not written, because a write failed */
} PktmonSourceCounters;

/* What was dropped for one reason. */
typedef struct {
  guint32 reason; /* of the kernel's skb_drop_reason; 0: several that are not told apart */
  guint64 packets;
  guint64 bytes;
} PktmonDropCounters;

/* Of all sources together that only count what is dropped, each reason once. */
typedef struct {
  guint16 n_reasons;
  PktmonDropCounters reasons[PKTMON_MAX_DROP_REASONS];
} PktmonDropTotals;

/* How far the capture is. Everything that is counted is in the files. */
typedef struct {
  guint32 spool;     /* number of the current one */
  guint64 size;      /* bytes of it that are whole blocks */
  guint64 packets;   /* of all sources that ever were, in all spools */
  guint64 lost;      /* likewise, whatever the cause */
  guint64 forgotten; /* journeys that may go on under another number: too many at once */
  guint16 n_sources;
  PktmonSourceCounters sources[PKTMON_MAX_CAPTURE_SOURCES];
  PktmonDropTotals drops;
} PktmonCaptureProgress;

/* PROGRESS: at most every 25 ms, at least every second while a capture runs. */
typedef struct {
  PktmonCaptureProgress progress;
} PktmonProgressAnswer;

/* SPOOL_ENDED: the next one took over. The file is complete. */
typedef struct {
  guint32 spool;
  guint64 size;    /* of its whole blocks: all there is */
  guint64 packets; /* in this one */
} PktmonSpoolEndedAnswer;

typedef enum {
  PKTMON_STOP_ASKED = 1,
  PKTMON_STOP_PACKETS = 2,  /* limit reached */
  PKTMON_STOP_BYTES = 3,    /* likewise */
  PKTMON_STOP_DURATION = 4, /* likewise */
  PKTMON_STOP_FAILED = 5,   /* writing failed; `code` and `message` say why */
  PKTMON_STOP_TRIGGER = 6,  /* a packet came that a trigger is for, and those after it */
} PktmonStopReason;

/* STOPPED */
typedef struct {
  guint16 reason;                            /* PktmonStopReason */
  guint16 code;                              /* PktmonError */
  char message[PKTMON_MAX_MESSAGE_TEXT + 1]; /* empty unless it failed */
  PktmonCaptureProgress progress;            /* final */
} PktmonStoppedAnswer;

/* --- Encoding --- */

typedef struct {
  PktmonMessageType type;
  union {
    PktmonHelloRequest hello;
    PktmonAddSourceRequest add_source;
    PktmonSetFilterRequest set_filter;
    PktmonRemoveSourceRequest remove_source;
    PktmonAddSpoolRequest add_spool;
    PktmonSetLimitsRequest set_limits;
    PktmonSetTriggerRequest set_trigger;
    PktmonAddDividerRequest add_divider;
    PktmonHelloAnswer hello_answer;
    PktmonDoneAnswer done;
    PktmonRefusedAnswer refused;
    PktmonSourceOpenedAnswer source_opened;
    PktmonSourceChangedAnswer source_changed;
    PktmonSourceEndedAnswer source_ended;
    PktmonProgressAnswer progress;
    PktmonSpoolEndedAnswer spool_ended;
    PktmonStoppedAnswer stopped;
  };
} PktmonMessage;

/* Empties @message but for its type. */
void pktmon_message_init (PktmonMessage *self, PktmonMessageType type);

/* Writes @self, whose lists and texts must be within their bounds, to @buffer.
 * Returns: bytes used. */
gsize pktmon_message_encode (const PktmonMessage *self, guint8 buffer[PKTMON_MAX_MESSAGE]);

/* How many bytes the message at @data takes, as its header says.
 * @available: bytes there are.
 * Returns: 0 when the header is not there yet; more than PKTMON_MAX_MESSAGE when it is not one. */
gsize pktmon_message_measure (const guint8 *data, gsize available);

/* Reads a whole message of @size bytes, as pktmon_message_measure gave it.
 * Returns: FALSE when it is not one; @self then holds nothing of use. */
gboolean pktmon_message_decode (PktmonMessage *self, const guint8 *data, gsize size);

/* Copies @text to a text field of @size bytes, cut between characters where it is too long; control
 * characters beside line feeds become spaces, and what is not UTF-8 something else. */
void pktmon_message_set_text (char *field, gsize size, const char *text);
/* The same with the message of @error; NULL: the field stays empty. Returns: its code, or 0. */
guint16 pktmon_message_set_error (char *field, gsize size, const GError *error);

G_END_DECLS
