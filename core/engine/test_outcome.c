/* What an answer is called. */
#include "engine/outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_failure_is_told_by_its_class_or_status(void **state) {
  (void)state;
  static const struct {
    const char *class;
    int status;
    const char *word;
  } rows[] = {
      {"dns", 0, "network"},     {"timeout", 200, "network"},
      {"tls", 0, "tls"},         {"too-large", 200, "unusable"},
      {"redirect", 301, "http"}, {"incomplete", 200, "incomplete"},
      {"robots", 0, "robots"},   {"", 410, "gone"},
      {"", 401, "refused"},      {"", 403, "refused"},
      {"", 429, "refused"},      {"", 404, "http"},
      {"", 500, "http"},         {"signal", 0, "network"},
      {"", 0, "network"},
  };
  struct arena a = {0};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    tdg_rec *doc = rec_new(&a, TDG_DOC);
    if (rows[i].class[0] != '\0') rec_put_str(doc, TDG_ERROR, rows[i].class);
    if (rows[i].status != 0) rec_put_int(doc, TDG_STATUS, rows[i].status);
    assert_string_equal(outcome_word(outcome_of_failure(doc)), rows[i].word);
    assert_true(outcome_is_failure(outcome_of_failure(doc)));
  }
  arena_free(&a);
}

static void what_a_later_version_wrote_has_no_word(void **state) {
  (void)state;
  assert_string_equal(outcome_word(99), "");
  assert_false(outcome_is_failure(99));
  assert_false(outcome_is_failure(TDG_OUTCOME_NONE));
  assert_false(outcome_is_failure(TDG_OUTCOME_UNCHANGED));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_failure_is_told_by_its_class_or_status),
      cmocka_unit_test(what_a_later_version_wrote_has_no_word),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
