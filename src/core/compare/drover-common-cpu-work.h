/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/* For the common CPU: what is asked of one host. */

typedef struct {
  char *xml;        /* (not nullable): the `<cpu>` */
  GStrv features;   /* every one of it */
  char *model;      /* what it is called after */
  GPtrArray *sizes; /* (element-type utf8): the named models asked for, the largest first; NULL-terminated */
} DroverCommonCpuAnswer;

void drover_common_cpu_answer_free (DroverCommonCpuAnswer *answer);

void drover_common_cpu_compute_async (DroverConnection *connection,
                                      const DroverDomainCaps *caps,
                                      const char *const *cpus,
                                      const char *const *models,
                                      guint timeout_ms,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
DroverCommonCpuAnswer *drover_common_cpu_compute_finish (GAsyncResult *result, GError **error);

void drover_common_cpu_verify_async (DroverConnection *connection,
                                     const DroverDomainCaps *caps,
                                     const char *cpu,
                                     guint timeout_ms,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean drover_common_cpu_verify_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverCommonCpuAnswer, drover_common_cpu_answer_free)

G_END_DECLS
