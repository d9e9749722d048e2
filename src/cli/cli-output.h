/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/**
 * CliStyle:
 *
 * What a piece of text is, so that a terminal may colour it.
 */
typedef enum {
  CLI_PLAIN,
  CLI_BOLD,
  CLI_DIM,
  CLI_GOOD,
  CLI_WARNING,
  CLI_BAD,
  CLI_UNSURE,
} CliStyle;

CliStatus cli_fail (const GError *error);
CliStatus cli_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);
void cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
void cli_print_styled (const CliContext *context, CliStyle style, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void cli_print_wrapped (const CliContext *context, guint indent, const char *text);
void cli_print_json (JsonNode *node, gboolean pretty);
void cli_json_add_string (JsonBuilder *builder, const char *name, const char *value);

G_END_DECLS
