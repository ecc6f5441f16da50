/* Markup becomes blocks: what a reader of the blocks sees for each piece of HTML. */
#include "test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <tidings/kit/html.h>
#include <tidings/kit/html_tree.h>

enum { MAX_DUMP = 8 << 20 };

static void dump_span(struct buf *out, const tdg_rec *s) {
  buf_printf(out, " %s(%d,%d", rec_get(s, TDG_TYPE, 0).p, (int)rec_get_int(s, TDG_START, -1),
             (int)rec_get_int(s, TDG_END, -1));
  if (rec_has(s, TDG_URL)) buf_printf(out, " %s", rec_get(s, TDG_URL, 0).p);
  buf_str(out, ")");
}

static void dump_row(struct buf *out, const tdg_rec *row) {
  size_t pos = 0;
  struct tdg_item it;
  buf_str(out, rec_get_int(row, TDG_HEADER_ROW, 0) ? " H[" : " [");
  while (rec_next(row, &pos, &it))
    if (it.field == TDG_CELL) buf_printf(out, "%s|", it.str.p);
  buf_str(out, "]");
}

/* One block: type, level, number, text in quotes, address, link, alt, caption, rows, spans. */
static void dump_block(struct buf *out, const tdg_rec *b) {
  static const struct {
    uint32_t field;
    const char *name;
  } texts[] = {{TDG_NUMBER, "no"},
               {TDG_URL, "url"},
               {TDG_CANONICAL, "to"},
               {TDG_ALT, "alt"},
               {TDG_CAPTION, "caption"}};
  size_t pos = 0;
  struct tdg_item it;
  buf_str(out, rec_block_name(rec_get_int(b, TDG_BLOCK_TYPE, 0)));
  if (rec_has(b, TDG_LEVEL)) buf_printf(out, "%d", (int)rec_get_int(b, TDG_LEVEL, 0));
  if (rec_has(b, TDG_TEXT)) buf_printf(out, " '%s'", rec_get(b, TDG_TEXT, 0).p);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    if (rec_has(b, texts[i].field)) buf_printf(out, " %s=%s", texts[i].name, rec_get(b, texts[i].field, 0).p);
  while (rec_next(b, &pos, &it)) {
    if (it.field == TDG_ROW) dump_row(out, it.rec);
    if (it.field == TDG_SPAN) dump_span(out, it.rec);
  }
  buf_str(out, "\n");
}

/* The blocks of a record. */
static char *dump_record(const tdg_rec *r, size_t n) {
  struct buf out = buf_make(MAX_DUMP);
  size_t pos = 0, counted = 0;
  struct tdg_item it;
  char why[200] = "";
  assert_int_equal(r->error, 0);
  assert_int_equal(rec_check(rec_bytes(r).p, rec_bytes(r).n, REC_MAX_SIZE, why, sizeof why), 0);
  while (rec_next(r, &pos, &it)) {
    dump_block(&out, it.rec);
    counted++;
  }
  assert_int_equal(n, counted);
  buf_add(&out, "", 0);
  return out.p;
}

static char *dump(struct host_call *call, const char *html) {
  kit_open(call);
  tdg_rec *r = tdg_rec_new(&call->pub, TDG_ARTICLE);
  size_t n = tdg_html_blocks(&call->pub, r, kit_str(html), kit_str("https://daily.example/a/b?q"));
  return dump_record(r, n);
}

/* The same by way of the tree, without what `without` names. */
static char *dump_tree(struct host_call *call, const char *html, unsigned without) {
  kit_open(call);
  tdg_rec *r = tdg_rec_new(&call->pub, TDG_ARTICLE);
  struct tdg_tree t = {.call = &call->pub, .src = kit_str(html), .keep_all = 1};
  tdg_tree_read(&t);
  for (uint32_t i = 1; i < t.n; i++)
    if (t.node[i].tag == without) t.node[i].flags |= 2;
  size_t n = tdg_tree_blocks(&t, 0, 2, r, kit_str("https://daily.example/a/b?q"));
  return dump_record(r, n);
}

