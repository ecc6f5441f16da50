/* sitemap.c - parse-sitemap: sitemaps and indexes of sitemaps, with Google's news, image and video elements.
 *
 * Each <url> becomes a TDG_REQUEST for its page, with what the sitemap says of it; one with a news title
 * becomes a TDG_ARTICLE before that, as the item of a feed would.  An index becomes requests for its
 * sitemaps.  Plain text with an address on each line is a sitemap, too.  The first record is a TDG_FEED with the publication's name.
 *
 * The component owns one reader of XML, document after document; an entry's memory is given back when it is out.
 */
#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/xml.h>

#include <stdlib.h>

enum {
  MAX_RECORDS = 19000 /* of one document; the engine takes 20,000 */,
  MAX_TEXT = 16 << 10,
  MAX_FILES = 100,
  MAX_ALTERNATES = 100
};

struct conf {
  int64_t max_age;
};

struct worker {
  struct conf conf;
  tdg_xml *xml;
};

struct file {
  struct tdg_str url, title, caption, type;
};
struct alternate {
  struct tdg_str url, language;
};

struct sitemap {
  tdg_call *call;
  tdg_xml *xml;
  int64_t max_age;
  struct tdg_str base;
  int depth, entry_depth, is_index, root_seen, head_done, failed, cut;
  size_t entries, records;
  void *mark;
  struct tdg_str text; /* of the element that is open */
  int text_ns, text_name;
  /* the entry */
  struct tdg_str loc, lastmod, title, published, language, publication, keywords, genres;
  struct file files[MAX_FILES];
  struct alternate alternates[MAX_ALTERNATES];
  size_t n_files, n_alternates;
};

static const struct tdg_str nothing = {"", 0};

static void put(struct sitemap *s, tdg_rec *r, uint32_t field, struct tdg_str v) {
  tdg_put_text(s->call, r, field, v.p, v.n);
}

static void put_date(struct sitemap *s, tdg_rec *r, uint32_t field, const char *name, struct tdg_str v) {
  struct tdg_date d;
  if (v.n == 0 || tdg_date_parse(v.p, v.n, NULL, &d) != 0) return;
  tdg_put_int(s->call, r, field, d.ms);
  if (tdg_date_is_local(&d, 0) && tdg_kind_of(s->call, r) != TDG_REQUEST)
    tdg_date_put_origin(s->call, r, name, "sitemap", v, &d, 0);
}

static void emit(struct sitemap *s, const tdg_rec *r) {
  int status = tdg_emit(s->call, r);
  s->records++;
  if (status < 0 && s->failed == 0) s->failed = status;
}

static void emit_head(struct sitemap *s) {
  if (s->head_done) return;
  s->head_done = 1;
  tdg_rec *r = tdg_rec_new(s->call, TDG_FEED);
  if (s->publication.n > 0) put(s, r, TDG_TITLE, tdg_html_line(s->call, s->publication));
  struct tdg_str site = tdg_url_resolve(s->call, s->base, (struct tdg_str){"/", 1});
  if (tdg_url_is_web(site)) put(s, r, TDG_URL, site);
  put(s, r, TDG_LANGUAGE, s->language);
  emit(s, r);
}

static void put_files(struct sitemap *s, tdg_rec *r) {
  for (size_t i = 0; i < s->n_files; i++) {
    const struct file *f = &s->files[i];
    struct tdg_str url = tdg_url_resolve(s->call, s->base, f->url);
    if (url.n == 0) continue;
    tdg_rec *g = tdg_group(s->call);
    put(s, g, TDG_URL, url);
    put(s, g, TDG_TYPE, f->type);
    put(s, g, TDG_TITLE, f->title);
    put(s, g, TDG_CAPTION, f->caption);
    tdg_put_rec(s->call, r, TDG_MEDIA, g);
  }
}

static void put_alternates(struct sitemap *s, tdg_rec *r) {
  for (size_t i = 0; i < s->n_alternates; i++) {
    tdg_rec *g = tdg_group(s->call);
    put(s, g, TDG_URL, s->alternates[i].url);
    tdg_put_str(s->call, g, TDG_REL, "alternate");
    put(s, g, TDG_LANGUAGE, s->alternates[i].language);
    tdg_put_rec(s->call, r, TDG_ALTERNATE, g);
  }
}

