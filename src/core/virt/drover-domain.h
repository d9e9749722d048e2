/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/drover-connection.h"

G_BEGIN_DECLS

/**
 * DroverDomain:
 *
 * A handle on a guest of one host: libvirt's own reference, which may be used in any thread.
 */
typedef struct _virDomain DroverDomain;

/**
 * DroverDomainState:
 *
 * libvirt's `virDomainState`, under names of our own so that no other room needs its headers.
 */
typedef enum {
  DROVER_DOMAIN_NOSTATE,
  DROVER_DOMAIN_RUNNING,
  DROVER_DOMAIN_BLOCKED,
  DROVER_DOMAIN_PAUSED,
  DROVER_DOMAIN_SHUTDOWN,
  DROVER_DOMAIN_SHUTOFF,
  DROVER_DOMAIN_CRASHED,
  DROVER_DOMAIN_PMSUSPENDED,
} DroverDomainState;

/**
 * DroverXmlKind:
 * @DROVER_XML_LIVE: as the guest runs now
 * @DROVER_XML_INACTIVE: as it will start next time
 * @DROVER_XML_MIGRATABLE: as a migration would send it
 * @DROVER_XML_INACTIVE_SECURE: as @DROVER_XML_INACTIVE with its passwords; only to define the guest again
 * @DROVER_XML_MIGRATABLE_SECURE: as @DROVER_XML_MIGRATABLE with its passwords; only to migrate the guest
 */
typedef enum {
  DROVER_XML_LIVE,
  DROVER_XML_INACTIVE,
  DROVER_XML_MIGRATABLE,
  DROVER_XML_INACTIVE_SECURE,
  DROVER_XML_MIGRATABLE_SECURE,
} DroverXmlKind;

/**
 * DroverDomainInfo:
 * @name: its name
 * @uuid: its UUID as text
 * @state: what it is doing
 * @reason: libvirt's reason for @state, a number whose meaning depends on it
 * @persistent: whether the host keeps a definition of it
 * @autostart: whether it starts with the host
 * @has_managed_save: whether a saved memory image waits for its next start
 * @n_snapshots: snapshots with metadata
 * @id: its number while it runs, -1 otherwise
 */
typedef struct {
  char *name;
  char *uuid;
  DroverDomainState state;
  int reason;
  gboolean persistent;
  gboolean autostart;
  gboolean has_managed_save;
  int n_snapshots;
  int id;
} DroverDomainInfo;

DroverDomain *drover_domain_lookup (DroverConnection *connection, const char *name_or_uuid, GError **error);
DroverDomain *drover_domain_lookup_by_name (DroverConnection *connection, const char *name, GError **error);
DroverDomain *drover_domain_lookup_by_uuid (DroverConnection *connection, const char *uuid, GError **error);
GPtrArray *drover_domain_list (DroverConnection *connection, gboolean active_only, GError **error);
DroverDomain *drover_domain_ref (DroverDomain *domain);
void drover_domain_free (DroverDomain *domain);

char *drover_domain_get_name (DroverDomain *domain);
char *drover_domain_get_uuid (DroverDomain *domain);
char *drover_domain_get_xml (DroverDomain *domain, DroverXmlKind kind, GError **error);
DroverDomainInfo *drover_domain_get_info (DroverDomain *domain, GError **error);
void drover_domain_info_free (DroverDomainInfo *info);
gboolean
drover_domain_get_state (DroverDomain *domain, DroverDomainState *state, int *reason, GError **error);
const char *drover_domain_state_to_string (DroverDomainState state);
gboolean drover_domain_state_is_active (DroverDomainState state);

gboolean drover_domain_set_autostart (DroverDomain *domain, gboolean autostart, GError **error);
gboolean
drover_domain_update_device (DroverDomain *domain, const char *xml, gboolean definition, GError **error);
gboolean
drover_domain_attach_device (DroverDomain *domain, const char *xml, gboolean definition, GError **error);
gboolean
drover_domain_detach_device (DroverDomain *domain, const char *xml, gboolean definition, GError **error);
gboolean drover_domain_resume (DroverDomain *domain, GError **error);
gboolean drover_domain_wake (DroverDomain *domain, GError **error);
gboolean drover_domain_start (DroverDomain *domain, GError **error);
gboolean drover_domain_save (DroverDomain *domain, GError **error);
gboolean drover_domain_define (DroverConnection *connection, const char *xml, GError **error);
gboolean drover_domain_destroy (DroverDomain *domain, GError **error);
gboolean drover_domain_undefine_keeping_state (DroverDomain *domain, GError **error);
DroverDomain *drover_domain_create_transient (
    DroverConnection *connection, const char *xml, gboolean paused, gboolean autodestroy, GError **error);

gboolean drover_domain_ask_monitor (DroverDomain *domain, GError **error);
gboolean drover_domain_get_memory_resident (DroverDomain *domain, guint64 *bytes, GError **error);
GStrv drover_domain_list_block_jobs (DroverDomain *domain, const char *const *targets, GError **error);
gboolean drover_domain_get_block_size (
    DroverDomain *domain, const char *target, guint64 *capacity, guint64 *allocation, GError **error);
int drover_domain_count_checkpoints (DroverDomain *domain);
gboolean drover_domain_get_control_state (DroverDomain *domain, int *state, guint64 *held_ms, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverDomain, drover_domain_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DroverDomainInfo, drover_domain_info_free)

G_END_DECLS
