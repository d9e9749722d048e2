/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverPolkitAgent:
 *
 * A text agent of polkit's, registered for this process: it asks on the terminal for the password that polkit
 * wants before this process may manage guests.
 */
typedef struct _DroverPolkitAgent DroverPolkitAgent;

DroverPolkitAgent *drover_polkit_agent_start (gboolean fallback, guint timeout_ms, GError **error);
void drover_polkit_agent_end (DroverPolkitAgent *agent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverPolkitAgent, drover_polkit_agent_end)

G_END_DECLS
