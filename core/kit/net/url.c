/* kit/net/url.c - addresses: cut into parts, made absolute, made comparable.
 *
 * Linear in the input, which is at most TDG_MAX_URL.  "" is the only failure.  The address a document names
 * is hostile text: what comes out holds no control characters, spaces, quotes or angle brackets. */
#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { OUT_MAX = 4 * TDG_MAX_URL };

static const struct tdg_str NOTHING = {"", 0};

/* What a byte may mean in an address. */
enum {
  SLASH = 1,
  QUESTION = 2,
  HASH = 4,
  AMPERSAND = 8,
  ESCAPED = 16,
  NO_HOST = 32,
  BACKSLASH = 64,
  HOST_MARK = 128
};
#define E ESCAPED
// clang-format off
static const unsigned char classes[256] = {
    E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, E, /* controls and space */
    [127] = E, ['"'] = E, ['<'] = E, ['>'] = E, ['/'] = SLASH, ['?'] = QUESTION, ['#'] = HASH,
    ['&'] = AMPERSAND, ['^'] = NO_HOST, ['|'] = NO_HOST, ['`'] = NO_HOST, ['{'] = NO_HOST, ['}'] = NO_HOST,
    ['%'] = NO_HOST, ['\\'] = NO_HOST | BACKSLASH, ['@'] = HOST_MARK, [':'] = HOST_MARK, ['['] = HOST_MARK,
    [']'] = HOST_MARK};
// clang-format on
#undef E

static int is_scheme_char(char c) { return tdg_is_alnum(c) || c == '+' || c == '-' || c == '.'; }
static int is_unreserved(char c) { return tdg_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~'; }
static int is_http(struct tdg_str scheme) {
  return scheme.p != NULL && (tdg_nocase_is(scheme, "http") || tdg_nocase_is(scheme, "https"));
}

/* ---- parts ---- */

static struct tdg_str scheme_of(struct tdg_str text) {
  struct tdg_str s = {NULL, 0};
  size_t i = 0;
  if (text.n == 0 || !tdg_is_letter(text.p[0])) return s;
  while (i < text.n && is_scheme_char(text.p[i])) i++;
  if (i == text.n || text.p[i] != ':') return s;
  s.p = text.p;
  s.n = i;
  return s;
}

static struct tdg_str cut_until(const char **p, const char *end, unsigned stops) {
  struct tdg_str s = {*p, 0};
  while (*p < end && !(classes[(unsigned char)**p] & stops)) ++*p;
  s.n = (size_t)(*p - s.p);
  return s;
}

static int port_is_good(struct tdg_str port) {
  unsigned value = 0;
  for (size_t i = 0; i < port.n; i++) {
    if (!tdg_is_digit(port.p[i]) || (value = value * 10 + (unsigned)(port.p[i] - '0')) > 65535) return 0;
  }
  return 1;
}

static int authority_parse(struct tdg_str a, struct tdg_url *out) {
  const char *end = a.p + a.n, *at = NULL, *host, *colon = NULL;
  for (const char *p = a.p; p < end; p++)
    if (*p == '@') at = p; /* the last one counts */
  if (at != NULL) out->userinfo = (struct tdg_str){a.p, (size_t)(at - a.p)};
  host = at != NULL ? at + 1 : a.p;
  for (const char *p = host; p < end; p++) {
    if (*p == '[') colon = NULL;
    if (*p == ']') colon = NULL;
    if (*p == ':' && colon == NULL) colon = p;
    if (classes[(unsigned char)*p] & (NO_HOST | ESCAPED)) return -1;
  }
  if (host < end && *host == '[') { /* an IPv6 address: the port follows its bracket */
    const char *close = memchr(host, ']', (size_t)(end - host));
    if (close == NULL || (close + 1 < end && close[1] != ':')) return -1;
    colon = close + 1 < end ? close + 1 : NULL;
  }
  if (colon != NULL) out->port = (struct tdg_str){colon + 1, (size_t)(end - colon - 1)};
  out->host = (struct tdg_str){host, (size_t)((colon != NULL ? colon : end) - host)};
  return out->port.p == NULL || port_is_good(out->port) ? 0 : -1;
}

int tdg_url_parse(struct tdg_str text, struct tdg_url *out) {
  const char *p = text.p, *end = text.p + text.n;
  memset(out, 0, sizeof *out);
  if (text.n > TDG_MAX_URL) return -1;
  for (size_t i = 0; i < text.n; i++)
    if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7F) return -1;
  out->scheme = scheme_of(text);
  if (out->scheme.p != NULL) p += out->scheme.n + 1;
  if (end - p >= 2 && p[0] == '/' && p[1] == '/') {
    p += 2;
    if (authority_parse(cut_until(&p, end, SLASH | QUESTION | HASH), out) != 0) return -1;
  }
  if (is_http(out->scheme) && out->host.n == 0) return -1;
  out->path = cut_until(&p, end, QUESTION | HASH);
  if (p < end && *p == '?') {
    p++;
    out->query = cut_until(&p, end, HASH);
  }
  if (p < end && *p == '#') out->fragment = (struct tdg_str){p + 1, (size_t)(end - p - 1)};
  return 0;
}

