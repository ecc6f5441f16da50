/* emit.c - entries become records and go out.
 *
 * The head of a feed goes out first, but may be written last (Atom lets titles follow entries), so the first
 * items wait: at most MAX_HELD, at most MAX_HELD_BYTES.  From then on each item goes out when it is complete,
 * and the memory of the call is given back to where it stood before the item. */
#include "feed.h"

#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/text.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { DAY_MS = 86400000, MAX_RAW = 200, MAX_TAG_NAME = 1000, MAX_LANGUAGE = 64 };
/* Show notes are the body of an episode beside a description that is so much shorter (percent, bytes). */
enum { SHORT_BESIDE_NOTES = 60, LONGER_BY = 20 };
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
  struct tdg_str url = tdg_url_resolve_written(f->call, base, ref);
  ref = tdg_trim_invisible(ref);
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

/* The language that a date is in: what the item or the feed says, else the one its title is written in, for dates whose
 * zone means something else in China or India (CST, IST). */
static const char *date_language(struct feed *f, const struct entry *e, const struct dates *dates) {
  if (e->language.s.n > 0) return tdg_str_copy(f->call, e->language.s).p;
  if (f->language[0] != '\0') return f->language;
  for (size_t i = 0; i < dates->n; i++)
    if (tdg_str_has(dates->v[i].s, "CST") || tdg_str_has(dates->v[i].s, "IST"))
      return tdg_language(e->title.s);
  return NULL;
}

/* The first that can be read, which becomes v[0].  A date that cannot be read for certain is not a date; its text is
 * kept. */
