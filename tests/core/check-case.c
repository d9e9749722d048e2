/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check-case.h"

#include <string.h>

#define SECTION_CASE "case"
#define SECTION_PLAN "plan"

static char *
read_xml (const char *name, GError **error)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "guests", name, NULL);
  char *text = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_free (path);
      path = g_test_build_filename (G_TEST_DIST, "caps", name, NULL);
    }
  return g_file_get_contents (path, &text, NULL, error) ? text : NULL;
}

static gboolean
set_options (DroverMigrateOptions *options, GKeyFile *file, GError **error)
{
  g_auto (GStrv) list = g_key_file_get_string_list (file, SECTION_PLAN, "options", NULL, NULL);

  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (list[i], "=", 2);
      const DroverMigrateOptionInfo *info = drover_migrate_option_find (pair[0]);

      if (info == NULL || pair[1] == NULL)
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "bad option “%s”", list[i]);
          return FALSE;
        }
      if (info->kind == DROVER_OPTION_KIND_XML)
        {
          g_autofree char *xml = read_xml (pair[1], error);

          if (xml == NULL || !drover_migrate_options_set (options, info->id, xml, error))
            return FALSE;
        }
      else if (info->kind == DROVER_OPTION_KIND_FLAG)
        drover_migrate_options_set_flag (options, info->id, g_str_equal (pair[1], "true"));
      else if (!drover_migrate_options_set (options, info->id, pair[1], error))
        return FALSE;
    }
  return TRUE;
}

static DroverPlan *
read_plan (GKeyFile *file, GError **error)
{
  g_autofree char *source_text = g_key_file_get_string (file, SECTION_PLAN, "source", NULL);
  g_autofree char *target_text = g_key_file_get_string (file, SECTION_PLAN, "target", NULL);
  g_autofree char *guest = g_key_file_get_string (file, SECTION_PLAN, "guest", NULL);
  g_autofree char *uuid = g_key_file_get_string (file, SECTION_PLAN, "uuid", NULL);
  g_autoptr (DroverMigrateOptions) options = drover_migrate_options_new ();
  g_autoptr (DroverUri) source = NULL;
  g_autoptr (DroverUri) target = NULL;
  g_autoptr (DroverPlan) plan = NULL;
  gboolean persistent = TRUE;
  gboolean active = TRUE;

  source = drover_uri_parse (source_text ? source_text : "qemu+tcp://alpha.lab.test/system", error);
  if (source == NULL)
    return NULL;
  target = drover_uri_parse (target_text ? target_text : "qemu+tcp://beta.lab.test/system", error);
  if (target == NULL || !set_options (options, file, error))
    return NULL;
  if (g_key_file_has_key (file, SECTION_PLAN, "persistent", NULL))
    persistent = g_key_file_get_boolean (file, SECTION_PLAN, "persistent", NULL);
  if (g_key_file_has_key (file, SECTION_PLAN, "active", NULL))
    active = g_key_file_get_boolean (file, SECTION_PLAN, "active", NULL);
  plan = drover_plan_new (source, target, guest ? guest : "demo", options);
  return drover_plan_with_guest (plan, guest ? guest : "demo", uuid, persistent, active);
}

static gpointer
parse_xml (const DroverRecordType *type, const char *xml, GError **error)
{
  if (type == &drover_guest_type)
    return drover_guest_parse (xml, error);
  if (type == &drover_host_caps_type)
    return drover_host_caps_parse (xml, error);
  if (type == &drover_domain_caps_type)
    return drover_domain_caps_parse (xml, error);
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "%s is not read from XML", type->name);
  return NULL;
}

/* A member that stands in a file of its own. */
static gboolean
set_domain_caps (
    const DroverRecordType *type, gpointer record, const char *field, const char *name, GError **error)
{
  g_autofree char *xml = read_xml (name, error);
  DroverDomainCaps *caps = xml ? drover_domain_caps_parse (xml, error) : NULL;

  if (type == &drover_fact_cpu_offer_type)
    ((DroverFactCpuOffer *) record)->caps = caps;
  else if (g_str_equal (field, "caps"))
    ((DroverFactDomcaps *) record)->caps = caps;
  else
    ((DroverFactDomcaps *) record)->plain = caps;
  return caps != NULL;
}

