/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/preflight/drover-finding-row.h"

#include <glib/gi18n.h>

#include "pages/drover-run-box.h"
#include "widgets/drover-command-box.h"
#include "widgets/drover-text.h"

struct _DroverFindingRow {
  AdwExpanderRow parent_instance;

  DroverFinding *finding;
  DroverGatherer *gatherer;
  GtkBox *body;
  gboolean filled;
};

G_DEFINE_FINAL_TYPE (DroverFindingRow, drover_finding_row, ADW_TYPE_EXPANDER_ROW)

enum {
  CHECK_AGAIN,
  TAKE_OPTIONS,
  FIX,
  IGNORE,
  SHARE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
icon_of (DroverVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_VERDICT_PASS:
      return "object-select-symbolic";
    case DROVER_VERDICT_INFO:
    case DROVER_VERDICT_NOT_APPLICABLE:
      return "dialog-information-symbolic";
    case DROVER_VERDICT_WARN:
      return "dialog-warning-symbolic";
    case DROVER_VERDICT_BLOCK:
      return "dialog-error-symbolic";
    case DROVER_VERDICT_UNKNOWN:
      return "dialog-question-symbolic";
    }
  g_return_val_if_reached (NULL);
}

static const char *
class_of (DroverVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_VERDICT_PASS:
      return "success";
    case DROVER_VERDICT_INFO:
    case DROVER_VERDICT_NOT_APPLICABLE:
      return "dim-label";
    case DROVER_VERDICT_WARN:
    case DROVER_VERDICT_UNKNOWN:
      return "warning";
    case DROVER_VERDICT_BLOCK:
      return "error";
    }
  g_return_val_if_reached (NULL);
}

static void
drover_finding_row_dispose (GObject *object)
{
  DroverFindingRow *self = DROVER_FINDING_ROW (object);

  g_clear_object (&self->finding);
  g_clear_object (&self->gatherer);
  G_OBJECT_CLASS (drover_finding_row_parent_class)->dispose (object);
}

