/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-guest.h"
#include "facts/drover-fact.h"
#include "storage/drover-storage-move.h"
#include "virt/drover-domain.h"

G_BEGIN_DECLS

/* For drover-storage-move.c: what can be moved, and whether. */

gboolean drover_move_is_allowed (const DroverDomainInfo *info, GError **error);
GPtrArray *drover_move_choose_disks (const DroverGuest *guest,
                                     const char *directory,
                                     const char *const *wanted,
                                     GError **error);
gboolean drover_move_choose_backing (DroverMovedDisk *moved,
                                     const DroverDisk *disk,
                                     const char *directory,
                                     DroverMoveBacking backing,
                                     gboolean live,
                                     GError **error);
gboolean drover_move_names_file (const DroverGuest *guest, const char *path);
gboolean drover_move_fits (const GPtrArray *disks, gint64 available, GError **error);

G_END_DECLS
