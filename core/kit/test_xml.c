/* kit/test_xml.c - what is published as XML and is none. */
#include "kit/test_kit.h"

#include <tidings/kit/str.h>
#include <tidings/kit/xml_tree.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct host_call call;
static tdg_xml *xml;

/* ---- the events, written down as markup that needs no repair ---- */

static void on_start(void *arg, const struct tdg_xml_element *e) {
  buf_printf(arg, "<%s", e->local);
  for (int i = 0; i < e->n_attributes; i++) {
    const char *name;
    struct tdg_str value = tdg_xml_attribute_at(e, i, &name);
    buf_printf(arg, " %s='%.*s'", name, (int)value.n, value.p);
  }
  buf_char(arg, '>');
}
static void on_end(void *arg, const char *local) { buf_printf(arg, "</%s>", local); }
static void on_text(void *arg, const struct tdg_xml_piece *piece) {
  struct tdg_str text = tdg_xml_append(xml, &call.pub, (struct tdg_str){"", 0}, piece, 1 << 20);
  buf_add(arg, text.p, text.n);
}
static void on_cut(void *arg) { buf_str(arg, "[cut]"); }

/* Until the next call. */
static const char *read_bytes(const char *p, size_t n, const char *charset) {
  static const struct tdg_xml_events events = {on_start, on_end, on_text, NULL, on_cut};
  static char out[16 << 10];
  struct arena documents = {0};
  struct buf b = buf_make(sizeof out - 1);
  tdg_rec *doc = rec_new(&documents, TDG_DOC);
  rec_put(doc, TDG_BODY, p, n);
  rec_put_str(doc, TDG_CHARSET, charset);
  host_begin(&call, 0);
  assert_int_equal(tdg_xml_read(xml, &call.pub, tdg_xml_text(&call.pub, doc), &events, &b), 0);
  assert_null(tdg_xml_refused(xml));
  memcpy(out, b.p, b.n);
  out[b.n] = '\0';
  buf_free(&b);
  arena_free(&documents);
  return out;
}

#define assert_reads(text, want) assert_string_equal(read_bytes(text, sizeof text - 1, ""), want)

/* ---- text ---- */

static void references_of_html_are_decoded(void **state) {
  (void)state;
  assert_reads("<t>a&nbsp;&eacute;&rsquo;&hellip;</t>", "<t>a\xC2\xA0\xC3\xA9\xE2\x80\x99\xE2\x80\xA6</t>");
  assert_reads("<t>don&#146;t &#x92;</t>", "<t>don\xE2\x80\x99t \xE2\x80\x99</t>");
}

static void bare_ampersands_stay(void **state) {
  (void)state;
  assert_reads("<t>AT&T & co</t>", "<t>AT&T & co</t>");
  assert_reads("<t u='http://a.example/?a=1&b=2&amp;c=3'/>", "<t u='http://a.example/?a=1&b=2&c=3'></t>");
}

static void a_less_than_that_opens_nothing_is_text(void **state) {
  (void)state;
  assert_reads("<t>1 < 2 <3</t>", "<t>1 < 2 <3</t>");
}

static void control_characters_and_their_references_are_dropped(void **state) {
  (void)state;
  assert_reads("<t>a\x01"
               "b&#x1F;c&#0;d\x0B</t>",
               "<t>abcd</t>");
  assert_reads("<t>a\0b</t>", "<t>ab</t>");
}

static void surrogate_references_are_joined(void **state) {
  (void)state;
  assert_reads("<t>&#55357;&#56832;</t>", "<t>\xF0\x9F\x98\x80</t>");
  assert_reads("<t>a&#xD83D;b</t>", "<t>a\xEF\xBF\xBD"
                                    "b</t>");
}

static void bytes_of_utf8_written_as_references_are_the_letter(void **state) {
  (void)state;
  assert_reads("<t>wait&#226;&#128;&#166;</t>", "<t>wait\xE2\x80\xA6</t>");
  assert_reads("<t>&Atilde;&copy;</t>", "<t>\xC3\xA9</t>");
}

static void short_plain_entities_are_read_and_others_refused(void **state) {
  (void)state;
  assert_reads("<!DOCTYPE t [<!ENTITY who 'Harbour &#38; sons'>]><t>&who;</t>", "<t>Harbour & sons</t>");
  const char *outside = "<!DOCTYPE t [<!ENTITY who SYSTEM 'file:///etc/passwd'>]><t>&who;</t>";
  static const struct tdg_xml_events none;
  host_begin(&call, 0);
  tdg_xml_read(xml, &call.pub, kit_str(outside), &none, NULL);
  assert_string_equal(tdg_xml_refused(xml), "an external entity");
}

/* ---- markup ---- */

