/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-block-copy.h"

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "virt/drover-virt-private.h"

static char *
describe_target (const DroverBlockCopy *copy)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse ("<disk type='file'/>", "disk", NULL);
  xmlNode *disk = xmlDocGetRootElement (doc);

  drover_xml_set_attribute (drover_xml_add_child (disk, "driver", NULL), "type", copy->format);
  drover_xml_set_attribute (drover_xml_add_child (disk, "source", NULL), "file", copy->path);
  return drover_xml_doc_to_text (doc);
}

/**
 * drover_block_copy_begin:
 * @error: libvirt's words; nothing was begun then
 *
 * Begins a copy, which goes on without us. It ends with the guest, whose definition does not know of it
 * (VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB, without which libvirt refuses a guest that has a definition).
 *
 * Returns: whether it runs
 */
gboolean
drover_block_copy_begin (DroverDomain *domain, const DroverBlockCopy *copy, GError **error)
{
  g_autofree char *xml = describe_target (copy);
  unsigned int flags =
      VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB | (copy->shallow ? VIR_DOMAIN_BLOCK_COPY_SHALLOW : 0);
  virTypedParameter limit = { .type = VIR_TYPED_PARAM_ULLONG, .value.ul = copy->bandwidth };

  g_strlcpy (limit.field, VIR_DOMAIN_BLOCK_COPY_BANDWIDTH, sizeof limit.field);
  return drover_virt_report (
      virDomainBlockCopy (domain, copy->disk, xml, &limit, copy->bandwidth > 0 ? 1 : 0, flags),
      "virDomainBlockCopy", error);
}

/**
 * drover_block_copy_look:
 * @state: (out): how far the copy is
 *
 * Returns: whether it was learned
 */
gboolean
drover_block_copy_look (DroverDomain *domain, const char *disk, DroverBlockCopyState *state, GError **error)
{
  virDomainBlockJobInfo info;
  int found = virDomainGetBlockJobInfo (domain, disk, &info, 0);

  if (!drover_virt_report (found, "virDomainGetBlockJobInfo", error))
    return FALSE;
  *state = (DroverBlockCopyState){ 0 };
  if (found == 0 || info.type != VIR_DOMAIN_BLOCK_JOB_TYPE_COPY)
    return TRUE;
  /* libvirt lets the two be equal only where QEMU says "ready" (qemuDomainGetBlockJobInfo()). */
  *state = (DroverBlockCopyState){ TRUE, info.end > 0 && info.cur == info.end, info.cur, info.end };
  return TRUE;
}

/**
 * drover_block_copy_set_speed:
 * @bandwidth: at most so many bytes per second; 0 for no limit
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_block_copy_set_speed (DroverDomain *domain, const char *disk, guint64 bandwidth, GError **error)
{
  return drover_virt_report (virDomainBlockJobSetSpeed (domain, disk, (unsigned long) bandwidth,
                                                        VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES),
                             "virDomainBlockJobSetSpeed", error);
}

/**
 * drover_block_copy_pivot:
 * @error: the guest stays on its old file then
 *
 * Lets the guest go on with a copy that is ready. libvirt changes the definition too, where that named the
 * old file. Blocks until it is so.
 *
 * Returns: whether the guest uses the copy
 */
gboolean
drover_block_copy_pivot (DroverDomain *domain, const char *disk, GError **error)
{
  return drover_virt_report (virDomainBlockJobAbort (domain, disk, VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT),
                             "virDomainBlockJobAbort", error);
}

/**
 * drover_block_copy_abort:
 *
 * Ends a copy; the guest stays on its old file, and the new one lies there half-made. Blocks until it has
 * ended.
 *
 * Returns: whether it has
 */
gboolean
drover_block_copy_abort (DroverDomain *domain, const char *disk, GError **error)
{
  return drover_virt_report (virDomainBlockJobAbort (domain, disk, 0), "virDomainBlockJobAbort", error);
}