static gpointer
read_record (GKeyFile *file, const char *section, const DroverRecordType *type, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, section, NULL, NULL);
  g_autofree char *xml_name = g_key_file_get_string (file, section, "xml", NULL);
  gpointer record = NULL;

  if (xml_name != NULL)
    {
      g_autofree char *xml = read_xml (xml_name, error);

      if (xml == NULL)
        return NULL;
      record = parse_xml (type, xml, error);
      if (record == NULL)
        return NULL;
    }
  else
    record = drover_record_new (type);

  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, section, keys[i], NULL);
      gboolean set;

      if (g_str_equal (keys[i], "xml"))
        continue;
      if ((g_str_equal (keys[i], "caps") || g_str_equal (keys[i], "plain")) && value[0] != '{')
        set = set_domain_caps (type, record, keys[i], value, error);
      else
        set = drover_record_set_from_text (type, record, keys[i], value, error);
      if (!set)
        {
          g_prefix_error (error, "[%s] %s: ", section, keys[i]);
          drover_record_free (type, record);
          return NULL;
        }
    }
  return record;
}

DroverFacts *
check_case_read_fact (GKeyFile *file,
                      const char *section,
                      const DroverFacts *facts,
                      DroverFactId id,
                      DroverSide side,
                      GError **error)
{
  g_autofree char *absent = g_key_file_get_string (file, section, "absent", NULL);
  g_autofree char *unasked = g_key_file_get_string (file, section, "unasked", NULL);
  gpointer record;

  if (absent != NULL || unasked != NULL)
    {
      g_autoptr (GError) reason = absent
                                      ? g_error_new_literal (DROVER_ERROR, DROVER_ERROR_TIMED_OUT, absent)
                                      : g_error_new_literal (DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, unasked);

      return drover_facts_without (facts, id, side, reason, 0);
    }
  record = read_record (file, section, drover_fact_get_record_type (id), error);
  return record ? drover_facts_with (facts, id, side, record, 0) : NULL;
}

static gboolean
read_fact (CheckCase *test_case, const char *section, GError **error)
{
  g_auto (GStrv) words = g_strsplit (section, " ", 2);
  DroverFacts *facts;
  DroverFactId id;
  DroverSide side;

  if (words[1] == NULL || !drover_side_from_string (words[0], &side) ||
      !drover_fact_from_name (words[1], &id))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_INVALID_INPUT, "[%s] is no fact", section);
      return FALSE;
    }
  facts = check_case_read_fact (test_case->file, section, test_case->facts, id, side, error);
  if (facts == NULL)
    return FALSE;
  drover_facts_unref (test_case->facts);
  test_case->facts = facts;
  return TRUE;
}

CheckCase *
check_case_load (const char *path, GError **error)
{
  g_autoptr (CheckCase) test_case = g_new0 (CheckCase, 1);
  g_auto (GStrv) sections = NULL;

  test_case->path = g_strdup (path);
  test_case->file = g_key_file_new ();
  test_case->facts = drover_facts_new ();
  if (!g_key_file_load_from_file (test_case->file, path, G_KEY_FILE_NONE, error))
    return NULL;
  test_case->passive = g_key_file_get_boolean (test_case->file, SECTION_CASE, "passive", NULL);
  test_case->plan = read_plan (test_case->file, error);
  if (test_case->plan == NULL)
    return NULL;

  sections = g_key_file_get_groups (test_case->file, NULL);
  for (gsize i = 0; sections[i] != NULL; i++)
    if (!g_str_equal (sections[i], SECTION_CASE) && !g_str_equal (sections[i], SECTION_PLAN) &&
        !read_fact (test_case, sections[i], error))
      return NULL;
  return g_steal_pointer (&test_case);
}

void
check_case_free (CheckCase *test_case)
{
  if (test_case == NULL)
    return;
  g_free (test_case->path);
  g_clear_pointer (&test_case->file, g_key_file_unref);
  g_clear_pointer (&test_case->plan, drover_plan_unref);
  g_clear_pointer (&test_case->facts, drover_facts_unref);
  g_free (test_case);
}

GStrv
check_case_get_expected (const CheckCase *test_case)
{
  g_auto (GStrv) list = g_key_file_get_string_list (test_case->file, SECTION_CASE, "expect", NULL, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    if (g_strstrip (list[i])[0] != '\0')
      g_strv_builder_add (builder, list[i]);
  return g_strv_builder_end (builder);
}
