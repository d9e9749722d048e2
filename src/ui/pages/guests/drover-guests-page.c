/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/guests/drover-guests-page.h"

#include <glib/gi18n.h>

#include "pages/guests/drover-guest-group.h"
#include "pages/guests/drover-target-row.h"

/* Many hosts' rows are not made in one moment, which would hold the window. */
#define TARGETS_AT_ONCE 4

struct _DroverGuestsPage {
  DroverPage parent_instance;

  AdwPreferencesPage *preferences;
  AdwPreferencesGroup *targets;
  GPtrArray *sources;          /* AdwPreferencesGroup, by survey */
  GPtrArray *rows;             /* of the targets */
  GtkCheckButton *guest_group; /* neither is shown: they only tie the rows together */
  GtkCheckButton *target_group;
  guint n_targets; /* surveys that have their row among the targets, or need none */
  guint adding;    /* the idle source that makes the rest */
  GStrv access;    /* how each host can be reached, as the targets show it */
};

G_DEFINE_FINAL_TYPE (DroverGuestsPage, drover_guests_page, DROVER_TYPE_PAGE)

static void
update (DroverGuestsPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));

  drover_page_set_complete (DROVER_PAGE (self), drover_session_get_guest (session) != NULL &&
                                                    drover_session_get_target (session) != NULL);
}

static void
add_target (DroverGuestsPage *self, DroverSurvey *survey)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  DroverChoiceRow *row;

  if (survey == drover_session_get_source (session))
    return;
  row = drover_target_row_new (session, survey, self->target_group);
  if (survey == drover_session_get_target (session))
    drover_choice_row_choose (row);
  adw_preferences_group_add (self->targets, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
}

/* A few more of them. Returns whether there are others. */
static gboolean
add_targets (DroverGuestsPage *self)
{
  GListModel *surveys =
      drover_surveys_get_list (drover_session_get_hosts (drover_page_get_session (DROVER_PAGE (self))));
  guint end = MIN (self->n_targets + TARGETS_AT_ONCE, g_list_model_get_n_items (surveys));

  while (self->n_targets < end)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, self->n_targets++);

      add_target (self, survey);
    }
  return self->n_targets < g_list_model_get_n_items (surveys);
}

static gboolean
on_add_targets (gpointer user_data)
{
  DroverGuestsPage *self = user_data;

  if (add_targets (self))
    return G_SOURCE_CONTINUE;
  self->adding = 0;
  return G_SOURCE_REMOVE;
}

static void
fill_targets (DroverGuestsPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  DroverSurvey *source = drover_session_get_source (session);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->targets, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  if (source == NULL)
    adw_preferences_group_set_description (self->targets, _ ("Choose a guest first."));
  else
    adw_preferences_group_set_description (self->targets, NULL);
  self->n_targets = 0;
  if (source == NULL)
    g_clear_handle_id (&self->adding, g_source_remove);
  else if (add_targets (self) && self->adding == 0)
    self->adding = g_idle_add (on_add_targets, self);
}

/* Whether a guest can go there at all, which is known late where a host is slow. */
static GStrv
list_access (DroverGuestsPage *self)
{
  GListModel *surveys =
      drover_surveys_get_list (drover_session_get_hosts (drover_page_get_session (DROVER_PAGE (self))));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);
      gboolean connected = drover_survey_get_connection (survey) != NULL;

      g_strv_builder_add (builder, connected                        ? "connected"
                                   : drover_survey_is_busy (survey) ? "awaited"
                                                                    : "lost");
    }
  return g_strv_builder_end (builder);
}

static void
on_survey_changed (GtkWidget *outer)
{
  DroverGuestsPage *self = DROVER_GUESTS_PAGE (gtk_widget_get_ancestor (outer, DROVER_TYPE_GUESTS_PAGE));
  g_auto (GStrv) access = list_access (self);

  if (self->access != NULL && g_strv_equal ((const char *const *) access, (const char *const *) self->access))
    return;
  g_strfreev (self->access);
  self->access = g_steal_pointer (&access);
  fill_targets (self);
}

static void
on_guest_chosen (DroverGuestGroup *group, DroverGuestItem *item, DroverGuestsPage *self)
{
  drover_session_choose_guest (drover_page_get_session (DROVER_PAGE (self)),
                               drover_guest_group_get_survey (group), item);
}

