/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "pages/storage/drover-storage-way.h"

G_BEGIN_DECLS

#define DROVER_TYPE_STORAGE_SECTION (drover_storage_section_get_type ())

/**
 * DroverStorageSection:
 *
 * A step on the way: what it is for, a button that does it, and what came of it.
 */
G_DECLARE_DERIVABLE_TYPE (DroverStorageSection, drover_storage_section, DROVER, STORAGE_SECTION, GtkBox)

/**
 * DroverStorageSectionClass:
 * @update: the way has changed
 * @act: the button was pressed; while the section is busy, it stops what is under way
 */
struct _DroverStorageSectionClass {
  GtkBoxClass parent_class;

  void (*update) (DroverStorageSection *section);
  void (*act) (DroverStorageSection *section);
};

void drover_storage_section_start (DroverStorageSection *section,
                                   DroverStorageWay *way,
                                   const char *title,
                                   const char *why,
                                   const char *action);
DroverStorageWay *drover_storage_section_get_way (DroverStorageSection *section);
GtkWidget *drover_storage_section_get_button (DroverStorageSection *section);
GtkBox *drover_storage_section_get_body (DroverStorageSection *section);
void drover_storage_section_set_possible (DroverStorageSection *section, gboolean possible);
GCancellable *drover_storage_section_begin (DroverStorageSection *section, gboolean can_stop);
void
drover_storage_section_hold (DroverStorageSection *section, const char *heading, const char *consequence);
void drover_storage_section_end (DroverStorageSection *section);
gboolean drover_storage_section_stop (DroverStorageSection *section);
void drover_storage_section_lead_on (DroverStorageSection *section);
void drover_storage_section_clear (DroverStorageSection *section);
void drover_storage_section_say (DroverStorageSection *section, const char *text, const char *css_class);
AdwMessageDialog *drover_storage_section_ask (DroverStorageSection *section,
                                              const char *heading,
                                              const char *body,
                                              GtkWidget *more,
                                              const char *action);

G_END_DECLS
