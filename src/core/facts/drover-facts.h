/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "caps/drover-guest.h"
#include "caps/drover-host-caps.h"
#include "facts/drover-fact.h"

G_BEGIN_DECLS

/**
 * DroverFacts:
 *
 * What is known at one moment. Immutable and reference-counted, so any thread may read it. A fact is either
 * still awaited, or present, or absent with a reason.
 */
typedef struct _DroverFacts DroverFacts;

DroverFacts *drover_facts_new (void);
DroverFacts *drover_facts_ref (DroverFacts *facts);
void drover_facts_unref (DroverFacts *facts);

DroverFacts *drover_facts_with (
    const DroverFacts *facts, DroverFactId id, DroverSide side, gpointer record, gint64 elapsed_us);
DroverFacts *drover_facts_without (
    const DroverFacts *facts, DroverFactId id, DroverSide side, const GError *reason, gint64 elapsed_us);
DroverFacts *drover_facts_with_side (const DroverFacts *facts,
                                     DroverSide side,
                                     const DroverFacts *others,
                                     DroverSide others_side);
DroverFacts *drover_facts_forget (const DroverFacts *facts, DroverFactId id, DroverSide side);

gboolean drover_facts_is_settled (const DroverFacts *facts, DroverFactId id, DroverSide side);
gconstpointer drover_facts_get (const DroverFacts *facts, DroverFactId id, DroverSide side);
const char *drover_facts_get_reason (const DroverFacts *facts, DroverFactId id, DroverSide side);
const GError *drover_facts_get_error (const DroverFacts *facts, DroverFactId id, DroverSide side);
void
drover_facts_build_json (const DroverFacts *facts, DroverFactId id, DroverSide side, JsonBuilder *builder);
gint64 drover_facts_get_elapsed_us (const DroverFacts *facts, DroverFactId id, DroverSide side);

/* Typed readers: NULL where the fact is absent or awaited. */
#define DROVER_FACT_READER(Type, name, ID)                                                                   \
  static inline const Type *drover_facts_get_##name (const DroverFacts *facts, DroverSide side)              \
  {                                                                                                          \
    return (const Type *) drover_facts_get (facts, DROVER_FACT_##ID, side);                                  \
  }
#define DROVER_FACT_READER_OF(Type, name, ID, SIDE)                                                          \
  static inline const Type *drover_facts_get_##name (const DroverFacts *facts)                               \
  {                                                                                                          \
    return (const Type *) drover_facts_get (facts, DROVER_FACT_##ID, DROVER_SIDE_##SIDE);                    \
  }

DROVER_FACT_READER (DroverFactConnection, connection, CONNECTION)
DROVER_FACT_READER (DroverFactIdentity, identity, IDENTITY)
DROVER_FACT_READER (DroverHostCaps, capabilities, CAPABILITIES)
DROVER_FACT_READER (DroverFactDomcaps, domcaps, DOMCAPS)
DROVER_FACT_READER (DroverFactCpu, cpu, CPU)
DROVER_FACT_READER (DroverFactCpuOffer, cpu_offer, CPU_OFFER)
DROVER_FACT_READER (DroverFactMemory, memory, MEMORY)
DROVER_FACT_READER (DroverFactGuests, guests, GUESTS)
DROVER_FACT_READER (DroverFactNetworks, networks, NETWORKS)
DROVER_FACT_READER (DroverFactNetworks, all_networks, ALL_NETWORKS)
DROVER_FACT_READER (DroverFactPools, pools, POOLS)
DROVER_FACT_READER (DroverFactFiles, files, FILES)
DROVER_FACT_READER (DroverFactDevices, devices, DEVICES)
DROVER_FACT_READER (DroverFactObjects, objects, OBJECTS)
DROVER_FACT_READER (DroverFactPages, pages, PAGES)
DROVER_FACT_READER (DroverFactSystem, system, SYSTEM)
DROVER_FACT_READER_OF (DroverFactGuestState, guest_state, GUEST_STATE, SOURCE)
DROVER_FACT_READER_OF (DroverGuest, guest, GUEST_XML, SOURCE)
DROVER_FACT_READER_OF (DroverGuest, migratable, MIGRATABLE, SOURCE)
DROVER_FACT_READER_OF (DroverFactDisks, disks, DISKS, SOURCE)
DROVER_FACT_READER_OF (DroverFactDirtying, dirtying, DIRTYING, SOURCE)
DROVER_FACT_READER_OF (DroverFactNames, names, NAMES, TARGET)
DROVER_FACT_READER_OF (DroverFactPorts, ports, PORTS, TARGET)
DROVER_FACT_READER_OF (DroverFactReach, reach, REACH, TARGET)
DROVER_FACT_READER_OF (DroverFactListen, listen, LISTEN, TARGET)
DROVER_FACT_READER_OF (DroverFactProof, proof, PROOF, TARGET)
DROVER_FACT_READER_OF (DroverFactRehearsal, rehearsal, REHEARSAL, TARGET)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverFacts, drover_facts_unref)

G_END_DECLS
