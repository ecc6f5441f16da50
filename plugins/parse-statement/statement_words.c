/* statement_words.c - an index of the words of statements.
 *
 * The classes hold some thousands of phrases; each line of a document is asked for all of them.  They stand in one table by
 * their heads, the first letters of each: one look at the first word of a text tells which lists have a phrase that may begin
 * there, and where those are.  The table is made when the component opens and freed when it closes; it is as small as it can
 * be, because a document is short and finds little of it in the caches.  Without memory, or with more heads than
 * SLOTS / 2, stm_words_make() returns NULL; nothing else can fail.
 */
#include <stdlib.h>
#include <unicode/uchar.h>

#include <tidings/kit/text.h>

#include "statement.h"

enum { SLOTS = 32768, FILTER = 65536, CHAINS = 1024, HEAD = sizeof(uint64_t) };
/* Bytes of the shortest ending, and of the shortest word for a date that is looked for. */
enum { ENDING = 3, DATE_WORD = 4 };

struct entry {
  uint32_t at; /* of the phrase, folded, in `text` */
  uint16_t n;
  int16_t value;
  uint8_t set, language;
  char last; /* byte */
};
/* Phrases that begin alike, by list, the longest first. */
struct head {
  uint64_t key;
  uint32_t from;    /* the first of its entries */
  uint16_t n, sets; /* how many; a bit for each list that they are of */
};
struct chained { /* a word of another class, with the next of its chain: 1 + its number, 0 at the end */
  const char *p;
  uint16_t n;
  int16_t value;
  uint32_t next;
};
struct stm_words {
  char *text;
  struct entry *v;
  size_t n;
  struct head *heads; /* [0] has none */
  size_t n_heads;
  uint16_t slot[SLOTS]; /* of a head, or 0 */
  uint64_t filter[FILTER /
                  64]; /* a bit for each head: most words of a text are none, and need no look at the rest */
  struct chained *chained;
  size_t n_chained;
  uint32_t endings[CHAINS], dates[CHAINS]; /* by the last, the first bytes */
  int language;                            /* whose meaning of a word counts first */
  int has_small; /* it has small words of its own: those of others do not count ("per", "die") */
};

/* ---- heads ---- */

uint64_t stm_head_of_word(const char *p, size_t n) {
  uint64_t key = 0;
  if (n >= HEAD) memcpy(&key, p, HEAD);
  else
    for (size_t i = 0; i < n; i++) key |= (uint64_t)(unsigned char)p[i] << 8 * i;
  return key;
}

/* The first letters of a text, at most HEAD bytes, as a number: up to the first sign, before a character of a script without
 * spaces; of such a script the first one.  A phrase and a text that has it at its beginning, as words, have the same. */
uint64_t stm_head_of(struct tdg_str s) {
  size_t n = 0;
  const char *end = s.p + s.n;
  while (n < HEAD && n < s.n) {
    if (tdg_is_alnum(s.p[n])) n++;
    else if (stm_is_letter_pair(s.p + n, end)) n += 2;
    else if (s.p[n] >= 0) break;
    else {
      const char *p = s.p + n;
      const uint32_t c = tdg_utf8_next(&p, end);
      if (stm_is_wide(c) ? n > 0 : !u_isalnum((UChar32)c)) break;
      n = (size_t)(p - s.p);
      if (stm_is_wide(c)) break;
    }
  }
  return stm_head_of_word(s.p, n);
}

static uint32_t slot_of_head(uint64_t key) { return (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 48); }

/* Its number; 0: no phrase begins so. */
static uint16_t find_head(const struct stm_words *w, uint64_t key) {
  const uint32_t h = slot_of_head(key);
  if ((w->filter[h / 64] >> h % 64 & 1) == 0) return 0;
  for (uint32_t at = h & (SLOTS - 1); w->slot[at] != 0; at = (at + 1) & (SLOTS - 1))
    if (w->heads[w->slot[at]].key == key) return w->slot[at];
  return 0;
}

/* ---- making ---- */

