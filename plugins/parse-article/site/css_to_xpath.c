/* css_to_xpath.c - CSS selectors become XPath; see selectors.h.
 *
 * A descent over the selector that writes as it reads, into a buffer of fixed size; brackets nest at most
 * MAX_SELECTOR_DEPTH deep. */
#include "selectors.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { MAX_NAME = 200 };

struct css {
  const char *begin, *p, *end;
  char *out;
  size_t n;
  int depth;
  const char *fault;
};

typedef char name_text[MAX_NAME];

/* ---- small steps ---- */

static int fail(struct css *c, const char *fault) {
  if (c->fault == NULL) c->fault = fault;
  return -1;
}

static void put(struct css *c, const char *s) {
  size_t n = strlen(s);
  if (c->n + n >= MAX_XPATH) {
    fail(c, "it is too long");
    return;
  }
  memcpy(c->out + c->n, s, n + 1);
  c->n += n;
}

static void skip_space(struct css *c) {
  while (c->p < c->end && tdg_is_space(*c->p)) c->p++;
}

static int at(const struct css *c, char ch) { return c->p < c->end && *c->p == ch; }

static int take(struct css *c, char ch) {
  if (!at(c, ch)) return 0;
  c->p++;
  return 1;
}

static int is_name(char ch) {
  return tdg_is_alnum(ch) || ch == '-' || ch == '_' || ch == '\\' || (unsigned char)ch >= 0x80;
}

/* \31 is "1", \: is ":" */
static char escaped(struct css *c) {
  unsigned code = 0;
  int digits = 0;
  while (c->p < c->end && digits < 6 && strchr("0123456789abcdefABCDEF", *c->p) != NULL) {
    code = code * 16 + (unsigned)(tdg_is_digit(*c->p) ? *c->p - '0' : (*c->p | 0x20) - 'a' + 10);
    c->p++, digits++;
  }
  if (digits == 0) return c->p < c->end ? *c->p++ : '\\';
  if (c->p < c->end && tdg_is_space(*c->p)) c->p++;
  return code >= ' ' && code < 0x7F ? (char)code : '?';
}

static int read_name(struct css *c, name_text out, int fold) {
  size_t n = 0;
  while (c->p < c->end && is_name(*c->p) && n + 1 < MAX_NAME) {
    char ch = *c->p++;
    if (ch == '\\') ch = escaped(c);
    out[n++] = (char)(fold && ch >= 'A' && ch <= 'Z' ? ch + 32 : ch);
  }
  out[n] = '\0';
  return n > 0 ? 0 : fail(c, "a name is missing");
}

/* A text in quotes, or a bare word up to `stop`. */
static int read_value(struct css *c, name_text out, char stop) {
  char quote = at(c, '"') || at(c, '\'') ? *c->p++ : '\0';
  size_t n = 0;
  while (c->p < c->end && *c->p != (quote != '\0' ? quote : stop) && n + 1 < MAX_NAME) {
    char ch = *c->p++;
    out[n++] = ch == '\\' ? escaped(c) : ch;
  }
  if (quote != '\0' && !take(c, quote)) return fail(c, "a quote is not closed");
  while (quote == '\0' && n > 0 && tdg_is_space(out[n - 1])) n--;
  out[n] = '\0';
  return 0;
}

/* XPath 1.0 has no escapes: the quote that does not occur. */
static void put_literal(struct css *c, const char *s) {
  const char *quote = strchr(s, '\'') == NULL ? "'" : "\"";
  if (strchr(s, quote[0]) != NULL) fail(c, "a text holds both kinds of quotes");
  put(c, quote);
  put(c, s);
  put(c, quote);
}

static int is_plain(const char *name) {
  if (!tdg_is_letter(name[0]) && name[0] != '_' && (unsigned char)name[0] < 0x80) return 0;
  for (; *name != '\0'; name++)
    if (!is_name(*name) || *name == '\\') return 0;
  return 1;
}

