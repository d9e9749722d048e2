/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "virt-fake-private.h"

static FakeLab *current;

FakeLab *
fake_lab_get (void)
{
  return g_atomic_pointer_get (&current);
}

FakeHost *
fake_lab_find_host (FakeLab *lab, const char *name)
{
  for (guint i = 0; lab != NULL && i < lab->hosts->len; i++)
    {
      FakeHost *host = lab->hosts->pdata[i];

      if (g_ascii_strcasecmp (host->name, name) == 0)
        return host;
    }
  return NULL;
}

FakeHost *
fake_lab_find_address (FakeLab *lab, const char *address)
{
  for (guint i = 0; lab != NULL && i < lab->hosts->len; i++)
    {
      FakeHost *host = lab->hosts->pdata[i];

      if (g_str_equal (host->address, address))
        return host;
    }
  return NULL;
}

FakeHost *
fake_host_of (virConnectPtr connection)
{
  FakeLab *lab = fake_lab_get ();

  for (guint i = 0; lab != NULL && i < lab->hosts->len; i++)
    {
      FakeHost *host = lab->hosts->pdata[i];

      if (host->raw == connection)
        return host;
    }
  return NULL;
}

/* Where the script has it now: at its host, or for all; %NULL where it does not. */
static char *
dup_group (FakeHost *host, const char *key)
{
  g_autofree char *group = g_strdup_printf ("host %s", host->name);

  if (g_key_file_has_key (host->lab->script, group, key, NULL))
    return g_steal_pointer (&group);
  return g_key_file_has_key (host->lab->script, "host", key, NULL) ? g_strdup ("host") : NULL;
}

/* As the script has it now, for its host or for all. Call with the lab locked, or before it is the current
 * one. */
char *
fake_host_get (FakeHost *host, const char *key, const char *otherwise)
{
  g_autofree char *group = dup_group (host, key);
  g_autoptr (GError) error = NULL;
  char *value;

  if (group == NULL)
    return g_strdup (otherwise);
  value = g_key_file_get_string (host->lab->script, group, key, &error);
  g_assert_no_error (error);
  return value;
}

gint64
fake_host_get_int (FakeHost *host, const char *key, gint64 otherwise)
{
  g_autofree char *text = fake_host_get (host, key, NULL);

  return text ? g_ascii_strtoll (text, NULL, 10) : otherwise;
}

