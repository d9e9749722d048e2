/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"

G_BEGIN_DECLS

const DroverCpu *drover_sent_cpu (const DroverFacts *facts);

G_END_DECLS
