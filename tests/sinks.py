#!/usr/bin/env python3
"""What a sink does not take is told, kept, and offered again, whatever happens to the program between.

  sinks.py --tidings build/release/tidings --include include

The sink is tests/outside/ledger.c, built as an outside author would: with cc and the headers, nothing else.
"""
import json, os, re, sqlite3, time

from outside import build
from program import arguments, lines, Program, until

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("sinks", ap)
check, path = P.check, P.path
build(P, "ledger")
build(P, "drop")
STORE = ["--store", path("news.db")]
WORDS = ["Anchor", "Beacon", "Compass", "Dinghy", "Estuary"]


def feed(titles):
    items = "".join("<item><title>%s of the harbour report</title><guid>g%s</guid><link>https://news.example/%s</link><description>%s</description>"
                    "</item>" % (t, t, t, ("The %s was seen near the pier, the harbour office said. " % t) * 3) for t in titles)
    return "<rss version='2.0'><channel><title>Harbour</title><link>https://news.example/</link>%s</channel></rss>" % items


def mood(**rules):
    P.write("out/ledger.txt.mood", "".join("%s %s\n" % (k.replace("flush_", "flush "), v) for k, v in rules.items()))


def configure(titles, limits=""):
    P.write("in/feed.xml", feed(titles))
    return P.write("c.yaml", "version: 1\nplugins: { path: [%s]%s, grant: { org.example.ledger: [write] } }\n"
                   "sources:\n  - { id: harbour, url: \"file:in/feed.xml\" }\nsinks:\n  - ledger: { path: out/ledger.txt }\n"
                   % (json.dumps(path("plugins")), limits))


CONF = configure(WORDS)


def once():
    return P.run("run", "--once", "--config", CONF, *STORE)


def took():
    try:
        return [x.split()[0] for x in open(path("out/ledger.txt")).read().splitlines()]
    except FileNotFoundError:
        return []


def queue(*sink):
    return {r["title"].split()[0]: r for r in lines(P.run("sink", "queue", "list", *sink, "--json", *STORE).stdout)}


def forget():
    for name in ("news.db", "news.db-wal", "news.db-shm", "news.db-lock", "out/ledger.txt"):
        if os.path.exists(path(name)):
            os.remove(path(name))


# ---- each status, and the others go on ----
mood(Anchor="bad", Beacon="denied", Compass="internal", Dinghy="dumb")
p = once()
check("one that is refused does not stop the others", took() == ["Estuary"], (took(), p.stderr))
check("each refusal is told with the sink, the record and the reason", all(x in p.stderr for x in (
    "sink ledger", "no account for Anchor", "the book of Beacon", "the pen broke at Compass", "Dinghy of the harbour report")), p.stderr)
check("and what to do", "tidings sink queue retry" in p.stderr, p.stderr)
check("no reason is said to be none", "gave no reason (TDG_RETRY)" in p.stderr and " ()" not in p.stderr, p.stderr)
check("the exit code says that something was left out", p.returncode == 3 and "refused by a sink" in p.stdout, (p.returncode, p.stdout))
q = queue()
check("the queue has them, with reasons", sorted(q) == WORDS[:4] and "no account for Anchor" in q["Anchor"]["reason"], q)
check("refused or waiting", [q[w]["state"] for w in WORDS[:4]] == ["refused"] * 3 + ["waiting"] and q["Anchor"]["again"] is None, q)
p = P.run("sink", "queue", "list", *STORE)
check("as text too", p.returncode == 0 and "no account for Anchor" in p.stdout and "waiting" in p.stdout, p.stdout)
p = P.run("status", *STORE)
check("status counts them", "3 records refused, 1 waiting" in p.stdout, p.stdout)

# ---- a second run: what waits is offered, what was refused is not ----
mood()
p = once()
check("what it put off is given with the next run, what it refused is not", took() == ["Estuary", "Dinghy"] and p.returncode == 0,
      (took(), p.returncode, p.stdout, p.stderr))
check("and left the queue", sorted(queue()) == WORDS[:3], queue())
mood(Beacon="denied")
p = P.run("sink", "queue", "retry", "ledger", "--config", CONF, *STORE)
check("retry offers the refused ones", took()[2:] == ["Anchor", "Compass"] and p.returncode == 3 and "2 records taken" in p.stdout,
      (took(), p.returncode, p.stdout, p.stderr))
