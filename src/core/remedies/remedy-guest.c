/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be brought in order with the guest itself, on the source. */
#include "base/drover-quote.h"
#include "remedies/drover-remedy-private.h"

/* One pass over the names in snapshots.txt; parents come before their children there, as redefining wants. */
static void
add_snapshot_loop (const DroverRemedyContext *context, GPtrArray *commands, DroverSide side, const char *rest)
{
  const DroverUri *uri = side == DROVER_SIDE_SOURCE ? drover_plan_get_source (context->plan)
                                                    : drover_plan_get_target (context->plan);
  g_autofree char *virsh = drover_quote_command ("virsh", "-c", uri->text, NULL);

  g_ptr_array_add (commands,
                   g_strdup_printf ("while IFS= read -r s; do %s %s; done < snapshots.txt", virsh, rest));
}

static void
build_snapshots (const DroverRemedyContext *context, GPtrArray *commands)
{
  const char *guest = drover_remedy_get_guest (context);
  g_autofree char *quoted = drover_quote_command (guest, NULL);
  g_autofree char *dump = g_strdup_printf ("snapshot-dumpxml %s \"$s\" > \"snapshot-$s.xml\"", quoted);
  g_autofree char *delete = g_strdup_printf ("snapshot-delete %s \"$s\" --metadata", quoted);
  g_autofree char *redefine = g_strdup_printf ("snapshot-create %s \"snapshot-$s.xml\" --redefine", quoted);
  g_autofree char *list = drover_quote_command ("virsh", "-c", drover_plan_get_source (context->plan)->text,
                                                "snapshot-list", guest, "--name", "--topological", NULL);

  g_ptr_array_add (commands, g_strdup_printf ("%s | sed '/^$/d' > snapshots.txt", list));
  add_snapshot_loop (context, commands, DROVER_SIDE_SOURCE, dump);
  add_snapshot_loop (context, commands, DROVER_SIDE_SOURCE, delete);
  drover_remedy_add_migrate (context, commands, NULL);
  add_snapshot_loop (context, commands, DROVER_SIDE_TARGET, redefine);
}

static void
build_managed_save (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "managedsave-remove",
                           drover_remedy_get_guest (context), NULL);
}

static void
build_restore (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_unset (options, DROVER_OPTION_OFFLINE);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "start", drover_remedy_get_guest (context),
                           NULL);
  drover_remedy_add_migrate (context, commands, options);
}

static void
build_resume (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "resume", drover_remedy_get_guest (context),
                           NULL);
}

static void
build_wake (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "dompmwakeup",
                           drover_remedy_get_guest (context), NULL);
}

static void
build_power_cycle (const DroverRemedyContext *context, GPtrArray *commands)
{
  const char *guest = drover_remedy_get_guest (context);

  drover_remedy_add_shutdown (context, commands);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "start", guest, NULL);
}

/* Where the device may well move along, so that nobody detaches it unasked. */
static void
build_detach (const DroverRemedyContext *context, GPtrArray *commands)
{
  const char *guest = drover_remedy_get_guest (context);

  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "dumpxml", guest, "--xpath", "//hostdev",
                           NULL);
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "detach-device", guest, "device.xml",
                           "--live", NULL);
}

static const DroverRemedy remedies[] = {
  { "delete-snapshots", NULL,
    N_ ("Save each snapshot's metadata, delete only that (the data stays in the images), migrate, and define "
        "the snapshots again on the target"),
    DROVER_SIDE_CLIENT, build_snapshots },
  { "restore-managed-save", NULL, N_ ("Start the guest from its saved state, and migrate it while it runs"),
    DROVER_SIDE_CLIENT, build_restore },
  { "remove-managed-save", NULL,
    N_ ("Or give the saved state up: the guest will boot afresh, as after a power cut"), DROVER_SIDE_CLIENT,
    build_managed_save },
  { "resume-guest", NULL, N_ ("Let the guest run on"), DROVER_SIDE_CLIENT, build_resume },
  { "detach-device-by-hand", NULL,
    N_ ("Detach the device from the running guest, migrate, and attach the target's own"), DROVER_SIDE_SOURCE,
    build_detach },
  { "wake-guest", NULL, N_ ("Wake the guest"), DROVER_SIDE_CLIENT, build_wake },
  { "power-cycle", NULL,
    N_ ("Shut the guest down and start it again; a reboot from within keeps the old CPU and devices"),
    DROVER_SIDE_CLIENT, build_power_cycle },
};

const DroverRemedyTable drover_remedies_guest = { remedies, G_N_ELEMENTS (remedies) };
