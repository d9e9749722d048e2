/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-ssh-aliases.h"

#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/drover-uri.h"

/* People keep hundreds of hosts in such files, not thousands; and ssh follows 16 levels of Include. */
#define MAX_FILE_BYTES (256 * 1024)
#define MAX_FILES 64
#define MAX_DEPTH 16
#define MAX_ALIASES 500
#define MAX_WORDS 256

typedef struct {
  const char *folder;
  GCancellable *cancellable;
  GHashTable *seen;
  GStrvBuilder *aliases;
  guint n_aliases;
  guint n_files;
} Reading;

static void read_file (Reading *reading, const char *path, guint depth);

/* No pipe, no device, and no more than so much of it. */
static char *
read_bounded (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  g_autofree char *text = NULL;
  struct stat info;
  gsize length = 0;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MAX_FILE_BYTES)
    {
      text = g_malloc (MAX_FILE_BYTES + 1);
      while (length < MAX_FILE_BYTES)
        {
          gssize n = read (fd, text + length, MAX_FILE_BYTES - length);

          if (n <= 0)
            break;
          length += (gsize) n;
        }
      text[length] = '\0';
    }
  close (fd);
  return g_steal_pointer (&text);
}

static gboolean
is_alias (const char *word)
{
  /* which leaves out patterns, too */
  return drover_host_name_is_valid (word) || drover_host_is_address (word);
}

static void
take_alias (Reading *reading, const char *word)
{
  if (reading->n_aliases >= MAX_ALIASES || !is_alias (word) ||
      !g_hash_table_add (reading->seen, g_strdup (word)))
    return;
  reading->n_aliases++;
  g_strv_builder_add (reading->aliases, word);
}

static char *
expand_path (const Reading *reading, const char *word)
{
  if (word[0] == '~' && word[1] == '/')
    return g_build_filename (g_get_home_dir (), word + 2, NULL);
  /* another user's files are none of ours */
  if (word[0] == '~')
    return NULL;
  return g_path_is_absolute (word) ? g_strdup (word) : g_build_filename (reading->folder, word, NULL);
}

static void
follow_include (Reading *reading, const char *word, guint depth)
{
  g_autofree char *pattern = expand_path (reading, word);
  glob_t found = { 0 };

  if (pattern == NULL || depth >= MAX_DEPTH || g_cancellable_is_cancelled (reading->cancellable))
    return;
  if (glob (pattern, 0, NULL, &found) == 0)
    for (gsize i = 0; i < found.gl_pathc; i++)
      read_file (reading, found.gl_pathv[i], depth + 1);
  globfree (&found);
}

/* The words of a line, as ssh_config(5) has them: blanks or one “=” behind the keyword, double quotes around
 * what contains blanks, a comment from “#” on. */
static GStrv
split_line (const char *line)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  const char *p = line;

  for (guint n = 0; n < MAX_WORDS; n++)
    {
      gsize length;

      p += strspn (p, " \t\r\f");
      if (n == 1 && *p == '=')
        p += 1 + strspn (p + 1, " \t");
      if (*p == '\0' || *p == '#')
        break;
      if (*p == '"')
        {
          length = strcspn (++p, "\"");
          /* an unfinished one is ssh's to complain of */
          if (p[length] == '\0')
            break;
        }
      else
        length = strcspn (p, n == 0 ? " \t\r\f=" : " \t\r\f");
      {
        g_autofree char *word = g_strndup (p, length);

        g_strv_builder_add (words, word);
      }
      p += length + (p[length] == '"');
    }
  return g_strv_builder_end (words);
}

static void
read_file (Reading *reading, const char *path, guint depth)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (reading->n_files >= MAX_FILES)
    return;
  reading->n_files++;
  text = read_bounded (path);
  if (text == NULL)
    return;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = split_line (lines[i]);

      if (words[0] == NULL)
        continue;
      for (gsize j = 1; words[j] != NULL; j++)
        if (g_ascii_strcasecmp (words[0], "host") == 0)
          take_alias (reading, words[j]);
        else if (g_ascii_strcasecmp (words[0], "include") == 0)
          follow_include (reading, words[j], depth);
    }
}

/**
 * drover_ssh_aliases_read:
 * @path: a configuration file of ssh
 * @cancellable: (nullable): stops it
 *
 * Reads the names that a user has given to hosts, in this file and those it includes. What it cannot read it
 * leaves out; what each name means is ssh's to say. Blocks; for worker threads.
 *
 * Returns: (transfer full): names and addresses that are whole (no patterns), each once, in order
 */
GStrv
drover_ssh_aliases_read (const char *path, GCancellable *cancellable)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) aliases = g_strv_builder_new ();
  Reading reading = { .folder = folder, .cancellable = cancellable, .seen = seen, .aliases = aliases };

  read_file (&reading, path, 0);
  return g_strv_builder_end (aliases);
}
