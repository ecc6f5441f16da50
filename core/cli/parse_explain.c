/* cli/parse_explain.c - tidings parse --explain: print how a document was parsed.
 *
 * Prints the parser and the reason for its choice, its explanation (TDG_EXPLANATION), and for parsers without
 * one their records with the origins they state.  Everything but labels comes from outside and is escaped by
 * text_page.h.
 */
#include "cli/text_page.h"

#include "engine/parse.h"
#include "worker/spawn.h"

#include <tidings/kit/str.h>

#include <string.h>

enum { LINE_HANG = 9 };

static int is_record(const tdg_rec *r) {
  return rec_kind(r) != TDG_EXPLANATION && rec_kind(r) != TDG_REQUEST;
}

/* The engine's explanation of the choice of the parser. */
static int is_choice(const tdg_rec *r) {
  return rec_kind(r) == TDG_EXPLANATION && rec_get(r, TDG_PARSER_NAME, 0).n > 0;
}

static void put_text(struct page *p, const char *before, const tdg_rec *r, uint32_t field) {
  struct tdg_str text = rec_get(r, field, 0);
  if (text.n == 0) return;
  page_say(p, "%s", before);
  page_text(p, text);
}

/* ---- where values came from ---- */

static void put_authors(struct page *p, const tdg_rec *r) {
  const tdg_rec *author;
  for (uint32_t i = 0; (author = rec_get_rec(r, TDG_AUTHOR, i)) != NULL; i++)
    put_text(p, i == 0 ? ": " : ", ", author, TDG_NAME);
}

/* The text of a date is there, and no date. */
static int is_lost_date(const char *field, const tdg_rec *r) {
  return (strcmp(field, "published") == 0 && rec_get_int(r, TDG_PUBLISHED, INT64_MIN) == INT64_MIN) ||
         (strcmp(field, "updated") == 0 && rec_get_int(r, TDG_UPDATED, INT64_MIN) == INT64_MIN);
}

/* "title  text, h1: The headline": r is the record that has the value. */
static void put_origin(struct page *p, const tdg_rec *origin, const tdg_rec *r) {
  struct tdg_str field = rec_get(origin, TDG_FIELD_NAME, 0);
  page_label(p, field.p);
  page_text(p, rec_get(origin, TDG_FROM, 0));
  put_text(p, ", ", origin, TDG_NAME);
  if (strcmp(field.p, "title") == 0) put_text(p, ": ", r, TDG_TITLE);
  else if (strcmp(field.p, "authors") == 0) put_authors(p, r);
  else put_text(p, ": ", origin, TDG_RAW);
  if (is_lost_date(field.p, r)) page_say(p, ", which cannot be read as a date");
  page_flow(p, 0, PAGE_LABEL);
}

static int has_origin(const tdg_rec *x, struct tdg_str field) {
  const tdg_rec *origin;
  for (uint32_t i = 0; (origin = rec_get_rec(x, TDG_ORIGIN, i)) != NULL; i++)
    if (tdg_str_same(rec_get(origin, TDG_FIELD_NAME, 0), field)) return 1;
  return 0;
}

/* Those that the explanation has, then the others of the record.  x may be NULL. */
static void put_origins(struct page *p, const tdg_rec *x, const tdg_rec *r) {
  const tdg_rec *origin;
  for (uint32_t i = 0; x != NULL && (origin = rec_get_rec(x, TDG_ORIGIN, i)) != NULL; i++)
    put_origin(p, origin, r);
  for (uint32_t i = 0; (origin = rec_get_rec(r, TDG_ORIGIN, i)) != NULL; i++)
    if (x == NULL || !has_origin(x, rec_get(origin, TDG_FIELD_NAME, 0))) put_origin(p, origin, r);
}

/* ---- the explanation of a parser ---- */

static void put_counts(struct page *p, const tdg_rec *x) {
  const tdg_rec *figure;
  for (uint32_t i = 0; (figure = rec_get_rec(x, TDG_FIGURE, i)) != NULL; i++) {
    if (i == 0) page_label(p, "counted");
    put_text(p, i == 0 ? "" : ", ", figure, TDG_WHAT);
    put_text(p, ": ", figure, TDG_VALUE);
  }
  if (rec_get_rec(x, TDG_FIGURE, 0) != NULL) page_flow(p, 0, PAGE_LABEL);
}

