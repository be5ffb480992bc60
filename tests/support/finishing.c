/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/finishing.h"

#include "session/lane-filter.h"

PktmonFinisher *
test_finisher_new (GPtrArray *constraints, guint16 link_type)
{
  g_auto (PktmonLaneFilter) filter = { 0 };
  g_autofree PktmonMessage *message = g_new0 (PktmonMessage, 1);
  g_autofree guint8 *buffer = g_malloc (PKTMON_MAX_MESSAGE);
  g_autoptr (GError) error = NULL;
  PktmonFinisher *finisher;
  gsize size;

  pktmon_lane_filter_init (&filter, constraints, link_type, &error);
  g_assert_no_error (error);
  pktmon_message_init (message, PKTMON_REQUEST_SET_FILTER);
  pktmon_helper_filter_put (&filter.request, &message->set_filter.filter, &error);
  g_assert_no_error (error);
  size = pktmon_message_encode (message, buffer);
  g_assert_true (pktmon_message_decode (message, buffer, size));
  finisher = pktmon_finisher_new (&message->set_filter.filter, link_type, &error);
  g_assert_no_error (error);
  return finisher;
}
