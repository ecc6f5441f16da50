/* vector.c - see vector.h.  Memory is the call's; nothing can fail. */
#include "vector.h"
#include "crossing.h"

#include <stdlib.h>

enum {
  MAX_DISTINCT = 4096,
  FIRST_DISTINCT = 256,
  TALLY_SLOTS = 8192,
  MAX_READ_TERMS = 20000,
  NUMBER_MIN_SIZE = 2
};

struct tally_word {
  uint32_t word;
  uint16_t count, capitals, inner; /* inner: not first in a sentence */
  uint8_t flags;
  float weight;
};
struct reading {
  tdg_call *call;
  const struct tdg_small_words *small;
  struct crossing_reading *crossing;
  struct tally_word *words;
  uint16_t *slot;
  size_t n, room;    /* room: that words has memory for */
  uint32_t position; /* number of terms so far, without titles */
};

static uint32_t narrow(uint64_t h) {
  uint32_t w = (uint32_t)(h ^ (h >> 32));
  return w == 0 ? 1 : w;
}

/* Most records have a few hundred words: what is not there is not cleared. */
static void make_room(struct reading *r) {
  if (r->n < r->room) return;
  r->room = r->room == 0 ? FIRST_DISTINCT : 2 * r->room;
  struct tally_word *v = tdg_scratch(r->call, r->room * sizeof *v);
  if (r->n > 0) memcpy(v, r->words, r->n * sizeof *v);
  r->words = v;
}

/* Until the next one is asked for. */
static struct tally_word *tally(struct reading *r, uint32_t word) {
  size_t i = (word * 0x9e3779b1u) >> 19;
  while (r->slot[i] != 0 && r->words[r->slot[i] - 1].word != word) i = (i + 1) & (TALLY_SLOTS - 1);
  if (r->slot[i] == 0) {
    if (r->n == MAX_DISTINCT) return NULL;
    make_room(r);
    r->words[r->n] = (struct tally_word){.word = word};
    r->slot[i] = (uint16_t)++r->n;
  }
  return &r->words[r->slot[i] - 1];
}

static void add_word(struct reading *r, uint32_t word, const struct tdg_term *t, unsigned flags) {
  struct tally_word *w = tally(r, word);
  if (w == NULL) return;
  if (w->count < 255) w->count++;
  w->flags = (uint8_t)(w->flags | flags);
  if (flags & WORD_TITLE) return;
  if (t->flags & TDG_TERM_FIRST) return;
  w->inner++;
  if (t->flags & TDG_TERM_CAPITAL) w->capitals++;
}

/* Is the term significant by itself? */
static int speaks(const struct reading *r, const struct tdg_term *t) {
  if (t->flags & TDG_TERM_GLYPH) return 0;
  if (t->flags & TDG_TERM_NUMBER) return t->size >= NUMBER_MIN_SIZE;
  return t->size > 1 && !tdg_small_words_has(r->small, t->hash);
}

/* The number of characters of a script without spaces that carry as much information as a word: two for
 * Chinese, Japanese and Korean, more for the alphabets of South-East Asia (U+0E00 to U+1FFF). */
static size_t gram_size(struct tdg_str text, const struct tdg_term *t) {
  unsigned char lead = (unsigned char)text.p[t->start];
  return lead == 0xE0 || lead == 0xE1 ? 3 : 2;
}

/* The characters up to and including this one, without crossing a space, since Korean words are spaced. */
static void add_gram(struct reading *r, struct tdg_str text, const struct tdg_term *t, size_t i,
                     unsigned flags) {
  size_t n = gram_size(text, &t[i]);
  uint64_t h = t[i].stem;
  if (i + 1 < n) return;
  for (size_t k = i; k > i + 1 - n; k--) {
    if (!(t[k - 1].flags & TDG_TERM_GLYPH) || t[k - 1].end != t[k].start) return;
    h = h * 0x9e3779b97f4a7c15u + t[k - 1].stem * 31;
  }
  add_word(r, narrow(h), &t[i], flags);
}

/* Two consecutive words with capitals form a name. */
static void add_phrase(struct reading *r, const struct tdg_term *a, const struct tdg_term *b,
                       unsigned flags) {
  if (!(b->flags & TDG_TERM_ADJACENT) || (flags & WORD_TITLE)) return;
  if ((a->flags & b->flags & TDG_TERM_CAPITAL) && speaks(r, a) && speaks(r, b))
    add_word(r, narrow(a->stem * 31 + b->stem * 0x9e3779b97f4a7c15u), b, flags | WORD_PHRASE | WORD_NAME);
}

