/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "checks/drover-disk-element.h"
#include "checks/drover-pool-lookup.h"
#include "facts/drover-effective-guest.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "selinux.network-storage", "A2", DROVER_VERDICT_WARN,
    N_ ("SELinux on the target may forbid QEMU the network storage of the guest's disk"),
    N_ ("Files there carry no label of their own; a boolean of SELinux decides whether QEMU may open them. Where it is "
        "off, the migration fails with “Permission denied”."),
    "selinux-booleans", FALSE },
  { "selinux.boolean-off", "A2", DROVER_VERDICT_BLOCK,
    N_ ("SELinux on the target forbids QEMU the network storage of the guest's disk"),
    N_ ("The boolean that would allow it is off, and SELinux enforces: the migration fails with “Permission denied”."),
    "selinux-booleans", FALSE },
  { NULL },
};
/* clang-format on */

/* on, off; NULL where the host itself was not asked. */
static const char *
get_boolean (const DroverFactSystem *system, const char *name)
{
  gsize length = strlen (name);

  for (gsize i = 0; system != NULL && system->selinux_booleans != NULL && system->selinux_booleans[i] != NULL;
       i++)
    if (strncmp (system->selinux_booleans[i], name, length) == 0 &&
        system->selinux_booleans[i][length] == '=')
      return system->selinux_booleans[i] + length + 1;
  return NULL;
}

static void
judge_element (const DroverCheckInput *input, const DroverDiskElement *element, DroverFindings *findings)
{
  const DroverFactPools *pools = drover_facts_get_pools (input->facts, DROVER_SIDE_TARGET);
  const DroverFactPool *pool = element->path ? drover_pool_find_around (pools, element->path) : NULL;
  const DroverFactSystem *system = drover_facts_get_system (input->facts, DROVER_SIDE_TARGET);
  const char *allowed = get_boolean (system, "virt_use_nfs");
  gboolean enforces = system != NULL && g_strcmp0 (system->selinux, "enforcing") == 0;
  DroverFinding *finding;

  if (pool == NULL || g_strcmp0 (pool->type, "netfs") != 0)
    return;
  if (g_strcmp0 (allowed, "on") == 0 || (system != NULL && system->selinux != NULL && !enforces))
    return;
  finding =
      drover_findings_add (findings, g_strcmp0 (allowed, "off") == 0 && enforces ? "selinux.boolean-off"
                                                                                 : "selinux.network-storage");
  drover_disk_element_fill (element, finding);
  drover_finding_set_evidence (finding, _ ("%s lies in pool “%s” (%s), and the target runs SELinux"),
                               element->path, pool->name, pool->source ? pool->source : pool->type);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverHostCaps *caps = drover_facts_get_capabilities (input->facts, DROVER_SIDE_TARGET);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) effective = drover_effective_guest (input->plan, input->facts, &error);
  g_autoptr (GPtrArray) elements = NULL;

  if (drover_host_caps_find_secmodel (caps, "selinux") == NULL)
    {
      drover_findings_add_not_applicable (findings, _ ("The target does not run SELinux."));
      return;
    }
  if (effective == NULL)
    {
      drover_findings_add_unknown (findings, "%s", error->message);
      return;
    }
  elements = drover_disk_elements_list (input, effective);
  for (guint i = 0; i < elements->len; i++)
    judge_element (input, elements->pdata[i], findings);
}

const DroverCheck drover_check_selinux = {
  .id = "selinux",
  .catalog = "A2",
  .group = DROVER_GROUP_SECURITY,
  .title = N_ ("SELinux lets QEMU use the guest's storage"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
                { DROVER_FACT_CAPABILITIES, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_POOLS, DROVER_NEED_TARGET, FALSE },
                { DROVER_FACT_SYSTEM, DROVER_NEED_TARGET, TRUE }),
  .codes = codes,
  .judge = judge,
};
