/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/drover-side-by-side.h"

G_BEGIN_DECLS

#define DROVER_TYPE_COMPARE_CPU (drover_compare_cpu_get_type ())

/**
 * DroverCompareCpu:
 *
 * The CPU that a guest can have on all hosts: what each of them gives up for it, and the XML.
 */
G_DECLARE_FINAL_TYPE (DroverCompareCpu, drover_compare_cpu, DROVER, COMPARE_CPU, AdwBin)

GtkWidget *drover_compare_cpu_new (void);
void drover_compare_cpu_show (DroverCompareCpu *cpu, DroverSideBySide *hosts);

G_END_DECLS
