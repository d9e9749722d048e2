/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "drover-core.h"

G_BEGIN_DECLS

#define DROVER_TYPE_GUEST_ITEM (drover_guest_item_get_type ())

/**
 * DroverGuestItem:
 *
 * A guest of a host, as it stands in a list. Immutable. Its texts came from the host: never markup.
 */
G_DECLARE_FINAL_TYPE (DroverGuestItem, drover_guest_item, DROVER, GUEST_ITEM, GObject)

DroverGuestItem *drover_guest_item_new (const DroverFactGuestEntry *entry);
const char *drover_guest_item_get_name (DroverGuestItem *item);
const char *drover_guest_item_get_raw_name (DroverGuestItem *item);
gboolean drover_guest_item_is_same (DroverGuestItem *item, DroverGuestItem *other);
const char *drover_guest_item_get_uuid (DroverGuestItem *item);
gboolean drover_guest_item_is_active (DroverGuestItem *item);
char *drover_guest_item_dup_description (DroverGuestItem *item);

G_END_DECLS
