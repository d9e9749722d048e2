/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Questions that workers ask and the main context answers: each is settled once, whatever comes first, and
 * nobody is left waiting. */

#include <string.h>

#include "base/drover-secret.h"
#include "hosts/drover-sign-in.h"

/* A worker that asks one question. */
typedef struct {
  DroverOpenOptions options;
  DroverQuestion question;
  GCancellable *cancellable;
  GThread *thread;
  char *answer;
  gint done;
} Asker;

/* What the main context was told. */
typedef struct {
  DroverSignIn *sign_in;
  GPtrArray *requests;
  guint n_closed;
} Scene;

static DroverUri *uri;

static void
on_closed (DroverSignInRequest *request, gpointer user_data)
{
  Scene *scene = user_data;

  g_assert_false (drover_sign_in_request_is_open (request));
  scene->n_closed++;
}

static void
on_request (DroverSignIn *sign_in, DroverSignInRequest *request, gpointer user_data)
{
  Scene *scene = user_data;

  g_assert_true (drover_sign_in_request_is_open (request));
  g_signal_connect (request, "closed", G_CALLBACK (on_closed), scene);
  g_ptr_array_add (scene->requests, g_object_ref (request));
}

static void
scene_init (Scene *scene)
{
  *scene = (Scene){ drover_sign_in_new (), g_ptr_array_new_with_free_func (g_object_unref), 0 };
  g_signal_connect (scene->sign_in, "request", G_CALLBACK (on_request), scene);
}

static void
scene_clear (Scene *scene)
{
  g_clear_pointer (&scene->requests, g_ptr_array_unref);
  if (scene->sign_in != NULL)
    g_assert_finalize_object (scene->sign_in);
}

static gpointer
ask (gpointer data)
{
  Asker *asker = data;

  asker->answer = asker->options.prompt (&asker->question, asker->cancellable, asker->options.prompt_data);
  g_atomic_int_set (&asker->done, TRUE);
  return NULL;
}

static void
asker_begin (Asker *asker, DroverSignIn *sign_in)
{
  drover_sign_in_fill_options (sign_in, &asker->options);
  asker->thread = g_thread_new ("asker", ask, asker);
}

static void
asker_start (Asker *asker, DroverSignIn *sign_in, const char *prompt, GCancellable *cancellable)
{
  *asker = (Asker){
    .question = { .uri = uri,
                  .kind = DROVER_QUESTION_PASSWORD,
                  .prompt = prompt,
                  .secret = TRUE,
                  .attempt = 1 },
    .cancellable = cancellable,
  };
  asker_begin (asker, sign_in);
}

static void
asker_start_at (Asker *asker, DroverSignIn *sign_in, DroverQuestionKind kind, guint attempt)
{
  *asker = (Asker){
    .question = { .uri = uri, .kind = kind, .prompt = "Password", .secret = TRUE, .attempt = attempt }
  };
  asker_begin (asker, sign_in);
}

/* Comes back when the worker did, however long that takes. */
static void
asker_expect (Asker *asker, const char *answer)
{
  g_thread_join (asker->thread);
  g_assert_cmpstr (asker->answer, ==, answer);
  g_clear_pointer (&asker->answer, drover_secret_free);
}

