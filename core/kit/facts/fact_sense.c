/* fact_sense.c - the sense of a sentence: denied or not, past or to come, how far a matter has come, and who says it;
 * see tidings/kit/facts.h.
 *
 * The verb that counts is the furthest stage that is named outside of what a noun phrase says in passing; negation and
 * tense are looked for in its clause: from the last comma or conjunction before it to the next behind it.
 * Without such a verb they are those of the first clause.  Pure; nothing is allocated.
 */
#include "kit/facts/fact_internal.h"

#include <tidings/kit/word_classes.h>

enum { MOST_SPEAKER = 9, NEAR_BEFORE = 7, NEAR_BEHIND = 3, NEAR_FAILS = 4 };

struct clause {
  size_t first, end; /* terms */
};

static struct fact_reader reader_of(const struct tdg_fact_text *t) {
  struct fact_reader r = {.t = t, .traits = tdg_vocabulary_traits(t->words)};
  return r;
}

static struct clause clause_of(const struct fact_reader *r, size_t at) {
  struct clause c = {at, at + 1};
  while (c.first > 0 && !fact_is_border(r, c.first)) c.first--;
  while (c.end < r->t->n && !fact_is_border(r, c.end)) c.end++;
  return c;
}

/* ---- stage ---- */

static const int rank[TDG_FACT_STAGES_COUNT] = {
    [TDG_FACT_STAGES_PLAN] = 1,     [TDG_FACT_STAGES_PROPOSE] = 2, [TDG_FACT_STAGES_AGREE] = 4,
    [TDG_FACT_STAGES_APPROVE] = 6,  [TDG_FACT_STAGES_SIGN] = 5,    [TDG_FACT_STAGES_RATIFY] = 7,
    [TDG_FACT_STAGES_IN_FORCE] = 8, [TDG_FACT_STAGES_START] = 3,   [TDG_FACT_STAGES_END] = 9,
    [TDG_FACT_STAGES_CANCEL] = 9,   [TDG_FACT_STAGES_REJECT] = 9,  [TDG_FACT_STAGES_SUSPEND] = 8};

/* The furthest of the first part of the sentence that names more than a plan: what hangs on it speaks of the rest. */
static void find_stage(const struct fact_reader *r, struct tdg_sense *s) {
  for (size_t i = 0; i < r->t->n; i++) {
    if (fact_is_border(r, i) && rank[s->stage] > rank[TDG_FACT_STAGES_PROPOSE]) return;
    int value = r->t->marks[i].facts & FACT_WORD(STAGE) ? fact_word(r, i, TDG_FACT_WORD_STAGE, NULL) : 0;
    if (value == 0 || (s->stage != 0 && rank[value] <= rank[s->stage])) continue;
    s->stage = value, s->verb = i;
  }
}

/* ---- tense ---- */

static int is_ahead(int tense) { return tense == TDG_TENSE_FUTURE || tense == TDG_TENSE_CONDITIONAL; }

/* The auxiliary nearest before the verb, and what stands over it: "would have signed"; else the first of the clause. */
static int tense_in(const struct fact_reader *r, struct clause c, size_t verb) {
  int found = TDG_TENSE_NONE;
  if (verb < c.end && is_ahead(fact_tense_of_ending(r, verb))) return fact_tense_of_ending(r, verb);
  for (size_t i = verb < c.end ? verb + 1 : c.first; i-- > c.first;) {
    int tense = fact_tense_at(r, i);
    if (is_ahead(tense)) return tense;
    if (tense == TDG_TENSE_PAST && fact_word(r, i, TDG_FACT_WORD_TENSE, NULL) != 0) {
      for (size_t k = i; k-- > c.first && k + 2 >= i;)
        if (is_ahead(fact_tense_at(r, k))) return fact_tense_at(r, k);
      found = tense;
      break;
    }
    if (found == TDG_TENSE_NONE) found = tense;
    if (fact_word(r, i, TDG_FACT_WORD_SPEECH, NULL) != 0) break;
  }
  if (found == TDG_TENSE_NONE && verb < c.end) found = fact_tense_of_ending(r, verb);
  for (size_t i = verb < c.end ? verb : c.first;
       i < c.end && (found == TDG_TENSE_NONE || r->traits->verb_last); i++) {
    int tense = fact_tense_at(r, i);
    if (tense != TDG_TENSE_NONE) found = tense;
  }
  return found;
}

