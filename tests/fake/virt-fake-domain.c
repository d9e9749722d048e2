/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guests, which the test driver knows by a plain name and as something less than QEMU's. */
#include <string.h>

#include "virt-fake-private.h"

static FakeHost *
host_of (virDomainPtr domain)
{
  return fake_host_of (FAKE_REAL (virDomainGetConnect) (domain));
}

const char *
virDomainGetName (virDomainPtr domain)
{
  const char *name = FAKE_REAL (virDomainGetName) (domain);
  FakeHost *host = fake_is_inside () ? NULL : host_of (domain);
  const char *written = host ? g_hash_table_lookup (host->written, name) : NULL;

  return written ? written : name;
}

static const char *
find_plain_name (FakeHost *host, const char *name)
{
  GHashTableIter iter;
  gpointer plain;
  gpointer written;

  g_hash_table_iter_init (&iter, host->written);
  while (g_hash_table_iter_next (&iter, &plain, &written))
    if (g_str_equal (written, name))
      return plain;
  return name;
}

virDomainPtr
virDomainLookupByName (virConnectPtr conn, const char *name)
{
  FakeHost *host = fake_host_of (conn);
  virDomainPtr domain;

  if (!fake_enter (host, "virDomainLookupByName"))
    return NULL;
  domain = FAKE_REAL (virDomainLookupByName) (conn, host ? find_plain_name (host, name) : name);
  fake_leave ();
  return domain;
}

char *
virDomainGetXMLDesc (virDomainPtr domain, unsigned int flags)
{
  FakeHost *host = host_of (domain);
  char uuid[VIR_UUID_STRING_BUFLEN] = "";
  const char *xml;
  char *text = NULL;

  if (!fake_enter (host, "virDomainGetXMLDesc"))
    return NULL;
  if (host != NULL && FAKE_REAL (virDomainGetUUIDString) (domain, uuid) == 0)
    {
      g_mutex_lock (&host->lab->mutex);
      xml = g_hash_table_lookup (host->lab->xml, uuid);
      text = xml ? strdup (xml) : NULL;
      g_mutex_unlock (&host->lab->mutex);
    }
  if (text == NULL)
    text = FAKE_REAL (virDomainGetXMLDesc) (domain, flags);
  fake_leave ();
  return text;
}

virDomainPtr
virDomainCreateXML (virConnectPtr conn, const char *xml, unsigned int flags)
{
  FakeHost *host = fake_host_of (conn);
  g_autofree char *name = fake_guest_between (xml, "<name>", "</name>");
  g_autofree char *uuid = fake_guest_between (xml, "<uuid>", "</uuid>");
  g_autofree char *plain = NULL;
  virDomainPtr domain;

  if (!fake_enter (host, "virDomainCreateXML"))
    return NULL;
  if (host == NULL || name == NULL || uuid == NULL)
    domain = FAKE_REAL (virDomainCreateXML) (conn, xml, flags);
  else
    {
      plain = fake_guest_test_xml (name, uuid, FALSE);
      g_mutex_lock (&host->lab->mutex);
      g_hash_table_insert (host->lab->xml, g_strdup (uuid), g_strdup (xml));
      g_mutex_unlock (&host->lab->mutex);
      domain = FAKE_REAL (virDomainCreateXML) (conn, plain, flags & VIR_DOMAIN_START_PAUSED);
    }
  fake_leave ();
  return domain;
}

int
virDomainGetControlInfo (virDomainPtr domain, virDomainControlInfoPtr info, unsigned int flags)
{
  FakeHost *host = host_of (domain);

  if (host == NULL)
    return FAKE_REAL (virDomainGetControlInfo) (domain, info, flags);
  if (!fake_enter (host, "virDomainGetControlInfo"))
    return -1;
  memset (info, 0, sizeof *info);
  info->state = VIR_DOMAIN_CONTROL_OK;
  fake_leave ();
  return 0;
}
