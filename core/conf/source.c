/* conf/source.c - read the list of sources, with the files it includes. */
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/date.h>

#include "conf/sections.h"
#include "record/scratch.h"

#include <tidings/kit/file_url.h>
#include <tidings/kit/url.h>

enum { MAX_ID = 64 };

static int good_id(const char *s) { return load_is_name(s, MAX_ID) && s[0] != '-' && s[0] != '.'; }

static const struct yaml_node *value_of(const struct yaml_node *map, const char *key) {
  const struct yaml_node *n = yaml_get(map, key);
  return n != NULL ? n : map;
}

const char *load_url_fault(const char *url) {
  size_t scheme = strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
  if (scheme < 2 || url[scheme] != ':' || url[scheme + 1] == '\0' || strpbrk(url, " \t\r\n") != NULL)
    return "is no address; write https://..., http://..., file:... or imaps://...";
  const char *host = strncmp(url, "http", 4) == 0 ? strstr(url, "://") : NULL;
  if (strncmp(url, "http", 4) == 0 && (host == NULL || strchr("/?#:", host[3]) != NULL))
    return "names no host";
  return NULL;
}

static int check_url(struct loader *l, const struct yaml_node *n, const struct conf_source *s) {
  if (load_reference(s->url.p) == REFERENCE_IN_BRACES ||
      (load_reference(s->url.p) != 0 && strncmp(s->url.p, "file:", 5) == 0)) {
    conf_complain(l->errors, n->place,
                  "url: \"%.80s\" names a variable, but the environment is not read; write the address in "
                  "full",
                  s->url.p);
    return -1;
  }
  const char *fault = load_url_fault(s->url.p);
  if (fault == NULL) return 0;
  conf_complain(l->errors, n->place, "url: \"%.80s\" %s", s->url.p, fault);
  return -1;
}

/* "file:" without a slash is relative to the file that contains it.  A missing or invalid address is already
 * reported and empty. */
static void settle_url(struct loader *l, const struct yaml_node *map, struct conf_source *s) {
  const struct yaml_node *n = value_of(map, "url");
  if (n == map || check_url(l, n, s) < 0) {
    s->url = (struct tdg_str){"", 0};
    return;
  }
  if (strncmp(s->url.p, "file:", 5) != 0 || s->url.p[5] == '/') return;
  const char *path = load_path(l, n->place, s->url.p + 5);
  char url[TDG_MAX_FILE_URL];
  s->url.n = tdg_file_url(path, url, sizeof url);
  s->url.p = arena_copy(l->arena, url, s->url.n);
  if (s->url.n == 0)
    conf_complain(l->errors, n->place, "url: the path is longer than %d bytes", TDG_MAX_PATH);
}

static void check_zone(struct loader *l, const struct yaml_node *map, const struct conf_source *s) {
  const char *z = s->default_zone.p;
  if (z[0] == '\0' || tdg_date_zone_known(z)) return;
  conf_complain(l->errors, value_of(map, "default_zone")->place,
                "default_zone: \"%.40s\" is no zone; write Europe/Paris, +02:00 or UTC", z);
}

static void check_group(struct loader *l, const struct yaml_node *map, const struct conf_source *s) {
  if (s->group.n == 0 || good_id(s->group.p)) return;
  conf_complain(l->errors, value_of(map, "group")->place,
                "group: \"%.80s\" is no short name; use letters, digits, - _ . (at most %d)", s->group.p,
                MAX_ID);
}

static void check_language(struct loader *l, const struct yaml_node *map, const struct conf_source *s) {
  const char *p = s->language.p;
  size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
  size_t first = strcspn(p, "-");
  if (p[0] == '\0' || (p[n] == '\0' && first >= 2 && first <= 3)) return;
  conf_complain(l->errors, value_of(map, "language")->place,
                "language: \"%.40s\" is no language tag; write en, de, pt-BR ...", p);
}

static void check_country(struct loader *l, const struct yaml_node *map, const struct conf_source *s) {
  if (s->country.n == 0 || strcspn(s->country.p, "0123456789") == s->country.n) return;
  conf_complain(l->errors, value_of(map, "country")->place,
                "country: \"%.40s\" is no country; write its name or its code", s->country.p);
}

