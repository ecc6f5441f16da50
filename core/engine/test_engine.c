/* The engine over real workers: each way a plugin can misbehave costs exactly that document, with its cause, and the
 * others' results are what they would have been. */
#include "engine/consume.h"
#include "engine/parse.h"
#include "record/record_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MAX_INPUTS = 400 };

struct run {
  const char *inputs[MAX_INPUTS];
  size_t n, given;
  char *answers[MAX_INPUTS];
  enum worker_cause_code causes[MAX_INPUTS];
  int status[MAX_INPUTS], signals[MAX_INPUTS];
  int deadline_ms; /* 0: 10 s */
};

static int next_input(void *arg, tdg_rec *doc, char *message, size_t size) {
  struct run *r = arg;
  (void)message, (void)size;
  if (r->given == r->n) return 0;
  rec_put_str(doc, TDG_URL, "https://example.org/x");
  rec_put_str(doc, TDG_BODY, r->inputs[r->given++]);
  return 1;
}

static void keep_answer(void *arg, size_t n, const struct job *job, const char *parser) {
  struct run *r = arg;
  struct buf out = buf_make(1 << 20);
  (void)parser;
  for (size_t i = 0; i < job->n_recs; i++) rec_json(&out, job->recs[i], JSON_HTML);
  r->answers[n] = strdup(out.p);
  r->causes[n] = job->cause;
  r->status[n] = job->status;
  r->signals[n] = job->signal;
  buf_free(&out);
}

static void run_all(struct run *r, const char *parser, int in_process) {
  const char *dirs[] = {TIDINGS_BUILD_DIR "/tests/plugins"};
  struct engine_spec spec = {.plugin_dirs = dirs,
                             .n_plugin_dirs = 1,
                             .cache_dir = "",
                             .workers = 2,
                             .in_process = in_process,
                             .deadline_ms = r->deadline_ms > 0 ? r->deadline_ms : 10000};
  char why[1000];
  setenv("TIDINGS_WORKER", TIDINGS_BUILD_DIR "/tidings-worker", 1);
  struct engine *e = engine_new(&spec, why, sizeof why);
  if (e == NULL) fail_msg("%s", why);
  engine_parse(e, parser, next_input, keep_answer, r);
  engine_free(e);
}

static void drop(struct run *r) {
  for (size_t i = 0; i < r->n; i++) free(r->answers[i]);
}

struct misdeed {
  const char *act;
  enum worker_cause_code cause;
};

static void a_misdeed_costs_its_document_and_no_other(void **state) {
  (void)state;
  static const struct misdeed misdeeds[] = {{"busy", CAUSE_DEADLINE}, {"sleep", CAUSE_DEADLINE},
#ifndef TIDINGS_SANITIZED /* a sanitizer ends these itself, with an exit code and a report */
                                            {"segv", CAUSE_SIGNAL},   {"abort", CAUSE_SIGNAL},
#endif
                                            {"flood", CAUSE_FLOOD},   {"forge", CAUSE_PROTOCOL},
                                            {"fork", CAUSE_SYSCALL},  {"socket", CAUSE_SYSCALL},
                                            {"exit7", CAUSE_EXIT}};
  enum { KINDS = sizeof misdeeds / sizeof misdeeds[0], GAP = 4 };
  static struct run r, clean;
  static char texts[KINDS * (GAP + 1)][32];
  r = clean = (struct run){0};
  for (size_t i = 0; i < KINDS * (GAP + 1); i++) {
    snprintf(texts[i], sizeof texts[i], "document %zu", i);
    r.inputs[r.n++] = i % (GAP + 1) == 2 ? misdeeds[i / (GAP + 1)].act : texts[i];
    clean.inputs[clean.n++] = texts[i];
  }
  run_all(&r, "hostile", 0);
  run_all(&clean, "hostile", 0);
  for (size_t i = 0; i < r.n; i++) {
    if (i % (GAP + 1) != 2) {
      assert_int_equal(r.status[i], TDG_OK);
      assert_string_equal(r.answers[i], clean.answers[i]);
      continue;
    }
    const struct misdeed *m = &misdeeds[i / (GAP + 1)];
    print_message("%s: cause %s, status %d\n", m->act, worker_cause_name(r.causes[i]), r.status[i]);
    assert_true(r.status[i] < 0);
    if (r.causes[i] != CAUSE_CPU || strcmp(m->act, "busy") != 0) /* that, where it got its share late */
      assert_int_equal(r.causes[i], m->cause);
    assert_null(strstr(r.answers[i], "ESCAPED"));
  }
  drop(&r);
  drop(&clean);
}

