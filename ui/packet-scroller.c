/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-scroller.h"

#include "ui/packet-line.h"

/* A list is one int of pixels high; beyond that it is blank. The margin is for what GTK adds to
 * positions in it. */
#define MAX_HEIGHT (G_MAXINT - 1000000)
/* Until rows are measured. */
#define UNKNOWN_ROW_HEIGHT 64

/* GTK keeps a node for each change at the end, and visits all of them in each frame. */
#define MAX_CHANGES 1000u

/* A list view makes widgets for about 205 rows as soon as it has these: too long for one frame. One
 * that was empty gets this many in each, until it has all widgets. */
#define ROWS_A_FRAME 24u
#define MAX_WIDGETS 240u

/* Frames after a change until the list has laid out its rows, and scrolled. */
#define SETTLING_FRAMES 3u

struct _PktmonPacketScroller {
  GObject parent_instance;

  PktmonDocument *document;
  GtkWidget *list;
  GtkAdjustment *adjustment;
  gboolean follow;

  guint tick;           /* callback of the frame clock, while the list is not settled */
  guint frames;         /* since the last change of the rows */
  gboolean replaced;    /* other rows came: what moves until it settles was not the user */
  gboolean moving;      /* it is the scroller that moves */
  GdkFrameClock *clock; /* that is watched; NULL: none yet */
  gboolean in_layout;   /* it is GTK that moves, as it gives rows their places */
  guint added;          /* rows at the end that are not laid out yet */
  guint changes;        /* at the end, since they were last put together */
  guint ready;          /* rows that the list may have; G_MAXUINT: all */
  double value;         /* where the list was scrolled to last */
  double page;          /* height that it has for rows */
  gboolean pinned;      /* at its start, from where only a layout has moved it */
  gint64 moved;         /* frame after which that was */

  guint64 place;      /* packet that is to stay where it is; PKTMON_POSITION_NONE: none */
  guint place_offset; /* rows between the top and it */
  gboolean returning; /* it is to be brought back there */
  gboolean arriving;  /* it is almost there */
  guint64 waiting;    /* packet to show once there is room for rows; PKTMON_POSITION_NONE: none */
};

G_DEFINE_FINAL_TYPE (PktmonPacketScroller, pktmon_packet_scroller, G_TYPE_OBJECT)

enum { PROP_0, PROP_FOLLOW, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static PktmonPacketSelection *
selection (PktmonPacketScroller *self)
{
  return pktmon_document_get_selection (self->document);
}

static guint
count_rows (PktmonPacketScroller *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (selection (self)));
}

/* Height of each row; 0 while there is none to measure. */
static int
row_height (PktmonPacketScroller *self)
{
  GtkWidget *row = gtk_widget_get_first_child (self->list);
  int height = 0;

  if (row != NULL)
    gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  return height;
}

static guint
get_top_row (PktmonPacketScroller *self)
{
  int height = row_height (self);

  return height > 0 ? (guint) (self->value / height) : 0;
}

static double
end_value (PktmonPacketScroller *self)
{
  return gtk_adjustment_get_upper (self->adjustment) -
         gtk_adjustment_get_page_size (self->adjustment);
}

/* The one that is made, or was last. */
static gint64
get_frame (PktmonPacketScroller *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->list);

  return clock != NULL ? gdk_frame_clock_get_frame_counter (clock) : -1;
}

static void
set_value (PktmonPacketScroller *self, double value)
{
  self->moving = TRUE;
  gtk_adjustment_set_value (self->adjustment, value);
  self->moving = FALSE;
}

/* --- Keeping the place --- */

static void
scroll_to_row (PktmonPacketScroller *self, guint row)
{
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", row);
}

/* Notes which packet is to be in view: the current one, where it is now, or in the middle; without
 * one, the topmost. Once other packets are shown it is too late to ask. */
static void
note_place (PktmonPacketScroller *self)
{
  PktmonPacketList *list = pktmon_document_get_list (self->document);
  guint64 current = pktmon_document_get_current (self->document);
  guint n_rows = count_rows (self);
  int height = row_height (self);
  guint top = get_top_row (self);
  guint row, page;

  if (height <= 0 || n_rows == 0 || self->replaced || (self->returning && self->arriving))
    return;
  page = (guint) (self->page / height);
  row = pktmon_packet_list_get_row (list, current);
  self->place = current;
  self->place_offset = row >= top && row - top < page ? row - top : page / 2;
  if (current == PKTMON_POSITION_NONE) {
    self->place = pktmon_packet_list_get_position (list, MIN (top, n_rows - 1));
    self->place_offset = 0;
  }
}

