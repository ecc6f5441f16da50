/* brief_view.c - prepare a brief record for output and look up the records it cites; see brief_view.h. */
#include "cli/brief_view.h"

#include "cli/cli.h"
#include "cli/text_page.h"
#include "util/bytebuf.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <tidings/kit/str.h>

enum { MAX_GROUPS = 2000, MAX_DAYS_TEXT = 2000 };

static struct tdg_str keep(struct arena *a, struct tdg_str s) {
  return (struct tdg_str){arena_copy(a, s.p, s.n), s.n};
}

/* The number of groups of a field, at most MAX_GROUPS. */
static size_t count_groups(const tdg_rec *r, uint32_t field) {
  size_t pos = 0, n = 0;
  struct tdg_item it;
  while (n < MAX_GROUPS && rec_next(r, &pos, &it)) n += it.field == field;
  return n;
}

struct source_arg {
  struct arena *a;
  struct view_source *into;
};

/* A source without a name is shown by its file. */
static struct tdg_str file_name(struct tdg_str url) {
  size_t at = url.n;
  while (at > 0 && url.p[at - 1] != '/') at--;
  return (struct tdg_str){url.p + at, url.n - at};
}

static int read_source(void *arg, const struct tdg_row *row) {
  struct source_arg *s = arg;
  s->into->published = row->published;
  s->into->publisher = keep(s->a, row->publisher.n > 0 ? row->publisher
                                  : row->source.n > 0  ? row->source
                                                       : file_name(row->url));
  s->into->title = keep(s->a, row->title);
  s->into->url = keep(s->a, row->url);
  return 0;
}

struct maker {
  struct brief_view *v;
  struct arena *a;
  struct store *s;
  int failed;
  struct tdg_str by;     /* the component */
  struct tdg_str writer; /* of sentences in words of its own; "" when the brief's head says it */
};

/* The number of a record, which is looked up when it is first cited. */
static int number_of(struct maker *m, int64_t id) {
  struct brief_view *v = m->v;
  if (id == 0) return 0;
  for (int i = 0; i < v->n_sources; i++)
    if (v->sources[i].id == id) return i + 1;
  if (v->n_sources == VIEW_MAX_SOURCES) return 0;
  struct view_source *source = &v->sources[v->n_sources];
  *source = (struct view_source){.id = id, .publisher = {"", 0}, .title = {"", 0}, .url = {"", 0}};
  struct source_arg arg = {m->a, source};
  lookup_short(m->s, id, source->shown);
  if (m->s->ops->record_get(m->s->handle, id, read_source, &arg) < 0) m->failed = 1;
  return ++v->n_sources;
}

static struct tdg_str title_of(const tdg_rec *section) {
  static const char *const roles[][2] = {{"happening", "What is happening"},
                                         {"matters", "Why it matters"},
                                         {"next", "What comes next"},
                                         {"beyond", "Beyond the event"}};
  struct tdg_str title = rec_get(section, TDG_TITLE, 0), role = rec_get(section, TDG_ROLE, 0);
  for (size_t i = 0; title.n == 0 && i < 4; i++)
    if (strcmp(role.p, roles[i][0]) == 0) title = tdg_str_of(roles[i][1]);
  return title.n > 0 ? title : role.n > 0 ? role : (struct tdg_str){"In brief", 8};
}

static void add_source(struct view_sentence *s, int source) {
  for (int i = 0; i < s->n; i++)
    if (s->sources[i] == source) return;
  if (source != 0 && s->n < VIEW_MAX_CITES) s->sources[s->n++] = source;
}

/* The record of a sentence; for a sentence of a model, the records it cites. */
static void read_sources(struct maker *m, struct view_sentence *s, const tdg_rec *sentence) {
  const tdg_rec *cite;
  for (uint32_t i = 0; i < VIEW_MAX_CITES && (cite = rec_get_rec(sentence, TDG_CITES, i)) != NULL; i++)
    add_source(s, number_of(m, rec_get_int(cite, TDG_RECORD_ID, 0)));
  if (s->n == 0) add_source(s, number_of(m, rec_get_int(sentence, TDG_RECORD_ID, 0)));
}

/* ---- days ---- */

/* "2026-03-09" as "9 March"; with the year only where it differs from the story's. */
static void put_day(struct buf *out, struct tdg_str date, int story_year) {
  static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
  int y, m, d;
  if (sscanf(date.p, "%4d-%2d-%2d", &y, &m, &d) != 3 || m < 1 || m > 12) {
    buf_add(out, date.p, date.n);
    return;
  }
  buf_printf(out, y == story_year ? "%d\xC2\xA0%s" : "%d\xC2\xA0%s\xC2\xA0%d", d, months[m - 1], y);
}

static int year_of(int64_t ms) {
  time_t seconds = (time_t)(ms / 1000);
  struct tm tm;
  return gmtime_r(&seconds, &tm) == NULL ? 0 : tm.tm_year + 1900;
}

static int is_date(const tdg_rec *mention) { return strcmp(rec_get(mention, TDG_TYPE, 0).p, "date") == 0; }

static void read_days(struct maker *m, struct view_sentence *s, const tdg_rec *sentence) {
  struct buf out = buf_make(MAX_DAYS_TEXT);
  const tdg_rec *mention;
  int several = 0, year = year_of(m->v->last);
  for (uint32_t i = 0; (mention = rec_get_rec(sentence, TDG_MENTION, i)) != NULL; i++)
    several += is_date(mention);
  for (uint32_t i = 0; (mention = rec_get_rec(sentence, TDG_MENTION, i)) != NULL; i++) {
    if (!is_date(mention)) continue;
    struct tdg_str said = rec_get(mention, TDG_TEXT, 0);
    if (out.n > 0) buf_str(&out, ", ");
    if (several > 1) buf_add(&out, said.p, said.n), buf_str(&out, ": ");
    put_day(&out, rec_get(mention, TDG_NORM, 0), year);
  }
  s->days = out.full || out.n == 0 ? (struct tdg_str){"", 0} : keep(m->a, (struct tdg_str){out.p, out.n});
  buf_free(&out);
}

