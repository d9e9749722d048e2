/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/drover-window.h"

#include <glib/gi18n.h>

#include "app/drover-sign-in-dialog.h"
#include "app/drover-window-size.h"
#include "model/drover-headline.h"
#include "pages/compare/drover-compare-page.h"
#include "pages/drover-page.h"
#include "pages/guests/drover-guests-page.h"
#include "pages/hosts/drover-hosts-page.h"
#include "pages/how/drover-how-page.h"
#include "pages/moving/drover-moving-page.h"
#include "pages/preflight/drover-preflight-page.h"
#include "pages/result/drover-result-page.h"
#include "pages/storage/drover-storage-page.h"
#include "widgets/drover-hold.h"

/* The last one takes the place of the one before it. */
#define NOTIFICATION "moved"

struct _DroverWindow {
  AdwApplicationWindow parent_instance;

  DroverSession *session;
  AdwFlap *flap;
  GtkBox *rail;
  GtkStack *stack;
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkMenuButton *menu_button;
  GMenuModel *menu;
  GtkButton *forward_button;
  GtkWidget *forward_bar;
  GtkButton *wide_forward_button;

  DroverPage *pages[DROVER_N_PAGES];
  GtkLabel *steps[DROVER_N_PAGES];
  DroverPageId current;
  DroverPageId compared_from; /* there is more than one way to the comparison */
  DroverHold *hold;           /* while a migration runs */
  guint inhibited;
  guint fold_id;
};

G_DEFINE_FINAL_TYPE (DroverWindow, drover_window, ADW_TYPE_APPLICATION_WINDOW)

typedef struct {
  GType (*get_type) (void);
  const char *title;
  DroverPageId back; /* itself: no way back */
} PageRow;

static const PageRow page_table[DROVER_N_PAGES] = {
  [DROVER_PAGE_HOSTS] = { drover_hosts_page_get_type, N_ ("Hosts"), DROVER_PAGE_HOSTS },
  [DROVER_PAGE_GUESTS] = { drover_guests_page_get_type, N_ ("What Moves"), DROVER_PAGE_HOSTS },
  [DROVER_PAGE_COMPARE] = { drover_compare_page_get_type, N_ ("Compare"), DROVER_PAGE_HOSTS },
  [DROVER_PAGE_PREFLIGHT] = { drover_preflight_page_get_type, N_ ("Preflight"), DROVER_PAGE_GUESTS },
  [DROVER_PAGE_STORAGE] = { drover_storage_page_get_type, N_ ("Shared Storage"), DROVER_PAGE_PREFLIGHT },
  [DROVER_PAGE_HOW] = { drover_how_page_get_type, N_ ("How"), DROVER_PAGE_PREFLIGHT },
  [DROVER_PAGE_MOVING] = { drover_moving_page_get_type, N_ ("Moving"), DROVER_PAGE_MOVING },
  [DROVER_PAGE_RESULT] = { drover_result_page_get_type, N_ ("Result"), DROVER_PAGE_GUESTS },
};

/* It may be cut short before the window has folded, so that the window can get that narrow at all. */
static void
name_forward (GtkButton *button, const char *action)
{
  gtk_button_set_label (button, action);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (button)), PANGO_ELLIPSIZE_END);
}

/* In a narrow window the way on has a bar of its own, at the thumb: the header bar keeps its room for the
 * title.
 */
static void
update_actions (DroverWindow *self)
{
  DroverPage *page = self->pages[self->current];
  const char *action = page ? drover_page_get_action (page) : NULL;

  gboolean narrow = adw_flap_get_folded (self->flap);

  gtk_widget_set_visible (GTK_WIDGET (self->forward_button), action != NULL && !narrow);
  gtk_widget_set_visible (self->forward_bar, action != NULL && narrow);
  if (action != NULL)
    {
      name_forward (self->forward_button, action);
      name_forward (self->wide_forward_button, action);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.forward",
                                 action != NULL && drover_page_is_complete (page));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back",
                                 page != NULL && page_table[self->current].back != self->current &&
                                     drover_page_may_leave (page));
}

/* What moves where, said under the page's name once it is known. */
static void
update_title (DroverWindow *self)
{
  DroverGuestItem *guest = drover_session_get_guest (self->session);
  DroverSurvey *target = drover_session_get_target (self->session);
  g_autofree char *subtitle = NULL;

  if (guest != NULL && target != NULL && self->current > DROVER_PAGE_COMPARE)
    /* Translators: a guest, the host it is on, and the host it shall move to */
    subtitle = g_strdup_printf (_ ("“%s” from %s to %s"), drover_guest_item_get_name (guest),
                                drover_survey_get_name (drover_session_get_source (self->session)),
                                drover_survey_get_name (target));
  adw_window_title_set_title (self->title, _ (page_table[self->current].title));
  adw_window_title_set_subtitle (self->title, subtitle ? subtitle : "");
}

