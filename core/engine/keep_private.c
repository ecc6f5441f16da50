/* engine/keep_private.c - a record without the secrets of the addresses that led to it; see keep.h.  Owns nothing, cannot fail. */
#include "engine/keep.h"

#include "news/news.h"

#include <string.h>

/* Records in the log are exported later, so secrets are removed here. */
const tdg_rec *keep_private(struct settlement *s, const tdg_rec *doc, const tdg_rec *r) {
  const int found = s->task.kind == TDG_TASK_FOLLOW;
  const char *source = s->source != NULL ? s->source->url : "";
  const struct private_address v[] = {{{source, strlen(source)}, 0},
                                      {s->task.url, found},
                                      {rec_get(doc, TDG_URL, 0), found},
                                      {rec_get(doc, TDG_FINAL_URL, 0), found}};
  return record_private(&s->arena, r, v, sizeof v / sizeof v[0]);
}
