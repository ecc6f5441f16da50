/* brief.h - the parts of the extract plugin and what they hand each other.  All but extract.c are a library
 * that brief-llm uses too.
 *
 *   members.c        the members of a story become sentences with their place, terms and concepts
 *   story_concepts.c the concepts of a story, and which sentences have each
 *   concepts.c       what sentences have in common
 *   borne_out.c      which records say it
 *   deeds.c          what happens in a sentence
 *   deeds_again.c    does it happen in another, too?
 *   common_words.c   which words two sentences have in common
 *   retold.c         does a sentence tell again what a chosen one tells?
 *   comment.c        which records are comment
 *   stages.c         which sentences are out of date
 *   shape.c          stops and quotation marks
 *   section_cues.c   what phrases say of time and weight
 *   sentence_role.c  what a sentence is for: its section
 *   sentence_cues.c  whether a sentence can stand alone
 *   headline.c       which title stands above
 *   choose.c         which sentences make the brief
 *   nearness.c       how near sentences are to each other
 *   cover.c          how much a sentence adds to those that are chosen
 *   order.c          in which order they stand
 *   days.c           which days a sentence names
 *   timeline.c       the dated steps of the story
 *   conflict.c       where the records say different things: sentences that speak of the same matter (align.c), made ready
 *                    (comparison.c), are compared in their facts (slots.c) and words (wording.c), much else over the whole story; what is found
 *                    becomes conflicts (gather.c), in which sentences that
 *                    say one of the values again take part (told_values.c); and dates that cannot be right (dates.c)
 *   brief_record.c   the brief record
 *   extract.c        the component: options, the minimum
 *
 * Everything lives in the memory of the call.
 */
#ifndef EXTRACT_BRIEF_H
#define EXTRACT_BRIEF_H

#include <tidings/kit/facts.h>
#include <tidings/kit/lexicon.h>
#include <tidings/kit/word_classes.h>

/* The lists of the lexicon by short names: W_HANGS, and its bit W(W_HANGS). */
enum word {
#define X(NAME, list) W_##NAME = TDG_LIST_##NAME,
  TDG_LEXICON_LISTS(X)
#undef X
};
#define W(x) (UINT64_C(1) << (x))
/* No state, no affair; and how many values there are with that. */
enum { STATE_NONE, STATES = TDG_BRIEF_STATES_COUNT, AFFAIR_NONE = 0, AFFAIRS = TDG_BRIEF_AFFAIRS_COUNT };

enum {
  MAX_MEMBERS = 60,     /* records read; of more the first and the newest; no more than bits of a set */
  MAX_COPIES = 20,      /* copies read beside them, to see what they change */
  MAX_SENTENCES = 3000, /* of a story */
  MAX_PER_MEMBER = 120,
  MAX_CHANGED = 400,  /* sentences of copies that no record has, beside those */
  MAX_CONFLICTS = 12, /* no more than bits in sentence.conflicts */
  MAX_CLAIMS = 6
};

enum role { ROLE_HAPPENING, ROLE_MATTERS, ROLE_NEXT, ROLE_BEYOND, ROLES };

/* In how many records, sentences and titles of the story. */
struct spread {
  uint16_t records, sentences, titles;
};
/* What the story speaks of, numbered in the order of their values. */
struct concepts {
  uint32_t n;
  uint32_t *value; /* of a word: even; of two words in a row: odd */
  struct spread *spread;
  uint32_t *from,
      *sentence; /* concept i stands in sentence[from[i]] .. sentence[from[i + 1] - 1], ascending */
};

