/* written_brief.c - the brief record of what a model wrote; see llm.h.
 *
 * A sentence says that a model wrote it, carries each sentence it cites with its place, and names the record
 * of the first as its source.  The brief says which model.
 */
#include "llm.h"

#include <stdio.h>

static void put_cite(const struct brief *b, tdg_rec *out, const struct sentence *s) {
  tdg_rec *cite = tdg_group(b->call);
  brief_put_span(b, cite, s);
  tdg_put_rec(b->call, out, TDG_CITES, cite);
}

static void put_sentence(const struct brief *b, tdg_rec *section, const struct written *w,
                         const struct shown *s) {
  tdg_rec *out = tdg_group(b->call);
  tdg_put_text(b->call, out, TDG_TEXT, w->text.p, w->text.n);
  tdg_put_str(b->call, out, TDG_FROM, "model");
  tdg_put_int(b->call, out, TDG_RECORD_ID, b->member[s->v[w->cites[0] - 1]->member].id);
  for (int i = 0; i < w->n_cites; i++) put_cite(b, out, s->v[w->cites[i] - 1]);
  if (w->beside != NULL) put_cite(b, out, w->beside);
  tdg_put_rec(b->call, section, TDG_SENTENCE, out);
}

static void put_section(const struct brief *b, tdg_rec *out, enum role role, const struct shown *s,
                        const struct answer *a) {
  tdg_rec *section = NULL;
  for (int i = 0; i < a->n; i++) {
    if (a->v[i].verdict != BORNE_OUT || a->v[i].role != role) continue;
    if (section == NULL) section = brief_section(b, role);
    put_sentence(b, section, &a->v[i], s);
  }
  if (section != NULL) tdg_put_rec(b->call, out, TDG_SECTION, section);
}

tdg_rec *write_brief(const struct llm_self *self, const struct brief *b, const tdg_rec *story,
                     const struct shown *s, const struct answer *a) {
  tdg_rec *out = brief_record(b, story);
  tdg_put_text(b->call, out, TDG_GENERATOR, self->conf.model.p, self->conf.model.n);
  for (int r = 0; r < ROLES; r++) put_section(b, out, (enum role)r, s, a);
  return out;
}

void write_counts(const struct answer *a, char out[LLM_MAX_WHY]) {
  int count[VERDICTS] = {0};
  size_t n;
  for (int i = 0; i < a->n; i++) count[a->v[i].verdict]++;
  n = (size_t)snprintf(out, LLM_MAX_WHY, "%d of %d sentences kept", count[BORNE_OUT], a->n);
  for (int v = BORNE_OUT + 1; v < VERDICTS && n < LLM_MAX_WHY; v++)
    if (count[v] > 0)
      n += (size_t)snprintf(out + n, LLM_MAX_WHY - n, "; %s: %d", verdict_name((enum verdict)v), count[v]);
}
