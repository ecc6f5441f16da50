/* engine/import_report.c - the report of an import: what became of each document; see import.h.
 *
 * Lines are collected in the settlement, and written when it has settled, still inside its transaction.  The file is
 * the caller's.  A report that cannot be written is a failure of the store: the import ends, since nobody would know
 * what became of the rest.
 */
#include "engine/import.h"

#include "engine/settle_priv.h"
#include "record/record_json.h"
#include "util/log.h"
#include "util/os.h"
#include "util/redact.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_LINES = 64 << 20, MAX_LINE = 1 << 20 };

static const char HEADER[] = "path,place,offset,result,class,why,stored,versions,seen,named,ids,url\r\n";

int import_report_end(struct engine *e, struct store *store) {
  return e->report.fd < 0 ? 0 : store->ops->cursor_put(store->handle, e->report.cursor, 0);
}

void import_report_write(struct settle *t) {
  struct import_report *r = &t->s->engine->report;
  struct buf *lines = &t->lines;
  if (lines->n == 0) return;
  if (lines->full || os_write_all(r->fd, lines->p, lines->n) != 0) {
    log_error("the report cannot be written: %s", lines->full ? "its lines are too long" : strerror(errno));
    settle_check(t, TDG_RETRY);
  }
  r->length += (int64_t)lines->n;
  settle_check(t, t->ops->cursor_put(t->store->handle, r->cursor, r->length));
  buf_free(lines);
}

/* ---- a line ---- */

struct line {
  struct tdg_str path, place,
      url;        /* place: behind the # of the document's address; url: its own, if it has one */
  int64_t offset; /* -1: none */
  const char *result, *class, *why;
  uint64_t stored, versions, seen, named;
  const int64_t *ids;
  size_t n_ids;
};

static int is_wanted(const struct settle *t) {
  return t->s->task.kind == TDG_TASK_IMPORT && t->s->retried == 0 && t->s->engine->import != NULL &&
         t->s->engine->report.fd >= 0;
}

static struct tdg_str shown(struct arena *a, struct tdg_str text) {
  struct buf out = buf_make(MAX_LINE);
  redact_text(&out, text.p, text.n);
  const struct tdg_str copy = {arena_copy(a, out.n > 0 ? out.p : "", out.n), out.n};
  buf_free(&out);
  return copy;
}

/* A path as its user writes it; an address as it is, without its secrets. */
static struct tdg_str path_of(struct arena *a, struct tdg_str url, const char *piped) {
  char path[TDG_MAX_PATH];
  const size_t n = strlen(piped);
  if (n > 0 && tdg_str_starts(url, piped) &&
      (url.n == n || url.p[n] == '/')) /* a file in what was an archive */
    return tdg_str_of(arena_printf(a, "-%s", url.p + n));
  if (tdg_file_path(url, path, sizeof path) == 0 && tdg_utf8_valid(path, strlen(path)))
    return tdg_str_of(arena_copy(a, path, strlen(path)));
  return shown(a, url);
}

static struct line line_of(struct settle *t, const tdg_rec *doc, struct tdg_str url) {
  struct arena *a = t->arena;
  const struct tdg_str task = t->s->task.url, own = doc != NULL ? rec_get(doc, TDG_URL, 0) : url;
  const size_t whole = strcspn(own.p, "#");
  const int is_part = own.n > task.n && own.p[task.n] == '#' && strncmp(own.p, task.p, task.n) == 0;
  const int is_file = own.n > 0 && strncmp(own.p, "file:", 5) == 0;
  struct line l = {.path = path_of(a, task, t->s->engine->import->piped),
                   .place = {"", 0},
                   .url = {"", 0},
                   .offset = -1,
                   .class = "",
                   .why = ""};
  if (is_file && !is_part)
    l.path = path_of(a, (struct tdg_str){arena_copy(a, own.p, whole), whole}, t->s->engine->import->piped);
  if (is_file || is_part) {
    if (own.n > whole) l.place = (struct tdg_str){own.p + whole + 1, own.n - whole - 1};
  } else if (own.n > 0 && !tdg_str_same(own, task)) l.url = shown(a, own);
  if (doc != NULL && rec_has(doc, TDG_OFFSET)) l.offset = rec_get_int(doc, TDG_OFFSET, 0);
  return l;
}

static void put_number(struct buf *out, const char *name, uint64_t n) {
  if (n > 0) buf_printf(out, ",\"%s\":%llu", name, (unsigned long long)n);
}

