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
#include <unistd.h>

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

/* The description goes where standard output went when the describer was started; what the plugin prints goes to
 * standard error. */
static FILE *description;

static int divert_stdout(void) {
  int fd = dup(STDOUT_FILENO);
  if (fd < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return -1;
  setvbuf(stdout, NULL, _IOLBF, 0);
  description = fdopen(fd, "w");
  return description != NULL ? 0 : -1;
}

static int print(json_t *j) {
  if (j == NULL || json_dumpf(j, description, JSON_COMPACT) < 0) return WORKER_EXIT_PLUGIN;
  fputc('\n', description);
  json_decref(j);
  return fflush(description) == 0 ? WORKER_EXIT_OK : WORKER_EXIT_PLUGIN;
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
  int rc = sandbox_limit(&box, why);
  sandbox_report_signals(-1, NULL); /* the calls that led to a crash, on standard error */
  if (divert_stdout() < 0) return WORKER_EXIT_SANDBOX;
  if (plugin_file_check(file, &w) < 0 || plugin_elf_check(file, &w) < 0) return print_refusal(file, &w);
  if (rc == 0 && sandbox_load(&box, describe, &d, why) == 0) return d.rc;
  fprintf(stderr, "tidings-worker: the sandbox: %s\n", why);
  return WORKER_EXIT_SANDBOX;
}
