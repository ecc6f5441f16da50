#!/usr/bin/env python3
"""The JSON Schema of records: does it hold for what the program writes, and does it know every member?

  schema.py --tidings build/release/tidings --schema build/release/share/tidings/record.schema.json --source .

Records of every kind that the program prints (parse, parse --explain, export, the jsonl sink with briefs), from the seeds of the
fuzz targets and from documents made here, are checked with the rules of the schema; a member that the schema does not name
where it stands is a fault too, because the register (core/fields/fields.json) then does not say so.  Spoiled records must not pass.
"""
import copy, glob, json, os, re

from json_schema import faults
from program import Program, arguments, lines

ap = arguments(__doc__)
ap.add_argument("--schema", required=True)
ap.add_argument("--source", required=True)
P = Program("schema", ap)
check, path, write = P.check, P.path, P.write
SCHEMA = json.load(open(P.arguments.schema, encoding="utf-8"))

seen, kinds, wrong = 0, {}, {}


def look(records, where):
    global seen
    for r in records:
        seen += 1
        if r.get("kind") not in kinds or r.get("blocks"):
            kinds[r.get("kind")] = r
        for f in faults(r, SCHEMA, SCHEMA, r.get("kind", "?")):
            wrong.setdefault(re.sub(r"\[\d+\]", "[]", f)[:150], where)


HTML = """<!doctype html><html lang=en><head><title>Ferry runs again</title><link rel=canonical href=https://a.example/1>
<meta name=author content="Ada Marsh"><meta property="article:published_time" content="2026-01-05T10:00:00+02:00">
<meta property="og:image" content="https://a.example/1.jpg"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry runs again",
"keywords":["ferry","harbour"],"isAccessibleForFree":false,"copyrightHolder":{"@type":"Organization","name":"The Gazette"}}</script></head>
<body><article><h1>Ferry runs again</h1><p>The ferry to <a href=/oster>Oster Ness</a> runs again from Monday, the harbour office
said on Friday, after <em>eleven</em> days in dock for repairs to its engine.</p><h2>Prices</h2><ul><li>Adults pay 4.50 euros a crossing
<li>Children pay half of that sum</ul><table><tr><th>Day<th>Boats</tr><tr><td>Monday<td>4</tr></table><figure><img src=/2.jpg alt=Quay>
<figcaption>The quay on Friday. Photo: A. Marsh</figcaption></figure><blockquote><p>We are glad that it is over, said the mayor of the
island.</p></blockquote><p>The office expects some three thousand passengers in the first week, more than in any week of last year.</p>
</article></body></html>"""
RSS = """<rss version="2.0"><channel><title>The Gazette</title><link>https://g.example/</link><description>News</description><ttl>30</ttl>
<item><title>Mayor of Oster Ness resigns</title><link>https://g.example/%d</link><guid>g%d</guid><category>Politics</category>
<author>ada@g.example (Ada Marsh)</author><pubDate>Mon, 05 Jan 2026 1%d:00:00 GMT</pubDate><description>The mayor of Oster Ness, Ida Holm,
resigned on Monday after 12 years in office. She said that her health was the reason. The council elects a new mayor on 20 February
2026.%s</description><enclosure url="https://g.example/a.mp3" type="audio/mpeg" length="12"/></item></channel></rss>"""
STATEMENT = """JOINT STATEMENT BY THE MINISTERS OF ALDMARK AND BERN

Oster Ness, 5 January 2026

1. The ministers met on 4 January 2026 at the invitation of the President.

2. They recalled resolution 12 (2020) and agreed
(a) to open the border; and
(b) to meet again in March 2026.

For the Government of Aldmark: Ida Holm, Minister of Foreign Affairs
"""
LISTING = "<html><head><title>Politics</title></head><body>%s</body></html>" % "".join(
    "<div><a href=/a/%d>Report number %d about the town</a></div>" % (i, i) for i in range(40))
files = [write("in/list.html", LISTING), write("in/page.html", HTML), write("in/feed.rss", RSS % (1, 1, 0, "")), write("in/statement.txt", STATEMENT),
         write("in/report.txt", "Ferry runs again\n\nOSTER NESS, Jan 5 - The ferry runs again, the office said.\nTickets cost 4 euros.\n"),
         write("in/feed.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [
             {"id": "1", "url": "https://j.example/1", "content_html": "<p>Text of <b>it</b>.</p>", "authors": [{"name": "A"}]}]}))]
for f in files:
    for how in ((), ("--html",), ("--explain", "--json")):
        look(lines(P.run("parse", *how, "--url", "https://a.example/1", f).stdout), os.path.basename(f))
as_ = {"feed": "feed", "article": "article", "statement": "statement", "text": "text", "record": "record", "opml": "opml", "sitemap": "sitemap"}
for name, parser in as_.items():
    seeds = sorted(glob.glob(os.path.join(P.arguments.source, "plugins", "parse-" + name, "fuzz", "**", "*"), recursive=True))
    seeds = [s for s in seeds if os.path.isfile(s) and os.path.getsize(s) < 1 << 20][:60]
    if seeds:
        look(lines(P.run("parse", "--as", parser, "--url", "https://a.example/1", *seeds).stdout), "seeds of " + name)
conf = write("c.yaml", "store: { path: s.db }\nsinks: [jsonl: { path: out.jsonl, html: yes }]\nsources:\n"
             + "".join("  - { id: s%d, url: %s }\n" % (i, "file://" + write("web/%d.rss" % i, RSS % (i, i, i, " Sentence %d is its own." % i))) for i in (1, 2, 3))
             + "".join("  - { id: f%d, url: \"file://%s\" }\n" % (i, f) for i, f in enumerate(files)))
p = P.run("run", "--once", "--config", conf)
check("the sources are read", p.returncode in (0, 3), p.stderr)
look(lines(P.run("parse", "--as", "statement", files[3]).stdout), "statement")
look(P.records(path("s.db")), "export")
look(lines(open(path("out.jsonl")).read()), "the sink's file")
for fault, where in sorted(wrong.items()):
    print("     %s (%s)" % (fault, where))
check("the schema holds for %d records" % seen, not wrong and seen > 60, "%d faults, %d records" % (len(wrong), seen))
check("there were records of every kind that is printed", {"article", "statement", "stub", "feed", "request", "brief", "explanation"} <= set(kinds), sorted(kinds))

good = kinds["article"]
spoiled = {"a kind of its own": dict(good, kind="pamphlet"), "no text": {k: v for k, v in good.items() if k != "text"},
           "a title that is a number": dict(good, title=5), "tags that are no list": dict(good, tags="one"),
           "a block of unknown type": dict(good, blocks=[{"type": "poem"}]), "an id of another form": dict(good, id="abc"),
           "a member nobody registered": dict(good, colour="red")}
for name, r in spoiled.items():
    check("%s does not pass" % name, list(faults(copy.deepcopy(r), SCHEMA, SCHEMA, "x")))
try:
    import jsonschema
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    errors = list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(good))
    check("another program reads the schema the same way", not errors, errors[:2])
except ImportError:
    print("left out: the Python module jsonschema, which reads the schema as another program would, is not installed")
P.end()
