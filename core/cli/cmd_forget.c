/* cmd_forget.c - tidings forget: delete records with every trace of them, and keep them from coming back.
 *
 * What is to be forgotten is written to STORE-forget (ids alone) before anything is touched, and that file is deleted at the
 * end: a `forget` or `run` after a kill finishes what was begun.  First the captures, because the records say what to look
 * for; then the store, in one transaction; then its file is written anew. */
#include "cli/cli.h"
#include "cli/forget_words.h"
#include "cli/text_page.h"

#include "capture/captures.h"
#include "record/record_json.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/map.h"
#include "util/os.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tidings/kit/str.h>

static struct forget_options { int dry_run; } opt;

static const struct cli_option options[] = {{"dry-run", 0, CLI_FLAG, offsetof(struct forget_options, dry_run),
                                             NULL, "Only list what would be deleted."},
                                            {0}};

enum { MAX_NAME = 4200, PENDING_LINE = 21 /* an id, and the end of its line */ };

struct target {
  int64_t id, story; /* of its current version */
  uint64_t work[2];
};

struct forgetting {
  const struct cli *cli;
  struct store *s;
  struct target *v;
  size_t n, cap;
  struct map works; /* each once, by its number as text */
  struct forget_words words;
  struct capture_blanked blanked;
  struct tdg_removed removed;
  int64_t versions;
  int status; /* of the store */
};

/* ---- which ---- */

static void add_target(struct forgetting *f, const struct tdg_row *row) {
  if (map_get(&f->works, (const char *)row->work, sizeof row->work) != NULL) return;
  if (f->n == f->cap) {
    f->cap = f->cap > 0 ? 2 * f->cap : 16;
    f->v = check_realloc(f->v, f->cap * sizeof *f->v);
  }
  f->v[f->n++] = (struct target){row->id, row->story, {row->work[0], row->work[1]}};
  map_put(&f->works, (const char *)row->work, sizeof row->work, f);
}

static int is_record(const struct tdg_row *row) {
  return row->kind == TDG_ARTICLE || row->kind == TDG_STATEMENT;
}

static int take_row(void *arg, const struct tdg_row *row) {
  if (is_record(row)) add_target(arg, row);
  return 0;
}

struct of_source {
  struct forgetting *f;
  const char *id;
};

static int take_of_source(void *arg, const struct tdg_row *row) {
  const struct of_source *o = arg;
  return tdg_str_same(row->source, tdg_str_of(o->id)) ? take_row(o->f, row) : 0;
}

static int find_source(struct forgetting *f, const char *id) {
  struct of_source o = {f, id};
  f->status = f->s->ops->record_each(f->s->handle, 0, 0, take_of_source, &o);
  return f->status < 0 ? lookup_failed(f->s) : CLI_DONE;
}

struct named {
  struct forgetting *f;
  int64_t ids[100];
  size_t n;
};

static int take_named(void *arg, const struct tdg_meaning *m) {
  struct named *l = arg;
  if (m->how == TDG_MEANS_NAME) l->ids[l->n++] = m->id;
  return l->n == sizeof l->ids / sizeof *l->ids;
}

/* All records of an address; of an id the one. */
static int find_named(struct forgetting *f, const char *what) {
  struct named l = {.f = f};
  struct lookup found;
  f->status = store_meanings(f->s, what, 0, take_named, &l);
  for (size_t i = 0; i < l.n && f->status >= 0; i++)
    f->status = f->s->ops->record_get(f->s->handle, l.ids[i], take_row, f);
  if (f->status < 0) return lookup_failed(f->s);
  if (l.n > 0) return CLI_DONE;
  const int code = lookup_record(f->cli, f->s, what, &found);
  if (code != CLI_DONE) return code;
  f->status = f->s->ops->record_get(f->s->handle, found.id, take_row, f);
  return f->status < 0 ? lookup_failed(f->s) : CLI_DONE;
}

