/* lookup.c - from what people type to records and stories; see lookup.h. */
#include "cli/lookup.h"

#include "cli/page.h"
#include "util/id.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 10, MAX_TITLE = 200 };

int lookup_failed(struct store *s) {
  say_error("tidings: %s\n", store_error(s));
  return CLI_FAILED;
}

struct candidates {
  const char *what;
  int n, originals; /* originals: of those at the address asked for, which no note calls a copy */
  struct lookup first;
  struct {
    char id[ID_LETTERS + 1], title[MAX_TITLE];
  } shown[SHOWN];
};

static int collect(void *arg, const struct tdg_row *row) {
  struct candidates *c = arg;
  int original = row->duplicate_of == 0 && strcmp(row->url.p, c->what) == 0;
  if (c->n == 0 || (original && c->originals == 0)) c->first = (struct lookup){row->id, row->story, {row->work[0], row->work[1]}};
  c->originals += original;
  if (c->n < SHOWN) {
    struct buf title = buf_make(MAX_TITLE - 1);
    page_clean(&title, row->title);
    id_text(row->id, c->shown[c->n].id);
    snprintf(c->shown[c->n].title, MAX_TITLE, "%s", title.p);
    buf_free(&title);
  }
  c->n++;
  return 0;
}

static int list_candidates(const struct candidates *c, const char *what) {
  say_error("tidings: %d records fit \"%s\"; say more of the one you mean:\n", c->n, what);
  for (int i = 0; i < c->n && i < SHOWN; i++)
    say_error("  %s  %s\n", c->shown[i].id, c->shown[i].title);
  if (c->n > SHOWN) say_error("  ... and %d more\n", c->n - SHOWN);
  return CLI_USAGE;
}

int lookup_record(const struct cli *cli, struct store *s, const char *what, struct lookup *found) {
  struct candidates c = {.what = what};
  int n = what[0] == '\0' ? 0 : s->ops->record_find(s->handle, what, collect, &c);
  if (n < 0) return lookup_failed(s);
  if (c.n > 1 && c.originals != 1) return list_candidates(&c, what);
  if (c.n == 0) {
    say_error(
            "tidings: nothing in %s has the id, address or name \"%s\"; `tidings search` finds words\n",
            cli_store_path(cli), what);
    return CLI_NOTHING;
  }
  *found = c.first;
  return CLI_DONE;
}

int lookup_story(const struct cli *cli, struct store *s, const char *what, int64_t *story) {
  struct lookup found;
  int code = lookup_record(cli, s, what, &found);
  if (code != CLI_DONE) return code;
  *story = found.story;
  if (found.story != 0) return CLI_DONE;
  say_error("tidings: record %s is in no story (yet)\n", what);
  return CLI_NOTHING;
}

const tdg_rec *lookup_rec(struct arena *a, const struct tdg_row *row) {
  char why[200];
  if (rec_check(row->wire.p, row->wire.n, REC_MAX_DOCUMENT, why, sizeof why) == 0)
    return rec_view(a, row->wire.p, row->wire.n);
  say_error("tidings: row %lld of the log holds no record (%s); it is left out\n", (long long)row->seq,
          why);
  return NULL;
}
