/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli-compare.h"

G_BEGIN_DECLS

/**
 * CliHosts:
 * @uris: (element-type DroverUri): those to ask; %NULL in the place of one that a file tells of
 * @saved: (element-type DroverSavedHost): those that files tell of; %NULL in the place of one to ask
 * @n_saved: how many of them
 *
 * The hosts of a comparison as they were named, in that order.
 */
typedef struct {
  GPtrArray *uris;
  GPtrArray *saved;
  guint n_saved;
} CliHosts;

void cli_hosts_clear (CliHosts *hosts);
gboolean cli_hosts_take (CliHosts *hosts, const char *const *arguments, GError **error);
DroverLineup *
cli_hosts_look (const CliHosts *hosts, CliContext *context, gboolean guests, DroverMatrix **matrix);
void cli_hosts_lay_side_by_side (const CliHosts *hosts, DroverLineup *lineup, CliCompared *compared);
gboolean cli_hosts_save (const CliCompared *compared, const char *path, GError **error);
CliStatus cli_compare_use (CliContext *context,
                           const CliCompared *compared,
                           DroverLineup *lineup,
                           const char *guest,
                           gboolean dry_run,
                           gboolean yes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliHosts, cli_hosts_clear)

G_END_DECLS
