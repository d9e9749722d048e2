/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-block-job.h"

#include <glib/gi18n-lib.h>

#include "base/drover-error.h"
#include "virt/drover-block-copy.h"
#include "virt/drover-virt-private.h"

#define LOOK_US (250 * G_TIME_SPAN_MILLISECOND)

static DroverBlockJobKind
name_kind (int type)
{
  switch (type)
    {
    case VIR_DOMAIN_BLOCK_JOB_TYPE_PULL:
      return DROVER_BLOCK_JOB_PULL;
    case VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT:
      return DROVER_BLOCK_JOB_COMMIT;
    case VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT:
      return DROVER_BLOCK_JOB_ACTIVE_COMMIT;
    case VIR_DOMAIN_BLOCK_JOB_TYPE_COPY:
      return DROVER_BLOCK_JOB_COPY;
    default:
      return DROVER_BLOCK_JOB_OTHER;
    }
}

/**
 * drover_block_job_look:
 * @kind: (out): what the disk is busy with
 * @ready: (out): whether the guest can go on with the other image
 *
 * Returns: whether it was learned
 */
gboolean
drover_block_job_look (
    DroverDomain *domain, const char *disk, DroverBlockJobKind *kind, gboolean *ready, GError **error)
{
  virDomainBlockJobInfo info;
  int found = virDomainGetBlockJobInfo (domain, disk, &info, 0);

  if (!drover_virt_report (found, "virDomainGetBlockJobInfo", error))
    return FALSE;
  *kind = found == 0 ? DROVER_BLOCK_JOB_NONE : name_kind (info.type);
  /* libvirt lets the two be equal only where QEMU says "ready" (qemuDomainGetBlockJobInfo()). */
  *ready = found == 1 && info.end > 0 && info.cur == info.end;
  return TRUE;
}

/**
 * drover_block_job_wait:
 * @error: %DROVER_ERROR_UNSUPPORTED where the job has no end of its own; libvirt's words
 *
 * Waits for the end of a pull or a commit, and lets the guest go on with the image below where the top image
 * was written into it. Blocks for as long as the job takes.
 *
 * Returns: whether the disk is busy no more
 */
gboolean
drover_block_job_wait (DroverDomain *domain, const char *disk, GError **error)
{
  for (;;)
    {
      DroverBlockJobKind kind;
      gboolean ready;

      if (!drover_block_job_look (domain, disk, &kind, &ready, error))
        return FALSE;
      if (kind == DROVER_BLOCK_JOB_NONE)
        return TRUE;
      if (kind == DROVER_BLOCK_JOB_COPY || kind == DROVER_BLOCK_JOB_OTHER)
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                       _ ("What the disk “%s” is busy with does not end by itself."), disk);
          return FALSE;
        }
      if (kind == DROVER_BLOCK_JOB_ACTIVE_COMMIT && ready)
        return drover_block_copy_pivot (domain, disk, error);
      g_usleep (LOOK_US);
    }
}
