#!/usr/bin/env python3
"""Each form of `export` is imported into an empty store: what is equal and what is lost is what the table of docs/exporting.md says.

  round_trip.py --tidings build/release/tidings --source .

Records of all kinds of fields, some of them with hard ones (signs of markup, no author, no date, a time without a zone, a statement).
A web archive and the list of sources are compared with the store that a run made of a server on loopback.
"""
import datetime, gzip, json, os, re, subprocess

from loopback import Web
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--source", required=True, help="the source tree")
P = Program("round-trip", ap)
check = P.check
FORMS = ("jsonl", "ninjs", "jsonfeed", "atom")
SIGNS = 'Ferry & "dock" <b>free</b> ]]> 5 > 4 — \U0001f6a2'
TEXT = ("The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said.",
        "Tickets of last week are valid until Sunday, a speaker of the company told reporters in the town hall.")
RICH = {"kind": "article", "title": "One: " + SIGNS, "subtitle": "What comes next", "summary": "In short: it sails & stays", "language": "en-GB", "url": "https://post.example/harbour/1?a=1&b=2",
        "canonical": "https://post.example/harbour/1", "guid": "post-1", "published": "2026-03-10T18:20:00+01:00", "updated": "2026-03-11T08:00:00Z",
        "authors": [{"name": "Ann Quill & Co"}, {"name": "Bo Lantern"}], "tags": ["harbour", "ferries & ships"], "source": {"name": "The Post & Sons"},
        "rights": {"notice": "© 2026 The Post", "holder": "The Post"}, "lead_image": {"url": "https://post.example/a.jpg", "alt": "A ship"}, "section": "Coast", "genre": "interview",
        "blocks": [{"type": "heading", "level": 2, "text": "At the quay"}, {"type": "paragraph", "text": TEXT[0]}, {"type": "item", "text": "A & b <i>"}, {"type": "quote", "text": TEXT[1]}]}
STATEMENT = {"kind": "statement", "title": "Order on ferries", "language": "en", "url": "https://gov.example/orders/112", "published": "2026-03-09T09:00:00Z", "reference": "112", "genre": "order",
             "issuers": [{"name": "Ministry of the Interior"}], "blocks": [{"type": "paragraph", "text": TEXT[0].replace("said", "ordered")}], "source": {"name": "Ministry"}}
PLAIN = {"kind": "article", "title": "Two, without author, date and outlet", "url": "https://echo.example/2", "language": "en", "blocks": [{"type": "paragraph", "text": TEXT[1]}]}
GERMAN = {"kind": "article", "title": "Fähre fährt wieder", "url": "https://hafen.example/3", "language": "de", "published": "2026-03-12", "authors": [{"name": "Jörg Kai"}], "source": {"name": "Hafenblatt"},
          "summary": "Nach elf Tagen", "blocks": [{"type": "paragraph", "text": "Die Fähre zwischen den beiden Inseln fuhr am Montag nach elf Tagen im Dock wieder, sagte das Hafenamt am Morgen."}]}
LOCAL = {"kind": "article", "title": "Four, at a time without a zone", "url": "https://quay.example/4", "language": "en", "published": "2026-03-12T10:00:00", "authors": [{"name": "Cy Moor"}], "source": {"name": "The Quay"},
         "blocks": [{"type": "paragraph", "text": TEXT[0].replace("eleven", "twelve")}]}
# What the table has rows for: members of a record
ROWS = {"title": "title", "text": "text", "blocks": "headings, lists, quotes", "summary": "summary", "published": "publication date", "updated": "date of the last change", "authors": "authors",
        "tags": "tags", "language": "language", "address": "address", "source": "outlet", "rights": "rights", "image": "picture", "subtitle": "subtitle", "canonical": "its second address",
        "guid": "guid", "genre": "genre", "section": "section", "statement": "that it is a statement, and its fields", "local": "a time without a zone", "own": "id, versions, story, when it was seen"}


