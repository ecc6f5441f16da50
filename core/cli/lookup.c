/* lookup.c - find records and stories from user input, and shorten ids for output; see cli.h.
 *
 * Input can mean records, stories and briefs.  A matching name takes precedence over a part of an id; a whole
 * id and a name are equal.  An address of several records means the one that is not a copy, if there is
 * exactly one.  Any other ambiguity is not resolved: all matches are listed.
 */
#include "cli/cli.h"

#include "cli/text_page.h"
#include "util/arena.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 10, MAX_MEANINGS = 1000, MAX_TITLE = 200, LEAST_LETTERS = 7 };

int lookup_tell_damaged(void *arg, const struct tdg_row *row) {
  char id[ID_LETTERS + 1];
  (void)arg;
  id_text(row->id, id);
  say_error("tidings: damaged: row %lld, record %s, %.300s\n", (long long)row->seq, row->id != 0 ? id : "-",
            row->url.n > 0 ? row->url.p : "without an address");
  return 0;
}

int lookup_failed(struct store *s) {
  say_error("tidings: %s\n", store_error(s));
  return CLI_FAILED;
}

/* ---- matches ---- */

struct meanings {
  int64_t id[MAX_MEANINGS];
  int n, named;
};

static int collect(void *arg, const struct tdg_meaning *m) {
  struct meanings *all = arg;
  if (m->how == TDG_MEANS_PART && all->named) return 1; /* names come first */
  all->named |= m->how == TDG_MEANS_NAME;
  for (int i = 0; i < all->n; i++)
    if (all->id[i] == m->id) return 0;
  if (all->n == MAX_MEANINGS) return 1;
  all->id[all->n++] = m->id;
  return all->n == MAX_MEANINGS;
}

static int collect_id(void *arg, int64_t id) {
  const struct tdg_meaning m = {.size = sizeof m, .how = TDG_MEANS_NAME, .id = id};
  return collect(arg, &m);
}

/* One match: a record, a story or a brief. */
struct thing {
  struct tdg_row row; /* numbers only; id 0: no record or brief has this id */
  const char *what;   /* the input */
  int is_original;    /* at the address that was typed */
  int is_story, is_live;
  int64_t story; /* its story, 0: none (yet) */
  char title[MAX_TITLE];
};

static void keep_title(struct thing *t, struct tdg_str title) {
  struct buf clean = buf_make(MAX_TITLE - 1);
  page_clean(&clean, title);
  snprintf(t->title, MAX_TITLE, "%s", clean.p == NULL ? "" : clean.p);
  buf_free(&clean);
}

static int see_row(void *arg, const struct tdg_row *row) {
  struct thing *t = arg;
  store_copy(&t->row, sizeof t->row, row);
  t->is_original = row->duplicate_of == 0 && strcmp(row->url.p, t->what) == 0;
  keep_title(t, row->title);
  return 1;
}

static int see_story(void *arg, const struct tdg_story_row *row) {
  struct thing *t = arg;
  t->is_story = 1;
  t->is_live = row->moved_to != 0 || row->records > 0;
  if (t->is_live) t->story = row->moved_to != 0 ? row->moved_to : row->id;
  if (t->row.id == 0) keep_title(t, row->headline);
  return 1;
}

/* 0, or negative.  A story without records leads to the story of the record after which it is named. */
static int look_at(struct store *s, int64_t id, const char *what, struct thing *t) {
  struct tdg_story_query q = {.size = sizeof q, .id = id};
  *t = (struct thing){.what = what};
  int rc = s->ops->record_get(s->handle, id, see_row, t);
  if (rc >= 0) rc = s->ops->story_list(s->handle, &q, see_story, t);
  if (rc >= 0 && !t->is_live && t->row.id != 0) t->story = t->row.story;
  return rc < 0 ? rc : 0;
}

static int is_record(const struct thing *t) { return t->row.id != 0 && t->row.kind != TDG_BRIEF; }

