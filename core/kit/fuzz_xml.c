/* kit/fuzz_xml.c - whatever goes into the pre-pass, what comes out is well-formed XML that needs no repair, and for each
 * 'x' in it there is one run of text. */
#include "kit/test_kit.h"
#include "kit/xml/xml_internal.h"

#include <tidings/kit/charset.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void count_text(void *ctx, const xmlChar *p, int n) {
  for (int i = 0; i < n; i++) *(size_t *)ctx += p[i] == 'x';
}

static void check(const char *xml, size_t n, size_t pieces) {
  size_t seen = 0;
  xmlSAXHandler handler = {
      .initialized = XML_SAX2_MAGIC, .characters = count_text, .ignorableWhitespace = count_text};
  xmlParserCtxtPtr ctx = xmlCreatePushParserCtxt(&handler, &seen, NULL, 0, NULL);
  xmlCtxtUseOptions(ctx, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlParseChunk(ctx, xml, (int)n, 1);
  if (!ctx->wellFormed || seen != pieces) {
    fprintf(stderr, "not well-formed (%d, %zu of %zu runs): %.*s\n", ctx->errNo, seen, pieces, (int)n, xml);
    abort();
  }
  xmlFreeParserCtxt(ctx);
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
  size_t size = 0, cap = 0, got, pieces = 0;
  struct tdg_xml_piece piece;
  repair_begin(repair, clean);
  do {
    if (size + 300 > cap) out = realloc(out, cap = (cap + 300) * 2);
    if (out == NULL) abort();
    got = repair_read(repair, out + size, 300);
    size += got;
    while (repair_piece(repair, &piece)) {
      pieces++;
      tdg_xml_decode(repair, &call.pub, (struct tdg_str){piece.p, piece.n});
    }
  } while (got > 0);
  check(out, size, pieces);
  free(out);
  return 0;
}
