/* fingerprint.c - make a fingerprint of a record's text; see dedupe.h.
 *
 * Lines (blocks) that the source has printed before, and lines too short to be prose, are left out first.
 * The rest is read as stems without function words, so that inflection, spelling variants and replaced
 * function words change few shingles.  All memory belongs to the call; nothing can fail.
 *
 * Figures are read word by word (the class dedupe-numbers), not as typed facts: those are read a sentence at a time with the
 * lexicon of its language, which takes about as long as all that is done for a record here (60 us), and what a copy changed
 * is compared by facts anyway, in the briefs.
 */
#include "dedupe.h"

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include <stdio.h>

enum {
  MAX_LINES = 1024,
  SHINGLE = 2,
  MIN_TERMS = 12,
  MAX_SHINGLES = 1 << 16,
  MAX_MINOR = 2048,
  MAX_UNFINISHED = 30
};

struct line {
  struct tdg_term *terms;
  size_t n;
  int unfinished; /* does not end with the end of a sentence */
  uint32_t key;
};

struct making {
  tdg_call *call;
  const struct fingerprint_reader *reader;
  struct fingerprint *fingerprint;
  struct fingerprint_lines *lines;
  struct line *line;
  size_t n_lines;
  uint32_t *shingle, *name, *figure, *lead;
  size_t n_shingles, n_names, n_figures, n_lead;
  uint64_t last[SHINGLE];
  size_t n_last;
};

void fingerprint_lexicon_fill(struct fingerprint_lexicon *l) {
  const struct tdg_word_class *c = &tdg_words_dedupe_numbers;
  const struct tdg_word *w;
  tdg_small_words_fill(&l->small);
  l->n_numbers = 0;
  for (size_t at = 0;
       l->n_numbers < MAX_NUMBER_WORDS && (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    char digits[8];
    int n = snprintf(digits, sizeof digits, "%d", w->value);
    l->number_word[l->n_numbers] = tdg_term_hash(c->text + w->at, w->size);
    l->number[l->n_numbers++] = tdg_term_hash(digits, (size_t)n);
  }
}

/* "seven" and "7" are one figure. */
static uint64_t figure_of(const struct fingerprint_lexicon *l, const struct tdg_term *t) {
  if (t->flags & TDG_TERM_NUMBER) return t->hash;
  if (t->size < 3 || t->size > 6) return 0;
  for (size_t i = 0; i < l->n_numbers; i++)
    if (l->number_word[i] == t->hash) return l->number[i];
  return 0;
}

static uint64_t line_hash(const struct tdg_term *t, size_t n) {
  uint64_t h = n;
  for (size_t i = 0; i < n; i++) h = (h ^ t[i].hash) * 0x9e3779b97f4a7c15u, h ^= h >> 29;
  return h;
}

/* Characters that end a sentence in the supported scripts, and those that may follow them. */
static const char *const stops[] = {".",
                                    "!",
                                    "?",
                                    ":",
                                    ";",
                                    "\xE2\x80\xA6",
                                    "\xE3\x80\x82",
                                    "\xEF\xBC\x81",
                                    "\xEF\xBC\x9F",
                                    "\xEF\xBC\x8E",
                                    "\xD8\x9F",
                                    "\xDB\x94",
                                    "\xE0\xA5\xA4",
                                    "\xD6\x89",
                                    "\xE1\x8D\xA2"};
static const char *const closing[] = {" ",
                                      "\r",
                                      "\t",
                                      "\"",
                                      "'",
                                      ")",
                                      "]",
                                      "\xC2\xA0",
                                      "\xE2\x80\x9D",
                                      "\xE2\x80\x9C",
                                      "\xE2\x80\x99",
                                      "\xC2\xBB",
                                      "\xC2\xAB",
                                      "\xE3\x80\x8D",
                                      "\xE3\x80\x8F",
                                      "\xEF\xBC\x89"};

/* The length of the one with which the text ends; 0: none. */
static size_t ends_with_one(struct tdg_str s, const char *const *of, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (tdg_str_ends(s, of[i])) return strlen(of[i]);
  }
  return 0;
}

