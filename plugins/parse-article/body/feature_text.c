/* feature_text.c - numbers of a line's own text and markup: one pass over its nodes. */
#include "feature_reader.h"

#include <string.h>

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { MAX_DATED = 110, MAX_LABEL = 40 };

/* How a text ends: 0 letter, 1 other sign, 2 colon, 3 ellipsis, 4 quote or bracket, 5 full stop, 6 question,
 * 7 call. */
static uint8_t stop_sign(uint8_t c) {
  switch (c) {
  case '.': return 5;
  case '?': return 6;
  case '!': return 7;
  case ':': return 2;
  case '"':
  case ')':
  case '\'':
  case ']': return 4;
  default: return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 0 : 1;
  }
}

static uint8_t stop_class(const char *p, const char *end) {
  const uint8_t *q;
  while (end > p && (uint8_t)end[-1] <= ' ') end--;
  if (end == p) return 0;
  if (end - p >= 3 && memcmp(end - 3, "...", 3) == 0) return 3;
  if ((uint8_t)end[-1] < 0x80) return stop_sign((uint8_t)end[-1]);
  if (end - p < 3) return 0;
  q = (const uint8_t *)end - 3;
  if (q[0] == 0xE3 && q[1] == 0x80) return q[2] == 0x82 ? 5 : 4;                    /* U+3002, brackets */
  if (q[0] == 0xEF && q[1] == 0xBC) return q[2] == 0x9A ? 2 : q[2] == 0x9F ? 6 : 7; /* full width */
  if (q[0] == 0xE2 && q[1] == 0x80) return q[2] == 0xA6 ? 3 : 4;
  if (q[0] == 0xE0 && q[1] == 0xA5) return 5; /* danda */
  return 0;
}

static size_t first_letter(const char *p, size_t n) {
  size_t i = 0;
  while (i < n &&
         ((uint8_t)p[i] <= ' ' || ((uint8_t)p[i] == 0xC2 && i + 1 < n && (uint8_t)p[i + 1] == 0xA0 && ++i)))
    i++;
  return i;
}

static void facts_add(struct text_facts *t, const char *p, size_t n) {
  if (t->first[0] == 0) {
    size_t at = first_letter(p, n);
    memcpy(t->first, p + at, n - at < 3 ? n - at : 3);
  }
  for (size_t i = 0; i < n; i++) {
    uint8_t c = (uint8_t)p[i];
    t->capitals += c >= 'A' && c <= 'Z';
    t->digits += c >= '0' && c <= '9';
    t->letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0;
    t->units += c > ' ' && (c < 0x80 || c >= 0xC0);
    t->at_signs += c == '@';
    t->urls += c == ':' && n - i > 2 && p[i + 1] == '/' && p[i + 2] == '/';
    if (c == ':' && t->colon == 0) t->colon = t->units;
    t->brackets += c == '(' || c == '[' || c == '|' || c == '@' || c == '/';
  }
  t->n = squeeze(t->buf, t->n, MAX_SQUEEZED, p, n);
  if (n > 0) t->last = stop_class(p, p + n);
}

static void read_text(struct reader *r, const struct line *l) {
  struct page *pg = r->pg;
  memset((char *)&r->t + MAX_SQUEEZED, 0, sizeof(r->t) - MAX_SQUEEZED);
  for (uint32_t i = l->first; i < l->last; i++) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag == TDG_HTML_TEXT && (n->flags & F_SPACE) == 0) facts_add(&r->t, pg->src.p + n->at, n->len);
    else if (n->tag != TDG_HTML_TEXT && (n->flags & (F_SKIP | F_HIDDEN)) != 0) i = n->end - 1;
  }
}

/* What a text begins with: 1 quote, 2 bullet, 3 other general sign, 4 digit, 5 bracket, 6 dash, 7 copyright
 * sign, 8 arrow or the like, 9 small letter. */
