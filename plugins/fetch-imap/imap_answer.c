/* imap_answer.c - what an answer of a server says (RFC 3501, section 7), as far as mails are read.
 *
 * Everything is text of a stranger: what cannot be read is IMAP_GARBLED or left out.  Nothing is owned; texts stand in the
 * reader.
 */
#include "imap.h"

#include <tidings/kit/str.h>

enum { MAX_DEPTH = 32 };

struct cursor {
  const struct imap_reader *r;
  size_t at, end, literal; /* literal: the next one */
};

static int peek(const struct cursor *c) { return c->at < c->end ? (unsigned char)c->r->p[c->at] : -1; }

static int take(struct cursor *c, char wanted) {
  if (peek(c) != wanted) return 0;
  c->at++;
  return 1;
}

/* Up to a space, a parenthesis or the end; brackets belong to it, with what is in them ("BODY[]"). */
static struct tdg_str atom(struct cursor *c) {
  const size_t begin = c->at;
  int depth = 0;
  for (; c->at < c->end; c->at++) {
    const char ch = c->r->p[c->at];
    if (ch == '[') depth++;
    else if (ch == ']' && depth > 0) depth--;
    else if (depth == 0 && (ch == ' ' || ch == '(' || ch == ')' || ch == '"' || ch == '{')) break;
  }
  return (struct tdg_str){c->r->p + begin, c->at - begin};
}

static int number(struct tdg_str s, uint32_t *out) {
  uint64_t v = 0;
  if (s.n == 0 || s.n > 10) return 0;
  for (size_t i = 0; i < s.n; i++) {
    if (!tdg_is_digit(s.p[i])) return 0;
    v = v * 10 + (uint64_t)(s.p[i] - '0');
  }
  *out = (uint32_t)v;
  return v <= UINT32_MAX;
}

/* A literal stands behind its "{n}". */
static int literal(struct cursor *c, struct tdg_str *out) {
  while (c->literal < c->r->n_literals && c->r->literal[c->literal].at < c->at) c->literal++;
  if (c->literal == c->r->n_literals) return 0;
  const struct imap_literal *l = &c->r->literal[c->literal];
  if (memchr(c->r->p + c->at, '}', l->at - c->at) != c->r->p + l->at - 1 || l->at + l->n > c->end) return 0;
  *out = (struct tdg_str){c->r->p + l->at, l->n};
  c->at = l->at + l->n;
  c->literal++;
  return 1;
}

/* Its content, with its escapes. */
static int quoted(struct cursor *c, struct tdg_str *out) {
  const size_t begin = ++c->at;
  while (c->at < c->end && c->r->p[c->at] != '"') c->at += c->r->p[c->at] == '\\' ? 2 : 1;
  if (c->at >= c->end) return 0;
  *out = (struct tdg_str){c->r->p + begin, c->at - begin};
  c->at++;
  return 1;
}

/* One value: an atom, a text, a literal, or a list, which is passed over. */
static int value(struct cursor *c, struct tdg_str *out, int depth) {
  *out = (struct tdg_str){"", 0};
  switch (peek(c)) {
  case '"': return quoted(c, out);
  case '{': return literal(c, out);
  case '~': return ++c->at, literal(c, out); /* literal8 */
  case '(': {
    struct tdg_str inner;
    if (depth == MAX_DEPTH) return 0;
    c->at++;
    for (;;) {
      while (take(c, ' ')) continue;
      if (take(c, ')')) return 1;
      const size_t before = c->at;
      if (!value(c, &inner, depth + 1) || c->at == before) return 0;
    }
  }
  default: *out = atom(c); return out->n > 0;
  }
}

/* "17-Jul-2026 02:44:25 +0100", the day as it stands; -1: none. */
static int64_t day_of(struct tdg_str s) {
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  char text[12] = "", name[4] = {0};
  int day, year;
  if (s.n < 11) return -1;
  memcpy(text, s.p, 11);
  if (sscanf(text, "%2d-%3c-%4d", &day, name, &year) != 3) return -1;
  for (int i = 0; i < 3; i++) name[i] = tdg_lower(name[i]);
  const char *at = strstr(months, name);
  if (at == NULL || (at - months) % 3 != 0 || day < 1 || day > 31 || year < 1970 || year > 9999) return -1;
  const int64_t m = (at - months) / 3 + 1, y = year - (m <= 2),
                doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return 365 * y + y / 4 - y / 100 + y / 400 + doy - 719468;
}

