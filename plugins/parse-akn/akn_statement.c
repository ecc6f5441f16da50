/* akn_statement.c - from the tree of an Akoma Ntoso document to the record of a statement; see akn_parser.h.
 *
 * The parts of the standard are roles of the record: preamble, numbered elements of the main body (points, with their path),
 * conclusions (signatures), attachments (annexes).  Of metadata the expression's date is the day of publication, a
 * signature's date in the work that of the signing; the preface says what the metadata do not. */
#include "akn_parser.h"

#include <string.h>
#include <unicode/uloc.h>

#include <tidings/kit/date.h>
#include <tidings/kit/text.h>
#include <tidings/kit/url.h>

enum { MAX_AKN_PARTS = 4000, MAX_AKN_POINTS = 20000, MAX_AKN_SIGNERS = 400, MAX_AKN_DEPTH = 64 };

struct writing {
  const struct tdg_xml_tree *t;
  tdg_call *call;
  tdg_rec *rec;
  const char *role;          /* of the blocks that come */
  struct tdg_str title;      /* of their part */
  int64_t blocks, part_from; /* written so far; where the open part begins */
  size_t words;
  int parts, signers;
  struct {
    struct tdg_str number;
    int64_t block, end;
  } * point; /* in the order in which they begin */
  int points;
  /* points that are open: their records wait for their ends */
  struct {
    struct tdg_str number;
    int64_t block;
    int nth; /* in point; -1: it is not kept */
  } open[MAX_AKN_DEPTH];
  int depth;
  struct tdg_str recital; /* the number of the one whose text comes; "" */
  int entry;              /* the text that comes is that of a list's entry */
};

static struct tdg_str trim_number(struct tdg_str s) {
  s = tdg_str_trim(s);
  while (s.n > 0 && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ':' || tdg_is_space(s.p[s.n - 1]))) s.n--;
  return s;
}

static void put(struct writing *w, uint32_t field, struct tdg_str s) {
  tdg_put_text(w->call, w->rec, field, s.p, s.n);
}

/* ---- parts ---- */

static void end_part(struct writing *w) {
  if (w->blocks == w->part_from || w->parts++ >= MAX_AKN_PARTS) return;
  tdg_rec *g = tdg_group(w->call);
  tdg_put_str(w->call, g, TDG_ROLE, w->role);
  tdg_put_text(w->call, g, TDG_TITLE, w->title.p, w->title.n);
  tdg_put_int(w->call, g, TDG_START, w->part_from);
  tdg_put_int(w->call, g, TDG_END, w->blocks);
  tdg_put_rec(w->call, w->rec, TDG_PART, g);
  w->part_from = w->blocks;
}

static void begin_part(struct writing *w, const char *role, struct tdg_str title) {
  if (strcmp(role, w->role) != 0 || title.n > 0) end_part(w);
  w->role = role;
  if (title.n > 0 || w->blocks == w->part_from) w->title = title;
}

/* ---- blocks ---- */

static size_t count_words(struct writing *w, struct tdg_str text) {
  struct tdg_range *words;
  void *m = tdg_mark(w->call);
  size_t n = tdg_words(w->call, text, &words);
  tdg_release(w->call, m);
  return n;
}

static void emit_block(struct writing *w, tdg_rec *b) {
  tdg_put_rec(w->call, w->rec, TDG_BLOCK, b);
  w->blocks++;
}

static void put_block(struct writing *w, int64_t type, struct tdg_str text, int level,
                      struct tdg_str number) {
  if (text.n == 0) return;
  tdg_rec *b = tdg_block_new(w->call, type);
  tdg_put_text(w->call, b, TDG_TEXT, text.p, text.n);
  if (level > 0) tdg_put_int(w->call, b, TDG_LEVEL, level);
  if (type == TDG_ITEM && number.n > 0) {
    tdg_put_int(w->call, b, TDG_ORDERED, 1);
    tdg_put_text(w->call, b, TDG_NUMBER, number.p, number.n);
  }
  w->words += count_words(w, text);
  emit_block(w, b);
}

static const struct tdg_str none = {"", 0};

