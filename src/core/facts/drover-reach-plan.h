/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-knock.h"
#include "plan/drover-plan.h"

G_BEGIN_DECLS

/**
 * DroverReachRole:
 * @DROVER_REACH_MAIN: a port a migration would use; knocked at by the name
 * @DROVER_REACH_SPARE: knocked at by the address meanwhile
 * @DROVER_REACH_SIGNAL: knocked at by nobody but this computer, to see whether the target listens yet
 *
 * What a port is listened on for. A QEMU that listens takes a single connection and keeps two waiting; what
 * comes then gets no answer, as from a packet filter. So nobody knocks twice where it can be helped.
 */
typedef enum {
  DROVER_REACH_MAIN,
  DROVER_REACH_SPARE,
  DROVER_REACH_SIGNAL,
} DroverReachRole;

/**
 * DroverReachPort:
 * @port: a TCP port of the target
 * @role: what for
 * @purpose: migration, nbd
 * @fixed: whether the plan names it, so that no other will do
 *
 * A port the target's QEMU would listen on.
 */
typedef struct {
  guint port;
  DroverReachRole role;
  const char *purpose;
  gboolean fixed;
} DroverReachPort;

GArray *drover_reach_list_ports (const DroverPlan *plan, guint32 random);
gboolean drover_reach_move_port (GArray *ports, guint index);
char *drover_reach_get_listen_host (const DroverPlan *plan);
GPtrArray *
drover_reach_list_knocks (const DroverPlan *plan, const GArray *ports, const char *name, const char *address);

GPtrArray *drover_reach_list_more_knocks (const DroverPlan *plan, const GArray *ports, const char *address);

G_END_DECLS