static void text_around_the_root_is_text(void **state) {
  (void)state;
  assert_reads("\n\n<?xml version='1.0'?><t>x</t>", "<t>x</t>");
  assert_reads("<br /><b>Warning</b><t>x</t>", "<br></br><b>Warning</b><t>x</t>");
  assert_reads("\xEF\xBB\xBF\xEF\xBB\xBF<t>x</t>", "<t>x</t>");
  assert_reads("<!-- c --><!DOCTYPE html><t>x</t>trailing", "<t>x</t>trailing");
}

static void a_cut_off_document_says_where_it_ends(void **state) {
  (void)state;
  assert_reads("<t><i>one</i><i>tw", "<t><i>one</i><i>tw[cut]</i></t>");
  assert_reads("<t><i>one</i><i><![CDATA[tw", "<t><i>one</i><i>tw[cut]</i></t>");
}

static void end_tags_that_are_missing_crossed_or_superfluous_are_repaired(void **state) {
  (void)state;
  assert_reads("<t>x</T>", "<t>x</t>");
  assert_reads("<t><i>no end<l>a</l></t>", "<t><i>no end<l>a</l></i></t>");
  assert_reads("<t></entry><i>a</i></t>", "<t><i>a</i></t>");
  assert_reads("<t><p>a<p>b <i>c</p></t>", "<t><p>a<p>b <i>c</i></p></p></t>");
}

static void attributes_in_any_form_are_read(void **state) {
  (void)state;
  assert_reads("<t checked a='1' a='2' =x/>", "<t checked='' a='1' x=''></t>");
  assert_reads("<t rel=alternate href=http://a.example/1 />",
               "<t rel='alternate' href='http://a.example/1'></t>");
  assert_reads("<t title='a < b'></t>", "<t title='a < b'></t>");
}

static void characters_that_xml_does_not_have_are_dropped_from_attributes(void **state) {
  (void)state;
  assert_reads("<t u='\xEF\xBF\xBE"
               "b&#xFFFF;c\xEF\xBF\xBD'/>",
               "<t u='bc\xEF\xBF\xBD'></t>");
}

static void what_stands_too_deep_is_read_as_if_flat(void **state) {
  (void)state;
  static char text[20000];
  char *p = text;
  for (int i = 0; i < 400; i++) p += sprintf(p, "<d>");
  p += sprintf(p, "<a>deep</a><i/>");
  for (int i = 0; i < 400; i++) p += sprintf(p, "</d>");
  sprintf(p, "<t>x</t>");
  const char *out = read_bytes(text, strlen(text), "");
  assert_non_null(strstr(out, "<a>"));
  assert_non_null(strstr(out, "deep"));
  assert_non_null(strstr(out, "<t>x</t>"));
}

static void unfinished_comments_and_sections_do_not_hide_the_rest(void **state) {
  (void)state;
  assert_non_null(strstr(read_bytes("<r><!-- open <t>x</t></r>", 25, ""), "<t>x</t>"));
  assert_non_null(strstr(read_bytes("<r><t><![CDATA[open</t><t>b</t></r>", 35, ""), "<t>open</t><t>b</t>"));
}

static void kinds_are_told_by_their_first_elements(void **state) {
  (void)state;
  assert_int_equal(tdg_xml_kind_of(kit_str(" \n")), TDG_XML_EMPTY);
  assert_int_equal(tdg_xml_kind_of(kit_str("<!-- <html> --><b>x</b><rss/>")), TDG_XML_FEED);
  assert_int_equal(tdg_xml_kind_of(kit_str("<s:urlset/>")), TDG_XML_SITEMAP);
  assert_int_equal(tdg_xml_kind_of(kit_str("<opml/>")), TDG_XML_OPML);
  assert_int_equal(tdg_xml_kind_of(kit_str("<!doctype html><p>")), TDG_XML_PAGE);
  assert_int_equal(tdg_xml_kind_of(kit_str(" {}")), TDG_XML_JSON);
  assert_int_equal(tdg_xml_kind_of(kit_str("words")), TDG_XML_NOTHING);
}

static void character_sets_are_told_by_mark_transport_declaration_and_bytes(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t n;
    const char *charset, *want;
  } cases[] = {
#define ROW(text, charset, want) {text, sizeof text - 1, charset, want}
      ROW("<?xml version='1.0' encoding='iso-8859-1'?><t>caf\xE9 \x93q\x94</t>", "",
          "<t>caf\xC3\xA9 \xE2\x80\x9Cq\xE2\x80\x9D</t>"),
      ROW("<?xml version='1.0' encoding='utf8'?><t>caf\xC3\xA9</t>", "", "<t>caf\xC3\xA9</t>"),
      ROW("<?xml version='1.0' encoding='nonsense'?><t>caf\xC3\xA9</t>", "", "<t>caf\xC3\xA9</t>"),
      ROW("<t>\xD0\xCF\xC7\xCF\xC4\xC1</t>", "koi8-r",
          "<t>\xD0\xBF\xD0\xBE\xD0\xB3\xD0\xBE\xD0\xB4\xD0\xB0</t>"),
      ROW("<t>good \xC3\xA9 bad \xFF end \xC3\xA9\xC3\xA9\xC3\xA9</t>", "utf-8",
          "<t>good \xC3\xA9 bad \xEF\xBF\xBD end \xC3\xA9\xC3\xA9\xC3\xA9</t>"),
      ROW("\xFF\xFE<\0t\0>\0\xE9\0<\0/\0t\0>\0", "", "<t>\xC3\xA9</t>"),
#undef ROW
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    assert_string_equal(read_bytes(cases[i].text, cases[i].n, cases[i].charset), cases[i].want);
}

