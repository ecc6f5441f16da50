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

/* "2026-03-09", "2026-03-09 16:10 UTC"; exactly midnight means a date without a time. */
static void put_time(struct buf *out, const struct view_source *s) {
  char when[32];
  int64_t ms = s->published;
  time_text(ms, when);
  buf_printf(out, "%.10s", when);
  if (ms % 86400000 != 0) buf_printf(out, " %.5s UTC", when + strlen("2026-03-09T"));
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

static void md_claim(struct buf *out, const struct view_claim *c) {
  if (c->at == VIEW_NOWHERE) {
    md_strong(out, c->value);
    if (c->value.n > 0 && c->text.n > 0) buf_str(out, ": ");
    md_opening(out, c->text);
    return;
  }
  md_opening(out, (struct tdg_str){c->text.p, c->at});
  md_strong(out, c->value);
  md_text(out, (struct tdg_str){c->text.p + c->at + c->value.n, c->text.n - c->at - c->value.n});
}

static void md_conflict(struct buf *out, const struct brief_view *v, const struct view_conflict *c) {
  buf_str(out, "- ");
  if (c->message.n == 0 && c->what.n == 0) md_text(out, c->kind);
  if (c->message.n == 0 || !view_says_what(c)) md_text(out, c->what);
  if (c->message.n > 0 && !view_says_what(c)) buf_str(out, ": ");
  md_text(out, c->message);
  buf_char(out, '\n');
  for (size_t i = 0; i < c->n; i++) {
    buf_str(out, "  - ");
    md_claim(out, &c->claims[i]);
    md_number(out, v, c->claims[i].source);
    buf_char(out, '\n');
  }
}

static void md_source(struct buf *out, int number, const struct view_source *s) {
  buf_printf(out, "[^%d]: ", number);
  md_text(out, s->publisher.n > 0 ? s->publisher : (struct tdg_str){"(unnamed)", 9});
  buf_str(out, s->published != 0 ? ", " : ", undated");
  if (s->published != 0) put_time(out, s);
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
  char from[VIEW_FROM];
  buf_str(out, "# ");
  md_text(out, v->headline);
  md_own(out, v->own);
  buf_printf(out, "\n\n%u record%s%s\n", v->records, PLURAL(v->records),
             view_from(v->publishers, v->copies, from));
  if (v->model.n > 0) {
    buf_str(out, "\nWritten by the model ");
    md_text(out, v->model);
    buf_str(out, "; each sentence was checked against those it cites.\n");
  }
  for (size_t i = 0; i < v->n_sections; i++) {
    const struct view_section *s = &v->sections[i];
    if (s->n == 0) continue;
    buf_str(out, "\n## ");
    md_text(out, s->title);
    md_own(out, s->own);
    buf_str(out, "\n\n");
    for (size_t k = 0; k < s->n; k++) {
      if (k > 0) buf_char(out, ' ');
      (k == 0 ? md_opening : md_text)(out, s->sentences[k].text);
      if (s->sentences[k].days.n > 0) {
        buf_str(out, " (");
        md_text(out, s->sentences[k].days);
        buf_char(out, ')');
      }
      md_own(out, s->sentences[k].own);
      for (int m = 0; m < s->sentences[k].n; m++) md_number(out, v, s->sentences[k].sources[m]);
    }
    buf_char(out, '\n');
  }
  if (v->n_conflicts > 0) {
    buf_str(out, "\n## Where the reports differ");
    if (v->by.n > 0) buf_str(out, ", in words of "), md_text(out, v->by);
    buf_str(out, "\n\n");
  }
  for (size_t i = 0; i < v->n_conflicts; i++) md_conflict(out, v, &v->conflicts[i]);
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
      "article+article{border-top:1px solid #ccc;margin-top:3em}\n</style>\n</head>\n<body>\n");
}

void brief_html_foot(struct buf *out) { buf_str(out, "</body>\n</html>\n"); }

static void html_text(struct buf *out, struct tdg_str s) {
  struct buf clean = buf_make(1 << 20);
  page_clean(&clean, s);
  html_escape(out, clean.p, clean.n);
  buf_free(&clean);
}

