/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverProbe:
 * @port: (in): the TCP port to knock at
 * @sys_errno: (out): 0 when somebody answered, else the errno of connect(2); ETIMEDOUT when nobody did in
 * time
 * @elapsed_us: (out): how long the answer took, in microseconds
 *
 * One knock at one TCP port. Nothing is sent.
 */
typedef struct {
  guint port;
  int sys_errno;
  gint64 elapsed_us;
} DroverProbe;

void drover_probe_ports (const char *address, DroverProbe *probes, guint n_probes, guint timeout_ms);
GStrv drover_resolve (const char *name, GError **error);
const char *drover_errno_name (int sys_errno);
int drover_errno_from_name (const char *name);

G_END_DECLS
