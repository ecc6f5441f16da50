/* engine/parse.c - parse documents and return the answers in order; see parse.h.
 *
 * A slot owns one document and its answer until it is printed.  The slots are a ring of PARSE_WINDOW.
 */
#include "engine/parse.h"

#include "util/check.h"

#include <stdlib.h>
#include <string.h>

struct parse;
struct slot {
  struct parse *parse;
  struct arena arena;
  struct job *job;
  const char *parser;
  int done;
};

struct parse {
  struct engine *engine;
  const char *as;
  parse_next_fn next;
  parse_answer_fn answer;
  void *arg;
  struct slot slots[PARSE_WINDOW];
  size_t begun, printed, errors;
  int ended, turning;
};

static void turn(struct parse *p);

static void print_ready(struct parse *p) {
  while (p->printed < p->begun) {
    struct slot *s = &p->slots[p->printed % PARSE_WINDOW];
    if (!s->done) return;
    p->errors += (size_t)job_is_unread(s->job);
    p->answer(p->arg, p->printed++, s->job, s->parser);
    job_free(s->job);
    arena_reset(&s->arena);
  }
}

static void on_answer(struct job *job, const char *parser, void *arg) {
  struct slot *s = arg;
  s->job = job;
  s->parser = arena_copy(&s->arena, parser, strlen(parser));
  s->done = 1;
  turn(s->parse);
}

/* 0 when there is nothing more. */
static int begin_one(struct parse *p) {
  struct slot *s = &p->slots[p->begun % PARSE_WINDOW];
  char message[500] = "";
  s->parse = p;
  s->done = 0;
  tdg_rec *doc = rec_new(&s->arena, TDG_DOC);
  int got = p->next(p->arg, doc, message, sizeof message);
  if (got == 0) return 0;
  p->begun++;
  if (got > 0) {
    route_document(p->engine, doc, p->as, NULL, NULL, on_answer, s);
    return 1;
  }
  struct job *job = job_new(FRAME_RUN, doc, 0, NULL, NULL);
  job->status = got;
  job->message = arena_copy(&job->arena, message, strlen(message));
  on_answer(job, "", s);
  return 1;
}

static void turn(struct parse *p) {
  if (p->turning) return; /* an answer arrived while its document was being submitted */
  p->turning = 1;
  print_ready(p);
  while (!p->ended && !p->engine->stopping && p->begun - p->printed < PARSE_WINDOW) {
    p->ended = !begin_one(p);
    print_ready(p);
  }
  p->turning = 0;
  if (p->printed == p->begun && (p->ended || p->engine->stopping)) uv_stop(&p->engine->loop);
}

size_t engine_parse(struct engine *e, const char *as, parse_next_fn next, parse_answer_fn answer, void *arg) {
  struct parse *p = check_alloc(sizeof *p);
  *p = (struct parse){.engine = e, .as = as, .next = next, .answer = answer, .arg = arg};
  turn(p);
  if (p->printed < p->begun) uv_run(&e->loop, UV_RUN_DEFAULT);
  size_t errors = p->errors;
  for (size_t i = 0; i < PARSE_WINDOW; i++) arena_free(&p->slots[i].arena);
  free(p);
  return errors;
}
