/* libFuzzer: any bytes, decoded, become blocks that make a valid record, and text that is valid UTF-8. */
#include "test_kit.h"

#include <stdlib.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>
#include <tidings/kit/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct tdg_str s) {
  if (!tdg_utf8_valid(s.p, s.n) || s.p[s.n] != '\0') abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct host_call call;
  char why[200];
  char *copy = malloc(size + 1);
  struct tdg_str html;
  tdg_rec *r;
  if (copy == NULL) return 0;
  memcpy(copy, data, size);
  copy[size] = '\0';
  kit_open(&call);
  html = tdg_decode(&call.pub, (struct tdg_str){copy, size}, "utf-8", "", NULL);
  r = tdg_rec_new(&call.pub, TDG_ARTICLE);
  tdg_html_blocks(&call.pub, r, html, kit_str("https://daily.example/a/b"));
  if (r->error == 0 && rec_check(rec_bytes(r).p, rec_bytes(r).n, REC_MAX_SIZE, why, sizeof why) != 0) abort();
  check_text(tdg_html_text(&call.pub, html));
  check_text(tdg_html_unescape(&call.pub, html, 0));
  check_text(tdg_html_unescape(&call.pub, html, 1));
  tdg_html_looks_like(html);
  host_free(&call);
  free(copy);
  return 0;
}
