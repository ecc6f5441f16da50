#!/usr/bin/env python3
"""tidings import: its options, its report, what it reads and what it leaves out.

  importing.py --tidings build/release/tidings

Exit 0 when all holds.
"""
import csv, glob, gzip, io, json, os, random, signal, socket, subprocess, time

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
    return lines(P.run("export", "--format", "jsonl", "--store", path(store)).stdout)


PAGE = "<html><head><title>Storm</title></head><body><article><h1>Storm over Hollin</h1>%s</article></body></html>" % "".join(
    "<p>The storm took the roof of the harbour office, said the master of the port, who had seen it %d times.</p>" % i for i in range(5))

NEWS_TEXT = "Ferry aground off Hollin\n\nThe ferry ran aground off Hollin on Friday, officials said. Nobody was hurt, and the ship was towed away.\n\nThe master said: \"It was dark.\"\n"

# ---- a report is written over nothing but a report ----------------------------------------------------------------
rows = jsonl(row(i) for i in range(3))
write("slip/a.jsonl", rows)
write("slip/notes.csv", "title,text\nA,It is what was seen.\n")
os.link(path("slip/a.jsonl"), path("hard.jsonl"))
os.symlink("slip/a.jsonl", path("soft.jsonl"))
for name, given in (("slip/a.jsonl", "slip/a.jsonl"), ("hard.jsonl", "slip/a.jsonl"), ("soft.jsonl", "slip/a.jsonl"), ("slip/a.jsonl", "slip"), ("hard.jsonl", "slip"), ("slip/notes.csv", "slip"), ("slip/notes.csv", "soft.jsonl")):
    p = P.run("import", "--store", path("slip.db"), "--report", path(name), path(given))
    check("--report %s of %s is refused, and nothing is lost" % (name, given), p.returncode != 0 and "name another file" in p.stderr and open(path("slip/a.jsonl")).read() == rows and open(path("slip/notes.csv")).read().startswith("title"), told(p))
for again in range(2):
    p = run("--store", path("slip.db"), "--report", path("slip/report.jsonl"), path("slip"), name="a report in the folder, of an earlier import the second time")
    check("is called so", "the report of this import" in told(p) and [r["why"] for r in report("slip/report.jsonl") if r["path"].endswith("report.jsonl")] == ["the report of this import"], (told(p), report("slip/report.jsonl")))
p = P.run("import", "--store", path("slip.db"), "--report", path("slip/report.jsonl"), path("slip/report.jsonl"))
check("nor is a report read and written at once", p.returncode != 0 and "to be imported" in p.stderr and len(report("slip/report.jsonl")) > 1, told(p))

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
check("and what was written behind it since; the rest is known", [(r["place"], r["result"]) for r in report("again.csv")][:6] == [("L%d" % i, "seen") for i in range(1, 6)] + [("L6", "stored")] and len(report("again.csv")) == 7, report("again.csv"))
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

# ---- rows ---------------------------------------------------------------------------------------------------------
def imported(name, data, *args, code=0, rows=None):
    """The records of one file, by their titles, what the import said, and the lines of its report."""
    run("--store", path("rows", name + ".db"), "--report", path("rows", name + ".report.jsonl"), *args, write("rows/%s/%s" % (name, name), data), code=code, name=name)
    return {r["title"]: r for r in records(os.path.join("rows", name + ".db"))}, report(os.path.join("rows", name + ".report.jsonl"))


os.mkdir(path("rows"))
news = [{"title": "Ferry %d" % i, "url": "https://c.example/%d" % i, "publishedAt": "2026-03-0%dT10:00:00Z" % (i + 1), "content": "The ferry number %d ran aground on Friday." % i} for i in range(3)]
places = {"plain.json": (news, "/%d"), "api.json": ({"status": "ok", "totalResults": 3, "articles": news}, "/articles/%d"),
          "deep.json": ({"data": {"about": [{"x": 1}], "items": news}}, "/data/items/%d")}
for name, (data, place) in places.items():
    for indent in (None, 2):
        got, told_of = imported("%s%s" % (indent or "", name), json.dumps(data, indent=indent))
        check("%s: each member is a record, with its place" % name, len(got) == 3 and [r["place"] for r in told_of] == [place % i for i in range(3)] and
              got["Ferry 1"]["url"] == "https://c.example/1" and got["Ferry 1"]["published"] == "2026-03-02T10:00:00Z", (got, told_of))
