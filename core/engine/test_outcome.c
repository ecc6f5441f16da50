/* What an answer is called. */
#include "engine/outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

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
      {"", 500, "http"},         {"signal", 0, "unusable"},
      {"", 0, "network"},        {"retry", 0, "network"},
      {"limit", 0, "unusable"},  {"of-its-own", 0, "unusable"},
      {"denied", 0, "refused"},  {"", 407, "network"},
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

static void a_login_is_known_by_its_stub_or_its_address(void **state) {
  (void)state;
  static const struct {
    const char *url, *final, *genre;
    enum tdg_outcome outcome;
  } rows[] = {
      {"https://a.example/feed", "", "", TDG_OUTCOME_UNUSABLE},
      {"https://a.example/feed", "", "login-wall", TDG_OUTCOME_LOGIN},
      {"https://a.example/feed", "", "gallery", TDG_OUTCOME_UNUSABLE},
      {"https://a.example/feed", "https://a.example/Login?back=feed", "", TDG_OUTCOME_LOGIN},
      {"https://a.example/feed", "https://sso.b.example/x/signin.php", "", TDG_OUTCOME_LOGIN},
      {"https://a.example/feed", "https://a.example/news/blogins", "", TDG_OUTCOME_UNUSABLE},
      {"https://a.example/auth/feed", "https://a.example/auth/feed2", "", TDG_OUTCOME_UNUSABLE},
  };
  struct arena a = {0};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    tdg_rec *doc = rec_new(&a, TDG_DOC);
    rec_put_str(doc, TDG_URL, rows[i].url);
    rec_put_str(doc, TDG_FINAL_URL, rows[i].final);
    const struct tdg_str genre = {rows[i].genre, strlen(rows[i].genre)};
    assert_int_equal(outcome_of_unusable(doc, genre), rows[i].outcome);
  }
  assert_string_equal(outcome_health(TDG_OUTCOME_LOGIN), "login");
  assert_true(outcome_is_failure(TDG_OUTCOME_LOGIN));
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
      cmocka_unit_test(a_login_is_known_by_its_stub_or_its_address),
      cmocka_unit_test(what_a_later_version_wrote_has_no_word),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
