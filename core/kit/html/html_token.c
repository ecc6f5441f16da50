/* kit/html/html_token.c - see html_token.h. */
#include "kit/html/html_token.h"

#include "kit/html/html_internal.h"
#include "kit/html/html_tags.h"

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>

#include <strings.h>

enum { MAX_ATTRIBUTES = 256 };

struct html_lexer html_lexer_make(struct tdg_str text) {
  return (struct html_lexer){.p = text.p, .end = text.p + text.n};
}

/* ---- tags ---- */

/* Is c the end of a tag's name?  (Control characters end it too.) */
static int ends_name(unsigned char c) { return c <= ' ' || c == '>' || c == '/'; }

/* The name that begins at *p, in any case; *p moves behind it.  Only letters are told from their capitals by
 * one bit, but what else that bit changes is in no name we know. */
static enum tdg_html_tag tag_name(const char **p, const char *end) {
  const char *s = *p;
  uint64_t key = 0;
  size_t n = 0;
  if (HTML_LITTLE_ENDIAN && end - s >= 8) { /* the usual case: it ends within eight bytes */
    uint64_t stops;
    memcpy(&key, s, sizeof key);
    stops = HTML_BELOW(key, ' ' + 1) | HTML_ZERO_BYTES(key ^ HTML_EACH('/')) |
            HTML_ZERO_BYTES(key ^ HTML_EACH('>'));
    if (stops != 0) {
      const unsigned bits = (unsigned)__builtin_ctzll(stops) & ~7U;
      key = bits == 0 ? 0 : (key | HTML_EACH(' ')) << (64 - bits) >> (64 - bits);
      *p = s + bits / 8;
      return html_tag_of_key(key, bits / 8);
    }
    key = 0;
  }
  for (; s + n < end && !ends_name((unsigned char)s[n]); n++)
    if (n < 8) key |= (uint64_t)(unsigned char)(s[n] | ' ') << (8 * n);
  *p = s + n;
  return html_tag_of_key(key, n);
}

/* Behind the attributes, at the '>' that ends the tag; NULL when the input ends first. */
static const char *tag_close(const char *p, const char *end) {
  for (;;) {
    const char *s = p;
    char quote;
    while (s < end && *s != '>' && *s != '"' && *s != '\'') s++;
    if (s == end) return NULL;
    if (*s == '>') return s;
    /* A quote opens a value only behind a '='. */
    quote = *s;
    for (p = s; p > s - 64 && tdg_is_space(p[-1]); p--) continue;
    if (p[-1] == '=') {
      s = memchr(s + 1, quote, (size_t)(end - s - 1));
      if (s == NULL) return NULL;
    }
    p = s + 1;
  }
}

/* Step through the attributes of a start tag: *p from token.p to token.end. */
static int html_attr_next(const char **at, const char *end, struct html_attr *out) {
  const char *p = *at;
  while (p < end && (tdg_is_space(*p) || *p == '/')) p++;
  if (p == end) return 0;
  out->name.p = p++; /* a '=' here is part of the name */
  while (p < end && !tdg_is_space(*p) && *p != '=' && *p != '/') p++;
  out->name.n = (size_t)(p - out->name.p);
  out->value = (struct tdg_str){p, 0};
  while (p < end && tdg_is_space(*p)) p++;
  if (p == end || *p != '=') {
    *at = p;
    return 1;
  }
  p++;
  while (p < end && tdg_is_space(*p)) p++;
  if (p < end && (*p == '"' || *p == '\'')) {
    const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
    if (close == NULL) close = end;
    out->value = (struct tdg_str){p + 1, (size_t)(close - p - 1)};
    *at = close < end ? close + 1 : end;
    return 1;
  }
  out->value.p = p;
  while (p < end && !tdg_is_space(*p)) p++;
  out->value.n = (size_t)(p - out->value.p);
  *at = p;
  return 1;
}

struct tdg_str html_attr_get(tdg_call *call, const struct html_token *t, const char *name) {
  const size_t n = strlen(name);
  const char *p = t->p;
  struct html_attr a;
  for (int i = 0; i < MAX_ATTRIBUTES && html_attr_next(&p, t->end, &a); i++)
    if (a.name.n == n && strncasecmp(a.name.p, name, n) == 0) return tdg_html_unescape(call, a.value, 1);
  return (struct tdg_str){NULL, 0};
}

/* ---- what is passed over ---- */

static const char *find(const char *p, const char *end, const char *word) {
  const char *hit = memmem(p, (size_t)(end - p), word, strlen(word));
  return hit;
}

