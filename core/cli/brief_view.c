/* brief_view.c - prepare a brief record for output and look up the records it cites; see brief_view.h. */
#include "cli/brief_view.h"

#include "cli/cli.h"
#include "cli/text_page.h"
#include "record/record_json.h"
#include "util/bytebuf.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

enum {
  MAX_GROUPS = 2000,
  MAX_LINE = 4000, /* of what is worded here */
  MOST_FRESH = 5,  /* new sentences that are listed; more are the brief itself */
  MAX_VALUE = 160  /* bytes of the value of a claim */
};

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

/* A text that was made here. */
static struct tdg_str keep_line(struct arena *a, struct buf *line) {
  struct tdg_str s =
      line->full || line->n == 0 ? (struct tdg_str){"", 0} : keep(a, (struct tdg_str){line->p, line->n});
  buf_free(line);
  return s;
}

static struct tdg_str behind_last_slash(struct tdg_str url) {
  size_t at = url.n;
  while (at > 0 && url.p[at - 1] != '/') at--;
  return (struct tdg_str){url.p + at, url.n - at};
}

/* Without a publisher: the source or the file that it came from, and that it is one. */
static struct tdg_str name_of(struct arena *a, const struct tdg_row *row) {
  struct buf line = buf_make(MAX_LINE);
  struct tdg_str file = tdg_url_is_web(row->url) ? row->url : behind_last_slash(row->url);
  if (row->publisher.n > 0) buf_add(&line, row->publisher.p, row->publisher.n);
  else if (row->source.n > 0) buf_str(&line, "source "), buf_add(&line, row->source.p, row->source.n);
  else if (file.n > 0)
    buf_str(&line, tdg_url_is_web(row->url) ? "address " : "file "), buf_add(&line, file.p, file.n);
  struct tdg_str name = keep_line(a, &line);
  return name.n > 0 ? name : (struct tdg_str){"(unnamed)", 9};
}

/* When it was published; when nobody says that, when it was seen, which is another thing. */
static struct tdg_str when_of(struct arena *a, int64_t published, int64_t seen, int local) {
  struct buf line = buf_make(MAX_LINE);
  char room[WORDS_TIME];
  if (published != 0) {
    buf_str(&line, words_time(published, room));
    if (local && line.n > 4 && memcmp(line.p + line.n - 4, " UTC", 4) == 0) line.n -= 4;
  } else if (seen != 0) buf_printf(&line, "undated, seen %s", words_time(seen, room));
  else buf_str(&line, "undated");
  return keep_line(a, &line);
}

static int read_source(void *arg, const struct tdg_row *row) {
  struct source_arg *s = arg;
  s->into->published = row->published;
  s->into->seen = row->first_seen;
  s->into->publisher = keep(s->a, row->publisher);
  s->into->name = name_of(s->a, row);
  const tdg_rec *r = lookup_rec(s->a, row);
  s->into->local = r != NULL && rec_time_is_local(r, "published");
  s->into->when = when_of(s->a, row->published, row->first_seen, s->into->local);
  s->into->title = keep(s->a, row->title);
  s->into->url = keep(s->a, row->url);
  return 0;
}