static gboolean
has_focus (PktmonPacketScroller *self)
{
  GtkRoot *root = gtk_widget_get_root (self->list);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == self->list || gtk_widget_is_ancestor (focus, self->list));
}

/* The keyboard's place; the focus itself stays where it is when it is elsewhere. */
static void
move_focus (PktmonPacketScroller *self, guint row, gboolean grab)
{
  GtkWidget *widget = pktmon_packet_line_find_row (GTK_LIST_VIEW (self->list), row);

  if (widget == NULL)
    return;
  if (grab)
    gtk_widget_grab_focus (widget);
  else
    gtk_widget_set_focus_child (self->list, widget);
}

/* Packets that are still being found may have to grow and to be laid out until the place is there.
 * A row that gets the focus is scrolled to; in the next frame it is where it was. Returns: whether
 * that is the next one. */
static gboolean
return_to_place (PktmonPacketScroller *self)
{
  guint row = pktmon_packet_list_get_row (pktmon_document_get_list (self->document), self->place);
  int height = row_height (self);

  if (row >= count_rows (self) ||
      ((double) row + 1) * height > gtk_adjustment_get_upper (self->adjustment))
    return FALSE;
  if (!self->arriving) {
    self->arriving = TRUE;
    scroll_to_row (self, row);
    move_focus (self, row, has_focus (self));
    return TRUE;
  }
  self->returning = self->arriving = FALSE;
  set_value (self, (double) (row - MIN (row, self->place_offset)) * height);
  return FALSE;
}

/* --- In each frame, while something changes --- */

/* Without this, the first jump of a list leaves it blank. */
static void
wake_list (PktmonPacketScroller *self)
{
  double page = gtk_adjustment_get_page_size (self->adjustment);

  if (page > 0 && self->page <= 0)
    g_signal_emit_by_name (self->adjustment, "value-changed");
  self->page = page;
}

/* A list whose height changes keeps the row in its middle where it is; not at its start. */
static void
return_to_start (PktmonPacketScroller *self)
{
  if (self->pinned)
    set_value (self, 0);
  self->pinned = FALSE;
}

static void
limit_rows (PktmonPacketScroller *self)
{
  int height = row_height (self);

  if (height > 0)
    pktmon_packet_selection_set_max_rows (selection (self), (guint) (MAX_HEIGHT / height));
}

static void
set_ready (PktmonPacketScroller *self, guint ready)
{
  if (self->ready == ready)
    return;
  self->ready = ready;
  pktmon_packet_selection_set_ready (selection (self), ready);
}

static void
make_ready (PktmonPacketScroller *self)
{
  if (self->ready < MAX_WIDGETS)
    set_ready (self, self->ready + ROWS_A_FRAME);
  else
    set_ready (self, G_MAXUINT);
  self->added = 0; /* they were there before */
}

/* Somebody needs @row. */
static void
hurry (PktmonPacketScroller *self, guint row)
{
  if (row >= self->ready)
    set_ready (self, G_MAXUINT);
}

/* Rows behind all that have widgets may be announced again without a trace. */
static void
join_changes (PktmonPacketScroller *self)
{
  if (self->changes < MAX_CHANGES)
    return;
  self->changes = 0;
  pktmon_packet_selection_announce_again (
      selection (self), pktmon_packet_line_get_last_row (GTK_LIST_VIEW (self->list)) + 1);
}

/* At the start of a frame the height is that of the last layout, so the list stands exactly at its
 * end, one frame behind. */
static void
follow_end (PktmonPacketScroller *self)
{
  if (self->follow && !self->replaced)
    set_value (self, end_value (self));
}

/* What was to be shown before the list had any height. */
static void
show_waiting (PktmonPacketScroller *self)
{
  guint64 waiting = self->waiting;

  if (self->page <= 0 || waiting == PKTMON_POSITION_NONE)
    return;
  self->waiting = PKTMON_POSITION_NONE;
  pktmon_packet_scroller_show (self, waiting);
}

