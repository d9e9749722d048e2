/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-cursor.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PADDING 10
#define ROW_GAP 3
#define COLUMN_GAP 12
#define KEY_WIDTH 22
#define DISTANCE 14
#define DOT 4.0f

typedef enum {
  PLACE_NONE,
  PLACE_POINTER, /* what slides by below the pointer is read */
  PLACE_MOMENT,  /* the keyboard chose a moment, which slides along */
} Place;

struct _DroverChartCursor {
  GtkWidget parent_instance;
  DroverChartCanvas *canvas;
  Place place;
  double x;
  gint64 t_ms;
};

G_DEFINE_FINAL_TYPE (DroverChartCursor, drover_chart_cursor, GTK_TYPE_WIDGET)

/* A line of the bubble: a figure's name and its value. */
typedef struct {
  gint series; /* -1 for none */
  char *name;
  char *value;
} Row;

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_free (row->name);
  g_free (row->value);
}

static double
to_x (const DroverChartScene *scene, gint64 first_column, gint64 t_ms)
{
  return scene->plot_x +
         (drover_chart_scene_to_column (scene, (double) t_ms) - (double) first_column) / scene->scale;
}

/* The sample that is read, if the cursor is on the chart and there is one there. */
static const DroverSample *
find_sample (DroverChartCursor *self, guint *index)
{
  const DroverChartScene *scene = drover_chart_canvas_get_scene (self->canvas);
  gint64 first = drover_chart_canvas_get_first_column (self->canvas);
  double t_ms = (double) self->t_ms;

  if (self->place == PLACE_NONE || drover_chart_model_get_length (scene->model) == 0)
    return NULL;
  if (self->place == PLACE_POINTER)
    {
      if (self->x < scene->plot_x || self->x > scene->plot_x + scene->plot_width)
        return NULL;
      t_ms = ((self->x - scene->plot_x) * scene->scale + (double) first) * scene->ms_per_column;
      if (t_ms < 0)
        return NULL;
    }
  *index = drover_chart_model_find_nearest (scene->model, (gint64) t_ms);
  return drover_chart_model_get (scene->model, *index);
}

static void
add_row (GArray *rows, gint series, const char *name, char *value)
{
  Row row = { .series = series, .name = g_strdup (name), .value = value };

  g_array_append_val (rows, row);
}

static char *
format_value (DroverChartSeries series, gint64 value)
{
  if (value < 0)
    return g_strdup (_ ("unknown"));
  return series == DROVER_CHART_MEMORY || series == DROVER_CHART_DISK ? drover_format_bytes ((guint64) value)
                                                                      : drover_format_rate ((guint64) value);
}

static GArray *
collect_rows (const DroverChartScene *scene, guint index)
{
  const DroverSample *sample = drover_chart_model_get (scene->model, index);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  g_array_set_clear_func (rows, row_clear);
  /* Translators: a moment, in seconds since the migration began */
  add_row (rows, -1, drover_chart_phase_get_short_label (sample->phase),
           g_strdup_printf (_ ("%.1f s"), (double) sample->t_ms / 1000.0));
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    if (scene->visible[i] && drover_chart_model_has (scene->model, i))
      add_row (rows, (gint) i, drover_chart_series_get_name (i),
               format_value (i, drover_chart_model_get_value (scene->model, i, index)));
  if (sample->iteration > 0)
    add_row (rows, -1, _ ("Pass"), g_strdup_printf ("%" G_GINT64_FORMAT, sample->iteration));
  if (sample->throttle > 0)
    add_row (rows, -1, _ ("Guest slowed by"),
             g_strdup_printf (_ ("%d %%"), (int) MIN (sample->throttle, 100)));
  return rows;
}

/**
 * drover_chart_cursor_dup_reading:
 *
 * Returns: (transfer full) (nullable): the figures at the cursor in words, %NULL if it is nowhere
 */