static void
update_rail (DroverWindow *self)
{
  for (guint i = 0; i < DROVER_N_PAGES; i++)
    {
      GtkWidget *step = GTK_WIDGET (self->steps[i]);

      gtk_widget_remove_css_class (step, "heading");
      gtk_widget_remove_css_class (step, "dim-label");
      gtk_widget_add_css_class (step, i == (guint) self->current ? "heading" : "dim-label");
      gtk_accessible_update_state (GTK_ACCESSIBLE (step), GTK_ACCESSIBLE_STATE_SELECTED,
                                   i == (guint) self->current, -1);
    }
}

static void ensure_page (DroverWindow *self, DroverPageId id);

/* Where one is, there the keyboard is: not at the buttons of the header bar, which are the same everywhere.
 */
static void
focus_page (DroverWindow *self)
{
  GtkWidget *page = GTK_WIDGET (self->pages[self->current]);

  if (page != NULL && gtk_widget_get_mapped (page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
show_page (DroverWindow *self, DroverPageId id)
{
  ensure_page (self, id);
  self->current = id;
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->pages[id]));
  update_title (self);
  update_rail (self);
  drover_page_shown (self->pages[id]);
  update_actions (self);
  focus_page (self);
}

static void
go_forward (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DroverWindow *self = DROVER_WINDOW (widget);
  DroverPageId next = drover_page_forward (self->pages[self->current]);

  if (next != self->current)
    show_page (self, next);
}

static void
go_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DroverWindow *self = DROVER_WINDOW (widget);

  show_page (self,
             self->current == DROVER_PAGE_COMPARE ? self->compared_from : page_table[self->current].back);
}

static void
on_go (DroverPage *page, guint id, DroverWindow *self)
{
  g_return_if_fail (id < DROVER_N_PAGES);
  if (id == DROVER_PAGE_COMPARE)
    self->compared_from = self->current;
  show_page (self, (DroverPageId) id);
}

static void
on_toast (DroverPage *page, AdwToast *toast, DroverWindow *self)
{
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
}

static gboolean
take_fold (gpointer user_data)
{
  DroverWindow *self = DROVER_WINDOW (user_data);

  self->fold_id = 0;
  update_actions (self);
  return G_SOURCE_REMOVE;
}

/* It folds while it is laid out, when nothing may be shown or hidden. */
static void
on_folded (DroverWindow *self)
{
  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_folded (self->flap));
  if (self->fold_id == 0)
    self->fold_id = g_idle_add (take_fold, self);
}

static void
add_step (DroverWindow *self, DroverPageId id)
{
  g_autofree char *step = g_strdup_printf ("%u  %s", id + 1, _ (page_table[id].title));
  GtkWidget *label = gtk_label_new (step);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_box_append (self->rail, label);
  self->steps[id] = GTK_LABEL (label);
}

/* The order of the wizard stays that of the slides, whichever page was made first. */
static void
place_page (DroverWindow *self, DroverPageId id)
{
  GtkWidget *before = NULL;

  for (guint i = 0; i < (guint) id; i++)
    if (self->pages[i] != NULL)
      before = GTK_WIDGET (self->pages[i]);
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->pages[id]));
  gtk_widget_insert_after (GTK_WIDGET (self->pages[id]), GTK_WIDGET (self->stack), before);
}

/* A page is made when it is first needed: all of them would make the start several times as long. */
static void
ensure_page (DroverWindow *self, DroverPageId id)
{
  DroverPage *page;

  if (self->pages[id] != NULL)
    return;
  page = g_object_new (page_table[id].get_type (), NULL);
  self->pages[id] = page;
  place_page (self, id);
  g_signal_connect (page, "go", G_CALLBACK (on_go), self);
  g_signal_connect (page, "toast", G_CALLBACK (on_toast), self);
  g_signal_connect_swapped (page, "notify", G_CALLBACK (update_actions), self);
  drover_page_attach (page, self->session);
}

/* A computer that falls asleep in the middle would end a migration this program steers. */
static void
hold_awake (DroverWindow *self, DroverJob *job)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autofree char *reason = NULL;

  if (application == NULL || self->inhibited != 0)
    return;
  /* Translators: a guest; shown by the desktop, where it tells why the computer does not go to sleep */
  reason = g_strdup_printf (_ ("“%s” is being moved to another host"),
                            drover_plan_get_guest_name (drover_job_get_plan (job)));
  self->inhibited = gtk_application_inhibit (
      application, GTK_WINDOW (self),
      GTK_APPLICATION_INHIBIT_SUSPEND | GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_IDLE,
      reason);
}

static void
tell_end (DroverWindow *self, DroverJob *job)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *headline = drover_headline_dup (job);
  g_autofree char *where = NULL;
  gboolean done = drover_job_get_state (job) == DROVER_JOB_DONE;

  if (application == NULL || gtk_window_is_active (GTK_WINDOW (self)))
    return;
  where = drover_whereabouts_describe (drover_job_get_whereabouts (job), drover_job_get_plan (job));
  notification = g_notification_new (headline);
  g_notification_set_body (notification, where);
  g_notification_set_priority (notification,
                               done ? G_NOTIFICATION_PRIORITY_NORMAL : G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action (notification, "app.show");
  g_notification_add_button (notification, done ? _ ("Show Result") : _ ("Show What Happened"), "app.show");
  g_application_send_notification (G_APPLICATION (application), NOTIFICATION, notification);
}

