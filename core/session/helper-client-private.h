/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/helper-client.h"
#include "session/helper-connection.h"
#include "session/spool-queue.h"

G_BEGIN_DECLS

/* A request that is not answered yet. */
typedef struct {
  PktmonMessageType type;
  guint32 source;     /* that it names; 0: none */
  int descriptor;     /* of ADD_SPOOL, owned; -1: none */
  guint64 size;       /* of that file, before the helper knows it */
  PktmonSpool *spool; /* likewise */
} PktmonHelperRequest;

struct _PktmonHelperClient {
  GObject parent_instance;

  guint deadline; /* milliseconds */
  guint16 scope;
  PktmonHelperConnection *connection; /* NULL: not yet, or not any more */
  GTask *launch;                      /* that is not finished yet */
  GSource *cancel;                    /* of that; NULL: it cannot be cancelled */
  gboolean running;
  gboolean closed;
  GQueue requests;     /* of PktmonHelperRequest, in the order of their answers */
  GHashTable *sources; /* numbers of those that are open */
  guint last_source;
  PktmonSpoolQueue *spools;
  PktmonMessage *message; /* that is sent; too large for an object */
};

void pktmon_helper_request_free (PktmonHelperRequest *self);

/* Ends the conversation, and forgets what it was about. */
void pktmon_helper_client_disconnect (PktmonHelperClient *self);
/* The launch cannot be cancelled any more. */
void pktmon_helper_client_clear_cancel (PktmonHelperClient *self);
/* How long the helper may be silent depends on what it has to say. */
void pktmon_helper_client_update_patience (PktmonHelperClient *self);
gboolean pktmon_helper_client_is_open (PktmonHelperClient *self, guint32 source);

/* Takes an answer, and emits its signal. @user_data: the client.
 * Returns: FALSE when it makes no sense. */
gboolean pktmon_helper_client_take_message (const PktmonMessage *message, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonHelperRequest, pktmon_helper_request_free)

G_END_DECLS
