/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

char *drover_headline_dup (DroverJob *job);

G_END_DECLS
