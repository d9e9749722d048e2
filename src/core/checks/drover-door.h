/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"

G_BEGIN_DECLS

/**
 * DroverDoor:
 * @DROVER_DOOR_UNKNOWN: the knock says nothing of the way
 * @DROVER_DOOR_OPEN: somebody answered, or nobody was meant to and the host itself said so
 * @DROVER_DOOR_REFUSED: reset although a listener of ours stood there: a firewall that resets
 * @DROVER_DOOR_REJECTED: "no route to host" at once: a firewall that says so
 * @DROVER_DOOR_DROPPED: no answer: a firewall that keeps silent
 * @DROVER_DOOR_NO_ROUTE: no way leads there, or nobody is there
 *
 * What a knock at a port tells of the way to it.
 */
typedef enum {
  DROVER_DOOR_UNKNOWN,
  DROVER_DOOR_OPEN,
  DROVER_DOOR_REFUSED,
  DROVER_DOOR_REJECTED,
  DROVER_DOOR_DROPPED,
  DROVER_DOOR_NO_ROUTE,
} DroverDoor;

/**
 * DroverDoorSeen:
 * @port: the port
 * @door: what the source met there
 * @entry: (transfer none): the knock that decided
 *
 * One port of the target as the source sees it, over all the ways it was tried.
 */
typedef struct {
  gint64 port;
  DroverDoor door;
  const DroverFactReachPort *entry;
} DroverDoorSeen;

DroverDoor drover_door_from_reach (const DroverFactReachPort *knock);
DroverDoor drover_door_from_knock (const DroverFactPort *knock);
gboolean drover_door_is_shut (DroverDoor door);
GArray *drover_doors_list (const DroverFactReach *reach, const char *purpose, const char *host);
char *drover_doors_describe (const GArray *doors);
DroverDoor drover_doors_summarize (const GArray *doors, guint *n_open, guint *n_shut);

G_END_DECLS
