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

/* What is asked for afterwards is what was defined; the test driver need not understand it. */
virDomainPtr
virDomainDefineXML (virConnectPtr conn, const char *xml)
{
  FakeHost *host = fake_host_of (conn);
  g_autofree char *uuid = fake_guest_between (xml, "<uuid>", "</uuid>");
  gboolean known = FALSE;
  virDomainPtr domain;

  if (!fake_enter (host, "virDomainDefineXML"))
    return NULL;
  if (host != NULL && uuid != NULL)
    {
      g_mutex_lock (&host->lab->mutex);
      known = g_hash_table_contains (host->lab->xml, uuid);
      if (known)
        g_hash_table_replace (host->lab->xml, g_strdup (uuid), g_strdup (xml));
      g_mutex_unlock (&host->lab->mutex);
    }
  domain = known ? FAKE_REAL (virDomainLookupByUUIDString) (conn, uuid)
                 : FAKE_REAL (virDomainDefineXML) (conn, xml);
  fake_leave ();
  return domain;
}

/* A guest with a socket that connects starts only where something answers, as with QEMU. */
static gboolean
reaches (FakeLab *lab, const char *xml)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("mode=[\"']connect[\"'] host=[\"']([^\"']+)[\"'] service=[\"']([0-9]+)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, xml, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);
      g_autofree char *port = g_match_info_fetch (match, 2);
      FakeHost *named = fake_lab_find_host (lab, name);
      FakeHost *host = named ? named : fake_lab_find_address (lab, name);
      g_autofree char *text =
          g_strdup_printf ("internal error: process exited while connecting to monitor: qemu-system-x86_64: "
                           "-chardev socket: Failed to connect to '%s:%s': Connection refused",
                           name, port);

      if (host != NULL && fake_host_is_silent (host, (guint) g_ascii_strtoull (port, NULL, 10)))
        fake_wait_for_ever (lab);
      if (host == NULL || !fake_host_is_open (host, (guint) g_ascii_strtoull (port, NULL, 10)))
        {
          fake_raise (VIR_FROM_QEMU, VIR_ERR_INTERNAL_ERROR, text);
          return FALSE;
        }
    }
  return TRUE;
}

static virDomainPtr
create (FakeHost *host, const char *xml, unsigned int flags)
{
  g_autofree char *name = fake_guest_between (xml, "<name>", "</name>");
  g_autofree char *uuid = fake_guest_between (xml, "<uuid>", "</uuid>");
  g_autofree char *plain = name && uuid ? fake_guest_test_xml (name, uuid, FALSE) : NULL;
  virDomainPtr domain;

  if (plain == NULL)
    {
      fake_raise (VIR_FROM_DOMAIN, VIR_ERR_XML_ERROR, "XML error: a guest of a test needs a name and a UUID");
      return NULL;
    }
  if (!reaches (host->lab, xml))
    return NULL;
  g_mutex_lock (&host->lab->mutex);
  g_hash_table_insert (host->lab->xml, g_strdup (uuid), g_strdup (xml));
  g_mutex_unlock (&host->lab->mutex);
  domain = FAKE_REAL (virDomainCreateXML) (host->raw, plain, 0);
  if (domain != NULL && (flags & VIR_DOMAIN_START_PAUSED) != 0)
    FAKE_REAL (virDomainSuspend) (domain);
  return domain;
}

virDomainPtr
virDomainCreateXML (virConnectPtr conn, const char *xml, unsigned int flags)
{
  FakeHost *host = fake_host_of (conn);
  virDomainPtr domain;

  if (host == NULL)
    return FAKE_REAL (virDomainCreateXML) (conn, xml, flags);
  if (!fake_enter (host, "virDomainCreateXML"))
    return NULL;
  domain = create (host, xml, flags);
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
