/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/preflight/drover-preflight-page.h"

#include <glib/gi18n.h>

#include "model/drover-trickle.h"
#include "pages/drover-fix-dialog.h"
#include "pages/drover-fix-toast.h"
#include "pages/preflight/drover-finding-order.h"
#include "pages/preflight/drover-finding-row.h"

struct _DroverPreflightPage {
  DroverPage parent_instance;

  GtkSpinner *spinner;
  GtkImage *icon;
  GtkLabel *verdict;
  GtkLabel *detail;
  GtkButton *again;
  GtkButton *stop;
  GtkProgressBar *progress;
  GtkListBox *list;
  GtkExpander *passed;
  GtkListBox *passed_list;

  DroverPreflight *preflight; /* the one shown */
};

G_DEFINE_FINAL_TYPE (DroverPreflightPage, drover_preflight_page, DROVER_TYPE_PAGE)

static gboolean
needs_attention (gpointer item, gpointer user_data)
{
  return drover_finding_order_rank (drover_finding_get_verdict (item)) <=
         drover_finding_order_rank (DROVER_VERDICT_INFO);
}

static gboolean
has_passed (gpointer item, gpointer user_data)
{
  return drover_finding_get_verdict (item) == DROVER_VERDICT_PASS;
}

static guint
count_items (GListModel *model, gboolean (*match) (gpointer item, gpointer user_data))
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DroverFinding) finding = g_list_model_get_item (model, i);

      n += match (finding, NULL);
    }
  return n;
}

static guint
count_blockers (DroverPreflight *preflight)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (preflight)); i++)
    {
      g_autoptr (DroverFinding) finding = g_list_model_get_item (G_LIST_MODEL (preflight), i);

      n += drover_finding_get_verdict (finding) == DROVER_VERDICT_BLOCK;
    }
  return n;
}

static void
set_icon (DroverPreflightPage *self, const char *icon, const char *css_class)
{
  static const char *const classes[] = { "success", "warning", "error" };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), css_class);
  gtk_image_set_from_icon_name (self->icon, icon);
}

static void
show_verdict (DroverPreflightPage *self)
{
  DroverRunVerdict verdict = drover_preflight_get_verdict (self->preflight);
  guint n_blockers = count_blockers (self->preflight);
  g_autofree char *took = drover_format_ms (drover_preflight_get_elapsed_ms (self->preflight));
  g_autofree char *detail = g_strdup_printf (_ ("Looked for %s."), took);
  g_autofree char *to_fix = NULL;

  gtk_label_set_text (self->detail, detail);
  switch (verdict)
    {
    case DROVER_RUN_READY:
      set_icon (self, "object-select-symbolic", "success");
      gtk_label_set_text (self->verdict, _ ("Ready"));
      break;
    case DROVER_RUN_WARNINGS:
      set_icon (self, "dialog-warning-symbolic", "warning");
      gtk_label_set_text (self->verdict, _ ("It can move, with warnings"));
      break;
    case DROVER_RUN_BLOCKED:
      set_icon (self, "dialog-error-symbolic", "error");
      to_fix = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u thing to fix", "%u things to fix", n_blockers), n_blockers);
      gtk_label_set_text (self->verdict, to_fix);
      break;
    case DROVER_RUN_UNKNOWN:
      set_icon (self, "dialog-question-symbolic", "warning");
      gtk_label_set_text (self->verdict, _ ("Something that matters could not be learned"));
      break;
    }
}

