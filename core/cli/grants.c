/* cli/grants.c - the settings of a component, and the paths that it may therefore read or write, each once;
 * see cli.h.
 *
 * Strings belong to the arena.  More paths than a worker accepts are refused: a grant is never widened.
 */
#include "cli/cli.h"

#include "conf/conf.h"
#include "engine/engine.h"
#include "plugin/plugin_info.h"
#include "util/redact.h"

#include <stdlib.h>
#include <string.h>

static int by_path(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static size_t drop_doubles(char **paths, size_t n) {
  size_t kept = 0;
  qsort(paths, n, sizeof *paths, by_path);
  for (size_t i = 0; i < n; i++)
    if (kept == 0 || strcmp(paths[kept - 1], paths[i]) != 0) paths[kept++] = paths[i];
  return kept;
}

static void go_up(char *path) {
  char *slash = strrchr(path, '/');
  if (slash != NULL) slash[slash == path] = '\0';
}

const char **cli_grants(struct arena *a, const char *const *paths, size_t *n) {
  char **list = arena_alloc(a, (*n + 1) * sizeof *list);
  size_t bytes = 0;
  for (size_t i = 0; i < *n; i++) list[i] = arena_copy(a, paths[i], strlen(paths[i]));
  *n = drop_doubles(list, *n);
  for (size_t i = 0; i < *n; i++) bytes += strlen(list[i]);
  return *n <= FRAME_MAX_PATHS && bytes <= FRAME_MAX_PATH_BYTES ? (const char **)list : NULL;
}

const char *cli_folder_of(struct arena *a, const char *path) {
  char *folder = arena_copy(a, path, strlen(path));
  go_up(folder);
  return folder;
}

static const char **paths_with(struct arena *a, const struct component_info *c,
                               const struct engine_choice *choice, uint32_t right, size_t *n) {
  const char **paths = arena_zalloc(a, (choice->n_values + 1) * sizeof *paths);
  *n = 0;
  for (size_t i = 0; i < choice->n_values; i++) {
    const struct option_value *v = &choice->values[i];
    const struct option_info *o = option_find(c->options, c->n_options, v->name);
    if (o == NULL || v->value[0] == '\0' || plugin_option_rights(c, o) != right) continue;
    paths[(*n)++] = right == TDG_NEEDS_WRITE ? conf_write_folder(a, v->value) : v->value;
  }
  const char **granted = cli_grants(a, paths, n);
  if (granted == NULL) *n = 0; /* paths of many MB; they are not there either */
  return granted;
}

/* Paths of settings are relative to the folder. */
static void settle_paths(struct arena *a, const char *folder, const struct component_info *info,
                         struct option_value *v, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct option_info *o = option_find(info->options, info->n_options, v[i].name);
    if (o != NULL && o->type == TDG_O_PATH && v[i].value[0] != '/')
      v[i].value = arena_printf(a, "%s/%s", folder, v[i].value);
  }
}

static size_t value_at(const struct option_value *v, size_t n, const char *name) {
  size_t i = 0;
  while (i < n && strcmp(v[i].name, name) != 0) i++;
  return i;
}

/* An option may be written by its earlier name; a later value still replaces an earlier one. */
static size_t settle_names(const struct component_info *info, struct option_value *v, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    const struct option_info *o = option_find(info->options, info->n_options, v[i].name);
    const struct option_value now = {o != NULL ? o->name : v[i].name, v[i].value};
    size_t at = o != NULL && o->type != TDG_O_LIST ? value_at(v, kept, now.name) : kept;
    v[at] = now;
    kept += at == kept;
  }
  return kept;
}

/* Also where it is written in the clear: in a configuration that is refused for that, or behind --set. */
static void remember_secrets(const struct component_info *info, const struct option_value *v, size_t n) {
  enum { PLAIN_WORD = 8 }; /* a shorter one may be a word of the messages */
  for (size_t i = 0; i < n; i++) {
    const struct option_info *o = option_find(info->options, info->n_options, v[i].name);
    if (o != NULL && o->type == TDG_O_SECRET && strlen(v[i].value) >= PLAIN_WORD)
      redact_remember(v[i].value, strlen(v[i].value));
  }
}

void cli_settle(struct arena *a, const char *folder, const struct component_info *info,
                struct option_value *v, size_t n, struct engine_choice *choice) {
  choice->values = v;
  choice->n_values = n;
  if (info == NULL) return;
  choice->n_values = settle_names(info, v, n);
  settle_paths(a, folder, info, v, choice->n_values);
  remember_secrets(info, v, choice->n_values);
  choice->read_paths = paths_with(a, info, choice, TDG_NEEDS_READ, &choice->n_read);
  choice->write_paths = paths_with(a, info, choice, TDG_NEEDS_WRITE, &choice->n_write);
}
