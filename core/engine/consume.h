/* engine/consume.h - the consumers of the log: stages, briefs, sinks, search.
 *
 * Each consumer has a cursor in the store, saved in the transaction of its output, so that a kill at any
 * instant neither loses nor repeats a note or a brief.  (The output of a sink is outside the store: at least
 * once.)
 *
 *   stage    reads articles and statements in log order, only as far as the stages before it have read, with
 *            the notes of these laid over them and without those that they dropped; writes notes.  When there
 *            is something to judge, its worker starts, restores the stage's checkpoint, if there is one, and
 *            recalls the notes it wrote since.
 *   brief    reads the notes that put records into stories; writes a brief for each story they concern, when
 *            the stages have reached the end of the log.
 *   sink     reads records that every stage has processed and none has dropped, and briefs; the cursor moves
 *            after flush.
 *            A record that the sink does not take is kept in the sink's queue in the store, with the reason,
 *            and does not stop the others (consume_sink.c).
 *   search   indexes titles and texts when nothing else is running.
 *
 * A record that kills the worker of a stage twice is skipped, with a warning; one that kills a sink's is kept
 * in its queue.
 */
#ifndef ENGINE_CONSUME_H
#define ENGINE_CONSUME_H

#include "engine/engine.h"

struct consume *consume_new(struct engine *e);
/* There may be something new in the log. */
void consume_wake(struct consume *c);
/* Offer sinks again what they put off, when its time has come; to be called from time to time. */
void consume_tick(struct consume *c);
/* drained is called when every consumer has read to the end of the log; ingest must be idle by then. */
void consume_on_drained(struct consume *c, void (*drained)(void *arg), void *arg);
/* Only offer the queues of the sinks (of the one called sink; NULL: all), refused records too. */
void consume_queues_only(struct consume *c, const char *sink);
/* While this is set no briefs are written, because more records are expected. */
void consume_hold_briefs(struct consume *c, int hold);
void consume_free(struct consume *c);
/* Records were forgotten: stages begin anew, with what their notes say now, as soon as their batches end. */
void consume_renew(struct consume *c);
int consume_is_renewed(const struct consume *c);

/* ---- another configuration ---- */

/* A consumer that shall be there. */
struct consume_choice {
  uint32_t kind; /* enum tdg_component_kind */
  const char *name;
  struct pool *pool;
};
/* The name of the consumer of a choice, for its cursor. */
const char *consume_name(const struct component_info *, const struct engine_choice *);
/* Those that have no part in these choices start no batch from now on; left is called when none of them has one
 * under way. */
void consume_part(struct consume *c, const struct consume_choice *v, size_t n, void (*left)(void *arg),
                  void *arg);
/* After that, while the store thread waits: they are replaced; the others go on as they are.  The spec of the
 * engine is the new one. */
void consume_change(struct consume *c, const struct consume_choice *v, size_t n);

/* ---- consumer.c: one consumer and its batch; consume_{stage,brief,sink}.c: what each kind does with it;
 * consume.c: scheduling ---- */

enum consumer_kind { CONSUMER_STAGE, CONSUMER_BRIEF, CONSUMER_SINK, CONSUMER_SEARCH };

enum {
  BATCH_RECORDS = 200,   /* of a stage or sink, saved together */
  BATCH_INDEXED = 2000,  /* of the search index */
  BATCH_STORIES = 100,   /* of a brief */
  BATCH_STORIES_NET = 8, /* for a component with network access: save results that took time and money soon */
  BATCH_NOTES = 2000     /* notes per batch, when recalling or when searching for stories */
};

/* One record processed by a stage or sink, or one story processed by a brief. */
struct entry {
  int64_t seq, id;
  uint32_t kind;
  const tdg_rec *rec;
  struct job *job;
  const tdg_rec *brief;   /* of a brief: what is saved; NULL: none */
  const tdg_rec *earlier; /* and the one of this component that it takes the place of; NULL: none */
  const char *reason;     /* of a sink: run took it, but the flush failed, for this reason, */
  int flushed;            /* with this status */
  int64_t times;          /* of a sink's queue: how often it was refused; 0: it is from the log */
  int waited;             /* of a sink's queue: it was to be offered again by itself */
  uint32_t notes;         /* of a stage: how many it gave */
};

