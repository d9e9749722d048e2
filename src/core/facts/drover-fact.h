/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"
#include "base/drover-side.h"
#include "caps/drover-domain-caps.h"

G_BEGIN_DECLS

/**
 * DroverFactId:
 *
 * Everything that can be known, one id per provider. What is told of a guest stands under
 * %DROVER_SIDE_SOURCE; what concerns the way from source to target stands under %DROVER_SIDE_TARGET.
 */
typedef enum {
  /* of a host: both sides */
  DROVER_FACT_CONNECTION,   /* DroverFactConnection */
  DROVER_FACT_IDENTITY,     /* DroverFactIdentity */
  DROVER_FACT_CAPABILITIES, /* DroverHostCaps */
  DROVER_FACT_DOMCAPS,      /* DroverFactDomcaps: for the guest's emulator, machine type and virtualisation */
  DROVER_FACT_CPU,          /* DroverFactCpu: the guest's CPU judged by this host's hypervisor */
  DROVER_FACT_CPU_OFFER,    /* DroverFactCpuOffer: the CPUs the host can give to guests */
  DROVER_FACT_MEMORY,       /* DroverFactMemory */
  DROVER_FACT_GUESTS,       /* DroverFactGuests: all guests of the host */
  DROVER_FACT_NETWORKS,     /* DroverFactNetworks: the libvirt networks and links the guest uses */
  DROVER_FACT_ALL_NETWORKS, /* DroverFactNetworks: all libvirt networks and links of the host */
  DROVER_FACT_POOLS,        /* DroverFactPools */
  DROVER_FACT_FILES,        /* DroverFactFiles: the files the guest needs, as this host sees them */
  DROVER_FACT_DEVICES, /* DroverFactDevices: the disks the guest uses that are no files: which they are */
  DROVER_FACT_OBJECTS, /* DroverFactObjects: the secrets and network filters the guest names, looked up */
  DROVER_FACT_PAGES,   /* DroverFactPages: free huge pages, of the sizes the guest uses */
  DROVER_FACT_SYSTEM,  /* DroverFactSystem: what only the host itself can tell, asked over SSH */

  /* of the guest: source side */
  DROVER_FACT_GUEST_STATE, /* DroverFactGuestState */
  DROVER_FACT_GUEST_XML,   /* DroverGuest: as it runs */
  DROVER_FACT_MIGRATABLE,  /* DroverGuest: as a migration would send it */
  DROVER_FACT_DISKS,       /* DroverFactDisks: sizes */
  DROVER_FACT_DIRTYING,    /* DroverFactDirtying: how fast it writes to its memory */

  /* of the way between them: target side */
  DROVER_FACT_NAMES,     /* DroverFactNames: what the target's name means to this computer */
  DROVER_FACT_PORTS,     /* DroverFactPorts: knocks from this computer */
  DROVER_FACT_REACH,     /* DroverFactReach: knocks from the source itself, by probe guests (T1) */
  DROVER_FACT_LISTEN,    /* DroverFactListen: can the target's QEMU listen where the guest wants to */
  DROVER_FACT_PROOF,     /* DroverFactProof: the same storage on both, by nonce (T3) */
  DROVER_FACT_REHEARSAL, /* DroverFactRehearsal: a stand-in guest's migration (T2) */
} DroverFactId;

#define DROVER_N_FACTS (DROVER_FACT_REHEARSAL + 1)

typedef struct {
  gboolean open;
  char *uri;
  char *error; /* raw text, when not open */
  gint64 virt_domain;
  gint64 virt_code;
  char *sys_errno; /* ECONNREFUSED … as drover_errno_name() gives it; NULL where unknown */
  char *failure;   /* unreachable, auth, timed-out, failed; NULL when open */
  gboolean read_only;
  gboolean encrypted;
  gboolean secure; /* encrypted, or never leaves this computer */
} DroverFactConnection;

typedef struct {
  char *hostname;
  gint64 libvirt_version; /* major × 1,000,000 + minor × 1,000 + release */
  gint64 qemu_version;
} DroverFactIdentity;

typedef struct {
  char *emulator; /* what was asked for */
  char *arch;
  char *machine;
  char *virt_type;
  char *error;             /* libvirt's refusal, when it refused */
  DroverDomainCaps *caps;  /* NULL when refused */
  DroverDomainCaps *plain; /* of the host's own default emulator and machine, when refused */
} DroverFactDomcaps;

