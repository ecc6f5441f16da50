/* opml.c - parse-opml: lists of feeds, OPML 1 and 2, groups in groups.
 *
 * Each outline with a feed's address becomes a TDG_REQUEST: its title as TDG_TITLE_HINT, the groups around it
 * and its own categories as TDG_TAG.  Inclusions of other lists are not followed: a list could name itself.
 *
 * The component is one reader of XML, document after document; an outline's memory is given back when it is out, a
 * group's stays until the document is read.
 */
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/xml.h>

enum {
  MAX_GROUPS = TDG_XML_DEPTH + 16,
  MAX_TAGS = 64,
  MAX_TOLD = 20,
  MAX_FEEDS = 19000 /* the engine takes 20,000 records of one document */
};

struct opml {
  tdg_call *call;
  struct tdg_str base;
  int depth, root_seen, failed, cut;
  size_t feeds, lost;
  struct tdg_str groups[MAX_GROUPS]; /* by depth; "" where the element is no group */
};

static const struct tdg_str nothing = {"", 0};

/* The first of two attributes that is there. */
static struct tdg_str either(const struct tdg_xml_element *e, const char *name, const char *other) {
  struct tdg_str v = tdg_xml_value(e, name);
  return v.n > 0 ? v : tdg_xml_value(e, other);
}

static void put_tags(struct opml *o, tdg_rec *r, struct tdg_str categories) {
  struct tdg_str tag;
  int n = 0;
  for (int i = 1; i < o->depth && i < MAX_GROUPS && n < MAX_TAGS; i++, n++)
    tdg_put_text(o->call, r, TDG_TAG, o->groups[i].p, o->groups[i].n);
  for (; n < MAX_TAGS && tdg_str_next(&categories, ',', &tag); n++) {
    while (tag.n > 0 && tag.p[0] == '/') tag = (struct tdg_str){tag.p + 1, tag.n - 1};
    tdg_put_text(o->call, r, TDG_TAG, tag.p, tag.n);
  }
}

static void emit_feed(struct opml *o, const struct tdg_xml_element *e, struct tdg_str url) {
  tdg_rec *r = tdg_rec_new(o->call, TDG_REQUEST);
  struct tdg_str title = tdg_html_line(o->call, either(e, "title", "text")),
                 language = tdg_xml_value(e, "language");
  tdg_put_text(o->call, r, TDG_URL, url.p, url.n);
  tdg_put_str(o->call, r, TDG_AS, "feed");
  tdg_put_str(o->call, r, TDG_REPEAT, "poll");
  tdg_put_text(o->call, r, TDG_TITLE_HINT, title.p, title.n);
  tdg_put_text(o->call, r, TDG_LANGUAGE, language.p, language.n);
  tdg_put_text(o->call, r, TDG_DISCOVERED, o->base.p, o->base.n);
  put_tags(o, r, tdg_xml_value(e, "category"));
  int status = tdg_emit(o->call, r);
  if (status < 0) o->failed = status;
  o->feeds++;
}

static int is_subscription(const struct tdg_xml_element *e) {
  struct tdg_str type = tdg_xml_value(e, "type");
  return tdg_nocase_is(type, "rss") || tdg_nocase_is(type, "atom") || tdg_nocase_is(type, "feed");
}

/* OPML 1 lists have url where OPML 2 has xmlUrl. */
static struct tdg_str feed_address(struct opml *o, const struct tdg_xml_element *e) {
  struct tdg_str url = tdg_xml_value(e, "xmlUrl");
  if (url.n == 0 && is_subscription(e)) url = tdg_xml_value(e, "url");
  if (url.n == 0) return nothing;
  url = tdg_url_resolve_written(o->call, o->base, tdg_url_of_feed(o->call, tdg_trim_invisible(url)));
  return tdg_url_is_web(url) ? url : nothing;
}

