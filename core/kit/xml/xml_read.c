/* kit/xml/xml_read.c - the repaired stream through libxml2's SAX2 parser.
 *
 * Owns the parser's context for one document.  Names are interned by libxml2, so that an element's namespace and name
 * are looked up once per document and then found by pointer.  What can fail: the parser's memory.
 */
#include "kit/xml/xml_internal.h"

#include <tidings/kit/str.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <strings.h>

enum { CACHE = 256 };

struct known {
  const xmlChar *local, *prefix, *uri;
  int ns, name;
};

struct sax {
  tdg_call *call;
  struct tdg_xml *repair;
  const struct tdg_xml_events *events;
  void *arg;
  int depth; /* the wrapper is 1 */
  const xmlChar *root_uri;
  struct known cache[CACHE];
};

static struct known *slot(struct sax *s, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri) {
  uintptr_t h = ((uintptr_t)local >> 3) * 31 + ((uintptr_t)prefix >> 3) * 7 + ((uintptr_t)uri >> 3);
  return &s->cache[(h ^ h >> 8) % CACHE];
}

static const struct known *lookup(struct sax *s, const xmlChar *local, const xmlChar *prefix,
                                  const xmlChar *uri) {
  struct known *k = slot(s, local, prefix, uri);
  if (k->local == local && k->prefix == prefix && k->uri == uri) return k;
  k->local = local;
  k->prefix = prefix;
  k->uri = uri;
  k->name = element_name((const char *)local, strlen((const char *)local));
  k->ns = element_namespace((const char *)prefix, (const char *)uri);
  /* A feed may put itself into a namespace of its own invention. */
  if (k->ns == TDG_NS_OTHER && uri != NULL && uri == s->root_uri) k->ns = TDG_NS_CORE;
  return k;
}

static void on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int n_namespaces, const xmlChar **namespaces, int n, int n_defaulted,
                     const xmlChar **attributes) {
  struct sax *s = ctx;
  (void)n_namespaces;
  (void)namespaces;
  (void)n_defaulted;
  if (++s->depth == 1) return;
  if (s->depth == 2) s->root_uri = uri;
  const struct known *k = lookup(s, local, prefix, uri);
  if (s->events->start == NULL) return;
  s->events->start(s->arg,
                   &(struct tdg_xml_element){s->call, k->ns, k->name, (const char *)local, n, attributes});
}

static void on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri) {
  struct sax *s = ctx;
  (void)prefix;
  (void)uri;
  if (--s->depth > 0 && s->events->end != NULL) s->events->end(s->arg, (const char *)local);
}

static void on_text(void *ctx, const xmlChar *text, int n) {
  struct sax *s = ctx;
  struct tdg_xml_piece piece;
  for (int i = 0; i < n; i++) {
    if (text[i] != 'x') {
      if (s->events->blank != NULL) s->events->blank(s->arg);
    } else if (repair_piece(s->repair, &piece) && s->events->text != NULL) s->events->text(s->arg, &piece);
  }
}

static void on_cut(void *ctx, const xmlChar *target, const xmlChar *data) {
  struct sax *s = ctx;
  (void)target;
  (void)data;
  if (s->events->cut != NULL) s->events->cut(s->arg);
}

static int read_more(void *ctx, char *to, int n) {
  struct tdg_xml *r = ctx;
  return n > 0 ? (int)repair_read(r, to, (size_t)n) : 0;
}

tdg_xml *tdg_xml_new(void) { return calloc(1, sizeof(struct tdg_xml)); }

void tdg_xml_free(tdg_xml *xml) { free(xml); }

const char *tdg_xml_refused(const tdg_xml *xml) { return xml->entities.refused; }

int tdg_xml_read(tdg_xml *xml, tdg_call *call, struct tdg_str text, const struct tdg_xml_events *events,
                 void *arg) {
  struct sax s = {.call = call, .repair = xml, .events = events, .arg = arg};
  repair_begin(xml, text);
  xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                           .startElementNs = on_start,
                           .endElementNs = on_end,
                           .characters = on_text,
                           .ignorableWhitespace = on_text,
                           .processingInstruction = on_cut};
  xmlParserCtxtPtr ctx = xmlCreateIOParserCtxt(&handler, &s, read_more, NULL, xml, XML_CHAR_ENCODING_UTF8);
  if (ctx == NULL) return -1;
  xmlCtxtUseOptions(ctx, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlParseDocument(ctx);
  int broken = ctx->disableSAX && s.depth > 0;
  xmlFreeParserCtxt(ctx);
  return broken ? -1 : 0;
}

/* libxml2 lays an attribute out as five pointers: name, prefix, address, value, behind the value. */
static const xmlChar *const *attribute(const struct tdg_xml_element *e, int nth) {
  return (const xmlChar *const *)e->attributes + nth * 5;
}

/* libxml2 leaves an ampersand as "&#38;" for a later stage that SAX users do not have. */
static struct tdg_str value_of(tdg_call *call, const xmlChar *const *a) {
  const char *p = (const char *)a[3], *end = (const char *)a[4], *amp = memchr(p, '&', (size_t)(end - p));
  if (amp != NULL) amp = memmem(p, (size_t)(end - p), "&#38;", 5);
  if (amp == NULL) return (struct tdg_str){p, (size_t)(end - p)};
  char *out = tdg_scratch(call, (size_t)(end - p) + 1);
  size_t n = 0;
  for (; amp != NULL; amp = memmem(p, (size_t)(end - p), "&#38;", 5)) {
    memcpy(out + n, p, (size_t)(amp + 1 - p));
    n += (size_t)(amp + 1 - p);
    p = amp + 5;
  }
  memcpy(out + n, p, (size_t)(end - p));
  return (struct tdg_str){out, n + (size_t)(end - p)};
}

struct tdg_str tdg_xml_attribute_at(const struct tdg_xml_element *e, int nth, const char **name) {
  const xmlChar *const *a = attribute(e, nth);
  *name = (const char *)a[0];
  return value_of(e->call, a);
}

int xml_attribute_ns(const struct tdg_xml_element *e, int nth) {
  const xmlChar *const *a = attribute(e, nth);
  return a[1] == NULL ? TDG_NS_CORE : element_namespace((const char *)a[1], (const char *)a[2]);
}

struct tdg_str tdg_xml_attribute(const struct tdg_xml_element *e, int ns, const char *name) {
  for (int i = 0; i < e->n_attributes; i++) {
    const xmlChar *const *a = attribute(e, i);
    if (strcasecmp((const char *)a[0], name) == 0 && xml_attribute_ns(e, i) == ns)
      return value_of(e->call, a);
  }
  return (struct tdg_str){NULL, 0};
}

struct tdg_str tdg_xml_value(const struct tdg_xml_element *e, const char *name) {
  struct tdg_str v = tdg_xml_attribute(e, TDG_NS_CORE, name);
  return v.n > 0 ? tdg_str_copy(e->call, tdg_str_trim(v)) : (struct tdg_str){"", 0};
}

void tdg_xml_tell_cut(tdg_call *call) {
  tdg_rec *r = tdg_rec_new(call, TDG_FEED), *quality = tdg_group(call);
  tdg_put_str(call, quality, TDG_FLAG, "incomplete");
  tdg_put_rec(call, r, TDG_QUALITY, quality);
  tdg_emit(call, r);
}
