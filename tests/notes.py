#!/usr/bin/env python3
"""What stages say about records: dropped records and notes, seen by the next stage, briefs, sinks, export, show and search.

  notes.py --tidings build/release/tidings --include include [--cc cc]

The plugins in tests/outside are built as an outside author builds them, against the public headers alone.  Each check prints a
line; exit 0 when all hold.
"""
import os

from outside import build, STRICT
from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--include", required=True, help="the folder of the public headers")
ap.add_argument("--cc", default="cc")
P = Program("notes", ap, COLUMNS="200", TZ="UTC")
A, check, path = P.arguments, P.check, P.path



for name in ("drop", "tag", "witness"):
    build(P, name, "-std=c11", *STRICT, compiler=A.cc)

SUBJECTS = ["Ferry timetable", "Brick kiln", "Tram bridge", "Lighthouse lamp", "Village school", "Grain market", "Opera house",
            "River lock", "Forest fire", "Chess club", "Salt mine", "Bus depot"]


def title(n, word=""):
    return "%s changes%s" % (SUBJECTS[n - 1], " " + word if word else "")


def feed(*items):
    """items: numbers, or (number, word in the title, text)."""
    out = []
    for item in items:
        n, word, more = item if isinstance(item, tuple) else (item, "", "")
        out.append("<item><title>%s</title><link>https://f.example/%d</link><guid>g%d</guid><category>ferry</category>"
                   "<pubDate>Mon, %02d Mar 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;The %s committee number %d met in hall %d. %s"
                   "&lt;/p&gt;</description></item>" % (title(n, word), n, n, n, SUBJECTS[n - 1].lower(), n * 7919, n * 31, more))
    return "<rss version='2.0'><channel><title>F</title><link>https://f.example/</link><description>d</description>" \
           "<language>en</language>%s</channel></rss>" % "".join(out)


class Site:
    """A source that is polled, a pipeline, a sink; each run is a new process."""

    def __init__(self, name, pipeline, sink=True):
        self.name, self.feed, self.store, self.out = name, path(name, "feed.rss"), path(name + ".db"), path(name, "sink.txt")
        P.write(name + "/feed.rss", feed())
        self.configure(pipeline, sink)

    def configure(self, pipeline, sink=True):
        self.conf = P.write(self.name + ".yaml", "\n".join(
            ["plugins: { path: [%s], grant: { org.example.witness: [write] } }" % path("plugins"),
             "sources:", "  - { id: f, url: \"file:%s\", every: 1s }" % self.feed, "pipeline:"] + ["  - " + x for x in pipeline]
            + (["sinks:", "  - witness-sink: { path: %s }" % self.out] if sink else [])) + "\n")

    def poll(self, *items, code=0):
        P.write(self.name + "/feed.rss", feed(*items))
        os.utime(self.feed, (Site.clock, Site.clock))
        Site.clock += 60
        return self.run("run", "--once", code=code)

    clock = 1780000000

    def run(self, *args, code=0):
        return P.expect(*args, "--config", self.conf, "--store", self.store, code=code)

    def export(self, *args):
        return lines(self.run("export", *args, code=None).stdout)

    def titles(self, *args):
        return [r["title"] for r in self.export(*args)]

    def json(self, *args):
        p = self.run(*args, "--json", code=None)
        return lines(p.stdout)

    def saw(self):
        """What the stage `witness` noted, by title, oldest first."""
        out = []
        for r in self.export("--dropped") if has_dropped else self.export():
            for v in self.json("show", r["id"])[:1]:
                out += [n["reason"] for n in v["notes"] if n["by"] == "witness"]
        return out

    def sunk(self):
        return open(self.out).read().splitlines() if os.path.exists(self.out) else []

    def briefs(self):
        return [b for s in self.json("stories") for b in self.json("brief", s["id"])]


has_dropped = "--dropped" in P.run("export", "--help").stdout