static void
update_cb (PktmonPacketScroller *self)
{
  self->in_layout = TRUE;
}

static void
paint_cb (PktmonPacketScroller *self)
{
  self->in_layout = FALSE;
}

/* In each frame the layout comes between the update, in which users scroll too, and the paint. */
static void
watch_layout (PktmonPacketScroller *self, GdkFrameClock *clock)
{
  if (clock == self->clock)
    return;
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_set_object (&self->clock, clock);
  g_signal_connect_data (clock, "update", G_CALLBACK (update_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_swapped (clock, "paint", G_CALLBACK (paint_cb), self);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (paint_cb), self);
  self->in_layout = TRUE; /* for this update, the signal came too early */
}

static gboolean
tick_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  PktmonPacketScroller *self = user_data;
  gboolean has_all = self->ready == G_MAXUINT;

  watch_layout (self, clock);
  if (self->frames > 0) {
    wake_list (self);
    return_to_start (self);
    limit_rows (self);
    self->replaced = FALSE;
    self->added = 0;
    show_waiting (self);
  }
  /* Rows from the start are not shown to who will be brought back elsewhere. */
  gtk_widget_set_opacity (self->list,
                          self->returning && (!has_all || return_to_place (self)) ? 0 : 1);
  if (self->page > 0)
    make_ready (self);
  follow_end (self);
  join_changes (self);
  if (self->frames++ < SETTLING_FRAMES || !has_all || self->arriving)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
settle (PktmonPacketScroller *self)
{
  self->frames = 0;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (self->list, tick_cb, self, NULL);
}

/* --- When other packets are shown --- */

/* Before the list itself hears of it, and the rows are gone. */
static void
before_items_changed_cb (PktmonPacketScroller *self, guint row, guint removed, guint added)
{
  if (row > 0 || removed == 0 || added > 0)
    return;
  /* A row that goes would give it to whatever is next. */
  if (has_focus (self))
    gtk_root_set_focus (gtk_widget_get_root (self->list), self->list);
  self->replaced = TRUE;
  self->returning = self->place != PKTMON_POSITION_NONE;
  self->arriving = FALSE;
  set_ready (self, 0); /* to let go of all widgets is enough for one frame */
}

static void
items_changed_cb (PktmonPacketScroller *self, guint row, guint removed, guint added)
{
  if (removed == 0) {
    self->added += added;
    self->changes++;
  }
  settle (self);
}

/* --- Following the end --- */

static gboolean
is_at_end (PktmonPacketScroller *self)
{
  return self->ready == G_MAXUINT &&
         self->value >= end_value (self) - ((double) self->added + 2) * row_height (self);
}

static void
value_changed_cb (PktmonPacketScroller *self)
{
  double before = self->value;

  self->value = gtk_adjustment_get_value (self->adjustment);
  if (self->value == before)
    return;
  if ((before <= 0 || self->pinned) && !self->moving &&
      gtk_adjustment_get_page_size (self->adjustment) != self->page) {
    self->pinned = TRUE;
    settle (self);
    return;
  }
  self->pinned = FALSE;
  self->moved = get_frame (self);
  note_place (self);
  if (self->in_layout && self->follow)
    settle (self);
  /* The key that goes to the end moves in the layout, too. */
  if (self->replaced || self->moving || (self->in_layout && self->value < before))
    return;
  self->returning = self->returning && self->in_layout;
  if (self->value < before)
    pktmon_packet_scroller_set_follow (self, FALSE);
  else if (is_at_end (self))
    pktmon_packet_scroller_set_follow (self, TRUE);
}

gboolean
pktmon_packet_scroller_get_follow (PktmonPacketScroller *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_SCROLLER (self), FALSE);

  return self->follow;
}

void
pktmon_packet_scroller_set_follow (PktmonPacketScroller *self, gboolean follow)
{
  g_return_if_fail (PKTMON_IS_PACKET_SCROLLER (self));

  follow = !!follow;
  if (self->follow == follow)
    return;
  self->follow = follow;
  settle (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOW]);
}

/* --- Going to a packet --- */

/* Into the middle, unless it is in view. */
static void
scroll_to_middle (PktmonPacketScroller *self, guint row)
{
  int height = row_height (self);
  double top = (double) row * height;

  if (top < self->value || top + height > self->value + self->page)
    set_value (self, top - (self->page - height) / 2);
}

