#!/usr/bin/env python3
"""What other programs export, as they write it: interfaces, readers of feeds, databases, tables that number their rows.

  exports_of_others.py --tidings build/release/tidings

Nothing of it is lost without a word, and no record takes the place of another one.  Exit 0 when all holds.
"""
import csv, io, json, os, signal

import piles
from piles import report
from program import arguments, lines, Program, told, until

P = Program("exports-of-others", arguments(__doc__))
check, path, write = P.check, P.path, P.write
CONF = write("c.yaml", "version: 1\npipeline: []\n")


def text(i):
    return " ".join(report(i)[1])


def html(i):
    return "".join("<p>%s</p>" % p for p in report(i)[1])


def imported(name, data, *more, code=0):
    """The records that come of a file, in order; what was said; the lines of the report."""
    store, lined = path(name + ".db"), path(name + ".report.jsonl")
    p = P.run("import", "--config", CONF, "--store", store, "--report", lined, *more, write("in/" + name, data))
    check("%s: exit code %s" % (name, code), p.returncode == code, told(p))
    return lines(P.run("export", "--store", store).stdout), p.stdout + p.stderr, lines(open(lined).read())


def titles(records):
    return [r.get("title") for r in records]


# ---- JSON: where the article stands, and how its values are written: (file, the title, what else holds) ----
says = lambda i: lambda r: report(i)[1][0] in r["text"]
ALL = {
    "wordpress.json": ([{"id": 7, "date_gmt": "2026-03-05T09:00:00", "link": "https://w.example/a", "title": {"rendered": "A &amp; b"}, "content": {"rendered": html(1), "protected": False}, "author": 3, "categories": [4]}],
                       "A & b", lambda r: says(1)(r) and r["url"] == "https://w.example/a" and "authors" not in r),
    "reader.json": ({"id": "user/1/state/com.google/starred", "title": "Starred", "items": [{"id": "tag:google.com,2005:reader/item/1", "published": 1772700000, "title": "Starred", "canonical": [{"href": "https://s.example/1"}],
                     "alternate": [{"href": "https://s.example/1", "type": "text/html"}, {"href": "https://s.example/2"}], "summary": {"direction": "ltr", "content": html(2)}, "author": "Ann", "origin": {"title": "The Call", "htmlUrl": "https://s.example"}}]},
                    "Starred", lambda r: says(2)(r) and r["url"] == "https://s.example/1" and r["published"] == "2026-03-05T08:40:00Z" and r["source"]["name"] == "The Call"),
    "search.json": ({"took": 1, "hits": {"total": {"value": 1}, "hits": [{"_index": "n", "_id": "1", "_source": {"title": "Hit", "content": text(3), "date": "2026-03-05"}}]}}, "Hit", says(3)),
    "json-api.json": ({"data": [{"type": "articles", "id": "a1", "attributes": {"title": "Attributes", "body": text(4), "published_at": "2026-03-05T10:00:00Z"}, "links": {"self": "https://x.example/"}}]}, "Attributes", says(4)),
    "fields.json": ({"response": {"status": "ok", "results": [{"id": "uk/1", "webPublicationDate": "2026-03-05T10:00:00Z", "webTitle": "Fields", "webUrl": "https://g.example/1", "fields": {"body": html(5), "byline": "Ann Bell"}}]}},
                    "Fields", lambda r: says(5)(r) and r["authors"] == [{"name": "Ann Bell"}]),
    "listing.json": ({"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {"id": "abc", "title": "Listing", "selftext": text(6), "created_utc": 1772700000.0}}]}}, "Listing", lambda r: says(6)(r) and r["published"] == "2026-03-05T08:40:00Z"),
    "database.json": ({"_id": {"$oid": "507f1f77bcf86cd799439011"}, "title": "Database", "text": text(7), "published": {"$date": {"$numberLong": "1772700000000"}}}, "Database", lambda r: says(7)(r) and r["published"] == "2026-03-05T08:40:00Z" and r["native_id"] == "507f1f77bcf86cd799439011"),
    "bibliography.json": ([{"id": "b", "type": "article-newspaper", "title": "Bibliography", "container-title": "The Call", "author": [{"family": "Bell", "given": "Ann"}], "issued": {"date-parts": [["2026", 3, 5]]}, "URL": "https://c.example/1"}],
                          "Bibliography", lambda r: r["published"].startswith("2026-03-05") and r["authors"] == [{"name": "Ann Bell"}] and r["source"]["name"] == "The Call"),
    "saved.json": ([{"id": 1, "title": "Saved", "url": "https://w.example/1", "content": html(8), "published_by": ["Ann"], "labels": ["sea"], "published_at": "2026-03-04T10:00:00+0000"}], "Saved", lambda r: says(8)(r) and r["authors"] == [{"name": "Ann"}] and r["tags"] == ["sea"]),
}
for name, (data, title, holds) in ALL.items():
    got, said, _ = imported(name, json.dumps(data))
    check(name + ": the article with its values", titles(got) == [title] and holds(got[0]), (got, said))

python = '[{"title": "No value", "text": %s, "score": NaN, "x": -Infinity, "author": NaN, "note": "NaN \\" Infinity"}, {"title": "Half \\ud83d of a ship \\ud83d\\udea2", "text": "\\u0000 %s"}]' % (json.dumps(text(9)), text(10))
got, said, _ = imported("python.json", python)
check("what Python writes for no value, and half a character", titles(got) == ["No value", "Half \ufffd of a ship \U0001f6a2"] and says(9)(got[0]), (got, said))
got, said, _ = imported("wrong.json", '[{"title": "A", "text": "The ferry ran.", "x": NaNsense}, {"title": "B", "text": "\\ux"}]', code=1)
check("what is no JSON in any way is refused with its place", said.count("not JSON at line 1") == 2, said)

# ---- several lists, and values without a list ----
objects = [{"title": report(i)[0], "text": text(i), "date": "2026-03-05"} for i in range(20, 28)]
several = {"page": {"about": [{"x": 1}], "news": objects[:2], "more": {"of": objects[2:3], "blog": objects[3:5]}}, "old": objects[5:7], "count": 7}
got, said, lined = imported("several.json", json.dumps(several))
check("each list of a file is read", titles(got) == titles(objects[:7]), (titles(got), said))
check("and the places are theirs", [l["place"] for l in lined] == ["/page/news/0", "/page/news/1", "/page/more/of/0", "/page/more/blog/0", "/page/more/blog/1", "/old/0", "/old/1"], lined)
for name, data in (("pretty.json", "".join(json.dumps(o, indent=2) + "\n" for o in objects)), ("close.json", "".join(map(json.dumps, objects))), ("sequence.json", "".join("\x1e" + json.dumps(o) + "\n" for o in objects))):
    got, said, lined = imported(name, data)
    check(name + ": each value is a record", titles(got) == titles(objects) and [l["place"] for l in lined] == ["values/%d" % i for i in range(8)], (titles(got), said))
many = {"a": [dict(o, title="%s, a %d" % (o["title"], k)) for k in range(60) for o in objects], "b": [dict(o, title="%s, b %d" % (o["title"], k)) for k in range(60) for o in objects]}
for name, data in (("killed.json", json.dumps(many)), ("killed.zip", None)):
    if data is None:
        import zipfile
        with zipfile.ZipFile(path("in/killed.zip"), "w") as z:
            z.writestr("many.json", json.dumps(many))
    else:
        write("in/killed.json", data)
    store, lined = path(name + ".db"), path(name + ".report.jsonl")
    for size in (20000, 150000):
        p = P.start("import", "--config", CONF, "--store", store, "--report", lined, path("in/" + name))
        until(lambda: p.poll() is not None or (os.path.exists(lined) and os.path.getsize(lined) > size), pause=0.005)
        p.send_signal(signal.SIGKILL)
        p.wait()
    p = P.run("import", "--config", CONF, "--store", store, "--report", lined, path("in/" + name))
    places = [l["place"] for l in lines(open(lined).read())] if p.returncode == 0 else []
    check(name + ": killed between two lists, all is there once, at its place", sorted(titles(P.records(store))) == sorted(titles(many["a"] + many["b"])) and sorted(places) == sorted("/%s/%d" % (k, i) for k in "ab" for i in range(480)), (told(p), len(places), places[-3:]))


# ---- tables ----
def table(head, *rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([head, *rows])
    return out.getvalue()


store = path("numbered.db")
first = write("numbered/one.csv", table(["id", "title", "text"], *[[str(i), report(i)[0], text(i)] for i in range(1, 4)]))
second = write("numbered/two.csv", table(["", "id", "title", "text"], *[[str(i), "%d.0" % i, report(100 + i)[0], text(100 + i)] for i in range(1, 4)]))
same = write("numbered/same.csv", table(["id", "title", "text"], ["7", report(201)[0], text(201)], ["7", report(202)[0], text(202)]))
P.expect("import", "--config", CONF, "--store", store, first, second, same)
got = sorted(titles(P.records(store)))
check("rows that have one number in two tables are two reports", got == sorted(report(i)[0] for i in (1, 2, 3, 101, 102, 103, 201, 202)), got)
p = P.expect("import", "--config", CONF, "--store", store, first, second, same)
check("and known when they are read again", p.stdout.startswith("8 documents: 0 new records, 0 new versions, 8 unchanged"), p.stdout)
named = write("named.yaml", "version: 1\npipeline: []\nsources:\n  - { id: desk, url: \"file://%s\", parse: record }\n" % first)
for i in (1, 2):
    p = P.expect("import", "--config", named, "--store", path("desk.db"), "--source", "desk", write("desk.csv", table(["id", "title", "text"], ["7", report(210)[0], text(210 + i)])))
check("within one source a number is one report", [r["version"] for r in P.records(path("desk.db"))] == [2], told(p))
got, said, _ = imported("ragged.csv", "title,date,text\nOne,2026-03-05,The ferry ran aground, and nobody was hurt, they said.\nTwo,2026-03-05,The ferry was towed away on Sunday.\n")
check("values beyond the header are told", titles(got) == ["One", "Two"] and '"column 4, which has no name" (1)' in said, said)
got, said, _ = imported("lists.csv", table(["title", "text", "authors", "tags"], ["One", text(30), "['Ann Bell', \"Bo O'Dea\"]", '["sea", "ferry, old"]'], ["Two", text(31), "[]", "[]"]))
check("lists that a cell holds are lists", [([a["name"] for a in r.get("authors", [])], r.get("tags")) for r in got] == [(["Ann Bell", "Bo O'Dea"], ["sea", "ferry, old"]), ([], None)], got)

# ---- dates: nobody's zone is put to them ----
DATES = [("de", "Der Sturm kam am Freitag über das Land und blieb bis zum Sonntag.", "5. März 2026 14:30", "2026-03-05T14:30:00"), ("fr", "La tempête est arrivée vendredi dans le pays et y est restée.", "5 mars 2026 à 14h30", "2026-03-05T14:30:00"),
         ("es", "La tormenta llegó el viernes al país y se quedó hasta el domingo.", "05/03/2026", "2026-03-05T00:00:00Z"), ("en", "The storm came on Friday and stayed in the country until Sunday.", "05/03/2026", None),
         ("en", "The storm came on Friday and it stayed until Sunday, they said.", "2026-03-05 14:30:00+01:00", "2026-03-05T13:30:00Z"), ("en", "The storm came on Friday and it stayed until Sunday, it is said.", "2026-03-05", "2026-03-05T00:00:00Z")]
rows = table(["title", "text", "date"], *[[str(i), t, d] for i, (_, t, d, _) in enumerate(DATES)])
got, said, _ = imported("dates.csv", rows)
check("a time without a zone has none; day and month by the language", [r.get("published") for r in got] == [d[3] for d in DATES], [(r["title"], r.get("published"), r.get("language")) for r in got])
check("what could be two days is told", said.count("no date can be read from") == 1, said)
got, said, _ = imported("zoned.csv", table(["title", "text", "date"], ["a", text(40), "2026-03-05 14:30"], ["b", text(41), "2026-03-29T02:30:00"], ["c", text(42), "2026-10-25 02:30"]), "--zone", "Europe/Vienna")
check("with --zone it has that one, but where the clock says a time twice or never", [r.get("published") for r in got] == ["2026-03-05T13:30:00Z", "2026-03-29T02:30:00", "2026-10-25T02:30:00"], got)
again, _, _ = imported("again.jsonl", P.run("export", "--store", path("dates.csv.db")).stdout)
check("an export keeps that", [r.get("published") for r in again] == [d[3] for d in DATES], again)
P.end()
