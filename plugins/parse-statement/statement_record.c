/* statement_record.c - the record of a statement: fields of the head, blocks, parts and points; and how it was read. */
#include <stdio.h>

#include "statement.h"

static const char *const ROLE_NAMES[] = {[ROLE_BODY] = "body",
                                         [ROLE_PREAMBLE] = "preamble",
                                         [ROLE_OPERATIVE] = "operative",
                                         [ROLE_SIGNATURE] = "signature",
                                         [ROLE_NOTES] = "notes_to_editors",
                                         [ROLE_ABOUT] = "about",
                                         [ROLE_CONTACT] = "contact",
                                         [ROLE_ANNEX] = "annex",
                                         [ROLE_CORRECTION] = "correction"};

static void put_time(struct statement *s, uint32_t field, const char *name, const struct stm_date *d) {
  const int64_t given = tdg_get_int(s->call, s->doc, field, 0);
  if (given != 0 &&
      field != TDG_UPDATED) { /* the caller's; the time of change of a document may be its server's */
    tdg_put_int(s->call, s->rec, field, given);
    return;
  }
  if (!d->known) {
    if (given != 0) tdg_put_int(s->call, s->rec, field, given);
    return;
  }
  tdg_put_int(s->call, s->rec, field, d->date.ms);
  /* An embargo ends at an instant: without a zone it is held as the UTC time that it counts as, and told so. */
  tdg_date_put_origin(s->call, s->rec, name, d->from, d->raw, &d->date, field == TDG_EMBARGO);
}

/* What the caller gave holds (tidings/kit/inner_statement.h). */
static void put(struct statement *s, uint32_t field, struct tdg_str found) {
  const struct tdg_str given = tdg_get(s->call, s->doc, field);
  const struct tdg_str v = given.n > 0 ? given : found;
  tdg_put_text(s->call, s->rec, field, v.p, v.n);
}

static void copy_groups(struct statement *s, uint32_t field) {
  for (uint32_t i = 0;; i++) {
    const tdg_rec *g = tdg_get_rec(s->call, s->doc, field, i);
    if (g == NULL) return;
    tdg_put_rec(s->call, s->rec, field, g);
  }
}

static const char *direction_of(const struct statement *s) {
  static const char *const right_to_left[] = {"ar", "he", "fa", "ur", "yi", "ps", "ckb", "dv"};
  for (size_t i = 0; s->language != NULL && i < sizeof right_to_left / sizeof *right_to_left; i++)
    if (strcmp(s->language, right_to_left[i]) == 0) return "rtl";
  return s->rtl ? "rtl" : "";
}

static void write_head(struct statement *s) {
  struct tdg_str url = tdg_get(s->call, s->doc, TDG_FINAL_URL);
  if (url.n == 0) url = tdg_get(s->call, s->doc, TDG_URL);
  tdg_put_text(s->call, s->rec, TDG_URL, url.p, url.n);
  put(s, TDG_CANONICAL, s->canonical);
  if (s->reserved.n > 0) {
    tdg_rec *rights = tdg_group(s->call);
    tdg_put_text(s->call, rights, TDG_TDM, s->reserved.p, s->reserved.n);
    tdg_put_rec(s->call, s->rec, TDG_RIGHTS, rights);
  }
  put(s, TDG_TITLE, s->title);
  put(s, TDG_GENRE, tdg_str_of(stm_genre_name(s->genre)));
  put(s, TDG_PLACE, s->place);
  tdg_put_text(s->call, s->rec, TDG_DATELINE, s->dateline.p, s->dateline.n);
  put(s, TDG_OCCASION, s->occasion);
  put(s, TDG_REFERENCE, s->reference);
  put(s, TDG_CHANGE_NOTE, s->change_note);
  put(s, TDG_LANGUAGE, tdg_str_of(s->language != NULL ? s->language : ""));
  put(s, TDG_DIRECTION, tdg_str_of(direction_of(s)));
  put_time(s, TDG_PUBLISHED, "published", &s->published);
  put_time(s, TDG_UPDATED, "updated", &s->updated);
  put_time(s, TDG_EVENT_TIME, "event", &s->signed_on);
  put_time(s, TDG_EMBARGO, "embargo", &s->embargo);
  copy_groups(s, TDG_ISSUER);
  copy_groups(s, TDG_CITES);
}

/* ---- blocks ---- */