got, told_of = imported("mixed.json", json.dumps(news[:1] + [7, {"name": "x", "version": "1.0"}, "text"] + news[1:]))
check("what is no article in a list is left out, and listed", len(got) == 3 and [r["result"] for r in told_of] == ["stored", "left-out", "left-out", "left-out", "stored", "stored"], told_of)
got, told_of = imported("cut.json", json.dumps(news)[:-20], code=3)
check("a list that is cut off gives what is whole, and says so", len(got) == 2 and told_of[-1]["class"] == "damaged", told_of)
got, told_of = imported("one.json", json.dumps(dict(news[0], authors=[{"name": "Ida Ross"}], related=news[1:])))
check("an article with lists of its own is one article", list(got) == ["Ferry 0"] and got["Ferry 0"]["authors"] == [{"name": "Ida Ross"}], got)
for name, data in {"package.json": {"name": "harbour", "version": "1.0.0", "description": "d", "dependencies": {"a": "1"}}, "config.json": {"compilerOptions": {"strict": True}},
                   "numbers.json": [1, 2, 3], "places.json": {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": 1}}]}}.items():
    got, told_of = imported(name, json.dumps(data), code=4)
    check("%s is no news: left out, with the reason" % name, not got and [r["result"] for r in told_of] == ["left-out"] and "article" in told_of[0]["why"], told_of)
got, told_of = imported("noname", jsonl(news))
check("JSON Lines are known by their content", len(got) == 3 and [r["place"] for r in told_of] == ["L1", "L2", "L3"], told_of)

TABLE = "Titel;Datum;Inhalt;Autor;Farbe\r\n\"Fähre; eins\";2026-03-01;\"Die Fähre lief \"\"Ansel\"\" an.\r\nUnd blieb.\";Ida Ross;rot\r\nSturm;2026-03-02;Der Sturm kam am Abend.;;blau\r\n"
for name, data in {"utf8.csv": TABLE.encode(), "bom.csv": b"\xef\xbb\xbf" + TABLE.encode(), "latin.csv": TABLE.encode("latin-1"), "sep.csv": ("sep=;\r\n" + TABLE).encode(),
                   "tabs": TABLE.replace("; eins", " eins").replace(";", "\t").encode()}.items():
    p = run("--store", path("rows", name + ".db"), "--report", path("rows", name + ".r.jsonl"), write("rows/%s/%s" % (name, name), data), name=name)
    got = {r["title"].replace(";", ""): r for r in records("rows/" + name + ".db")}
    one = got.get("Fähre eins", {})
    check("%s: rows are records" % name, len(got) == 2 and one["published"].startswith("2026-03-01") and one["authors"] == [{"name": "Ida Ross"}] and '"Ansel"' in one["text"] and "blieb" in one["text"], got)
    check("%s: a column that is not known is told once" % name, p.stderr.count('"Farbe" (2)') == 1 and "--map" in p.stderr, p.stderr)
TWICE = json.dumps(news).encode()
LINES = "\r\n".join(json.dumps(r, ensure_ascii=False) for r in [dict(news[0], title="Fähre 𝄞"), *news[1:]])
for name, data, places in (("rows.csv.gz", gzip.compress(TABLE.encode()), ["row=1", "row=2"]), ("rows.gz", gzip.compress(TABLE.encode()), ["row=1", "row=2"]), ("list.json.gz", gzip.compress(TWICE), ["/0", "/1", "/2"]),
                           ("lines.json.gz", gzip.compress(LINES.encode()), ["L1", "L2", "L3"]), ("utf16.csv", TABLE.encode("utf-16"), ["row=1", "row=2"]), ("utf16be.csv", b"\xfe\xff" + TABLE.encode("utf-16-be"), ["row=1", "row=2"]),
                           ("utf16.csv.gz", gzip.compress(TABLE.encode("utf-16")), ["row=1", "row=2"]), ("utf16.json", json.dumps(news).encode("utf-16"), ["/0", "/1", "/2"]), ("utf16.jsonl", LINES.encode("utf-16"), ["L1", "L2", "L3"]),
                           ("one16.json", json.dumps(news[0]).encode("utf-16"), [None]), ("odd.csv", TABLE.encode("utf-16") + b"x", ["row=1", "row=2", "row=3"])):
    run("--store", path("rows", name + ".db"), "--report", path("rows", name + ".r.jsonl"), write("rows/%s/%s" % (name, name), data), name=name)
    got, told_of = {r["title"].replace(";", ""): r for r in records("rows/" + name + ".db")}, report("rows/" + name + ".r.jsonl")
    check("%s: rows, also packed and in UTF-16" % name, [r.get("place") for r in told_of] == places and len(got) == min(len(places), 2 if "csv" in name or name == "rows.gz" else 3) and
          ("Ferry 0" in got or "Fähre 𝄞" in got or '"Ansel"' in got["Fähre eins"]["text"]), (got, told_of))
many = "title,text\r\n" + "".join("Fähre %d,\"The ferry, number %d,\r\nran aground.\"\r\n" % (i, i) for i in range(900))
got, told_of = imported("many16.csv", many.encode("utf-16"))
check("a table in UTF-16 goes on with each request", len(got) == len(told_of) == 900 and told_of[899]["place"] == "row=900", (len(got), told_of[-1]))
for name, data in {"spaces.json.gz": b'[{"title": "A", "text": "b"},' + b" " * (120 << 20), "blank.csv.gz": b"title,text\nA,The ferry ran.\n" + b"\n" * (120 << 20)}.items():
    got, told_of = imported(name, gzip.compress(data, 9), code=3)
    check("%s: what goes on without a row is given up" % name, list(got) == ["A"] and [r.get("class") for r in told_of] == [None, "too-large"], told_of)
check("rows have places", [r["place"] for r in report("rows/utf8.csv.r.jsonl")] == ["row=1", "row=2"], report("rows/utf8.csv.r.jsonl"))
got, told_of = imported("other.csv", "ship,length\nHalcyon,20\n", code=4)
check("a table of something else is left out", [r["result"] for r in told_of] == ["left-out"] and "--map" in told_of[0]["why"], told_of)
got, told_of = imported("map.csv", "aa,bb,cc\nFerry,2026-03-01,The ferry ran aground on Friday.\n", "--map", "title=aa", "--map", "published=bb", "--map", "text=cc")
check("--map says what its columns are", got["Ferry"]["published"].startswith("2026-03-01"), got)
run("--store", path("no.db"), "--map", "colour=x", path("pile"), code=2, name="--map of an unknown field")
got, told_of = imported("quote.csv", "title,text\nOne,The first ferry.\nTwo,\"open\nThree,The third ferry.\n", code=3)
check("a quotation mark that is not closed costs its row", sorted(got) == ["One", "Three"] and sorted(r["result"] for r in told_of) == ["failed", "stored", "stored"], (got, told_of))
began = time.monotonic()
run("--store", path("torn.db"), write("torn.csv", "title,text,url\nA,\"torn\n" + 'x"y,"z\n' * 200000 + "\"\nB,So,https://torn.example/1\n"), code=0, name="a table of torn rows")
check("a table in which each line seems to begin a row without an end costs no more than its size", P.in_time(time.monotonic() - began, 10), time.monotonic() - began)
open_text = "Two,\"It was dark, said the master.\n\nNobody was hurt, and the ship, which is new, was towed.\nThe rest, later.\n"
got, told_of = imported("half.csv", "title,text\nOne,The first ferry.\n" + open_text + "Three,The third ferry.\n", code=3)
check("what stands in it is no row, though it has a comma", sorted(got) == ["One", "Three"] and [r["place"] for r in told_of if r["result"] == "failed" and "with 2 lines behind it" in r["why"]] == ["row=2"] and len(told_of) == 3, (got, told_of))
dated = "id,title,published,link,text\n" + "".join("%d,Ferry %d,2026-03-%02d,https://x.example/%d,%s\n" % (i, i, i, i, text) for i, text in enumerate(
    ("\"The first, of five.\"", "\"The second, which is open.\nOne, two, three, four, five.\nSaid so, on Friday, everybody, at last, there.", "\"The third, closed.\"", "The fourth.", "\"The fifth\nhas two lines.\""), 1))
got, told_of = imported("dated.csv", dated, code=3)
check("a row is what has a date and an address where others have them", sorted(got) == ["Ferry 1", "Ferry 3", "Ferry 4", "Ferry 5"] and "third, closed" in got["Ferry 3"]["text"] and "two lines" in got["Ferry 5"]["text"] and [r["place"] for r in told_of if r["result"] == "failed" and "with 2 lines" in r["why"]] == ["row=2"], (got, told_of))
got, told_of = imported("inner.csv", "title,text\nOne,\"He said \"go\" to them.\nThey went, all of them.\"\nTwo,The ferry.\n")
check("quotation marks inside of a value do not tear the rows behind it", "Two" in got, (got, told_of))
run("--store", path("rows", "quote.db"), "--retry-failed", path("rows", "quote.csv.report.jsonl"), "--report", path("rows", "quote2.jsonl"), code=1, name="a row is tried again")
check("alone", [(r["place"], r["result"]) for r in report("rows/quote2.jsonl")] == [("row=2", "failed")], report("rows/quote2.jsonl"))
got, told_of = imported("html.json", json.dumps([{"id": 5, "date": "2026-03-05T13:30:00", "link": "https://c.example/f", "title": {"rendered": "Ferry &amp; port"}, "content": {"rendered": "<p>The <b>ferry</b> ran aground.</p><p>It was dark.</p>"}}]), "--zone", "Europe/Vienna")
check("HTML in a body is read as HTML, a time by --zone", len(got["Ferry & port"]["blocks"]) == 2 and "<" not in got["Ferry & port"]["text"] and got["Ferry & port"]["published"] == "2026-03-05T12:30:00Z", got)
for n in (199, 200, 201, 400):
    got, told_of = imported("%d.json" % n, json.dumps([row(i) for i in range(n)]) + "\n\n")
    other, told_too = imported("%d.csv" % n, "title,text\n" + "".join("Ferry %d,The ferry number %d ran aground.\n" % (i, i) for i in range(n)) + "\n\n")
    check("%d rows are %d records" % (n, n), len(got) == len(told_of) == len(other) == len(told_too) == n, (len(got), len(other)))
for name, data in {"empty.json": "", "empty.csv": "", "empty.jsonl": "\n\n", "none.json": "[]", "header.csv": "title,text\n"}.items():
    got, told_of = imported(name, data, code=4)
    check("%s: a clear line" % name, [r["result"] for r in told_of] == ["left-out"] and told_of[0]["why"], told_of)
deep = "[" * 50000 + "]" * 50000
long_one = json.dumps([news[0], dict(news[1], content="x" * (5 << 20)), news[2]])
got, told_of = imported("hostile.json", '{"articles": [%s, {"title": "Deep", "url": "https://c.example/d", "x": %s}]}' % (json.dumps(news[0]), deep), code=3)
check("a member that is too deep fails alone", list(got) == ["Ferry 0"] and [r["result"] for r in told_of] == ["stored", "failed"], told_of)
got, told_of = imported("huge.json", long_one, code=3)
got, rows_of = imported("huge.csv", "title,text\nA,So it was.\nB," + "x" * (13 << 20) + "\nC,It was so.\n", code=3)
check("so does a row", sorted(got) == ["A", "C"] and sorted((r["place"], r.get("class", "")) for r in rows_of) == [("row=1", ""), ("row=2", "too-large"), ("row=3", "")], rows_of)
check("a member that is too long fails alone", len(got) == 2 and [(r["place"], r.get("class")) for r in told_of if r["result"] == "failed"] == [("/1", "too-large")], told_of)

# ---- what is no file ----------------------------------------------------------------------------------------------
write("odd/a.txt", NEWS_TEXT)
write("odd/shut.txt", NEWS_TEXT, mode=0)
os.mkfifo(path("odd/pipe"))
for name, to in {"self": ".", "circle": "circle", "nowhere": "nothing", "linked.txt": "a.txt", "up": ".."}.items():
    os.symlink(to, path("odd", name))
listening = socket.socket(socket.AF_UNIX)
listening.bind(path("odd/socket"))
p = run("--store", path("odd.db"), "--report", path("odd.jsonl"), path("odd"), code=3 if os.geteuid() else 0, name="a folder with links, a pipe and a socket")
told_of = {os.path.basename(r["path"]): (r["result"], r.get("class"), r.get("why", "")) for r in report("odd.jsonl")}
check("each of them has its line, and its reason", {n: r[:2] for n, r in told_of.items()} == {
    "a.txt": ("stored", None), "linked.txt": ("stored", None), "shut.txt": ("failed", "denied") if os.geteuid() else ("stored", None), **{n: ("left-out", None) for n in ("self", "up", "circle", "nowhere", "pipe", "socket")}} and
      "links to folders" in told_of["up"][2] and "in a circle" in told_of["circle"][2] and "pipes" in told_of["socket"][2], told_of)

# ---- what is no news ----------------------------------------------------------------------------------------------
C = "/* a.c - sail. */\n#include <stdio.h>\n\nstatic int sail(int n) {\n  if (n == 0) return 1;\n  return sail(n - 1);\n}\n\nint main(void) {\n  printf(\"%d\\n\", sail(3));\n  return 0;\n}\n"
OTHER = {"a.c": C, "code.txt": C, "page.html.c": C, "script": "#!/bin/sh\nset -e\necho hello\n", "x.py": "import os\n\n\ndef sail(n):\n    if n == 0:\n        return 1\n    return sail(n - 1)\n\n\nclass Ship:\n    def __init__(self):\n        self.n = 1\n",
         "x.js": "const a = require('a');\nfunction sail(n) {\n  return n === 0 ? 1 : sail(n - 1);\n}\nmodule.exports = { sail };\n", "Makefile": "all: a b\n\na: a.c\n\tcc -o a a.c\n\nclean:\n\trm -f a b\n",
         "pixel.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40), "photo.txt": b"\xff\xd8\xff\xe0" + bytes(60), "a.gif": b"GIF89a" + bytes(40), "f.woff2": b"wOF2" + bytes(40), "prog": b"\x7fELF\2\1\1" + bytes(60),
         "lib.a": b"!<arch>\n" + bytes(60), "s.mp3": b"ID3\4" + bytes(60), "v.mp4": b"\0\0\0\x18ftypmp42" + bytes(60), "old.db": b"SQLite format 3\0" + bytes(100), "run.log": "".join("2026-03-05T14:30:%02dZ tidings: warning: nothing came of it\n" % i for i in range(9)),
         "empty": "", "package.json": json.dumps({"name": "a", "version": "1"})}
NEWS = {"report.txt": NEWS_TEXT, "page": PAGE, "rows.csv": "title,text\nA,The ferry ran aground.\n",
        "news.json": json.dumps(news[:1]), "lines.jsonl": jsonl([row(900)]),
        "code report.txt": "How the bug was found\n\nThe engineers found it on Friday, in a line that said \"if (n == 0) return 1;\" and nothing more than that.\n\nThe company said it would be corrected, and that nobody had been harmed by it so far.\n"}
for name, data in dict(OTHER, **NEWS).items():
    write(os.path.join("mixed", name), data)
p = run("--store", path("mixed.db"), "--report", path("mixed.jsonl"), path("mixed"), name="a folder of everything")
told_of = {os.path.basename(r["path"]): r for r in report("mixed.jsonl")}
check("what is no news is left out with what it is", {n for n, r in told_of.items() if r["result"] == "left-out"} == set(OTHER) and all(told_of[n]["why"] for n in OTHER),
      {n: (r["result"], r.get("why")) for n, r in told_of.items() if (r["result"] == "left-out") != (n in OTHER)})
check("what is news is stored", {n for n, r in told_of.items() if r["result"] == "stored"} == set(NEWS), {n for n, r in told_of.items() if r["result"] == "stored"} ^ set(NEWS))
check("and the summary counts both", "%d more left out" % (len(OTHER) - 1) in p.stdout and "1 with nothing to read" in p.stdout, p.stdout)
write("code/a.c", open(path("mixed/a.c")).read())
run("--store", path("code.db"), path("code"), path("mixed/pixel.png"), code=4, name="nothing but what is no news")

opml = write("feeds.opml", "<opml version='2.0'><body><outline type='rss' text='Courier' xmlUrl='https://c.example/feed'/></body></opml>")
p = run("--sources", "--store", path("nothing.db"), opml, name="a list as sources")
check("prints them, and stores nothing", '- { id: courier, url: "https://c.example/feed"' in p.stdout and not os.path.exists(path("nothing.db")), p.stdout)

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
write("kill/rows.json", json.dumps({"articles": [row(i, id="j-%d" % i) for i in range(A.rows)]}))
write("kill/rows.csv", "id,title,text,date\n" + "".join("c-%d,Ferry %d,\"The ferry, number %d, ran\naground.\",2026-03-01\n" % (i, i, i) for i in range(A.rows)))
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
got, wanted = report("kill.jsonl"), 5 * A.rows + 1
places = {(r["path"], r.get("place")) for r in got}
check("the report has every input once", len(got) == wanted == len(places), (killed, len(got), len(places), wanted))
check("and so has the store", sorted(r.get("native_id", "") for r in records("kill.db")) == sorted(
    ["k%d-%d" % (k, i) for k in range(3) for i in range(A.rows)] + ["%s-%d" % (k, i) for k in "jc" for i in range(A.rows)] + ["o%d" % i for i in range(40)] + [""]), len(records("kill.db")))

P.end()
