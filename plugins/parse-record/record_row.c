/* parse-record/record_row.c - an object of another program becomes one as an export writes them; see record_row.h.
 *
 * What an export of this program has goes through as it is.  Of names with one meaning the one that means it most, and
 * has a value, is taken.  An object without a text, or without a title that stands with an address, a date or a
 * summary, is no article.  The new object shares the values of the old one.
 */
#include "record_row.h"

#include <tidings/kit/author_names.h>
#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/row_names.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
  MAX_UNREAD = 64,
  VALUES = TDG_ROW_NAMES_IMAGE + 1,
  MAX_LIST = 200,
  MAX_WORD = 200,
  OUTSIDE = 1000,
  LONG_SUMMARY = 600,
  LANGUAGE_SAMPLE = 2000
};

static struct tdg_str text_of(const json_t *v) {
  return (struct tdg_str){json_string_value(v), json_string_length(v)};
}

/* ---- the names of the registry ---- */

#define JSON_NAME(symbol, number, type_, many_, json_) {json_, TDG_T_##type_, many_},
static const struct {
  const char *name;
  int type, many;
} registry[] = {
    TDG_FIELD_TABLE(JSON_NAME){"kind", TDG_T_TEXT, 0}, {"lang", TDG_T_TEXT, 0}, {"html", TDG_T_TEXT, 0}};
#undef JSON_NAME

/* A name of the registry with a value of its form: other programs call other things so ("canonical": [{"href": ...}]).  Also a
 * private field, "x_40000", whose reader says what is wrong with it. */
static int is_ours(const char *name, const json_t *v) {
  if (strncmp(name, "x_", 2) == 0 && name[2] != '\0' && strspn(name + 2, "0123456789") == strlen(name + 2))
    return 1;
  for (size_t i = 0; i < sizeof registry / sizeof registry[0]; i++)
    if (strcmp(registry[i].name, name) == 0)
      return json_is_array(v)    ? registry[i].many
             : json_is_object(v) ? registry[i].type == TDG_T_REC
                                 : registry[i].type != TDG_T_REC || registry[i].many;
  return 0;
}

/* Does an export of this program have the value under this name? */
static int is_as_ours(const char *name, const json_t *v) {
  if (strcmp(name, "authors") == 0) return json_is_array(v) || json_is_object(v);
  if (strcmp(name, "source") == 0)
    return json_is_object(v) &&
           (json_is_string(json_object_get(v, "name")) || json_is_string(json_object_get(v, "id")));
  return 0;
}

/* ---- values ---- */

static int is_empty(const json_t *v) {
  return v == NULL || json_is_null(v) || json_is_false(v) ||
         (json_is_string(v) && tdg_str_trim(text_of(v)).n == 0) ||
         (json_is_array(v) && json_array_size(v) == 0) || (json_is_object(v) && json_object_size(v) == 0);
}

/* Some programs put a value into an object, or the one value into a list: WordPress, XML made JSON, MongoDB. */
static const json_t *inner_of(const json_t *v) {
  static const char *const names[] = {"rendered", "html",    "text",  "plain", "value",
                                      "#text",    "content", "$date", "$oid",  "$numberLong"};
  for (int deep = 0; deep < 3; deep++) {
    const json_t *inner = json_is_array(v) && json_array_size(v) == 1 ? json_array_get(v, 0) : NULL;
    for (size_t i = 0; inner == NULL && json_is_object(v) && i < sizeof names / sizeof names[0]; i++) {
      inner = json_object_get(v, names[i]);
      if (!json_is_string(inner) && *names[i] != '$') inner = NULL;
    }
    if (inner == NULL) break;
    v = inner;
  }
  return v;
}

/* An address; of several ([{"href": ...}, ...]) the first. */
static const json_t *link_of(const json_t *v) {
  if (json_is_array(v)) v = json_array_get(v, 0);
  return json_is_string(json_object_get(v, "href")) ? json_object_get(v, "href") : v;
}

