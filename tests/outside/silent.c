/* Components that return TDG_OK and do nothing, and what they keep meanwhile.  -DMENDED: the parser reads. */
#include <tidings/ext/state.h>
#include <tidings/plugin.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct tdg_state *state_of(tdg_call *call) { return call->host->ext(call->host, TDG_EXT_STATE); }

static int keep_in_open(tdg_call *call, const void *conf, void **self) {
  const struct tdg_state *state = state_of(call);
  (void)conf, (void)self;
  if (state != NULL) tdg_log(call, TDG_LOG_WARNING, "set in open: %d", state->set(call, "opened", "yes", 3));
  return TDG_OK;
}

static int emit_article(tdg_call *call, const tdg_rec *doc) {
  struct tdg_str text = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  tdg_put_str(call, r, TDG_TITLE, "The harbour opens again");
  tdg_put_text(call, r, TDG_URL, url.p, url.n);
  tdg_block(call, r, TDG_PARAGRAPH, text.p, text.n);
  return tdg_emit(call, r);
}

/* All plain text is its own. */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self, (void)doc;
  return state_of(call)->set(call, "probed", "yes", 3) == TDG_DENIED ? 99 : 0;
}

/* A document that begins with a verb: "crash", "churn"; others give nothing. */
static int parse(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct tdg_state *state = state_of(call);
  struct tdg_str text = tdg_get(call, doc, TDG_BODY);
  static char value[TDG_STATE_MAX_VALUE];
  (void)self;
#ifdef MENDED
  return emit_article(call, doc);
#endif
  struct tdg_str was = state->get(call, "seen");
  tdg_log(call, TDG_LOG_WARNING, "seen before: '%.*s'", (int)was.n, was.p);
  state->set(call, "seen", "once", 4);
  if (strncmp(text.p, "churn", 5) == 0) {
    int status = TDG_OK;
    for (int i = 0; i < 300000 && status == TDG_OK; i++) {
      memset(value, 'a' + i % 26, sizeof value);
      status = state->set(call, "much", value, sizeof value);
    }
    tdg_log(call, TDG_LOG_WARNING, "churned: %d, %c", status, state->get(call, "much").p[0]);
    return emit_article(call, doc);
  }
#ifdef CRASHES
  abort();
#endif
  return TDG_OK;
}

/* One document of several; class "": one that is there. */
static int emit_part(tdg_call *call, const char *url, const char *class, const char *message) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  tdg_put_str(call, doc, TDG_URL, url);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/plain");
  tdg_put_str(call, doc, TDG_ERROR, class);
  tdg_put_str(call, doc, TDG_MESSAGE, message);
  if (class[0] == '\0')
    tdg_put_str(call, doc, TDG_BODY, "The harbour opens\n\nIt opens at noon, the master said.\n");
  return tdg_emit(call, doc);
}

/* "silent:parts" and what follows: some of its documents cannot be had. */
static int fetch_parts(tdg_call *call, const char *which) {
  const struct tdg_state *state = state_of(call);
  const struct tdg_str was = state->get(call, "since");
  tdg_log(call, TDG_LOG_WARNING, "since before: '%.*s'", (int)was.n, was.p);
  if (strcmp(which, "denied") == 0) return tdg_fail(call, TDG_DENIED, "the box is locked");
  if (strcmp(which, "wordless") == 0) return emit_part(call, "silent:w", "oopsie", "");
  state->set(call, "since", "8", 1);
  emit_part(call, "silent:2", "too-large", "report 2 is larger than 1 MiB");
  if (strcmp(which, "none") != 0) emit_part(call, "silent:1", "", "");
  if (strcmp(which, "later") == 0) return emit_part(call, "silent:3", "timeout", "report 3 did not come");
  return emit_part(call, "silent:3", "too-large", "report 3 is larger than 1 MiB");
}

/* "silent:log" says that there is nothing new. */
static int fetch(tdg_call *call, void *self, const tdg_rec *request) {
  (void)self;
  const char *url = tdg_get(call, request, TDG_URL).p;
  if (strncmp(url, "silent:parts-", 13) == 0) return fetch_parts(call, url + 13);
  if (strcmp(url, "silent:log") == 0) tdg_log(call, TDG_LOG_INFO, "nothing new in the box");
  return TDG_OK;
}

static const char *const types[] = {"text/plain", NULL};
static const char *const schemes[] = {"silent", NULL};
TDG_PLUGIN("org.example.silent", "1.0", "Does nothing",
           TDG_PARSER(.name = "mute", .summary = "Reads nothing", .claims = types, .open = keep_in_open,
                      .probe = probe, .run = parse),
           TDG_FETCHER(.name = "silent", .summary = "Fetches nothing", .claims = schemes, .run = fetch));
