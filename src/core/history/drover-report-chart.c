/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of a run as SVG: what was left above, what was sent and written a second below, time along both.
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdarg.h>

#include "base/drover-units.h"
#include "base/drover-xml.h"
#include "history/drover-report-private.h"

/* In pixels. */
#define WIDTH 760
#define LEFT 90
#define RIGHT 750
#define TOP_0 26
#define BOTTOM_0 150
#define TOP_1 200
#define BOTTOM_1 290
#define HEIGHT 340
#define KEY_WIDTH 170

/* More points than there are pixels would show nothing more. */
#define MAX_COLUMNS (RIGHT - LEFT)

typedef gint64 (*Figure) (const DroverRunSample *sample);

typedef struct {
  const DroverRun *run;
  gint64 end_ms;
  double top;
  double bottom;
  gint64 most; /* what the upper edge stands for */
} Panel;

static xmlNode *
add (xmlNode *parent, const char *name, const char *first, ...)
{
  xmlNode *node = drover_xml_add_child (parent, name, NULL);
  va_list args;

  va_start (args, first);
  for (const char *attribute = first; attribute != NULL; attribute = va_arg (args, const char *))
    drover_xml_set_attribute (node, attribute, va_arg (args, const char *));
  va_end (args);
  return node;
}

/* A point is a point, whatever the locale writes for it. */
static char *
px (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.1f", value));
}

static double
x_of (const Panel *panel, gint64 t_ms)
{
  return LEFT + (double) (RIGHT - LEFT) * (double) CLAMP (t_ms, 0, panel->end_ms) / (double) panel->end_ms;
}

static double
y_of (const Panel *panel, gint64 value)
{
  return panel->bottom -
         (panel->bottom - panel->top) * (double) CLAMP (value, 0, panel->most) / (double) panel->most;
}

static void
add_text (xmlNode *svg, double x, double y, const char *anchor, const char *text)
{
  g_autofree char *x_text = px (x);
  g_autofree char *y_text = px (y);
  xmlNode *node = add (svg, "text", "x", x_text, "y", y_text, "text-anchor", anchor, NULL);

  drover_xml_set_text (node, text);
}

static void
add_line (xmlNode *svg, const char *css_class, double x1, double y1, double x2, double y2)
{
  g_autofree char *x1_text = px (x1);
  g_autofree char *y1_text = px (y1);
  g_autofree char *x2_text = px (x2);
  g_autofree char *y2_text = px (y2);

  add (svg, "line", "class", css_class, "x1", x1_text, "y1", y1_text, "x2", x2_text, "y2", y2_text, NULL);
}

/* The least of 1, 2, 5, 10 … that is not less. */
static gint64
round_up (gint64 value, gint64 unit)
{
  double power = pow (10, floor (log10 (MAX ((double) value / (double) unit, 1e-6))));

  for (guint i = 0; i < 4; i++)
    {
      double step = (double[]){ 1, 2, 5, 10 }[i] * power * (double) unit;

      if (step >= (double) value)
        return MAX ((gint64) step, 1);
    }
  return value;
}

static gint64
unit_of (gint64 bytes)
{
  return bytes >= 1 << 30 ? 1 << 30 : bytes >= 1 << 20 ? 1 << 20 : bytes >= 1 << 10 ? 1 << 10 : 1;
}

static gint64
find_most (const DroverRun *run, Figure figure)
{
  gint64 most = 0;

  for (guint i = 0; i < run->samples->len; i++)
    most = MAX (most, figure (run->samples->pdata[i]));
  return most;
}

static void
append_point (GString *path, gboolean *open, double x, double y)
{
  g_autofree char *x_text = px (x);
  g_autofree char *y_text = px (y);

  g_string_append_printf (path, "%s%s %s", *open ? "L" : "M", x_text, y_text);
  *open = TRUE;
}

/* A line that breaks where the figure is not known. Of samples on the same pixel, the last is drawn. */
static void
add_series (xmlNode *svg, const Panel *panel, const char *css_class, Figure figure)
{
  g_autoptr (GString) path = g_string_new (NULL);
  const GPtrArray *samples = panel->run->samples;
  gboolean open = FALSE;

  for (guint i = 0; i < samples->len; i++)
    {
      const DroverRunSample *sample = samples->pdata[i];
      double x = x_of (panel, sample->t_ms);
      gint64 value = figure (sample);

      if (value < 0)
        open = FALSE;
      else if (i + 1 == samples->len || samples->len <= MAX_COLUMNS ||
               floor (x) < floor (x_of (panel, ((const DroverRunSample *) samples->pdata[i + 1])->t_ms)))
        append_point (path, &open, x, y_of (panel, value));
    }
  if (path->len > 0)
    add (svg, "path", "class", css_class, "d", path->str, NULL);
}

static void
add_scale (xmlNode *svg, const Panel *panel, const char *title, char *(*format) (guint64 value))
{
  add_text (svg, LEFT, panel->top - 10, "start", title);
  for (gint64 part = 0; part <= 2; part++)
    {
      gint64 value = panel->most * part / 2;
      double y = y_of (panel, value);
      g_autofree char *label = format ((guint64) value);

      add_line (svg, part == 0 ? "axis" : "grid", LEFT, y, RIGHT, y);
      add_text (svg, LEFT - 8, y + 4, "end", label);
    }
}

