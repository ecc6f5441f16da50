/* fact.c - the typed facts of a sentence; see tidings/kit/facts.h.
 *
 * Read in one pass from left to right: at each term the readers of dates, times of day, ages and amounts are
 * asked in that order, because "4 March", "5:20" and "aged 43" begin as counts do; names and places are read
 * in a second pass.  A sentence without digits, number words, capitals or cues costs one look at each mark.
 */
#include "kit/facts/fact_internal.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b) {
  const struct tdg_fact *x = a, *y = b;
  if (x->range.start != y->range.start) return x->range.start < y->range.start ? -1 : 1;
  return x->kind - y->kind;
}

size_t tdg_facts(tdg_call *call, const struct tdg_fact_text *t, struct tdg_fact **out) {
  const uint64_t day = FACT_LIST(YEAR_SIGN) | FACT_LIST(MONTH_SIGN) | FACT_LIST(DAY_BEFORE_YESTERDAY) |
                       FACT_LIST(YESTERDAY) | FACT_LIST(TODAY) | FACT_LIST(TOMORROW) |
                       FACT_LIST(DAY_AFTER_TOMORROW);
  const uint64_t amount = FACT_WORD(NUMBER) | FACT_WORD(FRACTION) | FACT_WORD(NEGATION) | FACT_WORD(SCALE);
  struct fact_reader r = {.call = call, .t = t, .traits = tdg_vocabulary_traits(t->words)};
  const int ages_in_words = fact_has_age_words(&r);
  *out = NULL;
  if (t->n > TDG_FACT_MAX_TERMS) return 0;
  for (size_t i = 0, next; i < t->n; i = next) {
    const struct tdg_word_mark *m = &t->marks[i];
    int number = (t->terms[i].flags & TDG_TERM_NUMBER) || m->number >= 0;
    next = 0;
    if (number || m->month != 0 || m->weekday != 0 || (m->is & day) || (m->facts & FACT_WORD(RELATIVE)))
      next = fact_read_date(&r, i);
    if (next == 0 && (number || (m->facts & FACT_WORD(CLOCK)))) next = fact_read_clock(&r, i);
    if (next == 0)
      next = number                                     ? fact_read_age(&r, i)
             : ages_in_words || fact_is_hyphened(&r, i) ? fact_read_age_word(&r, i)
                                                        : 0;
    if (next == 0 && (number || (m->facts & amount))) next = fact_read_amount(&r, i);
    if (next <= i) next = i + 1;
  }
  fact_read_names(&r);
  if (r.n > 1) qsort(r.v, r.n, sizeof *r.v, by_place);
  *out = r.v;
  return r.n;
}