struct sentence {
  int member, block, index; /* index: its place among the sentences of its record */
  size_t start, end;        /* bytes of the block's text */
  struct tdg_str text;
  struct tdg_term *terms;
  struct tdg_word_mark *marks; /* of each term */
  uint64_t is, facts;          /* of any of them: a look at these says that nothing need be looked for */
  uint8_t *small;              /* of each term: a word that carries no topic (cues_small) */
  uint32_t *roots;             /* the first letters of each term: brings inflected forms together */
  uint16_t *content;           /* terms that say something, each word once */
  uint32_t *content_roots;     /* their roots, ascending */
  size_t n_terms, n_content;
  uint32_t *concepts; /* their numbers, ascending, distinct */
  const struct concepts *of_story;
  float *weight;               /* of each concept */
  float norm, agreed, support; /* agreed: how many records bear it out */
  size_t n_concepts;
  struct tdg_fact *fact; /* after brief_conflicts() */
  size_t n_facts;
  enum role role;
  int lead;               /* the first of its record that is more than a line of the page */
  int role_known;         /* a heading said so */
  float sure;             /* of the role, 0 .. 1 */
  int expected;           /* what was expected before the outcome that other records report */
  int overtaken;          /* what it tells has changed since, as a later report says */
  int usable;             /* can stand alone */
  int leans;              /* could, but speaks on of the sentence before: "He ..." */
  int quoted;             /* begins inside a quotation */
  int torn;               /* begins or ends within a number: see shape_tears_number() */
  int doubtful;           /* states what a conflict is about: not to be repeated as fact */
  struct tdg_range doubt; /* of a title: bytes of what makes it so */
  unsigned conflicts;     /* a bit for each conflict that it takes part in */
  uint64_t
      contradicted; /* a bit for each member that says another value in one of them, and nowhere its own */
  float liking;     /* how well it reads, 0 .. 1 */
  int chosen;       /* 0, or in which order: -1, 1, 2 ... */
  int words;
  float near; /* how near the nearest of the first n_near chosen sentences is */
  int n_near;
  float adds; /* what it adds to the first n_adds - 1 chosen sentences; n_adds 0: not known */
  int n_adds;
  float again; /* what it is worth after the first n_again chosen sentences, less: 0 .. 1 */
  int n_again;
  uint64_t told;        /* a bit for each of its words that a chosen one has */
  int retold, compared; /* a chosen sentence says it already; with how many it was compared */
};

struct member {
  const tdg_rec *rec;
  int64_t id, time;   /* 0: unknown */
  uint64_t publisher; /* unlike any other when nothing names it: unnamed */
  int unnamed;
  const struct tdg_vocabulary *language;
  const char *tag; /* of the language, "" when it is not known */
  int own_words;   /* `language` has the words of that language, not those of one that stands in for it */
  int abroad;      /* most records are in another language, in which the brief is */
  const struct section_words *section;
  int trust, words, sentences;
  int zone;    /* minutes east of UTC, as the source wrote the time */
  int undated; /* to the minute: only the day is known, or it was changed nobody knows when */
  struct sentence title;
  int has_lead;
  int early;       /* it was written before the outcome that others report */
  int opinion;     /* what it says is not told as fact */
  int64_t copy_of; /* the record that it is a copy of, 0: none */
};

struct cues; /* what words say */

struct brief {
  tdg_call *call;
  const struct cues *cues;
  const tdg_rec *story;
  /* Behind the members that count stand copies of them: only where records differ is looked into these. */
  struct member member[MAX_MEMBERS + MAX_COPIES];
  int n_members, n_copies, publishers, copies; /* copies: all that there are; n_copies: that are read */
  int unnamed; /* members whose publisher nothing names: they may be of one, or each of its own */
  struct sentence *sentence;
  size_t n_sentences, most_sentences, room; /* room: what there is memory for */
  size_t n_original;                        /* 0 until all but the copies are read */
  size_t n_changed; /* sentences of copies that their originals do not have; they stand behind the others */
  size_t words;     /* of all usable sentences */
  struct concepts concepts;
  struct tdg_str headline;
  const struct sentence *headed; /* the title that it is, NULL: none of the records' */
  struct comparison *comparison; /* conflict.h; brief_conflicts() makes it */
};

