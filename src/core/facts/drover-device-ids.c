/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-device-ids.h"

#include <string.h>

#include "facts/drover-knock.h"

/**
 * drover_device_ids_new:
 *
 * Returns: (transfer full): nothing known
 */
DroverDeviceIds *
drover_device_ids_new (void)
{
  DroverDeviceIds *self = g_new0 (DroverDeviceIds, 1);

  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->weak = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * drover_device_ids_free:
 * @ids: (nullable) (transfer full): what to free
 */
void
drover_device_ids_free (DroverDeviceIds *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->weak);
  g_free (self);
}

static void
take (GPtrArray *list, char *text)
{
  if (g_ptr_array_find_with_equal_func (list, text, g_str_equal, NULL))
    g_free (text);
  else
    g_ptr_array_add (list, text);
}

static gboolean
is_hex (const char *text)
{
  return text[0] != '\0' && text[strspn (text, "0123456789abcdef")] == '\0';
}

static gboolean
is_zero (const char *digits)
{
  return digits[strspn (digits, "0")] == '\0';
}

/* Whether a name that should be one of a kind in the world is: its maker's number (OUI) stands in it, and
 * something after it. tgt's default is 6 with a maker of zero; type 3 is given out locally; a type 6 cut to
 * 16 digits names a maker's whole range. */
