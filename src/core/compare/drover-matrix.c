/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/drover-matrix.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "compare/drover-matrix-lane.h"

/* How long the hosts' next questions are made in one go: a window has more to do. */
#define PUMP_US 4000

struct _DroverMatrix {
  GObject parent_instance;

  DroverLineup *lineup;
  GPtrArray *subjects;
  GPtrArray *retired; /* subjects that others have replaced; hosts may still be asked about them */
  GPtrArray *lanes;
  GPtrArray
      *machines;     /* by host, what the guests that stand for CPU modes were given; NULL if not looked at */
  GHashTable *cells; /* subject -> GPtrArray of DroverMatrixCell by target, NULL if not judged */
  gboolean started;
  gboolean stopped;
  guint pump_id;
  guint next_lane;
  guint n_still; /* lanes in a row that had nothing to do */
};

G_DEFINE_FINAL_TYPE (DroverMatrix, drover_matrix, G_TYPE_OBJECT)

enum {
  CHANGED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_matrix_finalize (GObject *object)
{
  DroverMatrix *self = DROVER_MATRIX (object);

  g_ptr_array_unref (self->lanes);
  g_ptr_array_unref (self->subjects);
  g_ptr_array_unref (self->retired);
  g_ptr_array_unref (self->machines);
  g_hash_table_unref (self->cells);
  if (self->lineup != NULL)
    g_signal_handlers_disconnect_by_data (self->lineup, self);
  g_clear_object (&self->lineup);
  G_OBJECT_CLASS (drover_matrix_parent_class)->finalize (object);
}

static void
drover_matrix_class_init (DroverMatrixClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_matrix_finalize;

  /**
   * DroverMatrix::changed:
   *
   * More cells can be told, or more subjects are known.
   */
  signals[CHANGED] =
      g_signal_new ("changed", DROVER_TYPE_MATRIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * DroverMatrix::finished:
   *
   * Every question is answered, or will not be.
   */
  signals[FINISHED] =
      g_signal_new ("finished", DROVER_TYPE_MATRIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_matrix_init (DroverMatrix *self)
{
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_matrix_lane_free);
  self->subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_matrix_subject_free);
  self->retired = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_matrix_subject_free);
  self->machines = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
}

static void
ask_all (DroverMatrix *self, DroverMatrixSubject *subject)
{
  subject->key = drover_matrix_subject_dup_key (subject);
  for (guint i = 0; i < self->lanes->len; i++)
    drover_matrix_lane_ask (self->lanes->pdata[i], subject, subject->key);
}

/**
 * drover_matrix_new:
 * @lineup: with the guests of its hosts among what was wanted
 *
 * Returns: (transfer full): a matrix of its hosts
 */
DroverMatrix *
drover_matrix_new (DroverLineup *lineup)
{
  DroverMatrix *self = g_object_new (DROVER_TYPE_MATRIX, NULL);

  self->lineup = g_object_ref (lineup);
  return self;
}

/* Behind the guests of the hosts before it. */
static guint
find_place (DroverMatrix *self, guint host)
{
  guint place = self->subjects->len;

  while (place > 0)
    {
      const DroverMatrixSubject *before = self->subjects->pdata[place - 1];

      if (before->generic || before->source <= host)
        break;
      place--;
    }
  return place;
}

static void
add_guests (DroverMatrix *self, guint host)
{
  const DroverFacts *facts = drover_lineup_get_facts (self->lineup, host);
  const DroverFactGuests *guests = drover_facts_get_guests (facts, DROVER_SIDE_SOURCE);
  guint place = find_place (self, host);

  for (guint i = 0; guests != NULL && guests->guests != NULL && i < guests->guests->len; i++)
    {
      const DroverFactGuestEntry *entry = guests->guests->pdata[i];
      DroverMatrixSubject *subject = drover_matrix_subject_new (entry->uuid, entry->name, FALSE, host);

      subject->active = entry->active;
      g_ptr_array_insert (self->subjects, (int) (place + i), subject);
      drover_matrix_lane_ask (self->lanes->pdata[host], subject, NULL);
    }
}

/* The guests of a host that stand for CPU modes; what was asked of others in their stead is of no use. */
static void
set_generic (DroverMatrix *self, guint host, const char *machine)
{
  guint n_hosts = self->lanes->len;

  g_free (self->machines->pdata[host]);
  self->machines->pdata[host] = g_strdup (machine ? machine : "");
  for (guint mode = 0; mode < drover_matrix_n_modes (); mode++)
    {
      gpointer *place = &self->subjects->pdata[mode * n_hosts + host];
      DroverMatrixSubject *subject = drover_matrix_subject_new_generic (
          mode, host, drover_lineup_get_facts (self->lineup, host), machine);

      g_hash_table_remove (self->cells, *place);
      g_ptr_array_add (self->retired, *place);
      *place = subject;
      if (subject->facts != NULL)
        ask_all (self, subject);
    }
}

/* A host that has answered joins. It may lack the machine type that the others agreed on. */
static void
join (DroverMatrix *self, guint host)
{
  guint n_hosts = self->lanes->len;
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();

  for (guint i = 0; i < n_hosts; i++)
    g_ptr_array_add (hosts, drover_lineup_get_facts (self->lineup, i));
  drover_matrix_lane_open (self->lanes->pdata[host]);
  for (guint i = 0; i < n_hosts; i++)
    {
      const char *machine = drover_matrix_choose_machine ((DroverFacts *const *) hosts->pdata, n_hosts, i);
      const char *before = self->machines->pdata[i];

      if (i == host || (before != NULL && g_strcmp0 (before, machine ? machine : "") != 0))
        set_generic (self, i, machine);
    }
  add_guests (self, host);
}

static gboolean
on_pump (gpointer user_data)
{
  DroverMatrix *self = user_data;
  gint64 end = g_get_monotonic_time () + PUMP_US;

  while (self->n_still < self->lanes->len)
    {
      gboolean moved = drover_matrix_lane_advance (self->lanes->pdata[self->next_lane]);

      self->n_still = moved ? 0 : self->n_still + 1;
      self->next_lane = (self->next_lane + 1) % self->lanes->len;
      if (g_get_monotonic_time () >= end)
        return G_SOURCE_CONTINUE;
    }
  self->pump_id = 0;
  if (self->started && drover_matrix_is_done (self))
    {
      self->started = FALSE;
      g_signal_emit (self, signals[FINISHED], 0);
    }
  return G_SOURCE_REMOVE;
}

/* Has every lane ask its next question. */
static void
pump (DroverMatrix *self)
{
  self->n_still = 0;
  if (self->pump_id == 0)
    self->pump_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_pump, g_object_ref (self), g_object_unref);
}

