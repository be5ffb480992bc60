/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "support/constraints.h"
#include "support/widget.h"
#include "ui/capture-page.h"
#include "ui/constraint-dialog.h"
#include "ui/constraint-preview.h"

/* The dialog that writes a constraint: by keyboard, with every mistake that can be made. */

typedef struct {
  TestUi *ui;
  GtkWidget *window;
  PktmonDocument *document;
  PktmonConstraintList *list;
} Fixture;

/* 500 packets to port 53 of UDP, and as many to port 443 of TCP. */
static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->ui = test_ui_new();
  self->window = GTK_WIDGET (test_ui_open_packets (self->ui, 1000));
  self->document = pktmon_window_get_document (PKTMON_WINDOW (self->window));
  self->list = pktmon_document_get_constraints (self->document);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_ui_free (self->ui);
}

static gboolean
can_apply (gpointer dialog)
{
  return gtk_widget_get_sensitive (gtk_window_get_default_widget (dialog));
}

static gboolean
shows_all_of (gpointer data)
{
  return g_list_model_get_n_items (
             G_LIST_MODEL (pktmon_document_get_list (((Fixture *) data)->document))) == 500;
}

/* --- By keyboard --- */

static void
test_keyboard (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");

  test_ui_wait_shows (dialog, "Say what packets it is about");
  g_assert_false (can_apply (dialog));
  test_ui_type ("Names");
  test_ui_press ("alt+r");
  test_ui_type ("domain");
  test_ui_wait_shows (dialog, "Would have matched 500 of the last 1,000 packets");
  g_assert_true (test_ui_shows (dialog, "port=53 name=\"Names\""));
  test_ui_press ("Tab");
  test_ui_press ("Tab");
  test_ui_type ("1000");
  test_ui_wait_shows (dialog, "Would have matched 1 of the last 1,000 packets");
  test_ui_press ("ctrl+a");
  test_ui_press ("Delete");
  test_ui_wait_shows (dialog, "Would have matched 500 of");
  test_ui_save_screenshot (dialog, "constraint-dialog");
  test_ui_press ("Return");
  test_constraints_wait_closed (self->window);
  test_constraints_check (self->list, "port=53 name=\"Names\"");
  test_wait (shows_all_of, self, "only these packets are shown");
}

static void
test_cancel (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");

  test_constraints_set_text (dialog, "port", "53");
  test_wait (can_apply, dialog, "it can be added");
  test_ui_press ("Escape");
  test_constraints_wait_closed (self->window);
  test_constraints_check (self->list, "");
  /* What is incomplete is not added. */
  test_constraints_open (self->window, "ctrl+k");
  test_ui_press ("Return");
  test_ui_press ("Escape");
  test_constraints_wait_closed (self->window);
  test_constraints_check (self->list, "");
}

static void
test_switches (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");

  test_ui_press ("alt+x"); /* exclude */
  test_ui_press ("alt+b"); /* enabled */
  g_assert_false (can_apply (dialog));
  test_ui_press ("alt+h"); /* heartbeat */
  test_ui_wait_shows (dialog, "heartbeat exclude disabled");
  test_ui_press ("alt+p");
  test_ui_type ("17");
  test_ui_wait_shows (dialog, "Would have left out 0 of the last 1,000 packets");
  test_ui_press ("Return");
  test_constraints_wait_closed (self->window);
  test_constraints_check (self->list, "proto=udp heartbeat exclude disabled");
}

/* --- Fields --- */

/* Every field, and what of it comes to the text form. */
static const struct {
  const char *key;
  const char *text;
  const char *normal;
} good[] = {
  { "ip", "10.0.0.0/24", "ip=10.0.0.0/24" },
  { "ip2", "10.0.0.2", "ip2=10.0.0.2" },
  { "port", "https", "port=443" },
  { "port2", "1000", "port2=1000" },
  { "proto", "6", "proto=tcp" },
  { "vlan", "4095", "vlan=4095" },
  { "mac", "02-00-00-00-00-01", "mac=02:00:00:00:00:01" },
  { "mac2", "02:00:00:00:00:02", "mac2=02:00:00:00:00:02" },
  { "ethertype", "IPv4", "ethertype=ipv4" },
  { "dscp", "AF41", "dscp=af41" },
  { "bpf", "tcp", "bpf=\"tcp\"" },
  { "name", "Über “alles”", "name=\"Über “alles”\"" },
};