/* ---- resolving ---- */

/* Without the white space around and the line breaks inside; what may not stand in an address is escaped, and
 * backslashes before the query of a web address are slashes.  {NULL, 0} when it is too long. */
static struct tdg_str cleaned(tdg_call *call, struct tdg_str ref, int web_base) {
  static const char hex[] = "0123456789ABCDEF";
  struct tdg_str scheme;
  char *out, *o;
  while (ref.n > 0 && (unsigned char)*ref.p <= ' ') ref.p++, ref.n--;
  while (ref.n > 0 && (unsigned char)ref.p[ref.n - 1] <= ' ') ref.n--;
  if (ref.n > TDG_MAX_URL) return (struct tdg_str){NULL, 0};
  o = out = tdg_scratch(call, ref.n * 3 + 1);
  for (size_t i = 0; i < ref.n; i++) {
    const unsigned char c = (unsigned char)ref.p[i];
    if (!(classes[c] & ESCAPED)) {
      *o++ = (char)c;
    } else if (c != '\t' && c != '\n' && c != '\r') {
      *o++ = '%';
      *o++ = hex[c >> 4];
      *o++ = hex[c & 15];
    }
  }
  *o = '\0';
  scheme = scheme_of((struct tdg_str){out, (size_t)(o - out)}); /* not before: a line may break inside it */
  if (scheme.p != NULL ? is_http(scheme) : web_base)
    for (char *p = out; p < o && !(classes[(unsigned char)*p] & (QUESTION | HASH)); p++)
      if (*p == '\\') *p = '/';
  return (struct tdg_str){out, (size_t)(o - out)};
}

/* The length of a "." (one) or ".." (two) segment at p, its dots perhaps escaped; 0 when it is another
 * segment. */
static int dots(const char *p, const char *end) {
  int n = 0;
  while (p < end && *p != '/') {
    if (*p == '.') p++;
    else if (end - p >= 3 && p[0] == '%' && p[1] == '2' && tdg_lower(p[2]) == 'e') p += 3;
    else return 0;
    if (++n > 2) return 0;
  }
  return n;
}

/* Append a path without its dot segments.  Popping scans only what it removes: linear. */
static void put_path(struct tdg_buf *b, struct tdg_str path) {
  const size_t floor = b->n;
  const char *p = path.p, *end = path.p + path.n;
  if (path.n == 0) return;
  if (*p == '/') p++;
  tdg_buf_char(b, '/');
  for (;;) {
    const char *slash = memchr(p, '/', (size_t)(end - p)), *stop = slash != NULL ? slash : end;
    const int n = dots(p, stop);
    if (n == 2 && b->n > floor + 1) {
      size_t to = b->n - 1;
      while (to > floor && b->p[to - 1] != '/') to--;
      tdg_buf_cut(b, to);
    }
    if (n == 0) tdg_buf_add(b, p, (size_t)(stop - p));
    if (slash == NULL) break;
    if (n == 0) tdg_buf_char(b, '/');
    p = slash + 1;
  }
}

