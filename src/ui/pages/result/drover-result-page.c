/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/result/drover-result-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "drover-config.h"
#include "model/drover-headline.h"
#include "widgets/chart/drover-chart.h"
#include "widgets/drover-command-box.h"
#include "widgets/drover-figure.h"
#include "widgets/drover-text.h"

typedef enum {
  FIGURE_TIME,
  FIGURE_DOWNTIME,
  FIGURE_SENT,
} Figure;

#define N_FIGURES (FIGURE_SENT + 1)

struct _DroverResultPage {
  DroverPage parent_instance;

  GtkImage *icon;
  GtkLabel *headline;
  GtkLabel *seen;
  GtkLabel *alarm;
  GtkFlowBox *figures;
  GtkBox *failure;
  DroverChart *chart;
  GtkWidget *again;
  GtkWidget *back;
  GtkWidget *save;
  DroverFigure *figure[N_FIGURES];
  GtkFileChooserNative *chooser;
  DroverJob *followed; /* whose remedies were followed up on the target, or are just now */
};

G_DEFINE_FINAL_TYPE (DroverResultPage, drover_result_page, DROVER_TYPE_PAGE)

static DroverJob *
get_job (DroverResultPage *self)
{
  return drover_session_get_job (drover_page_get_session (DROVER_PAGE (self)));
}

static void
set_headline (DroverResultPage *self, const char *icon, const char *css_class, const char *text)
{
  static const char *const classes[] = { "success", "warning", "error" };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), css_class);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_text (self->headline, text);
}

static void
show_headline (DroverResultPage *self, DroverJob *job)
{
  g_autofree char *text = drover_headline_dup (job);

  switch (drover_job_get_state (job))
    {
    case DROVER_JOB_DONE:
      set_headline (self, "object-select-symbolic", "success", text);
      break;
    case DROVER_JOB_CANCELLED:
      set_headline (self, "media-playback-stop-symbolic", "warning", text);
      break;
    case DROVER_JOB_FAILED:
      set_headline (self, "dialog-error-symbolic", "error", text);
      break;
    case DROVER_JOB_QUEUED:
    case DROVER_JOB_PREPARING:
    case DROVER_JOB_COPYING:
    case DROVER_JOB_SWITCHING:
    case DROVER_JOB_VERIFYING:
      break;
    }
}

static void
show_whereabouts (DroverResultPage *self, DroverJob *job)
{
  const DroverWhereabouts *whereabouts = drover_job_get_whereabouts (job);
  g_autofree char *where = drover_whereabouts_describe (whereabouts, drover_job_get_plan (job));
  g_autofree char *seen = g_strdup_printf (_ ("Both hosts were asked: %s."), where);
  gboolean both = g_str_equal (drover_whereabouts_running_on (whereabouts), "both");

  gtk_label_set_text (self->seen, seen);
  gtk_widget_set_visible (GTK_WIDGET (self->alarm), both);
  if (both)
    gtk_label_set_text (
        self->alarm,
        _ ("The guest is active on both hosts. Do not start or resume anything; find out which one "
           "is the true one, and destroy the other only then."));
}

static void
show_figures (DroverResultPage *self, DroverJob *job)
{
  gint64 total_ms = drover_job_get_total_ms (job);
  gint64 downtime_ms = drover_job_get_downtime_ms (job);
  gint64 bytes = drover_job_get_bytes (job);
  g_autofree char *time = total_ms >= 0 ? drover_format_ms (total_ms) : NULL;
  g_autofree char *downtime = downtime_ms >= 0 ? drover_format_ms (downtime_ms) : NULL;
  g_autofree char *sent = bytes >= 0 ? drover_format_bytes ((guint64) bytes) : NULL;

  drover_figure_set_value (self->figure[FIGURE_TIME], time);
  drover_figure_set_value (self->figure[FIGURE_DOWNTIME], downtime);
  drover_figure_set_value (self->figure[FIGURE_SENT], sent);
}

static void
add_text (DroverResultPage *self, const char *text, const char *css_class)
{
  if (text == NULL || text[0] == '\0')
    return;
  gtk_box_append (self->failure, drover_text_new (text, css_class));
}

static void
add_explanation (DroverResultPage *self, const DroverExplanation *explanation)
{
  add_text (self, explanation->cause, "heading");
  add_text (self, explanation->safe, NULL);
  add_text (self, explanation->raw, "monospace");
  add_text (self, explanation->where_to_look, "dim-label");
  for (guint i = 0; i < explanation->remedies->len; i++)
    {
      const DroverExplainRemedy *remedy = explanation->remedies->pdata[i];
      GtkWidget *commands = drover_command_box_new ();

      add_text (self, remedy->title, "heading");
      drover_command_box_set_lines (DROVER_COMMAND_BOX (commands), (const char *const *) remedy->commands);
      gtk_box_append (self->failure, commands);
    }
  for (guint i = 0; explanation->halves != NULL && i < explanation->halves->len; i++)
    add_explanation (self, explanation->halves->pdata[i]);
}

static void
show_failure (DroverResultPage *self, DroverJob *job)
{
  DroverExplanation *explanation = drover_job_get_explanation (job);
  const char *const *notes = drover_job_get_notes (job);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->failure))) != NULL)
    gtk_box_remove (self->failure, child);
  if (drover_job_get_state (job) == DROVER_JOB_FAILED && explanation != NULL)
    add_explanation (self, explanation);
  for (gsize i = 0; notes != NULL && notes[i] != NULL; i++)
    add_text (self, notes[i], NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->failure),
                          gtk_widget_get_first_child (GTK_WIDGET (self->failure)) != NULL);
}

