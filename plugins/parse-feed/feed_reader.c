/* feed_reader.c - an XML feed, element by element, into its head and its items.
 *
 * A struct reader lives for one document.  Each open element has a place (what its children mean); the inside
 * of elements that carry text is left to a capture.  RSS in all versions, Atom and CDF go one way: see
 * element_rules.h for what tells them apart.
 */
#include "capture.h"

#include <tidings/kit/html.h>
#include <tidings/kit/url.h>

enum place { OUTSIDE, HEAD, ITEM, MEDIA, INSIDE, SKIPPED };
enum { PLACES = TDG_XML_DEPTH + 16 };

struct reader {
  struct feed *f;
  tdg_xml *xml;
  int depth, item_depth;
  int root_seen;
  unsigned char place[PLACES];
  struct capture capture;
  int summary_name;  /* which element gave the item's summary */
  struct file *file; /* of the media:content that is open */
  int n_bases;
  struct {
    int depth;
    size_t n;
    char url[MAX_ADDRESS];
  } bases[MAX_BASES];
};

static const struct tdg_str nothing = {"", 0};

static struct tdg_str base_now(const struct reader *r) {
  if (r->n_bases == 0) return nothing;
  return (struct tdg_str){r->bases[r->n_bases - 1].url, r->bases[r->n_bases - 1].n};
}

static void push_base(struct reader *r, const struct tdg_xml_element *e) {
  tdg_call *call = r->f->call;
  struct tdg_str base = tdg_xml_attribute(e, TDG_NS_XML, "base");
  if (base.p == NULL || r->n_bases == MAX_BASES || r->depth >= PLACES) return;
  struct tdg_str outer = r->n_bases > 0 ? base_now(r) : r->f->url;
  struct tdg_str url = tdg_url_resolve(call, outer, tdg_str_copy(call, base));
  if (url.n == 0 || url.n >= MAX_ADDRESS) return;
  r->bases[r->n_bases].depth = r->depth;
  r->bases[r->n_bases].n = url.n;
  memcpy(r->bases[r->n_bases++].url, url.p, url.n + 1);
}

/* An address from an attribute, absolute where xml:base says so. */
static struct tdg_str address(struct reader *r, struct tdg_str url) {
  struct tdg_str base = base_now(r);
  if (url.n == 0 || base.n == 0) return url;
  return tdg_url_resolve_written(r->f->call, base, url);
}

static struct entry *entry_now(struct reader *r) { return r->item_depth > 0 ? r->f->item : r->f->head; }

/* "pubDate", "dc:date": the element that is read, for an explanation; else "". */
static struct tdg_str element_now(struct reader *r) {
  static const struct {
    int ns;
    const char *prefix;
  } spaces[] = {{TDG_NS_DC, "dc:"},         {TDG_NS_DCTERMS, "dcterms:"}, {TDG_NS_MEDIA, "media:"},
                {TDG_NS_ITUNES, "itunes:"}, {TDG_NS_CONTENT, "content:"}, {TDG_NS_FEEDBURNER, "feedburner:"}};
  if (!r->f->explains) return nothing;
  struct tdg_buf b = tdg_buf_make(r->f->call, 100);
  for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
    if (r->capture.ns == spaces[i].ns) tdg_buf_str(&b, spaces[i].prefix);
  tdg_buf_str(&b, r->capture.local);
  return tdg_buf_get(&b);
}

/* An address; from: the element or attribute that gives it. */
static void put_based(struct reader *r, struct text *t, struct tdg_str s, int rank, const char *from) {
  if (!text_put(t, s, rank)) return;
  t->base = base_now(r);
  t->from = tdg_str_of(from);
}

/* ---- elements that are told by their attributes ---- */

