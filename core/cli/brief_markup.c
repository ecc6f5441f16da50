/* brief_markup.c - write a brief as Markdown or as an HTML page.
 *
 * All text from outside is escaped, and only http and https addresses become links.
 */
#include "cli/brief_view.h"
#include "cli/text_page.h"
#include "record/plain_text.h"
#include "record/record_json.h"

#include <string.h>

static int is_web(struct tdg_str url) {
  return (url.n > 7 && strncmp(url.p, "http://", 7) == 0) ||
         (url.n > 8 && strncmp(url.p, "https://", 8) == 0);
}

/* ---- Markdown ---- */

/* Every character with a meaning in Markdown gets a backslash; a line break would end a paragraph. */
static void md_text(struct buf *out, struct tdg_str s) {
  struct buf clean = buf_make(1 << 20);
  page_clean(&clean, s);
  for (size_t i = 0; i < clean.n; i++) {
    if (strchr("\\`*_{}[]<>#+!|~&", clean.p[i]) != NULL) buf_char(out, '\\');
    buf_char(out, clean.p[i]);
  }
  buf_free(&clean);
}

/* An address inside markup: characters that are not allowed there, or are ambiguous, are percent-encoded. */
static void put_url(struct buf *out, struct tdg_str url) {
  for (size_t i = 0; i < url.n; i++) {
    unsigned char c = (unsigned char)url.p[i];
    if (c <= ' ' || c >= 0x7F || strchr("<>()\\\"'`", c) != NULL) buf_printf(out, "%%%02X", c);
    else buf_char(out, url.p[i]);
  }
}

static void md_number(struct buf *out, const struct brief_view *v, int source) {
  if (source != 0) buf_printf(out, " [^%d]", v->before + source);
}

/* At the start of a paragraph "14. " or "- " would make a list. */
static void md_opening(struct buf *out, struct tdg_str s) {
  size_t digits = strspn(s.p, "0123456789");
  if (digits > 0 && digits + 1 < s.n && (s.p[digits] == '.' || s.p[digits] == ')') &&
      s.p[digits + 1] == ' ') {
    buf_add(out, s.p, digits);
    buf_char(out, '\\');
    s = (struct tdg_str){s.p + digits, s.n - digits};
  } else if (s.n > 0 && (*s.p == '-' || *s.p == '=')) {
    buf_char(out, '\\');
  }
  md_text(out, s);
}

static void md_strong(struct buf *out, struct tdg_str s) {
  if (s.n == 0) return;
  buf_str(out, "**");
  md_text(out, s);
  buf_str(out, "**");
}

static void md_own(struct buf *out, struct tdg_str own) {
  if (own.n == 0) return;
  buf_str(out, " (words of ");
  md_text(out, own);
  buf_str(out, ", not of a source)");
}

static void md_sentence(struct buf *out, const struct brief_view *v, const struct view_sentence *s,
                        int opens) {
  (opens ? md_opening : md_text)(out, s->text);
  if (s->aside.n > 0) {
    buf_str(out, " (");
    md_text(out, s->aside);
    buf_char(out, ')');
  }
  md_own(out, s->own);
  for (int m = 0; m < s->n; m++) md_number(out, v, s->sources[m]);
  if (s->only) buf_str(out, " *only*");
}

static void md_heading(struct buf *out, const char *title) { buf_printf(out, "\n## %s\n\n", title); }

static void md_item(struct buf *out, const char *words, struct tdg_str text) {
  buf_printf(out, "- %s", words);
  md_text(out, text);
  buf_char(out, '\n');
}

static void md_since(struct buf *out, const struct brief_view *v) {
  const struct view_since *s = &v->since;
  if (s->title.n == 0) return;
  buf_str(out, "\n## ");
  md_text(out, s->title);
  buf_str(out, "\n\n");
  if (s->headline.n > 0) md_item(out, "The headline was: ", s->headline);
  for (size_t i = 0; i < s->n; i++) {
    buf_str(out, "- New: ");
    md_sentence(out, v, s->fresh[i], 0);
    buf_char(out, '\n');
  }
  if (s->more > 0) buf_printf(out, "- %zu more new sentence%s\n", s->more, PLURAL(s->more));
  if (s->conflicts.n > 0) md_item(out, "New in what the reports differ: ", s->conflicts);
  for (size_t i = 0; i < s->n_settled; i++) md_item(out, "No difference any more: ", s->settled[i]);
}

