/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pure halves of a migration: what is kept of it, what a moment means, when to push, how it ended. */

#include <string.h>

#include "drover-core.h"
#include "migrate/drover-job-outcome.h"

/* A straightforward memory of all that went into a ring. */
typedef struct {
  GArray *all;
  DroverSampleRing *ring;
} Model;

static DroverSample
sample_new (gint64 t_ms, gint64 figure)
{
  return (DroverSample){
    .t_ms = t_ms,
    .phase = DROVER_PHASE_COPYING,
    .processed = figure,
    .remaining = drover_range (figure),
    .total = figure,
    .rate = drover_range (figure),
    .dirty_rate = drover_range (figure),
    .iteration = figure,
    .downtime_limit_ms = figure,
    .memory_remaining = figure,
    .disk_remaining = figure,
    .throttle = figure,
    .postcopy_requests = figure,
  };
}

static void
test_ring_empty (void)
{
  g_autoptr (DroverSampleRing) ring = drover_sample_ring_new (4);

  g_assert_cmpuint (drover_sample_ring_get_length (ring), ==, 0);
  drover_sample_ring_free (NULL);
}

static void
test_ring_not_full (void)
{
  g_autoptr (DroverSampleRing) ring = drover_sample_ring_new (8);

  for (gint64 i = 0; i < 8; i++)
    {
      DroverSample sample = sample_new (i * 250, i);

      drover_sample_ring_add (ring, &sample);
    }
  g_assert_cmpuint (drover_sample_ring_get_length (ring), ==, 8);
  for (guint i = 0; i < 8; i++)
    {
      const DroverSample *sample = drover_sample_ring_get (ring, i);

      g_assert_cmpint (sample->t_ms, ==, i * 250);
      g_assert_cmpint (sample->remaining.low, ==, i);
      g_assert_cmpint (sample->remaining.high, ==, i);
      g_assert_cmpint (sample->remaining.value, ==, i);
    }
}

/* One look too many, and each sample stands for two moments. */
static void
test_ring_merges (void)
{
  g_autoptr (DroverSampleRing) ring = drover_sample_ring_new (4);
  static const gint64 figures[] = { 5, 9, 7, 1, 3 };
  const DroverSample *sample;

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      DroverSample added = sample_new (i, figures[i]);

      drover_sample_ring_add (ring, &added);
    }
  g_assert_cmpuint (drover_sample_ring_get_length (ring), ==, 3);
  sample = drover_sample_ring_get (ring, 0);
  g_assert_cmpint (sample->t_ms, ==, 0);
  g_assert_cmpint (sample->rate.low, ==, 5);
  g_assert_cmpint (sample->rate.high, ==, 9);
  g_assert_cmpint (sample->rate.value, ==, 9);
  sample = drover_sample_ring_get (ring, 1);
  g_assert_cmpint (sample->t_ms, ==, 2);
  g_assert_cmpint (sample->rate.low, ==, 1);
  g_assert_cmpint (sample->rate.value, ==, 1);
  g_assert_cmpint (sample->processed, ==, 1);
  sample = drover_sample_ring_get (ring, 2);
  g_assert_cmpint (sample->rate.low, ==, 3);
}

/* What is unknown takes nothing away from what was known. */
static void
test_ring_merges_unknown (void)
{
  g_autoptr (DroverSampleRing) ring = drover_sample_ring_new (4);
  static const gint64 figures[] = { -1, 6, 4, -1, -1, -1, -1, -1 };
  const DroverSample *sample;

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      DroverSample added = sample_new (i, figures[i]);

      drover_sample_ring_add (ring, &added);
    }
  g_assert_cmpuint (drover_sample_ring_get_length (ring), ==, 4);
  for (guint i = 0; i < 2; i++)
    {
      gint64 wanted = i == 0 ? 6 : 4;

      sample = drover_sample_ring_get (ring, i);
      g_assert_cmpint (sample->remaining.low, ==, wanted);
      g_assert_cmpint (sample->remaining.high, ==, wanted);
      g_assert_cmpint (sample->remaining.value, ==, wanted);
      g_assert_cmpint (sample->total, ==, wanted);
      g_assert_cmpint (sample->iteration, ==, wanted);
      g_assert_cmpint (sample->disk_remaining, ==, wanted);
    }
  sample = drover_sample_ring_get (ring, 3);
  g_assert_cmpint (sample->remaining.low, ==, -1);
  g_assert_cmpint (sample->remaining.high, ==, -1);
  g_assert_cmpint (sample->total, ==, -1);
}

