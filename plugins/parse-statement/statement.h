/* statement.h - one official document on its way to a record: lines in order, and what each of them is.
 *
 *   stm_read_page / stm_read_text   HTML or plain text becomes lines; tables and columns go through stm_grid_put
 *   stm_cues, stm_score             formulae that such documents are made of, and how much they prove
 *   stm_find_withdrawal             what says that it is withdrawn
 *   stm_head                        title, number, place and dates, embargo, drafts; what is furniture is dropped
 *   stm_zones                       recitals, points, signatures, end, notes, about, contact, annexes
 *   stm_points                      numbers of points, nested
 *   stm_issuers, stm_signatories, stm_contacts, stm_quotes
 *   stm_check                       what does not fit together, as flags
 *   stm_write, stm_explain          the record, and how it came about
 *
 * The words of languages stand in core/languages, the classes statement-...; statement_words.c makes an index of them, once
 * a worker; statement_tokens.c has the words of a text.  Everything else lives in the memory of the call.
 */
#ifndef PARSE_STATEMENT_H
#define PARSE_STATEMENT_H

#include <tidings/kit/buf.h>
#include <tidings/kit/date.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>
#include <tidings/kit/words.h>
#include <tidings/plugin.h>

enum { MIN_SCORE = 45 }; /* of stm_score: a statement */
enum {
  MAX_STM_LINES = 20000,
  MAX_CUE_LINE = 300, /* bytes of a line that formulae are looked for in */
  MAX_ISSUERS = 32,
  MAX_HEAD_LINES = 40, /* the head of a document is no longer */
  MAX_CELLS_A_ROW = 12,
  MAX_GRID = 4000 /* cells */
};

struct statement;

/* ---- words ---- */

/* Lists of words; the classes statement-... of core/languages, and of others that say the same. */
enum stm_set {
  SET_TYPE,    /* kinds of documents: TDG_STATEMENT_TYPES_... */
  SET_LINE,    /* how lines begin */
  SET_LABEL,   /* before a value */
  SET_RECITAL, /* the first word of a recital */
  SET_OFFICE,
  SET_BODY,  /* ministry, bank, council */
  SET_SMALL, /* of, the, and, for, in */
  SET_SAID,
  SET_ORDINAL,
  SET_NUMBERED, /* Article, Section, before a number */
  SET_BYLINE,
  SET_CALL,      /* of a page to its reader */
  SET_OTHERS,    /* headings of lists of other documents */
  SET_LAST_TYPE, /* as SET_TYPE, of the end of a title */
  SETS           /* at most 16 */
};
struct stm_words;
struct stm_words *stm_words_make(tdg_call *call); /* NULL: no memory */
void stm_words_free(struct stm_words *w);
/* Of a word that means different things in several languages, what it means in this one; NULL: any. */
void stm_words_prefer(struct stm_words *w, const char *language);

/* A phrase of a set at the beginning of a folded text, the longest. */
struct stm_hit {
  int value;
  size_t size; /* bytes; 0: none */
};
struct stm_hit stm_phrase(const struct stm_words *w, enum stm_set set, struct tdg_str folded);
/* The value of the longest of article-dates at the beginning of a word of a folded text; 0: none. */
int stm_date_word(const struct stm_words *w, struct tdg_str folded);
/* The phrases that may begin the folded text, for stm_phrase_at: a bit for each set that they are of. */
unsigned stm_find_head(const struct stm_words *w, uint64_t key, uint16_t *head);
/* The key: the first letters of the text; of `n` bytes that are letters and digits of a script with spaces and no more. */
uint64_t stm_head_of(struct tdg_str folded);
uint64_t stm_head_of_word(const char *p, size_t n);
/* 0: no phrase of the set begins the text, folded or not. */
int stm_may_begin(const struct stm_words *w, enum stm_set set, struct tdg_str text);
/* The ending of one folded word ("verkehrsministerin"): of SET_OFFICE, SET_BODY and SET_RECITAL. */
int stm_ending(const struct stm_words *w, enum stm_set set, struct tdg_str word);