static int first_sign(const uint8_t *c) {
  if (c[0] >= 'a' && c[0] <= 'z') return 9;
  if (c[0] >= '0' && c[0] <= '9') return 4;
  if (c[0] == '(' || c[0] == '[') return 5;
  if (c[0] == '"' || c[0] == '\'') return 1;
  if (c[0] == '*') return 2;
  if (c[0] == '-') return 6;
  if (c[0] == '>' || c[0] == '|') return 8;
  if (c[0] == 0xC2) return c[1] == 0xA9 ? 7 : c[1] == 0xAB ? 1 : 2;
  if (c[0] != 0xE2) return 0;
  if (c[1] == 0x80)
    return c[2] >= 0x98 && c[2] <= 0x9F ? 1 : c[2] >= 0x90 && c[2] <= 0x95 ? 6 : c[2] == 0xA2 ? 2 : 3;
  return 8;
}

static int repeated(struct reader *r) {
  uint64_t h = 14695981039346656037u;
  for (size_t i = 0; i < r->t.n; i++) h = (h ^ (uint8_t)r->t.buf[i]) * 1099511628211u;
  h |= 1;
  for (size_t k = 0; k < 16; k++) {
    uint64_t *slot = &r->seen[(h + k * 7919) % SEEN_SLOTS];
    if (*slot == h) return 1;
    if (*slot == 0) {
      *slot = h;
      return 0;
    }
  }
  return 0;
}

/* Where a link leads: 1 this page, 2 this site, 3 elsewhere, 4 a mail or call. */
static int link_kind(const struct reader *r, struct tdg_str href) {
  struct tdg_str host;
  if (href.n == 0 || href.p[0] == '#' || tdg_nocase_starts(href, "javascript:")) return 1;
  if (tdg_nocase_starts(href, "mailto:") || tdg_nocase_starts(href, "tel:")) return 4;
  if (!tdg_nocase_starts(href, "http") && !tdg_nocase_starts(href, "//")) return 2;
  host = tdg_url_host(r->pg->call, href);
  return host.n == 0 || tdg_str_same(host, r->host) ? 2 : 3;
}

/* Letters of the last part of a link's path: the names of articles are long. */
static int slug_length(struct tdg_str href) {
  size_t n = href.n, start;
  for (size_t i = 0; i < n; i++) {
    if (href.p[i] == '?' || href.p[i] == '#') n = i;
  }
  while (n > 0 && href.p[n - 1] == '/') n--;
  for (start = n; start > 0 && href.p[start - 1] != '/'; start--) continue;
  return clip((int64_t)(n - start), 200);
}

struct inline_facts {
  uint32_t strong, em, small, links, best, best_units, last, first_units;
};

static void note_inline(struct inline_facts *f, const struct tdg_node *n, uint32_t i, uint32_t units,
                        uint32_t before) {
  switch (n->tag) {
  case TDG_HTML_STRONG:
  case TDG_HTML_B: f->strong += units; break;
  case TDG_HTML_EM:
  case TDG_HTML_I: f->em += units; break;
  case TDG_HTML_SMALL: f->small += units; break;
  case TDG_HTML_A:
    if (f->links++ == 0) f->first_units = before;
    if (units >= f->best_units) f->best = i, f->best_units = units;
    f->last = i;
    break;
  default: break;
  }
}

static void write_inline(struct reader *r, const struct line *l, const struct inline_facts *f, int16_t *v) {
  struct page *pg = r->pg;
  uint32_t last = l->last;
  v[FT_ALL_STRONG] = (int16_t)(f->strong * 10 >= l->units * 9);
  v[FT_ALL_EM] = (int16_t)(f->em * 10 >= l->units * 9);
  v[FT_ALL_SMALL] = (int16_t)(f->small * 10 >= l->units * 9);
  v[FT_ALL_LINK] = (int16_t)(f->best_units * 10 >= l->units * 9);
  v[FT_LINKS] = (int16_t)clip(f->links, 50);
  if (f->links == 0) return;
  struct tdg_str href = node_attr(pg, f->best, TDG_ATTR_HREF);
  v[FT_LINK_KIND] = (int16_t)link_kind(r, href);
  v[FT_LINK_SLUG] = (int16_t)slug_length(href);
  v[FT_LINK_FIRST] = f->first_units == 0;
  while (last > l->first && pg->node[last - 1].tag == TDG_HTML_TEXT &&
         (pg->node[last - 1].flags & F_SPACE) != 0)
    last--;
  v[FT_LINK_LAST] = pg->node[f->last].end >= last;
  v[FT_LABEL_LINK] = (int16_t)(f->first_units > 0 && f->first_units <= MAX_LABEL && v[FT_LINK_LAST]
                                   ? share(f->best_units, l->units)
                                   : 0);
}

