/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/settings.h"

#include "config.h"

GSettings *
pktmon_settings_new (void)
{
  return g_settings_new (APPLICATION_ID);
}
