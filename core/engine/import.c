/* engine/import.c - begin and end an import: its name, its tasks; see import.h.  On the store thread; owns nothing. */
#include "engine/import.h"

#include "engine/settle.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>

/* The name of the run of an import, so that the same command finds its unfinished run. */
void import_name(struct import_run *r, const struct engine_import *what) {
  const char *const said[] = {what->source, what->parser, what->language,
                              what->zone,   what->report, what->dry ? "dry" : ""};
  uint64_t h = 0;
  for (size_t i = 0; i < what->n; i++) {
    const struct import_input *in = &what->inputs[i];
    h = XXH3_64bits_withSeed(in->url, strlen(in->url) + 1, h);
    if (in->alone) h = XXH3_64bits_withSeed(&in->offset, sizeof in->offset, h);
    if (in->alone) h = XXH3_64bits_withSeed(in->within, strlen(in->within), h);
  }
  for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
    if (said[i][0] != '\0') h = XXH3_64bits_withSeed(said[i], strlen(said[i]), h + i + 1);
  for (size_t i = 0; i < what->n_maps; i++)
    h = XXH3_64bits_withSeed(what->maps[i], strlen(what->maps[i]), h + 9);
  if (what->since != 0) h = XXH3_64bits_withSeed(&what->since, sizeof what->since, h);
  snprintf(r->cursor, sizeof r->cursor, "import %016llx", (unsigned long long)h);
  snprintf(r->name, sizeof r->name, "%s", r->cursor);
}

static tdg_rec *import_request(struct arena *a, const struct engine_import *what,
                               const struct import_input *in) {
  tdg_rec *request = rec_new(a, TDG_REQUEST);
  rec_put_str(request, TDG_URL, in->url);
  rec_put_str(request, TDG_AS, what->parser);
  for (size_t i = 0; i < what->n_maps; i++) {
    tdg_rec *map = rec_new(a, TDG_GROUP);
    rec_put_str(map, TDG_NAME, "map");
    rec_put_str(map, TDG_TEXT, what->maps[i]);
    rec_put_rec(request, TDG_EXT, map);
  }
  rec_put_str(request, TDG_FLAG, in->alone ? "alone" : "named");
  if (!in->alone) return request;
  rec_put_int(request, TDG_OFFSET, in->offset);
  if (in->row > 0) rec_put_int(request, TDG_PAGE_NO, in->row);
  rec_put_str(request, TDG_NAME, in->within);
  return request;
}

static int add_input(const struct engine *e, struct store *store, const struct import_run *r,
                     const struct import_input *in) {
  const struct engine_import *what = e->import;
  const struct engine_source *source = what->source[0] != '\0' ? engine_source(e, what->source) : NULL;
  const uint64_t place =
      in->alone ? XXH3_64bits_withSeed(in->within, strlen(in->within), (uint64_t)in->offset) : 0;
  struct arena a = {0};
  char key[200];
  snprintf(key, sizeof key, "%s %016llx", r->name,
           (unsigned long long)XXH3_64bits_withSeed(in->url, strlen(in->url), place));
  struct tdg_task task = {.size = sizeof task, .kind = TDG_TASK_IMPORT, .due = r->began};
  task.key = tdg_str_of(key);
  task.source = tdg_str_of(what->source);
  task.url = tdg_str_of(in->url);
  task.run = tdg_str_of(r->name);
  task.group = engine_group_of(&a, source, task.url);
  task.request = rec_bytes(import_request(&a, what, in));
  const int status = store->ops->task_add(store->handle, &task);
  arena_free(&a);
  return status;
}

static int add_inputs(const struct engine *e, struct store *store, const struct import_run *r) {
  struct store_files own;
  int status = 0;
  store_files_find(&own, e);
  for (size_t i = 0; i < e->import->n && status >= 0; i++) {
    const struct import_input *in = &e->import->inputs[i];
    const char *what = store_files_what(&own, in->url);
    if (what != NULL) log_warning("%s is %s; it is left out", in->url, what);
    else status = add_input(e, store, r, in);
  }
  return status;
}

int import_begin(struct engine *e, struct store *store, struct import_run *r) {
  const char *why = NULL;
  int status = store->ops->cursor_get(store->handle, r->cursor, &r->began);
  r->resumed = status >= 0 && r->began > 0;
  if (!r->resumed) r->began = clock_wall_ms();
  snprintf(r->name, sizeof r->name, "%s %lld", r->cursor, (long long)r->began);
  if (status >= 0) status = import_report_open(e, store, r->name, r->resumed, &why);
  if (why != NULL) log_error("%s: the report cannot be written: %s", e->import->report, why);
  if (status >= 0 && r->resumed) return tally_get(store, r->name, &r->before);
  if (status >= 0) status = tally_clear(store, r->name);
  if (status >= 0) status = add_inputs(e, store, r);
  return status < 0 ? status : store->ops->cursor_put(store->handle, r->cursor, r->began);
}

int import_end(struct engine *e, struct store *store, const struct import_run *r) {
  int status = tally_clear(store, r->name);
  if (status >= 0) status = import_report_end(e, store);
  return status < 0 ? status : store->ops->cursor_put(store->handle, r->cursor, 0);
}

/* What its fetcher says in TDG_EXT "read": the bytes on the disk that stand before the place of the request. */
static uint64_t read_before(const tdg_rec *request) {
  const tdg_rec *ext;
  for (uint32_t i = 0; (ext = rec_get_rec(request, TDG_EXT, i)) != NULL; i++)
    if (tdg_str_same(rec_get(ext, TDG_NAME, 0), tdg_str_of("read")))
      return strtoull(rec_get(ext, TDG_TEXT, 0).p, NULL, 10);
  return 0;
}

/* The request for the rest of the same file; NULL: it was read to its end. */
static const tdg_rec *rest_of(const struct settlement *s) {
  for (size_t i = 0; s->fetch != NULL && i < s->fetch->n_recs; i++)
    if (rec_kind(s->fetch->recs[i]) == TDG_REQUEST &&
        tdg_str_same(rec_get(s->fetch->recs[i], TDG_URL, 0), s->task.url))
      return s->fetch->recs[i];
  return NULL;
}

static uint64_t size_of(struct tdg_str url) {
  char path[TDG_MAX_PATH];
  struct stat st;
  return tdg_file_path(url, path, sizeof path) == 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode)
             ? (uint64_t)st.st_size
             : 0;
}

int import_count_read(struct settlement *s) {
  if (s->again || rec_has_text(s->request, TDG_FLAG, "alone") || !tdg_str_starts(s->task.url, "file:"))
    return 0;
  const tdg_rec *rest = rest_of(s);
  const uint64_t before = read_before(s->request),
                 now = rest != NULL ? read_before(rest) : size_of(s->task.url);
  if (now > before) s->counts.read = now - before;
  return rest != NULL || before > 0;
}

void import_count_unread(struct engine *e, struct tdg_str name) {
  struct import_unread *u = &e->unread;
  size_t i = 0;
  while (i < u->n && !tdg_str_same(tdg_str_of(u->v[i].name), name)) i++;
  if (i == u->n && i < IMPORT_MAX_UNREAD) u->v[u->n++].name = check_strdup(name.p);
  if (i < IMPORT_MAX_UNREAD) u->v[i].n++;
}
