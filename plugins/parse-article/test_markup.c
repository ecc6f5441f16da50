/* test_markup.c - markup as it is written: what other parsers stumble over, and what must be bounded. */
#include "test_support.h"

#include <time.h>

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The three paragraphs of PAGE must all be there, whatever stands between them. */
static json_t *survives(const char *between) {
  size_t n = strlen(between) + 4000;
  char *html = malloc(n);
  assert_non_null(html);
  snprintf(html, n, "%s%s%s",
           HEAD("") "<article><h1>Light returns to Sorrel Point</h1><p>" P1 "</p><p>" P2 "</p>", between,
           "<p>" P3 "</p></article></body></html>");
  json_t *out = parse(html);
  free(html);
  assert_int_equal(status_of(out), TDG_OK);
  assert_true(has(out, "nine years in which"));
  assert_true(has(out, "repaired in the winter"));
  assert_true(has(out, "carry no such equipment"));
  return out;
}

static void a_nul_byte_cuts_nothing(void **state) {
  static const char page[] =
      HEAD("") "<article><h1>Light returns to Sorrel Point</h1><p>" P1 "</p>\0<p>" P2 "</p></article>";
  (void)state;
  json_t *out = parse_bytes(page, sizeof page - 1, "");
  assert_true(has(out, "repaired in the winter"));
  json_decref(out);
}

static void invalid_bytes_become_replacement_characters(void **state) {
  static const char page[] =
      HEAD("") "<article><p>" P1 "</p><p>A lone \xFF byte stands in this paragraph, which is otherwise quite "
               "ordinary, and long. Größe</p><p>" P2 "</p></article>";
  (void)state;
  json_t *out = parse_bytes(page, sizeof page - 1, "utf-8");
  assert_true(has(out, "A lone \xEF\xBF\xBD byte"));
  json_decref(out);
}

static void legacy_character_sets_are_read_as_browsers_do(void **state) {
  static const char page[] =
      "<html><head><meta charset=\"iso-8859-1\"><title>x</title></head><body><article><p>\x93Quoted\x94 "
      "words \x96 and an \xE9 \x97 stand here, in a paragraph that is long enough to be kept.</p><p>" P2
      "</p></article>";
  (void)state;
  json_t *out = parse_bytes(page, sizeof page - 1, "");
  assert_true(has(out, "\xE2\x80\x9CQuoted\xE2\x80\x9D words \xE2\x80\x93 and an \xC3\xA9"));
  json_decref(out);
}

static void a_gbk_byte_in_a_gb2312_page_loses_nothing(void **state) {
  static const char page[] =
      "<html><head><meta "
      "charset=\"gb2312\"></"
      "head><body><p>"
      "\xD6\xD0\xB9\xFA\xA3\xAC\xD6\xD0\xB9\xFA\x81\x40\xD6\xD0\xB9\xFA\xA3\xAC\xD6\xD0\xB9\xFA\xA3\xAC\xD6"
      "\xD0\xB9\xFA\xD6\xD0\xB9\xFA\xD6\xD0\xB9\xFA\xD6\xD0\xB9\xFA</p></body></html>";
  (void)state;
  json_t *out = parse_bytes(page, sizeof page - 1, "");
  assert_int_equal(status_of(out), TDG_OK);
  assert_true(has(out, "\xE4\xB8\xAD\xE5\x9B\xBD\xE4\xB8\x82\xE4\xB8\xAD"));
  json_decref(out);
}

static void references_mean_what_browsers_take_them_for(void **state) {
  (void)state;
  json_t *out = survives("<p>It&#146;s &copy 2024 &AMP; so on, &hellip; with &lbrace;braces&rbrace; and more "
                         "of such signs in one line of text.</p>");
  assert_true(has(out, "It\xE2\x80\x99s \xC2\xA9 2024 & so on, \xE2\x80\xA6 with {braces}"));
  json_decref(out);
}

static void attributes_of_frameworks_do_not_leak(void **state) {
  (void)state;
  json_t *out = survives("<div @click=\"a => b ? '<p>leak</p>' : c\" :class=\"{x: y > 3}\" x-data='{ open: "
                         "() => 1 > 0 }'></div>");
  assert_false(has(out, "leak"));
  assert_false(has(out, "=>"));
  json_decref(out);
}

