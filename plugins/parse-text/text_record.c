/* text_record.c - lines become paragraphs, parts and the record.
 *
 * A paragraph is a line, or several when the break between them falls inside a sentence.  Parts are cut by
 * headings; their role is the heading's, else the first paragraph is the lead and the rest the body.
 */
#include "report.h"

enum { MAX_PARTS = 512, MAX_DATELINE = 80 };

struct part {
  const char *role;
  struct tdg_str title;
  size_t start;
  uint32_t level;
};

struct writer {
  struct report *r;
  tdg_rec *rec;
  size_t blocks, text_blocks, words;
  struct part parts[MAX_PARTS];
  size_t n_parts;
};

/* ---- parts ---- */

static void part_open(struct writer *w, const char *role, struct tdg_str title, uint32_t level) {
  struct part *last = w->n_parts > 0 ? &w->parts[w->n_parts - 1] : NULL;
  if (w->n_parts == MAX_PARTS) return;
  if (last != NULL && last->start == w->blocks) w->n_parts--;
  w->parts[w->n_parts++] = (struct part){role, title, w->blocks, level};
}

/* Under a heading with a role, deeper headings stay inside its part. */
static void part_for_heading(struct writer *w, const struct tdg_line *l, struct tdg_str title) {
  const struct part *last = w->n_parts > 0 ? &w->parts[w->n_parts - 1] : NULL;
  if (l->role == NULL && last != NULL && last->level > 0 && l->level > last->level) return;
  part_open(w, l->role != NULL ? l->role : "body", title, l->level);
}

static void parts_write(const struct writer *w) {
  tdg_call *c = w->r->of.call;
  for (size_t i = 0; i < w->n_parts; i++) {
    tdg_rec *g = tdg_group(c);
    tdg_put_str(c, g, TDG_ROLE, w->parts[i].role);
    tdg_put_text(c, g, TDG_TITLE, w->parts[i].title.p, w->parts[i].title.n);
    tdg_put_int(c, g, TDG_START, (int64_t)w->parts[i].start);
    tdg_put_int(c, g, TDG_END, (int64_t)(i + 1 < w->n_parts ? w->parts[i + 1].start : w->blocks));
    tdg_put_rec(c, w->rec, TDG_PART, g);
  }
}

/* ---- blocks ---- */

static void block_write(struct writer *w, int64_t type, struct tdg_str s, uint32_t level,
                        struct tdg_str number) {
  tdg_call *c = w->r->of.call;
  tdg_rec *b = tdg_block_new(c, type);
  tdg_put_text(c, b, TDG_TEXT, s.p, s.n);
  if (level > 0) tdg_put_int(c, b, TDG_LEVEL, level);
  if (number.n > 0) {
    tdg_put_int(c, b, TDG_ORDERED, 1);
    tdg_put_text(c, b, TDG_NUMBER, number.p, number.n);
  }
  tdg_put_rec(c, w->rec, TDG_BLOCK, b);
  w->blocks++;
}

/* Lead and body where no heading has said otherwise. */
static void text_block_write(struct writer *w, int64_t type, struct tdg_str s, uint32_t level,
                             struct tdg_str number) {
  static const struct tdg_str none = {"", 0};
  if (w->n_parts == 0) part_open(w, "lead", none, 0);
  else if (w->n_parts == 1 && w->text_blocks == 1 && strcmp(w->parts[0].role, "lead") == 0)
    part_open(w, "body", none, 0);
  block_write(w, type, s, level, number);
  w->text_blocks++;
}

static void heading_write(struct writer *w, const struct tdg_line *l) {
  static const struct tdg_str none = {"", 0};
  struct tdg_str s = tdg_report_unmarked(l->s);
  part_for_heading(w, l, s);
  block_write(w, TDG_HEADING, s, l->level, none);
}

static void item_write(struct writer *w, const struct tdg_line *l) {
  struct tdg_str number = {l->s.p, 0}, text = l->s;
  size_t mark = tdg_line_mark(l->s, NULL); /* a dot may stand right before its word */
  if (l->start == TDG_STARTS_DIGIT && l->s.p[0] >= '0' && l->s.p[0] <= '9') number.n = mark - 1;
  while (mark < l->s.n && l->s.p[mark] == ' ') mark++;
  text.p += mark, text.n -= mark;
  text_block_write(w, TDG_ITEM, text, l->level, number);
}

/* ---- paragraphs ---- */

/* Across furniture that was taken out only the plainest break is mended. */
static int is_inside_sentence(const struct tdg_line *a, const struct tdg_line *b, int apart) {
  return b->kind == TDG_LINE_BODY && tdg_line_goes_on(a, b) && (!apart || b->start == TDG_STARTS_LOWER);
}

/* Write the paragraph that begins at line i; returns the line after it. */
static size_t paragraph_write(struct writer *w, size_t i) {
  static const struct tdg_str none = {"", 0};
  struct report *r = w->r;
  struct tdg_str s = r->of.v[i].s;
  struct tdg_buf b = {0};
  size_t last = i, next = i + 1;
  w->words += r->of.v[i].words;
  for (;; next++) {
    while (next < r->of.n && r->of.v[next].kind == TDG_LINE_FURNITURE) next++;
    if (next >= r->of.n || !is_inside_sentence(&r->of.v[last], &r->of.v[next], next > last + 1)) break;
    if (b.p == NULL) b = tdg_buf_make(r->of.call, 2 * r->text.n + 1), tdg_buf_add(&b, s.p, s.n);
    if (!(r->of.v[last].wide && r->of.v[next].wide)) tdg_buf_char(&b, ' ');
    tdg_buf_add(&b, r->of.v[next].s.p, r->of.v[next].s.n);
    w->words += r->of.v[next].words;
    last = next;
  }
  if (b.p != NULL) s = tdg_buf_get(&b);
  text_block_write(w, TDG_PARAGRAPH, s, 0, none);
  return last + 1;
}

