/* fuzz_facts.c - any text, in any language, as two sentences: facts with ranges inside it, comparisons that are the same
 * both ways, and a sense.  The first byte says the language, the second whether the reports are dated. */
#include <stdlib.h>

#include <tidings/kit/charset.h>

#include "test_facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_range(struct tdg_range r, size_t n) {
  if (r.start > r.end || r.end > n) abort();
}

static size_t read(struct host_call *call, const struct tdg_fact_text *t, struct tdg_fact **out) {
  struct tdg_sense s;
  size_t n = tdg_facts(&call->pub, t, out);
  tdg_sense(t, &s);
  check_range(s.speaker, t->text.n);
  check_range(s.said, t->text.n);
  if ((s.negation != SIZE_MAX && s.negation >= t->n) || (s.verb != SIZE_MAX && s.verb >= t->n)) abort();
  for (size_t i = 0; i < n; i++) {
    const struct tdg_fact *f = &(*out)[i];
    char norm[64];
    check_range(f->range, t->text.n);
    check_range(f->said, t->text.n);
    check_range(f->office, t->text.n);
    check_range(f->side, t->text.n);
    if (f->range.start == f->range.end || f->first > f->last || f->last >= t->n || f->kind <= 0 ||
        f->kind >= TDG_FACT_KINDS)
      abort();
    if (f->n_what < 0 || f->n_what > TDG_FACT_WHAT || f->n_side < 0 || f->n_side > 2) abort();
    if (tdg_fact_norm(t, f, norm, sizeof norm) != strlen(norm)) abort();
  }
  return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const languages[] = {"en", "de", "fr", "es", "it", "nl", "pl", "pt", "ru", "uk", "ar",
                                          "cs", "tr", "he", "zh", "ja", "ko", "sv", "da", "no", ""};
  static struct tdg_lexicon *lexicon;
  struct host_call call;
  if (size < 3 || size > 4096) return 0;
  kit_open(&call);
  if (lexicon == NULL) lexicon = tdg_lexicon_make(&call.pub);
  const char *language = languages[data[0] % (sizeof languages / sizeof *languages)];
  const int64_t published = data[1] & 1 ? 1779273000000 : 0;
  const struct tdg_str all =
      tdg_decode(&call.pub, (struct tdg_str){(const char *)data + 2, size - 2}, "utf-8", "", NULL);
  const char *cut = all.n > 0 ? memchr(all.p, '\n', all.n) : NULL;
  const struct tdg_str a = {all.p, cut != NULL ? (size_t)(cut - all.p) : all.n};
  const struct tdg_str b = cut != NULL ? (struct tdg_str){cut + 1, all.n - a.n - 1} : a;
  const struct tdg_fact_text s = kit_fact_text(&call.pub, lexicon, language, a, published),
                             t = kit_fact_text(&call.pub, lexicon, language, b, published);
  struct tdg_fact *f, *g;
  const size_t n = read(&call, &s, &f), m = read(&call, &t, &g);
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < m; k++)
      if (tdg_facts_compare(&call.pub, &s, &f[i], &t, &g[k]) !=
          tdg_facts_compare(&call.pub, &t, &g[k], &s, &f[i]))
        abort();
  host_free(&call);
  return 0;
}
