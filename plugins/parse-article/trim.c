/* trim.c - take away what stands before, behind and between the article inside its element. */
#include "body.h"

static int is_text(const struct line *l) {
  return l->kind != TDG_CAPTION_TEXT && l->kind != TDG_HEADING;
}

static int is_links(const struct line *l) { return l->links * 10 > l->units * 7; }

static void drop_pruned(struct page *pg, struct body *b) {
  for (uint32_t i = b->first; i < b->last; i++) {
    struct line *l = &pg->line[i];
    if ((pg->node[l->node].flags & F_PRUNED) != 0) l->drop = DROP_PRUNED;
  }
}

static int good_line(const struct line *l) { return l->drop == KEEP && is_text(l) && line_value(l) > 30; }

static void trim_head(struct page *pg, struct body *b) {
  uint32_t i = b->first, k;
  while (i < b->last && !good_line(&pg->line[i])) i++;
  for (k = b->first; k < i && i < b->last; k++) {
    struct line *l = &pg->line[k];
    if (l->kind == TDG_HEADING && l->level == 1) l->drop = DROP_TITLE;
    else if (is_links(l) || (l->units < 40 && l->kind != TDG_HEADING)) l->drop = DROP_HEAD;
  }
}

static void trim_tail(struct page *pg, struct body *b) {
  uint32_t i = b->last;
  while (i > b->first && !(good_line(&pg->line[i - 1]))) i--;
  for (; i < b->last; i++) {
    struct line *l = &pg->line[i];
    if (l->drop == KEEP && (l->kind == TDG_HEADING || is_links(l))) l->drop = DROP_TAIL;
  }
}

void body_trim(struct page *pg, struct body *b, const struct hints *h) {
  (void)h;
  drop_pruned(pg, b);
  trim_head(pg, b);
  trim_tail(pg, b);
}
