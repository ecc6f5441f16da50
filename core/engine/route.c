/* engine/route.c - choose a parser for a document; see parse.h.
 *
 * A route owns its candidates and the shortened document for `probe`; it exists from route_choose to done.
 */
#include "engine/parse.h"

#include "engine/settle.h"

#include "news/news.h"
#include "util/bytebuf.h"
#include "util/check.h"
#include "worker/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct candidate {
  const struct component_info *component;
  int sure;
};

struct route {
  struct engine *engine;
  const tdg_rec *doc;
  const char *as;
  const tdg_rec *head; /* the shortened document for probes */
  struct arena arena;
  struct candidate candidates[ROUTE_MAX_CANDIDATES];
  size_t n, asked, tried;
  const struct engine_choice *own;
  const tdg_rec *values;
  route_done_fn done;
  void *arg;
  char type[200];
};

/* The parsers asked, in order, with their confidence. */
static void put_asked(const struct route *r, tdg_rec *out) {
  struct buf b = buf_make(2000);
  buf_printf(&b, "%s, as %s", r->type,
             strcmp(r->type, rec_get(r->doc, TDG_MEDIA_TYPE, 0).p) == 0 ? "declared" : "its first bytes say");
  if (r->as[0] != '\0') buf_str(&b, "; it was named");
  else if (r->n == 1) buf_str(&b, "; no other parser claims it");
  for (size_t i = 0; r->n > 1 && i < r->n; i++)
    buf_printf(&b, "%s%s %d", i == 0 ? "; how sure each is to read it well, of 100: " : ", ",
               plugin_ref(r->candidates[i].component), r->candidates[i].sure);
  for (size_t i = 0; i + 1 < r->tried; i++)
    buf_printf(&b, "; %s said that it is not its own", plugin_ref(r->candidates[i].component));
  rec_put(out, TDG_REASON, b.p, b.n);
  buf_free(&b);
}

static void explain(struct route *r, struct job *job, const char *parser) {
  char why[200];
  tdg_rec *out = rec_new(&r->arena, TDG_EXPLANATION);
  rec_put_str(out, TDG_PARSER_NAME, parser);
  put_asked(r, out);
  job_keep(job, out->p, out->n, why, sizeof why);
}

static void finish(struct route *r, struct job *job, const char *parser) {
  route_done_fn done = r->done;
  void *arg = r->arg;
  if (r->tried > 0 && rec_get_int(r->doc, TDG_EXPLAIN, 0)) explain(r, job, parser);
  arena_free(&r->arena);
  free(r);
  done(job, parser, arg);
}

/* Nobody: an answer without a worker. */
static void refuse(struct route *r, int status, const char *message) {
  struct job *job = job_new(FRAME_RUN, r->doc, 0, NULL, NULL);
  job->status = status;
  job->message = arena_copy(&job->arena, message, strlen(message));
  finish(r, job, "");
}

static struct pool *pool_for(const struct route *r, const struct component_info *c) {
  int is_own = r->own != NULL && plugin_component(r->engine->plugins, TDG_KIND_PARSER, r->own->name) == c;
  return engine_pool_with(r->engine, c, is_own ? r->own : NULL);
}

static void run_next(struct route *r);

static void on_run(struct job *job) {
  struct route *r = job->arg;
  const char *name = plugin_ref(r->candidates[r->tried - 1].component);
  if (job->status == TDG_NOT_MINE && r->tried < r->n) {
    job_free(job);
    run_next(r);
    return;
  }
  finish(r, job, name);
}

static void run_next(struct route *r) {
  size_t best = r->tried;
  for (size_t i = r->tried + 1; i < r->n; i++)
    if (r->candidates[i].sure > r->candidates[best].sure) best = i;
  struct candidate chosen = r->candidates[best];
  r->candidates[best] = r->candidates[r->tried];
  r->candidates[r->tried++] = chosen;
  int64_t now = rec_get_int(r->doc, TDG_FETCHED, 0);
  const tdg_rec *in = values_hand_out(&r->arena, r->doc, r->values, chosen.component);
  pool_submit(pool_for(r, chosen.component), job_new(FRAME_RUN, in, now, on_run, r));
}

/* A probe that failed says nothing of the document: its parser comes last.  The first failure of a parser in a run is
 * a warning: how a plugin ends its worker may differ with each document. */
static void tell_probe(const struct route *r, const struct job *job) {
  char label[PLUGIN_LABEL];
  if (job->status >= 0 || job->cause == CAUSE_STOPPED || job->cause == CAUSE_REFUSED) return;
  pool_tell_first(
      job->pool, "probe",
      "%s: its probe of %s failed (%s: %s), so that another parser comes first; a probe returns how "
      "sure it is, 0 to 100",
      plugin_label(pool_spec(job->pool)->component, label), rec_get(r->doc, TDG_URL, 0).p,
      job_error_word(job), job->message);
}

static void on_probe(struct job *job) {
  struct route *r = job->arg;
  tell_probe(r, job);
  for (size_t i = 0; i < r->n; i++)
    if (job->pool == pool_for(r, r->candidates[i].component)) r->candidates[i].sure = job->status;
  if (--r->asked == 0 && job->cause == CAUSE_STOPPED && r->engine->stopping) {
    finish(r, job, ""); /* the pools are closing: no other parser can be tried */
    return;
  }
  job_free(job);
  if (r->asked == 0) run_next(r);
}

