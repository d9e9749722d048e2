/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-device-sameness.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * IdKind:
 * @name: the first word of an id
 * @equal: whether two that share one are one
 * @unequal: whether two that have some and share none are two
 *
 * What follows from ids of a kind. One LUN may have several addresses, but no two names.
 */
typedef struct {
  const char *name;
  gboolean equal;
  gboolean unequal;
} IdKind;

static const IdKind kinds[] = {
  { "wwn", TRUE, TRUE },  { "eui", TRUE, TRUE },      { "uuid", TRUE, TRUE },   { "iscsi", TRUE, FALSE },
  { "rbd", TRUE, FALSE }, { "gluster", TRUE, FALSE }, { "serial", TRUE, TRUE }, { "local", FALSE, FALSE },
};

static gboolean
is_of_kind (const char *id, const char *kind)
{
  gsize length = strlen (kind);

  return strncmp (id, kind, length) == 0 && id[length] == ' ';
}

static char *
join_kind (const DroverFactDevice *device, const char *kind)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; device->ids != NULL && device->ids[i] != NULL; i++)
    if (is_of_kind (device->ids[i], kind))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", device->ids[i]);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static const char *
find_common (const DroverFactDevice *a, const DroverFactDevice *b, const char *kind)
{
  for (guint i = 0; a->ids != NULL && b->ids != NULL && a->ids[i] != NULL; i++)
    if (is_of_kind (a->ids[i], kind) && g_strv_contains ((const char *const *) b->ids, a->ids[i]))
      return a->ids[i];
  return NULL;
}

/* What people look for: the path, and what it is just now. */
static char *
describe (const DroverFactDevice *device)
{
  g_autofree char *node = device->node != NULL && device->partition != NULL
                              ? g_strdup_printf (_ ("%s, partition %s"), device->node, device->partition)
                              : g_strdup (device->node);

  if (node == NULL || g_str_equal (node, device->name))
    return g_strdup (device->name);
  return g_strdup_printf ("%s = %s", device->name, node);
}

static void
conclude (DroverDeviceVerdict *verdict, const char *result, char *evidence)
{
  verdict->result = result;
  g_free (verdict->evidence);
  verdict->evidence = evidence;
}

static void
conclude_unknown (const DroverFactDevice *here, const DroverFactDevice *there, DroverDeviceVerdict *verdict)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const DroverFactDevice *const devices[] = { here, there };

  for (DroverSide side = DROVER_SIDE_SOURCE; side <= DROVER_SIDE_TARGET; side++)
    {
      const DroverFactDevice *device = devices[side];
      g_autofree char *ids =
          device->ids != NULL && device->ids[0] != NULL ? g_strjoinv (", ", device->ids) : NULL;

      g_string_append_printf (text, "%s%s: %s", side == DROVER_SIDE_SOURCE ? "" : "; ",
                              drover_side_get_label (side),
                              ids              ? ids
                              : device->reason ? device->reason
                                               : _ ("nothing identifies it"));
    }
  conclude (verdict, "unknown", g_string_free (g_steal_pointer (&text), FALSE));
}

static void
conclude_same (const char *id,
               const DroverFactDevice *here,
               const DroverFactDevice *there,
               DroverDeviceVerdict *verdict)
{
  g_autofree char *first = describe (here);
  g_autofree char *second = describe (there);

  if (g_strcmp0 (here->partition, there->partition) != 0)
    conclude (verdict, "different",
              g_strdup_printf (_ ("one disk, %s, but not the same part of it: %s on the source, %s on the "
                                  "target"),
                               id, first, second));
  else
    conclude (verdict, "same",
              g_strdup_printf (_ ("one device, %s: %s on the source, %s on the target"), id, first, second));
}