static void
on_learned (DroverMatrixSubject *subject, gpointer user_data)
{
  ask_all (user_data, subject);
}

static void
on_changed (gpointer user_data)
{
  g_autoptr (DroverMatrix) self = g_object_ref (user_data);

  g_signal_emit (self, signals[CHANGED], 0);
  if (self->started)
    pump (self);
}

static const DroverMatrixLaneFuncs lane_funcs = { on_learned, on_changed };

static void
on_host_finished (DroverMatrix *self, guint host)
{
  if (self->stopped || self->machines->pdata[host] != NULL)
    return;
  join (self, host);
  on_changed (self);
}

/**
 * drover_matrix_start:
 *
 * Sets out to ask all hosts, each as soon as it has been looked at: the lineup is done, or on its way.
 */
void
drover_matrix_start (DroverMatrix *self)
{
  guint n_hosts = drover_lineup_get_n_hosts (self->lineup);

  g_return_if_fail (DROVER_IS_MATRIX (self) && self->lanes->len == 0);
  for (guint i = 0; i < n_hosts; i++)
    {
      g_ptr_array_add (self->lanes, drover_matrix_lane_new (self->lineup, i, &lane_funcs, self));
      g_ptr_array_add (self->machines, NULL);
    }
  for (guint mode = 0; mode < drover_matrix_n_modes (); mode++)
    for (guint i = 0; i < n_hosts; i++)
      g_ptr_array_add (self->subjects, drover_matrix_subject_new_generic (mode, i, NULL, NULL));
  g_signal_connect_swapped (self->lineup, "host-finished", G_CALLBACK (on_host_finished), self);
  for (guint i = 0; i < n_hosts; i++)
    if (drover_lineup_is_host_done (self->lineup, i))
      join (self, i);
  self->started = TRUE;
  pump (self);
}

/**
 * drover_matrix_cancel:
 *
 * Stops asking. What was not answered stays unknown.
 */
void
drover_matrix_cancel (DroverMatrix *self)
{
  g_autoptr (GError) stopped = g_error_new_literal (DROVER_ERROR, DROVER_ERROR_CANCELLED, _ ("stopped"));

  g_return_if_fail (DROVER_IS_MATRIX (self));
  self->stopped = TRUE;
  for (guint i = 0; i < self->subjects->len; i++)
    {
      DroverMatrixSubject *subject = self->subjects->pdata[i];

      if (subject->generic && subject->facts == NULL && subject->reason == NULL)
        subject->reason = g_strdup (stopped->message);
    }
  for (guint i = 0; i < self->lanes->len; i++)
    drover_matrix_lane_give_up (self->lanes->pdata[i], stopped);
  pump (self);
}

/**
 * drover_matrix_is_done:
 *
 * Returns: whether nothing is awaited any more
 */
gboolean
drover_matrix_is_done (DroverMatrix *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (!drover_matrix_lane_is_idle (self->lanes->pdata[i]))
      return FALSE;
  return self->lanes->len > 0;
}

/**
 * drover_matrix_get_n_hosts:
 *
 * Returns: how many hosts
 */