static void expect(const char *html, const char *blocks) {
  struct host_call call;
  char *got = dump(&call, html);
  assert_string_equal(got, blocks);
  free(got);
  host_free(&call);
}

static void text_without_markup_is_one_paragraph(void **s) {
  (void)s;
  expect("Plain  text\n with\tblanks ", "paragraph 'Plain text with blanks'\n");
  expect("", "");
  expect(" \n&nbsp; ", "");
}
static void paragraphs_and_divisions_part_text(void **s) {
  (void)s;
  expect("<p>One</p><p>Two<div>Three</div>Four",
         "paragraph 'One'\nparagraph 'Two'\nparagraph 'Three'\nparagraph 'Four'\n");
  expect("<p>&nbsp;</p><p></p><P CLASS=x>A</P>", "paragraph 'A'\n");
}
static void one_break_is_a_line_and_two_are_a_paragraph(void **s) {
  (void)s;
  expect("a<br>b<br/> c", "paragraph 'a\nb\nc'\n");
  expect("a<br><br />b", "paragraph 'a'\nparagraph 'b'\n");
  expect("a<br>&nbsp;<br>b", "paragraph 'a'\nparagraph 'b'\n");
  expect("<br>a<br>", "paragraph 'a'\n");
}
static void links_and_emphasis_are_spans_over_bytes(void **s) {
  (void)s;
  expect("<p>See <a href=\"/x?a=1&amp;b=2\">the <b>big</b> page</a> now",
         "paragraph 'See the big page now' link(4,16 https://daily.example/x?a=1&b=2) strong(8,11)\n");
  expect("<i>\xC3\xA9t\xC3\xA9</i> <em> x </em>y", "paragraph '\xC3\xA9t\xC3\xA9 x y' em(0,5) em(6,7)\n");
  expect("<p><a href=http://a.example/>x<p>y</a>z",
         "paragraph 'x' link(0,1 http://a.example/)\nparagraph 'yz' link(0,1 http://a.example/)\n");
}
static void misnested_emphasis_keeps_its_text(void **s) {
  (void)s;
  expect("<b>1<i>2</b>3</i>4", "paragraph '1234' strong(0,2) em(1,3)\n");
  expect("</b></a></p>x</ul></li></blockquote></table></h1>", "paragraph 'x'\n");
}
static void only_web_and_mail_addresses_are_kept(void **s) {
  (void)s;
  expect("<a href='javascript:alert(1)'>x</a> <a href=mailto:a@b.example>m</a> <a name=n>n</a>",
         "paragraph 'x m n' link(0,1) link(2,3 mailto:a@b.example)\n");
  expect("<a href='java\nscript:x'>x</a><img src=data:image/png;base64,AA>", "paragraph 'x' link(0,1)\n");
}
static void a_link_without_text_is_kept_when_it_stands_in_text(void **s) {
  (void)s;
  expect("<p>a<a href=/e></a>b", "paragraph 'ab' link(1,1 https://daily.example/e)\n");
  expect("<a href=/e></a>", "");
}
static void headings_quotes_and_rules_are_told_apart(void **s) {
  (void)s;
  expect("<h2>Head</h2>text<hr><blockquote><p>a<p>b<blockquote>c</blockquote></blockquote>d",
         "heading2 'Head'\nparagraph 'text'\nrule\nquote1 'a'\nquote1 'b'\nquote2 'c'\nparagraph 'd'\n");
}
static void lists_nest_with_levels_and_numbers(void **s) {
  (void)s;
  expect("<ul><li>a<ul><li>b</ul><li>c</ul>d", "item1 'a'\nitem2 'b'\nitem1 'c'\nparagraph 'd'\n");
  expect("<ol start=3><li>x<li value=7>y<li>z</ol>", "item1 'x' no=3.\nitem1 'y' no=7.\nitem1 'z' no=8.\n");
  expect("<ol type=i><li>x<li>y</ol><ol type=A><li>x</ol>",
         "item1 'x' no=i.\nitem1 'y' no=ii.\nitem1 'x' no=A.\n");
  expect("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "item1 'a'\nparagraph1 'b'\nitem1 'c'\n");
  expect("<li>alone", "item1 'alone'\n");
}
static void tables_keep_rows_and_cells(void **s) {
  (void)s;
  expect("<table><caption>Cap</caption><thead><tr><th>A<th>B<tbody><tr><td>1<td></td><tr><td><a "
         "href=/x>2</a></td><td>3</table>",
         "caption 'Cap'\ntable 'A\tB\n1\t\n2\t3' H[A|B|] [1||] [2|3|] link(7,8 https://daily.example/x)\n");
  expect("<table><tr><td><p>one</p></td><td>two<br>lines</td></tr></table>",
         "table 'one\ttwo lines' [one|two lines|]\n");
}
static void tables_that_only_arrange_are_paragraphs(void **s) {
  (void)s;
  expect("<table><tr><td>a</td></tr><tr><td><b>b</b></td></tr></table>",
         "paragraph 'a'\nparagraph 'b' strong(0,1)\n");
  expect("<table><tr><td>a<td><p>b</p><p>c</p></table>d",
         "paragraph 'a'\nparagraph 'b'\nparagraph 'c'\nparagraph 'd'\n");
  expect("<table><tr><td>a<td><img src=/i>b<table><tr><td>n<td>m</table></table>",
         "paragraph 'a'\nimage url=https://daily.example/i\nparagraph 'b'\nparagraph 'n'\nparagraph 'm'\n");
  expect("<table>stray<tr><td>a</table>", "paragraph 'stray'\nparagraph 'a'\n");
}
static void preformatted_text_keeps_its_blanks(void **s) {
  (void)s;
  expect("<pre>\n a\r\n  b &lt;<b>c</b>\n</pre>d", "code ' a\n  b <c' strong(8,9)\nparagraph 'd'\n");
  expect("<xmp><b>&amp;</b></xmp>", "code '<b>&amp;</b>'\n");
  expect("<pre>a<br><br>b</pre>", "code 'a\n\nb'\n");
}
static void images_part_the_text_and_keep_order_and_link(void **s) {
  (void)s;
  expect("<p>a <img src=1.png alt='A  &amp; B'> b",
         "paragraph 'a'\nimage url=https://daily.example/a/1.png alt=A & B\nparagraph 'b'\n");
  expect("<a href=/big><img src=/small></a>t",
         "image url=https://daily.example/small to=https://daily.example/big\nparagraph 't'\n");
  expect("<img data-src=/late src=data:x><img srcset='/s1 1x, /s2 2x'>",
         "image url=https://daily.example/late\nimage url=https://daily.example/s1\n");
}
static void an_image_repeated_for_readers_without_scripts_comes_once(void **s) {
  (void)s;
  expect("<img src=data:x data-src=/i><noscript><img src=/i></noscript>t",
         "image url=https://daily.example/i\nparagraph 't'\n");
  expect("<noscript><img src=/i></noscript><img src=/i>",
         "image url=https://daily.example/i\nimage url=https://daily.example/i\n");
}
static void a_figure_gives_its_caption_to_its_image(void **s) {
  (void)s;
  expect("<figure><img src=/i><figcaption>Cap <b>x</b></figcaption></figure>y",
         "image url=https://daily.example/i caption=Cap x\nparagraph 'y'\n");
  expect("<figure><img src=/i><figcaption>By <a href=/p>P</a></figcaption></figure>",
         "image url=https://daily.example/i\ncaption 'By P' link(3,4 https://daily.example/p)\n");
  expect("<figure><figcaption>First</figcaption><img src=/i></figure>",
         "caption 'First'\nimage url=https://daily.example/i\n");
}
static void players_become_embeds(void **s) {
  (void)s;
  expect("<iframe src=//v.example/1><p>no</p></iframe>a", "embed url=https://v.example/1\nparagraph 'a'\n");
  expect("<video><source src=/m.mp4><source src=/m.webm></video><audio src=/a.mp3></audio>",
         "video url=https://daily.example/m.mp4\naudio url=https://daily.example/a.mp3\n");
  expect("<object data=/f.swf><embed src=/f.swf></object>", "embed url=https://daily.example/f.swf\n");
}
static void scripts_styles_and_comments_leave_nothing(void **s) {
  (void)s;
  expect("a<script>if(a<b)document.write('<p>x</p>')</script>b<style>p{}</style>c<!-- d --!>e<!doctype "
         "x>f<?php g?>h",
         "paragraph 'abcefh'\n");
  expect("a<script>never closed <b>", "paragraph 'a'\n");
  expect("a<svg><title>t</title><text>x</text></svg>b<template><p>y</template>c", "paragraph 'abc'\n");
  expect("a<textarea>never <b>closed", "paragraph 'anever closed' strong(7,13)\n");
  expect("<![CDATA[a <b> & c]]>", "paragraph 'a <b> & c'\n");
}
static void odd_attributes_do_not_leak(void **s) {
  (void)s;
  expect("<p @click=\"a => b\" x='>' data-y = \">\">t", "paragraph 't'\n");
  expect("<a title=it's href=/x>t</a>", "paragraph 't' link(0,1 https://daily.example/x)\n");
  expect("<a/href='/x'/>t</a>", "paragraph 't' link(0,1 https://daily.example/x)\n");
}
static void what_only_looks_like_a_tag_stays_text(void **s) {
  (void)s;
  expect("1 < 2 and a<b2 or x", "paragraph '1 < 2 and a<b2 or x'\n");
  expect("cut off <a href=\"http://x", "paragraph 'cut off'\n");
  expect("I <3 you </ 3> x", "paragraph 'I <3 you x'\n");
  expect("wow <!' <a href=/x>y</a>", "paragraph 'wow <!' y' link(8,9 https://daily.example/x)\n");
}
static void control_characters_are_dropped(void **s) {
  (void)s;
  expect("a\x01"
         "b&#x1F;c\x0B",
         "paragraph 'abc'\n");
  expect("long text with a control\x02 character behind a long run",
         "paragraph 'long text with a control character behind a long run'\n");
}

static char *repeat(const char *piece, size_t times) {
  const size_t n = strlen(piece);
  char *out = malloc(n * times + 1);
  assert_non_null(out);
  for (size_t i = 0; i < times; i++) memcpy(out + i * n, piece, n);
  out[n * times] = '\0';
  return out;
}
static void text_becomes_html_and_is_cut_between_references(void **s) {
  struct host_call call;
  (void)s;
  kit_open(&call);
  struct tdg_buf b = tdg_buf_make(&call.pub, 100), small = tdg_buf_make(&call.pub, 7);
  tdg_html_escape(&b, kit_str("a<b & \"c\">"));
  assert_string_equal(b.p, "a&lt;b &amp; &quot;c&quot;&gt;");
  tdg_html_escape(&small, kit_str("ab<<"));
  assert_string_equal(small.p, "ab&lt;");
  host_free(&call);
}

static void the_head_of_a_page_has_no_scripts(void **s) {
  static const char page[] = "<html><!-- a --><STYLE type=x>p{}</STYLE><script>if (a < b) \"</p>\"</script>"
                             "<script type=\"application/ld+json\">{}</script><scripted>t</scripted><p>Text",
                    seen[] = "<html><STYLE type=x></STYLE><script></script>"
                             "<script type=\"application/ld+json\">{}</script><scripted>t</scripted><p>Text";
  struct host_call call;
  (void)s;
  kit_open(&call);
  struct tdg_str plain = kit_str("<p>5 < 6");
  assert_string_equal(tdg_html_head(&call.pub, kit_str(page), 1000).p, seen);
  assert_ptr_equal(tdg_html_head(&call.pub, plain, 1000).p, plain.p);
  for (size_t max = 0; max < sizeof page; max++) {
    struct tdg_str cut = tdg_html_head(&call.pub, kit_str(page), max);
    assert_true(cut.n <= max && (cut.n < 7 || memcmp(cut.p, "<html>", 6) == 0));
  }
  for (size_t n = 0; n < sizeof page; n++) (void)tdg_html_head(&call.pub, (struct tdg_str){page, n}, 30);
  host_free(&call);
}

/* Each of these took a naive reader quadratic time or unbounded memory; here 400 KB of it must pass within
 * the test's time limit and make a valid record. */
static void hostile_repetition_is_linear_and_bounded(void **s) {
  static const char *const pieces[] = {"<div>",
                                       "<b>",
                                       "<b><i>x<p>",
                                       "<a href=x>",
                                       "<iframe>",
                                       "<xmp>",
                                       "<title>",
                                       "<!--",
                                       "<![CDATA[",
                                       "</",
                                       "<a b=\"",
                                       "&",
                                       "&#",
                                       "<table>",
                                       "<td>x",
                                       "<table><tr><td>x<td>",
                                       "<ul>",
                                       "<ul><li>x",
                                       "<blockquote>x",
                                       "<br>",
                                       "<svg>",
                                       "<figure><img src=x>",
                                       "<pre>",
                                       "<h1>",
                                       "<img src=x>",
                                       "<p x='>",
                                       "<!-- --",
                                       "<figcaption>x",
                                       "<li>",
                                       "<caption>x<table>",
                                       "<a><b><p>x"};
  (void)s;
  for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
    struct host_call call;
    char *html = repeat(pieces[i], 400000 / strlen(pieces[i]));
    free(dump(&call, html));
    host_free(&call);
    free(html);
  }
}