q = queue("ledger")
check("one that is refused again stays, counted", list(q) == ["Beacon"] and q["Beacon"]["count"] == 2, q)
p = P.run("sink", "queue", "retry", "other", "--config", CONF, *STORE)
check("a sink that is not configured is said", p.returncode == 78 and "no sink called other" in p.stderr, (p.returncode, p.stderr))
p = P.run("sink", "queue", "drop", q["Beacon"]["record"], *STORE)
check("drop gives one up", p.returncode == 0 and queue() == {}, (p.returncode, p.stdout, p.stderr))
p = P.run("sink", "queue", "retry", "--config", CONF, *STORE)
check("then there is nothing", p.returncode == 4 and took().count("Beacon") == 0, (p.returncode, took()))
check("every record once", sorted(took()) == ["Anchor", "Compass", "Dinghy", "Estuary"], took())

# ---- a crash, a deadline ----
forget()
mood(Beacon="crash", Dinghy="hang")
CONF = configure(WORDS, ", limits: { deadline: 1s }")
p = once()
check("one that ends the worker does not stop the others", sorted(set(took())) == ["Anchor", "Compass", "Estuary"], (took(), p.stderr))
q = queue()
check("it is kept with the cause", sorted(q) == ["Beacon", "Dinghy"] and "SIGABRT" in q["Beacon"]["reason"] and "1000 ms" in q["Dinghy"]["reason"]
      and p.returncode == 3, (q, p.returncode))
p = once()
check("and is not given again by itself", p.returncode == 0 and sorted(queue()) == ["Beacon", "Dinghy"], (p.returncode, p.stderr))
mood()
p = P.run("sink", "queue", "retry", "--config", CONF, *STORE)
check("until it is asked for", p.returncode == 0 and {"Beacon", "Dinghy"} <= set(took()) and queue() == {}, (p.returncode, took(), p.stderr))

# ---- status tells how stages, briefs and sinks fare, from the store alone ----
def fares(*conf):
    return {"%s %s" % (c["kind"], c["name"]): c for c in json.loads(P.run("status", "--json", *conf, *STORE).stdout)["consumers"]}


forget()
build(P, "troubled")
mood(Anchor="bad", Beacon="crash", Dinghy="retry")
words = WORDS[:2] + ["Wreck", "Storm", "Dinghy"]
troubled = P.write("troubled.yaml", open(configure(words)).read() + "pipeline: [troubled, story, unwritten]\n")
p = P.run("run", "--once", "--config", troubled, *STORE)
was = fares()
check("each has a row", list(was) == ["stage story", "stage troubled", "brief unwritten", "sink ledger"], was)
check("a stage: its failures, their class and words", [was["stage troubled"][x] for x in ("failures", "in_row", "cause")] == [3, 0, "bad-input"]
      and "no judgement of a storm" in was["stage troubled"]["reason"] and was["stage troubled"]["last_at"], was)
check("a brief writer", [was["brief unwritten"][x] for x in ("failures", "cause", "last")] == [3, "limit", None]
      and "the story is too long" in was["brief unwritten"]["reason"], was)
check("a sink", was["sink ledger"]["failures"] == 4 and was["sink ledger"]["last"] and was["sink ledger"]["failed"], was)
check("one that does not fail", [was["stage story"][x] for x in ("failures", "in_row", "failed", "failed_at", "cause")] == [0, 0, None, None, ""], was)
p = P.run("status", *STORE)
said = " ".join(p.stdout.split())
check("as text: when, how often, why", "stages story: last record " in said and "briefs unwritten: no story yet; 3 failures, the last " in said
      and "limit: the story is too long" in said and "; 4 failures" in said, p.stdout)
build(P, "troubled", "-DMENDED")
mood()
P.write("in/feed.xml", feed(words + ["Estuary"]))
p = P.run("run", "--once", "--config", troubled, *STORE)
now = fares("--config", troubled)
check("with a configuration in its order, and it goes on", list(now) == ["stage troubled", "stage story", "brief unwritten", "sink ledger"]
      and all(c["in_row"] == 0 and c["last_at"] for c in now.values()), now)
check("what failed is counted over runs, and remembered", [now[x]["failures"] for x in was] == [was[x]["failures"] for x in was]
      and now["sink ledger"]["failed_at"] == was["sink ledger"]["failed_at"] and now["sink ledger"]["last"] > was["sink ledger"]["last"], (was, now))
other = P.write("other.yaml", open(troubled).read().replace("[troubled, story, unwritten]", "[story]"))
check("only those that are configured", list(fares("--config", other)) == ["stage story", "sink ledger"], fares("--config", other))

