/* df.c - document frequencies: the number of recent records with a word; see vector.h.  Owns its table; out
 * of memory ends the process. */
#include "vector.h"

#include <tidings/kit/process.h>

#include <stdlib.h>
#include <string.h>

/* The initial number of records, so that words count as rare at first and the first records' weights have the
 * same scale. */
static const double prior_records = 400;

void df_init(struct df *d) {
  d->slot = tdg_process_alloc(DF_SLOTS, sizeof *d->slot);
  d->used = 0;
  d->records = 0;
}

void df_free(struct df *d) { free(d->slot); }

static size_t home(uint32_t word) { return (word * 0x9e3779b1u) >> 12; }

static size_t find(const struct df_slot *slot, uint32_t word) {
  size_t i = home(word);
  while (slot[i].count != 0 && slot[i].word != word) i = (i + 1) & (DF_SLOTS - 1);
  return i;
}

static void halve(struct df *d) {
  struct df_slot *old = d->slot;
  double records = d->records / 2;
  df_init(d);
  d->records = records;
  for (size_t i = 0; i < DF_SLOTS; i++) {
    uint32_t left = old[i].count / 2;
    if (left == 0) continue;
    d->slot[find(d->slot, old[i].word)] = (struct df_slot){old[i].word, left};
    d->used++;
  }
  free(old);
}

void df_count(struct df *d, const uint32_t *words, size_t n) {
  if (d->used + n > DF_MAX_USED) halve(d);
  for (size_t i = 0; i < n; i++) {
    size_t k = find(d->slot, words[i]);
    if (d->slot[k].count == 0) d->used++;
    d->slot[k].word = words[i];
    d->slot[k].count++;
  }
  d->records++;
}

size_t df_slots(const struct df *d, size_t from, size_t to, struct df_slot *out) {
  size_t n = 0;
  for (size_t i = from; i < to && i < DF_SLOTS; i++)
    if (d->slot[i].count > 0) out[n++] = d->slot[i];
  return n;
}

void df_restart(struct df *d, double records) {
  df_free(d);
  df_init(d);
  d->records = records;
}

int df_put_back(struct df *d, const struct df_slot *slot, size_t n) {
  if (n > DF_SLOTS || d->used + n > DF_MAX_USED + DF_SLOTS / 16) return -1;
  for (size_t i = 0; i < n; i++) {
    if (slot[i].count == 0) return -1;
    d->slot[find(d->slot, slot[i].word)] = slot[i];
    d->used++;
  }
  return 0;
}

/* Takes the exponent from the bits and approximates the mantissa by a polynomial; error about 0.001. */
float df_log(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  int e = (int)(bits >> 23) - 127;
  bits = (bits & 0x7FFFFFu) | 0x3F800000u;
  memcpy(&x, &bits, sizeof x);
  float y = x - 1;
  return 0.6931472f *
         ((float)e +
          y * (1.4425449f + y * (-0.7181452f + y * (0.4575485f + y * (-0.2777423f + y * 0.0957942f)))));
}

void df_prefetch(const struct df *d, uint32_t word) { __builtin_prefetch(&d->slot[home(word)]); }

float df_count_of(const struct df *d, uint32_t word) { return (float)d->slot[find(d->slot, word)].count; }

float df_weight(const struct df *d, uint32_t word) {
  double n = d->records + prior_records;
  float ratio = (float)(n / (d->slot[find(d->slot, word)].count + 0.5));
  return ratio <= 1 ? 0.01f : df_log(ratio);
}
