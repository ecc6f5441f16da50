/* kit/xml/xml_entities.c - references in text, the entities a document declares, and control characters.  Values are
 * slices of the document; nothing is owned, nothing fails. */
#include "kit/xml/xml_internal.h"

#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include <stdio.h>

static const char *skip_space(const char *p, const char *end) {
  while (p < end && tdg_is_xml_space(*p)) p++;
  return p;
}

static const char *skip_word(const char *p, const char *end) {
  while (p < end && !tdg_is_xml_space(*p) && *p != '>' && *p != '"' && *p != '\'') p++;
  return p;
}

/* A value that stands for itself: no markup, and no reference but to characters. */
static int is_plain(const char *p, const char *end) {
  for (; p < end; p++)
    if (*p == '<' || *p == '%' || (*p == '&' && (p + 1 == end || p[1] != '#'))) return 0;
  return 1;
}

/* "name 'value'" behind <!ENTITY; returns where to go on. */
static const char *read_general(struct entities *e, const char *p, const char *end) {
  const char *name = p, *name_end = skip_word(p, end);
  p = skip_space(name_end, end);
  if (p == end || (*p != '"' && *p != '\'')) {
    e->refused = "an external entity";
    return end;
  }
  const char *value = p + 1, *close = memchr(value, *p, (size_t)(end - value));
  if (close == NULL || close - value > MAX_ENTITY_VALUE || !is_plain(value, close))
    e->refused = "an entity that stands for more than a short text";
  else if (e->n == MAX_ENTITIES) e->refused = "too many entities";
  else e->v[e->n++] = (struct entity){{name, (size_t)(name_end - name)}, {value, (size_t)(close - value)}};
  return close == NULL ? end : close + 1;
}

void entities_read(struct entities *e, const char *p, const char *end) {
  while (e->refused == NULL && (p = memmem(p, (size_t)(end - p), "<!ENTITY", 8)) != NULL) {
    p = skip_space(p + 8, end);
    if (p < end && *p != '%') p = read_general(e, p, end);
  }
}

static const struct entity *find(const struct entities *e, struct tdg_str name) {
  for (size_t i = 0; i < e->n; i++)
    if (tdg_str_same(e->v[i].name, name)) return &e->v[i];
  return NULL;
}

/* The number of "&#123;" or "&#x7B;" at p; 0 when it is none.  *after is set behind it. */
static uint32_t number_at(const char *p, const char *end, const char **after) {
  uint32_t v = 0;
  int hex, digits = 0;
  if (end - p < 3 || p[1] != '#') return 0;
  p += 2;
  hex = *p == 'x' || *p == 'X';
  for (p += hex; p < end; p++, digits++) {
    int d = tdg_hex_value(*p);
    if (d < 0 || (d > 9 && !hex)) break;
    if (v < 0x110000) v = v * (hex ? 16 : 10) + (uint32_t)d;
  }
  if (digits == 0) return 0;
  *after = p < end && *p == ';' ? p + 1 : p;
  return v;
}

static int is_control(uint32_t c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; }

struct decoder {
  tdg_call *call;
  struct entities *entities;
  char *out;
  size_t n, cap;
};

static void put(struct decoder *d, const char *p, size_t n) {
  if (d->cap - d->n < n) { /* only declared entities can make a text longer */
    size_t cap = (d->cap + n) * 2;
    d->out = memcpy(tdg_scratch(d->call, cap + 1), d->out, d->n);
    d->cap = cap;
  }
  memcpy(d->out + d->n, p, n);
  d->n += n;
}

/* A numeric reference; surrogates come in pairs where somebody escaped UTF-16. */
static const char *decode_number(struct decoder *d, const char *p, const char *end) {
  const char *after, *low_after;
  char utf8[8];
  size_t used;
  uint32_t v = number_at(p, end, &after), low;
  if (v == 0 && (end - p < 3 || p[1] != '#')) return NULL;
  if (v >= 0xD800 && v < 0xDC00 && after < end && *after == '&') {
    low = number_at(after, end, &low_after);
    if (low >= 0xDC00 && low < 0xE000) {
      put(d, utf8, tdg_utf8_put(utf8, 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00)));
      return low_after;
    }
  }
  size_t n = tdg_html_reference(p, end, 1, utf8, &used);
  if (n == 0) return NULL;
  if (!is_control(v)) put(d, utf8, n);
  return p + used;
}