# ---- a stage that cannot be opened: however many records wait for it, it fails once ----
forget()
build(P, "troubled", "-DSHUT")
p = P.run("import", "--config", other, path("in/feed.xml"), *STORE)
check("the records are there, none is judged yet", p.returncode == 0 and len(P.records(path("news.db"))) == len(words) + 1, (p.returncode, p.stderr))
P.write("in/last.xml", feed(["Fathom"]))
p = P.run("import", "--config", troubled, path("in/last.xml"), *STORE)
now = fares()
check("it ends the run", p.returncode == 1 and "the stage troubled" in p.stderr and "cannot be opened: " in p.stderr and "the bureau is shut" in p.stderr, (p.returncode, p.stderr))
check("one failure is kept, with its words", [now["stage troubled"][x] for x in ("failures", "in_row", "last")] == [1, 1, None]
      and "the bureau is shut" in now["stage troubled"]["reason"], now)

# ---- a flush that fails ----
forget()
CONF = configure(WORDS, ", limits: { deadline: 1s }")
mood(flush_Compass="")
p = once()
check("of a flush that fails the one record is found", sorted(took()) == [w for w in WORDS if w != "Compass"], (took(), p.stderr))
q = queue()
check("and kept with what flush said", list(q) == ["Compass"] and "the page tore" in q["Compass"]["reason"], q)
mood()
P.run("sink", "queue", "retry", "--config", CONF, *STORE)
check("and taken later", sorted(took()) == WORDS and queue() == {}, took())

# ---- one waits while a flush fails: the others go on, in this run ----
forget()
mood(Beacon="retry", flush_Compass="")
p = once()
check("one that waits does not stop those that are given one by one", sorted(took()) == ["Anchor", "Dinghy", "Estuary"], (took(), p.stderr))
q = queue()
check("the one waits, the one whose flush fails is refused", {w: q[w]["state"] for w in q} == {"Beacon": "waiting", "Compass": "refused"}, q)

# ---- all that waits is put off again: what is new is given nevertheless ----
forget()
CONF = configure(WORDS[:2])
mood(Anchor="retry", Beacon="retry")
p = once()
CONF = configure(WORDS)
p = once()
check("what waits does not stop what is new", sorted(took()) == WORDS[2:] and sorted(queue()) == WORDS[:2], (took(), p.stderr))

# ---- an import, and a sink that puts off everything ----
forget()
mood(**{w: "retry" for w in WORDS})
p = P.run("import", "--config", CONF, *STORE, path("in/feed.xml"))
check("an import keeps what a sink puts off", p.returncode == 3 and took() == [] and sorted(queue()) == WORDS and "the ink of" in p.stderr,
      (p.returncode, took(), p.stderr))
mood()
p = once()
check("and a run gives it, in order", took() == WORDS and queue() == {}, (took(), p.stderr))

# ---- a queue that is full ----
forget()
MOST, OVER = 10000, 30
mood(Report="bad")
P.write("in/many.jsonl", "".join(json.dumps({"id": "many-%d" % n, "title": "Report %d" % n, "text": "It is report %d." % n}) + "\n"
                                 for n in range(MOST + OVER)))
P.write("full.yaml", open(CONF).read() + "pipeline: []\n")
p = P.run("import", "--config", path("full.yaml"), *STORE, path("in/many.jsonl"))
check("a full queue stops the sink, and that is said", "its queue of refused records is full (%d)" % MOST in p.stderr and p.returncode == 3, p.stderr[-2000:])
check("what it could not keep is not counted", "; %d records refused by a sink" % MOST in p.stdout.replace(",", "").replace("\u202f", ""), p.stdout)
p = P.run("sink", "queue", "drop", "all", "ledger", *STORE)
check("none of them is kept any more", queue() == {}, (p.returncode, p.stdout, p.stderr))
mood()
p = once()
check("with room in it the sink gets the others", len(took()) == OVER + len(WORDS), (len(took()), p.stdout, p.stderr))

# ---- a store that cannot be read ----
forget()
whole = open(configure(["Anchor", "Beacon withdrawn", "Compass"])).read().replace("feed.xml\"", "feed.xml\", every: 1d") + "pipeline: [drop-word]\n"
P.write("nosink.yaml", whole[:whole.index("sinks:")] + "pipeline: [drop-word]\n")
P.write("sink.yaml", whole)