static int list_all(struct store *s, const struct meanings *all, const char *what) {
  say_error("tidings: \"%s\" can mean %s%d things; say more of the one you mean:\n", what,
            all->n == MAX_MEANINGS ? "more than " : "", all->n);
  for (int i = 0; i < all->n && i < SHOWN; i++) {
    struct thing t;
    char text[ID_LETTERS + 1];
    if (look_at(s, all->id[i], what, &t) < 0) return lookup_failed(s);
    id_text(all->id[i], text);
    say_error("  %s  %-6s  %s\n", text, is_record(&t) ? "record" : t.is_story ? "story" : "brief", t.title);
  }
  if (all->n > SHOWN) say_error("  ... and %d more\n", all->n - SHOWN);
  return CLI_USAGE;
}

/* If exactly one record at an address is not a copy, choose it.  0, or negative. */
static int keep_original(struct store *s, const char *what, struct meanings *all) {
  int64_t original = 0;
  int n = 0;
  for (int i = 0; all->named && all->n > 1 && i < all->n; i++) {
    struct thing t;
    if (look_at(s, all->id[i], what, &t) < 0) return -1;
    if (t.is_original) n++, original = all->id[i];
  }
  if (n == 1) all->id[0] = original, all->n = 1;
  return 0;
}

static int find(const struct cli *cli, struct store *s, const char *what, struct meanings *all) {
  *all = (struct meanings){.n = 0};
  int rc = what[0] == '\0' ? 0 : store_meanings(s, what, MAX_MEANINGS, collect, all);
  if (rc >= 0 && all->n == 0 && what[0] != '\0') rc = lookup_by_keys(s, what, collect_id, all);
  if (rc >= 0) rc = keep_original(s, what, all);
  if (rc < 0) return lookup_failed(s);
  if (all->n > 0) return CLI_DONE;
  say_error("tidings: nothing in %s has the id, address or name \"%s\"; `tidings search` finds words\n",
            cli_store_path(cli), what);
  return CLI_NOTHING;
}

int lookup_record(const struct cli *cli, struct store *s, const char *what, struct lookup *found) {
  struct meanings all;
  struct thing t;
  int code = find(cli, s, what, &all);
  if (code != CLI_DONE) return code;
  if (all.n > 1) return list_all(s, &all, what);
  if (look_at(s, all.id[0], what, &t) < 0) return lookup_failed(s);
  *found = (struct lookup){t.row.id, t.row.story, {t.row.work[0], t.row.work[1]}};
  if (is_record(&t)) return CLI_DONE;
  say_error("tidings: \"%s\" is a %s, no record; `tidings brief %s` tells it\n", what,
            t.is_story ? "story" : "brief", what);
  return CLI_NOTHING;
}

int lookup_story(const struct cli *cli, struct store *s, const char *what, int64_t *story) {
  struct meanings all;
  int several = 0, code = find(cli, s, what, &all);
  *story = 0;
  for (int i = 0; code == CLI_DONE && i < all.n; i++) {
    struct thing t;
    if (look_at(s, all.id[i], what, &t) < 0) return lookup_failed(s);
    several |= i > 0 && t.story != *story;
    *story = t.story;
  }
  if (code != CLI_DONE) return code;
  if (several) return list_all(s, &all, what);
  if (*story != 0) return CLI_DONE;
  say_error("tidings: record %s is in no story (yet)\n", what);
  return CLI_NOTHING;
}

/* ---- output ---- */

struct sole {
  int64_t id;
  int others;
};
static int is_sole(void *arg, const struct tdg_meaning *m) {
  struct sole *sole = arg;
  sole->others |= m->id != sole->id;
  return sole->others;
}

void lookup_short(struct store *s, int64_t id, char out[ID_LETTERS + 1]) {
  char whole[ID_LETTERS + 1];
  id_text(id, whole);
  const char *at = whole + ID_LETTERS - LEAST_LETTERS;
  for (; at > whole; at--) {
    struct sole sole = {.id = id};
    if (store_meanings(s, at, MAX_MEANINGS, is_sole, &sole) >= 0 && !sole.others) break;
  }
  memcpy(out, at, strlen(at) + 1);
}

const tdg_rec *lookup_rec(struct arena *a, const struct tdg_row *row) {
  char why[200];
  if (rec_check(row->wire.p, row->wire.n, REC_MAX_DOCUMENT, why, sizeof why) == 0)
    return rec_view(a, row->wire.p, row->wire.n);
  say_error("tidings: row %lld of the log holds no record (%s); it is left out\n", (long long)row->seq, why);
  return NULL;
}
