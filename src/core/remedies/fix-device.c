/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices of the source in a guest's hands: detached for the move, and the target's own attached once the
 * guest is there, where it is plain which one that is. */
#include <string.h>

#include "base/drover-error.h"
#include "base/drover-xml.h"
#include "remedies/drover-fix-private.h"
#include "virt/drover-node-devices.h"

/* How long a guest may take to let go of a device; libvirt itself waits for five seconds and then says
 * nothing. */
#define LET_GO_US (20 * G_TIME_SPAN_SECOND)
#define LOOK_US (200 * G_TIME_SPAN_MILLISECOND)

#define DEVICES "/domain/devices/*[self::hostdev or self::interface or self::shmem]"

/* --- which device is meant --- */

/* (nullable): where the guest sees it, which no two of its devices share */
static char *
get_place (xmlXPathContext *context, xmlNode *device)
{
  g_autoptr (GPtrArray) address = drover_xml_get_nodes (context, device, "address", NULL);
  g_autofree char *text =
      address != NULL && address->len == 1 ? drover_xml_node_to_text (address->pdata[0]) : NULL;

  return text ? g_strconcat ((const char *) device->name, " ", text, NULL) : NULL;
}

/* libvirt numbers the devices of a guest that runs; only names that a person gave are taken back from us. */
static void
forget_alias (xmlXPathContext *context, xmlNode *device)
{
  xmlNode *alias = drover_xml_get_node (context, device, "alias[not(starts-with(@name, 'ua-'))]");

  if (alias != NULL)
    drover_xml_remove (alias);
}

/**
 * drover_fix_find_device:
 * @guest_xml: as the guest runs
 * @alias: libvirt's name of the device in it
 * @place: (out) (transfer full) (nullable): where the guest sees it
 *
 * Returns: (transfer full) (nullable): the device's element, as it can be attached again
 */
char *
drover_fix_find_device (const char *guest_xml, const char *alias, char **place)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (guest_xml, "domain", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autoptr (GPtrArray) devices = context ? drover_xml_get_nodes (context, NULL, DEVICES, NULL) : NULL;

  for (guint i = 0; devices != NULL && i < devices->len; i++)
    {
      g_autofree char *name = drover_xml_get_string (context, devices->pdata[i], "alias/@name");

      if (g_strcmp0 (name, alias) != 0)
        continue;
      forget_alias (context, devices->pdata[i]);
      *place = get_place (context, devices->pdata[i]);
      return drover_xml_node_to_text (devices->pdata[i]);
    }
  return NULL;
}

/**
 * drover_fix_find_device_at:
 * @guest_xml: a guest, as it runs or as it is defined
 * @place: (nullable): where the guest sees a device
 *
 * Returns: (transfer full) (nullable): the element of the device there
 */
char *
drover_fix_find_device_at (const char *guest_xml, const char *place)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (guest_xml, "domain", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autoptr (GPtrArray) devices = context ? drover_xml_get_nodes (context, NULL, DEVICES, NULL) : NULL;

  for (guint i = 0; place != NULL && devices != NULL && i < devices->len; i++)
    {
      g_autofree char *its = get_place (context, devices->pdata[i]);

      if (g_strcmp0 (its, place) == 0)
        return drover_xml_node_to_text (devices->pdata[i]);
    }
  return NULL;
}

/* --- which device of the target is as good --- */

typedef enum {
  ANYWHERE, /* named by what it is, or by what both hosts reach */
  SAME_CARD,
  NOWHERE, /* the name would mean another device on another host */
} Likeness;

/* As the element names it; for a card, libvirt's name of the host's own device too. */
static Likeness
get_likeness (const char *device, char **card)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (device, NULL, NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;

  *card = NULL;
  if (context == NULL)
    return NOWHERE;
  if (drover_xml_has (context, NULL, "/hostdev[@type='usb'] | /hostdev[@type='scsi']"))
    return drover_xml_has (context, NULL, "/hostdev/source/vendor | /hostdev/source[@protocol='iscsi']")
               ? ANYWHERE
               : NOWHERE;
  if (!drover_xml_has (context, NULL, "/hostdev[@type='pci'] | /interface[@type='hostdev']"))
    return ANYWHERE;
  *card = drover_xml_get_string (context, NULL,
                                 "concat('pci_', substring-after(/*/source/address/@domain, '0x'), '_', "
                                 "substring-after(/*/source/address/@bus, '0x'), '_', "
                                 "substring-after(/*/source/address/@slot, '0x'), '_', "
                                 "substring-after(/*/source/address/@function, '0x'))");
  return SAME_CARD;
}

