/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/compare/drover-compare-cpu.h"

#include <glib/gi18n.h>

#include "model/drover-guest-item.h"
#include "widgets/drover-command-box.h"
#include "widgets/drover-text.h"

struct _DroverCompareCpu {
  AdwBin parent_instance;

  GtkBox *box;
  DroverCommonCpu *shown;  /* what the box tells of */
  DroverSideBySide *hosts; /* of whom */
};

G_DEFINE_FINAL_TYPE (DroverCompareCpu, drover_compare_cpu, ADW_TYPE_BIN)

enum {
  USE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_compare_cpu_dispose (GObject *object)
{
  g_clear_object (&DROVER_COMPARE_CPU (object)->shown);
  g_clear_object (&DROVER_COMPARE_CPU (object)->hosts);
  G_OBJECT_CLASS (drover_compare_cpu_parent_class)->dispose (object);
}

static void
drover_compare_cpu_class_init (DroverCompareCpuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_compare_cpu_dispose;

  /**
   * DroverCompareCpu::use:
   * @host: the place of a guest's host
   * @guest: a #DroverGuestItem
   *
   * The person wants that guest to have this CPU.
   */
  signals[USE] = g_signal_new ("use", DROVER_TYPE_COMPARE_CPU, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_UINT, DROVER_TYPE_GUEST_ITEM);
}

static void
drover_compare_cpu_init (DroverCompareCpu *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->box = GTK_BOX (box);
  gtk_widget_add_css_class (box, "compare-cpu");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 760);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

/**
 * drover_compare_cpu_new:
 *
 * Returns: (transfer floating): nothing is known yet
 */
GtkWidget *
drover_compare_cpu_new (void)
{
  return g_object_new (DROVER_TYPE_COMPARE_CPU, NULL);
}

static void
add_text (DroverCompareCpu *self, const char *text, const char *css_class)
{
  gtk_box_append (self->box, drover_text_new (text, css_class));
}

static void
add_xml (DroverCompareCpu *self, DroverCommonCpu *common)
{
  g_autofree char *trimmed = g_strchomp (g_strdup (drover_common_cpu_get_xml (common)));
  const char *const lines[] = { trimmed, NULL };
  GtkWidget *xml = drover_command_box_new ();

  drover_command_box_set_lines (DROVER_COMMAND_BOX (xml), lines);
  gtk_box_append (self->box, xml);
}

static void
add_models (DroverCompareCpu *self, DroverCommonCpu *common)
{
  const char *const *named = drover_common_cpu_get_named_models (common);
  g_autofree char *model = drover_printable (drover_common_cpu_get_model (common));
  g_autofree char *nearest = g_strdup_printf (_ ("Nearest named model: %s"), model);
  g_autofree char *printable = named != NULL && named[0] != NULL ? drover_printable (named[0]) : NULL;
  g_autofree char *whole = g_strdup_printf (_ ("Largest named model that all of them have as it is: %s"),
                                            printable ? printable : _ ("none"));

  add_text (self, nearest, NULL);
  add_text (self, whole, NULL);
}

static void
on_use (GtkButton *button, DroverCompareCpu *self)
{
  DroverGuestItem *guest = g_object_get_data (G_OBJECT (button), "guest");

  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER)));
  g_signal_emit (self, signals[USE], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "host")),
                 guest);
}

static void
add_guest (DroverCompareCpu *self, GtkBox *box, guint host, const char *host_name, DroverGuestItem *guest)
{
  /* Translators: a guest, and its host */
  g_autofree char *text = g_strdup_printf (_ ("%s on %s"), drover_guest_item_get_name (guest), host_name);
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_add_css_class (button, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_MIDDLE);
  g_object_set_data (G_OBJECT (button), "host", GUINT_TO_POINTER (host));
  g_object_set_data_full (G_OBJECT (button), "guest", g_object_ref (guest), g_object_unref);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_use), self, 0);
  gtk_box_append (box, button);
}

