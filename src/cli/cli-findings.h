/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

JsonNode *cli_preflight_to_json (DroverPreflight *preflight);
void cli_print_preflight (const CliContext *context, DroverPreflight *preflight);

G_END_DECLS