char *
drover_chart_cursor_dup_reading (DroverChartCursor *self)
{
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  guint index;

  if (find_sample (self, &index) == NULL)
    return NULL;
  rows = collect_rows (drover_chart_canvas_get_scene (self->canvas), index);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      g_string_append (text, i > 0 ? ", " : "");
      /* Translators: a figure's name and its value */
      g_string_append_printf (text, _ ("%s: %s"), row->name, row->value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_text (
    GtkSnapshot *snapshot, DroverChartStyle *style, const char *text, gboolean bold, double x, double y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, drover_chart_style_get_layout (style, text, bold), &style->text);
  gtk_snapshot_restore (snapshot);
}

static int
measure (DroverChartStyle *style, const char *text, gboolean bold)
{
  int width;

  pango_layout_get_pixel_size (drover_chart_style_get_layout (style, text, bold), &width, NULL);
  return width;
}

static void
append_rows (GtkSnapshot *snapshot,
             const DroverChartScene *scene,
             const GArray *rows,
             const graphene_rect_t *box)
{
  DroverChartStyle *style = scene->style;
  double left = (double) box->origin.x + PADDING;
  double right = (double) box->origin.x + (double) box->size.width - PADDING;
  double y = (double) box->origin.y + PADDING;

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      int indent = row->series >= 0 ? KEY_WIDTH + 6 : 0;
      int name = measure (style, row->name, i == 0);
      int value = measure (style, row->value, TRUE);

      if (row->series >= 0)
        {
          cairo_t *cr = gtk_snapshot_append_cairo (
              snapshot, &GRAPHENE_RECT_INIT ((float) (scene->rtl ? right - KEY_WIDTH : left), (float) y,
                                             KEY_WIDTH, (float) style->line_height));

          cairo_translate (cr, scene->rtl ? right - KEY_WIDTH : left, y);
          drover_chart_paint_key (cr, style, (DroverChartSeries) row->series, KEY_WIDTH, style->line_height);
          cairo_destroy (cr);
        }
      append_text (snapshot, style, row->name, i == 0, scene->rtl ? right - indent - name : left + indent, y);
      append_text (snapshot, style, row->value, TRUE, scene->rtl ? left : right - value, y);
      y += style->line_height + ROW_GAP;
    }
}

/* Beside the line, on the side where there is room. */
static graphene_rect_t
place_bubble (const DroverChartScene *scene, const GArray *rows, double x)
{
  double width = 0;
  double height = 2 * PADDING - ROW_GAP;
  double left;

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      width =
          MAX (width, measure (scene->style, row->name, i == 0) + measure (scene->style, row->value, TRUE) +
                          COLUMN_GAP + (row->series >= 0 ? KEY_WIDTH + 6 : 0));
      height += scene->style->line_height + ROW_GAP;
    }
  width += 2 * PADDING;
  left = x + DISTANCE;
  if (left + width > scene->width)
    left = x - DISTANCE - width;
  return GRAPHENE_RECT_INIT ((float) MAX (left, 0), (float) scene->size_plot.y, (float) width,
                             (float) height);
}

static void
append_bubble (GtkSnapshot *snapshot, const DroverChartScene *scene, const GArray *rows, double x)
{
  graphene_rect_t box = place_bubble (scene, rows, x);
  GdkRGBA background = scene->style->background;
  GdkRGBA edge = scene->style->baseline;
  GskRoundedRect outline;

  background.alpha = 0.95f;
  gsk_rounded_rect_init_from_rect (&outline, &box, 9);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &(GdkRGBA){ 0, 0, 0, 0.12f }, 0, 2, 1, 4);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &background, &box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[]){ 1, 1, 1, 1 },
                              (GdkRGBA[]){ edge, edge, edge, edge });
  append_rows (snapshot, scene, rows, &box);
}

static void
append_dot (
    GtkSnapshot *snapshot, const DroverChartScene *scene, DroverChartSeries series, guint index, double x)
{
  gint64 value = drover_chart_model_get_value (scene->model, series, index);
  GskRoundedRect outline;
  graphene_rect_t box;
  double y;

  if (value < 0 || !scene->visible[series] || !drover_chart_model_has (scene->model, series))
    return;
  y = drover_chart_scene_to_y (scene, series, (double) value);
  box = GRAPHENE_RECT_INIT ((float) x - DOT - 1, (float) y - DOT - 1, 2 * DOT + 2, 2 * DOT + 2);
  gsk_rounded_rect_init_from_rect (&outline, &box, DOT + 1);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &scene->style->background, &box);
  gtk_snapshot_pop (snapshot);
  graphene_rect_inset (&box, 1.5f, 1.5f);
  gsk_rounded_rect_init_from_rect (&outline, &box, DOT);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &scene->style->series[series], &box);
  gtk_snapshot_pop (snapshot);
}

static void
append_line (GtkSnapshot *snapshot, const DroverChartScene *scene, double x)
{
  const DroverChartBox *boxes[] = { &scene->size_plot, &scene->rate_plot };
  double line_x = floor (x * scene->scale) / scene->scale;

  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    gtk_snapshot_append_color (
        snapshot, &scene->style->dim,
        &GRAPHENE_RECT_INIT ((float) line_x, (float) boxes[i]->y, 1, (float) boxes[i]->height));
}

static void
drover_chart_cursor_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DroverChartCursor *self = DROVER_CHART_CURSOR (widget);
  const DroverChartScene *scene = drover_chart_canvas_get_scene (self->canvas);
  g_autoptr (GArray) rows = NULL;
  const DroverSample *sample;
  guint index;
  double x;

  sample = find_sample (self, &index);
  if (sample == NULL)
    return;
  x = to_x (scene, drover_chart_canvas_get_first_column (self->canvas), sample->t_ms);
  /* The newest sample may still be sliding in. */
  x = CLAMP (x, scene->plot_x, scene->plot_x + scene->plot_width - 1);
  rows = collect_rows (scene, index);
  append_line (snapshot, scene, x);
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    append_dot (snapshot, scene, i, index, x);
  append_bubble (snapshot, scene, rows, x);
}

