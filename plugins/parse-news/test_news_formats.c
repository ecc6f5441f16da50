/* test_news_formats.c - parse-news: NewsML-G2, NITF, ninjs and JSON-LD as records.  A row is a document and one value of what
 * comes out of it.  All agencies, people and places are invented. */
#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct harness *reader;

static int open_reader(void **state) {
  (void)state;
  reader = harness_open("parse-news", "news", NULL, 0);
  return 0;
}

static int close_reader(void **state) {
  (void)state;
  if (reader != NULL) harness_close(reader);
  return 0;
}

static json_t *parse_bytes(const char *p, size_t n) {
  if (reader == NULL) skip();
  return harness_parse(reader, p, n, "https://wire.example/doc",
                       p[0] == '{' || p[0] == '[' ? "application/json" : "text/xml", "");
}

static json_t *parse(const char *text) { return parse_bytes(text, strlen(text)); }

struct row {
  const char *document;
  size_t record;
  const char *path, *want;
};

static int wrong_in(const struct row *v, size_t n, const char *before, const char *behind) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    char *whole = malloc(strlen(before) + strlen(v[i].document) + strlen(behind) + 1);
    sprintf(whole, "%s%s%s", before, v[i].document, behind);
    json_t *out = parse(whole);
    const char *got = harness_text(out, v[i].record, v[i].path);
    if (strcmp(got, v[i].want) != 0)
      print_error("%s: %s is \"%s\", not \"%s\"\n", v[i].document, v[i].path, got, v[i].want), wrong++;
    json_decref(out);
    free(whole);
  }
  return wrong;
}
#define CHECK(v, before, behind) assert_int_equal(wrong_in(v, sizeof(v) / sizeof((v)[0]), before, behind), 0)

/* ---- NewsML-G2 ---- */

#define ITEM                                                                                                 \
  "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:n:1' version='7' xml:lang='en-GB'>"
#define END "</newsItem>"
#define META(x) "<itemMeta>" x "</itemMeta>"
#define CONTENT(x) "<contentMeta>" x "</contentMeta>"

