/* quotations.c - what a release quotes: the words between quotation marks, who said them, and that person's office.
 *
 * A quotation is one when a verb of saying stands beside it ("... , said Ana Lund.", "The minister said: ..."), in its paragraph or at the
 * end of the one before it.  Names of things between quotation marks are none.
 */
#include "statement.h"

/* MAX_LOOKED_AT: so many quotations of MIN_WORDS and more are looked at, said by somebody or not. */
enum { MIN_WORDS = 3, MAX_BESIDE = 300, MAX_QUOTES = 100, MAX_LOOKED_AT = 5000 };

static const struct {
  const char *open, *close;
} MARKS[] = {{"\xE2\x80\x9C", "\xE2\x80\x9D"}, {"\xE2\x80\x9E", "\xE2\x80\x9C"},
             {"\xE2\x80\x9E", "\xE2\x80\x9D"}, {"\xC2\xAB", "\xC2\xBB"},
             {"\xE3\x80\x8C", "\xE3\x80\x8D"}, {"\"", "\""},
             {"\xC2\xBB", "\xC2\xAB"}};

enum { N_MARKS = sizeof MARKS / sizeof *MARKS };

/* The quotations of one text, first to last.  It keeps where the next marks of each kind stand (the text's size: there are none), so
 * that the text is gone through once for each kind, however many marks of others it has. */
struct quote_finder {
  struct tdg_str text;
  size_t open[N_MARKS], close[N_MARKS];
  int looked[N_MARKS];
};

static size_t find_from(struct tdg_str t, size_t at, const char *mark) {
  const char *p = at < t.n ? tdg_str_find((struct tdg_str){t.p + at, t.n - at}, mark) : NULL;
  return p != NULL ? (size_t)(p - t.p) : t.n;
}

static void look_on(struct quote_finder *f, size_t k, size_t at) {
  if (!f->looked[k] || f->open[k] < at) f->open[k] = find_from(f->text, at, MARKS[k].open);
  const size_t from = f->open[k] + strlen(MARKS[k].open);
  if (!f->looked[k] || f->close[k] < from) f->close[k] = find_from(f->text, from, MARKS[k].close);
  f->looked[k] = 1;
}

/* The first quotation from `at` on: its text; *end is behind its closing mark. */
static int find_quote(struct quote_finder *f, size_t at, struct tdg_str *inner, size_t *start, size_t *end) {
  const struct tdg_str t = f->text;
  size_t best = t.n;
  for (size_t k = 0; k < N_MARKS; k++) {
    look_on(f, k, at);
    if (f->open[k] >= best || f->close[k] >= t.n) continue;
    const size_t from = f->open[k] + strlen(MARKS[k].open);
    best = *start = f->open[k];
    *inner = tdg_str_trim((struct tdg_str){t.p + from, f->close[k] - from});
    *end = f->close[k] + strlen(MARKS[k].close);
  }
  return best < t.n;
}

/* ---- who said it ---- */

struct speaker {
  struct tdg_str name, office;
};

static size_t said_at(const struct statement *s, const struct stm_tokens *t, size_t i) {
  struct stm_hit hit = stm_phrase_at(s->words, SET_SAID, t, i);
  return hit.size > 0 ? stm_covers(t, i, hit.size) : 0;
}

static struct tdg_str bare_office(const struct statement *s, const struct stm_tokens *t, size_t i, size_t k) {
  while (i < k && stm_phrase_at(s->words, SET_SMALL, t, i).value == TDG_STATEMENT_SMALL_ARTICLE && t->cased &&
         t->v[i].large)
    i++;
  return stm_slice(t, i, k);
}

static int small_article(const struct statement *s, const struct stm_tokens *t, size_t i) {
  return stm_phrase_at(s->words, SET_SMALL, t, i).value == TDG_STATEMENT_SMALL_ARTICLE;
}

/* "Ana Lund, Minister of Health" or "Minister of Health Ana Lund", tokens i .. k-1. */
static struct speaker read_speaker(const struct statement *s, const struct stm_tokens *t, size_t i,
                                   size_t k) {
  struct speaker sp = {stm_none(), stm_none()};
  for (size_t c = i + 1; c < k && c <= i + 5; c++) /* name first */
    if (t->v[c - 1].comma && stm_is_name(s, t, i, c)) {
      size_t end = k;
      for (size_t w = c; w < k; w++)
        if (t->v[w].comma || t->v[w].stop || t->v[w].colon) {
          end = w + 1;
          break;
        }
      sp.name = stm_slice(t, i, c), sp.office = bare_office(s, t, c, end);
      return sp;
    }
  size_t end = i;
  while (end < k) { /* up to the end of the phrase */
    end++;
    if (t->v[end - 1].comma || t->v[end - 1].stop || t->v[end - 1].colon) break;
  }
  size_t from = end;
  const size_t office = stm_office_end(s, t, i, end);
  if (!t->cased) from = end > i + 2 ? end - 2 : i;
  while (t->cased && from > i && from + 2 > end && t->v[from - 1].large) from--;
  while (t->cased && from > i + 1 && from < end &&
         tdg_words_find(&tdg_words_fact_name_particles, TDG_EVERY_LANGUAGE,
                        (struct tdg_str){t->folded.p + t->v[from - 1].at, t->v[from - 1].size}) != NULL &&
         t->v[from - 2].large && !t->v[from - 1].large)
    from -= 2;
  if (t->cased && office > i && office < end && end - office <= (stm_has_of(s) ? 3 : 2) &&
      stm_is_name(s, t, office, end))
    from = office;
  if (office > i && end < k && t->v[end - 1].comma) { /* "the Minister of Water, Ada Lund, after ..." */
    size_t stop = end;
    while (stop < k && stop < end + 5 && !t->v[stop].comma && !t->v[stop].stop) stop++;
    const size_t to = stop < k && (t->v[stop].comma || t->v[stop].stop) ? stop + 1 : stop;
    if (stm_is_name(s, t, end, to)) {
      while (i < end && small_article(s, t, i)) i++;
      sp.name = stm_slice(t, end, to), sp.office = bare_office(s, t, i, end);
      return sp;
    }
  }
  if (t->cased ? stm_is_name(s, t, from, end) : end - from >= 2) {
    sp.name = stm_slice(t, from, end), sp.office = bare_office(s, t, i, from);
    if (sp.office.n == 0 && end < k && t->v[end - 1].comma) {
      size_t stop = end;
      while (stop < k && !t->v[stop].comma && !t->v[stop].stop) stop++;
      sp.office = bare_office(s, t, end, stop < k ? stop + 1 : k);
    }
  }
  return sp;
}

