#!/usr/bin/env python3
"""How long records are kept, and what `tidings store` does with a store as a whole.

  retention.py --tidings build/release/tidings --shim build/release/tests/clock_shift.so

The clock is moved by weeks between the polls.  With --records 1000000 a store of so many records loses some by `forget`, is copied and then loses
all of them, while a program polls and searches go on, and the figures are printed; nothing else is tested then.
"""
import email.utils
import json
import os
import signal
import sqlite3
import threading
import time

from loopback import Clock, Web
from program import arguments, lines, Program, told, until

ap = arguments(__doc__)
ap.add_argument("--shim", required=True, help="tests/clock_shift.c, compiled")
ap.add_argument("--records", type=int, default=0, help="measure with a store of so many")
ap.add_argument("--filled", help="with --records: a store that has them (made by an earlier measure), which is moved here; else they are imported")
P = Program("retention", ap)
check = P.check
clock = Clock(P.folder, P.arguments.shim, P.env)
P.env = clock.env
DAY = 86400
feeds = {"/gazette": [], "/mill": [], "/old": []}
junk = b"\x00\x01nothing that any parser reads\x02" * 20


def answer(host, path):
    if path == "/junk":
        return 200, {"Content-Type": "application/octet-stream"}, junk
    body = "<rss version='2.0'><channel><title>%s</title>%s</channel></rss>" % (path[1:], "".join(
        "<item><title>%s</title><guid isPermaLink='false'>%s</guid><link>http://%s/%s</link><pubDate>%s</pubDate><description>%s</description></item>"
        % (title, guid, host + ".example", guid, email.utils.formatdate(at), text) for guid, title, at, text in feeds[path]))
    return 200, {"Content-Type": "application/rss+xml"}, body.encode()


web = Web(answer)


def item(path, guid, title, text="", days=0):
    feeds[path].append((guid, title, clock.now() - days * DAY, text or "About %s the harbour office told us more." % title))


def conf(name, keep, sources, pipeline="[]", more=""):
    rows = "\n".join("  - { id: %s, url: \"http://127.0.0.%d:%d/%s\", outlet: %s%s }" % (s, 1 + i, web.port, s, s, x) for i, (s, x) in enumerate(sources))
    return P.write(name + ".yaml", "version: 1\nstore: { path: %s.db, keep: %s }\nfetch: { allow_private: true, hosts: { delay: 0s }, interval: { min: 1s, max: 1s, adaptive: no } }\n"
                   "pipeline: %s\n%ssources:\n%s\n" % (name, keep, pipeline, more, rows))


def poll(c, days=0, code=None):
    clock.move(DAY * days)
    return json.loads(P.expect("run", "--once", "--json", "--config", c, code=code).stdout)


def titles(c):
    return sorted(r["title"] for r in lines(P.run("export", "--format", "jsonl", "--config", c).stdout))


def found(c, words):
    return P.run("search", "--json", "--config", c, words).stdout.count("\n")


def status(c):
    return json.loads(P.expect("status", "--json", "--config", c).stdout)


