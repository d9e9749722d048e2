/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "storage/drover-storage-survey.h"

#include <glib/gi18n-lib.h>

DROVER_RECORD_TYPE (DroverStorageOffer,
                    drover_storage_offer_type,
                    DROVER_FIELD (DroverStorageOffer, source, STRING),
                    DROVER_FIELD (DroverStorageOffer, format, STRING),
                    DROVER_FIELD (DroverStorageOffer, seen_by, STRV),
                    DROVER_FIELD (DroverStorageOffer, missing_on, STRV));

DROVER_RECORD_TYPE (DroverStorageShare,
                    drover_storage_share_type,
                    DROVER_FIELD (DroverStorageShare, name, STRING),
                    DROVER_FIELD (DroverStorageShare, kind, STRING),
                    DROVER_FIELD (DroverStorageShare, type, STRING),
                    DROVER_FIELD (DroverStorageShare, source, STRING),
                    DROVER_FIELD (DroverStorageShare, path, STRING),
                    DROVER_FIELD (DroverStorageShare, hosts, STRV),
                    DROVER_FIELD (DroverStorageShare, inactive_on, STRV),
                    DROVER_FIELD (DroverStorageShare, missing_on, STRV));

DROVER_RECORD_TYPE (DroverStorageSurvey,
                    drover_storage_survey_type,
                    DROVER_FIELD_LIST (DroverStorageSurvey, offers, &drover_storage_offer_type),
                    DROVER_FIELD_LIST (DroverStorageSurvey, shares, &drover_storage_share_type));

/**
 * drover_storage_survey_free:
 * @survey: (nullable) (transfer full): what to free
 */
void
drover_storage_survey_free (DroverStorageSurvey *survey)
{
  drover_record_free (&drover_storage_survey_type, survey);
}

static const DroverPoolSource *
find_source (const DroverStorageView *view, const DroverPoolSource *source)
{
  for (guint i = 0; view->sources != NULL && i < view->sources->len; i++)
    if (drover_pool_source_equal (view->sources->pdata[i], source))
      return view->sources->pdata[i];
  return NULL;
}

static void
add_offer (DroverStorageSurvey *survey, const GPtrArray *views, const DroverPoolSource *source)
{
  DroverStorageOffer *offer = drover_record_new (&drover_storage_offer_type);
  g_autoptr (GStrvBuilder) seen = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) missing = g_strv_builder_new ();

  offer->source = drover_pool_source_describe (source);
  offer->format = g_strdup (source->format);
  for (guint i = 0; i < views->len; i++)
    {
      const DroverStorageView *view = views->pdata[i];

      if (find_source (view, source) != NULL)
        g_strv_builder_add (seen, view->host);
      else if (view->error == NULL)
        g_strv_builder_add (missing, view->host);
    }
  offer->seen_by = g_strv_builder_end (seen);
  offer->missing_on = g_strv_builder_end (missing);
  g_ptr_array_add (survey->offers, offer);
}

/* Of each offer only the first host's word counts: the others' are the same offer. */
static void
collect_offers (DroverStorageSurvey *survey, const GPtrArray *views)
{
  for (guint i = 0; i < views->len; i++)
    {
      const DroverStorageView *view = views->pdata[i];

      for (guint k = 0; view->sources != NULL && k < view->sources->len; k++)
        {
          gboolean seen = FALSE;

          for (guint before = 0; before < i && !seen; before++)
            seen = find_source (views->pdata[before], view->sources->pdata[k]) != NULL;
          if (!seen)
            add_offer (survey, views, view->sources->pdata[k]);
        }
    }
}

static gboolean
comes_from_a_server (const DroverFactPool *pool)
{
  static const char *const types[] = { "netfs",   "iscsi",    "iscsi-direct", "rbd",
                                       "gluster", "sheepdog", "vstorage",     NULL };

  return pool->type != NULL && g_strv_contains (types, pool->type);
}

/* Whether two hosts' pools are one and the same as far as definitions tell: from a server the same source;
 * else the same path. */
static gboolean
is_alike (const DroverFactPool *a, const DroverFactPool *b)
{
  if (comes_from_a_server (a) != comes_from_a_server (b))
    return FALSE;
  if (comes_from_a_server (a))
    return g_strcmp0 (a->type, b->type) == 0 && a->source != NULL && g_strcmp0 (a->source, b->source) == 0;
  return a->path != NULL && g_strcmp0 (a->path, b->path) == 0;
}

