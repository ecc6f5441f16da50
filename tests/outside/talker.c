/* A parser and a fetcher that say in their failures what secret they were given. */
#include <tidings/plugin.h>

#include <stdio.h>
#include <string.h>

struct conf {
  struct tdg_str key;
};
static const struct tdg_option options[] = {TDG_OPT(struct conf, key, TDG_O_SECRET, 0, "", 0, 0, "the key")};

static int begin(tdg_call *c, const void *conf, void **self) {
  *self = (void *)(uintptr_t)conf;
  tdg_log(c, 2, "opened with %s", ((const struct conf *)conf)->key.p);
  return TDG_OK;
}
static int parse(tdg_call *c, void *self, const tdg_rec *doc) {
  const char *key = ((const struct conf *)self)->key.p;
  char encoded[400] = "";
  (void)doc;
  for (const char *p = key; *p != '\0' && strlen(encoded) < 390; p++)
    snprintf(encoded + strlen(encoded), 5, *p == '/' || *p == '+' ? "%%%02X" : "%c", (unsigned)*p);
  fprintf(stderr, "printed %s\n", key);
  return tdg_fail(c, TDG_BAD_INPUT, "the server said: no such key %s, at /?q=%s", key, encoded);
}
static int fetch(tdg_call *c, void *self, const tdg_rec *request) {
  struct tdg_item it, h;
  char said[900] = "";
  (void)self;
  for (size_t p = 0; tdg_next(c, request, &p, &it);)
    for (size_t q = 0; it.rec != NULL && tdg_next(c, it.rec, &q, &h);)
      if (h.str.n > 0)
        snprintf(said + strlen(said), sizeof said - strlen(said), " %.*s", (int)h.str.n, h.str.p);
  return tdg_fail(c, TDG_BAD_INPUT, "sent%s", said);
}
static const char *const schemes[] = {"weird", NULL};

TDG_PLUGIN("org.example.talker", "1", "CC0-1.0",
           TDG_PARSER(.name = "talker", .summary = "fails", .TDG_OPTIONS(struct conf, options), .open = begin,
                      .run = parse),
           TDG_FETCHER(.name = "talking", .summary = "fails", .claims = schemes, .run = fetch));
