/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "rdma.no-hard-limit", "R9", DROVER_VERDICT_BLOCK,
    N_ ("RDMA needs a limit to the guest's memory"),
    N_ ("RDMA locks all of the guest's memory, so libvirt wants to know how much that is at most, and refuses: "
        "“cannot start RDMA migration with no memory hard limit set”."),
    "set-hard-limit", FALSE },
  { NULL },
};
/* clang-format on */

/* QEMU locks what it has beside the guest's memory as well: a gibibyte is room enough for that. */
#define ROOM_BYTES (G_GINT64_CONSTANT (1024) * 1024 * 1024)

static gboolean
uses_rdma (const DroverPlan *plan)
{
  const char *uri = drover_plan_get_migration_uri (plan);

  return uri != NULL && g_ascii_strncasecmp (uri, "rdma:", 5) == 0;
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  g_autofree char *kibibytes = NULL;
  DroverFinding *finding;

  if (!uses_rdma (input->plan))
    {
      drover_findings_add_not_applicable (findings, _ ("the migration does not use RDMA"));
      return;
    }
  if (guest->memory_backing->hard_limit > 0)
    return;
  finding = drover_findings_add (findings, "rdma.no-hard-limit");
  drover_finding_set_source (finding, _ ("no limit"));
  drover_finding_set_evidence (finding, _ ("the definition of “%s” has no <hard_limit> in <memtune>"),
                               guest->name);
  if (guest->memory <= 0)
    return;
  kibibytes = g_strdup_printf ("%" G_GINT64_FORMAT, (guest->memory + ROOM_BYTES) / 1024);
  drover_finding_set_argument (finding, "kibibytes", kibibytes);
}

const DroverCheck drover_check_rdma = {
  .id = "rdma",
  .catalog = "R9",
  .group = DROVER_GROUP_CAPACITY,
  .title = N_ ("The guest's memory may be locked for RDMA"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
