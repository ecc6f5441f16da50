/* tests/fuzz_replay.c - a fuzz target without the fuzzer: each seed as it is, cut short, and with some bytes changed.
 * The changes are the same at each run.
 *
 *   replay-text plugins/parse-text/fuzz
 *
 * Ends by a sanitizer's report, or 1 when there is no seed. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SEED = 1 << 20, CUTS = 20, CHANGES = 80 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t state = 1;
static uint32_t random_below(uint32_t n) {
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % n;
}

/* In a block of its own size, so that reading past its end is seen. */
static void try_bytes(const uint8_t *p, size_t n) {
  uint8_t *copy = malloc(n > 0 ? n : 1);
  if (copy == NULL) abort();
  if (n > 0) memcpy(copy, p, n);
  LLVMFuzzerTestOneInput(copy, n);
  free(copy);
}

static void change(uint8_t *p, size_t *n) {
  static const uint8_t odd[] = {0,   '\n', '\r', '\f', '\v', ' ',  '<',  '&',  '"',
                                '%', ':',  '/',  0x80, 0x85, 0xA8, 0xC2, 0xE2, 0xFF};
  const size_t at = random_below((uint32_t)*n);
  switch (random_below(4)) {
  case 0: p[at] ^= (uint8_t)(1u << random_below(8)); break;
  case 1: p[at] = odd[random_below(sizeof odd)]; break;
  case 2: memmove(p + at, p + at + 1, --*n - at); break;
  default:
    if (*n == MAX_SEED) break;
    memmove(p + at + 1, p + at, (*n)++ - at);
    p[at] = odd[random_below(sizeof odd)];
  }
}

static void replay(const uint8_t *p, size_t n) {
  static uint8_t changed[MAX_SEED];
  try_bytes(p, n);
  for (size_t i = 0; i < CUTS && n > 0; i++) try_bytes(p, n < CUTS ? i % n : random_below((uint32_t)n));
  for (size_t i = 0; i < CHANGES && n > 0; i++) {
    size_t m = n;
    memcpy(changed, p, n);
    for (size_t k = 0; k <= i % 8 && m > 0; k++) change(changed, &m);
    try_bytes(changed, m);
  }
}

static size_t replay_folder(const char *folder) {
  static uint8_t seed[MAX_SEED];
  struct dirent **entry;
  size_t seeds = 0;
  const int n = scandir(folder, &entry, NULL, alphasort);
  for (int i = 0; i < n; i++) {
    char path[4096];
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", folder, entry[i]->d_name);
    if (entry[i]->d_name[0] != '.' && (f = fopen(path, "rb")) != NULL) {
      replay(seed, fread(seed, 1, sizeof seed, f));
      fclose(f);
      seeds++;
    }
    free(entry[i]);
  }
  if (n >= 0) free(entry);
  return seeds;
}

int main(int argc, char **argv) {
  size_t seeds = 0;
  LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
  for (int i = 1; i < argc; i++) seeds += replay_folder(argv[i]);
  printf("%zu seeds\n", seeds);
  return seeds == 0;
}
