#!/usr/bin/env python3
"""Times of day without a zone stay local in everything that the program prints: parse, export, an export imported again, the
jsonl sink, show, and the three forms of a brief.

  local_times.py --tidings build/release/tidings
"""
import json
import re

from program import Program, arguments, lines

P = Program("local", arguments(__doc__))
check, path, write = P.check, P.path, P.write

TEXT = ["The night ferry to Oster Ness lost its anchor in the storm on Monday, and 14 passengers were brought ashore.",
        "The harbour office of Sorrel said that nobody was hurt when the ferry lost its anchor off the coast.",
        "Boats of the coast guard towed the ferry into the inner basin before midnight, the office said."]


def page(n, time):
    return """<!doctype html><html lang="en"><head><title>Night ferry loses its anchor off Oster Ness</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="%s"><link rel="canonical"
href="https://paper%d.example/ferry"></head><body><article><h1>Night ferry loses its anchor off Oster Ness</h1><p>%s</p><p>%s</p>
<p>%s</p><p>Report %d of the paper of the %s coast, written by its own desk after a talk with the harbour office.</p></article></body></html>
""" % (time, n, *TEXT, n, ["western", "eastern", "northern"][n])


TIMES = [("2026-04-21T09:30:00", "2026-04-21T09:30:00"), ("2026-04-21T10:30:00Z", "2026-04-21T10:30:00Z"),
         ("2026-04-21T13:30:00+02:00", "2026-04-21T13:30:00+02:00")]
files = [write("in/%d.html" % i, page(i, t)) for i, (t, _) in enumerate(TIMES)]

for file, (_, want) in zip(files, TIMES):
    r = lines(P.expect("parse", "--as", "article", file).stdout)[0]
    check("parse prints %s" % want, r["published"] == want, r["published"])
origin = [o for o in lines(P.expect("parse", "--as", "article", files[0]).stdout)[0]["origins"] if o["field"] == "published"]
check("its origin says that no zone was written", origin[0].get("local") is True and "zone" not in origin[0], origin)

text = write("note.txt", "Night ferry loses its anchor\n\nPublished: 21 April 2026, 09:30\n\n%s\n\n%s\n\n%s\n" % tuple(TEXT))
r = lines(P.expect("parse", "--as", "text", text).stdout)[0]
check("so does a report of plain text", r["published"] == "2026-04-21T09:30:00", r["published"])

config = write("t.yaml", "sinks:\n  - jsonl: { path: %s }\n" % path("out.jsonl"))
store = path("a.db")
P.expect("import", "--config", config, "--store", store, path("in"))
first = P.records(store)
check("export prints all three as they were written", sorted(r["published"] for r in first) == sorted(w for _, w in TIMES), first)
told = lines(open(path("out.jsonl"), encoding="utf-8").read())
check("so does the jsonl sink", {r["published"] for r in told if r["kind"] == "article"} == {w for _, w in TIMES}, told)

again = path("b.db")
P.expect("import", "--store", again, write("export.jsonl", "".join(json.dumps(r) + "\n" for r in first)))
check("an export that is imported again prints the same", sorted(r["published"] for r in P.records(again)) == sorted(w for _, w in TIMES))

feed = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Coast</title><link>https://coast.example/</link>%s</channel></rss>"""
item = "<item><title>Lamp %d</title><guid isPermaLink=\"false\">l%d</guid><dc:date>%s</dc:date></item>"
told = lines(P.expect("parse", "--as", "feed", write("feed.xml", feed % "".join(item % (i, i, t) for i, (t, _) in enumerate(
    TIMES + [("2026-04-21", "2026-04-21T00:00:00Z")])))).stdout)
check("items of a feed have the times that it writes", [r.get("published") for r in told if r["kind"] == "article"]
      == ["2026-04-21T09:30:00", "2026-04-21T10:30:00Z", "2026-04-21T11:30:00Z", "2026-04-21T00:00:00Z"], told)
zoned = write("zoned.yaml", "sources:\n  - { id: coast, url: \"file:feed.xml\", default_zone: Europe/Paris, parse: feed }\n")
P.expect("run", "--once", "--config", zoned, "--store", path("zoned.db"))
check("a zone of the source decides", sorted(r["published"] for r in P.records(path("zoned.db")))[1:2] == ["2026-04-21T07:30:00Z"],
      P.records(path("zoned.db")))
told = lines(P.expect("parse", "--as", "sitemap", write("map.xml", """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://coast.example/1</loc><news:news><news:title>Lamp</news:title>
<news:publication_date>2026-04-21T09:30</news:publication_date></news:news></url></urlset>""")).stdout)
check("so has an entry of a sitemap", [r.get("published") for r in told if r["kind"] == "article"] in ([], ["2026-04-21T09:30:00"]), told)
told = lines(P.expect("parse", "--as", "statement", write("statement.html", """<html lang="en"><head><title>Joint statement on the ferry</title>
<meta property="article:published_time" content="2026-04-21T09:30:00"></head><body><h1>Joint statement on the ferry</h1>
<p>The Ministers of Sorrel and Oster Ness met at Hollin on 20 April 2026 and agreed on the following.</p><p>1. The Ministers welcomed
the new ferry.</p><p>2. They decided to meet again in the autumn.</p></body></html>""")).stdout)
check("so has a statement", told[0]["published"] == "2026-04-21T09:30:00", told[0].get("published"))

local = next(r for r in first if r["published"] == TIMES[0][1])
shown = P.expect("show", local["id"], "--store", store).stdout
check("show says that the time is local", "2026-04-21 09:30, local time there" in shown, shown[:600])
zoned = next(r for r in first if r["published"] == TIMES[1][1])
check("and of a known instant does not", "local time there" not in P.expect("show", zoned["id"], "--store", store).stdout)

listed = lines(P.expect("stories", "--json", "--store", store).stdout)
shown = P.expect("stories", "--store", store).stdout
check("stories lists the first time as it was written", not listed or listed[0]["first"] == "2026-04-21T09:30:00", listed)
check("and the last as an instant", not listed or listed[0]["last"] == "2026-04-21T11:30:00Z", listed)
check("its page says so too", not listed or "2026-04-21 09:30, local time there" in " ".join(shown.split()), shown)
check("there is a story to list", len(listed) == 1, listed)

briefs = lines(P.expect("brief", "--all", "--json", "--store", store).stdout)
cited = {s["published"] for b in briefs for s in b.get("sources", [])}
check("a brief's sources have their times", not briefs or cited <= {"2026-04-21T09:30:00", "2026-04-21T10:30:00Z", "2026-04-21T11:30:00Z"},
      cited)
for form, mark in (("text", r"\[1\][^\n]*21 April 2026, 09:30(?! UTC)"), ("html", r'datetime="2026-04-21T09:30:00"')):
    out = P.expect("brief", "--all", "--format", form, "--store", store).stdout
    check("brief --format %s has the local time of its source without UTC" % form, not briefs or re.search(mark, out), out[-1500:])
P.end()