static const json_t *name_in(const json_t *v) {
  static const char *const names[] = {"name", "title", "label", "term", "displayName", "url"};
  for (size_t i = 0; json_is_object(v) && i < sizeof names / sizeof names[0]; i++)
    if (json_is_string(json_object_get(v, names[i]))) return json_object_get(v, names[i]);
  return v;
}

static void add_name(json_t *list, const json_t *v) {
  const json_t *one = name_in(v), *family = json_object_get(v, "family"),
               *given = json_object_get(v, "given");
  if (json_is_string(family) && json_is_string(given)) /* of bibliographies */
    json_array_append_new(list, json_sprintf("%s %s", json_string_value(given), json_string_value(family)));
  else if (json_is_string(one) && !is_empty(one)) json_array_append(list, (json_t *)(uintptr_t)one);
}

static void split_names(json_t *list, struct tdg_str s, const char *between) {
  while (s.n > 0 && json_array_size(list) < MAX_LIST) {
    size_t n = 0;
    while (n < s.n && strchr(between, s.p[n]) == NULL) n++;
    const struct tdg_str one = tdg_str_trim((struct tdg_str){s.p, n});
    if (one.n > 0) json_array_append_new(list, json_stringn(one.p, one.n));
    n += n < s.n;
    s = (struct tdg_str){s.p + n, s.n - n};
  }
}

/* "['a', \"b\"]", as tables have lists of Python and JSON.  0: it is none. */
static int split_list(json_t *list, struct tdg_str s) {
  if (s.n < 2 || s.p[0] != '[' || s.p[s.n - 1] != ']') return 0;
  const char *p = s.p + 1, *end = s.p + s.n - 1;
  while (p < end && json_array_size(list) < MAX_LIST) {
    while (p < end && (tdg_is_xml_space(*p) || *p == ',')) p++;
    const char mark = p < end && (*p == '"' || *p == '\'') ? *p++ : ',', *from = p;
    while (p < end && *p != mark) p += 1 + (*p == '\\' && p + 1 < end);
    const struct tdg_str one = tdg_str_trim((struct tdg_str){from, (size_t)((p < end ? p : end) - from)});
    if (one.n > 0) json_array_append_new(list, json_stringn(one.p, one.n));
    if (p < end) p++;
  }
  return 1;
}

/* A list of names, also one that a text holds. */
static json_t *names_of(const json_t *v, const char *between) {
  json_t *list = json_array();
  for (size_t i = 0; json_is_array(v) && i < json_array_size(v) && i < MAX_LIST; i++)
    add_name(list, json_array_get(v, i));
  if (json_is_object(v)) add_name(list, v);
  if (json_is_string(v) && !split_list(list, tdg_str_trim(text_of(v))))
    split_names(list, text_of(v), between);
  return list;
}

/* The same of authors: one entry may name several, as in a byline. */
static json_t *authors_of(tdg_call *call, const json_t *v) {
  json_t *names = names_of(v, ";|"), *list = json_array();
  for (size_t i = 0; i < json_array_size(names); i++) {
    json_t *one = json_array_get(names, i);
    struct tdg_author_names who;
    tdg_author_names_split(tdg_fold_space(call, text_of(one)), &who);
    if (who.n == 0) json_array_append(list, one);
    for (size_t k = 0; k < who.n; k++)
      json_array_append_new(list, json_stringn(who.name[k].p, who.name[k].n));
  }
  json_decref(names);
  return list;
}

/* A line of plain text. */
static json_t *line_of(tdg_call *call, const json_t *v) {
  const json_t *inner = inner_of(v);
  if (!json_is_string(inner)) return json_incref((json_t *)(uintptr_t)inner);
  const struct tdg_str line = tdg_html_line(call, text_of(inner));
  return json_stringn(line.p, line.n);
}

