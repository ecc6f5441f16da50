/* witness.c - a stage, a brief plugin and a sink of an outside author that write down which records they are given. */
#include <stdio.h>
#include <stdlib.h>

#include <tidings/plugin.h>

enum { ROOM = 8192 };

static void add(char *out, const char *before, struct tdg_str text) {
  size_t n = strlen(out);
  if (text.n > 0) snprintf(out + n, ROOM - n, "%s%s", before, text.p);
}

/* "TITLE; genre=..; language=..; tag=..; ..." in the order of the record. */
static char *describe(tdg_call *call, const tdg_rec *rec) {
  char *out = tdg_scratch(call, ROOM);
  size_t pos = 0;
  struct tdg_item it;
  add(out, "", tdg_get(call, rec, TDG_TITLE));
  add(out, "; genre=", tdg_get(call, rec, TDG_GENRE));
  add(out, "; language=", tdg_get(call, rec, TDG_LANGUAGE));
  while (tdg_next(call, rec, &pos, &it)) {
    if (it.field == TDG_TAG) add(out, "; tag=", it.str);
    if (it.field == TDG_CATEGORY) add(out, "; category=", tdg_get(call, it.rec, TDG_NAME));
    if (it.field == TDG_MENTION) add(out, "; mention=", tdg_get(call, it.rec, TDG_TEXT));
    if (it.field != TDG_EXT) continue;
    add(out, "; ", tdg_get(call, it.rec, TDG_BY));
    add(out, ".", tdg_get(call, it.rec, TDG_NAME));
    add(out, "=", tdg_get(call, it.rec, TDG_TEXT));
  }
  return out;
}

static int witness(tdg_call *call, void *self, const tdg_rec *rec) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  (void)self;
  tdg_put_str(call, note, TDG_REASON, describe(call, rec));
  return tdg_emit(call, note);
}

/* A brief of the first sentence of each member; in TDG_REASON the members as they were given. */
static int brief(tdg_call *call, void *self, const tdg_rec *story) {
  tdg_rec *out = tdg_rec_new(call, TDG_BRIEF), *section = tdg_group(call);
  char *given = tdg_scratch(call, ROOM);
  const tdg_rec *member, *block;
  (void)self;
  for (uint32_t i = 0; (member = tdg_get_rec(call, story, TDG_MEMBER, i)) != NULL; i++) {
    const char *text = describe(call, member);
    struct tdg_str described = {text, strlen(text)};
    add(given, i > 0 ? " || " : "", described);
    if ((block = tdg_get_rec(call, member, TDG_BLOCK, 0)) == NULL) continue;
    struct tdg_str body = tdg_get(call, block, TDG_TEXT);
    tdg_rec *sentence = tdg_group(call);
    tdg_put_text(call, sentence, TDG_TEXT, body.p, body.n);
    tdg_put_int(call, sentence, TDG_RECORD_ID, tdg_get_int(call, member, TDG_ID, 0));
    tdg_put_int(call, sentence, TDG_BLOCK_NO, 0);
    tdg_put_int(call, sentence, TDG_START, 0);
    tdg_put_int(call, sentence, TDG_END, (int64_t)body.n);
    tdg_put_rec(call, section, TDG_SENTENCE, sentence);
  }
  if (given[0] == '\0') return TDG_OK;
  struct tdg_str headline = tdg_get(call, tdg_get_rec(call, story, TDG_MEMBER, 0), TDG_TITLE);
  tdg_put_text(call, out, TDG_HEADLINE, headline.p, headline.n);
  tdg_put_str(call, out, TDG_REASON, given);
  tdg_put_str(call, section, TDG_ROLE, "happening");
  tdg_put_rec(call, out, TDG_SECTION, section);
  return tdg_emit(call, out);
}

/* ---- the sink ---- */

struct conf {
  struct tdg_str path;
};
static const struct tdg_option options[] = {TDG_OPT(struct conf, path, TDG_O_PATH,
                                                    TDG_O_REQUIRED | TDG_O_WRITE, NULL, 0, 0,
                                                    "The file that gets one line per record.")};

static int open_ledger(tdg_call *call, const void *conf, void **self) {
  *self = fopen(((const struct conf *)conf)->path.p, "a");
  return *self != NULL
             ? TDG_OK
             : tdg_fail(call, TDG_BAD_CONFIG, "cannot write %s", ((const struct conf *)conf)->path.p);
}

static int enter(tdg_call *call, void *self, const tdg_rec *rec) {
  if (tdg_kind_of(call, rec) == TDG_BRIEF) fprintf(self, "brief: %s\n", tdg_get(call, rec, TDG_HEADLINE).p);
  else fprintf(self, "%s\n", describe(call, rec));
  return TDG_OK;
}

static int flush_ledger(tdg_call *call, void *self) {
  (void)call;
  return fflush(self) == 0 ? TDG_OK : TDG_RETRY;
}

TDG_PLUGIN("org.example.witness", "1.0", "Writes down what it is given",
           TDG_STAGE(.name = "witness", .summary = "A stage that writes down what it saw", .judge = witness),
           TDG_BRIEFER(.name = "roll", .summary = "A brief of all members", .run = brief),
           TDG_SINK(.name = "witness-sink", .summary = "A line per record",
                    .TDG_OPTIONS(struct conf, options), .needs = TDG_NEEDS_WRITE, .open = open_ledger,
                    .run = enter, .flush = flush_ledger));