static void check_access(struct loader *l, const struct yaml_node *rights, const struct conf_source *s) {
  static const char *const words[] = {"", "free", "metered", "paid"};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strcmp(s->rights.access.p, words[i]) == 0) return;
  conf_complain(l->errors, value_of(rights, "access")->place,
                "access: \"%.40s\" is not one of: free, metered, paid", s->rights.access.p);
}

static const char *duration(char out[40], int64_t ms) {
  static const struct {
    int64_t ms;
    const char *unit;
  } units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "m"}, {1000, "s"}, {1, "ms"}};
  size_t i = 0;
  /* 24h is read sooner than 1d */
  while (ms % units[i].ms != 0 || (units[i].ms == 86400000 && ms < 2 * units[i].ms)) i++;
  snprintf(out, 40, "%lld%s", (long long)(ms / units[i].ms), units[i].unit);
  return out;
}

/* Warn of an `every` below the limit for all sources, which it becomes.  The longest interval does not cut it. */
static void check_every(struct loader *l, const struct yaml_node *map, const struct conf_source *s) {
  const int64_t min = l->conf->fetch.interval.min;
  char asked[40], instead[40];
  if (s->every == 0 || s->every >= min) return;
  conf_warn(l->errors, value_of(map, "every")->place,
            "every: %s becomes %s, which is fetch.interval.min; change that, or this",
            duration(asked, s->every), duration(instead, min));
}

const char *conf_address_key(struct arena *a, struct tdg_str url) {
  char path[TDG_MAX_PATH], resolved[PATH_MAX];
  if (tdg_file_path(url, path, sizeof path) == 0 && realpath(path, resolved) != NULL)
    return arena_copy(a, resolved, strlen(resolved));
  struct scratch scratch;
  struct tdg_str key = tdg_url_key(scratch_begin(&scratch), url);
  char *kept = key.n > 0 ? arena_copy(a, key.p, key.n) : arena_copy(a, url.p, url.n);
  scratch_end(&scratch);
  return kept;
}

int conf_is_id(const char *id) { return good_id(id); }

static void check_address(struct loader *l, const struct yaml_node *map, const struct conf_source *s) {
  const struct yaml_node *n = value_of(map, "url");
  if (!s->enabled || s->url.n == 0 || n == map) return;
  const char *key = conf_address_key(l->arena, s->url);
  const struct conf_place *before = map_get(&l->addresses, key, strlen(key));
  if (before != NULL) {
    conf_warn(
        l->errors, n->place,
        "url: the source in %s:%d has the same address; its records are stored for each of them; remove one",
        before->file, before->line);
    return;
  }
  struct conf_place *here = arena_alloc(l->arena, sizeof *here);
  *here = n->place;
  map_put(&l->addresses, key, strlen(key), here);
}

static void check_password(struct loader *l, const struct yaml_node *map, const struct conf_source *s) {
  struct tdg_url parts;
  if (tdg_url_parse(s->url, &parts) != 0 || parts.userinfo.n == 0) return;
  if (memchr(parts.userinfo.p, ':', parts.userinfo.n) == NULL) return;
  conf_warn(
      l->errors, value_of(map, "url")->place,
      "url: a password stands in it; a file of its own is safer: request: { auth: { user: NAME, password: "
      "{ file: PATH } } }");
}

/* What is polled more seldom than something new is expected of it is unmet between two polls. */
static void check_expected(struct loader *l, const struct yaml_node *map, const struct conf_source *s) {
  const struct yaml_node *expect = yaml_get(map, "expect");
  char within[40], every[40];
  if (expect == NULL || s->expect.new_within == 0 || s->every <= s->expect.new_within) return;
  conf_warn(l->errors, value_of(expect, "new_within")->place,
            "expect: new_within: %s is shorter than every: %s, so it is not met between two polls",
            duration(within, s->expect.new_within), duration(every, s->every));
}

/* "yes" is no parser, though it may be near the name of one. */
static int is_yes_or_no(const char *text) {
  const struct option_info yes_or_no = {.name = "full_text", .type = TDG_O_BOOL};
  struct option_parsed is;
  char why[OPTION_ERROR];
  return option_parse(&yes_or_no, text, &is, why) == 0;
}

