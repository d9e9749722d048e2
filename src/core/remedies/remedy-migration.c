/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes this migration alone, and leaves guest and hosts as they are. */
#include <string.h>

#include "plan/drover-conflicts.h"
#include "remedies/drover-remedy-private.h"

/* Another address helps against closed ports only where the ports are open there. */
static gboolean
is_shut_everywhere (const DroverRemedyContext *context)
{
  const DroverFactReach *reach = drover_facts_get_reach (context->facts);

  return context->finding != NULL && (reach == NULL || !reach->by_address) &&
         g_str_equal (drover_finding_get_check (context->finding)->id, "migration-ports");
}

/* A migration URI belongs neither to a tunnel nor to a move of the definition alone. */
static void
build_migration_uri (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *address = drover_remedy_dup_word (context, "address");
  g_autofree char *uri = drover_uri_build_migration (address ? address : "ADDRESS",
                                                     drover_plan_get_migration_port (context->plan));

  if (!drover_plan_needs_migration_port (context->plan) || is_shut_everywhere (context))
    return;
  if (drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_URI, uri, NULL))
    drover_remedy_add_migrate (context, commands, options);
}

static void
build_free_port (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *host = drover_plan_get_migration_host (context->plan);
  g_autofree char *uri = host ? drover_uri_build_migration (host, 0) : NULL;

  if (uri == NULL)
    drover_migrate_options_unset (options, DROVER_OPTION_MIGRATE_URI);
  else if (!drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_URI, uri, NULL))
    return;
  drover_remedy_add_migrate (context, commands, options);
}

static void
build_managed (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  if (drover_plan_has_flag (context->plan, DROVER_MIGRATE_TUNNELLED))
    return;
  drover_migrate_options_set_mode (options, DROVER_MIGRATE_MODE_MANAGED);
  drover_migrate_options_unset (options, DROVER_OPTION_DEST_URI);
  drover_remedy_add_migrate (context, commands, options);
}

/* The tunnel carries memory alone, and whatever names a port has no place in it. */
static void
build_tunnel (const DroverRemedyContext *context, GPtrArray *commands)
{
  static const DroverMigrateOption excluded[] = {
    DROVER_OPTION_MIGRATE_URI, DROVER_OPTION_LISTEN_ADDRESS, DROVER_OPTION_PARALLEL, DROVER_OPTION_POSTCOPY,
    DROVER_OPTION_TLS,         DROVER_OPTION_ZEROCOPY,
  };
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  if (drover_plan_copies_storage (context->plan) || !drover_plan_needs_migration_port (context->plan))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (excluded); i++)
    drover_migrate_options_unset (options, excluded[i]);
  drover_migrate_options_set_mode (options, DROVER_MIGRATE_MODE_P2P);
  drover_migrate_options_set_flag (options, DROVER_OPTION_TUNNELLED, TRUE);
  drover_remedy_add_possible (context, commands, options);
}

static void
build_no_tunnel (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_unset (options, DROVER_OPTION_TUNNELLED);
  drover_remedy_add_migrate (context, commands, options);
}

static void
build_disks_port (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *port = drover_remedy_dup_word (context, "open-port");

  if (port == NULL)
    return;
  drover_migrate_options_unset (options, DROVER_OPTION_DISKS_URI);
  if (drover_migrate_options_set (options, DROVER_OPTION_DISKS_PORT, port, NULL))
    drover_remedy_add_migrate (context, commands, options);
}

/* A port of the range that was seen to be open, for all of the memory. */
static void
build_open_port (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *port = drover_remedy_dup_word (context, "open-port");
  g_autofree char *host = drover_plan_get_migration_host (context->plan);
  g_autofree char *address = host ? NULL : drover_remedy_dup_word (context, "address");
  g_autofree char *uri = NULL;

  if (port == NULL || (host == NULL && address == NULL))
    return;
  uri = drover_uri_build_migration (host ? host : address, (guint) g_ascii_strtoull (port, NULL, 10));
  if (drover_migrate_options_set (options, DROVER_OPTION_MIGRATE_URI, uri, NULL))
    drover_remedy_add_migrate (context, commands, options);
}

static void
build_rename (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *name = drover_remedy_dup_word (context, "new-name");

  if (drover_migrate_options_set (options, DROVER_OPTION_DEST_NAME, name, NULL))
    drover_remedy_add_migrate (context, commands, options);
}

/* The name the left-over has there: the guest then takes its place. */
static void
build_name_there (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *name = drover_remedy_dup_word (context, "name");

  if (name != NULL && drover_migrate_options_set (options, DROVER_OPTION_DEST_NAME, name, NULL))
    drover_remedy_add_migrate (context, commands, options);
}

static void
build_live (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_unset (options, DROVER_OPTION_OFFLINE);
  drover_remedy_add_migrate (context, commands, options);
}

static void
build_watch (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add (commands, "droverctl", "watch", drover_remedy_get_guest (context), "--from",
                     drover_plan_get_source (context->plan)->text, NULL);
}

static void
build_start (const DroverRemedyContext *context, GPtrArray *commands)
{
  drover_remedy_add_virsh (context, commands, DROVER_SIDE_SOURCE, "start", drover_remedy_get_guest (context),
                           NULL);
  drover_remedy_add_migrate (context, commands, NULL);
}

static void
build_offline (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_unset (options, DROVER_OPTION_LIVE);
  drover_migrate_options_unset (options, DROVER_OPTION_COPY_STORAGE_ALL);
  drover_migrate_options_unset (options, DROVER_OPTION_COPY_STORAGE_INC);
  drover_migrate_options_set_flag (options, DROVER_OPTION_OFFLINE, TRUE);
  drover_remedy_add_possible (context, commands, options);
}

