/* name_likeness.c - are two spellings one name?
 *
 * Both are folded, Cyrillic is written in Latin letters, and what transliterations differ in (yy, iy, ij, y;
 * kh, h; ph, f ...) becomes one class; then last names are compared by Jaro-Winkler, first names by that or
 * by their initial. Names over MAX_LETTERS or MAX_PARTS are cut.
 */
#include "kit/text/text_internal.h"

#include <tidings/kit/facts.h>
#include <tidings/kit/word_classes.h>

#include <string.h>

enum { MAX_LETTERS = 40, MAX_PARTS = 6 };

struct part {
  char key[MAX_LETTERS + 1]; /* transliteration classes */
  size_t n;
  size_t written; /* letters as written: 1 for an initial */
};
struct name {
  struct part v[MAX_PARTS];
  size_t n;
  char initials[MAX_PARTS + 1];
  int acronym;
};

/* Cyrillic from U+0430, for Ukrainian and Russian alike. */
static const char *const cyrillic[] = {"a",  "b",  "v",  "g",    "d", "e", "zh", "z", "i",  "i", "k",
                                       "l",  "m",  "n",  "o",    "p", "r", "s",  "t", "u",  "f", "kh",
                                       "ts", "ch", "sh", "shch", "",  "i", "",   "e", "yu", "ya"};

static const char *latin_of(uint32_t c) {
  if (c >= 0x430 && c < 0x450) return cyrillic[c - 0x430];
  switch (c) {
  case 0x451: return "e";
  case 0x454: return "ye";
  case 0x456: return "i";
  case 0x457: return "yi";
  case 0x491: return "g";
  case 0x45E: return "u";
  default: return NULL;
  }
}

struct rule {
  const char *from, *to;
};
/* First that fits at each place. */
static const struct rule rules[] = {
    {"shch", "s"}, {"sch", "s"}, {"tch", "c"}, {"tsch", "c"}, {"zh", "j"}, {"kh", "h"}, {"gh", "g"},
    {"ph", "f"},   {"sh", "s"},  {"ch", "c"},  {"cz", "c"},   {"sz", "s"}, {"ck", "k"}, {"ts", "c"},
    {"tz", "c"},   {"th", "t"},  {"dh", "d"},  {"ou", "u"},   {"oo", "u"}, {"ee", "i"}, {"ie", "i"},
    {"ei", "i"},   {"ey", "i"},  {"ay", "ai"}, {"yu", "u"},   {"iu", "u"}, {"ju", "u"}, {"ya", "a"},
    {"ia", "a"},   {"ja", "a"},  {"ye", "e"},  {"yo", "o"},   {"ae", "e"}, {"oe", "o"}, {"ue", "u"},
    {"ks", "x"},   {"qu", "k"},  {"iy", "i"},  {"ij", "i"},   {"yi", "i"}, {"yy", "i"}, {"y", "i"},
    {"j", "i"},    {"w", "v"},   {"q", "k"},   {"c", "k"},
};

static void add_key(struct part *part, const char *s, size_t n) {
  for (size_t i = 0; i < n && part->n < MAX_LETTERS; i++)
    if (part->n == 0 || part->key[part->n - 1] != s[i]) part->key[part->n++] = s[i];
}

static void classify(struct part *part, const char *p, size_t n) {
  for (size_t i = 0; i < n;) {
    size_t used = 1, k = 0;
    for (; k < sizeof rules / sizeof rules[0]; k++) {
      if (rules[k].from[0] != p[i]) continue;
      used = strlen(rules[k].from);
      if (used <= n - i && memcmp(p + i, rules[k].from, used) == 0) break;
    }
    if (k < sizeof rules / sizeof rules[0]) add_key(part, rules[k].to, strlen(rules[k].to)), i += used;
    else add_key(part, p + i, 1), i++;
  }
  if (part->n > 2 && part->key[part->n - 1] == 'h') part->n--; /* Abdullah, Abdulla */
}

static void read_part(struct name *name, const char *p, size_t n) {
  char latin[MAX_LETTERS * 2];
  size_t k = 0, used;
  if (name->n == MAX_PARTS || n == 0 || text_in_words(&tdg_words_name_left_out, TDG_EVERY_LANGUAGE, p, n))
    return;
  struct part *part = &name->v[name->n];
  for (const char *end = p + n; p < end && k + 5 < sizeof latin; p += used) {
    uint32_t c = tdg_utf8_read(p, end, &used);
    const char *s = latin_of(c);
    if (c == '\'' || c == '.') continue;
    if (s != NULL) memcpy(latin + k, s, strlen(s)), k += strlen(s);
    else memcpy(latin + k, p, used), k += used;
    part->written++;
  }
  if (k == 0) return;
  name->initials[name->n++] = latin[0];
  classify(part, latin, k);
}

