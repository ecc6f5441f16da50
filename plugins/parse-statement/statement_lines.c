/* statement_lines.c - a document's lines as they are added, its dates, and what it was called.  Nothing here can fail. */
#include "statement.h"

struct stm_line *stm_add(struct statement *s, struct tdg_str text, int type) {
  if (s->n == MAX_STM_LINES) {
    stm_flag(s, "truncated");
    return NULL;
  }
  if (s->n == s->room) {
    const size_t room = s->room * 2 + 32;
    struct stm_line *more = tdg_scratch(s->call, room * sizeof(*more));
    if (s->n > 0) memcpy(more, s->v, s->n * sizeof(*more));
    s->v = more, s->room = room;
  }
  struct stm_line *l = &s->v[s->n++];
  *l = (struct stm_line){.line = {.s = text}, .type = (uint8_t)type, .role = ROLE_BODY};
  l->mark = l->label = l->path = stm_none();
  tdg_line_measure(&l->line);
  return l;
}

struct tdg_str stm_join(struct statement *s, struct tdg_str a, const char *between, struct tdg_str b) {
  struct tdg_buf out = tdg_buf_make(s->call, a.n + b.n + strlen(between) + 1);
  tdg_buf_add(&out, a.p, a.n);
  if (a.n > 0 && b.n > 0) tdg_buf_str(&out, between);
  tdg_buf_add(&out, b.p, b.n);
  return tdg_buf_get(&out);
}

void stm_flag(struct statement *s, const char *flag) {
  for (size_t i = 0; i < s->n_flags; i++)
    if (strcmp(s->flags[i], flag) == 0) return;
  if (s->n_flags < MAX_FLAGS) s->flags[s->n_flags++] = flag;
}

/* ---- dates ---- */

/* A line is asked several times, for its label, its place, its cue: answers are kept, in one place for each text. */
enum { KEPT_DATES = 32 };
struct stm_date_memo {
  struct {
    struct tdg_str text;
    const char *language;
    struct stm_date date;
  } v[KEPT_DATES];
};

struct stm_date_memo *stm_dates_new(tdg_call *call) {
  return tdg_scratch(call, sizeof(struct stm_date_memo));
}

static int find_date(const struct statement *s, struct tdg_str t, struct stm_date *d) {
  const struct tdg_str zone = tdg_get(s->call, s->doc, TDG_DEFAULT_ZONE);
  const struct tdg_date_hint hint = {.zone = zone.n > 0 ? zone.p : NULL, .language = s->language};
  size_t start, end;
  if (tdg_date_find(t.p, t.n, &hint, &d->date, &start, &end) != 0 || d->date.precision < TDG_DATE_DAY)
    return 0;
  d->raw = (struct tdg_str){t.p + start, end - start};
  d->from = "text", d->known = 1;
  return 1;
}

int stm_find_date(const struct statement *s, struct tdg_str t, struct stm_date *d) {
  struct stm_date_memo *memo = s->dates;
  int digit = 0;
  t.n = tdg_utf8_cut(t, MAX_CUE_LINE);
  for (size_t i = 0; i < t.n && !digit; i++) digit = tdg_is_digit(t.p[i]) || (unsigned char)t.p[i] >= 0xD9;
  if (!digit) return 0;
  const uint32_t i = ((uint32_t)(uintptr_t)t.p + (uint32_t)t.n * 31) * 2654435761u >> 27;
  if (memo->v[i].text.p != t.p || memo->v[i].text.n != t.n || memo->v[i].language != s->language) {
    memo->v[i].text = t, memo->v[i].language = s->language;
    memo->v[i].date = (struct stm_date){0};
    find_date(s, t, &memo->v[i].date);
  }
  if (memo->v[i].date.known) *d = memo->v[i].date;
  return memo->v[i].date.known;
}

/* ---- kinds of documents ---- */

static const char *const GENRES[] = {[TDG_STATEMENT_TYPES_JOINT_STATEMENT] = "joint-statement",
                                     [TDG_STATEMENT_TYPES_DECLARATION] = "declaration",
                                     [TDG_STATEMENT_TYPES_COMMUNIQUE] = "communique",
                                     [TDG_STATEMENT_TYPES_PRESS_RELEASE] = "press-release",
                                     [TDG_STATEMENT_TYPES_READOUT] = "readout",
                                     [TDG_STATEMENT_TYPES_SPEECH] = "speech",
                                     [TDG_STATEMENT_TYPES_RESOLUTION] = "resolution",
                                     [TDG_STATEMENT_TYPES_NOTICE] = "notice",
                                     [TDG_STATEMENT_TYPES_CORRECTION] = "correction",
                                     [TDG_STATEMENT_TYPES_MEMORANDUM] = "memorandum",
                                     [TDG_STATEMENT_TYPES_ORDER] = "order",
                                     [TDG_STATEMENT_TYPES_DECISION] = "decision",
                                     [TDG_STATEMENT_TYPES_STATEMENT] = "statement"};

const char *stm_genre_name(int genre) { return GENRES[genre > 0 ? genre : TDG_STATEMENT_TYPES_STATEMENT]; }

int stm_genre_named(const char *name) {
  for (size_t i = 1; i < sizeof GENRES / sizeof *GENRES; i++)
    if (strcmp(GENRES[i], name) == 0) return (int)i;
  return 0;
}