static void
test_fields (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    test_constraints_set_text (dialog, good[i].key, good[i].text);
  test_wait (can_apply, dialog, "it can be added");
  test_ui_press ("Return");
  test_constraints_wait_closed (self->window);
  text = pktmon_constraint_dup_text (pktmon_constraint_list_get (self->list, 0));
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_nonnull (strstr (text, good[i].normal));
}

/* What a field cannot have, and a part of what is said about it. */
static const struct {
  const char *key;
  const char *text;
  const char *message;
} bad[] = {
  { "ip", "10.0.0", "IPv4 or IPv6" },
  { "ip", "10.0.0.1/33", "prefix length" },
  { "ip2", "2001:db8::/129", "prefix length" },
  { "ip", "localhost", "IPv4 or IPv6" },
  { "port", "65536", "0 to 65535" },
  { "port2", "-1", "0 to 65535" },
  { "port", "htttp", "https" },
  { "proto", "256", "0 to 255" },
  { "proto", "tpc", "tcp" },
  { "vlan", "4096", "0 to 4095" },
  { "mac", "02:00:00:00:00", "MAC address" },
  { "mac2", "02:00:00:00:00:0g", "MAC address" },
  { "ethertype", "0x5ff", "0x0600" },
  { "ethertype", "ipx", "arp" },
  { "dscp", "64", "0 to 63" },
  { "dscp", "af99", "af41" },
  { "vxlan-port", "0", "1 to 65535" },
  { "bpf", " ", "pcap-filter" },
};

static void
check_bad (GtkWidget *dialog, const char *key, const char *text, const char *message)
{
  GtkWidget *row = test_constraints_find_row (dialog, key);
  GtkWidget *entry = test_ui_find (row, GTK_TYPE_ENTRY);

  test_constraints_set_text (dialog, key, text);
  test_ui_wait_shows (row, message);
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_false (can_apply (dialog));
  test_constraints_set_text (dialog, key, "");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_false (test_ui_shows (row, message));
}

static void
test_bad (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");
  g_autofree char *name = g_strnfill (PKTMON_MAX_CONSTRAINT_NAME + 1, 'x');
  g_autofree char *expression = g_strnfill (PKTMON_MAX_FILTER_TEXT + 1, ' ');

  test_constraints_set_text (dialog, "mac", "02:00:00:00:00:01");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (!g_str_equal (bad[i].key, "mac"))
      check_bad (dialog, bad[i].key, bad[i].text, bad[i].message);
  check_bad (dialog, "name", name, "63 characters");
  expression[0] = 't';
  check_bad (dialog, "bpf", expression, "4096");
  g_assert_true (can_apply (dialog));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (g_str_equal (bad[i].key, "mac"))
      check_bad (dialog, bad[i].key, bad[i].text, bad[i].message);
}

/* Where libpcap cannot go on is said. */
static void
test_expression (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");
  GtkWidget *row = test_constraints_find_row (dialog, "bpf");

  test_ui_press ("alt+s");
  test_ui_type ("tcp port 443 and and udp");
  test_ui_wait_shows (row, "syntax error");
  test_ui_wait_shows (row, "character 18");
  g_assert_false (can_apply (dialog));
  test_ui_save_screenshot (dialog, "constraint-expression");
  test_ui_press ("ctrl+a");
  test_ui_type ("tcp port 443");
  test_ui_wait_shows (dialog, "Would have matched 500 of the last 1,000 packets");
  g_assert_false (test_ui_shows (row, "syntax error"));
}

/* --- Fields together --- */

static void
check_pair (GtkWidget *dialog, const char *const *fields, const char *at, const char *message)
{
  GtkWidget *row = test_constraints_find_row (dialog, at);

  for (gsize i = 0; fields[i] != NULL; i += 2)
    test_constraints_set_text (dialog, fields[i], fields[i + 1]);
  test_ui_wait_shows (row, message);
  g_assert_false (can_apply (dialog));
  for (gsize i = 0; fields[i] != NULL; i += 2)
    test_constraints_set_text (dialog, fields[i], "");
  g_assert_false (test_ui_shows (row, message));
}

static GtkWidget *
find_toggle (GtkWidget *dialog, const char *key, const char *label)
{
  GtkWidget *text = test_ui_find_text (test_constraints_find_row (dialog, key), label);

  g_assert_nonnull (text);
  return gtk_widget_get_ancestor (text, GTK_TYPE_TOGGLE_BUTTON);
}