static void raw_elements_hold_no_elements(void **state) {
  (void)state;
  json_t *out = parse("<html><head><title>Light <b>returns</title></head><body><textarea><p>not "
                      "text</p></textarea><iframe><p>nor this</p></iframe>"
                      "<xmp><p>hm</p></xmp><p>" P1 "</p><p>" P2 "</p></body></html>");
  assert_true(has(out, "nine years in which"));
  assert_string_equal(harness_text(out, 0, "title"), "Light <b>returns");
  assert_false(has(out, "not text"));
  assert_false(has(out, "nor this"));
  json_decref(out);
}

static void an_unclosed_iframe_swallows_nothing(void **state) {
  (void)state;
  json_decref(survives("<noscript><iframe src=\"https://t.example/x\"></noscript>"));
  json_decref(survives("<noscript><iframe src=\"https://t.example/x\"></noscript><p>More text that stands "
                       "between, long enough to count.</p><iframe></iframe>"));
}

static void a_script_inside_a_commented_script_is_one_script(void **state) {
  (void)state;
  json_t *out = survives("<script><!-- document.write(\"<script src='x'></script>\"); --></script>");
  assert_false(has(out, "--"));
  assert_false(has(out, "\")"));
  json_decref(out);
}

static void templates_are_not_text(void **state) {
  (void)state;
  json_t *out = survives("<template><p>A paragraph of a template that nobody ever sees, with words enough to "
                         "look like text.</p></template>");
  assert_false(has(out, "nobody ever sees"));
  json_decref(out);
}

static void hidden_text_is_left_out_unless_it_is_the_article(void **state) {
  (void)state;
  json_t *out = survives("<div style=\"display: none\"><p>A hidden line that only a script would show, and "
                         "never does, with some more words.</p></div>");
  assert_false(has(out, "only a script"));
  json_decref(out);
  out = survives(
      "<p>The board <a href=\"/b\">met<span style=\"position: absolute; width: 1px; height: 1px; "
      "overflow: hidden; clip: rect(0,0,0,0)\">, opens elsewhere</span></a> on Monday, as planned.</p>");
  assert_false(has(out, "opens elsewhere"));
  json_decref(out);
  out = survives(
      "<p>The board told <span class=\"rollover-person\"><a href=\"/p/ada\">Ada Quill</a><span "
      "class=\"rollover-box\"><a href=\"/n/1\">Quill to write a book on lamps</a></span></span> that "
      "it had met on Monday, as planned.</p>");
  assert_true(has(out, "told Ada Quill that it had met"));
  assert_false(has(out, "a book on lamps"));
  json_decref(out);
  out = parse(HEAD("") "<div>Please wait</div><div style=\"display:none\"><p>" P1 "</p><p>" P2 "</p><p>" P3
                       "</p></div></body></html>");
  assert_true(has(out, "nine years in which"));
  json_decref(out);
}

static void unclosed_and_misnested_elements_are_read_as_browsers_do(void **state) {
  (void)state;
  json_decref(survives("<p>First<p>Second<div>Third<ul><li>one<li>two</ul></"
                       "div><table><tr><td>a<td>b<tr><td>c</table></p></p></div>"));
  json_decref(survives(
      "<b><p>Bold over blocks, in a paragraph of its own that is long enough</b> and goes on after.</p>"));
  json_decref(survives("<a href=x><div>a link over a block</a></div>"));
  json_decref(survives(
      "<p>An unclosed <a href=\"/quote>attribute stands here</a> and the page goes on as before.</p>"));
  json_decref(survives("<svg><path d='M0 0'/><title>icon</title></svg><svg><g>"));
  json_decref(survives(
      "<!-- a comment --><!-- another -- > one --><!---><!doctype x><?php echo 1 ?><![CDATA[ x ]]>"));
}

