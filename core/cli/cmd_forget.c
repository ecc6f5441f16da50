/* cmd_forget.c - tidings forget: delete records with every trace of them, and keep them from coming back.
 *
 * What the arguments mean is looked up here, all of it before anything is done.  The deed is engine/forgetting.c: of the
 * program that runs on the store, which is asked at its socket, or else of this one. */
#include "cli/ask_running.h"
#include "cli/cli.h"
#include "cli/text_page.h"

#include "capture/captures.h"
#include "engine/forget_words.h"
#include "engine/forgetting.h"
#include "record/record_json.h"
#include "store/store_open.h"
#include "util/check.h"
#include "util/map.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/str.h>

static struct forget_options { int dry_run, known; } opt;

static const struct cli_option options[] = {
    {"dry-run", 0, CLI_FLAG, offsetof(struct forget_options, dry_run), NULL,
     "Only list what would be deleted."},
    {"known", 0, CLI_FLAG, offsetof(struct forget_options, known), NULL,
     "Of several things those that are known, instead of none; 3: some were not."},
    {0}};

enum { LINE = 700 };

struct found {
  const struct cli *cli;
  struct store *s;
  int64_t *v; /* ids of current versions */
  size_t n, cap;
  struct map works; /* each once, by its number */
  size_t met;       /* records, by the argument that is looked up */
  int status;       /* of the store */
};

/* ---- which ---- */

static int is_record(const struct tdg_row *row) {
  return row->kind == TDG_ARTICLE || row->kind == TDG_STATEMENT;
}

static int take_row(void *arg, const struct tdg_row *row) {
  struct found *f = arg;
  if (!is_record(row)) return 0;
  f->met++;
  if (map_get(&f->works, row->work, sizeof row->work) != NULL) return 0;
  if (f->n == f->cap) {
    f->cap = f->cap > 0 ? 2 * f->cap : 16;
    f->v = check_realloc(f->v, f->cap * sizeof *f->v);
  }
  f->v[f->n++] = row->id;
  map_put(&f->works, row->work, sizeof row->work, f);
  return 0;
}

struct of_source {
  struct found *f;
  const char *id;
};

static int take_of_source(void *arg, const struct tdg_row *row) {
  const struct of_source *o = arg;
  return tdg_str_same(row->source, tdg_str_of(o->id)) ? take_row(o->f, row) : 0;
}

static int find_source(struct found *f, const char *id) {
  struct of_source o = {f, id};
  f->status = f->s->ops->record_each(f->s->handle, 0, 0, take_of_source, &o);
  if (f->status < 0) return lookup_failed(f->s);
  if (f->met > 0) return CLI_DONE;
  say_error("tidings forget: no record is of the source %s\n", id);
  return CLI_NOTHING;
}

struct named {
  int64_t *ids;
  size_t n, cap;
};

static int take_id(void *arg, int64_t id) {
  struct named *l = arg;
  if (l->n == l->cap) l->ids = check_realloc(l->ids, (l->cap = 2 * l->cap + 16) * sizeof *l->ids);
  l->ids[l->n++] = id;
  return 0;
}

/* Not those whose ids only begin or end so. */
struct named_so {
  struct named *ids;
  struct tdg_str what;
};

static int take_named(void *arg, const struct tdg_row *row) {
  const struct named_so *n = arg;
  if (tdg_str_same(row->native_id, n->what) || tdg_str_same(row->url, n->what)) take_id(n->ids, row->id);
  return 0;
}

static int see_source(void *arg, const struct tdg_source_state *s) { return (void)arg, (void)s, 0; }

/* Whoever names a source means all of it, and has to say so. */
static int tell_not_found(struct found *f, const char *what, int code) {
  if (store_source_get(f->s, what, see_source, NULL) > 0)
    say_error("tidings forget: a source is called %s; source:%s is all of it\n", what, what);
  return code;
}

