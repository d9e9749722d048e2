/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/storage/drover-source-section.h"

#include <glib/gi18n.h>

#include "pages/storage/drover-recipe-box.h"
#include "widgets/drover-choice-row.h"
#include "widgets/drover-text.h"

struct _DroverSourceSection {
  DroverStorageSection parent_instance;

  GtkWidget *server;
  GtkWidget *list;
  GtkCheckButton *group;
  GtkWidget *recipe;
};

G_DEFINE_FINAL_TYPE (DroverSourceSection, drover_source_section, DROVER_TYPE_STORAGE_SECTION)

/* What a row stands for. */
typedef struct {
  DroverStorageSpec *spec;
  DroverStorageLine lines[DROVER_STORAGE_WAY_HOSTS];
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  drover_storage_spec_free (choice->spec);
  g_free (choice);
}

static void
on_chosen (DroverChoiceRow *row, DroverSourceSection *self)
{
  DroverStorageWay *way = drover_storage_section_get_way (DROVER_STORAGE_SECTION (self));
  const Choice *choice = g_object_get_data (G_OBJECT (row), "choice");

  drover_storage_way_choose (way, choice->spec);
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    drover_storage_way_set_line (way, i, choice->lines[i]);
}

static gboolean
names_host (char *const *names, const char *host)
{
  return names != NULL && g_strv_contains ((const char *const *) names, host);
}

/* A row for what can be had; what makes no pool is left out. */
static void
add_row (DroverSourceSection *self,
         DroverStorageSpec *spec,
         const char *subtitle,
         char *const *on,
         char *const *not_on,
         DroverStorageLine line)
{
  DroverStorageWay *way = drover_storage_section_get_way (DROVER_STORAGE_SECTION (self));
  DroverChoiceRow *row;
  Choice *choice;
  g_autofree char *source = NULL;
  gboolean everywhere = TRUE;

  if (spec == NULL)
    return;
  choice = g_new0 (Choice, 1);
  choice->spec = spec;
  for (guint i = 0; i < DROVER_STORAGE_WAY_HOSTS; i++)
    {
      gboolean here = names_host (on, drover_storage_way_get_host (way, i)) &&
                      !names_host (not_on, drover_storage_way_get_host (way, i));

      choice->lines[i] = here ? line : DROVER_STORAGE_LINE_BROKEN;
      everywhere &= here;
    }
  source = spec->server ? drover_storage_spec_describe_source (spec) : g_strdup (spec->path);
  row = drover_choice_row_new (self->group, source, subtitle);
  drover_choice_row_set_badge (row, everywhere ? C_ ("hosts", "Both") : C_ ("hosts", "Not both"),
                               everywhere ? "success" : "warning");
  g_object_set_data_full (G_OBJECT (row), "choice", choice, choice_free);
  g_signal_connect (row, "chosen", G_CALLBACK (on_chosen), self);
  gtk_list_box_append (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
}

static void
add_offer (DroverSourceSection *self, const DroverStorageOffer *offer)
{
  gboolean nfs = g_str_equal (offer->format, "nfs");

  add_row (self, drover_storage_spec_new (NULL, offer->source, offer->format, NULL, NULL),
           nfs ? _ ("An NFS export of the server") : _ ("A GlusterFS volume of the server"), offer->seen_by,
           offer->missing_on, DROVER_STORAGE_LINE_SEEN);
}

/* A directory of one host alone is nothing to share. */
static void
add_share (DroverSourceSection *self, const DroverStorageShare *share)
{
  g_autofree char *subtitle = NULL;

  if (g_str_equal (share->kind, "local") || g_str_equal (share->kind, "shared-unlike"))
    return;
  /* Translators: a storage pool, and what is known of it */
  subtitle = g_strdup_printf (_ ("Pool “%s”: %s"), share->name, drover_storage_share_get_text (share));
  add_row (self, drover_storage_spec_new (share->name, share->source, NULL, share->path, NULL), subtitle,
           share->hosts, share->inactive_on, DROVER_STORAGE_LINE_READY);
}

static gboolean
is_had (const DroverStorageSurvey *survey, const DroverStorageOffer *offer)
{
  for (guint i = 0; i < survey->shares->len; i++)
    {
      const DroverStorageShare *share = survey->shares->pdata[i];

      if (g_strcmp0 (share->source, offer->source) == 0 && g_str_equal (share->kind, "shared"))
        return TRUE;
    }
  return FALSE;
}

static void
show_survey (DroverSourceSection *self, const GPtrArray *views)
{
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  g_autoptr (DroverStorageSurvey) survey = drover_storage_survey_new (views);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < survey->offers->len; i++)
    if (!is_had (survey, survey->offers->pdata[i]))
      add_offer (self, survey->offers->pdata[i]);
  for (guint i = 0; i < survey->shares->len; i++)
    add_share (self, survey->shares->pdata[i]);
  gtk_widget_set_visible (self->list, gtk_widget_get_first_child (self->list) != NULL);
  if (gtk_widget_get_first_child (self->list) == NULL)
    drover_storage_section_say (section, _ ("The hosts have nothing in common yet. Name a storage server."),
                                NULL);
  for (guint i = 0; i < views->len; i++)
    {
      const DroverStorageView *view = views->pdata[i];
      const char *text = view->error     ? view->error
                         : view->silence ? drover_storage_silence_get_text (view->silence)
                                         : NULL;
      /* Translators: a host, and why it sees nothing */
      g_autofree char *line = text ? g_strdup_printf (_ ("%s: %s"), view->host, text) : NULL;

      drover_storage_section_say (section, line, "warning");
    }
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DroverSourceSection) self = user_data;
  g_autoptr (GPtrArray) views = drover_storage_discover_finish (result);

  drover_storage_section_end (DROVER_STORAGE_SECTION (self));
  if (self->list != NULL)
    show_survey (self, views);
}