static void
add_times (xmlNode *svg, const Panel *panel)
{
  gint64 step = round_up (MAX (panel->end_ms / 6, 1), 1);

  for (gint64 t_ms = 0; t_ms <= panel->end_ms; t_ms += step)
    {
      double x = x_of (panel, t_ms);
      g_autofree char *label = drover_format_ms (t_ms);

      add_line (svg, "grid", x, TOP_0, x, BOTTOM_0);
      add_line (svg, "grid", x, TOP_1, x, BOTTOM_1);
      add_text (svg, x, BOTTOM_1 + 18, t_ms == 0 ? "start" : x > RIGHT - 20 ? "end" : "middle", label);
    }
}

static void
add_box (xmlNode *svg, double x, double y, double width, double height)
{
  g_autofree char *x_text = px (x);
  g_autofree char *y_text = px (y);
  g_autofree char *width_text = px (width);
  g_autofree char *height_text = px (height);

  add (svg, "rect", "class", "switch", "x", x_text, "y", y_text, "width", width_text, "height", height_text,
       NULL);
}

/* Where the guest stood still for the last bit. Returns whether that is known. */
static gboolean
add_switch (xmlNode *svg, const Panel *panel)
{
  const GPtrArray *samples = panel->run->samples;
  gint64 from = -1;
  gint64 to = -1;

  for (guint i = 0; i < samples->len; i++)
    {
      const DroverRunSample *sample = samples->pdata[i];

      if (sample->phase == DROVER_PHASE_SWITCHING)
        {
          from = from < 0 ? sample->t_ms : from;
          to = i + 1 < samples->len ? ((const DroverRunSample *) samples->pdata[i + 1])->t_ms : panel->end_ms;
        }
    }
  if (from < 0)
    return FALSE;
  add_box (svg, x_of (panel, from), TOP_0, MAX (x_of (panel, to) - x_of (panel, from), 2), BOTTOM_1 - TOP_0);
  return TRUE;
}

static void
add_key (xmlNode *svg, double *x, const char *css_class, const char *label)
{
  add_line (svg, css_class, *x, HEIGHT - 12, *x + 24, HEIGHT - 12);
  add_text (svg, *x + 30, HEIGHT - 8, "start", label);
  *x += KEY_WIDTH;
}

static gint64
get_remaining (const DroverRunSample *sample)
{
  return sample->remaining;
}

static gint64
get_rate (const DroverRunSample *sample)
{
  return sample->rate;
}

static gint64
get_dirty_rate (const DroverRunSample *sample)
{
  return sample->dirty_rate;
}

static char *
describe (const DroverRun *run)
{
  g_autofree char *left = drover_format_bytes ((guint64) find_most (run, get_remaining));
  g_autofree char *rate = drover_format_rate ((guint64) find_most (run, get_rate));
  g_autofree char *dirty = drover_format_rate ((guint64) find_most (run, get_dirty_rate));

  /* Translators: a size, and two rates */
  return g_strdup_printf (
      _ ("At most %s were left to send, at most %s went over, and the guest wrote at most %s."), left, rate,
      dirty);
}

/**
 * drover_report_add_chart:
 * @parent: an element of the report
 * @run: a run; without samples, nothing is added
 */
void
drover_report_add_chart (xmlNode *parent, const DroverRun *run)
{
  static const char *const view_box = "0 0 " G_STRINGIFY (WIDTH) " " G_STRINGIFY (HEIGHT);
  g_autofree char *description = NULL;
  xmlNode *svg;
  Panel upper = { .run = run, .top = TOP_0, .bottom = BOTTOM_0 };
  Panel lower = { .run = run, .top = TOP_1, .bottom = BOTTOM_1 };
  gint64 most;
  double key_x = LEFT;
  gboolean switched;

  if (run->samples == NULL || run->samples->len < 2)
    return;
  description = describe (run);
  upper.end_ms = lower.end_ms = MAX (
      MAX (run->total_ms, ((const DroverRunSample *) run->samples->pdata[run->samples->len - 1])->t_ms), 1);
  most = find_most (run, get_remaining);
  upper.most = round_up (MAX (most, 1), unit_of (most));
  most = MAX (find_most (run, get_rate), find_most (run, get_dirty_rate));
  lower.most = round_up (MAX (most, 1), unit_of (most));

  svg = add (parent, "svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", view_box, "role", "img",
             "aria-labelledby", "chart-title chart-text", NULL);
  drover_xml_set_text (add (svg, "title", "id", "chart-title", NULL), _ ("The course of the migration"));
  drover_xml_set_text (add (svg, "desc", "id", "chart-text", NULL), description);
  add_times (svg, &upper);
  switched = add_switch (svg, &upper);
  add_scale (svg, &upper, _ ("Left to send"), drover_format_bytes);
  add_scale (svg, &lower, _ ("Per second"), drover_format_rate);
  add_series (svg, &upper, "left", get_remaining);
  add_series (svg, &lower, "dirty", get_dirty_rate);
  add_series (svg, &lower, "rate", get_rate);
  add_key (svg, &key_x, "left", _ ("Left to send"));
  add_key (svg, &key_x, "rate", _ ("Sent"));
  add_key (svg, &key_x, "dirty", _ ("Changed by the guest"));
  if (switched)
    {
      add_box (svg, key_x, HEIGHT - 18, 24, 12);
      add_text (svg, key_x + 30, HEIGHT - 8, "start", drover_phase_get_label (DROVER_PHASE_SWITCHING));
    }
}
