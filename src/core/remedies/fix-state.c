/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guest on the source that does not run as a migration wants it: paused, asleep, or saved to a file. */
#include "base/drover-error.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-migration.h"
#include "base/drover-guest-state.h"

typedef gboolean (*Change) (DroverDomain *guest, GError **error);

/* What was true before, so that what somebody else did meanwhile is not taken back. */
static gboolean
change (DroverStep *step, DroverConnection *connection, DroverDomainState from, Change how, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);
  DroverDomainState state;

  if (guest == NULL || !drover_domain_get_state (guest, &state, NULL, error))
    return FALSE;
  if (state != from)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The guest “%s” is %s by now; it is left alone."), drover_step_get_word (step, "guest"),
                   drover_guest_state_get_label (drover_domain_state_to_string (state)));
      return FALSE;
    }
  return how (guest, error);
}

static gboolean
apply_resume (DroverStep *step, DroverConnection *connection, GError **error)
{
  return change (step, connection, DROVER_DOMAIN_PAUSED, drover_domain_resume, error);
}

static gboolean
undo_resume (DroverStep *step, DroverConnection *connection, GError **error)
{
  return change (step, connection, DROVER_DOMAIN_RUNNING, drover_domain_suspend, error);
}

static gboolean
apply_restore (DroverStep *step, DroverConnection *connection, GError **error)
{
  return change (step, connection, DROVER_DOMAIN_SHUTOFF, drover_domain_start, error);
}

static gboolean
undo_restore (DroverStep *step, DroverConnection *connection, GError **error)
{
  return change (step, connection, DROVER_DOMAIN_RUNNING, drover_domain_save, error);
}

static const DroverStepKind kinds[] = {
  { .name = "guest-resume",
    .title = N_ ("Let the guest “%s” run on"),
    .subject = "guest",
    .call = "virDomainResume",
    .apply = apply_resume,
    .undo = undo_resume },
  { .name = "guest-restore",
    .title = N_ ("Start the guest “%s” from its saved state"),
    .subject = "guest",
    .call = "virDomainCreate",
    .apply = apply_restore,
    .undo = undo_restore },
};

const DroverStepKinds drover_step_kinds_state = { kinds, G_N_ELEMENTS (kinds) };

static gboolean
take (DroverFix *fix, const char *kind, DroverDomain *guest)
{
  drover_fix_take_guest_step (fix, drover_step_new (kind, DROVER_SIDE_SOURCE, NULL), guest);
  return TRUE;
}

static gboolean
prepare_resume (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_look_up_guest (input, error);

  return guest != NULL && take (fix, "guest-resume", guest);
}

static gboolean
prepare_restore (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_look_up_guest (input, error);
  g_autoptr (DroverDomainInfo) info = guest ? drover_domain_get_info (guest, error) : NULL;

  if (info == NULL)
    return FALSE;
  if (!info->has_managed_save)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The guest “%s” has no saved state by now."),
                   info->name);
      return FALSE;
    }
  return take (fix, "guest-restore", guest);
}

static const DroverFixAction actions[] = {
  { "resume-guest", NULL, prepare_resume },
  { "restore-managed-save", NULL, prepare_restore },
};

const DroverFixActions drover_fix_actions_state = { actions, G_N_ELEMENTS (actions) };
