/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-guest.h"
#include "facts/drover-fact.h"

G_BEGIN_DECLS

DroverFactFile *drover_needed_file_new (const char *path, const char *kind, const char *target);
GPtrArray *drover_guest_list_needed_files (const DroverGuest *guest);
gboolean drover_guest_chain_may_go_on (const DroverGuest *guest, const DroverFactFile *file);

G_END_DECLS
