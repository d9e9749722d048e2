/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DROVER_TYPE_COMPARE_SECTION (drover_compare_section_get_type ())

/**
 * DroverCompareSection:
 *
 * A table of hosts with what stands above it: a search, a choice of what is shown, and words.
 */
G_DECLARE_FINAL_TYPE (DroverCompareSection, drover_compare_section, DROVER, COMPARE_SECTION, GtkBox)

DroverCompareSection *
drover_compare_section_new (const char *accessible_name, const char *const *filters, gboolean clickable);
void drover_compare_section_show (DroverCompareSection *section,
                                  const char *const *names,
                                  const char *const *badges,
                                  GPtrArray *rows,
                                  const char *empty);
void drover_compare_section_set_words (DroverCompareSection *section, const char *words);
const char *drover_compare_section_get_search (DroverCompareSection *section);
guint drover_compare_section_get_filter (DroverCompareSection *section);

G_END_DECLS
