/* conf/errors.c - collect errors; their texts are in the collection's own arena. */
#include "conf/conf.h"

#include "util/say.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_MESSAGE = 1000 };

__attribute__((format(printf, 3, 0))) static struct conf_error *
add(struct conf_errors *e, struct conf_place place, const char *fmt, va_list ap) {
  if (e->n == e->cap) {
    size_t cap = e->cap == 0 ? 16 : e->cap * 2;
    e->v = arena_grow(&e->arena, e->v, e->cap * sizeof *e->v, cap * sizeof *e->v);
    e->cap = cap;
  }
  struct buf text = buf_make(MAX_MESSAGE);
  say_format(&text, fmt, ap);
  struct conf_error *one = &e->v[e->n++];
  one->place = place;
  const char *file = place.file != NULL ? place.file : "(built-in configuration)";
  one->place.file = arena_copy(&e->arena, file, strlen(file));
  one->message = arena_copy(&e->arena, text.p, text.n);
  one->warning = 0;
  buf_free(&text);
  return one;
}

void conf_complain(struct conf_errors *e, struct conf_place place, const char *fmt, ...) {
  va_list ap;
  if (e->n - e->n_warnings == CONF_MAX_ERRORS) {
    e->left_off++;
    return;
  }
  va_start(ap, fmt);
  add(e, place, fmt, ap);
  va_end(ap);
}

int conf_errors_has(const struct conf_errors *e, struct conf_place place) {
  for (size_t i = 0; i < e->n; i++) {
    const struct conf_place *p = &e->v[i].place;
    if (!e->v[i].warning && p->line == place.line && p->column == place.column && place.file != NULL &&
        place.line > 0 && strcmp(p->file, place.file) == 0)
      return 1;
  }
  return 0;
}

/* Further errors beyond the limit are dropped. */
void conf_warn(struct conf_errors *e, struct conf_place place, const char *fmt, ...) {
  va_list ap;
  if (e->n_warnings == CONF_MAX_ERRORS) return;
  va_start(ap, fmt);
  add(e, place, fmt, ap)->warning = 1;
  va_end(ap);
  e->n_warnings++;
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
    const char *word = e->v[i].warning ? "warning: " : "";
    if (p->line > 0) say_to(f, "%s:%d:%d: %s%s\n", p->file, p->line, p->column, word, e->v[i].message);
    else say_to(f, "%s: %s%s\n", p->file, word, e->v[i].message);
  }
  if (e->left_off > 0) say_to(f, "... and %zu more\n", e->left_off);
}

void conf_errors_free(struct conf_errors *e) {
  arena_free(&e->arena);
  memset(e, 0, sizeof *e);
}