static void put_table(struct writing *w, uint32_t i) {
  const struct tdg_xml_tree *t = w->t;
  tdg_rec *b = tdg_block_new(w->call, TDG_TABLE);
  struct tdg_buf all = tdg_buf_make(w->call, MAX_AKN_TEXT);
  int rows = 0;
  for (uint32_t r = i + 1; r < t->node[i].end; r++) {
    if (!tdg_xml_tree_is(t, r, "tr")) continue;
    tdg_rec *row = tdg_group(w->call);
    int cells = 0, heads = 0;
    for (uint32_t c = tdg_xml_tree_child(t, r, NULL, 0); c != 0; c = tdg_xml_tree_child(t, r, NULL, c)) {
      if (!tdg_xml_tree_is(t, c, "td") && !tdg_xml_tree_is(t, c, "th")) continue;
      struct tdg_str s = akn_text(t, c, "authorialNote");
      if (cells > 0) tdg_buf_char(&all, '\t');
      tdg_buf_add(&all, s.p, s.n);
      w->call->host->put(w->call, row, TDG_CELL, s.p, s.n);
      heads += tdg_xml_tree_is(t, c, "th");
      cells++;
    }
    if (cells == 0) continue;
    if (heads == cells) tdg_put_int(w->call, row, TDG_HEADER_ROW, 1);
    tdg_put_rec(w->call, b, TDG_ROW, row);
    tdg_buf_char(&all, '\n');
    rows++;
  }
  struct tdg_str text = tdg_str_trim(tdg_buf_get(&all));
  if (rows == 0 || text.n == 0) return;
  tdg_put_text(w->call, b, TDG_TEXT, text.p, text.n);
  w->words += count_words(w, text);
  emit_block(w, b);
}

static void put_notes(struct writing *w, uint32_t i) {
  for (uint32_t k = i + 1; k < w->t->node[i].end; k++)
    if (tdg_xml_tree_is(w->t, k, "authorialNote"))
      put_block(w, TDG_FOOTNOTE, akn_text(w->t, k, NULL), 0, none);
}

/* ---- points ---- */

/* "(a)" in "2" is "2(a)"; "1.2" in "1" is itself; "a)" and "i." in a point are in brackets. */
static struct tdg_str path_of(struct writing *w, struct tdg_str number) {
  struct tdg_str around = w->depth > 0 ? w->open[w->depth - 1].number : none, own = trim_number(number);
  struct tdg_buf b = tdg_buf_make(w->call, MAX_AKN_NUMBER);
  if (around.n == 0 || own.n == 0) return own;
  if (own.n > around.n && memcmp(own.p, around.p, around.n) == 0 &&
      (own.p[around.n] == '.' || own.p[around.n] == '('))
    return own;
  tdg_buf_add(&b, around.p, around.n);
  while (own.n > 0 && (own.p[0] == '(')) own.p++, own.n--;
  while (own.n > 0 && (own.p[own.n - 1] == ')')) own.n--;
  tdg_buf_char(&b, '(');
  tdg_buf_add(&b, own.p, own.n);
  tdg_buf_char(&b, ')');
  return tdg_buf_get(&b);
}

static int begin_point(struct writing *w, struct tdg_str number) {
  if (w->depth == MAX_AKN_DEPTH) return 0;
  struct tdg_str path = tdg_str_copy(w->call, path_of(w, number));
  int kept = path.n > 0 && w->points < MAX_AKN_POINTS;
  if (kept && w->point == NULL) w->point = tdg_scratch(w->call, MAX_AKN_POINTS * sizeof *w->point);
  w->open[w->depth].number = path;
  w->open[w->depth].block = w->blocks;
  w->open[w->depth++].nth = kept ? w->points : -1;
  if (kept) w->point[w->points].number = path, w->point[w->points++].block = w->blocks;
  return 1;
}

static void end_point(struct writing *w) {
  int nth = w->open[--w->depth].nth;
  if (nth >= 0) w->point[nth].end = w->blocks;
}

