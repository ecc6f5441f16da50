/* news/story_input.c - a story as brief plugins get it; see news.h.  Memory is the caller's arena. */
#include "news/news.h"

tdg_rec *story_describe(struct arena *a, const struct tdg_story_row *row) {
  tdg_rec *story = rec_new(a, TDG_STORY);
  rec_put_int(story, TDG_STORY_ID, row->id);
  rec_put(story, TDG_HEADLINE, row->headline.p, row->headline.n);
  rec_put_int(story, TDG_RECORDS, row->records);
  rec_put_int(story, TDG_PUBLISHERS, row->publishers);
  return story;
}

int story_add_member(const struct fold_source *from, struct arena *a, tdg_rec *story, const tdg_rec *r,
                     const struct tdg_row *row) {
  if (news_is_dropped(row)) return 0;
  tdg_rec *member;
  int status = news_fold(from, a, r, row, &member);
  if (status < 0) return status;
  if (row->publisher.n > 0) rec_put(member, TDG_PUBLISHER, row->publisher.p, row->publisher.n);
  rec_put_rec(story, TDG_MEMBER, member);
  return story->error != 0;
}
