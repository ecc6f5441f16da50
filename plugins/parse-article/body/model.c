/* model.c - how sure we are that a line is article: a sum of small decision trees over its features.
 *
 * The trees were learned from pages whose article is known (train/train.py); they ask about form, place and
 * neighbours, never about words. */
#include "features.h"

struct model_question {
  uint8_t feature;
  int16_t at_most;
};
struct model_tree {
  struct model_question ask[15]; /* the children of question i are 2i + 1 (at most) and 2i + 2 (more) */
  int16_t answer[16];
};
#include "model_table.h"
#define MODEL_AT(at, name)                                                                                   \
  _Static_assert(FT_##name == (at), "the trees were learned with other features: run train.py");
MODEL_FEATURES(MODEL_AT)
#define MODEL_COUNT(at, name) +1
_Static_assert(MODEL_FEATURES(MODEL_COUNT) == FT_LIMIT,
               "the trees were learned with other features: run train.py");

#ifdef FEATURE_DUMP /* trees of train.py --cv, in place of those of the table */
#include <stdio.h>
#include <stdlib.h>

enum { MAX_TRIAL = 2000 };
static struct model_tree trial[MAX_TRIAL];
static int n_trial, trial_base;

static int read_trial(void) {
  const char *path = getenv("ARTICLE_TREES");
  FILE *f = path != NULL ? fopen(path, "r") : NULL;
  if (f == NULL) return 0;
  if (fscanf(f, "%d %d", &n_trial, &trial_base) != 2 || n_trial > MAX_TRIAL) n_trial = 0;
  for (int t = 0; t < n_trial; t++) {
    for (int k = 0; k < 15; k++) {
      int feature = 0, at_most = 0;
      if (fscanf(f, "%d %d", &feature, &at_most) != 2) return 0;
      trial[t].ask[k] = (struct model_question){(uint8_t)feature, (int16_t)at_most};
    }
    for (int k = 0; k < 16; k++) {
      int answer = 0;
      if (fscanf(f, "%d", &answer) != 1) return 0;
      trial[t].answer[k] = (int16_t)answer;
    }
  }
  fclose(f);
  return n_trial;
}
#endif

enum { BLOCK = 8 };

/* One tree for a block of lines: a tree is fetched once for all of them, and none of its questions waits for the answer
 * of another line. */
static void add_tree(const struct model_tree *tree, const struct features *f, uint32_t n, int *sum) {
  for (uint32_t k = 0; k < n; k++) {
    const int16_t *v = f[k].v;
    unsigned i = 1u + (v[tree->ask[0].feature] > tree->ask[0].at_most);
    i = 2 * i + 1 + (v[tree->ask[i].feature] > tree->ask[i].at_most);
    i = 2 * i + 1 + (v[tree->ask[i].feature] > tree->ask[i].at_most);
    i = 2 * i + 1 + (v[tree->ask[i].feature] > tree->ask[i].at_most);
    sum[k] += tree->answer[i - 15];
  }
}

static void sum_trees(const struct model_tree *tree, int n_trees, int base, const struct features *f,
                      uint32_t n, struct line *line) {
  for (uint32_t at = 0; at < n; at += BLOCK) {
    uint32_t some = n - at < BLOCK ? n - at : BLOCK;
    int sum[BLOCK] = {0};
    for (int t = 0; t < n_trees; t++) {
      if (some == BLOCK) add_tree(&tree[t], f + at, BLOCK, sum); /* a constant count is unrolled */
      else add_tree(&tree[t], f + at, some, sum);
    }
    for (uint32_t k = 0; k < some; k++) line[at + k].score = base + sum[k];
  }
}

void model_scores(const struct features *f, uint32_t n, struct line *line) {
#ifdef FEATURE_DUMP
  if (n_trial > 0 || read_trial() > 0) {
    sum_trees(trial, n_trial, trial_base, f, n, line);
    return;
  }
#endif
  sum_trees(model_trees, MODEL_TREES, MODEL_BASE, f, n, line);
}
