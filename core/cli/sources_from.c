/* cli/sources_from.c - a list of feeds as sources of a configuration: print them, or write them into it.
 *
 * A list is OPML, or a text with an address a line (address_list.h).  OPML is parsed in a worker like any hostile document; the
 * output is YAML with all texts quoted.  Ids are made from titles, else from hosts, and are unique.
 */
#include "cli/cli.h"

#include "cli/address_list.h"
#include "cli/ask_running.h"
#include "conf/usual.h"
#include "engine/parse.h"
#include "record/record_json.h"
#include "util/bytebuf.h"
#include "util/map.h"
#include "util/redact.h"

#include <string.h>

#include <tidings/kit/no_news.h>

enum { MAX_ENTRY = 1 << 20 };

struct list {
  const struct cli *cli;
  const char *command, *path;
  int write;
  tdg_rec *body;
  int taken;                          /* the only document was passed on */
  int twice, there, secret, not_read; /* secret: addresses with a password or a key */
  struct source_names names;          /* of the configuration, where it is written to, and of the list */
  struct map urls;
  struct arena arena;
  struct conf_new_source *v;
  size_t n, cap;
};

static int next(void *arg, tdg_rec *doc, char *message, size_t size) {
  struct list *l = arg;
  (void)message, (void)size;
  if (l->taken++) return 0;
  const struct tdg_str body = rec_get(l->body, TDG_BODY, 0), packed = rec_get(l->body, TDG_ENCODING, 0);
  cli_put_address(doc, l->path, NULL);
  rec_put(doc, TDG_BODY, body.p, body.n);
  if (packed.n > 0) rec_put(doc, TDG_ENCODING, packed.p, packed.n);
  return 1;
}

/* ---- one of its feeds ---- */

static struct tdg_str keep(struct list *l, struct tdg_str s) {
  return (struct tdg_str){arena_copy(&l->arena, s.p, s.n), s.n};
}

static int holds_secret(struct tdg_str url) {
  struct buf shown = buf_make(MAX_ENTRY);
  const int holds = redact_text(&shown, url.p, url.n) > 0;
  buf_free(&shown);
  return holds;
}

/* Is it there already, in the list or in the configuration? */
static int is_known(struct list *l, struct tdg_str url) {
  if (map_get(&l->urls, url.p, url.n) != NULL)
    return ++l->twice; /* a list may name one feed in several groups */
  map_put(&l->urls, url.p, url.n, l);
  const char *has = l->write ? source_names_with(&l->names, url) : NULL;
  if (has == NULL) return 0;
  struct buf shown = buf_make(MAX_ENTRY);
  redact_text(&shown, url.p, url.n);
  say_error("%s: the source %s has this address already: %.*s\n", l->command, has, (int)shown.n, shown.p);
  buf_free(&shown);
  return ++l->there;
}

/* Its texts are kept; those of tags are the caller's array. */
static void take(struct list *l, struct conf_new_source s) {
  char id[SOURCE_MAX_ID];
  if (is_known(l, s.url)) return;
  l->secret += holds_secret(s.url);
  source_make_id(id, s.name, s.url, &l->names.ids);
  s.id = arena_copy(&l->arena, id, strlen(id));
  source_names_add(&l->names, s.id, s.url);
  if (l->n == l->cap) {
    const size_t cap = l->cap > 0 ? 2 * l->cap : 64;
    l->v = arena_grow(&l->arena, l->v, l->cap * sizeof *l->v, cap * sizeof *l->v);
    l->cap = cap;
  }
  s.url = keep(l, s.url);
  s.name = keep(l, s.name);
  s.language = keep(l, s.language);
  struct tdg_str *tags = arena_alloc(&l->arena, (s.n_tags + 1) * sizeof *tags);
  for (size_t i = 0; i < s.n_tags; i++) tags[i] = keep(l, s.tags[i]);
  s.tags = tags;
  l->v[l->n++] = s;
}

static void take_request(struct list *l, const tdg_rec *r) {
  struct tdg_str tags[ADDRESS_MAX_TAGS], tag;
  size_t n = 0;
  while (n < ADDRESS_MAX_TAGS && (tag = rec_get(r, TDG_TAG, (uint32_t)n)).n > 0) tags[n++] = tag;
  take(l, (struct conf_new_source){.parse = "",
                                   .url = rec_get(r, TDG_URL, 0),
                                   .name = rec_get(r, TDG_TITLE_HINT, 0),
                                   .language = rec_get(r, TDG_LANGUAGE, 0),
                                   .tags = tags,
                                   .n_tags = n});
}

