/* verify.c - the checks of a written sentence in order, the cheapest and
 * plainest first; see verify.h. */
#include "verify.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

enum {
  MOST_ADDRESS = 90,
  WORDS_TO_ORDER = 6,
  WORDS_IN_PART = 2,
  SHARED_OF_100 = 38,
  FOREIGN_OF_100 = 60,
  REPEATED_OF_100 = 80
};

static const char *const names[VERDICTS] = {
    [BORNE_OUT] = "borne out",
    [WRONG_SHAPE] = "not one plain sentence",
    [HAS_MARKUP] = "markup, an address or an instruction",
    [NO_CITATION] = "no citation",
    [WRONG_CITATION] = "a citation of nothing that was given",
    [NEW_FIGURE] = "a figure that is not in what it cites",
    [MOVED_FIGURE] = "a figure that belongs to something else",
    [LOST_BOUND] = "a figure without its \"at least\" or \"about\"",
    [NEW_NAME] = "a name that is not in what it cites",
    [MOVED_NAME] = "names that have changed places",
    [NEW_QUOTE] = "a quotation that is not in what it cites",
    [OTHER_NEGATION] = "a negation lost or gained",
    [TURNED] = "the opposite of what it cites",
    [TOO_CERTAIN] = "more certain than what it cites",
    [NEW_WORDS] = "too few words of what it cites",
    [TAKES_SIDES] = "one side of a conflict",
    [REPEATS] = "said before",
};

const char *verdict_name(enum verdict v) { return names[v]; }

/* ---- markup ---- */

/* Signs of Markdown, HTML, prompts; characters that are not seen or turn the
 * direction of writing. */
static int has_foreign_sign(struct tdg_str t) {
  static const char *const signs[] = {
      "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xA8",
      "\xE2\x80\xA9", "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAD", "\xE2\x80\xAE",
      "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9", "\xEF\xBB\xBF",
      "\xEF\xBF\xBD", "](",           "**",           "__",           "://",
      "www.",         "&#",           "&lt",          "javascript:",  "data:"};
  for (size_t i = 0; i < t.n; i++)
    if ((unsigned char)t.p[i] < ' ' || t.p[i] == 0x7F || strchr("<>{}`|\\^~#@", t.p[i]) != NULL) return 1;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (tdg_nocase_has(t, signs[i])) return 1;
  return 0;
}

/* A word of the value that speaks to a machine stands in the text. */
static int has_order(struct tdg_str t, int value) {
  const int whole =
      value != TDG_LLM_ORDERS_DIGEST && value != TDG_LLM_ORDERS_PROGRAM && value > TDG_LLM_ORDERS_THING;
  return text_has_listed(t, &tdg_words_llm_orders, TDG_EVERY_LANGUAGE, value, whole);
}

/* One of the first words behind the address is an order: "Model, please write".
 */
static int begins_with_order(struct tdg_str t) {
  size_t n = 0, words = 0;
  for (; n < t.n && words <= WORDS_TO_ORDER; n++) words += t.p[n] == ' ';
  return has_order((struct tdg_str){t.p, n}, TDG_LLM_ORDERS_WRITE);
}

/* "Note for the model: write that ...", "AI systems that read this page must
 * say ..." */
static int addresses_a_machine(struct tdg_str t) {
  if (!has_order(t, TDG_LLM_ORDERS_ADDRESSEE)) return 0;
  if (has_order(t, TDG_LLM_ORDERS_TEXT)) return has_order(t, TDG_LLM_ORDERS_WRITE);
  for (size_t i = 0, stops = 0; i < t.n && i < MOST_ADDRESS && stops < 2; i++) {
    if (strchr(":,;-", t.p[i]) == NULL) continue;
    if (t.p[i] == '-' && i + 1 < t.n && t.p[i + 1] != ' ') continue; /* "AI-Modell" */
    stops++;
    if (has_order((struct tdg_str){t.p, i}, TDG_LLM_ORDERS_ADDRESSEE))
      return begins_with_order((struct tdg_str){t.p + i, t.n - i});
  }
  return 0;
}

/* Bytes of a comma, a colon or the like at p; 0: none. */
static size_t stop_at(const char *p, size_t left) {
  static const char *const wide[] = {"\xEF\xBC\x9A", "\xEF\xBC\x8C", "\xE3\x80\x81", "\xD8\x8C"};
  if (strchr(":,;", *p) != NULL) return 1;
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
    if (left >= strlen(wide[i]) && memcmp(p, wide[i], strlen(wide[i])) == 0) return strlen(wide[i]);
  return 0;
}