static void put_points(struct writing *w) {
  for (int i = 0; i < w->points; i++) {
    if (w->point[i].end <= w->point[i].block) continue;
    tdg_rec *g = tdg_group(w->call);
    tdg_put_text(w->call, g, TDG_NUMBER, w->point[i].number.p, w->point[i].number.n);
    tdg_put_int(w->call, g, TDG_BLOCK_NO, w->point[i].block);
    tdg_put_int(w->call, g, TDG_END, w->point[i].end);
    tdg_put_rec(w->call, w->rec, TDG_POINT, g);
  }
}

/* ---- signatures ---- */

static void put_signatory(struct writing *w, uint32_t i) {
  const struct tdg_xml_tree *t = w->t;
  uint32_t person = tdg_xml_tree_find(t, i, "person", 0), role = tdg_xml_tree_find(t, i, "role", 0),
           org = tdg_xml_tree_find(t, i, "organization", 0);
  struct tdg_str name = person != 0 ? akn_text(t, person, NULL) : akn_text(t, i, NULL);
  if (name.n == 0 || w->signers++ >= MAX_AKN_SIGNERS) return;
  tdg_rec *g = tdg_group(w->call);
  tdg_put_text(w->call, g, TDG_NAME, name.p, name.n);
  struct tdg_str office = role != 0 ? akn_text(t, role, NULL) : none,
                 side = org != 0 ? akn_text(t, org, NULL) : none;
  tdg_put_text(w->call, g, TDG_OFFICE, office.p, office.n);
  tdg_put_text(w->call, g, TDG_ORG, side.p, side.n);
  tdg_put_int(w->call, g, TDG_BLOCK_NO, w->blocks);
  tdg_put_rec(w->call, w->rec, TDG_SIGNATORY, g);
}

static void put_signatories(struct writing *w, uint32_t i) {
  for (uint32_t k = i + 1; k < w->t->node[i].end;) {
    int is_signature = tdg_xml_tree_is(w->t, k, "signature");
    if (is_signature) put_signatory(w, k);
    k = is_signature ? w->t->node[k].end : k + 1;
  }
}

/* ---- the text ---- */

static void walk(struct writing *w, uint32_t i, int depth);

static int is_any(const struct tdg_xml_tree *t, uint32_t i, const char *const *names) {
  for (; *names != NULL; names++)
    if (tdg_xml_tree_is(t, i, *names)) return 1;
  return 0;
}

static const char *const holders[] = {"content",
                                      "intro",
                                      "wrapUp",
                                      "wrapup",
                                      "list",
                                      "hcontainer",
                                      "section",
                                      "chapter",
                                      "part",
                                      "title",
                                      "book",
                                      "division",
                                      "tome",
                                      "subchapter",
                                      "subpart",
                                      "subtitle",
                                      "ol",
                                      "ul",
                                      "recitals",
                                      "citations",
                                      "blockList",
                                      "mainBody",
                                      "body",
                                      "container",
                                      "longTitle",
                                      "blockContainer",
                                      "tblock",
                                      "toc",
                                      "formula",
                                      "preamble",
                                      "conclusions",
                                      "div",
                                      "quotedStructure",
                                      "embeddedStructure",
                                      "foreign",
                                      "signatures",
                                      NULL};
static const char *const numbered[] = {
    "paragraph",    "point",     "article",    "clause",       "alinea",  "item",     "indent",
    "subparagraph", "subclause", "subsection", "rule",         "subrule", "recital",  "citation",
    "li",           "sublist",   "level",      "transitional", "proviso", "listItem", NULL};

/* A number that stands at the head of an element; 0. */
static uint32_t num_of(const struct tdg_xml_tree *t, uint32_t i) {
  for (uint32_t k = tdg_xml_tree_child(t, i, NULL, 0); k != 0; k = tdg_xml_tree_child(t, i, NULL, k)) {
    if (tdg_xml_tree_is(t, k, "num")) return k;
    if (t->node[k].name.n > 0 && !tdg_xml_tree_is(t, k, "heading") && !tdg_xml_tree_is(t, k, "subheading"))
      return 0;
  }
  return 0;
}