typedef struct {
  char *verdict; /* identical, superset, incompatible; none: the guest demands no CPU; unsupported where the
                    hypervisor compare is missing */
  char *reason;  /* libvirt's words when incompatible */
  GStrv missing; /* the features it named, if any */
} DroverFactCpu;

typedef struct {
  char *name;
  char *usable;   /* yes, no, unknown */
  GStrv blockers; /* the features that make it unusable; empty where nobody tells */
} DroverFactCpuModel;

typedef struct {
  DroverDomainCaps *caps; /* of the host's own default emulator and machine */
  GStrv bare;             /* every feature of the processor itself */
  char *bare_reason;      /* why they are not known */
  GStrv guest;            /* every feature that host-model gives a guest: from what QEMU says that it can
                             offer and migrate, so also those of a migratable `maximum` */
  char *guest_reason;     /* why they are not known */
  char *host_model;       /* the `<cpu>` that host-model becomes; NULL where guest_reason is set */
  GPtrArray *models;      /* DroverFactCpuModel */
} DroverFactCpuOffer;

typedef struct {
  gint64 total; /* bytes */
  gint64 available;
} DroverFactMemory;

typedef struct {
  char *name;
  char *uuid;
  char *state; /* as drover_domain_state_to_string() */
  gboolean active;
  gboolean managed_save;
  gint64 memory;        /* bytes it has now, 0 unknown */
  gint64 vcpus;         /* 0 unknown */
  GStrv sources;        /* paths (or pool/volume, protocol:name) of all its disks and their backing files */
  GStrv macs;           /* lower case */
  GStrv graphics_ports; /* ports in use */
} DroverFactGuestEntry;

typedef struct {
  GPtrArray *guests; /* DroverFactGuestEntry */
} DroverFactGuests;

typedef struct {
  char *name;
  gboolean exists;
  gboolean active;
  char *forward; /* nat, route, open, bridge, private, hostdev …; "isolated" where there is no <forward> */
  char *bridge;
  GStrv addresses; /* address/prefix of the network itself */
} DroverFactNetwork;

typedef struct {
  GPtrArray *networks; /* DroverFactNetwork: those the guest uses, looked up on this host, or all there are */
  gboolean links_known;
  GStrv links;        /* names of the host's network links, bridges among them */
  char *links_reason; /* why they are not known */
} DroverFactNetworks;

typedef struct {
  char *name;
  char *type; /* dir, netfs, logical … */
  gboolean active;
  gboolean autostart;
  char *path;      /* target path */
  char *source;    /* host:dir or device, as one text; NULL for none */
  gint64 capacity; /* bytes */
  gint64 available;
} DroverFactPool;

typedef struct {
  GPtrArray *pools; /* DroverFactPool */
} DroverFactPools;

typedef struct {
  char *path;
  char *kind;      /* disk, backing, cdrom, floppy, kernel, initrd, dtb, loader, nvram, acpi-table, fwcfg */
  char *target;    /* vda …; NULL where it is no disk */
  char *exists;    /* yes, no, unknown */
  char *directory; /* yes, no, unknown: does the directory it lies in exist */
  char *pool;      /* the host's own active pool over its directory, found in it or not */
  char *reason;    /* raw words, when not yes */
  char *format;
  gint64 capacity; /* bytes, -1 unknown */
  gint64 allocation;
  gint64 physical;
  gint64 mtime; /* µs since the epoch, -1 unknown */
  gint64 owner; /* uid, -1 unknown */
  gint64 group;
  gint64 mode; /* permission bits */
} DroverFactFile;

typedef struct {
  GPtrArray *files; /* DroverFactFile */
} DroverFactFiles;

typedef struct {
  char *name;      /* as drover_storage_source_describe(), or a path */
  char *node;      /* what the host calls it now: /dev/sdb; NULL where it is none of its disks */
  char *partition; /* its number; NULL for the whole */
  GStrv ids;       /* see DroverDeviceIds; empty where nothing identifies it */
  char *volume;    /* the UUID of a logical volume */
  GStrv lies_on;   /* the names of the entries it lies on, for such a volume */
  char *reason;    /* why nothing identifies it */
} DroverFactDevice;

typedef struct {
  GPtrArray *devices; /* DroverFactDevice */
} DroverFactDevices;

