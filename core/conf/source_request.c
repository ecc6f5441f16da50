/* conf/source_request.c - the `request:` of a source: how it is asked.
 *
 *   request:
 *     method: POST
 *     headers: { Accept: application/json, Authorization: { file: api.key, prefix: "Key " } }
 *     body: '{ "size": 100 }'
 *     user_agent: Example/1 (+https://example.org/bot)
 *     auth: { user: reader, password: { file: reader.password } }     # or { token: { file: reader.token } }
 *     cookies: { file: reader.cookies }                               # a=1; b=2
 *     certificate: { file: reader.pem }                               # with its key
 *     proxy: http://proxy.example:3128                                # or { file: PATH }
 *
 * Texts live in the configuration's arena.  Values from files are secrets (util/redact.h).
 */
#include "conf/sections.h"
#include "util/redact.h"

#include <string.h>
#include <strings.h>

#include <tidings/kit/http_header.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

/* A text, or { file: PATH, prefix: TEXT }.  NULL after a complaint. */
static const char *take_text(struct loader *l, const struct yaml_node *n, int *secret) {
  *secret = 0;
  if (n->kind == YAML_TEXT && !n->nothing) return n->text;
  const struct yaml_node *file = n->kind == YAML_MAP ? load_secret_file(n) : NULL,
                         *prefix = n->kind == YAML_MAP ? yaml_get(n, "prefix") : NULL;
  for (const struct yaml_node *k = n->kind == YAML_MAP ? n->first : NULL; k != NULL; k = k->next)
    if (k != file && (k != prefix || k->kind != YAML_TEXT)) file = NULL;
  if (file == NULL || file->kind != YAML_TEXT || file->nothing) {
    conf_complain(l->errors, n->place, "%s: wanted a value, {file: PATH}, or {file: PATH, prefix: TEXT}",
                  n->key);
    return NULL;
  }
  const char *text = load_secret(l, n->key, file);
  *secret = 1;
  return text == NULL || prefix == NULL ? text : arena_printf(l->arena, "%s%s", prefix->text, text);
}

/* k: where it was written. */
static void add_header(struct loader *l, const struct yaml_node *k, struct conf_request *r, const char *name,
                       const char *value) {
  const char *why = tdg_header_refusal(tdg_str_of(name), tdg_str_of(value));
  for (size_t i = 0; i < r->n_headers && why == NULL; i++)
    if (strcasecmp(r->headers[i].name, name) == 0) why = "it is given twice";
  if (why != NULL)
    conf_complain(l->errors, k->key_place, "%.60s: %.60s cannot be sent: %s", k->key, name, why);
  else if (r->n_headers == TDG_MAX_HEADERS)
    conf_complain(l->errors, k->key_place, "headers: more than %d", TDG_MAX_HEADERS);
  else r->headers[r->n_headers++] = (struct conf_header){name, value};
}

/* Headers that make another answer of it than the program asks for. */
static void check_header(struct loader *l, const struct yaml_node *k) {
  static const char *const validators[] = {"if-none-match", "if-modified-since", "if-match",
                                           "if-unmodified-since"};
  static const char *const parts[] = {"range", "if-range"};
  const struct tdg_str name = tdg_str_of(k->key);
  if (tdg_nocase_is_one_of(name, validators, sizeof validators / sizeof validators[0]))
    conf_warn(l->errors, k->key_place,
              "headers: %.60s: the program sends the validators of the last answer itself; with this "
              "one a server may say that nothing is new for ever",
              k->key);
  if (tdg_nocase_is_one_of(name, parts, sizeof parts / sizeof parts[0]))
    conf_warn(l->errors, k->key_place, "headers: %.60s: a part of a document is not read; remove it", k->key);
  if (tdg_nocase_is(name, "accept-encoding"))
    conf_warn(l->errors, k->key_place,
              "headers: %.60s: the program asks for what it can unpack itself; remove it", k->key);
}

static void take_header(struct loader *l, const struct yaml_node *k, struct conf_request *r) {
  int secret;
  const char *value = take_text(l, k, &secret);
  if (value == NULL) return;
  const struct tdg_str name = tdg_str_of(k->key);
  const char *why = tdg_header_refusal(name, tdg_str_of(value));
  if (why != NULL) conf_complain(l->errors, k->key_place, "headers: %.60s cannot be sent: %s", k->key, why);
  else if (!secret && tdg_header_is_secret(name))
    conf_complain(l->errors, k->place,
                  "headers: %.60s: a secret stands in a file of its own: %.60s: { file: PATH }", k->key,
                  k->key);
  else add_header(l, k, r, k->key, value), check_header(l, k);
}

