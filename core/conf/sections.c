/* conf/sections.c - read sections and plugin options from the tree.
 *
 * A section is checked by its option table, with the code that checks plugins' options; only what a table
 * cannot express (sub-sections, lists of components, secrets in files) is here.
 */
#include "conf/sections.h"
#include "util/redact.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_VALUES = 10000 };

int load_listed(const char *list, const char *word) {
  size_t n = strlen(word);
  for (const char *p = list; n > 0 && (p = strstr(p, word)) != NULL; p++)
    if (p[-1] == ' ' && p[n] == ' ') return 1;
  return 0;
}

#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define DIGITS "0123456789"

int load_is_name(const char *text, size_t max) {
  size_t n = strspn(text, SMALL CAPITALS DIGITS "-.");
  return n > 0 && n <= max && text[n] == '\0';
}

int load_reference(const char *text) {
  int found = 0;
  for (const char *p = text; (p = strchr(p, '$')) != NULL; p++) {
    size_t n = strspn(p + 1, CAPITALS DIGITS);
    int begins = p == text || strchr("/:=,", p[-1]) != NULL;
    if (begins && n > 1 && strchr(CAPITALS, p[1]) != NULL && strchr("/:", p[1 + n]) != NULL)
      found = REFERENCE_BARE;
    if (p[1] != '{') continue;
    n = strspn(p + 2, SMALL CAPITALS DIGITS);
    if (n > 0 && p[2 + n] == '}') return REFERENCE_IN_BRACES;
  }
  return found;
}

void load_warn_references(struct loader *l, const struct yaml_node *n) {
  for (const struct yaml_node *k = n->first; k != NULL; k = k->next) load_warn_references(l, k);
  if (n->kind != YAML_TEXT || n->nothing || !load_reference(n->text)) return;
  if (n->key != NULL && strcmp(n->key, "url") == 0) return; /* read by source.c */
  conf_warn(l->errors, n->place, "\"%.80s\" stays as it is written: the environment is not read", n->text);
}

int load_is_map(struct loader *l, const struct yaml_node *n, const char *what) {
  if (n->kind == YAML_MAP || (n->kind == YAML_TEXT && n->nothing)) return 1;
  conf_complain(l->errors, n->place, "%s: wanted keys with values (key: value), found %s", what,
                n->kind == YAML_LIST ? "a list" : "a single text");
  return 0;
}

const char *load_path(struct loader *l, struct conf_place place, const char *path) {
  const char *slash = strrchr(place.file, '/');
  if (path[0] == '/' || path[0] == '\0') return path;
  char resolved[PATH_MAX];
  char *dir = arena_printf(l->arena, "%.*s", slash != NULL ? (int)(slash - place.file) : 1,
                           slash != NULL ? place.file : ".");
  if (dir[0] == '\0') dir = arena_printf(l->arena, "/");
  const char *base = realpath(dir, resolved) != NULL ? resolved : dir;
  return arena_printf(l->arena, "%s/%s", strcmp(base, "/") == 0 ? "" : base, path);
}

const char *load_folder_of(struct arena *a, struct tdg_str path) {
  char *folder = arena_copy(a, path.p, path.n), *slash = strrchr(folder, '/');
  if (slash != NULL) slash[slash == folder] = '\0';
  return folder;
}

/* ---- sections ---- */

static const char *nearest(const struct schema *s, const char *key, char out[64]) {
  const char *best = option_suggest(s->options, s->n, key);
  unsigned best_far = best != NULL ? option_distance(best, key) : 3;
  const char *p = s->others;
  while (*(p += strspn(p, " ")) != '\0') {
    size_t n = strcspn(p, " ");
    char word[64];
    if (n < sizeof word) {
      memcpy(word, p, n);
      word[n] = '\0';
      unsigned far = option_distance(word, key);
      if (far < best_far || (best == NULL && far <= 2)) {
        best_far = far;
        memcpy(out, word, n + 1);
        best = out;
      }
    }
    p += n;
  }
  return best;
}

/* What the parts of the configuration are called in the documentation, where their keys are other words. */
static const char *called(const struct schema *s, const char *key) {
  static const struct {
    const char *word, *key;
  } words[] = {{"stages", "pipeline"}, {"stage", "pipeline"}, {"briefs", "pipeline"}};
  for (size_t i = 0; s->name[0] == '\0' && i < sizeof words / sizeof words[0]; i++)
    if (strcmp(words[i].word, key) == 0) return words[i].key;
  return NULL;
}

