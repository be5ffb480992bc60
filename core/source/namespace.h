/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonNamespace: a network namespace that is held open (network_namespaces(7)), so that it can be
 * entered even when its name is gone. Counted references, read only: any thread. */
typedef struct _PktmonNamespace PktmonNamespace;

/* The namespace that the program runs in. */
PktmonNamespace *pktmon_namespace_new_own (void);
/* One with a name of its own or of a process.
 * @path: what to open, such as /run/netns/blue or /proc/1/ns/net.
 * @name: stable name for ids; @description: for people, may be NULL.
 * Returns: (transfer full): NULL when there is none at @path, or none that may be opened. */
PktmonNamespace *pktmon_namespace_new (const char *path, const char *name, const char *description);
PktmonNamespace *pktmon_namespace_ref (PktmonNamespace *self);
void pktmon_namespace_unref (PktmonNamespace *self);

gboolean pktmon_namespace_is_own (const PktmonNamespace *self);
/* NULL for the program's own. Borrowed. */
const char *pktmon_namespace_get_name (const PktmonNamespace *self);
/* NULL when there is nothing to add to the name. Borrowed. */
const char *pktmon_namespace_get_description (const PktmonNamespace *self);
/* The number that tells namespaces apart. */
guint64 pktmon_namespace_get_inode (const PktmonNamespace *self);
/* Refers to it, for setns(2) and NETNSA_FD; stays the namespace's. */
int pktmon_namespace_get_descriptor (const PktmonNamespace *self);

typedef void (*PktmonNamespaceFunc) (gpointer user_data);

/* Runs @func inside the namespace and returns when it has ended. Sockets that it makes belong to
 * the namespace for good.
 * Returns: FALSE with PKTMON_ERROR_PERMISSION or _IO when it cannot be entered. */
gboolean pktmon_namespace_run (PktmonNamespace *self, PktmonNamespaceFunc func, gpointer user_data,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonNamespace, pktmon_namespace_unref)

G_END_DECLS
