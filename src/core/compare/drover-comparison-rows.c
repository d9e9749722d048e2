/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/drover-units.h"
#include "compare/drover-comparison-private.h"

static const DroverHostCaps *
caps_of (const DroverFacts *facts)
{
  return drover_facts_get_capabilities (facts, DROVER_SIDE_SOURCE);
}

static const DroverCpu *
cpu_of (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);

  return caps ? caps->cpu : NULL;
}

static char *
format_number (gint64 number)
{
  return number >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
}

static char *
read_hostname (const DroverFacts *facts)
{
  const DroverFactIdentity *identity = drover_facts_get_identity (facts, DROVER_SIDE_SOURCE);

  return identity ? g_strdup (identity->hostname) : NULL;
}

static char *
read_uuid (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);

  return caps ? g_strdup (caps->uuid) : NULL;
}

static char *
read_libvirt (const DroverFacts *facts)
{
  const DroverFactIdentity *identity = drover_facts_get_identity (facts, DROVER_SIDE_SOURCE);

  return identity ? drover_format_version ((guint64) identity->libvirt_version) : NULL;
}

static char *
read_qemu (const DroverFacts *facts)
{
  const DroverFactIdentity *identity = drover_facts_get_identity (facts, DROVER_SIDE_SOURCE);

  return identity ? drover_format_version ((guint64) identity->qemu_version) : NULL;
}

static char *
read_arch (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);

  return caps ? g_strdup (caps->arch) : NULL;
}

static char *
read_kvm (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);
  const DroverGuestArch *arch =
      caps != NULL && caps->arch != NULL ? drover_host_caps_find_guest_arch (caps, caps->arch) : NULL;

  if (arch == NULL)
    return NULL;
  return g_strdup (drover_guest_arch_find_domain (arch, "kvm") ? _ ("KVM") : _ ("emulation only"));
}

static char *
read_vendor (const DroverFacts *facts)
{
  const DroverCpu *cpu = cpu_of (facts);

  return cpu ? g_strdup (cpu->vendor) : NULL;
}

static char *
read_model (const DroverFacts *facts)
{
  const DroverCpu *cpu = cpu_of (facts);

  return cpu ? g_strdup (cpu->model) : NULL;
}

static char *
read_signature (const DroverFacts *facts)
{
  const DroverCpu *cpu = cpu_of (facts);

  if (cpu == NULL || cpu->signature_family < 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                          cpu->signature_family, cpu->signature_model, cpu->signature_stepping);
}

static char *
read_microcode (const DroverFacts *facts)
{
  const DroverCpu *cpu = cpu_of (facts);

  return cpu ? format_number (cpu->microcode) : NULL;
}

static char *
read_tsc (const DroverFacts *facts)
{
  const DroverCpu *cpu = cpu_of (facts);

  if (cpu == NULL || cpu->tsc_frequency < 0)
    return NULL;
  return g_strdup_printf (g_strcmp0 (cpu->tsc_scaling, "yes") == 0 ? _ ("%.3f MHz, scalable") : "%.3f MHz",
                          (double) cpu->tsc_frequency / 1e6);
}

/* The model alone: its features are in the map. */
static char *
read_host_model (const DroverFacts *facts)
{
  const DroverFactCpuOffer *offer = drover_facts_get_cpu_offer (facts, DROVER_SIDE_SOURCE);
  const DroverCpu *cpu = offer != NULL && offer->caps != NULL ? offer->caps->host_cpu : NULL;

  return cpu ? g_strdup (cpu->model) : NULL;
}

static char *
read_cpus (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);
  guint count = caps ? drover_host_caps_count_cpus (caps) : 0;

  return count > 0 ? format_number (count) : NULL;
}

static char *
read_topology (const DroverFacts *facts)
{
  const DroverCpu *cpu = cpu_of (facts);

  if (cpu == NULL || cpu->cores < 0)
    return NULL;
  return g_strdup_printf ("%" G_GINT64_FORMAT " × %" G_GINT64_FORMAT " × %" G_GINT64_FORMAT, cpu->sockets,
                          cpu->cores, cpu->threads);
}

static char *
read_cells (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);

  return caps != NULL && caps->cells->len > 0 ? format_number (caps->cells->len) : NULL;
}