static void put_mark(struct tdg_buf *b, char mark, struct tdg_str s) {
  if (s.p == NULL) return;
  tdg_buf_char(b, mark);
  tdg_buf_add(b, s.p, s.n);
}

static void put_lower(struct tdg_buf *b, struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++) tdg_buf_char(b, tdg_lower(s.p[i]));
}

static void put_authority(struct tdg_buf *b, const struct tdg_url *u) {
  if (u->host.p == NULL) return;
  tdg_buf_str(b, "//");
  if (u->userinfo.p != NULL) {
    tdg_buf_add(b, u->userinfo.p, u->userinfo.n);
    tdg_buf_char(b, '@');
  }
  tdg_buf_add(b, u->host.p, u->host.n);
  if (u->port.n > 0) put_mark(b, ':', u->port);
}

static struct tdg_str finished(struct tdg_buf *b) {
  return b->full || b->n > TDG_MAX_URL ? NOTHING : tdg_buf_get(b);
}

static struct tdg_str put_absolute(tdg_call *call, const struct tdg_url *u) {
  struct tdg_buf b = tdg_buf_make(call, OUT_MAX);
  put_lower(&b, u->scheme);
  tdg_buf_char(&b, ':');
  put_authority(&b, u);
  if (u->host.p != NULL) put_path(&b, u->path);
  else tdg_buf_add(&b, u->path.p, u->path.n); /* mailto:, data: */
  put_mark(&b, '?', u->query);
  put_mark(&b, '#', u->fragment);
  return finished(&b);
}

/* "http:/host", "http:///host", "http:host" are what people write for "http://host". */
static struct tdg_str with_two_slashes(tdg_call *call, struct tdg_str ref, size_t scheme_length) {
  struct tdg_buf b = tdg_buf_make(call, OUT_MAX);
  size_t i = scheme_length + 1;
  if (i + 2 < ref.n && ref.p[i] == '/' && ref.p[i + 1] == '/' && ref.p[i + 2] != '/') return ref;
  while (i < ref.n && ref.p[i] == '/') i++;
  tdg_buf_add(&b, ref.p, scheme_length + 1);
  tdg_buf_str(&b, "//");
  tdg_buf_add(&b, ref.p + i, ref.n - i);
  return tdg_buf_get(&b);
}

static struct tdg_str merged_path(tdg_call *call, const struct tdg_url *base, struct tdg_str path) {
  struct tdg_buf b = tdg_buf_make(call, OUT_MAX);
  size_t keep = base->path.n;
  while (keep > 0 && base->path.p[keep - 1] != '/') keep--;
  if (keep == 0) tdg_buf_char(&b, '/');
  else tdg_buf_add(&b, base->path.p, keep);
  tdg_buf_add(&b, path.p, path.n);
  return tdg_buf_get(&b);
}

static struct tdg_str resolve_relative(tdg_call *call, const struct tdg_url *base, struct tdg_url ref) {
  if (base->scheme.p == NULL || base->host.p == NULL) return NOTHING;
  ref.scheme = base->scheme;
  if (ref.host.p == NULL) {
    ref.userinfo = base->userinfo;
    ref.host = base->host;
    ref.port = base->port;
    if (ref.path.n == 0) {
      ref.path = base->path;
      if (ref.query.p == NULL) ref.query = base->query;
    } else if (ref.path.p[0] != '/') {
      ref.path = merged_path(call, base, ref.path);
    }
  }
  return is_http(ref.scheme) && ref.host.n == 0 ? NOTHING : put_absolute(call, &ref);
}

