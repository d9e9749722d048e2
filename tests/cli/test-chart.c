/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a migration looks like in a terminal, against the files in tests/data/chart. DROVER_UPDATE_GOLDEN=1
 * writes them anew: look at the difference before you commit it. */

#include <string.h>

#include "cli-chart.h"
#include "cli-progress.h"
#include "cli-scale.h"
#include "cli-text.h"
#include "scenes.h"

typedef struct {
  const char *name;
  Scene scene;
  CliChartOptions options;
} Case;

/* clang-format off */
#define DONE .verifying_ms = 15250, .finished_ms = 15600, .total_ms = 15150, .downtime_ms = 45, .bytes = 1270 * MIB

static const Case cases[] = {
  { "typical", scene_typical, { .width = 80, .title = "web1: alpha → beta", DONE } },
  { "typical-ascii", scene_typical, { .width = 80, .ascii = TRUE, .title = "web1: alpha → beta", DONE } },
  { "typical-narrow", scene_typical, { .width = 40, DONE } },
  { "typical-narrow-ascii", scene_typical, { .width = 20, .ascii = TRUE, DONE } },
  { "typical-wide", scene_typical, { .width = 500, .height = 20, DONE } },
  { "typical-low", scene_typical, { .width = 60, .height = 4, DONE } },
  { "typical-color", scene_typical, { .width = 60, .height = 4, .color = TRUE, DONE } },
  { "nothing", scene_nothing, { 0 } },
  { "nothing-done", scene_nothing, { .total_ms = 180, .downtime_ms = 12, .bytes = 9 * MIB, .verifying_ms = 200 } },
  { "single", scene_single, { 0 } },
  { "two", scene_two, { .ascii = TRUE } },
  { "hopeless", scene_hopeless, { .width = 100 } },
  { "hopeless-ascii", scene_hopeless, { .width = 100, .ascii = TRUE } },
  { "gaps", scene_gaps, { .height = 8 } },
  { "link-lost", scene_link_lost, { .height = 6 } },
  { "unknown", scene_unknown, { .height = 6 } },
  { "post-copy", scene_post_copy, { .height = 6, .downtime_ms = 130 } },
  { "disks", scene_disks, { 0 } },
};
/* clang-format on */

static void
assert_golden (const char *name, const char *text)
{
  g_autofree char *base = g_strconcat (name, ".txt", NULL);
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "chart", base, NULL);
  g_autofree char *wanted = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("DROVER_UPDATE_GOLDEN") != NULL)
    g_file_set_contents (file, text, -1, &error);
  else
    g_file_get_contents (file, &wanted, NULL, &error);
  g_assert_no_error (error);
  if (wanted != NULL && strcmp (wanted, text) != 0)
    {
      g_test_message ("wanted:\n%s\ngot:\n%s", wanted, text);
      g_test_fail_printf ("%s is another one", base);
    }
}

/* Without the colours. */
static char *
strip_colors (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\x1b\\[[0-9]*m", 0, 0, NULL);

  return g_regex_replace_literal (regex, text, -1, 0, "", 0, NULL);
}

static void
assert_fits (const char *text, guint width, gboolean ascii, gboolean color)
{
  g_autofree char *bare = color ? strip_colors (text) : g_strdup (text);
  g_auto (GStrv) lines = g_strsplit (bare, "\n", -1);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (ascii)
    g_assert_true (g_str_is_ascii (text));
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (cli_text_width (lines[i]), <=, width);
      g_assert_false (g_str_has_suffix (lines[i], " "));
      for (const char *p = lines[i]; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
    }
}

static guint
bounded_width (guint width)
{
  return width == 0 ? 80 : CLAMP (width, CLI_CHART_MIN_WIDTH, CLI_CHART_MAX_WIDTH);
}

static void
test_golden (gconstpointer data)
{
  const Case *test_case = data;
  g_autoptr (DroverSampleRing) ring = test_case->scene ();
  g_autofree char *text = cli_chart_render (ring, &test_case->options);
  g_autofree char *again = cli_chart_render (ring, &test_case->options);

  assert_fits (text, bounded_width (test_case->options.width), test_case->options.ascii,
               test_case->options.color);
  g_assert_cmpstr (text, ==, again);
  assert_golden (test_case->name, text);
}

static void
test_hostile_title (void)
{
  g_autoptr (DroverSampleRing) ring = scene_two ();
  CliChartOptions options = { .title = "a\033[2J\nb\tc\302\205d" };

  for (guint ascii = 0; ascii < 2; ascii++)
    {
      g_autofree char *text = NULL;

      options.ascii = ascii;
      text = cli_chart_render (ring, &options);
      assert_fits (text, 80, ascii, FALSE);
    }
}

static gint64
random_figure (void)
{
  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      return -1;
    case 1:
      return 0;
    case 2:
      return G_MAXINT64;
    default:
      return ((gint64) g_test_rand_int_range (0, G_MAXINT32)) << g_test_rand_int_range (0, 32);
    }
}

