/* text.c - plugin parse-text: plain text reports, pasted or saved, become articles.
 *
 * Reads text/plain.  Paragraphs whose lines were broken are rejoined; title, byline and dates go to their
 * fields; calls to the reader and teasers of other stories are left out; headings and their roles become
 * parts.  A report without a title keeps none.  Everything lives in the memory of the call.
 *
 * Fails with bad input on empty and binary documents.  Markup is not its business (TDG_NOT_MINE).
 */
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

#include "report.h"

#include <stdio.h>

enum { MAX_HEAD_LINES = 12, MAX_PROBE_LINES = 400, MAX_SAMPLE = 32768 };

static struct tdg_str skip_space(struct tdg_str s) {
  while (s.n > 0 && (*s.p == ' ' || (*s.p >= '\t' && *s.p <= '\r'))) s.p++, s.n--;
  return s;
}

/* Markup or data that other parsers read. */
static int is_markup(struct tdg_str s) {
  static const char *const heads[] = {"<!doctype", "<html", "<head", "<body", "<?xml",    "<rss",
                                      "<feed",     "<rdf:", "<div",  "<p>",   "<article", "<!--"};
  s = skip_space(s);
  for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
    if (tdg_nocase_starts(s, heads[i])) return 1;
  return s.n > 1 &&
         ((s.p[0] == '{' && strchr("\"\n\r }", s.p[1])) || (s.p[0] == '[' && strchr("{[\"\n", s.p[1])));
}

/* The name of a format that is no text, or NULL. */
static const char *binary_name(struct tdg_str s) {
  static const struct {
    const char *magic;
    size_t n;
    const char *name;
  } known[] = {{"%PDF-", 5, "a PDF document"},
               {"PK\003\004", 4, "a ZIP or office file"},
               {"\x89PNG", 4, "a PNG picture"},
               {"\xFF\xD8\xFF", 3, "a JPEG picture"},
               {"GIF8", 4, "a GIF picture"},
               {"\x7F"
                "ELF",
                4, "a program"},
               {"\x1F\x8B", 2, "a gzip file"},
               {"\xD0\xCF\x11\xE0", 4, "an old office file"},
               {"SQLite format 3", 15, "a database"},
               {"{\\rtf", 5, "an RTF document"}};
  for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
    if (s.n >= known[i].n && memcmp(s.p, known[i].magic, known[i].n) == 0) return known[i].name;
  return NULL;
}

/* Text of the document; sets *why when it is none. */
static struct tdg_str read_text(tdg_call *call, const tdg_rec *doc, const char **why) {
  struct tdg_str bytes = tdg_get(call, doc, TDG_BODY), charset = tdg_get(call, doc, TDG_CHARSET);
  struct tdg_charset_info info = {0};
  *why = binary_name(bytes);
  if (*why != NULL) return bytes;
  struct tdg_str text = tdg_decode(call, bytes, charset.p, "", &info);
  if (tdg_is_binary(text, info.repaired)) *why = "binary data";
  return text;
}

static const char *language_of(struct tdg_str s) {
  s.n = tdg_utf8_cut(s, MAX_SAMPLE);
  const char *found = tdg_language(s);
  return *found != '\0' ? found : NULL;
}

static const char *zone_of(tdg_call *call, const tdg_rec *doc) {
  struct tdg_str zone = tdg_get(call, doc, TDG_DEFAULT_ZONE);
  return zone.n > 0 ? zone.p : NULL;
}

static int read_lines(struct report *r) {
  struct tdg_lines t = tdg_lines_read(r->of.call, r->text);
  if (t.full)
    return tdg_fail(r->of.call, TDG_DENIED, "more than %d lines: this is no report; cut the file up",
                    TDG_MAX_LINES);
  r->of.v = t.v, r->of.n = t.n, r->wrapped = t.wrapped;
  return TDG_OK;
}

/* The document around this one may know its title: the line that says it is the title, and no other is. */
static void find_known_title(struct report *r) {
  const tdg_rec *known = tdg_get_rec(r->of.call, r->doc, TDG_MEMBER, 0);
  const struct tdg_str title =
      known != NULL ? tdg_get(r->of.call, known, TDG_TITLE) : (struct tdg_str){"", 0};
  if (title.n == 0) return;
  const struct tdg_str wanted = tdg_fold(r->of.call, title);
  r->of.titled = 1;
  for (size_t i = 0; i < r->of.n && i < MAX_HEAD_LINES; i++) {
    if (!tdg_str_same(tdg_fold(r->of.call, tdg_report_unmarked(r->of.v[i].s)), wanted)) continue;
    r->of.v[i].kind = TDG_LINE_TITLE;
    return;
  }
}

