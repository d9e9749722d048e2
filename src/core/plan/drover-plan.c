/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/drover-plan.h"

struct _DroverPlan {
  DroverUri *source;
  DroverUri *target;
  DroverMigrateOptions *options;
  char *guest_name;
  char *guest_uuid;
  gboolean guest_known;
  gboolean persistent;
  gboolean active;
};

static DroverPlan *
plan_copy (const DroverPlan *plan)
{
  DroverPlan *copy = g_atomic_rc_box_new0 (DroverPlan);

  copy->source = drover_uri_copy (plan->source);
  copy->target = drover_uri_copy (plan->target);
  copy->options = drover_migrate_options_copy (plan->options);
  copy->guest_name = g_strdup (plan->guest_name);
  copy->guest_uuid = g_strdup (plan->guest_uuid);
  copy->guest_known = plan->guest_known;
  copy->persistent = plan->persistent;
  copy->active = plan->active;
  return copy;
}

/**
 * drover_plan_new:
 * @source: the host the guest runs on
 * @target: the host it shall run on
 * @guest_name: the guest as the user named it: name or UUID
 * @options: (nullable): the options, %NULL for all defaults
 *
 * Until drover_plan_with_guest() tells more, the guest is taken for the usual one: defined and running.
 *
 * Returns: (transfer full): the plan
 */
DroverPlan *
drover_plan_new (const DroverUri *source,
                 const DroverUri *target,
                 const char *guest_name,
                 const DroverMigrateOptions *options)
{
  DroverPlan *plan = NULL;

  g_return_val_if_fail (source != NULL && target != NULL && guest_name != NULL, NULL);

  plan = g_atomic_rc_box_new0 (DroverPlan);
  plan->source = drover_uri_copy (source);
  plan->target = drover_uri_copy (target);
  plan->guest_name = g_strdup (guest_name);
  plan->options = options ? drover_migrate_options_copy (options) : drover_migrate_options_new ();
  plan->persistent = TRUE;
  plan->active = TRUE;
  return plan;
}

/**
 * drover_plan_with_guest:
 * @plan: a plan
 * @name: the guest's name
 * @uuid: (nullable): its UUID
 * @persistent: whether the source has a definition of it
 * @active: whether it runs (or is paused) there
 *
 * Returns: (transfer full): the plan with what was learned of the guest
 */
DroverPlan *
drover_plan_with_guest (
    const DroverPlan *plan, const char *name, const char *uuid, gboolean persistent, gboolean active)
{
  DroverPlan *copy = NULL;

  g_return_val_if_fail (plan != NULL && name != NULL, NULL);

  copy = plan_copy (plan);
  g_free (copy->guest_name);
  g_free (copy->guest_uuid);
  copy->guest_name = g_strdup (name);
  copy->guest_uuid = g_strdup (uuid);
  copy->persistent = persistent;
  copy->active = active;
  copy->guest_known = TRUE;
  return copy;
}

/**
 * drover_plan_with_options:
 * @plan: a plan
 * @options: other options
 *
 * Returns: (transfer full): the plan with @options in place of its own
 */
DroverPlan *
drover_plan_with_options (const DroverPlan *plan, const DroverMigrateOptions *options)
{
  DroverPlan *copy = NULL;

  g_return_val_if_fail (plan != NULL && options != NULL, NULL);

  copy = plan_copy (plan);
  drover_migrate_options_free (copy->options);
  copy->options = drover_migrate_options_copy (options);
  return copy;
}

/**
 * drover_plan_with_mode:
 * @plan: a plan
 * @mode: who steers, as was proved to work or as the user wants it
 *
 * Returns: (transfer full): the plan with that mode
 */
DroverPlan *
drover_plan_with_mode (const DroverPlan *plan, DroverMigrateMode mode)
{
  DroverPlan *copy = NULL;

  g_return_val_if_fail (plan != NULL, NULL);

  copy = plan_copy (plan);
  drover_migrate_options_set_mode (copy->options, mode);
  return copy;
}

/**
 * drover_plan_ref:
 *
 * Returns: (transfer full): the same plan, with one owner more
 */
DroverPlan *
drover_plan_ref (DroverPlan *plan)
{
  return g_atomic_rc_box_acquire (plan);
}

static void
plan_clear (gpointer data)
{
  DroverPlan *plan = data;

  drover_uri_free (plan->source);
  drover_uri_free (plan->target);
  drover_migrate_options_free (plan->options);
  g_free (plan->guest_name);
  g_free (plan->guest_uuid);
}

/**
 * drover_plan_unref:
 * @plan: (nullable) (transfer full): what to give up
 */
void
drover_plan_unref (DroverPlan *plan)
{
  if (plan != NULL)
    g_atomic_rc_box_release_full (plan, plan_clear);
}

/**
 * drover_plan_get_source:
 *
 * Returns: (transfer none): the host the guest runs on
 */
const DroverUri *
drover_plan_get_source (const DroverPlan *plan)
{
  return plan->source;
}

/**
 * drover_plan_get_target:
 *
 * Returns: (transfer none): the host it shall run on, as this computer reaches it
 */
const DroverUri *
drover_plan_get_target (const DroverPlan *plan)
{
  return plan->target;
}

/**
 * drover_plan_get_uri:
 * @side: a host, or this computer
 *
 * Returns: (transfer none) (nullable): how that host is reached; %NULL for %DROVER_SIDE_CLIENT
 */
