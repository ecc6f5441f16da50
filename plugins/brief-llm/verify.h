/* verify.h - is a written sentence borne out by the sentences it cites?
 *
 * Nothing is understood here; what can be checked by its letters is checked, and what cannot be verified is
 * refused:
 *
 *   verify.c    the order of the checks; shape, markup, shared words, repetition
 *   passage.c   a text made ready: terms, quotations, and how two words are compared
 *   verify_figures.c   numbers, dates, bounds, and what a number goes with
 *   verify_names.c     capitalised words, and words of scripts without capitals
 *   verify_things.c    what two sentences both name
 *   verify_roles.c     who did what to whom
 *   verify_deeds.c     the same by the voice of the deed and by endings
 *   verify_particles.c the same by particles and endings
 *   verify_sense.c     how far a matter has come
 *   verify_opposites.c words of one sense, and of the opposite one
 *   scope.c     negation and certainty: what stands under a "not" or a "could"
 *   quotes.c    what is quoted stands word for word
 *
 * Pure; everything lives in the memory of the call.
 */
#ifndef BRIEF_LLM_VERIFY_H
#define BRIEF_LLM_VERIFY_H

#include <tidings/kit/facts.h>
#include <tidings/kit/terms.h>
#include <tidings/kit/words.h>

enum {
  VERIFY_MAX_BYTES = 1000, /* of a written sentence */
  VERIFY_MAX_WORDS = 60,
  VERIFY_MIN_WORDS = 3,
  VERIFY_MAX_CITES = 8
};

enum verdict {
  BORNE_OUT,
  WRONG_SHAPE,
  HAS_MARKUP,
  NO_CITATION,
  WRONG_CITATION,
  NEW_FIGURE,
  MOVED_FIGURE, /* the figure belongs to something else */
  LOST_BOUND,   /* "at least", "about" */
  NEW_NAME,
  MOVED_NAME, /* two have changed places */
  NEW_QUOTE,
  OTHER_NEGATION,
  TURNED, /* rose, where it fell */
  TOO_CERTAIN,
  NEW_WORDS,
  TAKES_SIDES, /* in a conflict of the reports */
  REPEATS,
  VERDICTS
};
const char *verdict_name(enum verdict); /* "a figure that is not cited" */

/* What the lists llm-senses and llm-levels say of a word. */
enum { WORD_SENSES = 6 };
struct word_senses {
  unsigned char v[WORD_SENSES], level; /* TDG_LLM_SENSES_..., TDG_LLM_LEVELS_... */
  int n;
};

/* A text made ready for comparing. */
struct passage {
  struct tdg_str text, folded; /* folded: for quotations */
  struct tdg_term *t;
  size_t n;
  unsigned char *content; /* of each term: says something */
  int large_nouns;        /* a capital makes no name */
  int language;           /* the number of its language among the word lists, negative: none */
  struct tdg_number *number;
  size_t n_numbers;
  const struct tdg_vocabulary *words; /* of its language */
  struct tdg_word_mark *marks;        /* of each term */
  struct tdg_fact_text facts_of;      /* the above, as the facts want it */
  struct tdg_fact *fact;
  size_t n_facts;
  struct tdg_str *small;      /* each term, without case and accents */
  struct word_senses *senses; /* of each term */
};

struct verifier {
  tdg_call *call;
  const struct tdg_small_words *small;
  const char *language; /* of the story, "" when not known */
  const uint64_t *
      common; /* stems of the story's words that are not written large, and its names of two words, ascending */
  size_t n_common;
  const uint64_t *names; /* stems of its words that are written large within a sentence, ascending */
  size_t n_names;
  const struct tdg_vocabulary *words; /* of the language */
};
/* Sets common and names from texts of the story; the caller leaves out those that speak to a machine. */
void verifier_learn(struct verifier *, const struct tdg_str *texts, size_t n);

void passage_make(const struct verifier *, struct tdg_str text, struct passage *out);
/* said must be made ready as well.  *piece: the part of it that failed. */
enum verdict verify_sentence(const struct verifier *, const struct passage *said,
                             const struct passage *const *cited, size_t n_cited, struct tdg_str *piece);
/* Is a citation of any use?  One that shares no word with the sentence is decoration. */
int verify_bears(const struct passage *said, const struct passage *cited);
/* Two written sentences that say the same? */
int verify_repeats(const struct passage *a, const struct passage *b);
/* Text that speaks to a machine instead of a reader; such sentences are not shown to a model. */
int verify_is_instruction(struct tdg_str text);

/* ---- between the files ---- */

