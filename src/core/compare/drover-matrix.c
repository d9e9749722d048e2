/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/drover-matrix.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"

/* What is asked of one host: of a guest of its own, or of what a subject needs there. */
typedef struct {
  DroverMatrixSubject *subject; /* not owned */
  char *key;                    /* NULL: learn the subject itself */
} Question;

/* The questions to one host, one at a time. */
typedef struct {
  DroverMatrix *matrix;
  guint host;
  GQueue questions;
  GHashTable *answers;  /* key -> DroverFacts, the host under DROVER_SIDE_TARGET */
  GHashTable *asked;    /* keys that were asked or will be */
  GHashTable *machines; /* machine key -> DroverFacts of an answer, borrowed */
  Question *current;
  DroverGatherer *gatherer;
  GError *lost; /* it no longer answers: nothing more is asked */
} Lane;

struct _DroverMatrix {
  GObject parent_instance;

  DroverLineup *lineup;
  GPtrArray *subjects;
  GPtrArray *lanes;
  GHashTable *cells; /* subject * n_hosts + target -> DroverMatrixCell */
  gboolean started;
};

G_DEFINE_FINAL_TYPE (DroverMatrix, drover_matrix, G_TYPE_OBJECT)

enum {
  CHANGED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
question_free (Question *question)
{
  g_free (question->key);
  g_free (question);
}

static void
drop_gatherer (Lane *lane)
{
  if (lane->gatherer == NULL)
    return;
  g_signal_handlers_disconnect_by_data (lane->gatherer, lane);
  drover_gatherer_cancel (lane->gatherer);
  g_clear_object (&lane->gatherer);
}

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  drop_gatherer (lane);
  g_clear_pointer (&lane->current, question_free);
  g_queue_clear_full (&lane->questions, (GDestroyNotify) question_free);
  g_hash_table_unref (lane->machines);
  g_hash_table_unref (lane->answers);
  g_hash_table_unref (lane->asked);
  g_clear_error (&lane->lost);
  g_free (lane);
}

static void
drover_matrix_finalize (GObject *object)
{
  DroverMatrix *self = DROVER_MATRIX (object);

  g_ptr_array_unref (self->lanes);
  g_ptr_array_unref (self->subjects);
  g_hash_table_unref (self->cells);
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
   * Every question is answered, or will not be. It may come before [method@Matrix.start] returns.
   */
  signals[FINISHED] =
      g_signal_new ("finished", DROVER_TYPE_MATRIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_matrix_init (DroverMatrix *self)
{
  self->lanes = g_ptr_array_new_with_free_func (lane_free);
  self->subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_matrix_subject_free);
  self->cells =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) drover_matrix_cell_free);
}

static void
ask (Lane *lane, DroverMatrixSubject *subject, const char *key)
{
  Question *question;

  if (key != NULL && !g_hash_table_add (lane->asked, g_strdup (key)))
    return;
  question = g_new0 (Question, 1);
  question->subject = subject;
  question->key = g_strdup (key);
  g_queue_push_tail (&lane->questions, question);
}

static void
ask_all (DroverMatrix *self, DroverMatrixSubject *subject)
{
  g_autofree char *key = drover_matrix_subject_dup_key (subject);

  for (guint i = 0; i < self->lanes->len; i++)
    ask (self->lanes->pdata[i], subject, key);
}

/**
 * drover_matrix_new:
 * @lineup: one that is done, with the guests of its hosts among what was wanted
 *
 * Returns: (transfer full): a matrix of its hosts
 */
DroverMatrix *
drover_matrix_new (DroverLineup *lineup)
{
  DroverMatrix *self = g_object_new (DROVER_TYPE_MATRIX, NULL);

  g_return_val_if_fail (drover_lineup_is_done (lineup), self);
  self->lineup = g_object_ref (lineup);
  return self;
}

