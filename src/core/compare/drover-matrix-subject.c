/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guests that stand for the CPU modes. */
#include "compare/drover-matrix-subject.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/drover-xml.h"
#include "facts/drover-sent-cpu.h"

#define GENERIC_UUID "00000000-0000-4000-8000-000000000000"

static const char *const modes[] = { "qemu64", "host-model", "maximum" };

/**
 * drover_matrix_subject_new:
 *
 * Returns: (transfer full): a subject of which nothing is known yet
 */
DroverMatrixSubject *
drover_matrix_subject_new (const char *id, const char *name, gboolean generic, guint source)
{
  DroverMatrixSubject *subject = g_new0 (DroverMatrixSubject, 1);

  subject->id = g_strdup (id);
  subject->name = g_strdup (name);
  subject->generic = generic;
  subject->source = source;
  subject->active = TRUE;
  return subject;
}

/**
 * drover_matrix_subject_free:
 * @subject: (nullable) (transfer full): what to release
 */
void
drover_matrix_subject_free (DroverMatrixSubject *subject)
{
  if (subject == NULL)
    return;
  g_free (subject->id);
  g_free (subject->name);
  g_free (subject->reason);
  g_free (subject->key);
  g_clear_pointer (&subject->facts, drover_facts_unref);
  g_free (subject);
}

static const char *
or_default (const char *text)
{
  return text ? text : "";
}

/**
 * drover_matrix_subject_dup_machine_key:
 *
 * Returns: (transfer full): the same text for subjects that need the same of an emulator but for the CPU
 */
char *
drover_matrix_subject_dup_machine_key (const DroverMatrixSubject *subject)
{
  const DroverGuest *guest = drover_facts_get_guest (subject->facts);

  return g_strjoin ("\n", or_default (guest->emulator), or_default (guest->os->arch),
                    or_default (guest->os->machine), or_default (guest->virt_type), NULL);
}

/**
 * drover_matrix_subject_dup_key:
 *
 * Returns: (transfer full): the same text for subjects that every host judges alike
 */
char *
drover_matrix_subject_dup_key (const DroverMatrixSubject *subject)
{
  g_autofree char *machine = drover_matrix_subject_dup_machine_key (subject);
  const DroverCpu *cpu = drover_sent_cpu (subject->facts);

  return g_strjoin ("\n", machine, cpu ? cpu->xml : "", NULL);
}

static const DroverHostCaps *
caps_of (const DroverFacts *host)
{
  return drover_facts_get_capabilities (host, DROVER_SIDE_SOURCE);
}

static const char *
virt_type_of (const DroverHostCaps *caps)
{
  const DroverGuestArch *arch = drover_host_caps_find_guest_arch (caps, caps->arch);

  return arch != NULL && drover_guest_arch_find_domain (arch, "kvm") != NULL ? "kvm" : "qemu";
}

/* `pc-q35-7.2` is version 7002 of `pc-q35-`; 0 for what has none. */
static guint
split_version (const char *machine, gsize *prefix_length)
{
  const char *version = strrchr (machine, '-');
  char *rest;
  guint64 major;
  guint64 minor;

  if (version == NULL)
    return 0;
  major = g_ascii_strtoull (version + 1, &rest, 10);
  if (rest == version + 1 || *rest != '.')
    return 0;
  minor = g_ascii_strtoull (rest + 1, &rest, 10);
  *prefix_length = (gsize) (version - machine) + 1;
  return *rest == '\0' && major < 1000 && minor < 1000 ? (guint) (major * 1000 + minor) : 0;
}