# ---- dropped records ------------------------------------------------------------------------------------------------
S = Site("drop", ["every-second", "witness", "dedupe", "story", "roll"])
p = S.poll(1, 2, 3, 4, 5)
check("the summary counts what was dropped", "2 dropped by a stage" in p.stdout, p.stdout)
S.poll(6, 7, 8, 1, 2, 3, 4, 5)  # another process: its counter comes from the notes
kept, gone = [title(n) for n in (1, 3, 5, 7)], [title(n) for n in (2, 4, 6, 8)]
check("export has every other record, over two polls and a restart", S.titles() == kept, S.titles())
shown = {r["title"]: r for r in S.export("--dropped")}
check("`export --dropped` has all, with the stage and its reason", set(shown) == set(kept + gone)
      and all(shown[t].get("dropped") == {"by": "every-second", "reason": "number %d is even" % (2 * i + 2)} for i, t in enumerate(gone))
      and all("dropped" not in shown[t] for t in kept), [shown[t].get("dropped") for t in shown])
check("the next stage is given the others only", [s.split(";")[0] for s in S.saw()] == kept, S.saw())
check("so is the sink", sorted(x.split(";")[0] for x in S.sunk() if not x.startswith("brief: ")) == sorted(kept), S.sunk())
check("they are in no story", sum(s["records"] for s in S.json("stories")) == len(kept), S.json("stories"))
given = [m.split(";")[0] for b in S.briefs() for m in b["reason"].split(" || ")]
check("nor in a brief", sorted(given) == sorted(kept), given)
found = [h["title"] for h in S.json("search", "committee", "--limit", "50")]
check("nor found by search", sorted(found) == sorted(kept), found)
p = S.run("show", shown[gone[0]]["id"] if gone[0] in shown else "-", code=None)
check("`show` says who dropped it and why", "by every-second, because number 2 is even" in p.stdout, p.stdout + p.stderr)
status = S.json("status")[0]
check("`status` counts them", status.get("dropped") == 4 and "4 dropped by a stage" in S.run("status").stdout, status)
once = Site("drop-once", ["every-second", "witness", "dedupe", "story", "roll"])
once.poll(*range(1, 9))
check("one poll drops as many as two", len(once.titles()) == 4 and once.json("status")[0].get("dropped") == 4, once.titles())

# ---- versions -------------------------------------------------------------------------------------------------------
V = Site("versions", ["dedupe", "story", "drop-word", "roll"])
V.poll(1, (2, "withdrawn", "First."), 3)
check("a dropped record is in no story, also when the stage comes after the stories", sum(s["records"] for s in V.json("stories")) == 2
      and sorted(V.titles()) == sorted([title(1), title(3)]), V.json("stories"))
before = V.sunk()
p = V.poll((1, "withdrawn", "All of it was wrong from the first sentence on."), (2, "anew", "Now with all the facts, it is said."), 3)
check("the program's own stages say of an updated article what a note may say", "nothing reads it" not in p.stderr, p.stderr)
check("a new version is judged anew: one that passes is everywhere", title(2, "anew") in V.titles()
      and title(2, "anew") in [h["title"] for h in V.json("search", "anew")] and any(title(2, "anew") in b["reason"] for b in V.briefs()), V.titles())
check("one that is dropped takes its work out of export", sorted(V.titles()) == sorted([title(2, "anew"), title(3)]), V.titles())
check("out of its story and of its brief", sum(s["records"] for s in V.json("stories")) == 2
      and sorted(b["headline"] for b in V.briefs()) == sorted([title(2, "anew"), title(3)]), V.briefs())
check("the sink is not told of it, and keeps the earlier version", not any("withdrawn" in x for x in V.sunk())
      and [x for x in V.sunk() if x in before] == before and title(1) in [x.split(";")[0] for x in V.sunk()], V.sunk())
V.poll((1, "restored", "It was right after all, says the committee, in every sentence of it."), (2, "anew", "Now with all the facts, it is said."), 3)
check("and the version after that is back", title(1, "restored") in V.titles() and title(1, "restored") in [x.split(";")[0] for x in V.sunk()],
      (V.titles(), V.sunk()))

