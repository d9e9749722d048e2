/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/drover-record.h"
#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverProofWay:
 * @writer: the host that wrote a file nobody can guess
 * @reader: the host that was to read it
 * @result: `read`, `altered` (a file of that name with other content), `unreadable`, `unseen`, `unwritten`
 * @delay_ms: how long it took until it was seen, or how long it was looked for, in milliseconds
 * @reason: (nullable): libvirt's words
 *
 * One way between two hosts.
 */
typedef struct {
  char *writer;
  char *reader;
  char *result;
  gint64 delay_ms;
  char *reason;
} DroverProofWay;

/**
 * DroverProofHost:
 * @host: its name
 * @pool: (nullable): the pool's name there
 * @path: (nullable): the directory
 * @available: bytes left, -1 where not known
 * @recognised: whether libvirt takes it for shared: `yes`, `no`, or `unknown` for a plain directory, whose
 * file system libvirt does not tell
 * @qemu: whether QEMU, as its own user, could open a file there to write: `opened`, `refused`, or `untried`
 * @qemu_words: (nullable): why not
 * @copy_rate: bytes per second of a copy within the directory, read and written through to the storage; -1
 *   where not tried
 * @error: (nullable): why the host could not take part
 *
 * How a host fared.
 */
typedef struct {
  char *host;
  char *pool;
  char *path;
  gint64 available;
  char *recognised;
  char *qemu;
  char *qemu_words;
  gint64 copy_rate;
  char *error;
} DroverProofHost;

/**
 * DroverStorageProof:
 * @verdict: `shared`, `not-shared`, or `unknown`
 * @needs_unsafe: whether a migration has to be told `--unsafe`: `yes`, `no` or `unknown`
 * @hosts: (element-type DroverProofHost): in their order
 * @ways: (element-type DroverProofWay): from the first host to each other one, and back
 *
 * Whether hosts have the same storage behind a pool.
 */
typedef struct {
  char *verdict;
  char *needs_unsafe;
  GPtrArray *hosts;
  GPtrArray *ways;
} DroverStorageProof;

extern const DroverRecordType drover_proof_host_type;
extern const DroverRecordType drover_proof_way_type;
extern const DroverRecordType drover_storage_proof_type;

/**
 * DroverProofOptions:
 * @pool: (nullable): the pool's name, the same on all hosts
 * @path: (nullable): a directory, where there is no pool
 * @wait_ms: how long to look for a file on a network file system before it counts as not there, in
 * milliseconds
 * @skip_qemu: start no probe guest
 * @copy_bytes: how big a file to copy for the speed; 0 for none
 *
 * What is to be proved, and how.
 */
typedef struct {
  const char *pool;
  const char *path;
  guint wait_ms;
  gboolean skip_qemu;
  guint copy_bytes;
} DroverProofOptions;

/* NFS keeps what it knows of a directory for up to so long (acdirmax). */
#define DROVER_PROOF_WAIT_MS 65000
#define DROVER_PROOF_COPY_BYTES (16 * 1024 * 1024)

void drover_storage_prove_async (const GPtrArray *connections,
                                 const DroverProofOptions *options,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
DroverStorageProof *drover_storage_prove_finish (GAsyncResult *result, GError **error);
void drover_storage_proof_judge (DroverStorageProof *proof);
gboolean drover_storage_proof_is_refused (const DroverStorageProof *proof);
const char *drover_storage_proof_get_text (const DroverStorageProof *proof);
void drover_storage_proof_free (DroverStorageProof *proof);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverStorageProof, drover_storage_proof_free)

G_END_DECLS