/* ---- the list ---- */

static void answer(void *arg, size_t n, const struct job *job, const char *parser) {
  struct list *l = arg;
  (void)n;
  (void)parser;
  if (job->status != TDG_OK || job->cause != CAUSE_NONE)
    say_error("%s: %s: %s\n", l->command, l->path, job->message);
  for (size_t i = 0; i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) == TDG_REQUEST) take_request(l, job->recs[i]);
}

static void read_lines(struct list *l, struct tdg_str rest) {
  struct address_line line;
  int number = 0;
  while (address_list_next(&l->arena, &rest, &number, &line)) {
    if (line.no != NULL) {
      say_error("%s: %s, line %d: %s; it is left out\n", l->command, l->path, line.number, line.no);
      l->not_read++;
      continue;
    }
    take(l, (struct conf_new_source){.parse = "",
                                     .url = line.url,
                                     .name = line.title,
                                     .language = {"", 0},
                                     .tags = line.tags,
                                     .n_tags = line.n_tags});
  }
}

/* 0, or an exit code. */
static int read_list(struct cli *cli, struct list *l, const char *command) {
  struct engine_spec spec = {0};
  const struct tdg_str body = rec_get(l->body, TDG_BODY, 0);
  int code;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  if (l->write) source_names_load(&l->names);
  if (tdg_is_address_list(body)) {
    read_lines(l, body);
    return CLI_DONE;
  }
  spec.store_path = NULL;
  struct engine *e = cli_engine(command, &spec, &code);
  if (e == NULL) return code;
  const size_t errors = engine_parse(e, USUAL_LIST, next, answer, l);
  engine_free(e);
  return errors > 0 ? CLI_FAILED : CLI_DONE;
}

/* ---- what comes of it ---- */

static void print(const struct list *l) {
  for (size_t i = 0; i < l->n; i++) {
    struct buf out = buf_make(MAX_ENTRY);
    conf_source_text(&out, &l->v[i], 0);
    say("- ");
    say_ready(stdout, out.p, out.n); /* unredacted: a configuration needs the full addresses */
    say("\n");
    buf_free(&out);
  }
}

static int write_all(struct cli *cli, const struct list *l) {
  char why[2000];
  if (l->n == 0) return CLI_NOTHING;
  if (conf_insert_sources(cli_conf(), l->v, l->n, why, sizeof why) < 0)
    return say_error("%s: %s\n", l->command, why), CLI_FAILED;
  if (!cli->quiet) print(l);
  if (!cli->quiet) say("%zu source%s written into %s.\n", l->n, l->n == 1 ? "" : "s", cli_conf()->file);
  return ask_to_reload(cli, l->command, l->n == 1 ? "it" : "they", "the configuration");
}

static void tell(const struct cli *cli, const struct list *l) {
  if (l->twice > 0 && !cli->quiet)
    say_error("%s: %d feeds stand in it twice; once is enough\n", l->command, l->twice);
  if (l->secret > 0)
    say_error("%s: %d of the addresses hold a password or a key: keep the file to yourself\n", l->command,
              l->secret);
}

int sources_from(struct cli *cli, const char *command, const char *path, int write) {
  struct list l = {.cli = cli, .path = path, .write = write};
  char message[1000];
  l.command = arena_printf(&l.arena, "tidings %s", command);
  l.body = rec_new(&l.arena, TDG_DOC);
  int code = CLI_FAILED;
  if (cli_read_body(l.body, path, message, sizeof message) < 0) say_error("%s: %s\n", l.command, message);
  else code = read_list(cli, &l, command);
  if (code == CLI_DONE && !write) {
    say("# From %s; write { include: FILE } among the sources of a configuration.\n", path);
    print(&l);
    code = l.n == 0 ? CLI_NOTHING : CLI_DONE;
  } else if (code == CLI_DONE) code = write_all(cli, &l);
  tell(cli, &l);
  source_names_free(&l.names);
  map_free(&l.urls);
  arena_free(&l.arena);
  return code;
}
