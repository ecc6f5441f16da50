/* checks.c - what of a statement does not fit together, told as flags of its quality: a document is kept as it is printed.
 *
 *   gap-in-numbers       points do not count up (points.c)
 *   signatory-no-party   somebody signed for one who is not among the parties
 *   date-after-fetch     it is dated later than the day on which it was fetched
 *   text-after-end       text of no known part follows the end mark (zones.c)
 *   draft                it says that it is one
 *   withdrawn            its publisher has withdrawn or retracted it
 *   truncated            it has more lines or columns than are read (statement_lines.c, text_reader.c)
 */
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>

#include "statement.h"

enum { DAY = 86400000 };

static int is_party(struct statement *s, struct tdg_str org) {
  const struct tdg_str a = tdg_fold(s->call, org);
  for (size_t i = 0; i < s->n_parties; i++) {
    const struct tdg_str b = tdg_fold(s->call, s->parties[i]);
    const size_t same = tdg_str_common(a, b); /* the forms of a name differ at their ends */
    if (same * 3 >= (a.n < b.n ? a.n : b.n) * 2) return 1;
    if (memmem(a.p, a.n, b.p, b.n) != NULL || memmem(b.p, b.n, a.p, a.n) != NULL) return 1;
  }
  return 0;
}

/* Of the document, by the parser that handed it on. */
static int has_flag(const struct statement *s, const char *flag) {
  struct tdg_item it;
  for (size_t pos = 0; tdg_next(s->call, s->doc, &pos, &it);)
    if (it.field == TDG_FLAG && it.type == TDG_T_TEXT && tdg_str_same(it.str, tdg_str_of(flag))) return 1;
  return 0;
}

void stm_check(struct statement *s) {
  const int64_t fetched = tdg_get_int(s->call, s->doc, TDG_FETCHED, 0);
  if (s->draft) stm_flag(s, "draft");
  if (s->withdrawn || has_flag(s, "withdrawn")) stm_flag(s, "withdrawn");
  if (fetched > 0 && s->published.known && s->published.date.ms > fetched + DAY)
    stm_flag(s, "date-after-fetch");
  for (uint32_t i = 0; s->n_parties >= 2; i++) {
    const tdg_rec *g = tdg_get_rec(s->call, s->rec, TDG_SIGNATORY, i);
    if (g == NULL) break;
    const struct tdg_str org = tdg_get(s->call, g, TDG_ORG);
    if (org.n > 0 && !is_party(s, org)) stm_flag(s, "signatory-no-party");
  }
}
