/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checks/drover-cpu-sameness.h"

#include <glib/gi18n-lib.h>

static void
compare_text (GPtrArray *differences, const char *what, const char *source, const char *target)
{
  if (g_strcmp0 (source, target) != 0)
    g_ptr_array_add (differences,
                     g_strdup_printf ("%s: %s / %s", what, source ? source : "?", target ? target : "?"));
}

static void
compare_number (GPtrArray *differences, const char *what, gint64 source, gint64 target)
{
  if (source != target)
    g_ptr_array_add (differences,
                     g_strdup_printf ("%s: %" G_GINT64_FORMAT " / %" G_GINT64_FORMAT, what, source, target));
}

static char *
list_lacking (const DroverCpu *has, const DroverCpu *lacks)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < has->features->len; i++)
    {
      const DroverCpuFeature *feature = has->features->pdata[i];

      if (drover_cpu_find_feature (lacks, feature->name) == NULL)
        g_ptr_array_add (names, feature->name);
    }
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (GStrv) names->pdata);
}

/**
 * drover_cpu_describe_difference:
 * @source: (nullable): the source's processor, of its host capabilities
 * @target: (nullable): the target's
 *
 * What a guest that sees the bare processor would notice: model, generation, microcode and features.
 *
 * Returns: (transfer full) (nullable): the differences, source before target; %NULL where there are none
 */
char *
drover_cpu_describe_difference (const DroverCpu *source, const DroverCpu *target)
{
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *gone = NULL;
  g_autofree char *new = NULL;

  if (source == NULL || target == NULL)
    return g_strdup (_ ("a host does not tell its processor"));
  compare_text (differences, _ ("model"), source->model, target->model);
  compare_text (differences, _ ("vendor"), source->vendor, target->vendor);
  compare_number (differences, _ ("family"), source->signature_family, target->signature_family);
  compare_number (differences, _ ("model number"), source->signature_model, target->signature_model);
  compare_number (differences, _ ("stepping"), source->signature_stepping, target->signature_stepping);
  compare_number (differences, _ ("microcode"), source->microcode, target->microcode);
  gone = list_lacking (source, target);
  new = list_lacking (target, source);
  if (gone != NULL)
    g_ptr_array_add (differences, g_strdup_printf (_ ("the target lacks %s"), gone));
  if (new != NULL)
    g_ptr_array_add (differences, g_strdup_printf (_ ("only the target has %s"), new));
  if (differences->len == 0)
    return NULL;
  g_ptr_array_add (differences, NULL);
  return g_strjoinv ("; ", (GStrv) differences->pdata);
}
