/* front.c - the head of a report: kicker, title, subtitle, byline, dates; and bylines and dates at its foot.
 *
 * The head ends at the first line of prose.  It may hold one sentence more (a subtitle) when a byline or a
 * date comes after it.
 */
#include "report_internal.h"

enum { MAX_HEAD = 14, MAX_SEGMENTS = 6, MAX_SUBTITLE = 320 };

/* Cut "By A. Author | 5 January 2026 · 3 min read" at its signs. */
static size_t segments_of(struct tdg_str s, struct tdg_str out[MAX_SEGMENTS]) {
  static const char *const signs[] = {" | ", " · ", " • ", " – ", " — ", "|"};
  size_t n = 0;
  while (s.n > 0 && n < MAX_SEGMENTS) {
    size_t at = s.n, skip = 0;
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
      const char *p = memmem(s.p, s.n, signs[i], strlen(signs[i]));
      if (p != NULL && (size_t)(p - s.p) < at) at = (size_t)(p - s.p), skip = strlen(signs[i]);
    }
    out[n++] = (struct tdg_str){s.p, at};
    s.p += at + skip, s.n -= at + skip;
  }
  return n;
}

static int take_date(struct tdg_report *r, struct tdg_str s) {
  struct tdg_date d;
  int which = report_date(r, s, &d);
  if (which < 0) return 0;
  if (!r->stamps[which].known) r->stamps[which] = (struct tdg_report_stamp){d, s, 1};
  return 1;
}

/* A line that is all byline and date, however many of them. */
static void read_imprint(struct tdg_report *r, struct tdg_line *l) {
  struct tdg_str part[MAX_SEGMENTS];
  if (l->s.n > TDG_REPORT_SHORT) return;
  size_t n = segments_of(tdg_report_unmarked(l->s), part), names = 0, dates = 0;
  for (size_t i = 0; i < n; i++) {
    if (take_date(r, part[i])) dates++;
    else if (report_byline(r, part[i])) names++;
    else if (names + dates == 0) return;
  }
  if (names + dates == 0) return;
  l->kind = names > 0 ? TDG_LINE_BYLINE : TDG_LINE_DATE;
}

static size_t find_prose(const struct tdg_report *r, size_t from) {
  while (from < r->n && !tdg_line_is_prose(&r->v[from])) from++;
  return from;
}

/* The last byline or date near the top that has at most one line of prose before it ends the head. */
static size_t head_end(struct tdg_report *r) {
  size_t prose = 0, end = find_prose(r, 0), most = r->n < MAX_HEAD ? r->n : MAX_HEAD;
  for (size_t i = 0; i < most; i++) {
    if (r->v[i].kind == TDG_LINE_BODY) read_imprint(r, &r->v[i]);
    if (r->v[i].kind != TDG_LINE_BODY && i >= end) end = i + 1;
    prose += (size_t)tdg_line_is_prose(&r->v[i]);
    if (prose > 1 || r->v[i].s.n > MAX_SUBTITLE) break;
  }
  return end;
}

static int is_marked(const struct tdg_report *r, size_t i) {
  if (r->v[i].s.p[0] == '#') return 1;
  return i + 1 < r->n && r->v[i + 1].s.n >= 3 && r->v[i + 1].words == 0 &&
         strchr("=-", r->v[i + 1].s.p[0]) != NULL;
}

static int is_kicker(const struct tdg_line *l, const struct tdg_line *next) {
  return l->words <= 2 && l->letters >= 3 && l->upper == l->letters && next->words > 2 &&
         tdg_line_is_titlelike(next) && next->kind == TDG_LINE_BODY;
}

static int is_title(const struct tdg_report *r, size_t i) {
  const struct tdg_line *l = &r->v[i];
  if (i + 1 >= r->n || l->kind != TDG_LINE_BODY || tdg_report_role(r, l) != NULL) return 0;
  if (is_marked(r, i)) return 1;
  if (!tdg_line_is_titlelike(l) || tdg_line_is_prose(l) || l->end == TDG_ENDS_COLON) return 0;
  return r->v[i + 1].start != TDG_STARTS_LOWER || r->v[i + 1].gap > 0;
}

/* A sentence between the title and the byline. */
static void take_subtitle(struct tdg_report *r, size_t from, size_t end) {
  size_t i = from;
  while (i < end && r->v[i].kind == TDG_LINE_FURNITURE) i++;
  if (i >= end || r->v[i].kind != TDG_LINE_BODY || r->v[i].s.n > MAX_SUBTITLE ||
      tdg_report_role(r, &r->v[i]) != NULL)
    return;
  for (size_t k = i + 1; k < end; k++)
    if (r->v[k].kind == TDG_LINE_BYLINE || r->v[k].kind == TDG_LINE_DATE) {
      r->v[i].kind = TDG_LINE_SUBTITLE;
      return;
    }
}

/* The first line that is still unexplained is the title when it looks like one and something follows it. */
static void take_title(struct tdg_report *r, size_t end) {
  size_t i = 0;
  while (i < end && r->v[i].kind != TDG_LINE_BODY) i++;
  if (i + 1 < end && is_kicker(&r->v[i], &r->v[i + 1]) && is_title(r, i + 1))
    r->v[i++].kind = TDG_LINE_KICKER;
  if (i >= end || !is_title(r, i)) return;
  r->v[i].kind = TDG_LINE_TITLE;
  take_subtitle(r, i + 1, end);
}

/* "Reporting by A. Author; editing by B. Editor" as the last line. */
static void read_foot(struct tdg_report *r) {
  for (size_t i = r->n, looked = 0; i > r->first + 1 && looked < 3; i--, looked++) {
    struct tdg_line *l = &r->v[i - 1];
    if (l->kind != TDG_LINE_BODY) continue;
    if (tdg_line_is_prose(l)) return;
    struct tdg_str s = l->s;
    const char *cut = memchr(s.p, ';', s.n);
    if (s.n > 0 && (s.p[0] == '(' || s.p[0] == '[')) s.p++, s.n--;
    if (cut != NULL) s.n = (size_t)(cut - s.p);
    if (report_byline(r, s)) l->kind = TDG_LINE_BYLINE;
  }
}

void tdg_report_front(struct tdg_report *r) {
  r->first = find_prose(r, 0);
  report_clean_head(r);
  r->first = head_end(r);
  report_clean_head(r);
  if (!r->titled) take_title(r, r->first);
  read_foot(r);
}