static const struct {
  const struct tdg_word_class *words;
  enum stm_set set;
  int fold, value; /* value: of its entries; 0: their own */
} sources[] = {
    {&tdg_words_statement_types, SET_TYPE, 0, 0},
    {&tdg_words_statement_lines, SET_LINE, 0, 0},
    {&tdg_words_statement_labels, SET_LABEL, 0, 0},
    {&tdg_words_statement_recitals, SET_RECITAL, 0, 1},
    {&tdg_words_statement_offices, SET_OFFICE, 0, 1},
    {&tdg_words_fact_offices, SET_OFFICE, 1, 1},
    {&tdg_words_statement_bodies, SET_BODY, 0, 0},
    {&tdg_words_statement_small, SET_SMALL, 0, 0},
    {&tdg_words_statement_said, SET_SAID, 0, 1},
    {&tdg_words_statement_ordinals, SET_ORDINAL, 0, 0},
    {&tdg_words_statement_numbered, SET_NUMBERED, 0, 0},
    {&tdg_words_article_bylines, SET_BYLINE, 0, 1},
    {&tdg_words_text_calls, SET_CALL, 0, 0},
    {&tdg_words_text_related, SET_OTHERS, 0, 0},
    {&tdg_words_statement_last_types, SET_LAST_TYPE, 0, 0},
};

/* The lists have alef, waw and yeh without hamza; tdg_fold keeps it. */
void stm_without_hamza(char *p, size_t n) {
  if (memchr(p, 0xD8, n) == NULL) return;
  for (size_t i = 0; i + 1 < n; i++) {
    if ((unsigned char)p[i] != 0xD8) continue;
    switch ((unsigned char)p[i + 1]) {
    case 0xA2:
    case 0xA3:
    case 0xA5: p[i + 1] = '\xA7'; break;
    case 0xA4: p[i] = '\xD9', p[i + 1] = '\x88'; break;
    case 0xA6: p[i] = '\xD9', p[i + 1] = '\x8A'; break;
    default: break;
    }
    i++;
  }
}

/* A phrase on its way into the table. */
struct phrase {
  uint64_t head;
  struct entry entry;
  uint32_t no;
};

/* By head and list, the longest first; of equal ones the last of its class first. */
static int compare_phrases(const void *a, const void *b) {
  const struct phrase *x = a, *y = b;
  if (x->head != y->head) return x->head < y->head ? -1 : 1;
  if (x->entry.set != y->entry.set) return x->entry.set < y->entry.set ? -1 : 1;
  if (x->entry.n != y->entry.n) return x->entry.n > y->entry.n ? -1 : 1;
  return x->no > y->no ? -1 : 1;
}

static void add_head(struct stm_words *w, uint64_t key) {
  const uint32_t h = slot_of_head(key);
  uint32_t at = h & (SLOTS - 1);
  while (w->slot[at] != 0) at = (at + 1) & (SLOTS - 1);
  w->heads[++w->n_heads] = (struct head){.key = key, .from = (uint32_t)w->n};
  w->slot[at] = (uint16_t)w->n_heads;
  w->filter[h / 64] |= UINT64_C(1) << h % 64;
}

static int make_heads(struct stm_words *w, struct phrase *v, size_t n) {
  qsort(v, n, sizeof *v, compare_phrases);
  for (size_t i = 0; i < n; i++) {
    if (i == 0 || v[i].head != v[i - 1].head) {
      if (w->n_heads == SLOTS / 2) return -1;
      add_head(w, v[i].head);
    }
    struct head *head = &w->heads[w->n_heads];
    head->n++, head->sets = (uint16_t)(head->sets | 1u << v[i].entry.set);
    w->v[w->n++] = v[i].entry;
  }
  return 0;
}

