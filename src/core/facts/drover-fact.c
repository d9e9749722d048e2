/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-fact.h"

#include "caps/drover-guest.h"
#include "caps/drover-host-caps.h"

DROVER_RECORD_TYPE (DroverFactConnection,
                    drover_fact_connection_type,
                    DROVER_FIELD (DroverFactConnection, open, BOOLEAN),
                    DROVER_FIELD (DroverFactConnection, uri, STRING),
                    DROVER_FIELD (DroverFactConnection, error, STRING),
                    DROVER_FIELD (DroverFactConnection, virt_domain, INT),
                    DROVER_FIELD (DroverFactConnection, virt_code, INT),
                    DROVER_FIELD (DroverFactConnection, sys_errno, STRING),
                    DROVER_FIELD (DroverFactConnection, failure, STRING),
                    DROVER_FIELD (DroverFactConnection, read_only, BOOLEAN),
                    DROVER_FIELD (DroverFactConnection, encrypted, BOOLEAN),
                    DROVER_FIELD (DroverFactConnection, secure, BOOLEAN));

DROVER_RECORD_TYPE (DroverFactIdentity,
                    drover_fact_identity_type,
                    DROVER_FIELD (DroverFactIdentity, hostname, STRING),
                    DROVER_FIELD (DroverFactIdentity, libvirt_version, INT),
                    DROVER_FIELD (DroverFactIdentity, qemu_version, INT));

DROVER_RECORD_TYPE (DroverFactDomcaps,
                    drover_fact_domcaps_type,
                    DROVER_FIELD (DroverFactDomcaps, emulator, STRING),
                    DROVER_FIELD (DroverFactDomcaps, arch, STRING),
                    DROVER_FIELD (DroverFactDomcaps, machine, STRING),
                    DROVER_FIELD (DroverFactDomcaps, virt_type, STRING),
                    DROVER_FIELD (DroverFactDomcaps, error, STRING),
                    { "caps", DROVER_FIELD_RECORD, offsetof (DroverFactDomcaps, caps),
                      &drover_domain_caps_type, NULL, 0 },
                    { "plain", DROVER_FIELD_RECORD, offsetof (DroverFactDomcaps, plain),
                      &drover_domain_caps_type, NULL, 0 });

DROVER_RECORD_TYPE (DroverFactCpu,
                    drover_fact_cpu_type,
                    DROVER_FIELD (DroverFactCpu, verdict, STRING),
                    DROVER_FIELD (DroverFactCpu, reason, STRING),
                    DROVER_FIELD (DroverFactCpu, missing, STRV));

DROVER_RECORD_TYPE (DroverFactCpuModel,
                    drover_fact_cpu_model_type,
                    DROVER_FIELD (DroverFactCpuModel, name, STRING),
                    DROVER_FIELD (DroverFactCpuModel, usable, STRING),
                    DROVER_FIELD (DroverFactCpuModel, blockers, STRV));

DROVER_RECORD_TYPE (DroverFactCpuOffer,
                    drover_fact_cpu_offer_type,
                    { "caps", DROVER_FIELD_RECORD, offsetof (DroverFactCpuOffer, caps),
                      &drover_domain_caps_type, NULL, 0 },
                    DROVER_FIELD (DroverFactCpuOffer, bare, STRV),
                    DROVER_FIELD (DroverFactCpuOffer, bare_reason, STRING),
                    DROVER_FIELD (DroverFactCpuOffer, guest, STRV),
                    DROVER_FIELD (DroverFactCpuOffer, guest_reason, STRING),
                    DROVER_FIELD (DroverFactCpuOffer, host_model, STRING),
                    DROVER_FIELD_LIST (DroverFactCpuOffer, models, &drover_fact_cpu_model_type));

DROVER_RECORD_TYPE (DroverFactMemory,
                    drover_fact_memory_type,
                    DROVER_FIELD (DroverFactMemory, total, INT),
                    DROVER_FIELD (DroverFactMemory, available, INT));

