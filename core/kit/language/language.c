/* language.c - the language of a text by its letters and its small words.
 *
 * The script decides most of it; within Latin and Cyrillic the small words vote, each with the weight of one
 * shared among the languages that have it, and letters that only few languages write add to that.  Without
 * enough votes, or with a second language close behind, the answer is "": not sure.  At most MAX_LOOKED bytes
 * are looked at.
 */
#include "kit/text/text_internal.h"

#include <tidings/kit/word_classes.h>

#include <string.h>

enum { MAX_LOOKED = 1 << 14, MAX_WORD = 15, MAX_LANGUAGES = 256, MAX_LETTERS = 64 };

enum script {
  S_NONE,
  S_LATIN,
  S_CYRILLIC,
  S_GREEK,
  S_ARABIC,
  S_HEBREW,
  S_HAN,
  S_KANA,
  S_HANGUL,
  S_THAI,
  S_DEVANAGARI,
  S_OTHER,
  N_SCRIPTS
};

static enum script script_of(uint32_t c) {
  if (c < 0x80) return text_is_ascii_letter(c) ? S_LATIN : S_NONE;
  if (c < 0x250) return c < 0xC0 || c == 0xD7 || c == 0xF7 ? S_NONE : S_LATIN;
  if (c >= 0x1E00 && c < 0x1F00) return S_LATIN;
  if ((c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000)) return S_GREEK;
  if (c >= 0x400 && c < 0x530) return S_CYRILLIC;
  if (c >= 0x5D0 && c < 0x5F3) return S_HEBREW;
  if (c >= 0x620 && c < 0x700) return S_ARABIC;
  if (c >= 0x900 && c < 0x980) return S_DEVANAGARI;
  if (c >= 0xE00 && c < 0xE80) return S_THAI;
  if (c >= 0x3041 && c < 0x3100) return S_KANA;
  if (c >= 0x3400 && c < 0xA000) return S_HAN;
  if (c >= 0xAC00 && c < 0xD7B0) return S_HANGUL;
  return text_is_letter(c) && c >= 0x530 ? S_OTHER : S_NONE;
}

struct vote {
  double score[MAX_LANGUAGES]; /* of each file of core/languages */
  size_t words;
  struct letter {
    uint32_t c, small;
    uint16_t from, n; /* the entries of language-letters that are it, small */
    int is_letter;
  } letter[MAX_LETTERS]; /* each in one place */
};

static void vote_for(struct vote *v, const struct tdg_word_class *c, struct tdg_str text, double weight) {
  size_t from, n = tdg_words_same(c, text, &from);
  for (size_t i = from; i < from + n; i++) v->score[c->word[c->order[i]].language] += weight / (double)n;
}

/* What is known of a letter that is not of ASCII. */
static const struct letter *letter_of(struct vote *v, uint32_t c) {
  struct letter *l = &v->letter[c % MAX_LETTERS];
  if (l->c == c) return l;
  char text[4];
  size_t from = 0, n = 0;
  *l = (struct letter){.c = c, .small = (uint32_t)u_tolower((UChar32)c)};
  l->is_letter = text_is_letter(l->small);
  if (l->is_letter)
    n = tdg_words_same(&tdg_words_language_letters, (struct tdg_str){text, tdg_utf8_put(text, l->small)},
                       &from);
  l->from = (uint16_t)from, l->n = (uint16_t)n;
  return l;
}

/* The letter is one that few languages write; its small form, 0: it is none. */
static uint32_t vote_for_letter(struct vote *v, uint32_t c) {
  const struct tdg_word_class *letters = &tdg_words_language_letters;
  const struct letter *l = letter_of(v, c);
  if (!l->is_letter) return 0;
  for (size_t i = l->from; i < (size_t)l->from + l->n; i++)
    v->score[letters->word[letters->order[i]].language] += 0.8 / (double)l->n;
  return l->small;
}

static void vote_text(struct vote *v, const char *p, const char *end) {
  char word[MAX_WORD + 5];
  size_t n = 0, used;
  for (; p < end; p += used) {
    uint32_t c = (unsigned char)*p;
    used = 1;
    if (c >= 0x80) c = vote_for_letter(v, tdg_utf8_read(p, end, &used));
    else c = text_is_ascii_letter(c) ? c | 0x20 : 0;
    if (c != 0) {
      if (n > MAX_WORD - 4) n = MAX_WORD + 1;
      else if (c < 0x80) word[n++] = (char)c;
      else n += tdg_utf8_put(word + n, c);
      continue;
    }
    if (n > 0 && n <= MAX_WORD)
      v->words++, vote_for(v, &tdg_words_language_words, (struct tdg_str){word, n}, 1);
    n = 0;
  }
}

