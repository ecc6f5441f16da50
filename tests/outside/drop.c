/* drop.c - two stages of an outside author: one passes on every other record, one refuses titles with a word. */
#include <stdlib.h>

#include <tidings/plugin.h>

/* ---- every-second: its state is one number, which its notes carry over a restart ---- */

struct counter {
  unsigned n;
};

static int open_counter(tdg_call *call, const void *conf, void **self) {
  (void)call, (void)conf;
  *self = calloc(1, sizeof(struct counter));
  return *self != NULL ? TDG_OK : TDG_INTERNAL;
}

static int count(tdg_call *call, void *self, const tdg_rec *rec) {
  struct counter *c = self;
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  (void)rec;
  c->n++;
  tdg_put_bytes(call, note, TDG_SIGNATURE, &c->n, sizeof c->n);
  int status = tdg_emit(call, note);
  if (status != TDG_OK) return status;
  return c->n % 2 == 0 ? tdg_fail(call, TDG_DROP, "number %u is even", c->n) : TDG_OK;
}

static int recount(tdg_call *call, void *self, const tdg_rec *note) {
  (void)call, (void)note;
  ((struct counter *)self)->n++; /* one note for each record judged, dropped ones too */
  return TDG_OK;
}

/* ---- drop-word: without state, without notes ---- */

struct conf {
  struct tdg_str word;
};
static const struct tdg_option options[] = {TDG_OPT(struct conf, word, TDG_O_TEXT, 0, "withdrawn", 0, 0,
                                                    "Records with this word in the title are dropped.")};

static int open_word(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)conf;
  return TDG_OK;
}

static int find_word(tdg_call *call, void *self, const tdg_rec *rec) {
  const struct conf *conf = self;
  return strstr(tdg_get(call, rec, TDG_TITLE).p, conf->word.p) != NULL ? TDG_DROP : TDG_OK;
}

TDG_PLUGIN("org.example.drop", "1.0", "Stages that drop records",
           TDG_STAGE(.name = "every-second", .summary = "Drops every second record", .open = open_counter,
                     .judge = count, .recall = recount),
           TDG_STAGE(.name = "drop-word", .summary = "Drops records by a word",
                     .TDG_OPTIONS(struct conf, options), .open = open_word, .judge = find_word));