/* Every sample is the sum of the moments from its time to the next one's. */
static void
assert_ring_tells (const Model *model)
{
  guint n = drover_sample_ring_get_length (model->ring);
  guint k = 0;

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      const DroverSample *sample = drover_sample_ring_get (model->ring, i);
      gint64 until = i + 1 < n ? drover_sample_ring_get (model->ring, i + 1)->t_ms : G_MAXINT64;
      gint64 low = -1;
      gint64 high = -1;
      gint64 value = -1;

      g_assert_cmpint (sample->t_ms, ==, g_array_index (model->all, DroverSample, k).t_ms);
      for (; k < model->all->len && g_array_index (model->all, DroverSample, k).t_ms < until; k++)
        {
          const DroverSample *one = &g_array_index (model->all, DroverSample, k);

          if (one->rate.value < 0)
            continue;
          low = low < 0 ? one->rate.value : MIN (low, one->rate.value);
          high = MAX (high, one->rate.value);
          value = one->rate.value;
        }
      g_assert_cmpint (sample->rate.low, ==, low);
      g_assert_cmpint (sample->rate.high, ==, high);
      g_assert_cmpint (sample->rate.value, ==, value);
    }
  g_assert_cmpuint (k, ==, model->all->len);
}

static void
test_ring_random (void)
{
  for (guint round = 0; round < 60; round++)
    {
      guint capacity = 2 * (guint) g_test_rand_int_range (2, 40);
      guint n = (guint) g_test_rand_int_range (1, 3000);
      Model model = { g_array_new (FALSE, FALSE, sizeof (DroverSample)), drover_sample_ring_new (capacity) };
      guint most = 0;

      for (guint i = 0; i < n; i++)
        {
          DroverSample sample = sample_new (i, g_test_rand_int_range (-1, 1000));

          g_array_append_val (model.all, sample);
          drover_sample_ring_add (model.ring, &sample);
          most = MAX (most, drover_sample_ring_get_length (model.ring));
          if (i % 97 == 0)
            assert_ring_tells (&model);
        }
      assert_ring_tells (&model);
      g_assert_cmpuint (most, <=, capacity);
      /* and not much of the room is wasted */
      g_assert_cmpuint (drover_sample_ring_get_length (model.ring), >=, MIN (n, capacity / 2));
      g_array_unref (model.all);
      drover_sample_ring_free (model.ring);
    }
}

static DroverPlan *
plan_new (gboolean offline)
{
  g_autoptr (DroverUri) source = drover_uri_parse ("qemu+ssh://h1/system", NULL);
  g_autoptr (DroverUri) target = drover_uri_parse ("qemu+ssh://h2/system", NULL);
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  DroverPlan *plan;

  drover_migrate_options_set_flag (options, DROVER_OPTION_OFFLINE, offline);
  plan = drover_plan_new (source, target, "guest", options);
  g_assert_cmpint (drover_plan_has_flag (plan, DROVER_MIGRATE_OFFLINE), ==, offline);
  return plan;
}

/* One host's word, as a letter. */
typedef enum {
  SILENT,  /* did not answer */
  NOTHING, /* does not know the guest */
  DEFINED, /* knows it, it is off */
  ACTIVE,  /* a process stands behind it */
  UNASKED, /* the target was not named */
} Word;

static const char *const word_names[] = { "silent", "nothing", "defined", "active", "unasked" };