/* Which of these the phrase that begins at a term is: bits W(...); 0 behind the last term. */
static inline uint64_t sentence_is(const struct sentence *s, size_t i, uint64_t bits) {
  return i < s->n_terms ? s->marks[i].is & bits : 0;
}
/* May it stand in a brief that is made of the sentences themselves? */
static inline int sentence_is_told(const struct brief *b, const struct sentence *s) {
  return s->usable && !b->member[s->member].abroad;
}
/* Has it any phrase of a list of facts' words? */
static inline int sentence_has(const struct sentence *s, enum tdg_fact_word_list list) {
  return (s->facts >> list & 1) != 0;
}
/* How the language of its record is written. */
static inline const struct tdg_traits *sentence_traits(const struct brief *b, const struct sentence *s) {
  return tdg_vocabulary_traits(b->member[s->member].language);
}

/* The value of the longest phrase of a list of facts' words that begins at a term; *n, unless NULL: its terms.  0: none. */
static inline int sentence_value(const struct brief *b, const struct sentence *s, size_t i,
                                 enum tdg_fact_word_list list, size_t *n) {
  if (i >= s->n_terms || (s->marks[i].facts & UINT64_C(1) << list) == 0) return 0;
  return tdg_vocabulary_value(b->member[s->member].language, s->terms + i, s->n_terms - i, list, n);
}

/* The same of opposites.  Who rejects that something is so denies it: "afviste, at", "rejected that". */
static inline int sentence_opposite(const struct brief *b, const struct sentence *s, size_t i, size_t *n) {
  size_t terms = 0;
  if (i >= s->n_terms || (s->marks[i].facts & UINT64_C(1) << TDG_FACT_WORD_OPPOSITE) == 0) return 0;
  int value = sentence_value(b, s, i, TDG_FACT_WORD_OPPOSITE, &terms);
  if (n != NULL) *n = terms;
  if (value != TDG_FACT_OPPOSITES_REJECT) return value;
  int that = sentence_value(b, s, i + terms, TDG_FACT_WORD_SPEECH, NULL) == TDG_FACT_SPEECH_THAT;
  return that ? TDG_FACT_OPPOSITES_DENY : value;
}

/* What its facts are read from, and compared with. */
static inline struct tdg_fact_text sentence_fact_text(const struct brief *b, const struct sentence *s) {
  const struct member *m = &b->member[s->member];
  return (struct tdg_fact_text){.text = s->text,
                                .terms = s->terms,
                                .marks = s->marks,
                                .n = s->n_terms,
                                .words = m->language,
                                .published = m->time,
                                .zone = m->zone,
                                .undated = m->undated};
}

/* members.c */
void brief_read(struct brief *, const tdg_rec *story);

/* story_concepts.c */
void brief_count_concepts(struct brief *); /* of all sentences and titles; brief_read() does it */

/* concepts.c; of numbers in ascending order */
int sorted_has(const uint32_t *v, size_t n, uint32_t x);
size_t sorted_common(const uint32_t *v, size_t n, const uint32_t *w, size_t m); /* how many are in both */
uint32_t brief_concept(const struct tdg_term *); /* of a word: even; those of two words in a row are odd */
int brief_common(const struct sentence *a, const struct sentence *b); /* concepts in both */
void brief_common_all(const struct brief *, const struct sentence *,
                      uint16_t *common); /* with each of the n_sentences */
const struct spread *brief_spread(const struct sentence *, const struct tdg_term *); /* NULL: a small word */

/* common_words.c: words that two sentences have in common, by their beginnings. */
enum { LEAST_SHARED = 2 }; /* fewer say nothing */
int common_has_root(const struct sentence *, uint32_t root);
size_t common_least(const struct sentence *, const struct sentence *); /* words of the one with fewer */
size_t common_roots(const struct sentence *, const struct sentence *);
size_t common_content(const struct brief *, const struct sentence *,
                      const struct sentence *); /* and deeds in two words */
