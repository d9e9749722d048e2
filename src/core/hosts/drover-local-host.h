/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/types.h>

#include "base/drover-uri.h"

G_BEGIN_DECLS

/**
 * DroverLocalHostState:
 * @DROVER_LOCAL_HOST_READY: it can be opened
 * @DROVER_LOCAL_HOST_MAY_ASK: it can be opened; the desktop may ask for a password first
 * @DROVER_LOCAL_HOST_FORBIDDEN: this user may not open it
 * @DROVER_LOCAL_HOST_STOPPED: libvirt is installed and does not run
 * @DROVER_LOCAL_HOST_MISSING: something is not installed
 */
typedef enum {
  DROVER_LOCAL_HOST_READY,
  DROVER_LOCAL_HOST_MAY_ASK,
  DROVER_LOCAL_HOST_FORBIDDEN,
  DROVER_LOCAL_HOST_STOPPED,
  DROVER_LOCAL_HOST_MISSING,
} DroverLocalHostState;

/**
 * DroverLocalHost:
 * @uri: `qemu:///system` or `qemu:///session`
 * @state: whether it can be opened
 * @sentence: what that means, in plain words
 * @commands: (array zero-terminated=1): what mends it, line by line for a shell; empty where nothing needs
 * mending or nobody knows how
 *
 * One of the two libvirts of this computer: the system's, and the user's own.
 */
typedef struct {
  DroverUri *uri;
  DroverLocalHostState state;
  char *sentence;
  GStrv commands;
} DroverLocalHost;

/**
 * DroverLocalUser:
 * @name: the login name
 * @uid: the user
 * @groups: (array length=n_groups): the groups the user's session is in
 * @n_groups: their number
 *
 * Who would open it.
 */
typedef struct {
  const char *name;
  uid_t uid;
  const gid_t *groups;
  guint n_groups;
} DroverLocalUser;

GPtrArray *drover_local_hosts_list (void);
GPtrArray *drover_local_hosts_list_in (const char *root, const DroverLocalUser *user);
void drover_local_host_free (DroverLocalHost *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverLocalHost, drover_local_host_free)

G_END_DECLS
