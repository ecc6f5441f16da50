/* plugin/option.c - check option tables, check settings against them, fill a struct; see option.h.
 *
 * Owns nothing; texts belong to the caller, arrays of lists to the caller's arena.  Errors name the option.
 */
#include "plugin/option.h"

#include "plugin/plugin_info.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>

void option_terms(const struct option_info *o, struct buf *out) {
  buf_str(out, option_type_name(o->type));
  for (size_t i = 0; o->choices != NULL && o->choices[i] != NULL; i++)
    buf_printf(out, "%s%s", i == 0 ? ": " : "|", o->choices[i]);
  if (o->def != NULL && o->def[0] != '\0') buf_printf(out, ", default %s", o->def);
  if (o->flags & TDG_O_REQUIRED) buf_str(out, ", required");
  if (o->alias != NULL) buf_printf(out, ", earlier called %s", o->alias);
  if (o->since != NULL) buf_printf(out, ", since %s", o->since);
}

/* ---- tables ---- */

static int good_name(const char *s) {
  if (s == NULL || *s < 'a' || *s > 'z') return 0;
  size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
  return s[n] == '\0' && n < PLUGIN_MAX_NAME;
}

static size_t count_choices(const struct option_info *o) {
  size_t n = 0;
  while (o->choices != NULL && o->choices[n] != NULL && n <= PLUGIN_MAX_CHOICES) n++;
  return n;
}

static int check_place(const struct option_info *o, size_t conf_size, char err[OPTION_ERROR]) {
  size_t width = TDG_O_WIDTH(o->type);
  if (conf_size == 0) return 0;
  if (o->offset % sizeof(int64_t) == 0 && o->offset <= conf_size && width <= conf_size - o->offset) return 0;
  snprintf(err, OPTION_ERROR, "option %.60s lies at offset %u of a struct of %zu bytes", o->name,
           (unsigned)o->offset, conf_size);
  return -1;
}

static int check_default(const struct option_info *o, char err[OPTION_ERROR]) {
  struct option_parsed value;
  char why[OPTION_ERROR];
  if (o->def == NULL || o->type == TDG_O_LIST || option_parse(o, o->def, &value, why) == 0) return 0;
  if (*o->def == '\0' && o->type >= TDG_O_TEXT) return 0; /* "" means no default */
  snprintf(err, OPTION_ERROR, "the default of option %.300s", why);
  return -1;
}

static int check_entry(const struct option_info *o, size_t conf_size, char err[OPTION_ERROR]) {
  if (!good_name(o->name)) {
    snprintf(err, OPTION_ERROR, "an option is named \"%.60s\"; small letters, digits and _ make a name",
             o->name != NULL ? o->name : "");
    return -1;
  }
  if (o->alias != NULL && (!good_name(o->alias) || strcmp(o->alias, o->name) == 0)) {
    snprintf(err, OPTION_ERROR, "option %.60s has the alias \"%.60s\", which is no other name", o->name,
             o->alias);
    return -1;
  }
  if (option_type_name(o->type) == NULL) {
    snprintf(err, OPTION_ERROR, "option %.60s has the unknown type %u", o->name, (unsigned)o->type);
    return -1;
  }
  size_t choices = count_choices(o);
  if (o->type == TDG_O_ENUM && (choices == 0 || choices > PLUGIN_MAX_CHOICES)) {
    snprintf(err, OPTION_ERROR, "option %.60s needs 1 to %d choices", o->name, PLUGIN_MAX_CHOICES);
    return -1;
  }
  if ((o->min != 0 || o->max != 0) && o->min > o->max) {
    snprintf(err, OPTION_ERROR, "option %.60s allows no value: its least (%lld) is above its most (%lld)",
             o->name, (long long)o->min, (long long)o->max);
    return -1;
  }
  if ((o->flags & (TDG_O_READ | TDG_O_WRITE)) && o->type != TDG_O_PATH) {
    snprintf(err, OPTION_ERROR, "option %.60s has TDG_O_READ or TDG_O_WRITE and is no path", o->name);
    return -1;
  }
  if (check_place(o, conf_size, err) < 0) return -1;
  return check_default(o, err);
}

/* NULL, or an earlier option whose member the same bytes are. */
static const struct option_info *find_overlap(const struct option_info *table, size_t i) {
  const size_t from = table[i].offset, to = from + TDG_O_WIDTH(table[i].type);
  for (size_t j = 0; j < i; j++)
    if (table[j].offset < to && from < table[j].offset + TDG_O_WIDTH(table[j].type)) return &table[j];
  return NULL;
}

int option_table_check(const struct option_info *table, size_t n, size_t conf_size, char err[OPTION_ERROR]) {
  if (n > PLUGIN_MAX_OPTIONS) {
    snprintf(err, OPTION_ERROR, "%zu options; at most %d are allowed", n, PLUGIN_MAX_OPTIONS);
    return -1;
  }
  for (size_t i = 0; i < n; i++) {
    const struct option_info *other;
    if (check_entry(&table[i], conf_size, err) < 0) return -1;
    if (option_find(table, i, table[i].name) == NULL &&
        (table[i].alias == NULL || option_find(table, i, table[i].alias) == NULL)) {
      if (conf_size == 0 || (other = find_overlap(table, i)) == NULL) continue;
      snprintf(err, OPTION_ERROR, "options %.60s and %.60s have one member (offset %u)", other->name,
               table[i].name, (unsigned)table[i].offset);
      return -1;
    }
    snprintf(err, OPTION_ERROR, "option %.60s is there twice", table[i].name);
    return -1;
  }
  return 0;
}