/* Digits alone are a figure ("76ers" is a name); four digits that could be a recent year are a year. */
static unsigned figure_flags(struct tdg_str text, const struct tdg_term *t) {
  if (!(t->flags & TDG_TERM_NUMBER)) return 0;
  for (size_t i = t->start; i < t->end; i++)
    if ((text.p[i] < '0' || text.p[i] > '9') && text.p[i] != '.' && text.p[i] != ',') return 0;
  int year = t->end - t->start == 4 &&
             (memcmp(text.p + t->start, "19", 2) == 0 || memcmp(text.p + t->start, "20", 2) == 0);
  return year ? WORD_FIGURE | WORD_YEAR : WORD_FIGURE;
}

static void read_text(struct reading *r, struct tdg_str text, unsigned where) {
  struct tdg_term *t;
  size_t n = tdg_terms(r->call, text, &t);
  if (r->crossing != NULL) crossing_add(r->crossing, text, t, n, where & WORD_TITLE);
  for (size_t i = 0; i < n && r->position < MAX_READ_TERMS; i++) {
    unsigned flags = where;
    if (!(where & WORD_TITLE) && r->position++ < VECTOR_LEAD_TERMS) flags |= WORD_LEAD;
    if (speaks(r, &t[i])) add_word(r, narrow(t[i].stem), &t[i], flags | figure_flags(text, &t[i]));
    if (t[i].flags & TDG_TERM_GLYPH) add_gram(r, text, t, i, flags);
    else if (i > 0) add_phrase(r, &t[i - 1], &t[i], flags);
  }
}

static void read_record(struct reading *r, const tdg_rec *rec) {
  size_t pos = 0;
  struct tdg_item it;
  read_text(r, tdg_get(r->call, rec, TDG_TITLE), WORD_TITLE);
  while (tdg_next(r->call, rec, &pos, &it)) {
    if (it.field != TDG_BLOCK || it.rec == NULL) continue;
    int64_t type = tdg_get_int(r->call, it.rec, TDG_BLOCK_TYPE, 0);
    if (type == TDG_PARAGRAPH || type == TDG_QUOTE || type == TDG_ITEM)
      read_text(r, tdg_get(r->call, it.rec, TDG_TEXT), 0);
  }
  if (r->position == 0) read_text(r, tdg_get(r->call, rec, TDG_SUMMARY), 0);
}

/* 1 + log2 of the count, in small steps. */
static float often(unsigned count) {
  static const float steps[] = {0, 1, 1.7f, 2.1f, 2.4f, 2.6f, 2.8f, 2.95f, 3.1f};
  return count < 9 ? steps[count] : 3.1f + 0.05f * (float)(count < 30 ? count - 8 : 22);
}

static float boost(unsigned flags, const struct vector_boosts *w) {
  float b = 1;
  if (flags & WORD_TITLE) b *= w->title;
  if (flags & WORD_LEAD) b *= w->lead;
  if (flags & WORD_FIGURE) b *= w->figure;
  if (flags & WORD_PHRASE) return b * w->phrase;
  if (flags & WORD_NAME) b *= w->name;
  return b;
}

void vector_weights_fill(struct vector_weights *w, const struct vector_boosts *b) {
  for (unsigned i = 0; i < WEIGHTS_COUNTS; i++) w->often[i] = often(i);
  for (unsigned i = 0; i < WEIGHTS_FLAGS; i++) w->kind[i] = boost(i, b);
}

static int heavier(const struct tally_word *x, const struct tally_word *y) {
  return x->weight != y->weight ? x->weight > y->weight : x->word < y->word;
}

static void swap(struct tally_word *x, struct tally_word *y) {
  struct tally_word t = *x;
  *x = *y;
  *y = t;
}

/* Move the k heaviest to the front, unordered (quickselect with median of three). */
static void heaviest_first(struct tally_word *w, size_t n, size_t k) {
  size_t from = 0, end = n;
  while (end - from > 1 && k > from && k < end) {
    struct tally_word *mid = &w[from + (end - from) / 2], *last = &w[end - 1];
    if (heavier(mid, &w[from])) swap(mid, &w[from]);
    if (heavier(last, &w[from])) swap(last, &w[from]);
    if (heavier(mid, last)) swap(mid, last);
    size_t at = from;
    for (size_t i = from; i + 1 < end; i++)
      if (heavier(&w[i], last)) swap(&w[i], &w[at++]);
    swap(&w[at], last);
    if (at < k) from = at + 1;
    else end = at;
  }
}

