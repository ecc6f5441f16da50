/* cmd_changes.c - tidings changes: what publishers edited, corrected, withdrew and restored. */
#include "cli/cli.h"

#include "cli/record_filter.h"
#include "cli/text_page.h"
#include "cli/version_diff.h"
#include "record/record_json.h"
#include "util/arena.h"

#include <string.h>

#include <tidings/kit/str.h>

static struct changes_options { struct record_filter filter; } opt = {.filter = {.since = "7d"}};

static const struct cli_option options[] = {FILTER_SINCE(struct changes_options, "; 7d if it is not said"),
                                            FILTER_UNTIL(struct changes_options),
                                            FILTER_SOURCE(struct changes_options),
                                            {0}};

struct listing {
  struct store *s;
  struct page page;
  struct buf json;
  struct arena arena;
  int64_t seen; /* of the row that was looked for */
  const tdg_rec *before;
  int n, as_json;
};

/* ---- the first row ---- */

static int see_time(void *arg, const struct tdg_row *row) {
  struct listing *l = arg;
  l->seen =
      row->id != 0 ? id_time(row->id) : row->first_seen; /* what was parsed again was seen long before */
  return 0;
}

/* The first time behind a position; 0: nothing stands there.  -1: the store fails. */
static int time_behind(struct listing *l, int64_t position, int64_t *seen) {
  l->seen = 0;
  const int n = l->s->ops->log_read(l->s->handle, position, ~0u, NULL, 1, see_time, l);
  *seen = l->seen;
  return n < 0 ? -1 : 0;
}

/* A position behind which all of that time stands: the log is in order of time, but for clocks that were set back, for
 * which an hour is added. */
static int find_position(struct listing *l, int64_t since, int64_t *position) {
  enum { HOUR = 3600000 };
  int64_t low = 0, high = 1, seen;
  for (;;) {
    if (time_behind(l, high, &seen) < 0) return -1;
    if (seen == 0 || seen >= since - HOUR) break;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    if (time_behind(l, middle, &seen) < 0) return -1;
    if (seen == 0 || seen >= since - HOUR) high = middle;
    else low = middle;
  }
  *position = low;
  return 0;
}

/* ---- the list ---- */

static int keep_before(void *arg, const struct tdg_row *row) {
  struct listing *l = arg;
  const tdg_rec *r = lookup_rec(&l->arena, row);
  if (r != NULL) l->before = rec_copy(&l->arena, r, rec_kind(r));
  return 0;
}

static void put_text(struct listing *l, const struct tdg_row *row, const tdg_rec *r,
                     const struct version_words *w) {
  struct page *p = &l->page;
  char id[ID_LETTERS + 1];
  const struct tdg_str change = rec_get(r, TDG_CHANGE, 0), note = rec_get(r, TDG_CHANGE_NOTE, 0);
  lookup_short(l->s, row->id, id);
  page_time(p, row->first_seen);
  page_say(p, "  ");
  page_style(p, tdg_str_same(change, tdg_str_of("minor")) ? PAGE_DIM : PAGE_WARN);
  page_text(p, change);
  page_style(p, PAGE_PLAIN);
  page_say(p, "  ");
  page_text(p, row->publisher);
  page_say(p, ": ");
  page_style(p, PAGE_BOLD);
  page_text(p, row->title.n > 0 ? row->title : tdg_str_of("(without a title)"));
  page_style(p, PAGE_PLAIN);
  page_say(p, "  %s", id);
  page_flow(p, 0, 2);
  version_diff_put_words(p, w);
  if (note.n == 0) return;
  page_text(p, note);
  page_flow(p, 2, 2);
}

static void put_member(struct buf *out, const char *name, struct tdg_str value) {
  if (value.n > 0) json_put_text(out, name, value);
}