/* A reference to one of U+0080..U+00FF, as a byte; 0 when it is another. */
static unsigned byte_at(const char *p, const char *end, const char **after) {
  char utf8[8];
  size_t used;
  if (p >= end || *p != '&') return 0;
  uint32_t v = number_at(p, end, after);
  if (v == 0 && tdg_html_reference(p, end, 1, utf8, &used) == 2) {
    v = ((uint32_t)(unsigned char)utf8[0] & 31) << 6 | ((unsigned char)utf8[1] & 63);
    *after = p + used;
  }
  return v >= 0x80 && v <= 0xFF ? v : 0;
}

/* References to the single bytes of a UTF-8 letter ("&#226;&#128;&#166;") mean the letter: nobody writes them
 * else. */
static const char *decode_bytes(struct decoder *d, const char *p, const char *end) {
  char utf8[4];
  unsigned lead = byte_at(p, end, &p);
  size_t n = lead >= 0xC2 && lead < 0xE0   ? 2
             : lead >= 0xE0 && lead < 0xF0 ? 3
             : lead >= 0xF0 && lead < 0xF5 ? 4
                                           : 0;
  if (n == 0) return NULL;
  utf8[0] = (char)lead;
  for (size_t i = 1; i < n; i++) {
    unsigned next = byte_at(p, end, &p);
    if (next < 0x80 || next > 0xBF) return NULL;
    utf8[i] = (char)next;
  }
  if (!tdg_utf8_valid(utf8, n)) return NULL;
  put(d, utf8, n);
  return p;
}

static struct tdg_str text_decode(tdg_call *call, struct entities *e, struct tdg_str text);

static const char *decode_named(struct decoder *d, const char *p, const char *end) {
  const char *stop = memchr(p, ';', end - p > 64 ? 64 : (size_t)(end - p));
  char utf8[8];
  size_t used;
  const struct entity *own = stop != NULL && d->entities != NULL && d->entities->n > 0
                                 ? find(d->entities, (struct tdg_str){p + 1, (size_t)(stop - p - 1)})
                                 : NULL;
  if (own != NULL) {
    d->entities->expanded += own->value.n;
    if (d->entities->expanded > MAX_EXPANDED) d->entities->refused = "entities used too often";
    else {
      struct tdg_str value = text_decode(d->call, NULL, own->value);
      put(d, value.p, value.n);
    }
    return stop + 1;
  }
  size_t n = tdg_html_reference(p, end, 1, utf8, &used);
  if (n == 0) return NULL;
  put(d, utf8, n);
  return p + used;
}

/* Two names mean in XHTML's entity sets, which is what a feed's author had in mind, what they do not mean in
 * HTML 5. */
static const char *decode_xhtml(struct decoder *d, const char *p, const char *end) {
  if (end - p < 6 || (memcmp(p, "&lang;", 6) != 0 && memcmp(p, "&rang;", 6) != 0)) return NULL;
  put(d, p[1] == 'l' ? "\xE2\x8C\xA9" : "\xE2\x8C\xAA", 3);
  return p + 6;
}

/* The five of XML make up nearly all there are. */
static const char *decode_common(struct decoder *d, const char *p, const char *end) {
  static const struct {
    const char *text;
    size_t n;
    char c;
  } common[] = {
      {"&lt;", 4, '<'}, {"&gt;", 4, '>'}, {"&amp;", 5, '&'}, {"&quot;", 6, '"'}, {"&apos;", 6, '\''}};
  for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
    if ((size_t)(end - p) < common[i].n || memcmp(p, common[i].text, common[i].n) != 0) continue;
    put(d, &common[i].c, 1);
    return p + common[i].n;
  }
  return NULL;
}

static struct tdg_str text_decode(tdg_call *call, struct entities *e, struct tdg_str text) {
  const char *p = text.p, *end = p + text.n, *amp = memchr(p, '&', text.n), *next;
  if (amp == NULL) return text;
  size_t cap = text.n + text.n / 2 + 16; /* two letters for a name of five bytes are the most HTML has */
  struct decoder d = {call, e, tdg_scratch(call, cap + 1), 0, cap};
  while (amp != NULL) {
    put(&d, p, (size_t)(amp - p));
    next = decode_common(&d, amp, end);
    if (next == NULL) next = decode_bytes(&d, amp, end);
    if (next == NULL) next = decode_xhtml(&d, amp, end);
    if (next == NULL)
      next = amp + 1 < end && amp[1] == '#' ? decode_number(&d, amp, end) : decode_named(&d, amp, end);
    if (next == NULL) {
      put(&d, amp, 1);
      next = amp + 1;
    }
    p = next;
    amp = memchr(p, '&', (size_t)(end - p));
  }
  put(&d, p, (size_t)(end - p));
  d.out[d.n] = '\0';
  return (struct tdg_str){d.out, d.n};
}

