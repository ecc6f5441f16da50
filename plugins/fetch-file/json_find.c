/* fetch-file/json_find.c - find the list of articles in the beginning of a JSON file; see json_find.h.
 *
 * A list of articles is one with an object among its first members that has a title or a text, and one more member
 * that articles have (tidings/kit/row_names.h).  It is looked for in the outermost value and in objects of objects, four
 * deep; an object whose members all are articles, by their ids, is one too.  An object that has a text itself is an article, and its lists are its own.  So are documents in JSON-LD
 * (@context), which have a parser.  Nothing is allocated but the pointer; a text that is no JSON has no list.
 */
#include "json_find.h"

#include <tidings/kit/row_names.h>
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

enum { MAX_DEPTH = 4, MAX_FIRST = 5, MAX_WAY = 400 };

struct find {
  const struct file_ask *ask;
  const char *p, *end, *start;
  char way[MAX_WAY];
  size_t n_way;
};

static void skip_space(struct find *f) {
  while (f->p < f->end && tdg_is_xml_space(*f->p)) f->p++;
}

/* The text between two quotation marks; 0: there is none. */
static int take_string(struct find *f, struct tdg_str *out) {
  if (f->p >= f->end || *f->p != '"') return 0;
  const char *from = ++f->p;
  while (f->p < f->end && *f->p != '"') f->p += *f->p == '\\' ? 2 : 1;
  if (f->p >= f->end) return 0;
  *out = (struct tdg_str){from, (size_t)(f->p - from)};
  f->p++;
  return 1;
}

/* Pass a value, however deep it is.  0: it does not end here. */
static int skip_value(struct find *f) {
  struct tdg_str ignored;
  int depth = 0;
  while (f->p < f->end) {
    const char c = *f->p;
    if (c == '"') {
      if (!take_string(f, &ignored)) return 0;
      if (depth == 0) return 1;
      continue;
    }
    if (depth == 0 && (c == ',' || c == ']' || c == '}')) return 1;
    depth += c == '{' || c == '[';
    if ((c == '}' || c == ']') && --depth == 0) {
      f->p++;
      return 1;
    }
    f->p++;
  }
  return 0;
}

/* The names of the object at f->p: has it a text?  Is it an article? */
struct seen {
  int text, title, known, linked;
  int wrapped; /* it stands in an object of it */
};

static void see_name(const struct find *f, struct tdg_str name, struct seen *s) {
  const int value = tdg_row_name(f->ask->call, f->ask->request, name).value;
  s->text |= value == TDG_ROW_NAMES_TEXT;
  s->title |= value == TDG_ROW_NAMES_TITLE;
  s->linked |= tdg_str_same(name, tdg_str_of("@context"));
  s->known += value != 0;
}

/* "data" is a date in some languages, and what interfaces put a list into. */
static int is_list_of_data(struct tdg_str name, char first) {
  return tdg_nocase_is(name, "data") && (first == '[' || first == '{');
}

/* Those of its members that are there; also those of an object that holds the article (tdg_row_wraps). */
static struct seen names_of(struct find f, int inside) {
  struct seen s = {0};
  struct tdg_str name;
  for (f.p++; f.p < f.end; f.p++) {
    skip_space(&f);
    if (!take_string(&f, &name)) break;
    skip_space(&f);
    if (f.p >= f.end || *f.p != ':') break;
    f.p++;
    skip_space(&f);
    const int is_value = f.p < f.end && *f.p != 'n'; /* not null */
    if (is_value && !inside && *f.p == '{' && tdg_row_wraps(name)) {
      const struct seen inner = names_of(f, 1);
      s.wrapped |= inner.text || inner.title;
      s.known += inner.known;
    } else if (is_value && !is_list_of_data(name, *f.p)) see_name(&f, name, &s);
    if (!skip_value(&f)) break;
    skip_space(&f);
    if (f.p >= f.end || *f.p != ',') break;
  }
  return s;
}

static int is_article(const struct seen *s) {
  return (s->title || s->text || s->wrapped) && s->known >= 2 && !s->linked;
}

/* Is the list at f->p one of articles? */
static int is_list(struct find f) {
  f.p++;
  for (int i = 0; i < MAX_FIRST; i++) {
    skip_space(&f);
    if (f.p >= f.end || *f.p == ']') return 0;
    if (*f.p == '{') {
      const struct seen s = names_of(f, 0);
      if (is_article(&s)) return 1;
    }
    if (!skip_value(&f)) return 0;
    skip_space(&f);
    if (f.p < f.end && *f.p == ',') f.p++;
  }
  return 0;
}

/* RFC 6901, percent-encoded where it stands behind an address. */
static int go_into(struct find *f, struct tdg_str name) {
  static const char hex[] = "0123456789ABCDEF";
  const size_t before = f->n_way;
  if (f->n_way + 3 * name.n + 2 > MAX_WAY) return 0;
  f->way[f->n_way++] = '/';
  for (size_t i = 0; i < name.n; i++) {
    const unsigned char c = (unsigned char)name.p[i];
    if (c == '~' || c == '/') {
      f->way[f->n_way++] = '~';
      f->way[f->n_way++] = c == '~' ? '0' : '1';
    } else if (tdg_is_alnum((char)c) || c == '_' || c == '-' || c == '.') f->way[f->n_way++] = (char)c;
    else {
      f->way[f->n_way++] = '%';
      f->way[f->n_way++] = hex[c >> 4];
      f->way[f->n_way++] = hex[c & 15];
    }
    if (f->n_way + 4 > MAX_WAY) {
      f->n_way = before;
      return 0;
    }
  }
  return 1;
}

