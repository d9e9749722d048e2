/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/drover-marks.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* drover-KIND-TIME-MAKER-PID-START-RANDOM, all but the kind in hexadecimal. TIME is when it was made, in
 * seconds since 1970. MAKER stands for this boot of this computer and its table of processes, so that who
 * shares it can look whether the process PID that began at START still lives. */
#define PREFIX "drover-"

typedef struct {
  gint64 time_s;
  guint32 maker;
  pid_t pid;
  guint64 start;
} Mark;

static GRegex *
get_pattern (void)
{
  static gsize pattern = 0;

  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern, (gsize) g_regex_new ("^drover-[a-z]{1,16}-([0-9a-f]{1,10})-([0-9a-f]{8})-"
                                                      "([0-9a-f]{1,7})-([0-9a-f]{1,15})-[0-9a-f]{8}$",
                                                      G_REGEX_DOLLAR_ENDONLY, 0, NULL));
  return (GRegex *) pattern;
}

static guint64
read_hex (const GMatchInfo *match, int group)
{
  g_autofree char *text = g_match_info_fetch (match, group);

  return g_ascii_strtoull (text, NULL, 16);
}

static gboolean
parse (const char *name, Mark *mark)
{
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (get_pattern (), name, 0, &match))
    return FALSE;
  mark->time_s = (gint64) read_hex (match, 1);
  mark->maker = (guint32) read_hex (match, 2);
  mark->pid = (pid_t) read_hex (match, 3);
  mark->start = read_hex (match, 4);
  return TRUE;
}

static guint32
get_maker (void)
{
  static gsize maker = 0;

  if (g_once_init_enter (&maker))
    {
      g_autofree char *boot = NULL;
      g_autofree char *both = NULL;
      g_autofree char *digest = NULL;
      g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
      struct stat info = { 0 };

      g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL);
      if (stat ("/proc/self/ns/pid", &info) < 0)
        info.st_ino = 0;
      both = g_strdup_printf ("%s %ju", boot ? boot : g_get_host_name (), (uintmax_t) info.st_ino);
      g_checksum_update (sum, (const guchar *) both, -1);
      digest = g_strndup (g_checksum_get_string (sum), 8);
      /* 0 would look like "not yet" */
      g_once_init_leave (&maker, (gsize) g_ascii_strtoull (digest, NULL, 16) | 1);
    }
  return (guint32) maker;
}

/* When a process began, in ticks since the boot; 0 when there is none of that number. */
static guint64
get_start (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  const char *end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  /* its name is the second word, in parentheses, and may hold anything */
  end = strrchr (text, ')');
  words = g_strsplit (end ? end + 1 : "", " ", -1);
  return g_strv_length (words) > 20 ? g_ascii_strtoull (words[20], NULL, 10) : 0;
}

/**
 * drover_mark_new_name:
 * @kind: what it is for: up to 16 lower-case letters
 *
 * Makes the name of a guest, pool or file that Drover is about to create on a host for a moment. What bears
 * such a name can be recognised as ours and, when its maker is gone, be removed.
 *
 * Returns: (transfer full): a name nothing else has
 */
char *
drover_mark_new_name (const char *kind)
{
  char *name = g_strdup_printf (PREFIX "%s-%" G_GINT64_MODIFIER "x-%08x-%x-%" G_GINT64_MODIFIER "x-%08x",
                                kind, (guint64) g_get_real_time () / G_USEC_PER_SEC, get_maker (),
                                (guint) getpid (), get_start (getpid ()), g_random_int ());

  g_return_val_if_fail (drover_mark_is_ours (name), name);
  return name;
}

/**
 * drover_mark_is_ours:
 * @name: the name of a guest, pool or file on a host
 *
 * Returns: whether a Drover, this or another, made it for a moment
 */
gboolean
drover_mark_is_ours (const char *name)
{
  Mark mark;

  return name != NULL && parse (name, &mark);
}

/**
 * drover_mark_is_left_over:
 * @name: the name of a guest, pool or file on a host
 * @now_s: the time, in seconds since 1970
 *
 * Returns: whether it is ours and nobody will come back for it: its maker ran on this computer and has ended,
 *   or ran elsewhere and made it more than %DROVER_MARK_MAX_AGE_S ago
 */
gboolean
drover_mark_is_left_over (const char *name, gint64 now_s)
{
  Mark mark;

  if (name == NULL || !parse (name, &mark))
    return FALSE;
  if (mark.maker == get_maker ())
    return get_start (mark.pid) != mark.start;
  return now_s - mark.time_s > DROVER_MARK_MAX_AGE_S;
}

/**
 * drover_mark_add_metadata:
 * @domain: a `<domain>` element that has no `<metadata>` yet
 * @name: the mark, from [func@mark_new_name]
 *
 * Marks a guest as ours. [func@marks_sweep] removes only a guest that has both the name and this.
 */
void
drover_mark_add_metadata (xmlNode *domain, const char *name)
{
  xmlNode *mark = drover_xml_add_child (drover_xml_ensure_child (domain, "metadata"), "mark", name);

  xmlSetNs (mark, xmlNewNs (mark, BAD_CAST DROVER_MARK_NAMESPACE, BAD_CAST "drover"));
}
