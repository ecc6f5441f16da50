#!/usr/bin/env python3
"""Sources from a list: a file with an address or a JSON object on each line.

  lists.py --tidings build/release/tidings

Good and bad lines, ids that stay, what the configuration says for all of them, lines that come and go, twenty thousand of
them.  Exit 0 when all holds.
"""
import json, os

from program import arguments, lines, Program, told

P = Program("lists", arguments(__doc__))
check, path, write = P.check, P.path, P.write
STORE = ("--store", path("s.db"))


def feed(name, *items):
    return write(name, "<rss version='2.0'><channel><title>F</title><link>https://f.example/</link>%s</channel></rss>" % "".join(
        "<item><title>%s</title><link>https://f.example/%s</link><guid>%s</guid><description>Words.</description></item>" % (i, i, i) for i in items))


def configure(text, more=""):
    write("feeds.txt", text)
    return write("c.yaml", "version: 1\npipeline: []\nsources:\n  - { list: feeds.txt, parse: feed, every: 3h, tags: [press] }\n%s" % more)


for k in "abc":
    feed(k + ".xml", k + "1", k + "2")
CONF = configure("# ours\n\nfile:a.xml\nnot an address\nfile:a.xml\n{\"url\": \"file:b.xml\", \"tags\": [\"radio\"], \"name\": \"Radio\"}\n{\"url\"\n{\"name\": 1}\nfile:c.xml\n",
                 "  - { id: own, url: \"file:c.xml\", parse: feed }\n")
p = P.run("check", "--config", CONF)
check("bad lines are told with their numbers, and the others work", p.returncode == 0 and "3 sources" in p.stdout and
      all("feeds.txt:%d:" % n in p.stderr for n in (4, 7, 8)), told(p))
check("an address that is there already, on a line or in a source of its own, is told and not taken twice", "feeds.txt:5:" in p.stderr and "of 2 such lines" in p.stderr, told(p))
p = P.run("run", "--once", "--config", CONF, *STORE)
rows = lines(P.run("export", "--format", "jsonl", *STORE).stdout)
tags = {r["title"]: r.get("tags") for r in rows}
check("a pass reads them all", p.returncode == 0 and sorted(tags) == ["a1", "a2", "b1", "b2", "c1", "c2"], (told(p), tags))
check("what the configuration says holds for each line, unless the line says otherwise", tags.get("a1") == ["press"] and tags.get("b1") == ["radio"] and not tags.get("c1"), tags)


def sources(*more):
    return {os.path.basename(s["url"]): s for s in lines(P.run("sources", "--json", *STORE, *more).stdout)}


ids = {k: s["id"] for k, s in sources().items()}
check("`sources` has them", sorted(ids) == ["a.xml", "b.xml", "c.xml"] and ids["c.xml"] == "own", ids)
CONF = configure("{\"url\": \"file:b.xml\", \"every\": \"2h\"}\nfile:./a.xml\n")
feed("a.xml", "a1", "a2", "a3")
p = P.run("run", "--once", "--config", CONF, *STORE)
now = {k: s["id"] for k, s in sources().items()}
check("ids stay when lines move, and a line that has gone is no source any more", p.returncode == 0 and now == {k: ids[k] for k in ("a.xml", "b.xml")}, (told(p), ids, now))
check("and nothing is stored twice", sorted(r["title"] for r in lines(P.run("export", "--format", "jsonl", *STORE).stdout)) == ["a1", "a2", "a3", "b1", "b2", "c1", "c2"])
BAD = {"broken JSON": "{\"url\": \"https://x.example/%d\", ", "two objects": "{\"url\": \"https://x.example/%d\"} {}", "an empty url": "{\"url\": \"\"}", "an empty object": "{}", "a list": "[\"https://x.example/%d\"]",
       "a text": "\"https://x.example/%d\"", "a url that is a number": "{\"url\": 5}", "a url that is a list": "{\"url\": [\"https://x.example/%d\"]}", "an unknown key": "{\"url\": \"https://x.example/%d\", \"evry\": \"2h\"}",
       "a time that is none": "{\"url\": \"https://x.example/%d\", \"every\": \"soon\"}", "tags that are a map": "{\"url\": \"https://x.example/%d\", \"tags\": {\"a\": 1}}", "a switch that is a list": "{\"url\": \"https://x.example/%d\", \"enabled\": [1]}",
       "no id": "{\"url\": \"https://x.example/%d\", \"id\": \"a b\"}", "an id that is a map": "{\"url\": \"https://x.example/%d\", \"id\": {}}", "a country that is none": "{\"url\": \"https://x.example/%d\", \"country\": \"4\"}",
       "a key given twice": "{\"url\": \"https://x.example/%d\", \"every\": \"2h\", \"every\": \"3h\"}", "an alias": "{\"url\": *x}", "a file of a secret that is missing": "{\"url\": \"https://x.example/%d\", \"request\": {\"headers\": {\"Authorization\": {\"file\": \"missing.key\"}}}}",
       "a parser that is not there": "{\"url\": \"https://x.example/%d\", \"parse\": \"feeds\"}", "an option that is none": "{\"url\": \"https://x.example/%d\", \"options\": {\"follow\": \"perhaps\"}}", "an unknown option": "{\"url\": \"https://x.example/%d\", \"options\": {\"folow\": \"always\"}}",
       "full_text that is none": "{\"url\": \"https://x.example/%d\", \"full_text\": {\"parse\": \"artikel\"}}", "a scheme that nobody fetches": "{\"url\": \"gopher://x.example/%d\", \"every\": \"2h\"}", "bytes": "\x01\x02\x03 https://x.example/%d", "too long": "https://x.example/%d/" + "x" * 66000,
       "an object that is too long": "{\"url\": \"https://x.example/%d\", \"name\": \"" + "x" * 66000 + "\"}", "deep": "{\"url\": " + "[" * 300}
