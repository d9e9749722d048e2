/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-surveys.h"

G_BEGIN_DECLS

char *drover_bug_details_dup (DroverSurveys *hosts);

G_END_DECLS