/* Some part of it begins with an order to write. */
static int orders_a_part(struct tdg_str t) {
  for (size_t i = 0, n; i < t.n; i++) {
    if ((n = stop_at(t.p + i, t.n - i)) == 0) continue;
    size_t end = i + n, words = 0;
    while (end < t.n && words <= WORDS_IN_PART && stop_at(t.p + end, t.n - end) == 0)
      words += t.p[end++] == ' ';
    if (has_order((struct tdg_str){t.p + i + n, end - i - n}, TDG_LLM_ORDERS_WRITE)) return 1;
  }
  return 0;
}

/* Up to its first colon it speaks to whoever digests: "To those who summarise this article: state that ..." */
static int addresses_who_digests(struct tdg_str t) {
  for (size_t i = 0; i + 1 < t.n && i < MOST_ADDRESS; i++)
    if (t.p[i] == ':' || (t.n - i > 3 && memcmp(t.p + i, "\xEF\xBC\x9A", 3) == 0)) {
      const struct tdg_str address = {t.p, i};
      return has_order(address, TDG_LLM_ORDERS_DIGEST) &&
             (has_order(address, TDG_LLM_ORDERS_TEXT) || has_order(address, TDG_LLM_ORDERS_PROGRAM));
    }
  return 0;
}

/* "If you summarise this article, say that ...", "Digest tools should report that ...", "The summary of this text must say that ..." */
static int tells_who_digests(struct tdg_str t) {
  if (!has_order(t, TDG_LLM_ORDERS_DIGEST)) return 0;
  const int text = has_order(t, TDG_LLM_ORDERS_TEXT),
            reader = has_order(t, TDG_LLM_ORDERS_PROGRAM) || has_order(t, TDG_LLM_ORDERS_ADDRESSEE);
  if (addresses_who_digests(t) || (text && has_order(t, TDG_LLM_ORDERS_MUST))) return 1;
  if (reader && has_order(t, TDG_LLM_ORDERS_MUST) && has_order(t, TDG_LLM_ORDERS_WRITE)) return 1;
  return (text || reader) && (has_order(t, TDG_LLM_ORDERS_ORDERED) || orders_a_part(t));
}

/* A verb and a thing in one sentence, or a sign that only prompts have.  What
 * speaks of such things in earnest is lost to the model, not to the reader: the
 * sentence may still be chosen word for word. */
int verify_is_instruction(struct tdg_str t) {
  static const char *const signs[] = {"<|", "[INST", "<<SYS", "###"};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (tdg_nocase_has(t, signs[i])) return 1;
  return has_order(t, TDG_LLM_ORDERS_SIGN) ||
         (has_order(t, TDG_LLM_ORDERS_VERB) && has_order(t, TDG_LLM_ORDERS_THING)) ||
         addresses_a_machine(t) || tells_who_digests(t);
}

/* ---- shape ---- */

static int ends_a_sentence(struct tdg_str t) {
  static const char *const stops[] = {".",
                                      "!",
                                      "?",
                                      "\xE3\x80\x82",
                                      "\xEF\xBC\x81",
                                      "\xEF\xBC\x9F",
                                      "\xE0\xA5\xA4",
                                      "\xD8\x9F",
                                      ".\"",
                                      ".)",
                                      ".\xE2\x80\x9D",
                                      "\xE2\x80\x9D.",
                                      "?\"",
                                      "!\"",
                                      ".\xC2\xBB",
                                      ".\xE2\x80\x9C"};
  for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
    if (t.n > strlen(stops[i]) && tdg_str_ends(t, stops[i])) return 1;
  return 0;
}

static int is_one_sentence(const struct check *c) {
  struct tdg_range *r;
  size_t glyphs = 0, words;
  for (size_t i = 0; i < c->said->n; i++) glyphs += (c->said->t[i].flags & TDG_TERM_GLYPH) != 0;
  words = c->said->n - glyphs / 2;
  return words >= VERIFY_MIN_WORDS && words <= VERIFY_MAX_WORDS && ends_a_sentence(c->said->text) &&
         tdg_sentences(c->v->call, c->said->text, c->v->language, &r) == 1;
}

/* ---- words ---- */

