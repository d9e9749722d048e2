/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main thread computes in code of ours. The window's files are compiled once more for this, with
 * gcc's -finstrument-functions: every function tells of its entry and its end, of which the outermost count.
 * What the core does in idle callbacks and at timeouts is seen where GLib calls these. */
#include "watchdog.h"

#include <dlfcn.h>
#include <string.h>
#include <time.h>

typedef struct {
  gint64 us;
  gpointer function;
} Record;

typedef gboolean (*DispatchFunc) (GSource *source, GSourceFunc callback, gpointer user_data);

void __cyg_profile_func_enter (void *function, void *site) __attribute__ ((no_instrument_function));
void __cyg_profile_func_exit (void *function, void *site) __attribute__ ((no_instrument_function));

static __thread gboolean is_main;
static gboolean watching;
static guint depth;
static gint64 entered_us;
static gpointer entered_function;
static gboolean maps;
static GArray *records;
static guint n_mappings;
static gint64 longest_mapping_us;
static GHashTable *owners; /* whether a callback is not GTK's, by its address */
static DispatchFunc dispatch_idle;
static DispatchFunc dispatch_timeout;

static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
enter (gpointer function)
{
  if (depth++ > 0)
    return;
  entered_function = function;
  maps = FALSE;
  entered_us = get_cpu_us ();
}

static void
leave (void)
{
  Record record = { .function = entered_function };

  if (--depth > 0)
    return;
  record.us = get_cpu_us () - entered_us;
  if (watching && maps)
    {
      n_mappings++;
      longest_mapping_us = MAX (longest_mapping_us, record.us);
    }
  if (watching && !maps && record.us >= WATCHDOG_SOME_US)
    g_array_append_val (records, record);
}

void
__cyg_profile_func_enter (void *function, void *site)
{
  if (is_main)
    enter (function);
}

void
__cyg_profile_func_exit (void *function, void *site)
{
  if (is_main)
    leave ();
}

static gboolean
is_of_toolkit (gpointer function)
{
  gpointer known = g_hash_table_lookup (owners, function);
  Dl_info info = { 0 };
  gboolean toolkit;

  if (known != NULL)
    return GPOINTER_TO_INT (known) == 1;
  toolkit = dladdr (function, &info) != 0 && info.dli_fname != NULL &&
            (strstr (info.dli_fname, "libgtk-4") != NULL || strstr (info.dli_fname, "libadwaita") != NULL);
  g_hash_table_insert (owners, function, GINT_TO_POINTER (toolkit ? 1 : 2));
  return toolkit;
}

static gboolean
dispatch (DispatchFunc original, GSource *source, GSourceFunc callback, gpointer user_data)
{
  gboolean again;

  if (!is_main || is_of_toolkit ((gpointer) callback))
    return original (source, callback, user_data);
  enter ((gpointer) callback);
  again = original (source, callback, user_data);
  leave ();
  return again;
}

static gboolean
watch_idle (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return dispatch (dispatch_idle, source, callback, user_data);
}

static gboolean
watch_timeout (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return dispatch (dispatch_timeout, source, callback, user_data);
}

static gboolean
is_place (GtkWidget *widget)
{
  return GTK_IS_NATIVE (widget) || (GTK_IS_STACK (gtk_widget_get_parent (widget)) &&
                                    g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Drover"));
}

static gboolean
on_map (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (is_place (widget) && g_object_get_data (G_OBJECT (widget), "watchdog-mapped") == NULL)
    {
      g_object_set_data (G_OBJECT (widget), "watchdog-mapped", GINT_TO_POINTER (1));
      maps = TRUE;
    }
  return TRUE;
}

/**
 * watchdog_start:
 *
 * Begins to watch this thread, which must be the main one.
 */
void
watchdog_start (void)
{
  g_type_ensure (GTK_TYPE_WIDGET);
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
  records = g_array_new (FALSE, FALSE, sizeof (Record));
  owners = g_hash_table_new (NULL, NULL);
  dispatch_idle = g_idle_funcs.dispatch;
  dispatch_timeout = g_timeout_funcs.dispatch;
  g_idle_funcs.dispatch = watch_idle;
  g_timeout_funcs.dispatch = watch_timeout;
  is_main = TRUE;
}

/**
 * watchdog_let:
 * @watch: whether what is called from now on is the program's doing, and not the test's own
 */
void
watchdog_let (gboolean watch)
{
  watching = watch;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const Record *first = a;
  const Record *second = b;

  return first->us < second->us ? -1 : first->us > second->us;
}

static gint64
get_share (double share)
{
  guint i = (guint) ((double) records->len * share);

  return records->len > 0 ? g_array_index (records, Record, MIN (i, records->len - 1)).us : 0;
}

/* Addresses as `addr2line -f -e PROGRAM` takes them, beside the name where it is exported. */
static char *
describe_slowest (guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n && i < records->len; i++)
    {
      const Record *record = &g_array_index (records, Record, records->len - 1 - i);
      Dl_info info = { 0 };

      dladdr (record->function, &info);
      g_string_append_printf (text, "%s%.1f ms in %s+0x%zx", i > 0 ? ", " : "", (double) record->us / 1000.0,
                              info.dli_sname ? info.dli_sname : "",
                              (gsize) ((char *) record->function - (char *) info.dli_fbase));
    }
  return g_string_free (text, FALSE);
}

/**
 * watchdog_get_report:
 *
 * Returns: (transfer full): what was seen so far
 */
WatchdogReport
watchdog_get_report (void)
{
  WatchdogReport report = { 0 };

  g_array_sort (records, compare_records);
  report.n = records->len;
  report.p50 = get_share (0.5);
  report.p99 = get_share (0.99);
  report.p999 = get_share (0.999);
  report.max = get_share (1.0);
  report.n_mappings = n_mappings;
  report.longest_mapping = longest_mapping_us;
  report.slowest = describe_slowest (8);
  return report;
}
