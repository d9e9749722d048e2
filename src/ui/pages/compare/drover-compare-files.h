/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-side-by-side.h"

G_BEGIN_DECLS

/* Comparisons from and to files, in a thread. For the main context. */

void drover_compare_load_async (GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *drover_compare_load_finish (GAsyncResult *result, GError **error);

/**
 * DroverCompareForm:
 * @DROVER_COMPARE_SNAPSHOT: what is known of the hosts, to be compared with some other day
 * @DROVER_COMPARE_PNG: a picture
 * @DROVER_COMPARE_SVG: a picture that can be enlarged
 *
 * What is saved.
 */
typedef enum {
  DROVER_COMPARE_SNAPSHOT,
  DROVER_COMPARE_PNG,
  DROVER_COMPARE_SVG,
} DroverCompareForm;

void drover_compare_save_async (DroverSideBySide *hosts,
                                DroverCompareForm form,
                                GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean drover_compare_save_finish (GAsyncResult *result, GError **error);
char *drover_compare_to_table (DroverSideBySide *hosts, gboolean movers, DroverTableForm form);

G_END_DECLS
