/* jsonfeed.c - JSON Feed 1.0 and 1.1, and what calls itself so: numbers as ids, one author where a list
 * belongs, tags in one string, any version or none; and RSS and Atom that a program has written as JSON.
 *
 * jansson's tree lives until the last record is out; what is made here lies in the memory of the call. */
#include "feed.h"

#include <tidings/kit/html.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const struct tdg_str nothing = {"", 0};

static struct tdg_str number_text(tdg_call *call, const json_t *v) {
  char *out = tdg_scratch(call, 40);
  int n = 0;
  if (json_is_integer(v)) n = snprintf(out, 40, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
  /* The shortest form that reads as the same number: 0.1, not 0.10000000000000001. */
  for (int digits = 15; json_is_real(v) && digits <= 17; digits++) {
    n = snprintf(out, 40, "%.*g", digits, json_real_value(v));
    if (strtod(out, NULL) == json_real_value(v)) break;
  }
  return (struct tdg_str){out, (size_t)n};
}

static struct tdg_str value_text(struct feed *f, const json_t *v) {
  if (json_is_number(v)) return number_text(f->call, v);
  if (!json_is_string(v)) return nothing;
  return tdg_xml_without_controls(f->call, (struct tdg_str){json_string_value(v), json_string_length(v)});
}

static struct tdg_str member(struct feed *f, const json_t *o, const char *key) {
  return value_text(f, json_object_get(o, key));
}

enum json_form { WORD, LINE, TEXT, HTML };

/* References that end as they should, decoded; others stay. */
static struct tdg_str json_unescaped(tdg_call *call, struct tdg_str s) {
  struct tdg_buf b = tdg_buf_make(call, s.n + s.n / 2 + 8);
  const char *p = s.p, *end = p + s.n;
  for (const char *amp; (amp = memchr(p, '&', (size_t)(end - p))) != NULL;) {
    char utf8[8];
    size_t used = 1, n = tdg_html_reference(amp, end, 1, utf8, &used);
    if (n > 0 && amp[used - 1] != ';') n = 0;
    tdg_buf_add(&b, p, (size_t)(amp - p));
    if (n > 0) tdg_buf_add(&b, utf8, n);
    else tdg_buf_char(&b, '&');
    p = amp + (n > 0 ? used : 1);
  }
  tdg_buf_add(&b, p, (size_t)(end - p));
  return tdg_buf_get(&b);
}

/* The first of two members that is there. */
static struct tdg_str either(struct feed *f, const json_t *o, const char *key, const char *other) {
  struct tdg_str s = member(f, o, key);
  return s.n > 0 ? s : member(f, o, other);
}

/* Titles, names and summaries are plain text, but systems that make HTML write references into them: "&#8211;" is a dash.
 * Only what is a whole reference counts, so that "R&D" and "&co" stay. */
static struct tdg_str line_text(struct feed *f, struct tdg_str s) {
  return s.n > 0 && memchr(s.p, '&', s.n) != NULL && memchr(s.p, ';', s.n) != NULL
             ? json_unescaped(f->call, s)
             : s;
}

static struct tdg_str line(struct feed *f, const json_t *o, const char *key) {
  return line_text(f, member(f, o, key));
}

/* Of two keys that are put, the first that has a value. */
static void put(struct feed *f, struct text *t, const json_t *o, const char *key, enum json_form form) {
  struct tdg_str s = form == LINE ? line(f, o, key) : member(f, o, key);
  if (!text_put(t, s, 1)) return;
  t->html = form == HTML;
  t->lines = form != HTML;
  t->base = nothing;
  t->from = tdg_str_of(key);
}

static void put_date(struct feed *f, struct dates *d, const json_t *o, const char *key, int rank) {
  dates_put(d, member(f, o, key), rank, tdg_str_of(key));
}

static void read_author(struct feed *f, struct entry *e, const json_t *a) {
  struct person p = {nothing, nothing, nothing};
  if (json_is_string(a)) {
    people_read(f->call, e, line_text(f, value_text(f, a)), 1);
  } else {
    person_read(&p, line(f, a, "name"));
    if (p.email.n == 0) p.email = member(f, a, "email");
    p.url = member(f, a, "url");
    people_add(f->call, e, p, 1);
  }
}

/* [ ... ], { ... }, "name" */
static void read_people(struct feed *f, struct entry *e, const json_t *o, const char *key) {
  const json_t *list = json_object_get(o, key);
  size_t n = json_array_size(list);
  if (json_is_object(list) || json_is_string(list)) read_author(f, e, list);
  for (size_t i = 0; i < n && i < MAX_PEOPLE; i++) read_author(f, e, json_array_get(list, i));
  if (e->n_people > 0) e->people_from = tdg_str_of(key);
}

static void read_authors(struct feed *f, struct entry *e, const json_t *o) {
  read_people(f, e, o, "authors");
  if (e->n_people == 0) read_people(f, e, o, "author");
}

static void read_tags(struct feed *f, struct entry *e, const json_t *tags) {
  size_t n = json_array_size(tags);
  if (json_is_string(tags)) entry_add_tags(e, line_text(f, value_text(f, tags)));
  for (size_t i = 0; i < n && i < MAX_TAGS; i++) {
    const json_t *tag = json_array_get(tags, i);
    struct tdg_str name = json_is_object(tag) ? either(f, tag, "name", "term") : value_text(f, tag);
    entry_add_tag(e, line_text(f, name), nothing, nothing);
  }
}

static void read_attachment(struct feed *f, struct entry *e, const json_t *a) {
  struct file *file = entry_add_file(e, member(f, a, "url"));
  if (file == NULL) return;
  file->type = either(f, a, "mime_type", "type");
  file->length = either(f, a, "size_in_bytes", "length");
  file->title = line(f, a, "title");
  file->rel = (struct tdg_str){"enclosure", 9};
}

static void read_image(struct feed *f, struct entry *e, const json_t *item, const char *key) {
  struct file *file = entry_add_file(e, member(f, item, key));
  if (file != NULL && file->rel.n == 0) file->rel = (struct tdg_str){"image", 5};
}

static void read_item(struct feed *f, const json_t *item) {
  struct entry *e = f->item;
  feed_begin_item(f);
  put(f, &e->guid, item, "id", WORD);
  put(f, &e->url, item, "url", WORD);
  put(f, &e->url, item, "external_url", WORD);
  put(f, &e->title, item, "title", LINE);
  put(f, &e->content, item, "content_html", HTML);
  put(f, &e->content, item, "content_text", TEXT);
  put(f, &e->summary, item, "summary", LINE);
  put(f, &e->language, item, "language", WORD);
  put_date(f, &e->published, item, "date_published", 2);
  put_date(f, &e->published, item, "published", 1);
  put_date(f, &e->updated, item, "date_modified", 2);
  put_date(f, &e->updated, item, "updated", 1);
  e->source = line(f, json_object_get(item, "_tidings"), "outlet"); /* of an export of this program */
  struct tdg_str other = member(f, item, "external_url");
  if (other.n > 0 && e->url.s.n > 0 && other.p != e->url.s.p)
    entry_add_link(e, &(struct link){other, {"related", 7}, nothing, nothing});
  read_authors(f, e, item);
  read_tags(f, e, json_object_get(item, "tags"));
  const json_t *files = json_object_get(item, "attachments");
  if (json_is_object(files)) read_attachment(f, e, files);
  for (size_t i = 0; i < json_array_size(files) && i < MAX_FILES; i++)
    read_attachment(f, e, json_array_get(files, i));
  read_image(f, e, item, "image");
  read_image(f, e, item, "banner_image");
  feed_end_item(f, 1);
}

/* "hubs": [{"type": "WebSub", "url": ...}]; "rssCloud" is another protocol. */
static void read_hubs(struct feed *f, const json_t *root) {
  const json_t *hubs = json_object_get(root, "hubs");
  for (size_t i = 0; i < json_array_size(hubs) && i < MAX_LINKS; i++)
    if (tdg_nocase_is(member(f, json_array_get(hubs, i), "type"), "websub"))
      entry_set_hub(f->head, tdg_str_of("hub"), member(f, json_array_get(hubs, i), "url"));
  entry_set_hub(f->head, tdg_str_of("self"), member(f, root, "feed_url"));
}

static void read_head(struct feed *f, const json_t *root) {
  struct entry *e = f->head;
  put(f, &e->title, root, "title", LINE);
  put(f, &e->url, root, "home_page_url", WORD);
  put(f, &e->summary, root, "description", LINE);
  put(f, &e->language, root, "language", WORD);
  put(f, &e->logo, root, "icon", WORD);
  put(f, &e->logo, root, "favicon", WORD);
  put_date(f, &e->updated, root, "date_modified", 2);
  put_date(f, &e->updated, root, "updated", 1);
  read_authors(f, e, root);
  read_hubs(f, root);
  f->inherit = 1;
}

/* ---- RSS and Atom as JSON ---- */

/* Programs that make JSON of XML have no common form: an element with attributes is an object, whose text and attributes have names of
 * the program; one of several is a list. */
static const json_t *first_of(const json_t *v) { return json_is_array(v) ? json_array_get(v, 0) : v; }

static struct tdg_str element_text(struct feed *f, const json_t *v) {
  static const char *const names[] = {"$t", "#text", "_", "__text", "__cdata", "#cdata-section", "content"};
  v = first_of(v);
  for (size_t i = 0; json_is_object(v) && i < sizeof names / sizeof *names; i++) {
    const struct tdg_str s = value_text(f, first_of(json_object_get(v, names[i])));
    if (s.n > 0) return s;
  }
  return value_text(f, v);
}

static struct tdg_str attribute(struct feed *f, const json_t *v, const char *name) {
  static const char *const before[] = {"", "@", "-", "_", "@_"}, *const groups[] = {"$", "@attributes", "@"};
  char key[24];
  for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
    snprintf(key, sizeof key, "%s%s", before[i], name);
    const struct tdg_str s = member(f, v, key);
    if (s.n > 0) return s;
  }
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
    const struct tdg_str s = member(f, json_object_get(v, groups[i]), name);
    if (s.n > 0) return s;
  }
  return nothing;
}