/* The lists have alef, waw and yeh without hamza; tdg_fold keeps it. */
void stm_without_hamza(char *p, size_t n);
/* A letter of two bytes, of the scripts that have most of them: Cyrillic, Arabic, Hebrew, Latin with marks. */
static inline int stm_is_letter_pair(const char *p, const char *end) {
  if (end - p < 2) return 0;
  const unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
  if (a == 0xD0) return b >= 0x90 && b <= 0xBF; /* U+0410 .. */
  if (a == 0xD1) return b >= 0x80 && b <= 0x9F;
  if (a == 0xD8) return b >= 0xA1 && b <= 0xBA; /* U+0621 .. */
  if (a == 0xD9) return b >= 0x81 && b <= 0x8A;
  if (a == 0xD7) return b >= 0x90 && b <= 0xAA; /* U+05D0 .. */
  return a == 0xC3 && b != 0x97 && b != 0xB7 && b >= 0x80 && b <= 0xBF;
}
/* A character of a script without spaces. */
static inline int stm_is_wide(uint32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x0E00 && c <= 0x0EFF);
}

/* ---- the words of a text ---- */

struct stm_token {
  struct tdg_str raw, core;                 /* as written: with its signs, and without those around it */
  uint32_t at, size;                        /* of it in the folded text */
  uint16_t head, sets;                      /* for stm_phrase_at: of stm_find_head */
  unsigned char large, small;               /* begins with a capital, a small letter */
  unsigned char wide;                       /* of a script without spaces */
  unsigned char digit;                      /* begins with a digit */
  unsigned char plain;                      /* letters and digits, none of them wide */
  unsigned char comma, stop, colon, closes; /* what stands behind it; closes: a quotation mark or bracket */
};
struct stm_tokens {
  const struct stm_token *v;
  size_t n;
  struct tdg_str folded; /* the cores in small letters, a space between them */
  int cased;             /* the script has capital and small letters */
};
/* The text is one that stays as it is until the call is done; so do its tokens. */
struct stm_tokens stm_tokens(const struct statement *s, struct tdg_str text, size_t max);
struct stm_token_memo *stm_token_memo_new(tdg_call *call);
/* The folded text from token i on. */
static inline struct tdg_str stm_rest(const struct stm_tokens *t, size_t i) {
  if (i >= t->n) return (struct tdg_str){"", 0};
  return (struct tdg_str){t->folded.p + t->v[i].at, t->folded.n - t->v[i].at};
}
/* A phrase that begins at token i: stm_phrase of the rest, without a look where no phrase begins so. */
struct stm_hit stm_phrase_from(const struct stm_words *w, enum stm_set set, const struct stm_tokens *t,
                               size_t i);
static inline struct stm_hit stm_phrase_at(const struct stm_words *w, enum stm_set set,
                                           const struct stm_tokens *t, size_t i) {
  const struct stm_hit none = {0, 0};
  return i < t->n && (t->v[i].sets >> set & 1) != 0 ? stm_phrase_from(w, set, t, i) : none;
}
/* How many tokens a phrase of so many bytes covers from token i on. */
size_t stm_covers(const struct stm_tokens *t, size_t i, size_t size);
/* The text from token i to before k, without signs at its ends. */
struct tdg_str stm_slice(const struct stm_tokens *t, size_t i, size_t k);

/* ---- lines ---- */

/* Formulae; a line may have several. */
// clang-format off
#define STM_CUES(X)                                                                            \
  X(RELEASE, "a release line") X(EMBARGO, "an embargo") X(DRAFT, "a draft mark")               \
  X(DELIVERED, "\"check against delivery\"") X(DONE, "\"done at\"") X(END, "an end mark")      \
  X(NOTES, "notes to editors") X(ABOUT, "about the issuer") X(CONTACT, "a contact")            \
  X(ANNEX, "an annex") X(VERSION, "a note on the version") X(SALUTE, "a salutation")           \
  X(AGREED, "\"have agreed\"") X(WE, "\"we, the ...\"") X(RECITAL, "a recital")                \
  X(PARALLEL, "the name of a language") X(TYPE, "a kind of document") X(NUMBER, "a number")    \
  X(LETTERHEAD, "a letterhead") X(OFFICE, "an office") X(FOR, "\"for ...\"") X(LABEL, "a label") \
  X(BYLINE, "a byline") X(PLACE, "a place and date line") X(DATELINE, "a dateline") X(CALL, "a call to the reader") X(RIGHTS, "rights of the site") X(FOOTNOTE, "a footnote") X(DATE, "a date")
