/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset/source-kind.h"

#include <net/if.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"

#define PREFIX "kind:"
#define HARDWARE "hardware"
#define LOOPBACK "loopback"

static const char *const prefixes[] = { "if:", "ns:", "stack:", "dev:" };

gboolean
pktmon_source_kind_is_kind (const char *text)
{
  return g_str_has_prefix (text, PREFIX);
}

static const char *
get_kind (const PktmonLink *link)
{
  if (link->flags & IFF_LOOPBACK)
    return LOOPBACK;
  return link->kind != NULL ? link->kind : HARDWARE;
}

gboolean
pktmon_source_kind_has (const char *text, PktmonDataSource *source)
{
  const PktmonLink *link = pktmon_data_source_get_link (source);

  g_return_val_if_fail (pktmon_source_kind_is_kind (text), FALSE);

  return link != NULL && g_str_equal (text + strlen (PREFIX), get_kind (link));
}

char *
pktmon_source_kind_dup (PktmonDataSource *source)
{
  const PktmonLink *link = pktmon_data_source_get_link (source);
  PktmonNamespace *namespace = pktmon_data_source_get_namespace (source);

  if (link == NULL || namespace == NULL || !pktmon_namespace_is_own (namespace))
    return NULL;
  return g_strconcat (PREFIX, get_kind (link), NULL);
}

static gboolean
is_kind (const char *text)
{
  gsize size = 0;

  while (g_ascii_isalnum (text[size]) || text[size] == '_' || text[size] == '-')
    size++;
  return size > 0 && text[size] == '\0';
}

static gboolean
is_id (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (text, prefixes[i]))
      return TRUE;
  return FALSE;
}

gboolean
pktmon_source_kind_check_text (const char *text, GError **error)
{
  g_autofree char *what = NULL;

  if (g_utf8_validate (text, -1, NULL) && strlen (text) <= PKTMON_MAX_SOURCE_ID &&
      (pktmon_source_kind_is_kind (text) ? is_kind (text + strlen (PREFIX)) : is_id (text)))
    return TRUE;
  what = g_strdup_printf (_ ("“%s” names no data source."), text);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Name it by its id, such as “if:eth0”, or by its kind: “kind:hardware”, "
                       "“kind:loopback”, “kind:veth”…"));
  return FALSE;
}
