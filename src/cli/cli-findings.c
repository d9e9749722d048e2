/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-findings.h"

#include <glib/gi18n.h>

#include "cli-output.h"

static JsonNode *
remedy_to_json (const DroverRemedyOffer *offer)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, offer->id);
  if (offer->variant != NULL)
    {
      json_builder_set_member_name (builder, "variant");
      json_builder_add_string_value (builder, offer->variant);
    }
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, offer->title);
  json_builder_set_member_name (builder, "host");
  json_builder_add_string_value (builder, drover_side_to_string (offer->side));
  json_builder_set_member_name (builder, "automatic");
  json_builder_add_boolean_value (builder, offer->automatic);
  json_builder_set_member_name (builder, "commands");
  json_builder_begin_array (builder);
  for (gsize i = 0; offer->commands[i] != NULL; i++)
    json_builder_add_string_value (builder, offer->commands[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static GPtrArray *
offer_remedies (DroverPreflight *preflight, DroverFinding *finding)
{
  DroverGatherer *gatherer = drover_preflight_get_gatherer (preflight);

  return drover_remedies_offer (drover_gatherer_get_plan (gatherer), drover_gatherer_get_facts (gatherer),
                                finding);
}

static void
add_finding (JsonBuilder *builder, DroverPreflight *preflight, DroverFinding *finding)
{
  const DroverCheck *check = drover_finding_get_check (finding);
  g_autoptr (GPtrArray) offers = offer_remedies (preflight, finding);

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "check", check->id);
  cli_json_add_string (builder, "code", drover_finding_get_code (finding));
  cli_json_add_string (builder, "catalog", drover_finding_get_catalog (finding));
  cli_json_add_string (builder, "group", drover_check_group_to_string (check->group));
  cli_json_add_string (builder, "verdict", drover_verdict_to_string (drover_finding_get_verdict (finding)));
  cli_json_add_string (builder, "title", drover_finding_get_title (finding));
  cli_json_add_string (builder, "subject", drover_finding_get_subject (finding));
  cli_json_add_string (builder, "source", drover_finding_get_source (finding));
  cli_json_add_string (builder, "target", drover_finding_get_target (finding));
  cli_json_add_string (builder, "evidence", drover_finding_get_evidence (finding));
  cli_json_add_string (builder, "why", drover_finding_get_why (finding));
  json_builder_set_member_name (builder, "remedies");
  json_builder_begin_array (builder);
  for (guint i = 0; i < offers->len; i++)
    json_builder_add_value (builder, remedy_to_json (offers->pdata[i]));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * cli_preflight_to_json:
 *
 * Returns: (transfer full): the object `droverctl --json check` prints
 */
JsonNode *
cli_preflight_to_json (DroverPreflight *preflight)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) findings = drover_preflight_list_findings (preflight);

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "verdict",
                       drover_run_verdict_to_string (drover_preflight_get_verdict (preflight)));
  json_builder_set_member_name (builder, "elapsed_ms");
  json_builder_add_int_value (builder, drover_preflight_get_elapsed_ms (preflight));
  json_builder_set_member_name (builder, "longest_chain_ms");
  json_builder_add_int_value (
      builder, drover_gatherer_get_longest_chain_us (drover_preflight_get_gatherer (preflight)) / 1000);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    add_finding (builder, preflight, findings->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static CliStyle
style_of (DroverVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_VERDICT_PASS:
      return CLI_GOOD;
    case DROVER_VERDICT_INFO:
    case DROVER_VERDICT_NOT_APPLICABLE:
      return CLI_DIM;
    case DROVER_VERDICT_WARN:
      return CLI_WARNING;
    case DROVER_VERDICT_BLOCK:
      return CLI_BAD;
    case DROVER_VERDICT_UNKNOWN:
      return CLI_UNSURE;
    }
  g_return_val_if_reached (CLI_PLAIN);
}

static const char *
mark_of (const CliContext *context, DroverVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_VERDICT_PASS:
      return context->unicode ? "✓" : "+";
    case DROVER_VERDICT_INFO:
    case DROVER_VERDICT_NOT_APPLICABLE:
      return context->unicode ? "·" : "-";
    case DROVER_VERDICT_WARN:
      return "!";
    case DROVER_VERDICT_BLOCK:
      return context->unicode ? "✗" : "x";
    case DROVER_VERDICT_UNKNOWN:
      return "?";
    }
  g_return_val_if_reached ("");
}

static void
print_remedies (const CliContext *context, DroverPreflight *preflight, DroverFinding *finding)
{
  g_autoptr (GPtrArray) offers = offer_remedies (preflight, finding);
  DroverGatherer *gatherer = drover_preflight_get_gatherer (preflight);
  const DroverPlan *plan = drover_gatherer_get_plan (gatherer);

  for (guint i = 0; i < offers->len; i++)
    {
      const DroverRemedyOffer *offer = offers->pdata[i];
      const DroverUri *uri =
          offer->side == DROVER_SIDE_SOURCE ? drover_plan_get_source (plan) : drover_plan_get_target (plan);
      const char *where = offer->side == DROVER_SIDE_CLIENT || uri->host == NULL
                              ? drover_side_get_label (DROVER_SIDE_CLIENT)
                              : uri->host;
      /* Translators: a remedy and the host it is carried out on, as in "Open the ports (on beta)" */
      g_autofree char *line = g_strdup_printf (_ ("%s (on %s)"), offer->title, where);

      g_print ("    %s ", context->unicode ? "→" : "->");
      g_print ("%s\n", line);
      for (gsize k = 0; offer->commands[k] != NULL; k++)
        cli_print_styled (context, CLI_BOLD, "        %s\n", offer->commands[k]);
    }
}