static void unknown_key(struct loader *l, const struct schema *s, const struct yaml_node *n) {
  char word[64];
  if (strcmp(n->key, "<<") == 0) return; /* has been refused */
  const char *named = called(s, n->key), *near = named != NULL ? named : nearest(s, n->key, word),
             *where = s->name[0] != '\0' ? " in " : "";
  if (near != NULL)
    conf_complain(l->errors, n->key_place, "unknown key \"%.60s\"%s%s; did you mean \"%s\"?", n->key, where,
                  s->name, near);
  else conf_complain(l->errors, n->key_place, "unknown key \"%.60s\"%s%s; remove it", n->key, where, s->name);
}

struct values {
  struct loader *l;
  struct option_value *v;
  struct conf_place *place;
  char *bad; /* has been complained of */
  size_t n;
  struct conf_place whole;
};

static void complain(void *arg, size_t at, const char *message) {
  struct values *v = arg;
  if (at < v->n) v->bad[at] = 1;
  conf_complain(v->l->errors, at < v->n ? v->place[at] : v->whole, "%s", message);
}

static void add_value(struct values *v, const char *name, const struct yaml_node *n) {
  v->v[v->n] = (struct option_value){name, n->text};
  v->place[v->n++] = n->place;
}

static size_t count_texts(const struct yaml_node *map) {
  size_t n = 0;
  for (const struct yaml_node *k = map != NULL ? map->first : NULL; k != NULL; k = k->next) {
    n++;
    for (const struct yaml_node *i = k->first; i != NULL; i = i->next) n++;
  }
  return n;
}

/* One key that the table knows. */
static void take_option(struct values *v, const struct option_info *o, const struct yaml_node *n) {
  if (n->kind == YAML_TEXT && n->nothing) {
    conf_complain(v->l->errors, n->key_place, "%s: has no value; write one or remove the key", n->key);
  } else if (n->kind == YAML_TEXT) {
    add_value(v, o->name, n);
  } else if (n->kind == YAML_LIST && o->type == TDG_O_LIST) {
    for (const struct yaml_node *i = n->first; i != NULL; i = i->next) {
      if (i->kind == YAML_TEXT && !i->nothing) add_value(v, o->name, i);
      else conf_complain(v->l->errors, i->place, "%s: wanted a list of texts", n->key);
    }
  } else {
    conf_complain(v->l->errors, n->place, "%s: wanted %s (%s), found %s", n->key,
                  o->type == TDG_O_LIST ? "a list of texts" : "one value", option_type_name(o->type),
                  n->kind == YAML_LIST ? "a list" : "keys");
  }
}

/* yaml.c has kept the first of two equal keys and reported the second; skip it here. */
static int is_second(const struct yaml_node *map, const struct yaml_node *n) {
  return yaml_get(map, n->key) != n;
}

/* Invalid settings are already reported and left out, so that further errors can be found; a missing text is
 * "". */
static void fill(struct values *v, const struct schema *s, void *out) {
  char err[OPTION_ERROR];
  struct option_value *good = arena_zalloc(v->l->arena, (v->n + s->n + 1) * sizeof *good);
  size_t n = 0;
  for (size_t i = 0; i < v->n; i++)
    if (!v->bad[i]) good[n++] = v->v[i];
  for (size_t i = 0; i < s->n; i++) {
    int given = 0;
    for (size_t k = 0; k < n; k++) given |= strcmp(good[k].name, s->options[i].name) == 0;
    if (!given && (s->options[i].flags & TDG_O_REQUIRED))
      good[n++] = (struct option_value){s->options[i].name, ""};
  }
  if (option_fill(s->options, s->n, good, n, out, s->size, v->l->arena, err) != 0)
    conf_complain(v->l->errors, v->whole, "%s", err);
}

