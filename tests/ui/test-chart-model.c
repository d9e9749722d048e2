/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a chart knows of a migration, and how its axes are chosen. */

#include "chart-scenes.h"
#include "widgets/chart/drover-chart-axis.h"
#include "widgets/chart/drover-chart-model.h"

static void
test_pyramid (void)
{
  g_autoptr (DroverChartPyramid) pyramid = drover_chart_pyramid_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  DroverChartExtent figures[3000];

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      gint64 low = g_rand_int_range (rand, -400, 100000);

      figures[i] =
          low < 0 ? DROVER_CHART_NO_EXTENT : (DroverChartExtent){ low, low + g_rand_int_range (rand, 0, 50) };
      drover_chart_pyramid_add (pyramid, figures[i]);
    }
  for (guint i = 0; i < 2000; i++)
    {
      guint first = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (figures));
      guint end = (guint) g_rand_int_range (rand, (gint32) first, G_N_ELEMENTS (figures) + 1);
      DroverChartExtent wanted = DROVER_CHART_NO_EXTENT;
      DroverChartExtent got = drover_chart_pyramid_get (pyramid, first, end);

      for (guint k = first; k < end; k++)
        if (figures[k].high >= 0)
          {
            wanted.low = wanted.low < 0 ? figures[k].low : MIN (wanted.low, figures[k].low);
            wanted.high = MAX (wanted.high, figures[k].high);
          }
      g_assert_cmpint (got.low, ==, wanted.low);
      g_assert_cmpint (got.high, ==, wanted.high);
    }
}

static void
add (DroverChartModel *model, gint64 t_ms, DroverPhase phase, gint64 memory, gint64 pass, gint64 limit_ms)
{
  DroverSample sample = chart_sample (t_ms, memory, 10, 5);

  sample.phase = phase;
  sample.iteration = pass;
  sample.downtime_limit_ms = limit_ms;
  drover_chart_model_add (model, &sample);
}

static void
test_empty (void)
{
  g_autoptr (DroverChartModel) model = drover_chart_model_new ();
  gint64 start_ms;
  gint64 end_ms;

  g_assert_cmpint (drover_chart_model_get_end_ms (model), ==, 0);
  g_assert_null (drover_chart_model_get_last (model));
  g_assert_cmpuint (drover_chart_model_find (model, 7), ==, 0);
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    {
      g_assert_false (drover_chart_model_has (model, i));
      g_assert_cmpint (drover_chart_model_get_peak (model, i), ==, -1);
    }
  drover_chart_model_finish (model, 500, 20);
  g_assert_false (drover_chart_model_get_interruption (model, &start_ms, &end_ms));
  g_assert_cmpint (drover_chart_model_get_end_ms (model), ==, 500);
}

static void
test_find (void)
{
  g_autoptr (DroverChartModel) model = drover_chart_model_new ();

  for (gint64 i = 0; i < 5000; i++)
    add (model, i / 2 * 100, DROVER_PHASE_COPYING, i, 1, 300);
  g_assert_cmpuint (drover_chart_model_find (model, 0), ==, 0);
  g_assert_cmpuint (drover_chart_model_find (model, 1), ==, 2);
  g_assert_cmpuint (drover_chart_model_find (model, 100), ==, 2);
  g_assert_cmpuint (drover_chart_model_find (model, 249900), ==, 4998);
  g_assert_cmpuint (drover_chart_model_find (model, 249901), ==, 5000);
  g_assert_cmpint (drover_chart_model_get (model, drover_chart_model_find_nearest (model, 149))->t_ms, ==,
                   100);
  g_assert_cmpint (drover_chart_model_get (model, drover_chart_model_find_nearest (model, 151))->t_ms, ==,
                   200);
  g_assert_cmpint (drover_chart_model_get (model, drover_chart_model_find_nearest (model, G_MAXINT64))->t_ms,
                   ==, 249900);
  g_assert_cmpint (drover_chart_model_get_peak (model, DROVER_CHART_MEMORY), ==, 4999);
}