static DroverSighting
sighting (Word word)
{
  return (DroverSighting){
    .looked = word != SILENT && word != UNASKED,
    .error = word == SILENT ? (char *) "gone" : NULL,
    .defined = word == DEFINED || word == ACTIVE,
    .active = word == ACTIVE,
    .state = word == ACTIVE ? DROVER_DOMAIN_RUNNING : DROVER_DOMAIN_SHUTOFF,
  };
}

typedef enum {
  WELL,
  STOPPED, /* libvirt says: aborted as asked */
  BROKEN,
} Answer;

static GError *
answer_error (Answer answer)
{
  switch (answer)
    {
    case WELL:
      return NULL;
    case STOPPED:
      return g_error_new_literal (DROVER_ERROR, DROVER_ERROR_CANCELLED, "canceled by client");
    case BROKEN:
      return g_error_new_literal (DROVER_ERROR, DROVER_ERROR_FAILED, "lost socket");
    }
  g_assert_not_reached ();
}

/* What must come out: said the other way round than the code does. */
static DroverJobState
expected (gboolean offline, Word source, Word target, Answer answer, gboolean cancel)
{
  gboolean answered = source != SILENT && target != SILENT;
  gboolean there = target == DEFINED || target == ACTIVE;
  gboolean moved = offline ? there : answered && target == ACTIVE && source != ACTIVE;
  gboolean stayed = offline ? source >= DEFINED : answered && source == ACTIVE && target != ACTIVE;

  if (answer == WELL && moved)
    return DROVER_JOB_DONE;
  return stayed && (cancel || answer == STOPPED) ? DROVER_JOB_CANCELLED : DROVER_JOB_FAILED;
}

static void
decide_one (gboolean offline, Word source, Word target, Answer answer, gboolean cancel)
{
  g_autoptr (DroverPlan) plan = plan_new (offline);
  DroverWhereabouts whereabouts = { sighting (source), sighting (target) };
  g_autoptr (GError) error = answer_error (answer);
  DroverJobState state = drover_job_decide (plan, &whereabouts, cancel, &error);

  g_test_message ("offline %d, source %s, target %s, answer %d, cancel %d: %s", offline, word_names[source],
                  word_names[target], (int) answer, cancel, drover_job_state_to_string (state));
  g_assert_cmpint (state, ==, expected (offline, source, target, answer, cancel));
  /* whoever says "failed" says why, and "done" has no error */
  if (state == DROVER_JOB_FAILED)
    g_assert_nonnull (error);
  if (state == DROVER_JOB_DONE)
    g_assert_no_error (error);
  /* libvirt's own words are never replaced */
  if (answer != WELL)
    g_assert_cmpint (error->code, ==, answer == STOPPED ? DROVER_ERROR_CANCELLED : DROVER_ERROR_FAILED);
}

static void
test_decide_all (void)
{
  for (guint offline = 0; offline < 2; offline++)
    for (guint source = SILENT; source <= ACTIVE; source++)
      for (guint target = SILENT; target <= UNASKED; target++)
        for (guint answer = WELL; answer <= BROKEN; answer++)
          for (guint cancel = 0; cancel < 2; cancel++)
            decide_one (offline, source, target, answer, cancel);
}

