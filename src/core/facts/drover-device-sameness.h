/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/drover-facts.h"

G_BEGIN_DECLS

/**
 * DroverDeviceVerdict:
 * @result: (nullable): same, different or unknown; a literal
 * @evidence: (nullable): what identifies the one and the other, as the hosts say it; owned
 */
typedef struct {
  const char *result;
  char *evidence;
} DroverDeviceVerdict;

const DroverFactDevice *drover_device_find (const DroverFactDevices *devices, const char *name);
gboolean drover_device_judge (const DroverFacts *facts,
                              const char *source,
                              const char *target,
                              DroverDeviceVerdict *verdict);
void drover_device_compare (const DroverFactDevices *source,
                            const DroverFactDevice *here,
                            const DroverFactDevices *target,
                            const DroverFactDevice *there,
                            DroverDeviceVerdict *verdict);

G_END_DECLS