/* ---- negation ---- */

static int negates(const struct fact_reader *r, size_t i, size_t *n) {
  int value = r->t->marks[i].facts & FACT_WORD(NEGATION) ? fact_word(r, i, TDG_FACT_WORD_NEGATION, n) : 0;
  return value == TDG_FACT_NEGATIONS_OTHER ? -1 : value; /* "not only" */
}

static void find_negation(const struct fact_reader *r, struct clause c, struct tdg_sense *s) {
  size_t n = 1;
  int fails = 0;
  for (size_t i = c.first; i < c.end; i += n) {
    n = 1;
    if (fact_word(r, i, TDG_FACT_WORD_BOUND, &n) != 0) continue; /* "not less than 14" */
    int value = negates(r, i, &n),
        near = s->verb >= c.end || (i < s->verb ? i + NEAR_BEFORE >= s->verb : i <= s->verb + NEAR_BEHIND);
    if (value < 0) continue;
    n = 1;
    if (value == 0 && tdg_negation_tail(fact_term_text(r, i)) == 0) continue;
    if (value == TDG_FACT_NEGATIONS_FAILS) {
      if (s->verb < c.end && (i >= s->verb || i + NEAR_FAILS < s->verb)) continue;
      fails = !fails;
      s->negation = i;
      s->polarity = -1;
      continue;
    }
    if (value == TDG_FACT_NEGATIONS_WITHOUT) continue;
    if (value == TDG_FACT_NEGATIONS_NONE && !r->traits->inflected && i > c.first &&
        !(r->t->marks[i - 1].facts & FACT_WORD(TENSE)))
      continue; /* "with no dissent" says nothing of the verb */
    if (!near && !r->traits->verb_last) continue;
    if (s->negation != SIZE_MAX && fails) s->polarity = 1; /* did not refuse */
    else s->polarity = -1;
    if (s->negation == SIZE_MAX) s->negation = i;
  }
  size_t k;
  for (size_t i = c.first; i + 1 < c.end && s->polarity < 0; i++) /* "did not refuse to sign" */
    if (negates(r, i, &k) == TDG_FACT_NEGATIONS_NOT && negates(r, i + 1, &k) == TDG_FACT_NEGATIONS_FAILS)
      s->polarity = 1;
}

/* ---- who says it ---- */

static const int speeches[TDG_FACT_SPEECH_COUNT] = {[TDG_FACT_SPEECH_SAID] = TDG_SPEECH_SAID,
                                                    [TDG_FACT_SPEECH_CONFIRMED] = TDG_SPEECH_CONFIRMED,
                                                    [TDG_FACT_SPEECH_DENIED] = TDG_SPEECH_DENIED,
                                                    [TDG_FACT_SPEECH_THINKS] = TDG_SPEECH_THINKS,
                                                    [TDG_FACT_SPEECH_ASKED] = TDG_SPEECH_ASKED,
                                                    [TDG_FACT_SPEECH_ACCORDING] = TDG_SPEECH_SAID,
                                                    [TDG_FACT_SPEECH_ACCORDING_BEHIND] = TDG_SPEECH_SAID};

static struct tdg_range range_of(const struct fact_reader *r, size_t first, size_t end) {
  if (first >= end) return (struct tdg_range){0, 0};
  return (struct tdg_range){r->t->terms[first].start, r->t->terms[end - 1].end};
}

