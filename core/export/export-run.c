/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-run.h"

#include "base/error.h"
#include "base/i18n.h"
#include "pcapng/format.h"

/* --- The beginning --- */

static PktmonExportForm *
make_form (PktmonExportFormat format)
{
  switch (format) {
  case PKTMON_EXPORT_PCAPNG:
    return pktmon_pcapng_form_new();
  case PKTMON_EXPORT_PCAP:
    return pktmon_pcap_form_new();
  case PKTMON_EXPORT_CSV:
  case PKTMON_EXPORT_JSON:
  case PKTMON_EXPORT_TEXT:
  case PKTMON_EXPORT_C:
  case PKTMON_N_EXPORT_FORMATS:
  default:
    return pktmon_line_form_new (format);
  }
}

static void
clear (PktmonExportRun *self)
{
  self->form->klass->free (self->form);
  pktmon_export_target_free (self->target);
  g_array_unref (self->interfaces);
}

gboolean
pktmon_export_run_begin (PktmonExportRun *self, PktmonDirectory *directory, PktmonSpool *spool,
                         const char *path, GError **error)
{
  self->target = pktmon_export_target_new (path, self->options, error);
  if (self->target == NULL)
    return FALSE;
  self->directory = directory;
  self->interfaces = g_array_new (FALSE, TRUE, sizeof (PktmonExportInterface));
  self->form = make_form (self->options->format);
  self->form->options = self->options;
  self->form->target = self->target;
  self->form->directory = directory;
  self->form->spool = spool;
  self->form->interfaces = self->interfaces;
  self->form->partial =
      pktmon_export_choice_is_made (self->choice) || pktmon_export_options_is_split (self->options);
  if (self->form->klass->begin (self->form, error))
    return TRUE;
  clear (self);
  return FALSE;
}

/* --- Files --- */

/* The present file is in place. */
static void
count_file (PktmonExportRun *self)
{
  self->result.bytes += pktmon_export_form_get_size (self->form);
  self->result.packets += self->in_file;
  self->result.files++;
  self->result.kept = TRUE;
}

static gboolean
finish_file (PktmonExportRun *self, GError **error)
{
  if (!self->form->klass->flush (self->form, TRUE, error) ||
      !pktmon_export_target_finish (self->target, error))
    return FALSE;
  count_file (self);
  return TRUE;
}

static gboolean
begin_next_file (PktmonExportRun *self)
{
  if (!finish_file (self, &self->error) ||
      !pktmon_export_target_begin_next (self->target, &self->error))
    return FALSE;
  self->in_file = 0;
  self->result.kept = FALSE;
  for (guint i = 0; i < self->interfaces->len; i++)
    pktmon_export_form_get_interface (self->form, i)->packets = 0;
  return self->form->klass->begin (self->form, &self->error);
}

/* A file has at least one packet, however large that is. */
static gboolean
needs_next_file (PktmonExportRun *self, guint64 position, const PktmonRecord *record)
{
  guint64 size = self->options->split_size;

  if (self->options->split_packets > 0 && self->in_file >= self->options->split_packets)
    return TRUE;
  return size > 0 &&
         pktmon_export_form_get_size (self->form) +
                 self->form->klass->measure (self->form, position, record) >
             size &&
         self->in_file > 0;
}

/* --- The capture --- */

static void
note_interface (PktmonExportRun *self)
{
  const PktmonInterface *interface =
      pktmon_directory_get_interface (self->directory, self->interfaces->len);
  PktmonExportInterface entry = { .id = self->next_id };

  entry.kept = pktmon_export_choice_keeps_interface (self->choice, interface);
  if (entry.kept)
    self->next_id++;
  g_array_append_val (self->interfaces, entry);
}

void
pktmon_export_run_pass_sections (PktmonExportRun *self, guint64 start)
{
  guint n = pktmon_directory_get_n_interfaces (self->directory);

  while (self->interfaces->len < n &&
         pktmon_directory_get_interface (self->directory, self->interfaces->len)->section->offset <
             start)
    note_interface (self);
}

gboolean
pktmon_export_run_add_block (PktmonExportRun *self, const PktmonRecord *record, const guint8 *data)
{
  gboolean begins = record->offset == 0 || record->type == PKTMON_BLOCK_SECTION_HEADER;
  gboolean is_pcap = record->offset == 0 && record->type == 0;

  if (begins)
    self->next_id = 0;
  if (is_pcap || record->type == PKTMON_BLOCK_INTERFACE_DESCRIPTION)
    note_interface (self);
  return self->form->klass->add_block == NULL ||
         self->form->klass->add_block (self->form, record, data, &self->error);
}