int option_table(const struct tdg_option *table, size_t n, size_t size, size_t conf_size,
                 struct option_info *out, char err[OPTION_ERROR]) {
  /* The members of struct tdg_option in the first revision; a plugin of a later one has larger entries. */
  const size_t first = offsetof(struct tdg_option, choices) + sizeof table->choices;
  if (n == 0) return 0;
  if (table == NULL || size < first || size > 4096 || n > PLUGIN_MAX_OPTIONS) {
    snprintf(err, OPTION_ERROR, "%zu options of %zu bytes each; wanted up to %d of at least %zu", n, size,
             PLUGIN_MAX_OPTIONS, first);
    return -1;
  }
  for (size_t i = 0; i < n; i++) {
    struct tdg_option o = {0};
    memcpy(&o, (const char *)table + i * size, size < sizeof o ? size : sizeof o);
    out[i] = (struct option_info){.name = o.name,
                                  .def = o.def,
                                  .help = o.help != NULL ? o.help : "",
                                  .type = o.type,
                                  .flags = o.flags,
                                  .offset = o.offset,
                                  .min = o.min,
                                  .max = o.max,
                                  .choices = o.choices,
                                  .alias = o.alias,
                                  .since = o.since,
                                  .section = o.section};
  }
  return option_table_check(out, n, conf_size > 0 ? conf_size : 1, err);
}

/* ---- names ---- */

static int is_called(const struct option_info *o, const char *name) {
  return strcmp(o->name, name) == 0 || (o->alias != NULL && strcmp(o->alias, name) == 0);
}

const struct option_info *option_find(const struct option_info *table, size_t n, const char *name) {
  for (size_t i = 0; i < n; i++)
    if (is_called(&table[i], name)) return &table[i];
  return NULL;
}

enum { MAX_COMPARED = 64 };

unsigned option_distance(const char *a, const char *b) {
  unsigned rows[3][MAX_COMPARED + 1];
  size_t na = strlen(a), nb = strlen(b);
  if (na > MAX_COMPARED || nb > MAX_COMPARED) return MAX_COMPARED;
  for (unsigned j = 0; j <= nb; j++) rows[0][j] = j;
  for (size_t i = 1; i <= na; i++) {
    unsigned *row = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
    row[0] = (unsigned)i;
    for (size_t j = 1; j <= nb; j++) {
      unsigned best = up[j - 1] + (a[i - 1] != b[j - 1]);
      if (up[j] + 1 < best) best = up[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && up2[j - 2] + 1 < best)
        best = up2[j - 2] + 1;
      row[j] = best;
    }
  }
  return rows[na % 3][nb];
}

const char *option_suggest(const struct option_info *table, size_t n, const char *name) {
  const char *best = NULL;
  unsigned least = (unsigned)(strlen(name) / 3 + 1) + 1;
  for (size_t i = 0; i < n; i++) {
    if (table[i].flags & TDG_O_HIDDEN) continue;
    unsigned d = option_distance(name, table[i].name);
    if (d >= least) continue;
    least = d;
    best = table[i].name;
  }
  return best;
}

/* ---- settings ---- */

static int unknown(const struct option_info *table, size_t n, const char *name, char err[OPTION_ERROR]) {
  const char *near = option_suggest(table, n, name);
  if (near != NULL)
    snprintf(err, OPTION_ERROR, "there is no option \"%.60s\"; did you mean \"%.60s\"?", name, near);
  else if (n == 0) snprintf(err, OPTION_ERROR, "there is no option \"%.60s\": it has none", name);
  else snprintf(err, OPTION_ERROR, "there is no option \"%.60s\"", name);
  return -1;
}

static int given_before(const struct option_info *o, const struct option_value *values, size_t i) {
  for (size_t j = 0; j < i; j++)
    if (is_called(o, values[j].name)) return 1;
  return 0;
}

static int check_one(const struct option_info *table, size_t n, const struct option_value *values, size_t i,
                     char err[OPTION_ERROR]) {
  struct option_parsed parsed;
  const struct option_info *o = option_find(table, n, values[i].name);
  if (o == NULL) return unknown(table, n, values[i].name, err);
  if (o->type != TDG_O_LIST && given_before(o, values, i)) {
    snprintf(err, OPTION_ERROR, "%.60s: given twice%s%.60s%s", o->name, o->alias != NULL ? " (" : "",
             o->alias != NULL ? o->alias : "", o->alias != NULL ? " is its earlier name)" : "");
    return -1;
  }
  return option_parse(o, values[i].value, &parsed, err);
}

