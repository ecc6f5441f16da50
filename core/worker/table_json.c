/* worker/table_json.c - print a plugin's table as JSON to standard output; see serve.h.  plugin/describe.c
 * reads it.
 *
 * The first lock closes before the plugin is mapped, as in a worker that serves: its constructors and
 * tidings_plugin_1 may read the files that loading needs and write to descriptors that are already open,
 * nothing else.
 */
#include "plugin/description.h"
#include "worker/sandbox.h"
#include "worker/serve.h"

#include <jansson.h>
#include <stdio.h>

enum { DESCRIBE_MEMORY = 512 << 20, DESCRIBE_CPU_MS = 4000 };

/* The text of a refusal may quote bytes of the plugin. */
static json_t *safe(const char *s) {
  json_t *j = json_string(s);
  return j != NULL ? j : json_string("(not UTF-8)");
}

static json_t *refusal_json(const char *file, const struct plugin_why *w) {
  return json_pack("{s:o, s:{s:o, s:o, s:o, s:b}}", "file", safe(file), "refused", "found", safe(w->found),
                   "wanted", safe(w->wanted), "do", safe(w->todo), "passing", w->passing);
}

static int print(json_t *j) {
  if (j == NULL || json_dumpf(j, stdout, JSON_COMPACT) < 0) return WORKER_EXIT_PLUGIN;
  putchar('\n');
  json_decref(j);
  return fflush(stdout) == 0 ? WORKER_EXIT_OK : WORKER_EXIT_PLUGIN;
}

struct describing {
  const char *file;
  int rc;
};

static int print_refusal(const char *file, const struct plugin_why *w) {
  int rc = print(refusal_json(file, w));
  return rc == WORKER_EXIT_OK ? WORKER_EXIT_PLUGIN : rc;
}

/* Inside the lock. */
static void describe(void *arg) {
  struct describing *d = arg;
  struct plugin_why w = {.passing = 0};
  sandbox_budget(DESCRIBE_CPU_MS);
  const struct tdg_plugin *p = plugin_map(d->file, &w);
  d->rc = p != NULL ? print(description_json(d->file, p)) : print_refusal(d->file, &w);
}

int worker_describe(const char *file) {
  char why[WORKER_WHY];
  struct plugin_why w = {.passing = 0};
  struct sandbox box = {.set = SANDBOX_LOAD, .limits = {.memory = DESCRIBE_MEMORY}, .plugin = file, .fd = -1};
  struct describing d = {file, WORKER_EXIT_OK};
  if (plugin_file_check(file, &w) < 0 || plugin_elf_check(file, &w) < 0) return print_refusal(file, &w);
  if (sandbox_limit(&box, why) == 0 && sandbox_load(&box, describe, &d, why) == 0) return d.rc;
  fprintf(stderr, "tidings-worker: the sandbox: %s\n", why);
  return WORKER_EXIT_SANDBOX;
}
