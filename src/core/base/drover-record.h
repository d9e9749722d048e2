/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stddef.h>

G_BEGIN_DECLS

typedef struct _DroverRecordType DroverRecordType;
struct _xmlXPathContext;
struct _xmlNode;

/**
 * DroverFieldKind:
 * @DROVER_FIELD_STRING: `char *`, owned, may be %NULL
 * @DROVER_FIELD_STRV: `GStrv`, owned, may be %NULL
 * @DROVER_FIELD_BOOLEAN: `gboolean`
 * @DROVER_FIELD_INT: `gint64`
 * @DROVER_FIELD_DOUBLE: `double`
 * @DROVER_FIELD_RECORD: pointer to one record, owned, may be %NULL
 * @DROVER_FIELD_RECORDS: `GPtrArray *` of records, owned, may be %NULL for none
 */
typedef enum {
  DROVER_FIELD_STRING,
  DROVER_FIELD_STRV,
  DROVER_FIELD_BOOLEAN,
  DROVER_FIELD_INT,
  DROVER_FIELD_DOUBLE,
  DROVER_FIELD_RECORD,
  DROVER_FIELD_RECORDS,
} DroverFieldKind;

/* Among the flags of a field: held in memory, and not written. */
#define DROVER_FIELD_PRIVATE (1u << 16)

typedef struct {
  const char *name;
  DroverFieldKind kind;
  size_t offset;
  const DroverRecordType *record_type; /* for DROVER_FIELD_RECORD and the elements of DROVER_FIELD_RECORDS */
  const char *xpath;                   /* where XML says it, seen from the record's node; NULL: nowhere */
  guint xml_flags;                     /* DroverXmlFlags, how to read that */
} DroverField;

/**
 * DroverRecordReadMore:
 * @record: the struct, its fields with an XPath already read
 * @context: the document
 * @node: the record's own element
 * @error: %DROVER_ERROR_MALFORMED
 *
 * Reads from XML what an XPath a field cannot say.
 *
 * Returns: whether all is well
 */
typedef gboolean (*DroverRecordReadMore) (gpointer record,
                                          struct _xmlXPathContext *context,
                                          struct _xmlNode *node,
                                          GError **error);

/**
 * DroverRecordType:
 *
 * Describes a plain struct field by field, so that one piece of code frees it, writes it as JSON and reads
 * it from a test's data file.
 */
struct _DroverRecordType {
  const char *name;
  size_t size;
  const DroverField *fields; /* ended by a NULL name */
  DroverRecordReadMore read_more;
};

/* clang-format off */
#define DROVER_FIELD(Type, member, KIND) { #member, DROVER_FIELD_##KIND, offsetof (Type, member), NULL, NULL, 0 }
#define DROVER_FIELD_LIST(Type, member, element_type) \
  { #member, DROVER_FIELD_RECORDS, offsetof (Type, member), element_type, NULL, 0 }
#define DROVER_FIELD_END { NULL, DROVER_FIELD_STRING, 0, NULL, NULL, 0 }
#define DROVER_RECORD_TYPE(Type, variable, ...) \
  static const DroverField variable##_fields[] = { __VA_ARGS__, DROVER_FIELD_END }; \
  const DroverRecordType variable = { #Type, sizeof (Type), variable##_fields, NULL }
/* clang-format on */

gpointer drover_record_new (const DroverRecordType *type);
gpointer drover_record_ref (gpointer record);
void drover_record_free (const DroverRecordType *type, gpointer record);
void drover_record_unref (gpointer record);
GPtrArray *drover_record_list_new (const DroverRecordType *type);
JsonNode *drover_record_to_json (const DroverRecordType *type, gconstpointer record);
gpointer drover_record_from_json (const DroverRecordType *type, JsonNode *node, GError **error);
void drover_record_complete (const DroverRecordType *type, gpointer record);
gboolean drover_record_set_from_text (
    const DroverRecordType *type, gpointer record, const char *field, const char *text, GError **error);

G_END_DECLS
