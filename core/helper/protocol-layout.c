/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/protocol-layout.h"

#define FIELD(kind, type, member)                                                                  \
  {                                                                                                \
    PKTMON_FIELD_##kind, offsetof (type, member), sizeof (((type *) NULL)->member)                 \
  }
#define NUMBER(type, member) FIELD (NUMBER, type, member)
#define BOOLEAN(type, member) FIELD (BOOLEAN, type, member)
#define BYTES(type, member) FIELD (BYTES, type, member)
#define TEXT(type, member) FIELD (TEXT, type, member)
#define MESSAGE(type, member) FIELD (MESSAGE, type, member)
#define LIST(type, member, layout)                                                                 \
  {                                                                                                \
    PKTMON_FIELD_LIST, offsetof (type, member), G_N_ELEMENTS (((type *) NULL)->member),            \
        offsetof (type, n_##member), &layout                                                       \
  }
#define STRUCTURE(type, member, layout)                                                            \
  {                                                                                                \
    PKTMON_FIELD_STRUCTURE, offsetof (type, member), 0, 0, &layout                                 \
  }
#define LAYOUT(type, fields)                                                                       \
  {                                                                                                \
    fields, G_N_ELEMENTS (fields), sizeof (type)                                                   \
  }

/* --- Parts of messages --- */

#define T PktmonInstruction
static const PktmonLayoutField instruction_fields[] = {
  NUMBER (T, code),
  NUMBER (T, jump_true),
  NUMBER (T, jump_false),
  NUMBER (T, value),
};
#undef T
static const PktmonLayout instruction = LAYOUT (PktmonInstruction, instruction_fields);

#define T PktmonCaptureConstraint
static const PktmonLayoutField constraint_fields[] = {
  NUMBER (T, role),
  NUMBER (T, entry.key),
  NUMBER (T, entry.key_mask),
  NUMBER (T, entry.type),
  NUMBER (T, entry.vlan),
  NUMBER (T, entry.vxlan_port),
  NUMBER (T, entry.encap),
  NUMBER (T, entry.tests),
  NUMBER (T, entry.patterns.ports[0]),
  NUMBER (T, entry.patterns.ports[1]),
  NUMBER (T, entry.patterns.ports_mask[0]),
  NUMBER (T, entry.patterns.ports_mask[1]),
  /* These are bytes of packets. */
  BYTES (T, entry.patterns.macs),
  BYTES (T, entry.patterns.macs_mask),
  BYTES (T, entry.patterns.addresses),
  BYTES (T, entry.patterns.addresses_mask),
  NUMBER (T, n_instructions),
};
#undef T
static const PktmonLayout constraint = LAYOUT (PktmonCaptureConstraint, constraint_fields);

#define T PktmonCaptureFilter
static const PktmonLayoutField filter_fields[] = {
  TEXT (T, text),
  LIST (T, instructions, instruction),
  BOOLEAN (T, wide),
  LIST (T, constraints, constraint),
  LIST (T, expressions, instruction),
};
#undef T
static const PktmonLayout filter = LAYOUT (PktmonCaptureFilter, filter_fields);

#define T PktmonSourceAddress
static const PktmonLayoutField address_fields[] = {
  NUMBER (T, family),
  NUMBER (T, prefix),
  BYTES (T, bytes),
};
#undef T
static const PktmonLayout address = LAYOUT (PktmonSourceAddress, address_fields);

#define T PktmonSourceCounters
static const PktmonLayoutField counters_fields[] = {
  NUMBER (T, source),      NUMBER (T, packets),        NUMBER (T, bytes),
  NUMBER (T, kernel_lost), NUMBER (T, interface_lost), NUMBER (T, unwritten),
};
#undef T
static const PktmonLayout counters = LAYOUT (PktmonSourceCounters, counters_fields);

#define T PktmonDropCounters
static const PktmonLayoutField drop_counters_fields[] = {
  NUMBER (T, reason),
  NUMBER (T, packets),
  NUMBER (T, bytes),
};
#undef T
static const PktmonLayout drop_counters = LAYOUT (PktmonDropCounters, drop_counters_fields);

#define T PktmonDropTotals
static const PktmonLayoutField drop_totals_fields[] = {
  LIST (T, reasons, drop_counters),
};
#undef T
static const PktmonLayout drop_totals = LAYOUT (PktmonDropTotals, drop_totals_fields);

#define T PktmonCaptureProgress
static const PktmonLayoutField progress_fields[] = {
  NUMBER (T, forgotten),
  NUMBER (T, spool),
  NUMBER (T, size),
  NUMBER (T, packets),
  NUMBER (T, lost),
  LIST (T, sources, counters),
  STRUCTURE (T, drops, drop_totals),
};
#undef T
static const PktmonLayout progress = LAYOUT (PktmonCaptureProgress, progress_fields);

/* --- Requests --- */

#define T PktmonHelloRequest
static const PktmonLayoutField hello_fields[] = {
  NUMBER (T, version),
  NUMBER (T, scope),
};
#undef T
static const PktmonLayout hello = LAYOUT (PktmonHelloRequest, hello_fields);

#define T PktmonAddSourceRequest
static const PktmonLayoutField add_source_fields[] = {
  NUMBER (T, source),        NUMBER (T, kind),
  BOOLEAN (T, in_namespace), BOOLEAN (T, promiscuous),
  BOOLEAN (T, counting),     NUMBER (T, interface_index),
  NUMBER (T, snap_length),   NUMBER (T, buffer_size),
  TEXT (T, device),          TEXT (T, id),
  TEXT (T, description),     STRUCTURE (T, filter, filter),
};
#undef T
static const PktmonLayout add_source = LAYOUT (PktmonAddSourceRequest, add_source_fields);

#define T PktmonSetFilterRequest
static const PktmonLayoutField set_filter_fields[] = {
  NUMBER (T, source),
  STRUCTURE (T, filter, filter),
};
#undef T
static const PktmonLayout set_filter = LAYOUT (PktmonSetFilterRequest, set_filter_fields);

#define T PktmonRemoveSourceRequest
static const PktmonLayoutField remove_source_fields[] = {
  NUMBER (T, source),
};
#undef T
static const PktmonLayout remove_source = LAYOUT (PktmonRemoveSourceRequest, remove_source_fields);

#define T PktmonAddSpoolRequest
static const PktmonLayoutField add_spool_fields[] = {
  BOOLEAN (T, now),
};
#undef T
static const PktmonLayout add_spool = LAYOUT (PktmonAddSpoolRequest, add_spool_fields);

#define T PktmonSetLimitsRequest
static const PktmonLayoutField set_limits_fields[] = {
  NUMBER (T, packets),   NUMBER (T, bytes),        NUMBER (T, duration),      NUMBER (T, after),
  NUMBER (T, file_size), NUMBER (T, file_packets), NUMBER (T, file_duration),
};
#undef T
static const PktmonLayout set_limits = LAYOUT (PktmonSetLimitsRequest, set_limits_fields);

#define T PktmonSetTriggerRequest
static const PktmonLayoutField set_trigger_fields[] = {
  NUMBER (T, source),
  STRUCTURE (T, filter, filter),
};
#undef T
static const PktmonLayout set_trigger = LAYOUT (PktmonSetTriggerRequest, set_trigger_fields);

#define T PktmonAddDividerRequest
static const PktmonLayoutField add_divider_fields[] = {
  NUMBER (T, kind),
  NUMBER (T, number),
  MESSAGE (T, message),
};
#undef T
static const PktmonLayout add_divider = LAYOUT (PktmonAddDividerRequest, add_divider_fields);

static const PktmonLayout empty;

/* --- Answers --- */

#define T PktmonHelloAnswer
static const PktmonLayoutField hello_answer_fields[] = {
  NUMBER (T, version),
  NUMBER (T, scope),
};
#undef T
static const PktmonLayout hello_answer = LAYOUT (PktmonHelloAnswer, hello_answer_fields);

#define T PktmonDoneAnswer
static const PktmonLayoutField done_fields[] = {
  NUMBER (T, request),
};
#undef T
static const PktmonLayout done = LAYOUT (PktmonDoneAnswer, done_fields);

#define T PktmonRefusedAnswer
static const PktmonLayoutField refused_fields[] = {
  NUMBER (T, request),
  NUMBER (T, source),
  NUMBER (T, code),
  MESSAGE (T, message),
};
#undef T
static const PktmonLayout refused = LAYOUT (PktmonRefusedAnswer, refused_fields);

#define T PktmonSourceOpenedAnswer
static const PktmonLayoutField source_opened_fields[] = {
  NUMBER (T, source), NUMBER (T, link_type), NUMBER (T, snap_length), NUMBER (T, buffer_size),
  BOOLEAN (T, up),    BOOLEAN (T, has_mac),  BYTES (T, mac),          LIST (T, addresses, address),
};
#undef T
static const PktmonLayout source_opened = LAYOUT (PktmonSourceOpenedAnswer, source_opened_fields);

#define T PktmonSourceChangedAnswer
static const PktmonLayoutField source_changed_fields[] = {
  NUMBER (T, source),
  BOOLEAN (T, up),
};
#undef T
static const PktmonLayout source_changed =
    LAYOUT (PktmonSourceChangedAnswer, source_changed_fields);

#define T PktmonSourceEndedAnswer
static const PktmonLayoutField source_ended_fields[] = {
  NUMBER (T, source),
  NUMBER (T, reason),
  NUMBER (T, code),
  MESSAGE (T, message),
};
#undef T
static const PktmonLayout source_ended = LAYOUT (PktmonSourceEndedAnswer, source_ended_fields);

#define T PktmonProgressAnswer
static const PktmonLayoutField progress_answer_fields[] = {
  STRUCTURE (T, progress, progress),
};
#undef T
static const PktmonLayout progress_answer = LAYOUT (PktmonProgressAnswer, progress_answer_fields);

#define T PktmonSpoolEndedAnswer
static const PktmonLayoutField spool_ended_fields[] = {
  NUMBER (T, spool),
  NUMBER (T, size),
  NUMBER (T, packets),
};
#undef T
static const PktmonLayout spool_ended = LAYOUT (PktmonSpoolEndedAnswer, spool_ended_fields);

#define T PktmonStoppedAnswer
static const PktmonLayoutField stopped_fields[] = {
  NUMBER (T, reason),
  NUMBER (T, code),
  MESSAGE (T, message),
  STRUCTURE (T, progress, progress),
};
#undef T
static const PktmonLayout stopped = LAYOUT (PktmonStoppedAnswer, stopped_fields);

static const struct {
  PktmonMessageType type;
  const PktmonLayout *layout;
} messages[] = {
  { PKTMON_REQUEST_HELLO, &hello },
  { PKTMON_REQUEST_ADD_SOURCE, &add_source },
  { PKTMON_REQUEST_SET_FILTER, &set_filter },
  { PKTMON_REQUEST_REMOVE_SOURCE, &remove_source },
  { PKTMON_REQUEST_ADD_SPOOL, &add_spool },
  { PKTMON_REQUEST_SET_LIMITS, &set_limits },
  { PKTMON_REQUEST_START, &empty },
  { PKTMON_REQUEST_PAUSE, &empty },
  { PKTMON_REQUEST_RESUME, &empty },
  { PKTMON_REQUEST_STOP, &empty },
  { PKTMON_REQUEST_SET_TRIGGER, &set_trigger },
  { PKTMON_REQUEST_ADD_DIVIDER, &add_divider },
  { PKTMON_ANSWER_HELLO, &hello_answer },
  { PKTMON_ANSWER_DONE, &done },
  { PKTMON_ANSWER_REFUSED, &refused },
  { PKTMON_ANSWER_SOURCE_OPENED, &source_opened },
  { PKTMON_ANSWER_SOURCE_CHANGED, &source_changed },
  { PKTMON_ANSWER_SOURCE_ENDED, &source_ended },
  { PKTMON_ANSWER_PROGRESS, &progress_answer },
  { PKTMON_ANSWER_SPOOL_ENDED, &spool_ended },
  { PKTMON_ANSWER_STOPPED, &stopped },
};

const PktmonLayout *
pktmon_layout_find (guint type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    if ((guint) messages[i].type == type)
      return messages[i].layout;
  return NULL;
}
