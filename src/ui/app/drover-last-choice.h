/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/drover-session.h"

G_BEGIN_DECLS

void drover_last_choice_remember (DroverSession *session);

G_END_DECLS