/* The cases a person would think of, spelled out. */
static void
test_decide_known (void)
{
  static const struct {
    gboolean offline;
    Word source;
    Word target;
    Answer answer;
    gboolean cancel;
    DroverJobState state;
  } rows[] = {
    { FALSE, NOTHING, ACTIVE, WELL, FALSE, DROVER_JOB_DONE },
    { FALSE, DEFINED, ACTIVE, WELL, FALSE, DROVER_JOB_DONE },
    { FALSE, NOTHING, ACTIVE, WELL, TRUE, DROVER_JOB_DONE }, /* quicker than the hand */
    { FALSE, ACTIVE, NOTHING, STOPPED, TRUE, DROVER_JOB_CANCELLED },
    { FALSE, ACTIVE, NOTHING, STOPPED, FALSE, DROVER_JOB_CANCELLED }, /* somebody else did */
    { FALSE, ACTIVE, NOTHING, BROKEN, FALSE, DROVER_JOB_FAILED },
    { FALSE, ACTIVE, ACTIVE, WELL, FALSE, DROVER_JOB_FAILED },   /* the alarm */
    { FALSE, ACTIVE, ACTIVE, STOPPED, TRUE, DROVER_JOB_FAILED }, /* likewise */
    { FALSE, DEFINED, NOTHING, WELL, FALSE, DROVER_JOB_FAILED },
    { FALSE, SILENT, ACTIVE, WELL, FALSE, DROVER_JOB_FAILED }, /* nobody saw that it left */
    { FALSE, ACTIVE, SILENT, STOPPED, TRUE, DROVER_JOB_FAILED },
    { FALSE, ACTIVE, UNASKED, WELL, TRUE, DROVER_JOB_CANCELLED },
    { FALSE, NOTHING, UNASKED, WELL, FALSE, DROVER_JOB_FAILED }, /* nobody saw where to */
    { TRUE, NOTHING, DEFINED, WELL, FALSE, DROVER_JOB_DONE },
    { TRUE, DEFINED, DEFINED, STOPPED, TRUE, DROVER_JOB_CANCELLED }, /* it was there before */
    { TRUE, DEFINED, NOTHING, BROKEN, FALSE, DROVER_JOB_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpint (
          expected (rows[i].offline, rows[i].source, rows[i].target, rows[i].answer, rows[i].cancel), ==,
          rows[i].state);
      decide_one (rows[i].offline, rows[i].source, rows[i].target, rows[i].answer, rows[i].cancel);
    }
}

static void
test_running_on (void)
{
  static const char *const wanted[4][4] = {
    { "unknown", "unknown", "unknown", "unknown" },
    { "unknown", "neither", "neither", "target" },
    { "unknown", "neither", "neither", "target" },
    { "unknown", "source", "source", "both" },
  };
  g_autoptr (DroverPlan) plan = plan_new (FALSE);

  for (guint source = SILENT; source <= ACTIVE; source++)
    for (guint target = SILENT; target <= ACTIVE; target++)
      {
        DroverWhereabouts whereabouts = { sighting (source), sighting (target) };
        g_autofree char *text = drover_whereabouts_describe (&whereabouts, plan);

        g_assert_cmpstr (drover_whereabouts_running_on (&whereabouts), ==, wanted[source][target]);
        g_assert_nonnull (strstr (text, "h1"));
        g_assert_nonnull (strstr (text, "h2"));
      }
}

typedef struct {
  const char *timeout;
  gboolean timeout_post_copy;
  gboolean after_first_pass;
  const char *max_downtime;
} Pushes;

static DroverConvergence
convergence_new (const Pushes *pushes)
{
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  DroverConvergence convergence;
  g_autoptr (GError) error = NULL;

  if (pushes->timeout != NULL)
    drover_migrate_options_set (options, DROVER_OPTION_TIMEOUT, pushes->timeout, &error);
  g_assert_no_error (error);
  if (pushes->timeout_post_copy)
    drover_migrate_options_set_flag (options, DROVER_OPTION_TIMEOUT_POSTCOPY, TRUE);
  if (pushes->after_first_pass)
    drover_migrate_options_set_flag (options, DROVER_OPTION_POSTCOPY_AFTER_PRECOPY, TRUE);
  if (pushes->max_downtime != NULL)
    drover_migrate_options_set (options, DROVER_OPTION_MAX_DOWNTIME, pushes->max_downtime, &error);
  g_assert_no_error (error);
  drover_convergence_init (&convergence, options);
  return convergence;
}

/* Steps once; returns what was to be changed, as letters. */
static char *
step (DroverConvergence *convergence, DroverPhase phase, gint64 iteration, double elapsed_s)
{
  DroverSample sample = sample_new (0, -1);
  DroverTuning tuning;
  gboolean change;
  GString *letters = g_string_new (NULL);

  sample.phase = phase;
  sample.iteration = iteration;
  change = drover_convergence_step (convergence, &sample, (gint64) (elapsed_s * G_USEC_PER_SEC), &tuning);
  if (tuning.max_downtime_ms > 0)
    g_string_append_printf (letters, "d%" G_GUINT64_FORMAT, tuning.max_downtime_ms);
  if (tuning.suspend)
    g_string_append_c (letters, 's');
  if (tuning.post_copy)
    g_string_append_c (letters, 'p');
  g_assert_cmpuint (tuning.max_speed_mib, ==, 0);
  g_assert_cmpuint (tuning.max_speed_postcopy_mib, ==, 0);
  g_assert_cmpuint (tuning.compression_cache, ==, 0);
  g_assert_cmpint (change, ==, letters->len > 0);
  return g_string_free (letters, FALSE);
}

#define assert_step(convergence, phase, iteration, elapsed_s, wanted)                                        \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *letters = step (convergence, phase, iteration, elapsed_s);                              \
    g_assert_cmpstr (letters, ==, wanted);                                                                   \
  }                                                                                                          \
  G_STMT_END

