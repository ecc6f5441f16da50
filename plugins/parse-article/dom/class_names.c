/* class_names.c - what the names authors of pages give their elements say about them.
 *
 * class, id, itemprop and test ids are program text: their words are English (and a few other languages') by
 * convention, whatever the language of the page.  A value is a list of names, a name a list of words, cut at
 * signs and at a change from small to capital letters.  A "--modifier" says how, not what; "has-", "no-",
 * "is-" speak of something else: both are passed over.  Nothing is allocated.
 */
#include <string.h>

#include "article_page.h"

struct word {
  char text[18];
  uint32_t flags;
};

#define W(text, flags) {text, flags},
/* Sorted by first letter; inside a letter in any order. */
static const struct word words[] = {
#include "class_words.h"
};
#undef W
enum { N_WORDS = sizeof(words) / sizeof(words[0]), MAX_WORD = 18, MAX_NAME_WORDS = 12 };

static unsigned letter_start(char c) {
  unsigned lo = 0, hi = N_WORDS;
  while (lo < hi) {
    unsigned mid = (lo + hi) / 2;
    if (words[mid].text[0] < c) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

static uint32_t compound(const char *p, size_t n) {
  static const char *const heads[] = {"article", "story", "post", "news", "entry", "artikel", "full", "main"};
  static const char *const tails[] = {"body", "content", "text", "copy"};
  int head = 0, tail = 0;
  for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
    head |= n > strlen(heads[i]) && memcmp(p, heads[i], strlen(heads[i])) == 0;
  }
  for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
    size_t t = strlen(tails[i]);
    tail |= n > t && memcmp(p + n - t, tails[i], t) == 0;
  }
  return head && tail ? N_BODY | N_TEXT : 0;
}

static uint32_t word_flags(const char *p, size_t n) {
  char w[MAX_WORD];
  if (n < 2 || n >= MAX_WORD) return n >= MAX_WORD ? 0 : 0;
  memcpy(w, p, n);
  w[n] = '\0';
  for (unsigned i = letter_start(w[0]); i < N_WORDS && words[i].text[0] == w[0]; i++) {
    if (strcmp(words[i].text, w) == 0) return words[i].flags;
  }
  return compound(w, n);
}

static int passes_over(const char *p, size_t n) {
  static const char *const about[] = {"has", "no", "with", "without", "is", "not", "show", "enable", "js"};
  for (size_t i = 0; i < sizeof(about) / sizeof(about[0]); i++) {
    if (strlen(about[i]) == n && memcmp(p, about[i], n) == 0) return 1;
  }
  return 0;
}

/* One name: "article-body__related". */
static uint32_t name_flags(const char *p, size_t n) {
  char w[MAX_WORD];
  size_t k = 0;
  uint32_t flags = 0;
  int first = 1,
      cut = 0; /* cut: the word at hand began or ends at a capital, as in names a program made up: hJpRRP */
  for (size_t i = 0; i <= n; i++) {
    char c = i < n ? p[i] : '-';
    int upper = c >= 'A' && c <= 'Z';
    int letter = upper || (c >= 'a' && c <= 'z');
    int turn = upper && k > 0 && i > 0 && p[i - 1] >= 'a' && p[i - 1] <= 'z';
    if (!letter || turn) {
      if (first && passes_over(w, k)) return 0;
      if (k > 0) {
        int note = k == 2 && n > 2 && memcmp(w, "fn", 2) == 0; /* "fn-3" is a footnote, "fn" alone a name */
        if (k < MAX_WORD && !note && (k > 3 || !(cut || turn))) flags |= word_flags(w, k);
        first = 0;
      }
      cut = turn;
      k = 0;
      if (c == '-' && i + 1 < n && p[i + 1] == '-') break;
    }
    if (letter && k < MAX_WORD) w[k++] = (char)(upper ? c + 32 : c);
  }
  if ((flags & N_ARTICLE) != 0 && (flags & N_TEXT) != 0) flags |= N_BODY;
  return flags;
}

uint32_t names_read(const char *p, size_t n) {
  const char *end = p + n;
  uint32_t flags = 0;
  while (p < end) {
    const char *q = p;
    while (q < end && *q != ' ' && *q != '\n' && *q != '\t' && *q != '\r') q++;
    if (q > p && q - p < 120 &&
        memchr(p, ':', (size_t)(q - p)) == NULL) { /* "print:hidden" is a style, not a name */
      uint32_t one = name_flags(p, (size_t)(q - p));
      if ((one & N_JUNK) != 0) one &= ~(uint32_t)N_BODY;
      flags |= one;
    }
    p = q + 1;
  }
  return flags;
}
