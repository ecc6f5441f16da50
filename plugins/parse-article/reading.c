/* reading.c - from a page to the record of its article: see reading.h.  All memory belongs to the call. */
#include "reading.h"

#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>

enum { FEW = 60, SHOWS_NOTHING = 1500 };

/* ---- the page ---- */

int page_open(tdg_call *call, const tdg_rec *doc, struct page *pg) {
  struct tdg_str bytes = tdg_get(call, doc, TDG_BODY);
  if (bytes.n > MAX_PAGE) {
    return tdg_fail(call, TDG_BAD_INPUT, "the page has %zu bytes, more than the %d that are read", bytes.n,
                    MAX_PAGE);
  }
  pg->call = call;
  pg->url = tdg_get(call, doc, TDG_FINAL_URL);
  if (pg->url.n == 0) pg->url = tdg_get(call, doc, TDG_URL);
  pg->zone = tdg_get(call, doc, TDG_DEFAULT_ZONE);
  return TDG_OK;
}

void page_parse(struct page *pg, const tdg_rec *doc, const struct site_files *files) {
  struct tdg_str bytes = tdg_get(pg->call, doc, TDG_BODY);
  pg->src = tdg_decode(pg->call, bytes, tdg_get(pg->call, doc, TDG_CHARSET).p,
                       tdg_declared_html(pg->call, bytes), NULL);
  if (files != NULL) site_swap(pg, files);
  tdg_tree_read(&pg->tree);
}

void reading_lines(struct reading *r) {
  page_measure(r->pg);
  if (r->rule != NULL) apply_tree(r->pg, &r->picked);
  lines_read(r->pg);
}

/* ---- its article ---- */

static void set_hints(struct reading *r) {
  const struct meta *m = r->meta;
  r->hints.title = r->title.shown;
  for (size_t i = 0; i < m->title.n && r->hints.n_titles < MAX_HINTS; i++) {
    r->hints.title_raw[r->hints.n_titles++] = m->title.v[i].text;
  }
  r->hints.lead = values_first(&m->description);
  r->hints.author = values_first(&m->author);
  r->hints.body = m->ld_body;
}

/* Hardly anything was found: is there more in what the page says of itself? */
static void fall_back(struct reading *r) {
  size_t said = text_words(r->hints.body.n > 0 ? r->hints.body.p : "", r->hints.body.n);
  quality_judge(r->pg, r->meta, &r->body, &r->title, &r->quality);
  if (r->ruled) return;
  if (r->quality.words < FEW && said <= r->quality.words && r->pg->node[0].units < SHOWS_NOTHING) {
    struct tdg_str data = script_data_article(r->pg);
    if (data.n > 0) r->meta->ld_body = data, said = text_words(data.p, data.n), r->body.from_scripts = 1;
  }
  if (r->quality.words >= FEW || said <= r->quality.words) return;
  r->body.said_only = 1;
  quality_judge(r->pg, r->meta, &r->body, &r->title, &r->quality);
}

static void find_article(struct reading *r) {
  struct page *pg = r->pg;
  r->meta = tdg_scratch(pg->call, sizeof(*r->meta));
  if (!r->picked.no_json_ld) jsonld_read(pg, r->meta);
  meta_read(pg, r->meta);
  vocabulary_read(pg, r->meta);
  if (r->picked.no_image) r->meta->image.n = 0;
  r->title = title_choose(pg, r->meta, &r->body.h1);
  if (!r->whole && !tdg_nocase_is(r->meta->ld_type, "liveblogposting"))
    next_article_cut(pg, r->body.h1, r->title.shown, r->meta->ld_body);
  body_find(pg, &r->body, r->meta->ld_body, values_first(&r->meta->description));
  if (r->rule != NULL) apply_head(pg, &r->picked, r->meta, &r->title, &r->body);
  r->meta->date_named = r->named && r->picked.part[R_DATE].n > 0;
  set_hints(r);
  r->ruled = r->rule != NULL && apply_body(pg, &r->picked, &r->body);
  if (r->ruled) return;
  judge_lines(pg, &r->body, &r->hints);
  stray_bylines_cut(pg, &r->body, &r->hints);
  wall_cut(pg, &r->body);
  foot_cut(pg, &r->body);
  passed_over_keep(pg, &r->body);
  if (r->named) apply_drop_head(pg, &r->picked, &r->body);
}

static void write_head(struct reading *r, tdg_rec *rec, struct tdg_str asked) {
  struct page *pg = r->pg;
  tdg_put_text(pg->call, rec, TDG_URL, asked.p, asked.n);
  tdg_put_text(pg->call, rec, TDG_TITLE, r->title.text.p, r->title.text.n);
  if (r->title.text.n > 0) origin_write(pg, r->meta, rec, &r->title.origin);
  authors_write(pg, r->meta, &r->body, rec);
  dates_write(pg, r->meta, &r->body, rec);
  language_tags_write(pg, r->meta, &r->body, rec);
  if (r->rule != NULL) apply_tell(pg, r->meta, &r->picked, r->rule, rec);
}

int reading_is_notice(const struct reading *r) { return kind_name(r->quality.kind) != NULL; }

/* The rule does not find its body, and says that then there is none (autodetect_on_failure: no). */
static int forbids_guess(const struct reading *r) {
  return r->rule != NULL && r->picked.strict && apply_missed(&r->picked);
}

tdg_rec *reading_record(struct reading *r, const tdg_rec *doc) {
  tdg_call *call = r->pg->call;
  const char *notice;
  tdg_rec *rec;
  find_article(r);
  fall_back(r);
  if (r->quality.cut && r->quality.words == 0) {
    tdg_fail(call, TDG_BAD_INPUT, "the page has more than %d elements, and not a word stands among those",
             TDG_TREE_NODES);
    return NULL;
  }
  if (r->ruled) r->quality.kind = KIND_ARTICLE, r->quality.why = "a site's rule names its body";
  else if (forbids_guess(r))
    r->quality.kind = KIND_EMPTY, r->quality.why = "a site's rule finds no body, and none may be guessed";
  notice = kind_name(r->quality.kind);
  rec = tdg_rec_new(call, notice != NULL ? TDG_STUB : TDG_ARTICLE);
  if (notice != NULL) tdg_put_str(call, rec, TDG_GENRE, notice);
  else if (r->quality.live_blog) tdg_put_str(call, rec, TDG_GENRE, "live");
  write_head(r, rec, tdg_get(call, doc, TDG_URL));
  r->blocks = blocks_writer(r->pg, rec, r->pg->url);
  if (forbids_guess(r)) r->quality.words = 0;
  else if (r->body.said_only) blocks_said(r->pg, rec, r->meta->ld_body);
  else if (r->body.root != 0) blocks_write(r->blocks, &r->body);
  r->quality.rule_missed = r->rule != NULL && apply_missed(&r->picked);
  r->quality.native_ad = r->picked.native_ad;
  quality_write(r->pg, &r->quality, rec);
  return rec;
}

int reading_ask_on(struct reading *r, const tdg_rec *doc, const char *as) {
  long page = (long)tdg_get_int(r->pg->call, doc, TDG_PAGE_NO, 1);
  struct tdg_str ruled = r->rule != NULL ? apply_next(r->pg, &r->picked) : tdg_str_of("");
  if (r->rule != NULL && page == 1 && single_page_request(r->pg, doc, r->picked.single_page, as)) return 1;
  if (ruled.n == 0 && r->picked.no_next) return 0;
  return ruled.n > 0 ? next_page_ruled(r->pg, ruled, page + 1, as) : next_page_request(r->pg, as);
}
