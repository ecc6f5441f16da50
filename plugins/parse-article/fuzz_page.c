/* fuzz_page.c - any bytes as what a site's parser does with a page, and as the page: no crash, no undefined behaviour,
 * every record well formed.
 *
 * The first lines, up to an empty one, are steps: a letter, then a selector.  s: select; w: select below what was
 * selected last; d: remove; r: read, with that as the body; h: read, with that as title, author and date; b: blocks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "worker/host.h"

#include <tidings/plugin.h>

#include "page_extension.h"

enum { MAX_STEPS = 20, MAX_LINE = 400, MAX_LOOKED_AT = 50 };

static int keep(void *arg, const tdg_rec *r) {
  struct tdg_str bytes = rec_bytes(r);
  char why[200];
  (void)arg;
  if (rec_check(bytes.p, bytes.n, (size_t)64 << 20, why, sizeof why) != 0) abort();
  return TDG_OK;
}

static void quiet(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }

struct fuzzing {
  tdg_call *call;
  const struct tdg_page *page;
  tdg_html *html;
  tdg_page_node node; /* selected last */
};

static void look_at(struct fuzzing *f, struct tdg_page_nodes all) {
  static const char *const names[] = {"class", "href", "data-x", "ID"};
  int64_t ms;
  for (size_t i = 0; i < all.n && i < MAX_LOOKED_AT; i++) {
    struct tdg_str text = f->page->text(f->html, f->node = all.v[i]);
    if (f->page->name(f->html, f->node).n == 0 && f->page->first(f->html, f->node) != 0)
      abort(); /* a text has none */
    f->page->date(f->html, text, &ms);
    f->page->parent(f->html, f->page->next(f->html, f->node));
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
      f->page->absolute(f->html, f->page->attr(f->html, f->node, names[k]));
  }
}

static void read_with(struct fuzzing *f, const struct tdg_page_parts *parts) {
  static const uint32_t some[] = {TDG_TITLE, TDG_PUBLISHED, 0};
  const tdg_rec *rec = f->page->read(f->html, parts);
  if (rec == NULL) return;
  tdg_emit(f->call, rec);
  tdg_emit(f->call, f->page->without(f->html, rec, some));
  f->page->read_on(f->html);
}

static void step(struct fuzzing *f, char what, const char *selector) {
  struct tdg_page_parts parts = {.size = sizeof parts};
  tdg_rec *rec = tdg_rec_new(f->call, TDG_ARTICLE);
  switch (what) {
  case 's': look_at(f, f->page->select_all(f->html, 0, selector)); break;
  case 'w': look_at(f, f->page->select_all(f->html, f->node, selector)); break;
  case 'd': f->page->remove_all(f->html, 0, selector); break;
  case 'r':
    parts.body = f->page->select(f->html, 0, selector);
    read_with(f, &parts);
    break;
  case 'h':
    parts.title = parts.subtitle = parts.author = parts.date = f->page->select(f->html, 0, selector);
    read_with(f, &parts);
    break;
  case 'b':
    f->page->blocks(f->html, f->page->select(f->html, 0, selector), rec);
    tdg_emit(f->call, rec);
    break;
  default: read_with(f, NULL);
  }
}

static size_t line_of(const uint8_t *data, size_t size, char line[MAX_LINE]) {
  const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
  size_t n = end != NULL ? (size_t)(end - data) : size, kept = n < MAX_LINE - 1 ? n : MAX_LINE - 1;
  if (kept > 0) memcpy(line, data, kept);
  line[kept] = '\0';
  return n + (end != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char lines[MAX_STEPS][MAX_LINE];
  size_t n = 0, at = 0;
  struct host_call call;
  struct arena in = {0};
  do at += line_of(data + at, size - at, lines[n]);
  while (lines[n][0] != '\0' && ++n < MAX_STEPS);
  tdg_rec *doc = rec_new(&in, TDG_DOC);
  host_init(&call, &(struct host_sink){.emit = keep, .log = quiet});
  host_begin(&call, 1700000000000);
  rec_put_str(doc, TDG_URL, "https://daily.example/news/2024/03/05/story.html");
  rec_put(doc, TDG_BODY, data + at, size - at);
  struct fuzzing f = {&call.pub, page_extension(TDG_EXT_PAGE), NULL, 0};
  f.html = f.page->open(f.call, doc);
  for (size_t i = 0; i < n; i++) step(&f, lines[i][0], lines[i] + 1);
  step(&f, 0, "");
  host_free(&call);
  arena_free(&in);
  return 0;
}