static void put_heading(struct writing *w, uint32_t i, int depth) {
  const struct tdg_xml_tree *t = w->t;
  struct tdg_buf b = tdg_buf_make(w->call, MAX_AKN_TEXT);
  uint32_t heading = 0, num = num_of(t, i);
  for (uint32_t k = tdg_xml_tree_child(t, i, NULL, 0); k != 0 && heading == 0;
       k = tdg_xml_tree_child(t, i, NULL, k))
    if (tdg_xml_tree_is(t, k, "heading")) heading = k;
  if (heading == 0) return;
  if (num != 0 && !is_any(t, i, numbered)) {
    struct tdg_str n = akn_text(t, num, NULL);
    tdg_buf_add(&b, n.p, n.n);
    tdg_buf_char(&b, ' ');
  }
  struct tdg_str s = akn_text(t, heading, "authorialNote");
  tdg_buf_add(&b, s.p, s.n);
  s = tdg_str_trim(tdg_buf_get(&b));
  if (s.n == 0) return;
  if (w->depth == 0) begin_part(w, w->role, s);
  put_block(w, TDG_HEADING, s, depth < 5 ? depth + 2 : 6, none);
}

/* An element of text: the point that is open and has no block yet begins with it. */
static void put_paragraph(struct writing *w, uint32_t i) {
  const struct tdg_xml_tree *t = w->t;
  struct tdg_str text = akn_text(t, i, "authorialNote"), class_name = tdg_xml_tree_value(t, i, "class");
  int64_t type = tdg_nocase_is(class_name, "quote")      ? TDG_QUOTE
                 : tdg_nocase_is(class_name, "footnote") ? TDG_FOOTNOTE
                 : tdg_nocase_is(class_name, "heading")  ? TDG_HEADING
                                                         : TDG_PARAGRAPH;
  struct tdg_str number = none;
  put_signatories(w, i);
  if (strcmp(w->role, "signature") == 0 && tdg_xml_tree_find(t, i, "signature", 0) != 0)
    type = TDG_SIGNATURE_LINE;
  int level = type == TDG_HEADING ? 2 : type == TDG_QUOTE ? 1 : 0;
  if (type == TDG_PARAGRAPH && w->depth > 0 && w->open[w->depth - 1].block == w->blocks &&
      w->open[w->depth - 1].number.n > 0) {
    struct tdg_str path = w->open[w->depth - 1].number;
    const char *bracket = path.p[path.n - 1] == ')' ? memrchr(path.p, '(', path.n) : NULL;
    number = bracket != NULL ? (struct tdg_str){bracket, (size_t)(path.p + path.n - bracket)} : path;
    type = TDG_ITEM;
    level = w->depth;
  }
  if (w->recital.n > 0 && type == TDG_PARAGRAPH) type = TDG_ITEM, level = 1, number = w->recital;
  if (w->entry && type == TDG_PARAGRAPH) type = TDG_ITEM, level = 1;
  w->recital = none;
  w->entry = 0;
  put_block(w, type, text, level, number);
  put_notes(w, i);
}

static void walk_numbered(struct writing *w, uint32_t i, int depth) {
  const struct tdg_xml_tree *t = w->t;
  uint32_t num = num_of(t, i);
  int in_list =
      tdg_xml_tree_is(t, i, "li") || tdg_xml_tree_is(t, i, "item") || tdg_xml_tree_is(t, i, "listItem");
  int point = num != 0 && strcmp(w->role, "preamble") != 0 && begin_point(w, akn_text(t, num, NULL));
  int has_boxes = 0;
  if (num != 0 && !point) w->recital = trim_number(akn_text(t, num, NULL));
  put_heading(w, i, depth);
  for (uint32_t k = tdg_xml_tree_child(t, i, NULL, 0); k != 0; k = tdg_xml_tree_child(t, i, NULL, k))
    has_boxes |= tdg_xml_tree_is(t, k, "p") || is_any(t, k, holders) || is_any(t, k, numbered) ||
                 tdg_xml_tree_is(t, k, "table");
  w->entry = in_list && num == 0;
  if (!has_boxes) put_paragraph(w, i);
  else walk(w, i, depth + 1);
  if (point) end_point(w);
}

