/* statement_record.c - the record of a statement: fields of the head, blocks, parts and points. */
#include <stdio.h>

#include <tidings/kit/str.h>

#include "statement.h"

static const char *const ROLE_NAMES[] = {[ROLE_BODY] = "body",
                                         [ROLE_PREAMBLE] = "preamble",
                                         [ROLE_OPERATIVE] = "operative",
                                         [ROLE_SIGNATURE] = "signature",
                                         [ROLE_NOTES] = "notes_to_editors",
                                         [ROLE_ABOUT] = "about",
                                         [ROLE_CONTACT] = "contact",
                                         [ROLE_ANNEX] = "annex"};

static void put_time(struct statement *s, uint32_t field, const char *name, const struct stm_date *d) {
  static const char *const precision[] = {"", "year", "month", "day", "minute", "second"};
  if (!d->known) return;
  tdg_put_int(s->call, s->rec, field, d->date.ms);
  tdg_rec *g = tdg_group(s->call);
  tdg_put_str(s->call, g, TDG_FIELD_NAME, name);
  tdg_put_str(s->call, g, TDG_FROM, "text");
  tdg_put_text(s->call, g, TDG_RAW, d->raw.p, d->raw.n);
  tdg_put_str(s->call, g, TDG_PRECISION, precision[d->date.precision]);
  tdg_put_rec(s->call, s->rec, TDG_ORIGIN, g);
}

static void put(struct statement *s, uint32_t field, struct tdg_str v) {
  tdg_put_text(s->call, s->rec, field, v.p, v.n);
}

static void write_head(struct statement *s) {
  struct tdg_str url = tdg_get(s->call, s->doc, TDG_FINAL_URL);
  if (url.n == 0) url = tdg_get(s->call, s->doc, TDG_URL);
  put(s, TDG_URL, url);
  put(s, TDG_CANONICAL, s->canonical);
  put(s, TDG_TITLE, s->title);
  tdg_put_str(s->call, s->rec, TDG_GENRE, s->genre);
  put(s, TDG_PLACE, s->place);
  put(s, TDG_DATELINE, s->dateline);
  put(s, TDG_OCCASION, s->occasion);
  put(s, TDG_REFERENCE, s->reference);
  put_time(s, TDG_PUBLISHED, "published", &s->published);
  put_time(s, TDG_EMBARGO, "embargo", &s->embargo);
}

/* ---- blocks ---- */

/* A point found in running text becomes a list entry without its printed number. */
static void write_point(struct statement *s, const struct stm_item *it) {
  tdg_rec *b = tdg_block_new(s->call, TDG_ITEM);
  struct tdg_str printed = tdg_str_trim((struct tdg_str){it->line.s.p, it->mark});
  tdg_put_text(s->call, b, TDG_TEXT, it->line.s.p + it->mark, it->line.s.n - it->mark);
  tdg_put_int(s->call, b, TDG_LEVEL, it->level > 0 ? it->level : 1);
  tdg_put_int(s->call, b, TDG_ORDERED, 1);
  tdg_put_text(s->call, b, TDG_NUMBER, printed.p, printed.n);
  tdg_put_rec(s->call, s->rec, TDG_BLOCK, b);
}

static void write_block(struct statement *s, const struct stm_item *it) {
  int64_t type = it->type;
  if (it->mark > 0 && !it->spans && type == TDG_PARAGRAPH && it->mark < it->line.s.n) {
    write_point(s, it);
    return;
  }
  if (it->role == ROLE_SIGNATURE && type == TDG_PARAGRAPH && it->line.words <= 10) type = TDG_SIGNATURE_LINE;
  if (it->block != NULL && type == it->type) {
    tdg_put_rec(s->call, s->rec, TDG_BLOCK, it->block);
    return;
  }
  tdg_rec *b = tdg_block_new(s->call, type);
  tdg_put_text(s->call, b, TDG_TEXT, it->line.s.p, it->line.s.n);
  if (type == TDG_HEADING) tdg_put_int(s->call, b, TDG_LEVEL, it->level > 0 ? it->level : 2);
  tdg_put_rec(s->call, s->rec, TDG_BLOCK, b);
}

static size_t write_blocks(struct statement *s) {
  size_t n = 0, words = 0;
  for (size_t i = 0; i < s->n; i++) {
    if (s->v[i].role == ROLE_NONE) continue;
    write_block(s, &s->v[i]);
    words += s->v[i].line.words;
    n++;
  }
  tdg_rec *quality = tdg_group(s->call);
  tdg_put_int(s->call, quality, TDG_WORDS, (int64_t)words);
  tdg_put_rec(s->call, s->rec, TDG_QUALITY, quality);
  return n;
}

/* ---- parts: runs of one role, cut at headings ---- */

static void write_part(struct statement *s, const struct stm_item *first, size_t start, size_t end) {
  tdg_rec *g = tdg_group(s->call);
  tdg_put_str(s->call, g, TDG_ROLE, ROLE_NAMES[first->role]);
  if (first->type == TDG_HEADING) tdg_put_text(s->call, g, TDG_TITLE, first->line.s.p, first->line.s.n);
  tdg_put_int(s->call, g, TDG_START, (int64_t)start);
  tdg_put_int(s->call, g, TDG_END, (int64_t)end);
  tdg_put_rec(s->call, s->rec, TDG_PART, g);
}