struct maker {
  struct brief_view *v;
  struct arena *a;
  struct store *s;
  int failed;
  uint32_t records;      /* of the story, without copies */
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
  *source = (struct view_source){.id = id,
                                 .publisher = {"", 0},
                                 .name = {"(unnamed)", 9},
                                 .when = {"undated", 7},
                                 .title = {"", 0},
                                 .url = {"", 0}};
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

/* The record of a sentence and all others that say so; for a sentence of a model, the records it cites. */
static void read_sources(struct maker *m, struct view_sentence *s, const tdg_rec *sentence) {
  const tdg_rec *cite;
  size_t pos = 0;
  struct tdg_item it;
  for (uint32_t i = 0; i < VIEW_MAX_CITES && (cite = rec_get_rec(sentence, TDG_CITES, i)) != NULL; i++)
    add_source(s, number_of(m, rec_get_int(cite, TDG_RECORD_ID, 0)));
  if (s->n == 0) add_source(s, number_of(m, rec_get_int(sentence, TDG_RECORD_ID, 0)));
  while (s->n < VIEW_MAX_CITES && rec_next(sentence, &pos, &it))
    if (it.field == TDG_BORNE_OUT_BY) add_source(s, number_of(m, it.num));
  s->only = s->n == 1 && m->records > 1 && rec_has(sentence, TDG_BORNE_OUT_BY);
}

/* ---- beside a sentence ---- */

static int is_date(const tdg_rec *mention) { return strcmp(rec_get(mention, TDG_TYPE, 0).p, "date") == 0; }

static void put_days(struct maker *m, struct buf *out, const tdg_rec *sentence) {
  const tdg_rec *mention;
  int several = 0, year = words_year(m->v->last);
  for (uint32_t i = 0; (mention = rec_get_rec(sentence, TDG_MENTION, i)) != NULL; i++)
    several += is_date(mention);
  for (uint32_t i = 0; (mention = rec_get_rec(sentence, TDG_MENTION, i)) != NULL; i++) {
    if (!is_date(mention)) continue;
    struct tdg_str said = rec_get(mention, TDG_TEXT, 0);
    if (out->n > 0) buf_str(out, ", ");
    if (several > 1) buf_add(out, said.p, said.n), buf_str(out, ": ");
    words_day(out, rec_get(mention, TDG_NORM, 0), year);
  }
}

static char letter_of(int64_t number) {
  return number >= 0 && number < VIEW_LETTERS ? (char)('A' + number) : '?';
}

/* "A, C": the conflicts whose numbers a field has. */
static void put_letters(struct buf *out, const tdg_rec *r, uint32_t field) {
  size_t pos = 0;
  struct tdg_item it;
  const char *comma = "";
  while (rec_next(r, &pos, &it)) {
    if (it.field != field) continue;
    buf_printf(out, "%s%c", comma, letter_of(it.num));
    comma = ", ";
  }
}

static void read_aside(struct maker *m, struct view_sentence *s, const tdg_rec *sentence) {
  struct buf out = buf_make(MAX_LINE);
  const char *stage = words_stage(rec_get(sentence, TDG_TOLD_AS, 0));
  put_days(m, &out, sentence);
  if (stage != NULL) buf_printf(&out, "%s%s", out.n > 0 ? "; " : "", stage);
  if (rec_has(sentence, TDG_CONFLICT_NO)) {
    buf_str(&out, out.n > 0 ? "; reports differ: " : "reports differ: ");
    put_letters(&out, sentence, TDG_CONFLICT_NO);
  }
  s->aside = keep_line(m->a, &out);
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
    read_aside(m, s, it.rec);
  }
}

const char *view_from(uint32_t publishers, uint32_t copies, char room[VIEW_FROM]) {
  int n = 0;
  room[0] = '\0';
  if (publishers > 0) n = snprintf(room, VIEW_FROM, " from %u publisher%s", publishers, PLURAL(publishers));
  if (copies > 0)
    snprintf(room + n, VIEW_FROM - (size_t)n, ", %u of them %s", copies, copies == 1 ? "a copy" : "copies");
  return room;
}

/* ---- conflicts ---- */

/* Does the message name what it is about? */
static int says_what(struct tdg_str message, struct tdg_str what) {
  return what.n == 0 || memmem(message.p, message.n, what.p, what.n) != NULL;
}

/* "people injured: the reports give different numbers (changed with time)" */
static struct tdg_str line_of(struct maker *m, const tdg_rec *conflict) {
  struct buf out = buf_make(MAX_LINE);
  struct tdg_str kind = rec_get(conflict, TDG_CONFLICT_KIND, 0), what = rec_get(conflict, TDG_WHAT, 0),
                 message = rec_get(conflict, TDG_MESSAGE, 0);
  const char *how = words_how(rec_get(conflict, TDG_HOW, 0));
  int named = says_what(message, what);
  if (message.n == 0 && what.n == 0) buf_add(&out, kind.p, kind.n);
  if (message.n == 0 || !named) buf_add(&out, what.p, what.n);
  if (message.n > 0 && !named) buf_str(&out, ": ");
  buf_add(&out, message.p, message.n);
  if (how != NULL) buf_printf(&out, " (%s)", how);
  struct tdg_str line = keep_line(m->a, &out);
  return line.n > 0 ? line : (struct tdg_str){"the reports differ", 18};
}