static gboolean
is_worldwide (const char *wwn)
{
  static const struct {
    char type;
    gsize length;
    gsize maker;
  } types[] = { { '1', 16, 4 }, { '2', 16, 4 }, { '5', 16, 1 }, { '6', 32, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (wwn[0] == types[i].type && strlen (wwn) == types[i].length)
      {
        const char *maker = wwn + types[i].maker;

        return strncmp (maker, "000000", 6) != 0 && !is_zero (maker + 6);
      }
  return FALSE;
}

/* 16 digits: EUI-64, which begins with the maker; 32: NGUID, whose second half is one. 52:54:00 is QEMU's,
 * and the same for the first namespace of every guest. */
static gboolean
is_unique_eui (const char *eui)
{
  gsize length = strlen (eui);
  const char *maker = length == 32 ? eui + 16 : eui;

  return (length == 16 || length == 32) && strncmp (maker, "000000", 6) != 0 &&
         strncmp (maker, "525400", 6) != 0 && !is_zero (maker + 6);
}

static gboolean
add_name (DroverDeviceIds *self, const char *kind, const char *prefix, const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  gboolean is_wwn = g_str_equal (kind, "wwn");

  if (!is_hex (lower))
    return FALSE;
  take (is_wwn                  ? is_worldwide (lower) ? self->ids : self->weak
        : is_unique_eui (lower) ? self->ids
                                : self->weak,
        g_strdup_printf ("%s %s%s", kind, prefix, lower));
  return TRUE;
}

static void
add_uuid (DroverDeviceIds *self, const char *uuid)
{
  g_autofree char *lower = g_ascii_strdown (uuid, -1);

  if (g_uuid_string_is_valid (lower) && lower[strspn (lower, "0-")] != '\0')
    take (self->ids, g_strdup_printf ("uuid %s", lower));
}

/**
 * drover_device_ids_add_wwid:
 * @wwid: (nullable): what udev's scsi_id says of a disk: 3 and an NAA name, 2 and an EUI-64, or else
 *
 * Returns: whether it is a name of either kind
 */
gboolean
drover_device_ids_add_wwid (DroverDeviceIds *self, const char *wwid)
{
  gsize length = wwid ? strlen (wwid) : 0;

  if (length != 17 && length != 33)
    return FALSE;
  if (wwid[0] == '3')
    return add_name (self, "wwn", "0x", wwid + 1);
  return wwid[0] == '2' && add_name (self, "eui", "", wwid + 1);
}

static const char *
get_default_port (const char *protocol)
{
  static const char *const ports[][2] = {
    { "iscsi", "3260" },
    { "rbd", "6789" },
    { "gluster", "24007" },
    { "nbd", "10809" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    if (g_str_equal (protocol, ports[i][0]))
      return ports[i][1];
  return "";
}

/**
 * drover_device_ids_add_server:
 * @protocol: iscsi, rbd, gluster …
 * @host: (nullable): a name or address of the server
 * @port: (nullable): its port, the protocol's own where it is %NULL
 * @name: what the server calls it
 *
 * What a server of that name has under that name; one whose name means each host itself is none.
 */
void
drover_device_ids_add_server (
    DroverDeviceIds *self, const char *protocol, const char *host, const char *port, const char *name)
{
  gboolean is_lun = g_str_equal (protocol, "iscsi") && strchr (name, '/') == NULL;
  const char *shown = port ? port : get_default_port (protocol);
  g_autofree char *lower = host ? g_ascii_strdown (host, -1) : NULL;

  if (host == NULL)
    return;
  take (drover_knock_is_self (lower) ? self->weak : self->ids,
        g_strdup_printf ("%s %s%s%s %s%s", protocol, lower, shown[0] != '\0' ? ":" : "", shown, name,
                         is_lun ? "/0" : ""));
}

/* ip-10.7.0.5:3260-iscsi-iqn.2003-01.org…-lun-1, maybe after the card's own address */
static void
add_path_link (DroverDeviceIds *self, const char *name)
{
  g_autoptr (GRegex) regex = g_regex_new (
      "(?:^|-)ip-\\[?([^\\]]+?)\\]?:([0-9]+)-iscsi-((?:iqn|eui|naa)\\..+)-lun-([0-9a-fx]+)$", 0, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;
  g_auto (GStrv) parts = g_regex_match (regex, name, 0, &info) ? g_match_info_fetch_all (info) : NULL;
  g_autofree char *unit = parts ? g_strdup_printf ("%s/%s", parts[3], parts[4]) : NULL;

  if (unit != NULL)
    drover_device_ids_add_server (self, "iscsi", parts[1], parts[2], unit);
}

static void
add_link (DroverDeviceIds *self, const char *link)
{
  static const char by_id[] = "/dev/disk/by-id/", by_path[] = "/dev/disk/by-path/";
  const char *name;

  if (g_str_has_prefix (link, by_path))
    add_path_link (self, link + strlen (by_path));
  if (!g_str_has_prefix (link, by_id))
    return;
  name = link + strlen (by_id);
  if (g_str_has_prefix (name, "wwn-0x"))
    add_name (self, "wwn", "0x", name + strlen ("wwn-0x"));
  else if (g_str_has_prefix (name, "wwn-eui."))
    add_name (self, "eui", "", name + strlen ("wwn-eui."));
  else if (g_str_has_prefix (name, "nvme-eui."))
    add_name (self, "eui", "", name + strlen ("nvme-eui."));
  else if (g_str_has_prefix (name, "nvme-uuid."))
    add_uuid (self, name + strlen ("nvme-uuid."));
  else if (g_str_has_prefix (name, "scsi-"))
    drover_device_ids_add_wwid (self, name + strlen ("scsi-"));
}

static gboolean
is_made_up (const char *text)
{
  static const char *const makers[] = { "qemu", "vmware", "vbox", "virtual", "msft", "iet", "xensrc" };
  g_autofree char *lower = text ? g_ascii_strdown (text, -1) : NULL;

  for (guint i = 0; lower != NULL && i < G_N_ELEMENTS (makers); i++)
    if (strstr (lower, makers[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* udev makes the serial of the model's name and the disk's number; where the disk gives none, the name is
 * all.
 */
static gboolean
is_only_model (const char *serial, const char *model)
{
  g_autofree char *joined = model ? g_strdelimit (g_strdup (model), " ", '_') : NULL;
  g_autofree char *given = g_strdelimit (g_strdup (serial), " ", '_');

  return joined != NULL && g_str_equal (g_strstrip (given), g_strstrip (joined));
}

static gboolean
is_scsi (const DroverNodeDevice *device)
{
  return device->bus ? g_str_equal (device->bus, "scsi")
                     : device->node != NULL && g_str_has_prefix (device->node, "/dev/sd");
}

/* Of an emulated disk whoever defined the guest chose it, or nobody did; those in USB boxes are often all
 * alike; scsi_id's type 0 is the maker's business. */
static gboolean
is_serial_unique (const DroverNodeDevice *device)
{
  const char *serial = device->serial;

  if (strlen (serial) < 6 || is_zero (serial) || is_only_model (serial, device->model))
    return FALSE;
  if (is_made_up (serial) || is_made_up (device->model) || is_made_up (device->vendor))
    return FALSE;
  if (is_scsi (device) && serial[0] == '0')
    return FALSE;
  /* nobody's hardware: virtio, Xen, loop devices … have what their owner gave them */
  return is_scsi (device) || g_strcmp0 (device->bus, "ata") == 0 ||
         (device->node != NULL && g_str_has_prefix (device->node, "/dev/nvme"));
}

/**
 * drover_device_ids_add_device:
 * @device: a storage device as libvirt lists it
 *
 * Takes what identifies it from its links and its serial.
 */
void
drover_device_ids_add_device (DroverDeviceIds *self, const DroverNodeDevice *device)
{
  for (guint i = 0; device->links != NULL && device->links[i] != NULL; i++)
    add_link (self, device->links[i]);
  if (device->serial == NULL || device->serial[0] == '\0')
    return;
  if (is_scsi (device) && drover_device_ids_add_wwid (self, device->serial))
    return;
  take (is_serial_unique (device) ? self->ids : self->weak, g_strdup_printf ("serial %s", device->serial));
}

/**
 * drover_device_ids_share_one:
 *
 * Returns: whether anything that identifies one identifies the other
 */
gboolean
drover_device_ids_share_one (const DroverDeviceIds *a, const DroverDeviceIds *b)
{
  for (guint i = 0; i < a->ids->len; i++)
    if (g_ptr_array_find_with_equal_func (b->ids, a->ids->pdata[i], g_str_equal, NULL))
      return TRUE;
  return FALSE;
}