static void link_alternate(struct reader *r, struct entry *e, const struct link *l, int own) {
  int page = l->type.n == 0 || tdg_nocase_starts(l->type, "text/html") ||
             tdg_nocase_starts(l->type, "application/xhtml");
  put_based(r, &e->url, l->url, own ? (page ? OWN : 4) : (page ? 5 : 3), "link");
  if (!page || l->language.n > 0) entry_add_link(e, l);
}

static int is_plumbing(struct tdg_str rel) {
  static const char *const rels[] = {
      "self",  "edit",  "edit-media", "hub",  "pingback", "service.post", "service.edit", "service.feed",
      "start", "first", "last",       "next", "previous", "prev",         "http",         "via-self"};
  for (size_t i = 0; i < sizeof rels / sizeof rels[0]; i++)
    if (tdg_nocase_is(rel, rels[i])) return 1;
  return 0;
}

static void link_enclosure(struct reader *r, struct entry *e, const struct link *l, struct tdg_str length,
                           struct tdg_str title) {
  struct file *file = entry_add_file(e, address(r, l->url));
  if (file == NULL) return;
  file->type = l->type;
  file->length = length;
  file->title = title;
  file->rel = (struct tdg_str){"enclosure", 9};
}

/* Where nothing better is said, an entry is reached at its own address, but not when that is a document for programs. */
static void link_self(struct reader *r, struct entry *e, const struct link *l) {
  int markup =
      tdg_nocase_has(l->type, "xml") || tdg_nocase_has(l->type, "atom") || tdg_nocase_has(l->type, "json");
  int named =
      tdg_nocase_ends(l->url, ".atom") || tdg_nocase_ends(l->url, ".xml") || tdg_nocase_ends(l->url, ".json");
  if (!r->f->is_atom || e != r->f->item) return;
  if ((markup && !tdg_nocase_has(l->type, "xhtml")) || (l->type.n == 0 && named)) return;
  put_based(r, &e->url, l->url, SELF, "link");
}

/* own: of the family of the feed. */
static void put_link(struct reader *r, struct entry *e, struct link l, int own, struct tdg_str length,
                     struct tdg_str title) {
  const struct tdg_str href = l.url;
  if (tdg_nocase_starts(l.rel, "http://www.iana.org/assignments/relation/"))
    l.rel = (struct tdg_str){l.rel.p + 41, l.rel.n - 41};
  if (e == r->f->head) entry_set_hub(e, l.rel, address(r, href));
  if (l.rel.n == 0 || tdg_nocase_is(l.rel, "alternate")) link_alternate(r, e, &l, own);
  else if (tdg_nocase_is(l.rel, "enclosure")) link_enclosure(r, e, &l, length, title);
  else if (tdg_nocase_is(l.rel, "replies") && (l.type.n == 0 || tdg_nocase_is(l.type, "text/html")))
    put_based(r, &e->comments, href, OWN, "link");
  else if (tdg_nocase_is(l.rel, "license")) put_based(r, &e->licence, href, 6, "link");
  else if (tdg_nocase_is(l.rel, "canonical")) put_based(r, &e->original, href, OWN, "link");
  else if (tdg_nocase_is(l.rel, "self")) link_self(r, e, &l);
  else if (!is_plumbing(l.rel)) {
    l.url = address(r, l.url);
    entry_add_link(e, &l);
  }
}

static int is_own_link(const struct reader *r, int ns) {
  return (ns == TDG_NS_ATOM) == r->f->is_atom || ns == TDG_NS_CORE;
}

static void read_link(struct reader *r, struct entry *e, const struct tdg_xml_element *el,
                      struct tdg_str href) {
  struct link l = {href, tdg_xml_value(el, "rel"), tdg_xml_value(el, "type"), tdg_xml_value(el, "hreflang")};
  put_link(r, e, l, is_own_link(r, el->ns), tdg_xml_value(el, "length"), tdg_xml_value(el, "title"));
}

