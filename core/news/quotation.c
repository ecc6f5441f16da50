/* news/quotation.c - is a part of a text a whole quotation, or was it cut so that it says something else?  See
 * news.h.
 *
 * Words, numbers and sentences are those of the kit.  The numbers are those of tdg_numbers() and not the typed facts: facts
 * leave out what counts or measures nothing they know, and say nothing in a language without tables, and here no number and
 * no negation may be passed over, in any language.  Memory is the call's; nothing can fail.
 */
#include "news/news.h"

#include <string.h>

#include <tidings/kit/facts.h>
#include <tidings/kit/str.h>
#include <tidings/kit/terms.h>
#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>

/* ---- characters beside a place ---- */

static uint32_t after(struct tdg_str text, size_t at) {
  const char *p = text.p + at;
  return at < text.n ? tdg_utf8_next(&p, text.p + text.n) : 0;
}

/* The start of the character that ends at `at`. */
static size_t step_back(struct tdg_str text, size_t at) {
  if (at > 0) at--;
  while (at > 0 && tdg_utf8_is_tail(text.p[at])) at--;
  return at;
}

static uint32_t before(struct tdg_str text, size_t at) {
  return at == 0 ? 0 : after(text, step_back(text, at));
}

int quotation_is_space(uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static int is_one_of(uint32_t c, const char *signs) {
  const char *p = signs, *end = signs + strlen(signs);
  while (p < end)
    if (tdg_utf8_next(&p, end) == c) return c != 0;
  return 0;
}

static int is_stop(uint32_t c) { return is_one_of(c, ".!?…‥。！？．।॥؟۔።։"); }
/* Between clauses, after a place line, between a title and the name of an outlet. */
static int is_clause_sign(uint32_t c) { return is_one_of(c, ":;—–|•·：；؛、"); }
static int is_quote(uint32_t c) { return is_one_of(c, "\"'“”„‟‘’‚‛«»‹›「」『』《》〈〉"); }
static int is_bracket(uint32_t c) { return is_one_of(c, "()[]（）【】"); }

static size_t skip_space_back(struct tdg_str text, size_t at) {
  while (at > 0 && quotation_is_space(before(text, at))) at = step_back(text, at);
  return at;
}

static size_t skip_space(struct tdg_str text, size_t at) {
  while (at < text.n && quotation_is_space(after(text, at))) {
    const char *p = text.p + at;
    (void)tdg_utf8_next(&p, text.p + text.n);
    at = (size_t)(p - text.p);
  }
  return at;
}

/* ---- words and numbers ---- */

struct parts {
  struct tdg_range *word, *sentence;
  struct tdg_number *number;
  size_t n_words, n_sentences, n_numbers;
};

static int has_inside(const struct tdg_range *v, size_t n, size_t at) {
  for (size_t i = 0; i < n; i++)
    if (v[i].start < at && at < v[i].end) return 1;
  return 0;
}

static int is_digit(uint32_t c) { return c < 0x80 && tdg_is_digit((char)c); }

/* The sign of a number stands before it, or after it. */
static int parts_a_sign(struct tdg_str text, size_t at) {
  uint32_t left = before(text, at), right = after(text, at);
  if (is_digit(right) && is_one_of(left, "-−+±$€£¥~<>≤≥")) return 1;
  return is_digit(left) && is_one_of(right, "%‰°$€£¥½¼¾²³");
}

static int is_inside(const struct parts *parts, struct tdg_str text, size_t at) {
  if (at == 0 || at == text.n) return 0;
  if (tdg_utf8_is_tail(text.p[at])) return 1;
  if (has_inside(parts->word, parts->n_words, at) || parts_a_sign(text, at)) return 1;
  for (size_t i = 0; i < parts->n_numbers; i++)
    if (parts->number[i].range.start < at && at < parts->number[i].range.end) return 1;
  return 0;
}

/* ---- borders ---- */

/* One or two hyphens between spaces are a dash. */
static int is_dash(struct tdg_str text, size_t end) {
  size_t start = end;
  while (end - start < 2 && before(text, start) == '-') start--;
  return start < end && quotation_is_space(before(text, start)) && quotation_is_space(after(text, end));
}

static int begins_sentence(const struct parts *parts, size_t at) {
  for (size_t i = 0; i < parts->n_sentences; i++)
    if (parts->sentence[i].start == at) return 1;
  return 0;
}

static int ends_sentence(const struct parts *parts, struct tdg_str text, size_t at) {
  for (size_t i = 0; i < parts->n_sentences; i++)
    if (skip_space_back(text, parts->sentence[i].end) == at) return 1;
  return 0;
}

/* Is there a word that denies or doubts what follows, between the beginning of the sentence and this place? */
static int loses_denial(tdg_call *call, const struct parts *parts, struct tdg_str text, size_t at,
                        const char *language) {
  size_t from = 0, found;
  for (size_t i = 0; i < parts->n_sentences; i++)
    if (parts->sentence[i].start < at) from = parts->sentence[i].start;
  const struct tdg_str lost = {text.p + from, at - from};
  struct tdg_term *t;
  const size_t n = tdg_terms(call, lost, &t);
  return tdg_negations(lost, t, n, language, TDG_NEGATION, &found, 1) > 0 ||
         tdg_negations(lost, t, n, language, TDG_HEDGE, &found, 1) > 0 ||
         tdg_has_negation_sign(lost, TDG_NEGATION) || tdg_has_negation_sign(lost, TDG_HEDGE);
}

static int may_begin(tdg_call *call, const struct parts *parts, struct tdg_str text, size_t at,
                     const char *language) {
  const size_t end = skip_space_back(text, at);
  size_t behind = end;
  if (end == 0 || begins_sentence(parts, at)) return 1;
  if (memchr(text.p + end, '\n', at - end) != NULL) return 1;
  if (is_quote(after(text, at)) ||
      (end == at && (is_quote(before(text, at)) || is_bracket(before(text, at)))))
    return 1;
  while (behind > 0 && (is_quote(before(text, behind)) || is_bracket(before(text, behind))))
    behind = skip_space_back(text, step_back(text, behind));
  if (behind == 0 || is_stop(before(text, behind))) return 1;
  return (is_clause_sign(before(text, end)) || is_dash(text, end)) &&
         !loses_denial(call, parts, text, end, language);
}

static int may_end(const struct parts *parts, struct tdg_str text, size_t at) {
  const size_t next = skip_space(text, at);
  size_t last = at;
  if (next == text.n || ends_sentence(parts, text, at)) return 1;
  if (memchr(text.p + at, '\n', next - at) != NULL) return 1;
  if (is_quote(before(text, at)) || (next == at && is_quote(after(text, at)))) return 1;
  while (last > 0 && is_bracket(before(text, last))) last = step_back(text, last);
  if (is_stop(before(text, last)) || is_clause_sign(before(text, at))) return 1;
  const uint32_t c = after(text, next);
  return is_stop(c) || is_clause_sign(c) ||
         (c == '-' && next > at && quotation_is_space(after(text, next + 1)));
}

/* The text is read once, however many parts of it are asked for. */
static void read_parts(tdg_call *call, struct tdg_str text, const char *language, struct parts *parts) {
  parts->n_words = tdg_words(call, text, &parts->word);
  parts->n_numbers = tdg_numbers(call, text, language, &parts->number);
  parts->n_sentences = tdg_sentences(call, text, language, &parts->sentence);
}

/* parts->word is NULL until the text had to be read. */
static const char *fault_of(tdg_call *call, struct parts *parts, struct tdg_str text, struct tdg_range part,
                            const char *language, int marked_before, int marked_after) {
  part.start = skip_space(text, part.start);
  part.end = skip_space_back(text, part.end);
  if (part.start >= part.end) return "it is empty";
  if (part.start == 0 && part.end == text.n) return NULL;
  if (parts->word == NULL) read_parts(call, text, language, parts);
  if (is_inside(parts, text, part.start) || is_inside(parts, text, part.end))
    return "it is cut inside a word or a number";
  if (!marked_before && !may_begin(call, parts, text, part.start, language))
    return "it begins inside a sentence: put an ellipsis before it, or begin where the sentence begins";
  if (!marked_after && !may_end(parts, text, part.end))
    return "it ends inside a sentence: put an ellipsis after it, or end where the sentence ends";
  return NULL;
}

const char *quotation_fault(tdg_call *call, struct tdg_str text, struct tdg_range part, const char *language,
                            int marked_before, int marked_after) {
  struct parts parts = {0};
  return fault_of(call, &parts, text, part, language, marked_before, marked_after);
}

enum { MAX_PLACES = 8 };
/* Where a text says one thing over and over, the first few places are looked at. */
int quotation_is_in(tdg_call *call, struct tdg_str text, struct tdg_str part, const char *language) {
  struct parts parts = {0};
  size_t from = 0;
  for (int place = 0; place < MAX_PLACES && part.n > 0 && from + part.n <= text.n; place++) {
    const char *at = memmem(text.p + from, text.n - from, part.p, part.n);
    if (at == NULL) return 0;
    const size_t start = (size_t)(at - text.p);
    if (fault_of(call, &parts, text, (struct tdg_range){start, start + part.n}, language, 0, 0) == NULL)
      return 1;
    from = start + 1;
  }
  return 0;
}

/* ---- values ---- */

static int has_number(const struct tdg_number *v, size_t n, double value) {
  for (size_t i = 0; i < n; i++)
    if (v[i].value == value) return 1;
  return 0;
}

static int has_word(const struct tdg_term *v, size_t n, const struct tdg_term *t) {
  for (size_t i = 0; i < n; i++)
    if (v[i].hash == t->hash || v[i].stem == t->stem) return 1;
  return 0;
}

static int is_of_number(const struct tdg_number *v, size_t n, const struct tdg_term *t) {
  for (size_t i = 0; i < n; i++)
    if (v[i].range.start <= t->start && t->end <= v[i].range.end) return 1;
  return 0;
}

int quotation_gives(tdg_call *call, struct tdg_str text, struct tdg_str value, const char *language) {
  struct tdg_number *said, *claimed;
  struct tdg_term *words, *wanted;
  const size_t n_said = tdg_numbers(call, text, language, &said),
               n_claimed = tdg_numbers(call, value, language, &claimed),
               n_words = tdg_terms(call, text, &words), n_wanted = tdg_terms(call, value, &wanted);
  for (size_t i = 0; i < n_claimed; i++)
    if (!has_number(said, n_said, claimed[i].value)) return 0;
  for (size_t i = 0; i < n_wanted; i++)
    if (!is_of_number(claimed, n_claimed, &wanted[i]) && !has_word(words, n_words, &wanted[i])) return 0;
  return 1;
}
