/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "checks/drover-check.h"

/* clang-format off */
static const DroverFindingCode codes[] = {
  { "clients.disconnected", "X11", DROVER_VERDICT_INFO,
    N_ ("Who looks at the guest's screen or console must connect again"),
    N_ ("Screens and consoles are served by the host that runs the guest. They open anew on the target, perhaps at "
        "another port; only SPICE clients may be led there by themselves."),
    "", FALSE },
  { "clients.usb-redirection", "X11", DROVER_VERDICT_INFO,
    N_ ("USB devices that a client lends to the guest are unplugged by the move"),
    N_ ("They travel over the client's connection to the source's QEMU, and that ends. Plug them in again from the "
        "viewer; finish writing to a lent disk first."),
    "", FALSE },
  { "clients.clock", "X11", DROVER_VERDICT_INFO,
    N_ ("The guest's clock may be late by the pause of the move"),
    N_ ("A guest that keeps its time over the network mends that by itself. Its agent can set the clock at once."),
    "sync-clock", FALSE },
  { NULL },
};
/* clang-format on */

static gboolean
is_console (const DroverChardev *chardev)
{
  return (g_strcmp0 (chardev->kind, "serial") == 0 || g_strcmp0 (chardev->kind, "console") == 0) &&
         g_strcmp0 (chardev->type, "pty") == 0;
}

static gboolean
is_agent (const DroverChardev *chardev)
{
  return g_strcmp0 (chardev->kind, "channel") == 0 &&
         g_strcmp0 (chardev->target_name, "org.qemu.guest_agent.0") == 0;
}

/* Returns what a client may be connected to: "vnc, console". */
static char *
describe_doors (const DroverGuest *guest)
{
  static const char *const served[] = { "vnc", "spice", "rdp", "dbus", NULL };
  g_autoptr (GPtrArray) doors = g_ptr_array_new ();

  for (guint i = 0; i < guest->graphics->len; i++)
    {
      const DroverGraphics *graphics = guest->graphics->pdata[i];

      if (graphics->type != NULL && g_strv_contains (served, graphics->type))
        g_ptr_array_add (doors, graphics->type);
    }
  for (guint i = 0; i < guest->chardevs->len; i++)
    if (is_console (guest->chardevs->pdata[i]))
      {
        g_ptr_array_add (doors, (gpointer) "console");
        break;
      }
  if (doors->len == 0)
    return NULL;
  g_ptr_array_add (doors, NULL);
  return g_strjoinv (", ", (GStrv) doors->pdata);
}

static void
judge_channels (const DroverGuest *guest, DroverFindings *findings)
{
  guint lent = 0;

  for (guint i = 0; i < guest->chardevs->len; i++)
    {
      const DroverChardev *chardev = guest->chardevs->pdata[i];

      lent += g_strcmp0 (chardev->kind, "redirdev") == 0;
      if (is_agent (chardev))
        drover_finding_set_evidence (drover_findings_add (findings, "clients.clock"), "%s",
                                     chardev->target_name);
    }
  if (lent > 0)
    drover_finding_set_evidence (
        drover_findings_add (findings, "clients.usb-redirection"),
        ngettext ("the guest has %u port for such a device", "the guest has %u ports for such devices", lent),
        lent);
}

static void
judge (const DroverCheckInput *input, DroverFindings *findings)
{
  const DroverGuest *guest = drover_facts_get_guest (input->facts);
  g_autofree char *doors = describe_doors (guest);

  if (drover_plan_has_flag (input->plan, DROVER_MIGRATE_OFFLINE))
    {
      drover_findings_add_not_applicable (findings, _ ("A guest that is off has no client."));
      return;
    }
  if (doors != NULL)
    {
      DroverFinding *finding = drover_findings_add (findings, "clients.disconnected");

      drover_finding_set_source (finding, doors);
      drover_finding_set_evidence (finding, "%s", doors);
    }
  judge_channels (guest, findings);
}

const DroverCheck drover_check_clients = {
  .id = "clients",
  .catalog = "X11",
  .group = DROVER_GROUP_GUEST,
  .title = N_ ("Nobody need connect to the guest anew"),
  DROVER_NEEDS ({ DROVER_FACT_GUEST_XML, DROVER_NEED_SOURCE, FALSE }),
  .codes = codes,
  .judge = judge,
};