/* One of the files that @key names, each in its turn. */
char *
fake_host_read (FakeHost *host, const char *key)
{
  g_autofree char *names = fake_host_get (host, key, NULL);
  g_auto (GStrv) list = names ? g_strsplit (names, ";", -1) : NULL;
  g_autofree char *counted = g_strdup_printf ("file %s", key);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  guint n;

  if (list == NULL || list[0] == NULL)
    return NULL;
  n = GPOINTER_TO_UINT (g_hash_table_lookup (host->calls, counted));
  g_hash_table_insert (host->calls, g_steal_pointer (&counted), GUINT_TO_POINTER (n + 1));
  path = g_test_build_filename (G_TEST_DIST, list[n % g_strv_length (list)], NULL);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static gboolean
is_plain (const char *name)
{
  return name[strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] == '\0';
}

/* The form of the host's guests, with its disks. */
static char *
read_form (FakeHost *host)
{
  g_autofree char *form = fake_host_read (host, "guest-xml");
  gint64 n = fake_host_get_int (host, "disks", 0);
  const char *end = form ? strstr (form, "</devices>") : NULL;
  g_autoptr (GString) text = NULL;

  if (end == NULL)
    return g_strdup (form ? form : "<domain/>");
  text = g_string_new_len (form, end - form);
  for (gint64 i = 0; i < n; i++)
    g_string_append_printf (text,
                            "<disk type='file' device='disk'><driver name='qemu' type='raw'/>"
                            "<source file='/srv/%s/disk-%" G_GINT64_FORMAT ".img'/>"
                            "<target dev='vd%c%c' bus='virtio'/></disk>",
                            host->name, i, (int) ('a' + i / 26), (int) ('a' + i % 26));
  g_string_append (text, end);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_guest (FakeHost *host, GString *node, guint number, const char *name, const char *form, gboolean off)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *safe = is_plain (name) ? g_strdup (name) : g_strdup_printf ("written-%u", number);
  g_autofree char *xml = fake_guest_test_xml (safe, uuid, off);

  if (!g_str_equal (safe, name))
    g_hash_table_insert (host->written, g_strdup (safe), g_strdup (name));
  g_string_append (node, xml);
  g_hash_table_insert (host->lab->xml, g_strdup (uuid), fake_guest_fill (form, name, uuid));
}

static GStrv
list_names (FakeHost *host)
{
  g_autofree char *group = dup_group (host, "guest-names");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gint64 n = fake_host_get_int (host, "guests", 0);
  g_autoptr (GError) error = NULL;

  if (group != NULL)
    {
      GStrv names = g_key_file_get_string_list (host->lab->script, group, "guest-names", NULL, &error);

      g_assert_no_error (error);
      return names;
    }
  for (gint64 i = 1; i <= n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-guest-%" G_GINT64_FORMAT, host->name, i);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

static void
start_host (FakeHost *host)
{
  g_auto (GStrv) names = list_names (host);
  g_autoptr (GString) node = g_string_new ("<node>");
  g_autofree char *form = read_form (host);
  g_autofree char *file = g_strdup_printf ("%s.xml", host->name);
  g_autofree char *path = g_build_filename (host->lab->directory, file, NULL);
  g_autofree char *uri = g_strdup_printf ("test://%s", path);
  g_autoptr (GError) error = NULL;
  guint n = g_strv_length (names);
  guint n_off = (guint) fake_host_get_int (host, "off", 0);

  for (guint i = 0; i < n; i++)
    add_guest (host, node, i, names[i], form, i + n_off >= n);
  g_string_append (node, "</node>");
  g_file_set_contents (path, node->str, -1, &error);
  g_assert_no_error (error);
  host->raw = FAKE_REAL (virConnectOpenAuth) (uri, NULL, 0);
  g_assert_nonnull (host->raw);
}

static void
host_free (gpointer data)
{
  FakeHost *host = data;

  FAKE_REAL (virConnectClose) (host->raw);
  g_hash_table_unref (host->calls);
  g_hash_table_unref (host->written);
  g_free (host->name);
  g_free (host->uuid);
  g_free (host->address);
  g_free (host);
}

static void
add_host (FakeLab *lab, const char *name)
{
  FakeHost *host = g_new0 (FakeHost, 1);

  host->lab = lab;
  host->name = g_strdup (name);
  host->calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  host->written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (lab->hosts, host);
  host->uuid = g_strdup_printf ("11111111-2222-4333-8444-%012u", lab->hosts->len);
  /* TEST-NET-1 of RFC 5737, which is nobody's */
  host->address = g_strdup_printf (FAKE_NET "%u", lab->hosts->len);
  start_host (host);
}

/**
 * fake_lab_new:
 * @script: the text of a key file
 *
 * Returns: (transfer full): a lab that is reached from now on
 */
FakeLab *
fake_lab_new (const char *script)
{
  FakeLab *lab = g_new0 (FakeLab, 1);
  g_auto (GStrv) groups = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (fake_lab_get ());
  g_mutex_init (&lab->mutex);
  g_cond_init (&lab->cond);
  lab->script = g_key_file_new ();
  g_key_file_load_from_data (lab->script, script, (gsize) -1, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  lab->directory = g_dir_make_tmp ("drover-fake-XXXXXX", &error);
  g_assert_no_error (error);
  lab->hosts = g_ptr_array_new_with_free_func (host_free);
  lab->xml = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  lab->jobs = g_ptr_array_new ();
  lab->finished = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  lab->watches = g_ptr_array_new_with_free_func (fake_watch_free);
  groups = g_key_file_get_groups (lab->script, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], "host "))
      add_host (lab, groups[i] + strlen ("host "));
  g_atomic_pointer_set (&current, lab);
  return lab;
}

static void
remove_files (FakeLab *lab)
{
  for (guint i = 0; i < lab->hosts->len; i++)
    {
      FakeHost *host = lab->hosts->pdata[i];
      g_autofree char *file = g_strdup_printf ("%s.xml", host->name);
      g_autofree char *path = g_build_filename (lab->directory, file, NULL);

      g_unlink (path);
    }
  g_rmdir (lab->directory);
}

/**
 * fake_lab_free:
 * @lab: (nullable) (transfer full): what to end
 *
 * Calls that still wait for an answer get an error, and are waited for. All connections must be gone.
 */
void
fake_lab_free (FakeLab *lab)
{
  if (lab == NULL)
    return;
  g_mutex_lock (&lab->mutex);
  lab->released = TRUE;
  g_cond_broadcast (&lab->cond);
  while (lab->n_inside > 0)
    g_cond_wait (&lab->cond, &lab->mutex);
  g_mutex_unlock (&lab->mutex);
  g_atomic_pointer_set (&current, NULL);
  remove_files (lab);
  g_ptr_array_unref (lab->watches);
  g_ptr_array_unref (lab->hosts);
  g_ptr_array_unref (lab->jobs);
  g_hash_table_unref (lab->finished);
  g_hash_table_unref (lab->xml);
  g_key_file_free (lab->script);
  g_free (lab->directory);
  g_mutex_clear (&lab->mutex);
  g_cond_clear (&lab->cond);
  g_free (lab);
}

/**
 * fake_lab_dup_uri:
 *
 * Returns: (transfer full): by what a program reaches the host
 */
char *
fake_lab_dup_uri (FakeLab *lab, const char *host)
{
  return g_strdup_printf ("qemu+tcp://%s/system", host);
}

/**
 * fake_lab_set:
 * @host: whose script changes
 * @key: what
 * @value: (nullable): %NULL to have it no more
 *
 * Changes the script while it is played. Calls that do not answer look whether that still holds.
 */
void
fake_lab_set (FakeLab *lab, const char *host, const char *key, const char *value)
{
  g_autofree char *group = g_strdup_printf ("host %s", host);

  g_mutex_lock (&lab->mutex);
  if (value != NULL)
    g_key_file_set_string (lab->script, group, key, value);
  else
    g_key_file_remove_key (lab->script, group, key, NULL);
  g_cond_broadcast (&lab->cond);
  g_mutex_unlock (&lab->mutex);
}

/**
 * fake_lab_kill:
 *
 * The host is gone from now on, in the middle of whatever it does.
 */
void
fake_lab_kill (FakeLab *lab, const char *host)
{
  g_mutex_lock (&lab->mutex);
  fake_lab_find_host (lab, host)->dead = TRUE;
  g_cond_broadcast (&lab->cond);
  g_mutex_unlock (&lab->mutex);
}

/**
 * fake_lab_kill_all:
 *
 * No host is there any more.
 */
void
fake_lab_kill_all (FakeLab *lab)
{
  for (guint i = 0; i < lab->hosts->len; i++)
    fake_lab_kill (lab, ((FakeHost *) lab->hosts->pdata[i])->name);
}

/**
 * fake_lab_count:
 *
 * Returns: how often the host's @call was called
 */
guint
fake_lab_count (FakeLab *lab, const char *host, const char *call)
{
  guint n;

  g_mutex_lock (&lab->mutex);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (fake_lab_find_host (lab, host)->calls, call));
  g_mutex_unlock (&lab->mutex);
  return n;
}

/**
 * fake_lab_has_guest:
 *
 * Returns: whether the guest is active there, whatever the host would say
 */
gboolean
fake_lab_has_guest (FakeLab *lab, const char *host, const char *guest)
{
  virConnectPtr raw = fake_lab_find_host (lab, host)->raw;
  virDomainPtr domain = FAKE_REAL (virDomainLookupByName) (raw, guest);
  int state = VIR_DOMAIN_SHUTOFF;

  if (domain == NULL)
    return FALSE;
  FAKE_REAL (virDomainGetState) (domain, &state, NULL, 0);
  FAKE_REAL (virDomainFree) (domain);
  return state != VIR_DOMAIN_SHUTOFF;
}
