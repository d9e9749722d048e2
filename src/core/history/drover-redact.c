/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as it may be shown to strangers: who the hosts are is taken out wherever it stands, what happened
 * stays. */
#include <stdlib.h>
#include <string.h>

#include "base/drover-error.h"
#include "history/drover-report.h"

/* What names a host in any text: the host of a URI with whoever logs in there, of SERVER:/EXPORT, and
 * addresses. */
static const char *const patterns[] = {
  "(?<=://)(?:[^\\s/@\"'<>]+@)?(?:\\[[0-9A-Fa-f:.]+\\]|[\\p{L}\\p{N}_.-]+)",
  "(?<![\\w./:-])[\\p{L}\\p{N}][\\p{L}\\p{N}.-]*(?=:/(?!/))",
  "(?<![\\w:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![\\w:])",
  "(?<![\\w.:])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?![\\w])(?!\\.[0-9])",
  "(?<![\\w:.])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?=[0-9A-Fa-f:.]*::)(?:[0-9A-Fa-f]{0,4}:){2,7}"
  "(?:(?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f]{1,4})?)(?![\\w:])",
};

typedef struct {
  GHashTable *names; /* what was found, in lower case -> what is written instead */
  guint n_others;
} Redaction;

static void
learn (Redaction *self, const char *name, const char *stand_in)
{
  g_autofree char *key = g_utf8_strdown (name, -1);

  if (key[0] != '\0' && !g_hash_table_contains (self->names, key))
    g_hash_table_insert (self->names, g_steal_pointer (&key), g_strdup (stand_in));
}

/* A host's full name, its first label and its domain: the domain tells as much, and other hosts share it. */
static void
learn_host (Redaction *self, const char *uri_text, const char *stand_in)
{
  g_autoptr (DroverUri) uri = uri_text ? drover_uri_parse (uri_text, NULL) : NULL;
  const char *dot;

  if (uri == NULL || uri->host == NULL)
    return;
  learn (self, uri->host, stand_in);
  dot = strchr (uri->host, '.');
  if (dot != NULL && !drover_host_is_address (uri->host))
    {
      g_autofree char *label = g_strndup (uri->host, (gsize) (dot - uri->host));

      learn (self, label, stand_in);
      learn (self, dot + 1, "domain");
    }
  if (uri->user != NULL)
    {
      g_autofree char *login = g_strdup_printf ("%s@", uri->user);

      learn (self, login, "user@");
    }
}

static const char *
stand_in_for (Redaction *self, const char *name)
{
  g_autofree char *key = g_utf8_strdown (name, -1);
  const char *known = g_hash_table_lookup (self->names, key);
  g_autofree char *made = NULL;

  if (known != NULL)
    return known;
  made = g_strdup_printf ("host-%u", ++self->n_others);
  g_hash_table_insert (self->names, g_steal_pointer (&key), g_steal_pointer (&made));
  return stand_in_for (self, name);
}

static gboolean
replace_match (const GMatchInfo *match, GString *result, gpointer user_data)
{
  g_autofree char *found = g_match_info_fetch (match, 0);
  const char *at = strrchr (found, '@');

  /* A colon or two are no address, nor is what an earlier pattern left. */
  if (strpbrk (found, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == NULL)
    g_string_append (result, found);
  else
    g_string_append_printf (result, "%s%s", at ? "user@" : "", stand_in_for (user_data, at ? at + 1 : found));
  return FALSE;
}

static void
replace_pattern (Redaction *self, char **text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL);
  char *result = regex ? g_regex_replace_eval (regex, *text, -1, 0, 0, replace_match, self, NULL) : NULL;

  g_return_if_fail (result != NULL);
  g_free (*text);
  *text = result;
}

static int
compare_length (const void *a, const void *b)
{
  const char *name_a = *(const char *const *) a;
  const char *name_b = *(const char *const *) b;
  gsize length_a = strlen (name_a);
  gsize length_b = strlen (name_b);

  return length_a != length_b ? (length_a < length_b ? 1 : -1) : strcmp (name_a, name_b);
}

