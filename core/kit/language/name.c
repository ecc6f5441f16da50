/* name.c - names in running text: runs of capitalised words with their small joins.
 *
 * A word that begins its sentence is capitalised anyway: it counts when the same word stands capitalised
 * inside another sentence, or goes on into a run that does not look like a beginning ("Starmer Monday"), and
 * never when it is written small elsewhere.  Titles before a name and offices ("President") are left off;
 * days and months end a run.  German writes every noun large: there a single word counts only without an
 * article or adjective before it.
 */
#include "kit/date/date_internal.h"
#include "kit/text/text_internal.h"

#include <string.h>

enum { MAX_NAMES = 8192, MAX_NAME_WORDS = 8, SEEN_INSIDE = 1, SEEN_SMALL = 2, FIRST = 1, HEADING = 2 };

struct seen { /* how a word is written inside sentences; open addressing */
  uint64_t key;
  int how;
};

struct finder {
  tdg_call *call;
  struct tdg_str text;
  const struct tdg_range *w;
  size_t n_words;
  unsigned char
      *first; /* FIRST: word i begins a sentence; HEADING: it stands in one, where capitals say nothing */
  struct seen *seen;
  size_t mask;
  int german;
  struct tdg_name *v;
  size_t n, cap;
};

static const char joins[] = " of the de da do dos das del della di du d' van von der den ten ter la le los "
                            "las el al bin ibn bint y e et "
                            "och und i ";
static const char german_joins[] = " von van zu vom de la di ";
static const char honorifics[] =
    " mr mrs ms miss dr prof sir dame lord lady herr frau m mme mlle monsieur madame sr sra senor "
    "señor senora señora don dona doña pan pani signor signora gospodin ";
static const char offices[] = " president minister premier chancellor king queen prince princess pope "
                              "colonel captain major senator governor mayor "
                              "secretary ambassador chairman chairwoman spokesman spokeswoman spokesperson "
                              "judge justice professor doctor "
                              "congressman congresswoman rep representative präsident präsidentin "
                              "bundeskanzler bundeskanzlerin kanzler kanzlerin "
                              "ministerin außenminister außenministerin ministerpräsident "
                              "ministerpräsidentin sprecher sprecherin président "
                              "présidente ministre presidente presidenta ministro ministra prezydent "
                              "президент премьер министр президента міністр "
                              "прем'єр ";
/* Stand before an office and belong to it. */
static const char ranks[] =
    " prime vice deputy foreign defence defense finance interior former chief attorney general "
    "lieutenant brigadier acting caretaker ";

static const char *word_at(const struct finder *f, size_t i) { return f->text.p + f->w[i].start; }

/* The bytes of a word without a possessive ("Ukraine's"). */
static size_t word_size(const struct finder *f, size_t i) {
  const char *p = word_at(f, i);
  size_t n = f->w[i].end - f->w[i].start;
  if (n > 2 && p[n - 2] == '\'' && (p[n - 1] == 's' || p[n - 1] == 'S')) return n - 2;
  if (n > 4 && memcmp(p + n - 4, "\xe2\x80\x99s", 4) == 0) return n - 4;
  return n;
}

static uint64_t key_of(const char *p, size_t n) {
  uint64_t h = 14695981039346656037u;
  size_t used;
  for (const char *end = p + n; p < end; p += used) {
    uint32_t c = tdg_utf8_read(p, end, &used);
    c = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : (uint32_t)u_tolower((UChar32)c);
    h = (h ^ c) * 1099511628211u;
  }
  return h | 1;
}

static struct seen *lookup(const struct finder *f, uint64_t key) {
  size_t at = (size_t)(key >> 7) & f->mask;
  while (f->seen[at].key != 0 && f->seen[at].key != key) at = (at + 1) & f->mask;
  return &f->seen[at];
}

/* Written large, or with a large second part (al-Assad). */
static int is_capital(const struct finder *f, size_t i) {
  size_t used;
  const char *p = word_at(f, i), *end = f->text.p + f->w[i].end;
  if (text_is_upper(tdg_utf8_read(p, end, &used))) return 1;
  for (size_t k = 1; k < 5 && p + k + 1 < end; k++)
    if (p[k] == '-') return text_is_upper(tdg_utf8_read(p + k + 1, end, &used));
  return 0;
}

static int is_acronym(const char *p, size_t n) {
  size_t letters = 0, used;
  for (const char *end = p + n; p < end; p += used) {
    uint32_t c = tdg_utf8_read(p, end, &used);
    if (text_is_upper(c)) letters++;
    else if (c != '.' && !(c >= '0' && c <= '9')) return 0;
  }
  return letters >= 2 && letters <= 8;
}

