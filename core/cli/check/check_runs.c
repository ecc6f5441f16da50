/* cli/check/check_runs.c - call a component on its inputs, one after the other, and tell what its workers die of and
 * which mistakes they tell; see plugin_check.h.
 *
 * A death is looked at again under fewer conditions, so that it is named after what it comes of. */
#include "cli/check/plugin_check.h"

#include "util/check.h"
#include "worker/host_check.h"
#include "worker/mistakes.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

int check_has_memory(const struct check *k) {
  return k->component->kind == TDG_KIND_STAGE || k->component->kind == TDG_KIND_SINK;
}

static int is_gentle(const struct check_input *in) {
  return in == NULL || in->sort == CHECK_SAMPLE || in->sort == CHECK_CORPUS;
}

/* ---- what the trial tells ---- */

/* Mistakes that a damaged input can be the cause of: a value is as the input has it. */
static int is_of_values(unsigned what) {
  switch (what) {
  case WRONG_TIME:
  case WRONG_LANGUAGE:
  case WRONG_ADDRESS:
  case WRONG_EMPTY:
  case WRONG_REPEAT:
  case WRONG_RECORD:
  case WRONG_LIMIT:
  case WRONG_SPAN:
  case WRONG_LOG_FLOOD: return 1;
  default: return 0;
  }
}

/* Made texts are perhaps not of the format that a parser reads: that it says nothing of them is advice. */
static int is_fault(const struct check *k, unsigned what) {
  if (what == WRONG_NOTHING && k->component->kind == TDG_KIND_PARSER)
    return k->now != NULL && k->now->sort == CHECK_CORPUS;
  return what != WRONG_CLOCK && what != WRONG_VARIABLE && what != WRONG_FILE && what != WRONG_LOG_FLOOD;
}

static void on_mistake(void *arg, unsigned what, const char *text, size_t n) {
  struct check *k = arg;
  /* a story of one record, or without a text, need not have a brief */
  if (what == WRONG_NOTHING && k->component->kind == TDG_KIND_BRIEF && k->now != k->in) return;
  if (k->silent || k->no_mistakes || (is_of_values(what) && !is_gentle(k->now))) return;
  if (what == POOL_CLOSE_FAILED)
    check_found(k, "close", 1, k->now, 1, "its close failed, or what runs when its worker ends: %.*s", (int)n,
                text);
  else check_found(k, mistake_id(what), is_fault(k, what), k->now, 1, "%.*s", (int)n, text);
}

static void take_message(struct check *k, const char *said);

struct running {
  struct check *k;
  const struct check_run *run;
};

static void on_trial_mistake(void *arg, const char *id, const char *text) {
  struct check *k = ((const struct running *)arg)->k;
  if (strcmp(id, "sentence") == 0 && !is_gentle(k->now)) return; /* odd texts have odd sentences */
  if (!k->silent && !k->no_mistakes && strcmp(id, "no-record") != 0)
    check_found(k, id, 1, k->now, 1, "%s", text);
}

static int is_called(const struct job *job) { return job->verb != FRAME_OPEN && job->verb != FRAME_PROBE; }

static void on_called(void *arg, const struct job *job) {
  const struct running *r = arg;
  struct check *k = r->k;
  if (job->status < 0 || job->cause != CAUSE_NONE) {
    k->cause = job->cause;
    take_message(k, job->message != NULL ? job->message : "");
  }
  if (job->cause == CAUSE_NONE && job->verb == FRAME_PROBE && job->status < 0 && !k->silent)
    check_found(k, "probe", 1, k->now, 1, "probe failed: %s", k->message);
  else if (job->cause == CAUSE_NONE && job->gave_no_reason && !k->silent)
    check_found(k, "no-reason", 0, k->now, 1, "it failed without a reason");
  if (k->now != NULL && job->status >= 0 && job->status != TDG_NOT_MINE && is_called(job)) k->now->read = 1;
  if (r->run->called != NULL) r->run->called(k, job);
}

/* ---- causes ---- */

