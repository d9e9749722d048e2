/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host works out for the common CPU, in a thread of its own. */
#include "compare/drover-common-cpu-work.h"

#include <glib/gi18n-lib.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "virt/drover-cpu-compare.h"

typedef struct {
  DroverConnection *connection;
  DroverDomainCaps *caps;
  GStrv cpus;
  GStrv models;
} Work;

static Work *
work_new (DroverConnection *connection,
          const DroverDomainCaps *caps,
          const char *const *cpus,
          const char *const *models)
{
  Work *work = g_new0 (Work, 1);

  work->connection = g_object_ref (connection);
  work->caps = drover_domain_caps_ref ((DroverDomainCaps *) caps);
  work->cpus = g_strdupv ((GStrv) cpus);
  work->models = g_strdupv ((GStrv) models);
  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->connection);
  drover_domain_caps_unref (work->caps);
  g_strfreev (work->cpus);
  g_strfreev (work->models);
  g_free (work);
}

/**
 * drover_common_cpu_answer_free:
 * @answer: (nullable) (transfer full): what to release
 */
void
drover_common_cpu_answer_free (DroverCommonCpuAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->xml);
  g_free (answer->model);
  g_strfreev (answer->features);
  g_clear_pointer (&answer->sizes, g_ptr_array_unref);
  g_free (answer);
}

static void
answer_free (gpointer answer)
{
  drover_common_cpu_answer_free (answer);
}

static char *
get_baseline (const Work *work, const char *const *cpus, gboolean expand, GError **error)
{
  return drover_connection_baseline_cpu (work->connection, work->caps->emulator, work->caps->arch,
                                         work->caps->machine, work->caps->virt_type, cpus, expand, error);
}

/* How many features a named model has here; 0 where that cannot be told. */
static guint
count_features (const Work *work, const char *model)
{
  g_autofree char *cpu = drover_cpu_dup_model_xml (model);
  const char *const cpus[] = { cpu, NULL };
  g_autofree char *xml = get_baseline (work, cpus, TRUE, NULL);
  g_autoptr (DroverCpu) parsed = xml ? drover_cpu_parse (xml, NULL) : NULL;
  g_auto (GStrv) features = parsed ? drover_cpu_list_features (parsed) : NULL;

  return features ? g_strv_length (features) : 0;
}

typedef struct {
  const char *name;
  guint size;
} Sized;

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  const Sized *x = a, *y = b;

  return x->size != y->size ? (x->size > y->size ? -1 : 1) : g_strcmp0 (x->name, y->name);
}

static GPtrArray *
sort_models (const Work *work, GCancellable *cancellable)
{
  g_autoptr (GArray) sized = g_array_new (FALSE, FALSE, sizeof (Sized));
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; work->models[i] != NULL && !g_cancellable_is_cancelled (cancellable); i++)
    {
      Sized entry = { work->models[i], count_features (work, work->models[i]) };

      g_array_append_val (sized, entry);
    }
  g_array_sort (sized, compare_sizes);
  for (guint i = 0; i < sized->len; i++)
    g_ptr_array_add (names, g_strdup (g_array_index (sized, Sized, i).name));
  g_ptr_array_add (names, NULL);
  return names;
}

static gpointer
compute (gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  const char *const *cpus = (const char *const *) work->cpus;
  g_autoptr (DroverCommonCpuAnswer) answer = g_new0 (DroverCommonCpuAnswer, 1);
  g_autofree char *whole = get_baseline (work, cpus, TRUE, error);
  g_autoptr (DroverCpu) cpu = whole ? drover_cpu_parse (whole, error) : NULL;

  if (cpu == NULL)
    return NULL;
  answer->features = drover_cpu_list_features (cpu);
  answer->model = g_strdup (cpu->model);
  answer->xml = get_baseline (work, cpus, FALSE, error);
  if (answer->xml == NULL)
    return NULL;
  answer->sizes = sort_models (work, cancellable);
  return g_steal_pointer (&answer);
}

/**
 * drover_common_cpu_compute_async:
 * @connection: of the host that computes
 * @caps: its own
 * @cpus: (array zero-terminated=1): the `<cpu>` of each host that takes part
 * @models: (array zero-terminated=1): named models to put in order
 * @timeout_ms: time limit
 * @callback: called in the thread-default main context
 *
 * Asks a host for the best CPU that all of @cpus have.
 */
void
drover_common_cpu_compute_async (DroverConnection *connection,
                                 const DroverDomainCaps *caps,
                                 const char *const *cpus,
                                 const char *const *models,
                                 guint timeout_ms,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  drover_call_async (_ ("computing the common CPU"), compute, work_new (connection, caps, cpus, models),
                     work_free, answer_free, timeout_ms, cancellable, callback, user_data);
}

/**
 * drover_common_cpu_compute_finish:
 *
 * Returns: (transfer full): what the host computed
 */
DroverCommonCpuAnswer *
drover_common_cpu_compute_finish (GAsyncResult *result, GError **error)
{
  return drover_call_finish (result, error);
}

static gpointer
verify (gpointer data, GCancellable *cancellable, GError **error)
{
  const Work *work = data;
  g_autofree char *reason = NULL;
  DroverCpuVerdict verdict;

  if (!drover_connection_compare_cpu (work->connection, work->caps->emulator, work->caps->arch,
                                      work->caps->machine, work->caps->virt_type, work->cpus[0], &verdict,
                                      &reason, error))
    return NULL;
  switch (verdict)
    {
    case DROVER_CPU_IDENTICAL:
    case DROVER_CPU_SUPERSET:
      return GINT_TO_POINTER (TRUE);
    case DROVER_CPU_INCOMPATIBLE:
      break;
    }
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, "%s",
               reason ? reason : _ ("no reason was given"));
  return NULL;
}

/**
 * drover_common_cpu_verify_async:
 * @connection: of a host
 * @caps: its own
 * @cpu: the `<cpu>` that a guest shall have there
 * @timeout_ms: time limit
 * @callback: called in the thread-default main context
 *
 * Asks a host's hypervisor whether it can give a guest that CPU.
 */
void
drover_common_cpu_verify_async (DroverConnection *connection,
                                const DroverDomainCaps *caps,
                                const char *cpu,
                                guint timeout_ms,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  const char *const cpus[] = { cpu, NULL };

  drover_call_async (_ ("verifying the common CPU"), verify, work_new (connection, caps, cpus, NULL),
                     work_free, NULL, timeout_ms, cancellable, callback, user_data);
}

/**
 * drover_common_cpu_verify_finish:
 * @error: why it cannot, in libvirt's words
 *
 * Returns: whether it can
 */
gboolean
drover_common_cpu_verify_finish (GAsyncResult *result, GError **error)
{
  return drover_call_finish (result, error) != NULL;
}
