/* passed_over.c - what the model takes for no part of an article, and its place shows to be one.
 *
 * The model judges a line by its length and its surroundings.  A list, a table or a short answer between paragraphs, a
 * note that the text refers to, and a notice of a few short sentences look like furniture to it: here they are told by
 * where they stand.  The column is the element that most of what was kept stands in.  Linear; memory is the call's. */
#include <string.h>

#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "body.h"

enum {
  MAX_NOTES = 64,
  A_BIBLIOGRAPHY = 40, /* marks: the list they lead to is no part of the text */
  MAX_MARK = 9,        /* units of a mark in the text: 12, [3], *; an ideograph is three */
  MAX_NOTE = 1500,     /* units */
  MAX_NOTICE = 60,     /* lines */
  MAX_NOTICE_UNITS = 1500,
  MIN_NOTICE = 40, /* units */
  HISTORY = 2,     /* times in a list */
  PASSED_LINES = 3,
  MAX_SPEAKER = 60, /* units */
  GAP = 3,          /* lines that were dropped between two that were kept */
  A_WORDING = 12,   /* bytes that are compared with the rest of the text */
  MAX_ANSWER = 3,   /* lines */
  ENTRIES = 3,      /* of a list without a sentence */
  MAX_FACT = 80,    /* units of a label with its value */
  MAX_FACTS = 800,  /* units of a box of such */
  MUCH = 400        /* units of an article that needs no boxes */
};

static uint32_t column_of(struct page *pg, const struct body *b, int64_t *all) {
  uint32_t *units = tdg_scratch(pg->call, pg->n * sizeof(*units)), best = 0;
  *all = 0;
  for (uint32_t i = b->first; i < b->last; i++) {
    const struct line *l = &pg->line[i];
    uint32_t at = line_holder(pg, l);
    if (l->dropped || l->kind == TDG_HEADING) continue;
    units[at] += l->units;
    *all += l->units;
    if (units[at] > units[best]) best = at;
  }
  return (int64_t)units[best] * 2 >= *all ? best : 0;
}

static int is_plain(const struct page *pg, uint32_t i, uint32_t column) {
  for (; i > column; i = pg->node[i].parent) {
    if ((pg->node[i].flags & F_PRUNED) != 0) return 0;
    if ((pg->node[i].names &
         (N_JUNK | N_BYLINE | N_DATE | N_META | N_CAPTION | N_AUTHOR | N_TOC | N_PAGES)) != 0)
      return 0;
  }
  return 1;
}

/* Pictures with captions, or days of a history, are no list of facts. */
static int holds_facts(const struct page *pg, uint32_t list) {
  uint32_t times = 0;
  for (uint32_t i = list + 1; i < pg->node[list].end; i++) {
    const struct tdg_node *n = &pg->node[i];
    if (n->tag == TDG_HTML_TEXT) continue;
    times += n->tag == TDG_HTML_TIME;
    if (n->units > 0 && (n->names & (N_CAPTION | N_MEDIA | N_NAV | N_SHARE | N_RELATED)) != 0) return 0;
  }
  return times < HISTORY;
}

static int is_list(const struct page *pg, uint32_t i) {
  const struct tdg_node *n = &pg->node[i];
  switch (n->tag) {
  case TDG_HTML_UL:
  case TDG_HTML_OL:
  case TDG_HTML_DL: return n->links * 5 < n->units * 2;
  case TDG_HTML_TABLE: return table_is_data(pg, i) && n->links * 5 < n->units * 4;
  default: return 0;
  }
}

/* Was nothing of it kept yet? */
static int is_all_dropped(const struct page *pg, uint32_t child, uint32_t line, uint32_t last) {
  for (uint32_t i = line; i < last && pg->line[i].first < pg->node[child].end; i++)
    if (!pg->line[i].dropped) return 0;
  return 1;
}

static void keep_child(struct page *pg, uint32_t child, uint32_t line, uint32_t last, enum line_why why) {
  for (uint32_t i = line; i < last && pg->line[i].first < pg->node[child].end; i++)
    if (pg->line[i].dropped) line_keep(&pg->line[i], why);
}

