/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/hosts/drover-survey-card.h"

#include <glib/gi18n.h>

static char *
describe (DroverSurvey *survey)
{
  DroverFacts *facts = drover_survey_get_facts (survey);
  const DroverFactIdentity *identity = facts ? drover_facts_get_identity (facts, DROVER_SIDE_SOURCE) : NULL;
  const DroverFactGuests *guests = facts ? drover_facts_get_guests (facts, DROVER_SIDE_SOURCE) : NULL;
  g_autoptr (GString) text = NULL;

  if (identity == NULL && guests == NULL)
    return NULL;
  text = g_string_new (NULL);
  if (identity != NULL)
    {
      g_autofree char *libvirt = drover_format_version ((guint64) identity->libvirt_version);
      g_autofree char *qemu = drover_format_version ((guint64) identity->qemu_version);

      g_string_append_printf (text, _ ("libvirt %s, QEMU %s"), libvirt, qemu);
    }
  if (guests != NULL)
    {
      guint n = g_list_model_get_n_items (drover_survey_get_guests (survey));

      g_string_append_printf (text, "%s", text->len > 0 ? "\n" : "");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u guest", "%u guests", n), n);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_failed (DroverHostCard *card, const GError *error)
{
  g_autoptr (DroverExplanation) explanation = drover_explain_error (error);
  g_autofree char *raw = drover_printable (error->message);

  gboolean known = drover_explanation_is_known (explanation);

  drover_host_card_set_status (card, DROVER_HOST_CARD_BAD, known ? explanation->cause : raw);
  drover_host_card_set_details (card, known ? raw : NULL);
  drover_host_card_set_memory (card, 0, 0);
}

/* Part of what a host was asked it did not tell. */
static void
set_troubled (DroverHostCard *card, const GError *trouble, const char *details)
{
  g_autofree char *raw = drover_printable (trouble->message);
  g_autofree char *text = details ? g_strdup_printf ("%s\n%s", details, raw) : g_strdup (raw);

  drover_host_card_set_status (card, DROVER_HOST_CARD_BAD,
                               _ ("Reachable, but not all of it could be learned"));
  drover_host_card_set_details (card, text);
}

static void
update (DroverHostCard *card, DroverSurvey *survey)
{
  const GError *error = drover_survey_get_error (survey);
  DroverFacts *facts = drover_survey_get_facts (survey);
  const DroverFactMemory *memory = facts ? drover_facts_get_memory (facts, DROVER_SIDE_SOURCE) : NULL;
  const GError *trouble = drover_survey_get_trouble (survey);
  g_autofree char *details = NULL;

  if (error == NULL && g_error_matches (trouble, DROVER_ERROR, DROVER_ERROR_UNREACHABLE))
    error = trouble;
  if (error != NULL && !drover_survey_is_busy (survey))
    {
      set_failed (card, error);
      return;
    }
  details = describe (survey);
  drover_host_card_set_details (card, details);
  drover_host_card_set_memory (card, memory ? (guint64) MAX (memory->total, 0) : 0,
                               memory ? (guint64) MAX (memory->available, 0) : 0);
  switch (drover_host_get_state (drover_survey_get_host (survey)))
    {
    case DROVER_HOST_IDLE:
      drover_host_card_set_status (card, DROVER_HOST_CARD_IDLE, _ ("Not looked at yet"));
      break;
    case DROVER_HOST_CONNECTING:
      drover_host_card_set_status (card, DROVER_HOST_CARD_BUSY, _ ("Connecting…"));
      break;
    case DROVER_HOST_CONNECTED:
      if (drover_survey_is_busy (survey))
        drover_host_card_set_status (card, DROVER_HOST_CARD_BUSY, _ ("Connected, looking around…"));
      else if (trouble != NULL)
        set_troubled (card, trouble, details);
      else
        drover_host_card_set_status (card, DROVER_HOST_CARD_GOOD, _ ("Reachable"));
      break;
    case DROVER_HOST_FAILED:
      break;
    }
}

/**
 * drover_survey_card_new:
 * @survey: (transfer none): a host
 *
 * Returns: (transfer floating): a card that follows it
 */
GtkWidget *
drover_survey_card_new (DroverSurvey *survey)
{
  const DroverUri *uri = drover_host_get_uri (drover_survey_get_host (survey));
  GtkWidget *card = drover_host_card_new (drover_survey_get_name (survey), uri->text);

  g_signal_connect_object (survey, "changed", G_CALLBACK (update), card, G_CONNECT_SWAPPED);
  update (DROVER_HOST_CARD (card), survey);
  return card;
}