/* Does the line end with the end of a sentence?  Teasers, captions and headings seldom do. */
static int ends_sentence(struct tdg_str s) {
  size_t k;
  while ((k = ends_with_one(s, closing, sizeof closing / sizeof *closing)) > 0) s.n -= k;
  return ends_with_one(s, stops, sizeof stops / sizeof *stops) > 0;
}

static void read_line(struct making *m, struct tdg_str text) {
  struct line *l = &m->line[m->n_lines];
  if (m->n_lines == MAX_LINES || text.n == 0) return;
  l->n = tdg_terms(m->call, text, &l->terms);
  if (l->n == 0) return;
  l->unfinished = l->n < MAX_UNFINISHED && !(l->terms[0].flags & TDG_TERM_GLYPH) && !ends_sentence(text);
  l->key = boilerplate_key(m->fingerprint->source, line_hash(l->terms, l->n));
  m->n_lines++;
}

static int is_prose(int64_t type) {
  return type == TDG_PARAGRAPH || type == TDG_QUOTE || type == TDG_ITEM || type == TDG_HEADING ||
         type == TDG_CODE || type == TDG_TABLE;
}

/* The text of a block may have several lines, which are treated separately. */
static void read_block(struct making *m, struct tdg_str text) {
  size_t from = 0;
  for (size_t i = 0; i <= text.n; i++) {
    if (i < text.n && text.p[i] != '\n') continue;
    read_line(m, (struct tdg_str){text.p + from, i - from});
    from = i + 1;
  }
}

static void read_lines(struct making *m, const tdg_rec *rec) {
  size_t pos = 0;
  struct tdg_item it;
  while (tdg_next(m->call, rec, &pos, &it)) {
    if (it.field != TDG_BLOCK || it.rec == NULL) continue;
    if (is_prose(tdg_get_int(m->call, it.rec, TDG_BLOCK_TYPE, 0)))
      read_block(m, tdg_get(m->call, it.rec, TDG_TEXT));
  }
  if (m->n_lines == 0) read_block(m, tdg_get(m->call, rec, TDG_SUMMARY));
}

/* The term of a word in shingles and lead: its stem, its figure, or 0 for insignificant words. */
static uint64_t meaning(const struct fingerprint_lexicon *l, const struct tdg_term *t) {
  uint64_t figure = figure_of(l, t);
  if (figure != 0) return figure;
  return tdg_small_words_has(&l->small, t->hash) ? 0 : t->stem;
}

static void add_shingle(struct making *m, uint64_t w) {
  uint64_t h = 0;
  memmove(m->last, m->last + 1, (SHINGLE - 1) * sizeof m->last[0]);
  m->last[SHINGLE - 1] = w;
  if (++m->n_last < SHINGLE || m->n_shingles == MAX_SHINGLES) return;
  for (size_t i = 0; i < SHINGLE; i++) h = (h ^ m->last[i]) * 0xd6e8feb86659fd93u, h ^= h >> 32;
  m->shingle[m->n_shingles++] = (uint32_t)(h ^ (h >> 32));
}

static uint32_t short_hash(uint64_t h) { return (uint32_t)((h * 0x9e3779b97f4a7c15u) >> 48); }

static void add_term(struct making *m, const struct tdg_term *t) {
  const struct fingerprint_lexicon *l = m->reader->lexicon;
  uint64_t figure = figure_of(l, t), w = meaning(l, t);
  struct fingerprint *p = m->fingerprint;
  p->exact = (p->exact ^ t->hash) * 0x9e3779b97f4a7c15u;
  p->exact ^= p->exact >> 31;
  p->words++;
  if (w == 0) return;
  add_shingle(m, w);
  if (p->words <= FINGERPRINT_LEAD_TERMS && m->n_lead < MAX_MINOR) m->lead[m->n_lead++] = short_hash(w);
  if (figure != 0) {
    if (m->n_figures < MAX_MINOR) m->figure[m->n_figures++] = short_hash(figure);
  } else if ((t->flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST)) == TDG_TERM_CAPITAL && m->n_names < MAX_MINOR) {
    m->name[m->n_names++] = short_hash(t->stem);
  }
}

