/* test_real.c - what feeds really publish, a table for each kind of fault: the document, the record, the field, its value. */
#include "parser_test.h"

#define RSS(channel, inside)                                                                                 \
  "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "                                          \
  "xmlns:media='http://search.yahoo.com/mrss/' "                                                             \
  "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "                                               \
  "xmlns:content='http://purl.org/rss/1.0/modules/content/' "                                                \
  "xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><channel><title>T</title>" channel          \
  "<item>" inside "</item></channel></rss>"
#define ITEM(inside) RSS("", inside)
#define ENTRY(inside)                                                                                        \
  "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'><title>T</title>"   \
  "<link href='https://daily.example/'/><entry>" inside "</entry></feed>"
#define JSON(item) "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"L\",\"items\":[" item "]}"

struct sample {
  const char *document;
  int record; /* 0: of the feed */
  const char *field, *value;
};

static void check(const struct sample *v, size_t n) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    json_t *out = parse(v[i].document);
    const char *got = harness_text(out, (size_t)v[i].record, v[i].field);
    if (strcmp(got, v[i].value) != 0) {
      print_error("%s\n  %s of %d: expected \"%s\", got \"%s\"\n", v[i].document, v[i].field, v[i].record,
                  v[i].value, got);
      wrong++;
    }
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}
#define CHECK(table) check(table, sizeof(table) / sizeof((table)[0]))

static void invisible_characters_at_the_edges_are_no_part_of_it(void **state) {
  (void)state;
  static const struct sample v[] = {
      {ITEM("<link>\xEF\xBB\xBFhttps://a.example/1</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<link>\xC2\xA0https://a.example/1\xC2\xA0</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<link>&#xFEFF;https://a.example/1&#8203;</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<link><![CDATA[\xE2\x80\x8Bhttps://a.example/\xC3\xA9]]></link>"), 1, "url",
       "https://a.example/\xC3\xA9"},
      {ITEM("<link>\xE2\x80\x8F https://a.example/1</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<link>\xE2\x80\xAFhttps://a.example/1\xE3\x80\x80</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<title>\xEF\xBB\xBFHafen geschlossen\xE2\x80\x8B</title>"), 1, "title", "Hafen geschlossen"},
      {ITEM("<title>\xE3\x80\x80\xE6\xB8\xAF\xE3\x81\x8C\xE9\x96\x89\xE9\x8E\x96</title>"), 1, "title",
       "\xE6\xB8\xAF\xE3\x81\x8C\xE9\x96\x89\xE9\x8E\x96"},
      {ITEM("<title>&amp;nbsp;Le port&amp;nbsp;</title>"), 1, "title", "Le port"},
      {ITEM("<guid>\xE2\x80\x8Bg1\xC2\xA0</guid>"), 1, "guid", "g1"},
      {ITEM("<enclosure url='\xEF\xBB\xBFhttps://a.example/a.mp3'/>"), 1, "media.0.url",
       "https://a.example/a.mp3"},
      {ITEM("<dc:creator>\xC2\xA0"
            "Ada\xE2\x80\x8B</dc:creator>"),
       1, "authors.0.name", "Ada"},
      {ENTRY("<link href='\xE2\x80\x8Bhttps://a.example/1'/>"), 1, "url", "https://a.example/1"},
      {JSON("{\"id\":\"1\",\"url\":\"\\ufeffhttps://a.example/1\\u00a0\"}"), 1, "url", "https://a.example/1"},
      /* a joiner shapes the letter beside it */
      {ITEM("<title>\xD8\xA8\xD9\x87\xE2\x80\x8C</title>"), 1, "title", "\xD8\xA8\xD9\x87\xE2\x80\x8C"},
  };
  CHECK(v);
}

static void addresses_get_the_scheme_they_lack(void **state) {
  (void)state;
  static const struct sample v[] = {
      {ITEM("<link>www.a.example/1</link>"), 1, "url", "https://www.a.example/1"},
      {ITEM("<link>WWW.a.example</link>"), 1, "url", "https://WWW.a.example"},
      {ITEM("<link>daily.example/news/1</link>"), 1, "url", "https://daily.example/news/1"},
      {ITEM("<link>http//a.example/1</link>"), 1, "url", "http://a.example/1"},
      {ITEM("<link>https//a.example/1</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<link>http://https://a.example/1</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<link>://a.example/1</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<link>//a.example/1</link>"), 1, "url", "https://a.example/1"},
      {ITEM("<enclosure url='www.a.example/a.mp3'/>"), 1, "media.0.url", "https://www.a.example/a.mp3"},
      {ENTRY("<link href='www.a.example/1'/>"), 1, "url", "https://www.a.example/1"},
      {JSON("{\"id\":\"1\",\"url\":\"www.a.example/1\"}"), 1, "url", "https://www.a.example/1"},
      {RSS("<link>www.a.example</link>", "<title>t</title>"), 0, "url", "https://www.a.example"},
      /* names of files that only look so */
      {ITEM("<link>wwwroot/1.html</link>"), 1, "url", "https://daily.example/wwwroot/1.html"},
      {ITEM("<link>daily.examples.html</link>"), 1, "url", "https://daily.example/daily.examples.html"},
  };
  CHECK(v);
}

