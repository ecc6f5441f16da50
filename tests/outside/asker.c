/* asker.c - a parser that asks the host for an extension, ASKS, and calls what it gets without a look. */
#include <tidings/plugin.h>

struct thing {
  uint32_t size;
  size_t (*letters)(tdg_call *, const char *);
};

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct thing *thing = (const struct thing *)call->host->ext(call->host, ASKS);
  char text[100];
  tdg_rec *rec = tdg_rec_new(call, TDG_ARTICLE);
  (void)self;
#ifdef LOOKS
  if (thing == NULL) return tdg_fail(call, TDG_BAD_INPUT, "no such extension");
#endif
  snprintf(text, sizeof text, "%zu letters", thing->letters(call, tdg_get(call, doc, TDG_BODY).p));
  tdg_put_str(call, rec, TDG_TITLE, text);
  return tdg_emit(call, rec);
}

TDG_PLUGIN("org.example.asker", "1.0", "Asks", TDG_PARSER(.name = "asker", .summary = "Asks", .run = run));
