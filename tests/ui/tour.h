/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TourVisit:
 * @stop: what is shown, in a few words
 * @window: the window or dialog that is to be looked at, which was drawn
 *
 * Looks at one thing that the program shows.
 */
typedef void (*TourVisit) (const char *stop, GtkWidget *window);

/**
 * TourLeg:
 *
 * A part of the way through every page, window and dialog, on hosts of a script.
 */
typedef struct {
  const char *name;
  void (*go) (TourVisit visit);
} TourLeg;

extern const TourLeg tour_legs[];
extern const guint n_tour_legs;

void tour_init (int *argc, char ***argv);

G_END_DECLS
