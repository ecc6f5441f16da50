#!/usr/bin/env python3
"""tidings import: its options, its report, what it reads and what it leaves out.

  importing.py --tidings build/release/tidings

Exit 0 when all holds.
"""
import csv, glob, io, json, os, random, signal, subprocess, time

from program import arguments, lines, Program, told, until

ap = arguments(__doc__)
ap.add_argument("--kills", type=int, default=5)
ap.add_argument("--rows", type=int, default=3000, help="of each file of the import that is killed")
P = Program("importing", ap, TZ="UTC")
A, check, path, write = P.arguments, P.check, P.path, P.write
P.env["TMPDIR"] = path("tmp")
os.mkdir(path("tmp"))


def row(i, **more):
    return dict({"id": "r%d" % i, "title": "Ferry %d runs aground" % i, "published": "2026-03-%02dT10:00:00Z" % (i % 28 + 1),
                 "text": "The ferry number %d ran aground off the harbour on Friday, officials said." % i}, **more)


def jsonl(rows):
    return "".join(json.dumps(r) + "\n" for r in rows)


def run(*args, code=0, name="", **more):
    p = P.run("import", *args, **more)
    check("%s: exit code %d" % (name or " ".join(args), code), p.returncode == code, told(p))
    return p


def report(name):
    text = open(path(name), encoding="utf-8").read()
    return list(csv.DictReader(io.StringIO(text))) if name.endswith(".csv") else lines(text)


def results(name):
    found = {}
    for l in report(name):
        found[l["result"]] = found.get(l["result"], 0) + 1
    return found


def records(store):
    return P.records(path(store)) if os.path.exists(path(store)) else []


PAGE = "<html><head><title>Storm</title></head><body><article><h1>Storm over Hollin</h1>%s</article></body></html>" % "".join(
    "<p>The storm took the roof of the harbour office, said the master of the port, who had seen it %d times.</p>" % i for i in range(5))

# ---- a dry run ----------------------------------------------------------------------------------------------------
write("pile/a.jsonl", jsonl(row(i) for i in range(5)) + "{broken\n")
write("pile/b.html", PAGE)
p = run("--dry-run", "--store", path("dry.db"), "--report", path("dry.jsonl"), path("pile"), code=3, name="a dry run")
check("a dry run creates no store", not glob.glob(path("dry.db*")) and os.listdir(path("tmp")) == [], os.listdir(path("tmp")))
check("and says that it was one", "dry run" in p.stdout and "6 new records" in p.stdout, p.stdout)
run("--store", path("dry.db"), "--report", path("wet.jsonl"), path("pile"), code=3, name="the same for good")
strip = lambda rows: [{k: v for k, v in r.items() if k != "ids"} for r in rows]
check("the report of a dry run is that of a run", strip(report("dry.jsonl")) == strip(report("wet.jsonl")), report("dry.jsonl"))
check("ids of the report are those of the store", sorted(i for r in report("wet.jsonl") for i in r.get("ids", [])) ==
      sorted(r["id"] for r in records("dry.db")), report("wet.jsonl"))
before = records("dry.db")
write("pile/c.jsonl", jsonl([row(0, text="The ferry number 0 was freed on Sunday, and nobody was hurt, officials said."), row(77)]))
run("-n", "--store", path("dry.db"), "--report", path("dry2.csv"), path("pile"), code=3, name="a dry run into a store")
check("a dry run tells new, changed and known records apart", results("dry2.csv") == {"stored": 1, "version": 1, "seen": 6, "failed": 1}, results("dry2.csv"))
check("and leaves the store as it was", records("dry.db") == before)

# ---- what the report says -----------------------------------------------------------------------------------------
bad = [r for r in report("wet.jsonl") if r["result"] == "failed"]
check("a line that failed has its place, class and reason", len(bad) == 1 and bad[0]["path"] == path("pile/a.jsonl") and bad[0]["place"] == "L6" and
      bad[0]["offset"] > 0 and bad[0]["class"] == "bad-input" and "JSON" in bad[0]["why"], bad)
write("pile/a.jsonl", jsonl(row(i) for i in range(5)) + jsonl([row(5)]) + jsonl([row(6)]))
run("--store", path("dry.db"), "--retry-failed", path("wet.jsonl"), "--report", path("again.csv"), name="what failed is read again")
check("and nothing else", [(r["place"], r["result"]) for r in report("again.csv")] == [("L6", "stored")], report("again.csv"))
p = run("--store", path("dry.db"), "--retry-failed", path("again.csv"), code=4, name="where nothing failed nothing is read")
run("--store", path("dry.db"), "--retry-failed", path("pile/b.html"), code=1, name="what is no report is refused")
write("csv/x.jsonl", "{broken, \"and\nstill}\n" + jsonl([row(200)]))
run("--store", path("csv.db"), "--report", path("csv.csv"), path("csv"), code=3, name="a report as CSV")
run("--store", path("csv.db"), "--retry-failed", path("csv.csv"), "--report", path("csv2.csv"), code=1, name="what failed is found in it")
check("line by line", [(r["path"], r["place"], r["result"]) for r in report("csv2.csv")] == [(path("csv/x.jsonl"), "L%d" % n, "failed") for n in (1, 2)], report("csv2.csv"))
os.makedirs(path("with"))
write("with/a.jsonl", jsonl([row(300)]))
run("--store", path("with/own.db"), "--report", path("with/report.jsonl"), path("with"), name="a folder with the store and the report in it")
check("those are left out, and listed", {os.path.basename(r["path"]): r["result"] for r in report("with/report.jsonl")}.items() >=
      {"a.jsonl": "stored", "own.db": "left-out", "report.jsonl": "left-out"}.items(), report("with/report.jsonl"))

