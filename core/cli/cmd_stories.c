/* cmd_stories.c - tidings stories: list stories, newest first. */
#include "cli/cli.h"

#include "cli/brief_view.h"
#include "cli/text_page.h"
#include "news/news.h"
#include "record/rec.h"
#include "record/record_json.h"
#include "util/arena.h"
#include "util/clock.h"

#include <string.h>

enum { LIMIT_UNSAID = -1, LIMIT_USUAL = 20 };
static struct stories_options {
  long limit, days, min;
  int oldest;
} opt = {.limit = LIMIT_UNSAID};

static const struct cli_option options[] = {
    {"limit", 'n', CLI_NUMBER, offsetof(struct stories_options, limit), "N",
     "At most N stories (default 20, with --json all; 0: all)."},
    {"min-records", 'm', CLI_NUMBER, offsetof(struct stories_options, min), "N",
     "Only stories of N records or more."},
    {"days", 'd', CLI_NUMBER, offsetof(struct stories_options, days), "N",
     "Only what was published in the last N days; undated stories are left out, with a message."},
    {"oldest-first", 0, CLI_FLAG, offsetof(struct stories_options, oldest), NULL, "The other way round."},
    {0}};

/* What the callbacks need. */
struct listing {
  struct store *s;
  struct page page;
  struct buf json;
  struct arena arena;
  struct tdg_str headline;
  struct page_end first, last; /* of the story that is listed */
  int first_known, last_known; /* a record of that time says its zone */
};

static int read_headline(void *arg, const struct tdg_row *row) {
  struct listing *l = arg;
  const tdg_rec *brief = lookup_rec(&l->arena, row);
  const int quoted = brief != NULL && !rec_has(brief, TDG_FROM);
  struct tdg_str headline = quoted ? rec_get(brief, TDG_HEADLINE, 0) : (struct tdg_str){"", 0};
  if (headline.n > 0)
    l->headline = (struct tdg_str){arena_copy(&l->arena, headline.p, headline.n), headline.n};
  return 0;
}

/* Use the headline of the brief if it is up to date and a source's, because it was chosen from all records of the story. */
static struct tdg_str headline_of(struct listing *l, const struct tdg_story_row *s) {
  arena_reset(&l->arena);
  l->headline = s->headline;
  if (s->brief != 0 && !s->brief_stale) (void)l->s->ops->record_get(l->s->handle, s->brief, read_headline, l);
  return l->headline;
}

static int read_end(void *arg, const struct tdg_row *row) {
  struct listing *l = arg;
  const tdg_rec *r = lookup_rec(&l->arena, row);
  const int64_t ms = r != NULL ? rec_get_int(r, TDG_PUBLISHED, 0) : 0;
  const int local = ms != 0 && rec_time_is_local(r, "published");
  if (ms == l->first.ms) l->first.local |= local, l->first_known |= !local;
  if (ms == l->last.ms) l->last.local |= local, l->last_known |= !local;
  return 0;
}

/* The ends of its time are local when the records that set them say so. */
static void read_ends(struct listing *l, const struct tdg_story_row *s) {
  l->first = (struct page_end){s->first, 0}, l->last = (struct page_end){s->last, 0};
  l->first_known = l->last_known = 0;
  if (s->last == 0) return;
  (void)l->s->ops->story_members(l->s->handle, s->id, STORY_MAX_MEMBERS, read_end, l);
  l->first.local &= !l->first_known, l->last.local &= !l->last_known;
}

static int story_json(void *arg, const struct tdg_story_row *s) {
  struct listing *l = arg;
  struct buf *out = &l->json;
  struct tdg_str headline = headline_of(l, s);
  buf_clear(out);
  buf_str(out, "{\"id\":");
  json_quote_id(out, s->id);
  buf_str(out, ",\"headline\":");
  json_quote(out, headline.p, headline.n);
  buf_printf(out, ",\"records\":%u,\"publishers\":%u,\"copies\":%u", s->records, s->publishers, s->copies);
  read_ends(l, s);
  json_put_time_of(out, "first", l->first.ms, l->first.local);
  json_put_time_of(out, "last", l->last.ms, l->last.local);
  buf_printf(out, ",\"undated\":%u,\"brief\":", s->undated);
  json_quote_id(out, s->brief);
  buf_printf(out, ",\"brief_stale\":%s}\n", s->brief_stale ? "true" : "false");
  say_ready(stdout, out->p, out->n);
  return 0;
}