struct tdg_str tdg_xml_decode(tdg_xml *xml, tdg_call *call, struct tdg_str text) {
  return text_decode(call, &xml->entities, text);
}

struct tdg_str tdg_xml_append(tdg_xml *xml, tdg_call *call, struct tdg_str before,
                              const struct tdg_xml_piece *piece, size_t max) {
  struct tdg_str text = {piece->p, piece->n};
  if (before.n + text.n > max) return before;
  if (!piece->cdata) text = tdg_xml_decode(xml, call, text);
  if (before.n == 0) return text;
  char *joined = tdg_scratch(call, before.n + text.n + 1);
  memcpy(joined, before.p, before.n);
  memcpy(joined + before.n, text.p, text.n);
  return (struct tdg_str){joined, before.n + text.n};
}

/* Eight bytes at a time: is one of them below 0x20?  Tabs and line ends are looked at singly. */
static const char *find_control(const char *p, const char *end) {
  while (p < end) {
    uint64_t w, v[4];
    while (end - p >= 32) { /* with any sign below 0x20 the lesser step looks on */
      memcpy(v, p, 32);
      w = ((v[0] - 0x2020202020202020u) & ~v[0]) | ((v[1] - 0x2020202020202020u) & ~v[1]) |
          ((v[2] - 0x2020202020202020u) & ~v[2]) | ((v[3] - 0x2020202020202020u) & ~v[3]);
      if ((w & 0x8080808080808080u) != 0) break;
      p += 32;
    }
    while (end - p >= 8) {
      memcpy(&w, p, 8);
      if (((w - 0x2020202020202020u) & ~w & 0x8080808080808080u) != 0) break;
      p += 8;
    }
    for (int i = 0; i < 8 && p < end; i++, p++)
      if (is_control((unsigned char)*p)) return p;
  }
  return NULL;
}

/* The first U+0080..U+009F: nobody means these; they are what windows-1252 has at 0x80..0x9F. */
static const char *find_c1(const char *p, const char *end) {
  while ((p = memchr(p, 0xC2, (size_t)(end - p))) != NULL) {
    if (p + 1 < end && (unsigned char)p[1] < 0xA0) return p;
    p++;
  }
  return NULL;
}

static struct tdg_str with_c1_mended(tdg_call *call, struct tdg_str text) {
  const char *p = text.p, *end = p + text.n, *c1 = find_c1(p, end);
  if (c1 == NULL) return text;
  char *out = tdg_scratch(call, text.n + text.n / 2 + 8), reference[16]; /* two bytes become three at most */
  size_t n = 0, used;
  for (; c1 != NULL; c1 = find_c1(p, end)) {
    char utf8[8];
    memcpy(out + n, p, (size_t)(c1 - p));
    n += (size_t)(c1 - p);
    int length = snprintf(reference, sizeof reference, "&#%d;", (unsigned char)c1[1]);
    size_t size = tdg_html_reference(reference, reference + length, 0, utf8, &used);
    memcpy(out + n, utf8, size);
    n += size;
    p = c1 + 2;
  }
  memcpy(out + n, p, (size_t)(end - p));
  return (struct tdg_str){out, n + (size_t)(end - p)};
}

struct tdg_str tdg_xml_without_controls(tdg_call *call, struct tdg_str text) {
  const char *p = text.p, *end = p + text.n, *bad = find_control(p, end);
  if (bad == NULL) return with_c1_mended(call, text);
  char *out = tdg_scratch(call, text.n + 1);
  size_t n = 0;
  for (; bad != NULL; bad = find_control(p, end)) {
    memcpy(out + n, p, (size_t)(bad - p));
    n += (size_t)(bad - p);
    p = bad + 1;
  }
  memcpy(out + n, p, (size_t)(end - p));
  n += (size_t)(end - p);
  return with_c1_mended(call, (struct tdg_str){out, n});
}

struct tdg_str tdg_xml_text(tdg_call *call, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY), charset = tdg_get(call, doc, TDG_CHARSET);
  const char *declared = tdg_declared_xml(call, body);
  return tdg_xml_without_controls(call, tdg_decode(call, body, charset.p, declared, NULL));
}
