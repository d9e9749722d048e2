/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"

static void
assert_refused (const char *xml, const char *part_of_message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (xmlDoc) doc = drover_xml_parse (xml, NULL, &error);

  g_assert_null (doc);
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED);
  if (strstr (error->message, part_of_message) == NULL)
    g_error ("“%s” does not speak of “%s”", error->message, part_of_message);
}

static xmlDoc *
assert_read (const char *xml)
{
  g_autoptr (GError) error = NULL;
  xmlDoc *doc = drover_xml_parse (xml, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (doc);
  return doc;
}

static void
assert_reads (const char *xml)
{
  g_autoptr (xmlDoc) doc = assert_read (xml);
}

static char *
repeat (const char *before, const char *unit, gsize times, const char *after)
{
  GString *text = g_string_new (before);

  for (gsize i = 0; i < times; i++)
    g_string_append (text, unit);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

static void
test_refuses (void)
{
  assert_refused ("", "empty");
  assert_refused ("   ", "line 1");
  assert_refused ("text", "line 1");
  assert_refused ("<a>", "line 1");
  assert_refused ("<a></b>", "line 1");
  assert_refused ("<a>\n\n<b x='1' x='2'/></a>", "line 3");
  assert_refused ("<a/><a/>", "line 1");
  assert_refused ("<a b='<c/>'/>", "inside a tag");
  assert_refused ("<a b='", "ends in the middle");
  assert_refused ("<!-- ", "ends in the middle");
  assert_refused ("<![CDATA[ ", "ends in the middle");
  assert_refused ("<?pi ", "ends in the middle");
  assert_refused ("<a>\xc3</a>", "UTF-8");
  assert_refused ("<a>\x01</a>", "line 1");
}

static void
test_refuses_doctype (void)
{
  assert_refused ("<!DOCTYPE a><a/>", "document type");
  assert_refused ("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "document type");
  assert_refused ("<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
                  "document type");
  assert_refused ("<a><!ELEMENT a ANY></a>", "document type");
  assert_refused ("<a>&e;</a>", "line 1");
}

static void
test_reads (void)
{
  assert_reads ("<a/>");
  assert_reads ("<?xml version='1.0' encoding='UTF-8'?>\n<!-- < & <!DOCTYPE --> <a "
                "b='>'>&lt;<![CDATA[<!DOCTYPE]]></a>");
  /* the text is UTF-8 whatever it says of itself: that is how libvirt sends it */
  assert_reads ("<?xml version='1.0' encoding='ISO-8859-1'?><a>ü</a>");
  assert_reads ("<?xml version='1.0' encoding='no-such-encoding'?><a>ü</a>");
}

static void
test_root (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (xmlDoc) right = drover_xml_parse ("<pool/>", "pool", NULL);
  g_autoptr (xmlDoc) wrong = drover_xml_parse ("<volume/>", "pool", &error);

  g_assert_nonnull (right);
  g_assert_null (wrong);
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED);
}

static void
test_bounds_depth (void)
{
  g_autofree char *open = repeat ("", "<a>", DROVER_XML_MAX_DEPTH, "");
  g_autofree char *fits = repeat (open, "</a>", DROVER_XML_MAX_DEPTH, "");
  g_autofree char *open_more = repeat ("", "<a>", DROVER_XML_MAX_DEPTH + 1, "");
  g_autofree char *exceeds = repeat (open_more, "</a>", DROVER_XML_MAX_DEPTH + 1, "");

  assert_reads (fits);
  assert_refused (exceeds, "inside each other");
}

static void
test_bounds_nodes (void)
{
  g_autofree char *fits = repeat ("<a>", "<b c=''/>", DROVER_XML_MAX_NODES / 2 - 1, "</a>");
  g_autofree char *exceeds = repeat ("<a>", "<b c=''/>", DROVER_XML_MAX_NODES / 2, "</a>");

  assert_reads (fits);
  assert_refused (exceeds, "elements and attributes");
}

static char *
with_attributes (guint count)
{
  g_autoptr (GString) text = g_string_new ("<a");

  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, " b%u='='", i);
  g_string_append (text, "/>");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_bounds_attributes (void)
{
  g_autofree char *fits = with_attributes (DROVER_XML_MAX_ATTRIBUTES);
  g_autofree char *exceeds = with_attributes (DROVER_XML_MAX_ATTRIBUTES + 1);
  g_autofree char *huge = repeat ("<a b='", "xxxxxxxx", DROVER_XML_MAX_TAG_BYTES / 8, "'/>");

  assert_reads (fits);
  assert_refused (exceeds, "attributes");
  assert_refused (huge, "one tag");
}

static void
test_bounds_bytes (void)
{
  g_autofree char *fits = repeat ("<a>", "xxxxxxxx", DROVER_XML_MAX_BYTES / 8 - 1, "</a>");
  g_autofree char *exceeds = repeat ("<a>", "xxxxxxxx", DROVER_XML_MAX_BYTES / 8, "</a>");

  assert_reads (fits);
  assert_refused (exceeds, "bytes");
}

static void
test_bounds_list (void)
{
  g_autofree char *xml = repeat ("<a>", "<b/>", DROVER_XML_MAX_LIST + 1, "</a>");
  g_autoptr (xmlDoc) doc = assert_read (xml);
  g_autoptr (xmlXPathContext) context = drover_xml_context_new (doc);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) some = drover_xml_get_nodes (context, NULL, "b[position() <= 10]", NULL);
  g_autoptr (GPtrArray) all = drover_xml_get_nodes (context, NULL, "b", &error);

  g_assert_cmpuint (some->len, ==, 10);
  g_assert_null (all);
  g_assert_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED);
}

