/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signs in to a host as a window does, with the answers of a script. Every question, and then what came of
 * it, is a line of JSON.
 *
 *   sign-in [--timeout MS] URI [STEP…]
 *
 * A question takes the next step: answer:TEXT; cancel (the question); abort (the opening); leave (let go of
 * the sign-in). Without a step left it is cancelled. */

#include <stdlib.h>
#include <string.h>

#include "drover-core.h"

typedef struct {
  GMainLoop *loop;
  DroverSignIn *sign_in;
  DroverSignInRequest *request;
  GCancellable *cancellable;
  char **next;
} Script;

static void
print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *line = NULL;

  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  line = json_to_string (node, FALSE);
  g_print ("%s\n", line);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static const char *
name_kind (DroverQuestionKind kind)
{
  switch (kind)
    {
    case DROVER_QUESTION_HOST_KEY:
      return "host-key";
    case DROVER_QUESTION_USER_NAME:
      return "user-name";
    case DROVER_QUESTION_PASSWORD:
      return "password";
    case DROVER_QUESTION_PASSPHRASE:
      return "passphrase";
    case DROVER_QUESTION_OTHER:
      return "other";
    }
  g_assert_not_reached ();
}

static const char *
name_error (const GError *error)
{
  if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_AUTH))
    return "auth";
  if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_CANCELLED))
    return "cancelled";
  if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_UNREACHABLE))
    return "unreachable";
  if (g_error_matches (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT))
    return "timed-out";
  return "other";
}

static void
print_request (DroverSignInRequest *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "kind", name_kind (drover_sign_in_request_get_kind (request)));
  add_string (builder, "host", drover_sign_in_request_get_host (request));
  add_string (builder, "prompt", drover_sign_in_request_get_prompt (request));
  add_string (builder, "fingerprint", drover_sign_in_request_get_fingerprint (request));
  json_builder_set_member_name (builder, "secret");
  json_builder_add_boolean_value (builder, drover_sign_in_request_is_secret (request));
  json_builder_set_member_name (builder, "attempt");
  json_builder_add_int_value (builder, drover_sign_in_request_get_attempt (request));
  print (builder);
}

static void
on_closed (DroverSignInRequest *request, gpointer user_data)
{
  Script *script = user_data;

  if (script->request == request)
    g_clear_object (&script->request);
}

static void
on_request (DroverSignIn *sign_in, DroverSignInRequest *request, gpointer user_data)
{
  Script *script = user_data;
  const char *step = *script->next ? *script->next++ : "cancel";

  print_request (request);
  script->request = g_object_ref (request);
  g_signal_connect (request, "closed", G_CALLBACK (on_closed), script);
  if (g_str_has_prefix (step, "answer:"))
    drover_sign_in_request_answer (request, step + strlen ("answer:"));
  else if (strcmp (step, "abort") == 0)
    g_cancellable_cancel (script->cancellable);
  else if (strcmp (step, "leave") == 0)
    g_clear_object (&script->sign_in);
  else
    drover_sign_in_request_cancel (request);
}

/* The threads of GLib's pools that are at work. */
static guint
count_busy_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  g_autofree char *own = g_strdup_printf ("pool-%.10s", g_get_prgname ());
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", name, "comm", NULL);
      g_autofree char *text = NULL;

      n += g_file_get_contents (path, &text, NULL, NULL) &&
           strncmp (g_strchomp (text), own, strlen (own)) == 0;
    }
  return n - MIN (n, g_thread_pool_get_num_unused_threads ());
}

/* Whoever was given up has some time to notice. */
static guint
await_idle_threads (void)
{
  gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (count_busy_threads () > 0 && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10000);
    }
  return count_busy_threads ();
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Script *script = user_data;
  DroverHost *host = DROVER_HOST (source);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  gboolean connected = drover_host_connect_finish (host, result, &error);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "connected");
  json_builder_add_boolean_value (builder, connected);
  if (connected)
    {
      DroverConnection *connection = drover_host_get_connection (host);
      g_autofree char *hostname = drover_connection_get_hostname (connection, NULL);

      add_string (builder, "uri", drover_connection_get_uri (connection)->text);
      add_string (builder, "hostname", hostname);
    }
  else
    {
      g_autoptr (DroverExplanation) explanation = drover_explain (
          error->message, drover_error_get_virt_domain (error), drover_error_get_virt_code (error));

      add_string (builder, "code", name_error (error));
      add_string (builder, "error", error->message);
      add_string (builder, "explanation", explanation->code);
    }
  json_builder_set_member_name (builder, "busy_threads");
  json_builder_add_int_value (builder, await_idle_threads ());
  print (builder);
  g_main_loop_quit (script->loop);
}

int
main (int argc, char **argv)
{
  DroverOpenOptions options = { .timeout_ms = DROVER_DEFAULT_TIMEOUT_MS };
  int i = 1;

  if (argc > 2 && strcmp (argv[1], "--timeout") == 0)
    {
      options.timeout_ms = (guint) atoi (argv[2]);
      i = 3;
    }
  if (i >= argc)
    {
      g_printerr ("usage: sign-in [--timeout MS] URI [STEP…]\n");
      return 2;
    }
  g_set_prgname ("sign-in");
  drover_virt_init ();
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (DroverUri) uri = drover_uri_parse (argv[i], &error);
    g_autoptr (DroverHost) host = uri ? drover_host_new (uri) : NULL;
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    Script script = { loop, drover_sign_in_new (), NULL, cancellable, argv + i + 1 };

    if (host == NULL)
      {
        g_printerr ("%s\n", error->message);
        return 2;
      }
    g_signal_connect (script.sign_in, "request", G_CALLBACK (on_request), &script);
    drover_sign_in_fill_options (script.sign_in, &options);
    drover_host_connect_async (host, &options, cancellable, on_connected, &script);
    g_main_loop_run (loop);
    g_clear_object (&script.request);
    g_clear_object (&script.sign_in);
    drover_host_disconnect (host);
  }
  return 0;
}
