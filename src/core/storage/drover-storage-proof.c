/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-proof.h"

#include <glib/gi18n-lib.h>

DROVER_RECORD_TYPE (DroverProofWay,
                    drover_proof_way_type,
                    DROVER_FIELD (DroverProofWay, writer, STRING),
                    DROVER_FIELD (DroverProofWay, reader, STRING),
                    DROVER_FIELD (DroverProofWay, result, STRING),
                    DROVER_FIELD (DroverProofWay, delay_ms, INT),
                    DROVER_FIELD (DroverProofWay, reason, STRING));

DROVER_RECORD_TYPE (DroverProofHost,
                    drover_proof_host_type,
                    DROVER_FIELD (DroverProofHost, host, STRING),
                    DROVER_FIELD (DroverProofHost, pool, STRING),
                    DROVER_FIELD (DroverProofHost, path, STRING),
                    DROVER_FIELD (DroverProofHost, available, INT),
                    DROVER_FIELD (DroverProofHost, recognised, STRING),
                    DROVER_FIELD (DroverProofHost, qemu, STRING),
                    DROVER_FIELD (DroverProofHost, qemu_words, STRING),
                    DROVER_FIELD (DroverProofHost, copy_rate, INT),
                    DROVER_FIELD (DroverProofHost, error, STRING));

DROVER_RECORD_TYPE (DroverStorageProof,
                    drover_storage_proof_type,
                    DROVER_FIELD (DroverStorageProof, verdict, STRING),
                    DROVER_FIELD (DroverStorageProof, needs_unsafe, STRING),
                    DROVER_FIELD_LIST (DroverStorageProof, hosts, &drover_proof_host_type),
                    DROVER_FIELD_LIST (DroverStorageProof, ways, &drover_proof_way_type));

/**
 * drover_storage_proof_free:
 * @proof: (nullable) (transfer full): what to free
 */
void
drover_storage_proof_free (DroverStorageProof *proof)
{
  drover_record_free (&drover_storage_proof_type, proof);
}

static gboolean
says (const char *text, const char *expected)
{
  return g_strcmp0 (text, expected) == 0;
}

/* A file that is not seen, or that is another one, settles it; one that could not be written or read leaves
 * it open. */
static const char *
judge_ways (const DroverStorageProof *proof)
{
  gboolean all_read = proof->ways->len > 0;

  for (guint i = 0; i < proof->ways->len; i++)
    {
      const DroverProofWay *way = proof->ways->pdata[i];

      if (says (way->result, "unseen") || says (way->result, "altered"))
        return "not-shared";
      all_read &= says (way->result, "read");
    }
  return all_read ? "shared" : "unknown";
}

/**
 * drover_storage_proof_judge:
 * @proof: with its hosts and ways; @verdict and @needs_unsafe are set
 *
 * Pure.
 */
void
drover_storage_proof_judge (DroverStorageProof *proof)
{
  gboolean all_known = proof->hosts->len > 0;
  gboolean refused = FALSE;

  g_free (proof->verdict);
  g_free (proof->needs_unsafe);
  proof->verdict = g_strdup (judge_ways (proof));
  for (guint i = 0; i < proof->hosts->len; i++)
    {
      const DroverProofHost *host = proof->hosts->pdata[i];

      if (host->error != NULL && !says (proof->verdict, "not-shared"))
        {
          g_free (proof->verdict);
          proof->verdict = g_strdup ("unknown");
        }
      all_known &= says (host->recognised, "yes");
      refused |= says (host->recognised, "no");
    }
  proof->needs_unsafe = g_strdup (refused ? "yes" : all_known ? "no" : "unknown");
}

/**
 * drover_storage_proof_is_refused:
 *
 * Returns: whether QEMU was not let open a file on one of the hosts
 */
gboolean
drover_storage_proof_is_refused (const DroverStorageProof *proof)
{
  for (guint i = 0; i < proof->hosts->len; i++)
    if (says (((const DroverProofHost *) proof->hosts->pdata[i])->qemu, "refused"))
      return TRUE;
  return FALSE;
}

/**
 * drover_storage_proof_get_text:
 * @proof: one that is judged
 *
 * Returns: (transfer none): what it means for whoever wants to move a guest, translated
 */
const char *
drover_storage_proof_get_text (const DroverStorageProof *proof)
{
  if (says (proof->verdict, "not-shared"))
    return _ (
        "It is not the same storage: what one host writes another does not have. A guest that moved with its "
        "disk here would run on another disk, and --unsafe would let it.");
  if (!says (proof->verdict, "shared"))
    return _ ("Whether it is the same storage could not be found out.");
  if (drover_storage_proof_is_refused (proof))
    return _ ("It is the same storage, but QEMU may not use it on every host: owner, mode or label of the "
              "directory "
              "and of those above it, or a server that squashes root, are in the way.");
  if (says (proof->needs_unsafe, "no"))
    return _ ("It is the same storage, and libvirt knows it for shared: guests move without --unsafe.");
  return _ ("It is the same storage, but libvirt may take it for local: a guest then moves with --unsafe "
            "only, which "
            "is safe here, as this was proved.");
}
