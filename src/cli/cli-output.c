/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-output.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const style_codes[] = {
  [CLI_PLAIN] = "",           [CLI_BOLD] = "\033[1m", [CLI_DIM] = "\033[2m",     [CLI_GOOD] = "\033[32m",
  [CLI_WARNING] = "\033[33m", [CLI_BAD] = "\033[31m", [CLI_UNSURE] = "\033[35m",
};

/**
 * cli_complain:
 *
 * Prints one line to standard error, as `droverctl: …`. What came from hosts is made harmless.
 */
void
cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *harmless = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  harmless = drover_printable (text);
  g_printerr ("droverctl: %s\n", g_strchomp (harmless));
}

/**
 * cli_usage:
 *
 * Returns: the exit status, after the complaint
 */
CliStatus
cli_usage (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  cli_complain ("%s", text);
  return CLI_USAGE;
}

/**
 * cli_fail:
 *
 * Returns: the exit status that fits @error, after the complaint
 */
CliStatus
cli_fail (const GError *error)
{
  cli_complain ("%s", error->message);
  if (drover_error_is_connection (error))
    return CLI_UNDETERMINED;
  if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT) ||
      g_error_matches (error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND) || error->domain == G_OPTION_ERROR)
    return CLI_USAGE;
  return CLI_NOT_DONE;
}

/**
 * cli_print_styled:
 *
 * Prints to standard output, coloured where colours are wanted.
 */
void
cli_print_styled (const CliContext *context, CliStyle style, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  if (context->color && style != CLI_PLAIN)
    g_print ("%s%s\033[0m", style_codes[style], text);
  else
    g_print ("%s", text);
}

/**
 * cli_print_wrapped:
 * @indent: columns before each line
 * @text: a paragraph or several, separated by newlines
 *
 * Prints text broken to the terminal's width, at spaces where the language has any.
 */
void
cli_print_wrapped (const CliContext *context, guint indent, const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < indent; i++)
    g_string_append_c (out, ' ');
  drover_append_wrapped (out, indent, text, MIN (MAX (context->width, 40), 100));
  g_print ("%s\n", out->str);
}

/**
 * cli_print_json:
 * @pretty: over several lines
 *
 * Prints JSON and a newline to standard output.
 */
void
cli_print_json (JsonNode *node, gboolean pretty)
{
  g_autofree char *text = json_to_string (node, pretty);

  g_print ("%s\n", text);
}

/**
 * cli_json_add_string:
 * @builder: inside an object
 * @value: (nullable): null where it is %NULL
 */
void
cli_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}