static void
conclude_different (const char *kind,
                    const DroverFactDevice *here,
                    const DroverFactDevice *there,
                    DroverDeviceVerdict *verdict)
{
  g_autofree char *first = describe (here);
  g_autofree char *second = describe (there);
  g_autofree char *here_ids = join_kind (here, kind);
  g_autofree char *there_ids = join_kind (there, kind);

  conclude (verdict, "different",
            g_strdup_printf (_ ("two devices: %s (%s) on the source, %s (%s) on the target"), here_ids, first,
                             there_ids, second));
}

static gboolean
has_kind (const DroverFactDevice *device, const char *kind)
{
  g_autofree char *ids = join_kind (device, kind);

  return ids != NULL;
}

/* `rbd SERVER POOL/IMAGE`: whether a server of the one has the other's image too, by another name. */
static gboolean
is_other_image (const DroverFactDevice *here, const DroverFactDevice *there)
{
  for (guint i = 0; here->ids != NULL && here->ids[i] != NULL; i++)
    for (guint j = 0; there->ids != NULL && there->ids[j] != NULL; j++)
      {
        g_auto (GStrv) a = g_strsplit (here->ids[i], " ", 3);
        g_auto (GStrv) b = g_strsplit (there->ids[j], " ", 3);

        if (g_str_equal (a[0], "rbd") && g_str_equal (b[0], "rbd") && g_strcmp0 (a[1], b[1]) == 0 &&
            a[1] != NULL && g_strcmp0 (a[2], b[2]) != 0)
          return TRUE;
      }
  return FALSE;
}

static void
compare_plain (const DroverFactDevice *here, const DroverFactDevice *there, DroverDeviceVerdict *verdict)
{
  /* a contradiction weighs more than an agreement */
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].unequal && has_kind (here, kinds[i].name) && has_kind (there, kinds[i].name) &&
        find_common (here, there, kinds[i].name) == NULL)
      {
        conclude_different (kinds[i].name, here, there, verdict);
        return;
      }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *common = kinds[i].equal ? find_common (here, there, kinds[i].name) : NULL;

      if (common != NULL)
        {
          conclude_same (common, here, there, verdict);
          return;
        }
    }
  /* a pool that one host alone can have in use */
  if (has_kind (here, "local") && has_kind (there, "local"))
    conclude_different ("local", here, there, verdict);
  else if (is_other_image (here, there))
    conclude_different ("rbd", here, there, verdict);
  else
    conclude_unknown (here, there, verdict);
}

/* One disk below a volume against all below the other. */
static void
compare_with_all (const DroverFactDevice *here,
                  const DroverFactDevices *target,
                  GStrv names,
                  DroverDeviceVerdict *verdict)
{
  DroverDeviceVerdict worst = { "different", NULL };

  for (guint i = 0; names[i] != NULL; i++)
    {
      const DroverFactDevice *there = drover_device_find (target, names[i]);
      DroverDeviceVerdict one = { 0 };

      if (there != NULL)
        compare_plain (here, there, &one);
      else
        conclude (&one, "unknown", g_strdup (names[i]));
      if (g_str_equal (one.result, "same") || worst.evidence == NULL ||
          (g_str_equal (one.result, "unknown") && g_str_equal (worst.result, "different")))
        {
          g_free (worst.evidence);
          worst = one;
        }
      else
        g_free (one.evidence);
      if (g_str_equal (worst.result, "same"))
        break;
    }
  *verdict = worst;
}

/* A disk that was cloned has the UUIDs of the one it was cloned from, so only that one of its disks too is
 * the same says of a volume that it is. */
