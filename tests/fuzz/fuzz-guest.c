/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "caps/drover-guest.h"
#include "fuzz.h"

static void
look_at_disk (const DroverDisk *disk)
{
  g_assert (disk->chain->len > 0);
  drover_disk_is_migrated_by_copy (disk);
  for (guint i = 0; i < disk->chain->len; i++)
    {
      g_autofree char *text = drover_storage_source_describe (disk->chain->pdata[i]);

      g_assert (text != NULL);
      g_assert (drover_storage_source_equal (disk->chain->pdata[i], disk->chain->pdata[i]));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *xml = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = drover_guest_parse (xml, &error);
  g_autoptr (GPtrArray) paths = NULL;

  g_assert ((guest == NULL) == (error != NULL));
  if (guest == NULL)
    return 0;

  fuzz_write_json (&drover_guest_type, guest);
  for (guint i = 0; i < guest->disks->len; i++)
    look_at_disk (guest->disks->pdata[i]);
  paths = drover_guest_list_host_paths (guest);
  for (guint i = 0; i < paths->len; i++)
    g_assert (((const DroverHostPath *) paths->pdata[i])->path[0] == '/');
  return 0;
}
