/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report as a page. It is built as a tree, so that nothing that hosts said can become markup, and it
 * holds no script and asks for nothing: the policy in its head forbids both to the browser, too. */
#include <glib/gi18n-lib.h>
#include <libxml/HTMLtree.h>
#include <libxml/xmlsave.h>
#include <string.h>

#include "base/drover-quote.h"
#include "base/drover-units.h"
#include "base/drover-xml.h"
#include "checks/drover-finding.h"
#include "history/drover-report-private.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlBuffer, xmlBufferFree)

static const char *const policy = "default-src 'none'; style-src 'unsafe-inline'";

static const char *const style =
    ":root{color-scheme:light dark;--ink:#241f31;--dim:#5e5c64;--paper:#fff;--panel:#f6f5f4;--rule:#c0bfbc;"
    "--left:#1c71d8;--rate:#1b7f4d;--dirty:#b5460f;--still:#fbeecb}"
    "@media (prefers-color-scheme:dark){:root{--ink:#fff;--dim:#c0bfbc;--paper:#241f31;--panel:#3d3846;"
    "--rule:#5e5c64;--left:#78aeed;--rate:#57e389;--dirty:#ffa348;--still:#63452c}}"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:52rem;"
    "margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem}dt{color:var(--dim)}dd{margin:0}"
    "pre{background:var(--panel);padding:.75rem 1rem;border-radius:8px;white-space:pre-wrap}"
    ".finding{border-inline-start:4px solid var(--rule);padding-inline-start:1rem;margin:1rem 0}"
    ".finding h3{font-size:1rem;margin:0}.finding p{margin:.25rem 0}.block{border-color:#c01c28}"
    ".warn{border-color:#cd9309}.unknown{border-color:#813d9c}.info{border-color:var(--left)}"
    "svg{width:100%;height:auto}svg text{font-size:12px;fill:var(--dim)}.grid{stroke:var(--rule);"
    "stroke-width:.5}.axis{stroke:var(--dim)}.left,.rate,.dirty{fill:none;stroke-width:2}"
    ".left{stroke:var(--left)}.rate{stroke:var(--rate)}.dirty{stroke:var(--dirty);stroke-dasharray:6 3}"
    ".switch{fill:var(--still)}footer{margin-top:2rem;color:var(--dim);font-size:.85rem}"
    "@media print{body{margin:0}}";

static xmlNode *
add (xmlNode *parent, const char *name, const char *css_class, const char *text)
{
  xmlNode *node = drover_xml_add_child (parent, name, NULL);

  drover_xml_set_attribute (node, "class", css_class);
  if (text != NULL)
    {
      g_autofree char *harmless = drover_printable (text);

      drover_xml_set_text (node, harmless);
    }
  return node;
}

static void
add_row (xmlNode *list, const char *term, const char *text)
{
  if (text == NULL || text[0] == '\0')
    return;
  add (list, "dt", NULL, term);
  add (list, "dd", NULL, text);
}

static void
add_lines (xmlNode *body, const char *title, char *const *lines)
{
  g_autofree char *text = NULL;

  if (lines == NULL || lines[0] == NULL)
    return;
  text = g_strjoinv ("\n", (char **) lines);
  add (body, "h2", NULL, title);
  add (body, "pre", NULL, text);
}

static void
add_figures (xmlNode *body, const DroverRun *run)
{
  xmlNode *list = add (body, "dl", NULL, NULL);
  g_autofree char *time = drover_run_dup_time (run);
  g_autofree char *total = run->total_ms >= 0 ? drover_format_ms (run->total_ms) : NULL;
  g_autofree char *downtime = run->downtime_ms >= 0 ? drover_format_ms (run->downtime_ms) : NULL;
  g_autofree char *bytes = run->bytes >= 0 ? drover_format_bytes ((guint64) run->bytes) : NULL;

  add_row (list, _ ("Began"), time);
  add_row (list, _ ("Guest"), run->guest);
  add_row (list, _ ("UUID"), run->uuid);
  add_row (list, _ ("From"), run->source);
  add_row (list, _ ("To"), run->target);
  add_row (list, _ ("Duration"), total);
  add_row (list, _ ("The guest stood still"), downtime);
  add_row (list, _ ("Sent"), bytes);
}

static void
add_failure (xmlNode *body, const DroverRunDetails *details)
{
  if (details->error == NULL && details->cause == NULL)
    return;
  add (body, "h2", NULL, _ ("What went wrong"));
  if (details->cause != NULL)
    add (body, "p", NULL, details->cause);
  if (details->safe != NULL)
    add (body, "p", NULL, details->safe);
  if (details->error != NULL)
    add (body, "pre", NULL, details->error);
}

