/* model.c - how sure we are that a line is article: a sum of small decision trees over its features.
 *
 * The trees were learned from pages whose article is known (train/README); they ask about form, place and
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
_Static_assert(MODEL_FEATURES == (int)FT_LIMIT, "the trees were learned with other features: run train.py");

int model_score(const struct features *f) {
  int sum = MODEL_BASE;
  for (int t = 0; t < MODEL_TREES; t++) {
    const struct model_tree *tree = &model_trees[t];
    unsigned i = 0;
    while (i < 15) i = 2 * i + 1 + (f->v[tree->ask[i].feature] > tree->ask[i].at_most);
    sum += tree->answer[i - 15];
  }
  return sum;
}