/* All phrases of the sources, folded, in w->text. */
static size_t collect(struct stm_words *w, tdg_call *call, struct phrase *v) {
  char *to = w->text;
  size_t n = 0;
  for (size_t k = 0; k < sizeof sources / sizeof *sources; k++)
    for (size_t i = 0; i < sources[k].words->n; i++) {
      const struct tdg_word *word = &sources[k].words->word[i];
      struct tdg_str text = tdg_word_text(sources[k].words, word);
      if (sources[k].fold) text = tdg_fold(call, text);
      text = tdg_str_trim(text);
      if (text.n == 0 || text.n > 3u * word->size) continue;
      memcpy(to, text.p, text.n);
      stm_without_hamza(to, text.n);
      v[n] = (struct phrase){.head = stm_head_of((struct tdg_str){to, text.n}), .no = (uint32_t)n};
      v[n++].entry =
          (struct entry){.at = (uint32_t)(to - w->text),
                         .n = (uint16_t)text.n,
                         .value = (int16_t)(sources[k].value != 0 ? sources[k].value : word->value),
                         .set = (uint8_t)sources[k].set,
                         .language = word->language,
                         .last = to[text.n - 1]};
      to += text.n;
    }
  return n;
}

static uint32_t chain_of(const char *p, size_t n) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
  return (h ^ h >> 15) & (CHAINS - 1);
}

/* p is the word of the class. */
static void add_chained(struct stm_words *w, struct tdg_str word, int value, uint32_t *chain) {
  w->chained[w->n_chained++] =
      (struct chained){.p = word.p, .n = (uint16_t)word.n, .value = (int16_t)value, .next = *chain};
  *chain = (uint32_t)w->n_chained;
}

static void make_chains(struct stm_words *w) {
  const struct tdg_word_class *dates = &tdg_words_article_dates, *endings = &tdg_words_statement_endings;
  for (size_t i = 0; i < dates->n; i++) {
    const struct tdg_str word = tdg_word_text(dates, &dates->word[i]);
    if (word.n >= DATE_WORD)
      add_chained(w, word, dates->word[i].value, &w->dates[chain_of(word.p, DATE_WORD)]);
  }
  for (size_t i = 0; i < endings->n; i++) {
    const struct tdg_str end = tdg_word_text(endings, &endings->word[i]);
    if (end.n >= ENDING)
      add_chained(w, end, endings->word[i].value, &w->endings[chain_of(end.p + end.n - ENDING, ENDING)]);
  }
}

struct stm_words *stm_words_make(tdg_call *call) {
  size_t n = 0, bytes = 1;
  for (size_t k = 0; k < sizeof sources / sizeof *sources; k++) {
    n += sources[k].words->n;
    for (size_t i = 0; i < sources[k].words->n; i++) bytes += 3u * sources[k].words->word[i].size;
  }
  struct stm_words *w = calloc(1, sizeof *w);
  struct phrase *v = calloc(n + 1, sizeof *v);
  if (w != NULL) {
    w->text = malloc(bytes), w->v = calloc(n + 1, sizeof *w->v),
    w->heads = calloc(SLOTS / 2 + 1, sizeof *w->heads);
    w->chained = calloc(tdg_words_statement_endings.n + tdg_words_article_dates.n + 1, sizeof *w->chained);
  }
  if (w == NULL || v == NULL || w->text == NULL || w->v == NULL || w->heads == NULL || w->chained == NULL) {
    stm_words_free(w);
    free(v);
    return NULL;
  }
  const int made = make_heads(w, v, collect(w, call, v));
  make_chains(w);
  free(v);
  if (made < 0) {
    stm_words_free(w);
    return NULL;
  }
  return w;
}

void stm_words_free(struct stm_words *w) {
  if (w == NULL) return;
  free(w->text);
  free(w->v);
  free(w->heads);
  free(w->chained);
  free(w);
}

/* ---- asking ---- */

/* Nothing of the phrase's last word stands behind it. */
static int ends_word(struct tdg_str text, size_t n) {
  if (n >= text.n || text.p[n] == ' ') return 1;
  const char *p = text.p + n, *end = text.p + text.n;
  const uint32_t next = tdg_utf8_next(&p, end);
  size_t last = n - 1;
  while (last > 0 && tdg_utf8_is_tail(text.p[last])) last--;
  p = text.p + last;
  const uint32_t before = tdg_utf8_next(&p, end);
  return stm_is_wide(next) || stm_is_wide(before) || !u_isalnum((UChar32)next) || before == '\'';
}