static void addresses_are_taken_from_where_they_are(void **state) {
  (void)state;
  static const struct sample v[] = {
      {ITEM("<guid isPermaLink='true'>/n/7</guid>"), 1, "guid", "/n/7"},
      {RSS("<link>https://a.example/</link>", "<guid isPermaLink='true'>/n/7</guid>"), 1, "url",
       "https://a.example/n/7"},
      {RSS("<link>https://a.example/</link>", "<title>T</title><guid>/n/7</guid>"), 1, "url", ""},
      {ITEM("<link>https://a.example/?a=1&amp;amp;b=2</link>"), 1, "url", "https://a.example/?a=1&b=2"},
      {ITEM("<enclosure url='https://a.example/?a=1&amp;amp;b=2'/>"), 1, "media.0.url",
       "https://a.example/?a=1&b=2"},
      {ITEM("<link>mailto:a@b.example</link><guid>https://a.example/1</guid>"), 1, "url",
       "https://a.example/1"},
      {ITEM("<enclosure type='audio/mpeg'>https://a.example/a.mp3</enclosure>"), 1, "media.0.url",
       "https://a.example/a.mp3"},
      {ITEM("<enclosure type='audio/mpeg'>https://a.example/a.mp3</enclosure>"), 1, "media.0.type",
       "audio/mpeg"},
      {ITEM("<media:thumbnail>https://a.example/a.jpg</media:thumbnail>"), 1, "media.0.url",
       "https://a.example/a.jpg"},
      {ITEM("<itunes:image> https://a.example/a.jpg </itunes:image>"), 1, "media.0.url",
       "https://a.example/a.jpg"},
      {RSS("<itunes:image>https://a.example/l.png</itunes:image>", ""), 0, "logo", "https://a.example/l.png"},
      {ITEM("<enclosure url='https://a.example/a.mp3'>b</enclosure>"), 1, "media.0.url",
       "https://a.example/a.mp3"},
      {"<title>F</title><item><title>t</title><link>https://a.example/1</link></item>", 1, "url",
       "https://a.example/1"},
  };
  CHECK(v);
}

static void an_entry_without_a_page_is_reached_at_its_id(void **state) {
  (void)state;
  static const struct sample v[] = {
      {ENTRY("<id>https://a.example/x/1.html</id>"), 1, "url", "https://a.example/x/1.html"},
      {ENTRY("<id> http://a.example/?p=3 </id><title>t</title>"), 1, "url", "http://a.example/?p=3"},
      {ENTRY("<id>https://a.example/x/1</id><link rel='enclosure' href='https://a.example/a.mp3'/>"), 1,
       "url", "https://a.example/x/1"},
      {ENTRY("<id>https://a.example/x/1</id><link rel='self' href='https://a.example/x/1.atom'/>"), 1, "url",
       "https://a.example/x/1"},
      {ENTRY("<id>https://a.example/x/1</id><link rel='edit' href='https://a.example/edit/1'/>"), 1, "url",
       "https://a.example/x/1"},
      {ENTRY("<id>https://a.example/x/1</id><content type='html'>&lt;img src='m.jpg'&gt;</content>"), 1,
       "html", "<img src=\"https://a.example/x/m.jpg\">"},
      {ENTRY("<id>tag:a.example,2024:1</id>"), 1, "url", ""},
      {ENTRY("<id>urn:uuid:1</id><link rel='self' type='application/atom+xml' href='https://a.example/1'/>"),
       1, "url", ""},
      {ENTRY("<id>u:1</id><link rel='self' href='https://a.example/1.atom'/>"), 1, "url", ""},
      {ENTRY("<id>u:1</id><link rel='self' type='text/html' href='https://a.example/1'/>"), 1, "url",
       "https://a.example/1"},
      {ENTRY("<id>https://a.example/id/1</id><link href='https://a.example/page'/>"), 1, "url",
       "https://a.example/page"},
  };
  CHECK(v);
}

