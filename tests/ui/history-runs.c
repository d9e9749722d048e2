/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history-runs.h"

static DroverRun *
new_run (const char *guest, const char *state, gint64 started_s)
{
  DroverRun *run = drover_record_new (&drover_run_type);

  run->started_s = started_s;
  run->program = g_strdup ("drover");
  run->guest = g_strdup (guest);
  run->source = g_strdup ("qemu+ssh://alpha.lab.test/system");
  run->target = g_strdup ("qemu+ssh://beta.lab.test/system");
  run->state = g_strdup (state);
  run->running_on = g_strdup (g_str_equal (state, "done") ? "target" : "source");
  run->total_ms = g_str_equal (state, "cancelled") ? 4000 : 8200;
  run->downtime_ms = 51;
  run->bytes = 214 << 20;
  run->details = drover_record_new (&drover_run_details_type);
  run->details->version = g_strdup ("0.1.0");
  run->details->command = g_strsplit ("virsh -c qemu+ssh://alpha.lab.test/system migrate --live demo "
                                      "qemu+ssh://beta.lab.test/system",
                                      "\n", -1);
  if (!g_str_equal (state, "done"))
    run->details->cause = g_strdup ("The target <b>refused</b> & closed.");
  run->samples = drover_record_list_new (&drover_run_sample_type);
  for (gint64 i = 0; i < 60; i++)
    {
      DroverRunSample *sample = drover_record_new (&drover_run_sample_type);

      sample->t_ms = i * (run->total_ms - 200) / 59;
      sample->phase = i < 57 ? DROVER_PHASE_COPYING : DROVER_PHASE_SWITCHING;
      sample->processed = i * (3 << 20);
      sample->total = 180 << 20;
      sample->remaining = sample->remaining_low = sample->remaining_high = (60 - i) * (3 << 20);
      sample->memory_remaining = sample->remaining;
      sample->rate = sample->rate_low = sample->rate_high = (20 + i % 5) << 20;
      sample->dirty_rate = sample->dirty_rate_low = sample->dirty_rate_high = (i % 4) << 20;
      sample->iteration = 1 + i / 20;
      sample->downtime_limit_ms = 300;
      sample->disk_remaining = sample->throttle = sample->postcopy_requests = -1;
      g_ptr_array_add (run->samples, sample);
    }
  return run;
}

/**
 * history_runs_keep:
 * @guest: what it is called
 * @state: how it ended: done, failed or cancelled
 * @started_s: when it began, in seconds since 1970
 *
 * Adds a run with samples to the person's own history, which is a test's here.
 */
void
history_runs_keep (const char *guest, const char *state, gint64 started_s)
{
  g_autoptr (DroverHistory) history = drover_history_open (NULL, NULL);
  g_autoptr (DroverRun) run = new_run (guest, state, started_s);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (history);
  g_assert_true (drover_history_add (history, run, 64 << 20, &error));
}
