/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rehearse/drover-stand-in.h"

#include "base/drover-xml.h"
#include "facts/drover-marks.h"

/* Enough for any firmware to be loaded into; nothing runs in it. */
#define MEMORY_MIB "16"

static xmlNode *
add_typed (xmlNode *parent, const char *name, const char *attribute, const char *value)
{
  xmlNode *node = drover_xml_add_child (parent, name, NULL);

  drover_xml_set_attribute (node, attribute, value);
  return node;
}

/* Whether a socket of the guest has more than one processor, which its CPU tells (the feature ht). */
static gboolean
shares_sockets (const DroverCpu *cpu)
{
  return cpu != NULL && (cpu->dies > 1 || cpu->cores > 1 || cpu->threads > 1);
}

/* The guest's CPU but for what ties it to the guest's size; two processors stand for any number in a socket.
 */
static void
add_cpu (xmlNode *domain, const DroverCpu *cpu)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (cpu->xml, "cpu", NULL);
  xmlNode *copy;
  xmlNode *next;

  if (doc == NULL)
    return;
  copy = xmlDocCopyNode (xmlDocGetRootElement (doc), domain->doc, 1);
  for (xmlNode *child = copy->children; child != NULL; child = next)
    {
      next = child->next;
      if (xmlStrEqual (child->name, BAD_CAST "numa") || xmlStrEqual (child->name, BAD_CAST "topology"))
        drover_xml_remove (child);
    }
  if (shares_sockets (cpu))
    {
      xmlNode *topology = drover_xml_add_child (copy, "topology", NULL);

      drover_xml_set_attribute (topology, "sockets", "1");
      drover_xml_set_attribute (topology, "cores", cpu->threads > 1 ? "1" : "2");
      drover_xml_set_attribute (topology, "threads", cpu->threads > 1 ? "2" : "1");
    }
  xmlAddChild (domain, copy);
}

static void
add_features (xmlNode *domain, const DroverGuest *guest)
{
  static const char *const names[] = { "acpi", "apic", "pae" };
  xmlNode *features = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (drover_guest_find_feature (guest, names[i]) == NULL)
        continue;
      if (features == NULL)
        features = drover_xml_add_child (domain, "features", NULL);
      drover_xml_add_child (features, names[i], NULL);
    }
}

/* A label libvirt made up it will make up again, by the host's own security driver; what somebody asked for
 * is asked for again. */
static void
add_label (xmlNode *domain, const DroverSecLabel *label)
{
  gboolean dynamic = label->type == NULL || g_str_equal (label->type, "dynamic");
  xmlNode *node;

  if (label->model == NULL || (dynamic && label->base_label == NULL))
    return;
  node = add_typed (domain, "seclabel", "type", label->type);
  drover_xml_set_attribute (node, "model", label->model);
  drover_xml_set_attribute (node, "relabel", label->relabel);
  if (dynamic)
    drover_xml_add_child (node, "baselabel", label->base_label);
  else if (label->label != NULL)
    drover_xml_add_child (node, "label", label->label);
}

/**
 * drover_stand_in_build:
 * @guest: the guest it stands in for
 * @name: its own name, from [func@mark_new_name]
 * @uuid: its own UUID
 * @plain: leave CPU, machine type, emulator and labels to the host, where the guest's cannot be had
 *
 * Makes the definition of a guest that is to libvirt and QEMU what @guest is, and has neither disk nor
 * network nor anything else: tiny, marked as ours.
 *
 * Returns: (transfer full): its XML
 */