static void
build_no_tls (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_unset (options, DROVER_OPTION_TLS);
  drover_migrate_options_unset (options, DROVER_OPTION_TLS_DESTINATION);
  drover_remedy_add_migrate (context, commands, options);
}

static void
build_tls (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);

  drover_migrate_options_set_flag (options, DROVER_OPTION_TLS, TRUE);
  drover_remedy_add_possible (context, commands, options);
}

static void
build_emulator (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *path = drover_remedy_dup_word (context, "path");
  g_autofree char *change = path ? g_strconcat ("emulator=", path, NULL) : NULL;

  if (change != NULL)
    drover_remedy_add_changed (context, commands, change);
}

static void
build_without_label (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *model = drover_remedy_dup_word (context, "model");
  g_autofree char *change = model ? g_strconcat ("without-seclabel=", model, NULL) : NULL;

  if (change != NULL)
    drover_remedy_add_changed (context, commands, change);
}

/* Without model: hosts that are left to themselves choose the driver their kernel has. */
static void
build_security_driver (const DroverRemedyContext *context, GPtrArray *commands)
{
  g_autofree char *model = drover_remedy_dup_word (context, "model");

  if (model == NULL || model[strspn (model, G_CSET_a_2_z)] != '\0')
    return;
  drover_remedy_add_setting (commands, "/etc/libvirt/qemu.conf", "security_driver", model);
  drover_remedy_add_daemon_restart (commands);
}

/* Only where what is left goes together. */
static void
build_without (const DroverRemedyContext *context, GPtrArray *commands, const char *word)
{
  g_autoptr (DroverMigrateOptions) options = drover_remedy_copy_options (context);
  g_autofree char *name = drover_remedy_dup_word (context, word);
  const DroverMigrateOptionInfo *info = name ? drover_migrate_option_find (name) : NULL;

  if (info == NULL || !drover_migrate_options_is_set (options, info->id))
    return;
  drover_migrate_options_unset (options, info->id);
  drover_remedy_add_possible (context, commands, options);
}

static void
build_without_one (const DroverRemedyContext *context, GPtrArray *commands)
{
  build_without (context, commands, "option");
}

static void
build_without_other (const DroverRemedyContext *context, GPtrArray *commands)
{
  build_without (context, commands, "other-option");
}

static const DroverRemedy remedies[] = {
  { "drop-contradiction", "one", N_ ("Leave one of the two options out"), DROVER_SIDE_CLIENT,
    build_without_one },
  { "drop-contradiction", "other", N_ ("Or leave the other out"), DROVER_SIDE_CLIENT, build_without_other },
  { "migration-uri-address", NULL,
    N_ ("Name the target's address for this migration only, one that the source reaches"), DROVER_SIDE_CLIENT,
    build_migration_uri },
  { "free-migration-port", NULL,
    N_ ("Leave the port out of the migration URI, so that libvirt takes a free one"), DROVER_SIDE_CLIENT,
    build_free_port },
  { "use-open-port", NULL, N_ ("Use a port that was seen to be open, for this migration only"),
    DROVER_SIDE_CLIENT, build_open_port },
  { "managed-direct", NULL,
    N_ ("Have this computer steer the migration: then it logs in to both hosts, and the source needs no key"),
    DROVER_SIDE_CLIENT, build_managed },
  { "tunnel", NULL,
    N_ ("Send the memory through libvirt's own connection: slower, but it needs no further port"),
    DROVER_SIDE_CLIENT, build_tunnel },
  { "no-tunnel", NULL, N_ ("Migrate without the tunnel"), DROVER_SIDE_CLIENT, build_no_tunnel },
  { "disks-port", NULL, N_ ("Copy the disks over a port that was seen to be open"), DROVER_SIDE_CLIENT,
    build_disks_port },
  { "rename-on-target", NULL, N_ ("Give the guest another name on the target"), DROVER_SIDE_CLIENT,
    build_rename },
  { "use-name-on-target", NULL, N_ ("Let the guest take the place of the one there, under that name"),
    DROVER_SIDE_CLIENT, build_name_there },
  { "live-migration", NULL, N_ ("Move the guest live instead"), DROVER_SIDE_CLIENT, build_live },
  { "watch-migration", NULL, N_ ("Watch the migration that is under way"), DROVER_SIDE_CLIENT, build_watch },
  { "offline-migration", "start", N_ ("Start the guest, then migrate it"), DROVER_SIDE_CLIENT, build_start },
  { "offline-migration", "offline", N_ ("Or move its definition alone"), DROVER_SIDE_CLIENT, build_offline },
  { "no-tls", NULL, N_ ("Or migrate without TLS; the guest's memory then crosses the network unencrypted"),
    DROVER_SIDE_CLIENT, build_no_tls },
  { "use-tls", NULL, N_ ("Migrate with TLS"), DROVER_SIDE_CLIENT, build_tls },
  { "emulator-path", NULL, N_ ("Give the target a definition with its own emulator's path"),
    DROVER_SIDE_CLIENT, build_emulator },
  { "align-security-driver", "guest",
    N_ ("Take the security label that the target does not know out of the definition it gets"),
    DROVER_SIDE_CLIENT, build_without_label },
  { "align-security-driver", "host",
    N_ ("Or have the target use the same security driver, where its kernel has it"), DROVER_SIDE_TARGET,
    build_security_driver },
};

const DroverRemedyTable drover_remedies_migration = { remedies, G_N_ELEMENTS (remedies) };