/* On machines that are slow to hand out memory it takes seconds to reach the limit. */
static void one_that_takes_all_memory_ends_at_its_limit(void **state) {
  (void)state;
#ifndef TIDINGS_SANITIZED /* a sanitizer ends it itself */
  static struct run r;
  r = (struct run){.inputs = {"before", "memory", "after"}, .n = 3, .deadline_ms = 120000};
  run_all(&r, "hostile", 0);
  assert_int_equal(r.status[0], TDG_OK);
  assert_true(r.status[1] < 0);
  assert_int_equal(r.causes[1], CAUSE_MEMORY);
  assert_int_equal(r.status[2], TDG_OK);
  drop(&r);
#endif
}

/* Opening a file is refused by Landlock (the call fails) or by seccomp (the worker ends): either way nothing is read. */
static void a_file_cannot_be_opened(void **state) {
  (void)state;
  static struct run r;
  r = (struct run){.inputs = {"before", "file", "create", "after"}, .n = 4};
  run_all(&r, "hostile", 0);
  assert_int_equal(r.status[0], TDG_OK);
  assert_int_equal(r.status[3], TDG_OK);
  for (size_t i = 1; i < 3; i++) {
    assert_true(r.status[i] < 0);
    assert_null(strstr(r.answers[i], "ESCAPED"));
  }
  drop(&r);
}

static void answers_come_in_order_whatever_the_workers_do(void **state) {
  (void)state;
  static struct run r;
  static char texts[300][32];
  r = (struct run){0};
  for (size_t i = 0; i < 300; i++) {
    snprintf(texts[i], sizeof texts[i], "document %zu", i);
    r.inputs[r.n++] = i == 150 ? "segv" : texts[i];
  }
  run_all(&r, "hostile", 0);
  for (size_t i = 0; i < 300; i++)
    if (i != 150) assert_non_null(strstr(r.answers[i], texts[i]));
  drop(&r);
}

static void isolation_changes_no_byte(void **state) {
  (void)state;
  static struct run apart, here;
  static char texts[200][2000];
  apart = here = (struct run){0};
  for (size_t i = 0; i < 200; i++) {
    memset(texts[i], 'a' + (char)(i % 26), i * 9);
    snprintf(texts[i] + i * 9, 100, " document %zu", i);
    apart.inputs[apart.n++] = here.inputs[here.n++] = texts[i];
  }
  run_all(&apart, "hostile", 0);
  run_all(&here, "hostile", 1);
  for (size_t i = 0; i < 200; i++) {
    assert_int_equal(apart.status[i], here.status[i]);
    assert_string_equal(apart.answers[i], here.answers[i]);
  }
  drop(&apart);
  drop(&here);
}

static void a_parser_that_is_not_there_is_said(void **state) {
  (void)state;
  static struct run r;
  r = (struct run){.inputs = {"x"}, .n = 1};
  run_all(&r, "nobody", 0);
  assert_int_equal(r.status[0], TDG_BAD_CONFIG);
  drop(&r);
}

