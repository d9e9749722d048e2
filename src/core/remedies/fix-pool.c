/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storage pools on the target: defined after the source's, or over a folder; started, and started with the
 * host. What a pool holds is never touched. */
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "checks/drover-pool-lookup.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-domain.h"
#include "virt/drover-pool-control.h"

/* --- whether a guest uses a pool, which libvirt itself does not ask --- */

/* Whether a running guest of this XML has a disk in a pool. */
gboolean
drover_fix_guest_uses_pool (const char *guest_xml, const char *pool, const char *folder)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (guest_xml, "domain", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autofree char *inside =
      folder ? g_strconcat (folder, g_str_has_suffix (folder, "/") ? "" : "/", NULL) : NULL;
  g_autoptr (GPtrArray) nodes =
      context
          ? drover_xml_get_nodes (context, NULL,
                                  "//disk//source[@pool]/@pool | //disk//source/@file | //disk//source/@dev",
                                  NULL)
          : NULL;

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    {
      xmlNode *attribute = nodes->pdata[i];
      g_autofree char *value = drover_xml_get_string (context, attribute, ".");

      if (value == NULL)
        continue;
      if (strcmp ((const char *) attribute->name, "pool") == 0
              ? strcmp (value, pool) == 0
              : inside != NULL && g_str_has_prefix (value, inside))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_unused (DroverConnection *connection, const char *pool, GError **error)
{
  g_autofree char *definition =
      drover_host_object_get_definition (connection, DROVER_HOST_OBJECT_POOL, pool, error);
  g_autofree char *folder =
      definition ? drover_fix_get_object_text (DROVER_HOST_OBJECT_POOL, definition, "/pool/target/path")
                 : NULL;
  g_autoptr (GPtrArray) guests = definition ? drover_domain_list (connection, TRUE, error) : NULL;

  if (guests == NULL)
    return FALSE;
  for (guint i = 0; i < guests->len; i++)
    {
      g_autofree char *xml = drover_domain_get_xml (guests->pdata[i], DROVER_XML_LIVE, NULL);

      if (xml != NULL && drover_fix_guest_uses_pool (xml, pool, folder))
        {
          g_autofree char *name = drover_domain_get_name (guests->pdata[i]);

          g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY,
                       _ ("The pool “%s” is in use by the guest “%s”; it is left alone."), pool, name);
          return FALSE;
        }
    }
  return TRUE;
}

/* libvirt itself would stop it under a guest. */
gboolean
drover_fix_stop_unused_pool (DroverConnection *connection, const char *pool, GError **error)
{
  return is_unused (connection, pool, error) && drover_pool_control_stop (connection, pool, error);
}

/* --- the steps --- */

static gboolean
apply_build (DroverStep *step, DroverConnection *connection, GError **error)
{
  return drover_pool_control_build (connection, drover_step_get_word (step, "pool"), error);
}

/* A folder that was there before cannot be told from one that was made, and stays; but for one of which the
 * word “made” says that it was seen to be missing. */
static gboolean
undo_build (DroverStep *step, DroverConnection *connection, GError **error)
{
  return g_strcmp0 (drover_step_get_word (step, "made"), "yes") != 0 ||
         drover_pool_control_remove_folder (connection, drover_step_get_word (step, "pool"), error);
}

static const DroverStepKind kinds[] = {
  { "pool-define", N_ ("Define the pool “%s”"), "pool", "virStoragePoolDefineXML", "xml",
    drover_fix_apply_define, drover_fix_undo_define },
  { "pool-build", N_ ("Make the folder of the pool “%s” where it is missing"), "pool", "virStoragePoolBuild",
    NULL, apply_build, undo_build },
  { "pool-start", N_ ("Start the pool “%s”"), "pool", "virStoragePoolCreate", NULL, drover_fix_apply_start,
    drover_fix_undo_start },
  { "pool-autostart", N_ ("Start the pool “%s” with the host"), "pool", "virStoragePoolSetAutostart", NULL,
    drover_fix_apply_autostart, drover_fix_undo_autostart },
};

const DroverStepKinds drover_step_kinds_pool = { kinds, G_N_ELEMENTS (kinds) };

/* --- the definition, as another host can take it --- */

static void
drop_all (xmlXPathContext *context, const char *xpath)
{
  g_autoptr (GPtrArray) nodes = drover_xml_get_nodes (context, NULL, xpath, NULL);

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    drover_xml_remove (nodes->pdata[i]);
}

/* What must be the pool's own on that host is left out where somebody there has it already. @notes gets what
 * whoever consents should know. */
char *
drover_fix_adapt_pool (const char *xml, GPtrArray *there, GPtrArray *notes, GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, "pool", error);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *path = NULL;
  g_autofree char *type = NULL;

  if (context == NULL)
    return NULL;
  uuid = drover_xml_get_string (context, NULL, "/pool/uuid");
  path = drover_xml_get_string (context, NULL, "/pool/target/path");
  type = drover_xml_get_string (context, NULL, "/pool/@type");
  for (guint i = 0; i < there->len; i++)
    {
      g_autofree char *other_path =
          drover_fix_get_object_text (DROVER_HOST_OBJECT_POOL, there->pdata[i], "/pool/target/path");
      g_autofree char *other_uuid =
          drover_fix_get_object_text (DROVER_HOST_OBJECT_POOL, there->pdata[i], "/pool/uuid");
      g_autofree char *other =
          drover_fix_get_object_text (DROVER_HOST_OBJECT_POOL, there->pdata[i], "/pool/name");

      /* every device has its path below the very same folder */
      if (path != NULL && g_strcmp0 (path, other_path) == 0 && !g_str_has_prefix (path, "/dev"))
        {
          g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The target has the pool “%s” over %s."),
                       other, path);
          return NULL;
        }
      if (uuid != NULL && other_uuid != NULL && g_ascii_strcasecmp (uuid, other_uuid) == 0)
        {
          drop_all (context, "/pool/uuid");
          g_ptr_array_add (notes,
                           g_strdup (_ ("The target has another pool of this UUID; it gets a new one.")));
        }
    }
  /* How full the source's is says nothing there. */
  drop_all (context, "/pool/capacity | /pool/allocation | /pool/available");
  if (g_strcmp0 (type, "dir") == 0)
    g_ptr_array_add (
        notes, g_strdup (_ ("It is a folder of the target's own: images on the source are not in it.")));
  if (drover_xml_has (context, NULL, "/pool/source/auth"))
    g_ptr_array_add (notes, g_strdup (_ ("It names a secret, which the target must have too.")));
  return drover_xml_doc_to_text (doc);
}