static void walk(struct writing *w, uint32_t i, int depth) {
  const struct tdg_xml_tree *t = w->t;
  if (depth > 2 * MAX_AKN_DEPTH) return;
  for (uint32_t k = tdg_xml_tree_child(t, i, NULL, 0); k != 0; k = tdg_xml_tree_child(t, i, NULL, k)) {
    if (t->node[k].name.n == 0 || tdg_xml_tree_is(t, k, "num") || tdg_xml_tree_is(t, k, "heading") ||
        tdg_xml_tree_is(t, k, "meta") || tdg_xml_tree_is(t, k, "authorialNote"))
      continue;
    if (is_any(t, k, numbered)) {
      walk_numbered(w, k, depth);
    } else if (tdg_xml_tree_is(t, k, "table")) {
      put_table(w, k);
    } else if (is_any(t, k, holders)) {
      const char *was = w->role;
      if (tdg_xml_tree_is(t, k, "hcontainer") && depth == 0 && tdg_xml_tree_value(t, k, "name").n > 0)
        begin_part(w, tdg_xml_tree_value(t, k, "name").p, none);
      put_heading(w, k, depth);
      walk(w, k, depth + 1);
      if (w->role != was) begin_part(w, was, none);
    } else {
      put_paragraph(w, k); /* p, block, crossHeading, and elements that the standard may get */
    }
  }
}

/* ---- head ---- */

static int put_time(struct writing *w, uint32_t field, const char *name, struct tdg_str s) {
  struct tdg_date d;
  if (s.n == 0 || tdg_str_starts(s, "0001-") || tdg_str_starts(s, "9999-") ||
      tdg_date_parse(s.p, s.n, NULL, &d) != 0)
    return 0;
  tdg_put_int(w->call, w->rec, field, d.ms);
  if (tdg_date_is_local(&d, 0)) tdg_date_put_origin(w->call, w->rec, name, "akn", s, &d, 0);
  return 1;
}

/* Of version 3, of the earlier ones. */
static struct tdg_str id_of(const struct tdg_xml_tree *t, uint32_t i) {
  const struct tdg_str id = tdg_xml_tree_value(t, i, "eId");
  return id.n > 0 ? id : tdg_xml_tree_value(t, i, "id");
}

/* The name behind "#org_1"; "" when nothing has that id. */
static struct tdg_str shown(const struct tdg_xml_tree *t, struct tdg_str ref) {
  if (ref.n < 2 || ref.p[0] != '#') return none;
  for (uint32_t k = 1; k < t->n; k++)
    if (tdg_xml_tree_value(t, k, "showAs").n > 0 && id_of(t, k).n == ref.n - 1 &&
        memcmp(id_of(t, k).p, ref.p + 1, ref.n - 1) == 0)
      return tdg_xml_tree_value(t, k, "showAs");
  return none;
}

static void put_dates(struct writing *w, uint32_t meta, uint32_t preface) {
  const struct tdg_xml_tree *t = w->t;
  uint32_t work = tdg_xml_tree_find(t, meta, "FRBRWork", 0),
           expression = tdg_xml_tree_find(t, meta, "FRBRExpression", 0);
  uint32_t made = tdg_xml_tree_find(t, meta, "FRBRManifestation", 0),
           publication = tdg_xml_tree_find(t, meta, "publication", 0);
  uint32_t signed_at = work != 0 ? tdg_xml_tree_find(t, work, "FRBRdate", 0) : 0,
           shown_at = preface != 0 ? tdg_xml_tree_find(t, preface, "docDate", 0) : 0;
  uint32_t at = expression != 0 ? tdg_xml_tree_find(t, expression, "FRBRdate", 0) : 0,
           changed = made != 0 ? tdg_xml_tree_find(t, made, "FRBRdate", 0) : 0;
  int known =
      publication != 0 && put_time(w, TDG_PUBLISHED, "published", tdg_xml_tree_value(t, publication, "date"));
  if (!known && at != 0) known = put_time(w, TDG_PUBLISHED, "published", tdg_xml_tree_value(t, at, "date"));
  if (!known && shown_at != 0)
    known = put_time(w, TDG_PUBLISHED, "published", tdg_xml_tree_value(t, shown_at, "date"));
  int signature = signed_at != 0 && (tdg_nocase_has(tdg_xml_tree_value(t, signed_at, "name"), "sign") ||
                                     tdg_nocase_has(tdg_xml_tree_value(t, signed_at, "name"), "adopt"));
  if (signature) put_time(w, TDG_EVENT_TIME, "event", tdg_xml_tree_value(t, signed_at, "date"));
  if (!known && !signature && signed_at != 0)
    put_time(w, TDG_PUBLISHED, "published", tdg_xml_tree_value(t, signed_at, "date"));
  if (changed != 0 && tdg_nocase_has(tdg_xml_tree_value(t, changed, "name"), "update"))
    put_time(w, TDG_UPDATED, "updated", tdg_xml_tree_value(t, changed, "date"));
}

