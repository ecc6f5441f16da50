/* stages.c - which sentences are out of date; see brief.h.
 *
 * A record without the outcome that others report was written before it: what it says of the outcome is
 * left out, what it expects is marked.  What a record announces and another tells as done, or as not done, is
 * left out.
 */
#include "brief.h"

enum { OVERTAKEN_PERCENT = 60, LEAST_COMMON = 3 };

static int hits_all(const struct sentence *s, enum word word) {
  int n = 0;
  for (size_t i = 0; (s->is & W(word)) != 0 && i < s->n_terms; i++) n += sentence_is(s, i, W(word)) != 0;
  return n;
}

static int reports_outcome(const struct brief *b, int member) {
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *s = &b->sentence[i];
    if (s->member == member && s->index < 2 && hits_all(s, W_OUTCOME) > 0) return 1;
  }
  return 0;
}

/* Records without the outcome that others report are early ones, unless their date says they are younger. */
void brief_find_early(struct brief *b) {
  int64_t first_outcome = 0;
  int outcomes = 0;
  for (int m = 0; m < b->n_members; m++) {
    if (!reports_outcome(b, m)) continue;
    outcomes++;
    if (b->member[m].time != 0 && (first_outcome == 0 || b->member[m].time < first_outcome))
      first_outcome = b->member[m].time;
  }
  for (int m = 0; m < b->n_members && outcomes > 0; m++) {
    int64_t t = b->member[m].time;
    b->member[m].early = !reports_outcome(b, m) && (t == 0 || first_outcome == 0 || t < first_outcome);
  }
}

/* Is what is to come told as past by another record? */
static int is_done(const struct brief *b, const struct sentence *s, uint16_t *common) {
  brief_common_all(b, s, common);
  for (size_t i = 0; i < b->n_sentences; i++) {
    const struct sentence *x = &b->sentence[i];
    if (common[i] < LEAST_COMMON || x->member == s->member || x->role != ROLE_HAPPENING) continue;
    int64_t t = b->member[x->member].time, announced = b->member[s->member].time;
    if (t != 0 && announced != 0 && t < announced) continue;
    if (brief_has_most_words(b, s, x, OVERTAKEN_PERCENT)) return 1;
  }
  return 0;
}

void brief_find_overtaken(struct brief *b) {
  uint16_t *common = tdg_scratch(b->call, (b->n_sentences + 1) * sizeof *common);
  for (size_t i = 0; i < b->n_sentences; i++) {
    struct sentence *s = &b->sentence[i];
    int early = b->member[s->member].early;
    if (!s->usable) continue;
    if (early && s->role == ROLE_HAPPENING && hits_all(s, W_OPEN) > 0) s->usable = 0;
    if (s->role == ROLE_NEXT && is_done(b, s, common)) s->usable = 0;
    s->expected = early && (s->role == ROLE_NEXT || s->role == ROLE_MATTERS);
    if (s->expected) s->liking *= 0.7f;
  }
}