static void read_enclosure(struct reader *r, struct entry *e, const struct tdg_xml_element *el) {
  struct tdg_str url = tdg_xml_value(el, "url");
  if (url.n == 0) url = tdg_xml_value(el, "href");
  struct file *file = entry_add_file(e, address(r, url));
  if (file == NULL) return;
  file->type = tdg_xml_value(el, "type");
  file->length = tdg_xml_value(el, "length");
  file->rel = (struct tdg_str){"enclosure", 9};
}

static void read_media(struct reader *r, struct entry *e, const struct tdg_xml_element *el) {
  struct file *file = entry_add_file(e, address(r, tdg_xml_value(el, "url")));
  r->file = file;
  if (file == NULL) return;
  struct tdg_str type = tdg_xml_value(el, "type"), length = tdg_xml_value(el, "fileSize");
  if (type.n > 0) file->type = type;
  if (length.n > 0) file->length = length;
  if (file->rel.n == 0) file->rel = tdg_xml_value(el, "medium");
  if (file->rel.n == 0) file->rel = (struct tdg_str){"content", 7};
}

static void read_image(struct reader *r, struct entry *e, struct tdg_str url, const char *rel) {
  url = tdg_str_trim(url);
  if (url.n == 0) return;
  if (e == r->f->head) {
    put_based(r, &e->logo, url, strcmp(rel, "itunes") == 0 ? 5 : OWN, rel);
    return;
  }
  if (strcmp(rel, "itunes") == 0) rel = "image";
  struct file *file = entry_add_file(e, address(r, url));
  if (file != NULL && file->rel.n == 0) file->rel = tdg_str_of(rel);
}

/* ---- text that has been read ---- */

static void put_text(struct text *to, const struct reader *r, struct tdg_str s, int html, int rank) {
  if (!text_put(to, s, rank)) return;
  to->html = html;
  to->lines = r->capture.ns == TDG_NS_MEDIA || r->capture.ns == TDG_NS_ITUNES;
  to->base = base_now(r);
}

/* RSS has been seen with <description> and <summary> side by side: the first is the summary, the second the
 * body. */
static void put_summary(struct reader *r, struct entry *e, struct tdg_str s, int html) {
  const struct capture *c = &r->capture;
  int core = c->ns == TDG_NS_CORE || c->ns == TDG_NS_ATOM;
  if (c->ns == TDG_NS_ITUNES && c->name == TDG_EL_summary && e == r->f->item) {
    put_text(&e->notes, r, s, html, c->rank);
    return;
  }
  if (c->ns == TDG_NS_CORE && e == r->f->item && e->summary.rank == OWN && r->summary_name != c->name &&
      c->rank == OWN) {
    put_text(&e->content, r, s, html, 1);
    return;
  }
  put_text(&e->summary, r, s, html, c->rank);
  if (core && s.n > 0) r->summary_name = c->name;
}

static void put_guid(struct reader *r, struct entry *e, struct tdg_str s) {
  if (!text_put(&e->guid, s, r->capture.rank)) return;
  e->guid.base = base_now(r);
  e->guid.from = element_now(r);
  e->guid_is_address = r->capture.name == TDG_EL_guid ? r->capture.permalink : -1;
}

static void put_category(struct reader *r, struct entry *e, struct tdg_str s, int html) {
  struct text t = {.s = s, .html = html};
  if (s.n > 0) s = body_line(r->f, &t);
  entry_add_tag(e, s, r->capture.scheme, r->capture.label);
}

static int64_t period_minutes(struct tdg_str s) {
  static const struct {
    const char *word;
    int64_t minutes;
  } periods[] = {{"hourly", 60}, {"daily", 1440}, {"weekly", 10080}, {"monthly", 43200}, {"yearly", 525600}};
  for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
    if (tdg_nocase_is(tdg_str_trim(s), periods[i].word)) return periods[i].minutes;
  return -1;
}