static gboolean
has_everywhere (DroverFacts *const *hosts, guint n_hosts, const char *arch, const char *machine)
{
  for (guint i = 0; i < n_hosts; i++)
    {
      const DroverHostCaps *caps = caps_of (hosts[i]);

      if (caps != NULL && g_strcmp0 (caps->arch, arch) == 0 &&
          drover_host_caps_find_machine (caps, arch, virt_type_of (caps), machine) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* (nullable): the newest machine type of the usual kind that all hosts of that architecture have: a guest
 * that is to move would be given that, and it would hide what the CPU says were it another. */
static const char *
choose_machine (DroverFacts *const *hosts, guint n_hosts, const DroverHostCaps *caps)
{
  static const char *const usual[] = { "q35", "virt", "pc" };
  const DroverGuestArch *arch = drover_host_caps_find_guest_arch (caps, caps->arch);
  const DroverMachine *alias = NULL;
  const char *chosen = NULL;
  guint newest = 0;
  gsize length = 0;

  for (guint i = 0; alias == NULL && i < G_N_ELEMENTS (usual); i++)
    alias = drover_host_caps_find_machine (caps, caps->arch, virt_type_of (caps), usual[i]);
  if (alias == NULL || alias->canonical == NULL || split_version (alias->canonical, &length) == 0)
    return NULL;
  for (guint i = 0; arch != NULL && i < arch->machines->len; i++)
    {
      const DroverMachine *machine = arch->machines->pdata[i];
      gsize own_length = 0;
      guint version = machine->name ? split_version (machine->name, &own_length) : 0;

      if (version <= newest || own_length != length ||
          strncmp (machine->name, alias->canonical, length) != 0 ||
          !has_everywhere (hosts, n_hosts, caps->arch, machine->name))
        continue;
      newest = version;
      chosen = machine->name;
    }
  return chosen;
}

/* (transfer full): the guest as it would run; its CPU is what libvirt would send. */
static DroverGuest *
make_guest (const DroverHostCaps *caps, const char *machine, const char *cpu_xml, GError **error)
{
  g_autoptr (xmlDoc) cpu = drover_xml_parse (cpu_xml, "cpu", error);
  g_autoptr (xmlDoc) doc = xmlNewDoc (BAD_CAST "1.0");
  g_autofree char *mib = g_strdup_printf ("%d", DROVER_GENERIC_MIB);
  g_autofree char *xml = NULL;
  xmlNode *root = xmlNewDocNode (doc, NULL, BAD_CAST "domain", NULL);
  xmlNode *type;

  xmlDocSetRootElement (doc, root);
  if (cpu == NULL)
    return NULL;
  drover_xml_set_attribute (root, "type", virt_type_of (caps));
  drover_xml_add_child (root, "name", "generic");
  drover_xml_add_child (root, "uuid", GENERIC_UUID);
  drover_xml_set_attribute (drover_xml_add_child (root, "memory", mib), "unit", "MiB");
  drover_xml_add_child (root, "vcpu", "1");
  type = drover_xml_add_child (drover_xml_add_child (root, "os", NULL), "type", "hvm");
  drover_xml_set_attribute (type, "arch", caps->arch);
  drover_xml_set_attribute (type, "machine", machine);
  xmlAddChild (root, xmlDocCopyNode (xmlDocGetRootElement (cpu), doc, 1));
  xml = drover_xml_doc_to_text (doc);
  return drover_guest_parse (xml, error);
}

/* (transfer full) (nullable): the CPU of a mode, as libvirt sends it along. */
static char *
dup_cpu (const char *mode, const DroverFactCpuOffer *offer, const DroverHostCaps *caps)
{
  if (g_str_equal (mode, "qemu64"))
    return g_strcmp0 (caps->arch, "x86_64") == 0 ? drover_cpu_dup_model_xml (mode) : NULL;
  if (g_str_equal (mode, "host-model"))
    return offer ? g_strdup (offer->host_model) : NULL;
  if (offer == NULL || offer->caps == NULL ||
      drover_domain_caps_is_supported (offer->caps, "cpu.maximum") != DROVER_CAPS_YES)
    return NULL;
  return g_strdup ("<cpu mode='maximum' migratable='on'/>");
}

static DroverFacts *
with_guest (const DroverFacts *host, DroverGuest *guest)
{
  DroverFactGuestState *state = drover_record_new (&drover_fact_guest_state_type);
  g_autoptr (DroverFacts) with_xml =
      drover_facts_with (host, DROVER_FACT_GUEST_XML, DROVER_SIDE_SOURCE, drover_guest_ref (guest), 0);
  g_autoptr (DroverFacts) with_sent =
      drover_facts_with (with_xml, DROVER_FACT_MIGRATABLE, DROVER_SIDE_SOURCE, drover_guest_ref (guest), 0);

  state->name = g_strdup (guest->name);
  state->uuid = g_strdup (GENERIC_UUID);
  state->state = g_strdup ("running");
  state->active = TRUE;
  state->persistent = TRUE;
  state->job = g_strdup ("none");
  state->resident = -1;
  return drover_facts_with (with_sent, DROVER_FACT_GUEST_STATE, DROVER_SIDE_SOURCE, state, 0);
}

static const char *
say_why_not (const DroverFacts *host, const GError *error)
{
  const DroverFactCpuOffer *offer = drover_facts_get_cpu_offer (host, DROVER_SIDE_SOURCE);
  const char *reason = NULL;

  if (error != NULL)
    reason = error->message;
  else if (caps_of (host) == NULL)
    reason = drover_facts_get_reason (host, DROVER_FACT_CAPABILITIES, DROVER_SIDE_SOURCE);
  else if (offer == NULL)
    reason = drover_facts_get_reason (host, DROVER_FACT_CPU_OFFER, DROVER_SIDE_SOURCE);
  else if (offer->guest_reason != NULL)
    reason = offer->guest_reason;
  return reason ? reason : _ ("this host has no such CPU mode");
}

/**
 * drover_matrix_n_modes:
 *
 * Returns: how many CPU modes there is a guest of
 */
guint
drover_matrix_n_modes (void)
{
  return G_N_ELEMENTS (modes);
}

/**
 * drover_matrix_choose_machine:
 * @hosts: (array length=n_hosts): what is known of each host, under %DROVER_SIDE_SOURCE
 * @n_hosts: how many
 * @host: the place of one of them
 *
 * A pure function; may be called from any thread.
 *
 * Returns: (transfer none) (nullable): the machine type that guests of that host are given which stand for a
 *   CPU mode; it lives as long as what is known of the host
 */
const char *
drover_matrix_choose_machine (DroverFacts *const *hosts, guint n_hosts, guint host)
{
  const DroverHostCaps *caps = caps_of (hosts[host]);

  return caps != NULL && caps->arch != NULL ? choose_machine (hosts, n_hosts, caps) : NULL;
}

/**
 * drover_matrix_subject_new_generic:
 * @mode: which CPU mode
 * @source: the place of a host
 * @host: (nullable): what is known of it, under %DROVER_SIDE_SOURCE; %NULL while it is awaited
 * @machine: (nullable): of drover_matrix_choose_machine()
 *
 * Returns: (transfer full): a guest of that CPU mode on that host
 */
DroverMatrixSubject *
drover_matrix_subject_new_generic (guint mode, guint source, const DroverFacts *host, const char *machine)
{
  g_autofree char *id = g_strconcat ("generic.", modes[mode], NULL);
  DroverMatrixSubject *subject = drover_matrix_subject_new (id, modes[mode], TRUE, source);
  const DroverHostCaps *caps = host ? caps_of (host) : NULL;
  g_autofree char *cpu =
      caps ? dup_cpu (modes[mode], drover_facts_get_cpu_offer (host, DROVER_SIDE_SOURCE), caps) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DroverGuest) guest = cpu ? make_guest (caps, machine, cpu, &error) : NULL;

  if (guest != NULL)
    subject->facts = with_guest (host, guest);
  else if (host != NULL)
    subject->reason = g_strdup (say_why_not (host, error));
  return subject;
}