# ---- a copy whose original is dropped -------------------------------------------------------------------------------
D = Site("copies", ["dedupe", "story", "drop-word", "roll"])
text = "".join("Sentence %d tells what the harbour office measured at pier %d that night. " % (i, i * 3) for i in range(12))
D.poll((1, "withdrawn", text))
P.write("copy/two.txt", "Ferry timetable changes\n\n" + text.replace(". ", ".\n\n"))
D.run("import", path("copy"), code=None)
left = D.export()
check("a copy of a dropped record is shown as no copy", len(left) == 1 and "duplicate_of" not in left[0], left)

# ---- notes over records ---------------------------------------------------------------------------------------------
T = Site("tag", ["tag-first", "tag-second", "witness", "dedupe", "story", "roll"])
T.poll(1, 2)
T.poll(3, 1, 2)
WANT = "; genre=report; language=cy; tag=ferry; tag=harbour; tag=sea; category=Transport; mention=Oster Ness; tag-first.mood=calm; tag-second.mood=fair"
want = sorted(title(n) + WANT for n in (1, 2, 3))


def same(a):
    """Order of the fields of different kinds does not matter."""
    return sorted("; ".join(x.split("; ")[:1] + sorted(x.split("; ")[1:])) for x in a)


check("the next stage is given the record with its notes", same(T.saw()) == same(want), T.saw())
check("so is the sink", same(x for x in T.sunk() if not x.startswith("brief: ")) == same(want), T.sunk())
given = [m for b in T.briefs() for m in b["reason"].split(" || ")]
check("so is the brief", same(given) == same(want), given)


def exported(r):
    out = [r["title"], "genre=" + r.get("genre", ""), "language=" + r.get("language", "")]
    out += ["tag=" + t for t in r.get("tags", [])] + ["category=" + c["name"] for c in r.get("categories", [])]
    out += ["mention=" + m["text"] for m in r.get("mentions", [])]
    return "; ".join(out + ["%s.%s=%s" % (e.get("by"), e["name"], e["text"]) for e in r.get("ext", [])])


check("export says the same", same(exported(r) for r in T.export()) == same(want), [exported(r) for r in T.export()])
one = T.export()[0] if T.export() else {"id": "-"}
shown = (T.json("show", one["id"]) or [{"record": {"title": ""}}])[0]
check("and `show --json`", same([exported(shown["record"])]) == same([exported(one)]) and "genre" in shown["record"], shown["record"])
p = T.run("show", one["id"], code=None)
check("and `show` in words, with who said it", all(w in p.stdout for w in ("report", "cy", "harbour", "mood=calm", "tag-first: ", "tags harbour")), p.stdout)
again = Site("tag-once", ["tag-first", "tag-second", "witness", "dedupe", "story", "roll"])
again.poll(1, 2, 3)
check("two polls and one give the same", same(again.saw()) == same(T.saw()) and len(T.saw()) == 3, again.saw())

# a stage that is put in front later: the order of the pipeline decides, not that of time
L = Site("late", ["tag-second", "dedupe", "story"], sink=False)
L.poll(1)
L.configure(["tag-first", "tag-second", "witness", "dedupe", "story"], sink=True)
L.poll(1, 2)
check("the later stage of the pipeline wins, whenever it judged", [r.get("genre") for r in L.export()] == ["report"] * 2
      and same(L.saw()) == same(title(n) + WANT for n in (1, 2)), (L.export(), L.saw()))
check("a sink that is added later gets the same", same(L.sunk()) == same(title(n) + WANT for n in (1, 2)), L.sunk())

# a new version has its own notes only
N = Site("version-notes", ["tag-first", "witness", "dedupe", "story"])
N.poll(1)
N.configure(["witness", "dedupe", "story"])
N.poll((1, "", "Much more was said of it in the second edition, which has another text."))
check("a note is about one version", [("harbour" in r.get("tags", []), r["version"]) for r in N.export()] == [(False, 2)], N.export())

