/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DROVER_TYPE_HOST_CARD (drover_host_card_get_type ())

/**
 * DroverHostCard:
 *
 * A host on a card: name, how it is, what runs it, its memory. All texts are plain, never markup.
 */
G_DECLARE_FINAL_TYPE (DroverHostCard, drover_host_card, DROVER, HOST_CARD, GtkFlowBoxChild)

/**
 * DroverHostCardState:
 *
 * How the host is, as far as the card can say.
 */
typedef enum {
  DROVER_HOST_CARD_IDLE,
  DROVER_HOST_CARD_BUSY,
  DROVER_HOST_CARD_GOOD,
  DROVER_HOST_CARD_BAD,
} DroverHostCardState;

GtkWidget *drover_host_card_new (const char *name, const char *address);
void drover_host_card_set_status (DroverHostCard *card, DroverHostCardState state, const char *text);
void drover_host_card_set_details (DroverHostCard *card, const char *text);
void drover_host_card_set_memory (DroverHostCard *card, guint64 total, guint64 available);

G_END_DECLS
