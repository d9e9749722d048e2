/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/hosts/drover-hosts-page.h"

#include <glib/gi18n.h>

#include "model/drover-under-way.h"
#include "pages/hosts/drover-add-host.h"
#include "pages/hosts/drover-survey-card.h"

struct _DroverHostsPage {
  DroverPage parent_instance;

  GtkStack *stack;
  GtkWidget *empty;
  GtkWidget *filled;
  GtkFlowBox *cards;
  GtkWidget *add_more;
  GtkWidget *compare;
  GtkLabel *hint;
  GtkWidget *under_way_box;
  GtkLabel *under_way_text;

  DroverUnderWay *under_way;
};

G_DEFINE_FINAL_TYPE (DroverHostsPage, drover_hosts_page, DROVER_TYPE_PAGE)

static guint
count_connected (GListModel *surveys)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (surveys); i++)
    {
      g_autoptr (DroverSurvey) survey = g_list_model_get_item (surveys, i);

      n += drover_survey_get_connection (survey) != NULL;
    }
  return n;
}

static void
update (DroverHostsPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  GListModel *surveys = drover_surveys_get_list (drover_session_get_hosts (session));
  guint n = g_list_model_get_n_items (surveys);
  guint n_connected = count_connected (surveys);

  gtk_stack_set_visible_child (self->stack, n > 0 ? self->filled : self->empty);
  if (n == 1)
    gtk_label_set_text (self->hint, _ ("Add the other host too: a guest needs somewhere to go."));
  else if (n_connected < 2)
    gtk_label_set_text (self->hint, _ ("Two hosts must answer before a guest can move."));
  gtk_widget_set_visible (GTK_WIDGET (self->hint), n == 1 || n_connected < 2);
  gtk_widget_set_sensitive (self->compare, n_connected >= 2);
  drover_page_set_complete (DROVER_PAGE (self), n_connected >= 2);
}

static void
on_added (DroverAddHost *dialog, DroverHostsPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (GError) error = NULL;

  if (!drover_surveys_add (drover_session_get_hosts (session), drover_add_host_get_uri (dialog), &error))
    drover_page_toast (DROVER_PAGE (self), error->message);
  /* The button that was pressed may have gone with the empty page; the next host is added here. */
  gtk_widget_grab_focus (self->add_more);
}

static void
on_add (DroverHostsPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  DroverAddHost *dialog = drover_add_host_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               drover_surveys_get_store (drover_session_get_hosts (session)));

  g_signal_connect_object (dialog, "added", G_CALLBACK (on_added), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_compare (DroverHostsPage *self)
{
  drover_page_go (DROVER_PAGE (self), DROVER_PAGE_COMPARE);
}

static void
on_remove (DroverHostCard *card, DroverHostsPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (DroverSurvey) survey =
      g_list_model_get_item (drover_surveys_get_list (drover_session_get_hosts (session)),
                             (guint) gtk_flow_box_child_get_index (GTK_FLOW_BOX_CHILD (card)));
  g_autoptr (GError) error = NULL;

  if (!drover_session_remove_host (session, survey, &error))
    drover_page_toast (DROVER_PAGE (self), error->message);
}

static void
on_refresh (DroverHostCard *card, DroverHostsPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (DroverSurvey) survey =
      g_list_model_get_item (drover_surveys_get_list (drover_session_get_hosts (session)),
                             (guint) gtk_flow_box_child_get_index (GTK_FLOW_BOX_CHILD (card)));

  drover_survey_refresh (survey, drover_surveys_get_open_options (drover_session_get_hosts (session)));
}

static void
on_stop (DroverHostCard *card, DroverHostsPage *self)
{
  DroverSession *session = drover_page_get_session (DROVER_PAGE (self));
  g_autoptr (DroverSurvey) survey =
      g_list_model_get_item (drover_surveys_get_list (drover_session_get_hosts (session)),
                             (guint) gtk_flow_box_child_get_index (GTK_FLOW_BOX_CHILD (card)));

  drover_survey_cancel (survey);
}

static void
show_under_way (DroverHostsPage *self)
{
  DroverGuestItem *guest = drover_under_way_get_guest (self->under_way);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->under_way_box, guest != NULL);
  if (guest == NULL)
    return;
  /* Translators: a guest, the host it is on, and the host it moves to */
  text = g_strdup_printf (_ ("“%s” is on its way from %s to %s."), drover_guest_item_get_name (guest),
                          drover_survey_get_name (drover_under_way_get_source (self->under_way)),
                          drover_survey_get_name (drover_under_way_get_target (self->under_way)));
  gtk_label_set_text (self->under_way_text, text);
}

