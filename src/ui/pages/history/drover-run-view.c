/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/history/drover-run-view.h"

#include <glib/gi18n.h>

#include "widgets/drover-command-box.h"
#include "widgets/drover-empty.h"
#include "widgets/drover-figure.h"
#include "widgets/drover-text.h"

typedef enum {
  FIGURE_TIME,
  FIGURE_DOWNTIME,
  FIGURE_SENT,
} Figure;

#define N_FIGURES (FIGURE_SENT + 1)

struct _DroverRunView {
  AdwBin parent_instance;

  GtkLabel *headline;
  GtkLabel *when;
  GtkLabel *place;
  GtkFlowBox *figures;
  DroverChart *chart;
  GtkBox *more;
  DroverFigure *figure[N_FIGURES];
};

G_DEFINE_FINAL_TYPE (DroverRunView, drover_run_view, ADW_TYPE_BIN)

static void
add_text (DroverRunView *self, const char *text, const char *css_class)
{
  if (text != NULL && text[0] != '\0')
    gtk_box_append (self->more, drover_text_new (text, css_class));
}

static void
show_figures (DroverRunView *self, const DroverRun *run)
{
  g_autofree char *time = run->total_ms >= 0 ? drover_format_ms (run->total_ms) : NULL;
  g_autofree char *downtime = run->downtime_ms >= 0 ? drover_format_ms (run->downtime_ms) : NULL;
  g_autofree char *sent = run->bytes >= 0 ? drover_format_bytes ((guint64) run->bytes) : NULL;

  drover_figure_set_value (self->figure[FIGURE_TIME], time);
  drover_figure_set_value (self->figure[FIGURE_DOWNTIME], downtime);
  drover_figure_set_value (self->figure[FIGURE_SENT], sent);
}

/**
 * drover_run_view_fill_chart:
 * @chart: gets what the run looked like on the way; hidden where that is not known
 */
void
drover_run_view_fill_chart (DroverChart *chart, const DroverRun *run)
{
  g_autoptr (DroverSampleRing) samples = drover_run_dup_samples (run);

  drover_chart_clear (chart);
  gtk_widget_set_visible (GTK_WIDGET (chart), drover_sample_ring_get_length (samples) > 0);
  drover_chart_set_samples (chart, samples);
  drover_chart_finish (chart, run->total_ms, run->downtime_ms);
}

static void
show_findings (DroverRunView *self, GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const DroverRunFinding *finding = findings->pdata[i];
      DroverVerdict verdict = DROVER_VERDICT_UNKNOWN;
      g_autofree char *text = NULL;

      drover_verdict_from_string (finding->verdict, &verdict);
      if (verdict == DROVER_VERDICT_PASS || verdict == DROVER_VERDICT_NOT_APPLICABLE)
        continue;
      /* Translators: a verdict, as in "warning", and what was found */
      text = g_strdup_printf (_ ("%s: %s"), drover_verdict_get_label (verdict), finding->title);
      add_text (self, text, NULL);
    }
}

static void
show_more (DroverRunView *self, const DroverRunDetails *details)
{
  drover_empty (self->more);
  if (details == NULL)
    return;
  add_text (self, details->cause, "heading");
  add_text (self, details->safe, NULL);
  add_text (self, details->error, "monospace");
  for (gsize i = 0; details->notes != NULL && details->notes[i] != NULL; i++)
    add_text (self, details->notes[i], NULL);
  show_findings (self, details->findings);
  if (details->command != NULL && details->command[0] != NULL)
    {
      GtkWidget *commands = drover_command_box_new ();

      add_text (self, _ ("The same with virsh"), "heading");
      drover_command_box_set_lines (DROVER_COMMAND_BOX (commands), (const char *const *) details->command);
      gtk_box_append (self->more, commands);
    }
}

/**
 * drover_run_view_show:
 * @run: (transfer none): a run with its details and samples
 */
void
drover_run_view_show (DroverRunView *self, const DroverRun *run)
{
  g_autofree char *headline = NULL;
  g_autofree char *when = NULL;

  g_return_if_fail (DROVER_IS_RUN_VIEW (self) && run != NULL);

  headline = drover_run_dup_headline (run);
  when = drover_run_dup_time (run);
  gtk_label_set_text (self->headline, headline);
  gtk_label_set_text (self->when, when);
  gtk_label_set_text (self->place, drover_run_describe_place (run));
  show_figures (self, run);
  drover_run_view_fill_chart (self->chart, run);
  show_more (self, run->details);
}

static void
drover_run_view_class_init (DroverRunViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DROVER_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/drovervm/Drover/pages/history/drover-run-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverRunView, headline);
  gtk_widget_class_bind_template_child (widget_class, DroverRunView, when);
  gtk_widget_class_bind_template_child (widget_class, DroverRunView, place);
  gtk_widget_class_bind_template_child (widget_class, DroverRunView, figures);
  gtk_widget_class_bind_template_child (widget_class, DroverRunView, chart);
  gtk_widget_class_bind_template_child (widget_class, DroverRunView, more);
}

static void
drover_run_view_init (DroverRunView *self)
{
  const char *const names[N_FIGURES] = {
    [FIGURE_TIME] = _ ("Duration"),
    [FIGURE_DOWNTIME] = _ ("The guest stood still"),
    [FIGURE_SENT] = _ ("Sent"),
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_FIGURES; i++)
    {
      GtkWidget *figure = drover_figure_new (names[i]);

      self->figure[i] = DROVER_FIGURE (figure);
      drover_figure_append (self->figure[i], self->figures);
    }
}