static void put_issuer(struct writing *w, struct tdg_str name) {
  if (name.n == 0 || tdg_nocase_is(name, "unknown")) return;
  tdg_rec *g = tdg_group(w->call);
  tdg_put_text(w->call, g, TDG_NAME, name.p, name.n);
  tdg_put_rec(w->call, w->rec, TDG_ISSUER, g);
}

static void put_issuers(struct writing *w, uint32_t meta, uint32_t preface) {
  const struct tdg_xml_tree *t = w->t;
  uint32_t work = tdg_xml_tree_find(t, meta, "FRBRWork", 0);
  int n = 0;
  for (uint32_t k = preface + 1; preface != 0 && k < t->node[preface].end; k++)
    if (tdg_xml_tree_is(t, k, "docProponent") || tdg_xml_tree_is(t, k, "docAuthority"))
      n++, put_issuer(w, akn_text(t, k, NULL));
  for (uint32_t k = work + 1; n == 0 && work != 0 && k < t->node[work].end; k++)
    if (tdg_xml_tree_is(t, k, "FRBRauthor")) put_issuer(w, shown(t, tdg_xml_tree_value(t, k, "href")));
}

static struct tdg_str in_preface(const struct tdg_xml_tree *t, uint32_t preface, const char *name) {
  uint32_t k = preface != 0 ? tdg_xml_tree_find(t, preface, name, 0) : 0;
  return k != 0 ? akn_text(t, k, "authorialNote") : none;
}

/* Three letters of ISO 639 become the two that are usual. */
static void put_language(struct writing *w, uint32_t meta) {
  uint32_t k = tdg_xml_tree_find(w->t, meta, "FRBRlanguage", 0);
  struct tdg_str code = k != 0 ? tdg_xml_tree_value(w->t, k, "language") : none;
  char two[16];
  UErrorCode error = U_ZERO_ERROR;
  if (code.n == 3 && uloc_getLanguage(code.p, two, (int32_t)sizeof two, &error) == 2 && U_SUCCESS(error))
    code = tdg_str_copy(w->call, tdg_str_of(two));
  if (code.n > 0 && !tdg_nocase_is(code, "und")) put(w, TDG_LANGUAGE, code);
}

