/* trim.c - which lines around the root are the article: the model's word, and a few rules of order. */
#ifdef FEATURE_DUMP /* see train/train.py */
#include <stdio.h>
#endif

#include "features.h"

enum { LINES_AROUND = 2000, MAX_JUDGED = 15000, SECOND_THOUGHTS = 12, LABEL = 30 };

#ifdef FEATURE_DUMP
static void dump_text(struct page *pg, const struct line *l, struct tdg_buf *b) {
  for (uint32_t k = l->first; k < l->last; k++) {
    const struct node *n = &pg->node[k];
    if (n->tag == T_TEXT) {
      struct tdg_str s = source_text(pg, n->at, n->len);
      if (n->len > 0 && (unsigned char)pg->src.p[n->at] <= ' ') tdg_buf_char(b, ' ');
      tdg_buf_add(b, s.p, s.n);
      if (n->len > 0 && (unsigned char)pg->src.p[n->at + n->len - 1] <= ' ') tdg_buf_char(b, ' ');
    } else if ((n->flags & (F_SKIP | F_HIDDEN)) != 0) {
      k = n->end - 1;
    } else if (n->tag == T_BR) {
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
  for (uint32_t i = first; i < last; i++) pg->line[i].score = model_score(&f[i - first]);
  chain_settle(pg, first, last);
}

/* When next to nothing was kept of a root full of text, the model is out of its depth: what stands there is
 * kept as it stands. */
static void second_thoughts(struct page *pg, const struct body *b, const struct features *f, uint32_t first,
                            uint32_t last) {
  int64_t kept = 0, text = 0;
  for (uint32_t i = first; i < last; i++) {
    const struct line *l = &pg->line[i];
    int32_t value = line_value(l);
    if (l->drop == KEEP && value > 0) kept += value;
    if (f[i - first].v[FT_IN_ROOT] && value > 0) text += value;
  }
  if (kept * SECOND_THOUGHTS >= text) return;
  for (uint32_t i = b->first > first ? b->first : first; i < b->last && i < last; i++) {
    struct line *l = &pg->line[i];
    if (l->kind == TDG_HEADING || line_value(l) > 0)
      l->drop = f[i - first].v[FT_N_COMMENT] ? DROP_PRUNED : KEEP;
  }
}

/* A label between paragraphs ("Advertisement") that the page itself calls something else: the model has seen
 * too few of them to be trusted with it. */
static void named_labels(struct page *pg, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i < last; i++) {
    struct line *l = &pg->line[i];
    int named = (pg->node[l->node].flags & F_PRUNED) != 0;
    if (l->drop == KEEP && named && l->units <= LABEL && l->kind == TDG_PARAGRAPH) l->drop = DROP_INSIDE;
  }
}

/* A heading with nothing of the article below it goes. */
static void lone_headings(struct page *pg, struct body *b) {
  int text = 0;
  for (uint32_t i = b->last; i-- > b->first;) {
    struct line *l = &pg->line[i];
    if (l->drop != KEEP) continue;
    if (l->kind != TDG_HEADING)
      text = 1;
    else if (!text)
      l->drop = DROP_TAIL;
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

void body_trim(struct page *pg, struct body *b, const struct hints *h) {
#ifdef FEATURE_DUMP
  if (b->root == 0) fprintf(stderr, "N\n");
#endif
  if (b->root == 0) return;
  uint32_t first = b->first > LINES_AROUND ? b->first - LINES_AROUND : 0;
  uint32_t last = b->last + LINES_AROUND < pg->n_lines ? b->last + LINES_AROUND : pg->n_lines;
  if (last - first > MAX_JUDGED) first = richest_run(pg, first, last), last = first + MAX_JUDGED;
  struct features *f = tdg_scratch(pg->call, (last - first) * sizeof(*f));
  features_read(pg, b, h, first, last, f);
#ifdef FEATURE_DUMP
  dump(pg, f, first, last);
#endif
  judge(pg, f, first, last);
  second_thoughts(pg, b, f, first, last);
  b->first = first;
  b->last = last;
  named_labels(pg, first, last);
  lone_headings(pg, b);
}
