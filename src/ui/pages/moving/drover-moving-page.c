/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/moving/drover-moving-page.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "pages/moving/drover-outlook.h"
#include "widgets/chart/drover-chart.h"
#include "widgets/drover-figure.h"

typedef enum {
  FIGURE_TIME,
  FIGURE_REMAINING,
  FIGURE_SENT,
  FIGURE_RATE,
  FIGURE_DIRTY_RATE,
  FIGURE_PASS,
} Figure;

#define N_FIGURES (FIGURE_PASS + 1)

struct _DroverMovingPage {
  DroverPage parent_instance;

  GtkLabel *phase;
  GtkLabel *outlook;
  GtkProgressBar *progress;
  GtkLabel *pass;
  DroverChart *chart;
  GtkFlowBox *figures;
  GtkButton *cancel;
  DroverFigure *figure[N_FIGURES];

  DroverJob *job;
  gint64 iteration;
};

G_DEFINE_FINAL_TYPE (DroverMovingPage, drover_moving_page, DROVER_TYPE_PAGE)

static void
set_bytes (DroverFigure *figure, gint64 bytes)
{
  g_autofree char *text = bytes >= 0 ? drover_format_bytes ((guint64) bytes) : NULL;

  drover_figure_set_value (figure, text);
}

static void
set_rate (DroverFigure *figure, gint64 rate)
{
  g_autofree char *text = rate >= 0 ? drover_format_rate ((guint64) rate) : NULL;

  drover_figure_set_value (figure, text);
}

static void
show_figures (DroverMovingPage *self, const DroverSample *sample)
{
  g_autofree char *time = drover_format_ms (sample->t_ms);
  g_autofree char *pass =
      sample->iteration > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, sample->iteration) : NULL;

  drover_figure_set_value (self->figure[FIGURE_TIME], time);
  set_bytes (self->figure[FIGURE_REMAINING], sample->remaining.value);
  set_bytes (self->figure[FIGURE_SENT], sample->processed);
  set_rate (self->figure[FIGURE_RATE], sample->rate.value);
  set_rate (self->figure[FIGURE_DIRTY_RATE], sample->dirty_rate.value);
  drover_figure_set_value (self->figure[FIGURE_PASS], pass);
}

/* The bar is of the pass that runs: it starts anew only where the text below says that another one began. */
static void
show_progress (DroverMovingPage *self, const DroverSample *sample)
{
  double fraction;
  g_autofree char *text = NULL;

  if (sample->total <= 0 || sample->remaining.value < 0)
    return;
  fraction = CLAMP (1.0 - (double) sample->remaining.value / (double) sample->total, 0, 1);
  if (sample->iteration > self->iteration)
    self->iteration = sample->iteration;
  else
    fraction = MAX (fraction, gtk_progress_bar_get_fraction (self->progress));
  gtk_progress_bar_set_fraction (self->progress, fraction);
  if (sample->iteration > 1)
    text = g_strdup_printf (_ ("Pass %" PRId64 ": memory the guest wrote to meanwhile goes over again"),
                            sample->iteration);
  gtk_widget_set_visible (GTK_WIDGET (self->pass), text != NULL);
  gtk_label_set_text (self->pass, text ? text : "");
}

/* Whoever asked to stop wants to know why it goes on. */
static void
show_outlook (DroverMovingPage *self, DroverJob *job)
{
  const GError *refused = drover_job_get_cancel_error (job);
  g_autofree char *text =
      refused ? drover_printable (refused->message) : drover_outlook_describe (drover_job_get_samples (job));

  gtk_label_set_text (self->outlook, text);
}

static void
on_sample (DroverJob *job, const DroverSample *sample, DroverMovingPage *self)
{
  drover_chart_add_sample (self->chart, sample);
  show_figures (self, sample);
  show_progress (self, sample);
  show_outlook (self, job);
}

static void
on_state (DroverJob *job, DroverMovingPage *self)
{
  DroverJobState state = drover_job_get_state (job);

  gtk_label_set_text (self->phase, drover_job_state_get_label (state));
  if (state == DROVER_JOB_VERIFYING)
    {
      gtk_label_set_text (self->outlook, _ ("Both hosts are asked where the guest is."));
      gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), FALSE);
    }
}

