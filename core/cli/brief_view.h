/* cli/brief_view.h - a brief prepared for output: sections, sentences with numbered sources, conflicts.
 *
 * Records are numbered in the order in which the brief cites them, conflicts with letters.  All memory belongs to
 * the arena.  What the forms say in the same words is worded here (brief_words.c); they only lay it out.
 */
#ifndef CLI_BRIEF_VIEW_H
#define CLI_BRIEF_VIEW_H

#include "cli/cli.h"
#include "record/rec.h"
#include "util/id.h"

enum { VIEW_MAX_SOURCES = 500, VIEW_MAX_CITES = 8, VIEW_LETTERS = 26 };

struct view_source {
  int64_t id, published, seen; /* published: 0 unknown */
  int local;                   /* published is a time of day without a zone */
  char shown[ID_LETTERS + 1];  /* the shortest unique end of the id */
  struct tdg_str publisher;    /* "" unknown */
  struct tdg_str
      name; /* the publisher; else "source inbox", "file orlo.txt", which are none; always something */
  struct tdg_str when; /* "9 March 2026, 14:05 UTC", or "undated, seen ..." */
  struct tdg_str title, url;
};
struct view_sentence {
  struct tdg_str text;
  int sources[VIEW_MAX_CITES], n; /* 1, 2, ... */
  int only;                       /* no other report says so */
  struct tdg_str
      own; /* the component in whose words it is, when those are not a source's; "" for a quotation */
  /* beside the text: dates of weekdays in it ("9 March", or "Monday: 9 March, Friday: 13 March"), whether it is out of
   * date, which conflicts it takes part in; "" for nothing */
  struct tdg_str aside;
};
struct view_section {
  struct tdg_str title; /* always something */
  struct tdg_str own;   /* the component in whose words the title is; "" for a source's, or the role's */
  struct view_sentence *sentences;
  size_t n;
};
struct view_step {
  struct tdg_str date, day, text; /* 2026-03-09, "9 March" */
  int source;
};
struct view_conflict {
  char letter;         /* 'A', 'B' ...; '?' beyond 'Z' */
  struct tdg_str line; /* what it is about, and how it came; always something */
  struct view_claim {
    struct tdg_str value;
    int source, corrected_by; /* corrected_by: the number of a source, 0: nobody */
  } * claims;
  size_t n;
  int corrected; /* a claim is */
};
/* Since the last brief. */
struct view_since {
  struct tdg_str title; /* "Since the brief of ... (three reports of two publishers)"; "": nothing is known */
  struct tdg_str headline;            /* of that brief, when it was another; "" */
  const struct view_sentence **fresh; /* those that it did not tell */
  size_t n, more;                     /* more: that are not listed */
  struct tdg_str conflicts;           /* letters of those that it did not have: "A, C"; "" */
  struct tdg_str *settled;            /* what is no difference any more */
  size_t n_settled;
};
struct brief_view {
  int64_t story, last;
  char shown[ID_LETTERS + 1]; /* of the story */
  int stale;
  int before;                   /* number of sources of earlier briefs in the same document */
  struct tdg_str headline, own; /* own: the component in whose words it is, when those are not a source's */
  struct tdg_str standing;      /* "As of 9 March 2026, 14:05 UTC, five reports of four publishers." */
  struct tdg_str by;            /* the component, when it says itself in what the reports differ; else "" */
  struct tdg_str model,
      reason; /* model: the model that wrote it, "" for none; reason: why a configured model did not, "" */
  struct view_since since;
  struct view_section *sections;
  size_t n_sections;
  struct view_step *steps;
  size_t n_steps;
  struct view_conflict *conflicts;
  size_t n_conflicts;
  struct view_source sources[VIEW_MAX_SOURCES];
  int n_sources;
};

enum { VIEW_FROM = 80 };
/* " from 5 publishers, 1 of them a copy": what follows the number of records wherever a story is listed; "" when
 * nothing is known. */
const char *view_from(uint32_t publishers, uint32_t copies, char room[VIEW_FROM]);

/* 0, or -1 after printing the store's error. */
int brief_view(struct brief_view *v, struct arena *a, struct store *s, const tdg_rec *brief,
               const struct tdg_story_row *story);

struct page;
struct buf;
void brief_text(struct page *p, const struct brief_view *v);
void brief_markdown(struct buf *out, const struct brief_view *v);
void brief_html(struct buf *out, const struct brief_view *v);
void brief_html_head(struct buf *out); /* head with the style sheet, and foot; once per document */
void brief_html_foot(struct buf *out);

/* ---- brief_words.c ---- */

enum { WORDS_TIME = 40 };
/* "9 March 2026, 14:05 UTC"; exactly midnight UTC means a date without a time. */
const char *words_time(int64_t ms, char room[WORDS_TIME]);
/* "2026-03-09" as "9 March", with a no-break space; the year only where it is not this one. */
void words_day(struct buf *out, struct tdg_str date, int year);
int words_year(int64_t ms);
/* "five reports of four publishers, one of them a copy" */
struct words_counts {
  uint32_t records, copies, publishers; /* records: with the copies; publishers: 0 unknown */
};
void words_counts(struct buf *out, struct words_counts);
/* "As of 9 March 2026, 14:05 UTC, five reports of four publishers.  The first is of 8 March 2026." */
void words_standing(struct buf *out, struct words_counts, int64_t as_of, int64_t first, int64_t last,
                    uint32_t undated);
/* How a conflict came, for readers: "corrected"; NULL: nothing is to be said. */
const char *words_how(struct tdg_str how);
/* What a sentence is that is not told as of now: "expected at the time"; NULL: it is of now. */
const char *words_stage(struct tdg_str stage);

#endif
