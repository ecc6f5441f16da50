/* number.c - figures in running text: the number, its unit, what it counts, and whether it is a bound.
 *
 * Words are cut first; a figure begins at a word that is a number or starts with digits.  Years, dates,
 * times, ordinals and things such as versions or telephone numbers are passed over: they count nothing.
 */
#include "kit/facts/number_internal.h"

#include <tidings/kit/word_classes.h>

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_NUMBERS = 4096, MAX_WHAT_WORDS = 4, MAX_FOLDED = 48, BOUND_WORDS = 3 };

struct reader {
  tdg_call *call;
  struct tdg_str text;
  const char *language;
  enum number_separator decimal;
  const struct tdg_range *w; /* words */
  size_t n_words;
  struct tdg_number *v;
  size_t n, cap;
};

struct folded {
  char p[MAX_FOLDED];
  size_t n; /* 0: no such word, or too long */
};

static const char *word_at(const struct reader *r, size_t i) { return r->text.p + r->w[i].start; }
static size_t word_size(const struct reader *r, size_t i) { return r->w[i].end - r->w[i].start; }

/* A word in the form of tdg_fold(), short ones only. */
static struct folded fold_word(const struct reader *r, size_t i) {
  struct folded f = {.n = 0};
  if (i >= r->n_words || word_size(r, i) >= MAX_FOLDED) return f;
  const char *p = word_at(r, i);
  size_t n = word_size(r, i);
  for (f.n = 0; f.n < n && (unsigned char)p[f.n] < 0x80; f.n++) f.p[f.n] = tdg_lower(p[f.n]);
  if (f.n == n) return f;
  struct tdg_str s = tdg_fold(r->call, (struct tdg_str){p, n});
  f.n = s.n < MAX_FOLDED ? s.n : 0;
  memcpy(f.p, s.p, f.n);
  return f;
}

/* Only white space between word i and the next (or nothing, as in Chinese)? */
static int next_is_close(const struct reader *r, size_t i) {
  if (i + 1 >= r->n_words) return 0;
  size_t used;
  for (const char *p = r->text.p + r->w[i].end, *end = r->text.p + r->w[i + 1].start; p < end; p += used)
    if (!text_is_space(tdg_utf8_read(p, end, &used))) return 0;
  return 1;
}

static char byte_before(const struct reader *r, size_t at) { return at > 0 ? r->text.p[at - 1] : '\0'; }
static char byte_at(const struct reader *r, size_t at) { return at < r->text.n ? r->text.p[at] : '\0'; }

static int is_listed(const struct tdg_word_class *c, const struct folded *f) {
  return f->n > 0 && tdg_words_find(c, TDG_EVERY_LANGUAGE, (struct tdg_str){f->p, f->n}) != NULL;
}

/* Short foreign months are words of other languages ("out", "set"). */
static int is_month(const struct folded *f) {
  int language = f->n == 3 && (unsigned char)f->p[0] < 0x80 ? tdg_words_language("en") : TDG_EVERY_LANGUAGE;
  const struct tdg_word *w =
      f->n > 2 ? tdg_words_find(&tdg_words_date_words, language, (struct tdg_str){f->p, f->n}) : NULL;
  return w != NULL && w->value <= TDG_DATE_WORDS_OCTOBER_OR_WEEKDAY; /* months are the first of the values */
}

/* Part of a date or a time of day? */
static int is_calendar(const struct reader *r, size_t i, size_t end, double value, int plain) {
  struct folded before = {.n = 0}, after = {.n = 0};
  if (i > 0) before = fold_word(r, i - 1);
  if (i + 1 < r->n_words) after = fold_word(r, i + 1);
  char a = byte_before(r, r->w[i].start), b = byte_at(r, end);
  if (a == ':' || a == '/' || ((b == ':' || b == '/') && text_is_digit((unsigned char)byte_at(r, end + 1))))
    return 1;
  if (is_listed(&tdg_words_number_clock, &after)) return 1;
  if (!plain || value != (double)(int64_t)value) return 0;
  if (value <= 31 && (is_month(&after) || (is_month(&before) && next_is_close(r, i - 1)))) return 1;
  if (value < 1900 || value > 2099 || end - r->w[i].start != 4) return 0;
  if (is_month(&before) || is_listed(&tdg_words_number_before_year, &before)) return 1;
  return !(next_is_close(r, i) && after.n > 3 && after.p[after.n - 1] == 's' &&
           !number_is_stop(after.p, after.n));
}

