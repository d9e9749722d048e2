/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history/drover-run-pair.h"

#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "checks/drover-verdict.h"

static void
pair_free (gpointer data)
{
  DroverRunPair *pair = data;

  g_free (pair->first);
  g_free (pair->second);
  g_free (pair);
}

static char *
dup_guest (const DroverRun *run)
{
  return g_strdup (run->guest);
}

static char *
dup_source (const DroverRun *run)
{
  return drover_run_dup_host (run, DROVER_SIDE_SOURCE);
}

static char *
dup_target (const DroverRun *run)
{
  return drover_run_dup_host (run, DROVER_SIDE_TARGET);
}

static char *
dup_outcome (const DroverRun *run)
{
  if (g_strcmp0 (run->state, "done") == 0)
    return g_strdup (C_ ("migration", "done"));
  if (g_strcmp0 (run->state, "cancelled") == 0)
    return g_strdup (C_ ("migration", "cancelled"));
  return g_strdup (C_ ("migration", "failed"));
}

static char *
dup_cause (const DroverRun *run)
{
  return run->details ? g_strdup (run->details->cause ? run->details->cause : run->details->error) : NULL;
}

static char *
dup_duration (const DroverRun *run)
{
  return run->total_ms >= 0 ? drover_format_ms (run->total_ms) : NULL;
}

static char *
dup_downtime (const DroverRun *run)
{
  return run->downtime_ms >= 0 ? drover_format_ms (run->downtime_ms) : NULL;
}

static char *
dup_sent (const DroverRun *run)
{
  return run->bytes >= 0 ? drover_format_bytes ((guint64) run->bytes) : NULL;
}

static char *
dup_mean_rate (const DroverRun *run)
{
  if (run->bytes < 0 || run->total_ms <= 0)
    return NULL;
  return drover_format_rate ((guint64) ((double) run->bytes * 1000 / (double) run->total_ms));
}

static gint64
most (const DroverRun *run, gsize offset)
{
  gint64 most = -1;

  for (guint i = 0; run->samples != NULL && i < run->samples->len; i++)
    most = MAX (most, G_STRUCT_MEMBER (gint64, run->samples->pdata[i], offset));
  return most;
}

static char *
dup_dirty_rate (const DroverRun *run)
{
  gint64 rate = most (run, G_STRUCT_OFFSET (DroverRunSample, dirty_rate_high));

  return rate >= 0 ? drover_format_rate ((guint64) rate) : NULL;
}

static char *
dup_passes (const DroverRun *run)
{
  gint64 passes = most (run, G_STRUCT_OFFSET (DroverRunSample, iteration));

  return passes >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, passes) : NULL;
}

static char *
dup_options (const DroverRun *run)
{
  if (run->details == NULL || run->details->options == NULL)
    return NULL;
  return run->details->options[0] ? g_strjoinv (" ", run->details->options) : g_strdup (_ ("none"));
}

static char *
dup_version (const DroverRun *run)
{
  return run->details ? g_strdup (run->details->version) : NULL;
}

static char *
dup_time (const DroverRun *run)
{
  return drover_run_dup_time (run);
}

static gboolean
is_worth_telling (const DroverRunFinding *finding)
{
  DroverVerdict verdict = DROVER_VERDICT_UNKNOWN;

  drover_verdict_from_string (finding->verdict, &verdict);
  return verdict != DROVER_VERDICT_PASS && verdict != DROVER_VERDICT_NOT_APPLICABLE;
}

static gboolean
has_found (const DroverRun *run, const char *code)
{
  const GPtrArray *findings = run->details ? run->details->findings : NULL;

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    if (g_strcmp0 (((const DroverRunFinding *) findings->pdata[i])->code, code) == 0)
      return TRUE;
  return FALSE;
}

/* Each thing once, of those the other run did not meet. */
static char *
dup_findings (const DroverRun *run, const DroverRun *other)
{
  const GPtrArray *findings = run->details ? run->details->findings : NULL;
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const DroverRunFinding *finding = findings->pdata[i];

      if (is_worth_telling (finding) && !has_found (other, finding->code) &&
          g_hash_table_add (told, finding->code))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", finding->title);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
add (GPtrArray *pairs, const char *title, char *first, char *second)
{
  DroverRunPair *pair;

  if (first == NULL && second == NULL)
    return;
  pair = g_new0 (DroverRunPair, 1);
  pair->title = title;
  pair->first = first;
  pair->second = second;
  pair->same = g_strcmp0 (first, second) == 0;
  g_ptr_array_add (pairs, pair);
}

static const struct {
  const char *title;
  char *(*dup) (const DroverRun *run);
} lines[] = {
  { N_ ("Guest"), dup_guest },
  { N_ ("When"), dup_time },
  { N_ ("Source"), dup_source },
  { N_ ("Target"), dup_target },
  { N_ ("Outcome"), dup_outcome },
  { N_ ("Cause"), dup_cause },
  { N_ ("Duration"), dup_duration },
  { N_ ("The guest stood still"), dup_downtime },
  { N_ ("Sent"), dup_sent },
  { N_ ("Sent per second, on average"), dup_mean_rate },
  { N_ ("Changed by the guest per second, at most"), dup_dirty_rate },
  { N_ ("Passes over its memory"), dup_passes },
  { N_ ("Options"), dup_options },
  { N_ ("Version of Drover"), dup_version },
};

/**
 * drover_run_pairs_new:
 * @first: a run with its details and samples
 * @second: another one
 *
 * Two runs side by side: what was asked for, what came of it, and what only one of them had met in its
 * checks. What is known of neither is left out. Pure.
 *
 * Returns: (transfer full) (element-type DroverRunPair): the lines, in the order to show them
 */
GPtrArray *
drover_run_pairs_new (const DroverRun *first, const DroverRun *second)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (pair_free);

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    add (pairs, _ (lines[i].title), lines[i].dup (first), lines[i].dup (second));
  add (pairs, _ ("Only this one met"), dup_findings (first, second), dup_findings (second, first));
  return pairs;
}
