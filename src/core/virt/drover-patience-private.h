/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DroverPatience:
 *
 * Limits how long a host may keep silent while a person may take all the time to answer its questions.
 * Reference-counted; made, and stopped, in the main context that waits.
 */
typedef struct _DroverPatience DroverPatience;

DroverPatience *drover_patience_new (guint limit_ms, GCancellable *cancellable);
DroverPatience *drover_patience_ref (DroverPatience *patience);
void drover_patience_unref (DroverPatience *patience);
void drover_patience_stop (DroverPatience *patience);
GCancellable *drover_patience_get_cancellable (DroverPatience *patience);
gboolean drover_patience_has_run_out (DroverPatience *patience);
void drover_patience_hold (DroverPatience *patience);
void drover_patience_resume (DroverPatience *patience);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverPatience, drover_patience_unref)

G_END_DECLS