/* Who looks at the window has seen it. */
static void
on_active (DroverWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    g_application_withdraw_notification (G_APPLICATION (application), NOTIFICATION);
}

/* What becomes of the guest depends on who steers. */
static const char *
get_consequence (DroverJob *job)
{
  if (drover_plan_is_p2p (drover_job_get_plan (job)))
    return _ ("The source host steers this migration itself: it goes on when the window is closed, and "
              "“droverctl watch” can follow it. Nobody will look at both hosts at its end.");
  return _ ("This computer steers the migration: if the window is closed now, libvirt cancels it. The guest "
            "then goes on running on its source.");
}

static void
on_job_finished (DroverJob *job, DroverWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  g_clear_pointer (&self->hold, drover_hold_end);
  if (application != NULL && self->inhibited != 0)
    gtk_application_uninhibit (application, self->inhibited);
  self->inhibited = 0;
  tell_end (self, job);
}

static void
on_job (DroverWindow *self)
{
  DroverJob *job = drover_session_get_job (self->session);

  if (job == NULL || drover_job_is_finished (job))
    return;
  hold_awake (self, job);
  g_clear_pointer (&self->hold, drover_hold_end);
  self->hold = drover_hold_new (GTK_WIDGET (self), _ ("A migration is running"), get_consequence (job),
                                _ ("_Cancel Migration"));
  g_signal_connect_object (self->hold, "stop", G_CALLBACK (drover_job_cancel), job, G_CONNECT_SWAPPED);
  g_signal_connect_object (job, "finished", G_CALLBACK (on_job_finished), self, 0);
}

static void
on_question (DroverSignIn *sign_in, DroverSignInRequest *request, DroverWindow *self)
{
  drover_sign_in_dialog_present (GTK_WINDOW (self), request);
}

static void
drover_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (drover_window_parent_class)->map (widget);
  focus_page (DROVER_WINDOW (widget));
}

static void
drover_window_dispose (GObject *object)
{
  DroverWindow *self = DROVER_WINDOW (object);

  for (guint i = 0; i < DROVER_N_PAGES; i++)
    if (self->pages[i] != NULL)
      {
        g_signal_handlers_disconnect_by_data (self->pages[i], self);
        self->pages[i] = NULL;
      }
  g_clear_pointer (&self->hold, drover_hold_end);
  g_clear_handle_id (&self->fold_id, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (drover_window_parent_class)->dispose (object);
}

static void
drover_window_class_init (DroverWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = drover_window_dispose;
  widget_class->map = drover_window_map;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/drovervm/Drover/app/drover-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, rail);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, forward_button);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, forward_bar);
  gtk_widget_class_bind_template_child (widget_class, DroverWindow, wide_forward_button);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
  gtk_widget_class_install_action (widget_class, "win.forward", NULL, go_forward);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, go_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "win.forward", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
}

/* Not before it is wanted: its widgets would be a hundredth of the start. */
static void
fill_menu (GtkMenuButton *button, gpointer user_data)
{
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, DROVER_WINDOW (user_data)->menu);
}

static void
drover_window_init (DroverWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, fill_menu, self, NULL);
  for (guint i = 0; i < DROVER_N_PAGES; i++)
    add_step (self, (DroverPageId) i);
  on_folded (self);
}

/**
 * drover_window_new:
 * @application: (nullable): the program
 * @session: (transfer none): what is chosen
 *
 * Returns: (transfer none): a window on its first page
 */
DroverWindow *
drover_window_new (GtkApplication *application, DroverSession *session)
{
  DroverWindow *self = g_object_new (DROVER_TYPE_WINDOW, "application", application, NULL);

  drover_window_size_remember (GTK_WINDOW (self));
  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_active), NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::job", G_CALLBACK (on_job), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drover_surveys_get_sign_in (drover_session_get_hosts (session)), "request",
                           G_CALLBACK (on_question), self, 0);
  show_page (self, DROVER_PAGE_HOSTS);
  return self;
}

/**
 * drover_window_get_session:
 *
 * Returns: (transfer none): what is chosen
 */
DroverSession *
drover_window_get_session (DroverWindow *self)
{
  g_return_val_if_fail (DROVER_IS_WINDOW (self), NULL);
  return self->session;
}

/**
 * drover_window_show_page:
 * @id: a page that fits what is chosen
 */
void
drover_window_show_page (DroverWindow *self, DroverPageId id)
{
  g_return_if_fail (DROVER_IS_WINDOW (self) && id < DROVER_N_PAGES);
  show_page (self, id);
}

/**
 * drover_window_tell:
 * @text: a sentence to show for a moment
 */
void
drover_window_tell (DroverWindow *self, const char *text)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (DROVER_IS_WINDOW (self) && text != NULL);
  escaped = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}