static void what_a_news_item_says_of_itself_is_in_its_record(void **state) {
  static const struct row v[] = {
      {"", 0, "guid", "urn:n:1"},
      {"", 0, "language", "en-GB"},
      {"", 0, "ext.0.text", "7"},
      {META("<firstCreated>2025-04-21T09:30:00+02:00</firstCreated><versionCreated>2025-04-21T11:00:00Z</"
            "versionCreated>"),
       0, "published", "2025-04-21T09:30:00+02:00"},
      {META("<firstCreated>2025-04-21T09:30:00+02:00</firstCreated><versionCreated>2025-04-21T11:00:00Z</"
            "versionCreated>"),
       0, "updated", "2025-04-21T11:00:00Z"},
      {META("<versionCreated>2025-04-21T11:00:00Z</versionCreated>"), 0, "published", "2025-04-21T11:00:00Z"},
      {META("<versionCreated>2025-04-21T11:00:00</versionCreated>"), 0, "published", "2025-04-21T11:00:00"},
      {META("<embargoed>2025-04-22T06:00:00-05:00</embargoed>"), 0, "embargo", "2025-04-22T06:00:00-05:00"},
      {META("<pubStatus qcode='stat:canceled'/>"), 0, "quality.flags.0", "withdrawn"},
      {META("<pubStatus qcode='stat:withheld'/>"), 0, "quality.flags.0", "withheld"},
      {META("<signal qcode='sig:correction'/><edNote>Corrects para 2</edNote>"), 0, "quality.flags.0",
       "correction"},
      {META("<signal qcode='sig:correction'/><edNote>Corrects para 2</edNote>"), 0, "change_note",
       "Corrects para 2"},
      {META("<title>file-17</title>") CONTENT("<headline>Ferry &amp; anchor</headline>"), 0, "title",
       "Ferry & anchor"},
      {META("<title>Only a title</title>"), 0, "title", "Only a title"},
      {CONTENT("<headline role='hld:subHeadline'>Below</headline><headline>Above</headline>"), 0, "title",
       "Above"},
      {CONTENT("<headline role='hld:subHeadline'>Below</headline><headline>Above</headline>"), 0, "subtitle",
       "Below"},
      {CONTENT("<dateline>HOLLIN, April 21 (NW)</dateline>"), 0, "dateline", "HOLLIN, April 21 (NW)"},
      {CONTENT("<located qcode='c:1'><name>Hollin</name></located>"), 0, "place", "Hollin"},
      {CONTENT("<by>By Ada Quill and Bo Lantern</by>"), 0, "authors.1.name", "Bo Lantern"},
      {CONTENT("<by>Von Ada Quill</by>"), 0, "authors.0.name", "Ada Quill"},
      {CONTENT("<by>Par Ada Quill et Bo Lantern</by>"), 0, "authors.0.name", "Ada Quill"},
      {CONTENT("<creator literal='Ada Quill'/>"), 0, "authors.0.name", "Ada Quill"},
      {CONTENT("<creator role='crol:reporter'><name>Ada Quill</name></creator>"), 0, "authors.0.role",
       "reporter"},
      {CONTENT("<subject qcode='medtop:1'><name>ports</name></subject>"), 0, "tags.0", "ports"},
      {CONTENT("<subject qcode='medtop:1'><name>ports</name></subject>"), 0, "categories.0.scheme", "medtop"},
      {CONTENT("<subject qcode='medtop:1'/>"), 0, "categories.0.name", "medtop:1"},
      {CONTENT("<keyword>ferry</keyword>"), 0, "tags.0", "ferry"},
      {CONTENT("<genre qcode='g:Analysis'/>"), 0, "genre", "Analysis"},
      {CONTENT("<description role='drol:summary'>It drifted.</description>"), 0, "summary", "It drifted."},
      {CONTENT("<language tag='sv'/>"), 0, "language", "en-GB"},
      {"<rightsInfo><copyrightHolder><name>Northwire</name></copyrightHolder></rightsInfo>", 0,
       "rights.holder", "Northwire"},
      {"<rightsInfo><copyrightNotice>(c) NW</copyrightNotice><usageTerms>Not for "
       "archives</usageTerms></rightsInfo>",
       0, "rights.licence", "Not for archives"},
      {"<contentSet><inlineXML "
       "contenttype='application/xhtml+xml'><html><head><title>x</title></head><body><p>One <b>and</b> "
       "<i>two</i>.</p><p>Three.</p></body></html></inlineXML></contentSet>",
       0, "text", "One and two.\n\nThree."},
      {"<contentSet><inlineXML><nitf><body><body.head><hedline><hl1>Inner</hl1></hedline></"
       "body.head><body.content><p>One.</p>"
       "<hl2>Two</hl2></body.content></body></nitf></inlineXML></contentSet>",
       0, "text", "One.\n\nTwo"},
      {"<contentSet><inlineData contenttype='text/plain'>One.\n\nTwo.</inlineData></contentSet>", 0, "text",
       "One.\n\nTwo."},
      {"<contentSet><inlineData "
       "contenttype='text/html'>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</inlineData></contentSet>",
       0, "text", "One.\n\nTwo."},
  };
  (void)state;
  CHECK(v, ITEM, END);
}

#define MESSAGE(x)                                                                                           \
  "<?xml version='1.0'?><nar:newsMessage xmlns:nar='http://iptc.org/std/nar/2006-10-01/'><nar:itemSet>" x    \
  "</nar:itemSet></nar:newsMessage>"
#define TEXT(id, title)                                                                                      \
  "<nar:newsItem guid='" id                                                                                  \
  "'><nar:itemMeta><nar:itemClass qcode='ninat:text'/></nar:itemMeta><nar:contentMeta><nar:headline>" title  \
  "</nar:headline></nar:contentMeta><nar:contentSet><nar:inlineData>Text.</nar:inlineData></"                \
  "nar:contentSet></nar:newsItem>"
#define PICTURE(id)                                                                                          \
  "<nar:newsItem guid='" id                                                                                  \
  "'><nar:itemMeta><nar:itemClass qcode='ninat:picture'/></nar:itemMeta><nar:contentMeta>"                   \
  "<nar:creditline>Bo/NW</nar:creditline><nar:headline>Quay</nar:headline><nar:description>A "               \
  "quay.</nar:description></nar:contentMeta>"                                                                \
  "<nar:contentSet><nar:remoteContent href='/" id                                                            \
  ".jpg' contenttype='image/jpeg' size='9' rendition='rnd:highRes'/></nar:contentSet>"                       \
  "</nar:newsItem>"