static void
test_convergence_none (void)
{
  DroverConvergence convergence = convergence_new (&(Pushes){ 0 });

  assert_step (&convergence, DROVER_PHASE_PREPARING, -1, 0, "");
  assert_step (&convergence, DROVER_PHASE_COPYING, 1, 1, "");
  assert_step (&convergence, DROVER_PHASE_COPYING, 99, 1e6, "");
}

/* At the time limit the guest is suspended, once. */
static void
test_convergence_suspend (void)
{
  DroverConvergence convergence = convergence_new (&(Pushes){ .timeout = "10" });

  assert_step (&convergence, DROVER_PHASE_COPYING, 1, 9.99, "");
  assert_step (&convergence, DROVER_PHASE_COPYING, 5, 10, "s");
  assert_step (&convergence, DROVER_PHASE_COPYING, 6, 11, "");
  assert_step (&convergence, DROVER_PHASE_SWITCHING, 6, 12, "");
}

static void
test_convergence_post_copy (void)
{
  DroverConvergence convergence = convergence_new (&(Pushes){ .timeout = "10", .timeout_post_copy = TRUE });

  assert_step (&convergence, DROVER_PHASE_COPYING, 3, 5, "");
  assert_step (&convergence, DROVER_PHASE_COPYING, 4, 10.5, "p");
  assert_step (&convergence, DROVER_PHASE_POST_COPY, 4, 11, "");
  assert_step (&convergence, DROVER_PHASE_COPYING, 4, 12, "");
}

static void
test_convergence_after_first_pass (void)
{
  DroverConvergence convergence = convergence_new (&(Pushes){ .after_first_pass = TRUE });

  assert_step (&convergence, DROVER_PHASE_COPYING, -1, 1, "");
  assert_step (&convergence, DROVER_PHASE_COPYING, 1, 2, "");
  assert_step (&convergence, DROVER_PHASE_COPYING, 2, 3, "p");
  assert_step (&convergence, DROVER_PHASE_COPYING, 3, 4, "");
}

/* A limit that passes while the guest stands still for the last bit asks for nothing more. */
static void
test_convergence_late (void)
{
  DroverConvergence convergence = convergence_new (&(Pushes){ .timeout = "10" });

  assert_step (&convergence, DROVER_PHASE_SWITCHING, 3, 20, "");
  assert_step (&convergence, DROVER_PHASE_PREPARING, 3, 20, "");
  assert_step (&convergence, DROVER_PHASE_COPYING, 3, 20, "s");
}

/* The downtime limit goes out with the first moment, whatever else there is, and once. */
static void
test_convergence_downtime (void)
{
  DroverConvergence convergence = convergence_new (&(Pushes){ .timeout = "1", .max_downtime = "450" });

  assert_step (&convergence, DROVER_PHASE_PREPARING, -1, 0, "d450");
  assert_step (&convergence, DROVER_PHASE_COPYING, 1, 0.5, "");
  convergence = convergence_new (&(Pushes){ .timeout = "1", .max_downtime = "450" });
  assert_step (&convergence, DROVER_PHASE_COPYING, 1, 2, "d450s");
  assert_step (&convergence, DROVER_PHASE_COPYING, 1, 3, "");
}