// clang-format on
enum stm_cue_number {
#define STM_CUE_ENUM(name, text) CUE_NO_##name,
  STM_CUES(STM_CUE_ENUM)
#undef STM_CUE_ENUM
      STM_N_CUES
};
enum stm_cue {
#define STM_CUE_ENUM(name, text) CUE_##name = 1 << CUE_NO_##name,
  STM_CUES(STM_CUE_ENUM)
#undef STM_CUE_ENUM
};

enum stm_role {
  ROLE_NONE = 0, /* not part of the text */
  ROLE_BODY,
  ROLE_PREAMBLE,
  ROLE_OPERATIVE,
  ROLE_SIGNATURE,
  ROLE_NOTES,
  ROLE_ABOUT,
  ROLE_CONTACT,
  ROLE_ANNEX,
  ROLE_CORRECTION
};

struct stm_span {
  const char *type; /* link em strong sup */
  size_t start, end;
  struct tdg_str url;
};

struct stm_line {
  struct tdg_line line; /* its text and shape, without number and label */
  struct tdg_str mark;  /* the number in front, as printed */
  struct tdg_str label; /* "Published:" of a pair */
  struct tdg_str value; /* what stands behind the label; in a pair all of the line */
  struct tdg_str path;  /* of a point: "2(a)" */
  const tdg_rec *table; /* of a table: the block */
  const struct stm_span *spans;
  size_t n_spans;
  size_t block;       /* its number in the record */
  uint32_t box, cell; /* lines of one paragraph; of one signature in columns: 0 none */
  uint32_t level;     /* of a heading; of a point */
  uint32_t depth;     /* of lists around it, or columns of indentation */
  uint32_t cues;
  const char *language; /* when another than the document's */
  uint8_t type;         /* enum tdg_block */
  uint8_t role;
  uint8_t genre;      /* of the kind of document that it begins with */
  uint8_t label_kind; /* enum TDG_STATEMENT_LABELS_... */
  uint8_t linked;     /* so much of it is links, of 100 */
  uint8_t bold, small, listed, ordered, quoted, signs;
  uint8_t withdrawal; /* enum stm_withdrawal */
  uint8_t whole;      /* it is nothing but the name of a kind of document */
};

struct stm_date {
  struct tdg_date date;
  struct tdg_str raw;
  const char *from;
  int known;
};

/* One of a table's cells, or of columns in a text; its lines are parted by '\n'. */
struct stm_cell {
  struct tdg_str text;
  uint32_t row, indent;
  uint8_t header;
};
struct stm_grid {
  struct stm_cell *v;
  size_t n, room;
  uint32_t rows;
};

enum { MAX_FLAGS = 8 };
struct statement {
  tdg_call *call;
  const tdg_rec *doc;
  struct stm_words *words;
  struct stm_date_memo *dates;
  struct stm_token_memo *tokens;
  struct stm_line *v;
  size_t n, room;
  struct stm_grid *grid; /* NULL before the first table */
  uint32_t boxes, cells;
  size_t body;   /* the first line of the text itself */
  int told;      /* it was named a statement */
  int head_only; /* only its beginning is looked at */
  int is_page, rtl, looks_article, is_newspaper;
  struct tdg_str page_title, meta_title, site, canonical, page_language, reserved;
  struct stm_date meta_published, meta_updated;
  struct tdg_str title, reference, place, dateline, occasion, change_note, from;
  struct stm_date published, updated, signed_on, embargo, opened; /* opened: the day of the place line */
  int draft, withdrawn;
  int genre; /* enum TDG_STATEMENT_TYPES_...; 0 unknown */
  const char *language;
  size_t line_of_title; /* SIZE_MAX: none of them */
  const char *flags[MAX_FLAGS];
  size_t n_flags;
  struct tdg_str parties[MAX_ISSUERS];
  size_t n_parties;
  struct tdg_str party_role; /* "Foreign Ministers" */
  uint32_t head_cues, text_cues;
  int doctype, numbered; /* the kinds that a line of the head is, and that the number belongs to */
  tdg_rec *rec;
};

