/* plugin/program.c - what a program of the configuration may reach, and its description; see program.h.
 *
 * Reads no file but the first line of a script.  A missing folder is left out; only program_check refuses.
 */
#include "plugin/program.h"

#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void add(const char **list, size_t *n, size_t max, const char *path) {
  for (size_t i = 0; i < *n; i++)
    if (strcmp(list[i], path) == 0) return;
  if (*n < max) list[(*n)++] = path;
}

static int is_file(const char *path) {
  struct stat st;
  return path[0] == '/' && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* ---- folders ---- */

static void add_folder(struct arena *a, struct program_reach *r, const char *path) {
  char real[PATH_MAX];
  if (realpath(path, real) != NULL)
    add(r->folders, &r->n_folders, PROGRAM_MAX_FOLDERS, arena_copy(a, real, strlen(real)));
}

/* PREFIX/bin/NAME has its libraries in PREFIX/lib; beside it, in PREFIX, lies pyvenv.cfg of an environment of
 * Python.  PREFIX/share only where packages of the system put it. */
static void add_prefix(struct arena *a, struct program_reach *r, const char *file) {
  static const char *const below[] = {"lib", "lib64", "libexec", "pyvenv.cfg", "share"};
  const char *bin = strstr(file, "/bin/");
  for (const char *next; bin != NULL && (next = strstr(bin + 1, "/bin/")) != NULL;) bin = next;
  if (bin == NULL || bin == file || strchr(bin + 5, '/') != NULL) return;
  const char *prefix = arena_printf(a, "%.*s", (int)(bin - file), file);
  int of_system = strcmp(prefix, "/usr") == 0 || strcmp(prefix, "/usr/local") == 0;
  for (size_t i = 0; i < sizeof below / sizeof below[0]; i++)
    if (strcmp(below[i], "share") != 0 || of_system)
      add_folder(a, r, arena_printf(a, "%s/%s", prefix, below[i]));
}

static void add_run(struct arena *a, struct program_reach *r, const char *file) {
  char real[PATH_MAX];
  add(r->run, &r->n_run, PROGRAM_MAX_WORDS, file);
  add_prefix(a, r, file);
  if (realpath(file, real) != NULL && strcmp(real, file) != 0)
    add_prefix(a, r, arena_copy(a, real, strlen(real)));
}

/* The kernel executes the loader that an ELF file names; these are its usual places. */
static void add_loaders(struct arena *a, struct program_reach *r) {
  glob_t found;
  if (glob("/lib*/ld-*.so*", 0, NULL, &found) != 0) return;
  for (size_t i = 0; i < found.gl_pathc; i++)
    add(r->run, &r->n_run, PROGRAM_MAX_WORDS, arena_copy(a, found.gl_pathv[i], strlen(found.gl_pathv[i])));
  globfree(&found);
}

/* "#!/usr/bin/perl -w": "/usr/bin/perl"; NULL for anything else. */
static const char *interpreter_of(struct arena *a, const char *file) {
  char line[256] = "";
  int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  ssize_t n = fd >= 0 ? read(fd, line, sizeof line - 1) : 0;
  if (fd >= 0) close(fd);
  if (n < 4 || line[0] != '#' || line[1] != '!') return NULL;
  char *name = line + 2 + strspn(line + 2, " \t");
  return arena_copy(a, name, strcspn(name, " \t\r\n"));
}

void program_reach(struct arena *a, const char *const *command, size_t n, struct program_reach *r) {
  static const char *const usual[] = {
      "/usr/lib",         "/usr/lib32",       "/usr/lib64",     "/usr/libx32",
      "/usr/local/lib",   "/usr/local/lib64", "/lib",           "/lib32",
      "/lib64",           "/libx32",          "/usr/share/icu", "/usr/share/zoneinfo",
      "/etc/ld.so.cache", "/etc/localtime"};
  *r = (struct program_reach){.n_run = 0};
  if (n == 0) return;
  const char *interpreter = interpreter_of(a, command[0]);
  add_run(a, r, command[0]);
  if (interpreter != NULL) add_run(a, r, interpreter);
  add_loaders(a, r);
  for (size_t i = 1; i < n; i++)
    if (is_file(command[i])) add(r->files, &r->n_files, PROGRAM_MAX_WORDS, command[i]);
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) add_folder(a, r, usual[i]);
}

/* ---- checks ---- */

static int check_env(const char *file, struct plugin_why *w) {
  const char *name = strrchr(file, '/');
  if (name == NULL || strcmp(name, "/env") != 0) return 0;
  return plugin_refuse(w, "the interpreter itself, since a program may start no other",
                       "write its path in the first line of the script, or before the script in command:",
                       "a program that starts another one, %.200s", file);
}

int program_check(const struct program_reach *r, const char **file, struct plugin_why *w) {
  for (size_t i = 0; i < r->n_run + r->n_files; i++) {
    *file = i < r->n_run ? r->run[i] : r->files[i - r->n_run];
    if (plugin_file_check(*file, w) < 0) return -1;
    if (i < r->n_run && check_env(*file, w) < 0) return -1;
  }
  *file = r->run[0];
  if (access(*file, X_OK) == 0) return 0;
  return plugin_refuse(w, "a program",
                       "make it executable (chmod +x), or name its interpreter first in command:",
                       "a file that is not executable");
}

/* ---- its description ---- */

static uint32_t calls_of(uint32_t kind) {
  return PLUGIN_CALL_OPEN | (kind == TDG_KIND_STAGE  ? PLUGIN_CALL_JUDGE | PLUGIN_CALL_RECALL
                             : kind == TDG_KIND_SINK ? PLUGIN_CALL_RUN | PLUGIN_CALL_FLUSH
                                                     : PLUGIN_CALL_RUN);
}

void program_describe(struct arena *a, const struct plugin_program *p, struct plugin_info *out) {
  struct component_info *c = arena_zalloc(a, sizeof *c);
  char *words = arena_printf(a, "runs %s", p->command[0]);
  for (size_t i = 1; i < p->n_command; i++) words = arena_printf(a, "%s %s", words, p->command[i]);
  const uint32_t needs = (p->net ? TDG_NEEDS_NET : 0u) | (p->n_read > 0 ? TDG_NEEDS_READ : 0u) |
                         (p->n_write > 0 ? TDG_NEEDS_WRITE : 0u);
  *c = (struct component_info){.kind = p->kind,
                               .needs = needs,
                               .granted = needs, /* the configuration that names it grants it */
                               .calls = calls_of(p->kind),
                               .name = p->name,
                               .summary = p->summary[0] != '\0' ? p->summary : words,
                               .claims = (const char **)(uintptr_t)p->claims,
                               .n_claims = p->n_claims};
  *out = (struct plugin_info){.file = p->command[0],
                              .id = arena_printf(a, "exec/%s", p->name),
                              .version = "-",
                              .summary = c->summary,
                              .licence = "",
                              .url = "",
                              .rev = TDG_REV,
                              .rev_min = 1,
                              .components = c,
                              .n_components = 1,
                              .program = p};
}
