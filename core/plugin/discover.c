/* plugin/discover.c - the plugins of a search path, described and refused; see plugin.h.
 *
 * Each directory's *.so in alphabetical order.  A file that cannot be used becomes a refusal with what was
 * found, what was wanted and what to do, and changes nothing for the others.  The list owns one arena.
 */
#include "plugin/description.h"

#include "util/check.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

struct finder {
  const struct plugin_search *search;
  struct plugin_list *list;
  struct arena *arena;
  struct description_cache cache;
  size_t cap_plugins, cap_refusals, n_files;
};

static const char *keep(struct finder *f, const char *s) { return arena_copy(f->arena, s, strlen(s)); }

static void add_refusal(struct finder *f, const char *file, const struct plugin_why *w) {
  struct plugin_list *l = f->list;
  if (l->n_refusals == f->cap_refusals) {
    f->cap_refusals = f->cap_refusals > 0 ? f->cap_refusals * 2 : 8;
    l->refusals = check_realloc(l->refusals, f->cap_refusals * sizeof *l->refusals);
  }
  l->refusals[l->n_refusals++] =
      (struct plugin_refusal){keep(f, file), keep(f, w->found), keep(f, w->wanted), keep(f, w->todo)};
}

static void add_plugin(struct finder *f, const struct plugin_info *p) {
  struct plugin_list *l = f->list;
  if (l->n_plugins == f->cap_plugins) {
    f->cap_plugins = f->cap_plugins > 0 ? f->cap_plugins * 2 : 16;
    l->plugins = check_realloc(l->plugins, f->cap_plugins * sizeof *l->plugins);
  }
  l->plugins[l->n_plugins++] = *p;
}

/* ---- one file ---- */

static int is_denied(const struct plugin_search *s, const char *word) {
  for (size_t i = 0; i < s->n_deny; i++)
    if (strcmp(s->deny[i], word) == 0) return 1;
  return 0;
}

static int file_denied(const struct plugin_search *s, const char *file) {
  char name[NAME_MAX + 1];
  const char *slash = strrchr(file, '/');
  snprintf(name, sizeof name, "%s", slash != NULL ? slash + 1 : file);
  size_t n = strlen(name);
  if (n > 3 && strcmp(name + n - 3, ".so") == 0) name[n - 3] = '\0';
  return is_denied(s, name);
}

static int check_twin(struct finder *f, const struct plugin_info *p, struct plugin_why *w) {
  for (size_t i = 0; i < f->list->n_plugins; i++) {
    if (strcmp(f->list->plugins[i].id, p->id) != 0) continue;
    snprintf(w->found, sizeof w->found, "plugin %.100s, which %.200s is already", p->id,
             f->list->plugins[i].file);
    snprintf(w->wanted, sizeof w->wanted, "each plugin once");
    snprintf(w->todo, sizeof w->todo, "remove one of the two files, or its directory from the plugin path");
    return -1;
  }
  return 0;
}

/* The permissions are looked at in any case: the cache does not know them. */
static const char *describe(struct finder *f, const char *file, struct plugin_why *w) {
  int deadline = f->search->deadline_ms > 0 ? f->search->deadline_ms : PLUGIN_DESCRIBE_MS;
  if (plugin_file_check(file, w) < 0) return NULL;
  const char *text = description_cache_get(&f->cache, file);
  if (text != NULL) return text;
  int64_t until;
  text = description_ask(f->arena, f->search->worker, file, deadline, &until, w);
  if (text != NULL) description_cache_put(&f->cache, file, text, until);
  return text;
}

static void take_file(struct finder *f, const char *file) {
  struct plugin_info p;
  struct plugin_why w = {{0}, {0}, {0}};
  if (file_denied(f->search, file)) return;
  const char *text = describe(f, file, &w);
  int rc = text != NULL ? description_read(f->arena, file, text, &p, &w) : -1;
  if (rc == 0 && is_denied(f->search, p.id)) return;
  if (rc == 0) rc = check_twin(f, &p, &w);
  if (rc == 0)
    add_plugin(f, &p);
  else
    add_refusal(f, file, &w);
}

/* ---- directories ---- */

static int is_plugin_name(const struct dirent *e) {
  size_t n = strlen(e->d_name);
  return n > 3 && e->d_name[0] != '.' && strcmp(e->d_name + n - 3, ".so") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static void refuse_path(struct finder *f, const char *path, const char *found, const char *todo) {
  struct plugin_why w = {{0}, {0}, {0}};
  snprintf(w.found, sizeof w.found, "%s", found);
  snprintf(w.wanted, sizeof w.wanted, "a directory of at most %d plugins, or a plugin", PLUGIN_MAX_FILES);
  snprintf(w.todo, sizeof w.todo, "%s", todo);
  add_refusal(f, path, &w);
}

static void take_name(struct finder *f, const char *dir, const char *name) {
  char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
    refuse_path(f, name, "a path that is too long", "install it elsewhere");
  else
    take_file(f, path);
}

static void take_directory(struct finder *f, const char *dir) {
  struct dirent **names;
  int n = scandir(dir, &names, is_plugin_name, by_name);
  if (n < 0) {
    refuse_path(f, dir, strerror(errno), "check the plugin path and its permissions");
    return;
  }
  for (int i = 0; i < n; i++) {
    if (f->n_files < PLUGIN_MAX_FILES) take_name(f, dir, names[i]->d_name);
    if (f->n_files++ == PLUGIN_MAX_FILES) refuse_path(f, dir, "too many files", "remove what is no plugin");
    free(names[i]);
  }
  free(names);
}

static void take_path(struct finder *f, const char *path) {
  struct stat st;
  if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
    take_file(f, path);
  else
    take_directory(f, path);
}

/* Components name their plugin, whose place is known only when the array has stopped growing. */
static void link_components(struct plugin_list *l) {
  for (size_t i = 0; i < l->n_plugins; i++)
    for (size_t j = 0; j < l->plugins[i].n_components; j++)
      ((struct component_info *)(uintptr_t)&l->plugins[i].components[j])->plugin = &l->plugins[i];
}

struct plugin_list *plugin_discover(const struct plugin_search *search) {
  struct plugin_list *list = check_alloc(sizeof *list);
  struct arena *arena = check_alloc(sizeof *arena);
  *arena = (struct arena){0};
  *list = (struct plugin_list){.memory = arena};
  struct finder f = {.search = search, .list = list, .arena = arena};
  description_cache_open(&f.cache, search->cache, search->worker);
  for (size_t i = 0; i < search->n_dirs; i++) take_path(&f, search->dirs[i]);
  description_cache_close(&f.cache);
  link_components(list);
  return list;
}

void plugin_list_free(struct plugin_list *list) {
  if (list == NULL) return;
  arena_free(list->memory);
  free(list->memory);
  free(list->plugins);
  free(list->refusals);
  free(list);
}