static char *
read_total (const DroverFacts *facts)
{
  const DroverFactMemory *memory = drover_facts_get_memory (facts, DROVER_SIDE_SOURCE);

  return memory ? drover_format_bytes ((guint64) memory->total) : NULL;
}

static char *
read_available (const DroverFacts *facts)
{
  const DroverFactMemory *memory = drover_facts_get_memory (facts, DROVER_SIDE_SOURCE);

  return memory ? drover_format_bytes ((guint64) memory->available) : NULL;
}

/* Newer libvirts know QEMU's versions of models, and give guests such a one for host-model. */
static char *
read_versioned (const DroverFacts *facts)
{
  const DroverFactCpuOffer *offer = drover_facts_get_cpu_offer (facts, DROVER_SIDE_SOURCE);

  if (offer == NULL || offer->models == NULL || offer->models->len == 0)
    return NULL;
  return g_strdup (drover_comparison_has_versions (facts) ? _ ("known") : _ ("not known"));
}

static char *
read_models (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);
  g_autoptr (GString) text = g_string_new (NULL);

  if (caps == NULL)
    return NULL;
  for (guint i = 0; i < caps->secmodels->len; i++)
    {
      const DroverSecModel *model = caps->secmodels->pdata[i];

      g_string_append_printf (text, "%s%s (DOI %s)", i > 0 ? ", " : "", model->model ? model->model : "?",
                              model->doi ? model->doi : "?");
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup (_ ("none"));
}

/* QEMU's user and group, as libvirt's own "dac" driver gives them to a guest that names none. */
static char *
read_dac (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);
  const DroverSecModel *model = caps ? drover_host_caps_find_secmodel (caps, "dac") : NULL;

  return model ? g_strdup (drover_sec_model_get_base_label (model, "qemu")) : NULL;
}

static char *
read_transports (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);

  if (caps == NULL)
    return NULL;
  return caps->uri_transports[0] != NULL ? g_strjoinv (", ", caps->uri_transports) : g_strdup (_ ("none"));
}

static char *
read_iommu (const DroverFacts *facts)
{
  const DroverHostCaps *caps = caps_of (facts);

  return caps ? g_strdup (caps->iommu) : NULL;
}

/* What guests of this host may name as their bridge; taps of its guests are no part of it. */
static char *
read_links (const DroverFacts *facts)
{
  const DroverFactNetworks *networks = drover_facts_get_all_networks (facts, DROVER_SIDE_SOURCE);
  g_autoptr (GString) text = g_string_new (NULL);

  if (networks == NULL || !networks->links_known)
    return NULL;
  for (gsize i = 0; networks->links != NULL && networks->links[i] != NULL; i++)
    if (!g_str_equal (networks->links[i], "lo") && !g_str_has_prefix (networks->links[i], "vnet") &&
        !g_str_has_prefix (networks->links[i], "macvtap"))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", networks->links[i]);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup (_ ("none"));
}

/* What a person would notice; the check of the clocks tolerates as much. */
#define CLOCK_TOLERATED_MS 2000

static char *
read_clock (const DroverFacts *facts)
{
  const DroverFactSystem *system = drover_facts_get_system (facts, DROVER_SIDE_SOURCE);

  if (system == NULL || system->clock_error_ms < 0)
    return NULL;
  if (ABS (system->clock_offset_ms) - system->clock_error_ms <= CLOCK_TOLERATED_MS / 2)
    return g_strdup (_ ("like this computer's"));
  return g_strdup_printf (_ ("%+.0f s against this computer's"), (double) system->clock_offset_ms / 1000);
}

static char *
read_guests (const DroverFacts *facts)
{
  const DroverFactGuests *guests = drover_facts_get_guests (facts, DROVER_SIDE_SOURCE);
  guint n_active = 0;

  if (guests == NULL || guests->guests == NULL)
    return NULL;
  for (guint i = 0; i < guests->guests->len; i++)
    n_active += ((const DroverFactGuestEntry *) guests->guests->pdata[i])->active;
  /* Translators: how many guests a host has, and how many of them run */
  return g_strdup_printf (_ ("%u, of which %u run"), guests->guests->len, n_active);
}