static int find_all(struct forgetting *f) {
  int code = CLI_DONE;
  for (int i = 0; i < f->cli->n_args && code == CLI_DONE; i++) {
    const char *what = f->cli->args[i];
    const size_t before = f->n;
    code = strncmp(what, "source:", 7) == 0 ? find_source(f, what + 7) : find_named(f, what);
    if (code == CLI_DONE && f->n == before && strncmp(what, "source:", 7) == 0)
      say_error("tidings forget: no record is of %s\n", what);
  }
  return code == CLI_DONE && f->n == 0 ? CLI_NOTHING : code;
}

/* ---- what is known of them ---- */

static int take_version(void *arg, const struct tdg_row *row) {
  struct forgetting *f = arg;
  struct arena a = {0};
  const tdg_rec *r = lookup_rec(&a, row);
  f->versions++;
  if (r != NULL) forget_words_add(&f->words, r);
  arena_free(&a);
  return 0;
}

static int load_words(struct forgetting *f) {
  for (size_t i = 0; i < f->n && f->status >= 0; i++)
    f->status = f->s->ops->record_versions(f->s->handle, f->v[i].work, take_version, f);
  return f->status < 0 ? lookup_failed(f->s) : CLI_DONE;
}

static int say_target(void *arg, const struct tdg_row *row) {
  const struct cli *cli = arg;
  char id[ID_LETTERS + 1];
  struct buf b = buf_make(1 << 16);
  id_text(row->id, id);
  if (cli->json) {
    buf_printf(&b, "{\"id\":\"%s\"", id);
    json_put_said(&b, "title", row->title);
    json_put_said(&b, "url", row->url);
    buf_str(&b, "}\n");
  } else
    buf_printf(&b, "%s  %.*s\n    %.*s\n", id, (int)row->title.n, row->title.p, (int)row->url.n, row->url.p);
  say_ready(stdout, b.p, b.n);
  buf_free(&b);
  return 1;
}

static void say_targets(const struct forgetting *f) {
  for (size_t i = 0; i < f->n; i++)
    f->s->ops->record_get(f->s->handle, f->v[i].id, say_target, (void *)(uintptr_t)f->cli);
}

/* ---- what was begun ---- */

static const char *pending_name(const struct cli *cli, char name[MAX_NAME]) {
  snprintf(name, MAX_NAME, "%s-forget", cli_store_path(cli));
  return name;
}

static int fail(const char *name, const char *what) {
  say_error("tidings forget: %s %s: %s; nothing was deleted\n", name, what, strerror(errno));
  return CLI_FAILED;
}

