/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/drover-disk-element.h"

G_BEGIN_DECLS

void drover_sameness_judge (const DroverCheckInput *input, DroverDiskElement *element);

G_END_DECLS
