/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

char *drover_outlook_describe (const DroverSampleRing *samples);

G_END_DECLS
