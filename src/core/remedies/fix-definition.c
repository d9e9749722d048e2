/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a guest is to have from its next start on: only its definition is changed. */
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"

/* --- a disk's cache mode --- */

gboolean
drover_fix_uncache_disk (xmlXPathContext *context, xmlNode *disk)
{
  g_autofree char *cache = drover_xml_get_string (context, disk, "driver/@cache");

  if (g_strcmp0 (cache, "none") == 0)
    return FALSE;
  drover_xml_set_attribute (drover_xml_ensure_child (disk, "driver"), "cache", "none");
  return TRUE;
}

static gboolean
prepare_cache (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  return drover_fix_prepare_disk (
      fix, input, "disk-cache", drover_fix_uncache_disk,
      _ ("The disk “%s” has cache='none' in the guest's definition already. Shut the guest down and "
         "start it again, and it has it."),
      error);
}

/* --- the machine type --- */

/* The definition with the machine type @to; an error where it has another than @from by now. */
char *
drover_fix_replace_machine (const char *guest_xml, const char *from, const char *to, GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (guest_xml, "domain", error);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autofree char *machine =
      context ? drover_xml_get_string (context, NULL, "/domain/os/type/@machine") : NULL;

  if (doc == NULL)
    return NULL;
  if (g_strcmp0 (machine, from) != 0)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The guest's definition has the machine type %s by now, not %s."),
                   machine ? machine : "?", from);
      return NULL;
    }
  drover_xml_set_attribute (drover_xml_get_node (context, NULL, "/domain/os/type"), "machine", to);
  return drover_xml_doc_to_text (doc);
}

static gboolean
set_machine (DroverStep *step, DroverConnection *connection, const char *from, const char *to, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);
  /* with its passwords, which are handed back to the host they came from and kept nowhere */
  g_autofree char *xml = guest ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE_SECURE, error) : NULL;
  g_autofree char *changed = xml ? drover_fix_replace_machine (xml, drover_step_get_word (step, from),
                                                               drover_step_get_word (step, to), error)
                                 : NULL;

  return changed != NULL && drover_domain_define (connection, changed, error);
}

static gboolean
apply_machine (DroverStep *step, DroverConnection *connection, GError **error)
{
  return set_machine (step, connection, "from", "machine", error);
}

static gboolean
undo_machine (DroverStep *step, DroverConnection *connection, GError **error)
{
  return set_machine (step, connection, "machine", "from", error);
}

static gboolean
is_offered (const GPtrArray *machines, const char *name)
{
  for (guint i = 0; i < machines->len; i++)
    if (g_strcmp0 (((const DroverMachine *) machines->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* "pc-q35-7.2" before "pc-q35-10.0": QEMU counts by number. */
static gboolean
is_newer (const char *machine, const char *than, gsize family)
{
  double version = g_ascii_strtod (machine + family, NULL);

  return than == NULL || version > g_ascii_strtod (than + family, NULL);
}

/**
 * drover_fix_choose_machine:
 * @source: (element-type DroverMachine): what the source offers
 * @target: (element-type DroverMachine): what the target offers
 * @machine: what the guest has
 *
 * Returns: (transfer none) (nullable): the newest machine type of the guest's family (`pc-q35-`) that both
 *   hosts offer and that is not deprecated; never an alias, which means another type on each host
 */
const char *
drover_fix_choose_machine (const GPtrArray *source, const GPtrArray *target, const char *machine)
{
  const char *dash = strrchr (machine, '-');
  gsize family = dash ? (gsize) (dash - machine) + 1 : strlen (machine);
  const char *best = NULL;

  for (guint i = 0; i < target->len; i++)
    {
      const DroverMachine *candidate = target->pdata[i];

      if (candidate->canonical == NULL && candidate->deprecated == NULL &&
          strncmp (candidate->name, machine, family) == 0 && g_ascii_isdigit (candidate->name[family]) &&
          is_offered (source, candidate->name) && is_newer (candidate->name, best, family))
        best = candidate->name;
    }
  return best;
}

static DroverHostCaps *
get_caps (DroverConnection *connection, GError **error)
{
  g_autofree char *xml = drover_connection_get_capabilities (connection, error);

  return xml ? drover_host_caps_parse (xml, error) : NULL;
}

static gboolean
prepare_machine (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autoptr (DroverDomain) domain = drover_fix_look_up_defined_guest (input, error);
  g_autofree char *xml = domain ? drover_domain_get_xml (domain, DROVER_XML_INACTIVE, error) : NULL;
  g_autoptr (DroverGuest) guest = xml ? drover_guest_parse (xml, error) : NULL;
  g_autoptr (DroverHostCaps) source = guest ? get_caps (input->source, error) : NULL;
  g_autoptr (DroverHostCaps) target = source ? get_caps (input->target, error) : NULL;
  const GPtrArray *offered[2];
  const char *to = NULL;

  if (target == NULL)
    return FALSE;
  offered[0] = drover_host_caps_get_machines (source, guest->os->arch, guest->virt_type);
  offered[1] = drover_host_caps_get_machines (target, guest->os->arch, guest->virt_type);
  if (offered[0] != NULL && offered[1] != NULL && guest->os->machine != NULL)
    to = drover_fix_choose_machine (offered[0], offered[1], guest->os->machine);
  if (to == NULL || g_str_equal (to, guest->os->machine))
    {
      g_set_error (
          error, DROVER_ERROR, DROVER_ERROR_FAILED,
          to ? _ ("The guest's definition has the machine type %s already, which both hosts know. Shut the "
                  "guest down and start it again, and it has it.")
             : _ ("No machine type like %s is known to both hosts."),
          guest->os->machine ? guest->os->machine : "?");
      return FALSE;
    }
  drover_fix_take_guest_step (
      fix,
      drover_step_new ("guest-machine", DROVER_SIDE_SOURCE, "machine", to, "from", guest->os->machine, NULL),
      domain);
  drover_fix_add_next_start_note (fix);
  return TRUE;
}

static const DroverStepKind kinds[] = {
  { .name = "disk-cache",
    .title = N_ ("Give the disk “%s” cache='none' in the guest's definition"),
    .subject = "disk",
    .call = "virDomainUpdateDeviceFlags, VIR_DOMAIN_AFFECT_CONFIG",
    .xml = "xml",
    .apply = drover_fix_apply_disk,
    .undo = drover_fix_undo_disk },
  { .name = "guest-machine",
    .title = N_ ("Give the guest's definition the machine type “%s”"),
    .subject = "machine",
    .call = "virDomainDefineXML",
    .apply = apply_machine,
    .undo = undo_machine },
};

const DroverStepKinds drover_step_kinds_definition = { kinds, G_N_ELEMENTS (kinds) };

static const DroverFixAction actions[] = {
  { "cache-none", NULL, prepare_cache },
  { "common-machine-type", NULL, prepare_machine },
};

const DroverFixActions drover_fix_actions_definition = { actions, G_N_ELEMENTS (actions) };
