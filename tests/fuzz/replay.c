/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Feeds every file of the directories named on the command line to a fuzz target, so that any compiler can
 * run what libFuzzer collected. */

#include <stdlib.h>

#include "fuzz.h"

static guint
replay_directory (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;
  guint count = 0;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (!g_file_get_contents (file, &text, &length, NULL))
        continue;
      LLVMFuzzerTestOneInput ((const uint8_t *) text, length);
      count++;
    }
  return count;
}

int
main (int argc, char *argv[])
{
  for (int i = 1; i < argc; i++)
    {
      guint count = replay_directory (argv[i]);

      g_print ("%s: %u files\n", argv[i], count);
      if (count == 0)
        return EXIT_FAILURE;
    }
  return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
