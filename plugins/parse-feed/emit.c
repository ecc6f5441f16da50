/* emit.c - entries become records and go out.
 *
 * The head of a feed goes out first, but may be written last (Atom lets titles follow entries), so the first
 * items wait: at most MAX_HELD, at most MAX_HELD_BYTES.  From then on each item goes out when it is complete,
 * and the memory of the call is given back to where it stood before the item. */
#include "feed.h"

#include <tidings/kit/date.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

enum { DAY_MS = 86400000, MAX_RAW = 200, MAX_TAG_NAME = 1000 };
static const int64_t year_1990 = 631152000000;

static void put(struct feed *f, tdg_rec *r, uint32_t field, struct tdg_str s) {
  tdg_put_text(f->call, r, field, s.p, s.n);
}

/* Does it start like an address with a scheme? */
static int has_scheme(struct tdg_str s) {
  size_t i = 0;
  while (i < s.n && s.p[i] != ':' && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#') i++;
  return i > 0 && i < s.n && s.p[i] == ':';
}

/* Absolute when it can be made so.  Where nothing is known to be relative to, a relative address stays as it
 * is. */
static struct tdg_str resolve(struct feed *f, struct tdg_str base, struct tdg_str ref) {
  ref = tdg_str_trim(ref);
  if (ref.n == 0) return (struct tdg_str){"", 0};
  struct tdg_str url = tdg_url_resolve(f->call, base, ref);
  return url.n == 0 && base.n == 0 && !has_scheme(ref) ? ref : url;
}

/* What relative addresses of an entry are relative to, where no xml:base is in effect. */
static struct tdg_str base_of(struct feed *f, const struct text *t, struct tdg_str own) {
  if (t != NULL && t->base.n > 0) return t->base;
  if (own.n > 0 && has_scheme(own)) return own;
  return f->link[0] != '\0' ? tdg_str_of(f->link) : f->url;
}

static void put_url(struct feed *f, tdg_rec *r, uint32_t field, const struct text *t) {
  put(f, r, field, resolve(f, base_of(f, t, (struct tdg_str){"", 0}), t->s));
}

static struct tdg_str shortened(struct tdg_str s, size_t n) {
  return (struct tdg_str){s.p, tdg_utf8_cut(s, n)};
}

/* A date that cannot be read for certain is not a date; its text is kept. */
static void put_date(struct feed *f, tdg_rec *r, uint32_t field, const char *name, const struct text *t) {
  struct tdg_date d;
  int64_t now = tdg_now_ms(f->call);
  struct tdg_date_hint hint = {.zone = f->zone.n > 0 ? f->zone.p : NULL,
                               .language = f->language[0] != '\0' ? f->language : NULL};
  if (now > year_1990) {
    hint.min_ms = year_1990;
    hint.max_ms = now + DAY_MS;
  }
  if (t->s.n == 0) return;
  if (tdg_date_parse(t->s.p, t->s.n, &hint, &d) == 0) {
    tdg_put_int(f->call, r, field, d.ms);
    return;
  }
  tdg_rec *origin = tdg_group(f->call);
  tdg_put_str(f->call, origin, TDG_FIELD_NAME, name);
  tdg_put_str(f->call, origin, TDG_FROM, "feed");
  put(f, origin, TDG_RAW, shortened(t->s, MAX_RAW));
  tdg_put_rec(f->call, r, TDG_ORIGIN, origin);
}

static void put_person(struct feed *f, tdg_rec *r, const struct person *p, struct tdg_str base) {
  tdg_rec *g = tdg_group(f->call);
  put(f, g, TDG_NAME, p->name);
  put(f, g, TDG_EMAIL, p->email);
  put(f, g, TDG_URL, resolve(f, base, p->url));
  tdg_put_rec(f->call, r, TDG_AUTHOR, g);
}

static void put_tags(struct feed *f, tdg_rec *r, const struct entry *e) {
  for (size_t i = 0; i < e->n_tags; i++) {
    const struct label *l = &e->tags[i];
    put(f, r, TDG_TAG, l->name);
    if (l->scheme.n == 0 && l->label.n == 0) continue;
    tdg_rec *g = tdg_group(f->call);
    put(f, g, TDG_NAME, l->name);
    put(f, g, TDG_SCHEME, l->scheme);
    put(f, g, TDG_LABEL, l->label);
    tdg_put_rec(f->call, r, TDG_CATEGORY, g);
  }
}

static int is_image(const struct file *m) {
  return tdg_nocase_is(m->rel, "thumbnail") || tdg_nocase_is(m->rel, "image") ||
         tdg_nocase_starts(m->type, "image/");
}

static void put_files(struct feed *f, tdg_rec *r, const struct entry *e, struct tdg_str base) {
  int lead = 0;
  for (size_t i = 0; i < e->n_files; i++) {
    const struct file *m = &e->files[i];
    struct tdg_str url = resolve(f, base, m->url);
    if (url.n == 0) continue;
    tdg_rec *g = tdg_group(f->call);
    put(f, g, TDG_URL, url);
    put(f, g, TDG_TYPE, m->type);
    put(f, g, TDG_LENGTH, m->length);
    put(f, g, TDG_TITLE, m->title);
    put(f, g, TDG_ALT, m->alt);
    put(f, g, TDG_CREDIT, m->credit);
    put(f, g, TDG_REL, m->rel);
    tdg_put_rec(f->call, r, TDG_MEDIA, g);
    if (lead || !is_image(m)) continue;
    tdg_rec *image = tdg_group(f->call);
    put(f, image, TDG_URL, url);
    put(f, image, TDG_CREDIT, m->credit);
    tdg_put_rec(f->call, r, TDG_LEAD_IMAGE, image);
    lead = 1;
  }
}

static void put_links(struct feed *f, tdg_rec *r, const struct entry *e, struct tdg_str base) {
  for (size_t i = 0; i < e->n_links; i++) {
    const struct link *l = &e->links[i];
    struct tdg_str url = resolve(f, base, l->url);
    if (url.n == 0) continue;
    tdg_rec *g = tdg_group(f->call);
    put(f, g, TDG_URL, url);
    put(f, g, TDG_REL, l->rel);
    put(f, g, TDG_TYPE, l->type);
    put(f, g, TDG_LANGUAGE, l->language);
    tdg_put_rec(f->call, r, TDG_ALTERNATE, g);
  }
}

static void put_address(struct feed *f, tdg_rec *r, const char *rel, struct tdg_str ref) {
  struct tdg_str url = resolve(f, f->url, ref);
  if (!tdg_url_is_web(url)) return;
  tdg_rec *g = tdg_group(f->call);
  put(f, g, TDG_URL, url);
  tdg_put_str(f->call, g, TDG_REL, rel);
  tdg_put_rec(f->call, r, TDG_ALTERNATE, g);
}

/* A feed's own address matters to its hub alone. */
static void put_hub(struct feed *f, tdg_rec *r, const struct entry *e) {
  if (e->n_hubs == 0 || e->self.n == 0) return;
  for (size_t i = 0; i < e->n_hubs; i++) put_address(f, r, "hub", e->hubs[i]);
  put_address(f, r, "self", e->self);
}

static void put_rest(struct feed *f, tdg_rec *r, const struct entry *e) {
  for (size_t i = 0; i < e->n_extensions; i++) {
    tdg_rec *g = tdg_group(f->call);
    tdg_put_str(f->call, g, TDG_NAME, e->extensions[i].name);
    put(f, g, TDG_TEXT, e->extensions[i].text);
    tdg_put_rec(f->call, r, TDG_EXT, g);
  }
  if (e->rights.s.n == 0 && e->licence.s.n == 0) return;
  tdg_rec *g = tdg_group(f->call);
  if (e->rights.s.n > 0) put(f, g, TDG_RIGHTS_NOTICE, body_line(f, &e->rights));
  put(f, g, TDG_LICENCE, e->licence.s);
  tdg_put_rec(f->call, r, TDG_RIGHTS, g);
}

/* BCP 47 has hyphens. */
static void put_language(struct feed *f, tdg_rec *r, struct tdg_str s) {
  char tag[64];
  if (s.n == 0 || s.n >= sizeof tag) return;
  for (size_t i = 0; i < s.n; i++) tag[i] = s.p[i] == '_' ? '-' : s.p[i];
  tdg_put_text(f->call, r, TDG_LANGUAGE, tag, s.n);
}

/* A title without a word in it (a picture) is an empty title. */
static void put_title(struct feed *f, tdg_rec *r, const struct text *t) {
  if (t->s.n == 0) return;
  struct tdg_str line = body_line(f, t);
  f->call->host->put(f->call, r, TDG_TITLE, line.p, line.n);
}

/* ---- items ---- */

/* A guid is an address unless it says it is not; an address is no guid. */
static void settle_identity(struct feed *f, struct entry *e) {
  if (e->url.s.n == 0 && e->guid.s.n > 0 && e->guid_is_address >= 0 &&
      (tdg_nocase_starts(e->guid.s, "http://") || tdg_nocase_starts(e->guid.s, "https://")))
    e->url = e->guid;
  if (f->is_atom && e->guid.s.n > 0 && !has_scheme(e->guid.s) &&
      memchr(e->guid.s.p, '/', e->guid.s.n) != NULL) {
    struct tdg_str id = tdg_url_resolve(f->call, base_of(f, &e->guid, (struct tdg_str){"", 0}), e->guid.s);
    if (id.n > 0) e->guid.s = id;
  }
}

static void put_texts(struct feed *f, tdg_rec *r, const struct entry *e, struct tdg_str url) {
  const struct text *body = e->content.s.n > 0 ? &e->content : &e->summary;
  put_title(f, r, &e->title);
  if (e->subtitle.s.n > 0) put(f, r, TDG_SUBTITLE, body_line(f, &e->subtitle));
  if (body != &e->summary && e->summary.s.n > 0) put(f, r, TDG_SUMMARY, body_line(f, &e->summary));
  body_blocks(f, r, body, base_of(f, NULL, url));
}

static void put_people(struct feed *f, tdg_rec *r, const struct entry *e, struct tdg_str base) {
  for (size_t i = 0; i < e->n_people; i++) put_person(f, r, &e->people[i], base);
  if (e->n_people == 0 && (e->from_source.name.n > 0 || e->from_source.email.n > 0))
    put_person(f, r, &e->from_source, base);
}

/* Nobody writes so much: what is longer is cut, and a body that was cut says so. */
static int limit_texts(struct entry *e) {
  struct text *const lines[] = {&e->title,    &e->rights, &e->guid,      &e->url,     &e->original,
                                &e->comments, &e->logo,   &e->generator, &e->licence, &e->subtitle};
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) lines[i]->s = shortened(lines[i]->s, MAX_LINE);
  for (size_t i = 0; i < e->n_tags; i++) e->tags[i].name = shortened(e->tags[i].name, MAX_TAG_NAME);
  for (size_t i = 0; i < e->n_extensions; i++)
    e->extensions[i].text = shortened(e->extensions[i].text, MAX_TAG_NAME);
  int cut = e->content.s.n > MAX_BODY || e->summary.s.n > MAX_BODY;
  e->content.s = shortened(e->content.s, MAX_BODY);
  e->summary.s = shortened(e->summary.s, MAX_BODY);
  return cut;
}

