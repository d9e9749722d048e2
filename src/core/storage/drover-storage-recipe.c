/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-recipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-uri.h"

/* The account on the server that owns all images where nobody is let in as himself. */
#define ACCOUNT "vmstore"
#define EXPORTS "/etc/exports.d/drover.exports"
#define MOUNTD_PORT "20048"

DROVER_RECORD_TYPE (DroverRecipeStep,
                    drover_recipe_step_type,
                    DROVER_FIELD (DroverRecipeStep, id, STRING),
                    DROVER_FIELD (DroverRecipeStep, where, STRING),
                    DROVER_FIELD (DroverRecipeStep, title, STRING),
                    DROVER_FIELD (DroverRecipeStep, why, STRING),
                    DROVER_FIELD (DroverRecipeStep, commands, STRV),
                    DROVER_FIELD (DroverRecipeStep, verify, STRING));

DROVER_RECORD_TYPE (DroverRecipeNote,
                    drover_recipe_note_type,
                    DROVER_FIELD (DroverRecipeNote, option, STRING),
                    DROVER_FIELD (DroverRecipeNote, text, STRING));

DROVER_RECORD_TYPE (DroverRecipe,
                    drover_recipe_type,
                    DROVER_FIELD_LIST (DroverRecipe, steps, &drover_recipe_step_type),
                    DROVER_FIELD_LIST (DroverRecipe, notes, &drover_recipe_note_type));

/**
 * drover_recipe_free:
 * @recipe: (nullable) (transfer full): what to free
 */
void
drover_recipe_free (DroverRecipe *recipe)
{
  drover_record_free (&drover_recipe_type, recipe);
}

/* --- what a distribution calls things --- */

typedef struct {
  const char *install; /* the command that installs, NULL where it is not known */
  const char *server;  /* the package of the server */
  const char *client;  /* and of the hosts */
  const char *no_login;
  gboolean firewalld; /* guarded by it as it comes */
  gboolean selinux;
} Family;

static const Family *
get_family (DroverDistribution distribution)
{
  static const Family families[] = {
    [DROVER_DISTRIBUTION_OTHER] = { NULL, NULL, NULL, "/usr/sbin/nologin", FALSE, FALSE },
    [DROVER_DISTRIBUTION_DEBIAN] = { "sudo apt-get install", "nfs-kernel-server", "nfs-common",
                                     "/usr/sbin/nologin", FALSE, FALSE },
    [DROVER_DISTRIBUTION_FEDORA] = { "sudo dnf install", "nfs-utils", "nfs-utils", "/sbin/nologin", TRUE,
                                     TRUE },
    [DROVER_DISTRIBUTION_SUSE] = { "sudo zypper install", "nfs-kernel-server", "nfs-client",
                                   "/usr/sbin/nologin", TRUE, FALSE },
    [DROVER_DISTRIBUTION_ARCH] = { "sudo pacman -S --needed", "nfs-utils", "nfs-utils", "/usr/bin/nologin",
                                   FALSE, FALSE },
  };

  return &families[distribution];
}

/* --- the steps --- */

static DroverRecipeStep *
add_step (DroverRecipe *recipe, const char *id, const char *where, const char *title, const char *why)
{
  DroverRecipeStep *step = drover_record_new (&drover_recipe_step_type);

  step->id = g_strdup (id);
  step->where = g_strdup (where);
  step->title = g_strdup (title);
  step->why = g_strdup (why);
  step->commands = g_new0 (char *, 1);
  g_ptr_array_add (recipe->steps, step);
  return step;
}

static void
take_command (DroverRecipeStep *step, char *command)
{
  guint n = g_strv_length (step->commands);

  step->commands = g_renew (char *, step->commands, n + 2);
  step->commands[n] = command;
  step->commands[n + 1] = NULL;
}

