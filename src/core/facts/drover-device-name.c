/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-device-name.h"

/* (transfer full) (nullable): the groups of the match, the whole first. */
static GStrv
match (const char *pattern, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  return g_regex_match (regex, text, 0, &info) ? g_match_info_fetch_all (info) : NULL;
}

/**
 * drover_device_name_is_device:
 * @path: (nullable): a path on a host
 *
 * Returns: whether it lies below /dev
 */
gboolean
drover_device_name_is_device (const char *path)
{
  return path != NULL && g_str_has_prefix (path, "/dev/");
}

/**
 * drover_device_name_is_mapped:
 * @path: a device's path
 *
 * Returns: whether the device mapper made it, so that libvirt lists it nowhere, only what is below it
 */
gboolean
drover_device_name_is_mapped (const char *path)
{
  return g_str_has_prefix (path, "/dev/mapper/") || g_str_has_prefix (path, "/dev/dm-") ||
         g_str_has_prefix (path, "/dev/disk/by-id/dm-");
}

/**
 * drover_device_name_split:
 * @path: a device's path
 * @partition: (out) (transfer full) (nullable): the number of the partition, where it names one
 *
 * Goes by how the kernel (sda1, nvme0n1p1), udev (…-part1) and kpartx (3600…p1) name partitions.
 *
 * Returns: (transfer full): the path of the whole disk
 */
char *
drover_device_name_split (const char *path, char **partition)
{
  static const char *const patterns[] = {
    "^(/dev/(?:disk/by-id|disk/by-path|mapper)/.+)-part([0-9]+)$",
    "^(/dev/disk/by-id/dm-uuid-)part([0-9]+)-(mpath-.+)$",
    "^(/dev/mapper/3(?:[0-9a-f]{32}|[0-9a-f]{16}))p([0-9]+)$",
    "^(/dev/(?:nvme[0-9]+n[0-9]+|mmcblk[0-9]+|loop[0-9]+|nbd[0-9]+|md[0-9]+))p([0-9]+)$",
    "^(/dev/(?:s|v|xv|h)d[a-z]+)([0-9]+)$",
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_auto (GStrv) parts = match (patterns[i], path);

      if (parts == NULL)
        continue;
      *partition = g_strdup (parts[2]);
      return g_strconcat (parts[1], parts[3], NULL);
    }
  *partition = NULL;
  return g_strdup (path);
}

/**
 * drover_device_name_get_wwid:
 * @path: the path of a whole disk
 *
 * A multipath device bears the WWID of its LUN as name, unless the host gives it one of its own (mpatha),
 * which may be another LUN on the next host.
 *
 * Returns: (transfer full) (nullable): the WWID in the name of a multipath device, as scsi_id writes it
 */
char *
drover_device_name_get_wwid (const char *path)
{
  g_auto (GStrv) parts =
      match ("^/dev/(?:mapper/|disk/by-id/dm-name-|disk/by-id/dm-uuid-mpath-)([23][0-9a-f]{16,32})$", path);

  return parts ? g_strdup (parts[1]) : NULL;
}

/* The device mapper doubles the hyphens within a name and parts names by single ones. */
static char *
undouble (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "--", "-", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/**
 * drover_device_name_get_volume:
 * @path: a device's path
 *
 * Returns: (transfer full): the path as a pool of logical volumes writes it, /dev/GROUP/VOLUME; @path itself
 *   where it is no other name of one
 */
char *
drover_device_name_get_volume (const char *path)
{
  g_auto (GStrv) parts =
      match ("^/dev/(?:mapper/|disk/by-id/dm-name-)((?:[^-/]|--)+)-((?:[^-/]|--)+)$", path);
  g_autofree char *group = NULL;
  g_autofree char *volume = NULL;

  if (parts == NULL)
    return g_strdup (path);
  group = undouble (parts[1]);
  volume = undouble (parts[2]);
  return g_strdup_printf ("/dev/%s/%s", group, volume);
}