/* Units of the line that stand inside one kind of inline element, and its links. */
static void read_inline(struct reader *r, const struct line *l, int16_t *v) {
  struct page *pg = r->pg;
  struct inline_facts f = {0};
  uint32_t before = 0;
  for (uint32_t i = l->first; i < l->last; i++) {
    const struct tdg_node *n = &pg->node[i];
    note_inline(&f, n, i, n->units, before);
    if (n->tag == TDG_HTML_TEXT) before += n->units;
    if (n->tag == TDG_HTML_TIME) v[FT_HAS_TIME] = 1;
  }
  for (uint32_t i = pg->node[l->first].parent, k = 0; i != l->node && i > 0 && k < MAX_UP;
       i = pg->node[i].parent, k++)
    note_inline(&f, &pg->node[i], i, l->units, 0);
  write_inline(r, l, &f, v);
}

/* How much of a short line is a date. */
static int date_share(const struct reader *r, const struct line *l) {
  char text[3 * MAX_DATED];
  size_t n = 0, start, end;
  struct tdg_date d;
  if (l->units > MAX_DATED || r->t.digits == 0) return 0;
  for (uint32_t i = l->first; i < l->last; i++) {
    const struct tdg_node *k = &r->pg->node[i];
    if (k->tag != TDG_HTML_TEXT || (k->flags & F_SPACE) != 0 || n + k->len + 1 > sizeof text) continue;
    memcpy(text + n, r->pg->src.p + k->at, k->len);
    n += k->len;
    text[n++] = ' ';
  }
  if (n == 0 || tdg_date_find(text, n, NULL, &d, &start, &end) != 0) return 0;
  return share((int64_t)(end - start), (int64_t)n);
}

static void read_self(struct reader *r, const struct line *l, int16_t *v) {
  const struct text_facts *t = &r->t;
  unsigned tag = r->pg->node[l->node].tag;
  v[FT_UNITS] = (int16_t)clip(l->units, 3000);
  v[FT_LINK_SHARE] = (int16_t)share(l->links, l->units);
  v[FT_COMMAS] = (int16_t)clip(l->commas, 100);
  v[FT_STOP] = t->last;
  v[FT_CAPITALS] = (int16_t)share(t->capitals, t->letters);
  v[FT_DIGITS] = (int16_t)share(t->digits, l->units);
  v[FT_BRACKETS] = (int16_t)clip(t->brackets, 20);
  v[FT_KIND] = l->kind;
  v[FT_LEVEL] = l->level;
  v[FT_TAG_P] = tag == TDG_HTML_P;
  v[FT_TAG_DIV] = tag == TDG_HTML_DIV;
  v[FT_TAG_LI] = tag == TDG_HTML_LI;
  v[FT_FIRST_SIGN] = (int16_t)first_sign(t->first);
  v[FT_COLON_AT] = (int16_t)clip(t->colon, 100);
  v[FT_AT_SIGNS] = (int16_t)clip(t->at_signs, 10);
  v[FT_URLS] = (int16_t)clip(t->urls, 10);
  v[FT_LETTERS] = (int16_t)share(t->letters, l->units);
  v[FT_REPEATED] = (int16_t)repeated(r);
  v[FT_LIKE_TITLE] = (int16_t)grams_like(&r->title, t->buf, t->n);
  v[FT_LIKE_LEAD] = (int16_t)grams_like(&r->lead, t->buf, t->n);
  v[FT_LIKE_BODY] = (int16_t)grams_like(&r->body, t->buf, t->n);
  v[FT_LIKE_AUTHOR] = (int16_t)(l->units < MAX_DATED ? grams_like(&r->author, t->buf, t->n) : 0);
  v[FT_DATE_SHARE] = (int16_t)date_share(r, l);
  v[FT_TITLE_INSIDE] = (int16_t)(v[FT_LIKE_TITLE] > 80 ? share((int64_t)t->n, (int64_t)r->title_n) : 0);
}

void feature_text(struct reader *r, const struct line *l, int16_t *v) {
  read_text(r, l);
  read_self(r, l, v);
  read_inline(r, l, v);
}
