#!/usr/bin/env python3
"""Site rules in the ftr-site-config format, through the program: a folder is checked, pages of a feed are read by its files.

  site_rules.py --tidings build/release/tidings

A web server runs in this process on 127.0.0.0/8.  Exit 0 when all holds.
"""
import os, time

from loopback import Web
from program import arguments, lines, Program, told

P = Program("site-rules", arguments(__doc__))
check, path, write = P.check, P.path, P.write

# ---- many files ----
for i in range(2000):
    write("many/site%d.example.txt" % i, "# site %d\ntitle: //h1[@class='t']\nbody: //div[@id='b%d']\nstrip: //aside\ntidy: no\n"
          "test_url: https://site%d.example/\n" % (i, i, i))
began = time.monotonic()
p = P.run("rules", "check", path("many"))
check("2,000 files are checked", p.returncode == 0 and p.stdout.startswith("2000 of 2000 files loaded; 10000 directives understood"), told(p))
check("in a few seconds", P.in_time(time.monotonic() - began, 60), time.monotonic() - began)
write("many/site7.example.txt", b"\xef\xbb\xbfBody: //div[\r\nnonsense\r\ntitle://h1\r\n\xff\xfe: x\r\nhttp_header(Host): a\r\n")
p = P.run("rules", "check", "--json", path("many"))
faults = [x for x in lines(p.stdout) if "message" in x]
check("what is not understood is told with file and line",
      p.returncode == 3 and [(x["file"], x["line"]) for x in faults] == [("site7.example.txt", n) for n in (1, 2, 4, 5)], told(p))
write("far/site.example.txt", "body: //div[contains(., '%s\ntitle: //h1\n" % ("\u6a4b" * 80))
p = P.run("rules", "check", "--json", path("far"))
check("a long path of other letters that is wrong is told as well",
      p.returncode == 3 and [x["line"] for x in lines(p.stdout) if "message" in x] == [1] and "1 directives understood" not in p.stderr, told(p))
p = P.run("rules", "check", path("nowhere"))
check("a folder that is not there", p.returncode == 1 and "nowhere" in p.stderr, told(p))
os.makedirs(path("empty"))
check("an empty one", P.run("rules", "check", path("empty")).returncode == 4)
check("another word", P.run("rules", "chekc", path("empty")).returncode == 2)
write("wrong.yaml", "version: 1\nrules: nowhere\nsources:\n  - {id: a, url: 'https://a.example/'}\n")
p = P.run("check", path("wrong.yaml"))
check("a configured folder that is not there", p.returncode == 78 and "wrong.yaml:2:8" in p.stderr, told(p))

# ---- a feed whose pages have rules ----
STORY = "<html><body><h1>Furniture of the page %(n)s</h1><h2>Light %(n)s</h2><div class='t promo'><p>%(text)s</p></div>%(more)s" + "<p>Other text.</p>" * 3 + "</body></html>"


def page(n, text, more=""):
    return STORY % {"n": n, "text": text, "more": more}


def answer(host, asked):
    html = {"Content-Type": "text/html; charset=utf-8"}
    pages = {"/1": page(1, "First half of it.", "<a class=on href=/1/two>on</a>"), "/1/two": page(1, "Second half of it.", "<a class=on href=/1/three>on</a>"),
             "/1/three": page(1, "The end of it."), "/2": page(2, "A part only.", "<a class=whole href=/2/all>all</a>"),
             "/2/all": page(2, "A part only.</p><p>And all the rest.", "<a class=whole href=/2/all>all</a>"),
             "/3": page(3, "Leads away.", "<a class=on href=http://127.0.0.9:%d/secret>on</a>" % web.port),
             "/4": "<html><body><article><h1>Light 4</h1>" + "<p>No rule fits this page of the harbour board, whose keepers came back on Friday.</p>" * 4 + "</article></body></html>",
             "/plain": page(5, "Of another host.")}
    if asked == "/feed":
        items = "".join("<item><title>Item %d</title><link>http://127.0.0.1:%d/%d</link><guid>%d</guid></item>" % (n, web.port, n, n) for n in (1, 2, 3, 4))
        items += "<item><title>Item 5</title><link>http://127.0.0.2:%d/plain</link><guid>5</guid></item>" % web.port
        return 200, {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>F</title>%s</channel></rss>" % items).encode()
    if asked in pages:
        return 200, html, pages[asked].encode()
    return 404, html, b"nothing"


web = Web(answer)
write("rules/127.0.0.1.txt", "title: //h2\nbody: //div[@class='t promo']\nprune: no\nnext_page_link: //a[@class='on']/@href\nsingle_page_link: //a[@class='whole']\n"
      "http_header(Cookie): consent=yes\nhttp_header(user-agent): Reader of rules\nhttp_header(Authorization): Basic x\n"
      "test_url: http://127.0.0.1:%d/1\ntest_contains: First half\ntest_url: http://127.0.0.1:%d/2\ntest_contains: nothing like this\n" % (web.port, web.port))
write("t.yaml", "version: 1\nrules: rules\nfetch: {allow_private: yes, robots: none, hosts: {delay: 0s}}\nstore: {path: t.db}\nsources:\n"
      "  - {id: f, url: 'http://127.0.0.1:%d/feed', full_text: {parse: article}}\n" % web.port)
p = P.run("run", "--once", "--config", path("t.yaml"))
check("a run", p.returncode == 0, told(p))
asked = {(x.host, x.path): x.headers for x in web.take()}
got = {x["url"].rsplit(":", 1)[1].split("/", 1)[1]: x for x in P.records(path("t.db"))}
check("all are stored", sorted(got) == ["1", "2", "3", "4", "plain"], sorted(got))
check("title and body are those of the file", got["3"]["title"] == "Light 3" and got["3"]["text"] == "Leads away.", got["3"])
check("the pages that next_page_link leads to are joined", got["1"]["text"] == "First half of it.\n\nSecond half of it.\n\nThe end of it.", got["1"])
check("the page that single_page_link leads to takes the first one's place", got["2"]["text"] == "A part only.\n\nAnd all the rest."
      and got["2"]["url"].endswith("/2"), got["2"])
check("no other host is asked for a page", ("127.0.0.9", "/secret") not in asked, asked)
check("a page that the file does not fit is flagged", "rule-missed" in got["4"]["quality"].get("flags", []) and "harbour board" in got["4"]["text"], got["4"])
sent = asked[("127.0.0.1", "/1")]
check("headers of the file are sent to its host", sent.get("cookie") == "consent=yes" and sent.get("user-agent") == "Reader of rules", sent)
check("with the further pages too", asked[("127.0.0.1", "/1/two")].get("cookie") == "consent=yes", asked)
check("but none that gives rights", "authorization" not in sent, sent)
check("and not to another host", "cookie" not in asked[("127.0.0.2", "/plain")], asked)
check("nor with the poll", "cookie" not in asked[("127.0.0.1", "/feed")], asked)

# ---- tests of the files ----
p = P.run("rules", "check", "--fetch", "--config", path("t.yaml"), path("rules"))
check("test_url and test_contains are tried", p.returncode == 3 and "its text does not contain: nothing like this" in p.stdout
      and "1 of 2 test addresses" in p.stdout, told(p))
check("with the file's headers", any(x.headers.get("cookie") == "consent=yes" for x in web.take()))
P.end()
