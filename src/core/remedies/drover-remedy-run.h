/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "remedies/drover-remedy.h"

G_BEGIN_DECLS

gboolean drover_remedy_offer_can_run (const DroverRemedyOffer *offer, const DroverPlan *plan);
const char *drover_remedy_offer_get_risk (const DroverRemedyOffer *offer);
void drover_remedy_offer_run_async (const DroverRemedyOffer *offer,
                                    const DroverPlan *plan,
                                    guint timeout_ms,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *drover_remedy_offer_run_finish (GAsyncResult *result, int *status, GError **error);

G_END_DECLS