static void a_tree_has_parts_by_name_and_attributes_by_namespace(void **state) {
  (void)state;
  struct tdg_xml_tree t;
  const struct tdg_str text = kit_str("<a:Box xmlns:a='urn:x' xml:lang='en' id=' 7 '><p>one &amp; "
                                      "<b>two</b></p><p><![CDATA[a<b]]></p></a:Box>");
  assert_int_equal(tdg_xml_tree_read(&t, xml, &call.pub, text, 1000), 0);
  const uint32_t box = tdg_xml_tree_find(&t, 0, "box", 0), p = tdg_xml_tree_child(&t, box, "p", 0),
                 second = tdg_xml_tree_child(&t, box, "p", p), b = tdg_xml_tree_find(&t, box, "B", 0);
  assert_int_equal(box, 1);
  assert_int_equal(t.node[box].end, t.n);
  assert_int_equal(t.node[b].parent, p);
  assert_int_equal(tdg_xml_tree_child(&t, box, "p", second), 0);
  assert_int_equal(tdg_xml_tree_child(&t, p, "b", 0), b);
  assert_int_equal(tdg_xml_tree_find(&t, second, "b", 0), 0);
  assert_true(tdg_str_same(t.node[tdg_xml_tree_child(&t, b, NULL, 0)].text, tdg_str_of("two")));
  assert_true(tdg_str_same(t.node[tdg_xml_tree_child(&t, p, NULL, 0)].text, tdg_str_of("one & ")));
  assert_true(tdg_str_same(t.node[tdg_xml_tree_child(&t, second, NULL, 0)].text, tdg_str_of("a<b")));
  assert_string_equal(tdg_xml_tree_value(&t, box, "ID").p, "7");
  assert_string_equal(tdg_xml_tree_attribute(&t, box, "lang").p, "en");
  assert_string_equal(tdg_xml_tree_value(&t, box, "lang").p, "");
  assert_false(t.cut || t.full);
}

static void a_tree_is_bounded_and_says_so(void **state) {
  (void)state;
  struct tdg_xml_tree t;
  static char many[8000];
  strcpy(many, "<a>");
  for (int i = 0; i < 1500; i++) strcat(many, "<b/>");
  assert_int_equal(tdg_xml_tree_read(&t, xml, &call.pub, kit_str(many), 600), 0);
  assert_true(t.full && t.n >= 600 && t.n < 1500 && t.node[1].end == t.n);
  assert_int_equal(tdg_xml_tree_read(&t, xml, &call.pub, kit_str("<a><b>text"), 600), 0);
  assert_true(t.cut && !t.full && t.node[1].end == t.n);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(references_of_html_are_decoded),
      cmocka_unit_test(bare_ampersands_stay),
      cmocka_unit_test(a_less_than_that_opens_nothing_is_text),
      cmocka_unit_test(control_characters_and_their_references_are_dropped),
      cmocka_unit_test(surrogate_references_are_joined),
      cmocka_unit_test(bytes_of_utf8_written_as_references_are_the_letter),
      cmocka_unit_test(short_plain_entities_are_read_and_others_refused),
      cmocka_unit_test(text_around_the_root_is_text),
      cmocka_unit_test(a_cut_off_document_says_where_it_ends),
      cmocka_unit_test(end_tags_that_are_missing_crossed_or_superfluous_are_repaired),
      cmocka_unit_test(attributes_in_any_form_are_read),
      cmocka_unit_test(characters_that_xml_does_not_have_are_dropped_from_attributes),
      cmocka_unit_test(what_stands_too_deep_is_read_as_if_flat),
      cmocka_unit_test(unfinished_comments_and_sections_do_not_hide_the_rest),
      cmocka_unit_test(a_tree_has_parts_by_name_and_attributes_by_namespace),
      cmocka_unit_test(a_tree_is_bounded_and_says_so),
      cmocka_unit_test(kinds_are_told_by_their_first_elements),
      cmocka_unit_test(character_sets_are_told_by_mark_transport_declaration_and_bytes),
  };
  kit_open(&call);
  xml = tdg_xml_new();
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  tdg_xml_free(xml);
  host_free(&call);
  return failed;
}
