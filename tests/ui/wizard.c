/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wizard.h"

#include <glib/gstdio.h>
#include <string.h>

#include "widgets/drover-choice-row.h"
#include "widgets/table/drover-table-field.h"

void (*wizard_watch) (gboolean watch);

static void
watch_program (gboolean watch)
{
  if (wizard_watch != NULL)
    wizard_watch (watch);
}

static DroverHostStore *
new_store (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "wizard-hosts.ini", NULL);

  g_unlink (path);
  return drover_host_store_new (path);
}

/**
 * wizard_test_init:
 *
 * Before any other function, in each test program.
 */
void
wizard_test_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  drover_virt_init ();
}

/**
 * wizard_open:
 * @script: (nullable): the hosts' script
 * @...: the names of those that are known from the start, in their order, and %NULL
 *
 * Shows the window, which begins to look at the hosts.
 */
void
wizard_open (Wizard *wizard, const char *script, ...)
{
  g_autoptr (DroverHostStore) store = new_store ();
  const char *name;
  va_list names;

  wizard->lab = fake_lab_new (script ? script : "");
  wizard->watched = g_ptr_array_new ();
  va_start (names, script);
  while ((name = va_arg (names, const char *)) != NULL)
    {
      g_autofree char *text = fake_lab_dup_uri (wizard->lab, name);
      g_autoptr (DroverUri) uri = drover_uri_parse (text, NULL);

      drover_host_store_add (store, uri);
    }
  va_end (names);
  wizard->session = drover_session_new (store);
  if (wizard->in_a_hurry)
    wizard_hurry (wizard);
  wizard->window = GTK_WINDOW (drover_window_new (NULL, wizard->session));
  g_object_add_weak_pointer (G_OBJECT (wizard->window), (gpointer *) &wizard->window);
  gtk_window_present (wizard->window);
  watch_program (TRUE);
  drover_surveys_refresh (drover_session_get_hosts (wizard->session));
  watch_program (FALSE);
}

static void
watch (Wizard *wizard, GtkWidget *widget)
{
  if (g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Drover"))
    {
      GtkWidget **slot = g_new (GtkWidget *, 1);

      *slot = widget;
      g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) slot);
      g_ptr_array_add (wizard->watched, slot);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch (wizard, child);
}

static gboolean
is_any_left (Wizard *wizard)
{
  for (guint i = 0; i < wizard->watched->len; i++)
    if (*(gpointer *) wizard->watched->pdata[i] != NULL)
      return TRUE;
  return FALSE;
}

static void
name_left (Wizard *wizard)
{
  for (guint i = 0; i < wizard->watched->len; i++)
    {
      GtkWidget **slot = wizard->watched->pdata[i];

      if (*slot != NULL)
        g_printerr ("a %s stays with %u references\n", G_OBJECT_TYPE_NAME (*slot),
                    G_OBJECT (*slot)->ref_count);
    }
}

/* One that still runs has nobody to wait for it but us. */
static void
end_job (Wizard *wizard, DroverJob *job)
{
  if (!drover_job_is_finished (job))
    {
      fake_lab_kill_all (wizard->lab);
      WIZARD_WAIT_FOR (drover_job_is_finished (job));
    }
  WIZARD_WAIT_FOR (G_OBJECT (job)->ref_count == 1);
  g_assert_finalize_object (job);
}

/**
 * wizard_hurry:
 *
 * From now on hosts have little time for an answer, for tests that wait for it to be over.
 */
void
wizard_hurry (Wizard *wizard)
{
  ((DroverOpenOptions *) drover_surveys_get_open_options (drover_session_get_hosts (wizard->session)))
      ->timeout_ms = WIZARD_SHORT_MS;
}

/**
 * wizard_close:
 *
 * Takes the window away, and asserts that every page, row and dialog of ours goes with it, and all that is
 * behind them.
 */
void
wizard_close (Wizard *wizard)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  g_autoptr (DroverJob) job = NULL;

  g_set_object (&job, drover_session_get_job (wizard->session));
  if (wizard->window != NULL)
    {
      watch (wizard, GTK_WIDGET (wizard->window));
      gtk_window_destroy (wizard->window);
    }
  while (wizard->window != NULL || is_any_left (wizard) || G_OBJECT (wizard->session)->ref_count > 1)
    {
      if (g_get_monotonic_time () > deadline)
        {
          name_left (wizard);
          break;
        }
      wizard_iterate ();
    }
  g_assert_null (wizard->window);
  g_assert_false (is_any_left (wizard));
  g_assert_finalize_object (wizard->session);
  if (job != NULL)
    end_job (wizard, g_steal_pointer (&job));
  for (guint i = 0; i < wizard->watched->len; i++)
    g_free (wizard->watched->pdata[i]);
  g_ptr_array_unref (wizard->watched);
  /* ends the calls that got no answer, whose results then come in vain */
  g_clear_pointer (&wizard->lab, fake_lab_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * wizard_iterate:
 *
 * Lets the program do what there is to do, and waits for more at most for an instant.
 */
void
wizard_iterate (void)
{
  guint tick = g_timeout_add (5, on_tick, NULL);

  watch_program (TRUE);
  g_main_context_iteration (NULL, TRUE);
  watch_program (FALSE);
  g_source_remove (tick);
}

/**
 * wizard_get_survey:
 *
 * Returns: (transfer none): what the window knows of a host
 */
DroverSurvey *
wizard_get_survey (Wizard *wizard, const char *host)
{
  GListModel *surveys = drover_surveys_get_list (drover_session_get_hosts (wizard->session));

  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);

      if (g_str_equal (drover_survey_get_name (survey), host))
        return survey;
    }
  g_error ("there is no host %s", host);
}