static void
add_guests (DroverMatrix *self, Lane *lane)
{
  const DroverFacts *facts = drover_lineup_get_facts (self->lineup, lane->host);
  const DroverFactGuests *guests = drover_facts_get_guests (facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; guests != NULL && guests->guests != NULL && i < guests->guests->len; i++)
    {
      const DroverFactGuestEntry *entry = guests->guests->pdata[i];
      DroverMatrixSubject *subject = drover_matrix_subject_new (entry->uuid, entry->name, FALSE, lane->host);

      subject->active = entry->active;
      g_ptr_array_add (self->subjects, subject);
      ask (lane, subject, NULL);
    }
}

static DroverFacts *
host_facts (DroverMatrix *self, guint host, DroverSide side)
{
  g_autoptr (DroverFacts) nothing = drover_facts_new ();

  return drover_facts_with_side (nothing, side, drover_lineup_get_facts (self->lineup, host),
                                 DROVER_SIDE_SOURCE);
}

static const DroverFactId of_guest[] = { DROVER_FACT_GUEST_XML, DROVER_FACT_MIGRATABLE,
                                         DROVER_FACT_GUEST_STATE };
static const DroverFactId of_host[] = { DROVER_FACT_CPU, DROVER_FACT_DOMCAPS };

static void
set_connection (DroverMatrix *self, DroverGatherer *gatherer, DroverSide side, guint host)
{
  DroverGatherer *looker = drover_lineup_get_gatherer (self->lineup, host);
  DroverConnection *connection = drover_gatherer_get_connection (looker, DROVER_SIDE_SOURCE);

  if (connection != NULL)
    drover_gatherer_set_connection (gatherer, side, connection);
}

static DroverGatherer *
gatherer_for_guest (Lane *lane)
{
  DroverMatrix *self = lane->matrix;
  const DroverUri *uri = drover_lineup_get_uri (self->lineup, lane->host);
  const DroverMatrixSubject *subject = lane->current->subject;
  g_autoptr (DroverPlan) bare = drover_plan_new (uri, uri, subject->name, NULL);
  g_autoptr (DroverPlan) plan =
      drover_plan_with_guest (bare, subject->name, subject->id, TRUE, subject->active);
  g_autoptr (DroverFacts) facts = host_facts (self, lane->host, DROVER_SIDE_SOURCE);
  DroverGatherer *gatherer = drover_gatherer_new (plan, drover_lineup_get_options (self->lineup), TRUE);

  drover_gatherer_set_facts (gatherer, facts);
  set_connection (self, gatherer, DROVER_SIDE_SOURCE, lane->host);
  for (guint i = 0; i < G_N_ELEMENTS (of_guest); i++)
    drover_gatherer_want (gatherer, of_guest[i], DROVER_SIDE_SOURCE);
  return gatherer;
}

/* What the same emulator answered for another CPU need not be asked again. */
static DroverFacts *
known_there (Lane *lane)
{
  g_autofree char *machine = drover_matrix_subject_dup_machine_key (lane->current->subject);
  const DroverFacts *answer = g_hash_table_lookup (lane->machines, machine);

  return answer ? drover_facts_forget (answer, DROVER_FACT_CPU, DROVER_SIDE_TARGET)
                : host_facts (lane->matrix, lane->host, DROVER_SIDE_TARGET);
}

static DroverFacts *
facts_for_host (Lane *lane)
{
  g_autoptr (DroverFacts) there = known_there (lane);

  return drover_facts_with_side (there, DROVER_SIDE_SOURCE, lane->current->subject->facts,
                                 DROVER_SIDE_SOURCE);
}

static DroverGatherer *
gatherer_for_host (Lane *lane)
{
  DroverMatrix *self = lane->matrix;
  const DroverMatrixSubject *subject = lane->current->subject;
  g_autoptr (DroverPlan) plan =
      drover_plan_new (drover_lineup_get_uri (self->lineup, subject->source),
                       drover_lineup_get_uri (self->lineup, lane->host), subject->name, NULL);
  g_autoptr (DroverFacts) facts = facts_for_host (lane);
  DroverGatherer *gatherer = drover_gatherer_new (plan, drover_lineup_get_options (self->lineup), TRUE);

  drover_gatherer_set_facts (gatherer, facts);
  set_connection (self, gatherer, DROVER_SIDE_TARGET, lane->host);
  for (guint i = 0; i < G_N_ELEMENTS (of_host); i++)
    drover_gatherer_want (gatherer, of_host[i], DROVER_SIDE_TARGET);
  return gatherer;
}

