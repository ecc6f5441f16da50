/* bench_verify.c - verdicts for many written sentences: reads lines
 * "language<TAB>said<TAB>cited[<TAB>cited...][<TAB>=another sentence of the story...]" and prints "verdict<TAB>piece" for each; bench_verify.py makes
 * the lines and counts. */
#include "verify.h"

#include "worker/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int no_emit(void *arg, const tdg_rec *r) { return (void)arg, (void)r, TDG_OK; }
static void no_log(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }

enum { MAX_STORY = 40 };

static struct tdg_lexicon *lexicon;

static void judge(tdg_call *call, char *line) {
  char *part[VERIFY_MAX_CITES + 2 + MAX_STORY];
  size_t n = 0;
  for (char *p = strtok(line, "\t\n"); p != NULL && n < VERIFY_MAX_CITES + 2 + MAX_STORY;
       p = strtok(NULL, "\t\n"))
    part[n++] = p;
  struct tdg_str story[MAX_STORY];
  size_t n_story = 0;
  for (; n > 3 && part[n - 1][0] == '='; n--) {
    struct tdg_str t = {part[n - 1] + 1, strlen(part[n - 1]) - 1};
    if (n_story < MAX_STORY && !verify_is_instruction(t)) story[n_story++] = t;
  }
  if (n < 3) return;
  struct passage said, cited[VERIFY_MAX_CITES];
  const struct passage *v[VERIFY_MAX_CITES];
  struct tdg_small_words *small = tdg_scratch(call, sizeof *small);
  struct tdg_str piece;
  tdg_small_words_fill(small);
  const char *language = strcmp(part[0], "-") == 0 ? "" : part[0];
  struct verifier verifier = {.call = call,
                              .small = small,
                              .language = language,
                              .words = tdg_lexicon_language(lexicon, call, language)};
  verifier_learn(&verifier, story, n_story);
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
  host_begin(&call, 0);
  lexicon = tdg_lexicon_make(&call.pub);
  while (getline(&line, &cap, stdin) > 0) {
    host_begin(&call, 0);
    judge(&call.pub, line);
  }
  tdg_lexicon_free(lexicon);
  free(line);
  host_free(&call);
  return 0;
}
