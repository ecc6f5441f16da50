/* cmd_search.c - tidings search: full text search. */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "record/record_json.h"

#include <string.h>

static struct search_options { long limit; } opt = {.limit = 10};

static const struct cli_option options[] = {{"limit", 'n', CLI_NUMBER, offsetof(struct search_options, limit),
                                             "N", "At most N records (default 10)."},
                                            {0}};

/* A snippet has \1 before and \2 after each match. */
static void put_snippet(struct page *p, struct tdg_str s) {
  const char *at = s.p, *end = s.p + s.n;
  while (at < end) {
    size_t n = 0;
    while (at + n < end && at[n] != 1 && at[n] != 2) n++;
    page_text(p, (struct tdg_str){at, n});
    at += n;
    if (at < end) page_style(p, *at++ == 1 ? PAGE_HIT : PAGE_PLAIN);
  }
}

/* What the callbacks need. */
struct listing {
  struct store *s;
  struct page page;
  struct buf json;
};

static int hit_text(void *arg, const struct tdg_hit *hit) {
  struct listing *l = arg;
  struct page *p = &l->page;
  char id[ID_LETTERS + 1];
  lookup_short(l->s, hit->id, id);
  page_style(p, PAGE_DIM);
  page_say(p, "%s", id);
  page_style(p, PAGE_BOLD);
  page_say(p, "  ");
  page_text(p, hit->title);
  page_flow(p, 0, 9);
  if (hit->snippet.n > 0) {
    put_snippet(p, hit->snippet);
    page_flow(p, 9, 9);
  }
  if (hit->url.n > 0) {
    page_style(p, PAGE_LINK);
    page_text(p, hit->url);
    page_line(p, 9);
  }
  return 0;
}

static int hit_json(void *arg, const struct tdg_hit *hit) {
  struct listing *l = arg;
  struct buf *out = &l->json, plain = buf_make(1 << 20);
  for (size_t i = 0; i < hit->snippet.n; i++)
    if (hit->snippet.p[i] != 1 && hit->snippet.p[i] != 2) buf_char(&plain, hit->snippet.p[i]);
  buf_clear(out);
  buf_str(out, "{\"id\":");
  json_quote_id(out, hit->id);
  buf_str(out, ",\"story\":");
  json_quote_id(out, hit->story);
  buf_printf(out, ",\"score\":%.4g,\"title\":", hit->score);
  json_quote(out, hit->title.p, hit->title.n);
  buf_str(out, ",\"url\":");
  json_quote(out, hit->url.p, hit->url.n);
  buf_str(out, ",\"snippet\":");
  json_quote(out, plain.p, plain.n);
  buf_str(out, "}\n");
  say_ready(stdout, out->p, out->n);
  buf_free(&plain);
  return 0;
}

static int search(const struct cli *cli, struct store *s, const char *query) {
  struct listing l = {.s = s, .json = buf_make(4 << 20)};
  int64_t indexed = 0;
  struct tdg_counts counts = {.size = sizeof counts};
  page_init(&l.page, cli);
  int n = s->ops->search(s->handle, query, opt.limit, cli->json ? hit_json : hit_text, &l);
  page_free(&l.page);
  buf_free(&l.json);
  if (n < 0) return lookup_failed(s);
  if (n > 0) return CLI_DONE;
  if (!cli->quiet) {
    say_error("tidings: no record holds all of these words\n");
    if (s->ops->cursor_get(s->handle, "search", &indexed) == 0 && s->ops->counts(s->handle, &counts) == 0 &&
        indexed == 0 && counts.records > 0)
      say_error("tidings: nothing is indexed yet; tidings run or import does that\n");
  }
  return CLI_NOTHING;
}

static int run(struct cli *cli) {
  struct buf query = buf_make(4096);
  if (cli->n_args == 0) return cli_usage(&cli_search, "say which words");
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  for (int i = 0; i < cli->n_args; i++) { /* an argument with spaces is a phrase */
    int phrase = cli->n_args > 1 && strchr(cli->args[i], ' ') != NULL && strchr(cli->args[i], '"') == NULL;
    buf_printf(&query, phrase ? "%s\"%s\"" : "%s%s", i > 0 ? " " : "", cli->args[i]);
  }
  int code = search(cli, s, query.p);
  buf_free(&query);
  return cli_close_store(s, code);
}

const struct cli_command cli_search = {
    "search",
    "WORD...",
    "Records by their words, the best first",
    options,
    &opt,
    run,
    "All words must occur. \"Several words\" in quotes must stand together.\n"};
