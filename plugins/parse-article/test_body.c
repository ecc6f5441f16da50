/* test_body.c - which lines of a page are its article: several articles, tables, lists of links, text in
 * scripts. */
#include "test_support.h"

#define OTHER1                                                                                               \
  "The council of Wexmoor has put off the vote on the tram line to the harbour until spring, because the "   \
  "costs of the bridge are not known yet."
static void a_table_of_figures_is_kept_as_a_whole(void **state) {
  (void)state;
  json_t *out = parse(
      PAGE("", "<table><tr><th>Year</th><th>Ships</th><th>Lights</th></tr><tr><td>2014</td><td>412</td>"
               "<td>3</td></tr><tr><td>2015</td><td>388</td><td>2</td></tr><tr><td>2016</td><td>401</td>"
               "<td>2</td></tr></table>"));
  assert_true(has(out, "Lights"));
  assert_true(has(out, "388"));
  assert_true(has(out, "401"));
  json_decref(out);
}

static void links_to_other_articles_between_paragraphs_are_left_out(void **state) {
  (void)state;
  json_t *out = parse(
      PAGE("", "<div class=\"related-links\"><h3>More on this</h3><ul>"
               "<li><a href=\"/news/tram-line-vote-put-off-until-spring\">Vote on tram line put off</a></li>"
               "<li><a href=\"/news/wexmoor-bridge-costs-unknown\">What the bridge would cost</a></li>"
               "</ul></div>"));
  assert_true(has(out, "nine years in which"));
  assert_true(has(out, "carry no such equipment"));
  assert_false(has(out, "What the bridge would cost"));
  json_decref(out);
}

/* A field for an address of mail tells it, in whatever language the box speaks. */
#define PITCH_DE                                                                                             \
  "Verpassen Sie nichts aus dem Hafen: Wir schicken Ihnen jeden Werktag um sieben die fünf wichtigsten "    \
  "Nachrichten."
#define PITCH_TR                                                                                               \
  "Limandan hiçbir haberi kaçırmayın: editörlerimiz her sabah yedide günün beş önemli haberini size " \
  "gönderiyor."
#define PITCH_FR                                                                                             \
  "Ne manquez rien du port : notre rédaction vous envoie chaque matin à sept heures les informations du "  \
  "jour."
static void a_box_to_sign_up_in_is_no_part_of_the_article(void **state) {
  (void)state;
  static const char *const boxes[] = {
      PAGE("", "<aside><p>" PITCH_DE
               "</p><form><input type=email><button>Anmelden</button></form></aside><p>" OTHER1 "</p>"),
      PAGE("", "<div class=k7><h3>" PITCH_TR "</h3><input type='email'><button>Kaydol</button><p>İstediğiniz "
               "an ayrılabilirsiniz.</p></div><p>" OTHER1 "</p>"),
      PAGE("", "<section><div><p>" PITCH_FR "</p></div><div><label>E-mail</label><input "
               "type='EMAIL'><button>OK</button></div></section><p>" OTHER1 "</p>")};
  for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
    json_t *out = parse(boxes[i]);
    assert_true(has(out, "carry no such equipment"));
    assert_true(has(out, "tram line to the harbour"));
    assert_false(has(out, "Verpassen") || has(out, "kaçırmayın") || has(out, "manquez") ||
                 has(out, "ayrılabilirsiniz"));
    json_decref(out);
  }
}

/* The page is a form, as some systems write it; the field stands in the column of the article; it is one for a telephone. */
static void a_field_for_an_address_takes_no_paragraph_of_the_article_with_it(void **state) {
  (void)state;
  static const char *const pages[] = {
      HEAD("") "<form id=all><h1>Light returns to Sorrel Point</h1><div><p>" P1 "</p><p>" P2 "</p><p>" P3
               "</p><p>" OTHER1 "</p></div><input type=email></form></body></html>",
      PAGE("", "<p>" OTHER1 "</p><input type=email><button>OK</button>"),
      PAGE("", "<div><p>" OTHER1 "</p><input type=tel></div>")};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    json_t *out = parse(pages[i]);
    assert_true(has(out, "carry no such equipment"));
    assert_true(has(out, "tram line to the harbour"));
    json_decref(out);
  }
}

#define PARTS(a, b, c)                                                                                       \
  "<div><a href=\"/" a "\">Part " a "</a></div><div><a href=\"/" b "\">Part " b "</a></div><div><a "         \
  "href=\"/" c "\">Part " c "</a></div>"
static void a_short_article_is_not_passed_over_for_texts_far_below_it(void **state) {
  (void)state;
  json_t *out = parse(HEAD(
      "") "<div class=\"top\"><h1>Light returns to Sorrel Point</h1><div class=\"teaser\">" P1
          "</div></div>" PARTS("0", "1", "2") PARTS("3", "4", "5") PARTS("6", "7", "8") PARTS(
              "9", "10",
              "11") "<div class=\"text\"><p>" OTHER1 "</p><p>The mayor said that a bridge "
                    "of wood had never been thought of at all, and that the firm which drew it had left the "
                    "town.</p></div></body></html>");
  assert_true(has(out, "nine years in which"));
  assert_false(has(out, "tram line"));
  json_decref(out);
}

/* ---- pages that go on ---- */