static void html_is_written_anew_with_the_same_links_in_the_same_order(void **s) {
  struct host_call call;
  struct buf out = buf_make(MAX_DUMP);
  tdg_rec *r;
  (void)s;
  kit_open(&call);
  r = tdg_rec_new(&call.pub, TDG_ARTICLE);
  tdg_html_blocks(&call.pub, r,
                  kit_str("<p>A <a href=/1>b</a><img src=/2>c</p><ul><li><a href=/3>d</a></ul>"),
                  kit_str("http://x.example/"));
  rec_html(&out, r);
  assert_string_equal(out.p,
                      "<p>A <a href=\"http://x.example/1\">b</a></p><img src=\"http://x.example/2\"><p>c</p>"
                      "<ul><li><a href=\"http://x.example/3\">d</a></li></ul>");
  buf_free(&out);
  host_free(&call);
}

static void a_tree_gives_the_blocks_of_its_source(void **state) {
  static const char *const sources[] = {
      "plain &amp; simple",
      "<h2>Title</h2><p>One <b>two</b> <a href='/x?a=1&amp;b=2' title='<'>three</a>.<p>Four<br>five",
      "<ul><li>a<ol start=3><li>b<li>c</ol><li>d</ul><hr><blockquote><p>q</blockquote>",
      "<table><tr><th>h<td>1<tr><td>2<td>3</table><pre>\n a  b\n</pre><xmp><b>raw</b></xmp>",
      "<figure><img data-original=/late.png alt='A &quot;pier&quot;'><figcaption>Cap</figcaption></figure>",
      "<script>if (a < b) '</p>'</script><p>after</p><textarea>no</textarea><x-y z=1>custom</x-y>"};
  struct host_call call, other;
  (void)state;
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
    char *of_text = dump(&call, sources[i]), *of_tree = dump_tree(&other, sources[i], TDG_HTML_LIMIT);
    assert_string_equal(of_text, of_tree);
    free(of_text);
    free(of_tree);
    host_free(&call);
    host_free(&other);
  }
}

