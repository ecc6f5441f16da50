/* util/say.c - see say.h.  Write errors of standard output are kept until say_flush() is asked. */
#include "util/say.h"

#include "util/check.h"
#include "util/clean.h"
#include "util/redact.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <tidings/kit/utf8.h>

/* One conversion: "%-12s", "%.*s", "%lld". */
struct conversion {
  char text[32]; /* as written, with the numbers of its stars filled in */
  size_t n;
  int width, precision; /* -1: not given */
  int left;             /* "-" */
  int bounded;          /* ".*": the precision is the length of the text, which need not end with a NUL */
  char length;          /* 'H' hh, 'h', 'l', 'L' ll, 'z', 'j', 't', 0 */
  char kind;
};

struct arguments {
  va_list ap;
};

static void keep(struct conversion *c, char letter) {
  BUG_ON(c->n + 1 >= sizeof c->text);
  c->text[c->n++] = letter;
  c->text[c->n] = '\0';
}

/* A number, or a star and the argument for it. */
static const char *read_number(const char *p, struct conversion *c, struct arguments *a, int *out) {
  int value = 0;
  if (*p == '*') {
    value = va_arg(a->ap, int);
    int n = snprintf(c->text + c->n, sizeof c->text - c->n, "%d", value);
    c->n += (size_t)n;
    BUG_ON(c->n >= sizeof c->text);
    *out = value;
    return p + 1;
  }
  for (; *p >= '0' && *p <= '9'; p++) {
    value = value * 10 + (*p - '0');
    keep(c, *p);
  }
  *out = value;
  return p;
}

static const char *read_length(const char *p, struct conversion *c) {
  for (; *p != '\0' && strchr("hlzjt", *p) != NULL; p++) {
    keep(c, *p);
    c->length = c->length == 'h' ? 'H' : c->length == 'l' ? 'L' : *p;
  }
  return p;
}

static const char *read_conversion(const char *p, struct conversion *c, struct arguments *a) {
  *c = (struct conversion){.width = -1, .precision = -1};
  keep(c, *p++);
  for (; *p != '\0' && strchr("-+ #0", *p) != NULL; p++) {
    c->left |= *p == '-';
    keep(c, *p);
  }
  if (*p == '*' || (*p >= '0' && *p <= '9')) p = read_number(p, c, a, &c->width);
  if (c->width < 0 && c->width != -1) c->left = 1, c->width = -c->width;
  if (*p == '.') {
    keep(c, *p++);
    c->bounded = *p == '*';
    p = read_number(p, c, a, &c->precision);
  }
  p = read_length(p, c);
  c->kind = *p;
  BUG_ON(c->kind == '\0');
  keep(c, *p);
  return p + 1;
}

/* ---- arguments ---- */

/* Append as much as there is room for, cut between two characters. */
static void put_cut(struct buf *out, const char *p, size_t n) {
  size_t room = out->max - out->n;
  buf_add(out, p, tdg_utf8_cut((struct tdg_str){p, n}, room));
}

/* shown: the maximum number of bytes to print.  Secrets are replaced before the cut, since half an address
 * would not be recognised as one. */
static void put_text(struct buf *out, const struct conversion *c, const char *s, size_t n, size_t shown) {
  struct buf open = buf_make(SAY_MAX), clean = buf_make(SAY_MAX),
             cut = buf_make(shown < SAY_MAX ? shown : SAY_MAX);
  if (n > SAY_MAX) n = SAY_MAX;
  redact_text(&open, s, n);
  put_cut(&cut, open.p, open.n);
  clean_text(&clean, cut.p, cut.n, CLEAN_LINE);
  size_t pad = c->width > 0 && clean.n < (size_t)c->width ? (size_t)c->width - clean.n : 0;
  if (!c->left)
    for (size_t i = 0; i < pad; i++) buf_char(out, ' ');
  put_cut(out, clean.p, clean.n);
  if (c->left)
    for (size_t i = 0; i < pad; i++) buf_char(out, ' ');
  buf_free(&open);
  buf_free(&cut);
  buf_free(&clean);
}

static void put_string(struct buf *out, const struct conversion *c, const char *s) {
  size_t precision = c->precision >= 0 ? (size_t)c->precision : SAY_MAX;
  if (s == NULL) s = "(null)";
  if (c->bounded) put_text(out, c, s, strnlen(s, precision), SAY_MAX);
  else put_text(out, c, s, strlen(s), precision);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the compiler checked the format at the call */

static void put_integer(struct buf *out, const struct conversion *c, struct arguments *a) {
  switch (c->length) {
  case 'l': buf_printf(out, c->text, va_arg(a->ap, long)); break;
  case 'L': buf_printf(out, c->text, va_arg(a->ap, long long)); break;
  case 'z': buf_printf(out, c->text, va_arg(a->ap, size_t)); break;
  case 'j': buf_printf(out, c->text, va_arg(a->ap, intmax_t)); break;
  case 't': buf_printf(out, c->text, va_arg(a->ap, ptrdiff_t)); break;
  default: buf_printf(out, c->text, va_arg(a->ap, int)); break;
  }
}

static void put_argument(struct buf *out, const struct conversion *c, struct arguments *a) {
  char letter;
  switch (c->kind) {
  case '%': buf_char(out, '%'); break;
  case 's': put_string(out, c, va_arg(a->ap, const char *)); break;
  case 'c':
    letter = (char)va_arg(a->ap, int);
    put_text(out, c, &letter, 1, 1);
    break;
  case 'd':
  case 'i':
  case 'u':
  case 'o':
  case 'x':
  case 'X': put_integer(out, c, a); break;
  case 'e':
  case 'f':
  case 'g': buf_printf(out, c->text, va_arg(a->ap, double)); break;
  default: BUG_ON(1); /* a format that say() does not know */
  }
}

#pragma GCC diagnostic pop

void say_format(struct buf *out, const char *fmt, va_list ap) {
  struct arguments a;
  va_copy(a.ap, ap);
  while (*fmt != '\0') {
    struct conversion c;
    size_t n = strcspn(fmt, "%");
    put_cut(out, fmt, n);
    fmt += n;
    if (*fmt != '%') continue;
    fmt = read_conversion(fmt, &c, &a);
    put_argument(out, &c, &a);
  }
  va_end(a.ap);
}

/* ---- output ---- */

static int output_error; /* errno of the first failure of standard output */

static int put_out(FILE *f, const char *p, size_t n) {
  if (fwrite(p, 1, n, f) == n) return 0;
  if (f == stdout && output_error == 0) output_error = errno;
  return -1;
}

int say_flush(void) {
  if (fflush(stdout) != 0 && output_error == 0) output_error = errno;
  return output_error;
}

void say_vto(FILE *f, const char *fmt, va_list ap) {
  struct buf out = buf_make(SAY_MAX);
  say_format(&out, fmt, ap);
  put_out(f, out.p, out.n);
  buf_free(&out);
}

void say_to(FILE *f, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  say_vto(f, fmt, ap);
  va_end(ap);
}

void say(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  say_vto(stdout, fmt, ap);
  va_end(ap);
}

void say_error(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  say_vto(stderr, fmt, ap);
  va_end(ap);
}

int say_ready(FILE *f, const char *p, size_t n) { return put_out(f, p, n); }
