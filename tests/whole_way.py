#!/usr/bin/env python3
"""The whole way, with the real program: sample sources in, stories and cited briefs out.

  whole_way.py --tidings build/release/tidings --source .

Each check prints a line; exit 0 when all hold.  Needs no network.
"""
import json, os, re

from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--source", required=True)
P = Program("way", ap)
A, folder = P.arguments, P.folder
check, tidings, write = P.check, P.expect, P.write
A.source = os.path.abspath(A.source)


# ---- the bundled sources ------------------------------------------------------------------------------------------
store = os.path.join(folder, "samples.db")
conf = os.path.join(A.source, "conf", "samples", "tidings.yaml")
tidings("check", conf)
tidings("run", "--once", "--config", conf, "--store", store)
tidings("run", "--once", "--config", conf.replace("tidings.yaml", "evening.yaml"), "--store", store)
records = lines(tidings("export", "--format", "jsonl", "--store", store).stdout)
briefs = lines(tidings("brief", "--all", "--json", "--store", store).stdout)
byid = {r["id"]: r for r in records}
sizes = {}
for r in records:
    sizes[r["story"]] = sizes.get(r["story"], 0) + 1
check("every record has a story", all(r.get("story") for r in records))
check("four stories with three reports or more", sum(n >= 3 for n in sizes.values()) == 4, sizes)
check("one copy is found", sum(1 for r in records if r.get("duplicate_of")) >= 1)
check("an edited article is a second version of the same work", any(r["version"] == 2 for r in records))
check("a brief for each of the four", len(briefs) >= 4, len(briefs))
check("a contradiction in a figure is shown", any(c["kind"] == "figure" for b in briefs for c in b.get("conflicts", [])))
train = [b["sections"][0]["sentences"][0]["text"] for b in briefs if "Brannick" in b["headline"]]
check("a brief begins with the event, not with who spoke of it", len(train) == 1 and "derailed" in train[0] and "Minister" not in train[0], train)
bad = []
for b in briefs:
    for s in b["sections"]:
        for x in s["sentences"]:
            r = byid.get(x["record"])
            block = r["blocks"][x["block"]]["text"].encode() if r else b""
            if block[x["start"]:x["end"]].decode(errors="replace") != x["text"]:
                bad.append(x["text"][:60])
check("every sentence stands in its record, at its place", not bad, bad[:3])
again = tidings("run", "--once", "--config", conf, "--store", store).stdout
check("a second pass finds nothing new", re.search(r"\b0 new records, 0 new versions", again) is not None, again)
check("and the records are the same", [r["id"] for r in lines(tidings("export", "--format", "jsonl", "--store", store).stdout)] == [r["id"] for r in records])
check("search finds a word of a text", tidings("search", records[0]["title"].split()[0], "--store", store).stdout != "")
check("show explains a copy", "copy" in tidings("show", next(r["id"] for r in records if r.get("duplicate_of")), "--store", store).stdout)

# ---- isolation changes nothing ------------------------------------------------------------------------------------
pages = sorted(os.path.join(d, n) for d, _, names in os.walk(os.path.join(A.source, "conf", "samples")) for n in names
               if n.endswith((".html", ".txt", ".rss", ".atom", ".rdf")))
apart = tidings("parse", "--html", *pages, code=None)
here = tidings("parse", "--html", "--isolation", "none", *pages, code=None)
check("parse gives the same bytes in a sandbox and in this process", apart.stdout == here.stdout and len(apart.stdout) > 10000,
      "%d and %d bytes" % (len(apart.stdout), len(here.stdout)))

# ---- imports ------------------------------------------------------------------------------------------------------
jl = write("two.jsonl", '{"id":"a","title":"One","text":"The ferry sailed at noon.","source":"Wire"}\n'
                        'not json\n{"id":"b","text":"The bridge was closed on Monday.\\n\\nIt opens in May."}\n')
other = os.path.join(folder, "other.db")
p = tidings("import", "--store", other, jl, code=3)
check("a bad line is told with its place, the others are kept", "two.jsonl" in p.stderr and "2" in p.stderr, p.stderr)
got = {r["native_id"]: r for r in lines(tidings("export", "--format", "jsonl", "--store", other).stdout)}
check("the given id comes out again", sorted(got) == ["a", "b"], sorted(got))
check("paragraphs are kept", got["b"]["text"] == "The bridge was closed on Monday.\n\nIt opens in May.", got["b"]["text"])
write("two.jsonl", '{"id":"a","title":"One","text":"The ferry sailed at one o\'clock.","source":"Wire"}\n')
tidings("import", "--store", other, jl)
got = {r["native_id"]: r for r in lines(tidings("export", "--format", "jsonl", "--store", other).stdout)}
check("an edited record is a new version", got["a"]["version"] == 2 and got["a"].get("supersedes"), got["a"])
check("the unchanged one is left alone", got["b"]["version"] == 1)

