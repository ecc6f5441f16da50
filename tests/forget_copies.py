#!/usr/bin/env python3
"""What `tidings forget` has deleted does not come back from a copy of its file under another name.

  forget_copies.py --tidings build/release/tidings

Rows, items and mails without an address or an id of their own are known by what they say; others beside them are imported as before.
"""
import io, json, zipfile

from program import arguments, lines, Program, told

P = Program("forget-copies", arguments(__doc__))
check = P.check
CONF = P.write("c.yaml", "version: 1\npipeline: []\nsources: []\n")
TEXT = "The lighthouse keeper of %s locked the lamp room on Thursday, said the clerk of the harbour."
GONE, STAYS = TEXT % "Skerry", TEXT % "Hollin"


def zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(name, data)
    return out.getvalue()


def feed(*items):
    return "<rss version='2.0'><channel><title>F</title><link>http://f.example/</link><description>d</description>%s</channel></rss>" % "".join("<item>%s</item>" % i for i in items)


def mail(text, subject):
    return "From: Town <a@h.example>\nList-Id: <l.h.example>\nSubject: %s\nDate: Tue, 3 Mar 2026 09:30:00 +0100\n\n%s\n" % (subject, text)


table = "title,text\nLamp,\"%s\"\nOther,\"%s\"\n" % (GONE, STAYS)
KINDS = {
    "table": ("csv", table),
    "table in a ZIP": ("zip", zipped("rows.csv", table)),
    "list of JSON": ("json", json.dumps({"articles": [{"title": "Lamp", "text": GONE}, {"title": "Other", "text": STAYS}]})),
    "JSON Lines without ids": ("jsonl", "".join(json.dumps({"title": t, "text": x}) + "\n" for t, x in (("Lamp", GONE), ("Other", STAYS)))),
    "JSON Lines with numbers": ("jsonl", "".join(json.dumps({"id": n, "title": t, "text": x}) + "\n" for n, (t, x) in enumerate((("Lamp", GONE), ("Other", STAYS))))),
    "feed with guids alone": ("xml", feed("<title>Lamp</title><guid isPermaLink='false'>g7</guid><description>%s</description>" % GONE, "<title>Other</title><guid isPermaLink='false'>g8</guid><description>%s</description>" % STAYS)),
    "feed with neither": ("xml", feed("<title>Lamp</title><description>%s</description>" % GONE, "<title>Other</title><description>%s</description>" % STAYS)),
    "JSON Feed without addresses": ("json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "7", "title": "Lamp", "content_text": GONE}, {"id": "8", "title": "Other", "content_text": STAYS}]})),
    "file of mails without Message-IDs": ("mbox", "".join("From a@h.example Tue Mar  3 09:30:00 2026\n" + mail(x, t) + "\n" for t, x in (("Lamp", GONE), ("Other", STAYS)))),
    "mail without a Message-ID": ("eml", mail(GONE, "Lamp")),
}


def records(store):
    return lines(P.run("export", "--format", "jsonl", "--store", store).stdout)  # there may be none


def imported(store, name):
    p = P.run("import", "--quiet", "--config", CONF, "--store", store, P.path(name))
    return sorted(r["title"] for r in records(store)), told(p)


for n, (kind, (end, data)) in enumerate(KINDS.items()):
    store = P.path("s%d.db" % n)
    P.write("a%d.%s" % (n, end), data)
    P.write("copy%d.%s" % (n, end), data)
    there, why = imported(store, "a%d.%s" % (n, end))
    others = [t for t in there if t != "Lamp"]
    check("%s: imported" % kind, "Lamp" in there and others == ([] if kind.startswith("mail") else ["Other"]), (there, why))
    id = next(r["id"] for r in records(store) if r["title"] == "Lamp")
    p = P.run("forget", "--config", CONF, "--store", store, id)
    check("%s: forgotten" % kind, p.returncode == 0, told(p))
    for name in ("a", "copy"):
        there, why = imported(store, "%s%d.%s" % (name, n, end))
        check("%s: it does not come back from %s" % (kind, "its file" if name == "a" else "a copy"), there == others, (there, why))
    P.write("other%d.%s" % (n, end), data.replace("Skerry", "Nessland") if isinstance(data, str) else zipped("rows.csv", table.replace("Skerry", "Nessland")))
    there, why = imported(store, "other%d.%s" % (n, end))
    check("%s: other words under its title are imported" % kind, there == sorted(others + ["Lamp"]), (there, why))
P.end()