static void what_an_item_shows_is_relative_to_its_page(void **state) {
  (void)state;
  static const struct sample v[] = {
      {ITEM("<link>https://b.example/p/7/</link><enclosure url='b.mp3'/>"), 1, "media.0.url",
       "https://b.example/p/7/b.mp3"},
      {ITEM("<link>https://b.example/p/7/</link><media:thumbnail url='../a.jpg'/>"), 1, "media.0.url",
       "https://b.example/p/a.jpg"},
      {ITEM("<media:content url='/a.mp4'/><link>https://b.example/p/7/</link>"), 1, "media.0.url",
       "https://b.example/a.mp4"},
      {ITEM("<itunes:image href='c.png'/><link>https://b.example/p/</link>"), 1, "media.0.url",
       "https://b.example/p/c.png"},
      {ENTRY("<link href='https://b.example/p/7/'/><link rel='enclosure' href='b.ogg'/>"), 1, "media.0.url",
       "https://b.example/p/7/b.ogg"},
      {JSON("{\"id\":\"1\",\"url\":\"https://b.example/p/7/\",\"image\":\"i.png\"}"), 1, "media.0.url",
       "https://b.example/p/7/i.png"},
      {ITEM("<link>https://count.example/~r/x</link><feedburner:origLink>https://t.example/2/s/</"
            "feedburner:origLink>"
            "<description>&lt;img src='/u.jpg'&gt;</description>"),
       1, "html", "<img src=\"https://t.example/u.jpg\">"},
      {ITEM("<link>https://count.example/~r/x</link><feedburner:origLink>https://t.example/2/s/</"
            "feedburner:origLink>"
            "<description>&lt;a href='z'&gt;l&lt;/a&gt;</description>"),
       1, "html", "<p><a href=\"https://t.example/2/s/z\">l</a></p>"},
      {ITEM("<link>https://count.example/~r/x</link><feedburner:origLink>https://t.example/2/s/</"
            "feedburner:origLink>"
            "<enclosure url='e.mp3'/>"),
       1, "media.0.url", "https://t.example/2/s/e.mp3"},
      {ITEM("<link>https://count.example/~r/x</link><feedburner:origLink>https://t.example/2/s/</"
            "feedburner:origLink>"),
       1, "canonical", "https://t.example/2/s/"},
      {"<rss xml:base='https://base.example/'><channel><item><link>https://b.example/7/</link><enclosure "
       "url='b.mp3'/>"
       "</item></channel></rss>",
       1, "media.0.url", "https://base.example/b.mp3"},
      {ITEM("<enclosure url='b.mp3'/>"), 1, "media.0.url", "https://daily.example/b.mp3"},
  };
  CHECK(v);
}

static void links_may_have_their_address_as_text(void **state) {
  (void)state;
  static const struct sample v[] = {
      {ENTRY("<link href='https://a.example/1'/><link rel='enclosure' "
             "type='image/jpeg'>https://c.example/a.jpg?w=3&amp;h=2"
             "</link>"),
       1, "media.0.url", "https://c.example/a.jpg?w=3&h=2"},
      {ENTRY("<link rel='enclosure' type='audio/ogg'> https://c.example/a.ogg </link>"), 1, "media.0.type",
       "audio/ogg"},
      {ENTRY("<link rel='enclosure'>https://c.example/a.ogg</link><link href='https://a.example/1'/>"), 1,
       "url", "https://a.example/1"},
      {ENTRY("<link rel='alternate'>https://a.example/1</link>"), 1, "url", "https://a.example/1"},
      {ENTRY("<link rel='alternate' type='text/html'><![CDATA[https://a.example/1]]></link>"), 1, "url",
       "https://a.example/1"},
      {ENTRY("<link>https://a.example/1</link>"), 1, "url", "https://a.example/1"},
      {ENTRY("<link rel='self'>https://a.example/1.atom</link>"), 1, "url", ""},
      {ENTRY("<link rel='license'>https://cc.example/by</link>"), 1, "rights.licence",
       "https://cc.example/by"},
      {ITEM("<link rel='enclosure'>https://c.example/a.ogg</link>"), 1, "media.0.url",
       "https://c.example/a.ogg"},
      {ITEM("<link rel='alternate'>https://a.example/1</link>"), 1, "url", "https://a.example/1"},
  };
  CHECK(v);
}