char *
drover_stand_in_build (const DroverGuest *guest, const char *name, const char *uuid, gboolean plain)
{
  g_autoptr (xmlDoc) doc = xmlNewDoc (BAD_CAST "1.0");
  xmlNode *domain = xmlNewDocNode (doc, NULL, BAD_CAST "domain", NULL);
  xmlNode *type;
  xmlNode *devices;

  xmlDocSetRootElement (doc, domain);
  drover_xml_set_attribute (domain, "type", guest->virt_type);
  drover_xml_add_child (domain, "name", name);
  drover_xml_add_child (domain, "uuid", uuid);
  drover_mark_add_metadata (domain, name);
  drover_xml_set_attribute (drover_xml_add_child (domain, "memory", MEMORY_MIB), "unit", "MiB");
  drover_xml_add_child (domain, "vcpu", !plain && shares_sockets (guest->cpu) ? "2" : "1");
  type = drover_xml_add_child (drover_xml_add_child (domain, "os", NULL), "type",
                               guest->os->type ? guest->os->type : "hvm");
  drover_xml_set_attribute (type, "arch", guest->os->arch);
  if (!plain)
    drover_xml_set_attribute (type, "machine", guest->os->machine);
  add_features (domain, guest);
  if (!plain && guest->cpu != NULL)
    add_cpu (domain, guest->cpu);
  devices = drover_xml_add_child (domain, "devices", NULL);
  if (!plain && guest->emulator != NULL)
    drover_xml_add_child (devices, "emulator", guest->emulator);
  drover_xml_set_attribute (add_typed (devices, "controller", "type", "usb"), "model", "none");
  add_typed (devices, "memballoon", "model", "none");
  for (guint i = 0; !plain && i < guest->seclabels->len; i++)
    add_label (domain, guest->seclabels->pdata[i]);
  return drover_xml_doc_to_text (doc);
}

/**
 * drover_stand_in_get_flags:
 * @plan: the plan, its mode settled
 *
 * Returns: the plan's flags, but for what concerns disks and definitions, which a stand-in has none of
 */
guint64
drover_stand_in_get_flags (const DroverPlan *plan)
{
  const guint64 kept = DROVER_MIGRATE_LIVE | DROVER_MIGRATE_PEER2PEER | DROVER_MIGRATE_TUNNELLED |
                       DROVER_MIGRATE_COMPRESSED | DROVER_MIGRATE_ABORT_ON_ERROR |
                       DROVER_MIGRATE_AUTO_CONVERGE | DROVER_MIGRATE_RDMA_PIN_ALL | DROVER_MIGRATE_POSTCOPY |
                       DROVER_MIGRATE_TLS | DROVER_MIGRATE_PARALLEL | DROVER_MIGRATE_ZEROCOPY;

  return drover_plan_get_flags (plan) & kept;
}

static gboolean
concerns_stand_in (const char *name)
{
  static const DroverMigrateOption kept[] = {
    DROVER_OPTION_MIGRATE_URI,           DROVER_OPTION_BANDWIDTH,
    DROVER_OPTION_BANDWIDTH_POSTCOPY,    DROVER_OPTION_BANDWIDTH_SWITCHOVER,
    DROVER_OPTION_LISTEN_ADDRESS,        DROVER_OPTION_COMP_METHODS,
    DROVER_OPTION_COMP_MT_LEVEL,         DROVER_OPTION_COMP_MT_THREADS,
    DROVER_OPTION_COMP_MT_DTHREADS,      DROVER_OPTION_COMP_XBZRLE_CACHE,
    DROVER_OPTION_COMP_ZLIB_LEVEL,       DROVER_OPTION_COMP_ZSTD_LEVEL,
    DROVER_OPTION_AUTO_CONVERGE_INITIAL, DROVER_OPTION_AUTO_CONVERGE_INCREMENT,
    DROVER_OPTION_PARALLEL_CONNECTIONS,  DROVER_OPTION_TLS_DESTINATION,
  };

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_strcmp0 (drover_migrate_option_get_info (kept[i])->param, name) == 0)
      return TRUE;
  return FALSE;
}

/**
 * drover_stand_in_get_params:
 * @plan: the plan
 * @destination_xml: (nullable): what the stand-in shall be on the target
 *
 * Returns: (transfer full): the plan's parameters (`a{sv}`), but for what concerns the guest itself
 */
GVariant *
drover_stand_in_get_params (const DroverPlan *plan, const char *destination_xml)
{
  g_autoptr (GVariant) params = drover_plan_get_params (plan);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_iter_init (&iter, params);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      if (concerns_stand_in (name))
        g_variant_builder_add (&builder, "{sv}", name, value);
      g_variant_unref (value);
    }
  if (destination_xml != NULL)
    g_variant_builder_add (&builder, "{sv}", drover_migrate_option_get_info (DROVER_OPTION_DEST_XML)->param,
                           g_variant_new_string (destination_xml));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
