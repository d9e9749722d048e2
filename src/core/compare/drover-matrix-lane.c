/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare/drover-matrix-lane.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"

/* What is asked of one host: of a guest of its own, or of what a subject needs there. */
typedef struct {
  DroverMatrixSubject *subject; /* not owned */
  char *key;                    /* NULL: learn the subject itself */
} Question;

struct _DroverMatrixLane {
  DroverLineup *lineup;
  guint host;
  gboolean open; /* the host has been looked at: questions are asked */
  const DroverMatrixLaneFuncs *funcs;
  gpointer user_data;
  GQueue questions;
  GHashTable *answers;  /* key -> DroverFacts, the host under DROVER_SIDE_TARGET */
  GHashTable *asked;    /* keys that were asked or will be */
  GHashTable *machines; /* machine key -> DroverFacts of an answer, borrowed */
  Question *current;
  DroverGatherer *gatherer;
  GError *lost; /* it no longer answers: nothing more is asked */
};

static void
question_free (Question *question)
{
  g_free (question->key);
  g_free (question);
}

static void
drop_gatherer (DroverMatrixLane *lane)
{
  if (lane->gatherer == NULL)
    return;
  g_signal_handlers_disconnect_by_data (lane->gatherer, lane);
  drover_gatherer_cancel (lane->gatherer);
  g_clear_object (&lane->gatherer);
}

/**
 * drover_matrix_lane_new:
 * @lineup: the hosts; not owned
 * @host: the place of the one that is asked
 * @funcs: (transfer none): who is told; static
 * @user_data: for @funcs
 *
 * Returns: (transfer full): no questions yet; none is asked before drover_matrix_lane_open()
 */
DroverMatrixLane *
drover_matrix_lane_new (DroverLineup *lineup,
                        guint host,
                        const DroverMatrixLaneFuncs *funcs,
                        gpointer user_data)
{
  DroverMatrixLane *lane = g_new0 (DroverMatrixLane, 1);

  lane->lineup = lineup;
  lane->host = host;
  lane->funcs = funcs;
  lane->user_data = user_data;
  lane->answers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) drover_facts_unref);
  lane->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  lane->machines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return lane;
}

/**
 * drover_matrix_lane_free:
 * @lane: (nullable) (transfer full): what to release; nobody is told of anything any more
 */
void
drover_matrix_lane_free (DroverMatrixLane *lane)
{
  if (lane == NULL)
    return;
  drop_gatherer (lane);
  g_clear_pointer (&lane->current, question_free);
  g_queue_clear_full (&lane->questions, (GDestroyNotify) question_free);
  g_hash_table_unref (lane->machines);
  g_hash_table_unref (lane->answers);
  g_hash_table_unref (lane->asked);
  g_clear_error (&lane->lost);
  g_free (lane);
}

/**
 * drover_matrix_lane_open:
 *
 * All that was wanted of the host is settled: from the next advance on it is asked.
 */
void
drover_matrix_lane_open (DroverMatrixLane *lane)
{
  lane->open = TRUE;
}

/**
 * drover_matrix_lane_ask:
 * @subject: (transfer none): outlives the lane
 * @key: (nullable): its key, to be asked what it needs there; %NULL to learn the subject itself, a guest of
 *   this host
 *
 * Puts a question at the end of the queue, unless the same one was asked.
 */
void
drover_matrix_lane_ask (DroverMatrixLane *lane, DroverMatrixSubject *subject, const char *key)
{
  Question *question;

  if (key != NULL && !g_hash_table_add (lane->asked, g_strdup (key)))
    return;
  question = g_new0 (Question, 1);
  question->subject = subject;
  question->key = g_strdup (key);
  g_queue_push_tail (&lane->questions, question);
}

static DroverFacts *
host_facts (const DroverMatrixLane *lane, DroverSide side)
{
  g_autoptr (DroverFacts) nothing = drover_facts_new ();

  return drover_facts_with_side (nothing, side, drover_lineup_get_facts (lane->lineup, lane->host),
                                 DROVER_SIDE_SOURCE);
}

static const DroverFactId of_guest[] = { DROVER_FACT_GUEST_XML, DROVER_FACT_MIGRATABLE,
                                         DROVER_FACT_GUEST_STATE };
static const DroverFactId of_host[] = { DROVER_FACT_CPU, DROVER_FACT_DOMCAPS };

static void
set_connection (const DroverMatrixLane *lane, DroverGatherer *gatherer, DroverSide side)
{
  DroverGatherer *looker = drover_lineup_get_gatherer (lane->lineup, lane->host);
  DroverConnection *connection = drover_gatherer_get_connection (looker, DROVER_SIDE_SOURCE);

  if (connection != NULL)
    drover_gatherer_set_connection (gatherer, side, connection);
}

