/* tests/stage_test.h - for tests of stages and briefs: records made by hand, notes kept, made-up reports.
 *
 *   struct stage_test t;
 *   stage_open(&t, "stage-dedupe", "dedupe", NULL, 0);
 *   stage_judge(&t, stage_article(&t, 1, "Title", "First line\nSecond line", "Ansel Courier"));
 *   rec_get_int(t.note[0], TDG_ABOUT, 0);       all notes so far, in order
 *   stage_close(&t);
 */
#ifndef TESTS_STAGE_TEST_H
#define TESTS_STAGE_TEST_H

#include "worker/inproc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STAGE_MAX_NOTES = 20000 };
struct stage_test {
  struct inproc *in;
  struct arena arena;
  const tdg_rec *note[STAGE_MAX_NOTES];
  size_t n, status_bad;
};

static inline int stage_open(struct stage_test *t, const char *plugin, const char *name,
                             const struct option_value *v, size_t n) {
  char file[4096], why[1000] = "";
  memset(t, 0, sizeof *t);
  snprintf(file, sizeof file, "%s/plugins/%s.so", TIDINGS_BUILD_DIR, plugin);
  t->in = inproc_open(file, name, v, n, why, sizeof why);
  if (t->in == NULL) fprintf(stderr, "%s: %s\n", file, why);
  return t->in == NULL ? -1 : 0;
}

static inline void stage_close(struct stage_test *t) {
  inproc_close(t->in);
  arena_free(&t->arena);
}

static inline tdg_rec *stage_article(struct stage_test *t, int64_t id, const char *title, const char *text,
                                     const char *outlet) {
  tdg_rec *r = rec_new(&t->arena, TDG_ARTICLE), *s = rec_new(&t->arena, TDG_GROUP);
  rec_put_int(r, TDG_ID, id);
  rec_put_int(r, TDG_FIRST_SEEN, 1767700000000 + id * 1000);
  rec_put_str(r, TDG_TITLE, title);
  rec_put_str(s, TDG_OUTLET, outlet);
  rec_put_str(r, TDG_PUBLISHER, outlet); /* as a brief is given it */
  rec_put_rec(r, TDG_SOURCE, s);
  for (const char *p = text; *p != '\0';) {
    size_t n = strcspn(p, "\n");
    int heading = p[0] == '#';
    tdg_rec *b = rec_new(&t->arena, TDG_GROUP);
    rec_put_int(b, TDG_BLOCK_TYPE, heading ? TDG_HEADING : TDG_PARAGRAPH);
    rec_put(b, TDG_TEXT, p + heading, n - (size_t)heading);
    rec_put_rec(r, TDG_BLOCK, b);
    p += n + (p[n] == '\n');
  }
  return r;
}

static inline int stage_call(struct stage_test *t, enum inproc_verb verb, const tdg_rec *in) {
  struct inproc_reply reply;
  inproc_call(t->in, verb, in, 0, &reply);
  for (size_t i = 0; i < reply.n && t->n < STAGE_MAX_NOTES; i++) {
    struct tdg_str b = rec_bytes(reply.recs[i]);
    t->note[t->n++] = rec_view(&t->arena, arena_copy(&t->arena, b.p, b.n), b.n);
  }
  return reply.status;
}
static inline int stage_judge(struct stage_test *t, const tdg_rec *rec) {
  return stage_call(t, INPROC_JUDGE, rec);
}
static inline int stage_recall(struct stage_test *t, const tdg_rec *note) {
  return stage_call(t, INPROC_RECALL, note);
}

/* The last note about a record that has the field; 0 when there is none. */
static inline int64_t stage_said(const struct stage_test *t, int64_t about, uint32_t field) {
  for (size_t i = t->n; i-- > 0;)
    if (rec_get_int(t->note[i], TDG_ABOUT, 0) == about) return rec_get_int(t->note[i], field, 0);
  return 0;
}

static inline unsigned stage_random(uint64_t *x) {
  *x = *x * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(*x >> 33);
}

