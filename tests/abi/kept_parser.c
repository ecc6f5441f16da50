/* A parser of documents of the type text/x-kept: a greeting, then one paragraph a line.  It walks its document
 * with tdg_next, and puts what it found there, and its options, into the article. */
#include <tidings/plugin.h>

#include <stdio.h>
#include <stdlib.h>

struct conf {
  int64_t boolean, number, size, duration, choice, percent;
  struct tdg_str text, url, path, secret;
  struct tdg_list list;
};
static const char *const choices[] = {"red", "green", NULL};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, boolean, TDG_O_BOOL, 0, "yes", 0, 0, "A truth."),
    TDG_OPT(struct conf, number, TDG_O_INT, 0, "3", 0, 1000, "A number."),
    TDG_OPT(struct conf, size, TDG_O_SIZE, 0, "1KiB", 0, 0, "A size."),
    TDG_OPT(struct conf, duration, TDG_O_DURATION, 0, "2s", 0, 0, "A duration."),
    TDG_OPT_ENUM(struct conf, choice, 0, "green", choices, "A colour."),
    TDG_OPT(struct conf, percent, TDG_O_PERCENT, 0, "12.5%", 0, 0, "A share."),
    TDG_OPT(struct conf, text, TDG_O_TEXT, 0, "a text", 0, 0, "A text."),
    TDG_OPT(struct conf, url, TDG_O_URL, 0, "https://example.org/", 0, 0, "An address."),
    TDG_OPT(struct conf, path, TDG_O_PATH, 0, "", 0, 0, "A path."),
    TDG_OPT(struct conf, secret, TDG_O_SECRET, 0, "", 0, 0, "A secret."),
    TDG_OPT(struct conf, list, TDG_O_LIST, 0, "one, two", 0, 0, "Words."),
};

struct parser {
  const struct conf *conf;
};

static int open_parser(tdg_call *call, const void *conf, void **self) {
  struct parser *p = calloc(1, sizeof *p);
  (void)call;
  if (p == NULL) return TDG_INTERNAL;
  p->conf = conf;
  *self = p;
  return TDG_OK;
}

static void put_options(tdg_call *call, tdg_rec *r, const struct conf *c) {
  char *line = tdg_scratch(call, 2000);
  int n = snprintf(line, 2000, "options %d %d %d %d %d %d %.100s %.100s %.100s secret%d", (int)c->boolean,
                   (int)c->number, (int)c->size, (int)c->duration, (int)c->choice, (int)c->percent, c->text.p,
                   c->url.p, c->path.p, (int)c->secret.n);
  for (size_t i = 0; i < c->list.n; i++) n += snprintf(line + n, 2000 - (size_t)n, " %.50s", c->list.v[i].p);
  tdg_block(call, r, TDG_PARAGRAPH, line, (size_t)n);
}

/* Every field of a record as number=value, groups in brackets. */
static int walk(tdg_call *call, const tdg_rec *r, char *to, int room) {
  size_t pos = 0;
  int n = 0;
  struct {
    struct tdg_item it;
    unsigned char guard[16]; /* the host must not write here */
  } x;
  memset(x.guard, 0xA5, sizeof x.guard);
  while (tdg_next(call, r, &pos, &x.it) && n < room - 300) {
    if (x.it.type == TDG_T_REC) {
      n += snprintf(to + n, (size_t)(room - n), "%u=[", (unsigned)x.it.field);
      n += walk(call, x.it.rec, to + n, room - n);
      n += snprintf(to + n, (size_t)(room - n), "] ");
    } else if (x.it.type == TDG_T_TEXT) {
      n += snprintf(to + n, (size_t)(room - n), "%u=%.60s ", (unsigned)x.it.field, x.it.str.p);
    } else if (x.it.type == TDG_T_REAL) {
      n += snprintf(to + n, (size_t)(room - n), "%u=%.3f ", (unsigned)x.it.field, x.it.real);
    } else if (x.it.type != TDG_T_BYTES) {
      n += snprintf(to + n, (size_t)(room - n), "%u=%lld ", (unsigned)x.it.field, (long long)x.it.num);
    }
    for (size_t i = 0; i < sizeof x.guard; i++)
      if (x.guard[i] != 0xA5) n += snprintf(to + n, (size_t)(room - n), "OVERWRITTEN ");
  }
  return n;
}

static void put_groups(tdg_call *call, tdg_rec *r) {
  tdg_rec *author = tdg_group(call), *quality = tdg_group(call);
  tdg_put_str(call, author, TDG_NAME, "Ada Kept");
  tdg_put_rec(call, r, TDG_AUTHOR, author);
  tdg_put_int(call, quality, TDG_WORDS, 12);
  tdg_put_real(call, quality, TDG_LINK_SHARE, 0.25);
  tdg_put_rec(call, r, TDG_QUALITY, quality);
}

static void put_walk(tdg_call *call, tdg_rec *r, const tdg_rec *doc) {
  char *line = tdg_scratch(call, 8000);
  int n = snprintf(line, 8000, "document kind %u: ", (unsigned)tdg_kind_of(call, doc));
  n += walk(call, doc, line + n, 4000 - n);
  n += snprintf(line + n, 8000 - (size_t)n, "; article: ");
  n += walk(call, r, line + n, 8000 - n);
  tdg_block(call, r, TDG_PARAGRAPH, line, (size_t)n);
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct parser *p = self;
  struct tdg_str body = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  const char *end = memchr(body.p, '\n', body.n);
  if (strcmp(url.p, "kept:wrong") == 0)
    return tdg_fail(call, TDG_BAD_INPUT, "%s: line %d has %zu bytes", url.p, 1, body.n);
  if (end == NULL) return TDG_NOT_MINE;
  tdg_log(call, TDG_LOG_WARNING, "kept parser read %zu bytes of %s", body.n, url.p);
  void *mark = tdg_mark(call);
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  char title[300];
  snprintf(title, sizeof title, "%.*s of %.200s", (int)(end - body.p), body.p, url.p);
  tdg_put_str(call, article, TDG_TITLE, title);
  tdg_put_text(call, article, TDG_URL, url.p, url.n);
  tdg_put_int(call, article, TDG_PUBLISHED, tdg_now_ms(call) / 86400000 * 86400000);
  tdg_block(call, article, TDG_PARAGRAPH, end + 1, body.n - (size_t)(end + 1 - body.p) - 1);
  put_groups(call, article);
  put_options(call, article, p->conf);
  put_walk(call, article, doc);
  int status = tdg_emit(call, article);
  tdg_release(call, mark);
  return status;
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  return tdg_get(call, doc, TDG_BODY).n > 0 ? 90 : 0;
}

static const char *const claims[] = {"text/x-kept", NULL};

TDG_PLUGIN("org.example.kept-parser", "1.0", "Reads what the kept fetcher brings",
           TDG_PARSER(.name = "kept-text", .summary = "text/x-kept", .claims = claims,
                      .TDG_OPTIONS(struct conf, options), .open = open_parser, .run = run, .probe = probe,
                      .close = free));
