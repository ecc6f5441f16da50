/* word_class.c - reading the word lists of core/languages; see tidings/kit/words.h.
 *
 * The tables are made by core/languages/generate.py at build time; nothing here is allocated, nothing can fail.
 */
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include <string.h>

int tdg_words_language(const char *tag) {
  char code[4] = "";
  size_t n = strcspn(tag, "-_");
  if (n == 0 || n >= sizeof code) return TDG_NO_LANGUAGE;
  for (size_t i = 0; i < n; i++) code[i] = tdg_lower(tag[i]);
  for (int i = 0; i < tdg_words_languages_count; i++)
    if (strcmp(code, tdg_words_languages[i]) == 0) return i;
  return TDG_NO_LANGUAGE;
}

const char *tdg_words_code(int language) {
  return language >= 0 && language < tdg_words_languages_count ? tdg_words_languages[language] : "";
}

static int is_of(const struct tdg_word *w, int language) {
  return language == TDG_EVERY_LANGUAGE || w->language == language;
}

/* Where the entries of a language begin; the words of one stand together. */
static size_t first_of(const struct tdg_word_class *c, int language) {
  size_t lo = 0, hi = language == TDG_EVERY_LANGUAGE ? 0 : c->n;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if ((int)c->word[mid].language < language) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

const struct tdg_word *tdg_words_next(const struct tdg_word_class *c, int language, size_t *at) {
  if (*at == 0) *at = first_of(c, language);
  if (*at >= c->n || !is_of(&c->word[*at], language)) return NULL;
  return &c->word[(*at)++];
}

static const struct tdg_word *in_order(const struct tdg_word_class *c, size_t i) {
  return &c->word[c->order[i]];
}

/* FNV-1a of 32 bits, as core/languages/generate.py has it. */
static uint32_t hash_of(struct tdg_str text) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < text.n; i++) h = (h ^ (unsigned char)text.p[i]) * 16777619u;
  return h;
}

size_t tdg_words_same(const struct tdg_word_class *c, struct tdg_str text, size_t *from) {
  size_t n;
  *from = 0;
  if (text.n > UINT8_MAX || c->n_slots == 0) return 0;
  for (size_t at = hash_of(text) & (c->n_slots - 1); c->slot[at] != 0; at = (at + 1) & (c->n_slots - 1)) {
    const struct tdg_word *first = in_order(c, *from = c->slot[at] - 1u);
    if (!tdg_str_same(tdg_word_text(c, first), text)) continue;
    for (n = 1; *from + n < c->n && in_order(c, *from + n)->at == first->at;)
      n++; /* each text stands there once */
    return n;
  }
  return 0;
}

const struct tdg_word *tdg_words_find(const struct tdg_word_class *c, int language, struct tdg_str text) {
  size_t from, n = tdg_words_same(c, text, &from);
  for (size_t i = from; i < from + n; i++)
    if (is_of(in_order(c, i), language)) return in_order(c, i);
  return NULL;
}

static const struct tdg_word *longest(const struct tdg_word_class *c, int language, struct tdg_str text,
                                      int at_end) {
  const struct tdg_word *best = NULL;
  for (size_t at = first_of(c, language); at < c->n && is_of(&c->word[at], language); at++) {
    const struct tdg_word *w = &c->word[at];
    if (w->size > text.n || w->size == 0 || (best != NULL && w->size <= best->size)) continue;
    const char *here = at_end ? text.p + text.n - w->size : text.p, *entry = c->text + w->at;
    if (here[0] == entry[0] && memcmp(here, entry, w->size) == 0) best = w;
  }
  return best;
}

const struct tdg_word *tdg_words_at_start(const struct tdg_word_class *c, int language, struct tdg_str text) {
  return longest(c, language, text, 0);
}

const struct tdg_word *tdg_words_at_end(const struct tdg_word_class *c, int language, struct tdg_str text) {
  return longest(c, language, text, 1);
}

static const char *find(const struct tdg_word_class *c, const struct tdg_word *w, struct tdg_str text) {
  return memmem(text.p, text.n, c->text + w->at, w->size);
}

int tdg_words_inside(const struct tdg_word_class *c, int value, struct tdg_str text) {
  for (size_t i = 0; i < c->n; i++)
    if (c->word[i].value == value && find(c, &c->word[i], text) != NULL) return 1;
  return 0;
}

const struct tdg_word *tdg_words_first(const struct tdg_word_class *c, struct tdg_str text, size_t *at) {
  const struct tdg_word *first = NULL;
  *at = text.n;
  for (size_t i = 0; i < c->n; i++) {
    const char *p = find(c, &c->word[i], text);
    if (p == NULL) continue;
    const size_t here = (size_t)(p - text.p);
    if (here < *at || (here == *at && c->word[i].size > first->size)) first = &c->word[i], *at = here;
  }
  return first;
}
