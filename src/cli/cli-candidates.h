/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/**
 * CliCandidates:
 *
 * What a shell may put for the word being typed, each with a line on what it is. Only those that begin with
 * what was typed are kept, and each once.
 */
typedef struct {
  const char *typed;
  const char *prefix; /* put before each, as in `--from=` */
  GHashTable *seen;
} CliCandidates;

void cli_candidates_init (CliCandidates *candidates, const char *typed, const char *prefix);
void cli_candidates_clear (CliCandidates *candidates);
void cli_candidates_offer (CliCandidates *candidates, const char *word, const char *summary);
void cli_candidates_offer_files (CliCandidates *candidates);
void cli_candidates_offer_options (CliCandidates *candidates, const char *help);
void cli_candidates_offer_hosts (CliCandidates *candidates, gboolean known_only);
void cli_candidates_offer_guests (CliCandidates *candidates, const char *host);
void cli_candidates_offer_checks (CliCandidates *candidates);
void cli_candidates_offer_runs (CliCandidates *candidates);

gboolean cli_help_takes_value (const char *help, const char *option);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliCandidates, cli_candidates_clear)

G_END_DECLS