static void md_section(struct buf *out, const struct brief_view *v, const struct view_section *s) {
  if (s->n == 0) return;
  buf_str(out, "\n## ");
  md_text(out, s->title);
  md_own(out, s->own);
  buf_str(out, "\n\n");
  for (size_t k = 0; k < s->n; k++) {
    if (k > 0) buf_char(out, ' ');
    md_sentence(out, v, &s->sentences[k], k == 0);
  }
  buf_char(out, '\n');
}

static void md_timeline(struct buf *out, const struct brief_view *v) {
  if (v->n_steps > 0) md_heading(out, "Timeline");
  for (size_t i = 0; i < v->n_steps; i++) {
    buf_str(out, "- ");
    md_strong(out, v->steps[i].day);
    buf_str(out, ": ");
    md_text(out, v->steps[i].text);
    md_number(out, v, v->steps[i].source);
    buf_char(out, '\n');
  }
}

static void md_claim(struct buf *out, const struct brief_view *v, const struct view_claim *c, int corrected) {
  buf_str(out, "| ");
  md_strong(out, c->value);
  buf_str(out, " | ");
  if (c->source != 0) md_text(out, v->sources[c->source - 1].name);
  md_number(out, v, c->source);
  buf_str(out, " | ");
  if (c->source != 0) md_text(out, v->sources[c->source - 1].when);
  buf_str(out, " |");
  if (corrected) md_number(out, v, c->corrected_by);
  buf_str(out, corrected ? " |\n" : "\n");
}

static void md_conflict(struct buf *out, const struct brief_view *v, const struct view_conflict *c) {
  buf_printf(out, "\n### %c. ", c->letter);
  md_text(out, c->line);
  buf_printf(out, "\n\n| value | who says so | when |%s\n|---|---|---|%s\n",
             c->corrected ? " corrected by |" : "", c->corrected ? "---|" : "");
  for (size_t i = 0; i < c->n; i++) md_claim(out, v, &c->claims[i], c->corrected);
}

static void md_conflicts(struct buf *out, const struct brief_view *v) {
  if (v->n_conflicts == 0) return;
  buf_str(out, "\n## Where the reports differ");
  if (v->by.n > 0) buf_str(out, ", in words of "), md_text(out, v->by);
  buf_char(out, '\n');
  for (size_t i = 0; i < v->n_conflicts; i++) md_conflict(out, v, &v->conflicts[i]);
}

static void md_source(struct buf *out, int number, const struct view_source *s) {
  buf_printf(out, "[^%d]: ", number);
  md_text(out, s->name);
  buf_str(out, ", ");
  md_text(out, s->when);
  buf_str(out, ": ");
  if (is_web(s->url)) buf_char(out, '[');
  md_text(out, s->title.n > 0 ? s->title : s->url);
  if (is_web(s->url)) {
    buf_str(out, "](");
    put_url(out, s->url);
    buf_char(out, ')');
  }
  buf_char(out, '\n');
}

void brief_markdown(struct buf *out, const struct brief_view *v) {
  buf_str(out, "# ");
  md_text(out, v->headline);
  md_own(out, v->own);
  buf_str(out, "\n\n");
  md_text(out, v->standing);
  if (v->stale) buf_str(out, " The story has moved on since this was written.");
  buf_char(out, '\n');
  if (v->model.n > 0) {
    buf_str(out, "\nWritten by the model ");
    md_text(out, v->model);
    buf_str(out, "; each sentence was checked against those it cites.\n");
  }
  md_since(out, v);
  for (size_t i = 0; i < v->n_sections; i++) md_section(out, v, &v->sections[i]);
  md_timeline(out, v);
  md_conflicts(out, v);
  if (v->n_sources > 0) buf_char(out, '\n');
  for (int i = 0; i < v->n_sources; i++) md_source(out, v->before + i + 1, &v->sources[i]);
}

/* ---- HTML ---- */

