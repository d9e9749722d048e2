/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DroverAttempt:
 *
 * A call that may hang, made in a thread of its own so that somebody else can wait for it only so long, do
 * something about it (destroy the probe it waits for), or go on without it. Reference-counted.
 */
typedef struct _DroverAttempt DroverAttempt;

/**
 * DroverAttemptFunc:
 * @data: what was handed to [func@attempt_start]
 * @error: return location for an error
 *
 * Returns: whether it succeeded
 */
typedef gboolean (*DroverAttemptFunc) (gpointer data, GError **error);

DroverAttempt *
drover_attempt_start (const char *what, DroverAttemptFunc func, gpointer data, GDestroyNotify data_free);
gboolean drover_attempt_wait (DroverAttempt *attempt, gint64 deadline_us, GCancellable *cancellable);
gboolean drover_attempt_is_done (DroverAttempt *attempt);
gboolean drover_attempt_get_result (DroverAttempt *attempt, GError **error);
void drover_attempt_unref (DroverAttempt *attempt);

gboolean drover_attempts_settle (guint timeout_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverAttempt, drover_attempt_unref)

G_END_DECLS