static void put_truncated(struct feed *f, tdg_rec *r, int incomplete) {
  tdg_rec *g = tdg_group(f->call);
  tdg_put_str(f->call, g, TDG_FLAG, "truncated");
  if (incomplete) tdg_put_str(f->call, g, TDG_FLAG, "incomplete");
  tdg_put_rec(f->call, r, TDG_QUALITY, g);
}

static tdg_rec *make_item(struct feed *f, struct entry *e, struct tdg_str *url) {
  tdg_rec *r = tdg_rec_new(f->call, TDG_ARTICLE);
  if (limit_texts(e)) put_truncated(f, r, 0);
  settle_identity(f, e);
  struct tdg_str base = base_of(f, &e->url, (struct tdg_str){"", 0});
  *url = resolve(f, base, e->url.s);
  put(f, r, TDG_GUID, e->guid.s);
  put(f, r, TDG_URL, *url);
  if (e->original.s.n > 0) put_url(f, r, TDG_CANONICAL, &e->original);
  if (e->comments.s.n > 0) put_url(f, r, TDG_COMMENTS, &e->comments);
  put_date(f, r, TDG_PUBLISHED, "published", &e->published);
  put_date(f, r, TDG_UPDATED, "updated", &e->updated);
  put_language(f, r, e->language.s.n > 0 ? e->language.s : tdg_str_of(f->language));
  put_people(f, r, e, base);
  put_tags(f, r, e);
  put_files(f, r, e, base);
  put_links(f, r, e, base);
  put_rest(f, r, e);
  put_texts(f, r, e, *url);
  return r;
}