static void put_element(struct feed *f, struct text *t, const json_t *o, const char *key,
                        enum json_form form) {
  struct tdg_str s = element_text(f, json_object_get(o, key));
  if (form == LINE) s = line_text(f, s);
  if (!text_put(t, s, 1)) return;
  t->html = form == HTML, t->lines = 0;
  t->base = nothing, t->from = tdg_str_of(key);
}

static size_t count_of(const json_t *v) { return json_is_array(v) ? json_array_size(v) : v != NULL; }
static const json_t *nth(const json_t *v, size_t i) { return json_is_array(v) ? json_array_get(v, i) : v; }

static void read_element_links(struct feed *f, struct entry *e, const json_t *links) {
  for (size_t i = 0; i < count_of(links) && i < MAX_LINKS; i++) {
    const json_t *v = nth(links, i);
    const struct tdg_str href = attribute(f, v, "href"), rel = attribute(f, v, "rel");
    struct file *file = tdg_nocase_is(rel, "enclosure") ? entry_add_file(e, href) : NULL;
    if (file != NULL) file->rel = tdg_str_of("enclosure"), file->type = attribute(f, v, "type");
    if (rel.n > 0 && !tdg_nocase_is(rel, "alternate")) continue;
    if (text_put(&e->url, href.n > 0 ? href : element_text(f, v), 1)) e->url.from = tdg_str_of("link");
  }
}