#define PACKAGE(refs)                                                                                        \
  "<nar:packageItem "                                                                                        \
  "guid='p'><nar:contentMeta><nar:headline>Top</nar:headline></"                                             \
  "nar:contentMeta><nar:groupSet><nar:group>" refs "</nar:group></nar:groupSet></nar:packageItem>"
#define REF(id) "<nar:itemRef residref='" id "'/>"

static void a_message_holds_items_and_their_pictures(void **state) {
  static const struct row v[] = {
      {MESSAGE(TEXT("a", "One") TEXT("b", "Two")), 1, "title", "Two"},
      {MESSAGE(TEXT("a", "One") TEXT("b", "Two")), 1, "guid", "b"},
      {MESSAGE(TEXT("a", "One") PICTURE("q")), 0, "lead_image.url", "https://wire.example/q.jpg"},
      {MESSAGE(TEXT("a", "One") PICTURE("q")), 0, "media.0.caption", "A quay."},
      {MESSAGE(TEXT("a", "One") PICTURE("q")), 0, "media.0.credit", "Bo/NW"},
      {MESSAGE(TEXT("a", "One") PICTURE("q")), 0, "media.0.length", "9"},
      {MESSAGE(TEXT("a", "One") PICTURE("q")), 1, "kind", ""},
      {MESSAGE(PICTURE("q")), 0, "title", "Quay"},
      {MESSAGE(PICTURE("q")), 0, "text", "A quay."},
      {MESSAGE(PACKAGE(REF("a") REF("q")) TEXT("a", "One") TEXT("b", "Two") PICTURE("q")), 0, "kind", "feed"},
      {MESSAGE(PACKAGE(REF("a") REF("q")) TEXT("a", "One") TEXT("b", "Two") PICTURE("q")), 0, "title", "Top"},
      {MESSAGE(PACKAGE(REF("a") REF("q")) TEXT("a", "One") TEXT("b", "Two") PICTURE("q")), 1,
       "lead_image.url", "https://wire.example/q.jpg"},
      {MESSAGE(PACKAGE(REF("a") REF("q")) TEXT("a", "One") TEXT("b", "Two") PICTURE("q")), 2,
       "lead_image.url", ""},
      {MESSAGE(PACKAGE(REF("a") REF("q")) TEXT("a", "One") TEXT("b", "Two") PICTURE("q")), 3, "kind", ""},
  };
  (void)state;
  CHECK(v, "", "");
}

static void a_package_leads_to_the_items_that_it_only_names(void **state) {
  (void)state;
  json_t *out = parse(MESSAGE(
      PACKAGE("<nar:itemRef residref='x' href='/items/x'><nar:title>X</nar:title></nar:itemRef>" REF("a")
                  REF("urn:y")) TEXT("a", "One")));
  json_t *requests = json_object_get(out, "requests");
  assert_int_equal(json_array_size(requests), 1);
  assert_string_equal(json_string_value(json_object_get(json_array_get(requests, 0), "url")),
                      "https://wire.example/items/x");
  assert_string_equal(json_string_value(json_object_get(json_array_get(requests, 0), "title_hint")), "X");
  json_decref(out);
}

/* ---- NITF ---- */

#define DATA(x) "<head><docdata>" x "</docdata></head>"
#define BODY_HEAD(x) "<body><body.head>" x "</body.head></body>"
#define BODY(x) "<body><body.content>" x "</body.content></body>"

