/* bench_verify.c - verdicts for many written sentences: reads lines
 * "language<TAB>said<TAB>cited[<TAB>cited...]" and prints "verdict<TAB>piece" for each; bench_verify.py makes
 * the lines and counts. */
#include "verify.h"

#include "worker/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int no_emit(void *arg, const tdg_rec *r) { return (void)arg, (void)r, TDG_OK; }
static void no_log(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }

static void judge(tdg_call *call, char *line) {
  char *part[VERIFY_MAX_CITES + 3];
  size_t n = 0;
  for (char *p = strtok(line, "\t\n"); p != NULL && n < VERIFY_MAX_CITES + 3; p = strtok(NULL, "\t\n"))
    part[n++] = p;
  struct tdg_str story = {"", 0};
  if (n > 3 && part[n - 1][0] == '=') story = (struct tdg_str){part[n - 1] + 1, strlen(part[n - 1]) - 1}, n--;
  if (n < 3) return;
  struct passage said, cited[VERIFY_MAX_CITES];
  const struct passage *v[VERIFY_MAX_CITES];
  struct tdg_small_words *small = tdg_scratch(call, sizeof *small);
  struct tdg_str piece;
  tdg_small_words_fill(small);
  struct verifier verifier = {call, small, strcmp(part[0], "-") == 0 ? "" : part[0], NULL, 0};
  verifier_learn(&verifier, &story, 1);
  passage_make(&verifier, (struct tdg_str){part[1], strlen(part[1])}, &said);
  for (size_t i = 2; i < n; i++) {
    passage_make(&verifier, (struct tdg_str){part[i], strlen(part[i])}, &cited[i - 2]);
    v[i - 2] = &cited[i - 2];
  }
  enum verdict got = verify_sentence(&verifier, &said, v, n - 2, &piece);
  printf("%s\t%.*s\n", got == BORNE_OUT ? "ok" : verdict_name(got), (int)piece.n, piece.p);
}

int main(void) {
  struct host_call call;
  char *line = NULL;
  size_t cap = 0;
  host_init(&call, &(struct host_sink){.emit = no_emit, .log = no_log});
  while (getline(&line, &cap, stdin) > 0) {
    host_begin(&call, 0);
    judge(&call.pub, line);
  }
  free(line);
  host_free(&call);
  return 0;
}
