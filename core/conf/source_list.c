/* conf/source_list.c - sources from lists: files with an address or a JSON object on each line.
 *
 *   sources:
 *     - { list: feeds.txt, every: 1h, tags: [press] }
 *
 * The other keys are those of a source and hold for each line; the keys of an object come before them.  A file is read
 * as a stream, and what is kept of a line is its address and an id made from it, so that the same address has the
 * same id wherever it stands.  A line that is wrong is left out with a warning, because one of a million must not stop
 * the others; a list without a single good line is an error.  An address that was there before, in a source of its
 * own or on an earlier line, is not taken twice.
 */
#include "conf/sections.h"

#include "util/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

enum { TOLD = 20, ID_HOST = 40, ID = ID_HOST + 16, FIRST_CAP = 1024 };

/* Hashes that were seen; 0 is none. */
struct hashes {
  uint64_t *v;
  size_t cap, n;
};

static void add_hash(struct hashes *h, uint64_t x);

static void grow(struct hashes *h) {
  struct hashes old = *h;
  h->cap = old.cap > 0 ? old.cap * 2 : FIRST_CAP;
  h->n = 0;
  h->v = check_alloc(h->cap * sizeof *h->v);
  memset(h->v, 0, h->cap * sizeof *h->v);
  for (size_t i = 0; i < old.cap; i++)
    if (old.v[i] != 0) add_hash(h, old.v[i]);
  free(old.v);
}

/* Its place, or the free one where it belongs. */
static size_t place_of(const struct hashes *h, uint64_t x) {
  size_t i = (size_t)x & (h->cap - 1);
  while (h->v[i] != 0 && h->v[i] != x) i = (i + 1) & (h->cap - 1);
  return i;
}

static int has_hash(const struct hashes *h, uint64_t x) { return h->cap > 0 && h->v[place_of(h, x)] == x; }

static void add_hash(struct hashes *h, uint64_t x) {
  if ((h->n + 1) * 4 > h->cap * 3) grow(h);
  const size_t i = place_of(h, x);
  h->n += h->v[i] != x;
  h->v[i] = x;
}

struct reading {
  struct loader *l;
  const struct yaml_node *item; /* `{ list: FILE, ... }` */
  const char *path;
  uint32_t number; /* of the list */
  int line;
  size_t taken, wrong, twice;
  int first_twice; /* line */
  struct hashes seen;
  size_t cap; /* of conf->listed */
  struct arena line_arena;
};

static struct conf_place here(const struct reading *r) { return (struct conf_place){r->path, r->line, 1}; }

static void leave_out(struct reading *r, const char *what, const char *why) {
  if (r->wrong++ < TOLD) conf_warn(r->l->errors, here(r), "\"%.80s\" %s; the line is left out", what, why);
}

/* What was complained of on the line; 1: it is wrong. */
static int tell_of_line(struct reading *r, const struct conf_errors *line) {
  const int wrong = conf_errors_count(line) > 0, told = r->wrong < TOLD;
  r->wrong += (size_t)wrong;
  for (size_t i = 0; i < line->n; i++) {
    const struct conf_error *e = &line->v[i];
    if (wrong && !e->warning && told) {
      conf_warn(r->l->errors, e->place, "%s; the line is left out", e->message);
      break;
    }
    if (!wrong) conf_warn(r->l->errors, e->place, "%s", e->message);
  }
  return wrong;
}

/* "www.example.org-1k7q2m9x0c3fa": the host, so that it can be read, and 64 bits of the address. */
static void make_id(char id[ID], const char *key, uint64_t hash) {
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  struct tdg_url parts;
  size_t n = 0;
  if (tdg_url_parse(tdg_str_of(key), &parts) == 0)
    for (size_t i = 0; i < parts.host.n && n < ID_HOST; i++) {
      const char c = parts.host.p[i];
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || ((c == '.' || c == '-') && n > 0)) id[n++] = c;
    }
  if (n == 0) n = (size_t)snprintf(id, ID, "local");
  id[n++] = '-';
  for (int i = 0; i < 13; i++, hash >>= 5) id[n++] = digits[hash & 31];
  id[n] = '\0';
}

static void keep_row(struct reading *r, const char *id, const char *url) {
  struct conf *c = r->l->conf;
  const size_t n = strlen(id) + 1, m = strlen(url) + 1;
  if (c->n_listed == r->cap) {
    r->cap = r->cap > 0 ? r->cap + r->cap / 2 : FIRST_CAP;
    c->listed = check_realloc(c->listed, r->cap * sizeof *c->listed);
  }
  char *both = arena_alloc(r->l->arena, n + m);
  memcpy(both, id, n);
  memcpy(both + n, url, m);
  c->listed[c->n_listed++] = (struct conf_listed){both, both + n, r->number, (uint32_t)r->line};
  r->taken++;
}

