/* smooth.c - lines are not judged alone: neighbours of one look are article together or not at all.
 *
 * A table of data is one thing: its lines share their mean score.  Then the cheapest way through the page is
 * looked for where a line costs what is said against the answer it gets, and a change of answer between two
 * lines under one parent costs something, more when they look alike (Viterbi's algorithm).  Linear; memory is
 * the call's. */
#include <string.h>

#include <tidings/kit/str.h>

#include "body.h"

enum {
  MAX_SURE = 4000, /* thousandths of log odds one line may weigh */
  CHANGE_SIBLING = 300,
  CHANGE_ALIKE = 2000
};

static int32_t sure(int32_t score) {
  return score > MAX_SURE ? MAX_SURE : score < -MAX_SURE ? -MAX_SURE : score;
}

static uint32_t table_around(const struct page *pg, const struct line *l) {
  uint32_t i = l->node;
  while (i > 0 && pg->node[i].tag != TDG_HTML_TABLE) i = pg->node[i].parent;
  return i;
}

/* The lines from i on that lie in one table. */
static uint32_t table_end(const struct page *pg, uint32_t table, uint32_t i, uint32_t last) {
  while (i < last && pg->line[i].first < pg->node[table].end) i++;
  return i;
}

static void share_score(struct page *pg, uint32_t first, uint32_t last) {
  int64_t sum = 0, units = 0;
  for (uint32_t k = first; k < last; k++) {
    sum += (int64_t)pg->line[k].score * (pg->line[k].units + 1);
    units += pg->line[k].units + 1;
  }
  for (uint32_t k = first; k < last; k++) pg->line[k].score = (int32_t)(sum / units);
}

static void settle_tables(struct page *pg, uint32_t first, uint32_t last) {
  uint32_t refused = 0;
  for (uint32_t i = first, end; i < last; i = end) {
    uint32_t table = pg->line[i].kind == TDG_TABLE ? table_around(pg, &pg->line[i]) : 0;
    end = i + 1;
    if (table == refused) continue;
    if (!table_is_data(pg, table)) {
      refused = table;
      continue;
    }
    end = table_end(pg, table, i + 1, last);
    share_score(pg, i, end);
  }
}

int node_same_look(const struct page *pg, uint32_t a, uint32_t b) {
  struct tdg_str x = node_attr(pg, a, TDG_ATTR_CLASS), y = node_attr(pg, b, TDG_ATTR_CLASS);
  return pg->node[a].tag == pg->node[b].tag && tdg_str_same(x, y);
}

static int32_t change_cost(const struct page *pg, const struct line *a, const struct line *b) {
  if (pg->node[a->node].parent != pg->node[b->node].parent) return 0;
  if (((pg->node[a->node].flags ^ pg->node[b->node].flags) & F_PRUNED) != 0) return 0; /* by its own name */
  return node_same_look(pg, a->node, b->node) ? CHANGE_ALIKE : CHANGE_SIBLING;
}

/* What speaks for each line being out (0) and in (1) along the best way there; came[] remembers that way. */
static int walk_forth(const struct page *pg, uint32_t first, uint32_t last, uint8_t *came) {
  int64_t out = -sure(pg->line[first].score), in = -out;
  for (uint32_t i = first + 1; i < last; i++) {
    int32_t score = sure(pg->line[i].score), cost = 2 * change_cost(pg, &pg->line[i - 1], &pg->line[i]);
    int64_t next_out = out >= in - cost ? out : in - cost, next_in = in >= out - cost ? in : out - cost;
    came[i - first] = (uint8_t)((out >= in - cost ? 0 : 1) | (in >= out - cost ? 2 : 0));
    out = next_out - score;
    in = next_in + score;
  }
  return in > out;
}

/* Follows the way back; the units that are in. */
static int64_t walk_back(const struct page *pg, uint32_t first, uint32_t last, const uint8_t *came, int in,
                         uint8_t *answer) {
  int64_t units = 0;
  for (uint32_t i = last; i-- > first;) {
    answer[i - first] = (uint8_t)in;
    if (in) units += pg->line[i].units;
    in = in ? (came[i - first] & 2) != 0 : (came[i - first] & 1) != 0;
  }
  return units;
}

void smooth_lines(struct page *pg, uint32_t first, uint32_t last) {
  uint8_t *came, *answer;
  int64_t alone = 0, together;
  if (first >= last) return;
  came = tdg_scratch(pg->call, last - first);
  answer = tdg_scratch(pg->call, last - first);
  settle_tables(pg, first, last);
  for (uint32_t i = first; i < last; i++) {
    if (pg->line[i].score >= 0) alone += pg->line[i].units;
  }
  together = walk_back(pg, first, last, came, walk_forth(pg, first, last, came), answer);
  for (uint32_t i = first; i < last; i++) {
    struct line *l = &pg->line[i];
    int by_itself = l->score >= 0, in = together * 2 < alone ? by_itself : answer[i - first];
    if (in) line_keep(l, by_itself ? WHY_MODEL : WHY_NEIGHBOURS);
    else line_drop(l, by_itself ? WHY_NEIGHBOURS : WHY_MODEL);
  }
}
