/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-spec.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-uri.h"
#include "base/drover-xml.h"

/* Below it QEMU's user gets along, whatever the distribution. */
#define DEFAULT_PARENT "/var/lib/libvirt"

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, format, args);
  va_end (args);
  return FALSE;
}

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return TRUE;
  return FALSE;
}

/* `server:/export`, `server:volume`, `[fd00::1]:/export` */
static gboolean
split_source (DroverStorageSpec *spec, const char *source, GError **error)
{
  const char *end = source[0] == '[' ? strstr (source, "]:") : strchr (source, ':');
  const char *dir = end ? end + (source[0] == '[' ? 2 : 1) : NULL;

  if (end == NULL || end == source || dir[0] == '\0' || has_control (source))
    return refuse (error, _ ("“%s” is no export: write server:/directory, or server:volume for GlusterFS"),
                   source);
  spec->server = source[0] == '[' ? g_strndup (source + 1, (gsize) (end - source) - 1)
                                  : g_strndup (source, (gsize) (end - source));
  spec->dir = g_strdup (dir);
  if (!drover_host_name_is_valid (spec->server) && !drover_host_is_address (spec->server))
    return refuse (error, _ ("“%s” is neither a host name nor an address"), spec->server);
  if (drover_host_is_loopback (spec->server) || g_str_equal (spec->server, "localhost"))
    return refuse (error, _ ("“%s” means another computer on every host: give the server's own name"),
                   spec->server);
  return TRUE;
}

static gboolean
choose_format (DroverStorageSpec *spec, const char *format, GError **error)
{
  if (format == NULL)
    format = spec->dir[0] == '/' ? "nfs" : "glusterfs";
  if (!g_str_equal (format, "nfs") && !g_str_equal (format, "glusterfs"))
    return refuse (error, _ ("“%s” is no format here: it is nfs or glusterfs"), format);
  if (g_str_equal (format, "nfs") && spec->dir[0] != '/')
    return refuse (error, _ ("an NFS export is a directory, with a slash first: “%s” is not"), spec->dir);
  spec->format = g_strdup (format);
  return TRUE;
}

static gboolean
is_clean_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  if (path[0] != '/' || path[1] == '\0' || has_control (path))
    return FALSE;
  for (gsize i = 1; parts[i] != NULL; i++)
    if (parts[i][0] == '\0' || g_str_equal (parts[i], ".") || g_str_equal (parts[i], ".."))
      return FALSE;
  return TRUE;
}

/* What the host itself lives on: a mount over one of these takes it away. */
static gboolean
is_of_the_system (const char *path)
{
  static const char *const tops[] = { "/bin", "/boot", "/dev",  "/etc", "/home", "/lib",
                                      "/opt", "/proc", "/root", "/run", "/sbin", "/srv",
                                      "/sys", "/tmp",  "/usr",  "/var", "/mnt",  NULL };
  static const char *const trees[] = { "/boot/", "/dev/", "/etc/", "/proc/", "/sys/", "/usr/" };

  if (g_strv_contains (tops, path) || g_str_equal (path, "/var/lib") || g_str_equal (path, DEFAULT_PARENT))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (trees); i++)
    if (g_str_has_prefix (path, trees[i]))
      return TRUE;
  return FALSE;
}

static gboolean
take_name_and_path (DroverStorageSpec *spec, const char *name, const char *path, GError **error)
{
  g_autofree char *last = g_path_get_basename (spec->dir ? spec->dir : path);

  spec->name = g_strdup (name ? name : last);
  if (spec->name[0] == '\0' || strchr (spec->name, '/') != NULL || has_control (spec->name))
    return refuse (error, _ ("“%s” is no name for a pool; give one with --name"), spec->name);
  spec->path = path ? g_strdup (path) : g_build_filename (DEFAULT_PARENT, spec->name, NULL);
  if (!is_clean_path (spec->path))
    return refuse (error, _ ("“%s” is no absolute path without dots"), spec->path);
  if (is_of_the_system (spec->path))
    return refuse (error, _ ("%s is part of the system: choose a directory of its own"), spec->path);
  return TRUE;
}

/**
 * drover_storage_spec_new:
 * @name: (nullable): the pool's name; %NULL takes the last part of the export or path
 * @source: (nullable): `server:/export` or `server:volume`; %NULL for a directory that is there already
 * @format: (nullable): `nfs` or `glusterfs`; %NULL takes an export with a slash for NFS
 * @path: (nullable): where it is to be seen; %NULL for a directory of the pool's name below libvirt's own
 * @error: %DROVER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full): the pool wanted
 */
DroverStorageSpec *
drover_storage_spec_new (
    const char *name, const char *source, const char *format, const char *path, GError **error)
{
  g_autoptr (DroverStorageSpec) spec = g_new0 (DroverStorageSpec, 1);

  if (source == NULL && path == NULL)
    {
      refuse (error,
              _ ("say what is to be shared: --source server:/export, or --path of a mounted directory"));
      return NULL;
    }
  if (source != NULL && (!split_source (spec, source, error) || !choose_format (spec, format, error)))
    return NULL;
  if (!take_name_and_path (spec, name, path, error))
    return NULL;
  return g_steal_pointer (&spec);
}

/**
 * drover_storage_spec_copy:
 *
 * Returns: (transfer full): another one alike
 */
