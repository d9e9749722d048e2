/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-chart.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli-bins.h"
#include "cli-chart-private.h"
#include "cli-scale.h"
#include "cli-text.h"

/* Eighths of a character cell. */
#define CELL 8

static const char *const eighths_unicode[CELL + 1] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
static const char *const eighths_ascii[CELL + 1] = { " ", ".", ".", ".", ":", ":", ":", "#", "#" };

const CliGlyphs cli_glyphs_unicode = {
  .eighths = eighths_unicode,
  .range = "░",
  .axis_tick = "┤",
  .axis = "│",
  .corner = "┼",
  .line = "─",
  .mark = "┬",
  .separator = " · ",
  .phases = { "┈", "━", "█", "▒", "═" },
};

const CliGlyphs cli_glyphs_ascii = {
  .eighths = eighths_ascii,
  .range = "|",
  .axis_tick = "+",
  .axis = "|",
  .corner = "+",
  .line = "-",
  .mark = "+",
  .separator = ", ",
  .phases = { ".", "=", "#", "%", "~" },
};

#define COLOR_OFF "\033[0m"
#define COLOR_FAINT "\033[2m"

static guint
to_eighths (gint64 value, const CliScale *scale, guint rows)
{
  double share = (double) value / (double) scale->max;

  /* What is known is seen, be it 0. */
  return (guint) CLAMP (share * rows * CELL + 0.5, 1, rows * CELL);
}

/* @row counts from the bottom. */
static const char *
area_cell (const CliGlyphs *glyphs, const DroverRange *bin, const CliScale *scale, guint rows, guint row)
{
  guint low;
  guint high;

  if (bin->low < 0)
    return " ";
  low = to_eighths (bin->low, scale, rows);
  high = to_eighths (bin->high, scale, rows);
  low = low > row * CELL ? MIN (low - row * CELL, CELL) : 0;
  high = high > row * CELL ? MIN (high - row * CELL, CELL) : 0;
  /* What lies between the lowest and the highest is told apart, where it is a matter of half a cell. */
  if (low < CELL / 2 && high - low >= CELL / 2)
    return glyphs->range;
  return glyphs->eighths[low];
}

/* Appends a row of cells without the blanks at its end. */
static void
append_cells (GString *out, const char *const *cells, guint n_cells, const char *color)
{
  while (n_cells > 0 && strcmp (cells[n_cells - 1], " ") == 0)
    n_cells--;
  if (n_cells > 0 && color != NULL)
    g_string_append (out, color);
  for (guint i = 0; i < n_cells; i++)
    g_string_append (out, cells[i]);
  if (n_cells > 0 && color != NULL)
    g_string_append (out, COLOR_OFF);
  g_string_append_c (out, '\n');
}

static void
append_gutter (const CliDrawing *drawing, const char *label, const char *axis)
{
  if (drawing->color)
    g_string_append (drawing->out, COLOR_FAINT);
  cli_text_append_right (drawing->out, label, drawing->gutter);
  g_string_append_c (drawing->out, ' ');
  g_string_append (drawing->out, axis);
  if (drawing->color)
    g_string_append (drawing->out, COLOR_OFF);
}

static void
append_line (const CliDrawing *drawing, const char *text)
{
  g_autofree char *line = cli_text_fit (text, drawing->width, drawing->ascii);

  g_string_append (drawing->out, line);
  g_string_append_c (drawing->out, '\n');
}

static void
append_panel (const CliDrawing *drawing, const CliPanel *panel)
{
  g_autofree const char **cells = g_new0 (const char *, drawing->columns);
  guint rows_per_step = panel->rows / panel->scale.n_steps;

  if (panel->peak < 0)
    {
      /* Translators: the name of a figure, as in "Sent per second: unknown" */
      g_autofree char *line = g_strdup_printf (_ ("%s: unknown"), panel->title);

      append_line (drawing, line);
      return;
    }
  append_line (drawing, panel->title);
  for (guint row = panel->rows; row-- > 0;)
    {
      g_autofree char *label = NULL;

      if ((row + 1) % rows_per_step == 0)
        label = cli_scale_format_bytes (panel->scale.step * ((row + 1) / rows_per_step));
      for (guint i = 0; i < drawing->columns; i++)
        cells[i] = area_cell (drawing->glyphs, &panel->bins[i], &panel->scale, panel->rows, row);
      append_gutter (drawing, label ? label : "", label ? drawing->glyphs->axis_tick : drawing->glyphs->axis);
      append_cells (drawing->out, cells, drawing->columns, drawing->color ? panel->color : NULL);
    }
}

