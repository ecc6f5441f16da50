/* statement_words.c - an index of the words of statements, and the words of a text.
 *
 * The classes hold some thousands of phrases; each line of a document is asked for all of them.  So they stand in one table,
 * hashed by their list and first bytes, made when the component opens and freed when it closes.  Without memory stm_words_make()
 * returns NULL; nothing else can fail.
 */
#include <stdlib.h>
#include <unicode/uchar.h>

#include <tidings/kit/text.h>

#include "statement.h"

enum { SLOTS = 16384, KEYS = 4, BITS = 4096, CHAINS = 1024 };
/* Bytes of the shortest ending, and of the shortest word for a date that is looked for. */
enum { ENDING = 3, DATE_WORD = 4 };
/* A phrase is hashed by so many of its first bytes, the most that it has. */
static const size_t KEY[KEYS] = {1, 2, 4, 8};

struct entry {
  const char *p; /* folded, in `text` */
  uint16_t n;
  uint8_t set, language, key; /* key: index into KEY */
  int16_t value;
  uint32_t next; /* 1 + the next of its slot; 0: the last */
};
struct stm_words {
  char *text;
  struct entry *v;
  size_t n;
  uint32_t slot[SLOTS];
  uint32_t endings[CHAINS], dates[CHAINS]; /* as `slot`, by the last, the first bytes */
  /* What no phrase of a list begins with is told without a look at the table. */
  uint16_t starts[BITS], first[256]; /* a bit for each list: by three bytes, of shorter phrases by one */
  uint8_t keys[SETS][256];           /* a bit for each key that a phrase with this first byte has */
  int language;                      /* whose meaning of a word counts first */
  int has_small; /* it has small words of its own: those of others do not count ("per", "die") */
};

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
};

