/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "constraint/names.h"

G_BEGIN_DECLS

/* What a constraint can ask for, in the order of its text form. A packet must be all that is there.
 *
 * One address or port may be the packet's source or its destination; of two the packet must have
 * both, in either order. */
typedef enum {
  PKTMON_CONSTRAINT_IP1,
  PKTMON_CONSTRAINT_IP2,
  PKTMON_CONSTRAINT_PORT1, /* of TCP, UDP or SCTP */
  PKTMON_CONSTRAINT_PORT2,
  PKTMON_CONSTRAINT_PROTOCOL,  /* what IP carries, behind IPv6's extension headers */
  PKTMON_CONSTRAINT_TCP_FLAGS, /* all of them set; the others do not matter */
  PKTMON_CONSTRAINT_VLAN,      /* of any of the packet's tags, in the frame or taken out of it */
  PKTMON_CONSTRAINT_MAC1,
  PKTMON_CONSTRAINT_MAC2,
  PKTMON_CONSTRAINT_ETHERTYPE, /* behind the VLAN tags */
  PKTMON_CONSTRAINT_DSCP,
  PKTMON_CONSTRAINT_ENCAP, /* also look at what these tunnels carry: all fields there, or outside */
  PKTMON_CONSTRAINT_VXLAN_PORT,
  PKTMON_CONSTRAINT_HEARTBEAT,  /* of a cluster: UDP port 3343 */
  PKTMON_CONSTRAINT_EXPRESSION, /* in the language of pcap-filter(7), about the whole packet */
  PKTMON_CONSTRAINT_EXCLUDE,    /* what it matches is left out */
  PKTMON_CONSTRAINT_DISABLED,   /* as if it were not there */
  PKTMON_CONSTRAINT_NAME,       /* for people */
} PktmonConstraintField;
#define PKTMON_N_CONSTRAINT_FIELDS (PKTMON_CONSTRAINT_NAME + 1)

/* Those that say nothing of a packet's headers, as bits. */
#define PKTMON_CONSTRAINT_NO_HEADERS                                                               \
  (1u << PKTMON_CONSTRAINT_EXPRESSION | 1u << PKTMON_CONSTRAINT_EXCLUDE |                          \
   1u << PKTMON_CONSTRAINT_DISABLED | 1u << PKTMON_CONSTRAINT_NAME)

/* Kinds of tunnels, as bits. */
#define PKTMON_ENCAP_VXLAN 1u
#define PKTMON_ENCAP_GRE 2u /* NVGRE too */
#define PKTMON_ENCAP_IPIP 4u
#define PKTMON_ENCAP_GENEVE 8u
#define PKTMON_ENCAP_ANY 15u

#define PKTMON_VXLAN_PORT 4789
#define PKTMON_GENEVE_PORT 6081
#define PKTMON_HEARTBEAT_PORT 3343

/* Characters of a name. */
#define PKTMON_MAX_CONSTRAINT_NAME 63

typedef struct {
  guint8 bytes[16]; /* network order; IPv4 has 4 */
  guint8 prefix;    /* bits that count: 0 to 32 or 128 */
  gboolean is_ipv6;
} PktmonPrefix;

/* PktmonConstraintFields: the fields of a constraint as plain values. Those that are not present
 * are 0. Owns its texts; one thread at a time. Zero is a value without fields. */
typedef struct {
  guint32 present; /* 1u << PKTMON_CONSTRAINT_… */
  PktmonPrefix ip[2];
  guint16 port[2];
  guint8 protocol;
  guint8 tcp_flags;
  guint16 vlan;
  guint8 mac[2][6];
  guint16 ethertype;
  guint8 dscp;
  guint8 encap; /* PKTMON_ENCAP_… */
  guint16 vxlan_port;
  char *expression;
  char *name;
} PktmonConstraintFields;

void pktmon_constraint_fields_clear (PktmonConstraintFields *self);
/* @self is overwritten. */
void pktmon_constraint_fields_copy (PktmonConstraintFields *self,
                                    const PktmonConstraintFields *other);
gboolean pktmon_constraint_fields_equal (const PktmonConstraintFields *self,
                                         const PktmonConstraintFields *other);

static inline gboolean
pktmon_constraint_fields_has (const PktmonConstraintFields *self, PktmonConstraintField field)
{
  return (self->present >> field & 1) != 0;
}

/* The field's name in texts and files: "ip2". Static. */
const char *pktmon_constraint_field_get_key (PktmonConstraintField field);
/* From a key or another word that people use for it, in any case; -1 when it is none. */
int pktmon_constraint_field_find (const char *key, gsize size);
/* Whether it has no value: it is there, or not. */
gboolean pktmon_constraint_field_is_switch (PktmonConstraintField field);
/* What the field may hold, as a translated sentence. Static. */
const char *pktmon_constraint_field_get_advice (PktmonConstraintField field);
/* The names that its values can have; NULL where they have none. Static. */
const PktmonNamedNumber *pktmon_constraint_field_get_names (PktmonConstraintField field);

/* Sets @field from text; a switch takes "yes", "true", "no" and "false".
 * Returns: FALSE with PKTMON_ERROR_INVALID, and nothing changed. May take seconds for a hostile
 * expression, and wait for the resolver where one names a host. */
gboolean pktmon_constraint_fields_set (PktmonConstraintFields *self, PktmonConstraintField field,
                                       const char *text, GError **error);
void pktmon_constraint_fields_unset (PktmonConstraintFields *self, PktmonConstraintField field);
/* What pktmon_constraint_fields_set takes for this value: the one normal form of it.
 * Returns: (transfer full): NULL when it is not present. */
char *pktmon_constraint_fields_dup_text (const PktmonConstraintFields *self,
                                         PktmonConstraintField field);

/* Whether the fields go together.
 * @field: (out) (optional): the one that does not.
 * Returns: FALSE with PKTMON_ERROR_INVALID. */
gboolean pktmon_constraint_fields_check (const PktmonConstraintFields *self,
                                         PktmonConstraintField *field, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonConstraintFields, pktmon_constraint_fields_clear)

G_END_DECLS
