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
      cmocka_unit_test(an_article_pushed_in_pieces_to_a_script_is_found),
      cmocka_unit_test(a_text_row_of_a_pushed_stream_is_found_by_its_name),
      cmocka_unit_test(a_broken_stream_is_no_article_and_no_error),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
