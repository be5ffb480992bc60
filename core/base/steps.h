/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* PktmonSteps: long work that other threads do in steps, with a look at it after each.
 *
 * The work belongs to the running step while there is one, and otherwise to the thread that made
 * it: nobody ever shares it, so it needs no lock. A step lasts 40 ms, the first one 10 ms, or less
 * when there is nothing more to do. All functions but pktmon_steps_is_over: the thread whose
 * default main context was the one at pktmon_steps_new; that context must run. */
typedef struct _PktmonSteps PktmonSteps;

/* Does some of the work, and asks pktmon_steps_is_over often. In any thread.
 * Returns: whether to go on at once, after the look. */
typedef gboolean (*PktmonStepFunc) (const PktmonSteps *steps, gpointer work);
/* Looks at the work between two steps. In the thread that made the steps. */
typedef void (*PktmonStepDoneFunc) (gpointer user_data);

/* Nothing runs yet. @work is freed with @free_work, in the thread that made the steps. */
PktmonSteps *pktmon_steps_new (PktmonStepFunc step, gpointer work, GDestroyNotify free_work,
                               PktmonStepDoneFunc done, gpointer user_data);
/* Returns at once: a step that runs is told to end, nobody looks at it any more, and @work is freed
 * when it has. Also from inside the look. */
void pktmon_steps_free (PktmonSteps *self);

/* Does a step, and more as long as each wants it. While one runs: does another one after it, as
 * there may be more to do than it saw. */
void pktmon_steps_run (PktmonSteps *self);

/* Whether the running step has to return. Any thread; cheap enough for every few microseconds. */
gboolean pktmon_steps_is_over (const PktmonSteps *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonSteps, pktmon_steps_free)

G_END_DECLS