DROVER_RECORD_TYPE (DroverFactGuestEntry,
                    drover_fact_guest_entry_type,
                    DROVER_FIELD (DroverFactGuestEntry, name, STRING),
                    DROVER_FIELD (DroverFactGuestEntry, uuid, STRING),
                    DROVER_FIELD (DroverFactGuestEntry, state, STRING),
                    DROVER_FIELD (DroverFactGuestEntry, active, BOOLEAN),
                    DROVER_FIELD (DroverFactGuestEntry, managed_save, BOOLEAN),
                    DROVER_FIELD (DroverFactGuestEntry, memory, INT),
                    DROVER_FIELD (DroverFactGuestEntry, vcpus, INT),
                    DROVER_FIELD (DroverFactGuestEntry, sources, STRV),
                    DROVER_FIELD (DroverFactGuestEntry, macs, STRV),
                    DROVER_FIELD (DroverFactGuestEntry, graphics_ports, STRV));

DROVER_RECORD_TYPE (DroverFactGuests,
                    drover_fact_guests_type,
                    DROVER_FIELD_LIST (DroverFactGuests, guests, &drover_fact_guest_entry_type));

DROVER_RECORD_TYPE (DroverFactNetwork,
                    drover_fact_network_type,
                    DROVER_FIELD (DroverFactNetwork, name, STRING),
                    DROVER_FIELD (DroverFactNetwork, exists, BOOLEAN),
                    DROVER_FIELD (DroverFactNetwork, active, BOOLEAN),
                    DROVER_FIELD (DroverFactNetwork, forward, STRING),
                    DROVER_FIELD (DroverFactNetwork, bridge, STRING),
                    DROVER_FIELD (DroverFactNetwork, addresses, STRV));

DROVER_RECORD_TYPE (DroverFactNetworks,
                    drover_fact_networks_type,
                    DROVER_FIELD_LIST (DroverFactNetworks, networks, &drover_fact_network_type),
                    DROVER_FIELD (DroverFactNetworks, links_known, BOOLEAN),
                    DROVER_FIELD (DroverFactNetworks, links, STRV),
                    DROVER_FIELD (DroverFactNetworks, links_reason, STRING));

DROVER_RECORD_TYPE (DroverFactPool,
                    drover_fact_pool_type,
                    DROVER_FIELD (DroverFactPool, name, STRING),
                    DROVER_FIELD (DroverFactPool, type, STRING),
                    DROVER_FIELD (DroverFactPool, active, BOOLEAN),
                    DROVER_FIELD (DroverFactPool, autostart, BOOLEAN),
                    DROVER_FIELD (DroverFactPool, path, STRING),
                    DROVER_FIELD (DroverFactPool, source, STRING),
                    DROVER_FIELD (DroverFactPool, capacity, INT),
                    DROVER_FIELD (DroverFactPool, available, INT));

DROVER_RECORD_TYPE (DroverFactPools,
                    drover_fact_pools_type,
                    DROVER_FIELD_LIST (DroverFactPools, pools, &drover_fact_pool_type));

DROVER_RECORD_TYPE (DroverFactFile,
                    drover_fact_file_type,
                    DROVER_FIELD (DroverFactFile, path, STRING),
                    DROVER_FIELD (DroverFactFile, kind, STRING),
                    DROVER_FIELD (DroverFactFile, target, STRING),
                    DROVER_FIELD (DroverFactFile, exists, STRING),
                    DROVER_FIELD (DroverFactFile, directory, STRING),
                    DROVER_FIELD (DroverFactFile, pool, STRING),
                    DROVER_FIELD (DroverFactFile, reason, STRING),
                    DROVER_FIELD (DroverFactFile, format, STRING),
                    DROVER_FIELD (DroverFactFile, capacity, INT),
                    DROVER_FIELD (DroverFactFile, allocation, INT),
                    DROVER_FIELD (DroverFactFile, physical, INT),
                    DROVER_FIELD (DroverFactFile, mtime, INT),
                    DROVER_FIELD (DroverFactFile, owner, INT),
                    DROVER_FIELD (DroverFactFile, group, INT),
                    DROVER_FIELD (DroverFactFile, mode, INT));