static void put_attr(struct css *c, const char *name) {
  if (is_plain(name)) {
    put(c, "@");
    put(c, name);
  } else { /* xml:lang, @click: no names of XPath */
    put(c, "@*[name()=");
    put_literal(c, name);
    put(c, "]");
  }
}

/* ---- conditions: each writes one term of a conjunction ---- */

static void put_word_in(struct css *c, const char *attr, const char *word) {
  name_text spaced;
  snprintf(spaced, sizeof spaced, " %.*s ", MAX_NAME - 4, word);
  put(c, "contains(concat(' ',normalize-space(");
  put_attr(c, attr);
  put(c, "),' '),");
  put_literal(c, spaced);
  put(c, ")");
}

static void put_call(struct css *c, const char *function, const char *attr, const char *value) {
  put(c, function);
  put_attr(c, attr);
  put(c, ",");
  put_literal(c, value);
  put(c, ")");
}

static void put_ends_with(struct css *c, const char *attr, const char *value) {
  char back[40];
  put(c, "substring(");
  put_attr(c, attr);
  put(c, ",string-length(");
  put_attr(c, attr);
  snprintf(back, sizeof back, ")-%zu)=", tdg_utf8_count(tdg_str_of(value)) - 1);
  put(c, back);
  put_literal(c, value);
}

/* lang|=de: "de", or begins with "de-". */
static void put_dashed(struct css *c, const char *attr, const char *value) {
  name_text dashed;
  snprintf(dashed, sizeof dashed, "%.*s-", MAX_NAME - 4, value);
  put(c, "(");
  put_attr(c, attr);
  put(c, "=");
  put_literal(c, value);
  put(c, " or ");
  put_call(c, "starts-with(", attr, dashed);
  put(c, ")");
}

static int put_compared(struct css *c, const char *attr, char how, const char *value) {
  if (how != '=' && how != '|' && value[0] == '\0') return put(c, "false()"), 0;
  switch (how) {
  case '=':
    put_attr(c, attr);
    put(c, "=");
    put_literal(c, value);
    return 0;
  case '~': return put_word_in(c, attr, value), 0;
  case '|': return put_dashed(c, attr, value), 0;
  case '^': return put_call(c, "starts-with(", attr, value), 0;
  case '*': return put_call(c, "contains(", attr, value), 0;
  case '$': return put_ends_with(c, attr, value), 0;
  default: return fail(c, "attributes are compared with = ~= |= ^= $= *=");
  }
}

/* xml:lang, without the escape that CSS asks for. */
static int read_prefixed(struct css *c, name_text name) {
  name_text local;
  size_t n = strlen(name), k;
  if (!take(c, ':')) return 0;
  if (read_name(c, local, 1) != 0) return -1;
  k = strlen(local);
  if (n + 1 + k >= MAX_NAME) return fail(c, "a name is too long");
  name[n] = ':';
  memcpy(name + n + 1, local, k + 1);
  return 0;
}

static int read_attr(struct css *c) {
  name_text name, value;
  char how;
  skip_space(c);
  if (read_name(c, name, 1) != 0) return -1;
  if (read_prefixed(c, name) != 0) return -1;
  skip_space(c);
  if (take(c, ']')) return put_attr(c, name), 0;
  how = c->p < c->end ? *c->p++ : '\0';
  if (how != '=' && !take(c, '=')) return fail(c, "attributes are compared with = ~= |= ^= $= *=");
  skip_space(c);
  if (read_value(c, value, ']') != 0) return -1;
  skip_space(c);
  if (!take(c, ']')) return fail(c, "a ] is missing");
  return put_compared(c, name, how, value);
}

/* A number with its sign; 1 for a sign alone.  *digits: how many there were. */
static long read_number(struct css *c, int *digits) {
  long v = 0, sign = 1;
  if (take(c, '-')) sign = -1;
  else if (take(c, '+')) sign = 1;
  skip_space(c);
  for (*digits = 0; c->p < c->end && tdg_is_digit(*c->p) && *digits < 5; c->p++, ++*digits)
    v = v * 10 + (*c->p - '0');
  return sign * (*digits > 0 ? v : 1);
}