static void a_date_that_cannot_be_read_hides_no_other(void **state) {
  (void)state;
#define GOOD "2024-03-05T14:30:00Z"
  static const struct sample v[] = {
      {ITEM("<pubDate>Invalid Date</pubDate><dc:date>" GOOD "</dc:date>"), 1, "published", GOOD},
      {ITEM("<dc:date>" GOOD "</dc:date><pubDate>yesterday</pubDate>"), 1, "published", GOOD},
      {ITEM("<pubDate>0000-00-00</pubDate><pubDate>Tue, 05 Mar 2024 14:30:00 GMT</pubDate>"), 1, "published",
       GOOD},
      {ITEM("<pubDate>Tue, 05 Mar 2024 14:30:00 GMT</pubDate><pubDate>-</pubDate>"), 1, "published", GOOD},
      {ITEM("<pubDate>Tue,&amp;nbsp;05 Mar 2024 14:30:00 GMT</pubDate>"), 1, "published", GOOD},
      {ITEM("<pubDate>n/a</pubDate><dc:date>?</dc:date><date>" GOOD "</date>"), 1, "published", GOOD},
      {ITEM("<pubDate>30/02/2024</pubDate><dc:date>" GOOD "</dc:date>"), 1, "published", GOOD},
      {ENTRY("<published>null</published><issued>" GOOD "</issued>"), 1, "published", GOOD},
      {ENTRY("<updated>undefined</updated><modified>" GOOD "</modified>"), 1, "updated", GOOD},
      {JSON("{\"id\":\"1\",\"date_published\":\"Invalid Date\",\"published\":\"" GOOD "\"}"), 1, "published",
       GOOD},
      {RSS("<lastBuildDate>never</lastBuildDate><dc:date>" GOOD "</dc:date>", ""), 0, "published", GOOD},
      {ITEM("<pubDate>Tue, 05 Mar 2024 14:30:00 GMT</pubDate><dc:date>2023-01-01</dc:date>"), 1, "published",
       GOOD},
      {ITEM("<title>t</title><pubDate>soon</pubDate>"), 1, "published", ""},
      {RSS("<language>zh-cn</language>", "<pubDate>Tue Mar 05 22:30:00 CST 2024</pubDate>"), 1, "published",
       GOOD},
      {ITEM("<title>\xE4\xBB\x8A\xE6\x97\xA5\xE6\xB8\xAF\xE5\x8F\xA3\xE5\x85\xB3\xE9\x97\xAD</title>"
            "<pubDate>Tue, 05 Mar 2024 22:30:00 CST</pubDate>"),
       1, "published", GOOD},
      {ITEM("<dc:language>zh-TW</dc:language><pubDate>Tue, 05 Mar 2024 22:30:00 CST</pubDate>"), 1,
       "published", GOOD},
      {ITEM("<title>Harbour shut</title><pubDate>Tue, 05 Mar 2024 08:30:00 CST</pubDate>"), 1, "published",
       GOOD},
      {RSS("<language>en-in</language>", "<pubDate>Tue, 05 Mar 2024 20:00:00 IST</pubDate>"), 1, "published",
       GOOD},
  };
  CHECK(v);
}

static void a_language_is_a_tag(void **state) {
  (void)state;
#define LANGUAGE(text) RSS("<language>" text "</language>", "<title>t</title>")
  static const struct sample v[] = {
      {LANGUAGE("English"), 0, "language", "en"},
      {LANGUAGE("English"), 1, "language", "en"},
      {LANGUAGE("Deutsch"), 1, "language", "de"},
      {LANGUAGE("fran\xC3\xA7"
                "ais"),
       1, "language", "fr"},
      {LANGUAGE("Espa\xC3\xB1ol"), 1, "language", "es"},
      {LANGUAGE("portugu\xC3\xAAs (Brasil)"), 1, "language", "pt"},
      {LANGUAGE("\xD0\xA0\xD1\x83\xD1\x81\xD1\x81\xD0\xBA\xD0\xB8\xD0\xB9"), 1, "language", "ru"},
      {LANGUAGE("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"), 1, "language", "ja"},
      {LANGUAGE("English (US)"), 1, "language", "en"},
      {LANGUAGE("en_US"), 1, "language", "en-US"},
      {LANGUAGE("en_US.UTF-8"), 1, "language", "en-US"},
      {LANGUAGE("en-GB,en;q=0.5"), 1, "language", "en-GB"},
      {LANGUAGE(" de-de "), 1, "language", "de-de"},
      {LANGUAGE("zh-Hans-CN"), 1, "language", "zh-Hans-CN"},
      {LANGUAGE("Klingon"), 1, "language", ""},
      {LANGUAGE("unknown"), 0, "language", ""},
      {LANGUAGE("-"), 0, "language", ""},
      {LANGUAGE("1"), 0, "language", ""},
      {LANGUAGE("utf-8"), 1, "language", ""},
      {LANGUAGE("x"), 1, "language", ""},
  };
  CHECK(v);
}