static size_t line_write(struct writer *w, size_t i) {
  static const struct tdg_str none = {"", 0};
  const struct tdg_line *l = &w->r->of.v[i];
  struct tdg_str quoted = {l->s.p + (l->s.n > 2 ? 2 : 0), l->s.n - (l->s.n > 2 ? 2 : 0)};
  switch (l->kind) {
  case TDG_LINE_BODY: return paragraph_write(w, i);
  case TDG_LINE_HEADING: heading_write(w, l); break;
  case TDG_LINE_ITEM: item_write(w, l); break;
  case TDG_LINE_QUOTE: text_block_write(w, TDG_QUOTE, quoted, 1, none); break;
  case TDG_LINE_RULE:
    if (w->text_blocks > 0) block_write(w, TDG_RULE, none, 0, none);
    break;
  default: break;
  }
  return i + 1;
}

/* ---- the head ---- */

static void stamp_write(struct writer *w, int which, uint32_t field, const char *name) {
  tdg_call *c = w->r->of.call;
  const struct tdg_report_stamp *s = &w->r->of.stamps[which];
  if (!s->known) return;
  tdg_put_int(c, w->rec, field, s->date.ms);
  tdg_date_put_origin(c, w->rec, name, "text", s->raw, &s->date, w->r->of.zone != NULL);
}

static void head_line_write(struct writer *w, uint32_t kind, uint32_t field) {
  for (size_t i = 0; i < w->r->of.n; i++) {
    if (w->r->of.v[i].kind != kind) continue;
    struct tdg_str s = tdg_report_unmarked(w->r->of.v[i].s);
    tdg_put_text(w->r->of.call, w->rec, field, s.p, s.n);
    return;
  }
}

/* "PARIS (Agency) - The talks ..." : the words before the dash, when they are set in capitals. */
static void place_line_write(struct writer *w) {
  static const char *const dashes[] = {" \xE2\x80\x94 ", " \xE2\x80\x93 ", " -- ", " - "};
  const struct report *r = w->r;
  size_t i = r->of.first < r->of.n ? r->of.first : 0;
  if (i >= r->of.n || r->of.v[i].kind != TDG_LINE_BODY) return;
  struct tdg_str s = r->of.v[i].s;
  size_t look = s.n < MAX_DATELINE ? s.n : MAX_DATELINE;
  for (size_t k = 0; k < sizeof(dashes) / sizeof(dashes[0]); k++) {
    const char *p = memmem(s.p, look, dashes[k], strlen(dashes[k]));
    struct tdg_line place = {.s = {s.p, p != NULL ? (size_t)(p - s.p) : 0}};
    const char *stop = memchr(s.p, ',', place.s.n), *open = memchr(s.p, '(', place.s.n);
    if (place.s.n < 3) continue;
    struct tdg_line city = place;
    if (open != NULL) city.s.n = (size_t)(open - s.p);
    if (stop != NULL && (size_t)(stop - s.p) < city.s.n) city.s.n = (size_t)(stop - s.p);
    tdg_line_measure(&city);
    if (city.letters < 3 || city.upper != city.letters) continue;
    tdg_put_text(r->of.call, w->rec, TDG_DATELINE, place.s.p, place.s.n);
    return;
  }
}

static void head_write(struct writer *w) {
  struct report *r = w->r;
  tdg_call *c = r->of.call;
  struct tdg_str url = tdg_get(c, r->doc, TDG_FINAL_URL);
  if (url.n == 0) url = tdg_get(c, r->doc, TDG_URL);
  tdg_put_text(c, w->rec, TDG_URL, url.p, url.n);
  head_line_write(w, TDG_LINE_TITLE, TDG_TITLE);
  head_line_write(w, TDG_LINE_SUBTITLE, TDG_SUBTITLE);
  head_line_write(w, TDG_LINE_KICKER, TDG_KICKER);
  for (size_t i = 0; i < r->of.n_authors; i++) {
    tdg_rec *g = tdg_group(c);
    tdg_put_text(c, g, TDG_NAME, r->of.authors[i].p, r->of.authors[i].n);
    tdg_put_rec(c, w->rec, TDG_AUTHOR, g);
  }
  stamp_write(w, 0, TDG_PUBLISHED, "published");
  stamp_write(w, 1, TDG_UPDATED, "updated");
  place_line_write(w);
}

int report_write(struct report *r) {
  struct writer *w = tdg_scratch(r->of.call, sizeof(*w));
  w->r = r;
  w->rec = tdg_rec_new(r->of.call, TDG_ARTICLE);
  head_write(w);
  tdg_put_str(r->of.call, w->rec, TDG_LANGUAGE, r->of.language);
  for (size_t i = 0; i < r->of.n;) i = line_write(w, i);
  if (w->text_blocks == 0)
    return tdg_fail(r->of.call, TDG_BAD_INPUT,
                    "no report in %zu lines: only headings and page furniture; "
                    "if it is one, name another parser for this source",
                    r->of.n);
  parts_write(w);
  tdg_rec *quality = tdg_group(r->of.call);
  tdg_put_int(r->of.call, quality, TDG_WORDS, (int64_t)w->words);
  tdg_put_rec(r->of.call, w->rec, TDG_QUALITY, quality);
  return tdg_emit(r->of.call, w->rec);
}
