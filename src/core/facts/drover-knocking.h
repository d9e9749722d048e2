/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-knock.h"
#include "facts/drover-probe-guest.h"

G_BEGIN_DECLS

/**
 * DroverKnocking:
 * @connection: the host whose QEMU opens the sockets
 * @caps: what it can do
 * @virt_type: (nullable): the kind of virtualisation its probes should have
 * @listener: (nullable): the start of the probe that listens on the other host; a refusal counts only when
 *   it was there before
 * @apart: begin with a probe for each socket, as they are likely to fail
 * @patience_ms: how long a probe may take to start before one of its sockets is thought to hang
 * @deadline_us: when all must be settled, in monotonic microseconds
 * @cancellable: (nullable): stops it
 *
 * How sockets are tried.
 */
typedef struct {
  DroverConnection *connection;
  const DroverHostCaps *caps;
  const char *virt_type;
  DroverAttempt *listener;
  gboolean apart;
  guint patience_ms;
  gint64 deadline_us;
  GCancellable *cancellable;
} DroverKnocking;

gboolean drover_knocking_run (const DroverKnocking *knocking,
                              const GPtrArray *knocks,
                              DroverProbeGuest **guest,
                              GError **error);

G_END_DECLS
