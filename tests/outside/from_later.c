/* from_later.c - a plugin of a later revision: of its components this host knows one, and for each of the others
 * there is something it does not know: the kind, a right, the type of an option. */
#include <tidings/plugin.h>

struct conf {
  struct tdg_list map;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, map, TDG_O_MAP, 0, NULL, 0, 0, "A map."),
};

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  tdg_rec *r = tdg_rec_new(call, TDG_ARTICLE);
  (void)self;
  (void)doc;
  tdg_put_str(call, r, TDG_TITLE, "read by the one that is known");
  return tdg_emit(call, r);
}

TDG_PLUGIN("org.example.later", "2.0", "From later",
           TDG_COMPONENT(77, .name = "later-kind", .summary = "Of a later kind", .run = run),
           TDG_PARSER(.name = "later-right", .needs = 1024, .run = run),
           TDG_PARSER(.name = "later-option", .TDG_OPTIONS(struct conf, options), .run = run),
           TDG_PARSER(.name = "known", .run = run));