struct named {
  const char *id, *words;
};

static const char *id_of_call(const char *text) {
  static const struct named calls[] = {{"thread", " clone"},
                                       {"thread", " fork"},
                                       {"thread", " vfork"},
                                       {"program", " execve"},
                                       {"network", " socket"},
                                       {"network", " connect"},
                                       {"network", " bind"},
                                       {"network", " sendto"},
                                       {"signal-handler", " rt_sigaction"},
                                       {"signal-sent", " kill "},
                                       {"signal-sent", " tgkill"},
                                       {"signal-sent", " tkill"},
                                       {"process-changed", "changes the process"},
                                       {"executable-memory", "can be executed"},
                                       {"file-read", "(a file"},
                                       {"file-read", "changes files"}};
  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
    if (strstr(text, calls[i].words) != NULL) return calls[i].id;
  return "system-call";
}

static const char *id_of_signal(const char *text) {
  static const struct named words[] = {{"kept-pointer", HOST_CHECK_ENDED},
                                       {"input-written", HOST_CHECK_WROTE},
                                       {"scratch-overflow", HOST_CHECK_BEHIND},
                                       {"heap", "free(): "},
                                       {"heap", "malloc(): "},
                                       {"heap", "realloc(): "},
                                       {"heap", "malloc_consolidate"},
                                       {"heap", "munmap_chunk()"},
                                       {"heap", "double free"},
                                       {"heap", "corrupted "},
                                       {"heap", "memory clobbered"}};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strstr(text, words[i].words) != NULL) return words[i].id;
  return "crash";
}

static const char *id_of(enum worker_cause_code cause, const char *text) {
  switch (cause) {
  case CAUSE_SIGNAL: return id_of_signal(text);
  case CAUSE_SYSCALL: return id_of_call(text);
  case CAUSE_MEMORY: return "memory";
  case CAUSE_CPU:
  case CAUSE_DEADLINE: return "deadline";
  case CAUSE_EXIT: return strstr(text, worker_keep_descriptors) != NULL ? "descriptor" : "exit";
  case CAUSE_FLOOD: return "flood";
  case CAUSE_THREADS: return "thread";
  case CAUSE_REFUSED: return "open";
  case CAUSE_OUTSIDE: return "signal-sent";
  default: return "protocol";
  }
}

/* ---- the words of a death ---- */

/* Of the calls that led to a crash, those in the plugin, without addresses that are other ones each time. */
static void put_words(struct buf *out, const char *words, const char *file) {
  const char *end = words;
  for (const char *at = words; end != NULL; at = end + 3) {
    end = strstr(at, " | ");
    const size_t n = end != NULL ? (size_t)(end - at) : strlen(at);
    const char *address = memmem(at, n, "[0x", 3);
    const int is_frame = n > 0 && at[0] == '/' && address != NULL;
    if (is_frame && memmem(at, n, file, strlen(file)) == NULL) continue;
    if (out->n > 0) buf_str(out, " | ");
    buf_add(out, at, is_frame ? (size_t)(address - at) : n);
  }
}

/* What the engine says of it, without the component's name. */
static void take_message(struct check *k, const char *said) {
  static const char last[] = "; it printed last: ";
  char label[PLUGIN_LABEL];
  const size_t n = strlen(plugin_label(k->component, label));
  if (strncmp(said, label, n) == 0 && strncmp(said + n, ": ", 2) == 0) said += n + 2;
  const char *words = strstr(said, last);
  struct buf out = buf_make(sizeof k->message);
  if (words != NULL) put_words(&out, words + strlen(last), k->file.path);
  snprintf(k->message, sizeof k->message, "%.*s%s%.*s",
           words != NULL ? (int)(words - said) : (int)strlen(said), said, out.n > 0 ? last : "", (int)out.n,
           out.n > 0 ? out.p : "");
  buf_free(&out);
}

/* ---- calls ---- */

