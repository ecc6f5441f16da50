/* jsonrepair.c - JSON that a strict reader refuses, made readable in one pass.  The result lies in the memory of the
 * call; at most four bytes for one.
 */
#include "feed.h"

enum { MAX_NESTING = 64 };

struct repairer {
  const char *p, *end;
  char *out;
  size_t n;
  char open[MAX_NESTING]; /* the closing brackets that are due */
  int depth;
  /* Where the text can be closed: behind the last element that was complete in an outer list. */
  size_t safe_n;
  int safe_depth;
};

static int hex4(const char *p, const char *end, unsigned *v) {
  *v = 0;
  if (end - p < 4) return 0;
  for (int i = 0; i < 4; i++) {
    char c = p[i];
    unsigned d = c >= '0' && c <= '9'                 ? (unsigned)(c - '0')
                 : (c | 32) >= 'a' && (c | 32) <= 'f' ? (unsigned)((c | 32) - 'a' + 10)
                                                      : 99;
    if (d == 99) return 0;
    *v = *v * 16 + d;
  }
  return 1;
}

static void put(struct repairer *r, const char *p, size_t n) {
  memcpy(r->out + r->n, p, n);
  r->n += n;
}

/* At a backslash.  What is no escape loses its backslash; half a surrogate pair becomes U+FFFD. */
static void escape(struct repairer *r) {
  unsigned v, low;
  const char *p = r->p;
  if (p + 1 >= r->end) {
    r->p = r->end;
  } else if (p[1] != 'u') {
    if (p[1] != '\0' && strchr("\"\\/bfnrt", p[1]) != NULL) put(r, p, 2), r->p += 2;
    else r->p++;
  } else if (!hex4(p + 2, r->end, &v)) {
    r->p += 2;
  } else if (v < 0xD800 || v > 0xDFFF) {
    put(r, p, 6);
    r->p += 6;
  } else if (v < 0xDC00 && r->end - p >= 12 && p[6] == '\\' && p[7] == 'u' && hex4(p + 8, r->end, &low) &&
             low >= 0xDC00 && low < 0xE000) {
    put(r, p, 12);
    r->p += 12;
  } else {
    put(r, "\\ufffd", 6);
    r->p += 6;
  }
}

/* A string from its opening quote on, of either kind; 0 when the text ends in it. */
static int string(struct repairer *r) {
  const char quote = *r->p++;
  put(r, "\"", 1);
  while (r->p < r->end && *r->p != quote) {
    if (*r->p == '\\') escape(r);
    else if (*r->p == '"') put(r, "\\\"", 2), r->p++;
    else if (*r->p == '\n') put(r, "\\n", 2), r->p++;
    else if ((unsigned char)*r->p < 0x20) put(r, " ", 1), r->p++;
    else put(r, r->p++, 1);
  }
  if (r->p == r->end) return 0;
  put(r, "\"", 1);
  r->p++;
  return 1;
}

/* ---- values that are no JSON, or that a reader of numbers of 64 bits refuses ---- */

enum { SAFE_DIGITS = 18, SAFE_EXPONENT = 300 };

static int in_word(char c) { return tdg_is_alnum(c) || c == '_' || c == '.' || c == '+' || c == '-'; }

/* Can a number be read as it stands?  Else it is text, digit by digit. */
static int is_safe_number(const char *p, const char *end) {
  const char *start = p + (p < end && *p == '-'), *q = start;
  long exponent = 0;
  while (q < end && tdg_is_digit(*q)) q++;
  if (q == start || q - start > SAFE_DIGITS || (*start == '0' && q - start > 1)) return 0;
  if (q < end && *q == '.') {
    const char *fraction = ++q;
    while (q < end && tdg_is_digit(*q)) q++;
    if (q == fraction) return 0;
  }
  if (q < end && (*q | 32) == 'e') {
    q += q + 1 < end && (q[1] == '+' || q[1] == '-') ? 2 : 1;
    const char *digits = q;
    for (; q < end && tdg_is_digit(*q) && exponent < 100000; q++) exponent = exponent * 10 + (*q - '0');
    if (q == digits) return 0;
  }
  return q == end && exponent < SAFE_EXPONENT;
}

