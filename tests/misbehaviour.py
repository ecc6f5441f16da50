#!/usr/bin/env python3
"""Servers that misbehave in forty ways, at first, every third time and always: what the program makes of each.

  misbehaviour.py --tidings build/release/tidings            --only 4,13 for some of them; --polls 7 for the long form, in which who misbehaved every third time has behaved again

All are asked in one run, each on an address of its own, with well-behaved ones among them.  Of each must hold: the right words are
told, nothing half is stored, nothing is doubled, and who behaves again is read in full again.  Time and memory stay bounded.
"""
import re, resource, time

from misbehaving_server import BEHAVIOURS, GIVES_WHOLE, misbehaving, NOTHING, OUTCOMES, PROSE, TITLES
from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--only", default="", help="numbers, with commas")
ap.add_argument("--polls", type=int, default=3)
P = Program("misbehaviour", ap)
A, check = P.arguments, P.check
MODES = {"first": lambda nth: nth == 0, "third": lambda nth: nth % 3 == 2, "always": lambda nth: True}
LEFT_ALONE = {36}  # who says "later" is not asked again at once, so it has no second time here
numbers = [int(x) for x in A.only.split(",")] if A.only else sorted(BEHAVIOURS)
server = misbehaving(lambda mode, number, nth: mode in MODES and MODES[mode](nth))
store, sources = P.path("m.db"), []
for m, mode in enumerate(MODES):
    for n in numbers:
        scheme = "https" if n == 38 and mode == "always" else "http"
        sources.append(("%s-%d" % (mode, n), "%s://127.0.%d.%d:%d/%s/%d" % (scheme, m + 1, n, server.port, mode, n)))
good = [("good-%d" % i, "http://127.0.9.%d:%d/good/x" % (i + 1, server.port)) for i in range(8)]
pace = P.pace()
conf = P.write("c.yaml", "version: 1\nfetch: { allow_private: true, timeout: %ds, hosts: { delay: 0s } }\nsources:\n" % (2 * pace) +
               "".join("  - { id: %s, url: \"%s\", parse: feed }\n" % x for x in sources + good))
spans, said = [], []


def states():
    return {s["id"]: s for s in lines(P.run("sources", "--json", "--config", conf, "--store", store).stdout)}


for poll in range(A.polls):
    began = time.monotonic()
    p = P.run("run", "--once", "--config", conf, "--store", store, timeout=200)
    spans.append(time.monotonic() - began)
    said.append((p, states(), lines(P.run("export", "--store", store).stdout)))
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


def stored(poll, id):
    return [r for r in said[poll][2] if r["source"]["id"] == id]


def whole(records):
    """Each once, and none of it half."""
    return sorted(r["title"] for r in records if not r["title"].startswith("Extra")) == sorted(TITLES) and half(records) == []


def half(records):
    return [r["title"] for r in records if r["text"].split("\n\n")[-1] != "%s%s." % (PROSE, r["title"]) and r["text"] != ("%s %s." % (PROSE, r["title"])).replace("  ", " ")]


def words_of(poll, id):
    return said[poll][1].get(id, {}).get("last_error", "")


for n in numbers:
    name, _, gives, words = BEHAVIOURS[n]
    ids = {mode: "%s-%d" % (mode, n) for mode in MODES}
    faults = []
    for mode, id in ids.items():
        for poll in range(A.polls):
            records = stored(poll, id)
            if half(records):
                faults.append("%s, poll %d: half a record: %s" % (mode, poll + 1, half(records)))
            if len({r["title"] for r in records}) != len(records):
                faults.append("%s, poll %d: a record twice" % (mode, poll + 1))
            bad = MODES[mode](poll) and not (n in LEFT_ALONE and poll > 0)
            told_is = words_of(poll, id) or said[poll][1].get(id, {}).get("why", "")
            if bad and words and not re.search(words, told_is):
                faults.append("%s, poll %d: told is %r" % (mode, poll + 1, told_is))
            outcome = said[poll][1].get(id, {}).get("outcome", "")
            if bad and n in OUTCOMES and not re.fullmatch(OUTCOMES[n], outcome):
                faults.append("%s, poll %d: it is called %s" % (mode, poll + 1, outcome))
            if bad and poll == 0 and gives == NOTHING and records:
                faults.append("%s: something was stored: %s" % (mode, [r["title"] for r in records]))
            if (not bad or gives == GIVES_WHOLE) and n not in LEFT_ALONE and not whole(records):
                faults.append("%s, poll %d: not whole: %s (%s)" % (mode, poll + 1, [r["title"] for r in records], words_of(poll, id)))
            if not bad and n not in LEFT_ALONE and words_of(poll, id):
                faults.append("%s, poll %d: behaves, and yet: %s" % (mode, poll + 1, words_of(poll, id)))
    check("%2d %s" % (n, name), faults == [], "; ".join(faults[:4]))
for id, _ in good:
    check("%s is read, whatever is beside it" % id, all(whole(stored(k, id)) and words_of(k, id) == "" for k in range(A.polls)), stored(0, id))
check("a run takes no longer than its timeouts, and the waits after them", max(spans[:3]) < 30 * pace, (spans, pace))
check("and memory stays bounded: %d MiB" % most, most < 700, most)
if 27 in numbers and A.polls > 1:
    again = [x for x in said[1][0].stderr.splitlines() if "/always/27" in x or "always-27 " in x]
    check("what cannot be read a second time is told once, with its source", len(again) == 1 and "2 times in a row" in again[0], again)
check("no worker died of it", not any(re.search(r"signal|crash|died|memory:", p.stderr) for p, _, _ in said), [x for p, _, _ in said for x in p.stderr.splitlines() if re.search("signal|crash|died", x)][:3])
server.close()
P.end()