static void markup_beside_raw_elements_is_markup(void **state) {
  (void)state;
#define IMG "<img src='https://c.example/a.jpg' alt='A'/>"
#define SHOWN "<img src=\"https://c.example/a.jpg\" alt=\"A\">"
  static const struct sample v[] = {
      {ITEM("<description>" IMG "<![CDATA[<p>a <b>b</b></p>]]></description>"), 1, "html",
       SHOWN "<p>a <strong>b</strong></p>"},
      {ITEM("<description>" IMG "&lt;p&gt;a &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;</description>"), 1, "html",
       SHOWN "<p>a <strong>b</strong></p>"},
      {ITEM("<description><![CDATA[<p>a</p>]]>" IMG "</description>"), 1, "html", "<p>a</p>" SHOWN},
      {ITEM("<description><![CDATA[<p>a</p>]]><br/><![CDATA[<p>b</p>]]></description>"), 1, "text", "a\n\nb"},
      {ITEM("<description><div><![CDATA[<p>a <i>b</i></p>]]></div></description>"), 1, "html",
       "<p>a <em>b</em></p>"},
      {ITEM("<content:encoded>" IMG "<![CDATA[<ul><li>a</li></ul>]]></content:encoded>"), 1, "html",
       SHOWN "<ul><li>a</li></ul>"},
      {ITEM("<description>" IMG "Gr\xC3\xBC\xC3\x9F"
            "e &lt;br&gt;aus K\xC3\xB6ln</description>"),
       1, "text",
       "Gr\xC3\xBC\xC3\x9F"
       "e\naus K\xC3\xB6ln"},
      {ENTRY("<content type='html'><p>a &lt;a href='https://x.example/'&gt;b&lt;/a&gt; c</p> <a "
             "href='https://y.example/'>d</a></content>"),
       1, "text", "a b c\n\nd"},
      {ENTRY("<content type='html'>" IMG "&lt;p&gt;a&lt;/p&gt;</content>"), 1, "html", SHOWN "<p>a</p>"},
      {ENTRY("<content type='html'>" IMG "<![CDATA[<p>a</p>]]></content>"), 1, "html", SHOWN "<p>a</p>"},
      /* samples stay samples */
      {ITEM("<description><p>Write <code>&lt;br/&gt;</code> here</p></description>"), 1, "text",
       "Write <br/> here"},
      {ITEM("<description><p>The &lt;b&gt; tag</p><p>x</p></description>"), 1, "text", "The <b> tag\n\nx"},
      {ITEM("<description><pre><![CDATA[<p>a</p>]]></pre><p>x</p></description>"), 1, "text",
       "<p>a</p>\n\nx"},
      {ENTRY("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a "
             "&lt;b&gt;c&lt;/b&gt;</p></div></content>"),
       1, "text", "a <b>c</b>"},
      {ITEM("<description>" IMG "5 &lt; 6 and 7 &gt; 6</description>"), 1, "text", "5 < 6 and 7 > 6"},
  };
  CHECK(v);
}

static void titles_keep_their_words(void **state) {
  (void)state;
#define TITLE(text) ITEM("<title>" text "</title>")
  static const struct sample v[] = {
      {TITLE("test &amp;lt;pre&amp;gt; in &amp;lt;p&amp;gt; and &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt;"), 1,
       "title", "test <pre> in <p> and bold"},
      {TITLE("&amp;lt;em&amp;gt;Le Monde&amp;lt;/em&amp;gt; paru"), 1, "title", "Le Monde paru"},
      {TITLE("&amp;lt;p&amp;gt; ou &amp;lt;/p&amp;gt; ?"), 1, "title", "<p> ou </p> ?"},
      {TITLE("Das &amp;lt;video&amp;gt;-Element"), 1, "title", "Das <video>-Element"},
      {TITLE("&amp;lt;b&amp;gt;a&amp;lt;/b&amp;gt; &amp;lt;i&amp;gt;b&amp;lt;/i&amp;gt;"), 1, "title", "a b"},
      {TITLE("&amp;lt;span class=&amp;quot;x&amp;quot;&amp;gt;a&amp;lt;/span&amp;gt; b"), 1, "title", "a b"},
      {TITLE("&amp;lt;/b&amp;gt; alone"), 1, "title", "</b> alone"},
      {TITLE("&lt;b&gt;a&lt;/b&gt; b"), 1, "title", "a b"},
      {TITLE("5 &amp;lt; 6 &amp;amp; 7"), 1, "title", "5 < 6 & 7"},
      {TITLE("L&amp;#8217;\xC3\xA9t\xC3\xA9"), 1, "title", "L\xE2\x80\x99\xC3\xA9t\xC3\xA9"},
      {JSON("{\"id\":\"1\",\"title\":\"One &#8211; two &amp; three\"}"), 1, "title",
       "One \xE2\x80\x93 two & three"},
      {JSON("{\"id\":\"1\",\"title\":\"Caf&eacute; &quot;Hafen&quot;\"}"), 1, "title",
       "Caf\xC3\xA9 \"Hafen\""},
      {JSON("{\"id\":\"1\",\"title\":\"R&D, B&Q; &c. &co; &copy 5 < 6\"}"), 1, "title",
       "R&D, B&Q; &c. &co; &copy 5 < 6"},
      {JSON("{\"id\":\"1\",\"title\":\"The &lt;video&gt; element\"}"), 1, "title", "The <video> element"},
      {JSON("{\"id\":\"1\",\"title\":\"The <video> element\"}"), 1, "title", "The <video> element"},
      {JSON("{\"id\":\"1\",\"authors\":[{\"name\":\"O&#039;Neil &amp; Co\"}]}"), 1, "authors.0.name",
       "O'Neil & Co"},
      {JSON("{\"id\":\"1\",\"tags\":[\"Caf&eacute;\"]}"), 1, "tags.0", "Caf\xC3\xA9"},
      {JSON("{\"id\":\"1\",\"content_text\":\"x\",\"summary\":\"a &hellip; b\"}"), 1, "text", "x"},
  };
  CHECK(v);
}