static void put_json(struct buf *out, const struct line *l) {
  buf_str(out, "{\"path\":");
  json_quote(out, l->path.p, l->path.n);
  if (l->place.n > 0) json_put_text(out, "place", l->place);
  if (l->offset >= 0) buf_printf(out, ",\"offset\":%lld", (long long)l->offset);
  if (l->url.n > 0) json_put_text(out, "url", l->url);
  json_put_text(out, "result", tdg_str_of(l->result));
  if (l->class[0] != '\0') json_put_text(out, "class", tdg_str_of(l->class));
  if (l->why[0] != '\0') json_put_said(out, "why", tdg_str_of(l->why));
  put_number(out, "stored", l->stored);
  put_number(out, "versions", l->versions);
  put_number(out, "seen", l->seen);
  put_number(out, "named", l->named);
  if (l->n_ids > 0) buf_str(out, ",\"ids\":[");
  for (size_t i = 0; i < l->n_ids; i++) {
    if (i > 0) buf_char(out, ',');
    json_quote_id(out, l->ids[i]);
  }
  buf_str(out, l->n_ids > 0 ? "]}\n" : "}\n");
}

/* RFC 4180. */
static void put_cell(struct buf *out, struct tdg_str s) {
  buf_char(out, '"');
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '"') buf_char(out, '"');
    buf_char(out, s.p[i]);
  }
  buf_str(out, "\",");
}

static void put_csv(struct arena *a, struct buf *out, const struct line *l) {
  put_cell(out, l->path);
  put_cell(out, l->place);
  if (l->offset >= 0) buf_printf(out, "%lld", (long long)l->offset);
  buf_char(out, ',');
  put_cell(out, tdg_str_of(l->result));
  put_cell(out, tdg_str_of(l->class));
  put_cell(out, shown(a, tdg_str_of(l->why)));
  buf_printf(out, "%llu,%llu,%llu,%llu,", (unsigned long long)l->stored, (unsigned long long)l->versions,
             (unsigned long long)l->seen, (unsigned long long)l->named);
  for (size_t i = 0; i < l->n_ids; i++) {
    struct buf id = buf_make(64);
    json_quote_id(&id, l->ids[i]);
    buf_printf(out, "%s%.*s", i > 0 ? " " : "", (int)id.n - 2, id.p + 1);
    buf_free(&id);
  }
  buf_char(out, ',');
  put_cell(out, l->url);
  out->n--; /* the comma behind the last one */
  buf_str(out, "\r\n");
}

/* ---- what was named and is no input ---- */

static void put_missing(struct buf *out, const struct engine_import *what) {
  struct arena a = {0};
  for (size_t i = 0; i < what->n_missing; i++) {
    const struct import_missing *m = &what->missing[i];
    const struct line l = {.path = tdg_str_of(m->path),
                           .place = tdg_str_of(m->place),
                           .url = {"", 0},
                           .offset = -1,
                           .result = m->class[0] != '\0' ? "failed" : "left-out",
                           .class = m->class,
                           .why = m->why};
    if (what->report_is_csv) put_csv(&a, out, &l);
    else put_json(out, &l);
  }
  arena_free(&a);
}

/* How many bytes were written; -1: errno. */
static int64_t begin_file(const struct engine_import *what) {
  struct buf out = buf_make(MAX_LINES);
  if (what->report_is_csv) buf_str(&out, HEADER);
  put_missing(&out, what);
  const int ok = ftruncate(what->report_fd, 0) == 0 && lseek(what->report_fd, 0, SEEK_SET) == 0 &&
                 os_write_all(what->report_fd, out.n > 0 ? out.p : "", out.n) == 0;
  const int64_t n = ok ? (int64_t)out.n : -1;
  buf_free(&out);
  return n;
}

int import_report_nothing(const struct engine_import *what) {
  return what->report_fd < 0 || begin_file(what) >= 0 ? 0 : -1;
}

/* ---- the file ---- */

/* A machine that went down may have lost lines of what the store has. */
static int go_on(struct import_report *r) {
  const int64_t there = lseek(r->fd, 0, SEEK_END);
  if (there < 0) return -1;
  if (there < r->length) {
    log_warning("the report has lost its last lines: %lld bytes of %lld are there", (long long)there,
                (long long)r->length);
    r->length = there;
  }
  return ftruncate(r->fd, r->length) != 0 || lseek(r->fd, r->length, SEEK_SET) < 0 ? -1 : 0;
}

