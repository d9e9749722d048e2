/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-sign-in-private.h"

struct _DroverSignInRequest {
  GObject parent_instance;

  DroverSignInSlot *slot;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (DroverSignInRequest, drover_sign_in_request, G_TYPE_OBJECT)

enum {
  CLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
drover_sign_in_request_dispose (GObject *object)
{
  DroverSignInRequest *self = DROVER_SIGN_IN_REQUEST (object);

  drover_sign_in_slot_settle (self->slot, NULL);
  G_OBJECT_CLASS (drover_sign_in_request_parent_class)->dispose (object);
}

static void
drover_sign_in_request_finalize (GObject *object)
{
  DroverSignInRequest *self = DROVER_SIGN_IN_REQUEST (object);

  g_clear_pointer (&self->slot, drover_sign_in_slot_unref);
  G_OBJECT_CLASS (drover_sign_in_request_parent_class)->finalize (object);
}

static void
drover_sign_in_request_class_init (DroverSignInRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = drover_sign_in_request_dispose;
  G_OBJECT_CLASS (klass)->finalize = drover_sign_in_request_finalize;

  /**
   * DroverSignInRequest::closed:
   *
   * It was answered or cancelled, or nobody waits for the answer any more. Emitted once: a dialog that shows
   * it can go.
   */
  signals[CLOSED] = g_signal_new ("closed", DROVER_TYPE_SIGN_IN_REQUEST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
drover_sign_in_request_init (DroverSignInRequest *self)
{
}

DroverSignInRequest *
drover_sign_in_request_new (DroverSignInSlot *slot)
{
  DroverSignInRequest *self = g_object_new (DROVER_TYPE_SIGN_IN_REQUEST, NULL);

  self->slot = drover_sign_in_slot_ref (slot);
  return self;
}

void
drover_sign_in_request_close (DroverSignInRequest *self)
{
  if (self->closed)
    return;
  self->closed = TRUE;
  g_signal_emit (self, signals[CLOSED], 0);
}

/**
 * drover_sign_in_request_get_uri:
 *
 * Returns: (transfer none): the host that is being opened
 */
const DroverUri *
drover_sign_in_request_get_uri (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), NULL);
  return self->slot->uri;
}

/**
 * drover_sign_in_request_get_host:
 *
 * Returns: (transfer none): what a person calls that host
 */
const char *
drover_sign_in_request_get_host (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), NULL);
  return self->slot->host;
}

/**
 * drover_sign_in_request_get_kind:
 *
 * Returns: what is asked for
 */
DroverQuestionKind
drover_sign_in_request_get_kind (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), DROVER_QUESTION_OTHER);
  return self->slot->kind;
}

/**
 * drover_sign_in_request_get_prompt:
 *
 * Returns: (transfer none): the question as libvirt or the host put it, made harmless
 */
const char *
drover_sign_in_request_get_prompt (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), NULL);
  return self->slot->prompt;
}

/**
 * drover_sign_in_request_get_challenge:
 *
 * Returns: (transfer none) (nullable): further text of the question, made harmless
 */
const char *
drover_sign_in_request_get_challenge (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), NULL);
  return self->slot->challenge;
}

/**
 * drover_sign_in_request_get_fingerprint:
 *
 * Returns: (transfer none) (nullable): of the host's key, to be compared with what
 *   `for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done` prints there (`SHA256:…`)
 */
const char *
drover_sign_in_request_get_fingerprint (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), NULL);
  return self->slot->fingerprint;
}

/**
 * drover_sign_in_request_is_secret:
 *
 * Returns: whether the answer must not be shown while it is typed
 */
gboolean
drover_sign_in_request_is_secret (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), TRUE);
  return self->slot->secret;
}

/**
 * drover_sign_in_request_get_attempt:
 *
 * Returns: 1, or more where the answers before were not accepted
 */
guint
drover_sign_in_request_get_attempt (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), 1);
  return self->slot->attempt;
}

/**
 * drover_sign_in_request_is_open:
 *
 * Returns: whether an answer is still waited for
 */
gboolean
drover_sign_in_request_is_open (DroverSignInRequest *self)
{
  g_return_val_if_fail (DROVER_IS_SIGN_IN_REQUEST (self), FALSE);
  return !self->closed && !drover_sign_in_slot_is_settled (self->slot);
}

/**
 * drover_sign_in_request_answer:
 * @text: the answer; the copy that is made of it is wiped after use. For a host key: `y` or `n`
 *
 * Answers the question. Does nothing where it is not open any more.
 */
void
drover_sign_in_request_answer (DroverSignInRequest *self, const char *text)
{
  g_return_if_fail (DROVER_IS_SIGN_IN_REQUEST (self));
  g_return_if_fail (text != NULL);

  g_object_ref (self);
  drover_sign_in_slot_settle (self->slot, text);
  drover_sign_in_request_close (self);
  g_object_unref (self);
}

/**
 * drover_sign_in_request_cancel:
 *
 * Gives up the question, and with it the connection it was asked for.
 */
void
drover_sign_in_request_cancel (DroverSignInRequest *self)
{
  g_return_if_fail (DROVER_IS_SIGN_IN_REQUEST (self));

  g_object_ref (self);
  drover_sign_in_slot_settle (self->slot, NULL);
  drover_sign_in_request_close (self);
  g_object_unref (self);
}
