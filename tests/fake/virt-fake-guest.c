/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What guests look like: to the test driver, and to who asks for them. */
#include <string.h>

#include "virt-fake-private.h"

/* Returns a guest for the test driver; number 5 is one that is shut off. */
char *
fake_guest_test_xml (const char *name, const char *uuid, gboolean off)
{
  g_autofree char *head =
      g_markup_printf_escaped ("<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"
                               "<name>%s</name><uuid>%s</uuid><memory unit='KiB'>8192</memory><vcpu>1</vcpu>"
                               "<os><type>hvm</type></os>",
                               name, uuid);

  return g_strconcat (head, off ? "<test:runstate>5</test:runstate>" : "", "</domain>", NULL);
}

/* Returns what stands between the first two of these. */
char *
fake_guest_between (const char *xml, const char *from, const char *to)
{
  const char *start = strstr (xml, from);
  const char *end = start ? strstr (start + strlen (from), to) : NULL;

  return end ? g_strndup (start + strlen (from), (gsize) (end - start) - strlen (from)) : NULL;
}

/* Puts @text between the first two of these, where they are. */
void
fake_guest_replace (char **xml, const char *from, const char *to, const char *text)
{
  const char *start = strstr (*xml, from);
  const char *end = start ? strstr (start, to) : NULL;
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  char *result;

  if (end == NULL)
    return;
  result = g_strdup_printf ("%.*s%s%s%s", (int) (start - *xml), *xml, from, escaped, end);
  g_free (*xml);
  *xml = result;
}

/* Returns the guest that @form describes, with another name and UUID. */
char *
fake_guest_fill (const char *form, const char *name, const char *uuid)
{
  char *xml = g_strdup (form);

  fake_guest_replace (&xml, "<name>", "</name>", name);
  fake_guest_replace (&xml, "<uuid>", "</uuid>", uuid);
  return xml;
}