static DroverMoment
moment_new (void)
{
  DroverMoment moment = { .has_stats = TRUE, .state = DROVER_DOMAIN_RUNNING, .reason = 1 };

  drover_job_stats_clear (&moment.stats);
  return moment;
}

static void
test_moment_phase (void)
{
  static const struct {
    gint64 total;
    DroverDomainState state;
    int reason;
    DroverJobState before;
    DroverPhase phase;
  } rows[] = {
    { -1, DROVER_DOMAIN_RUNNING, 1, DROVER_JOB_PREPARING, DROVER_PHASE_PREPARING },
    { 0, DROVER_DOMAIN_RUNNING, 1, DROVER_JOB_PREPARING, DROVER_PHASE_PREPARING },
    { 1, DROVER_DOMAIN_RUNNING, 1, DROVER_JOB_PREPARING, DROVER_PHASE_COPYING },
    { 0, DROVER_DOMAIN_RUNNING, 1, DROVER_JOB_COPYING, DROVER_PHASE_COPYING },
    { -1, DROVER_DOMAIN_RUNNING, 1, DROVER_JOB_SWITCHING, DROVER_PHASE_SWITCHING },
    { 1, DROVER_DOMAIN_PAUSED, 1, DROVER_JOB_COPYING, DROVER_PHASE_COPYING }, /* paused by its owner */
    { 1, DROVER_DOMAIN_PAUSED, 2, DROVER_JOB_COPYING, DROVER_PHASE_SWITCHING },
    { -1, DROVER_DOMAIN_PAUSED, 2, DROVER_JOB_PREPARING, DROVER_PHASE_SWITCHING },
    { 1, DROVER_DOMAIN_PAUSED, 12, DROVER_JOB_SWITCHING, DROVER_PHASE_POST_COPY },
    { 1, DROVER_DOMAIN_PAUSED, 13, DROVER_JOB_SWITCHING, DROVER_PHASE_POST_COPY },
    { 1, DROVER_DOMAIN_RUNNING, 12, DROVER_JOB_COPYING, DROVER_PHASE_COPYING }, /* another state's reason */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DroverMoment moment = moment_new ();
      DroverSample sample;

      moment.stats.data_total = rows[i].total;
      moment.state = rows[i].state;
      moment.reason = rows[i].reason;
      drover_sample_from_moment (&sample, &moment, rows[i].before);
      g_assert_cmpint (sample.phase, ==, rows[i].phase);
    }
}

/* Before QEMU has counted, libvirt says 0 of everything: that is not "nothing left". */
static void
test_moment_not_counted (void)
{
  DroverMoment moment = { .state = DROVER_DOMAIN_RUNNING };
  DroverSample sample;

  drover_job_stats_clear (&moment.stats);
  moment.stats.kind = DROVER_JOB_KIND_MIGRATION_OUT;
  moment.stats.data_total = 0;
  moment.stats.data_remaining = 0;
  moment.stats.memory_remaining = 0;
  moment.stats.disk_remaining = 0;
  drover_sample_from_moment (&sample, &moment, DROVER_JOB_PREPARING);
  g_assert_cmpint (sample.phase, ==, DROVER_PHASE_PREPARING);
  g_assert_cmpint (sample.remaining.value, ==, -1);
  g_assert_cmpint (sample.memory_remaining, ==, -1);
  g_assert_cmpint (sample.disk_remaining, ==, -1);

  moment.stats.data_total = 100;
  drover_sample_from_moment (&sample, &moment, DROVER_JOB_COPYING);
  g_assert_cmpint (sample.remaining.value, ==, 0);
  g_assert_cmpint (sample.memory_remaining, ==, 0);
}