/* One line each, in the order in which they are shown. The transports are judged by no check. */
static const DroverRowSource sources[] = {
  { "host", "host.name", N_ ("Host name"), DROVER_RELEVANCE_NONE, NULL, FALSE, read_hostname },
  { "host", "host.uuid", N_ ("Host UUID"), DROVER_RELEVANCE_NONE, "same-host", TRUE, read_uuid },
  { "versions", "versions.libvirt", N_ ("libvirt"), DROVER_RELEVANCE_MOVING, "versions", FALSE,
    read_libvirt },
  { "versions", "versions.qemu", N_ ("QEMU"), DROVER_RELEVANCE_MOVING, "versions", FALSE, read_qemu },
  { "cpu", "cpu.arch", N_ ("Architecture"), DROVER_RELEVANCE_MOVING, "machine", FALSE, read_arch },
  { "cpu", "cpu.kvm", N_ ("Virtualisation"), DROVER_RELEVANCE_MOVING, "kvm", FALSE, read_kvm },
  { "cpu", "cpu.vendor", N_ ("Vendor"), DROVER_RELEVANCE_MOVING, "cpu", FALSE, read_vendor },
  { "cpu", "cpu.model", N_ ("Model"), DROVER_RELEVANCE_MOVING, "cpu", FALSE, read_model },
  { "cpu", "cpu.signature", N_ ("Family/model/stepping"), DROVER_RELEVANCE_MOVING, "cpu", FALSE,
    read_signature },
  { "cpu", "cpu.microcode", N_ ("Microcode"), DROVER_RELEVANCE_MOVING, "cpu", FALSE, read_microcode },
  { "cpu", "cpu.tsc", N_ ("Time stamp counter"), DROVER_RELEVANCE_MOVING, "invtsc", FALSE, read_tsc },
  { "cpu", "cpu.host-model", N_ ("host-model becomes"), DROVER_RELEVANCE_MOVING, "cpu", FALSE,
    read_host_model },
  { "cpu", "cpu.count", N_ ("CPUs"), DROVER_RELEVANCE_MOVING, "vcpus", FALSE, read_cpus },
  { "cpu", "cpu.topology", N_ ("Sockets × cores × threads"), DROVER_RELEVANCE_NONE, NULL, FALSE,
    read_topology },
  { "cpu", "cpu.cells", N_ ("NUMA cells"), DROVER_RELEVANCE_NEW_GUESTS, NULL, FALSE, read_cells },
  { "memory", "memory.total", N_ ("Memory"), DROVER_RELEVANCE_MOVING, "memory", FALSE, read_total },
  { "memory", "memory.available", N_ ("Available"), DROVER_RELEVANCE_MOVING, "memory", FALSE,
    read_available },
  { "security", "security.models", N_ ("Security models"), DROVER_RELEVANCE_MOVING, "security-model", FALSE,
    read_models },
  { "security", "security.dac", N_ ("QEMU's user and group"), DROVER_RELEVANCE_MOVING, "dac", FALSE,
    read_dac },
  { "host", "host.transports", N_ ("Migration transports"), DROVER_RELEVANCE_MOVING, NULL, FALSE,
    read_transports },
  { "host", "host.clock", N_ ("Clock"), DROVER_RELEVANCE_MOVING, "clock", FALSE, read_clock },
  { "host", "host.guests", N_ ("Guests"), DROVER_RELEVANCE_NONE, NULL, FALSE, read_guests },
  { "network", "network.links", N_ ("Links and bridges"), DROVER_RELEVANCE_MOVING, "bridge", FALSE,
    read_links },
  { "host", "host.iommu", N_ ("IOMMU"), DROVER_RELEVANCE_NEW_GUESTS, NULL, FALSE, read_iommu },
  { "models", "models.versioned", N_ ("Versions of models, as in Nehalem-v1"), DROVER_RELEVANCE_MOVING, "cpu",
    FALSE, read_versioned },
};

/**
 * drover_row_sources_get:
 * @n_sources: (out): how many
 *
 * Returns: (transfer none) (array length=n_sources): the rows that every comparison has
 */
const DroverRowSource *
drover_row_sources_get (guint *n_sources)
{
  *n_sources = G_N_ELEMENTS (sources);
  return sources;
}