/* "dropped  model (its form, place and links, -3.1; div.side p): In the paper today" */
static void put_line(struct page *p, const tdg_rec *line) {
  int kept = strcmp(rec_get(line, TDG_VERDICT, 0).p, "kept") == 0;
  page_style(p, kept ? PAGE_GOOD : PAGE_BAD);
  page_text(p, rec_get(line, TDG_VERDICT, 0));
  page_style(p, PAGE_DIM);
  page_fill(p, LINE_HANG);
  page_text(p, rec_get(line, TDG_BY, 0));
  put_text(p, " (", line, TDG_REASON);
  put_text(p, "; ", line, TDG_NAME);
  page_say(p, "): ");
  page_style(p, PAGE_PLAIN);
  page_text(p, rec_get(line, TDG_TEXT, 0));
  page_flow(p, 0, LINE_HANG);
}

static void put_lines(struct page *p, const tdg_rec *x) {
  size_t pos = 0, n = 0;
  struct tdg_item it;
  while (rec_next(x, &pos, &it)) {
    if (it.field != TDG_LINE || it.type != TDG_T_REC) continue;
    if (n++ == 0) page_gap(p);
    put_line(p, it.rec);
  }
  put_text(p, "", x, TDG_MESSAGE);
  if (rec_get(x, TDG_MESSAGE, 0).n > 0) page_flow(p, 0, 0);
}

static void put_flags(struct page *p, const tdg_rec *r) {
  const tdg_rec *quality = rec_get_rec(r, TDG_QUALITY, 0);
  struct tdg_str flag;
  for (uint32_t i = 0; quality != NULL && (flag = rec_get(quality, TDG_FLAG, i)).n > 0; i++) {
    if (i == 0) page_label(p, "flags");
    else page_say(p, ", ");
    page_text(p, flag);
  }
  if (p->line.n > 0) page_flow(p, 0, PAGE_LABEL);
}

static void put_title(struct page *p, const tdg_rec *r) {
  page_label(p, "title");
  page_text(p, rec_get(r, TDG_TITLE, 0));
  page_flow(p, 0, PAGE_LABEL);
}

/* Of a parser that explains no lines, and of a record that nothing explains (x NULL). */
static void put_record(struct page *p, const tdg_rec *x, const tdg_rec *r) {
  page_gap(p);
  page_label(p, rec_kind_name(rec_kind(r)));
  page_text(p, rec_get(r, TDG_TITLE, 0));
  page_flow(p, 0, PAGE_LABEL);
  put_flags(p, r);
  put_origins(p, x, r);
}

static void put_explanation(struct page *p, const tdg_rec *x, const tdg_rec *r) {
  if (rec_get_rec(x, TDG_LINE, 0) == NULL && rec_get(x, TDG_REASON, 0).n == 0) {
    put_record(p, x, r);
    return;
  }
  page_label(p, "kind");
  page_say(p, "%s", rec_get(x, TDG_GENRE, 0).n > 0 ? rec_get(x, TDG_GENRE, 0).p : rec_kind_name(rec_kind(r)));
  put_text(p, ": ", x, TDG_REASON);
  page_flow(p, 0, PAGE_LABEL);
  if (!has_origin(x, tdg_str_of("title"))) put_title(p, r);
  put_counts(p, x);
  put_flags(p, r);
  put_origins(p, x, r);
  put_lines(p, x);
}

/* ---- the answer ---- */

static void put_choice(struct page *p, const tdg_rec *x) {
  page_label(p, "read by");
  page_text(p, rec_get(x, TDG_PARSER_NAME, 0));
  put_text(p, ": ", x, TDG_REASON);
  page_flow(p, 0, PAGE_LABEL);
}

static void put_failure(struct page *p, const struct job *job) {
  page_label(p, "failed");
  page_said(p, tdg_str_of(job->message));
  page_flow(p, 0, PAGE_LABEL);
}

/* An explanation stands behind the record that it explains. */
void cli_explain(const struct cli *cli, const char *input, const struct job *job) {
  const tdg_rec *record = NULL, *untold = NULL;
  struct page p;
  page_init(&p, cli);
  page_style(&p, PAGE_BOLD);
  page_text(&p, tdg_str_of(input));
  page_line(&p, 0);
  for (size_t i = 0; i < job->n_recs; i++)
    if (is_choice(job->recs[i])) put_choice(&p, job->recs[i]);
  if (job_failed(job) || job->cause != CAUSE_NONE) put_failure(&p, job);
  for (size_t i = 0; i < job->n_recs; i++) {
    const tdg_rec *r = job->recs[i];
    if (is_record(r)) {
      if (untold != NULL) put_record(&p, NULL, untold);
      record = untold = r;
    } else if (rec_kind(r) == TDG_EXPLANATION && !is_choice(r) && record != NULL) {
      put_explanation(&p, r, record);
      untold = NULL;
    }
  }
  if (untold != NULL) put_record(&p, NULL, untold);
  page_gap(&p);
  page_free(&p);
}