/* Whether the host is gone, or so slow that all further questions would only wait. */
static const GError *
find_loss (const DroverFacts *facts, const DroverFactId *ids, gsize n_ids, DroverSide side)
{
  for (gsize i = 0; i < n_ids; i++)
    {
      const GError *error = drover_facts_get_error (facts, ids[i], side);

      if (error != NULL && (drover_error_is_connection (error) ||
                            g_error_matches (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT)))
        return error;
    }
  return NULL;
}

static void
note_loss (Lane *lane, const GError *error)
{
  if (lane->lost == NULL && error != NULL)
    lane->lost = g_error_copy (error);
}

static void
take_subject (Lane *lane, DroverFacts *facts)
{
  DroverMatrixSubject *subject = lane->current->subject;
  const char *reason = drover_facts_get_reason (facts, DROVER_FACT_GUEST_XML, DROVER_SIDE_SOURCE);

  note_loss (lane, find_loss (facts, of_guest, G_N_ELEMENTS (of_guest), DROVER_SIDE_SOURCE));
  if (drover_facts_get_guest (facts) == NULL)
    {
      subject->reason = g_strdup (reason ? reason : _ ("nothing was learned"));
      return;
    }
  subject->facts = drover_facts_ref (facts);
  ask_all (lane->matrix, subject);
}

static void
take_answer (Lane *lane, DroverFacts *facts)
{
  note_loss (lane, find_loss (facts, of_host, G_N_ELEMENTS (of_host), DROVER_SIDE_TARGET));
  if (drover_facts_get_domcaps (facts, DROVER_SIDE_TARGET) != NULL)
    g_hash_table_insert (lane->machines, drover_matrix_subject_dup_machine_key (lane->current->subject),
                         facts);
  g_hash_table_insert (lane->answers, g_strdup (lane->current->key), drover_facts_ref (facts));
}

/* Takes the answer to the current question. */
static void
take (Lane *lane, DroverFacts *facts)
{
  if (lane->current->key != NULL)
    take_answer (lane, facts);
  else
    take_subject (lane, facts);
  g_clear_pointer (&lane->current, question_free);
}

static void
give_up (Lane *lane)
{
  DroverFacts *facts;

  if (lane->current->key == NULL)
    {
      lane->current->subject->reason = g_strdup (lane->lost->message);
      g_clear_pointer (&lane->current, question_free);
      return;
    }
  facts = facts_for_host (lane);
  for (guint i = 0; i < G_N_ELEMENTS (of_host); i++)
    if (!drover_facts_is_settled (facts, of_host[i], DROVER_SIDE_TARGET))
      {
        DroverFacts *less = drover_facts_without (facts, of_host[i], DROVER_SIDE_TARGET, lane->lost, 0);

        drover_facts_unref (facts);
        facts = less;
      }
  take (lane, facts);
  drover_facts_unref (facts);
}

static void pump (DroverMatrix *self);

static void
on_gathered (DroverGatherer *gatherer, Lane *lane)
{
  g_autoptr (DroverMatrix) self = g_object_ref (lane->matrix);

  g_signal_handlers_disconnect_by_data (gatherer, lane);
  take (lane, drover_gatherer_get_facts (gatherer));
  /* it is still in the middle of telling us */
  g_clear_object (&lane->gatherer);
  g_signal_emit (self, signals[CHANGED], 0);
  pump (self);
}

/* Asks until the host has something to think about. */
static gboolean
advance (Lane *lane)
{
  gboolean moved = FALSE;

  while (lane->gatherer == NULL && !g_queue_is_empty (&lane->questions))
    {
      moved = TRUE;
      lane->current = g_queue_pop_head (&lane->questions);
      if (lane->lost != NULL)
        {
          give_up (lane);
          continue;
        }
      lane->gatherer = lane->current->key ? gatherer_for_host (lane) : gatherer_for_guest (lane);
      drover_gatherer_start (lane->gatherer);
      if (!drover_gatherer_is_done (lane->gatherer))
        {
          g_signal_connect (lane->gatherer, "finished", G_CALLBACK (on_gathered), lane);
          break;
        }
      take (lane, drover_gatherer_get_facts (lane->gatherer));
      g_clear_object (&lane->gatherer);
    }
  return moved;
}

