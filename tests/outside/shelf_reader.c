/* shelf_reader.c - a parser and a sink from outside the tree that use the extension of shelf.c.  With NEEDS they ask
 * for rights; with OWN the plugin offers the extension itself. */
#include "shelf.h"

#ifndef NAME
#define NAME "counted"
#endif
#ifndef NEEDS
#define NEEDS 0
#endif

static const struct shelf *opened; /* the extension is there in open already */

static const struct shelf *shelf_of(tdg_call *call) {
  return (const struct shelf *)call->host->ext(call->host, SHELF);
}

static int start(tdg_call *call, const void *conf, void **self) {
  (void)conf, (void)self;
  opened = shelf_of(call);
  return opened != NULL ? TDG_OK : tdg_fail(call, TDG_BAD_CONFIG, "the extension is missing in open");
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct shelf *shelf = shelf_of(call);
  tdg_rec *rec = tdg_rec_new(call, TDG_ARTICLE);
  char title[100];
  (void)self;
#ifdef CRASH
  *(volatile int *)(uintptr_t)8 = 1;
#endif
  snprintf(title, sizeof title, "%zu letters", shelf->letters(call, tdg_get(call, doc, TDG_BODY).p));
  tdg_put_str(call, rec, TDG_TITLE, title);
  tdg_put_str(call, rec, TDG_URL, tdg_get(call, doc, TDG_URL).p);
  tdg_block(call, rec, TDG_PARAGRAPH, title, strlen(title));
  return shelf == opened ? tdg_emit(call, rec) : tdg_fail(call, TDG_INTERNAL, "another table than in open");
}

static int take(tdg_call *call, void *self, const tdg_rec *rec) {
  (void)self;
  tdg_log(call, TDG_LOG_WARNING, "letters in a sink: %zu",
          shelf_of(call)->letters(call, tdg_get(call, rec, TDG_TITLE).p));
  return TDG_OK;
}

static int flush(tdg_call *call, void *self) {
  (void)call, (void)self;
  return TDG_OK;
}

static const char *const uses[] = {SHELF, NULL};
#ifdef OWN
static size_t none(tdg_call *call, const char *text) {
  (void)call, (void)text;
  return 77;
}
static const void *offered(const char *id) {
  static const struct shelf table = {sizeof table, 0, none};
  (void)id;
  return &table;
}
#else
#define offered NULL
#endif

TDG_PLUGIN_OFFERS("org.example." NAME, "1.0", "Counts letters", NULL, NULL,
#ifdef OWN
                  uses,
#else
                  NULL,
#endif
                  offered,
                  TDG_PARSER(.name = NAME, .summary = "Counts letters", .needs = NEEDS, .open = start,
                             .run = run, .uses = uses),
                  TDG_SINK(.name = NAME "-sink", .summary = "Counts letters of titles", .needs = NEEDS,
                           .open = start, .run = take, .flush = flush, .uses = uses));
