/* worker/mistakes.h - what a plugin does against the interface without failing by it, told as warnings.
 *
 * A mistake is told when it happens, with what to do, and once per worker as long as its words are the same; the
 * engine repeats none (engine/pool.h) and adds whose mistake it is.  At most MISTAKES_MAX different ones are told.
 *
 *   mistakes_of(&call->mistakes, component, plugin, 0)  of the component that is called from now on
 *   mistakes_begin(&call->mistakes)                     a call begins
 */
#ifndef WORKER_MISTAKES_H
#define WORKER_MISTAKES_H

#include "record/rec.h"

enum { MISTAKES_MAX = 32, MISTAKE_TEXT = 400, MISTAKE_LEVEL = 0x100 /* added to the level of a log line */ };

/* What is wrong, and the id by which `tidings plugin check` names it: an id stays the same. */
#define MISTAKE_TABLE(MISTAKE)                                                                               \
  MISTAKE(WRONG_KIND, "not-emitted-kind")                                                                    \
  MISTAKE(WRONG_SECOND_BRIEF, "second-brief")                                                                \
  MISTAKE(WRONG_TWICE, "field-twice")                                                                        \
  MISTAKE(WRONG_FIELD, "unknown-field")                                                                      \
  MISTAKE(WRONG_BLOCK, "unknown-block")                                                                      \
  MISTAKE(WRONG_PLACE, "misplaced-field")                                                                    \
  MISTAKE(WRONG_HOSTS_FIELD, "host-field")                                                                   \
  MISTAKE(WRONG_TIME, "wrong-time")                                                                          \
  MISTAKE(WRONG_SPAN, "span")                                                                                \
  MISTAKE(WRONG_TYPELESS, "block-type")                                                                      \
  MISTAKE(WRONG_UNNAMED, "unnamed-ext")                                                                      \
  MISTAKE(WRONG_LANGUAGE, "language")                                                                        \
  MISTAKE(WRONG_REPEAT, "repeat")                                                                            \
  MISTAKE(WRONG_ADDRESS, "address")                                                                          \
  MISTAKE(WRONG_AGAIN, "emitted-twice")                                                                      \
  MISTAKE(WRONG_EMPTY, "empty-record")                                                                       \
  MISTAKE(WRONG_REASON, "no-reason")                                                                         \
  MISTAKE(WRONG_FOREIGN, "input-changed")                                                                    \
  MISTAKE(WRONG_UNFAILED, "unreturned-failure")                                                              \
  MISTAKE(WRONG_AFTER_LAST, "after-last")                                                                    \
  MISTAKE(WRONG_LOG_FLOOD, "log-flood")                                                                      \
  MISTAKE(WRONG_STATUS, "status")                                                                            \
  MISTAKE(WRONG_NOTHING, "no-record")                                                                        \
  MISTAKE(WRONG_DROP, "drop-reason")                                                                         \
  MISTAKE(WRONG_LATE, "late-field")                                                                          \
  MISTAKE(WRONG_EXTENSION, "extension")                                                                      \
  MISTAKE(WRONG_PRINTS, "prints")                                                                            \
  MISTAKE(WRONG_RECORD, "invalid-record")                                                                    \
  MISTAKE(WRONG_LIMIT, "too-much")                                                                           \
  MISTAKE(WRONG_LOCALE, "locale")                                                                            \
  MISTAKE(WRONG_NOTE, "note-field")                                                                          \
  MISTAKE(WRONG_STATE, "state-value")                                                                        \
  MISTAKE(WRONG_CLOCK, "clock-read")                                                                         \
  MISTAKE(WRONG_VARIABLE, "environment-read")                                                                \
  MISTAKE(WRONG_PROCESS, "process-changed")                                                                  \
  MISTAKE(WRONG_DESCRIPTOR, "descriptor")                                                                    \
  MISTAKE(WRONG_FILE, "file-read")
enum mistake_what {
  WRONG_UNKNOWN,
#define MISTAKE(symbol, id) symbol,
  MISTAKE_TABLE(MISTAKE)
#undef MISTAKE
};
const char *mistake_id(unsigned what); /* enum mistake_what, from a worker */
/* What the level of the log line of a mistake is: of which warning, see MISTAKE_WHAT. */
#define MISTAKE_LINE(what) (TDG_LOG_WARNING | MISTAKE_LEVEL | (int)(what) << 16)
#define MISTAKE_WHAT(level) ((unsigned)(level) >> 16)

/* The functions of a component whose status is looked at. */
enum mistake_call {
  CALLED_OPEN,
  CALLED_RUN,
  CALLED_JUDGE,
  CALLED_RECALL,
  CALLED_FLUSH,
  CALLED_PROBE,
  CALLED_SAVE,
  CALLED_RESTORE
};

/* The message of a request that pump left without a document. */
#define PUMP_FORGOT                                                                                          \
  "pump returned 0 (no request in progress), although this request has had no document: emit one, with "     \
  "TDG_ERROR when it failed"

struct mistakes {
  const struct tdg_component *component; /* NULL: nothing is told */
  uint32_t rev;                          /* of the interface that the plugin was built against */
  int is_program;
  int told_address, told_again; /* told already, whatever the values */
  char label[240];              /* "parser gazette (org.example.gazette)" */
  uint64_t told[MISTAKES_MAX];  /* hashes of the words */
  size_t n_told;
  /* the current call */
  uint32_t emitted, logged; /* records and lines of the plugin */
  uint32_t late;            /* records that were changed after they were emitted, */
  uint32_t late_field;      /*   and the last field that was put then */
};

struct mistake {
  enum mistake_what what;
  char text[MISTAKE_TEXT]; /* "" for none, or one that has been told */
};

/* is_program: it speaks JSON, and is told in its words. */
void mistakes_of(struct mistakes *, const struct tdg_component *, const struct tdg_plugin *, int is_program);
void mistakes_begin(struct mistakes *);
/* May the component emit this kind of record?  Then 1; else 0, and the words. */
int mistakes_may_emit(struct mistakes *, uint32_t kind, struct mistake *);
/* A record that was emitted; odd: what its check found. */
void mistakes_emitted(struct mistakes *, const tdg_rec *, const struct rec_odd *odd, struct mistake *);
/* A record that is emitted once more as it was. */
void mistakes_again(struct mistakes *, const tdg_rec *, struct mistake *);
/* The call succeeds although tdg_fail() was called, with this message. */
void mistakes_unfailed(struct mistakes *, const char *message, struct mistake *);
/* A document of a request whose last document was emitted before. */
void mistakes_after_last(struct mistakes *, struct mistake *);
/* The plugin logs more than is kept. */
void mistakes_log_flood(struct mistakes *, uint32_t kept, struct mistake *);
/* A field put into a record that is not the plugin's own: the input of the call, or a part of another record. */
void mistakes_foreign(struct mistakes *, uint32_t field, struct mistake *);
/* The status of a call as the engine takes it: one that the function may not return becomes TDG_INTERNAL, with
 * the words, and so does TDG_OK of a fetcher's run that neither emitted nor logged anything.  Those are the message of the failure, so they are given each time. */
int mistakes_status(const struct mistakes *, enum mistake_call, int status, struct mistake *);
/* The end of a call; message: of tdg_fail, or ""; in: its input, or NULL. */
void mistakes_answered(struct mistakes *, enum mistake_call, int status, const char *message,
                       const tdg_rec *in, struct mistake *nothing, struct mistake *late);

#endif