static void put_spans(struct statement *s, tdg_rec *b, const struct stm_line *l) {
  for (size_t i = 0; i < l->n_spans; i++) {
    const struct stm_span *sp = &l->spans[i];
    if (sp->end > l->line.s.n || sp->start >= sp->end || strcmp(sp->type, "ref") == 0) continue;
    tdg_rec *g = tdg_group(s->call);
    tdg_put_str(s->call, g, TDG_TYPE, sp->type);
    tdg_put_int(s->call, g, TDG_START, (int64_t)sp->start);
    tdg_put_int(s->call, g, TDG_END, (int64_t)sp->end);
    tdg_put_text(s->call, g, TDG_URL, sp->url.p, sp->url.n);
    tdg_put_rec(s->call, b, TDG_SPAN, g);
  }
}

static void write_block(struct statement *s, struct stm_line *l) {
  if (l->table != NULL && l->language == NULL) {
    tdg_put_rec(s->call, s->rec, TDG_BLOCK, l->table);
    return;
  }
  int64_t type = l->type;
  if (l->mark.n > 0 && type == TDG_PARAGRAPH && l->role != ROLE_SIGNATURE) type = TDG_ITEM;
  if (l->role == ROLE_SIGNATURE && type == TDG_PARAGRAPH && (l->signs || l->line.words <= 10) &&
      !(l->cues & CUE_DONE))
    type = TDG_SIGNATURE_LINE;
  struct tdg_str text = l->line.s;
  if (l->label.n > 0 && l->label.p != text.p) text = stm_join(s, l->label, " ", text), l->n_spans = 0;
  if (l->mark.n > 0 && l->role == ROLE_SIGNATURE) text = stm_join(s, l->mark, " ", text), l->n_spans = 0;
  tdg_rec *b = tdg_block_new(s->call, type);
  tdg_put_text(s->call, b, TDG_TEXT, text.p, text.n);
  if (type == TDG_HEADING)
    tdg_put_int(s->call, b, TDG_LEVEL, l->level > 0 && l->level < 7 && l->mark.n == 0 ? l->level : 2);
  if (type == TDG_ITEM) {
    tdg_put_int(s->call, b, TDG_LEVEL, l->level > 0 ? l->level : l->listed && l->depth > 0 ? l->depth : 1);
    if (l->mark.n > 0) tdg_put_int(s->call, b, TDG_ORDERED, 1);
  }
  if (l->mark.n > 0 && l->role != ROLE_SIGNATURE) tdg_put_text(s->call, b, TDG_NUMBER, l->mark.p, l->mark.n);
  if (type == TDG_QUOTE) tdg_put_int(s->call, b, TDG_LEVEL, 1);
  tdg_put_str(s->call, b, TDG_LANGUAGE, l->language);
  put_spans(s, b, l);
  tdg_put_rec(s->call, s->rec, TDG_BLOCK, b);
}

static size_t write_blocks(struct statement *s) {
  size_t n = 0, words = 0;
  for (size_t i = 0; i < s->n; i++) {
    if (s->v[i].role == ROLE_NONE) continue;
    n++;
    write_block(s, &s->v[i]);
    words += s->v[i].line.words;
  }
  tdg_rec *quality = tdg_group(s->call);
  tdg_put_int(s->call, quality, TDG_WORDS, (int64_t)words);
  for (size_t i = 0; i < s->n_flags; i++) tdg_put_str(s->call, quality, TDG_FLAG, s->flags[i]);
  tdg_put_rec(s->call, s->rec, TDG_QUALITY, quality);
  return n;
}

/* ---- parts: runs of one role, cut at headings ---- */

static void write_part(struct statement *s, const struct stm_line *first, size_t start, size_t end) {
  tdg_rec *g = tdg_group(s->call);
  tdg_put_str(s->call, g, TDG_ROLE, ROLE_NAMES[first->role]);
  if (first->type == TDG_HEADING) tdg_put_text(s->call, g, TDG_TITLE, first->line.s.p, first->line.s.n);
  tdg_put_int(s->call, g, TDG_START, (int64_t)start);
  tdg_put_int(s->call, g, TDG_END, (int64_t)end);
  tdg_put_rec(s->call, s->rec, TDG_PART, g);
}

static int begins_part(const struct stm_line *l, const struct stm_line *first) {
  return first == NULL || l->role != first->role || l->type == TDG_HEADING ||
         (l->role == ROLE_ANNEX && (l->cues & CUE_ANNEX));
}

static void write_parts(struct statement *s) {
  const struct stm_line *first = NULL;
  size_t block = 0, start = 0;
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    if (l->role == ROLE_NONE) continue;
    /* the title of an annex under its heading does not begin another part */
    const int titles =
        first != NULL && l->role == ROLE_ANNEX && first->role == ROLE_ANNEX && !(l->cues & CUE_ANNEX);
    if (begins_part(l, first) && !titles) {
      if (first != NULL) write_part(s, first, start, block);
      first = l, start = block;
    }
    block++;
  }
  if (first != NULL) write_part(s, first, start, block);
}