/* The main part of a page that has no other article in it; else the article. */
static uint32_t main_around(const struct page *pg, uint32_t article) {
  uint32_t up = pg->node[article].parent;
  if (pg->node[article].tag != TDG_HTML_ARTICLE || pg->node[up].tag != TDG_HTML_MAIN) return article;
  for (uint32_t k = up + 1; k < pg->node[up].end; k++)
    if (pg->node[k].tag == TDG_HTML_ARTICLE && k != article) return article;
  return up;
}

/* What the article and the boxes beside its column stand in. */
static uint32_t scope_of(const struct page *pg, const struct body *b, uint32_t column) {
  for (uint32_t i = column; i > 0; i = pg->node[i].parent) {
    if (pg->node[i].tag == TDG_HTML_BODY) return column;
    if (pg->node[i].tag == TDG_HTML_ARTICLE) return main_around(pg, i);
    if (pg->node[i].tag == TDG_HTML_MAIN || node_is_inside(pg, b->h1, i)) return i;
  }
  return column;
}

/* A box beside the paragraphs, among them, that is mostly a list or a table, and leads nowhere. */
static int is_fact_box(const struct page *pg, uint32_t column, uint32_t i) {
  uint32_t facts = 0;
  if (!node_is_inside(pg, i, column) || pg->node[i].links > 0 || (pg->node[i].names & N_JUNK) != 0) return 0;
  for (uint32_t k = i + 1; k < pg->node[i].end; k++) {
    if (pg->node[k].tag == TDG_HTML_FORM) return 0;
    if (!is_list(pg, k)) continue;
    facts += pg->node[k].units;
    k = pg->node[k].end - 1;
  }
  return facts * 2 > pg->node[i].units;
}

static int is_date_line(const struct page *pg, const struct line *l) {
  static const struct tdg_date_hint any = {.order = TDG_ORDER_DMY};
  struct tdg_buf t = tdg_buf_make(pg->call, 200);
  struct tdg_date d;
  size_t start, end;
  for (uint32_t k = l->first; k < l->last && t.n < 120; k++)
    if (pg->node[k].tag == TDG_HTML_TEXT)
      tdg_buf_add(&t, pg->src.p + pg->node[k].at, pg->node[k].len < 120 ? pg->node[k].len : 0);
  return t.n < 60 && tdg_date_find(t.p, t.n, &any, &d, &start, &end) == 0 && t.n - (end - start) < 16;
}

/* "Length: 212 metres", or a label and its value, each an element of its own.  *digits: it has some. */
static int is_fact(const struct page *pg, const struct line *l, int *digits) {
  uint32_t texts = 0, colons = 0;
  *digits = 0;
  if (l->links > 0 || l->units > MAX_FACT || l->kind == TDG_HEADING) return 0;
  for (uint32_t k = l->first; k < l->last; k++) {
    const struct tdg_node *n = &pg->node[k];
    const struct tdg_str s = tdg_str_trim((struct tdg_str){pg->src.p + n->at, n->len});
    if (n->tag != TDG_HTML_TEXT || n->units == 0) continue;
    texts++;
    for (size_t i = 0; i < s.n; i++) {
      *digits |= tdg_is_digit(s.p[i]);
      colons +=
          i > 0 && i + 1 < s.n && (s.p[i] == ':' || (i + 3 < s.n && memcmp(s.p + i, "\xEF\xBC\x9A", 3) == 0));
    }
  }
  return texts == 2 || (texts == 1 && colons == 1);
}

/* A box that begins with this line and holds nothing but facts, most of them with a figure, below a heading of its own; or the
 * table of one column of them; or an address below a heading.  When a page was written is no fact of the text. */
static int is_facts_box(const struct page *pg, uint32_t i, uint32_t line, int below_heading) {
  const struct tdg_node *n = &pg->node[i];
  const int table = n->tag == TDG_HTML_TABLE;
  uint32_t facts = 0, with_digits = 0;
  if (n->links > 0 || n->units > MAX_FACTS || (line > 0 && pg->line[line - 1].first > i)) return 0;
  if (n->tag == TDG_HTML_ADDRESS) return below_heading;
  if (n->tag != TDG_HTML_DIV && n->tag != TDG_HTML_SECTION && !table) return 0;
  for (uint32_t k = i + 1; k < n->end; k++)
    if (pg->node[k].tag == TDG_HTML_FORM || pg->node[k].tag == TDG_HTML_IMG ||
        pg->node[k].tag == TDG_HTML_TIME)
      return 0;
  for (uint32_t k = line; k < pg->n_lines && pg->line[k].first < n->end; k++) {
    int digits;
    if (k == line && pg->line[k].kind == TDG_HEADING) continue;
    if (!is_fact(pg, &pg->line[k], &digits) || is_date_line(pg, &pg->line[k])) return 0;
    facts++, with_digits += (uint32_t)digits;
  }
  return facts > 1 && (table || with_digits * 2 >= facts);
}

