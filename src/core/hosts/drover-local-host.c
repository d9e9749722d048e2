/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-local-host.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/drover-quote.h"
#include "hosts/drover-local-host-private.h"

/* The emulator for guests of this computer's kind, as Debian packages it. */
#if defined(__x86_64__) || defined(__i386__)
#define DEBIAN_QEMU "qemu-system-x86"
#elif defined(__aarch64__) || defined(__arm__)
#define DEBIAN_QEMU "qemu-system-arm"
#elif defined(__powerpc64__)
#define DEBIAN_QEMU "qemu-system-ppc"
#else
#define DEBIAN_QEMU "qemu-system"
#endif

/**
 * drover_local_host_free:
 * @host: (nullable) (transfer full): what to free
 */
void
drover_local_host_free (DroverLocalHost *host)
{
  if (host == NULL)
    return;
  drover_uri_free (host->uri);
  g_free (host->sentence);
  g_strfreev (host->commands);
  g_free (host);
}

static gboolean
is_there (const DroverLocalLook *look, const char *path)
{
  g_autofree char *full = g_build_filename (look->root, path, NULL);

  return g_file_test (full, G_FILE_TEST_EXISTS);
}

static gboolean
is_any_there (const DroverLocalLook *look, const char *const *paths)
{
  for (gsize i = 0; paths[i] != NULL; i++)
    if (is_there (look, paths[i]))
      return TRUE;
  return FALSE;
}