static void
show_passed (DroverPreflightPage *self)
{
  guint n = count_items (G_LIST_MODEL (self->preflight), has_passed);
  g_autofree char *label =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u check is fine", "%u checks are fine", n), n);

  gtk_expander_set_label (self->passed, label);
  /* GTK 4.8 does not name an expander by its label. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->passed), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->passed), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->list),
                          count_items (G_LIST_MODEL (self->preflight), needs_attention) > 0);
}

static void
update (DroverPreflightPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  gboolean running = self->preflight != NULL && !drover_preflight_is_finished (self->preflight);
  guint n_checks;

  drover_checks_get (&n_checks);
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), running);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->again), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  drover_page_set_complete (DROVER_PAGE (self), !running && self->preflight != NULL);
  if (self->preflight == NULL)
    return;
  drover_page_set_action (DROVER_PAGE (self),
                          drover_session_may_start (session) ? _ ("How") : _ ("Options…"));
  show_passed (self);
  if (running)
    {
      gtk_label_set_text (self->verdict, _ ("Looking at both hosts…"));
      gtk_label_set_text (self->detail,
                          _ ("Knocking at ports, proving the storage, rehearsing with a tiny guest. "
                             "Nothing that stays is created."));
      gtk_progress_bar_set_fraction (
          self->progress, MIN (1.0, (double) drover_preflight_count_judged (self->preflight) / n_checks));
      return;
    }
  show_verdict (self);
}

static void
on_check_again (DroverFindingRow *row, DroverPreflightPage *self)
{
  g_autoptr (DroverFinding) finding = g_object_ref (drover_finding_row_get_finding (row));

  drover_preflight_check_again (self->preflight, drover_finding_get_check (finding));
  update (self);
}

static void
on_take_options (DroverFindingRow *row, gpointer options, DroverPreflightPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (DroverMigrateOptions) taken = drover_migrate_options_copy (options);

  drover_session_choose_options (session, taken);
  drover_session_check (session);
}

static void
on_undone (DroverPage *page)
{
  drover_session_check (drover_page_get_session (page));
}

/* All is looked at again: what one check asked for often stood in the way of others. */
static void
on_applied (DroverFixDialog *dialog, DroverFix *fix, DroverPreflightPage *self)
{
  DroverGatherer *gatherer = drover_preflight_get_gatherer (self->preflight);

  drover_fix_toast_show (DROVER_PAGE (self), fix,
                         drover_gatherer_get_connection (gatherer, DROVER_SIDE_SOURCE),
                         drover_gatherer_get_connection (gatherer, DROVER_SIDE_TARGET), on_undone);
  drover_session_check (drover_page_get_session (DROVER_PAGE (self)));
}

static void
on_fix (DroverFindingRow *row, gpointer offer, DroverPreflightPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog;

  if (!drover_preflight_is_finished (self->preflight))
    {
      drover_page_toast (DROVER_PAGE (self), _ ("Both hosts are still being looked at."));
      return;
    }
  dialog = drover_fix_dialog_new (GTK_WINDOW (root), drover_preflight_get_gatherer (self->preflight),
                                  drover_finding_row_get_finding (row), offer);
  g_signal_connect_object (dialog, "applied", G_CALLBACK (on_applied), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_ignore (DroverFindingRow *row, DroverPreflightPage *self)
{
  drover_session_ignore (drover_page_get_session (DROVER_PAGE (self)),
                         drover_finding_get_code (drover_finding_row_get_finding (row)));
  gtk_widget_set_sensitive (GTK_WIDGET (row), FALSE);
  update (self);
}

static void
on_share (DroverFindingRow *row, DroverPreflightPage *self)
{
  drover_page_go (DROVER_PAGE (self), DROVER_PAGE_STORAGE);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  DroverPreflightPage *self = user_data;
  GtkWidget *row = drover_finding_row_new (item, drover_preflight_get_gatherer (self->preflight));

  g_signal_connect_object (row, "check-again", G_CALLBACK (on_check_again), self, 0);
  g_signal_connect_object (row, "take-options", G_CALLBACK (on_take_options), self, 0);
  g_signal_connect_object (row, "fix", G_CALLBACK (on_fix), self, 0);
  g_signal_connect_object (row, "ignore", G_CALLBACK (on_ignore), self, 0);
  g_signal_connect_object (row, "share", G_CALLBACK (on_share), self, 0);
  return row;
}

static GtkWidget *
create_passed_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("object-select-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), drover_finding_get_title (item));
  gtk_widget_add_css_class (icon, "success");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  return row;
}

static void
set_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  DroverCheckGroup group =
      drover_finding_get_check (drover_finding_row_get_finding (DROVER_FINDING_ROW (row)))->group;
  GtkWidget *label;

  if (before != NULL &&
      drover_finding_get_check (drover_finding_row_get_finding (DROVER_FINDING_ROW (before)))->group == group)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (drover_check_group_get_label (group));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "group-header");
  gtk_list_box_row_set_header (row, label);
}

static GListModel *
filter_of (DroverPreflight *preflight, gboolean (*match) (gpointer item, gpointer user_data))
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (match, NULL, NULL));

  return G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (preflight)), filter));
}