static void what_nitf_says_is_in_its_record(void **state) {
  static const struct row v[] = {
      {DATA("<doc-id regsrc='NW' id-string='nw-1'/>"), 0, "guid", "nw-1"},
      {DATA("<date.issue norm='20250421T093000+0200'/>"), 0, "published", "2025-04-21T09:30:00+02:00"},
      {DATA("<date.issue norm='20250421'/>"), 0, "published", "2025-04-21T00:00:00Z"},
      {DATA("<date.issue norm='2025-04-21T09:30:00'/>"), 0, "published", "2025-04-21T09:30:00"},
      {DATA("<date.release norm='20250421T093000Z'/>"), 0, "published", "2025-04-21T09:30:00Z"},
      {DATA("<date.issue norm='20250421T093000Z'/><date.release norm='20250422T060000Z'/>"), 0, "embargo",
       "2025-04-22T06:00:00Z"},
      {DATA("<date.expire norm='20250521T000000Z'/>"), 0, "expires", "2025-05-21T00:00:00Z"},
      {DATA("<key-list><keyword key='ferry'/></key-list>"), 0, "tags.0", "ferry"},
      {DATA("<identified-content><person>Ada Marsh</person></identified-content>"), 0, "categories.0.scheme",
       "person"},
      {DATA("<doc.copyright year='2026' holder='NW'/>"), 0, "rights.holder", "NW"},
      {DATA("<correction info='Four boats, not five' id-string='nw-0'/>"), 0, "change_note",
       "Four boats, not five"},
      {DATA("<correction info='Four boats, not five' id-string='nw-0'/>"), 0, "quality.flags.0",
       "correction"},
      {"<head><tobject><tobject.subject tobject.subject.refnum='11' "
       "tobject.subject.type='Politics'/></tobject></head>",
       0, "section", "Politics"},
      {"<head><tobject><tobject.subject tobject.subject.refnum='11' "
       "tobject.subject.type='Politics'/></tobject></head>",
       0, "categories.0.name", "11"},
      {"<head><pubdata ex-ref='https://g.example/1' position.section='Coast'/></head>", 0, "url",
       "https://g.example/1"},
      {"<head><revision-history norm='20250421T100000Z' comment='Adds quote'/></head>", 0, "updated", ""},
      {BODY_HEAD("<hedline><hl1>One <em>two</em></hl1><hl2>Below</hl2></hedline>"), 0, "title", "One two"},
      {BODY_HEAD("<hedline><hl1>One</hl1><hl2>Below</hl2></hedline>"), 0, "subtitle", "Below"},
      {BODY_HEAD("<byline>By <person>Ada Quill</person><byttl>Editor</byttl></byline>"), 0, "authors.0.role",
       "Editor"},
      {BODY_HEAD("<byline>By Ada Quill and Bo Lantern</byline>"), 0, "authors.1.name", "Bo Lantern"},
      {BODY_HEAD("<dateline><location>Hollin</location><story.date norm='20250421'/></dateline>"), 0, "place",
       "Hollin"},
      {BODY_HEAD("<dateline><location>Hollin</location><story.date norm='20250421'/></dateline>"), 0,
       "published", "2025-04-21T00:00:00Z"},
      {BODY_HEAD("<abstract><p>It drifted.</p></abstract>"), 0, "summary", "It drifted."},
      {BODY("<block><p>In <location>Hollin</location>, <person>Ada</person> said.</p></block>"), 0, "text",
       "In Hollin, Ada said."},
      {BODY("<p>One.</p><bq><block><p>Two.</p></block></bq><ol><li>a</li><li>b</li></ol>"), 0,
       "blocks.1.type", "quote"},
      {BODY("<p>One.</p><media media-type='image'><media-reference source='/1.jpg'/><media-caption>A "
            "quay</media-caption>"
            "<media-producer>Bo</media-producer></media>"),
       0, "lead_image.caption", "A quay"},
      {BODY("<p>One.</p><media media-type='image'><media-reference source='/1.jpg'/><media-caption>A "
            "quay</media-caption></media>"),
       0, "text", "One."},
      {BODY("<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Mon</td><td>4</td></tr></table>"), 0,
       "blocks.0.type", "table"},
      {BODY("<p>Caf&#233; &amp; &quot;quay&quot; &lt;b&gt;</p>"), 0, "text", "Café & \"quay\" <b>"},
  };
  (void)state;
  CHECK(v,
        "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf-3-6.dtd'><!-- a comment --><nitf uno='u' "
        "xml:lang='en'>",
        "</nitf>");
}

/* ---- ninjs ---- */

