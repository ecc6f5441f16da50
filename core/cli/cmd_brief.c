/* cmd_brief.c - tidings brief: print the brief of one story, every sentence with its source, or of all
 * stories. */
#include "cli/brief_view.h"
#include "cli/cli.h"
#include "cli/text_page.h"
#include "news/news.h"
#include "record/record_json.h"
#include "util/arena.h"

#include <stdlib.h>
#include <string.h>

enum format { FORMAT_TEXT, FORMAT_MD, FORMAT_HTML };
enum { MAX_OUT = 64 << 20, MAX_STORIES = 1 << 20 };

static struct brief_options {
  int all, input, format;
  long limit;
} opt;

static const struct cli_option options[] = {
    {"all", 'a', CLI_FLAG, offsetof(struct brief_options, all), NULL,
     "Every story that has a brief, newest first."},
    {"format", 'f', CLI_CHOICE, offsetof(struct brief_options, format), "text|md|html",
     "How it is written (default text)."},
    {"limit", 'n', CLI_NUMBER, offsetof(struct brief_options, limit), "N", "With --all: at most N."},
    {"input", 0, CLI_FLAG, offsetof(struct brief_options, input), NULL,
     "Not the brief but the story as brief plugins get it, as JSON (for `tidings plugin try ... brief`)."},
    {0}};

/* State kept from story to story. */
struct telling {
  const struct cli *cli;
  struct store *s;
  struct arena arena;
  struct page page;
  struct buf out;
  struct brief_view *view;
  const struct tdg_story_row *story;
  struct fold_source fold; /* for --input */
  tdg_rec *input;
  int told, failed;
  /* number of sources so far, so that notes in a document of many briefs have different numbers */
  int sources;
};

static void write_out(struct telling *t) {
  if (t->out.full || say_ready(stdout, t->out.p, t->out.n) < 0) t->failed = 1;
  buf_clear(&t->out);
}

static tdg_rec *cited(struct arena *a, const struct view_source *s) {
  tdg_rec *out = rec_new(a, TDG_GROUP);
  rec_put_int(out, TDG_RECORD_ID, s->id);
  if (s->publisher.n > 0) rec_put(out, TDG_PUBLISHER, s->publisher.p, s->publisher.n);
  if (s->title.n > 0) rec_put(out, TDG_TITLE, s->title.p, s->title.n);
  if (s->url.n > 0) rec_put(out, TDG_URL, s->url.p, s->url.n);
  if (s->published != 0) rec_put_int(out, TDG_PUBLISHED, s->published);
  if (s->published != 0 && s->local) {
    tdg_rec *origin = rec_new(a, TDG_GROUP);
    rec_put_str(origin, TDG_FIELD_NAME, "published");
    rec_put_int(origin, TDG_LOCAL, 1);
    rec_put_rec(out, TDG_ORIGIN, origin);
  }
  if (s->seen != 0) rec_put_int(out, TDG_FIRST_SEEN, s->seen);
  return out;
}

/* The brief with the current id of its story, as `stories` lists it, and with the sources that the other forms end with. */
static const tdg_rec *whole(struct telling *t, const tdg_rec *brief) {
  static const uint32_t ours[] = {TDG_STORY_ID, TDG_CITED, 0};
  tdg_rec *rest = rec_without(&t->arena, brief, ours), *out = rec_new(&t->arena, TDG_BRIEF);
  size_t pos = 0;
  struct tdg_item it;
  rec_put_int(out, TDG_ID, rec_get_int(brief, TDG_ID, 0));
  rec_put_int(out, TDG_STORY_ID, t->story->id);
  while (rec_next(rest, &pos, &it))
    if (it.field != TDG_ID) rec_put_item(out, &it);
  for (int i = 0; i < t->view->n_sources; i++)
    rec_put_rec(out, TDG_CITED, cited(&t->arena, &t->view->sources[i]));
  return out;
}

static int tell(void *arg, const struct tdg_row *row) {
  struct telling *t = arg;
  const tdg_rec *brief = lookup_rec(&t->arena, row);
  if (brief == NULL) {
    t->failed = 1;
  } else if (brief_view(t->view, &t->arena, t->s, brief, t->story) < 0) {
    t->failed = 1;
  } else if (t->cli->json) {
    t->failed |= rec_json(&t->out, whole(t, brief), 0) < 0;
    buf_char(&t->out, '\n');
  } else if (opt.format == FORMAT_TEXT) {
    if (t->told > 0) page_gap(&t->page), page_gap(&t->page);
    brief_text(&t->page, t->view);
  } else {
    t->view->before = t->sources;
    t->sources += t->view->n_sources;
    if (t->told > 0 && opt.format == FORMAT_MD) buf_str(&t->out, "\n---\n\n");
    (opt.format == FORMAT_MD ? brief_markdown : brief_html)(&t->out, t->view);
  }
  write_out(t);
  t->told++;
  return 0;
}

