/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts/providers-private.h"

#include "base/drover-error.h"

static const DroverFactNeed needs[] = {
  { DROVER_FACT_CONNECTION, DROVER_NEED_SAME, FALSE },
  { DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE },
};

static DroverDomainCaps *
ask (DroverConnection *connection,
     const char *emulator,
     const char *arch,
     const char *machine,
     const char *virt_type,
     GError **error)
{
  g_autofree char *xml =
      drover_connection_get_domain_capabilities (connection, emulator, arch, machine, virt_type, error);

  return xml ? drover_domain_caps_parse (xml, error) : NULL;
}

/* What the host has of its own accord: for the guest's architecture and virtualisation, else for anything. */
static DroverDomainCaps *
ask_plainly (DroverConnection *connection, const DroverGuest *guest, GError **error)
{
  DroverDomainCaps *caps = ask (connection, NULL, guest->os->arch, NULL, guest->virt_type, NULL);

  return caps ? caps : ask (connection, NULL, NULL, NULL, NULL, error);
}

static gpointer
fill (const DroverFactContext *context, DroverSide side, GCancellable *cancellable, GError **error)
{
  DroverConnection *connection = context->connections[side];
  g_autoptr (DroverGuest) guest = drover_provider_get_guest (context, side, error);
  g_autoptr (DroverDomainCaps) caps = NULL;
  g_autoptr (DroverDomainCaps) plain = NULL;
  g_autoptr (GError) refusal = NULL;
  DroverFactDomcaps *fact;

  if (guest == NULL)
    return NULL;
  caps = ask (connection, guest->emulator, guest->os->arch, guest->os->machine, guest->virt_type, &refusal);
  if (caps == NULL)
    {
      /* a host that has not even these cannot be asked at all, which says nothing of the guest */
      plain = ask_plainly (connection, guest, error);
      if (plain == NULL)
        return NULL;
    }

  fact = drover_record_new (&drover_fact_domcaps_type);
  fact->emulator = g_strdup (guest->emulator);
  fact->arch = g_strdup (guest->os->arch);
  fact->machine = g_strdup (guest->os->machine);
  fact->virt_type = g_strdup (guest->virt_type);
  fact->error = refusal ? g_strdup (refusal->message) : NULL;
  fact->caps = g_steal_pointer (&caps);
  fact->plain = g_steal_pointer (&plain);
  return fact;
}

const DroverFactProvider drover_provider_domcaps = {
  .id = DROVER_FACT_DOMCAPS,
  .sides = DROVER_ON_BOTH,
  .needs = needs,
  .n_needs = G_N_ELEMENTS (needs),
  .limit_factor = 3,
  .fill = fill,
};