/* To a reader of the screen, the plot says what is at its cursor. */
static void
update_reading (DroverChartCursor *self)
{
  g_autofree char *reading = NULL;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->place == PLACE_POINTER)
    return;
  reading = drover_chart_cursor_dup_reading (self);
  if (reading != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reading, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/**
 * drover_chart_cursor_point_at:
 * @x: where, in the widget's own pixels
 *
 * Shows the figures at a place, as the pointer does.
 */
void
drover_chart_cursor_point_at (DroverChartCursor *self, double x)
{
  self->place = PLACE_POINTER;
  self->x = x;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * drover_chart_cursor_hide:
 *
 * Shows no figures any more.
 */
void
drover_chart_cursor_hide (DroverChartCursor *self)
{
  if (self->place == PLACE_NONE)
    return;
  self->place = PLACE_NONE;
  update_reading (self);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, DroverChartCursor *self)
{
  drover_chart_cursor_point_at (self, x);
}

static void
on_leave (GtkEventControllerMotion *controller, DroverChartCursor *self)
{
  if (self->place == PLACE_POINTER)
    drover_chart_cursor_hide (self);
}

/* To the next sample on that side that is seen in another place. */
static void
step (DroverChartCursor *self, gboolean forward)
{
  const DroverChartScene *scene = drover_chart_canvas_get_scene (self->canvas);
  guint n = drover_chart_model_get_length (scene->model);
  gint64 pixel_ms = (gint64) ceil (scene->ms_per_column * scene->scale);
  guint index;

  if (find_sample (self, &index) == NULL)
    index = n - 1;
  else if (forward)
    index = MIN (MAX (drover_chart_model_find (scene->model, self->t_ms + pixel_ms), index + 1), n - 1);
  else if (index > 0)
    index = MIN (drover_chart_model_find_nearest (scene->model, self->t_ms - pixel_ms), index - 1);
  self->t_ms = drover_chart_model_get (scene->model, index)->t_ms;
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        DroverChartCursor *self)
{
  const DroverChartScene *scene = drover_chart_canvas_get_scene (self->canvas);
  guint n = drover_chart_model_get_length (scene->model);
  guint index;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0 || n == 0)
    return GDK_EVENT_PROPAGATE;
  if (self->place == PLACE_POINTER && find_sample (self, &index) != NULL)
    self->t_ms = drover_chart_model_get (scene->model, index)->t_ms;
  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left)
    step (self, FALSE);
  else if (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right)
    step (self, TRUE);
  else if (keyval == GDK_KEY_Home)
    self->t_ms = drover_chart_model_get (scene->model, 0)->t_ms;
  else if (keyval == GDK_KEY_End)
    self->t_ms = drover_chart_model_get (scene->model, n - 1)->t_ms;
  else if (keyval == GDK_KEY_Escape && self->place != PLACE_NONE)
    {
      drover_chart_cursor_hide (self);
      return GDK_EVENT_STOP;
    }
  else
    return GDK_EVENT_PROPAGATE;
  self->place = PLACE_MOMENT;
  update_reading (self);
  return GDK_EVENT_STOP;
}

static void
on_focus_leave (GtkEventControllerFocus *controller, DroverChartCursor *self)
{
  if (self->place == PLACE_MOMENT)
    drover_chart_cursor_hide (self);
}

static void
on_view_changed (DroverChartCursor *self)
{
  if (self->place != PLACE_NONE)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drover_chart_cursor_dispose (GObject *object)
{
  DroverChartCursor *self = DROVER_CHART_CURSOR (object);

  g_clear_object (&self->canvas);
  G_OBJECT_CLASS (drover_chart_cursor_parent_class)->dispose (object);
}

static void
drover_chart_cursor_class_init (DroverChartCursorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_chart_cursor_dispose;
  widget_class->snapshot = drover_chart_cursor_snapshot;
  gtk_widget_class_set_css_name (widget_class, "crosshair");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
drover_chart_cursor_init (DroverChartCursor *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Chart; the arrow keys read it"), -1);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/**
 * drover_chart_cursor_new:
 * @canvas: what lies below, of the same size
 *
 * Returns: (transfer floating): the crosshair, drawn apart from what it lies on
 */
GtkWidget *
drover_chart_cursor_new (DroverChartCanvas *canvas)
{
  DroverChartCursor *self = g_object_new (DROVER_TYPE_CHART_CURSOR, NULL);

  self->canvas = g_object_ref (canvas);
  g_signal_connect_object (canvas, "view-changed", G_CALLBACK (on_view_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