static void plain_text_keeps_its_lines(void **state) {
  (void)state;
#define TEXT(text) JSON("{\"id\":\"1\",\"content_text\":\"" text "\"}")
  static const struct sample v[] = {
      {TEXT("Cargo:\\n- 4 t salt\\n- 9 t rye"), 1, "text", "Cargo:\n- 4 t salt\n- 9 t rye"},
      {TEXT("Dear all,\\n\\nRegards\\nAda"), 1, "text", "Dear all,\n\nRegards\nAda"},
      {TEXT("> a\\n> b\\n\\n  - c"), 1, "text", "> a\n> b\n\n- c"},
      {TEXT("roses are red\\nviolets are blue"), 1, "text", "roses are red\nviolets are blue"},
      {TEXT("a\\r\\nb\\rc"), 1, "text", "a\nb\nc"},
      {TEXT("a\nb\n\nc"), 1, "text", "a\nb\n\nc"}, /* raw, as JSON does not allow */
      {TEXT("\\n\\na  b\\n\\n\\n\\nc\\n"), 1, "text", "a b\n\nc"},
      {TEXT("\xE4\xB8\x80\xE8\xA1\x8C\\n\xE4\xBA\x8C\xE8\xA1\x8C"), 1, "text",
       "\xE4\xB8\x80\xE8\xA1\x8C\n\xE4\xBA\x8C\xE8\xA1\x8C"},
      {ENTRY("<media:group><media:description>00:00 Intro\n01:20 Br\xC3\xBC"
             "cke\nhttps://x.example</media:description>"
             "</media:group>"),
       1, "text",
       "00:00 Intro\n01:20 Br\xC3\xBC"
       "cke\nhttps://x.example"},
      {ITEM("<itunes:summary>Heute:\n1. Hafen\n2. Wetter</itunes:summary>"), 1, "text",
       "Heute:\n1. Hafen\n2. Wetter"},
      {ITEM("<description>Ladung:\n- Salz\n- Roggen</description>"), 1, "text", "Ladung:\n- Salz\n- Roggen"},
      {ENTRY("<content type='text'>Menu:\n* soup\n* bread</content>"), 1, "text", "Menu:\n* soup\n* bread"},
      /* wrapped, or the line ends of the source */
      {TEXT("The quay of Kessander is closed for eleven months, the harbour board said\\non Tuesday, because "
            "the wall has "
            "to be replaced from its foundations up\\nto the rail. Ferries to Orlo leave from the fish "
            "market until the "
            "work\\nis done. Shops along the quay expect to lose most of their trade in the\\nsummer, and "
            "ask the town for "
            "help."),
       1, "text",
       "The quay of Kessander is closed for eleven months, the harbour board said on Tuesday, because the "
       "wall has to be "
       "replaced from its foundations up to the rail. Ferries to Orlo leave from the fish market until the "
       "work is done. "
       "Shops along the quay expect to lose most of their trade in the summer, and ask the town for help."},
      {ITEM("<description>\n      The quay is closed until May,\n      and the ferries leave elsewhere.\n    "
            "</description>"),
       1, "text", "The quay is closed until May, and the ferries leave elsewhere."},
      {JSON("{\"id\":\"1\",\"content_html\":\"<p>a\\nb</p>\"}"), 1, "text", "a b"},
  };
  CHECK(v);
}

