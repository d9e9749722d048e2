/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a bug report wants to know: versions, and how the hosts are reached, but not who they are. In English,
 * since those read it who mend it. */
#include "model/drover-bug-details.h"

#include <adwaita.h>

#include "drover-config.h"

static void
add_versions (GString *text)
{
  g_autofree char *os = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *libvirt = drover_format_version (drover_virt_get_client_version ());
  GdkDisplay *display = gdk_display_get_default ();

  g_string_append_printf (text, "Drover %s\n", DROVER_VERSION);
  g_string_append_printf (text, "GTK %u.%u.%u, libadwaita %u.%u.%u, GLib %u.%u.%u, libvirt %s\n",
                          gtk_get_major_version (), gtk_get_minor_version (), gtk_get_micro_version (),
                          adw_get_major_version (), adw_get_minor_version (), adw_get_micro_version (),
                          glib_major_version, glib_minor_version, glib_micro_version, libvirt);
  g_string_append_printf (text, "System: %s%s\n", os ? os : "unknown",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? ", in a Flatpak" : "");
  g_string_append_printf (text, "Desktop: %s, %s\n",
                          g_getenv ("XDG_CURRENT_DESKTOP") ? g_getenv ("XDG_CURRENT_DESKTOP") : "unknown",
                          display ? G_OBJECT_TYPE_NAME (display) : "no display");
  g_string_append_printf (text, "Language: %s\n", g_get_language_names ()[0]);
}

static GStrv
list_uris (GListModel *surveys)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);

      g_strv_builder_add (builder, drover_host_get_uri (drover_survey_get_host (survey))->text);
    }
  return g_strv_builder_end (builder);
}

static void
add_host (GString *text, DroverSurvey *survey)
{
  const GError *error = drover_survey_get_error (survey);
  DroverFacts *facts = drover_survey_get_facts (survey);
  const DroverFactIdentity *host = facts ? drover_facts_get_identity (facts, DROVER_SIDE_SOURCE) : NULL;

  g_string_append_printf (text, "Host %s", drover_host_get_uri (drover_survey_get_host (survey))->text);
  if (error != NULL)
    g_string_append_printf (text, ": %s", error->message);
  if (host != NULL)
    {
      g_autofree char *libvirt = drover_format_version ((guint64) MAX (host->libvirt_version, 0));
      g_autofree char *hypervisor = drover_format_version ((guint64) MAX (host->qemu_version, 0));

      g_string_append_printf (text, ": libvirt %s, hypervisor %s", libvirt, hypervisor);
    }
  g_string_append_c (text, '\n');
}

/**
 * drover_bug_details_dup:
 * @hosts: the known hosts
 *
 * Returns: (transfer full): lines to be pasted into a report
 */
char *
drover_bug_details_dup (DroverSurveys *hosts)
{
  GListModel *surveys = drover_surveys_get_list (hosts);
  g_auto (GStrv) uris = list_uris (surveys);
  g_autoptr (GString) versions = g_string_new (NULL);
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *redacted = NULL;

  add_versions (versions);
  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);

      add_host (seen, survey);
    }
  /* Versions may look like addresses, and are not. */
  redacted = drover_redact_text (seen->str, (const char *const *) uris);
  return g_strconcat (versions->str, redacted, NULL);
}