static int story_text(void *arg, const struct tdg_story_row *s) {
  char from[VIEW_FROM];
  struct listing *l = arg;
  struct page *p = &l->page;
  char id[ID_LETTERS + 1];
  struct tdg_str headline = headline_of(l, s);
  lookup_short(l->s, s->id, id);
  page_style(p, PAGE_DIM);
  page_say(p, "%s", id);
  page_style(p, PAGE_BOLD);
  page_say(p, "  ");
  if (headline.n > 0) page_text(p, headline);
  else page_say(p, "(without a headline)");
  page_flow(p, 0, 9);
  page_say(p, "%u record%s%s, ", s->records, PLURAL(s->records), view_from(s->publishers, s->copies, from));
  read_ends(l, s);
  page_span(p, l->first, l->last, s->undated);
  if (s->brief != 0) {
    page_style(p, PAGE_GOOD);
    page_say(p, s->brief_stale ? ", brief (being renewed)" : ", brief");
  }
  page_flow(p, 9, 9);
  return 0;
}

static void say_more(struct page *p) {
  page_gap(p);
  page_style(p, PAGE_DIM);
  page_say(p, "The first %ld; --limit 0 shows all. `tidings brief ID` tells one.", opt.limit);
  page_flow(p, 0, 0);
}

static int count_undated(void *arg, const struct tdg_story_row *s) {
  *(int *)arg += s->last == 0;
  return 0;
}

/* Undated stories are left out by --days, with a message. */
static void say_undated(struct store *s, struct tdg_story_query q) {
  int n = 0;
  q.since = q.limit = 0;
  if (s->ops->story_list(s->handle, &q, count_undated, &n) > 0 && n > 0)
    say_error("tidings: %d stor%s undated and left out\n", n, n == 1 ? "y is" : "ies are");
}

static int list(const struct cli *cli, struct store *s) {
  struct listing l = {.s = s, .json = buf_make(1 << 20)};
  if (opt.limit == LIMIT_UNSAID) opt.limit = cli->json ? 0 : LIMIT_USUAL;
  struct tdg_story_query q = {
      .size = sizeof q, .min_records = (uint32_t)opt.min, .limit = opt.limit, .oldest_first = opt.oldest};
  if (opt.days > 0) q.since = clock_wall_ms() - opt.days * INT64_C(86400000);
  page_init(&l.page, cli);
  int n = s->ops->story_list(s->handle, &q, cli->json ? story_json : story_text, &l);
  if (n > 0 && !cli->json && !cli->quiet && opt.limit > 0 && n == opt.limit) say_more(&l.page);
  page_free(&l.page);
  buf_free(&l.json);
  arena_free(&l.arena);
  if (n < 0) return lookup_failed(s);
  if (opt.days > 0 && !cli->quiet) say_undated(s, q);
  if (n == 0 && !cli->quiet)
    say_error("tidings: no stories%s\n", opt.days > 0 || opt.min > 0 ? " of that kind" : " yet");
  return n == 0 ? CLI_NOTHING : CLI_DONE;
}

static int run(struct cli *cli) {
  if (cli->n_args > 0)
    return cli_usage(&cli_stories, "\"%s\" is one word too many; `tidings brief` tells one story",
                     cli->args[0]);
  struct store *s = cli_open_store(cli);
  if (s == NULL) return CLI_CONFIG;
  int code = list(cli, s);
  return cli_close_store(s, code);
}

const struct cli_command cli_stories = {
    "stories", "",  "What happened: the stories, newest first, undated ones last",           options,
    &opt,      run, "The letters in front name a story: `tidings brief 7K3Q0A1` tells it.\n"};