/* An object with more than an address is a source like those of the configuration, but for its faults, which leave out
 * its line alone.  0: it has some. */
static int keep_whole(struct reading *r, struct yaml_node *map, const char *id, const char *url) {
  struct loader *l = r->l;
  struct yaml_node *named = arena_zalloc(l->arena, 2 * sizeof *named);
  const char *keys[] = {"id", "url"}, *texts[] = {id, url};
  struct yaml_node *whole = arena_zalloc(l->arena, sizeof *whole), **end = &whole->first;
  struct conf_source s;
  *whole = (struct yaml_node){.kind = YAML_MAP, .place = here(r), .text = ""};
  for (int i = 0; i < 2; i++, end = &(*end)->next) {
    const char *text = arena_copy(l->arena, texts[i], strlen(texts[i]));
    named[i] = (struct yaml_node){
        .kind = YAML_TEXT, .place = here(r), .text = text, .key = keys[i], .key_place = here(r)};
    *end = &named[i];
  }
  for (int own = 1; own >= 0; own--)
    for (const struct yaml_node *k = own ? map->first : r->item->first; k != NULL; k = k->next) {
      if (strcmp(k->key, "list") == 0 || yaml_get(whole, k->key) != NULL)
        continue; /* of the item: its file */
      struct yaml_node *copy = arena_alloc(l->arena, sizeof *copy);
      *copy = *k;
      copy->next = NULL;
      *end = copy;
      end = &copy->next;
    }
  struct conf_errors *const all = l->errors, line = {.paths_may_come = all->paths_may_come};
  l->errors = &line;
  load_source(l, whole, &s);
  s.is_line = 1;
  if (conf_errors_count(&line) == 0) load_keep_source(l, &s, whole);
  l->errors = all;
  const int wrong = tell_of_line(r, &line);
  conf_errors_free(&line);
  r->taken += !wrong;
  return !wrong;
}

static const char *text_of(const struct yaml_node *map, const char *key) {
  const struct yaml_node *n = yaml_get(map, key);
  return n != NULL && n->kind == YAML_TEXT && !n->nothing ? n->text : NULL;
}

static int is_plain(const struct yaml_node *map) {
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next)
    if (strcmp(k->key, "url") != 0 && strcmp(k->key, "id") != 0) return 0;
  return 1;
}

/* A path without a slash in front is relative to the list. */
static const char *whole_url(struct reading *r, const char *url) {
  char whole[TDG_MAX_FILE_URL];
  if (strncmp(url, "file:", 5) != 0 || url[5] == '/' || url[5] == '\0') return url;
  const size_t n = tdg_file_url(load_path(r->l, here(r), url + 5), whole, sizeof whole);
  return arena_copy(&r->line_arena, whole, n);
}

static void take(struct reading *r, const char *given, const char *url, struct yaml_node *map) {
  struct loader *l = r->l;
  char id[ID];
  url = whole_url(r, url);
  const char *fault = load_url_fault(url),
             *key = fault == NULL ? conf_address_key(&r->line_arena, tdg_str_of(url)) : "";
  const uint64_t drawn = XXH3_64bits(key, strlen(key)), hash = drawn != 0 ? drawn : 1;
  if (fault != NULL) {
    leave_out(r, url, fault);
    return;
  }
  if (map_get(&l->addresses, key, strlen(key)) != NULL || has_hash(&r->seen, hash)) {
    if (r->twice++ == 0) r->first_twice = r->line;
    return;
  }
  if (given == NULL) make_id(id, key, hash);
  if (given != NULL && (!load_is_name(given, 64) || given[0] == '-' || given[0] == '.')) {
    leave_out(r, given, "is no short name");
  } else if (map_get(&l->ids, given != NULL ? given : id, strlen(given != NULL ? given : id)) != NULL) {
    leave_out(r, given != NULL ? given : id, "is the id of another source");
  } else if (l->n_sources + l->conf->n_listed >= CONF_MAX_SOURCES) {
    leave_out(r, url, "is one more than the most sources there may be");
  } else if (map != NULL && (given != NULL || !is_plain(map))) {
    if (keep_whole(r, map, given != NULL ? given : id, url)) add_hash(&r->seen, hash);
    else if (map_get(&l->addresses, key, strlen(key)) != NULL)
      map_put(&l->addresses, key, strlen(key), NULL); /* a good line may follow */
  } else {
    keep_row(r, id, url);
    add_hash(&r->seen, hash);
  }
}

