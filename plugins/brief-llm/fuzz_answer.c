/* libFuzzer: what an endpoint might send is read and judged; what is kept is plain, short and cited.
 *
 * A first byte '{' makes the whole an answer as the endpoint wraps it, anything else the model's own text;
 * behind the first NUL, if there is one, stand sentences to verify against each other, a line each. */
#include "llm.h"

#include "worker/host.h"

#include <stdlib.h>

#include <tidings/kit/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int no_emit(void *arg, const tdg_rec *r) { return (void)arg, (void)r, TDG_OK; }
static void no_log(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }

enum { SENTENCES = 6, MAX_LINES = 8 };
static const char *const texts[SENTENCES] = {
    "The ferry Halcyon ran aground near Port Ellery on 5 March 2026 with at least 214 people on board.",
    "Captain Ida Morrow said \"the pump was old\" and did not cross the line.",
    "Hospitals said 14 people were injured on board the Halcyon.",
    "Hospitals said 41 people were injured on board the Halcyon.",
    "Der Kapitän könnte die Fähre für 1.200 Euro verkauft haben.",
    "一艘渡轮周一在港口附近搁浅，船上有人。"};

static struct llm_self self;

static void set_up(struct brief *b, struct sentence *s, struct shown *shown, struct conflict *c) {
  b->n_members = 1;
  b->member[0].tag = "en";
  *shown = (struct shown){.language = "en"};
  for (int i = 0; i < SENTENCES; i++) {
    s[i] = (struct sentence){.text = {texts[i], strlen(texts[i])}};
    shown->v[shown->n++] = &s[i];
  }
  *c = (struct conflict){.kind = "figure", .message = "", .what = {"people injured", 14}, .n = 2};
  c->claim[0] = (struct claim){.sentence = &s[2], .value = {"14 people", 9}};
  c->claim[1] = (struct claim){.sentence = &s[3], .value = {"41 people", 9}};
}

static void check_kept(const struct answer *a) {
  for (int i = 0; i < a->n; i++) {
    const struct written *w = &a->v[i];
    if (w->verdict != BORNE_OUT) continue;
    if (w->n_cites < 1 || w->n_cites > VERIFY_MAX_CITES || w->text.n > VERIFY_MAX_BYTES) abort();
    if (memchr(w->text.p, '<', w->text.n) != NULL || memchr(w->text.p, '\n', w->text.n) != NULL) abort();
    for (int k = 0; k < w->n_cites; k++)
      if (w->cites[k] < 1 || w->cites[k] > SENTENCES) abort();
  }
}

static void judge_answer(struct brief *b, const char *p, size_t n) {
  struct answer *a = tdg_scratch(b->call, sizeof *a);
  struct sentence *s = tdg_scratch(b->call, SENTENCES * sizeof *s);
  struct shown *shown = tdg_scratch(b->call, sizeof *shown);
  struct conflict conflict;
  char why[LLM_MAX_WHY], counts[LLM_MAX_WHY];
  int happening;
  if (self.small.slot[0] == 0) tdg_small_words_fill(&self.small);
  set_up(b, s, shown, &conflict);
  if ((n > 0 && *p == '{' ? answer_read(b->call, p, n, shown->n, a, why)
                          : answer_read_text(b->call, (struct tdg_str){p, n}, shown->n, a, why)) != 0)
    return;
  int kept = keep_judge(&self, b, shown, &conflict, 1, a, &happening);
  if (happening > kept || kept > a->n) abort();
  check_kept(a);
  write_counts(a, counts);
}

/* The first line said, the others cited. */
static void verify_lines(tdg_call *call, const char *p, size_t n) {
  struct tdg_small_words *small = tdg_scratch(call, sizeof *small);
  const char *language = n % 3 == 0 ? "de" : n % 3 == 1 ? "ru" : "";
  struct verifier v = {
      .call = call, .small = small, .language = language, .words = cues_language(self.cues, call, language)};
  struct passage passage[MAX_LINES];
  const struct passage *cited[MAX_LINES];
  struct tdg_str piece;
  size_t lines = 0;
  tdg_small_words_fill(small);
  while (n > 0 && lines < MAX_LINES) {
    const char *end = memchr(p, '\n', n);
    size_t size = end != NULL ? (size_t)(end - p) : n;
    char *line = tdg_scratch(call, size + 1);
    memcpy(line, p, size);
    passage_make(&v, (struct tdg_str){line, size}, &passage[lines]);
    cited[lines] = &passage[lines];
    lines++;
    p += size + (end != NULL);
    n -= size + (end != NULL);
  }
  if (lines > 1) verify_sentence(&v, &passage[0], cited + 1, lines - 1, &piece);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct host_call call;
  host_init(&call, &(struct host_sink){.emit = no_emit, .log = no_log});
  host_begin(&call, 0);
  if (self.cues == NULL) self.cues = cues_make(&call.pub);
  if (self.cues == NULL) abort();
  struct brief *b = tdg_scratch(&call.pub, sizeof *b);
  b->call = &call.pub;
  const char *text = (const char *)data, *nul = size > 0 ? memchr(data, 0, size) : NULL;
  size_t n = nul != NULL ? (size_t)(nul - text) : size;
  judge_answer(b, text, n);
  if (nul != NULL && memchr(nul + 1, 0, size - n - 1) == NULL && tdg_utf8_valid(nul + 1, size - n - 1))
    verify_lines(&call.pub, nul + 1, size - n - 1);
  host_free(&call);
  return 0;
}