static void take_full_text(struct loader *l, const struct yaml_node *n, struct conf_source *s) {
  if (n == NULL) return;
  s->full_text = (struct conf_component){.name = "", .id = "", .place = n->place};
  s->has_full_text = 1;
  if (n->kind == YAML_TEXT && !n->nothing && is_yes_or_no(n->text)) {
    conf_complain(
        l->errors, n->place,
        "full_text: wanted the parser of the articles, e.g. {parse: article}, not \"%.10s\"; without it "
        "articles are not fetched",
        n->text);
    s->has_full_text = 0;
    return;
  }
  if (n->kind == YAML_TEXT && !n->nothing) {
    s->full_text.name = s->full_text.id = n->text;
    return;
  }
  const struct yaml_node *parse = yaml_get(n, "parse");
  if (parse == NULL || parse->kind != YAML_TEXT || parse->nothing) {
    const struct yaml_node *misspelt = n->kind == YAML_MAP && parse == NULL ? n->first : NULL;
    while (misspelt != NULL && option_distance(misspelt->key, "parse") > 2) misspelt = misspelt->next;
    if (misspelt != NULL)
      conf_complain(l->errors, misspelt->key_place,
                    "unknown key \"%.60s\" in full_text; did you mean \"parse\"?", misspelt->key);
    else
      conf_complain(l->errors, n->place,
                    "full_text: wanted the parser of the articles, e.g. {parse: article}");
    s->has_full_text = 0;
    return;
  }
  s->full_text.name = s->full_text.id = parse->text;
  s->full_text.place = parse->place;
  load_settings(l, n, " parse ", &s->full_text);
}

static void take_options(struct loader *l, const struct yaml_node *n, struct conf_source *s) {
  if (n == NULL) return;
  if (s->parse.n == 0) conf_complain(l->errors, n->key_place, "options: whose? Name the parser with parse:");
  load_settings(l, n, " ", &s->options);
}

void load_keep_source(struct loader *l, const struct conf_source *s, const struct yaml_node *map) {
  const struct conf_place *before = map_get(&l->ids, s->id.p, s->id.n);
  struct conf_place here = value_of(map, "id")->place;
  if (before != NULL && s->id.n > 0) {
    conf_complain(l->errors, here, "id: \"%s\" is the source of %s:%d already; each needs its own", s->id.p,
                  before->file, before->line);
    return;
  }
  if (l->n_sources == CONF_MAX_SOURCES) {
    conf_complain(l->errors, map->place, "more than %d sources", CONF_MAX_SOURCES);
    return;
  }
  if (l->n_sources == l->cap_sources) {
    size_t cap = l->cap_sources == 0 ? 64 : l->cap_sources * 2;
    l->sources = arena_grow(l->arena, l->sources, l->cap_sources * sizeof *s, cap * sizeof *s);
    l->cap_sources = cap;
  }
  struct conf_place *p = arena_alloc(l->arena, sizeof *p);
  *p = here;
  map_put(&l->ids, s->id.p, s->id.n, p);
  l->sources[l->n_sources++] = *s;
}

void load_source(struct loader *l, const struct yaml_node *map, struct conf_source *out) {
  struct conf_source s = {.place = map->place};
  const struct yaml_node *rights = yaml_get(map, "rights");
  load_section(l, &schema_source, map, &s);
  load_section(l, &schema_rights, rights, &s.rights);
  load_section(l, &schema_expect, yaml_get(map, "expect"), &s.expect);
  s.options =
      (struct conf_component){.name = s.parse.p, .id = s.parse.p, .place = value_of(map, "parse")->place};
  s.url_place = value_of(map, "url")->place;
  take_options(l, yaml_get(map, "options"), &s);
  take_full_text(l, yaml_get(map, "full_text"), &s);
  load_request(l, yaml_get(map, "request"), s.url, &s.request);
  s.visits = load_revisit(l, map, &s.revisit);
  settle_url(l, map, &s);
  check_zone(l, map, &s);
  check_group(l, map, &s);
  check_language(l, map, &s);
  check_every(l, map, &s);
  check_address(l, map, &s);
  check_password(l, map, &s);
  check_expected(l, map, &s);
  check_country(l, map, &s);
  check_access(l, rights, &s);
  if (yaml_get(map, "id") != NULL && !good_id(s.id.p))
    conf_complain(l->errors, value_of(map, "id")->place,
                  "id: \"%.80s\" is no short name; use letters, digits, - _ . (at most %d)", s.id.p, MAX_ID);
  *out = s;
}

