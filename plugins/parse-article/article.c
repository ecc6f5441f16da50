/* article.c - the component "article": a news page in, one record out. */
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/plugin.h>

#include "explain.h"
#include "page_facts.h"
#include "site_rules.h"

enum { PROBE_BYTES = 64 << 10, FEW = 60, SHOWS_NOTHING = 1500 };

/* Everything that is read from one page. */
struct reading {
  struct page *pg;
  struct meta *meta;
  struct body body;
  struct hints hints;
  struct chosen title;
  struct quality quality;
  struct site_rule *rule; /* that holds for this page; NULL */
  struct picked picked;   /* what it found */
  int ruled;              /* the body is what the rule says */
};

static int read_page(tdg_call *call, const struct rule_set *rules, const tdg_rec *doc, struct reading *r) {
  struct tdg_str bytes = tdg_get(call, doc, TDG_BODY);
  struct page *pg = r->pg = tdg_scratch(call, sizeof(*pg));
  if (bytes.n > MAX_PAGE) {
    return tdg_fail(call, TDG_BAD_INPUT, "the page has %zu bytes, more than the %d that are read", bytes.n,
                    MAX_PAGE);
  }
  pg->call = call;
  pg->url = tdg_get(call, doc, TDG_FINAL_URL);
  if (pg->url.n == 0) pg->url = tdg_get(call, doc, TDG_URL);
  if (pg->url.n > 0) r->rule = rule_for(rules, tdg_url_host(call, pg->url), tdg_now_ms(call));
  pg->keep_all = r->rule != NULL;
  pg->src = tdg_decode(call, bytes, tdg_get(call, doc, TDG_CHARSET).p, tdg_declared_html(call, bytes), NULL);
  tdg_tree_read(&pg->tree);
  page_measure(pg);
  if (r->rule != NULL) {
    select_all(pg, r->rule, &r->picked);
    apply_tree(pg, &r->picked);
  }
  lines_read(pg);
  return TDG_OK;
}

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
  jsonld_read(pg, r->meta);
  meta_read(pg, r->meta);
  r->title = title_choose(pg, r->meta, &r->body.h1);
  if (r->rule == NULL && !tdg_nocase_is(r->meta->ld_type, "liveblogposting"))
    next_article_cut(pg, r->body.h1, r->title.shown, r->meta->ld_body);
  body_find(pg, &r->body, r->meta->ld_body, values_first(&r->meta->description));
  if (r->rule != NULL) apply_head(pg, &r->picked, r->meta, &r->title, &r->body);
  set_hints(r);
  r->ruled = r->rule != NULL && apply_body(pg, &r->picked, &r->body);
  if (r->ruled) return;
  judge_lines(pg, &r->body, &r->hints);
  stray_bylines_cut(pg, &r->body, &r->hints);
  wall_cut(pg, &r->body);
  foot_cut(pg, &r->body);
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

static void ask_for_next(struct reading *r, const tdg_rec *doc) {
  long page = (long)tdg_get_int(r->pg->call, doc, TDG_PAGE_NO, 1);
  struct tdg_str ruled = r->rule != NULL ? apply_next(r->pg, &r->picked) : tdg_str_of("");
  if (ruled.n > 0) next_page_ruled(r->pg, ruled, page + 1);
  else next_page_request(r->pg);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct reading *r = tdg_scratch(call, sizeof(*r));
  const char *notice;
  tdg_rec *rec;
  struct writer *blocks;
  int rc = read_page(call, self, doc, r);
  if (rc != TDG_OK) return rc;
  find_article(r);
  fall_back(r);
  if (r->quality.cut && r->quality.words == 0) {
    return tdg_fail(call, TDG_BAD_INPUT,
                    "the page has more than %d elements, and not a word stands among those", TDG_TREE_NODES);
  }
  if (r->ruled) r->quality.kind = KIND_ARTICLE, r->quality.why = "a site's rule names its body";
  notice = kind_name(r->quality.kind);
  rec = tdg_rec_new(call, notice != NULL ? TDG_STUB : TDG_ARTICLE);
  if (notice != NULL) tdg_put_str(call, rec, TDG_GENRE, notice);
  else if (r->quality.live_blog) tdg_put_str(call, rec, TDG_GENRE, "live");
  write_head(r, rec, tdg_get(call, doc, TDG_URL));
  blocks = blocks_writer(r->pg, rec, r->pg->url);
  if (r->body.said_only) blocks_said(r->pg, rec, r->meta->ld_body);
  else if (r->body.root != 0) blocks_write(blocks, &r->body);
  r->quality.rule_missed = r->rule != NULL && apply_missed(&r->picked);
  quality_write(r->pg, &r->quality, rec);
  rc = tdg_emit(call, rec);
  if (rc == TDG_OK && notice == NULL) ask_for_next(r, doc);
  if (rc == TDG_OK && tdg_explains(call, doc))
    rc = explain_page(r->pg, r->meta, &r->body, &r->quality, blocks);
  return rc;
}

/* Does the head of the document speak of an article? */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  static const char *const signs[] = {"og:type\" content=\"article",
                                      "NewsArticle",
                                      "article:published_time",
                                      "<article",
                                      "BlogPosting",
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

struct conf {
  struct tdg_list rules;
};

static const struct tdg_option options[] = {
    TDG_OPT(struct conf, rules, TDG_O_LIST, 0, NULL, 0, 0,
            "Rules of single sites, which beat what is found by looking.\n\n"
            "host=daily.example; from=2023-01-01; until=2024-06-30; body=div.story > section; drop=.promo, "
            "aside; "
            "title=h1; subtitle=p.lead; author=.byline a; date=//time/@datetime; next=a.onward\n\n"
            "Each part but host may be left out. Values are CSS selectors; those that begin with / or ( are "
            "XPath."),
};

static int open(tdg_call *call, const void *conf, void **self) {
  const struct conf *c = conf;
  char why[600];
  if (c->rules.n > MAX_RULES) return tdg_fail(call, TDG_BAD_CONFIG, "rules: more than %d", MAX_RULES);
  *self = rules_open(c->rules, why, sizeof why);
  return *self != NULL ? TDG_OK : tdg_fail(call, TDG_BAD_CONFIG, "%s", why);
}

static void close_rules(void *self) { rules_close(self); }

static const char *const claims[] = {"text/html", "application/xhtml+xml", NULL};

TDG_PLUGIN("org.tidings.parse-article", TDG_VERSION, "Reads news pages",
           TDG_PARSER(.name = "article", .summary = "One news page, one article", .claims = claims,
                      .TDG_OPTIONS(struct conf, options), .open = open, .run = run, .close = close_rules,
                      .probe = probe));
