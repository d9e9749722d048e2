/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-uri.h"

G_BEGIN_DECLS

/**
 * DroverSshConfig:
 * @hostname: (nullable): the host that ssh would really connect to
 * @proxied: whether it would go through another host or a program (ProxyJump, ProxyCommand)
 *
 * What `~/.ssh/config` makes of a host's name.
 */
typedef struct {
  char *hostname;
  gboolean proxied;
} DroverSshConfig;

void drover_ssh_config_clear (DroverSshConfig *config);
void drover_ssh_config_parse (const char *text, DroverSshConfig *config);
gboolean
drover_ssh_config_ask (const DroverUri *uri, guint timeout_ms, DroverSshConfig *config, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DroverSshConfig, drover_ssh_config_clear)

G_END_DECLS
