#!/usr/bin/env python3
"""News as agencies send it, through the whole program: recognised by content whatever the files are called, imported as records,
exported; a second version of an item is a version of the same work.

  news_formats.py --tidings build/release/tidings
"""
import json

from program import Program, arguments, lines

P = Program("news", arguments(__doc__))
check, path, write = P.check, P.path, P.write

TEXT = "The night ferry to Oster Ness lost its anchor in the storm on Monday, the harbour office said."


def newsml(guid, title, version=1, text=TEXT):
    return """<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="%s" version="%d" xml:lang="en">
<rightsInfo><copyrightHolder><name>Northwire</name></copyrightHolder></rightsInfo><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>2026-04-21T1%d:00:00+02:00</versionCreated><firstCreated>2026-04-21T09:30:00+02:00</firstCreated></itemMeta>
<contentMeta><by>By Ada Quill</by><headline>%s</headline></contentMeta><contentSet><inlineXML><html><head><title>x</title></head>
<body><p>%s</p><p>Version %d of the report.</p></body></html></inlineXML></contentSet></newsItem>""" % (guid, version, version, title, text, version)


NITF = """<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd"><nitf><head><docdata><doc-id id-string="nw-2"/>
<date.issue norm="20260421T093000+0200"/></docdata></head><body><body.head><hedline><hl1>Anchor found</hl1></hedline></body.head>
<body.content><p>%s</p></body.content></body></nitf>""" % TEXT
NINJS = [{"uri": "urn:n:%d" % n, "headlines": [{"value": "Item %d" % n}], "versionCreated": "2026-04-21T09:30:00Z",
          "bodies": [{"contentType": "text/plain", "value": "%s Number %d." % (TEXT, n)}]} for n in (3, 4)]
LD = {"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline": "A graph", "url": "https://g.example/1",
                                                    "datePublished": "2026-04-21T09:30:00+02:00", "articleBody": TEXT,
                                                    "author": {"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Bo Lantern"}]}

# names say nothing, or the wrong thing
files = {"in/a.xml": newsml("urn:n:1", "Anchor lost"), "in/b.txt": NITF, "in/c.dat": json.dumps(NINJS[0]),
         "in/d.jsonl": json.dumps(NINJS[1]) + "\n", "in/e": json.dumps(LD), "in/f.txt": newsml("urn:n:6", "As text")}
for name, text in files.items():
    write(name, text)
store = path("a.db")
p = P.expect("import", "--store", store, path("in"))
records = {r["title"]: r for r in P.records(store)}
wanted = {"Anchor lost", "Anchor found", "Item 3", "Item 4", "A graph", "As text"}
check("six files of four formats are six records", set(records) == wanted, (sorted(records), p.stderr[-500:]))
check("all are read by one parser", {r["parser"] for r in records.values()} == {"news"}, [r["parser"] for r in records.values()])
check("times keep their zones", records["Anchor lost"]["published"] == "2026-04-21T09:30:00+02:00", records["Anchor lost"]["published"])
check("so do those of NITF", records["Anchor found"]["published"] == "2026-04-21T09:30:00+02:00")
check("references of JSON-LD are followed", [a["name"] for a in records["A graph"]["authors"]] == ["Bo Lantern"])
check("ids and rights are kept", records["Anchor lost"]["guid"] == "urn:n:1" and records["Anchor lost"]["rights"]["holder"] == "Northwire")

write("in/a.xml", newsml("urn:n:1", "Anchor lost", 2, TEXT + " Nobody was hurt, and the chain was found on the ground of the bay."))
P.expect("import", "--store", store, path("in"))
again = [r for r in P.records(store) if r.get("guid") == "urn:n:1"]
check("a second version is one of the same work", any(r["version"] == 2 for r in again), [(r["version"], r["title"]) for r in again])

page = write("page.html", "<!doctype html><html><body><pre>&lt;newsItem guid='x'&gt;</pre><p>%s</p></body></html>" % TEXT)
check("a page that shows a sample is a page", lines(P.expect("parse", page).stdout)[0].get("title") != "x")
P.end()