BY_PLUGINS = ("a parser that is not there", "an option that is none", "an unknown option", "full_text that is none")  # known when all lines are read
for name, bad in BAD.items():
    text = "https://a.example/feed\n" + (bad.replace("%d", "1")) + "\nhttps://x.example/%s\n" % (2 if name in BY_PLUGINS else 1)
    p = P.run("check", "--config", configure(text))
    check("a line with %s is told and left out, and the others work, be it with its address" % name, p.returncode == 0 and "2 sources" in p.stdout and "feeds.txt:2:" in p.stderr and "left out" in p.stderr and "feeds.txt:3:" not in p.stderr, told(p))
for name, bad in (("Latin-1", b"https://x.example/caf\xe9"), ("a NUL", b"https://x.example/\0/1"), ("a picture", bytes(range(128, 256)))):
    configure("")
    with open(path("feeds.txt"), "wb") as f:
        f.write(b"https://a.example/feed\n" + bad + b"\nhttps://x.example/1\n")
    p = P.run("check", "--config", CONF)
    check("so is one with %s" % name, p.returncode == 0 and "2 sources" in p.stdout and "feeds.txt:2:" in p.stderr, told(p))
p = P.run("check", "--config", configure("".join(bad.replace("%d", str(n)) + "\n" for n, bad in enumerate(BAD.values())) + "https://a.example/feed\n"))
check("and all of them at once", p.returncode == 0 and "1 source" in p.stdout and "lines more are left out" in p.stderr, told(p))
p = P.run("check", "--config", configure("".join("{\"url\": \"https://x.example/%d\", \"parse\": \"feed\", \"options\": {\"follow_below\": %d}}\n" % (n, n + 1) for n in range(130))))
check("options of more lines than may have some are left out", p.returncode == 0 and "100 sources" in p.stdout and "10 lines more" in p.stderr, told(p))
CONF = configure("none\nof these\nis one\n")
p = P.run("check", "--config", CONF)
check("a list without a good line is an error", p.returncode == 78 and "no line is the address" in p.stderr, told(p))
for text in ("", "# nothing yet\n\n"):
    p = P.run("check", "--config", configure(text))
    check("also an empty one (%r): its sources would all be taken out" % text, p.returncode == 78 and "no line is the address" in p.stderr, told(p))
p = P.run("check", "--config", configure("\ufeffhttps://a.example/feed\nhttps://b.example/feed\n"))
check("a mark of the order of bytes before the first line is none of it", p.returncode == 0 and "2 sources" in p.stdout and "warning" not in p.stderr, told(p))
CONF = configure("", "  - { list: missing.txt }\n")
p = P.run("check", "--config", CONF)
check("so is one that is not there", p.returncode == 78 and "missing.txt cannot be read" in p.stderr, told(p))
CONF = configure("x\n" * 100 + "https://a.example/feed\n")
p = P.run("check", "--config", CONF)
check("of many bad lines some are told, and how many more", p.returncode == 0 and "80 lines more" in p.stderr and p.stderr.count("left out") == 21, told(p))
CONF = configure("https://a.example/feed\nftp://a.example/feed\nhttps://b.example/feed\n{\"url\": \"gopher://a.example/1\"}\n")
p = P.run("check", "--config", CONF)
check("an address that no plugin fetches is told with its line, before it is polled", p.returncode == 0 and all(
    "feeds.txt:%d:1: warning: no plugin fetches %s: addresses" % x in p.stderr for x in ((2, "ftp"), (4, "gopher")))
    and p.stderr.count("no plugin fetches") == 2, told(p))
CONF = configure("https://a.example/feed\n" + "".join("ftp://a.example/%d\n" % i for i in range(25)))
p = P.run("check", "--config", CONF)
check("of many such lines some are told, and how many more", p.returncode == 0 and "5 lines more of lists" in p.stderr and p.stderr.count("no plugin fetches") == 21, told(p))

# ---- many ----
CONF = configure("".join("https://n%d.example/feed/%d\n" % (i % 3000, i) for i in range(20000)))
p = P.run("check", "--config", CONF)
check("twenty thousand are read", p.returncode == 0 and "20000 sources" in p.stdout, told(p))
P.end()