/* "still open", where "not yet known" is cited. */
static int is_pending_there(const struct check *c, size_t i) {
  int denied = 0;
  for (size_t m = 0; m < c->n_cited; m++) denied |= passage_denies(c, c->cited[m]);
  return denied && passage_means(c->said, i, TDG_LLM_SENSES_PENDING);
}

static int is_shared(const struct check *c, size_t i) {
  if (is_pending_there(c, i)) return 1;
  const struct tdg_traits *traits = tdg_vocabulary_traits(c->said->words);
  for (size_t m = 0; m < c->n_cited; m++) {
    if (passage_has(c->cited[m], &c->said->t[i])) return 1;
    for (size_t k = 0; k < c->cited[m]->n; k++)
      if (passage_is_near(c->said, i, c->cited[m], k) || passage_is_synonym(c->said, i, c->cited[m], k) ||
          passage_is_kin(c->said, i, c->cited[m], k) ||
          (traits->inflected && passage_is_inflected(passage_word(c->said, i), passage_word(c->cited[m], k))))
        return 1;
  }
  return 0;
}

/* Small words that are in no list of such; who says it, when it is only said;
 * an auxiliary. */
static int is_frame(const struct passage *p, size_t i) {
  static const uint64_t lists = (uint64_t)1 << TDG_LIST_PRONOUN | (uint64_t)1 << TDG_LIST_CONNECTS |
                                (uint64_t)1 << TDG_LIST_HANGS | (uint64_t)1 << TDG_LIST_AND;
  const struct tdg_word_mark *m = &p->marks[i];
  if (m->state != 0) return 0;
  if (m->kind == 0 && (m->is & ((uint64_t)1 << TDG_LIST_ANYBODY | (uint64_t)1 << TDG_LIST_LOOSE)) != 0)
    return 1;
  if (passage_means(p, i, TDG_LLM_SENSES_FRAME) || p->senses[i].level != 0) return 1;
  if ((m->is & lists) != 0 || (m->facts & (uint64_t)1 << TDG_FACT_WORD_TENSE) != 0) return 1;
  return passage_is_said(p, i);
}

/* Killed, where they were injured; or where nothing became of them. */
static int changes_state(const struct check *c, int state) {
  int other = 0;
  if (state == 0) return 0;
  for (size_t m = 0; m < c->n_cited; m++)
    for (size_t k = 0; k < c->cited[m]->n; k++) {
      if ((state == TDG_BRIEF_STATES_RESCUED || state == TDG_BRIEF_STATES_EVACUATED) &&
          passage_means(c->cited[m], k, TDG_LLM_SENSES_RESCUE))
        return 0;
      other |= c->cited[m]->marks[k].state != 0;
    }
  if (other) return 1;
  return state != TDG_BRIEF_STATES_ARRESTED && state != TDG_BRIEF_STATES_RESCUED;
}

/* Only what speaks to a machine has it. */
static int is_ordered(const struct check *c, size_t i) {
  for (size_t m = 0; m < c->n_orders; m++)
    if (passage_has(c->orders[m], &c->said->t[i])) return 1;
  return 0;
}

/* Deeds that no paraphrase brings in by the way. */
static int is_grave(enum tdg_fact_word_list list, int value) {
  static const int acts[] = {TDG_FACT_ACTS_APPOINT,  TDG_FACT_ACTS_DISMISS, TDG_FACT_ACTS_RESIGN,
                             TDG_FACT_ACTS_RETIRE,   TDG_FACT_ACTS_MERGE,   TDG_FACT_ACTS_MARRY,
                             TDG_FACT_ACTS_DIVORCE,  TDG_FACT_ACTS_BURY,    TDG_FACT_ACTS_LAYOFF,
                             TDG_FACT_ACTS_BANKRUPT, TDG_FACT_ACTS_IMPEACH, TDG_FACT_ACTS_PARDON};
  if (list != TDG_FACT_WORD_ACT) return value != TDG_FACT_DEEDS_CHASE && value != TDG_FACT_DEEDS_FIND;
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
    if (acts[i] == value) return 1;
  return 0;
}

/* It tells of a deed (arrested, resigned, sank) that nothing cited tells of. */
static int is_new_deed(const struct check *c, size_t i) {
  static const enum tdg_fact_word_list lists[] = {TDG_FACT_WORD_DEED, TDG_FACT_WORD_ACT};
  for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
    int value = passage_value(c->said, i, lists[l], NULL), found = 0;
    for (size_t m = 0; m < c->n_cited && value != 0; m++)
      for (size_t k = 0; k < c->cited[m]->n; k++)
        found |= passage_value(c->cited[m], k, lists[l], NULL) == value;
    if (value != 0 && is_grave(lists[l], value) && !found) return 1;
  }
  return 0;
}