static DroverSampleRing *
random_ring (void)
{
  DroverSampleRing *ring = drover_sample_ring_new (64);
  gint n = g_test_rand_int_range (0, 300);
  gint64 t_ms = 0;

  for (gint i = 0; i < n; i++)
    {
      DroverSample sample = {
        .t_ms = t_ms += g_test_rand_int_range (0, 100000),
        .phase = (DroverPhase) g_test_rand_int_range (0, DROVER_PHASE_VERIFYING + 1),
        .processed = random_figure (),
        .remaining = drover_range (random_figure ()),
        .total = random_figure (),
        .rate = drover_range (random_figure ()),
        .dirty_rate = drover_range (random_figure ()),
        .iteration = random_figure (),
        .disk_remaining = random_figure (),
      };

      drover_sample_ring_add (ring, &sample);
    }
  return ring;
}

static void
test_random (void)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (DroverSampleRing) ring = random_ring ();
      guint n = drover_sample_ring_get_length (ring);
      CliChartOptions options = {
        .width = (guint) g_test_rand_int_range (0, 200),
        .height = (guint) g_test_rand_int_range (0, 50),
        .ascii = g_test_rand_bit (),
        .color = g_test_rand_bit (),
        .verifying_ms = random_figure (),
        .finished_ms = random_figure (),
        .total_ms = random_figure (),
        .downtime_ms = random_figure (),
        .bytes = random_figure (),
      };
      g_autofree char *text = cli_chart_render (ring, &options);

      assert_fits (text, bounded_width (options.width), options.ascii, options.color);
      if (n > 0)
        {
          guint width = (guint) g_test_rand_int_range (0, 120);
          g_autofree char *line =
              cli_progress_line (drover_sample_ring_get (ring, n - 1), ring, width, !options.ascii);

          assert_fits (line, width, options.ascii, FALSE);
        }
    }
}

/* Every line a terminal would have shown, one below the other. */
static char *
all_lines (Scene scene, guint width, gboolean unicode)
{
  g_autoptr (DroverSampleRing) whole = scene ();
  g_autoptr (DroverSampleRing) ring = drover_sample_ring_new (4096);
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < drover_sample_ring_get_length (whole); i++)
    {
      const DroverSample *sample = drover_sample_ring_get (whole, i);
      g_autofree char *line = NULL;

      drover_sample_ring_add (ring, sample);
      line = cli_progress_line (sample, ring, width, unicode);
      assert_fits (line, width, !unicode, FALSE);
      g_string_append_printf (lines, "%s\n", line);
    }
  return g_string_free (lines, FALSE);
}

static void
test_progress_golden (void)
{
  g_autofree char *typical = all_lines (scene_typical, 120, TRUE);
  g_autofree char *narrow = all_lines (scene_typical, 40, FALSE);
  g_autofree char *disks = all_lines (scene_disks, 80, TRUE);
  g_autofree char *post_copy = all_lines (scene_post_copy, 100, TRUE);

  assert_golden ("progress-typical", typical);
  assert_golden ("progress-narrow-ascii", narrow);
  assert_golden ("progress-disks", disks);
  assert_golden ("progress-post-copy", post_copy);
}

/* The number before the percent sign, -1 without one. */
static int
percent_in (const char *line)
{
  g_autoptr (GRegex) regex = g_regex_new ("([0-9]+) %", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (!g_regex_match (regex, line, 0, &match))
    return -1;
  number = g_match_info_fetch (match, 1);
  return (int) g_ascii_strtoll (number, NULL, 10);
}

/* What a line says beside figures that always change: the phase, and why the percentage went back. */
static char *
reason_in (const char *line)
{
  g_autoptr (GRegex) label = g_regex_new ("^([^0-9·]+)", 0, 0, NULL);
  g_autoptr (GRegex) why =
      g_regex_new ("pass [0-9]+ over dirtied memory|more to send than was known", 0, 0, NULL);
  g_autoptr (GMatchInfo) label_match = NULL;
  g_autoptr (GMatchInfo) why_match = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (g_regex_match (label, line, 0, &label_match))
    first = g_match_info_fetch (label_match, 1);
  if (g_regex_match (why, line, 0, &why_match))
    second = g_match_info_fetch (why_match, 0);
  return g_strconcat (first ? first : "", second ? second : "", NULL);
}

static void
test_never_back_in_silence (void)
{
  static const Scene scenes[] = { scene_typical, scene_gaps, scene_hopeless, scene_disks, scene_post_copy };

  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      g_autofree char *text = all_lines (scenes[i], 200, TRUE);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      g_autofree char *reason = NULL;
      int before = -1;
      guint back = 0;

      for (gsize k = 0; lines[k] != NULL && lines[k][0] != '\0'; k++)
        {
          g_autofree char *now = reason_in (lines[k]);
          int percent = percent_in (lines[k]);

          g_assert_cmpint (percent, <, 100);
          if (percent >= 0 && percent < before)
            {
              g_assert_cmpstr (now, !=, reason);
              back++;
            }
          if (percent >= 0)
            before = percent;
          g_free (g_steal_pointer (&reason));
          reason = g_steal_pointer (&now);
        }
      if (scenes[i] == scene_typical || scenes[i] == scene_hopeless)
        g_assert_cmpuint (back, >, 0);
    }
}

