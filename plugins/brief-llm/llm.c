/* llm.c - the brief plugin "llm": a model writes, what it writes is verified sentence by sentence, and where
 * too little is left the chosen sentences of brief-extract stand in.
 *
 * The endpoint speaks the OpenAI-compatible chat interface; which one is the operator's choice.  A story is
 * asked for when what the model would be shown has changed, no sooner: the brief carries a signature of that.
 * A failing endpoint costs nothing but the wait: the brief is then the extract, and says why.
 */
#include "llm.h"

#include <stdio.h>
#include <stdlib.h>

static const struct tdg_option options[] = {
    TDG_OPT(struct llm_conf, endpoint, TDG_O_URL, TDG_O_REQUIRED, NULL, 0, 0,
            "Where the interface is, such as https://models.example/v1 or http://127.0.0.1:8080/v1.  "
            "/chat/completions is added.  Plain http goes to this machine only."),
    TDG_OPT(struct llm_conf, model, TDG_O_TEXT, TDG_O_REQUIRED, NULL, 0, 0,
            "The model's name at that endpoint."),
    TDG_OPT(struct llm_conf, api_key, TDG_O_SECRET, 0, "", 0, 0,
            "Sent as a bearer token.  Keep it in a file: api_key: { file: /run/secrets/llm }"),
    TDG_OPT(struct llm_conf, timeout, TDG_O_DURATION, 0, "90s", 500, 600000,
            "For one story, with all retries."),
    TDG_OPT(struct llm_conf, max_sentences, TDG_O_INT, 0, "80", 5, LLM_MAX_SHOWN,
            "Most sentences of a story that are shown."),
    TDG_OPT(struct llm_conf, max_tokens, TDG_O_INT, 0, "2000", 100, 32000, "Most tokens of an answer."),
    TDG_OPT(struct llm_conf, language, TDG_O_TEXT, 0, "", 0, 0,
            "The language to write in; empty: that of the story.  What is written must stand in the cited "
            "sentences, so a "
            "language that they are not in ends with the chosen sentences."),
    TDG_OPT(struct llm_conf, min_kept, TDG_O_INT, 0, "3", 1, 20,
            "With fewer written sentences left the chosen ones stand in.  One must say what is happening."),
    TDG_OPT(
        struct llm_conf, max_daily, TDG_O_INT, 0, "500", 0, 1000000,
        "Most requests a day (UTC), retries counted; beyond it the chosen sentences stand in.  0: no limit."),
    TDG_OPT(struct llm_conf, min_records, TDG_O_INT, 0, "2", 1, 1000,
            "Fewest records, copies not counted, that make a brief."),
    TDG_OPT(struct llm_conf, min_publishers, TDG_O_INT, 0, "2", 1, 1000,
            "Fewest publishers.  A record whose publisher nothing names passes as one, but is not counted as "
            "one."),
    TDG_OPT(struct llm_conf, max_words, TDG_O_INT, 0, "600", 40, 2000, "Most words of a brief."),
    TDG_OPT(struct llm_conf, share, TDG_O_INT, 0, "25", 1, 100,
            "Words of chosen sentences for a hundred words of the records, beyond the first few dozen."),
};

static void close_brief(void *self) {
  struct llm_self *s = self;
  ask_close(s);
  if (s->cues != NULL) cues_free(s->cues);
  free(s);
}

