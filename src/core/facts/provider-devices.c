/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "facts/drover-device-look.h"

/* FILES of the source knows what backs an image where the definition does not tell. */
static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
  { DROVER_FACT_POOLS, DROVER_NEED_SAME, TRUE },
  { DROVER_FACT_FILES, DROVER_NEED_SOURCE, TRUE },
};

static gboolean
look_at_guest (DroverDeviceLook *look, const DroverGuest *guest, GError **error)
{
  for (guint i = 0; i < guest->disks->len; i++)
    {
      const DroverDisk *disk = guest->disks->pdata[i];

      for (guint at = 0; at < disk->chain->len; at++)
        if (!drover_device_look_at_source (look, disk->chain->pdata[at], error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
look_at_backing (DroverDeviceLook *look, const DroverFacts *facts, GError **error)
{
  const DroverFactFiles *files = drover_facts_get_files (facts, DROVER_SIDE_SOURCE);

  for (guint i = 0; files != NULL && files->files != NULL && i < files->files->len; i++)
    {
      const DroverFactFile *file = files->files->pdata[i];

      if (g_strcmp0 (file->kind, "backing") == 0 && !drover_device_look_at_path (look, file->path, error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  g_autoptr (DroverGuest) guest = drover_provider_get_guest (context, side, error);
  g_autoptr (DroverDeviceLook) look = NULL;

  if (guest == NULL)
    return NULL;
  look = drover_device_look_new (context->connections[side], drover_facts_get_pools (context->facts, side),
                                 cancellable);
  /* another definition for the target seldom tells what backs its images */
  if (!look_at_guest (look, guest, error) ||
      !look_at_guest (look, drover_facts_get_guest (context->facts), error) ||
      !look_at_backing (look, context->facts, error))
    return NULL;
  return drover_device_look_finish (look);
}

/* Which disks lie behind the device names and volumes of the guest, on this host. Creates nothing. */
const DroverFactProvider drover_provider_devices = {
  .id = DROVER_FACT_DEVICES,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 2,
  .fill = fill,
};
