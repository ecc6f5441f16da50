/* brief_record.c - the brief record; see brief.h. */
#include "conflict.h"

#include <tidings/kit/date.h>

static const struct {
  const char *name, *title;
} roles[ROLES] = {[ROLE_HAPPENING] = {"happening", "What's happening"},
                  [ROLE_MATTERS] = {"matters", "Why it matters"},
                  [ROLE_NEXT] = {"next", "What's next"},
                  [ROLE_BEYOND] = {"beyond", "Beyond the headlines"}};

const char *brief_role_name(enum role role) { return roles[role].name; }

tdg_rec *brief_section(const struct brief *b, enum role role) {
  tdg_rec *section = tdg_group(b->call);
  tdg_put_str(b->call, section, TDG_ROLE, roles[role].name);
  tdg_put_str(b->call, section, TDG_TITLE, roles[role].title);
  return section;
}

void brief_put_span(const struct brief *b, tdg_rec *r, const struct sentence *s) {
  tdg_call *call = b->call;
  tdg_put_text(call, r, TDG_TEXT, s->text.p, s->text.n);
  tdg_put_int(call, r, TDG_RECORD_ID, b->member[s->member].id);
  tdg_put_int(call, r, TDG_BLOCK_NO, s->block);
  tdg_put_int(call, r, TDG_START, (int64_t)s->start);
  tdg_put_int(call, r, TDG_END, (int64_t)s->end);
}

/* What "on Monday" is, beside the sentence: by the time it is read the day has passed. */
static void put_days(const struct brief *b, tdg_rec *r, const struct sentence *s) {
  struct day d[MAX_DAYS];
  size_t n = days_find(b, s, d);
  for (size_t i = 0; i < n; i++) {
    char date[32];
    if (!d[i].relative) continue;
    tdg_rec *m = tdg_group(b->call);
    tdg_date_rfc3339(d[i].day * 86400000, date);
    tdg_put_str(b->call, m, TDG_TYPE, "date");
    tdg_put_text(b->call, m, TDG_TEXT, s->text.p + d[i].start, d[i].end - d[i].start);
    tdg_put_text(b->call, m, TDG_NORM, date, strlen("2026-03-09"));
    tdg_put_int(b->call, m, TDG_BLOCK_NO, s->block);
    tdg_put_int(b->call, m, TDG_START, (int64_t)(s->start + d[i].start));
    tdg_put_int(b->call, m, TDG_END, (int64_t)(s->start + d[i].end));
    tdg_put_rec(b->call, r, TDG_MENTION, m);
  }
}

/* All records that say so, and whether it was only expected. */
static void put_standing(const struct brief *b, tdg_rec *r, const struct sentence *s) {
  if (s->expected || s->overtaken) tdg_put_str(b->call, r, TDG_TOLD_AS, s->overtaken ? "before" : "expected");
  uint64_t by = brief_borne_out(b, s);
  for (int m = 0; m < b->n_members; m++)
    if (by >> m & 1) tdg_put_int(b->call, r, TDG_BORNE_OUT_BY, b->member[m].id);
}

static void put_section(const struct brief *b, tdg_rec *out, enum role role) {
  const struct sentence **v = tdg_scratch(b->call, (b->n_sentences + 1) * sizeof *v);
  size_t n = 0;
  for (size_t i = 0; i < b->n_sentences; i++)
    if (b->sentence[i].chosen && b->sentence[i].role == role) v[n++] = &b->sentence[i];
  if (n == 0) return;
  brief_order(b, v, n);
  tdg_rec *section = brief_section(b, role);
  for (size_t i = 0; i < n; i++) {
    tdg_rec *s = tdg_group(b->call);
    brief_put_span(b, s, v[i]);
    put_standing(b, s, v[i]);
    put_days(b, s, v[i]);
    for (int k = 0; k < MAX_CONFLICTS; k++)
      if (v[i]->conflicts & 1u << k) tdg_put_int(b->call, s, TDG_CONFLICT_NO, k);
    tdg_put_rec(b->call, section, TDG_SENTENCE, s);
  }
  tdg_put_rec(b->call, out, TDG_SECTION, section);
}

void brief_put_conflict(const struct brief *b, tdg_rec *out, const struct conflict *c) {
  tdg_rec *g = tdg_group(b->call);
  tdg_put_str(b->call, g, TDG_CONFLICT_KIND, c->kind);
  tdg_put_text(b->call, g, TDG_WHAT, c->what.p, c->what.n);
  tdg_put_str(b->call, g, TDG_HOW, c->how != NULL ? c->how : "differs");
  tdg_put_str(b->call, g, TDG_MESSAGE, c->message);
  for (int i = 0; i < c->n; i++) {
    tdg_rec *claim = tdg_group(b->call);
    brief_put_span(b, claim, c->claim[i].sentence);
    tdg_put_text(b->call, claim, TDG_VALUE, c->claim[i].value.p, c->claim[i].value.n);
    if (c->claim[i].norm != NULL && *c->claim[i].norm != '\0')
      tdg_put_str(b->call, claim, TDG_NORM, c->claim[i].norm);
    if (c->claim[i].corrected_by != NULL)
      tdg_put_int(b->call, claim, TDG_CORRECTED_BY, c->claim[i].corrected_by->id);
    tdg_put_rec(b->call, g, TDG_CLAIM, claim);
  }
  tdg_put_rec(b->call, out, TDG_CONFLICT, g);
}

/* Was it a title whose end, behind a comma, is in doubt?  Nobody wrote it so. */
static int is_cut_title(const struct brief *b) {
  if (b->headed == NULL || b->headline.n == 0) return 0;
  const struct tdg_str title = b->headed->text;
  const char *end = b->headline.p + b->headline.n, *title_end = title.p + title.n;
  if (end <= title.p || end >= title_end) return 0;
  const struct tdg_str rest = {end, (size_t)(title_end - end)};
  return tdg_str_starts(rest, ",") || tdg_str_starts(rest, "\xD8\x8C");
}

/* Where no title was chosen, the story's own. */
static void put_headline(const struct brief *b, tdg_rec *out, const tdg_rec *story) {
  struct tdg_str h = b->headline.n > 0 ? b->headline : tdg_get(b->call, story, TDG_HEADLINE);
  tdg_put_text(b->call, out, TDG_HEADLINE, h.p, h.n);
  if (is_cut_title(b)) tdg_put_str(b->call, out, TDG_FROM, "extract");
}

tdg_rec *brief_record(const struct brief *b, const tdg_rec *story) {
  tdg_rec *out = tdg_rec_new(b->call, TDG_BRIEF);
  tdg_put_int(b->call, out, TDG_STORY_ID, tdg_get_int(b->call, story, TDG_STORY_ID, 0));
  put_headline(b, out, story);
  tdg_put_int(b->call, out, TDG_RECORDS, b->n_members);
  tdg_put_int(b->call, out, TDG_COPIES, b->copies);
  /* Who is one publisher is decided in one place, and `stories` shows that number. */
  tdg_put_int(b->call, out, TDG_PUBLISHERS, tdg_get_int(b->call, story, TDG_PUBLISHERS, b->publishers));
  return out;
}

void brief_put_chosen(const struct brief *b, tdg_rec *out) {
  for (int r = 0; r < ROLES; r++) put_section(b, out, (enum role)r);
}
