/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "caps/drover-cpu.h"

G_BEGIN_DECLS

char *drover_cpu_describe_difference (const DroverCpu *source, const DroverCpu *target);

G_END_DECLS
