/* keeper.c - components of an outside author whose result depends on more than the input, as the option `on` says: memory
 * of an earlier call, the clock, the environment, the zone, earlier documents; and one that writes into its input. */
#include <tidings/plugin.h>

#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

struct conf {
  struct tdg_str on;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, on, TDG_O_TEXT, 0, "", 0, 0, "What the result depends on.")};

struct self {
  const char *on;
  int calls;
  struct tdg_str text; /* of the last call */
  const tdg_rec *rec;
  char *scratch;
};

static int start(tdg_call *call, const void *conf, void **self) {
  struct self *s = calloc(1, sizeof *s);
  (void)call;
  if (s == NULL) return TDG_INTERNAL;
  s->on = ((const struct conf *)conf)->on.p;
  *self = s;
  return TDG_OK;
}

static int is(const struct self *s, const char *on) { return strcmp(s->on, on) == 0; }

/* What it should not look at, as a tag. */
static void look(const struct self *s, char tag[100]) {
  const char *home = getenv("HOME"), *locale = getenv("LC_ALL");
  time_t then = 1780000000;
  struct timeval day;
  struct timespec exact;
  struct tm local;
  gettimeofday(&day, NULL);
  clock_gettime(CLOCK_REALTIME, &exact);
  tag[0] = '\0';
  if (is(s, "time")) snprintf(tag, 100, "day %ld", (long)time(NULL) / 86400);
  if (is(s, "gettimeofday")) snprintf(tag, 100, "day %ld", (long)day.tv_sec / 86400);
  if (is(s, "clock_gettime")) snprintf(tag, 100, "day %ld", (long)exact.tv_sec / 86400);
  if (is(s, "home")) snprintf(tag, 100, "home %.60s", home != NULL ? home : "none");
  if (is(s, "locale")) snprintf(tag, 100, "locale %.60s", locale != NULL ? locale : "none");
  if (is(s, "zone")) snprintf(tag, 100, "hour %d", localtime_r(&then, &local)->tm_hour);
  if (is(s, "calls")) snprintf(tag, 100, "call %d", s->calls);
}

/* Use what an earlier call has left. */
static void use_kept(tdg_call *call, struct self *s, tdg_rec *out) {
  if (s->calls == 0) return;
  if (is(s, "text")) tdg_put_text(call, out, TDG_TAG, s->text.p, s->text.n);
  if (is(s, "log")) tdg_log_text(call, TDG_LOG_WARNING, s->text.p, s->text.n);
  if (is(s, "record")) tdg_put_text(call, out, TDG_TAG, tdg_get(call, s->rec, TDG_URL).p, 4);
  if (is(s, "emits")) tdg_emit(call, s->rec);
  if (is(s, "scratch")) tdg_put_str(call, out, TDG_TAG, s->scratch);
  if (is(s, "compares") && s->text.p[0] == '!') tdg_put_str(call, out, TDG_TAG, "after an exclamation");
}

static void keep(tdg_call *call, struct self *s, struct tdg_str text, const tdg_rec *rec) {
  s->text = (struct tdg_str){text.p, strcspn(text.p, "\n")};
  s->rec = rec;
  s->scratch = tdg_scratch(call, 10);
  strcpy(s->scratch, "scratch");
  s->calls++;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct self *s = self;
  struct tdg_str text = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  char tag[100];
  if (is(s, "writes")) ((char *)(uintptr_t)text.p)[0] = 'T';
  tdg_put_text(call, r, TDG_TITLE, text.p, strcspn(text.p, "\n"));
  tdg_put_text(call, r, TDG_URL, url.p, url.n);
  tdg_block(call, r, TDG_PARAGRAPH, text.p, text.n);
  look(s, tag);
  tdg_put_str(call, r, TDG_TAG, tag);
  if (is(s, "now")) tdg_put_int(call, r, TDG_PUBLISHED, tdg_now_ms(call));
  use_kept(call, s, r);
  keep(call, s, text, is(s, "emits") ? r : doc);
  return tdg_emit(call, r);
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  struct self *s = self;
  struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  char tag[100];
  if (is(s, "writes")) ((char *)(uintptr_t)title.p)[0] = 'T';
  look(s, tag);
  tdg_put_str(call, note, TDG_TAG, tag[0] != '\0' ? tag : "seen");
  use_kept(call, s, note);
  keep(call, s, title, rec);
  return tdg_emit(call, note);
}

static int take(tdg_call *call, void *self, const tdg_rec *rec) {
  struct self *s = self;
  struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  if (is(s, "writes")) ((char *)(uintptr_t)title.p)[0] = 'T';
  if (is(s, "fails") && s->calls > 0) return tdg_fail_text(call, TDG_BAD_INPUT, s->text.p, s->text.n);
  keep(call, s, title, rec);
  return TDG_OK;
}

static int flush(tdg_call *call, void *self) {
  (void)call, (void)self;
  return TDG_OK;
}

TDG_PLUGIN("org.example.keeper", "1.0", "Depends on too much",
           TDG_PARSER(.name = "keeper", .TDG_OPTIONS(struct conf, options), .open = start, .run = run,
                      .close = free),
           TDG_STAGE(.name = "keeping", .TDG_OPTIONS(struct conf, options), .open = start, .judge = judge,
                     .close = free),
           TDG_SINK(.name = "kept", .TDG_OPTIONS(struct conf, options), .open = start, .flush = flush,
                    .run = take, .close = free));
