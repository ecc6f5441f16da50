/* troubled.c - a stage and a brief plugin from outside that fail on some records: "Wreck" ends the worker, "Storm" is
 * refused.  -DMENDED: neither fails.  -DSHUT: the stage cannot be opened. */
#include <tidings/plugin.h>

#include <stdlib.h>

static int open_stage(tdg_call *call, const void *conf, void **self) {
  (void)call, (void)conf, (void)self;
#ifdef SHUT
  return tdg_fail(call, TDG_BAD_CONFIG, "the bureau is shut");
#endif
  return TDG_OK;
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  (void)self;
#ifndef MENDED
  struct tdg_str title = tdg_get(call, rec, TDG_TITLE);
  if (strncmp(title.p, "Wreck", 5) == 0) abort();
  if (strncmp(title.p, "Storm", 5) == 0) return tdg_fail(call, TDG_BAD_INPUT, "no judgement of a storm");
#endif
  (void)call, (void)rec;
  return TDG_OK;
}

static int brief(tdg_call *call, void *self, const tdg_rec *story) {
  (void)self, (void)story;
#ifndef MENDED
  return tdg_fail(call, TDG_DENIED, "the story is too long");
#endif
  tdg_log(call, TDG_LOG_INFO, "nothing to say");
  return TDG_OK;
}

TDG_PLUGIN("org.example.troubled", "1.0", "Fails on some records",
           TDG_STAGE(.name = "troubled", .summary = "Judges", .open = open_stage, .judge = judge),
           TDG_BRIEFER(.name = "unwritten", .summary = "Writes", .run = brief));