static char *
get_product (const char *node_device)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (node_device, "device", NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autofree char *product =
      context ? drover_xml_get_string (context, NULL,
                                       "concat(/device/capability[@type='pci']/vendor/@id, ':', "
                                       "/device/capability[@type='pci']/product/@id)")
              : NULL;

  return product != NULL && strlen (product) > 1 ? g_steal_pointer (&product) : NULL;
}

/**
 * drover_fix_card_is_free:
 * @product: (nullable): what the source's card was, "0x8086:0x1572"
 * @node_device: the XML of the target's device under that address
 * @error: why it must not be handed out
 *
 * Returns: whether the target has such a card there, and does not use it itself
 */
gboolean
drover_fix_card_is_free (const char *product, const char *node_device, GError **error)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (node_device, "device", error);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  g_autofree char *its = doc ? get_product (node_device) : NULL;
  g_autofree char *driver = context ? drover_xml_get_string (context, NULL, "/device/driver/name") : NULL;

  if (doc == NULL)
    return FALSE;
  if (product == NULL || g_strcmp0 (product, its) != 0)
    {
      g_set_error_literal (
          error, DROVER_ERROR, DROVER_ERROR_NOT_FOUND,
          _ ("The target has another device under that address: attach the right one by hand."));
      return FALSE;
    }
  if (driver != NULL && !g_str_equal (driver, "vfio-pci") && !g_str_equal (driver, "pci-stub"))
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_BUSY,
                   _ ("The target uses its device itself, with the driver “%s”: attach it by hand."), driver);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_likeness (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autofree char *card = NULL;
  g_autofree char *xml = NULL;

  switch (get_likeness (drover_step_get_word (step, "there"), &card))
    {
    case ANYWHERE:
      return TRUE;
    case SAME_CARD:
      xml = drover_node_device_get_xml (connection, card, error);
      return xml != NULL && drover_fix_card_is_free (drover_step_get_word (step, "product"), xml, error);
    case NOWHERE:
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_UNSUPPORTED,
                           _ ("Its address may mean another device there: attach the right one by hand."));
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

/* --- the steps --- */

static gboolean
is_for_definition (const DroverStep *step)
{
  return g_strcmp0 (drover_step_get_word (step, "of"), "definition") == 0;
}

/* Whether the guest, or its definition, has a device in that place. */
static gboolean
look (const DroverStep *step, DroverDomain *guest, gboolean definition, gboolean *there, GError **error)
{
  g_autofree char *xml =
      drover_domain_get_xml (guest, definition ? DROVER_XML_INACTIVE : DROVER_XML_LIVE, error);
  g_autofree char *device =
      xml ? drover_fix_find_device_at (xml, drover_step_get_word (step, "place")) : NULL;

  *there = device != NULL;
  return xml != NULL;
}

static gboolean
wait_until_gone (const DroverStep *step, DroverDomain *guest, GError **error)
{
  gint64 end = g_get_monotonic_time () + LET_GO_US;
  gboolean there = TRUE;

  for (;;)
    {
      if (!look (step, guest, FALSE, &there, error))
        return FALSE;
      if (!there)
        return TRUE;
      if (g_get_monotonic_time () > end)
        break;
      g_usleep (LOOK_US);
    }
  g_set_error (error, DROVER_ERROR, DROVER_ERROR_TIMED_OUT,
               _ ("The guest “%s” was asked to let go of the device, and has not done so yet."),
               drover_step_get_word (step, "guest"));
  return FALSE;
}

static gboolean
apply_detach (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);
  gboolean definition = is_for_definition (step);

  if (guest == NULL ||
      !drover_domain_detach_device (guest, drover_step_get_word (step, "xml"), definition, error))
    return FALSE;
  return definition || wait_until_gone (step, guest, error);
}

static gboolean
attach (DroverStep *step, DroverDomain *guest, const char *word, GError **error)
{
  gboolean definition = is_for_definition (step);
  gboolean there;

  if (!look (step, guest, definition, &there, error))
    return FALSE;
  return there || drover_domain_attach_device (guest, drover_step_get_word (step, word), definition, error);
}

static gboolean
undo_detach (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);

  return guest != NULL && attach (step, guest, "xml", error);
}

static gboolean
follow_detach (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);

  return guest != NULL && check_likeness (step, connection, error) && attach (step, guest, "there", error);
}

/* A definition that names what the host lacks does not start. */
static gboolean
follow_definition (DroverStep *step, DroverConnection *connection, GError **error)
{
  g_autoptr (DroverDomain) guest = drover_fix_find_guest (step, connection, error);
  gboolean there;

  if (guest == NULL || !look (step, guest, FALSE, &there, error))
    return FALSE;
  if (!there)
    {
      g_set_error_literal (error, DROVER_ERROR, DROVER_ERROR_FAILED, _ ("The guest does not have it there."));
      return FALSE;
    }
  return attach (step, guest, "there", error);
}