DROVER_RECORD_TYPE (DroverFactFiles,
                    drover_fact_files_type,
                    DROVER_FIELD_LIST (DroverFactFiles, files, &drover_fact_file_type));

DROVER_RECORD_TYPE (DroverFactDevice,
                    drover_fact_device_type,
                    DROVER_FIELD (DroverFactDevice, name, STRING),
                    DROVER_FIELD (DroverFactDevice, node, STRING),
                    DROVER_FIELD (DroverFactDevice, partition, STRING),
                    DROVER_FIELD (DroverFactDevice, ids, STRV),
                    DROVER_FIELD (DroverFactDevice, volume, STRING),
                    DROVER_FIELD (DroverFactDevice, lies_on, STRV),
                    DROVER_FIELD (DroverFactDevice, reason, STRING));

DROVER_RECORD_TYPE (DroverFactDevices,
                    drover_fact_devices_type,
                    DROVER_FIELD_LIST (DroverFactDevices, devices, &drover_fact_device_type));

DROVER_RECORD_TYPE (DroverFactObject,
                    drover_fact_object_type,
                    DROVER_FIELD (DroverFactObject, kind, STRING),
                    DROVER_FIELD (DroverFactObject, name, STRING),
                    DROVER_FIELD (DroverFactObject, type, STRING),
                    DROVER_FIELD (DroverFactObject, user, STRING),
                    DROVER_FIELD (DroverFactObject, exists, STRING),
                    DROVER_FIELD (DroverFactObject, value, STRING),
                    DROVER_FIELD (DroverFactObject, reason, STRING));

DROVER_RECORD_TYPE (DroverFactObjects,
                    drover_fact_objects_type,
                    DROVER_FIELD_LIST (DroverFactObjects, objects, &drover_fact_object_type));

DROVER_RECORD_TYPE (DroverFactPage,
                    drover_fact_page_type,
                    DROVER_FIELD (DroverFactPage, size, INT),
                    DROVER_FIELD (DroverFactPage, n_free, INT),
                    DROVER_FIELD (DroverFactPage, reason, STRING));

DROVER_RECORD_TYPE (DroverFactPages,
                    drover_fact_pages_type,
                    DROVER_FIELD_LIST (DroverFactPages, pages, &drover_fact_page_type));

DROVER_RECORD_TYPE (DroverFactLink,
                    drover_fact_link_type,
                    DROVER_FIELD (DroverFactLink, name, STRING),
                    DROVER_FIELD (DroverFactLink, mtu, INT),
                    DROVER_FIELD (DroverFactLink, speed, INT),
                    DROVER_FIELD (DroverFactLink, up, BOOLEAN),
                    DROVER_FIELD (DroverFactLink, kind, STRING),
                    DROVER_FIELD (DroverFactLink, master, STRING),
                    DROVER_FIELD (DroverFactLink, stp, BOOLEAN),
                    DROVER_FIELD (DroverFactLink, forward_delay_ms, INT),
                    DROVER_FIELD (DroverFactLink, addresses, STRV));