static void values_of_a_document_or_a_request_are_not_taken_from_a_plugin(void **state) {
  static const uint32_t kinds[] = {TDG_DOC, TDG_REQUEST};
  char why[200];
  (void)state;
  for (size_t i = 0; i < 2; i++) {
    struct arena a = {0};
    struct job *j = job_new(FRAME_RUN, NULL, 0, NULL, NULL);
    tdg_rec *r = rec_new(&a, kinds[i]), *value = rec_new(&a, TDG_GROUP);
    rec_put_str(value, TDG_NAME, "token");
    rec_put_rec(r, TDG_KEPT, value);
    rec_put_str(r, TDG_URL, "https://gazette.example/");
    assert_int_equal(job_keep(j, rec_bytes(r).p, rec_bytes(r).n, why, sizeof why), 0);
    assert_false(rec_has(j->recs[0], TDG_KEPT));
    assert_string_equal(rec_get(j->recs[0], TDG_URL, 0).p, "https://gazette.example/");
    job_free(j);
    arena_free(&a);
  }
}

/* ---- how a consumer fares ---- */

/* A store that keeps one row, in memory that is its own, and that cannot write while it lists. */
struct strict {
  struct tdg_consumer row;
  char cause[32];
  int listing, puts;
};

static int put_strictly(void *store, const struct tdg_consumer *c) {
  struct strict *s = store;
  if (s->listing) return TDG_DENIED;
  s->row = *c;
  snprintf(s->cause, sizeof s->cause, "%s", c->cause.p);
  s->puts++;
  return 0;
}

static int list_strictly(void *store, const char *name, tdg_consumer_fn fn, void *arg) {
  struct strict *s = store;
  char text[32];
  (void)name;
  if (s->puts == 0) return 0;
  snprintf(text, sizeof text, "%s", s->cause);
  struct tdg_consumer lent = s->row;
  lent.cause = lent.reason = (struct tdg_str){text, strlen(text)};
  s->listing = 1;
  fn(arg, &lent);
  s->listing = 0;
  memset(text, '?', sizeof text - 1); /* what was lent is over */
  return 1;
}

static void how_a_consumer_fares_is_added_up_after_the_listing(void **state) {
  (void)state;
  static const struct tdg_store_ops ops = {
      .size = sizeof ops, .consumer_put = put_strictly, .consumer_list = list_strictly};
  char name[] = "stage weigher";
  struct strict strict = {0};
  struct store store = {.ops = &ops, .handle = &strict, .plugin = ""};
  struct consumer c = {.cursor_name = name};
  fare_failed(&c, 7, "deadline", "it took too long");
  fare_failed(&c, 8, "signal", "SIGSEGV");
  assert_int_equal(fare_keep(&store, &c), 0);
  fare_failed(&c, 0, "bad-config", "no such key");
  assert_int_equal(fare_keep(&store, &c), 0);
  assert_int_equal(strict.row.failures, 3);
  assert_int_equal(strict.row.in_row, 3);
  assert_int_equal(strict.row.failed, 0);
  fare_took(&c, 9);
  assert_int_equal(fare_keep(&store, &c), 0);
  assert_int_equal(strict.puts, 3);
  assert_int_equal(strict.row.took, 9);
  assert_int_equal(strict.row.failures, 3);
  assert_int_equal(strict.row.in_row, 0);
  assert_string_equal(strict.cause, "bad-config");
  assert_int_equal(fare_keep(&store, &c), 0); /* nothing has changed */
  assert_int_equal(strict.puts, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_misdeed_costs_its_document_and_no_other),
      cmocka_unit_test(one_that_takes_all_memory_ends_at_its_limit),
      cmocka_unit_test(a_file_cannot_be_opened),
      cmocka_unit_test(answers_come_in_order_whatever_the_workers_do),
      cmocka_unit_test(isolation_changes_no_byte),
      cmocka_unit_test(a_parser_that_is_not_there_is_said),
      cmocka_unit_test(values_of_a_document_or_a_request_are_not_taken_from_a_plugin),
      cmocka_unit_test(how_a_consumer_fares_is_added_up_after_the_listing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