static void
add_finding (xmlNode *body, const DroverRunFinding *finding, DroverVerdict verdict)
{
  xmlNode *box = add (body, "div", "finding", NULL);
  g_autofree char *classes = g_strdup_printf ("finding %s", drover_verdict_to_string (verdict));
  g_autofree char *title =
      g_strdup_printf ("%s: %s [%s]", drover_verdict_get_label (verdict), finding->title, finding->code);
  xmlNode *list;

  drover_xml_set_attribute (box, "class", classes);
  add (box, "h3", NULL, title);
  if (finding->why != NULL && finding->why[0] != '\0')
    add (box, "p", NULL, finding->why);
  if (finding->source == NULL && finding->target == NULL && finding->evidence == NULL)
    return;
  list = add (box, "dl", NULL, NULL);
  add_row (list, _ ("Source"), finding->source);
  add_row (list, _ ("Target"), finding->target);
  add_row (list, _ ("Evidence"), finding->evidence);
}

/* What was found well is counted alone. */
static void
add_findings (xmlNode *body, GPtrArray *findings)
{
  guint n_fine = 0;

  if (findings == NULL || findings->len == 0)
    return;
  add (body, "h2", NULL, _ ("What the checks had found"));
  for (guint i = 0; i < findings->len; i++)
    {
      const DroverRunFinding *finding = findings->pdata[i];
      DroverVerdict verdict = DROVER_VERDICT_UNKNOWN;

      drover_verdict_from_string (finding->verdict, &verdict);
      if (verdict == DROVER_VERDICT_PASS || verdict == DROVER_VERDICT_NOT_APPLICABLE)
        n_fine++;
      else
        add_finding (body, finding, verdict);
    }
  if (n_fine > 0)
    {
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u check found nothing amiss.",
                                                            "%u checks found nothing amiss.", n_fine),
                                               n_fine);

      add (body, "p", NULL, text);
    }
}

static void
fill_head (xmlNode *head, const char *headline)
{
  xmlNode *meta = add (head, "meta", NULL, NULL);

  drover_xml_set_attribute (meta, "charset", "utf-8");
  meta = add (head, "meta", NULL, NULL);
  drover_xml_set_attribute (meta, "http-equiv", "Content-Security-Policy");
  drover_xml_set_attribute (meta, "content", policy);
  meta = add (head, "meta", NULL, NULL);
  drover_xml_set_attribute (meta, "name", "viewport");
  drover_xml_set_attribute (meta, "content", "width=device-width");
  add (head, "title", NULL, headline);
  /* A style is text of ours and is not escaped in HTML; drover_xml_set_text() is not for it. */
  xmlAddChild (add (head, "style", NULL, NULL), xmlNewText (BAD_CAST style));
}

static void
fill_body (xmlNode *body, const DroverRun *run, const char *headline)
{
  g_autofree char *footer = NULL;

  add (body, "h1", NULL, headline);
  add (body, "p", NULL, drover_run_describe_place (run));
  add_figures (body, run);
  drover_report_add_chart (body, run);
  if (run->details != NULL)
    {
      add_failure (body, run->details);
      add_lines (body, _ ("Notes"), run->details->notes);
      add_findings (body, run->details->findings);
      add_lines (body, _ ("Options"), run->details->options);
      add_lines (body, _ ("The same with virsh"), run->details->command);
    }
  /* Translators: a program's name and its version */
  footer = g_strdup_printf (_ ("Written by %s %s"), run->program,
                            run->details && run->details->version ? run->details->version : "");
  add (body, "footer", NULL, g_strchomp (footer));
}

static char *
find_language (void)
{
  const char *language = g_get_language_names ()[0];
  gsize length = strcspn (language, ".@");
  g_autofree char *tag = g_strndup (language, length);

  if (length < 2 || g_str_equal (tag, "POSIX"))
    return g_strdup ("en");
  return g_strdelimit (g_steal_pointer (&tag), "_", '-');
}

/**
 * drover_report_write_html:
 * @run: a run with its details and samples
 *
 * Returns: (transfer full): the page
 */
char *
drover_report_write_html (const DroverRun *run)
{
  g_autoptr (xmlDoc) document = htmlNewDocNoDtD (NULL, NULL);
  g_autoptr (xmlBuffer) buffer = xmlBufferCreate ();
  g_autofree char *headline = drover_run_dup_headline (run);
  g_autofree char *language = find_language ();
  xmlNode *root = xmlNewDocNode (document, NULL, BAD_CAST "html", NULL);
  xmlSaveCtxt *save;

  xmlDocSetRootElement (document, root);
  drover_xml_set_attribute (root, "lang", language);
  fill_head (add (root, "head", NULL, NULL), headline);
  fill_body (add (root, "body", NULL, NULL), run, headline);

  save = xmlSaveToBuffer (buffer, "UTF-8", XML_SAVE_AS_HTML | XML_SAVE_NO_DECL);
  xmlSaveDoc (save, document);
  xmlSaveClose (save);
  return g_strconcat ("<!DOCTYPE html>\n", (const char *) xmlBufferContent (buffer), NULL);
}