static void
add_packages (DroverRecipe *recipe, const Family *family, gboolean of_server)
{
  DroverRecipeStep *step =
      of_server
          ? add_step (recipe, "server-packages", "server", _ ("Install the NFS server"),
                      _ ("It is part of every distribution, and of none of their smallest installations."))
          : add_step (
                recipe, "host-packages", "hosts", _ ("Install the NFS client on every host"),
                _ ("libvirt calls mount and showmount of this package. A host without it says “wrong fs "
                   "type, bad option, bad superblock”."));

  if (family->install != NULL)
    take_command (step,
                  g_strdup_printf ("%s %s", family->install, of_server ? family->server : family->client));
  step->verify = g_strdup (of_server ? "command -v exportfs" : "command -v mount.nfs");
}

static void
add_directory (DroverRecipe *recipe, const DroverRecipeOptions *options, const Family *family)
{
  DroverRecipeStep *step;

  if (!options->no_root_squash)
    {
      step = add_step (
          recipe, "account", "server", _ ("Make an account that owns the images"),
          _ ("Whoever comes from the hosts, root or QEMU's user, is this account here. The numbers of "
             "users differ between distributions; this way they do not matter, and nobody is root."));
      take_command (
          step, g_strdup_printf ("sudo useradd --system --user-group --no-create-home --shell %s " ACCOUNT,
                                 family->no_login));
      step->verify = g_strdup ("id " ACCOUNT);
    }
  step = add_step (
      recipe, "directory", "server", _ ("Make the directory"),
      options->no_root_squash
          ? _ ("It belongs to root, and others may pass but not list: libvirt gives each image to QEMU.")
          : _ ("It belongs to that account alone."));
  take_command (step, options->no_root_squash
                          ? g_strdup_printf ("sudo install -d -m 711 %s", options->directory)
                          : g_strdup_printf ("sudo install -d -m 700 -o " ACCOUNT " -g " ACCOUNT " %s",
                                             options->directory));
  step->verify = g_strdup_printf ("test -d %s", options->directory);
}

static void
add_parents (DroverRecipe *recipe, const DroverRecipeOptions *options)
{
  g_autofree char *above = g_path_get_dirname (options->directory);
  g_autoptr (GPtrArray) parents = g_ptr_array_new_with_free_func (g_free);
  DroverRecipeStep *step;

  while (!g_str_equal (above, "/"))
    {
      g_autofree char *current = g_steal_pointer (&above);

      above = g_path_get_dirname (current);
      g_ptr_array_insert (parents, 0, g_steal_pointer (&current));
    }
  if (parents->len == 0)
    return;
  step = add_step (
      recipe, "parents", "server", _ ("Let everybody pass through the directories above"),
      _ ("One directory above without the right to pass (x) is enough for “Permission denied”, however "
         "open the last one is."));
  for (guint i = 0; i < parents->len; i++)
    take_command (step, g_strdup_printf ("sudo chmod o+x %s", (char *) parents->pdata[i]));
  step->verify = g_strdup_printf ("sudo -u nobody test -x %s", (char *) parents->pdata[parents->len - 1]);
}