DROVER_RECORD_TYPE (DroverFactSystem,
                    drover_fact_system_type,
                    DROVER_FIELD (DroverFactSystem, os, STRING),
                    DROVER_FIELD (DroverFactSystem, distribution, STRING),
                    DROVER_FIELD (DroverFactSystem, root, BOOLEAN),
                    DROVER_FIELD (DroverFactSystem, clock_offset_ms, INT),
                    DROVER_FIELD (DroverFactSystem, clock_error_ms, INT),
                    DROVER_FIELD (DroverFactSystem, firewall, STRING),
                    DROVER_FIELD (DroverFactSystem, forward_policy, STRING),
                    DROVER_FIELD (DroverFactSystem, selinux, STRING),
                    DROVER_FIELD (DroverFactSystem, selinux_booleans, STRV),
                    DROVER_FIELD (DroverFactSystem, apparmor, STRING),
                    DROVER_FIELD (DroverFactSystem, userfaultfd, STRING),
                    DROVER_FIELD (DroverFactSystem, daemons, STRV),
                    DROVER_FIELD (DroverFactSystem, hooks, STRV),
                    DROVER_FIELD (DroverFactSystem, qemu_conf, STRV),
                    DROVER_FIELD (DroverFactSystem, hosts, STRV),
                    DROVER_FIELD (DroverFactSystem, exports, STRV),
                    DROVER_FIELD_LIST (DroverFactSystem, links, &drover_fact_link_type));

DROVER_RECORD_TYPE (DroverFactGuestState,
                    drover_fact_guest_state_type,
                    DROVER_FIELD (DroverFactGuestState, name, STRING),
                    DROVER_FIELD (DroverFactGuestState, uuid, STRING),
                    DROVER_FIELD (DroverFactGuestState, state, STRING),
                    DROVER_FIELD (DroverFactGuestState, reason, INT),
                    DROVER_FIELD (DroverFactGuestState, active, BOOLEAN),
                    DROVER_FIELD (DroverFactGuestState, persistent, BOOLEAN),
                    DROVER_FIELD (DroverFactGuestState, autostart, BOOLEAN),
                    DROVER_FIELD (DroverFactGuestState, managed_save, BOOLEAN),
                    DROVER_FIELD (DroverFactGuestState, n_snapshots, INT),
                    DROVER_FIELD (DroverFactGuestState, n_checkpoints, INT),
                    DROVER_FIELD (DroverFactGuestState, job, STRING),
                    DROVER_FIELD (DroverFactGuestState, control, INT),
                    DROVER_FIELD (DroverFactGuestState, control_ms, INT),
                    DROVER_FIELD (DroverFactGuestState, block_jobs, STRV),
                    DROVER_FIELD (DroverFactGuestState, resident, INT));

DROVER_RECORD_TYPE (DroverFactDisk,
                    drover_fact_disk_type,
                    DROVER_FIELD (DroverFactDisk, target, STRING),
                    DROVER_FIELD (DroverFactDisk, capacity, INT),
                    DROVER_FIELD (DroverFactDisk, allocation, INT));

DROVER_RECORD_TYPE (DroverFactDisks,
                    drover_fact_disks_type,
                    DROVER_FIELD_LIST (DroverFactDisks, disks, &drover_fact_disk_type));

DROVER_RECORD_TYPE (DroverFactDirtying,
                    drover_fact_dirtying_type,
                    DROVER_FIELD (DroverFactDirtying, rate, INT),
                    DROVER_FIELD (DroverFactDirtying, limit, INT),
                    DROVER_FIELD (DroverFactDirtying, earlier, INT));

DROVER_RECORD_TYPE (DroverFactNames,
                    drover_fact_names_type,
                    DROVER_FIELD (DroverFactNames, name, STRING),
                    DROVER_FIELD (DroverFactNames, origin, STRING),
                    DROVER_FIELD (DroverFactNames, addresses, STRV),
                    DROVER_FIELD (DroverFactNames, error, STRING),
                    DROVER_FIELD (DroverFactNames, elapsed_ms, INT),
                    DROVER_FIELD (DroverFactNames, connection_host, STRING),
                    DROVER_FIELD (DroverFactNames, connection_addresses, STRV),
                    DROVER_FIELD (DroverFactNames, ssh_alias, BOOLEAN));

DROVER_RECORD_TYPE (DroverFactPort,
                    drover_fact_port_type,
                    DROVER_FIELD (DroverFactPort, port, INT),
                    DROVER_FIELD (DroverFactPort, result, STRING),
                    DROVER_FIELD (DroverFactPort, elapsed_us, INT));