void load_section(struct loader *l, const struct schema *s, const struct yaml_node *map, void *out) {
  size_t n = count_texts(map);
  struct values v = {.l = l, .whole = map != NULL ? map->place : (struct conf_place){l->conf->file, 0, 0}};
  if (map != NULL && !load_is_map(l, map, s->name)) map = NULL, n = 0;
  v.v = arena_zalloc(l->arena, (n + 1) * sizeof *v.v);
  v.place = arena_zalloc(l->arena, (n + 1) * sizeof *v.place);
  v.bad = arena_zalloc(l->arena, n + 1);
  for (const struct yaml_node *k = map != NULL ? map->first : NULL; k != NULL; k = k->next) {
    const struct option_info *o = option_find(s->options, s->n, k->key);
    if (is_second(map, k)) continue;
    if (o != NULL) take_option(&v, o, k);
    else if (!load_listed(s->others, k->key)) unknown_key(l, s, k);
  }
  option_check(s->options, s->n, v.v, v.n, complain, &v);
  fill(&v, s, out);
}

/* ---- options of plugins ---- */

/* Register the secret for redaction, whole and its lines, since a plugin, a library or a server may quote
 * it. */
static void remember(const char *text) {
  enum { LINE = 8 };
  redact_remember(text, strlen(text));
  for (size_t n; *text != '\0'; text += n + (text[n] != '\0')) {
    n = strcspn(text, "\r\n");
    if (n >= LINE) redact_remember(text, n);
  }
}

void load_keep_file(struct conf *c, const char *path, int secret) {
  if (c->n_files == c->cap_files) {
    const size_t cap = c->cap_files > 0 ? 2 * c->cap_files : 8;
    struct conf_file *more = arena_alloc(&c->arena, cap * sizeof *more);
    if (c->n_files > 0) memcpy(more, c->files, c->n_files * sizeof *more);
    c->files = more;
    c->cap_files = cap;
  }
  c->files[c->n_files++] = (struct conf_file){path, secret};
}

const char *load_secret_text(struct arena *a, const char *path, const char **why) {
  FILE *f = fopen(path, "rb");
  char *text = f != NULL ? arena_alloc(a, CONF_MAX_SECRET + 1) : NULL;
  size_t n = f != NULL ? fread(text, 1, CONF_MAX_SECRET + 1, f) : 0;
  *why = n > CONF_MAX_SECRET ? "it is longer than 64 KiB" : f == NULL || ferror(f) ? strerror(errno) : NULL;
  if (f != NULL) fclose(f);
  if (*why != NULL) return NULL;
  while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r')) n--;
  text[n] = '\0';
  remember(text);
  return text;
}

static int others_read(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & S_IROTH);
}

const char *load_secret(struct loader *l, const char *key, const struct yaml_node *file) {
  const char *path = load_path(l, file->place, file->text);
  load_keep_file(l->conf, path, 1);
  const char *why, *text = load_secret_text(l->arena, path, &why);
  if (text == NULL) conf_complain(l->errors, file->place, "%s: %s cannot be read: %s", key, path, why);
  else if (text[0] == '\0') conf_warn(l->errors, file->place, "%s: %s is empty", key, path);
  else if (others_read(path))
    conf_warn(l->errors, file->place, "%s: everybody on this machine can read %s; chmod o-r it", key, path);
  return text;
}

const struct yaml_node *load_secret_file(const struct yaml_node *map) { return yaml_get(map, "file"); }

static const char *read_secret(struct loader *l, const struct yaml_node *map) {
  const struct yaml_node *file = load_secret_file(map);
  if (file != NULL && file->kind == YAML_TEXT && !file->nothing && map->first->next == NULL)
    return load_secret(l, map->key, file);
  conf_complain(l->errors, map->place, "%s: wanted a value, a list, or {file: PATH}", map->key);
  return NULL;
}

static void add_setting(struct conf_setting *v, size_t *n, const char *name, const char *value,
                        struct conf_place place, int secret) {
  v[(*n)++] = (struct conf_setting){.name = name, .value = value, .place = place, .secret = secret};
}

static void take_texts(struct loader *l, const struct yaml_node *k, struct conf_setting *v, size_t *n) {
  if (k->kind == YAML_TEXT && k->nothing) {
    conf_complain(l->errors, k->key_place, "%s: has no value; write one or remove the key", k->key);
  } else if (k->kind == YAML_TEXT) {
    add_setting(v, n, k->key, k->text, k->place, 0);
  } else if (k->kind == YAML_MAP) {
    const char *text = read_secret(l, k);
    if (text != NULL) add_setting(v, n, k->key, text, k->place, 1);
  } else {
    for (const struct yaml_node *i = k->first; i != NULL; i = i->next) {
      if (i->kind == YAML_TEXT && !i->nothing) add_setting(v, n, k->key, i->text, i->place, 0);
      else conf_complain(l->errors, i->place, "%s: wanted a list of texts", k->key);
    }
  }
}

