/* statement_tokens.c - the words of a text, as written and folded.
 *
 * They live in the memory of the call.  Nothing here can fail.
 */
#include <unicode/uchar.h>

#include <tidings/kit/text.h>

#include "statement.h"

enum { MAX_TOKENS = 128 /* of one text */, KEPT = 64 /* texts */ };

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

static inline uint32_t next_char(const char **p, const char *end) {
  return (unsigned char)**p < 0x80 ? (unsigned char)*(*p)++ : tdg_utf8_next(p, end);
}

static int is_apostrophe(uint32_t c) { return c == '\'' || c == 0x2019; }
static int begins_large(const char *p, const char *end) {
  const uint32_t c = tdg_utf8_next(&p, end);
  return u_isupper((UChar32)c);
}

/* The next piece between blanks; of a script without spaces one character. */
static int cut(struct tdg_str *rest, struct stm_token *token) {
  struct stm_token *const t = token;
  const char *p = rest->p, *end = p + rest->n, *from, *first = NULL, *last = NULL;
  size_t letters = 0;
  uint32_t c = 0;
  for (from = p; p < end; from = p) {
    c = next_char(&p, end);
    if (!is_blank(c)) break;
  }
  if (from == end || is_blank(c)) return 0;
  *t = (struct stm_token){.at = 0};
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
      if (first != NULL && (t->wide || (c >= 0x0E00 && stm_is_wide(c)))) {
        p = here;
        break;
      }
      if (first == NULL) {
        first = here, t->wide = (unsigned char)stm_is_wide(c);
        if (c < 0x80) {
          t->large = c >= 'A' && c <= 'Z', t->small = c >= 'a', t->digit = c <= '9';
        } else if (stm_is_letter_pair(here, end)) {
          const unsigned char lead = (unsigned char)*here;
          t->large = c < 0xDF || (c >= 0x410 && c < 0x430);
          t->small = !t->large && (lead == 0xC3 || lead == 0xD0 || lead == 0xD1);
        } else {
          t->large = (unsigned char)(u_isupper((UChar32)c) || u_istitle((UChar32)c));
          t->small = (unsigned char)u_islower((UChar32)c);
          t->digit = (unsigned char)u_isdigit((UChar32)c);
        }
      }
      if (c >= 0x80 && !stm_is_letter_pair(here, end)) here = p;
      for (; !t->wide; p += 2) {
        while (p < end && ((*p >= 'a' && *p <= 'z') || tdg_is_alnum(*p))) p++;
        if (!stm_is_letter_pair(p, end)) break;
      }
      last = p, letters += (size_t)(p - here);
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
  t->plain = !t->wide && letters == (size_t)(last - first);
  t->raw = (struct tdg_str){from, (size_t)(p - from)};
  t->core = first != NULL ? (struct tdg_str){first, (size_t)(last - first)} : stm_none();
  rest->n -= (size_t)(p - rest->p), rest->p = p;
  return 1;
}

/* Fold the words, which stand in `text` with a space between them, and say where each of them is. */
static struct tdg_str fold(tdg_call *call, struct tdg_str text, struct stm_token *v, size_t *n) {
  const struct tdg_str folded = tdg_fold(call, text);
  char *out = (char *)(uintptr_t)folded.p; /* it is ours, and only gets shorter */
  size_t at = 0, k = 0;
  for (size_t i = 0; i < folded.n && k < *n; k++) {
    const char *space = memchr(folded.p + i, ' ', folded.n - i);
    const size_t end = space != NULL ? (size_t)(space - folded.p) : folded.n;
    if (k > 0 && !(v[k].wide && v[k - 1].wide)) out[at++] = ' ';
    if (at != i) memmove(out + at, folded.p + i, end - i);
    v[k].at = (uint32_t)at, v[k].size = (uint32_t)(end - i);
    at += end - i;
    i = end + 1;
  }
  stm_without_hamza(out, at);
  *n = k;
  return (struct tdg_str){out, at};
}

/* The same of ASCII, in place; eight bytes at a time. */
static struct tdg_str fold_ascii(char *p, size_t n) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  size_t i = 0;
  for (uint64_t v; n - i >= sizeof v; i += sizeof v) {
    memcpy(&v, p + i, sizeof v);
    const uint64_t large = (v + ones * (0x80 - 'A')) & ~(v + ones * (0x7F - 'Z')) & ones * 0x80;
    v |= large >> 2;
    memcpy(p + i, &v, sizeof v);
  }
  for (; i < n; i++) p[i] = tdg_lower(p[i]);
  for (char *q = p; (q = memchr(q, '`', (size_t)(p + n - q))) != NULL;) *q = '\'';
  return (struct tdg_str){p, n};
}