/* {"date-parts": [[2026, 3, 5]]}, of bibliographies; NULL: it is none. */
static json_t *date_of_parts(const json_t *v) {
  const json_t *parts = json_array_get(json_object_get(v, "date-parts"), 0);
  int n[3] = {0, 1, 1};
  if (!json_is_array(parts) || json_array_size(parts) == 0) return NULL;
  for (size_t i = 0; i < 3 && i < json_array_size(parts); i++) {
    const json_t *one = json_array_get(parts, i);
    n[i] = json_is_string(one) ? (int)tdg_str_number(text_of(one), 4) : (int)json_integer_value(one);
  }
  if (n[0] < 1000 || n[0] > 9999 || n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31) return NULL;
  return json_sprintf("%04d-%02d-%02d", n[0], n[1], n[2]);
}

struct best {
  const char *name;
  const json_t *value;
  int rank;
};

static int has(const struct best best[VALUES], int value) { return best[value].value != NULL; }

/* What it says of itself, else what its words look like; "": neither tells. */
static const char *language_of(tdg_call *call, const struct best best[VALUES]) {
  static const int words[] = {TDG_ROW_NAMES_TEXT, TDG_ROW_NAMES_SUMMARY, TDG_ROW_NAMES_TITLE};
  const json_t *said =
      has(best, TDG_ROW_NAMES_LANGUAGE) ? inner_of(best[TDG_ROW_NAMES_LANGUAGE].value) : NULL;
  if (json_is_string(said)) return tdg_str_copy(call, text_of(said)).p;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    const json_t *v = has(best, words[i]) ? inner_of(best[words[i]].value) : NULL;
    if (json_is_string(v)) {
      struct tdg_str sample = text_of(v);
      sample.n = tdg_utf8_cut(sample, LANGUAGE_SAMPLE);
      return tdg_language(sample);
    }
  }
  return "";
}

/* A time without a zone is one of the zone that the document's user names.  05/03/2026 is the 5th of March in most languages; in
 * English it is nobody's.  What cannot be read stays as it is. */
static json_t *time_of(tdg_call *call, const tdg_rec *doc, const struct best best[VALUES], const json_t *v) {
  const struct tdg_str zone = tdg_get(call, doc, TDG_DEFAULT_ZONE);
  struct tdg_date_hint hint = {.zone = zone.p};
  struct tdg_date d;
  char out[32];
  const json_t *inner = inner_of(v);
  json_t *parts = date_of_parts(inner);
  if (parts != NULL) return parts;
  if (json_is_real(inner)) return json_integer((json_int_t)json_real_value(inner));
  const struct tdg_str s = json_is_string(inner) ? text_of(inner) : (struct tdg_str){"", 0};
  const int plain = tdg_date_parse(s.p, s.n, &hint, &d) == 0;
  const struct tdg_str given = tdg_get(call, doc, TDG_LANGUAGE); /* by the document's user */
  if (!plain && s.n > 0) hint.language = given.n > 0 ? given.p : language_of(call, best);
  if ((plain && zone.n == 0) || (!plain && tdg_date_parse(s.p, s.n, &hint, &d) != 0))
    return json_incref((json_t *)(uintptr_t)inner);
  size_t n = tdg_date_rfc3339(d.ms, out);
  if (zone.n == 0 && !d.has_zone)
    n = d.precision <= TDG_DATE_DAY ? strlen("2026-03-05") : n - 1; /* without one, as it was */
  return json_stringn(out, n);
}

/* Tags of running text: one that ends, a paragraph, a line break. */
static int is_html(struct tdg_str s) {
  if (!tdg_html_has_tag(s)) return 0;
  for (const char *p = s.p, *end = s.p + s.n; (p = memchr(p, '<', (size_t)(end - p))) != NULL && end - p > 2;
       p++)
    if ((p[1] == '/' && tdg_is_letter(p[2])) ||
        tdg_nocase_starts((struct tdg_str){p, (size_t)(end - p)}, "<p>") ||
        tdg_nocase_starts((struct tdg_str){p, (size_t)(end - p)}, "<br"))
      return 1;
  return 0;
}

