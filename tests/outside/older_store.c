/* older_store.c - a store from outside the tree: the one of the program (-DSQLITE="its file"), with the operations that
 * every store has, but without those that came later, such as the queues of sinks.  While the file that the environment
 * calls UNREADABLE is there, it cannot read notes. */
#include <tidings/store.h>

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static struct tdg_store_ops ops;
static const struct tdg_store_ops *below;
static int failed;

static int notes_of(void *store, int64_t about, tdg_row_fn fn, void *arg) {
  const char *file = getenv("UNREADABLE");
  failed = file != NULL && access(file, F_OK) == 0;
  return failed ? TDG_INTERNAL : below->notes_of(store, about, fn, arg);
}

static const char *error(void *store) { return failed ? "the notes cannot be read" : below->error(store); }

/* Where the file may not be opened (the program looks at each plugin in a process without rights) the table stays
 * empty. */
__attribute__((constructor)) static void fill(void) {
  void *library = dlopen(SQLITE, RTLD_NOW | RTLD_LOCAL);
  tdg_plugin_fn describe = NULL;
  if (library != NULL) *(void **)&describe = dlsym(library, "tidings_plugin_1");
  if (describe == NULL) return;
  below = describe()->components[0].ops;
  const size_t size = offsetof(struct tdg_store_ops, task_list) + sizeof below->task_list;
  memcpy(&ops, below, size);
  ops.size = (uint32_t)size;
  ops.notes_of = notes_of;
  ops.error = error;
}

TDG_PLUGIN("org.example.older-store", "1.0", "A store without what came later",
           TDG_STORE(.name = "older", .summary = "One file, without queues", .ops = &ops));