static void
print_finding (const CliContext *context, DroverPreflight *preflight, DroverFinding *finding)
{
  DroverVerdict verdict = drover_finding_get_verdict (finding);
  const char *subject = drover_finding_get_subject_label (finding);
  const char *source = drover_finding_get_source (finding);
  const char *target = drover_finding_get_target (finding);
  const char *evidence = drover_finding_get_evidence (finding);
  const char *why = drover_finding_get_why (finding);

  cli_print_styled (context, style_of (verdict), "%s %s", mark_of (context, verdict),
                    drover_finding_get_title (finding));
  if (subject != NULL)
    g_print (" (%s)", subject);
  cli_print_styled (context, CLI_DIM, "  [%s]\n", drover_finding_get_code (finding));
  if (source != NULL)
    {
      g_autofree char *line = g_strdup_printf (_ ("source: %s"), source);
      cli_print_wrapped (context, 4, line);
    }
  if (target != NULL)
    {
      g_autofree char *line = g_strdup_printf (_ ("target: %s"), target);
      cli_print_wrapped (context, 4, line);
    }
  if (evidence != NULL)
    cli_print_wrapped (context, 4, evidence);
  if (why[0] != '\0' && verdict != DROVER_VERDICT_PASS)
    cli_print_wrapped (context, 4, why);
  print_remedies (context, preflight, finding);
}

static gboolean
is_plain_unknown (DroverFinding *finding)
{
  return drover_finding_get_verdict (finding) == DROVER_VERDICT_UNKNOWN &&
         drover_finding_get_evidence (finding) != NULL && drover_finding_get_remedies (finding)[0] == NULL &&
         drover_finding_get_subject (finding) == NULL;
}

/* Many checks that could not look for one reason are told as one. Returns whether @index began such a group
 * or belongs to one that was told. */
static gboolean
print_as_group (const CliContext *context, GPtrArray *findings, guint index)
{
  DroverFinding *first = findings->pdata[index];
  g_autoptr (GString) ids = NULL;
  guint n = 0;

  if (!is_plain_unknown (first))
    return FALSE;
  ids = g_string_new (NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      DroverFinding *other = findings->pdata[i];

      if (!is_plain_unknown (other) ||
          !g_str_equal (drover_finding_get_evidence (other), drover_finding_get_evidence (first)))
        continue;
      if (i < index)
        return TRUE;
      g_string_append_printf (ids, "%s%s", n > 0 ? ", " : "", drover_finding_get_check (other)->id);
      n++;
    }
  if (n < 2)
    return FALSE;
  cli_print_styled (context, CLI_UNSURE, "%s ", mark_of (context, DROVER_VERDICT_UNKNOWN));
  g_print (ngettext ("%u check could not judge:\n", "%u checks could not judge:\n", n), n);
  cli_print_wrapped (context, 4, drover_finding_get_evidence (first));
  cli_print_wrapped (context, 4, ids->str);
  return TRUE;
}

static void
print_all (const CliContext *context, DroverPreflight *preflight, GPtrArray *findings, DroverVerdict verdict)
{
  for (guint i = 0; i < findings->len; i++)
    if (drover_finding_get_verdict (findings->pdata[i]) == verdict && !print_as_group (context, findings, i))
      print_finding (context, preflight, findings->pdata[i]);
}

static void
print_passed (const CliContext *context, GPtrArray *findings)
{
  g_autoptr (GString) titles = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    if (drover_finding_get_verdict (findings->pdata[i]) == DROVER_VERDICT_PASS)
      {
        g_string_append_printf (titles, "%s%s", n > 0 ? ", " : "",
                                drover_finding_get_check (findings->pdata[i])->id);
        n++;
      }
  if (n == 0)
    return;
  cli_print_styled (context, CLI_GOOD, "%s ", mark_of (context, DROVER_VERDICT_PASS));
  g_print (ngettext ("%u check is fine:\n", "%u checks are fine:\n", n), n);
  cli_print_wrapped (context, 4, titles->str);
}

/**
 * cli_print_preflight:
 *
 * Prints all findings of a finished run, worst first, and the verdict.
 */
void
cli_print_preflight (const CliContext *context, DroverPreflight *preflight)
{
  static const DroverVerdict order[] = {
    DROVER_VERDICT_BLOCK,
    DROVER_VERDICT_UNKNOWN,
    DROVER_VERDICT_WARN,
    DROVER_VERDICT_INFO,
  };
  g_autoptr (GPtrArray) findings = drover_preflight_list_findings (preflight);
  DroverRunVerdict verdict = drover_preflight_get_verdict (preflight);
  g_autofree char *elapsed = drover_format_ms (drover_preflight_get_elapsed_ms (preflight));

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    print_all (context, preflight, findings, order[i]);
  print_passed (context, findings);
  g_print ("\n");
  switch (verdict)
    {
    case DROVER_RUN_READY:
      cli_print_styled (context, CLI_GOOD, "%s", drover_run_verdict_get_label (verdict));
      break;
    case DROVER_RUN_WARNINGS:
      cli_print_styled (context, CLI_WARNING, "%s", drover_run_verdict_get_label (verdict));
      break;
    case DROVER_RUN_BLOCKED:
      cli_print_styled (context, CLI_BAD, "%s", drover_run_verdict_get_label (verdict));
      break;
    case DROVER_RUN_UNKNOWN:
      cli_print_styled (context, CLI_UNSURE, "%s", drover_run_verdict_get_label (verdict));
      break;
    }
  g_print (" (%s)\n", elapsed);
}