static void take_headers(struct loader *l, const struct yaml_node *map, struct conf_request *r) {
  if (map == NULL || !load_is_map(l, map, "headers")) return;
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next) take_header(l, k, r);
}

static void take_method(struct loader *l, const struct yaml_node *n, struct conf_request *r) {
  if (n == NULL) return;
  if (n->kind == YAML_TEXT && n->text[0] != '\0' && tdg_method_is_known(tdg_str_of(n->text)))
    r->method = n->text;
  else conf_complain(l->errors, n->place, "method: wanted GET or POST");
}

static void take_body(struct loader *l, const struct yaml_node *n, struct conf_request *r) {
  int secret;
  if (n == NULL) return;
  const char *text = take_text(l, n, &secret);
  if (text == NULL) return;
  r->body = tdg_str_of(text);
  if (r->body.n > TDG_MAX_REQUEST_BODY) conf_complain(l->errors, n->place, "body: longer than 64 KiB");
  if (strcmp(r->method, "GET") == 0)
    conf_complain(l->errors, n->place, "body: a GET has none; write method: POST");
}

/* ---- who asks ---- */

static void take_user_agent(struct loader *l, const struct yaml_node *n, struct conf_request *r) {
  if (n == NULL) return;
  if (n->kind == YAML_TEXT && !n->nothing && n->text[0] != '\0') add_header(l, n, r, "User-Agent", n->text);
  else conf_complain(l->errors, n->place, "user_agent: wanted a text");
}

/* A value that must stand in a file: NULL after a complaint. */
static const char *take_secret(struct loader *l, const struct yaml_node *n) {
  const struct yaml_node *file = n->kind == YAML_MAP ? load_secret_file(n) : NULL;
  if (file != NULL && file->kind == YAML_TEXT && !file->nothing && n->first->next == NULL)
    return load_secret(l, n->key, file);
  conf_complain(l->errors, n->place, "%s: a secret stands in a file of its own: %s: { file: PATH }", n->key,
                n->key);
  return NULL;
}

static const char *base64(struct arena *a, const char *text) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const unsigned char *p = (const unsigned char *)text;
  size_t n = strlen(text), at = 0;
  char *out = arena_alloc(a, (n + 2) / 3 * 4 + 1);
  for (; n > 0; p += 3, n -= n < 3 ? n : 3) {
    const unsigned long v =
        (unsigned long)p[0] << 16 | (n > 1 ? (unsigned long)p[1] << 8 : 0) | (n > 2 ? p[2] : 0UL);
    out[at++] = digits[v >> 18];
    out[at++] = digits[v >> 12 & 63];
    out[at++] = n > 1 ? digits[v >> 6 & 63] : '=';
    out[at++] = n > 2 ? digits[v & 63] : '=';
  }
  out[at] = '\0';
  return out;
}

/* The name that stands in an address: imaps://ann%40example.org@mail.example/; NULL: none. */
static const char *user_of(struct arena *a, struct tdg_str url) {
  struct tdg_url u;
  if (tdg_url_is_web(url) || tdg_url_parse(url, &u) != 0 || u.userinfo.n == 0) return NULL;
  char *user = arena_alloc(a, u.userinfo.n + 1);
  tdg_url_unescape(user, u.userinfo);
  return user;
}

static const char *basic_login(struct arena *a, const char *user, const char *password) {
  const char *packed = base64(a, arena_printf(a, "%s:%s", user, password));
  redact_remember(packed, strlen(packed));
  return arena_printf(a, "Basic %s", packed);
}

const char *conf_account_login(struct arena *a, struct tdg_str url, const char *file, const char **why) {
  const char *user = user_of(a, url), *password = user != NULL ? load_secret_text(a, file, why) : NULL;
  if (user == NULL) *why = "no name stands in the address";
  else if (password != NULL && password[0] == '\0') *why = "the file is empty";
  return *why == NULL ? basic_login(a, user, password) : NULL;
}