static const DroverStepKind kinds[] = {
  { .name = "device-detach-next",
    .title = N_ ("Take the device “%s” out of the guest's definition too"),
    .subject = "device",
    .call = "virDomainDetachDeviceFlags, VIR_DOMAIN_AFFECT_CONFIG",
    .replaced = "xml",
    .apply = apply_detach,
    .undo = undo_detach,
    .follow_title = N_ ("Put the device “%s” into the guest's definition"),
    .follow = follow_definition },
  { .name = "device-detach",
    .title = N_ ("Detach the device “%s” from the guest"),
    .subject = "device",
    .call = "virDomainDetachDeviceFlags, VIR_DOMAIN_AFFECT_LIVE",
    .replaced = "xml",
    .apply = apply_detach,
    .undo = undo_detach,
    .follow_title = N_ ("Attach the device “%s” to the guest"),
    .follow = follow_detach },
};

const DroverStepKinds drover_step_kinds_device = { kinds, G_N_ELEMENTS (kinds) };

/* (transfer full): the element without the place on the host's bus that libvirt found for what it names. */
static char *
forget_bus (const char *device)
{
  g_autoptr (xmlDoc) doc = drover_xml_parse (device, NULL, NULL);
  g_autoptr (xmlXPathContext) context = doc ? drover_xml_context_new (doc) : NULL;
  xmlNode *address =
      context ? drover_xml_get_node (context, NULL, "/hostdev[@type='usb']/source[vendor]/address") : NULL;

  if (address == NULL)
    return g_strdup (device);
  drover_xml_remove (address);
  return drover_xml_node_to_text (xmlDocGetRootElement (doc));
}

/* What the source's card is, to know its like on the target. */
static void
note_product (DroverStep *step, DroverConnection *source)
{
  g_autofree char *card = NULL;
  g_autofree char *xml = NULL;
  g_autofree char *product = NULL;

  if (get_likeness (drover_step_get_word (step, "there"), &card) != SAME_CARD)
    return;
  xml = drover_node_device_get_xml (source, card, NULL);
  product = xml ? get_product (xml) : NULL;
  drover_step_set_word (step, "product", product);
}

/* The definition first: what is attached again on the target is then in the guest before it is in there. */
static void
add_steps (DroverFix *fix,
           const DroverFixInput *input,
           DroverDomain *guest,
           const char *device,
           const char *live,
           const char *defined,
           const char *place)
{
  /* As it was asked for: what runs names a device that libvirt chose for this host. */
  g_autofree char *there = forget_bus (defined ? defined : live);
  DroverStep *step;

  if (defined != NULL)
    drover_fix_take_guest_step (fix,
                                drover_step_new ("device-detach-next", DROVER_SIDE_SOURCE, "device", device,
                                                 "xml", defined, "there", there, "place", place, "of",
                                                 "definition", NULL),
                                guest);
  step = drover_step_new ("device-detach", DROVER_SIDE_SOURCE, "device", device, "xml", live, "there", there,
                          "place", place, "of", "guest", NULL);
  note_product (step, input->source);
  drover_fix_take_guest_step (fix, step, guest);
}

static gboolean
prepare (DroverFix *fix, const DroverFixInput *input, GError **error)
{
  g_autofree char *alias = drover_remedy_dup_word (input->context, "alias");
  g_autofree char *device = drover_remedy_dup_word (input->context, "device");
  g_autoptr (DroverDomain) guest = drover_fix_look_up_guest (input, error);
  g_autofree char *running = guest ? drover_domain_get_xml (guest, DROVER_XML_LIVE, error) : NULL;
  g_autofree char *next = running ? drover_domain_get_xml (guest, DROVER_XML_INACTIVE, error) : NULL;
  g_autofree char *place = NULL;
  g_autofree char *live = next && alias ? drover_fix_find_device (running, alias, &place) : NULL;
  g_autofree char *defined = place ? drover_fix_find_device_at (next, place) : NULL;

  if (next == NULL)
    return FALSE;
  if (live == NULL || place == NULL)
    {
      g_set_error (error, DROVER_ERROR, DROVER_ERROR_FAILED,
                   _ ("The guest has no such device by now, or does not run: %s"), device ? device : "?");
      return FALSE;
    }
  add_steps (fix, input, guest, device ? device : alias, live, defined, place);
  drover_fix_add_note (fix,
                       _ ("The guest must not be using it. Once the guest has moved, Drover attaches the "
                          "target's own, if it is plain which one that is."));
  return TRUE;
}

static const DroverFixAction actions[] = {
  { "detach-device", NULL, prepare },
};

const DroverFixActions drover_fix_actions_device = { actions, G_N_ELEMENTS (actions) };