static void what_ninjs_says_is_in_its_record(void **state) {
#define N1(x)                                                                                                \
  "{\"uri\":\"urn:n:1\",\"headline\":\"T\",\"versioncreated\":\"2025-04-21T09:30:00+02:00\",\"body_text\":"  \
  "\"One.\\n\\nTwo.\"" x "}"
#define N3(x) "{\"uri\":\"urn:n:1\",\"standard\":{\"name\":\"ninjs\",\"version\":\"3.0\"}" x "}"
  static const struct row v[] = {
      {N1(""), 0, "guid", "urn:n:1"},
      {N1(""), 0, "title", "T"},
      {N1(""), 0, "published", "2025-04-21T09:30:00+02:00"},
      {N1(""), 0, "text", "One.\n\nTwo."},
      {N1(",\"firstcreated\":\"2025-04-20T00:00:00Z\""), 0, "updated", "2025-04-21T09:30:00+02:00"},
      {N1(",\"embargoed\":\"2025-04-22T06:00:00Z\""), 0, "embargo", "2025-04-22T06:00:00Z"},
      {N1(",\"language\":\"pt_BR\""), 0, "language", "pt-BR"},
      {N1(",\"byline\":\"By Ada Quill\""), 0, "authors.0.name", "Ada Quill"},
      {N1(",\"person\":[{\"name\":\"Bo\",\"rel\":\"author\"}]"), 0, "authors.0.name", "Bo"},
      {N1(",\"person\":[{\"name\":\"Bo\",\"rel\":\"mentioned\"}]"), 0, "tags.0", "Bo"},
      {N1(",\"located\":\"Hollin\""), 0, "place", "Hollin"},
      {N1(",\"subject\":[{\"name\":\"ports\",\"scheme\":\"medtop\",\"code\":\"1\"}]"), 0,
       "categories.0.scheme", "medtop"},
      {N1(",\"keywords\":[\"ferry\"]"), 0, "tags.0", "ferry"},
      {N1(",\"genre\":[{\"name\":\"Analysis\"}]"), 0, "genre", "Analysis"},
      {N1(",\"copyrightholder\":\"NW\",\"usageterms\":\"none\""), 0, "rights.licence", "none"},
      {N1(",\"pubstatus\":\"canceled\""), 0, "quality.flags.0", "withdrawn"},
      {N1(",\"version\":\"4\""), 0, "ext.0.text", "4"},
      {N1(",\"description_text\":\"Short.\""), 0, "summary", "Short."},
      {N1(",\"body_xhtml\":\"<p>One <b>x</b></p><h2>H</h2>\""), 0, "text", "One x\n\nH"},
      {N1(",\"associations\":{\"m\":{\"type\":\"picture\",\"headline\":\"Quay\",\"renditions\":{\"s\":{"
          "\"href\":\"/s.jpg\",\"width\":9},"
          "\"l\":{\"href\":\"/l.jpg\",\"width\":99,\"mimetype\":\"image/jpeg\"}}}}"),
       0, "lead_image.url", "https://wire.example/l.jpg"},
      {N3(",\"headlines\":[{\"role\":\"sub\",\"value\":\"Below\"},{\"role\":\"main\",\"value\":\"Above\"}]"),
       0, "title", "Above"},
      {N3(",\"headlines\":[{\"role\":\"sub\",\"value\":\"Below\"},{\"role\":\"main\",\"value\":\"Above\"}]"),
       0, "subtitle", "Below"},
      {N3(",\"bodies\":[{\"contentType\":\"text/plain\",\"value\":\"plain\"},{\"contentType\":\"text/"
          "html\",\"value\":\"<p>rich</p>\"}]"),
       0, "text", "rich"},
      {N3(",\"bodies\":[{\"contentType\":\"application/xml\",\"value\":\"<X>no</"
          "X>\"},{\"value\":\"plain\"}]"),
       0, "text", "plain"},
      {N3(",\"firstCreated\":\"2025-04-21T09:30:00Z\",\"bodies\":[{\"value\":\"a\"}]"), 0, "published",
       "2025-04-21T09:30:00Z"},
      {N3(",\"embargoedUntil\":\"2025-04-22T06:00:00+09:00\""), 0, "embargo", "2025-04-22T06:00:00+09:00"},
      {N3(",\"by\":\"Von Ada Quill, Bo Lantern\""), 0, "authors.1.name", "Bo Lantern"},
      {N3(",\"descriptions\":[{\"role\":\"summary\",\"value\":\"Short.\"}]"), 0, "summary", "Short."},
      {N3(",\"genres\":[{\"name\":\"Current\"}],\"places\":[{\"name\":\"Hollin\"}]"), 0, "tags.0", "Hollin"},
      {N3(",\"associations\":[{\"name\":\"m\",\"type\":\"picture\",\"by\":\"Cy\",\"descriptions\":[{"
          "\"value\":\"A quay\"}],\"renditions\":[{"
          "\"href\":\"https://p.example/q.jpg\",\"contentType\":\"image/jpeg\",\"width\":5}]}]"),
       0, "media.0.credit", "Cy"},
      {N3(",\"rightsInfo\":{\"linkedRights\":\"https://r.example/1\"}"), 0, "rights.licence",
       "https://r.example/1"},
      {"[" N1("") "," N3(",\"title\":\"Second\"") "]", 1, "title", "Second"},
      {N1("") "\n" N3(",\"title\":\"Second\"") "\n", 1, "title", "Second"},
      {N1("") "\nno json at all\n" N3(",\"title\":\"Second\"") "\n", 1, "title", "Second"},
      {"{\"items\":[" N1("") "]}", 0, "title", "T"},
      {N3(",\"type\":\"picture\",\"headlines\":[{\"value\":\"Quay\"}],\"renditions\":[{\"href\":\"/"
          "q.jpg\",\"contentType\":\"image/jpeg\"}],"
          "\"descriptions\":[{\"value\":\"A quay.\"}]"),
       0, "text", "A quay."},
  };
  (void)state;
  CHECK(v, "", "");
}