static void what_is_marked_leaves_no_block(void **state) {
  struct host_call call;
  (void)state;
  char *blocks = dump_tree(&call, "<nav>a<p>b</p></nav><p>c <span>d</span><nav>e</nav></p>f", TDG_HTML_NAV);
  assert_string_equal(blocks, "paragraph 'c d'\nparagraph 'f'\n");
  free(blocks);
  host_free(&call);
}

static void names_are_found_in_any_case_and_no_others(void **state) {
  struct host_call call;
  (void)state;
  kit_open(&call);
  struct tdg_tree t = {.call = &call.pub,
                       .src = kit_str("<BlockQuote CLASS=x ID><blockquoxx><figcaption><h7>")};
  static const unsigned want[] = {TDG_HTML_DOCUMENT, TDG_HTML_BLOCKQUOTE, TDG_HTML_OTHER, TDG_HTML_FIGCAPTION,
                                  TDG_HTML_OTHER};
  tdg_tree_read(&t);
  assert_int_equal(t.n, 5);
  for (uint32_t i = 0; i < 5; i++) assert_int_equal(t.node[i].tag, want[i]);
  assert_string_equal(tdg_html_name(t.node[1].tag), "blockquote");
  assert_int_equal(tdg_node_attr(&t, 1, TDG_ATTR_CLASS).n, 1);
  assert_true(tdg_node_has_attr(&t, 1, TDG_ATTR_ID));
  assert_false(tdg_node_has_attr(&t, 1, TDG_ATTR_HREF));
  assert_int_equal(tdg_node_name(&t, 2).n, 10);
  host_free(&call);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(text_without_markup_is_one_paragraph),
      cmocka_unit_test(paragraphs_and_divisions_part_text),
      cmocka_unit_test(one_break_is_a_line_and_two_are_a_paragraph),
      cmocka_unit_test(links_and_emphasis_are_spans_over_bytes),
      cmocka_unit_test(misnested_emphasis_keeps_its_text),
      cmocka_unit_test(only_web_and_mail_addresses_are_kept),
      cmocka_unit_test(a_link_without_text_is_kept_when_it_stands_in_text),
      cmocka_unit_test(headings_quotes_and_rules_are_told_apart),
      cmocka_unit_test(lists_nest_with_levels_and_numbers),
      cmocka_unit_test(tables_keep_rows_and_cells),
      cmocka_unit_test(tables_that_only_arrange_are_paragraphs),
      cmocka_unit_test(preformatted_text_keeps_its_blanks),
      cmocka_unit_test(images_part_the_text_and_keep_order_and_link),
      cmocka_unit_test(an_image_repeated_for_readers_without_scripts_comes_once),
      cmocka_unit_test(a_figure_gives_its_caption_to_its_image),
      cmocka_unit_test(players_become_embeds),
      cmocka_unit_test(scripts_styles_and_comments_leave_nothing),
      cmocka_unit_test(odd_attributes_do_not_leak),
      cmocka_unit_test(what_only_looks_like_a_tag_stays_text),
      cmocka_unit_test(control_characters_are_dropped),
      cmocka_unit_test(text_becomes_html_and_is_cut_between_references),
      cmocka_unit_test(the_head_of_a_page_has_no_scripts),
      cmocka_unit_test(hostile_repetition_is_linear_and_bounded),
      cmocka_unit_test(a_tree_gives_the_blocks_of_its_source),
      cmocka_unit_test(what_is_marked_leaves_no_block),
      cmocka_unit_test(names_are_found_in_any_case_and_no_others),
      cmocka_unit_test(html_is_written_anew_with_the_same_links_in_the_same_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