struct consumer;
/* Of a stage: its checkpoint in the store, and the one in the making. */
struct checkpoint {
  char *mark; /* the plugin file and the settings that can read it; NULL: not known yet */
  int64_t position, notes, bytes, parts; /* of the one in the store; parts 0: there is none to use */
  int64_t at, size;                      /* parts read or made so far, and their bytes */
  int64_t last_note;                     /* the last note that is in the state of the worker */
  int64_t unsaved;                       /* notes in that state that the checkpoint in the store lacks */
  int unusable;                          /* its restoring failed: recall every note */
  int off;                               /* none is saved in this run */
  void (*done)(struct consumer *c, int result);
};

/* Of a consumer, since it was last kept in the store; as in struct tdg_consumer. */
struct fare {
  int64_t took, took_at, failures, in_row, failed, failed_at;
  char cause[32], reason[1000];
  int changed;
};

struct consumer {
  struct consumer *next;
  struct consume *all;
  enum consumer_kind kind;
  const char *name;         /* of the component */
  char label[PLUGIN_LABEL]; /* "stage dedupe (org.example.dedupe)", for messages */
  char *cursor_name;        /* "stage dedupe" */
  struct pool *pool;
  struct consumer *before; /* the stage that must process a record before this consumer */
  int64_t cursor;          /* the saved position; other consumers read it, so only the loop uses it */
  int64_t found;           /* the same, set by the store thread */
  int64_t announced;       /* the cursor at the last wake-up of later consumers */
  int64_t retry_at;        /* monotonic: earliest retry of a sink after a refusal, of a stage that is */
  int scarce;              /*   one for which no process could be started */
  int refusals;            /* of a sink: batches in a row of which it took nothing */
  int crashes;             /* of a sink: deaths of its worker since it took something, */
  int resting;             /* and it rests because of the last of them */
  int shut;                /* it could not be opened; its pool waits too */
  int64_t queue_due; /* of a sink: ms, when the first record of its queue is to be offered; 0: unknown */
  size_t waiting;    /* of its queue: records that are offered again by themselves */
  int asking;        /* of a sink: all that waits is offered now */
  int behind;        /* of a sink: counted in counts.sinks_behind */
  int queued;        /* its batch is from its queue, not from the log */
  size_t saved;      /* of a sink's batch: those before the one for which its queue had no room */
  size_t singly;     /* a flush failed: the records of that batch are given one by one */
  size_t put_off;    /* of those, how many in a row it puts off */
  uint64_t
      told; /* in this run: refusals of a sink that were reported; headlines of a brief that are its own */
  uint64_t deaths; /* the pool's count of deaths when the stage's present worker, or a sink's batch, began */
  int loaded, at_end, busy, recalled;
  int told_recall; /* of a stage: that recall failed */
  int one_by_one;  /* a bundle of notes killed a worker: send notes one by one, to find which */
  int wrote;       /* a batch had output for later consumers although its cursor did not move */
  int64_t swept;   /* of a brief: the id of the last story checked because it had changed */
  int renew;       /* of a stage: what its worker remembers is to be dropped when its batch ends */
  int leaving; /* it starts no batch: another configuration does without it, or has another in its place */
  int woken;   /* woken during its batch, so its view of the end of the log may be outdated */
  /* the batch under way */
  struct arena arena;
  struct entry *entries;
  size_t n, cap, open;
  int64_t batch_end, limit; /* the cursor after the batch; the upper bound of reading */
  int64_t recall_at;
  struct checkpoint checkpoint;
  struct map poison;   /* record id -> struct poison: how often it killed the worker, and how the last time */
  struct map mistakes; /* of a stage: those in its notes that were reported; used by the store thread alone */
  int died;
  const struct job *refusal; /* of a sink: the answer because of which the batch is sent again */
  struct fare fare;
  int ended; /* how its batch ended, while its fare is kept */
};

