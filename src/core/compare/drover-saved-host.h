/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"

G_BEGIN_DECLS

/* A snapshot of sixteen hosts takes two megabytes. */
#define DROVER_SAVED_HOSTS_MAX_BYTES (32 * 1024 * 1024)

/**
 * DroverSavedHost:
 * @name: what the host was called; a file's text
 * @taken: (nullable): when, as ISO 8601 in UTC; a file's text
 * @facts: what was known of it, under %DROVER_SIDE_SOURCE
 *
 * A host as a file tells of it.
 */
typedef struct {
  char *name;
  char *taken;
  DroverFacts *facts;
} DroverSavedHost;

void drover_saved_host_free (DroverSavedHost *host);
void drover_saved_host_name_after_file (DroverSavedHost *host, const char *path);
char *drover_saved_hosts_to_text (const char *const *names, DroverFacts *const *hosts, guint n_hosts);
GPtrArray *drover_saved_hosts_parse (const char *text, GError **error);
GPtrArray *drover_saved_hosts_load (const char *path, GError **error);

G_END_DECLS
