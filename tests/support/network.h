/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TestNetwork: network namespaces of one test, with names of their own; gone with everything in
 * them when it is freed. */
typedef struct {
  GPtrArray *names;
} TestNetwork;

/* Returns: (transfer full): NULL when this process may not make any; the test is then marked as
 * skipped. */
TestNetwork *test_network_new (void);
void test_network_free (TestNetwork *self);

/* Makes one more namespace, with its loopback up and without IPv6, which would send packets by
 * itself.
 * Returns: its name, which begins with @name; borrowed. */
const char *test_network_add (TestNetwork *self, const char *name);
/* Deletes the namespace before the network ends. */
void test_network_delete (TestNetwork *self, const char *name);
/* Runs "ip ARGUMENTS", which must not fail; separated by spaces. */
void test_network_ip (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestNetwork, test_network_free)

G_END_DECLS
