/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/drover-finding.h"

G_BEGIN_DECLS

DroverFinding *drover_finding_new_plain (const DroverCheck *check, DroverVerdict verdict);

G_END_DECLS
