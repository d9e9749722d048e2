/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "checks/drover-check.h"

G_BEGIN_DECLS

void drover_named_objects_judge (const DroverCheckInput *input,
                                 const char *kind,
                                 const char *code,
                                 const char *argument,
                                 const char *none,
                                 DroverFindings *findings);

G_END_DECLS
