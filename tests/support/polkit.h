/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What polkit answers first, and when it may ask the user. */
typedef struct {
  gboolean authorized, challenge, kept;
  gboolean then_authorized, then_challenge, dismissed;
} TestPolkitAnswers;

/* TestPolkit: a polkit that the test plays, on a system bus of its own. */
typedef struct {
  const TestPolkitAnswers *answers; /* may be changed */
  guint n_asked;
  GTestDBus *bus;
  GDBusConnection *connection;
  GDBusNodeInfo *description;
  gboolean owned;
} TestPolkit;

/* @answers: borrowed. */
TestPolkit *test_polkit_new (const TestPolkitAnswers *answers);
void test_polkit_free (TestPolkit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPolkit, test_polkit_free)

G_END_DECLS