static void what_is_never_closed_swallows_nothing(void **state) {
  static const char *const open[] = {"<a href=x>", "<h1>",         "<h2 class=related>",
                                     "<nav>",      "<aside>",      "<select>",
                                     "<option>",   "<button>",     "<video>",
                                     "<audio>",    "<dialog>",     "<noscript>",
                                     "<template>", "<svg>",        "<math>",
                                     "<figure>",   "<figcaption>", "<form>",
                                     "<label>",    "<blockquote>", "<pre>",
                                     "<table>",    "<ul>",         "<li>",
                                     "<details>",  "<b>",          "<title>",
                                     "<textarea>", "<script>",     "<style>",
                                     "<xmp>",      "<iframe>",     "<footer>"};
  char page[4000];
  (void)state;
  for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
    for (int k = 0; k < 2; k++) {
      snprintf(page, sizeof page,
               HEAD("") "%s%s<article><h1>Light returns to Sorrel Point</h1><p>" P1 "</p><p>" P2 "</p><p>" P3
                        "</p></article>",
               k > 0 ? "<p>Some other words stand on this page, in a paragraph that is not long, and says "
                       "little.</p>"
                     : "",
               open[i]);
      json_t *out = parse(page);
      if (!has(out, "nine years in which") || !has(out, "carry no such")) fail_msg("lost behind %s", open[i]);
      json_decref(out);
    }
  }
}

/* What the transport says, then the mark, then what the bytes are, then what the page says. */
static void character_sets_are_believed_in_their_order(void **state) {
#define COFFEE(head, e)                                                                                      \
  "\n<html><head>" head "</head><body><p>The caf" e                                                          \
  " at the pier opens again, as the harbour board said on Monday, after a winter.</p><p>" P1 "</p>"
  static const struct {
    const char *page, *transport;
  } cases[] = {{COFFEE("<meta charset=koi8-r>", "\xE9"), "iso-8859-1"},
               {"\xEF\xBB\xBF" COFFEE("<meta charset=koi8-r>", "\xC3\xA9"), ""},
               {COFFEE("<meta charset=iso-8859-1>", "\xC3\xA9"), ""},
               {COFFEE("<meta charset=utf-8>", "\xE9"), ""},
               {COFFEE("", "\xE9"), ""},
               {COFFEE("<meta charset=nonsense>", "\xC3\xA9"), ""},
               {COFFEE("<meta http-equiv=Content-Type content='text/html; charset=macintosh'>", "\x8E"), ""}};
  (void)state;
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    json_t *out = parse_bytes(cases[i].page, strlen(cases[i].page), cases[i].transport);
    if (!has(out, "The caf\xC3\xA9 at")) fail_msg("case %zu: %s", i, harness_text(out, 0, "text"));
    json_decref(out);
  }
}

static void a_comment_that_never_ends_hides_nothing(void **state) {
  (void)state;
  json_decref(survives("<!-- oops "));
}

/* ---- bounds ---- */

static char *repeat(const char *what, size_t times, const char *head, const char *tail, size_t *n) {
  size_t k = strlen(what), a = strlen(head), z = strlen(tail);
  char *p = malloc(a + k * times + z + 1);
  assert_non_null(p);
  memcpy(p, head, a);
  for (size_t i = 0; i < times; i++) memcpy(p + a + i * k, what, k);
  memcpy(p + a + k * times, tail, z + 1);
  *n = a + k * times + z;
  return p;
}

/* Read it in under a second (under sanitizers, which cost ten times as much, a quarter of it in a quarter of that), or
 * refuse it with a reason. */
#ifdef TIDINGS_SANITIZED
enum { PART = 4 };
#else
enum { PART = 1 };
#endif
static void bounded(const char *name, const char *what, size_t times, const char *head, const char *tail) {
#ifdef TIDINGS_SANITIZED
  const double most = 2.5;
#else
  const double most = 1;
#endif
  size_t n;
  char *page = repeat(what, times / PART, head, tail, &n);
  double start = seconds();
  json_t *out = parse_bytes(page, n, "");
  double took = seconds() - start;
  print_message("%-30s %8zu bytes %6.0f ms\n", name, n, took * 1000);
  assert_true(took < most);
  assert_true(status_of(out) == TDG_OK ||
              (status_of(out) < 0 && json_string_length(json_object_get(out, "message")) > 0));
  if (strstr(tail, P1) != NULL && status_of(out) == TDG_OK) assert_true(has(out, "nine years in which"));
  json_decref(out);
  free(page);
}

