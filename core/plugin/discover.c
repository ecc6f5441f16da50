/* plugin/discover.c - find the plugins of a search path; see plugin_info.h.
 *
 * The program's own directories come first, then the others in their order; each directory's *.so in
 * alphabetical order.  Of two plugins with one id the first is used; of two components of one kind and name the
 * first has the name, and the other is reached as "id/name".  A file that cannot be used becomes a refusal (found, wanted, what to do) and does not affect the
 * others.  The list owns one arena.
 */
#include "plugin/description.h"

#include "plugin/program.h"
#include "util/check.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { DISCOVER_MAX_OWN = 64 };

/* A plugin that the configuration denies.  Only when a component uses an extension it is asked what it offers. */
struct denied {
  struct denied *next;
  const char *file;
  struct plugin_info info;
  int described; /* 1: info is known; -1: it cannot be described */
};

struct finder {
  const struct plugin_search *search;
  struct plugin_list *list;
  struct arena *arena;
  struct description_cache cache;
  size_t cap_plugins, cap_refusals, n_files;
  char own[2][PATH_MAX]; /* the search's own directories, with links resolved */
  size_t n_own;
  const char *words[DISCOVER_MAX_OWN]; /* names of denied plugins of the program */
  size_t n_words;
  struct denied *denied;
};

static const char *keep(struct finder *f, const char *s) { return arena_copy(f->arena, s, strlen(s)); }