const DroverUri *
drover_plan_get_uri (const DroverPlan *plan, DroverSide side)
{
  switch (side)
    {
    case DROVER_SIDE_SOURCE:
      return drover_plan_get_source (plan);
    case DROVER_SIDE_TARGET:
      return drover_plan_get_target (plan);
    case DROVER_SIDE_CLIENT:
    default:
      return NULL;
    }
}

/**
 * drover_plan_get_options:
 *
 * Returns: (transfer none): the options
 */
const DroverMigrateOptions *
drover_plan_get_options (const DroverPlan *plan)
{
  return plan->options;
}

/**
 * drover_plan_get_guest_name:
 *
 * Returns: (transfer none): the guest's name; as the user named it while it is not known
 */
const char *
drover_plan_get_guest_name (const DroverPlan *plan)
{
  return plan->guest_name;
}

/**
 * drover_plan_get_guest_uuid:
 *
 * Returns: (transfer none) (nullable): the guest's UUID, %NULL while it is not known
 */
const char *
drover_plan_get_guest_uuid (const DroverPlan *plan)
{
  return plan->guest_uuid;
}

/**
 * drover_plan_get_target_name:
 *
 * Returns: (transfer none): the guest's name on the target
 */
const char *
drover_plan_get_target_name (const DroverPlan *plan)
{
  const char *name = drover_migrate_options_get_string (plan->options, DROVER_OPTION_DEST_NAME);

  return name ? name : plan->guest_name;
}

/**
 * drover_plan_guest_is_known:
 *
 * Returns: whether drover_plan_with_guest() was called: what else the plan says of the guest was seen
 */
gboolean
drover_plan_guest_is_known (const DroverPlan *plan)
{
  return plan->guest_known;
}

/**
 * drover_plan_guest_is_persistent:
 *
 * Returns: whether the source has a definition of the guest; taken for granted while it is not known
 */
gboolean
drover_plan_guest_is_persistent (const DroverPlan *plan)
{
  return plan->persistent;
}

/**
 * drover_plan_guest_is_active:
 *
 * Returns: whether the guest runs or is paused; taken for granted while it is not known
 */
gboolean
drover_plan_guest_is_active (const DroverPlan *plan)
{
  return plan->active;
}

/* What holds where the user said nothing. */
static guint64
get_default_flags (const DroverPlan *plan)
{
  gboolean offline = drover_migrate_options_get_flag (plan->options, DROVER_OPTION_OFFLINE);
  guint64 flags = offline ? 0 : DROVER_MIGRATE_LIVE;

  /* Offline moves nothing but the definition, and a definition given for the target is meant to stay there.
   */
  if (plan->persistent || offline || drover_migrate_options_is_set (plan->options, DROVER_OPTION_PERSIST_XML))
    flags |= DROVER_MIGRATE_PERSIST_DEST;
  /* Taking the definition from under a guest that goes on running at the source would leave it transient
   * there: gone for good with its next shutdown. */
  if (plan->persistent && !(offline && plan->active))
    flags |= DROVER_MIGRATE_UNDEFINE_SOURCE;
  return flags;
}

/**
 * drover_plan_get_flags:
 * @plan: a plan
 *
 * Returns: libvirt's flags: what was asked for; and, unless that says otherwise, LIVE, and for a defined
 * guest PERSIST_DEST and UNDEFINE_SOURCE. While the mode is still open (auto) PEER2PEER is not among them.
 */
guint64
drover_plan_get_flags (const DroverPlan *plan)
{
  guint64 flags = 0;

  g_return_val_if_fail (plan != NULL, 0);

  flags = get_default_flags (plan);
  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);

      if (info->flag == 0 || !drover_migrate_options_is_set (plan->options, id))
        continue;
      if (drover_migrate_options_get_flag (plan->options, id))
        flags |= info->flag;
      else
        flags &= ~(guint64) info->flag;
    }
  if (drover_plan_is_p2p (plan))
    flags |= DROVER_MIGRATE_PEER2PEER;
  else
    flags &= ~(guint64) DROVER_MIGRATE_PEER2PEER;
  return flags;
}

/**
 * drover_plan_has_flag:
 *
 * Returns: whether @flag is among drover_plan_get_flags()
 */
gboolean
drover_plan_has_flag (const DroverPlan *plan, DroverMigrateFlags flag)
{
  return (drover_plan_get_flags (plan) & flag) != 0;
}

static GVariant *
get_param (const DroverMigrateOptions *options, const DroverMigrateOptionInfo *info)
{
  switch (info->param_type)
    {
    case 's':
      return g_variant_new_string (drover_migrate_options_get_string (options, info->id));
    case 't':
      return g_variant_new_uint64 (drover_migrate_options_get_uint (options, info->id));
    case 'i':
      return g_variant_new_int32 ((gint32) drover_migrate_options_get_uint (options, info->id));
    case 'a':
      return g_variant_new_strv (drover_migrate_options_get_list (options, info->id), -1);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * drover_plan_get_params:
 * @plan: a plan
 *
 * Returns: (transfer full): libvirt's typed parameters as `a{sv}`, not floating: `s` a string, `t` ULLONG,
 * `i` INT, `as` a string given once for each element
 */
GVariant *
drover_plan_get_params (const DroverPlan *plan)
{
  GVariantBuilder builder;

  g_return_val_if_fail (plan != NULL, NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (guint id = 0; id < DROVER_N_MIGRATE_OPTIONS; id++)
    {
      const DroverMigrateOptionInfo *info = drover_migrate_option_get_info (id);

      if (info->param != NULL && drover_migrate_options_is_set (plan->options, id))
        g_variant_builder_add (&builder, "{sv}", info->param, get_param (plan->options, info));
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
