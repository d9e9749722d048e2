/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"

G_BEGIN_DECLS

/**
 * DroverInterface:
 *
 * An `<interface>`. Of a running guest libvirt tells what it really uses: `type='network'` then has the
 * network *and* the bridge. Text is %NULL and numbers are -1 where nothing is said.
 */
typedef struct {
  char *type; /* network, bridge, direct, user, ethernet, vhostuser, vdpa, hostdev, udp, mcast, server, client
               */
  char *network;
  char *portgroup;
  char *bridge;
  char *dev;     /* direct: the host's device; vdpa: its path */
  char *mode;    /* direct: bridge, vepa, private, passthrough */
  char *path;    /* vhostuser: the socket */
  char *address; /* hostdev: 0000:3b:02.1 */
  char *managed;

  char *mac;
  char *model;
  char *driver_name;
  char *target_dev;
  char *alias;
  char *virtualport_type; /* openvswitch, midonet, 802.1Qbg, 802.1Qbh */
  char *filter;           /* nwfilter */
  char *link_state;       /* up, down */
  char *teaming_type;     /* persistent, transient */
  char *teaming_persistent;
  char *backend_type; /* passt */
  gint64 mtu;
} DroverInterface;

/**
 * DroverListen:
 *
 * Where a graphics server listens. Of a running guest @address is the one in use also for `network`.
 */
typedef struct {
  char *type; /* address, network, socket, none */
  char *address;
  char *network;
  char *socket;
} DroverListen;

/**
 * DroverGraphics:
 *
 * A `<graphics>`. Ports are -1 where nothing is said or libvirt shall choose.
 */
typedef struct {
  char *type; /* vnc, spice, rdp, sdl, egl-headless, desktop, dbus */
  gint64 port;
  gint64 tls_port;
  gint64 websocket;
  char *autoport; /* yes, no */
  char *listen;
  char *socket;
  char *gl; /* yes, no */
  char *render_node;
  GPtrArray *listens; /* (element-type DroverListen) */
} DroverGraphics;

extern const DroverRecordType drover_interface_type;
extern const DroverRecordType drover_graphics_type;

G_END_DECLS