static struct plugin_refusal *add_refusal(struct finder *f, const char *file, const struct plugin_why *w) {
  struct plugin_list *l = f->list;
  if (l->n_refusals == f->cap_refusals) {
    f->cap_refusals = f->cap_refusals > 0 ? f->cap_refusals * 2 : 8;
    l->refusals = check_realloc(l->refusals, f->cap_refusals * sizeof *l->refusals);
  }
  l->refusals[l->n_refusals] = (struct plugin_refusal){.file = keep(f, file),
                                                       .found = keep(f, w->found),
                                                       .wanted = keep(f, w->wanted),
                                                       .todo = keep(f, w->todo)};
  return &l->refusals[l->n_refusals++];
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

/* "/x/parse-feed.so": "parse-feed". */
static void stem_of(const char *file, char name[NAME_MAX + 1]) {
  const char *slash = strrchr(file, '/');
  snprintf(name, NAME_MAX + 1, "%s", slash != NULL ? slash + 1 : file);
  size_t n = strlen(name);
  if (n > 3 && strcmp(name + n - 3, ".so") == 0) name[n - 3] = '\0';
}

int plugin_same_file(const char *a, const char *b) {
  struct stat x, y;
  return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int file_denied(const struct plugin_search *s, const char *file) {
  char name[NAME_MAX + 1];
  stem_of(file, name);
  for (size_t i = 0; i < s->n_deny; i++)
    if (strchr(s->deny[i], '/') != NULL && plugin_same_file(s->deny[i], file)) return 1;
  return is_denied(s, name);
}

/* p NULL: what is in it is not known. */
static void note_denied(struct finder *f, const char *file, const struct plugin_info *p) {
  char name[NAME_MAX + 1];
  struct denied *d = arena_zalloc(f->arena, sizeof *d);
  *d = (struct denied){.next = f->denied, .file = keep(f, file), .described = p != NULL};
  if (p != NULL) d->info = *p;
  f->denied = d;
  stem_of(file, name);
  if (f->n_words < DISCOVER_MAX_OWN) f->words[f->n_words++] = keep(f, name);
}

/* Decided by the resolved path, since any plugin can claim any id. */
static int is_own(const struct finder *f, const char *file) {
  char path[PATH_MAX], *slash;
  if (realpath(file, path) == NULL || (slash = strrchr(path, '/')) == NULL) return 0;
  *slash = '\0';
  for (size_t i = 0; i < f->n_own; i++)
    if (strcmp(f->own[i], path) == 0) return 1;
  return 0;
}

/* TIDINGS_BUNDLED: the plugins built with this program, "a b c".  Another that was installed beside them is a
 * third party's. */
static int is_bundled(const char *file) {
  static const char bundled[] = TIDINGS_BUNDLED;
  char name[NAME_MAX + 1];
  stem_of(file, name);
  size_t n = strlen(name);
  for (const char *p = bundled; (p = strstr(p, name)) != NULL; p += n)
    if ((p == bundled || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0')) return 1;
  return 0;
}

int plugin_grant_reaches(const struct plugin_grant *g, const struct plugin_info *p) {
  return g->name[0] == '/' ? plugin_same_file(g->name, p->file) : strcmp(g->name, p->id) == 0;
}

/* Only what gets documents or writes briefs has business in the network; a parser has none. */
static uint32_t usual_rights(const struct plugin_info *p, const struct component_info *c) {
  if (!p->bundled) return 0;
  return TDG_NEEDS_READ | TDG_NEEDS_WRITE |
         (c->kind == TDG_KIND_FETCHER || c->kind == TDG_KIND_BRIEF ? (uint32_t)TDG_NEEDS_NET : 0);
}

/* The files that a grant of `read` gives are those of file: addresses. */
static uint32_t of_use(const struct plugin_info *p, const struct component_info *c, uint32_t rights) {
  return p->rev < 2 || plugin_fetches_files(c) ? rights : rights & TDG_NEEDS_NET;
}

static void grant(const struct finder *f, struct plugin_info *p) {
  const struct plugin_search *s = f->search;
  const struct plugin_grant *own = NULL;
  for (size_t i = 0; i < s->n_grants; i++)
    if (plugin_grant_reaches(&s->grants[i], p)) own = &s->grants[i];
  for (size_t i = 0; i < p->n_components; i++) {
    struct component_info *c = (struct component_info *)(uintptr_t)&p->components[i];
    uint32_t rights = of_use(p, c, own != NULL ? own->rights : usual_rights(p, c));
    c->granted = c->needs & (rights | plugin_rights_by_options(c));
  }
}

/* The plugin of a component of the list, whose pointers are set when it is complete. */
static const char *id_of(const struct finder *f, const struct component_info *c) {
  for (size_t i = 0; i < f->list->n_plugins; i++) {
    const struct plugin_info *p = &f->list->plugins[i];
    if (c >= p->components && c < p->components + p->n_components) return p->id;
  }
  return "another";
}

static int is_preferred(const struct finder *f, const char *ref) {
  for (size_t i = 0; i < f->search->n_prefer; i++)
    if (strcmp(f->search->prefer[i], ref) == 0) return 1;
  return 0;
}

/* A name belongs to the component that was found first; another is told, and reached by its ref. */
static void tell_taken(struct finder *f, const struct plugin_info *p, const struct component_info *c,
                       const char *holder) {
  struct plugin_why w = {.passing = 0};
  snprintf(w.found, sizeof w.found, "a %s called %.100s, which %.100s is already; that one stays",
           plugin_kind_name(c->kind), c->name, holder);
  snprintf(w.wanted, sizeof w.wanted, "each name once");
  snprintf(
      w.todo, sizeof w.todo,
      "write %.200s where this one is meant, or deny the one you do not want (plugins: { deny: [%.100s] })",
      c->ref, holder);
  add_refusal(f, p->file, &w)->part = arena_printf(f->arena, "the name %s", c->name);
}

/* Of several fetchers of one scheme the configuration chooses one; else the first fetches. */
static void tell_contested(struct finder *f, const struct plugin_info *p, const struct component_info *c,
                           const char *scheme) {
  const struct component_info *fetches = plugin_fetcher(f->list, arena_printf(f->arena, "%s:", scheme));
  struct plugin_why w = {.passing = 0};
  if (fetches == NULL || fetches == c || (fetches->preferred && !c->preferred)) return;
  for (size_t i = 0; i < p->n_components; i++) /* in one plugin the author's order decides */
    if (fetches == &p->components[i] && !c->preferred) return;
  snprintf(w.found, sizeof w.found,
           "fetcher %.100s, which claims %.40s: as well; %.100s of %.100s fetches it", c->name, scheme,
           fetches->name, id_of(f, fetches));
  snprintf(w.wanted, sizeof w.wanted, "one fetcher for each scheme");
  if (c->preferred)
    snprintf(w.todo, sizeof w.todo,
             "name one of the two under fetchers:, not both (%.100s/%.100s is the other)", id_of(f, fetches),
             fetches->name);
  else
    snprintf(w.todo, sizeof w.todo,
             "write fetchers: { %.100s/%.100s: {} } to have this one fetch, or deny it (plugins: { deny: "
             "[%.100s] })",
             p->id, c->name, p->id);
  add_refusal(f, p->file, &w)->part = arena_printf(f->arena, "the claim %s", scheme);
}

static void find_contested(struct finder *f, const struct plugin_info *p) {
  for (size_t i = 0; i < p->n_components; i++) {
    const struct component_info *c = &p->components[i];
    for (size_t k = 0; c->kind == TDG_KIND_FETCHER && k < c->n_claims; k++)
      if (plugin_claims(c, c->claims[k])) tell_contested(f, p, c, c->claims[k]);
  }
}

/* ---- extensions ---- */

static int offers(const struct plugin_info *p, const char *id) {
  for (size_t i = 0; i < p->n_offers; i++)
    if (strcmp(p->offers[i], id) == 0) return 1;
  return 0;
}

/* Of two plugins that offer one extension the first gives it. */
static void find_doubled(struct finder *f, const struct plugin_info *p) {
  for (size_t k = 0; k < p->n_offers; k++)
    for (const struct plugin_info *first = f->list->plugins; first < p; first++) {
      struct plugin_why w = {.passing = 0};
      if (!offers(first, p->offers[k])) continue;
      plugin_refuse(&w, "one plugin for each extension", "",
                    "plugin %.100s, which offers %.100s as well; that of %.100s is given", p->id,
                    p->offers[k], first->id);
      snprintf(w.todo, sizeof w.todo, "deny the one you do not want (plugins: { deny: [%.100s] })",
               first->id);
      add_refusal(f, p->file, &w)->part = arena_printf(f->arena, "the extension %s", p->offers[k]);
      break;
    }
}

/* ---- names ---- */

/* Its own components have different names; the list has the plugins before it. */
static void mark_taken(struct finder *f, const struct plugin_info *p) {
  for (size_t i = 0; i < p->n_components; i++) {
    struct component_info *c = (struct component_info *)(uintptr_t)&p->components[i];
    const struct component_info *first = plugin_component(f->list, c->kind, c->name);
    const char *ref = arena_printf(f->arena, "%s/%s", p->id, c->name);
    c->preferred = is_preferred(f, ref);
    c->taken = first != NULL;
    c->ref = c->taken ? ref : c->name;
    if (c->taken && !c->preferred) tell_taken(f, p, c, id_of(f, first));
  }
}

/* Components of which this Tidings knows too little. */
static void tell_unusable(struct finder *f, const struct plugin_info *p) {
  for (size_t i = 0; i < p->n_unusable; i++) {
    const struct unusable_info *u = &p->unusable[i];
    struct plugin_why w = {.passing = 0};
    plugin_refuse(&w, u->wanted, u->todo, "%s", u->found);
    struct plugin_refusal *r = add_refusal(f, p->file, &w);
    r->component = u->name;
    r->kind = u->kind;
  }
}

/* ---- descriptions ---- */

static int describe_here(struct finder *f, const char *file, struct plugin_info *p, struct plugin_why *w) {
  const char *text = description_here(f->arena, file, w);
  return text != NULL ? description_read(f->arena, file, text, p, w) : -1;
}

static int describe_stamped(struct finder *f, const char *file, const char *stamp, struct plugin_info *p,
                            struct plugin_why *w) {
  int deadline = f->search->deadline_ms > 0 ? f->search->deadline_ms : PLUGIN_DESCRIBE_MS;
  if (plugin_file_check(file, w) < 0) return -1;
  if (f->search->here) return describe_here(f, file, p, w);
  const char *text = description_cache_get(&f->cache, file, stamp);
  int rc = text != NULL ? description_read(f->arena, file, text, p, w) : -2;
  if (rc != -2) return rc; /* a malformed cache entry is described again */
  int64_t until;
  text = description_ask(f->arena, f->search->worker, file, deadline, &until, w);
  if (text == NULL) return -1;
  rc = description_read(f->arena, file, text, p, w);
  if (rc == -2) text = description_refusal(f->arena, w, description_until_changed);
  if (text != NULL) description_cache_put(&f->cache, file, stamp, text, until);
  return rc;
}

/* 0, or -1 and why.  Permissions are always checked, because the cache does not store them. */
static int describe(struct finder *f, const char *file, struct plugin_info *p, struct plugin_why *w) {
  char stamp[DESCRIPTION_STAMP];
  description_stamp(file, stamp);
  const int rc = describe_stamped(f, file, stamp, p, w);
  if (rc == 0) p->stamp = keep(f, stamp);
  return rc;
}

/* ---- who gives an extension ---- */

/* What is loaded beside a component gets its rights: for one with rights, the plugins of the program and its own. */
static int may_offer(const struct plugin_info *from, const struct plugin_info *to,
                     const struct component_info *c) {
  return from == to || from->bundled || (c->needs | plugin_rights_by_options(c)) == 0;
}

/* The plugin whose extension the component gets; NULL: none.  *barred: one that offers it and may not. */
static const struct plugin_info *offerer(const struct finder *f, const struct plugin_info *p,
                                         const struct component_info *c, const char *id,
                                         const struct plugin_info **barred) {
  *barred = NULL;
  for (size_t i = 0; i < f->list->n_plugins; i++) {
    const struct plugin_info *from = &f->list->plugins[i];
    if (!offers(from, id)) continue;
    if (may_offer(from, p, c)) return from;
    *barred = from;
  }
  return NULL;
}

/* The denied plugin that offers an extension; NULL: none does.  Nobody else gives it in its place: whose functions a
 * component calls is not decided by what is left over. */
static const struct plugin_info *denied_offerer(struct finder *f, const char *id) {
  for (struct denied *d = f->denied; d != NULL; d = d->next) {
    struct plugin_why w = {.passing = 0};
    if (d->described == 0) d->described = describe(f, d->file, &d->info, &w) == 0 ? 1 : -1;
    if (d->described == 1 && offers(&d->info, id)) return &d->info;
  }
  return NULL;
}

static void tell_denied(struct finder *f, const struct plugin_info *p, const struct component_info *c,
                        const char *id, const struct plugin_info *denied, const struct plugin_info *other) {
  struct plugin_why w = {.passing = 0};
  plugin_refuse(&w, "the plugin that offers it", "",
                "%s %.100s, which uses the extension %.100s: %.100s offers it, which the configuration "
                "denies%s%.100s%s",
                plugin_kind_name(c->kind), c->name, id, denied->id, other != NULL ? "; that of " : "",
                other != NULL ? other->id : "", other != NULL ? " is not given in its place" : "");
  snprintf(w.todo, sizeof w.todo,
           other != NULL ? "take it out of plugins: deny:, or remove %.300s where the other one is meant"
                         : "take it out of plugins: deny:",
           denied->file);
  struct plugin_refusal *r = add_refusal(f, p->file, &w);
  r->component = c->name;
  r->kind = c->kind;
}

static void tell_missing(struct finder *f, const struct plugin_info *p, const struct component_info *c,
                         const char *id, const struct plugin_info *barred) {
  struct plugin_why w = {.passing = 0};
  if (barred == NULL)
    plugin_refuse(
        &w, "a plugin that offers it",
        "install that plugin, or add its folder to the plugin path (plugins: { path: [FOLDER] }, or "
        "TIDINGS_PLUGIN_PATH)",
        "%s %.100s, which uses the extension %.100s: no plugin here offers it", plugin_kind_name(c->kind),
        c->name, id);
  else
    plugin_refuse(
        &w, "a plugin of the program that offers it, for a component that asks for rights",
        "ask its author to do without the rights, or without the extension",
        "%s %.100s, which uses the extension %.100s: only %.100s offers it, which would get its rights",
        plugin_kind_name(c->kind), c->name, id, barred->id);
  struct plugin_refusal *r = add_refusal(f, p->file, &w);
  r->component = c->name;
  r->kind = c->kind;
}

static void add_extension(struct component_info *c, struct extension_info *to, const char *id,
                          const char *file, const char *by) {
  for (size_t i = 0; i < c->n_extensions; i++)
    if (strcmp(to[i].id, id) == 0) return;
  if (c->n_extensions < PLUGIN_MAX_KNOWN) to[c->n_extensions++] = (struct extension_info){id, file, by};
}

/* Find what the component uses: 0, or -1 when something is missing. */
static int find_extensions(struct finder *f, const struct plugin_info *p, struct component_info *c) {
  struct extension_info *all = arena_zalloc(f->arena, PLUGIN_MAX_KNOWN * sizeof *all);
  const struct plugin_info *barred;
  for (size_t i = 0; i < c->n_uses; i++) {
    const struct plugin_info *from = offerer(f, p, c, c->uses[i], &barred);
    const struct plugin_info *denied =
        from != NULL && (from == p || from->bundled) ? NULL : denied_offerer(f, c->uses[i]);
    if (denied != NULL) return tell_denied(f, p, c, c->uses[i], denied, from), -1;
    if (from == NULL) return tell_missing(f, p, c, c->uses[i], barred), -1;
    add_extension(c, all, c->uses[i], from->file, from->id);
  }
  for (size_t i = 0; i < f->list->n_plugins; i++)
    for (size_t j = 0; j < f->list->plugins[i].n_offers; j++)
      add_extension(c, all, f->list->plugins[i].offers[j], NULL, f->list->plugins[i].id);
  c->extensions = all;
  return 0;
}

/* When all plugins are known: components that miss an extension are taken out, and told. */
static void keep_provided(struct finder *f, struct plugin_info *p) {
  struct component_info *all = (struct component_info *)(uintptr_t)p->components;
  size_t n = 0;
  for (size_t i = 0; i < p->n_components; i++) {
    if (find_extensions(f, p, &all[i]) < 0) continue;
    all[n++] = all[i];
  }
  p->n_components = n;
}

static int check_twin(struct finder *f, const struct plugin_info *p, struct plugin_why *w) {
  for (size_t i = 0; i < f->list->n_plugins; i++) {
    if (strcmp(f->list->plugins[i].id, p->id) != 0) continue;
    return plugin_refuse(w, "each plugin once",
                         "remove one of the two files, or its directory from the plugin path",
                         "plugin %.100s, which %.200s is already", p->id, f->list->plugins[i].file);
  }
  return 0;
}

int plugin_was_replaced(const struct plugin_info *p) {
  char now[DESCRIPTION_STAMP];
  if (p->stamp == NULL) return 0;
  description_stamp(p->file, now);
  return strcmp(now, p->stamp) != 0;
}

static void take_file(struct finder *f, const char *file) {
  struct plugin_info p;
  struct plugin_why w = {.passing = 0};
  int denied = file_denied(f->search, file), rc = denied ? 0 : describe(f, file, &p, &w);
  if (denied || (rc == 0 && is_denied(f->search, p.id))) {
    note_denied(f, file, denied ? NULL : &p);
    return;
  }
  if (rc == 0) rc = check_twin(f, &p, &w);
  if (rc != 0) {
    add_refusal(f, file, &w);
    return;
  }
  p.own = is_own(f, file);
  p.bundled = p.own && is_bundled(file);
  grant(f, &p);
  tell_unusable(f, &p);
  if (p.n_components > 0 || p.n_offers > 0) add_plugin(f, &p);
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
  struct plugin_why w = {.passing = 0};
  char wanted[80];
  snprintf(wanted, sizeof wanted, "a directory of at most %d plugins, or a plugin", PLUGIN_MAX_FILES);
  plugin_refuse(&w, wanted, todo, "%s", found);
  add_refusal(f, path, &w);
}

static void take_name(struct finder *f, const char *dir, const char *name) {
  char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
    refuse_path(f, name, "a path that is too long", "install it elsewhere");
  else take_file(f, path);
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
  if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) take_file(f, path);
  else take_directory(f, path);
}

/* ---- plugins of the program ---- */

static int in_search(const struct plugin_search *s, const char *dir) {
  for (size_t i = 0; i < s->n_own; i++)
    if (plugin_same_file(s->own[i], dir)) return 1;
  return 0;
}

static void take_paths(struct finder *f, int own) {
  for (size_t i = 0; i < f->search->n_dirs; i++)
    if (in_search(f->search, f->search->dirs[i]) == own) take_path(f, f->search->dirs[i]);
}

static int has_stem(const char *file, const char *stem) {
  char name[NAME_MAX + 1];
  stem_of(file, name);
  return strcmp(name, stem) == 0;
}

static int is_here(const struct finder *f, const char *stem) {
  for (size_t i = 0; i < f->list->n_plugins; i++)
    if (has_stem(f->list->plugins[i].file, stem)) return 1;
  for (size_t i = 0; i < f->n_words; i++)
    if (strcmp(f->words[i], stem) == 0) return 1;
  return is_denied(f->search, stem);
}

static void note_missing(struct finder *f, const char *stem) {
  struct plugin_list *l = f->list;
  for (size_t i = 0; i < l->n_refusals; i++)
    if (has_stem(l->refusals[i].file, stem)) l->missing = l->refusals[i];
  if (l->missing.file != NULL) return;
  l->missing =
      (struct plugin_refusal){.file = keep(f, stem),
                              .found = "no file of that name in any plugin folder",
                              .wanted = "every plugin that comes with this program",
                              .todo = "install it again, or do without it: plugins: { deny: [NAME] }"};
}

/* ---- programs ---- */

static void take_programs(struct finder *f) {
  for (size_t i = 0; i < f->search->n_programs; i++) {
    struct plugin_info p;
    struct program_reach reach;
    struct plugin_why w = {.passing = 0};
    const char *file;
    const struct plugin_program *program = &f->search->programs[i];
    program_describe(f->arena, program, &p);
    program_reach(f->arena, program->command, program->n_command, &reach);
    if (program_check(&reach, &file, &w) < 0) {
      struct plugin_refusal *r = add_refusal(f, file, &w);
      r->component = program->name;
      r->kind = program->kind;
      r->program = program;
      continue;
    }
    add_plugin(f, &p);
  }
}

/* ---- the whole list ---- */

/* Names are given in the order of the list, to components that can be used. */
static void give_names(struct finder *f) {
  struct plugin_list *l = f->list;
  size_t n = l->n_plugins;
  for (size_t i = 0; i < n; i++) keep_provided(f, &l->plugins[i]);
  for (l->n_plugins = 0; l->n_plugins < n; l->n_plugins++) mark_taken(f, &l->plugins[l->n_plugins]);
  for (size_t i = 0; i < n; i++) find_contested(f, &l->plugins[i]);
  for (size_t i = 0; i < n; i++) find_doubled(f, &l->plugins[i]);
}

static void find_missing(struct finder *f) {
  char names[] = TIDINGS_BUNDLED, *rest = names;
  for (char *name; f->list->missing.file == NULL && (name = strtok_r(rest, " ", &rest)) != NULL;)
    if (!is_here(f, name)) note_missing(f, name);
}

/* Set the components' pointers to their plugins; these are final only when the array has stopped growing. */
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
  for (size_t i = 0; i < search->n_own && f.n_own < 2; i++)
    if (realpath(search->own[i], f.own[f.n_own]) != NULL) f.n_own++;
  description_cache_open(&f.cache, search->cache, search->worker);
  take_paths(&f, 1);
  take_paths(&f, 0);
  take_programs(&f);
  give_names(&f);
  description_cache_close(&f.cache);
  find_missing(&f);
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
