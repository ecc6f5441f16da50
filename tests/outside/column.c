/* Parsers from outside that need an option: which column of a table is the title. */
#include <tidings/plugin.h>

#include <stdlib.h>

struct conf {
  int64_t column;
  struct tdg_str mark;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, column, TDG_O_INT, TDG_O_REQUIRED, NULL, 1, 9, "The column of the title."),
    TDG_OPT(struct conf, mark, TDG_O_TEXT, 0, "", 0, 0, "Stands before each title.")};

static int start(tdg_call *call, const void *conf, void **self) {
  struct conf *c = malloc(sizeof *c);
  (void)call;
  *c = *(const struct conf *)conf;
  *self = c;
  return TDG_OK;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct conf *c = self;
  struct tdg_str text = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  const char *at = text.p;
  char title[200];
  for (int64_t i = 1; i < c->column && at != NULL; i++)
    at = strchr(at, '\t') != NULL ? strchr(at, '\t') + 1 : NULL;
  if (at == NULL) return tdg_fail(call, TDG_BAD_INPUT, "there is no column %d", (int)c->column);
  snprintf(title, sizeof title, "%s%.*s", c->mark.p, (int)strcspn(at, "\t\n"), at);
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, r, TDG_TITLE, title);
  tdg_put_text(call, r, TDG_URL, url.p, url.n);
  tdg_block(call, r, TDG_PARAGRAPH, text.p, text.n);
  return tdg_emit(call, r);
}

TDG_PLUGIN("org.example.column", "1.0", "Columns of tables",
           TDG_PARSER(.name = "column", .TDG_OPTIONS(struct conf, options), .open = start, .run = run),
           TDG_PARSER(.name = "other-column", .TDG_OPTIONS(struct conf, options), .open = start, .run = run));
