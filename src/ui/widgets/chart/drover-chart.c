/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart.h"

#include <glib/gi18n-lib.h>

#include "widgets/chart/drover-chart-export.h"
#include "widgets/chart/drover-chart-key.h"
#include "widgets/chart/drover-chart-private.h"
#include "widgets/chart/drover-chart-summary.h"
#include "widgets/chart/drover-chart-wrap.h"

#define SUMMARY_INTERVAL_US G_USEC_PER_SEC

/* The legend is quiet: what is on is a pale pill, what is off is faint. */
#define CSS                                                                                                  \
  "droverchart > .legend > button { border-radius: 999px; padding: 2px 12px 2px 10px; min-height: 26px;"     \
  " font-weight: normal; background-color: transparent; box-shadow: inset 0 0 0 1px alpha(currentColor, "    \
  "0.15); }"                                                                                                 \
  "droverchart > .legend > button:checked { background-color: alpha(currentColor, 0.07); }"                  \
  "droverchart > .legend > button:hover { background-color: alpha(currentColor, 0.12); }"                    \
  "droverchart > .legend > button:not(:checked) > box { opacity: 0.5; }"                                     \
  "droverchart crosshair:focus-visible { outline: 2px solid alpha(@accent_color, 0.5); outline-offset: 2px;" \
  " border-radius: 6px; }"

struct _DroverChart {
  GtkWidget parent_instance;
  DroverChartModel *model;
  GtkWidget *legend;
  GtkWidget *toggles[DROVER_CHART_N_SERIES];
  GtkWidget *canvas;
  GtkWidget *cursor;
  gint64 summary_us; /* when the accessible description was told last */
  guint summary_source;
};

G_DEFINE_FINAL_TYPE (DroverChart, drover_chart, GTK_TYPE_WIDGET)

static void
tell_summary (DroverChart *self)
{
  g_autofree char *summary = drover_chart_summarize (self->model);

  g_clear_handle_id (&self->summary_source, g_source_remove);
  self->summary_us = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
}

static gboolean
on_summary_due (gpointer user_data)
{
  DroverChart *self = user_data;

  self->summary_source = 0;
  tell_summary (self);
  return G_SOURCE_REMOVE;
}

/* Four samples a second are too many to be read out. */
static void
tell_summary_soon (DroverChart *self)
{
  gint64 due_us = self->summary_us + SUMMARY_INTERVAL_US - g_get_monotonic_time ();

  if (self->summary_source != 0)
    return;
  if (due_us <= 0 || self->summary_us == 0)
    tell_summary (self);
  else
    self->summary_source = g_timeout_add ((guint) (due_us / 1000 + 1), on_summary_due, self);
}

/* What there is nothing of needs no button. */
static void
update_legend (DroverChart *self)
{
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    gtk_widget_set_visible (self->toggles[i], drover_chart_model_has (self->model, i));
}

static void
replaced (DroverChart *self)
{
  update_legend (self);
  drover_chart_canvas_replaced (DROVER_CHART_CANVAS (self->canvas));
  tell_summary (self);
}

/**
 * drover_chart_add_sample:
 * @sample: the newest moment
 *
 * Shows one more sample: it slides in, unless the user wants no animations.
 */
void
drover_chart_add_sample (DroverChart *self, const DroverSample *sample)
{
  const DroverSample *last;
  gint64 before_ms;

  g_return_if_fail (DROVER_IS_CHART (self));
  g_return_if_fail (sample != NULL);
  last = drover_chart_model_get_last (self->model);
  before_ms = last != NULL ? last->t_ms : 0;
  drover_chart_model_add (self->model, sample);
  update_legend (self);
  drover_chart_canvas_added (DROVER_CHART_CANVAS (self->canvas), before_ms);
  tell_summary_soon (self);
}

/**
 * drover_chart_set_samples:
 * @ring: what was seen so far
 *
 * Replaces all there is, as after having attached to a job again.
 */
void
drover_chart_set_samples (DroverChart *self, const DroverSampleRing *ring)
{
  g_return_if_fail (DROVER_IS_CHART (self));
  g_return_if_fail (ring != NULL);
  drover_chart_model_set (self->model, ring);
  replaced (self);
}

/**
 * drover_chart_finish:
 * @total_ms: how long the migration took, -1 if unknown
 * @downtime_ms: how long the guest stood still, -1 if unknown
 *
 * The chart slides no more: it shows the whole migration, and marks the interruption.
 */
void
drover_chart_finish (DroverChart *self, gint64 total_ms, gint64 downtime_ms)
{
  g_return_if_fail (DROVER_IS_CHART (self));
  drover_chart_model_finish (self->model, total_ms, downtime_ms);
  replaced (self);
}

/**
 * drover_chart_share_scale:
 * @other: a chart beside it
 *
 * Gives both the same axes, as far as the longer and the higher one needs, until they are cleared.
 */
void
drover_chart_share_scale (DroverChart *self, DroverChart *other)
{
  g_return_if_fail (DROVER_IS_CHART (self) && DROVER_IS_CHART (other));
  drover_chart_model_reach (self->model, other->model);
  drover_chart_model_reach (other->model, self->model);
  replaced (self);
  replaced (other);
}

/**
 * drover_chart_clear:
 *
 * Forgets everything, for another migration.
 */
void
drover_chart_clear (DroverChart *self)
{
  g_return_if_fail (DROVER_IS_CHART (self));
  drover_chart_model_clear (self->model);
  replaced (self);
}

/**
 * drover_chart_dup_summary:
 *
 * Returns: (transfer full): in a few translated sentences what the chart shows now. A reader of the screen
 * gets them as the chart's description, at most about once a second.
 */
