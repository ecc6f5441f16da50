#!/usr/bin/env python3
"""Extensions of other plugins: the pages of a site, read by a parser from outside the tree that corrects what the program reads.

  page.py --tidings build/release/tidings --include include --page docs/plugins/pages-of-a-site.md --source .

The parsers are the examples of the page and tests/outside/*.c, built against the headers alone, without libxml2 and without the kit.
A web server on loopback is asked twice.  Exit 0 when all holds.
"""
import glob, http.server, os, re, shutil, subprocess, threading

from outside import build as outside, compile_plugin, SOURCES
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
ap.add_argument("--page", required=True)
ap.add_argument("--source", required=True)
P = Program("page", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
A.include = os.path.abspath(A.include)
P.env.pop("TIDINGS_PLUGIN_PATH", None)

# ---- the examples of the documentation, which guide.py runs as they stand there ----
example = {name: text for name, text in re.findall(r"^```(?:html|c) (\S+)[^\n]*\n(.*?)^```$", open(A.page).read(), re.M | re.S)}
CORRECTED, FRONT = example["bridge.html"], example["front.html"]
for each in ("hollin.c", "front.c"):
    so = outside(P, write("source/" + each, example[each]), folder="site")
    needed = subprocess.run(["readelf", "-d", so], capture_output=True, text=True).stdout if shutil.which("readelf") else ""
    check("%s links no library of HTML or of the program" % each, "libxml2" not in needed and "tidings" not in needed, needed)
p = P.run("parse", "--as", "article", "--url", "https://hollin.example/bridge", write("in/bridge.html", CORRECTED))
plain = lines(p.stdout)[0]
check("the program alone reads the page wrongly", plain.get("published", "").startswith("2019") and "Read on" in plain["text"] and "authors" not in plain, plain)

# ---- a site, polled twice ----
STORY = CORRECTED.replace("Bridge at Hollin opens after nine years", "TITLE").replace("5 March 2024", "DATE")
PARTS = ("<html lang=en><head><title>The harbour - Hollin Post</title><link rel=next href='%s'></head><body><article data-issue='7 March 2024'>"
         "<h1>The harbour, told in parts</h1><hp-credit>told by <b>Bo Lantern</b></hp-credit><p>Part %d: the ferry sailed again on Monday after eleven "
         "days in the dock, the harbour office said.</p><div><p>Read on: nothing of this is part %d of the story at all.</p></div><p>Part %d: the pilot "
         "said that nobody on the pier had expected it to, and went home.</p></article></body></html>")
asked, more = [], []


class Site(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a):
        pass

    def do_GET(self):
        asked.append(self.path)
        name, _, n = self.path.rpartition("/")[2].partition("?page=")
        if self.path == "/":
            body = FRONT.replace("</ul>", "".join("<li class=story><a href=%s>%s</a></li>" % (x, x) for x in more) + "</ul>")
        elif name == "harbour":
            n = int(n or 1)
            body = PARTS % ("/news/harbour?page=2" if n == 1 else "", n, n, n)
        else:
            body = STORY.replace("TITLE", name.title() + " story of the Post").replace("DATE", "4 March 2024" if name == "ferry" else "5 March 2024")
        body = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
port = server.server_address[1]
threading.Thread(target=server.serve_forever, daemon=True).start()
SITE = "fetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n  - { id: hollin, url: \"http://127.0.0.1:%d/\", parse: hollin-front }\n" % port
more.append("harbour")


def poll(isolation):
    """Two polls, the second with a story more; the records."""
    store, conf = path(isolation + ".db"), write(isolation + ".yaml", "version: 1\nplugins: { path: [%s], isolation: %s }\n%s" % (path("site"), isolation, SITE))
    c = P.run("check", conf)
    check("`check` has nothing against it (isolation: %s)" % isolation, c.returncode == 0 and "may:" not in "".join(x for x in c.stdout.splitlines(True) if "hollin" in x), told(c))
    del more[1:]
    first = P.run("run", "--once", "--config", conf, "--store", store)
    more.append("lorry")
    second = P.run("run", "--once", "--config", conf, "--store", store)
    check("both polls end well (isolation: %s)" % isolation, first.returncode == 0 and second.returncode == 0, told(first) + told(second))
    return sorted((r for r in P.records(store) if r["kind"] == "article"), key=lambda r: r["title"])


records = poll("process")
by = {r["title"]: r for r in records}
titles = ["Bridge story of the Post", "Ferry story of the Post", "Lorry story of the Post", "The harbour, told in parts"]
check("the export has the stories of the list and no brief", sorted(by) == titles, sorted(by))
check("with the corrected dates", [by.get(t, {}).get("published", "")[:10] for t in titles] == ["2024-03-05", "2024-03-04", "2024-03-05", "2024-03-07"], by)
check("and authors", [[a["name"] for a in by.get(t, {}).get("authors", [])] for t in titles] == [["Ada Quill"]] * 3 + [["Bo Lantern"]], by)
check("and without the teasers", records and not any("Read on" in r["text"] for r in records), by)
check("an origin says nothing of what was set anew", records and not any(o["field"] == "published" for r in records for o in r["origins"]), by)
harbour = by.get(titles[3], {}).get("text", "")
check("the pages of one article are joined, each read by this parser", [harbour.count("Part %d" % n) for n in (1, 2)] == [2, 2]
      and [x for x in asked if "harbour" in x] == ["/news/harbour", "/news/harbour?page=2"], (harbour, asked))
check("what was read once is not asked for again, the list is", asked.count("/news/bridge") == 1 and asked.count("/") == 2, asked)
p = P.run("show", by[titles[0]]["id"] if titles[0] in by else "x", "--store", path("process.db"))
check("`show` has them as well", "Ada Quill" in p.stdout and "2024" in p.stdout, told(p))


def content(rs):
    return [{k: r.get(k) for k in ("title", "published", "authors", "text", "blocks", "quality", "origins", "language")} for r in rs]


check("the same comes without a process of its own", content(poll("none")) == content(records), records)
server.shutdown()

# ---- read() is what the parser of the program gives ----
SAME = r"""
#include <tidings/ext/page.h>
static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct tdg_page *page = tdg_page_get(call);
  tdg_html *html = page->open(call, doc);
  tdg_page_node h1 = page->select(html, 0, "h1");
  const tdg_rec *rec = page->read(html, NULL);
  (void)self, (void)h1;
  return rec != NULL ? tdg_emit(call, rec) : page->status(html);
}
static const char *const uses[] = {TDG_EXT_PAGE, NULL};
TDG_PLUGIN("org.example.same", "1.0", "Corrects nothing", TDG_PARSER(.name = "same", .summary = "As it is", .run = run, .uses = uses));
"""
outside(P, write("same.c", SAME))
PLUGINS = dict(P.env, TIDINGS_PLUGIN_PATH=path("plugins"))
pages = sorted(glob.glob(os.path.join(A.source, "conf", "samples", "pages", "*.html")))
alike = []
for f in pages:
    two = [lines(P.run("parse", "--as", who, "--url", "https://site.example/2024/03/05/x", f, env=PLUGINS).stdout) for who in ("article", "same")]
    alike.append([r for r in two[0] if r["kind"] != "request"] == two[1])
check("read() without corrections is the record of the program's own parser, on %d sample pages" % len(pages), len(pages) > 2 and all(alike), alike)

# ---- every function, on pages of all sorts ----
outside(P, "page_probe")


PATIENT = write("patient.yaml", "version: 1\nplugins: { limits: { deadline: 60s } }\n")  # sanitizers, on a machine that is busy


def probe(name, body):
    """What the probing parser is told about a page; its lines."""
    p = P.run("parse", "--as", "page-probe", "--url", "https://site.example/dir/page", "--config", PATIENT, write("in/" + name, body), env=PLUGINS)
    got = lines(p.stdout) if p.returncode == 0 else []
    return p, [b.get("text", "") for r in got for b in r.get("blocks", [])]


PAGE = b"""<html lang=de><head><base href="/other/"><script>let a = "x &amp; y";</script></head><body><div ID=here DATA-X="1 &lt; 2"> <p>one
two</p><i>three</i><b>four</b> <script>no</script> <i>f&uuml;nf</i></div><p>beside</p><i>elsewhere</i>
<X-Odd class=when>Erschienen am 5. M&auml;rz 2024</X-Odd> <a href="a b">to</a>
<ul id=shelf><li>first</li><li>second</li></ul></body></html>"""
p, said = probe("page.html", PAGE)
text = "\n".join(said)
for what, words in (("text, attributes and names are decoded", 'here: <div data-x="1 < 2"> one two three four f\u00fcnf'.replace("three four", "threefour")),
                    ("selectors look below a node, and beside it", "below it: 2 of 3; beside it: beside"),
                    ("XPath and the inside of a script", "XPath: f\u00fcnf; script: let a = \"x &amp; y\";"),
                    ("a date in the language of the page", "date: 1 1709596800000"), ("addresses by the base of the page", "absolute: https://site.example/other/a%20b"),
                    ("wrong nodes, pages and NULL are told from right ones", "wrong questions answered: 0"),
                    ("what is taken out is found no more", "removed 2, left 1: one two four"), ("a record without fields", "read: yes, without: yes"),
                    ("blocks of an element", "blocks 2"), ("everything can be taken out", "left at the end: 0 few")):
    check(what, words in text, (said, told(p)))
N = 200000
HOSTILE = {"nodes.html": b"<body>" + b"<p>a<i>b" * (N // 4), "deep.html": b"<div>" * (N // 4) + b"<p>x", "never-closed.html": b"<a><b><table><td><p>" * 20000,
           "attributes.html": b"<p " + b"x='&#0;' " * 20000 + b">" + b"<p class='" + b"a " * 100000 + b"'>t", "empty.html": b"<", "one.html": b"\x00",
           "nul.html": PAGE.replace(b"one", b"o\x00ne").replace(b"<p>", b"<p\x00 x=\x00>"), "utf8.html": PAGE.replace(b"one", b"\xff\xc0\x80\xed\xa0\x80"),
           "latin.html": b"<meta charset=iso-8859-2>" + PAGE.replace(b"beside", b"\xb3\xf3d\xbc"), "utf16.html": b"\xff\xfe" + PAGE.decode().encode("utf-16-le"),
           "bodies.html": b"<p>a<body><div><body class=b><html lang=x><p>c</div><head><p>d</head></html><p>e", "text.html": b"no markup at all &amp; more"}
for name, body in sorted(HOSTILE.items()):
    p, said = probe(name, body)
    check("a hostile page does not hurt: %s" % name, p.returncode == 0 and "wrong questions answered: 0" in "\n".join(said), (said[:3], told(p)))
    if name in ("latin.html", "utf16.html"):
        check("and is decoded", ("beside it: \u0142\u00f3d\u017a" if name == "latin.html" else "f\u00fcnf") in "\n".join(said), said)
p, said = probe("huge.html", b"<p>" + b"x" * (17 << 20))
check("a page that is too large is refused with the limit", p.returncode != 0 and "16 MiB" in p.stderr, told(p))

# ---- parts of an article that the parser names ----
outside(P, "named_parts")
outside(P, "named_parts", "-DTEXT_NODE", '-DNAME="text-node"', out="text_node")


def named(body, parser="named-parts"):
    p = P.run("parse", "--as", parser, "--url", "https://site.example/x", "--config", PATIENT, write("in/named.html", body), env=PLUGINS)
    return p, (lines(p.stdout) or [{}])[0]


STORY = "The ferry sank at the quay on Saturday, the office said.<br><br>Nobody was hurt."
TEXT = "The ferry sank at the quay on Saturday, the office said.\n\nNobody was hurt."
CELLS = "<table><tr><td>Menu</td><td>Home</td></tr><tr><td>%s</td><td>Share</td></tr></table>"
HTML = "<html lang=en><title>T</title><body><h1 id=t>Ferry sinks</h1>%s</body></html>"
for what, body in (("an inline element", "<center><i>Home Sport</i><br>before <span id=b>%s</span> after <i>Share</i></center>" % STORY),
                   ("within another one", "<p>before <font size=2>x <b id=b>%s</b> y</font> after</p>" % STORY),
                   ("with blocks in it", "<div>before <span id=b>The ferry sank at the quay on Saturday, the office said.<p>Nobody was hurt.</p></span> after</div>"),
                   ("a cell of a table", CELLS % ("<font id=b>%s</font>" % STORY)), ("the cell itself", (CELLS % STORY).replace("<td>The", "<td id=b>The"))):
    p, got = named(HTML % body)
    check("the body is all that is in its element, and nothing else: %s" % what, got.get("text") == TEXT, (got, told(p)))
p, got = named(HTML % "<p>before <b id=b>The ferry sank at the quay on Saturday<i>, it said</i></b> after</p>", "text-node")
check("a text may be the body", got.get("text") == "The ferry sank at the quay on Saturday", (got, told(p)))
outside(P, "named_parts", "-DNO_SIZE", '-DNAME="no-size"', out="no_size")
p, got = named(HTML % ("<p>before <b id=b>%s</b></p>" % STORY), "no-size")
check("parts without their size are told", "size is 0" in p.stderr and ".size = sizeof parts" in p.stderr and p.returncode == 0, (got, told(p)))
OTHER = "<meta property='article:published_time' content='2026-06-01T10:00:00Z'>"
DATED = HTML.replace("<body>", OTHER + "<body>") % "%s<div id=b><p>It sank at the quay.</p></div><p>Sorrel, 9 April 2026</p>"
for said, day in (("<i id=d>told by Bo Lantern, 7 March 2026</i>", "2026-03-07"), ("<i id=d>7 March 2026</i>", "2026-03-07"),
                  ("<time id=d datetime=yesterday>on 7 March 2026 at noon</time>", "2026-03-07"), ("<time id=d datetime=2026-03-05>7 March 2026</time>", "2026-03-05"),
                  ("<i id=d>a week ago</i>", None), ("<i id=d></i>", None)):
    p, got = named(DATED % said)
    check("the date is that of %s" % said, (got.get("published") or "")[:10] == (day or "") and (day is not None or "no date" in p.stderr), (got, told(p)))
check("without a named date it is found as ever", (named(DATED % "")[1].get("published") or "")[:10] == "2026-04-09", named(DATED % ""))

# ---- a selector that cannot be read ----
for i, selector in enumerate(("p[", "p:no-such(x)", "//p[", "", "p" + " > p" * 600)):
    outside(P, "page_probe", '-DSELECTOR="%s"' % selector, '-DNAME="picky%d"' % i, out="picky%d" % i)
    p = P.run("parse", "--as", "picky%d" % i, "--url", "https://site.example/x", path("in", "page.html"), env=PLUGINS)
    check("the selector %.20r is told, with the plugin" % selector, p.returncode != 0 and 'the selector "%s' % selector[:100] in p.stderr and "picky%d" % i in p.stderr, told(p))
conf = write("picky.yaml", "version: 1\nplugins: { path: [%s] }\nsources: [ { id: one, url: \"file:in/page.html\", parse: picky0 } ]\n" % path("plugins"))
p = P.run("run", "--once", "--config", conf, "--store", path("picky.db"))
check("by a run as well", "picky0" in p.stderr and 'the selector "p["' in p.stderr, told(p))
p = P.run("quarantine", "list", "--store", path("picky.db"))
check("and it is in quarantine", 'the selector "p["' in p.stdout, told(p))

# ---- who uses what ----
outside(P, "page_probe", "-DUNNAMED", '-DNAME="unnamed"', out="unnamed")
p = P.run("parse", "--as", "unnamed", "--url", "https://site.example/x", path("in", "page.html"), env=PLUGINS)
check("an extension that is not named in `uses` is NULL", "there is no such extension" in p.stdout, told(p))
check("and the author is told how, once", p.stderr.count("tidings.page/1") == 1 and ".uses" in p.stderr and "unnamed" in p.stderr, told(p))
for isolation in ("process", "none"):  # one that looks at what it gets, and asks for each document
    asker = outside(P, "asker", '-DASKS="org.example.shelves/1"', "-DLOOKS", out="asker")
    conf = write("asker.yaml", "version: 1\nplugins: { path: [%s], isolation: %s }\nsources: [ { id: a, url: \"file:in/page.html\", parse: asker }, { id: b, url: \"file:in/b.html\", parse: asker } ]\n" % (path("plugins"), isolation))
    write("in/b.html", "<p>Another page.")
    p = P.run("run", "--once", "--config", conf, "--store", path("asker-%s.db" % isolation))
    check("an extension that nobody offers is told once, with those that are there (isolation: %s)" % isolation, p.stderr.count("org.example.shelves/1, which nobody offers") == 1
          and "asker" in p.stderr and "tidings.state/1" in p.stderr and "tidings.page/1" in p.stderr, told(p))
for id in ("tidings.pages/1", "tidings.page/1", "org.example.shelf/1"):
    asker = outside(P, "asker", '-DASKS="%s"' % id, out="asker")
    p = P.run("plugin", "try", asker, "parse", path("in", "page.html"), env=PLUGINS)
    check("what crashes with the NULL of %s is told why" % id, p.returncode == 1 and p.stderr.count("the extension " + id) == 1 and ".uses" in p.stderr, told(p))
    P.write("golden/a.in", "abc")
    p = P.run("plugin", "test", asker, path("golden"), env=PLUGINS)
    check("by `plugin test` as well", p.returncode == 3 and "the extension " + id in p.stderr and ".uses" in p.stderr, told(p))
os.remove(asker)


def shelves(name, *who):
    """A folder of plugins of its own; what `plugin list` says with it."""
    folder = name + "-plugins"
    for each in who:
        outside(P, each[0], *each[1:-1], out=each[-1], folder=folder)
    env = dict(P.env, TIDINGS_PLUGIN_PATH=path(folder))
    return env, P.run("plugin", "list", env=env), path(folder)


READER = ("shelf_reader", "counted")
letters = write("letters.txt", "abc DEF\n")
env, p, folder = shelves("both", READER, ("shelf", "shelf"))
p = P.run("parse", "--as", "counted", "--url", "https://site.example/x", letters, env=env)
check("a plugin of an outside author offers to another, whichever file comes first", p.returncode == 0 and "3 letters" in p.stdout, told(p))
for isolation in ("process", "none"):
    conf = write("shelf-%s.yaml" % isolation, "version: 1\nplugins: { path: [%s], isolation: %s }\nsinks: [counted-sink]\nsources: [ { id: one, url: \"file:letters.txt\", parse: counted } ]\n" % (folder, isolation))
    p = P.run("run", "--once", "--config", conf, "--store", path("shelf-%s.db" % isolation))
    check("to a sink as well (isolation: %s)" % isolation, p.returncode == 0 and "letters in a sink: 7" in p.stderr, told(p))
p = P.run("plugin", "show", "counted", env=env)
check("`plugin show` says what it uses, and of whom", "org.example.shelf/1" in p.stdout and "shelf.so" in p.stdout, told(p))
env, p, folder = shelves("only", READER, ("shelf", "-DONLY", "-Wpedantic", "shelf"))
check("a plugin that only offers is used and listed", "not used" not in p.stdout and "org.example.shelf" in p.stdout, told(p))
p = P.run("parse", "--as", "counted", "--url", "https://site.example/x", letters, env=env)
q = P.run("plugin", "show", "org.example.shelf", env=env)
check("its extension is given, and shown", "3 letters" in p.stdout and "offers: org.example.shelf/1" in q.stdout, (told(p), told(q)))
only = write("only.cpp", open(os.path.join(SOURCES, "shelf.c")).read().replace('"shelf.h"', '"%s/shelf.h"' % SOURCES))
for std in ("c++17", "c++20"):
    p = compile_plugin("c++", A.include, only, path("only.so"), "-DONLY", "-std=" + std, "-Wall", "-Wextra", "-Wpedantic", "-Werror")
    check("it compiles as %s" % std, p.returncode == 0, p.stderr[-800:])
env, p, folder = shelves("alone", READER)
check("without it `plugin list` says what is missing and what to do", all(w in p.stdout for w in ("parser counted", "org.example.shelf/1", "install that plugin")), told(p))
p = P.run("plugin", "show", "counted", env=env)
check("`plugin show` too", "counted is not used" in p.stdout and "org.example.shelf/1" in p.stdout, told(p))
conf = write("alone.yaml", "version: 1\nplugins: { path: [%s] }\nsources: [ { id: one, url: \"file:letters.txt\", parse: counted } ]\n" % folder)
for what in (("check", conf), ("run", "--once", "--config", conf, "--store", path("alone.db"))):
    p = P.run(*what)
    check("`%s` refuses the configuration with the reason" % what[0], p.returncode == 78 and "org.example.shelf/1" in p.stderr and "counted" in p.stderr, told(p))
env, p, folder = shelves("rights", ("shelf_reader", "-DNEEDS=TDG_NEEDS_NET", "reader"), ("shelf", "shelf"))
check("a component that asks for rights gets extensions of the program alone", "parser counted" in p.stdout and "would get its rights" in p.stdout, told(p))
env, p, folder = shelves("own", ("shelf_reader", "-DOWN", "reader"))
p = P.run("parse", "--as", "counted", "--url", "https://site.example/x", letters, env=env)
check("a plugin may use what it offers itself", "77 letters" in p.stdout, told(p))
env, p, folder = shelves("empty", READER, ("shelf", "-DEMPTY", "shelf"))
p = P.run("parse", "--as", "counted", "--url", "https://site.example/x", letters, env=env)
check("one that offers and gives nothing is told", p.returncode != 0 and "org.example.shelf/1" in p.stderr and "org.example.shelf," in p.stderr, told(p))
env, p, folder = shelves("taken", ("shelf_reader", '-DNAME="counted"', "a"), ("page_probe", '-DNAME="counted"', "b"))
check("a component that is not used takes no name from another", "which org.example.counted is already" not in p.stdout, told(p))

# ---- whose mistake it is ----
env, p, folder = shelves("crash", READER, ("shelf", "-DCRASH", "shelf"))
p = P.run("parse", "--as", "counted", "--url", "https://site.example/x", letters, env=env)
check("a crash in the plugin that offers is told with its name and that of the component", p.returncode == 1 and "parser counted (org.example.counted)" in p.stderr
      and "it was in the extension org.example.shelf/1 of the plugin org.example.shelf, which this component uses" in p.stderr, told(p))
conf = write("crash.yaml", "version: 1\nplugins: { path: [%s] }\nsources: [ { id: one, url: \"file:letters.txt\", parse: counted } ]\n" % folder)
P.run("run", "--once", "--config", conf, "--store", path("crash.db"))
p = P.run("quarantine", "show", "1", "--store", path("crash.db"))
check("the quarantine says so too", "org.example.counted" in p.stdout and "of the plugin org.example.shelf, which" in " ".join(p.stdout.split()), told(p))
env, p, folder = shelves("crashes", ("shelf_reader", "-DCRASH", "counted"), ("shelf", "shelf"))
p = P.run("parse", "--as", "counted", "--url", "https://site.example/x", letters, env=env)
check("one in the component's own code is its own", p.returncode == 1 and "parser counted (org.example.counted)" in p.stderr and "of the plugin" not in p.stderr, told(p))

# ---- a plugin that is denied offers nothing, and no other one in its place ----
env, p, folder = shelves("foreign", READER, ("shelf", "shelf"), ("shelf", '-DID="org.example.other"', "other"))
check("of two that offer one extension it is told whose is given", "the extension org.example.shelf/1 of" in p.stdout and "as well; that of org.example." in p.stdout, told(p))
for word in ("org.example.shelf", "shelf", path("foreign-plugins", "shelf.so")):
    conf = write("foreign.yaml", "version: 1\nplugins: { path: [%s], deny: [\"%s\"] }\nsources: [ { id: one, url: \"file:letters.txt\", parse: counted } ]\n" % (folder, word))
    p = P.run("run", "--once", "--config", conf, "--store", path("foreign.db"))
    check("of a denied plugin (%s) nobody else gives the extension" % os.path.basename(word), p.returncode == 78 and all(x in p.stderr for x in (
        "parser counted", "org.example.shelf offers it, which the configuration denies", "that of org.example.other is not given in its place", "plugins: deny:")), told(p))
os.remove(path("foreign-plugins", "shelf.so"))
conf = write("foreign.yaml", "version: 1\nplugins: { path: [%s] }\nsources: [ { id: one, url: \"file:letters.txt\", parse: counted } ]\n" % folder)
p = P.run("run", "--once", "--config", conf, "--store", path("foreign.db"))
check("without its file the other one does", p.returncode == 0, told(p))
conf = write("denied.yaml", "version: 1\nplugins: { path: [%s], deny: [org.tidings.parse-article] }\nsources: [ { id: one, url: \"file:in/page.html\", parse: hollin } ]\n" % path("site"))
p = P.run("check", conf)
check("without the program's own parser of pages it is told too", p.returncode == 78 and "tidings.page/1" in p.stderr
      and "org.tidings.parse-article offers it, which the configuration denies" in p.stderr, told(p))

# ---- rights ----
conf = write("rights.yaml", "version: 1\nplugins: { path: [%s] }\nsources: []\n" % path("site"))
p = P.run("plugin", "list", "--json", "--config", conf)
rows = {r.get("name"): r for r in lines(p.stdout)}
check("the parser of a site has no rights, and needs none", rows.get("hollin", {}).get("needs") in ([], "", "none") and rows["hollin"]["granted"] in ([], "", "none"), rows.get("hollin"))
P.end()
