/* kept_guide.c - the example of docs/writing-a-plugin.md: a title, an empty line, then a paragraph a line. */
#include <tidings/plugin.h>

/* The next line of *text, which is moved on behind it. */
static struct tdg_str next_line(struct tdg_str *text) {
  const char *end = memchr(text->p, '\n', text->n);
  size_t n = end != NULL ? (size_t)(end - text->p) : text->n, whole = n + (end != NULL);
  struct tdg_str line = {text->p, n};
  text->p += whole;
  text->n -= whole;
  return line;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str text = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  struct tdg_str title = next_line(&text);
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  (void)self;
  if (title.n == 0) return tdg_fail(call, TDG_BAD_INPUT, "%s: the first line holds no title", url.p);
  tdg_put_text(call, article, TDG_TITLE, title.p, title.n);
  tdg_put_text(call, article, TDG_URL, url.p, url.n);
  while (text.n > 0) {
    struct tdg_str line = next_line(&text);
    if (line.n > 0) tdg_block(call, article, TDG_PARAGRAPH, line.p, line.n);
  }
  return tdg_emit(call, article);
}

static const char *const claims[] = {"text/x-gazette", NULL};

TDG_PLUGIN("org.example.gazette", "1.0", "Reads the Example Gazette",
           TDG_PARSER(.name = "gazette", .summary = "Files of the Example Gazette", .claims = claims,
                      .run = run));
