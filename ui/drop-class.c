/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/drop-class.h"

#include <string.h>

#include "base/i18n.h"
#include "probe/meanings.h"

static const struct {
  const char *icon;
  const char *word; /* to be translated */
} classes[] = {
  [PKTMON_DROP_EXPECTED] = { "dialog-information-symbolic", N_ ("expected") },
  [PKTMON_DROP_SUSPICIOUS] = { "dialog-warning-symbolic", N_ ("suspicious") },
  [PKTMON_DROP_HARD] = { "dialog-error-symbolic", N_ ("hard") },
};

const char *
pktmon_drop_class_get_icon (const char *reason)
{
  return classes[pktmon_meaning_get_class (reason, strlen (reason))].icon;
}

const char *
pktmon_drop_class_get_word (const char *reason)
{
  return _ (classes[pktmon_meaning_get_class (reason, strlen (reason))].word);
}