static void take_source(struct loader *l, const struct yaml_node *map) {
  struct conf_source s;
  load_source(l, map, &s);
  load_keep_source(l, &s, map);
}

/* Lists are read last, so that a source of its own comes before the same address in a list. */
static void take_list(struct loader *l, const struct yaml_node *item) {
  const struct yaml_node *n = yaml_get(item, "list");
  if (n->kind != YAML_TEXT || n->nothing)
    conf_complain(l->errors, n->place, "list: wanted the path of a file with an address on each line");
  else if (l->n_lists == CONF_MAX_LISTS)
    conf_complain(l->errors, n->key_place, "list: more than %d", CONF_MAX_LISTS);
  else l->list[l->n_lists++] = item;
}

static void take_items(struct loader *l, const struct yaml_node *list, int included);

static void include_file(struct loader *l, const char *path, const struct yaml_node *at) {
  if (++l->includes > CONF_MAX_INCLUDES) {
    conf_complain(l->errors, at->place, "include: more than %d files", CONF_MAX_INCLUDES);
    return;
  }
  const struct yaml_node *root = yaml_read(path, l->arena, l->errors);
  load_keep_file(l->conf, arena_copy(l->arena, path, strlen(path)), 0);
  if (root == NULL) return;
  if (root->kind == YAML_MAP && root->first != NULL && strcmp(root->first->key, "sources") == 0) {
    for (const struct yaml_node *k = root->first->next; k != NULL; k = k->next)
      conf_complain(l->errors, k->key_place, "unknown key \"%.60s\"; an included file holds sources only",
                    k->key);
    root = root->first;
  } else if (root->kind == YAML_MAP && root->first == NULL) {
    return;
  }
  if (root->kind == YAML_LIST) take_items(l, root, 1);
  else conf_complain(l->errors, root->place, "wanted a list of sources (- {id: ..., url: ...})");
}

static void take_include(struct loader *l, const struct yaml_node *item, int included) {
  const struct yaml_node *n = yaml_get(item, "include");
  glob_t g;
  if (n->kind != YAML_TEXT || n->nothing || item->first->next != NULL) {
    conf_complain(l->errors, n->place, "include: wanted one path or pattern, and nothing beside it");
    return;
  }
  if (included) {
    conf_complain(l->errors, n->key_place, "include: an included file cannot include others");
    return;
  }
  const char *pattern = load_path(l, n->place, n->text);
  int rc = glob(pattern, 0, NULL, &g);
  if (rc == GLOB_NOMATCH && strpbrk(n->text, "*?[") != NULL)
    conf_warn(l->errors, n->place, "include: nothing is called %s; no source comes from it", pattern);
  else if (rc == GLOB_NOMATCH) conf_complain(l->errors, n->place, "include: there is no file %s", pattern);
  else if (rc != 0) conf_complain(l->errors, n->place, "include: %s cannot be searched", pattern);
  for (size_t i = 0; rc == 0 && i < g.gl_pathc; i++) include_file(l, g.gl_pathv[i], n);
  globfree(&g);
}

static void take_items(struct loader *l, const struct yaml_node *list, int included) {
  for (const struct yaml_node *i = list->first; i != NULL; i = i->next) {
    if (i->kind != YAML_MAP)
      conf_complain(l->errors, i->place,
                    "sources: wanted a source ({id: ..., url: ...}), {include: PATTERN} or {list: FILE}");
    else if (yaml_get(i, "include") != NULL) take_include(l, i, included);
    else if (yaml_get(i, "list") != NULL) take_list(l, i);
    else if (yaml_get(i, "opml") != NULL)
      conf_complain(
          l->errors, yaml_get(i, "opml")->key_place,
          "opml: write its feeds down as sources with `tidings sources --from LIST.opml > feeds.yaml`, "
          "then { include: feeds.yaml }");
    else take_source(l, i);
  }
}

void load_sources(struct loader *l, const struct yaml_node *list) {
  if (list->kind == YAML_LIST) take_items(l, list, 0);
  else if (!(list->kind == YAML_TEXT && list->nothing))
    conf_complain(l->errors, list->place, "sources: wanted a list (- {id: ..., url: ...})");
}
