/* pair_weights.h - the weight of each feature of a pair of records (pair_score.c) in the log odds that both
 * belong to one story: place, name, weight.  They come from a fit whose pairs are not kept; docs/stories.md
 * says how close train/fit_pairs.py comes, and how to learn them again. */
// clang-format off
#define PAIR_WEIGHTS(X)           \
  X( 0, ONE,              -6.59f) \
  X( 1, COSINE,           1.89f)  \
  X( 2, ROOT_COSINE,      2.72f)  \
  X( 3, LEAD,             2.92f)  \
  X( 4, NAMES,            3.29f)  \
  X( 5, FIGURES,          1.11f)  \
  X( 6, SHARED,           -1.53f) \
  X( 7, N_NAMES,          0.08f)  \
  X( 8, WORDS,            2.04f)  \
  X( 9, SIZE,             0.04f)  \
  X(10, SIZE_COSINE,      -0.33f) \
  X(11, SIZE_SQUARED,     0.15f)  \
  X(12, STRONGEST,        0.94f)  \
  X(13, SAME_YEAR,        1.27f)  \
  X(14, OTHER_YEAR,       -0.78f) \
  X(15, OF_LEAST,         -1.74f) \
  X(16, OF_MOST,          2.77f)  \
  X(17, TITLED,           -3.19f) \
  X(18, ROOT_TITLES,      0.37f)  \
  X(19, TITLE_FOUND_MORE, 3.28f)  \
  X(20, TITLE_FOUND_LESS, 2.29f)  \
  X(21, TITLED_NAMES,     -3.91f)
// clang-format on
