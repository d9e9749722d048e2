/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-ssh-config.h"

G_BEGIN_DECLS

/**
 * DroverSshRefusal:
 * @DROVER_SSH_REFUSAL_NONE: something else is the matter
 * @DROVER_SSH_REFUSAL_LOGIN: sshd lets nobody in who has no password or another key
 * @DROVER_SSH_REFUSAL_KEY_UNKNOWN: nobody knows the host's key
 * @DROVER_SSH_REFUSAL_KEY_CHANGED: the host's key is not the one that is known
 *
 * How SSH itself ended, before libvirt came to a word.
 */
typedef enum {
  DROVER_SSH_REFUSAL_NONE,
  DROVER_SSH_REFUSAL_LOGIN,
  DROVER_SSH_REFUSAL_KEY_UNKNOWN,
  DROVER_SSH_REFUSAL_KEY_CHANGED,
} DroverSshRefusal;

DroverSshRefusal drover_ssh_get_refusal (const GError *error);
char *drover_libssh_build_uri (const DroverUri *uri,
                               const DroverSshConfig *config,
                               DroverSshRefusal refusal,
                               const char *home,
                               GError **error);
char *
drover_libssh_find_uri (const DroverUri *uri, DroverSshRefusal refusal, guint timeout_ms, GError **error);
guint drover_known_hosts_parse_line (const char *text);
void drover_ssh_name_changed_key (const DroverUri *uri, guint timeout_ms, GError *error);

G_END_DECLS
