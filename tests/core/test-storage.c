/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is only thought about shared storage: specs, fits, silence, surveys, proofs, recipes. */

#include "base/drover-xml.h"
#include "storage/drover-storage-proof.h"
#include "storage/drover-storage-recipe.h"
#include "storage/drover-storage-spec.h"
#include "storage/drover-storage-survey.h"

static GKeyFile *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "storage", name, NULL);
  GKeyFile *file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  return file;
}

static char *
get (GKeyFile *file, const char *group, const char *key)
{
  return g_key_file_get_string (file, group, key, NULL);
}

static DroverStorageSpec *
read_spec (GKeyFile *file, const char *group, GError **error)
{
  g_autofree char *name = get (file, group, "name");
  g_autofree char *source = get (file, group, "source");
  g_autofree char *format = get (file, group, "format");
  g_autofree char *path = get (file, group, "path");

  return drover_storage_spec_new (name, source, format, path, error);
}

/* Without the declaration and the white space between elements. */
static char *
flatten (const char *xml)
{
  g_autoptr (GString) flat = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (xml, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], "<?xml"))
      g_string_append (flat, g_strstrip (lines[i]));
  return g_string_free (g_steal_pointer (&flat), FALSE);
}

static void
test_specs (void)
{
  g_autoptr (GKeyFile) file = load ("specs.ini");
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DroverStorageSpec) spec = read_spec (file, groups[i], &error);
      g_autofree char *expected = get (file, groups[i], "xml");
      g_autofree char *refusal = get (file, groups[i], "error");
      g_autofree char *xml = spec ? drover_storage_spec_to_xml (spec) : NULL;
      g_autofree char *flat = xml ? flatten (xml) : NULL;

      g_test_message ("%s", groups[i]);
      g_assert_cmpstr (flat, ==, expected);
      if (refusal == NULL)
        g_assert_no_error (error);
      else
        g_assert_nonnull (strstr (error->message, refusal));
    }
}

static DroverFactPools *
read_pools (GKeyFile *file, const char *group)
{
  static const char *const keys[] = { "pool", "pool2", "pool3" };
  DroverFactPools *pools = drover_record_new (&drover_fact_pools_type);

  pools->pools = drover_record_list_new (&drover_fact_pool_type);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *text = get (file, group, keys[i]);
      g_auto (GStrv) parts = text ? g_strsplit (text, "|", -1) : NULL;
      DroverFactPool *pool;

      if (parts == NULL)
        continue;
      g_assert_cmpuint (g_strv_length (parts), ==, 4);
      pool = drover_record_new (&drover_fact_pool_type);
      pool->name = g_strdup (parts[0]);
      pool->type = g_strdup (parts[1]);
      pool->path = g_strdup (parts[2]);
      pool->source = parts[3][0] ? g_strdup (parts[3]) : NULL;
      pool->active = TRUE;
      g_ptr_array_add (pools->pools, pool);
    }
  return pools;
}

static void
test_fits (void)
{
  static const char *const names[] = { "new", "same", "conflict" };
  g_autoptr (GKeyFile) file = load ("fit.ini");
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DroverStorageSpec) spec = read_spec (file, groups[i], &error);
      DroverFactPools *pools = read_pools (file, groups[i]);
      g_autofree char *expected = get (file, groups[i], "fit");
      g_autofree char *says = get (file, groups[i], "says");
      g_autofree char *reason = NULL;
      const DroverFactPool *existing;
      DroverStorageFit fit;

      g_test_message ("%s", groups[i]);
      g_assert_no_error (error);
      fit = drover_storage_spec_judge (spec, pools, &existing, &reason);
      g_assert_cmpstr (names[fit], ==, expected);
      g_assert_cmpint (existing != NULL, ==, fit != DROVER_STORAGE_FIT_NEW);
      if (says != NULL)
        g_assert_nonnull (strstr (reason, says));
      else
        g_assert_null (reason);
      drover_record_free (&drover_fact_pools_type, pools);
    }
}

static void
test_silence (void)
{
  static const char *const ports[] = { "rpcbind", "nfs", "mountd", "glusterd" };
  g_autoptr (GKeyFile) file = load ("silence.ini");
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) services = drover_record_list_new (&drover_storage_service_type);
      g_auto (GStrv) words = g_strsplit (groups[i], " ", 2);
      const char *code;

      for (gsize k = 0; k < G_N_ELEMENTS (ports); k++)
        {
          DroverStorageService *service = drover_record_new (&drover_storage_service_type);

          service->name = g_strdup (ports[k]);
          service->result = get (file, groups[i], ports[k]);
          g_ptr_array_add (services, service);
        }
      code =
          drover_storage_silence_judge (services, g_key_file_get_boolean (file, groups[i], "listed", NULL));
      g_assert_cmpstr (code, ==, words[0]);
      /* each has words of its own */
      if (!g_str_equal (code, "unknown"))
        g_assert_cmpstr (drover_storage_silence_get_text (code), !=,
                         drover_storage_silence_get_text ("unknown"));
    }
}