/* Most addresses are whole and clean, and pass as they stand.  Unsure ones are not said to. */
static int is_clean(struct tdg_str ref) {
  const char *p, *end;
  if (ref.n > TDG_MAX_URL || ref.n < 9 || memcmp(ref.p, "http", 4) != 0) return 0;
  p = ref.p;
  end = p + ref.n;
  p += p[4] == 's' ? 5 : 4;
  if (memcmp(p, "://", 3) != 0) return 0;
  p += 3;
  if (classes[(unsigned char)*p] != 0 || *p == '\0') return 0;
  while (p < end && classes[(unsigned char)*p] == 0) p++; /* the host */
  if (p < end && *p != '/') return 0;
  for (; p < end && !(classes[(unsigned char)*p] & (QUESTION | HASH)); p++) {
    if (classes[(unsigned char)*p] & (ESCAPED | BACKSLASH)) return 0;
    if (*p == '/' && p + 1 < end && (p[1] == '.' || p[1] == '%')) return 0;
  }
  for (; p < end; p++)
    if (classes[(unsigned char)*p] & ESCAPED) return 0;
  return 1;
}

static struct tdg_str copied(tdg_call *call, struct tdg_str s) {
  char *out = tdg_scratch(call, s.n + 1);
  memcpy(out, s.p, s.n);
  return (struct tdg_str){out, s.n};
}

/* The text behind a web scheme, as the standard reads it: "http:page.html" is relative to a base of the same
 * scheme. */
static struct tdg_str web_text(tdg_call *call, struct tdg_str text, struct tdg_str scheme,
                               const struct tdg_url *base) {
  const int same = base != NULL && base->scheme.p != NULL && tdg_nocase_same(base->scheme, scheme);
  if (!same || text.n <= scheme.n + 1 || text.p[scheme.n + 1] == '/')
    return with_two_slashes(call, text, scheme.n);
  return (struct tdg_str){text.p + scheme.n + 1, text.n - scheme.n - 1};
}

struct tdg_str tdg_url_resolve(tdg_call *call, struct tdg_str base, struct tdg_str ref) {
  struct tdg_url b, r;
  struct tdg_str text, scheme;
  int has_base;
  if (is_clean(ref)) return copied(call, ref);
  if (base.n > 0 && !is_clean(base)) base = cleaned(call, base, 0); /* a document may name it itself */
  has_base = base.n > 0 && tdg_url_parse(base, &b) == 0;
  text = cleaned(call, ref, has_base && is_http(b.scheme));
  if (text.p == NULL) return NOTHING;
  scheme = scheme_of(text);
  if (is_http(scheme)) text = web_text(call, text, scheme, has_base ? &b : NULL);
  if (tdg_url_parse(text, &r) != 0) return NOTHING;
  if (r.scheme.p != NULL) return put_absolute(call, &r);
  return has_base ? resolve_relative(call, &b, r) : NOTHING;
}

/* ---- comparing ---- */

/* Parameters that say how a reader came to a page, not which page it is; and how such names begin. */
/* clang-format off */
static const char *const tracking[] = {
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
    "igshid", "igsh", "li_fat_id", "mc_cid", "mc_eid", "_ga", "_gl", "mkt_tok", "cmpid", "cmp", "ocid",
    "ref_src", "ref_url", "s_cid", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee",
    "ito", "ftag", "smid", "smtyp", "spm", "wt_mc", "wtmc", "wt.mc_id", "icid", "xtor", "guccounter",
    "guce_referrer", "guce_referrer_sig", "soc_src", "soc_trk", "traffic_source", "taid", "ncid",
    "cid_source", "feature_share", "__twitter_impression", "fb_action_ids", "fb_action_types",
    "fb_source", "src_trk", "srnd", "sh_kit"};
static const char *const tracking_begins[] = {
    "utm_", "at_", "pk_", "mtm_", "hsa_", "_hs", "oly_", "vero_", "piwik_", "ga_"};