struct check {
  const struct verifier *v;
  const struct passage *said;
  const struct passage *const *cited;
  size_t n_cited;
  const struct passage *const *orders; /* cited as well, but they speak to a machine: they bear nothing out */
  size_t n_orders;
  unsigned char *excused;    /* of each term of said: part of a date that is cited */
  unsigned char *shares;     /* of each cited one: has a word of said that says something and is no name */
  const struct steps *steps; /* of each cited one, when they have been read: verify_sense.c */
  struct tdg_str piece;
};

/* A word of the list with this value (of TDG_EVERY_LANGUAGE or one language) stands in the text, its letters large or small; whole: not within
 * a longer word of a script with spaces. */
int text_has_listed(struct tdg_str, const struct tdg_word_class *, int language, int value, int whole);
struct tdg_str passage_word(const struct passage *, size_t term);
/* The same word, in any ending the kit knows.  passage_is_near: or nearly so (other endings, a joined word).
 */
int passage_has(const struct passage *, const struct tdg_term *);
int passage_is_near(const struct passage *, size_t term, const struct passage *other, size_t other_term);
/* A word of the story at all, written small. */
int verifier_knows(const struct verifier *, uint64_t stem);
/* A word that the story writes large within a sentence. */
int verifier_names(const struct verifier *, uint64_t stem);
/* What the verifier knows two large words in a row by. */
uint64_t verifier_pair(const struct tdg_term *, const struct tdg_term *);
/* The same name in another case, as many languages write it: Jan, Jana. */
int passage_is_inflected(struct tdg_str a, struct tdg_str b);
/* The value that the phrase at the term has in a list of the kit's facts, 0: none.  *n (NULL: not wanted): its terms, or
 * 1. */
int passage_value(const struct passage *, size_t term, enum tdg_fact_word_list, size_t *n);
/* A comma, colon or the like stands before the term. */
int passage_begins_clause(const struct passage *, size_t term);
/* Words of one list of the kit's facts. */
int passage_is_synonym(const struct passage *, size_t term, const struct passage *other, size_t other_term);
/* A word of "said" or "according to", which add nothing. */
int passage_is_said(const struct passage *, size_t term);
/* Do they share a word that says something and is no name? */
int passage_shares(const struct passage *, const struct passage *);

/* A cited passage has this term of the written sentence. */
static inline int check_is_cited(const struct check *c, size_t term) {
  for (size_t i = 0; i < c->n_cited; i++)
    if (passage_has(c->cited[i], &c->said->t[term])) return 1;
  return 0;
}

enum verdict check_figures(struct check *);
enum verdict check_names(struct check *);
/* German: a noun and no name. */
int check_is_noun(const struct check *, size_t term);
enum verdict check_roles(struct check *);
/* Fills small and senses. */
void passage_find_senses(const struct verifier *, struct passage *);
int passage_means(const struct passage *, size_t term, int sense);
/* One root, or one sense: "closure" and "shut". */
int passage_is_kin(const struct passage *, size_t term, const struct passage *other, size_t other_term);
int passage_says_no(const struct passage *, size_t term);
int passage_has_root(const struct passage *, size_t term, const struct passage *other, size_t other_term);
size_t passage_letters(struct tdg_str);          /* not bytes */
int passage_is_of_signs(const struct passage *); /* of a script that writes without spaces */
/* What the ending of a verb says: TDG_LLM_ENDINGS_...; 0: nothing, or its language has no such endings. */
int passage_ending(const struct passage *, size_t term);
/* An auxiliary of the past before it, or its own tense, says that it was done. */
int passage_tells_as_done(const struct passage *, size_t term);
int passage_ends_in_past_sign(const struct passage *);
int passage_has_level(const struct passage *);
/* Something in it is denied. */
int passage_denies(const struct check *, const struct passage *);
/* The term of said stands under a negation. */
int check_is_denied(const struct check *, size_t term);
/* "fined", where all that is cited says "may fine". */
enum verdict check_levels(struct check *);
/* What shows the part of a thing in the language of the passage, beside its place and prepositions. */
enum marks_of_parts { NO_MARKS, PARTICLES, CASES };
enum marks_of_parts check_marks(const struct passage *);
/* Said loses where the cited one wins, or the other way round, and the two that do it have changed their parts. */
int check_is_converse(struct check *, const struct passage *cited);
/* Two things have exchanged their particles or cases. */
int check_exchanges_marks(struct check *, const struct passage *cited);
enum verdict check_stages(struct check *);
/* The term says a stage that is named in what is cited, and not reached there: "has yet to approve". */
int check_is_ahead(struct check *, size_t term);
enum verdict check_opposites(struct check *);
enum verdict check_scopes(struct check *);
enum verdict check_quotes(struct check *);
/* The numbers of a passage have this value (as one may read it)? */
int figures_have(const struct passage *, double value);
int figures_cover(const struct passage *, size_t term); /* the term is part of a number */
#endif