def instant(text):
    if not text or "T" not in text or not (text.endswith("Z") or re.search(r"[+-]\d\d:\d\d$", text)):
        return text
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def values(r):
    """Of an exported record, by rows of the table; None: it has none."""
    local = "published" in r and isinstance(instant(r["published"]), str) and "T" in r["published"]
    return {"title": r.get("title"), "text": r.get("text"), "blocks": [(b["type"], b.get("text"), b["type"] == "heading" and b.get("level")) for b in r.get("blocks", [])] or None, "summary": r.get("summary"),
            "published": None if local else instant(r.get("published")), "updated": instant(r.get("updated")), "authors": [a.get("name") for a in r.get("authors", [])] or None, "tags": r.get("tags"),
            "language": r.get("language"), "address": r.get("canonical") or r.get("url"), "source": (r.get("source") or {}).get("name"), "rights": (r.get("rights") or {}).get("notice"),
            "image": (r.get("lead_image") or {}).get("url"), "subtitle": r.get("subtitle"), "canonical": (r.get("url"), r["canonical"]) if "canonical" in r else None, "guid": r.get("guid"),
            "genre": r.get("genre"), "section": r.get("section"), "statement": [r.get("reference"), r.get("issuers")] if r["kind"] == "statement" else None,
            "local": r["published"] if local else None, "own": [r["id"], r.get("story"), r["first_seen"]]}


def compare(row, was, got):
    """"=": as it was in all records; "-": in none of those that had it; "~": otherwise."""
    pairs = [(was[t][row], got[t][row] if t in got else None) for t in was]
    if all(a == b for a, b in pairs):
        return "="
    return "-" if all(b is None or b == [None, None] for a, b in pairs if a is not None) and all(b is None for a, b in pairs if a is None) else "~"


def records(store):
    return {r.get("canonical") or r["url"]: r for r in P.records(P.path(store))}


source = P.write("in.jsonl", "".join(json.dumps(r) + "\n" for r in (RICH, STATEMENT, PLAIN, GERMAN, LOCAL)))
P.expect("import", "--quiet", "--store", P.path("a.db"), source)
first = records("a.db")
was = {t: values(r) for t, r in first.items()}
check("the records are as they were written", len(was) == 5 and all(was[RICH["canonical"]][k] for k in ROWS if k not in ("statement", "local")), was)