static void
test_links (void)
{
  g_autoptr (DroverChartModel) model = drover_chart_model_new ();

  add (model, 0, DROVER_PHASE_COPYING, 90, 1, 300);
  add (model, 250, DROVER_PHASE_COPYING, 80, 1, 300);
  add (model, 500, DROVER_PHASE_COPYING, -1, 1, 300);
  add (model, 750, DROVER_PHASE_COPYING, 60, 1, 300);
  add (model, 6000, DROVER_PHASE_COPYING, 50, 1, 300);
  add (model, 6250, DROVER_PHASE_COPYING, 40, 1, 300);
  g_assert_false (drover_chart_model_is_linked (model, DROVER_CHART_MEMORY, 0));
  g_assert_true (drover_chart_model_is_linked (model, DROVER_CHART_MEMORY, 1));
  g_assert_false (drover_chart_model_is_linked (model, DROVER_CHART_MEMORY, 2));
  g_assert_false (drover_chart_model_is_linked (model, DROVER_CHART_MEMORY, 3));
  g_assert_false (drover_chart_model_is_linked (model, DROVER_CHART_MEMORY, 4));
  g_assert_true (drover_chart_model_is_linked (model, DROVER_CHART_MEMORY, 5));
  g_assert_true (drover_chart_model_is_linked (model, DROVER_CHART_RATE, 2));
}

/* A ring that has merged its samples is no row of gaps. */
static void
test_merged (void)
{
  g_autoptr (DroverSampleRing) ring = drover_sample_ring_new (4);
  g_autoptr (DroverChartModel) model = drover_chart_model_new ();
  DroverChartExtent extent;

  for (gint64 i = 0; i < 120; i++)
    {
      DroverSample sample = chart_sample (i * 1000, 1000 - i, i == 40 ? 900 : 100, 5);

      drover_sample_ring_add (ring, &sample);
    }
  drover_chart_model_set (model, ring);
  g_assert_cmpuint (drover_chart_model_get_length (model), <=, 4);
  g_assert_true (drover_chart_model_is_linked (model, DROVER_CHART_RATE, 1));
  extent = drover_chart_model_get_extent (model, DROVER_CHART_RATE, 0, drover_chart_model_get_length (model));
  g_assert_cmpint (extent.low, ==, 100);
  g_assert_cmpint (extent.high, ==, 900);
}

static void
test_events (void)
{
  g_autoptr (DroverChartModel) model = drover_chart_model_new ();
  const GArray *spans = drover_chart_model_get_spans (model);
  const GArray *passes = drover_chart_model_get_passes (model);
  const GArray *limits = drover_chart_model_get_limits (model);

  add (model, 200, DROVER_PHASE_COPYING, 90, -1, -1);
  add (model, 400, DROVER_PHASE_COPYING, 90, 1, 300);
  add (model, 600, DROVER_PHASE_COPYING, 90, 2, 300);
  add (model, 800, DROVER_PHASE_COPYING, 90, 1, 500);
  add (model, 1000, DROVER_PHASE_SWITCHING, 90, 2, 500);
  g_assert_cmpuint (spans->len, ==, 3);
  g_assert_cmpint (g_array_index (spans, DroverChartSpan, 0).phase, ==, DROVER_PHASE_PREPARING);
  g_assert_cmpint (g_array_index (spans, DroverChartSpan, 0).end_ms, ==, 200);
  g_assert_cmpint (g_array_index (spans, DroverChartSpan, 1).start_ms, ==, 200);
  g_assert_cmpint (g_array_index (spans, DroverChartSpan, 1).end_ms, ==, 1000);
  g_assert_cmpuint (drover_chart_spans_find (spans, 199), ==, 0);
  g_assert_cmpuint (drover_chart_spans_find (spans, 200), ==, 1);
  g_assert_cmpuint (passes->len, ==, 2);
  g_assert_cmpint (g_array_index (passes, DroverChartStep, 1).t_ms, ==, 600);
  g_assert_cmpuint (limits->len, ==, 2);
  g_assert_cmpint (g_array_index (limits, DroverChartStep, 1).t_ms, ==, 800);
  g_assert_cmpuint (drover_chart_steps_find (limits, 401), ==, 1);
}