static void
wait_for_requests (const Scene *scene, guint n)
{
  while (scene->requests->len < n)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_later (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
idle_for (guint ms)
{
  gboolean later = FALSE;

  g_timeout_add (ms, is_later, &later);
  while (!later)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_answered (void)
{
  g_auto (GStrv) copy = g_strsplit ("secret", ",", -1);
  DroverSignInRequest *request;
  Scene scene;
  Asker asker;

  scene_init (&scene);
  asker_start (&asker, scene.sign_in, "Password for \x1b[31mroot\xff", NULL);
  wait_for_requests (&scene, 1);
  request = scene.requests->pdata[0];
  g_assert_cmpstr (drover_sign_in_request_get_uri (request)->text, ==, uri->text);
  g_assert_cmpstr (drover_sign_in_request_get_host (request), ==, "beta");
  g_assert_cmpint (drover_sign_in_request_get_kind (request), ==, DROVER_QUESTION_PASSWORD);
  g_assert_cmpstr (drover_sign_in_request_get_prompt (request), ==,
                   "Password for \\u001b[31mroot\xef\xbf\xbd");
  g_assert_null (drover_sign_in_request_get_challenge (request));
  g_assert_null (drover_sign_in_request_get_fingerprint (request));
  g_assert_true (drover_sign_in_request_is_secret (request));
  g_assert_cmpuint (drover_sign_in_request_get_attempt (request), ==, 1);
  g_assert_false (g_atomic_int_get (&asker.done));

  drover_sign_in_request_answer (request, copy[0]);
  /* the answer was copied */
  memset (copy[0], 'x', strlen (copy[0]));
  g_assert_cmpuint (scene.n_closed, ==, 1);
  asker_expect (&asker, "secret");

  /* once is enough */
  drover_sign_in_request_answer (request, "another");
  drover_sign_in_request_cancel (request);
  idle_for (5);
  g_assert_cmpuint (scene.n_closed, ==, 1);
  g_assert_cmpuint (scene.requests->len, ==, 1);
  scene_clear (&scene);
}

static void
test_other_texts (void)
{
  DroverSignInRequest *request;
  Scene scene;
  Asker asker = { 0 };

  scene_init (&scene);
  asker.question = (DroverQuestion){ .uri = uri,
                                     .kind = DROVER_QUESTION_HOST_KEY,
                                     .prompt = "Accept?",
                                     .challenge = "\xe2\x80\xae"
                                                  "evil",
                                     .fingerprint = "SHA1:AAAA",
                                     .attempt = 2 };
  drover_sign_in_fill_options (scene.sign_in, &asker.options);
  asker.thread = g_thread_new ("asker", ask, &asker);
  wait_for_requests (&scene, 1);
  request = scene.requests->pdata[0];
  g_assert_cmpint (drover_sign_in_request_get_kind (request), ==, DROVER_QUESTION_HOST_KEY);
  g_assert_cmpstr (drover_sign_in_request_get_challenge (request), ==, "\\u202eevil");
  g_assert_cmpstr (drover_sign_in_request_get_fingerprint (request), ==, "SHA1:AAAA");
  g_assert_false (drover_sign_in_request_is_secret (request));
  g_assert_cmpuint (drover_sign_in_request_get_attempt (request), ==, 2);
  drover_sign_in_request_answer (request, "");
  asker_expect (&asker, "");
  scene_clear (&scene);
}

static void
test_cancelled_request (void)
{
  Scene scene;
  Asker asker;

  scene_init (&scene);
  asker_start (&asker, scene.sign_in, "Password", NULL);
  wait_for_requests (&scene, 1);
  drover_sign_in_request_cancel (scene.requests->pdata[0]);
  g_assert_cmpuint (scene.n_closed, ==, 1);
  drover_sign_in_request_answer (scene.requests->pdata[0], "too late");
  asker_expect (&asker, NULL);
  scene_clear (&scene);
}

/* A window that goes without a word leaves nobody waiting. */
static void
test_dropped_request (void)
{
  Scene scene;
  Asker asker;

  scene_init (&scene);
  asker_start (&asker, scene.sign_in, "Password", NULL);
  wait_for_requests (&scene, 1);
  g_ptr_array_set_size (scene.requests, 0);
  asker_expect (&asker, NULL);
  scene_clear (&scene);
}

static void
ask_and_settle (Scene *scene, const char *prompt, const char *expected, gboolean opened)
{
  Asker asker;

  asker_start (&asker, scene->sign_in, prompt, NULL);
  asker_expect (&asker, expected);
  asker.options.settled (uri, opened, asker.options.prompt_data);
}

static void
answer_next (Scene *scene, guint n, const char *prompt, const char *answer, gboolean opened)
{
  Asker asker;

  asker_start (&asker, scene->sign_in, prompt, NULL);
  wait_for_requests (scene, n);
  drover_sign_in_request_answer (scene->requests->pdata[n - 1], answer);
  asker_expect (&asker, answer);
  asker.options.settled (uri, opened, asker.options.prompt_data);
}

/* What has opened the host is not asked for again; what has not is, and what opens it no more. */
static void
test_remembered (void)
{
  Scene scene;

  scene_init (&scene);
  answer_next (&scene, 1, "Password", "wrong", FALSE);
  answer_next (&scene, 2, "Password", "right", TRUE);
  ask_and_settle (&scene, "Password", "right", TRUE);
  answer_next (&scene, 3, "Another password", "other", TRUE);
  ask_and_settle (&scene, "Password", "right", FALSE);
  answer_next (&scene, 4, "Password", "new", TRUE);
  ask_and_settle (&scene, "Password", "new", TRUE);
  idle_for (5);
  g_assert_cmpuint (scene.requests->len, ==, 4);
  scene_clear (&scene);
}

static void
test_asked_again (void)
{
  Scene scene;
  Asker asker;

  scene_init (&scene);
  answer_next (&scene, 1, "Password", "old", TRUE);
  asker_start_at (&asker, scene.sign_in, DROVER_QUESTION_PASSWORD, 2);
  wait_for_requests (&scene, 2);
  drover_sign_in_request_answer (scene.requests->pdata[1], "new");
  asker_expect (&asker, "new");
  scene_clear (&scene);
}

/* A code of one use is asked for each time. */
static void
test_not_remembered (void)
{
  Scene scene;

  scene_init (&scene);
  for (guint i = 1; i <= 2; i++)
    {
      Asker asker;

      asker_start_at (&asker, scene.sign_in, DROVER_QUESTION_OTHER, 1);
      wait_for_requests (&scene, i);
      drover_sign_in_request_answer (scene.requests->pdata[i - 1], "123456");
      asker_expect (&asker, "123456");
      asker.options.settled (uri, TRUE, asker.options.prompt_data);
    }
  scene_clear (&scene);
}

static void
test_nobody_listens (void)
{
  DroverSignIn *sign_in = drover_sign_in_new ();
  Asker asker;

  asker_start (&asker, sign_in, "Password", NULL);
  while (!g_atomic_int_get (&asker.done))
    idle_for (1);
  asker_expect (&asker, NULL);
  g_assert_finalize_object (sign_in);
}

static void
test_one_at_a_time (void)
{
  Scene scene;
  Asker askers[3];
  guint n_answers[3] = { 0 };

  scene_init (&scene);
  for (guint i = 0; i < 3; i++)
    asker_start (&askers[i], scene.sign_in, i == 0 ? "0" : i == 1 ? "1" : "2", NULL);
  for (guint n = 1; n <= 3; n++)
    {
      DroverSignInRequest *request;

      wait_for_requests (&scene, n);
      idle_for (10);
      g_assert_cmpuint (scene.requests->len, ==, n);
      request = scene.requests->pdata[n - 1];
      /* each answer reaches its own question */
      drover_sign_in_request_answer (request, drover_sign_in_request_get_prompt (request));
    }
  for (guint i = 0; i < 3; i++)
    {
      g_thread_join (askers[i].thread);
      n_answers[askers[i].answer[0] - '0']++;
      g_assert_cmpstr (askers[i].answer, ==, askers[i].question.prompt);
      drover_secret_free (askers[i].answer);
    }
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (n_answers[i], ==, 1);
  scene_clear (&scene);
}

/* The opening's own cancellation: before the question, while it waits for its turn, while it is shown. */
static void
test_cancellable_before (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Scene scene;
  Asker asker;

  scene_init (&scene);
  g_cancellable_cancel (cancellable);
  asker_start (&asker, scene.sign_in, "Password", cancellable);
  asker_expect (&asker, NULL);
  idle_for (5);
  g_assert_cmpuint (scene.requests->len, ==, 0);
  scene_clear (&scene);
}

static void
test_cancellable_queued (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Scene scene;
  Asker first;
  Asker second;

  scene_init (&scene);
  asker_start (&first, scene.sign_in, "first", NULL);
  wait_for_requests (&scene, 1);
  asker_start (&second, scene.sign_in, "second", cancellable);
  idle_for (10);
  g_cancellable_cancel (cancellable);
  asker_expect (&second, NULL);
  drover_sign_in_request_answer (scene.requests->pdata[0], "1");
  asker_expect (&first, "1");
  idle_for (5);
  g_assert_cmpuint (scene.requests->len, ==, 1);
  scene_clear (&scene);
}

static void
test_cancellable_shown (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Scene scene;
  Asker asker;

  scene_init (&scene);
  asker_start (&asker, scene.sign_in, "Password", cancellable);
  wait_for_requests (&scene, 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (drover_sign_in_request_is_open (scene.requests->pdata[0]));
  asker_expect (&asker, NULL);
  while (scene.n_closed == 0)
    g_main_context_iteration (NULL, TRUE);
  drover_sign_in_request_answer (scene.requests->pdata[0], "too late");
  idle_for (5);
  g_assert_cmpuint (scene.n_closed, ==, 1);
  scene_clear (&scene);
}

/* All of them at once, and every later one; the next sign-in is not concerned. */
static void
test_sign_in_cancelled (void)
{
  Scene scene;
  Scene other;
  Asker askers[3];

  scene_init (&scene);
  scene_init (&other);
  asker_start (&askers[0], scene.sign_in, "shown", NULL);
  wait_for_requests (&scene, 1);
  asker_start (&askers[1], scene.sign_in, "queued", NULL);
  idle_for (5);
  drover_sign_in_cancel (scene.sign_in);
  g_assert_cmpuint (scene.n_closed, ==, 1);
  asker_start (&askers[2], scene.sign_in, "late", NULL);
  for (guint i = 0; i < 3; i++)
    asker_expect (&askers[i], NULL);
  idle_for (5);
  g_assert_cmpuint (scene.requests->len, ==, 1);

  asker_start (&askers[0], other.sign_in, "other", NULL);
  wait_for_requests (&other, 1);
  drover_sign_in_request_answer (other.requests->pdata[0], "yes");
  asker_expect (&askers[0], "yes");
  scene_clear (&other);
  scene_clear (&scene);
}

/* The worker and the options outlive the sign-in; requests may, too. */
static void
test_sign_in_gone (void)
{
  Scene scene;
  Asker askers[2];
  Asker late;

  scene_init (&scene);
  asker_start (&askers[0], scene.sign_in, "shown", NULL);
  wait_for_requests (&scene, 1);
  asker_start (&askers[1], scene.sign_in, "queued", NULL);
  idle_for (5);
  late = (Asker){ .question = askers[0].question, .options = askers[0].options };
  g_assert_finalize_object (g_steal_pointer (&scene.sign_in));
  asker_expect (&askers[0], NULL);
  asker_expect (&askers[1], NULL);
  g_assert_cmpuint (scene.n_closed, ==, 1);
  g_assert_false (drover_sign_in_request_is_open (scene.requests->pdata[0]));
  drover_sign_in_request_answer (scene.requests->pdata[0], "too late");

  late.thread = g_thread_new ("asker", ask, &late);
  asker_expect (&late, NULL);
  scene_clear (&scene);
}

static void
drop_in_handler (DroverSignIn *sign_in, DroverSignInRequest *request, gpointer user_data)
{
  Scene *scene = user_data;

  g_clear_object (&scene->sign_in);
}

static void
test_gone_in_handler (void)
{
  Scene scene;
  Asker asker;

  scene_init (&scene);
  g_signal_connect (scene.sign_in, "request", G_CALLBACK (drop_in_handler), &scene);
  asker_start (&asker, scene.sign_in, "Password", NULL);
  wait_for_requests (&scene, 1);
  asker_expect (&asker, NULL);
  g_assert_null (scene.sign_in);
  scene_clear (&scene);
}

/* Whoever comes first, the answer or the cancellation: the question is settled once. */
static void
test_race (void)
{
  guint n_answered = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GThread) killer = NULL;
      Scene scene;
      Asker asker;

      scene_init (&scene);
      asker_start (&asker, scene.sign_in, "Password", cancellable);
      wait_for_requests (&scene, 1);
      killer = g_thread_new ("killer", (GThreadFunc) (GCallback) g_cancellable_cancel, cancellable);
      if (i % 2 == 0)
        g_usleep (i * 2);
      drover_sign_in_request_answer (scene.requests->pdata[0], "yes");
      g_thread_join (g_steal_pointer (&killer));
      g_thread_join (asker.thread);
      g_assert_true (asker.answer == NULL || g_str_equal (asker.answer, "yes"));
      n_answered += asker.answer != NULL;
      g_clear_pointer (&asker.answer, drover_secret_free);
      idle_for (0);
      g_assert_cmpuint (scene.n_closed, ==, 1);
      scene_clear (&scene);
    }
  g_test_message ("%u of 100 answers came first", n_answered);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  uri = drover_uri_parse ("qemu+ssh://root@beta/system", NULL);
  g_test_add_func ("/sign-in/answered", test_answered);
  g_test_add_func ("/sign-in/other-texts", test_other_texts);
  g_test_add_func ("/sign-in/cancelled-request", test_cancelled_request);
  g_test_add_func ("/sign-in/dropped-request", test_dropped_request);
  g_test_add_func ("/sign-in/nobody-listens", test_nobody_listens);
  g_test_add_func ("/sign-in/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/sign-in/cancellable-before", test_cancellable_before);
  g_test_add_func ("/sign-in/cancellable-queued", test_cancellable_queued);
  g_test_add_func ("/sign-in/cancellable-shown", test_cancellable_shown);
  g_test_add_func ("/sign-in/sign-in-cancelled", test_sign_in_cancelled);
  g_test_add_func ("/sign-in/sign-in-gone", test_sign_in_gone);
  g_test_add_func ("/sign-in/gone-in-handler", test_gone_in_handler);
  g_test_add_func ("/sign-in/remembered", test_remembered);
  g_test_add_func ("/sign-in/asked-again", test_asked_again);
  g_test_add_func ("/sign-in/not-remembered", test_not_remembered);
  g_test_add_func ("/sign-in/race", test_race);
  status = g_test_run ();
  drover_uri_free (uri);
  return status;
}
