/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-quote.h"
#include "hosts/drover-local-host-private.h"

/* Where libvirt's own group may do everything without a password (its polkit rule, and Debian's socket). */
#define LIBVIRT_GROUP "libvirt"

void
drover_local_host_say (DroverLocalHost *host, DroverLocalHostState state, const char *sentence)
{
  host->state = state;
  host->sentence = g_strdup (sentence);
}

static gboolean
session_has_group (const DroverLocalUser *user, gid_t gid)
{
  for (guint i = 0; i < user->n_groups; i++)
    if (user->groups[i] == gid)
      return TRUE;
  return FALSE;
}

/* A line of /etc/group: the name, the id, and whether the user was put into it. */
typedef struct {
  char *name;
  gid_t gid;
  gboolean has_user;
} Group;

static void
group_clear (Group *group)
{
  g_clear_pointer (&group->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Group, group_clear)

static gboolean
parse_group (const char *line, const char *user, Group *group)
{
  g_auto (GStrv) fields = g_strsplit (line, ":", 4);
  g_auto (GStrv) members = NULL;
  guint64 gid;

  if (g_strv_length (fields) < 4 || fields[0][0] == '\0' ||
      !g_ascii_string_to_unsigned (fields[2], 10, 0, G_MAXUINT32, &gid, NULL))
    return FALSE;
  members = g_strsplit (fields[3], ",", -1);
  *group =
      (Group){ g_strdup (fields[0]), (gid_t) gid, g_strv_contains ((const char *const *) members, user) };
  return TRUE;
}

/* By name, or by id where there is no name. */
static gboolean
find_group (const DroverLocalLook *look, const char *name, gid_t gid, Group *group)
{
  g_autofree char *path = g_build_filename (look->root, "etc/group", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (Group) found = { 0 };

      if (!parse_group (lines[i], look->user->name, &found) ||
          (name ? strcmp (found.name, name) != 0 : found.gid != gid))
        continue;
      *group = found;
      found.name = NULL;
      return TRUE;
    }
  return FALSE;
}

static gboolean
may_read_and_write (const struct stat *file, const DroverLocalUser *user)
{
  if (user->uid == 0)
    return TRUE;
  if (file->st_uid == user->uid)
    return (file->st_mode & 0600) == 0600;
  if (session_has_group (user, file->st_gid))
    return (file->st_mode & 0060) == 0060;
  return (file->st_mode & 0006) == 0006;
}

static void
suggest_group (DroverLocalHost *host, const DroverLocalLook *look, const char *group)
{
  g_autofree char *command = drover_quote_command ("sudo", "usermod", "-aG", group, look->user->name, NULL);

  g_strfreev (host->commands);
  host->commands = g_strdupv ((char *[]){ command, NULL });
}

static void
judge_forbidden (DroverLocalHost *host, const DroverLocalLook *look, const struct stat *socket)
{
  g_auto (Group) group = { 0 };
  g_autofree char *sentence = NULL;

  if ((socket->st_mode & 0060) != 0060 || !find_group (look, NULL, socket->st_gid, &group) || group.gid == 0)
    {
      drover_local_host_say (
          host, DROVER_LOCAL_HOST_FORBIDDEN,
          _ ("Only the administrator may use libvirt on this computer, as its configuration says "
             "(unix_sock_group in /etc/libvirt/libvirtd.conf)."));
      return;
    }
  if (group.has_user)
    {
      sentence = g_strdup_printf (
          _ ("You were put into the group %s, and that takes effect when you have logged out and in again."),
          group.name);
      drover_local_host_say (host, DROVER_LOCAL_HOST_FORBIDDEN, sentence);
      return;
    }
  sentence = g_strdup_printf (_ ("Only members of the group %s may use libvirt on this computer, and you are "
                                 "not one of them. Join the "
                                 "group, then log out and in again."),
                              group.name);
  drover_local_host_say (host, DROVER_LOCAL_HOST_FORBIDDEN, sentence);
  suggest_group (host, look, group.name);
}

/* Whether the user may open the socket of a libvirt that runs. */
void
drover_local_host_judge_socket (DroverLocalHost *host, const DroverLocalLook *look, const struct stat *socket)
{
  g_auto (Group) group = { 0 };

  if (!may_read_and_write (socket, look->user))
    {
      judge_forbidden (host, look, socket);
      return;
    }
  /* A socket that is open to everybody is guarded by polkit, whose rule lets the group in. */
  if ((socket->st_mode & 0006) == 0006 && look->user->uid != 0 &&
      (!find_group (look, LIBVIRT_GROUP, 0, &group) || !session_has_group (look->user, group.gid)))
    {
      drover_local_host_say (host, DROVER_LOCAL_HOST_MAY_ASK,
                             _ ("libvirt runs on this computer. It may ask for your password; members of the "
                                "group libvirt are not "
                                "asked."));
      if (group.name != NULL && !group.has_user)
        suggest_group (host, look, group.name);
      return;
    }
  drover_local_host_say (host, DROVER_LOCAL_HOST_READY,
                         _ ("libvirt runs on this computer, and you may use it."));
}
