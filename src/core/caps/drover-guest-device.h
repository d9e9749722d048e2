/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"

G_BEGIN_DECLS

/* The devices of a guest beside disks, interfaces and graphics. Text is NULL and numbers are -1 where
 * nothing is said; texts are as the host wrote them, never checked, resolved or trusted. */

/**
 * DroverHostdev:
 *
 * A `<hostdev>`: a device of the host handed to the guest.
 */
typedef struct {
  char *mode;    /* subsystem, capabilities */
  char *type;    /* pci, usb, scsi, scsi_host, mdev, net, storage, misc */
  char *managed; /* yes, no */
  char *model;
  char *driver;
  char *protocol;  /* scsi: iscsi, where it is reached over the network */
  char *address;   /* pci 0000:3b:00.0; usb 1:4; scsi scsi_host0:0:0:1; mdev its UUID; or a path */
  char *vendor_id; /* usb, 0x1234 */
  char *product_id;
  char *startup_policy; /* usb */
  char *migratable;     /* vendor VFIO drivers */
  char *teaming_type;
  char *teaming_persistent;
  char *alias;
} DroverHostdev;

/**
 * DroverFilesystem:
 *
 * A `<filesystem>`: a directory of the host that the guest sees.
 */
typedef struct {
  char *type;
  char *driver; /* path (9p), virtiofs */
  char *access_mode;
  char *source; /* a path or a name */
  char *target; /* the tag */
  gboolean readonly;
} DroverFilesystem;

/**
 * DroverTpm:
 *
 * A `<tpm>`.
 */
typedef struct {
  char *model;
  char *backend; /* emulator, passthrough, external */
  char *version;
  char *path;
  char *persistent_state;
  char *secret; /* UUID of the state's encryption secret */
} DroverTpm;

/**
 * DroverRng:
 *
 * An `<rng>`.
 */
typedef struct {
  char *model;
  char *backend; /* random, egd, builtin */
  char *path;
} DroverRng;

/**
 * DroverChardev:
 *
 * A `<serial>`, `<console>`, `<parallel>`, `<channel>`, `<redirdev>` or `<smartcard>`.
 */
typedef struct {
  char *kind; /* the element's name */
  char *type; /* pty, file, dev, pipe, unix, tcp, udp, spicevmc, null, stdio, vc, nmdm, dbus … */
  char *path;
  char *mode; /* bind, connect, client, server */
  char *host;
  char *service;
  char *protocol;
  char *bind_host; /* udp */
  char *bind_service;
  char *target_type; /* isa-serial, virtio, guestfwd … */
  char *target_name;
  char *log_file;
  char *alias;
} DroverChardev;

/**
 * DroverMemoryDevice:
 *
 * A `<memory>` device.
 */
typedef struct {
  char *model; /* dimm, nvdimm, virtio-mem, virtio-pmem, sgx-epc */
  gint64 size; /* bytes */
  char *path;  /* nvdimm */
  char *slot;  /* NULL: libvirt does not know, and will refuse to migrate it */
  char *base;
} DroverMemoryDevice;

/**
 * DroverShmem:
 *
 * A `<shmem>`.
 */
typedef struct {
  char *name;
  char *model;
  char *role; /* master, peer */
  char *server_path;
  char *alias;
} DroverShmem;

/**
 * DroverVideo:
 *
 * A `<video>` model.
 */
typedef struct {
  char *model;
  char *accel3d; /* yes, no */
} DroverVideo;

/**
 * DroverInput:
 *
 * An `<input>`.
 */
typedef struct {
  char *type; /* tablet, mouse, keyboard, passthrough, evdev */
  char *bus;
  char *path;
} DroverInput;

/**
 * DroverController:
 *
 * A `<controller>`.
 */
typedef struct {
  char *type;
  gint64 index;
  char *model;
} DroverController;

/**
 * DroverLease:
 *
 * A `<lease>` held with a lock manager.
 */
typedef struct {
  char *lockspace;
  char *key;
  char *path;
} DroverLease;

/**
 * DroverSimpleDevice:
 *
 * A device of which only kind and model matter: watchdog, iommu, vsock, balloon, sound, panic, crypto,
 * audio, pstore, nvram.
 */
typedef struct {
  char *kind; /* the element's name */
  char *model;
  char *type;    /* audio: the backend */
  char *address; /* vsock: the CID */
  char *path;    /* pstore and the like */
} DroverSimpleDevice;

extern const DroverRecordType drover_hostdev_type;
extern const DroverRecordType drover_filesystem_type;
extern const DroverRecordType drover_tpm_type;
extern const DroverRecordType drover_rng_type;
extern const DroverRecordType drover_chardev_type;
extern const DroverRecordType drover_memory_device_type;
extern const DroverRecordType drover_shmem_type;
extern const DroverRecordType drover_video_type;
extern const DroverRecordType drover_input_type;
extern const DroverRecordType drover_controller_type;
extern const DroverRecordType drover_lease_type;
extern const DroverRecordType drover_simple_device_type;

G_END_DECLS