static void put_person(struct reader *r, struct entry *e) {
  struct capture *c = &r->capture;
  struct person p = {nothing, nothing, nothing};
  if (c->parts[PART_NAME].n + c->parts[PART_EMAIL].n + c->parts[PART_URI].n == 0) {
    people_read(r->f->call, e, c->parts[PART_OWN], c->rank);
  } else {
    person_read(&p, c->parts[PART_NAME]);
    if (c->parts[PART_EMAIL].n > 0) p.email = tdg_str_trim(c->parts[PART_EMAIL]);
    p.url = address(r, tdg_str_trim(c->parts[PART_URI]));
    people_add(r->f->call, e, p, c->rank);
  }
  if (e->people_rank == c->rank) e->people_from = element_now(r);
}

static void put_source(struct reader *r, struct entry *e) {
  struct capture *c = &r->capture;
  struct person p = {tdg_str_trim(c->parts[PART_NAME]), tdg_str_trim(c->parts[PART_EMAIL]),
                     tdg_str_trim(c->parts[PART_URI])};
  if (p.name.n + p.email.n > 0) e->from_source = p;
  entry_add_extension(e, "rss:source", c->parts[PART_OWN]);
  e->source = tdg_str_trim(c->parts[PART_TITLE].n > 0 ? c->parts[PART_TITLE] : c->parts[PART_OWN]);
}

static void put_media_text(struct reader *r, int field, struct tdg_str s) {
  if (r->file == NULL || r->capture.ns != TDG_NS_MEDIA) return;
  s = tdg_str_trim(s);
  if (field == F_TITLE) r->file->title = s;
  else if (field == F_CREDIT) r->file->credit = s;
  else if (field == F_SUMMARY) r->file->alt = s;
}

static void put_number(int64_t *to, struct tdg_str s) {
  int64_t v = tdg_str_number(tdg_str_trim(s), 9);
  if (v > 0) *to = v;
}

/* Some feeds count the hours from 1 to 24. */
static void put_hour(struct entry *e, struct tdg_str s) {
  int64_t hour = tdg_str_number(tdg_str_trim(s), 2);
  if (hour >= 0 && hour <= 24) e->skip_hours |= 1u << (hour % 24);
}

/* RSS 2.0 has English names; the first three letters tell them apart. */
static void put_day(struct entry *e, struct tdg_str s) {
  static const char days[] = "sunmontuewedthufrisat";
  s = tdg_str_trim(s);
  for (int i = 0; i < 7 && s.n >= 3; i++)
    if (strncasecmp(s.p, days + i * 3, 3) == 0) e->skip_days |= 1u << i;
}

/* Fields that are a text of the entry, and how they are put there. */
enum how { AS_TEXT = 1, AS_ADDRESS, AS_DATE, AS_WORD };
static const struct {
  size_t at;
  int how;
} places[] = {
    [F_TITLE] = {offsetof(struct entry, title), AS_TEXT},
    [F_CONTENT] = {offsetof(struct entry, content), AS_TEXT},
    [F_RIGHTS] = {offsetof(struct entry, rights), AS_TEXT},
    [F_GENERATOR] = {offsetof(struct entry, generator), AS_TEXT},
    [F_LINK] = {offsetof(struct entry, url), AS_ADDRESS},
    [F_COMMENTS] = {offsetof(struct entry, comments), AS_ADDRESS},
    [F_LOGO] = {offsetof(struct entry, logo), AS_ADDRESS},
    [F_ORIGINAL] = {offsetof(struct entry, original), AS_ADDRESS},
    [F_PUBLISHED] = {offsetof(struct entry, published), AS_DATE},
    [F_UPDATED] = {offsetof(struct entry, updated), AS_DATE},
    [F_LICENCE] = {offsetof(struct entry, licence), AS_WORD},
    [F_LANGUAGE] = {offsetof(struct entry, language), AS_WORD},
    [F_POST_STATUS] = {offsetof(struct entry, post_status), AS_WORD},
    [F_POST_TYPE] = {offsetof(struct entry, post_type), AS_WORD},
    [F_POST_PASSWORD] = {offsetof(struct entry, post_password), AS_WORD},
};