/* One that has an error is given all the same: nothing else is to be told of it. */
static void take_setting(struct loader *l, const struct yaml_node *k, struct conf_setting *v, size_t *n) {
  const size_t before = *n, errors = conf_errors_count(l->errors);
  take_texts(l, k, v, n);
  if (conf_errors_count(l->errors) == errors) return;
  *n = before;
  add_setting(v, n, k->key, "", k->place, 0);
  v[before].spoilt = 1;
}

void load_settings(struct loader *l, const struct yaml_node *map, const char *leave,
                   struct conf_component *out) {
  out->settings = NULL;
  out->n_settings = 0;
  if (map == NULL || !load_is_map(l, map, out->name)) return;
  struct conf_setting *v = arena_zalloc(l->arena, (count_texts(map) + 1) * sizeof *v);
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next)
    if (!is_second(map, k) && !load_listed(leave, k->key)) take_setting(l, k, v, &out->n_settings);
  out->settings = v;
}

/* ---- components ---- */

static int id_in_use(const struct conf_component *v, size_t n, const char *id) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(v[i].id, id) == 0) return 1;
  return 0;
}

static void take_id(struct loader *l, const struct yaml_node *map, struct conf_component *c) {
  const struct yaml_node *id = yaml_get(map, "id");
  c->id = c->name;
  if (id == NULL) return;
  if (id->kind == YAML_TEXT && !id->nothing) c->id = id->text;
  else conf_complain(l->errors, id->place, "id: wanted a short name");
}

static int component_of(struct loader *l, const struct yaml_node *item, const char *what,
                        struct conf_component *c) {
  *c = (struct conf_component){.place = item->place};
  if (item->kind == YAML_TEXT && !item->nothing) {
    c->name = c->id = item->text;
    return 0;
  }
  if (item->kind != YAML_MAP || item->first == NULL || item->first->next != NULL) {
    conf_complain(
        l->errors, item->place,
        "%s: wanted one name with its options here (- name: {option: value}); indent the options deeper "
        "than the name",
        what);
    return -1;
  }
  c->name = item->first->key;
  c->place = item->first->key_place;
  take_id(l, item->first, c);
  load_settings(l, item->first, strcmp(c->name, "brief") == 0 ? " id use " : " id ", c);
  return 0;
}

void load_components(struct loader *l, const struct yaml_node *list, const char *what,
                     const struct conf_component **v, size_t *n) {
  struct conf_component *out = arena_zalloc(l->arena, CONF_MAX_COMPONENTS * sizeof *out);
  *v = out;
  *n = 0;
  if (list->kind != YAML_LIST) {
    if (!(list->kind == YAML_TEXT && list->nothing))
      conf_complain(l->errors, list->place, "%s: wanted a list (- name: {option: value})", what);
    return;
  }
  for (const struct yaml_node *i = list->first; i != NULL; i = i->next) {
    if (*n == CONF_MAX_COMPONENTS) {
      conf_complain(l->errors, i->place, "%s: more than %d", what, CONF_MAX_COMPONENTS);
      return;
    }
    if (component_of(l, i, what, &out[*n]) != 0) continue;
    if (id_in_use(out, *n, out[*n].id))
      conf_complain(l->errors, out[*n].place,
                    "%s: \"%.60s\" is there twice; give the second a name of its own with id:", what,
                    out[*n].id);
    else (*n)++;
  }
}

void load_component_map(struct loader *l, const struct yaml_node *map, const char *what,
                        const struct conf_component **v, size_t *n) {
  size_t count = 0;
  *n = 0;
  if (!load_is_map(l, map, what)) return;
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next) count++;
  if (count > CONF_MAX_COMPONENTS) {
    conf_complain(l->errors, map->place, "%s: more than %d", what, CONF_MAX_COMPONENTS);
    return;
  }
  struct conf_component *out = arena_zalloc(l->arena, (count + 1) * sizeof *out);
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next) {
    if (is_second(map, k)) continue;
    out[*n] = (struct conf_component){.name = k->key, .id = k->key, .place = k->key_place};
    load_settings(l, k, " ", &out[(*n)++]);
  }
  *v = out;
}

