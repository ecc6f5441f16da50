/* engine/replay.h - parse captures with the present parsers: what they make of them becomes new versions of the records that
 * were read from them.
 *
 * The answer is read by the fetcher of files, at its offset, and compared with its digest.  From there on it goes the way of a
 * fetched document (routing, further pages, the source's settings, settle_run), with what its parser got beside it
 * (TDG_ASKED of the capture).  Only versions that are current and name the capture change, and only by becoming the next
 * version, whose change is "reparsed"; nothing else is stored: no new work, no request, no state of a source.  So it can be
 * repeated, and killed, at any time, and what was deleted does not come back.
 */
#ifndef ENGINE_REPLAY_H
#define ENGINE_REPLAY_H

#include "engine/engine.h"

/* Current versions that name one answer of one source, as their only or first capture. */
struct replay_group {
  const int64_t *ids;
  size_t n;
};

struct replay_counts {
  uint64_t forgotten;     /* answers that spoke of what was to be forgotten (engine/forgetting.h) */
  uint64_t gone, damaged; /* answers that are not there any more, or not as they were */
  uint64_t unread;        /* answers that the present parser refuses, or of which no source is configured */
  uint64_t lost;          /* records that it does not find there */
};

struct engine_replay {
  const char *folder; /* of the captures; absolute */
  const struct replay_group *groups;
  size_t n;
  int dry; /* nothing is stored */
  /* With dry: what the next version would be.  On the loop. */
  void (*differs)(void *arg, const tdg_rec *before, const tdg_rec *after);
  void *arg;
  struct replay_counts counts; /* the rest is in the engine's */
};

/* 0; 3: not all could be read; 1: the store failed. */
int engine_replay(struct engine *e, struct engine_replay *what);

/* ---- inside the engine ---- */

/* TDG_TYPE of a TDG_ASKED: an article that was read with the parser that its source names for articles; any other page that a feed or
 * a list named; a list that a source named.  Without it: a poll. */
#define CAPTURE_ARTICLE "item"
#define CAPTURE_PAGE "page"
#define CAPTURE_LIST "list"

/* replay.c; done is called when all have been read. */
void replay_start(struct engine *e, struct engine_replay *what, void (*done)(void *arg), void *arg);

struct replay_change {
  struct replay_change *next;
  const tdg_rec *before, *after;
};

/* A settlement of captures. */
struct replayed {
  const struct replay_group *group;
  uint64_t work[2]; /* of the first of the group */
  int only;         /* the document gave one record, and the group has one: it is that */
  int dry;
  const char *version; /* of the plugin that read it */
  struct settle_page
      *pages;     /* the further pages of the article that are kept, to be taken in place of a request */
  uint64_t found; /* set by replay_settle: records of the group that were found */
  struct replay_change *changes; /* with dry; in the settlement's arena */
};

#endif