/* An end is foretold only where there is one. */
static void
test_outlook (void)
{
  g_autoptr (DroverSampleRing) ring = drover_sample_ring_new (16);
  DroverSample sample = {
    .t_ms = 4000,
    .phase = DROVER_PHASE_COPYING,
    .total = 1000 * MIB,
    .remaining = drover_range (200 * MIB),
    .rate = drover_range (100 * MIB),
    .dirty_rate = drover_range (50 * MIB),
    .iteration = 2,
  };
  g_autofree char *good = cli_progress_line (&sample, ring, 200, TRUE);
  g_autofree char *bad = NULL;
  g_autofree char *stopped = NULL;

  g_assert_nonnull (strstr (good, "about 4 s to go"));
  g_assert_nonnull (strstr (good, "Copying memory 80 %"));
  sample.dirty_rate = drover_range (100 * MIB);
  bad = cli_progress_line (&sample, ring, 200, TRUE);
  g_assert_null (strstr (bad, "to go"));
  g_assert_nonnull (strstr (bad, "dirtied as fast as sent"));
  sample.rate = drover_range (0);
  stopped = cli_progress_line (&sample, ring, 200, TRUE);
  g_assert_null (strstr (stopped, "to go"));
  g_assert_null (strstr (stopped, "as fast"));
}

static void
test_byte_scale (void)
{
  for (guint rows = 2; rows <= 40; rows += 2)
    for (guint i = 0; i < 2000; i++)
      {
        guint64 peak = (guint64) g_test_rand_int_range (0, G_MAXINT32) << g_test_rand_int_range (0, 33);
        CliScale scale = cli_scale_for_bytes (peak, rows);

        g_assert_cmpuint (scale.max, >=, peak);
        g_assert_cmpuint (scale.max, ==, scale.step * scale.n_steps);
        g_assert_cmpuint (scale.step & (scale.step - 1), ==, 0);
        g_assert_cmpuint (rows % scale.n_steps, ==, 0);
        g_assert_cmpuint (scale.n_steps, <=, 5);
        /* at least a third of the panel is used */
        g_assert_true (peak <= 256 * 5 || scale.max / 3 <= peak);
      }
}

static void
test_time_scale (void)
{
  guint64 before = 0;

  for (gint64 end_ms = 1; end_ms < 100000000; end_ms += 1 + end_ms / 50)
    {
      CliScale scale = cli_scale_for_time (end_ms, 70);
      guint64 first = scale.step;

      while (first % 10 == 0)
        first /= 10;
      g_assert_true (first == 1 || first == 2 || first == 5);
      g_assert_cmpuint (scale.n_steps, <=, 7);
      g_assert_true (end_ms < 7 || scale.n_steps >= 2);
      /* while a migration runs its steps never shrink */
      g_assert_cmpuint (scale.step, >=, before);
      before = scale.step;
    }
}

static void
test_text (void)
{
  g_autofree char *cut = cli_text_fit ("虚拟机虚拟机", 7, FALSE);
  g_autofree char *ascii = cli_text_fit ("a\302\240longer text", 9, TRUE);
  g_autofree char *none = cli_text_fit ("abc", 0, FALSE);
  g_autofree char *one = cli_text_fit ("abc", 1, FALSE);

  g_assert_cmpuint (cli_text_width ("虚拟机"), ==, 6);
  g_assert_cmpstr (cut, ==, "虚拟机…");
  g_assert_cmpstr (ascii, ==, "a long...");
  g_assert_cmpuint (cli_text_width (none), ==, 0);
  g_assert_cmpuint (cli_text_width (one), <=, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cli/chart/golden/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_golden);
    }
  g_test_add_func ("/cli/chart/hostile-title", test_hostile_title);
  g_test_add_func ("/cli/chart/random", test_random);
  g_test_add_func ("/cli/progress/golden", test_progress_golden);
  g_test_add_func ("/cli/progress/never-back-in-silence", test_never_back_in_silence);
  g_test_add_func ("/cli/progress/outlook", test_outlook);
  g_test_add_func ("/cli/scale/bytes", test_byte_scale);
  g_test_add_func ("/cli/scale/time", test_time_scale);
  g_test_add_func ("/cli/text", test_text);
  return g_test_run ();
}
