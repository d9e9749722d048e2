/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-storage-source.h"

G_BEGIN_DECLS

/**
 * DroverPoolSource:
 *
 * Something a storage server offers to be mounted. Unknown strings are %NULL.
 */
typedef struct {
  char *server; /* as the host called it */
  char *dir;    /* the export's path, or the volume's name */
  char *format; /* nfs, glusterfs */
} DroverPoolSource;

extern const DroverRecordType drover_pool_source_type;

GPtrArray *drover_pool_sources_parse (const char *xml, GError **error);
gboolean drover_pool_source_equal (const DroverPoolSource *a, const DroverPoolSource *b);
char *drover_pool_source_describe (const DroverPoolSource *source);

G_END_DECLS
