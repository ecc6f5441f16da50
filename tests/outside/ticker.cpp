// ticker.cpp - a parser from outside that cannot read every document, in C++: it throws, asserts, or crashes.  Built with
// -DMENDED it reads all of them.
#include <cassert>
#include <stdexcept>
#include <string>

#include <tidings/plugin.h>

extern "C" __attribute__((visibility("default"), noinline)) void ticker_falls_over(volatile int *p) { *p = 1; }

static int run(tdg_call *call, void *, const tdg_rec *doc) {
  struct tdg_str body = tdg_get(call, doc, TDG_BODY), url = tdg_get(call, doc, TDG_URL);
  std::string text(body.p, body.n);
#ifndef MENDED
  if (text.find("THROW") != std::string::npos) throw std::runtime_error("the ticker has no word for this");
  if (text.find("ASSERT") != std::string::npos) assert(!"a ticker never asserts");
  if (text.find("CRASH") != std::string::npos) ticker_falls_over(nullptr);
  if (text.find("REFUSE") != std::string::npos) return tdg_fail(call, TDG_BAD_INPUT, "a line of another ticker");
#endif
  size_t pos = 0, n = 0;
  while (pos < text.size()) {
    size_t end = text.find('\n', pos);
    if (end == std::string::npos) end = text.size();
    std::string line = text.substr(pos, end - pos);
    pos = end + 1;
    if (line.compare(0, 5, "more ") == 0) {
      tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
      std::string more = std::string(url.p, url.n).substr(0, std::string(url.p).rfind('/') + 1) + line.substr(5);
      tdg_put_str(call, request, TDG_URL, more.c_str());
      tdg_put_str(call, request, TDG_AS, "ticker");
      tdg_put_str(call, request, TDG_REPEAT, "never");
      tdg_emit(call, request);
      continue;
    }
    if (line.empty()) continue;
    tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
    std::string at = std::string(url.p, url.n) + "#" + std::to_string(n++);
    tdg_put_str(call, article, TDG_TITLE, line.c_str());
    tdg_put_str(call, article, TDG_URL, at.c_str());
    tdg_block(call, article, TDG_PARAGRAPH, line.c_str(), line.size());
    if (int status = tdg_emit(call, article)) return status;
  }
  return TDG_OK;
}

static const char *const claims[] = {"text/x-ticker", nullptr};

static tdg_component component() {
  tdg_component c = {};
  c.size = sizeof c;
  c.kind = TDG_KIND_PARSER;
  c.name = "ticker";
  c.summary = "Lines of a ticker";
  c.claims = claims;
  c.option_size = sizeof(struct tdg_option);
  c.run = run;
  return c;
}

extern "C" TDG_EXPORT const struct tdg_plugin *tidings_plugin_1(void) {
  static const tdg_component components[] = {component()};
  static tdg_plugin plugin = {};
  plugin.size = sizeof plugin;
  plugin.rev = TDG_REV;
  plugin.rev_min = 1;
  plugin.component_size = sizeof(tdg_component);
  plugin.id = "org.example.ticker";
  plugin.version = "1.0";
  plugin.summary = "Reads a ticker";
  plugin.components = components;
  plugin.n_components = 1;
  return &plugin;
}
