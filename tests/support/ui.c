/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ui.h"

#include <gdk/x11/gdkx.h>
#include <locale.h>

#include "support/capture-builder.h"
#include "support/program.h"
#include "support/temp-folder.h"
#include "ui/sidebar.h"

/* Lists that pop up may be scrolled before they have rows: GTK says so, and goes on. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        g_str_has_suffix (fields[i].value, "failed to scroll to given position. Ignoring..."))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n, user_data);
}

void
test_ui_init (int *argc, char ***argv)
{
  g_log_set_writer_func (write_log, NULL, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (argc, argv, NULL);
  g_object_set (gtk_settings_get_default(), "gtk-enable-animations", FALSE, NULL);
}

/* --- Life --- */

TestUi *
test_ui_new (void)
{
  TestUi *self = g_new0 (TestUi, 1);
  g_autoptr (GError) error = NULL;

  self->application = pktmon_application_new();
  g_application_register (G_APPLICATION (self->application), NULL, &error);
  g_assert_no_error (error);
  return self;
}

/* --- Leaks of others --- */

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>

/* What libraries allocate before the program begins is theirs; GLib's first table of quarks is left
 * behind when it grows (glib/gquark.c). Runs before their constructors. */
static void
ignore_libraries (int argc, char **argv, char **environment)
{
  __lsan_disable();
}

__attribute__ ((section (".preinit_array"),
                used)) static void (*const before_libraries) (int, char **,
                                                              char **) = ignore_libraries;

__attribute__ ((constructor)) static void
begin_looking (void)
{
  __lsan_enable();
}
#endif
#endif

/* --- What must be gone --- */

/* In whatever thread lets go of it last. */
static void
gone_cb (gpointer data, GObject *object)
{
  TestUi *self = data;

  g_atomic_int_add (&self->watched, -1);
  g_main_context_wakeup (NULL);
}

void
test_ui_watch (TestUi *self, gpointer object)
{
  g_object_weak_ref (object, gone_cb, self);
  g_atomic_int_inc (&self->watched);
}

static gboolean
all_gone (gpointer data)
{
  TestUi *self = data;

  return g_atomic_int_get (&self->watched) == 0;
}

void
test_ui_free (TestUi *self)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self->application))) != NULL)
    gtk_window_destroy (windows->data);
  test_wait (all_gone, self, "all windows and documents are gone");
  g_object_unref (self->application);
  g_free (self);
}

/* --- Opening --- */

void
test_ui_save_packets (const char *path, guint count)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_frame (builder, G_GUINT64_CONSTANT (1700000000000000) + i * 1000,
                        i % 2 == 0 ? 17 : 6, (guint16) (1000 + i), i % 2 == 0 ? 53 : 443);
  test_builder_save (builder, path);
}

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (data);
}

PktmonWindow *
test_ui_open (TestUi *self, const char *path)
{
  PktmonWindow *window = pktmon_window_new (GTK_APPLICATION (self->application),
                                            pktmon_application_get_monitor (self->application),
                                            pktmon_application_get_presets (self->application));

  test_ui_watch (self, window);
  if (path != NULL) {
    g_autoptr (GFile) file = g_file_new_for_path (path);

    pktmon_window_open (window, file);
  }
  gtk_window_present (GTK_WINDOW (window));
  test_wait (is_active, window, "the window has the focus");
  test_ui_wait_loaded (window);
  if (pktmon_window_get_document (window) != NULL) {
    test_ui_watch (self, pktmon_window_get_document (window));
    test_ui_watch (self, pktmon_document_get_store (pktmon_window_get_document (window)));
  }
  return window;
}

PktmonWindow *
test_ui_open_packets (TestUi *self, guint count)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");

  test_ui_save_packets (path, count);
  return test_ui_open (self, path);
}

/* --- Waiting --- */

static void
painted_cb (GdkFrameClock *clock, gpointer data)
{
  int *frames = data;

  (*frames)--;
}

static gboolean
is_zero (gpointer data)
{
  return *(int *) data <= 0;
}

void
test_ui_wait_painted (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  int frames = 2; /* the first one may have been begun before now */
  gulong handler;

  g_assert_nonnull (clock);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &frames);
  gdk_frame_clock_begin_updating (clock);
  test_wait (is_zero, &frames, "the window is painted");
  gdk_frame_clock_end_updating (clock);
  g_signal_handler_disconnect (clock, handler);
}

/* Parts of a capture's page come one after the other; the sidebar is the last one. */
static gboolean
has_all_parts (PktmonWindow *window)
{
  GtkWidget *sidebar = test_ui_find (GTK_WIDGET (window), PKTMON_TYPE_SIDEBAR);

  return !test_ui_is_on_page (window, "capture") ||
         (sidebar != NULL && gtk_widget_get_visible (sidebar));
}

/* All that is to be shown is: expected drops are not. */
static gboolean
shows_all (PktmonDocument *document)
{
  PktmonViewFilter *filter = pktmon_document_get_view_filter (document);
  guint64 hidden = filter != NULL ? pktmon_view_filter_get_expected (filter) : 0;

  return pktmon_packet_list_get_count (pktmon_document_get_list (document)) + hidden ==
         pktmon_store_get_count (pktmon_document_get_store (document));
}