static void put_head(struct writing *w, const tdg_rec *doc, uint32_t meta, uint32_t preface) {
  const struct tdg_xml_tree *t = w->t;
  struct tdg_str url = tdg_get(w->call, doc, TDG_FINAL_URL), title = in_preface(t, preface, "docTitle"),
                 place;
  uint32_t number = tdg_xml_tree_find(t, meta, "FRBRnumber", 0),
           uri = tdg_xml_tree_find(t, meta, "FRBRuri", 0), alias = tdg_xml_tree_find(t, meta, "FRBRalias", 0);
  if (url.n == 0) url = tdg_get(w->call, doc, TDG_URL);
  put(w, TDG_URL, url);
  if (uri != 0 && tdg_url_is_web(tdg_xml_tree_value(t, uri, "value")))
    put(w, TDG_CANONICAL, tdg_xml_tree_value(t, uri, "value"));
  if (title.n == 0) title = in_preface(t, preface, "shortTitle");
  if (title.n == 0) title = in_preface(t, preface, "longTitle");
  if (title.n == 0 && alias != 0) title = tdg_xml_tree_value(t, alias, "value");
  put(w, TDG_TITLE, title);
  struct tdg_str reference = in_preface(t, preface, "docNumber"), genre = in_preface(t, preface, "docType");
  if (reference.n == 0 && number != 0) reference = tdg_xml_tree_value(t, number, "value");
  put(w, TDG_REFERENCE, reference);
  put(w, TDG_GENRE, genre.n > 0 && memchr(genre.p, ' ', genre.n) == NULL ? genre : tdg_str_of("statement"));
  place = in_preface(t, preface, "location");
  uint32_t location = tdg_xml_tree_find(t, meta, "TLCLocation", 0),
           event = tdg_xml_tree_find(t, meta, "TLCEvent", 0);
  put(w, TDG_PLACE, place.n > 0 ? place : location != 0 ? tdg_xml_tree_value(t, location, "showAs") : none);
  struct tdg_str occasion = in_preface(t, preface, "event");
  put(w, TDG_OCCASION,
      occasion.n > 0                                             ? occasion
      : event != 0 && tdg_nocase_is(id_of(t, event), "occasion") ? tdg_xml_tree_value(t, event, "showAs")
                                                                 : none);
  put_language(w, meta);
  put_dates(w, meta, preface);
  put_issuers(w, meta, preface);
}

/* ---- the whole ---- */

static uint32_t own_child(const struct tdg_xml_tree *t, uint32_t i, const char *name) {
  for (uint32_t k = tdg_xml_tree_child(t, i, NULL, 0); k != 0; k = tdg_xml_tree_child(t, i, NULL, k))
    if (tdg_xml_tree_is(t, k, name)) return k;
  return 0;
}

static void put_part(struct writing *w, uint32_t i, const char *role) {
  if (i == 0) return;
  begin_part(w, role, none);
  walk(w, i, 0);
}

/* Does the main body have numbers? */
static int has_points(const struct tdg_xml_tree *t, uint32_t i) {
  return tdg_xml_tree_find(t, i, "num", 0) != 0;
}

static void put_annexes(struct writing *w, uint32_t i) {
  for (uint32_t k = i + 1; i != 0 && k < w->t->node[i].end; k++) {
    if (!tdg_xml_tree_is(w->t, k, "mainBody") && !tdg_xml_tree_is(w->t, k, "body")) continue;
    end_part(w);
    put_part(w, k, "annex");
    k = w->t->node[k].end - 1;
  }
}

int akn_statement(struct tdg_xml_tree *t, const tdg_rec *doc, uint32_t i) {
  struct writing w = {.t = t, .call = t->call, .role = "body", .title = {"", 0}, .recital = {"", 0}};
  uint32_t meta = own_child(t, i, "meta"), preface = own_child(t, i, "preface"),
           body = own_child(t, i, "mainBody");
  if (body == 0) body = own_child(t, i, "body");
  w.rec = tdg_rec_new(t->call, TDG_STATEMENT);
  put_head(&w, doc, meta != 0 ? meta : i, preface);
  put_part(&w, own_child(t, i, "preamble"), "preamble");
  if (body != 0) put_part(&w, body, has_points(t, body) ? "operative" : "body");
  put_part(&w, own_child(t, i, "conclusions"), "signature");
  uint32_t attachments = own_child(t, i, "attachments");
  put_annexes(&w, attachments != 0 ? attachments : own_child(t, i, "components"));
  end_part(&w);
  put_points(&w);
  if (w.blocks == 0)
    return tdg_fail(t->call, TDG_BAD_INPUT, "the Akoma Ntoso document has no text in its main body");
  tdg_rec *quality = tdg_group(t->call);
  tdg_put_int(t->call, quality, TDG_WORDS, (int64_t)w.words);
  if (t->full) tdg_put_str(t->call, quality, TDG_FLAG, "cut");
  tdg_put_rec(t->call, w.rec, TDG_QUALITY, quality);
  return tdg_emit(t->call, w.rec);
}