static void put_date(struct feed *f, tdg_rec *r, uint32_t field, const char *name, struct entry *e,
                     struct dates *dates) {
  struct tdg_date d;
  int64_t now = tdg_now_ms(f->call);
  if (dates->n == 0) return;
  struct tdg_date_hint hint = {.zone = f->zone.n > 0 ? f->zone.p : NULL,
                               .language = date_language(f, e, dates)};
  if (now > year_1990) {
    hint.min_ms = year_1990;
    hint.max_ms = now + DAY_MS;
  }
  for (size_t i = 0; i < dates->n; i++) {
    struct tdg_str s = dates->v[i].s;
    if (s.n > 0 && s.n < MAX_RAW && memchr(s.p, '&', s.n) != NULL)
      s = tdg_html_line(f->call, s); /* escaped twice */
    if (tdg_date_parse(s.p, s.n, &hint, &d) != 0) continue;
    tdg_put_int(f->call, r, field, d.ms);
    if (tdg_date_is_local(&d, hint.zone != NULL))
      tdg_date_put_origin(f->call, r, name, "feed", shortened(dates->v[i].s, MAX_RAW), &d, 0);
    dates->v[0] = dates->v[i];
    return;
  }
  tdg_date_put_origin(f->call, r, name, "feed", shortened(dates->v[0].s, MAX_RAW), NULL, 0);
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

/* Is it a tag of BCP 47, by its form: a language of two or three letters, then parts of one to eight? */
static int is_tag(struct tdg_str s) {
  struct tdg_str part;
  if (!tdg_str_next(&s, '-', &part) || part.n < 2 || part.n > 3) return 0;
  for (size_t i = 0; i < part.n; i++)
    if (!tdg_is_letter(part.p[i])) return 0;
  while (tdg_str_next(&s, '-', &part)) {
    if (part.n < 1 || part.n > 8 || (part.n == 1 && s.n == 0))
      return 0; /* one character opens an extension */
    for (size_t i = 0; i < part.n; i++)
      if (!tdg_is_alnum(part.p[i])) return 0;
  }
  return 1;
}

/* Of a language's name its tag.  A word in front decides ("English (US)"). */
static struct tdg_str tag_of_name(struct feed *f, struct tdg_str s) {
  struct tdg_str name = tdg_fold(f->call, s);
  const struct tdg_word *w = tdg_words_find(&tdg_words_feed_languages, TDG_EVERY_LANGUAGE, name);
  size_t n = 0;
  while (n < name.n && name.p[n] != ' ' && name.p[n] != '(' && name.p[n] != ',' && name.p[n] != '-') n++;
  if (w == NULL && n > 3)
    w = tdg_words_find(&tdg_words_feed_languages, TDG_EVERY_LANGUAGE, (struct tdg_str){name.p, n});
  return tdg_str_of(w != NULL ? tdg_words_code(w->language) : "");
}

/* A tag with hyphens (en_US.UTF-8 and "en-US,en;q=0.5" begin with one), or the tag of what is named; what is neither
 * says nothing. */
static struct tdg_str language_tag(struct feed *f, struct tdg_str s) {
  size_t n = 0;
  s = tdg_trim_invisible(s);
  while (n < s.n && strchr(",;.@ ", s.p[n]) == NULL) n++;
  char *tag = tdg_scratch(f->call, n + 1);
  for (size_t i = 0; i < n; i++) tag[i] = s.p[i] == '_' ? '-' : s.p[i];
  struct tdg_str out = {tag, n};
  return n > 0 && n < MAX_LANGUAGE && is_tag(out) ? out : tag_of_name(f, s);
}

static void put_language(struct feed *f, tdg_rec *r, struct tdg_str s) {
  if (s.n > 0) put(f, r, TDG_LANGUAGE, language_tag(f, s));
}

/* A title without a word in it (a picture) is an empty title. */
static void put_title(struct feed *f, tdg_rec *r, const struct text *t) {
  if (t->s.n == 0) return;
  struct tdg_str line = tdg_trim_invisible(body_line(f, t));
  f->call->host->put(f->call, r, TDG_TITLE, line.p, line.n);
}

/* ---- items ---- */

static int is_web_address(struct tdg_str s) {
  return tdg_nocase_starts(s, "http://") || tdg_nocase_starts(s, "https://");
}

/* An address that opens no page. */
static int leads_nowhere(struct tdg_str s) {
  return tdg_nocase_starts(s, "mailto:") || tdg_nocase_starts(s, "javascript:") ||
         tdg_nocase_starts(s, "tel:");
}

/* A guid is an address unless it says it is not, also a path when it says that it is one; an address is no guid.  An Atom entry
 * that names no page of its own is reached at its id. */
static void settle_identity(struct feed *f, struct entry *e) {
  if (leads_nowhere(e->url.s) && e->guid_is_address >= 0 && is_web_address(e->guid.s)) e->url = e->guid;
  if (is_web_address(e->guid.s) &&
      ((e->url.s.n == 0 && e->guid_is_address >= 0) || (f->is_atom && e->url.rank <= SELF)))
    e->url = e->guid;
  if (e->url.s.n == 0 && e->guid_is_address > 0 && tdg_str_starts(e->guid.s, "/")) e->url = e->guid;
  if (f->is_atom && e->guid.s.n > 0 && !has_scheme(e->guid.s) &&
      memchr(e->guid.s.p, '/', e->guid.s.n) != NULL) {
    struct tdg_str id = tdg_url_resolve(f->call, base_of(f, &e->guid, (struct tdg_str){"", 0}), e->guid.s);
    if (id.n > 0) e->guid.s = id;
  }
}

/* Episodes have a description and show notes.  The longer is the body, the other its summary. */
static void settle_notes(struct entry *e) {
  if (e->notes.s.n == 0) return;
  if (e->summary.rank < e->notes.rank) {
    e->summary = e->notes;
    return;
  }
  if (e->content.s.n > 0 || tdg_str_same(e->summary.s, e->notes.s)) return;
  if (e->summary.s.n * 100 < e->notes.s.n * SHORT_BESIDE_NOTES && e->summary.s.n + LONGER_BY < e->notes.s.n)
    e->content = e->notes;
}

static void put_texts(struct feed *f, tdg_rec *r, const struct entry *e, struct tdg_str url) {
  const struct text *body = e->content.s.n > 0 ? &e->content : &e->summary;
  put_title(f, r, &e->title);
  if (e->subtitle.s.n > 0) put(f, r, TDG_SUBTITLE, body_line(f, &e->subtitle));
  if (body != &e->summary && e->summary.s.n > 0) put(f, r, TDG_SUMMARY, body_line(f, &e->summary));
  body_blocks(f, r, body, base_of(f, NULL, url));
}

/* Atom wants an author of each entry; where nobody is known, programs name who published it. */
static int is_published_alone(const struct entry *e) {
  return e->n_people == 1 && e->source.n > 0 && tdg_str_same(e->people[0].name, e->source);
}

static void put_source(struct feed *f, tdg_rec *r, const struct entry *e) {
  if (e->source.n == 0) return;
  tdg_rec *g = tdg_group(f->call);
  put(f, g, TDG_NAME, shortened(e->source, MAX_TAG_NAME));
  tdg_put_rec(f->call, r, TDG_SOURCE, g);
}

static void put_people(struct feed *f, tdg_rec *r, const struct entry *e, struct tdg_str base) {
  if (is_published_alone(e)) return;
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
  e->notes.s = shortened(e->notes.s, MAX_BODY);
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
  settle_notes(e);
  const struct tdg_str none = {"", 0};
  struct tdg_str base = base_of(f, &e->url, none);
  *url = resolve(f, base, e->url.s);
  /* What the item shows is relative to its page, not to the counter that stands before it. */
  struct tdg_str page = resolve(f, base_of(f, &e->original, none), e->original.s);
  if (!tdg_url_is_web(page)) page = *url;
  put(f, r, TDG_GUID, e->guid.s);
  put(f, r, TDG_URL, *url);
  if (e->original.s.n > 0) put_url(f, r, TDG_CANONICAL, &e->original);
  if (e->comments.s.n > 0) put_url(f, r, TDG_COMMENTS, &e->comments);
  put_date(f, r, TDG_PUBLISHED, "published", e, &e->published);
  put_date(f, r, TDG_UPDATED, "updated", e, &e->updated);
  put_language(f, r, e->language.s.n > 0 ? e->language.s : tdg_str_of(f->language));
  put_source(f, r, e);
  put_people(f, r, e, base);
  put_tags(f, r, e);
  put_files(f, r, e, base_of(f, NULL, page));
  put_links(f, r, e, base);
  put_rest(f, r, e);
  put_texts(f, r, e, page);
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
  if (e->published.n > 0) put_origin(f, x, "published", e->published.v[0].from, e->published.v[0].s);
  if (e->updated.n > 0) put_origin(f, x, "updated", e->updated.v[0].from, e->updated.v[0].s);
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
      tdg_log(f->call, TDG_LOG_WARNING,
              "the feed and the pages of its items are more than %d records; what comes after item %lld is "
              "left out",
              MAX_RECORDS, (long long)(f->items - (tdg_kind_of(f->call, r) != TDG_REQUEST)));
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
  put_date(f, r, TDG_PUBLISHED, "published", e, &e->published);
  put_date(f, r, TDG_UPDATED, "updated", e, &e->updated);
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
  keep_string(f->language, sizeof f->language,
              e->language.s.n > 0 ? language_tag(f, e->language.s) : e->language.s);
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

/* ---- exports of WordPress: they have all that the site has, also what nobody was meant to read ---- */

static const char *const left_words[LEFT_REASONS] = {
    [LEFT_UNPUBLISHED] = "not published: a draft, private, or in the bin",
    [LEFT_PROTECTED] = "protected by a password",
    [LEFT_FILES] = "an attached file",
    [LEFT_PARTS] = "a part of the site, and no article: a menu, a template"};

/* A LEFT_...; -1: it is an article, or from no such export. */
static int why_left(const struct entry *e) {
  static const char *const parts[] = {"nav_menu_item", "revision",     "custom_css",
                                      "oembed_cache",  "user_request", "customize_changeset"};
  const struct tdg_str type = e->post_type.s, status = e->post_status.s;
  if (type.n == 0) return -1;
  if (tdg_nocase_is(type, "attachment")) return LEFT_FILES;
  if (tdg_nocase_starts(type, "wp_")) return LEFT_PARTS;
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
    if (tdg_nocase_is(type, parts[i])) return LEFT_PARTS;
  if (status.n > 0 && !tdg_nocase_is(status, "publish")) return LEFT_UNPUBLISHED;
  return e->post_password.s.n > 0 ? LEFT_PROTECTED : -1;
}

static void leave_out(struct feed *f, int why) {
  tdg_rec *stub = tdg_rec_new(f->call, TDG_STUB);
  put(f, stub, TDG_URL, f->url);
  tdg_put_str(f->call, stub, TDG_GENRE, "data");
  tdg_put_str(f->call, stub, TDG_SUMMARY, left_words[why]);
  f->left[why]++;
  emit(f, stub);
}

static void tell_left(const struct feed *f) {
  for (int i = 0; i < LEFT_REASONS; i++)
    if (f->left[i] > 0)
      tdg_log(f->call, TDG_LOG_WARNING, "left out of the export: %lld: %s", (long long)f->left[i],
              left_words[i]);
}

void feed_end_item(struct feed *f, int complete) {
  struct tdg_str url, title = {"", 0};
  if (f->failed != 0) return;
  const int left = complete ? why_left(f->item) : -1;
  if (left >= 0) {
    f->items++;
    leave_out(f, left);
  } else if (complete) {
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
  tell_left(f);
  if (f->cut && !head_said_it && f->failed == 0) tdg_xml_tell_cut(f->call);
  return f->failed;
}