/* An IPv6 address stands without brackets, which would be a pattern (exports(5)). */
static char *
build_export (const DroverRecipeOptions *options)
{
  g_autoptr (GString) line = g_string_new (options->directory);

  for (gsize i = 0; options->clients[i] != NULL; i++)
    g_string_append_printf (line, " %s(rw,sync,no_subtree_check,%s)", options->clients[i],
                            options->no_root_squash ? "no_root_squash"
                                                    : "all_squash,anonuid=$(id -u " ACCOUNT
                                                      "),anongid=$(id -g " ACCOUNT ")");
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
add_exports (DroverRecipe *recipe, const DroverRecipeOptions *options)
{
  g_autofree char *line = build_export (options);
  DroverRecipeStep *step = add_step (
      recipe, "export", "server", _ ("Export it to these hosts and to no others"),
      _ ("NFS knows a client by its address alone: whoever is named here may read and write every image. "
         "Write no "
         "network and no star. A file of its own below /etc/exports.d leaves your /etc/exports as it is."));

  take_command (step, g_strdup ("sudo mkdir -p /etc/exports.d"));
  take_command (step, g_strdup_printf ("echo \"%s\" | sudo tee " EXPORTS, line));
  take_command (step, g_strdup ("sudo exportfs -ra"));
  step->verify = g_strdup_printf ("sudo exportfs -s | grep -F %s", options->directory);
}

static void
add_service (DroverRecipe *recipe)
{
  DroverRecipeStep *step =
      add_step (recipe, "service", "server", _ ("Start the server, now and with the computer"),
                _ ("mountd, which has the list of exports, gets a port that a firewall can be told of."));

  take_command (step, g_strdup ("sudo mkdir -p /etc/nfs.conf.d"));
  take_command (
      step, g_strdup ("printf '[mountd]\\nport=" MOUNTD_PORT "\\n' | sudo tee /etc/nfs.conf.d/drover.conf"));
  take_command (step, g_strdup ("sudo systemctl enable nfs-server"));
  take_command (step, g_strdup ("sudo systemctl restart nfs-server"));
  step->verify = g_strdup ("systemctl is-active nfs-server");
}

static void
add_firewall (DroverRecipe *recipe, const DroverRecipeOptions *options, const Family *family)
{
  DroverRecipeStep *step = add_step (
      recipe, "firewall", "server", _ ("Open the firewall for the hosts"),
      family->firewalld
          ? _ ("firewalld guards the server as it comes. NFS is port 2049; rpcbind (111) and mountd are "
               "what lists exports.")
          : _ ("Only where the server has a firewall; as it comes it has none. With ufw it is this. NFS is "
               "port 2049; rpcbind (111) and mountd are what lists exports."));

  if (family->firewalld)
    {
      take_command (step, g_strdup ("sudo firewall-cmd --permanent --add-service=nfs --add-service=mountd "
                                    "--add-service=rpc-bind"));
      take_command (step, g_strdup ("sudo firewall-cmd --reload"));
      step->verify = g_strdup ("sudo firewall-cmd --query-service=nfs");
    }
  for (gsize i = 0; !family->firewalld && options->clients[i] != NULL; i++)
    if (drover_host_is_address (options->clients[i]))
      take_command (step,
                    g_strdup_printf ("sudo ufw allow proto tcp from %s to any port 111,2049," MOUNTD_PORT,
                                     options->clients[i]));
}

static void
add_hosts (DroverRecipe *recipe, const DroverRecipeOptions *options, const Family *family)
{
  DroverRecipeStep *step;

  add_packages (recipe, family, FALSE);
  if (family->selinux)
    {
      step = add_step (
          recipe, "selinux", "hosts", _ ("Let QEMU use NFS, on every host"),
          _ ("SELinux keeps QEMU from all NFS until this is on; without it a guest gets “Permission "
             "denied” though owner and mode are right."));
      take_command (step, g_strdup ("sudo setsebool -P virt_use_nfs 1"));
      step->verify = g_strdup ("getsebool virt_use_nfs | grep -w on");
    }
  step = add_step (recipe, "look", "hosts", _ ("See from a host that the export is there"),
                   _ ("It is the hosts that must see it, not this computer."));
  step->verify = g_strdup_printf ("showmount -e %s | grep -F %s", options->server, options->directory);
}

static void
add_pool (DroverRecipe *recipe, const DroverRecipeOptions *options)
{
  DroverRecipeStep *step = add_step (
      recipe, "pool", "here", _ ("Give all hosts the same pool, and prove it"),
      _ ("The same name and the same path everywhere: a guest's disk is found by its path. Put your hosts "
         "in the place of HOST."));
  g_autofree char *name = g_path_get_basename (options->directory);

  take_command (step, g_strdup_printf ("droverctl storage setup HOST HOST --source %s%s%s:%s",
                                       strchr (options->server, ':') ? "'[" : "", options->server,
                                       strchr (options->server, ':') ? "]'" : "", options->directory));
  take_command (step, g_strdup_printf ("droverctl storage prove HOST HOST --pool %s", name));
}

/* --- the options, explained --- */

static void
add_notes (DroverRecipe *recipe)
{
  static const struct {
    const char *option;
    const char *text;
  } notes[] = {
    { "rw", N_ ("Guests write to their disks. With ro none starts.") },
    { "sync",
      N_ ("The server answers a write when it is on the disk. With async a power cut on the server loses "
          "writes that a guest was told were safe, and its file system is broken.") },
    { "no_subtree_check",
      N_ ("The check would make files that are renamed while open vanish from their users, and "
          "gains nothing where a whole directory is exported.") },
    { "all_squash",
      N_ ("The safe way: everybody who comes from the hosts is one account, which owns this directory "
          "and nothing else. libvirt cannot then give an image to QEMU's user, and need not.") },
    { "no_root_squash",
      N_ ("Root of every host named is root in this directory, and so is whoever takes such a "
          "host's address on your network: he reads and changes every image, and may lay down a "
          "program that runs as root on the server. Only in a network where nobody else is.") },
    { "root_squash",
      N_ ("Alone it is not enough: libvirt, which runs as root, becomes nobody, and can neither make "
          "an image nor give one to QEMU's user.") },
    { "vers=4.2",
      N_ ("Version 4 needs one port (2049) and no list; version 3 also rpcbind and mountd. libvirt looks "
          "for exports by the list of version 3, and mounts by the newest that both know.") },
    { "hard",
      N_ ("The default, and right: while the server is away guests stand still, and go on when it is back. "
          "With soft a write fails after a while, QEMU tells the guest that its disk is broken, and data is "
          "lost.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      DroverRecipeNote *note = drover_record_new (&drover_recipe_note_type);

      note->option = g_strdup (notes[i].option);
      note->text = g_strdup (_ (notes[i].text));
      g_ptr_array_add (recipe->notes, note);
    }
}

/* --- the whole --- */

/* What needs no quoting, neither in a shell nor in an exports file. */
static gboolean
is_plain_path (const char *path)
{
  if (path[0] != '/' || path[1] == '\0' || strstr (path, "//") != NULL || strstr (path, "/.") != NULL ||
      g_str_has_suffix (path, "/"))
    return FALSE;
  for (const char *p = path; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/._-", *p) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_host (const char *text)
{
  return drover_host_name_is_valid (text) || drover_host_is_address (text);
}

static gboolean
is_sound (const DroverRecipeOptions *options, GError **error)
{
  if (!is_plain_path (options->directory))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s” is no plain absolute path of letters, digits, dots and hyphens"),
                   options->directory);
      return FALSE;
    }
  if (!is_host (options->server))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                   _ ("“%s” is neither a host name nor an address"), options->server);
      return FALSE;
    }
  for (gsize i = 0; options->clients[i] != NULL; i++)
    if (!is_host (options->clients[i]))
      {
        g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                     _ ("“%s” is neither a host name nor an address"), options->clients[i]);
        return FALSE;
      }
  if (options->clients[0] == NULL)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                           _ ("name the hosts that may mount it: an export to everybody is none to suggest"));
      return FALSE;
    }
  return TRUE;
}

/**
 * drover_recipe_new:
 * @error: %DROVER_ERROR_INVALID_INPUT: a name or path that cannot be meant, or that a shell would read
 * otherwise
 *
 * Works out how to make an NFS server for the hosts, from nothing. The safe way is the one that is taken
 * unless another is asked for: exports(5), nfs.conf(5); virt_use_nfs as in virt_selinux(8). Pure.
 *
 * Returns: (transfer full): the steps, in their order, and the options explained
 */
DroverRecipe *
drover_recipe_new (const DroverRecipeOptions *options, GError **error)
{
  const Family *family = get_family (options->distribution);
  DroverRecipe *recipe;

  if (!is_sound (options, error))
    return NULL;
  recipe = drover_record_new (&drover_recipe_type);
  recipe->steps = drover_record_list_new (&drover_recipe_step_type);
  recipe->notes = drover_record_list_new (&drover_recipe_note_type);
  add_packages (recipe, family, TRUE);
  add_directory (recipe, options, family);
  add_parents (recipe, options);
  add_exports (recipe, options);
  add_service (recipe);
  add_firewall (recipe, options, family);
  add_hosts (recipe, options, family);
  add_pool (recipe, options);
  add_notes (recipe);
  return recipe;
}