static void put_json(struct listing *l, const struct tdg_row *row, const tdg_rec *r,
                     const struct version_words *w) {
  struct buf *out = &l->json;
  buf_clear(out);
  buf_str(out, "{\"id\":");
  json_quote_id(out, row->id);
  json_put_time_of(out, "at", row->first_seen, 0);
  buf_printf(out, ",\"version\":%u", row->version);
  buf_str(out, ",\"supersedes\":");
  json_quote_id(out, row->supersedes);
  put_member(out, "change", rec_get(r, TDG_CHANGE, 0));
  put_member(out, "note", rec_get(r, TDG_CHANGE_NOTE, 0));
  put_member(out, "source", row->source);
  put_member(out, "publisher", row->publisher);
  put_member(out, "title", row->title);
  if (l->before != NULL && !tdg_str_same(rec_get(l->before, TDG_TITLE, 0), row->title))
    put_member(out, "title_before", rec_get(l->before, TDG_TITLE, 0));
  put_member(out, "url", row->url);
  put_member(out, "gone", tdg_str_of(w->gone));
  put_member(out, "new", tdg_str_of(w->new));
  buf_str(out, "}\n");
  say_ready(stdout, out->p, out->n);
}

static struct tdg_str copy(struct listing *l, struct tdg_str s) {
  return (struct tdg_str){arena_copy(&l->arena, s.p != NULL ? s.p : "", s.n), s.n};
}

static int take_row(void *arg, const struct tdg_row *row) {
  struct listing *l = arg;
  if (row->supersedes == 0 || !filter_takes(&opt.filter, row)) return 0;
  const tdg_rec *r = lookup_rec(&l->arena, row);
  if (r == NULL || tdg_str_same(rec_get(r, TDG_CHANGE, 0), tdg_str_of("reparsed")))
    return 0;                              /* not by its publisher */
  r = rec_copy(&l->arena, r, rec_kind(r)); /* the next question to the store ends its row */
  struct version_words words = {"", ""};
  struct tdg_row kept = *row;
  kept.source = copy(l, row->source);
  kept.publisher = copy(l, row->publisher);
  kept.title = copy(l, row->title);
  kept.url = copy(l, row->url);
  l->before = NULL;
  if (l->s->ops->record_get(l->s->handle, row->supersedes, keep_before, l) > 0 && l->before != NULL)
    version_diff_words(l->before, r, &words);
  l->n++;
  if (l->as_json) put_json(l, &kept, r, &words);
  else put_text(l, &kept, r, &words);
  arena_reset(&l->arena);
  return 0;
}

/* ---- the command ---- */

static int list(struct listing *l) {
  const uint32_t kinds = 1u << TDG_ARTICLE | 1u << TDG_STATEMENT;
  int64_t position;
  if (find_position(l, opt.filter.from, &position) < 0) return lookup_failed(l->s);
  if (l->s->ops->log_read(l->s->handle, position, kinds, NULL, 0, take_row, l) < 0)
    return lookup_failed(l->s);
  return l->n > 0 ? CLI_DONE : CLI_NOTHING;
}

static int run(struct cli *cli) {
  struct listing l = {.json = buf_make(1 << 20), .as_json = cli->json};
  if (cli->n_args > 0) return cli_usage(&cli_changes, "it takes no argument; --since says from when on");
  if (filter_read(&opt.filter, &cli_changes) < 0) return CLI_USAGE;
  l.s = cli_open_store(cli);
  if (l.s == NULL) return CLI_CONFIG;
  page_init(&l.page, cli);
  int code = list(&l);
  if (code == CLI_NOTHING && !cli->quiet) say_error("tidings: nothing was changed since then\n");
  page_free(&l.page);
  buf_free(&l.json);
  arena_free(&l.arena);
  return cli_close_store(l.s, code);
}

const struct cli_command cli_changes = {
    "changes",
    "",
    "What publishers edited, corrected and withdrew",
    options,
    &opt,
    run,
    "One entry for each version after the first, the oldest first: when it was seen, what it is (minor, "
    "major,\n"
    "correction, withdrawn, restored), and the first words that differ. `show ID --diff` has all of them.\n"
    "  tidings changes --since 24h\n"
    "  tidings changes --since 2026-01-31 --json\n"};
