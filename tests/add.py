#!/usr/bin/env python3
"""`tidings add`: what can be polled at an address is found, shown, and written into the configuration, whose text stays.

  add.py --tidings build/release/tidings

The server runs in this process, on loopback.  Exit 0 when all holds.
"""
import collections, gzip, http.server, json, os, stat, subprocess

from loopback import Server
from program import arguments, lines, Program, told, until

P = Program("add", arguments(__doc__))
check = P.check
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "
HOSTILE = "Daily\x85 \" } #: - { id: x }\n  - &quot;\u202eevil&quot; \\u0000 ${HOME} &#x1b;[31m &amp;&amp; !tag *a " + "long " * 200
asked = collections.Counter()


def feed(title, n=7, head=""):
    items = "".join("<item><title>Report %d</title><link>http://a.test/%d</link><pubDate>Mon, 05 Jan 2026 1%d:00:00 GMT</pubDate><description>%s</description></item>"
                    % (i, i, i, PROSE) for i in range(n))
    return ("<rss version='2.0'><channel><title>%s</title><link>/</link><description>d</description>%s%s</channel></rss>" % (title, head, items)).encode("utf-8")


def page(head, body=PROSE * 6):
    return ("<!doctype html><html><head><title>A page</title>%s</head><body><article><h1>A page</h1><p>%s</p></article></body></html>" % (head, body)).encode()