static void
compare_volumes (const DroverFactDevices *source,
                 const DroverFactDevice *here,
                 const DroverFactDevices *target,
                 const DroverFactDevice *there,
                 DroverDeviceVerdict *verdict)
{
  GStrv names = here->lies_on;
  DroverDeviceVerdict below = { 0 };

  if (!g_str_equal (here->volume, there->volume))
    {
      conclude (verdict, "different",
                g_strdup_printf (_ ("two logical volumes: %s on the source, %s on the target"), here->volume,
                                 there->volume));
      return;
    }
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const DroverFactDevice *device = drover_device_find (source, names[i]);

      g_clear_pointer (&below.evidence, g_free);
      below.result = "unknown";
      if (device != NULL && there->lies_on != NULL && there->lies_on[0] != NULL)
        compare_with_all (device, target, there->lies_on, &below);
      if (!g_str_equal (below.result, "same"))
        break;
    }

  if (g_strcmp0 (below.result, "same") == 0)
    conclude (verdict, "same",
              g_strdup_printf (_ ("one logical volume, %s, on %s"), here->volume, below.evidence));
  else if (g_strcmp0 (below.result, "different") == 0)
    conclude (verdict, "different",
              g_strdup_printf (_ ("both are called logical volume %s, but one is a copy: %s"), here->volume,
                               below.evidence));
  else
    conclude (
        verdict, "unknown",
        g_strdup_printf (_ ("both are called logical volume %s, as a cloned disk's would be too; of the "
                            "disks below, nothing tells which they are (%s)"),
                         here->volume, below.evidence ? below.evidence : _ ("they are not known")));
  g_free (below.evidence);
}

/**
 * drover_device_compare:
 * @source: all that the source said
 * @here: a device of the source
 * @target: all that the target said
 * @there: a device of the target
 * @verdict: (out caller-allocates): what follows
 *
 * Says whether two hosts' devices are one and the same, by what identifies them and never by their paths. A
 * pure function.
 */
void
drover_device_compare (const DroverFactDevices *source,
                       const DroverFactDevice *here,
                       const DroverFactDevices *target,
                       const DroverFactDevice *there,
                       DroverDeviceVerdict *verdict)
{
  *verdict = (DroverDeviceVerdict){ 0 };
  if (here->volume != NULL && there->volume != NULL)
    compare_volumes (source, here, target, there, verdict);
  else
    compare_plain (here, there, verdict);
}

/**
 * drover_device_find:
 * @devices: (nullable): what a host said
 * @name: what it was asked for
 *
 * Returns: (transfer none) (nullable): the entry
 */
const DroverFactDevice *
drover_device_find (const DroverFactDevices *devices, const char *name)
{
  for (guint i = 0; devices != NULL && devices->devices != NULL && i < devices->devices->len; i++)
    if (g_strcmp0 (((const DroverFactDevice *) devices->devices->pdata[i])->name, name) == 0)
      return devices->devices->pdata[i];
  return NULL;
}

static char *
explain_absence (const DroverFacts *facts, const DroverFactDevice *known)
{
  for (DroverSide side = DROVER_SIDE_SOURCE; side <= DROVER_SIDE_TARGET; side++)
    {
      const char *reason = drover_facts_get_reason (facts, DROVER_FACT_DEVICES, side);

      if (reason != NULL)
        return g_strdup_printf ("%s: %s", drover_side_get_label (side), reason);
    }
  return g_strdup (known->reason ? known->reason : _ ("one host has a disk there, the other a file"));
}

/**
 * drover_device_judge:
 * @source: the name of an image on the source
 * @target: the one on the target
 * @verdict: (out caller-allocates): what follows; set only with %TRUE
 *
 * Returns: whether either host was asked which device it is; what is a file, or a server's, it is not asked
 */
gboolean
drover_device_judge (const DroverFacts *facts,
                     const char *source,
                     const char *target,
                     DroverDeviceVerdict *verdict)
{
  const DroverFactDevices *sources = drover_facts_get_devices (facts, DROVER_SIDE_SOURCE);
  const DroverFactDevices *targets = drover_facts_get_devices (facts, DROVER_SIDE_TARGET);
  const DroverFactDevice *here = drover_device_find (sources, source);
  const DroverFactDevice *there = drover_device_find (targets, target);

  if (here == NULL && there == NULL)
    return FALSE;
  *verdict = (DroverDeviceVerdict){ 0 };
  if (here != NULL && there != NULL)
    drover_device_compare (sources, here, targets, there, verdict);
  else
    conclude (verdict, "unknown", explain_absence (facts, here ? here : there));
  return TRUE;
}
