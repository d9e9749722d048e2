/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

char *cli_prompt (const DroverQuestion *question, GCancellable *cancellable, gpointer user_data);
gboolean cli_ask_yes_no (const char *question);

G_END_DECLS