/* What became of each line, for who asks. */
static int explain(const struct report *r) {
  static const char *const kinds[] = {[TDG_LINE_BODY] = "a paragraph",
                                      [TDG_LINE_TITLE] = "the title",
                                      [TDG_LINE_SUBTITLE] = "the subtitle",
                                      [TDG_LINE_KICKER] = "the kicker",
                                      [TDG_LINE_BYLINE] = "a byline",
                                      [TDG_LINE_DATE] = "a date",
                                      [TDG_LINE_FURNITURE] = "a call to the reader, a notice, a teaser",
                                      [TDG_LINE_HEADING] = "a heading",
                                      [TDG_LINE_ITEM] = "an item of a list",
                                      [TDG_LINE_QUOTE] = "a quotation",
                                      [TDG_LINE_RULE] = "a rule"};
  tdg_rec *x = tdg_rec_new(r->of.call, TDG_EXPLANATION);
  char where[60];
  tdg_put_str(r->of.call, x, TDG_REASON, "plain text: characters without markup, read line by line");
  for (size_t i = 0; i < r->of.n; i++) {
    if (r->of.v[i].kind != TDG_LINE_TITLE) continue;
    snprintf(where, sizeof where, "the %zu. line with words", i + 1);
    tdg_explain_origin(r->of.call, x, "title", "text", tdg_str_of(i == 0 ? "the first line" : where),
                       tdg_str_of(""));
    break;
  }
  for (size_t i = 0; i < r->of.n; i++) {
    uint32_t kind = r->of.v[i].kind;
    int kept = kind == TDG_LINE_BODY || kind >= TDG_LINE_HEADING;
    tdg_explain_line(r->of.call, x, kept, "text", kinds[kind], tdg_str_of(""), r->of.v[i].s);
  }
  return tdg_emit(r->of.call, x);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  const char *why;
  struct tdg_str url = tdg_get(call, doc, TDG_URL);
  struct report *r = tdg_scratch(call, sizeof(*r));
  *r = (struct report){.of.call = call, .doc = doc, .text = read_text(call, doc, &why)};
  if (why != NULL)
    return tdg_fail(call, TDG_BAD_INPUT, "%s: this is %s, not plain text; give a parser that reads it", url.p,
                    why);
  if (skip_space(r->text).n == 0)
    return tdg_fail(call, TDG_BAD_INPUT, "%s: the document is empty (%zu bytes); nothing to read", url.p,
                    r->text.n);
  if (is_markup(r->text)) return TDG_NOT_MINE;
  int status = read_lines(r);
  if (status != TDG_OK) return status;
  if (r->of.n == 0) return tdg_fail(call, TDG_BAD_INPUT, "%s: only white space; nothing to read", url.p);
  r->of.language = language_of(r->text);
  r->of.zone = zone_of(call, doc);
  find_known_title(r);
  tdg_report_front(&r->of);
  tdg_report_clean(&r->of);
  report_outline(r);
  status = report_write(r);
  return status == TDG_OK && tdg_explains(call, doc) ? explain(r) : status;
}

/* 50 when it reads as prose; other plain text 20, so that a parser that knows better goes first. */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  const char *why;
  struct tdg_str type = tdg_get(call, doc, TDG_MEDIA_TYPE);
  struct report *r = tdg_scratch(call, sizeof(*r));
  *r = (struct report){.of.call = call, .doc = doc, .text = read_text(call, doc, &why)};
  if (why != NULL || skip_space(r->text).n == 0 || is_markup(r->text)) return 0;
  if (type.n > 0 && !tdg_nocase_starts(type, "text/plain") && !tdg_nocase_starts(type, "text/markdown"))
    return 5;
  if (read_lines(r) != TDG_OK) return 0;
  for (size_t i = 0; i < r->of.n && i < MAX_PROBE_LINES; i++)
    if (tdg_line_is_prose(&r->of.v[i])) return 50;
  return 20;
}

static const char *const CLAIMS[] = {"text/plain", "text/markdown", NULL};

TDG_PLUGIN("org.tidings.parse-text", TDG_VERSION, "Reads plain text reports",
           TDG_PARSER(.name = "text",
                      .summary = "Plain text reports: paragraphs, headings, byline; furniture left out",
                      .claims = CLAIMS, .run = run, .probe = probe));