static void take_item(struct imap_answer *out, struct tdg_str name, struct tdg_str v) {
  uint32_t n = 0;
  if (tdg_nocase_is(name, "uid") && number(v, &n)) out->uid = n;
  else if (tdg_nocase_is(name, "rfc822.size") && number(v, &n)) out->size = n;
  else if (tdg_nocase_is(name, "internaldate")) out->day = day_of(v);
  else if (tdg_nocase_is(name, "body[]") && !tdg_nocase_is(v, "nil")) out->has_body = 1, out->body = v;
}

static int fetched(struct cursor *c, struct imap_answer *out) {
  struct tdg_str v;
  if (!take(c, ' ') || !take(c, '(')) return 0;
  for (;;) {
    while (take(c, ' ')) continue;
    if (take(c, ')')) return c->at == c->end;
    const struct tdg_str name = atom(c);
    if (name.n == 0 || !take(c, ' ') || !value(c, &v, 0)) return 0;
    take_item(out, name, v);
  }
}

static struct tdg_str rest_of(const struct cursor *c) {
  const size_t at = c->at < c->end && c->r->p[c->at] == ' ' ? c->at + 1 : c->at;
  return (struct tdg_str){c->r->p + at, c->end - at};
}

/* "[UIDVALIDITY 12] words" */
static void take_code(struct imap_answer *out, struct tdg_str text) {
  struct tdg_str word = {"", 0};
  out->text = text;
  if (!tdg_str_starts(text, "[")) return;
  const char *close = memchr(text.p, ']', text.n);
  if (close == NULL) return;
  struct tdg_str code = {text.p + 1, (size_t)(close - text.p - 1)};
  out->text = tdg_str_trim((struct tdg_str){close + 1, text.n - (size_t)(close + 1 - text.p)});
  tdg_str_next(&code, ' ', &word);
  if (tdg_nocase_is(word, "uidvalidity")) number(tdg_str_trim(code), &out->uidvalidity);
  else if (tdg_nocase_is(word, "uidnext")) number(tdg_str_trim(code), &out->uidnext);
}

static void untagged(struct cursor *c, struct imap_answer *out) {
  struct tdg_str word = atom(c);
  if (number(word, &out->number)) {
    if (!take(c, ' ')) return;
    word = atom(c);
    if (tdg_nocase_is(word, "exists")) out->kind = IMAP_EXISTS;
    else if (tdg_nocase_is(word, "fetch")) out->kind = fetched(c, out) ? IMAP_FETCH : IMAP_GARBLED;
    else out->kind = IMAP_OTHER;
  } else if (tdg_nocase_is(word, "ok") || tdg_nocase_is(word, "bye")) {
    out->kind = tdg_nocase_is(word, "ok") ? IMAP_OK : IMAP_BYE;
    take_code(out, rest_of(c));
  } else if (word.n > 0) out->kind = IMAP_OTHER;
}

static void tagged(struct cursor *c, struct imap_answer *out) {
  out->tag = atom(c);
  if (out->tag.n == 0 || !take(c, ' ')) return;
  const struct tdg_str word = atom(c);
  const int no = tdg_nocase_is(word, "no"), bad = tdg_nocase_is(word, "bad");
  if (!no && !bad && !tdg_nocase_is(word, "ok")) return;
  out->kind = IMAP_TAGGED;
  out->status = no ? IMAP_STATUS_NO : bad ? IMAP_STATUS_BAD : IMAP_STATUS_OK;
  take_code(out, rest_of(c));
}

void imap_answer_read(const struct imap_reader *r, struct imap_answer *out) {
  static const struct tdg_str none = {"", 0};
  struct cursor c = {r, 0, r->n, 0};
  *out = (struct imap_answer){
      .kind = IMAP_GARBLED, .tag = none, .text = none, .body = none, .size = -1, .day = -1};
  if (take(&c, '+')) out->kind = IMAP_OTHER; /* it waits for more of a command: none of ours has more */
  else if (take(&c, '*')) {
    if (take(&c, ' ')) untagged(&c, out);
  } else tagged(&c, out);
}