static void
drover_finding_row_class_init (DroverFindingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_finding_row_dispose;

  /**
   * DroverFindingRow::check-again:
   *
   * The person wants this check to look again.
   */
  signals[CHECK_AGAIN] = g_signal_new ("check-again", DROVER_TYPE_FINDING_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  /**
   * DroverFindingRow::take-options:
   * @options: (type gpointer): #DroverMigrateOptions, valid during the emission
   *
   * The person chose a way out that only changes this migration.
   */
  signals[TAKE_OPTIONS] = g_signal_new ("take-options", DROVER_TYPE_FINDING_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  /**
   * DroverFindingRow::fix:
   * @offer: (type gpointer): #DroverRemedyOffer, valid during the emission
   *
   * The person wants a remedy applied that Drover can apply.
   */
  signals[FIX] = g_signal_new ("fix", DROVER_TYPE_FINDING_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_POINTER);
  /**
   * DroverFindingRow::ignore:
   *
   * The person goes over this finding.
   */
  signals[IGNORE] = g_signal_new ("ignore", DROVER_TYPE_FINDING_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  /**
   * DroverFindingRow::share:
   *
   * The person wants both hosts to have the same storage.
   */
  signals[SHARE] =
      g_signal_new ("share", DROVER_TYPE_FINDING_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
drover_finding_row_init (DroverFindingRow *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *row = gtk_list_box_row_new ();

  self->body = GTK_BOX (body);
  gtk_widget_add_css_class (body, "finding-body");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), body);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

static void
add_text (GtkBox *box, const char *text, const char *css_class)
{
  gtk_box_append (box, drover_text_new (text, css_class));
}

static void
add_titled (GtkBox *body, const char *title, const char *text, const char *css_class)
{
  GtkWidget *box;

  if (text == NULL || text[0] == '\0')
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  add_text (GTK_BOX (box), title, "caption-heading");
  add_text (GTK_BOX (box), text, css_class);
  gtk_box_append (body, box);
}

static void
on_take (GtkButton *button, DroverFindingRow *self)
{
  g_signal_emit (self, signals[TAKE_OPTIONS], 0, g_object_get_data (G_OBJECT (button), "options"));
}

static void
on_fix (GtkButton *button, DroverFindingRow *self)
{
  g_signal_emit (self, signals[FIX], 0, g_object_get_data (G_OBJECT (button), "offer"));
}

/* The button keeps all the offers, one of which is its own. */
static void
add_fix (DroverFindingRow *self, GtkBox *box, GPtrArray *offers, DroverRemedyOffer *offer)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Fix…"));

  g_object_set_data_full (G_OBJECT (button), "offers", g_ptr_array_ref (offers),
                          (GDestroyNotify) g_ptr_array_unref);
  g_object_set_data (G_OBJECT (button), "offer", offer);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _ ("See what Drover would change, and let it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, offer->title,
                                  -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_fix), self);
  gtk_box_append (box, button);
}

static void
on_ran (DroverFindingRow *self)
{
  g_signal_emit (self, signals[CHECK_AGAIN], 0);
}

static void
add_run (DroverFindingRow *self,
         GtkBox *box,
         GPtrArray *offers,
         const DroverRemedyOffer *offer,
         const DroverPlan *plan)
{
  GtkWidget *run = drover_run_box_new (plan, offers, offer);

  g_signal_connect_object (run, "ran", G_CALLBACK (on_ran), self, G_CONNECT_SWAPPED);
  gtk_box_append (box, run);
}

static const char *
name_of_side (DroverSide side, const DroverPlan *plan)
{
  const DroverUri *uri = drover_plan_get_uri (plan, side);

  return uri == NULL || uri->host == NULL ? _ ("this computer") : uri->host;
}

static void
add_offer (DroverFindingRow *self, GtkBox *box, const DroverRemedyOffer *offer, const DroverPlan *plan)
{
  GtkWidget *commands = drover_command_box_new ();
  g_autofree char *where = NULL;

  if (offer->options != NULL)
    {
      GtkWidget *take = gtk_button_new_with_label (_ ("Use for This Migration"));

      add_text (box, offer->title, "heading");
      g_object_set_data_full (G_OBJECT (take), "options", drover_migrate_options_copy (offer->options),
                              (GDestroyNotify) drover_migrate_options_free);
      gtk_widget_set_halign (take, GTK_ALIGN_START);
      g_signal_connect (take, "clicked", G_CALLBACK (on_take), self);
      gtk_box_append (box, take);
      return;
    }
  /* Translators: a remedy and the host its commands are typed on, as in "Open the ports (on beta)" */
  where = g_strdup_printf (_ ("%s (on %s)"), offer->title, name_of_side (offer->side, plan));
  add_text (box, where, "heading");
  drover_command_box_set_lines (DROVER_COMMAND_BOX (commands), (const char *const *) offer->commands);
  gtk_box_append (box, commands);
}

static void
add_offers (DroverFindingRow *self)
{
  const DroverPlan *plan = drover_gatherer_get_plan (self->gatherer);
  g_autoptr (GPtrArray) offers =
      drover_remedies_offer (plan, drover_gatherer_get_facts (self->gatherer), self->finding);
  GtkWidget *box;

  if (offers->len == 0)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  add_text (GTK_BOX (box), offers->len > 1 ? _ ("Ways out; one is enough") : _ ("The way out"),
            "caption-heading");
  for (guint i = 0; i < offers->len; i++)
    {
      DroverRemedyOffer *offer = offers->pdata[i];

      add_offer (self, GTK_BOX (box), offer, plan);
      if (offer->automatic)
        add_fix (self, GTK_BOX (box), offers, offer);
      else if (drover_remedy_offer_can_run (offer, plan))
        add_run (self, GTK_BOX (box), offers, offer, plan);
    }
  gtk_box_append (self->body, box);
}

static void
on_again (DroverFindingRow *self)
{
  g_signal_emit (self, signals[CHECK_AGAIN], 0);
}

static void
on_ignore (DroverFindingRow *self)
{
  g_signal_emit (self, signals[IGNORE], 0);
}

static void
on_share (DroverFindingRow *self)
{
  g_signal_emit (self, signals[SHARE], 0);
}

/* That the target does not see a disk, or sees another one in its place. */
static gboolean
wants_shared_storage (DroverFinding *finding)
{
  const char *check = drover_finding_get_check (finding)->id;
  DroverVerdict verdict = drover_finding_get_verdict (finding);

  return (verdict == DROVER_VERDICT_BLOCK || verdict == DROVER_VERDICT_UNKNOWN) &&
         (g_str_equal (check, "shared-storage") || g_str_equal (check, "storage-paths"));
}

static void
add_buttons (DroverFindingRow *self)
{
  DroverVerdict verdict = drover_finding_get_verdict (self->finding);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *again = gtk_button_new_with_label (_ ("Check Again"));

  g_signal_connect_swapped (again, "clicked", G_CALLBACK (on_again), self);
  gtk_box_append (GTK_BOX (box), again);
  if (wants_shared_storage (self->finding))
    {
      GtkWidget *share = gtk_button_new_with_label (_ ("Shared Storage…"));

      gtk_widget_set_tooltip_text (share, _ ("Give both hosts the same storage, and move the disks there"));
      gtk_widget_add_css_class (share, "suggested-action");
      g_signal_connect_swapped (share, "clicked", G_CALLBACK (on_share), self);
      gtk_box_append (GTK_BOX (box), share);
    }
  if (drover_finding_is_ignorable (self->finding) &&
      (verdict == DROVER_VERDICT_BLOCK ||
       (verdict == DROVER_VERDICT_UNKNOWN && drover_finding_can_block (self->finding))))
    {
      GtkWidget *ignore = gtk_button_new_with_label (_ ("Go On Anyway"));

      gtk_widget_set_tooltip_text (ignore, _ ("Migrate in spite of this finding; it may well fail"));
      g_signal_connect_swapped (ignore, "clicked", G_CALLBACK (on_ignore), self);
      gtk_box_append (GTK_BOX (box), ignore);
    }
  gtk_box_append (self->body, box);
}

/* Filled when it is first opened: by then more may be known, which the remedies want. */
static void
on_expanded (DroverFindingRow *self)
{
  DroverFinding *finding = self->finding;

  if (self->filled || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  self->filled = TRUE;
  if (drover_finding_get_verdict (finding) != DROVER_VERDICT_PASS)
    add_titled (self->body, _ ("Why it matters"), drover_finding_get_why (finding), NULL);
  add_titled (self->body, _ ("Seen on the source"), drover_finding_get_source (finding), "monospace");
  add_titled (self->body, _ ("Seen on the target"), drover_finding_get_target (finding), "monospace");
  add_titled (self->body, _ ("Evidence"), drover_finding_get_evidence (finding), "monospace");
  add_offers (self);
  add_buttons (self);
}

/**
 * drover_finding_row_new:
 * @finding: (transfer none): what was found
 * @gatherer: (transfer none): knows the migration and the facts, for the commands of the remedies
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
drover_finding_row_new (DroverFinding *finding, DroverGatherer *gatherer)
{
  DroverFindingRow *self = g_object_new (DROVER_TYPE_FINDING_ROW, NULL);
  DroverVerdict verdict = drover_finding_get_verdict (finding);
  const char *subject = drover_finding_get_subject_label (finding);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_of (verdict));
  const char *title = drover_finding_get_title (finding);
  g_autofree char *name = NULL;

  self->finding = g_object_ref (finding);
  self->gatherer = g_object_ref (gatherer);
  gtk_widget_add_css_class (icon, class_of (verdict));
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  drover_verdict_get_label (verdict), -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), icon);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  if (subject != NULL)
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subject);
  /* Translators: a verdict and what it is about, as in "Blocks: a firewall rejects the ports" */
  name = g_strdup_printf (_ ("%s: %s"), drover_verdict_get_label (verdict), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (on_expanded), NULL);
  return GTK_WIDGET (self);
}

/**
 * drover_finding_row_get_finding:
 *
 * Returns: (transfer none): what it shows
 */
DroverFinding *
drover_finding_row_get_finding (DroverFindingRow *self)
{
  g_return_val_if_fail (DROVER_IS_FINDING_ROW (self), NULL);
  return self->finding;
}
