/* crossing.c - see crossing.h.  A reading is in the memory of the call; the words are their owner's.  Only memory can
 * fail, and that ends the worker.
 *
 * A name is compared by its consonants, those that transliterations confuse taken as one (p and b; v, w and f; g, k and an
 * h that begins it; all sibilants; other h, j and vowels left out): Tolwenko, Tolvenko, Толвенко and تولفينكو are TLFNK.  Slavic endings with a
 * consonant (-owi, -em, -ого) are taken off.  Of scripts without capitals any longer word may be a name.
 */
#include "crossing.h"
#include "vector.h"

#include <tidings/kit/date.h>
#include <tidings/kit/process.h>
#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>
#include <tidings/kit/words.h>

#include <stdlib.h>
#include <string.h>

enum {
  MAX_READ = 160, /* terms, and glyphs, of the text */
  MAX_FOUND = 96,
  MAX_SOUND = 16,
  MIN_SOUND = 3,
  MIN_CASELESS = 4, /* consonants of a word that may be a name in a script without capitals */
  MIN_STEM = 4,     /* bytes of a place's name that must stay when an ending is taken off */
  MAX_ENDING = 3,   /* letters */
  MAX_GLYPHS = 7,
  SLOTS = 1 << 14
};

/* ---- words ---- */

enum word_kind {
  WORD_PLACE = 1,
  WORD_STEM,
  WORD_MONTH,
  WORD_SCALE,
  WORD_PERCENT,
  WORD_COMMON,
  WORD_HOUR,
  WORD_ARTICLE
};
struct known {
  uint64_t hash; /* of the word, its kind and its language; 0: free */
  int16_t value;
};
struct crossing_words {
  struct known slot[SLOTS];
  size_t used;
};

static uint64_t mixed(uint64_t word, int language, unsigned kind) {
  uint64_t h = (word ^ ((uint64_t)(language + 2) << 8 | kind)) * 0x9e3779b97f4a7c15u;
  h ^= h >> 29;
  return h == 0 ? 1 : h;
}

static const struct known *word_find(const struct crossing_words *w, uint64_t word, int language,
                                     unsigned kind) {
  uint64_t h = mixed(word, language, kind);
  size_t i = h >> 50;
  while (w->slot[i].hash != 0 && w->slot[i].hash != h) i = (i + 1) & (SLOTS - 1);
  return w->slot[i].hash != 0 ? &w->slot[i] : NULL;
}

static void word_put(struct crossing_words *w, uint64_t word, int language, unsigned kind, int value) {
  uint64_t h = mixed(word, language, kind);
  size_t i = h >> 50;
  while (w->slot[i].hash != 0 && w->slot[i].hash != h) i = (i + 1) & (SLOTS - 1);
  if (w->slot[i].hash != 0 || w->used > SLOTS / 4 * 3) return;
  w->slot[i] = (struct known){h, (int16_t)value};
  w->used++;
}

/* "new york" is hashed as its first two words. */
static uint64_t two_words(uint64_t a, uint64_t b) { return a * 31 + b * 0x9e3779b97f4a7c15u; }

static uint64_t entry_hash(struct tdg_str s) {
  const char *space = memchr(s.p, ' ', s.n), *end = s.p + s.n;
  if (space == NULL) space = memchr(s.p, '-', s.n); /* one term, without its hyphen */
  if (space == NULL) return tdg_term_hash(s.p, s.n);
  char joined[TDG_MAX_TERM_BYTES];
  size_t first = (size_t)(space - s.p), rest = (size_t)(end - space) - 1;
  if (*space == '-') {
    if (first + rest > sizeof joined) return 0;
    memcpy(joined, s.p, first), memcpy(joined + first, space + 1, rest);
    return tdg_term_hash(joined, first + rest);
  }
  const char *second = memchr(space + 1, ' ', rest);
  if (second != NULL) rest = (size_t)(second - space) - 1;
  return two_words(tdg_term_hash(s.p, first), tdg_term_hash(space + 1, rest));
}

static size_t sound_of(struct tdg_str word, int slavic, char out[MAX_SOUND]);

