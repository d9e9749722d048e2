/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli-job.h"
#include "cli-output.h"

/* libvirt takes a limit of at most this many MiB/s. */
#define MAX_SPEED_MIB 8796093022207
#define MAX_DOWNTIME_MS 2000000

typedef struct {
  char *max_downtime;
  char *bandwidth;
  char *postcopy_bandwidth;
  char *compression_cache;
  gboolean postcopy;
  gboolean suspend;
} TuneArguments;

static void
tune_arguments_clear (TuneArguments *arguments)
{
  g_free (arguments->max_downtime);
  g_free (arguments->bandwidth);
  g_free (arguments->postcopy_bandwidth);
  g_free (arguments->compression_cache);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TuneArguments, tune_arguments_clear)

static gboolean
take_number (const char *option, const char *text, guint64 max, guint64 *value, GError **error)
{
  return text == NULL || drover_parse_uint (option, text, 1, max, value, error);
}

static gboolean
read_tuning (const TuneArguments *arguments, DroverTuning *tuning, GError **error)
{
  *tuning = (DroverTuning){ .post_copy = arguments->postcopy, .suspend = arguments->suspend };
  if (!take_number ("--max-downtime", arguments->max_downtime, MAX_DOWNTIME_MS, &tuning->max_downtime_ms,
                    error) ||
      !take_number ("--bandwidth", arguments->bandwidth, MAX_SPEED_MIB, &tuning->max_speed_mib, error) ||
      !take_number ("--bandwidth-postcopy", arguments->postcopy_bandwidth, MAX_SPEED_MIB,
                    &tuning->max_speed_postcopy_mib, error) ||
      !take_number ("--comp-xbzrle-cache", arguments->compression_cache, G_MAXINT64,
                    &tuning->compression_cache, error))
    return FALSE;
  if (tuning->max_downtime_ms == 0 && tuning->max_speed_mib == 0 && tuning->max_speed_postcopy_mib == 0 &&
      tuning->compression_cache == 0 && !tuning->post_copy && !tuning->suspend)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT,
                           _ ("there is nothing to change; see “droverctl tune --help”"));
      return FALSE;
    }
  return TRUE;
}

typedef struct {
  char *domain;
  DroverConnection *connection;
  DroverTuning tuning;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->domain);
  g_object_unref (work->connection);
  g_free (work);
}

static gpointer
run_tune (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return drover_tune_running (work->connection, work->domain, &work->tuning, error) ? GINT_TO_POINTER (1)
                                                                                    : NULL;
}

typedef struct {
  GMainLoop *loop;
  GError *error;
} Wait;

static void
on_tuned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  drover_call_finish (result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static CliStatus
tune (CliContext *context, const CliEnds *ends, const DroverTuning *tuning)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverConnection) connection = cli_open (context, ends->source, &error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { .loop = loop };
  Work *work;

  if (connection == NULL)
    return cli_fail (error);
  work = g_new0 (Work, 1);
  work->domain = g_strdup (ends->domain);
  work->connection = g_steal_pointer (&connection);
  work->tuning = *tuning;
  drover_call_async (_ ("changing the running migration"), run_tune, work, work_free, NULL,
                     context->timeout_ms, NULL, on_tuned, &wait);
  g_main_loop_run (loop);
  error = wait.error;
  if (error != NULL)
    return cli_fail (error);
  if (!context->json)
    g_print ("%s\n", _ ("Changed."));
  return CLI_DONE;
}

/**
 * cli_tune:
 *
 * `droverctl tune`: changes the limits of a migration that is running.
 */
CliStatus
cli_tune (CliContext *context, int argc, char **argv)
{
  g_auto (CliParser) parser = { 0 };
  g_auto (CliEnds) ends = { 0 };
  g_auto (TuneArguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  DroverTuning tuning;
  CliStatus status;
  const GOptionEntry entries[] = {
    { "max-downtime", 0, 0, G_OPTION_ARG_STRING, &arguments.max_downtime,
      N_ ("How long the guest may stand still at the end"), N_ ("MILLISECONDS") },
    { "bandwidth", 0, 0, G_OPTION_ARG_STRING, &arguments.bandwidth, N_ ("Limit the transfer"), N_ ("MIB/S") },
    { "bandwidth-postcopy", 0, 0, G_OPTION_ARG_STRING, &arguments.postcopy_bandwidth,
      N_ ("Limit the transfer after the switch to post-copy"), N_ ("MIB/S") },
    { "comp-xbzrle-cache", 0, 0, G_OPTION_ARG_STRING, &arguments.compression_cache,
      N_ ("Size of the XBZRLE cache"), N_ ("BYTES") },
    { "postcopy", 0, 0, G_OPTION_ARG_NONE, &arguments.postcopy,
      N_ ("Let the guest run on the target now and fetch the rest; there is no way back"), NULL },
    { "suspend", 0, 0, G_OPTION_ARG_NONE, &arguments.suspend,
      N_ ("Stop the guest so that the migration can end; it runs on at the target"), NULL },
    { NULL },
  };

  cli_parser_init (&parser, "tune", TRUE);
  if (!cli_parser_parse (&parser, context, entries, argc, argv, &status))
    return status;
  if (!cli_parser_take_ends (&parser, FALSE, &ends, &error) || !read_tuning (&arguments, &tuning, &error))
    return cli_fail (error);
  return tune (context, &ends, &tuning);
}
