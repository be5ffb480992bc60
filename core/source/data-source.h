/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "source/link.h"
#include "source/namespace.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_DATA_SOURCE_NAMESPACE, /* a network namespace: holds others, and is none itself */
  PKTMON_DATA_SOURCE_INTERFACE,
  PKTMON_DATA_SOURCE_STACK,       /* the network stack of a namespace: holds its points */
  PKTMON_DATA_SOURCE_STACK_POINT, /* one of these */
  PKTMON_DATA_SOURCE_DEVICE,      /* another capture device of libpcap: nflog, usbmon… */
} PktmonDataSourceKind;

/* How many readings of rates are kept. */
#define PKTMON_RATE_HISTORY 60

/* How much passes through an interface, each second. */
typedef struct {
  double received_packets, received_bytes;
  double sent_packets, sent_bytes;
  double dropped; /* packets that the interface or its driver gave up, both ways */
} PktmonRates;

/* PktmonDataSource: something packets can be captured from, or a group of such. Its id is stable
 * text: "if:eth0", "ns:blue", "ns:blue/if:veth1", "stack:drop", "ns:blue/stack:drop", "dev:nflog".
 *
 * Signal `changed`: any of what follows, but not the children. Made by the source tree; main thread
 * only. What is borrowed is valid until the next `changed`. */
#define PKTMON_TYPE_DATA_SOURCE (pktmon_data_source_get_type())
G_DECLARE_FINAL_TYPE (PktmonDataSource, pktmon_data_source, PKTMON, DATA_SOURCE, GObject)

PktmonDataSourceKind pktmon_data_source_get_kind (PktmonDataSource *self);
/* Whether it only holds others: nothing is captured from it. */
gboolean pktmon_data_source_is_group (PktmonDataSource *self);
const char *pktmon_data_source_get_id (PktmonDataSource *self);
/* "eth0", "blue". */
const char *pktmon_data_source_get_name (PktmonDataSource *self);
/* What people may want to read beside the name; NULL: nothing. */
const char *pktmon_data_source_get_description (PktmonDataSource *self);
/* The namespace that it is in, or stands for; NULL for devices. */
PktmonNamespace *pktmon_data_source_get_namespace (PktmonDataSource *self);
/* NULL for anything but an interface. */
const PktmonLink *pktmon_data_source_get_link (PktmonDataSource *self);
/* Of a stack point: PKTMON_POINT_… (probe/event.h). */
guint pktmon_data_source_get_point (PktmonDataSource *self);
/* LINKTYPE_ value of its packets; -1: not known before the capture begins. */
int pktmon_data_source_get_link_type (PktmonDataSource *self);

/* What it belongs to or lies on: a bridge, a lower device, its namespace; NULL at the root. */
PktmonDataSource *pktmon_data_source_get_parent (PktmonDataSource *self);
/* Those it is the parent of, in the order of their indexes. */
GListModel *pktmon_data_source_get_children (PktmonDataSource *self);
/* The other end of a veth pair, wherever it is; NULL when there is none, or none that is seen. */
PktmonDataSource *pktmon_data_source_get_peer (PktmonDataSource *self);

/* Whether packets can be captured from it now; with the reason and what to do when not.
 * @error: (out) (optional) (transfer full). */
gboolean pktmon_data_source_check_available (PktmonDataSource *self, GError **error);

/* Sums as they were read last, while rates are measured; FALSE when they were not (yet).
 * @time: (out) (optional): monotonic time of the reading. */
gboolean pktmon_data_source_get_counters (PktmonDataSource *self, PktmonLinkCounters *counters,
                                          gint64 *time);
/* Rates over the last interval; FALSE when they are not known (yet). */
gboolean pktmon_data_source_get_rates (PktmonDataSource *self, PktmonRates *rates);
/* Fills @packets with the packets each second, both ways, of the last readings in a row, the oldest
 * first; there is one each second while rates are measured.
 * Returns: how many there are. */
guint pktmon_data_source_get_history (PktmonDataSource *self, float packets[PKTMON_RATE_HISTORY]);

G_END_DECLS
