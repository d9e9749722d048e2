/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hosts/drover-host-suggestion.h"

#include <glib/gi18n-lib.h>

struct _DroverHostSuggestion {
  GObject parent_instance;

  DroverUri *uri;
  char *label;
  DroverSuggestionOrigin origin;
};

G_DEFINE_FINAL_TYPE (DroverHostSuggestion, drover_host_suggestion, G_TYPE_OBJECT)

static void
drover_host_suggestion_finalize (GObject *object)
{
  DroverHostSuggestion *self = DROVER_HOST_SUGGESTION (object);

  g_clear_pointer (&self->uri, drover_uri_free);
  g_clear_pointer (&self->label, g_free);
  G_OBJECT_CLASS (drover_host_suggestion_parent_class)->finalize (object);
}

static void
drover_host_suggestion_class_init (DroverHostSuggestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = drover_host_suggestion_finalize;
}

static void
drover_host_suggestion_init (DroverHostSuggestion *self)
{
}

/**
 * drover_host_suggestion_new:
 * @uri: how the host would be reached
 * @origin: who knows of it
 *
 * Returns: (transfer full): the suggestion
 */
DroverHostSuggestion *
drover_host_suggestion_new (const DroverUri *uri, DroverSuggestionOrigin origin)
{
  DroverHostSuggestion *self = g_object_new (DROVER_TYPE_HOST_SUGGESTION, NULL);

  self->uri = drover_uri_copy (uri);
  self->label = drover_uri_dup_host_label (uri);
  self->origin = origin;
  return self;
}

/**
 * drover_host_suggestion_get_label:
 *
 * Returns: (transfer none): what a person calls the host
 */
const char *
drover_host_suggestion_get_label (DroverHostSuggestion *self)
{
  g_return_val_if_fail (DROVER_IS_HOST_SUGGESTION (self), NULL);
  return self->label;
}

/**
 * drover_host_suggestion_get_uri:
 *
 * Returns: (transfer none): how the host would be reached
 */
const DroverUri *
drover_host_suggestion_get_uri (DroverHostSuggestion *self)
{
  g_return_val_if_fail (DROVER_IS_HOST_SUGGESTION (self), NULL);
  return self->uri;
}

/**
 * drover_host_suggestion_get_origin:
 *
 * Returns: where it comes from
 */
DroverSuggestionOrigin
drover_host_suggestion_get_origin (DroverHostSuggestion *self)
{
  g_return_val_if_fail (DROVER_IS_HOST_SUGGESTION (self), DROVER_SUGGESTION_NETWORK);
  return self->origin;
}

/**
 * drover_host_suggestion_dup_origin_text:
 *
 * Returns: (transfer full): where it comes from, for people
 */
char *
drover_host_suggestion_dup_origin_text (DroverHostSuggestion *self)
{
  g_return_val_if_fail (DROVER_IS_HOST_SUGGESTION (self), NULL);
  switch (self->origin)
    {
    case DROVER_SUGGESTION_SSH_CONFIG:
      return g_strdup (_ ("From your SSH configuration"));
    case DROVER_SUGGESTION_VIRT_MANAGER:
      return g_strdup (_ ("From virt-manager"));
    case DROVER_SUGGESTION_NETWORK:
      return g_strdup (_ ("Found in the local network"));
    }
  g_return_val_if_reached (NULL);
}