# ---- the measure
def polls_while(c, what, name):
    """How long `what` takes while a source is polled each second, and the longest pause between two polls."""
    polls, stop, number = [], threading.Event(), [0]

    def feed():
        while not stop.wait(0.2):
            number[0] += 1
            item("/mill", "%s%d" % (name, number[0]), "Fresh report %s %d" % (name, number[0]))
            polls.extend(x.at for x in web.take() if x.path == "/mill")
            del feeds["/mill"][:-20]
    web.take()
    fed = threading.Thread(target=feed)
    fed.start()
    time.sleep(4)
    at = time.monotonic()
    p = what()
    took = time.monotonic() - at
    time.sleep(2)
    stop.set()
    fed.join()
    gaps = sorted(b - a for a, b in zip(polls, polls[1:]))
    print("%s: %.1f s; polls of a source that is due each second: %.2f s apart (median), at most %.2f s" % (name, took, gaps[len(gaps) // 2], gaps[-1]), flush=True)
    return p


def measure_beside(c, n):
    run = P.start("run", "--config", c)
    until(lambda: os.path.exists(P.path("big.db-control")), 600)
    copy = P.path("copy.db")
    polls_while(c, lambda: time.sleep(15), "nothing else")
    for some in (1, min(1000, n // 10)):
        p = polls_while(c, lambda: P.run("forget", "--config", c, *["r%d" % (some + i) for i in range(some)], timeout=36000), "forget %d" % some)
        check("they are forgotten beside the polls", p.returncode == 0 and "%d record" % some in p.stdout, told(p))
    p = polls_while(c, lambda: P.run("store", "backup", "--config", c, copy, timeout=36000), "backup")
    check("a copy is made beside the polls", p.returncode == 0, told(p))
    check("it is whole", P.run("store", "check", "--store", copy, timeout=36000).returncode == 0, "")
    os.unlink(copy)
    quiet = P.path("big.db-wal")
    print("the log: %.1f MiB" % (os.path.getsize(quiet) / 2**20), flush=True)
    p = polls_while(c, lambda: P.run("store", "vacuum", "--config", c, timeout=36000), "vacuum")
    check("room is given back between the polls", p.returncode == 0, told(p))
    run.send_signal(signal.SIGTERM)
    run.wait()


def measure(n):
    c = conf("big", "{ records: 30d }", [("mill", ""), ("gazette", "")])
    with open(P.path("big.jsonl"), "w") as f:
        for i in range(0 if P.arguments.filled else n):
            f.write(json.dumps({"id": "r%d" % i, "title": "Report number %d of the %dth harbour" % (i, i % 97), "url": "http://archive.example/%d" % i,
                                "text": " ".join("word%d" % ((i * 7919 + k * k * 104729) % 30000) for k in range(150))}) + "\n")
    began = time.monotonic()
    if P.arguments.filled:
        os.rename(P.arguments.filled, P.path("big.db"))
    else:
        P.expect("import", "--quiet", "--config", c, P.path("big.jsonl"), timeout=36000)
    print("import of %d records: %.0f s, %.1f MiB" % (n, time.monotonic() - began, os.path.getsize(P.path("big.db")) / 2**20), flush=True)
    measure_beside(c, n)
    n = status(c)["records"]
    feeds["/mill"] = []
    clock.move(DAY * 31)
    run, searches, began = P.start("run", "--config", c), [], time.monotonic()
    while not os.path.exists(P.path("big.db-control")):
        time.sleep(0.05)
    web.take()
    number, polls = 0, []
    while time.monotonic() - began < 36000:
        number += 1
        item("/mill", "n%d" % number, "Fresh report %d" % number)
        at = time.monotonic()
        P.run("search", "--config", c, "harbour")
        searches.append(time.monotonic() - at)
        polls += [x.at for x in web.take() if x.path == "/mill"]
        if number % 5 == 0 and status(c)["removed"] >= n and len(polls) > 1:
            break
        time.sleep(0.2)
    took = time.monotonic() - began
    size = os.path.getsize(P.path("big.db")) + os.path.getsize(P.path("big.db-wal"))
    run.send_signal(signal.SIGTERM)
    run.wait()
    gaps = sorted(b - a for a, b in zip(polls, polls[1:]))
    at = time.monotonic()
    P.expect("store", "vacuum", "--config", c, timeout=36000)
    print("%d records removed in %.0f s; a source that is due each second was polled after %.2f s (median), at most %.2f s; the slowest of %d searches (with its start): %.2f s"
          % (status(c)["removed"], took, gaps[len(gaps) // 2], gaps[-1], len(searches), max(searches)))
    print("the file with its log: %.1f MiB, after vacuum (%.0f s) %.1f MiB; stored meanwhile and there: %d" % (size / 2**20, time.monotonic() - at, os.path.getsize(P.path("big.db")) / 2**20, len(titles(c))))
    check("all are removed, what came meanwhile is there", status(c)["removed"] == n and 0 < len(titles(c)) <= number, (status(c), number))


if P.arguments.records:
    measure(P.arguments.records)
    P.end()

# ---- records: by age, and by source
a = conf("a", "{ records: 30d, quarantine: 5d }", [("gazette", ""), ("mill", ", keep: 7d"), ("junk", "")], more="sinks: [ { jsonl: { path: out.jsonl } } ]\n")
item("/gazette", "g1", "Bridge reopens")
item("/gazette", "g2", "Tunnel closes")
item("/mill", "m1", "Sawmill hires")
item("/mill", "m0", "Ancient sawmill", days=60)
p = poll(a)
check("what is listed and is older than it would be kept is not stored", titles(a) == ["Bridge reopens", "Sawmill hires", "Tunnel closes"] and p["expired"] == 1, (titles(a), p))
check("the quarantine has the document", status(a)["quarantined"] == 1, status(a))
item("/gazette", "g3", "Ferry sinks")
p = poll(a, 10)
feeds["/mill"][0] = feeds["/mill"][0][:3] + ("An edited text.",)
check("a source's own `keep` holds for its records alone", titles(a) == ["Bridge reopens", "Ferry sinks", "Tunnel closes"] and p["removed"] == 1, (titles(a), p))
check("nothing of it is found any more", found(a, "sawmill") == 0 and found(a, "ferry") == 1, "")
p = poll(a)
check("what its feed goes on listing is not stored again", titles(a) == ["Bridge reopens", "Ferry sinks", "Tunnel closes"] and p["records"] == p["new_versions"] == 0 and p["expired"] == 2, (titles(a), p))
p = P.run("show", "--config", a, "Sawmill")
check("status counts it", status(a)["removed"] == 1 and "older ones removed" in P.expect("status", "--config", a).stdout, status(a))

clock.move(DAY * 21)
dry = P.expect("store", "trim", "--dry-run", "--config", a)
check("--dry-run says what would go, and removes nothing", "2 records" in dry.stdout and "would be removed" in dry.stdout and len(titles(a)) == 3, told(dry))
p = P.run("store", "check", "--config", a)
check("check counts it too", p.returncode == 0 and "older than they are kept: 2 records" in p.stdout, told(p))
p = P.expect("store", "trim", "--json", "--config", a)
check("trim removes it now", json.loads(p.stdout)["works"] == 2 and titles(a) == ["Ferry sinks"], (told(p), titles(a)))
junk = b""
feeds["/gazette"], feeds["/mill"] = feeds["/gazette"][-1:], []
clock.move(DAY * 12)
p = P.expect("store", "trim", "--config", a)
check("documents of the quarantine go by their own age", status(a)["quarantined"] == 0 and titles(a) == [], (told(p), status(a)))
item("/gazette", "g4", "Lighthouse relit")
poll(a)
sunk = [json.loads(x)["title"] for x in open(P.path("out.jsonl"))]
check("after the last record of a log new ones are read by all", titles(a) == ["Lighthouse relit"] and sunk[-1] == "Lighthouse relit" and len(sunk) == len(set(sunk)) and found(a, "lighthouse") == 1, sunk)
check("the database is whole, the index of words too", P.run("store", "check", "--config", a).returncode == 0 and P.run("store", "verify", "--config", a).returncode == 0, "")
db = sqlite3.connect(P.path("a.db"))
left = {t: db.execute("SELECT count(*) FROM %s" % t).fetchone()[0] for t in ("log", "record", "name")}
check("no row of what went is left", left["log"] == left["record"] == 1, left)
db.close()

a = conf("a", "{ records: 30d }", [("gazette", ", keep: 1d"), ("mill", "")])
poll(a, 2)
check("a shorter time holds for what was passed over before", titles(a) == [], titles(a))
p = P.expect("check", "--config", a)
check("check says how long records are kept", "records are kept for 30 d, those of 1 source as long as it says" in " ".join(p.stdout.split()), told(p))

# ---- stories: what is left is told, what is gone is not
feeds["/gazette"], feeds["/mill"], feeds["/old"] = [], [], []
TEXT = "A freight train derailed near %s on Monday and spilled grain over both tracks, the railway said. Nobody was hurt when the freight train left the rails near the town. %s"
s = conf("s", "{ records: 3d }", [("gazette", ""), ("mill", ""), ("old", "")], "[ dedupe: {}, story: {}, brief: {} ]")
item("/gazette", "t1", "Freight train derails near Harwick", TEXT % ("Harwick", "The line stays closed until Thursday, the Gazette was told."))
poll(s)
clock.move(DAY * 2)
item("/mill", "t2", "Freight train derails near Harwick, grain spilled", TEXT % ("Harwick", "Cranes from the port lifted the wagons in the night."))
item("/old", "t3", "Derailed freight train near Harwick blocks both tracks", TEXT % ("Harwick", "Passengers take buses between the two towns."))
poll(s)
stories = lines(P.run("stories", "--json", "--config", s).stdout)
together = len(stories) == 1 and stories[0]["records"] == 3
check("three reports are one story", together, stories)
before = P.run("brief", "--config", s, stories[0]["id"]).stdout
poll(s, 1.5)
stories = lines(P.run("stories", "--json", "--config", s).stdout)
after = P.run("brief", "--config", s, stories[0]["id"]).stdout if stories else ""
check("a report that is old leaves its story", len(stories) == 1 and stories[0]["records"] == 2, stories)
check("the brief is written anew, without it", "gazette" in before.lower() and "gazette" not in after.lower() and "mill" in after.lower(), (before, after))
db = sqlite3.connect(P.path("s.db"))
check("no former brief is left", db.execute("SELECT count(*) FROM log WHERE kind = 8").fetchone()[0] <= 1 and db.execute("SELECT count(*) FROM brief").fetchone()[0] == 1, db.execute("SELECT kind, count(*) FROM log GROUP BY kind").fetchall())
db.close()
poll(s, 3)
check("a story without records is gone", P.run("stories", "--config", s).stdout.strip() == "" and status(s)["stories"] == 0 and status(s)["briefs"] == 0, status(s))
db = sqlite3.connect(P.path("s.db"))
rest = db.execute("SELECT kind, count(*) FROM log GROUP BY kind").fetchall()
check("and no note or brief of it is left", rest == [], rest)
db.close()

# ---- the daemon, while it polls
feeds["/gazette"], feeds["/mill"] = [], []
d = conf("d", "{ records: 30d }", [("gazette", ""), ("mill", "")])
for i in range(300):
    item("/gazette", "d%d" % i, "Report number %d of the day" % i)
poll(d)
feeds["/gazette"] = []
clock.move(DAY * 31)
run = P.start("run", "--config", d)
gone = until(lambda: status(d)["records"] == 0)
item("/mill", "new", "A new report arrives")
fresh = until(lambda: titles(d) == ["A new report arrives"])
asked = P.run("store", "trim", "--json", "--config", d)
run.send_signal(signal.SIGTERM)
run.wait()
check("a running program removes what is old, and goes on polling", gone and fresh, (titles(d), status(d)))
check("trim is done by a program that runs", asked.returncode == 0 and json.loads(asked.stdout) == {"works": 0, "quarantined": 0, "dry_run": False}, told(asked))

# ---- a log that is idle
q = P.write("quiet.yaml", open(d).read().replace("min: 1s, max: 1s", "min: 1h, max: 1h"))
run = P.start("run", "--config", q)
until(lambda: os.path.exists(P.path("d.db-control")))
item("/mill", "quiet", "A report before it gets quiet")
full = until(lambda: status(q)["log_bytes"] > 0)
held = sqlite3.connect(P.path("d.db"))
held.execute("BEGIN")
held.execute("SELECT count(*) FROM record").fetchall()
time.sleep(12)
kept = status(q)["log_bytes"] > 0
held.close()
emptied = until(lambda: status(q)["log_bytes"] == 0)
words = P.run("status", "--config", q).stdout
run.send_signal(signal.SIGTERM)
run.wait()
check("a log is emptied when nothing is written for a while and nobody reads it", full and kept and emptied and status(q)["log_emptied"] is None and "of its log (emptied" in " ".join(words.split()), (full, kept, emptied, words))

# ---- a stage that runs on remembers what is removed
feeds["/gazette"], feeds["/mill"] = [], []
m = conf("m", "{ records: 1h }", [("gazette", ""), ("mill", "")], "[ dedupe: {}, story: {} ]")
item("/gazette", "same", "Freight train derails near Harwick", TEXT % ("Harwick", "Cranes lifted the wagons in the night, and buses replaced the trains."))
log = open(P.path("m.log"), "w")
run = P.start("run", "--config", m, stderr=log)
until(lambda: P.run("status", "--config", m).returncode == 0)
until(lambda: status(m)["records"] == 1 and status(m)["stories"] == 1)
clock.move(2 * 3600)
gone = until(lambda: status(m)["records"] == 0)
feeds["/gazette"] = []
item("/mill", "same too", "Freight train derails near Harwick", TEXT % ("Harwick", "Cranes lifted the wagons in the night, and buses replaced the trains."))
again = until(lambda: status(m)["records"] == 1 and status(m)["stories"] == 1)
run.send_signal(signal.SIGTERM)
run.wait()
said = open(P.path("m.log")).read()
check("a copy of what was removed is a record like others, and no mistake of a stage", gone and again and status(m)["duplicates"] == 0 and "cannot be stored" not in said, (gone, again, status(m), said[-600:]))

# ---- a store as a whole
big = P.path("d.db")
for i in range(300):
    item("/gazette", "e%d" % i, "Another report %d" % i, "words " * 400 + str(i))
poll(d)
clock.move(DAY * 32)
P.expect("store", "trim", "--config", d)
size = os.path.getsize(big)
p = P.expect("store", "vacuum", "--config", d)
check("vacuum gives the room back", os.path.getsize(big) < size / 2 and not (os.path.exists(big + "-wal") and os.path.getsize(big + "-wal")), (size, os.path.getsize(big), told(p)))
feeds["/gazette"] = feeds["/gazette"][-3:]
item("/mill", "f1", "After the vacuum")
poll(d)
check("and the store goes on", titles(d) == ["After the vacuum"] and found(d, "vacuum") == 1, titles(d))

run = P.start("run", "--config", d)
until(lambda: os.path.exists(P.path("d.db-control")))
copy = P.path("copy", "d.db")
os.mkdir(P.path("copy"))
p = P.run("store", "backup", "--config", d, copy)
run.send_signal(signal.SIGTERM)
run.wait()
check("a backup is made while another program writes", p.returncode == 0 and os.stat(copy).st_mode & 0o777 == 0o600, told(p))
check("never over a file", P.run("store", "backup", "--config", d, copy).returncode == 1, "")
for path in feeds:
    feeds[path] = list(feeds[path])
web.take()
q = P.write("copy/d.yaml", open(d).read().replace("min: 1s, max: 1s", "min: 1h, max: 1h"))
p = json.loads(P.expect("run", "--once", "--due", "--json", "--config", q).stdout)
check("elsewhere it goes on where it stood: nothing is new, and nobody is asked before it is due", p["records"] == 0 and titles(q) == titles(d), (p, web.log))
check("it is whole", P.run("store", "check", "--store", copy).returncode == 0 and P.run("store", "verify", "--store", copy).returncode == 0, "")

data = bytearray(open(copy, "rb").read())
at = data.rfind(b"After the vacuum")
data[at] ^= 1
open(copy, "wb").write(data)
p, q = P.run("store", "verify", "--store", copy), P.run("store", "check", "--store", copy)
check("verify finds a changed bit", p.returncode == 3 and "damaged" in p.stderr or q.returncode == 3, (told(p), told(q)))
data[4096 * 3:4096 * 3 + 400] = os.urandom(400)
open(copy, "wb").write(data)
p = P.run("store", "check", "--store", copy)
check("check finds a broken page", p.returncode in (1, 3) and p.stderr, told(p))
for words in ([], ["trim", "x"], ["vacuum", "--dry-run"], ["mend"]):
    check("`store %s` says what can be said" % " ".join(words), P.run("store", *words, "--store", big).returncode == 2, "")
check("without a time nothing is trimmed", P.run("store", "trim", "--store", big).returncode == 4, "")
P.end()
