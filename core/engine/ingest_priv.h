/* engine/ingest_priv.h - shared by the files that process tasks: a task from its lease to its settlement.
 *
 *   ingest.c         when to lease, fetch, parse and settle
 *   lease.c          what a lease takes
 *   robots_ask.c     a robots.txt, before the tasks of its server
 *   ingest_answer.c  what an answer says of its host, the network and its documents
 *   intake.c         one task, its request and its memory
 *   host_line.c      requests that follow another one of their host
 */
#ifndef ENGINE_INGEST_PRIV_H
#define ENGINE_INGEST_PRIV_H

#include "engine/ingest.h"
#include "engine/settle.h"

enum {
  HOST_LINES = 256,       /* places in the table of hosts that are asked */
  HOST_LINE_MAX = 448,    /* tasks in all lines */
  HOST_LINE_SLOW_MS = 500 /* after an answer that took longer the line is given back */
};

struct intake {
  struct settlement s;
  struct ingest *ingest;
  struct generation *generation; /* to which its source belongs */
  struct intake *next;
  int open;              /* documents still being parsed, plus 1 while they are being submitted */
  int at_host, fetching; /* it counts as a request of its host; as a running fetch */
  int walks;             /* documents whose further pages are being fetched */
  int in_line, done;     /* in_line: a file that waits to settle in order */
  struct intake *behind; /* the next one in line */
  /* is_at_host: the requests under way at its host are found in the table, this one among them; the others at its place;
   * the tasks that follow it */
  int is_at_host, n_line;
  struct intake *beside, *line, **line_end;
  int64_t asked;            /* when its request was given to the fetcher; of the loop's clock */
  int answered_well, light; /* its host may be asked on; it holds little memory while it settles */
  /* twins: whose fetch it waits for; who waits for its fetch, and the next of them */
  struct intake *leader, *followers, *fellow;
  size_t bytes; /* of its documents */
  struct tdg_source_state
      before; /* a poll: its source before the attempt was written down; size 0: it was not */
};

/* One lease: its limits and what it has taken, of files and over the network.  Used by the store thread while
 * the lease runs. */
struct lease {
  int files_room, net_room, line_room, visits_room, files, net, lined, polls;
  int passed_over;    /* a host that may be asked was left out for want of room */
  int64_t polls_room; /* as in a lease */
  int status;         /* the store's first error */
  int64_t open_in;    /* ms until the first skipped host may be requested; 0: none waits for a time */
  int64_t visit_in;   /* the same of hosts with articles to look at again */
  int64_t look_at;    /* when the next task is due; 0: none */
};

struct robots_asking;

struct ingest {
  struct engine *engine;
  char *run;
  int64_t polls_until;
  struct intake *leased;           /* not yet begun */
  struct intake *line, **line_end; /* files in the order they were leased, until they settle */
  int held;                        /* of them are done and wait */
  size_t held_bytes;
  /* active: leased tasks; fetching: those over the network without an answer; settling: being settled */
  int active, fetching, settling;
  int lined, paused, light; /* in lines; that begin when there is room again; settling, with little memory */
  struct intake *pause, **pause_end;   /* those paused */
  struct intake *at_hosts[HOST_LINES]; /* a request of each is under way */
  int visiting;                        /* of those fetching: articles that are looked at again */
  struct lease lease;
  struct robots_asking *asking;
  int leasing;
  int look;                             /* tasks may have become due since the last lease */
  int answers;                          /* since the last lease */
  int64_t answered;                     /* when the first of them came */
  int64_t began, took;                  /* the last lease: its beginning; ms until its commit */
  int more_files, more_net, more_lines; /* its room was used up */
  int many_hosts;                       /* more than can be asked at a time */
  int started, resting, told;           /* told: drained was called since the last lease */
  /* the fetcher cannot be started: leave its tasks, since each would wait a minute for it */
  int no_fetcher;
  int64_t gap_us, next_poll_us; /* between two polls, 0: none; no poll before; monotonic */
  int held_back;                /* the last lease may have left polls that are due */
  uv_timer_t timer;             /* fires when the next task is due, or the next host may be requested */
  uv_timer_t wait;              /* ends the wait for more answers */
  void (*drained)(void *arg);
  void *arg;
};

/* ---- intake.c ---- */

/* A task that is leased, with its request, and what robots.txt says of it; the first of in->leased.  On the store thread. */
struct intake *intake_new(struct ingest *in, const struct tdg_task *t);
/* Its source, or what the configuration says of it, may have gone since it was added: then nothing is asked. */
int intake_is_wanted(const struct intake *i);
/* The store's error, if it is the lease's first. */
void intake_lease_check(struct ingest *in, int status);
/* It waits as before; as if it had not been leased.  store_run_fn, of the intake. */
int intake_give_back(struct store *store, void *intake);
int intake_wait_again(struct store *store, void *intake);
/* Its host is free for others. */
void intake_leave_host(struct intake *i);
void intake_begin_fetch(struct intake *i);
void intake_end_fetch(struct intake *i);
/* In a run that ends by itself, a fetcher that cannot be started is not waited for; a continuous run can retry later. */
void intake_hear_fetcher(const struct intake *i, const struct job *job);
void intake_add_document(struct intake *i, struct settle_doc ***tail, const tdg_rec *doc);
void intake_free(struct intake *i);

/* ---- host_line.c ----
 *
 * A host without a delay between requests may be asked again the moment it has answered.  So several of its tasks are
 * leased at once and follow each other, on one connection and for one commit, while the host answers well and soon;
 * else those left are given back.
 */

/* 1: as many requests of its host as may be are under way, and it waits in the line of one of them; 0: it is under way. */
int host_line_join(struct intake *i);
/* Its request is over: those that were to follow it, a list by `next`. */
struct intake *host_line_leave(struct intake *i);
/* The first one of such a list is under way; the others follow it. */
void host_line_follow(struct intake *i);

/* ---- ingest_answer.c ---- */

/* Record the answer's outcome for its host, and after a redirect also for the host first requested; what it was. */
enum hosts_outcome answer_tell_host(struct intake *i, const tdg_rec *doc);
/* What the first document of an answer says of the network; a file says nothing. */
void answer_hear_network(struct intake *i);
/* The document as it counts: with the way to it, or a failure in its place. */
const tdg_rec *answer_document(struct intake *i, const tdg_rec *doc);
/* A poll's own address has nothing: it is as if no document had come. */
int answer_is_empty_poll(const struct intake *i, const tdg_rec *doc);
/* A network answer without a body is not parsed; an empty file is left to its parser. */
int answer_has_body(const tdg_rec *doc);
/* Ask for no body that the last answer had. */
void answer_expect(const struct intake *i, struct job *job);
/* Are these the bytes of the last answer?  Sets s.body. */
int answer_is_same(struct intake *i);

/* ---- robots_ask.c ---- */

/* Ask for the robots.txt of the task's server, unless that is under way; then all tasks that wait for it are given back,
 * and done gets each. */
void robots_ask(struct intake *i, struct pool *pool, void (*done)(struct intake *i));

/* ---- lease.c ---- */

/* Take what in->lease has room for: in->leased, newest first.  A store_run_fn, of the ingest. */
int lease_run(struct store *store, void *ingest);

#endif
