/* mindful.c - a stage from outside the tree that numbers the records it is given, and saves its number: a tag says how
 * it came by it. */
#include <tidings/plugin.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef VERSION
#define VERSION "1.0"
#endif

struct conf {
  int64_t step;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, step, TDG_O_INT, 0, "1", 1, 9, "How far it counts with each record."),
};

struct mindful {
  int64_t step, number;
  int restored, recalled, poisoned;
};

static int start(tdg_call *call, const void *conf, void **self) {
  struct mindful *m = calloc(1, sizeof *m);
  if (m == NULL) return TDG_INTERNAL;
  m->step = ((const struct conf *)conf)->step;
  *self = m;
  (void)call;
  return TDG_OK;
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  struct mindful *m = self;
  char text[100];
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  m->number += m->step;
  if (strcmp(tdg_get(call, rec, TDG_TITLE).p, "poison") == 0) m->poisoned = 1;
  snprintf(text, sizeof text, "%d: %d restored, %d recalled", (int)m->number, m->restored, m->recalled);
  tdg_put_str(call, note, TDG_TAG, text);
  return tdg_emit(call, note);
}

static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  struct mindful *m = self;
  (void)note;
  if (m->recalled == 0) tdg_log(call, TDG_LOG_WARNING, "mindful recalls");
  m->number += m->step;
  m->recalled++;
  return TDG_OK;
}

/* Two parts, so that their order counts. */
static int save(tdg_call *call, void *self, int64_t nth) {
  const struct mindful *m = self;
  char text[40];
  if (nth > 1) return TDG_OK;
  int n = snprintf(text, sizeof text, "%s %d",
                   m->poisoned ? "poison"
                   : nth == 0  ? "tens"
                               : "ones",
                   (int)(nth == 0 ? m->number / 10 : m->number % 10));
  return tdg_emit_part(call, text, (size_t)n);
}

static int restore(tdg_call *call, void *self, const tdg_rec *part) {
  struct mindful *m = self;
  struct tdg_str text = tdg_get(call, part, TDG_SIGNATURE);
  int digit = atoi(text.p + 5);
  if (strncmp(text.p, m->restored == 0 ? "tens " : "ones ", 5) != 0)
    return tdg_fail(call, TDG_BAD_INPUT, "these are no tens and ones");
  m->number = m->restored == 0 ? digit * 10 : m->number + digit;
  m->restored++;
  return TDG_OK;
}

TDG_PLUGIN("org.example.mindful", VERSION, "Numbers records",
           TDG_STAGE(.name = "mindful", .summary = "Numbers records", .TDG_OPTIONS(struct conf, options),
                     .open = start, .judge = judge, .recall = recall, .save = save, .restore = restore));