/* ---- where values came from ---- */

static void put_origin(struct feed *f, tdg_rec *x, const char *field, struct tdg_str from,
                       struct tdg_str raw) {
  tdg_explain_origin(f->call, x, field, "feed", from, shortened(raw, MAX_RAW));
}

static tdg_rec *explain_item(struct feed *f, const struct entry *e, struct tdg_str url) {
  const struct tdg_str none = {"", 0}, head = tdg_str_of("the feed's own authors");
  if (!f->explains || f->items >= MAX_EXPLAINED) return NULL;
  tdg_rec *x = tdg_rec_new(f->call, TDG_EXPLANATION);
  if (e->title.s.n > 0) put_origin(f, x, "title", e->title.from, none);
  if (e->n_people > 0) put_origin(f, x, "authors", e->people_from, none);
  else if (e->from_source.name.n > 0) put_origin(f, x, "authors", tdg_str_of("source"), none);
  else if (f->inherit && f->n_inherited > 0) put_origin(f, x, "authors", head, none);
  if (e->published.s.n > 0) put_origin(f, x, "published", e->published.from, e->published.s);
  if (e->updated.s.n > 0) put_origin(f, x, "updated", e->updated.from, e->updated.s);
  if (url.n > 0) put_origin(f, x, "url", e->url.from, url);
  return x;
}

