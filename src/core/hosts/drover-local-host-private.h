/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>

#include "base/drover-distribution.h"
#include "hosts/drover-local-host.h"

G_BEGIN_DECLS

/* A look at one installation. */
typedef struct {
  const char *root;
  const DroverLocalUser *user;
  DroverDistribution distribution;
} DroverLocalLook;

void drover_local_host_say (DroverLocalHost *host, DroverLocalHostState state, const char *sentence);
void drover_local_host_judge_socket (DroverLocalHost *host,
                                     const DroverLocalLook *look,
                                     const struct stat *socket);

G_END_DECLS