static void html_number(struct buf *out, const struct brief_view *v, int source) {
  if (source != 0)
    buf_printf(out, "<sup><a href=\"#s%llx-%d\">%d</a></sup>", (unsigned long long)v->story, source, source);
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

static void html_claim(struct buf *out, const struct view_claim *c) {
  if (c->at == VIEW_NOWHERE) {
    html_strong(out, c->value);
    if (c->value.n > 0 && c->text.n > 0) buf_str(out, ": ");
    html_text(out, c->text);
    return;
  }
  html_text(out, (struct tdg_str){c->text.p, c->at});
  html_strong(out, c->value);
  html_text(out, (struct tdg_str){c->text.p + c->at + c->value.n, c->text.n - c->at - c->value.n});
}

static void html_conflict(struct buf *out, const struct brief_view *v, const struct view_conflict *c) {
  buf_str(out, "<p>");
  if (c->message.n == 0 && c->what.n == 0) html_text(out, c->kind);
  if (c->message.n == 0 || !view_says_what(c)) html_text(out, c->what);
  if (c->message.n > 0 && !view_says_what(c)) buf_str(out, ": ");
  html_text(out, c->message);
  buf_str(out, "</p>\n<ul>\n");
  for (size_t i = 0; i < c->n; i++) {
    buf_str(out, "<li dir=\"auto\">");
    html_claim(out, &c->claims[i]);
    html_number(out, v, c->claims[i].source);
    buf_str(out, "</li>\n");
  }
  buf_str(out, "</ul>\n");
}

static void html_source(struct buf *out, const struct brief_view *v, int number) {
  const struct view_source *s = &v->sources[number - 1];
  char when[32];
  buf_printf(out, "<li id=\"s%llx-%d\">", (unsigned long long)v->story, number);
  html_text(out, s->publisher.n > 0 ? s->publisher : (struct tdg_str){"(unnamed)", 9});
  if (s->published == 0) buf_str(out, ", undated");
  if (s->published != 0) {
    time_text(s->published, when);
    buf_printf(out, ", <time datetime=\"%s\">", when);
    put_time(out, s);
    buf_str(out, "</time>");
  }
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
  char from[VIEW_FROM];
  buf_str(out, "<article>\n<h1 dir=\"auto\">");
  html_text(out, v->headline);
  html_own(out, v->own);
  buf_printf(out, "</h1>\n<p><small>%u record%s%s</small></p>\n", v->records, PLURAL(v->records),
             view_from(v->publishers, v->copies, from));
  if (v->model.n > 0) {
    buf_str(out, "<p><small>Written by the model ");
    html_text(out, v->model);
    buf_str(out, "; each sentence was checked against those it cites.</small></p>\n");
  }
  for (size_t i = 0; i < v->n_sections; i++) {
    const struct view_section *s = &v->sections[i];
    if (s->n == 0) continue;
    buf_str(out, "<h2>");
    html_text(out, s->title);
    html_own(out, s->own);
    buf_str(out, "</h2>\n<p dir=\"auto\">");
    for (size_t k = 0; k < s->n; k++) {
      if (k > 0) buf_char(out, ' ');
      html_text(out, s->sentences[k].text);
      if (s->sentences[k].days.n > 0) {
        buf_str(out, " <small>(");
        html_text(out, s->sentences[k].days);
        buf_str(out, ")</small>");
      }
      html_own(out, s->sentences[k].own);
      for (int m = 0; m < s->sentences[k].n; m++) html_number(out, v, s->sentences[k].sources[m]);
    }
    buf_str(out, "</p>\n");
  }
  if (v->n_conflicts > 0) {
    buf_str(out, "<div class=\"differ\">\n<h2>Where the reports differ");
    if (v->by.n > 0) buf_str(out, ", in words of "), html_text(out, v->by);
    buf_str(out, "</h2>\n");
  }
  for (size_t i = 0; i < v->n_conflicts; i++) html_conflict(out, v, &v->conflicts[i]);
  if (v->n_conflicts > 0) buf_str(out, "</div>\n");
  buf_str(out, "<h2>Sources</h2>\n<ol>\n");
  for (int i = 0; i < v->n_sources; i++) html_source(out, v, i + 1);
  buf_str(out, "</ol>\n</article>\n");
}
