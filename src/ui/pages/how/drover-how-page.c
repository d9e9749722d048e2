/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/how/drover-how-page.h"

#include <glib/gi18n.h>

#include "pages/how/drover-option-row.h"
#include "widgets/drover-choice-row.h"
#include "widgets/drover-combo-text.h"
#include "widgets/drover-command-box.h"

/* A row costs up to a millisecond to make, and a frame has 16. */
#define ROWS_AT_ONCE 6

struct _DroverHowPage {
  DroverPage parent_instance;

  AdwPreferencesGroup *presets;
  AdwComboRow *mode;
  AdwExpanderRow *advanced;
  GtkLabel *problem;
  DroverCommandBox *virsh;

  GtkCheckButton *preset_group; /* not shown: it ties the rows together, and is on where none of them is */
  DroverChoiceRow *preset_rows[DROVER_N_PRESETS];
  GPtrArray *option_rows; /* those made so far */
  guint next_option;      /* the first that may want a row yet */
  guint idle;             /* while rows are made */
  gboolean showing;
  gboolean valid;
};

G_DEFINE_FINAL_TYPE (DroverHowPage, drover_how_page, DROVER_TYPE_PAGE)

static const DroverFactIdentity *
get_identity (DroverSurvey *survey)
{
  DroverFacts *facts = survey ? drover_survey_get_facts (survey) : NULL;

  return facts ? drover_facts_get_identity (facts, DROVER_SIDE_SOURCE) : NULL;
}

static DroverPlanVersions
get_versions (DroverHowPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  const DroverFactIdentity *source = get_identity (drover_session_get_source (session));
  const DroverFactIdentity *target = get_identity (drover_session_get_target (session));

  return drover_fact_versions_of (source, target);
}

/* The plan as it was checked knows the guest's state and who steers; a fresh one knows only what was chosen.
 */
static DroverPlan *
dup_best_plan (DroverSession *session)
{
  DroverPreflight *preflight = drover_session_get_preflight (session);

  if (preflight != NULL && drover_preflight_is_finished (preflight))
    return drover_preflight_dup_settled_plan (preflight);
  return drover_session_dup_plan (session);
}

static void
show_virsh (DroverHowPage *self)
{
  g_autoptr (DroverPlan) plan = dup_best_plan (drover_page_get_session (DROVER_PAGE (self)));
  g_auto (GStrv) lines = plan ? drover_plan_to_virsh (plan, "dest.xml", "persistent.xml") : NULL;
  const char *const none[] = { NULL };

  drover_command_box_set_lines (self->virsh, lines ? (const char *const *) lines : none);
}

static void
show_problem (DroverHowPage *self, const DroverPlanVersions *versions)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (GError) error = NULL;
  gboolean good = drover_migrate_options_verify (drover_session_get_options (session), versions, &error);

  gtk_label_set_text (self->problem, good ? "" : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), !good);
  drover_page_set_complete (DROVER_PAGE (self), good && self->valid);
}

static void
show_action (DroverHowPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));

  drover_page_set_action (DROVER_PAGE (self),
                          drover_session_may_start (session) ? _ ("Migrate") : _ ("Check Again"));
}

static void
show (DroverHowPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  const DroverMigrateOptions *options = drover_session_get_options (session);
  DroverPlanVersions versions = get_versions (self);
  DroverPreset preset;

  self->showing = TRUE;
  if (drover_preset_find (options, &preset))
    drover_choice_row_choose (self->preset_rows[preset]);
  else
    gtk_check_button_set_active (self->preset_group, TRUE);
  adw_combo_row_set_selected (self->mode, drover_migrate_options_get_mode (options));
  for (guint i = 0; i < self->option_rows->len; i++)
    drover_option_row_show (self->option_rows->pdata[i], options, &versions);
  self->showing = FALSE;
  show_virsh (self);
  show_problem (self, &versions);
  show_action (self);
}

static void
choose (DroverHowPage *self, DroverMigrateOptions *options)
{
  drover_session_choose_options (drover_page_get_session (DROVER_PAGE (self)), options);
  show (self);
}

static void
on_preset (DroverChoiceRow *row, DroverHowPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (DroverMigrateOptions) options = NULL;

  if (self->showing)
    return;
  options = drover_migrate_options_copy (drover_session_get_options (session));
  for (guint i = 0; i < DROVER_N_PRESETS; i++)
    if (row == self->preset_rows[i])
      drover_preset_apply ((DroverPreset) i, options);
  choose (self, options);
}

static void
on_mode (DroverHowPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (DroverMigrateOptions) options = NULL;
  DroverMigrateMode mode;

  if (self->showing || session == NULL)
    return;
  mode = (DroverMigrateMode) adw_combo_row_get_selected (self->mode);
  if (mode == drover_migrate_options_get_mode (drover_session_get_options (session)))
    return;
  options = drover_migrate_options_copy (drover_session_get_options (session));
  drover_migrate_options_set_mode (options, mode);
  choose (self, options);
}