/* By its id, or so much of it as the program shows.  A letter that one id alone happens to have is none: what is deleted is gone. */
static int find_id(struct found *f, const char *what, struct lookup *one) {
  enum { SHORTEST = 7 };
  if (strlen(what) >= SHORTEST) {
    const int code = lookup_record(f->cli, f->s, what, one);
    return code == CLI_DONE ? code : tell_not_found(f, what, code);
  }
  say_error("tidings forget: nothing has the address, guid or id \"%s\" (of an id seven letters at least)\n",
            what);
  return tell_not_found(f, what, CLI_NOTHING);
}

/* All records of an address, or that a source calls so; of an id the one. */
static int find_named(struct found *f, const char *what) {
  struct named l = {0};
  struct lookup one;
  struct named_so so = {&l, tdg_str_of(what)};
  f->status = f->s->ops->record_find(f->s->handle, what, take_named, &so);
  if (f->status >= 0) f->status = lookup_by_keys(f->s, what, take_id, &l);
  for (size_t i = 0; i < l.n && f->status >= 0; i++)
    f->status = f->s->ops->record_get(f->s->handle, l.ids[i], take_row, f);
  free(l.ids);
  if (f->status < 0) return lookup_failed(f->s);
  if (f->met > 0) return CLI_DONE;
  const int code = find_id(f, what, &one);
  if (code != CLI_DONE) return code;
  f->status = f->s->ops->record_get(f->s->handle, one.id, take_row, f);
  return f->status < 0 ? lookup_failed(f->s) : CLI_DONE;
}

static int find_one(struct found *f, const char *what) {
  f->met = 0;
  return strncmp(what, "source:", 7) == 0 ? find_source(f, what + 7) : find_named(f, what);
}

/* Nothing is done when one of them is a mistake, unless the operator wants the rest. */
static int find_all(struct found *f) {
  int code = CLI_DONE, unknown = 0;
  for (int i = 0; i < f->cli->n_args; i++) {
    const int one = find_one(f, f->cli->args[i]);
    if (one == CLI_FAILED) return one;
    unknown += one != CLI_DONE;
    if (one != CLI_DONE && code == CLI_DONE) code = one;
  }
  if (unknown == 0 || (opt.known && f->n > 0)) return unknown > 0 ? CLI_PARTLY : CLI_DONE;
  if (f->n > 0)
    say_error(
        "tidings forget: nothing was deleted, because %d of %d things %s not found; leave %s out, or say "
        "--known\n",
        unknown, f->cli->n_args, unknown == 1 ? "was" : "were", unknown == 1 ? "it" : "them");
  return code;
}

/* ---- what would be deleted ---- */

struct trace {
  struct forget_words words;
  struct forgetting_result result;
};

static int take_version(void *arg, const struct tdg_row *row) {
  struct trace *t = arg;
  struct arena a = {0};
  const tdg_rec *r = lookup_rec(&a, row);
  t->result.versions++;
  if (r != NULL) forget_words_add(&t->words, r);
  arena_free(&a);
  return 0;
}

struct to_say {
  struct found *f;
  struct trace *t;
};

static int say_target(void *arg, const struct tdg_row *row) {
  const struct to_say *to = arg;
  const struct cli *cli = to->f->cli;
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
  to->f->status = to->f->s->ops->record_versions(to->f->s->handle, row->work, take_version, to->t);
  return 1;
}

static int names_one(void *arg, const struct tdg_quarantine *q) {
  struct trace *t = arg;
  t->result.quarantined += forget_words_match_document(&t->words, q);
  return 0;
}

static int take_document(void *arg, const struct tdg_quarantine *q) { return take_id(arg, q->id); }

static int count_documents(struct found *f, struct trace *t) {
  struct named ids = {0};
  int status = f->s->ops->quarantine_list(f->s->handle, 0, take_document, &ids);
  for (size_t i = 0; i < ids.n && status >= 0; i++)
    status = f->s->ops->quarantine_list(f->s->handle, ids.ids[i], names_one, t);
  free(ids.ids);
  return status < 0 ? lookup_failed(f->s) : CLI_DONE;
}

