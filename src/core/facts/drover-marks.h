/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-xml.h"
#include "virt/drover-storage.h"

G_BEGIN_DECLS

/* The namespace of what marks a guest of ours in its `<metadata>`. */
#define DROVER_MARK_NAMESPACE "https://drovervm.github.io/Drover/mark/1"

/* A thing of ours whose maker cannot be asked is swept when it is older than this, in seconds. */
#define DROVER_MARK_MAX_AGE_S (10 * 60)

char *drover_mark_new_name (const char *kind);
gboolean drover_mark_is_ours (const char *name);
gboolean drover_mark_is_left_over (const char *name, gint64 now_s);
void drover_mark_add_metadata (xmlNode *domain, const char *name);

guint drover_marks_sweep_pool (DroverPoolHandle *pool);
guint drover_marks_sweep (DroverConnection *connection, GCancellable *cancellable);

G_END_DECLS
