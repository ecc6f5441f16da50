/* news/record_finish.h - what the engine adds to a parser's record before it is kept.
 *
 * A parser says what the document says.  The engine adds what it alone knows: the source as configured (never
 * guessed), ids and versions, when it was first seen, who read it, and what the feed said where the page is silent.
 * Fields that only the engine may set are dropped from what a parser sent.
 */
#ifndef NEWS_RECORD_FINISH_H
#define NEWS_RECORD_FINISH_H

#include "news/source.h"
#include "record/rec.h"

struct record_facts {
  int64_t id, supersedes, now_ms;
  uint32_t version;
  const char *change, *work, *parser;
};

/* The source's own group, and from the feed item that led here (request's TDG_MEMBER) what r lacks. */
const tdg_rec *record_from_source(struct arena *a, const tdg_rec *r, const struct news_source *source,
                                  const tdg_rec *request);
/* Nothing was published after it was fetched: a date more than a day ahead becomes the time of fetching, and the quality says
 * "future-date"; of one that the parser already refused it says the same. */
const tdg_rec *record_date(struct arena *a, const tdg_rec *r, int64_t now_ms);
tdg_rec *record_finish(struct arena *a, const tdg_rec *r, const struct record_facts *facts);
/* The same record as a group, to travel inside another. */
tdg_rec *record_as_group(struct arena *a, const tdg_rec *r);

#endif
