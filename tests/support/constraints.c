/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/constraints.h"

#include "ui/constraint-chip.h"
#include "ui/constraint-dialog.h"

static gboolean
is_open (gpointer data)
{
  GtkWidget *dialog = test_ui_find_window (PKTMON_TYPE_CONSTRAINT_DIALOG);

  return dialog != NULL && gtk_window_is_active (GTK_WINDOW (dialog));
}

GtkWidget *
test_constraints_open (GtkWidget *window, const char *keys)
{
  test_ui_press (keys);
  test_wait (is_open, NULL, "the dialog is open");
  return test_ui_find_window (PKTMON_TYPE_CONSTRAINT_DIALOG);
}

static gboolean
is_gone (gpointer data)
{
  return test_ui_find_window (PKTMON_TYPE_CONSTRAINT_DIALOG) == NULL;
}

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (data);
}

void
test_constraints_wait_closed (GtkWidget *window)
{
  test_wait (is_gone, NULL, "the dialog is closed");
  /* There is no window manager that does it. */
  gtk_window_present (GTK_WINDOW (window));
  test_wait (is_active, window, "the window has the focus again");
}

/* --- Looking --- */

static GtkWidget *
find_row (GtkWidget *widget, const char *key)
{
  GtkWidget *found = NULL;

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "key") != NULL) {
    g_autofree char *own = NULL;

    g_object_get (widget, "key", &own, NULL);
    return g_strcmp0 (own, key) == 0 ? widget : NULL;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, key);
  return found;
}

GtkWidget *
test_constraints_find_row (GtkWidget *dialog, const char *key)
{
  GtkWidget *row = find_row (dialog, key);

  g_assert_nonnull (row);
  return row;
}

void
test_constraints_set_text (GtkWidget *dialog, const char *key, const char *text)
{
  GtkWidget *row = test_constraints_find_row (dialog, key);

  gtk_editable_set_text (GTK_EDITABLE (test_ui_find (row, GTK_TYPE_ENTRY)), text);
}

static GtkWidget *
find_bar (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (PKTMON_IS_CONSTRAINT_BAR (widget)) {
    GtkWidget *button = test_ui_find (widget, GTK_TYPE_MENU_BUTTON);

    return g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (button)), title) == 0 ? widget
                                                                                        : NULL;
  }
  /* The last one is that of the capture; the page before it may have one too. */
  for (GtkWidget *child = gtk_widget_get_last_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_prev_sibling (child))
    found = find_bar (child, title);
  return found;
}

GtkWidget *
test_constraints_find_bar (GtkWidget *window, const char *title)
{
  GtkWidget *bar = find_bar (window, title);

  g_assert_nonnull (bar);
  return bar;
}

GtkWidget *
test_constraints_find_chip (GtkWidget *bar, guint position)
{
  GtkWidget *chip = test_ui_find (bar, PKTMON_TYPE_CONSTRAINT_CHIP);

  for (; position > 0; position--)
    chip = gtk_widget_get_next_sibling (chip);
  g_assert_nonnull (chip);
  return chip;
}

void
test_constraints_focus_chip (GtkWidget *bar, guint position)
{
  GtkWidget *chip = test_constraints_find_chip (bar, position);

  gtk_widget_grab_focus (chip);
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (bar)) == chip);
}

/* --- Texts --- */

static char *
dup_texts (PktmonConstraintList *list)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < pktmon_constraint_list_get_size (list); i++) {
    g_autofree char *text = pktmon_constraint_dup_text (pktmon_constraint_list_get (list, i));

    g_string_append_printf (all, "%s%s", i > 0 ? "\n" : "", text);
  }
  return g_strdup (all->str);
}

void
test_constraints_check (PktmonConstraintList *list, const char *texts)
{
  g_autofree char *own = dup_texts (list);

  g_assert_cmpstr (own, ==, texts);
}

typedef struct {
  PktmonConstraintList *list;
  const char *texts;
} Texts;

static gboolean
has_texts (gpointer data)
{
  const Texts *texts = data;
  g_autofree char *own = dup_texts (texts->list);

  return g_str_equal (own, texts->texts);
}

void
test_constraints_wait (PktmonConstraintList *list, const char *texts)
{
  Texts expected = { list, texts };

  test_wait (has_texts, &expected, texts);
}
