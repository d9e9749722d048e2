/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-verdict.h"

#include <glib/gi18n-lib.h>

static const char *const verdict_names[] = {
  [DROVER_VERDICT_PASS] = "pass",       [DROVER_VERDICT_INFO] = "info",
  [DROVER_VERDICT_WARN] = "warn",       [DROVER_VERDICT_BLOCK] = "block",
  [DROVER_VERDICT_UNKNOWN] = "unknown", [DROVER_VERDICT_NOT_APPLICABLE] = "not-applicable",
};

/**
 * drover_verdict_to_string:
 *
 * Returns: the untranslated name, as in JSON and data files
 */
const char *
drover_verdict_to_string (DroverVerdict verdict)
{
  g_return_val_if_fail ((guint) verdict < G_N_ELEMENTS (verdict_names), NULL);
  return verdict_names[verdict];
}

/**
 * drover_verdict_from_string:
 * @verdict: (out): set only on success
 *
 * Returns: whether @text is a verdict's name
 */
gboolean
drover_verdict_from_string (const char *text, DroverVerdict *verdict)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdict_names); i++)
    if (g_strcmp0 (text, verdict_names[i]) == 0)
      {
        *verdict = (DroverVerdict) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * drover_verdict_get_label:
 *
 * Returns: the translated word for a person
 */
const char *
drover_verdict_get_label (DroverVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_VERDICT_PASS:
      return _ ("fine");
    case DROVER_VERDICT_INFO:
      return _ ("note");
    case DROVER_VERDICT_WARN:
      return _ ("warning");
    case DROVER_VERDICT_BLOCK:
      return _ ("blocked");
    case DROVER_VERDICT_UNKNOWN:
      return _ ("unknown");
    case DROVER_VERDICT_NOT_APPLICABLE:
      return _ ("does not apply");
    }
  g_return_val_if_reached (NULL);
}

/**
 * drover_run_verdict_to_string:
 *
 * Returns: the untranslated name, as in JSON
 */
const char *
drover_run_verdict_to_string (DroverRunVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_RUN_READY:
      return "ready";
    case DROVER_RUN_WARNINGS:
      return "warnings";
    case DROVER_RUN_BLOCKED:
      return "blocked";
    case DROVER_RUN_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached (NULL);
}

/**
 * drover_run_verdict_get_label:
 *
 * Returns: the translated sentence for a person
 */
const char *
drover_run_verdict_get_label (DroverRunVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_RUN_READY:
      return _ ("Ready: nothing stands in the way");
    case DROVER_RUN_WARNINGS:
      return _ ("It will go, with warnings");
    case DROVER_RUN_BLOCKED:
      return _ ("Blocked: it would fail or do harm");
    case DROVER_RUN_UNKNOWN:
      return _ ("Not known: something that matters could not be learned");
    }
  g_return_val_if_reached (NULL);
}