many = os.path.join(folder, "many")
os.makedirs(many)
names = [write("many/%03d.txt" % i, "Report %d\n\nThe ferry number %d sailed on Monday with %d people and came back late.\n" % (i, i, i)) for i in range(150)]
p = tidings("import", "--store", os.path.join(folder, "many.db"), *names)
check("more files than a worker is granted paths are all read", p.stdout.startswith("150 documents: 150 new"), p.stdout + p.stderr[-500:])

# Long and short pages in turn: the short ones are read first, and still keep their place.
pile = os.path.join(folder, "pile")
os.makedirs(pile)
for i in range(60):
    body = "".join("<p>The ferry number %d sailed on Monday with %d people, and line %d came back late.</p>" % (i, i, k)
                   for k in range(3000 if i % 6 == 0 else 4))
    write("pile/%03d.html" % i, "<html><head><title>Ferry %d sails</title></head><body><article><h1>Ferry %d sails</h1>%s</article></body></html>" % (i, i, body))
logs = []
for k in "ab":
    tidings("import", "--store", os.path.join(folder, k + ".db"), pile)
    out = lines(tidings("export", "--store", os.path.join(folder, k + ".db")).stdout)
    place = {r["id"]: i for i, r in enumerate(out)}
    story = {}
    logs.append([(r["url"], place.get(r.get("duplicate_of")), story.setdefault(r["story"], len(story))) for r in out])
check("the same pile gives the same log, copies and stories", logs[0] == logs[1] and len(logs[0]) == 60, logs)
check("in the order of its files", [u for u, _, _ in logs[0]] == sorted(u for u, _, _ in logs[0]))

# More notes than are looked through at a time, and every story is spoken of from the first to the last.
things = ["ferry to Oster Ness", "bridge at Tarn", "harbour of Orlo", "dam above Hollin", "mill by the Lenne"]
busy = os.path.join(folder, "busy.db")
tidings("import", "--store", busy, write("busy.jsonl", "".join(
    json.dumps({"id": "b%d" % i, "title": "The %s is closed" % things[i % 5], "source": "Paper %d" % (i % 7), "published": "2026-03-02T10:00:00Z",
                "text": "The %s is closed, the mayor said on Monday. Report %d says that %d people wait at the %s." % (things[i % 5], i, 1000 + i, things[i % 5])}) + "\n"
    for i in range(1200))))
state = json.loads(tidings("status", "--json", "--store", busy).stdout)
told = [x for x in lines(tidings("stories", "--json", "--limit", "0", "--store", busy).stdout) if x["brief"]]
check("each story is told once, however many notes speak of it", state["notes"] > 2000 and 0 < state["briefs"] == len(told), (state["notes"], state["briefs"], len(told)))

# ---- what a user gets wrong ---------------------------------------------------------------------------------------
p = tidings("import", "--store", other, os.path.join(folder, "nowhere.txt"), code=4)
check("a missing file is named", "nowhere.txt" in p.stderr, p.stderr)
p = tidings("stories", "--store", os.path.join(folder, "none.db"), code=None)
check("a missing store is named", p.returncode != 0 and "none.db" in p.stderr, p.stderr)
p = tidings("storys", code=2)
check("a mistyped command is suggested", "stories" in p.stderr, p.stderr)
p = tidings("stories", "--jsno", code=2)
check("a mistyped option is suggested", "--json" in p.stderr, p.stderr)
bad = write("bad.yaml", "version: 1\nsuorces:\n  - { id: x }\n")
p = tidings("check", bad, code=78)
check("a mistyped key has its place and a suggestion", "bad.yaml:2:" in p.stderr and "sources" in p.stderr, p.stderr)
binary = os.path.join(folder, "noise.txt")
with open(binary, "wb") as f:
    f.write(bytes(range(256)) * 64)
p = tidings("import", "--store", other, binary, code=1)
check("what cannot be read is in quarantine, with its cause", "noise.txt" in tidings("quarantine", "--store", other).stdout, p.stderr)
p = tidings("import", "--quiet", "--store", other, binary, code=1)
left = len(tidings("quarantine", "--json", "--store", other).stdout.splitlines())
check("one is dropped, then all", left >= 2 and "1 document forgotten" in tidings("quarantine", "drop", "1", "--store", other).stdout and
      "%d document" % (left - 1) in tidings("quarantine", "drop", "all", "--store", other).stdout)
