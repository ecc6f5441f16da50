#!/usr/bin/env python3
"""Lists of addresses and of feeds, given to `tidings import`: read once, or made sources of a configuration.

  import_lists.py --tidings build/release/tidings

A list of addresses, newsboat's `urls`, OPML; named, from standard input, found in a folder; printed as sources and written into
configurations of any layout.  Exit 0 when all holds.
"""
import json, os

from loopback import Web
from program import arguments, lines, Program, told

P = Program("import-lists", arguments(__doc__))
check, path, write = P.check, P.path, P.write
PAGE = "<html><head><title>%s</title></head><body><article><h1>%s</h1>" + "".join("<p>The harbour office said so, for the %dth time, and everybody believed it.</p>" % i for i in range(5)) + "</article></body></html>"
FEED = "<rss version='2.0'><channel><title>F</title><link>http://f.example/</link><item><title>%s</title><link>http://f.example/%s</link><guid>%s</guid><description>Words of the harbour.</description></item></channel></rss>"


def answer(host, name):
    if name in ("/robots.txt", "/gone"):
        return 404, {}, b""
    if name.startswith("/feed"):
        return 200, {"Content-Type": "application/rss+xml"}, (FEED % (("Item of " + name,) + (name[1:],) * 2)).encode()
    return 200, {"Content-Type": "text/html"}, (PAGE % (("Page " + name,) * 2)).encode()


web = Web(answer)
base = "http://127.0.0.7:%d" % web.port
HEAD = "version: 1\nfetch: { allow_private: true, hosts: { delay: 0s } }\npipeline: []\n"
CONF = write("c.yaml", HEAD)


def run(*args, code=0, name="", **more):
    p = P.run("import", "--config", CONF, *args, **more)
    check("%s: exit code %d" % (name, code), p.returncode == code, told(p))
    return p


def asked():
    return sorted(a.path for a in web.take() if a.path != "/robots.txt")


def titles(store):
    return sorted(r.get("title") for r in P.records(path(store)))


# ---- read once ----
plain = write("in/list.txt", "\ufeff# to read\n\n%s/one\n  %s/two  \r\n%s/one\n%s/gone\n" % ((base,) * 4))
p = run("--store", path("a.db"), "--report", path("a.jsonl"), plain, code=3, name="a list of addresses")
check("each address is asked for once, and what is there is imported", asked() == ["/gone", "/one", "/two"] and titles("a.db") == ["Page /one", "Page /two"], (titles("a.db"), told(p)))
report = {r["path"]: r["result"] for r in lines(open(path("a.jsonl")).read())}
check("each has its line in the report", report == {plain: "left-out", base + "/one": "stored", base + "/two": "stored", base + "/gone": "failed"}, report)
check("it is told, and what else can be done with it", "a list of 3 addresses" in p.stderr and "1 stand in it twice" in p.stderr and "--sources" in p.stderr, p.stderr)
p = run("--store", path("stdin.db"), "-", input="%s/one\n%s/two\n" % (base, base), name="from standard input")
check("as from a file", titles("stdin.db") == ["Page /one", "Page /two"] and asked() == ["/one", "/two"], told(p))
run("--store", path("folder.db"), "--report", path("folder.jsonl"), path("in"), code=4, name="a folder with such a list")
check("nobody is asked: it is left out, and the report says what to do", asked() == [] and [(r["result"], "addresses" in r["why"] and "named" in r["why"]) for r in lines(open(path("folder.jsonl")).read())] == [("left-out", True)], open(path("folder.jsonl")).read())
run("--store", path("text.db"), "--as", "text", plain, name="--as reads the list itself")
check("as a text", asked() == [] and len(titles("text.db")) == 1, titles("text.db"))
URLS = """# feeds
%s/feed1 "the harbour" press "~Ansel \\"Courier\\""
"query:Unread:unread = \\"yes\\""
exec:/bin/program tag
"filter:/bin/f:%s/feed9"
file:///etc/passwd
nonsense
%s/feed2 "!"
%s/feed1 again
%s/feed3
%s/feed4
%s/feed5
""" % ((base,) * 7)
urls = write("urls", URLS)
p = run("--store", path("boat.db"), urls, code=3, name="newsboat's urls")
check("its addresses are read", titles("boat.db") == ["Item of /feed%d" % i for i in range(1, 6)], (titles("boat.db"), told(p)))
check("what is none is told, with its line and reason", all("line %d: %s" % x in p.stderr for x in ((3, "a selection"), (4, "a program"), (5, "an address behind"), (6, "a file"), (7, "no address"))), p.stderr)
OPML = "<opml version='2.0'><body><outline text='Press'><outline type='rss' text='Courier' language='en' xmlUrl='%s/feed1'/><outline type='rss' text='Post' xmlUrl='%s/feed2'/></outline></body></opml>" % (base, base)
opml = write("feeds.opml", OPML)
web.take()
p = run("--store", path("opml.db"), opml, name="OPML")
check("its feeds are read, once, and how they become sources is told", titles("opml.db") == ["Item of /feed1", "Item of /feed2"] and p.stderr.count("import --sources") == 1, told(p))
import io, zipfile
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as z:
    z.writestr("deep/feeds.opml", OPML)
