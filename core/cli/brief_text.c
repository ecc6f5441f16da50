/* brief_text.c - print a brief on a terminal: every sentence with the number of its source, followed by the
 * sources. */
#include "cli/brief_view.h"
#include "cli/text_page.h"

static void put_number(struct page *p, int source, const char *more) {
  if (source == 0) return;
  page_style(p, PAGE_DIM);
  page_say(p, "\xC2\xA0[%d%s]", source, more); /* a no-break space keeps the number with its sentence */
  page_style(p, PAGE_PLAIN);
}

/* Beside the sentence, not in it, because the sentence is a quotation. */
static void put_aside(struct page *p, struct tdg_str aside) {
  if (aside.n == 0) return;
  page_style(p, PAGE_DIM);
  page_say(p, " (");
  page_text(p, aside);
  page_say(p, ")");
  page_style(p, PAGE_PLAIN);
}

static void put_own(struct page *p, struct tdg_str own) {
  if (own.n == 0) return;
  page_style(p, PAGE_DIM);
  page_say(p, " (words of ");
  page_text(p, own);
  page_say(p, ", not of a source)");
  page_style(p, PAGE_PLAIN);
}

/* In what they differ the component says; what each of them claims is quoted. */
static void put_teller(struct page *p, struct tdg_str by) {
  if (by.n == 0) return;
  page_style(p, PAGE_DIM);
  page_say(p, ", in words of ");
  page_text(p, by);
}

/* The model that wrote the brief; or the reason why quoted sentences are used instead. */
static void put_maker(struct page *p, const struct brief_view *v) {
  if (v->model.n == 0 && v->reason.n == 0) return;
  page_style(p, PAGE_DIM);
  page_say(p, v->model.n > 0 ? "Written by the model " : "Sentences of the records; no model's brief: ");
  page_text(p, v->model.n > 0 ? v->model : v->reason);
  if (v->model.n > 0) page_say(p, "; each sentence was checked against those it cites");
  page_flow(p, 0, 0);
}

static void put_head(struct page *p, const struct brief_view *v) {
  page_style(p, PAGE_BOLD);
  page_text(p, v->headline);
  put_own(p, v->own);
  page_flow(p, 0, 0);
  page_style(p, PAGE_DIM);
  page_say(p, "%s: ", v->shown);
  page_text(p, v->standing);
  if (v->stale) {
    page_style(p, PAGE_WARN);
    page_say(p, " The story has moved on since this was written.");
  }
  page_flow(p, 0, 0);
  put_maker(p, v);
}

static void put_title(struct page *p, struct tdg_str title) {
  page_gap(p);
  page_style(p, PAGE_BOLD);
  page_text(p, title);
}

static void put_sentence(struct page *p, const struct view_sentence *s) {
  page_text(p, s->text);
  put_aside(p, s->aside);
  put_own(p, s->own);
  for (int k = 0; k < s->n; k++) put_number(p, s->sources[k], s->only ? "\xC2\xA0only" : "");
}

static void put_section(struct page *p, const struct view_section *s) {
  put_title(p, s->title);
  put_own(p, s->own);
  page_flow(p, 0, 0);
  for (size_t i = 0; i < s->n; i++) {
    if (i > 0) page_say(p, " ");
    put_sentence(p, &s->sentences[i]);
  }
  page_flow(p, 2, 2);
}

/* ---- since the last brief ---- */

/* "+ ", with the rest of the line to follow */
static void put_mark(struct page *p, const char *mark) {
  page_style(p, PAGE_GOOD);
  page_say(p, "%s ", mark);
  page_style(p, PAGE_PLAIN);
}

static void put_item(struct page *p, const char *mark, const char *words, struct tdg_str text) {
  put_mark(p, mark);
  page_say(p, "%s", words);
  page_text(p, text);
  page_flow(p, 2, 4);
}

static void put_since(struct page *p, const struct view_since *s) {
  if (s->title.n == 0) return;
  put_title(p, s->title);
  page_flow(p, 0, 0);
  if (s->headline.n > 0) put_item(p, "~", "The headline was: ", s->headline);
  for (size_t i = 0; i < s->n; i++) {
    put_mark(p, "+");
    put_sentence(p, s->fresh[i]);
    page_flow(p, 2, 4);
  }
  if (s->more > 0) {
    put_mark(p, "+");
    page_say(p, "%zu more new sentence%s", s->more, PLURAL(s->more));
    page_flow(p, 2, 4);
  }
  if (s->conflicts.n > 0) put_item(p, "+", "In what the reports differ: ", s->conflicts);
  for (size_t i = 0; i < s->n_settled; i++) put_item(p, "-", "No difference any more: ", s->settled[i]);
}