static void read_name(tdg_call *call, struct tdg_str text, struct name *out) {
  struct tdg_range *w;
  memset(out, 0, sizeof *out);
  size_t n = tdg_words(call, text, &w), capitals = 0, used;
  for (size_t i = 0; i < n; i++) {
    struct tdg_str f = tdg_fold(call, (struct tdg_str){text.p + w[i].start, w[i].end - w[i].start});
    const char *from = f.p, *end = f.p + f.n; /* hyphens part */
    for (const char *p = f.p; p <= end; p++) {
      if (p < end && *p != '-') continue;
      read_part(out, from, (size_t)(p - from));
      from = p + 1;
    }
  }
  for (const char *p = text.p, *end = p + text.n; p < end; p += used) {
    uint32_t c = tdg_utf8_read(p, end, &used);
    if (text_is_upper(c)) capitals++;
    else if (c != '.') return;
  }
  out->acronym = capitals >= 2 && out->n == 1;
}

static size_t matches(const char *a, size_t n, const char *b, size_t m, char *used_a, char *used_b) {
  size_t window = (n > m ? n : m) / 2, found = 0;
  window = window > 0 ? window - 1 : 0;
  for (size_t i = 0; i < n; i++) {
    size_t from = i > window ? i - window : 0, to = i + window + 1 < m ? i + window + 1 : m;
    for (size_t k = from; k < to; k++) {
      if (used_b[k] || a[i] != b[k]) continue;
      used_a[i] = used_b[k] = 1;
      found++;
      break;
    }
  }
  return found;
}

static double jaro_winkler(const char *a, size_t n, const char *b, size_t m) {
  char used_a[MAX_LETTERS] = {0}, used_b[MAX_LETTERS] = {0};
  size_t found = matches(a, n, b, m, used_a, used_b), moved = 0, prefix = 0;
  if (found == 0) return 0;
  for (size_t i = 0, k = 0; i < n; i++) {
    if (!used_a[i]) continue;
    while (!used_b[k]) k++;
    moved += a[i] != b[k++];
  }
  double f = (double)found, jaro = (f / (double)n + f / (double)m + (f - (double)moved / 2) / f) / 3;
  while (prefix < 4 && prefix < n && prefix < m && a[prefix] == b[prefix]) prefix++;
  return jaro + (double)prefix * 0.1 * (1 - jaro);
}

static double part_likeness(const struct part *a, const struct part *b) {
  return a->n == 0 || b->n == 0 ? 0 : jaro_winkler(a->key, a->n, b->key, b->n);
}

/* Given names: an initial stands for any name that begins with it. */
static double given_likeness(const struct part *a, const struct part *b) {
  if (a->written == 1 || b->written == 1) return a->key[0] == b->key[0] ? 0.95 : 0;
  return part_likeness(a, b);
}

static double acronym_likeness(const struct name *acronym, const struct name *full) {
  const struct part *p = &acronym->v[0];
  if (full->n < 2 || p->written != full->n) return 0;
  for (size_t i = 0; i < full->n; i++)
    if (i >= p->n || p->key[i] != full->v[i].key[0]) return 0;
  return 0.85;
}

/* One name alone against a longer one: usually the last, sometimes the first part. */
static double single_likeness(const struct part *one, const struct name *full) {
  double last = part_likeness(one, &full->v[full->n - 1]) * 0.92,
         first = part_likeness(one, &full->v[0]) * 0.7;
  return last > first ? last : first;
}

double tdg_name_likeness(tdg_call *call, struct tdg_str a, struct tdg_str b) {
  struct name x, y;
  read_name(call, a, &x);
  read_name(call, b, &y);
  if (x.n == 0 || y.n == 0) return 0;
  if (x.acronym && !y.acronym) return acronym_likeness(&x, &y);
  if (y.acronym && !x.acronym) return acronym_likeness(&y, &x);
  if (x.n == 1 && y.n > 1) return single_likeness(&x.v[0], &y);
  if (y.n == 1 && x.n > 1) return single_likeness(&y.v[0], &x);
  double last = part_likeness(&x.v[x.n - 1], &y.v[y.n - 1]);
  if (x.n == 1) return last;
  double given = given_likeness(&x.v[0], &y.v[0]);
  if (given < 0.75) return last * given * 0.5; /* another person of that family */
  return last * 0.7 + given * 0.3;
}
