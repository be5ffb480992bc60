/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"
#include "support/capture-builder.h"
#include "support/temp-folder.h"

G_BEGIN_DECLS

/* TestGrowing: a capture that grows as a test wants it, and the store that follows it. */
typedef struct {
  int descriptor;
  PktmonSpool *spool;
  PktmonStore *store;
  guint64 size;
} TestGrowing;

/* Empty, in a new file of @folder. */
TestGrowing *test_growing_new (const TestFolder *folder);
/* The store lives as long as others hold it. */
void test_growing_free (TestGrowing *self);

/* Writes bytes to the end of the file, and announces them, and whether they are the last. */
void test_growing_append (TestGrowing *self, const guint8 *data, gsize size, gboolean complete);
/* Appends what @builder has beyond what the file has. */
void test_growing_follow (TestGrowing *self, const TestBuilder *builder, gboolean complete);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestGrowing, test_growing_free)

G_END_DECLS
