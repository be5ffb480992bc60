/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/failure-dialog.h"

#include <adwaita.h>

#include "base/error.h"
#include "base/i18n.h"

void
pktmon_failure_dialog_show (GtkWindow *parent, const GError *error)
{
  g_autofree char *what = pktmon_error_dup_what (error);
  GtkWidget *dialog = adw_message_dialog_new (parent, what, NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), pktmon_error_get_advice (error));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}