const tdg_rec *route_head(struct arena *a, const tdg_rec *doc) {
  static const uint32_t body[] = {TDG_BODY, 0};
  struct tdg_str bytes = rec_get(doc, TDG_BODY, 0);
  const char *type = sniff_type(rec_get(doc, TDG_MEDIA_TYPE, 0).p, bytes);
  size_t most = rec_has(doc, TDG_ENCODING) ? DECODE_HEAD_PACKED : decode_head_size(type);
  tdg_rec *head = rec_without(a, doc, body);
  rec_put(head, TDG_BODY, bytes.p, bytes.n < most ? bytes.n : most);
  return head;
}

static void ask(struct route *r) {
  for (size_t i = 0; i < r->n; i++) r->asked += (r->candidates[i].component->calls & PLUGIN_CALL_PROBE) != 0;
  if (r->n < 2 || r->asked == 0) {
    r->asked = 0;
    run_next(r);
    return;
  }
  r->head = route_head(&r->arena, r->doc);
  for (size_t i = 0, n = r->n; i < n; i++) {
    const struct component_info *c = r->candidates[i].component;
    if (c->calls & PLUGIN_CALL_PROBE)
      pool_submit(pool_for(r, c),
                  job_new(FRAME_PROBE, r->head, rec_get_int(r->doc, TDG_FETCHED, 0), on_probe, r));
  }
}

static void add(struct route *r, const struct component_info *c) {
  if (c != NULL && r->n < ROUTE_MAX_CANDIDATES) r->candidates[r->n++] = (struct candidate){c, 50};
}

static void collect(struct route *r, const char *as) {
  const struct plugin_list *all = r->engine->plugins;
  struct tdg_str declared = rec_get(r->doc, TDG_MEDIA_TYPE, 0);
  snprintf(r->type, sizeof r->type, "%s", sniff_type(declared.p, rec_get(r->doc, TDG_BODY, 0)));
  if (as[0] != '\0') {
    add(r, plugin_component(all, TDG_KIND_PARSER, as));
    return;
  }
  /* the bytes say nothing: ask them all */
  int packed = rec_has(r->doc, TDG_ENCODING) && sniff_is_vague(declared.p);
  for (const struct component_info *c = NULL; (c = plugin_next(all, TDG_KIND_PARSER, c)) != NULL;)
    if (packed ? (c->calls & PLUGIN_CALL_PROBE) != 0 && plugin_lacks(c) == 0 && !c->taken
               : plugin_claims(c, r->type))
      add(r, c);
}

/* What somebody can do who has a document of a kind that no parser reads. */
static const char *way_out(const char *type) {
  static const struct {
    const char *has, *say;
  } ways[] = {
      {"spreadsheet", "save its tables as CSV"},
      {"presentation", "save it as PDF or text"},
      {"epub", "convert it into HTML or text"},
      {"ole-storage", "this is an old Office document, or a mail of Outlook: save it as DOCX, text or .eml"},
      {"rtf", "save it as DOCX or text"},
      {"outlook-pst", "export its mails as mbox"},
      {"vnd.rar", "this is a RAR archive: unpack it first"},
      {"x-rar", "this is a RAR archive: unpack it first"},
      {"csv", "save it as a file, and import that"},
      {"7z-compressed", "this is a 7-Zip archive: unpack it first"},
      {"iso9660", "this is a disk image (ISO): mount it, or unpack it first"},
      {"apple-diskimage", "this is a disk image (DMG): mount it, or unpack it first"},
      {"zip", "this is an archive: save it as a file, and import that"}, /* and gzip, bzip2 */
      {"x-tar", "this is an archive: save it as a file, and import that"},
      {"x-xz", "this is a packed file: save it as a file, and import that"},
      {"x-l", "unpack it first"}, /* lz4, lzma, lzip */
      {"compress", "unpack it first"},
      {"x-cpio", "unpack it first"},
      {"x-rpm", "unpack it first"}};
  for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
    if (strstr(type, ways[i].has) != NULL) return ways[i].say;
  return "name one with --as or `parse:`";
}

/* Who reads the document is told that it was named for it (TDG_AS): a named parser does not ask itself whether it is its own. */
static const tdg_rec *named(struct arena *a, const tdg_rec *doc, const char *as) {
  static const uint32_t other[] = {TDG_AS, 0};
  if (as[0] == '\0' || rec_has_text(doc, TDG_AS, as)) return doc;
  tdg_rec *copy = rec_without(a, doc, other);
  rec_put_str(copy, TDG_AS, as);
  return copy;
}

void route_choose(struct engine *e, const tdg_rec *doc, const char *as, const struct engine_choice *own,
                  const tdg_rec *values, route_done_fn done, void *arg) {
  struct route *r = check_alloc(sizeof *r);
  *r = (struct route){
      .engine = e, .doc = doc, .as = as, .own = own, .values = values, .done = done, .arg = arg};
  r->doc = named(&r->arena, doc, as);
  collect(r, as);
  if (r->n == 1 && plugin_lacks(r->candidates[0].component) != 0) {
    char text[PLUGIN_LACKS_TEXT];
    plugin_lacks_text(r->candidates[0].component, plugin_lacks(r->candidates[0].component), text);
    refuse(r, TDG_BAD_CONFIG, text);
  } else if (r->n == 0 && as[0] != '\0') {
    refuse(r, TDG_BAD_CONFIG,
           arena_printf(&r->arena, "there is no parser called %s; see `tidings plugin list`", as));
  } else if (r->n == 0) {
    refuse(r, TDG_NOT_MINE, arena_printf(&r->arena, "no parser reads %s; %s", r->type, way_out(r->type)));
  } else {
    ask(r);
  }
}
