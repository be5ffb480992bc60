/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-view.h"

#include <string.h>

#include "support/sources.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/source-row.h"
#include "ui/source-text.h"
#include "ui/start-page.h"

/* The tree of data sources, over real network namespaces. */

/* --- What is on the screen --- */

static GtkWidget *
get_list (TestSources *self)
{
  return test_ui_find (GTK_WIDGET (self->view), GTK_TYPE_LIST_VIEW);
}

/* The row of the list that shows the source with that id; NULL: none. */
static PktmonSourceRow *
find_row (TestSources *self, const char *id)
{
  GtkWidget *widget = gtk_widget_get_first_child (get_list (self));

  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget)) {
    GtkWidget *row = gtk_widget_get_first_child (widget);
    PktmonDataSource *source =
        PKTMON_IS_SOURCE_ROW (row) ? pktmon_source_row_get_source (PKTMON_SOURCE_ROW (row)) : NULL;

    if (source != NULL && g_str_equal (pktmon_data_source_get_id (source), id))
      return PKTMON_SOURCE_ROW (row);
  }
  return NULL;
}

static GtkWidget *
find_in_row (TestSources *self, const char *id, GType type)
{
  PktmonSourceRow *row = find_row (self, id);

  g_assert_nonnull (row);
  return test_ui_find (GTK_WIDGET (row), type);
}

typedef struct {
  TestSources *sources;
  const char *id;
} Wanted;

static gboolean
is_shown (gpointer data)
{
  const Wanted *wanted = data;

  return find_row (wanted->sources, wanted->id) != NULL;
}

static gboolean
is_not_shown (gpointer data)
{
  return !is_shown (data);
}

static void
wait_row (TestSources *self, const char *id)
{
  test_wait (is_shown, &(Wanted){ self, id }, id);
}

static void
wait_no_row (TestSources *self, const char *id)
{
  test_wait (is_not_shown, &(Wanted){ self, id }, id);
}

static GtkSingleSelection *
get_selection (TestSources *self)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (self))));
}

static char *
dup_selected (TestSources *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (get_selection (self));
  g_autoptr (PktmonDataSource) source = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  return source != NULL ? g_strdup (pktmon_data_source_get_id (source)) : NULL;
}

static void
assert_selected (TestSources *self, const char *id)
{
  g_autofree char *selected = dup_selected (self);

  g_assert_cmpstr (selected, ==, id);
}

static void
select_source (TestSources *self, const char *id)
{
  PktmonSourceRow *row = find_row (self, id);

  g_assert_nonnull (row);
  gtk_single_selection_set_selected (
      get_selection (self), gtk_tree_list_row_get_position (pktmon_source_row_get_row (row)));
  pktmon_source_row_focus (row);
  assert_selected (self, id);
}

static gboolean
is_selected (gpointer data)
{
  const Wanted *wanted = data;
  g_autofree char *selected = dup_selected (wanted->sources);

  return g_strcmp0 (selected, wanted->id) == 0;
}

static void
wait_selected (TestSources *self, const char *id)
{
  test_wait (is_selected, &(Wanted){ self, id }, id);
}

/* Shows a view with these sources and no others, which may come and go on this machine. */
static void
show_alone (TestSources *self)
{
  GtkWidget *search;

  test_sources_show (self, 900);
  search = test_ui_find (GTK_WIDGET (self->view), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (search), self->blue);
  wait_no_row (self, "ns:");
  wait_row (self, self->a);
  wait_row (self, self->b);
}

/* --- The view --- */