/* { user: NAME, password: { file: PATH } }, or { token: { file: PATH } }; the name may stand in the address of what is no web. */
static void take_auth(struct loader *l, const struct yaml_node *n, struct tdg_str url,
                      struct conf_request *r) {
  if (n == NULL || !load_is_map(l, n, "auth")) return;
  const struct yaml_node *user = yaml_get(n, "user"), *password = yaml_get(n, "password"),
                         *token = yaml_get(n, "token");
  const int keys = (user != NULL) + (password != NULL) + (token != NULL);
  const char *in_url = user_of(l->arena, url);
  int all = 0;
  for (const struct yaml_node *k = n->first; k != NULL; k = k->next) all++;
  const int named = user != NULL && user->kind == YAML_TEXT && !user->nothing && keys == 2,
            basic = password != NULL && (named || (in_url != NULL && keys == 1));
  if (all != keys || !(basic || (token != NULL && keys == 1))) {
    conf_complain(l->errors, n->place,
                  "auth: wanted { user: NAME, password: { file: PATH } } or { token: { file: PATH } }");
    return;
  }
  const char *name = named ? user->text : in_url;
  if (basic && strchr(name, ':') != NULL)
    conf_complain(l->errors, named ? user->place : n->place, "user: a name with a colon cannot be sent");
  const char *secret = take_secret(l, basic ? password : token);
  if (secret == NULL) return;
  add_header(l, n, r, "Authorization",
             basic ? basic_login(l->arena, name, secret) : arena_printf(l->arena, "Bearer %s", secret));
}

/* The file as a whole is remembered (load_secret); a server may repeat one value of it. */
static void remember_cookies(const char *cookies) {
  enum { SHORTEST = 8 }; /* "yes" and "true" are said elsewhere */
  for (size_t n; *cookies != '\0'; cookies += n + (cookies[n] != '\0')) {
    n = strcspn(cookies, ";");
    const size_t name = strcspn(cookies, "=;") + 1;
    if (name + SHORTEST <= n) redact_remember(cookies + name, n - name);
  }
}

static void take_cookies(struct loader *l, const struct yaml_node *n, struct conf_request *r) {
  const char *cookies = n != NULL ? take_secret(l, n) : NULL;
  if (cookies == NULL) return;
  remember_cookies(cookies);
  add_header(l, n, r, "Cookie", cookies);
}

static void take_certificate(struct loader *l, const struct yaml_node *n, struct conf_request *r) {
  const char *pem = n != NULL ? take_secret(l, n) : NULL;
  if (pem == NULL) return;
  r->certificate = tdg_str_of(pem);
  if (strstr(pem, "-----BEGIN CERTIFICATE-----") == NULL || strstr(pem, "PRIVATE KEY-----") == NULL)
    conf_complain(l->errors, n->place, "certificate: the file must hold a certificate and its key, in PEM");
}

/* ---- on which way ---- */

static void take_proxy(struct loader *l, const struct yaml_node *n, struct conf_request *r) {
  static const char *const schemes[] = {"http://", "https://", "socks5h://"};
  int secret, known = 0;
  const char *url = n != NULL ? take_text(l, n, &secret) : NULL;
  if (url == NULL) return;
  for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
    known |= strncmp(url, schemes[i], strlen(schemes[i])) == 0;
  if (!known || strpbrk(url, " \t\r\n") != NULL)
    conf_complain(l->errors, n->place,
                  "proxy: wanted http://HOST:PORT, https://HOST:PORT or socks5h://HOST:PORT");
  else if (!secret && strchr(url, '@') != NULL)
    conf_complain(l->errors, n->place,
                  "proxy: an address with a password stands in a file of its own: proxy: { file: PATH }");
  else r->proxy = url;
}

void load_request(struct loader *l, const struct yaml_node *map, struct tdg_str url, struct conf_request *r) {
  *r = (struct conf_request){.method = "", .body = {"", 0}, .proxy = "", .certificate = {"", 0}};
  if (map == NULL || !load_is_map(l, map, "request")) return;
  r->headers = arena_zalloc(l->arena, TDG_MAX_HEADERS * sizeof *r->headers);
  for (const struct yaml_node *k = map->first; k != NULL; k = k->next)
    if (!load_listed(" method headers body user_agent auth cookies certificate proxy ", k->key))
      conf_complain(
          l->errors, k->key_place,
          "unknown key \"%.60s\" in request; there are method, headers, body, user_agent, auth, cookies, "
          "certificate and proxy",
          k->key);
  take_method(l, yaml_get(map, "method"), r);
  take_headers(l, yaml_get(map, "headers"), r);
  take_body(l, yaml_get(map, "body"), r);
  take_user_agent(l, yaml_get(map, "user_agent"), r);
  take_auth(l, yaml_get(map, "auth"), url, r);
  take_cookies(l, yaml_get(map, "cookies"), r);
  take_certificate(l, yaml_get(map, "certificate"), r);
  take_proxy(l, yaml_get(map, "proxy"), r);
}
