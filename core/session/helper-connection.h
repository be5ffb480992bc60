/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"
#include "session/helper-launch.h"

G_BEGIN_DECLS

/* PktmonHelperConnection: the socket to a capture helper, and its process, in a main loop.
 *
 * A helper that says what is no message, too much, or nothing for too long, or that ends, is given
 * up. One thread: the one whose default main context it was when the connection was made. */
typedef struct _PktmonHelperConnection PktmonHelperConnection;

typedef struct {
  /* One message. FALSE: it makes no sense now. May close the connection. */
  gboolean (*message) (const PktmonMessage *message, gpointer user_data);
  /* The helper is given up, after the last message; the connection is closed.
   * @error: (transfer full). @gone: it will do nothing more. */
  void (*failed) (GError *error, gboolean gone, gpointer user_data);
} PktmonHelperListener;

/* @process: (transfer full): with its socket; its process may be NULL.
 * @listener: static. */
PktmonHelperConnection *pktmon_helper_connection_new (PktmonHelperProcess *process,
                                                      const PktmonHelperListener *listener,
                                                      gpointer user_data);
/* Closes the connection and frees it; no callback comes after it. */
void pktmon_helper_connection_free (PktmonHelperConnection *self);

/* Sends a message, with a duplicate of @descriptor unless that is -1. What goes wrong is told
 * later. */
void pktmon_helper_connection_send (PktmonHelperConnection *self, const PktmonMessage *message,
                                    int descriptor);
/* How long the helper may be silent from now on, and after each message; 0: for ever. */
void pktmon_helper_connection_set_patience (PktmonHelperConnection *self, guint milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonHelperConnection, pktmon_helper_connection_free)

G_END_DECLS