/* Parameters that say whose visit it is; in the second list only with a value that is none of an article. */
static const char *const sessions[] = {
    "phpsessid", "jsessionid", "asp.net_sessionid", "cfid", "cftoken", "zenid", "oscsid", "sessionid", "session_id", "sessid"};
static const char *const sessions_of_value[] = {"sid", "s", "session", "sess"};
/* clang-format on */

static int is_long_number_and_letters(struct tdg_str value) {
  int digits = 0, letters = 0;
  for (size_t i = 0; i < value.n; i++) {
    digits += tdg_is_digit(value.p[i]) != 0;
    letters += tdg_is_letter(value.p[i]) != 0;
  }
  return value.n >= 16 && (size_t)(digits + letters) == value.n && digits >= 3 && letters >= 3;
}

static int is_session(struct tdg_str name, struct tdg_str value) {
  return tdg_nocase_is_one_of(name, sessions, sizeof sessions / sizeof sessions[0]) ||
         tdg_nocase_starts(name, "aspsessionid") ||
         (is_long_number_and_letters(value) &&
          tdg_nocase_is_one_of(name, sessions_of_value,
                               sizeof sessions_of_value / sizeof sessions_of_value[0]));
}

static int is_tracking(struct tdg_str name) {
  if (tdg_nocase_is_one_of(name, tracking, sizeof tracking / sizeof tracking[0])) return 1;
  for (size_t i = 0; i < sizeof tracking_begins / sizeof tracking_begins[0]; i++)
    if (tdg_nocase_starts(name, tracking_begins[i])) return 1;
  return 0;
}

size_t tdg_url_unescape(char *out, struct tdg_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    const int high = s.p[i] == '%' && i + 2 < s.n ? tdg_hex_value(s.p[i + 1]) : -1;
    const int low = high >= 0 ? tdg_hex_value(s.p[i + 2]) : -1;
    out[n++] = low >= 0 ? (char)(high * 16 + low) : s.p[i];
    if (low >= 0) i += 2;
  }
  out[n] = '\0';
  return n;
}

/* Escapes of letters undone, the others in upper case. */
static struct tdg_str plain_escapes(tdg_call *call, struct tdg_str s) {
  static const char hex[] = "0123456789ABCDEF";
  char *out, *o;
  if (s.p == NULL) return s;
  o = out = tdg_scratch(call, s.n + 1);
  for (size_t i = 0; i < s.n; i++) {
    const int high = s.p[i] == '%' && i + 2 < s.n ? tdg_hex_value(s.p[i + 1]) : -1;
    const int low = high >= 0 ? tdg_hex_value(s.p[i + 2]) : -1;
    if (low < 0) {
      *o++ = s.p[i];
      continue;
    }
    if (is_unreserved((char)(high * 16 + low))) {
      *o++ = (char)(high * 16 + low);
    } else {
      *o++ = '%';
      *o++ = hex[high];
      *o++ = hex[low];
    }
    i += 2;
  }
  return (struct tdg_str){out, (size_t)(o - out)};
}

static void put_query_key(struct tdg_buf *b, struct tdg_str query) {
  const char *p = query.p, *end = p != NULL ? p + query.n : NULL;
  char mark = '?';
  while (p < end) {
    const struct tdg_str pair = cut_until(&p, end, AMPERSAND);
    const char *equals = memchr(pair.p, '=', pair.n);
    const struct tdg_str name = {pair.p, equals != NULL ? (size_t)(equals - pair.p) : pair.n};
    const size_t skip = name.n + (equals != NULL ? 1 : 0);
    const struct tdg_str value = {pair.p + skip, pair.n - skip};
    if (p < end) p++;
    if (pair.n == 0 || is_tracking(name) || is_session(name, value)) continue;
    put_mark(b, mark, pair);
    mark = '&';
  }
}

static int is_default_port(const struct tdg_url *u) {
  return tdg_nocase_is(u->port, tdg_nocase_is(u->scheme, "https") ? "443" : "80");
}