static int by_word(const void *a, const void *b) {
  const struct tally_word *x = a, *y = b;
  return (x->word > y->word) - (x->word < y->word);
}

static void choose(struct reading *r, const struct df *df, const struct vector_weights *weights,
                   struct vector *v) {
  for (size_t i = 0; i < r->n; i++) df_prefetch(df, r->words[i].word);
  for (size_t i = 0; i < r->n; i++) {
    struct tally_word *w = &r->words[i];
    if (w->capitals * 2 > w->inner) w->flags |= WORD_NAME;
    w->weight = vector_factor(weights, w->count, w->flags) * df_weight(df, w->word);
  }
  v->n = (uint16_t)(r->n < VECTOR_WORDS ? r->n : VECTOR_WORDS);
  heaviest_first(r->words, r->n, v->n);
  qsort(r->words, v->n, sizeof *r->words, by_word);
  for (size_t i = 0; i < v->n; i++) {
    v->word[i] = r->words[i].word;
    v->count[i] = (uint8_t)r->words[i].count;
    v->flags[i] = r->words[i].flags;
  }
}

void vector_make(tdg_call *call, const struct tdg_small_words *small, const struct df *df,
                 const struct vector_weights *weights, const tdg_rec *rec, struct crossing_reading *crossing,
                 struct vector *out) {
  struct reading r = {.call = call, .small = small, .crossing = crossing};
  make_room(&r);
  r.slot = tdg_scratch(call, TALLY_SLOTS * sizeof *r.slot);
  memset(out, 0, sizeof *out);
  out->id = tdg_get_int(call, rec, TDG_ID, 0);
  out->published = tdg_get_int(call, rec, TDG_PUBLISHED, 0);
  out->seen = tdg_get_int(call, rec, TDG_FIRST_SEEN, out->published);
  read_record(&r, rec);
  out->length = (uint16_t)(r.position < UINT16_MAX ? r.position : UINT16_MAX);
  choose(&r, df, weights, out);
}

/* Newton's method, on a mantissa scaled to 1 .. 4. */
float vector_root(float x) {
  float scale = 1, r = 1.5f;
  if (x <= 0) return 0;
  while (x >= 4) x /= 4, scale *= 2;
  while (x < 1) x *= 4, scale /= 2;
  for (int i = 0; i < 5; i++) r = 0.5f * (r + x / r);
  return r * scale;
}

static void add_sums(struct summary_vector *g, float w, unsigned flags) {
  g->norm += w * w;
  g->sum += w;
  if (flags & WORD_NAME) g->names += w;
  if (flags & (WORD_LEAD | WORD_TITLE)) g->lead += w;
  if (flags & WORD_FIGURE) g->figures += w;
  if (flags & WORD_TITLE) g->title += w;
  if (flags & WORD_YEAR) g->years = 1;
}

void summary_vector_weigh(struct summary_vector *g, const struct df *df,
                          const struct vector_weights *weights) {
  g->norm = g->names = g->lead = g->figures = g->title = g->sum = 0;
  for (size_t i = 0; i < g->n; i++) df_prefetch(df, g->word[i]);
  for (size_t i = 0; i < g->n; i++) {
    uint32_t r = (uint32_t)(df_weight(df, g->word[i]) * SUMMARY_RARITY_UNIT + 0.5f);
    g->rarity[i] = (uint8_t)(r < 1 ? 1 : r < UINT8_MAX ? r : UINT8_MAX);
    add_sums(g, summary_vector_weight(g, weights, i), g->flags[i]);
  }
  g->norm = vector_root(g->norm);
}

void vector_weigh(const struct vector *v, const struct df *df, const struct vector_weights *weights,
                  struct summary_vector *out) {
  memset(out, 0, sizeof *out);
  *out = (struct summary_vector){
      .id = v->id, .published = v->published, .seen = v->seen, .n = (uint8_t)v->n, .length = v->length};
  memcpy(out->word, v->word, v->n * sizeof *v->word);
  memcpy(out->count, v->count, v->n);
  memcpy(out->flags, v->flags, v->n);
  summary_vector_weigh(out, df, weights);
}

static float share(float part, float a, float b) {
  float least = a < b ? a : b;
  return least <= 0 ? 0 : part / least;
}