/* ---- timeline, conflicts ---- */

static void put_timeline(struct page *p, const struct brief_view *v) {
  size_t columns = 0;
  if (v->n_steps == 0) return;
  for (size_t i = 0; i < v->n_steps; i++) {
    size_t n = page_width_of(v->steps[i].day) + 2;
    if (n > columns) columns = n;
  }
  put_title(p, (struct tdg_str){"Timeline", 8});
  page_flow(p, 0, 0);
  for (size_t i = 0; i < v->n_steps; i++) {
    page_style(p, PAGE_BOLD);
    page_text(p, v->steps[i].day);
    page_style(p, PAGE_PLAIN);
    page_fill(p, columns);
    page_text(p, v->steps[i].text);
    put_number(p, v->steps[i].source, "");
    page_flow(p, 2, 2 + (int)columns);
  }
}

/* The columns of the values of a conflict. */
static size_t value_columns(const struct view_conflict *c) {
  enum { MOST = 28 };
  size_t most = 0;
  for (size_t i = 0; i < c->n; i++) {
    size_t n = page_width_of(c->claims[i].value);
    if (n > most) most = n;
  }
  return most > MOST ? MOST : most;
}

/* value | who says so, when, and who corrects it */
static void put_claim(struct page *p, const struct brief_view *v, const struct view_claim *c,
                      size_t columns) {
  enum { INDENT = 5 };
  page_style(p, PAGE_BOLD);
  page_text(p, c->value);
  page_style(p, PAGE_PLAIN);
  page_fill(p, columns + 2);
  if (c->source != 0) {
    page_text(p, v->sources[c->source - 1].name);
    put_number(p, c->source, "");
    page_say(p, ", ");
    page_text(p, v->sources[c->source - 1].when);
  }
  if (c->corrected_by != 0) {
    page_say(p, "; corrected by");
    put_number(p, c->corrected_by, "");
  }
  page_flow(p, INDENT, INDENT + (int)columns + 2);
}

static void put_conflict(struct page *p, const struct brief_view *v, const struct view_conflict *c) {
  size_t columns = value_columns(c);
  page_style(p, PAGE_WARN);
  page_say(p, "%c  ", c->letter);
  page_style(p, PAGE_PLAIN);
  page_text(p, c->line);
  page_flow(p, 2, 5);
  for (size_t i = 0; i < c->n; i++) put_claim(p, v, &c->claims[i], columns);
}

static void put_conflicts(struct page *p, const struct brief_view *v) {
  if (v->n_conflicts == 0) return;
  put_title(p, (struct tdg_str){"Where the reports differ", 24});
  put_teller(p, v->by);
  page_flow(p, 0, 0);
  for (size_t i = 0; i < v->n_conflicts; i++) put_conflict(p, v, &v->conflicts[i]);
}

static void put_source(struct page *p, int number, const struct view_source *s) {
  page_say(p, "[%d]", number);
  page_fill(p, 5);
  page_style(p, PAGE_BOLD);
  page_text(p, s->name);
  page_style(p, PAGE_PLAIN);
  page_say(p, ", ");
  page_text(p, s->when);
  page_style(p, PAGE_DIM);
  page_say(p, "  %s", s->shown);
  page_flow(p, 1, 6);
  if (s->title.n > 0) {
    page_text(p, s->title);
    page_flow(p, 6, 6);
  }
  if (s->url.n > 0) {
    page_style(p, PAGE_LINK);
    page_text(p, s->url);
    page_line(p, 6);
  }
}

void brief_text(struct page *p, const struct brief_view *v) {
  put_head(p, v);
  put_since(p, &v->since);
  for (size_t i = 0; i < v->n_sections; i++)
    if (v->sections[i].n > 0) put_section(p, &v->sections[i]);
  put_timeline(p, v);
  put_conflicts(p, v);
  if (v->n_sources == 0) return;
  put_title(p, (struct tdg_str){"Sources", 7});
  page_flow(p, 0, 0);
  for (int i = 0; i < v->n_sources; i++) put_source(p, i + 1, &v->sources[i]);
}