static void
test_moment_figures (void)
{
  DroverMoment moment = moment_new ();
  DroverSample sample;

  drover_sample_from_moment (&sample, &moment, DROVER_JOB_PREPARING);
  g_assert_cmpint (sample.remaining.value, ==, -1);
  g_assert_cmpint (sample.rate.value, ==, -1);
  g_assert_cmpint (sample.dirty_rate.high, ==, -1);
  g_assert_cmpint (sample.total, ==, -1);
  g_assert_cmpint (sample.iteration, ==, -1);

  moment.stats.data_total = 1000;
  moment.stats.data_processed = 400;
  moment.stats.data_remaining = 600;
  moment.stats.memory_rate = 70;
  moment.stats.memory_dirty_rate = 20;
  moment.stats.memory_iteration = 3;
  moment.stats.memory_remaining = 500;
  moment.stats.disk_remaining = 100;
  moment.stats.auto_converge_throttle = 30;
  moment.stats.postcopy_requests = 2;
  drover_sample_from_moment (&sample, &moment, DROVER_JOB_COPYING);
  g_assert_cmpint (sample.processed, ==, 400);
  g_assert_cmpint (sample.remaining.low, ==, 600);
  g_assert_cmpint (sample.rate.value, ==, 70); /* the disks' rate is unknown, not the sum */
  g_assert_cmpint (sample.dirty_rate.value, ==, 20);
  g_assert_cmpint (sample.iteration, ==, 3);
  g_assert_cmpint (sample.memory_remaining, ==, 500);
  g_assert_cmpint (sample.disk_remaining, ==, 100);
  g_assert_cmpint (sample.throttle, ==, 30);
  g_assert_cmpint (sample.postcopy_requests, ==, 2);

  moment.stats.disk_rate = 5;
  drover_sample_from_moment (&sample, &moment, DROVER_JOB_COPYING);
  g_assert_cmpint (sample.rate.value, ==, 75);
  moment.stats.memory_rate = -1;
  drover_sample_from_moment (&sample, &moment, DROVER_JOB_COPYING);
  g_assert_cmpint (sample.rate.value, ==, 5);
}

static void
test_words (void)
{
  for (guint phase = 0; phase <= DROVER_PHASE_VERIFYING; phase++)
    {
      g_assert_nonnull (drover_phase_to_string ((DroverPhase) phase));
      g_assert_nonnull (drover_phase_get_label ((DroverPhase) phase));
    }
  for (guint state = 0; state <= DROVER_JOB_CANCELLED; state++)
    {
      g_assert_nonnull (drover_job_state_to_string ((DroverJobState) state));
      g_assert_nonnull (drover_job_state_get_label ((DroverJobState) state));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/ring/empty", test_ring_empty);
  g_test_add_func ("/sample/ring/not-full", test_ring_not_full);
  g_test_add_func ("/sample/ring/merges", test_ring_merges);
  g_test_add_func ("/sample/ring/merges-unknown", test_ring_merges_unknown);
  g_test_add_func ("/sample/ring/random", test_ring_random);
  g_test_add_func ("/job/decide/all", test_decide_all);
  g_test_add_func ("/job/decide/known", test_decide_known);
  g_test_add_func ("/job/running-on", test_running_on);
  g_test_add_func ("/job/convergence/none", test_convergence_none);
  g_test_add_func ("/job/convergence/suspend", test_convergence_suspend);
  g_test_add_func ("/job/convergence/post-copy", test_convergence_post_copy);
  g_test_add_func ("/job/convergence/after-first-pass", test_convergence_after_first_pass);
  g_test_add_func ("/job/convergence/late", test_convergence_late);
  g_test_add_func ("/job/convergence/downtime", test_convergence_downtime);
  g_test_add_func ("/job/moment/phase", test_moment_phase);
  g_test_add_func ("/job/moment/figures", test_moment_figures);
  g_test_add_func ("/job/moment/not-counted", test_moment_not_counted);
  g_test_add_func ("/job/words", test_words);
  return g_test_run ();
}