static void read_element_people(struct feed *f, struct entry *e, const json_t *people) {
  for (size_t i = 0; i < count_of(people) && i < MAX_PEOPLE; i++) {
    const json_t *v = nth(people, i), *name = json_object_get(v, "name");
    struct person p = {nothing, nothing, nothing};
    person_read(&p, line_text(f, element_text(f, name != NULL ? name : v)));
    if (p.email.n == 0) p.email = element_text(f, json_object_get(v, "email"));
    people_add(f->call, e, p, 1);
  }
}

static void read_element_item(struct feed *f, const json_t *item) {
  static const char *const people[] = {"author", "dc:creator", "creator"};
  struct entry *e = f->item;
  feed_begin_item(f);
  put_element(f, &e->title, item, "title", LINE);
  read_element_links(f, e, json_object_get(item, "link"));
  put_element(f, &e->guid, item, "guid", WORD);
  put_element(f, &e->guid, item, "id", WORD);
  if (tdg_nocase_is(attribute(f, json_object_get(item, "guid"), "isPermaLink"), "false"))
    e->guid_is_address = -1;
  put_element(f, &e->content, item, "content:encoded", HTML);
  put_element(f, &e->content, item, "encoded", HTML);
  put_element(f, &e->content, item, "content", HTML);
  put_element(f, &e->summary, item, "description", HTML);
  put_element(f, &e->summary, item, "summary", HTML);
  dates_put(&e->published, element_text(f, json_object_get(item, "pubDate")), 2, tdg_str_of("pubDate"));
  dates_put(&e->published, element_text(f, json_object_get(item, "published")), 2, tdg_str_of("published"));
  dates_put(&e->published, element_text(f, json_object_get(item, "dc:date")), 1, tdg_str_of("dc:date"));
  dates_put(&e->updated, element_text(f, json_object_get(item, "updated")), 2, tdg_str_of("updated"));
  for (size_t i = 0; i < sizeof people / sizeof *people && e->n_people == 0; i++)
    read_element_people(f, e, json_object_get(item, people[i]));
  const json_t *tags = json_object_get(item, "category"), *files = json_object_get(item, "enclosure");
  for (size_t i = 0; i < count_of(tags) && i < MAX_TAGS; i++) {
    const struct tdg_str term = attribute(f, nth(tags, i), "term");
    entry_add_tag(e, line_text(f, term.n > 0 ? term : element_text(f, nth(tags, i))), nothing, nothing);
  }
  for (size_t i = 0; i < count_of(files) && i < MAX_FILES; i++) {
    struct file *file = entry_add_file(e, attribute(f, nth(files, i), "url"));
    if (file == NULL) continue;
    file->type = attribute(f, nth(files, i), "type");
    file->length = attribute(f, nth(files, i), "length");
    file->rel = tdg_str_of("enclosure");
  }
  feed_end_item(f, 1);
}