static void
assert_interruption (DroverPhase last, gint64 start_ms, gint64 end_ms)
{
  g_autoptr (DroverChartModel) model = drover_chart_model_new ();
  gint64 start = -1;
  gint64 end = -1;

  add (model, 0, DROVER_PHASE_COPYING, 90, 1, 300);
  add (model, 1000, DROVER_PHASE_COPYING, 90, 1, 300);
  add (model, 1200, last, 0, 1, 300);
  drover_chart_model_finish (model, 1500, 100);
  g_assert_true (drover_chart_model_get_interruption (model, &start, &end));
  g_assert_cmpint (start, ==, start_ms);
  g_assert_cmpint (end, ==, end_ms);
}

static void
test_interruption (void)
{
  assert_interruption (DROVER_PHASE_SWITCHING, 1200, 1300);
  assert_interruption (DROVER_PHASE_POST_COPY, 1200, 1300);
  assert_interruption (DROVER_PHASE_VERIFYING, 1100, 1200);
  assert_interruption (DROVER_PHASE_COPYING, 1400, 1500);
}

/* What no sane host sends. */
static void
test_broken (void)
{
  g_autoptr (DroverChartModel) model = drover_chart_model_new ();

  add (model, 500, DROVER_PHASE_COPYING, G_MAXINT64, G_MAXINT64, G_MAXINT64);
  add (model, 100, DROVER_PHASE_COPYING, G_MININT64, G_MININT64, G_MININT64);
  add (model, G_MAXINT64, DROVER_PHASE_COPYING, 1, 1, 1);
  add (model, G_MININT64, DROVER_PHASE_COPYING, 1, 1, 1);
  for (guint i = 1; i < 4; i++)
    g_assert_cmpint (drover_chart_model_get (model, i)->t_ms, >=,
                     drover_chart_model_get (model, i - 1)->t_ms);
  g_assert_cmpint (drover_chart_model_get_peak (model, DROVER_CHART_MEMORY), ==, G_MAXINT64);
  g_assert_cmpint (drover_chart_model_get_value (model, DROVER_CHART_MEMORY, 1), <, 0);
}

/* The longer one and the higher one give the scale to both, until one is cleared. */
static void
test_shared_scale (void)
{
  g_autoptr (DroverChartModel) longer = drover_chart_model_new ();
  g_autoptr (DroverChartModel) higher = drover_chart_model_new ();

  add (longer, 0, DROVER_PHASE_COPYING, 100, 1, 300);
  add (longer, 8000, DROVER_PHASE_COPYING, 50, 1, 300);
  add (higher, 0, DROVER_PHASE_COPYING, 900, 1, 300);
  add (higher, 2000, DROVER_PHASE_COPYING, 10, 1, 300);
  drover_chart_model_reach (longer, higher);
  drover_chart_model_reach (higher, longer);
  g_assert_cmpint (drover_chart_model_get_span_ms (higher), ==, 8000);
  g_assert_cmpint (drover_chart_model_get_end_ms (higher), ==, 2000);
  g_assert_cmpint (drover_chart_model_get_span_ms (longer), ==, 8000);
  g_assert_cmpint (drover_chart_model_get_peak (longer, DROVER_CHART_MEMORY), ==, 900);
  g_assert_cmpint (drover_chart_model_get_peak (higher, DROVER_CHART_MEMORY), ==, 900);
  drover_chart_model_clear (higher);
  g_assert_cmpint (drover_chart_model_get_span_ms (higher), ==, 0);
}

static void
test_axis_holds (void)
{
  for (guint most = 2; most <= 6; most++)
    for (guint64 peak = 1; peak < (guint64) G_MAXINT64 / 2; peak = peak * 3 / 2 + 1)
      {
        DroverChartAxis axis = { 0 };

        g_assert_true (drover_chart_axis_fit (&axis, (gint64) peak, most));
        g_assert_cmpuint (axis.max, >=, peak);
        g_assert_cmpuint (axis.n_steps, <=, most);
        g_assert_cmpuint (axis.max, ==, axis.step * axis.n_steps);
        g_assert_cmpuint (axis.step & (axis.step - 1), ==, 0);
        if (peak > 1024)
          g_assert_cmpuint (axis.max, <, peak * 2);
      }
}

