/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/drover-record.h"
#include "base/drover-xml.h"

G_BEGIN_DECLS

/**
 * DroverXmlFlags:
 * @DROVER_XML_BYTES: a size with libvirt's `unit` attribute (KiB where there is none), kept in bytes
 * @DROVER_XML_PLAIN_BYTES: the same, but bytes where there is no unit, as in pools and volumes
 * @DROVER_XML_NODE: the whole element as text
 *
 * How a field is read where its kind alone does not tell.
 */
typedef enum {
  DROVER_XML_BYTES = 1 << 0,
  DROVER_XML_PLAIN_BYTES = 1 << 1,
  DROVER_XML_NODE = 1 << 2,
} DroverXmlFlags;

/* clang-format off */
#define DROVER_XML_FIELD(Type, member, KIND, path) \
  { #member, DROVER_FIELD_##KIND, offsetof (Type, member), NULL, path, 0 }
#define DROVER_XML_FLAGGED(Type, member, KIND, path, flags) \
  { #member, DROVER_FIELD_##KIND, offsetof (Type, member), NULL, path, flags }
#define DROVER_XML_ONE(Type, member, type, path) \
  { #member, DROVER_FIELD_RECORD, offsetof (Type, member), &type, path, 0 }
#define DROVER_XML_LIST(Type, member, type, path) \
  { #member, DROVER_FIELD_RECORDS, offsetof (Type, member), &type, path, 0 }
#define DROVER_XML_RECORD_TYPE(Type, variable, read_more, ...) \
  static const DroverField variable##_fields[] = { __VA_ARGS__, DROVER_FIELD_END }; \
  const DroverRecordType variable = { #Type, sizeof (Type), variable##_fields, read_more }
/* clang-format on */

gpointer drover_xml_read_record (const DroverRecordType *type,
                                 xmlXPathContext *context,
                                 xmlNode *node,
                                 GError **error);
gpointer drover_xml_read_document (const DroverRecordType *type,
                                   const char *root_name,
                                   const char *xml,
                                   GError **error);

gboolean drover_xml_require (const char *text, const char *what, GError **error);
char *drover_xml_get_pci_address (xmlXPathContext *context, xmlNode *node, const char *xpath);

G_END_DECLS
