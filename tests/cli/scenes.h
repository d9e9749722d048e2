/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

#define MIB (G_GINT64_CONSTANT (1) << 20)

/* Migrations as the source would have told them, the same at every run. */

typedef DroverSampleRing *(*Scene) (void);

DroverSampleRing *scene_nothing (void);
DroverSampleRing *scene_single (void);
DroverSampleRing *scene_two (void);
DroverSampleRing *scene_typical (void);
DroverSampleRing *scene_hopeless (void);
DroverSampleRing *scene_gaps (void);
DroverSampleRing *scene_link_lost (void);
DroverSampleRing *scene_unknown (void);
DroverSampleRing *scene_post_copy (void);
DroverSampleRing *scene_disks (void);

G_END_DECLS