/* {"rss": {"channel": {"item": ...}}}, {"channel": ...}, {"feed": {"entry": ...}}; NULL: none of them. */
static const json_t *channel_of(const json_t *root, const json_t **items) {
  const json_t *rss = json_object_get(root, "rss");
  const json_t *channel = first_of(json_object_get(json_is_object(rss) ? rss : root, "channel")),
               *feed = json_object_get(root, "feed");
  if (json_is_object(channel)) *items = json_object_get(channel, "item");
  else if (json_is_object(channel = feed)) *items = json_object_get(feed, "entry");
  return json_is_object(channel) && (json_is_object(first_of(*items)) || rss != NULL) ? channel : NULL;
}

static void read_channel(struct feed *f, const json_t *channel, const json_t *items) {
  struct entry *e = f->head;
  put_element(f, &e->title, channel, "title", LINE);
  read_element_links(f, e, json_object_get(channel, "link"));
  put_element(f, &e->summary, channel, "description", HTML);
  put_element(f, &e->summary, channel, "subtitle", HTML);
  put_element(f, &e->language, channel, "language", WORD);
  put_element(f, &e->logo, first_of(json_object_get(channel, "image")), "url", WORD);
  dates_put(&e->updated, element_text(f, json_object_get(channel, "lastBuildDate")), 2,
            tdg_str_of("lastBuildDate"));
  dates_put(&e->updated, element_text(f, json_object_get(channel, "updated")), 2, tdg_str_of("updated"));
  for (size_t i = 0; i < count_of(items) && f->failed == 0; i++)
    if (json_is_object(nth(items, i))) read_element_item(f, nth(items, i));
}

