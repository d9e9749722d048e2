/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"

G_BEGIN_DECLS

/**
 * DroverStorageKind:
 * @DROVER_STORAGE_NONE: no source at all: an empty drive
 * @DROVER_STORAGE_OTHER: a type this program does not know; see the `type` text
 *
 * Where an image lives, from the `type` attribute of a `<disk>`, `<backingStore>` or `<mirror>`.
 */
typedef enum {
  DROVER_STORAGE_NONE,
  DROVER_STORAGE_FILE,
  DROVER_STORAGE_BLOCK,
  DROVER_STORAGE_DIR,
  DROVER_STORAGE_NETWORK,
  DROVER_STORAGE_VOLUME,
  DROVER_STORAGE_NVME,
  DROVER_STORAGE_VHOST_USER,
  DROVER_STORAGE_VHOST_VDPA,
  DROVER_STORAGE_OTHER,
} DroverStorageKind;

/**
 * DroverStorageHost:
 *
 * A server of a network disk. Exactly as written: nothing here is resolved or checked.
 */
typedef struct {
  char *name;
  char *port;
  char *transport; /* tcp, unix, rdma; NULL is tcp */
  char *socket;    /* for unix */
} DroverStorageHost;

/**
 * DroverSecretUse:
 *
 * A libvirt secret that the source needs; the target must know it too. One of @uuid and @usage is set.
 */
typedef struct {
  char *purpose; /* auth, encryption */
  char *type;    /* ceph, iscsi, passphrase … */
  char *uuid;
  char *usage;
} DroverSecretUse;

/**
 * DroverStorageSource:
 *
 * One image: the top of a disk, an element of its backing chain, or a mirror. Text is %NULL where nothing
 * is said; lists are never %NULL.
 */
typedef struct {
  char *type;   /* as written: file, block, network … */
  char *format; /* raw, qcow2 … */

  char *path; /* file, dev, dir, socket of vhost-user, device of vhost-vdpa */

  char *pool; /* volume */
  char *volume;

  char *protocol; /* network: rbd, iscsi, nbd, nfs, ssh … */
  char *name;
  char *query;
  char *tls;
  GPtrArray *hosts; /* (element-type DroverStorageHost) */

  char *nvme_address;   /* 0000:01:00.0 */
  char *nvme_namespace; /* number */

  char *startup_policy; /* mandatory, requisite, optional */
  char *snapshot;       /* an internal snapshot of the source */
  char *index;          /* number in the running guest's chain */
  char *reservations;   /* SCSI persistent reservations: yes when managed by libvirt */
  GPtrArray *secrets;   /* (element-type DroverSecretUse) */
  char *seclabel_relabel;
} DroverStorageSource;

extern const DroverRecordType drover_storage_host_type;
extern const DroverRecordType drover_storage_source_type;

DroverStorageKind drover_storage_source_get_kind (const DroverStorageSource *source);
const char *drover_storage_source_get_path (const DroverStorageSource *source);
gboolean drover_storage_source_is_empty (const DroverStorageSource *source);
char *drover_storage_source_describe (const DroverStorageSource *source);
gboolean drover_storage_source_equal (const DroverStorageSource *a, const DroverStorageSource *b);

G_END_DECLS
