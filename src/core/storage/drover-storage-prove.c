/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-proof.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "caps/drover-host-caps.h"
#include "facts/drover-host-pools.h"
#include "facts/drover-marker-pool.h"
#include "facts/drover-marks.h"
#include "facts/drover-probe-guest.h"

#define LOOK_AGAIN_US (G_USEC_PER_SEC / 2)
#define QEMU_MS 20000

/* QEMU wants a disk of whole sectors. */
#define MARKER_BYTES 4096

typedef struct {
  GPtrArray *connections;
  char *pool;
  char *path;
  DroverProofOptions options;
} Question;

typedef struct {
  const Question *question;
  GCancellable *cancellable;
  DroverStorageProof *proof;
  DroverMarkerPool **pools; /* by host */
  gboolean networked;       /* from a server, so that caches may hide a change */
  GBytes *content;
} Run;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_ptr_array_unref (question->connections);
  g_free (question->pool);
  g_free (question->path);
  g_free (question);
}

static DroverProofHost *
host_at (const Run *run, guint i)
{
  return run->proof->hosts->pdata[i];
}

static const DroverFactPool *
find_pool (const DroverFactPools *pools, const Question *question)
{
  for (guint i = 0; i < pools->pools->len; i++)
    {
      const DroverFactPool *pool = pools->pools->pdata[i];

      if (question->pool ? g_strcmp0 (pool->name, question->pool) == 0
                         : g_strcmp0 (pool->path, question->path) == 0)
        return pool;
    }
  return NULL;
}

static gboolean
look_at_pool (Run *run, guint i, GError **error)
{
  DroverProofHost *host = host_at (run, i);
  DroverFactPools *pools = drover_host_pools_read (run->question->connections->pdata[i], error);
  const DroverFactPool *pool = pools ? find_pool (pools, run->question) : NULL;
  gboolean taken;

  if (pools == NULL)
    return FALSE;
  host->path = g_strdup (pool && pool->path ? pool->path : run->question->path);
  host->pool = pool ? g_strdup (pool->name) : NULL;
  /* The file systems libvirt knows for shared are those a netfs pool mounts; of a directory it does not tell
   * which it is. */
  host->recognised = g_strdup (pool && g_strcmp0 (pool->type, "netfs") == 0 ? "yes" : "unknown");
  if (pool != NULL && pool->active)
    host->available = pool->available;
  run->networked |= pool == NULL || pool->source != NULL;
  taken = host->path != NULL && (pool == NULL || pool->active);
  if (host->path == NULL)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("it has no pool “%s” over a directory"),
                 run->question->pool);
  else if (!taken)
    g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("its pool “%s” is stopped"), pool->name);
  drover_record_free (&drover_fact_pools_type, pools);
  return taken;
}

static void
open_host (Run *run, guint i)
{
  DroverProofHost *host = host_at (run, i);
  g_autoptr (GError) error = NULL;
  gboolean missing;

  /* what a proof that was killed left would count as files there */
  drover_marks_sweep (run->question->connections->pdata[i], run->cancellable);
  if (look_at_pool (run, i, &error))
    run->pools[i] =
        drover_marker_pool_open (run->question->connections->pdata[i], host->path, &missing, &error);
  /* the host's own pool does not know of files that were made through one of ours */
  if (run->pools[i] != NULL)
    drover_marks_sweep_pool (drover_marker_pool_get_handle (run->pools[i]));
  if (error != NULL)
    host->error = g_strdup (error->message);
}

/* --- one way --- */

static const char *
fate_to_string (DroverMarkerFate fate)
{
  switch (fate)
    {
    case DROVER_MARKER_UNTRIED:
      return "unwritten";
    case DROVER_MARKER_READ:
      return "read";
    case DROVER_MARKER_ALTERED:
      return "altered";
    case DROVER_MARKER_UNREADABLE:
      return "unreadable";
    case DROVER_MARKER_UNSEEN:
      return "unseen";
    }
  g_return_val_if_reached ("unwritten");
}

/* A server's client keeps for a while what it knows of a directory: that a file is not seen counts only when
 * that time is over. To write into it oneself makes the client look at it afresh, also where nothing tells
 * that a plain directory lies on a server; so that is tried when the first look was in vain. */
