/* cli/record_filter.c - which records a command is about; see record_filter.h.  Owns the ids that were looked up; the store can
 * fail. */
#include "cli/record_filter.h"

#include "plugin/option.h"
#include "util/clock.h"

#include <string.h>

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>

/* A duration, or a date; without a text *at stays. */
static int read_time(const char *text, int64_t *at) {
  const struct option_info duration = {.name = "since", .type = TDG_O_DURATION, .max = INT64_MAX};
  const struct tdg_date_hint hint = {0};
  struct option_parsed ago;
  struct tdg_date date = {0};
  char err[OPTION_ERROR];
  if (text == NULL) return 0;
  if (option_parse(&duration, text, &ago, err) == 0) *at = clock_wall_ms() - ago.num;
  else if (tdg_date_parse(text, strlen(text), &hint, &date) == 0) *at = date.ms;
  else return -1;
  return 0;
}

static int read_one(const char *name, const char *text, int64_t *at, const struct cli_command *command) {
  if (read_time(text, at) == 0) return 0;
  cli_usage(command, "--%s: \"%s\" is neither a duration, such as 36h or 7d, nor a date", name, text);
  return -1;
}

int filter_read(struct record_filter *f, const struct cli_command *command) {
  f->from = INT64_MIN;
  f->to = INT64_MAX;
  if (read_one("since", f->since, &f->from, command) < 0) return -1;
  return read_one("until", f->until, &f->to, command);
}

static char there; /* the value of an id in a map */

static int take_hit(void *arg, const struct tdg_hit *hit) {
  map_put_int(arg, hit->id, &there);
  return 0;
}

int filter_find(struct record_filter *f, const struct cli *cli, struct store *s) {
  if (f->query != NULL && s->ops->search(s->handle, f->query, INT32_MAX, take_hit, &f->found) < 0)
    return lookup_failed(s);
  for (int i = 0; i < cli->n_args; i++) {
    struct lookup found;
    const int code = lookup_record(cli, s, cli->args[i], &found);
    if (code != CLI_DONE) return code;
    map_put_int(&f->chosen, found.id, &there);
  }
  return CLI_DONE;
}

static int is_of_time(const struct record_filter *f, const struct tdg_row *row) {
  const int64_t at = f->by == FILTER_BY_PUBLISHED && row->published != 0 ? row->published : row->first_seen;
  return at >= f->from && at < f->to;
}

int filter_takes(const struct record_filter *f, const struct tdg_row *row) {
  if (f->source != NULL && !tdg_str_same(row->source, tdg_str_of(f->source))) return 0;
  if (!is_of_time(f, row)) return 0;
  if (f->chosen.used > 0 && map_get_int(&f->chosen, row->id) == NULL) return 0;
  return f->query == NULL || map_get_int(&f->found, row->id) != NULL;
}

void filter_free(struct record_filter *f) {
  map_free(&f->found);
  map_free(&f->chosen);
}
