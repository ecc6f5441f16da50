/* site_files.c - a folder of site rules in the ftr-site-config format: see site_files.h.
 *
 * A folder owns its list of names and the files that were read.  A file that cannot be read is told and is none; a line
 * that is not understood is left out and told, once for the file. */
#include "site_files.h"

#include <dirent.h>
#include <errno.h>
#include <libxml/xpath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>

enum { MAX_SAID = 300, MAX_FINDS = 64, MAX_PATH_TEXT = TDG_SITE_MAX_VALUE + 16 };

/* ---- XPath as people write it ---- */

/* Typographic quotes, which editors make of straight ones; a semicolon at the end. */
static void copy_path(struct tdg_str v, char out[MAX_PATH_TEXT]) {
  size_t n = 0;
  while (v.n > 0 && (v.p[v.n - 1] == ';' || tdg_is_space(v.p[v.n - 1]))) v.n--;
  for (size_t i = 0; i < v.n && n + 1 < MAX_PATH_TEXT; i++) {
    struct tdg_str rest = {v.p + i, v.n - i};
    char c = v.p[i];
    if (tdg_str_starts(rest, "\xe2\x80\x98") || tdg_str_starts(rest, "\xe2\x80\x99")) c = '\'', i += 2;
    else if (tdg_str_starts(rest, "\xe2\x80\x9c") || tdg_str_starts(rest, "\xe2\x80\x9d")) c = '"', i += 2;
    else if (tdg_str_starts(rest, "\xc2\xa0")) c = ' ', i += 1;
    out[n++] = c;
  }
  out[n] = '\0';
}

/* Close what was opened, take away what closes nothing: 1 when something was changed. */
static int close_brackets(char *path) {
  char open[16], quote = '\0';
  size_t n = strlen(path), depth = 0, at = 0;
  for (size_t i = 0; i < n; i++) {
    char c = path[i];
    if (quote != '\0') quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'') quote = c;
    else if (c == '[' || c == '(') {
      if (depth == sizeof open) return 0;
      open[depth++] = c == '[' ? ']' : ')';
    } else if (c == ']' || c == ')') {
      if (depth == 0) {
        if (i + 1 != n) return 0;
        path[i] = '\0';
        return 1;
      }
      if (open[--depth] != c) return 0;
    }
  }
  if (quote != '\0' || depth == 0 || n + depth + 1 >= MAX_PATH_TEXT) return 0;
  while (depth > 0) path[n + at++] = open[--depth];
  path[n + at] = '\0';
  return 1;
}

/* The first function that XPath 1.0 does not have: libxml2 would say so only where it is called. */
static int strange_function(const char *p, char *why, size_t why_size) {
  static const char known[] = " last position count id local-name namespace-uri name string concat "
                              "starts-with contains substring-before "
                              "substring-after substring string-length normalize-space translate boolean not "
                              "true false lang number sum "
                              "floor ceiling round text node comment processing-instruction and or div mod ";
  char quote = '\0', word[64];
  for (const char *begin = NULL; *p != '\0'; p++) {
    if (quote != '\0') {
      quote = *p == quote ? '\0' : quote;
      continue;
    }
    if (*p == '"' || *p == '\'') quote = *p;
    int in_name = tdg_is_alnum(*p) || *p == '-' || *p == '_' || *p == '.' || *p == ':';
    if (in_name && begin == NULL) begin = p;
    if (*p == '(' && begin != NULL) {
      const char *colons = memmem(begin, (size_t)(p - begin), "::", 2); /* behind an axis */
      if (colons != NULL) begin = colons + 2;
      struct tdg_str name = tdg_str_trim((struct tdg_str){begin, (size_t)(p - begin)});
      snprintf(word, sizeof word, " %.*s ", (int)(name.n < 60 ? name.n : 60), name.p);
      if (name.n > 0 && strstr(known, word) == NULL)
        return snprintf(why, why_size, "XPath 1.0 has no function %.*s()", (int)(name.n < 60 ? name.n : 60),
                        name.p);
    }
    if (!in_name && !(tdg_is_space(*p) && begin != NULL)) begin = NULL;
    else if (in_name && p > begin && tdg_is_space(p[-1])) begin = p;
  }
  return 0;
}

/* Each node of a page with all before it with all behind those: libxml2 joins such sets in cubic time, uncounted. */
static int joins_too_much(const char *path, char *why, size_t why_size) {
  size_t n = 0;
  for (const char *p = path; (p = strstr(p, "ing::")) != NULL; p += 5)
    n += p - path >= 6 && (memcmp(p - 6, "follow", 6) == 0 || memcmp(p - 6, "preced", 6) == 0);
  if (n <= 2) return 0;
  return snprintf(why, why_size, "following:: and preceding:: stand in it %zu times; twice at most", n);
}