/* ---- the object ---- */

static void see(struct best best[VALUES], struct tdg_row_name is, const char *name, const json_t *value) {
  struct best *b = &best[is.value];
  if (is_empty(value) || (b->value != NULL && b->rank <= is.rank)) return;
  *b = (struct best){name, value, is.rank};
}

static void put(json_t *to, const char *name, json_t *value) {
  if (is_empty(value)) json_decref(value);
  else json_object_set_new(to, name, value);
}

static void put_text(tdg_call *call, struct row *r, const json_t *value) {
  const json_t *text = inner_of(value);
  json_t *joined = NULL;
  if (json_is_array(text)) { /* its paragraphs */
    struct tdg_str all = {"", 0};
    for (size_t i = 0; i < json_array_size(text); i++) {
      const struct tdg_str one = text_of(inner_of(json_array_get(text, i)));
      if (one.p == NULL || one.n == 0) continue;
      char *more = tdg_scratch(call, all.n + one.n + 2);
      memcpy(more, all.p, all.n);
      memcpy(more + all.n, "\n\n", 2);
      memcpy(more + all.n + 2, one.p, one.n);
      all = (struct tdg_str){more, all.n + one.n + 2};
    }
    text = joined = json_stringn(all.p, all.n);
  }
  if (json_is_string(text) && is_html(text_of(text))) r->html = tdg_str_copy(call, text_of(text));
  else if (!json_is_null(text)) json_object_set(r->object, "text", (json_t *)(uintptr_t)text);
  json_decref(joined);
}

static void put_source(struct row *r, const json_t *v) {
  const json_t *name = name_in(inner_of(v));
  if (json_is_string(name)) json_object_set(r->object, "source", (json_t *)(uintptr_t)name);
}

static void put_image(struct row *r, const json_t *v) {
  const json_t *inner = inner_of(v), *url = json_is_object(inner) ? json_object_get(inner, "url") : inner;
  if (json_is_string(url) && tdg_nocase_starts(text_of(url), "http"))
    json_object_set_new(r->object, "lead_image", json_pack("{s:O}", "url", url));
}

static void put_best(tdg_call *call, const tdg_rec *doc, struct row *r, int value,
                     const struct best best[VALUES]) {
  const struct best *b = &best[value];
  static const char *const lines[VALUES] = {[TDG_ROW_NAMES_TITLE] = "title",
                                            [TDG_ROW_NAMES_SUBTITLE] = "subtitle",
                                            [TDG_ROW_NAMES_SUMMARY] = "summary",
                                            [TDG_ROW_NAMES_LANGUAGE] = "language"};
  if (b->value == NULL) return;
  switch (value) {
  case TDG_ROW_NAMES_TEXT: put_text(call, r, b->value); return;
  case TDG_ROW_NAMES_PUBLISHED: put(r->object, "published", time_of(call, doc, best, b->value)); return;
  case TDG_ROW_NAMES_UPDATED: put(r->object, "updated", time_of(call, doc, best, b->value)); return;
  case TDG_ROW_NAMES_AUTHOR:
    put(r->object, "authors",
        json_is_number(b->value) ? json_incref((json_t *)(uintptr_t)b->value) : authors_of(call, b->value));
    return;
  case TDG_ROW_NAMES_ADDRESS: put(r->object, "url", line_of(call, link_of(b->value))); return;
  case TDG_ROW_NAMES_TAG: put(r->object, "tags", names_of(b->value, ",;|")); return;
  case TDG_ROW_NAMES_SOURCE: put_source(r, b->value); return;
  case TDG_ROW_NAMES_IMAGE: put_image(r, b->value); return;
  case TDG_ROW_NAMES_ID: json_object_set(r->object, "id", (json_t *)(uintptr_t)inner_of(b->value)); return;
  case TDG_ROW_NAMES_SECTION: {
    json_t *names = names_of(b->value, "");
    json_object_set(r->object, "section", json_array_get(names, 0));
    json_decref(names);
    return;
  }
  default: put(r->object, lines[value], line_of(call, b->value));
  }
}