/* A brief of a plugin without short values has the sentence. */
static struct tdg_str value_of(struct maker *m, const tdg_rec *claim) {
  struct tdg_str value = rec_get(claim, TDG_VALUE, 0);
  if (value.n == 0) value = rec_get(claim, TDG_TEXT, 0);
  if (value.n <= MAX_VALUE) return value;
  struct buf out = buf_make(MAX_LINE);
  buf_add(&out, value.p, tdg_utf8_cut(value, MAX_VALUE));
  buf_str(&out, "\xE2\x80\xA6");
  return keep_line(m->a, &out);
}

static void read_conflict(struct maker *m, struct view_conflict *out, const tdg_rec *conflict,
                          size_t number) {
  size_t pos = 0;
  struct tdg_item it;
  out->letter = letter_of((int64_t)number);
  out->line = line_of(m, conflict);
  if (rec_has(conflict, TDG_WHAT) || rec_has(conflict, TDG_MESSAGE)) m->v->by = m->by;
  out->claims = arena_zalloc(m->a, count_groups(conflict, TDG_CLAIM) * sizeof *out->claims + 1);
  out->n = 0;
  while (out->n < MAX_GROUPS && rec_next(conflict, &pos, &it)) {
    if (it.field != TDG_CLAIM || it.type != TDG_T_REC) continue;
    struct view_claim *c = &out->claims[out->n++];
    c->value = value_of(m, it.rec);
    c->source = number_of(m, rec_get_int(it.rec, TDG_RECORD_ID, 0));
    c->corrected_by = number_of(m, rec_get_int(it.rec, TDG_CORRECTED_BY, 0));
    out->corrected |= c->corrected_by != 0;
  }
}

static void read_step(struct maker *m, struct view_step *out, const tdg_rec *step) {
  struct buf day = buf_make(MAX_LINE);
  out->date = rec_get(step, TDG_NORM, 0);
  words_day(&day, out->date, words_year(m->v->last));
  out->day = keep_line(m->a, &day);
  out->text = rec_get(step, TDG_TEXT, 0);
  out->source = number_of(m, rec_get_int(step, TDG_RECORD_ID, 0));
}

static void read_groups(struct maker *m, const tdg_rec *brief) {
  struct brief_view *v = m->v;
  size_t pos = 0;
  struct tdg_item it;
  v->sections = arena_zalloc(m->a, count_groups(brief, TDG_SECTION) * sizeof *v->sections + 1);
  v->steps = arena_zalloc(m->a, count_groups(brief, TDG_STEP) * sizeof *v->steps + 1);
  v->conflicts = arena_zalloc(m->a, count_groups(brief, TDG_CONFLICT) * sizeof *v->conflicts + 1);
  while (rec_next(brief, &pos, &it)) {
    if (it.type != TDG_T_REC) continue;
    if (it.field == TDG_SECTION && v->n_sections < MAX_GROUPS)
      read_section(m, &v->sections[v->n_sections++], it.rec);
    if (it.field == TDG_STEP && v->n_steps < MAX_GROUPS) read_step(m, &v->steps[v->n_steps++], it.rec);
    if (it.field == TDG_CONFLICT && v->n_conflicts < MAX_GROUPS) {
      read_conflict(m, &v->conflicts[v->n_conflicts], it.rec, v->n_conflicts);
      v->n_conflicts++;
    }
  }
}

/* ---- since the last brief ---- */

static const struct view_sentence *sentence_at(const struct brief_view *v, int64_t number) {
  for (size_t i = 0; number >= 0 && i < v->n_sections; i++) {
    if (number < (int64_t)v->sections[i].n) return &v->sections[i].sentences[number];
    number -= (int64_t)v->sections[i].n;
  }
  return NULL;
}

