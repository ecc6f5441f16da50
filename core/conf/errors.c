/* conf/errors.c - collects errors; the texts live in the collection's own arena. */
#include "conf/errors.h"

#include "util/say.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_MESSAGE = 1000 };

void conf_complain(struct conf_errors *e, struct conf_place place, const char *fmt, ...) {
  va_list ap;
  if (e->n == CONF_MAX_ERRORS) {
    e->left_off++;
    return;
  }
  if (e->n == e->cap) {
    size_t cap = e->cap == 0 ? 16 : e->cap * 2;
    e->v = arena_grow(&e->arena, e->v, e->cap * sizeof *e->v, cap * sizeof *e->v);
    e->cap = cap;
  }
  struct buf text = buf_make(MAX_MESSAGE);
  va_start(ap, fmt);
  say_format(&text, fmt, ap);
  va_end(ap);
  struct conf_error *one = &e->v[e->n++];
  one->place = place;
  const char *file = place.file != NULL ? place.file : "(built-in configuration)";
  one->place.file = arena_copy(&e->arena, file, strlen(file));
  one->message = arena_copy(&e->arena, text.p, text.n);
  buf_free(&text);
}

static int by_place(const void *pa, const void *pb) {
  const struct conf_error *a = pa, *b = pb;
  int c = strcmp(a->place.file, b->place.file);
  if (c != 0) return c;
  if (a->place.line != b->place.line) return a->place.line < b->place.line ? -1 : 1;
  if (a->place.column != b->place.column) return a->place.column < b->place.column ? -1 : 1;
  return strcmp(a->message, b->message);
}

void conf_errors_sort(struct conf_errors *e) {
  if (e->n > 1) qsort(e->v, e->n, sizeof *e->v, by_place);
}

void conf_errors_print(const struct conf_errors *e, FILE *f) {
  for (size_t i = 0; i < e->n; i++) {
    const struct conf_place *p = &e->v[i].place;
    if (p->line > 0)
      say_to(f, "%s:%d:%d: %s\n", p->file, p->line, p->column, e->v[i].message);
    else
      say_to(f, "%s: %s\n", p->file, e->v[i].message);
  }
  if (e->left_off > 0) say_to(f, "... and %zu more\n", e->left_off);
}

void conf_errors_free(struct conf_errors *e) {
  arena_free(&e->arena);
  memset(e, 0, sizeof *e);
}
