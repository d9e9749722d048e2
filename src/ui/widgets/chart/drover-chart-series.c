/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "widgets/chart/drover-chart-scene.h"

/* How far a line, its joins and its markers reach beyond their columns, in logical pixels. */
#define REACH 8

#define DASH_ON 7.0
#define DASH_OFF 5.0
#define MARKER_EVERY 132.0
#define MARKER_RADIUS 3.4

/* A line's point; where several samples share a column, all that they span. */
typedef struct {
  double x; /* in logical pixels */
  double top;
  double bottom;
  double y;        /* of the value, or the middle of what they span */
  gboolean linked; /* to the one before it */
} Point;

typedef struct {
  cairo_t *cr;
  const DroverChartScene *scene;
  DroverChartSeries series;
  gint64 first_column;
  double width; /* in logical pixels */
} Pen;

static double
to_x (const Pen *pen, double column)
{
  return (column - (double) pen->first_column) / pen->scene->scale;
}

static gint64
column_of (const DroverChartScene *scene, gint64 t_ms)
{
  return (gint64) floor (drover_chart_scene_to_column (scene, (double) t_ms));
}

/* The first sample that is not left of @column. */
static guint
find_column (const DroverChartScene *scene, gint64 column)
{
  return drover_chart_model_find (scene->model, (gint64) ceil ((double) column * scene->ms_per_column));
}

static gboolean
make_point (const Pen *pen, guint first, guint end, gint64 column, Point *point)
{
  const DroverChartScene *scene = pen->scene;
  DroverChartExtent extent = drover_chart_model_get_extent (scene->model, pen->series, first, end);
  gint64 value = drover_chart_model_get_value (scene->model, pen->series, end - 1);
  double place =
      end - first == 1
          ? drover_chart_scene_to_column (scene, (double) drover_chart_model_get (scene->model, first)->t_ms)
          : (double) column + 0.5;

  if (extent.high < 0)
    return FALSE;
  point->x = to_x (pen, place);
  point->top = drover_chart_scene_to_y (scene, pen->series, (double) extent.high);
  point->bottom = drover_chart_scene_to_y (scene, pen->series, (double) extent.low);
  /* Of many, none stands for the others. */
  point->y = end - first == 1 ? drover_chart_scene_to_y (scene, pen->series, (double) value)
                              : (point->top + point->bottom) / 2;
  point->linked = drover_chart_model_is_linked (scene->model, pen->series, first);
  return TRUE;
}

/* One point for every column that has samples, from the one before those to be painted to the one after. */
static GArray *
collect_points (const Pen *pen, gint64 end_column)
{
  const DroverChartScene *scene = pen->scene;
  gint64 reach = (gint64) ceil (REACH * scene->scale);
  GArray *points = g_array_new (FALSE, FALSE, sizeof (Point));
  guint n = drover_chart_model_get_length (scene->model);
  guint i = find_column (scene, pen->first_column - reach);

  if (i > 0)
    i = find_column (scene, column_of (scene, drover_chart_model_get (scene->model, i - 1)->t_ms));
  while (i < n)
    {
      gint64 column = column_of (scene, drover_chart_model_get (scene->model, i)->t_ms);
      guint end = MAX (find_column (scene, column + 1), i + 1);
      Point point;

      if (make_point (pen, i, end, column, &point))
        g_array_append_val (points, point);
      if (column > end_column + reach)
        break;
      i = end;
    }
  return points;
}

/* A level stretch of a dashed line; the dashes stay where they are while the chart slides. */
static void
add_dashes (const Pen *pen, double x0, double y0, double x1, double y1)
{
  double period = DASH_ON + DASH_OFF;
  double origin = to_x (pen, 0);
  double from = MAX (x0, -(double) REACH);
  double to = MIN (x1, pen->width + REACH);

  for (double dash = origin + floor ((from - origin) / period) * period; dash < to; dash += period)
    {
      double start = MAX (from, dash);
      double stop = MIN (to, dash + DASH_ON);

      if (start >= stop)
        continue;
      cairo_move_to (pen->cr, start, y0 + (y1 - y0) * (start - x0) / (x1 - x0));
      cairo_line_to (pen->cr, stop, y0 + (y1 - y0) * (stop - x0) / (x1 - x0));
    }
}

