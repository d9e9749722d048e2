/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-storage.h"

G_BEGIN_DECLS

/* For the move of disks: a small file beside a copy, for as long as that is not whole. */

char *drover_move_mark_get_path (const char *file);
gboolean drover_move_mark_write (
    DroverPoolHandle *pool, const char *file, const char *guest_uuid, const char *disk, GError **error);
gboolean
drover_move_mark_is_of (DroverPoolHandle *pool, const char *file, const char *guest_uuid, const char *disk);
gboolean drover_move_mark_remove (DroverPoolHandle *pool, const char *file, GError **error);

G_END_DECLS