/* ---- around it ---- */

enum { MAX_BEFORE = 16 << 10, MAX_KEYS = 64 << 10 };

/* Is what stands before it only tags, and what a browser does not show as text of the page? */
static int shows_nothing(struct tdg_str before) {
  const char *p = before.p, *end = p + before.n;
  while (p < end) {
    if (*p == '<') {
      struct tdg_str rest = {p, (size_t)(end - p)};
      const char *close = tdg_nocase_starts(rest, "<title") ? memmem(p, rest.n, "</", 2) : p;
      if (tdg_nocase_starts(rest, "<script") || close == NULL) return 0;
      p = memchr(close, '>', (size_t)(end - close));
      if (p == NULL) return 0;
    } else if (!tdg_is_space(*p)) {
      return 0;
    }
    p++;
  }
  return 1;
}

struct tdg_str json_inside(struct tdg_str text) {
  const char *p = text.p, *end = p + text.n, *limit = text.n < MAX_BEFORE ? end : p + MAX_BEFORE;
  for (; (p = memchr(p, '{', (size_t)(limit - p))) != NULL; p++) {
    const char *q = p + 1;
    while (q < end && tdg_is_xml_space(*q)) q++;
    if (q < end && *q == '"') break;
  }
  if (p == NULL) return nothing;
  struct tdg_str before = {text.p, (size_t)(p - text.p)}, json = {p, (size_t)(end - p)}, keys = json;
  if (keys.n > MAX_KEYS) keys.n = MAX_KEYS;
  if (!tdg_str_has(keys, "jsonfeed.org/version")) return nothing;
  /* In a page that says something, it is a sample. */
  int page = tdg_nocase_has(before, "<html") || tdg_nocase_has(before, "<!doctype") ||
             tdg_nocase_has(before, "<body") || tdg_nocase_has(before, "<script");
  return !page || shows_nothing(before) ? json : nothing;
}

static json_t *load(struct feed *f, struct tdg_str text, json_error_t *error) {
  const size_t flags = JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK;
  json_t *root = json_loadb(text.p, text.n, flags, error);
  if (root != NULL) return root;
  text = json_repaired(f->call, text, &f->cut);
  return json_loadb(text.p, text.n, flags, NULL);
}

int feed_read_json(struct feed *f, struct tdg_str text, int *yes) {
  /* Any seed but 0: jansson would look for one in a file.  An address is different in each process. */
  json_object_seed(((size_t)(uintptr_t)f >> 4) | 1);
  json_error_t error = {.line = 0};
  json_t *root = load(f, text, &error);
  if (root == NULL && text.n > 0 && (*text.p == '{' || *text.p == '['))
    return tdg_fail(f->call, TDG_BAD_INPUT, "broken JSON, at line %d, column %d: %.200s", error.line,
                    error.column, error.text);
  if (root == NULL) return tdg_fail(f->call, TDG_BAD_INPUT, "broken feed: it is neither JSON nor markup");
  const json_t *items = json_object_get(root, "items"), *version = json_object_get(root, "version"),
               *elements = NULL, *channel = NULL;
  int status = TDG_OK;
  *yes = json_is_array(items) ||
         (json_is_string(version) && tdg_str_has(value_text(f, version), "jsonfeed.org"));
  if (!*yes) channel = channel_of(root, &elements);
  if (channel != NULL) {
    *yes = 1;
    read_channel(f, channel, elements);
    status = feed_finish(f);
  } else if (*yes) {
    read_head(f, root);
    for (size_t i = 0; i < json_array_size(items) && f->failed == 0; i++) {
      const json_t *item = json_array_get(items, i);
      if (json_is_object(item)) read_item(f, item);
    }
    if (f->cut) tdg_log(f->call, TDG_LOG_INFO, "the feed is cut off; its last item is left out");
    status = feed_finish(f);
  }
  json_decref(root);
  return status;
}