/* The lists have alef, waw and yeh without hamza; tdg_fold keeps it. */
static void without_hamza(char *p, size_t n) {
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

/* The slot of a phrase by its first KEY[key] bytes. */
static inline uint32_t slot_of_key(unsigned list, const char *p, size_t key) {
  uint64_t bytes = 0;
  switch (key) {
  case 0: bytes = (unsigned char)*p; break;
  case 1: memcpy(&bytes, p, 2); break;
  case 2: memcpy(&bytes, p, 4); break;
  default: memcpy(&bytes, p, 8); break;
  }
  return (uint32_t)((bytes ^ (uint64_t)(list + 1) << 57) * UINT64_C(0x9E3779B97F4A7C15) >> 50);
}
/* The list of the small words of one language, which many languages have; others: the number of their set. */
static unsigned own_list(int language) { return (unsigned)(SETS + language); }
static uint32_t hash_on(uint32_t h, const char *p, size_t n) {
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
  return h;
}
static uint32_t slot_of(uint32_t h) { return (h ^ h >> 15) & (SLOTS - 1); }

static uint32_t bit_of(const char *p, size_t n) { return slot_of(hash_on(2166136261u, p, n)) & (BITS - 1); }

static void add(struct stm_words *w, char **to, struct tdg_str text, size_t source,
                const struct tdg_word *word) {
  struct entry *e = &w->v[w->n++];
  memcpy(*to, text.p, text.n);
  without_hamza(*to, text.n);
  *e = (struct entry){.p = *to,
                      .n = (uint16_t)text.n,
                      .set = (uint8_t)sources[source].set,
                      .language = word->language,
                      .value = (int16_t)(sources[source].value != 0 ? sources[source].value : word->value)};
  size_t key = 0;
  while (key + 1 < KEYS && KEY[key + 1] <= text.n) key++;
  const uint32_t slot = slot_of_key(sources[source].set, *to, key);
  e->key = (uint8_t)key;
  w->keys[e->set][(unsigned char)**to] |= (uint8_t)(1u << key);
  uint16_t *sets = text.n < 3 ? &w->first[(unsigned char)**to] : &w->starts[bit_of(*to, 3)];
  *sets = (uint16_t)(*sets | 1u << e->set);
  e->next = w->slot[slot];
  w->slot[slot] = (uint32_t)w->n;
  if (e->set == SET_SMALL) {
    const uint32_t own = slot_of_key(own_list(word->language), *to, key);
    w->v[w->n] = *e;
    w->v[w->n++].next = w->slot[own];
    w->slot[own] = (uint32_t)w->n;
  }
  *to += text.n;
}

/* Of a list of their own: p is the word of the class, by its last or first bytes. */
static void add_chained(struct stm_words *w, struct tdg_str word, int value, uint32_t *slot) {
  w->v[w->n++] = (struct entry){.p = word.p, .n = (uint16_t)word.n, .value = (int16_t)value, .next = *slot};
  *slot = (uint32_t)w->n;
}
static uint32_t chain_of(const char *p, size_t n) {
  return slot_of(hash_on(2166136261u, p, n)) & (CHAINS - 1);
}

static void add_ending(struct stm_words *w, struct tdg_str end, int value) {
  add_chained(w, end, value, &w->endings[chain_of(end.p + end.n - ENDING, ENDING)]);
}
static void add_date_word(struct stm_words *w, struct tdg_str word, int value) {
  add_chained(w, word, value, &w->dates[chain_of(word.p, DATE_WORD)]);
}

struct stm_words *stm_words_make(tdg_call *call) {
  size_t n = 0, bytes = 1;
  for (size_t k = 0; k < sizeof sources / sizeof *sources; k++) {
    n += sources[k].words->n;
    for (size_t i = 0; i < sources[k].words->n; i++) bytes += 3u * sources[k].words->word[i].size;
  }
  struct stm_words *w = calloc(1, sizeof *w);
  n += tdg_words_statement_endings.n + tdg_words_article_dates.n + tdg_words_statement_small.n;
  if (w != NULL) w->text = malloc(bytes), w->v = calloc(n + 1, sizeof *w->v);
  if (w == NULL || w->text == NULL || w->v == NULL) {
    stm_words_free(w);
    return NULL;
  }
  char *to = w->text;
  for (size_t k = 0; k < sizeof sources / sizeof *sources; k++)
    for (size_t i = 0; i < sources[k].words->n; i++) {
      const struct tdg_word *word = &sources[k].words->word[i];
      struct tdg_str text = tdg_word_text(sources[k].words, word);
      if (sources[k].fold) text = tdg_fold(call, text);
      text = tdg_str_trim(text);
      if (text.n > 0 && text.n <= 3u * word->size) add(w, &to, text, k, word);
    }
  for (size_t i = 0; i < tdg_words_article_dates.n; i++) {
    const struct tdg_str word = tdg_word_text(&tdg_words_article_dates, &tdg_words_article_dates.word[i]);
    if (word.n >= DATE_WORD) add_date_word(w, word, tdg_words_article_dates.word[i].value);
  }
  for (size_t i = 0; i < tdg_words_statement_endings.n; i++) {
    const struct tdg_str end =
        tdg_word_text(&tdg_words_statement_endings, &tdg_words_statement_endings.word[i]);
    if (end.n >= ENDING) add_ending(w, end, tdg_words_statement_endings.word[i].value);
  }
  return w;
}

void stm_words_free(struct stm_words *w) {
  if (w == NULL) return;
  free(w->text);
  free(w->v);
  free(w);
}

/* ---- asking ---- */

static int is_wide(uint32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x0E00 && c <= 0x0EFF);
}

/* Nothing of the phrase's last word stands behind it. */
static int ends_word(struct tdg_str text, size_t n) {
  if (n >= text.n || text.p[n] == ' ') return 1;
  const char *p = text.p + n, *end = text.p + text.n;
  const uint32_t next = tdg_utf8_next(&p, end);
  size_t last = n - 1;
  while (last > 0 && tdg_utf8_is_tail(text.p[last])) last--;
  p = text.p + last;
  const uint32_t before = tdg_utf8_next(&p, end);
  return is_wide(next) || is_wide(before) || !u_isalnum((UChar32)next) || before == '\'';
}

