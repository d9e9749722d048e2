/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-fact.h"
#include "plan/drover-plan.h"

G_BEGIN_DECLS

/* libvirt's range for migrations where qemu.conf names no other. */
#define DROVER_MIGRATION_PORT_MIN 49152
#define DROVER_MIGRATION_PORT_MAX 49215

/**
 * DroverKnock:
 * @listen: whether to listen there rather than to connect
 * @host: a name or address
 * @port: a TCP port
 * @purpose: (nullable): migration, nbd, daemon; vnc, spice
 * @listening: whether a listener of ours stands there
 * @result: (nullable): what came of it; %NULL while nothing did
 * @error: (nullable): QEMU's words
 * @elapsed_ms: how long it took, with the start of the probe, in milliseconds
 *
 * One socket that a probe guest opens.
 */
typedef struct {
  gboolean listen;
  char *host;
  guint port;
  const char *purpose;
  gboolean listening;
  const char *result;
  char *error;
  gint64 elapsed_ms;
} DroverKnock;

DroverKnock *drover_knock_new (gboolean listen, const char *host, guint port, const char *purpose);
void drover_knock_free (DroverKnock *knock);
void drover_knock_settle (DroverKnock *knock, const char *result, const char *error, gint64 since_us);

const char *drover_knock_classify (const char *message);
char *drover_knock_get_words (const char *message);
int drover_knock_find (const GPtrArray *knocks, const char *message);

guint drover_knock_get_inner_port (guint32 random);
gboolean drover_knock_is_self (const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverKnock, drover_knock_free)

G_END_DECLS