/* Why it is no article. */
static const char *judge(const struct best best[VALUES], const json_t *top) {
  if (json_object_get(top, "$schema") != NULL) return "a schema or a configuration, no article";
  if (has(best, TDG_ROW_NAMES_TEXT)) return NULL;
  if (!has(best, TDG_ROW_NAMES_TITLE)) return "no article: neither a title nor a text is in it";
  if (has(best, TDG_ROW_NAMES_ADDRESS) || has(best, TDG_ROW_NAMES_PUBLISHED) ||
      has(best, TDG_ROW_NAMES_SUMMARY))
    return NULL;
  return "no article: a title alone, without text, date and address";
}

static void note_unread(tdg_call *call, struct row *r, const char *name) {
  if (r->unread == NULL) r->unread = tdg_scratch(call, MAX_UNREAD * sizeof *r->unread);
  if (r->n_unread == MAX_UNREAD || strlen(name) > MAX_WORD) return;
  r->unread[r->n_unread++] = tdg_str_copy(call, tdg_str_of(name)).p;
}

/* An export of this program, and what is written like one. */
static int is_export(const json_t *top) {
  const char *kind = json_string_value(json_object_get(top, "kind"));
  return json_array_size(json_object_get(top, "blocks")) > 0 ||
         (kind != NULL && (strcmp(kind, "article") == 0 || strcmp(kind, "statement") == 0) &&
          json_is_string(json_object_get(top, "text")));
}

/* Does this member hold the article, with its text or its title? */
static int wraps(tdg_call *call, const tdg_rec *doc, const char *name, const json_t *v) {
  const char *inner;
  json_t *value;
  if (!json_is_object(v) || !tdg_row_wraps(tdg_str_of(name))) return 0;
  json_object_foreach((json_t *)(uintptr_t)v, inner, value) {
    const int is = tdg_row_name(call, doc, tdg_str_of(inner)).value;
    if ((is == TDG_ROW_NAMES_TITLE || is == TDG_ROW_NAMES_TEXT) && !is_empty(value)) return 1;
  }
  return 0;
}

/* The number of somebody who has an entry elsewhere. */
static int is_reference(struct tdg_row_name is, const char *name, const json_t *v) {
  return is.value == TDG_ROW_NAMES_AUTHOR && json_is_number(v) && strcmp(name, "authors") != 0;
}

/* "data" is a date in Italian, Polish and Portuguese, and anything in English: only what is short and has a digit may be one. */
static int is_other_data(const char *name, const json_t *v) {
  enum { LONGEST_DATE = 60 };
  if (strcasecmp(name, "data") != 0) return 0;
  const struct tdg_str s = json_is_string(v) ? text_of(v) : (struct tdg_str){"", 0};
  size_t i = 0;
  while (i < s.n && !tdg_is_digit(s.p[i])) i++;
  return i == s.n || s.n > LONGEST_DATE;
}

/* The members of an object; later: how much less they mean. */
static void see_all(tdg_call *call, const tdg_rec *doc, struct row *r, struct best best[VALUES],
                    const json_t *of, int later) {
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)of, name, value) {
    struct tdg_row_name is = tdg_row_name(call, doc, tdg_str_of(name));
    if (wraps(call, doc, name, value)) continue;
    is.rank += later;
    if (is.value != 0 && !is_reference(is, name, value) && !is_other_data(name, value))
      see(best, is, name, value);
    else if (later == 0 && is_ours(name, value)) json_object_set(r->object, name, value);
    else if (!is_empty(value)) note_unread(call, r, name);
  }
}

