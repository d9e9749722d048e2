/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a disk is busy with: a pull or a commit is waited for, a copy is given up. Neither can be taken back.
 */
#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-block-copy.h"
#include "virt/drover-block-job.h"

static gboolean
apply_wait (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);

  return guest != NULL && drover_block_job_wait (guest, drover_step_get_word (step, "disk"), error);
}

/* Only what was shown is given up: what began meanwhile is another job. */
static gboolean
apply_abort (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);
  const char *disk = drover_step_get_word (step, "disk");
  DroverBlockJobKind kind;
  gboolean ready;

  if (guest == NULL || !drover_block_job_look (guest, disk, &kind, &ready, error))
    return FALSE;
  if (kind == DROVER_BLOCK_JOB_NONE)
    return TRUE;
  if (kind != DROVER_BLOCK_JOB_COPY)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY,
                   _ ("The disk “%s” is busy with something else by now."), disk);
      return FALSE;
    }
  return drover_block_copy_abort (guest, disk, error);
}

static const DroverStepKind kinds[] = {
  { .name = "block-job-wait",
    .title = N_ ("Wait until the images of the disk “%s” are merged"),
    .subject = "disk",
    .call = "virDomainGetBlockJobInfo, virDomainBlockJobAbort with VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT",
    .apply = apply_wait },
  { .name = "block-job-abort",
    .title = N_ ("Give up the copy of the disk “%s”"),
    .subject = "disk",
    .call = "virDomainBlockJobAbort",
    .apply = apply_abort },
};

const DroverStepKinds drover_step_kinds_block_job = { kinds, G_N_ELEMENTS (kinds) };

static gboolean
prepare (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autofree char *disk = drover_remedy_dup_word (input->context, "disk");
  g_autoptr (DroverDomain) guest = disk ? drover_fix_look_up_guest (input, error) : NULL;
  DroverBlockJobKind kind;
  gboolean ready;

  if (guest == NULL || !drover_block_job_look (guest, disk, &kind, &ready, error))
    return FALSE;
  switch (kind)
    {
    case DROVER_BLOCK_JOB_PULL:
    case DROVER_BLOCK_JOB_COMMIT:
    case DROVER_BLOCK_JOB_ACTIVE_COMMIT:
      drover_fix_take_guest_step (
          fix, drover_step_new ("block-job-wait", DROVER_SIDE_SOURCE, "disk", disk, NULL), guest);
      return TRUE;
    case DROVER_BLOCK_JOB_COPY:
      drover_fix_take_guest_step (
          fix, drover_step_new ("block-job-abort", DROVER_SIDE_SOURCE, "disk", disk, NULL), guest);
      drover_fix_add_note (fix, _ ("The guest stays on the image it has; the copy lies there half-made, and "
                                   "whoever began it has to begin anew."));
      return TRUE;
    case DROVER_BLOCK_JOB_NONE:
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The disk “%s” is busy no more."), disk);
      return FALSE;
    case DROVER_BLOCK_JOB_OTHER:
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The disk “%s” is being backed up: let the backup finish."), disk);
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

static const DroverFixAction actions[] = {
  { "abort-block-job", NULL, prepare },
};

const DroverFixActions drover_fix_actions_block_job = { actions, G_N_ELEMENTS (actions) };
