/* test_name.c - names in running text, and spellings of one name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <tidings/kit/text.h>

#include "test_kit.h"

#include <cmocka.h>

struct sample {
  const char *language, *text, *expected;
};

static void check(const struct sample *v, size_t n) {
  struct host_call call;
  int wrong = 0;
  kit_open(&call);
  for (size_t i = 0; i < n; i++) {
    struct tdg_name *r;
    char got[512] = "";
    size_t k = tdg_names(&call.pub, kit_str(v[i].text), v[i].language, &r), at = 0;
    for (size_t j = 0; j < k; j++) {
      if (j > 0) got[at++] = '|';
      memcpy(got + at, v[i].text + r[j].range.start, r[j].range.end - r[j].range.start);
      at += r[j].range.end - r[j].range.start;
    }
    got[at] = '\0';
    if (strcmp(got, v[i].expected) == 0) continue;
    print_error("%s\n expected %s\n      got %s\n", v[i].text, v[i].expected, got);
    wrong++;
  }
  host_free(&call);
  assert_int_equal(wrong, 0);
}
#define CHECK(table) check(table, sizeof(table) / sizeof((table)[0]))

static void names_are_runs_of_capitals_with_their_joins(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"en", "They met Ursula von der Leyen and Mario Rossi.", "Ursula von der Leyen|Mario Rossi"},
      {"en", "He asked the Bank of England about NATO.", "Bank of England|NATO"},
      {"en", "On Monday Ukraine's President Oleh Marko spoke in Kyiv.", "Ukraine|Oleh Marko|Kyiv"},
      {"en", "The talks with Mr. J. K. Rowe and Dr. Ames failed.", "J. K. Rowe|Ames"},
      {"en", "It was the U.S. Senate in March.", "U.S. Senate"},
      {"en", "Then French President Jean Petit and U.K. Prime Minister Ann Lee spoke.",
       "French|Jean Petit|U.K|Ann Lee"},
      {"en", "They told the UN General Assembly and Ahmed al-Tarsi so.",
       "UN General Assembly|Ahmed al-Tarsi"},
      {"en", "I think I'm late, said she.", ""},
      {"fr", "Le ministre Jean de la Tour a vu la Cour des comptes.", "Jean de la Tour|Cour"},
      {"es", "El presidente Juan del Río viajó a Costa Verde.", "Juan del Río|Costa Verde"},
      {"ru", "Президент Иван Петров прибыл в Норд.", "Иван Петров|Норд"},
      {"ar", "قال الوزير", ""},
      {"zh", "部长表示", ""},
      {"en", "", ""},
  };
  CHECK(v);
}

static void the_first_word_of_a_sentence_must_prove_itself(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"en", "Officials met. Talks failed.", ""},
      {"en", "Norland agreed. Later Norland left.", "Norland|Norland"},
      {"en", "The minister left. Reports say reports differ.", ""},
      {"en", "NATO agreed.", "NATO"},
      {"en", "Anna Berg agreed.", "Anna Berg"},
      {"en", "\"Nobody knows,\" said Berg.", "Berg"},
      {"en", "However Berg left.", "Berg"},
      {"en",
       "What's Happening?\nThe ministers met in Tarsk.\n\nBeyond the Headlines\n\nTarsk Votes\n\nNothing "
       "else.",
       "Tarsk|Tarsk"},
  };
  CHECK(v);
}

static void german_nouns_are_no_names(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"de", "Der Minister sprach mit Anna Berg in Nordstadt über die neue Regelung.", "Anna Berg|Nordstadt"},
      {"de", "Die Regierung lobt die Entscheidung der EU.", "EU"},
  };
  CHECK(v);
}

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
      cmocka_unit_test(names_are_runs_of_capitals_with_their_joins),
      cmocka_unit_test(the_first_word_of_a_sentence_must_prove_itself),
      cmocka_unit_test(german_nouns_are_no_names),
      cmocka_unit_test(spellings_of_one_name_are_alike),
      cmocka_unit_test(other_names_are_not),
  };
  return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