static void put_tags(struct sitemap *s, tdg_rec *r) {
  struct tdg_str list = s->keywords, tag;
  while (tdg_str_next(&list, ',', &tag)) put(s, r, TDG_TAG, tdg_html_line(s->call, tag));
}

/* What is known of a page, for its article and for the request that will bring it. */
static void put_known(struct sitemap *s, tdg_rec *r, struct tdg_str url) {
  put(s, r, TDG_URL, url);
  put_date(s, r, TDG_PUBLISHED, "published", s->published);
  put_date(s, r, TDG_UPDATED, "updated", s->lastmod);
  put(s, r, TDG_LANGUAGE, s->language);
  put_tags(s, r);
  put_files(s, r);
}

static void emit_article(struct sitemap *s, struct tdg_str url, struct tdg_str title) {
  tdg_rec *r = tdg_rec_new(s->call, TDG_ARTICLE);
  put(s, r, TDG_TITLE, title);
  put_known(s, r, url);
  put(s, r, TDG_GENRE, s->genres);
  put_alternates(s, r);
  emit(s, r);
}

static void emit_request(struct sitemap *s, struct tdg_str url, struct tdg_str title) {
  tdg_rec *r = tdg_rec_new(s->call, TDG_REQUEST);
  put_known(s, r, url);
  tdg_put_str(s->call, r, TDG_AS, s->is_index ? "sitemap" : "article");
  tdg_put_str(s->call, r, TDG_REPEAT, s->is_index ? "poll" : "never");
  put(s, r, TDG_TITLE_HINT, title);
  put(s, r, TDG_DISCOVERED, s->base);
  emit(s, r);
}

/* An entry that says it has not changed for longer than wanted. */
static int is_old(struct sitemap *s) {
  struct tdg_date d;
  struct tdg_str v = s->lastmod.n > 0 ? s->lastmod : s->published;
  return s->max_age > 0 && v.n > 0 && tdg_date_parse(v.p, v.n, NULL, &d) == 0 &&
         d.ms < tdg_now_ms(s->call) - s->max_age;
}

static void end_entry(struct sitemap *s) {
  struct tdg_str url = tdg_url_resolve(s->call, s->base, s->loc);
  s->entry_depth = 0;
  if (!s->cut && tdg_url_is_web(url) && s->failed == 0 && s->records + 3 < MAX_RECORDS && !is_old(s)) {
    struct tdg_str title = s->title.n > 0 ? tdg_html_line(s->call, s->title) : nothing;
    emit_head(s);
    if (title.n > 0) emit_article(s, url, title);
    emit_request(s, url, title);
    s->entries++;
  }
  tdg_release(s->call, s->mark);
}

static void begin_entry(struct sitemap *s) {
  if (s->entry_depth > 0) end_entry(s);
  s->mark = tdg_mark(s->call);
  s->entry_depth = s->depth;
  s->loc = s->lastmod = s->title = s->published = s->language = s->publication = s->keywords = s->genres =
      nothing;
  s->n_files = s->n_alternates = 0;
}

/* ---- elements ---- */

static void read_alternate(struct sitemap *s, const struct tdg_xml_element *e) {
  if (s->n_alternates == MAX_ALTERNATES) return;
  struct tdg_str url = tdg_url_resolve(s->call, s->base, tdg_xml_value(e, "href"));
  if (url.n > 0) s->alternates[s->n_alternates++] = (struct alternate){url, tdg_xml_value(e, "hreflang")};
}

