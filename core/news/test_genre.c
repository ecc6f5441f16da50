/* test_genre.c - which articles are called comment by their publisher. */
#include "news/news.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena memory;

static int clear(void **state) {
  (void)state;
  arena_free(&memory);
  return 0;
}

static tdg_rec *article(void) {
  tdg_rec *r = rec_new(&memory, TDG_ARTICLE);
  rec_put_str(r, TDG_TITLE, "The harbour of Winslet");
  rec_put_str(r, TDG_URL, "https://courier.example/harbour");
  return r;
}

static const char *genre_of(const tdg_rec *r) { return rec_get(record_genre(&memory, r), TDG_GENRE, 0).p; }

static tdg_rec *with_author(uint32_t field, const char *text) {
  tdg_rec *r = article(), *author = rec_new(&memory, TDG_GROUP);
  rec_put_str(author, field, text);
  rec_put_rec(r, TDG_AUTHOR, author);
  return r;
}

static void section_tag_title_address_and_author_call_it_comment(void **state) {
  static const struct {
    uint32_t field;
    const char *text, *genre;
  } row[] = {{TDG_SECTION_NAME, "Letters", "opinion"},
             {TDG_SECTION_NAME, "Harbour", ""},
             {TDG_KICKER, "Leitartikel", "opinion"},
             {TDG_TAG, "editorial", "opinion"},
             {TDG_TAG, "letters", ""},
             {TDG_SUBTITLE, "Opinion", ""}};
  (void)state;
  assert_string_equal(genre_of(article()), "");
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    tdg_rec *r = article();
    rec_put_str(r, row[i].field, row[i].text);
    assert_string_equal(genre_of(r), row[i].genre);
  }
  assert_string_equal(genre_of(with_author(TDG_ROLE, "Columnist")), "opinion");
  assert_string_equal(genre_of(with_author(TDG_NAME, "The Editorial Board")), "opinion");
  assert_string_equal(genre_of(with_author(TDG_NAME, "Ida Morrow")), "");
  tdg_rec *r = rec_new(&memory, TDG_ARTICLE);
  rec_put_str(r, TDG_URL, "https://courier.example/opinion/harbour");
  assert_string_equal(genre_of(r), "opinion");
}

static void a_genre_that_is_known_stays_and_statements_have_none(void **state) {
  tdg_rec *live = article(), *statement = rec_new(&memory, TDG_STATEMENT);
  (void)state;
  rec_put_str(live, TDG_GENRE, "live");
  rec_put_str(live, TDG_SECTION_NAME, "Opinion");
  assert_string_equal(genre_of(live), "live");
  rec_put_str(statement, TDG_SECTION_NAME, "Opinion");
  assert_string_equal(genre_of(statement), "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(section_tag_title_address_and_author_call_it_comment, clear),
      cmocka_unit_test_teardown(a_genre_that_is_known_stays_and_statements_have_none, clear),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