/* Scripts without spaces have pairs of signs instead of words. */
int common_shares_signs(const struct sentence *, const struct sentence *, int percent);
/* The one with fewer words has that share of its words in common with the other. */
int brief_has_most_words(const struct brief *, const struct sentence *, const struct sentence *, int percent);
/* Does a word say who, when, how many, or that somebody says it, instead of what happens? */
int brief_is_frame(const struct sentence *, size_t term);

/* retold.c, deeds_again.c; brief_tells_of_another: value_scope.c */
/* s tells again what x tells, in other words; after brief_conflicts(). */
int brief_retells(const struct brief *, const struct sentence *s, const struct sentence *x, int percent);
/* s tells what happened in x again, and nothing else that happened, for the same people and things (deeds_again.c): 1 unless it names
 * somebody whom x does not, 2 all the same, 0 not. */
int brief_tells_deed_again(const struct brief *, const struct sentence *s, const struct sentence *x);
/* One denies what the other tells, or is before it, or tells it of somebody else, or of another place. */
int brief_tells_of_another(const struct brief *, const struct sentence *, const struct sentence *);
/* What s is worth behind x, of 1: less when it tells again what the story is about (deeds_again.c). */
float brief_worth_again(const struct brief *, const struct sentence *s, const struct sentence *x);
/* A bit for each of the first 64 words of s that x has. */
uint64_t brief_words_in(const struct sentence *s, const struct sentence *x);
/* s tells little that the chosen sentences do not tell together; s->told: the words that any of them has. */
int brief_is_told(const struct brief *, const struct sentence *s, struct sentence *const *chosen, int n);
/* How much of the words of s x has, in percent. */
int brief_retold_share(const struct brief *, const struct sentence *x, const struct sentence *s);
/* s has nothing that x has not but the heart of the story, or less. */
int brief_adds_only_heart(const struct brief *, const struct sentence *s, const struct sentence *x);
struct near;
/* They tell one thing of a section in words of which few are the same: what they have in common with each other and with a third report counts
 * together, and that both tell the heart of the story.  A toll that x has not is worth its sentence.  near: NULL in a short story, where none does.
 * later: s comes behind the first sentences of its brief; less will do. */
int brief_tells_one_thing(const struct brief *, const struct near *near, const struct sentence *s,
                          const struct sentence *x, int later);

/* borne_out.c */
/* A bit for each member that says it; after brief_conflicts(). */
uint64_t brief_borne_out(const struct brief *, const struct sentence *);

/* shape.c */
/* Does a border between two sentences stand in a number that was written with a space: "$27. 5 million", "a . 38 revolver"? "On
 * 16. 56 were hurt" are two sentences. */
int shape_tears_number(struct tdg_str text, size_t border);
struct quotes {
  int pair;               /* what is open, 0: nothing */
  size_t inside, longest; /* bytes of the open quotation, of the longest closed one */
  int broken;             /* one closes that never opened */
};
void shape_quotes(struct quotes *, struct tdg_str); /* goes on from where it was */
size_t shape_quotations(struct tdg_str, struct tdg_range *out,
                        size_t max); /* the closed ones: bytes between their marks */
int shape_ends_well(struct tdg_str);

/* section_cues.c: the classes section-... of core/languages. */
enum cue {
  CUE_NONE,
  CUE_WILL, /* section-next */
  CUE_COMES,
  CUE_SHALL,
  CUE_WOULD,
  CUE_FRAMED,
  CUE_MAY, /* section-matters */
  CUE_MEANS,
  CUE_EFFECT,
  CUE_LONG, /* section-beyond */
  CUE_SPAN,
  CUE_STUDY,
  CUE_OFTEN,
  CUE_THINKS,
  CUE_PERFECT, /* section-verbs */
  CUE_PAST,
  CUE_ALSO, /* section-also */
  CUES
};
struct cue_counts {
  uint16_t n[CUES];
  size_t first[CUES]; /* the term where the first of them begins */
};
struct section_lexicon; /* all languages, each made ready when it is first asked for */
struct section_words;   /* one of them */
struct section_lexicon *section_lexicon_make(void); /* NULL: no memory */
void section_lexicon_free(struct section_lexicon *);
/* NULL: the language has none.  Without memory the worker ends. */
const struct section_words *section_words_of(struct section_lexicon *, tdg_call *,
                                             const struct tdg_vocabulary *);
