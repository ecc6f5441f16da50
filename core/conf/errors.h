/* conf/errors.h - everything that is wrong with a configuration, or worth a word, collected, with its place.
 *
 *   struct conf_errors errors = {0};
 *   struct conf *conf = conf_read(path, &errors);
 *   conf_errors_print(&errors, stderr);
 *   conf_errors_free(&errors);
 */
#ifndef CONF_ERRORS_H
#define CONF_ERRORS_H

#include <stddef.h>
#include <stdio.h>

#include "util/arena.h"

enum { CONF_MAX_ERRORS = 1000 }; /* what comes after is only counted */

/* A place in a file; line and column count from 1, 0: the file as a whole. */
struct conf_place {
  const char *file;
  int line, column;
};
struct conf_error {
  struct conf_place place;
  const char *message; /* what is wrong, and what to do about it */
  int warning;         /* nothing is refused for it */
};
struct conf_errors {
  struct conf_error *v;
  size_t n, cap, left_off, n_warnings;
  struct arena arena;
};

/* What it quotes is cleaned as in util/say.h. */
void conf_complain(struct conf_errors *, struct conf_place, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* What is in order and hardly meant. */
void conf_warn(struct conf_errors *, struct conf_place, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* "file:line:column: message", a warning with that word before it, one a line, sorted by file and place. */
void conf_errors_print(const struct conf_errors *, FILE *);
/* Without the warnings. */
static inline size_t conf_errors_count(const struct conf_errors *e) {
  return e->n - e->n_warnings + e->left_off;
}
void conf_errors_sort(struct conf_errors *);
void conf_errors_free(struct conf_errors *);

#endif