def rename(a, b):
    """A column of the current state of records, so that it cannot be read."""
    db = sqlite3.connect(path("news.db"))
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = 'record'", (a, b))
    db.commit()
    db.close()


p = P.run("run", "--once", "--config", path("nosink.yaml"), *STORE)
check("a stage drops one", "1 dropped by a stage" in p.stdout, (p.stdout, p.stderr))
rename(" overlaid ", " overlaid_ ")
p = P.run("run", "--once", "--due", "--config", path("sink.yaml"), *STORE)
check("what may have been dropped is not given", took() == [] and p.returncode not in (0, 3) and "no such column" in p.stderr, (took(), p.returncode, p.stderr))
rename(" overlaid_ ", " overlaid ")
p = P.run("run", "--once", "--due", "--config", path("sink.yaml"), *STORE)
check("the sink gets the others when the store can be read", took() == ["Anchor", "Compass"] and p.returncode == 0, (took(), p.returncode, p.stderr))

# ---- a store without queues: what is refused is passed over ----
build(P, "older_store", '-DSQLITE="%s/plugins/store-sqlite.so"' % os.path.dirname(P.tidings), out="store-older", folder="stores")
P.env["TIDINGS_PLUGIN_PATH"] = path("stores")
forget()
MANY = ["Ferry%d" % n for n in range(30)]
CONF = P.write("older.yaml", open(configure(WORDS + MANY)).read() + "store: { driver: older }\n")
mood(Beacon="denied", Compass="crash", Dinghy="retry", Ferry="bad")
p = once()
check("the others are given", set(took()) == {"Anchor", "Estuary"}, (took(), p.stderr))
check("each refusal is told, with the reason", all(x in p.stderr for x in ["the book of Beacon", "SIGABRT", "the ink of Dinghy"] + ["no account for %s of" % w for w in MANY]),
      p.stderr)
check("and that it is passed over, not kept", p.stderr.count("it is passed over, because this store has no queue for it") == 3 + len(MANY)
      and "queue is full" not in p.stderr and "sink queue" not in p.stderr + p.stdout, (p.stdout, p.stderr))
check("the exit code says that something was left out", p.returncode == 3 and "33 records refused by a sink" in p.stdout, (p.returncode, p.stdout))
mood()
n = len(took())
p = once()
check("the next run gives nothing again", len(took()) == n and p.returncode == 0 and queue() == {}, (took(), p.returncode, p.stdout, p.stderr))
CONF = P.write("older.yaml", open(configure(["Gannet", "Heron"])).read() + "store: { driver: older }\n")
mood(flush_Gannet="retry")
p = once()
check("a flush that fails is told too, and what comes after it is given", "flush: " in p.stderr and "Gannet" in p.stderr and p.returncode == 3, (took(), p.returncode, p.stderr))
CONF = P.write("older.yaml", open(configure(["Jackdaw"])).read() + "store: { driver: older }\n")
mood()
p = once()
check("the sink goes on", took()[-1] == "Jackdaw" and p.returncode == 0, (took(), p.returncode, p.stderr))
del P.env["TIDINGS_PLUGIN_PATH"]

# ---- a program that runs on lets a sink rest that ends its worker, longer each time; a pass does not ----
forget()
CONF = configure(["Wreck%d" % n for n in range(6)])
mood(Wreck="crash")
began = time.monotonic()
p = once()
check("a pass gives each its two tries at once", len(queue()) == 6 and p.stderr.count("ended (crashed") == 12 and P.in_time(time.monotonic() - began, 90), (time.monotonic() - began, p.stderr))
forget()
began = time.monotonic()
with open(path("said"), "w") as said:
    d = P.start("run", "--config", CONF, *STORE, stderr=said)
rests = lambda: re.findall(r"its records are given again after (\d+) s", open(path("said")).read())
until(lambda: len(rests()) > 2, 20)
check("a program that runs on waits between them", rests() == ["1", "2", "4"] and time.monotonic() - began > 3, (rests(), open(path("said")).read()))
d.terminate()
d.wait(20)

# ---- a program that runs on offers by itself ----
forget()
CONF = configure(WORDS)
mood(Compass="retry")
d = P.start("run", "--config", CONF, *STORE)
until(lambda: len(took()) == 4)
mood()
check("a program that runs on gives it by itself", until(lambda: "Compass" in took(), 20), took())
d.terminate()
check("and ends well", d.wait(20) == 0 and sorted(took()) == WORDS, (d.returncode, took()))
P.end()
