/* kit/net/http_header.c - methods and headers of requests; see tidings/kit/http_header.h. */
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