/* The words behind a verb or "according to", up to a border, a day, or a word that begins a clause; *whole: they end
 * with the part of the sentence, as a speaker does ("said the minister,"), and not before a verb ("said the bridge was"). */
static size_t speaker_end(const struct fact_reader *r, size_t first, int *whole) {
  size_t k = first;
  *whole = 1;
  for (; k < r->t->n && k <= first + MOST_SPEAKER; k++) {
    if (k > first && (fact_is_border(r, k) || (fact_flags(r, k) & TDG_TERM_NUMBER))) return k;
    if (r->t->marks[k].weekday != 0 || fact_is(r, k, FACT_LIST(RELATIVE))) return k;
    if (fact_word(r, k, TDG_FACT_WORD_SPEECH, NULL) == TDG_FACT_SPEECH_THAT) return *whole = 0, k;
    if (fact_is(r, k, FACT_LIST(ON)) && k + 1 < r->t->n && r->t->marks[k + 1].weekday != 0) return k;
    if (r->t->marks[k].facts &
        (FACT_WORD(TENSE) | FACT_WORD(NEGATION) | FACT_WORD(SPEECH) | FACT_WORD(STAGE)))
      return *whole = 0, k;
  }
  if (k < r->t->n) *whole = 0;
  return k;
}

/* Nothing but a space or the full stop of "Gen." stands before the term. */
static int goes_on(const struct fact_reader *r, size_t k) {
  if (fact_follows(r, k)) return 1;
  size_t end = r->t->terms[k - 1].end;
  return r->t->terms[k].start == end + 2 && memcmp(r->t->text.p + end, ". ", 2) == 0 &&
         r->t->terms[k - 1].size <= 5;
}

/* The words before a verb, back to a border, a quotation mark or another verb; the name before an apposition too. */
static size_t speaker_first(const struct fact_reader *r, size_t verb) {
  size_t k = verb;
  while (k > 0 && fact_follows(r, k) && (r->t->marks[k - 1].facts & (FACT_WORD(TENSE) | FACT_WORD(NEGATION))))
    k--; /* a démenti */
  size_t head = k;
  int apposed = fact_is_border(r, k);
  while (k > 0 && k + MOST_SPEAKER > verb) {
    if (r->t->marks[k - 1].facts & (FACT_WORD(SPEECH) | FACT_WORD(STAGE))) break;
    if (k < head && fact_is_border(r, k) && !(apposed && (fact_flags(r, k - 1) & TDG_TERM_CAPITAL))) break;
    if (k < head && !fact_is_border(r, k) && !goes_on(r, k)) break;
    k--;
  }
  return k > 0 && k + MOST_SPEAKER <= verb ? verb : k; /* too long for a name */
}

static int is_quote_before(const struct fact_reader *r, size_t i) {
  const unsigned char *p = (const unsigned char *)r->t->text.p;
  for (size_t k = i > 0 ? r->t->terms[i - 1].end : 0; k < r->t->terms[i].start; k++) {
    if (p[k] == '"' || (p[k] == 0xC2 && p[k + 1] == 0xBB) || (p[k] == 0xC2 && p[k + 1] == 0xAB)) return 1;
    if (p[k] == 0xE2 && k + 2 < r->t->text.n && p[k + 1] == 0x80 && p[k + 2] >= 0x98 && p[k + 2] <= 0x9F)
      return 1;
    if (p[k] == 0xE3 && k + 2 < r->t->text.n && p[k + 1] == 0x80 && p[k + 2] == 0x8D) return 1;
  }
  return 0;
}

/* "was reported": nobody is said to have said it. */
static int is_passive(const struct fact_reader *r, size_t verb) {
  size_t from;
  return verb > 0 && fact_word_before(r, verb, r->t->terms[verb].start, TDG_FACT_WORD_TENSE, &from) ==
                         TDG_FACT_TENSE_PAST;
}

