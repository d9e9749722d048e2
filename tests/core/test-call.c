/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls that cannot be interrupted: whoever waits is told once, the data and the result are freed once,
 * whatever comes first. */

#include "base/drover-call.h"
#include "base/drover-error.h"

/* What the worker does and what became of it. Written by workers too. */
typedef struct {
  gint begun;
  gint data_freed;
  gint results_made;
  gint results_freed;
  GThread *freed_by;
} Counts;

typedef struct {
  Counts *counts;
  guint ms;
  gboolean fails;
  gboolean until_abandoned;
} Work;

typedef struct {
  Counts *counts;
} Result;

typedef struct {
  guint calls;
  gpointer result;
  GError *error;
  GThread *thread;
} Answer;

static Work *
work_new (Counts *counts, guint ms)
{
  Work *work = g_new0 (Work, 1);

  work->counts = counts;
  work->ms = ms;
  return work;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_atomic_int_inc (&work->counts->data_freed);
  g_free (work);
}

static void
result_free (gpointer data)
{
  Result *result = data;

  g_atomic_pointer_set (&result->counts->freed_by, g_thread_self ());
  g_atomic_int_inc (&result->counts->results_freed);
  g_free (result);
}

static gpointer
do_work (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  Result *result;

  g_atomic_int_inc (&work->counts->begun);
  for (guint i = 0; work->until_abandoned && i < 5000 && !g_cancellable_is_cancelled (cancellable); i++)
    g_usleep (1000);
  g_usleep (work->ms * 1000);
  if (work->fails)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY, "busy");
      return NULL;
    }
  g_atomic_int_inc (&work->counts->results_made);
  result = g_new0 (Result, 1);
  result->counts = work->counts;
  return result;
}

static void
on_answer (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->calls++;
  answer->thread = g_thread_self ();
  answer->result = drover_call_finish (result, &answer->error);
  g_assert_true ((answer->result == NULL) == (answer->error != NULL));
}

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->result, result_free);
  g_clear_error (&answer->error);
}

static gboolean
is_later (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the main loop run for a while. */
static void
idle_for (guint ms)
{
  gboolean later = FALSE;

  g_timeout_add (ms, is_later, &later);
  while (!later)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_answer (const Answer *answer)
{
  while (answer->calls == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_count (gint *count, gint wanted)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_atomic_int_get (count) < wanted && g_get_monotonic_time () < deadline)
    idle_for (2);
  g_assert_cmpint (g_atomic_int_get (count), ==, wanted);
}

static void
test_result (void)
{
  Counts counts = { 0 };
  Answer answer = { 0 };

  drover_call_async ("work", do_work, work_new (&counts, 1), work_free, result_free, 20000, NULL, on_answer,
                     &answer);
  g_assert_cmpuint (answer.calls, ==, 0);
  wait_for_answer (&answer);
  g_assert_no_error (answer.error);
  g_assert_true (answer.thread == g_thread_self ());
  answer_clear (&answer);
  idle_for (5);
  g_assert_cmpuint (answer.calls, ==, 1);
  g_assert_cmpint (counts.data_freed, ==, 1);
  g_assert_cmpint (counts.results_freed, ==, 1);
}

static void
test_failure (void)
{
  Counts counts = { 0 };
  Answer answer = { 0 };
  Work *work = work_new (&counts, 0);

  work->fails = TRUE;
  drover_call_async ("work", do_work, work, work_free, result_free, 0, NULL, on_answer, &answer);
  wait_for_answer (&answer);
  g_assert_error (answer.error, DROVER_ERROR, DROVER_ERROR_BUSY);
  answer_clear (&answer);
  g_assert_cmpint (counts.data_freed, ==, 1);
}

/* The limit ends the waiting and tells the worker; the late result is freed once, where it keeps nobody. */
static void
test_timeout (void)
{
  Counts counts = { 0 };
  Answer answer = { 0 };
  Work *work = work_new (&counts, 20);
  gint64 start = g_get_monotonic_time ();

  work->until_abandoned = TRUE;
  drover_call_async ("asking h1", do_work, work, work_free, result_free, 50, NULL, on_answer, &answer);
  wait_for_answer (&answer);
  g_assert_error (answer.error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT);
  g_assert_true (g_str_has_prefix (answer.error->message, "asking h1"));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 45000);
  g_assert_cmpint (g_atomic_int_get (&counts.results_freed), ==, 0);
  answer_clear (&answer);

  wait_for_count (&counts.results_freed, 1);
  idle_for (20);
  g_assert_cmpuint (answer.calls, ==, 1);
  g_assert_cmpint (counts.results_made, ==, 1);
  g_assert_cmpint (counts.results_freed, ==, 1);
  g_assert_true (g_atomic_pointer_get (&counts.freed_by) != g_thread_self ());
  g_assert_cmpint (counts.data_freed, ==, 1);
}

/* What is cancelled before it begins does not begin. */
static void
test_cancelled_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Counts counts = { 0 };
  Answer answer = { 0 };

  g_cancellable_cancel (cancellable);
  drover_call_async ("work", do_work, work_new (&counts, 0), work_free, result_free, 1000, cancellable,
                     on_answer, &answer);
  g_assert_cmpuint (answer.calls, ==, 0);
  wait_for_answer (&answer);
  g_assert_error (answer.error, DROVER_ERROR, DROVER_ERROR_CANCELLED);
  answer_clear (&answer);
  wait_for_count (&counts.data_freed, 1);
  idle_for (10);
  g_assert_cmpuint (answer.calls, ==, 1);
  g_assert_cmpint (counts.begun, ==, 0);
}