static const char *
text_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  if (DROVER_IS_TABLE_FIELD (widget))
    return drover_table_field_get_text (DROVER_TABLE_FIELD (widget));
  return gtk_widget_get_tooltip_text (widget);
}

static gboolean
matches (GtkWidget *widget, GType type, const char *text)
{
  const char *own = text_of (widget);

  if (!g_type_is_a (G_OBJECT_TYPE (widget), type))
    return FALSE;
  return text == NULL ||
         (own != NULL && (type == GTK_TYPE_LABEL ? strstr (own, text) != NULL : g_str_equal (own, text)));
}

static GtkWidget *
find_in (GtkWidget *widget, GType type, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (matches (widget, type, text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_in (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * wizard_find:
 * @type: what it is
 * @text: (nullable): its label, title, value or tooltip; of a label, a part of it
 *
 * Returns: (transfer none) (nullable): the first that is mapped in any window of the program
 */
GtkWidget *
wizard_find (Wizard *wizard, GType type, const char *text)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *found = find_in (window, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/**
 * wizard_sees:
 *
 * Returns: whether the text is on the screen
 */
gboolean
wizard_sees (Wizard *wizard, const char *text)
{
  return wizard_find (wizard, GTK_TYPE_LABEL, text) != NULL;
}

/**
 * wizard_click:
 * @label: of a button, or its tooltip
 */
void
wizard_click (Wizard *wizard, const char *label)
{
  GtkWidget *button = NULL;

  WIZARD_WAIT_FOR ((button = wizard_find (wizard, GTK_TYPE_BUTTON, label)) != NULL &&
                   gtk_widget_is_sensitive (button));
  watch_program (TRUE);
  g_signal_emit_by_name (button, "clicked");
  watch_program (FALSE);
}

/**
 * wizard_show_section:
 * @title: of a part of the comparison
 */
void
wizard_show_section (Wizard *wizard, const char *title)
{
  GtkWidget *label = NULL;

  WIZARD_WAIT_FOR ((label = wizard_find (wizard, GTK_TYPE_LABEL, title)) != NULL);
  watch_program (TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON)),
                                TRUE);
  watch_program (FALSE);
}

/**
 * wizard_choose:
 * @title: of a guest's or a target's row
 */
void
wizard_choose (Wizard *wizard, const char *title)
{
  GtkWidget *row = NULL;

  WIZARD_WAIT_FOR ((row = wizard_find (wizard, DROVER_TYPE_CHOICE_ROW, title)) != NULL &&
                   gtk_widget_is_sensitive (row));
  watch_program (TRUE);
  drover_choice_row_choose (DROVER_CHOICE_ROW (row));
  watch_program (FALSE);
}

static DroverPage *
find_page (GtkWidget *widget)
{
  if (!gtk_widget_get_child_visible (widget))
    return NULL;
  if (DROVER_IS_PAGE (widget))
    return DROVER_PAGE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      DroverPage *page = find_page (child);

      if (page != NULL)
        return page;
    }
  return NULL;
}

static DroverPage *
get_page (Wizard *wizard)
{
  return find_page (GTK_WIDGET (wizard->window));
}

/**
 * wizard_get_page:
 *
 * Returns: which page is shown
 */
DroverPageId
wizard_get_page (Wizard *wizard)
{
  static const char *const types[DROVER_N_PAGES] = {
    [DROVER_PAGE_HOSTS] = "DroverHostsPage",     [DROVER_PAGE_GUESTS] = "DroverGuestsPage",
    [DROVER_PAGE_COMPARE] = "DroverComparePage", [DROVER_PAGE_PREFLIGHT] = "DroverPreflightPage",
    [DROVER_PAGE_STORAGE] = "DroverStoragePage", [DROVER_PAGE_HOW] = "DroverHowPage",
    [DROVER_PAGE_MOVING] = "DroverMovingPage",   [DROVER_PAGE_RESULT] = "DroverResultPage",
  };
  const char *type = G_OBJECT_TYPE_NAME (get_page (wizard));

  for (guint i = 0; i < DROVER_N_PAGES; i++)
    if (g_str_equal (types[i], type))
      return (DroverPageId) i;
  g_error ("%s is no page", type);
}

/**
 * wizard_may_go_on:
 *
 * Returns: whether the page has all that it asks for
 */
gboolean
wizard_may_go_on (Wizard *wizard)
{
  return drover_page_is_complete (get_page (wizard));
}

/**
 * wizard_go_on:
 *
 * Goes to the next page, once that is possible.
 */
void
wizard_go_on (Wizard *wizard)
{
  WIZARD_WAIT_FOR (wizard_may_go_on (wizard));
  watch_program (TRUE);
  gtk_widget_activate_action (GTK_WIDGET (wizard->window), "win.forward", NULL);
  watch_program (FALSE);
}

/**
 * wizard_go_to_preflight:
 * @guest: what shall move
 * @target: where to
 *
 * Goes through the first pages; the checks have begun then.
 */
void
wizard_go_to_preflight (Wizard *wizard, const char *guest, const char *target)
{
  wizard_go_on (wizard);
  wizard_choose (wizard, guest);
  wizard_choose (wizard, target);
  wizard_go_on (wizard);
}

/**
 * wizard_start_moving:
 * @guest: what shall move
 * @target: where to
 *
 * Goes through all pages to the one of the migration.
 */
void
wizard_start_moving (Wizard *wizard, const char *guest, const char *target)
{
  wizard_go_to_preflight (wizard, guest, target);
  WIZARD_WAIT_FOR (drover_session_is_checked (wizard->session));
  wizard_go_on (wizard);
  WIZARD_WAIT_FOR (drover_session_may_start (wizard->session));
  wizard_go_on (wizard);
}