static void take_object(struct reading *r, const char *text, size_t n) {
  struct conf_errors errors = {0};
  struct yaml_node *map = yaml_read_text(text, n, here(r), r->l->arena, &errors);
  const int is_map = map != NULL && map->kind == YAML_MAP;
  const char *url = is_map ? text_of(map, "url") : NULL;
  if (url == NULL) leave_out(r, text, errors.n > 0 || !is_map ? "is no JSON object" : "has no url");
  else if (errors.n > 0) tell_of_line(r, &errors);
  else if (yaml_get(map, "list") != NULL)
    leave_out(r, text, "names a list, as only a source of the configuration may");
  else if (yaml_get(map, "id") != NULL && text_of(map, "id") == NULL)
    leave_out(r, text, "has an id that is no text");
  else take(r, text_of(map, "id"), url, map);
  conf_errors_free(&errors);
}

/* Empty lines and those that begin with # are comments. */
static void take_line(struct reading *r, char *text, size_t n) {
  while (n > 0 && strchr(" \t\r\n", text[n - 1]) != NULL) text[--n] = '\0';
  const size_t blank = strspn(text, " \t");
  text += blank;
  n -= blank;
  if (n == 0 || text[0] == '#') return;
  if (strlen(text) != n || !tdg_utf8_valid(text, n)) leave_out(r, text, "is no UTF-8");
  else if (n > CONF_MAX_LINE) leave_out(r, text, "is longer than 64 KiB");
  else if (text[0] == '{') take_object(r, text, n);
  else take(r, NULL, text, NULL);
  arena_reset(&r->line_arena);
}

static void tell(struct reading *r) {
  const struct conf_place whole = {r->path, 0, 0};
  if (r->wrong > TOLD) conf_warn(r->l->errors, whole, "%zu lines more are left out", r->wrong - TOLD);
  if (r->twice > 0)
    conf_warn(r->l->errors, (struct conf_place){r->path, r->first_twice, 1},
              "the address is there already; of %zu such lines none is taken twice", r->twice);
  if (r->taken + r->twice == 0) conf_complain(r->l->errors, whole, "no line is the address of a source");
}

static void read_list(struct reading *r, const struct yaml_node *at) {
  FILE *f = fopen(r->path, "r");
  char *text = NULL;
  size_t room = 0;
  ssize_t n;
  load_keep_file(r->l->conf, r->path, 0);
  if (f == NULL) {
    conf_complain(r->l->errors, at->place, "list: %s cannot be read: %s", r->path, strerror(errno));
    return;
  }
  while ((n = getline(&text, &room, f)) >= 0) {
    const size_t mark =
        r->line++ == 0 && strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* of the order of bytes */
    take_line(r, text + mark, (size_t)n - mark);
  }
  const int broken = ferror(f);
  if (broken) conf_complain(r->l->errors, at->place, "list: %s cannot be read: %s", r->path, strerror(errno));
  free(text);
  fclose(f);
  if (!broken) tell(r);
}

/* What its sources have in common, checked as a source with some address. */
static void load_common(struct loader *l, const struct yaml_node *item, struct conf_source *out) {
  struct yaml_node *map = arena_zalloc(l->arena, sizeof *map), **end = &map->first;
  const char *keys[] = {"id", "url"}, *texts[] = {"list", "https://list.invalid/"};
  *map = (struct yaml_node){.kind = YAML_MAP, .place = item->place, .text = ""};
  for (const struct yaml_node *k = item->first; k != NULL; k = k->next) {
    const int own = strcmp(k->key, "id") == 0 || strcmp(k->key, "url") == 0;
    if (own) conf_complain(l->errors, k->key_place, "%s: each source of a list has its own", k->key);
    if (own || strcmp(k->key, "list") == 0) continue;
    struct yaml_node *copy = arena_alloc(l->arena, sizeof *copy);
    *copy = *k;
    copy->next = NULL;
    *end = copy;
    end = &copy->next;
  }
  for (int i = 0; i < 2; i++) {
    struct yaml_node *n = arena_zalloc(l->arena, sizeof *n);
    *n = (struct yaml_node){
        .kind = YAML_TEXT, .place = item->place, .text = texts[i], .key = keys[i], .key_place = item->place};
    *end = n;
    end = &n->next;
  }
  const struct map known = l->addresses;
  l->addresses = (struct map){0};
  load_source(l, map, out);
  map_free(&l->addresses);
  l->addresses = known;
  out->id = out->url = (struct tdg_str){"", 0};
}

void load_lists(struct loader *l) {
  struct conf_list *lists = arena_zalloc(l->arena, (l->n_lists + 1) * sizeof *lists);
  struct reading r = {.l = l};
  for (size_t i = 0; i < l->n_lists; i++) {
    const struct yaml_node *at = yaml_get(l->list[i], "list");
    load_common(l, l->list[i], &lists[i].common);
    r.item = l->list[i];
    r.path = lists[i].path = load_path(l, at->place, at->text);
    r.number = (uint32_t)i;
    r.line = r.first_twice = 0;
    r.taken = r.wrong = r.twice = 0;
    read_list(&r, at);
  }
  l->conf->lists = lists;
  l->conf->n_lists = l->n_lists;
  free(r.seen.v);
  arena_free(&r.line_arena);
}
