/* judge.c - which lines around the root are the article: the model's word, and a few rules of order. */
#ifdef FEATURE_DUMP /* see train/train.py */
#include <stdio.h>
#endif

#include "features.h"

/* KEPT_SHARE_MIN: one part in twelve of the text of the root; with less the lines are judged again. */
enum { LINES_AROUND = 2000, KEPT_SHARE_MIN = 12, LABEL = 30, FEW_UNITS = 100, FAR = 8, MUCH_MORE = 3 };

#ifdef FEATURE_DUMP
static void dump_text(struct page *pg, const struct line *l, struct tdg_buf *b) {
  for (uint32_t k = l->first; k < l->last; k++) {
    const struct tdg_node *n = &pg->node[k];
    if (n->tag == TDG_HTML_TEXT) {
      struct tdg_str s = source_text(pg, n->at, n->len);
      if (n->len > 0 && (unsigned char)pg->src.p[n->at] <= ' ') tdg_buf_char(b, ' ');
      tdg_buf_add(b, s.p, s.n);
      if (n->len > 0 && (unsigned char)pg->src.p[n->at + n->len - 1] <= ' ') tdg_buf_char(b, ' ');
    } else if ((n->flags & (F_SKIP | F_HIDDEN)) != 0) {
      k = n->end - 1;
    } else if (n->tag == TDG_HTML_BR) {
      tdg_buf_char(b, ' ');
    }
  }
}

static void dump(struct page *pg, const struct features *f, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i < last; i++) {
    struct tdg_buf b = tdg_buf_make(pg->call, 1 << 20);
    dump_text(pg, &pg->line[i], &b);
    fprintf(stderr, "L");
    for (int k = 0; k < FT_LIMIT; k++) fprintf(stderr, "\t%d", f[i - first].v[k]);
    fprintf(stderr, "\t%s\n", b.p);
  }
  fprintf(stderr, "E\n");
}
#endif

static void judge(struct page *pg, const struct features *f, uint32_t first, uint32_t last) {
  model_scores(f, last - first, pg->line + first);
  smooth_lines(pg, first, last);
}

/* When next to nothing was kept of a root full of text, the model is out of its depth: what stands there is
 * kept as it stands. */
static void second_thoughts(struct page *pg, const struct body *b, const struct features *f, uint32_t first,
                            uint32_t last) {
  int64_t kept = 0, text = 0;
  for (uint32_t i = first; i < last; i++) {
    const struct line *l = &pg->line[i];
    int32_t value = line_value(l);
    if (!l->dropped && value > 0) kept += value;
    if (f[i - first].v[FT_IN_ROOT] && value > 0) text += value;
  }
  if (kept * KEPT_SHARE_MIN >= text) return;
  for (uint32_t i = b->first > first ? b->first : first; i < b->last && i < last; i++) {
    struct line *l = &pg->line[i];
    if (l->kind != TDG_HEADING && line_value(l) <= 0) continue;
    if (f[i - first].v[FT_N_COMMENT]) line_drop(l, WHY_COMMENT);
    else line_keep(l, WHY_HARDLY_ANYTHING);
  }
}

/* A label between paragraphs ("Advertisement") that the page itself calls something else: the model has seen
 * too few of them to be trusted with it. */
static void named_labels(struct page *pg, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i < last; i++) {
    struct line *l = &pg->line[i];
    int named = (pg->node[l->node].flags & F_PRUNED) != 0;
    if (!l->dropped && named && l->units <= LABEL && l->kind == TDG_PARAGRAPH) line_drop(l, WHY_LABEL);
  }
}

static int is_passed_over(const struct page *pg, uint32_t i) {
  return line_value(&pg->line[i]) >= 40 && (pg->node[pg->line[i].node].flags & F_PRUNED) == 0;
}

/* The lines below the headline up to the next heading: the units of text, 0 when what was kept stands near.
 */