int stm_read_page(struct statement *s, struct tdg_str html);
int stm_read_text(struct statement *s, struct tdg_str text);
struct stm_date_memo *stm_dates_new(tdg_call *call);
/* A new line at the end; NULL when there are too many. */
struct stm_line *stm_add(struct statement *s, struct tdg_str text, int type);
/* The grid that a table or columns are read into, empty: one for all of them. */
struct stm_grid *stm_grid_empty(struct statement *s);
/* One cell more; NULL: there are MAX_GRID. */
struct stm_cell *stm_grid_add(struct statement *s, struct stm_grid *g, struct stm_cell cell);
/* A table, or columns of a text, as lines: points, labels with values, signatures; `block` makes the block of a real table. */
void stm_grid_put(struct statement *s, const struct stm_grid *g,
                  const tdg_rec *(*block)(struct statement *, void *), void *arg);

/* The number in front of a text: its bytes with the white space behind it. */
size_t stm_mark(const struct statement *s, struct tdg_str text);
void stm_take_marks(struct statement *s);

void stm_cues(struct statement *s);
/* "Last updated", "Publié le :": what a date behind it is, of TDG_STATEMENT_LABELS_...; 0: another text. */
int stm_time_label(const struct statement *s, struct tdg_str label);
/* The line is nothing but the label of a time, and the next one its date. */
int stm_labels_next(const struct statement *s, const struct stm_line *l, const struct stm_line *next);
int stm_score(const struct statement *s); /* 0 .. 100 */
void stm_drop_furniture(struct statement *s);
/* A notice that the document is withdrawn, a line that says nothing else, a mark before the title. */
enum stm_withdrawal { STM_NOT_WITHDRAWN, STM_WITHDRAWN_NOTICE, STM_WITHDRAWN_MARK, STM_WITHDRAWN_TITLE };
enum stm_withdrawal stm_withdrawal(const struct statement *s, const struct stm_line *l,
                                   const struct stm_tokens *t, size_t i);
void stm_find_withdrawal(
    struct statement *s); /* what was found, of the document; the lines are no part of its text */
void stm_head(struct statement *s);
/* The date of a line: 1 when there is one.  The text is one that stays as it is until the call is done. */
int stm_find_date(const struct statement *s, struct tdg_str t, struct stm_date *d);
/* The place before a date or at the beginning of a text: "Hollin" of "Hollin, 3 May", "at Hollin on". */
struct tdg_str stm_place(const struct statement *s, struct tdg_str text);
int stm_genre_named(const char *name);
const char *stm_genre_name(int genre);
void stm_zones(struct statement *s);
void stm_points(struct statement *s);
void stm_settle(struct statement *s); /* what needs the parties: the kind, the day of the meeting */
void stm_issuers(struct statement *s);
/* Marks the lines of signatures (signs), before zones; puts them, after. */
void stm_find_signatures(struct statement *s);
void stm_signatories(struct statement *s);
struct tdg_str stm_signed_for(struct statement *s, const struct stm_line *l); /* the party of "For ..." */
void stm_contacts(struct statement *s);
void stm_quotes(struct statement *s);
void stm_number_blocks(struct statement *s); /* before signatories, contacts and quotes, which name blocks */
void stm_check(struct statement *s);
void stm_flag(struct statement *s, const char *flag);
int stm_write(struct statement *s);
int stm_explain(const struct statement *s);

/* The name of an organisation in a line: whole: it is all of the line. */
struct tdg_str stm_organisation(const struct statement *s, const struct stm_tokens *t, int whole);
/* Tokens i .. k-1 are the name of a person. */
int stm_is_name(const struct statement *s, const struct stm_tokens *t, size_t i, size_t k);
/* One of these tokens is an office; returns the place behind the last of them, 0: none. */
size_t stm_office_end(const struct statement *s, const struct stm_tokens *t, size_t i, size_t k);
/* 0: of a language without "of", in which what an office or a body is of follows it ("міська голова Ясенця Юрій Гончаренко"). */
int stm_has_of(const struct statement *s);
struct tdg_str stm_without_article(const struct statement *s, struct tdg_str name);
struct tdg_str stm_join(struct statement *s, struct tdg_str a, const char *between, struct tdg_str b);

static inline struct tdg_str stm_none(void) { return (struct tdg_str){"", 0}; }
static inline int stm_is_short(const struct stm_line *l) {
  return l->line.words <= 12 && l->line.chars <= 120;
}
/* A line that can open a part: a heading, bold, or short without a stop. */
static inline int stm_is_headlike(const struct stm_line *l) {
  return l->type == TDG_HEADING || (l->line.words <= 10 && l->line.chars <= 90 &&
                                    l->line.end != TDG_ENDS_STOP && l->line.end != TDG_ENDS_COMMA);
}
#endif
