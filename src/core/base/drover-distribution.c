/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/drover-distribution.h"

#include <string.h>

static const struct {
  const char *id;
  DroverDistribution distribution;
} known[] = {
  { "debian", DROVER_DISTRIBUTION_DEBIAN },
  { "ubuntu", DROVER_DISTRIBUTION_DEBIAN },
  { "fedora", DROVER_DISTRIBUTION_FEDORA },
  { "rhel", DROVER_DISTRIBUTION_FEDORA },
  { "centos", DROVER_DISTRIBUTION_FEDORA },
  { "suse", DROVER_DISTRIBUTION_SUSE },
  { "opensuse", DROVER_DISTRIBUTION_SUSE },
  { "opensuse-leap", DROVER_DISTRIBUTION_SUSE },
  { "opensuse-tumbleweed", DROVER_DISTRIBUTION_SUSE },
  { "sles", DROVER_DISTRIBUTION_SUSE },
  { "arch", DROVER_DISTRIBUTION_ARCH },
};

/* The value of a line KEY=value, which a shell would read. */
static char *
find_value (const char *os_release, const char *key)
{
  g_auto (GStrv) lines = g_strsplit (os_release, "\n", -1);
  gsize length = strlen (key);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (strncmp (line, key, length) == 0 && line[length] == '=')
        return g_shell_unquote (line + length + 1, NULL);
    }
  return NULL;
}

/**
 * drover_distribution_parse:
 * @os_release: the text of `/etc/os-release`, see os-release(5)
 *
 * Returns: the family it names by `ID`, or else by the first word of `ID_LIKE` that is known
 */
DroverDistribution
drover_distribution_parse (const char *os_release)
{
  g_autofree char *id = find_value (os_release, "ID");
  g_autofree char *like = find_value (os_release, "ID_LIKE");
  g_autofree char *all = g_strjoin (" ", id ? id : "", like ? like : "", NULL);
  g_auto (GStrv) words = g_strsplit_set (all, " \t", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (known); j++)
      if (g_ascii_strcasecmp (words[i], known[j].id) == 0)
        return known[j].distribution;
  return DROVER_DISTRIBUTION_OTHER;
}

/**
 * drover_distribution_detect:
 * @root: (nullable): the directory that stands for `/`
 *
 * Returns: the family of the system installed there
 */
DroverDistribution
drover_distribution_detect (const char *root)
{
  static const char *const places[] = { "etc/os-release", "usr/lib/os-release" };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (root ? root : "/", places[i], NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        return drover_distribution_parse (text);
    }
  return DROVER_DISTRIBUTION_OTHER;
}
