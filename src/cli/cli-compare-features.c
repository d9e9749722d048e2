/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The map of CPU features: by family, those that the same hosts have on one line. */
#include <glib/gi18n.h>

#include "cli-compare.h"
#include "cli-output.h"
#include "cli-text.h"

#define INDENT 8

static gboolean
is_like (const DroverCpuMapFeature *a, const DroverCpuMapFeature *b)
{
  if (a->family != b->family || a->bare != b->bare || a->relevance != b->relevance)
    return FALSE;
  for (guint i = 0; i < a->n_hosts; i++)
    if (drover_cpu_map_feature_get_standing (a, i) != drover_cpu_map_feature_get_standing (b, i))
      return FALSE;
  return TRUE;
}

/* A mark per host, told apart without colour too. */
static const char *
mark_of (const CliContext *context, const DroverCpuMapFeature *feature, guint host)
{
  if (feature->has[host] == DROVER_CPU_HAS_UNKNOWN)
    return "?";
  if (drover_cpu_map_feature_is_on (feature, host))
    return context->unicode ? "●" : "x";
  return context->unicode ? "○" : ".";
}

/* (transfer full): who has it, in words where these are short. */
static char *
describe_spread (const CliContext *context, const DroverCpuMapFeature *feature)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < feature->n_hosts; i++)
    g_string_append_printf (text, "%s%u%s", i > 0 ? " " : "", i + 1, mark_of (context, feature, i));
  for (guint i = 0; i < feature->n_hosts; i++)
    switch (drover_cpu_map_feature_get_standing (feature, i))
      {
      case DROVER_CPU_STANDING_ONLY_HERE:
        /* Translators: the number of a host in the list */
        g_string_append_printf (text, _ ("  only on %u"), i + 1);
        break;
      case DROVER_CPU_STANDING_MISSING_HERE:
        if (feature->n_hosts > 2)
          /* Translators: the number of a host in the list */
          g_string_append_printf (text, _ ("  missing on %u"), i + 1);
        break;
      case DROVER_CPU_STANDING_EVERYWHERE:
      case DROVER_CPU_STANDING_HERE:
      case DROVER_CPU_STANDING_NOT_HERE:
      case DROVER_CPU_STANDING_UNKNOWN:
        break;
      }
  if (feature->bare)
    g_string_append (text, _ ("  (in the processor, not given to guests)"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
print_line (const CliContext *context, const GPtrArray *features, guint first, gboolean *seen)
{
  const DroverCpuMapFeature *head = features->pdata[first];
  g_autofree char *spread = describe_spread (context, head);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *plain = NULL;

  for (guint i = first; i < features->len; i++)
    {
      const DroverCpuMapFeature *feature = features->pdata[i];

      if (seen[i] || !is_like (feature, head))
        continue;
      seen[i] = TRUE;
      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", feature->name);
    }
  plain = cli_text_plain (names->str, !context->unicode);
  cli_print_styled (context,
                    head->kind == DROVER_ROW_DIFFERS && head->relevance == DROVER_RELEVANCE_MOVING
                        ? CLI_WARNING
                        : CLI_PLAIN,
                    "    %s\n", spread);
  cli_print_wrapped (context, INDENT, plain);
}

static guint
print_some (const CliContext *context, const GPtrArray *features, gboolean differing)
{
  g_autofree gboolean *seen = g_new0 (gboolean, features->len);
  int family = -1;
  guint n = 0;

  for (guint i = 0; i < features->len; i++)
    {
      const DroverCpuMapFeature *feature = features->pdata[i];

      if ((feature->kind == DROVER_ROW_DIFFERS) != differing)
        continue;
      n++;
      if (seen[i])
        continue;
      if (family != (int) feature->family)
        g_print ("  %s\n", drover_cpu_family_get_label (feature->family));
      family = (int) feature->family;
      print_line (context, features, i, seen);
    }
  return n;
}

/* Why a host's features are not known. */
static void
print_untold (const CliContext *context, const CliCompared *compared)
{
  for (guint i = 0; i < compared->facts->len; i++)
    {
      const DroverFactCpuOffer *offer =
          drover_facts_get_cpu_offer (compared->facts->pdata[i], DROVER_SIDE_SOURCE);
      const char *reason = offer ? offer->guest_reason
                                 : drover_facts_get_reason (compared->facts->pdata[i], DROVER_FACT_CPU_OFFER,
                                                            DROVER_SIDE_SOURCE);
      g_autofree char *text =
          /* Translators: the number of a host in the list, and why its CPU features are not known */
          g_strdup_printf (_ ("%u: not known: %s"), i + 1, reason ? reason : _ ("not looked at"));
      g_autofree char *plain = cli_text_plain (text, !context->unicode);

      if (offer == NULL || offer->guest == NULL)
        cli_print_wrapped (context, 2, plain);
    }
}

/**
 * cli_compare_print_features:
 * @all: also those that all hosts have
 *
 * Prints the CPU features in which the hosts differ.
 */
void
cli_compare_print_features (const CliContext *context, const CliCompared *compared, gboolean all)
{
  guint n_differing;

  cli_print_styled (context, CLI_BOLD, "%s\n", _ ("CPU features"));
  print_untold (context, compared);
  n_differing = print_some (context, compared->features, TRUE);
  if (n_differing == 0)
    g_print ("  %s\n", _ ("No difference is known."));
  if (all)
    {
      cli_print_styled (context, CLI_BOLD, "%s\n", _ ("CPU features without a difference"));
      print_some (context, compared->features, FALSE);
    }
  else
    g_print (ngettext ("  %u more feature differs nowhere.\n", "  %u more features differ nowhere.\n",
                       compared->features->len - n_differing),
             compared->features->len - n_differing);
}