static int follows(const struct feed *f, const struct entry *e) {
  const struct text *body = e->content.s.n > 0 ? &e->content : &e->summary;
  return f->options->follow == FOLLOW_ALWAYS ||
         (f->options->follow == FOLLOW_SHORT && body->s.n < (size_t)f->options->follow_below);
}

static void emit(struct feed *f, const tdg_rec *r) {
  if (f->records++ >= MAX_RECORDS) {
    if (f->records == MAX_RECORDS + 1)
      tdg_log(f->call, TDG_LOG_WARNING, "the feed has more than %d records; the rest is left out",
              MAX_RECORDS);
    return;
  }
  int status = tdg_emit(f->call, r);
  if (status < 0 && f->failed == 0) f->failed = status;
}

static void emit_item(struct feed *f, tdg_rec *r, tdg_rec *told, struct tdg_str url, struct tdg_str title) {
  if (f->inherit && tdg_get_rec(f->call, r, TDG_AUTHOR, 0) == NULL)
    for (size_t i = 0; i < f->n_inherited; i++) put_person(f, r, &f->inherited[i], tdg_str_of(f->link));
  emit(f, r);
  if (told != NULL) emit(f, told);
  if (!tdg_url_is_web(url)) return;
  tdg_rec *q = tdg_rec_new(f->call, TDG_REQUEST);
  put(f, q, TDG_URL, url);
  tdg_put_str(f->call, q, TDG_AS, "article");
  put(f, q, TDG_TITLE_HINT, title);
  put(f, q, TDG_DISCOVERED, f->url);
  emit(f, q);
}

/* ---- the head ---- */

static int64_t interval(const struct entry *e) {
  const int64_t longest = 366LL * 24 * 60;
  int64_t minutes =
      e->ttl_minutes > 0 ? e->ttl_minutes : e->period_minutes / (e->frequency > 0 ? e->frequency : 1);
  return minutes > 0 && minutes < longest ? minutes * 60000 : -1;
}

static void put_skipped(const struct feed *f, tdg_rec *r, const struct entry *e) {
  for (int i = 0; i < 24; i++)
    if ((e->skip_hours >> i & 1) != 0) tdg_put_int(f->call, r, TDG_SKIP_HOUR, i);
  for (int i = 0; i < 7; i++)
    if ((e->skip_days >> i & 1) != 0) tdg_put_int(f->call, r, TDG_SKIP_DAY, i);
}