static void
on_follow (DroverHostsPage *self)
{
  g_autoptr (DroverSurvey) source = g_object_ref (drover_under_way_get_source (self->under_way));
  g_autoptr (DroverSurvey) target = g_object_ref (drover_under_way_get_target (self->under_way));
  g_autoptr (DroverGuestItem) guest = g_object_ref (drover_under_way_get_guest (self->under_way));

  drover_under_way_forget (self->under_way);
  drover_session_follow (drover_page_get_session (DROVER_PAGE (self)), source, guest, target);
  drover_page_go (DROVER_PAGE (self), DROVER_PAGE_MOVING);
}

static GtkWidget *
create_card (gpointer item, gpointer user_data)
{
  DroverHostsPage *self = user_data;
  GtkWidget *card = drover_survey_card_new (DROVER_SURVEY (item));

  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "remove", G_CALLBACK (on_remove), self, 0);
  g_signal_connect_object (card, "refresh", G_CALLBACK (on_refresh), self, 0);
  g_signal_connect_object (card, "stop", G_CALLBACK (on_stop), self, 0);
  return card;
}

static void
drover_hosts_page_attach (DroverPage *page)
{
  DroverHostsPage *self = DROVER_HOSTS_PAGE (page);
  GListModel *surveys = drover_surveys_get_list (drover_session_get_hosts (drover_page_get_session (page)));

  gtk_flow_box_bind_model (self->cards, surveys, create_card, self, NULL);
  g_signal_connect_object (surveys, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->under_way = drover_under_way_new (surveys);
  g_signal_connect_object (self->under_way, "changed", G_CALLBACK (show_under_way), self, G_CONNECT_SWAPPED);
  update (self);
}

static DroverPageId
drover_hosts_page_forward (DroverPage *page)
{
  return DROVER_PAGE_GUESTS;
}

static void
drover_hosts_page_dispose (GObject *object)
{
  DroverHostsPage *self = DROVER_HOSTS_PAGE (object);

  if (self->cards != NULL)
    gtk_flow_box_bind_model (self->cards, NULL, NULL, NULL, NULL);
  self->cards = NULL;
  g_clear_object (&self->under_way);
  G_OBJECT_CLASS (drover_hosts_page_parent_class)->dispose (object);
}

static void
drover_hosts_page_class_init (DroverHostsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_hosts_page_dispose;
  DROVER_PAGE_CLASS (klass)->attach = drover_hosts_page_attach;
  DROVER_PAGE_CLASS (klass)->forward = drover_hosts_page_forward;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/drovervm/Drover/pages/hosts/drover-hosts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, filled);
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, cards);
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, add_more);
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, compare);
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, hint);
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, under_way_box);
  gtk_widget_class_bind_template_child (widget_class, DroverHostsPage, under_way_text);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_follow);
  gtk_widget_class_bind_template_callback (widget_class, on_compare);
}

/* Two side by side, in a narrow window and a language of long words. */
static void
let_wrap (GtkWidget *button)
{
  GtkLabel *label = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_natural_wrap_mode (label, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

static void
drover_hosts_page_init (DroverHostsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  let_wrap (self->add_more);
  let_wrap (self->compare);
  drover_page_set_action (DROVER_PAGE (self), _ ("Choose Guest"));
}