/* Of the sets, one bit each: those with a phrase that may begin so. */
static unsigned may_begin(const struct stm_words *w, struct tdg_str text) {
  return w->first[(unsigned char)*text.p] | (text.n >= 3 ? w->starts[bit_of(text.p, 3)] : 0u);
}

static struct stm_hit find_phrase(const struct stm_words *w, enum stm_set set, struct tdg_str text) {
  struct stm_hit best = {0, 0};
  const unsigned list = set == SET_SMALL && w->has_small ? own_list(w->language) : (unsigned)set,
                 keys = w->keys[set][(unsigned char)*text.p];
  for (size_t key = 0; keys >> key != 0 && KEY[key] <= text.n; key++) {
    if ((keys >> key & 1) == 0) continue;
    for (uint32_t i = w->slot[slot_of_key(list, text.p, key)]; i != 0; i = w->v[i - 1].next) {
      const struct entry *e = &w->v[i - 1];
      if (e->set != set || e->key != key || e->n > text.n || e->n < best.size ||
          (e->language != w->language && (e->n == best.size || (set == SET_SMALL && w->has_small))) ||
          memcmp(e->p, text.p, e->n) != 0)
        continue;
      if (ends_word(text, e->n)) best = (struct stm_hit){e->value, e->n};
    }
  }
  return best;
}

struct stm_hit stm_phrase(const struct stm_words *w, enum stm_set set, struct tdg_str text) {
  if (text.n == 0 || (may_begin(w, text) >> set & 1) == 0) return (struct stm_hit){0, 0};
  return find_phrase(w, set, text);
}

struct stm_hit stm_phrase_at(const struct stm_words *w, enum stm_set set, const struct stm_tokens *t,
                             size_t i) {
  if (i >= t->n ||
      ((w->starts[t->v[i].start] | w->first[(unsigned char)t->folded.p[t->v[i].at]]) >> set & 1) == 0)
    return (struct stm_hit){0, 0};
  return find_phrase(w, set, stm_rest(t, i));
}

