/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "drover-core.h"

G_BEGIN_DECLS

void drover_keep_run_when_finished (DroverJob *job, GPtrArray *findings);

G_END_DECLS
