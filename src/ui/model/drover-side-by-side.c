/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-side-by-side.h"

#include <glib/gi18n.h>

/* What may be judged in one go, in microseconds: a frame has 16000. */
#define JUDGE_US 4000
/* How often what is known is laid side by side anew, in milliseconds. */
#define LAY_MS 60
/* How often what can be judged by now is judged, in milliseconds. */
#define JUDGE_MS 150

struct _DroverSideBySide {
  GObject parent_instance;

  DroverLineup *lineup;
  GPtrArray *surveys;      /* of those that are asked */
  GPtrArray *saved;        /* DroverFacts of the others */
  GPtrArray *names;        /* NULL-terminated once started */
  GPtrArray *rows;         /* (nullable) */
  GPtrArray *features;     /* (nullable) */
  DroverMatrix *matrix;    /* (nullable) */
  DroverCommonCpu *common; /* (nullable) */
  GCancellable *cancellable;
  guint lay_id;
  gboolean laying;
  gboolean stale; /* more came while it was laid side by side */
  guint judge_id;
  guint n_judged;    /* cells that were judged in this round, or cannot be yet */
  gboolean unjudged; /* more came since this round began */
};

G_DEFINE_FINAL_TYPE (DroverSideBySide, drover_side_by_side, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tell_changed (DroverSideBySide *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
drover_side_by_side_dispose (GObject *object)
{
  DroverSideBySide *self = DROVER_SIDE_BY_SIDE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->lay_id, g_source_remove);
  g_clear_handle_id (&self->judge_id, g_source_remove);
  if (self->matrix != NULL)
    g_signal_handlers_disconnect_by_data (self->matrix, self);
  g_clear_object (&self->matrix);
  if (self->common != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->common, self);
      drover_common_cpu_cancel (self->common);
    }
  g_clear_object (&self->common);
  if (self->lineup != NULL)
    g_signal_handlers_disconnect_by_data (self->lineup, self);
  g_clear_object (&self->lineup);
  G_OBJECT_CLASS (drover_side_by_side_parent_class)->dispose (object);
}

static void
drover_side_by_side_finalize (GObject *object)
{
  DroverSideBySide *self = DROVER_SIDE_BY_SIDE (object);

  g_ptr_array_unref (self->surveys);
  g_ptr_array_unref (self->saved);
  g_ptr_array_unref (self->names);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->features, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (drover_side_by_side_parent_class)->finalize (object);
}

static void
drover_side_by_side_class_init (DroverSideBySideClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_side_by_side_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_side_by_side_finalize;

  /**
   * DroverSideBySide::changed:
   *
   * More is known, or nothing more will be.
   */
  signals[CHANGED] = g_signal_new ("changed", DROVER_TYPE_SIDE_BY_SIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
drover_side_by_side_init (DroverSideBySide *self)
{
  self->surveys = g_ptr_array_new_with_free_func (g_object_unref);
  self->saved = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_facts_unref);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * drover_side_by_side_new:
 * @options: how to connect, and how long to wait
 *
 * Returns: (transfer full): no hosts yet
 */
DroverSideBySide *
drover_side_by_side_new (const DroverOpenOptions *options)
{
  DroverSideBySide *self = g_object_new (DROVER_TYPE_SIDE_BY_SIDE, NULL);

  self->lineup = drover_lineup_new (options);
  return self;
}

/**
 * drover_side_by_side_add_survey:
 * @survey: (transfer none): a host that is asked, over its connection where there is one
 *
 * Before the first that a file tells of, and before the start.
 */
void
drover_side_by_side_add_survey (DroverSideBySide *self, DroverSurvey *survey)
{
  DroverConnection *connection = drover_survey_get_connection (survey);
  guint place = self->surveys->len;

  g_return_if_fail (self->saved->len == 0);
  drover_lineup_add_host (self->lineup, drover_host_get_uri (drover_survey_get_host (survey)));
  if (connection != NULL)
    drover_gatherer_set_connection (drover_lineup_get_gatherer (self->lineup, place), DROVER_SIDE_SOURCE,
                                    connection);
  g_ptr_array_add (self->surveys, g_object_ref (survey));
  g_ptr_array_add (self->names, g_strdup (drover_survey_get_name (survey)));
}

/**
 * drover_side_by_side_add_saved:
 * @name: what a file calls it
 * @facts: (transfer none): what it tells
 */
void
drover_side_by_side_add_saved (DroverSideBySide *self, const char *name, DroverFacts *facts)
{
  g_ptr_array_add (self->saved, drover_facts_ref (facts));
  g_ptr_array_add (self->names, drover_printable (name));
}

typedef struct {
  GPtrArray *hosts; /* DroverFacts */
  guint n_saved;
  GPtrArray *rows;
  GPtrArray *features;
} Laid;

static void
laid_free (gpointer data)
{
  Laid *laid = data;

  g_ptr_array_unref (laid->hosts);
  g_clear_pointer (&laid->rows, g_ptr_array_unref);
  g_clear_pointer (&laid->features, g_ptr_array_unref);
  g_free (laid);
}

static void
lay_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Laid *laid = data;
  DroverFacts *const *hosts = (DroverFacts *const *) laid->hosts->pdata;

  laid->rows = drover_compare_hosts (hosts, laid->hosts->len);
  laid->features = drover_cpu_map_new (hosts, laid->hosts->len);
  if (laid->n_saved > 0)
    drover_comparison_forgive_same_identity (laid->rows);
  g_task_return_boolean (task, TRUE);
}

static void lay (DroverSideBySide *self);

static void
on_laid (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DroverSideBySide *self = DROVER_SIDE_BY_SIDE (source);
  Laid *laid = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  self->laying = FALSE;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->features, g_ptr_array_unref);
  self->rows = g_steal_pointer (&laid->rows);
  self->features = g_steal_pointer (&laid->features);
  if (self->stale)
    lay (self);
  tell_changed (self);
}

