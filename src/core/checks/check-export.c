/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "export.denied", "D14", DROVER_VERDICT_WARN,
    N_ ("A host may not write to the storage of the guest's disk"),
    N_ ("libvirt there, which is root, was denied a new file. On NFS that is root_squash, or an export that is "
        "read-only for this host; QEMU's user may be denied as well, and the migration would fail with “Permission "
        "denied”."),
    "nfs-export fix-image-access", FALSE },
  { NULL },
};
/* clang-format on */

/* “Unknown error 255” is how libvirt 10.1 to 10.3 says it. */
static gboolean
is_denial (const char *evidence)
{
  return evidence != NULL &&
         (strstr (evidence, "Permission denied") != NULL || strstr (evidence, "Unknown error 255") != NULL ||
          strstr (evidence, "Operation not permitted") != NULL ||
          strstr (evidence, "Read-only file system") != NULL);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverFactProof *proof = drover_facts_get_proof (input->facts);

  for (guint i = 0; proof->entries != NULL && i < proof->entries->len; i++)
    {
      const DroverFactProofEntry *entry = proof->entries->pdata[i];
      const char *evidence = g_strcmp0 (entry->result, "unknown") == 0 ? entry->evidence : entry->write_error;
      DroverFinding *finding;

      if (!is_denial (evidence))
        continue;
      finding = drover_findings_add (findings, "export.denied");
      drover_finding_set_subject (finding, entry->target);
      drover_finding_set_source (finding, entry->path);
      drover_finding_set_argument (finding, "path", entry->path);
      drover_finding_set_evidence (finding, "%s", evidence);
    }
}

const DroverCheck drover_check_export = {
  .id = "export",
  .catalog = "D14",
  .group = DROVER_GROUP_STORAGE,
  .title = N_ ("Both hosts may write to the guest's storage"),
  DROVER_NEEDS ({ DROVER_FACT_PROOF, DROVER_NEED_TARGET, FALSE }),
  .codes = codes,
  .judge = judge,
};