/* p points behind "<!--". */
static const char *comment_end(const char *p, const char *end) {
  if (p < end && *p == '>') return p + 1;
  if (end - p >= 2 && p[0] == '-' && p[1] == '>') return p + 2;
  while ((p = find(p, end, "--")) != NULL) {
    p += 2;
    while (p < end && *p == '-') p++;
    if (p < end && *p == '>') return p + 1;
    if (end - p >= 2 && p[0] == '!' && p[1] == '>') return p + 2;
  }
  return end;
}

/* The "</name" that ends a raw-text element, or NULL. */
static const char *raw_end(const char *p, const char *end, enum tdg_html_tag tag) {
  while ((p = find(p, end, "</")) != NULL) {
    const char *name = p + 2;
    if (tag_name(&name, end) == tag) return p;
    p += 2;
  }
  return NULL;
}

/* An element that is never closed would swallow the rest; of those that hide their content the standard wants
 * that, the others are read as if they were not raw. */
static int next_raw(struct html_lexer *l, struct html_token *out) {
  const char *stop = l->never_closed & 1U << html_raw_slot(l->raw) ? NULL : raw_end(l->p, l->end, l->raw);
  const enum tdg_html_tag tag = l->raw;
  l->raw = TDG_HTML_TEXT;
  if (stop == NULL) {
    l->never_closed |= 1U << html_raw_slot(tag);
    if (tag != TDG_HTML_SCRIPT && tag != TDG_HTML_STYLE) return 0;
    stop = l->end;
  }
  *out = (struct html_token){HTML_RAW, tag, l->p, stop};
  l->p = stop;
  return 1;
}

/* ---- the tokens ---- */

/* The input ends inside a tag.  The standard drops it all; here what only looks like a tag ("a <b2 c") stays
 * text. */
static int next_unclosed(struct html_lexer *l, struct html_token *out, enum tdg_html_tag tag) {
  const char *p = l->p;
  l->p = l->end;
  if (html_is_markup(tag)) return 0;
  *out = (struct html_token){HTML_TEXT, TDG_HTML_OTHER, p, l->end};
  return 1;
}

static int next_tag(struct html_lexer *l, struct html_token *out, int type, const char *name) {
  const char *p = name, *close;
  const enum tdg_html_tag tag = tag_name(&p, l->end);
  close = p < l->end && *p == '>' ? p : tag_close(p, l->end);
  if (close == NULL) return next_unclosed(l, out, tag);
  *out = (struct html_token){type, tag, p, close};
  l->p = close + 1;
  if (type == HTML_START && (tdg_html_flags(tag) & TDG_IS_RAW) != 0) l->raw = tag;
  return 1;
}

/* At "<!" or "<?" or "</" and no letter: one token when it is CDATA, none otherwise. */
static int pass_over(struct html_lexer *l, struct html_token *out) {
  const char *p = l->p, *stop;
  const size_t left = (size_t)(l->end - p);
  if (left >= 4 && memcmp(p, "<!--", 4) == 0) {
    l->p = comment_end(p + 4, l->end);
    return 0;
  }
  if (left >= 9 && memcmp(p, "<![CDATA[", 9) == 0) {
    stop = find(p + 9, l->end, "]]>");
    *out = (struct html_token){HTML_RAW, TDG_HTML_OTHER, p + 9, stop != NULL ? stop : l->end};
    l->p = stop != NULL ? stop + 3 : l->end;
    return 1;
  }
  stop = memchr(p, '>', left);
  l->p = stop != NULL ? stop + 1 : l->end;
  return 0;
}

/* "<!" before a quote or a blank would be a comment to the standard; in feeds it is somebody's text. */
static int begins_markup(const char *p, const char *end) {
  if (end - p < 2) return 0;
  if (p[1] == '!') return end - p >= 3 && (tdg_is_letter(p[2]) || p[2] == '-' || p[2] == '[' || p[2] == '>');
  return tdg_is_letter(p[1]) || p[1] == '/' || p[1] == '?';
}

static const char *text_end(const char *p, const char *end) {
  while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
    if (begins_markup(p, end)) return p;
    p++;
  }
  return end;
}

int html_next(struct html_lexer *l, struct html_token *out) {
  if (l->raw != TDG_HTML_TEXT && next_raw(l, out)) return 1;
  while (l->p < l->end) {
    const char *p = l->p;
    if (*p != '<' || !begins_markup(p, l->end)) {
      l->p = text_end(p, l->end);
      *out = (struct html_token){HTML_TEXT, TDG_HTML_OTHER, p, l->p};
      return 1;
    }
    if (tdg_is_letter(p[1])) return next_tag(l, out, HTML_START, p + 1);
    if (p[1] == '/' && l->end - p >= 3 && tdg_is_letter(p[2])) return next_tag(l, out, HTML_END, p + 2);
    if (pass_over(l, out)) return 1;
  }
  return 0;
}
