/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-proof-section.h"

#include <glib/gi18n.h>

struct _DroverProofSection {
  DroverStorageSection parent_instance;
};

G_DEFINE_FINAL_TYPE (DroverProofSection, drover_proof_section, DROVER_TYPE_STORAGE_SECTION)

static void
say_way (DroverStorageSection *section, const DroverProofWay *way)
{
  g_autofree char *delay = drover_format_ms (way->delay_ms);
  g_autofree char *text = NULL;

  if (g_str_equal (way->result, "read"))
    /* Translators: two hosts, and how long it took */
    text = g_strdup_printf (_ ("What %s wrote, %s read after %s."), way->writer, way->reader, delay);
  else if (way->reason != NULL)
    /* Translators: two hosts, and the reason in a host's words */
    text = g_strdup_printf (_ ("What %s wrote, %s did not read: %s"), way->writer, way->reader, way->reason);
  else
    text = g_strdup_printf (_ ("What %s wrote, %s does not have."), way->writer, way->reader);
  drover_storage_section_say (section, text, NULL);
}

static void
say_host (DroverStorageSection *section, const DroverProofHost *host)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (host->error != NULL)
    g_string_printf (text, _ ("%s: %s"), host->host, host->error);
  else if (g_str_equal (host->qemu, "refused"))
    /* Translators: a host, and QEMU's words */
    g_string_printf (text, _ ("%s: QEMU may not open a file there: %s"), host->host,
                     host->qemu_words ? host->qemu_words : "");
  else
    {
      g_autofree char *left = drover_format_bytes ((guint64) MAX (host->available, 0));
      g_autofree char *rate = drover_format_rate ((guint64) MAX (host->copy_rate, 0));

      if (host->copy_rate >= 0)
        /* Translators: a host, room, and speed */
        g_string_printf (text, _ ("%s: QEMU opens a file there; %s left, %s"), host->host, left, rate);
      else
        g_string_printf (text, _ ("%s: QEMU opens a file there; %s left"), host->host, left);
    }
  drover_storage_section_say (section, text->str, NULL);
}

static void
show (DroverStorageSection *section, const DroverStorageProof *proof)
{
  DroverStorageWay *way = drover_storage_section_get_way (section);
  gboolean shared = g_str_equal (proof->verdict, "shared");
  gboolean good = shared && !drover_storage_proof_is_refused (proof);

  for (guint i = 0; i < proof->ways->len; i++)
    say_way (section, proof->ways->pdata[i]);
  for (guint i = 0; i < proof->hosts->len; i++)
    {
      say_host (section, proof->hosts->pdata[i]);
      drover_storage_way_set_line (way, i, good ? DROVER_STORAGE_LINE_PROVED : DROVER_STORAGE_LINE_BROKEN);
    }
  drover_storage_section_say (section, drover_storage_proof_get_text (proof), good ? "success" : "error");
  if (good)
    drover_storage_section_lead_on (section);
}

static void
on_proved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverProofSection) self = user_data;
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverStorageProof) proof = drover_storage_prove_finish (result, &error);

  drover_storage_section_end (section);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (proof != NULL)
    {
      show (section, proof);
      return;
    }
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    drover_storage_way_set_line (drover_storage_section_get_way (section), i, DROVER_STORAGE_LINE_READY);
  drover_storage_section_say (section, error->message, "error");
}

static void
drover_proof_section_act (DroverStorageSection *section)
{
  DroverStorageWay *way = drover_storage_section_get_way (section);
  DroverProofOptions options = { .wait_ms = DROVER_PROOF_WAIT_MS, .copy_bytes = DROVER_PROOF_COPY_BYTES };
  GCancellable *cancellable;

  if (drover_storage_section_stop (section))
    return;
  options.pool = drover_storage_way_get_spec (way)->name;
  drover_storage_section_clear (section);
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    drover_storage_way_set_line (way, i, DROVER_STORAGE_LINE_BUSY);
  cancellable = drover_storage_section_begin (section, TRUE);
  drover_storage_section_hold (
      section, _ ("The storage is being proved"),
      _ ("If the window is closed now, a small file of the proof may stay behind in the pool."));
  drover_storage_prove_async (drover_storage_way_get_connections (way), &options, cancellable, on_proved,
                              g_object_ref (section));
}

static void
drover_proof_section_update (DroverStorageSection *section)
{
  drover_storage_section_set_possible (
      section, drover_storage_way_is_ready (drover_storage_section_get_way (section)));
}

static void
drover_proof_section_class_init (DroverProofSectionClass *klass)
{
  DROVER_STORAGE_SECTION_CLASS (klass)->update = drover_proof_section_update;
  DROVER_STORAGE_SECTION_CLASS (klass)->act = drover_proof_section_act;
}

static void
drover_proof_section_init (DroverProofSection *self)
{
}

/**
 * drover_proof_section_new:
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
drover_proof_section_new (DroverStorageWay *way)
{
  GtkWidget *self = g_object_new (DROVER_TYPE_PROOF_SECTION, NULL);

  drover_storage_section_start (
      DROVER_STORAGE_SECTION (self), way, _ ("3  Proof"),
      _ ("Each host writes a file nobody can guess, the other reads it, and QEMU opens one as its own user."),
      _ ("Prove"));
  return self;
}