/* Names that are known, wherever they stand as a word, in whatever case; the longest first. */
static void
replace_names (Redaction *self, char **text)
{
  guint n = 0;
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (self->names, &n);

  qsort (names, n, sizeof *names, compare_length);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *quoted = g_regex_escape_string (names[i], -1);
      g_autofree char *pattern = g_strdup_printf ("(?<![\\w-])%s(?![\\w-])", quoted);
      g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
      char *result = regex ? g_regex_replace_literal (regex, *text, -1, 0,
                                                      g_hash_table_lookup (self->names, names[i]), 0, NULL)
                           : NULL;

      g_return_if_fail (result != NULL);
      g_free (*text);
      *text = result;
    }
}

static void
redact_text (Redaction *self, char **text)
{
  if (*text == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    replace_pattern (self, text, patterns[i]);
  replace_names (self, text);
}

static void redact_record (Redaction *self, const DroverRecordType *type, gpointer record);

static void
redact_field (Redaction *self, const DroverField *field, gpointer at)
{
  switch (field->kind)
    {
    case DROVER_FIELD_STRING:
      redact_text (self, at);
      return;
    case DROVER_FIELD_STRV:
      for (char **text = *(GStrv *) at; text != NULL && *text != NULL; text++)
        redact_text (self, text);
      return;
    case DROVER_FIELD_RECORD:
      if (*(gpointer *) at != NULL)
        redact_record (self, field->record_type, *(gpointer *) at);
      return;
    case DROVER_FIELD_RECORDS:
      for (guint i = 0; *(GPtrArray **) at != NULL && i < (*(GPtrArray **) at)->len; i++)
        redact_record (self, field->record_type, (*(GPtrArray **) at)->pdata[i]);
      return;
    case DROVER_FIELD_BOOLEAN:
    case DROVER_FIELD_INT:
    case DROVER_FIELD_DOUBLE:
      return;
    }
  g_assert_not_reached ();
}

static void
redact_record (Redaction *self, const DroverRecordType *type, gpointer record)
{
  if (type == &drover_run_sample_type)
    return;
  for (const DroverField *field = type->fields; field->name != NULL; field++)
    redact_field (self, field, (char *) record + field->offset);
}

/**
 * drover_run_redact:
 * @run: a run
 *
 * Makes a copy without the names and addresses of hosts, their domain and who logs in there: each host is
 * called by the same word throughout. Names of guests, of paths and of networks stay, since the run is about
 * them.
 *
 * Returns: (transfer full): the copy
 */
DroverRun *
drover_run_redact (const DroverRun *run)
{
  g_autoptr (JsonNode) node = drover_record_to_json (&drover_run_type, run);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Redaction self = { .names = names };
  DroverRun *copy = drover_record_from_json (&drover_run_type, node, NULL);

  g_return_val_if_fail (copy != NULL, NULL);

  learn_host (&self, run->source, "source-host");
  learn_host (&self, run->target, "target-host");
  redact_record (&self, &drover_run_type, copy);
  return copy;
}

/**
 * drover_redact_text:
 * @text: any text
 * @uris: the hosts that it may speak of
 *
 * Returns: (transfer full): the text with hosts called `host-A`, `host-B` … in the order of @uris, and what
 * else looks like a host `host-1` …
 */
char *
drover_redact_text (const char *text, const char *const *uris)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Redaction self = { .names = names };
  char *result = g_utf8_make_valid (text, -1);

  for (guint i = 0; uris != NULL && uris[i] != NULL; i++)
    {
      g_autofree char *stand_in =
          i < 26 ? g_strdup_printf ("host-%c", 'A' + (char) i) : g_strdup_printf ("host-A%u", i);

      learn_host (&self, uris[i], stand_in);
    }
  redact_text (&self, &result);
  return result;
}
