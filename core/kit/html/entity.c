/* kit/html/entity.c - character references, after the HTML standard.
 *
 * The table is constant and generated (gen_tables.py); a lookup costs one hash and about one comparison. */
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include "kit/html/entity_table.h"

enum { MAX_CODEPOINT = 0x10FFFF, REPLACEMENT = 0xFFFD };

/* What the numbers 128 .. 159 mean on the web: windows-1252. */
static const uint16_t windows_1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                          0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                          0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                          0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

static const struct entity *entity_find(const char *name, size_t n) {
  uint32_t h = 0, slot;
  for (size_t i = 0; i < n; i++) h = h * 33 + (unsigned char)name[i];
  slot = (h ^ (h >> 13)) & (ENTITY_SLOTS - 1);
  for (; entity_slot[slot] != 0; slot = (slot + 1) & (ENTITY_SLOTS - 1)) {
    const struct entity *e = &entity_table[entity_slot[slot] - 1];
    if (e->name == n && memcmp(entity_pool + e->at, name, n) == 0) return e;
  }
  return NULL;
}

static uint32_t number_meaning(uint32_t cp) {
  if (cp == 0 || cp > MAX_CODEPOINT || (cp >= 0xD800 && cp <= 0xDFFF)) return REPLACEMENT;
  if (cp >= 0x80 && cp <= 0x9F) return windows_1252[cp - 0x80];
  return cp;
}

/* p points behind "&#". */
static size_t numeric_reference(const char *begin, const char *p, const char *end, char out[8],
                                size_t *used) {
  uint32_t cp = 0;
  const char *digits;
  const int hex = p < end && (*p == 'x' || *p == 'X');
  if (hex) p++;
  digits = p;
  for (; p < end; p++) {
    int v = hex ? tdg_hex_value(*p) : tdg_is_digit(*p) ? *p - '0' : -1;
    if (v < 0) break;
    if (cp <= MAX_CODEPOINT) cp = cp * (hex ? 16 : 10) + (uint32_t)v; /* stays above the limit once there */
  }
  if (p == digits) return 0;
  if (p < end && *p == ';') p++;
  *used = (size_t)(p - begin);
  return tdg_utf8_put(out, number_meaning(cp));
}

static size_t entity_put(const struct entity *e, char out[8]) {
  memcpy(out, entity_pool + e->at + e->name, e->value);
  return e->value;
}

size_t tdg_html_reference(const char *p, const char *end, int in_attribute, char out[8], size_t *used) {
  const char *name = p + 1, *stop = name;
  const struct entity *e;
  if (name >= end) return 0;
  if (*name == '#') return numeric_reference(p, name + 1, end, out, used);
  while (stop < end && stop - name <= ENTITY_LONGEST && tdg_is_alnum(*stop)) stop++;
  if (stop < end && *stop == ';' && (e = entity_find(name, (size_t)(stop - name))) != NULL) {
    *used = (size_t)(stop - p) + 1;
    return entity_put(e, out);
  }
  /* The names of old HTML may stand without a semicolon, even with letters behind: the longest one counts. */
  for (size_t n = (size_t)(stop - name) < ENTITY_LONGEST_BARE ? (size_t)(stop - name) : ENTITY_LONGEST_BARE;
       n >= 2; n--) {
    e = entity_find(name, n);
    if (e == NULL || !e->bare) continue;
    if (in_attribute && name + n < end && (name[n] == '=' || tdg_is_alnum(name[n]))) return 0;
    *used = n + 1;
    return entity_put(e, out);
  }
  return 0;
}

struct tdg_str tdg_html_unescape(tdg_call *call, struct tdg_str text, int in_attribute) {
  const char *p = text.p, *end = text.p + text.n;
  char *out = tdg_scratch(call, text.n * 2 + 8), *o = out;
  while (p < end) {
    const char *amp = memchr(p, '&', (size_t)(end - p)), *stop = amp != NULL ? amp : end;
    size_t used, n;
    memcpy(o, p, (size_t)(stop - p));
    o += stop - p;
    p = stop;
    if (p == end) break;
    n = tdg_html_reference(p, end, in_attribute, o, &used);
    if (n == 0) *o = '&', n = used = 1;
    o += n;
    p += used;
  }
  *o = '\0';
  return (struct tdg_str){out, (size_t)(o - out)};
}
