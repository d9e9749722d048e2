/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots of a guest: what libvirt knows of them is kept in the undo record, forgotten on the source, and
 * told to the target once the guest is there. The images are not touched. */
#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-snapshot.h"

static gboolean
apply_forget (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);

  return guest != NULL && drover_snapshot_forget (guest, drover_step_get_word (step, "snapshot"), error);
}

/* The same on the source, to take it back, and on the target, behind the migration. */
static gboolean
redefine (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);

  if (guest == NULL)
    return FALSE;
  if (drover_snapshot_is_known (guest, drover_step_get_word (step, "snapshot")))
    return TRUE;
  return drover_snapshot_redefine (guest, drover_step_get_word (step, "old"),
                                   g_strcmp0 (drover_step_get_word (step, "current"), "yes") == 0, error);
}

static const DroverStepKind kinds[] = {
  { .name = "snapshot-forget",
    .title = N_ ("Let libvirt forget the snapshot “%s”; its data stays in the images"),
    .subject = "snapshot",
    .call = "virDomainSnapshotDelete, VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY",
    .apply = apply_forget,
    .undo = redefine,
    .follow_title = N_ ("Define the snapshot “%s” again"),
    .follow = redefine },
};

const DroverStepKinds drover_step_kinds_snapshot = { kinds, G_N_ELEMENTS (kinds) };

static gboolean
prepare (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_look_up_guest (input, error);
  g_autoptr (GPtrArray) snapshots = guest ? drover_snapshot_list (guest, error) : NULL;

  if (snapshots == NULL)
    return FALSE;
  /* Children first, so that what is taken back or told to the target from the end on begins with parents. */
  for (guint i = snapshots->len; i > 0; i--)
    {
      const DroverSnapshot *snapshot = snapshots->pdata[i - 1];
      DroverStep *step;

      if (snapshot->has_secret)
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                       _ ("The snapshot “%s” holds a password, which is not written to an undo record."),
                       snapshot->name);
          return FALSE;
        }
      step = drover_step_new ("snapshot-forget", DROVER_SIDE_SOURCE, "snapshot", snapshot->name, "old",
                              snapshot->xml, "current", snapshot->current ? "yes" : "no", NULL);
      drover_fix_take_guest_step (fix, step, guest);
    }
  drover_fix_add_note (fix, _ ("Once the guest has moved, Drover defines them again on the target."));
  return TRUE;
}

static const DroverFixAction actions[] = {
  { "delete-snapshots", NULL, prepare },
};

const DroverFixActions drover_fix_actions_snapshot = { actions, G_N_ELEMENTS (actions) };