static gboolean
is_loaded (gpointer data)
{
  PktmonDocument *document = pktmon_window_get_document (data);
  PktmonStore *store;

  if (document == NULL)
    return pktmon_window_get_file (data) == NULL || test_ui_is_on_page (data, "failure");
  store = pktmon_document_get_store (document);
  return pktmon_store_is_complete (store) && !test_ui_is_on_page (data, "opening") &&
         has_all_parts (data) && shows_all (document);
}

void
test_ui_wait_loaded (PktmonWindow *window)
{
  test_wait (is_loaded, window, "the capture is loaded");
  test_ui_wait_painted (GTK_WIDGET (window));
}

typedef struct {
  GtkWidget *widget;
  const char *text;
} TextSearch;

static gboolean
shows_text (gpointer data)
{
  const TextSearch *search = data;

  return test_ui_shows (search->widget, search->text);
}

void
test_ui_wait_shows (GtkWidget *widget, const char *text)
{
  TextSearch search = { widget, text };

  test_wait (shows_text, &search, text);
}

/* --- Looking --- */

gboolean
test_ui_is_on_page (PktmonWindow *window, const char *name)
{
  GObject *stack = gtk_widget_get_template_child (GTK_WIDGET (window), PKTMON_TYPE_WINDOW, "stack");

  return g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (stack)), name);
}

typedef gboolean (*WidgetMatch) (GtkWidget *widget, gconstpointer data);

/* The first match in the order of the tree; NULL when there is none. */
static GtkWidget *
search_widget (GtkWidget *widget, WidgetMatch matches, gconstpointer data)
{
  if (matches (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = search_widget (child, matches, data);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
has_type (GtkWidget *widget, gconstpointer data)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) data);
}

GtkWidget *
test_ui_find (GtkWidget *widget, GType type)
{
  GtkWidget *found = search_widget (widget, has_type, &type);

  if (found == NULL)
    g_error ("no %s below %s", g_type_name (type), G_OBJECT_TYPE_NAME (widget));
  return found;
}

GtkWidget *
test_ui_find_window (GType type)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels();

  for (GList *item = toplevels; item != NULL; item = item->next)
    if (g_type_is_a (G_OBJECT_TYPE (item->data), type) && gtk_widget_get_mapped (item->data))
      return item->data;
  return NULL;
}

static gboolean
has_text (GtkWidget *widget, gconstpointer data)
{
  const char *text = NULL;

  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    text = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  else if (GTK_IS_TEXT (widget))
    text = gtk_editable_get_text (GTK_EDITABLE (widget));
  return text != NULL && gtk_widget_get_mapped (widget) && strstr (text, data) != NULL;
}

GtkWidget *
test_ui_find_text (GtkWidget *widget, const char *text)
{
  return search_widget (widget, has_text, text);
}

gboolean
test_ui_shows (GtkWidget *widget, const char *text)
{
  return test_ui_find_text (widget, text) != NULL;
}

void
test_ui_save_screenshot (GtkWidget *widget, const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;

  g_assert_nonnull (g_getenv ("TEST_SCREENSHOTS"));
  g_mkdir_with_parents (g_getenv ("TEST_SCREENSHOTS"), 0755);
  path = g_strdup_printf ("%s/%s.png", g_getenv ("TEST_SCREENSHOTS"), name);
  test_ui_wait_painted (widget);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  node = gtk_snapshot_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

/* --- Acting --- */

void
test_ui_activate (GtkWidget *widget, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_true (g_action_parse_detailed_name (detailed, &name, &target, NULL));
  g_assert_true (gtk_widget_activate_action_variant (widget, name, target));
}

/* The window that has the focus by GTK's own account. */
static GtkWindow *
get_active_window (void)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels();

  for (GList *item = toplevels; item != NULL; item = item->next)
    if (gtk_window_is_active (item->data))
      return item->data;
  g_error ("no window has the focus");
}

/* Without a window manager, the server's focus may lag behind when windows come and go. */
static void
run_xdotool (const char *command, const char *argument)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (get_active_window()));
  g_autofree char *window = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));
  const char *arguments[] = { "xdotool", "windowfocus", "--sync", window, command, argument, NULL };
  g_autoptr (TestProgramResult) result = test_program_run (arguments, NULL);

  g_assert_cmpint (result->status, ==, 0);
}

typedef struct {
  PktmonDocument *document;
  const char *text;
} ExpectedFilter;

static gboolean
filter_is (gpointer data)
{
  const ExpectedFilter *expected = data;

  return g_str_equal (pktmon_document_get_filter (expected->document), expected->text);
}

void
test_ui_wait_filter (PktmonDocument *document, const char *text)
{
  ExpectedFilter expected = { document, text };

  test_wait (filter_is, &expected, text);
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

gboolean
test_ui_set_filter (PktmonDocument *document, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pktmon_document_set_filter (document, text, take_result_cb, &result);
  test_wait (is_set, &result, "the filter is checked");
  return pktmon_document_set_filter_finish (document, result, error);
}

void
test_ui_press (const char *keys)
{
  run_xdotool ("key", keys);
}

void
test_ui_type (const char *text)
{
  run_xdotool ("type", text);
}

void
test_ui_paste (GtkWidget *widget, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  test_ui_press ("ctrl+v");
}
