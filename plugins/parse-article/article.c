/* article.c - the component "article": a news page in, one record out. */
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/url.h>
#include <tidings/plugin.h>

#include "explain.h"
#include "page_extension.h"
#include "reading.h"

enum { PROBE_BYTES = 16 << 10 /* without scripts and styles */ };

/* page_extension.c: "tidings.page/1" for the parsers of sites. */
static const char *const offers[] = {TDG_EXT_PAGE, NULL};

/* The page was made of a PDF or of an office document: what is known of the pages of its host is not of it. */
static int is_converted(tdg_call *call, const tdg_rec *doc) {
  struct tdg_str flag;
  for (uint32_t i = 0; (flag = tdg_get_nth(call, doc, TDG_FLAG, i)).n > 0; i++)
    if (tdg_str_same(flag, tdg_str_of("converted"))) return 1;
  return 0;
}

/* The operator's own rule beats the files: 1 when only those say something. */
static int find_rules(tdg_call *call, const struct known_sites *k, struct tdg_str host, struct reading *r,
                      struct site_files *found) {
  r->rule = rule_for(k->rules, host, tdg_now_ms(call));
  return r->rule == NULL && site_folder_find(k->folder, call, host, found);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct reading *r = tdg_scratch(call, sizeof(*r));
  struct page *pg = r->pg = tdg_scratch(call, sizeof(*pg));
  struct site_files found = {NULL, NULL};
  tdg_rec *rec;
  int rc = page_open(call, doc, pg);
  if (rc != TDG_OK) return rc;
  int files = 0;
  if (pg->url.n > 0 && !is_converted(call, doc))
    files = find_rules(call, self, tdg_url_host(call, pg->url), r, &found);
  r->whole = pg->keep_all = r->rule != NULL || files;
  page_parse(pg, doc, files ? &found : NULL);
  if (tdg_is_binary(pg->src, 0))
    return tdg_fail(call, TDG_BAD_INPUT, "this is binary data, and no page: no text is in it");
  if (files) r->rule = site_select(pg, &found, &r->picked);
  else if (r->rule != NULL) rule_select(pg, r->rule, &r->picked);
  if (files && r->picked.part[R_BODY].n == 0) r->whole = 0;
  reading_lines(r);
  rec = reading_record(r, doc);
  if (rec == NULL) return TDG_BAD_INPUT;
  rc = tdg_emit(call, rec);
  if (rc == TDG_OK && !reading_is_notice(r)) reading_ask_on(r, doc, "article");
  if (rc == TDG_OK && tdg_explains(call, doc))
    rc = explain_page(r->pg, r->meta, &r->body, &r->quality, r->blocks);
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
  struct tdg_str body = tdg_html_head(call, tdg_get(call, doc, TDG_BODY), PROBE_BYTES);
  (void)self;
  if (memmem(body.p, body.n, "<", 1) == NULL) return 0;
  for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
    if (memmem(body.p, body.n, signs[i], strlen(signs[i])) != NULL) return 60;
  }
  return 45;
}

struct conf {
  struct tdg_list rules;
  struct tdg_str site_files;
};

static const struct tdg_option options[] = {
    TDG_OPT(struct conf, rules, TDG_O_LIST, 0, NULL, 0, 0,
            "Rules of single sites, which beat what is found by looking.\n\n"
            "host=daily.example; from=2023-01-01; until=2024-06-30; body=div.story > section; drop=.promo, "
            "aside; "
            "title=h1; subtitle=p.lead; author=.byline a; date=//time/@datetime; next=a.onward\n\n"
            "Each part but host may be left out. Values are CSS selectors; those that begin with / or ( are "
            "XPath."),
    TDG_OPT(struct conf, site_files, TDG_O_PATH, TDG_O_READ, NULL, 0, 0,
            "A folder of site rules in the ftr-site-config format, one file a site; the configuration says "
            "rules: DIR.\n\n"
            "A rule of `rules` for the same host beats its file."),
};

static void close_rules(void *self) {
  struct known_sites *k = self;
  rules_close(k->rules);
  site_folder_close(k->folder);
  free(k);
}

static int open(tdg_call *call, const void *conf, void **self) {
  const struct conf *c = conf;
  char why[600];
  if (c->rules.n > MAX_RULES) return tdg_fail(call, TDG_BAD_CONFIG, "rules: more than %d", MAX_RULES);
  struct known_sites *k = calloc(1, sizeof *k);
  if (k == NULL) return tdg_fail(call, TDG_RETRY, "no memory for the rules");
  k->rules = rules_open(c->rules, why, sizeof why);
  if (k->rules != NULL && c->site_files.n > 0) k->folder = site_folder_open(c->site_files.p, why, sizeof why);
  if (k->rules != NULL && (c->site_files.n == 0 || k->folder != NULL)) return *self = k, TDG_OK;
  close_rules(k);
  return tdg_fail(call, TDG_BAD_CONFIG, "%s", why);
}

static const char *const claims[] = {"text/html", "application/xhtml+xml", NULL};

TDG_PLUGIN_OFFERS("org.tidings.parse-article", TDG_VERSION, "Reads news pages", NULL, NULL, offers,
                  page_extension,
                  TDG_PARSER(.name = "article", .summary = "One news page, one article", .claims = claims,
                             .TDG_OPTIONS(struct conf, options), .open = open, .run = run,
                             .close = close_rules, .probe = probe),
                  TDG_PARSER(.name = "site-rules",
                             .summary = "Says what is understood of a file of site rules",
                             .run = site_check_run));
