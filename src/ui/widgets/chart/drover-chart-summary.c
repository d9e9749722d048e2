/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/chart/drover-chart-summary.h"

#include <glib/gi18n-lib.h>

/* Takes @sentence. */
static void
add (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

static void
add_passes (GString *text, const DroverChartModel *model)
{
  const GArray *passes = drover_chart_model_get_passes (model);
  gint64 n;

  if (passes->len == 0)
    return;
  n = MIN (g_array_index (passes, DroverChartStep, passes->len - 1).value, G_MAXINT);
  add (text, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d pass over the guest's memory.",
                                           "%d passes over the guest's memory.", (gulong) n),
                              (int) n));
}

static void
add_end (GString *text, const DroverChartModel *model)
{
  gint64 downtime_ms = drover_chart_model_get_downtime_ms (model);
  g_autofree char *total = drover_format_ms (drover_chart_model_get_end_ms (model));

  /* Translators: how long a migration took, as in "Over after 15.2 s." */
  add (text, g_strdup_printf (_ ("Over after %s."), total));
  if (downtime_ms >= 0)
    {
      g_autofree char *downtime = drover_format_ms (downtime_ms);

      add (text, g_strdup_printf (_ ("The guest stood still for %s."), downtime));
    }
  add_passes (text, model);
}

static void
add_left (GString *text, const DroverChartModel *model)
{
  guint last = drover_chart_model_get_length (model) - 1;
  gint64 memory = drover_chart_model_get_value (model, DROVER_CHART_MEMORY, last);
  gint64 disk = drover_chart_model_get_value (model, DROVER_CHART_DISK, last);

  if (memory >= 0)
    {
      g_autofree char *size = drover_format_bytes ((guint64) memory);

      add (text, g_strdup_printf (_ ("%s of memory left."), size));
    }
  if (disk >= 0 && drover_chart_model_has (model, DROVER_CHART_DISK))
    {
      g_autofree char *size = drover_format_bytes ((guint64) disk);

      add (text, g_strdup_printf (_ ("%s of disks left."), size));
    }
}

static void
add_rates (GString *text, const DroverSample *last)
{
  if (last->rate.value >= 0)
    {
      g_autofree char *rate = drover_format_rate ((guint64) last->rate.value);

      /* Translators: a transfer rate, as in "110.0 MiB/s are sent." */
      add (text, g_strdup_printf (_ ("%s are sent."), rate));
    }
  if (last->dirty_rate.value >= 0)
    {
      g_autofree char *rate = drover_format_rate ((guint64) last->dirty_rate.value);

      /* Translators: a rate, as in "30.0 MiB/s are changed by the guest." */
      add (text, g_strdup_printf (_ ("%s are changed by the guest."), rate));
    }
  if (last->phase == DROVER_PHASE_COPYING && last->iteration > 1 && last->rate.value > 0 &&
      last->dirty_rate.value >= last->rate.value)
    add (text, g_strdup (_ ("It is changed faster than it is sent.")));
}

static void
add_now (GString *text, const DroverChartModel *model)
{
  const DroverSample *last = drover_chart_model_get_last (model);
  g_autofree char *elapsed = drover_format_ms (last->t_ms);

  /* Translators: a phase and how long the migration has been going, as in "Copying, 12.5 s so far." */
  add (text, g_strdup_printf (_ ("%s, %s so far."), drover_phase_get_label (last->phase), elapsed));
  add_left (text, model);
  add_rates (text, last);
  add_passes (text, model);
  if (last->downtime_limit_ms >= 0)
    {
      g_autofree char *limit = drover_format_ms (last->downtime_limit_ms);

      add (text, g_strdup_printf (_ ("The downtime limit is %s."), limit));
    }
}

/**
 * drover_chart_summarize:
 *
 * Returns: (transfer full): in a few translated sentences what the chart shows
 */
char *
drover_chart_summarize (const DroverChartModel *model)
{
  GString *text = g_string_new (NULL);

  if (drover_chart_model_is_finished (model))
    add_end (text, model);
  else if (drover_chart_model_get_length (model) > 0)
    add_now (text, model);
  else
    add (text, g_strdup (_ ("No figures yet")));
  return g_string_free (text, FALSE);
}
