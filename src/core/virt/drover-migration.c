/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-migration.h"

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

typedef struct {
  virTypedParameterPtr params;
  int n;
  int max;
} TypedParams;

static void
typed_params_clear (TypedParams *typed)
{
  virTypedParamsFree (typed->params, typed->n);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TypedParams, typed_params_clear)

static int
add_param (TypedParams *typed, const char *name, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return virTypedParamsAddString (&typed->params, &typed->n, &typed->max, name,
                                    g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
    return virTypedParamsAddInt (&typed->params, &typed->n, &typed->max, name, g_variant_get_int32 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT64))
    return virTypedParamsAddULLong (&typed->params, &typed->n, &typed->max, name,
                                    g_variant_get_uint64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **strv = g_variant_get_strv (value, NULL);

      /* A list is the same name again and again. */
      return virTypedParamsAddStringList (&typed->params, &typed->n, &typed->max, name, strv);
    }
  g_return_val_if_reached (-1);
}

static gboolean
typed_params_from_variant (TypedParams *typed, GVariant *params, GError **error)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (params == NULL)
    return TRUE;
  g_variant_iter_init (&iter, params);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      int rc = add_param (typed, name, value);

      g_variant_unref (value);
      if (rc < 0)
        {
          drover_virt_take_error (name, error);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * drover_domain_migrate_direct:
 * @domain: the guest on its source
 * @target: where it shall go
 * @params: (nullable): `a{sv}` by libvirt's names: strings, int32, uint64 and lists of strings
 * @flags: libvirt's `virDomainMigrateFlags`
 *
 * Migrates with this program between the two hosts, which must live until the end. Blocks for as long as it
 * takes.
 *
 * Returns: (transfer full): the guest on its target
 */
DroverDomain *
drover_domain_migrate_direct (
    DroverDomain *domain, DroverConnection *target, GVariant *params, guint64 flags, GError **error)
{
  g_auto (TypedParams) typed = { 0 };
  DroverDomain *moved;

  if (!typed_params_from_variant (&typed, params, error))
    return NULL;
  moved = virDomainMigrate3 (domain, drover_connection_get_raw (target), typed.params, (unsigned int) typed.n,
                             (unsigned int) flags);
  if (moved == NULL)
    drover_virt_take_error ("virDomainMigrate3", error);
  return moved;
}

/**
 * drover_domain_migrate_from_host:
 * @domain: the guest on its source
 * @target_uri: where it shall go, as the source's own libvirt would connect there
 * @params: (nullable): as for [func@domain_migrate_direct]
 * @flags: libvirt's `virDomainMigrateFlags`, with PEER2PEER
 *
 * Lets the source's libvirt do the whole migration (peer-to-peer). It goes on when this program dies. Blocks
 * for as long as it takes.
 *
 * Returns: whether the guest was moved
 */
gboolean
drover_domain_migrate_from_host (
    DroverDomain *domain, const char *target_uri, GVariant *params, guint64 flags, GError **error)
{
  g_auto (TypedParams) typed = { 0 };

  if (!typed_params_from_variant (&typed, params, error))
    return FALSE;
  if (virDomainMigrateToURI3 (domain, target_uri, typed.params, (unsigned int) typed.n,
                              (unsigned int) flags) == 0)
    return TRUE;
  drover_virt_take_error ("virDomainMigrateToURI3", error);
  return FALSE;
}

/**
 * drover_domain_abort_job:
 * @in_postcopy: whether the guest already runs on the target; aborting then pauses the migration and nothing
 * is lost, which hosts before libvirt 8.5.0 cannot do
 *
 * Asks the source to give the job up. The outcome is the migration's own.
 *
 * Returns: whether the request was taken
 */
gboolean
drover_domain_abort_job (DroverDomain *domain, gboolean in_postcopy, GError **error)
{
  if (in_postcopy)
    return drover_virt_report (virDomainAbortJobFlags (domain, VIR_DOMAIN_ABORT_JOB_POSTCOPY),
                               "virDomainAbortJobFlags", error);
  return drover_virt_report (virDomainAbortJob (domain), "virDomainAbortJob", error);
}

/**
 * drover_domain_set_max_downtime:
 * @ms: how long the guest may stand still at the end, in milliseconds
 *
 * Returns: whether the limit was taken
 */
gboolean
drover_domain_set_max_downtime (DroverDomain *domain, guint64 ms, GError **error)
{
  return drover_virt_report (virDomainMigrateSetMaxDowntime (domain, ms, 0), "virDomainMigrateSetMaxDowntime",
                             error);
}

/**
 * drover_domain_set_max_speed:
 * @mib_per_s: the limit in MiB/s
 * @postcopy: set the limit of the post-copy phase instead
 *
 * Returns: whether the limit was taken
 */
gboolean
drover_domain_set_max_speed (DroverDomain *domain, guint64 mib_per_s, gboolean postcopy, GError **error)
{
  return drover_virt_report (
      virDomainMigrateSetMaxSpeed (domain, (unsigned long) mib_per_s,
                                   postcopy ? VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY : 0),
      "virDomainMigrateSetMaxSpeed", error);
}

/**
 * drover_domain_set_compression_cache:
 * @bytes: size of the XBZRLE cache in bytes
 *
 * Returns: whether the size was taken
 */
gboolean
drover_domain_set_compression_cache (DroverDomain *domain, guint64 bytes, GError **error)
{
  return drover_virt_report (virDomainMigrateSetCompressionCache (domain, bytes, 0),
                             "virDomainMigrateSetCompressionCache", error);
}

/**
 * drover_domain_start_postcopy:
 *
 * Lets the guest run on the target now and fetch the rest of its memory from the source. There is no way
 * back.
 *
 * Returns: whether the switch was taken
 */
gboolean
drover_domain_start_postcopy (DroverDomain *domain, GError **error)
{
  return drover_virt_report (virDomainMigrateStartPostCopy (domain, 0), "virDomainMigrateStartPostCopy",
                             error);
}

/**
 * drover_domain_suspend:
 *
 * Stops a guest's CPUs. During a migration that forces it to converge; the guest is resumed on the target.
 *
 * Returns: whether it stopped
 */
gboolean
drover_domain_suspend (DroverDomain *domain, GError **error)
{
  return drover_virt_report (virDomainSuspend (domain), "virDomainSuspend", error);
}