static gboolean
cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled_meanwhile (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Counts counts = { 0 };
  Answer answer = { 0 };
  Work *work = work_new (&counts, 5);

  work->until_abandoned = TRUE;
  drover_call_async ("work", do_work, work, work_free, result_free, 0, cancellable, on_answer, &answer);
  g_timeout_add (20, cancel, cancellable);
  wait_for_answer (&answer);
  g_assert_error (answer.error, DROVER_ERROR, DROVER_ERROR_CANCELLED);
  answer_clear (&answer);
  wait_for_count (&counts.results_freed, 1);
  g_assert_cmpuint (answer.calls, ==, 1);
}

/* A cancellation that comes too late changes nothing and keeps nothing alive. */
static void
test_cancelled_after (void)
{
  GCancellable *cancellable = g_cancellable_new ();
  Counts counts = { 0 };
  Answer answer = { 0 };

  drover_call_async ("work", do_work, work_new (&counts, 0), work_free, result_free, 0, cancellable,
                     on_answer, &answer);
  wait_for_answer (&answer);
  g_assert_no_error (answer.error);
  g_cancellable_cancel (cancellable);
  idle_for (5);
  g_assert_cmpuint (answer.calls, ==, 1);
  answer_clear (&answer);
  g_assert_finalize_object (cancellable);
}

static gpointer
cancel_in_thread (gpointer data)
{
  g_usleep (3000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancelled_by_thread (void)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Counts counts = { 0 };
      Answer answer = { 0 };
      GThread *thread;

      drover_call_async ("work", do_work, work_new (&counts, i % 7), work_free, result_free, 0, cancellable,
                         on_answer, &answer);
      thread = g_thread_new ("cancel", cancel_in_thread, cancellable);
      wait_for_answer (&answer);
      g_thread_join (thread);
      g_assert_true (answer.thread == g_thread_self ());
      answer_clear (&answer);
      wait_for_count (&counts.data_freed, 1);
      wait_for_count (&counts.results_freed, g_atomic_int_get (&counts.results_made));
    }
}

/* A context of one's own gets its answers there. */
static gpointer
call_in_thread (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Answer answer = { 0 };

  g_main_context_push_thread_default (context);
  drover_call_async ("work", do_work, work_new (data, 1), work_free, result_free, 5000, NULL, on_answer,
                     &answer);
  while (answer.calls == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_true (answer.thread == g_thread_self ());
  answer_clear (&answer);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_other_context (void)
{
  Counts counts = { 0 };
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("caller", call_in_thread, &counts);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (counts.results_freed, ==, G_N_ELEMENTS (threads));
}

/* Results, limits and cancellations at the same moment, many of them. */
static void
test_stress (void)
{
  enum { N = 400 };
  g_autofree Answer *answers = g_new0 (Answer, N);
  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  Counts counts = { 0 };
  guint outcomes[3] = { 0 };

  for (guint i = 0; i < N; i++)
    {
      GCancellable *cancellable = g_cancellable_new ();

      g_ptr_array_add (cancellables, cancellable);
      if (i % 3 == 0)
        g_timeout_add ((guint) g_test_rand_int_range (0, 12), cancel, cancellable);
      drover_call_async ("work", do_work, work_new (&counts, (guint) g_test_rand_int_range (0, 12)),
                         work_free, result_free, (guint) g_test_rand_int_range (1, 15), cancellable,
                         on_answer, &answers[i]);
    }
  for (guint i = 0; i < N; i++)
    {
      wait_for_answer (&answers[i]);
      if (answers[i].error == NULL)
        outcomes[0]++;
      else if (g_error_matches (answers[i].error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT))
        outcomes[1]++;
      else
        outcomes[2]++;
      answer_clear (&answers[i]);
    }
  wait_for_count (&counts.data_freed, N);
  wait_for_count (&counts.results_freed, g_atomic_int_get (&counts.results_made));
  idle_for (20);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (answers[i].calls, ==, 1);
  g_assert_cmpint (counts.results_freed, ==, counts.results_made);
  g_test_message ("%u results, %u limits, %u cancellations", outcomes[0], outcomes[1], outcomes[2]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call/result", test_result);
  g_test_add_func ("/call/failure", test_failure);
  g_test_add_func ("/call/timeout", test_timeout);
  g_test_add_func ("/call/cancelled-before", test_cancelled_before);
  g_test_add_func ("/call/cancelled-meanwhile", test_cancelled_meanwhile);
  g_test_add_func ("/call/cancelled-after", test_cancelled_after);
  g_test_add_func ("/call/cancelled-by-thread", test_cancelled_by_thread);
  g_test_add_func ("/call/other-context", test_other_context);
  g_test_add_func ("/call/stress", test_stress);
  return g_test_run ();
}
