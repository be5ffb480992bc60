/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/ui.h"
#include "ui/constraint-bar.h"
#include "ui/constraint-entry.h"

G_BEGIN_DECLS

/* The dialog that writes constraints, and their chips, as their user meets them. */

/* Presses @keys in @window and waits until the dialog has the focus. Borrowed. */
GtkWidget *test_constraints_open (GtkWidget *window, const char *keys);
/* Until it is gone, and @window has the focus again. */
void test_constraints_wait_closed (GtkWidget *window);
/* The dialog's row for the field @key, with its entry and its message. Borrowed. */
GtkWidget *test_constraints_find_row (GtkWidget *dialog, const char *key);
/* Writes @text into it. */
void test_constraints_set_text (GtkWidget *dialog, const char *key, const char *text);

/* The bar whose button says @title ("Captured"), mapped or not. Borrowed. */
GtkWidget *test_constraints_find_bar (GtkWidget *window, const char *title);
/* The chip at @position. Borrowed. */
GtkWidget *test_constraints_find_chip (GtkWidget *bar, guint position);
/* Gives the chip at @position the focus. */
void test_constraints_focus_chip (GtkWidget *bar, guint position);
/* Checks the text forms in a list, with line breaks between. */
void test_constraints_check (PktmonConstraintList *list, const char *texts);
/* Until they are these. */
void test_constraints_wait (PktmonConstraintList *list, const char *texts);

G_END_DECLS