void brief_html_head(struct buf *out) {
  buf_str(
      out,
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Tidings</title>\n<style>\n"
      "body{max-width:42em;margin:2em auto;padding:0 1em;font:1.05em/1.5 serif}\n"
      "h1,h2{font-family:sans-serif;line-height:1.2}h2{font-size:1.05em}\n"
      "sup a{text-decoration:none}small,ol{color:#555}.differ{border-left:.3em solid #c80;padding-left:1em}\n"
      "table{border-collapse:collapse}th,td{text-align:start;vertical-align:top;padding:.1em .8em .1em 0}\n"
      "th{font-weight:normal;color:#555}h3{font:inherit;margin-bottom:.2em}\n"
      "article+article{border-top:1px solid #ccc;margin-top:3em}\n</style>\n</head>\n<body>\n");
}

void brief_html_foot(struct buf *out) { buf_str(out, "</body>\n</html>\n"); }

static void html_text(struct buf *out, struct tdg_str s) {
  struct buf clean = buf_make(1 << 20);
  page_clean(&clean, s);
  html_escape(out, clean.p, clean.n);
  buf_free(&clean);
}

static void html_link(struct buf *out, const struct brief_view *v, int source) {
  buf_printf(out, "<a href=\"#s%llx-%d\">%d</a>", (unsigned long long)v->story, source, source);
}

static void html_number(struct buf *out, const struct brief_view *v, int source) {
  if (source == 0) return;
  buf_str(out, "<sup>");
  html_link(out, v, source);
  buf_str(out, "</sup>");
}

static void html_strong(struct buf *out, struct tdg_str s) {
  if (s.n == 0) return;
  buf_str(out, "<strong>");
  html_text(out, s);
  buf_str(out, "</strong>");
}

static void html_own(struct buf *out, struct tdg_str own) {
  if (own.n == 0) return;
  buf_str(out, " <small>(words of ");
  html_text(out, own);
  buf_str(out, ", not of a source)</small>");
}

static void html_sentence(struct buf *out, const struct brief_view *v, const struct view_sentence *s) {
  html_text(out, s->text);
  if (s->aside.n > 0) {
    buf_str(out, " <small>(");
    html_text(out, s->aside);
    buf_str(out, ")</small>");
  }
  html_own(out, s->own);
  if (s->n == 0) return;
  buf_str(out, "<sup>");
  for (int m = 0; m < s->n; m++) {
    if (m > 0) buf_str(out, ", ");
    html_link(out, v, s->sources[m]);
  }
  buf_str(out, s->only ? " only</sup>" : "</sup>");
}

static void html_item(struct buf *out, const char *words, struct tdg_str text) {
  buf_printf(out, "<li dir=\"auto\">%s", words);
  html_text(out, text);
  buf_str(out, "</li>\n");
}

static void html_since(struct buf *out, const struct brief_view *v) {
  const struct view_since *s = &v->since;
  if (s->title.n == 0) return;
  buf_str(out, "<h2>");
  html_text(out, s->title);
  buf_str(out, "</h2>\n<ul>\n");
  if (s->headline.n > 0) html_item(out, "The headline was: ", s->headline);
  for (size_t i = 0; i < s->n; i++) {
    buf_str(out, "<li dir=\"auto\">New: ");
    html_sentence(out, v, s->fresh[i]);
    buf_str(out, "</li>\n");
  }
  if (s->more > 0) buf_printf(out, "<li>%zu more new sentence%s</li>\n", s->more, PLURAL(s->more));
  if (s->conflicts.n > 0) html_item(out, "New in what the reports differ: ", s->conflicts);
  for (size_t i = 0; i < s->n_settled; i++) html_item(out, "No difference any more: ", s->settled[i]);
  buf_str(out, "</ul>\n");
}

static void html_section(struct buf *out, const struct brief_view *v, const struct view_section *s) {
  if (s->n == 0) return;
  buf_str(out, "<h2>");
  html_text(out, s->title);
  html_own(out, s->own);
  buf_str(out, "</h2>\n<p dir=\"auto\">");
  for (size_t k = 0; k < s->n; k++) {
    if (k > 0) buf_char(out, ' ');
    html_sentence(out, v, &s->sentences[k]);
  }
  buf_str(out, "</p>\n");
}

static void html_timeline(struct buf *out, const struct brief_view *v) {
  if (v->n_steps == 0) return;
  buf_str(out, "<h2>Timeline</h2>\n<dl>\n");
  for (size_t i = 0; i < v->n_steps; i++) {
    buf_str(out, "<dt><time datetime=\"");
    html_text(out, v->steps[i].date);
    buf_str(out, "\">");
    html_text(out, v->steps[i].day);
    buf_str(out, "</time></dt>\n<dd dir=\"auto\">");
    html_text(out, v->steps[i].text);
    html_number(out, v, v->steps[i].source);
    buf_str(out, "</dd>\n");
  }
  buf_str(out, "</dl>\n");
}

