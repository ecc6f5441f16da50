/* record/fuzz_record.c - fuzz records: bytes that pass rec_check can be iterated and written in every form,
 * and the JSON is valid. */
#include "record/plain_text.h"
#include "record/record_json.h"

#include <tidings/kit/utf8.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OUT = 4 << 20 };
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void walk(const tdg_rec *r, int depth) {
  size_t pos = 0;
  struct tdg_item it;
  if (depth > REC_MAX_DEPTH) abort();
  while (rec_next(r, &pos, &it)) {
    if (it.str.p[it.str.n] != '\0') abort();
    if (it.type == TDG_T_TEXT && !tdg_utf8_valid(it.str.p, it.str.n)) abort();
    if (it.type == TDG_T_REC) walk(it.rec, depth + 1);
  }
}

static void write_json(const tdg_rec *r) {
  struct buf out = buf_make(MAX_OUT);
  if (rec_json(&out, r, JSON_HTML) == 0) {
    json_t *parsed = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    if (parsed == NULL) abort();
    json_decref(parsed);
  }
  buf_free(&out);
}

static void write_texts(const tdg_rec *r) {
  struct buf html = buf_make(MAX_OUT), text = buf_make(MAX_OUT);
  rec_html(&html, r);
  rec_text(&text, r);
  if (!tdg_utf8_valid(html.p, html.n) || !tdg_utf8_valid(text.p, text.n)) abort();
  if (strstr(html.p, "=\"javascript:") != NULL || strstr(html.p, "<script") != NULL) abort();
  buf_free(&html);
  buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static const uint32_t some[] = {TDG_TITLE, TDG_BLOCK, 0};
  char why[200];
  if (rec_check(data, n, REC_MAX_SIZE, why, sizeof why) < 0) return 0;
  struct arena a = {0};
  unsigned char *own = malloc(n); /* so that the sanitizer detects a read past the end */
  memcpy(own, data, n);
  const tdg_rec *r = rec_view(&a, own, n);
  walk(r, 0);
  write_json(r);
  write_texts(r);
  struct tdg_str copy = rec_bytes(rec_copy(&a, r, TDG_ARTICLE)), less = rec_bytes(rec_without(&a, r, some));
  if (rec_check(copy.p, copy.n, REC_MAX_DOCUMENT, why, sizeof why) < 0) abort();
  if (rec_check(less.p, less.n, REC_MAX_DOCUMENT, why, sizeof why) < 0) abort();
  write_json(rec_view(&a, copy.p, copy.n));
  arena_free(&a);
  free(own);
  return 0;
}