static DroverGatherer *
gatherer_for_guest (DroverMatrixLane *lane)
{
  const DroverUri *uri = drover_lineup_get_uri (lane->lineup, lane->host);
  const DroverMatrixSubject *subject = lane->current->subject;
  g_autoptr (DroverPlan) bare = drover_plan_new (uri, uri, subject->name, NULL);
  g_autoptr (DroverPlan) plan =
      drover_plan_with_guest (bare, subject->name, subject->id, TRUE, subject->active);
  g_autoptr (DroverFacts) facts = host_facts (lane, DROVER_SIDE_SOURCE);
  DroverGatherer *gatherer = drover_gatherer_new (plan, drover_lineup_get_options (lane->lineup), TRUE);

  drover_gatherer_set_facts (gatherer, facts);
  set_connection (lane, gatherer, DROVER_SIDE_SOURCE);
  for (guint i = 0; i < G_N_ELEMENTS (of_guest); i++)
    drover_gatherer_want (gatherer, of_guest[i], DROVER_SIDE_SOURCE);
  return gatherer;
}

/* What the same emulator answered for another CPU need not be asked again. */
static DroverFacts *
known_there (DroverMatrixLane *lane)
{
  g_autofree char *machine = drover_matrix_subject_dup_machine_key (lane->current->subject);
  const DroverFacts *answer = g_hash_table_lookup (lane->machines, machine);

  return answer ? drover_facts_forget (answer, DROVER_FACT_CPU, DROVER_SIDE_TARGET)
                : host_facts (lane, DROVER_SIDE_TARGET);
}

static DroverFacts *
facts_for_host (DroverMatrixLane *lane)
{
  g_autoptr (DroverFacts) there = known_there (lane);

  return drover_facts_with_side (there, DROVER_SIDE_SOURCE, lane->current->subject->facts,
                                 DROVER_SIDE_SOURCE);
}

static DroverGatherer *
gatherer_for_host (DroverMatrixLane *lane)
{
  const DroverMatrixSubject *subject = lane->current->subject;
  g_autoptr (DroverPlan) plan =
      drover_plan_new (drover_lineup_get_uri (lane->lineup, subject->source),
                       drover_lineup_get_uri (lane->lineup, lane->host), subject->name, NULL);
  g_autoptr (DroverFacts) facts = facts_for_host (lane);
  DroverGatherer *gatherer = drover_gatherer_new (plan, drover_lineup_get_options (lane->lineup), TRUE);

  drover_gatherer_set_facts (gatherer, facts);
  set_connection (lane, gatherer, DROVER_SIDE_TARGET);
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
note_loss (DroverMatrixLane *lane, const GError *error)
{
  if (lane->lost == NULL && error != NULL)
    lane->lost = g_error_copy (error);
}

static void
take_subject (DroverMatrixLane *lane, DroverFacts *facts)
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
  lane->funcs->learned (subject, lane->user_data);
}

static void
take_answer (DroverMatrixLane *lane, DroverFacts *facts)
{
  note_loss (lane, find_loss (facts, of_host, G_N_ELEMENTS (of_host), DROVER_SIDE_TARGET));
  if (drover_facts_get_domcaps (facts, DROVER_SIDE_TARGET) != NULL)
    g_hash_table_insert (lane->machines, drover_matrix_subject_dup_machine_key (lane->current->subject),
                         facts);
  g_hash_table_insert (lane->answers, g_strdup (lane->current->key), drover_facts_ref (facts));
}

/* Takes the answer to the current question. */
static void
take (DroverMatrixLane *lane, DroverFacts *facts)
{
  if (lane->current->key != NULL)
    take_answer (lane, facts);
  else
    take_subject (lane, facts);
  g_clear_pointer (&lane->current, question_free);
}

static void
give_up (DroverMatrixLane *lane)
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

static void
on_gathered (DroverGatherer *gatherer, DroverMatrixLane *lane)
{
  g_signal_handlers_disconnect_by_data (gatherer, lane);
  take (lane, drover_gatherer_get_facts (gatherer));
  /* it is still in the middle of telling us */
  g_clear_object (&lane->gatherer);
  lane->funcs->changed (lane->user_data);
}

/**
 * drover_matrix_lane_advance:
 *
 * Asks until the host has something to think about.
 *
 * Returns: whether anything was asked, so that others may have questions now
 */
gboolean
drover_matrix_lane_advance (DroverMatrixLane *lane)
{
  gboolean moved = FALSE;

  while (lane->open && lane->gatherer == NULL && !g_queue_is_empty (&lane->questions))
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

/**
 * drover_matrix_lane_give_up:
 * @reason: why nothing more is asked
 *
 * Answers what is still awaited with @reason, at the next advance.
 */
void
drover_matrix_lane_give_up (DroverMatrixLane *lane, const GError *reason)
{
  lane->open = TRUE;
  note_loss (lane, reason);
  drop_gatherer (lane);
  if (lane->current != NULL)
    give_up (lane);
}

/**
 * drover_matrix_lane_is_idle:
 *
 * Returns: whether nothing is awaited, the host itself neither
 */
gboolean
drover_matrix_lane_is_idle (const DroverMatrixLane *lane)
{
  return lane->open && lane->gatherer == NULL && lane->questions.length == 0;
}

/**
 * drover_matrix_lane_get_answer:
 * @key: of a subject
 *
 * Returns: (transfer none) (nullable): the host and what it said, under %DROVER_SIDE_TARGET; %NULL while that
 * is awaited
 */
const DroverFacts *
drover_matrix_lane_get_answer (const DroverMatrixLane *lane, const char *key)
{
  return g_hash_table_lookup (lane->answers, key);
}
