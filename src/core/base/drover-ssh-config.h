/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-uri.h"

G_BEGIN_DECLS

/**
 * DroverSshConfig:
 * @hostname: (nullable): the host that ssh would really connect to
 * @user: (nullable): who would log in
 * @port: the port, 0 where it does not say
 * @proxied: whether it would go through another host or a program (ProxyJump, ProxyCommand)
 * @key_alias: (nullable): the name under which the host's key is known, where it is another (HostKeyAlias)
 * @strict: whether an unknown host key is refused without a question (StrictHostKeyChecking yes)
 * @identities_only: whether the agent's keys are left out (IdentitiesOnly)
 * @identity_files: (array zero-terminated=1): where the user's keys may be, as configured
 * @known_hosts: (array zero-terminated=1): the user's files of known host keys, as configured
 * @global_known_hosts: (array zero-terminated=1): the system's
 *
 * What `~/.ssh/config` makes of a host's name.
 */
typedef struct {
  char *hostname;
  char *user;
  guint port;
  gboolean proxied;
  char *key_alias;
  gboolean strict;
  gboolean identities_only;
  GStrv identity_files;
  GStrv known_hosts;
  GStrv global_known_hosts;
} DroverSshConfig;

void drover_ssh_config_clear (DroverSshConfig *config);
void drover_ssh_config_parse (const char *text, DroverSshConfig *config);
gboolean
drover_ssh_config_ask (const DroverUri *uri, guint timeout_ms, DroverSshConfig *config, GError **error);

char *drover_ssh_config_expand (const DroverSshConfig *config, const char *path, const char *home);
char *drover_ssh_config_dup_key_name (const DroverSshConfig *config);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DroverSshConfig, drover_ssh_config_clear)

G_END_DECLS
