/* clock.c - one component of each kind that tells what time it has in each of its functions, in the log; the parser
 * and the stage also put private fields. */
#include <tidings/plugin.h>

#include <stdlib.h>

static void tell(tdg_call *call, const char *where) {
  tdg_log(call, TDG_LOG_WARNING, "clock %s %lld;", where, (long long)tdg_now_ms(call));
}
#define OPEN_AND_CLOSE(kind)                                                                                 \
  static int open_##kind(tdg_call *call, const void *conf, void **self) {                                    \
    (void)conf;                                                                                              \
    (void)self;                                                                                              \
    tell(call, #kind ".open");                                                                               \
    return TDG_OK;                                                                                           \
  }                                                                                                          \
  static void close_##kind(tdg_call *call, void *self) {                                                     \
    (void)self;                                                                                              \
    tell(call, #kind ".close");                                                                              \
  }
OPEN_AND_CLOSE(fetcher)
OPEN_AND_CLOSE(parser)
OPEN_AND_CLOSE(stage)
OPEN_AND_CLOSE(brief)
OPEN_AND_CLOSE(sink)

static int fetch(tdg_call *call, void *self, const tdg_rec *request) {
  tdg_rec *doc = tdg_rec_new(call, TDG_DOC);
  struct tdg_str url = tdg_get(call, request, TDG_URL);
  (void)self;
  tell(call, "fetcher.run");
  tdg_put_int(call, doc, TDG_REQUEST_NO, tdg_get_int(call, request, TDG_REQUEST_NO, 0));
  tdg_put_text(call, doc, TDG_URL, url.p, url.n);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "text/x-clock");
  tdg_put_str(call, doc, TDG_BODY, "tick");
  tdg_put_int(call, doc, TDG_FETCHED, 1700000000000);
  return tdg_emit(call, doc);
}

static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  (void)self;
  (void)doc;
  tell(call, "parser.probe");
  return 90;
}

static int parse(tdg_call *call, void *self, const tdg_rec *doc) {
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE), *group = tdg_group(call);
  struct tdg_str url = tdg_get(call, doc, TDG_URL);
  (void)self;
  tell(call, "parser.run");
  tdg_put_str(call, r, TDG_TITLE, "Tick");
  tdg_put_text(call, r, TDG_URL, url.p, url.n);
  tdg_block(call, r, TDG_PARAGRAPH, "It ticks.", 9);
  tdg_put_str(call, r, TDG_PRIVATE_FIRST, "first");
  tdg_put_int(call, r, TDG_PRIVATE_FIRST, 5);
  tdg_put_real(call, r, TDG_PRIVATE_LAST, 0.5);
  tdg_put_str(call, group, TDG_NAME, "inner");
  tdg_put_str(call, group, 40000, "deep");
  tdg_put_rec(call, r, 40001, group);
  return tdg_emit(call, r);
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  (void)self;
  tell(call, "stage.judge");
  tdg_log(call, TDG_LOG_WARNING, "clock seen %lld; private %s;",
          (long long)tdg_get_int(call, rec, TDG_FIRST_SEEN, 0), tdg_get(call, rec, TDG_PRIVATE_FIRST).p);
  tdg_put_int(call, note, TDG_ABOUT, tdg_get_int(call, rec, TDG_ID, 0));
  tdg_put_int(call, note, TDG_STORY_ID, tdg_get_int(call, rec, TDG_ID, 0));
  return tdg_emit(call, note);
}
static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  (void)self;
  tell(call, "stage.recall");
  tdg_log(call, TDG_LOG_WARNING, "clock noted %lld;", (long long)tdg_get_int(call, note, TDG_FIRST_SEEN, 0));
  return TDG_OK;
}
static int write_brief(tdg_call *call, void *self, const tdg_rec *story) {
  (void)self;
  (void)story;
  tell(call, "brief.run");
  return TDG_OK;
}
static int sink_run(tdg_call *call, void *self, const tdg_rec *rec) {
  (void)self;
  (void)rec;
  tell(call, "sink.run");
  return TDG_OK;
}
static int sink_flush(tdg_call *call, void *self) {
  (void)self;
  tell(call, "sink.flush");
  return TDG_OK;
}

static const char *const schemes[] = {"clock", NULL};
static const char *const types[] = {"text/x-clock", NULL};

TDG_PLUGIN("org.example.clock", "1.0", "Tells the time",
           TDG_FETCHER(.name = "clock", .claims = schemes, .open = open_fetcher, .run = fetch,
                       .close_call = close_fetcher),
           TDG_PARSER(.name = "clock-parser", .claims = types, .open = open_parser, .run = parse,
                      .probe = probe, .close_call = close_parser),
           TDG_PARSER(.name = "second", .claims = types, .run = parse),
           TDG_STAGE(.name = "clock-stage", .open = open_stage, .judge = judge, .recall = recall,
                     .close_call = close_stage),
           TDG_BRIEFER(.name = "clock-brief", .open = open_brief, .run = write_brief,
                       .close_call = close_brief),
           TDG_SINK(.name = "clock-sink", .open = open_sink, .run = sink_run, .flush = sink_flush,
                    .close_call = close_sink));
