/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

void history_runs_keep (const char *guest, const char *state, gint64 started_s);

G_END_DECLS
