/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How facts are gathered, with providers of the test's own over libvirt's test driver. */

#include "drover-core.h"
#include "facts/drover-facts.h"

#define TIMEOUT_MS 150

static GMutex mutex;
static GCond cond;
static gboolean released;
static gint n_filling;

/* A host whose storage hangs: libvirt's call comes back when it likes. */
static gpointer
fill_hangs (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_mutex_lock (&mutex);
  n_filling++;
  while (!released)
    g_cond_wait (&cond, &mutex);
  n_filling--;
  g_mutex_unlock (&mutex);
  return drover_record_new (&drover_fact_guest_state_type);
}

static gpointer
fill_says_nothing (const DroverFactContext *context,
                   DroverSide side,
                   GCancellable *cancellable,
                   GError **error)
{
  return NULL;
}

static const DroverFactNeed needs_connection[] = { { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE } };

#define HANGS(fact)                                                                                          \
  {                                                                                                          \
    .id = fact, .sides = DROVER_ON_TARGET, .needs = needs_connection, .n_needs = 1, .fill = fill_hangs       \
  }

/* Facts that nothing else learns of a target. */
static const DroverFactProvider hanging[] = {
  HANGS (DROVER_FACT_GUEST_STATE), HANGS (DROVER_FACT_GUEST_XML), HANGS (DROVER_FACT_MIGRATABLE),
  HANGS (DROVER_FACT_DISKS),       HANGS (DROVER_FACT_REHEARSAL),
};

static const DroverFactProvider silent = {
  .id = DROVER_FACT_REHEARSAL,
  .sides = DROVER_ON_TARGET,
  .fill = fill_says_nothing,
};

static void
on_finished (DroverGatherer *gatherer, guint *n_finished)
{
  (*n_finished)++;
}

static DroverGatherer *
gatherer_new (guint *n_finished)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverUri) uri = drover_uri_parse ("test:///default", &error);
  g_autoptr (DroverPlan) plan = NULL;
  DroverOpenOptions options = { .timeout_ms = TIMEOUT_MS };
  DroverGatherer *gatherer;

  g_assert_no_error (error);
  plan = drover_plan_new (uri, uri, "test", NULL);
  gatherer = drover_gatherer_new (plan, &options, TRUE);
  g_signal_connect (gatherer, "finished", G_CALLBACK (on_finished), n_finished);
  return gatherer;
}

static void
wait_for (const guint *n_finished)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (*n_finished == 0 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (*n_finished, ==, 1);
}

static void
release (DroverGatherer *gatherer)
{
  g_mutex_lock (&mutex);
  released = TRUE;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
  while (!drover_gatherer_is_idle (gatherer))
    g_main_context_iteration (NULL, FALSE);
  /* the late records are freed behind it */
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  released = FALSE;
}

static void
want_hanging (DroverGatherer *gatherer)
{
  for (guint i = 0; i < G_N_ELEMENTS (hanging); i++)
    {
      drover_gatherer_add_provider (gatherer, &hanging[i]);
      drover_gatherer_want (gatherer, hanging[i].id, DROVER_SIDE_TARGET);
    }
}

/* A host that answers nothing any more does not keep the rest waiting for ever, and is not asked more. */
static void
test_stuck (void)
{
  guint n_finished = 0;
  g_autoptr (DroverGatherer) gatherer = gatherer_new (&n_finished);
  DroverFacts *facts;
  guint n_refused = 0;

  want_hanging (gatherer);
  drover_gatherer_start (gatherer);
  wait_for (&n_finished);
  g_assert_cmpint (n_filling, ==, 4);
  facts = drover_gatherer_get_facts (gatherer);
  for (guint i = 0; i < G_N_ELEMENTS (hanging); i++)
    {
      const GError *error = drover_facts_get_error (facts, hanging[i].id, DROVER_SIDE_TARGET);

      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT);
      n_refused += g_strrstr (error->message, "4 earlier questions") != NULL;
    }
  g_assert_cmpuint (n_refused, ==, 1);
  g_assert_false (drover_gatherer_is_idle (gatherer));
  release (gatherer);
  g_assert_cmpuint (n_finished, ==, 1);
}

/* Stopped means stopped, also for what waits for its turn. */
static void
test_cancel (void)
{
  guint n_finished = 0;
  g_autoptr (DroverGatherer) gatherer = gatherer_new (&n_finished);
  gint64 start;

  want_hanging (gatherer);
  drover_gatherer_start (gatherer);
  while (n_filling < 4)
    g_main_context_iteration (NULL, FALSE);
  start = g_get_monotonic_time ();
  drover_gatherer_cancel (gatherer);
  wait_for (&n_finished);
  g_assert_cmpint (g_get_monotonic_time () - start, <, TIMEOUT_MS * 1000 * 10);
  for (guint i = 0; i < G_N_ELEMENTS (hanging); i++)
    g_assert_true (
        drover_facts_is_settled (drover_gatherer_get_facts (gatherer), hanging[i].id, DROVER_SIDE_TARGET));
  release (gatherer);
}

/* A provider without a word is no reason to fall over. */
static void
test_silent (void)
{
  guint n_finished = 0;
  g_autoptr (DroverGatherer) gatherer = gatherer_new (&n_finished);
  const GError *error;

  drover_gatherer_add_provider (gatherer, &silent);
  drover_gatherer_want (gatherer, DROVER_FACT_REHEARSAL, DROVER_SIDE_TARGET);
  drover_gatherer_start (gatherer);
  wait_for (&n_finished);
  error = drover_facts_get_error (drover_gatherer_get_facts (gatherer), DROVER_FACT_REHEARSAL,
                                  DROVER_SIDE_TARGET);
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_FAILED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  drover_virt_init ();
  g_test_add_func ("/gatherer/stuck", test_stuck);
  g_test_add_func ("/gatherer/cancel", test_cancel);
  g_test_add_func ("/gatherer/silent", test_silent);
  return g_test_run ();
}
