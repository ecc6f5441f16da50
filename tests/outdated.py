#!/usr/bin/env python3
"""`replay --outdated` after a plugin was updated: what another version of it has read is read anew, in its place.

  outdated.py --tidings build/release/tidings --include include

A parser is built as version 1.0 and as 2.0 (tests/outside/edition.c), and read pages of which the later version reads some otherwise.  What
else readers see is compared before and after: the order of `search` and `export`, times, stories, briefs, what is a copy.
"""
import os

from loopback import Web
from outside import build
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True, help="the public headers")
P = Program("outdated", ap)
check = P.check
EVENTS = ("The ferry to Oster Ness ran aground off Hollin on Friday with forty people on board, the harbour office said.",
          "The council of Hollin voted on Thursday to sell the old brewery to a company from Tarnwick for two million crowns.",
          "A train hit a lorry at the crossing in Vellmar on Wednesday morning, and three passengers were taken to hospital, police said.")
MORE = ("Nobody was hurt, a speaker told reporters in the afternoon.", "Work will last until the end of the month, officials said.")
TITLES = ("Ferry runs aground off Hollin", "Hollin council sells the old brewery", "Train hits lorry at Vellmar crossing")
NAMES = [(e, outlet) for e in range(len(EVENTS)) for outlet in ("post", "echo")]


def page(e, outlet):
    """Of one outlet a line more; the one page of the other outlet about the last event has no such line."""
    words = [EVENTS[e] if outlet == "post" else EVENTS[e].replace("said", "told the Echo")] + list(MORE)
    if (e, outlet) != (2, "echo"):
        words.append("Subscribe to our newsletter, which comes each morning.")
    return "<html><body><h1>%s%s</h1>%s</body></html>" % (TITLES[e], "" if outlet == "post" else ", says office", "".join("<p>%s</p>" % w for w in words))