static void add_lines(struct making *m, uint32_t min_words) {
  for (size_t i = 0; i < m->n_lines; i++) {
    const struct line *l = &m->line[i];
    int glyphs = (l->terms[0].flags & TDG_TERM_GLYPH) != 0; /* a character counts as half a word */
    if (l->n < min_words * (glyphs ? 2u : 1u) || boilerplate_is(m->reader->boilerplate, l->key)) continue;
    if (l->unfinished && min_words > 1) continue;
    m->n_last = 0;
    for (size_t k = 0; k < l->n; k++) add_term(m, &l->terms[k]);
  }
}

static void note_lines(struct making *m) {
  for (size_t i = 0; i < m->n_lines && m->lines->n < FINGERPRINT_LINES; i++)
    if (m->line[i].n >= m->reader->min_line_words / 2) m->lines->hash[m->lines->n++] = m->line[i].key;
  m->lines->n = (uint16_t)sketch_sort(m->lines->hash, m->lines->n);
}

static size_t all_terms(const struct making *m) {
  size_t n = 0;
  for (size_t i = 0; i < m->n_lines; i++) n += m->line[i].n;
  return n;
}

static void start_sets(struct making *m) {
  size_t n = all_terms(m);
  m->shingle = tdg_scratch(m->call, (n < MAX_SHINGLES ? n + 1 : MAX_SHINGLES) * sizeof *m->shingle);
  m->lead = tdg_scratch(m->call, 3 * MAX_MINOR * sizeof *m->lead);
  m->name = m->lead + MAX_MINOR;
  m->figure = m->name + MAX_MINOR;
}

static uint16_t narrow(uint32_t *v, size_t n, uint16_t *out, size_t k) {
  n = sketch_sort(v, n);
  if (n > k) n = k;
  for (size_t i = 0; i < n; i++) out[i] = (uint16_t)v[i];
  return (uint16_t)n;
}

static void read_title(struct making *m, struct tdg_str title) {
  struct tdg_term *t;
  uint32_t *v = tdg_scratch(m->call, MAX_MINOR * sizeof *v);
  size_t n = tdg_terms(m->call, title, &t), kept = 0;
  for (size_t i = 0; i < n && kept < MAX_MINOR; i++) {
    uint64_t w = meaning(m->reader->lexicon, &t[i]);
    if (w != 0) v[kept++] = short_hash(w);
  }
  m->fingerprint->n_title = narrow(v, kept, m->fingerprint->title, FINGERPRINT_TITLE);
}

static void start_over(struct making *m) {
  m->fingerprint->exact = m->fingerprint->words = 0;
  m->n_shingles = m->n_names = m->n_figures = m->n_lead = m->n_last = 0;
}

static void finish(struct making *m) {
  struct fingerprint *p = m->fingerprint;
  if (p->words < MIN_TERMS) p->exact = 0;
  p->n_body = (uint16_t)sketch_smallest(m->shingle, m->n_shingles, p->body, FINGERPRINT_BODY, &p->shingles);
  p->n_lead = narrow(m->lead, m->n_lead, p->lead, FINGERPRINT_LEAD);
  p->n_figures = narrow(m->figure, m->n_figures, p->figures, FINGERPRINT_FIGURES);
  p->n_names = narrow(m->name, m->n_names, p->names, FINGERPRINT_NAMES);
}