char *
drover_chart_dup_summary (DroverChart *self)
{
  g_return_val_if_fail (DROVER_IS_CHART (self), NULL);
  return drover_chart_summarize (self->model);
}

static double
newest_ms (DroverChart *self)
{
  const DroverSample *last = drover_chart_model_get_last (self->model);

  return last != NULL ? (double) last->t_ms : 0;
}

/**
 * drover_chart_save_png:
 * @file: where to
 * @error: a #GIOErrorEnum, or %DROVER_ERROR_FAILED if the picture could not be made
 *
 * Saves the chart as a picture of 1920×1080 pixels, in the colours it has now.
 *
 * Returns: whether it was written
 */
gboolean
drover_chart_save_png (DroverChart *self, GFile *file, GError **error)
{
  g_return_val_if_fail (DROVER_IS_CHART (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  return drover_chart_export_png (drover_chart_canvas_get_scene (DROVER_CHART_CANVAS (self->canvas)),
                                  newest_ms (self), file, error);
}

/**
 * drover_chart_save_svg:
 * @file: where to
 * @error: a #GIOErrorEnum, or %DROVER_ERROR_FAILED if the picture could not be made
 *
 * Saves the chart as a drawing that can be scaled, with what it shows in words.
 *
 * Returns: whether it was written
 */
gboolean
drover_chart_save_svg (DroverChart *self, GFile *file, GError **error)
{
  g_autofree char *summary = NULL;

  g_return_val_if_fail (DROVER_IS_CHART (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  summary = drover_chart_summarize (self->model);
  return drover_chart_export_svg (drover_chart_canvas_get_scene (DROVER_CHART_CANVAS (self->canvas)),
                                  newest_ms (self), summary, file, error);
}

/**
 * drover_chart_save_csv:
 * @file: where to
 * @error: a #GIOErrorEnum
 *
 * Saves all samples, one a line: bytes, bytes per second, milliseconds; nothing where a figure is unknown.
 *
 * Returns: whether it was written
 */
gboolean
drover_chart_save_csv (DroverChart *self, GFile *file, GError **error)
{
  g_return_val_if_fail (DROVER_IS_CHART (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  return drover_chart_export_csv (self->model, file, error);
}

DroverChartCanvas *
drover_chart_get_canvas (DroverChart *self)
{
  return DROVER_CHART_CANVAS (self->canvas);
}

DroverChartCursor *
drover_chart_get_cursor (DroverChart *self)
{
  return DROVER_CHART_CURSOR (self->cursor);
}

GtkWidget *
drover_chart_get_toggle (DroverChart *self, DroverChartSeries series)
{
  return self->toggles[series];
}

static void
on_toggled (DroverChart *self)
{
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    drover_chart_canvas_set_series_visible (
        DROVER_CHART_CANVAS (self->canvas), i,
        gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->toggles[i])));
}

static GtkWidget *
toggle_new (DroverChart *self, DroverChartSeries series)
{
  GtkWidget *toggle = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (drover_chart_series_get_name (series));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), drover_chart_key_new (series));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (toggle), box);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
  gtk_widget_set_visible (toggle, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  drover_chart_series_get_name (series), -1);
  g_signal_connect_object (toggle, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  return toggle;
}

/* One for every display; gone with it. */
static void
ensure_css (GdkDisplay *display)
{
  static const char *const key = "drover-chart-css";
  GtkCssProvider *provider;

  if (g_object_get_data (G_OBJECT (display), key) != NULL)
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, CSS, -1);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION - 1);
  g_object_set_data_full (G_OBJECT (display), key, provider, g_object_unref);
}

static void
drover_chart_dispose (GObject *object)
{
  DroverChart *self = DROVER_CHART (object);
  GtkWidget *child;

  g_clear_handle_id (&self->summary_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (drover_chart_parent_class)->dispose (object);
}

static void
drover_chart_finalize (GObject *object)
{
  DroverChart *self = DROVER_CHART (object);

  drover_chart_model_unref (self->model);
  G_OBJECT_CLASS (drover_chart_parent_class)->finalize (object);
}

static void
drover_chart_class_init (DroverChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_chart_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_chart_finalize;
  gtk_widget_class_set_css_name (widget_class, "droverchart");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
legend_new (DroverChart *self)
{
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (legend, "legend");
  gtk_widget_set_layout_manager (legend, drover_chart_wrap_new (6));
  for (guint i = 0; i < DROVER_CHART_N_SERIES; i++)
    {
      self->toggles[i] = toggle_new (self, i);
      gtk_box_append (GTK_BOX (legend), self->toggles[i]);
    }
  return legend;
}

static void
drover_chart_init (DroverChart *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *overlay = gtk_overlay_new ();

  ensure_css (gtk_widget_get_display (GTK_WIDGET (self)));
  self->model = drover_chart_model_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->canvas = drover_chart_canvas_new (self->model);
  self->cursor = drover_chart_cursor_new (DROVER_CHART_CANVAS (self->canvas));
  self->legend = legend_new (self);
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_widget_set_hexpand (overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->canvas);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->cursor);
  gtk_widget_set_parent (self->legend, GTK_WIDGET (self));
  gtk_widget_set_parent (overlay, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Migration chart"),
                                  -1);
}

/**
 * drover_chart_new:
 *
 * Returns: (transfer floating): a chart of a migration, with no sample yet
 */
GtkWidget *
drover_chart_new (void)
{
  return g_object_new (DROVER_TYPE_CHART, NULL);
}