static int tell_story(struct telling *t, const struct tdg_story_row *story) {
  t->story = story;
  int n = t->s->ops->story_brief(t->s->handle, story->id, tell, t);
  arena_reset(&t->arena);
  if (n < 0) t->failed = 1, lookup_failed(t->s);
  return n < 0;
}

static int add_member(void *arg, const struct tdg_row *row) {
  struct telling *t = arg;
  const tdg_rec *r = lookup_rec(&t->arena, row);
  if (r == NULL) return t->failed = 1;
  tdg_rec *copy = rec_copy(&t->arena, r, rec_kind(r)); /* the row lives until this function returns */
  int full = story_add_member(&t->fold, &t->arena, t->input, copy, row);
  if (full < 0) t->failed = 1;
  return full != 0;
}

static int tell_input(void *arg, const struct tdg_story_row *story) {
  struct telling *t = arg;
  t->input = story_describe(&t->arena, story);
  int n = t->s->ops->story_members(t->s->handle, story->id, STORY_MAX_MEMBERS, add_member, t);
  if (n < 0) t->failed = 1, lookup_failed(t->s);
  t->failed |= rec_json(&t->out, t->input, 0) < 0;
  buf_char(&t->out, '\n');
  write_out(t);
  arena_reset(&t->arena);
  t->told++;
  return n < 0 || (opt.limit > 0 && t->told >= opt.limit);
}

static int tell_if_brief(void *arg, const struct tdg_story_row *story) {
  struct telling *t = arg;
  if (story->brief == 0) return 0;
  return tell_story(t, story) || (opt.limit > 0 && t->told >= opt.limit);
}

static int no_brief(void *arg, const struct tdg_story_row *story) {
  char from[VIEW_FROM];
  struct telling *t = arg;
  if (story->brief != 0) return tell_story(t, story);
  say_error("tidings: the story has no brief: %u record%s%s %s too few; `tidings stories` lists it\n",
            story->records, PLURAL(story->records), view_from(story->publishers, story->copies, from),
            story->records == 1 ? "is" : "are");
  return 1;
}

static int run_open(struct telling *t) {
  struct tdg_story_query q = {.size = sizeof q};
  if (!opt.all) {
    int code = lookup_story(t->cli, t->s, t->cli->args[0], &q.id);
    if (code != CLI_DONE) return code;
  }
  if (opt.input) t->fold = cli_fold(t->cli, t->s);
  int html = opt.format == FORMAT_HTML && !t->cli->json && !opt.input;
  if (html) brief_html_head(&t->out);
  int n = t->s->ops->story_list(t->s->handle, &q,
                                opt.input ? tell_input
                                : opt.all ? tell_if_brief
                                          : no_brief,
                                t);
  if (n < 0) return lookup_failed(t->s);
  if (html && t->told > 0) brief_html_foot(&t->out), write_out(t);
  if (t->failed) return t->told > 0 ? CLI_PARTLY : CLI_FAILED;
  if (t->told == 0 && opt.all && !t->cli->quiet) say_error("tidings: no story has a brief yet\n");
  return t->told == 0 ? CLI_NOTHING : CLI_DONE;
}

static int run(struct cli *cli) {
  if (opt.all ? cli->n_args > 0 : cli->n_args != 1)
    return cli_usage(&cli_brief, "name one story, or say --all");
  struct telling t = {.cli = cli, .s = cli_open_store(cli), .out = buf_make(MAX_OUT)};
  if (t.s == NULL) return CLI_CONFIG;
  page_init(&t.page, cli);
  t.view = calloc(1, sizeof *t.view);
  int code = t.view == NULL ? CLI_FAILED : run_open(&t);
  free(t.view);
  page_free(&t.page);
  arena_free(&t.arena);
  buf_free(&t.out);
  return cli_close_store(t.s, code);
}

const struct cli_command cli_brief = {
    "brief",
    "STORY | --all",
    "Show the brief of a story, each sentence with its source",
    options,
    &opt,
    run,
    "STORY is the id `tidings stories` shows, or any record of the story.\n"};
