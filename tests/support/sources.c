/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sources.h"

#include "support/waiting.h"
#include "support/widget.h"

char *
test_sources_build_id (const char *namespace, const char *interface)
{
  return g_strdup_printf ("ns:%s/if:%s", namespace, interface);
}

TestSources *
test_sources_new (void)
{
  TestNetwork *network = test_network_new();
  TestSources *self;

  if (network == NULL)
    return NULL;
  self = g_new0 (TestSources, 1);
  self->network = network;
  self->blue = test_network_add (network, "blue");
  test_network_ip ("-n %s link add name a type veth peer name b", self->blue);
  test_network_ip ("-n %s link set dev a up", self->blue);
  self->blue_id = g_strdup_printf ("ns:%s", self->blue);
  self->lo = test_sources_build_id (self->blue, "lo");
  self->a = test_sources_build_id (self->blue, "a");
  self->b = test_sources_build_id (self->blue, "b");
  self->tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_NAMED);
  self->ticks = pktmon_source_ticks_new();
  return self;
}

void
test_sources_show (TestSources *self, int height)
{
  self->view = pktmon_source_view_new (self->tree, self->ticks);
  self->window = test_widget_show (GTK_WIDGET (self->view), 320, height);
}

void
test_sources_free (TestSources *self)
{
  gpointer tree = self->tree;

  if (self->window != NULL)
    test_widget_close (self->window);
  g_object_add_weak_pointer (tree, &tree);
  g_object_unref (self->ticks);
  g_object_unref (self->tree);
  test_wait_gone (&tree, "the tree is gone");
  test_network_free (self->network);
  g_free (self->blue_id);
  g_free (self->lo);
  g_free (self->a);
  g_free (self->b);
  g_free (self);
}

PktmonDataSource *
test_sources_find (TestSources *self, const char *id)
{
  PktmonDataSource *source = pktmon_source_tree_find (self->tree, id);

  g_assert_nonnull (source);
  return source;
}

typedef struct {
  TestSources *sources;
  const char *id;
  gboolean available;
} Wanted;

static gboolean
is_as_wanted (gpointer data)
{
  const Wanted *wanted = data;
  PktmonDataSource *source = pktmon_source_tree_find (wanted->sources->tree, wanted->id);

  return wanted->available == (source != NULL && pktmon_data_source_check_available (source, NULL));
}

void
test_sources_wait_available (TestSources *self, const char *id, gboolean available)
{
  test_wait (is_as_wanted, &(Wanted){ self, id, available },
             available ? "the source is available" : "the source is not available");
}

void
test_sources_assert_chosen (TestSources *self, const char *const *ids)
{
  g_autoptr (GPtrArray) chosen = pktmon_source_ticks_list_chosen (self->ticks, self->tree);

  g_assert_cmpuint (chosen->len, ==, g_strv_length ((char **) ids));
  for (guint i = 0; i < chosen->len; i++)
    g_assert_cmpstr (pktmon_data_source_get_id (g_ptr_array_index (chosen, i)), ==, ids[i]);
}