static DroverMarkerFate
await_marker (Run *run, guint reader, const char *name, gint64 *delay_ms, GError **error)
{
  gint64 since = g_get_monotonic_time ();
  gint64 until = since + (run->networked ? (gint64) run->question->options.wait_ms * 1000 : 0);
  DroverMarkerFate fate;

  for (guint n = 0;; n++)
    {
      g_clear_error (error);
      fate = drover_marker_pool_reread (run->pools[reader], error)
                 ? drover_marker_pool_read (run->pools[reader], name, run->content, error)
                 : DROVER_MARKER_UNREADABLE;
      *delay_ms = (g_get_monotonic_time () - since) / 1000;
      if (fate == DROVER_MARKER_UNSEEN && n == 0)
        {
          g_autofree char *touched = drover_marker_pool_write (run->pools[reader], run->content, NULL);

          continue;
        }
      if (fate != DROVER_MARKER_UNSEEN || g_get_monotonic_time () >= until ||
          g_cancellable_is_cancelled (run->cancellable))
        return fate;
      g_usleep (LOOK_AGAIN_US);
    }
}

/* Returns: the marker's name, for what else is to be tried with it */
static char *
try_way (Run *run, guint writer, guint reader)
{
  DroverProofWay *way = drover_record_new (&drover_proof_way_type);
  DroverMarkerFate fate = DROVER_MARKER_UNTRIED;
  g_autoptr (GError) error = NULL;
  char *name;

  way->writer = g_strdup (host_at (run, writer)->host);
  way->reader = g_strdup (host_at (run, reader)->host);
  name = drover_marker_pool_write (run->pools[writer], run->content, &error);
  if (name != NULL)
    fate = await_marker (run, reader, name, &way->delay_ms, &error);
  way->result = g_strdup (fate_to_string (fate));
  way->reason = error ? g_strdup (error->message) : NULL;
  g_ptr_array_add (run->proof->ways, way);
  return name;
}

/* --- as QEMU --- */

static void
try_qemu (Run *run, guint i, const char *marker)
{
  DroverProofHost *host = host_at (run, i);
  DroverConnection *connection = run->question->connections->pdata[i];
  g_autofree char *xml = drover_connection_get_capabilities (connection, NULL);
  g_autoptr (DroverHostCaps) caps = xml ? drover_host_caps_parse (xml, NULL) : NULL;
  g_autofree char *path = drover_marker_pool_get_path (run->pools[i], marker);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverProbeGuest) guest = caps ? drover_probe_guest_new (connection, caps, NULL, &error) : NULL;
  g_autoptr (DroverAttempt) attempt = NULL;

  if (guest == NULL)
    return;
  drover_probe_guest_add_disk (guest, path);
  attempt = drover_probe_guest_start (guest);
  if (!drover_attempt_wait (attempt, g_get_monotonic_time () + QEMU_MS * 1000, run->cancellable))
    host->qemu_words = g_strdup (_ ("QEMU did not come up in time"));
  else if (drover_attempt_get_result (attempt, &error))
    {
      g_free (host->qemu);
      host->qemu = g_strdup ("opened");
    }
  else
    {
      g_free (host->qemu);
      host->qemu = g_strdup ("refused");
      host->qemu_words = g_strdup (error->message);
    }
  drover_probe_guest_remove (guest);
  /* the marker is needed by the next host, and deleted at last */
  drover_attempts_settle (QEMU_MS);
}

/* --- the speed --- */

/* Not zeros: libvirt would make holes of them. */
static GBytes *
make_noise (gsize size)
{
  guint32 *words = g_malloc (size);
  g_autoptr (GRand) rand = g_rand_new ();

  for (gsize i = 0; i < size / sizeof (guint32); i++)
    words[i] = g_rand_int (rand);
  return g_bytes_new_take (words, size);
}

static void
measure (Run *run, guint i)
{
  g_autoptr (GBytes) noise = make_noise (run->question->options.copy_bytes);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = drover_marker_pool_write (run->pools[i], noise, &error);
  gint64 since = g_get_monotonic_time ();

  if (name != NULL && drover_marker_pool_copy (run->pools[i], name, &error))
    host_at (run, i)->copy_rate = (gint64) run->question->options.copy_bytes * G_USEC_PER_SEC /
                                  MAX (g_get_monotonic_time () - since, 1);
  else
    g_debug ("no speed of %s: %s", host_at (run, i)->host, error->message);
}