/* --- the remedies --- */

static void
add_new (DroverFix *fix, const char *pool, const char *xml, gboolean of_files)
{
  drover_fix_add_define (fix, DROVER_HOST_OBJECT_POOL, pool, xml);
  if (of_files)
    {
      drover_fix_take_step (fix, drover_step_new ("pool-build", DROVER_SIDE_TARGET, "pool", pool, NULL));
      drover_fix_add_note (fix, _ ("If a folder is made, taking the remedy back leaves it there."));
    }
  drover_fix_add_start (fix, DROVER_HOST_OBJECT_POOL, pool);
}

static gboolean
prepare_start (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  return drover_fix_prepare_start (fix, DROVER_HOST_OBJECT_POOL, input, error);
}

static gboolean
prepare_carry (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  const DroverFactPool *pool = drover_remedy_find_portable_pool (input->context);
  g_autofree char *here =
      pool ? drover_host_object_get_definition (input->source, DROVER_HOST_OBJECT_POOL, pool->name, error)
           : NULL;
  g_autoptr (GPtrArray) there =
      here ? drover_host_object_list_definitions (input->target, DROVER_HOST_OBJECT_POOL, error) : NULL;
  g_autofree char *adapted = NULL;

  if (pool == NULL)
    g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                         _ ("It is not known which pool is meant."));
  if (there == NULL)
    return FALSE;
  for (guint i = 0; i < there->len; i++)
    {
      g_autofree char *name =
          drover_fix_get_object_text (DROVER_HOST_OBJECT_POOL, there->pdata[i], "/pool/name");

      if (g_strcmp0 (name, pool->name) == 0)
        {
          drover_fix_add_start (fix, DROVER_HOST_OBJECT_POOL, pool->name);
          return TRUE;
        }
    }
  adapted = drover_fix_adapt_pool (here, there, drover_fix_get_notes (fix), error);
  if (adapted == NULL)
    return FALSE;
  add_new (fix, pool->name, adapted, drover_pool_holds_files (pool));
  return TRUE;
}

static gboolean
prepare_create (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autofree char *dir = drover_remedy_dup_word (input->context, "dir");
  g_autofree char *name = dir ? drover_remedy_choose_pool_name (input->context, dir) : NULL;
  g_autoptr (xmlDoc) doc = drover_xml_parse ("<pool type='dir'/>", "pool", NULL);
  xmlNode *root = xmlDocGetRootElement (doc);
  g_autofree char *xml = NULL;

  if (dir == NULL)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                           _ ("It is not known which folder is meant."));
      return FALSE;
    }
  drover_xml_add_child (root, "name", name);
  drover_xml_add_child (drover_xml_add_child (root, "target", NULL), "path", dir);
  xml = drover_xml_doc_to_text (doc);
  add_new (fix, name, xml, TRUE);
  return TRUE;
}

static const DroverFixAction actions[] = {
  { "start-pool", NULL, prepare_start },
  { "define-pool", NULL, prepare_carry },
  { "mount-storage", "pool", prepare_carry },
  { "create-pool", NULL, prepare_create },
};

const DroverFixActions drover_fix_actions_pool = { actions, G_N_ELEMENTS (actions) };