/* The outermost list, table, or box that opens around a line; 0. */
static uint32_t list_around(const struct page *pg, uint32_t scope, uint32_t column, uint32_t line,
                            int below_heading) {
  uint32_t i = pg->line[line].node;
  uint32_t found = 0;
  for (; i > scope; i = pg->node[i].parent) {
    int inside = node_is_inside(pg, i, column);
    if (is_list(pg, i) && (inside || pg->node[i].tag != TDG_HTML_UL)) found = i;
    if (inside && i != column && is_facts_box(pg, i, line, below_heading)) found = i;
    if (pg->node[i].tag == TDG_HTML_DETAILS && pg->node[i].links * 5 < pg->node[i].units * 2) found = i;
    if (pg->node[i].tag == TDG_HTML_ASIDE) return is_fact_box(pg, column, i) ? i : 0;
    if (pg->node[i].tag == TDG_HTML_NAV || pg->node[i].tag == TDG_HTML_FOOTER) return 0;
  }
  return found;
}

/* Lists and tables among the paragraphs or right behind them, with the heading above each; and a sentence behind a list. */
static void keep_lists(struct page *pg, const struct body *b, uint32_t column) {
  uint32_t scope = scope_of(pg, b, column), heading = UINT32_MAX, list_end = 0;
  int text = 0; /* nothing stands between here and the article but headings, links, and a line or two */
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    uint32_t list;
    if (!node_is_inside(pg, l->first, scope) || l->first < list_end) continue;
    if (!l->dropped) {
      text = l->kind != TDG_HEADING ? PASSED_LINES : text;
      heading = UINT32_MAX;
      if (l->kind == TDG_ITEM || l->kind == TDG_TABLE) list_end = l->last;
      continue;
    }
    list = text > 0 ? list_around(pg, scope, column, i, heading != UINT32_MAX) : 0;
    if (list != 0 &&
        is_plain(pg, pg->node[list].tag == TDG_HTML_ASIDE ? pg->node[list].parent : list, scope) &&
        holds_facts(pg, list) && is_all_dropped(pg, list, i, b->last)) {
      if (heading != UINT32_MAX) line_keep(&pg->line[heading], WHY_AMONG);
      keep_child(pg, list, i, b->last, WHY_AMONG);
      list_end = pg->node[list].end, heading = UINT32_MAX;
    } else if (list_end != 0 && l->kind == TDG_PARAGRAPH && pg->node[l->node].tag == TDG_HTML_P &&
               l->links == 0 && pg->node[l->node].parent == column && is_plain(pg, l->node, column) &&
               line_ends_sentence(pg, l)) {
      line_keep(l, WHY_AMONG);
    } else if (l->kind == TDG_HEADING && l->links == 0 && is_plain(pg, l->node, scope)) {
      heading = i, list_end = 0;
    } else {
      text -= l->links * 2 <= l->units && l->units > 3;
      heading = UINT32_MAX, list_end = 0;
    }
  }
}

/* A figure with a quotation in it is one, with its caption. */
static int holds_quotation(const struct page *pg, uint32_t i) {
  if (pg->node[i].tag == TDG_HTML_BLOCKQUOTE) return 1;
  if (pg->node[i].tag != TDG_HTML_FIGURE) return 0;
  for (uint32_t k = i + 1; k < pg->node[i].end; k++)
    if (pg->node[k].tag == TDG_HTML_BLOCKQUOTE) return 1;
  return 0;
}

static uint32_t quotation_around(const struct page *pg, uint32_t i) {
  while (i > 0 && !holds_quotation(pg, i)) i = pg->node[i].parent;
  return i > 0 && pg->node[pg->node[i].parent].tag == TDG_HTML_FIGURE ? pg->node[i].parent : i;
}