/* --- the whole --- */

static GBytes *
make_content (void)
{
  g_autoptr (GBytes) nonce = drover_marker_new_content ();
  GByteArray *bytes = g_byte_array_new ();

  while (bytes->len < MARKER_BYTES)
    g_byte_array_append (bytes, g_bytes_get_data (nonce, NULL),
                         MIN (MARKER_BYTES - bytes->len, (guint) g_bytes_get_size (nonce)));
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
goes_on (const Run *run)
{
  return !g_cancellable_is_cancelled (run->cancellable);
}

/* From the first host to each other, and back: what they share with the first they share with each other. */
static void
try_ways (Run *run, guint n)
{
  for (guint i = 1; i < n && run->pools[0] != NULL && goes_on (run); i++)
    {
      g_autofree char *there = run->pools[i] ? try_way (run, 0, i) : NULL;
      g_autofree char *back = run->pools[i] ? try_way (run, i, 0) : NULL;

      if (run->question->options.skip_qemu)
        continue;
      if (i == 1 && there != NULL)
        try_qemu (run, 0, there);
      if (back != NULL)
        try_qemu (run, i, back);
    }
}

static gpointer
prove (gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  guint n = question->connections->len;
  g_autoptr (DroverStorageProof) proof = drover_record_new (&drover_storage_proof_type);
  g_autofree DroverMarkerPool **pools = g_new0 (DroverMarkerPool *, n);
  g_autoptr (GBytes) content = make_content ();
  Run run = { question, cancellable, proof, pools, FALSE, content };

  proof->hosts = drover_record_list_new (&drover_proof_host_type);
  proof->ways = drover_record_list_new (&drover_proof_way_type);
  for (guint i = 0; i < n; i++)
    {
      DroverProofHost *host = drover_record_new (&drover_proof_host_type);

      host->host = drover_uri_dup_host_label (drover_connection_get_uri (question->connections->pdata[i]));
      host->available = -1;
      host->copy_rate = -1;
      host->qemu = g_strdup ("untried");
      g_ptr_array_add (proof->hosts, host);
      if (goes_on (&run))
        open_host (&run, i);
    }
  try_ways (&run, n);
  for (guint i = 0; i < n && question->options.copy_bytes > 0 && goes_on (&run); i++)
    if (pools[i] != NULL)
      measure (&run, i);
  /* in any case */
  for (guint i = 0; i < n; i++)
    drover_marker_pool_close (pools[i]);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  drover_storage_proof_judge (proof);
  return g_steal_pointer (&proof);
}

/**
 * drover_storage_prove_async:
 * @connections: (element-type DroverConnection): two hosts or more
 * @options: what is to be proved
 * @cancellable: (nullable): ends it; what was written is removed all the same
 * @callback: called when it is proved or not
 * @user_data: for @callback
 *
 * Writes a file on the first host and reads it on each other, and back; lets each host's QEMU open it; and
 * copies a little on each, all through the hosts' own libvirt. Nothing of it stays.
 */
void
drover_storage_prove_async (const GPtrArray *connections,
                            const DroverProofOptions *options,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->connections = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < connections->len; i++)
    g_ptr_array_add (question->connections, g_object_ref (connections->pdata[i]));
  question->options = *options;
  question->pool = g_strdup (options->pool);
  question->path = g_strdup (options->path);
  /* each way may wait, and each host may start a guest */
  drover_call_async (
      "proof of the storage", prove, question, question_free, (GDestroyNotify) drover_storage_proof_free,
      connections->len * (2 * options->wait_ms + 2 * QEMU_MS), cancellable, callback, user_data);
}

/**
 * drover_storage_prove_finish:
 * @error: %DROVER_ERROR_TIMED_OUT, %DROVER_ERROR_CANCELLED
 *
 * Returns: (transfer full): the proof, judged
 */
DroverStorageProof *
drover_storage_prove_finish (GAsyncResult *result, GError **error)
{
  return drover_call_finish (result, error);
}