static void set_speaker(const struct fact_reader *r, struct tdg_sense *s, size_t first, size_t end) {
  while (first < end && (r->t->marks[first].facts & (FACT_WORD(TENSE) | FACT_WORD(NEGATION)))) first++;
  while (first < end && fact_is(r, first, FACT_LIST(CONNECTS) | FACT_LIST(AND)) &&
         !(fact_flags(r, first) & TDG_TERM_NUMBER))
    first++;
  for (size_t k = 1; k < 4 && end > first + k; k++) /* 警方周一 */
    if (r->t->marks[end - k].n == k &&
        (r->t->marks[end - k].weekday != 0 || fact_is(r, end - k, FACT_LIST(RELATIVE))))
      end -= k;
  while (end > first && ((r->t->marks[end - 1].facts & (FACT_WORD(TENSE) | FACT_WORD(NEGATION))) ||
                         r->t->marks[end - 1].weekday != 0 ||
                         fact_is(r, end - 1, FACT_LIST(RELATIVE) | FACT_LIST(ON) | FACT_LIST(AND))))
    end--;
  for (size_t k = first + 1; k < end; k++)
    if (r->t->marks[k].facts & FACT_WORD(TENSE)) end = k; /* officials are ..., saying */
  s->speaker = range_of(r, first, end);
}

static void read_speaker(const struct fact_reader *r, struct tdg_sense *s, size_t i, size_t n, int value) {
  int whole;
  size_t end = speaker_end(r, i + n, &whole), first;
  s->speech = speeches[value], s->said = range_of(r, i, i + n);
  s->speaker = (struct tdg_range){0, 0};
  if (value == TDG_FACT_SPEECH_ACCORDING) {
    set_speaker(r, s, i + n, end);
    return;
  }
  if (value != TDG_FACT_SPEECH_ACCORDING_BEHIND && is_passive(r, i)) return;
  int cut =
      (i == 0 || fact_is_border(r, i) || is_quote_before(r, i)) && !fact_is_border(r, i + n); /* ", said," */
  if (cut && whole && end > i + n && value != TDG_FACT_SPEECH_ACCORDING_BEHIND) set_speaker(r, s, i + n, end);
  else if ((first = speaker_first(r, i)) < i) set_speaker(r, s, first, i);
  else if (i == 0 && end > i + n) set_speaker(r, s, i + n, end); /* the verb comes first: قال */
}

static void find_speech(const struct fact_reader *r, struct tdg_sense *s) {
  for (size_t i = 0, n = 1; i < r->t->n; i += n) {
    n = 1;
    int value = r->t->marks[i].facts & FACT_WORD(SPEECH) ? fact_word(r, i, TDG_FACT_WORD_SPEECH, &n) : 0;
    if (value == 0 || value == TDG_FACT_SPEECH_THAT) continue;
    struct tdg_sense found = *s;
    read_speaker(r, &found, i, n, value);
    int named = found.speaker.end > found.speaker.start;
    if (!named && value == TDG_FACT_SPEECH_ACCORDING) continue;
    if (s->speech == TDG_SPEECH_NONE || named) *s = found;
    if (named) return;
  }
}

/* ---- all together ---- */

void tdg_sense(const struct tdg_fact_text *t, struct tdg_sense *out) {
  const struct fact_reader r = reader_of(t);
  *out = (struct tdg_sense){.polarity = 1, .negation = SIZE_MAX, .verb = SIZE_MAX};
  if (t->n == 0 || t->n > TDG_FACT_MAX_TERMS) return;
  find_stage(&r, out);
  struct clause c = clause_of(&r, out->verb != SIZE_MAX ? out->verb : 0);
  out->tense = tense_in(&r, c, out->verb);
  find_negation(&r, c, out);
  find_speech(&r, out);
  out->aim = out->stage;
  if (out->stage != 0 && is_ahead(out->tense) && rank[out->stage] > rank[TDG_FACT_STAGES_PLAN])
    out->stage = TDG_FACT_STAGES_PLAN;
}
