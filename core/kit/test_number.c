/* test_number.c - figures: value, unit, what they count, bounds, and what is no figure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <tidings/kit/facts.h>

#include "test_kit.h"

#include <cmocka.h>

struct sample {
  const char *language, *text;
  const char *expected; /* "range=value unit [what] bound; ..." */
};

static void check(const struct sample *v, size_t n) {
  static const char *const bounds[] = {"", " least", " most", " about"};
  struct host_call call;
  int wrong = 0;
  kit_open(&call);
  for (size_t i = 0; i < n; i++) {
    struct tdg_number *r;
    char got[512] = "";
    size_t k = tdg_numbers(&call.pub, kit_str(v[i].text), v[i].language, &r), at = 0;
    for (size_t j = 0; j < k && at < sizeof got - 100; j++)
      at += (size_t)snprintf(got + at, sizeof got - at, "%s%.*s=%.10g %s[%s]%s", j > 0 ? "; " : "",
                             (int)(r[j].range.end - r[j].range.start), v[i].text + r[j].range.start,
                             r[j].value, r[j].unit.p, r[j].what.p, bounds[r[j].bound]);
    if (strcmp(got, v[i].expected) == 0) continue;
    print_error("%s\n expected %s\n      got %s\n", v[i].text, v[i].expected, got);
    wrong++;
  }
  host_free(&call);
  assert_int_equal(wrong, 0);
}
#define CHECK(table) check(table, sizeof(table) / sizeof((table)[0]))

static void a_figure_names_what_it_counts(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"en", "27 heads of state met", "27=27 [heads of state]"},
      {"en", "The 27 leaders, and 35 others, met.", "27=27 [leaders]; 35=35 []"},
      {"en", "14 people were killed", "14=14 [people]"},
      {"en", "14 killed, 41 injured", "14=14 [killed]; 41=41 [injured]"},
      {"en", "3,000 troops and 1.5 tonnes", "3,000=3000 [troops]; 1.5 tonnes=1.5 t[]"},
      {"en", "it tested 7 out of 20 cases", "7=7 []; 20=20 [cases]"},
      {"en", "a 27-year-old man", "27=27 [year-old]"},
      {"en", "twenty-seven ministers", "twenty-seven=27 [ministers]"},
      {"en", "two hundred and ten thousand homes", "two hundred and ten thousand=210000 [homes]"},
      {"en", "two dozen countries", "two dozen=24 [countries]"},
      {"en", "one of them said no one knew; one soldier died", "one=1 [soldier]"},
      {"de", "siebenundzwanzig Minister", "siebenundzwanzig=27 [minister]"},
      {"fr", "trois soldats", "trois=3 [soldats]"},
      {"es", "dos soldados", "dos=2 [soldados]"},
  };
  CHECK(v);
}

static void units_and_scales_belong_to_the_figure(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"en", "$3.5 million in aid", "$3.5 million=3500000 $[]"},
      {"en", "US$20bn", "US$20bn=2e+10 $[]"},
      {"en", "12 percent of voters", "12 percent=12 %[voters]"},
      {"en", "12% and 3 per cent", "12%=12 %[]; 3 per cent=3 %[]"},
      {"en", "5 km away, 20 miles north", "5 km=5 km[away]; 20 miles=20 mi[north]"},
      {"en",
       "\xe2\x82\xac"
       "5m",
       "\xe2\x82\xac"
       "5m=5000000 \xe2\x82\xac[]"},
      {"en", "3 billion euros", "3 billion euros=3000000000 \xe2\x82\xac[]"},
      {"de", "1,2 Mrd. Euro", "1,2 Mrd. Euro=1200000000 \xe2\x82\xac[]"},
      {"de", "3.000 Soldaten und 2,5 Prozent", "3.000=3000 [soldaten]; 2,5 Prozent=2.5 %[]"},
      {"fr",
       "10\xc2\xa0"
       "000 soldats, 3,5 pour cent",
       "10\xc2\xa0"
       "000=10000 [soldats]; 3,5 pour cent=3.5 %[]"},
      {"ru", "3 млн рублей", "3 млн рублей=3000000 \xe2\x82\xbd[]"},
      {"es", "20 mil millones de euros", "20 mil millones de euros=2e+10 \xe2\x82\xac[]"},
      {"zh", "3万人", "3万=30000 [人]"},
  };
  CHECK(v);
}

static void bounds_are_told_from_exact_figures(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"en", "at least 14 people", "14=14 [people] least"},
      {"en", "more than $3 million", "$3 million=3000000 $[] least"},
      {"en", "up to 500 jobs", "500=500 [jobs] most"},
      {"en", "no more than 5 days", "5=5 [days] most"},
      {"en", "about 40 houses, nearly a hundred cars", "40=40 [houses] about; hundred=100 [cars] about"},
      {"de", "mindestens 14 Menschen, rund 300 Helfer", "14=14 [menschen] least; 300=300 [helfer] about"},
      {"fr", "plus de 300 personnes", "300=300 [personnes] least"},
      {"ru", "около 40 домов", "40=40 [домов] about"},
  };
  CHECK(v);
}

static void years_dates_times_and_labels_are_no_figures(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"en", "in 2024 officials said", ""},
      {"en", "on 5 March 2024 at 14:30", ""},
      {"en", "March 5, 2024", ""},
      {"en", "the 20th century, the 1990s", ""},
      {"en", "call 555-1234-99 #12", ""},
      {"en", "version 1.2.3", ""},
      {"en", "at 5 p.m. Tuesday", ""},
      {"en", "2000 homes", "2000=2000 [homes]"},
      {"en", "2,000 people", "2,000=2000 [people]"},
      {"de", "am 5. M\xc3\xa4rz", ""},
      {"zh", "3月5日", ""},
      {"en", "", ""},
      {"en", "99999999999999999999999", ""},
  };
  CHECK(v);
}

static void the_digits_of_a_word_are_read_with_a_point_and_with_a_comma(void **state) {
  (void)state;
  static const struct {
    const char *word;
    double point, comma;
    size_t size;
  } v[] = {
      {"14", 14, 14, 2},       {"1,200", 1200, 1.2, 5},
      {"1.200", 1.2, 1200, 5}, {"3.5", 3.5, 3.5, 3},
      {"3,5", 3.5, 3.5, 3},    {"1.200.000", 1200000, 1200000, 9},
      {"20th", 20, 20, 2},     {"1990's", 1990, 1990, 4},
      {"10.0.1.4", -1, -1, 8}, {"٢٥", 25, 25, 4},
      {"１２", 12, 12, 6},     {"th20", -1, -1, 0},
      {"", -1, -1, 0},         {"1234567890123456789", -1, -1, 19},
  };
  for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
    struct tdg_digits d = tdg_digits(kit_str(v[i].word));
    if (d.point != v[i].point || d.comma != v[i].comma || d.size != v[i].size)
      fail_msg("%s: %g, %g, %zu bytes", v[i].word, d.point, d.comma, d.size);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_figure_names_what_it_counts),
      cmocka_unit_test(units_and_scales_belong_to_the_figure),
      cmocka_unit_test(bounds_are_told_from_exact_figures),
      cmocka_unit_test(years_dates_times_and_labels_are_no_figures),
      cmocka_unit_test(the_digits_of_a_word_are_read_with_a_point_and_with_a_comma),
  };
  return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