/* The longest that begins a word of the text. */
int stm_date_word(const struct stm_words *w, struct tdg_str folded) {
  size_t best = 0;
  int value = 0;
  for (size_t i = 0; i + DATE_WORD <= folded.n; i++) {
    if (i > 0 && folded.p[i - 1] != ' ') continue;
    for (uint32_t k = w->dates[chain_of(folded.p + i, DATE_WORD)]; k != 0; k = w->v[k - 1].next) {
      const struct entry *e = &w->v[k - 1];
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
  const struct entry *best = NULL;
  if (word.n < 5) return 0;
  for (uint32_t i = words->endings[chain_of(word.p + word.n - ENDING, ENDING)]; i != 0;
       i = words->v[i - 1].next) {
    const struct entry *e = &words->v[i - 1];
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
  char low[3];
  if (text.n < 3) return 1;
  for (size_t i = 0; i < 3; i++) {
    if (!tdg_is_letter(text.p[i])) return 1;
    low[i] = tdg_lower(text.p[i]);
  }
  return (may_begin(w, (struct tdg_str){low, 3}) >> set & 1) != 0;
}

/* ---- tokens ---- */

static inline int is_blank(uint32_t c) {
  if (c > ' ' && c < 0xA0) return 0;
  return c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x3000 || c == 0x202F || c == 0x2009 ||
         c == 0x200B;
}
static int is_word(uint32_t c) {
  if ((c >= 0x410 && c < 0x450) || (c >= 0x621 && c <= 0x63A) || (c >= 0x641 && c <= 0x64A)) return 1;
  return c < 128 ? tdg_is_alnum((char)c)
                 : u_isalnum((UChar32)c) || u_charType((UChar32)c) == U_NON_SPACING_MARK;
}

/* A letter of two bytes, of the scripts that have most of them: Cyrillic, Arabic, Hebrew, Latin with marks. */
static inline int is_letter_pair(const char *p, const char *end) {
  if (end - p < 2) return 0;
  const unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
  if (a == 0xD0) return b >= 0x90 && b <= 0xBF; /* U+0410 .. */
  if (a == 0xD1) return b >= 0x80 && b <= 0x9F;
  if (a == 0xD8) return b >= 0xA1 && b <= 0xBA; /* U+0621 .. */
  if (a == 0xD9) return b >= 0x81 && b <= 0x8A;
  if (a == 0xD7) return b >= 0x90 && b <= 0xAA; /* U+05D0 .. */
  return a == 0xC3 && b != 0x97 && b != 0xB7 && b >= 0x80 && b <= 0xBF;
}

static inline uint32_t next_char(const char **p, const char *end) {
  return (unsigned char)**p < 0x80 ? (unsigned char)*(*p)++ : tdg_utf8_next(p, end);
}

static int is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }
static int begins_large(const char *p, const char *end) {
  const uint32_t c = tdg_utf8_next(&p, end);
  return u_isupper((UChar32)c);
}

/* The next piece between blanks; of a script without spaces one character. */
static int cut(struct tdg_str *rest, struct stm_token *t) {
  const char *p = rest->p, *end = p + rest->n, *from, *first = NULL, *last = NULL;
  uint32_t c = 0;
  *t = (struct stm_token){.raw = stm_none()};
  for (from = p; p < end; from = p) {
    c = next_char(&p, end);
    if (!is_blank(c)) break;
  }
  if (from == end || is_blank(c)) return 0;
  for (p = from; p < end;) {
    const char *here = p;
    c = next_char(&p, end);
    if (is_blank(c)) {
      p = here;
      break;
    }
    if (is_apostrophe(c) && first != NULL && (size_t)(here - first) <= 6 && begins_large(p, end)) {
      last = p; /* "l'Estmark" is two words */
      break;
    }
    if (c < 0x80 ? tdg_is_alnum((char)c) : is_word(c)) {
      if (first != NULL && (t->wide || (c >= 0x0E00 && is_wide(c)))) {
        p = here;
        break;
      }
      if (first == NULL) {
        first = here, t->wide = (unsigned char)is_wide(c);
        if (c < 0x80) {
          t->large = c >= 'A' && c <= 'Z', t->small = c >= 'a', t->digit = c <= '9';
        } else {
          t->large = (unsigned char)(u_isupper((UChar32)c) || u_istitle((UChar32)c));
          t->small = (unsigned char)u_islower((UChar32)c);
          t->digit = (unsigned char)u_isdigit((UChar32)c);
        }
      }
      while (!t->wide && p < end && (tdg_is_alnum(*p) || is_letter_pair(p, end))) p += 1 + (*p < 0);
      last = p;
      t->comma = t->stop = t->colon = t->closes = 0;
    } else if (first != NULL) {
      t->comma |=
          (unsigned char)(c == ',' || c == 0x060C || c == 0x3001 || c == 0xFF0C || c == ';' || c == 0x061B);
      t->stop |= (unsigned char)(c == '.' || c == 0x3002 || c == '!' || c == '?');
      t->colon |= (unsigned char)(c == ':' || c == 0xFF1A);
      t->closes |= (unsigned char)(c == '"' || c == ')' || c == ']' || c == 0x201D || c == 0xBB ||
                                   c == 0x201C || c == 0x300D);
    }
  }
  t->raw = (struct tdg_str){from, (size_t)(p - from)};
  t->core = first != NULL ? (struct tdg_str){first, (size_t)(last - first)} : stm_none();
  rest->n -= (size_t)(p - rest->p), rest->p = p;
  return 1;
}

/* No more words than this: each but the first stands behind a blank or an apostrophe, or is a character of a script without spaces. */
static size_t most_tokens(struct tdg_str text, size_t max) {
  size_t n = 1;
  for (size_t i = 0; i < text.n && n < max; i++) {
    const unsigned char c = (unsigned char)text.p[i];
    n += c <= ' ' || c == '\'' || c == 0xC2 || c >= 0xE0; /* letters of two bytes part nothing */
  }
  return n;
}

static struct stm_tokens make_tokens(tdg_call *call, struct tdg_str text, size_t room) {
  struct stm_tokens t = {0};
  struct tdg_str rest = {text.p, text.n};
  struct stm_token *v = tdg_scratch(call, (room + 1) * sizeof *v);
  t.v = v;
  struct tdg_buf b = tdg_buf_make(call, 2 * text.n + 2);
  while (t.n < room && cut(&rest, &v[t.n])) {
    struct stm_token *k = &v[t.n];
    if (k->core.n == 0) { /* signs alone: they belong to the word before */
      if (t.n > 0) {
        struct stm_token *before = &v[t.n - 1];
        if (tdg_str_has(k->raw, ",")) before->comma = 1;
        if (tdg_str_has(k->raw, ":")) before->colon = 1;
        before->closes = 1;
      }
      continue;
    }
    if (k->large || k->small) t.cased = 1;
    if (t.n > 0) tdg_buf_char(&b, ' ');
    tdg_buf_add(&b, k->core.p, k->core.n);
    t.n++;
  }
  const struct tdg_str folded = tdg_fold(call, tdg_buf_get(&b));
  char *out = (char *)(uintptr_t)folded.p; /* it is ours, and only gets shorter */
  size_t at = 0, k = 0;
  for (size_t i = 0; i < folded.n && k < t.n; k++) {
    const char *space = memchr(folded.p + i, ' ', folded.n - i);
    const size_t end = space != NULL ? (size_t)(space - folded.p) : folded.n;
    if (k > 0 && !(t.v[k].wide && t.v[k - 1].wide)) out[at++] = ' ';
    if (at != i) memmove(out + at, folded.p + i, end - i);
    v[k].at = at, v[k].size = end - i;
    at += end - i;
    i = end + 1;
  }
  without_hamza(out, at);
  t.n = k;
  for (size_t i = 0; i < t.n; i++)
    v[i].start = (uint16_t)(t.v[i].at + 3 <= at ? bit_of(out + t.v[i].at, 3) : 0);
  t.folded = (struct tdg_str){out, at};
  return t;
}

/* Each step of reading asks for the words of the same lines: they are kept, in one place for each text. */
enum { KEPT_TOKENS = 64 };
struct stm_token_memo {
  struct {
    struct tdg_str text;
    size_t room;
    struct stm_tokens tokens;
  } v[KEPT_TOKENS];
};

struct stm_token_memo *stm_token_memo_new(tdg_call *call) {
  return tdg_scratch(call, sizeof(struct stm_token_memo));
}

struct stm_tokens stm_tokens(const struct statement *s, struct tdg_str text, size_t max) {
  const size_t room = most_tokens(text, max);
  const uint32_t at = ((uint32_t)(uintptr_t)text.p + (uint32_t)text.n * 31) * 2654435761u >> 26;
  struct stm_token_memo *memo = s->tokens;
  if (memo->v[at].text.p != text.p || memo->v[at].text.n != text.n || memo->v[at].room != room) {
    memo->v[at].tokens = make_tokens(s->call, text, room);
    memo->v[at].text = text, memo->v[at].room = room;
  }
  return memo->v[at].tokens;
}

struct tdg_str stm_rest(const struct stm_tokens *t, size_t i) {
  if (i >= t->n) return stm_none();
  return (struct tdg_str){t->folded.p + t->v[i].at, t->folded.n - t->v[i].at};
}

size_t stm_covers(const struct stm_tokens *t, size_t i, size_t size) {
  size_t n = 0;
  for (const size_t end = i < t->n ? t->v[i].at + size : 0; i + n < t->n && t->v[i + n].at < end;) n++;
  return n;
}

struct tdg_str stm_slice(const struct stm_tokens *t, size_t i, size_t k) {
  if (i >= k || k > t->n) return stm_none();
  const char *from = t->v[i].core.p, *end = t->v[k - 1].core.p + t->v[k - 1].core.n;
  return (struct tdg_str){from, (size_t)(end - from)};
}
