/* test_name.c - spellings of one name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <tidings/kit/facts.h>

#include "test_kit.h"

#include <cmocka.h>

static double likeness(const char *a, const char *b) {
  struct host_call call;
  kit_open(&call);
  double v = tdg_name_likeness(&call.pub, kit_str(a), kit_str(b)),
         back = tdg_name_likeness(&call.pub, kit_str(b), kit_str(a));
  host_free(&call);
  assert_true(v - back < 1e-9 && back - v < 1e-9);
  assert_true(v >= 0 && v <= 1);
  return v;
}

static void spellings_of_one_name_are_alike(void **state) {
  (void)state;
  static const char *const v[][2] = {
      {"Zelenskyy", "Zelensky"},
      {"Zelenskiy", "Zelensky"},
      {"Зеленський", "Zelensky"},
      {"Volodymyr Zelenskyy", "Zelenskiy"},
      {"Keir Starmer", "Starmer"},
      {"K. Starmer", "Keir Starmer"},
      {"Müller", "Mueller"},
      {"Khodorov", "Hodorov"},
      {"Mohammed Al-Said", "Muhammad al Said"},
      {"European Union", "EU"},
      {"Tchekov", "Chekhov"},
      {"President Anna Berg", "Anna Berg"},
      {"O'Neill", "O’Neil"},
  };
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    double got = likeness(v[i][0], v[i][1]);
    if (got < 0.8) fail_msg("%s, %s: %.3f", v[i][0], v[i][1], got);
  }
  assert_true(likeness("Anna Berg", "Anna Berg") > 0.999);
}

static void other_names_are_not(void **state) {
  (void)state;
  static const char *const v[][2] = {
      {"Anna Berg", "Otto Berg"}, {"Starmer", "Macron"}, {"Anna Berg", "Anna Stein"}, {"EU", "NATO"},
      {"J. Smith", "Karl Smith"}, {"", "Berg"},          {"Merz", "Macron"},          {"Norland", "Sudland"},
  };
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    double got = likeness(v[i][0], v[i][1]);
    if (got >= 0.8) fail_msg("%s, %s: %.3f", v[i][0], v[i][1], got);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(spellings_of_one_name_are_alike),
      cmocka_unit_test(other_names_are_not),
  };
  return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
