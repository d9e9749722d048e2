/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-canvas.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* Device pixels of a tile's width. What slides is painted into tiles once and then only moved; a new sample
 * costs the tile it falls into. */
#define TILE 256

/* How far left of the newest sample something may still change, in logical pixels: a marker, a pass' number.
 */
#define UNSETTLED 64

/* A sample is slid in over the time it took to come, but not for longer than this. */
#define LONGEST_SLIDE_MS 2000.0

struct _DroverChartCanvas {
  GtkWidget parent_instance;
  DroverChartModel *model;
  DroverChartStyle *style;
  DroverChartScene scene;
  GHashTable *tiles; /* index -> GdkTexture */
  GskRenderNode *behind;
  GskRenderNode *front;
  double view_end_ms; /* the moment at the right edge, negative before there is one */
  double slide_from_ms;
  double slide_ms;
  gint64 slide_start_us; /* 0 before its first frame */
  guint tick;
};

enum {
  SIGNAL_VIEW_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DroverChartCanvas, drover_chart_canvas, GTK_TYPE_WIDGET)

static void
drop_nodes (DroverChartCanvas *self)
{
  g_clear_pointer (&self->behind, gsk_render_node_unref);
  g_clear_pointer (&self->front, gsk_render_node_unref);
}

/**
 * drover_chart_canvas_invalidate:
 *
 * Has everything painted anew.
 */
