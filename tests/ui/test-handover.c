/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <utime.h>

#include "config.h"
#include "support/growing.h"
#include "support/pktmon.h"
#include "support/ui.h"
#include "ui/handover.h"
#include "ui/picked-packets.h"

/* Handing packets over, to a program that is not Wireshark but bears its name. */

typedef struct {
  TestFolder *folder;
  TestGrowing *growing;
  TestBuilder *builder;
  PktmonDocument *document;
  GtkSelectionModel *selection;
  GtkWidget *widget;
  PktmonHandover *handover;
  char *programs; /* folder in which programs are looked for */
  char *opened;   /* the capture that the program was started with */
  char *cache;    /* folder of captures */
  guint ended;
  char *message;
} Fixture;

static void
ended_cb (Fixture *self, const char *message)
{
  self->ended++;
  g_free (self->message);
  self->message = g_strdup (message);
}

static void
append (Fixture *self, guint count)
{
  for (guint i = 0; i < count; i++)
    test_builder_frame (self->builder, i, 17, (guint16) (1000 + i), 53);
  test_growing_follow (self->growing, self->builder, FALSE);
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->folder = test_folder_new();
  self->programs = test_folder_build (self->folder, "bin");
  self->opened = test_folder_build (self->folder, "opened.pcapng");
  self->cache = g_build_filename (g_get_user_cache_dir(), GETTEXT_PACKAGE, "picked", NULL);
  g_assert_cmpint (g_mkdir (self->programs, 0700), ==, 0);
  g_setenv ("PATH", self->programs, TRUE);
  self->growing = test_growing_new (self->folder);
  self->builder = test_builder_new (FALSE);
  test_builder_section (self->builder);
  test_builder_interface (self->builder, 1, 0);
  self->document = pktmon_document_new (self->growing->store, NULL);
  self->selection = GTK_SELECTION_MODEL (pktmon_document_get_selection (self->document));
  self->widget = g_object_ref_sink (gtk_label_new (NULL));
  self->handover = pktmon_handover_new (self->widget, self->document);
  g_signal_connect_swapped (self->handover, "ended", G_CALLBACK (ended_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  gpointer gone = self->handover;

  g_signal_handlers_disconnect_by_data (self->handover, self);
  pktmon_handover_cancel (self->handover);
  g_object_add_weak_pointer (gone, &gone);
  g_object_unref (self->handover);
  test_wait_gone (&gone, "the handover is gone");
  g_object_unref (self->widget);
  g_object_unref (self->document);
  test_growing_free (self->growing);
  test_builder_free (self->builder);
  test_folder_free (self->folder);
  g_free (self->programs);
  g_free (self->opened);
  g_free (self->cache);
  g_free (self->message);
}

static void
install (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->programs, "wireshark", NULL);
  g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\n/bin/cp \"$1\" '%s.part' && /bin/mv '%s.part' '%s'\n",
                       self->opened, self->opened, self->opened);

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

static gboolean
has_ended (gpointer data)
{
  return ((Fixture *) data)->ended == 1;
}

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
is_gone (gpointer path)
{
  return !exists (path);
}

/* Until @condition holds for a file, whose coming and going wakes the main loop. */
static void
wait_file (TestCondition condition, const char *path, const char *what)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileMonitor) monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);

  g_assert_nonnull (monitor);
  test_wait (condition, (gpointer) path, what);
}

static gboolean
has_rows (gpointer data)
{
  return g_list_model_get_n_items (data) > 0;
}

static guint
count_captures (Fixture *self)
{
  GDir *entries = g_dir_open (self->cache, 0, NULL);
  guint count = 0;

  while (entries != NULL && g_dir_read_name (entries) != NULL)
    count++;
  g_clear_pointer (&entries, g_dir_close);
  return count;
}

static double
get_fraction (Fixture *self)
{
  double fraction;

  g_object_get (self->handover, "fraction", &fraction, NULL);
  return fraction;
}

