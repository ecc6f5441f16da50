/* trim.c - which lines around the root are the article: the model's word, and a few rules of order. */
#ifdef FEATURE_DUMP /* see train/train.py */
#include <stdio.h>
#endif

#include "features.h"

enum { LINES_BEFORE = 60, LINES_AFTER = 30, SECOND_THOUGHTS = 12 };

#ifdef FEATURE_DUMP
static void dump(struct page *pg, const struct features *f, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i < last; i++) {
    struct tdg_buf b = tdg_buf_make(pg->call, 1 << 20);
    for (uint32_t k = pg->line[i].first; k < pg->line[i].last; k++) {
      const struct node *n = &pg->node[k];
      if (n->tag == T_TEXT) {
        struct tdg_str s = source_text(pg, n->at, n->len);
        if (n->len > 0 && (unsigned char)pg->src.p[n->at] <= ' ') tdg_buf_char(&b, ' ');
        tdg_buf_add(&b, s.p, s.n);
        if (n->len > 0 && (unsigned char)pg->src.p[n->at + n->len - 1] <= ' ') tdg_buf_char(&b, ' ');
      } else if ((n->flags & (F_SKIP | F_HIDDEN)) != 0)
        k = n->end - 1;
      else if (n->tag == T_BR)
        tdg_buf_char(&b, ' ');
    }
    fprintf(stderr, "L");
    for (int k = 0; k < FT_LIMIT; k++) fprintf(stderr, "\t%d", f[i - first].v[k]);
    fprintf(stderr, "\t%s\n", b.p);
  }
  fprintf(stderr, "E\n");
}
#endif

static void judge(struct page *pg, const struct features *f, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i < last; i++) {
    struct line *l = &pg->line[i];
    int score = model_score(&f[i - first]);
    l->score = score;
    if (score < 0) l->drop = DROP_INSIDE;
  }
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
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    if (l->kind == TDG_HEADING || line_value(l) > 0)
      l->drop = f[i - first].v[FT_N_COMMENT] ? DROP_PRUNED : KEEP;
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

void body_trim(struct page *pg, struct body *b, const struct hints *h) {
#ifdef FEATURE_DUMP
  if (b->root == 0) fprintf(stderr, "N\n");
#endif
  if (b->root == 0) return;
  uint32_t first = b->first > LINES_BEFORE ? b->first - LINES_BEFORE : 0;
  uint32_t last = b->last + LINES_AFTER < pg->n_lines ? b->last + LINES_AFTER : pg->n_lines;
  struct features *f = tdg_scratch(pg->call, (last - first) * sizeof(*f));
  features_read(pg, b, h, first, last, f);
#ifdef FEATURE_DUMP
  dump(pg, f, first, last);
#endif
  judge(pg, f, first, last);
  second_thoughts(pg, b, f, first, last);
  b->first = first;
  b->last = last;
  lone_headings(pg, b);
}