static struct tdg_str first_text(const struct page *pg, const struct line *l) {
  for (uint32_t k = l->first; k < l->last; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT && n->units > 0)
      return tdg_str_trim((struct tdg_str){pg->src.p + n->at, n->len});
  }
  return (struct tdg_str){"", 0};
}

static struct tdg_str last_text(const struct page *pg, const struct line *l) {
  for (uint32_t k = l->last; k-- > l->first;) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT && n->units > 0)
      return tdg_str_trim((struct tdg_str){pg->src.p + n->at, n->len});
  }
  return (struct tdg_str){"", 0};
}

/* Are its first words in the text of the article?  A sentence set large in the middle of a text repeats one of it. */
static int is_repeated(const struct page *pg, const struct body *b, const struct line *l) {
  struct tdg_str s = first_text(pg, l);
  if (s.n < A_WORDING) return 0;
  while (s.n > A_WORDING && (tdg_is_space(s.p[0]) || s.p[0] == '"' || memcmp(s.p, "\xE2\x80", 2) == 0 ||
                             memcmp(s.p, "\xC2\xAB", 2) == 0)) {
    const size_t step = s.p[0] == '\xE2' ? 3 : s.p[0] == '\xC2' ? 2 : 1;
    s.p += step, s.n -= step;
  }
  if (s.n > 4u * A_WORDING) s.n = 4u * A_WORDING;
  for (uint32_t k = b->first_node; k < b->last_node; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT && (k < l->first || k >= l->last) && n->len >= s.n &&
        memmem(pg->src.p + n->at, n->len, s.p, s.n) != NULL)
      return 1;
  }
  return 0;
}

/* What stands in one box with a picture is its caption. */
static int stands_by_picture(const struct page *pg, uint32_t i, uint32_t column) {
  for (; i > column; i = pg->node[i].parent)
    for (uint32_t k = i + 1; k < pg->node[i].end; k++)
      if (pg->node[k].tag == TDG_HTML_IMG || pg->node[k].tag == TDG_HTML_VIDEO ||
          pg->node[k].tag == TDG_HTML_IFRAME)
        return 1;
  return 0;
}

/* A quotation may stand in a box beside the text; what else is in such a box is none. */
static uint32_t holder_of_quotation(const struct page *pg, const struct line *l) {
  const uint32_t quotation = l->kind == TDG_QUOTE ? quotation_around(pg, l->node) : 0;
  return quotation > 0 && pg->node[pg->node[quotation].parent].tag == TDG_HTML_ASIDE
             ? pg->node[pg->node[quotation].parent].parent
             : l->node;
}

/* "Read also:" */
static int announces(const struct page *pg, const struct line *l) {
  struct tdg_str s = last_text(pg, l);
  return tdg_str_ends(s, ":") || tdg_str_ends(s, "\xEF\xBC\x9A");
}

/* Sentences and quotations between two paragraphs of the column that were kept. */
static void keep_between(struct page *pg, const struct body *b, uint32_t column) {
  for (uint32_t i = b->first + 1; i + 1 < b->last; i++) {
    struct line *l = &pg->line[i];
    uint32_t next = i + 1;
    if (!l->dropped || l->links > 0 || (l->kind != TDG_PARAGRAPH && l->kind != TDG_QUOTE)) continue;
    if (pg->line[i - 1].dropped || pg->line[i - 1].kind == TDG_HEADING ||
        !node_is_inside(pg, pg->line[i - 1].first, column) || !node_is_inside(pg, l->first, column))
      continue;
    while (next < b->last && next <= i + GAP && pg->line[next].dropped) next++;
    if (next >= b->last || pg->line[next].dropped || line_holder(pg, &pg->line[next]) != column) continue;
    if (!line_ends_sentence(pg, l) || !is_plain(pg, holder_of_quotation(pg, l), column) || announces(pg, l) ||
        stands_by_picture(pg, l->node, column) || is_repeated(pg, b, l))
      continue;
    line_keep(l, WHY_AMONG);
  }
}