/* "10 000": groups behind spaces. */
static size_t spaced_groups(const struct reader *r, size_t i, double *value) {
  size_t k = i;
  if (r->decimal == NUMBER_POINT && byte_at(r, r->w[i].end) == ' ') return i;
  while (word_size(r, i) <= 3 && k - i < 4 && next_is_close(r, k) && word_size(r, k + 1) == 3) {
    double group;
    if (number_digits(word_at(r, k + 1), 3, r->decimal, &group) != 3) break;
    *value = *value * 1000 + group;
    k++;
  }
  return k;
}

/* Number words from i on: "two hundred and ten thousand".  Returns the last word, or i - 1 as "none". */
static size_t number_words(const struct reader *r, size_t i, double *value) {
  double total = 0, part = 0;
  size_t last = i, k = i;
  int any = 0;
  for (; k < r->n_words && k - i < 10; k++) {
    struct folded f = fold_word(r, k);
    if (any && is_listed(&tdg_words_number_and, &f) && next_is_close(r, k) && part >= 100) continue;
    double v = f.n > 0 ? number_word(f.p, f.n, r->language) : -1;
    double scale = any && v < 0 && f.n > 0 ? number_scale(f.p, f.n, r->language) : 0;
    if (v < 0 && scale < 1000) break;
    if (v == 100 || v == 12) part = part > 0 ? part * v : v;
    else if (v >= 1000 || scale >= 1000) total += (part > 0 ? part : 1) * (v >= 1000 ? v : scale), part = 0;
    else if (part > 0 && ((long)part % 100 != 0 || v >= 100)) break;
    else part += v;
    any = 1;
    last = k;
    if (!next_is_close(r, k)) break;
  }
  *value = total + part;
  return any ? last : i - 1;
}

/* 3万人: the scale is the first sign of the word behind. */
static int glued_scale(const struct reader *r, size_t *last, size_t *end, double *value) {
  if (*last + 1 >= r->n_words || r->w[*last + 1].start != *end) return 0;
  size_t used;
  uint32_t c = tdg_utf8_read(word_at(r, *last + 1), r->text.p + r->text.n, &used);
  double scale =
      text_is_dictionary(c) || c >= 0xAC00 ? number_scale(word_at(r, *last + 1), used, r->language) : 0;
  if (scale == 0) return 0;
  *value *= scale;
  *end += used;
  ++*last;
  return 1;
}

/* per cent, pour cent, por ciento */
static int is_percent(const struct folded *first, struct folded second) {
  struct folded both = *first;
  if (first->n == 0 || second.n == 0 || first->n + 1 + second.n > MAX_FOLDED) return 0;
  both.p[both.n++] = ' ';
  memcpy(both.p + both.n, second.p, second.n);
  both.n += second.n;
  return is_listed(&tdg_words_number_percent, &both);
}

/* "of": before what kind of word, as the class number-of says; 0: it is none. */
static int of_what(const struct folded *f) {
  const struct tdg_word *w =
      tdg_words_find(&tdg_words_number_of, TDG_EVERY_LANGUAGE, (struct tdg_str){f->p, f->n});
  return f->n > 0 && w != NULL ? w->value : 0;
}

/* The unit behind byte `end`, or a scale word and then a unit.  Moves *last and *end on. */
static const char *unit_behind(const struct reader *r, size_t *last, size_t *end, double *value) {
  size_t used = 0;
  struct folded f = {.n = 0};
  if (glued_scale(r, last, end, value) && *end < r->w[*last].end) return "";
  for (int i = 0; i < 2 && next_is_close(r, *last) && *end == r->w[*last].end; i++) {
    f = fold_word(r, *last + 1);
    double scale = f.n > 0 ? number_scale(f.p, f.n, r->language) : 0;
    if (scale == 0 || (scale == 100 && *value >= 100)) break;
    *value *= scale;
    *end = r->w[++*last].end;
    if (byte_at(r, *end) == '.' && next_is_close(r, *last) == 0 && *last + 1 < r->n_words && f.n <= 3) {
      size_t gap = r->w[*last + 1].start - *end; /* "3 Mio. Euro" */
      if (gap == 2) *end += 1;
    }
  }
  size_t at = *end;
  while (at < r->text.n && at < *end + 3 &&
         text_is_space(tdg_utf8_read(r->text.p + at, r->text.p + r->text.n, &used)))
    at += used;
  if (at < r->text.n) {
    (void)tdg_utf8_read(r->text.p + at, r->text.p + r->text.n, &used);
    const char *sign = number_unit(r->text.p + at, used);
    if (sign[0] != '\0' && !text_is_letter(tdg_utf8_read(r->text.p + at, r->text.p + r->text.n, &used)))
      return *end = at + used, sign;
  }
  if (*last + 1 >= r->n_words || r->w[*last + 1].start != at) return "";
  f = fold_word(r, *last + 1);
  if (is_percent(&f, fold_word(r, *last + 2))) {
    *last += 2;
    return *end = r->w[*last].end, "%";
  }
  size_t at_unit = *last + 1;
  if (of_what(&f) == TDG_NUMBER_OF_ANY && next_is_close(r, at_unit))
    f = fold_word(r, ++at_unit); /* millones de euros */
  const char *unit = number_unit(f.p, f.n);
  if (unit[0] != '\0') *last = at_unit, *end = r->w[at_unit].end;
  return unit;
}

