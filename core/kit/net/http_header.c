/* kit/net/http_header.c - methods and headers of requests, types of documents; see tidings/kit/http_header.h. */
#include <tidings/kit/http_header.h>
#include <tidings/kit/str.h>

enum { MAX_NAME = 100 };

static int is_token(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7F ||
        strchr("()<>@,;:\\\"/[]?={}", s.p[i]) != NULL)
      return 0;
  return s.n > 0 && s.n < MAX_NAME;
}

static int is_clean_value(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] == 0x7F) return 0;
  return 1;
}

static int is_one_of(struct tdg_str name, const char *const *names) {
  for (; *names != NULL; names++)
    if (tdg_nocase_is(name, *names)) return 1;
  return 0;
}

const char *tdg_header_refusal(struct tdg_str name, struct tdg_str value) {
  static const char *const ours[] = {
      "host", "content-length", "transfer-encoding", "connection",          "keep-alive",       "expect",
      "te",   "upgrade",        "trailer",           "proxy-authorization", "proxy-connection", NULL};
  if (!is_token(name)) return "its name is no token (letters, digits, -)";
  if (is_one_of(name, ours)) return "the transfer decides it";
  if (!is_clean_value(value)) return "its value has a line break or another control character in it";
  return value.n > TDG_MAX_HEADER_VALUE ? "its value is longer than 7000 bytes" : NULL;
}

static int has_word(struct tdg_str s, const char *word) {
  const size_t n = strlen(word);
  for (size_t i = 0; i + n <= s.n; i++)
    if (tdg_nocase_is((struct tdg_str){s.p + i, n}, word)) return 1;
  return 0;
}

int tdg_header_is_secret(struct tdg_str name) {
  static const char *const words[] = {"authorization", "cookie",   "key",     "token",
                                      "secret",        "password", "session", NULL};
  for (size_t i = 0; words[i] != NULL; i++)
    if (has_word(name, words[i])) return 1;
  return 0;
}

int tdg_header_is_harmless(struct tdg_str name) {
  static const char *const names[] = {"accept", "accept-language", NULL};
  return is_one_of(name, names);
}

int tdg_method_is_known(struct tdg_str method) {
  return method.n == 0 || strcmp(method.p, "GET") == 0 || strcmp(method.p, "POST") == 0;
}

static int is_graph(char c) { return c > ' ' && c < 0x7F; }

void tdg_put_content_type(tdg_call *call, tdg_rec *doc, struct tdg_str v) {
  static const char name[] = "charset=";
  char *type = (char *)tdg_scratch(call, v.n + 1);
  size_t n = 0, i;
  for (i = 0; i < v.n && v.p[i] != ';' && v.p[i] != ','; i++)
    if (is_graph(v.p[i])) type[n++] = tdg_lower(v.p[i]);
  tdg_put_text(call, doc, TDG_MEDIA_TYPE, type, n);
  for (; i + sizeof name - 1 < v.n; i++) {
    size_t from = i + sizeof name - 1, to;
    if (!tdg_nocase_starts((struct tdg_str){v.p + i, v.n - i}, name)) continue;
    if (v.p[from] == '"' || v.p[from] == '\'') from++;
    for (to = from; to < v.n && is_graph(v.p[to]) && strchr(";\"'", v.p[to]) == NULL; to++) continue;
    tdg_put_text(call, doc, TDG_CHARSET, v.p + from, to - from);
    return;
  }
}
