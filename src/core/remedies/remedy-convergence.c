/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a live migration comes to its end although the guest writes a lot. */
#include "remedies/drover-remedy-private.h"

static void
build_auto_converge (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_set_flag (options, DROVER_OPTION_AUTO_CONVERGE, TRUE);
  drover_remedy_add_possible (context, commands, options);
}

static void
build_postcopy (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_set_flag (options, DROVER_OPTION_POSTCOPY, TRUE);
  drover_migrate_options_set_flag (options, DROVER_OPTION_POSTCOPY_AFTER_PRECOPY, TRUE);
  drover_remedy_add_possible (context, commands, options);
}

/* Where it is no limit that holds it up, there is none to be raised. */
static void
build_bandwidth (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *mib = drover_remedy_dup_word (context, "mib");

  if (mib != NULL && drover_migrate_options_set (options, DROVER_OPTION_BANDWIDTH, mib, NULL))
    drover_remedy_add_possible (context, commands, options);
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