/* A point ends where the next of its level or above begins, or its part does. */
static size_t point_end(const struct statement *s, size_t i) {
  size_t block = s->v[i].block;
  for (size_t k = i + 1; k < s->n; k++) {
    const struct stm_line *l = &s->v[k];
    if (l->role == ROLE_NONE) continue;
    block++;
    if (l->role != s->v[i].role || l->type == TDG_HEADING) return block;
    if (l->path.n > 0 && l->level <= s->v[i].level) return block;
  }
  return block + 1;
}

static void write_points(struct statement *s) {
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    if (l->path.n == 0 || (l->role != ROLE_OPERATIVE && (l->role != ROLE_ANNEX || l->line.words < 4)))
      continue;
    tdg_rec *g = tdg_group(s->call);
    tdg_put_text(s->call, g, TDG_NUMBER, l->path.p, l->path.n);
    tdg_put_int(s->call, g, TDG_BLOCK_NO, (int64_t)l->block);
    tdg_put_int(s->call, g, TDG_END, (int64_t)point_end(s, i));
    tdg_put_rec(s->call, s->rec, TDG_POINT, g);
  }
}

/* ---- how it was read ---- */

static void put_cues(struct tdg_buf *b, uint32_t all, const char *before) {
  static const char *const names[STM_N_CUES] = {
#define STM_CUE_NAME(name, text) [CUE_NO_##name] = text,
      STM_CUES(STM_CUE_NAME)
#undef STM_CUE_NAME
  };
  for (size_t k = 0; k < STM_N_CUES; k++) {
    if ((all & (1u << k)) == 0) continue;
    tdg_buf_str(b, before);
    tdg_buf_str(b, names[k]);
    before = ", ";
  }
}

/* Why it is a statement: what speaks for it, wherever that stands. */
static void put_reason(const struct statement *s, tdg_rec *x) {
  struct tdg_buf b = tdg_buf_make(s->call, 1000);
  char score[80];
  uint32_t all = 0;
  for (size_t i = 0; i < s->n; i++) all |= s->v[i].cues;
  put_cues(&b, all, "it has ");
  if (s->told) tdg_buf_str(&b, b.n > 0 ? "; it was named a statement" : "it was named a statement");
  snprintf(score, sizeof score, " (%d of 100; %d are enough)", stm_score(s), MIN_SCORE);
  tdg_buf_str(&b, score);
  const struct tdg_str why = tdg_buf_get(&b);
  tdg_put_text(s->call, x, TDG_REASON, why.p, why.n);
}

int stm_explain(const struct statement *s) {
  tdg_rec *x = tdg_rec_new(s->call, TDG_EXPLANATION);
  put_reason(s, x);
  if (s->title.n > 0)
    tdg_explain_origin(s->call, x, "title", "text", tdg_str_of("a line of the head"), tdg_str_of(""));
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    struct tdg_buf why = tdg_buf_make(s->call, 600);
    tdg_buf_str(&why, l->role == ROLE_NONE ? "no part of the text" : ROLE_NAMES[l->role]);
    put_cues(&why, l->cues, "; reads as ");
    tdg_explain_line(s->call, x, l->role != ROLE_NONE, "statement", tdg_buf_get(&why).p, tdg_str_of(""),
                     l->line.s);
  }
  return tdg_emit(s->call, x);
}

/* A document of a title alone is read as one when it was named so. */
static void keep_something(struct statement *s) {
  for (size_t i = 0; i < s->n; i++)
    if (s->v[i].role != ROLE_NONE) return;
  const int asked = s->told || s->withdrawn;
  for (size_t i = 0; asked && i < s->n; i++)
    if (s->v[i].type != TDG_RULE && s->v[i].linked < 80) s->v[i].role = ROLE_BODY;
  for (size_t i = 0; s->told && i < s->n; i++)
    if (s->v[i].type != TDG_RULE) s->v[i].role = ROLE_BODY;
}

void stm_number_blocks(struct statement *s) {
  size_t n = 0;
  keep_something(s);
  for (size_t i = 0; i < s->n; i++)
    if (s->v[i].role != ROLE_NONE) s->v[i].block = n++;
}

int stm_write(struct statement *s) {
  write_head(s);
  if (write_blocks(s) == 0)
    return tdg_fail(s->call, TDG_BAD_INPUT,
                    "no text besides the head of the document; if it is one, name another parser");
  write_parts(s);
  write_points(s);
  return TDG_OK;
}
