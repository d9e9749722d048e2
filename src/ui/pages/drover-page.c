/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/drover-page.h"

typedef struct {
  DroverSession *session;
  char *action;
  gboolean complete;
  gboolean may_leave;
} DroverPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DroverPage, drover_page, ADW_TYPE_BIN)

typedef enum {
  PROP_ACTION = 1,
  PROP_COMPLETE,
  PROP_MAY_LEAVE,
} PageProperty;

enum {
  GO,
  TOAST,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_MAY_LEAVE + 1];
static guint signals[N_SIGNALS];

static DroverPagePrivate *
private_of (DroverPage *self)
{
  return drover_page_get_instance_private (self);
}

static void
drover_page_dispose (GObject *object)
{
  g_clear_object (&private_of (DROVER_PAGE (object))->session);
  G_OBJECT_CLASS (drover_page_parent_class)->dispose (object);
}

static void
drover_page_finalize (GObject *object)
{
  g_free (private_of (DROVER_PAGE (object))->action);
  G_OBJECT_CLASS (drover_page_parent_class)->finalize (object);
}

static void
drover_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DroverPagePrivate *priv = private_of (DROVER_PAGE (object));

  switch ((PageProperty) id)
    {
    case PROP_ACTION:
      g_value_set_string (value, priv->action);
      break;
    case PROP_COMPLETE:
      g_value_set_boolean (value, priv->complete);
      break;
    case PROP_MAY_LEAVE:
      g_value_set_boolean (value, priv->may_leave);
      break;
    }
}

static void
drover_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DroverPage *self = DROVER_PAGE (object);

  switch ((PageProperty) id)
    {
    case PROP_ACTION:
      drover_page_set_action (self, g_value_get_string (value));
      break;
    case PROP_COMPLETE:
      drover_page_set_complete (self, g_value_get_boolean (value));
      break;
    case PROP_MAY_LEAVE:
      drover_page_set_may_leave (self, g_value_get_boolean (value));
      break;
    }
}

static void
drover_page_real_nothing (DroverPage *self)
{
}

static void
drover_page_class_init (DroverPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = drover_page_dispose;
  object_class->finalize = drover_page_finalize;
  object_class->get_property = drover_page_get_property;
  object_class->set_property = drover_page_set_property;
  klass->attach = drover_page_real_nothing;
  klass->shown = drover_page_real_nothing;

  /**
   * DroverPage:action:
   *
   * What the forward button says; %NULL for none.
   */
  properties[PROP_ACTION] = g_param_spec_string ("action", NULL, NULL, NULL, flags);
  /**
   * DroverPage:complete:
   *
   * Whether one can go on.
   */
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  /**
   * DroverPage:may-leave:
   *
   * Whether one can go back.
   */
  properties[PROP_MAY_LEAVE] = g_param_spec_boolean ("may-leave", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * DroverPage::go:
   * @id: a #DroverPageId
   *
   * Asks for another page to be shown.
   */
  signals[GO] = g_signal_new ("go", DROVER_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                              G_TYPE_UINT);
  /**
   * DroverPage::toast:
   * @toast: the message
   *
   * Asks for a passing message.
   */
  signals[TOAST] = g_signal_new ("toast", DROVER_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, ADW_TYPE_TOAST);
}

static void
drover_page_init (DroverPage *self)
{
  private_of (self)->may_leave = TRUE;
}

/**
 * drover_page_attach:
 * @session: (transfer none): what is chosen
 *
 * Gives the page its session, once.
 */
void
drover_page_attach (DroverPage *self, DroverSession *session)
{
  g_return_if_fail (DROVER_IS_PAGE (self) && private_of (self)->session == NULL);
  private_of (self)->session = g_object_ref (session);
  DROVER_PAGE_GET_CLASS (self)->attach (self);
}

/**
 * drover_page_get_session:
 *
 * Returns: (transfer none) (nullable): the session
 */
DroverSession *
drover_page_get_session (DroverPage *self)
{
  g_return_val_if_fail (DROVER_IS_PAGE (self), NULL);
  return private_of (self)->session;
}

/**
 * drover_page_shown:
 *
 * The page came into view.
 */
void
drover_page_shown (DroverPage *self)
{
  g_return_if_fail (DROVER_IS_PAGE (self));
  DROVER_PAGE_GET_CLASS (self)->shown (self);
}

/**
 * drover_page_forward:
 *
 * Returns: the page that follows now
 */
DroverPageId
drover_page_forward (DroverPage *self)
{
  g_return_val_if_fail (DROVER_IS_PAGE (self), DROVER_PAGE_HOSTS);
  return DROVER_PAGE_GET_CLASS (self)->forward (self);
}

/**
 * drover_page_get_action:
 *
 * Returns: (transfer none) (nullable): what the forward button says
 */
const char *
drover_page_get_action (DroverPage *self)
{
  g_return_val_if_fail (DROVER_IS_PAGE (self), NULL);
  return private_of (self)->action;
}

/**
 * drover_page_set_action:
 * @label: (nullable): what the forward button says, %NULL for no such button
 */
void
drover_page_set_action (DroverPage *self, const char *label)
{
  DroverPagePrivate *priv = private_of (self);

  g_return_if_fail (DROVER_IS_PAGE (self));
  if (g_strcmp0 (priv->action, label) == 0)
    return;
  g_free (priv->action);
  priv->action = g_strdup (label);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTION]);
}