static void on_start(void *arg, const struct tdg_xml_element *e) {
  struct sitemap *s = arg;
  int core = e->ns == TDG_NS_SITEMAP || e->ns == TDG_NS_CORE;
  s->depth++;
  s->text = nothing;
  s->text_ns = e->ns;
  s->text_name = e->name;
  if (core && (e->name == TDG_EL_urlset || e->name == TDG_EL_sitemapindex)) {
    s->root_seen = 1;
    s->is_index = e->name == TDG_EL_sitemapindex;
  } else if (core && (e->name == TDG_EL_url || e->name == TDG_EL_sitemap) && s->root_seen) {
    if (e->name == TDG_EL_sitemap) s->is_index = 1;
    begin_entry(s);
  } else if (s->entry_depth > 0 && s->n_files < MAX_FILES &&
             ((e->ns == TDG_NS_IMAGE && e->name == TDG_EL_image) ||
              (e->ns == TDG_NS_VIDEO && e->name == TDG_EL_video))) {
    s->files[s->n_files++] =
        (struct file){.url = nothing, .title = nothing, .caption = nothing, .type = nothing};
  } else if (s->entry_depth > 0 && e->ns == TDG_NS_XHTML && e->name == TDG_EL_link) {
    read_alternate(s, e);
  }
}

static void set(struct tdg_str *to, struct tdg_str v) {
  if (to->n == 0) *to = v;
}

static void end_core(struct sitemap *s, struct tdg_str v) {
  if (s->text_name == TDG_EL_loc) set(&s->loc, v);
  else if (s->text_name == TDG_EL_lastmod) set(&s->lastmod, v);
}

static void end_news(struct sitemap *s, struct tdg_str v) {
  switch (s->text_name) {
  case TDG_EL_title: set(&s->title, v); break;
  case TDG_EL_name: set(&s->publication, v); break;
  case TDG_EL_language: set(&s->language, v); break;
  case TDG_EL_publication_date: set(&s->published, v); break;
  case TDG_EL_keywords: set(&s->keywords, v); break;
  case TDG_EL_genres: set(&s->genres, v); break;
  default: break;
  }
}

static void end_file(struct sitemap *s, struct tdg_str v) {
  struct file *f = s->n_files > 0 ? &s->files[s->n_files - 1] : NULL;
  if (f == NULL) return;
  switch (s->text_name) {
  case TDG_EL_loc:
  case TDG_EL_content_loc: f->url = v; break;
  case TDG_EL_player_loc:
  case TDG_EL_thumbnail_loc: set(&f->url, v); break;
  case TDG_EL_title: f->title = v; break;
  case TDG_EL_caption:
  case TDG_EL_description: f->caption = v; break;
  default: break;
  }
}

static void on_end(void *arg, const char *local) {
  struct sitemap *s = arg;
  int depth = s->depth--;
  struct tdg_str v = tdg_str_trim(s->text);
  (void)local;
  if (s->entry_depth > 0 && depth == s->entry_depth) end_entry(s);
  else if (s->entry_depth > 0 && v.n > 0) {
    if (s->text_ns == TDG_NS_SITEMAP || s->text_ns == TDG_NS_CORE) end_core(s, v);
    else if (s->text_ns == TDG_NS_NEWS) end_news(s, v);
    else if (s->text_ns == TDG_NS_IMAGE || s->text_ns == TDG_NS_VIDEO) end_file(s, v);
  }
  s->text = nothing;
  s->text_name = TDG_EL_NONE;
}

static void on_text(void *arg, const struct tdg_xml_piece *piece) {
  struct sitemap *s = arg;
  if (s->entry_depth > 0) s->text = tdg_xml_append(s->xml, s->call, s->text, piece, MAX_TEXT);
}

static void on_cut(void *arg) {
  struct sitemap *s = arg;
  s->cut = 1;
}

/* ---- the component ---- */

static int read_sitemap(struct sitemap *s, struct tdg_str text) {
  static const struct tdg_xml_events events = {on_start, on_end, on_text, NULL, on_cut};
  int status = tdg_xml_read(s->xml, s->call, text, &events, s);
  if (tdg_xml_refused(s->xml) != NULL)
    return tdg_fail(s->call, TDG_BAD_INPUT, "entity: the document declares %s; such sitemaps are refused",
                    tdg_xml_refused(s->xml));
  if (status < 0 || (s->cut && s->entries == 0))
    return tdg_fail(s->call, TDG_BAD_INPUT,
                    "broken sitemap: it ends before its first address; fetch it again");
  if (s->cut) tdg_log(s->call, TDG_LOG_INFO, "the sitemap is cut off after %zu addresses", s->entries);
  if (s->cut) tdg_xml_tell_cut(s->call);
  if (s->records + 3 >= MAX_RECORDS)
    tdg_log(s->call, TDG_LOG_WARNING, "only the first %zu addresses of the sitemap were read; set max_age",
            s->entries);
  s->publication = s->language = nothing;
  emit_head(s);
  return s->failed;
}

