/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GStrv drover_cpu_features_named_in (const char *text);

G_END_DECLS
