/* A store on top of the one in the file that the environment calls STORE_BELOW: what goes through it has the size that its
 * headers know, and 0xff follows. */
#include <tidings/store.h>

#include <dlfcn.h>
#include <stdlib.h>

static struct tdg_store_ops ops;
static const struct tdg_store_ops *below;

/* ---- what comes back: rows and sources of this size ---- */

struct lent {
  tdg_row_fn row;
  tdg_source_fn source;
  void *arg;
};

static int lend_row(void *arg, const struct tdg_row *row) {
  const struct lent *to = arg;
  struct {
    struct tdg_row row;
    unsigned char beyond[64];
  } own;
  memset(&own, 0xff, sizeof own);
  own.row = *row;
  own.row.size = sizeof own.row;
  return to->row(to->arg, &own.row);
}

static int lend_source(void *arg, const struct tdg_source_state *source) {
  const struct lent *to = arg;
  struct {
    struct tdg_source_state source;
    unsigned char beyond[64];
  } own;
  memset(&own, 0xff, sizeof own);
  own.source = *source;
  own.source.size = sizeof own.source;
  return to->source(to->arg, &own.source);
}

static int source_get(void *store, const char *id, tdg_source_fn fn, void *arg) {
  struct lent to = {NULL, fn, arg};
  return below->source_get(store, id, lend_source, &to);
}

static int source_list(void *store, tdg_source_fn fn, void *arg) {
  struct lent to = {NULL, fn, arg};
  return below->source_list(store, lend_source, &to);
}

static int log_read(void *store, int64_t after, uint32_t kinds, const char *by, int64_t max, tdg_row_fn fn,
                    void *arg) {
  struct lent to = {fn, NULL, arg};
  return below->log_read(store, after, kinds, by, max, lend_row, &to);
}

static int record_get(void *store, int64_t id, tdg_row_fn fn, void *arg) {
  struct lent to = {fn, NULL, arg};
  return below->record_get(store, id, lend_row, &to);
}

static int record_each(void *store, int64_t after, int64_t max, tdg_row_fn fn, void *arg) {
  struct lent to = {fn, NULL, arg};
  return below->record_each(store, after, max, lend_row, &to);
}

static int notes_of(void *store, int64_t about, tdg_row_fn fn, void *arg) {
  struct lent to = {fn, NULL, arg};
  return below->notes_of(store, about, lend_row, &to);
}

static int story_members(void *store, int64_t story, int64_t max, tdg_row_fn fn, void *arg) {
  struct lent to = {fn, NULL, arg};
  return below->story_members(store, story, max, lend_row, &to);
}

static int counts(void *store, struct tdg_counts *out) {
  struct tdg_counts own = {.size = sizeof own};
  int status = below->counts(store, &own);
  *out = own;
  return status;
}

/* ---- what goes in: copies of this size ---- */

static int source_put(void *store, const struct tdg_source_state *source) {
  struct tdg_source_state own = *source;
  own.size = sizeof own;
  return below->source_put(store, &own);
}

static int record_append(void *store, struct tdg_row *row) {
  struct tdg_row own = *row;
  own.size = sizeof own;
  int status = below->record_append(store, &own);
  row->seq = own.seq;
  row->id = own.id;
  row->version = own.version;
  row->supersedes = own.supersedes;
  return status;
}

static int task_add(void *store, struct tdg_task *task) {
  struct tdg_task own = *task;
  own.size = sizeof own;
  int status = below->task_add(store, &own);
  task->id = own.id;
  return status;
}

static int task_lease(void *store, const struct tdg_lease *lease, tdg_task_fn fn, void *arg) {
  struct tdg_lease own = *lease;
  own.size = sizeof own;
  return below->task_lease(store, &own, fn, arg);
}

/* Where the file may not be opened (the program looks at each plugin in a process without rights) the table stays empty. */
__attribute__((constructor)) static void fill(void) {
  const char *file = getenv("STORE_BELOW");
  void *library = file != NULL ? dlopen(file, RTLD_NOW | RTLD_LOCAL) : NULL;
  tdg_plugin_fn describe = NULL;
  if (library != NULL) *(void **)&describe = dlsym(library, "tidings_plugin_1");
  if (describe == NULL) return;
  below = describe()->components[0].ops;
  memcpy(&ops, below, sizeof ops);
  ops.size = sizeof ops;
  ops.rev = TDG_STORE_REV;
  ops.source_get = source_get;
  ops.source_list = source_list;
  ops.source_put = source_put;
  ops.log_read = log_read;
  ops.record_get = record_get;
  ops.record_each = record_each;
  ops.record_append = record_append;
  ops.notes_of = notes_of;
  ops.story_members = story_members;
  ops.counts = counts;
  ops.task_add = task_add;
  ops.task_lease = task_lease;
}

TDG_PLUGIN("org.example.kept-store", "1.0", "A kept store",
           TDG_STORE(.name = "kept", .summary = "On top of another", .ops = &ops));