void section_cues(const struct section_words *, const struct sentence *, int noun_capitals,
                  struct cue_counts *out);

/* sentence_role.c */
enum role role_by_sense(const struct brief *, const struct sentence *, struct cue_counts *,
                        float *sure); /* forgets cues that a quotation holds; sure: 0 .. 1 */

/* comment.c */
int brief_speaks_of_self(const struct sentence *); /* "we", outside a quotation */
void brief_find_opinion(struct brief *);           /* sets member.opinion */

/* stages.c */
void brief_find_early(struct brief *); /* sets member.early */
/* What is out of date is not usable any more, or expected; after the roles are known. */
void brief_find_overtaken(struct brief *);

/* sentence_cues.c */
const struct cues *cues_make(tdg_call *); /* NULL: no memory */
void cues_free(const struct cues *);
const struct tdg_vocabulary *cues_language(const struct cues *, tdg_call *, const char *tag);
const struct section_words *cues_section(const struct cues *, tdg_call *, const struct tdg_vocabulary *);
int cues_small(const struct cues *, uint64_t hash);
enum role cues_heading(const struct tdg_word_mark *, size_t n, int *known);
void cues_judge(const struct cues *, struct brief *);

/* headline.c */
void brief_headline(struct brief *); /* brief_choose() does it */

/* nearness.c */
struct near *near_make(struct brief *); /* sets agreed and support of the sentences */
/* Of two sentences, 0 .. 1; 0 behind the first 600 of the story. */
float near_of(const struct near *, const struct sentence *, const struct sentence *);
/* How near a third one is to both, the one that is nearest. */
float near_through(const struct near *, const struct sentence *, const struct sentence *);

/* cover.c */
struct cover;
struct cover *cover_make(struct brief *);
/* What a sentence of the story says and no taken one does. */
float cover_gain(const struct cover *, const struct sentence *);
void cover_take(struct cover *, const struct sentence *);

/* choose.c */
struct choosing {
  int max_words, per_story_percent;
};
/* After brief_conflicts(); returns how many sentences it chose, 0: none of the story can stand alone. */
int brief_choose(struct brief *, const struct choosing *);

/* order.c */
void brief_order(const struct brief *, const struct sentence **, size_t n);

/* conflict.c */
struct claim {
  const struct sentence *sentence;
  struct tdg_str value;              /* the words of the record, short */
  const char *norm;                  /* the same in one form; NULL or "": none */
  int value_no;                      /* the same number, the same value */
  const struct member *corrected_by; /* NULL: nobody */
};
struct conflict {
  const char *kind, *message; /* message: for people */
  const char *how;            /* differs, correction, development, attributed, stage; NULL: differs */
  struct tdg_str what;
  struct claim claim[MAX_CLAIMS];
  int n;
};
/* Reads the facts of all sentences too. */
int brief_conflicts(struct brief *, struct conflict out[MAX_CONFLICTS]);

/* brief_record.c */
tdg_rec *brief_record(const struct brief *, const tdg_rec *story); /* headline and counts */
void brief_put_chosen(const struct brief *, tdg_rec *brief);       /* the sections of the chosen sentences */
void brief_put_conflict(const struct brief *, tdg_rec *brief, const struct conflict *);
/* For sections made otherwise. */
const char *brief_role_name(enum role);
tdg_rec *brief_section(const struct brief *, enum role); /* role and title */
void brief_put_timeline(const struct brief *,
                        tdg_rec *brief); /* timeline.c: their days, when they are many */
void brief_put_span(const struct brief *, tdg_rec *, const struct sentence *);

#endif
