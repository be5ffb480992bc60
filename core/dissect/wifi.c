/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

/* IEEE 802.11, 9.2.4.1: frame control, in the order of its bits. */
#define FLAG_TO_DS 0x0100
#define FLAG_FROM_DS 0x0200
#define FLAG_PROTECTED 0x4000
#define FLAG_ORDER 0x8000
#define SUBTYPE_NO_DATA 4
#define SUBTYPE_QOS 8
#define QOS_AGGREGATE 0x80
#define ELEMENT_SSID 0

typedef enum { TYPE_MANAGEMENT, TYPE_CONTROL, TYPE_DATA } FrameType;

static const char *const subtype_names[3][16] = {
  [TYPE_MANAGEMENT] = { "Association Request", "Association Response", "Reassociation Request",
                        "Reassociation Response", "Probe Request", "Probe Response",
                        "Timing Advertisement", NULL, "Beacon frame", "ATIM", "Disassociate",
                        "Authentication", "Deauthentication", "Action", "Action No Ack", NULL },
  [TYPE_CONTROL] = { NULL, NULL, "Trigger", "TACK", "Beamforming Report Poll",
                     "VHT/HE NDP Announcement", "Control Frame Extension", "Control Wrapper",
                     "802.11 Block Ack Req", "802.11 Block Ack", "Power-Save poll",
                     "Request-to-send", "Clear-to-send", "Acknowledgement", "CF-End",
                     "CF-End + CF-Ack" },
  [TYPE_DATA] = { "Data", "Data + CF-Ack", "Data + CF-Poll", "Data + CF-Ack + CF-Poll",
                  "Null function (No data)", "CF-Ack", "CF-Poll", "CF-Ack + CF-Poll", "QoS Data",
                  "QoS Data + CF-Ack", "QoS Data + CF-Poll", "QoS Data + CF-Ack + CF-Poll",
                  "QoS Null function (No data)", NULL, "QoS CF-Poll", "QoS CF-Ack + CF-Poll" },
};

typedef struct {
  guint16 control;
  guint type, subtype;
  guint16 sequence;           /* control; of data and management */
  const guint8 *addresses[4]; /* NULL where the frame has none */
} Frame;

static const char *
subtype_name (const Frame *frame)
{
  const char *name = frame->type <= TYPE_DATA ? subtype_names[frame->type][frame->subtype] : NULL;

  return name != NULL ? name : "Reserved frame";
}

/* Short control frames end after one address. */
static void
read_addresses (Frame *frame, PktmonBytes *bytes)
{
  frame->addresses[0] = pktmon_bytes_take (bytes, 6);
  if (frame->type == TYPE_CONTROL) {
    if (pktmon_bytes_left (bytes) >= 6 && frame->subtype >= 8 && frame->subtype <= 11)
      frame->addresses[1] = pktmon_bytes_take (bytes, 6);
    return;
  }
  frame->addresses[1] = pktmon_bytes_take (bytes, 6);
  frame->addresses[2] = pktmon_bytes_take (bytes, 6);
  frame->sequence = pktmon_bytes_le16 (bytes);
  if ((frame->control & FLAG_TO_DS) && (frame->control & FLAG_FROM_DS))
    frame->addresses[3] = pktmon_bytes_take (bytes, 6);
}

/* Table 9-30: which address is whose depends on the way to and from the distribution system. */
static void
set_addresses (PktmonDissection *self, const Frame *frame)
{
  gboolean to = (frame->control & FLAG_TO_DS) != 0;
  gboolean from = (frame->control & FLAG_FROM_DS) != 0;
  const guint8 *source = frame->addresses[1];
  const guint8 *destination = frame->addresses[0];

  if (frame->type != TYPE_CONTROL) {
    destination = to ? frame->addresses[2] : destination;
    if (from)
      source = to ? frame->addresses[3] : frame->addresses[2];
  }
  pktmon_dissection_set_addresses (self, PKTMON_ADDRESS_MAC, source, destination);
}

/* The letters are Wireshark's; the first stands for the highest bit. */
static void
write_info (PktmonText *info, const Frame *frame)
{
  static const char letters[] = "opmPRMFT";

  pktmon_text_append (info, subtype_name (frame));
  if (frame->type != TYPE_CONTROL) {
    pktmon_text_append (info, ", SN=");
    pktmon_text_append_u64 (info, frame->sequence >> 4);
    pktmon_text_append (info, ", FN=");
    pktmon_text_append_u64 (info, frame->sequence & 15);
  }
  pktmon_text_append (info, ", Flags=");
  for (guint i = 0; i < 8; i++)
    pktmon_text_append_char (info, frame->control & 0x8000u >> i ? letters[i] : '.');
}