static gboolean
on_lay (gpointer user_data)
{
  DroverSideBySide *self = user_data;
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_laid, NULL);
  Laid *laid = g_new0 (Laid, 1);

  self->lay_id = 0;
  self->laying = TRUE;
  self->stale = FALSE;
  laid->n_saved = self->saved->len;
  laid->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_facts_unref);
  for (guint i = 0; i < drover_side_by_side_get_n_hosts (self); i++)
    g_ptr_array_add (laid->hosts, drover_facts_ref (drover_side_by_side_get_facts (self, i)));
  g_task_set_source_tag (task, on_lay);
  g_task_set_task_data (task, laid, laid_free);
  g_task_run_in_thread (task, lay_in_thread);
  return G_SOURCE_REMOVE;
}

/* Facts come in bursts. */
static void
lay (DroverSideBySide *self)
{
  self->stale = self->laying;
  if (!self->laying && self->lay_id == 0)
    self->lay_id = g_timeout_add (LAY_MS, on_lay, self);
}

static guint
count_cells (DroverSideBySide *self)
{
  return drover_matrix_get_n_subjects (self->matrix) * drover_matrix_get_n_hosts (self->matrix);
}

static void on_matrix_changed (DroverSideBySide *self);

/* The matrix judges where it is asked; it is asked a little at a time. */
static gboolean
on_judge (gpointer user_data)
{
  DroverSideBySide *self = user_data;
  gint64 end = g_get_monotonic_time () + JUDGE_US;
  guint n_hosts = drover_matrix_get_n_hosts (self->matrix);

  while (self->n_judged < count_cells (self) && g_get_monotonic_time () < end)
    {
      drover_matrix_get_cell (self->matrix, self->n_judged / n_hosts, self->n_judged % n_hosts);
      self->n_judged++;
    }
  if (self->n_judged < count_cells (self))
    return G_SOURCE_CONTINUE;
  self->judge_id = 0;
  if (self->unjudged)
    on_matrix_changed (self);
  tell_changed (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_begin_judging (gpointer user_data)
{
  DroverSideBySide *self = user_data;

  self->n_judged = 0;
  self->unjudged = FALSE;
  self->judge_id = g_idle_add (on_judge, self);
  return G_SOURCE_REMOVE;
}

/* Answers come one by one, and what can be said by then is. */
static void
on_matrix_changed (DroverSideBySide *self)
{
  self->unjudged = TRUE;
  if (self->judge_id == 0)
    self->judge_id = g_timeout_add (JUDGE_MS, on_begin_judging, self);
}

static void
on_lined_up (DroverSideBySide *self)
{
  if (self->surveys->len > 1)
    {
      self->common = drover_common_cpu_new (self->lineup);
      g_signal_connect_swapped (self->common, "finished", G_CALLBACK (tell_changed), self);
      drover_common_cpu_start (self->common);
    }
  lay (self);
  tell_changed (self);
}

static void
on_host_changed (DroverSideBySide *self)
{
  lay (self);
}

/**
 * drover_side_by_side_start:
 *
 * Sets out to all that can be asked.
 */
void
drover_side_by_side_start (DroverSideBySide *self)
{
  g_return_if_fail (DROVER_IS_SIDE_BY_SIDE (self));
  g_ptr_array_add (self->names, NULL);
  drover_lineup_want (self->lineup, DROVER_FACT_GUESTS);
  g_signal_connect_swapped (self->lineup, "host-changed", G_CALLBACK (on_host_changed), self);
  g_signal_connect_swapped (self->lineup, "finished", G_CALLBACK (on_lined_up), self);
  drover_lineup_start (self->lineup);
  if (self->surveys->len > 1)
    {
      self->matrix = drover_matrix_new (self->lineup);
      g_signal_connect_swapped (self->matrix, "changed", G_CALLBACK (on_matrix_changed), self);
      g_signal_connect_swapped (self->matrix, "finished", G_CALLBACK (on_matrix_changed), self);
      drover_matrix_start (self->matrix);
      on_matrix_changed (self);
    }
  lay (self);
}

/**
 * drover_side_by_side_stop:
 *
 * Waits for nothing any more; what was not learned stays unknown.
 */
void
drover_side_by_side_stop (DroverSideBySide *self)
{
  g_return_if_fail (DROVER_IS_SIDE_BY_SIDE (self));
  if (!drover_lineup_is_done (self->lineup))
    drover_lineup_cancel (self->lineup);
  if (self->matrix != NULL && !drover_matrix_is_done (self->matrix))
    drover_matrix_cancel (self->matrix);
  if (self->common != NULL && !drover_common_cpu_is_done (self->common))
    drover_common_cpu_cancel (self->common);
}

guint
drover_side_by_side_get_n_hosts (DroverSideBySide *self)
{
  return self->surveys->len + self->saved->len;
}

/**
 * drover_side_by_side_get_n_asked:
 *
 * Returns: how many of them are asked; they are the first
 */
guint
drover_side_by_side_get_n_asked (DroverSideBySide *self)
{
  return self->surveys->len;
}

/**
 * drover_side_by_side_get_names:
 *
 * Returns: (transfer none): what they are called, once started; plain text
 */
const char *const *
drover_side_by_side_get_names (DroverSideBySide *self)
{
  return (const char *const *) self->names->pdata;
}

/**
 * drover_side_by_side_get_facts:
 *
 * Returns: (transfer none): what is known of a host now, under %DROVER_SIDE_SOURCE
 */
DroverFacts *
drover_side_by_side_get_facts (DroverSideBySide *self, guint host)
{
  if (host < self->surveys->len)
    return drover_lineup_get_facts (self->lineup, host);
  return self->saved->pdata[host - self->surveys->len];
}

/**
 * drover_side_by_side_get_survey:
 *
 * Returns: (transfer none) (nullable): the host, where it is asked
 */
DroverSurvey *
drover_side_by_side_get_survey (DroverSideBySide *self, guint host)
{
  return host < self->surveys->len ? self->surveys->pdata[host] : NULL;
}

/**
 * drover_side_by_side_is_waiting_for:
 *
 * Returns: whether that host still owes an answer
 */
gboolean
drover_side_by_side_is_waiting_for (DroverSideBySide *self, guint host)
{
  return host < self->surveys->len &&
         !drover_gatherer_is_done (drover_lineup_get_gatherer (self->lineup, host));
}

/**
 * drover_side_by_side_describe_waiting:
 *
 * Returns: (transfer full) (nullable): what is awaited, in words; %NULL where nothing is
 */
char *
drover_side_by_side_describe_waiting (DroverSideBySide *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->surveys->len; i++)
    if (drover_side_by_side_is_waiting_for (self, i))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", (char *) self->names->pdata[i]);
  if (names->len > 0)
    /* Translators: the names of hosts */
    return g_strdup_printf (_ ("Waiting for what %s can do…"), names->str);
  if (self->matrix != NULL && !drover_matrix_is_done (self->matrix))
    return g_strdup (_ ("Asking each host whether it can run the guests of the others…"));
  if (self->matrix != NULL && !drover_side_by_side_is_judged (self))
    return g_strdup (_ ("Judging who can move…"));
  if (self->common != NULL && !drover_common_cpu_is_done (self->common))
    return g_strdup (_ ("Looking for a CPU that all hosts can give…"));
  return NULL;
}

/**
 * drover_side_by_side_is_busy:
 *
 * Returns: whether anything is awaited
 */
gboolean
drover_side_by_side_is_busy (DroverSideBySide *self)
{
  g_autofree char *waiting = drover_side_by_side_describe_waiting (self);

  return waiting != NULL;
}

/**
 * drover_side_by_side_get_rows:
 *
 * Returns: (transfer none) (nullable) (element-type DroverComparisonRow): them side by side, at the last look
 */
GPtrArray *
drover_side_by_side_get_rows (DroverSideBySide *self)
{
  return self->rows;
}

/**
 * drover_side_by_side_get_features:
 *
 * Returns: (transfer none) (nullable) (element-type DroverCpuMapFeature): their CPU features
 */
GPtrArray *
drover_side_by_side_get_features (DroverSideBySide *self)
{
  return self->features;
}

/**
 * drover_side_by_side_get_matrix:
 *
 * Returns: (transfer none) (nullable): who can move to whom, among those that are asked; %NULL before the
 * start and where there is but one
 */
DroverMatrix *
drover_side_by_side_get_matrix (DroverSideBySide *self)
{
  return self->matrix;
}

/**
 * drover_side_by_side_is_judged:
 *
 * Returns: whether all of the matrix is judged, so that no cell costs time any more
 */
gboolean
drover_side_by_side_is_judged (DroverSideBySide *self)
{
  return self->matrix != NULL && drover_matrix_is_done (self->matrix) && !self->unjudged &&
         self->n_judged >= count_cells (self);
}

/**
 * drover_side_by_side_get_common_cpu:
 *
 * Returns: (transfer none) (nullable): the CPU that a guest can have on all of those that are asked
 */
DroverCommonCpu *
drover_side_by_side_get_common_cpu (DroverSideBySide *self)
{
  return self->common;
}