#define TAIL "<article><p>" P1 "</p><p>" P2 "</p></article>"

static void pathological_pages_take_linear_time(void **state) {
  (void)state;
  bounded("40,000 attributes", " a=b", 40000, "<p", ">x</p>" TAIL);
  bounded("attributes over 64 KB", " title=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", 4000, "<p", ">x</p>" TAIL);
  bounded("a million divs", "<div>", 1000000, "", TAIL);
  bounded("a million closing tags", "</b>", 1000000, "<b>", TAIL);
  bounded("a million unknown elements", "<x-y>", 1000000, "", TAIL);
  bounded("10 MB of one paragraph", "word, ", 1700000, "<p>", "</p>");
  bounded("open comments", "<!--", 200000, "", TAIL);
  bounded("open quotes", "<a href=\"", 200000, "", TAIL);
  bounded("single quotes", "<a href='>\"", 200000, "", TAIL);
  bounded("open iframes", "<iframe>", 200000, "", TAIL);
  bounded("open scripts", "<script><!-- <script></script>", 60000, "", TAIL);
  bounded("open titles", "<title>", 200000, "", TAIL);
  bounded("ampersands", "&", 2000000, "<p>", "</p>" TAIL);
  bounded("less-than signs", "<", 2000000, "<p>", "</p>" TAIL);
  bounded("question marks", "<?", 1000000, "<p>", "</p>" TAIL);
  bounded("nested tables", "<table><tr><td>", 100000, "", TAIL);
  bounded("nested lists", "<ul><li>x", 100000, "", TAIL);
  bounded("open formatting", "<b><i><a>", 100000, "<p>", TAIL);
  bounded("split links", "<a><p>x</a>", 100000, "<div>", TAIL);
  bounded("headings", "<h1>Light returns</h1>", 50000, "", TAIL);
  bounded("line breaks", "<br>\n", 500000, "<p>x", TAIL);
  bounded("deep JSON", "[", 500000, "<script type=\"application/ld+json\">", "</script>" TAIL);
  bounded("authors", "{\"@type\":\"Person\",\"@id\":\"#x\"},", 50000,
          "<script type=\"application/ld+json\">[", "{}]</script>" TAIL);
  bounded("meta tags", "<meta property=\"article:tag\" content=\"x\">", 50000, "<head>", "</head>" TAIL);
  bounded("pages over the limit", "0123456789abcdef", 1100000 * PART, "<p>", "</p>");
}

static void markup_deeper_than_the_limit_is_read_as_flat(void **state) {
  size_t n;
  char *page = repeat("<div>", 2000, HEAD(""), TAIL, &n);
  json_t *out = parse_bytes(page, n, "");
  (void)state;
  assert_true(has(out, "nine years in which"));
  json_decref(out);
  free(page);
}

/* ---- generated pages ---- */

static uint64_t random_next(uint64_t *s) {
  *s ^= *s << 13;
  *s ^= *s >> 7;
  *s ^= *s << 17;
  return *s;
}