/* The capture may still grow: nobody waits for its end. */
static void
test_opens (Fixture *self, gconstpointer user_data)
{
  g_autoptr (TestProgramResult) result = NULL;

  install (self);
  append (self, 20);
  test_wait (has_rows, self->selection, "there are packets");
  gtk_selection_model_select_range (self->selection, 2, 3, TRUE);
  gtk_selection_model_select_item (self->selection, 9, FALSE);
  pktmon_handover_start (self->handover);
  g_assert_cmpfloat (get_fraction (self), >=, 0);
  test_wait (has_ended, self, "it is written");
  g_assert_null (self->message);
  g_assert_cmpfloat (get_fraction (self), <, 0);
  wait_file (exists, self->opened, "the program has opened it");
  result = test_pktmon_run (NULL, "read", self->opened, "--filter",
                            "src portrange 1002-1004 or src port 1009", "--count", NULL);
  test_pktmon_check_result (result, 0, "4\n", "");
  g_clear_pointer (&result, test_program_result_free);
  result = test_pktmon_run (NULL, "read", self->opened, "--count", NULL);
  test_pktmon_check_result (result, 0, "4\n", "");
}

static void
test_nothing (Fixture *self, gconstpointer user_data)
{
  pktmon_handover_start (self->handover);
  g_assert_cmpfloat (get_fraction (self), <, 0);
}

static void
test_missing (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GAppInfo) program = pktmon_handover_find_program();

  g_assert_null (program);
  append (self, 20);
  test_wait (has_rows, self->selection, "there are packets");
  gtk_selection_model_select_all (self->selection);
  pktmon_handover_start (self->handover);
  test_wait (has_ended, self, "it is refused");
  g_assert_cmpstr (self->message, ==, "Wireshark is not installed.");
}

/* Nothing is started, and nothing stays. */
static void
test_cancel (Fixture *self, gconstpointer user_data)
{
  guint before = count_captures (self);
  gpointer gone = self->handover;

  install (self);
  append (self, 5000);
  test_wait (has_rows, self->selection, "there are packets");
  gtk_selection_model_select_all (self->selection);
  pktmon_handover_start (self->handover);
  pktmon_handover_cancel (self->handover);
  g_assert_cmpfloat (get_fraction (self), <, 0);
  g_object_add_weak_pointer (gone, &gone);
  g_object_unref (self->handover);
  test_wait_gone (&gone, "the thread has ended");
  g_assert_cmpuint (self->ended, ==, 0);
  g_assert_cmpuint (count_captures (self), ==, before);
  g_assert_false (exists (self->opened));
  self->handover = pktmon_handover_new (self->widget, self->document);
}

/* Where the folder of captures should be, there is a file. */
static void
test_no_folder (Fixture *self, gconstpointer user_data)
{
  g_autofree char *aside = test_folder_build (self->folder, "aside");
  gboolean there = g_rename (self->cache, aside) == 0;
  g_autofree char *parent = g_path_get_dirname (self->cache);

  install (self);
  g_mkdir_with_parents (parent, 0700);
  g_assert_true (g_file_set_contents (self->cache, "", 0, NULL));
  append (self, 3);
  test_wait (has_rows, self->selection, "there are packets");
  gtk_selection_model_select_all (self->selection);
  pktmon_handover_start (self->handover);
  test_wait (has_ended, self, "it is refused");
  g_assert_nonnull (strstr (self->message, self->cache));
  g_assert_cmpint (g_unlink (self->cache), ==, 0);
  g_assert_true (!there || g_rename (aside, self->cache) == 0);
}

/* The next start removes what is left, but not what has been written since. */
static void
test_clean (Fixture *self, gconstpointer user_data)
{
  g_autofree char *old = g_build_filename (self->cache, "old.pcapng", NULL);
  g_autofree char *new = g_build_filename (self->cache, "new.pcapng", NULL);
  const struct utimbuf past = { 1000000000, 1000000000 };

  g_mkdir_with_parents (self->cache, 0700);
  g_assert_true (g_file_set_contents (old, "", 0, NULL));
  g_assert_true (g_file_set_contents (new, "", 0, NULL));
  g_assert_cmpint (utime (old, &past), ==, 0);
  pktmon_picked_packets_clean();
  wait_file (is_gone, old, "what was left is gone");
  g_assert_true (exists (new));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/handover/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("opens", test_opens);
  ADD ("nothing", test_nothing);
  ADD ("missing", test_missing);
  ADD ("cancel", test_cancel);
  ADD ("no-folder", test_no_folder);
  ADD ("clean", test_clean);
  return g_test_run();
}
