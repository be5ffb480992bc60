/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/column-choice.h"

#include "ui/columns.h"

#define USUAL_WIDTH (-1)

typedef struct {
  const PktmonListColumn *column;
  int width;
  gboolean visible;
  gboolean listed; /* in the settings */
} Entry;

static const PktmonListColumn *
find_column (const char *id)
{
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);

  for (guint i = 0; i < n_columns; i++)
    if (g_str_equal (columns[i].id, id))
      return &columns[i];
  return NULL;
}

static gboolean
find_entry (GArray *entries, const char *id, guint *position)
{
  for (*position = 0; *position < entries->len; (*position)++)
    if (g_str_equal (g_array_index (entries, Entry, *position).column->id, id))
      return TRUE;
  return FALSE;
}

static void
add_entry (GArray *entries, const char *id, int width, gboolean visible, gboolean listed)
{
  const PktmonListColumn *column = find_column (id);
  const Entry entry = { column, width, visible, listed };
  guint position;

  if (column != NULL && !find_entry (entries, id, &position))
    g_array_append_val (entries, entry);
}

/* All columns as they are: those that the settings do not know are behind the others.
 * (transfer full) */
static GArray *
load (GSettings *settings)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, PKTMON_SETTING_COLUMNS);
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);
  GVariantIter iterator;
  const char *id;
  gboolean visible;
  int width;

  g_variant_iter_init (&iterator, value);
  while (g_variant_iter_next (&iterator, "(&sib)", &id, &width, &visible))
    add_entry (entries, id, width, visible, TRUE);
  for (guint i = 0; i < n_columns; i++)
    add_entry (entries, columns[i].id, USUAL_WIDTH, TRUE, FALSE);
  return entries;
}

char **
pktmon_column_choice_dup (GSettings *settings)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new();
  g_autoptr (GArray) entries = load (settings);

  for (guint i = 0; i < entries->len; i++)
    if (g_array_index (entries, Entry, i).visible)
      g_strv_builder_add (builder, g_array_index (entries, Entry, i).column->id);
  return g_strv_builder_end (builder);
}

/* One that comes and goes by itself still does, where it may be shown. */
static void
save_entry (GVariantBuilder *builder, const Entry *entry, gboolean visible)
{
  if (visible && !entry->listed && entry->column->automatic)
    return;
  g_variant_builder_add (builder, "(sib)", entry->column->id, entry->width, visible);
}

void
pktmon_column_choice_set (GSettings *settings, char **ids)
{
  g_autoptr (GArray) entries = load (settings);
  guint n_columns = entries->len;
  GVariantBuilder builder;
  guint position;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sib)"));
  for (; ids != NULL && *ids != NULL; ids++)
    if (find_entry (entries, *ids, &position)) {
      save_entry (&builder, &g_array_index (entries, Entry, position), TRUE);
      g_array_remove_index (entries, position);
    }
  if (entries->len == n_columns) {
    g_variant_builder_clear (&builder);
    return;
  }
  for (guint i = 0; i < entries->len; i++)
    save_entry (&builder, &g_array_index (entries, Entry, i), FALSE);
  g_settings_set_value (settings, PKTMON_SETTING_COLUMNS, g_variant_builder_end (&builder));
}