/* "odd", "even", "3", "2n+1", "-n+3": an + b */
static int read_nth(struct css *c, long *a, long *b) {
  size_t left = (size_t)(c->end - c->p);
  int digits = 0;
  *a = *b = 0;
  skip_space(c);
  if (left >= 3 && strncmp(c->p, "odd", 3) == 0) return *a = 2, *b = 1, c->p += 3, 0;
  if (left >= 4 && strncmp(c->p, "even", 4) == 0) return *a = 2, c->p += 4, 0;
  *b = read_number(c, &digits);
  if (take(c, 'n')) {
    *a = *b;
    *b = 0;
    skip_space(c);
    digits = 1;
    if (at(c, '+') || at(c, '-')) *b = read_number(c, &digits);
  }
  skip_space(c);
  return digits > 0 && at(c, ')') ? 0 : fail(c, "no number like 3, odd or 2n+1");
}

static int put_nth(struct css *c, const char *axis, const char *tag) {
  char count[MAX_NAME + 60], text[3 * sizeof count];
  long a = 0, b = 0;
  if (read_nth(c, &a, &b) != 0) return -1;
  snprintf(count, sizeof count, "(count(%s-sibling::%s)+1)", axis, tag);
  if (a == 0) snprintf(text, sizeof text, "%s=%ld", count, b);
  else if (a > 0)
    snprintf(text, sizeof text, "%s>=%ld and (%s+%ld) mod %ld=0", count, b, count, a * 10000 - b, a);
  else snprintf(text, sizeof text, "%s<=%ld and (%ld-%s) mod %ld=0", count, b, b, count, -a);
  return put(c, text), 0;
}

static int read_conditions(struct css *c, const char *tag, const char *before, const char *between);
static int read_list(struct css *c, const char *start, const char *between, char stop);

/* :not(.a, b.c): what stands in the brackets as conditions on the element itself. */
static int read_self_list(struct css *c) {
  do {
    name_text tag = "*";
    skip_space(c);
    put(c, "(");
    if (at(c, '*')) c->p++;
    else if (c->p < c->end && is_name(*c->p) && read_name(c, tag, 1) != 0) return -1;
    put(c, "self::");
    put(c, tag);
    if (read_conditions(c, tag, " and ", " and ") < 0) return -1;
    put(c, ")");
    skip_space(c);
    if (at(c, ',')) put(c, " or ");
  } while (take(c, ','));
  return at(c, ')') ? 0 : fail(c, "only single elements may stand in :not(), :is(), :where()");
}

static int put_contains(struct css *c) {
  name_text words;
  skip_space(c);
  if (read_value(c, words, ')') != 0) return -1;
  skip_space(c);
  put(c, "contains(string(.),");
  put_literal(c, words);
  return put(c, ")"), 0;
}

static int put_function(struct css *c, const char *name, const char *tag) {
  int of_type = strstr(name, "-of-type") != NULL;
  const char *like = of_type ? tag : "*";
  if (strcmp(name, "not") == 0 || strcmp(name, "is") == 0 || strcmp(name, "where") == 0) {
    put(c, name[0] == 'n' ? "not(" : "(");
    return read_self_list(c) != 0 ? -1 : (put(c, ")"), 0);
  }
  if (strcmp(name, "has") == 0) return read_list(c, NULL, " | ", ')');
  if (strcmp(name, "contains") == 0) return put_contains(c);
  if (strncmp(name, "nth-", 4) != 0) return fail(c, "this pseudo-class is not known");
  if (of_type && strcmp(tag, "*") == 0) return fail(c, "-of-type needs the name of an element before it");
  if (strcmp(name, "nth-child") == 0 || strcmp(name, "nth-of-type") == 0)
    return put_nth(c, "preceding", like);
  if (strcmp(name, "nth-last-child") == 0 || strcmp(name, "nth-last-of-type") == 0)
    return put_nth(c, "following", like);
  return fail(c, "this pseudo-class is not known");
}

