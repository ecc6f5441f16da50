/* digest.c - a brief plugin from outside that is not always honest: what it does is an option.
 *
 * It reads the first paragraph of each member and cites it whole. */
#include <tidings/plugin.h>

struct conf {
  int64_t way;
};
enum { HONEST, INVENTS, MISQUOTES, OUTSIDE, STRANGER, UNCITED, OWN, OWN_UNCITED, CONFLICT };
static const char *const ways[] = {"honest",  "invents", "misquotes",   "outside",  "stranger",
                                   "uncited", "own",     "own-uncited", "conflict", NULL};
static const struct tdg_option options[] = {
    TDG_OPT_ENUM(struct conf, way, 0, "honest", ways, "What it does.")};

static int open_digest(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf;
  return TDG_OK;
}

static const tdg_rec *member(tdg_call *call, const tdg_rec *story, uint32_t n) {
  return tdg_get_rec(call, story, TDG_MEMBER, n);
}

/* The first block of a member, in words of its author or in others. */
static tdg_rec *quote(tdg_call *call, const tdg_rec *m, const char *instead) {
  const tdg_rec *block = tdg_get_rec(call, m, TDG_BLOCK, 0);
  struct tdg_str text = block != NULL ? tdg_get(call, block, TDG_TEXT) : (struct tdg_str){"", 0};
  tdg_rec *s = tdg_group(call);
  if (instead != NULL) tdg_put_str(call, s, TDG_TEXT, instead);
  else tdg_put_text(call, s, TDG_TEXT, text.p, text.n);
  tdg_put_int(call, s, TDG_RECORD_ID, tdg_get_int(call, m, TDG_ID, 0));
  tdg_put_int(call, s, TDG_BLOCK_NO, 0);
  tdg_put_int(call, s, TDG_START, 0);
  tdg_put_int(call, s, TDG_END, (int64_t)text.n);
  return s;
}

static tdg_rec *other(tdg_call *call, const tdg_rec *m, int64_t way) {
  const tdg_rec *block = tdg_get_rec(call, m, TDG_BLOCK, 0);
  struct tdg_str text = tdg_get(call, block, TDG_TEXT);
  tdg_rec *s = tdg_group(call), *cite = quote(call, m, NULL);
  char *changed = tdg_scratch(call, text.n + 1);
  memcpy(changed, text.p, text.n);
  char *figure = strstr(changed, "12");
  if (figure != NULL) memcpy(figure, "90", 2);
  switch (way) {
  case INVENTS: return quote(call, m, "The mayor resigned over the ferry.");
  case MISQUOTES: return quote(call, m, changed);
  case OUTSIDE:
  case STRANGER:
    tdg_put_text(call, s, TDG_TEXT, text.p, text.n);
    tdg_put_int(call, s, TDG_RECORD_ID, way == STRANGER ? 12345 : tdg_get_int(call, m, TDG_ID, 0));
    tdg_put_int(call, s, TDG_BLOCK_NO, 0);
    tdg_put_int(call, s, TDG_START, 0);
    tdg_put_int(call, s, TDG_END, (int64_t)text.n + (way == OUTSIDE ? 100000 : 0));
    return s;
  case UNCITED: tdg_put_str(call, s, TDG_TEXT, "Everybody is glad of it."); return s;
  default:
    tdg_put_str(call, s, TDG_TEXT, "In short, a ferry sails.");
    tdg_put_str(call, s, TDG_FROM, "digest");
    tdg_put_int(call, s, TDG_RECORD_ID, tdg_get_int(call, m, TDG_ID, 0));
    if (way == OWN) tdg_put_rec(call, s, TDG_CITES, cite);
    return s;
  }
}

static tdg_rec *conflict(tdg_call *call, const tdg_rec *story) {
  tdg_rec *c = tdg_group(call);
  tdg_put_str(call, c, TDG_CONFLICT_KIND, "figure");
  tdg_put_str(call, c, TDG_WHAT, "the number of people aboard");
  tdg_put_str(call, c, TDG_MESSAGE, "The reports differ in the number of people aboard.");
  tdg_put_rec(call, c, TDG_CLAIM, quote(call, member(call, story, 0), NULL));
  tdg_put_rec(call, c, TDG_CLAIM, quote(call, member(call, story, 1), "It carried 4000 people."));
  return c;
}

static int run(tdg_call *call, void *self, const tdg_rec *story) {
  const struct conf *conf = self;
  tdg_rec *brief = tdg_rec_new(call, TDG_BRIEF), *section = tdg_group(call);
  struct tdg_str headline = tdg_get(call, story, TDG_HEADLINE);
  if (member(call, story, 1) == NULL) return TDG_OK;
  tdg_put_text(call, brief, TDG_HEADLINE, headline.p, headline.n);
  tdg_put_str(call, section, TDG_ROLE, "happening");
  tdg_put_rec(call, section, TDG_SENTENCE, quote(call, member(call, story, 0), NULL));
  if (conf->way != HONEST && conf->way != CONFLICT)
    tdg_put_rec(call, section, TDG_SENTENCE, other(call, member(call, story, 1), conf->way));
  tdg_put_rec(call, brief, TDG_SECTION, section);
  if (conf->way == CONFLICT) tdg_put_rec(call, brief, TDG_CONFLICT, conflict(call, story));
  return tdg_emit(call, brief);
}

TDG_PLUGIN("org.example.digest", "1.0", "Digests that may lie",
           TDG_BRIEFER(.name = "digest", .summary = "first paragraphs", .TDG_OPTIONS(struct conf, options),
                       .open = open_digest, .run = run));