guint
drover_matrix_get_n_hosts (DroverMatrix *self)
{
  return drover_lineup_get_n_hosts (self->lineup);
}

/**
 * drover_matrix_get_n_subjects:
 *
 * Returns: how many might move: those that stand for the CPU modes first, then the guests by host
 */
guint
drover_matrix_get_n_subjects (DroverMatrix *self)
{
  return self->subjects->len;
}

/**
 * drover_matrix_get_subject:
 *
 * Returns: (transfer none): one that might move
 */
const DroverMatrixSubject *
drover_matrix_get_subject (DroverMatrix *self, guint subject)
{
  g_return_val_if_fail (subject < self->subjects->len, NULL);
  return self->subjects->pdata[subject];
}

static DroverMatrixCell *
judge (DroverMatrix *self, const DroverMatrixSubject *subject, guint target)
{
  const DroverFacts *there = drover_matrix_lane_get_answer (self->lanes->pdata[target], subject->key);
  const DroverFacts *here = drover_matrix_lane_get_answer (self->lanes->pdata[subject->source], subject->key);

  if (there == NULL || here == NULL)
    return NULL;
  return drover_matrix_judge (subject, drover_lineup_get_uri (self->lineup, subject->source),
                              drover_lineup_get_uri (self->lineup, target), there, here);
}

static DroverMatrixCell **
find_cell (DroverMatrix *self, const DroverMatrixSubject *subject, guint target)
{
  GPtrArray *row = g_hash_table_lookup (self->cells, subject);

  if (row == NULL)
    {
      row = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_matrix_cell_free);
      g_ptr_array_set_size (row, (int) self->lanes->len);
      g_hash_table_insert (self->cells, (gpointer) subject, row);
    }
  return (DroverMatrixCell **) &row->pdata[target];
}

/**
 * drover_matrix_get_cell:
 * @subject: which of the subjects
 * @target: the place of a host
 *
 * Judges where that was not done before.
 *
 * Returns: (transfer none) (nullable): whether it can move there; %NULL for its own host, where nothing is
 *   known of the subject, and while that is awaited
 */
const DroverMatrixCell *
drover_matrix_get_cell (DroverMatrix *self, guint subject, guint target)
{
  const DroverMatrixSubject *who = drover_matrix_get_subject (self, subject);
  DroverMatrixCell **cell;

  g_return_val_if_fail (who != NULL && target < self->lanes->len, NULL);
  if (who->facts == NULL || who->source == target)
    return NULL;
  cell = find_cell (self, who, target);
  if (*cell == NULL)
    *cell = judge (self, who, target);
  return *cell;
}

/**
 * drover_matrix_peek_cell:
 * @subject: which of the subjects
 * @target: the place of a host
 *
 * Returns: (transfer none) (nullable): what drover_matrix_get_cell() has said already
 */
const DroverMatrixCell *
drover_matrix_peek_cell (DroverMatrix *self, guint subject, guint target)
{
  const GPtrArray *row = g_hash_table_lookup (self->cells, drover_matrix_get_subject (self, subject));

  g_return_val_if_fail (target < self->lanes->len, NULL);
  return row != NULL ? row->pdata[target] : NULL;
}

static gboolean
has_answered (DroverMatrix *self, const DroverMatrixSubject *subject, guint host)
{
  return drover_matrix_lane_get_answer (self->lanes->pdata[host], subject->key) != NULL;
}

/**
 * drover_matrix_is_awaiting:
 * @subject: which of the subjects
 * @target: the place of a host
 * @host: (out): the place of the one that is awaited
 *
 * Returns: whether a host still has to answer before it can be said whether the subject can move there
 */
gboolean
drover_matrix_is_awaiting (DroverMatrix *self, guint subject, guint target, guint *host)
{
  const DroverMatrixSubject *who = drover_matrix_get_subject (self, subject);

  if (who->source == target || who->reason != NULL)
    return FALSE;
  *host = target;
  if (who->facts != NULL && !has_answered (self, who, target))
    return TRUE;
  *host = who->source;
  return who->facts == NULL || !has_answered (self, who, who->source);
}

/**
 * drover_matrix_count_fitting:
 * @n_guests: (out): how many guests the source has
 *
 * Returns: how many of them can move, warnings or not
 */
guint
drover_matrix_count_fitting (DroverMatrix *self, guint source, guint target, guint *n_guests)
{
  guint n = 0;

  *n_guests = 0;
  for (guint i = 0; i < self->subjects->len; i++)
    {
      const DroverMatrixSubject *subject = self->subjects->pdata[i];
      const DroverMatrixCell *cell;

      if (subject->generic || subject->source != source)
        continue;
      (*n_guests)++;
      cell = drover_matrix_get_cell (self, i, target);
      n += cell != NULL && (cell->verdict == DROVER_RUN_READY || cell->verdict == DROVER_RUN_WARNINGS);
    }
  return n;
}
