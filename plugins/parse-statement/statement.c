/* statement.c - plugin parse-statement: official statements, press releases, orders; HTML and plain text.
 *
 * Recovers who issued it, where and when, its number, the recitals, the numbered points with their nesting,
 * the signatures, and what stands behind the end mark: notes to editors, contacts.  What does not carry the
 * formulae of such a document is refused (TDG_NOT_MINE) and left to the article and text parsers, unless it was
 * named a statement.
 *
 * The component owns an index of words; without memory for it, it does not open.  The index keeps whose meaning of a word counts
 * first: that of no language when a document begins, so that none depends on the one before it.
 */
#include <tidings/kit/charset.h>
#include <tidings/kit/html.h>
#include <tidings/kit/text.h>

#include "statement.h"

enum { SURE = 60, MAX_SAMPLE = 6000, MIN_LANGUAGE = 60, HEAD_BYTES = 16 << 10 };

static int is_html(tdg_call *call, const tdg_rec *doc, struct tdg_str text) {
  struct tdg_str type = tdg_get(call, doc, TDG_MEDIA_TYPE);
  struct tdg_str head = tdg_str_trim((struct tdg_str){text.p, text.n < 400 ? text.n : 400});
  if (tdg_nocase_starts(head, "<")) return 1;
  return tdg_nocase_starts(type, "text/html") || tdg_nocase_starts(type, "application/xhtml");
}

/* JSON of an interface, by its type or its first bytes: the texts in it are for its own parser to hand on. */
static int is_data(tdg_call *call, const tdg_rec *doc, struct tdg_str text) {
  const struct tdg_str type = tdg_get(call, doc, TDG_MEDIA_TYPE);
  if (tdg_nocase_is(type, "application/json") || tdg_nocase_is(type, "text/json")) return 1;
  text = tdg_str_trim(text);
  if (text.n < 2 || *text.p != '{') return 0;
  text = tdg_str_trim((struct tdg_str){text.p + 1, text.n - 1});
  return text.n > 0 && *text.p == '"';
}

/* ---- languages ---- */

static struct tdg_str sample(struct statement *s, size_t from, size_t to) {
  struct tdg_buf b = tdg_buf_make(s->call, MAX_SAMPLE);
  for (size_t i = from; i < to && i < s->n && !b.full; i++) {
    if (s->v[i].linked >= 80 || s->v[i].type == TDG_TABLE) continue;
    tdg_buf_add(&b, s->v[i].line.s.p, s->v[i].line.s.n);
    tdg_buf_char(&b, '\n');
  }
  return tdg_buf_get(&b);
}

/* What the words of the first lines say; what the page says. */
static const char *language_of(struct statement *s, size_t lines) {
  const char *found = tdg_language(sample(s, 0, lines));
  if (*found != '\0') return found;
  const struct tdg_str page = s->page_language;
  if (page.n < 2 || page.n > 16) return NULL;
  return tdg_str_copy(s->call, page).p;
}

/* A second language may follow the first: that of the lines before it counts. */
static void settle_language(struct statement *s) {
  if (tdg_get(s->call, s->doc, TDG_LANGUAGE).n > 0) return;
  for (size_t i = s->n; i-- > 4;)
    if (s->v[i].cues & CUE_PARALLEL) {
      s->language = language_of(s, i);
      return;
    }
  if (s->language == NULL) s->language = language_of(s, s->n);
}

static int same_language(const char *a, const char *b) { return strncmp(a, b, strcspn(a, "-")) == 0; }

/* The blocks of a second language: from the first paragraph in it, with the headings before that one. */
static void mark_languages(struct statement *s) {
  const char *now = NULL;
  size_t from = SIZE_MAX;
  if (s->language == NULL) return;
  for (size_t i = s->body; i < s->n; i++) {
    struct stm_line *l = &s->v[i];
    if (l->role == ROLE_NONE) continue;
    if (l->type == TDG_HEADING || (l->cues & CUE_PARALLEL)) {
      if (from == SIZE_MAX) from = i;
      continue;
    }
    if (l->line.chars >= MIN_LANGUAGE || l->line.wide) {
      const char *found = tdg_language(l->line.s);
      if (*found != '\0') {
        const char *was = now;
        now = same_language(found, s->language) ? NULL : found;
        for (size_t k = from; now != NULL && now != was && k < i; k++) s->v[k].language = now;
      }
    }
    l->language = now;
    from = SIZE_MAX;
  }
}

/* One line alone in another language is a name or a quotation. */
static void drop_single_languages(struct statement *s) {
  size_t marked = 0;
  for (size_t i = 0; i < s->n; i++) marked += s->v[i].language != NULL && s->v[i].role != ROLE_NONE;
  for (size_t i = 0; i < s->n && marked < 3; i++) s->v[i].language = NULL;
}