/* Who says it, in the last line of a quotation: <footer>Ada Quill, engineer</footer> */
static void keep_speakers(struct page *pg, const struct body *b, uint32_t column) {
  for (uint32_t i = b->first + 1; i < b->last; i++) {
    struct line *l = &pg->line[i];
    uint32_t quotation;
    if (!l->dropped || pg->line[i - 1].dropped || l->links > 0 || l->units > MAX_SPEAKER) continue;
    quotation = quotation_around(pg, l->node);
    if (quotation == 0 || !node_is_inside(pg, quotation, column) ||
        quotation_around(pg, pg->line[i - 1].node) != quotation || l->last < pg->node[quotation].end)
      continue;
    if (l->kind == TDG_CAPTION_TEXT) l->kind = TDG_QUOTE, l->level = 1;
    line_keep(l, WHY_AMONG);
  }
}

/* Sentences right before and behind a long quotation. */
static void keep_around_quotation(struct page *pg, const struct body *b, uint32_t column) {
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    int beside = 0;
    if (!l->dropped || l->kind != TDG_PARAGRAPH || pg->node[l->node].parent != column ||
        l->links * 2 > l->units)
      continue;
    if (!is_plain(pg, l->node, column) || !line_ends_sentence(pg, l)) continue;
    if (i > b->first) beside |= !pg->line[i - 1].dropped && pg->line[i - 1].kind == TDG_QUOTE;
    if (i + 1 < b->last) beside |= !pg->line[i + 1].dropped && pg->line[i + 1].kind == TDG_QUOTE;
    if (beside) line_keep(l, WHY_AMONG);
  }
}

/* ---- notes ---- */

struct notes {
  struct tdg_str id[MAX_NOTES], mark[MAX_NOTES]; /* mark: of those that lead nowhere: <sup>1</sup> */
  size_t n, marks;
};

static void read_marks(const struct page *pg, const struct line *l, struct notes *notes) {
  for (uint32_t k = l->first > 2 ? l->first - 2 : 1; k < l->last && notes->n < MAX_NOTES; k++) {
    struct tdg_str ref;
    if (k + 1 < pg->n && pg->node[k].tag == TDG_HTML_SUP && pg->node[k + 1].tag == TDG_HTML_TEXT &&
        pg->node[k + 1].units <= MAX_MARK && notes->marks < MAX_NOTES)
      notes->mark[notes->marks++] =
          tdg_str_trim((struct tdg_str){pg->src.p + pg->node[k + 1].at, pg->node[k + 1].len});
    if (pg->node[k].tag != TDG_HTML_A || pg->node[k].units > MAX_MARK) continue;
    ref = node_attr(pg, k, TDG_ATTR_HREF);
    if (ref.n > 1 && ref.p[0] == '#') notes->id[notes->n++] = (struct tdg_str){ref.p + 1, ref.n - 1};
  }
}

static int is_noted(const struct notes *notes, struct tdg_str id) {
  for (size_t i = 0; i < notes->n; i++)
    if (tdg_str_same(notes->id[i], id)) return 1;
  return 0;
}

/* An element that is called notes at the foot of a page. */
static int is_footnotes(const struct page *pg, uint32_t i) {
  static const char *const names[] = {"footnote", "endnote",   "fussnote",     "fu\xC3\x9Fnote", "voetnoot",
                                      "fotnot",   "notes-bas", "notas-al-pie", "note-a-pie",     "przypis"};
  struct tdg_str name = node_attr(pg, i, TDG_ATTR_CLASS), id = node_attr(pg, i, TDG_ATTR_ID),
                 role = node_attr(pg, i, TDG_ATTR_ROLE);
  if (tdg_nocase_is(role, "doc-endnotes") || tdg_nocase_is(role, "doc-footnote")) return 1;
  for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
    if (tdg_nocase_has(name, names[k]) || tdg_nocase_has(id, names[k])) return 1;
  return 0;
}

static void keep_footnotes(struct page *pg, const struct body *b, uint32_t scope) {
  for (uint32_t k = scope + 1; k < pg->node[scope].end; k++) {
    if (pg->node[k].tag == TDG_HTML_TEXT || pg->node[k].len == 0 || k < b->first_node) continue;
    if (pg->node[k].units > MAX_NOTE || (tdg_html_flags(pg->node[k].tag) & TDG_IS_BLOCK) == 0 ||
        !is_footnotes(pg, k) || !is_plain(pg, k, scope))
      continue;
    for (uint32_t i = b->first; i < b->last && pg->line[i].first < pg->node[k].end; i++)
      if (pg->line[i].first > k && pg->line[i].dropped) line_keep(&pg->line[i], WHY_NOTE);
    k = pg->node[k].end - 1;
  }
}

