/* article.c - the component "article": a news page in, one record out. */
#include <stdio.h>
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/url.h>
#include <tidings/plugin.h>

#include "meta.h"

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct page *pg = tdg_scratch(call, sizeof(*pg));
  struct body body = {0};
  struct hints hints = {0};
  struct tdg_str bytes = tdg_get(call, doc, TDG_BODY);
  struct meta *meta;
  struct chosen title;
  tdg_rec *rec;
  (void)self;
  if (bytes.n > MAX_PAGE) return tdg_fail(call, TDG_BAD_INPUT, "the page has %zu bytes, more than %d", bytes.n, MAX_PAGE);
  pg->call = call;
  pg->url = tdg_get(call, doc, TDG_URL);
  pg->src = tdg_decode(call, bytes, tdg_get(call, doc, TDG_CHARSET).p, tdg_declared_html(call, bytes), NULL);
  tree_read(pg);
  page_measure(pg);
  lines_read(pg);
  meta = tdg_scratch(call, sizeof(*meta));
  jsonld_read(pg, meta);
  meta_read(pg, meta);
  body_find(pg, &body, meta->ld_body, meta->description.n > 0 ? meta->description.v[0].text : str_of(""));
  rec = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_text(call, rec, TDG_URL, pg->url.p, pg->url.n);
  title = title_choose(pg, meta, &body.h1);
  tdg_put_text(call, rec, TDG_TITLE, title.text.p, title.text.n);
  if (title.text.n > 0) origin_write(pg, rec, "title", title.from);
  authors_write(pg, meta, &body, rec);
  dates_write(pg, meta, &body, rec);
  hints.title = title.text;
  for (size_t i = 0; i < meta->title.n && hints.n_titles < 8; i++) hints.title_raw[hints.n_titles++] = meta->title.v[i].text;
  if (meta->description.n > 0) hints.lead = meta->description.v[0].text;
  hints.body = meta->ld_body;
  if (body.said_only) {
    blocks_said(pg, rec, meta->ld_body);
  } else if (body.root != 0) {
    body_trim(pg, &body, &hints);
    blocks_write(pg, &body, rec, pg->url);
  }
#ifdef FEATURE_DUMP
  if (body.said_only || body.root == 0) fputs("N\n", stderr);
#endif
  return tdg_emit(call, rec);
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)call, (void)self, (void)doc;
  return 60;
}

static const char *const claims[] = {"text/html", "application/xhtml+xml", NULL};

TDG_PLUGIN("tidings.article", TDG_VERSION, "Reads news pages",
           TDG_PARSER(.name = "article", .summary = "One news page, one article", .claims = claims, .run = run,
                      .probe = probe));
