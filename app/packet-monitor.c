/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application.h"
#include "base/i18n.h"

int
main (int argc, char **argv)
{
  g_autoptr (PktmonApplication) application = NULL;

  pktmon_i18n_init();
  g_set_application_name (_ ("Packet Monitor"));
  application = pktmon_application_new();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