static void
drover_source_section_act (DroverStorageSection *section)
{
  DroverSourceSection *self = DROVER_SOURCE_SECTION (section);
  DroverStorageWay *way = drover_storage_section_get_way (section);
  g_autofree char *server = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->server))));

  if (drover_storage_section_stop (section))
    return;
  drover_storage_section_clear (section);
  if (server[0] != '\0' && !drover_host_name_is_valid (server) && !drover_host_is_address (server))
    {
      drover_storage_section_say (section, _ ("That is neither a host name nor an address."), "error");
      return;
    }
  drover_storage_way_choose (way, NULL);
  drover_storage_discover_async (drover_storage_way_get_connections (way), server[0] != '\0' ? server : NULL,
                                 FALSE, DROVER_DEFAULT_TIMEOUT_MS,
                                 drover_storage_section_begin (section, TRUE), on_looked,
                                 g_object_ref (self));
}

static void
drover_source_section_update (DroverStorageSection *section)
{
  gboolean busy = drover_storage_way_is_busy (drover_storage_section_get_way (section));

  drover_storage_section_set_possible (section, TRUE);
  if (DROVER_SOURCE_SECTION (section)->list != NULL)
    gtk_widget_set_sensitive (DROVER_SOURCE_SECTION (section)->list, !busy);
}

static void
on_server_changed (DroverSourceSection *self)
{
  drover_recipe_box_set_server (DROVER_RECIPE_BOX (self->recipe),
                                gtk_editable_get_text (GTK_EDITABLE (self->server)));
}

static void
on_activated (DroverSourceSection *self)
{
  gtk_widget_activate (drover_storage_section_get_button (DROVER_STORAGE_SECTION (self)));
}

static void
drover_source_section_dispose (GObject *object)
{
  DroverSourceSection *self = DROVER_SOURCE_SECTION (object);

  self->list = NULL;
  g_clear_object (&self->group);
  G_OBJECT_CLASS (drover_source_section_parent_class)->dispose (object);
}

static void
drover_source_section_class_init (DroverSourceSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_source_section_dispose;
  DROVER_STORAGE_SECTION_CLASS (klass)->update = drover_source_section_update;
  DROVER_STORAGE_SECTION_CLASS (klass)->act = drover_source_section_act;
}

static void
drover_source_section_init (DroverSourceSection *self)
{
  self->group = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
}

/**
 * drover_source_section_new:
 *
 * Looks at once at what the hosts have.
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
drover_source_section_new (DroverStorageWay *way)
{
  DroverSourceSection *self = g_object_new (DROVER_TYPE_SOURCE_SECTION, NULL);
  DroverStorageSection *section = DROVER_STORAGE_SECTION (self);
  GtkWidget *entries = gtk_list_box_new ();

  self->server = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->server), _ ("Storage Server"));
  gtk_list_box_append (GTK_LIST_BOX (entries), self->server);
  self->list = gtk_list_box_new ();
  self->recipe = drover_recipe_box_new (way);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *list = i ? self->list : entries;

      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_widget_add_css_class (list, "boxed-list");
    }
  gtk_widget_set_visible (self->list, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What can be shared"), -1);
  g_signal_connect_swapped (self->server, "changed", G_CALLBACK (on_server_changed), self);
  g_signal_connect_swapped (self->server, "entry-activated", G_CALLBACK (on_activated), self);
  drover_storage_section_start (section, way, _ ("1  Where is the storage?"),
                                _ ("Name a server that both hosts reach, or choose what they have already."),
                                _ ("Look"));
  gtk_box_append (drover_storage_section_get_body (section), entries);
  gtk_box_append (drover_storage_section_get_body (section), self->list);
  gtk_box_append (GTK_BOX (self), self->recipe);
  drover_source_section_act (section);
  return GTK_WIDGET (self);
}
