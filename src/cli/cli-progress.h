/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

char *cli_progress_line (const DroverSample *sample,
                         const DroverSampleRing *samples,
                         guint width,
                         gboolean unicode);

G_END_DECLS
