/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The packet list of a window as its user sees it. */

/* The list with the rows, which must be somewhere below @widget. Borrowed. */
GtkWidget *test_rows_find_list (GtkWidget *widget);

/* The texts of the rows that are wholly in view, from the top: those of all visible columns, with
 * a bar between them; of a divider what it says. (transfer full) */
GStrv test_rows_dup_texts (GtkWidget *list);
/* Until the first of them begins with @text. */
void test_rows_wait_top (GtkWidget *list, const char *text);
/* Until one of them begins with @text. */
void test_rows_wait_visible (GtkWidget *list, const char *text);

G_END_DECLS
