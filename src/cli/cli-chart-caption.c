/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli-chart-private.h"
#include "cli-text.h"

/* Appends the parts one after the other, on as many lines as they need. */
static void
append_parts (const CliDrawing *drawing, GPtrArray *parts, guint indent, const char *separator)
{
  guint used = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      g_autofree char *part = cli_text_fit (parts->pdata[i], drawing->width - indent, drawing->ascii);
      guint width = cli_text_width (part);

      if (used > 0 && used + cli_text_width (separator) + width > drawing->width)
        {
          g_string_append_c (drawing->out, '\n');
          used = 0;
        }
      if (used == 0)
        {
          cli_text_append_right (drawing->out, "", indent);
          used = indent;
        }
      else
        {
          g_string_append (drawing->out, separator);
          used += cli_text_width (separator);
        }
      g_string_append (drawing->out, part);
      used += width;
    }
  if (parts->len > 0)
    g_string_append_c (drawing->out, '\n');
}

static const char *
phase_word (DroverPhase phase)
{
  switch (phase)
    {
    case DROVER_PHASE_PREPARING:
      return _ ("preparing");
    case DROVER_PHASE_COPYING:
      return _ ("copying");
    case DROVER_PHASE_SWITCHING:
      return _ ("switching");
    case DROVER_PHASE_POST_COPY:
      return _ ("post-copy");
    case DROVER_PHASE_VERIFYING:
      return _ ("verifying");
    }
  g_return_val_if_reached ("");
}

/* What the signs in the line of phases mean, and how long each phase took in all. */
void
cli_chart_append_legend (const CliDrawing *drawing, const GArray *spans)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  gboolean seen[DROVER_PHASE_VERIFYING + 1] = { FALSE };

  for (guint i = 0; i < spans->len; i++)
    {
      DroverPhase phase = g_array_index (spans, CliSpan, i).phase;
      g_autofree char *duration = NULL;
      gint64 ms = 0;

      if (seen[phase])
        continue;
      seen[phase] = TRUE;
      for (guint k = i; k < spans->len; k++)
        {
          const CliSpan *span = &g_array_index (spans, CliSpan, k);

          if (span->phase == phase)
            ms += span->end_ms - span->start_ms;
        }
      duration = drover_format_ms (ms);
      g_ptr_array_add (
          parts, g_strdup_printf ("%s %s %s", drawing->glyphs->phases[phase], phase_word (phase), duration));
    }
  append_parts (drawing, parts, drawing->gutter + 2, "  ");
}

static void
add_amount (GPtrArray *parts, gint64 bytes, gint64 ms)
{
  g_autofree char *size = drover_format_bytes ((guint64) bytes);
  g_autofree char *duration = drover_format_ms (ms);
  g_autofree char *rate = drover_format_rate ((guint64) ((double) bytes * 1000.0 / (double) ms));

  /* Translators: as in "2.3 GiB sent in 14.2 s" */
  g_ptr_array_add (parts, g_strdup_printf (_ ("%s sent in %s"), size, duration));
  /* Translators: a transfer rate, as in "166.0 MiB/s on average" */
  g_ptr_array_add (parts, g_strdup_printf (_ ("%s on average"), rate));
}

static void
add_passes (GPtrArray *parts, const DroverSampleRing *ring)
{
  gint64 passes = 0;

  for (guint i = 0; i < drover_sample_ring_get_length (ring); i++)
    passes = MAX (passes, drover_sample_ring_get (ring, i)->iteration);
  if (passes > 0 && passes <= G_MAXINT)
    g_ptr_array_add (parts,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d pass over the guest's memory",
                                                   "%d passes over the guest's memory", (gulong) passes),
                                      (int) passes));
}

/* The figures a person remembers. */
void
cli_chart_append_caption (const CliDrawing *drawing,
                          const DroverSampleRing *ring,
                          const CliChartOptions *options)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (options->bytes > 0 && options->total_ms > 0)
    add_amount (parts, options->bytes, options->total_ms);
  add_passes (parts, ring);
  if (options->downtime_ms > 0)
    {
      g_autofree char *duration = drover_format_ms (options->downtime_ms);

      /* Translators: as in "the guest stood still for 45 ms" */
      g_ptr_array_add (parts, g_strdup_printf (_ ("the guest stood still for %s"), duration));
    }
  append_parts (drawing, parts, 0, drawing->glyphs->separator);
}
