/* model.c - how sure we are that a line is article. */
#include "features.h"

int model_score(const struct features *f) { return f->v[FT_PRUNED] || !f->v[FT_IN_ROOT] ? 0 : 1000; }
