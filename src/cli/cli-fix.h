/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

void cli_print_fix (const CliContext *context, DroverFix *fix);
void cli_print_fix_outlook (const CliContext *context, DroverFix *fix);

G_END_DECLS
