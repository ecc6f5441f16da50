/* quotes.c - what a written sentence quotes must stand word for word, and as a quotation, in one of the
 * sentences it cites; see verify.h. */
#include "verify.h"

#include <string.h>

#include <tidings/kit/utf8.h>

enum { SPEAKER_BEHIND = 4 }; /* words */

static const struct {
  const char *open, *close[2];
} marks[] = {
    {"\xE2\x80\x9C", {"\xE2\x80\x9D", NULL}}, /* English; before the German one, which opens lower */
    {"\xE2\x80\x9E", {"\xE2\x80\x9C", "\xE2\x80\x9D"}}, /* German, Polish */
    {"\xE2\x80\x9D", {"\xE2\x80\x9D", NULL}},           /* Swedish */
    {"\xC2\xAB", {"\xC2\xBB", NULL}},
    {"\xC2\xBB", {"\xC2\xAB", "\xC2\xBB"}},
    {"\xE2\x80\xB9", {"\xE2\x80\xBA", NULL}},
    {"\xE3\x80\x8C", {"\xE3\x80\x8D", NULL}},
    {"\xE3\x80\x8E", {"\xE3\x80\x8F", NULL}},
    {"\"", {"\"", NULL}},
};
enum { MARKS = sizeof marks / sizeof *marks };

static size_t starts(struct tdg_str t, size_t at, const char *s) {
  size_t n = s != NULL ? strlen(s) : 0;
  return n > 0 && at + n <= t.n && memcmp(t.p + at, s, n) == 0 ? n : 0;
}

/* Of a script that puts spaces between words. */
static int is_letter(struct tdg_str t, size_t at) {
  if (at >= t.n) return 0;
  unsigned char c = (unsigned char)t.p[at];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c >= 0xC3 && c <= 0xDF);
}

static int is_letter_before(struct tdg_str t, size_t at) {
  while (at > 1 && tdg_utf8_is_tail(t.p[at - 1])) at--;
  return at > 0 && is_letter(t, at - 1);
}

/* A single mark that opens: ' or the curly one, before a letter and not behind one. */
static size_t opens_single(struct tdg_str t, size_t at) {
  size_t n = starts(t, at, "'") + starts(t, at, "\xE2\x80\x98");
  if (n == 0 || !is_letter(t, at + n)) return 0;
  return at == 0 || t.p[at - 1] == ' ' || t.p[at - 1] == '(' ? n : 0;
}

static int closes_single(struct tdg_str t, size_t at, size_t *n) {
  *n = starts(t, at, "'") + starts(t, at, "\xE2\x80\x99");
  return *n > 0 && at > 0 && t.p[at - 1] != ' ' && !is_letter(t, at + *n);
}

struct quote {
  size_t start, end, after; /* inside the marks; behind the closing one */
};

static int close_double(struct tdg_str t, size_t kind, size_t from, struct quote *q) {
  for (size_t i = from; i < t.n; i++)
    for (int k = 0; k < 2; k++) {
      size_t n = starts(t, i, marks[kind].close[k]);
      if (n == 0) continue;
      *q = (struct quote){from, i, i + n};
      return 1;
    }
  return 0;
}

static int close_single(struct tdg_str t, size_t from, struct quote *q) {
  size_t n;
  for (size_t i = from; i < t.n; i++)
    if (closes_single(t, i, &n)) {
      *q = (struct quote){from, i, i + n};
      return 1;
    }
  return 0;
}

/* The next quotation from byte `at` on: 1, 0 when there is none, -1 when one does not close. */
static int next_quote(struct tdg_str t, size_t at, struct quote *q) {
  for (size_t i = at; i < t.n; i++) {
    size_t n = opens_single(t, i);
    if (n > 0 && close_single(t, i + n, q)) return 1; /* unclosed: an apostrophe */
    for (size_t k = 0; k < MARKS; k++) {
      n = starts(t, i, marks[k].open);
      if (n > 0) return close_double(t, k, i + n, q) ? 1 : -1;
    }
  }
  return 0;
}

static struct tdg_str trim(struct tdg_str s) {
  while (s.n > 0 && strchr(" .,;:!?", s.p[0]) != NULL) s.p++, s.n--;
  while (s.n > 0 && strchr(" .,;:!?", s.p[s.n - 1]) != NULL) s.n--;
  return s;
}

static int stands_in(struct tdg_str whole, struct tdg_str part) {
  for (size_t i = 0; part.n > 0 && i + part.n <= whole.n; i++)
    if (memcmp(whole.p + i, part.p, part.n) == 0 && !(is_letter_before(whole, i) && is_letter(part, 0)) &&
        !(is_letter(whole, i + part.n) && is_letter_before(part, part.n)))
      return 1;
  return 0;
}

static int has_a_quote(struct tdg_str t) {
  struct quote q;
  return next_quote(t, 0, &q) != 0;
}

static int is_name(const struct check *c, size_t i) {
  const struct tdg_term *t = &c->said->t[i];
  if (!(t->flags & TDG_TERM_CAPITAL) || !c->said->content[i]) return 0;
  return !(t->flags & TDG_TERM_FIRST) || !verifier_knows(c->v, t->stem); /* "Officials" is none */
}

/* Who is said to have said it: the last name before the quotation, or one right behind it, is named in p too.
 * When nobody is named, here or there, nothing can be wrong. */
static int may_be_said_by(const struct check *c, const struct quote *q, const struct passage *p) {
  size_t before = c->said->n, behind = 0;
  for (size_t i = 0; i < c->said->n; i++) {
    if (c->said->t[i].start < q->start && is_name(c, i)) before = i;
    if (c->said->t[i].start < q->end || ++behind > SPEAKER_BEHIND) continue;
    if (is_name(c, i) && passage_has(p, &c->said->t[i])) return 1;
  }
  if (before == c->said->n || passage_has(p, &c->said->t[before])) return 1;
  for (size_t i = 0; i < p->n; i++)
    if ((p->t[i].flags & TDG_TERM_CAPITAL) && !(p->t[i].flags & TDG_TERM_FIRST) && p->content[i]) return 0;
  return 1;
}

static int is_quoted_in(const struct check *c, const struct quote *q, struct tdg_str inner) {
  for (size_t i = 0; i < c->n_cited; i++) {
    const struct passage *p = c->cited[i];
    if (!has_a_quote(p->text) || !stands_in(p->folded, inner)) continue;
    if (may_be_said_by(c, q, p)) return 1;
  }
  return 0;
}

enum verdict check_quotes(struct check *c) {
  struct tdg_str t = c->said->text;
  struct quote q = {0, 0, 0};
  int found;
  while ((found = next_quote(t, q.after, &q)) > 0) {
    c->piece = (struct tdg_str){t.p + q.start, q.end - q.start};
    struct tdg_str inner = trim(tdg_fold(c->v->call, c->piece));
    if (inner.n == 0 || !is_quoted_in(c, &q, inner)) return NEW_QUOTE;
  }
  return found < 0 ? NEW_QUOTE : BORNE_OUT;
}