static int count_captures(struct trace *t) {
  char why[CAPTURE_WHY];
  struct capture_blanked blanked;
  if (cli_captures_folder() == NULL) return CLI_DONE;
  if (capture_blank(cli_captures_folder(), 1, forget_words_match, &t->words, &blanked, why, sizeof why) ==
      0) {
    t->result.captures = blanked.members;
    return CLI_DONE;
  }
  say_error("tidings forget: %s\n", why);
  return CLI_FAILED;
}

static void tell_begun(const struct cli *cli) {
  const int64_t n = forgetting_pending(cli_store_path(cli));
  if (n > 0)
    say_error("tidings forget: %lld record%s more %s to be forgotten since an earlier forget; `tidings "
              "forget` or the next run "
              "finishes it\n",
              (long long)n, PLURAL(n), n == 1 ? "is" : "are");
}

static int list(struct found *f) {
  struct trace t = {.result = {.records = (int64_t)f->n}};
  struct to_say to = {f, &t};
  char line[LINE];
  int code = CLI_DONE;
  for (size_t i = 0; i < f->n && f->status >= 0; i++)
    f->status = f->s->ops->record_get(f->s->handle, f->v[i], say_target, &to);
  if (f->status < 0) code = lookup_failed(f->s);
  if (code == CLI_DONE) code = count_captures(&t);
  if (code == CLI_DONE) code = count_documents(f, &t);
  if (f->cli->json) forgetting_json(&t.result, 1, line, sizeof line);
  else forgetting_say(&t.result, 1, line, sizeof line);
  if (code == CLI_DONE && (!f->cli->quiet || f->cli->json)) say("%s\n", line);
  if (code == CLI_DONE) tell_begun(f->cli);
  forget_words_free(&t.words);
  return code;
}

/* ---- the deed ---- */

static int note(void *arg) {
  const struct found *f = arg;
  char why[600];
  if (f->n == 0 || forgetting_ask(cli_store_path(f->cli), f->v, f->n, why, sizeof why) == 0) return CLI_DONE;
  say_error("tidings forget: %s; nothing was deleted\n", why);
  return CLI_FAILED;
}

static void tell_incomplete(const struct forgetting_result *r) {
  if (r->packed > 0)
    say_error("tidings forget: %lld answer%s in captures could not be unpacked, and were not searched\n",
              (long long)r->packed, PLURAL(r->packed));
  if (r->unread > 0)
    say_error("tidings forget: %lld file%s of captures could not be searched as a whole\n",
              (long long)r->unread, PLURAL(r->unread));
  if (r->in_use)
    say_error("tidings forget: another program reads the store, so its log still stands beside it; "
              "`tidings store vacuum` empties it\n");
}

/* From the first transaction on no other program writes. */
static int hold(struct store *s) {
  int status = s->ops->begin(s->handle);
  if (status >= 0) status = s->ops->rollback(s->handle);
  if (status >= 0) return CLI_DONE;
  const int code = lookup_failed(s);
  return status == TDG_STORE_BUSY ? CLI_BUSY : code;
}

static int forget_now(const struct cli *cli, struct store *s) {
  struct forgetting *f = forgetting_new(&(struct forgetting_spec){
      .store_path = cli_store_path(cli), .captures = cli_captures_folder(), .alone = 1});
  char line[LINE];
  int next;
  while ((next = forgetting_step(s, f)) > FORGETTING_DONE)
    if (next == FORGETTING_BLANK) forgetting_blank(f);
  const struct forgetting_result *r = forgetting_result(f);
  if (next < 0)
    say_error("tidings forget: %s; what was begun is finished by `tidings forget`, or the next run\n",
              forgetting_error(f));
  else tell_incomplete(r);
  if (cli->json) forgetting_json(r, 0, line, sizeof line);
  else forgetting_say(r, 0, line, sizeof line);
  if (next == FORGETTING_DONE && (!cli->quiet || cli->json)) say("%s\n", line);
  const int partly = r->in_use || r->unread > 0 || r->packed > 0;
  forgetting_free(f);
  return next < 0 ? CLI_FAILED : partly ? CLI_PARTLY : CLI_DONE;
}

