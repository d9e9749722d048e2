/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-uri.h"

G_BEGIN_DECLS

/**
 * DroverHostEntry:
 * @text: its lines as they stand in the file
 * @group: (nullable): the name in brackets, %NULL for what comes before the first
 * @uri: (nullable): the host, %NULL where the entry is of another kind or cannot be read
 * @error: (nullable): why it cannot be read
 *
 * One group of the key file of hosts.
 */
typedef struct {
  char *text;
  char *group;
  DroverUri *uri;
  GError *error;
} DroverHostEntry;

GPtrArray *drover_host_file_parse (const char *text);
char *drover_host_file_to_text (GPtrArray *entries);
void drover_host_file_add (GPtrArray *entries, const DroverUri *uri);
const DroverHostEntry *drover_host_file_find (GPtrArray *entries, const char *uri);
gboolean drover_host_file_remove (GPtrArray *entries, const char *uri);

G_END_DECLS