static tdg_rec *make_head(struct feed *f) {
  struct entry *e = f->head;
  tdg_rec *r = tdg_rec_new(f->call, TDG_FEED);
  if (limit_texts(e) || f->cut) put_truncated(f, r, f->cut);
  const struct tdg_str none = {"", 0};
  struct tdg_str base = base_of(f, NULL, none);
  put(f, r, TDG_GUID, e->guid.s);
  put(f, r, TDG_URL, resolve(f, e->url.base.n > 0 ? e->url.base : f->url, e->url.s));
  put_title(f, r, &e->title);
  if (e->summary.s.n > 0) put(f, r, TDG_DESCRIPTION, body_described(f, &e->summary, base));
  put_language(f, r, e->language.s);
  put_date(f, r, TDG_PUBLISHED, "published", &e->published);
  put_date(f, r, TDG_UPDATED, "updated", &e->updated);
  if (e->generator.s.n > 0) put(f, r, TDG_GENERATOR, body_line(f, &e->generator));
  if (e->logo.s.n > 0) put_url(f, r, TDG_LOGO, &e->logo);
  if (interval(e) > 0) tdg_put_int(f->call, r, TDG_INTERVAL, interval(e));
  put_skipped(f, r, e);
  put_people(f, r, e, base);
  put_tags(f, r, e);
  put_links(f, r, e, base);
  put_hub(f, r, e);
  put_rest(f, r, e);
  return r;
}

static size_t keep_text(char *to, size_t room, struct tdg_str s, struct tdg_str *kept) {
  size_t n = s.n < room ? s.n : 0;
  if (n > 0) memcpy(to, s.p, n);
  *kept = (struct tdg_str){to, n};
  return n;
}

static void keep_string(char *to, size_t size, struct tdg_str s) {
  size_t n = s.n < size ? s.n : 0;
  if (n > 0) memcpy(to, s.p, n);
  to[n] = '\0';
}

/* What later items need of the head, in memory that stays. */
static void keep_head(struct feed *f) {
  const struct entry *e = f->head;
  struct tdg_str url = resolve(f, e->url.base.n > 0 ? e->url.base : f->url, e->url.s);
  size_t used = 0;
  keep_string(f->link, sizeof f->link, has_scheme(url) ? url : (struct tdg_str){"", 0});
  keep_string(f->language, sizeof f->language, e->language.s);
  for (f->n_inherited = 0; f->n_inherited < e->n_people && f->n_inherited < MAX_INHERITED; f->n_inherited++) {
    const struct person *from = &e->people[f->n_inherited];
    struct person *to = &f->inherited[f->n_inherited];
    used += keep_text(f->inherited_text + used, sizeof f->inherited_text - used, from->name, &to->name);
    used += keep_text(f->inherited_text + used, sizeof f->inherited_text - used, from->email, &to->email);
    used += keep_text(f->inherited_text + used, sizeof f->inherited_text - used, from->url, &to->url);
  }
}

static void flush(struct feed *f) {
  if (f->head_done) return;
  keep_head(f);
  emit(f, make_head(f));
  for (size_t i = 0; i < f->n_held && f->failed == 0; i++)
    emit_item(f, f->held[i], f->held_told[i], f->held_url[i], f->held_title[i]);
  f->n_held = 0;
  f->head_done = 1;
  entry_clear(f->head);
  tdg_release(f->call, f->mark);
  f->mark = NULL;
}

void feed_begin_item(struct feed *f) {
  if (f->mark == NULL) f->mark = tdg_mark(f->call);
  if (!f->head_done && f->n_held == 0) keep_head(f);
  entry_clear(f->item);
}

void feed_end_item(struct feed *f, int complete) {
  struct tdg_str url, title = {"", 0};
  if (f->failed != 0) return;
  if (complete) {
    const struct text *body = f->item->content.s.n > 0 ? &f->item->content : &f->item->summary;
    tdg_rec *r = make_item(f, f->item, &url), *told = explain_item(f, f->item, url);
    if (!follows(f, f->item)) url.n = 0;
    if (url.n > 0 && f->item->title.s.n > 0) title = body_line(f, &f->item->title);
    f->items++;
    if (!f->head_done) {
      f->held[f->n_held] = r;
      f->held_told[f->n_held] = told;
      f->held_url[f->n_held] = url;
      f->held_title[f->n_held++] = title;
      f->held_bytes += body->s.n + 1000;
      if (f->n_held == MAX_HELD || f->held_bytes > MAX_HELD_BYTES) flush(f);
      return;
    }
    emit_item(f, r, told, url, title);
  }
  if (!f->head_done) return;
  tdg_release(f->call, f->mark);
  f->mark = NULL;
}

int feed_finish(struct feed *f) {
  int head_said_it = !f->head_done;
  flush(f);
  if (f->cut && !head_said_it && f->failed == 0) tdg_xml_tell_cut(f->call);
  return f->failed;
}
