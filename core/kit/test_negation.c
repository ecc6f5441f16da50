/* test_negation.c - which words of a sentence deny it or leave it open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <tidings/kit/facts.h>

#include "test_kit.h"

#include <cmocka.h>

enum { MOST = 8 };
struct sample {
  const char *language, *text, *denied, *open; /* the words that do so, " not denied" */
};

static void told(tdg_call *call, const struct sample *v, enum tdg_negation kind, char out[200]) {
  struct tdg_term *t;
  struct tdg_str text = kit_str(v->text);
  size_t n = tdg_terms(call, text, &t), at[MOST], used = 0;
  size_t found = tdg_negations(text, t, n, v->language, kind, at, MOST);
  out[0] = '\0';
  for (size_t i = 0; i < found; i++)
    used += (size_t)snprintf(out + used, 200 - used, " %.*s", (int)(t[at[i]].end - t[at[i]].start),
                             text.p + t[at[i]].start);
}

static void words_that_deny_and_words_that_leave_open_are_found(void **state) {
  (void)state;
  static const struct sample v[] = {
      {"en", "The mayor did not resign.", " not", ""},
      {"en", "He didn't sign, and denied a deal.", " didn't denied", ""},
      {"en", "She could be charged; he is to be sentenced.", "", " could be"},
      {"en", "The bridge reopened in May.", "", ""},
      {"de", "Sie konnte kommen, er könnte bleiben.", "", " könnte"},
      {"de-AT", "Niemand wurde verletzt.", " Niemand", ""},
      {"fr", "Il n'a jamais démenti.", " jamais démenti", ""},
      {"ru", "Он не подписал договор.", " не", ""},
      {"", "Nadie dijo nada.", " Nadie nada", ""},
      {"en", "", "", ""},
  };
  struct host_call call;
  char out[200];
  kit_open(&call);
  for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
    told(&call.pub, &v[i], TDG_NEGATION, out);
    assert_string_equal(out, v[i].denied);
    told(&call.pub, &v[i], TDG_HEDGE, out);
    assert_string_equal(out, v[i].open);
  }
  host_free(&call);
}

static void no_more_places_are_told_than_there_is_room(void **state) {
  (void)state;
  struct host_call call;
  struct tdg_term *t;
  struct tdg_str text = kit_str("not not not not");
  size_t at[2];
  kit_open(&call);
  size_t n = tdg_terms(&call.pub, text, &t);
  assert_int_equal(tdg_negations(text, t, n, "en", TDG_NEGATION, at, 2), 2);
  host_free(&call);
}

static void scripts_without_spaces_have_signs(void **state) {
  (void)state;
  assert_true(tdg_has_negation_sign(kit_str("市长没有辞职。"), TDG_NEGATION));
  assert_false(tdg_has_negation_sign(kit_str("市长辞职。"), TDG_NEGATION));
  assert_true(tdg_has_negation_sign(kit_str("市长可能辞职。"), TDG_HEDGE));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_that_deny_and_words_that_leave_open_are_found),
      cmocka_unit_test(no_more_places_are_told_than_there_is_room),
      cmocka_unit_test(scripts_without_spaces_have_signs),
  };
  return cmocka_run_group_tests_name("negation", tests, NULL, NULL);
}
