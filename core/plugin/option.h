/* plugin/option.h - options of plugins: check their table, and convert texts to values.
 *
 * The same code checks a configuration in the engine (with tables from descriptions) and fills a plugin's
 * struct in the worker (with tables from the plugin), so that both accept the same texts.
 *
 *   bool      true false yes no on off          duration  500ms 90s 15m 12h 3d 2w, combined 1h30m; 0
 *   int       -3, 1000000, 1_000_000            percent   12.5% or 0.125, stored as parts per 10,000
 *   size      8MiB, 64 KiB, 1500, 2MB (SI)      enum      one of its choices
 *   url       scheme:...  without spaces        path      not empty, no NUL
 *   real      0.75, -2, 1e-3; finite, with a point
 *   text, secret: anything; a secret never appears in a message
 *   list: one text each time the name is given; its default is split at commas
 */
#ifndef TIDINGS_PLUGIN_OPTION_H
#define TIDINGS_PLUGIN_OPTION_H

#include "util/arena.h"
#include "util/bytebuf.h"

#include <stddef.h>

#include <tidings/plugin.h>

enum { OPTION_ERROR = 400, OPTION_MAX_TEXT = 65536, OPTION_MAX_LIST = 10000 };

struct option_info {
  const char *name, *def, *help;       /* def NULL: none */
  uint32_t type, flags, offset;        /* offset: 0 in tables from descriptions */
  int64_t min, max;                    /* both 0: unbounded */
  const char *const *choices;          /* NULL-terminated, or NULL */
  const char *alias, *since, *section; /* NULL: none */
};
/* One setting as text. */
struct option_value {
  const char *name, *value;
};
/* A value.  For TEXT .. LIST str, which points into the given text. */
struct option_parsed {
  int64_t num;
  double real;
  struct tdg_str str;
};

/* Copy a plugin's table (entries `size` bytes apart) to an option_info table.  0, or -1 with the reason in
 * err when the table is invalid: a missing or repeated name, an unknown type, an offset outside conf_size, a
 * default that does not parse. */
int option_table(const struct tdg_option *table, size_t n, size_t size, size_t conf_size,
                 struct option_info *out, char err[OPTION_ERROR]);
/* The same checks for an option_info table; conf_size 0: offsets are not checked. */
int option_table_check(const struct option_info *, size_t n, size_t conf_size, char err[OPTION_ERROR]);

/* Parse one text by its option.  0, or -1 with a message that says what was wanted. */
int option_parse(const struct option_info *, const char *text, struct option_parsed *,
                 char err[OPTION_ERROR]);

/* Check settings against a table: unknown names (with a suggestion), values, repeated names, missing required
 * options.  complain is called for each error; at is the index of the setting, n_values for a missing option.
 * Returns the number of errors. */
typedef void (*option_complain_fn)(void *arg, size_t at, const char *message);
size_t option_check(const struct option_info *, size_t n, const struct option_value *values, size_t n_values,
                    option_complain_fn complain, void *arg);

/* Fill a plugin's conf struct (zeroed by the caller, conf_size bytes) with the settings and, for options not
 * set, the defaults.  Texts point into values and table; arrays of lists are in the arena.  0, or -1 with the
 * first error. */
int option_fill(const struct option_info *, size_t n, const struct option_value *values, size_t n_values,
                void *conf, size_t conf_size, struct arena *a, char err[OPTION_ERROR]);

/* By its name or its alias. */
const struct option_info *option_find(const struct option_info *, size_t n, const char *name);
/* The most similar name, or NULL when none is similar. */
const char *option_suggest(const struct option_info *, size_t n, const char *name);
const char *option_type_name(uint32_t type);
uint32_t option_type_number(const char *name); /* 0 when unknown */
enum { OPTION_MAX_TERMS = 1 << 20 };           /* what a description holds is less */
/* What may be written, for a list of options: "text: a|b, default a, required, since 0.2". */
void option_terms(const struct option_info *, struct buf *out);
/* The edit distance of two names (insertions, deletions, changes, swaps), for suggestions; 64 for names over
 * 64 bytes. */
unsigned option_distance(const char *a, const char *b);

/* Are two lists of values equal, in order? */
int option_same_values(const struct option_value *a, size_t n, const struct option_value *b, size_t m);
/* Two lists of texts? */
int option_same_texts(const char *const *a, size_t n, const char *const *b, size_t m);

#endif