static struct _xmlXPathCompExpr *compile(struct tdg_str value, char *why, size_t why_size) {
  char path[MAX_PATH_TEXT], again[MAX_SAID];
  copy_path(value, path);
  if (strange_function(path, why, why_size) != 0 || joins_too_much(path, why, why_size) != 0) return NULL;
  struct _xmlXPathCompExpr *made = xpath_compile(path, why, why_size);
  if (made == NULL && close_brackets(path)) made = xpath_compile(path, again, sizeof again);
  return made;
}

/* ---- one file ---- */

struct reading_file {
  struct site_file *file;
  size_t cap;
  site_fault_fn tell;
  void *arg;
  struct tdg_site_line find[MAX_FINDS]; /* without their replacement so far */
  size_t n_finds;
};

static void fault(struct reading_file *r, const struct tdg_site_line *l, const char *why) {
  r->file->faults++;
  if (r->tell != NULL) r->tell(r->arg, l, why);
}

static int add(struct reading_file *r, const struct tdg_site_line *l, struct tdg_str argument,
               struct _xmlXPathCompExpr *expr) {
  struct site_file *f = r->file;
  if (f->n == r->cap) {
    size_t cap = r->cap > 0 ? r->cap * 2 : 32;
    struct site_entry *more = realloc(f->entry, cap * sizeof *more);
    if (more == NULL) {
      xmlXPathFreeCompExpr(expr);
      return -1;
    }
    f->entry = more;
    r->cap = cap;
  }
  f->entry[f->n++] = (struct site_entry){l->what, l->line, argument, l->value, expr};
  return 0;
}

/* Pairs by their order: the first replace_string is that of the first find_string which has none yet. */
static int add_swap(struct reading_file *r, const struct tdg_site_line *l) {
  if (l->what == TDG_SITE_FIND_STRING) {
    if (r->n_finds < MAX_FINDS) r->find[r->n_finds++] = *l;
    else fault(r, l, "too many find_string lines stand before their replace_string lines");
    return 0;
  }
  if (l->argument.n > 0) return add(r, l, l->argument, NULL);
  if (r->n_finds == 0) return fault(r, l, "no find_string stands before it, and nothing in brackets"), 0;
  struct tdg_str find = r->find[0].value;
  memmove(r->find, r->find + 1, --r->n_finds * sizeof *r->find);
  return add(r, l, find, NULL);
}

static int add_line(struct reading_file *r, const struct tdg_site_line *l) {
  char why[MAX_SAID];
  struct _xmlXPathCompExpr *expr = NULL;
  if (l->fault != NULL) return fault(r, l, l->fault), 0;
  if (l->what == TDG_SITE_FIND_STRING || l->what == TDG_SITE_REPLACE_STRING) return add_swap(r, l);
  if (tdg_site_form(l->what) == TDG_SITE_PATH && (expr = compile(l->value, why, sizeof why)) == NULL)
    return fault(r, l, why), 0;
  if (l->what == TDG_SITE_HTTP_HEADER && !tdg_site_header_is_safe(l->argument, l->value))
    return fault(r, l,
                 "this header is not sent; User-Agent, Referer, Cookie, Accept and Accept-Language are"),
           0;
  return add(r, l, l->argument, expr);
}

void site_file_free(struct site_file *f) {
  if (f == NULL) return;
  for (size_t i = 0; i < f->n; i++) xmlXPathFreeCompExpr(f->entry[i].expr);
  free(f->entry);
  free(f->text);
  free(f);
}

struct site_file *site_file_read(const char *name, struct tdg_str text, site_fault_fn tell, void *arg) {
  size_t n_name = strlen(name);
  struct site_file *f = calloc(1, sizeof *f);
  struct reading_file r = {.file = f, .tell = tell, .arg = arg};
  if (f != NULL) f->text = malloc(text.n + n_name + 2);
  if (f == NULL || f->text == NULL) {
    free(f);
    return NULL;
  }
  memcpy(f->text, text.p, text.n);
  f->text[text.n] = '\0';
  memcpy(f->text + text.n + 1, name, n_name + 1);
  f->rule = (struct site_rule){.host = {f->text + text.n + 1, n_name}, .warned_day = INT64_MIN};
  struct tdg_site_reader lines = {.text = {f->text, text.n}};
  struct tdg_site_line line;
  int failed = 0;
  while (failed == 0 && tdg_site_next(&lines, &line)) failed = add_line(&r, &line);
  for (size_t i = 0; i < r.n_finds; i++) fault(&r, &r.find[i], "no replace_string follows it");
  if (failed == 0) return f;
  site_file_free(f);
  return NULL;
}

/* ---- the folder ---- */

struct site_name {
  char *name; /* in small letters, as it is asked for */
  char *path; /* as it is called */
  struct site_file *file;
  int tried;
};

struct site_folder {
  struct site_name *v;
  size_t n, cap, n_read;
};

static int by_name(const void *a, const void *b) {
  return strcmp(((const struct site_name *)a)->name, ((const struct site_name *)b)->name);
}

