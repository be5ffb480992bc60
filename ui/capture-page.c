/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/capture-page.h"

#include "base/i18n.h"
#include "ui/actions.h"
#include "ui/details-view.h"
#include "ui/filter-bar.h"
#include "ui/go-to-dialog.h"
#include "ui/paned-position.h"
#include "ui/settings.h"

struct _PktmonCapturePage {
  AdwBin parent_instance;

  PktmonDocument *document;

  PktmonConstraintBar *captured;
  PktmonFilterBar *filter_bar;
  PktmonFindBar *find_bar;
  GtkPaned *paned;
  GtkStack *stack; /* above: the packets, or why there are none */
  AdwBin *packets;
  AdwBin *details;
  AdwStatusPage *nothing;
  GtkButton *show_more;
};

G_DEFINE_FINAL_TYPE (PktmonCapturePage, pktmon_capture_page, ADW_TYPE_BIN)

/* --- When nothing is shown --- */

typedef struct {
  const char *description; /* to be translated */
  const char *button;      /* likewise */
  const char *action;
} Nothing;

/* Why nothing is shown, and the way out; the filter first, as it was set last most often. */
static void
describe_nothing (PktmonCapturePage *self)
{
  static const Nothing by_filter = {
    N_ ("No packet of this capture matches the filter."),
    N_ ("_Clear Filter"),
    "find.clear-filter",
  };
  static const Nothing by_constraint = {
    N_ ("No packet of this capture satisfies the constraints."),
    N_ ("_Disable Constraints"),
    "find.disable-constraints",
  };
  static const Nothing by_expectation = {
    N_ ("All packets were dropped as it is to be expected."),
    N_ ("_Show Expected Drops"),
    "win.expected-drops",
  };
  static const Nothing by_interface = {
    N_ ("All packets came in at interfaces that are hidden."),
    N_ ("_Show All Interfaces"),
    "find.show-all",
  };
  gboolean filtered = *pktmon_document_get_filter (self->document) != '\0';
  gboolean constrained =
      pktmon_constraint_list_count_enabled (pktmon_document_get_constraints (self->document)) > 0;
  gboolean hidden = pktmon_document_get_hidden_interfaces (self->document) > 0;
  const Nothing *reason = filtered      ? &by_filter
                          : constrained ? &by_constraint
                          : hidden      ? &by_interface
                                        : &by_expectation;

  adw_status_page_set_description (self->nothing, _ (reason->description));
  gtk_button_set_label (self->show_more, _ (reason->button));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->show_more), reason->action);
}

static void
shown_changed_cb (PktmonCapturePage *self)
{
  PktmonViewFilter *filter = pktmon_document_get_view_filter (self->document);
  GListModel *list = G_LIST_MODEL (pktmon_document_get_list (self->document));
  gboolean nothing = filter != NULL && !pktmon_view_filter_is_busy (filter) &&
                     g_list_model_get_n_items (list) == 0;
  gboolean waiting = pktmon_store_get_count (pktmon_document_get_store (self->document)) == 0;

  if (nothing)
    describe_nothing (self);
  gtk_stack_set_visible_child_name (self->stack, waiting   ? "waiting"
                                                 : nothing ? "nothing"
                                                           : "packets");
}

/* Details that go do not take the keyboard focus with them. */
static void
details_visible_cb (PktmonCapturePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->details)) && focus != NULL &&
      gtk_widget_is_ancestor (focus, GTK_WIDGET (self->details)))
    gtk_widget_grab_focus (adw_bin_get_child (self->packets));
}

/* --- Actions --- */

static void
filter_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (PKTMON_CAPTURE_PAGE (widget)->filter_bar));
}

static void
clear_filter_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_document_take_filter (PKTMON_CAPTURE_PAGE (widget)->document, NULL);
}

static void
disable_constraints_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_constraint_list_disable_all (
      pktmon_document_get_constraints (PKTMON_CAPTURE_PAGE (widget)->document));
}

static void
constrain_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_constraint_bar_ask (
      pktmon_filter_bar_get_constraints (PKTMON_CAPTURE_PAGE (widget)->filter_bar));
}

/* On what is captured while it is, else on what is shown. */
static void
constrain_to_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonCapturePage *self = PKTMON_CAPTURE_PAGE (widget);
  gboolean live = pktmon_document_get_capture_constraints (self->document) != NULL;
  g_autoptr (PktmonConstraint) constraint =
      pktmon_constraint_new (g_variant_get_string (parameter, NULL), NULL);

  if (constraint != NULL)
    pktmon_constraint_bar_add (
        live ? self->captured : pktmon_filter_bar_get_constraints (self->filter_bar), constraint);
}

static void
show_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_document_show_all (PKTMON_CAPTURE_PAGE (widget)->document);
}

static void
find_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_find_bar_open (PKTMON_CAPTURE_PAGE (widget)->find_bar);
}

static void
find_next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_find_bar_find (PKTMON_CAPTURE_PAGE (widget)->find_bar, PKTMON_FIND_FORWARD);
}

static void
find_previous_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_find_bar_find (PKTMON_CAPTURE_PAGE (widget)->find_bar, PKTMON_FIND_BACKWARD);
}

/* Who is done with finding goes on with the packets. */
static void
find_bar_open_cb (PktmonCapturePage *self)
{
  gboolean open;

  g_object_get (self->find_bar, "open", &open, NULL);
  if (!open)
    gtk_widget_grab_focus (adw_bin_get_child (self->packets));
}

