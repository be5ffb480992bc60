/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/handover.h"

#include <gio/gdesktopappinfo.h>

#include "base/error.h"
#include "base/i18n.h"
#include "ui/picked-packets.h"

#define PROGRAM "wireshark"
#define PROGRAM_ID "org.wireshark.Wireshark.desktop"

struct _PktmonHandover {
  GObject parent_instance;

  GtkWidget *widget;
  PktmonDocument *document;
  GCancellable *cancellable; /* NULL: nothing is written */
  double fraction;
};

/* What is handed over. */
typedef struct {
  PktmonHandover *handover;
  PktmonPickedPackets *packets;
} Work;

G_DEFINE_FINAL_TYPE (PktmonHandover, pktmon_handover, G_TYPE_OBJECT)

enum { PROP_0, PROP_FRACTION, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- The program --- */

GAppInfo *
pktmon_handover_find_program (void)
{
  GDesktopAppInfo *info = g_desktop_app_info_new (PROGRAM_ID);
  g_autofree char *path = NULL;

  if (info != NULL)
    return G_APP_INFO (info);
  path = g_find_program_in_path (PROGRAM);
  if (path == NULL)
    return NULL;
  return g_app_info_create_from_commandline (PROGRAM, "Wireshark", G_APP_INFO_CREATE_NONE, NULL);
}

/* --- The end --- */

static void
set_fraction (PktmonHandover *self, double fraction)
{
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
end (PktmonHandover *self)
{
  g_clear_object (&self->cancellable);
  set_fraction (self, -1);
}

static gboolean
launch (PktmonHandover *self, GFile *file, GError **error)
{
  g_autoptr (GAppInfo) program = pktmon_handover_find_program();
  g_autoptr (GdkAppLaunchContext) context =
      gdk_display_get_app_launch_context (gtk_widget_get_display (self->widget));
  GList files = { .data = file };

  if (program != NULL)
    return g_app_info_launch (program, &files, G_APP_LAUNCH_CONTEXT (context), error);
  pktmon_error_set (error, PKTMON_ERROR_SETUP, _ ("Wireshark is not installed."),
                    _ ("Install it, or export the packets."));
  return FALSE;
}

static void
work_free (Work *work)
{
  g_object_unref (work->handover);
  pktmon_picked_packets_free (work->packets);
  g_free (work);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  PktmonHandover *self = work->handover;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = pktmon_picked_packets_write_finish (result, &error);
  g_autofree char *message = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (file != NULL)
    launch (self, file, &error);
  if (error != NULL)
    message = pktmon_error_dup_what (error);
  end (self);
  g_signal_emit (self, signals[ENDED], 0, message);
}

/* --- The beginning --- */

static void
tell_cb (double fraction, gpointer user_data)
{
  set_fraction (user_data, fraction);
}

void
pktmon_handover_start (PktmonHandover *self)
{
  PktmonPickedPackets *packets;
  Work *work;

  g_return_if_fail (PKTMON_IS_HANDOVER (self));

  pktmon_handover_cancel (self);
  packets = pktmon_picked_packets_new (self->document);
  if (packets == NULL)
    return;
  work = g_new (Work, 1);
  *work = (Work){ g_object_ref (self), packets };
  self->cancellable = g_cancellable_new();
  set_fraction (self, 0);
  pktmon_picked_packets_write_async (packets, 0, tell_cb, self, self->cancellable, written_cb,
                                     work);
}

void
pktmon_handover_cancel (PktmonHandover *self)
{
  g_return_if_fail (PKTMON_IS_HANDOVER (self));

  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  end (self);
}

/* --- Life --- */

static void
pktmon_handover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_FRACTION:
    g_value_set_double (value, PKTMON_HANDOVER (object)->fraction);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_handover_finalize (GObject *object)
{
  PktmonHandover *self = PKTMON_HANDOVER (object);

  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_handover_parent_class)->finalize (object);
}

static void
pktmon_handover_class_init (PktmonHandoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_handover_get_property;
  object_class->finalize = pktmon_handover_finalize;

  properties[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ENDED] = g_signal_new ("ended", PKTMON_TYPE_HANDOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pktmon_handover_init (PktmonHandover *self)
{
  self->fraction = -1;
}

PktmonHandover *
pktmon_handover_new (GtkWidget *widget, PktmonDocument *document)
{
  PktmonHandover *self = g_object_new (PKTMON_TYPE_HANDOVER, NULL);

  self->widget = widget;
  self->document = g_object_ref (document);
  return self;
}