static void learn(struct finder *f) {
  size_t slots = 16;
  while (slots < f->n_words * 2) slots *= 2;
  f->seen = (struct seen *)tdg_scratch(f->call, slots * sizeof *f->seen);
  f->mask = slots - 1;
  for (size_t i = 0; i < f->n_words; i++) {
    if (f->first[i]) continue;
    struct seen *s = lookup(f, key_of(word_at(f, i), word_size(f, i)));
    s->key = key_of(word_at(f, i), word_size(f, i));
    s->how |= is_capital(f, i) ? SEEN_INSIDE : SEEN_SMALL;
  }
}

static int begins(const struct finder *f, size_t i) {
  const char *p = f->text.p;
  for (size_t b = f->w[i - 1].end; b < f->w[i].start; b++)
    if (p[b] == '"' || p[b] == ':' || p[b] == '\n' ||
        (b + 2 < f->w[i].start && memcmp(p + b, "\xe2\x80\x9c", 3) == 0))
      return 1;
  return 0;
}

/* Every longer word written large: a heading. */
static void mark_heading(struct finder *f, size_t from, size_t to) {
  if (to - from < 2) return;
  for (size_t i = from; i < to; i++)
    if (word_size(f, i) > 3 && !is_capital(f, i)) return;
  for (size_t i = from; i < to; i++) f->first[i] |= HEADING;
}

/* Which words begin a sentence, or a quotation in one. */
static void mark_first(struct finder *f, const char *language) {
  struct tdg_range *s;
  size_t n = tdg_sentences(f->call, f->text, language, &s), from = 0;
  f->first = (unsigned char *)tdg_scratch(f->call, f->n_words + 1);
  for (size_t k = 0; k < n; k++) {
    size_t to = from;
    while (to < f->n_words && f->w[to].start < s[k].end) to++;
    for (size_t i = from; i < to; i++)
      if (i == from || begins(f, i)) f->first[i] = FIRST;
    if (n > 1 && to > from) mark_heading(f, from, to);
    from = to;
  }
}

/* Only a space between word i and the next; a stop may follow an initial ("J. Rowe") or a title ("Dr. Ames").
 */
static int runs_on(const struct finder *f, size_t i) {
  if (i + 1 >= f->n_words || word_size(f, i) != f->w[i].end - f->w[i].start) return 0;
  const char *p = f->text.p + f->w[i].end, *end = f->text.p + f->w[i + 1].start;
  size_t n = f->w[i].end - f->w[i].start, used;
  if (p < end && *p == '.' &&
      (n <= 2 || memchr(word_at(f, i), '.', n) != NULL || text_in_list(honorifics, word_at(f, i), n)))
    p++;
  if (end - p == 3 && memcmp(p, " & ", 3) == 0) return 1;
  if (p == end) return 0;
  for (; p < end; p += used)
    if (!text_is_space(tdg_utf8_read(p, end, &used)) || *p == '\n') return 0;
  return 1;
}

static int is_calendar(const char *p, size_t n) {
  char low[24];
  if (n < 4 || n >= sizeof low) return 0;
  for (size_t i = 0; i < n; i++) {
    if ((unsigned char)p[i] >= 0x80) return 0;
    low[i] = (char)(p[i] | 0x20);
  }
  int kind = date_word_find(low, n).kind;
  return kind == W_MONTH || kind == W_WEEKDAY;
}

static int is_pronoun(const char *p, size_t n) {
  return text_in_list(" i i'm i've i'll i'd ", p, n) || (n > 3 && text_in_list(" i’m i’ve i’ll i’d ", p, n));
}

/* May word i be part of a name, not looking at its place? */
static int is_name_word(const struct finder *f, size_t i) {
  const char *p = word_at(f, i);
  size_t n = word_size(f, i);
  return is_capital(f, i) && !is_calendar(p, n) && !is_pronoun(p, n);
}

/* Should the first word of a sentence stay in a run of `words` words that it begins? */
static int keep_first(const struct finder *f, size_t i, size_t words) {
  const char *p = word_at(f, i);
  size_t n = word_size(f, i);
  int how = lookup(f, key_of(p, n))->how;
  if (is_acronym(p, n) && !(f->first[i] & HEADING)) return 1;
  if (text_is_starter(p, n)) return 0;
  if (how & SEEN_SMALL) return 0;
  return (how & SEEN_INSIDE) != 0 || (words > 1 && !(f->first[i] & HEADING));
}