static void write_parts(struct statement *s) {
  const struct stm_item *first = NULL;
  size_t block = 0, start = 0;
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_item *it = &s->v[i];
    if (it->role == ROLE_NONE) continue;
    if (first != NULL && (it->role != first->role || it->type == TDG_HEADING))
      write_part(s, first, start, block);
    if (first == NULL || it->role != first->role || it->type == TDG_HEADING) first = it, start = block;
    block++;
  }
  if (first != NULL) write_part(s, first, start, block);
}

/* A point ends where the next of its level or above begins, or its part does. */
static size_t point_end(const struct statement *s, size_t i, size_t block) {
  for (size_t k = i + 1; k < s->n; k++) {
    const struct stm_item *it = &s->v[k];
    if (it->role == ROLE_NONE) continue;
    block++;
    if (it->role != s->v[i].role || it->type == TDG_HEADING) return block;
    if (it->number.n > 0 && it->level <= s->v[i].level) return block;
  }
  return block + 1;
}

static void write_points(struct statement *s) {
  size_t block = 0;
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_item *it = &s->v[i];
    if (it->role == ROLE_NONE) continue;
    if (it->number.n > 0 && (it->role == ROLE_OPERATIVE || it->role == ROLE_ANNEX)) {
      tdg_rec *g = tdg_group(s->call);
      tdg_put_text(s->call, g, TDG_NUMBER, it->number.p, it->number.n);
      tdg_put_int(s->call, g, TDG_BLOCK_NO, (int64_t)block);
      tdg_put_int(s->call, g, TDG_END, (int64_t)point_end(s, i, block));
      tdg_put_rec(s->call, s->rec, TDG_POINT, g);
    }
    block++;
  }
}

/* ---- how it was read ---- */

static void put_cues(struct tdg_buf *b, uint32_t all, const char *before) {
  static const struct {
    enum stm_cue cue;
    const char *words;
  } cues[] = {{CUE_RELEASE, "for release"},
              {CUE_EMBARGO, "an embargo"},
              {CUE_NUMBER, "a number of its own"},
              {CUE_JOINT, "a joint statement or declaration"},
              {CUE_TITLE, "a statement, remarks or order in the title"},
              {CUE_WE, "\"we, the ...\""},
              {CUE_MET, "who met"},
              {CUE_RECITAL, "a recital"},
              {CUE_FORMULA, "\"have agreed\""},
              {CUE_DONE, "\"done at\""},
              {CUE_END, "an end mark"},
              {CUE_NOTES, "notes to editors"},
              {CUE_ABOUT, "about the issuer"},
              {CUE_CONTACT, "a contact"},
              {CUE_ANNEX, "an annex"},
              {CUE_LETTERHEAD, "a letterhead"},
              {CUE_OFFICE, "an office"}};
  for (size_t k = 0; k < sizeof(cues) / sizeof(cues[0]); k++) {
    if ((all & (uint32_t)cues[k].cue) == 0) continue;
    tdg_buf_str(b, before);
    tdg_buf_str(b, cues[k].words);
    before = ", ";
  }
}

/* Why it is a statement: what speaks for it, wherever that stands. */
static void put_reason(const struct statement *s, tdg_rec *x) {
  struct tdg_buf b = tdg_buf_make(s->call, 1000);
  char score[80];
  uint32_t all = 0;
  for (size_t i = 0; i < s->n; i++) all |= s->v[i].cues;
  put_cues(&b, stm_counted(all), "it has ");
  snprintf(score, sizeof score, " (%d of 100; %d are enough)", stm_score(s), MIN_SCORE);
  tdg_buf_str(&b, score);
  struct tdg_str why = tdg_buf_get(&b);
  tdg_put_text(s->call, x, TDG_REASON, why.p, why.n);
}

int stm_explain(const struct statement *s) {
  tdg_rec *x = tdg_rec_new(s->call, TDG_EXPLANATION);
  put_reason(s, x);
  if (s->title.n > 0)
    tdg_explain_origin(s->call, x, "title", "text", tdg_str_of("a line of the head"), tdg_str_of(""));
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_item *it = &s->v[i];
    struct tdg_buf why = tdg_buf_make(s->call, 600);
    tdg_buf_str(&why, it->role == ROLE_NONE ? "no part of the text" : ROLE_NAMES[it->role]);
    put_cues(&why, it->cues, "; reads as ");
    tdg_explain_line(s->call, x, it->role != ROLE_NONE, "statement", tdg_buf_get(&why).p, tdg_str_of(""),
                     it->line.s);
  }
  return tdg_emit(s->call, x);
}

int stm_write(struct statement *s) {
  write_head(s);
  tdg_put_str(s->call, s->rec, TDG_LANGUAGE, s->language);
  if (write_blocks(s) == 0)
    return tdg_fail(s->call, TDG_BAD_INPUT,
                    "no text besides the head of the document; if it is one, name another parser");
  write_parts(s);
  write_points(s);
  return tdg_emit(s->call, s->rec);
}
