/* brief_text.c - print a brief on a terminal: every sentence with the number of its source, followed by the
 * sources. */
#include "cli/brief_view.h"
#include "cli/text_page.h"

static void put_number(struct page *p, int source) {
  if (source == 0) return;
  page_style(p, PAGE_DIM);
  page_say(p, "\xC2\xA0[%d]", source); /* a no-break space keeps the number with its sentence */
  page_style(p, PAGE_PLAIN);
}

/* Beside the sentence, not in it, because the sentence is a quotation. */
static void put_days(struct page *p, struct tdg_str days) {
  if (days.n == 0) return;
  page_style(p, PAGE_DIM);
  page_say(p, " (");
  page_text(p, days);
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
  char from[VIEW_FROM];
  page_style(p, PAGE_BOLD);
  page_text(p, v->headline);
  put_own(p, v->own);
  page_flow(p, 0, 0);
  page_style(p, PAGE_DIM);
  page_say(p, "%s: %u record%s%s, ", v->shown, v->records, PLURAL(v->records),
           view_from(v->publishers, v->copies, from));
  page_span(p, v->first, v->last, v->undated);
  if (v->stale) {
    page_style(p, PAGE_WARN);
    page_say(p, "; the story has moved on since this was written");
  }
  page_flow(p, 0, 0);
  put_maker(p, v);
}

static void put_section(struct page *p, const struct view_section *s) {
  page_gap(p);
  page_style(p, PAGE_BOLD);
  page_text(p, s->title);
  put_own(p, s->own);
  page_flow(p, 0, 0);
  for (size_t i = 0; i < s->n; i++) {
    if (i > 0) page_say(p, " ");
    page_text(p, s->sentences[i].text);
    put_days(p, s->sentences[i].days);
    put_own(p, s->sentences[i].own);
    for (int k = 0; k < s->sentences[i].n; k++) put_number(p, s->sentences[i].sources[k]);
  }
  page_flow(p, 2, 2);
}

/* "! The reports differ in the number of people injured: ..." */
static void put_matter(struct page *p, const struct view_conflict *c) {
  page_style(p, PAGE_WARN);
  page_say(p, "! ");
  page_style(p, PAGE_PLAIN);
  if (c->message.n == 0 && c->what.n == 0) page_text(p, c->kind);
  if (c->message.n == 0 || !view_says_what(c)) page_text(p, c->what);
  if (c->message.n > 0 && !view_says_what(c)) page_say(p, ": ");
  page_text(p, c->message);
  page_flow(p, 2, 4);
}

static void put_bold(struct page *p, struct tdg_str s) {
  page_style(p, PAGE_BOLD);
  page_text(p, s);
  page_style(p, PAGE_PLAIN);
}

/* The sentence with its claim in bold; the claim precedes it when the sentence states it in other words. */
static void put_claim(struct page *p, const struct view_claim *c) {
  if (c->at == VIEW_NOWHERE) {
    put_bold(p, c->value);
    if (c->value.n > 0 && c->text.n > 0) page_say(p, ": ");
    page_text(p, c->text);
  } else {
    page_text(p, (struct tdg_str){c->text.p, c->at});
    put_bold(p, c->value);
    page_text(p, (struct tdg_str){c->text.p + c->at + c->value.n, c->text.n - c->at - c->value.n});
  }
  put_number(p, c->source);
  page_flow(p, 4, 6);
}

static void put_conflict(struct page *p, const struct view_conflict *c) {
  put_matter(p, c);
  for (size_t i = 0; i < c->n; i++) put_claim(p, &c->claims[i]);
}

static void put_source(struct page *p, int number, const struct view_source *s) {
  page_say(p, "[%d]", number);
  page_fill(p, 5);
  page_style(p, PAGE_BOLD);
  page_text(p, s->publisher.n > 0 ? s->publisher : (struct tdg_str){"(unnamed)", 9});
  page_style(p, PAGE_PLAIN);
  page_say(p, ", ");
  page_span(p, s->published, s->published, 0);
  page_style(p, PAGE_DIM);
  page_say(p, "  %s", s->shown);
  page_line(p, 1);
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
  for (size_t i = 0; i < v->n_sections; i++)
    if (v->sections[i].n > 0) put_section(p, &v->sections[i]);
  if (v->n_conflicts > 0) {
    page_gap(p);
    page_style(p, PAGE_BOLD);
    page_say(p, "Where the reports differ");
    put_teller(p, v->by);
    page_flow(p, 0, 0);
    for (size_t i = 0; i < v->n_conflicts; i++) put_conflict(p, &v->conflicts[i]);
  }
  if (v->n_sources == 0) return;
  page_gap(p);
  page_style(p, PAGE_BOLD);
  page_say(p, "Sources");
  page_flow(p, 0, 0);
  for (int i = 0; i < v->n_sources; i++) put_source(p, i + 1, &v->sources[i]);
}