/* Paragraphs right behind the text that begin with a mark of it. */
static void keep_marked(struct page *pg, const struct body *b, const struct notes *notes, uint32_t scope) {
  uint32_t text = b->last;
  while (text > b->first && pg->line[text - 1].dropped) text--;
  for (uint32_t i = text; i < b->last && i < text + MAX_NOTES; i++) {
    struct line *l = &pg->line[i];
    const struct tdg_str s = first_text(pg, l);
    int marked = 0;
    for (size_t k = 0; k < notes->marks; k++)
      marked |= notes->mark[k].n > 0 && s.n >= notes->mark[k].n &&
                memcmp(s.p, notes->mark[k].p, notes->mark[k].n) == 0 &&
                (s.n == notes->mark[k].n || !tdg_is_digit(s.p[notes->mark[k].n]));
    if (!marked || !l->dropped || l->units > MAX_NOTE || !node_is_inside(pg, l->first, scope)) return;
    line_keep(l, WHY_NOTE);
  }
}

/* The texts that marks in the article lead to. */
static void keep_notes(struct page *pg, const struct body *b, uint32_t scope) {
  struct notes notes = {.n = 0};
  uint32_t last = 0;
  for (uint32_t i = b->first; i < b->last; i++)
    if (!pg->line[i].dropped) read_marks(pg, &pg->line[i], &notes), last = pg->line[i].last;
  if (scope != 0 && notes.marks > 0 && notes.marks <= A_BIBLIOGRAPHY) keep_marked(pg, b, &notes, scope);
  if (notes.n == 0 || notes.n > A_BIBLIOGRAPHY) return;
  for (uint32_t k = 1; k < pg->n; k++) {
    uint32_t box = k;
    struct tdg_str id;
    if (pg->node[k].tag == TDG_HTML_TEXT || pg->node[k].len == 0) continue;
    id = node_attr(pg, k, TDG_ATTR_ID);
    if (id.n == 0 || !is_noted(&notes, id) || k < b->first_node) continue;
    while (box > 0 && (tdg_html_flags(pg->node[box].tag) & TDG_IS_BLOCK) == 0) box = pg->node[box].parent;
    if (pg->node[box].units > MAX_NOTE || node_is_inside(pg, last, box)) continue;
    for (uint32_t i = b->first; i < b->last; i++) {
      if (pg->line[i].first >= pg->node[box].end) break;
      if (pg->line[i].first >= box && pg->line[i].dropped) line_keep(&pg->line[i], WHY_NOTE);
    }
  }
}

/* ---- notices ---- */

/* The smallest element around the headline that holds sentences behind it. */
static uint32_t notice_box(const struct page *pg, uint32_t h1) {
  for (uint32_t i = pg->node[h1].parent; i > 0; i = pg->node[i].parent) {
    if (pg->node[i].tag == TDG_HTML_HEADER) continue;
    if (pg->node[i].units >= pg->node[h1].units + MIN_NOTICE) return i;
  }
  return 0;
}

static int of_notice(const struct page *pg, const struct line *l, uint32_t box, int is_first) {
  if (l->kind == TDG_ITEM ? l->links * 10 > l->units * 7 : l->links * 2 > l->units) return 0;
  return l->kind != TDG_CAPTION_TEXT && is_plain(pg, l->node, box) &&
         !(is_first && (is_date_line(pg, l) || l->kind == TDG_HEADING));
}

