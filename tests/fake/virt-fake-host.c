/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What hosts say of themselves, from the script. */
#include <string.h>

#include "virt-fake-private.h"

#define KIB_PER_MIB 1024

/* A script's value, read under the lab's lock. */
static char *
get (FakeHost *host, const char *key, const char *otherwise)
{
  char *value;

  g_mutex_lock (&host->lab->mutex);
  value = fake_host_get (host, key, otherwise);
  g_mutex_unlock (&host->lab->mutex);
  return value;
}

static guint64
get_number (FakeHost *host, const char *key, const char *otherwise)
{
  g_autofree char *text = get (host, key, otherwise);

  return g_ascii_strtoull (text, NULL, 10);
}

static char *
read_file (FakeHost *host, const char *key)
{
  char *text;

  g_mutex_lock (&host->lab->mutex);
  text = fake_host_read (host, key);
  g_mutex_unlock (&host->lab->mutex);
  return text;
}

static FakeHost *
find_host (const char *uri)
{
  g_autoptr (GUri) parsed = uri ? g_uri_parse (uri, G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;
  const char *name = parsed ? g_uri_get_host (parsed) : NULL;

  return name ? fake_lab_find_host (fake_lab_get (), name) : NULL;
}

/* Whether whoever opens the connection knows the host's password, where it has one. */
static gboolean
log_in (FakeHost *host, virConnectAuthPtr auth)
{
  g_autofree char *password = get (host, "login", NULL);
  virConnectCredential credential = { .type = VIR_CRED_PASSPHRASE, .prompt = "Enter the password" };
  gboolean right = password == NULL;

  if (password != NULL && auth != NULL && auth->cb != NULL && auth->cb (&credential, 1, auth->cbdata) == 0)
    right = g_strcmp0 (credential.result, password) == 0;
  free (credential.result);
  if (!right)
    fake_raise (VIR_FROM_RPC, VIR_ERR_AUTH_FAILED, "authentication failed: authentication failed");
  return right;
}

virConnectPtr
virConnectOpenAuth (const char *uri, virConnectAuthPtr auth, unsigned int flags)
{
  FakeHost *host = find_host (uri);
  gboolean known;

  if (host == NULL)
    return FAKE_REAL (virConnectOpenAuth) (uri, auth, flags);
  if (!fake_enter (host, "virConnectOpenAuth"))
    return NULL;
  known = log_in (host, auth);
  if (known)
    virConnectRef (host->raw);
  fake_leave ();
  return known ? host->raw : NULL;
}

int
virConnectClose (virConnectPtr conn)
{
  int rc;

  /* a dead one is closed as well, only later or in vain */
  gboolean entered = fake_enter (fake_host_of (conn), "virConnectClose");

  rc = FAKE_REAL (virConnectClose) (conn);
  if (entered)
    fake_leave ();
  return rc;
}

int
virConnectIsAlive (virConnectPtr conn)
{
  FakeHost *host = fake_host_of (conn);
  gboolean dead;

  if (host == NULL)
    return FAKE_REAL (virConnectIsAlive) (conn);
  g_mutex_lock (&host->lab->mutex);
  dead = host->dead;
  g_mutex_unlock (&host->lab->mutex);
  return !dead;
}

int
virConnectSetKeepAlive (virConnectPtr conn, int interval, unsigned int count)
{
  return fake_host_of (conn) ? 0 : FAKE_REAL (virConnectSetKeepAlive) (conn, interval, count);
}

char *
virConnectGetHostname (virConnectPtr conn)
{
  FakeHost *host = fake_host_of (conn);
  g_autofree char *name = NULL;

  if (host == NULL)
    return FAKE_REAL (virConnectGetHostname) (conn);
  if (!fake_enter (host, "virConnectGetHostname"))
    return NULL;
  name = get (host, "hostname", host->name);
  fake_leave ();
  return strdup (name);
}

int
virConnectGetLibVersion (virConnectPtr conn, unsigned long *version)
{
  FakeHost *host = fake_host_of (conn);

  if (host == NULL)
    return FAKE_REAL (virConnectGetLibVersion) (conn, version);
  if (!fake_enter (host, "virConnectGetLibVersion"))
    return -1;
  *version = get_number (host, "libvirt", "9000000");
  fake_leave ();
  return 0;
}

int
virConnectGetVersion (virConnectPtr conn, unsigned long *version)
{
  FakeHost *host = fake_host_of (conn);

  if (host == NULL)
    return FAKE_REAL (virConnectGetVersion) (conn, version);
  if (!fake_enter (host, "virConnectGetVersion"))
    return -1;
  *version = get_number (host, "qemu", "7002000");
  fake_leave ();
  return 0;
}

char *
virConnectGetCapabilities (virConnectPtr conn)
{
  FakeHost *host = fake_host_of (conn);
  g_autofree char *text = NULL;

  if (!fake_enter (host, "virConnectGetCapabilities"))
    return NULL;
  text = host ? read_file (host, "capabilities") : NULL;
  if (text != NULL)
    fake_guest_replace (&text, "<uuid>", "</uuid>", host->uuid);
  fake_leave ();
  return text ? strdup (text) : FAKE_REAL (virConnectGetCapabilities) (conn);
}

char *
virConnectGetDomainCapabilities (virConnectPtr conn,
                                 const char *emulator,
                                 const char *arch,
                                 const char *machine,
                                 const char *virttype,
                                 unsigned int flags)
{
  FakeHost *host = fake_host_of (conn);
  g_autofree char *text = NULL;

  if (!fake_enter (host, "virConnectGetDomainCapabilities"))
    return NULL;
  text = host ? read_file (host, "domain-capabilities") : NULL;
  fake_leave ();
  return text ? strdup (text)
              : FAKE_REAL (virConnectGetDomainCapabilities) (conn, emulator, arch, machine, virttype, flags);
}

int
virConnectCompareHypervisorCPU (virConnectPtr conn,
                                const char *emulator,
                                const char *arch,
                                const char *machine,
                                const char *virttype,
                                const char *cpu,
                                unsigned int flags)
{
  FakeHost *host = fake_host_of (conn);
  int verdict;

  if (host == NULL)
    return FAKE_REAL (virConnectCompareHypervisorCPU) (conn, emulator, arch, machine, virttype, cpu, flags);
  if (!fake_enter (host, "virConnectCompareHypervisorCPU"))
    return VIR_CPU_COMPARE_ERROR;
  verdict = (int) get_number (host, "cpu", "2");
  if (verdict == VIR_CPU_COMPARE_INCOMPATIBLE)
    {
      fake_raise (VIR_FROM_CPU, VIR_ERR_CPU_INCOMPATIBLE, "unsupported features: avx2");
      verdict = VIR_CPU_COMPARE_ERROR;
    }
  fake_leave ();
  return verdict;
}

/* A file of the script's; a host that has none cannot do it. */
static char *
tell_cpu (FakeHost *host, const char *call, const char *key)
{
  g_autofree char *text = NULL;

  if (!fake_enter (host, call))
    return NULL;
  text = read_file (host, key);
  if (text == NULL)
    fake_raise (VIR_FROM_QEMU, VIR_ERR_NO_SUPPORT, "this function is not supported by the connection driver");
  fake_leave ();
  return text ? strdup (text) : NULL;
}

char *
virConnectBaselineHypervisorCPU (virConnectPtr conn,
                                 const char *emulator,
                                 const char *arch,
                                 const char *machine,
                                 const char *virttype,
                                 const char **cpus,
                                 unsigned int n_cpus,
                                 unsigned int flags)
{
  FakeHost *host = fake_host_of (conn);

  if (host == NULL)
    return FAKE_REAL (virConnectBaselineHypervisorCPU) (conn, emulator, arch, machine, virttype, cpus, n_cpus,
                                                        flags);
  return tell_cpu (host, "virConnectBaselineHypervisorCPU",
                   flags & VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES ? "baseline-whole" : "baseline");
}

char *
virConnectBaselineCPU (virConnectPtr conn, const char **cpus, unsigned int n_cpus, unsigned int flags)
{
  FakeHost *host = fake_host_of (conn);

  if (host == NULL)
    return FAKE_REAL (virConnectBaselineCPU) (conn, cpus, n_cpus, flags);
  return tell_cpu (host, "virConnectBaselineCPU", "processor-whole");
}

unsigned long long
virNodeGetFreeMemory (virConnectPtr conn)
{
  FakeHost *host = fake_host_of (conn);
  unsigned long long bytes;

  if (host == NULL)
    return FAKE_REAL (virNodeGetFreeMemory) (conn);
  if (!fake_enter (host, "virNodeGetFreeMemory"))
    return 0;
  bytes = get_number (host, "memory", "16384") * KIB_PER_MIB * KIB_PER_MIB / 2;
  fake_leave ();
  return bytes;
}

int
virNodeGetMemoryStats (
    virConnectPtr conn, int cell, virNodeMemoryStatsPtr stats, int *n_stats, unsigned int flags)
{
  FakeHost *host = fake_host_of (conn);
  guint64 kib;

  if (host == NULL)
    return FAKE_REAL (virNodeGetMemoryStats) (conn, cell, stats, n_stats, flags);
  if (!fake_enter (host, "virNodeGetMemoryStats"))
    return -1;
  if (stats != NULL && *n_stats >= 2)
    {
      kib = get_number (host, "memory", "16384") * KIB_PER_MIB;
      g_strlcpy (stats[0].field, VIR_NODE_MEMORY_STATS_TOTAL, sizeof stats[0].field);
      stats[0].value = kib;
      g_strlcpy (stats[1].field, VIR_NODE_MEMORY_STATS_FREE, sizeof stats[1].field);
      stats[1].value = kib / 2;
    }
  *n_stats = 2;
  fake_leave ();
  return 0;
}