static void
pump (DroverMatrix *self)
{
  gboolean moved = TRUE;

  if (!self->started)
    return;
  while (moved)
    {
      moved = FALSE;
      for (guint i = 0; i < self->lanes->len; i++)
        moved |= advance (self->lanes->pdata[i]);
    }
  if (!drover_matrix_is_done (self))
    return;
  self->started = FALSE;
  g_signal_emit (self, signals[FINISHED], 0);
}

/**
 * drover_matrix_start:
 *
 * Sets out to ask all hosts.
 */
void
drover_matrix_start (DroverMatrix *self)
{
  guint n_hosts = drover_lineup_get_n_hosts (self->lineup);
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();
  g_autoptr (GPtrArray) generic = NULL;

  g_return_if_fail (DROVER_IS_MATRIX (self) && self->lanes->len == 0);
  g_object_ref (self);
  for (guint i = 0; i < n_hosts; i++)
    {
      Lane *lane = g_new0 (Lane, 1);

      lane->matrix = self;
      lane->host = i;
      lane->answers =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) drover_facts_unref);
      lane->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      lane->machines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_ptr_array_add (self->lanes, lane);
      g_ptr_array_add (hosts, drover_lineup_get_facts (self->lineup, i));
    }
  generic = drover_matrix_list_generic ((DroverFacts *const *) hosts->pdata, n_hosts);
  for (guint i = 0; i < generic->len; i++)
    if (((const DroverMatrixSubject *) generic->pdata[i])->facts != NULL)
      ask_all (self, generic->pdata[i]);
  g_ptr_array_extend_and_steal (self->subjects, g_steal_pointer (&generic));
  for (guint i = 0; i < n_hosts; i++)
    add_guests (self, self->lanes->pdata[i]);
  self->started = TRUE;
  pump (self);
  g_object_unref (self);
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
  for (guint i = 0; i < self->lanes->len; i++)
    {
      Lane *lane = self->lanes->pdata[i];

      note_loss (lane, stopped);
      drop_gatherer (lane);
      if (lane->current != NULL)
        give_up (lane);
    }
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
    {
      const Lane *lane = self->lanes->pdata[i];

      if (lane->gatherer != NULL || lane->questions.length > 0)
        return FALSE;
    }
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
  g_autofree char *key = drover_matrix_subject_dup_key (subject);
  const Lane *there = self->lanes->pdata[target];
  const Lane *here = self->lanes->pdata[subject->source];
  const DroverFacts *answer = g_hash_table_lookup (there->answers, key);
  const DroverFacts *own = g_hash_table_lookup (here->answers, key);

  if (answer == NULL || own == NULL)
    return NULL;
  return drover_matrix_judge (subject, drover_lineup_get_uri (self->lineup, subject->source),
                              drover_lineup_get_uri (self->lineup, target), answer, own);
}

/**
 * drover_matrix_get_cell:
 * @subject: which of the subjects
 * @target: the place of a host
 *
 * Returns: (transfer none) (nullable): whether it can move there; %NULL for its own host, where nothing is
 *   known of the subject, and while that is awaited
 */
const DroverMatrixCell *
drover_matrix_get_cell (DroverMatrix *self, guint subject, guint target)
{
  const DroverMatrixSubject *who = drover_matrix_get_subject (self, subject);
  gint64 place = (gint64) subject * drover_matrix_get_n_hosts (self) + target;
  DroverMatrixCell *cell;

  g_return_val_if_fail (who != NULL && target < self->lanes->len, NULL);
  if (who->facts == NULL || who->source == target)
    return NULL;
  cell = g_hash_table_lookup (self->cells, &place);
  if (cell != NULL)
    return cell;
  cell = judge (self, who, target);
  if (cell != NULL)
    g_hash_table_insert (self->cells, g_memdup2 (&place, sizeof place), cell);
  return cell;
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