# ---- the table -----------------------------------------------------------------------------------------------------------------------
page = open(os.path.join(P.arguments.source, "docs", "exporting.md"), encoding="utf-8").read()
table = {cells[0]: dict(zip(FORMS, cells[1:])) for cells in ([x.strip() for x in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")) if len(cells) == len(FORMS) + 1}
check("the page has a row for each kind of field", set(ROWS.values()) <= set(table), sorted(set(ROWS.values()) - set(table)))
for form in FORMS:
    text = P.expect("export", "--store", P.path("a.db"), "--format", form).stdout
    p = P.expect("import", "--store", P.path(form + ".db"), P.write("out." + form, text))
    got = {t: values(r) for t, r in records(form + ".db").items()}
    check("%s: as many records" % form, len(got) == len(was) == len(P.records(P.path(form + ".db"))), (sorted(got), told(p)))
    for row, name in ROWS.items():
        found, said = compare(row, was, got), table.get(name, {}).get(form, "nothing")
        check("%s, %s: %s" % (form, name, said), found == said[:1], (found, [(was[t][row], got.get(t, {}).get(row)) for t in was]))
    p = P.expect("import", "--store", P.path(form + ".db"), P.path("out." + form))
    check("%s: once more, nothing is new" % form, "0 new records, 0 new versions, 5 unchanged" in p.stdout, told(p))
again = P.expect("export", "--store", P.path("jsonl.db")).stdout
P.expect("import", "--quiet", "--store", P.path("second.db"), P.write("again.jsonl", again))
left = ("id", "work", "native_id", "first_seen", "last_seen", "story")
bare = lambda r: {k: v for k, v in r.items() if k not in left}
check("JSON Lines: of a second time all fields but those of the store", {t: bare(r) for t, r in records("second.db").items()} == {t: bare(r) for t, r in records("jsonl.db").items()}, "")
check("and of the first all but the parser", {t: dict(bare(r), parser="") for t, r in records("jsonl.db").items()} == {t: dict(bare(r), parser="") for t, r in first.items()},
      [(k, r.get(k), first[t].get(k)) for t, r in records("jsonl.db").items() for k in set(r) | set(first[t]) if k not in left and r.get(k) != first[t].get(k)])

# ---- a web archive, the list of sources ----------------------------------------------------------------------------------------------
ITEMS = [("Report %d" % i, "http://%%s/page/%d" % i) for i in (1, 2, 3)]
PROSE = " ".join(TEXT)


def answer(host, path):
    where = "%s:%d" % (host, web.port)
    if path == "/feed":
        return 200, {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>Harbour news</title><link>http://%s/</link><description>d</description>%s</channel></rss>" % (where, "".join(
            "<item><title>%s</title><link>%s</link><guid>%s</guid><category>harbour</category><pubDate>Tue, 03 Mar 2026 09:30:00 GMT</pubDate></item>" % (t, u % where, u % where) for t, u in ITEMS))).encode()
    if path.startswith("/page/"):
        return 200, {"Content-Type": "text/html"}, ("<html lang=en><head><title>Report %s</title></head><body><article><h1>Report %s</h1>%s</article></body></html>" % (path[6:], path[6:], "".join("<p>%s It is the report %s.</p>" % (PROSE, path[6:]) for _ in range(3)))).encode()
    return 404, {}, b"no"


web = Web(answer)
url = "http://127.0.0.1:%d" % web.port
conf = P.write("w.yaml", "version: 1\nstore: { path: w.db, capture: {} }\nfetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n"
               '  - { id: pages, url: "%s/feed", parse: feed, full_text: article, outlet: The Pages }\n  - { id: more, name: More & more, url: "%s/none?a=1&b=2" }\n' % (url, url))
p = P.run("run", "--once", "--config", conf)
if "nettle" in p.stderr:
    print("left out: web archives (this build cannot make captures)")
else:
    before = records("w.db")
    archive = P.path("w.warc.gz")
    with open(archive, "wb") as f:
        subprocess.run([P.tidings, "export", "--config", conf, "--format", "warc"], env=P.env, stdout=f, check=True)
    check("the archive has the answers of three pages", gzip.open(archive).read().count(b"WARC-Type: response") == 3 and len(before) == 3, sorted(before))
    P.expect("import", "--quiet", "--store", P.path("back.db"), archive)
    back = records("back.db")
    same = ("title", "blocks", "text", "language", "url", "kind")
    check("WARC: titles, texts, languages and addresses are equal, since the present parsers read the same bytes", {t: [r.get(k) for k in same] for t, r in back.items()} == {t: [r.get(k) for k in same] for t, r in before.items()}, (back, before))
    check("WARC: what the feed said of a page and what the source is called is lost, as the page says", all(r.get("tags") is r.get("source") is r.get("published") is None for r in back.values()) and all(r["tags"] == ["harbour"] and r["published"] for r in before.values()),
          [{k: r.get(k) for k in ("tags", "source", "published")} for x in (back, before) for r in x.values()])
opml = P.expect("export", "--config", conf, "--format", "opml").stdout
listed = P.expect("sources", "--from", P.write("s.opml", opml)).stdout
check("OPML: address and name of each source", all(x in listed for x in (url + "/feed", url + "/none?a=1&b=2", "Harbour news", "More & more")), listed)
check("OPML: id, outlet and settings are lost, as the page says", "The Pages" not in opml and "full_text" not in listed, listed)
P.write("o.yaml", "version: 1\nstore: { path: o.db }\nsources:\n" + listed)
P.run("run", "--once", "--config", P.path("o.yaml"))
check("the list of the list has the same lines", sorted(P.expect("export", "--config", P.path("o.yaml"), "--format", "opml").stdout.splitlines()) == sorted(opml.splitlines()), opml)
P.end()
