/* A stage that puts all records into the story of the first one, and after a restart knows it from its notes. */
#include <tidings/plugin.h>

#include <stdlib.h>

struct stage {
  int64_t story, recalled;
};

static int open_stage(tdg_call *call, const void *conf, void **self) {
  (void)call;
  (void)conf;
  *self = calloc(1, sizeof(struct stage));
  return *self != NULL ? TDG_OK : TDG_INTERNAL;
}

static int judge(tdg_call *call, void *self, const tdg_rec *rec) {
  struct stage *s = self;
  int64_t id = tdg_get_int(call, rec, TDG_ID, 0);
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  if (s->story == 0) s->story = id;
  tdg_put_int(call, note, TDG_ABOUT, id);
  tdg_put_int(call, note, TDG_STORY_ID, s->story);
  tdg_put_real(call, note, TDG_SCORE, 0.5);
  tdg_log(call, TDG_LOG_WARNING, "kept stage judged \"%s\" after %d notes", tdg_get(call, rec, TDG_TITLE).p,
          (int)s->recalled);
  return tdg_emit(call, note);
}

static int recall(tdg_call *call, void *self, const tdg_rec *note) {
  struct stage *s = self;
  s->story = tdg_get_int(call, note, TDG_STORY_ID, 0);
  s->recalled++;
  return TDG_OK;
}

TDG_PLUGIN("org.example.kept-stage", "1.0", "One story for all",
           TDG_STAGE(.name = "kept-story", .summary = "One story for all", .open = open_stage, .judge = judge,
                     .recall = recall, .close = free));