/* ---- schema.org ---- */

static void articles_of_schema_org_are_records(void **state) {
#define LD(x) "{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"T\"" x "}"
  static const struct row v[] = {
      {LD(""), 0, "title", "T"},
      {LD(",\"datePublished\":\"2025-04-21T09:30:00+02:00\""), 0, "published", "2025-04-21T09:30:00+02:00"},
      {LD(",\"dateModified\":\"2025-04-22T09:30:00\""), 0, "published", "2025-04-22T09:30:00"},
      {LD(",\"author\":{\"@type\":\"Person\",\"name\":\"Ada Quill\",\"url\":\"/ada\"}"), 0, "authors.0.url",
       "https://wire.example/ada"},
      {LD(",\"author\":[{\"name\":\"Ada Quill\"},\"Bo Lantern\"]"), 0, "authors.1.name", "Bo Lantern"},
      {LD(",\"articleBody\":\"<p>One.</p><p>Two.</p>\""), 0, "text", "One.\n\nTwo."},
      {LD(",\"articleBody\":\"One.\\n\\nTwo.\""), 0, "text", "One.\n\nTwo."},
      {LD(",\"image\":[{\"@type\":\"ImageObject\",\"contentUrl\":\"/q.jpg\",\"caption\":\"A "
          "quay\",\"creditText\":\"Bo\"}]"),
       0, "lead_image.credit", "Bo"},
      {LD(",\"keywords\":\"ferry, port\""), 0, "tags.1", "port"},
      {LD(",\"keywords\":[{\"@type\":\"DefinedTerm\",\"name\":\"ferry\",\"termCode\":\"f1\"}]"), 0,
       "categories.0.name", "f1"},
      {LD(",\"isAccessibleForFree\":\"False\""), 0, "rights.access", "paid"},
      {LD(",\"license\":\"https://l.example/1\",\"copyrightHolder\":{\"name\":\"NW\"}"), 0, "rights.holder",
       "NW"},
      {LD(",\"dateline\":\"HOLLIN\",\"contentLocation\":{\"name\":\"Hollin\"}"), 0, "place", "Hollin"},
      {LD(",\"correction\":{\"@type\":\"CorrectionComment\",\"text\":\"Four boats.\"}"), 0, "change_note",
       "Four boats."},
      {LD(",\"mainEntityOfPage\":{\"@id\":\"https://g.example/1\"}"), 0, "url", "https://g.example/1"},
      {LD(",\"inLanguage\":{\"@type\":\"Language\",\"name\":\"fr\"}"), 0, "language", "fr"},
      {LD(",\"expires\":\"2025-06-01T00:00:00Z\""), 0, "expires", "2025-06-01T00:00:00Z"},
      {"[" LD("") "," LD(",\"name\":\"x\",\"url\":\"/2\"") "]", 1, "url", "https://wire.example/2"},
      {"{\"@graph\":[{\"@id\":\"#p\",\"@type\":\"Person\",\"name\":\"Ada "
       "Quill\"},{\"@type\":[\"Article\",\"NewsArticle\"],\"headline\":\"G\","
       "\"author\":{\"@id\":\"#p\"}}]}",
       0, "authors.0.name", "Ada Quill"},
      {"{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"ListItem\",\"item\":" LD("") "}]}", 0,
       "title", "T"},
      {"{\"@type\":\"http://schema.org/ReportageNewsArticle\",\"headline\":\"R\"}", 0, "title", "R"},
      {"{\"@type\":\"LiveBlogPosting\",\"headline\":\"L\",\"liveBlogUpdate\":[{\"@type\":\"BlogPosting\","
       "\"headline\":\"a\",\"articleBody\":\"b\"}]}",
       0, "text", "a\n\nb"},
  };
  (void)state;
  CHECK(v, "", "");
}

