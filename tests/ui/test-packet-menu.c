/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "support/growing.h"
#include "support/ui.h"
#include "ui/packet-menu.h"

/* What is offered for a packet, and for one of its values. */

typedef struct {
  TestFolder *folder;
  TestGrowing *growing;
  PktmonDocument *document;
} Fixture;

static gboolean
is_complete (gpointer store)
{
  return pktmon_store_is_complete (store);
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  self->folder = test_folder_new();
  self->growing = test_growing_new (self->folder);
  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_frame (builder, 0, 17, 1000, 53);
  test_builder_frame (builder, 1, 6, 443, 2000);
  test_growing_follow (self->growing, builder, TRUE);
  self->document = pktmon_document_new (self->growing->store, NULL);
  test_wait (is_complete, self->growing->store, "the packets are there");
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_object_unref (self->document);
  test_growing_free (self->growing);
  test_folder_free (self->folder);
}

static void
check (Fixture *self, guint64 position, const char *id, const char *expected)
{
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);

  for (guint i = 0; i < n_columns; i++)
    if (g_str_equal (columns[i].id, id)) {
      g_autofree char *filter =
          pktmon_packet_menu_dup_filter (self->document, position, &columns[i]);

      g_assert_cmpstr (filter, ==, expected);
      return;
    }
  g_assert_not_reached();
}

static void
test_values (Fixture *self, gconstpointer user_data)
{
  check (self, 0, "source", "ip src host 10.0.0.1");
  check (self, 0, "destination", "ip dst host 10.0.0.2");
  check (self, 0, "protocol", "udp");
  check (self, 1, "length", "len = 46");
  check (self, 0, "number", NULL);
  check (self, 0, "time", NULL);
  check (self, 0, "info", NULL);
  check (self, 0, "interface", NULL);
  check (self, PKTMON_POSITION_NONE, "source", NULL);
}

static char *
dup_label (GMenu *menu, int i)
{
  char *label = NULL;

  g_assert_true (g_menu_model_get_item_attribute (G_MENU_MODEL (menu), i, G_MENU_ATTRIBUTE_LABEL,
                                                  "s", &label));
  return label;
}

static void
test_filters (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new();
  g_autofree char *first = NULL;

  pktmon_packet_menu_set_filters (menu, self->document, 1);
  pktmon_packet_menu_set_filters (menu, self->document, 0);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 4);
  first = dup_label (menu, 0);
  g_assert_cmpstr (first, ==, "ip src host 10.0.0.1");
  pktmon_packet_menu_set_filters (menu, self->document, PKTMON_POSITION_NONE);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);
}

/* The labels of the section in @menu, with bars between; @last: (out) (optional): what the last one
 * would add. (transfer full) */
static char *
dup_offers (GMenu *menu, char **last)
{
  g_autoptr (GMenuModel) section =
      g_menu_model_get_item_link (G_MENU_MODEL (menu), 0, G_MENU_LINK_SECTION);
  g_autoptr (GString) all = g_string_new (NULL);

  for (int i = 0; i < g_menu_model_get_n_items (section); i++) {
    g_autofree char *label = dup_label (G_MENU (section), i);

    g_string_append_printf (all, "%s%s", i > 0 ? "|" : "", label);
    if (last != NULL) {
      g_free (*last);
      g_assert_true (
          g_menu_model_get_item_attribute (section, i, G_MENU_ATTRIBUTE_TARGET, "s", last));
    }
  }
  return g_strdup (all->str);
}

static void
test_constraints (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonConstraintList) captured = pktmon_constraint_list_new();
  g_autoptr (GMenu) menu = g_menu_new();
  g_autofree char *offers = NULL, *text = NULL, *shown = NULL, *live = NULL, *nothing = NULL;

  pktmon_packet_menu_set_constraints (menu, self->document, 0, FALSE);
  pktmon_packet_menu_set_constraints (menu, self->document, 0, TRUE);
  offers = dup_offers (menu, &text);
  g_assert_cmpstr (offers, ==, "This _Conversation|Host 10.0.0.1|Host 10.0.0.2|Port 1000|Port 53");
  g_assert_cmpstr (text, ==, "port=53 proto=udp exclude");
  shown = dup_label (menu, 0);
  g_assert_cmpstr (shown, ==, "What Is Shown");
  pktmon_document_set_capture_constraints (self->document, captured);
  pktmon_packet_menu_set_constraints (menu, self->document, 0, FALSE);
  live = dup_label (menu, 0);
  g_assert_cmpstr (live, ==, "What Is Captured");
  pktmon_packet_menu_set_constraints (menu, self->document, PKTMON_POSITION_NONE, FALSE);
  nothing = dup_offers (menu, NULL);
  g_assert_cmpstr (nothing, ==, "");
}

/* A program that is missing is named, so that its user knows what to install. */
static void
test_programs (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GMenu) menu = g_menu_new();
  g_autofree char *path = test_folder_build (self->folder, "wireshark");
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;

  g_setenv ("PATH", self->folder->path, TRUE);
  g_assert_false (pktmon_packet_menu_set_programs (menu));
  without = dup_label (menu, 0);
  g_assert_cmpstr (without, ==, "Wireshark Is Not Installed");
  g_assert_true (g_file_set_contents (path, "#!/bin/sh\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  g_assert_true (pktmon_packet_menu_set_programs (menu));
  with = dup_label (menu, 0);
  g_assert_cmpstr (with, ==, "Open in _Wireshark");
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 1);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/packet-menu/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("values", test_values);
  ADD ("filters", test_filters);
  ADD ("constraints", test_constraints);
  ADD ("programs", test_programs);
  return g_test_run();
}