void
pktmon_packet_scroller_show (PktmonPacketScroller *self, guint64 position)
{
  PktmonPacketList *list;
  guint row;

  g_return_if_fail (PKTMON_IS_PACKET_SCROLLER (self));

  list = pktmon_document_get_list (self->document);
  if (!pktmon_packet_list_find (list, position, &row))
    return;
  hurry (self, row);
  if (row >= count_rows (self))
    return;
  pktmon_packet_scroller_set_follow (self, FALSE);
  if (self->page <= 0) {
    self->waiting = position;
    return;
  }
  /* Until they are laid out, new rows have no place that could be scrolled to. */
  if (!self->replaced && self->moved != get_frame (self))
    scroll_to_middle (self, row);
  scroll_to_row (self, row);
  move_focus (self, row, has_focus (self));
}

/* Before others look for the row of the current packet. */
static void
current_changed_cb (PktmonPacketScroller *self)
{
  guint64 current = pktmon_document_get_current (self->document);
  guint row;

  if (!self->returning &&
      pktmon_packet_list_find (pktmon_document_get_list (self->document), current, &row))
    hurry (self, row);
  note_place (self);
}

/* The list would do this by itself only when it was empty once. */
gboolean
pktmon_packet_scroller_grab_focus (PktmonPacketScroller *self)
{
  PktmonPacketList *list;
  guint64 current;
  guint row;

  g_return_val_if_fail (PKTMON_IS_PACKET_SCROLLER (self), FALSE);

  list = pktmon_document_get_list (self->document);
  current = pktmon_document_get_current (self->document);
  row = current != PKTMON_POSITION_NONE ? pktmon_packet_list_get_row (list, current)
                                        : get_top_row (self);
  if (count_rows (self) == 0)
    return FALSE;
  hurry (self, row);
  row = pktmon_packet_list_get_packet_row (list, MIN (row, count_rows (self) - 1));
  scroll_to_row (self, row);
  move_focus (self, row, TRUE);
  return TRUE;
}

/* --- Life --- */

static void
pktmon_packet_scroller_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonPacketScroller *self = PKTMON_PACKET_SCROLLER (object);

  switch (id) {
  case PROP_FOLLOW:
    g_value_set_boolean (value, self->follow);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_packet_scroller_set_property (GObject *object, guint id, const GValue *value,
                                     GParamSpec *pspec)
{
  PktmonPacketScroller *self = PKTMON_PACKET_SCROLLER (object);

  switch (id) {
  case PROP_FOLLOW:
    pktmon_packet_scroller_set_follow (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_packet_scroller_dispose (GObject *object)
{
  PktmonPacketScroller *self = PKTMON_PACKET_SCROLLER (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->list, self->tick);
  self->tick = 0;
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_packet_scroller_parent_class)->dispose (object);
}

static void
pktmon_packet_scroller_class_init (PktmonPacketScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_packet_scroller_get_property;
  object_class->set_property = pktmon_packet_scroller_set_property;
  object_class->dispose = pktmon_packet_scroller_dispose;

  properties[PROP_FOLLOW] =
      g_param_spec_boolean ("follow", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
pktmon_packet_scroller_init (PktmonPacketScroller *self)
{
  self->place = PKTMON_POSITION_NONE;
  self->waiting = PKTMON_POSITION_NONE;
  self->moved = -1;
  self->ready = G_MAXUINT;
}

PktmonPacketScroller *
pktmon_packet_scroller_new (GtkListView *list, PktmonDocument *document)
{
  PktmonPacketScroller *self = g_object_new (PKTMON_TYPE_PACKET_SCROLLER, NULL);

  self->document = g_object_ref (document);
  self->list = GTK_WIDGET (list);
  self->adjustment = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list)));
  pktmon_packet_selection_set_max_rows (selection (self), MAX_HEIGHT / UNKNOWN_ROW_HEIGHT);
  set_ready (self, ROWS_A_FRAME);
  g_signal_connect_object (selection (self), "items-changed", G_CALLBACK (before_items_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (list, GTK_SELECTION_MODEL (selection (self)));
  g_signal_connect_object (selection (self), "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (value_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::current", G_CALLBACK (current_changed_cb), self,
                           G_CONNECT_SWAPPED);
  settle (self);
  return self;
}
