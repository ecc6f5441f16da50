/* article.c - the component "article": a news page in, one record out. */
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/url.h>
#include <tidings/plugin.h>

#include "about.h"
#include "next.h"
#include "quality.h"

enum { PROBE_BYTES = 64 << 10 };

/* Everything that is read from one page. */
struct reading {
  struct page *pg;
  struct meta *meta;
  struct body body;
  struct hints hints;
  struct chosen title;
  struct quality quality;
};

static int read_page(tdg_call *call, const tdg_rec *doc, struct reading *r) {
  struct tdg_str bytes = tdg_get(call, doc, TDG_BODY);
  struct page *pg = r->pg = tdg_scratch(call, sizeof(*pg));
  if (bytes.n > MAX_PAGE) {
    return tdg_fail(call, TDG_BAD_INPUT, "the page has %zu bytes, more than the %d that are read", bytes.n, MAX_PAGE);
  }
  pg->call = call;
  pg->url = tdg_get(call, doc, TDG_FINAL_URL);
  if (pg->url.n == 0) pg->url = tdg_get(call, doc, TDG_URL);
  pg->src = tdg_decode(call, bytes, tdg_get(call, doc, TDG_CHARSET).p, tdg_declared_html(call, bytes), NULL);
  tree_read(pg);
  page_measure(pg);
  lines_read(pg);
  return TDG_OK;
}

static struct tdg_str first_of(const struct values *list) {
  struct tdg_str none = {"", 0};
  return list->n > 0 ? list->v[0].text : none;
}

static void set_hints(struct reading *r) {
  const struct meta *m = r->meta;
  r->hints.title = r->title.text;
  for (size_t i = 0; i < m->title.n && r->hints.n_titles < MAX_HINTS; i++) {
    r->hints.title_raw[r->hints.n_titles++] = m->title.v[i].text;
  }
  r->hints.lead = first_of(&m->description);
  r->hints.body = m->ld_body;
}

static void find_article(struct reading *r) {
  struct page *pg = r->pg;
  r->meta = tdg_scratch(pg->call, sizeof(*r->meta));
  jsonld_read(pg, r->meta);
  meta_read(pg, r->meta);
  body_find(pg, &r->body, r->meta->ld_body, first_of(&r->meta->description));
  r->title = title_choose(pg, r->meta, &r->body.h1);
  set_hints(r);
  if (r->body.root != 0) body_trim(pg, &r->body, &r->hints);
  quality_judge(pg, r->meta, &r->body, &r->quality);
}

static void write_head(struct reading *r, tdg_rec *rec, struct tdg_str asked) {
  struct page *pg = r->pg;
  tdg_put_text(pg->call, rec, TDG_URL, asked.p, asked.n);
  tdg_put_text(pg->call, rec, TDG_TITLE, r->title.text.p, r->title.text.n);
  if (r->title.text.n > 0) origin_write(pg, rec, "title", r->title.from);
  authors_write(pg, r->meta, &r->body, rec);
  dates_write(pg, r->meta, &r->body, rec);
  about_write(pg, r->meta, &r->body, rec);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct reading *r = tdg_scratch(call, sizeof(*r));
  const char *notice;
  tdg_rec *rec;
  int rc = read_page(call, doc, r);
  (void)self;
  if (rc != TDG_OK) return rc;
  find_article(r);
  notice = quality_notice(&r->quality);
  rec = tdg_rec_new(call, notice != NULL ? TDG_STUB : TDG_ARTICLE);
  if (notice != NULL) tdg_put_str(call, rec, TDG_GENRE, notice);
  else if (r->quality.live_blog) tdg_put_str(call, rec, TDG_GENRE, "live");
  write_head(r, rec, tdg_get(call, doc, TDG_URL));
  if (r->body.said_only) blocks_said(r->pg, rec, r->meta->ld_body);
  else if (r->body.root != 0) blocks_write(r->pg, &r->body, rec, r->pg->url);
  quality_write(r->pg, &r->quality, rec);
  rc = tdg_emit(call, rec);
  if (rc == TDG_OK && notice == NULL) next_request(r->pg, rec);
  return rc;
}

/* Does the head of the document speak of an article? */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  static const char *const signs[] = {"og:type\" content=\"article", "NewsArticle", "article:published_time", "<article", "BlogPosting",
                                      "datePublished"};
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  size_t n = body.n < PROBE_BYTES ? body.n : PROBE_BYTES;
  (void)self;
  if (memmem(body.p, n, "<", 1) == NULL) return 0;
  for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
    if (memmem(body.p, n, signs[i], strlen(signs[i])) != NULL) return 60;
  }
  return 45;
}

static const char *const claims[] = {"text/html", "application/xhtml+xml", NULL};

TDG_PLUGIN("tidings.article", TDG_VERSION, "Reads news pages",
           TDG_PARSER(.name = "article", .summary = "One news page, one article", .claims = claims, .run = run,
                      .probe = probe));