/* Of those with this head that the text begins with the longest; of equal ones the one of the language. */
static struct stm_hit find_phrase(const struct stm_words *w, enum stm_set set, const struct head *head,
                                  struct tdg_str text) {
  struct stm_hit best = {0, 0};
  const int own = set == SET_SMALL && w->has_small;
  const struct entry *e = &w->v[head->from], *end = e + head->n;
  while (e < end && e->set < set) e++;
  for (; e < end && e->set == set && e->n >= best.size; e++) {
    if (e->n > text.n || e->last != text.p[e->n - 1] ||
        (e->language != w->language && (own || e->n == best.size)) ||
        memcmp(w->text + e->at, text.p, e->n) != 0)
      continue;
    if (ends_word(text, e->n)) best = (struct stm_hit){e->value, e->n};
  }
  return best;
}

unsigned stm_find_head(const struct stm_words *w, uint64_t key, uint16_t *head) {
  *head = find_head(w, key);
  return w->heads[*head].sets;
}

struct stm_hit stm_phrase(const struct stm_words *w, enum stm_set set, struct tdg_str text) {
  uint16_t head;
  if (text.n == 0 || (stm_find_head(w, stm_head_of(text), &head) >> set & 1) == 0)
    return (struct stm_hit){0, 0};
  return find_phrase(w, set, &w->heads[head], text);
}

struct stm_hit stm_phrase_from(const struct stm_words *w, enum stm_set set, const struct stm_tokens *t,
                               size_t i) {
  return find_phrase(w, set, &w->heads[t->v[i].head], stm_rest(t, i));
}

/* The longest that begins a word of the text. */
int stm_date_word(const struct stm_words *w, struct tdg_str folded) {
  size_t best = 0;
  int value = 0;
  for (size_t i = 0; i + DATE_WORD <= folded.n; i++) {
    if (i > 0 && folded.p[i - 1] != ' ') continue;
    for (uint32_t k = w->dates[chain_of(folded.p + i, DATE_WORD)]; k != 0; k = w->chained[k - 1].next) {
      const struct chained *e = &w->chained[k - 1];
      if (e->n > best && e->n <= folded.n - i && memcmp(e->p, folded.p + i, e->n) == 0)
        best = e->n, value = e->value;
    }
  }
  return value;
}

void stm_words_prefer(struct stm_words *w, const char *language) {
  size_t at = 0;
  w->language = language != NULL ? tdg_words_language(language) : TDG_NO_LANGUAGE;
  w->has_small = w->language >= 0 && tdg_words_next(&tdg_words_statement_small, w->language, &at) != NULL;
}

int stm_ending(const struct stm_words *words, enum stm_set set, struct tdg_str word) {
  const struct chained *best = NULL;
  if (word.n < 5) return 0;
  for (uint32_t i = words->endings[chain_of(word.p + word.n - ENDING, ENDING)]; i != 0;
       i = words->chained[i - 1].next) {
    const struct chained *e = &words->chained[i - 1];
    if (e->n <= word.n && (best == NULL || e->n > best->n) && memcmp(e->p, word.p + word.n - e->n, e->n) == 0)
      best = e;
  }
  if (best == NULL || best->n >= word.n) return 0;
  switch (best->value) {
  case TDG_STATEMENT_ENDINGS_OFFICE: return set == SET_OFFICE;
  case TDG_STATEMENT_ENDINGS_BODY: return set == SET_BODY;
  case TDG_STATEMENT_ENDINGS_RECITAL: return set == SET_RECITAL && word.n > best->n + 2u;
  default: return 0;
  }
}

int stm_may_begin(const struct stm_words *w, enum stm_set set, struct tdg_str text) {
  char low[HEAD];
  uint16_t head;
  size_t n = 0;
  while (n < HEAD && n < text.n && tdg_is_alnum(text.p[n])) low[n] = tdg_lower(text.p[n]), n++;
  if (n < HEAD && n < text.n && text.p[n] < 0) return 1;
  return n == 0 || (stm_find_head(w, stm_head_of_word(low, n), &head) >> set & 1) != 0;
}