void
drover_chart_canvas_invalidate (DroverChartCanvas *self)
{
  g_hash_table_remove_all (self->tiles);
  drop_nodes (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static DroverChartStyle *
ensure_style (DroverChartCanvas *self)
{
  if (self->style == NULL)
    {
      self->style = drover_chart_style_new (GTK_WIDGET (self));
      self->scene.style = self->style;
    }
  return self->style;
}

static void
refresh_style (DroverChartCanvas *self)
{
  g_autoptr (DroverChartStyle) style = NULL;

  if (self->style == NULL)
    return;
  style = drover_chart_style_new (GTK_WIDGET (self));
  if (drover_chart_style_equal (style, self->style))
    return;
  g_clear_pointer (&self->style, drover_chart_style_free);
  self->style = g_steal_pointer (&style);
  self->scene.style = self->style;
  drover_chart_canvas_invalidate (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* The scene as the widget's size, direction and screen make it now. */
static void
ensure_scene (DroverChartCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double scale = gtk_widget_get_scale_factor (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  ensure_style (self);
  if (self->scene.width == width && self->scene.height == height && self->scene.rtl == rtl &&
      fabs (self->scene.scale - scale) < 0.01)
    return;
  self->scene.rtl = rtl;
  drover_chart_scene_arrange (&self->scene, width, height, scale);
  drover_chart_scene_update (&self->scene);
  drover_chart_canvas_invalidate (self);
}

static gint64
last_ms (DroverChartCanvas *self)
{
  const DroverSample *last = drover_chart_model_get_last (self->model);

  return last != NULL ? last->t_ms : -1;
}

static void
stop_sliding (DroverChartCanvas *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

/**
 * drover_chart_canvas_slide_to:
 * @view_end_ms: the moment at the right edge
 *
 * Moves the chart; what is drawn changes only when it is by a pixel.
 */
void
drover_chart_canvas_slide_to (DroverChartCanvas *self, double view_end_ms)
{
  gint64 before;

  ensure_scene (self);
  before = drover_chart_scene_get_first_column (&self->scene, self->view_end_ms);
  self->view_end_ms = view_end_ms;
  if (drover_chart_scene_get_first_column (&self->scene, view_end_ms) == before)
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  DroverChartCanvas *self = DROVER_CHART_CANVAS (widget);
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);
  double to_ms = (double) last_ms (self);
  double share;

  if (self->slide_start_us == 0)
    self->slide_start_us = now_us;
  share = (double) (now_us - self->slide_start_us) / 1000.0 / self->slide_ms;
  drover_chart_canvas_slide_to (self, self->slide_from_ms + (to_ms - self->slide_from_ms) * MIN (share, 1));
  if (share < 1)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

/* From where the chart is to its newest sample, in the time after which the next one is to be expected. */
static void
start_sliding (DroverChartCanvas *self)
{
  double to_ms = (double) last_ms (self);
  double distance_ms = to_ms - self->view_end_ms;

  if (self->view_end_ms < 0 || distance_ms <= 0 || distance_ms > 2 * LONGEST_SLIDE_MS ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)) || !adw_get_enable_animations (GTK_WIDGET (self)))
    {
      stop_sliding (self);
      drover_chart_canvas_slide_to (self, to_ms);
      return;
    }
  self->slide_from_ms = self->view_end_ms;
  self->slide_ms = CLAMP (distance_ms, 50, LONGEST_SLIDE_MS);
  self->slide_start_us = 0;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static double
start_of_open (const GArray *steps, gboolean spans)
{
  guint index = steps->len > 1 ? steps->len - 2 : 0;

  if (steps->len == 0)
    return G_MAXDOUBLE;
  return spans ? (double) g_array_index (steps, DroverChartSpan, index).start_ms
               : (double) g_array_index (steps, DroverChartStep, index).t_ms;
}

/* The first column a new sample may have changed. A young bar grows until its text fits. */
static double
first_unsettled (DroverChartCanvas *self, gint64 before_ms)
{
  const DroverChartScene *scene = &self->scene;
  double end = drover_chart_scene_to_column (scene, (double) last_ms (self));
  double column = drover_chart_scene_to_column (scene, (double) before_ms) - UNSETTLED * scene->scale;
  double bars[] = { start_of_open (drover_chart_model_get_spans (self->model), TRUE),
                    start_of_open (drover_chart_model_get_limits (self->model), FALSE) };

  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    {
      double start = drover_chart_scene_to_column (scene, bars[i]);

      if (end - start < 60 * self->style->digit_width * scene->scale)
        column = MIN (column, start - 1);
    }
  return column;
}

static gboolean
is_at_or_after (gpointer key, gpointer value, gpointer user_data)
{
  const gint64 *first = user_data;

  return GPOINTER_TO_INT (key) >= *first;
}

static gint64
tile_of (double column)
{
  return (gint64) floor (column / TILE);
}

/**
 * drover_chart_canvas_added:
 * @before_ms: the moment of the sample before the new one, 0 if there is none
 *
 * Shows the sample that the model has got.
 */
void
drover_chart_canvas_added (DroverChartCanvas *self, gint64 before_ms)
{
  ensure_scene (self);
  if (drover_chart_scene_update (&self->scene))
    drover_chart_canvas_invalidate (self);
  else
    {
      gint64 first = tile_of (first_unsettled (self, before_ms));

      g_hash_table_foreach_remove (self->tiles, is_at_or_after, &first);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  start_sliding (self);
  g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
}

/**
 * drover_chart_canvas_replaced:
 *
 * Shows what the model holds after it has got other samples, or come to an end.
 */
void
drover_chart_canvas_replaced (DroverChartCanvas *self)
{
  stop_sliding (self);
  ensure_scene (self);
  drover_chart_scene_update (&self->scene);
  self->view_end_ms = (double) last_ms (self);
  drover_chart_canvas_invalidate (self);
  g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
}

void
drover_chart_canvas_set_series_visible (DroverChartCanvas *self, DroverChartSeries series, gboolean visible)
{
  if (self->scene.visible[series] == visible)
    return;
  self->scene.visible[series] = visible;
  ensure_scene (self);
  drover_chart_scene_update (&self->scene);
  drover_chart_canvas_invalidate (self);
  g_signal_emit (self, signals[SIGNAL_VIEW_CHANGED], 0);
}

/**
 * drover_chart_canvas_get_scene:
 *
 * Returns: (transfer none): where everything is, as of now
 */
const DroverChartScene *
drover_chart_canvas_get_scene (DroverChartCanvas *self)
{
  ensure_scene (self);
  return &self->scene;
}

/**
 * drover_chart_canvas_get_first_column:
 *
 * Returns: the column at the left edge of the plot
 */
gint64
drover_chart_canvas_get_first_column (DroverChartCanvas *self)
{
  ensure_scene (self);
  return drover_chart_scene_get_first_column (&self->scene, self->view_end_ms);
}

double
drover_chart_canvas_get_view_end_ms (DroverChartCanvas *self)
{
  return self->view_end_ms;
}

static GdkTexture *
paint_tile (DroverChartCanvas *self, gint64 index)
{
  int height = (int) ceil (self->scene.height * self->scene.scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, TILE, height);
  cairo_t *cr = cairo_create (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_scale (cr, self->scene.scale, self->scene.scale);
  drover_chart_paint (cr, &self->scene, index * TILE, (index + 1) * TILE);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (TILE, height, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

static GdkTexture *
ensure_tile (DroverChartCanvas *self, gint64 index)
{
  gpointer key = GINT_TO_POINTER ((int) index);
  GdkTexture *texture = g_hash_table_lookup (self->tiles, key);

  if (texture == NULL)
    {
      texture = paint_tile (self, index);
      g_hash_table_insert (self->tiles, key, texture);
    }
  return texture;
}

static gboolean
is_outside (gpointer key, gpointer value, gpointer user_data)
{
  const gint64 *range = user_data;

  return GPOINTER_TO_INT (key) < range[0] || GPOINTER_TO_INT (key) > range[1];
}

static void
append_tiles (DroverChartCanvas *self, GtkSnapshot *snapshot)
{
  const DroverChartScene *scene = &self->scene;
  gint64 first = drover_chart_scene_get_first_column (scene, self->view_end_ms);
  gint64 end = first + (gint64) floor (scene->plot_width * scene->scale);
  gint64 range[] = { tile_of ((double) first), tile_of ((double) end - 1) };

  g_hash_table_foreach_remove (self->tiles, is_outside, range);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) scene->plot_x, 0, (float) scene->plot_width,
                                                         (float) scene->height));
  /* Nothing is before the beginning. */
  for (gint64 i = MAX (range[0], -1); i <= range[1]; i++)
    {
      GdkTexture *texture = ensure_tile (self, i);
      double x = scene->plot_x + (double) (i * TILE - first) / scene->scale;

      gtk_snapshot_append_texture (
          snapshot, texture,
          &GRAPHENE_RECT_INIT ((float) x, 0, (float) (TILE / scene->scale),
                               (float) (gdk_texture_get_height (texture) / scene->scale)));
    }
  gtk_snapshot_pop (snapshot);
}

static void
append_cached (GtkSnapshot *snapshot,
               GskRenderNode **node,
               void (*append) (GtkSnapshot *, const DroverChartScene *),
               const DroverChartScene *scene)
{
  if (*node == NULL)
    {
      GtkSnapshot *part = gtk_snapshot_new ();

      append (part, scene);
      *node = gtk_snapshot_free_to_node (part);
    }
  if (*node != NULL)
    gtk_snapshot_append_node (snapshot, *node);
}

static void
append_placeholder (DroverChartCanvas *self, GtkSnapshot *snapshot)
{
  PangoLayout *layout = drover_chart_style_get_layout (self->style, _ ("No figures yet"), FALSE);
  int width;
  int height;

  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) ((self->scene.width - width) / 2),
                                                          (float) ((self->scene.height - height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &self->style->dim);
  gtk_snapshot_restore (snapshot);
}

static void
drover_chart_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DroverChartCanvas *self = DROVER_CHART_CANVAS (widget);

  ensure_scene (self);
  if (drover_chart_model_get_length (self->model) == 0)
    {
      append_placeholder (self, snapshot);
      return;
    }
  append_cached (snapshot, &self->behind, drover_chart_snapshot_behind, &self->scene);
  append_tiles (self, snapshot);
  append_cached (snapshot, &self->front, drover_chart_snapshot_front, &self->scene);
  drover_chart_snapshot_times (snapshot, &self->scene,
                               drover_chart_scene_get_first_column (&self->scene, self->view_end_ms));
}

static void
drover_chart_canvas_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  DroverChartStyle *style = ensure_style (DROVER_CHART_CANVAS (widget));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = drover_chart_scene_measure_width (style);
      *natural = MAX (*minimum, 640);
    }
  else
    {
      *minimum = drover_chart_scene_measure_height (style, FALSE);
      *natural = drover_chart_scene_measure_height (style, TRUE);
    }
}

static void
drover_chart_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (drover_chart_canvas_parent_class)->css_changed (widget, change);
  refresh_style (DROVER_CHART_CANVAS (widget));
}

static void
drover_chart_canvas_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (drover_chart_canvas_parent_class)->system_setting_changed (widget, setting);
  refresh_style (DROVER_CHART_CANVAS (widget));
}

static void
drover_chart_canvas_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  refresh_style (DROVER_CHART_CANVAS (widget));
  gtk_widget_queue_draw (widget);
}

