/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "virt/drover-domain.h"

#include <string.h>

#include "base/drover-error.h"
#include "virt/drover-virt-private.h"

/**
 * drover_domain_set_autostart:
 * @autostart: whether the guest shall start with its host
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_domain_set_autostart (DroverDomain *domain, gboolean autostart, GError **error)
{
  return drover_virt_report (virDomainSetAutostart (domain, autostart), "virDomainSetAutostart", error);
}

static unsigned int
choose_affected (gboolean definition)
{
  return definition ? VIR_DOMAIN_AFFECT_CONFIG : VIR_DOMAIN_AFFECT_LIVE;
}

/**
 * drover_domain_update_device:
 * @xml: a device of the guest as it shall be
 * @definition: change what the guest starts with next time, instead of the guest that runs
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_domain_update_device (DroverDomain *domain, const char *xml, gboolean definition, GError **error)
{
  unsigned int flags = choose_affected (definition);

  return drover_virt_report (virDomainUpdateDeviceFlags (domain, xml, flags), "virDomainUpdateDeviceFlags",
                             error);
}

/**
 * drover_domain_attach_device:
 * @xml: a device that the guest does not have
 * @definition: for its next start, instead of for the guest that runs
 *
 * Returns: whether it has it
 */
gboolean
drover_domain_attach_device (DroverDomain *domain, const char *xml, gboolean definition, GError **error)
{
  unsigned int flags = choose_affected (definition);

  return drover_virt_report (virDomainAttachDeviceFlags (domain, xml, flags), "virDomainAttachDeviceFlags",
                             error);
}

/**
 * drover_domain_detach_device:
 * @xml: a device of the guest
 * @definition: from what it starts with next time, instead of from the guest that runs
 *
 * A guest that runs may still have the device when this returns: it lets go of it when it likes, or never.
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_domain_detach_device (DroverDomain *domain, const char *xml, gboolean definition, GError **error)
{
  unsigned int flags = choose_affected (definition);

  return drover_virt_report (virDomainDetachDeviceFlags (domain, xml, flags), "virDomainDetachDeviceFlags",
                             error);
}

/**
 * drover_domain_resume:
 *
 * Lets a paused guest run on.
 *
 * Returns: whether it runs
 */
gboolean
drover_domain_resume (DroverDomain *domain, GError **error)
{
  return drover_virt_report (virDomainResume (domain), "virDomainResume", error);
}

/**
 * drover_domain_wake:
 *
 * Wakes a guest that sleeps (S3).
 *
 * Returns: whether it was woken
 */
gboolean
drover_domain_wake (DroverDomain *domain, GError **error)
{
  return drover_virt_report (virDomainPMWakeup (domain, 0), "virDomainPMWakeup", error);
}

/**
 * drover_domain_start:
 *
 * Starts a guest that is off: from its saved state, where it has one.
 *
 * Returns: whether it runs
 */
gboolean
drover_domain_start (DroverDomain *domain, GError **error)
{
  return drover_virt_report (virDomainCreate (domain), "virDomainCreate", error);
}

/**
 * drover_domain_save:
 *
 * Writes the guest's memory to a file of its host, from which its next start goes on, and ends it.
 *
 * Returns: whether it is off and saved
 */
gboolean
drover_domain_save (DroverDomain *domain, GError **error)
{
  return drover_virt_report (virDomainManagedSave (domain, 0), "virDomainManagedSave", error);
}

/**
 * drover_domain_define:
 * @xml: what the guest it names shall start with next time
 *
 * Returns: whether libvirt took it
 */
gboolean
drover_domain_define (DroverConnection *connection, const char *xml, GError **error)
{
  g_autoptr (DroverDomain) domain = virDomainDefineXML (drover_connection_get_raw (connection), xml);

  if (domain == NULL)
    drover_virt_take_error ("virDomainDefineXML", error);
  return domain != NULL;
}

/**
 * drover_domain_destroy:
 *
 * Ends a guest at once. Only for guests of ours (probes, stand-ins).
 *
 * Returns: whether it is gone
 */
gboolean
drover_domain_destroy (DroverDomain *domain, GError **error)
{
  return drover_virt_report (virDomainDestroy (domain), "virDomainDestroy", error);
}

/**
 * drover_domain_undefine_keeping_state:
 *
 * Removes the host's definition of a guest and nothing else: its NVRAM and TPM state stay.
 *
 * Returns: whether the definition is gone
 */
gboolean
drover_domain_undefine_keeping_state (DroverDomain *domain, GError **error)
{
  /* VIR_DOMAIN_UNDEFINE_KEEP_TPM came in 8.9.0; an older daemon refuses a flag it does not know, and keeps
   * the TPM's state of itself. */
  if (virDomainUndefineFlags (domain, VIR_DOMAIN_UNDEFINE_KEEP_NVRAM | VIR_DOMAIN_UNDEFINE_KEEP_TPM) == 0)
    return TRUE;
  return drover_virt_report (virDomainUndefineFlags (domain, VIR_DOMAIN_UNDEFINE_KEEP_NVRAM),
                             "virDomainUndefineFlags", error);
}

