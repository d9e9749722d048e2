/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a host may keep silent, and that people may take longer. */

#include "virt/drover-patience-private.h"

#define LIMIT_MS 60

static gboolean
is_later (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
idle_for (guint ms)
{
  gboolean later = FALSE;

  g_timeout_add (ms, is_later, &later);
  while (!later)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_runs_out (void)
{
  g_autoptr (DroverPatience) patience = drover_patience_new (LIMIT_MS, NULL);
  gint64 begin = g_get_monotonic_time ();

  g_assert_false (g_cancellable_is_cancelled (drover_patience_get_cancellable (patience)));
  while (!drover_patience_has_run_out (patience))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, (LIMIT_MS - 1) * 1000);
  g_assert_true (g_cancellable_is_cancelled (drover_patience_get_cancellable (patience)));
  drover_patience_stop (patience);
}

/* While a person thinks it does not, and afterwards it begins anew. */
static void
test_held (void)
{
  g_autoptr (DroverPatience) patience = drover_patience_new (LIMIT_MS, NULL);
  gint64 begin;

  drover_patience_hold (patience);
  idle_for (3 * LIMIT_MS);
  g_assert_false (drover_patience_has_run_out (patience));
  begin = g_get_monotonic_time ();
  drover_patience_resume (patience);
  while (!drover_patience_has_run_out (patience))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, (LIMIT_MS - 1) * 1000);
  drover_patience_stop (patience);
}

static void
test_stopped (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (DroverPatience) patience = drover_patience_new (LIMIT_MS, outer);

  drover_patience_stop (patience);
  idle_for (2 * LIMIT_MS);
  g_cancellable_cancel (outer);
  g_assert_false (drover_patience_has_run_out (patience));
  g_assert_false (g_cancellable_is_cancelled (drover_patience_get_cancellable (patience)));
  drover_patience_stop (patience);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (DroverPatience) patience = drover_patience_new (LIMIT_MS, outer);
  g_autoptr (DroverPatience) late = NULL;

  g_cancellable_cancel (outer);
  g_assert_true (g_cancellable_is_cancelled (drover_patience_get_cancellable (patience)));
  g_assert_false (drover_patience_has_run_out (patience));
  drover_patience_stop (patience);

  late = drover_patience_new (LIMIT_MS, outer);
  g_assert_true (g_cancellable_is_cancelled (drover_patience_get_cancellable (late)));
  drover_patience_stop (late);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patience/runs-out", test_runs_out);
  g_test_add_func ("/patience/held", test_held);
  g_test_add_func ("/patience/stopped", test_stopped);
  g_test_add_func ("/patience/cancelled", test_cancelled);
  return g_test_run ();
}