/* Most rows by far, and hardly ever looked at. */
static void
show_passed_rows (DroverPreflightPage *self)
{
  g_autoptr (GListModel) passed = NULL;
  g_autoptr (GListModel) passed_slowly = NULL;

  if (self->preflight != NULL && gtk_expander_get_expanded (self->passed))
    {
      passed = filter_of (self->preflight, has_passed);
      passed_slowly = drover_trickle_new (passed);
    }
  gtk_list_box_bind_model (self->passed_list, passed_slowly, create_passed_row, self, NULL);
}

static void
unbind (DroverPreflightPage *self)
{
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  gtk_list_box_bind_model (self->passed_list, NULL, NULL, NULL, NULL);
  if (self->preflight != NULL)
    g_signal_handlers_disconnect_by_data (self->preflight, self);
  g_clear_object (&self->preflight);
}

static void
bind (DroverPreflightPage *self, DroverPreflight *preflight)
{
  g_autoptr (GListModel) sorted = G_LIST_MODEL (
      gtk_sort_list_model_new (filter_of (preflight, needs_attention),
                               GTK_SORTER (drover_finding_order_new (G_LIST_MODEL (preflight)))));

  g_autoptr (GListModel) sorted_slowly = drover_trickle_new (sorted);

  self->preflight = g_object_ref (preflight);
  gtk_list_box_bind_model (self->list, sorted_slowly, create_row, self, NULL);
  show_passed_rows (self);
  g_signal_connect_swapped (preflight, "items-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (preflight, "finished", G_CALLBACK (update), self);
}

static void
on_preflight (DroverPreflightPage *self)
{
  DroverPreflight *preflight = drover_session_get_preflight (drover_page_get_session (DROVER_PAGE (self)));

  if (preflight != self->preflight)
    {
      unbind (self);
      if (preflight != NULL)
        bind (self, preflight);
    }
  update (self);
}

static void
on_check_all (DroverPreflightPage *self)
{
  drover_session_check (drover_page_get_session (DROVER_PAGE (self)));
}

static void
on_stop (DroverPreflightPage *self)
{
  drover_session_stop_checking (drover_page_get_session (DROVER_PAGE (self)));
}

static void
drover_preflight_page_attach (DroverPage *page)
{
  g_signal_connect_object (drover_page_get_session (page), "notify::preflight", G_CALLBACK (on_preflight),
                           page, G_CONNECT_SWAPPED);
  on_preflight (DROVER_PREFLIGHT_PAGE (page));
}

static void
drover_preflight_page_shown (DroverPage *page)
{
  DroverSession *session = drover_page_get_session (page);

  if (drover_session_get_preflight (session) == NULL)
    drover_session_check (session);
  update (DROVER_PREFLIGHT_PAGE (page));
}

static DroverPageId
drover_preflight_page_forward (DroverPage *page)
{
  return DROVER_PAGE_HOW;
}

static void
drover_preflight_page_dispose (GObject *object)
{
  DroverPreflightPage *self = DROVER_PREFLIGHT_PAGE (object);

  if (self->list != NULL)
    unbind (self);
  self->list = NULL;
  G_OBJECT_CLASS (drover_preflight_page_parent_class)->dispose (object);
}

static void
drover_preflight_page_class_init (DroverPreflightPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_preflight_page_dispose;
  DROVER_PAGE_CLASS (klass)->attach = drover_preflight_page_attach;
  DROVER_PAGE_CLASS (klass)->shown = drover_preflight_page_shown;
  DROVER_PAGE_CLASS (klass)->forward = drover_preflight_page_forward;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/drovervm/Drover/pages/preflight/drover-preflight-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, icon);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, detail);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, again);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, stop);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, progress);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, list);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, passed);
  gtk_widget_class_bind_template_child (widget_class, DroverPreflightPage, passed_list);
  gtk_widget_class_bind_template_callback (widget_class, show_passed_rows);
  gtk_widget_class_bind_template_callback (widget_class, on_check_all);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
}

static void
drover_preflight_page_init (DroverPreflightPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, set_header, NULL, NULL);
  drover_page_set_action (DROVER_PAGE (self), _ ("How"));
}