/**
 * drover_domain_create_transient:
 * @xml: its description
 * @paused: do not let it run
 * @autodestroy: end it when the connection ends, however that happens
 *
 * Returns: (transfer full): the new guest
 */
DroverDomain *
drover_domain_create_transient (
    DroverConnection *connection, const char *xml, gboolean paused, gboolean autodestroy, GError **error)
{
  unsigned int flags =
      (paused ? VIR_DOMAIN_START_PAUSED : 0) | (autodestroy ? VIR_DOMAIN_START_AUTODESTROY : 0);
  DroverDomain *domain = virDomainCreateXML (drover_connection_get_raw (connection), xml, flags);

  if (domain == NULL)
    drover_virt_take_error ("virDomainCreateXML", error);
  return domain;
}

/**
 * drover_domain_ask_monitor:
 *
 * Asks the guest's QEMU for something that every one has to tell (its I/O threads), which changes nothing and
 * leaves no mark. Blocks for as long as QEMU does not answer.
 *
 * Returns: whether it answered
 */
gboolean
drover_domain_ask_monitor (DroverDomain *domain, GError **error)
{
  virDomainIOThreadInfoPtr *threads = NULL;
  int n = virDomainGetIOThreadInfo (domain, &threads, VIR_DOMAIN_AFFECT_LIVE);

  for (int i = 0; i < n; i++)
    virDomainIOThreadInfoFree (threads[i]);
  free (threads);
  return drover_virt_report (n, "virDomainGetIOThreadInfo", error);
}

/**
 * drover_domain_get_memory_resident:
 * @bytes: (out): how much memory the guest's process holds, in bytes
 *
 * Returns: whether it was learned
 */
gboolean
drover_domain_get_memory_resident (DroverDomain *domain, guint64 *bytes, GError **error)
{
  virDomainMemoryStatStruct stats[VIR_DOMAIN_MEMORY_STAT_NR];
  int n = virDomainMemoryStats (domain, stats, VIR_DOMAIN_MEMORY_STAT_NR, 0);

  if (!drover_virt_report (n, "virDomainMemoryStats", error))
    return FALSE;
  for (int i = 0; i < n; i++)
    if (stats[i].tag == VIR_DOMAIN_MEMORY_STAT_RSS)
      {
        *bytes = stats[i].val * 1024;
        return TRUE;
      }
  g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED, "no resident size");
  return FALSE;
}

/**
 * drover_domain_list_block_jobs:
 * @targets: (array zero-terminated=1): the disks to ask about, by target (`vda`)
 *
 * Returns: (transfer full): those that a block job is running on
 */
GStrv
drover_domain_list_block_jobs (DroverDomain *domain, const char *const *targets, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; targets[i] != NULL; i++)
    {
      virDomainBlockJobInfo info;
      int rc = virDomainGetBlockJobInfo (domain, targets[i], &info, 0);

      if (!drover_virt_report (rc, "virDomainGetBlockJobInfo", error))
        return NULL;
      if (rc == 1)
        g_strv_builder_add (builder, targets[i]);
    }
  return g_strv_builder_end (builder);
}

/**
 * drover_domain_get_block_size:
 * @target: a disk by target or path
 * @capacity: (out): what the guest sees, in bytes
 * @allocation: (out): what it takes on the host, in bytes
 *
 * Returns: whether it was learned
 */
gboolean
drover_domain_get_block_size (
    DroverDomain *domain, const char *target, guint64 *capacity, guint64 *allocation, GError **error)
{
  virDomainBlockInfo info;

  if (!drover_virt_report (virDomainGetBlockInfo (domain, target, &info, 0), "virDomainGetBlockInfo", error))
    return FALSE;
  *capacity = info.capacity;
  *allocation = info.allocation;
  return TRUE;
}

/**
 * drover_domain_count_checkpoints:
 *
 * Returns: how many checkpoints the guest has; 0 also where the host is too old to know them, -1 where it
 * does not tell
 */
int
drover_domain_count_checkpoints (DroverDomain *domain)
{
  virDomainCheckpointPtr *list = NULL;
  int n;

  drover_virt_keep_distance ();
  n = virDomainListAllCheckpoints (domain, &list, 0);
  if (n < 0)
    return virGetLastErrorCode () == VIR_ERR_NO_SUPPORT ? 0 : -1;
  for (int i = 0; i < n; i++)
    virDomainCheckpointFree (list[i]);
  free (list);
  return n;
}

/**
 * drover_domain_get_control_state:
 * @state: (out): libvirt's `virDomainControlState`: 0 fine, 1 a background job, 2 busy, 3 broken
 * @held_ms: (out): for how long, in milliseconds
 *
 * Returns: whether it was learned
 */
gboolean
drover_domain_get_control_state (DroverDomain *domain, int *state, guint64 *held_ms, GError **error)
{
  virDomainControlInfo info;

  if (!drover_virt_report (virDomainGetControlInfo (domain, &info, 0), "virDomainGetControlInfo", error))
    return FALSE;
  *state = (int) info.state;
  *held_ms = info.stateTime;
  return TRUE;
}
