/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a difference means, and why a guest can or cannot move. */
#include "pages/compare/drover-compare-why.h"

#include <glib/gi18n.h>

#include "widgets/drover-message-dialog.h"
#include "widgets/drover-text.h"

#define MAX_HEIGHT 360

static void
present (GtkWindow *window, const char *heading, const char *body, GtkWidget *box)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  AdwMessageDialog *dialog;

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  dialog = drover_message_dialog_new (window, heading, body, scrolled);
  adw_message_dialog_add_response (dialog, "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
new_box (void)
{
  return gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
}

static void
add (GtkWidget *box, const char *text, const char *css_class)
{
  if (text != NULL && text[0] != '\0')
    gtk_box_append (GTK_BOX (box), drover_text_new (text, css_class));
}

static const char *
class_of (DroverVerdict verdict)
{
  switch (verdict)
    {
    case DROVER_VERDICT_BLOCK:
      return "error";
    case DROVER_VERDICT_WARN:
      return "warning";
    case DROVER_VERDICT_PASS:
    case DROVER_VERDICT_INFO:
    case DROVER_VERDICT_UNKNOWN:
    case DROVER_VERDICT_NOT_APPLICABLE:
      return "dim-label";
    }
  g_return_val_if_reached (NULL);
}

static void
add_finding (GtkWidget *box, DroverFinding *finding)
{
  const char *source = drover_finding_get_source (finding);
  const char *target = drover_finding_get_target (finding);

  add (box, drover_finding_get_title (finding), class_of (drover_finding_get_verdict (finding)));
  if (source != NULL && target != NULL)
    {
      /* Translators: what was seen on either host */
      g_autofree char *seen = g_strdup_printf (_ ("Here: %s. There: %s."), source, target);

      add (box, seen, NULL);
    }
  add (box, drover_finding_get_evidence (finding), "monospace");
  add (box, drover_finding_get_why (finding), "dim-label");
}

/**
 * drover_compare_why_move:
 * @window: the window that is asked
 * @subject: which one might move, of those of the matrix
 * @target: the place of a host
 *
 * Says whether and why.
 */
void
drover_compare_why_move (GtkWindow *window, DroverSideBySide *hosts, guint subject, guint target)
{
  DroverMatrix *matrix = drover_side_by_side_get_matrix (hosts);
  const DroverMatrixSubject *who = drover_matrix_get_subject (matrix, subject);
  const DroverMatrixCell *cell = drover_matrix_get_cell (matrix, subject, target);
  const char *const *names = drover_side_by_side_get_names (hosts);
  g_autofree char *name = drover_printable (who->name);
  g_autofree char *heading =
      /* Translators: a guest, the host it is on, and the host it might move to */
      g_strdup_printf (_ ("%s from %s to %s"), name, names[who->source], names[target]);
  const char *body = _ ("It is not known whether it can move.");
  GtkWidget *box = new_box ();

  if (cell != NULL)
    switch (cell->verdict)
      {
      case DROVER_RUN_READY:
        body = _ ("It can move, as far as can be told without touching anything. Preflight looks further.");
        break;
      case DROVER_RUN_WARNINGS:
        body = _ ("It can move, with warnings.");
        break;
      case DROVER_RUN_BLOCKED:
        body = _ ("It cannot move.");
        break;
      case DROVER_RUN_UNKNOWN:
        break;
      }
  if (who->reason != NULL)
    add (box, who->reason, "dim-label");
  for (guint i = 0; cell != NULL && i < cell->findings->len; i++)
    add_finding (box, cell->findings->pdata[i]);
  present (window, heading, body, box);
}

static gboolean
is_of (DroverFinding *finding, const char *check)
{
  return g_str_equal (drover_finding_get_check (finding)->id, check);
}

/* Who is concerned: each pair of hosts once, with its first guest. */
static guint
add_concerned (GtkWidget *box, DroverSideBySide *hosts, const char *check)
{
  DroverMatrix *matrix = drover_side_by_side_get_matrix (hosts);
  const char *const *names = drover_side_by_side_get_names (hosts);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < drover_matrix_get_n_subjects (matrix); i++)
    for (guint target = 0; target < drover_matrix_get_n_hosts (matrix); target++)
      {
        const DroverMatrixSubject *subject = drover_matrix_get_subject (matrix, i);
        const DroverMatrixCell *cell = drover_matrix_get_cell (matrix, i, target);

        for (guint k = 0; cell != NULL && k < cell->findings->len; k++)
          {
            DroverFinding *finding = cell->findings->pdata[k];
            g_autofree char *name = drover_printable (subject->name);
            g_autofree char *key =
                g_strdup_printf ("%s %u %u", drover_finding_get_code (finding), subject->source, target);
            /* Translators: a guest, two hosts, and what stands between them */
            g_autofree char *text = g_strdup_printf (_ ("%s from %s to %s: %s"), name, names[subject->source],
                                                     names[target], drover_finding_get_title (finding));

            if (!is_of (finding, check) || !g_hash_table_add (seen, g_steal_pointer (&key)))
              continue;
            add (box, text, class_of (drover_finding_get_verdict (finding)));
            n++;
          }
      }
  return n;
}

/**
 * drover_compare_why_check:
 * @window: the window that is asked
 * @what: what differs
 * @check: the id of the check that judges it
 *
 * Says what a difference means for guests that move.
 */
void
drover_compare_why_check (GtkWindow *window, DroverSideBySide *hosts, const char *what, const char *check)
{
  const DroverCheck *descriptor = drover_check_find (check);
  GtkWidget *box = new_box ();
  g_autofree char *body = NULL;

  g_return_if_fail (descriptor != NULL);
  body = g_strdup_printf (_ ("Preflight judges it for each guest: “%s”. What it may find:"),
                          _ (descriptor->title));
  if (drover_side_by_side_is_judged (hosts) &&
      drover_matrix_get_n_subjects (drover_side_by_side_get_matrix (hosts)) > 0)
    {
      add (box, _ ("Between these hosts"), "heading");
      if (add_concerned (box, hosts, check) == 0)
        add (box, _ ("None of the guests there are is concerned."), NULL);
    }
  add (box, _ ("In general"), "heading");
  for (const DroverFindingCode *code = descriptor->codes; code->code != NULL; code++)
    if (code->verdict == DROVER_VERDICT_BLOCK || code->verdict == DROVER_VERDICT_WARN)
      {
        add (box, _ (code->title), class_of (code->verdict));
        add (box, _ (code->why), "dim-label");
      }
  present (window, what, body, box);
}
