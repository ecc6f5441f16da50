/* A brief of the first block of each member, which it cites; fails with a message on a story of one record. */
#include <tidings/plugin.h>

struct conf {
  struct tdg_str headline;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, headline, TDG_O_TEXT, 0, "All of it", 0, 0, "The headline of each brief."),
};

static int open_brief(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

static void put_sentence(tdg_call *call, tdg_rec *section, const tdg_rec *member) {
  const tdg_rec *block = tdg_get_rec(call, member, TDG_BLOCK, 0);
  struct tdg_str text = block != NULL ? tdg_get(call, block, TDG_TEXT) : (struct tdg_str){"", 0};
  tdg_rec *sentence = tdg_group(call);
  tdg_put_text(call, sentence, TDG_TEXT, text.p, text.n);
  tdg_put_int(call, sentence, TDG_RECORD_ID, tdg_get_int(call, member, TDG_ID, 0));
  tdg_put_int(call, sentence, TDG_BLOCK_NO, 0);
  tdg_put_int(call, sentence, TDG_START, 0);
  tdg_put_int(call, sentence, TDG_END, (int64_t)text.n);
  if (text.n > 0) tdg_put_rec(call, section, TDG_SENTENCE, sentence);
}

static int run(tdg_call *call, void *self, const tdg_rec *story) {
  const struct conf *conf = self;
  tdg_rec *brief = tdg_rec_new(call, TDG_BRIEF), *section = tdg_group(call);
  size_t pos = 0, members = 0;
  struct tdg_item it;
  tdg_put_str(call, section, TDG_ROLE, "facts");
  while (tdg_next(call, story, &pos, &it)) {
    if (it.field != TDG_MEMBER) continue;
    members++;
    put_sentence(call, section, it.rec);
  }
  if (members < 2) return tdg_fail(call, TDG_BAD_INPUT, "kept brief: a story of %zu records", members);
  tdg_put_int(call, brief, TDG_STORY_ID, tdg_get_int(call, story, TDG_STORY_ID, 0));
  tdg_put_text(call, brief, TDG_HEADLINE, conf->headline.p, conf->headline.n);
  tdg_put_rec(call, brief, TDG_SECTION, section);
  return tdg_emit(call, brief);
}

TDG_PLUGIN("org.example.kept-brief", "1.0", "Quotes the members of a story",
           TDG_BRIEFER(.name = "kept-brief", .summary = "Quotes the members of a story",
                       .TDG_OPTIONS(struct conf, options), .open = open_brief, .run = run));