/* ---- a list of addresses in plain text, one a line ---- */

enum { LOOKED_AT = 50 }; /* lines that all must be addresses */

static int is_address(struct tdg_str line) {
  for (size_t i = 0; i < line.n; i++)
    if (tdg_is_space(line.p[i]) || line.p[i] == '<') return 0;
  return tdg_url_is_web(line);
}

static int is_list(struct tdg_str text) {
  struct tdg_str line;
  int n = 0;
  while (n < LOOKED_AT && tdg_line_cut(&text, &line)) {
    line = tdg_str_trim(line);
    if (line.n > 0 && !is_address(line)) return 0;
    n += line.n > 0;
  }
  return n > 0;
}

static int read_list(struct sitemap *s, struct tdg_str text) {
  struct tdg_str line;
  while (tdg_line_cut(&text, &line)) {
    line = tdg_str_trim(line);
    if (!is_address(line)) continue;
    begin_entry(s);
    s->loc = line;
    end_entry(s);
  }
  if (s->records + 3 >= MAX_RECORDS)
    tdg_log(s->call, TDG_LOG_WARNING, "only the first %zu addresses of the sitemap were read", s->entries);
  emit_head(s);
  return s->failed;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct worker *w = self;
  struct tdg_str text = tdg_xml_text(call, doc);
  const enum tdg_xml_kind kind = tdg_xml_kind_of(text);
  if (kind == TDG_XML_EMPTY) return tdg_fail(call, TDG_BAD_INPUT, "broken sitemap: the document is empty");
  if (kind != TDG_XML_SITEMAP && !is_list(text))
    return tdg_fail(call, TDG_NOT_MINE,
                    "not a sitemap: it has no <urlset> or <sitemapindex>, and is no list of addresses");
  struct sitemap *s = tdg_scratch(call, sizeof *s);
  s->call = call;
  s->xml = w->xml;
  s->max_age = w->conf.max_age;
  s->base = tdg_get(call, doc, TDG_FINAL_URL);
  if (s->base.n == 0) s->base = tdg_get(call, doc, TDG_URL);
  return kind == TDG_XML_SITEMAP ? read_sitemap(s, text) : read_list(s, text);
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY);
  (void)self;
  return tdg_xml_kind_of(body) == TDG_XML_SITEMAP ? 95 : 0;
}

static int open_sitemap(tdg_call *call, const void *conf, void **self) {
  struct worker *w = calloc(1, sizeof *w);
  tdg_xml *xml = tdg_xml_new();
  if (w == NULL || xml == NULL) {
    free(w);
    tdg_xml_free(xml);
    return tdg_fail(call, TDG_RETRY, "no memory for the sitemap reader");
  }
  w->xml = xml;
  w->conf = *(const struct conf *)conf;
  *self = w;
  return TDG_OK;
}

static void close_sitemap(void *self) {
  struct worker *w = self;
  tdg_xml_free(w->xml);
  free(w);
}

static const struct tdg_option options[] = {
    TDG_OPT(struct conf, max_age, TDG_O_DURATION, 0, "0s", 0, 0,
            "Leave out pages that the sitemap says have not changed for longer than this; 0s: none."),
};

static const char *const claims[] = {"application/sitemap+xml", "application/xml", "text/xml", NULL};

TDG_PLUGIN("org.tidings.parse-sitemap", TDG_VERSION, "Reads sitemaps and indexes of sitemaps",
           TDG_PARSER(.name = "sitemap", .summary = "Sitemaps, sitemap indexes; Google News, image and video",
                      .claims = claims, .TDG_OPTIONS(struct conf, options), .open = open_sitemap, .run = run,
                      .close = close_sitemap, .probe = probe));