static int put_place(struct reader *r, struct entry *e, struct tdg_str s, int html) {
  const struct capture *c = &r->capture;
  if ((size_t)c->field >= sizeof places / sizeof places[0] || places[c->field].how == 0) return 0;
  void *at = (char *)e + places[c->field].at;
  if (places[c->field].how == AS_DATE) {
    dates_put(at, s, c->rank, element_now(r));
    return 1;
  }
  struct text *to = at;
  const char *before = to->s.p;
  switch (places[c->field].how) {
  case AS_TEXT: put_text(to, r, s, html, c->rank); break;
  case AS_ADDRESS: put_text(to, r, s, 0, c->rank); break;
  default: text_put(to, s, c->rank); break;
  }
  if (to->s.p != before) to->from = element_now(r);
  return 1;
}

static void put_replies(struct entry *e, struct tdg_str s) {
  entry_add_link(e, &(struct link){tdg_str_trim(s), {"replies", 7}, {"application/rss+xml", 19}, nothing});
}

static int put_extension(struct entry *e, int field, struct tdg_str s) {
  switch (field) {
  case F_EXT_COMMENTS: entry_add_extension(e, "comments:count", s); break;
  case F_EXT_POINT: entry_add_extension(e, "georss:point", s); break;
  case F_EXT_LAT: entry_add_extension(e, "geo:lat", s); break;
  case F_EXT_LONG: entry_add_extension(e, "geo:long", s); break;
  default: return 0;
  }
  return 1;
}

/* A file whose address is the text of its element. */
static void put_file(struct reader *r, struct entry *e, struct tdg_str url) {
  const struct capture *c = &r->capture;
  if (c->field != F_ENCLOSURE) {
    read_image(r, e, url, c->field == F_ITUNES_IMAGE ? "itunes" : "thumbnail");
    return;
  }
  struct file *file = entry_add_file(e, address(r, url));
  if (file == NULL) return;
  file->type = c->link.type;
  file->rel = (struct tdg_str){"enclosure", 9};
}

static void put_field(struct reader *r, struct entry *e, struct tdg_str s, int html) {
  const int field = r->capture.field;
  if (field == F_ENCLOSURE || field == F_THUMBNAIL || field == F_ITUNES_IMAGE) {
    put_file(r, e, tdg_trim_invisible(s));
    return;
  }
  if (field == F_LINK && r->capture.link.rel.n > 0) {
    r->capture.link.url = tdg_trim_invisible(s);
    if (s.n > 0) put_link(r, e, r->capture.link, is_own_link(r, r->capture.ns), nothing, nothing);
    return;
  }
  if (r->file != NULL && html == 0) put_media_text(r, field, s);
  if (put_place(r, e, s, html) || put_extension(e, field, s)) return;
  switch (field) {
  case F_SUMMARY: put_summary(r, e, s, html); break;
  case F_GUID: put_guid(r, e, s); break;
  case F_CATEGORY: put_category(r, e, s, html); break;
  case F_KEYWORDS: entry_add_tags(e, s); break;
  case F_REPLIES: put_replies(e, s); break;
  case F_TTL: put_number(&e->ttl_minutes, s); break;
  case F_PERIOD: e->period_minutes = period_minutes(s); break;
  case F_FREQUENCY: put_number(&e->frequency, s); break;
  case F_SKIP_HOUR: put_hour(e, s); break;
  case F_SKIP_DAY: put_day(e, s); break;
  default: break;
  }
}

static void finish_capture(struct reader *r) {
  struct entry *e = entry_now(r);
  struct capture *c = &r->capture;
  int html;
  if (c->field == F_PERSON) put_person(r, e);
  else if (c->field == F_SOURCE) put_source(r, e);
  else if (c->field == F_IMAGE)
    read_image(r, e, c->parts[PART_URI].n > 0 ? c->parts[PART_URI] : c->parts[PART_OWN], "image");
  else {
    struct tdg_str s = capture_value(c, r->f->call, r->xml, r->f->is_atom, &html);
    put_field(r, e, s, html);
  }
  c->depth = 0;
}