typedef struct {
  char *kind;   /* secret, nwfilter */
  char *name;   /* a secret's UUID or usage, a filter's name */
  char *type;   /* a secret's: ceph, iscsi, passphrase … */
  char *user;   /* what names it: a disk by target, a network card by MAC address, tpm */
  char *exists; /* yes, no, unknown */
  char *value;  /* of a secret that exists: yes, no, private, unasked; NULL for what has none */
  char *reason; /* raw words, where either is not yes */
} DroverFactObject;

typedef struct {
  GPtrArray *objects; /* DroverFactObject */
} DroverFactObjects;

typedef struct {
  gint64 size;   /* bytes */
  gint64 n_free; /* over all NUMA cells; -1 unknown */
  char *reason;  /* raw words, where unknown */
} DroverFactPage;

typedef struct {
  GPtrArray *pages; /* DroverFactPage */
} DroverFactPages;

typedef struct {
  char *name;
  gint64 mtu;   /* bytes, -1 unknown */
  gint64 speed; /* Mbit/s, -1 unknown */
  gboolean up;
  char *kind;              /* bridge, wireless, card, virtual */
  char *master;            /* the bridge it is a port of */
  gboolean stp;            /* a bridge's */
  gint64 forward_delay_ms; /* a bridge's, -1 unknown */
  GStrv addresses;         /* address/prefix */
} DroverFactLink;

typedef struct {
  char *os;               /* as it calls itself: Debian GNU/Linux 12 (bookworm) */
  char *distribution;     /* debian, fedora, suse, arch, other */
  gboolean root;          /* whether what needs root could be asked */
  gint64 clock_offset_ms; /* its clock against this computer's */
  gint64 clock_error_ms;  /* how far that may be wrong, either way; -1: the clock is not known */
  char *firewall;         /* firewalld, ufw, nft, iptables, none; NULL: not known */
  char *forward_policy;   /* ACCEPT, DROP: what iptables does with what is forwarded; NULL: not known */
  char *selinux;          /* enforcing, permissive, disabled; NULL: not known */
  GStrv selinux_booleans; /* virt_use_nfs=on */
  char *apparmor;         /* yes, no; NULL: not known */
  char *userfaultfd;      /* vm.unprivileged_userfaultfd */
  GStrv daemons;          /* libvirt's systemd units that run */
  GStrv hooks;            /* what may be run of /etc/libvirt/hooks, by path */
  GStrv qemu_conf;        /* lines of qemu.conf that matter here */
  GStrv hosts;            /* lines of /etc/hosts */
  GStrv exports;          /* lines of /etc/exports and the like */
  GPtrArray *links;       /* DroverFactLink */
} DroverFactSystem;

typedef struct {
  char *name;
  char *uuid;
  char *state; /* as drover_domain_state_to_string() */
  gint64 reason;
  gboolean active;
  gboolean persistent;
  gboolean autostart;
  gboolean managed_save;
  gint64 n_snapshots;
  gint64 n_checkpoints;
  char *job;      /* none, migration-out, migration-in, other; NULL where the driver does not tell */
  gint64 control; /* virDomainControlState */
  gint64 control_ms;
  GStrv block_jobs; /* disks by target */
  gint64 resident;  /* bytes its process holds, -1 unknown */
} DroverFactGuestState;

typedef struct {
  char *target;
  gint64 capacity; /* bytes the guest sees */
  gint64 allocation;
} DroverFactDisk;

typedef struct {
  GPtrArray *disks; /* DroverFactDisk */
} DroverFactDisks;

typedef struct {
  gint64 rate;    /* bytes per second that the guest dirties, at least */
  gint64 limit;   /* bytes per second its migrations may send unless told otherwise, -1 without limit */
  gint64 earlier; /* bytes per second its last migration to here sent, -1 unknown */
} DroverFactDirtying;

typedef struct {
  char *name;   /* the host migration data would go to: of the migration URI, else the target's host name */
  char *origin; /* migration-uri, hostname */
  GStrv addresses; /* what this computer resolves it to; empty where it cannot */
  char *error;     /* the resolver's words */
  gint64 elapsed_ms;
  char *connection_host;      /* of the target's URI; NULL for a local one */
  GStrv connection_addresses; /* what that resolves to */
  gboolean ssh_alias;         /* reached through ~/.ssh/config, so this computer's DNS says nothing */
} DroverFactNames;

typedef struct {
  gint64 port;
  char *result; /* as drover_errno_name(): open, ECONNREFUSED … */
  gint64 elapsed_us;
} DroverFactPort;

typedef struct {
  char *address;
  GPtrArray *ports; /* DroverFactPort: the migration range */
} DroverFactPorts;

