/* news/robots.c - robots.txt by RFC 9309; see robots.h.
 *
 * A group begins with lines User-agent, and has the rules up to the next ones.  Other lines (Sitemap ...) neither
 * end a group nor count, except Crawl-delay, which is no part of the RFC and is read as it is commonly meant.
 *
 * Paths are compared in one form: what is not ASCII, and * and $ in an address, percent-encoded; unreserved
 * characters not; hexadecimal digits in capitals.  Nothing here fails.
 */
#include "news/robots.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

struct tdg_str robots_token(const char *user_agent) {
  struct tdg_str token = {user_agent != NULL ? user_agent : "", 0};
  while (token.n < ROBOTS_MAX_TOKEN &&
         (tdg_is_letter(token.p[token.n]) || token.p[token.n] == '-' || token.p[token.n] == '_'))
    token.n++;
  return token;
}

/* ---- paths ---- */

static int is_unreserved(int c) { return c < 128 && (tdg_is_alnum((char)c) || strchr("-._~", c) != NULL); }

static size_t put_encoded(char *out, int c) {
  static const char hex[] = "0123456789ABCDEF";
  out[0] = '%';
  out[1] = hex[c >> 4 & 15];
  out[2] = hex[c & 15];
  return 3;
}

/* The octet that "%41" stands for, -1: it is no such thing. */
static int encoded(struct tdg_str s, size_t at) {
  if (at + 2 >= s.n || s.p[at] != '%') return -1;
  int high = tdg_hex_value(s.p[at + 1]), low = tdg_hex_value(s.p[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* out: three times as long as s.  pattern: * has its meaning, and so has $ at the end. */
static size_t normalise(struct tdg_str s, int pattern, char *out) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    const unsigned char c = (unsigned char)s.p[i];
    const int octet = encoded(s, i), special = c == '*' || c == '$';
    const int meant = pattern && special && (c == '*' || i + 1 == s.n);
    if (octet > 0 && is_unreserved(octet)) out[n++] = (char)octet;
    else if (octet >= 0) n += put_encoded(out + n, octet);
    else if (c <= ' ' || c > 126 || (special && !meant)) n += put_encoded(out + n, c);
    else out[n++] = (char)c;
    if (octet >= 0) i += 2;
  }
  return n;
}

/* A part between two * of a pattern, found from *at on. */
static int find_part(struct tdg_str path, size_t *at, struct tdg_str part) {
  const char *found = part.n > 0 ? memmem(path.p + *at, path.n - *at, part.p, part.n) : path.p + *at;
  if (found == NULL) return 0;
  *at = (size_t)(found - path.p) + part.n;
  return 1;
}

/* Each part is sought once, behind the one before, so the time is that of reading the path. */
static int matches(struct tdg_str pattern, struct tdg_str path) {
  const int to_end = pattern.n > 0 && pattern.p[pattern.n - 1] == '$';
  size_t at = 0;
  pattern.n -= (size_t)to_end;
  for (int first = 1;; first = 0) {
    const char *star = memchr(pattern.p, '*', pattern.n);
    const struct tdg_str part = {pattern.p, star != NULL ? (size_t)(star - pattern.p) : pattern.n};
    if (star == NULL && to_end) { /* the last part ends the path */
      if (path.n - at < part.n || (first && path.n != part.n)) return 0;
      return memcmp(path.p + path.n - part.n, part.p, part.n) == 0;
    }
    if (first && (path.n < part.n || memcmp(path.p, part.p, part.n) != 0)) return 0;
    if (first) at = part.n;
    else if (!find_part(path, &at, part)) return 0;
    if (star == NULL) return 1;
    pattern.n -= part.n + 1;
    pattern.p = star + 1;
  }
}

int robots_may_ask(const struct robots *r, struct tdg_str url) {
  struct tdg_url u;
  char path[3 * (TDG_MAX_URL + 2)], raw[TDG_MAX_URL + 2];
  size_t n = 0, longest = 0;
  int may = 1;
  if (url.n > TDG_MAX_URL || tdg_url_parse(url, &u) != 0) return r->n == 0;
  if (u.path.n == 0) raw[n++] = '/';
  if (u.path.n > 0) memcpy(raw + n, u.path.p, u.path.n), n += u.path.n;
  if (n == 11 && memcmp(raw, "/robots.txt", 11) == 0) return 1;
  if (u.query.p != NULL) raw[n++] = '?';
  if (u.query.n > 0) memcpy(raw + n, u.query.p, u.query.n), n += u.query.n;
  const struct tdg_str whole = {path, normalise((struct tdg_str){raw, n}, 0, path)};
  for (size_t i = 0; i < r->n; i++) {
    const struct robots_rule *rule = &r->rules[i];
    if (rule->path.n < longest || (rule->path.n == longest && !rule->allows)) continue;
    if (!matches(rule->path, whole)) continue;
    longest = rule->path.n;
    may = rule->allows;
  }
  return may;
}

/* ---- lines ---- */

struct reading {
  struct arena *arena;
  struct tdg_str token;
  struct rules {
    struct robots r;
    size_t cap;
    int found; /* a group of this kind is there */
  } own, all;
  int in_own, in_all; /* the group that is read is for the token; for everybody */
  int naming;         /* the last line of the group was a User-agent */
};

static void add_rule(struct reading *g, struct rules *to, int allows, struct tdg_str path) {
  struct robots *r = &to->r;
  if (r->n == to->cap) {
    size_t cap = to->cap > 0 ? 2 * to->cap : 16;
    r->rules = arena_grow(g->arena, r->rules, to->cap * sizeof *r->rules, cap * sizeof *r->rules);
    to->cap = cap;
  }
  r->rules[r->n++] = (struct robots_rule){path, allows};
}

static void take_rule(struct reading *g, int allows, struct tdg_str value) {
  g->naming = 0;
  /* what begins otherwise is the path of nothing */
  if (value.n == 0 || value.n > ROBOTS_MAX_PATH || (value.p[0] != '/' && value.p[0] != '*')) return;
  if ((!g->in_own && !g->in_all) || g->own.r.n + g->all.r.n >= ROBOTS_MAX_RULES) return;
  char *path = arena_alloc(g->arena, 3 * value.n + 1);
  const struct tdg_str kept = {path, normalise(value, 1, path)};
  if (kept.n > ROBOTS_MAX_PATH) return;
  if (g->in_own) add_rule(g, &g->own, allows, kept);
  if (g->in_all) add_rule(g, &g->all, allows, kept);
}

static void take_agent(struct reading *g, struct tdg_str value) {
  if (!g->naming) g->in_own = g->in_all = 0;
  g->naming = 1;
  if (value.n > 0 && value.p[0] == '*' && (value.n == 1 || tdg_is_space(value.p[1]))) {
    g->in_all = g->all.found = 1;
    return;
  }
  struct tdg_str name = value;
  for (name.n = 0; name.n < value.n &&
                   (tdg_is_letter(value.p[name.n]) || value.p[name.n] == '-' || value.p[name.n] == '_');)
    name.n++;
  if (name.n > 0 && tdg_nocase_same(name, g->token)) g->in_own = g->own.found = 1;
}

/* Seconds, perhaps with a fraction, as ms; 0: they are none. */
static int64_t delay_of(struct tdg_str s) {
  int64_t ms = 0, unit = 1000;
  size_t i = 0;
  for (; i < s.n && tdg_is_digit(s.p[i]); i++)
    if (ms < ROBOTS_MAX_DELAY) ms = ms * 10 + (s.p[i] - '0') * 1000;
  if (i < s.n && s.p[i] == '.')
    for (i++; i < s.n && tdg_is_digit(s.p[i]); i++) ms += (s.p[i] - '0') * (unit /= 10);
  if (i < s.n) return 0;
  return ms < ROBOTS_MAX_DELAY ? ms : ROBOTS_MAX_DELAY;
}

static void take_delay(struct reading *g, struct tdg_str value) {
  const int64_t ms = delay_of(value);
  if (g->in_own && ms > g->own.r.delay) g->own.r.delay = ms;
  if (g->in_all && ms > g->all.r.delay) g->all.r.delay = ms;
}

static void take_line(struct reading *g, struct tdg_str line) {
  const char *hash = memchr(line.p, '#', line.n);
  if (hash != NULL) line.n = (size_t)(hash - line.p);
  const char *colon = memchr(line.p, ':', line.n);
  if (colon == NULL) return;
  const struct tdg_str key = tdg_str_trim((struct tdg_str){line.p, (size_t)(colon - line.p)}),
                       value =
                           tdg_str_trim((struct tdg_str){colon + 1, line.n - (size_t)(colon - line.p) - 1});
  if (tdg_nocase_is(key, "user-agent")) take_agent(g, value);
  else if (tdg_nocase_is(key, "allow")) take_rule(g, 1, value);
  else if (tdg_nocase_is(key, "disallow")) take_rule(g, 0, value);
  else if (tdg_nocase_is(key, "crawl-delay")) take_delay(g, value);
}

void robots_parse(struct robots *out, struct arena *a, struct tdg_str text, struct tdg_str token) {
  struct reading g = {.arena = a, .token = token};
  /* the line that is cut there does not count: half of it could mean anything */
  const int cut = text.n > ROBOTS_MAX_BYTES;
  if (cut) text.n = ROBOTS_MAX_BYTES;
  if (tdg_str_starts(text, "\xEF\xBB\xBF")) text.p += 3, text.n -= 3;
  while (text.n > 0) {
    size_t n = 0;
    while (n < text.n && text.p[n] != '\n' && text.p[n] != '\r') n++;
    if (n < text.n || !cut) take_line(&g, (struct tdg_str){text.p, n});
    if (n < text.n) n++;
    text.p += n;
    text.n -= n;
  }
  *out = g.own.found ? g.own.r : g.all.r;
}

struct tdg_str robots_text(struct arena *a, const struct robots *r) {
  static const char head[] = "User-agent: *\n";
  size_t n = sizeof head + 64;
  for (size_t i = 0; i < r->n; i++) n += r->rules[i].path.n + sizeof "Disallow: \n";
  char *text = arena_alloc(a, n), *p = text;
  const char *delay =
      arena_printf(a, "Crawl-delay: %lld.%03lld\n", (long long)r->delay / 1000, (long long)r->delay % 1000);
  p = stpcpy(p, head);
  if (r->delay > 0) p = stpcpy(p, delay);
  for (size_t i = 0; i < r->n; i++) {
    p = stpcpy(p, r->rules[i].allows ? "Allow: " : "Disallow: ");
    p = mempcpy(p, r->rules[i].path.p, r->rules[i].path.n);
    *p++ = '\n';
  }
  *p = '\0';
  return (struct tdg_str){text, (size_t)(p - text)};
}
