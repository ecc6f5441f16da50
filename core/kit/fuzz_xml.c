/* kit/fuzz_xml.c - whatever goes into the pre-pass, what comes out is well-formed XML that needs no repair, for each 'x'
 * in it there is one run of text, and the reader sees the elements, namespaces and attributes in it that libxml2 sees. */
#include "kit/test_kit.h"
#include "kit/xml/xml_internal.h"

#include <tidings/kit/charset.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What two parsers must agree on. */
struct seen {
  size_t runs, elements;
  uint32_t hash;
  int depth;
  const xmlChar *root_uri;
};

static void add(struct seen *s, const char *p, size_t n) {
  for (size_t i = 0; i < n; i++) s->hash = (s->hash ^ (unsigned char)p[i]) * 16777619u;
  s->hash = (s->hash ^ 0xFF) * 16777619u;
}

static void add_element(struct seen *s, int ns, const char *local, int n) {
  s->elements++;
  add(s, local, strlen(local));
  add(s, (const char *)&ns, sizeof ns);
  add(s, (const char *)&n, sizeof n);
}

static void count_text(void *ctx, const xmlChar *p, int n) {
  for (int i = 0; i < n; i++) ((struct seen *)ctx)->runs += p[i] == 'x';
}

static void libxml_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int nn,
                         const xmlChar **namespaces, int n, int defaulted, const xmlChar **attributes) {
  struct seen *s = ctx;
  int ns = element_namespace((const char *)prefix, (const char *)uri);
  (void)nn, (void)namespaces, (void)defaulted;
  if (++s->depth == 1) return;
  if (s->depth == 2) s->root_uri = uri;
  if (ns == TDG_NS_OTHER && uri != NULL && uri == s->root_uri) ns = TDG_NS_CORE;
  add_element(s, ns, (const char *)local, n);
  for (int i = 0; i < n; i++) {
    const xmlChar **a = attributes + i * 5;
    ns = a[1] == NULL ? TDG_NS_CORE : element_namespace((const char *)a[1], (const char *)a[2]);
    add(s, (const char *)a[0], strlen((const char *)a[0]));
    add(s, (const char *)&ns, sizeof ns);
    for (const xmlChar *v = a[3]; v < a[4]; v++) { /* it leaves an ampersand as "&#38;" */
      add(s, (const char *)v, 1);
      if (a[4] - v >= 5 && memcmp(v, "&#38;", 5) == 0) v += 4;
    }
  }
}

static void libxml_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri) {
  (void)local, (void)prefix, (void)uri;
  ((struct seen *)ctx)->depth--;
}

static void own_start(void *arg, const struct tdg_xml_element *e) {
  struct seen *s = arg;
  add_element(s, e->ns, e->local, e->n_attributes);
  for (int i = 0; i < e->n_attributes; i++) {
    const char *name;
    const struct tdg_str v = tdg_xml_attribute_at(e, i, &name);
    const int ns = xml_attribute_ns(e, i);
    add(s, name, strlen(name));
    add(s, (const char *)&ns, sizeof ns);
    for (size_t k = 0; k < v.n; k++) add(s, v.p + k, 1);
  }
}

static void own_text(void *arg, const struct tdg_xml_piece *piece) {
  (void)piece;
  ((struct seen *)arg)->runs++;
}

static void compare(const struct seen *theirs, const struct seen *ours, const char *xml, size_t n) {
  if (theirs->runs == ours->runs && theirs->elements == ours->elements && theirs->hash == ours->hash) return;
  fprintf(stderr, "libxml2 sees %zu elements and %zu runs, we %zu and %zu: %.*s\n", theirs->elements,
          theirs->runs, ours->elements, ours->runs, (int)n, xml);
  abort();
}

static struct seen check(const char *xml, size_t n, size_t pieces) {
  struct seen seen = {0};
  xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                           .startElementNs = libxml_start,
                           .endElementNs = libxml_end,
                           .characters = count_text,
                           .ignorableWhitespace = count_text};
  xmlParserCtxtPtr ctx = xmlCreatePushParserCtxt(&handler, &seen, NULL, 0, NULL);
  xmlCtxtUseOptions(ctx, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlParseChunk(ctx, xml, (int)n, 1);
  if (!ctx->wellFormed || seen.runs != pieces) {
    fprintf(stderr, "not well-formed (%d, %zu of %zu runs): %.*s\n", ctx->errNo, seen.runs, pieces, (int)n,
            xml);
    abort();
  }
  xmlFreeParserCtxt(ctx);
  return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n) {
  static tdg_xml *repair;
  static struct host_call call;
  if (repair == NULL) {
    repair = tdg_xml_new();
    if (repair == NULL) abort();
    kit_open(&call);
  }
  host_begin(&call, 0);
  char *text = arena_copy(&call.arena, p, n), *out = NULL;
  struct tdg_str decoded = tdg_decode(&call.pub, (struct tdg_str){text, n}, "", "", NULL);
  struct tdg_str clean = tdg_xml_without_controls(&call.pub, decoded);
  size_t size = 0, pieces = 0;
  struct tdg_str tags;
  struct tdg_xml_piece piece;
  repair_begin(repair, clean);
  do {
    tags = repair_more(repair);
    out = realloc(out, size + tags.n + 1);
    if (out == NULL) abort();
    memcpy(out + size, tags.p, tags.n);
    size += tags.n;
    while (repair_piece(repair, &piece)) {
      pieces++;
      tdg_xml_decode(repair, &call.pub, (struct tdg_str){piece.p, piece.n});
    }
  } while (tags.n > 0);
  static const struct tdg_xml_events events = {.start = own_start, .text = own_text};
  struct seen ours = {0}, theirs = check(out, size, pieces);
  tdg_xml_read(repair, &call.pub, clean, &events, &ours);
  compare(&theirs, &ours, out, size);
  free(out);
  return 0;
}