static int is_cyrillic(const char *code) { return text_in_list(" be bg mk ru sr uk ", code, strlen(code)); }

/* The winner of a script needs two votes, one in fifteen words, and a lead. */
static const char *winner(const struct vote *v, int cyrillic) {
  double best = 0, second = 0;
  const char *name = "";
  for (int k = 0; *tdg_words_code(k) != '\0'; k++) {
    if (v->score[k] <= second || is_cyrillic(tdg_words_code(k)) != cyrillic) continue;
    if (v->score[k] > best) second = best, best = v->score[k], name = tdg_words_code(k);
    else second = v->score[k];
  }
  return best < 1.5 || best * 15 < (double)v->words || best < second * 1.15 ? "" : name;
}

static const char *by_votes(const char *p, const char *end, int cyrillic) {
  struct vote v = {.words = 0};
  vote_text(&v, p, end);
  return winner(&v, cyrillic);
}

/* Persian and Urdu are written with letters Arabic has not. */
static const char *arabic(const char *p, const char *end) {
  size_t used, all = 0, persian = 0, urdu = 0;
  for (; p < end; p += used) {
    uint32_t c = tdg_utf8_read(p, end, &used);
    all += script_of(c) == S_ARABIC;
    persian += c == 0x67E || c == 0x686 || c == 0x698 || c == 0x6AF || c == 0x6CC || c == 0x6A9;
    urdu += c == 0x679 || c == 0x688 || c == 0x691 || c == 0x6D2 || c == 0x6BA || c == 0x6BE || c == 0x6C1;
  }
  if (urdu * 40 > all) return "ur";
  return persian * 40 > all ? "fa" : "ar";
}

/* Two bytes of U+0400 .. U+04FF, most of a text that has one of them. */
static int is_cyrillic_pair(const char *p, const char *end) {
  return end - p > 1 && (unsigned char)(*p - 0xD0) < 4 && tdg_utf8_is_tail(p[1]);
}

/* Of eight bytes of ASCII. */
static size_t letters_of_eight(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  v |= UINT64_C(0x2020202020202020);
  v = (v + UINT64_C(0x1F1F1F1F1F1F1F1F)) & ~(v + UINT64_C(0x0505050505050505)); /* from 'a'; not behind 'z' */
  return (size_t)((v >> 7 & UINT64_C(0x0101010101010101)) * UINT64_C(0x0101010101010101) >> 56);
}

const char *tdg_language(struct tdg_str text) {
  size_t count[N_SCRIPTS] = {0}, used, latin = 0, all = 0;
  if (text.n == 0) return "";
  const char *p = text.p, *end = p + (text.n < MAX_LOOKED ? text.n : MAX_LOOKED);
  for (const char *q = p; q < end; q += used) {
    for (; end - q >= 8 && tdg_utf8_odd_bytes_(q) == 0; q += 8) latin += letters_of_eight(q);
    if (q == end) break;
    used = 1;
    if ((unsigned char)*q < 0x80) latin += text_is_ascii_letter((unsigned char)*q) != 0;
    else if (is_cyrillic_pair(q, end))
      for (used = 0; is_cyrillic_pair(q + used, end); used += 2) count[S_CYRILLIC]++;
    else count[script_of(tdg_utf8_read(q, end, &used))]++;
  }
  count[S_LATIN] += latin;
  for (int i = S_LATIN; i < N_SCRIPTS; i++) all += count[i];
  if (all == 0) return "";
  if (count[S_KANA] * 10 >= count[S_HAN] && (count[S_KANA] + count[S_HAN]) * 4 >= all && count[S_KANA] > 0)
    return "ja";
  if (count[S_HANGUL] * 4 >= all) return "ko";
  if (count[S_HAN] * 4 >= all) return "zh";
  if (count[S_ARABIC] * 2 >= all) return arabic(p, end);
  if (count[S_HEBREW] * 2 >= all) return "he";
  if (count[S_GREEK] * 2 >= all) return "el";
  if (count[S_THAI] * 2 >= all) return "th";
  if (count[S_DEVANAGARI] * 2 >= all) return "hi";
  if (count[S_CYRILLIC] * 2 >= all) return by_votes(p, end, 1);
  if (count[S_LATIN] * 2 >= all) return by_votes(p, end, 0);
  return "";
}