static void read_source(struct making *m, const tdg_rec *rec) {
  const tdg_rec *s = tdg_get_rec(m->call, rec, TDG_SOURCE, 0);
  struct tdg_str name = {"", 0};
  if (s != NULL) {
    name = tdg_get(m->call, s, TDG_SOURCE_ID);
    if (name.n == 0) name = tdg_get(m->call, s, TDG_OUTLET);
    if (name.n == 0) name = tdg_get(m->call, s, TDG_NAME);
    m->fingerprint->trust = (uint16_t)(tdg_get_int(m->call, s, TDG_TRUST, 0) & 0xFFFF);
  }
  m->fingerprint->source = (uint32_t)tdg_term_hash(name.p, name.n);
}

void fingerprint_make(tdg_call *call, const struct fingerprint_reader *reader, const tdg_rec *rec,
                      struct fingerprint *out, struct fingerprint_lines *lines) {
  struct making *m = tdg_scratch(call, sizeof *m);
  *m = (struct making){.call = call, .reader = reader, .fingerprint = out, .lines = lines};
  m->line = tdg_scratch(call, MAX_LINES * sizeof *m->line);
  memset(out, 0, sizeof *out);
  lines->n = 0;
  out->id = tdg_get_int(call, rec, TDG_ID, 0);
  out->published = tdg_get_int(call, rec, TDG_PUBLISHED, 0);
  out->seen = tdg_get_int(call, rec, TDG_FIRST_SEEN, out->published);
  read_source(m, rec);
  read_lines(m, rec);
  note_lines(m);
  read_title(m, tdg_get(call, rec, TDG_TITLE));
  start_sets(m);
  add_lines(m, reader->min_line_words);
  if (out->words < 3 * MIN_TERMS) { /* no prose was found, so use the short lines */
    start_over(m);
    add_lines(m, 1);
  }
  finish(m);
}

static double share(int part, int whole) { return whole == 0 ? 0 : (double)part / whole; }

/* The share of the smaller set that is in the other. */
static double overlap16(const uint16_t *a, size_t na, const uint16_t *b, size_t nb, size_t k, int *n) {
  struct sketch_match m = sketch_match16(a, na, b, nb, k);
  *n = m.of_a < m.of_b ? m.of_a : m.of_b;
  return share(m.common, *n);
}

static int has(const uint16_t *v, size_t n, uint16_t x) {
  for (size_t i = 0; i < n; i++)
    if (v[i] == x) return 1;
  return 0;
}

/* The share of a's title that is in b's title, lead or names. */
static double title_in(const struct fingerprint *a, const struct fingerprint *b) {
  int n = 0;
  for (size_t i = 0; i < a->n_title; i++)
    n += has(b->title, b->n_title, a->title[i]) || has(b->lead, b->n_lead, a->title[i]) ||
         has(b->names, b->n_names, a->title[i]);
  return share(n, a->n_title);
}

void fingerprint_compare(const struct fingerprint *a, const struct fingerprint *b, struct likeness *out) {
  struct sketch_match m = sketch_match32(a->body, a->n_body, b->body, b->n_body, FINGERPRINT_BODY);
  out->of_a = share(m.common, m.of_a);
  out->of_b = share(m.common, m.of_b);
  out->n_shared = m.common;
  out->shorter = a->shingles < b->shingles ? a->shingles : b->shingles;
  out->longer = a->shingles < b->shingles ? b->shingles : a->shingles;
  out->lead = overlap16(a->lead, a->n_lead, b->lead, b->n_lead, FINGERPRINT_LEAD, &out->n_lead);
  out->figures =
      overlap16(a->figures, a->n_figures, b->figures, b->n_figures, FINGERPRINT_FIGURES, &out->n_figures);
  out->n_title = a->n_title < b->n_title ? a->n_title : b->n_title;
  double x = title_in(a, b), y = title_in(b, a);
  out->title = x < y ? x : y;
  out->names = overlap16(a->names, a->n_names, b->names, b->n_names, FINGERPRINT_NAMES, &out->n_names);
}