check("and are gone", tidings("quarantine", "--store", other, code=4).stdout == "")
tidings("quarantine", "drop", "all", "--store", other, code=4)
tidings("quarantine", "drop", "x", "--store", other, code=2)
check("a document lost to quarantine is told even to the quiet", "1 in quarantine" in p.stderr and p.stdout == "", p.stderr)

# ---- a list of feeds from another reader --------------------------------------------------------------------------
opml = write("feeds.opml", """<opml version="2.0"><body><outline text="North &amp; South">
<outline text="The &quot;Ferry&quot; Post: news" type="rss" xmlUrl="https://post.example/rss?a=1&amp;b=2"/>
<outline text="The Ferry Post News" xmlUrl="https://post.example/other"/>
<outline text="\u0424\u0435\u0440\u0440\u0438" xmlUrl="https://ferry.example/feed"/></outline>
<outline text="again" xmlUrl="https://ferry.example/feed"/></body></opml>""")
p = tidings("sources", "--from", opml)
write("feeds.yaml", p.stdout)
check("a feed that stands in a list twice becomes one source", p.stdout.count("- {") == 3 and "twice" in p.stderr, p.stdout + p.stderr)
check("each has an id of its own", all(x in p.stdout for x in ("id: the-ferry-post-news,", "id: the-ferry-post-news-2,", "id: ferry-example,")), p.stdout)
p = tidings("check", write("from.yaml", "version: 1\nsources:\n  - { include: feeds.yaml }\n"))
check("and the list is a configuration", "3 sources" in p.stdout, p.stdout)
p = tidings("sources", "--from", conf, code=1)
check("what is no list is said", "not OPML" in p.stderr, p.stderr)

# ---- many folders -------------------------------------------------------------------------------------------------
spread = "version: 1\nsources:\n"
for i in range(100):
    os.makedirs(os.path.join(folder, "spread", "d%d" % i))
    spread += "  - { id: s%d, url: \"file:%s\", parse: text }\n" % (i, write("spread/d%d/r.txt" % i, "Report %d\n\nThe ferry number %d sailed on Monday with %d people and came back late.\n" % (i, i, i)))
spread = write("spread.yaml", spread)
p = tidings("run", "--once", "--config", spread, "--store", os.path.join(folder, "spread.db"))
check("sources in more folders than a worker is granted are all read", "100 new records" in p.stdout, p.stdout + p.stderr[-500:])
write("spread.yaml", open(spread).read() + "  - { id: gone, url: \"file:%s/nowhere/at/all.txt\" }\n" % folder)
p = tidings("run", "--once", "--config", spread, "--store", os.path.join(folder, "spread2.db"), code=3)
check("a folder that is not there costs its source and no other", "100 new records" in p.stdout and "1 failed" in p.stdout, p.stdout + p.stderr[-500:])
check("and is named", "nowhere/at/all.txt" in tidings("sources", "--broken", "--store", os.path.join(folder, "spread2.db"), code=3).stdout)

# ---- times that were written while the clock was wrong, and a source that comes back ------------------------------
import sqlite3
early, late = write("early.txt", "Early\n\nThe ferry sailed on Monday.\n"), write("late.txt", "Late\n\nThe ferry came back on Friday.\n")
clock = os.path.join(folder, "clock.db")
both = write("both.yaml", "version: 1\nsources:\n  - { id: early, url: \"file:%s\" }\n  - { id: late, url: \"file:%s\" }\n" % (early, late))
one = write("one.yaml", "version: 1\nsources:\n  - { id: early, url: \"file:%s\" }\n" % early)
tidings("run", "--once", "--config", both, "--store", clock)
check("nothing is due again at once", tidings("run", "--once", "--due", "--config", both, "--store", clock).stdout.startswith("2 sources, 0 documents"))
with sqlite3.connect(clock) as db:
    db.execute("UPDATE source SET next_due = next_due + 20 * 31556952000")
    db.execute("UPDATE task SET due = due + 20 * 31556952000 WHERE kind = 1")
    db.execute("UPDATE lane SET head = head + 20 * 31556952000 WHERE head IS NOT NULL")
check("a time twenty years off is no time", tidings("run", "--once", "--due", "--config", both, "--store", clock).stdout.startswith("2 sources, 2 documents"))
with sqlite3.connect(clock) as db:
    db.execute("UPDATE source SET next_due = 1")
    db.execute("UPDATE task SET due = 1 WHERE kind = 1")
    db.execute("UPDATE lane SET head = 1 WHERE head IS NOT NULL")