/* Filled when it is opened: guests come and go. */
static void
on_popover (GtkWidget *popover, DroverCompareCpu *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  guint n = 0;

  for (guint i = 0; i < drover_side_by_side_get_n_asked (self->hosts); i++)
    {
      GListModel *guests = drover_survey_get_guests (drover_side_by_side_get_survey (self->hosts, i));

      for (guint k = 0; k < g_list_model_get_n_items (guests); k++, n++)
        {
          g_autoptr (DroverGuestItem) guest = g_list_model_get_item (guests, k);

          add_guest (self, GTK_BOX (box), i, drover_side_by_side_get_names (self->hosts)[i], guest);
        }
    }
  if (n == 0)
    gtk_box_append (GTK_BOX (box), drover_text_new (_ ("No guests here."), "dim-label"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
}

static void
add_use (DroverCompareCpu *self)
{
  GtkWidget *use = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (use), _ ("Use for a Guest…"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (use), popover);
  gtk_accessible_update_property (GTK_ACCESSIBLE (use), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Use for a Guest…"),
                                  -1);
  gtk_widget_set_halign (use, GTK_ALIGN_START);
  g_signal_connect_object (popover, "show", G_CALLBACK (on_popover), self, 0);
  gtk_box_append (self->box, use);
}

static char *
describe_given_up (const DroverCommonCpuHost *host)
{
  g_autofree char *names = NULL;
  g_autofree char *printable = NULL;

  if (host->given_up == NULL)
    return NULL;
  if (host->given_up[0] == NULL)
    return g_strdup (_ ("It gives up nothing for it."));
  names = g_strjoinv (", ", host->given_up);
  printable = drover_printable (names);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "It gives up %u feature for it: %s",
                                       "It gives up %u features for it: %s", g_strv_length (host->given_up)),
                          g_strv_length (host->given_up), printable);
}

static void
add_host (GtkListBox *list, const char *name, const DroverCommonCpuHost *host)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *given_up = describe_given_up (host);
  g_autofree char *reason = host->reason ? drover_printable (host->reason) : NULL;
  const char *verdict = !host->takes_part ? _ ("takes no part")
                        : host->accepts   ? _ ("accepts it")
                                          : _ ("does not accept it");
  g_autofree char *whole = NULL;

  gtk_box_append (GTK_BOX (box), drover_text_new (name, "heading"));
  gtk_box_append (GTK_BOX (box), drover_text_new (verdict, !host->takes_part ? "dim-label"
                                                           : host->accepts   ? "success"
                                                                             : "error"));
  if (reason != NULL)
    gtk_box_append (GTK_BOX (box), drover_text_new (reason, NULL));
  if (given_up != NULL)
    gtk_box_append (GTK_BOX (box), drover_text_new (given_up, NULL));
  gtk_widget_add_css_class (box, "finding-body");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  whole = g_strjoin (", ", name, verdict, given_up ? given_up : reason, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
  gtk_list_box_append (list, row);
}

static void
add_hosts (DroverCompareCpu *self, DroverSideBySide *hosts, DroverCommonCpu *common)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What each host gives up"), -1);
  for (guint i = 0; i < drover_common_cpu_get_n_hosts (common); i++)
    add_host (GTK_LIST_BOX (list), drover_side_by_side_get_names (hosts)[i],
              drover_common_cpu_get_host (common, i));
  gtk_box_append (self->box, list);
}

static void
clear (DroverCompareCpu *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
}

/**
 * drover_compare_cpu_show:
 * @hosts: (transfer none): of whom
 *
 * Tells what is known of their common CPU by now.
 */
void
drover_compare_cpu_show (DroverCompareCpu *self, DroverSideBySide *hosts)
{
  DroverCommonCpu *common = drover_side_by_side_get_common_cpu (hosts);
  const GError *error;

  g_return_if_fail (DROVER_IS_COMPARE_CPU (self));
  if (common != NULL && !drover_common_cpu_is_done (common))
    common = NULL;
  if (common != NULL && common == self->shown)
    return;
  g_set_object (&self->shown, common);
  g_set_object (&self->hosts, hosts);
  clear (self);
  if (common == NULL)
    {
      add_text (self,
                drover_side_by_side_get_n_asked (hosts) < 2
                    ? _ ("Two hosts that can be asked are needed to find a CPU that both can give.")
                    : _ ("The hosts have not answered yet."),
                "dim-label");
      return;
    }
  error = drover_common_cpu_get_error (common);
  add_text (self, _ ("A CPU for every host"), "title-2");
  if (error != NULL)
    {
      g_autofree char *printable = drover_printable (error->message);

      add_text (self, printable, "error");
    }
  else
    {
      add_text (self,
                _ ("A guest with this CPU can move between all hosts that accept it, both ways. It gets it "
                   "when it is started the next time, not while it runs."),
                NULL);
      add_use (self);
      add_models (self, common);
    }
  add_hosts (self, hosts, common);
  /* a page long: what it means goes before it */
  if (error == NULL)
    add_xml (self, common);
}