static const DroverFactPool *
find_alike (const DroverStorageView *view, const DroverFactPool *pool)
{
  for (guint i = 0; view->pools != NULL && i < view->pools->len; i++)
    if (is_alike (view->pools->pdata[i], pool))
      return view->pools->pdata[i];
  return NULL;
}

static const char *
choose_kind (const DroverFactPool *pool, guint n_have, guint n_asked, gboolean unlike)
{
  if (!comes_from_a_server (pool))
    return n_have > 1 ? "same-path" : "local";
  if (n_have < n_asked || n_asked < 2)
    return "one-host";
  return unlike ? "shared-unlike" : "shared";
}

static void
add_share (DroverStorageSurvey *survey, const GPtrArray *views, const DroverFactPool *pool)
{
  DroverStorageShare *share = drover_record_new (&drover_storage_share_type);
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) inactive = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) missing = g_strv_builder_new ();
  gboolean unlike = FALSE;
  guint n_asked = 0;

  for (guint i = 0; i < views->len; i++)
    {
      const DroverStorageView *view = views->pdata[i];
      const DroverFactPool *there = view->error == NULL ? find_alike (view, pool) : NULL;

      if (view->error != NULL)
        continue;
      n_asked++;
      g_strv_builder_add (there ? hosts : missing, view->host);
      if (there == NULL)
        continue;
      if (!there->active)
        g_strv_builder_add (inactive, view->host);
      unlike |= g_strcmp0 (there->name, pool->name) != 0 || g_strcmp0 (there->path, pool->path) != 0;
    }
  share->name = g_strdup (pool->name);
  share->type = g_strdup (pool->type);
  share->source = g_strdup (pool->source);
  share->path = g_strdup (pool->path);
  share->hosts = g_strv_builder_end (hosts);
  share->inactive_on = g_strv_builder_end (inactive);
  share->missing_on = g_strv_builder_end (missing);
  share->kind = g_strdup (choose_kind (pool, g_strv_length (share->hosts), n_asked, unlike));
  g_ptr_array_add (survey->shares, share);
}

static void
collect_shares (DroverStorageSurvey *survey, const GPtrArray *views)
{
  for (guint i = 0; i < views->len; i++)
    {
      const DroverStorageView *view = views->pdata[i];

      for (guint k = 0; view->pools != NULL && k < view->pools->len; k++)
        {
          gboolean seen = FALSE;

          for (guint before = 0; before < i && !seen; before++)
            seen = find_alike (views->pdata[before], view->pools->pdata[k]) != NULL;
          if (!seen)
            add_share (survey, views, view->pools->pdata[k]);
        }
    }
}

/**
 * drover_storage_survey_new:
 * @views: (element-type DroverStorageView): what each host has and sees
 *
 * Lays the hosts' views together. Definitions alone are judged here: that two directories have the same path
 * proves nothing, and is called so. Pure.
 *
 * Returns: (transfer full): what is offered, and what is shared
 */
DroverStorageSurvey *
drover_storage_survey_new (const GPtrArray *views)
{
  DroverStorageSurvey *survey = drover_record_new (&drover_storage_survey_type);

  survey->offers = drover_record_list_new (&drover_storage_offer_type);
  survey->shares = drover_record_list_new (&drover_storage_share_type);
  collect_offers (survey, views);
  collect_shares (survey, views);
  return survey;
}

/**
 * drover_storage_share_get_text:
 *
 * Returns: (transfer none): what its kind means, translated
 */
const char *
drover_storage_share_get_text (const DroverStorageShare *share)
{
  static const struct {
    const char *kind;
    const char *text;
  } texts[] = {
    { "shared", N_ ("all hosts have it from the same server") },
    { "shared-unlike",
      N_ ("all hosts have it from the same server, under different names or paths: a guest's disk "
          "must have the same path everywhere") },
    { "same-path", N_ ("a directory of each host: only a proof tells whether it is the same one") },
    { "one-host", N_ ("it comes from a server, and not all hosts looked at share it") },
    { "local", N_ ("a directory of this host alone") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i].kind, share->kind) == 0)
      return _ (texts[i].text);
  g_return_val_if_reached ("");
}
