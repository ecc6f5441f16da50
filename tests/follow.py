#!/usr/bin/env python3
"""Where documents lead: never to a file or another scheme, and with every poll to whatever lists name.

  follow.py --tidings build/release/tidings

A web server runs in this process on 127.0.0.1 and logs each request.  Exit 0 when all holds.
"""
import argparse, hashlib, http.server, json, os, re, shutil, subprocess, sys, tempfile, threading
from xml.sax.saxutils import escape, quoteattr

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--tidings", required=True)
A = ap.parse_args()
A.tidings = os.path.abspath(A.tidings)
folder = os.path.realpath(tempfile.mkdtemp(prefix="tidings-follow-"))
env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), XDG_DATA_HOME=os.path.join(folder, "data"), NO_COLOR="1")
faults, log, pages = 0, [], {}


def check(name, ok, why=""):
    global faults
    faults += not ok
    print("%-4s %s%s" % ("ok" if ok else "FAIL", name, "" if ok else ": %s" % (why,)))


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


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
port = server.server_address[1]
threading.Thread(target=server.serve_forever, daemon=True).start()
base = "http://127.0.0.1:%d" % port


def write(name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    return path


class Place:
    """A store and a configuration of its own: sources as lines of YAML."""

    def __init__(self, name, sources, private=True):
        self.name, self.store = name, os.path.join(folder, name + ".db")
        self.set(sources, private)

    def set(self, sources, private=True):
        self.conf = write("conf/%s.yaml" % self.name, "version: 1\nfetch: { allow_private: %s, hosts: { delay: 0s } }\nsources:\n%s" % (
            str(private).lower(), "".join("  - { id: %s, url: %s%s }\n" % (i, json.dumps(url), more) for i, url, more in sources)))

    def tidings(self, *args):
        return subprocess.run([A.tidings, *args, "--store", self.store], env=env, capture_output=True, text=True, timeout=120)

    def poll(self, *more):
        del log[:]
        return self.tidings("run", "--once", "--config", self.conf, *more)

    def rows(self, *args):
        return [json.loads(x) for x in self.tidings(*args).stdout.splitlines() if x.strip()]

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
pages["/lines"] = (200, "".join(json.dumps({"id": t, "title": t, "url": s, "text": "About it"}) + "\n" for t, s in entries("line")),
                   {"Content-Type": "application/x-tidings-record+json"})
for name in ("listed", "listed2", "second"):
    pages["/" + name] = article("Page " + name)
full = ", full_text: { parse: article }"
place = Place("lead", [("above", "file://%s/pile/above.rss" % folder, ", parse: feed" + full)] + [
    (n, base + "/" + n, ", parse: feed" + full) for n in ("rss", "permalink", "atom", "atom-base", "json", "onward", "page-base", "link-header")] + [
    (n, base + "/" + n, ", parse: sitemap" + full) for n in ("sitemap", "news", "index")] + [("list", base + "/list", ", parse: opml" + full)] + [
    ("page%d" % i, "%s/page%d" % (base, i), ", parse: feed" + full) for i in range(len(names))])
p = place.poll()
records = place.records()
titles = {r.get("title") for r in records}
everything = json.dumps(records) + "".join(open(place.store + x, "rb").read().decode("latin-1") for x in ("", "-wal") if os.path.exists(place.store + x))
check("no way and no spelling leads a remote document to a file", "Secret " + CANARY not in everything and CANARY + " " not in everything and len(records) > 100,
      sorted(r.get("url", "?") for r in records if CANARY in json.dumps(r))[:8])
check("nor to what another scheme names", "canary-in-data" not in titles and not [x for x in asked() if "gopher" in x or "ftp" in x], asked())
check("the file beside an operator's own file is read as before", "Beside" in titles, sorted(titles)[:20])
for way in ("rss", "atom", "json"):
    lost = [names[i] for i in range(len(names)) if "%s %d" % (way, i) not in titles]
    check("an item of %s that leads nowhere is kept itself" % way, lost == [], lost)
lost = [hop for hop in HOPS if "to %d %d" % hop not in titles]
check("an item whose page is redirected to a file is kept itself", lost == [], lost)
check("what leads nowhere is counted and told", re.search(r"\d+ addresses not followed", p.stdout) and "/rss: leads to file://" in p.stderr.replace(base, ""),
      (p.stdout, p.stderr[-1500:]))
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
check("no list or feed leads to a private host unless the operator allows it", log == [] and "private or special address" in p.stderr, (log, p.stderr[-600:]))

server.shutdown()
if not faults:
    shutil.rmtree(folder)
else:
    print("left for a look:", folder)
print("all hold" if not faults else "%d do not hold" % faults)
sys.exit(1 if faults else 0)