/* --- the survey --- */

static DroverStorageView *
add_view (GPtrArray *views, const char *host)
{
  DroverStorageView *view = drover_record_new (&drover_storage_view_type);

  view->host = g_strdup (host);
  view->pools = drover_record_list_new (&drover_fact_pool_type);
  g_ptr_array_add (views, view);
  return view;
}

static void
add_pool (DroverStorageView *view, const char *name, const char *type, const char *path, const char *source)
{
  DroverFactPool *pool = drover_record_new (&drover_fact_pool_type);

  pool->name = g_strdup (name);
  pool->type = g_strdup (type);
  pool->path = g_strdup (path);
  pool->source = g_strdup (source);
  pool->active = TRUE;
  g_ptr_array_add (view->pools, pool);
}

static const DroverStorageShare *
find_share (const DroverStorageSurvey *survey, const char *name)
{
  for (guint i = 0; i < survey->shares->len; i++)
    if (g_strcmp0 (((DroverStorageShare *) survey->shares->pdata[i])->name, name) == 0)
      return survey->shares->pdata[i];
  g_assert_not_reached ();
}

static void
test_survey (void)
{
  g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_storage_view_free);
  DroverStorageView *alpha = add_view (views, "alpha");
  DroverStorageView *beta = add_view (views, "beta");
  DroverStorageView *lost = add_view (views, "lost");
  g_autoptr (DroverStorageSurvey) survey = NULL;
  static const struct {
    const char *name;
    const char *kind;
  } expected[] = {
    { "default", "same-path" }, { "nfs", "shared" },     { "unlike", "shared-unlike" },
    { "ceph", "one-host" },     { "iscsi", "one-host" }, { "own", "local" },
  };

  lost->error = g_strdup ("no route");
  add_pool (alpha, "default", "dir", "/var/lib/libvirt/images", NULL);
  add_pool (beta, "default", "dir", "/var/lib/libvirt/images", NULL);
  add_pool (alpha, "nfs", "netfs", "/srv/vm", "store:/vm");
  add_pool (beta, "nfs", "netfs", "/srv/vm", "store:/vm");
  add_pool (alpha, "unlike", "netfs", "/srv/a", "store:/a");
  add_pool (beta, "unlike", "netfs", "/srv/b", "store:/a");
  add_pool (alpha, "ceph", "rbd", NULL, "mon:vms");
  add_pool (beta, "iscsi", "iscsi", "/dev/disk/by-path", "target:iqn.2026-11.test:lun");
  add_pool (beta, "own", "dir", "/home/images", NULL);
  survey = drover_storage_survey_new (views);
  g_assert_cmpuint (survey->shares->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (find_share (survey, expected[i].name)->kind, ==, expected[i].kind);
  /* a host that could not be asked is not said to lack anything */
  g_assert_cmpuint (g_strv_length (find_share (survey, "ceph")->missing_on), ==, 1);
  g_assert_cmpuint (g_strv_length (find_share (survey, "nfs")->missing_on), ==, 0);
}

/* --- the proof --- */

typedef struct {
  const char *name;
  const char *there; /* results of the two ways */
  const char *back;
  const char *recognised[2];
  const char *qemu;
  const char *error; /* of the second host */
  const char *verdict;
  const char *needs_unsafe;
} ProofCase;

static void
test_proof (void)
{
  static const ProofCase cases[] = {
    { "a file system libvirt knows", "read", "read", { "yes", "yes" }, "opened", NULL, "shared", "no" },
    { "a directory", "read", "read", { "unknown", "unknown" }, "opened", NULL, "shared", "unknown" },
    { "a directory on one of them",
      "read",
      "read",
      { "yes", "unknown" },
      "opened",
      NULL,
      "shared",
      "unknown" },
    { "one way only", "read", "unseen", { "yes", "yes" }, "opened", NULL, "not-shared", "no" },
    { "another file of that name", "altered", "read", { "yes", "yes" }, "opened", NULL, "not-shared", "no" },
    { "read only", "unwritten", "unwritten", { "yes", "yes" }, "untried", NULL, "unknown", "no" },
    { "not to be read", "unreadable", "read", { "yes", "yes" }, "opened", NULL, "unknown", "no" },
    { "one host missing", "read", "read", { "yes", "yes" }, "opened", "stopped", "unknown", "no" },
    { "QEMU is kept out", "read", "read", { "yes", "yes" }, "refused", NULL, "shared", "no" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DroverStorageProof) proof = drover_record_new (&drover_storage_proof_type);

      g_test_message ("%s", cases[i].name);
      proof->hosts = drover_record_list_new (&drover_proof_host_type);
      proof->ways = drover_record_list_new (&drover_proof_way_type);
      for (guint k = 0; k < 2; k++)
        {
          DroverProofHost *host = drover_record_new (&drover_proof_host_type);
          DroverProofWay *way = drover_record_new (&drover_proof_way_type);

          host->recognised = g_strdup (cases[i].recognised[k]);
          host->qemu = g_strdup (cases[i].qemu);
          host->error = k == 1 ? g_strdup (cases[i].error) : NULL;
          way->result = g_strdup (k == 0 ? cases[i].there : cases[i].back);
          g_ptr_array_add (proof->hosts, host);
          g_ptr_array_add (proof->ways, way);
        }
      drover_storage_proof_judge (proof);
      g_assert_cmpstr (proof->verdict, ==, cases[i].verdict);
      g_assert_cmpstr (proof->needs_unsafe, ==, cases[i].needs_unsafe);
      g_assert_cmpint (drover_storage_proof_is_refused (proof), ==, g_str_equal (cases[i].qemu, "refused"));
    }
}