static void read_fresh(struct maker *m, struct view_since *out, const tdg_rec *since) {
  size_t pos = 0;
  struct tdg_item it;
  out->fresh = arena_zalloc(m->a, MOST_FRESH * sizeof *out->fresh);
  while (rec_next(since, &pos, &it)) {
    const struct view_sentence *s = it.field == TDG_SENTENCE_NO ? sentence_at(m->v, it.num) : NULL;
    if (s != NULL && out->n < MOST_FRESH) out->fresh[out->n++] = s;
    else if (s != NULL) out->more++;
  }
}

static void read_settled(struct maker *m, struct view_since *out, const tdg_rec *since) {
  size_t pos = 0;
  struct tdg_item it;
  out->settled = arena_zalloc(m->a, count_groups(since, TDG_SETTLED) * sizeof *out->settled + 1);
  while (out->n_settled < MAX_GROUPS && rec_next(since, &pos, &it))
    if (it.field == TDG_SETTLED && it.type == TDG_T_REC) out->settled[out->n_settled++] = line_of(m, it.rec);
}

static void read_since(struct maker *m, const tdg_rec *since) {
  struct view_since *out = &m->v->since;
  struct buf title = buf_make(MAX_LINE), letters = buf_make(MAX_LINE);
  struct words_counts c = {.copies = (uint32_t)rec_get_int(since, TDG_COPIES, 0),
                           .publishers = (uint32_t)rec_get_int(since, TDG_PUBLISHERS, 0)};
  char room[WORDS_TIME];
  c.records = (uint32_t)rec_get_int(since, TDG_RECORDS, 0) + c.copies;
  buf_printf(&title, "Since the brief of %s (", words_time(rec_get_int(since, TDG_FIRST_SEEN, 0), room));
  words_counts(&title, c);
  buf_char(&title, ')');
  out->title = keep_line(m->a, &title);
  out->headline = rec_get(since, TDG_HEADLINE, 0);
  put_letters(&letters, since, TDG_CONFLICT_NO);
  out->conflicts = keep_line(m->a, &letters);
  read_fresh(m, out, since);
  read_settled(m, out, since);
}

/* ---- the head ---- */

static void read_standing(struct maker *m, const tdg_rec *brief, const struct tdg_story_row *story) {
  struct buf line = buf_make(MAX_LINE);
  struct words_counts c = {.copies = (uint32_t)rec_get_int(brief, TDG_COPIES, story->copies),
                           .publishers = (uint32_t)rec_get_int(brief, TDG_PUBLISHERS, story->publishers)};
  int64_t otherwise = story->last != 0 ? story->last : rec_get_int(brief, TDG_FIRST_SEEN, 0);
  m->records = (uint32_t)rec_get_int(brief, TDG_RECORDS, story->records - story->copies);
  c.records = m->records + c.copies;
  words_standing(&line, c, rec_get_int(brief, TDG_AS_OF, otherwise), story->first, story->last,
                 story->undated);
  m->v->standing = keep_line(m->a, &line);
}

int brief_view(struct brief_view *v, struct arena *a, struct store *s, const tdg_rec *brief,
               const struct tdg_story_row *story) {
  struct maker m = {.v = v, .a = a, .s = s, .by = rec_get(brief, TDG_BY, 0), .writer = {"", 0}};
  const tdg_rec *since = rec_get_rec(brief, TDG_SINCE, 0);
  memset(v, 0, sizeof *v);
  v->story = story->id;
  lookup_short(s, story->id, v->shown);
  v->stale = story->brief_stale;
  v->last = story->last;
  v->headline = rec_get(brief, TDG_HEADLINE, 0);
  if (v->headline.n == 0) v->headline = keep(a, story->headline);
  v->model = rec_get(brief, TDG_GENERATOR, 0);
  if (v->model.n == 0) v->reason = rec_get(brief, TDG_REASON, 0);
  if (v->model.n == 0) m.writer = m.by;
  v->own = own_of(brief, m.by);
  read_standing(&m, brief, story);
  read_groups(&m, brief);
  if (since != NULL) read_since(&m, since);
  if (m.failed) lookup_failed(s);
  return m.failed ? -1 : 0;
}
