/* bench_text.c - how fast the text functions are: bench-text FILE [times]; plain text in, MB/s of processor time out. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <tidings/kit/facts.h>

#include "test_facts.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

enum { FILE_MAX = 64 << 20 };

static struct tdg_str load(const char *path) {
  char *p = malloc(FILE_MAX + 1);
  FILE *f = fopen(path, "rb");
  if (f == NULL || p == NULL) return free(p), (struct tdg_str){"", 0};
  size_t n = fread(p, 1, FILE_MAX, f);
  p[n] = '\0';
  fclose(f);
  return (struct tdg_str){p, n};
}

enum what { SENTENCES, WORDS, FOLD, LANGUAGE, NUMBERS, FACTS, N_WHAT };
static const char *const names[] = {"sentences", "words", "fold", "language", "numbers", "facts"};

static struct tdg_lexicon *lexicon;

/* Terms, marks, facts and the sense of each sentence. */
static size_t run_facts(tdg_call *call, struct tdg_str text) {
  struct tdg_range *r;
  size_t n = tdg_sentences(call, text, "en", &r), found = 0;
  for (size_t i = 0; i < n; i++) {
    struct tdg_str s = {text.p + r[i].start, r[i].end - r[i].start};
    struct tdg_fact_text t = kit_fact_text(call, lexicon, "en", s, 1779273000000);
    struct tdg_fact *f;
    struct tdg_sense sense;
    found += tdg_facts(call, &t, &f);
    tdg_sense(&t, &sense);
    found += (size_t)(sense.polarity < 0);
  }
  return found;
}

static size_t run(tdg_call *call, enum what what, struct tdg_str text) {
  struct tdg_range *r;
  struct tdg_number *number;
  switch (what) {
  case SENTENCES: return tdg_sentences(call, text, "en", &r);
  case WORDS: return tdg_words(call, text, &r);
  case FOLD: return tdg_fold(call, text).n;
  case FACTS: return run_facts(call, text);
  case LANGUAGE: return strlen(tdg_language(text));
  default: return tdg_numbers(call, text, "en", &number);
  }
}

/* The text goes through in pieces of 8 KiB, about one article. */
static void measure(enum what what, struct tdg_str text, int times) {
  struct host_call call;
  size_t total = 0, sum = 0;
  double start = now();
  kit_open(&call);
  for (int i = 0; i < times; i++) {
    for (size_t at = 0; at < text.n; at += 8192) {
      size_t n = text.n - at < 8192 ? text.n - at : 8192;
      host_begin(&call, 0);
      sum += run(&call.pub, what, (struct tdg_str){text.p + at, n});
      total += n;
    }
  }
  double seconds = now() - start;
  printf("%-10s %8.1f MB/s  (%zu)\n", names[what], (double)total / seconds / 1e6, sum);
}

int main(int argc, char **argv) {
  if (argc < 2) return fprintf(stderr, "usage: bench-text FILE [times]\n"), 2;
  struct tdg_str text = load(argv[1]);
  int times = argc > 2 ? atoi(argv[2]) : 20;
  struct host_call call;
  kit_open(&call);
  lexicon = tdg_lexicon_make(&call.pub);
  host_free(&call);
  if (lexicon == NULL) return 1;
  for (int w = 0; w < N_WHAT; w++) measure((enum what)w, text, times);
  tdg_lexicon_free(lexicon);
  return 0;
}