# ---- options ------------------------------------------------------------------------------------------------------
write("opt/a.jsonl", jsonl([row(0, published="2026-03-01 10:00", lang="en"), row(1, published="2025-01-01"), {"id": "u", "title": "No date", "text": "Nobody knows when the ferry ran aground."}]))
p = run("--store", path("opt.db"), "--since", "2026-01-01", "--zone", "Europe/Vienna", "--lang", "de", "--report", path("opt.jsonl"), path("opt"), name="options")
got = {r["native_id"]: r for r in records("opt.db")}
check("--since leaves out what is older, and counts it", sorted(got) == ["r0", "u"] and "1 older" in p.stdout and
      [r.get("why") for r in report("opt.jsonl") if r["result"] == "left-out"] == ["older than --since"], (sorted(got), p.stdout))
check("--lang is the language of all", [r["language"] for r in got.values()] == ["de", "de"], got)
write("as/page", PAGE)
run("--store", path("as.db"), "--as", "statement", path("as/page"), name="--as")
check("--as names the parser", [r["kind"] for r in records("as.db")] == ["statement"], records("as.db"))
conf = write("conf.yaml", "version: 1\nsources:\n  - { id: courier, url: \"https://courier.example/feed\", name: Ansel Courier, language: fr, trust: 4, tags: [harbour] }\n")
run("--config", conf, "--store", path("source.db"), "--source", "courier", path("opt"), name="--source")
got = records("source.db")
check("--source: the records belong to it", len(got) == 3 and all(r["source"]["id"] == "courier" and r["source"]["trust"] == 4 and "harbour" in r["tags"] for r in got), got)
p = P.run("sources", "--config", conf, "--store", path("source.db"), "--json")
check("which says nothing of its polls", all(s["health"] == "new" for s in lines(p.stdout)), p.stdout)
for name, args in {"parser": ("--as", "nothing"), "source": ("--source", "nobody"), "zone": ("--zone", "Nowhere/Town"), "date": ("--since", "someday"), "language": ("--lang", "x")}.items():
    p = run("--store", path("no.db"), *args, path("opt"), code=2, name="an unknown " + name)
    check("and it is named", args[0] in p.stderr and args[1] in p.stderr, p.stderr)
p = run("--store", path("none.db"), path("nodate"), code=4, name="a path that is not there")
write("undated/a.jsonl", jsonl({"id": "%d" % i, "title": "No date %d" % i, "text": "Nobody knows when ferry %d ran aground." % i} for i in range(3)))
p = run("--store", path("undated.db"), path("undated"), name="an import without dates")
check("says so", "none of these records has a date" in p.stderr, p.stderr)

# ---- standard input -----------------------------------------------------------------------------------------------
p = run("--store", path("stdin.db"), "-", input=PAGE, name="a page from standard input")
check("is read as from a file", [r["title"] for r in records("stdin.db")] == ["Storm over Hollin"], records("stdin.db"))
check("and nothing is left behind", not os.path.exists(path("stdin.db-stdin")))

# ---- exit codes ---------------------------------------------------------------------------------------------------
write("broken.jsonl", "{broken\n")
run("--store", path("code.db"), path("broken.jsonl"), code=1, name="when everything failed")
os.mkdir(path("empty"))
run("--store", path("code.db"), path("empty"), code=4, name="when nothing is there")

# ---- killed, with other commands between --------------------------------------------------------------------------
rnd = random.Random(7)
for k in range(3):
    write("kill/%d.jsonl" % k, jsonl(row(i, id="k%d-%d" % (k, i)) for i in range(A.rows)))
write("kill/z.html", PAGE)
write("other/o.jsonl", jsonl(row(i, id="o%d" % i) for i in range(40)))
command = ["import", "--quiet", "--store", path("kill.db"), "--report", path("kill.jsonl"), path("kill")]
killed, size = 0, 0
for k in range(A.kills):
    p = P.start(*command)
    grown = until(lambda: p.poll() is not None or (os.path.exists(path("kill.jsonl")) and os.path.getsize(path("kill.jsonl")) > size), pause=0.005)
    time.sleep(rnd.uniform(0, 0.15))
    p.kill()
    killed += p.wait() == -signal.SIGKILL
    size = os.path.getsize(path("kill.jsonl"))
    P.run("import", "--quiet", "--store", path("kill.db"), "--report", path("other.jsonl"), path("other"))
run(*command[1:], name="the same command after %d kills" % killed)
got, wanted = report("kill.jsonl"), 3 * A.rows + 1
places = {(r["path"], r.get("place")) for r in got}
check("the report has every input once", len(got) == wanted == len(places), (killed, len(got), len(places), wanted))
check("and so has the store", sorted(r.get("native_id", "") for r in records("kill.db")) == sorted(
    ["k%d-%d" % (k, i) for k in range(3) for i in range(A.rows)] + ["o%d" % i for i in range(40)] + [""]), len(records("kill.db")))

P.end()