/**
 * drover_page_is_complete:
 *
 * Returns: whether one can go on
 */
gboolean
drover_page_is_complete (DroverPage *self)
{
  g_return_val_if_fail (DROVER_IS_PAGE (self), FALSE);
  return private_of (self)->complete;
}

/**
 * drover_page_set_complete:
 */
void
drover_page_set_complete (DroverPage *self, gboolean complete)
{
  g_return_if_fail (DROVER_IS_PAGE (self));
  if (private_of (self)->complete == !!complete)
    return;
  private_of (self)->complete = !!complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

/**
 * drover_page_may_leave:
 *
 * Returns: whether one can go back
 */
gboolean
drover_page_may_leave (DroverPage *self)
{
  g_return_val_if_fail (DROVER_IS_PAGE (self), FALSE);
  return private_of (self)->may_leave;
}

/**
 * drover_page_set_may_leave:
 */
void
drover_page_set_may_leave (DroverPage *self, gboolean may_leave)
{
  g_return_if_fail (DROVER_IS_PAGE (self));
  if (private_of (self)->may_leave == !!may_leave)
    return;
  private_of (self)->may_leave = !!may_leave;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAY_LEAVE]);
}

/**
 * drover_page_go:
 *
 * Asks the window to show another page.
 */
void
drover_page_go (DroverPage *self, DroverPageId id)
{
  g_return_if_fail (DROVER_IS_PAGE (self));
  g_signal_emit (self, signals[GO], 0, (guint) id);
}

/**
 * drover_page_toast:
 * @text: plain text
 *
 * Asks the window for a passing message.
 */
void
drover_page_toast (DroverPage *self, const char *text)
{
  g_autoptr (AdwToast) toast = drover_page_create_toast (text);

  /* Ahead of one that waits for its button to be pressed. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  drover_page_show_toast (self, toast);
}

/**
 * drover_page_create_toast:
 * @text: plain text
 *
 * Returns: (transfer full): a message to be given a button before it is shown
 */
AdwToast *
drover_page_create_toast (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

/**
 * drover_page_show_toast:
 * @toast: (transfer none): the message
 *
 * Asks the window to show it.
 */
void
drover_page_show_toast (DroverPage *self, AdwToast *toast)
{
  g_return_if_fail (DROVER_IS_PAGE (self));
  g_signal_emit (self, signals[TOAST], 0, toast);
}
