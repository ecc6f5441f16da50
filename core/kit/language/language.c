/* language.c - the language of a text by its letters and its small words.
 *
 * The script decides most of it; within Latin and Cyrillic the small words vote, each with the weight of one
 * shared among the languages that have it, and letters that only few languages write add to that.  Without
 * enough votes, or with a second language close behind, the answer is "": not sure.  At most MAX_LOOKED bytes
 * are looked at.
 */
#include "kit/text/text_internal.h"

#include "kit/language/language_table.h"

#include <string.h>

enum {
  MAX_LOOKED = 1 << 14,
  MAX_WORD = 15,
  N_LATIN = sizeof latin_names / sizeof latin_names[0],
  N_CYRILLIC = sizeof cyrillic_names / sizeof cyrillic_names[0],
  N_MAX = 32
};

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

/* Letters that point to one language or few. */
struct letter {
  uint32_t letter;
  const char *languages;
};
static const struct letter letters[] = {
    {0xDF, " de "},          {0xF1, " es "},
    {0xE3, " pt ro vi "},    {0xF5, " pt "},
    {0x142, " pl "},         {0x119, " pl "},
    {0x15B, " pl "},         {0x17C, " pl "},
    {0x105, " pl "},         {0x17A, " pl "},
    {0x159, " cs "},         {0x11B, " cs "},
    {0x16F, " cs "},         {0x13E, " sk "},
    {0xF4, " sk fr vi "},    {0x11F, " tr "},
    {0x131, " tr "},         {0x15F, " tr "},
    {0xE5, " sv da no "},    {0xF8, " da no "},
    {0xE6, " da no "},       {0xF6, " sv de fi hu tr "},
    {0xE4, " sv de fi sk "}, {0x151, " hu "},
    {0x171, " hu "},         {0x219, " ro "},
    {0x21B, " ro "},         {0x103, " ro vi "},
    {0x1A1, " vi "},         {0x1B0, " vi "},
    {0x111, " vi hr "},      {0x107, " hr pl "},
    {0x10D, " cs sk hr "},   {0x161, " cs sk hr "},
    {0x17E, " cs sk hr "},   {0xEA, " fr pt vi "},
    {0xE8, " fr it ca "},    {0xE0, " fr it ca pt "},
    {0xF2, " it ca "},       {0xEC, " it "},
    {0xE7, " fr pt tr ca "}, {0xF0, " is "},
};
static const struct letter cyrillic_letters[] = {
    {0x456, " uk "}, {0x457, " uk "}, {0x454, " uk "}, {0x491, " uk "}, {0x44B, " ru "},
    {0x44D, " ru "}, {0x451, " ru "}, {0x44A, " bg "}, {0x458, " sr "}, {0x459, " sr "},
    {0x45A, " sr "}, {0x452, " sr "}, {0x45B, " sr "}, {0x45F, " sr "},
};

struct vote {
  const char *const *names;
  size_t n_names;
  const struct small *small;
  size_t n_small;
  const struct letter *letters;
  size_t n_letters;
  double score[N_MAX];
  size_t words;
};

static void vote_letter(struct vote *v, uint32_t c) {
  for (size_t i = 0; i < v->n_letters; i++) {
    if (v->letters[i].letter != c) continue;
    for (size_t k = 0; k < v->n_names; k++)
      if (text_in_list(v->letters[i].languages, v->names[k], strlen(v->names[k])))
        v->score[k] += 0.8 / (double)(strlen(v->letters[i].languages) / 3);
    return;
  }
}

static void vote_word(struct vote *v, const char *word) {
  size_t lo = 0, hi = v->n_small;
  v->words++;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    int c = strcmp(word, v->small[mid].word);
    if (c == 0) {
      unsigned set = v->small[mid].languages;
      double weight = 1.0 / __builtin_popcount(set);
      for (size_t k = 0; k < v->n_names; k++)
        if (set >> k & 1) v->score[k] += weight;
      return;
    }
    if (c < 0) hi = mid;
    else lo = mid + 1;
  }
}

static void vote_text(struct vote *v, const char *p, const char *end) {
  char word[MAX_WORD + 5];
  size_t n = 0, used;
  for (; p < end; p += used) {
    uint32_t c = tdg_utf8_read(p, end, &used);
    c = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : (uint32_t)u_tolower((UChar32)c);
    if (text_is_letter(c)) {
      if (c >= 0x80) vote_letter(v, c);
      if (n <= MAX_WORD - 4) n += tdg_utf8_put(word + n, c);
      else n = MAX_WORD + 1;
      continue;
    }
    word[n <= MAX_WORD ? n : 0] = '\0';
    if (n > 0 && n <= MAX_WORD) vote_word(v, word);
    n = 0;
  }
}

/* The winner needs two votes, one in fifteen words, and a lead. */
static const char *winner(const struct vote *v) {
  size_t best = 0;
  double second = 0;
  for (size_t k = 1; k < v->n_names; k++)
    if (v->score[k] > v->score[best]) best = k;
  for (size_t k = 0; k < v->n_names; k++)
    if (k != best && v->score[k] > second) second = v->score[k];
  if (v->score[best] < 1.5 || v->score[best] * 15 < (double)v->words || v->score[best] < second * 1.15)
    return "";
  return v->names[best];
}

static const char *by_votes(const char *p, const char *end, int cyrillic) {
  struct vote v = {.names = latin_names,
                   .n_names = N_LATIN,
                   .small = latin_small,
                   .n_small = sizeof latin_small / sizeof latin_small[0],
                   .letters = letters,
                   .n_letters = sizeof letters / sizeof letters[0]};
  if (cyrillic)
    v = (struct vote){.names = cyrillic_names,
                      .n_names = N_CYRILLIC,
                      .small = cyrillic_small,
                      .n_small = sizeof cyrillic_small / sizeof cyrillic_small[0],
                      .letters = cyrillic_letters,
                      .n_letters = sizeof cyrillic_letters / sizeof cyrillic_letters[0]};
  vote_text(&v, p, end);
  return winner(&v);
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

const char *tdg_language(struct tdg_str text) {
  size_t count[N_SCRIPTS] = {0}, used, all = 0;
  const char *p = text.p, *end = p + (text.n < MAX_LOOKED ? text.n : MAX_LOOKED);
  for (const char *q = p; q < end; q += used) count[script_of(tdg_utf8_read(q, end, &used))]++;
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