write("lay/about/feeds.opml", OPML)
for what, more, code in (("a folder", path("lay"), 4), ("an archive", write("lists.zip", packed.getvalue()), 4), ("a dry run", opml, 4), ("a dry run of a folder", path("lay"), 4)):
    web.take()
    dry = ["--dry-run"] if "dry" in what else []
    p = run("--store", path("lay.db"), *dry, "--report", path("lay.jsonl"), more, code=code, name="OPML in " + what)
    why = [(r["result"], r["why"]) for r in lines(open(path("lay.jsonl")).read())]
    check("nobody is asked because of OPML in %s, and a line says why" % what, [a.path for a in web.take()] == [] and len(why) == 1 and why[0][0] == "left-out" and ("dry run asks nobody" if what == "a dry run" else "import --sources FILE") in why[0][1] and
          "task" not in p.stdout, (why, told(p)))
for name, text in {"prose": "The list of the harbour\n\nThe office said where to look:\n%s/one\nand nothing more came of it.\n" % base, "one.html": PAGE % ("T", "T"), "links": "Courier\n%s/one\nPost\n%s/two\n" % (base, base)}.items():
    web.take()
    p = run("--store", path(name + ".db"), write("no/" + name, text), name="a text with addresses in it: " + name)
    check("is a text", asked() == [] and len(titles(name + ".db")) == 1, told(p))

# ---- as sources ----
web.take()
p = run("--sources", "--store", path("none.db"), urls, name="newsboat's urls as sources")
check("are printed, with titles and tags", p.stdout.split("\n")[1:] == ["- { id: ansel-courier, url: \"%s/feed1\", name: \"Ansel \\\"Courier\\\"\", tags: [\"the harbour\", \"press\"] }" % base] + [
    "- { id: 127-0-0-7%s, url: \"%s/feed%d\" }" % ("-%d" % (i - 1) if i > 2 else "", base, i) for i in range(2, 6)] + [""], p.stdout)
check("what is not read is told, nothing is asked or stored", "line 4" in p.stderr and asked() == [] and not os.path.exists(path("none.db")), p.stderr)
listed = write("listed.yaml", p.stdout)
included = write("included.yaml", HEAD + "sources:\n  - { include: listed.yaml }\n")
check("what is printed can be included", "5 sources" in P.run("check", "--config", included).stdout, told(P.run("check", "--config", included)))
p = run("--sources", "-", input=OPML, name="OPML from standard input as sources")
check("is printed", '{ id: courier, url: "%s/feed1", name: "Courier", language: "en", tags: ["Press"] }' % base in p.stdout, p.stdout)
check("`sources --from` does the same", P.run("sources", "--from", "-", input=URLS).stdout.split("\n")[1:] == open(listed).read().split("\n")[1:])
layouts = {"without sources": HEAD + "# end\n", "a list": HEAD + "sources:\n  # first\n  - { id: own, url: \"%s/feed2/\" }  # kept\nsinks: []\n" % base, "in brackets": HEAD + "sources: [{ id: own, url: \"%s/feed2/\" }]\n" % base,
           "empty brackets": HEAD + "sources: []\n", "JSON": json.dumps({"version": 1, "pipeline": [], "sources": [{"id": "own", "url": base + "/feed2/"}]}), "JSON without sources": json.dumps({"version": 1, "pipeline": []})}
for name, text in layouts.items():
    conf, had = write("w/" + name + ".yaml", text), "own" in text
    p = P.run("import", "--sources", "--write", "--config", conf, "--store", path("w.db"), urls)
    now, again = open(conf).read(), P.run("import", "--sources", "--write", "--config", conf, "--store", path("w.db"), urls)
    check("written into a configuration, %s" % name, p.returncode == 0 and "5 sources written" in p.stdout and "%d sources" % (5 + had) in P.run("check", "--config", conf).stdout and
          all(x in now for x in ("feed1", "Ansel", "the harbour", "feed5")), (told(p), now))
    check("what was there stays: " + name, "# first" not in text or ("# first" in now and "# kept" in now and now.endswith("sinks: []\n")), now)
    check("the second time nothing is new, and each is told: " + name, again.returncode == 4 and open(conf).read() == now and again.stderr.count("has this address already") == 5, told(again))
write("w/part.yaml", layouts["a list"].replace("/feed2/", "/feed2"))
p = P.run("import", "--sources", "--write", "--config", path("w/part.yaml"), urls)
check("one that is there already is told, the others are written", p.returncode == 0 and "the source own has this address already: %s/feed2" % base in p.stderr and "4 sources written" in p.stdout, told(p))
p = P.run("import", "--sources", "--write", "--dry-run", "--config", CONF, urls)
check("--dry-run writes nothing", p.returncode == 0 and "- { id: ansel-courier" in p.stdout and open(CONF).read() == HEAD, told(p))
for args in (("--write", urls), ("--sources", "--write", urls)):
    p = P.run("import", *args)
    check("--write needs a list and a configuration", p.returncode == 2 and "--write" in p.stderr, told(p))
p = P.run("import", "--sources", "--config", CONF, write("empty.txt", "# nothing\n"))
check("a list of nothing", p.returncode in (1, 4), told(p))
P.end()