static void
go_to_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  gtk_window_present (
      GTK_WINDOW (pktmon_go_to_dialog_new (window, PKTMON_CAPTURE_PAGE (widget)->document)));
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "find.filter", NULL, filter_cb);
  gtk_widget_class_install_action (klass, "find.clear-filter", NULL, clear_filter_cb);
  gtk_widget_class_install_action (klass, "find.constrain", NULL, constrain_cb);
  gtk_widget_class_install_action (klass, "find.constrain-to", "s", constrain_to_cb);
  gtk_widget_class_install_action (klass, "find.disable-constraints", NULL, disable_constraints_cb);
  gtk_widget_class_install_action (klass, "find.show-all", NULL, show_all_cb);
  gtk_widget_class_install_action (klass, "find.show", NULL, find_cb);
  gtk_widget_class_install_action (klass, "find.next", NULL, find_next_cb);
  gtk_widget_class_install_action (klass, "find.previous", NULL, find_previous_cb);
  gtk_widget_class_install_action (klass, "find.go-to", NULL, go_to_cb);
}

/* --- Life --- */

static void
pktmon_capture_page_dispose (GObject *object)
{
  PktmonCapturePage *self = PKTMON_CAPTURE_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_capture_page_parent_class)->dispose (object);
}

static void
pktmon_capture_page_class_init (PktmonCapturePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_capture_page_dispose;
  g_type_ensure (PKTMON_TYPE_CONSTRAINT_BAR);
  g_type_ensure (PKTMON_TYPE_FILTER_BAR);
  g_type_ensure (PKTMON_TYPE_FIND_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/capture-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, captured);
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, find_bar);
  gtk_widget_class_bind_template_callback (widget_class, find_bar_open_cb);
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, paned);
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, stack);
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, packets);
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, details);
  gtk_widget_class_bind_template_callback (widget_class, details_visible_cb);
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, nothing);
  gtk_widget_class_bind_template_child (widget_class, PktmonCapturePage, show_more);
  install_actions (widget_class);
}

static void
pktmon_capture_page_init (PktmonCapturePage *self)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_paned_position_remember (self->paned, settings, PKTMON_SETTING_LIST_HEIGHT);
  g_settings_bind (settings, PKTMON_SETTING_DETAILS_VISIBLE, self->details, "visible",
                   G_SETTINGS_BIND_GET);
  pktmon_actions_bind_globally (GTK_WIDGET (self), "find.");
}

PktmonCapturePage *
pktmon_capture_page_new (PktmonDocument *document)
{
  PktmonCapturePage *self = g_object_new (PKTMON_TYPE_CAPTURE_PAGE, NULL);

  self->document = g_object_ref (document);
  pktmon_filter_bar_set_document (self->filter_bar, document);
  pktmon_find_bar_set_document (self->find_bar, document);
  g_signal_connect_object (document, "shown-changed", G_CALLBACK (shown_changed_cb), self,
                           G_CONNECT_SWAPPED);
  shown_changed_cb (self);
  return self;
}

static void
add_part (AdwBin *bin, GtkWidget *part)
{
  gtk_widget_set_visible (part, FALSE);
  adw_bin_set_child (bin, part);
}

void
pktmon_capture_page_set_captured (PktmonCapturePage *self, PktmonConstraintList *constraints)
{
  g_return_if_fail (PKTMON_IS_CAPTURE_PAGE (self));

  pktmon_constraint_bar_set_list (self->captured, constraints, PKTMON_CONSTRAINTS_CAPTURED,
                                  pktmon_document_get_store (self->document));
}

gboolean
pktmon_capture_page_fill (PktmonCapturePage *self)
{
  g_return_val_if_fail (PKTMON_IS_CAPTURE_PAGE (self), TRUE);

  if (adw_bin_get_child (self->packets) == NULL) {
    add_part (self->packets, GTK_WIDGET (pktmon_packet_view_new (self->document)));
    return FALSE;
  }
  if (adw_bin_get_child (self->details) == NULL)
    add_part (self->details, GTK_WIDGET (pktmon_details_view_new (self->document)));
  return TRUE;
}

gboolean
pktmon_capture_page_show_part (PktmonCapturePage *self)
{
  GtkWidget *parts[3];

  g_return_val_if_fail (PKTMON_IS_CAPTURE_PAGE (self), FALSE);

  parts[0] = GTK_WIDGET (self->filter_bar);
  parts[1] = adw_bin_get_child (self->packets);
  parts[2] = adw_bin_get_child (self->details);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (gtk_widget_get_visible (parts[i]))
      continue;
    gtk_widget_set_visible (parts[i], TRUE);
    return TRUE;
  }
  return FALSE;
}

gboolean
pktmon_capture_page_remove_part (PktmonCapturePage *self)
{
  AdwBin *const bins[] = { self->details, self->packets };

  g_return_val_if_fail (PKTMON_IS_CAPTURE_PAGE (self), FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (bins); i++) {
    if (adw_bin_get_child (bins[i]) == NULL)
      continue;
    adw_bin_set_child (bins[i], NULL);
    return TRUE;
  }
  return FALSE;
}

PktmonDocument *
pktmon_capture_page_get_document (PktmonCapturePage *self)
{
  g_return_val_if_fail (PKTMON_IS_CAPTURE_PAGE (self), NULL);

  return self->document;
}

PktmonPacketView *
pktmon_capture_page_get_packet_view (PktmonCapturePage *self)
{
  g_return_val_if_fail (PKTMON_IS_CAPTURE_PAGE (self), NULL);

  return PKTMON_PACKET_VIEW (adw_bin_get_child (self->packets));
}

PktmonFindBar *
pktmon_capture_page_get_find_bar (PktmonCapturePage *self)
{
  g_return_val_if_fail (PKTMON_IS_CAPTURE_PAGE (self), NULL);

  return self->find_bar;
}