static void
drover_chart_canvas_unmap (GtkWidget *widget)
{
  DroverChartCanvas *self = DROVER_CHART_CANVAS (widget);

  stop_sliding (self);
  self->view_end_ms = (double) last_ms (self);
  GTK_WIDGET_CLASS (drover_chart_canvas_parent_class)->unmap (widget);
}

static void
drover_chart_canvas_dispose (GObject *object)
{
  DroverChartCanvas *self = DROVER_CHART_CANVAS (object);

  stop_sliding (self);
  g_hash_table_remove_all (self->tiles);
  drop_nodes (self);
  G_OBJECT_CLASS (drover_chart_canvas_parent_class)->dispose (object);
}

static void
drover_chart_canvas_finalize (GObject *object)
{
  DroverChartCanvas *self = DROVER_CHART_CANVAS (object);

  g_hash_table_unref (self->tiles);
  drover_chart_style_free (self->style);
  drover_chart_model_unref (self->model);
  G_OBJECT_CLASS (drover_chart_canvas_parent_class)->finalize (object);
}

static void
drover_chart_canvas_class_init (DroverChartCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = drover_chart_canvas_dispose;
  object_class->finalize = drover_chart_canvas_finalize;
  widget_class->snapshot = drover_chart_canvas_snapshot;
  widget_class->measure = drover_chart_canvas_measure;
  widget_class->css_changed = drover_chart_canvas_css_changed;
  widget_class->system_setting_changed = drover_chart_canvas_system_setting_changed;
  widget_class->direction_changed = drover_chart_canvas_direction_changed;
  widget_class->unmap = drover_chart_canvas_unmap;
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);

  /**
   * DroverChartCanvas::view-changed:
   *
   * Another moment is where one was: what is drawn over the canvas needs drawing again.
   */
  signals[SIGNAL_VIEW_CHANGED] = g_signal_new ("view-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_chart_canvas_init (DroverChartCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  self->tiles = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->view_end_ms = -1;
  /* Until there is a size. */
  self->scene.ms_per_column = 1;
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    self->scene.visible[i] = TRUE;
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (refresh_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (refresh_style), self,
                           G_CONNECT_SWAPPED);
}

/**
 * drover_chart_canvas_new:
 * @model: what is shown
 *
 * Returns: (transfer floating): the plots of a chart
 */
GtkWidget *
drover_chart_canvas_new (DroverChartModel *model)
{
  DroverChartCanvas *self = g_object_new (DROVER_TYPE_CHART_CANVAS, NULL);

  self->model = drover_chart_model_ref (model);
  self->scene.model = self->model;
  return GTK_WIDGET (self);
}