static int is_given(const struct option_value *values, size_t n, const struct option_info *o) {
  for (size_t i = 0; i < n; i++)
    if (is_called(o, values[i].name)) return 1;
  return 0;
}

size_t option_check(const struct option_info *table, size_t n, const struct option_value *values,
                    size_t n_values, option_complain_fn complain, void *arg) {
  char err[OPTION_ERROR];
  size_t errors = 0;
  for (size_t i = 0; i < n_values; i++) {
    if (check_one(table, n, values, i, err) == 0) continue;
    errors++;
    complain(arg, i, err);
  }
  for (size_t i = 0; i < n; i++) {
    if (!(table[i].flags & TDG_O_REQUIRED) || is_given(values, n_values, &table[i])) continue;
    errors++;
    snprintf(err, OPTION_ERROR, "%.60s is required (%s): %.200s", table[i].name,
             option_type_name(table[i].type), table[i].help);
    complain(arg, n_values, err);
  }
  return errors;
}

/* ---- filling a struct ---- */

struct filler {
  char *conf;
  const struct option_value *values;
  size_t n_values;
  struct arena *arena;
  char *err;
};

static struct tdg_list given_list(const struct filler *f, const struct option_info *o) {
  struct tdg_list list = {NULL, 0};
  for (size_t i = 0; i < f->n_values; i++) list.n += (size_t)is_called(o, f->values[i].name);
  struct tdg_str *v = arena_zalloc(f->arena, (list.n + 1) * sizeof *v);
  size_t at = 0;
  for (size_t i = 0; i < f->n_values; i++)
    if (is_called(o, f->values[i].name)) v[at++] = tdg_str_of(f->values[i].value);
  list.v = v;
  return list;
}

static struct tdg_list default_list(const struct filler *f, const char *def) {
  struct tdg_list list = {NULL, 0};
  size_t n = def != NULL ? strlen(def) : 0, parts = n > 0;
  for (size_t i = 0; i < n; i++) parts += def[i] == ',';
  struct tdg_str *v = arena_zalloc(f->arena, (parts + 1) * sizeof *v);
  char *text = arena_zalloc(f->arena, n + 1);
  for (size_t i = 0, start = 0; parts > 0 && i <= n; i++) {
    text[i] = i < n && def[i] != ',' ? def[i] : '\0';
    if (text[i] != '\0') continue;
    while (text[start] == ' ') start++;
    v[list.n++] = (struct tdg_str){text + start, i - start};
    start = i + 1;
  }
  list.v = v;
  return list;
}

static int fill_list(const struct filler *f, const struct option_info *o) {
  struct tdg_list list = is_given(f->values, f->n_values, o) ? given_list(f, o) : default_list(f, o->def);
  if (list.n > OPTION_MAX_LIST) {
    snprintf(f->err, OPTION_ERROR, "%.60s: a list of %zu, at most %d are allowed", o->name, list.n,
             OPTION_MAX_LIST);
    return -1;
  }
  memcpy(f->conf + o->offset, &list, sizeof list);
  return 0;
}

static int fill_one(const struct filler *f, const struct option_info *o) {
  struct option_parsed value = {0, 0, {"", 0}};
  const char *text = o->def;
  if (o->type == TDG_O_LIST) return fill_list(f, o);
  for (size_t i = 0; i < f->n_values; i++)
    if (is_called(o, f->values[i].name)) text = f->values[i].value;
  int none = text == NULL || (text == o->def && *text == '\0');
  if (!none && option_parse(o, text, &value, f->err) < 0) return -1;
  if (o->type >= TDG_O_TEXT) memcpy(f->conf + o->offset, &value.str, sizeof value.str);
  else if (o->type == TDG_O_REAL) memcpy(f->conf + o->offset, &value.real, sizeof value.real);
  else memcpy(f->conf + o->offset, &value.num, sizeof value.num);
  return 0;
}

static void keep_first(void *arg, size_t at, const char *message) {
  char *err = arg;
  (void)at;
  if (*err == '\0') snprintf(err, OPTION_ERROR, "%s", message);
}

int option_fill(const struct option_info *table, size_t n, const struct option_value *values, size_t n_values,
                void *conf, size_t conf_size, struct arena *a, char err[OPTION_ERROR]) {
  struct filler f = {conf, values, n_values, a, err};
  err[0] = '\0';
  if (option_check(table, n, values, n_values, keep_first, err) > 0) return -1;
  for (size_t i = 0; i < n; i++) {
    if (check_place(&table[i], conf_size > 0 ? conf_size : 1, err) < 0) return -1;
    if (fill_one(&f, &table[i]) < 0) return -1;
  }
  return 0;
}

int option_same_texts(const char *const *a, size_t n, const char *const *b, size_t m) {
  int same = n == m;
  for (size_t i = 0; i < n && same; i++) same = strcmp(a[i], b[i]) == 0;
  return same;
}

int option_same_values(const struct option_value *a, size_t n, const struct option_value *b, size_t m) {
  int same = n == m;
  for (size_t i = 0; i < n && same; i++)
    same = strcmp(a[i].name, b[i].name) == 0 && strcmp(a[i].value, b[i].value) == 0;
  return same;
}
