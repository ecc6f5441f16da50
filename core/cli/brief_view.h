/* cli/brief_view.h - a brief made ready for a reader: sections, sentences with numbered sources, what is in
 * dispute.
 *
 * Numbers are given to records in the order in which the brief cites them.  Everything belongs to the arena.
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
  char shown[ID_LETTERS + 1]; /* of the id, what tells it from others */
  struct tdg_str publisher, title, url;
};
struct view_sentence {
  struct tdg_str text;
  int sources[VIEW_MAX_CITES], n; /* 1, 2, ... */
  struct tdg_str days; /* what "on Monday" was: "9 March", or "Monday: 9 March, Friday: 13 March" */
};
struct view_section {
  struct tdg_str title; /* always something */
  struct view_sentence *sentences;
  size_t n;
};
struct view_conflict {
  struct tdg_str kind, what, message;
  struct view_claim {
    struct tdg_str text, value;
    size_t at; /* where the value stands in the text; VIEW_NOWHERE */
    int source;
  } * claims;
  size_t n;
};
struct brief_view {
  int64_t story, made, first, last;
  uint32_t records, publishers, undated;
  char shown[ID_LETTERS + 1]; /* of the story */
  int stale;
  int before; /* sources of the briefs that stand before it in the same document */
  struct tdg_str headline;
  struct tdg_str model,
      reason; /* model: which one wrote it, "" none did; reason: why none did, "" none was to */
  struct view_section *sections;
  size_t n_sections;
  struct view_conflict *conflicts;
  size_t n_conflicts;
  struct view_source sources[VIEW_MAX_SOURCES];
  int n_sources;
};

enum { VIEW_FROM = 40 };
/* " from 5 publishers"; "" when none of them is known. */
const char *view_from(uint32_t publishers, char room[VIEW_FROM]);
/* Does the message of a conflict say what it is about? */
int view_says_what(const struct view_conflict *);

/* 0, or -1 after telling what the store said. */
int brief_view(struct brief_view *v, struct arena *a, struct store *s, const tdg_rec *brief,
               const struct tdg_story_row *story);

struct page;
struct buf;
void brief_text(struct page *p, const struct brief_view *v);
void brief_markdown(struct buf *out, const struct brief_view *v);
void brief_html(struct buf *out, const struct brief_view *v);
void brief_html_head(struct buf *out); /* once before, with a style sheet; and once after */
void brief_html_foot(struct buf *out);

#endif