/* Whether a folder has an entry that begins so, with a file below it where one is named. */
static gboolean
has_entry (const DroverLocalLook *look, const char *folder, const char *prefix, const char *below)
{
  g_autofree char *full = g_build_filename (look->root, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = below ? g_build_filename (full, name, below, NULL) : NULL;

      if (g_str_has_prefix (name, prefix) && (path == NULL || g_file_test (path, G_FILE_TEST_EXISTS)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_daemon (const DroverLocalLook *look)
{
  static const char *const paths[] = { "usr/sbin/libvirtd", "usr/sbin/virtqemud", "usr/bin/libvirtd",
                                       "usr/bin/virtqemud", NULL };

  return is_any_there (look, paths);
}

static gboolean
has_qemu_driver (const DroverLocalLook *look)
{
#define DRIVER "libvirt/connection-driver/libvirt_driver_qemu.so"
  static const char *const paths[] = { "usr/lib64/" DRIVER, "usr/lib/" DRIVER, NULL };

  return is_any_there (look, paths) || has_entry (look, "usr/lib", "", DRIVER);
#undef DRIVER
}

static gboolean
has_emulator (const DroverLocalLook *look)
{
  static const char *const paths[] = { "usr/libexec/qemu-kvm", "usr/bin/qemu-kvm", NULL };

  return is_any_there (look, paths) || has_entry (look, "usr/bin", "qemu-system-", NULL);
}

static gboolean
has_unit (const DroverLocalLook *look, const char *unit)
{
  g_autofree char *usual = g_build_filename ("usr/lib/systemd/system", unit, NULL);
  g_autofree char *old = g_build_filename ("lib/systemd/system", unit, NULL);

  return is_there (look, usual) || is_there (look, old);
}

/* The daemons that Drover's facts come from: guests, networks, pools, devices; and the one for older clients.
 */
static char *
get_start_command (gboolean modular)
{
  return modular ? drover_quote_command ("sudo", "systemctl", "enable", "--now", "virtqemud.socket",
                                         "virtnetworkd.socket", "virtstoraged.socket", "virtnodedevd.socket",
                                         "virtproxyd.socket", NULL)
                 : drover_quote_command ("sudo", "systemctl", "enable", "--now", "libvirtd.socket", NULL);
}

static void
suggest_packages (DroverLocalHost *host, const DroverLocalLook *look)
{
  g_autoptr (GStrvBuilder) commands = g_strv_builder_new ();
  char *install = NULL;
  char *start = NULL;

  switch (look->distribution)
    {
    case DROVER_DISTRIBUTION_DEBIAN:
      /* starts it by itself */
      install = drover_quote_command ("sudo", "apt", "install", "libvirt-daemon-system", DEBIAN_QEMU, NULL);
      break;
    case DROVER_DISTRIBUTION_FEDORA:
      install = drover_quote_command ("sudo", "dnf", "install", "libvirt-daemon-kvm", NULL);
      start = get_start_command (TRUE);
      break;
    case DROVER_DISTRIBUTION_SUSE:
      install = drover_quote_command ("sudo", "zypper", "install", "libvirt-daemon-qemu", NULL);
      start = get_start_command (TRUE);
      break;
    case DROVER_DISTRIBUTION_ARCH:
      install =
          drover_quote_command ("sudo", "pacman", "-S", "--needed", "libvirt", "qemu-base", "dnsmasq", NULL);
      start = get_start_command (FALSE);
      break;
    case DROVER_DISTRIBUTION_OTHER:
      break;
    }
  if (install != NULL)
    g_strv_builder_add (commands, install);
  /* The user's own one is started by whoever needs it. */
  if (start != NULL && g_str_equal (host->uri->path, "/system"))
    g_strv_builder_add (commands, start);
  g_free (install);
  g_free (start);
  g_strfreev (host->commands);
  host->commands = g_strv_builder_end (commands);
}

/* What both libvirts need. */
static gboolean
is_installed (DroverLocalHost *host, const DroverLocalLook *look)
{
  const char *missing = NULL;

  if (!has_daemon (look))
    missing = _ ("libvirt is not installed on this computer.");
  else if (!has_qemu_driver (look))
    missing = _ ("libvirt is installed on this computer without the part that runs QEMU.");
  else if (!has_emulator (look))
    missing = _ ("QEMU, which runs the guests, is not installed on this computer.");
  if (missing == NULL)
    return TRUE;
  drover_local_host_say (host, DROVER_LOCAL_HOST_MISSING, missing);
  suggest_packages (host, look);
  return FALSE;
}

static DroverLocalHost *
local_host_new (const char *uri)
{
  DroverLocalHost *host = g_new0 (DroverLocalHost, 1);

  host->uri = drover_uri_parse (uri, NULL);
  host->commands = g_new0 (char *, 1);
  return host;
}

/* As libvirt's client chooses: the socket for all drivers, else that of the QEMU driver alone
 * (src/remote/remote_sockets.c, remoteGetUNIXSocket()). */
static gboolean
find_socket (const DroverLocalLook *look, struct stat *file)
{
  static const char *const sockets[] = { "run/libvirt/libvirt-sock", "run/libvirt/virtqemud-sock",
                                         "var/run/libvirt/libvirt-sock", "var/run/libvirt/virtqemud-sock" };

  for (gsize i = 0; i < G_N_ELEMENTS (sockets); i++)
    {
      g_autofree char *path = g_build_filename (look->root, sockets[i], NULL);

      if (stat (path, file) == 0)
        return TRUE;
    }
  return FALSE;
}

static DroverLocalHost *
look_at_system (const DroverLocalLook *look)
{
  g_autoptr (DroverLocalHost) host = local_host_new ("qemu:///system");
  gboolean modular = has_unit (look, "virtqemud.socket");
  struct stat file;

  if (find_socket (look, &file))
    {
      drover_local_host_judge_socket (host, look, &file);
      return g_steal_pointer (&host);
    }
  if (!is_installed (host, look))
    return g_steal_pointer (&host);
  if (modular || has_unit (look, "libvirtd.socket"))
    {
      g_autofree char *command = get_start_command (modular && !has_unit (look, "libvirtd.socket"));

      drover_local_host_say (host, DROVER_LOCAL_HOST_STOPPED,
                             _ ("libvirt is installed on this computer and does not run."));
      g_strfreev (host->commands);
      host->commands = g_strdupv ((char *[]){ command, NULL });
      return g_steal_pointer (&host);
    }
  drover_local_host_say (
      host, DROVER_LOCAL_HOST_MISSING,
      _ ("libvirt is installed on this computer for single users only, not as a service of the system."));
  suggest_packages (host, look);
  return g_steal_pointer (&host);
}

static DroverLocalHost *
look_at_session (const DroverLocalLook *look)
{
  g_autoptr (DroverLocalHost) host = local_host_new ("qemu:///session");

  if (is_installed (host, look))
    drover_local_host_say (host, DROVER_LOCAL_HOST_READY,
                           _ ("Your own libvirt starts when it is needed. As a rule its guests have no "
                              "network of their own and cannot be moved."));
  return g_steal_pointer (&host);
}

/**
 * drover_local_hosts_list_in:
 * @root: the directory that stands for `/`
 * @user: who would open them
 *
 * Looks at files alone and opens nothing, so it is quick enough for any thread.
 *
 * Returns: (transfer full) (element-type DroverLocalHost): the system's libvirt and the user's own
 */
GPtrArray *
drover_local_hosts_list_in (const char *root, const DroverLocalUser *user)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_local_host_free);
  DroverLocalLook look = { root, user, drover_distribution_detect (root) };

  g_ptr_array_add (hosts, look_at_system (&look));
  g_ptr_array_add (hosts, look_at_session (&look));
  return hosts;
}

/**
 * drover_local_hosts_list:
 *
 * As [func@local_hosts_list_in], for this computer and whoever runs the program.
 *
 * Returns: (transfer full) (element-type DroverLocalHost): the system's libvirt and the user's own
 */
GPtrArray *
drover_local_hosts_list (void)
{
  int n = getgroups (0, NULL);
  g_autofree gid_t *groups = g_new0 (gid_t, (gsize) MAX (n, 0) + 1);
  DroverLocalUser user = { g_get_user_name (), geteuid (), groups, 1 };

  n = getgroups (n, groups + 1);
  groups[0] = getegid ();
  if (n > 0)
    user.n_groups += (guint) n;
  return drover_local_hosts_list_in ("/", &user);
}