static void show_notes_and_description_are_both_kept(void **state) {
  (void)state;
#define NOTES "In this episode we walk along the quay."
  static const struct sample v[] = {
      {ITEM("<description>Ep 5</description><itunes:summary>" NOTES "</itunes:summary>"), 1, "text", NOTES},
      {ITEM("<description>Ep 5</description><itunes:summary>" NOTES "</itunes:summary>"), 1, "summary",
       "Ep 5"},
      {ITEM("<itunes:summary>" NOTES "</itunes:summary><description>Ep 5</description>"), 1, "text", NOTES},
      {ITEM("<itunes:summary>" NOTES "</itunes:summary>"), 1, "text", NOTES},
      {ITEM("<itunes:summary>" NOTES "</itunes:summary><itunes:subtitle>S</itunes:subtitle>"), 1, "text",
       NOTES},
      {ITEM("<description>" NOTES "</description><itunes:summary>" NOTES "</itunes:summary>"), 1, "summary",
       ""},
      {ITEM("<description>" NOTES "</description><itunes:summary>Short</itunes:summary>"), 1, "text", NOTES},
      {ITEM("<content:encoded>&lt;p&gt;b&lt;/p&gt;</content:encoded><itunes:summary>" NOTES
            "</itunes:summary>"),
       1, "summary", NOTES},
      {ITEM("<content:encoded>&lt;p&gt;b&lt;/p&gt;</content:encoded><description>d</"
            "description><itunes:summary>" NOTES "</itunes:summary>"),
       1, "summary", "d"},
      {ITEM("<description>Folge 5</description><itunes:summary>&lt;p&gt;Wir gehen am Kai entlang und "
            "reden.&lt;/p&gt;"
            "</itunes:summary>"),
       1, "html", "<p>Wir gehen am Kai entlang und reden.</p>"},
  };
  CHECK(v);
}

static void what_is_no_text_is_not_shown_as_text(void **state) {
  (void)state;
#define PNG "iVBORw0KGgoAAAANSUhEUg=="
  static const struct sample v[] = {
      {ENTRY("<content type='image/png'>" PNG "</content><summary>pic</summary>"), 1, "text", "pic"},
      {ENTRY("<content type='image/jpeg'>/9j/4AAQSkZJRg==</content>"), 1, "text", ""},
      {ENTRY("<content type='audio/mpeg'>SUQzBAAAAAAA</content><summary>s</summary>"), 1, "text", "s"},
      {ENTRY("<content type='application/pdf'>JVBERi0xLjQKJeLjz9M=</content><summary>s</summary>"), 1, "text",
       "s"},
      {ENTRY("<content type='application/octet-stream'>AP8A/w==</content><summary>s</summary>"), 1, "text",
       "s"},
      {ENTRY("<content mode='base64' "
             "type='image/gif'>R0lGODlhAQABAIAAAP///wAAACw=</content><summary>s</summary>"),
       1, "text", "s"},
      {ENTRY("<content type='video/mp4'>AAAAIGZ0eXBpc29t/w==</content><summary>s</summary>"), 1, "text", "s"},
      {ENTRY("<content type='text/plain'>plain words</content>"), 1, "text", "plain words"},
      {ENTRY("<content type='text/markdown'>plain words</content>"), 1, "text", "plain words"},
      {ENTRY("<content type='application/octet-stream'>cGxhaW4gd29yZHM=</content>"), 1, "text",
       "plain words"},
  };
  CHECK(v);
}

static void a_feed_is_found_whatever_stands_around_it(void **state) {
  (void)state;
#define ONE "<rss version='2.0'><channel><title>T</title><item><title>one</title></item></channel></rss>"
#define LOG "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\",\"title\":\"one\"}]}"
#define RDF                                                                                                  \
  "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "                                        \
  "xmlns='http://purl.org/rss/1.0/'><channel><title>T"                                                       \
  "</title></channel><item><title>one</title></item></rdf:RDF>"
  static const struct sample v[] = {
      {"<html>\n" ONE, 1, "title", "one"},
      {"<!DOCTYPE html><html><head><title>Blog</title></head><body>" ONE "</body></html>", 1, "title", "one"},
      {"<html><body>" ENTRY("<title>one</title>") "</body></html>", 1, "title", "one"},
      {"<html><head><script>var a = '<rss>';</script></head><body><p>x</p>" RDF "</body></html>", 1, "title",
       "one"},
      {"<html><head><title>Error</title></head><body>Fehler</body></html>\n<?xml version='1.0'?>" ONE, 1,
       "title", "one"},
      {"<meta charset='utf-8'>" ONE, 1, "title", "one"},
      {"<body><div>" ONE "</div></body>", 1, "title", "one"},
      {"<html><atom:feed "
       "xmlns:atom='http://www.w3.org/2005/Atom'><atom:entry><atom:title>one</atom:title></atom:entry>"
       "</atom:feed></html>",
       1, "title", "one"},
      {"<br />\n<b>Notice</b>: x in <b>/a.php</b> on line <b>3</b><br />\n" LOG, 1, "title", "one"},
      {"Warning: Undefined variable $a in /x.php on line 3\n" LOG, 1, "title", "one"},
      {"callback(" LOG ");", 1, "title", "one"},
      {")]}',\n" LOG, 1, "title", "one"},
      {"<html><head><title>f</title></head><body><pre>" LOG "</pre></body></html>", 1, "title", "one"},
      {"/* feed */ " LOG, 1, "title", "one"},
      {"\xE2\x80\x8B" LOG, 1, "title", "one"},
  };
  CHECK(v);
}

