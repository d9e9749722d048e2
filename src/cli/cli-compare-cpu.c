/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CPU that a guest can have on all hosts. */
#include <glib/gi18n.h>

#include "cli-compare.h"
#include "cli-output.h"
#include "cli-text.h"

#define INDENT 8

static void
print_host (const CliContext *context, const CliCompared *compared, guint place)
{
  const DroverCommonCpuHost *host = drover_common_cpu_get_host (compared->common, place);
  g_autofree char *reason = cli_text_plain (host->reason ? host->reason : "", !context->unicode);
  g_autofree char *names = host->given_up ? g_strjoinv (" ", host->given_up) : g_strdup ("");
  g_autofree char *given_up = cli_text_plain (names, !context->unicode);

  g_print ("  %u. ", place + 1);
  if (!host->takes_part)
    cli_print_styled (context, CLI_UNSURE, "%s\n", _ ("takes no part"));
  else if (host->accepts)
    cli_print_styled (context, CLI_GOOD, "%s\n", _ ("accepts it"));
  else
    cli_print_styled (context, CLI_BAD, "%s\n", _ ("does not accept it"));
  if (reason[0] != '\0')
    cli_print_wrapped (context, INDENT - 3, reason);
  if (!host->takes_part || host->given_up == NULL)
    return;
  if (given_up[0] == '\0')
    g_print ("     %s\n", _ ("gives up nothing"));
  else
    {
      g_print ("     %s\n", _ ("gives up:"));
      cli_print_wrapped (context, INDENT, given_up);
    }
}

/* Line by line as it is: it is there to be copied, and a host's text may hold what a terminal obeys. */
static void
print_xml (const CliContext *context, const char *xml)
{
  g_auto (GStrv) lines = g_strsplit (xml, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *plain = cli_text_plain (lines[i], FALSE);

      if (lines[i][0] != '\0')
        g_print ("%s\n", plain);
    }
}

static void
print_models (const CliContext *context, DroverCommonCpu *common)
{
  const char *const *named = drover_common_cpu_get_named_models (common);
  g_autofree char *model = cli_text_plain (drover_common_cpu_get_model (common), !context->unicode);
  g_autofree char *whole = cli_text_plain (named[0] ? named[0] : _ ("none"), !context->unicode);

  g_print (_ ("Nearest named model: %s\n"), model);
  g_print (_ ("Largest named model that all of them have as it is: %s\n"), whole);
}

/* The command that gives it to a guest, to be copied but for the name. */
static void
print_command (const CliCompared *compared)
{
  g_autoptr (GString) command = g_string_new ("droverctl compare --cpu --use GUEST");

  for (guint i = 0; i < compared->names->len; i++)
    {
      g_autofree char *quoted = g_shell_quote (compared->names->pdata[i]);
      g_autofree char *plain = cli_text_plain (quoted, FALSE);

      g_string_append_printf (command, " %s", plain);
    }
  g_print (_ ("To give it to a guest: %s\n"), command->str);
}

/**
 * cli_compare_print_cpu:
 *
 * Prints the common CPU: ready XML, who accepts it, and what each host gives up for it.
 */
void
cli_compare_print_cpu (const CliContext *context, const CliCompared *compared)
{
  DroverCommonCpu *common = compared->common;
  const GError *error = drover_common_cpu_get_error (common);

  for (guint i = 0; i < compared->names->len; i++)
    g_print ("%u. %s\n", i + 1, cli_compared_get_name (compared, i));
  if (error == NULL)
    {
      g_autofree char *head = g_strdup_printf (_ ("The common CPU, as %u computed it:"),
                                               drover_common_cpu_get_computer (common) + 1);

      cli_print_styled (context, CLI_BOLD, "%s\n", head);
      print_xml (context, drover_common_cpu_get_xml (common));
      print_models (context, common);
    }
  cli_print_styled (context, CLI_BOLD, "%s\n", _ ("Hosts"));
  for (guint i = 0; i < compared->names->len; i++)
    print_host (context, compared, i);
  if (error == NULL)
    {
      cli_print_wrapped (context, 0,
                         _ ("A guest gets it when it is started the next time, not while it runs."));
      if (drover_common_cpu_is_verified (common))
        print_command (compared);
    }
  else
    cli_complain ("%s", error->message);
}

static void
add_strings (JsonBuilder *builder, const char *name, const char *const *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_host (JsonBuilder *builder, const DroverCommonCpuHost *host)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "takes_part");
  json_builder_add_boolean_value (builder, host->takes_part);
  json_builder_set_member_name (builder, "accepts");
  json_builder_add_boolean_value (builder, host->accepts);
  cli_json_add_string (builder, "reason", host->reason);
  add_strings (builder, "given_up", (const char *const *) host->given_up);
  json_builder_end_object (builder);
}

/**
 * cli_compare_cpu_to_json:
 *
 * Returns: (transfer full): an object; `computed_by` and the places in `hosts` are those of `hosts`
 */
JsonNode *
cli_compare_cpu_to_json (const CliCompared *compared)
{
  DroverCommonCpu *common = compared->common;
  const GError *error = drover_common_cpu_get_error (common);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "error", error ? error->message : NULL);
  cli_json_add_string (builder, "xml", drover_common_cpu_get_xml (common));
  cli_json_add_string (builder, "model", drover_common_cpu_get_model (common));
  json_builder_set_member_name (builder, "verified");
  json_builder_add_boolean_value (builder, drover_common_cpu_is_verified (common));
  json_builder_set_member_name (builder, "computed_by");
  json_builder_add_int_value (builder, drover_common_cpu_get_computer (common));
  add_strings (builder, "features", drover_common_cpu_get_features (common));
  add_strings (builder, "named_models", drover_common_cpu_get_named_models (common));
  json_builder_set_member_name (builder, "hosts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < drover_common_cpu_get_n_hosts (common); i++)
    add_host (builder, drover_common_cpu_get_host (common, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