static void
on_option (DroverOptionRow *changed, DroverHowPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (DroverMigrateOptions) options =
      drover_migrate_options_copy (drover_session_get_options (session));

  self->valid = TRUE;
  for (guint i = 0; i < self->option_rows->len; i++)
    {
      gboolean good = drover_option_row_read (self->option_rows->pdata[i], options);

      self->valid = self->valid && good;
    }
  choose (self, options);
}

/* The mode has a row of its own, and so it needs neither its option nor the flag. */
static gboolean
has_row (const DroverMigrateOptionInfo *info)
{
  return info->id != DROVER_OPTION_MODE && info->id != DROVER_OPTION_P2P &&
         info->id != DROVER_OPTION_VERBOSE && info->id != DROVER_OPTION_DIRECT;
}

static void
add_presets (DroverHowPage *self)
{
  for (guint i = 0; i < DROVER_N_PRESETS; i++)
    {
      DroverChoiceRow *row =
          drover_choice_row_new (self->preset_group, drover_preset_get_label ((DroverPreset) i),
                                 drover_preset_get_description ((DroverPreset) i));

      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      g_signal_connect (row, "chosen", G_CALLBACK (on_preset), self);
      adw_preferences_group_add (self->presets, GTK_WIDGET (row));
      self->preset_rows[i] = row;
    }
}

static void
add_option_row (DroverHowPage *self, DroverMigrateOption id)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  DroverPlanVersions versions = get_versions (self);
  GtkWidget *row = drover_option_row_new (id);

  drover_option_row_show (DROVER_OPTION_ROW (row), drover_session_get_options (session), &versions);
  g_signal_connect (row, "changed", G_CALLBACK (on_option), self);
  adw_expander_row_add_row (self->advanced, row);
  g_ptr_array_add (self->option_rows, row);
}

/* Little by little: all of them would keep the window for some frames. */
static gboolean
add_option_rows (gpointer user_data)
{
  DroverHowPage *self = DROVER_HOW_PAGE (user_data);

  for (guint n = 0; n < ROWS_AT_ONCE && self->next_option < DROVER_N_MIGRATE_OPTIONS; self->next_option++)
    if (has_row (drover_migrate_option_get_info ((DroverMigrateOption) self->next_option)))
      {
        add_option_row (self, (DroverMigrateOption) self->next_option);
        n++;
      }
  if (self->next_option < DROVER_N_MIGRATE_OPTIONS)
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

/* Few people open it, and its rows are most of the page: they are made when it is opened first. */
static void
on_expanded (DroverHowPage *self)
{
  if (self->idle == 0 && self->next_option == 0)
    self->idle = g_idle_add (add_option_rows, self);
}

static void
drover_how_page_attach (DroverPage *page)
{
  g_signal_connect_object (drover_page_get_session (page), "notify::preflight", G_CALLBACK (show_action),
                           page, G_CONNECT_SWAPPED);
}

static void
drover_how_page_shown (DroverPage *page)
{
  show (DROVER_HOW_PAGE (page));
}

static DroverPageId
drover_how_page_forward (DroverPage *page)
{
  DroverSession *session = drover_page_get_session (page);

  if (drover_session_may_start (session))
    return drover_session_start (session) ? DROVER_PAGE_MOVING : DROVER_PAGE_HOW;
  drover_session_check (session);
  return DROVER_PAGE_PREFLIGHT;
}

static void
drover_how_page_dispose (GObject *object)
{
  g_clear_handle_id (&DROVER_HOW_PAGE (object)->idle, g_source_remove);
  G_OBJECT_CLASS (drover_how_page_parent_class)->dispose (object);
}

static void
drover_how_page_finalize (GObject *object)
{
  DroverHowPage *self = DROVER_HOW_PAGE (object);

  g_ptr_array_unref (self->option_rows);
  g_clear_object (&self->preset_group);
  G_OBJECT_CLASS (drover_how_page_parent_class)->finalize (object);
}

static void
drover_how_page_class_init (DroverHowPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_how_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_how_page_finalize;
  DROVER_PAGE_CLASS (klass)->attach = drover_how_page_attach;
  DROVER_PAGE_CLASS (klass)->shown = drover_how_page_shown;
  DROVER_PAGE_CLASS (klass)->forward = drover_how_page_forward;
  g_type_ensure (DROVER_TYPE_COMMAND_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/drovervm/Drover/pages/how/drover-how-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverHowPage, presets);
  gtk_widget_class_bind_template_child (widget_class, DroverHowPage, mode);
  gtk_widget_class_bind_template_child (widget_class, DroverHowPage, advanced);
  gtk_widget_class_bind_template_child (widget_class, DroverHowPage, problem);
  gtk_widget_class_bind_template_child (widget_class, DroverHowPage, virsh);
  gtk_widget_class_bind_template_callback (widget_class, on_mode);
  gtk_widget_class_bind_template_callback (widget_class, on_expanded);
}

static void
drover_how_page_init (DroverHowPage *self)
{
  self->showing = TRUE;
  self->valid = TRUE;
  self->option_rows = g_ptr_array_new ();
  self->preset_group = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
  gtk_widget_init_template (GTK_WIDGET (self));
  drover_combo_row_show_whole (self->mode);
  add_presets (self);
  self->showing = FALSE;
}