typedef struct {
  char *host; /* as the source would address it */
  gint64 port;
  char *purpose;      /* migration, nbd, daemon */
  gboolean listening; /* a listener of ours stood there, so a refusal is a firewall's */
  char *result; /* open, unresolved, ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, EACCES, unknown */
  char *error;  /* raw words */
  gint64 elapsed_ms;
} DroverFactReachPort;

typedef struct {
  char *name;       /* what the source was given first */
  gboolean by_name; /* whether that name worked for the source (resolved, and led to our listener) */
  char *address;    /* the address of the target in use by the connection, tried beside it; NULL for none */
  gboolean by_address;
  GPtrArray *ports; /* DroverFactReachPort */
} DroverFactReach;

typedef struct {
  char *purpose; /* vnc, spice, migration */
  char *address;
  gint64 port;  /* 0: any */
  char *result; /* ok, EADDRNOTAVAIL, EADDRINUSE, unknown */
  char *error;  /* raw words */
} DroverFactListenEntry;

typedef struct {
  GPtrArray *entries; /* DroverFactListenEntry */
} DroverFactListen;

typedef struct {
  char *path;   /* a storage element of the guest */
  char *target; /* the disk */
  gboolean top; /* the image the guest writes to, not one that backs it */
  char *result; /* same, different, absent, unknown */
  char *method; /* nonce, address (network storage), device (what identifies it), size, content (of what is
                   only read), passive */
  char *evidence;
  char *write_error; /* why the target could not write beside it, where the guest writes */
} DroverFactProofEntry;

typedef struct {
  GPtrArray *entries; /* DroverFactProofEntry */
} DroverFactProof;

typedef struct {
  char *mode;   /* peer-to-peer, managed */
  char *result; /* done, failed */
  char *error;  /* raw words of the failure */
  gint64 virt_domain;
  gint64 virt_code;
  char *p2p; /* done, failed, untried: the source's own log-in to the target */
  char *p2p_error;
  gint64 elapsed_ms;
  char *machine; /* of the stand-in */
} DroverFactRehearsal;

extern const DroverRecordType drover_fact_connection_type;
extern const DroverRecordType drover_fact_identity_type;
extern const DroverRecordType drover_fact_domcaps_type;
extern const DroverRecordType drover_fact_cpu_type;
extern const DroverRecordType drover_fact_cpu_model_type;
extern const DroverRecordType drover_fact_cpu_offer_type;
extern const DroverRecordType drover_fact_memory_type;
extern const DroverRecordType drover_fact_guest_entry_type;
extern const DroverRecordType drover_fact_guests_type;
extern const DroverRecordType drover_fact_network_type;
extern const DroverRecordType drover_fact_networks_type;
extern const DroverRecordType drover_fact_pool_type;
extern const DroverRecordType drover_fact_pools_type;
extern const DroverRecordType drover_fact_file_type;
extern const DroverRecordType drover_fact_files_type;
extern const DroverRecordType drover_fact_device_type;
extern const DroverRecordType drover_fact_devices_type;
extern const DroverRecordType drover_fact_object_type;
extern const DroverRecordType drover_fact_objects_type;
extern const DroverRecordType drover_fact_page_type;
extern const DroverRecordType drover_fact_pages_type;
extern const DroverRecordType drover_fact_link_type;
extern const DroverRecordType drover_fact_system_type;
extern const DroverRecordType drover_fact_guest_state_type;
extern const DroverRecordType drover_fact_disk_type;
extern const DroverRecordType drover_fact_disks_type;
extern const DroverRecordType drover_fact_dirtying_type;
extern const DroverRecordType drover_fact_names_type;
extern const DroverRecordType drover_fact_port_type;
extern const DroverRecordType drover_fact_ports_type;
extern const DroverRecordType drover_fact_reach_port_type;
extern const DroverRecordType drover_fact_reach_type;
extern const DroverRecordType drover_fact_listen_entry_type;
extern const DroverRecordType drover_fact_listen_type;
extern const DroverRecordType drover_fact_proof_entry_type;
extern const DroverRecordType drover_fact_proof_type;
extern const DroverRecordType drover_fact_rehearsal_type;

const char *drover_fact_get_name (DroverFactId id);
gboolean drover_fact_from_name (const char *name, DroverFactId *id);
const DroverRecordType *drover_fact_get_record_type (DroverFactId id);

G_END_DECLS