static int add_name(struct site_folder *d, const char *folder, const char *name) {
  size_t n = strlen(name), size = strlen(folder) + n + 2;
  if (n < 5 || n >= TDG_SITE_MAX_NAME || !tdg_nocase_is(tdg_str_of(name + n - 4), ".txt")) return 0;
  if (d->n == MAX_SITE_FILES) return 0;
  if (d->n == d->cap) {
    size_t cap = d->cap > 0 ? d->cap * 2 : 256;
    struct site_name *more = realloc(d->v, cap * sizeof *more);
    if (more == NULL) return -1;
    d->v = more;
    d->cap = cap;
  }
  struct site_name *one = &d->v[d->n];
  *one = (struct site_name){.name = malloc(n + 1), .path = malloc(size)};
  d->n++;
  if (one->name == NULL || one->path == NULL) return -1;
  snprintf(one->path, size, "%s/%s", folder, name);
  if (tdg_nocase_starts(tdg_str_of(name), "www.")) name += 4, n -= 4;
  for (size_t i = 0; i <= n; i++) one->name[i] = tdg_lower(name[i]);
  return 0;
}

void site_folder_close(struct site_folder *d) {
  if (d == NULL) return;
  for (size_t i = 0; i < d->n; i++) {
    site_file_free(d->v[i].file);
    free(d->v[i].name);
    free(d->v[i].path);
  }
  free(d->v);
  free(d);
}

struct site_folder *site_folder_open(const char *path, char *why, size_t why_size) {
  DIR *dir = opendir(path);
  const struct dirent *e;
  int failed = 0;
  if (dir == NULL) return snprintf(why, why_size, "%s: %s", path, strerror(errno)), NULL;
  struct site_folder *d = calloc(1, sizeof *d);
  while (d != NULL && failed == 0 && (e = readdir(dir)) != NULL) failed = add_name(d, path, e->d_name);
  closedir(dir);
  if (d == NULL || failed != 0) {
    site_folder_close(d);
    return snprintf(why, why_size, "no memory for the rules"), NULL;
  }
  if (d->n > 0) qsort(d->v, d->n, sizeof *d->v, by_name);
  return d;
}

/* Up to one byte more than a file may have. */
static char *read_all(const char *path, size_t *n) {
  FILE *f = fopen(path, "rb");
  char *text = f != NULL ? malloc(TDG_SITE_MAX_FILE + 1) : NULL;
  if (text != NULL) *n = fread(text, 1, TDG_SITE_MAX_FILE + 1, f);
  if (text != NULL && ferror(f)) {
    free(text);
    text = NULL;
  }
  if (f != NULL) fclose(f);
  return text;
}

struct first_fault {
  int line;
  char why[MAX_SAID];
};

static void keep_first(void *arg, const struct tdg_site_line *line, const char *why) {
  struct first_fault *first = arg;
  if (first->line != 0) return;
  first->line = line->line;
  snprintf(first->why, sizeof first->why, "%s", why);
}

static void read_file(tdg_call *call, struct site_name *one) {
  struct first_fault first = {0, ""};
  size_t n = 0;
  char *text = read_all(one->path, &n);
  one->tried = 1;
  if (text == NULL) {
    tdg_log(call, TDG_LOG_WARNING, "rules: %s cannot be read (%s); its site is read without it", one->path,
            strerror(errno));
    return;
  }
  if (n <= TDG_SITE_MAX_FILE)
    one->file = site_file_read(one->name, tdg_decode(call, (struct tdg_str){text, n}, "", "", NULL),
                               keep_first, &first);
  else
    tdg_log(call, TDG_LOG_WARNING, "rules: %s is larger than %d KiB; its site is read without it", one->path,
            TDG_SITE_MAX_FILE >> 10);
  if (first.line != 0)
    tdg_log(call, TDG_LOG_WARNING,
            "rules: %s: line %d is left out%s: %s; `tidings rules check` says all of them", one->path,
            first.line, one->file != NULL && one->file->faults > 1 ? ", and others" : "", first.why);
  free(text);
}

static void forget(struct site_folder *d) {
  for (size_t i = 0; i < d->n; i++) {
    site_file_free(d->v[i].file);
    d->v[i].file = NULL;
    d->v[i].tried = 0;
  }
  d->n_read = 0;
}

static struct site_file *file_named(struct site_folder *d, tdg_call *call, char *name) {
  const struct site_name key = {.name = name};
  struct site_name *one = d->n > 0 ? bsearch(&key, d->v, d->n, sizeof *d->v, by_name) : NULL;
  if (one == NULL) return NULL;
  if (!one->tried) {
    read_file(call, one);
    d->n_read++;
  }
  return one->file;
}

int site_folder_find(struct site_folder *d, tdg_call *call, struct tdg_str host, struct site_files *out) {
  char name[TDG_SITE_MAX_NAME], global[] = TDG_SITE_GLOBAL;
  *out = (struct site_files){NULL, NULL};
  if (d == NULL) return 0;
  if (d->n_read >= MAX_SITE_FILES_READ) forget(d);
  for (size_t i = 0; out->own == NULL && tdg_site_file_name(host, i, name); i++)
    out->own = file_named(d, call, name);
  out->global = file_named(d, call, global);
  return out->own != NULL || out->global != NULL;
}
