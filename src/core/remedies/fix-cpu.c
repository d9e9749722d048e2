/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another CPU for a guest, from its next start on. */
#include <libxml/tree.h>

#include "base/drover-call.h"
#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"

/* How long the guest's host is looked at before somebody sees what would be done. */
#define PREPARE_MS 30000

/* Where <cpu> stands in what libvirt writes: before the first of these. */
#define AFTER_CPU                                                                                            \
  "/domain/clock | /domain/on_poweroff | /domain/on_reboot | /domain/on_crash | /domain/pm | "               \
  "/domain/devices"

/**
 * drover_fix_replace_cpu:
 * @guest_xml: a definition
 * @cpu: the `<cpu>` it shall have; "" for none
 * @before: (out) (transfer full): the one it has; "" for none
 * @after: (out) (transfer full): the definition with @cpu
 *
 * Returns: whether both could be read
 */
gboolean
drover_fix_replace_cpu (const char *guest_xml, const char *cpu, char **before, char **after, GError **error)
{
  g_autoptr (xmlDoc) guest = drover_xml_parse (guest_xml, "domain", error);
  g_autoptr (xmlXPathContext) context = guest ? drover_xml_context_new (guest) : NULL;
  g_autoptr (xmlDoc) wanted = guest != NULL && cpu[0] != '\0' ? drover_xml_parse (cpu, "cpu", error) : NULL;
  xmlNode *old;
  xmlNode *next;

  if (guest == NULL || (cpu[0] != '\0' && wanted == NULL))
    return FALSE;
  old = drover_xml_get_node (context, NULL, "/domain/cpu");
  *before = old ? drover_xml_node_to_text (old) : g_strdup ("");
  next = old ? old : drover_xml_get_node (context, NULL, AFTER_CPU);
  if (wanted != NULL)
    {
      xmlNode *fresh = xmlDocCopyNode (xmlDocGetRootElement (wanted), guest, 1);

      if (next != NULL)
        xmlAddPrevSibling (next, fresh);
      else
        xmlAddChild (xmlDocGetRootElement (guest), fresh);
    }
  if (old != NULL)
    drover_xml_remove (old);
  *after = drover_xml_doc_to_text (guest);
  return TRUE;
}

/* Its definition and nothing of it but the CPU: with its passwords, so never in a record. */
static gboolean
define (DroverStep *step, DroverConnection *connection, const char *expected, const char *cpu, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);
  g_autofree char *xml = guest ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE_SECURE, error) : NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (xml == NULL || !drover_fix_replace_cpu (xml, cpu, &before, &after, error))
    return FALSE;
  if (g_strcmp0 (before, cpu) == 0)
    return TRUE;
  if (expected != NULL && g_strcmp0 (before, expected) != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("Somebody gave the guest “%s” another CPU meanwhile: look at it first."),
                   drover_step_get_word (step, "guest"));
      return FALSE;
    }
  return drover_domain_define (connection, after, error);
}

/* What libvirt made of it is what is taken back: it may write more than it was given. */
static gboolean
apply_cpu (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = NULL;
  g_autofree char *xml = NULL;
  g_autofree char *now = NULL;
  g_autofree char *unused = NULL;

  if (!define (step, connection, drover_step_get_word (step, "old"), drover_step_get_word (step, "cpu"),
               error))
    return FALSE;
  guest = drover_fix_find_guest (step, connection, NULL);
  xml = guest ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE_SECURE, NULL) : NULL;
  if (xml != NULL && drover_fix_replace_cpu (xml, "", &now, &unused, NULL))
    drover_step_set_word (step, "defined", now);
  return TRUE;
}

static gboolean
undo_cpu (DroverStep *step, DroverConnection *connection, GError **error)
{
  return define (step, connection, drover_step_get_word (step, "defined"), drover_step_get_word (step, "old"),
                 error);
}

static const DroverStepKind kinds[] = {
  { .name = "guest-cpu",
    .title = N_ ("Give the guest “%s” this CPU from its next start on"),
    .subject = "guest",
    .call = "virDomainDefineXML",
    .xml = "cpu",
    .replaced = "old",
    .apply = apply_cpu,
    .undo = undo_cpu },
};

const DroverStepKinds drover_step_kinds_cpu = { kinds, G_N_ELEMENTS (kinds) };

typedef struct {
  DroverFix *fix;
  DroverConnection *connection;
  char *uuid;
  char *cpu;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->fix);
  g_object_unref (work->connection);
  g_free (work->uuid);
  g_free (work->cpu);
  g_free (work);
}

static gpointer
prepare (gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (DroverDomain) guest = drover_domain_lookup_by_uuid (work->connection, work->uuid, error);
  g_autoptr (DroverDomainInfo) info = guest ? drover_domain_get_info (guest, error) : NULL;
  g_autofree char *xml = info ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE, error) : NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  DroverStep *step;

  if (xml == NULL)
    return NULL;
  if (!info->persistent)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                   _ ("The guest “%s” has no definition: it will not start again."), info->name);
      return NULL;
    }
  if (!drover_fix_replace_cpu (xml, work->cpu, &before, &after, error))
    return NULL;
  step = drover_step_new ("guest-cpu", DROVER_SIDE_SOURCE, "cpu", work->cpu, "old", before, NULL);
  drover_fix_take_guest_step (work->fix, step, guest);
  drover_fix_add_next_start_note (work->fix);
  if (info->has_managed_save)
    drover_fix_add_note (
        work->fix,
        _ ("A saved memory image waits for its next start: it begins with the CPU it was saved with."));
  return g_object_ref (work->fix);
}

/**
 * drover_fix_prepare_cpu_async:
 * @connection: the guest's host
 * @uuid: the guest
 * @cpu: the `<cpu>` it shall have
 *
 * Looks at the guest and works out how to give it another CPU from its next start on. Changes nothing.
 */
void
drover_fix_prepare_cpu_async (DroverConnection *connection,
                              const char *uuid,
                              const char *cpu,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  const char *uri = drover_connection_get_uri (connection)->text;
  Work *work = g_new0 (Work, 1);

  work->fix = g_object_new (DROVER_TYPE_FIX, NULL);
  work->fix->remedy = g_strdup ("cpu-baseline");
  work->fix->title = g_strdup (_ ("Give the guest the CPU that all hosts have"));
  work->fix->source = g_strdup (uri);
  work->fix->target = g_strdup (uri);
  work->connection = g_object_ref (connection);
  work->uuid = g_strdup (uuid);
  work->cpu = g_strstrip (g_strdup (cpu));
  drover_call_async (_ ("looking at what would be changed"), prepare, work, work_free, g_object_unref,
                     PREPARE_MS, cancellable, callback, user_data);
}