/* NaN, undefined, None, a name without quotes: null where a value is due, a string where a name is. */
static void word(struct repairer *r) {
  const char *p = r->p, *end = p, *after;
  while (end < r->end && in_word(*end)) end++;
  struct tdg_str w = {p, (size_t)(end - p)};
  for (after = end; after < r->end && tdg_is_space(*after);) after++;
  int numeric = tdg_is_digit(*p) || ((*p == '-' || *p == '+' || *p == '.') && w.n > 1 && tdg_is_digit(p[1]));
  r->p = end;
  if ((after < r->end && *after == ':') || (numeric && !is_safe_number(p, end))) {
    put(r, "\"", 1);
    put(r, p, w.n);
    put(r, "\"", 1);
  } else if (numeric || tdg_str_same(w, tdg_str_of("true")) || tdg_str_same(w, tdg_str_of("false"))) {
    put(r, p, w.n);
  } else if (tdg_str_same(w, tdg_str_of("True"))) {
    put(r, "true", 4);
  } else {
    put(r, "null", 4);
  }
}

static void drop_comma(struct repairer *r) {
  size_t n = r->n;
  while (n > 0 &&
         (r->out[n - 1] == ' ' || r->out[n - 1] == '\n' || r->out[n - 1] == '\r' || r->out[n - 1] == '\t'))
    n--;
  if (n > 0 && r->out[n - 1] == ',') r->n = n - 1;
}

/* An element of the outer list {"items": [ ... ]} is complete: here the text may end. */
static void close_bracket(struct repairer *r) {
  drop_comma(r);
  if (r->depth == 0) return;
  put(r, &r->open[--r->depth], 1);
  if (r->depth <= 2) {
    r->safe_n = r->n;
    r->safe_depth = r->depth;
  }
}

static void open_bracket(struct repairer *r, char c) {
  if (r->depth == MAX_NESTING) {
    r->end = r->p; /* nobody nests a feed so deep */
    return;
  }
  r->open[r->depth++] = c == '{' ? '}' : ']';
  put(r, &c, 1);
}

/* Behind a comment; behind the slash where there is none. */
static void skip_comment(struct repairer *r) {
  const char *p = r->p + 2, *close = NULL;
  const size_t left = (size_t)(r->end - r->p);
  if (left > 2 && r->p[1] == '/') close = memchr(p, '\n', left - 2);
  if (left > 2 && r->p[1] == '*') close = memmem(p, left - 2, "*/", 2);
  r->p = close == NULL ? r->p + 1 : close + (r->p[1] == '*' ? 2 : 1);
}

static int step(struct repairer *r) {
  char c = *r->p;
  if (c == '"' || c == '\'') return string(r);
  if (c == '/') return skip_comment(r), 1;
  if (c == '{' || c == '[') open_bracket(r, c);
  else if (c == '}' || c == ']') close_bracket(r);
  else if (in_word(c)) return word(r), 1;
  else if (c == ',' || c == ':' || tdg_is_space(c)) put(r, &c, 1);
  if (r->p < r->end) r->p++;
  return r->depth > 0;
}

struct tdg_str json_repaired(tdg_call *call, struct tdg_str text, int *cut) {
  struct repairer r = {.p = text.p, .end = text.p + text.n};
  r.out = tdg_scratch(call, text.n * 4 + MAX_NESTING + 8); /* one letter becomes "null" */
  while (r.p < r.end && *r.p != '{' && *r.p != '[') r.p++;
  while (r.p < r.end && step(&r)) continue;
  if (r.depth > 0) {
    *cut = 1;
    r.n = r.safe_n;
    r.depth = r.safe_depth;
    while (r.depth > 0) put(&r, &r.open[--r.depth], 1);
  }
  return (struct tdg_str){r.out, r.n};
}
