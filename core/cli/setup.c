/* cli/setup.c - what commands share: where the store is, how it is opened, what the engine is told. */
#include "cli/cli.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct engine_choice default_stages[] = {{"dedupe", NULL, 0}, {"story", NULL, 0}};
static const struct engine_choice default_briefs[] = {{"extract", NULL, 0}};

static void make_parents(char *path) {
  for (char *p = strchr(path + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
    *p = '\0';
    if (mkdir(path, 0700) < 0 && errno != EEXIST) fprintf(stderr, "tidings: %s: %s\n", path, strerror(errno));
    *p = '/';
  }
}

/* XDG Base Directory: data belongs to $XDG_DATA_HOME, caches to $XDG_CACHE_HOME. */
static const char *own_path(const char *variable, const char *fallback, const char *file) {
  static char paths[2][PATH_MAX];
  char *path = paths[strcmp(variable, "XDG_CACHE_HOME") == 0];
  const char *base = getenv(variable), *home = getenv("HOME");
  if (base != NULL && base[0] == '/') snprintf(path, PATH_MAX, "%s/tidings/%s", base, file);
  else snprintf(path, PATH_MAX, "%s/%s/tidings/%s", home != NULL ? home : "/tmp", fallback, file);
  return path;
}

const char *cli_store_path(const struct cli *cli) {
  if (cli->store != NULL) return cli->store;
  return own_path("XDG_DATA_HOME", ".local/share", "tidings.db");
}

struct store *cli_open_store(const struct cli *cli) {
  char why[STORE_MESSAGE];
  int status;
  struct store *s = store_open(cli_store_path(cli), TDG_STORE_READ, NULL, why, sizeof why, &status);
  if (s == NULL) fprintf(stderr, "tidings: %s\n", why);
  return s;
}

int cli_engine_spec(struct cli *cli, struct engine_spec *spec) {
  char *cache = (char *)(uintptr_t)own_path("XDG_CACHE_HOME", ".cache", "plugins");
  *spec = (struct engine_spec){.store_path = cli_store_path(cli), .cache_dir = cache};
  spec->stages = default_stages;
  spec->n_stages = 2;
  spec->briefs = default_briefs;
  spec->n_briefs = 1;
  make_parents(cache);
  if (cli->store == NULL) make_parents((char *)(uintptr_t)spec->store_path);
  return 0;
}

int cli_usage(const struct cli_command *command, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  fprintf(stderr, "tidings %s: ", command->name);
  vfprintf(stderr, fmt, ap);
  va_end(ap);
  fprintf(stderr, "\nusage: tidings %s [options] %s\n", command->name, command->arguments);
  return CLI_USAGE;
}