static void
test_axis_is_stable (void)
{
  DroverChartAxis axis = { 0 };
  DroverChartAxis first;
  guint n_changes = 0;

  g_assert_true (drover_chart_axis_fit (&axis, 250 * MIB, 5));
  first = axis;
  for (gint64 i = 0; i < 100; i++)
    n_changes += drover_chart_axis_fit (&axis, (i % 2 ? 255 : 130) * MIB, 5);
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_cmpuint (axis.max, ==, first.max);
  g_assert_true (drover_chart_axis_fit (&axis, 1000 * MIB, 5));
  g_assert_cmpuint (axis.max, ==, 1024 * MIB);
  g_assert_false (drover_chart_axis_fit (&axis, -1, 5));
  g_assert_true (drover_chart_axis_fit (&axis, 10 * MIB, 5));
  g_assert_cmpuint (axis.max, ==, 10 * MIB);
  g_assert_true (drover_chart_axis_fit (&axis, G_MAXINT64, 5));
  g_assert_cmpuint (axis.max, >=, G_MAXINT64);
}

static void
assert_label (guint64 bytes, gboolean per_second, const char *wanted)
{
  g_autofree char *label = drover_chart_axis_format (bytes, per_second);

  g_assert_cmpstr (label, ==, wanted);
}

static void
assert_time_label (gint64 t_ms, gint64 step_ms, const char *wanted)
{
  g_autofree char *label = drover_chart_axis_format_time (t_ms, step_ms);

  g_assert_cmpstr (label, ==, wanted);
}

static void
test_labels (void)
{
  assert_label (0, TRUE, "0");
  assert_label (512, FALSE, "512 B");
  assert_label (1536 * 1024, FALSE, "1.5 MiB");
  assert_label (3 * GIB, FALSE, "3 GiB");
  assert_label (128 * MIB, TRUE, "128 MiB/s");
  assert_time_label (0, 5000, "0 s");
  assert_time_label (90000, 30000, "90 s");
  assert_time_label (1500, 500, "1.5 s");
  assert_time_label (250, 50, "0.25 s");
  assert_time_label (300000, 60000, "5 min");
  assert_time_label (7200000, 3600000, "2 h");
}

static void
test_time (void)
{
  gint64 before = 0;

  for (gint64 elapsed = 1; elapsed < G_GINT64_CONSTANT (1) << 50; elapsed = elapsed * 11 / 10 + 1)
    {
      gint64 span = drover_chart_axis_get_span_ms (elapsed);
      gint64 step = drover_chart_axis_get_time_step_ms (span, 8);

      g_assert_cmpint (span, >=, elapsed);
      g_assert_cmpint (span, >=, before);
      if (elapsed > 10000)
        g_assert_cmpint (span, <=, elapsed + elapsed / 2 + 1);
      g_assert_cmpint (span / step, <=, 8);
      g_assert_cmpint (span / step, >=, 2);
      before = span;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-model/pyramid", test_pyramid);
  g_test_add_func ("/chart-model/empty", test_empty);
  g_test_add_func ("/chart-model/find", test_find);
  g_test_add_func ("/chart-model/links", test_links);
  g_test_add_func ("/chart-model/merged", test_merged);
  g_test_add_func ("/chart-model/events", test_events);
  g_test_add_func ("/chart-model/interruption", test_interruption);
  g_test_add_func ("/chart-model/broken", test_broken);
  g_test_add_func ("/chart-model/shared-scale", test_shared_scale);
  g_test_add_func ("/chart-axis/holds", test_axis_holds);
  g_test_add_func ("/chart-axis/is-stable", test_axis_is_stable);
  g_test_add_func ("/chart-axis/labels", test_labels);
  g_test_add_func ("/chart-axis/time", test_time);
  return g_test_run ();
}