/* In whose words it is; "" for those of a source. */
static struct tdg_str own_of(const tdg_rec *r, struct tdg_str by) {
  return rec_has(r, TDG_FROM) ? by : (struct tdg_str){"", 0};
}

static void read_section(struct maker *m, struct view_section *out, const tdg_rec *section) {
  size_t pos = 0;
  struct tdg_item it;
  out->title = title_of(section);
  out->own = own_of(section, m->by);
  out->sentences = arena_zalloc(m->a, count_groups(section, TDG_SENTENCE) * sizeof *out->sentences + 1);
  out->n = 0;
  while (out->n < MAX_GROUPS && rec_next(section, &pos, &it)) {
    if (it.field != TDG_SENTENCE || it.type != TDG_T_REC) continue;
    struct view_sentence *s = &out->sentences[out->n++];
    s->text = rec_get(it.rec, TDG_TEXT, 0);
    s->own = own_of(it.rec, m->writer);
    read_sources(m, s, it.rec);
    read_days(m, s, it.rec);
  }
}

static size_t place_of(struct tdg_str text, struct tdg_str part) {
  const char *at = part.n == 0 ? NULL : memmem(text.p, text.n, part.p, part.n);
  return at == NULL ? VIEW_NOWHERE : (size_t)(at - text.p);
}

const char *view_from(uint32_t publishers, uint32_t copies, char room[VIEW_FROM]) {
  int n = 0;
  room[0] = '\0';
  if (publishers > 0) n = snprintf(room, VIEW_FROM, " from %u publisher%s", publishers, PLURAL(publishers));
  if (copies > 0)
    snprintf(room + n, VIEW_FROM - (size_t)n, ", %u of them %s", copies, copies == 1 ? "a copy" : "copies");
  return room;
}

int view_says_what(const struct view_conflict *c) {
  return c->what.n == 0 || place_of(c->message, c->what) != VIEW_NOWHERE;
}

static void read_conflict(struct maker *m, struct view_conflict *out, const tdg_rec *conflict) {
  size_t pos = 0;
  struct tdg_item it;
  out->kind = rec_get(conflict, TDG_CONFLICT_KIND, 0);
  out->what = rec_get(conflict, TDG_WHAT, 0);
  out->message = rec_get(conflict, TDG_MESSAGE, 0);
  if (out->what.n > 0 || out->message.n > 0) m->v->by = m->by;
  out->claims = arena_zalloc(m->a, count_groups(conflict, TDG_CLAIM) * sizeof *out->claims + 1);
  out->n = 0;
  while (out->n < MAX_GROUPS && rec_next(conflict, &pos, &it)) {
    if (it.field != TDG_CLAIM || it.type != TDG_T_REC) continue;
    struct view_claim *c = &out->claims[out->n++];
    c->text = rec_get(it.rec, TDG_TEXT, 0);
    c->value = rec_get(it.rec, TDG_VALUE, 0);
    c->at = place_of(c->text, c->value);
    c->source = number_of(m, rec_get_int(it.rec, TDG_RECORD_ID, 0));
  }
}

static void read_groups(struct maker *m, const tdg_rec *brief) {
  struct brief_view *v = m->v;
  size_t pos = 0;
  struct tdg_item it;
  v->sections = arena_zalloc(m->a, count_groups(brief, TDG_SECTION) * sizeof *v->sections + 1);
  v->conflicts = arena_zalloc(m->a, count_groups(brief, TDG_CONFLICT) * sizeof *v->conflicts + 1);
  while (rec_next(brief, &pos, &it)) {
    if (it.type != TDG_T_REC) continue;
    if (it.field == TDG_SECTION && v->n_sections < MAX_GROUPS)
      read_section(m, &v->sections[v->n_sections++], it.rec);
    if (it.field == TDG_CONFLICT && v->n_conflicts < MAX_GROUPS)
      read_conflict(m, &v->conflicts[v->n_conflicts++], it.rec);
  }
}

int brief_view(struct brief_view *v, struct arena *a, struct store *s, const tdg_rec *brief,
               const struct tdg_story_row *story) {
  struct maker m = {v, a, s, 0, rec_get(brief, TDG_BY, 0), {"", 0}};
  memset(v, 0, sizeof *v);
  v->story = story->id;
  v->undated = story->undated;
  lookup_short(s, story->id, v->shown);
  v->stale = story->brief_stale;
  v->first = story->first;
  v->last = story->last;
  v->made = rec_get_int(brief, TDG_FIRST_SEEN, 0);
  v->copies = (uint32_t)rec_get_int(brief, TDG_COPIES, story->copies);
  v->records = (uint32_t)rec_get_int(brief, TDG_RECORDS, story->records - story->copies) + v->copies;
  v->publishers = (uint32_t)rec_get_int(brief, TDG_PUBLISHERS, story->publishers);
  v->headline = rec_get(brief, TDG_HEADLINE, 0);
  if (v->headline.n == 0) v->headline = keep(a, story->headline);
  v->model = rec_get(brief, TDG_GENERATOR, 0);
  if (v->model.n == 0) v->reason = rec_get(brief, TDG_REASON, 0);
  if (v->model.n == 0) m.writer = m.by;
  v->own = own_of(brief, m.by);
  read_groups(&m, brief);
  if (m.failed) lookup_failed(s);
  return m.failed ? -1 : 0;
}
