/* site_file.c - the lines of a file with rules for a site: see tidings/kit/site_file.h.  Nothing is allocated. */
#include <tidings/kit/site_file.h>
#include <tidings/kit/str.h>

enum { ARGUMENT_NONE = 0, ARGUMENT_NEEDED = 1, ARGUMENT_MAY = 2 };

static const struct directive {
  const char *name;
  uint8_t form, use, argument;
} directives[TDG_SITE_LIMIT] = {
#define ROW(symbol, name, form, use, argument)                                                               \
  [TDG_SITE_##symbol] = {name, TDG_SITE_##form, TDG_SITE_##use, argument},
    TDG_SITE_DIRECTIVES(ROW)
#undef ROW
};

const char *tdg_site_name(enum tdg_site_directive what) {
  return directives[what].name != NULL ? directives[what].name : "";
}

enum tdg_site_form tdg_site_form(enum tdg_site_directive what) {
  return (enum tdg_site_form)directives[what].form;
}

enum tdg_site_use tdg_site_use(enum tdg_site_directive what) {
  return (enum tdg_site_use)directives[what].use;
}

int tdg_site_is_yes(struct tdg_str v) {
  static const char *const words[] = {"yes", "true", "1", "on"};
  v = tdg_str_trim(v);
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (tdg_nocase_is(v, words[i])) return 1;
  return 0;
}

/* ---- lines ---- */

/* Up to a line feed, a carriage return, or both. */
static struct tdg_str cut_line(struct tdg_str *text) {
  struct tdg_str line = {text->p, 0};
  while (line.n < text->n && line.p[line.n] != '\n' && line.p[line.n] != '\r') line.n++;
  size_t used = line.n;
  if (used < text->n)
    used += used + 1 < text->n && text->p[used] == '\r' && text->p[used + 1] == '\n' ? 2 : 1;
  text->p += used;
  text->n -= used;
  return line;
}

/* Hard spaces count as spaces here. */
static struct tdg_str trim(struct tdg_str s) {
  for (;;) {
    struct tdg_str was = s = tdg_str_trim(s);
    if (tdg_str_starts(s, "\xc2\xa0")) s.p += 2, s.n -= 2;
    if (tdg_str_ends(s, "\xc2\xa0")) s.n -= 2;
    if (s.n == was.n) return s;
  }
}

/* Names differ in case, and some are written with hyphens. */
static int is_named(struct tdg_str name, const char *known) {
  size_t i = 0;
  for (; i < name.n && known[i] != '\0'; i++) {
    char c = name.p[i] == '-' || name.p[i] == ' ' ? '_' : tdg_lower(name.p[i]);
    if (c != known[i]) return 0;
  }
  return i == name.n && known[i] == '\0';
}

static enum tdg_site_directive find(struct tdg_str name) {
  for (int i = 1; i < TDG_SITE_LIMIT; i++)
    if (is_named(name, directives[i].name)) return (enum tdg_site_directive)i;
  return TDG_SITE_UNKNOWN;
}

/* "name(argument): value": the bracket that closes is the first one with a colon behind it, for arguments hold both. */
static int cut_argument(struct tdg_str line, struct tdg_site_line *out) {
  const char *open = memchr(line.p, '(', line.n), *end = line.p + line.n;
  struct tdg_str name = {line.p, open != NULL ? (size_t)(open - line.p) : 0};
  name = trim(name);
  enum tdg_site_directive what = name.n > 0 ? find(name) : TDG_SITE_UNKNOWN;
  if (what == TDG_SITE_UNKNOWN || directives[what].argument == ARGUMENT_NONE) return 0;
  for (const char *p = open; (p = memchr(p, ')', (size_t)(end - p))) != NULL; p++) {
    const char *q = p + 1;
    while (q < end && tdg_is_space(*q)) q++;
    if (q == end || *q != ':') continue;
    out->what = what;
    out->name = name;
    out->argument = (struct tdg_str){open + 1, (size_t)(p - open - 1)};
    out->value = trim((struct tdg_str){q + 1, (size_t)(end - q - 1)});
    return 1;
  }
  return 0;
}

/* One pair of quotes around the whole of a value that has none of them inside. */
static struct tdg_str unquoted(struct tdg_str v) {
  char q = v.n >= 2 ? v.p[0] : '\0';
  if ((q != '"' && q != '\'') || v.p[v.n - 1] != q || memchr(v.p + 1, q, v.n - 2) != NULL) return v;
  return trim((struct tdg_str){v.p + 1, v.n - 2});
}

static const char *fault_of(const struct tdg_site_line *l) {
  const struct directive *d = &directives[l->what];
  if (l->what == TDG_SITE_UNKNOWN) return "no such directive is known";
  if (l->value.n > TDG_SITE_MAX_VALUE || l->argument.n > TDG_SITE_MAX_VALUE) return "the value is too long";
  if (d->argument == ARGUMENT_NEEDED && trim(l->argument).n == 0)
    return "it is written name(argument): value";
  if (l->what == TDG_SITE_REPLACE_STRING) return NULL; /* by nothing: what is found goes away */
  return l->value.n > 0 ? NULL : "it has no value";
}

static void read_line(struct tdg_str line, struct tdg_site_line *out) {
  const char *colon = memchr(line.p, ':', line.n);
  if (!cut_argument(line, out)) {
    size_t n = colon != NULL ? (size_t)(colon - line.p) : line.n;
    out->name = trim((struct tdg_str){line.p, n});
    if (colon == NULL) {
      out->fault = "a line is written name: value";
      return;
    }
    out->what = find(out->name);
    out->value = trim((struct tdg_str){colon + 1, line.n - n - 1});
  }
  if (out->what == TDG_SITE_TEST_URLS) out->what = TDG_SITE_TEST_URL;
  if (directives[out->what].form == TDG_SITE_PATH || out->what == TDG_SITE_STRIP_ID_OR_CLASS ||
      out->what == TDG_SITE_STRIP_IMAGE_SRC)
    out->value = unquoted(out->value);
  out->fault = fault_of(out);
}

int tdg_site_next(struct tdg_site_reader *r, struct tdg_site_line *out) {
  static const struct tdg_str none = {"", 0};
  if (r->line == 0 && tdg_str_starts(r->text, "\xef\xbb\xbf")) r->text.p += 3, r->text.n -= 3;
  while (r->text.n > 0) {
    struct tdg_str line = trim(cut_line(&r->text));
    r->line++;
    if (line.n == 0 || line.p[0] == '#') continue;
    if (r->taken++ >= TDG_SITE_MAX_LINES) return 0;
    *out = (struct tdg_site_line){r->line, TDG_SITE_UNKNOWN, none, none, none, NULL};
    read_line(line, out);
    return 1;
  }
  return 0;
}

/* ---- names of files ---- */

static int is_host(struct tdg_str h) {
  if (h.n == 0 || h.n > 253 || h.p[0] == '.' || h.p[0] == '-') return 0;
  for (size_t i = 0; i < h.n; i++) {
    unsigned char c = (unsigned char)h.p[i];
    if (!tdg_is_alnum(h.p[i]) && c != '-' && c != '.' && c != '_' && c < 0x80) return 0;
    if (c == '.' && i + 1 < h.n && h.p[i + 1] == '.') return 0;
  }
  return 1;
}

int tdg_site_file_name(struct tdg_str host, size_t nth, char out[TDG_SITE_MAX_NAME]) {
  if (tdg_nocase_starts(host, "www.")) host.p += 4, host.n -= 4;
  if (!is_host(host)) return 0;
  for (size_t k = 0; k < nth; k++) {
    const char *dot = host.n > 1 ? memchr(host.p + 1, '.', host.n - 1) : NULL;
    if (dot == NULL) return 0;
    host.n -= (size_t)(dot - host.p);
    host.p = dot; /* with its dot, as the files are called */
  }
  for (size_t i = 0; i < host.n; i++) out[i] = tdg_lower(host.p[i]);
  memcpy(out + host.n, ".txt", 5);
  return 1;
}

/* ---- headers ---- */

int tdg_site_header_is_safe(struct tdg_str name, struct tdg_str value) {
  static const char *const safe[] = {"user-agent", "referer", "cookie", "accept", "accept-language"};
  if (value.n == 0) return 0;
  for (size_t i = 0; i < value.n; i++)
    if ((unsigned char)value.p[i] < ' ' || value.p[i] == 0x7f) return 0;
  for (size_t i = 0; i < sizeof safe / sizeof safe[0]; i++)
    if (tdg_nocase_is(tdg_str_trim(name), safe[i])) return 1;
  return 0;
}