/* The line at the bottom of a panel, marked where @marked says so. */
static void
append_axis (const CliDrawing *drawing, const gboolean *marked)
{
  g_autofree const char **cells = g_new0 (const char *, drawing->columns);

  for (guint i = 0; i < drawing->columns; i++)
    cells[i] = marked && marked[i] ? drawing->glyphs->mark : drawing->glyphs->line;
  append_gutter (drawing, "0", drawing->glyphs->corner);
  append_cells (drawing->out, cells, drawing->columns, drawing->color ? COLOR_FAINT : NULL);
}

static gboolean
place_label (char *line, guint columns, guint at, const char *label)
{
  gsize length = strlen (label);
  gsize from = at > 0 ? at - 1 : 0;
  gsize to = at + length + 1;

  if (at + length > columns)
    return FALSE;
  for (gsize i = from; i < MIN (to, columns); i++)
    if (line[i] != ' ')
      return FALSE;
  memcpy (line + at, label, length);
  return TRUE;
}

/* The passes over the guest's memory: a mark where each begins, and its number where there is room. */
static void
append_passes (const CliDrawing *drawing, const DroverSampleRing *ring)
{
  g_autofree gboolean *marked = g_new0 (gboolean, drawing->columns);
  g_autofree char *line = g_strnfill (drawing->columns, ' ');
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 pass = 0;

  for (guint i = 0; i < drover_sample_ring_get_length (ring); i++)
    {
      const DroverSample *sample = drover_sample_ring_get (ring, i);
      guint column = cli_bin_of (sample->t_ms, drawing->end_ms, drawing->columns);

      if (sample->iteration <= pass)
        continue;
      pass = sample->iteration;
      marked[column] = TRUE;
      g_array_append_val (starts, column);
      g_array_append_val (numbers, pass);
    }
  append_axis (drawing, marked);
  if (pass == 0)
    return;

  /* The last one first: how many there were is what one wants to know. */
  for (guint n = 0; n < starts->len; n++)
    {
      guint i = n == 0 ? starts->len - 1 : n - 1;
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (numbers, gint64, i));
      guint at = g_array_index (starts, guint, i);
      guint length = (guint) strlen (number);

      place_label (line, drawing->columns, MIN (at, drawing->columns - length), number);
    }
  append_gutter (drawing, drawing->words.pass, " ");
  g_string_append (drawing->out, g_strchomp (line));
  g_string_append_c (drawing->out, '\n');
}

static void
append_time (const CliDrawing *drawing)
{
  CliScale scale = cli_scale_for_time (drawing->end_ms, drawing->columns);
  g_autofree gboolean *marked = g_new0 (gboolean, drawing->columns);
  g_autofree char *line = g_strnfill (drawing->columns, ' ');

  for (guint i = 0; i <= scale.n_steps; i++)
    {
      g_autofree char *label = cli_scale_format_ms (&scale, i * scale.step);
      guint column = cli_bin_of ((gint64) (i * scale.step), drawing->end_ms, drawing->columns);
      guint length = (guint) strlen (label);

      marked[column] = TRUE;
      place_label (line, drawing->columns, MIN (column, drawing->columns - length), label);
    }
  append_axis (drawing, marked);
  append_gutter (drawing, "", " ");
  g_string_append (drawing->out, g_strchomp (line));
  g_string_append_c (drawing->out, '\n');
}

static void
append_phases (const CliDrawing *drawing, const GArray *spans)
{
  g_autofree const char **cells = g_new0 (const char *, drawing->columns);
  g_autofree guint8 *phases = g_new0 (guint8, drawing->columns);

  cli_spans_paint (spans, drawing->end_ms, phases, drawing->columns);
  for (guint i = 0; i < drawing->columns; i++)
    cells[i] = phases[i] > 0 ? drawing->glyphs->phases[phases[i] - 1] : " ";
  append_gutter (drawing, drawing->words.phase, " ");
  append_cells (drawing->out, cells, drawing->columns, drawing->color ? "\033[1m" : NULL);
  cli_chart_append_legend (drawing, spans);
}

static void
append_panels (const CliDrawing *drawing, const DroverSampleRing *ring, const CliPanel *panels)
{
  for (guint i = 0; i < CLI_N_PANELS; i++)
    {
      append_panel (drawing, &panels[i]);
      if (i == CLI_PANEL_LEFT)
        append_passes (drawing, ring);
      else if (i + 1 == CLI_N_PANELS)
        append_time (drawing);
      else if (panels[i].peak >= 0)
        append_axis (drawing, NULL);
    }
}

static void
scale_panels (CliPanel *panels, guint height)
{
  gint64 rate = MAX (panels[CLI_PANEL_RATE].peak, panels[CLI_PANEL_DIRTY].peak);

  panels[CLI_PANEL_LEFT].rows = height;
  panels[CLI_PANEL_LEFT].scale = cli_scale_for_bytes ((guint64) MAX (panels[CLI_PANEL_LEFT].peak, 0), height);
  /* One scale for both rates: whether a migration ends is a matter of which one is greater. */
  for (guint i = CLI_PANEL_RATE; i < CLI_N_PANELS; i++)
    {
      panels[i].rows = MAX (height / 5 * 2, 2);
      panels[i].scale = cli_scale_for_bytes ((guint64) MAX (rate, 0), panels[i].rows);
    }
}