/* ---- places ---- */

static void end_item(struct reader *r) {
  if (r->item_depth == 0) return;
  r->item_depth = 0;
  r->file = NULL;
  feed_end_item(r->f, !r->f->cut);
}

static void read_language(const struct tdg_xml_element *e, struct reader *r, struct entry *to) {
  struct tdg_str lang = tdg_xml_attribute(e, TDG_NS_XML, "lang");
  if (lang.p != NULL && lang.n > 0) text_put(&to->language, tdg_str_copy(r->f->call, lang), 3);
}

/* Attributes of an entry's own element: RDF's about, CDF's HREF and LASTMOD, Netscape's and Atom's xml:lang.
 */
static void read_entry_attributes(struct reader *r, struct entry *to, const struct tdg_xml_element *e) {
  if (e->n_attributes == 0) return;
  struct tdg_str about = tdg_xml_attribute(e, TDG_NS_RDF, "about");
  read_language(e, r, to);
  if (about.p != NULL && about.n > 0) {
    struct tdg_str copy = tdg_str_copy(r->f->call, about);
    if (text_put(&to->guid, copy, 4)) to->guid_is_address = 0, to->guid.from = tdg_str_of("rdf:about");
    put_based(r, &to->url, copy, 2, "rdf:about");
  }
  put_based(r, &to->url, tdg_xml_value(e, "href"), 5, "href");
  dates_put(&to->updated, tdg_xml_value(e, "lastmod"), 5, tdg_str_of("lastmod"));
}

static int begin_item(struct reader *r, const struct tdg_xml_element *e) {
  end_item(r);
  feed_begin_item(r->f);
  r->item_depth = r->depth;
  r->summary_name = TDG_EL_NONE;
  r->file = NULL;
  r->root_seen = 1;

  read_entry_attributes(r, r->f->item, e);
  return ITEM;
}

static int is_own(const struct tdg_xml_element *e) { return e->ns == TDG_NS_CORE || e->ns == TDG_NS_ATOM; }

static int is_item(const struct tdg_xml_element *e) {
  return is_own(e) && (e->name == TDG_EL_item || e->name == TDG_EL_entry);
}

static int begin_head(struct reader *r, const struct tdg_xml_element *e) {
  r->root_seen = 1;
  if (e->name == TDG_EL_feed) r->f->is_atom = r->f->inherit = 1;
  if (!r->f->head_done) read_entry_attributes(r, r->f->head, e);
  return HEAD;
}

static int is_head(const struct tdg_xml_element *e) {
  return (is_own(e) && (e->name == TDG_EL_rss || e->name == TDG_EL_feed || e->name == TDG_EL_channel)) ||
         (e->name == TDG_EL_rdf && (e->ns == TDG_NS_RDF || is_own(e)));
}

static int begin_capture(struct reader *r, const struct tdg_xml_element *e, const struct rule *rule,
                         int rank) {
  capture_begin(&r->capture, r->f->call, e, rule, rank, r->depth);
  return INSIDE;
}

static int open_category(struct reader *r, struct entry *to, const struct tdg_xml_element *e,
                         const struct rule *rule, int place) {
  struct tdg_str term = tdg_xml_value(e, e->ns == TDG_NS_ITUNES ? "text" : "term");
  if (term.n == 0 && e->ns != TDG_NS_ITUNES)
    term = e->ns == TDG_NS_MEDIA ? nothing : tdg_xml_value(e, "text");
  if (term.n == 0) return begin_capture(r, e, rule, OWN);
  entry_add_tag(to, term, tdg_xml_value(e, "scheme"), tdg_xml_value(e, "label"));
  return place;
}

