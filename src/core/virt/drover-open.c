/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-connection.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "base/drover-probe.h"
#include "virt/drover-credentials-private.h"
#include "virt/drover-libssh-private.h"
#include "virt/drover-polkit-agent.h"
#include "virt/drover-virt-private.h"

/* libvirt's own client default is 5 s × 5; a dead link should show sooner, a busy host not look dead. The
 * short interval also bounds how long a call may lie unsent, see drover_virt_keep_distance(). */
#define KEEPALIVE_INTERVAL_S 1
#define KEEPALIVE_COUNT 15

/* Logging in by ssh means starting a process, a key exchange and often a slow reverse look-up on the far
 * side. */
#define SSH_PATIENCE 3

/* How often a password may be typed wrong. */
#define MAX_PASSWORDS 3

/* Looking into a few files. */
#define KEY_SEARCH_MS 2000

static GMutex terminal;

typedef struct {
  DroverUri *uri;
  DroverOpenOptions options;
  /* how ssh ended when nobody was asked */
  DroverSshRefusal refusal;
  /* with the host, while questions are asked */
  DroverPatience *patience;
} Request;

static void on_tried (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_asked (GObject *source, GAsyncResult *result, gpointer user_data);

static void
request_free (gpointer data)
{
  Request *request = data;

  drover_uri_free (request->uri);
  g_clear_pointer (&request->patience, drover_patience_unref);
  g_free (request);
}

static gboolean
probe_door (const Request *request, GError **error)
{
  guint port = drover_uri_get_probe_port (request->uri);
  g_auto (GStrv) addresses = NULL;
  DroverProbe probe = { .port = port };
  guint n_addresses;
  guint share_ms;

  if (port == 0)
    return TRUE;
  addresses = drover_resolve (request->uri->host, error);
  if (addresses == NULL)
    return FALSE;

  /* libvirt tries one address after the other, so a single one that answers is enough. */
  n_addresses = g_strv_length (addresses);
  share_ms = MAX (request->options.timeout_ms / MAX (n_addresses, 1), 250);
  for (guint i = 0; i < n_addresses; i++)
    {
      drover_probe_ports (addresses[i], &probe, 1, share_ms);
      g_debug ("probe %s port %u: %s in %" G_GINT64_FORMAT " µs", addresses[i], port,
               drover_errno_name (probe.sys_errno), probe.elapsed_us);
      if (probe.sys_errno == 0)
        return TRUE;
    }

  {
    /* The words libvirt itself would use after minutes, so that one table explains both. */
    g_autofree char *text = g_strdup_printf ("unable to connect to server at '%s:%u': %s", request->uri->host,
                                             port, g_strerror (probe.sys_errno));
    g_propagate_error (error, drover_error_new_virt (DROVER_ERROR_UNREACHABLE, VIR_FROM_RPC,
                                                     VIR_ERR_SYSTEM_ERROR, probe.sys_errno, text));
  }
  return FALSE;
}

static char *
uri_for_libvirt (const Request *request, GError **error)
{
  /* What ssh would ask on a terminal, libvirt's own client asks whoever is there. */
  if (g_strcmp0 (request->uri->transport, "ssh") == 0 && request->refusal != DROVER_SSH_REFUSAL_NONE &&
      request->options.prompt != NULL && !request->options.tty)
    return drover_libssh_find_uri (request->uri, request->refusal, request->options.timeout_ms, error);
  /* ssh must not ask on a terminal that nobody sees. */
  if (g_strcmp0 (request->uri->transport, "ssh") == 0 && !request->options.tty &&
      (request->uri->query == NULL || strstr (request->uri->query, "no_tty=") == NULL))
    return drover_uri_with_parameter (request->uri, "no_tty", "1");
  return g_strdup (request->uri->text);
}

/* libvirt puts some questions until the host hangs up, and others once (SASL, the passphrase of a key); the
 * credentials keep count of both. */
static virConnectPtr
open_asking (const char *uri, DroverCredentials *credentials, unsigned int flags, GError **error)
{
  virConnectAuth auth;

  drover_credentials_fill_auth (credentials, &auth);
  for (guint i = 1;; i++)
    {
      g_autoptr (GError) local = NULL;
      virConnectPtr raw;

      credentials->secrets = FALSE;
      raw = virConnectOpenAuth (uri, &auth, flags);
      if (raw != NULL)
        return raw;
      drover_virt_take_open_error (credentials->uri->text, &local);
      if (credentials->nobody)
        local->code = DROVER_ERROR_AUTH;
      if (credentials->refused == NULL && credentials->secrets && i < DROVER_MAX_ATTEMPTS &&
          g_error_matches (local, DROVER_ERROR, DROVER_ERROR_AUTH) &&
          !g_cancellable_is_cancelled (credentials->cancellable))
        continue;
      if (drover_uri_is_ssh (credentials->uri) &&
          drover_ssh_get_refusal (local) == DROVER_SSH_REFUSAL_KEY_CHANGED)
        drover_ssh_name_changed_key (credentials->uri, KEY_SEARCH_MS, local);
      if (credentials->refused != NULL)
        g_propagate_error (error, g_steal_pointer (&credentials->refused));
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
}

static gboolean
polkit_says (const GError *error, int code)
{
  return drover_error_get_virt_domain (error) == VIR_FROM_POLKIT &&
         drover_error_get_virt_code (error) == code;
}

/* What libvirt said, and why there is nobody whom polkit could ask. */
static void
add_agent_error (GError *error, const GError *why)
{
  /* Translators: what libvirt said; why the program that asks for a password on the terminal did not start */
  char *text =
      g_strdup_printf (_ ("%s; nor can it be asked for on this terminal: %s. Install polkit's text agent "
                          "(package polkitd on Debian and Ubuntu, polkit on Fedora), or join the group "
                          "libvirt and log in anew"),
                       error->message, why->message);

  g_free (error->message);
  error->message = text;
}

static virConnectPtr
try_passwords (const char *uri, DroverCredentials *credentials, unsigned int flags, GError **error)
{
  for (guint i = 1;; i++)
    {
      g_autoptr (GError) local = NULL;
      virConnectPtr raw = open_asking (uri, credentials, flags, &local);

      if (raw != NULL)
        return raw;
      if (polkit_says (local, VIR_ERR_AUTH_FAILED) && i < MAX_PASSWORDS)
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
}

/* polkit guards the socket of this computer alone: whoever it asks about elsewhere is no process of ours. Who
 * logged in by way of su has no session, and gets an agent only at the second attempt. */
static virConnectPtr
open_with_agent (const Request *request,
                 const char *uri,
                 DroverCredentials *credentials,
                 unsigned int flags,
                 GError **error)
{
  static const gboolean fallbacks[] = { TRUE, FALSE };
  gboolean may_ask = request->options.polkit_agent && request->uri->host == NULL;
  g_autoptr (GError) local = NULL;
  virConnectPtr raw = open_asking (uri, credentials, flags, &local);

  for (guint i = 0; may_ask && raw == NULL && i < G_N_ELEMENTS (fallbacks); i++)
    {
      g_autoptr (DroverPolkitAgent) agent = NULL;
      g_autoptr (GError) why = NULL;

      if (!polkit_says (local, VIR_ERR_AUTH_UNAVAILABLE))
        break;
      agent = drover_polkit_agent_start (fallbacks[i], request->options.timeout_ms, &why);
      if (agent == NULL)
        {
          add_agent_error (local, why);
          break;
        }
      g_clear_error (&local);
      raw = try_passwords (uri, credentials, flags, &local);
    }
  if (raw == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return raw;
}

static gpointer
open_connection (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  g_auto (DroverCredentials) credentials = { 0 };
  g_autofree char *uri = NULL;
  unsigned int flags = request->options.read_only ? VIR_CONNECT_RO : 0;
  gboolean gave_up;
  virConnectPtr raw;

  if (!probe_door (request, error))
    return NULL;
  uri = uri_for_libvirt (request, error);
  if (uri == NULL)
    return NULL;

  drover_credentials_init (&credentials, request->uri, request->options.prompt, request->options.prompt_data,
                           cancellable);
  credentials.patience = request->patience;
  /* Two hosts must not ask on one terminal at the same time. */
  if (request->options.tty)
    g_mutex_lock (&terminal);
  gave_up = g_cancellable_set_error_if_cancelled (cancellable, error);
  raw = gave_up ? NULL : open_with_agent (request, uri, &credentials, flags, error);
  if (request->options.tty)
    g_mutex_unlock (&terminal);
  if (request->options.prompt != NULL && request->options.settled != NULL)
    request->options.settled (request->uri, raw != NULL, request->options.prompt_data);
  if (raw == NULL)
    return NULL;
  /* 1 means that the other side knows no keepalive, which is no reason not to work with it. */
  if (virConnectSetKeepAlive (raw, KEEPALIVE_INTERVAL_S, KEEPALIVE_COUNT) < 0)
    g_debug ("%s: no keepalive", request->uri->text);
  return drover_connection_new_for_raw (request->uri, raw, request->options.read_only);
}

static void
start_call (GTask *task, gboolean ask)
{
  Request *wanted = g_task_get_task_data (task);
  Request *request = g_new0 (Request, 1);
  guint limit_ms = wanted->options.timeout_ms;
  GCancellable *cancellable = g_task_get_cancellable (task);

  request->uri = drover_uri_copy (wanted->uri);
  request->options = wanted->options;
  request->refusal = wanted->refusal;
  if (ask)
    {
      /* Whoever is being asked for a password may take their time, and only we know when it is the host that
       * does: libssh waits for ever for one that has hung up. Not so on a terminal, where ssh asks, nor
       * behind a socket of this computer, where polkit does. */
      if (!wanted->options.tty && wanted->uri->host != NULL)
        {
          wanted->patience = drover_patience_new (limit_ms * SSH_PATIENCE, cancellable);
          request->patience = drover_patience_ref (wanted->patience);
          cancellable = drover_patience_get_cancellable (wanted->patience);
        }
      limit_ms = 0;
    }
  else
    {
      request->options.tty = FALSE;
      request->options.prompt = NULL;
      request->options.polkit_agent = FALSE;
      if (drover_uri_is_ssh (wanted->uri))
        limit_ms *= SSH_PATIENCE;
      else
        /* The probe takes its own share of the limit, and its answer says more than "too late". */
        limit_ms += limit_ms / 10;
    }
  drover_call_async (wanted->uri->text, open_connection, request, request_free, g_object_unref, limit_ms,
                     cancellable, ask ? on_asked : on_tried, g_object_ref (task));
}

static void
return_connection (GTask *task, DroverConnection *connection, GError *error)
{
  if (connection != NULL)
    g_task_return_pointer (task, connection, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *wanted = g_task_get_task_data (task);
  GError *error = NULL;
  DroverConnection *connection = drover_call_finish (result, &error);

  if (wanted->patience != NULL)
    drover_patience_stop (wanted->patience);
  if (connection == NULL && wanted->patience != NULL && drover_patience_has_run_out (wanted->patience))
    {
      g_clear_error (&error);
      error = g_error_new (DROVER_ERROR, DROVER_ERROR_TIMED_OUT,
                           _ ("%s: the host asked for a login, and then did not answer within %.1f s"),
                           wanted->uri->text, wanted->options.timeout_ms * SSH_PATIENCE / 1000.0);
    }
  return_connection (task, connection, error);
}

static void
on_tried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *wanted = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  DroverConnection *connection = drover_call_finish (result, &error);
  gboolean can_ask = wanted->options.tty || wanted->options.prompt != NULL || wanted->options.polkit_agent;

  if (error != NULL && drover_uri_is_ssh (wanted->uri))
    wanted->refusal = drover_ssh_get_refusal (error);
  /* A key that has changed is no question; though on a terminal, ssh says so at length. */
  if (connection == NULL && can_ask && g_error_matches (error, DROVER_ERROR, DROVER_ERROR_AUTH) &&
      (wanted->refusal != DROVER_SSH_REFUSAL_KEY_CHANGED || wanted->options.tty))
    start_call (task, TRUE);
  else
    return_connection (task, connection, g_steal_pointer (&error));
}

/**
 * drover_connection_open_async:
 * @uri: where to
 * @options: how
 * @cancellable: (nullable): ends the waiting
 * @callback: called when the connection stands or cannot be had
 * @user_data: for @callback
 *
 * Opens a connection in a worker, first without asking anybody anything. Where the URI names a port of ours
 * it is probed before, so that a filtered one costs the configured time and not libvirt's two minutes. Where
 * the host refuses and there is somebody to ask, it is tried again with questions and without a limit: on the
 * terminal by ssh itself, or by libvirt's own SSH client in its place. Whichever way it came about, the
 * connection's URI is @uri.
 */
void
drover_connection_open_async (const DroverUri *uri,
                              const DroverOpenOptions *options,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *wanted = g_new0 (Request, 1);

  g_task_set_source_tag (task, drover_connection_open_async);
  /* A cancelled wait has an error of its own, and a connection that came all the same is wanted. */
  g_task_set_check_cancellable (task, FALSE);
  wanted->uri = drover_uri_copy (uri);
  wanted->options = *options;
  g_task_set_task_data (task, wanted, request_free);
  start_call (task, FALSE);
}

/**
 * drover_connection_open_finish:
 * @error: %DROVER_ERROR_UNREACHABLE, %DROVER_ERROR_AUTH, %DROVER_ERROR_TIMED_OUT or %DROVER_ERROR_CANCELLED
 *
 * Returns: (transfer full): the open connection, or %NULL
 */
DroverConnection *
drover_connection_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