/* <time> when the source is dated */
static void html_when(struct buf *out, const struct view_source *s) {
  char when[32];
  if (s->published != 0) {
    if (s->local) time_text_local(s->published, when);
    else time_text(s->published, when);
    buf_printf(out, "<time datetime=\"%s\">", when);
  }
  html_text(out, s->when);
  if (s->published != 0) buf_str(out, "</time>");
}

static void html_claim(struct buf *out, const struct brief_view *v, const struct view_claim *c,
                       int corrected) {
  buf_str(out, "<tr><td dir=\"auto\">");
  html_strong(out, c->value);
  buf_str(out, "</td><td>");
  if (c->source != 0) html_text(out, v->sources[c->source - 1].name);
  html_number(out, v, c->source);
  buf_str(out, "</td><td>");
  if (c->source != 0) html_when(out, &v->sources[c->source - 1]);
  buf_str(out, "</td>");
  if (corrected) {
    buf_str(out, "<td>");
    html_number(out, v, c->corrected_by);
    buf_str(out, "</td>");
  }
  buf_str(out, "</tr>\n");
}

static void html_conflict(struct buf *out, const struct brief_view *v, const struct view_conflict *c) {
  buf_printf(out, "<h3 dir=\"auto\">%c. ", c->letter);
  html_text(out, c->line);
  buf_printf(out, "</h3>\n<table>\n<tr><th>value</th><th>who says so</th><th>when</th>%s</tr>\n",
             c->corrected ? "<th>corrected by</th>" : "");
  for (size_t i = 0; i < c->n; i++) html_claim(out, v, &c->claims[i], c->corrected);
  buf_str(out, "</table>\n");
}

static void html_conflicts(struct buf *out, const struct brief_view *v) {
  if (v->n_conflicts == 0) return;
  buf_str(out, "<div class=\"differ\">\n<h2>Where the reports differ");
  if (v->by.n > 0) buf_str(out, ", in words of "), html_text(out, v->by);
  buf_str(out, "</h2>\n");
  for (size_t i = 0; i < v->n_conflicts; i++) html_conflict(out, v, &v->conflicts[i]);
  buf_str(out, "</div>\n");
}

static void html_source(struct buf *out, const struct brief_view *v, int number) {
  const struct view_source *s = &v->sources[number - 1];
  buf_printf(out, "<li id=\"s%llx-%d\">", (unsigned long long)v->story, number);
  html_text(out, s->name);
  buf_str(out, ", ");
  html_when(out, s);
  buf_str(out, ": ");
  if (is_web(s->url)) {
    buf_str(out, "<a rel=\"noreferrer\" href=\"");
    struct buf url = buf_make(4 * REC_MAX_SIZE);
    put_url(&url, s->url);
    html_escape(out, url.p, url.n);
    buf_free(&url);
    buf_str(out, "\">");
  }
  html_text(out, s->title.n > 0 ? s->title : s->url);
  buf_str(out, is_web(s->url) ? "</a></li>\n" : "</li>\n");
}

void brief_html(struct buf *out, const struct brief_view *v) {
  buf_str(out, "<article>\n<h1 dir=\"auto\">");
  html_text(out, v->headline);
  html_own(out, v->own);
  buf_str(out, "</h1>\n<p><small>");
  html_text(out, v->standing);
  if (v->stale) buf_str(out, " The story has moved on since this was written.");
  buf_str(out, "</small></p>\n");
  if (v->model.n > 0) {
    buf_str(out, "<p><small>Written by the model ");
    html_text(out, v->model);
    buf_str(out, "; each sentence was checked against those it cites.</small></p>\n");
  }
  html_since(out, v);
  for (size_t i = 0; i < v->n_sections; i++) html_section(out, v, &v->sections[i]);
  html_timeline(out, v);
  html_conflicts(out, v);
  buf_str(out, "<h2>Sources</h2>\n<ol>\n");
  for (int i = 0; i < v->n_sources; i++) html_source(out, v, i + 1);
  buf_str(out, "</ol>\n</article>\n");
}