static int forget_alone(const struct cli *cli, struct found *found) {
  struct store *s = cli_open_store_to_write(cli);
  if (s == NULL) return CLI_CONFIG;
  int code = store_removes(s) ? hold(s) : CLI_FAILED;
  if (!store_removes(s)) say_error("tidings forget: this store cannot delete records\n");
  const int64_t begun = forgetting_pending(cli_store_path(cli));
  if (code == CLI_DONE && begun > 0)
    say_error("tidings forget: what was begun before is finished first: %lld record%s\n", (long long)begun,
              PLURAL(begun));
  if (code == CLI_DONE && found != NULL) code = note(found);
  if (code == CLI_DONE) code = forget_now(cli, s);
  return cli_close_store(s, code);
}

static void say_answer(const struct cli *cli, const struct running_answer *a) {
  struct cli plain = *cli;
  plain.json = 0; /* the line itself is JSON */
  running_answer_say(&plain, a, "");
  if (a->code == CLI_PARTLY)
    say_error("tidings forget: not all could be done now; the log of the running program says why\n");
}

/* The program that runs does it beside its polls, also when this one is ended. */
static int forget_there(const struct cli *cli, struct found *f) {
  struct running_answer a;
  const int asked = ask_running_when(cli, cli->json ? "forget json" : "forget", note, f, &a);
  int code = a.code;
  if (asked > 0) say_answer(cli, &a);
  else if (asked < 0 && a.why[0] != '\0')
    say_error("tidings forget: %s; %s\n", a.why,
              forgetting_pending(cli_store_path(cli)) > 0
                  ? "what is to be forgotten is noted, and the next run finishes it"
                  : "nothing was deleted");
  running_answer_free(&a);
  return asked == 0 ? forget_alone(cli, f) : code;
}

int cli_forget_begun(const struct cli *cli) {
  return forgetting_pending(cli_store_path(cli)) > 0 ? forget_alone(cli, NULL) : CLI_DONE;
}

static int find_then(struct cli *cli, struct found *f) {
  f->s = cli_open_store(cli);
  if (f->s == NULL) return CLI_CONFIG;
  int code = find_all(f);
  if (opt.dry_run && (code == CLI_DONE || code == CLI_PARTLY)) {
    const int listed = list(f);
    if (listed != CLI_DONE) code = listed;
  }
  return cli_close_store(f->s, code);
}

static int run(struct cli *cli) {
  struct found f = {.cli = cli};
  const int begun = forgetting_pending(cli_store_path(cli)) > 0;
  if (cli->n_args == 0 && (opt.dry_run || !begun))
    return cli_usage(&cli_forget, "name a record by its address, id or guid, or all of a source: source:ID");
  int found = cli->n_args > 0 ? find_then(cli, &f) : CLI_DONE;
  if (found == CLI_NOTHING && begun && f.n == 0) found = CLI_DONE; /* it is what was begun, as a rule */
  int code = found;
  if (!opt.dry_run && (found == CLI_DONE || found == CLI_PARTLY)) {
    code = forget_there(cli, &f);
    if (code == CLI_DONE) code = found;
  }
  free(f.v);
  map_free(&f.works);
  return code;
}

const struct cli_command cli_forget = {
    "forget",
    "ADDRESS|ID|GUID|source:ID ... [--known] [--dry-run]",
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
    "again by polls, imports and replays. Copies under other addresses are records of their own. Of several "
    "things of\n"
    "which one is unknown nothing is deleted (4), unless --known is given (3). A program that runs on the "
    "store "
    "does it\n"
    "beside its polls, also when this command is ended; without one as much room as the store takes is "
    "needed "
    "on the disk.\n"
    "A forget that was killed is finished by the next forget or run.\n"
    "  tidings forget https://gazette.example/report/17 --dry-run\n"};