#define STORY(attributes, title, text) "<div " attributes "><h1 class=\"top\">" title "</h1>" text "</div>"
#define LONG1 "<p>" P1 "</p><p>" P2 "</p><p>" P3 "</p>"
#define LONG2                                                                                                \
  "<p>" OTHER1 "</p><p>The mayor said that a bridge of wood had never been thought of, and that the firm "   \
  "which drew it had left the town.</p><p>Two of the nine members, both from the old quarter, voted "        \
  "against, because they fear that by then the money, which the province lends, will be gone.</p><p>The "    \
  "line, of four stops and one tunnel, was first proposed in the year of the flood, when the harbour road "  \
  "was closed for weeks, and has been drawn three times since.</p>"                                          \
  "<p>Until spring the old buses, seven of them from the last century, will go on as they are, and those "   \
  "who live beyond the harbour will wait at stops without a roof, as they have for years.</p>"

static void another_article_behind_the_first_is_left_out(void **state) {
  (void)state;
  json_t *out =
      parse(HEAD("") "<main>" STORY("class=\"story\"", "Light returns to Sorrel Point", LONG1)
                STORY("class=\"story\"", "Vote on tram line put off", LONG2) "</main></body></html>");
  assert_true(has(out, "carry no such equipment"));
  assert_false(has(out, "tram line"));
  json_decref(out);
}

static void another_article_without_an_element_of_its_own_is_left_out(void **state) {
  (void)state;
  json_t *out = parse(HEAD("") "<main><h1>Light returns to Sorrel Point</h1><time>4 March 2025</time>" LONG1
                               "<h1>Vote on tram line put off</h1><time>3 March 2025</time>" LONG2
                               "</main></body></html>");
  assert_true(has(out, "carry no such equipment"));
  assert_false(has(out, "tram line"));
  json_decref(out);
}

static void chapters_of_one_article_stay(void **state) {
  (void)state;
  json_t *out =
      parse(HEAD("") "<main><section><h1>Light returns to Sorrel Point</h1>" LONG1
                     "</section><section><h1>The tram</h1>" LONG2 "</section></main></body></html>");
  assert_true(has(out, "carry no such equipment"));
  assert_true(has(out, "tram line"));
  json_decref(out);
}

/* ---- pages that show nothing ---- */

static void an_article_pushed_in_pieces_to_a_script_is_found(void **state) {
  (void)state;
  json_t *out = parse(HEAD("") "<div id=\"root\"></div><script>(self.s=self.s||[]).push([0])</script>"
                               "<script>self.s.push([1,\"1:[\\\"$\\\",\\\"div\\\",null,{\\\"children\\\":[["
                               "\\\"$\\\",\\\"p\\\",null,"
                               "{\\\"children\\\":[\\\"" P1
                               "\\\"]}],[\\\"$\\\",\\\"p\\\",null,{\\\"children\\\":[\\\"Then \\\","
                               "[\\\"$\\\",\\\"a\\\",null,{\\\"children\\\":\\\"this place\\\"}],\\\" was "
                               "quiet for a while.\\\"]}],"
                               "[\\\"$\\\",\\\"p\\\",null,{\\\"chil\"])</script>"
                               "<script>self.s.push([1,\"dren\\\":\\\"" P2
                               "\\\"}],[\\\"$\\\",\\\"p\\\",null,{\\\"children\\\":\\\"" P3
                               "\\\"}],[\\\"$\\\",\\\"p\\\",null,{\\\"children\\\":\\\"" OTHER1
                               "\\\"}]]}]\\n\"])</script></body></html>");
  assert_true(has(out, "nine years in which"));
  assert_true(has(out, "Then this place was quiet for a while."));
  assert_true(has(out, "repaired in the winter"));
  assert_true(has(out, "carry no such equipment"));
  json_decref(out);
}

static void a_text_row_of_a_pushed_stream_is_found_by_its_name(void **state) {
  (void)state;
  json_t *out = parse(HEAD(
      "") "<div id=\"root\"></div><script>self.s.push([1,\"0:{\\\"story\\\":{\\\"html\\\":\\\"$1f\\\"}}\\n1f:"
          "T4000,<p>" P1 "</p><p>" P2 "</p>\"])</script><script>self.s.push([1,\"<p>" P3 "</p><p>" OTHER1
          "</p>\"])</script></body></html>");
  assert_true(has(out, "nine years in which"));
  assert_true(has(out, "carry no such equipment"));
  assert_false(has(out, "<p>"));
  json_decref(out);
}

static void a_broken_stream_is_no_article_and_no_error(void **state) {
  (void)state;
  json_t *out = parse(
      HEAD("") "<div></div><script>self.s.push([1,\"1:T\"])</script><script>self.s.push([1,\"ffffffff,x\"])"
               "</script><script>self.s.push([1,\"zz:[[[[\\n:\\n2:\\n3:{\\\"a\\\"\"])</script><script>"
               "self.s.push([1,\"unfinished</script></body></html>");
  assert_int_equal(status_of(out), TDG_OK);
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_table_of_figures_is_kept_as_a_whole),
      cmocka_unit_test(links_to_other_articles_between_paragraphs_are_left_out),
      cmocka_unit_test(a_box_to_sign_up_in_is_no_part_of_the_article),
      cmocka_unit_test(a_field_for_an_address_takes_no_paragraph_of_the_article_with_it),
      cmocka_unit_test(a_short_article_is_not_passed_over_for_texts_far_below_it),
      cmocka_unit_test(another_article_behind_the_first_is_left_out),
      cmocka_unit_test(another_article_without_an_element_of_its_own_is_left_out),
      cmocka_unit_test(chapters_of_one_article_stay),
      cmocka_unit_test(an_article_pushed_in_pieces_to_a_script_is_found),
      cmocka_unit_test(a_text_row_of_a_pushed_stream_is_found_by_its_name),
      cmocka_unit_test(a_broken_stream_is_no_article_and_no_error),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
