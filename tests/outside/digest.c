/* digest.c - a brief plugin from outside that is not always honest: what it does is an option.
 *
 * It reads the first paragraph of each member and cites it whole. */
#include <tidings/plugin.h>

struct conf {
  int64_t way;
};
enum {
  HONEST,
  INVENTS,
  MISQUOTES,
  OUTSIDE,
  STRANGER,
  UNCITED,
  OWN,
  OWN_UNCITED,
  CONFLICT,
  CUTS,
  HEADS,
  VALUES
};
static const char *const ways[] = {"honest",  "invents", "misquotes",   "outside",  "stranger",
                                   "uncited", "own",     "own-uncited", "conflict", "cuts",
                                   "heads",   "values",  NULL};
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

/* Parts of the first block of a member, most of them cut wrongly. */
static void put_parts(tdg_call *call, tdg_rec *section, const tdg_rec *m) {
  static const char *const parts[] = {"The ferry Marigold carried 1",
                                      "body was hurt.",
                                      "was hurt.",
                                      "50 crowns.",
                                      "others were",
                                      "Nobody was hurt",
                                      "\xE2\x80\xA6tickets cost 30 crowns."};
  struct tdg_str text = tdg_get(call, tdg_get_rec(call, m, TDG_BLOCK, 0), TDG_TEXT);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    const char *words = strncmp(parts[i], "\xE2\x80\xA6", 3) == 0 ? parts[i] + 3 : parts[i],
               *at = strstr(text.p, words);
    tdg_rec *out = tdg_group(call);
    if (at == NULL) continue;
    tdg_put_str(call, out, TDG_TEXT, parts[i]);
    tdg_put_int(call, out, TDG_RECORD_ID, tdg_get_int(call, m, TDG_ID, 0));
    tdg_put_int(call, out, TDG_BLOCK_NO, 0);
    tdg_put_int(call, out, TDG_START, at - text.p);
    tdg_put_int(call, out, TDG_END, at - text.p + (int64_t)strlen(words));
    tdg_put_rec(call, section, TDG_SENTENCE, out);
  }
}

/* Both claims quote; the value of the second is not what it says. */
static tdg_rec *values(tdg_call *call, const tdg_rec *story, const char *second) {
  tdg_rec *c = tdg_group(call), *x = quote(call, member(call, story, 0), NULL),
          *y = quote(call, member(call, story, 1), NULL);
  tdg_put_str(call, x, TDG_VALUE, "twelve people");
  tdg_put_str(call, y, TDG_VALUE, second);
  tdg_put_str(call, c, TDG_CONFLICT_KIND, "figure");
  tdg_put_str(call, c, TDG_WHAT, "the number of people aboard");
  tdg_put_str(call, c, TDG_MESSAGE, "They lie about 999.");
  tdg_put_rec(call, c, TDG_CLAIM, x);
  tdg_put_rec(call, c, TDG_CLAIM, y);
  return c;
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
  if (conf->way == HEADS) tdg_put_str(call, brief, TDG_HEADLINE, "Ferry sinks, 500 dead");
  else tdg_put_text(call, brief, TDG_HEADLINE, headline.p, headline.n);
  if (conf->way == HEADS) tdg_put_str(call, section, TDG_TITLE, "The minister resigns");
  tdg_put_str(call, section, TDG_ROLE, "happening");
  tdg_put_rec(call, section, TDG_SENTENCE, quote(call, member(call, story, 0), NULL));
  if (conf->way == CUTS) put_parts(call, section, member(call, story, 0));
  else if (conf->way > HONEST && conf->way < CONFLICT)
    tdg_put_rec(call, section, TDG_SENTENCE, other(call, member(call, story, 1), conf->way));
  tdg_put_rec(call, brief, TDG_SECTION, section);
  if (conf->way == CONFLICT) tdg_put_rec(call, brief, TDG_CONFLICT, conflict(call, story));
  if (conf->way == VALUES) tdg_put_rec(call, brief, TDG_CONFLICT, values(call, story, "77"));
  if (conf->way == VALUES) tdg_put_rec(call, brief, TDG_CONFLICT, values(call, story, "people: 12"));
  return tdg_emit(call, brief);
}

TDG_PLUGIN("org.example.digest", "1.0", "Digests that may lie",
           TDG_BRIEFER(.name = "digest", .summary = "first paragraphs", .TDG_OPTIONS(struct conf, options),
                       .open = open_digest, .run = run));