/* The speaker beside a verb of saying; 0: no such verb. */
static int speaker_of(const struct statement *s, struct tdg_str text, struct speaker *sp) {
  const struct stm_tokens t = stm_tokens(s, text, 40);
  for (size_t i = 0; i < t.n; i++) {
    const size_t n = said_at(s, &t, i);
    if (n == 0) continue;
    size_t from = i;
    while (from > 0 && !t.v[from - 1].stop) from--;
    const struct speaker behind =
        i + n < t.n ? read_speaker(s, &t, i + n, t.n) : (struct speaker){stm_none(), stm_none()};
    *sp = behind;
    if (sp->name.n == 0 && i > from) *sp = read_speaker(s, &t, from, i);
    return 1;
  }
  return 0;
}

static size_t words_in(struct tdg_str t) {
  struct tdg_line l = {.s = t};
  tdg_line_measure(&l);
  return l.wide ? l.chars / 3 : l.words;
}

static void put_quote(struct statement *s, const struct stm_line *l, struct tdg_str text,
                      const struct speaker *sp) {
  tdg_rec *g = tdg_group(s->call);
  const size_t start = (size_t)(text.p - l->line.s.p);
  tdg_put_str(s->call, g, TDG_TYPE, "quote");
  tdg_put_text(s->call, g, TDG_TEXT, text.p, text.n);
  tdg_put_text(s->call, g, TDG_NAME, sp->name.p, sp->name.n);
  tdg_put_text(s->call, g, TDG_OFFICE, sp->office.p, sp->office.n);
  tdg_put_int(s->call, g, TDG_BLOCK_NO, (int64_t)l->block);
  tdg_put_int(s->call, g, TDG_START, (int64_t)start);
  tdg_put_int(s->call, g, TDG_END, (int64_t)(start + text.n));
  tdg_put_rec(s->call, s->rec, TDG_MENTION, g);
}

static struct tdg_str clip(struct tdg_str t, int from_end) {
  if (t.n <= MAX_BESIDE) return t;
  if (!from_end) return (struct tdg_str){t.p, tdg_utf8_cut(t, MAX_BESIDE)};
  size_t skip = t.n - MAX_BESIDE;
  while (skip < t.n && tdg_utf8_is_tail(t.p[skip])) skip++;
  return (struct tdg_str){t.p + skip, t.n - skip};
}

void stm_quotes(struct statement *s) {
  const struct stm_line *before = NULL;
  size_t quotes = 0, looked_at = 0;
  for (size_t i = s->body; i < s->n && quotes < MAX_QUOTES; i++) {
    const struct stm_line *l = &s->v[i];
    if (l->role != ROLE_BODY && l->role != ROLE_PREAMBLE) {
      if (l->role != ROLE_NONE) before = NULL;
      continue;
    }
    struct tdg_str inner = stm_none();
    size_t at = 0, start = 0, end = 0;
    struct speaker sp = {stm_none(), stm_none()};
    struct quote_finder f = {.text = l->line.s};
    while (l->type != TDG_TABLE && looked_at < MAX_LOOKED_AT && find_quote(&f, at, &inner, &start, &end)) {
      const struct tdg_str t = l->line.s;
      const size_t words = words_in(inner);
      const struct tdg_str left = clip((struct tdg_str){t.p + at, start - at}, 1),
                           right = clip((struct tdg_str){t.p + end, t.n - end}, 0);
      struct speaker found = {stm_none(), stm_none()};
      at = end;
      if (words < MIN_WORDS) continue;
      looked_at++;
      int said = speaker_of(s, right, &found);
      if (!said) said = speaker_of(s, left, &found);
      if (!said && words_in(left) == 0 && before != NULL && before->line.end == TDG_ENDS_COLON)
        said = speaker_of(s, clip(before->line.s, 1), &found);
      if (said && found.name.n == 0) found = sp;
      if (said && words >= (found.name.n > 0 ? MIN_WORDS : 3 * MIN_WORDS))
        put_quote(s, l, inner, &found), quotes++, sp = found;
    }
    before = l;
  }
}