/* A currency sign (or USD, US$) before byte `start`; moves *start back. */
static const char *unit_before(const struct reader *r, size_t i, size_t *start) {
  size_t at = *start, used;
  if (at > 0 && byte_before(r, at) == ' ') at--;
  if (at == 0) return "";
  (void)text_before(r->text.p, r->text.p + at, &used);
  const char *unit = number_unit(r->text.p + at - used, used);
  if (unit[0] != '\0' && unit[0] != '%' && !text_is_ascii_letter((unsigned char)r->text.p[at - used])) {
    *start = at - used;
    if (*start >= 2 && memcmp(r->text.p + *start - 2, "US", 2) == 0) *start -= 2;
    return unit;
  }
  if (i == 0 || r->w[i - 1].end != at) return "";
  struct folded f = fold_word(r, i - 1);
  if (!text_in_list(" usd eur gbp jpy cny rub uah inr rs ", f.p, f.n)) return "";
  *start = r->w[i - 1].start;
  return number_unit(f.p, f.n);
}

/* Letters glued to digits: "3.5m", "12km", "27-year-old".  Returns 0 when they make it no count (20th, 1990s,
 * B2). */
static int glued(const char *p, size_t n, const char **unit, double *value, const char *currency) {
  if (n == 0) return 1;
  if (p[0] == '-' && n > 1 && text_is_letter((unsigned char)p[1])) return 1;
  char low[8];
  if (n >= sizeof low) return 0;
  for (size_t i = 0; i < n; i++) low[i] = (char)(p[i] | 0x20);
  const struct tdg_word *w =
      tdg_words_find(&tdg_words_number_glued, TDG_EVERY_LANGUAGE, (struct tdg_str){low, n});
  int only_money = w != NULL && n == 1 && w->value > 3; /* m and b alone multiply money only */
  if (w != NULL && (!only_money || currency[0] != '\0')) return *value *= number_power(w->value), 1;
  if (text_in_list(" m ", low, n)) return *unit = "m", 1;
  *unit = number_unit(low, n);
  return (*unit)[0] != '\0';
}

static int counts_something(const struct folded *f, int first) {
  if (f->n == 0 || number_is_stop(f->p, f->n)) return 0;
  if (f->p[0] >= '0' && f->p[0] <= '9') return 0;
  if (first) return 1;
  return !(f->n > 4 && (memcmp(f->p + f->n - 2, "ed", 2) == 0 || memcmp(f->p + f->n - 3, "ing", 3) == 0)) &&
         !is_listed(&tdg_words_number_verbs, f);
}

/* The noun phrase behind word `last`; "of" may stand inside. */
static struct tdg_str what_is_counted(const struct reader *r, size_t last, size_t end) {
  struct folded words[MAX_WHAT_WORDS];
  size_t n = 0, total = 0;
  if (end < r->w[last].end) { /* 27-year-old, 3万人 */
    size_t from = end + (byte_at(r, end) == '-');
    return tdg_fold(r->call, (struct tdg_str){r->text.p + from, r->w[last].end - from});
  }
  int behind = end >= r->w[last].end; /* nothing is glued to the number */
  while (n < MAX_WHAT_WORDS && behind && next_is_close(r, last)) {
    struct folded f = fold_word(r, last + 1);
    int of = of_what(&f) != 0;
    if (of && n > 0 && n + 1 < MAX_WHAT_WORDS && next_is_close(r, last + 1)) {
      struct folded g = fold_word(r, last + 2);
      if (!counts_something(&g, 1)) break;
    } else if (of && n == 0) { /* dozens of people */
      last++;
      continue;
    } else if (!counts_something(&f, n == 0)) {
      break;
    }
    words[n++] = f;
    total += f.n + 1;
    last++;
  }
  if (n == 0) return (struct tdg_str){"", 0};
  char *out = (char *)tdg_scratch(r->call, total + 1);
  size_t at = 0;
  for (size_t i = 0; i < n; i++) {
    if (i > 0) out[at++] = ' ';
    memcpy(out + at, words[i].p, words[i].n);
    at += words[i].n;
  }
  return (struct tdg_str){out, at};
}

