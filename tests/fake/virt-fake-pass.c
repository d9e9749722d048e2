/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of libvirt's that the test driver answers, once the script has let them through. */
#include "virt-fake-private.h"

/* PASS (what it returns, its name, its parameters, its arguments, the connection, what it returns on failure)
 */
#define PASS(type, function, parameters, arguments, connection, failure)                                     \
  type function parameters                                                                                   \
  {                                                                                                          \
    type result;                                                                                             \
                                                                                                             \
    if (!fake_enter (fake_host_of (connection), #function))                                                  \
      return failure;                                                                                        \
    result = FAKE_REAL (function) arguments;                                                                 \
    fake_leave ();                                                                                           \
    return result;                                                                                           \
  }

#define OF_DOMAIN FAKE_REAL (virDomainGetConnect) (domain)
#define OF_POOL FAKE_REAL (virStoragePoolGetConnect) (pool)

PASS (int,
      virConnectListAllDomains,
      (virConnectPtr conn, virDomainPtr **domains, unsigned int flags),
      (conn, domains, flags),
      conn,
      -1)
PASS (int,
      virConnectGetAllDomainStats,
      (virConnectPtr conn, unsigned int stats, virDomainStatsRecordPtr **records, unsigned int flags),
      (conn, stats, records, flags),
      conn,
      -1)
PASS (int,
      virConnectListAllInterfaces,
      (virConnectPtr conn, virInterfacePtr **interfaces, unsigned int flags),
      (conn, interfaces, flags),
      conn,
      -1)
PASS (int,
      virConnectListAllNodeDevices,
      (virConnectPtr conn, virNodeDevicePtr **devices, unsigned int flags),
      (conn, devices, flags),
      conn,
      -1)
PASS (int,
      virConnectListAllStoragePools,
      (virConnectPtr conn, virStoragePoolPtr **pools, unsigned int flags),
      (conn, pools, flags),
      conn,
      -1)
PASS (char *, virConnectGetSysinfo, (virConnectPtr conn, unsigned int flags), (conn, flags), conn, NULL)
PASS (virDomainPtr,
      virDomainLookupByUUIDString,
      (virConnectPtr conn, const char *uuid),
      (conn, uuid),
      conn,
      NULL)
PASS (int,
      virDomainGetState,
      (virDomainPtr domain, int *state, int *reason, unsigned int flags),
      (domain, state, reason, flags),
      OF_DOMAIN,
      -1)
PASS (int, virDomainIsPersistent, (virDomainPtr domain), (domain), OF_DOMAIN, -1)
PASS (int,
      virDomainHasManagedSaveImage,
      (virDomainPtr domain, unsigned int flags),
      (domain, flags),
      OF_DOMAIN,
      -1)
PASS (int, virDomainGetAutostart, (virDomainPtr domain, int *autostart), (domain, autostart), OF_DOMAIN, -1)
PASS (int, virDomainSetAutostart, (virDomainPtr domain, int autostart), (domain, autostart), OF_DOMAIN, -1)
PASS (int, virDomainSnapshotNum, (virDomainPtr domain, unsigned int flags), (domain, flags), OF_DOMAIN, -1)
PASS (int,
      virDomainListAllCheckpoints,
      (virDomainPtr domain, virDomainCheckpointPtr **checkpoints, unsigned int flags),
      (domain, checkpoints, flags),
      OF_DOMAIN,
      -1)
PASS (int,
      virDomainMemoryStats,
      (virDomainPtr domain, virDomainMemoryStatPtr stats, unsigned int n, unsigned int flags),
      (domain, stats, n, flags),
      OF_DOMAIN,
      -1)
PASS (int, virDomainResume, (virDomainPtr domain), (domain), OF_DOMAIN, -1)
PASS (int, virDomainSuspend, (virDomainPtr domain), (domain), OF_DOMAIN, -1)
PASS (int, virDomainDestroy, (virDomainPtr domain), (domain), OF_DOMAIN, -1)
PASS (int, virDomainUndefineFlags, (virDomainPtr domain, unsigned int flags), (domain, 0), OF_DOMAIN, -1)
PASS (virStoragePoolPtr,
      virStoragePoolLookupByName,
      (virConnectPtr conn, const char *name),
      (conn, name),
      conn,
      NULL)
PASS (virStoragePoolPtr,
      virStoragePoolLookupByTargetPath,
      (virConnectPtr conn, const char *path),
      (conn, path),
      conn,
      NULL)
PASS (
    char *, virStoragePoolGetXMLDesc, (virStoragePoolPtr pool, unsigned int flags), (pool, 0), OF_POOL, NULL)
PASS (int, virStoragePoolRefresh, (virStoragePoolPtr pool, unsigned int flags), (pool, flags), OF_POOL, -1)
PASS (virStorageVolPtr,
      virStorageVolLookupByPath,
      (virConnectPtr conn, const char *path),
      (conn, path),
      conn,
      NULL)
PASS (virNetworkPtr, virNetworkLookupByName, (virConnectPtr conn, const char *name), (conn, name), conn, NULL)
PASS (char *,
      virConnectFindStoragePoolSources,
      (virConnectPtr conn, const char *type, const char *spec, unsigned int flags),
      (conn, type, spec, flags),
      conn,
      NULL)
PASS (virStoragePoolPtr,
      virStoragePoolDefineXML,
      (virConnectPtr conn, const char *xml, unsigned int flags),
      (conn, xml, flags),
      conn,
      NULL)
PASS (virStoragePoolPtr,
      virStoragePoolCreateXML,
      (virConnectPtr conn, const char *xml, unsigned int flags),
      (conn, xml, flags),
      conn,
      NULL)
PASS (int, virStoragePoolBuild, (virStoragePoolPtr pool, unsigned int flags), (pool, flags), OF_POOL, -1)
PASS (int, virStoragePoolDelete, (virStoragePoolPtr pool, unsigned int flags), (pool, flags), OF_POOL, -1)
PASS (int, virStoragePoolCreate, (virStoragePoolPtr pool, unsigned int flags), (pool, flags), OF_POOL, -1)
PASS (int, virStoragePoolDestroy, (virStoragePoolPtr pool), (pool), OF_POOL, -1)
PASS (int, virStoragePoolUndefine, (virStoragePoolPtr pool), (pool), OF_POOL, -1)
PASS (
    int, virStoragePoolSetAutostart, (virStoragePoolPtr pool, int autostart), (pool, autostart), OF_POOL, -1)
