/* akn_parser.c - plugin parse-akn: Akoma Ntoso (OASIS LegalDocML), versions 1 to 3: statements, and other documents of that
 * kind, one record each.  A document that holds several gives several records.
 *
 * The component owns one reader of XML; everything else is in the memory of the call. */
#include "akn_parser.h"

#include <string.h>

enum { MAX_AKN_DOCUMENTS = 200, PROBE_HEAD = 4096 };

static int open_akn(tdg_call *call, const void *conf, void **self) {
  (void)conf;
  *self = tdg_xml_new();
  return *self != NULL ? TDG_OK : tdg_fail(call, TDG_RETRY, "no memory for the reader of XML");
}

static void close_akn(void *self) { tdg_xml_free(self); }

/* The root holds one document, or a collection of them. */
static int is_document(const struct tdg_xml_tree *t, uint32_t i) {
  for (uint32_t k = tdg_xml_tree_child(t, i, NULL, 0); k != 0; k = tdg_xml_tree_child(t, i, NULL, k))
    if (tdg_xml_tree_is(t, k, "meta") || tdg_xml_tree_is(t, k, "mainBody") || tdg_xml_tree_is(t, k, "body"))
      return !tdg_xml_tree_is(t, i, "documentCollection");
  return 0;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_xml_tree t;
  struct tdg_str text = tdg_xml_text(call, doc);
  const char *refused;
  int n = 0, rc = tdg_xml_tree_read(&t, self, call, text, MAX_AKN_NODES);
  if ((refused = tdg_xml_refused(self)) != NULL)
    return tdg_fail(call, TDG_BAD_INPUT, "the document has %s, which is refused", refused);
  if (rc != 0) return tdg_fail(call, TDG_BAD_INPUT, "the XML cannot be read");
  uint32_t root = tdg_xml_tree_find(&t, 0, "akomaNtoso", 0);
  if (root == 0) return TDG_NOT_MINE;
  for (uint32_t k = root + 1; k < t.node[root].end && n < MAX_AKN_DOCUMENTS;) {
    if (!is_document(&t, k)) {
      k++;
      continue;
    }
    if ((rc = akn_statement(&t, doc, k)) != TDG_OK) return rc;
    n++;
    k = t.node[k].end;
  }
  return n > 0 ? TDG_OK
               : tdg_fail(call, TDG_BAD_INPUT, "the Akoma Ntoso document holds no document that can be read");
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str s = tdg_get(call, doc, TDG_BODY);
  (void)self;
  if (s.n > PROBE_HEAD) s.n = PROBE_HEAD;
  return memmem(s.p, s.n, "akomaNtoso", strlen("akomaNtoso")) != NULL ? 97 : 0;
}

static const char *const claims[] = {"application/akn+xml", "application/xml", "text/xml", NULL};

TDG_PLUGIN("org.tidings.parse-akn", TDG_VERSION, "Reads Akoma Ntoso",
           TDG_PARSER(.name = "akoma-ntoso",
                      .summary = "Statements and other documents in Akoma Ntoso (LegalDocML)",
                      .claims = claims, .open = open_akn, .run = run, .close = close_akn, .probe = probe));
