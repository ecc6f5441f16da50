/* engine/consume.h - those who read the log: stages, briefs, sinks, search.
 *
 * Each consumer has a cursor in the store and saves it in the transaction of its output, so a kill at any instant
 * neither loses nor repeats a note or a brief.  (A sink's output is outside the store: at least once.)
 *
 *   stage    reads articles and statements in log order, no further than the stage before it has come; writes notes.
 *            When its worker starts, the notes it once wrote are recalled first.
 *   brief    reads the notes that put records into stories; writes a brief for each story they touch, once the
 *            stages have nothing left to do.
 *   sink     reads what the last stage has passed, and briefs; flush before the cursor moves.  What it did not take is
 *            given again, at longer and longer distances, and with the next run.
 *   search   indexes titles and texts when there is time.
 *
 * A record that kills a stage's or a sink's worker twice is passed over, and said so. */
#ifndef ENGINE_CONSUME_H
#define ENGINE_CONSUME_H

#include "engine/engine.h"

struct consume *consume_new(struct engine *e);
/* There may be something new in the log. */
void consume_wake(struct consume *c);
/* Sinks that did not take their records are asked again when they have rested; to be called now and then. */
void consume_tick(struct consume *c);
/* drained is called when every consumer has read to the end of the log; ingest must be quiet by then. */
void consume_on_drained(struct consume *c, void (*drained)(void *arg), void *arg);
/* Briefs are held back while this is set: more records are about to come. */
void consume_hold_briefs(struct consume *c, int hold);
void consume_free(struct consume *c);

/* ---- consumer.c: one reader of the log and its batch: consumer.c; what each kind does with it: consume_{stage,brief,
 * sink}.c; whose turn it is: consume.c ---- */

enum consumer_kind { CONSUMER_STAGE, CONSUMER_BRIEF, CONSUMER_SINK, CONSUMER_SEARCH };

enum {
  BATCH_RECORDS = 200,   /* of a stage or sink, saved together */
  BATCH_STORIES = 100,   /* of a brief */
  BATCH_STORIES_NET = 8, /* of one that asks somebody outside: what it waited and paid for is saved soon */
  BATCH_NOTES = 2000,    /* recalled, or looked through for stories, at a time */
  MAX_MEMBERS = 200      /* of a story that a brief is given: the first ones */
};

/* One record on its way through a stage or sink, or one story on its way through a brief. */
struct entry {
  int64_t seq, id;
  uint32_t kind;
  const tdg_rec *rec;
  struct job *job;
  int poisoned; /* passed over */
};

struct consumer {
  struct consumer *next;
  struct consume *all;
  enum consumer_kind kind;
  const char *name;  /* of the component */
  char *cursor_name; /* "stage dedupe" */
  struct pool *pool;
  struct consumer *before; /* the stage whose output this one waits for */
  int64_t cursor;          /* saved; others read how far a stage has come, so it is the loop's alone */
  int64_t announced;       /* the cursor those behind were last woken for */
  int64_t rests_until;     /* monotonic: a sink that did not take its records is not asked at once again */
  int refusals;            /* of a sink, in a row: it has records to be given again */
  int shut;                /* it could not even be opened: its pool rests as well */
  int64_t found;           /* the same, as the store thread read it */
  uint64_t deaths;         /* of a stage's workers, when the one that has the memory began */
  int loaded, at_end, busy, recalled;
  int singly;    /* a worker died of a bundle of notes: one by one, to find which */
  int wrote;     /* a batch gave those behind something though its cursor stood still */
  int64_t swept; /* of a brief: the last of the stories that it looked at because they had changed */
  int woken;     /* since its turn began: what it found at the end may be old */
  /* the batch under way */
  struct arena arena;
  struct entry *entries;
  size_t n, cap, open;
  int64_t batch_end, limit; /* where the cursor will stand; how far may be read */
  int64_t recall_at;
  struct map poison; /* record id -> how often it killed the worker */
  int died;
  const struct job *refusal; /* of a sink: the answer for which the batch is given again */
};

struct consume {
  struct engine *engine;
  struct consumer *first;
  struct consumer *last_stage;
  int hold_briefs, turning, again;
  void (*finished)(struct consumer *c, int status); /* a batch is over: who is next? */
  void (*drained)(void *arg);
  void *arg;
};

struct consumer *consumer_new(struct consume *c, enum consumer_kind kind, const char *name,
                              struct pool *pool);
void consumer_free(struct consumer *c);
/* A batch is over (status of its transaction); takes the next turn. */
void consumer_finished(struct consumer *c, int status);
struct entry *consumer_add(struct consumer *c);
void consumer_clear(struct consumer *c);
/* Count a death against a record; 1 when it must be passed over from now on. */
int consumer_poisoned(struct consumer *c, int64_t id);
void consumer_blame(struct consumer *c, const struct entry *e);
/* A checked view of a row's record in the consumer's arena, NULL when the bytes are wrong. */
const tdg_rec *consumer_record(struct consumer *c, const struct tdg_row *row);

void stage_turn(struct consumer *c);
void brief_turn(struct consumer *c);
void sink_turn(struct consumer *c);

#endif