/* Readers of feeds export whole articles as summaries. */
static void text_of_summary(struct best best[VALUES]) {
  struct best *summary = &best[TDG_ROW_NAMES_SUMMARY];
  const json_t *inner = summary->value != NULL ? inner_of(summary->value) : NULL;
  if (best[TDG_ROW_NAMES_TEXT].value != NULL || !json_is_string(inner)) return;
  if (json_string_length(inner) < LONG_SUMMARY || !is_html(text_of(inner))) return;
  best[TDG_ROW_NAMES_TEXT] = *summary;
  *summary = (struct best){NULL, NULL, 0};
}

struct row row_read(tdg_call *call, const tdg_rec *doc, const json_t *top) {
  struct row r = {.html = {"", 0}};
  struct best best[VALUES] = {0};
  const char *name;
  json_t *value;
  int given = 0;
  if (is_export(top)) {
    r.object = json_incref((json_t *)(uintptr_t)top);
    return r;
  }
  r.object = json_object();
  if (json_is_string(json_object_get(top, "text"))) given = 1;
  json_object_foreach((json_t *)(uintptr_t)top, name, value) {
    if (wraps(call, doc, name, value)) see_all(call, doc, &r, best, value, OUTSIDE);
  }
  see_all(call, doc, &r, best, top, 0);
  text_of_summary(best);
  r.why_not = given && has(best, TDG_ROW_NAMES_TITLE)
                  ? NULL
                  : judge(best, top); /* "text": "" says that there is no more */
  for (int i = 1; i < VALUES; i++) {
    if (best[i].value != NULL && r.html.n == 0 && is_as_ours(best[i].name, best[i].value))
      json_object_set(r.object, best[i].name, (json_t *)(uintptr_t)best[i].value);
    else put_best(call, doc, &r, i, best);
  }
  if (r.html.n == 0 && json_object_get(r.object, "text") == NULL)
    json_object_set_new(r.object, "text", json_string(""));
  return r;
}

/* The text is put apart, so what is checked strictly has nothing that only a lenient reader passes over. */
void row_keep_known(struct row *r) {
  static const char *const names[] = {"id",        "title",    "subtitle",  "summary", "url",
                                      "published", "updated",  "authors",   "section", "tags",
                                      "source",    "language", "lead_image"};
  const char *name;
  json_t *value;
  void *next;
  json_object_foreach_safe(r->object, next, name, value) {
    int known = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) known |= strcmp(names[i], name) == 0;
    if (!known) json_object_del(r->object, name);
  }
}

/* ---- the names of a text ---- */

/* The string at p, which points behind its first quotation mark; its end, or NULL. */
static const char *string_end(const char *p, const char *end) {
  for (; p < end && *p != '"'; p++)
    if (*p == '\\') p++;
  return p < end ? p : NULL;
}

int row_looks_like(tdg_call *call, const tdg_rec *doc, struct tdg_str json) {
  const char *p = json.p, *end = json.p + json.n;
  int depth = 0, seen[VALUES] = {0}, n = 0;
  for (; p < end; p++) {
    if (*p == '{' || *p == '[') depth++;
    if (*p == '}' || *p == ']') depth--;
    if (*p != '"') continue;
    const char *from = p + 1, *close = string_end(from, end);
    if (close == NULL) break;
    for (p = close + 1; p < end && tdg_is_xml_space(*p); p++) continue;
    if (p == end || *p != ':') {
      p--;
      continue;
    }
    const int value =
        depth == 1 ? tdg_row_name(call, doc, (struct tdg_str){from, (size_t)(close - from)}).value : 0;
    n += value != 0 && !seen[value];
    seen[value] = 1;
  }
  return n >= 2 && (seen[TDG_ROW_NAMES_TITLE] || seen[TDG_ROW_NAMES_TEXT]);
}
