/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a live migration comes to its end although the guest writes a lot. */
#include "plan/drover-conflicts.h"
#include "remedies/drover-remedy-private.h"

/* Only where the hosts, and the other options, allow it. */
static void
offer (const DroverRemedyContext *context, GPtrArray *commands, const DroverMigrateOptions *options)
{
  const DroverFactIdentity *source = drover_facts_get_identity (context->facts, DROVER_SIDE_SOURCE);
  const DroverFactIdentity *target = drover_facts_get_identity (context->facts, DROVER_SIDE_TARGET);
  DroverPlanVersions versions = {
    .source_libvirt = source ? (guint64) source->libvirt_version : 0,
    .target_libvirt = target ? (guint64) target->libvirt_version : 0,
    .source_qemu = source ? (guint64) source->qemu_version : 0,
    .target_qemu = target ? (guint64) target->qemu_version : 0,
  };

  if (drover_migrate_options_verify (options, &versions, NULL))
    drover_remedy_add_migrate (context, commands, options);
}

static void
build_auto_converge (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options =
      drover_migrate_options_copy (drover_plan_get_options (context->plan));

  drover_migrate_options_set_flag (options, DROVER_OPTION_AUTO_CONVERGE, TRUE);
  offer (context, commands, options);
}

static void
build_postcopy (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options =
      drover_migrate_options_copy (drover_plan_get_options (context->plan));

  drover_migrate_options_set_flag (options, DROVER_OPTION_POSTCOPY, TRUE);
  drover_migrate_options_set_flag (options, DROVER_OPTION_POSTCOPY_AFTER_PRECOPY, TRUE);
  offer (context, commands, options);
}

/* Where it is no limit that holds it up, there is none to be raised. */
static void
build_bandwidth (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options =
      drover_migrate_options_copy (drover_plan_get_options (context->plan));
  g_autofree char *mib = drover_remedy_dup_word (context, "mib");

  if (mib != NULL && drover_migrate_options_set (options, DROVER_OPTION_BANDWIDTH, mib, NULL))
    offer (context, commands, options);
}

static const DroverRemedy remedies[] = {
  { "auto-converge", NULL, N_ ("Slow the guest down, little by little, until it can be moved"),
    DROVER_SIDE_CLIENT, build_auto_converge },
  { "post-copy", NULL,
    N_ ("Or let it run on the target before all of its memory is there; should the network fail then, the "
        "guest stands still"),
    DROVER_SIDE_CLIENT, build_postcopy },
  { "raise-bandwidth", NULL, N_ ("Or allow more bandwidth"), DROVER_SIDE_CLIENT, build_bandwidth },
};

const DroverRemedyTable drover_remedies_convergence = { remedies, G_N_ELEMENTS (remedies) };