DROVER_RECORD_TYPE (DroverFactPorts,
                    drover_fact_ports_type,
                    DROVER_FIELD (DroverFactPorts, address, STRING),
                    DROVER_FIELD_LIST (DroverFactPorts, ports, &drover_fact_port_type));

DROVER_RECORD_TYPE (DroverFactReachPort,
                    drover_fact_reach_port_type,
                    DROVER_FIELD (DroverFactReachPort, host, STRING),
                    DROVER_FIELD (DroverFactReachPort, port, INT),
                    DROVER_FIELD (DroverFactReachPort, purpose, STRING),
                    DROVER_FIELD (DroverFactReachPort, listening, BOOLEAN),
                    DROVER_FIELD (DroverFactReachPort, result, STRING),
                    DROVER_FIELD (DroverFactReachPort, error, STRING),
                    DROVER_FIELD (DroverFactReachPort, elapsed_ms, INT));

DROVER_RECORD_TYPE (DroverFactReach,
                    drover_fact_reach_type,
                    DROVER_FIELD (DroverFactReach, name, STRING),
                    DROVER_FIELD (DroverFactReach, by_name, BOOLEAN),
                    DROVER_FIELD (DroverFactReach, address, STRING),
                    DROVER_FIELD (DroverFactReach, by_address, BOOLEAN),
                    DROVER_FIELD_LIST (DroverFactReach, ports, &drover_fact_reach_port_type));

DROVER_RECORD_TYPE (DroverFactListenEntry,
                    drover_fact_listen_entry_type,
                    DROVER_FIELD (DroverFactListenEntry, purpose, STRING),
                    DROVER_FIELD (DroverFactListenEntry, address, STRING),
                    DROVER_FIELD (DroverFactListenEntry, port, INT),
                    DROVER_FIELD (DroverFactListenEntry, result, STRING),
                    DROVER_FIELD (DroverFactListenEntry, error, STRING));

DROVER_RECORD_TYPE (DroverFactListen,
                    drover_fact_listen_type,
                    DROVER_FIELD_LIST (DroverFactListen, entries, &drover_fact_listen_entry_type));

DROVER_RECORD_TYPE (DroverFactProofEntry,
                    drover_fact_proof_entry_type,
                    DROVER_FIELD (DroverFactProofEntry, path, STRING),
                    DROVER_FIELD (DroverFactProofEntry, target, STRING),
                    DROVER_FIELD (DroverFactProofEntry, top, BOOLEAN),
                    DROVER_FIELD (DroverFactProofEntry, result, STRING),
                    DROVER_FIELD (DroverFactProofEntry, method, STRING),
                    DROVER_FIELD (DroverFactProofEntry, evidence, STRING),
                    DROVER_FIELD (DroverFactProofEntry, write_error, STRING));

DROVER_RECORD_TYPE (DroverFactProof,
                    drover_fact_proof_type,
                    DROVER_FIELD_LIST (DroverFactProof, entries, &drover_fact_proof_entry_type));

DROVER_RECORD_TYPE (DroverFactRehearsal,
                    drover_fact_rehearsal_type,
                    DROVER_FIELD (DroverFactRehearsal, mode, STRING),
                    DROVER_FIELD (DroverFactRehearsal, result, STRING),
                    DROVER_FIELD (DroverFactRehearsal, error, STRING),
                    DROVER_FIELD (DroverFactRehearsal, virt_domain, INT),
                    DROVER_FIELD (DroverFactRehearsal, virt_code, INT),
                    DROVER_FIELD (DroverFactRehearsal, p2p, STRING),
                    DROVER_FIELD (DroverFactRehearsal, p2p_error, STRING),
                    DROVER_FIELD (DroverFactRehearsal, elapsed_ms, INT),
                    DROVER_FIELD (DroverFactRehearsal, machine, STRING));