struct consume {
  struct engine *engine;
  struct consumer *first;
  struct consumer *last_stage;
  int hold_briefs, turning, again;
  int queues_only;         /* only the queues of sinks are offered */
  const char *queue_sink;  /* of this sink; NULL: of all */
  struct fold_source fold; /* how records are read: with the notes of the stages in their order */
  void (*finished)(struct consumer *c, int status); /* called when a batch has ended */
  void (*drained)(void *arg);
  void *arg;
  void (*left)(void *arg); /* see consume_part */
  void *left_arg;
};

struct consumer *consumer_new(struct consume *c, enum consumer_kind kind, const char *name,
                              struct pool *pool);
/* Put it behind the others. */
void consumer_join(struct consume *c, struct consumer *one);
void consumer_free(struct consumer *c);
/* A batch has ended, with the status of its transaction; schedules the next one. */
void consumer_finished(struct consumer *c, int status);
struct entry *consumer_add(struct consumer *c);
void consumer_clear(struct consumer *c);
/* Submit the jobs of the batch; c->open counts those without an answer.  Returns 0 when there is nothing to wait
 * for. */
size_t consumer_submit(struct consumer *c);
/* Must the record be skipped?  It ended the worker twice. */
int consumer_poisoned(const struct consumer *c, int64_t id);
/* Count a death against a record. */
void consumer_blame(struct consumer *c, const struct entry *e, const char *how);
/* How it killed the worker. */
const char *consumer_deadly(const struct consumer *c, int64_t id);
/* The position that every stage before this consumer has reached; a stage that was added later has a lower one
 * than those behind it. */
int64_t consumer_limit(const struct consumer *c);
/* A validated view of a row's record in the consumer's arena, NULL when its bytes are invalid. */
const tdg_rec *consumer_record(struct consumer *c, const struct tdg_row *row);
/* The row of a record with its notes folded in: 1; 0 when it is not there, or damaged, which the store thread
 * reports; or the failure of the store. */
int consumer_folded(const struct consumer *c, int64_t id, tdg_row_fn fn, void *arg);

/* ---- consume_fare.c: how it fares, for `tidings status` ---- */

/* It did not fail on a record (of a brief: a story), */
void fare_took(struct consumer *c, int64_t id);
/* or it did; id 0: on none alone.  cause: one word, as job_error_word says it. */
void fare_failed(struct consumer *c, int64_t id, const char *cause, const char *reason);
/* Keep what was counted, on the store thread; arg: the consumer.  A batch that ends without it is followed by it. */
int fare_keep(struct store *store, void *arg);

/* ---- consume_note.c: what a stage says about a record, checked and appended to the log ---- */

/* Tell when the job of an entry gives its record more than is laid over it. */
void note_look(struct consumer *c, const struct entry *e);
/* Append a note that the stage emitted when it judged e; what a stage may not say is left out, with a warning
 * that names the plugin, once for each mistake.  Sets *n to the number of notes appended, 0 or 1. */
int note_append(struct consumer *c, struct store *store, const struct entry *e, const tdg_rec *emitted,
                int *n);
/* Append a note that the stage dropped the record of e. */
int note_drop(struct consumer *c, struct store *store, const struct entry *e);

/* ---- consume_checkpoint.c: what a stage remembers, saved now and then ---- */

enum {
  CHECKPOINT_NONE,
  CHECKPOINT_DONE,
  CHECKPOINT_FAILED /* the worker's state is not what it should be */
};

/* Find the checkpoint that goes with the position `found`, on the store thread. */
int checkpoint_find(struct consumer *c, const struct store *store);
/* Give the worker the checkpoint that was found.  done: DONE: the notes after checkpoint.last_note are to be
 * recalled; NONE: all; FAILED: in a new worker; or the failure of the store. */
void checkpoint_restore(struct consumer *c, void (*done)(struct consumer *c, int result));
/* Have enough notes been added since the last one? */
int checkpoint_is_due(const struct consumer *c);
/* Save one while nothing is judged.  done: DONE or NONE, or the failure of the store. */
void checkpoint_save(struct consumer *c, void (*done)(struct consumer *c, int result));

void stage_turn(struct consumer *c);
/* Between batches: its worker ends, and with it what it remembers. */
void stage_renew(struct consumer *c);
void brief_turn(struct consumer *c);
void sink_turn(struct consumer *c);

#endif