static int is_ascii(struct tdg_str s) {
  uint64_t all = 0, v;
  size_t i = 0;
  for (; s.n - i >= sizeof v; i += sizeof v) memcpy(&v, s.p + i, sizeof v), all |= v;
  for (; i < s.n; i++) all |= (unsigned char)s.p[i];
  return (all & UINT64_C(0x8080808080808080)) == 0;
}

/* Signs alone belong to the word before. */
static void add_signs(struct stm_token *before, struct tdg_str signs) {
  if (tdg_str_has(signs, ",")) before->comma = 1;
  if (tdg_str_has(signs, ":")) before->colon = 1;
  before->closes = 1;
}

/* All of the text, or `room` words; *whole: all. */
static struct stm_tokens make_tokens(const struct statement *s, struct tdg_str text, size_t room,
                                     int *whole) {
  struct stm_tokens t = {0};
  struct stm_token v[MAX_TOKENS], *kept;
  char *out = tdg_scratch(s->call, 2 * text.n + 1); /* each word has a byte at least, and a space before it */
  size_t n = 0;
  if (room > MAX_TOKENS) room = MAX_TOKENS;
  *whole = 0;
  while (t.n < room && !(*whole = !cut(&text, &v[t.n]))) {
    struct stm_token *k = &v[t.n];
    if (k->core.n == 0) {
      if (t.n > 0) add_signs(&v[t.n - 1], k->raw);
      continue;
    }
    if (k->large || k->small) t.cased = 1;
    if (t.n > 0) out[n++] = ' ';
    k->at = (uint32_t)n, k->size = (uint32_t)k->core.n;
    memcpy(out + n, k->core.p, k->core.n);
    n += k->core.n;
    t.n++;
  }
  const struct tdg_str words = {out, n};
  t.folded = is_ascii(words) ? fold_ascii(out, n) : fold(s->call, words, v, &t.n);
  for (size_t i = 0; i < t.n; i++) {
    const struct tdg_str rest = {t.folded.p + v[i].at, t.folded.n - v[i].at};
    const uint64_t key = v[i].plain ? stm_head_of_word(rest.p, v[i].size) : stm_head_of(rest);
    v[i].sets = (uint16_t)stm_find_head(s->words, key, &v[i].head);
  }
  kept = tdg_scratch(s->call, (t.n + 1) * sizeof *kept);
  if (t.n > 0) memcpy(kept, v, t.n * sizeof *kept);
  t.v = kept;
  return t;
}

/* Each step of reading asks for the words of the same lines: they are kept, in one place for each text. */
struct stm_token_memo {
  struct {
    struct tdg_str text;
    size_t max;
    int whole;
    struct stm_tokens tokens;
  } v[KEPT];
};

struct stm_token_memo *stm_token_memo_new(tdg_call *call) {
  return tdg_scratch(call, sizeof(struct stm_token_memo));
}

/* The first `max` of more words, when no signs stand alone behind the last of them, which would be its own. */
static int may_shorten(const struct stm_tokens *t, size_t max) {
  return max > 0 && t->n > max && t->v[max].raw.p - (t->v[max - 1].raw.p + t->v[max - 1].raw.n) == 1;
}
static struct stm_tokens shortened(struct stm_tokens t, size_t max) {
  t.n = max, t.cased = 0;
  t.folded.n = t.v[max - 1].at + t.v[max - 1].size;
  for (size_t i = 0; i < max; i++) t.cased |= t.v[i].large || t.v[i].small;
  return t;
}

struct stm_tokens stm_tokens(const struct statement *s, struct tdg_str text, size_t max) {
  struct stm_token_memo *memo = s->tokens;
  const uint32_t at = ((uint32_t)(uintptr_t)text.p + (uint32_t)text.n * 31) * 2654435761u >> 26;
  const int known = memo->v[at].text.p == text.p && memo->v[at].text.n == text.n;
  if (known && memo->v[at].max > max && may_shorten(&memo->v[at].tokens, max))
    return shortened(memo->v[at].tokens, max);
  if (!known || (memo->v[at].max != max && !(memo->v[at].whole && memo->v[at].tokens.n <= max))) {
    memo->v[at].tokens = make_tokens(s, text, max, &memo->v[at].whole);
    memo->v[at].text = text, memo->v[at].max = max;
  }
  return memo->v[at].tokens;
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
