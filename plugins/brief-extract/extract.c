/* extract.c - the brief plugin "extract": a story's records become a short brief in their own sentences.
 *
 * Nothing is written anew: each sentence stands in a record word for word, and the brief says where.  Below
 * the minimum of records and publishers there is none.  Pure: the same story gives the same brief.
 */
#include "brief.h"

#include <stdlib.h>

struct conf {
  int64_t min_records, min_publishers, max_words, share;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, min_records, TDG_O_INT, 0, "2", 1, 1000,
            "Fewest records, copies not counted, that make a brief."),
    TDG_OPT(struct conf, min_publishers, TDG_O_INT, 0, "2", 1, 1000,
            "Fewest publishers.  A record whose publisher nothing names passes as one, but is not counted as "
            "one."),
    TDG_OPT(struct conf, max_words, TDG_O_INT, 0, "600", 40, 2000, "Most words of a brief."),
    TDG_OPT(struct conf, share, TDG_O_INT, 0, "25", 1, 100,
            "Words of a brief for a hundred words of its records, beyond the first few dozen."),
};

struct self {
  struct conf conf;
  const struct cues *cues;
};

static int open_brief(tdg_call *call, const void *conf, void **self) {
  struct self *s = calloc(1, sizeof *s);
  if (s == NULL || (s->cues = cues_make(call)) == NULL)
    return tdg_fail(call, TDG_INTERNAL, "no memory for the word lists");
  s->conf = *(const struct conf *)conf;
  *self = s;
  return TDG_OK;
}

static void close_brief(void *self) {
  struct self *s = self;
  cues_free(s->cues);
  free(s);
}

static int run(tdg_call *call, void *self, const tdg_rec *story) {
  const struct self *s = self;
  struct brief *b = tdg_scratch(call, sizeof *b);
  struct conflict *conflict = tdg_scratch(call, MAX_CONFLICTS * sizeof *conflict);
  b->call = call;
  b->cues = s->cues;
  brief_read(b, story);
  /* Copies do not count; but what a copy changes is told. */
  int few = b->n_members < s->conf.min_records || b->publishers + b->unnamed < s->conf.min_publishers;
  int conflicts = 0;
  if (!few || b->n_changed > 0) {
    cues_judge(s->cues, b);
    conflicts = brief_conflicts(b, conflict);
  }
  if (few && conflicts == 0) {
    tdg_log(call, TDG_LOG_DEBUG, "no brief: the story has too few records or publishers");
    return TDG_OK;
  }
  if (brief_choose(b, &(struct choosing){(int)s->conf.max_words, (int)s->conf.share}) == 0) {
    tdg_log(call, TDG_LOG_DEBUG, "no brief: no sentence of the story can stand alone");
    return TDG_OK;
  }
  tdg_rec *out = brief_record(b, story);
  brief_put_chosen(b, out);
  brief_put_timeline(b, out);
  for (int i = 0; i < conflicts; i++) brief_put_conflict(b, out, &conflict[i]);
  return tdg_emit(call, out);
}

TDG_PLUGIN("org.tidings.brief-extract", TDG_VERSION, "Briefs in the records' own sentences",
           TDG_BRIEFER(.name = "extract", .summary = "Chooses cited sentences and shows where reports differ",
                       .TDG_OPTIONS(struct conf, options), .open = open_brief, .run = run,
                       .close = close_brief));