static void
toggle (GtkWidget *dialog, const char *key, const char *label)
{
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (find_toggle (dialog, key, label));

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
test_contradictions (Fixture *self, gconstpointer user_data)
{
  static const char *const mixed[] = { "ip", "10.0.0.1", "ip2", "2001:db8::1", NULL };
  static const char *const second[] = { "port2", "53", NULL };
  static const char *const types[] = { "ethertype", "arp", "ip", "10.0.0.1", NULL };
  static const char *const protocols[] = { "proto", "icmp", "port", "53", NULL };
  static const char *const tunnels[] = { "port", "53", "vxlan-port", "4790", NULL };
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");

  check_pair (dialog, mixed, "ip2", "One address is IPv4, the other IPv6.");
  check_pair (dialog, second, "port2", "no “port”");
  check_pair (dialog, types, "ethertype", "have no “ip”");
  check_pair (dialog, protocols, "port", "Only TCP, UDP and SCTP have ports.");
  check_pair (dialog, tunnels, "vxlan-port", "means nothing without");
  test_constraints_set_text (dialog, "proto", "udp");
  toggle (dialog, "flags", "SYN");
  test_ui_wait_shows (test_constraints_find_row (dialog, "flags"), "Only TCP has flags.");
  g_assert_false (can_apply (dialog));
  test_constraints_set_text (dialog, "proto", "tcp");
  g_assert_true (can_apply (dialog));
  test_ui_save_screenshot (dialog, "constraint-flags");
}

static void
test_toggles (Fixture *self, gconstpointer user_data)
{
  static const char *const tunnels[] = { "VXLAN", "GRE", "IPIP", "GENEVE" };
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");

  toggle (dialog, "flags", "ACK");
  toggle (dialog, "flags", "SYN");
  test_ui_wait_shows (dialog, "flags=syn,ack");
  toggle (dialog, "flags", "ACK");
  for (gsize i = 0; i < G_N_ELEMENTS (tunnels); i++)
    toggle (dialog, "encap", tunnels[i]);
  test_ui_wait_shows (dialog, "flags=syn encap=any");
  toggle (dialog, "encap", "GRE");
  toggle (dialog, "encap", "IPIP");
  test_constraints_set_text (dialog, "vxlan-port", "8472");
  test_ui_wait_shows (dialog, "flags=syn encap=vxlan,geneve vxlan-port=8472");
  test_ui_press ("Return");
  test_constraints_wait_closed (self->window);
  test_constraints_check (self->list, "flags=syn encap=vxlan,geneve vxlan-port=8472");
}

/* Each name once, with its number. */
static void
test_names (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");
  GtkWidget *row = test_constraints_find_row (dialog, "dscp");
  GtkWidget *button = test_ui_find (row, GTK_TYPE_MENU_BUTTON);
  GtkPopover *names = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  test_ui_wait_shows (GTK_WIDGET (names), "ef");
  g_assert_true (test_ui_shows (GTK_WIDGET (names), "46"));
  g_signal_emit_by_name (names, "chosen", "ef");
  gtk_popover_popdown (names);
  test_ui_wait_shows (dialog, "dscp=ef");
  g_assert_false (gtk_widget_get_visible (
      test_ui_find (test_constraints_find_row (dialog, "vlan"), GTK_TYPE_MENU_BUTTON)));
}

/* --- Editing, and texts --- */

static void
append (Fixture *self, const char *text)
{
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (text, NULL);

  g_assert_true (pktmon_constraint_list_append (self->list, constraint, NULL));
}

static GtkWidget *
edit (Fixture *self, guint position)
{
  GtkWidget *bar = test_constraints_find_bar (self->window, "Shown");

  test_ui_wait_painted (self->window);
  test_constraints_focus_chip (bar, position);
  return test_constraints_open (self->window, "Return");
}

static void
test_edit (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog;

  append (self, "port=53 exclude disabled");
  append (self, "ip=10.0.0.1 proto=tcp flags=syn encap=any name=\"Web\"");
  dialog = edit (self, 1);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "Edit Constraint");
  g_assert_true (test_ui_shows (dialog, "ip=10.0.0.1 proto=tcp flags=syn encap=any name=\"Web\""));
  g_assert_true (
      gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_toggle (dialog, "encap", "GRE"))));
  test_constraints_set_text (dialog, "ip", "");
  test_ui_press ("Return");
  test_constraints_wait_closed (self->window);
  test_constraints_check (self->list,
                          "port=53 exclude disabled\nproto=tcp flags=syn encap=any name=\"Web\"");
  /* One that is gone meanwhile is added anew. */
  dialog = edit (self, 0);
  pktmon_constraint_list_remove (self->list, 0);
  test_constraints_set_text (dialog, "port", "54");
  test_ui_press ("Return");
  test_constraints_wait_closed (self->window);
  test_constraints_check (self->list,
                          "proto=tcp flags=syn encap=any name=\"Web\"\nport=54 exclude disabled");
}

