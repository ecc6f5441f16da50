/* engine/outcome.c - what came of a poll; see outcome.h.  Pure functions. */
#include "engine/outcome.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

// clang-format off
static const struct {
  const char *word;
  int is_failure;
  const char *health;
} outcomes[] = {
    [TDG_OUTCOME_NONE]       = {"", 0, "new"},
    [TDG_OUTCOME_OK]         = {"ok", 0, "ok"},
    [TDG_OUTCOME_UNCHANGED]  = {"unchanged", 0, "ok"},
    [TDG_OUTCOME_QUIET]      = {"quiet", 0, "quiet"},
    [TDG_OUTCOME_EMPTY]      = {"empty", 0, "empty"},
    [TDG_OUTCOME_UNUSABLE]   = {"unusable", 1, "unreadable"},
    [TDG_OUTCOME_MOVED]      = {"moved", 0, "moved"},
    [TDG_OUTCOME_GONE]       = {"gone", 1, "gone"},
    [TDG_OUTCOME_REFUSED]    = {"refused", 1, "refused"},
    [TDG_OUTCOME_NETWORK]    = {"network", 1, "failing"},
    [TDG_OUTCOME_TLS]        = {"tls", 1, "failing"},
    [TDG_OUTCOME_HTTP]       = {"http", 1, "failing"},
    [TDG_OUTCOME_ROBOTS]     = {"robots", 1, "refused"},
    [TDG_OUTCOME_INCOMPLETE] = {"incomplete", 1, "failing"},
    [TDG_OUTCOME_LOGIN]      = {"login", 1, "login"},
};

static const struct {
  const char *class;
  enum tdg_outcome outcome;
} classes[] = {
    {"dns", TDG_OUTCOME_NETWORK},           {"connect", TDG_OUTCOME_NETWORK},
    {"timeout", TDG_OUTCOME_NETWORK},       {"io", TDG_OUTCOME_NETWORK},
    {"retry", TDG_OUTCOME_NETWORK},         {"tls", TDG_OUTCOME_TLS},
    {"refused-address", TDG_OUTCOME_REFUSED}, {"denied", TDG_OUTCOME_REFUSED},
    {"redirect", TDG_OUTCOME_HTTP},         {"protocol", TDG_OUTCOME_HTTP},
    {"http", TDG_OUTCOME_HTTP},
    {"incomplete", TDG_OUTCOME_INCOMPLETE}, {"robots", TDG_OUTCOME_ROBOTS},
};
// clang-format on

static enum tdg_outcome of_status(int64_t status) {
  switch (status) {
  case 410: return TDG_OUTCOME_GONE;
  case 401:
  case 402:
  case 403:
  case 429:
  case 451: return TDG_OUTCOME_REFUSED;
  case 407: return TDG_OUTCOME_NETWORK; /* of the source's proxy, not of its server */
  default: return TDG_OUTCOME_HTTP;
  }
}

enum tdg_outcome outcome_of_failure(const tdg_rec *doc) {
  const char *class = rec_get(doc, TDG_ERROR, 0).p;
  const int64_t status = rec_get_int(doc, TDG_STATUS, 0);
  for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
    if (strcmp(class, classes[i].class) == 0) return classes[i].outcome;
  if (class[0] != '\0')
    return TDG_OUTCOME_UNUSABLE; /* a word of the fetcher's own, or how its worker ended */
  if (status == 410 && rec_has(doc, TDG_REDIRECT))
    return TDG_OUTCOME_HTTP; /* another address is gone; the redirect may be mended */
  return status > 0 ? of_status(status) : TDG_OUTCOME_NETWORK;
}

/* Does a part of the path begin with one of these words? */
static int speaks_of_login(struct tdg_str path) {
  static const char *const words[] = {"login", "logon", "signin", "sign-in", "sign_in", "sso", "auth"};
  for (size_t at = 0; at < path.n; at++)
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
      if (path.p[at] == '/' &&
          tdg_nocase_starts((struct tdg_str){path.p + at + 1, path.n - at - 1}, words[i]))
        return 1;
  return 0;
}

static struct tdg_str path_of(struct tdg_str url) {
  struct tdg_url u;
  return tdg_url_parse(url, &u) == 0 && u.path.n > 0 ? u.path : (struct tdg_str){"", 0};
}

enum tdg_outcome outcome_of_unusable(const tdg_rec *doc, struct tdg_str genre) {
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0);
  const int sent_there =
      speaks_of_login(path_of(final)) && !speaks_of_login(path_of(rec_get(doc, TDG_URL, 0)));
  return sent_there || strcmp(genre.p, "login-wall") == 0 ? TDG_OUTCOME_LOGIN : TDG_OUTCOME_UNUSABLE;
}

int outcome_is_failure(uint32_t outcome) {
  return outcome < sizeof outcomes / sizeof outcomes[0] && outcomes[outcome].is_failure;
}

const char *outcome_word(uint32_t outcome) {
  return outcome < sizeof outcomes / sizeof outcomes[0] ? outcomes[outcome].word : "";
}

const char *outcome_health(uint32_t outcome) {
  return outcome < sizeof outcomes / sizeof outcomes[0] ? outcomes[outcome].health : "ok";
}

const char *outcome_answered(struct arena *a, int64_t status) {
  if (status == 407)
    return "the proxy asks for a name and password (407); write them into its address (request: proxy: { "
           "file: PATH })";
  return arena_printf(a, "the server answered %lld", (long long)status);
}

const char *outcome_unread(struct arena *a, int64_t status) {
  return arena_printf(a, "%s, with nothing to read", outcome_answered(a, status));
}