static int open_link(struct reader *r, struct entry *to, const struct tdg_xml_element *e,
                     const struct rule *rule, int rank) {
  struct tdg_str href = e->n_attributes > 0 ? tdg_xml_value(e, "href") : nothing, resource;
  if (href.n == 0 && e->n_attributes > 0 &&
      (resource = tdg_xml_attribute(e, TDG_NS_RDF, "resource")).p != NULL)
    href = tdg_str_copy(r->f->call, resource);
  if (href.n == 0) return begin_capture(r, e, rule, rank);
  read_link(r, to, e, href);
  return SKIPPED;
}

static int open_image(struct reader *r, struct entry *to, const struct tdg_xml_element *e,
                      const struct rule *rule) {
  struct tdg_str href = tdg_xml_value(e, "href"), resource = tdg_xml_attribute(e, TDG_NS_RDF, "resource");
  if (href.n == 0 && resource.p != NULL) href = tdg_str_copy(r->f->call, resource);
  if (href.n == 0) return begin_capture(r, e, rule, OWN);
  read_image(r, to, href, "image");
  return SKIPPED;
}

static int open_source(struct reader *r, struct entry *to, const struct tdg_xml_element *e,
                       const struct rule *rule) {
  struct link source = {address(r, tdg_xml_value(e, "url")), {"source", 6}, nothing, nothing};
  entry_add_link(to, &source);
  return begin_capture(r, e, rule, 1);
}

static int open_content(struct reader *r, struct entry *to, const struct tdg_xml_element *e,
                        const struct rule *rule, int rank) {
  struct tdg_str src = e->n_attributes > 0 ? tdg_xml_value(e, "src") : nothing;
  put_based(r, &to->url, src, SELF + 1, "content src");
  return begin_capture(r, e, rule, rank);
}

/* A file that names no address in an attribute. */
static int has_address_as_text(const struct tdg_xml_element *e, int field) {
  if (field != F_ENCLOSURE && field != F_THUMBNAIL && field != F_ITUNES_IMAGE) return 0;
  return tdg_xml_attribute(e, TDG_NS_CORE, "url").n == 0 && tdg_xml_attribute(e, TDG_NS_CORE, "href").n == 0;
}

static int open_known(struct reader *r, struct entry *to, const struct tdg_xml_element *e,
                      const struct rule *rule, int place) {
  int rank = to == r->f->item ? rule->item : rule->head;
  if (rank == 0) return SKIPPED;
  if (rank == OWN && is_own(e) && (e->ns == TDG_NS_ATOM) != r->f->is_atom && e->ns == TDG_NS_ATOM) rank--;
  if (has_address_as_text(e, rule->field)) return begin_capture(r, e, rule, rank);
  switch (rule->field) {
  case F_LINK: return open_link(r, to, e, rule, rank);
  case F_CATEGORY: return open_category(r, to, e, rule, place);
  case F_ENCLOSURE: read_enclosure(r, to, e); return SKIPPED;
  case F_MEDIA: read_media(r, to, e); return MEDIA;
  case F_THUMBNAIL: read_image(r, to, tdg_xml_value(e, "url"), "thumbnail"); return SKIPPED;
  case F_PLAYER: read_image(r, to, tdg_xml_value(e, "url"), "player"); return SKIPPED;
  case F_ITUNES_IMAGE: read_image(r, to, tdg_xml_value(e, "href"), "itunes"); return SKIPPED;
  case F_SOURCE: return open_source(r, to, e, rule);
  case F_IMAGE: return open_image(r, to, e, rule);
  case F_GROUP: return MEDIA;
  case F_PASS: return HEAD;
  case F_SKIP: return SKIPPED;
  case F_CONTENT: return open_content(r, to, e, rule, rank);
  default: return begin_capture(r, e, rule, rank);
  }
}

