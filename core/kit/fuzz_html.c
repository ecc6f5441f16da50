/* libFuzzer: any bytes, decoded, become blocks that make a valid record, by way of a tree or
 * not, and text that is valid UTF-8. */
#include "test_kit.h"

#include <stdlib.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>
#include <tidings/kit/html_tree.h>
#include <tidings/kit/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct tdg_str s) {
  if (!tdg_utf8_valid(s.p, s.n) || s.p[s.n] != '\0') abort();
}

static void check_record(const tdg_rec *r) {
  char why[200];
  if (r->error == 0 && rec_check(rec_bytes(r).p, rec_bytes(r).n, REC_MAX_SIZE, why, sizeof why) != 0) abort();
}

static void check_tree(tdg_call *call, struct tdg_str html) {
  struct tdg_tree t = {.call = call, .src = html, .keep_all = 1};
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_tree_read(&t);
  for (uint32_t i = 1; i < t.n; i++) {
    const struct tdg_node *n = &t.node[i], *up = &t.node[n->parent];
    if (n->parent >= i || n->end <= i || n->end > up->end || n->tag >= TDG_HTML_LIMIT) abort();
  }
  tdg_tree_blocks(&t, t.n / 2, 0, r, kit_str("https://daily.example/a/b"));
  tdg_tree_blocks(&t, 0, 0, r, kit_str("https://daily.example/a/b"));
  check_record(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct host_call call;
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
  check_record(r);
  check_tree(&call.pub, html);
  check_text(tdg_html_text(&call.pub, html));
  check_text(tdg_html_unescape(&call.pub, html, 0));
  check_text(tdg_html_unescape(&call.pub, html, 1));
  tdg_html_looks_like(html);
  host_free(&call);
  free(copy);
  return 0;
}