/* Most words must be cited; of those that are not, few may be foreign to the
 * whole story: "killed" where the reports say "injured". */
static enum verdict check_words(struct check *c) {
  size_t all = 0, shared = 0, plain = 0, foreign = 0;
  for (size_t i = 0; i < c->said->n; i++) {
    if (!c->said->content[i]) continue;
    int is_cited = is_shared(c, i);
    if (!is_cited && is_frame(c->said, i)) continue;
    all++;
    if (c->said->marks[i].weekday == 0 && c->said->marks[i].month == 0)
      plain += !(c->said->t[i].flags & TDG_TERM_CAPITAL) ||
               (c->said->large_nouns && (!is_cited || check_is_noun(c, i)));
    if (is_cited) {
      shared++;
      continue;
    }
    c->piece = passage_word(c->said, i);
    if (changes_state(c, c->said->marks[i].state) || is_ordered(c, i) || is_new_deed(c, i)) return NEW_WORDS;
    foreign += !c->excused[i] && !figures_cover(c->said, i) && !verifier_knows(c->v, c->said->t[i].stem);
  }
  return all > 0 && 100 * shared >= SHARED_OF_100 * all &&
                 100 * foreign < FOREIGN_OF_100 * (plain + c->said->n_numbers)
             ? BORNE_OUT
             : NEW_WORDS;
}

int verify_bears(const struct passage *said, const struct passage *q) {
  for (size_t i = 0; i < said->n; i++)
    if ((said->content[i] || (said->t[i].flags & TDG_TERM_NUMBER)) && passage_has(q, &said->t[i])) return 1;
  return 0;
}

int verify_repeats(const struct passage *a, const struct passage *b) {
  const struct passage *s = a->n < b->n ? a : b, *l = s == a ? b : a;
  size_t all = 0, shared = 0;
  for (size_t i = 0; i < s->n; i++) {
    if (!s->content[i] && !(s->t[i].flags & TDG_TERM_NUMBER)) continue;
    all++;
    shared += (size_t)passage_has(l, &s->t[i]);
  }
  return 100 * shared >= REPEATED_OF_100 * all;
}

/* ---- all of it ---- */

/* Word for word one of the cited sentences. */
static int is_copied(const struct check *c) {
  for (size_t i = 0; i < c->n_cited; i++)
    if (tdg_str_same(c->cited[i]->text, c->said->text)) return 1;
  return 0;
}

enum verdict verify_sentence(const struct verifier *v, const struct passage *said,
                             const struct passage *const *given, size_t n_given, struct tdg_str *piece) {
  static enum verdict (*const checks[])(struct check *) = {check_figures, check_names,  check_roles,
                                                           check_quotes,  check_scopes, check_opposites,
                                                           check_stages,  check_levels, check_words};
  const struct passage **cited = tdg_scratch(v->call, (n_given + 1) * sizeof *cited);
  const struct passage **orders = tdg_scratch(v->call, (n_given + 1) * sizeof *orders);
  size_t n_cited = 0, n_orders = 0;
  for (size_t i = 0; i < n_given; i++) /* who speaks to a machine bears nothing out */
    if (verify_is_instruction(given[i]->text)) orders[n_orders++] = given[i];
    else cited[n_cited++] = given[i];
  struct check c = {.v = v,
                    .said = said,
                    .cited = cited,
                    .n_cited = n_cited,
                    .orders = orders,
                    .n_orders = n_orders,
                    .piece = said->text};
  c.excused = tdg_scratch(v->call, said->n + 1);
  c.shares = tdg_scratch(v->call, n_cited + 1);
  for (size_t i = 0; i < n_cited; i++) c.shares[i] = (unsigned char)passage_shares(said, cited[i]);
  enum verdict verdict = BORNE_OUT;
  if (has_foreign_sign(said->text) || verify_is_instruction(said->text)) verdict = HAS_MARKUP;
  else if (said->text.n > VERIFY_MAX_BYTES || !is_one_sentence(&c)) verdict = WRONG_SHAPE;
  else if (n_cited == 0) verdict = NO_CITATION;
  for (size_t i = 0; i < sizeof checks / sizeof *checks && verdict == BORNE_OUT && !is_copied(&c); i++)
    verdict = checks[i](&c);
  *piece = c.piece;
  return verdict;
}
