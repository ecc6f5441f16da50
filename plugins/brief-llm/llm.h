/* llm.h - the parts of the plugin "llm" and what they hand each other.
 *
 *   llm.c      the component: options, when a model is asked, when the extract stands in
 *   prompt.c   the sentences that are shown, and the request made of them
 *   endpoint.c      the way to the endpoint: retries, limits, what is told to the operator
 *   model_answer.c   what came back becomes sections of sentences with citations, or is refused
 *   kept_sentences.c     which of them are borne out (verify.h) and take no side
 *   written_brief.c    the brief record
 *
 * The sentences, sections and conflicts are those of brief-extract (<brief-extract/brief.h>).
 */
#ifndef BRIEF_LLM_H
#define BRIEF_LLM_H

#include <brief-extract/brief.h>
#include <curl/curl.h>
#include <jansson.h>

#include "verify.h"

enum {
  LLM_MAX_SHOWN = 300,        /* sentences */
  LLM_MAX_PROMPT = 64 << 10,  /* bytes of sentences */
  LLM_MAX_ANSWER = 256 << 10, /* bytes from the endpoint, unpacked */
  LLM_MAX_DEPTH = 12,         /* of its JSON */
  LLM_MAX_WRITTEN = 40,       /* sentences of one answer that are looked at */
  LLM_MAX_URL = 2000,
  LLM_MAX_KEY = 4000,
  LLM_MAX_WHY = 300
};

struct llm_conf {
  struct tdg_str endpoint, model, api_key, language;
  int64_t timeout, max_sentences, max_tokens, min_kept, max_daily;
  int64_t min_records, min_publishers, max_words, share;
};

/* What the endpoint is asked to hold its answer to; the next one is tried when it refuses one. */
enum llm_format { FORMAT_SCHEMA, FORMAT_OBJECT, FORMAT_NONE };

struct llm_self {
  struct llm_conf conf;
  const struct cues *cues;
  struct tdg_small_words small;
  CURL *easy;
  struct curl_slist *headers;
  char url[LLM_MAX_URL];
  int only_loopback; /* plain http */
  enum llm_format format;
  int bare;           /* without temperature, and max_tokens under its newer name */
  int failures;       /* in a row */
  int64_t rest_until; /* monotonic ms: the endpoint is left alone */
  unsigned told;      /* a bit for each class of failure since the last success */
  int64_t day, asked; /* asked: requests of that day, those before this worker's time included */
};

/* The sentences a model is shown; number n is v[n - 1]. */
struct shown {
  const struct sentence *v[LLM_MAX_SHOWN];
  int n;
  const char *language; /* of them, "" when not known */
};

/* prompt.c */
void prompt_choose(const struct llm_self *, const struct brief *, struct shown *);
/* The request without response_format; json_decref() it.  NULL: no memory. */
json_t *prompt_request(const struct llm_self *, const struct brief *, const struct shown *,
                       const struct conflict *, int n);
int prompt_set_format(json_t *request, enum llm_format);
void prompt_make_bare(json_t *request);
/* Of everything that decides the answer. */
uint64_t prompt_signature(const struct brief *, const struct shown *, const json_t *request);

/* endpoint.c */
struct reply {
  char *p; /* free() it */
  size_t n;
  int too_large;
};
enum asked { ASKED, NOT_ASKED, ASK_FAILED };
int ask_open(tdg_call *, struct llm_self *); /* TDG_OK, or tdg_fail's status */
void ask_close(struct llm_self *);
/* before: requests made today, as the engine knows.  why: what to tell when it is not ASKED. */
enum asked ask(tdg_call *, struct llm_self *, json_t *request, int64_t before, struct reply *, int *requests,
               char why[LLM_MAX_WHY]);

/* model_answer.c */
struct written {
  enum role role;
  struct tdg_str text;
  int cites[VERIFY_MAX_CITES]; /* numbers of shown sentences, from 1; 0: a number that was not given */
  int n_cites;
  const struct sentence
      *beside; /* stands beside a cited one and bears it out with that; NULL: none is needed */
  /* kept_sentences.c */
  enum verdict verdict;
  struct tdg_str piece;
};
struct answer {
  struct written v[LLM_MAX_WRITTEN];
  int n;
};
/* 0, or -1 and why. */
int answer_read(tdg_call *, const char *p, size_t n, int shown, struct answer *, char why[LLM_MAX_WHY]);
/* The text of the answer alone, without what the endpoint puts around it. */
int answer_read_text(tdg_call *, struct tdg_str text, int shown, struct answer *, char why[LLM_MAX_WHY]);

/* kept_sentences.c: sets the verdicts; returns how many are borne out, *happening how many of what is happening. */
int keep_judge(const struct llm_self *, const struct brief *, const struct shown *, const struct conflict *,
               int n, struct answer *, int *happening);

/* written_brief.c */
tdg_rec *write_brief(const struct llm_self *, const struct brief *, const tdg_rec *story,
                     const struct shown *, const struct answer *);
/* "7 of 9 sentences kept; a name that is not in what it cites: 2" */
void write_counts(const struct answer *, char out[LLM_MAX_WHY]);
#endif