static void
on_followed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverResultPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) told = drover_fix_follow_finish (result, &error);

  if (self->failure == NULL)
    return;
  for (gsize i = 0; told != NULL && told[i] != NULL; i++)
    add_text (self, told[i], NULL);
  if (error != NULL)
    add_text (self, error->message, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->failure),
                          gtk_widget_get_first_child (GTK_WIDGET (self->failure)) != NULL);
}

/* Once for each job: what remedies took on the source is given back on the target. */
static void
follow (DroverResultPage *self, DroverJob *job)
{
  DroverSurvey *target = drover_session_get_target (drover_page_get_session (DROVER_PAGE (self)));
  DroverConnection *connection = target ? drover_survey_get_connection (target) : NULL;

  if (drover_job_get_state (job) != DROVER_JOB_DONE || self->followed == job || connection == NULL)
    return;
  g_set_object (&self->followed, job);
  drover_fix_follow_async (drover_job_get_plan (job), connection, on_followed, g_object_ref (self));
}

static void
drover_result_page_shown (DroverPage *page)
{
  DroverResultPage *self = DROVER_RESULT_PAGE (page);
  DroverJob *job = get_job (self);
  gboolean done;
  gboolean has_samples;

  if (job == NULL || !drover_job_is_finished (job))
    return;
  done = drover_job_get_state (job) == DROVER_JOB_DONE;
  has_samples = drover_sample_ring_get_length (drover_job_get_samples (job)) > 0;
  show_headline (self, job);
  show_whereabouts (self, job);
  show_figures (self, job);
  show_failure (self, job);
  follow (self, job);
  drover_chart_set_samples (self->chart, drover_job_get_samples (job));
  drover_chart_finish (self->chart, drover_job_get_total_ms (job), drover_job_get_downtime_ms (job));
  gtk_widget_set_visible (GTK_WIDGET (self->chart), has_samples);
  gtk_widget_set_visible (self->save, has_samples);
  gtk_widget_set_visible (self->again, !done);
  gtk_widget_set_visible (self->back, done);
  drover_page_set_complete (page, TRUE);
}

/* What was checked a while ago may not hold any more, least of all after a failure. */
static void
on_again (DroverResultPage *self)
{
  drover_session_check (drover_page_get_session (DROVER_PAGE (self)));
  drover_page_go (DROVER_PAGE (self), DROVER_PAGE_PREFLIGHT);
}

static void
on_back (DroverResultPage *self)
{
  if (drover_session_turn_round (drover_page_get_session (DROVER_PAGE (self))))
    drover_page_go (DROVER_PAGE (self), DROVER_PAGE_PREFLIGHT);
}

static gboolean
save_report (DroverResultPage *self, GFile *file, GError **error)
{
  DroverJob *job = get_job (self);
  DroverPreflight *preflight = drover_session_get_preflight (drover_page_get_session (DROVER_PAGE (self)));
  g_autoptr (GPtrArray) findings = preflight ? drover_preflight_list_findings (preflight) : NULL;
  g_autoptr (DroverRun) run =
      drover_run_new_from_job (job, findings, "drover", DROVER_VERSION, drover_job_get_notes (job));
  g_autofree char *text = drover_report_write (run, DROVER_REPORT_HTML);

  return g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                                  error);
}

static void
on_save_answered (GtkNativeDialog *dialog, int response, DroverResultPage *self)
{
  const char *format = g_object_get_data (G_OBJECT (dialog), "format");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved = TRUE;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      if (g_str_equal (format, "png"))
        saved = drover_chart_save_png (self->chart, file, &error);
      else if (g_str_equal (format, "svg"))
        saved = drover_chart_save_svg (self->chart, file, &error);
      else if (g_str_equal (format, "html"))
        saved = save_report (self, file, &error);
      else
        saved = drover_chart_save_csv (self->chart, file, &error);
      drover_page_toast (DROVER_PAGE (self), saved ? _ ("Saved") : error->message);
    }
  gtk_native_dialog_destroy (dialog);
  g_clear_object (&self->chooser);
}

static void
save_chart (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DroverResultPage *self = DROVER_RESULT_PAGE (widget);
  const char *format = g_variant_get_string (parameter, NULL);
  g_autofree char *file_name = g_strdup_printf ("migration.%s", format);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save Chart"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), file_name);
  g_object_set_data_full (G_OBJECT (self->chooser), "format", g_strdup (format), g_free);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_save_answered), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static DroverPageId
drover_result_page_forward (DroverPage *page)
{
  return DROVER_PAGE_GUESTS;
}

static void
drover_result_page_dispose (GObject *object)
{
  g_clear_object (&DROVER_RESULT_PAGE (object)->chooser);
  g_clear_object (&DROVER_RESULT_PAGE (object)->followed);
  DROVER_RESULT_PAGE (object)->failure = NULL;
  G_OBJECT_CLASS (drover_result_page_parent_class)->dispose (object);
}

static void
drover_result_page_class_init (DroverResultPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_result_page_dispose;
  DROVER_PAGE_CLASS (klass)->shown = drover_result_page_shown;
  DROVER_PAGE_CLASS (klass)->forward = drover_result_page_forward;
  g_type_ensure (DROVER_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/drovervm/Drover/pages/result/drover-result-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, icon);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, headline);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, seen);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, alarm);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, figures);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, failure);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, chart);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, again);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, back);
  gtk_widget_class_bind_template_child (widget_class, DroverResultPage, save);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_install_action (widget_class, "result.save", "s", save_chart);
}

static void
drover_result_page_init (DroverResultPage *self)
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
  drover_page_set_action (DROVER_PAGE (self), _ ("Move Another"));
}