static void
test_strings (void)
{
  g_autoptr (xmlDoc) doc = assert_read ("<a x='1 &amp; 2'><b>first</b><b>second</b><empty/></a>");
  g_autoptr (xmlXPathContext) context = drover_xml_context_new (doc);
  g_autofree char *attribute = drover_xml_get_string (context, NULL, "@x");
  g_autofree char *first = drover_xml_get_string (context, NULL, "b");
  g_autofree char *empty = drover_xml_get_string (context, NULL, "empty");
  g_autofree char *absent = drover_xml_get_string (context, NULL, "absent");
  g_autofree char *computed = drover_xml_get_string (context, NULL, "name(.)");
  g_autofree char *nothing = drover_xml_get_string (context, NULL, "name(absent)");
  xmlNode *second = drover_xml_get_node (context, NULL, "b[2]");
  g_autofree char *own = drover_xml_get_string (context, second, ".");

  g_assert_cmpstr (attribute, ==, "1 & 2");
  g_assert_cmpstr (first, ==, "first");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (absent);
  g_assert_cmpstr (computed, ==, "a");
  g_assert_null (nothing);
  g_assert_cmpstr (own, ==, "second");
  g_assert_true (drover_xml_has (context, NULL, "empty"));
  g_assert_false (drover_xml_has (context, NULL, "absent"));
  g_assert_true (drover_xml_has (context, NULL, "@x='1 & 2'"));
}

static void
test_numbers (void)
{
  g_autoptr (xmlDoc) doc =
      assert_read ("<a good=' 42 ' most='18446744073709551615' more='18446744073709551616' "
                   "minus='-1' hex='0x10' text='many' empty=''/>");
  g_autoptr (xmlXPathContext) context = drover_xml_context_new (doc);
  guint64 number = 7;
  gint64 with_sign = 7;

  g_assert_true (drover_xml_get_uint64 (context, NULL, "@absent", &number, NULL));
  g_assert_cmpuint (number, ==, 7);
  g_assert_true (drover_xml_get_uint64 (context, NULL, "@good", &number, NULL));
  g_assert_cmpuint (number, ==, 42);
  g_assert_true (drover_xml_get_uint64 (context, NULL, "@most", &number, NULL));
  g_assert_cmpuint (number, ==, G_MAXUINT64);
  g_assert_true (drover_xml_get_int64 (context, NULL, "@minus", &with_sign, NULL));
  g_assert_cmpint (with_sign, ==, -1);

  for (const char *const *path = (const char *const[]){ "@more", "@minus", "@hex", "@text", "@empty", NULL };
       *path != NULL; path++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (drover_xml_get_uint64 (context, NULL, *path, &number, &error));
      g_assert_error (error, DROVER_ERROR, DROVER_ERROR_MALFORMED);
    }
}

