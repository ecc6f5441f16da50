/* paid.c - a brief of the kind that pays for its words: it has network access, states one request in each brief, and
 * says in the log what it was told of earlier requests.  What it is asked to claim is an option. */
#include <tidings/plugin.h>

struct conf {
  int64_t lie;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, lie, TDG_O_BOOL, 0, "no", 0, 0, "Write what no report says."),
};

static int open_paid(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

static int run(tdg_call *call, void *self, const tdg_rec *story) {
  const struct conf *conf = self;
  const tdg_rec *member = tdg_get_rec(call, story, TDG_MEMBER, 0),
                *block = tdg_get_rec(call, member, TDG_BLOCK, 0);
  struct tdg_str text = tdg_get(call, block, TDG_TEXT);
  tdg_rec *brief = tdg_rec_new(call, TDG_BRIEF), *section = tdg_group(call), *sentence = tdg_group(call);
  tdg_log(call, TDG_LOG_WARNING, "paid: asked, calls %lld, earlier %d;",
          (long long)tdg_get_int(call, story, TDG_CALLS, -1),
          tdg_get_rec(call, story, TDG_EARLIER, 0) != NULL);
  if (conf->lie) tdg_put_str(call, sentence, TDG_TEXT, "The mayor resigned.");
  else tdg_put_text(call, sentence, TDG_TEXT, text.p, text.n);
  tdg_put_int(call, sentence, TDG_RECORD_ID, tdg_get_int(call, member, TDG_ID, 0));
  tdg_put_int(call, sentence, TDG_BLOCK_NO, 0);
  tdg_put_int(call, sentence, TDG_START, 0);
  tdg_put_int(call, sentence, TDG_END, (int64_t)text.n);
  tdg_put_rec(call, section, TDG_SENTENCE, sentence);
  tdg_put_str(call, brief, TDG_HEADLINE, "Bought");
  tdg_put_rec(call, brief, TDG_SECTION, section);
  tdg_put_int(call, brief, TDG_CALLS, 1);
  return tdg_emit(call, brief);
}

TDG_PLUGIN("org.example.paid", "1.0", "Briefs that are paid for",
           TDG_BRIEFER(.name = "paid", .summary = "Briefs that are paid for", .needs = TDG_NEEDS_NET,
                       .TDG_OPTIONS(struct conf, options), .open = open_paid, .run = run));