/* A subscription without an address is no group: what follows is not in it. */
static void tell_lost(struct opml *o, const struct tdg_xml_element *e) {
  struct tdg_str title = tdg_html_line(o->call, either(e, "title", "text"));
  if (o->lost++ < MAX_TOLD)
    tdg_log(o->call, TDG_LOG_WARNING,
            "the outline \"%.*s\" is left out: it has no xmlUrl; correct it in the list",
            (int)(title.n < 100 ? title.n : 100), title.p);
}

static void on_start(void *arg, const struct tdg_xml_element *e) {
  struct opml *o = arg;
  int depth = ++o->depth;
  if (e->name == TDG_EL_opml) o->root_seen = 1;
  if (depth < MAX_GROUPS) o->groups[depth] = nothing;
  if (e->name != TDG_EL_outline || o->failed != 0) return;
  void *mark = tdg_mark(o->call);
  struct tdg_str url = feed_address(o, e);
  if (url.n > 0 && o->feeds < MAX_FEEDS) emit_feed(o, e, url);
  if (url.n == 0 && is_subscription(e)) tell_lost(o, e);
  tdg_release(o->call, mark);
  if (url.n == 0 && depth < MAX_GROUPS && !is_subscription(e))
    o->groups[depth] = tdg_html_line(o->call, either(e, "title", "text"));
}

static void on_end(void *arg, const char *local) {
  struct opml *o = arg;
  (void)local;
  o->depth--;
}

static void on_cut(void *arg) {
  struct opml *o = arg;
  o->cut = 1;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  static const struct tdg_xml_events events = {on_start, on_end, NULL, NULL, on_cut};
  tdg_xml *xml = self;
  struct tdg_str text = tdg_xml_text(call, doc);
  if (tdg_xml_kind_of(text) == TDG_XML_EMPTY)
    return tdg_fail(call, TDG_BAD_INPUT, "broken list: the document is empty");
  if (tdg_xml_kind_of(text) != TDG_XML_OPML)
    return tdg_fail(call, TDG_NOT_MINE, "not OPML: it has no <opml>");
  struct opml *o = tdg_scratch(call, sizeof *o);
  o->call = call;
  o->base = tdg_get(call, doc, TDG_FINAL_URL);
  if (o->base.n == 0) o->base = tdg_get(call, doc, TDG_URL);
  int status = tdg_xml_read(xml, call, text, &events, o);
  if (tdg_xml_refused(xml) != NULL)
    return tdg_fail(call, TDG_BAD_INPUT, "entity: the document declares %s; such lists are refused",
                    tdg_xml_refused(xml));
  if (status < 0 || (o->cut && o->feeds == 0))
    return tdg_fail(call, TDG_BAD_INPUT, "broken list: it ends before its first feed; export it again");
  if (o->cut) tdg_log(call, TDG_LOG_INFO, "the list is cut off after %zu feeds", o->feeds);
  if (o->cut) tdg_xml_tell_cut(call);
  if (o->feeds == 0) tdg_log(call, TDG_LOG_INFO, "the list names no feed");
  if (o->feeds == MAX_FEEDS)
    tdg_log(call, TDG_LOG_WARNING, "the list has more than %d feeds; the rest is left out", MAX_FEEDS);
  return o->failed;
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  return tdg_xml_kind_of(tdg_get(call, doc, TDG_BODY)) == TDG_XML_OPML ? 95 : 0;
}

static int open_opml(tdg_call *call, const void *conf, void **self) {
  (void)conf;
  *self = tdg_xml_new();
  return *self != NULL ? TDG_OK : tdg_fail(call, TDG_RETRY, "no memory for the OPML reader");
}

static void close_opml(void *self) { tdg_xml_free(self); }

static const char *const claims[] = {"text/x-opml", "application/opml+xml", "text/x-opml+xml",
                                     "text/opml",   "application/xml",      "text/xml",
                                     NULL};

TDG_PLUGIN("org.tidings.parse-opml", TDG_VERSION, "Reads lists of feeds",
           TDG_PARSER(.name = "opml", .summary = "OPML 1 and 2, with groups in groups", .claims = claims,
                      .open = open_opml, .run = run, .close = close_opml, .probe = probe));
