/* statement.h - one official document on its way to a record: items in order, and what each of them is.
 *
 *   stm_read_page / stm_read_text   items from HTML or plain text
 *   stm_cues                        formulae that statements are made of, on each item
 *   stm_head                        title, number, place and date, embargo; what is not text is dropped
 *   stm_zones                       preamble, points, signatures, end, notes, about, contact
 *   stm_points                      numbers of points, nested
 *   stm_people                      issuers, signatories, contacts
 *   stm_write                       the record
 *   stm_explain                     what became of each item, when that is asked
 *
 * Everything lives in the memory of the call.
 */
#ifndef PARSE_STATEMENT_H
#define PARSE_STATEMENT_H

#include <tidings/kit/buf.h>
#include <tidings/kit/charset.h>
#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/lines.h>
#include <tidings/kit/text.h>
#include <tidings/kit/words.h>
#include <tidings/plugin.h>

enum { MIN_SCORE = 40 }; /* of stm_score: a statement */
enum { MAX_STM_ITEMS = 20000, MAX_CUE_LINE = 240, MAX_ISSUERS = 32, MAX_HEAD_ITEMS = 16 };

/* Formulae; an item may have several. */
enum stm_cue {
  CUE_RELEASE = 1 << 0, /* for immediate release */
  CUE_EMBARGO = 1 << 1,
  CUE_NUMBER = 1 << 2,  /* Press release No 3/2026, Order No. 112 */
  CUE_JOINT = 1 << 3,   /* joint statement, declaration, communique: in a title */
  CUE_TITLE = 1 << 4,   /* statement by, remarks by, decree on: in a title */
  CUE_WE = 1 << 5,      /* We, the ministers of */
  CUE_MET = 1 << 6,     /* The ministers of A and B met */
  CUE_RECITAL = 1 << 7, /* Recalling ..., Considering ..., */
  CUE_FORMULA = 1 << 8, /* have agreed as follows: */
  CUE_DONE = 1 << 9,    /* Done at ... */
  CUE_END = 1 << 10,    /* Ends, -30-, ### */
  CUE_NOTES = 1 << 11,  /* Notes to editors */
  CUE_ABOUT = 1 << 12,
  CUE_CONTACT = 1 << 13,
  CUE_ANNEX = 1 << 14,
  CUE_LETTERHEAD = 1 << 15, /* Ministry of ... */
  CUE_OFFICE = 1 << 16      /* a line that is an office: Minister of ... */
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
  ROLE_ANNEX
};

struct stm_item {
  struct tdg_line line;  /* its text and shape */
  const tdg_rec *block;  /* as the kit made it; NULL when it is made from the text */
  int64_t type;          /* enum tdg_block */
  uint32_t level;        /* of a heading or list entry */
  struct tdg_str number; /* of a point, as printed; "" when none */
  size_t mark;           /* bytes of that number at the front of the text */
  uint32_t cues;
  int role;
  int spans; /* has links or emphasis: its text must not be changed */
};

struct stm_date {
  struct tdg_date date;
  struct tdg_str raw;
  int known;
};

struct statement {
  tdg_call *call;
  const tdg_rec *doc;
  struct stm_item *v;
  size_t n, room;
  struct tdg_str page_title, canonical; /* of an HTML page */
  struct tdg_str title, reference, place, dateline, occasion;
  struct stm_date published, embargo;
  const char *genre, *language;
  tdg_rec *rec;
};

int stm_read_page(struct statement *s, struct tdg_str html);
int stm_read_text(struct statement *s, struct tdg_str text);
void stm_cues(struct statement *s);
/* How much this reads like an official document, 0 .. 100. */
int stm_score(const struct statement *s);
/* Those of the cues that count for stm_score. */
uint32_t stm_counted(uint32_t cues);
void stm_head(struct statement *s);
void stm_zones(struct statement *s);
void stm_points(struct statement *s);
void stm_people(struct statement *s);
int stm_write(struct statement *s);
int stm_explain(const struct statement *s); /* what became of each item, for who asks */

/* A new item at the end; NULL when there are too many. */
struct stm_item *stm_add(struct statement *s, struct tdg_str text, int64_t type);
/* The bytes of "12. ", "(a) ", "iv) ", "Article 4. " at the front of a text, 0 when there are none. */
size_t stm_mark(struct tdg_str text);
#endif