static int64_t below_headline(const struct page *pg, const struct body *b, uint32_t first, uint32_t last,
                              uint32_t *from, uint32_t *to) {
  int64_t units = 0;
  uint32_t i;
  for (*from = first; *from < last && pg->line[*from].first < pg->node[b->h1].end;) (*from)++;
  *to = *from;
  for (i = *from; i < last && (units == 0 || pg->line[i].kind != TDG_HEADING) && pg->line[i].dropped; i++) {
    if (is_passed_over(pg, i)) units += line_value(&pg->line[i]), *to = i + 1;
  }
  return i < last && !pg->line[i].dropped && i - *to < FAR ? 0 : units;
}

/* Do the headline and a line stand in one element that is called an article? */
static int of_one_article(const struct page *pg, uint32_t h1, const struct line *l) {
  for (uint32_t i = l->node; i > 0; i = pg->node[i].parent) {
    if (i <= h1 && h1 < pg->node[i].end &&
        (pg->node[i].tag == TDG_HTML_ARTICLE || (pg->node[i].names & N_BODY) != 0))
      return 1;
  }
  return 0;
}

/* Nothing below the headline was kept, and what was stands far off and is little, too: a short article among
 * other texts. */
static void headline_first(struct page *pg, const struct body *b, uint32_t first, uint32_t last) {
  uint32_t from, to;
  int64_t below = b->h1 != 0 ? below_headline(pg, b, first, last, &from, &to) : 0, kept = 0;
  if (below < FEW_UNITS) return;
  for (uint32_t i = first; i < last; i++) {
    if (pg->line[i].dropped) continue;
    kept += pg->line[i].units;
    if (kept > below * MUCH_MORE || of_one_article(pg, b->h1, &pg->line[i])) return;
  }
  for (uint32_t i = first; i < last; i++) {
    if (i >= from && i < to && is_passed_over(pg, i)) line_keep(&pg->line[i], WHY_BELOW_HEADLINE);
    else if (!pg->line[i].dropped) line_drop(&pg->line[i], WHY_FAR_FROM_HEADLINE);
  }
}

/* A heading with nothing of the article below it goes. */
static void lone_headings(struct page *pg, struct body *b) {
  int text = 0;
  for (uint32_t i = b->last; i-- > b->first;) {
    struct line *l = &pg->line[i];
    if (l->dropped) continue;
    if (l->kind != TDG_HEADING) text = 1;
    else if (!text) line_drop(l, WHY_LONE_HEADING);
  }
}

/* Where the MAX_JUDGED lines begin that hold most text. */
static uint32_t richest_run(const struct page *pg, uint32_t first, uint32_t last) {
  int64_t sum = 0, most = -1;
  uint32_t best = first;
  for (uint32_t i = first; i < last; i++) {
    int32_t value = line_value(&pg->line[i]),
            gone = i >= first + MAX_JUDGED ? line_value(&pg->line[i - MAX_JUDGED]) : 0;
    sum += (value > 0 ? value : 0) - (gone > 0 ? gone : 0);
    if (sum > most && i + 1 >= first + MAX_JUDGED) most = sum, best = i + 1 - MAX_JUDGED;
  }
  return best;
}

void judge_lines(struct page *pg, struct body *b, const struct hints *h) {
#ifdef FEATURE_DUMP
  if (b->root == 0) fprintf(stderr, "N\n");
#endif
  if (b->root == 0) return;
  uint32_t first = b->first > LINES_AROUND ? b->first - LINES_AROUND : 0;
  uint32_t last = b->last + LINES_AROUND < pg->n_lines ? b->last + LINES_AROUND : pg->n_lines;
  if (last - first > MAX_JUDGED) {
    b->wide_first = first, b->wide_last = last;
    first = richest_run(pg, first, last), last = first + MAX_JUDGED;
  }
  struct features *f = tdg_scratch(pg->call, (last - first) * sizeof(*f));
  features_read(pg, b, h, first, last, f);
#ifdef FEATURE_DUMP
  dump(pg, f, first, last);
#endif
  judge(pg, f, first, last);
  second_thoughts(pg, b, f, first, last);
  headline_first(pg, b, first, last);
  b->first = first;
  b->last = last;
  named_labels(pg, first, last);
  lone_headings(pg, b);
}
