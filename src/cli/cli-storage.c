/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-storage.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "cli-output.h"

#define MAX_HOSTS 16

/**
 * cli_wait_init:
 * @wait: (out): what to hand to a call, with [func@wait_callback]
 */
void
cli_wait_init (CliWait *wait)
{
  *wait = (CliWait){ g_main_loop_new (NULL, FALSE), g_cancellable_new (), NULL };
}

/**
 * cli_wait_clear:
 * @wait: what to clear
 */
void
cli_wait_clear (CliWait *wait)
{
  g_clear_pointer (&wait->loop, g_main_loop_unref);
  g_clear_object (&wait->cancellable);
  g_clear_object (&wait->result);
}

/**
 * cli_wait_callback:
 * @user_data: the #CliWait
 */
void
cli_wait_callback (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CliWait *wait = user_data;

  wait->result = g_object_ref (result);
  g_main_loop_quit (wait->loop);
}

static gboolean
on_interrupt (gpointer user_data)
{
  CliWait *wait = user_data;

  g_cancellable_cancel (wait->cancellable);
  return G_SOURCE_CONTINUE;
}

/**
 * cli_wait_run:
 *
 * Returns: (transfer none): how the call ended
 */
GAsyncResult *
cli_wait_run (CliWait *wait)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, wait);
  guint terminate = g_unix_signal_add (SIGTERM, on_interrupt, wait);

  if (wait->result == NULL)
    g_main_loop_run (wait->loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  return wait->result;
}

/**
 * cli_storage_hosts_clear:
 * @hosts: what to clear
 */
void
cli_storage_hosts_clear (CliStorageHosts *hosts)
{
  g_clear_pointer (&hosts->connections, g_ptr_array_unref);
  g_clear_pointer (&hosts->failed, g_ptr_array_unref);
  g_clear_pointer (&hosts->failed_uris, g_ptr_array_unref);
}

static gboolean
take_uris (char *const *names, GPtrArray *uris, GError **error)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      DroverUri *uri = drover_uri_parse (names[i], error);

      if (uri == NULL)
        return FALSE;
      for (guint k = 0; k < uris->len; k++)
        if (g_str_equal (((const DroverUri *) uris->pdata[k])->text, uri->text))
          {
            g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, _ ("“%s” is named twice"),
                         uri->text);
            drover_uri_free (uri);
            return FALSE;
          }
      g_ptr_array_add (uris, uri);
    }
  return TRUE;
}

/* All at once, so that it takes as long as the slowest. */
static void
open_all (const CliContext *context, const GPtrArray *uris, CliStorageHosts *hosts)
{
  g_autofree CliWait *waits = g_new0 (CliWait, uris->len);
  DroverOpenOptions options;

  cli_open_options_init (&options, context);
  for (guint i = 0; i < uris->len; i++)
    {
      cli_wait_init (&waits[i]);
      drover_connection_open_async (uris->pdata[i], &options, waits[i].cancellable, cli_wait_callback,
                                    &waits[i]);
    }
  for (guint i = 0; i < uris->len; i++)
    {
      GError *error = NULL;
      DroverConnection *connection = drover_connection_open_finish (cli_wait_run (&waits[i]), &error);

      if (connection != NULL)
        g_ptr_array_add (hosts->connections, connection);
      else
        {
          g_ptr_array_add (hosts->failed, error);
          g_ptr_array_add (hosts->failed_uris, drover_uri_copy (uris->pdata[i]));
        }
      cli_wait_clear (&waits[i]);
    }
}

/**
 * cli_storage_open:
 * @names: (nullable): the hosts as typed
 * @least: how many there must be
 * @hosts: (out): those that could be opened, and those that could not
 * @status: (out): the exit status where what was typed cannot be meant
 *
 * Returns: whether the command shall go on
 */
gboolean
cli_storage_open (
    CliContext *context, char *const *names, guint least, CliStorageHosts *hosts, CliStatus *status)
{
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_uri_free);
  g_autoptr (GError) error = NULL;

  if (!take_uris (names, uris, &error))
    {
      *status = cli_fail (error);
      return FALSE;
    }
  if (uris->len < least || uris->len > MAX_HOSTS)
    {
      *status =
          least > 1
              ? cli_usage (_ ("give the URIs of two to %d hosts, as in qemu+ssh://host/system"), MAX_HOSTS)
              : cli_usage (_ ("give the URIs of one to %d hosts, as in qemu+ssh://host/system"), MAX_HOSTS);
      return FALSE;
    }
  drover_virt_init ();
  hosts->connections = g_ptr_array_new_with_free_func (g_object_unref);
  hosts->failed = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  hosts->failed_uris = g_ptr_array_new_with_free_func ((GDestroyNotify) drover_uri_free);
  open_all (context, uris, hosts);
  return TRUE;
}

/**
 * cli_storage_complain:
 *
 * Returns: %CLI_DONE where all hosts could be opened; else, after the complaints, %CLI_UNDETERMINED
 */
CliStatus
cli_storage_complain (const CliStorageHosts *hosts)
{
  for (guint i = 0; i < hosts->failed->len; i++)
    cli_complain ("%s: %s", ((const DroverUri *) hosts->failed_uris->pdata[i])->text,
                  ((const GError *) hosts->failed->pdata[i])->message);
  return hosts->failed->len > 0 ? CLI_UNDETERMINED : CLI_DONE;
}

/**
 * cli_storage_print_list:
 * @label: (translated): what they are
 * @items: (nullable): words from hosts
 *
 * Prints the items on one line, or nothing where there are none.
 */
void
cli_storage_print_list (const CliContext *context, const char *label, char *const *items)
{
  g_autofree char *text = items ? g_strjoinv (", ", (char **) items) : g_strdup ("");
  g_autofree char *harmless = drover_printable (text);

  if (harmless[0] != '\0')
    g_print ("    %s: %s\n", label, harmless);
}
