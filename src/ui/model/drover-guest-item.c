/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/drover-guest-item.h"

#include <glib/gi18n.h>

struct _DroverGuestItem {
  GObject parent_instance;

  char *name;
  char *raw_name;
  char *uuid;
  char *state;
  gboolean active;
  gint64 memory;
  gint64 vcpus;
  guint n_images;
};

G_DEFINE_FINAL_TYPE (DroverGuestItem, drover_guest_item, G_TYPE_OBJECT)

static void
drover_guest_item_finalize (GObject *object)
{
  DroverGuestItem *self = DROVER_GUEST_ITEM (object);

  g_free (self->name);
  g_free (self->raw_name);
  g_free (self->uuid);
  g_free (self->state);
  G_OBJECT_CLASS (drover_guest_item_parent_class)->finalize (object);
}

static void
drover_guest_item_class_init (DroverGuestItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_guest_item_finalize;
}

static void
drover_guest_item_init (DroverGuestItem *self)
{
}

/**
 * drover_guest_item_new:
 * @entry: what its host says of it
 *
 * Returns: (transfer full): the item
 */
DroverGuestItem *
drover_guest_item_new (const DroverFactGuestEntry *entry)
{
  DroverGuestItem *self = g_object_new (DROVER_TYPE_GUEST_ITEM, NULL);

  /* on one line, whatever the host calls it */
  self->name = g_strdelimit (drover_printable (entry->name), "\n\t", ' ');
  self->raw_name = g_strdup (entry->name);
  self->uuid = g_strdup (entry->uuid);
  self->state = g_strdup (entry->state);
  self->active = entry->active;
  self->memory = entry->memory;
  self->vcpus = entry->vcpus;
  self->n_images = entry->sources ? g_strv_length (entry->sources) : 0;
  return self;
}

/**
 * drover_guest_item_get_name:
 *
 * Returns: (transfer none): its name, harmless
 */
const char *
drover_guest_item_get_name (DroverGuestItem *self)
{
  g_return_val_if_fail (DROVER_IS_GUEST_ITEM (self), NULL);
  return self->name;
}

/**
 * drover_guest_item_get_raw_name:
 *
 * Returns: (transfer none): its name as libvirt knows it, not for display
 */
const char *
drover_guest_item_get_raw_name (DroverGuestItem *self)
{
  g_return_val_if_fail (DROVER_IS_GUEST_ITEM (self), NULL);
  return self->raw_name;
}

/**
 * drover_guest_item_is_same:
 *
 * Returns: whether both tell the same of the same guest
 */
gboolean
drover_guest_item_is_same (DroverGuestItem *self, DroverGuestItem *other)
{
  g_return_val_if_fail (DROVER_IS_GUEST_ITEM (self) && DROVER_IS_GUEST_ITEM (other), FALSE);

  return g_str_equal (self->uuid, other->uuid) && g_str_equal (self->raw_name, other->raw_name) &&
         g_strcmp0 (self->state, other->state) == 0 && self->active == other->active &&
         self->memory == other->memory && self->vcpus == other->vcpus && self->n_images == other->n_images;
}

/**
 * drover_guest_item_get_uuid:
 *
 * Returns: (transfer none): its UUID as text
 */
const char *
drover_guest_item_get_uuid (DroverGuestItem *self)
{
  g_return_val_if_fail (DROVER_IS_GUEST_ITEM (self), NULL);
  return self->uuid;
}

/**
 * drover_guest_item_is_active:
 *
 * Returns: whether a process stands behind it
 */
gboolean
drover_guest_item_is_active (DroverGuestItem *self)
{
  g_return_val_if_fail (DROVER_IS_GUEST_ITEM (self), FALSE);
  return self->active;
}

static const char *
state_label (const char *state)
{
  static const struct {
    const char *state;
    const char *label;
  } labels[] = {
    { "running", N_ ("Running") },           { "idle", N_ ("Running") },      { "paused", N_ ("Paused") },
    { "in shutdown", N_ ("Shutting down") }, { "shut off", N_ ("Shut off") }, { "crashed", N_ ("Crashed") },
    { "pmsuspended", N_ ("Asleep") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (state, labels[i].state) == 0)
      return _ (labels[i].label);
  return state;
}

/**
 * drover_guest_item_dup_description:
 *
 * Returns: (transfer full): one line: state, memory, processors, disks
 */
char *
drover_guest_item_dup_description (DroverGuestItem *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (DROVER_IS_GUEST_ITEM (self), NULL);

  text = g_string_new (state_label (self->state));
  if (self->memory > 0)
    {
      g_autofree char *memory = drover_format_bytes ((guint64) self->memory);

      /* Translators: joins what is told of a guest, as in "Running · 256 MiB of memory" */
      g_string_append_printf (text, _ (" · %s of memory"), memory);
    }
  if (self->vcpus > 0)
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, " · %u processor", " · %u processors", (gulong) self->vcpus),
        (guint) self->vcpus);
  if (self->n_images > 0)
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, " · %u disk image", " · %u disk images", self->n_images),
        self->n_images);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
