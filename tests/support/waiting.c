/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/waiting.h"

/* Between two looks at what gives no event. */
#define POLL_MS 20

#define DEADLINE_SECONDS 60

static gboolean
deadline_cb (gpointer data)
{
  g_error ("waited too long until %s", (const char *) data);
  return G_SOURCE_REMOVE;
}

void
test_wait (TestCondition condition, gpointer data, const char *what)
{
  guint deadline = g_timeout_add_seconds (DEADLINE_SECONDS, deadline_cb, (gpointer) what);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static gboolean
again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
test_poll (TestCondition condition, gpointer data, const char *what)
{
  guint again = g_timeout_add (POLL_MS, again_cb, NULL);

  test_wait (condition, data, what);
  g_source_remove (again);
}

void
test_wait_gone (gpointer *object, const char *what)
{
  test_wait (is_gone, object, what);
}