static void
test_texts (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");
  GdkClipboard *clipboard = gtk_widget_get_clipboard (dialog);
  g_autofree char *copied = NULL;

  gdk_clipboard_set_text (clipboard, "port=443 exclude bpf=\"tcp\" name=Web");
  test_ui_press ("ctrl+shift+v");
  test_ui_wait_shows (dialog, "Would have left out 500 of the last 1,000 packets");
  g_assert_true (test_ui_shows (dialog, "port=443 bpf=\"tcp\" exclude name=\"Web\""));
  gdk_clipboard_set_text (clipboard, "port=4433333");
  test_ui_press ("ctrl+shift+v");
  test_ui_wait_shows (dialog, "0 to 65535");
  g_assert_true (can_apply (dialog)); /* what there is stays */
  gdk_clipboard_set_text (clipboard, "\n \n");
  test_ui_press ("ctrl+shift+v");
  test_ui_wait_shows (dialog, "There is no constraint on the clipboard.");
  gdk_clipboard_set_content (clipboard, NULL);
  test_ui_press ("ctrl+shift+c");
  copied = test_widget_take_clipboard (dialog);
  g_assert_cmpstr (copied, ==, "port=443 bpf=\"tcp\" exclude name=\"Web\"");
}

/* --- Limits and ends --- */

static void
test_full (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog = test_constraints_open (self->window, "ctrl+k");

  for (guint i = 0; i < PKTMON_MAX_CONSTRAINTS; i++)
    append (self, "port=53");
  test_constraints_set_text (dialog, "port", "443");
  test_wait (can_apply, dialog, "it can be added");
  test_ui_press ("Return");
  test_ui_wait_shows (dialog, "There are 32 constraints already");
  g_assert_cmpuint (pktmon_constraint_list_get_size (self->list), ==, PKTMON_MAX_CONSTRAINTS);
  test_ui_press ("Escape");
  test_constraints_wait_closed (self->window);
  test_ui_press ("ctrl+k");
  test_ui_wait_shows (self->window, "There are 32 constraints already");
  g_assert_null (test_ui_find_window (PKTMON_TYPE_CONSTRAINT_DIALOG));
}

/* Closed while it counts, checks or pastes: nothing stays. */
static void
test_ends (Fixture *self, gconstpointer user_data)
{
  GtkWidget *page = test_ui_find (self->window, PKTMON_TYPE_CAPTURE_PAGE);

  for (guint i = 0; i < 24; i++) {
    GtkWidget *dialog;

    gtk_widget_activate_action (page, "find.constrain", NULL);
    dialog = test_ui_find_window (PKTMON_TYPE_CONSTRAINT_DIALOG);
    test_ui_watch (self->ui, dialog);
    test_constraints_set_text (dialog, i % 2 == 0 ? "bpf" : "port", i % 2 == 0 ? "tcp" : "53");
    if (i % 3 == 0)
      gtk_widget_activate_action (test_ui_find (dialog, PKTMON_TYPE_CONSTRAINT_PREVIEW),
                                  "draft.paste", NULL);
    for (guint turns = 0; turns < i; turns++)
      g_main_context_iteration (NULL, FALSE);
    gtk_window_close (GTK_WINDOW (dialog));
  }
  test_constraints_check (self->list, "");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/constraint-dialog/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("keyboard", test_keyboard);
  ADD ("cancel", test_cancel);
  ADD ("switches", test_switches);
  ADD ("fields", test_fields);
  ADD ("bad", test_bad);
  ADD ("expression", test_expression);
  ADD ("contradictions", test_contradictions);
  ADD ("toggles", test_toggles);
  ADD ("names", test_names);
  ADD ("edit", test_edit);
  ADD ("texts", test_texts);
  ADD ("full", test_full);
  ADD ("ends", test_ends);
  return g_test_run();
}