/* The stem of a name that ends in a vowel; the whole of another. */
static struct tdg_str stem_of(struct tdg_str s) {
  char sound[MAX_SOUND];
  size_t cut = s.n;
  while (cut > 0 && ((unsigned char)s.p[--cut] & 0xC0) == 0x80) continue;
  return sound_of((struct tdg_str){s.p + cut, s.n - cut}, 0, sound) == 0 ? (struct tdg_str){s.p, cut} : s;
}

static void put_places(struct crossing_words *w) {
  const struct tdg_word *e;
  for (size_t at = 0; (e = tdg_words_next(&tdg_words_story_places, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    struct tdg_str s = tdg_word_text(&tdg_words_story_places, e), stem = stem_of(s);
    word_put(w, entry_hash(s), e->language, WORD_PLACE, e->value);
    if (stem.n >= MIN_STEM && memchr(s.p, ' ', s.n) == NULL)
      word_put(w, tdg_term_hash(stem.p, stem.n), e->language, WORD_STEM, e->value);
  }
}

static void put_class(struct crossing_words *w, const struct tdg_word_class *c, unsigned kind,
                      int language_of) {
  const struct tdg_word *e;
  for (size_t at = 0; (e = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    struct tdg_str s = tdg_word_text(c, e);
    word_put(w, entry_hash(s), language_of ? e->language : TDG_EVERY_LANGUAGE, kind, e->value);
  }
}

static void put_units(struct crossing_words *w) {
  const struct tdg_word *e;
  for (size_t at = 0; (e = tdg_words_next(&tdg_words_date_words, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    struct tdg_str s = tdg_word_text(&tdg_words_date_words, e);
    uint64_t h = tdg_term_hash(s.p, s.n);
    if (e->value <= TDG_DATE_WORDS_DECEMBER) word_put(w, h, TDG_EVERY_LANGUAGE, WORD_MONTH, e->value);
    if (e->value == TDG_DATE_WORDS_OCLOCK) word_put(w, h, TDG_EVERY_LANGUAGE, WORD_HOUR, 1);
    word_put(w, h, TDG_EVERY_LANGUAGE, WORD_COMMON, 1);
  }
  for (size_t at = 0; (e = tdg_words_next(&tdg_words_number_units, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    struct tdg_str s = tdg_word_text(&tdg_words_number_units, e);
    if (e->value == TDG_NUMBER_UNITS_PERCENT)
      word_put(w, tdg_term_hash(s.p, s.n), TDG_EVERY_LANGUAGE, WORD_PERCENT, 1);
  }
}

struct crossing_words *crossing_words_new(void) {
  struct crossing_words *w = tdg_process_alloc(1, sizeof *w);
  put_places(w);
  put_units(w);
  put_class(w, &tdg_words_number_scales, WORD_SCALE, 0);
  put_class(w, &tdg_words_number_scales_here, WORD_SCALE, 1);
  put_class(w, &tdg_words_fact_offices, WORD_COMMON, 0);
  put_class(w, &tdg_words_fact_departments, WORD_COMMON, 0);
  put_class(w, &tdg_words_fact_titles, WORD_COMMON, 0);
  put_class(w, &tdg_words_llm_articles, WORD_ARTICLE, 1);
  return w;
}

void crossing_words_free(struct crossing_words *w) { free(w); }

/* ---- the sound of a name ---- */

enum { SLAVIC_H = 2 }; /* Ukrainian: its г is an h */
/* From U+0430; small letters.  '-': none. */
static const char cyrillic[] = "-BFKD-SS--KLMN-BRST-FKSSSS------";
/* From U+0627 to U+064A. */
static const char arabic[] = "-B-TT--KDDRSSSSDTS-K------FKKLMN----";
/* From U+03B1. */
static const char greek[] = "-FKD-S-T-KLMNK-BRSST-FKB-";

static int latin_beyond(uint32_t c) {
  switch (c) {
  case 0xDF:
  case 0xE7:
  case 0x107:
  case 0x10D:
  case 0x15B:
  case 0x15F:
  case 0x161:
  case 0x219:
  case 0x17A:
  case 0x17C:
  case 0x17E: return 'S';
  case 0xF1:
  case 0x144:
  case 0x148: return 'N';
  case 0x142: return 'L';
  case 0x159: return 'R';
  case 0x163:
  case 0x165:
  case 0x21B: return 'T';
  case 0x10F: return 'D';
  case 0x11F: return 'K';
  default: return 0;
  }
}

static uint32_t small_letter(uint32_t c) {
  if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x410 && c <= 0x42F) ||
      (c >= 0x391 && c <= 0x3A9))
    return c + 32;
  if (c >= 0x100 && c <= 0x17F) {
    int odd_is_small = (c < 0x139 || (c > 0x148 && c < 0x179));
    return odd_is_small ? c | 1 : c + (c & 1);
  }
  return c == 0x490 ? 0x491 : c == 0x218 ? 0x219 : c == 0x21A ? 0x21B : c;
}

/* The sound of ASCII letter i of a word; *used: letters beside the first. */
static int latin_sound(const char *s, size_t n, size_t i, int slavic, size_t *used) {
  char c = s[i], next = i + 1 < n ? s[i + 1] : 0, third = i + 2 < n ? s[i + 2] : 0;
  *used = 0;
  switch (c) {
  case 'b': return 'B';
  case 'p':
    if (next == 'h') return *used = 1, 'F';
    return 'B';
  case 'f':
  case 'v':
  case 'w': return 'F';
  case 'm': return 'M';
  case 'n': return 'N';
  case 'l': return 'L';
  case 'r': return 'R';
  case 'g': return 'K';
  case 'k':
  case 'q': return 'K';
  case 'h': return i == 0 ? 'K' : 0;
  case 'x': return 'K';
  case 's':
    if (next == 'c' && third == 'h') *used = 2;
    return 'S';
  case 'z': return 'S';
  case 'c':
    if (next == 'h') return *used = 1, slavic ? 'K' : 'S';
    if (next == 'z') return *used = 1, 'S';
    if (next == 'k') return *used = 1, 'K';
    if (next == 0 && i > 0 && s[i - 1] == 'i') return 'S'; /* Petrovic */
    return slavic || next == 'e' || next == 'i' || next == 'y' ? 'S' : 'K';
  case 't':
    if (next == 's' || next == 'z' || (next == 'c' && third == 'h')) return 0;
    return 'T';
  case 'd':
    if (next == 'z' || next == 'j') return 0;
    return 'D';
  default: return 0;
  }
}

static int sound_beyond(uint32_t c, uint32_t next) {
  c = small_letter(c);
  if (c == 0x434 && small_letter(next) == 0x436) return 0; /* дж */
  if (c == 0x3BC && small_letter(next) == 0x3C0) return 0; /* μπ */
  if (c >= 0x430 && c < 0x430 + sizeof cyrillic - 1)
    return cyrillic[c - 0x430] == '-' ? 0 : cyrillic[c - 0x430];
  if (c == 0x45B || c == 0x45F) return 'S';
  if (c == 0x459) return 'L';
  if (c == 0x45A) return 'N';
  if (c == 0x491) return 'K';
  if (c >= 0x627 && c < 0x627 + sizeof arabic - 1) return arabic[c - 0x627] == '-' ? 0 : arabic[c - 0x627];
  if (c >= 0x3B1 && c < 0x3B1 + sizeof greek - 1) return greek[c - 0x3B1] == '-' ? 0 : greek[c - 0x3B1];
  return latin_beyond(c);
}

/* The consonants of a word, at most MAX_SOUND; returns their number. */
static size_t sound_of(struct tdg_str word, int slavic, char out[MAX_SOUND]) {
  char ascii[TDG_MAX_TERM_BYTES];
  size_t n = 0;
  for (size_t i = 0; i < word.n && i < sizeof ascii; i++)
    ascii[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] | 32 : word.p[i]);
  const char *p = word.p, *end = word.p + (word.n < sizeof ascii ? word.n : sizeof ascii);
  while (p < end && n < MAX_SOUND) {
    int c;
    if ((unsigned char)*p < 0x80) {
      size_t used;
      c = latin_sound(ascii, (size_t)(end - word.p), (size_t)(p - word.p), slavic, &used);
      p += 1 + used;
    } else {
      uint32_t letter = tdg_utf8_next(&p, end);
      const char *q = p;
      c = sound_beyond(letter, p < end ? tdg_utf8_next(&q, end) : 0);
      if (slavic == SLAVIC_H && n > 0 && small_letter(letter) == 0x433) c = 0;
    }
    if (c != 0 && (n == 0 || out[n - 1] != c)) out[n++] = (char)c;
  }
  return n;
}

/* Of the case, where enough of the name is left. */
static struct tdg_str without_ending(struct tdg_str w, int language) {
  const struct tdg_word *e = tdg_words_at_end(&tdg_words_story_endings, language, w);
  return e != NULL && w.n >= e->size + 4u ? (struct tdg_str){w.p, w.n - e->size} : w;
}

/* ---- reading ---- */

struct found {
  uint32_t key;
  uint16_t times;
};
struct crossing_reading {
  tdg_call *call;
  const struct crossing_words *words;
  const struct tdg_small_words *small;
  struct found found[MAX_FOUND];
  uint64_t doubtful[MAX_FOUND]; /* sounds of what stands in the title or begins a sentence */
  size_t n, read, n_doubtful;
  int language;                /* TDG_NO_LANGUAGE: nothing is read */
  int slavic, caseless, nouns; /* nouns: these have capitals too */
  int64_t published;
};

static int has_trait(int language, int trait) {
  const struct tdg_word *w;
  for (size_t at = 0; (w = tdg_words_next(&tdg_words_story_traits, language, &at)) != NULL;)
    if (w->value == trait) return 1;
  return 0;
}

struct crossing_reading *crossing_begin(tdg_call *call, const struct crossing_words *words,
                                        const struct tdg_small_words *small, const tdg_rec *rec) {
  struct crossing_reading *r = tdg_scratch(call, sizeof *r);
  r->call = call, r->words = words, r->small = small;
  r->language = tdg_words_language(tdg_get(call, rec, TDG_LANGUAGE).p);
  size_t at = 0;
  if (r->language < 0) return r;
  r->slavic = tdg_words_next(&tdg_words_story_endings, r->language, &at) != NULL;
  if (has_trait(r->language, TDG_STORY_TRAITS_G_IS_H)) r->slavic = SLAVIC_H;
  r->caseless = has_trait(r->language, TDG_STORY_TRAITS_NO_CAPITALS);
  r->nouns = has_trait(r->language, TDG_STORY_TRAITS_NOUN_CAPITALS);
  r->published = tdg_get_int(call, rec, TDG_PUBLISHED, 0);
  return r;
}

static uint32_t key_of(uint64_t hash, unsigned kind) {
  return ((uint32_t)(hash ^ (hash >> 32)) & ~7u) | kind;
}

static void add(struct crossing_reading *r, uint64_t hash, unsigned kind) {
  uint32_t key = key_of(hash, kind);
  for (size_t i = 0; i < r->n; i++)
    if (r->found[i].key == key) {
      r->found[i].times++;
      return;
    }
  if (r->n < MAX_FOUND) r->found[r->n++] = (struct found){key, 1};
}

static int place_of(const struct crossing_reading *r, uint64_t hash, unsigned kind) {
  const struct known *k = word_find(r->words, hash, r->language, kind);
  return k != NULL ? k->value : 0;
}

/* A place's name with an ending of its language. */
static int place_inflected(const struct crossing_reading *r, struct tdg_str word) {
  struct tdg_str s = tdg_fold(r->call, word);
  for (int k = 0; k <= MAX_ENDING && s.n >= MIN_STEM; k++) {
    int place = place_of(r, tdg_term_hash(s.p, s.n), WORD_STEM);
    if (place > 0) return place;
    do s.n--;
    while (s.n > 0 && ((unsigned char)s.p[s.n] & 0xC0) == 0x80);
  }
  return 0;
}

/* Arabic and Hebrew write "and", "in", "the" before a word as one with it. */
static int place_behind_prefix(const struct crossing_reading *r, struct tdg_str word) {
  struct tdg_str s = tdg_fold(r->call, word);
  for (int k = 0; k <= MAX_ENDING && s.n >= MIN_STEM; k++) {
    int place = place_of(r, tdg_term_hash(s.p, s.n), WORD_PLACE);
    if (place > 0) return place;
    do s.p++, s.n--;
    while (s.n > 0 && ((unsigned char)*s.p & 0xC0) == 0x80);
  }
  return 0;
}

static struct tdg_str text_of(struct tdg_str text, const struct tdg_term *t) {
  return (struct tdg_str){text.p + t->start, t->end - t->start};
}

/* ---- names ---- */

static int may_be_name(const struct crossing_reading *r, const struct tdg_term *t) {
  if (t->flags & (TDG_TERM_NUMBER | TDG_TERM_GLYPH) || t->size < 2) return 0;
  if (!r->caseless && !(t->flags & TDG_TERM_CAPITAL)) return 0;
  return !tdg_small_words_has(r->small, t->hash) &&
         word_find(r->words, t->hash, TDG_EVERY_LANGUAGE, WORD_COMMON) == NULL;
}

static int add_place(struct crossing_reading *r, struct tdg_str text, const struct tdg_term *t, size_t i,
                     size_t n) {
  int place = place_of(r, t[i].hash, WORD_PLACE);
  if (place == 0 && i + 1 < n && (t[i + 1].flags & TDG_TERM_ADJACENT))
    place = place_of(r, two_words(t[i].hash, t[i + 1].hash), WORD_PLACE);
  if (place == 0 && r->slavic) place = place_inflected(r, text_of(text, &t[i]));
  if (place == 0 && r->caseless) place = place_behind_prefix(r, text_of(text, &t[i]));
  if (place > 0) add(r, (uint64_t)place * 0x9e3779b97f4a7c15u, CROSSING_PLACE);
  return place > 0;
}

/* l'Orlenne, d'Oster, Oster's; the Arabic article. */
static struct tdg_str without_elision(struct tdg_str w) {
  static const char article[] = "\xD8\xA7\xD9\x84", mark_s[] = "\xE2\x80\x99s";
  if (w.n > 4 && memcmp(w.p + w.n - 2, "'s", 2) == 0) w.n -= 2;
  else if (w.n > 6 && memcmp(w.p + w.n - 4, mark_s, 4) == 0) w.n -= 4;
  if (w.n > 8 && memcmp(w.p, article, 4) == 0) return (struct tdg_str){w.p + 4, w.n - 4};
  for (size_t i = 1; i <= 2 && i < w.n; i++) {
    size_t mark = w.p[i] == '\'' ? 1 : w.n > i + 2 && memcmp(w.p + i, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
    if (mark > 0 && i + mark < w.n) return (struct tdg_str){w.p + i + mark, w.n - i - mark};
  }
  return w;
}

static size_t name_sound(const struct crossing_reading *r, int slavic, struct tdg_str text,
                         const struct tdg_term *t, char out[MAX_SOUND]) {
  struct tdg_str w = without_elision(text_of(text, t));
  return sound_of(slavic ? without_ending(w, r->language) : w, slavic, out);
}

/* A Ukrainian г is written g or h abroad. */
static void add_with_g(struct crossing_reading *r, struct tdg_str text, const struct tdg_term *t,
                       const char *sound, size_t n) {
  char other[MAX_SOUND];
  size_t k = r->slavic == SLAVIC_H ? name_sound(r, 1, text, t, other) : 0;
  if (k >= MIN_SOUND && (k != n || memcmp(sound, other, n) != 0))
    add(r, tdg_term_hash(other, k), CROSSING_NAME);
}

/* In a title every word may have a capital; at the beginning of a sentence only a second one shows a name: add_doubtful. */
static void add_names(struct crossing_reading *r, struct tdg_str text, const struct tdg_term *t, size_t i,
                      size_t n, int title) {
  char a[MAX_SOUND], b[MAX_SOUND];
  if (!may_be_name(r, &t[i]) || add_place(r, text, t, i, n)) return;
  if (r->nouns && i > 0 && word_find(r->words, t[i - 1].hash, r->language, WORD_ARTICLE) != NULL) return;
  int pair = i + 1 < n && (t[i + 1].flags & TDG_TERM_ADJACENT) && may_be_name(r, &t[i + 1]);
  size_t k = name_sound(r, r->slavic, text, &t[i], a);
  if (title || (!r->caseless && (t[i].flags & TDG_TERM_FIRST) && !pair)) {
    if (k >= MIN_SOUND && !r->caseless && r->n_doubtful < MAX_FOUND)
      r->doubtful[r->n_doubtful++] = tdg_term_hash(a, k);
    return;
  }
  add_with_g(r, text, &t[i], a, k);
  if (k >= (r->caseless ? MIN_CASELESS : MIN_SOUND)) add(r, tdg_term_hash(a, k), CROSSING_NAME);
  else if (k == MIN_SOUND - 1 && !r->caseless && t[i].size > MIN_SOUND)
    add(r, tdg_term_hash(a, k), CROSSING_SHORT);
  if (!pair || k == 0) return;
  size_t m = name_sound(r, r->slavic, text, &t[i + 1], b);
  if (r->caseless && (k < MIN_SOUND || m < MIN_SOUND)) return;
  if (m > 0 && k + m >= MIN_SOUND + 2) add(r, tdg_term_hash(a, k) + 3 * tdg_term_hash(b, m), CROSSING_FULL);
}

/* ---- places in scripts without spaces ---- */

static void add_glyph_place(struct crossing_reading *r, struct tdg_str text, const struct tdg_term *t,
                            size_t i, size_t n) {
  for (size_t k = MAX_GLYPHS; k >= 2; k--) {
    if (i + k > n || !(t[i + k - 1].flags & TDG_TERM_GLYPH) || t[i + k - 1].end - t[i].start > 3 * k)
      continue;
    int place = place_of(r, tdg_term_hash(text.p + t[i].start, t[i + k - 1].end - t[i].start), WORD_PLACE);
    if (place == 0) continue;
    add(r, (uint64_t)place * 0x9e3779b97f4a7c15u, CROSSING_PLACE);
    return;
  }
}

/* ---- figures ---- */

struct figure {
  double value;
  int whole, digits, minutes; /* minutes: after a colon or "h"; -1: none */
  size_t next;                /* the term behind it */
};

static int digit_at(struct tdg_str s, size_t i) { return i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; }

/* A separator before exactly three digits divides thousands, in any language; another is the decimal sign. */
static int read_digits(struct tdg_str s, struct figure *f) {
  size_t i = 0;
  double part = 0.1;
  int decimal = 0;
  for (; i < s.n; i++) {
    if (digit_at(s, i)) {
      if (decimal) f->value += (s.p[i] - '0') * part, part /= 10;
      else f->value = f->value * 10 + (s.p[i] - '0');
      f->digits++;
    } else if ((s.p[i] == '.' || s.p[i] == ',') && digit_at(s, i + 1) && !decimal) {
      int thousands = f->value > 0 && digit_at(s, i + 2) && digit_at(s, i + 3) && !digit_at(s, i + 4);
      if (!thousands) decimal = 1, f->whole = 0;
    } else {
      break;
    }
  }
  if (f->value < 24 && i < s.n && (s.p[i] | 32) == 'h' && digit_at(s, i + 1) && digit_at(s, i + 2) &&
      !digit_at(s, i + 3))
    f->minutes = (s.p[i + 1] - '0') * 10 + (s.p[i + 2] - '0');
  return f->digits > 0;
}

static int scale_of(const struct crossing_reading *r, uint64_t hash) {
  const struct known *k = word_find(r->words, hash, r->language, WORD_SCALE);
  if (k == NULL) k = word_find(r->words, hash, TDG_EVERY_LANGUAGE, WORD_SCALE);
  return k != NULL ? k->value : 0;
}

static int month_of(const struct crossing_reading *r, uint64_t hash) {
  const struct known *k = word_find(r->words, hash, TDG_EVERY_LANGUAGE, WORD_MONTH);
  return k != NULL ? k->value : 0;
}

static int is_month_sign(struct tdg_str text, const struct tdg_term *t) {
  const struct tdg_word *w = t->flags & TDG_TERM_GLYPH
                                 ? tdg_words_find(&tdg_words_date_signs, TDG_EVERY_LANGUAGE, text_of(text, t))
                                 : NULL;
  return w != NULL && w->value == TDG_DATE_SIGNS_MONTH;
}

/* The day that stands with a figure, 32 * month + day, 0: none. */
static int day_with(const struct crossing_reading *r, struct tdg_str text, const struct tdg_term *t, size_t i,
                    size_t n, const struct figure *f) {
  if (!f->whole || f->value < 1 || f->value > 31 || f->minutes >= 0) return 0;
  int day = (int)f->value;
  if (i > 0 && month_of(r, t[i - 1].hash)) return month_of(r, t[i - 1].hash) * 32 + day;
  if (f->next < n && month_of(r, t[f->next].hash)) return month_of(r, t[f->next].hash) * 32 + day;
  if (f->next + 1 < n && t[f->next].size <= 2 && month_of(r, t[f->next + 1].hash)) /* 3 de mayo */
    return month_of(r, t[f->next + 1].hash) * 32 + day;
  if (f->next + 1 < n && is_month_sign(text, &t[f->next]) && (t[f->next + 1].flags & TDG_TERM_NUMBER) &&
      day <= 12) {
    struct figure d = {.whole = 1, .minutes = -1};
    if (read_digits(text_of(text, &t[f->next + 1]), &d) && d.value <= 31) return day * 32 + (int)d.value;
  }
  return 0;
}

/* The day of publication, and those beside it, say nothing. */
static int is_of_report(const struct crossing_reading *r, int day) {
  if (r->published <= 0 || day / 32 < 1 || day / 32 > 12) return 0;
  const int64_t published = r->published / 86400000;
  int year, m, d;
  tdg_civil_from_days(published, &year, &m, &d);
  const int64_t of = tdg_days_from_civil(year, day / 32, day % 32);
  return of - published >= -2 && of - published <= 1;
}

/* A percent sign behind a figure, or behind the space after it. */
static int is_percent(struct tdg_str text, size_t at) {
  while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\xC2' || text.p[at] == '\xA0' ||
                         (at + 2 < text.n && memcmp(text.p + at, "\xE2\x80\xAF", 3) == 0)))
    at += text.p[at] == '\xE2' ? 3 : 1;
  return at < text.n && text.p[at] == '%';
}

/* 11.03.2026 */
static int day_in_figures(struct tdg_str s) {
  int part[3] = {0}, k = 0;
  for (size_t i = 0; i < s.n && k < 3; i++) {
    if (digit_at(s, i)) part[k] = part[k] * 10 + (s.p[i] - '0');
    else if (s.p[i] == '.' || s.p[i] == '/') k++;
    else return 0;
    if (part[k < 3 ? k : 2] > 9999) return 0;
  }
  return k == 2 && part[2] >= 1900 && part[1] >= 1 && part[1] <= 12 && part[0] >= 1 && part[0] <= 31
             ? part[1] * 32 + part[0]
             : 0;
}

static const double MAX_VALUE = 1e12; /* before what multiplies it: at most twelve noughts, twice */

static size_t add_figure(struct crossing_reading *r, struct tdg_str text, const struct tdg_term *t, size_t i,
                         size_t n) {
  struct figure f = {.whole = 1, .minutes = -1, .next = i + 1};
  if (!read_digits(text_of(text, &t[i]), &f) || f.value > MAX_VALUE) return i + 1;
  while (f.whole && f.next < n && (t[f.next].flags & TDG_TERM_NUMBER) &&
         t[f.next].end - t[f.next].start == 3 && t[f.next].start - t[f.next - 1].end <= 3 && f.digits <= 9 &&
         text.p[t[f.next - 1].end] != ',' && text.p[t[f.next - 1].end] != ';') { /* 3 200 */
    struct figure part = {.whole = 1, .minutes = -1};
    if (!read_digits(text_of(text, &t[f.next]), &part) || part.digits != 3) break;
    f.value = f.value * 1000 + part.value, f.digits += 3, f.next++;
  }
  if (f.whole && f.next == i + 1 && t[i].end < text.n && text.p[t[i].end] == ',' && f.next < n &&
      t[f.next].start == t[i].end + 1 && (t[f.next].flags & TDG_TERM_NUMBER)) { /* 12,5 */
    struct figure part = {.whole = 1, .minutes = -1};
    if (read_digits(text_of(text, &t[f.next]), &part) && part.whole && part.digits <= 2)
      f.value += part.value / (part.digits == 1 ? 10 : 100), f.whole = 0, f.next++;
  }
  if (f.minutes < 0 && f.whole && f.value < 24 && t[i].end < text.n && text.p[t[i].end] == ':' &&
      f.next < n && t[f.next].start == t[i].end + 1) {
    struct figure m = {.whole = 1, .minutes = -1};
    if (read_digits(text_of(text, &t[f.next]), &m) && m.digits == 2 && m.value < 60)
      f.minutes = (int)m.value, f.next++;
  }
  if (!f.whole && f.value < 24 && f.next < n &&
      word_find(r->words, t[f.next].hash, TDG_EVERY_LANGUAGE, WORD_HOUR))
    f.minutes = (int)((f.value - (int)f.value) * 100 + 0.5); /* 17.05 Uhr */
  int day = day_in_figures(text_of(text, &t[i]));
  if (day == 0) day = day_with(r, text, t, i, n, &f);
  if (day > 0) {
    if (!is_of_report(r, day)) add(r, (uint64_t)day * 0x9e3779b97f4a7c15u, CROSSING_TIME);
    return f.next;
  }
  if (f.minutes >= 0) {
    uint64_t clock = (uint64_t)((int)f.value % 12 * 60 + f.minutes);
    add(r, (clock + 1) * 0xd6e8feb86659fd93u, CROSSING_TIME);
    return f.next;
  }
  int scale = 0, share = is_percent(text, t[f.next - 1].end);
  for (int k = 0; k < 2 && f.next < n; k++) { /* 12.5 thousand million, 300 万 */
    int noughts = scale_of(r, t[f.next].hash);
    if (noughts == 0 || f.value > MAX_VALUE) break;
    for (int z = 0; z < noughts; z++) f.value *= 10;
    scale += noughts, f.next++;
  }
  if (f.next < n && word_find(r->words, t[f.next].hash, TDG_EVERY_LANGUAGE, WORD_PERCENT)) share = 1;
  if (f.whole && scale == 0 && !share && ((f.value >= 1900 && f.value < 2100) || f.value < 10)) return f.next;
  int small = f.whole && scale == 0 && f.value < 32;
  if (f.value > 1000 * MAX_VALUE) return f.next;
  uint64_t hash = (uint64_t)(f.value * 1000 + 0.5) * 0x9e3779b97f4a7c15u;
  add(r, hash, share ? CROSSING_SHARE : small ? CROSSING_SMALL : CROSSING_FIGURE);
  return f.next;
}

void crossing_add(struct crossing_reading *r, struct tdg_str text, const struct tdg_term *t, size_t n,
                  int title) {
  if (r->language < 0) return;
  for (size_t i = 0; i < n && r->read < MAX_READ;) {
    r->read += !title;
    if (t[i].flags & TDG_TERM_NUMBER) {
      size_t next = add_figure(r, text, t, i, n);
      i = next > i ? next : i + 1;
      continue;
    }
    if (t[i].flags & TDG_TERM_GLYPH) add_glyph_place(r, text, t, i, n);
    else add_names(r, text, t, i, n, title);
    i++;
  }
}

/* What has a capital in the title or at the beginning of a sentence is a name when it has one elsewhere, or at two such
 * places. */
static void add_doubtful(struct crossing_reading *r) {
  const size_t sure = r->n;
  for (size_t i = 0; i < r->n_doubtful; i++) {
    const uint32_t key = key_of(r->doubtful[i], CROSSING_NAME);
    size_t k = 0, before = 0;
    while (k < sure && r->found[k].key != key) k++;
    while (before < i && r->doubtful[before] != r->doubtful[i]) before++;
    if (k < sure || before < i) add(r, r->doubtful[i], CROSSING_NAME);
  }
}

/* What is said twice is nearer to the matter; a single word may be no name. */
static float telling(const struct df *df, const struct found *f) {
  static const float by_kind[CROSSING_KINDS] = {0, 0.5f, 0.5f, 1, -1, 0.5f, 0.5f, -1.5f};
  return df_weight(df, f->key) + by_kind[crossing_kind(f->key)] + (f->times > 1);
}

struct ranked {
  uint32_t key;
  float weight;
};

void crossing_end(struct crossing_reading *r, const struct df *df, struct crossing *out) {
  struct ranked best[CROSSING_KEYS];
  size_t n = 0;
  add_doubtful(r);
  memset(out, 0, sizeof *out);
  out->language = r->language < 0 ? 0 : (uint8_t)(r->language + 1);
  for (size_t i = 0; i < r->n; i++) {
    struct ranked k = {r->found[i].key, telling(df, &r->found[i])};
    size_t at = n < CROSSING_KEYS ? n++ : CROSSING_KEYS;
    for (; at > 0 && best[at - 1].weight < k.weight; at--)
      if (at < CROSSING_KEYS) best[at] = best[at - 1];
    if (at < CROSSING_KEYS) best[at] = k;
  }
  for (size_t i = 0; i < n; i++) out->key[i] = best[i].key;
  out->n = (uint8_t)n;
}