/* What is steep is drawn even in a dash's gap: a peak never vanishes. */
static void
add_stretch (const Pen *pen, double x0, double y0, double x1, double y1)
{
  if (!drover_chart_series_is_dashed (pen->series))
    cairo_line_to (pen->cr, x1, y1);
  else if (x1 > x0 && fabs (y1 - y0) <= 1.5 * (x1 - x0) + 0.5)
    add_dashes (pen, x0, y0, x1, y1);
  else
    {
      cairo_move_to (pen->cr, x0, y0);
      cairo_line_to (pen->cr, x1, y1);
    }
}

static void
stroke_line (const Pen *pen, const GArray *points)
{
  cairo_t *cr = pen->cr;

  for (guint i = 0; i < points->len; i++)
    {
      const Point *point = &g_array_index (points, Point, i);

      if (i > 0 && point->linked)
        {
          const Point *before = &g_array_index (points, Point, i - 1);

          add_stretch (pen, before->x, before->y, point->x, point->y);
          continue;
        }
      /* A lone point is seen, too. */
      cairo_move_to (cr, point->x, point->y);
      cairo_line_to (cr, point->x, point->y);
    }
  drover_chart_set_source (cr, &pen->scene->style->series[pen->series], 1);
  cairo_set_line_width (cr, pen->scene->style->line_width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_line_cap (cr, drover_chart_series_is_dashed (pen->series) ? CAIRO_LINE_CAP_BUTT
                                                                      : CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
}

static void
add_edge (const Pen *pen, const Point *point, gboolean forward)
{
  double half = 0.5 / pen->scene->scale;
  double y = forward ? point->top : point->bottom;

  cairo_line_to (pen->cr, point->x + (forward ? -half : half), y);
  cairo_line_to (pen->cr, point->x + (forward ? half : -half), y);
}

/* From the lowest to the highest of each column, all of a pixel wide: a lone peak is seen up to its top. */
static void
fill_band (const Pen *pen, const GArray *points)
{
  for (guint i = 0; i < points->len;)
    {
      guint end = i + 1;

      while (end < points->len && g_array_index (points, Point, end).linked)
        end++;
      cairo_new_sub_path (pen->cr);
      for (guint k = i; k < end; k++)
        add_edge (pen, &g_array_index (points, Point, k), TRUE);
      for (guint k = end; k-- > i;)
        add_edge (pen, &g_array_index (points, Point, k), FALSE);
      cairo_close_path (pen->cr);
      i = end;
    }
  drover_chart_set_source (pen->cr, &pen->scene->style->series[pen->series], pen->scene->style->band_alpha);
  cairo_fill (pen->cr);
}

static void
fill_area (const Pen *pen, const GArray *points)
{
  const DroverChartBox *plot = drover_chart_scene_get_plot (pen->scene, pen->series);
  const GdkRGBA *color = &pen->scene->style->series[pen->series];
  double floor_y = plot->y + plot->height;
  cairo_pattern_t *pattern;

  if (pen->scene->style->fill_alpha <= 0 || pen->series == DROVER_CHART_DIRTY)
    return;
  for (guint i = 0; i < points->len; i++)
    {
      const Point *point = &g_array_index (points, Point, i);
      gboolean last = i + 1 == points->len || !g_array_index (points, Point, i + 1).linked;

      if (i == 0 || !point->linked)
        cairo_move_to (pen->cr, point->x, floor_y);
      cairo_line_to (pen->cr, point->x, point->top);
      if (last)
        {
          cairo_line_to (pen->cr, point->x, floor_y);
          cairo_close_path (pen->cr);
        }
    }
  pattern = cairo_pattern_create_linear (0, plot->y, 0, floor_y);
  cairo_pattern_add_color_stop_rgba (pattern, 0, (double) color->red, (double) color->green,
                                     (double) color->blue, pen->scene->style->fill_alpha);
  cairo_pattern_add_color_stop_rgba (pattern, 1, (double) color->red, (double) color->green,
                                     (double) color->blue, pen->scene->style->fill_alpha * 0.2);
  cairo_set_source (pen->cr, pattern);
  cairo_fill (pen->cr);
  cairo_pattern_destroy (pattern);
}

/* The figure between two samples, at the place of a marker. */
static gboolean
value_at (const Pen *pen, double t_ms, double *value)
{
  const DroverChartModel *model = pen->scene->model;
  guint after = drover_chart_model_find (model, (gint64) ceil (t_ms));
  gint64 from_ms;
  gint64 to_ms;
  double from;
  double to;

  if (after == 0 || after >= drover_chart_model_get_length (model) ||
      !drover_chart_model_is_linked (model, pen->series, after))
    return FALSE;
  from_ms = drover_chart_model_get (model, after - 1)->t_ms;
  to_ms = drover_chart_model_get (model, after)->t_ms;
  from = (double) drover_chart_model_get_value (model, pen->series, after - 1);
  to = (double) drover_chart_model_get_value (model, pen->series, after);
  *value = to_ms > from_ms ? from + (to - from) * (t_ms - (double) from_ms) / (double) (to_ms - from_ms) : to;
  return TRUE;
}

/* Where the line is in a column: between two samples, or in the middle of what many of them span. */
static gboolean
y_at (const Pen *pen, gint64 column, double *y)
{
  const DroverChartScene *scene = pen->scene;
  guint first = find_column (scene, column);
  guint end = find_column (scene, column + 1);
  double value;
  Point point;

  if (end - first > 1)
    {
      if (!make_point (pen, first, end, column, &point))
        return FALSE;
      *y = point.y;
      return TRUE;
    }
  if (!value_at (pen, ((double) column + 0.5) * scene->ms_per_column, &value))
    return FALSE;
  *y = drover_chart_scene_to_y (scene, pen->series, value);
  return TRUE;
}

static void
paint_markers (const Pen *pen)
{
  const DroverChartScene *scene = pen->scene;
  double every = MARKER_EVERY;
  double origin = to_x (pen, 0) + every * (0.5 + (double) pen->series / DROVER_CHART_N_SERIES);
  double first = MAX (ceil ((-REACH - origin) / every), 0);

  for (double x = origin + first * every; x < pen->width + REACH; x += every)
    {
      gint64 column = (gint64) floor (x * scene->scale + 0.5) + pen->first_column;
      double y;

      if (y_at (pen, column, &y))
        drover_chart_paint_marker (pen->cr, pen->series, to_x (pen, (double) column + 0.5), y, MARKER_RADIUS);
    }
  /* With an edge, they are seen on a line as broad as they are, too. */
  drover_chart_set_source (pen->cr, &scene->style->background, 1);
  cairo_set_line_width (pen->cr, 2.5);
  cairo_stroke_preserve (pen->cr);
  drover_chart_set_source (pen->cr, &scene->style->series[pen->series], 1);
  cairo_fill (pen->cr);
}

/**
 * drover_chart_paint_series:
 * @first_column: the column at x = 0
 * @end_column: the one after the last
 *
 * Paints a series' area, line and markers as far as they are seen in these columns. It takes as long as there
 * are columns, be there more samples or less.
 */
void
drover_chart_paint_series (cairo_t *cr,
                           const DroverChartScene *scene,
                           DroverChartSeries series,
                           gint64 first_column,
                           gint64 end_column)
{
  Pen pen = {
    .cr = cr,
    .scene = scene,
    .series = series,
    .first_column = first_column,
    .width = (double) (end_column - first_column) / scene->scale,
  };
  g_autoptr (GArray) points = collect_points (&pen, end_column);

  fill_area (&pen, points);
  fill_band (&pen, points);
  stroke_line (&pen, points);
  paint_markers (&pen);
}
