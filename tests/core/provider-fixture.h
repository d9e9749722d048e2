/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "facts/providers-private.h"

/* A host of libvirt's test driver, tests/data/providers/host.xml (san.xml for the guest "san"), source and
 * target at once. */
typedef struct {
  DroverUri *uri;
  DroverConnection *connection;
  DroverPlan *plan;
  DroverFacts *facts;
  gboolean passive;
} ProviderFixture;

DroverConnection *provider_fixture_open (const DroverUri *uri, gboolean read_only);
void provider_fixture_set_up (ProviderFixture *fixture, gconstpointer guest);
void provider_fixture_tear_down (ProviderFixture *fixture, gconstpointer guest);
void provider_fixture_ask_with (ProviderFixture *fixture,
                                DroverConnection *connection,
                                const DroverFactProvider *provider,
                                DroverSide side,
                                GCancellable *cancellable);
void provider_fixture_ask (ProviderFixture *fixture, const DroverFactProvider *provider, DroverSide side);

#define PROVIDER_TEST_ADD(name, guest, func)                                                                 \
  g_test_add ("/providers/" name, ProviderFixture, guest, provider_fixture_set_up, func,                     \
              provider_fixture_tear_down)
