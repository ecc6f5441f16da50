/* statement.c - plugin parse-statement: official statements, press releases, orders; HTML and plain text.
 *
 * Recovers who issued it, where and when, its number, the recitals, the numbered points with their nesting,
 * the signatures, and what stands behind the end mark: notes to editors, contacts.  What does not carry the
 * formulae of such a document is refused (TDG_NOT_MINE) and left to the article and text parsers.
 */
#include <tidings/kit/str.h>

#include "statement.h"

enum { SURE_SCORE = 70, MAX_SAMPLE = 16384 };

static int is_html(tdg_call *call, const tdg_rec *doc, struct tdg_str text) {
  struct tdg_str type = tdg_get(call, doc, TDG_MEDIA_TYPE);
  struct tdg_str head = tdg_str_trim((struct tdg_str){text.p, text.n < 400 ? text.n : 400});
  if (tdg_nocase_starts(head, "<")) return 1;
  return tdg_nocase_starts(type, "text/html") || tdg_nocase_starts(type, "application/xhtml");
}

/* Items with their cues; a status. */
static int read_items(struct statement *s) {
  struct tdg_str bytes = tdg_get(s->call, s->doc, TDG_BODY), charset = tdg_get(s->call, s->doc, TDG_CHARSET);
  struct tdg_str text = tdg_decode(s->call, bytes, charset.p, tdg_declared_html(s->call, bytes), NULL);
  if (tdg_str_trim(text).n == 0)
    return tdg_fail(s->call, TDG_BAD_INPUT, "%s: the document is empty; nothing to read",
                    tdg_get(s->call, s->doc, TDG_URL).p);
  int status = is_html(s->call, s->doc, text) ? stm_read_page(s, text) : stm_read_text(s, text);
  if (status == TDG_OK) stm_cues(s);
  return status;
}

static struct statement *statement_new(tdg_call *call, const tdg_rec *doc) {
  static const struct tdg_str none = {"", 0};
  struct statement *s = tdg_scratch(call, sizeof(*s));
  *s = (struct statement){.call = call, .doc = doc, .genre = "statement"};
  s->page_title = s->canonical = s->title = s->reference = s->place = s->dateline = s->occasion = none;
  return s;
}

static void find_marks(struct statement *s) {
  for (size_t i = 0; i < s->n; i++)
    if (s->v[i].number.n == 0 && s->v[i].type == TDG_PARAGRAPH) s->v[i].mark = stm_mark(s->v[i].line.s);
}

/* The language decides how short names of months are read. */
static const char *language_of(struct statement *s) {
  struct tdg_buf b = tdg_buf_make(s->call, MAX_SAMPLE);
  for (size_t i = 0; i < s->n && !b.full; i++) {
    tdg_buf_add(&b, s->v[i].line.s.p, s->v[i].line.s.n);
    tdg_buf_char(&b, '\n');
  }
  const char *found = tdg_language(tdg_buf_get(&b));
  return *found != '\0' ? found : NULL;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  struct statement *s = statement_new(call, doc);
  int status = read_items(s);
  if (status != TDG_OK) return status;
  if (stm_score(s) < MIN_SCORE) return TDG_NOT_MINE;
  s->rec = tdg_rec_new(call, TDG_STATEMENT);
  s->language = language_of(s);
  stm_head(s);
  find_marks(s);
  stm_zones(s);
  stm_people(s);
  stm_points(s);
  status = stm_write(s);
  return status == TDG_OK && tdg_explains(call, doc) ? stm_explain(s) : status;
}

/* 80 and more only with real signs; without them 20 at most. */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  struct statement *s = statement_new(call, doc);
  if (tdg_get(call, doc, TDG_BODY).n == 0 || read_items(s) != TDG_OK) return 0;
  int score = stm_score(s);
  if (score >= SURE_SCORE) return 80 + (score - SURE_SCORE) / 2;
  return score >= MIN_SCORE ? 20 : score / 4;
}

static const char *const CLAIMS[] = {"text/html", "application/xhtml+xml", "text/plain", NULL};

TDG_PLUGIN("org.tidings.parse-statement", TDG_VERSION, "Reads official statements",
           TDG_PARSER(.name = "statement",
                      .summary = "Official statements: issuers, place and date, points, signatures",
                      .claims = CLAIMS, .run = run, .probe = probe));