# ---- what a stage may not say ---------------------------------------------------------------------------------------
W = Site("wrong", ["tag-wrong", "witness", "dedupe", "story"])
p = W.poll(1, 2, 3)
told = [x for x in p.stderr.splitlines() if "tag-wrong (org.example.tag)" in x]
for what, word in (("a field that is not laid over records", "TDG_TITLE"), ("fields for another record", "another record than the one judged"),
                   ("a note about a record that is not there", "cannot be stored"), ("a record of another kind", "kind TDG_ARTICLE"),
                   ("TDG_DROPPED in a note", "return TDG_DROP instead")):
    check("%s: told once, with the plugin's name" % what, sum(word in x for x in told) == 1, p.stderr)
check("and none of it has an effect", sorted(W.titles()) == sorted(title(n) for n in (1, 2, 3)) and not any(r.get("genre") for r in W.export())
      and all("kept" in r.get("tags", []) for r in W.export()), W.export())
p = W.run("status", "--verify")
check("the store is whole", "fit" in p.stdout, p.stdout)

# ---- notes that cannot be read: nobody gets the record without them ----
build(P, "older_store", '-DSQLITE="%s/plugins/store-sqlite.so"' % os.path.dirname(P.tidings), "-std=c11", *STRICT, out="store-older", folder="stores")
UNREADABLE = path("unreadable")
P.env.update(TIDINGS_PLUGIN_PATH=path("stores"), UNREADABLE=UNREADABLE)


class Older(Site):
    """Its store is from outside the tree too."""

    def configure(self, pipeline, sink=True):
        super().configure(pipeline, sink)
        with open(self.conf, "a") as f:
            f.write("store: { driver: older }\n")

    def fails(self, *args):
        """Does this fail while notes cannot be read?  What it said."""
        open(UNREADABLE, "w").close()
        p = self.run(*args, code=None)
        os.remove(UNREADABLE)
        return p.returncode not in (0, 3, 4) and "the notes cannot be read" in p.stderr, (p.returncode, p.stdout, p.stderr)


U = Older("unreadable-notes", ["tag-first", "dedupe", "story"], sink=False)
U.poll(1, 2)
first = U.export()[0]
check("a store from outside keeps notes", "harbour" in first["tags"], first)
U.configure(["tag-first", "dedupe", "story"])
failed, told = U.fails("run", "--once")
check("a run does not give a sink the records without their notes", failed and U.sunk() == [], (told, U.sunk()))
U.run("run", "--once")
check("and gives them with their notes later", len(U.sunk()) == 2 and all("tag=harbour" in x for x in U.sunk()), U.sunk())
U.configure(["tag-first", "dedupe", "story", "roll"], sink=False)
failed, told = U.fails("run", "--once")
check("nor does it write a brief from them", failed and U.briefs() == [], (told, U.briefs()))
U.run("run", "--once")
check("it is written later", len(U.briefs()) == 2 and all("tag=harbour" in b["reason"] for b in U.briefs()), U.briefs())
for args in (("export",), ("show", first["id"]), ("show", first["id"], "--json")):
    failed, told = U.fails(*args)
    check("`%s` fails, and prints no record without its notes" % " ".join(args).replace(first["id"], "ID"),
          failed and title(1) not in told[1] and title(2) not in told[1], told)

# ---- forty stages, each of which needs what the one before it said ----
build(P, "chain", "-std=c11", *STRICT, compiler=A.cc)
LINKS = ["link-%d" % n for n in range(40)]
C = Site("chain", LINKS, sink=False)
C.poll(1)
told = C.export()[0]["tags"]
check("of forty stages each reads what those before it said", [t for t in told if t.startswith("link-")] == LINKS, told)
state = {c["name"]: c for c in C.json("status")[0]["consumers"]}
check("and none failed", list(state) == LINKS and all(c["last_at"] and c["failures"] == 0 for c in state.values()), state)

P.end()