static int open_element(struct reader *r, const struct tdg_xml_element *e, int place) {
  if (place == SKIPPED) return SKIPPED;
  if (is_item(e) && (place != MEDIA)) return begin_item(r, e);
  if ((place == OUTSIDE || place == HEAD) && is_head(e)) return begin_head(r, e);
  if (place == OUTSIDE) return OUTSIDE;
  if (r->item_depth == 0 && r->f->head_done) return SKIPPED; /* the head has gone out */
  const struct rule *rule = rule_find(e->ns, e->name);
  if (rule == NULL)
    return place == HEAD && e->name != TDG_EL_textinput && e->name != TDG_EL_cloud ? OUTSIDE : SKIPPED;
  return open_known(r, entry_now(r), e, rule, place);
}

/* A title, link or date in which another element of the feed starts was never closed. */
static int was_not_closed(const struct reader *r, const struct tdg_xml_element *e) {
  int field = r->capture.field;
  int line =
      field == F_TITLE || field == F_LINK || field == F_GUID || field == F_PUBLISHED || field == F_UPDATED;
  if (!is_own(e) || r->f->is_atom) return 0;
  return line ? is_item(e) || rule_find(e->ns, e->name) != NULL : is_item(e) && field != F_CONTENT;
}

static void on_start(void *arg, const struct tdg_xml_element *e) {
  struct reader *r = arg;
  int depth = ++r->depth, place = depth > 1 && depth < PLACES ? r->place[depth - 1] : OUTSIDE;
  if (depth >= PLACES) return;
  push_base(r, e);
  if (r->capture.depth > 0 && was_not_closed(r, e)) {
    place = r->item_depth > 0 ? ITEM : HEAD;
    r->place[r->capture.depth] = (unsigned char)place;
    finish_capture(r);
  }
  if (r->capture.depth > 0) {
    int based = r->n_bases > 0 && r->bases[r->n_bases - 1].depth > r->capture.depth;
    capture_start(&r->capture, r->f->call, r->xml, e, depth, based ? base_now(r) : nothing);
    r->place[depth] = INSIDE;
    return;
  }
  r->place[depth] = (unsigned char)open_element(r, e, place);
}

static void on_end(void *arg, const char *local) {
  struct reader *r = arg;
  int depth = r->depth--;
  if (r->capture.depth > 0 && depth > r->capture.depth) capture_end(&r->capture, local, depth);
  else if (r->capture.depth > 0) finish_capture(r);
  else if (depth == r->item_depth) end_item(r);
  else if (depth < PLACES && r->place[depth] == MEDIA) r->file = NULL;
  while (r->n_bases > 0 && r->bases[r->n_bases - 1].depth >= depth) r->n_bases--;
}

static void on_text(void *arg, const struct tdg_xml_piece *piece) {
  struct reader *r = arg;
  if (r->capture.depth > 0) capture_text(&r->capture, r->f->call, r->xml, piece);
}

static void on_blank(void *arg) {
  struct reader *r = arg;
  if (r->capture.depth > 0) capture_blank(&r->capture);
}

static void on_cut(void *arg) {
  struct reader *r = arg;
  r->f->cut = 1;
}

int feed_read_xml(struct feed *f, tdg_xml *xml, struct tdg_str text) {
  static const struct tdg_xml_events events = {on_start, on_end, on_text, on_blank, on_cut};
  struct reader *r = tdg_scratch(f->call, sizeof *r);
  r->f = f;
  r->xml = xml;
  int status = tdg_xml_read(xml, f->call, text, &events, r);
  if (tdg_xml_refused(xml) != NULL)
    return tdg_fail(f->call, TDG_BAD_INPUT, "entity: the document declares %s; such feeds are refused",
                    tdg_xml_refused(xml));
  if (!r->root_seen) return TDG_NOT_MINE;
  end_item(r);
  if (status < 0 && f->items == 0)
    return tdg_fail(f->call, TDG_BAD_INPUT, "broken feed: its markup cannot be parsed");
  return TDG_OK;
}
