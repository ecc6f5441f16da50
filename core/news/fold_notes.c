/* news/fold_notes.c - apply later notes to a record; see news.h.  A pure function, memory from the caller's
 * arena; nothing here can fail. */
#include "news/news.h"

tdg_rec *news_fold(struct arena *a, const tdg_rec *r, const struct tdg_row *row) {
  static const uint32_t folded[] = {TDG_STORY_ID, TDG_DUPLICATE_OF, TDG_LAST_SEEN, 0};
  tdg_rec *out = rec_without(a, r, folded);
  if (row->last_seen != 0) rec_put_int(out, TDG_LAST_SEEN, row->last_seen);
  if (row->story != 0) rec_put_int(out, TDG_STORY_ID, row->story);
  if (row->duplicate_of != 0 && row->duplicate_of != row->id)
    rec_put_int(out, TDG_DUPLICATE_OF, row->duplicate_of);
  return out;
}