typedef struct {
  const char *name;
  const DroverRecordType *type;
} FactInfo;

static const FactInfo facts[DROVER_N_FACTS] = {
  [DROVER_FACT_CONNECTION] = { "host.connection", &drover_fact_connection_type },
  [DROVER_FACT_IDENTITY] = { "host.identity", &drover_fact_identity_type },
  [DROVER_FACT_CAPABILITIES] = { "host.capabilities", &drover_host_caps_type },
  [DROVER_FACT_DOMCAPS] = { "host.domcaps", &drover_fact_domcaps_type },
  [DROVER_FACT_CPU] = { "host.cpu", &drover_fact_cpu_type },
  [DROVER_FACT_CPU_OFFER] = { "host.cpu-offer", &drover_fact_cpu_offer_type },
  [DROVER_FACT_MEMORY] = { "host.memory", &drover_fact_memory_type },
  [DROVER_FACT_GUESTS] = { "host.guests", &drover_fact_guests_type },
  [DROVER_FACT_NETWORKS] = { "host.networks", &drover_fact_networks_type },
  [DROVER_FACT_ALL_NETWORKS] = { "host.all-networks", &drover_fact_networks_type },
  [DROVER_FACT_POOLS] = { "storage.pools", &drover_fact_pools_type },
  [DROVER_FACT_FILES] = { "storage.files", &drover_fact_files_type },
  [DROVER_FACT_DEVICES] = { "storage.devices", &drover_fact_devices_type },
  [DROVER_FACT_OBJECTS] = { "host.objects", &drover_fact_objects_type },
  [DROVER_FACT_PAGES] = { "host.pages", &drover_fact_pages_type },
  [DROVER_FACT_SYSTEM] = { "host.system", &drover_fact_system_type },
  [DROVER_FACT_GUEST_STATE] = { "guest.state", &drover_fact_guest_state_type },
  [DROVER_FACT_GUEST_XML] = { "guest.xml", &drover_guest_type },
  [DROVER_FACT_MIGRATABLE] = { "guest.migratable", &drover_guest_type },
  [DROVER_FACT_DISKS] = { "guest.disks", &drover_fact_disks_type },
  [DROVER_FACT_DIRTYING] = { "guest.dirtying", &drover_fact_dirtying_type },
  [DROVER_FACT_NAMES] = { "net.names", &drover_fact_names_type },
  [DROVER_FACT_PORTS] = { "net.ports", &drover_fact_ports_type },
  [DROVER_FACT_REACH] = { "net.reach", &drover_fact_reach_type },
  [DROVER_FACT_LISTEN] = { "net.listen", &drover_fact_listen_type },
  [DROVER_FACT_PROOF] = { "storage.proof", &drover_fact_proof_type },
  [DROVER_FACT_REHEARSAL] = { "rehearsal", &drover_fact_rehearsal_type },
};

/**
 * drover_fact_get_name:
 *
 * Returns: the untranslated name (`host.identity`), as in JSON and data files
 */
const char *
drover_fact_get_name (DroverFactId id)
{
  g_return_val_if_fail ((guint) id < DROVER_N_FACTS, NULL);
  return facts[id].name;
}

/**
 * drover_fact_from_name:
 * @id: (out): set only on success
 *
 * Returns: whether @name is a fact's name
 */
gboolean
drover_fact_from_name (const char *name, DroverFactId *id)
{
  for (guint i = 0; i < DROVER_N_FACTS; i++)
    if (g_strcmp0 (facts[i].name, name) == 0)
      {
        *id = (DroverFactId) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * drover_fact_get_record_type:
 *
 * Returns: (transfer none): what a fact of this id looks like
 */
const DroverRecordType *
drover_fact_get_record_type (DroverFactId id)
{
  g_return_val_if_fail ((guint) id < DROVER_N_FACTS, NULL);
  return facts[id].type;
}