/* ---- what is none, and what is hostile ---- */

static int status_of(const char *text) {
  json_t *out = parse(text);
  int status = (int)json_integer_value(json_object_get(out, "status"));
  json_decref(out);
  return status;
}

static void other_documents_are_not_mine(void **state) {
  static const char *const others[] = {"<html><body><p>x</p></body></html>",
                                       "<rss><channel/></rss>",
                                       "plain text",
                                       "{\"a\":1}",
                                       "[1,2]",
                                       "{\"id\":\"1\",\"text\":\"x\"}",
                                       "{\"@type\":\"Person\",\"name\":\"x\"}",
                                       "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]}"};
  (void)state;
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    assert_int_equal(status_of(others[i]), TDG_NOT_MINE);
  assert_int_equal(status_of("{\"uri\":"), TDG_BAD_INPUT);
  assert_int_equal(status_of("<nitf></nitf>"), TDG_BAD_INPUT);
  assert_int_equal(status_of("<newsMessage/>"), TDG_BAD_INPUT);
}

/* n times one text, between two others. */
static json_t *parse_repeated(const char *before, const char *one, size_t n, const char *behind) {
  size_t size = strlen(before) + n * strlen(one) + strlen(behind) + 1, at = strlen(before);
  char *text = malloc(size);
  memcpy(text, before, at);
  for (size_t i = 0; i < n; i++, at += strlen(one)) memcpy(text + at, one, strlen(one));
  memcpy(text + at, behind, strlen(behind) + 1);
  json_t *out = parse(text);
  free(text);
  return out;
}

static void hostile_documents_are_bounded(void **state) {
  (void)state;
  json_decref(parse_repeated("<nitf><body><body.content>", "<block>", 100000, ""));
  json_decref(parse_repeated("<newsMessage><itemSet>",
                             "<newsItem guid='a'><itemMeta><title>x</title></itemMeta></newsItem>", 3000,
                             "</itemSet></newsMessage>"));
  json_decref(parse_repeated("<nitf a='", "x", 1000000, "'><body/></nitf>"));
  json_decref(parse_repeated("<nitf ", "a='b' ", 40000, "><body/></nitf>"));
  json_decref(parse_repeated("<nitf><!--", "<!--", 200000, ""));
  json_decref(parse_repeated("", "[", 100000, ""));
  json_decref(parse_repeated("", "{\"uri\":", 50000, ""));
  json_decref(parse_repeated("", "{\n", 200000, ""));
  json_t *out = parse_repeated("[", "{\"uri\":\"u\",\"body_text\":\"x\"},", 20000, "{}]");
  assert_true(harness_count(out) <= 5000);
  json_decref(out);
  out = parse("<!DOCTYPE nitf [<!ENTITY x SYSTEM "
              "'file:///etc/passwd'>]><nitf><body><body.content><p>&x;</p></body.content></body></nitf>");
  assert_int_equal(json_integer_value(json_object_get(out, "status")), TDG_BAD_INPUT);
  json_decref(out);
}

static void a_document_that_is_cut_off_keeps_what_it_has(void **state) {
  (void)state;
  json_t *out =
      parse(ITEM CONTENT("<headline>T</headline>") "<contentSet><inlineXML><html><body><p>One.</p><p>Tw");
  assert_string_equal(harness_text(out, 0, "title"), "T");
  assert_non_null(strstr(harness_text(out, 0, "text"), "One."));
  json_decref(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_a_news_item_says_of_itself_is_in_its_record),
      cmocka_unit_test(a_message_holds_items_and_their_pictures),
      cmocka_unit_test(a_package_leads_to_the_items_that_it_only_names),
      cmocka_unit_test(what_nitf_says_is_in_its_record),
      cmocka_unit_test(what_ninjs_says_is_in_its_record),
      cmocka_unit_test(articles_of_schema_org_are_records),
      cmocka_unit_test(other_documents_are_not_mine),
      cmocka_unit_test(hostile_documents_are_bounded),
      cmocka_unit_test(a_document_that_is_cut_off_keeps_what_it_has),
  };
  return cmocka_run_group_tests(tests, open_reader, close_reader);
}
