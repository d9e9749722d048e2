/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/**
 * CliEnds:
 * @domain: the guest's name or UUID
 * @source: where it runs
 * @target: (nullable): where it shall go
 *
 * The two ends of a move, as typed and validated.
 */
typedef struct {
  char *domain;
  DroverUri *source;
  DroverUri *target;
} CliEnds;

void cli_ends_clear (CliEnds *ends);

/**
 * CliParser:
 *
 * What the commands' parsers share. `--timeout` stands before the command alone: behind `migrate` it is
 * virsh's option of that name.
 */
typedef struct {
  GOptionContext *options;
  char *from;
  char *to;
  GStrv rest;
  gboolean json;
} CliParser;

void cli_parser_init (CliParser *parser, const char *command, gboolean with_ends);
void cli_parser_clear (CliParser *parser);
gboolean cli_parser_parse (CliParser *parser,
                           CliContext *context,
                           const GOptionEntry *entries,
                           int argc,
                           char **argv,
                           CliStatus *status);
gboolean cli_parser_take_ends (CliParser *parser, gboolean needs_target, CliEnds *ends, GError **error);
gboolean cli_parse_timeout (const char *text, guint *timeout_ms, GError **error);
void cli_open_options_init (DroverOpenOptions *options, const CliContext *context);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliEnds, cli_ends_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliParser, cli_parser_clear)

G_END_DECLS