static int put_pseudo(struct css *c, const char *name, const char *tag) {
  int of_type = strstr(name, "-of-type") != NULL, first = strncmp(name, "first-", 6) == 0,
      last = strncmp(name, "last-", 5) == 0, only = strncmp(name, "only-", 5) == 0;
  char text[2 * MAX_NAME];
  if (strcmp(name, "empty") == 0) return put(c, "not(node())"), 0;
  if (strcmp(name, "root") == 0) return put(c, "not(parent::*)"), 0;
  if ((!first && !last && !only) || (!of_type && strcmp(strchr(name, '-'), "-child") != 0))
    return fail(c, "this pseudo-class is not known");
  if (of_type && strcmp(tag, "*") == 0) return fail(c, "-of-type needs the name of an element before it");
  snprintf(text, sizeof text, "not(%s-sibling::%s)", last ? "following" : "preceding", of_type ? tag : "*");
  put(c, text);
  if (!only) return 0;
  snprintf(text, sizeof text, " and not(following-sibling::%s)", of_type ? tag : "*");
  return put(c, text), 0;
}

static int read_pseudo(struct css *c, const char *tag) {
  name_text name;
  int status;
  if (take(c, ':')) return fail(c, "pseudo-elements select nothing");
  if (read_name(c, name, 1) != 0) return -1;
  if (!take(c, '(')) return put_pseudo(c, name, tag);
  if (++c->depth > MAX_SELECTOR_DEPTH) return fail(c, "brackets are nested too deeply");
  status = put_function(c, name, tag);
  c->depth--;
  skip_space(c);
  if (status == 0 && !take(c, ')')) return fail(c, "a ) is missing");
  return status;
}

static int read_condition(struct css *c, const char *tag) {
  name_text name;
  char kind = *c->p++;
  if (kind == '[') return read_attr(c);
  if (kind == ':') return read_pseudo(c, tag);
  if (read_name(c, name, 0) != 0) return -1;
  if (kind == '.') return put_word_in(c, "class", name), 0;
  put(c, "@id=");
  return put_literal(c, name), 0;
}

/* Everything behind the element's name; how many conditions there were, or -1. */
static int read_conditions(struct css *c, const char *tag, const char *before, const char *between) {
  int n = 0;
  while (c->p < c->end && strchr(".#[:", *c->p) != NULL) {
    put(c, n++ == 0 ? before : between);
    if (read_condition(c, tag) != 0) return -1;
  }
  return n;
}

/* ---- selectors ---- */

static int read_compound(struct css *c, const char *lead) {
  name_text tag = "*";
  const char *start = c->p;
  int n;
  if (at(c, '*')) c->p++;
  else if (c->p < c->end && is_name(*c->p) && read_name(c, tag, 1) != 0) return -1;
  put(c, lead);
  put(c, tag);
  n = read_conditions(c, tag, "[", "][");
  if (n < 0) return -1;
  if (n > 0) put(c, "]");
  return c->p > start ? 0 : fail(c, "a selector is missing");
}

/* What stands between two compounds; '\0' when the selector ends here. */
static char read_combinator(struct css *c, char stop) {
  char found = '\0';
  int space = c->p < c->end && tdg_is_space(*c->p);
  skip_space(c);
  if (c->p == c->end || *c->p == stop || *c->p == ',') return '\0';
  if (strchr(">+~", *c->p) != NULL) found = *c->p++;
  skip_space(c);
  if (found != '\0') return found;
  return space ? ' ' : '?';
}