static int write_pending(const struct forgetting *f) {
  char name[MAX_NAME];
  const int fd = open(pending_name(f->cli, name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return fail(name, "cannot be made");
  struct buf ids = buf_make(f->n * PENDING_LINE + 1);
  for (size_t i = 0; i < f->n; i++) buf_printf(&ids, "%" PRId64 "\n", f->v[i].id);
  const int bad = os_write_all(fd, ids.p, ids.n) < 0 || fsync(fd) != 0;
  buf_free(&ids);
  return close(fd) != 0 || bad ? fail(name, "cannot be written") : CLI_DONE;
}

/* 1: there is one.  Records that are gone already are passed over. */
static int read_pending(struct forgetting *f) {
  char name[MAX_NAME];
  long long id;
  FILE *in = fopen(pending_name(f->cli, name), "re");
  if (in == NULL) return 0;
  while (fscanf(in, "%lld", &id) == 1 && f->status >= 0)
    f->status = f->s->ops->record_get(f->s->handle, id, take_row, f);
  fclose(in);
  return 1;
}

/* ---- the deed ---- */

static int blank(struct forgetting *f) {
  char why[CAPTURE_WHY];
  if (cli_captures_folder() == NULL || capture_blank(cli_captures_folder(), opt.dry_run, forget_words_match,
                                                     &f->words, &f->blanked, why, sizeof why) == 0)
    return CLI_DONE;
  say_error("tidings forget: %s; the store has the records still\n", why);
  return CLI_FAILED;
}

/* Sinks got each version, and get this in the order of the log. */
static int tell_sinks(struct forgetting *f, const struct target *t, int64_t id) {
  struct arena a = {0};
  const struct tdg_str none = {"", 0};
  tdg_rec *r = rec_new(&a, TDG_ARTICLE);
  const int64_t now = clock_wall_ms();
  rec_put_int(r, TDG_ID, id);
  rec_put_str(
      r, TDG_WORK,
      arena_printf(&a, "%016llx%016llx", (unsigned long long)t->work[0], (unsigned long long)t->work[1]));
  rec_put_str(r, TDG_CHANGE, "forgotten");
  rec_put_int(r, TDG_FIRST_SEEN, now);
  if (t->story != 0) rec_put_int(r, TDG_STORY_ID, t->story);
  struct tdg_row row = {.size = sizeof row, .kind = TDG_REMOVAL, .id = id, .about = id, .first_seen = now};
  row.by = row.source = row.publisher = row.url = row.native_id = row.title = row.language = row.headline =
      row.text = none;
  row.wire = rec_bytes(r);
  const int status = f->s->ops->record_append(f->s->handle, &row);
  arena_free(&a);
  return status;
}

struct version_ids {
  int64_t *v;
  size_t n, cap;
};

static int take_id(void *arg, const struct tdg_row *row) {
  struct version_ids *ids = arg;
  if (ids->n == ids->cap) {
    ids->cap = ids->cap > 0 ? 2 * ids->cap : 16;
    ids->v = check_realloc(ids->v, ids->cap * sizeof *ids->v);
  }
  ids->v[ids->n++] = row->id;
  return 0;
}

static int remove_one(struct forgetting *f, const struct target *t) {
  struct version_ids ids = {0};
  int status = f->s->ops->record_versions(f->s->handle, t->work, take_id, &ids);
  if (status >= 0)
    status = store_work_remove(f->s, t->work, TDG_GONE_FORGOTTEN, clock_wall_ms(), &f->removed);
  for (size_t i = 0; i < ids.n && status > 0; i++) status = tell_sinks(f, t, ids.v[i]) < 0 ? -1 : 1;
  free(ids.v);
  return status;
}

static int remove_all(struct forgetting *f) {
  f->removed.size = sizeof f->removed;
  int status = f->s->ops->begin(f->s->handle);
  for (size_t i = 0; i < f->n && status >= 0; i++) status = remove_one(f, &f->v[i]);
  if (status >= 0) return f->s->ops->commit(f->s->handle);
  f->s->ops->rollback(f->s->handle);
  return status;
}

static int of_store(struct forgetting *f, int status, const char *meanwhile) {
  if (status >= 0) return CLI_DONE;
  lookup_failed(f->s);
  if (meanwhile[0] != '\0') say_error("tidings forget: %s\n", meanwhile);
  return status == TDG_STORE_BUSY ? CLI_BUSY : CLI_FAILED;
}

static int delete_all(struct forgetting *f) {
  char name[MAX_NAME];
  int code = load_words(f);
  if (code == CLI_DONE) code = blank(f);
  if (code == CLI_DONE) code = of_store(f, remove_all(f), "");
  if (code != CLI_DONE) return code;
  const int purged = store_purge(f->s);
  code = of_store(f, purged,
                  "the records are deleted, but what they said may stand in unused parts of the file: "
                  "say `tidings forget` again to finish");
  if (code == CLI_DONE && unlink(pending_name(f->cli, name)) != 0 && errno != ENOENT)
    say_error("tidings forget: %s cannot be deleted: %s\n", name, strerror(errno));
  if (purged == 1)
    say_error("tidings forget: another program reads the store, so its log still stands beside it; "
              "`tidings store vacuum` empties it\n");
  return code == CLI_DONE && (purged == 1 || f->blanked.unread > 0 || f->words.packed > 0) ? CLI_PARTLY
                                                                                           : code;
}

static void say_result(const struct forgetting *f) {
  const char *verb = opt.dry_run ? "would be deleted" : "deleted";
  if (f->words.packed > 0)
    say_error("tidings forget: %lld answer%s in captures could not be unpacked, and were not searched\n",
              (long long)f->words.packed, PLURAL(f->words.packed));
  if (f->cli->quiet) return;
  if (f->cli->json)
    say("{\"records\":%zu,\"versions\":%lld,\"captures\":%lld,\"dry_run\":%s}\n", f->n,
        (long long)f->versions, (long long)f->blanked.members, opt.dry_run ? "true" : "false");
  else
    say("%zu record%s in %lld version%s and %lld captured answer%s %s\n", f->n, PLURAL(f->n),
        (long long)f->versions, PLURAL(f->versions), (long long)f->blanked.members,
        PLURAL(f->blanked.members), verb);
}

static int list(struct forgetting *f) {
  int code = find_all(f);
  if (code == CLI_DONE) code = load_words(f);
  if (code == CLI_DONE) code = blank(f);
  if (code != CLI_DONE) return code;
  say_targets(f);
  say_result(f);
  return CLI_DONE;
}

/* From the first transaction on no other program writes. */
static int hold(struct forgetting *f) {
  const int status = f->s->ops->begin(f->s->handle);
  return of_store(f, status < 0 ? status : f->s->ops->rollback(f->s->handle), "");
}

static int forget(struct forgetting *f) {
  const int held = hold(f), begun = held == CLI_DONE ? read_pending(f) : 0;
  if (held != CLI_DONE) return held;
  if (begun && f->status >= 0)
    say_error("tidings forget: what was begun before is finished first: %zu record%s\n", f->n, PLURAL(f->n));
  int code = f->status < 0 ? lookup_failed(f->s) : CLI_DONE;
  if (code == CLI_DONE && (f->cli->n_args > 0 || !begun)) code = find_all(f);
  if (code == CLI_NOTHING && begun) code = CLI_DONE;
  if (code == CLI_DONE) code = write_pending(f);
  if (code == CLI_DONE) code = delete_all(f);
  if (code == CLI_DONE || code == CLI_PARTLY) say_result(f);
  return code;
}

static int with_store(const struct cli *cli, int (*deed)(struct forgetting *)) {
  struct forgetting f = {.cli = cli};
  f.s = opt.dry_run ? cli_open_store(cli) : cli_open_store_to_write(cli);
  if (f.s == NULL) return CLI_CONFIG;
  int code = CLI_FAILED;
  if (store_removes(f.s)) code = deed(&f);
  else say_error("tidings forget: this store cannot delete records\n");
  free(f.v);
  map_free(&f.works);
  forget_words_free(&f.words);
  return cli_close_store(f.s, code);
}

int cli_forget_begun(const struct cli *cli) {
  char name[MAX_NAME];
  if (access(pending_name(cli, name), F_OK) != 0) return CLI_DONE;
  opt.dry_run = 0;
  struct cli alone = *cli;
  alone.n_args = 0;
  return with_store(&alone, forget);
}

static int run(struct cli *cli) {
  char name[MAX_NAME];
  if (cli->n_args == 0 && (opt.dry_run || access(pending_name(cli, name), F_OK) != 0))
    return cli_usage(&cli_forget, "name a record by its address or id, or all of a source: source:ID");
  return with_store(cli, opt.dry_run ? list : forget);
}

const struct cli_command cli_forget = {
    "forget",
    "ADDRESS|ID|source:ID ... [--dry-run]",
    "Delete records with every trace of them, for good",
    options,
    &opt,
    run,
    "Deleted are all versions, the notes about them, what search has of them, the captures that speak of "
    "them,\n"
    "quarantined documents that name them, and all briefs of their stories, of which those in force are "
    "written\n"
    "anew with the next run. Sinks are told. A mark, which does not say what it was, keeps them from being "
    "stored\n"
    "again by polls, imports and replays. Copies of other publishers are records of their own. No other "
    "program may\n"
    "write to the store meanwhile, and as much room as the store takes is needed on the disk. A forget that "
    "was\n"
    "killed is finished by the next forget or run.\n"
    "  tidings forget https://gazette.example/report/17 --dry-run\n"};