/* Next to nothing was kept, and short sentences stand below the headline: a notice is an article, too. */
static void keep_notice(struct page *pg, struct body *b, int64_t kept) {
  uint32_t box = b->h1 > 0 ? notice_box(pg, b->h1) : 0, units = 0, lines = 0, sentences = 0, items = 0,
           links = 0, from = UINT32_MAX, to = 0;
  if (box == 0) return;
  for (uint32_t i = 0; i < pg->n_lines && lines < MAX_NOTICE; i++) {
    const struct line *l = &pg->line[i];
    if (l->first < pg->node[b->h1].end || !node_is_inside(pg, l->first, box)) continue;
    if (lines > 0 && l->kind == TDG_HEADING && l->links > 0) break;
    if (!of_notice(pg, l, box, lines == 0)) continue;
    sentences += (uint32_t)line_ends_sentence(pg, l);
    items += l->kind == TDG_ITEM, links += l->links;
    units += l->units, lines++;
    if (from == UINT32_MAX) from = i;
    to = i + 1;
  }
  if (units < MIN_NOTICE || units > MAX_NOTICE_UNITS || kept * 2 > units) return;
  if (sentences + items < 2 || (sentences == 0 && (items < ENTRIES || links > 0)) ||
      (sentences + items) * 2 < lines)
    return;
  for (uint32_t i = b->first; i < b->last; i++)
    if (!pg->line[i].dropped) line_drop(&pg->line[i], WHY_FAR_FROM_HEADLINE);
  b->first = from, b->last = to, b->notice = units;
  for (uint32_t i = from; i < to; i++) {
    if (of_notice(pg, &pg->line[i], box, i == from)) line_keep(&pg->line[i], WHY_NOTICE);
    else line_drop(&pg->line[i], WHY_MODEL);
  }
  if (b->root == 0) b->root = box;
  b->first_node = pg->line[from].first, b->last_node = pg->line[to - 1].last;
}

/* In Greek a question ends in a semicolon. */
static int is_question(const struct page *pg, const struct line *l) {
  static const char *const marks[] = {"?", "\xEF\xBC\x9F", "\xD8\x9F", "\xCD\xBE"};
  const struct tdg_str s = last_text(pg, l);
  for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
    if (tdg_str_ends(s, marks[i])) return 1;
  return s.n > 2 && s.p[s.n - 1] == ';' && (s.p[s.n - 3] == '\xCE' || s.p[s.n - 3] == '\xCF');
}

/* The lines right behind a question that are its answer: sentences without a link, up to the next question. */
static uint32_t answer_of(const struct page *pg, const struct body *b, uint32_t question, uint32_t scope) {
  uint32_t k = question + 1;
  for (; k < b->last && k <= question + MAX_ANSWER; k++) {
    const struct line *l = &pg->line[k];
    if (!l->dropped || l->links > 0 || l->kind == TDG_HEADING || is_question(pg, l) ||
        !node_is_inside(pg, l->first, scope) || !is_plain(pg, l->node, scope) || !line_ends_sentence(pg, l))
      break;
  }
  return k - question - 1;
}

/* Questions whose answers were kept, and, behind the article's text, questions with their answers. */
static void keep_questions(struct page *pg, const struct body *b, uint32_t scope) {
  int text = 0; /* lines that may still stand between here and the article */
  for (uint32_t i = b->first; i + 1 < b->last; i++) {
    struct line *l = &pg->line[i];
    if (!l->dropped) {
      if (l->kind != TDG_HEADING) text = PASSED_LINES;
      continue;
    }
    if (l->links > 0 || l->first < b->h1 || !node_is_inside(pg, l->first, scope) ||
        !is_plain(pg, l->node, scope)) {
      text--;
      continue;
    }
    if (!is_question(pg, l)) {
      text -= l->kind != TDG_HEADING;
      continue;
    }
    const uint32_t lines = text > 0 ? answer_of(pg, b, i, scope) : 0;
    if (lines > 0 || !pg->line[i + 1].dropped) line_keep(l, WHY_AMONG);
    for (uint32_t k = i + 1; k <= i + lines; k++) line_keep(&pg->line[k], WHY_AMONG);
    if (lines > 0) text = PASSED_LINES;
  }
}

void passed_over_keep(struct page *pg, struct body *b) {
  int64_t kept = 0;
  uint32_t column = b->root != 0 ? column_of(pg, b, &kept) : 0;
  if (kept < MUCH) keep_notice(pg, b, kept);
  if (kept == 0 || b->notice > 0) return;
  if (column != 0) {
    keep_between(pg, b, column);
    keep_lists(pg, b, column);
    keep_speakers(pg, b, column);
    keep_around_quotation(pg, b, column);
    keep_footnotes(pg, b, scope_of(pg, b, column));
    keep_questions(pg, b, scope_of(pg, b, column));
    leads_elsewhere_cut(pg, b, column, kept < MUCH);
  }
  keep_notes(pg, b, column != 0 ? scope_of(pg, b, column) : 0);
}