static void
test_live (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  g_autofree char *later = NULL, *member = NULL;

  if (self == NULL)
    return;
  test_sources_show (self, 900);
  wait_row (self, self->a);
  later = test_sources_build_id (self->blue, "later");
  member = test_sources_build_id (self->blue, "member");
  select_source (self, self->a);
  test_network_ip ("-n %s link add name later type veth peer name member", self->blue);
  wait_row (self, later);
  /* A bridge gets its first member: it can be expanded now, and is. */
  test_network_ip ("-n %s link add name bridge0 type bridge", self->blue);
  test_network_ip ("-n %s link set dev member master bridge0", self->blue);
  while (find_row (self, member) == NULL ||
         gtk_tree_list_row_get_depth (pktmon_source_row_get_row (find_row (self, member))) != 2)
    g_main_context_iteration (NULL, TRUE);
  test_network_ip ("-n %s link delete dev later", self->blue);
  wait_no_row (self, later);
  wait_no_row (self, member);
  assert_selected (self, self->a);
  test_network_ip ("-n %s link delete dev a", self->blue);
  wait_no_row (self, self->a);
  test_network_ip ("-n %s link add name a type veth peer name b", self->blue);
  wait_row (self, self->a);
  wait_selected (self, self->a);
}

/* What the user collapses stays so, even when the namespace goes and comes back. */
static void
test_expansion (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  g_autofree char *other = NULL;
  const char *red;

  if (self == NULL)
    return;
  test_sources_show (self, 900);
  wait_row (self, self->a);
  gtk_tree_list_row_set_expanded (pktmon_source_row_get_row (find_row (self, self->blue_id)),
                                  FALSE);
  wait_no_row (self, self->a);
  red = test_network_add (self->network, "red");
  other = test_sources_build_id (red, "lo");
  wait_row (self, other);
  g_assert_null (find_row (self, self->a));
  test_ui_activate (GTK_WIDGET (self->view), "sources.expand-all(true)");
  wait_row (self, self->a);
  test_ui_activate (GTK_WIDGET (self->view), "sources.expand-all(false)");
  wait_no_row (self, other);
  g_assert_nonnull (find_row (self, self->blue_id));
}

/* How far below the top of the view the row of the source with that id is. */
static double
get_place (TestSources *self, const char *id)
{
  GtkWidget *row = GTK_WIDGET (find_row (self, id));
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (row, get_list (self), 0, 0, &x, &y));
  return y;
}

/* Rows that come and go above and below leave the view where it is. */
static void
test_scroll_position (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  g_autofree char *last = NULL, *later = NULL, *middle = NULL;
  double before, height;

  if (self == NULL)
    return;
  for (guint i = 0; i < 20; i++)
    test_network_ip ("-n %s link add name x%u type veth peer name y%u", self->blue, i, i);
  test_sources_show (self, 300);
  last = test_sources_build_id (self->blue, "y19");
  later = test_sources_build_id (self->blue, "z");
  wait_row (self, last);
  middle = test_sources_build_id (self->blue, "x10");
  select_source (self, middle);
  test_ui_wait_painted (GTK_WIDGET (self->view));
  before = get_place (self, middle);
  test_network_ip ("-n %s link add name z type bridge", self->blue);
  test_network_ip ("-n %s link delete dev x0", self->blue);
  wait_row (self, later);
  g_free (later);
  later = test_sources_build_id (self->blue, "x0");
  wait_no_row (self, later);
  test_ui_wait_painted (GTK_WIDGET (self->view));
  height = gtk_widget_get_height (GTK_WIDGET (find_row (self, middle)));
  g_assert_cmpfloat_with_epsilon (get_place (self, middle), before, height / 2);
}

static void
assert_state (TestSources *self, const char *id, GtkAccessibleTristate state)
{
  GtkWidget *check = find_in_row (self, id, GTK_TYPE_CHECK_BUTTON);

  gtk_test_accessible_assert_state (check, GTK_ACCESSIBLE_STATE_CHECKED, state);
  gtk_test_accessible_assert_state (find_in_row (self, id, GTK_TYPE_TREE_EXPANDER),
                                    GTK_ACCESSIBLE_STATE_CHECKED, state);
  g_assert_cmpint (gtk_check_button_get_inconsistent (GTK_CHECK_BUTTON (check)), ==,
                   state == GTK_ACCESSIBLE_TRISTATE_MIXED);
}

static void
click_check (TestSources *self, const char *id)
{
  GtkWidget *check = find_in_row (self, id, GTK_TYPE_CHECK_BUTTON);

  g_signal_emit_by_name (check, "activate");
}

