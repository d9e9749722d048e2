/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "storage/drover-storage-view.h"

G_BEGIN_DECLS

/**
 * DroverStorageOffer:
 * @source: `server:/export`
 * @format: nfs, glusterfs
 * @seen_by: the hosts that see it
 * @missing_on: those that looked and do not
 *
 * What a storage server offers.
 */
typedef struct {
  char *source;
  char *format;
  GStrv seen_by;
  GStrv missing_on;
} DroverStorageOffer;

/**
 * DroverStorageShare:
 * @name: the pool's name; of the first host that has it
 * @kind: `shared` (from one server, on all hosts alike), `shared-unlike` (from one server, under different
 *   names or paths), `same-path` (a directory of each host: only a proof tells whether it is the same),
 *   `one-host` (from a server, but not on all), `local` (a directory of one host)
 * @type: libvirt's type of pool
 * @source: (nullable): `server:/export`
 * @path: (nullable): where it is seen, on the first host
 * @hosts: those that have it
 * @inactive_on: those of them on which it is stopped
 * @missing_on: those that do not have it
 *
 * A pool, and how far it is shared among the hosts looked at.
 */
typedef struct {
  char *name;
  char *kind;
  char *type;
  char *source;
  char *path;
  GStrv hosts;
  GStrv inactive_on;
  GStrv missing_on;
} DroverStorageShare;

/**
 * DroverStorageSurvey:
 *
 * What several hosts' views mean together.
 */
typedef struct {
  GPtrArray *offers; /* DroverStorageOffer */
  GPtrArray *shares; /* DroverStorageShare */
} DroverStorageSurvey;

extern const DroverRecordType drover_storage_offer_type;
extern const DroverRecordType drover_storage_share_type;
extern const DroverRecordType drover_storage_survey_type;

DroverStorageSurvey *drover_storage_survey_new (const GPtrArray *views);
void drover_storage_survey_free (DroverStorageSurvey *survey);
const char *drover_storage_share_get_text (const DroverStorageShare *share);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverStorageSurvey, drover_storage_survey_free)

G_END_DECLS