struct sums {
  float dot, lead, names, figures, titles, in_b, in_a;
};

static void add_common(const struct summary_vector *a, size_t i, const struct summary_vector *b, size_t j,
                       const struct vector_weights *weights, struct sums *s, struct common *out) {
  float wa = summary_vector_weight(a, weights, i), wb = summary_vector_weight(b, weights, j),
        w = wa < wb ? wa : wb;
  float rarity = (float)a->rarity[i] / SUMMARY_RARITY_UNIT;
  unsigned both = a->flags[i] & b->flags[j];
  s->dot += wa * wb;
  out->shared += w;
  out->words++;
  if (both & WORD_NAME) s->names += w, out->n_names++;
  if ((a->flags[i] & (WORD_LEAD | WORD_TITLE)) && (b->flags[j] & (WORD_LEAD | WORD_TITLE))) s->lead += w;
  if (both & WORD_FIGURE) s->figures += w;
  if (both & WORD_TITLE) s->titles += w;
  if (both & WORD_YEAR) out->years = 1;
  if (a->flags[i] & WORD_TITLE) s->in_b += wa;
  if (b->flags[j] & WORD_TITLE) s->in_a += wb;
  if (rarity > out->strongest) out->strongest = rarity;
}

void vector_compare(const struct summary_vector *a, const struct summary_vector *b,
                    const struct vector_weights *weights, struct common *out) {
  struct sums s = {0};
  memset(out, 0, sizeof *out);
  for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
    if (a->word[i] == b->word[j]) {
      add_common(a, i, b, j, weights, &s, out);
      i++, j++;
    } else {
      uint32_t x = a->word[i], y = b->word[j];
      i += x < y; /* branch-free, because the branch would be unpredictable */
      j += y < x;
    }
  }
  if (out->years == 0 && a->years && b->years) out->years = -1;
  out->cosine = a->norm <= 0 || b->norm <= 0 ? 0 : s.dot / (a->norm * b->norm);
  out->lead = share(s.lead, a->lead, b->lead);
  out->names = share(s.names, a->names, b->names);
  out->figures = share(s.figures, a->figures, b->figures);
  out->titles = share(s.titles, a->title, b->title);
  out->title_a = a->title <= 0 ? 0 : s.in_b / a->title;
  out->title_b = b->title <= 0 ? 0 : s.in_a / b->title;
}

void bytes_put(unsigned char **p, uint64_t v, size_t n) {
  for (size_t i = 0; i < n; i++) *(*p)++ = (unsigned char)(v >> (8 * i));
}

enum { PACK_VERSION = 1, PACK_HEAD = 1 + 8 + 8 + 2 + 2 };

size_t vector_pack(const struct vector *v, unsigned char out[VECTOR_SIGNATURE]) {
  unsigned char *p = out;
  bytes_put(&p, PACK_VERSION, 1);
  bytes_put(&p, (uint64_t)v->published, 8);
  bytes_put(&p, (uint64_t)v->seen, 8);
  bytes_put(&p, v->length, 2);
  bytes_put(&p, v->n, 2);
  for (size_t i = 0; i < v->n; i++)
    bytes_put(&p, v->word[i], 4), bytes_put(&p, v->count[i], 1), bytes_put(&p, v->flags[i], 1);
  return (size_t)(p - out);
}

uint64_t bytes_get(const unsigned char **p, size_t n) {
  uint64_t v = 0;
  for (size_t i = 0; i < n; i++) v |= (uint64_t) * (*p)++ << (8 * i);
  return v;
}

int vector_unpack(struct tdg_str bytes, struct vector *v) {
  const unsigned char *p = (const unsigned char *)bytes.p;
  memset(v, 0, sizeof *v);
  if (bytes.n < PACK_HEAD || bytes_get(&p, 1) != PACK_VERSION) return -1;
  v->published = (int64_t)bytes_get(&p, 8);
  v->seen = (int64_t)bytes_get(&p, 8);
  v->length = (uint16_t)bytes_get(&p, 2);
  v->n = (uint16_t)bytes_get(&p, 2);
  if (v->n > VECTOR_WORDS || bytes.n != PACK_HEAD + 6u * v->n) return -1;
  for (size_t i = 0; i < v->n; i++) {
    v->word[i] = (uint32_t)bytes_get(&p, 4);
    v->count[i] = (uint8_t)bytes_get(&p, 1);
    v->flags[i] = (uint8_t)bytes_get(&p, 1);
  }
  return 0;
}