tidings("run", "--once", "--due", "--config", one, "--store", clock)  # the other's task is given up
with sqlite3.connect(clock) as db:
    db.execute("UPDATE source SET next_due = 1")
p = tidings("run", "--once", "--due", "--config", both, "--store", clock)
check("a source that was left out for a while is asked again", p.stdout.startswith("2 sources, 2 documents"), p.stdout)

# ---- damage -------------------------------------------------------------------------------------------------------
hurt = os.path.join(folder, "hurt.db")
three = write("three.jsonl", "".join('{"id":"n%d","title":"Report %d","text":"Marker word number %d stands here, on Monday."}\n' % (i, i, i) for i in (1, 2, 3)))
tidings("import", "--store", hurt, three)
check("a sound store is verified", "fit" in tidings("status", "--verify", "--store", hurt).stdout)
data = open(hurt, "rb").read()
with open(hurt, "r+b") as f:
    f.seek(data.index(b"Marker word number 2"))
    f.write(b"n")
p = tidings("export", "--store", hurt, code=3)
check("a damaged row is left out of an export, and told", [r["native_id"] for r in lines(p.stdout)] == ["n1", "n3"] and "damaged" in p.stderr, p.stderr)
p = tidings("status", "--verify", "--store", hurt, code=3)
check("and listed with its record", "row 2" in p.stderr and "1 row is damaged" in p.stdout, p.stderr + p.stdout)
write("three.jsonl", open(three).read().replace("Report 3", "Report III") + '{"id":"n4","title":"Report 4","text":"Marker word number 4."}\n')
p = tidings("import", "--store", hurt, three, code=3)
check("reading it again makes it whole", "1 new record, 2 new versions" in p.stdout and "1 damaged" in p.stdout, p.stdout + p.stderr)
check("and the export too", len(lines(tidings("export", "--store", hurt).stdout)) == 4)

# ---- a sink -------------------------------------------------------------------------------------------------------
out = os.path.join(folder, "out.jsonl")
sink = write("sink.yaml", "version: 1\nstore: { path: %s }\nsources:\n  - { id: f, url: \"file://%s\", parse: record }\nsinks:\n  - jsonl: { path: \"%s\" }\n"
             % (os.path.join(folder, "sink.db"), jl, out))
tidings("run", "--once", "--config", sink)
check("a sink gets what the last stage has passed", os.path.exists(out) and [r["native_id"] for r in lines(open(out).read())] == ["a"],
      open(out).read() if os.path.exists(out) else "no file")

# Two of a kind, and whose texts these are.
for n in ("long.txt", "long2.txt"):
    write(n, "The long report of the ferry\n\nThe ferry %s sailed on Monday with nobody on board.\n" % n)
two = ["out-%d.jsonl" % i for i in (1, 2)]
tidings("run", "--once", "--config", write("own.yaml", """version: 1
store: { path: own.db }
sources:
  - { id: short, url: "file:long.txt", parse: text, rights: { holder: Ferry Press, access: paid } }
  - { id: whole, url: "file:long2.txt", parse: text }
sinks:
  - jsonl: { path: out-1.jsonl }
  - jsonl: { id: second, path: out-2.jsonl }
"""))
own = [[r for r in lines(open(os.path.join(folder, n)).read()) if r["kind"] == "article"] for n in two]
check("two sinks of a kind each write their own file", [len(x) for x in own] == [2, 2] and own[0] == own[1], own)
by = {r["source"]["id"]: r for r in own[0]}
check("rights are as the operator says", by["short"].get("rights") == {"holder": "Ferry Press", "access": "paid"} and "rights" not in by["whole"], by["short"].get("rights"))

p = tidings("check", write("nofolder.yaml", open(os.path.join(folder, "own.yaml")).read().replace("out-2", "nowhere/out-2")), code=78)
check("a sink's folder that is not there is found by check", "nowhere" in p.stderr, p.stderr)
p = tidings("run", "--once", "--config", os.path.join(folder, "nofolder.yaml"), "--store", os.path.join(folder, "own2.db"), code=78)
check("and by run", "nowhere" in p.stderr, p.stderr)
full = write("full.yaml", re.sub(r"[^\s{]*out-2[^\s}]*", "/dev/full", open(os.path.join(folder, "own.yaml")).read()))
p = tidings("run", "--once", "--config", full, "--store", os.path.join(folder, "own2.db"), code=3)
check("and a sink that cannot write is no success", "a sink did not take its records" in p.stdout, p.stdout + p.stderr)

P.end()
