/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Waiting for events, never for a time. Each runs the default main context; a test that waits for
 * far too long fails, and says for what. */

typedef gboolean (*TestCondition) (gpointer data);

/* Until @condition holds. @what: for the message: "the packets are there". */
void test_wait (TestCondition condition, gpointer data, const char *what);
/* The same for what happens outside of this process, and gives no event. */
void test_poll (TestCondition condition, gpointer data, const char *what);
/* Until *@object, where a weak pointer is set, is NULL. */
void test_wait_gone (gpointer *object, const char *what);

G_END_DECLS