static int bound_before(const struct reader *r, size_t first) {
  char text[BOUND_WORDS * (MAX_FOLDED + 1)];
  size_t n = 0, from = first >= BOUND_WORDS ? first - BOUND_WORDS : 0;
  for (size_t i = from; i < first; i++) {
    struct folded f = fold_word(r, i);
    if (is_listed(&tdg_words_number_articles, &f) && i + 1 == first) continue;
    if (n > 0) text[n++] = ' ';
    memcpy(text + n, f.p, f.n);
    n += f.n;
  }
  return number_bound(text, n);
}

static void add(struct reader *r, struct tdg_number number) {
  if (r->n == MAX_NUMBERS) return;
  if (r->n == r->cap) {
    size_t cap = r->cap == 0 ? 16 : r->cap * 2;
    struct tdg_number *v = (struct tdg_number *)tdg_scratch(r->call, cap * sizeof *v);
    if (r->n > 0) memcpy(v, r->v, r->n * sizeof *v);
    r->v = v;
    r->cap = cap;
  }
  r->v[r->n++] = number;
}

/* Finish a figure whose words are first .. last and that ends, so far, at byte end. */
static size_t finish(struct reader *r, size_t first, size_t last, size_t end, double value, const char *unit,
                     int plain) {
  size_t start = r->w[first].start;
  const char *currency = unit_before(r, first, &start);
  if (currency[0] != '\0' && unit[0] == '\0') unit = currency;
  double before = value;
  const char *behind = end == r->w[last].end ? unit_behind(r, &last, &end, &value) : "";
  if (unit[0] == '\0') unit = behind;
  if (is_calendar(r, first, r->w[first].end, before, plain && unit[0] == '\0' && value == before))
    return last + 1;
  struct tdg_number out = {.range = {start, end}, .value = value, .unit = {unit, strlen(unit)}};
  out.what = what_is_counted(r, last, end);
  size_t bound_at = first;
  while (bound_at > 0 && r->w[bound_at - 1].start >= start) bound_at--;
  out.bound = bound_before(r, bound_at);
  add(r, out);
  return last + 1;
}

/* A word that starts with a digit. */
static size_t read_digits(struct reader *r, size_t i) {
  const char *p = word_at(r, i), *unit = "";
  size_t n = word_size(r, i), start = r->w[i].start;
  double value = 0;
  size_t used = number_digits(p, n, r->decimal, &value);
  if (used == 0 || byte_before(r, start) == '#') return i + 1;
  if (byte_before(r, start) == '.' && start > 1 && text_is_digit((unsigned char)byte_before(r, start - 1)))
    return i + 1;
  if (!glued(p + used, n - used, &unit, &value, unit_before(r, i, &start))) return i + 1;
  if (used == n) {
    size_t last = spaced_groups(r, i, &value);
    return finish(r, i, last, r->w[last].end, value, unit, last == i);
  }
  return finish(r, i, i, p[used] == '-' ? r->w[i].start + used : r->w[i].end, value, unit, 0);
}

/* "no one", "one of them" */
static int is_pronoun(const struct reader *r, size_t i, size_t last) {
  struct folded before = {.n = 0};
  if (i > 0) before = fold_word(r, i - 1);
  if (is_listed(&tdg_words_number_pronouns, &before)) return 1;
  return what_is_counted(r, last, r->w[last].end).n == 0;
}

size_t tdg_numbers(tdg_call *call, struct tdg_str text, const char *language, struct tdg_number **out) {
  struct tdg_range *w;
  if (language == NULL) language = "";
  struct reader r = {.call = call, .text = text, .language = language, .decimal = number_decimal(language)};
  struct number_filter filter;
  number_filter_fill(&filter, language);
  r.n_words = tdg_words(call, text, &w);
  r.w = w;
  for (size_t i = 0; i < r.n_words;) {
    unsigned char c = (unsigned char)*word_at(&r, i);
    if (c >= '0' && c <= '9') {
      i = read_digits(&r, i);
      continue;
    }
    if (!number_filter_passes(&filter, word_at(&r, i), word_size(&r, i))) {
      i++;
      continue;
    }
    struct folded f = fold_word(&r, i);
    double value = f.n > 1 ? number_word(f.p, f.n, language) : -1;
    if (value < 0) {
      i++;
      continue;
    }
    size_t last = number_words(&r, i, &value);
    if (value == 1 && is_pronoun(&r, i, last)) i = last + 1;
    else i = finish(&r, i, last, r.w[last].end, value, "", 0);
  }
  *out = r.v;
  return r.n;
}
