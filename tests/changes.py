#!/usr/bin/env python3
"""What publishers changed: `changes` lists edits, corrections and withdrawals since a time, and `show --diff` has the words.

  changes.py --tidings build/release/tidings --shim build/release/tests/clock_shift.so

The clock is moved by days between the versions.
"""
import json

from loopback import Clock, Web
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--shim", required=True, help="tests/clock_shift.c, compiled")
P = Program("changes", ap)
check = P.check
clock = Clock(P.folder, P.arguments.shim, P.env)
P.env = clock.env
FIRST = "The ferry between the two islands sailed again on Monday after eleven days in the dock."
LAST = "Tickets of last week are valid until Sunday, the harbour office said."
DEAD = "Fourteen people were injured when the pier gave way, a spokesman of the town said."
item = {}


def answer(host, path):
    body = "<rss version='2.0'><channel><title>Harbour</title>%s</channel></rss>" % "".join(
        "<item><title>%s</title><guid isPermaLink='false'>report-%s</guid><pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><description>%s</description></item>"
        % (t, g, "".join("&lt;p&gt;%s&lt;/p&gt;" % x for x in ps)) for g, (t, ps) in sorted(item[path].items()))
    return 200, {"Content-Type": "application/rss+xml"}, body.encode()


web = Web(answer)
conf = P.write("c.yaml", "version: 1\nstore: { path: c.db }\nfetch: { allow_private: true, hosts: { delay: 0s }, interval: { min: 1s, max: 1s, adaptive: no } }\npipeline: []\nsources:\n"
               "  - { id: gazette, url: \"http://127.0.0.1:%d/a\", parse: feed, outlet: The Gazette }\n  - { id: post, url: \"http://127.0.0.2:%d/b\", parse: feed, outlet: The Post }\n" % (web.port, web.port))


def poll(days=0):
    clock.move(86400 * days)
    return P.expect("run", "--once", "--config", conf)


def changes(*args, code=0):
    return lines(P.expect("changes", "--json", "--config", conf, *args, code=code).stdout)


item["/a"] = {"ferry": ("Ferry sails", [FIRST, DEAD, LAST]), "pier": ("Pier closed", [FIRST])}
item["/b"] = {"sailing": ("Sailing again", [LAST]), "dues": ("Harbour dues", [FIRST]), "fish": ("Fish market", [DEAD])}
poll()
p = P.run("changes", "--config", conf)
check("nothing was changed: told, with the code of nothing", p.returncode == 4 and "nothing was changed" in p.stderr and p.stdout == "", told(p))
item["/a"]["ferry"] = ("Ferry sails", [FIRST, DEAD.replace("Fourteen", "Twelve"), LAST])
poll(10)
item["/b"]["sailing"] = ("Sailing again at last", [LAST, "Correction: an earlier version of this report gave another day."])
poll(13)
got = changes("--since", "30d")
check("each version after the first is listed, the oldest first", [(x["source"], x["version"]) for x in got] == [("gazette", 2), ("post", 2)], got)
check("with the first words that differ", (got[0].get("gone"), got[0].get("new")) == ("Fourteen", "Twelve"), got[0])
check("of the title where it differs, and the title before", got[1].get("title_before") == "Sailing again" and got[1].get("new") == "at last", got[1])
check("a correction is called one", got[1].get("change") == "correction", got[1])
check("what is older is left out, by a duration", [x["source"] for x in changes("--since", "5d")] == ["post"], changes("--since", "5d"))
check("seven days if nothing is said", [x["source"] for x in changes()] == ["post"], changes())
check("and by a date", len(changes("--since", "2026-01-01")) == 2, "")
check("of one source alone", [x["source"] for x in changes("--since", "30d", "--source", "gazette")] == ["gazette"], "")
check("of a source without changes: nothing", changes("--since", "30d", "--source", "none", code=4) == [], "")
p = P.run("changes", "--since", "soon", "--config", conf)
check("another word is refused, with what is wanted", p.returncode == 2 and "36h" in p.stderr, told(p))
text = P.expect("changes", "--since", "30d", "--config", conf).stdout
check("for people: what it is, by whom, and the words", all(x in text for x in ("The Gazette: Ferry sails", "[-Fourteen-] {+Twelve+}", "correction", "{+at last+}")), text)
text = P.expect("show", got[0]["id"], "--diff", "--config", conf).stdout
check("`show --diff` marks the words in their paragraph", "[-Fourteen-] {+Twelve+} people were injured" in " ".join(text.split()), text)
check("and says how many paragraphs are the same", text.count("(1 paragraph the same)") == 2 and FIRST not in text, text)
text = P.expect("show", got[1]["id"], "--diff", "--config", conf).stdout
check("a new paragraph is new as a whole", "{+Correction: an earlier version" in text and "Sailing again {+at last+}" in text, text)

# paragraphs at the end of one version, which are in the middle of the other or nowhere
for name, text in (("a", "The ferry sails.\n\nThe pier is closed.\n\nThe mayor came."), ("b", "The ferry sails."), ("c", "The ferry sails.\n\nThe captain stays.")):
    P.expect("import", "--store", P.path("cut.db"), P.write(name + ".jsonl", json.dumps({"id": "x", "title": "Ferry", "text": text}) + "\n"))
text = P.expect("show", "x", "--diff", "--store", P.path("cut.db")).stdout
check("deleted and new last paragraphs stand on lines of their own", all("\n  " + x + "\n" in text for x in ("[-The pier is closed.-]", "[-The mayor came.-]", "{+The captain stays.+}")) and text.count("(1 paragraph the same)") == 2, text)

# many records before and behind: the beginning is found without reading all of them
item["/a"] = {str(i): ("Item %d" % i, ["Report %d. %s" % (i, FIRST)]) for i in range(100, 400)}
poll(30)
item["/a"]["250"] = ("Item 250", ["Report 250, edited. " + FIRST])
poll(1)
item["/a"]["251"] = ("Item 251", ["Report 251, edited. " + FIRST])
poll(3)
check("a time between many records is found", [x["title"] for x in changes("--since", "2d")] == ["Item 251"] and [x["title"] for x in changes("--since", "20d")] == ["Item 250", "Item 251"], changes("--since", "60d"))
P.end()