HTML, RSS, XML = "text/html", "application/rss+xml", "application/xml"
ANSWERS = {
    "/island": (RSS, feed("Island News", head="<ttl>180</ttl>")), "/hostile": (RSS, feed(HOSTILE)), "/none": (HTML, page("")), "/empty": (RSS, feed("Nothing yet", 0)),
    "/two": (HTML, page("<link rel=alternate type='application/rss+xml' href='/broken'><link rel=alternate type='application/rss+xml' href='/island'>")),
    "/wall": (HTML, b"<html><head><title>In</title></head><body><form action='/in'><input name=u><input type=password name=p></form></body></html>"), "/signin": (HTML, page("", "Who are you?")),
    "/half": (RSS, feed("Half")[:-700]),
    "/broken": (RSS, b"<html>no feed"), "/junk": ("application/octet-stream", b"\x00\x01\x02" * 100),
    "/sitemap.xml": (XML, b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://a.test/1</loc></url><url><loc>http://a.test/2</loc></url></urlset>"),
    "/list.opml": (XML, b"<opml version='2.0'><body><outline text='A' type='rss' xmlUrl='http://a.test/island'/></body></opml>"),
}


PACKED = {"/packed": ("rot13", feed("Packed")), "/cut": ("gzip", gzip.compress(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": str(n), "content_text": PROSE} for n in range(20)]}).encode())[:-30])}


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked[self.path] += 1
        if self.path.startswith("/moved"):
            self.send_response(301 if self.path == "/moved" else 302)
            self.send_header("Location", "/signin" if "login" in self.path else "/island")
            return self.end_headers()
        if self.path.startswith("/status/"):
            self.send_response(int(self.path[8:11]))
            if self.path.endswith("/wait"):
                self.send_header("Retry-After", "1800")
            self.send_header("Content-Length", "2")
            self.end_headers()
            return self.wfile.write(b"no")
        if self.path == "/part":
            self.send_response(206)
            self.send_header("Content-Type", RSS)
            self.send_header("Content-Length", str(len(feed("Part"))))
            self.end_headers()
            return self.wfile.write(feed("Part"))
        if self.path in PACKED:
            self.send_response(200)
            self.send_header("Content-Encoding", PACKED[self.path][0])
            self.send_header("Content-Length", str(len(PACKED[self.path][1])))
            self.end_headers()
            return self.wfile.write(PACKED[self.path][1])
        kind, body = ANSWERS.get(self.path.split("?")[0], ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


base = Server(Answer).base
HEAD = "version: 1\nstore: { path: %s }   # here\nfetch: { allow_private: true, hosts: { delay: 0s } }\n" % P.path("c.db")
ONE = '- { id: mill, url: "%s/mill" }\n' % base
conf = P.path("c.yaml")


def add(path, *args, text=None, quiet=False):
    if text is not None:
        P.write("c.yaml", text)
    return P.run("add", path if "://" in path else base + path, "--config", conf, *args, timeout=60)


def text():
    with open(conf, newline="") as f:
        return f.read()


def counted():
    p = P.run("check", "--json", conf)
    return json.loads(p.stdout)["sources"] if p.returncode == 0 else told(p)


# ---- found and shown ----

LAYOUT = HEAD + "sources:\n  # the valley\n  " + ONE + "\n  # what follows is no source\n\n# the end\nsinks:\n  - jsonl: { path: out.jsonl }\n"
p = add("/island", text=LAYOUT)
check("a feed is found, and its last items and schedule are shown", p.returncode == 0 and all(x in p.stdout for x in ("Island News", "Report 0", "7 items", "3 hours", "next run")), told(p))
line = '  - { id: island-news, url: "%s/island", parse: feed, name: "Island News" }\n' % base
check("a line is written behind the last source; comments and layout stay", text() == LAYOUT.replace("  " + ONE, "  " + ONE + line), text())
for again in ("/island", "/island?utm_source=x", "/island#top"):
    before = text()
    p = add(again)
    check("an address that is there is refused (%s)" % again, p.returncode == 1 and "island-news" in p.stderr and text() == before, told(p))
for path, why in (("/part", "a part (206)"), ("/packed", "rot13"), ("/cut", "incomplete gzip")):
    p = add(path)
    check("what a run could not read is refused, with the reason (%s)" % path, p.returncode == 1 and why in p.stderr and text() == before, told(p))
p = add("/half", "--dry-run")
check("that a feed ends before its end is told", p.returncode == 0 and "ends before the end of the feed" in " ".join(p.stdout.split()) and "4 items" in p.stdout, told(p))
check("and that one does not, is not", "before the end" not in " ".join(add("/two", "--dry-run").stdout.split()))
check("--json has it", json.loads(add("/half", "--dry-run", "--json").stdout)["incomplete"] is True)
for pasted in (" %s/island\n" % base, "feed:%s/island" % base, base.replace("http:", "feed:") + "/island"):
    p = P.run("add", pasted, "--config", conf, "--dry-run", timeout=60)
    check("an address is taken as it is pasted (%r)" % pasted, p.returncode == 1 and "island-news has this address already" in p.stderr, told(p))
p = add("/moved")
check("so is one that redirects there for good", p.returncode == 1 and "island-news" in p.stderr and text() == before, told(p))
p = add("/moved-for-now")
check("another title's id is made unique; a passing redirect is not followed into the file", p.returncode == 0 and "id: island-news-2, url: \"%s/moved-for-now\"" % base in text(), told(p))
p = add("/two", text=LAYOUT)
check("a page's first feed that can be read", p.returncode == 0 and "named by the page" in p.stdout and line in text(), told(p))
p = add("/sitemap.xml")
check("a sitemap", p.returncode == 0 and "parse: sitemap" in text(), told(p))
p = add("/list.opml")
check("an OPML list", p.returncode == 0 and "parse: opml" in text(), told(p))
p = add("/empty", "--id", "new.one")
check("a feed without items, with an id", p.returncode == 0 and "id: new.one" in text() and counted() == 5, (told(p), counted()))
before = text()
for path, words in (("401", "request: { auth"), ("403", "ask the publisher"), ("404", "the site itself"), ("410", "gone for good"), ("429", "try again later"), ("429/wait", "try again in 30 minutes"),
                    ("503/wait", "try again in 30 minutes"), ("500", "try again later, or write the source")):
    p = add("/status/" + path)
    check("after a %s it is said what to do" % path, p.returncode == 1 and path[:3] in p.stderr and words in " ".join(p.stderr.split()), told(p))
for path, why in (("/none", "names no feed that can be read"), ("/junk", ""), ("/missing", "404"), ("http://127.0.0.1:1/x", "")):
    p = add(path)
    check("nothing is added of %s, and why" % path, p.returncode == 1 and why in p.stderr and len(p.stderr) > 40 and text() == before, told(p))
for path, where in (("/wall", ""), ("/moved-to-login", "/signin")):
    p = add(path)
    check("a page that asks for a password is told as that (%s)" % path, p.returncode == 1 and "asks for a password" in p.stderr and where in p.stderr and "request:" in p.stderr and text() == before, told(p))
p = add("/none", "--as", "article")
check("a page itself, when its parser is named", p.returncode == 0 and "parse: article" in text(), told(p))
p = add("/island", "--id", "mill", text=LAYOUT)
check("an id that is there is refused", p.returncode == 1 and "mill" in p.stderr and text() == LAYOUT, told(p))
p = add("/island", "--id", "a b")
check("an id that is none, too", p.returncode == 2 and text() == LAYOUT, told(p))
p = add("/island", "--dry-run")
check("--dry-run shows all and writes nothing", p.returncode == 0 and line.strip()[2:] in p.stdout and "Report 0" in p.stdout and text() == LAYOUT, told(p))
p = add("/island", "--dry-run", text=LAYOUT.replace("fetch: {", "fetch: { interval: { min: 1m, max: 1h },"))
check("one minute is one minute", "every 1 minute to 1 hour" in " ".join(p.stdout.split()), told(p))
P.write("c.yaml", LAYOUT)
p = add("/island", "--json")
check("--json is one object", p.returncode == 0 and json.loads(p.stdout)["id"] == "island-news" and json.loads(p.stdout)["next_ms"] == 3 * 3600000, told(p))
check("a file is no web address", P.run("add", "/etc/passwd", "--config", conf).returncode == 2)

host = base.split("//")[1]
p = P.run("add", host + "/island", "--config", P.write("c.yaml", LAYOUT) and conf)
check("an address without a scheme is asked over https, then over http, and that is told", p.returncode == 0 and "https://%s/island" % host in p.stderr and "trying http://%s/island" % host in p.stderr and line in text(), told(p))
for no in ("island", "mailto:a@b.example", "ftp://b.example/", "./x.y", "file:x.xml", "a b.example"):
    check("%s is no address" % no, P.run("add", no, "--config", conf).returncode == 2)
P.write("list.txt", '{"url": "%s/other", "id": "island-news"}\n' % base)
p = add("/island", text=LAYOUT.replace("sources:\n", "sources:\n  - { list: list.txt }\n"))
check("an id of a list of addresses is not given again", p.returncode == 0 and "id: island-news-2" in text(), told(p))
p = add("/two?x=1", "--id", "island-news")
check("nor taken", p.returncode == 1 and "island-news" in p.stderr, told(p))

# ---- hostile ----

p = add("/hostile", text=LAYOUT)
got = text()
check("a hostile title is one quoted, bounded line", p.returncode == 0 and counted() == 2 and got.count("\n") == LAYOUT.count("\n") + 1 and max(map(len, got.splitlines())) < 400, (told(p), got))
check("without what a terminal acts on", not any(c in got + p.stdout for c in "\x1b\x85\u202e\x00"), got)
check("it is no reference and no tag", P.run("check", conf).returncode == 0, told(P.run("check", conf)))

# ---- layouts ----

for name, before in (
    ("no sources", HEAD), ("no line break at the end", HEAD + "sources:\n  " + ONE.strip()), ("sources without a value", HEAD + "sources:\n"),
    ("items in the column of the key", HEAD + "sources:\n" + ONE + "sinks: []\n"), ("brackets", HEAD + "sources: [ %s ]\n" % ONE[2:-1]),
    ("empty brackets", HEAD + "sources: [] # none\n"), ("long items", HEAD + "sources:\n    - id: mill\n      url: %s/mill\n      name: >\n        a\n\n        # no comment\n    # end\nsinks: []\n" % base),
    ("carriage returns", (HEAD + "sources:\n  " + ONE).replace("\n", "\r\n")), ("letters before it", HEAD + "sources: [ { id: m, name: \"äöü\u4e2d\", url: \"%s/m\" } ]\n" % base),
    ("JSON", json.dumps({"version": 1, "fetch": {"allow_private": True}, "store": {"path": P.path("j.db")}, "sources": [{"id": "m", "url": base + "/m"}]})),
    ("JSON without sources", json.dumps({"version": 1, "fetch": {"allow_private": True}, "store": {"path": P.path("j.db")}})),
    ("a document's end", HEAD + "sources:\n  " + ONE + "...\n"),
):
    p = add("/island", text=before)
    got = text()
    it = iter(got)
    check("layout: %s; text is only added to it" % name, p.returncode == 0 and "island-news" in got and len(got) < len(before) + 150 and all(c in it for c in before), (told(p), got))
    if name.startswith("JSON"):
        check("JSON stays JSON", json.loads(got)["sources"][0]["id"] == "island-news", got)
    if name == "carriage returns":
        check("with carriage returns", "\n" not in got.replace("\r\n", ""), repr(got))
p = add("/island", text=HEAD + "sources:\n  - { id: a, url: \"%s/a\", pasre: x }\n" % base)
check("a configuration with an error is not touched", p.returncode == 78 and "island-news" not in text(), told(p))

# ---- the file ----

P.write("c.yaml", LAYOUT)
os.chmod(conf, 0o640)
os.symlink(conf, P.path("link.yaml"))
p = P.run("add", base + "/island", "--config", P.path("link.yaml"))
check("mode stays, a link stays a link", p.returncode == 0 and stat.S_IMODE(os.stat(conf).st_mode) == 0o640 and os.path.islink(P.path("link.yaml")) and line in text(), told(p))
check("nothing is left beside it", [x for x in os.listdir(P.folder) if x.startswith("c.yaml.")] == [], os.listdir(P.folder))

# ---- a running program ----

P.write("c.yaml", LAYOUT)
q = P.start("run", "--config", conf)
check("the program runs", until(lambda: P.run("reload", "--config", conf).returncode == 0, 20))
asked.clear()
p = add("/island")
check("a running program polls it at once", p.returncode == 0 and "running program polls" in p.stdout and until(lambda: asked["/island"] == 2, 20), (told(p), asked))
q.terminate()
check("and ends", q.wait(20) == 0)
P.end()
