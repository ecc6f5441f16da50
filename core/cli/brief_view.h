/* cli/brief_view.h - a brief prepared for output: sections, sentences with numbered sources, conflicts.
 *
 * Records are numbered in the order in which the brief cites them.  All memory belongs to the arena.
 */
#ifndef CLI_BRIEF_VIEW_H
#define CLI_BRIEF_VIEW_H

#include "cli/cli.h"
#include "record/rec.h"
#include "util/id.h"

enum { VIEW_MAX_SOURCES = 500, VIEW_MAX_CITES = 8 };

#define VIEW_NOWHERE SIZE_MAX

struct view_source {
  int64_t id, published;      /* published: 0 unknown */
  char shown[ID_LETTERS + 1]; /* the shortest unique end of the id */
  struct tdg_str publisher, title, url;
};
struct view_sentence {
  struct tdg_str text;
  int sources[VIEW_MAX_CITES], n; /* 1, 2, ... */
  struct tdg_str
      own; /* the component in whose words it is, when those are not a source's; "" for a quotation */
  struct tdg_str days; /* dates of weekdays in the text: "9 March", or "Monday: 9 March, Friday: 13 March" */
};
struct view_section {
  struct tdg_str title; /* always something */
  struct tdg_str own;   /* the component in whose words the title is; "" for a source's, or the role's */
  struct view_sentence *sentences;
  size_t n;
};
struct view_conflict {
  struct tdg_str kind, what, message;
  struct view_claim {
    struct tdg_str text, value;
    size_t at; /* offset of the value in the text; VIEW_NOWHERE */
    int source;
  } * claims;
  size_t n;
};
struct brief_view {
  int64_t story, made, first, last;
  uint32_t records, copies, publishers, undated; /* records: with the copies */
  char shown[ID_LETTERS + 1];                    /* of the story */
  int stale;
  int before;                   /* number of sources of earlier briefs in the same document */
  struct tdg_str headline, own; /* own: the component in whose words it is, when those are not a source's */
  struct tdg_str by;            /* the component, when it says itself in what the reports differ; else "" */
  struct tdg_str model,
      reason; /* model: the model that wrote it, "" for none; reason: why a configured model did not, "" */
  struct view_section *sections;
  size_t n_sections;
  struct view_conflict *conflicts;
  size_t n_conflicts;
  struct view_source sources[VIEW_MAX_SOURCES];
  int n_sources;
};

enum { VIEW_FROM = 80 };
/* " from 5 publishers, 1 of them a copy": what follows the number of records wherever a story is told; "" when
 * nothing is known. */
const char *view_from(uint32_t publishers, uint32_t copies, char room[VIEW_FROM]);
/* Does the message of a conflict name its subject? */
int view_says_what(const struct view_conflict *);

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

#endif