static void
add_ssid (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  PktmonText *info = pktmon_dissection_get_info (self);
  guint8 element = pktmon_bytes_u8 (bytes);
  guint8 size = pktmon_bytes_u8 (bytes);
  const guint8 *ssid = pktmon_bytes_take (bytes, size);

  if (bytes->failed || element != ELEMENT_SSID)
    return;
  if (info != NULL) {
    pktmon_text_append (info, ", SSID=\"");
    pktmon_text_append_foreign (info, ssid, size);
    pktmon_text_append_char (info, '"');
  }
  pktmon_dissection_add_foreign (self, "wlan.ssid", "SSID", start + 2, ssid, size);
}

/* 9.3.3: what stands before the elements, of which the first is the network's name. */
static void
dissect_management (PktmonDissection *self, PktmonBytes *bytes, const Frame *frame)
{
  static const struct {
    gsize fixed;
    gboolean has_interval;
    gboolean has_name;
  } bodies[16] = {
    [0] = { 4, FALSE, TRUE }, [2] = { 10, FALSE, TRUE }, [4] = { 0, FALSE, TRUE },
    [5] = { 12, TRUE, TRUE }, [8] = { 12, TRUE, TRUE },
  };
  PktmonText *info = pktmon_dissection_get_info (self);
  gsize start = bytes->position;

  if ((frame->control & FLAG_PROTECTED) || !bodies[frame->subtype].has_name ||
      !pktmon_bytes_skip (bytes, bodies[frame->subtype].fixed))
    return;
  if (bodies[frame->subtype].has_interval) {
    PktmonBytes fixed = *bytes;
    guint16 interval;

    fixed.position = start + 8;
    interval = pktmon_bytes_le16 (&fixed);
    pktmon_dissection_add_u64 (self, "wlan.fixed.beacon", "Beacon interval", start + 8, 2,
                               interval);
    if (info != NULL) {
      pktmon_text_append (info, ", BI=");
      pktmon_text_append_u64 (info, interval);
    }
  }
  add_ssid (self, bytes);
}

static void
follow_data (PktmonDissection *self, PktmonBytes *bytes, const Frame *frame)
{
  guint16 qos = 0;

  if (frame->subtype & SUBTYPE_QOS) {
    qos = pktmon_bytes_le16 (bytes);
    if (frame->control & FLAG_ORDER)
      pktmon_bytes_skip (bytes, 4); /* HT control */
  }
  if (!(frame->subtype & SUBTYPE_NO_DATA) && !(frame->control & FLAG_PROTECTED) &&
      !(qos & QOS_AGGREGATE) && !bytes->failed)
    self->next = pktmon_dissect_llc;
}

static void
add_fields (PktmonDissection *self, const Frame *frame, gsize start)
{
  static const char *const names[] = { "Address 1 (receiver)", "Address 2 (transmitter)",
                                       "Address 3", "Address 4" };
  static const char *const keys[] = { "wlan.ra", "wlan.ta", "wlan.bssid", "wlan.sa" };
  static const gsize offsets[] = { 4, 10, 16, 24 };

  pktmon_dissection_add_named_hex (self, "wlan.fc", "Frame control", start, 2, frame->control,
                                   subtype_name (frame));
  if (frame->type != TYPE_CONTROL) {
    pktmon_dissection_add_u64 (self, "wlan.frag", "Fragment number", start + 22, 2,
                               frame->sequence & 15);
    pktmon_dissection_add_u64 (self, "wlan.seq", "Sequence number", start + 22, 2,
                               frame->sequence >> 4);
  }
  for (guint i = 0; i < G_N_ELEMENTS (frame->addresses); i++)
    if (frame->addresses[i] != NULL)
      pktmon_dissection_add_mac (self, keys[i], names[i], start + offsets[i], frame->addresses[i]);
}

void
pktmon_dissect_wifi (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  Frame frame = { .control = pktmon_bytes_le16 (bytes) };
  PktmonText *info;

  frame.type = frame.control >> 2 & 3;
  frame.subtype = frame.control >> 4 & 15;
  pktmon_bytes_skip (bytes, 2); /* duration */
  read_addresses (&frame, bytes);
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "802.11");
  set_addresses (self, &frame);
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, &frame);
  pktmon_dissection_begin (self, "wlan", "IEEE 802.11", start, bytes->position - start);
  add_fields (self, &frame, start);
  if (frame.type == TYPE_MANAGEMENT)
    dissect_management (self, bytes, &frame);
  pktmon_dissection_end (self, bytes->position);
  if (frame.type == TYPE_DATA)
    follow_data (self, bytes, &frame);
}
