/* copy_weights.h - the weight of each feature of a pair of records (dedupe.c) in the log odds that one is a
 * copy of the other: place, name, weight.  They come from a fit whose pairs are not kept; docs/stories.md
 * says how close train/fit_copies.py comes, and how to learn them again. */
// clang-format off
#define COPY_WEIGHTS(X)                    \
  X( 0, ONE,                       -18.12) \
  X( 1, BODY,                      2.01)   \
  X( 2, LEAD,                      14.08)  \
  X( 3, BODY_AND_LEAD,             6.89)   \
  X( 4, FIGURES,                   4.58)   \
  X( 5, N_FIGURES,                 -3.82)  \
  X( 6, FIGURES_IN_BODY,           15.04)  \
  X( 7, FIGURES_DIFFER_UNDER_LEAD, -9.20)  \
  X( 8, NAMES,                     0.85)   \
  X( 9, N_NAMES,                   8.14)   \
  X(10, NAMES_DIFFER_UNDER_LEAD,   -10.96) \
  X(11, TITLE,                     5.71)   \
  X(12, N_TITLE,                   -4.66)  \
  X(13, TITLE_DIFFERS_UNDER_LEAD,  -8.33)
// clang-format on
