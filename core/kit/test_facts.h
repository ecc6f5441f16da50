/* kit/test_facts.h - a sentence read into facts, and the facts as text, for the tests, the fuzz target and the bench. */
#ifndef KIT_TEST_FACTS_H
#define KIT_TEST_FACTS_H

#include <tidings/kit/facts.h>

#include "test_kit.h"

#include <stdio.h>

static inline struct tdg_fact_text kit_fact_text(tdg_call *call, struct tdg_lexicon *x, const char *language,
                                                 struct tdg_str s, int64_t published) {
  struct tdg_fact_text t = {
      .text = s, .words = tdg_lexicon_language(x, call, language), .published = published};
  struct tdg_term *terms;
  t.n = tdg_terms(call, s, &terms);
  struct tdg_word_mark *marks = (struct tdg_word_mark *)tdg_scratch(call, (t.n + 1) * sizeof *marks);
  tdg_vocabulary_mark(t.words, terms, t.n, marks);
  t.terms = terms, t.marks = marks;
  return t;
}

/* "count 11 [eleven workers] injured part": kind, value, what is said, state, flags. */
static inline size_t kit_say_fact(const struct tdg_fact_text *t, const struct tdg_fact *f, char *out,
                                  size_t size) {
  static const char *const kinds[TDG_FACT_KINDS] = {
      "", "count", "money", "percent", "measure", "duration", "clock", "date", "age", "name", "place"};
  static const char *const flags[] = {"part",   "back", "future", "until", "since", "per",    "change",
                                      "former", NULL,   NULL,     NULL,    NULL,    "nobody", NULL};
  static const char *const states[] = {"",           " injured", " killed", " arrested",
                                       " evacuated", " missing", " rescued"};
  char norm[200];
  (void)tdg_fact_norm(t, f, norm, sizeof norm);
  size_t n = (size_t)snprintf(out, size, "%s %s", kinds[f->kind], norm);
  if (f->said.start != f->range.start || f->said.end != f->range.end)
    n += (size_t)snprintf(out + n, size - n, " [%.*s]", (int)(f->said.end - f->said.start),
                          t->text.p + f->said.start);
  if (f->kind == TDG_FACT_COUNT) n += (size_t)snprintf(out + n, size - n, "%s", states[f->state]);
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (flags[i] != NULL && (f->flags >> i & 1)) n += (size_t)snprintf(out + n, size - n, " %s", flags[i]);
  return n;
}
#endif