static void
test_no_proof (void)
{
  g_autoptr (DroverStorageProof) proof = drover_record_new (&drover_storage_proof_type);

  proof->hosts = drover_record_list_new (&drover_proof_host_type);
  proof->ways = drover_record_list_new (&drover_proof_way_type);
  drover_storage_proof_judge (proof);
  g_assert_cmpstr (proof->verdict, ==, "unknown");
}

/* --- the recipe --- */

static char *
recipe_to_text (const DroverRecipe *recipe)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < recipe->steps->len; i++)
    {
      const DroverRecipeStep *step = recipe->steps->pdata[i];

      g_string_append_printf (text, "[%s] %s\n", step->where, step->id);
      for (gsize k = 0; step->commands[k] != NULL; k++)
        g_string_append_printf (text, "  $ %s\n", step->commands[k]);
      if (step->verify != NULL)
        g_string_append_printf (text, "  ? %s\n", step->verify);
      g_assert_cmpstr (step->why, !=, "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Each distribution's commands, word by word. DROVER_UPDATE_GOLDEN writes them anew. */
static void
test_recipes (void)
{
  static const char *const clients[] = { "10.0.0.11", "beta.lab.test", "fd77::12", NULL };
  static const struct {
    const char *file;
    DroverRecipeOptions options;
  } recipes[] = {
    { "recipe-debian.txt", { DROVER_DISTRIBUTION_DEBIAN, "store", "/srv/vm", clients, FALSE } },
    { "recipe-fedora.txt", { DROVER_DISTRIBUTION_FEDORA, "store", "/srv/vm", clients, FALSE } },
    { "recipe-suse.txt", { DROVER_DISTRIBUTION_SUSE, "store", "/srv/vm", clients, FALSE } },
    { "recipe-arch.txt", { DROVER_DISTRIBUTION_ARCH, "store", "/export/images/vm", clients, FALSE } },
    { "recipe-other.txt", { DROVER_DISTRIBUTION_OTHER, "fd77::20", "/vm", clients, FALSE } },
    { "recipe-no-root-squash.txt", { DROVER_DISTRIBUTION_DEBIAN, "store", "/srv/vm", clients, TRUE } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DroverRecipe) recipe = drover_recipe_new (&recipes[i].options, &error);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "storage", recipes[i].file, NULL);
      g_autofree char *text = NULL;
      g_autofree char *expected = NULL;

      g_assert_no_error (error);
      text = recipe_to_text (recipe);
      if (g_getenv ("DROVER_UPDATE_GOLDEN") != NULL)
        g_file_set_contents (path, text, -1, NULL);
      g_file_get_contents (path, &expected, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, expected);
    }
}

/* Nothing that a shell or an exports file would read otherwise, and no export to everybody. */
static void
test_recipe_refusals (void)
{
  static const char *const good[] = { "10.0.0.11", NULL };
  static const char *const star[] = { "*", NULL };
  static const char *const none[] = { NULL };
  static const DroverRecipeOptions bad[] = {
    { DROVER_DISTRIBUTION_DEBIAN, "store", "/srv/vm; rm -rf /", good, FALSE },
    { DROVER_DISTRIBUTION_DEBIAN, "store", "/srv/my images", good, FALSE },
    { DROVER_DISTRIBUTION_DEBIAN, "store", "srv", good, FALSE },
    { DROVER_DISTRIBUTION_DEBIAN, "store", "/", good, FALSE },
    { DROVER_DISTRIBUTION_DEBIAN, "store", "/srv/../etc", good, FALSE },
    { DROVER_DISTRIBUTION_DEBIAN, "$(id)", "/srv/vm", good, FALSE },
    { DROVER_DISTRIBUTION_DEBIAN, "store", "/srv/vm", star, FALSE },
    { DROVER_DISTRIBUTION_DEBIAN, "store", "/srv/vm", none, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (drover_recipe_new (&bad[i], &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/storage/specs", test_specs);
  g_test_add_func ("/storage/fits", test_fits);
  g_test_add_func ("/storage/silence", test_silence);
  g_test_add_func ("/storage/survey", test_survey);
  g_test_add_func ("/storage/proof", test_proof);
  g_test_add_func ("/storage/no-proof", test_no_proof);
  g_test_add_func ("/storage/recipes", test_recipes);
  g_test_add_func ("/storage/recipe-refusals", test_recipe_refusals);
  return g_test_run ();
}