/* Are the first members of the object at f->p articles, two at least? */
static int is_keyed(struct find f) {
  struct tdg_str name;
  int n = 0;
  for (f.p++; n < MAX_FIRST; f.p++, n++) {
    skip_space(&f);
    if (!take_string(&f, &name)) return 0;
    skip_space(&f);
    if (f.p >= f.end || *f.p++ != ':') return 0;
    skip_space(&f);
    if (f.p >= f.end || *f.p != '{') return 0;
    const struct seen s = names_of(f, 0);
    if (!is_article(&s)) return 0;
    if (!skip_value(&f)) return n > 0; /* the second is long */
    skip_space(&f);
    if (f.p >= f.end || *f.p != ',') return n > 0;
  }
  return 1;
}

static int find_in(struct find *f, int depth);

/* Of an object's members those from f->p on. */
static int find_among(struct find *f, int depth) {
  struct tdg_str name;
  for (;; f->p++) {
    skip_space(f);
    if (!take_string(f, &name)) return 0;
    skip_space(f);
    if (f->p >= f->end || *f->p++ != ':') return 0;
    skip_space(f);
    struct find inner = *f;
    if (go_into(&inner, name) && find_in(&inner, depth + 1)) {
      *f = inner;
      return 1;
    }
    if (!skip_value(f)) return 0;
    skip_space(f);
    if (f->p >= f->end || *f->p != ',') return 0;
  }
}

/* The value at f->p.  1: f->p is behind the bracket of the list. */
static int find_in(struct find *f, int depth) {
  skip_space(f);
  if (f->p < f->end && *f->p == '[' && is_list(*f)) {
    f->p++;
    return 1;
  }
  if (f->p >= f->end || *f->p != '{' || depth == MAX_DEPTH) return 0;
  const struct seen s = names_of(*f, 0);
  if (s.text || s.linked) return 0;
  f->p++;
  if (is_keyed((struct find){.ask = f->ask, .p = f->p - 1, .end = f->end}) && f->n_way + 2 <= MAX_WAY) {
    memcpy(f->way + f->n_way, JSON_KEYED, 2);
    f->n_way += 2;
    return 1;
  }
  return find_among(f, depth);
}

static int found(const struct find *f, size_t *begin, struct tdg_str *within) {
  *begin = (size_t)(f->p - f->start);
  *within = tdg_str_copy(f->ask->call, (struct tdg_str){f->way, f->n_way});
  return 1;
}

/* Objects one after the other, as jq and databases write them. */
static int is_stream(struct find f) {
  skip_space(&f);
  if (f.p >= f.end || *f.p != '{' || !skip_value(&f)) return 0;
  while (f.p < f.end && (tdg_is_xml_space(*f.p) || *f.p == JSON_SEPARATOR)) f.p++;
  return f.p < f.end && *f.p == '{';
}

int json_find(const struct file_ask *ask, struct tdg_str head, size_t *begin, struct tdg_str *within) {
  struct find f = {.ask = ask, .p = head.p, .start = head.p, .end = head.p + head.n};
  if (head.n >= 3 && memcmp(head.p, "\xEF\xBB\xBF", 3) == 0) f.p += 3;
  if (f.p < f.end && *f.p == JSON_SEPARATOR) f.p++;
  if (is_stream(f)) {
    *begin = (size_t)(f.p - f.start);
    *within = tdg_str_of(JSON_STREAM);
    return 1;
  }
  return find_in(&f, 0) && found(&f, begin, within);
}

/* Behind the colon of this member of the object at f->p. */
static int go_to_member(struct find *f, const char *wanted) {
  struct tdg_str name;
  skip_space(f);
  if (f->p >= f->end || *f->p != '{') return 0;
  do {
    f->p++;
    skip_space(f);
    if (!take_string(f, &name)) return 0;
    skip_space(f);
    if (f->p >= f->end || *f->p++ != ':') return 0;
    skip_space(f);
    if (tdg_str_same(name, tdg_str_of(wanted))) return 1;
    if (!skip_value(f)) return 0;
    skip_space(f);
  } while (f->p < f->end && *f->p == ',');
  return 0;
}

int json_find_har(const struct file_ask *ask, struct tdg_str head, size_t *begin, struct tdg_str *within) {
  struct find f = {.ask = ask, .p = head.p, .start = head.p, .end = head.p + head.n};
  if (head.n >= 3 && memcmp(head.p, "\xEF\xBB\xBF", 3) == 0) f.p += 3;
  if (!go_to_member(&f, "log") || !go_to_member(&f, "entries") || f.p >= f.end || *f.p != '[') return 0;
  *begin = (size_t)(f.p + 1 - f.start);
  *within = tdg_str_of(JSON_HAR_WAY);
  return 1;
}

int json_find_next(const struct file_ask *ask, struct tdg_str rest, size_t *begin, struct tdg_str *within) {
  struct find f = {.ask = ask, .p = rest.p, .start = rest.p, .end = rest.p + rest.n};
  if (within->n > MAX_WAY) return 0;
  memcpy(f.way, within->p, within->n);
  f.n_way = within->n;
  while (f.n_way > 0) { /* out of the list, and of each object around it that has nothing more */
    int depth = 0;
    while (f.n_way > 0 && f.way[--f.n_way] != '/') continue;
    for (size_t i = 0; i < f.n_way; i++) depth += f.way[i] == '/';
    skip_space(&f);
    if (f.p < f.end && *f.p == ',') {
      f.p++;
      if (find_among(&f, depth)) return found(&f, begin, within);
      skip_space(&f);
    }
    if (f.p >= f.end || *f.p != '}') return 0;
    f.p++;
  }
  return 0;
}