static void
add_source (DroverGuestsPage *self, DroverSurvey *survey)
{
  GtkWidget *outer = adw_preferences_group_new ();
  GtkWidget *group = drover_guest_group_new (survey, self->guest_group);
  g_autofree char *title = g_strdup_printf (_ ("On %s"), drover_survey_get_name (survey));

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (outer), title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (outer), group);
  g_signal_connect (group, "chosen", G_CALLBACK (on_guest_chosen), self);
  g_signal_connect_object (survey, "changed", G_CALLBACK (on_survey_changed), outer, G_CONNECT_SWAPPED);
  adw_preferences_page_add (self->preferences, ADW_PREFERENCES_GROUP (outer));
  g_ptr_array_add (self->sources, outer);
}

/* The targets stand below all sources. */
static void
fill_sources (DroverGuestsPage *self)
{
  GListModel *surveys =
      drover_surveys_get_list (drover_session_get_hosts (drover_page_get_session (DROVER_PAGE (self))));

  for (guint i = 0; i < self->sources->len; i++)
    adw_preferences_page_remove (self->preferences, self->sources->pdata[i]);
  g_ptr_array_set_size (self->sources, 0);
  g_object_ref (self->targets);
  adw_preferences_page_remove (self->preferences, self->targets);
  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);

      add_source (self, survey);
    }
  adw_preferences_page_add (self->preferences, self->targets);
  g_object_unref (self->targets);
  fill_targets (self);
}

static void
on_guest (DroverGuestsPage *self)
{
  fill_targets (self);
  update (self);
}

static void
drover_guests_page_attach (DroverPage *page)
{
  DroverGuestsPage *self = DROVER_GUESTS_PAGE (page);
  DroverSession *session = drover_page_get_session (page);

  g_signal_connect_object (drover_surveys_get_list (drover_session_get_hosts (session)), "items-changed",
                           G_CALLBACK (fill_sources), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::guest", G_CALLBACK (on_guest), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::target", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  fill_sources (self);
  update (self);
}

/* What one saw of the hosts a while ago may not hold any more, after a migration least of all. */
static void
drover_guests_page_shown (DroverPage *page)
{
  DroverSession *session = drover_page_get_session (page);

  if (drover_session_get_job (session) != NULL && !drover_session_is_moving (session))
    {
      drover_session_choose_guest (session, NULL, NULL);
      drover_surveys_refresh (drover_session_get_hosts (session));
    }
  fill_targets (DROVER_GUESTS_PAGE (page));
}

static DroverPageId
drover_guests_page_forward (DroverPage *page)
{
  return DROVER_PAGE_PREFLIGHT;
}

static void
on_compare (DroverGuestsPage *self)
{
  drover_page_go (DROVER_PAGE (self), DROVER_PAGE_COMPARE);
}

static void
drover_guests_page_dispose (GObject *object)
{
  g_clear_handle_id (&DROVER_GUESTS_PAGE (object)->adding, g_source_remove);
  G_OBJECT_CLASS (drover_guests_page_parent_class)->dispose (object);
}

static void
drover_guests_page_finalize (GObject *object)
{
  DroverGuestsPage *self = DROVER_GUESTS_PAGE (object);

  g_ptr_array_unref (self->sources);
  g_ptr_array_unref (self->rows);
  g_strfreev (self->access);
  g_clear_object (&self->guest_group);
  g_clear_object (&self->target_group);
  G_OBJECT_CLASS (drover_guests_page_parent_class)->finalize (object);
}

static void
drover_guests_page_class_init (DroverGuestsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_guests_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_guests_page_finalize;
  DROVER_PAGE_CLASS (klass)->attach = drover_guests_page_attach;
  DROVER_PAGE_CLASS (klass)->shown = drover_guests_page_shown;
  DROVER_PAGE_CLASS (klass)->forward = drover_guests_page_forward;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/drovervm/Drover/pages/guests/drover-guests-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverGuestsPage, preferences);
  gtk_widget_class_bind_template_child (widget_class, DroverGuestsPage, targets);
  gtk_widget_class_bind_template_callback (widget_class, on_compare);
}

static void
drover_guests_page_init (DroverGuestsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->sources = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  self->guest_group = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
  self->target_group = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
  /* Translators: what the button does next: to look at both hosts and the guest */
  drover_page_set_action (DROVER_PAGE (self), C_ ("verb", "Check"));
}
