/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/stream-private.h"

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "session/monitor-private.h"

/* What is to be delivered, in its order. */
typedef struct {
  PktmonStore *store; /* NULL: an event */
  guint64 delivered;  /* packets of it */
  PktmonStreamEvent event;
  GError *error; /* of the event */
  char *source;  /* likewise */
} Item;

struct _PktmonStream {
  GObject parent_instance;

  PktmonStreamConfig config;
  GRecMutex calling; /* held while functions are called */
  gboolean closed;   /* under that */
  gint attached;

  GMutex lock;
  gboolean gone; /* under the lock: closed, and nothing is to be delivered any more */
  GQueue items;  /* of Item; under the lock */
  GSource *wake; /* under the lock; NULL: nothing is to be delivered */
};

G_DEFINE_FINAL_TYPE (PktmonStream, pktmon_stream, G_TYPE_OBJECT)

static void
item_free (gpointer data)
{
  Item *item = data;

  g_clear_object (&item->store);
  g_clear_error (&item->error);
  g_free (item->source);
  g_free (item);
}

/* --- Delivery, in the chosen context --- */

/* What is next. Of a store that is complete and delivered nothing is left: it is forgotten.
 * @batch: (out), or
 * Returns: an event (transfer full); NULL with `n` 0 when there is nothing to deliver. */
static Item *
take_next (PktmonStream *self, PktmonBatch *batch)
{
  Item *event = NULL;

  *batch = (PktmonBatch){ 0 };
  g_mutex_lock (&self->lock);
  for (Item *item; event == NULL && (item = g_queue_peek_head (&self->items)) != NULL;) {
    gboolean complete = item->store == NULL || pktmon_store_is_complete (item->store);
    guint64 count = item->store != NULL ? pktmon_store_get_count (item->store) : 0;

    if (count > item->delivered) {
      *batch =
          (PktmonBatch){ g_object_ref (item->store), item->delivered, count - item->delivered };
      item->delivered = count;
      break;
    }
    /* An event is not kept waiting by a store that has no more for now. */
    if (!complete && g_queue_get_length (&self->items) == 1)
      break;
    if (item->store == NULL)
      event = g_queue_pop_head (&self->items);
    else if (complete)
      item_free (g_queue_pop_head (&self->items));
    else if (((Item *) g_queue_peek_nth (&self->items, 1))->store == NULL)
      event = g_queue_pop_nth (&self->items, 1);
    else
      break;
  }
  g_mutex_unlock (&self->lock);
  return event;
}

static gboolean
deliver_next (PktmonStream *self)
{
  PktmonBatch batch;
  Item *item = take_next (self, &batch);

  if (item != NULL) {
    item->event.error = item->error;
    item->event.source = item->source;
    if (self->config.event != NULL)
      self->config.event (self, &item->event, self->config.user_data);
    item_free (item);
    return TRUE;
  }
  if (batch.n == 0)
    return FALSE;
  if (self->config.data != NULL)
    self->config.data (self, &batch, self->config.user_data);
  g_object_unref (batch.store);
  return TRUE;
}

static gboolean
wake_cb (gpointer user_data)
{
  g_autoptr (PktmonStream) self = g_object_ref (user_data);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->wake, g_source_unref);
  g_mutex_unlock (&self->lock);
  g_rec_mutex_lock (&self->calling);
  while (!self->closed && deliver_next (self))
    ;
  g_rec_mutex_unlock (&self->calling);
  return G_SOURCE_REMOVE;
}

/* --- The session's side --- */

void
pktmon_stream_wake (PktmonStream *self)
{
  g_mutex_lock (&self->lock);
  if (self->wake == NULL) {
    self->wake = g_idle_source_new();
    g_source_set_priority (self->wake, G_PRIORITY_DEFAULT);
    g_source_set_callback (self->wake, wake_cb, g_object_ref (self), g_object_unref);
    g_source_attach (self->wake, self->config.context);
  }
  g_mutex_unlock (&self->lock);
}

static void
push (PktmonStream *self, Item *item)
{
  gboolean gone;

  g_mutex_lock (&self->lock);
  gone = self->gone;
  if (gone)
    item_free (item);
  else
    g_queue_push_tail (&self->items, item);
  g_mutex_unlock (&self->lock);
  if (!gone)
    pktmon_stream_wake (self);
}

/* Makes a warning of the oldest store that nobody has begun to read. */
static void
skip_store (PktmonStream *self)
{
  g_autofree char *number = NULL, *what = NULL;

  for (GList *link = self->items.head->next; link != NULL; link = link->next) {
    Item *item = link->data;
    guint64 count;

    if (item->store == NULL)
      continue;
    count = pktmon_store_get_count (item->store);
    number = pktmon_format_dup_count (count);
    what = g_strdup_printf (ngettext ("%s captured packet was not looked at.",
                                      "%s captured packets were not looked at.", (gulong) count),
                            number);
    g_clear_object (&item->store);
    item->event.kind = PKTMON_STREAM_WARNING;
    pktmon_error_set (&item->error, PKTMON_ERROR_IO, what, _ ("Capture less, or to a file."));
    return;
  }
}