/* ---- reading ---- */

/* Lines with their cues; a status. */
static int read_lines(struct statement *s) {
  struct tdg_str bytes = tdg_get(s->call, s->doc, TDG_BODY), charset = tdg_get(s->call, s->doc, TDG_CHARSET);
  struct tdg_str text = tdg_decode(s->call, bytes, charset.p, tdg_declared_html(s->call, bytes), NULL);
  if (s->head_only) text = tdg_html_head(s->call, text, HEAD_BYTES);
  if (tdg_str_trim(text).n == 0)
    return s->head_only ? TDG_NOT_MINE
                        : tdg_fail(s->call, TDG_BAD_INPUT, "%s: the document is empty; nothing to read",
                                   tdg_get(s->call, s->doc, TDG_URL).p);
  if (is_data(s->call, s->doc, text)) return TDG_NOT_MINE;
  const int status = is_html(s->call, s->doc, text) ? stm_read_page(s, text) : stm_read_text(s, text);
  if (status != TDG_OK) return status;
  const struct tdg_str given = tdg_get(s->call, s->doc, TDG_LANGUAGE);
  s->language = given.n > 0 ? given.p : language_of(s, s->n / 2 + 1);
  stm_words_prefer(s->words, s->language);
  stm_take_marks(s);
  stm_cues(s);
  return TDG_OK;
}

static struct statement *statement_new(tdg_call *call, void *self, const tdg_rec *doc) {
  struct statement *s = tdg_scratch(call, sizeof(*s));
  *s = (struct statement){.call = call,
                          .doc = doc,
                          .words = self,
                          .dates = stm_dates_new(call),
                          .tokens = stm_token_memo_new(call),
                          .line_of_title = SIZE_MAX};
  s->page_title = s->meta_title = s->site = s->canonical = s->page_language = s->party_role = stm_none();
  s->reference = s->place = s->dateline = s->change_note = s->from = stm_none();
  s->title = tdg_get(call, doc, TDG_TITLE);
  s->occasion = tdg_get(call, doc, TDG_OCCASION);
  s->told = tdg_str_same(tdg_get(call, doc, TDG_AS), tdg_str_of("statement"));
  s->genre = stm_genre_named(tdg_get(call, doc, TDG_GENRE).p);
  stm_words_prefer(s->words, NULL); /* its lines are read before its language is known */
  return s;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct statement *s = statement_new(call, self, doc);
  int status = read_lines(s);
  if (status != TDG_OK) return status;
  if (!s->told && stm_score(s) < MIN_SCORE) return TDG_NOT_MINE;
  s->rec = tdg_rec_new(call, TDG_STATEMENT);
  settle_language(s);
  stm_drop_furniture(s);
  stm_find_withdrawal(s);
  stm_head(s);
  stm_find_signatures(s);
  stm_issuers(s);
  stm_settle(s);
  stm_zones(s);
  stm_points(s);
  mark_languages(s);
  drop_single_languages(s);
  stm_number_blocks(s);
  stm_signatories(s);
  stm_contacts(s);
  stm_quotes(s);
  stm_check(s);
  status = stm_write(s);
  if (status == TDG_OK) status = tdg_emit(call, s->rec);
  return status == TDG_OK && tdg_explains(call, doc) ? stm_explain(s) : status;
}

/* Above the other parsers' only when the evidence is enough. */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  struct statement *s = statement_new(call, self, doc);
  s->head_only = 1;
  if (tdg_get(call, doc, TDG_BODY).n == 0 || read_lines(s) != TDG_OK) return 0;
  const int score = stm_score(s);
  return score < MIN_SCORE ? score / 4 : score >= SURE ? 80 + (score - SURE) / 2 : 70 + score - MIN_SCORE;
}

static int open_parser(tdg_call *call, const void *conf, void **self) {
  (void)conf;
  *self = stm_words_make(call);
  return *self != NULL
             ? TDG_OK
             : tdg_fail(call, TDG_INTERNAL,
                        "no memory for the words of statements, or more of them than the index holds");
}

static void close_parser(void *self) { stm_words_free(self); }

static const char *const CLAIMS[] = {"text/html", "application/xhtml+xml", "text/plain", NULL};

TDG_PLUGIN("org.tidings.parse-statement", TDG_VERSION, "Reads official statements",
           TDG_PARSER(.name = "statement",
                      .summary = "Official statements: issuers, place and date, points, signatures",
                      .claims = CLAIMS, .open = open_parser, .run = run, .probe = probe,
                      .close = close_parser));
