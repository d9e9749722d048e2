/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "remedies/drover-fix.h"
#include "virt/drover-domain.h"

G_BEGIN_DECLS

DroverFix *drover_disk_redirect_new (const DroverUri *host, const char *guest);
gboolean drover_disk_redirect_add (
    DroverFix *fix, DroverDomain *guest, const char *disk, const char *path, GError **error);
gboolean drover_disk_redirect_add_pivot (
    DroverFix *fix, DroverDomain *guest, const char *disk, const char *path, GError **error);
void drover_disk_redirect_accept_older (DroverFix *fix);

G_END_DECLS
