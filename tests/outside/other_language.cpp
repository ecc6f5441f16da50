// other_language.cpp - a plugin in C++, with the macros of the header: a parser with options, and a stage.
#include <tidings/plugin.h>

#include <string>

namespace {

struct conf {
  int64_t most;
  double weight;
  tdg_str greeting;
  tdg_list words;
};
const char *const colours[] = {"red", "green", nullptr};
struct stage_conf {
  int64_t colour;
};
const tdg_option options[] = {
    TDG_OPT(conf, most, TDG_O_INT, 0, "2", 1, 10, "How many."),
    TDG_OPT(conf, weight, TDG_O_REAL, 0, "1.5", 0, 0, "A weight."),
    TDG_OPT(conf, greeting, TDG_O_TEXT, 0, "hello", 0, 0, "The first word."),
    TDG_OPT(conf, words, TDG_O_LIST, 0, "a, b", 0, 0, "More words."),
};
const tdg_option stage_options[] = {TDG_OPT_ENUM(stage_conf, colour, 0, "green", colours, "A colour.")};

int open_parser(tdg_call *, const void *conf_in, void **self) {
  *self = new conf(*static_cast<const conf *>(conf_in));
  return TDG_OK;
}

int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const conf *c = static_cast<const conf *>(self);
  std::string text = std::string(c->greeting.p) + " " + std::to_string(c->most) + " " + std::to_string(c->weight);
  for (size_t i = 0; i < c->words.n; i++) text += std::string(" ") + c->words.v[i].p;
  if (tdg_get(call, doc, TDG_BODY).n == 0) return tdg_fail(call, TDG_BAD_INPUT, "nothing after %s", text.c_str());
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  size_t pos = 0;
  tdg_item it;
  while (tdg_next(call, doc, &pos, &it))
    if (it.field == TDG_URL) text += std::string(" from ") + it.str.p;
  tdg_put_str(call, r, TDG_TITLE, "C++");
  tdg_block(call, r, TDG_PARAGRAPH, text.data(), text.size());
  return tdg_emit(call, r);
}

void close_parser(tdg_call *call, void *self) {
  tdg_log(call, TDG_LOG_WARNING, "the parser in C++ closes");
  delete static_cast<conf *>(self);
}

int judge(tdg_call *call, void *, const tdg_rec *rec) {
  tdg_rec *note = tdg_rec_new(call, TDG_NOTE);
  tdg_put_int(call, note, TDG_ABOUT, tdg_get_int(call, rec, TDG_ID, 0));
  return tdg_emit(call, note);
}

const char *const claims[] = {"text/x-cpp", nullptr};

} // namespace

TDG_PLUGIN("org.example.other-language", "1.0", "A plugin in C++",
           TDG_PARSER(.name = "cpp", .summary = "C++", .claims = claims, .TDG_OPTIONS(conf, options),
                      .open = open_parser, .run = run, .close_call = close_parser),
           TDG_STAGE(.name = "cpp-stage", .summary = "Judges in C++", .TDG_OPTIONS(stage_conf, stage_options),
                     .judge = judge));