static int begin(struct check *k, struct trial *t, const struct check_run *run,
                 const struct trial_watch *watch) {
  k->try = *k->opt;
  if (trial_begin(t, &k->file, &k->try, k->component, run->set != NULL ? run->set : &k->set) != CLI_DONE)
    return -1;
  if (k->component->kind == TDG_KIND_FETCHER)
    trial_read_folder(t, k->in != NULL && k->n_in > 0 ? k->in[0].path : "");
  t->golden = 1;
  t->watch = watch;
  t->no_probe = run->no_probe;
  t->no_restart = !run->restart;
  t->how.check = run->flags;
  t->how.told = on_mistake;
  t->how.told_arg = k;
  t->spec.in_process = run->here;
  t->spec.max_documents = -1;
  return 0;
}

/* 1: it answered; 0: its worker died; -1: it cannot be opened. */
static int call_in(struct check *k, struct trial *t, const struct check_run *run, struct check_input *in) {
  buf_clear(&t->out);
  k->cause = CAUSE_NONE;
  k->message[0] = '\0';
  if (t->engine == NULL && trial_start(t) < 0) return -1;
  k->now = in;
  trial_give(t, in->path, in->url, in->type);
  if (!t->died && run->result != NULL) run->result(k, in, &t->out);
  return !t->died;
}

static void tell_refused(struct check *k) {
  if (k->silent) return;
  if (k->cause != CAUSE_NONE && k->cause != CAUSE_REFUSED)
    check_found(k, id_of(k->cause, k->message), 1, NULL, 0, "in open: %s", k->message);
  else if (k->made_settings)
    check_unchecked(k, "it does not open with made-up settings (%s); give them with --set", k->message);
  else check_found(k, "open", 1, NULL, 0, "it does not open with its default settings: %s", k->message);
}

/* The inputs of a run in their order. */
struct order {
  struct check_input **v;
  size_t n;
};

static void tell_death(struct check *k, const struct check_run *run, const struct order *order, size_t at);

enum { MAX_LATE = 2, MAX_DEATHS = 12 };

/* Too many deaths tell nothing new, and late ones take long. */
static int is_enough(struct check *k, size_t at, const struct order *order, size_t *late, size_t *deaths) {
  *late += k->cause == CAUSE_DEADLINE || k->cause == CAUSE_CPU;
  ++*deaths;
  if (*late < MAX_LATE && *deaths < MAX_DEATHS) return 0;
  if (!k->silent && at + 1 < order->n)
    check_unchecked(k, "%zu further inputs, since its worker has ended too often", order->n - at - 1);
  return 1;
}

static int call_order(struct check *k, const struct check_run *run, const struct order *order) {
  struct running r = {k, run};
  const struct trial_watch watch = {on_called, on_trial_mistake, &r};
  struct trial t;
  size_t late = 0, deaths = 0;
  int rc = 0;
  if (begin(k, &t, run, &watch) < 0) return -1;
  for (size_t i = 0; i < order->n && rc == 0; i++) {
    int got = call_in(k, &t, run, order->v[i]);
    if (got > 0 && run->twice && !check_has_memory(k)) got = call_in(k, &t, run, order->v[i]);
    for (long more = 1; got > 0 && more < run->times; more++) got = call_in(k, &t, run, order->v[i]);
    if (got < 0) tell_refused(k), rc = -1;
    if (got <= 0 || run->alone || check_has_memory(k)) trial_stop(&t);
    if (got == 0) {
      k->died_on = order->v[i];
      k->heap_named |= k->cause == CAUSE_SIGNAL && strcmp(id_of_signal(k->message), "heap") == 0;
      tell_death(k, run, order, i);
      if (is_enough(k, i, order, &late, &deaths)) break;
    }
  }
  trial_end(&t);
  k->now = NULL;
  return rc;
}

/* ---- what a death comes of ---- */

