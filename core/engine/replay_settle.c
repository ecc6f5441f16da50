/* engine/replay_settle.c - settle a document of the captures; see replay.h and settle_priv.h.
 *
 * Runs on the store thread inside a transaction.  Of what its parser made only records count: no request, no value that it keeps, no
 * state of a source.  Only the store can fail here.
 */
#include "engine/replay.h"

#include "engine/settle_priv.h"

static int is_record(const tdg_rec *r) { return rec_kind(r) == TDG_ARTICLE || rec_kind(r) == TDG_STATEMENT; }

void replay_settle(struct settle *t) {
  struct settlement *s = t->s;
  const struct settle_doc *d = s->docs;
  const struct job *job = d->job;
  size_t records = 0;
  s->counts.documents++;
  s->counts.bytes += rec_get(d->doc, TDG_BODY, 0).n;
  for (size_t i = 0; i < job->n_recs; i++) records += (size_t)is_record(job->recs[i]);
  s->replay->only = records == 1 && s->replay->group->n == 1;
  settle_check(t, keep_document(&t->keeper, d, (const tdg_rec *const *)job->recs, job->n_recs));
  for (size_t i = 0; i < job->n_recs; i++)
    if (is_record(job->recs[i])) settle_check(t, keep_record(&t->keeper, d, job->recs[i]));
}
