/* said_test.h - two or three short reports of one story, and what they differ in; for the tests of conflicts. */
#ifndef SAID_TEST_H
#define SAID_TEST_H

#include "stage_test.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct stage_test t;

static int open_default(void **state) {
  (void)state;
  return stage_open(&t, "brief-extract", "extract", NULL, 0);
}
static int close_it(void **state) {
  (void)state;
  stage_close(&t);
  return 0;
}

/* Two reports and what they differ in.  kind NULL: nothing. */
struct said {
  const char *language, *a, *b, *kind, *value_a, *value_b;
};

static tdg_rec *report(int id, const char *language, const char *text, const char *outlet) {
  tdg_rec *r = stage_article(&t, id, "", text, outlet);
  rec_put_str(r, TDG_LANGUAGE, language);
  rec_put_int(r, TDG_PUBLISHED, 1773043200000 + id * 3600000);
  return r;
}

static int claims(const tdg_rec *c, const char *value) {
  for (uint32_t k = 0; rec_get_rec(c, TDG_CLAIM, k) != NULL; k++)
    if (strcmp(rec_get(rec_get_rec(c, TDG_CLAIM, k), TDG_VALUE, 0).p, value) == 0) return 1;
  return 0;
}

/* more: a third report, or NULL. */
static void compare_said(const struct said *x, const char *more) {
  tdg_rec *s = rec_new(&t.arena, TDG_STORY);
  size_t n = t.n;
  rec_put_int(s, TDG_STORY_ID, 1);
  rec_put_str(s, TDG_HEADLINE, "Ferry aground off Port Ellery");
  rec_put_rec(s, TDG_MEMBER, report(1, x->language, x->a, "Courier"));
  rec_put_rec(s, TDG_MEMBER, report(2, x->language, x->b, "Ledger"));
  if (more != NULL) rec_put_rec(s, TDG_MEMBER, report(3, x->language, more, "Gazette"));
  assert_int_equal(stage_call(&t, INPROC_RUN, s), TDG_OK);
  const tdg_rec *brief = t.n == n ? NULL : t.note[n],
                *c = brief != NULL ? rec_get_rec(brief, TDG_CONFLICT, 0) : NULL;
  if ((c != NULL) != (x->kind != NULL))
    fail_msg("%s: conflict %d for: %s%s", x->language, c != NULL, x->a, x->b);
  if (c == NULL) return;
  if (rec_get_rec(brief, TDG_CONFLICT, 1) != NULL) fail_msg("two conflicts for: %s%s", x->a, x->b);
  assert_string_equal(rec_get(c, TDG_CONFLICT_KIND, 0).p, x->kind);
  if (!claims(c, x->value_a) || !claims(c, x->value_b))
    fail_msg("%s", rec_get(rec_get_rec(c, TDG_CLAIM, 0), TDG_VALUE, 0).p);
}
#define COMPARE(rows)                                                                                        \
  for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++) compare_said(&(rows)[i], NULL)

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_default, close_it)

#endif