/* Does this input end its worker under these conditions, alone or behind those before it? */
static int dies(struct check *k, const struct check_run *run, uint32_t flags, const struct order *order,
                size_t at, int alone) {
  struct check_run again = *run;
  const struct order some = {alone ? order->v + at : order->v, alone ? 1 : at + 1};
  const enum worker_cause_code cause = k->cause;
  char message[sizeof k->message];
  memcpy(message, k->message, sizeof message);
  again.flags = flags;
  again.result = NULL;
  again.called = NULL;
  k->silent++;
  k->died_on = NULL;
  call_order(k, &again, &some);
  k->silent--;
  k->cause = cause;
  memcpy(k->message, message, sizeof message);
  return k->died_on == order->v[at];
}

/* glibc has a malloc that looks behind its blocks.  A program with a sanitizer has another one already. */
int check_has_heap(void) {
  if (dlsym(RTLD_DEFAULT, "__asan_init") != NULL) return 0;
  return dlopen("libc_malloc_debug.so.0", RTLD_NOW | RTLD_LOCAL) != NULL;
}

/* Does a malloc that looks behind its blocks say that one was written over? */
static int names_heap(struct check *k, const struct check_run *run, const struct order *order, size_t at,
                      int alone) {
  if (!check_has_heap()) return 0;
  k->heap_named = 0;
  dies(k, run, FRAME_CHECK_MEMORY | FRAME_CHECK_HEAP, order, at, alone);
  return k->heap_named;
}

/* The id of a crash; *alone: `tidings plugin try` shows it. */
static const char *look_closer(struct check *k, const struct check_run *run, const struct order *order,
                               size_t at, int *alone) {
  const uint32_t flags = run->flags;
  *alone = dies(k, run, FRAME_CHECK_MEMORY, order, at, 1);
  if (flags & FRAME_CHECK_HEAP && !dies(k, run, flags & ~(uint32_t)FRAME_CHECK_HEAP, order, at, 0))
    return "heap";
  if (*alone) return names_heap(k, run, order, at, 1) ? "heap" : "crash";
  if (flags & FRAME_CHECK_FILL && !dies(k, run, flags & ~(uint32_t)FRAME_CHECK_FILL, order, at, 0))
    return "uninitialised";
  if (flags & FRAME_CHECK_GUARD && !dies(k, run, flags & ~(uint32_t)FRAME_CHECK_GUARD, order, at, 0))
    return "over-read";
  if (flags & FRAME_CHECK_OVERWRITE && !dies(k, run, flags & ~(uint32_t)FRAME_CHECK_OVERWRITE, order, at, 0))
    return "kept-pointer";
  return names_heap(k, run, order, at, 0) ? "heap" : "crash";
}

static void tell_death(struct check *k, const struct check_run *run, const struct order *order, size_t at) {
  struct check_input *in = order->v[at];
  const char *id = id_of(k->cause, k->message);
  int alone = 0;
  if (k->silent) return;
  if (strcmp(id, "crash") == 0) id = look_closer(k, run, order, at, &alone);
  else if (strcmp(id, "deadline") == 0 && !dies(k, run, run->flags, order, at, 1))
    return; /* the machine was busy */
  else alone = strcmp(id, "deadline") == 0 || dies(k, run, FRAME_CHECK_MEMORY, order, at, 1);
  check_found(k, id, 1, in, alone, "%s", k->message);
}

/* ---- for the checks ---- */

int check_call(struct check *k, const struct check_run *run) {
  struct order order = {check_alloc((k->n_in + 1) * sizeof *order.v), 0};
  const size_t n = run->until > 0 && run->until < k->n_in ? run->until : k->n_in;
  for (size_t i = 0; i < n; i++) {
    struct check_input *in = &k->in[run->backwards ? n - 1 - i : i];
    if (run->first || (in->result != NULL && !in->differs && in->sort != CHECK_HUGE)) order.v[order.n++] = in;
  }
  int rc = order.n > 0 ? call_order(k, run, &order) : 0;
  free(order.v);
  return rc;
}

int check_call_one(struct check *k, const struct check_run *run, struct check_input *in) {
  const struct order order = {&in, 1};
  return call_order(k, run, &order);
}
