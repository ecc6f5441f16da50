/* conflict.c - where the records of a story say different things; see conflict.h.
 *
 * Sentences of different records that speak of the same matter (align.c) are compared in their words (wording.c) and in their facts
 * (slots.c, value_scope.c); how many and who holds what (held.c), values that are one but for a slip (slips.c), what rose and fell (directions.c), who is quoted (quoted.c), the place of a meeting (venues.c)
 * and the day of the event (event_days.c) and what became of all or
 * some of a group (fates.c) over the whole story.  What is found becomes conflicts (gather.c).  Dates that cannot be right in themselves are in dates.c.
 */
#include "conflict.h"

int brief_conflicts(struct brief *b, struct conflict out[MAX_CONFLICTS]) {
  struct comparison *c = b->comparison = tdg_scratch(b->call, sizeof *c);
  comparison_make(c, b);
  slots_compare(c);
  held_compare(c);
  lone_compare(c);
  named_compare(c);
  people_compare(c);
  tallies_compare(c);
  wording_compare(c);
  turns_compare(c);
  slips_compare(c);
  directions_compare(c);
  quotations_compare(c);
  venues_compare(c);
  event_days_compare(c);
  fates_compare(c);
  int n = conflict_gather(c->found, out, 0);
  told_values_mark(c, out, n);
  return conflict_dates(c, out, n);
}
