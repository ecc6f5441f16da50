/* cli/sources_from.c - tidings sources --from LIST.opml: print a list of feeds as sources to include in a
 * configuration.
 *
 * The list is parsed in a worker like any hostile document; the output is YAML with all texts quoted.  Ids
 * are made from titles, else from hosts, and are unique.
 */
#include "cli/cli.h"

#include "conf/usual.h"
#include "engine/parse.h"
#include "record/record_json.h"
#include "util/bytebuf.h"
#include "util/map.h"
#include "util/redact.h"

#include <string.h>

enum { MAX_ENTRY = 1 << 20 };

struct list {
  const char *path;
  int taken;               /* the only document was passed on */
  size_t n, twice, secret; /* secret: addresses with a password or a key */
  struct map ids, urls;
  struct arena arena;
};

static int next(void *arg, tdg_rec *doc, char *message, size_t size) {
  struct list *l = arg;
  if (l->taken++) return 0;
  cli_put_address(doc, l->path, NULL);
  return cli_read_body(doc, l->path, message, size);
}

static const char *make_id(struct list *l, const tdg_rec *r) {
  char id[SOURCE_MAX_ID];
  source_make_id(id, rec_get(r, TDG_TITLE_HINT, 0), rec_get(r, TDG_URL, 0), &l->ids);
  map_put(&l->ids, id, strlen(id), l);
  return arena_copy(&l->arena, id, strlen(id));
}

static void put(struct buf *out, const char *key, struct tdg_str value) {
  if (value.n == 0) return;
  buf_printf(out, ", %s: ", key);
  json_quote(out, value.p, value.n);
}

static void put_tags(struct buf *out, const tdg_rec *r) {
  struct tdg_str tag;
  for (uint32_t i = 0; (tag = rec_get(r, TDG_TAG, i)).n > 0; i++) {
    buf_str(out, i == 0 ? ", tags: [" : ", ");
    json_quote(out, tag.p, tag.n);
  }
  if (rec_get(r, TDG_TAG, 0).n > 0) buf_char(out, ']');
}

static void print_source(struct list *l, const tdg_rec *r) {
  struct tdg_str url = rec_get(r, TDG_URL, 0);
  struct buf out = buf_make(MAX_ENTRY);
  if (map_get(&l->urls, url.p, url.n) != NULL) { /* a list may name one feed in several groups */
    l->twice++;
    return;
  }
  map_put(&l->urls, url.p, url.n, l);
  struct buf shown = buf_make(MAX_ENTRY);
  l->secret += redact_text(&shown, url.p, url.n) > 0;
  buf_free(&shown);
  buf_printf(&out, "- { id: %s", make_id(l, r));
  put(&out, "url", url);
  put(&out, "name", rec_get(r, TDG_TITLE_HINT, 0));
  put(&out, "language", rec_get(r, TDG_LANGUAGE, 0));
  put_tags(&out, r);
  say_ready(stdout, out.p, out.n); /* unredacted: a configuration needs the full addresses */
  say(" }\n");
  buf_free(&out);
  l->n++;
}

static void answer(void *arg, size_t n, const struct job *job, const char *parser) {
  struct list *l = arg;
  (void)n;
  (void)parser;
  if (job->status != TDG_OK || job->cause != CAUSE_NONE)
    say_error("tidings sources: %s: %s\n", l->path, job->message);
  for (size_t i = 0; i < job->n_recs; i++)
    if (rec_kind(job->recs[i]) == TDG_REQUEST) print_source(l, job->recs[i]);
}

int sources_from(struct cli *cli, const char *path) {
  struct engine_spec spec = {0};
  struct list l = {.path = path};
  int code;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  spec.store_path = NULL;
  struct engine *e = cli_engine("sources", &spec, &code);
  if (e == NULL) return code;
  say("# From %s; write { include: FILE } among the sources of a configuration.\n", path);
  size_t errors = engine_parse(e, USUAL_LIST, next, answer, &l);
  engine_free(e);
  map_free(&l.ids);
  map_free(&l.urls);
  arena_free(&l.arena);
  if (l.twice > 0 && !cli->quiet)
    say_error("tidings sources: %zu feeds stand in it twice; once is enough\n", l.twice);
  if (l.secret > 0)
    say_error("tidings sources: %zu of the addresses hold a password or a key: keep the file to yourself\n",
              l.secret);
  return errors > 0 ? CLI_FAILED : l.n == 0 ? CLI_NOTHING : CLI_DONE;
}