/* A reader that is too slow does not fill the disk. */
static void
limit_stores (PktmonStream *self)
{
  g_mutex_lock (&self->lock);
  if (!self->gone && self->config.passing &&
      g_queue_get_length (&self->items) > PKTMON_MAX_PASSING_STORES)
    skip_store (self);
  g_mutex_unlock (&self->lock);
}

void
pktmon_stream_add_store (PktmonStream *self, PktmonStore *store)
{
  Item *item = g_new0 (Item, 1);

  limit_stores (self);
  item->store = g_object_ref (store);
  push (self, item);
}

void
pktmon_stream_send (PktmonStream *self, const PktmonStreamEvent *event)
{
  Item *item = g_new0 (Item, 1);

  item->event = *event;
  item->error = event->error != NULL ? g_error_copy (event->error) : NULL;
  item->source = g_strdup (event->source);
  push (self, item);
}

guint64
pktmon_stream_get_buffer_size (PktmonStream *self)
{
  return self->config.buffer_size;
}

guint
pktmon_stream_get_truncation (PktmonStream *self)
{
  return self->config.truncation;
}

gboolean
pktmon_stream_is_passing (PktmonStream *self)
{
  return self->config.passing;
}

gboolean
pktmon_stream_is_closed (PktmonStream *self)
{
  gboolean closed;

  g_rec_mutex_lock (&self->calling);
  closed = self->closed;
  g_rec_mutex_unlock (&self->calling);
  return closed;
}

gboolean
pktmon_stream_is_attached (PktmonStream *self)
{
  return g_atomic_int_get (&self->attached) != 0;
}

void
pktmon_stream_set_attached (PktmonStream *self, gboolean attached)
{
  g_atomic_int_set (&self->attached, attached);
}

/* --- The user's side --- */

/* Whether the value is good; else says what it may be. */
static gboolean
check_buffer (guint64 size, GError **error)
{
  g_autofree char *advice = NULL;

  if (size % PKTMON_STREAM_BUFFER_STEP == 0 && size <= PKTMON_MAX_CAPTURE_BUFFER)
    return TRUE;
  advice =
      g_strdup_printf (_ ("Choose a multiple of %u KB up to %u MB, or 0."),
                       PKTMON_STREAM_BUFFER_STEP / 1024, (guint) (PKTMON_MAX_CAPTURE_BUFFER >> 20));
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The stream's buffer cannot have that size."),
                    advice);
  return FALSE;
}

static gboolean
check_truncation (guint bytes, GError **error)
{
  g_autofree char *advice = NULL;

  if (bytes <= PKTMON_MAX_SNAP_LENGTH)
    return TRUE;
  advice = g_strdup_printf (_ ("Choose up to %u bytes, or 0 for whole packets."),
                            PKTMON_MAX_SNAP_LENGTH);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("That many bytes of a packet cannot be kept."),
                    advice);
  return FALSE;
}

PktmonStream *
pktmon_stream_new (PktmonMonitor *monitor, const PktmonStreamConfig *config, GError **error)
{
  PktmonStream *self;

  if (!pktmon_monitor_check_open (monitor, error) || !check_buffer (config->buffer_size, error) ||
      !check_truncation (config->truncation, error))
    return NULL;
  self = g_object_new (PKTMON_TYPE_STREAM, NULL);
  self->config = *config;
  self->config.context = config->context != NULL ? g_main_context_ref (config->context)
                                                 : g_main_context_ref_thread_default();
  pktmon_monitor_add_stream (monitor, self);
  return self;
}

void
pktmon_stream_close (PktmonStream *self)
{
  g_rec_mutex_lock (&self->calling);
  if (!self->closed) {
    self->closed = TRUE;
    if (self->config.destroy != NULL)
      self->config.destroy (self->config.user_data);
  }
  g_rec_mutex_unlock (&self->calling);
  g_mutex_lock (&self->lock);
  self->gone = TRUE;
  g_queue_clear_full (&self->items, item_free);
  g_mutex_unlock (&self->lock);
}

static void
pktmon_stream_dispose (GObject *object)
{
  pktmon_stream_close (PKTMON_STREAM (object));
  G_OBJECT_CLASS (pktmon_stream_parent_class)->dispose (object);
}

static void
pktmon_stream_finalize (GObject *object)
{
  PktmonStream *self = PKTMON_STREAM (object);

  g_clear_pointer (&self->config.context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_rec_mutex_clear (&self->calling);
  G_OBJECT_CLASS (pktmon_stream_parent_class)->finalize (object);
}

static void
pktmon_stream_class_init (PktmonStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pktmon_stream_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_stream_finalize;
}

static void
pktmon_stream_init (PktmonStream *self)
{
  g_mutex_init (&self->lock);
  g_rec_mutex_init (&self->calling);
}
