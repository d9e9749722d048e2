/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DroverUri:
 * @text: the whole URI as it is given to libvirt
 * @driver: the driver (`qemu`, `test`)
 * @transport: (nullable): `ssh`, `libssh`, `libssh2`, `tls`, `tcp`, `unix`, or %NULL for the default (TLS
 * with a host name, a local socket without)
 * @user: (nullable): who logs in
 * @host: (nullable): host name or IP literal (IPv6 without brackets), %NULL for this computer
 * @port: the port, or 0 for the transport's own
 * @path: `/system`, `/session`, …
 * @query: (nullable): the parameters, still encoded
 *
 * A validated libvirt connection URI. Immutable.
 */
typedef struct {
  char *text;
  char *driver;
  char *transport;
  char *user;
  char *host;
  guint port;
  char *path;
  char *query;
} DroverUri;

DroverUri *drover_uri_parse (const char *text, GError **error);
DroverUri *drover_uri_copy (const DroverUri *uri);
void drover_uri_free (DroverUri *uri);
guint drover_uri_get_probe_port (const DroverUri *uri);
char *drover_uri_dup_host_label (const DroverUri *uri);
gboolean drover_uri_is_ssh (const DroverUri *uri);
char *drover_uri_with_parameter (const DroverUri *uri, const char *name, const char *value);
char *drover_uri_build_migration (const char *host, guint port);

gboolean drover_host_name_is_valid (const char *name);
gboolean drover_host_is_address (const char *host);
gboolean drover_host_is_loopback (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverUri, drover_uri_free)

G_END_DECLS