/* German: is the word before an article, a number or an adjective? */
static int is_common_noun(const struct finder *f, size_t i) {
  const char *p = word_at(f, i);
  size_t n = word_size(f, i);
  static const char *const endings[] = {"ung",  "ungen", "heit", "keit", "schaft", "tion", "tionen",
                                        "ment", "nis",   "mus",  "tät",  "en",     "er"};
  if (is_acronym(p, n)) return 0;
  if (i > 0 && !f->first[i] && runs_on(f, i - 1)) {
    const char *q = word_at(f, i - 1);
    size_t m = word_size(f, i - 1);
    if (text_in_list(" der die das den dem des ein eine einen einem einer eines kein keine im am zum zur vom "
                     "beim ins ihr ihre sein "
                     "seine seinen mehr viele alle diese dieser dieses zwei drei vier fünf ",
                     q, m))
      return 1;
    if (!is_capital(f, i - 1) && m > 3 &&
        (q[m - 1] == 'e' || (q[m - 2] == 'e' && strchr("nrsm", q[m - 1]) != NULL)))
      return 1;
  }
  for (size_t k = 0; k < sizeof endings / sizeof endings[0]; k++) {
    size_t e = strlen(endings[k]);
    if (n > e + 2 && memcmp(p + n - e, endings[k], e) == 0 && k < 11) return 1;
  }
  return (lookup(f, key_of(p, n))->how & SEEN_SMALL) != 0;
}

static void add(struct finder *f, size_t from, size_t to) {
  if (f->n == MAX_NAMES) return;
  if (f->n == f->cap) {
    size_t cap = f->cap == 0 ? 32 : f->cap * 2;
    struct tdg_name *v = (struct tdg_name *)tdg_scratch(f->call, cap * sizeof *v);
    if (f->n > 0) memcpy(v, f->v, f->n * sizeof *v);
    f->v = v;
    f->cap = cap;
  }
  f->v[f->n++] =
      (struct tdg_name){{f->w[from].start, f->w[to].start + word_size(f, to)}, f->first[from] & FIRST};
}

/* The last word of the run that begins at i. */
static size_t run_end(const struct finder *f, size_t i) {
  size_t last = i;
  while (last - i < MAX_NAME_WORDS && runs_on(f, last)) {
    size_t k = last + 1, small = 0;
    while (small < 2 && k < f->n_words && !is_capital(f, k) &&
           text_in_list(f->german ? german_joins : joins, word_at(f, k), word_size(f, k)) && runs_on(f, k))
      k++, small++;
    if (k >= f->n_words || (f->first[k] & FIRST) || !is_name_word(f, k)) break;
    if ((f->first[k] & HEADING) && !keep_first(f, k, 1)) break;
    last = k;
  }
  return last;
}

static int in_list(const struct finder *f, const char *list, size_t i) {
  return text_in_list(list, word_at(f, i), word_size(f, i));
}

/* Is word i an office with its holder behind it? */
static int is_office(const struct finder *f, size_t i, size_t from, size_t to) {
  if (i >= to || !is_capital(f, i + 1)) return 0;
  if (in_list(f, offices, i) || in_list(f, honorifics, i)) return 1;
  return in_list(f, " general ", i) &&
         (i == from || in_list(f, " attorney secretary lieutenant brigadier ", i - 1));
}

/* Where the name of a person begins behind titles and offices, from when there are none. */
static size_t skip_offices(const struct finder *f, size_t from, size_t to) {
  size_t start = from;
  for (size_t i = from; i < to; i++)
    if (is_office(f, i, from, to)) start = i + 1;
  return start;
}

/* What stands before the office and is none ("French President ...": French); 0 when nothing does. */
static size_t before_office(const struct finder *f, size_t from, size_t start) {
  size_t end = start;
  while (end > from &&
         (in_list(f, offices, end - 1) || in_list(f, honorifics, end - 1) || in_list(f, ranks, end - 1)))
    end--;
  return end;
}

/* Add the run from .. last: the person behind an office and the country or body before it are two names. */
static void add_run(struct finder *f, size_t from, size_t last) {
  size_t start = skip_offices(f, from, last), end = before_office(f, from, start), n = word_size(f, start);
  if (start > from && end > from) add(f, from, end - 1);
  if (start == last &&
      (in_list(f, offices, start) || in_list(f, honorifics, start) || in_list(f, ranks, start) ||
       (n == 1 && !is_acronym(word_at(f, start), n)) || (f->german && is_common_noun(f, start))))
    return;
  add(f, start, last);
}

static size_t take_run(struct finder *f, size_t i) {
  size_t last = run_end(f, i), from = i;
  if (f->first[i] && !keep_first(f, i, last - i + 1)) {
    if (last == i) return i + 1;
    from = i + 1;
    while (from < last && !is_capital(f, from)) from++; /* "The of ..." */
  }
  add_run(f, from, last);
  return last + 1;
}

size_t tdg_names(tdg_call *call, struct tdg_str text, const char *language, struct tdg_name **out) {
  struct tdg_range *w;
  if (language == NULL) language = "";
  struct finder f = {.call = call, .text = text, .german = strncmp(language, "de", 2) == 0};
  f.n_words = tdg_words(call, text, &w);
  f.w = w;
  mark_first(&f, language);
  learn(&f);
  for (size_t i = 0; i < f.n_words;) i = is_name_word(&f, i) ? take_run(&f, i) : i + 1;
  *out = f.v;
  return f.n;
}
