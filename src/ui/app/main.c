/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "app/drover-application.h"
#include "drover-config.h"
#include "drover-core.h"

/* A block from here on is given back when it is freed. */
#define LARGE_BYTES (128 * 1024)

/* Threads that work for a moment leave an arena each behind. */
static void
share_one_arena (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, 1);
#endif
}

/* Pictures that come and go leave holes as large as they were, where glibc takes them for blocks that are
 * soon wanted again. While the window is made they are.
 */
static gboolean
give_large_blocks_back (gpointer user_data)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (DroverApplication) application = NULL;

  share_one_arena ();
  g_idle_add_full (G_PRIORITY_LOW, give_large_blocks_back, NULL, NULL);
  drover_language_init (DROVER_LOCALEDIR);
  g_set_application_name (_ ("Drover"));

  application = drover_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
