/* news/fold_notes.h - a record as it goes out: with what was found out about it since it was written. */
#ifndef NEWS_FOLD_H
#define NEWS_FOLD_H

#include "record/rec.h"

#include <tidings/store.h>

/* r with its story, its original and when it was last there, as the store's folded row has them (record_get, record_each,
 * story_members); a record that is said to be a copy of itself is none.  Whoever gives records away gives them so. */
tdg_rec *news_fold(struct arena *a, const tdg_rec *r, const struct tdg_row *row);

#endif