static guint
measure_gutter (const CliPanel *panels, const CliWords *words)
{
  guint gutter = MAX (cli_text_width (words->pass), cli_text_width (words->phase));

  for (guint i = 0; i < CLI_N_PANELS; i++)
    for (guint k = 0; k <= panels[i].scale.n_steps; k++)
      {
        g_autofree char *label = cli_scale_format_bytes (panels[i].scale.step * k);

        gutter = MAX (gutter, cli_text_width (label));
      }
  return gutter;
}

static gint64
end_of_axis (const DroverSampleRing *ring, const CliChartOptions *options)
{
  guint n = drover_sample_ring_get_length (ring);
  gint64 end_ms = MAX (options->verifying_ms, options->finished_ms);

  if (n > 0)
    end_ms = MAX (end_ms, drover_sample_ring_get (ring, n - 1)->t_ms);
  return end_ms > 0 ? end_ms : 1000;
}

static void
words_init (CliWords *words, gboolean ascii)
{
  /* Translators: heads a line with the numbers of the passes over a guest's memory; keep it short */
  words->pass = cli_text_fit (_ ("pass"), 10, ascii);
  /* Translators: heads a line that shows the phases of a migration; keep it short */
  words->phase = cli_text_fit (_ ("phase"), 10, ascii);
}

static void
words_clear (CliWords *words)
{
  g_free (words->pass);
  g_free (words->phase);
}

/**
 * cli_chart_render:
 * @ring: what was seen of a migration
 * @options: how the chart is to look
 *
 * Draws a migration as text: what was left to send, how fast it was sent and dirtied again, the passes and
 * the phases, over one time axis. Where a column stands for several samples it shows the lowest value as
 * solid and the highest as shaded; unknown figures leave gaps.
 *
 * Returns: (transfer full): lines, each ended by a newline
 */
char *
cli_chart_render (const DroverSampleRing *ring, const CliChartOptions *options)
{
  guint width = options->width ? options->width : 80;
  guint height = options->height ? options->height : CLI_CHART_HEIGHT;
  CliPanel panels[CLI_N_PANELS] = {
    [CLI_PANEL_LEFT] = { .title = _ ("Left to send"), .pick = cli_pick_remaining, .color = "\033[36m" },
    [CLI_PANEL_RATE] = { .title = _ ("Sent per second"), .pick = cli_pick_rate, .color = "\033[32m" },
    [CLI_PANEL_DIRTY] = {
      .title = _ ("Dirtied by the guest per second"),
      .pick = cli_pick_dirty_rate,
      .color = "\033[33m",
    },
  };
  CliDrawing drawing = {
    .out = g_string_new (NULL),
    .width = CLAMP (width, CLI_CHART_MIN_WIDTH, CLI_CHART_MAX_WIDTH),
    .ascii = options->ascii,
    .color = options->color,
    .glyphs = options->ascii ? &cli_glyphs_ascii : &cli_glyphs_unicode,
    .end_ms = end_of_axis (ring, options),
  };
  g_autofree DroverRange *bins = g_new (DroverRange, CLI_CHART_MAX_WIDTH * CLI_N_PANELS);
  g_autoptr (GArray) spans =
      cli_spans_new (ring, options->verifying_ms, options->finished_ms, options->downtime_ms);

  words_init (&drawing.words, options->ascii);
  /* The columns depend on the gutter and the gutter on the peaks, which are the samples' own. */
  for (guint i = 0; i < CLI_N_PANELS; i++)
    {
      panels[i].bins = bins + i * CLI_CHART_MAX_WIDTH;
      panels[i].peak = cli_bins_fill (ring, panels[i].pick, drawing.end_ms, panels[i].bins, drawing.width);
    }
  scale_panels (panels, CLAMP (height, 4, 40) / 2 * 2);
  drawing.gutter = measure_gutter (panels, &drawing.words);
  drawing.columns = drawing.width - drawing.gutter - 2;
  for (guint i = 0; i < CLI_N_PANELS; i++)
    cli_bins_fill (ring, panels[i].pick, drawing.end_ms, panels[i].bins, drawing.columns);

  if (options->title != NULL)
    append_line (&drawing, options->title);
  if (drover_sample_ring_get_length (ring) == 0)
    append_line (&drawing, _ ("No figures: it was over before the first ones could be read."));
  else
    {
      append_panels (&drawing, ring, panels);
      append_phases (&drawing, spans);
    }
  cli_chart_append_caption (&drawing, ring, options);
  words_clear (&drawing.words);
  return g_string_free (drawing.out, FALSE);
}