/* Without the session that servers of Java write behind it. */
static struct tdg_str without_session(struct tdg_str path) {
  const char *mark = path.n > 0 ? memchr(path.p, ';', path.n) : NULL;
  const struct tdg_str rest = {mark, mark != NULL ? path.n - (size_t)(mark - path.p) : 0};
  if (rest.n > 0 && tdg_nocase_starts(rest, ";jsessionid=") && memchr(rest.p, '/', rest.n) == NULL)
    path.n -= rest.n;
  return path;
}

struct tdg_str tdg_url_key(tdg_call *call, struct tdg_str url) {
  struct tdg_buf b = tdg_buf_make(call, OUT_MAX);
  const struct tdg_str absolute = tdg_url_resolve(call, NOTHING, url);
  struct tdg_url u;
  if (absolute.n == 0 || tdg_url_parse(absolute, &u) != 0) return NOTHING;
  if (!is_http(u.scheme)) return absolute;
  if (u.host.n > 4 && tdg_nocase_starts(u.host, "www.")) u.host.p += 4, u.host.n -= 4;
  if (u.host.n > 1 && u.host.p[u.host.n - 1] == '.') u.host.n--;
  tdg_buf_str(&b, "https://");
  put_lower(&b, u.host);
  if (u.port.n > 0 && !is_default_port(&u)) put_mark(&b, ':', u.port);
  if (u.path.n == 0) tdg_buf_char(&b, '/');
  put_path(&b, plain_escapes(call, without_session(u.path)));
  put_query_key(&b, plain_escapes(call, u.query));
  return finished(&b);
}

struct tdg_str tdg_url_of_feed(tdg_call *call, struct tdg_str url) {
  static const char *const schemes[] = {"feed:", "rss:", "pcast:", "itpc:", "podcast:"};
  size_t n = 0;
  for (size_t i = 0; i < sizeof schemes / sizeof schemes[0] && n == 0; i++)
    if (tdg_nocase_starts(url, schemes[i])) n = strlen(schemes[i]);
  if (n == 0) return url;
  struct tdg_str rest = {url.p + n, url.n - n};
  if (tdg_url_is_web(rest)) return rest;
  if (tdg_nocase_starts(rest, "//http:") || tdg_nocase_starts(rest, "//https:"))
    return (struct tdg_str){rest.p + 2, rest.n - 2};
  if (!tdg_str_starts(rest, "//")) return url;
  char *out = tdg_scratch(call, rest.n + 6);
  memcpy(out, "http:", 5);
  memcpy(out + 5, rest.p, rest.n);
  return (struct tdg_str){out, rest.n + 5};
}

int tdg_url_is_web(struct tdg_str url) {
  struct tdg_url u;
  return tdg_url_parse(url, &u) == 0 && is_http(u.scheme);
}

struct tdg_str tdg_url_host(tdg_call *call, struct tdg_str url) {
  struct tdg_buf b = tdg_buf_make(call, TDG_MAX_URL);
  struct tdg_url u;
  if (tdg_url_parse(url, &u) != 0 || u.host.n == 0) return NOTHING;
  put_lower(&b, u.host);
  return tdg_buf_get(&b);
}

/* ---- origins ---- */

static const char *port_of(const struct tdg_url *u, size_t *n) {
  const char *usual = u->scheme.n == 5 ? "443" : "80";
  *n = u->port.n > 0 ? u->port.n : strlen(usual);
  return u->port.n > 0 ? u->port.p : usual;
}

int tdg_url_same_origin(struct tdg_str a, struct tdg_str b) {
  struct tdg_url u, v;
  size_t n, m;
  const char *p, *q;
  if (tdg_url_parse(a, &u) != 0 || tdg_url_parse(b, &v) != 0) return 0;
  p = port_of(&u, &n);
  q = port_of(&v, &m);
  return tdg_nocase_same(u.scheme, v.scheme) && tdg_nocase_same(u.host, v.host) && n == m &&
         memcmp(p, q, n) == 0;
}