static void
test_bytes (void)
{
  static const struct {
    const char *xml;
    gboolean ok;
    guint64 bytes;
  } cases[] = {
    { "<a><m>3</m></a>", TRUE, 3072 },
    { "<a><m unit='b'>3</m></a>", TRUE, 3 },
    { "<a><m unit='bytes'>3</m></a>", TRUE, 3 },
    { "<a><m unit='KB'>3</m></a>", TRUE, 3000 },
    { "<a><m unit='k'>3</m></a>", TRUE, 3072 },
    { "<a><m unit='KiB'>3</m></a>", TRUE, 3072 },
    { "<a><m unit='GiB'>3</m></a>", TRUE, G_GUINT64_CONSTANT (3221225472) },
    { "<a><m unit='TB'>3</m></a>", TRUE, G_GUINT64_CONSTANT (3000000000000) },
    { "<a><m unit='EiB'>15</m></a>", TRUE, G_GUINT64_CONSTANT (15) << 60 },
    { "<a><m unit='EiB'>16</m></a>", FALSE, 0 },
    { "<a><m unit='XiB'>1</m></a>", FALSE, 0 },
    { "<a><m unit=''>1</m></a>", FALSE, 0 },
    { "<a><m unit='KiBi'>1</m></a>", FALSE, 0 },
    { "<a><m>-1</m></a>", FALSE, 0 },
    { "<a><m/></a>", FALSE, 0 },
    { "<a/>", TRUE, 99 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (xmlDoc) doc = assert_read (cases[i].xml);
      g_autoptr (xmlXPathContext) context = drover_xml_context_new (doc);
      guint64 bytes = 99;

      g_test_message ("%s", cases[i].xml);
      g_assert_cmpint (drover_xml_get_bytes (context, NULL, "m", 1024, &bytes, NULL), ==, cases[i].ok);
      g_assert_cmpuint (bytes, ==, cases[i].ok ? cases[i].bytes : 99);
    }
}

static void
test_write (void)
{
  g_autoptr (xmlDoc) doc = assert_read ("<domain><name>old</name><seclabel model='apparmor'/></domain>");
  g_autoptr (xmlXPathContext) context = drover_xml_context_new (doc);
  xmlNode *root = xmlDocGetRootElement (doc);
  g_autofree char *text = NULL;

  drover_xml_set_text (drover_xml_ensure_child (root, "name"), "a < b & \"c\" &amp;");
  drover_xml_remove (drover_xml_get_node (context, NULL, "seclabel"));
  drover_xml_set_attribute (root, "type", "k'v\"m<&");
  drover_xml_set_attribute (root, "absent", NULL);
  drover_xml_add_child (drover_xml_ensure_child (root, "os"), "type", "<hvm>");

  text = drover_xml_doc_to_text (doc);
  g_assert_cmpstr (text, ==,
                   "<domain type=\"k'v&quot;m&lt;&amp;\"><name>a &lt; b &amp; \"c\" &amp;amp;</name>"
                   "<os><type>&lt;hvm&gt;</type></os></domain>");
}

static gpointer
parse_many (gpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      assert_refused ("<a><b></a>", "line 1");
      assert_reads ("<a><b/></a>");
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[8];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, parse_many, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Errors belong to the caller: nothing may reach the terminal. */
static void
test_silence (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (xmlDoc) doc = assert_read ("<a/>");
      g_autoptr (xmlXPathContext) context = drover_xml_context_new (doc);

      assert_refused ("<a><b></a>", "line 1");
      assert_refused ("<a b='1' b='2'/>", "line 1");
      assert_refused ("<p:a/>", "line 1");
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/xml/refuses", test_refuses);
  g_test_add_func ("/xml/refuses-doctype", test_refuses_doctype);
  g_test_add_func ("/xml/reads", test_reads);
  g_test_add_func ("/xml/root", test_root);
  g_test_add_func ("/xml/bounds/depth", test_bounds_depth);
  g_test_add_func ("/xml/bounds/nodes", test_bounds_nodes);
  g_test_add_func ("/xml/bounds/attributes", test_bounds_attributes);
  g_test_add_func ("/xml/bounds/bytes", test_bounds_bytes);
  g_test_add_func ("/xml/bounds/list", test_bounds_list);
  g_test_add_func ("/xml/strings", test_strings);
  g_test_add_func ("/xml/numbers", test_numbers);
  g_test_add_func ("/xml/bytes", test_bytes);
  g_test_add_func ("/xml/write", test_write);
  g_test_add_func ("/xml/threads", test_threads);
  g_test_add_func ("/xml/silence", test_silence);
  return g_test_run ();
}
