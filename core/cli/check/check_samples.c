/* cli/check/check_samples.c - small inputs of every kind that a plugin may say it reads; see plugin_check.h.
 *
 * All of it is made up.  Constants only. */
#include "cli/check/plugin_check.h"

static const char html[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Ferry to Oster Ness sails "
    "again</title>\n<link rel=\"canonical\" href=\"https://check.example/ferry\">\n<meta "
    "name=\"author\" content=\"Ann Holm\"><meta property=\"article:published_time\" "
    "content=\"2026-01-05T08:00:00Z\"></head>\n<body><nav><a href=\"/\">Home</a></nav>\n<article><h1>Ferry "
    "to "
    "Oster Ness sails again</h1>\n<p>The ferry to Oster Ness sailed again on Monday with 121 passengers, the "
    "harbour office said.</p>\n<p>The ferry had been out of service since a storm in March, and repairs had "
    "cost "
    "2 million crowns.</p>\n<table><tr><th>Day</th><th>Sailings</th></tr><tr><td>Monday</td><td>4</td></tr>"
    "</table>\n<p>It will sail <a href=\"times.html\">four times</a> a day until the end of the "
    "winter.</p></article>\n<footer>Hollin Gazette</footer></body></html>\n";
static const char rss[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>Hollin "
    "Gazette</title><link>https://check.example/</link><description>News of Hollin</description>\n<item>"
    "<title>Ferry to Oster Ness sails "
    "again</title><link>https://check.example/ferry</link><guid>ferry-1</guid>"
    "<pubDate>Mon, 05 Jan 2026 08:00:00 GMT</pubDate><description>The ferry to Oster Ness sailed again on "
    "Monday.</description></item>\n<item><title>Mill burns "
    "down</title><link>https://check.example/mill</link>"
    "<description>&lt;p&gt;The mill of Hollin burned down.&lt;/p&gt;</description></item></channel></rss>\n";
static const char atom[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Hollin "
    "Gazette</title><id>https://check.example/</id><updated>2026-01-05T08:00:00Z</"
    "updated>\n<entry><title>Ferry "
    "to Oster Ness sails again</title><id>tag:check.example,2026:1</id><link "
    "href=\"https://check.example/ferry\"/><updated>2026-01-05T08:00:00Z</updated><content "
    "type=\"html\">&lt;p&gt;"
    "The ferry sailed again.&lt;/p&gt;</content></entry></feed>\n";
static const char sitemap[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
    "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://check.example/ferry</"
    "loc><lastmod>"
    "2026-01-05</lastmod></url><url><loc>https://check.example/mill</loc></url></urlset>\n";
static const char opml[] =
    "<?xml version=\"1.0\"?>\n<opml version=\"2.0\"><head><title>Papers</title></head><body><outline "
    "text=\"Hollin Gazette\" type=\"rss\" xmlUrl=\"https://check.example/feed\"/></body></opml>\n";
static const char xml[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<news><item id=\"1\"><title>Ferry to Oster Ness sails "
    "again</title><p>The ferry sailed again on Monday.</p></item><item id=\"2\"><title>Mill burns "
    "down</title><p>The mill of Hollin burned down.</p></item></news>\n";
static const char json[] =
    "{\"title\": \"Hollin Gazette\", \"items\": [{\"id\": \"1\", \"url\": \"https://check.example/ferry\", "
    "\"title\": \"Ferry to Oster Ness sails again\", \"published\": \"2026-01-05T08:00:00Z\", \"text\": "
    "\"The "
    "ferry sailed again on Monday.\"}, {\"id\": \"2\", \"title\": \"Mill burns down\", \"text\": \"The mill "
    "of "
    "Hollin burned down.\"}]}\n";
static const char json_feed[] =
    "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Hollin Gazette\", \"home_page_url\": "
    "\"https://check.example/\", \"items\": [{\"id\": \"1\", \"url\": \"https://check.example/ferry\", "
    "\"title\": "
    "\"Ferry to Oster Ness sails again\", \"content_text\": \"The ferry sailed again on Monday.\", "
    "\"date_published\": \"2026-01-05T08:00:00Z\"}]}\n";
static const char record[] =
    "{\"id\": \"1\", \"url\": \"https://check.example/ferry\", \"title\": \"Ferry to Oster Ness sails "
    "again\", "
    "\"published\": \"2026-01-05T08:00:00Z\", \"text\": \"The ferry sailed again on Monday.\"}\n";
static const char text[] =
    "Ferry to Oster Ness sails again\n\nThe ferry to Oster Ness sailed again on Monday with 121 passengers, "
    "the "
    "harbour office said.\n\nThe ferry had been out of service since a storm in March.\n";
static const char lines[] =
    "Ferry to Oster Ness sails again\nThe ferry sailed again on Monday.\nIt costs the "
    "same.\n";
static const char pairs[] = "title: Ferry to Oster Ness sails again\nurl: https://check.example/ferry\ndate: "
                            "2026-01-05\n\nThe ferry sailed again on Monday.\n";
static const char foreign[] =
    "F\303\244hre nach \303\230ster N\303\246ss f\303\244hrt wieder\n\n\320\224\320\273\321\217 "
    "\320\277\320\260\321\200\320\276\320\274\320\260 "
    "\302\253\320\236\321\201\321\202\320\265\321\200\302\273 \321\215\321\202\320\276 "
    "\320\277\320\265\321\200\320\262\321\213\320\271 \321\200\320\265\320\271\321\201: "
    "\346\270\241\350\210\271 "
    "\345\206\215\351\226\213 \360\237\232\242.\n";
static const char csv[] =
    "id,title,published,text\n1,Ferry to Oster Ness sails again,2026-01-05,The ferry sailed "
    "again.\n2,\"Mill, burned\",2026-01-06,\"The \"\"old\"\" mill burned down.\"\n";
static const char tsv[] = "id\ttitle\ttext\n1\tFerry sails again\tThe ferry sailed again.\n2\tMill burns "
                          "down\tThe mill burned.\n";
static const char mail[] =
    "From: Ann Holm <ann@check.example>\r\nTo: desk@check.example\r\nSubject: Ferry to Oster Ness sails "
    "again\r\nDate: Mon, 05 Jan 2026 08:00:00 +0000\r\nMessage-ID: <1@check.example>\r\nContent-Type: "
    "text/plain; "
    "charset=utf-8\r\n\r\nThe ferry to Oster Ness sailed again on Monday.\r\n";
static const char mbox[] =
    "From ann@check.example Mon Jan  5 08:00:00 2026\nFrom: Ann Holm <ann@check.example>\nSubject: Ferry "
    "sails "
    "again\nDate: Mon, 05 Jan 2026 08:00:00 +0000\n\nThe ferry sailed again on Monday.\n\nFrom "
    "bob@check.example Tue Jan  6 08:00:00 2026\nFrom: Bob <bob@check.example>\nSubject: Mill burns "
    "down\nDate: Tue, 06 Jan 2026 08:00:00 +0000\n\nThe mill burned down.\n";
static const char pdf[] =
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] "
    "/Count 1 "
    ">>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << "
    "/Font "
    "<< /F1 5 0 R >> >> >>\nendobj\n4 0 obj\n<< /Length 62 >>\nstream\nBT /F1 18 Tf 20 150 Td (Ferry to "
    "Oster Ness "
    "sails again) Tj ET\nendstream\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
    ">>\nendobj\ntrailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n";
static const char akn[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso "
    "xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"><act name=\"act\"><meta/><preface><p>Ferries "
    "Act</p></preface><body><section eId=\"s1\"><num>1</num><heading>Ferries</heading><content><p>The ferry "
    "shall "
    "run daily.</p></content></section></body></act></akomaNtoso>\n";
static const char har[] =
    "{\"log\": {\"version\": \"1.2\", \"creator\": {\"name\": \"check\", \"version\": \"1\"}, \"entries\": "
    "[{\"startedDateTime\": \"2026-01-05T08:00:00.000Z\", \"request\": {\"method\": \"GET\", \"url\": "
    "\"https://check.example/ferry\"}, \"response\": {\"status\": 200, \"content\": {\"size\": 60, "
    "\"mimeType\": "
    "\"text/plain\", \"text\": \"Ferry sails again\\n\\nThe ferry sailed again on Monday.\\n\"}}}]}}\n";

const struct check_sample check_samples[] = {{"text", "text.txt", "text/plain; charset=utf-8", text},
                                             {"text", "lines.txt", "text/plain; charset=utf-8", lines},
                                             {"text", "pairs.txt", "text/plain; charset=utf-8", pairs},
                                             {"text", "letters.txt", "text/plain; charset=utf-8", foreign},
                                             {"html", "page.html", "text/html; charset=utf-8", html},
                                             {"xml", "news.xml", "application/xml", xml},
                                             {"json", "news.json", "application/json", json},
                                             {"csv", "news.csv", "text/csv", csv},
                                             {"rss", "rss.xml", "application/rss+xml", rss},
                                             {"atom", "atom.xml", "application/atom+xml", atom},
                                             {"sitemap", "sitemap.xml", "application/xml", sitemap},
                                             {"opml", "papers.opml", "text/x-opml", opml},
                                             {"akn", "act.xml", "application/akn+xml", akn},
                                             {"feed+json", "feed.json", "application/feed+json", json_feed},
                                             {"record+json", "record.json", "application/json", record},
                                             {"har", "page.har", "application/json", har},
                                             {"tab-sep", "news.tsv", "text/tab-separated-values", tsv},
                                             {"rfc822", "letter.eml", "message/rfc822", mail},
                                             {"mbox", "box.mbox", "application/mbox", mbox},
                                             {"pdf", "news.pdf", "application/pdf", pdf},
                                             {NULL, NULL, NULL, NULL}};

const char check_records[] =
    "{\"title\":\"Ferry to Oster Ness sails again\",\"url\":\"https://a.example/"
    "1\",\"published\":\"2026-01-05T08:00:00Z\",\"language\":\"en\",\"text\":\"The ferry to Oster Ness "
    "sailed again "
    "on Monday with 121 passengers, the harbour office said.\\n\\nThe ferry had been out of service since a "
    "storm in "
    "March.\"}\n"
    "{\"title\":\"Ferry to Oster Ness is back\",\"url\":\"https://b.example/"
    "2\",\"published\":\"2026-01-05T09:00:00Z\",\"language\":\"en\",\"text\":\"The ferry to Oster Ness is "
    "back in "
    "service, the operator said on Monday. It carried 121 passengers.\"}\n"
    "{\"title\":\"Ferry to Oster Ness sails again\",\"url\":\"https://c.example/"
    "3\",\"published\":\"2026-01-05T10:00:00Z\",\"language\":\"en\",\"text\":\"The ferry to Oster Ness "
    "sailed again "
    "on Monday with 121 passengers, the harbour office said.\\n\\nThe ferry had been out of service since a "
    "storm in "
    "March.\"}\n"
    "{\"title\":\"Mill of Hollin burns down\",\"url\":\"https://a.example/"
    "4\",\"published\":\"2026-01-06T08:00:00Z\",\"language\":\"en\",\"authors\":[{\"name\":\"Ann "
    "Holm\"}],\"tags\":[\"fire\"],\"text\":\"The mill of Hollin burned down on Sunday night, the fire "
    "brigade said. "
    "Nobody was hurt.\"}\n"
    "{\"title\":\"Parliament votes on budget\",\"url\":\"https://d.example/"
    "5\",\"published\":\"2026-01-06T11:30:00Z\",\"language\":\"en\",\"text\":\"Parliament voted by 52 to 48 "
    "for the "
    "budget of 2026.\\n\\nThe opposition said it would go to court.\"}\n"
    "{\"title\":\"F\\u00e4hre nach Oster Ness f\\u00e4hrt wieder\",\"url\":\"https://e.example/"
    "6\",\"published\":\"2026-01-05T12:00:00Z\",\"language\":\"de\",\"text\":\"Die F\\u00e4hre nach Oster "
    "Ness "
    "f\\u00e4hrt seit "
    "Montag wieder, teilte das Hafenamt mit.\"}\n"
    "{\"kind\":\"statement\",\"title\":\"Joint statement on ferries\",\"url\":\"https://ministry.example/"
    "7\",\"published\":\"2026-01-07T00:00:00Z\",\"language\":\"en\",\"text\":\"The ferry will run daily.\"}\n"
    "{\"title\":\"Storm warning for the coast\",\"url\":\"https://a.example/"
    "8\",\"published\":\"2026-01-07T06:00:00Z\",\"language\":\"en\",\"text\":\"A storm is expected on "
    "Thursday, with "
    "winds of 120 km/h.\"}\n";
const char check_odd_records[] =
    "{\"title\":\"Only a title\"}\n"
    "{\"text\":\"Only a text, without a title and an address.\"}\n"
    "{\"url\":\"https://odd.example/only-an-address\"}\n"
    "{\"title\":\" \",\"text\":\" \\n\\n \"}\n"
    "{\"title\":\"\\u6e21\\u8239\\u518d\\u958b \\ud83d\\udea2 \\u043f\\u0430\\u0440\\u043e\\u043c "
    "\\u0641\\u064a\\u0631\\u064a\",\"language\":\"ja\",\"text\":"
    "\"\\u6e21\\u8239\\u306f\\u6708\\u66dc\\u65e5\\u306b\\u518d\\u958b\\u3057\\u305f\\u3002\\n\\n\\u202e\\u20"
    "0b"
    "\\u0301e\\ufeff\"}\n"
    "{\"title\":\"%s %d %n %.*s\",\"url\":\"https://odd.example/?q=%25&x=<script>\",\"text\":\"<p>&amp; \\\\ "
    "\\\" "
    "' `` ${HOME} $(id) %n</p>\"}\n"
    "{\"title\":\"x\",\"published\":\"1890-03-01T00:00:00Z\",\"text\":\".\"}\n"
    "{\"title\":\"A record with "
    "tags\",\"tags\":[\"a\",\"b\",\"a\"],\"authors\":[{\"name\":\"A\"},{\"name\":\"B\"}],"
    "\"text\":\"One.\\n\\nTwo.\\n\\nThree.\"}\n"
    "{\"kind\":\"statement\",\"title\":\"A statement without a text\"}\n";

const char check_briefs[] = "{\"kind\":\"brief\",\"story\":\"0000000000001\",\"by\":\"check\",\"as_of\":"
                            "\"2026-01-05T09:00:00Z\",\"headline\":"
                            "\"Ferry to Oster Ness sails "
                            "again\",\"records\":1,\"sections\":[{\"role\":\"happening\",\"title\":\"What is "
                            "happening\",\"sentences\":[{\"text\":\"The ferry sailed "
                            "again.\",\"record\":\"0000000000001\",\"block\":0,"
                            "\"start\":0,\"end\":23}]}]}\n";

#define MEMBER(id, site, time, title, text)                                                                  \
  "{\"kind\":\"article\",\"id\":\"000000000000" id                                                           \
  "\",\"first_seen\":\"2026-01-05T12:00:00Z\",\"title\":\"" title "\",\"url\":\"https://" site               \
  ".example/" id "\",\"published\":\"2026-01-05T" time                                                       \
  ":00:00Z\",\"language\":\"en\",\"published_by\":\"" site                                                   \
  ".example\",\"story\":\"0000000000001\",\"text\":\"" text "\"}"
#define STORY(headline, n, members)                                                                          \
  "{\"kind\":\"story\",\"story\":\"0000000000001\",\"headline\":\"" headline "\",\"records\":" n             \
  ",\"publishers\":" n ",\"members\":[" members "]}\n"

const char *const check_stories[] = {
    STORY("Ferry to Oster Ness sails again", "3",
          MEMBER("1", "a", "08", "Ferry to Oster Ness sails again",
                 "The ferry to Oster Ness sailed again on Monday with 121 passengers, "
                 "the harbour office "
                 "said.\\n\\nThe ferry had been out of service since a storm in "
                 "March.") "," MEMBER("2", "b", "09", "Ferry to Oster Ness is back",
                                      "The ferry to Oster Ness is back in service, "
                                      "the operator said on Monday. It carried 121 "
                                      "passengers "
                                      "to Oster Ness.\\n\\nRepairs had cost 2 million "
                                      "crowns.") "," MEMBER("3", "c", "10",
                                                            "Island reached by ferry "
                                                            "again",
                                                            "Oster Ness can be "
                                                            "reached by ferry again. "
                                                            "The first sailing had "
                                                            "118 passengers, the "
                                                            "mayor said.")),
    STORY("Mill of Hollin burns down", "1",
          MEMBER("4", "a", "08", "Mill of Hollin burns down",
                 "The mill of Hollin burned down on Sunday night, the fire brigade "
                 "said. Nobody was hurt.")),
    STORY("A title alone", "1", MEMBER("5", "a", "08", "A title alone", "")),
    STORY("Odd texts", "2",
          MEMBER("6", "a", "08", "\\u6e21\\u8239\\u518d\\u958b \\ud83d\\udea2",
                 "\\u6e21\\u8239\\u306f\\u6708\\u66dc\\u65e5\\u306b\\u518d\\u958b\\u3057\\u305f\\u3002\\u202e"
                 "\\u200b\\u0301e") "," MEMBER("7", "b", "09", "%s %n",
                                               "... !!! ??? "
                                               "\\n\\n. "
                                               "\\n\\n<p>&"
                                               "amp;</p> "
                                               "\\\" ' "
                                               "\\\\")),
    STORY("Nothing", "0", ""),
    NULL};