static const struct yaml_node *find_alias(const struct yaml_node *fetch, const struct conf_alias *a) {
  const struct yaml_node *map = a->in != NULL ? yaml_get(fetch, a->in) : fetch;
  return map != NULL && map->kind == YAML_MAP ? yaml_get(map, a->key) : NULL;
}

static void take_alias(struct loader *l, const struct conf_alias *a, const struct yaml_node *n,
                       struct conf_setting *v, size_t *count) {
  if (n->kind != YAML_TEXT) {
    conf_complain(l->errors, n->place, "%s: wanted one value, found %s", n->key,
                  n->kind == YAML_LIST ? "a list" : "keys");
    return;
  }
  size_t before = *count;
  take_setting(l, n, v, count);
  if (*count == before) return;
  v[before].name = a->option;
  v[before].said = a->key;
}

/* The component with this name among n, in a new list: the one that is there, or one more at its end.  Its settings are
 * v. */
static const struct conf_component *with_settings(struct arena *a, const struct conf_component *old,
                                                  size_t *n, const char *name, struct conf_place place,
                                                  const struct conf_setting *v, size_t n_settings) {
  const struct conf_component *own = conf_component(old, *n, name);
  struct conf_component *list = arena_zalloc(a, (*n + 1) * sizeof *list);
  if (*n > 0) memcpy(list, old, *n * sizeof *list);
  struct conf_component *to = own != NULL ? &list[own - old] : &list[(*n)++];
  if (own == NULL) *to = (struct conf_component){.name = name, .id = name, .place = place};
  to->settings = v;
  to->n_settings = n_settings;
  return list;
}

/* Its settings, with room for more. */
static struct conf_setting *settings_of(struct arena *a, const struct conf_component *own, size_t more,
                                        size_t *n) {
  *n = own != NULL ? own->n_settings : 0;
  struct conf_setting *v = arena_zalloc(a, (*n + more + 1) * sizeof *v);
  if (*n > 0) memcpy(v, own->settings, *n * sizeof *v);
  return v;
}

void load_aliases(struct loader *l, const struct yaml_node *fetch) {
  struct conf *c = l->conf;
  size_t n, before, most = 0;
  while (conf_aliases[most].key != NULL) most++;
  struct conf_setting *v =
      settings_of(l->arena, conf_component(c->fetchers, c->n_fetchers, USUAL_FETCHER), most, &n);
  before = n;
  for (const struct conf_alias *a = conf_aliases; fetch != NULL && a->key != NULL; a++) {
    const struct yaml_node *said = find_alias(fetch, a);
    if (said != NULL) take_alias(l, a, said, v, &n);
  }
  if (n > before)
    c->fetchers = with_settings(l->arena, c->fetchers, &c->n_fetchers, USUAL_FETCHER, fetch->key_place, v, n);
}

void load_site_files(struct loader *l, const struct yaml_node *rules) {
  static const struct conf_alias alias = {NULL, "rules", USUAL_SITE_FILES};
  struct conf_setting said;
  size_t n = 0;
  if (rules != NULL) take_alias(l, &alias, rules, &said, &n);
  if (n > 0) conf_set_rules(l->conf, load_path(l, rules->place, said.value), rules->place);
}

void conf_set_rules(struct conf *c, const char *folder, struct conf_place place) {
  size_t n, kept = 0;
  struct conf_setting *v =
      settings_of(&c->arena, conf_component(c->parsers, c->n_parsers, USUAL_ARTICLE), 1, &n);
  for (size_t i = 0; i < n; i++)
    if (v[i].said == NULL) v[kept++] = v[i];
  c->rules = arena_copy(&c->arena, folder, strlen(folder));
  v[kept++] =
      (struct conf_setting){.name = USUAL_SITE_FILES, .value = c->rules, .said = "rules", .place = place};
  c->parsers = with_settings(&c->arena, c->parsers, &c->n_parsers, USUAL_ARTICLE, place, v, kept);
}
