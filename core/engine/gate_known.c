/* engine/gate_known.c - see gate_known.h.
 *
 * A table in which a key has one place: a server takes the place of another one of its hash.  Each of the rules is one
 * allocation, which its place and the tasks that use it own together.  Nothing fails.
 */
#include "engine/gate_known.h"

#include "util/check.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct gate_kept {
  struct gate_known *slots[GATE_KNOWN_SLOTS];
  size_t bytes;
};

struct gate_kept *gate_kept_new(void) {
  struct gate_kept *kept = check_alloc(sizeof *kept);
  memset(kept, 0, sizeof *kept);
  return kept;
}

static size_t place_of(const char *key) { return XXH3_64bits(key, strlen(key)) % GATE_KNOWN_SLOTS; }

static void empty(struct gate_kept *kept, size_t at) {
  struct gate_known *k = kept->slots[at];
  if (k == NULL) return;
  kept->bytes -= k->size;
  kept->slots[at] = NULL;
  gate_known_leave(k);
}

static void empty_all(struct gate_kept *kept) {
  for (size_t at = 0; at < GATE_KNOWN_SLOTS; at++) empty(kept, at);
}

void gate_kept_free(struct gate_kept *kept) {
  if (kept == NULL) return;
  empty_all(kept);
  free(kept);
}

struct gate_known *gate_known_find(const struct gate_kept *kept, const char *key) {
  struct gate_known *k = kept->slots[place_of(key)];
  return k != NULL && strcmp(k->key, key) == 0 ? k : NULL;
}

static struct gate_known *copy(const struct tdg_robots *row, const struct robots *rules) {
  size_t size = sizeof(struct gate_known) + rules->n * sizeof *rules->rules + row->key.n + 1;
  for (size_t i = 0; i < rules->n; i++) size += rules->rules[i].path.n;
  struct gate_known *k = check_alloc(size);
  struct robots_rule *to = (struct robots_rule *)(k + 1);
  char *text = (char *)(to + rules->n);
  *k = (struct gate_known){.size = size, .key = text, .asked = row->asked, .fresh_until = row->fresh_until};
  atomic_init(&k->users, 1);
  text = mempcpy(text, row->key.p, row->key.n);
  *text++ = '\0';
  for (size_t i = 0; i < rules->n; i++) {
    const struct robots_rule *from = &rules->rules[i];
    to[i] = (struct robots_rule){{text, from->path.n}, from->allows};
    text = mempcpy(text, from->path.p, from->path.n);
  }
  k->rules = (struct robots){to, rules->n, rules->delay};
  return k;
}

struct gate_known *gate_known_put(struct gate_kept *kept, const struct tdg_robots *row,
                                  const struct robots *rules) {
  struct gate_known *k = copy(row, rules);
  const size_t at = place_of(k->key);
  empty(kept, at);
  if (kept->bytes + k->size > GATE_KNOWN_BYTES) empty_all(kept);
  kept->slots[at] = k;
  kept->bytes += k->size;
  return k;
}

void gate_known_drop(struct gate_kept *kept, const char *key) {
  if (gate_known_find(kept, key) != NULL) empty(kept, place_of(key));
}

struct gate_known *gate_known_hold(struct gate_known *k) {
  atomic_fetch_add(&k->users, 1);
  return k;
}

void gate_known_leave(struct gate_known *k) {
  if (k != NULL && atomic_fetch_sub(&k->users, 1) == 1) free(k);
}