static int open_brief(tdg_call *call, const void *conf, void **self) {
  struct llm_self *s = calloc(1, sizeof *s);
  if (s == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory");
  s->conf = *(const struct llm_conf *)conf;
  s->cues = cues_make(call);
  tdg_small_words_fill(&s->small);
  int status =
      s->cues != NULL ? ask_open(call, s) : tdg_fail(call, TDG_INTERNAL, "no memory for the word lists");
  if (status != TDG_OK) {
    close_brief(s);
    return status;
  }
  *self = s;
  return TDG_OK;
}

/* ---- one story ---- */

struct task {
  const struct llm_self *self;
  const struct brief *b;
  const tdg_rec *story;
  struct conflict *conflict;
  int n_conflicts;
  struct shown shown;
  struct answer answer;
  uint64_t signature;
  int requests;
  int answered; /* asking again would bring the same */
  char why[LLM_MAX_WHY];
};

static int emit(struct task *t, tdg_rec *out) {
  tdg_call *call = t->b->call;
  brief_put_timeline(t->b, out);
  for (int i = 0; i < t->n_conflicts; i++) brief_put_conflict(t->b, out, &t->conflict[i]);
  tdg_put_str(call, out, TDG_REASON, t->why);
  if (t->answered) tdg_put_bytes(call, out, TDG_SIGNATURE, &t->signature, sizeof t->signature);
  if (t->requests > 0) tdg_put_int(call, out, TDG_CALLS, t->requests);
  return tdg_emit(call, out);
}

static int stand_in(struct task *t) {
  tdg_rec *out = brief_record(t->b, t->story);
  brief_put_chosen(t->b, out);
  return emit(t, out);
}

/* Did the model leave enough? */
static int is_enough(struct task *t) {
  int happening,
      kept = keep_judge(t->self, t->b, &t->shown, t->conflict, t->n_conflicts, &t->answer, &happening);
  write_counts(&t->answer, t->why);
  for (int i = 0; i < t->answer.n; i++)
    if (t->answer.v[i].verdict != BORNE_OUT)
      tdg_log(t->b->call, TDG_LOG_DEBUG, "dropped, %s (%.*s): %.*s", verdict_name(t->answer.v[i].verdict),
              (int)t->answer.v[i].piece.n, t->answer.v[i].piece.p, (int)t->answer.v[i].text.n,
              t->answer.v[i].text.p);
  return kept >= t->self->conf.min_kept && happening > 0;
}

/* 1: a brief can be written; 0: not, and t->why says why. */
static int have_written(tdg_call *call, struct llm_self *s, struct task *t, json_t *request) {
  struct reply r = {0};
  int good =
      ask(call, s, request, tdg_get_int(call, t->story, TDG_CALLS, 0), &r, &t->requests, t->why) == ASKED;
  t->answered = good;
  if (good) good = answer_read(call, r.p, r.n, t->shown.n, &t->answer, t->why) == 0 && is_enough(t);
  free(r.p);
  return good;
}

/* The brief of the same sentences, if there is one already. */
static const tdg_rec *earlier(tdg_call *call, const struct task *t) {
  const tdg_rec *brief = tdg_get_rec(call, t->story, TDG_EARLIER, 0);
  struct tdg_str old = {"", 0};
  if (brief != NULL) old = tdg_get(call, brief, TDG_SIGNATURE);
  return old.n == sizeof t->signature && memcmp(old.p, &t->signature, old.n) == 0 ? brief : NULL;
}

/* The earlier brief once more, its requests not counted twice. */
static int repeat(tdg_call *call, const tdg_rec *brief) {
  tdg_rec *out = tdg_rec_new(call, TDG_BRIEF);
  size_t pos = 0;
  struct tdg_item it;
  while (tdg_next(call, brief, &pos, &it)) {
    if (it.field == TDG_CALLS) continue;
    if (it.type == TDG_T_REC) tdg_put_rec(call, out, it.field, it.rec);
    else if (it.type == TDG_T_TEXT || it.type == TDG_T_BYTES)
      tdg_put_bytes(call, out, it.field, it.str.p, it.str.n);
    else if (it.type != TDG_T_REAL) tdg_put_int(call, out, it.field, it.num);
  }
  return tdg_emit(call, out);
}

static int tell(tdg_call *call, struct llm_self *s, struct task *t) {
  prompt_choose(s, t->b, &t->shown);
  json_t *request = prompt_request(s, t->b, &t->shown, t->conflict, t->n_conflicts);
  if (request == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory for a request");
  t->signature = prompt_signature(t->b, &t->shown, request);
  const tdg_rec *old = earlier(call, t);
  int written = 0;
  if (t->shown.n < s->conf.min_kept)
    snprintf(t->why, sizeof t->why, "the records have too few sentences that stand alone (%d)", t->shown.n);
  else if (old == NULL) written = have_written(call, s, t, request);
  json_decref(request);
  if (old != NULL) return repeat(call, old);
  return written ? emit(t, write_brief(s, t->b, t->story, &t->shown, &t->answer)) : stand_in(t);
}

static int run(tdg_call *call, void *self, const tdg_rec *story) {
  struct llm_self *s = self;
  struct brief *b = tdg_scratch(call, sizeof *b);
  struct task *t = tdg_scratch(call, sizeof *t);
  *t = (struct task){.self = s, .b = b, .story = story};
  b->call = call;
  b->cues = s->cues;
  brief_read(b, story);
  if (b->n_members < s->conf.min_records || b->publishers + b->unnamed < s->conf.min_publishers) {
    tdg_log(call, TDG_LOG_DEBUG, "no brief: the story has too few records or publishers");
    return TDG_OK;
  }
  cues_judge(s->cues, b);
  t->conflict = tdg_scratch(call, MAX_CONFLICTS * sizeof *t->conflict);
  t->n_conflicts = brief_conflicts(b, t->conflict);
  brief_choose(b, &(struct choosing){(int)s->conf.max_words, (int)s->conf.share});
  return tell(call, s, t);
}

TDG_PLUGIN("org.tidings.brief-llm", TDG_VERSION, "Briefs written by a language model and verified",
           TDG_BRIEFER(.name = "llm",
                       .summary = "Has a model write from cited sentences, drops what they do not bear out",
                       .needs = TDG_NEEDS_NET, .TDG_OPTIONS(struct llm_conf, options), .open = open_brief,
                       .run = run, .close = close_brief));