static void
on_finished (DroverJob *job, DroverMovingPage *self)
{
  drover_chart_finish (self->chart, drover_job_get_total_ms (job), drover_job_get_downtime_ms (job));
  drover_page_go (DROVER_PAGE (self), DROVER_PAGE_RESULT);
}

static void
drop_job (DroverMovingPage *self)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
}

static void
on_job (DroverMovingPage *self)
{
  DroverJob *job = drover_session_get_job (drover_page_get_session (DROVER_PAGE (self)));

  drop_job (self);
  drover_chart_clear (self->chart);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->pass), FALSE);
  gtk_label_set_text (self->outlook, "");
  gtk_button_set_label (self->cancel, _ ("Cancel Migration"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), TRUE);
  for (guint i = 0; i < N_FIGURES; i++)
    drover_figure_set_value (self->figure[i], NULL);
  self->iteration = 0;
  if (job == NULL)
    return;
  self->job = g_object_ref (job);
  g_signal_connect (job, "sample", G_CALLBACK (on_sample), self);
  g_signal_connect (job, "state-changed", G_CALLBACK (on_state), self);
  g_signal_connect (job, "finished", G_CALLBACK (on_finished), self);
  on_state (job, self);
}

static void
on_cancel (DroverMovingPage *self)
{
  if (self->job == NULL || drover_job_is_finished (self->job))
    return;
  gtk_button_set_label (self->cancel, _ ("Cancelling: waiting for libvirt's own answer…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), FALSE);
  drover_job_cancel (self->job);
}

static void
drover_moving_page_attach (DroverPage *page)
{
  g_signal_connect_object (drover_page_get_session (page), "notify::job", G_CALLBACK (on_job), page,
                           G_CONNECT_SWAPPED);
  on_job (DROVER_MOVING_PAGE (page));
}

/* There is no button for this: the page leaves by itself. */
static DroverPageId
drover_moving_page_forward (DroverPage *page)
{
  return DROVER_PAGE_RESULT;
}

static void
drover_moving_page_dispose (GObject *object)
{
  drop_job (DROVER_MOVING_PAGE (object));
  G_OBJECT_CLASS (drover_moving_page_parent_class)->dispose (object);
}

static void
drover_moving_page_class_init (DroverMovingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_moving_page_dispose;
  DROVER_PAGE_CLASS (klass)->attach = drover_moving_page_attach;
  DROVER_PAGE_CLASS (klass)->forward = drover_moving_page_forward;
  g_type_ensure (DROVER_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/drovervm/Drover/pages/moving/drover-moving-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverMovingPage, phase);
  gtk_widget_class_bind_template_child (widget_class, DroverMovingPage, outlook);
  gtk_widget_class_bind_template_child (widget_class, DroverMovingPage, progress);
  gtk_widget_class_bind_template_child (widget_class, DroverMovingPage, pass);
  gtk_widget_class_bind_template_child (widget_class, DroverMovingPage, chart);
  gtk_widget_class_bind_template_child (widget_class, DroverMovingPage, figures);
  gtk_widget_class_bind_template_child (widget_class, DroverMovingPage, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
drover_moving_page_init (DroverMovingPage *self)
{
  const char *const names[N_FIGURES] = {
    [FIGURE_TIME] = _ ("Time"),          [FIGURE_REMAINING] = _ ("Still to send"), [FIGURE_SENT] = _ ("Sent"),
    [FIGURE_RATE] = _ ("Transfer rate"), [FIGURE_DIRTY_RATE] = _ ("Guest writes"), [FIGURE_PASS] = _ ("Pass"),
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_FIGURES; i++)
    {
      GtkWidget *figure = drover_figure_new (names[i]);

      self->figure[i] = DROVER_FIGURE (figure);
      drover_figure_append (self->figure[i], self->figures);
    }
  drover_page_set_may_leave (DROVER_PAGE (self), FALSE);
}