static void a_page_that_speaks_of_feeds_is_none(void **state) {
  (void)state;
  static const char *const pages[] = {
      "<html><body><p>So:</p><pre>&lt;rss&gt;&lt;channel&gt;&lt;item&gt;</pre></body></html>",
      "<html><body><pre>" ONE "</pre></body></html>",
      "<html><body><textarea>" ONE "</textarea></body></html>",
      "<html><head><script>var f = \"" ONE "\";</script></head><body>x</body></html>",
      "<html><body><!-- " ONE " --><p>x</p></body></html>",
      "<html><body><p>A feed:</p><pre>" LOG "</pre></body></html>",
      "<html><head><script>window.x = " LOG "</script></head><body>x</body></html>",
      "<html><body><feed>my list</feed></body></html>",
      "<html><body><svg><metadata><rdf:RDF><cc:Work/></rdf:RDF></metadata></svg></body></html>",
      "<html><body><rss>a word</rss></body></html>",
      "{\"a\":1,\"items_total\":3}",
      "Just words { \"and\": \"braces\" }",
  };
  for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
    json_t *out = parse(pages[i]);
    if (harness_count(out) != 0) print_error("%s\n", pages[i]);
    assert_int_equal(harness_count(out), 0);
    json_decref(out);
  }
}

static void json_that_a_strict_reader_refuses_is_read(void **state) {
  (void)state;
#define BOTH(extra)                                                                                          \
  "{\"version\":\"https://jsonfeed.org/version/1.1\"," extra "\"items\":[{\"id\":\"b\",\"title\":\"one\"}]}"
  static const struct sample v[] = {
      {JSON("{\"id\":18446744073709551615}"), 1, "guid", "18446744073709551615"},
      {JSON("{\"id\":-9223372036854775809}"), 1, "guid", "-9223372036854775809"},
      {JSON("{\"id\":12345678901234567890123}"), 1, "guid", "12345678901234567890123"},
      {JSON("{\"id\":0.1}"), 1, "guid", "0.1"},
      {BOTH("\"_x\":{\"n\":18446744073709551615},"), 1, "title", "one"},
      {BOTH("\"_x\":1e999,"), 1, "title", "one"},
      {BOTH("\"_x\":NaN,"), 1, "title", "one"},
      {BOTH("\"_x\":-Infinity,"), 1, "title", "one"},
      {BOTH("\"_x\":undefined,"), 1, "title", "one"},
      {BOTH("\"_x\":007,"), 1, "title", "one"},
      {BOTH("\"_x\":+1.,"), 1, "title", "one"},
      {BOTH("/* note */ \"_x\":1, // and\n"), 1, "title", "one"},
      {"{'version':'https://jsonfeed.org/version/1','items':[{'id':'b','title':'say \"one\"'}]}", 1, "title",
       "say \"one\""},
      {"{version:\"https://jsonfeed.org/version/1\",items:[{id:7,title:\"one\"}]}", 1, "guid", "7"},
      {BOTH("\"_x\":None,\"_y\":True,"), 1, "title", "one"},
      {JSON("{\"id\":\"b\",\"attachments\":[{\"url\":\"https://a.example/"
            "a\",\"size_in_bytes\":99999999999999999999}]}"),
       1, "media.0.length", "99999999999999999999"},
  };
  CHECK(v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(invisible_characters_at_the_edges_are_no_part_of_it),
      cmocka_unit_test(addresses_get_the_scheme_they_lack),
      cmocka_unit_test(addresses_are_taken_from_where_they_are),
      cmocka_unit_test(an_entry_without_a_page_is_reached_at_its_id),
      cmocka_unit_test(what_an_item_shows_is_relative_to_its_page),
      cmocka_unit_test(links_may_have_their_address_as_text),
      cmocka_unit_test(a_date_that_cannot_be_read_hides_no_other),
      cmocka_unit_test(a_language_is_a_tag),
      cmocka_unit_test(markup_beside_raw_elements_is_markup),
      cmocka_unit_test(titles_keep_their_words),
      cmocka_unit_test(plain_text_keeps_its_lines),
      cmocka_unit_test(show_notes_and_description_are_both_kept),
      cmocka_unit_test(what_is_no_text_is_not_shown_as_text),
      cmocka_unit_test(a_feed_is_found_whatever_stands_around_it),
      cmocka_unit_test(a_page_that_speaks_of_feeds_is_none),
      cmocka_unit_test(json_that_a_strict_reader_refuses_is_read),
  };
  reader = harness_open("parse-feed", "feed", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
