/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"

G_BEGIN_DECLS

/**
 * DroverDhcpRange:
 *
 * A range of addresses that the network's own DHCP server gives out.
 */
typedef struct {
  char *start;
  char *end;
} DroverDhcpRange;

/**
 * DroverNetworkIp:
 *
 * An `<ip>` of the network: the host's own address on it.
 */
typedef struct {
  char *family; /* ipv4, ipv6; NULL is ipv4 */
  char *address;
  char *netmask;
  gint64 prefix;
  GPtrArray *ranges; /* (element-type DroverDhcpRange) */
} DroverNetworkIp;

/**
 * DroverPortGroup:
 *
 * A `<portgroup>`.
 */
typedef struct {
  char *name;
  char *is_default; /* yes, no */
  char *virtualport_type;
  GStrv vlans;
} DroverPortGroup;

/**
 * DroverNetwork:
 *
 * What a virtual network's XML says. Never changed after it was read, so threads may share it. Text is
 * %NULL and numbers are -1 where nothing is said; lists and string arrays are never %NULL.
 */
typedef struct {
  char *name;
  char *uuid;
  char *forward_mode; /* nat, route, open, bridge, private, vepa, passthrough, hostdev, or none: isolated
                         (not nullable) */
  char *forward_dev;
  GStrv interfaces; /* devices of a bridge, private, vepa or passthrough network */
  char *bridge;
  char *domain;
  char *mac;
  gint64 mtu;
  char *virtualport_type;
  GStrv vlans;
  GPtrArray *ips;         /* (element-type DroverNetworkIp) */
  GPtrArray *port_groups; /* (element-type DroverPortGroup) */
} DroverNetwork;

extern const DroverRecordType drover_network_type;

DroverNetwork *drover_network_parse (const char *xml, GError **error);
DroverNetwork *drover_network_ref (DroverNetwork *network);
void drover_network_unref (DroverNetwork *network);
gboolean drover_network_is_private_to_host (const DroverNetwork *network);
const DroverPortGroup *drover_network_find_port_group (const DroverNetwork *network, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverNetwork, drover_network_unref)

G_END_DECLS