static gboolean
is_sensitive (gpointer data)
{
  return gtk_widget_is_sensitive (data);
}

static void
test_tri_state (void)
{
  g_autoptr (TestSources) self = test_sources_new();

  if (self == NULL)
    return;
  show_alone (self);
  wait_row (self, self->b);
  assert_state (self, self->blue_id, GTK_ACCESSIBLE_TRISTATE_FALSE);
  click_check (self, self->a);
  assert_state (self, self->a, GTK_ACCESSIBLE_TRISTATE_TRUE);
  assert_state (self, self->blue_id, GTK_ACCESSIBLE_TRISTATE_MIXED);
  click_check (self, self->blue_id);
  assert_state (self, self->blue_id, GTK_ACCESSIBLE_TRISTATE_TRUE);
  assert_state (self, self->lo, GTK_ACCESSIBLE_TRISTATE_TRUE);
  assert_state (self, self->b, GTK_ACCESSIBLE_TRISTATE_FALSE);
  test_ui_save_screenshot (GTK_WIDGET (self->view), "source-view");
  gtk_test_accessible_assert_property (find_in_row (self, self->a, GTK_TYPE_TREE_EXPANDER),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "veth, peer b, no carrier");
  /* Another source that can be used comes: not all are ticked any more. */
  test_network_ip ("-n %s link set dev b up", self->blue);
  test_wait (is_sensitive, find_in_row (self, self->b, GTK_TYPE_CHECK_BUTTON), "b is up");
  assert_state (self, self->blue_id, GTK_ACCESSIBLE_TRISTATE_MIXED);
  gtk_test_accessible_assert_property (find_in_row (self, self->a, GTK_TYPE_CHECK_BUTTON),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Capture from a");
}

static void
activated_cb (PktmonSourceView *view, PktmonDataSource *source, char **id)
{
  g_free (*id);
  *id = g_strdup (pktmon_data_source_get_id (source));
}

static gboolean
is_ticked (gpointer data)
{
  const Wanted *wanted = data;

  return pktmon_source_ticks_contains (wanted->sources->ticks, wanted->id);
}

static gboolean
is_not_ticked (gpointer data)
{
  return !is_ticked (data);
}

static gboolean
is_set (gpointer data)
{
  return *(char **) data != NULL;
}

static void
test_keyboard (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  g_autofree char *activated = NULL;

  if (self == NULL)
    return;
  show_alone (self);
  g_signal_connect (self->view, "activated", G_CALLBACK (activated_cb), &activated);
  wait_row (self, self->a);
  select_source (self, self->blue_id);
  test_ui_press ("Left");
  wait_no_row (self, self->a);
  test_ui_press ("Right");
  wait_row (self, self->a);
  test_ui_press ("Right");
  wait_selected (self, self->lo);
  test_ui_press ("space");
  test_wait (is_ticked, &(Wanted){ self, self->lo }, "lo is ticked");
  test_ui_press ("space");
  test_wait (is_not_ticked, &(Wanted){ self, self->lo }, "lo is not ticked");
  test_ui_press ("Left");
  wait_selected (self, self->blue_id);
  test_ui_press ("Down");
  wait_selected (self, self->lo);
  test_ui_press ("Return");
  test_wait (is_set, &activated, "a source is activated");
  g_assert_cmpstr (activated, ==, self->lo);
  test_ui_press ("ctrl+c");
  {
    g_autofree char *copied = test_widget_take_clipboard (get_list (self));

    g_assert_cmpstr (copied, ==, self->lo);
  }
}

/* Where rows begin at the right, in is to the left. */
static void
test_right_to_left (void)
{
  g_autoptr (TestSources) self = test_sources_new();

  if (self == NULL)
    return;
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  show_alone (self);
  wait_row (self, self->a);
  select_source (self, self->blue_id);
  test_ui_press ("Right");
  wait_no_row (self, self->a);
  test_ui_press ("Left");
  wait_row (self, self->a);
  test_ui_press ("Left");
  wait_selected (self, self->lo);
  test_ui_save_screenshot (GTK_WIDGET (self->view), "source-view-rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static gboolean
is_reason_open (gpointer data)
{
  const Wanted *wanted = data;
  PktmonSourceRow *row = find_row (wanted->sources, wanted->id);

  return row != NULL && test_ui_shows (GTK_WIDGET (row), "Bring it up first");
}

/* It says why, and what to do: to the eye, the pointer, and the keyboard. */
static void
test_unavailable (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  g_autofree char *details = NULL, *activated = NULL;
  GtkWidget *check, *button;

  if (self == NULL)
    return;
  show_alone (self);
  g_signal_connect (self->view, "activated", G_CALLBACK (activated_cb), &activated);
  check = find_in_row (self, self->b, GTK_TYPE_CHECK_BUTTON);
  button = find_in_row (self, self->b, GTK_TYPE_MENU_BUTTON);
  g_assert_false (gtk_widget_is_sensitive (check));
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_null (pktmon_source_dup_reason (test_sources_find (self, self->a)));
  details = pktmon_source_dup_details (test_sources_find (self, self->b));
  g_assert_nonnull (strstr (details, "The interface “b” is down."));
  g_assert_nonnull (strstr (details, "link set dev b up"));
  select_source (self, self->b);
  test_ui_press ("Return");
  test_wait (is_reason_open, &(Wanted){ self, self->b }, "the reason is open");
  g_assert_null (activated);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  test_network_ip ("-n %s link set dev b up", self->blue);
  test_wait (is_sensitive, check, "b is up");
  g_assert_false (gtk_widget_get_visible (button));
}

static void
test_search (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  GtkWidget *search;
  g_autofree char *found = NULL, *other = NULL, *zebra = NULL;

  if (self == NULL)
    return;
  test_sources_show (self, 900);
  search = test_ui_find (GTK_WIDGET (self->view), GTK_TYPE_SEARCH_ENTRY);
  for (guint i = 0; i < 12; i++)
    test_network_ip ("-n %s link add name x%u type veth peer name y%u", self->blue, i, i);
  found = test_sources_build_id (self->blue, "y11");
  other = test_sources_build_id (self->blue, "x0");
  wait_row (self, found);
  g_assert_true (gtk_widget_get_mapped (search));
  gtk_editable_set_text (GTK_EDITABLE (search), "Y11");
  wait_no_row (self, other);
  g_assert_nonnull (find_row (self, found));
  g_assert_nonnull (find_row (self, self->blue_id));
  g_assert_null (find_row (self, "ns:"));
  /* A namespace that is found is there with what is in it, and what comes is found too. */
  gtk_editable_set_text (GTK_EDITABLE (search), self->blue);
  wait_no_row (self, "if:lo");
  wait_row (self, other);
  gtk_editable_set_text (GTK_EDITABLE (search), "no such source");
  test_ui_wait_shows (GTK_WIDGET (self->view), "Nothing Found");
  test_network_ip ("-n %s link set dev x0 name zebra", self->blue);
  zebra = test_sources_build_id (self->blue, "zebra");
  gtk_editable_set_text (GTK_EDITABLE (search), "ZEBRA");
  wait_row (self, zebra);
  wait_no_row (self, found);
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  wait_row (self, "if:lo");
}

static gboolean
has_rate (gpointer data)
{
  const Wanted *wanted = data;
  float packets[PKTMON_RATE_HISTORY];
  guint n =
      pktmon_data_source_get_history (test_sources_find (wanted->sources, wanted->id), packets);

  return n >= 2 && packets[n - 1] > 0;
}

/* Rates are measured while the view is on the screen, and are read out. */
static void
test_rates (void)
{
  g_autoptr (TestSources) self = test_sources_new();
  g_autoptr (GSubprocess) ping = NULL;
  g_autofree char *details = NULL;
  PktmonRates rates;

  if (self == NULL)
    return;
  g_assert_false (pktmon_data_source_get_rates (test_sources_find (self, self->lo), &rates));
  test_sources_show (self, 900);
  wait_row (self, self->lo);
  ping = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "ip", "netns", "exec",
                           self->blue, "ping", "-i", "0.05", "127.0.0.1", NULL);
  test_wait (has_rate, &(Wanted){ self, self->lo }, "there are rates");
  g_subprocess_force_exit (ping);
  g_subprocess_wait (ping, NULL, NULL);
  details = pktmon_source_dup_details (test_sources_find (self, self->lo));
  g_assert_nonnull (strstr (details, "packets/s, "));
  test_ui_save_screenshot (GTK_WIDGET (self->view), "source-view-rates");
}

static void
test_menu (void)
{
  g_autoptr (TestSources) self = test_sources_new();

  if (self == NULL)
    return;
  show_alone (self);
  wait_row (self, self->a);
  select_source (self, self->lo);
  test_ui_activate (GTK_WIDGET (self->view), "sources.choose-only");
  test_sources_assert_chosen (self, (const char *const[]){ self->lo, NULL });
  test_ui_press ("Menu");
  test_ui_wait_shows (GTK_WIDGET (self->view), "Select Only This");
  test_ui_press ("Escape");
  test_ui_activate (GTK_WIDGET (self->view), "sources.choose-none");
  assert_state (self, self->lo, GTK_ACCESSIBLE_TRISTATE_FALSE);
}

/* --- In a window --- */

static PktmonSourceView *
get_source_view (PktmonWindow *window)
{
  return PKTMON_SOURCE_VIEW (test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_SOURCE_VIEW));
}

/* All windows without a capture show the same sources, each with ticks of its own. A window with
 * one does without. */
static void
test_windows (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *first = test_ui_open (ui, NULL);
  PktmonWindow *second = test_ui_open (ui, NULL);

  test_ui_wait_shows (GTK_WIDGET (first), "This Machine");
  test_ui_wait_shows (GTK_WIDGET (second), "This Machine");
  g_assert_true (pktmon_source_view_get_tree (get_source_view (first)) ==
                 pktmon_source_view_get_tree (get_source_view (second)));
  g_assert_true (pktmon_source_view_get_ticks (get_source_view (first)) !=
                 pktmon_source_view_get_ticks (get_source_view (second)));
  g_assert_true (pktmon_source_view_get_tree (get_source_view (first)) ==
                 pktmon_monitor_get_source_tree (pktmon_application_get_monitor (ui->application)));
  test_ui_save_screenshot (GTK_WIDGET (first), "start-page");
  test_ui_activate (GTK_WIDGET (first), "win.sidebar");
  g_assert_false (
      adw_flap_get_reveal_flap (ADW_FLAP (test_ui_find (GTK_WIDGET (first), ADW_TYPE_FLAP))));
  test_ui_activate (GTK_WIDGET (first), "win.sidebar");
}

static void
test_window_with_capture (void)
{
  g_autoptr (TestUi) ui = test_ui_new();
  PktmonWindow *window = test_ui_open_packets (ui, 10);
  GtkWidget *start = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_START_PAGE);

  g_assert_null (pktmon_start_page_get_source_view (PKTMON_START_PAGE (start)));
}

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  g_test_add_func ("/source-view/live", test_live);
  g_test_add_func ("/source-view/expansion", test_expansion);
  g_test_add_func ("/source-view/scroll-position", test_scroll_position);
  g_test_add_func ("/source-view/tri-state", test_tri_state);
  g_test_add_func ("/source-view/keyboard", test_keyboard);
  g_test_add_func ("/source-view/right-to-left", test_right_to_left);
  g_test_add_func ("/source-view/unavailable", test_unavailable);
  g_test_add_func ("/source-view/search", test_search);
  g_test_add_func ("/source-view/rates", test_rates);
  g_test_add_func ("/source-view/menu", test_menu);
  g_test_add_func ("/source-view/windows", test_windows);
  g_test_add_func ("/source-view/window-with-capture", test_window_with_capture);
  return g_test_run();
}