DroverStorageSpec *
drover_storage_spec_copy (const DroverStorageSpec *spec)
{
  DroverStorageSpec *copy = g_new0 (DroverStorageSpec, 1);

  copy->name = g_strdup (spec->name);
  copy->path = g_strdup (spec->path);
  copy->format = g_strdup (spec->format);
  copy->server = g_strdup (spec->server);
  copy->dir = g_strdup (spec->dir);
  return copy;
}

/**
 * drover_storage_spec_free:
 * @spec: (nullable) (transfer full): what to free
 */
void
drover_storage_spec_free (DroverStorageSpec *spec)
{
  if (spec == NULL)
    return;
  g_free (spec->name);
  g_free (spec->path);
  g_free (spec->format);
  g_free (spec->server);
  g_free (spec->dir);
  g_free (spec);
}

/**
 * drover_storage_spec_describe_source:
 *
 * Returns: (transfer full) (nullable): `server:/export`, %NULL for a directory
 */
char *
drover_storage_spec_describe_source (const DroverStorageSpec *spec)
{
  return spec->server ? g_strdup_printf ("%s:%s", spec->server, spec->dir) : NULL;
}

/**
 * drover_storage_spec_to_xml:
 *
 * Returns: (transfer full): the definition, the same for every host
 */
char *
drover_storage_spec_to_xml (const DroverStorageSpec *spec)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse ("<pool/>", "pool", NULL);
  xmlNode *pool = xmlDocGetRootElement (doc);

  drover_xml_set_attribute (pool, "type", spec->server ? "netfs" : "dir");
  drover_xml_add_child (pool, "name", spec->name);
  if (spec->server != NULL)
    {
      xmlNode *source = drover_xml_add_child (pool, "source", NULL);

      drover_xml_set_attribute (drover_xml_add_child (source, "host", NULL), "name", spec->server);
      drover_xml_set_attribute (drover_xml_add_child (source, "dir", NULL), "path", spec->dir);
      drover_xml_set_attribute (drover_xml_add_child (source, "format", NULL), "type", spec->format);
    }
  drover_xml_add_child (drover_xml_add_child (pool, "target", NULL), "path", spec->path);
  return drover_xml_doc_to_lines (doc);
}

static gboolean
is_same_path (const char *a, const char *b)
{
  gsize length = a ? strlen (a) : 0;

  while (length > 1 && a[length - 1] == '/')
    length--;
  return a != NULL && b != NULL && strlen (b) == length && strncmp (a, b, length) == 0;
}

/* GlusterFS takes its volume's name with and without a slash. */
static gboolean
is_same_source (const DroverStorageSpec *spec, const DroverFactPool *pool)
{
  g_autofree char *wanted = drover_storage_spec_describe_source (spec);
  g_autofree char *slashed = g_strcmp0 (spec->format, "glusterfs") == 0 && spec->dir[0] != '/'
                                 ? g_strdup_printf ("%s:/%s", spec->server, spec->dir)
                                 : NULL;

  return g_strcmp0 (wanted, pool->source) == 0 || (slashed != NULL && g_strcmp0 (slashed, pool->source) == 0);
}

/**
 * drover_storage_spec_judge:
 * @pools: those a host has
 * @existing: (out) (transfer none) (nullable): the one that is the same or in the way; belongs to @pools
 * @reason: (out) (nullable): for a conflict: what to tell, translated
 *
 * libvirt compares a pool's name, target path and source with those of the others, and refuses a second one
 * of the same path (virStoragePoolObjIsDuplicate(), virStoragePoolObjSourceFindDuplicate()).
 *
 * Returns: how it goes with them
 */
DroverStorageFit
drover_storage_spec_judge (const DroverStorageSpec *spec,
                           const DroverFactPools *pools,
                           const DroverFactPool **existing,
                           char **reason)
{
  *existing = NULL;
  *reason = NULL;
  for (guint i = 0; i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];
      gboolean same_name = g_strcmp0 (pool->name, spec->name) == 0;
      gboolean same_path = is_same_path (pool->path, spec->path);
      gboolean same_source = is_same_source (spec, pool);
      gboolean same_type = g_strcmp0 (pool->type, spec->server ? "netfs" : "dir") == 0;

      if (!same_name && !same_path && !(spec->server != NULL && same_source))
        continue;
      *existing = pool;
      if (same_name && same_path && same_source && same_type)
        return DROVER_STORAGE_FIT_SAME;
      if (same_name)
        *reason = g_strdup_printf (_ ("it has another pool called “%s”, over %s from %s"), pool->name,
                                   pool->path ? pool->path : "?", pool->source ? pool->source : _ ("itself"));
      else if (same_path && same_source && same_type)
        *reason = g_strdup_printf (_ ("it has this very pool under the name “%s”: take that name for all"),
                                   pool->name);
      else if (same_path)
        *reason = g_strdup_printf (_ ("its pool “%s” is over %s, from %s"), pool->name, pool->path,
                                   pool->source ? pool->source : _ ("itself"));
      else
        *reason = g_strdup_printf (_ ("its pool “%s” has %s at %s: all hosts need the same path"), pool->name,
                                   pool->source, pool->path ? pool->path : "?");
      return DROVER_STORAGE_FIT_CONFLICT;
    }
  return DROVER_STORAGE_FIT_NEW;
}