def answer(host, path):
    kind, _, name = path[1:].partition("/")
    if kind == "feed":
        items = "".join("<item><title>%s</title><link>http://%s:%d/page/%d-%s</link><guid isPermaLink='false'>%s-%d</guid><pubDate>Fri, 0%d Mar 2026 10:0%d:00 GMT</pubDate></item>" % (
            TITLES[e] + ("" if o == "post" else ", says office"), host, web.port, e, o, o, e, e + 1, o == "echo") for e, o in NAMES if o == name)
        return 200, {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>%s</title><link>http://%s/</link><description>d</description>%s</channel></rss>" % (name, host, items)).encode()
    if kind == "page":
        e, o = name.split("-")
        return 200, {"Content-Type": "text/html"}, page(int(e), o).encode()
    return 404, {}, b"no"


web = Web(answer)
P.env["TIDINGS_PLUGIN_PATH"] = P.path("plugins")
build(P, "edition", '-DVERSION="1.0"')
conf = P.write("c.yaml", "version: 1\nstore: { path: c.db, capture: {} }\nfetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n" + "".join(
    "  - { id: %s, url: \"http://127.0.0.%d:%d/feed/%s\", parse: feed, full_text: edition, outlet: \"The %s\" }\n" % (o, n, web.port, o, o.title()) for n, o in ((2, "post"), (3, "echo"))))
P.expect("run", "--once", "--config", conf)


def seen():
    """Records by title, and what readers see of them that a new version does not change."""
    records = P.records(P.path("c.db"))
    by, members = {r["title"]: r for r in records}, {}
    for r in records:
        members.setdefault(r.get("story"), []).append(r["title"])
    stories = lines(P.run("stories", "--json", "--store", P.path("c.db")).stdout)
    return by, {"stories": {s["id"]: (sorted(members[s["id"]]), s.get("records")) for s in stories}, "their order": [s["id"] for s in stories],
                "times": {t: (r["first_seen"], r.get("published")) for t, r in by.items()}, "copies": {t: r.get("copy_of") for t, r in by.items()},
                "works": {t: (r["work"], r["url"] if "url" in r else None, r["source"]) for t, r in by.items()}}


def found(words):
    """The titles, best first."""
    return [x["title"] for x in lines(P.run("search", "--json", "--store", P.path("c.db"), words).stdout)]


SAME = TITLES[2] + ", says office"
before, was = seen()
hits = {q: found(q) for q in ("Hollin", "brewery", "crossing", "newsletter")}
check("six pages were read, of three events or fewer", len(before) == 6 and 1 < len(was["stories"]) <= 3 and all(x["captures"][0]["parser_version"] == "1.0" for x in before.values()), was)
check("search finds them", [len(hits[q]) for q in ("Hollin", "brewery", "crossing", "newsletter")] == [4, 2, 2, 5], hits)
p = P.run("replay", "--config", conf, "--outdated")
check("nothing is outdated yet", p.returncode == 4, told(p))

build(P, "edition", '-DVERSION="1.0"', "-O2")
p = P.run("replay", "--config", conf, "--outdated")
check("nor after the same version was built anew", p.returncode == 4, told(p))

build(P, "edition", '-DVERSION="2.0"')
p = P.run("replay", "--config", conf, "--outdated", "--dry-run")
check("version 2.0: a dry run shows five of six", p.returncode == 0 and p.stdout.count("[-Subscribe to our newsletter") == 5 and "6 answers: 5 would be new versions, 1 unchanged" in p.stdout, told(p))
check("and changes nothing", seen()[0] == before, "")
p = P.run("replay", "--config", conf, "--outdated")
check("the replay stores them", p.returncode == 0 and "6 answers: 5 new versions, 1 unchanged" in p.stdout, told(p))

for when in ("after the replay", "after the next run"):
    after, now = seen()
    check("%s: versions" % when, {t: (r["version"], r["change"], r["captures"][0]["parser_version"]) for t, r in after.items()} == {t: (1, "new", "1.0") if t == SAME else (2, "reparsed", "2.0") for t in before}, after)
    check("%s: the texts are those of version 2.0" % when, all("\n\n".join(x for x in before[t]["text"].split("\n\n") if not x.startswith("Subscribe")) == r["text"] for t, r in after.items()), after)
    check("%s: what was read as before is the same record" % when, after[SAME] == before[SAME], after[SAME])
    for what in was:
        check("%s: %s as before" % (when, what), was[what] == now[what], (was[what], now[what]))
    check("%s: search finds each once, and what is not said any more no longer" % when, {q: sorted(found(q)) for q in hits} == {q: sorted(x) if q != "newsletter" else [] for q, x in hits.items()}, {q: found(q) for q in hits})
    check("%s: those that lost the same words in the order of before" % when, found("brewery") == hits["brewery"], (hits, found("brewery")))
    check("%s: nobody is told of a change by its publisher" % when, P.run("changes", "--config", conf).returncode == 4, "")
    P.expect("run", "--once", "--config", conf)

p = P.run("replay", "--config", conf, "--outdated", "--json")
check("once more: the one that is read as before is read again, and nothing stored", lines(p.stdout)[-1]["unchanged"] == 1 and lines(p.stdout)[-1]["new_versions"] == 0, told(p))

# the earlier version is another one as well, and brings the line back
build(P, "edition", '-DVERSION="1.0"')
p = P.run("replay", "--config", conf, "--outdated")
back, now = seen()
check("back to version 1.0: five get a third version", "5 answers: 5 new versions" in p.stdout and {t: r["text"] for t, r in back.items()} == {t: r["text"] for t, r in before.items()} and sorted(r["version"] for r in back.values()) == [1, 3, 3, 3, 3, 3], told(p))
check("and all else is as it was", all(was[what] == now[what] for what in was), (was, now))
check("search too", {q: sorted(found(q)) for q in hits} == {q: sorted(x) for q, x in hits.items()} and found("brewery") == hits["brewery"], (hits, {q: found(q) for q in hits}))

# a plugin that is gone
os.remove(P.path("plugins", "edition.so"))
p = P.run("replay", "--config", conf, "--outdated")
check("without the plugin: told, and nothing is stored", p.returncode == 78 and "edition" in p.stderr and seen()[0] == back, told(p))
P.end()