static size_t scramble(char *out, size_t max, uint64_t *seed) {
  static const char *const pieces[] = {
      "<div>",
      "</div>",
      "<p>",
      "</p>",
      "<a href=\"x\">",
      "</a>",
      "<b>",
      "</b>",
      "<table>",
      "<tr>",
      "<td>",
      "</table>",
      "<ul>",
      "<li>",
      "</ul>",
      "<h1>",
      "</h1>",
      "<h2 class=related>",
      "<script>",
      "</script>",
      "<style>",
      "</style>",
      "<!--",
      "-->",
      "<svg>",
      "</svg>",
      "<title>",
      "<template>",
      "</template>",
      "<select>",
      "<option>",
      "<noscript>",
      "</noscript>",
      "<iframe>",
      "<img src=a.jpg>",
      "<br>",
      "&",
      "&amp;",
      "&#0;",
      "&#x110000;",
      "\"",
      "'",
      "<",
      ">",
      "=",
      "\xFF",
      "\0x",
      "\xC3",
      "\xE4\xB8\xAD\xE6\x96\x87\xEF\xBC\x8C",
      "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D ",
      P1,
      P2,
      "word ",
      ", ",
      ". ",
      "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"x",
      "\"}</script>",
      "<body>",
      "</body>",
      "<html>",
      "<head>",
      "</head>",
      "<time datetime=2024-03-05>",
      "<figure>",
      "<figcaption>",
      "<blockquote>",
      "<pre>",
      "<form>",
      "<button>"};
  size_t n = 0;
  int count = 20 + (int)(random_next(seed) % 400);
  while (count-- > 0) {
    const char *piece = pieces[random_next(seed) % (sizeof(pieces) / sizeof(pieces[0]))];
    size_t k = *piece == '\0' ? 2 : strlen(piece);
    if (n + k >= max) break;
    memcpy(out + n, piece, k);
    n += k;
  }
  return n;
}

/* Behind any such beginning: most of them leave half a dozen elements open, and browsers show less of it. */
static void an_article_behind_strange_markup_is_found(void **state) {
  static const char article[] =
      "<article><h1>Light returns</h1><p>" P1 "</p><p>" P2 "</p><p>" P3 "</p></article>";
  uint64_t seed = 20240306;
  char *page = malloc(200000);
  int found = 0;
  (void)state;
  assert_non_null(page);
  for (int i = 0; i < 200; i++) {
    size_t n = scramble(page, 200000 - sizeof article, &seed);
    memcpy(page + n, article, sizeof article);
    json_t *out = parse_bytes(page, n + sizeof article - 1, "");
    int here = status_of(out) == TDG_OK && has(out, "carry no such equipment");
    found += here;
    json_decref(out);
  }
  print_message("found behind %d of 200\n", found);
  assert_true(found >= 175);
  free(page);
}

static void two_hundred_strange_pages_crash_nothing_and_repeat(void **state) {
  uint64_t seed = 20240305;
  char *page = malloc(200000);
  (void)state;
  assert_non_null(page);
  for (int i = 0; i < 200; i++) {
    size_t n = scramble(page, 200000, &seed);
    double start = seconds();
    json_t *once = parse_bytes(page, n, ""), *twice = parse_bytes(page, n, "");
    assert_true(seconds() - start < 2);
    assert_true(status_of(once) == TDG_OK || json_string_length(json_object_get(once, "message")) > 0);
    assert_true(json_equal(once, twice));
    json_decref(once);
    json_decref(twice);
  }
  free(page);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_nul_byte_cuts_nothing),
      cmocka_unit_test(invalid_bytes_become_replacement_characters),
      cmocka_unit_test(legacy_character_sets_are_read_as_browsers_do),
      cmocka_unit_test(a_gbk_byte_in_a_gb2312_page_loses_nothing),
      cmocka_unit_test(references_mean_what_browsers_take_them_for),
      cmocka_unit_test(attributes_of_frameworks_do_not_leak),
      cmocka_unit_test(raw_elements_hold_no_elements),
      cmocka_unit_test(an_unclosed_iframe_swallows_nothing),
      cmocka_unit_test(a_script_inside_a_commented_script_is_one_script),
      cmocka_unit_test(templates_are_not_text),
      cmocka_unit_test(hidden_text_is_left_out_unless_it_is_the_article),
      cmocka_unit_test(unclosed_and_misnested_elements_are_read_as_browsers_do),
      cmocka_unit_test(a_comment_that_never_ends_hides_nothing),
      cmocka_unit_test(what_is_never_closed_swallows_nothing),
      cmocka_unit_test(character_sets_are_believed_in_their_order),
      cmocka_unit_test(pathological_pages_take_linear_time),
      cmocka_unit_test(markup_deeper_than_the_limit_is_read_as_flat),
      cmocka_unit_test(an_article_behind_strange_markup_is_found),
      cmocka_unit_test(two_hundred_strange_pages_crash_nothing_and_repeat),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