gboolean
pktmon_export_run_add_packet (PktmonExportRun *self, guint64 position, const PktmonRecord *record,
                              const guint8 *data)
{
  const PktmonPacket *packet = &record->packet;
  PktmonExportInterface *interface =
      pktmon_export_form_get_interface (self->form, packet->interface->number);

  if (!interface->kept || !pktmon_export_choice_keeps (self->choice, position, packet)) {
    if (self->form->klass->see_packet != NULL)
      self->form->klass->see_packet (self->form, packet);
    return TRUE;
  }
  if (G_UNLIKELY (needs_next_file (self, position, record)) && !begin_next_file (self))
    return FALSE;
  interface->packets++;
  self->in_file++;
  return self->form->klass->add_packet (self->form, position, record, data, &self->error);
}

gboolean
pktmon_export_run_release (PktmonExportRun *self)
{
  return self->form->klass->release == NULL ||
         self->form->klass->release (self->form, &self->error);
}

static gboolean
report (PktmonExportRun *self, guint64 packets, guint64 offset)
{
  if (self->progress == NULL || self->progress (packets, offset, self->user_data))
    return TRUE;
  g_set_error_literal (&self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                       _ ("The export was cancelled."));
  return FALSE;
}

gboolean
pktmon_export_run_report (PktmonExportRun *self, guint64 packets, guint64 offset)
{
  if (self->error != NULL || !pktmon_export_run_release (self))
    return FALSE;
  if (pktmon_export_target_is_direct (self->target) &&
      !self->form->klass->flush (self->form, FALSE, &self->error))
    return FALSE;
  return report (self, packets, offset);
}

/* --- The end --- */

static gboolean
has_source (PktmonExportRun *self, const char *source)
{
  for (guint i = 0; i < self->interfaces->len; i++)
    if (pktmon_export_choice_is_source (source,
                                        pktmon_directory_get_interface (self->directory, i)))
      return TRUE;
  return FALSE;
}

static void
set_no_source (PktmonExportRun *self, const char *source)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *what = g_strdup_printf (_ ("The capture has no source “%s”."), source);
  g_autofree char *advice = NULL;

  for (guint i = 0; i < self->interfaces->len; i++) {
    const char *name = pktmon_directory_get_interface (self->directory, i)->name;

    if (name != NULL && names->len < 200)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
  }
  advice = names->len > 0
               ? g_strdup_printf (_ ("It has these: %s."), names->str)
               : g_strdup (_ ("It does not name its sources; choose packets by a filter."));
  pktmon_error_set (&self->error, PKTMON_ERROR_NOT_FOUND, what, advice);
}

static gboolean
check_sources (PktmonExportRun *self)
{
  for (gsize i = 0; self->choice->sources != NULL && self->choice->sources[i] != NULL; i++)
    if (!has_source (self, self->choice->sources[i])) {
      set_no_source (self, self->choice->sources[i]);
      return FALSE;
    }
  return TRUE;
}

/* Whether what was read before @damage is worth having. */
static gboolean
leaves_part (const GError *damage)
{
  return g_error_matches (damage, PKTMON_ERROR, PKTMON_ERROR_DAMAGED) ||
         g_error_matches (damage, PKTMON_ERROR, PKTMON_ERROR_UNSUPPORTED);
}

/* Of a capture that cannot be had again, a part is better than nothing, unless there was something.
 */
static void
keep_part (PktmonExportRun *self)
{
  gboolean full = g_error_matches (self->error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  gboolean cancelled = g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  if (!self->options->keep_part || pktmon_export_target_replaces (self->target) ||
      pktmon_export_form_get_size (self->form) == 0)
    return;
  if (cancelled)
    finish_file (self, NULL);
  else if (full && self->options->compression == PKTMON_COMPRESSION_NONE &&
           pktmon_export_target_finish (self->target, NULL))
    count_file (self);
}

gboolean
pktmon_export_run_end (PktmonExportRun *self, GError *damage, GError **error)
{
  if (self->error == NULL && damage != NULL && !leaves_part (damage))
    self->error = g_steal_pointer (&damage);
  if (self->error == NULL && check_sources (self)) {
    /* Nothing at all could be read of it. */
    if (damage == NULL || pktmon_directory_get_n_sections (self->directory) > 0)
      finish_file (self, &self->error);
    if (self->error == NULL)
      self->error = g_steal_pointer (&damage);
  } else
    keep_part (self);
  g_clear_error (&damage);
  clear (self);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
