/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"
#include "migrate/drover-job.h"

G_BEGIN_DECLS

/**
 * DroverRunFinding:
 *
 * What a check had found before a run, as [class@Finding] said it, in the language of that time.
 */
typedef struct {
  char *check;
  char *code;
  char *catalog; /* (nullable) */
  char *group;   /* untranslated */
  char *verdict; /* as drover_verdict_to_string() */
  char *title;
  char *why;      /* (nullable) */
  char *source;   /* (nullable) */
  char *target;   /* (nullable) */
  char *evidence; /* (nullable) */
} DroverRunFinding;

/**
 * DroverRunSample:
 *
 * A [struct@Sample] that is kept: bytes, bytes per second, milliseconds; -1 is unknown.
 */
typedef struct {
  gint64 t_ms;
  gint64 phase; /* a DroverPhase */
  gint64 processed;
  gint64 total;
  gint64 remaining;
  gint64 remaining_low;
  gint64 remaining_high;
  gint64 rate;
  gint64 rate_low;
  gint64 rate_high;
  gint64 dirty_rate;
  gint64 dirty_rate_low;
  gint64 dirty_rate_high;
  gint64 iteration;
  gint64 downtime_limit_ms;
  gint64 memory_remaining;
  gint64 disk_remaining;
  gint64 throttle;
  gint64 postcopy_requests;
} DroverRunSample;

/**
 * DroverRunDetails:
 * @version: of the program that ran it
 * @error: (nullable): libvirt's own words, where it failed
 * @error_code: (nullable): the code of their explanation
 * @cause: (nullable): what they mean
 * @safe: (nullable): what was known of the guest
 * @options: the options that were set, as droverctl takes them, without dashes; definitions are left out
 * @command: what virsh would have been told
 * @notes: what was said behind the result
 * @findings: (element-type DroverRunFinding): what the checks had found
 *
 * What is wanted of a run only when it is looked at alone. A change of its fields is a change of the
 * history's schema.
 */
typedef struct {
  char *version;
  char *error;
  char *error_code;
  char *cause;
  char *safe;
  GStrv options;
  GStrv command;
  GStrv notes;
  GPtrArray *findings;
} DroverRunDetails;

/**
 * DroverRun:
 * @id: its number in the history, 0 before it is there
 * @started_s: when it began, in seconds since 1970
 * @program: `drover` or `droverctl`
 * @guest: the guest's name
 * @uuid: (nullable): the guest's UUID
 * @source: the URI of the host it was on
 * @target: the URI of the host it was to move to
 * @state: `done`, `failed` or `cancelled`
 * @running_on: where it was seen at the end: `source`, `target`, `neither`, `both` or `unknown`
 * @total_ms: how long it took, or -1
 * @downtime_ms: how long the guest stood still, or -1
 * @bytes: how much was sent, or -1
 * @details: (nullable): more, where it was asked for
 * @samples: (nullable) (element-type DroverRunSample): what it looked like on the way, where it was asked for
 *
 * A migration that has ended. A record: freed by [func@record_unref], and not changed once it is shared. All
 * text in it came from hosts and people: it is never markup.
 */
typedef struct {
  gint64 id;
  gint64 started_s;
  char *program;
  char *guest;
  char *uuid;
  char *source;
  char *target;
  char *state;
  char *running_on;
  gint64 total_ms;
  gint64 downtime_ms;
  gint64 bytes;
  DroverRunDetails *details;
  GPtrArray *samples;
} DroverRun;

extern const DroverRecordType drover_run_finding_type;
extern const DroverRecordType drover_run_sample_type;
extern const DroverRecordType drover_run_details_type;
extern const DroverRecordType drover_run_type;

DroverRun *drover_run_new_from_job (
    DroverJob *job, GPtrArray *findings, const char *program, const char *version, const char *const *notes);
DroverSampleRing *drover_run_dup_samples (const DroverRun *run);
char *drover_run_dup_host (const DroverRun *run, DroverSide side);
char *drover_run_dup_headline (const DroverRun *run);
char *drover_run_dup_time (const DroverRun *run);
const char *drover_run_describe_place (const DroverRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverRun, drover_record_unref)

G_END_DECLS
