#!/usr/bin/env python3
"""Where documents lead: never to a file or another scheme, and with every poll to whatever lists name.

  follow.py --tidings build/release/tidings

A web server runs in this process on 127.0.0.1 and logs each request.  Exit 0 when all holds.
"""
import hashlib, http.server, json, os, re, subprocess, time
from xml.sax.saxutils import escape, quoteattr

from loopback import Server
from program import arguments, Program

ap = arguments(__doc__)
ap.add_argument("--plugins", help="folder of the test's own parser, built from tests/plugins/lists.c; without it what needs it is left out")
P = Program("follow", ap)
A, folder, env = P.arguments, P.folder, P.env
check, write = P.check, P.write
if A.plugins:
    env["TIDINGS_PLUGIN_PATH"] = os.path.abspath(A.plugins)
else:
    print("left out: what needs a parser from outside the tree (--plugins)")
log, pages = [], {}


class Handler(http.server.BaseHTTPRequestHandler):
    """pages: path -> body, or (status, body, headers).  Whoever asks with the tag of the body at hand is told 304."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def do_GET(self):
        status, body, headers = 404, b"nothing here", {}
        if self.path in pages:
            page = pages[self.path]
            status, body, headers = (200, page, {}) if isinstance(page, (str, bytes)) else page
        body = body.encode() if isinstance(body, str) else body
        tag = '"%s"' % hashlib.sha1(body).hexdigest()[:12]
        if status == 200 and self.headers.get("If-None-Match") == tag:
            status, body = 304, b""
        log.append((self.path, status, dict(self.headers)))
        self.send_response(status)
        for k, v in {"ETag": tag, "Content-Type": "text/html" if body[:5].lower() == b"<html" else "application/xml", **headers}.items():
            if v is not None and not (k == "ETag" and status not in (200, 304)):
                self.send_header(k, v)
        if headers.get("Content-Length", "") is not None and "Content-Length" not in headers and status != 304:
            self.send_header("Content-Length", str(len(body)))
        if headers.get("Connection") == "close":
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)


server = Server(Handler)
port, base = server.port, server.base
servers = [server] + [Server(Handler, "127.0.0.%d" % n, port) for n in range(2, 27)]  # many hosts: nobody waits for another


class Row(dict):
    """What a program does not tell is None."""

    def __missing__(self, key):
        return None


class Place:
    """A store and a configuration of its own: sources as lines of YAML."""

    def __init__(self, name, sources, private=True):
        self.name, self.store = name, os.path.join(folder, name + ".db")
        self.set(sources, private)

    def set(self, sources, private=True):
        self.conf = write("conf/%s.yaml" % self.name, "version: 1\nfetch: { allow_private: %s, robots: none, hosts: { delay: 0s } }\nsources:\n%s" % (
            str(private).lower(), "".join("  - { id: %s, url: %s%s }\n" % (i, json.dumps(url), more) for i, url, more in sources)))

    def tidings(self, *args):
        return subprocess.run([A.tidings, *args, "--store", self.store], env=env, capture_output=True, text=True, timeout=120)

    def poll(self, *more):
        del log[:]
        return self.tidings("run", "--once", "--config", self.conf, *more)

    def rows(self, *args):
        return [json.loads(x, object_hook=Row) for x in self.tidings(*args).stdout.splitlines() if x.strip()]

    def records(self):
        return self.rows("export", "--format", "jsonl")

    def titles(self):
        return sorted(r.get("title", "?") for r in self.records())

    def sources(self):
        return {s["id"]: s for s in self.rows("sources", "--json")}


def asked():
    return [path for path, _, _ in log]


PROSE = "The lighthouse keepers of the northern skerries were relieved on Thursday after nineteen weeks of gales, the coast office said. "


def article(title, text="", head=""):
    return "<html><head><title>%s</title>%s</head><body><article><h1>%s</h1><p>%s</p><p>%s</p></article></body></html>" % (
        escape(title), head, escape(title), PROSE * 3, (text + " " + PROSE) * 2)


def rss(items, title="Skerry News"):
    """items: (title, link) or (title, link, text)"""
    return "<rss version='2.0'><channel><title>%s</title><description>d</description>%s</channel></rss>" % (title, "".join(
        "<item><title>%s</title><link>%s</link><guid isPermaLink='false'>%s</guid><description>%s</description></item>" % (
            escape(i[0]), escape(i[1]), escape(i[0]), escape(i[2] if len(i) > 2 else "About " + i[0])) for i in items))


# ---- no remote document leads to a file, nor to another scheme ------------------------------------------------------------
CANARY = "canary-4417-below-the-source"
SECRET = article("Secret " + CANARY, CANARY)
write("pile/above.rss", rss([("Above", "deep/beside.html")]))  # a source of the operator's lies above the canaries: its folder may be read
write("pile/deep/beside.html", article("Beside", "The file below the source"))
SPELLED = {
    "plain": "file://%s", "capitals": "FILE://%s", "mixed": "File:%s", "one slash": "file:%s", "localhost": "file://localhost%s", "four slashes": "file:///%s",
    "escaped": "file://%%HEX", "blank before": "  file://%s", "tab and line before": "\t\nfile://%s", "line inside": "fi\nle:/\n/%s", "query": "file://%s?http://a/",
    "fragment": "file://%s#http://a/", "dots": "file:///x/..%s", "backslashes": "file:\\\\%s", "back to the host": "file://127.0.0.1%s", "feed:": "feed:file://%s",
    "view-source": "view-source:file://%s", "jar": "jar:file://%s!/", "ftp": "ftp://127.0.0.1:PORT%s", "gopher": "gopher://127.0.0.1:PORT%s",
    "data": "data:text/html,<p>canary-in-data%s</p>", "javascript": "javascript:alert('%s')", "netdoc": "netdoc:%s", "no scheme": "NOROOT", "control": "\x7ffile://%s"}
names = list(SPELLED)


def spell(way):
    """Every spelling of an address of a file that exists, a file of its own for each."""
    out = []
    for i, s in enumerate(SPELLED.values()):
        path = write("pile/deep/%s-%d.html" % (way, i), SECRET)
        hexed = "".join("%%%02x" % ord(c) if c.isalnum() else c for c in path)
        out.append(hexed.join(["file://", ""]) if "HEX" in s else path[1:] if s == "NOROOT" else s.replace("PORT", str(port)) % path)
    return out


def entries(way):
    return [("%s %d" % (way, i), s) for i, s in enumerate(spell(way))]


spell("ab"), spell("jh")
atom = "<entry><title>%s</title><id>%s</id><link href=%s/><summary>About it</summary></entry>"
quoted = lambda s: quoteattr(s, {"\n": "&#10;", "\t": "&#9;"})
pages["/rss"] = rss(entries("rss"))
pages["/permalink"] = "<rss version='2.0'><channel><title>P</title>%s</channel></rss>" % "".join(
    "<item><title>permalink %d</title><guid isPermaLink='true'>%s</guid></item>" % (i, escape(s)) for i, s in enumerate(spell("permalink")))
pages["/atom"] = "<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title>%s</feed>" % "".join(
    atom % ("atom %d" % i, "atom-%d" % i, quoted(s)) for i, s in enumerate(spell("atom")))
pages["/atom-base"] = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='file://%s/'><title>B</title>%s%s</feed>" % (
    folder + "/pile/deep", atom % ("base 0", "b0", "'ab-0.html'"), atom % ("base 1", "b1", "'./ab-1.html'"))
pages["/json"] = (200, json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "home_page_url": "file://%s/pile/deep/" % folder, "items": [
    {"id": t, "title": t, "url": s, "content_text": "About it"} for t, s in entries("json")] + [
    {"id": "home", "title": "json home", "url": "jh-0.html", "content_text": "About it"}]}), {"Content-Type": "application/feed+json"})
pages["/sitemap"] = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>" % "".join(
    "<url><loc>%s</loc></url>" % escape(s) for s in spell("sitemap") + [base + "/listed"])
pages["/news"] = ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>%s</urlset>" % "".join(
    "<url><loc>%s</loc><n:news><n:title>news %d</n:title></n:news></url>" % (escape(s), i) for i, s in enumerate(spell("news"))))
pages["/index"] = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</sitemapindex>" % "".join(
    "<sitemap><loc>%s</loc></sitemap>" % escape(s) for s in spell("index") + [base + "/sitemap2"])
pages["/sitemap2"] = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>%s/listed2</loc></url></urlset>" % base
pages["/list"] = "<opml version='2.0'><head><title>L</title></head><body>%s</body></opml>" % "".join(
    "<outline type='rss' text='x' xmlUrl=%s/>" % quoted(s) for s in spell("list") + [base + "/rss2"])
pages["/rss2"] = rss([("Second", "/second")])
for i, s in enumerate(spell("page")):
    pages["/page%d" % i] = "<html><head><title>x</title><link rel=alternate type='application/rss+xml' href=%s><base href=%s></head><body>x</body></html>" % (
        quoted(s), quoted(s))
pages["/page-base"] = "<html><head><base href='file://%s/pile/deep/'><link rel=alternate type='application/rss+xml' href='page-0.html'></head><body>x</body></html>" % folder
pages["/link-header"] = (200, "<html><body>x</body></html>", {"Link": ", ".join('<%s>; rel="alternate"; type="application/rss+xml"' % s.replace("\n", "").replace(
    "\t", "") for s in spell("header"))})
STATUS = (301, 302, 303, 307, 308)
HOPS = [(status, i) for status in STATUS for i in range(len(names)) if status == 302 or i < 4]
for i, s in enumerate(spell("onward")):
    for status in STATUS:
        pages["/to/%d/%d" % (status, i)] = (status, "<html>elsewhere</html>", {"Location": s.replace("\n", "").replace("\t", "").replace("\x7f", "")})
    pages["/next/%d" % i] = article("Next %d" % i, "first", "<link rel=next href=%s><link rel=canonical href=%s>" % (quoted(s), quoted(s)))
    pages["/refresh/%d" % i] = "<html><head><meta http-equiv=refresh content=%s></head><body></body></html>" % quoted("0; url=" + s)
pages["/onward"] = rss([("to %d %d" % hop, "/to/%d/%d" % hop) for hop in HOPS] + [("next %d" % i, "/next/%d" % i) for i in range(len(names))] +
                       [("refresh %d" % i, "/refresh/%d" % i) for i in range(len(names))])
pages["/outside"] = (200, "".join("%s %s\n" % (word, s.replace("\n", "").replace("\t", "")) for s in spell("outside") for word in ("lead", "page", "more")) + "item outside\n",
                     {"Content-Type": "text/x-lists"})
pages["/lines"] = (200, "".join(json.dumps({"id": t, "title": t, "url": s, "text": "About it"}) + "\n" for t, s in entries("line")),
                   {"Content-Type": "application/x-tidings-record+json"})
for name in ("listed", "listed2", "second"):
    pages["/" + name] = article("Page " + name)
full = ", full_text: { parse: article }"
place = Place("lead", [("above", "file://%s/pile/above.rss" % folder, ", parse: feed" + full)] + [
    (n, base + "/" + n, ", parse: feed" + full) for n in ("rss", "permalink", "atom", "atom-base", "json", "onward", "page-base", "link-header")] + [
    (n, base + "/" + n, ", parse: sitemap" + full) for n in ("sitemap", "news", "index")] + [("list", base + "/list", ", parse: opml" + full)] + [
    ("page%d" % i, "%s/page%d" % (base, i), ", parse: feed" + full) for i in range(len(names))] + ([
    ("outside", base + "/outside", ", parse: lists" + full)] if A.plugins else []))
p = place.poll()
records = place.records()
titles = {r.get("title") for r in records}
everything = json.dumps(records) + "".join(open(place.store + x, "rb").read().decode("latin-1") for x in ("", "-wal") if os.path.exists(place.store + x))
check("no way and no spelling leads a remote document to a file", "Secret " + CANARY not in everything and CANARY + " " not in everything and len(records) > 100,
      sorted(r.get("url", "?") for r in records if CANARY in json.dumps(r))[:8])
check("nor to what another scheme names", "canary-in-data" not in titles and not [x for x in asked() if "gopher" in x or "ftp" in x], asked())
strange = [r for r in records if (r.get("source") or {}).get("id") != "above"
           for k in ("url", "canonical") if r.get(k) and not r[k].startswith(("http://", "https://"))]
check("nor does a record from the web carry such an address", records and strange == [], [(r["title"], r.get("url"), r.get("canonical")) for r in strange][:8])
check("the file beside an operator's own file is read as before", "Beside" in titles, sorted(titles)[:20])
for way in ("rss", "atom", "json"):
    lost = [names[i] for i in range(len(names)) if "%s %d" % (way, i) not in titles]
    check("an item of %s that leads nowhere is kept itself" % way, lost == [], lost)
lost = [hop for hop in HOPS if "to %d %d" % hop not in titles]
check("an item whose page is redirected to a file is kept itself", lost == [], lost)
check("what leads nowhere is counted and told", re.search(r"\d+ addresses not followed", p.stdout) and "/rss: leads to file://" in p.stderr.replace(base, ""),
      (p.stdout, p.stderr[-1500:]))
check("nor does what a parser from outside asks for", not A.plugins or "outside" in titles and "/outside: leads to file://" in p.stderr.replace(base, ""), p.stderr[-1500:])
check("and is no failed task", not [q for q in place.rows("quarantine", "--json") if q["url"].lower().startswith(("file:", "ftp:", "gopher:", "data:"))],
      place.tidings("quarantine").stdout[:800])
p = place.tidings("sources", "--from", write("list.opml", pages["/list"]), "--config", place.conf)
check("a list of feeds is written down without files", "/rss2" in p.stdout and "file:" not in p.stdout.lower().replace("from " + folder.lower(), ""), p.stdout[:600])

# A file leads beside and below itself, and to the web; private hosts only where the operator allows them.
write("inner/feed.rss", rss([("up", "../pile/deep/rss-0.html"), ("up again", "file://%s/pile/deep/rss-1.html" % folder),
                             ("dots", "file://%s/inner/%%2e%%2e/pile/deep/rss-2.html" % folder),
                             ("below", "sub/below.html"), ("web", base + "/second")]))
write("inner/sub/below.html", article("Below"))
place = Place("inner", [("above", "file://%s/pile/above.rss" % folder, ", parse: feed"), ("inner", "file://%s/inner/feed.rss" % folder, ", parse: feed" + full)])
p = place.poll()
check("a file leads to files beside it and below, and to the web, not up", place.titles() == ["Above", "Below", "Page second", "dots", "up", "up again"],
      (place.titles(), p.stderr))
check("and its canary stays where it is", CANARY + " " not in json.dumps(place.records()), place.titles())
lists = {"sm": ("sitemap.xml", ", parse: sitemap", pages["/sitemap"]), "op": ("list.opml", ", parse: opml", pages["/list"]), "ix": ("index.xml", ", parse: sitemap", pages["/index"]),
         "fe": ("feed.rss", ", parse: feed" + full, rss([("web", base + "/second")]))}
for name, (f, _, text) in lists.items():
    write("guard/%s/%s" % (name, f), text)
place = Place("guard", [(n, "file://%s/guard/%s/%s" % (folder, n, f), more) for n, (f, more, _) in lists.items()], private=False)
p = place.poll()
check("no list or feed leads to a private host unless the operator allows it", log == [] and "private or special address" in p.stderr and "connect to server" not in p.stderr, (log, p.stderr[-600:]))

# ---- lists bring their records with every poll --------------------------------------------------------------------------
SITEMAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>%s</urlset>"


def sitemap(entries):
    """entries: (path, date or None)"""
    return SITEMAP % "".join("<url><loc>%s%s</loc>%s</url>" % (base, path, "<lastmod>%s</lastmod>" % date if date else "") for path, date in entries)


def index(paths):
    return "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</sitemapindex>" % "".join(
        "<sitemap><loc>%s%s</loc></sitemap>" % (base, x) for x in paths)


def opml(paths):
    return "<opml version='2.0'><body><outline text='group'>%s</outline></body></opml>" % "".join("<outline type='rss' text='%s' xmlUrl='%s%s'/>" % (
        x, base, x) for x in paths)


def front(*paths):
    return "<html><head><title>Front</title>%s</head><body>Welcome</body></html>" % "".join(
        "<link rel=alternate type='application/rss+xml' href='%s'>" % x for x in paths)


def report(name, text=""):
    """A page that is there, and its address."""
    pages["/r/" + name] = article("Report " + name, text)
    return "/r/" + name


def items(*names):
    return rss([(n, base + "/i/" + n, "The item %s: %s" % (n, PROSE)) for n in names])


pages.clear()
pages["/map"] = sitemap([(report("a"), "2026-01-01"), (report("b"), "2026-01-02T08:00:00Z"), (report("c"), None)])
place = Place("map", [("map", base + "/map", ", parse: sitemap")])
p = place.poll()
check("the pages of a sitemap are records", place.titles() == ["Report a", "Report b", "Report c"] and place.sources()["map"]["health"] == "ok", (place.titles(), p.stderr))
check("the newest is asked for first", [x for x in asked() if x[:3] == "/r/"] == ["/r/b", "/r/a", "/r/c"], asked())
place.poll()
check("a sitemap that did not change is not sent again, nor its pages", [(x, st) for x, st, _ in log] == [("/map", 304)], log)
report("b", "More words than before")
pages["/map"] = sitemap([(report("a"), "2026-01-01"), ("/r/b", "2026-02-01"), ("/r/c", None), (report("d"), "2026-01-05")])
place.poll()
check("new and changed pages come with the next poll, the others do not", asked() == ["/map", "/r/b", "/r/d"], asked())
check("as new records and versions", place.titles() == ["Report a", "Report b", "Report c", "Report d"] and
      {r["title"]: r["version"] for r in place.records()}.get("Report b") == 2, place.titles())
pages["/map"] = sitemap([("/r/a", "2026-01-01"), ("/r/gone", "2026-02-02"), ("/r/d", "2026-01-05")])
p = place.poll()
check("a page that cannot be had is told, once", "/r/gone" in p.stderr and p.returncode == 3 and "/r/gone" not in place.poll().stderr + "".join(asked()), p.stderr)

MANY, MOST = 505, 500
pages["/big"] = re.sub(r"127.0.0.1(:\d+/r/n)(\d+)", lambda m: "127.0.0.%d%s%s" % (1 + int(m[2]) % 26, m[1], m[2]), sitemap([(report("n%03d" % i), "2025-%02d-%02dT00:00:00Z" % (1 + i // 28 % 12, 1 + i % 28) if i < 336 else "2026-01-%02dT%02d:00:00Z" % (
    1 + i % 28, i // 28)) for i in range(MANY)]))
dated = sorted(re.findall(r"/r/(n\d+)</loc><lastmod>([^<]+)", pages["/big"]), key=lambda e: e[1])
place = Place("big", [("big", base + "/big", ", parse: sitemap")])
p = place.poll()
first = {x for x in asked() if x[:3] == "/r/"}
check("no more pages are followed with one poll than the maximum, the oldest wait", len(first) == MOST and not first & {"/r/" + n for n, _ in dated[:MANY - MOST]}, len(first))
check("and that is told", re.search("more pages than are followed with one poll \\(%d\\); of %d further" % (MOST, MANY - MOST), p.stderr), p.stderr)
place.poll()
check("the rest comes with the next poll, though the sitemap did not change", {x for x in asked() if x[:3] == "/r/"} == {"/r/" + n for n, _ in dated[:MANY - MOST]}, asked())
place.poll()
check("and then all is done", [(x, st) for x, st, _ in log] == [("/big", 304)], log)
pages.clear()

pages["/index"] = index(["/m1", "/m2"])
pages["/m1"], pages["/m2"] = sitemap([(report("one"), "2026-01-01")]), sitemap([(report("two"), None)])
place = Place("index", [("index", base + "/index", ", parse: sitemap")])
place.poll()
check("an index of sitemaps leads to the pages of each", place.titles() == ["Report one", "Report two"], place.titles())
pages["/m2"] = sitemap([("/r/two", None), (report("three"), None)])
place.poll()
check("its sitemaps are asked with each poll, with their validators", place.titles() == ["Report one", "Report three", "Report two"] and
      {x: st for x, st, _ in log}.get("/m1") == 304 and "/r/one" not in asked(), log)
pages["/index"] = index(["/m1"])
place.poll()
check("a sitemap that is named no more is asked no more", asked() == ["/index", "/m1"], asked())
pages["/news"] = SITEMAP % "".join("<url><loc>%s%s</loc><n:news><n:publication><n:name>Skerry</n:name><n:language>en</n:language></n:publication>"
                                   "<n:publication_date>2026-03-0%dT09:00:00Z</n:publication_date><n:title>%s</n:title></n:news></url>" % (base, u, i + 1, t)
                                   for i, (u, t) in enumerate([(report("told"), "Told"), ("/r/missing", "Only its title")]))
place = Place("news", [("news", base + "/news", ", parse: sitemap")])
p = place.poll()
by = {r["title"]: r for r in place.records()}
check("of a news sitemap the pages are read, with what it says of them", set(by) == {"Report told", "Only its title"} and
      by["Report told"]["published"][:10] == "2026-03-01" and "lighthouse" in by["Report told"]["text"], (list(by), p.stderr))
place.poll()
check("and are no second version with the next poll", [r["version"] for r in place.records()] == [1, 1] and asked() == ["/news"], asked())

pages["/home"], pages["/feed"] = front("/feed", "/other"), items("first")
place = Place("home", [("home", base + "/home", ", parse: feed")])
place.poll()
check("a front page leads to its feed", place.titles() == ["first"] and "/other" not in asked(), (place.titles(), asked()))
for n in (2, 3):
    pages["/feed"] = items(*("first", "second", "third")[:n])
    place.poll()
    check("which is read with poll %d, though the page did not change" % n, len(place.titles()) == n, (place.titles(), log))
place.poll()
check("with the validators it gave", {x: st for x, st, _ in log}.get("/feed") == 304 and place.sources()["home"]["health"] == "ok", log)
pages["/home"], pages["/moved"] = front("/moved"), items("fourth")
place.poll()
check("a feed that is named no more is asked no more", "/feed" not in asked() and "fourth" in place.titles(), asked())
pages["/home2"], pages["/feed2"] = front("/broken", "/login", "/feed2"), items("good")
pages["/login"] = "<html><title>Log in</title><form><input type=password></form></html>"
place = Place("ways", [("ways", base + "/home2", ", parse: feed")])
p = place.poll()
check("where the first feed of a page cannot be read the next is", place.titles() == ["good"] and place.sources()["ways"]["health"] == "ok", (place.titles(), p.stderr))
pages["/feed2"] = items("good", "better")
place.poll()
check("and is asked for at once from then on", asked() == ["/home2", "/feed2"] and place.titles() == ["better", "good"], asked())
del pages["/feed2"]
p = place.poll()
s = place.sources()["ways"]
check("when none can be read the source is not ok", s["health"] != "ok" and s["lists_unwell"] == 1 and s["why"] and p.returncode == 3, (s, p.stderr))

pages["/list"] = opml(["/f1", "/f2", "/list"])
pages["/f1"], pages["/f2"] = items("f1 a"), items("f2 a")
place = Place("list", [("list", base + "/list", ", parse: opml")])
place.poll()
check("every feed of a list is read", place.titles() == ["f1 a", "f2 a"], place.titles())
check("and each address once a poll, though the list names itself", asked().count("/f1") == 1 and asked().count("/list") <= 2, asked())
pages["/list"] = opml(["/f1", "/f2"])
for n in "bc":
    pages["/f1"] = items(*("f1 " + x for x in "abc"[:"abc".index(n) + 1]))
    place.poll()
    check("and with each poll again, the list unchanged (%s)" % n, "f1 " + n in place.titles() and {x: st for x, st, _ in log}.get("/f2") == 304, log)
old, pages["/f2"] = pages["/f2"], (503, "later", {})
p = place.poll()
s, said = place.sources()["list"], place.tidings("sources").stdout
check("a feed that fails makes its list a source that is not ok, and is told", s["health"] == "partly" and s["lists"] == 2 and s["lists_unwell"] == 1 and
      (s["list"] or "").endswith("/f2") and "503" in s["why"] and "/f2" in p.stderr and p.returncode == 3, (s, p.stderr))
check("also on the screen", "1 of the 2 lists it leads to" in said and "503" in said and "list" in place.tidings("sources", "--broken").stdout, said)
place.poll()
check("how often in a row as well", place.sources()["list"]["times"] == 2, place.sources()["list"])
pages["/f2"] = old
p = place.poll()
check("and is ok when it is", place.sources()["list"]["health"] == "ok" and p.returncode == 0, (place.sources()["list"], p.stderr))
pages["/f2"] = (503, "later", {})
place.poll()
pages["/list"] = opml(["/f1"])
place.poll()
check("one that is named no more is no trouble any more", place.sources()["list"]["health"] == "ok" and "/f2" not in asked(), place.sources()["list"])
tasks = place.rows("status", "--json")[0]
check("lists leave nothing behind", tasks["tasks_done"] + tasks["tasks_failed"] == 0 and tasks["tasks_ready"] == 1, tasks)

pages["/busy"], pages["/list2"] = (429, "slow down", {"Retry-After": "3600"}), opml(["/busy", "/gone", "/f1"]).replace(
    "127.0.0.1:%d/busy" % port, "127.0.0.2:%d/busy" % port)  # a host of its own: who asks for patience does so for all of it
pages["/gone"] = (410, "no more", {})
place = Place("busy", [("busy", base + "/list2", ", parse: opml")])
place.poll()
place.poll()
check("a feed that asks for patience, or is gone, is left alone for a while", asked() == ["/list2", "/f1"], asked())
check("and its list is not ok all the while", place.sources()["busy"]["health"] == "partly" and place.sources()["busy"]["lists_unwell"] == 2, place.sources()["busy"])
write("in/feeds.opml", opml(["/f1"]))
write("in/map.xml", sitemap([("/r/one", "2026-01-01"), ("/r/two", None)]))
place = Place("in", [("fine", base + "/f1", "")])
del log[:]
p = place.tidings("import", folder + "/in", "--config", place.conf)
check("an import of a folder asks for nothing that a list in it names, which is told", asked() == [] and
      "3 addresses not followed" in p.stdout and "configure the list as a source" in p.stderr and "import the list itself" in p.stderr, (asked(), p.stdout, p.stderr))
p = place.tidings("import", folder + "/in/feeds.opml", "--config", place.conf)
check("an import of a list itself asks for its feeds", asked() == ["/f1"], (asked(), p.stdout, p.stderr))

# A listing of several pages, read by a parser from outside the tree.
if A.plugins:
    text = {"Content-Type": "text/x-lists"}
    pages["/a"] = (200, "item A1\nitem A2\nmore %s/b\n" % base, text)
    pages["/b"] = (200, "item B1\nitem B2\nmore %s/c\n" % base, text)
    pages["/c"] = (200, "item C1\nnext %s/a\npage %s%s\n" % (base, base, report("c")), text)
    place = Place("paged", [("paged", base + "/a", ", parse: lists")])
    p = place.poll()
    check("the pages of a listing are read each, and are no pages of its first article", place.titles() == ["A1", "A2", "B1", "B2", "C1", "Report c"] and
          len(asked()) <= 5, (place.titles(), asked(), p.stderr))
    pages["/c"] = (200, "item C2\nitem C1\npage %s/r/c\n" % base, text)
    place.poll()
    check("and with the next poll again, its articles are not", "C2" in place.titles() and asked() == ["/a", "/b", "/c"], log)
    place.poll()
    check("the last one with its validators", [st for x, st, _ in log if x == "/c"] == [304], log)
    endless = {"/e%d" % n: (200, "item E%d\nnext %s/e%d\n" % (n, base, n + 1), text) for n in range(60)}
    pages.update(endless)
    place = Place("endless", [("endless", base + "/e0", ", parse: lists")])
    p = place.poll()
    check("a listing without end is followed to a depth, and that is told", len(asked()) == 51 and "50 deep" in p.stderr, (len(asked()), p.stderr))

# What lies in a folder is read again when it changes, however much there is.
for n in range(3):
    write("dir/%d.html" % n, article("File %d" % n))
lines = ["{\"id\": \"l%d\", \"title\": \"Line %d\", \"text\": \"The line number %d says that the ferry sailed.\"}" % (n, n, n) for n in range(450)]
write("lines/all.jsonl", "\n".join(lines) + "\n")
place = Place("files", [("dir", "file://%s/dir" % folder, ""), ("lines", "file://%s/lines/all.jsonl" % folder, "")])
place.poll()
check("a folder and a file of many lines are read to their end", len(place.titles()) == 453, len(place.titles()))
write("dir/1.html", article("File 1 again", "Other words"))
write("dir/deep/3.html", article("File 3"))
lines[449] = lines[449].replace("Line 449", "Line 449 again")
write("lines/all.jsonl", "\n".join(lines + ["{\"id\": \"l450\", \"title\": \"Line 450\", \"text\": \"The last line of all says nothing more.\"}"]) + "\n")
place.poll()
titles = set(place.titles())
check("and what changed in them with the next poll", {"File 1 again", "File 3", "Line 449 again", "Line 450"} <= titles and "File 1" not in titles, sorted(titles)[:8])

# ---- what is refused with each poll --------------------------------------------------------------------------------------
pages.clear()
TROUBLE = {
    "junk": (200, bytes(range(256)) * 400, {"Content-Type": "application/octet-stream"}),
    "page": (200, "<html><head><title>Log in</title></head><body><form><input type=text></form></body></html>", {}),
    "empty": (200, "", {}), "none": (204, "", {}), "unasked": (304, "", {}), "elsewhere": (300, "choose", {}),
    "broken": (200, "<rss><channel>", {}), "list": (200, "<opml version='1.0'><body></body></opml>", {})}
for name, page in TROUBLE.items():
    pages["/" + name] = page
pages["/fine"] = items("fine")
AS = {"list": "opml", "page": "feed, options: { guess: false }"}
place = Place("trouble", [(n, base + "/" + n, ", parse: " + AS.get(n, "feed")) for n in list(TROUBLE) + ["fine"]])
waits = {}
for n in range(5):
    p = place.poll()
    for name, s in place.sources().items():
        waits.setdefault(name, []).append(s["next_due"])
    if n == 1:
        sizes = os.path.getsize(place.store)
again = {x: h for x, _, h in log}
sources, now = place.sources(), place.rows("status", "--json")[0]
for name in TROUBLE:
    s = sources[name]
    check("a source that answers %s is not ok, and says why, how often, since when" % name, s["health"] == "unreadable" and s["times"] == 5 and s["why"] and s["since"] and
          "If-None-Match" not in again["/" + name], (s, again.get("/" + name)))
check("one among them that answers well is ok", sources["fine"]["health"] == "ok" and sources["fine"]["failures"] == 0, sources["fine"])
check("status counts and names them", now["sources_unreadable"] == len(TROUBLE) and now["sources_failing"] == 0 and len(now["unwell"] or []) == 5 and
      all(u["why"] and u["times"] == 5 for u in now["unwell"] or []), now)
said = place.tidings("status").stdout
check("on the screen as well", "%d unreadable" % len(TROUBLE) in said and "unreadable 5 times in a row" in said, said)
said = place.tidings("sources", "--broken").stdout
check("and so do the sources", said.count("unreadable") == len(TROUBLE) and "fine" not in said and "5 failures in a row, first " in said, said)
rows = place.rows("quarantine", "--json")
refused = [n for n in TROUBLE if n not in ("empty", "none", "unasked", "elsewhere")]
check("the quarantine holds each document once, with a count and both times", sorted((q["url"], q["count"]) for q in rows) ==
      sorted(("%s/%s" % (base, n), 5) for n in refused) and all((q["first"] or "~") < q["at"] for q in rows), rows)
said = place.tidings("quarantine").stdout
check("also on the screen", said.count("5 times since") == len(refused), said)
check("and does not grow", os.path.getsize(place.store) < sizes + 100000, (sizes, os.path.getsize(place.store)))


def due(name, n):
    import datetime
    at = lambda t: datetime.datetime.fromisoformat(t.replace("Z", "+00:00")).timestamp()
    return at(waits[name][n])


check("it is not asked again sooner than after a good answer", due("junk", 3) > time.time() + 800, due("junk", 3) - time.time())
for name in TROUBLE:
    pages["/" + name] = items("now " + name) if name != "list" else opml(["/fine"])
p = place.poll()
sources = place.sources()
check("an answer that can be read clears all that", {s["health"] for s in sources.values()} == {"ok"} and not any(s["why"] or s["times"] or s["failures"]
      for s in sources.values()), [(i, s["health"], s["why"]) for i, s in sources.items()])
check("and brings its records", {"now " + n for n in TROUBLE if n != "list"} <= set(place.titles()), place.titles())
write("bad.rss", "<html>no feed at all")
place = Place("import", [("fine", base + "/fine", "")])
for _ in range(3):
    place.tidings("import", folder + "/bad.rss")
rows = place.rows("quarantine", "--json")
check("what is imported again and again stands there once as well", [q["count"] for q in rows] == [3], rows)
with open(folder + "/bad.rss", "a") as f:
    f.write(", again")
place.tidings("import", folder + "/bad.rss")
check("other bytes are another document", sorted(q["count"] or 0 for q in place.rows("quarantine", "--json")) == [1, 3], rows)

# Pages that cannot be had: their items are kept and counted, and nobody is sent to look for broken sources.
pages["/gonepages"] = "<rss version='2.0'><channel><title>Gone</title><link>/</link><description>d</description>%s</channel></rss>" % "".join(
    "<item><title>Gone %d</title><link>%s/gone/%d</link><guid isPermaLink='false'>gone-%d</guid><description>In short, number %d.</description></item>" % (i, base, i, i, i) for i in range(3))
place = Place("gonepages", [("gonepages", base + "/gonepages", ", parse: feed, full_text: { parse: article }")])
p = place.poll()
check("what failed is told where it is found", p.returncode == 3 and "3 in quarantine" in p.stdout and "--broken" not in p.stdout, p.stdout)
check("items whose pages are gone are among a source's records", len(place.titles()) == 3 and place.sources()["gonepages"]["records"] == 3, place.sources()["gonepages"])

# Half a document is not taken for the whole.
whole = items(*("part %d" % i for i in range(6)))
half, late = whole[:len(whole) * 2 // 3], items(*("late %d" % i for i in range(200)))
cut = {"Content-Length": None, "Connection": "close"}
for name, page in {"nolength": (200, half, cut), "short": (200, whole, {"Content-Length": str(len(half)), "Connection": "close"}), "long": (200, late[:-300], cut),
                   "promised": (200, half, {"Content-Length": str(len(whole)), "Connection": "close"}), "wholecut": (200, whole, cut)}.items():
    pages["/" + name] = page
place = Place("half", [(n, base + "/" + n, ", parse: feed") for n in ("nolength", "short", "long", "promised", "wholecut")])
p = place.poll()
check("what is there of half a document is read, and that it is half is told", {"part 0", "late 0"} <= set(place.titles()) and
      all("source %s: the document ends before its end" % n in p.stderr for n in ("nolength", "short", "long")) and "source wholecut" not in p.stderr, p.stderr)
check("a connection that ends before the length it stated is a failure", place.sources()["promised"]["health"] == "failing", place.sources()["promised"])
place.poll()
check("it is asked for in full the next time", not [x for x, _, h in log if "If-None-Match" in h and x != "/wholecut"], [(x, h) for x, _, h in log])
check("unless it came to its own end", [st for x, st, _ in log if x == "/wholecut"] == [304], log)
for name in ("nolength", "short", "promised"):
    pages["/" + name] = whole
pages["/long"] = late
place.poll()
check("and then nothing is missing", {"part 5", "late 199"} <= set(place.titles()) and {s["health"] for s in place.sources().values()} == {"ok"}, place.titles())

for s in servers:
    s.shutdown()
P.end()