/* Inside :has(), where the way leads down from an element. */
static int read_inner(struct css *c, char stop) {
  char how = ' ';
  put(c, ".");
  skip_space(c);
  if (c->p < c->end && strchr(">+~", *c->p) != NULL) how = *c->p++; /* :has(> p) */
  skip_space(c);
  do {
    const char *lead = how == ' '   ? "//"
                       : how == '>' ? "/"
                       : how == '~' ? "/following-sibling::"
                                    : "/following-sibling::*[1]/self::";
    if (how == '?') return fail(c, "this sign is not known here");
    if (read_compound(c, lead) != 0) return -1;
  } while ((how = read_combinator(c, stop)) != '\0');
  return c->fault == NULL ? 0 : -1;
}

/* What was written since `mark` becomes a condition on what is written next: "A > B" is B[parent::A]. */
static int read_next(struct css *c, char how, size_t mark) {
  char before[MAX_XPATH];
  size_t n = c->n - mark;
  if (how == '?') return fail(c, "this sign is not known here");
  memcpy(before, c->out + mark, n + 1);
  c->n = mark;
  if (read_compound(c, "") != 0) return -1;
  put(c, how == ' '   ? "[ancestor::"
         : how == '>' ? "[parent::"
         : how == '~' ? "[preceding-sibling::"
                      : "[preceding-sibling::*[1][self::");
  put(c, before);
  put(c, how == '+' ? "]]" : "]");
  return 0;
}

/* From right to left, as browsers do: every node is asked once, and no sets are joined, which libxml2 does in
 * squares. */
static int read_selector(struct css *c, const char *start, char stop) {
  size_t mark;
  char how;
  put(c, start);
  mark = c->n;
  skip_space(c);
  if (read_compound(c, "") != 0) return -1;
  while ((how = read_combinator(c, stop)) != '\0') {
    if (read_next(c, how, mark) != 0) return -1;
  }
  return c->fault == NULL ? 0 : -1;
}

/* start: what each selector of the list begins with, NULL inside :has(); between: what divides them. */
static int read_list(struct css *c, const char *start, const char *between, char stop) {
  do {
    if ((start == NULL ? read_inner(c, stop) : read_selector(c, start, stop)) != 0) return -1;
    skip_space(c);
    if (at(c, ',')) put(c, between);
  } while (take(c, ','));
  return 0;
}

/* Several selectors are one question, about any element that is one or the other. */
static int read_all(struct css *c) {
  if (memchr(c->p, ',', (size_t)(c->end - c->p)) == NULL) return read_list(c, "//", "", '\0');
  put(c, "//*[");
  if (read_list(c, "self::", " or ", '\0') != 0) return -1;
  put(c, "]");
  return c->fault == NULL ? 0 : -1;
}

static int copy_xpath(struct tdg_str text, char *out, char *why, size_t why_size) {
  if (text.n >= MAX_XPATH) return snprintf(why, why_size, "it is too long"), -1;
  memcpy(out, text.p, text.n);
  out[text.n] = '\0';
  return 0;
}

int selector_is_xpath(struct tdg_str text) {
  return text.n > 0 &&
         (text.p[0] == '/' || text.p[0] == '(' || (text.n >= 6 && memcmp(text.p, "xpath:", 6) == 0));
}

int selector_to_xpath(struct tdg_str text, char out[MAX_XPATH], char *why, size_t why_size) {
  struct css c = {.begin = text.p, .p = text.p, .end = text.p + text.n, .out = out};
  out[0] = '\0';
  if (text.n == 0) return snprintf(why, why_size, "it is empty"), -1;
  if (selector_is_xpath(text)) {
    size_t skip = text.p[0] == 'x' ? 6 : 0;
    return copy_xpath((struct tdg_str){text.p + skip, text.n - skip}, out, why, why_size);
  }
  if (text.n > MAX_SELECTOR) return snprintf(why, why_size, "it is longer than %d bytes", MAX_SELECTOR), -1;
  if (read_all(&c) == 0 && c.p == c.end) return 0;
  if (c.fault == NULL) c.fault = "this sign is not known here";
  snprintf(why, why_size, "%s, at character %zu", c.fault, (size_t)(c.p - c.begin) + 1);
  return -1;
}