int import_report_open(struct engine *e, struct store *store, const char *run, int resumed,
                       const char **why) {
  struct import_report *r = &e->report;
  const char *began = strrchr(run, ' ');
  *r = (struct import_report){.fd = e->import->report_fd, .is_csv = e->import->report_is_csv};
  if (r->fd < 0) return 0;
  snprintf(r->cursor, sizeof r->cursor, "%.*s report", (int)(began - run), run);
  int status = resumed ? store->ops->cursor_get(store->handle, r->cursor, &r->length) : 0;
  if (status < 0) return status;
  if (!resumed || r->length == 0) r->length = begin_file(e->import);
  else if (go_on(r) != 0) r->length = -1;
  if (r->length < 0) {
    *why = strerror(errno);
    return TDG_RETRY;
  }
  return store->ops->cursor_put(store->handle, r->cursor, r->length);
}

static void put_line(struct settle *t, const struct line *l) {
  if (t->lines.max == 0) t->lines = buf_make(MAX_LINES);
  if (t->s->engine->report.is_csv) put_csv(t->arena, &t->lines, l);
  else put_json(&t->lines, l);
}

/* ---- what became of a document ---- */

void import_report_record(struct settlement *s, int64_t id) {
  if (s->task.kind != TDG_TASK_IMPORT || s->engine->import == NULL || s->engine->report.fd < 0) return;
  if (s->n_told == s->cap_told) {
    const size_t cap = s->cap_told > 0 ? 2 * s->cap_told : 8;
    s->told = arena_grow(&s->arena, s->told, s->cap_told * sizeof *s->told, cap * sizeof *s->told);
    s->cap_told = cap;
  }
  s->told[s->n_told++] = id;
}

/* Why nothing of a document was stored. */
static const char *why_not(const struct settle *t, const struct settle_doc *d,
                           const struct engine_counts *before) {
  const struct engine_counts *c = &t->s->counts;
  if (c->older > before->older) return "older than --since";
  if (c->reserved > before->reserved) return "its publisher reserves it";
  if (c->forgotten > before->forgotten) return "it was forgotten (tidings forget)";
  if (c->expired > before->expired) return "older than records are kept";
  for (size_t i = 0; d->job != NULL && i < d->job->n_recs; i++) {
    const tdg_rec *r = d->job->recs[i];
    if (rec_kind(r) != TDG_STUB) continue;
    const struct tdg_str said = rec_get(r, TDG_SUMMARY, 0), genre = rec_get(r, TDG_GENRE, 0);
    if (said.n > 0) return said.p;
    return genre.n > 0 ? arena_printf(t->arena, "nothing to read: %s", genre.p) : "nothing to read in it";
  }
  if (t->n_refusals > 0)
    return arena_printf(t->arena, "what it leads to is not followed: %s", t->refusal[t->n_refusals - 1].why);
  return c->refused > before->refused ? "what it leads to is not followed" : "nothing new in it";
}

void import_report_document(struct settle *t, const struct settle_doc *d,
                            const struct engine_counts *before) {
  const struct engine_counts *c = &t->s->counts;
  if (!is_wanted(t) || c->quarantined > before->quarantined || t->status < 0) return;
  struct line l = line_of(t, d->doc, t->s->task.url);
  l.stored = c->records - before->records;
  l.versions = c->versions - before->versions;
  l.seen = c->unchanged - before->unchanged;
  l.named = c->follow_ups - before->follow_ups;
  l.ids = t->s->told;
  l.n_ids = t->s->n_told;
  l.result = l.stored > 0     ? "stored"
             : l.versions > 0 ? "version"
             : l.seen > 0     ? "seen"
             : l.named > 0    ? "named"
                              : "left-out";
  if (l.stored + l.versions + l.seen + l.named == 0) l.why = why_not(t, d, before);
  put_line(t, &l);
}

void import_report_failed(struct settle *t, const tdg_rec *doc, const char *class, const char *why) {
  if (!is_wanted(t)) return;
  struct line l = line_of(t, doc, t->s->task.url);
  l.result = "failed";
  l.class = class;
  l.why = why;
  put_line(t, &l);
}

void import_report_left_out(struct settle *t, const tdg_rec *doc, struct tdg_str url, const char *why) {
  if (!is_wanted(t)) return;
  struct line l = line_of(t, doc, url);
  l.result = "left-out";
  l.why = why;
  put_line(t, &l);
}
