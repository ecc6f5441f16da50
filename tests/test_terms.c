/* tests/test_terms.c - words folded and hashed: what counts as one word, and what it equals. */
#include "worker/host.h"

#include <tidings/kit/terms.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct host_call call;
static struct tdg_term *terms;

static int no_emit(void *arg, const tdg_rec *r) { return (void)arg, (void)r, TDG_OK; }
static void no_log(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }
static int begin(void **state) {
  (void)state;
  host_init(&call, &(struct host_sink){.emit = no_emit, .log = no_log});
  host_begin(&call, 0);
  return 0;
}
static int end(void **state) {
  (void)state;
  host_free(&call);
  return 0;
}
static size_t read_terms(const char *text) {
  return tdg_terms(&call.pub, (struct tdg_str){text, strlen(text)}, &terms);
}

/* The terms of text are those words, already folded. */
static void assert_words(const char *text, const char *folded) {
  size_t n = read_terms(text), i = 0;
  for (const char *p = folded; *p != '\0'; i++) {
    size_t k = strcspn(p, " ");
    if (i >= n || terms[i].hash != tdg_term_hash(p, k))
      fail_msg("\"%s\": word %zu is not \"%.*s\"", text, i, (int)k, p);
    p += k + (p[k] == ' ');
  }
  assert_int_equal(n, i);
}

static void case_marks_and_curly_signs_make_no_difference(void **state) {
  (void)state;
  assert_words("Café CAFÉ cafe\xCC\x81", "cafe cafe cafe");
  assert_words("Łódź Ærø Straße Œuvre", "lodz aero strasse oeuvre");
  assert_words("Привет ПРИВЕТ", "привет привет");
  assert_words("don't don\xE2\x80\x99t", "don don");
}
static void possessives_and_elisions_are_dropped(void **state) {
  (void)state;
  assert_words("Ukraine's allies", "ukraine allies");
  assert_words("L'\xC3\x89tat d\xE2\x80\x99urgence", "etat urgence");
}
static void hyphens_join_and_abbreviations_are_one_word(void **state) {
  (void)state;
  assert_words("cease-fire ceasefire", "ceasefire ceasefire");
  assert_words("the U.S. and US", "the us and us");
}
static void numbers_keep_their_point_and_lose_their_commas(void **state) {
  (void)state;
  assert_words("1,200.5 km, 3.5%", "1200.5 km 3.5");
  assert_true(terms[0].flags & TDG_TERM_NUMBER);
  assert_words("in 2019-20, 18-year-old", "in 2019 20 18 yearold");
}
static void flags_tell_names_first_words_and_neighbours(void **state) {
  (void)state;
  assert_int_equal(read_terms("Then Ida Morrow spoke. NATO, too"), 6);
  assert_true(terms[0].flags & TDG_TERM_FIRST);
  assert_int_equal(terms[1].flags & (TDG_TERM_CAPITAL | TDG_TERM_FIRST), TDG_TERM_CAPITAL);
  assert_true(terms[2].flags & TDG_TERM_ADJACENT);
  assert_true(terms[4].flags & TDG_TERM_UPPER && terms[4].flags & TDG_TERM_FIRST);
  assert_false(terms[5].flags & TDG_TERM_ADJACENT);
}
static void scripts_without_spaces_give_a_term_a_character(void **state) {
  (void)state;
  assert_int_equal(read_terms("海岸警卫队。無"), 6);
  assert_true(terms[0].flags & TDG_TERM_GLYPH && terms[5].flags & TDG_TERM_FIRST);
  assert_int_equal(terms[1].start, 3);
  assert_int_equal(terms[1].end, 6);
}
static void inflected_forms_share_a_stem(void **state) {
  (void)state;
  assert_int_equal(read_terms("attack attacks attacked attacking city cities"), 6);
  for (int i = 1; i < 4; i++) assert_true(terms[i].stem == terms[0].stem);
  assert_true(terms[4].stem == terms[5].stem);
}
static void broken_bytes_and_endless_words_are_survived(void **state) {
  char *big = malloc(300001);
  (void)state;
  assert_int_equal(read_terms("ab\xFF"
                              "cd\xE2\x80"),
                   2);
  memset(big, 'x', 300000);
  big[300000] = '\0';
  assert_int_equal(read_terms(big), 1);
  assert_int_equal(terms[0].size, TDG_MAX_TERM_BYTES);
  free(big);
}
static void small_words_of_many_languages_are_known(void **state) {
  struct tdg_small_words *set = malloc(sizeof *set);
  (void)state;
  tdg_small_words_fill(set);
  assert_int_equal(read_terms("The und für que della что είναι Ferry"), 8);
  for (int i = 0; i < 7; i++) assert_true(tdg_small_words_has(set, terms[i].hash));
  assert_false(tdg_small_words_has(set, terms[7].hash));
  free(set);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(case_marks_and_curly_signs_make_no_difference),
      TEST(possessives_and_elisions_are_dropped),
      TEST(hyphens_join_and_abbreviations_are_one_word),
      TEST(numbers_keep_their_point_and_lose_their_commas),
      TEST(flags_tell_names_first_words_and_neighbours),
      TEST(scripts_without_spaces_give_a_term_a_character),
      TEST(inflected_forms_share_a_stem),
      TEST(broken_bytes_and_endless_words_are_survived),
      TEST(small_words_of_many_languages_are_known),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