/* A made-up report of event number `event`: its own names and words, and some that every report has. */
static inline char *stage_report(struct stage_test *t, unsigned event, unsigned seed) {
  static const char *const common[] = {"harbour",  "council", "weather", "traffic",
                                       "minister", "school",  "market",  "bridge"};
  uint64_t x = seed * 977u + event * 31u + 1;
  char *s = arena_alloc(&t->arena, 8192);
  size_t n = 0;
  for (int line = 0; line < 6; line++) {
    for (int w = 0; w < 22; w++) {
      unsigned k = stage_random(&x);
      if (k % 5 == 0) n += (size_t)snprintf(s + n, 8192 - n, "Ev%uname%u ", event, k / 5 % 6);
      else if (k % 5 < 3) n += (size_t)snprintf(s + n, 8192 - n, "ev%uword%u ", event, k / 5 % 30);
      else if (k % 5 == 3) n += (size_t)snprintf(s + n, 8192 - n, "%s ", common[k / 5 % 8]);
      else n += (size_t)snprintf(s + n, 8192 - n, "other%u ", k / 5 % 4000);
    }
    s[n - 1] = '.';
    s[n++] = '\n';
  }
  s[n - 1] = '\0';
  return s;
}

/* Judge all of in[0..n) throughout, and again with a restart in the middle: the notes must be the same bytes.
 */
static inline size_t stage_differs_with(const char *plugin, const char *name,
                                        const struct option_value *values, size_t n_values,
                                        struct stage_test *whole, size_t first_part, const tdg_rec *const *in,
                                        const size_t *notes_before, size_t n) {
  struct stage_test *again = malloc(sizeof *again);
  size_t differs = 0;
  if (again == NULL || stage_open(again, plugin, name, values, n_values) != 0) abort();
  for (size_t i = 0; i < notes_before[first_part]; i++)
    differs += stage_recall(again, whole->note[i]) != TDG_OK;
  for (size_t i = first_part; i < n; i++) stage_judge(again, in[i]);
  differs += again->n != whole->n - notes_before[first_part];
  for (size_t i = 0; i < again->n && differs == 0; i++) {
    struct tdg_str a = rec_bytes(again->note[i]), b = rec_bytes(whole->note[notes_before[first_part] + i]);
    differs += a.n != b.n || memcmp(a.p, b.p, a.n) != 0;
  }
  stage_close(again);
  free(again);
  return differs;
}
/* The same with the saved state instead of the notes: judge the first part, save, give the parts to another one. */
static inline size_t stage_differs_when_saved(const char *plugin, const char *name,
                                              const struct option_value *values, size_t n_values,
                                              const struct stage_test *whole, size_t first_part,
                                              const tdg_rec *const *in, const size_t *notes_before,
                                              size_t n) {
  static struct stage_test before, again;
  size_t differs = 0, saved;
  if (stage_open(&before, plugin, name, values, n_values) != 0 ||
      stage_open(&again, plugin, name, values, n_values) != 0)
    abort();
  for (size_t i = 0; i < first_part; i++) stage_judge(&before, in[i]);
  const size_t judged = before.n;
  do {
    tdg_rec *which = rec_new(&before.arena, TDG_NOTE);
    saved = before.n;
    rec_put_int(which, TDG_ABOUT, (int64_t)(saved - judged) + 1);
    differs += stage_call(&before, INPROC_SAVE, which) != TDG_OK;
  } while (before.n > saved);
  differs += before.n < judged + 2;
  for (size_t i = judged; i < before.n; i++)
    differs += stage_call(&again, INPROC_RESTORE, before.note[i]) != TDG_OK;
  for (size_t i = first_part; i < n; i++) stage_judge(&again, in[i]);
  differs += again.n != whole->n - notes_before[first_part];
  for (size_t i = 0; i < again.n && differs == 0; i++) {
    struct tdg_str a = rec_bytes(again.note[i]), b = rec_bytes(whole->note[notes_before[first_part] + i]);
    differs += a.n != b.n || memcmp(a.p, b.p, a.n) != 0;
  }
  stage_close(&before);
  stage_close(&again);
  return differs;
}

static inline size_t stage_differs_after_restart(const char *plugin, const char *name,
                                                 struct stage_test *whole, size_t first_part,
                                                 const tdg_rec *const *in, const size_t *notes_before,
                                                 size_t n) {
  return stage_differs_with(plugin, name, NULL, 0, whole, first_part, in, notes_before, n);
}
#endif
